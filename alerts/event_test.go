package alerts_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"ronda/alerts"
	"ronda/alerts/desk"
	"ronda/detect"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var update = flag.Bool("update", false, "rewrite the golden files")

func TestGoldenBodies(t *testing.T) {
	d := openDesk(t, filepath.Join(t.TempDir(), "ledger.db"))
	f := finding(1)
	f.Seller = "k1:aa"
	f.Part = "post-7"
	id := raise(t, d, f).AlertID
	f.Severity, f.Documents, f.SeenAt = detect.SeverityCritical, []string{"ktp"}, seenAt.AddDate(0, 0, 1)
	raise(t, d, f)
	bare := detect.Finding{
		Key: "127.0.0.1", URL: "http://127.0.0.1/", Platform: "127.0.0.1", Kind: detect.KindExposure,
		Severity: detect.SeverityLow, SeenAt: seenAt,
	}
	bareID := raise(t, d, bare).AlertID

	var events []alerts.Event
	for _, id := range []string{id, bareID} {
		list, err := d.History(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, list...)
	}
	for i, name := range []string{"opened.json", "updated.json", "opened_bare.json"} {
		var got bytes.Buffer
		// Ids of events that open no alert are random.
		if err := json.Indent(&got, bytes.ReplaceAll(events[i].Body, []byte(events[i].ID), []byte(goldenID)), "", "  "); err != nil {
			t.Fatal(err)
		}
		got.WriteByte('\n')
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, got.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if strings.Contains(got.String(), "k1:aa") {
			t.Errorf("%s publishes a fingerprint", name)
		}
	}
}

// goldenID stands in the golden files for the id of an event.
const goldenID = "3f0c9a52-7a41-4c0e-9a35-6b1f2d1c8e70"

