package desk_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"ronda/alerts/desk"
	"ronda/detect"
)

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
