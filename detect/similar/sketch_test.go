package similar_test

import (
	"math/rand/v2"
	"testing"

	"ronda/detect/similar"
)

// drawing is what a picture shows: how light it is at a point, in shares of its sides.
type drawing func(x, y float64) float64

const cellsAcross = 80

// patches is a drawing of so many patches each way, as light as chance has it, with soft borders.
func patches(r *rand.Rand, n int) drawing {
	level := make([]float64, (n+2)*(n+2))
	for i := range level {
		level[i] = 2*r.Float64() - 1
	}
	return func(x, y float64) float64 {
		x, y = min(max(x*float64(n), 0), float64(n)), min(max(y*float64(n), 0), float64(n))
		i, j := int(x), int(y)
		x, y = x-float64(i), y-float64(j)
		at := level[j*(n+2)+i:]
		return (at[0]*(1-x)+at[1]*x)*(1-y) + (at[n+2]*(1-x)+at[n+3]*x)*y
	}
}

// within shows something else in the middle of a ground, as a card on a table.
func within(ground, card drawing) drawing {
	return func(x, y float64) float64 {
		if x > 0.3 && x < 0.7 && y > 0.35 && y < 0.65 {
			return card(x, y)
		}
		return ground(x, y)
	}
}

// cut is a drawing without what is beyond a part of it.
func (d drawing) cut(x0, y0, x1, y1 float64) drawing {
	return func(x, y float64) float64 { return d(x0+(x1-x0)*x, y0+(y1-y0)*y) }
}

// marked lays light stripes over a part.
func (d drawing) marked(x0, y0, x1, y1 float64) drawing {
	return func(x, y float64) float64 {
		if x > x0 && x < x1 && y > y0 && y < y1 && int(x*200)%7 < 3 {
			return 1
		}
		return d(x, y)
	}
}

// shown is the picture of a drawing, with a hash that many may have nearly in common.
func shown(d drawing, hash similar.Hash) similar.Picture {
	s := &similar.Sketch{Part: [4]uint16{0, 0, 65535, 65535}, Parts: [][4]uint16{{0, 0, 65535, 65535}}}
	for i := cellsAcross*cellsAcross - 1; i >= 0; i-- {
		digit := byte(1)
		switch v := d((float64(i%cellsAcross)+0.5)/cellsAcross, (float64(i/cellsAcross)+0.5)/cellsAcross); {
		case v > 0.3:
			digit = 2
		case v < -0.3:
			digit = 0
		}
		s.Cells[i/5] = s.Cells[i/5]*3 + digit
	}
	return similar.Picture{Whole: []similar.Hash{hash}, Sketch: s}
}

// TestPeopleInOneSceneWithoutCards: no card was found in any picture, all hashes are near each other, and still each copy links to
// its original alone.
func TestPeopleInOneSceneWithoutCards(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 12))
	hash, ground := evenHash(r), patches(r, 30)
	a := similar.NewAlbum(similar.DefaultLimits, nil)
	var people []drawing
	for i := range 12 {
		people = append(people, within(ground, patches(r, 40)))
		add(a, similar.ID(i), shown(people[i], blur(r, hash, 0.02)), at(i, i%5, 0))
	}
	for i, d := range people {
		if i%4 > 0 {
			continue
		}
		for name, changed := range map[string]drawing{
			"as it is": d, "cut": d.cut(0.02, 0, 0.99, 0.98), "marked": d.marked(0.2, 0.3, 0.6, 0.45),
		} {
			links := a.Seen(shown(changed, blur(r, hash, 0.02)), elsewhere).Links
			if len(links) != 1 || links[0].ID != similar.ID(i) {
				t.Errorf("%s, person %d: %+v", name, i, links)
			}
		}
	}
	for range 4 {
		if links := a.Seen(shown(within(ground, patches(r, 40)), hash), elsewhere).Links; len(links) > 0 {
			t.Errorf("a stranger in the scene: %+v", links)
		}
	}
}

// TestCopiesWithoutOthers: where all that is near are copies, nothing tells what they have in common with others, and they link.
func TestCopiesWithoutOthers(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 13))
	hash, d := evenHash(r), patches(r, 30)
	a := similar.NewAlbum(similar.DefaultLimits, nil)
	for i := range 11 {
		add(a, similar.ID(i), shown(d, blur(r, hash, 0.02)), at(i, i, 0))
	}
	if links := a.Seen(shown(d, blur(r, hash, 0.02)), elsewhere).Links; len(links) != 11 {
		t.Errorf("%d of 11 copies are linked", len(links))
	}
	if links := a.Seen(shown(patches(r, 30), blur(r, hash, 0.02)), elsewhere).Links; len(links) > 0 {
		t.Errorf("a picture that shows something else, with a hash that is near by chance: %+v", links)
	}
}

