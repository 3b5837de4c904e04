//go:build bars

package perceptual_test

import "testing"

// TestBarDismissed measures what dismissing one person's picture silences, in scenes of several sizes: copies after each change, and others.
func TestBarDismissed(t *testing.T) {
	for _, people := range []int{1, 2, 4, 8, 12} {
		for _, cards := range []bool{true, false} {
			sum := map[string]*silencing{}
			for seed := uint64(1); seed <= 4; seed++ {
				for name, s := range dismiss(t, 100*seed+uint64(people), people, 6, cards, varied) {
					if sum[name] == nil {
						sum[name] = &silencing{}
					}
					o := sum[name]
					o.copies, o.silenced = o.copies+s.copies, o.silenced+s.silenced
					o.others, o.wrong = o.others+s.others, o.wrong+s.wrong
					o.strangers, o.wrongStranger = o.strangers+s.strangers, o.wrongStranger+s.wrongStranger
				}
			}
			for _, change := range varied {
				s := sum[change.name]
				t.Logf("%d people, cards %-5v %-14s %d of %d copies silenced", people, cards, change.name, s.silenced, s.copies)
			}
			s := sum[""]
			t.Logf("%d people, cards %-5v %d of %d others and %d of %d strangers silenced", people, cards, s.wrong, s.others, s.wrongStranger, s.strangers)
			if s.wrong+s.wrongStranger > 0 {
				t.Errorf("%d people, cards %v: other people's pictures are silenced", people, cards)
			}
		}
	}
}
