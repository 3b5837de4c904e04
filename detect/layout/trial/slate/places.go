package slate

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// ground fills a picture with what things lie on.
func ground(r *rand.Rand, p *pic) {
	w, h := p.size()
	f, g := newField(r), newField(r)
	slant := between(r, -0.15, 0.5) / h
	sin, cos := math.Sincos(spread(r, 0.5))
	k := 900 / max(w, h)
	flat := func(x, y float64) (float64, float64) { // seen from an angle: what is far lies closer
		d := k / (1 + slant*(h-y))
		x, y = (x-w/2)*d, (y-h/2)*d
		return x*cos - y*sin, x*sin + y*cos
	}
	tone := func(c ink, t float64) (float64, float64, float64) {
		return float64(c.R) + t, float64(c.G) + t*0.95, float64(c.B) + t*0.85
	}
	switch pick(r, "wood", "wood", "cloth", "tiles", "plain", "keys", "papers", "carpet") {
	case "wood":
		c := drift(r, pick(r, ink{150, 104, 66, 255}, ink{110, 74, 48, 255}, ink{196, 160, 116, 255}, ink{84, 60, 46, 255}), 14)
		plank := between(r, 90, 260)
		p.paint(func(x, y float64) (float64, float64, float64) {
			u, v := flat(x, y)
			n := math.Floor(v / plank)
			t := 30*(f.at(u*0.006+n*7, v*0.16)-0.5) + 26*(g.at(u*0.03, v*0.5)-0.5) + 14*(g.at(n*3.3, 9)-0.5)
			if v-n*plank < 2.5 {
				t -= 40
			}
			return tone(c, t)
		})
	case "cloth":
		c, s := drift(r, pick(r, ink{90, 110, 150, 255}, ink{170, 60, 70, 255}, ink{190, 184, 170, 255}, ink{60, 80, 66, 255}), 20), between(r, 0.9, 1.6)
		stripe := 26 * float64(r.IntN(2))
		p.paint(func(x, y float64) (float64, float64, float64) {
			u, v := flat(x, y)
			t := 12*math.Sin(u*s)*math.Sin(v*s) + 36*(f.at(u*0.008, v*0.008)-0.5)
			if math.Mod(math.Abs(u), 120) < 40 {
				t += stripe
			}
			if math.Mod(math.Abs(v), 120) < 40 {
				t += stripe
			}
			return tone(c, t)
		})
	case "tiles":
		c, side := drift(r, pick(r, ink{216, 210, 200, 255}, ink{180, 186, 190, 255}, ink{170, 130, 100, 255}), 14), between(r, 150, 340)
		p.paint(func(x, y float64) (float64, float64, float64) {
			u, v := flat(x, y)
			t := 16*(f.at(u*0.02, v*0.02)-0.5) + 10*(g.at(u*0.2, v*0.2)-0.5)
			if math.Abs(math.Remainder(u, side)) < 2.4 || math.Abs(math.Remainder(v, side)) < 2.4 {
				t -= 55
			}
			return tone(c, t)
		})
	case "carpet":
		c := drift(r, pick(r, ink{120, 40, 44, 255}, ink{70, 90, 80, 255}, ink{130, 120, 110, 255}), 18)
		p.paint(func(x, y float64) (float64, float64, float64) {
			u, v := flat(x, y)
			return tone(c, 50*(g.at(u*0.7, v*0.7)-0.5)+30*math.Sin(u*0.05)*math.Sin(v*0.05)+30*(f.at(u*0.02, v*0.02)-0.5))
		})
	case "keys":
		keyboard(r, p)
	case "papers":
		p.box(drift(r, ink{120, 100, 84, 255}, 20), 0, 0, w, h)
		for range 4 {
			paper(r, p, quad(between(r, 0, w), between(r, 0, h), between(r, 0.5, 0.8)*w, 0.71, spread(r, 1), 0, 0))
		}
	default:
		c := drift(r, pick(r, ink{225, 222, 216, 255}, ink{60, 62, 66, 255}, ink{150, 150, 154, 255}, ink{190, 206, 214, 255}), 14)
		p.paint(func(x, y float64) (float64, float64, float64) {
			u, v := flat(x, y)
			return tone(c, 18*(f.at(u*0.01, v*0.01)-0.5)+6*(g.at(u*0.5, v*0.5)-0.5))
		})
	}
}

func keyboard(r *rand.Rand, p *pic) {
	w, h := p.size()
	body := drift(r, pick(r, ink{36, 36, 40, 255}, ink{190, 192, 196, 255}), 8)
	p.box(body, 0, 0, w, h)
	top := mix(body, ink{255, 255, 255, 255}, 0.14)
	step := max(w, h) / between(r, 9, 14)
	label := pen{face: medium, em: step * 0.3, wide: 1, c: mix(ink{255, 255, 255, 255}, ink{30, 30, 30, 255}, float64(body.R)/255)}
	for i := range int(h/step) + 1 {
		for k := -1; k < int(w/step)+1; k++ {
			x, y := (float64(k)+0.35*float64(i%3))*step, float64(i)*step
			p.round(top, x+step*0.05, y+step*0.05, x+step*0.95, y+step*0.93, step*0.1)
			p.text(label, x+step*0.16, y+step*0.42, string(rune('A'+r.IntN(26))))
		}
	}
}