// TestBannerFloods: a picture with details that stands in more listings than are looked at closely is counted in all of them, and
// quarantine silences all of them, but nothing that its hash is near to by chance.
func TestBannerFloods(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 15))
	hash, banner := evenHash(r), patches(r, 30)
	a := similar.NewAlbum(similar.DefaultLimits, nil)
	for i := range 60 {
		add(a, similar.ID(i), shown(banner, blur(r, hash, 0.02)), at(i, i, 0))
	}
	add(a, 60, shown(patches(r, 30), hash), at(60, 60, 0))
	again := shown(banner, blur(r, hash, 0.02))
	if s := a.Seen(again, elsewhere); !s.Flooded || s.Hosts != 60 {
		t.Errorf("a banner on 60 sites: %d hosts, flooded %v", s.Hosts, s.Flooded)
	}
	a.Quarantine(7, shown(banner, hash))
	if s := a.Seen(again, elsewhere); !s.Flooding || s.Flooded || s.Like != 7 {
		t.Errorf("the banner in quarantine: %+v", s)
	}
	if like := a.Like(again); len(like) != 60 || like[59] != 59 {
		t.Errorf("it silences %d pictures: %v", len(like), like)
	}
	if s := a.Seen(shown(patches(r, 30), hash), elsewhere); s.Flooding {
		t.Errorf("another picture with that hash: %+v", s)
	}
}

// TestDismissedInAScene: hashes of all pictures of a scene are near each other. Dismissing one silences its copies, as they are and
// changed, and nobody else, however many stand there.
func TestDismissedInAScene(t *testing.T) {
	for _, people := range []int{1, 2, 12} {
		r := rand.New(rand.NewPCG(16, uint64(people)))
		hash, ground := evenHash(r), patches(r, 30)
		a := similar.NewAlbum(similar.DefaultLimits, nil)
		var cards []drawing
		for i := range people {
			cards = append(cards, within(ground, patches(r, 40)))
			add(a, similar.ID(i), shown(cards[i], blur(r, hash, 0.02)), at(i, i, 0))
		}
		copied := shown(cards[0].cut(0.02, 0, 0.99, 0.98), blur(r, hash, 0.02))
		add(a, 90, copied, at(90, 90, 0))
		a.Dismiss(0, shown(cards[0], blur(r, hash, 0.02)))
		if s := a.Seen(copied, elsewhere); !s.Dismissed || s.Like != 0 {
			t.Errorf("%d people: a copy: %+v", people, s)
		}
		if like := a.Like(shown(cards[0], hash)); len(like) != 2 || like[0] != 0 || like[1] != 90 {
			t.Errorf("%d people: silences %v, want itself and its copy", people, like)
		}
		for i, c := range append(cards[1:], within(ground, patches(r, 40))) {
			if s := a.Seen(shown(c, blur(r, hash, 0.02)), elsewhere); s.Dismissed {
				t.Errorf("%d people: number %d of the others is dismissed too", people, i)
			}
		}
		a.Restore(0)
		if s := a.Seen(copied, elsewhere); s.Dismissed {
			t.Errorf("%d people: restored, and dismissed still", people)
		}
	}
}

// TestSketchesOfAnyShape holds that what a damaged row might hold crashes nothing.
func TestSketchesOfAnyShape(t *testing.T) {
	r := rand.New(rand.NewPCG(14, 14))
	hash, d := evenHash(r), patches(r, 30)
	odd := func(change func(s *similar.Sketch)) similar.Picture {
		p := shown(d, hash)
		change(p.Sketch)
		return p
	}
	pictures := []similar.Picture{
		odd(func(s *similar.Sketch) { s.Part = [4]uint16{} }),
		odd(func(s *similar.Sketch) { s.Parts[0] = [4]uint16{9, 9, 9, 9} }),
		odd(func(s *similar.Sketch) { s.Parts = nil }),
		odd(func(s *similar.Sketch) { s.Part = [4]uint16{65535, 65535, 0, 0} }),
		odd(func(s *similar.Sketch) {
			for i := range s.Cells {
				s.Cells[i] = 255
			}
		}),
	}
	a := similar.NewAlbum(similar.DefaultLimits, nil)
	for i, p := range pictures {
		add(a, similar.ID(i), p, at(i, i, 0))
		a.Seen(p, elsewhere)
	}
	for i, p := range append(pictures, shown(d, hash)) {
		if links := a.Seen(p, elsewhere).Links; len(links) > len(pictures) {
			t.Errorf("picture %d has %d links, and %d are stored", i, len(links), len(pictures))
		}
	}
}
