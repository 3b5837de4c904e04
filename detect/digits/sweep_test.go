package digits

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"ronda/detect/glyph"
)

// least is how many digits proper the numbers of this test have at least.
const least = 9

// TestSweepLosesNothing holds that the parts which sweep picks out hold every number that reading the whole text finds.
func TestSweepLosesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	pieces := strings.Split("3507770101903001|350777|010190|3001| |-|.|,|\n|a|NIK |l|S|o8l2|0812|0000|4417| ３５０７|é|'|;|x|35O7|  |\t|kata|1|2|(|)|7 7 0", "|")
	found := 0
	for range 30_000 {
		var b strings.Builder
		for range r.IntN(14) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		text := b.String()
		var whole, parts Reading
		whole.Read(text)
		parts.Sweep(text, least)
		parts.ReadSpans(text, parts.Hot)
		want, got := longOnes(&whole), longOnes(&parts)
		if !slices.Equal(want, got) {
			t.Fatalf("%q: whole %v, parts %v of %v", text, want, got, parts.Hot)
		}
		found += len(want)
	}
	if found == 0 {
		t.Error("no number was made")
	}
}

// longOnes returns the digits of the chunks that have enough digits proper to be looked for.
func longOnes(l *Reading) (out []string) {
	for _, c := range l.Chunks() {
		proper := 0
		for _, r := range l.text[l.Groups[c.From].Start:l.Groups[c.To-1].End] {
			if glyph.Digit(r) >= 0 {
				proper++
			}
		}
		if d := l.Digits(c); proper >= least {
			out = append(out, string(d))
		}
	}
	return out
}
