package dashboards_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"ronda/dashboards"
)

// promtool runs Prometheus' tool, or skips the test where it is missing; on CI it must be there.
func promtool(t *testing.T, args ...string) {
	t.Helper()
	if _, err := exec.LookPath("promtool"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("promtool is missing: .ci/run installs Debian's package prometheus")
		}
		t.Skip("promtool is missing: install the package prometheus")
	}
	if out, err := exec.CommandContext(t.Context(), "promtool", args...).CombinedOutput(); err != nil {
		t.Errorf("promtool %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// Every metric that a dashboard or rule may use. The other direction, that each of them exists in a running ronda, is
// tested where ronda is put together.
func TestMetricsAreKnown(t *testing.T) {
	got, err := dashboards.Metrics()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"ronda_alerts_erased_total", "ronda_alerts_events_total", "ronda_alerts_open", "ronda_alerts_raise_seconds",
		"ronda_build_info",
		"ronda_clock_jumps_total",
		"ronda_crawl_bytes_total", "ronda_crawl_fetch_seconds", "ronda_crawl_pages_total", "ronda_crawl_refusals_total", "ronda_crawl_requests_total", "ronda_crawl_robots_total",
		"ronda_degraded",
		"ronda_detect_images_total", "ronda_detect_listings_total", "ronda_detect_seconds", "ronda_detect_signals_total",
		"ronda_disk_free_bytes",
		"ronda_evidence_sealed_bytes_total", "ronda_evidence_sealed_total",
		"ronda_frontier_damaged_total", "ronda_frontier_hosts", "ronda_frontier_ready_hosts", "ronda_frontier_urls",
		"ronda_stream_bytes", "ronda_stream_check_seconds", "ronda_stream_connected", "ronda_stream_messages", "ronda_stream_oldest_unsent_seconds",
		"ronda_stream_published_total", "ronda_stream_refilled_total", "ronda_stream_restarts_total", "ronda_stream_unerased", "ronda_stream_unsent",
		"ronda_webhook_deliveries_total", "ronda_webhook_disabled", "ronda_webhook_failing", "ronda_webhook_oldest_pending_seconds", "ronda_webhook_pending",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("metrics in use (-want +got):\n%s", diff)
	}
}

func TestExpressionsParse(t *testing.T) {
	expressions, err := dashboards.Expressions()
	if err != nil {
		t.Fatal(err)
	}
	type rule struct {
		Record string `yaml:"record"`
		Expr   string `yaml:"expr"`
	}
	var rules []rule
	for i, e := range expressions {
		if strings.Contains(e.Expr, "$") && !strings.HasPrefix(e.Source, "prometheus/") {
			t.Errorf("%s: unknown variable in %s", e.Source, e.Expr)
		}
		rules = append(rules, rule{fmt.Sprintf("check:%d", i), e.Expr})
	}
	data, err := yaml.Marshal(map[string]any{"groups": []any{map[string]any{"name": "dashboards", "rules": rules}}})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "expressions.yaml")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	promtool(t, "check", "rules", file)
}

func TestRules(t *testing.T) {
	promtool(t, "check", "rules", "prometheus/ronda.rules.yaml")
	promtool(t, "test", "rules", "prometheus/ronda.test.yaml")
}

type ruleFile struct {
	Groups []struct {
		Rules []struct {
			Alert               string
			Labels, Annotations map[string]string
		}
	}
}

func TestEveryRuleIsTestedAndHasARunbook(t *testing.T) {
	var f ruleFile
	data, err := dashboards.Files.ReadFile("prometheus/ronda.rules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(data, &f); err != nil {
		t.Fatal(err)
	}
	var cases struct {
		Tests []struct {
			AlertRuleTest []struct {
				Alertname string
				ExpAlerts []any `yaml:"exp_alerts"`
			} `yaml:"alert_rule_test"`
		}
	}
	if data, err = dashboards.Files.ReadFile("prometheus/ronda.test.yaml"); err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	fires, silent := map[string]bool{}, map[string]bool{}
	for _, c := range cases.Tests {
		for _, a := range c.AlertRuleTest {
			if len(a.ExpAlerts) > 0 {
				fires[a.Alertname] = true
			} else {
				silent[a.Alertname] = true
			}
		}
	}
	guide, err := os.ReadFile("../docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	anchors := map[string]bool{}
	for _, heading := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(string(guide), -1) {
		anchors[strings.ReplaceAll(strings.ToLower(heading[1]), " ", "-")] = true
	}
	for _, g := range f.Groups {
		for _, r := range g.Rules {
			if !fires[r.Alert] || !silent[r.Alert] {
				t.Errorf("%s: tested firing: %t, tested silent: %t", r.Alert, fires[r.Alert], silent[r.Alert])
			}
			anchor, ok := strings.CutPrefix(r.Annotations["runbook"], "docs/operating.md#")
			if !ok || !anchors[anchor] {
				t.Errorf("%s: runbook %q is not a heading of docs/operating.md", r.Alert, r.Annotations["runbook"])
			}
			if r.Annotations["summary"] == "" || !slices.Contains([]string{"page", "ticket"}, r.Labels["severity"]) {
				t.Errorf("%s: no summary, or severity is neither page nor ticket", r.Alert)
			}
		}
	}
}

// Dashboards are provisioned from files: what Grafana makes up must be fixed, and nothing may point at one installation.
func TestDashboardsArePortable(t *testing.T) {
	names, err := fs.Glob(dashboards.Files, "grafana/*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Fatal("no dashboards")
	}
	for _, name := range names {
		data, err := dashboards.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var d struct {
			ID            any `json:"id"`
			UID           string
			SchemaVersion int
			Panels        []struct {
				Title      string
				Datasource struct{ UID string }
				Targets    []struct{ Expr string }
			}
			Templating struct {
				List []struct{ Name, Type string }
			}
		}
		if err := json.Unmarshal(data, &d); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if d.ID != nil || d.UID+".json" != filepath.Base(name) || d.SchemaVersion != 39 {
			t.Errorf("%s: id %v, uid %q, schemaVersion %d", name, d.ID, d.UID, d.SchemaVersion)
		}
		if len(d.Templating.List) == 0 || d.Templating.List[0].Name != "datasource" || d.Templating.List[0].Type != "datasource" {
			t.Errorf("%s: no data source variable", name)
		}
		for _, p := range d.Panels {
			if p.Datasource.UID != "${datasource}" || len(p.Targets) == 0 {
				t.Errorf("%s: panel %q: data source %q, %d targets", name, p.Title, p.Datasource.UID, len(p.Targets))
			}
		}
	}
}
