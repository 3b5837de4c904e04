package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ronda/alerts"
	"ronda/crawler"
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
	warc, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer warc.Close()
	pages := 0
	err = readWARC(warc, 1<<20, func(p *crawler.Page, _ io.Reader, err error) error {
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
	if err := os.WriteFile(filepath.Join(folder, evidenceFolder, e.Name), content, 0o600); err != nil {
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
	log := filepath.Join(folder, accessFile)
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
	status := make(chan int, 1)
	go func() {
		status <- run(ctx, []string{"evidence", "serve", "-identity", identity, "-data", folder}, console{out: writer, err: io.Discard})
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
	if got := <-status; got != exitDone {
		t.Errorf("ended with status %d", got)
	}
	got := entries(t, folder)
	if len(got) != 1+len(named) || got[0] != "evidence.serve" || got[1] != "evidence.open "+named[0].Name {
		t.Errorf("the access log has %q", got)
	}
}

// Pictures are shown as such by their first bytes, whatever the server called them.
func TestOriginalsShowPictures(t *testing.T) {
	for start, want := range map[string]string{
		"\x89PNG\r\n\x1a\n": "data:image/png;base64,",
		"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif": "data:image/avif;base64,",
		"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic": "data:image/heic;base64,",
		"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom": "",
	} {
		warc := "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: http://toko.example/a\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n" +
			"Content-Type: application/octet-stream\r\nContent-Length: " + strconv.Itoa(len(start)) + "\r\n\r\n" + start + "\r\n\r\n"
		shown, err := exchanges([]byte(warc))
		if err != nil || len(shown) != 1 {
			t.Fatalf("%d exchanges, %v", len(shown), err)
		}
		if got := string(shown[0].Picture); !strings.HasPrefix(got, want) || (got == "") != (want == "") {
			t.Errorf("%q is shown as %q, want %q", start, got, want)
		}
	}
}

// What a page says stays text, whatever it says.
func TestOriginalsAreShownAsText(t *testing.T) {
	warc := "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://toko.example/\r\nWARC-Date: 2026-01-02T03:04:05Z\r\nContent-Type: application/http\r\nContent-Length: "
	answer := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>dijual &lt;script&gt;alert(1)&lt;/script&gt;<script>alert(2)</script><svg onload=alert(3)>"
	warc += strconv.Itoa(len(answer)) + "\r\n\r\n" + answer + "\r\n\r\n"
	svg := `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(4)"/>`
	warc += "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: http://toko.example/a.svg\r\nWARC-Date: 2026-01-02T03:04:05Z\r\nContent-Type: image/svg+xml\r\nContent-Length: " + strconv.Itoa(len(svg)) + "\r\n\r\n" + svg + "\r\n\r\n"
	shown, err := exchanges([]byte(warc))
	if err != nil || len(shown) != 2 {
		t.Fatalf("%d exchanges, %v", len(shown), err)
	}
	if shown[0].Text != "dijual <script>alert(1)</script>" {
		t.Errorf("text %q", shown[0].Text)
	}
	var page bytes.Buffer
	err = newGallery(&reader{}).pages.ExecuteTemplate(&page, "original", map[string]any{"Style": "", "Entry": alerts.EvidenceEntry{}, "Exchanges": shown})
	if err != nil {
		t.Fatal(err)
	}
	for _, active := range []string{"<script", "<svg", "onload=\""} {
		if strings.Contains(page.String(), active) {
			t.Errorf("the page holds %s: %s", active, page.String())
		}
	}
}
