package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ronda/dashboards"
)

// program finds a program that is not ours. Where it is not installed the test is skipped, but never on CI.
func program(t *testing.T, name, debianPackage string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is missing: .ci/run installs Debian's package %s", name, debianPackage)
	}
	t.Skipf("%s is not installed (Debian: apt-get install %s)", name, debianPackage)
	return ""
}

// TestDashboardsOnRealPrometheus lets a real Prometheus scrape a running instance and asks it every expression of the
// dashboards and alert rules: none may name a metric that does not exist, and every panel must have something to show.
func TestDashboardsOnRealPrometheus(t *testing.T) {
	prometheus := program(t, "prometheus", "prometheus")
	i := startInstance(t, 150)

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

	base := startPrometheus(t, prometheus, i.listener.Addr().String())
	expressions, err := dashboards.Expressions()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range expressions {
		if !strings.HasPrefix(e.Source, "grafana/") {
			continue // an alert rule has nothing to say while all is well
		}
		// Rates need two scrapes: the answer is asked for until there is one.
		if !eventually(t, func() bool { return query(t, base, e.Expr) > 0 }) {
			t.Errorf("%s: %s returns nothing", e.Source, e.Expr)
		}
	}
}

func startPrometheus(t *testing.T, program, target string) (base string) {
	t.Helper()
	dir := t.TempDir()
	config := fmt.Sprintf("global: {scrape_interval: 250ms}\nscrape_configs: [{job_name: ronda, static_configs: [{targets: [%q]}]}]\n", target)
	if err := os.WriteFile(filepath.Join(dir, "prometheus.yml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	addr := freeAddress(t)
	cmd := exec.CommandContext(t.Context(), program, "--config.file="+filepath.Join(dir, "prometheus.yml"),
		"--storage.tsdb.path="+filepath.Join(dir, "data"), "--web.listen-address="+addr, "--log.level=warn")
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	base = "http://" + addr
	if !eventually(t, func() bool { return query(t, base, "up == 1") > 0 }) {
		t.Fatal("Prometheus did not scrape the instance")
	}
	return base
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// query returns how many series an expression has; an unreachable Prometheus has none.
func query(t *testing.T, base, expr string) int {
	t.Helper()
	response, err := http.PostForm(base+"/api/v1/query", url.Values{"query": {expr}})
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	var answer struct {
		Status, Error string
		Data          struct{ Result []json.RawMessage }
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return 0
	}
	if answer.Status == "error" {
		t.Fatalf("%s: %s", expr, answer.Error)
	}
	return len(answer.Data.Result)
}

// eventually asks a program that is not ours again and again; the test's own time limit ends it at the latest.
func eventually(t *testing.T, done func() bool) bool {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
	}
	return true
}

// TestFeedInRealBrowser opens the feed in Chromium: what an analyst sees must be there after scripts and styles have run.
// With -update it keeps the picture that the README shows.
func TestFeedInRealBrowser(t *testing.T) {
	chromium := program(t, "chromium", "chromium")
	i := startInstance(t, 150)
	browse := func(args ...string) string {
		args = append([]string{
			"--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
			"--disable-component-update", "--disable-sync", "--user-data-dir=" + t.TempDir(), "--window-size=1280,1400",
		}, args...)
		out, err := exec.CommandContext(t.Context(), chromium, args...).Output()
		if err != nil {
			t.Fatalf("chromium: %v", err)
		}
		return string(out)
	}
	// The page keeps a live connection open: a virtual clock ends the visit.
	dom := browse("--virtual-time-budget=3000", "--dump-dom", i.base+"/?lang=en")
	for _, want := range []string{"forumwarga.localhost", "pasarsenja.localhost", `lang="en"`} {
		if !strings.Contains(dom, want) {
			t.Errorf("the rendered feed does not show %q", want)
		}
	}
	if *update {
		browse("--virtual-time-budget=3000", "--screenshot="+filepath.Join("..", "..", "docs", "feed.png"), i.base+"/?lang=en")
	}
}
