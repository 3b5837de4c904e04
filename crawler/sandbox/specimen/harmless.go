package specimen

import (
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
)

func tint(r *rand.Rand) color.RGBA {
	return color.RGBA{uint8(40 + r.IntN(190)), uint8(40 + r.IntN(190)), uint8(40 + r.IntN(190)), 255}
}

// MemberCard draws a shop's loyalty card: the shape of an identity card without being one.
func MemberCard(r *rand.Rand) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 428, 270))
	fill(m, 0, 0, 428, 270, tint(r))
	fill(m, 0, 180, 428, 214, tint(r))
	scaled(m, 24, 22, 2, 0, white, "MEMBER CARD")
	write(m, 24, 80, white, "TOKO SENJA")
	write(m, 24, 240, white, fmt.Sprintf("ID %04d", r.IntN(10000)))
	disc(m, 350, 110, 36, 36, tint(r))
	return m
}

// Phone draws a telephone on a table.
func Phone(r *rand.Rand) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 320, 400))
	fill(m, 0, 0, 320, 400, color.RGBA{205, uint8(180 + r.IntN(30)), 150, 255})
	fill(m, 90, 40, 230, 350, black)
	fill(m, 98, 60, 222, 330, tint(r))
	for i := range 12 {
		x, y := 108+(i%3)*38, 80+(i/3)*52
		fill(m, x, y, x+28, y+28, tint(r))
	}
	return m
}

// Box draws a parcel.
func Box(r *rand.Rand) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 400, 320))
	fill(m, 0, 0, 400, 320, color.RGBA{225, 225, uint8(210 + r.IntN(40)), 255})
	fill(m, 70, 80, 330, 280, color.RGBA{176, 130, 84, 255})
	fill(m, 70, 80, 330, 110, color.RGBA{150, 106, 66, 255})
	fill(m, 185, 80, 215, 280, color.RGBA{214, 190, 140, 255})
	fill(m, 240, 190, 316, 240, white)
	write(m, 246, 218, black, "FRAGILE")
	return m
}

// Landscape draws sky, hills and a sun.
func Landscape(r *rand.Rand) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 480, 300))
	fill(m, 0, 0, 480, 300, color.RGBA{uint8(120 + r.IntN(80)), uint8(170 + r.IntN(60)), 235, 255})
	disc(m, 60+r.IntN(360), 60, 28, 28, color.RGBA{250, 220, 90, 255})
	for range 4 {
		disc(m, r.IntN(480), 260+r.IntN(60), 90+r.IntN(120), 60+r.IntN(80), color.RGBA{uint8(30 + r.IntN(50)), uint8(100 + r.IntN(80)), uint8(40 + r.IntN(40)), 255})
	}
	return m
}
