//go:build bars

package crawl

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"ronda/trials"
)

// foreignDocs are installed documentation packages: pages that none of us wrote.
var foreignDocs = []string{
	"/usr/share/doc/postgresql-doc-15/html", "/usr/share/doc/sqlite3", "/usr/share/doc/python3.11/html",
	"/usr/share/doc/nodejs", "/usr/share/doc/libxslt1-dev",
}

// TestBarForeignPages walks thousands of foreign pages behind nginx with ten listing pages dropped among them: every page
// is fetched once, the listings are alerted, nothing else is. RONDA_LISTINGS names another folder of listing pages with an
// expected.tsv (file, kind), so that pages can be tried that nobody here has seen.
func TestBarForeignPages(t *testing.T) {
	listings := os.Getenv("RONDA_LISTINGS")
	if listings == "" {
		listings, _ = trials.ListingPages(t)
	}
	expected := trials.Kinds(t, filepath.Join(listings, "expected.tsv"))
	root := t.TempDir()
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
	pages := 0
	for _, doc := range foreignDocs {
		target, err := filepath.EvalSymlinks(doc)
		if err != nil {
			t.Fatalf("install the documentation packages first (see docs/measurements.md): %v", err)
		}
		if err := exec.CommandContext(t.Context(), "cp", "-rL", target, filepath.Join(root, strings.ReplaceAll(strings.TrimPrefix(doc, "/usr/share/doc/"), "/", "-"))).Run(); err != nil {
			t.Logf("copy %s: %v (files with broken links are left out)", doc, err)
		}
	}
	// The listings stand in folders of the documentation, under ordinary names.
	places := []string{"postgresql-doc-15-html", "sqlite3", "python3.11-html", "nodejs"}
	where := map[string]string{}
	i := 0
	for file := range expected {
		text, err := os.ReadFile(filepath.Join(listings, file))
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(places[i%len(places)], fmt.Sprintf("entry-%02d.html", i))
		if err := os.WriteFile(filepath.Join(root, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
		where[name] = file
		i++
	}
	filepath.WalkDir(root, func(path string, d os.DirEntry, _ error) error {
		if strings.HasSuffix(path, ".html") {
			pages++
		}
		return nil
	})
	base, accessLog := startNginx(t, root)

	data := filepath.Join(t.TempDir(), "data")
	ronda := exec.CommandContext(t.Context(), trials.Binary(t, ""), "run", "-once", "-format", "json", "-allow-private", "-data", data, "-delay", "1ms",
		"-listen", "127.0.0.1:0", "-seed", base+"/")
	ronda.Stderr = os.Stderr
	started := time.Now()
	out, err := ronda.Output()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d HTML pages, %s, ronda: %s", pages, time.Since(started).Round(time.Second), strings.TrimSpace(string(out)))

	hits := map[string]int{}
	log, err := os.Open(accessLog)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	request := regexp.MustCompile(`"GET ([^ ]+) HTTP.*"ronda/`)
	for lines := bufio.NewScanner(log); lines.Scan(); {
		if m := request.FindStringSubmatch(lines.Text()); m != nil {
			hits[m[1]]++
		}
	}
	for path, n := range hits {
		if n > 1 {
			t.Errorf("%s was fetched %d times", path, n)
		}
	}
	unfetched := 0
	filepath.WalkDir(root, func(path string, d os.DirEntry, _ error) error {
		name, _ := filepath.Rel(root, path)
		if strings.HasSuffix(path, ".html") && hits["/"+name] == 0 && hits["/"+strings.ReplaceAll(name, " ", "%20")] == 0 {
			unfetched++
			t.Logf("not fetched: %s", name)
		}
		return nil
	})
	if unfetched > 0 {
		t.Errorf("%d of %d HTML pages were not fetched", unfetched, pages)
	}

	list := exec.CommandContext(t.Context(), ronda.Path, "alerts", "list", "-format", "jsonl", "-data", data)
	alerts, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	alerted := map[string]string{}
	for line := range strings.Lines(string(alerts)) {
		var a struct{ URL, Kind, Part string }
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(a.URL, base+"/")
		file, planted := where[name]
		if !planted {
			t.Errorf("false alert: %s %s %s", a.Kind, a.URL, a.Part)
			continue
		}
		if a.Kind == expected[file] || alerted[file] == "" {
			alerted[file] = a.Kind
		}
	}
	for file, kind := range expected {
		switch got := alerted[file]; {
		case got == "":
			t.Errorf("%s: no alert, want %s", file, kind)
		case got != kind:
			t.Errorf("%s: alert of kind %s, want %s", file, got, kind)
		}
	}
}

// startNginx serves root with folder listings on a free port of loopback and logs every request.
func startNginx(t *testing.T, root string) (base, accessLog string) {
	t.Helper()
	addr := trials.FreeAddress(t)
	dir := t.TempDir()
	accessLog = filepath.Join(dir, "access.log")
	conf := fmt.Sprintf(`daemon off; master_process off; pid %[1]s/pid; error_log %[1]s/error.log;
events { worker_connections 512; }
http {
  types { text/html html htm; text/css css; text/plain txt; image/png png; image/jpeg jpg; image/gif gif; image/svg+xml svg; }
  default_type application/octet-stream;
  access_log %[2]s;
  client_body_temp_path %[1]s/a; proxy_temp_path %[1]s/b; fastcgi_temp_path %[1]s/c; uwsgi_temp_path %[1]s/d; scgi_temp_path %[1]s/e;
  server { listen %[3]s; root %[4]s; autoindex on; index none.such; }
}`, dir, accessLog, addr, root)
	path := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(path, []byte(conf), 0o644); err != nil {
		t.Fatal(err)
	}
	nginx := exec.CommandContext(t.Context(), "nginx", "-c", path, "-p", dir)
	nginx.Stderr = os.Stderr
	if err := nginx.Start(); err != nil {
		t.Fatalf("start nginx (Debian package nginx-light): %v", err)
	}
	t.Cleanup(func() { nginx.Process.Kill(); nginx.Wait() })
	base = "http://" + addr
	if !trials.Eventually(t, func() bool {
		response, err := http.Get(base + "/")
		if err == nil {
			response.Body.Close()
		}
		return err == nil
	}) {
		t.Fatal("nginx does not answer")
	}
	return base, accessLog
}
