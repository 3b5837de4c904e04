package specimen

import (
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"

	xdraw "golang.org/x/image/draw"
)

// KTP draws a card in the manner of an identity card.
func KTP(r *rand.Rand) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 432, 272))
	ground := color.RGBA{uint8(165 + r.IntN(30)), uint8(205 + r.IntN(20)), uint8(228 + r.IntN(20)), 255}
	fill(m, 0, 0, 432, 272, ground)
	disc(m, 190, 150, 90, 90, color.RGBA{ground.R - 18, ground.G - 14, ground.B - 8, 255})
	name, nik := person(r)
	write(m, 140, 22, black, "PROVINSI CONTOH")
	write(m, 132, 38, black, "KABUPATEN MISALAN")
	scaled(m, 16, 50, 1, 0, black, "NIK : ")
	write(m, 70, 62, black, nik)
	write(m, 71, 62, black, nik)
	labels := []string{"Nama", "Tempat/Tgl Lahir", "Jenis Kelamin", "Alamat", "  RT/RW", "  Kel/Desa", "  Kecamatan", "Agama", "Status", "Pekerjaan", "Warga", "Berlaku"}
	values := []string{name, "CONTOH, 00-00-0000", "-", "JL. MISAL NO. 0", "000/000", "CONTOH", "MISALAN", "-", "-", "-", "WNI", "SEUMUR HIDUP"}
	for i, label := range labels {
		y := 82 + i*15
		write(m, 16, y, black, label)
		write(m, 136, y, black, ": "+values[i])
	}
	photo := color.RGBA{180, 40, 45, 255}
	if r.IntN(2) == 0 {
		photo = color.RGBA{40, 70, 170, 255}
	}
	fill(m, 322, 76, 412, 196, photo)
	face(m, 322, 76, 412, 196, r)
	write(m, 330, 214, black, "CONTOH")
	stamp(m)
	return m
}

// KK draws a sheet in the manner of a family card: a title, a number and two tables.
func KK(r *rand.Rand) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 480, 340))
	fill(m, 0, 0, 480, 340, color.RGBA{uint8(232 + r.IntN(20)), uint8(240 + r.IntN(12)), uint8(238 + r.IntN(14)), 255})
	_, nik := person(r)
	scaled(m, 142, 8, 2, 0, black, "KARTU KELUARGA")
	write(m, 170, 48, black, "No. "+nik)
	for i, s := range []string{"Kepala Keluarga : CONTOH", "Alamat : JL. MISAL 0"} {
		write(m, 12, 62+i*12, black, s)
	}
	table := func(top int, columns []int) {
		for row := range 9 {
			fill(m, 10, top+row*13, 470, top+row*13+1, black)
		}
		for _, x := range columns {
			fill(m, x, top, x+1, top+8*13, black)
		}
		people := 2 + r.IntN(4)
		for row := range people {
			for i := range len(columns) - 1 {
				fill(m, columns[i]+4, top+(row+1)*13+4, columns[i]+4+r.IntN(max(1, columns[i+1]-columns[i]-8))+1, top+(row+1)*13+9, color.RGBA{70, 70, 80, 255})
			}
		}
	}
	table(82, []int{10, 30, 130, 230, 260, 320, 380, 469})
	table(200, []int{10, 30, 110, 190, 250, 330, 400, 469})
	stamp(m)
	return m
}

// NPWP draws a card in the manner of a tax card.
func NPWP(r *rand.Rand) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 420, 264))
	fill(m, 0, 0, 420, 264, color.RGBA{uint8(240 + r.IntN(12)), uint8(232 + r.IntN(12)), uint8(150 + r.IntN(40)), 255})
	fill(m, 0, 0, 420, 52, color.RGBA{30, 50, 110, 255})
	write(m, 80, 22, white, "KEMENTERIAN CONTOH")
	write(m, 80, 40, white, "DIREKTORAT MISALAN")
	name, _ := person(r)
	scaled(m, 24, 74, 1, 0, black, "NPWP")
	write(m, 70, 85, black, fmt.Sprintf(": 0%d.%03d.%03d.0-99%d.000", r.IntN(10), r.IntN(1000), r.IntN(1000), r.IntN(10)))
	write(m, 24, 120, black, name)
	write(m, 24, 140, black, "JL. MISAL NO. 0 CONTOH")
	write(m, 24, 200, black, "KPP CONTOH")
	disc(m, 360, 190, 36, 36, color.RGBA{215, 180, 60, 255})
	stamp(m)
	return m
}

// place draws src shrunk into the rectangle.
func place(m *image.RGBA, x0, y0, x1, y1 int, src image.Image) {
	xdraw.ApproxBiLinear.Scale(m, image.Rect(x0, y0, x1, y1), src, src.Bounds(), xdraw.Src, nil)
}

// Selfie draws a flat figure that holds a card in front of a room.
func Selfie(r *rand.Rand) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 360, 480))
	wall := color.RGBA{uint8(170 + r.IntN(60)), uint8(170 + r.IntN(60)), uint8(160 + r.IntN(60)), 255}
	fill(m, 0, 0, 360, 480, wall)
	fill(m, r.IntN(60), 30, 60+r.IntN(80), 160, color.RGBA{wall.R - 40, wall.G - 30, wall.B - 40, 255})
	face(m, 60, 40, 300, 480, r)
	x, y, w := 90+r.IntN(60), 310+r.IntN(50), 130+r.IntN(60)
	disc(m, x+w, y+w/3, 20, 28, color.RGBA{190, 140, 110, 255})
	place(m, x, y, x+w, y+w*63/100, KTP(r))
	stamp(m)
	return m
}

// Collage draws pairs of card and selfie in a grid, as sellers show their stock.
func Collage(r *rand.Rand) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 480, 360))
	fill(m, 0, 0, 480, 360, white)
	columns, rows := 3+r.IntN(2), 2+r.IntN(2)
	w, h := 480/columns, 360/rows
	card, selfie := KTP(r), Selfie(r)
	for row := range rows {
		for column := range columns {
			x, y := column*w, row*h
			if (row+column)%2 == 0 {
				place(m, x+3, y+h/5, x+w-3, y+h*4/5, card)
			} else {
				place(m, x+w/6, y+3, x+w*5/6, y+h-3, selfie)
			}
		}
	}
	stamp(m)
	return m
}
