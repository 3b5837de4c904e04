package numbers_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/detect/ident"
	"ronda/detect/numbers"
)

// scanParts scans a text in parts of so many lines and shifts what is found back to the whole.
func scanParts(s *numbers.Scanner, text string, lines int) []ident.Match {
	var out []ident.Match
	var ctx numbers.Context
	for base := 0; base < len(text); {
		end := base
		for range lines {
			k := strings.IndexByte(text[end:], '\n')
			if k < 0 {
				end = len(text)
				break
			}
			end += k + 1
		}
		for _, m := range s.ScanPart(text[base:end], &ctx, asOf) {
			m.Start, m.End = m.Start+base, m.End+base
			out = append(out, m)
		}
		base = end
	}
	return out
}

// sure writes the matches that count, with their places.
func sure(ms []ident.Match) (out []string) {
	for _, m := range ms {
		if m.Confidence >= 0.5 {
			out = append(out, fmt.Sprintf("%d-%d %s %s %v", m.Start, m.End, m.Number.Type(), m.Number.Region(), m.Masked))
		}
	}
	return out
}

func TestScanPartFindsWhatScanFinds(t *testing.T) {
	s := newScanner(t)
	r := rand.New(rand.NewPCG(21, 4))
	row := func(format string) string {
		nik := randomNIK(r)
		kk := fmt.Sprintf("%s70%02d%02d%02d2%03d", nik[:4], 1+r.IntN(28), 1+r.IntN(12), 6+r.IntN(18), 1+r.IntN(900))
		return fmt.Sprintf(format, nik, kk, 10_000+r.IntN(80_000))
	}
	for _, tt := range []struct {
		name, head, row string
		lines           int
	}{
		{"a head", "nik,no_kk,kodepos\n", "%s,%s,%d\n", 7},
		{"a head, one row each", "no_kk;nik;kodepos\n", "%[2]s;%[1]s;%[3]d\n", 1},
		{"no head", "", "%s,%s,%d\n", 20},
		{"labels", "", "NIK: %s\nKK: %s\nkode pos %d\n", 5},
		{"insert", "INSERT INTO t (id, no_kk, nik) VALUES\n", "(%[3]d,'%[2]s','%[1]s'),\n", 11},
		{"copy", "COPY t (nik, no_kk, kodepos) FROM stdin;\n", "%s\t%s\t%d\n", 3},
		{"columns that touch", "", "%[3]d%[2]s%[1]sBUDI\n", 20},
		{"pipes", "| NIK | KK | POS |\n|---|---|---|\n", "| %s | %s | %d |\n", 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b strings.Builder
			b.WriteString(tt.head)
			for range 200 {
				b.WriteString(row(tt.row))
			}
			text := b.String()
			whole := sure(s.Scan(text, asOf))
			if len(whole) != 400 {
				t.Errorf("%d numbers in the whole, want 400", len(whole))
			}
			if diff := cmp.Diff(whole, sure(scanParts(s, text, tt.lines))); diff != "" {
				t.Errorf("whole (-) and parts (+) differ:\n%.800s", diff)
			}
		})
	}
}

// TestContextShowsNothing holds that what is carried from part to part prints no number.
func TestContextShowsNothing(t *testing.T) {
	s := newScanner(t)
	r := rand.New(rand.NewPCG(1, 3))
	var ctx numbers.Context
	var shownTo []string
	for range 20 {
		n := randomNIK(r)
		shownTo = append(shownTo, n)
		s.ScanPart(n+",BUDI\n", &ctx, asOf)
	}
	holder := struct{ ctx numbers.Context }{ctx}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x"} {
		shown := fmt.Sprintf(verb+verb, ctx, holder)
		for _, n := range shownTo {
			if strings.Contains(shown, n[6:]) || strings.Contains(shown, strings.TrimLeft(n[6:], "0")) {
				t.Errorf("%s shows a number", verb)
			}
		}
	}
}
