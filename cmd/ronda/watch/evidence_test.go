package watch

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
	"ronda/cmd/ronda/keeping"
	"ronda/crawler"
	"ronda/crawler/warc"
)

// opensWithItsKeyOnly opens originals by name and by alert, and shows that nothing else does.
func opensWithItsKeyOnly(t *testing.T, folder, identity string) {
	e := originals(t, folder)[0]
	file := filepath.Join(t.TempDir(), "original.warc.gz")
	must(t, "evidence", "open", "-identity", identity, "-data", folder, "-o", file, e.Name)
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", info.Mode(), err)
	}
	opened, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	pages := 0
	err = warc.Read(opened, 1<<20, func(p *crawler.Page, _ io.Reader, err error) error {
		if len(p.Body) > 0 && strings.Contains(p.URL, ".localhost") {
			pages++
		}
		return err
	})
	if pages == 0 || err != nil {
		t.Errorf("%d pages, %v", pages, err)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if out := must(t, "evidence", "open", e.AlertID, "-identity", identity, "-data", folder); out != string(content) {
		t.Error("by the alert's id came something else")
	}
	fails(t, "file exists", "evidence", "open", "-identity", identity, "-data", folder, "-o", file, e.Name)

	stranger, _ := newIdentity(t)
	other := filepath.Join(t.TempDir(), "other.warc.gz")
	fails(t, "no identity given opens this file", "evidence", "open", "-identity", stranger, "-data", folder, "-o", other, e.Name)
	if _, err := os.Stat(other); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a stranger's key left a file")
	}
	fails(t, "no sealed original is named", "evidence", "open", "-identity", identity, "-data", folder, strings.Repeat("0", 32))
	if err := os.WriteFile(filepath.Join(folder, datafolder.EvidenceFolder, e.Name), content, 0o600); err != nil {
		t.Fatal(err)
	}
	fails(t, "is not the file that the ledger names", "evidence", "open", "-identity", identity, "-data", folder, e.Name)
	want := []string{
		"evidence.open " + e.Name, "evidence.open " + e.Name, "evidence.open " + e.Name,
		"evidence.open " + e.Name, "evidence.open failed " + e.Name, "evidence.open " + e.Name, "evidence.open failed " + e.Name,
	}
	if got := entries(t, folder); !slices.Equal(got, want) {
		t.Errorf("the access log has %q", got)
	}
}

// Where the access entry cannot be written nothing is opened or erased.
func entersFirst(t *testing.T, folder, identity string) {
	e, before := originals(t, folder)[0], len(originals(t, folder))
	log := filepath.Join(folder, datafolder.AccessFile)
	if err := os.RemoveAll(log); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(log, 0o700); err != nil { // no log can be opened here
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "original.warc.gz")
	fails(t, "access", "evidence", "open", "-identity", identity, "-data", folder, "-o", file, e.Name)
	fails(t, "access", "evidence", "serve", "-identity", identity, "-data", folder)
	fails(t, "access", "evidence", "purge", "-data", folder, "-case", e.CaseID, "-reason", "uji")
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		t.Error("an original was opened")
	}
	if n := len(originals(t, folder)); n != before {
		t.Errorf("%d of %d originals are left", n, before)
	}
}

func servesToItsStarterOnly(t *testing.T, folder, identity string) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	reader, writer := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- keeping.Evidence(ctx, command.Console{Out: writer, Err: io.Discard}, []string{"serve", "-identity", identity, "-data", folder})
	}()
	line, err := bufio.NewReader(reader).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	base := strings.TrimSpace(line)
	type page struct {
		status int
		header http.Header
		body   string
	}
	get := func(url, host string) page {
		t.Helper()
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return page{response.StatusCode, response.Header, string(body)}
	}
	named := originals(t, folder)
	if p := get(base, ""); p.status != http.StatusOK || strings.Count(p.body, "<a href=") != len(named) {
		t.Errorf("list: %d %s", p.status, p.body)
	}
	for _, e := range named {
		p := get(base+e.Name, "")
		if p.status != http.StatusOK || !strings.Contains(p.body, "<pre>") && !strings.Contains(p.body, `src="data:image/`) {
			t.Errorf("%s: %d %s", e.Name, p.status, p.body)
		}
		policy := p.header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "sandbox") || strings.Contains(policy, "script-src") {
			t.Errorf("policy %q", policy)
		}
		if p.header.Get("Cache-Control") != "no-store" || strings.Contains(p.body, "<script") {
			t.Error("the page may be kept, or brings scripts")
		}
	}
	root := base[:strings.LastIndex(strings.TrimSuffix(base, "/"), "/")+1]
	for what, p := range map[string]page{
		"no token":     get(root, ""),
		"wrong token":  get(root+strings.Repeat("0", 32)+"/", ""),
		"foreign host": get(base, "rebinding.example"),
		"unknown name": get(base+"nothing", ""),
	} {
		if p.status != http.StatusNotFound || strings.Contains(p.body, named[0].Name) {
			t.Errorf("%s: status %d, %s", what, p.status, p.body)
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("ended with %v", err)
	}
	got := entries(t, folder)
	if len(got) != 1+len(named) || got[0] != "evidence.serve" || got[1] != "evidence.open "+named[0].Name {
		t.Errorf("the access log has %q", got)
	}
}
