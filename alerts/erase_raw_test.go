package alerts_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ronda/alerts"
	"ronda/alerts/evidence"
	"ronda/detect"
	"ronda/detect/ident"
)

// raw returns every byte of every file below dir.
func raw(t *testing.T, dir string) []byte {
	t.Helper()
	var all []byte
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			all = append(all, raw(t, filepath.Join(dir, e.Name()))...)
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, data...)
	}
	return all
}

// planted is a finding with texts that stand nowhere else: marks are in everything that is kept of it.
func planted(r *rand.Rand, n int) (f detect.Finding, c *evidence.Capture, marks []string) {
	mark := func(what string) string {
		b := make([]byte, 8)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		m := what + strings.NewReplacer("0", "g", "1", "h", "2", "i", "3", "j", "4", "k", "5", "l", "6", "m", "7", "n", "8", "o", "9", "p").Replace(hex.EncodeToString(b))
		marks = append(marks, m)
		return m
	}
	f = finding(n)
	f.Title = mark("title")
	f.Signals[0].Evidence = mark("signal")
	f.Summary["id"] = mark("summary")
	f.URL = "https://toko.example/" + mark("url")
	for range r.IntN(12) {
		f.Signals = append(f.Signals, detect.Signal{Name: "n", Evidence: strings.Repeat("padding ", r.IntN(35))})
	}
	f.Seller = ident.Fingerprint("k1:" + mark("seller"))
	for range 1 + r.IntN(3) {
		f.Contacts = append(f.Contacts, ident.Fingerprint("k1:"+mark("contact")))
	}
	c = evidence.New(evidence.Content{Title: mark("captured"), Texts: []string{strings.Repeat(mark("text")+" ", 1+r.IntN(300))}})
	return f, c, marks
}

func TestXRaw(t *testing.T) {
	for seed := range uint64(1) {
		dir := t.TempDir()
		d, err := alerts.Open(t.Context(), filepath.Join(dir, "ledger.db"), alerts.Config{Mask: func(s string) string { return s }})
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(seed, 7))
		type one struct {
			f     detect.Finding
			id    string
			marks []string
		}
		var live []one
		var gone []string
		erased := 0
		for n := range 1200 {
			f, c, marks := planted(r, n)
			res, err := d.Raise(t.Context(), f, c)
			if err != nil {
				t.Fatal(err)
			}
			live = append(live, one{f, res.AlertID, marks})
			for range r.IntN(2) {
				i := r.IntN(len(live))
				g := live[i].f
				k, c, marks := planted(r, 0)
				k.Key = g.Key
				k.Kind = []detect.Kind{detect.KindSale, detect.KindForgery, detect.KindExposure}[r.IntN(3)]
				if _, err := d.Raise(t.Context(), k, c); err != nil {
					t.Fatal(err)
				}
				live[i].marks = append(live[i].marks, marks...)
			}
			if r.IntN(4) == 0 {
				i := r.IntN(len(live))
				a, err := d.Alert(t.Context(), live[i].id)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := d.Erase(t.Context(), alerts.EraseRequest{CaseID: a.CaseID}); err != nil {
					t.Fatal(err)
				}
				gone = append(gone, live[i].marks...)
				live = append(live[:i], live[i+1:]...)
				erased++
			}
		}
		all := raw(t, dir)
		found := map[string]int{}
		for _, m := range gone {
			if bytes.Contains(all, []byte(m)) {
				found[strings.TrimRight(m, "abcdefghijklmnop")]++
				found["X "+m[:4]]++
			}
		}
		fmt.Println(seed, erased, len(gone), found, len(all))
		d.Close()
	}
}
