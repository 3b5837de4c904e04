// Package specimen draws coarse pictures of documents for the sandbox: at most 480 pixels wide, invented data, flat shapes
// for faces and SPECIMEN burnt in across. It also draws harmless pictures that stand in the same listings. The drawings only
// hint at a document; they must never serve as a reference of a layout, and nothing outside the sandbox may use them.
package specimen

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
)

// MaxWidth is the widest drawing, in pixels.
const MaxWidth = 480

// Kinds of drawings, as Draw knows them.
const (
	KindKTP       = "ktp"
	KindKK        = "kk"
	KindNPWP      = "npwp"
	KindSelfie    = "selfie"
	KindCollage   = "collage"
	KindMember    = "member"
	KindPhone     = "phone"
	KindBox       = "box"
	KindLandscape = "landscape"
)

// Draw draws a picture of the named kind; an unknown kind is a landscape. The same generator state gives the same picture.
func Draw(kind string, r *rand.Rand) image.Image {
	switch kind {
	case KindKTP:
		return KTP(r)
	case KindKK:
		return KK(r)
	case KindNPWP:
		return NPWP(r)
	case KindSelfie:
		return Selfie(r)
	case KindCollage:
		return Collage(r)
	case KindMember:
		return MemberCard(r)
	case KindPhone:
		return Phone(r)
	case KindBox:
		return Box(r)
	default:
		return Landscape(r)
	}
}

// Document reports whether pictures of the kind show an identity document.
func Document(kind string) bool {
	switch kind {
	case KindKTP, KindKK, KindNPWP, KindSelfie, KindCollage:
		return true
	}
	return false
}

var (
	black = color.RGBA{25, 25, 30, 255}
	white = color.RGBA{250, 250, 250, 255}
	red   = color.RGBA{190, 30, 35, 255}
)

func fill(m *image.RGBA, x0, y0, x1, y1 int, c color.RGBA) {
	draw.Draw(m, image.Rect(x0, y0, x1, y1), image.NewUniform(c), image.Point{}, draw.Src)
}

func disc(m *image.RGBA, cx, cy, rx, ry int, c color.RGBA) {
	x := 0
	for y := -ry; y <= ry; y++ {
		for x < rx && (x+1)*(x+1)*ry*ry+y*y*rx*rx <= rx*rx*ry*ry {
			x++
		}
		for x > 0 && x*x*ry*ry+y*y*rx*rx > rx*rx*ry*ry {
			x--
		}
		fill(m, cx-x, cy+y, cx+x+1, cy+y+1, c)
	}
}

func write(m *image.RGBA, x, y int, c color.RGBA, text string) {
	d := font.Drawer{Dst: m, Src: image.NewUniform(c), Face: basicfont.Face7x13, Dot: fixed.P(x, y)}
	d.DrawString(text)
}

// scaled writes text with every pixel of the font blown up to a block of n by n, climbing by slope pixels per 100.
func scaled(m *image.RGBA, x, y, n, slope int, c color.RGBA, text string) {
	tile := image.NewAlpha(image.Rect(0, 0, 7*len(text), 13))
	d := font.Drawer{Dst: tile, Src: image.Opaque, Face: basicfont.Face7x13, Dot: fixed.P(0, 11)}
	d.DrawString(text)
	for ty := range 13 {
		for tx := range tile.Rect.Dx() {
			if tile.AlphaAt(tx, ty).A > 0 {
				px, py := x+tx*n, y+ty*n-tx*n*slope/100
				fill(m, px, py, px+n, py+n, c)
			}
		}
	}
}

// stamp burns SPECIMEN across the whole picture.
func stamp(m *image.RGBA) {
	b := m.Bounds()
	n := max(1, b.Dx()/(7*9))
	slope := 35
	wide := 7 * 8 * n
	scaled(m, b.Min.X+(b.Dx()-wide)/2, b.Min.Y+b.Dy()/2-6*n+wide*slope/200, n, slope, red, "SPECIMEN")
}

// face draws head and shoulders as flat shapes inside the rectangle.
func face(m *image.RGBA, x0, y0, x1, y1 int, r *rand.Rand) {
	w, h := x1-x0, y1-y0
	skin := color.RGBA{uint8(150 + r.IntN(80)), uint8(110 + r.IntN(60)), uint8(80 + r.IntN(50)), 255}
	shirt := color.RGBA{uint8(r.IntN(200)), uint8(r.IntN(200)), uint8(r.IntN(200)), 255}
	cx := x0 + w/2
	top := y0 + h*82/100
	for y := top; y < y1; y++ {
		half := w * 20 / 100 * (y - top + h/20) / (h/8 + 1)
		fill(m, max(x0, cx-half-w/8), y, min(x1, cx+half+w/8), y+1, shirt)
	}
	disc(m, cx, y0+h*36/100, w*28/100, h*28/100, black)
	disc(m, cx, y0+h*45/100, w*23/100, h*29/100, skin)
}

// person is invented: no register knows the name, and the number has a district code that is not assigned.
func person(r *rand.Rand) (name, nik string) {
	given := []string{"ANDARI", "BIMOKO", "CANTIRA", "DIRGANA", "ELSYAH", "FARGAN", "GINTARI", "HARSOWO", "INDRIAN", "JATMIRA"}
	family := []string{"PERCONTO", "SAMPELAN", "UJIWAN", "MISALNO", "KARANGAN", "REKAWAN"}
	provinces := []int{3507, 3271, 3213, 3216, 1805, 7371}
	name = given[r.IntN(len(given))] + " " + family[r.IntN(len(family))]
	nik = fmt.Sprintf("%04d%02d%02d%02d%02d%04d", provinces[r.IntN(len(provinces))], 69+r.IntN(21), 1+r.IntN(28), 1+r.IntN(12), 60+r.IntN(40), 2001+r.IntN(7000))
	return name, nik
}
