package ledger_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/alerts"
	"ronda/alerts/ledger"
	"ronda/detect"
)

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
