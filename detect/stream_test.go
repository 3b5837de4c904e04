package detect_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ronda/crawler"
	"ronda/detect"
)

// spelled writes a number as people and programs do.
func spelled(r *rand.Rand, nik string) string {
	switch r.IntN(8) {
	case 0:
		return nik[:6] + "." + nik[6:12] + "." + nik[12:]
	case 1:
		return nik[:6] + " " + nik[6:12] + " " + nik[12:]
	case 2:
		return nik[:4] + "-" + nik[4:8] + "-" + nik[8:12] + "-" + nik[12:]
	case 3:
		return "'" + nik
	case 4:
		return strings.Replace(nik, "0", "O", 3)
	}
	return nik
}

// people writes rows of people, a fifth of them once more in another spelling.
func people(r *rand.Rand, n int) []string {
	numbers := make([]string, n)
	for i := range numbers {
		day := 1 + r.IntN(28) + 40*r.IntN(2)
		numbers[i] = fmt.Sprintf("%s%02d%02d%02d%02d%04d", [...]string{"3201", "3271", "3507", "3578"}[r.IntN(4)], 70+r.IntN(15), day, 1+r.IntN(12), 50+r.IntN(49), 1+i%9999)
	}
	var out []string
	for i := range n + n/5 {
		out = append(out, fmt.Sprintf("%s\t%s\tJl. Melati No. %d", spelled(r, numbers[i%n]), [...]string{"Sarinem", "Tukiran", "Wagiyo"}[r.IntN(3)], r.IntN(90)))
	}
	return out
}

// streamed judges a listing as a stream: the lines of each block as blocks of their own or some together.
func streamed(d *detect.Detector, l *crawler.Listing, r *rand.Rand, first, later int) detect.Finding {
	s := d.Stream(l)
	s.Cut(first, later)
	var b crawler.Block
	for _, block := range l.Blocks {
		if b.Text != "" && (block.Role != b.Role || r.IntN(3) == 0) {
			s.Add(b)
			b.Text = ""
		}
		b.Role = block.Role
		b.Text += block.Text + "\n"
	}
	s.Add(b)
	return s.Finding()
}

var notStreamed = cmpopts.IgnoreFields(detect.Finding{}, "Fingerprints", "Contacts", "Seller")

// TestStreamIsDetect holds that a listing that fits into the beginning is judged as it is by Detect.
func TestStreamIsDetect(t *testing.T) {
	d := newDetector(t)
	r := rand.New(rand.NewPCG(4, 5))
	for _, l := range []*crawler.Listing{
		page(), page("Ready KTP + selfie + KK, 500 set, 20rb per set, garansi, japri"), page(rows(120)...), page(people(r, 2000)...),
		page(append(rows(3), "Sampel dari 80.000 baris, per baris 150 perak, min order 5.000, rekber, dm @baris")...),
	} {
		if diff := cmp.Diff(d.Detect(l), streamed(d, l, r, 1<<20, 1<<20), notStreamed); diff != "" {
			t.Errorf("-detect +stream\n%s", diff)
		}
	}
}

// FuzzStream holds that wherever a list is cut, the same people are counted.
func FuzzStream(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed, 3000, 500, seed%2 == 0)
	}
	d := newDetector(f)
	f.Fuzz(func(t *testing.T, seed uint64, first, later int, header bool) {
		r := rand.New(rand.NewPCG(seed, 6))
		lines := people(r, 300)
		if header {
			lines = append([]string{"nik\tnama\talamat"}, lines...)
		}
		l := page(lines...)
		for i := range l.Blocks {
			l.Blocks[i].Role = crawler.RoleRow
		}
		want := d.Detect(l).Identifiers
		// A column without a name is known by its first rows, so these come together.
		got := streamed(d, l, r, max(2000, first%20_000), max(1, later%20_000)).Identifiers
		if len(want) == 0 || want[0].Count != 300 || !cmp.Equal(want, got) {
			t.Errorf("%v, want %v", got, want)
		}
	})
}

// TestStreamFindsWhatIsSaidLate puts an offer behind a long list, and honest talk behind another.
func TestStreamFindsWhatIsSaidLate(t *testing.T) {
	d := newDetector(t)
	r := rand.New(rand.NewPCG(7, 7))
	list := people(r, 3000)
	offer := []string{"Yang lain masih banyak, ready 80.000 data KTP + selfie fresh", "per data 500 perak, min order 1000, garansi ganti baru", "minat japri 0812-0000-4417, rekber aman"}
	disguised := []string{"re4dy k7p s3lfie fr3sh, 80.000 d4ta", "per data 500 perak, garansi, minat japri 0812-0000-4417"}
	noise := make([]string, 200_000) // more odd words than are looked at
	for i := range noise {
		noise[i] = fmt.Sprintf("x%cy%c%c %s", rune('à'+i%20), rune('à'+i/20%20), rune('à'+i/400), strings.Repeat("w", 50))
	}
	far := strings.Repeat("Budi Santoso Jl. Melati ", 2000)
	for _, tt := range []struct {
		name  string
		lines []string
		kind  detect.Kind
		part  string
	}{
		{"a list alone", list, detect.KindExposure, ""},
		{"an offer in the middle", append(append(list[:2000:2000], offer...), list[2000:]...), detect.KindSale, "line 1998"},
		{"an offer at the end", append(list[:len(list):len(list)], offer...), detect.KindSale, "line 3598"},
		{"a disguised offer", append(append(list[:2000:2000], disguised...), list[2000:]...), detect.KindSale, "line 1998"},
		{"an offer in a long line", append(list[:len(list):len(list)], far+strings.Join(offer, ". ")+". "+far), detect.KindSale, "line 3601"},
		{"an offer behind noise", append(append(list[:2000:2000], noise...), offer...), detect.KindSale, "line 201998"},
		{"a recipe", append(list[:2000:2000], "Rebus ayam sampai empuk, lalu suwir dagingnya.", "Kupas pisang dan goreng."), detect.KindExposure, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := streamed(d, page(tt.lines...), r, 20_000, 10_000)
			if f.Kind != tt.kind || f.Part != tt.part || f.Severity != detect.SeverityCritical {
				t.Errorf("%s %s in part %q, want %s in %q: %s\n%v", f.Kind, f.Severity, f.Part, tt.kind, tt.part, f.Summary["en"], f.Signals)
			}
			if len(f.Identifiers) == 0 || f.Identifiers[0].Count < 2000 {
				t.Errorf("counted %v", f.Identifiers)
			}
		})
	}
}

// TestStreamSparesWork holds that the words of rows are judged a few times and no more.
func TestStreamSparesWork(t *testing.T) {
	d := newDetector(t)
	s := d.Stream(page())
	s.Cut(1000, 10_000)
	for i := range 20_000 {
		s.Add(crawler.Block{Role: crawler.RoleRow, Text: fmt.Sprintf("NIK 350771%010d\tKTP selfie\tRT%02d\tReady", 1_000_000_000+i, i%100)})
	}
	if s.Finding(); s.Partial() || s.Judged() > 100_000 {
		t.Errorf("%d bytes of words were judged", s.Judged())
	}
}
