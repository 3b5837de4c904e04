package desk_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"ronda/alerts"
	"ronda/alerts/desk"
	"ronda/alerts/evidence"
	"ronda/alerts/ledger"
	"ronda/detect"
)

func TestMain(m *testing.M) {
	if path := os.Getenv("RONDA_TEST_RAISE_FOREVER"); path != "" {
		raiseForever(path)
	}
	goleak.VerifyTestMain(m)
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

// secret is the key under which hashes of pictures are sealed.
var secret = bytes.Repeat([]byte{0xa5}, 32)

var longNumber = regexp.MustCompile(`[0-9]{5,}`)

func maskDigits(s string) string {
	return longNumber.ReplaceAllStringFunc(s, func(digits string) string { return strings.Repeat("•", len(digits)) })
}

func openDesk(t *testing.T, path string) *desk.Desk {
	t.Helper()
	d, err := desk.Open(t.Context(), path, desk.Config{Mask: maskDigits, Key: secret})
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

// history returns the types of all events of an alert, in order.
func history(t *testing.T, d *desk.Desk, id string) []string {
	t.Helper()
	events, err := d.History(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	var types []string
	for i, e := range events {
		if e.Sequence != i+1 {
			t.Errorf("event %d of the alert has sequence %d", i+1, e.Sequence)
		}
		types = append(types, e.Type)
	}
	return types
}

func TestRaiseAgain(t *testing.T) {
	later := seenAt.Add(24 * time.Hour)
	tests := []struct {
		name   string
		change func(*detect.Finding)
		update bool
	}{
		{"same", func(*detect.Finding) {}, false},
		{"other wording", func(f *detect.Finding) { f.Title, f.Signals = "Dijual data KTP", nil }, false},
		{"small move of score", func(f *detect.Finding) { f.Score = 0.78 }, false},
		{"more people, same magnitude", func(f *detect.Finding) { f.Identifiers[0].Count = 99 }, false},
		{"documents in other order", func(f *detect.Finding) { f.Documents = []string{"kk", "ktp", "kk"} }, false},
		{"kind", func(f *detect.Finding) { f.Kind = detect.KindForgery }, true},
		{"severity", func(f *detect.Finding) { f.Severity = detect.SeverityCritical }, true},
		{"documents", func(f *detect.Finding) { f.Documents = []string{"ktp", "kk", "npwp"} }, true},
		{"many more people", func(f *detect.Finding) { f.Identifiers[0].Count = 100 }, true},
		{"phones and blank cards are no people", func(f *detect.Finding) {
			f.Identifiers = append(f.Identifiers, detect.IdentifierCount{Type: "phone", Count: 5000}, detect.IdentifierCount{Type: "blank_serial", Count: 200})
		}, false},
		{"people of another type", func(f *detect.Finding) {
			f.Identifiers = append(f.Identifiers, detect.IdentifierCount{Type: "kk", Count: 5000})
		}, true},
		{"large move of score", func(f *detect.Finding) { f.Score = 0.7 }, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := openDesk(t, filepath.Join(t.TempDir(), "ledger.db"))
			first := raise(t, d, finding(1))
			if !first.Opened || first.Updated {
				t.Fatalf("first sighting: %+v", first)
			}
			f := finding(1)
			f.SeenAt = later
			tt.change(&f)
			second := raise(t, d, f)
			if want := (desk.Raised{AlertID: first.AlertID, Updated: tt.update}); second != want {
				t.Errorf("second sighting: got %+v, want %+v", second, want)
			}
			want := []string{"opened"}
			if tt.update {
				want = append(want, "updated")
			}
			if diff := cmp.Diff(want, history(t, d, first.AlertID)); diff != "" {
				t.Errorf("history (-want +got):\n%s", diff)
			}
			a, err := d.Alert(t.Context(), first.AlertID)
			if err != nil {
				t.Fatal(err)
			}
			if !a.FirstSeen.Equal(seenAt) || !a.LastSeen.Equal(later) {
				t.Errorf("seen from %v to %v, want %v to %v", a.FirstSeen, a.LastSeen, seenAt, later)
			}
			if want := "ronda.alert.v1.toko_example.sale." + first.AlertID; a.Subject != want {
				t.Errorf("subject %s, want %s", a.Subject, want)
			}
		})
	}
}

// Small moves of the score add up: what counts is the distance from what was published last.
func TestScoreDrift(t *testing.T) {
	d := openDesk(t, filepath.Join(t.TempDir(), "ledger.db"))
	f := finding(1)
	id := raise(t, d, f).AlertID
	for range 4 {
		f.Score -= 0.1
		raise(t, d, f)
	}
	if diff := cmp.Diff([]string{"opened", "updated", "updated"}, history(t, d, id)); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
}

func TestConcurrentRaiseOpensOnce(t *testing.T) {
	d := openDesk(t, filepath.Join(t.TempDir(), "ledger.db"))
	var wg sync.WaitGroup
	for i := range 32 {
		wg.Go(func() {
			f := finding(i % 4)
			f.Seller = "k1:aa"
			if _, err := d.Raise(t.Context(), f, nil); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	events, err := d.Events(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	if len(events) != 4 {
		t.Errorf("%d events for 4 listings", len(events))
	}
	c, err := d.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if c.Total != 4 || c.Cases != 1 {
		t.Errorf("%d alerts in %d cases, want 4 in 1", c.Total, c.Cases)
	}
	if _, err := d.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestRaiseRefuses(t *testing.T) {
	const nik = "3507691234562001" // unassigned district, impossible serial
	tests := []struct {
		name   string
		change func(*detect.Finding)
	}{
		{"kind none", func(f *detect.Finding) { f.Kind = detect.KindNone }},
		{"unknown kind", func(f *detect.Finding) { f.Kind = "theft" }},
		{"unknown severity", func(f *detect.Finding) { f.Severity = "" }},
		{"no time", func(f *detect.Finding) { f.SeenAt = time.Time{} }},
		{"number in title", func(f *detect.Finding) { f.Title = "KTP " + nik }},
		{"grouped number in title", func(f *detect.Finding) { f.Title = "KTP 3507 6912 3456 2001" }},
		{"dotted NPWP in summary", func(f *detect.Finding) { f.Summary["en"] = "99.369.123.4-562.001" }},
		{"number in URL", func(f *detect.Finding) { f.URL += "?nik=" + nik }},
		{"number in evidence", func(f *detect.Finding) { f.Signals[0].Evidence = nik }},
		{"number in picture name", func(f *detect.Finding) { f.Images[0].Source = "https://toko.example/" + nik + ".jpg" }},
		{"number as region", func(f *detect.Finding) { f.Identifiers[0].Regions = []string{nik} }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := desk.Open(t.Context(), filepath.Join(t.TempDir(), "ledger.db"), desk.Config{}) // nothing is masked
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			f := finding(1)
			tt.change(&f)
			_, err = d.Raise(t.Context(), f, evidence.New(evidence.Content{Title: "t"}))
			if !errors.Is(err, alerts.ErrInvalid) {
				t.Fatalf("got error %v, want ErrInvalid", err)
			}
			if strings.Contains(err.Error(), "3507") || strings.Contains(err.Error(), "99.369") {
				t.Errorf("error quotes the number: %v", err)
			}
			events, err := d.Events(t.Context(), 0, 1)
			if err != nil || len(events) != 0 {
				t.Errorf("ledger holds %d events (%v)", len(events), err)
			}
			if c, err := d.Counts(t.Context()); err != nil || c.Total+c.Cases != 0 {
				t.Errorf("ledger holds %+v (%v)", c, err)
			}
		})
	}
}

// What comes from a page is masked once more, also where detection has let it through, and so is a site that is named
// after a number.
func TestTextsAreMaskedOnceMore(t *testing.T) {
	dir := t.TempDir()
	d := openDesk(t, filepath.Join(dir, "ledger.db"))
	const phone, nik = "081200001234", "3507691234562001"
	f := finding(1)
	f.Platform, f.Part, f.Title = "wa-"+phone+".example", "post-"+phone, "KTP "+nik
	f.Summary = map[string]string{"id": "Hubungi " + phone, "en": "Call " + phone}
	f.Signals[0].Evidence = "wa " + phone
	id := raise(t, d, f).AlertID
	a, err := d.Alert(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{a.Platform, a.Part, a.Title, a.Summary["id"], a.Summary["en"], a.Signals[0].Evidence, a.Subject}
	stars := strings.Repeat("•", len(phone))
	want := []string{
		"wa-" + stars + ".example", "post-" + stars, "KTP " + strings.Repeat("•", len(nik)), "Hubungi " + stars, "Call " + stars,
		"wa " + stars, "ronda.alert.v1.wa-____________" + "_example.sale." + id,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, number := range []string{phone, nik} {
		if strings.Contains(string(raw(t, dir)), number) {
			t.Errorf("a file holds %s", number)
		}
	}
	if f.Signals[0].Evidence != "wa "+phone {
		t.Error("the caller's finding was changed")
	}
	f = finding(2)
	f.Platform = "192.168.100.200"
	if a, err := d.Alert(t.Context(), raise(t, d, f).AlertID); err != nil || a.Platform != f.Platform {
		t.Errorf("an address became %q (%v)", a.Platform, err)
	}
}

func TestCases(t *testing.T) {
	d := openDesk(t, filepath.Join(t.TempDir(), "ledger.db"))
	caseOf := func(f detect.Finding) string {
		a, err := d.Alert(t.Context(), raise(t, d, f).AlertID)
		if err != nil {
			t.Fatal(err)
		}
		return a.CaseID
	}
	a, b, c, lone := finding(1), finding(2), finding(3), finding(4)
	a.Seller = "k1:01"
	b.Seller, b.Contacts = "k1:02", append(b.Contacts, "k1:03")
	lone.Contacts = append(lone.Contacts, "k1:01") // equal digest, but a contact is no seller
	caseA, caseB := caseOf(a), caseOf(b)
	if caseA == caseB {
		t.Fatal("sellers who share nothing share a case")
	}
	if caseOf(lone) == caseA {
		t.Error("a contact was taken for a seller")
	}
	c.Seller, c.Contacts = "k1:01", append(c.Contacts, "k1:03")
	if got := caseOf(c); got != caseA {
		t.Errorf("the listing that links both cases is in %s, want the older one", got)
	}
	list, err := d.Alerts(t.Context(), ledger.AlertFilter{Case: caseA})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 3 {
		t.Errorf("the merged case has %d alerts, want 3", len(list))
	}
	if counts, err := d.Counts(t.Context()); err != nil || counts.Cases != 2 {
		t.Errorf("%d cases (%v), want 2", counts.Cases, err)
	}
}

func TestCloseAndReopen(t *testing.T) {
	d := openDesk(t, filepath.Join(t.TempDir(), "ledger.db"))
	f := finding(1)
	id := raise(t, d, f).AlertID
	state := func() alerts.State {
		a, err := d.Alert(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return a.State
	}
	step := func(do func(context.Context, string) error, want alerts.State) {
		t.Helper()
		if err := do(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		if got := state(); got != want {
			t.Errorf("state %s, want %s", got, want)
		}
	}
	again := func(ctx context.Context, _ string) error { _, err := d.Raise(ctx, f, nil); return err }

	step(d.Resolve, alerts.StateTakenDown)
	for _, do := range []func(context.Context, string) error{d.Resolve, d.Retract} {
		if closed, ok := errors.AsType[desk.ClosedError](do(t.Context(), id)); !ok || closed.State != alerts.StateTakenDown {
			t.Errorf("closing a closed alert: %v, %v", ok, closed)
		}
	}
	step(again, alerts.StateOpen) // back on line
	step(d.Retract, alerts.StateDismissed)
	step(again, alerts.StateDismissed) // the same mistake
	f.Severity = detect.SeverityCritical
	step(again, alerts.StateOpen)
	want := []string{"opened", "resolved", "updated", "retracted", "updated"}
	if diff := cmp.Diff(want, history(t, d, id)); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
	if err := d.Resolve(t.Context(), "nobody"); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("closing an unknown alert: %v", err)
	}
}

func TestChangedWakes(t *testing.T) {
	d := openDesk(t, filepath.Join(t.TempDir(), "ledger.db"))
	changed := d.Changed()
	raise(t, d, finding(1))
	<-changed
	changed = d.Changed()
	raise(t, d, finding(1)) // nothing new
	select {
	case <-changed:
		t.Error("woken without an event")
	default:
	}
}

func TestCaptureIsKeptRedacted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	d := openDesk(t, path)
	const nik = "3507691234562001"
	c := evidence.New(evidence.Content{Title: "Data " + nik, Texts: []string{"NIK " + nik, "ready"}})
	r, err := d.Raise(t.Context(), finding(1), c)
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.Capture(t.Context(), r.AlertID)
	if err != nil {
		t.Fatal(err)
	}
	want := evidence.Redacted{Title: "Data ••••••••••••••••", Text: "NIK ••••••••••••••••\nready"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("capture (-want +got):\n%s", diff)
	}
	if _, err := d.Capture(t.Context(), "nobody"); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("capture of an unknown alert: %v", err)
	}
	for _, suffix := range []string{"", "-wal"} {
		if file, err := os.ReadFile(path + suffix); err != nil || strings.Contains(string(file), nik) {
			t.Errorf("ledger.db%s holds the number, or cannot be read (%v)", suffix, err)
		}
	}
}

// raiseForever is the child of TestKilledWriter: it names each alert once it has been committed.
func raiseForever(path string) {
	ctx := context.Background()
	d, err := desk.Open(ctx, path, desk.Config{})
	for n := 0; err == nil; n++ {
		f := finding(n / 2) // each listing twice
		f.Seller = "k1:aa"
		var r desk.Raised
		if r, err = d.Raise(ctx, f, nil); err == nil {
			fmt.Println(r.AlertID)
		}
	}
	fmt.Println("error", err)
	os.Exit(1)
}

func TestKilledWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	raised := map[string]bool{}
	for range 3 {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), "RONDA_TEST_RAISE_FOREVER="+path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; n < 60 && lines.Scan(); n++ {
			if strings.HasPrefix(lines.Text(), "error") {
				t.Fatal(lines.Text())
			}
			raised[lines.Text()] = true
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // killed
	}

	d := openDesk(t, path)
	if _, err := d.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	if len(raised) < 30 {
		t.Errorf("only %d alerts were raised", len(raised))
	}
	for id := range raised {
		if got := history(t, d, id); len(got) != 1 || got[0] != "opened" {
			t.Errorf("alert %s has events %v", id, got)
		}
	}
}
