package detect_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ronda/crawler"
	"ronda/detect"
	"ronda/detect/ident"
	"ronda/rules"
)

// labelled is one text of the corpus.
type labelled struct {
	ID, Label, Platform, Title, Text, Author, Why string
}

// seenAt is when the corpus' texts are taken to be seen; Detect has no clock.
var seenAt = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

func newDetector(tb testing.TB) *detect.Detector {
	tb.Helper()
	set, err := rules.Load()
	if err != nil {
		tb.Fatal(err)
	}
	keys, err := ident.NewKeyring(ident.Key{ID: "test", Secret: []byte("a secret for tests only")})
	if err != nil {
		tb.Fatal(err)
	}
	d, err := detect.New(detect.Config{Rules: set, Keys: keys})
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func (c *labelled) listing() *crawler.Listing {
	l := &crawler.Listing{URL: "https://" + c.Platform + ".example/" + c.ID, Form: crawler.FormPage, Title: c.Title, SeenAt: seenAt}
	for line := range strings.SplitSeq(c.Text, "\n") {
		l.Blocks = append(l.Blocks, crawler.Block{Role: crawler.RoleParagraph, Text: line})
	}
	return l
}

// corpus reads the labelled texts by author.
func corpus(tb testing.TB) map[string][]labelled {
	tb.Helper()
	paths, err := filepath.Glob("../rules/corpus/*.jsonl")
	if err != nil {
		tb.Fatal(err)
	}
	all := map[string][]labelled{}
	for _, path := range paths {
		file, err := os.Open(path)
		if err != nil {
			tb.Fatal(err)
		}
		defer file.Close()
		sc := bufio.NewScanner(file)
		sc.Buffer(nil, 1<<20)
		for n := 1; sc.Scan(); n++ {
			var c labelled
			if err := json.Unmarshal(sc.Bytes(), &c); err != nil {
				tb.Fatalf("%s:%d: %v", path, n, err)
			}
			author := strings.TrimSuffix(filepath.Base(path), ".jsonl")
			all[author] = append(all[author], c)
		}
		if err := sc.Err(); err != nil {
			tb.Fatal(err)
		}
	}
	return all
}

// ratio counts hits of one question.
type ratio struct{ tp, fp, fn int }

func (r ratio) precision() float64 { return share(r.tp, r.tp+r.fp) }
func (r ratio) recall() float64    { return share(r.tp, r.tp+r.fn) }
func (r ratio) f1() float64 {
	if p, q := r.precision(), r.recall(); p+q > 0 {
		return 2 * p * q / (p + q)
	}
	return 0
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

func (r *ratio) add(want, got bool) {
	switch {
	case want && got:
		r.tp++
	case got:
		r.fp++
	case want:
		r.fn++
	}
}

func (r ratio) String() string {
	return fmt.Sprintf("P %.3f R %.3f F1 %.3f (found %d, false %d, missed %d)", r.precision(), r.recall(), r.f1(), r.tp, r.fp, r.fn)
}

// TestCorpus measures the detector on every author's texts and holds floors a little below what it reaches. Texts that it
// judges wrongly are logged (go test -v).
func TestCorpus(t *testing.T) {
	d := newDetector(t)
	texts := corpus(t)
	for _, author := range slices.Sorted(maps.Keys(texts)) {
		t.Run(author, func(t *testing.T) {
			var alert ratio
			kinds := map[string]*ratio{}
			for _, k := range []string{"sale", "forgery", "exposure", "solicitation"} {
				kinds[k] = &ratio{}
			}
			for _, c := range texts[author] {
				f := d.Detect(c.listing())
				alert.add(c.Label != "none", f.Alert())
				for k, r := range kinds {
					r.add(c.Label == k, string(f.Kind) == k)
				}
				if c.Label != string(f.Kind) {
					t.Logf("%s: want %s, got %s %.2f: %s%s", c.ID, c.Label, f.Kind, f.Score, c.Why, brief(f.Signals))
				}
			}
			t.Logf("alert or not: %v", alert)
			for _, k := range slices.Sorted(maps.Keys(kinds)) {
				t.Logf("%-12s %v", k, *kinds[k])
			}
			if floor, ok := floors[author]; ok {
				if alert.precision() < floor.precision || alert.recall() < floor.recall {
					t.Errorf("alert or not: %v, want at least P %.2f R %.2f", alert, floor.precision, floor.recall)
				}
			}
		})
	}
}

// floors are a little below what was measured when they were set. The lists were widened on melati and kenanga and on half
// of cempaka, whose author writes the hardest texts: the other half of cempaka shows best what unseen texts meet.
var floors = map[string]struct{ precision, recall float64 }{
	"melati":  {0.97, 0.95},
	"kenanga": {0.97, 0.95},
	"cempaka": {0.88, 0.74},
}

func brief(signals []detect.Signal) string {
	var b strings.Builder
	for _, s := range signals {
		fmt.Fprintf(&b, "\n\t%+.2f %s %q", s.Weight, s.Name, s.Evidence)
	}
	return b.String()
}
