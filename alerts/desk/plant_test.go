package desk_test

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"ronda/alerts"
	"ronda/alerts/desk"
	"ronda/alerts/evidence"
	"ronda/alerts/ledger"
	"ronda/detect"
	"ronda/detect/ident"
	"ronda/detect/similar"
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

// planter makes findings whose texts stand nowhere else. What it plants begins with plantedBegin.
type planter struct{ *rand.Rand }

const (
	plantedBegin = "zqx"
	plantedEnd   = 14 // letters after plantedBegin
)

func newPlanter(seed uint64) planter { return planter{rand.New(rand.NewPCG(seed, 7))} }

// picture makes a picture that has a mark in its hash.
func (p planter) picture(mark string) similar.Picture {
	var h similar.Hash
	b := []byte(mark)
	for len(b) < 32 {
		b = append(b, byte(p.Uint32()))
	}
	for i := range h {
		h[i] = binary.LittleEndian.Uint64(b[8*i:])
	}
	return similar.Picture{Whole: []similar.Hash{h}, Cards: []similar.Card{{Layout: "ktp", Hash: h}}}
}

// finding returns a sighting of listing n, a capture of it, and the marks that are kept of both.
func (p planter) finding(n int) (detect.Finding, *evidence.Capture, []string) {
	var marks []string
	mark := func() string {
		letters := binary.BigEndian.AppendUint64(nil, p.Uint64())
		letters = binary.BigEndian.AppendUint64(letters, p.Uint64())[:plantedEnd]
		for i := range letters {
			letters[i] = 'a' + letters[i]%26
		}
		marks = append(marks, plantedBegin+string(letters))
		return marks[len(marks)-1]
	}
	f := finding(n)
	f.Kind = alerts.Kinds()[p.IntN(4)]
	f.Title, f.URL = mark(), "https://toko.example/"+mark()
	f.Summary = map[string]string{"id": mark(), "en": mark()}
	f.Signals[0].Evidence = mark()
	for range p.IntN(12) { // bodies of many sizes, within a page and over several
		f.Signals = append(f.Signals, detect.Signal{Name: "n", Evidence: strings.Repeat("padding ", p.IntN(35))})
	}
	f.Seller = ident.Fingerprint("k1:" + mark())
	for range p.IntN(4) {
		f.Contacts = append(f.Contacts, ident.Fingerprint("k1:"+mark()))
	}
	f.Pictures = []similar.Picture{p.picture(mark())}
	marks = marks[:len(marks)-1] // hashes are sealed
	c := evidence.New(evidence.Content{
		Title: mark(), Texts: []string{strings.Repeat(mark()+" ", 1+p.IntN(300))},
		Exchanges: []evidence.Exchange{{URL: f.URL, FetchedAt: seenAt, Status: 200, Body: []byte("<p>" + mark()), ContentType: "text/html"}},
	})
	return f, c, marks[:len(marks)-1] // the last one is sealed
}

// findMarks returns the planted marks in data.
func findMarks(data []byte) map[string]bool {
	found := map[string]bool{}
	for {
		i := bytes.Index(data, []byte(plantedBegin))
		if i < 0 || i+len(plantedBegin)+plantedEnd > len(data) {
			return found
		}
		found[string(data[i:i+len(plantedBegin)+plantedEnd])] = true
		data = data[i+1:]
	}
}

// openVault opens a vault in dir that seals to a key nobody keeps.
func openVault(t testing.TB, dir string) *evidence.Vault {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	recipients, err := evidence.ParseRecipients([]string{id.Recipient().String()})
	if err != nil {
		t.Fatal(err)
	}
	v, err := evidence.OpenVault(filepath.Join(dir, "evidence"), recipients, evidence.VaultConfig{})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// sealed returns the names of the files in a vault.
func sealed(t *testing.T, v *evidence.Vault) []string {
	t.Helper()
	names, err := v.Names(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// openSealing opens a Desk in dir that keeps originals, and its vault.
func openSealing(t *testing.T, dir string) (*desk.Desk, *evidence.Vault) {
	t.Helper()
	v := openVault(t, dir)
	d, err := desk.Open(t.Context(), filepath.Join(dir, "ledger.db"), desk.Config{Mask: maskDigits, Vault: v, Key: secret})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d, v
}

// verify fails the test when a ledger or its originals, which v holds, are not as they were written.
func verify(t *testing.T, d *desk.Desk, v *evidence.Vault) ledger.Verified {
	t.Helper()
	verified, err := d.Verify(t.Context())
	if err != nil {
		t.Error(err)
	}
	if _, err := d.VerifyEvidence(t.Context(), v, true); err != nil {
		t.Error(err)
	}
	return verified
}

func caseOf(t *testing.T, d *desk.Desk, alertID string) string {
	t.Helper()
	a, err := d.Alert(t.Context(), alertID)
	if err != nil {
		t.Fatal(err)
	}
	return a.CaseID
}

func erase(t *testing.T, d *desk.Desk, caseID string) desk.Erased {
	t.Helper()
	e, err := d.Erase(t.Context(), desk.EraseRequest{CaseID: caseID, Reason: "asked to", Actor: "tester"})
	if err != nil {
		t.Fatal(err)
	}
	return e
}
