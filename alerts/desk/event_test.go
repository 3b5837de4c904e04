package desk_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"ronda/alerts"
	"ronda/alerts/desk"
	"ronda/alerts/ledger"
	"ronda/detect"
)

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
		if err := json.Indent(&got, events[i].Body, "", "  "); err != nil {
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

func TestEventsArePaged(t *testing.T) {
	d := openDesk(t, filepath.Join(t.TempDir(), "ledger.db"))
	for n := range 5 {
		raise(t, d, finding(n))
	}
	var numbers []int64
	for after := int64(0); ; {
		page, err := d.Events(t.Context(), after, 2)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			numbers = append(numbers, e.Number)
			after = e.Number
		}
	}
	if diff := cmp.Diff([]int64{1, 2, 3, 4, 5}, numbers); diff != "" {
		t.Errorf("numbers (-want +got):\n%s", diff)
	}
}

func TestAlertsFilter(t *testing.T) {
	d := openDesk(t, filepath.Join(t.TempDir(), "ledger.db"))
	for n := range 4 {
		raise(t, d, finding(n)) // numbers 1 to 4
	}
	other := finding(5)
	other.Platform, other.URL, other.Title = "forum.example", "https://forum.example/100%_asli", "Cetak SIM"
	other.Kind, other.Severity, other.SeenAt = detect.KindForgery, detect.SeverityLow, seenAt.AddDate(0, 1, 0)
	otherID := raise(t, d, other).AlertID // number 5
	if err := d.Retract(t.Context(), otherID); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		filter ledger.AlertFilter
		want   []int64
	}{
		{"all", ledger.AlertFilter{}, []int64{5, 4, 3, 2, 1}},
		{"kind", ledger.AlertFilter{Kind: detect.KindForgery}, []int64{5}},
		{"severity", ledger.AlertFilter{Severity: detect.SeverityHigh}, []int64{4, 3, 2, 1}},
		{"platform", ledger.AlertFilter{Platform: "forum.example"}, []int64{5}},
		{"state", ledger.AlertFilter{State: alerts.StateDismissed}, []int64{5}},
		{"since", ledger.AlertFilter{Since: seenAt.AddDate(0, 0, 1)}, []int64{5}},
		{"text in title", ledger.AlertFilter{Text: "cetak"}, []int64{5}},
		{"text in URL", ledger.AlertFilter{Text: "iklan/2"}, []int64{3}},
		{"text is no pattern", ledger.AlertFilter{Text: "100%_a"}, []int64{5}},
		{"text with wildcards only", ledger.AlertFilter{Text: "_%_%"}, nil},
		{"both", ledger.AlertFilter{Kind: detect.KindSale, Platform: "forum.example"}, nil},
		{"first page", ledger.AlertFilter{Limit: 2}, []int64{5, 4}},
		{"next page", ledger.AlertFilter{Limit: 2, After: 4}, []int64{3, 2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list, err := d.Alerts(t.Context(), tt.filter)
			if err != nil {
				t.Fatal(err)
			}
			var got []int64
			for _, a := range list {
				got = append(got, a.Number)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("numbers (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMetrics(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	reg := prometheus.NewPedanticRegistry()
	d, err := desk.Open(t.Context(), path, desk.Config{Registerer: reg})
	if err != nil {
		t.Fatal(err)
	}
	f := finding(1)
	raise(t, d, f)
	raise(t, d, f)
	f.Kind = detect.KindForgery
	raise(t, d, f)
	gone := raise(t, d, finding(2)).AlertID
	if err := d.Resolve(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	f.Kind = "nonsense 3507"
	if _, err := d.Raise(t.Context(), f, nil); err == nil {
		t.Fatal("raised")
	}
	const open = `
# HELP ronda_alerts_open Alerts that are neither taken down nor dismissed.
# TYPE ronda_alerts_open gauge
ronda_alerts_open{kind="exposure"} 0
ronda_alerts_open{kind="forgery"} 1
ronda_alerts_open{kind="sale"} 0
ronda_alerts_open{kind="solicitation"} 0
`
	var want strings.Builder
	want.WriteString(`
# HELP ronda_alerts_events_total Findings and decisions by what they did to the ledger: opened, updated, resolved, retracted, unchanged (seen again), rejected (breaks the schema), failed (not written).
# TYPE ronda_alerts_events_total counter
ronda_alerts_events_total{kind="other",outcome="rejected"} 1
`)
	counted := map[[2]string]int{{"forgery", "updated"}: 1, {"sale", "opened"}: 2, {"sale", "resolved"}: 1, {"sale", "unchanged"}: 1}
	for _, kind := range []string{"exposure", "forgery", "sale", "solicitation"} {
		for _, outcome := range []string{"failed", "opened", "rejected", "resolved", "retracted", "unchanged", "updated"} {
			fmt.Fprintf(&want, "ronda_alerts_events_total{kind=%q,outcome=%q} %d\n", kind, outcome, counted[[2]string{kind, outcome}])
		}
	}
	want.WriteString(open)
	err = testutil.GatherAndCompare(reg, strings.NewReader(want.String()), "ronda_alerts_events_total", "ronda_alerts_open")
	if err != nil {
		t.Error(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}

	reg = prometheus.NewPedanticRegistry() // after a restart the gauge comes from the ledger
	d, err = desk.Open(t.Context(), path, desk.Config{Registerer: reg})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := testutil.GatherAndCompare(reg, strings.NewReader(open), "ronda_alerts_open"); err != nil {
		t.Error(err)
	}
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
