package perceptual_test

import (
	"math/rand/v2"
	"testing"

	"ronda/detect/similar"
)

// silencing is what dismissing one picture silences.
type silencing struct {
	copies, silenced         int // of what was dismissed, taken over with some change
	others, wrong            int // other people's pictures in that scene, stored before the dismissal
	strangers, wrongStranger int // such as come after it
}

// dismiss stores the pictures of so many people in one scene, each as another listing, dismisses those of some, one after the other, and
// tells what each dismissal silences. Without cards none is recognised in any picture.
func dismiss(t *testing.T, seed uint64, people, dismissals int, cards bool, changes []change) (all map[string]*silencing) {
	t.Helper()
	all = map[string]*silencing{}
	scene := texture(rand.New(rand.NewPCG(seed, 4)), 440, 330)
	known := func(h *holding, r *rand.Rand) similar.Picture {
		if !cards {
			h = &holding{img: h.img}
		}
		return h.known(r)
	}
	album := similar.NewAlbum(similar.DefaultLimits, nil)
	var drawn []*holding
	var stored []similar.Picture
	for i := range people {
		drawn = append(drawn, person(seed*1000+uint64(i), scene))
		p := known(drawn[i], rand.New(rand.NewPCG(seed, uint64(i))))
		stored = append(stored, p)
		album.Add(similar.ID(i), similar.Entry{Picture: p, Sighting: similar.Sighting{Listing: uint64(i), Host: uint64(i)}, Fresh: album.Fresh(p)})
	}
	const elsewhere = 1 << 40
	for i := range min(people, dismissals) {
		total := &silencing{}
		if all[""] != nil {
			total = all[""]
		}
		all[""] = total
		for _, id := range album.Like(stored[i]) {
			if int(id) != i {
				total.wrong++
			}
		}
		total.others += people - 1
		album.Dismiss(similar.ID(i), stored[i])
		for k := range 6 {
			stranger := person(seed*1000+uint64(500_000+10*i+k), scene)
			total.strangers++
			if album.Seen(known(stranger, rand.New(rand.NewPCG(seed, uint64(500_000+10*i+k)))), elsewhere).Dismissed {
				total.wrongStranger++
			}
		}
		for c, change := range changes {
			r := rand.New(rand.NewPCG(seed*100+uint64(i), uint64(c)))
			taken := change.do(r, drawn[i].img)
			h := &holding{img: taken.img, quad: &[4][2]float64{}}
			for k, corner := range drawn[i].quad {
				h.quad[k] = taken.corner(corner)
			}
			if change.name == "quality 40" {
				h.img = recoded(t, h.img, 40)
			}
			if all[change.name] == nil {
				all[change.name] = &silencing{}
			}
			all[change.name].copies++
			if album.Seen(known(h, r), elsewhere).Dismissed {
				all[change.name].silenced++
			}
		}
		album.Restore(similar.ID(i))
	}
	return all
}

// TestDismissedPersonSilencesNoOther dismisses the picture of one person's card: others that lie on that table, stored or yet to come, go on
// to link, whether cards are recognised in them or not, in a large scene and in a small one; plain copies are silenced.
func TestDismissedPersonSilencesNoOther(t *testing.T) {
	plain := changes[:3]
	for _, people := range []int{2, 10} {
		for _, cards := range []bool{true, false} {
			got := dismiss(t, uint64(people), people, 2, cards, plain)
			if s := got[""]; s.wrong > 0 || s.wrongStranger > 0 {
				t.Errorf("%d people, cards %v: %d of %d others and %d of %d strangers are silenced", people, cards, s.wrong, s.others, s.wrongStranger, s.strangers)
			}
			copies, silenced := 0, 0
			for _, c := range plain {
				copies, silenced = copies+got[c.name].copies, silenced+got[c.name].silenced
			}
			if silenced < copies-1 {
				t.Errorf("%d people, cards %v: %d of %d copies are silenced", people, cards, silenced, copies)
			}
		}
	}
}
