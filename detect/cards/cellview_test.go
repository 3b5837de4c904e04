package cards

import (
	"image"
	"image/color"
	"os"
	"testing"
)

func TestCellView(t *testing.T) {
	if os.Getenv("CELLS") == "" {
		t.Skip()
	}
	var all []*image.RGBA
	for _, s := range samples(t, *seed, 20, 480, 640) {
		if s.Scene != "collage" || len(s.Cards) == 0 {
			continue
		}
		w := 0
		for k := range s.Cards {
			if s.Cards[k].Width() > s.Cards[w].Width() {
				w = k
			}
		}
		if s.Cards[w].Width() < 70 || s.Cards[w].Hidden > 0.5 {
			continue
		}
		found := Find(s.Picture)
		if r := first(found, s.Cards[w].Quad, 0.8); r >= 0 && r < 25 {
			continue
		}
		se := newSearch(s.Picture)
		se.segments()
		m := rgb(s.Picture)
		for i, c := range found {
			if i < 25 {
				outline(m, c.Quad, color.RGBA{0, 160, 255, 255})
			}
		}
		for _, c := range se.cells {
			outline(m, c.quad(se.fine.scale), color.RGBA{0, 255, 0, 255})
		}
		outline(m, s.Cards[w].Quad, color.RGBA{255, 0, 0, 255})
		all = append(all, m)
	}
	sheet("/tmp/cards/cells.png", all[:min(len(all), 20)], 5)
}
