package chalk
import ("math/rand/v2";"ronda/detect/layout/trial/pen")
func (p *plate) family(white bool) (n [4]float64) {return}
func (p *plate) taxCard() (n [4]float64) {return}
func (p *plate) newTaxCard() (n [4]float64) {return}
func other(r *rand.Rand, width float64) pen.Flat { return pen.Flat{Image: newPlate(r,cardWide,cardHigh,width).RGBA, Name:"x"}}
func page(r *rand.Rand) pen.Flat {return other(r,300)}