// A receiver drops the id of an event that it has seen. So a ledger that went back to a backup, and one that was begun anew, never give
// an id to another event; those that are in a backup stay. An alert is opened with one id wherever it is.
func TestEventIDsAreGivenOnce(t *testing.T) {
	dir := t.TempDir()
	path, backup := filepath.Join(dir, "data", "ledger.db"), filepath.Join(dir, "backup", "ledger.db")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	first, err := desk.Open(t.Context(), path, desk.Config{})
	if err != nil {
		t.Fatal(err)
	}
	id := raise(t, first, finding(1)).AlertID
	opened := eventIDs(t, first, id)
	if err := first.Close(); err != nil { // its file is whole then
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(dir, "backup"), os.DirFS(filepath.Join(dir, "data"))); err != nil {
		t.Fatal(err)
	}
	d := openDesk(t, path)
	if err := d.Resolve(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	restored := openDesk(t, backup)
	if err := restored.Retract(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	anew := openDesk(t, filepath.Join(dir, "anew.db"))
	if again := raise(t, anew, finding(1)).AlertID; again != id {
		t.Fatalf("alert %s of the same listing, was %s", again, id)
	}
	before, after, other := eventIDs(t, d, id), eventIDs(t, restored, id), eventIDs(t, anew, id)
	if after[0] != opened[0] {
		t.Errorf("an event of the backup has the id %s, was %s", after[0], opened[0])
	}
	if before[1] == after[1] {
		t.Errorf("resolved, and after the backup was restored retracted, have the id %s", after[1])
	}
	if err := anew.Resolve(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if other[0] != opened[0] {
		t.Errorf("an alert is opened with the ids %s and %s: whoever knows it hears of it as of another", opened[0], other[0])
	}
	if again := eventIDs(t, anew, id); again[1] == before[1] || again[1] == after[1] {
		t.Errorf("second events of two ledgers have the id %s", again[1])
	}
}

func eventIDs(t *testing.T, d *desk.Desk, alertID string) (ids []string) {
	t.Helper()
	list, err := d.History(t.Context(), alertID)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		ids = append(ids, e.ID)
	}
	return ids
}

func FuzzSubject(f *testing.F) {
	f.Add("toko.example", "https://toko.example/1", "", "")
	f.Add("", "", "post-1", "")
	f.Add("Pasar_Ä.example > *", "x", "", "77")
	f.Add("[::1]:8080", "\xff", "\x00", "\xff")
	f.Add("xn--80ak6aa92e.example\n", "", "", "")
	shape := regexp.MustCompile(`^ronda\.alert\.v1\.[a-z0-9_-]+\.[a-z]+\.[0-9a-f-]{36}$`)
	d, err := desk.Open(f.Context(), filepath.Join(f.TempDir(), "ledger.db"), desk.Config{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { d.Close() })
	f.Fuzz(func(t *testing.T, platform, url, part, listing string) {
		finding := detect.Finding{
			Key: platform + url + part + listing + "!", Platform: platform, URL: url, Part: part, ListingID: listing, SeenAt: seenAt,
			Kind: detect.KindSale, Severity: detect.SeverityLow,
		}
		r, err := d.Raise(t.Context(), finding, nil)
		if err != nil {
			return // digits in the texts
		}
		events, err := d.History(t.Context(), r.AlertID)
		if err != nil || len(events) == 0 {
			t.Fatalf("%d events (%v)", len(events), err)
		}
		if !shape.MatchString(events[0].Subject) {
			t.Errorf("subject %q", events[0].Subject)
		}
	})
}

func TestAlertID(t *testing.T) {
	one, other := finding(1), finding(2)
	if alerts.AlertID(&one) == alerts.AlertID(&other) {
		t.Error("two listings have one alert")
	}
	moved := one
	moved.URL, moved.Kind = "https://toko.example/lain", detect.KindForgery
	if alerts.AlertID(&one) != alerts.AlertID(&moved) {
		t.Error("one listing under two addresses has two alerts")
	}
	if want, got := "dc4df685-bf96-57fd-8e6c-07be3ba41099", alerts.AlertID(&one); got != want {
		t.Errorf("alert id of a known listing is %s, was %s: ids are for ever", got, want)
	}
	if _, err := openDesk(t, filepath.Join(t.TempDir(), "ledger.db")).Raise(t.Context(), detect.Finding{Kind: detect.KindSale, SeenAt: seenAt}, nil); !errors.Is(err, alerts.ErrInvalid) {
		t.Errorf("a finding without a key: %v", err)
	}
}

var seenAt = time.Date(2025, 11, 22, 3, 4, 5, 6789000, time.UTC)

// finding is a sale on page n of a market.
func finding(n int) detect.Finding {
	return detect.Finding{
		Key: fmt.Sprintf("toko.example listing %d", n),
		URL: fmt.Sprintf("https://pasar.toko.example/iklan/%d", n), Platform: "toko.example", Title: "Jual data KTP + selfie",
		SeenAt: seenAt, Kind: detect.KindSale, Score: 0.91, Severity: detect.SeverityHigh,
		Documents: []string{"ktp", "kk"}, Selfie: true,
		Signals:     []detect.Signal{{Name: "offer.price_list", Weight: 1.4, Evidence: "KTP + selfie 15rb/pcs, ready 3507••••••••••••"}},
		Identifiers: []detect.IdentifierCount{{Type: "nik", Count: 12, Regions: []string{"3507"}}},
		Images:      []detect.ImageMatch{{Source: "https://pasar.toko.example/a.jpg", Layout: "ktp", Score: 0.81, Quad: [][2]int{{1, 2}, {90, 2}, {90, 60}, {1, 60}}}},
		Summary:     map[string]string{"id": "Menjual KTP orang lain.", "en": "Sells other people's KTP."},
	}
}

func openDesk(t *testing.T, path string) *desk.Desk {
	t.Helper()
	d, err := desk.Open(t.Context(), path, desk.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func raise(t *testing.T, d *desk.Desk, f detect.Finding) desk.Raised {
	t.Helper()
	r, err := d.Raise(t.Context(), f, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
