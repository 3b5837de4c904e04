package watch

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ronda/dashboards"
	"ronda/trials"
)

// TestDashboardsOnRealPrometheus lets a real Prometheus scrape a running instance and asks it every expression of the
// dashboards and alert rules: none may name a metric that does not exist, and every panel must have something to show.
func TestDashboardsOnRealPrometheus(t *testing.T) {
	prometheus := trials.Program(t, "prometheus", "prometheus")
	i := openInstance(t, 150)
	// The metrics are there before the walk begins, so that Prometheus sees them rise.
	early := httptest.NewServer(i.watch.web.Handler)
	defer early.Close()
	base := startPrometheus(t, prometheus, early.Listener.Addr().String())
	i.walk(t)

	gathered, err := i.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var exposed []string
	for _, family := range gathered {
		exposed = append(exposed, family.GetName())
	}
	used, err := dashboards.Metrics()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range used {
		if !slices.Contains(exposed, name) {
			t.Errorf("a dashboard or rule uses %s, which a running instance does not expose", name)
		}
	}
	for _, name := range exposed {
		if strings.HasPrefix(name, "ronda_") && !slices.Contains(used, name) && name != "ronda_build_info" {
			t.Logf("no dashboard or rule uses %s", name)
		}
	}

	expressions, err := dashboards.Expressions()
	if err != nil {
		t.Fatal(err)
	}
	// Alert rules have nothing to say while all is well.
	expressions = slices.DeleteFunc(expressions, func(e dashboards.Expression) bool { return !strings.HasPrefix(e.Source, "grafana/") })
	// The next scrape brings what the last one did not know yet: those that showed nothing are asked again.
	trials.Eventually(t, func() bool {
		expressions = slices.DeleteFunc(expressions, func(e dashboards.Expression) bool { return shows(t, base, e.Expr) })
		return len(expressions) == 0
	})
	for _, e := range expressions {
		t.Errorf("%s shows nothing: %s", e.Source, e.Expr)
	}
}

func startPrometheus(t *testing.T, program, target string) (base string) {
	t.Helper()
	dir := t.TempDir()
	config := fmt.Sprintf("global: {scrape_interval: 250ms}\nscrape_configs: [{job_name: ronda, static_configs: [{targets: [%q]}]}]\n", target)
	if err := os.WriteFile(filepath.Join(dir, "prometheus.yml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	addr := trials.FreeAddress(t)
	cmd := exec.CommandContext(t.Context(), program, "--config.file="+filepath.Join(dir, "prometheus.yml"),
		"--storage.tsdb.path="+filepath.Join(dir, "data"), "--web.listen-address="+addr, "--log.level=warn")
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	base = "http://" + addr
	if !trials.Eventually(t, func() bool { return shows(t, base, "up == 1") }) {
		t.Fatal("Prometheus did not scrape the instance")
	}
	return base
}

// shows reports whether an expression has a number to show. A Prometheus that cannot be reached shows nothing.
func shows(t *testing.T, base, expr string) bool {
	t.Helper()
	response, err := http.PostForm(base+"/api/v1/query", url.Values{"query": {expr}})
	if err != nil {
		return false
	}
	defer response.Body.Close()
	var answer struct {
		Status, Error string
		Data          struct {
			Result []struct{ Value [2]any } // time and number
		}
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return false
	}
	if answer.Status == "error" {
		t.Fatalf("%s: %s", expr, answer.Error)
	}
	for _, series := range answer.Data.Result {
		if series.Value[1] != "NaN" {
			return true
		}
	}
	return false
}
