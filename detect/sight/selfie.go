package sight

import (
	"image"
	"math"

	"ronda/detect/cards"
	"ronda/detect/convnet"
	"ronda/detect/picture"
	"ronda/detect/quad"
)

// Size of a surround.
const (
	surroundCell     = 2  // pixels of a side of a cell
	surroundSide     = 64 // cells
	surroundCells    = surroundSide * surroundSide
	surroundPixels   = surroundSide * surroundCell
	surroundChannels = 6
	beyondPicture    = 1.1 // of the picture's longer side, which a surround never exceeds by much
)

// What a cell of a surround holds, a plane each: how strong edges are that run down and that run across, how light it is, its colour
// as two differences, and whether a document covers it.
const (
	cellDown = iota
	cellAcross
	cellLight
	cellBlue
	cellRed
	cellCovered // 255 a document, 0 beyond the picture, 128 all else
)

// A Surround is what lies around a document: a square about it, turned as the document is by quarters. It belongs to one goroutine at a
// time.
type Surround struct {
	pix   [surroundPixels * surroundPixels]uint8
	Cells [surroundChannels * surroundCells]uint8
}

// A Scene is a picture in the sizes in which surrounds of it are sampled.
type Scene struct {
	luma, blue, red quad.Pyramid
	w, h            float64
}

// NewScene prepares a picture. It keeps the picture's planes.
func NewScene(p *picture.Picture) *Scene {
	return &Scene{quad.NewPyramid(p.Luma), quad.NewPyramid(p.Blue), quad.NewPyramid(p.Red), float64(p.Luma.W), float64(p.Luma.H)}
}

// NewPart prepares a part of a picture, in luma pixels, as if all around it were no picture. It begins at even pixels; the second result is
// where.
func NewPart(p *picture.Picture, r image.Rectangle) (*Scene, image.Point) {
	from := image.Pt(r.Min.X&^1, r.Min.Y&^1)
	luma := p.Luma.Part(image.Rectangle{Min: from, Max: r.Max})
	half := image.Rectangle{Min: from.Div(2), Max: r.Max.Add(image.Pt(1, 1)).Div(2)}
	return NewScene(&picture.Picture{Luma: luma, Blue: p.Blue.Part(half), Red: p.Red.Part(half)}), from
}

// Sample looks at a square about a place, side luma pixels wide or as wide as the picture, turned clockwise by so many quarters.
// covered tells which places a document covers.
func (v *Surround) Sample(s *Scene, x, y, side float64, turn int, covered func(x, y float64) bool) {
	half := min(side, beyondPicture*max(s.w, s.h)) / 2
	square := cards.Quad{{x - half, y - half}, {x + half, y - half}, {x + half, y + half}, {x - half, y + half}}
	var q, colour cards.Quad
	for i := range q {
		q[i] = square[(i+turn)%4]
		colour[i] = [2]float64{q[i][0] / 2, q[i][1] / 2}
	}
	s.luma.Sample(q, surroundPixels, surroundPixels, 0, 0, v.pix[:])
	plane := func(channel int) []uint8 { return v.Cells[channel*surroundCells:][:surroundCells] }
	s.blue.Sample(colour, surroundSide, surroundSide, 0, 0, plane(cellBlue))
	s.red.Sample(colour, surroundSide, surroundSide, 0, 0, plane(cellRed))
	measure(v.pix[:], surroundPixels, surroundCell, plane(cellDown), plane(cellAcross), plane(cellLight))
	for i := range surroundCells {
		a, b := (float64(i%surroundSide)+0.5)/surroundSide, (float64(i/surroundSide)+0.5)/surroundSide
		px := q[0][0] + (q[1][0]-q[0][0])*a + (q[3][0]-q[0][0])*b
		py := q[0][1] + (q[1][1]-q[0][1])*a + (q[3][1]-q[0][1])*b
		c := uint8(128)
		switch {
		case px < 0 || py < 0 || px >= s.w || py >= s.h:
			c = 0
		case covered(px, py):
			c = 255
		}
		v.Cells[cellCovered*surroundCells+i] = c
	}
}

// normalise writes the cells side by side: edges and light with the mean 0 and a deviation near 1, colours and cover from -1 to 1.
func (v *Surround) normalise(out []float32) {
	edges, light := moments(v.Cells[:2*surroundCells]), moments(v.Cells[cellLight*surroundCells:][:surroundCells])
	for i := range surroundCells {
		at := func(channel int) float32 { return float32(v.Cells[channel*surroundCells+i]) }
		to := out[surroundChannels*i:][:surroundChannels]
		to[cellDown], to[cellAcross] = edges.apply(at(cellDown)), edges.apply(at(cellAcross))
		to[cellLight] = light.apply(at(cellLight))
		to[cellBlue], to[cellRed] = (at(cellBlue)-128)/32, (at(cellRed)-128)/32
		to[cellCovered] = (at(cellCovered) - 128) / 128
	}
}

type moment struct{ mean, by float32 }

func (m moment) apply(v float32) float32 { return (v - m.mean) * m.by }

func moments(cells []uint8) moment {
	var sum, squares float64
	for _, c := range cells {
		sum += float64(c)
		squares += float64(c) * float64(c)
	}
	n := float64(len(cells))
	mean := sum / n
	return moment{float32(mean), float32(1 / (math.Sqrt(max(squares/n-mean*mean, 0)) + 16*faint))}
}

// SelfieNetwork is a network that tells whether the face of who holds a document is around it. It is safe for concurrent use.
type SelfieNetwork struct{ net *convnet.Network }

// NewSelfieNetwork reads a network. It fails where that is damaged or made for other views.
func NewSelfieNetwork(data []byte) (*SelfieNetwork, error) {
	net, err := read(data, surroundSide, surroundSide, surroundChannels, 1)
	if err != nil {
		return nil, err
	}
	return &SelfieNetwork{net}, nil
}

// SelfieScratch is what looking writes over and over. It belongs to one goroutine at a time; the zero value is ready.
type SelfieScratch struct {
	view    Surround
	input   [surroundChannels * surroundCells]float32
	network convnet.Scratch
}

// Odds returns the logarithm of how much likelier it is than not that somebody's face is around a document; see Surround.Sample.
func (c *SelfieNetwork) Odds(t *SelfieScratch, s *Scene, x, y, side float64, turn int, covered func(x, y float64) bool) float64 {
	t.view.Sample(s, x, y, side, turn, covered)
	t.view.normalise(t.input[:])
	return float64(c.net.Run(t.input[:], &t.network)[0])
}
