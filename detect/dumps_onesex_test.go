package detect_test

import (
	"fmt"
	"strings"
	"testing"

	"ronda/detect"
)

// TestDumpsOfOneSex reads lists without a head in which hardly anybody is of the other sex, as of drivers or of a women's
// savings club: one row more never makes them harmless.
func TestDumpsOfOneSex(t *testing.T) {
	det := newDetector(t)
	for _, f := range []format{
		{"csv", "a.csv", func(_ *author, ps []person) string {
			var b strings.Builder
			for _, p := range ps {
				fmt.Fprintf(&b, "%s,%s,%q,%s\n", p.nik, p.name, p.street, p.phone)
			}
			return b.String()
		}},
		{"html table", "a.html", func(_ *author, ps []person) string {
			var b strings.Builder
			b.WriteString("<html><head><title>Daftar</title></head><body><h1>Daftar</h1><table>\n")
			for _, p := range ps {
				fmt.Fprintf(&b, "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n", p.nik, p.name, p.street, p.phone)
			}
			return b.String() + "</table></body></html>"
		}},
		{"fixed width", "a.txt", func(_ *author, ps []person) string {
			var b strings.Builder
			for _, p := range ps {
				fmt.Fprintf(&b, "%-24s%-18s%-32s%s\n", p.name, p.nik, p.street, p.phone)
			}
			return b.String()
		}},
		{"lines", "a.html", func(_ *author, ps []person) string {
			var b strings.Builder
			b.WriteString("<html><body><h1>Daftar sopir angkutan proyek</h1><p>\n")
			for _, p := range ps {
				fmt.Fprintf(&b, "%s - %s<br>\n", p.name, p.nik)
			}
			return b.String() + "</p></body></html>"
		}},
	} {
		for _, share := range []int{0, 5, 95, 100} {
			for _, n := range []int{5, 7, 8, 20, 300} {
				a := newAuthor(uint64(n+share), false)
				var ps []person
				for len(ps) < n {
					p := a.person("3507")
					if p.woman == (a.IntN(100) < share) && p.year < 2008 {
						ps = append(ps, p)
					}
				}
				d := dump{format: f.name, file: f.file, text: f.write(a, ps)}
				found := d.read(t, det)
				if found.Kind != detect.KindExposure {
					t.Errorf("%s of %d people, %d %% women: judged %s %.2f, %+v", f.name, n, share, found.Kind, found.Score, found.Identifiers)
				}
			}
		}
	}
}