// paper is a written sheet.
func paper(r *rand.Rand, p *pic, q [4]point) {
	p.shadow(0.3, 8, moved(q, 4, 6)...)
	b := newBoard(300, 424, 1)
	b.box(drift(r, ink{240, 238, 232, 255}, 10), 0, 0, 300, 424)
	for i := range 5 + r.IntN(16) {
		b.text(pen{face: regular, em: 10, wide: 1, c: ink{60, 60, 66, 230}}, 30, 50+17*float64(i), babble(r, 5))
	}
	p.place(piece(b, "", "", "paper"), q)
}

// clutter lays a few things about the rim: a cup, a pen, a phone, papers.
func clutter(r *rand.Rand, p *pic, w, h float64) {
	for range 1 + r.IntN(3) {
		x, y, s := w*pick(r, 0.05, 0.95, 0.5), h*pick(r, 0.04, 0.96), min(w, h)*between(r, 0.1, 0.2)
		switch r.IntN(4) {
		case 0:
			p.shadow(0.4, 12, oval(x+6, y+10, s, s, 0, 24)...)
			p.oval(ink{236, 234, 230, 255}, x, y, s, s, 0)
			p.oval(ink{70, 40, 24, 255}, x, y, s*0.85, s*0.85, 0)
		case 1:
			p.line(drift(r, ink{30, 50, 130, 255}, 30), s*0.12, point{x - s, y - s*0.7}, point{x + s, y + s*0.5})
		case 2:
			q := quad(x, y, s, 0.48, spread(r, 0.6), 0, 0)
			p.fill(ink{20, 20, 22, 255}, q[:])
		default:
			paper(r, p, quad(x, y, s*2.4, 0.71, spread(r, 1), 0, 0))
		}
	}
}

// room is a wall, and what stands or hangs before it.
func room(r *rand.Rand, p *pic) {
	w, h := p.size()
	wall, f := drift(r, pick(r, ink{206, 200, 188, 255}, ink{176, 196, 190, 255}, ink{224, 222, 218, 255}, ink{150, 160, 186, 255}, ink{214, 186, 160, 255}), 12), newField(r)
	dark := between(r, 0, 50)
	p.paint(func(x, y float64) (float64, float64, float64) {
		t := 16*(f.at(x*0.006, y*0.006)-0.5) - dark*y/h
		return float64(wall.R) + t, float64(wall.G) + t, float64(wall.B) + t
	})
	for range 1 + r.IntN(4) {
		x, y := w*between(r, -0.1, 0.9), h*between(r, 0.02, 0.3)
		switch r.IntN(5) {
		case 0: // a door
			c := drift(r, ink{120, 84, 56, 255}, 20)
			p.box(mix(c, black, 0.3), x, y, x+w*0.3, h)
			p.box(c, x+w*0.02, y+w*0.02, x+w*0.28, h)
			p.box(mix(c, black, 0.15), x+w*0.06, y+h*0.1, x+w*0.24, y+h*0.35)
		case 1: // a window
			p.box(ink{240, 240, 236, 255}, x, y, x+w*0.35, y+h*0.36)
			p.box(drift(r, ink{200, 224, 240, 255}, 14), x+w*0.02, y+w*0.02, x+w*0.165, y+h*0.36-w*0.02)
			p.box(drift(r, ink{200, 224, 240, 255}, 14), x+w*0.185, y+w*0.02, x+w*0.33, y+h*0.36-w*0.02)
		case 2: // a shelf of books
			for i := range 9 {
				k := float64(i)
				p.box(drift(r, pick(r, ink{150, 50, 50, 255}, ink{50, 80, 120, 255}, ink{200, 180, 120, 255}, ink{60, 100, 70, 255}), 20), x+k*w*0.035, y+h*0.03*r.Float64(), x+(k+0.9)*w*0.035, y+h*0.2)
			}
			p.box(ink{110, 80, 54, 255}, x-w*0.02, y+h*0.2, x+w*0.34, y+h*0.215)
		case 3: // a picture on the wall
			p.box(ink{60, 44, 34, 255}, x, y, x+w*0.2, y+w*0.15)
			p.box(drift(r, ink{150, 180, 160, 255}, 40), x+w*0.012, y+w*0.012, x+w*0.188, y+w*0.138)
		default: // a curtain
			c := drift(r, pick(r, ink{120, 60, 80, 255}, ink{90, 120, 110, 255}, ink{190, 170, 130, 255}), 20)
			for i := range 8 {
				k := float64(i)
				p.box(mix(c, black, 0.25*float64(i%2)), x+k*w*0.03, 0, x+(k+1)*w*0.03, h)
			}
		}
	}
}

// gallery puts a grid of a picture into a phone: bars, a heading.
func gallery(r *rand.Rand, p *pic) *pic {
	w, h := p.size()
	head := w * 0.2
	out := newPic(int(w), int(h+head+w*0.1))
	_, tall := out.size()
	back, text := ink{252, 252, 252, 255}, ink{30, 30, 34, 255}
	if chance(r, 0.4) {
		back, text = text, back
	}
	out.box(back, 0, 0, w, tall)
	out.place(p, [4]point(rect(0, head, w, head+h)))
	out.text(pen{face: bold, em: w * 0.05, wide: 1, c: text}, w*0.05, head*0.72, pick(r, "Galeri", "Album", "Foto terbaru", "Data baru"))
	out.text(pen{face: regular, em: w * 0.03, wide: 1, c: text}, w*0.6, head*0.72, fmt.Sprintf("%d foto", 10+r.IntN(400)))
	out.bars(r, text)
	return out
}
