package canary

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image/png"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"filippo.io/age"
	"go.yaml.in/yaml/v3"

	"ronda/crawler/frontier"
	"ronda/trials"
)

// canaryRun is a ronda that walks the canary web, and everything that it can write to or speak to.
type canaryRun struct {
	t       *testing.T
	web     *canaryWeb
	program string
	dir     string // of the run's own: data, tmp, home, cwd
	env     []string

	mu       sync.Mutex
	surfaces []surface
	heard    chan []byte // events that the webhook got
}

func newCanaryRun(t *testing.T, web *canaryWeb, program string, env ...string) *canaryRun {
	t.Helper()
	r := &canaryRun{t: t, web: web, program: program, dir: t.TempDir(), heard: make(chan []byte, 10_000)}
	for _, name := range []string{"tmp", "home", "cwd"} {
		if err := os.Mkdir(filepath.Join(r.dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	r.env = append([]string{
		"PATH=" + os.Getenv("PATH"), "TMPDIR=" + filepath.Join(r.dir, "tmp"), "HOME=" + filepath.Join(r.dir, "home"), "GOTRACEBACK=crash",
	}, env...)
	return r
}

func (r *canaryRun) keep(name string, content []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.surfaces = append(r.surfaces, surface{name, bytes.Clone(content)})
}

// command makes a command of ronda in its own world. Core files are allowed, as far as the system lets us.
func (r *canaryRun) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(r.t.Context(), "sh", append([]string{"-c", `ulimit -c unlimited 2>/dev/null; exec "$0" "$@"`, r.program}, args...)...)
	cmd.Env, cmd.Dir = r.env, filepath.Join(r.dir, "cwd")
	return cmd
}

// say runs a command to its end and keeps what it says.
func (r *canaryRun) say(name string, args ...string) (stdout string, err error) {
	cmd := r.command(args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = cmd.Run()
	r.keep(name+": standard output", out.Bytes())
	r.keep(name+": standard error", errs.Bytes())
	return out.String(), err
}

// config writes the configuration of the watch and returns its path.
func (r *canaryRun) config(logFormat string) string {
	receiver := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		dump, _ := httputil.DumpRequest(req, true)
		r.keep("webhook", dump)
		_, body, _ := bytes.Cut(dump, []byte("\r\n\r\n"))
		r.heard <- body
		rw.WriteHeader(http.StatusNoContent)
	}))
	r.t.Cleanup(receiver.Close)
	settings := map[string]any{
		"data": filepath.Join(r.dir, "data"), "listen": "127.0.0.1:0", "seeds": r.web.seeds,
		"crawl":    map[string]any{"allow_private": true, "delay": "1ms", "scope": "host"},
		"nats":     map[string]any{"listen": "127.0.0.1:0"},
		"webhooks": []any{map[string]any{"name": "canary", "url": receiver.URL, "secret": "whsec_" + base64.StdEncoding.EncodeToString(make([]byte, 32))}},
		"log":      map[string]any{"level": "debug", "format": logFormat},
	}
	if r.seals() { // originals are kept as well
		identity, err := age.GenerateX25519Identity()
		if err != nil {
			r.t.Fatal(err)
		}
		settings["evidence"] = map[string]any{"recipients": []string{identity.Recipient().String()}}
	}
	text, err := yaml.Marshal(settings)
	if err != nil {
		r.t.Fatal(err)
	}
	path := filepath.Join(r.t.TempDir(), "ronda.yaml") // the operator's own words: no surface
	if err := os.WriteFile(path, text, 0o600); err != nil {
		r.t.Fatal(err)
	}
	return path
}

// seals reports whether this ronda keeps sealed originals.
func (r *canaryRun) seals() bool {
	settings, err := r.command("config", "print").Output()
	return err == nil && bytes.Contains(settings, []byte("recipients:"))
}

// files adds what is on disk.
func (r *canaryRun) files() {
	sealed := 0
	for _, name := range []string{"data", "tmp", "home", "cwd"} {
		for _, s := range filesUnder(r.t, name, filepath.Join(r.dir, name)) {
			r.keep(s.name, s.content)
			if bytes.HasPrefix(s.content, []byte("age-encryption.org/")) {
				sealed++
			}
		}
	}
	if sealed == 0 && r.seals() {
		r.t.Error("no sealed original was kept: the trial does not look at any")
	}
}

// alerted returns the pages of the web on which there is an alert, by code.
func (r *canaryRun) alerted(stdout string) map[string]bool {
	found := map[string]bool{}
	for line := range strings.Lines(stdout) {
		var a struct{ URL string }
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			r.t.Fatal(err)
		}
		found[codeOf(a.URL)] = true
	}
	return found
}

// codeOf is the first segment of a URL's path.
func codeOf(rawURL string) string {
	_, rest, _ := strings.Cut(rawURL, "://")
	_, path, _ := strings.Cut(rest, "/")
	code, _, _ := strings.Cut(path, "/")
	return code
}

func (r *canaryRun) wantAlerts(stdout string) {
	r.t.Helper()
	found := r.alerted(stdout)
	for _, code := range r.web.codes {
		if !found[code] {
			r.t.Errorf("the page /%s/ is not alerted", code)
		}
	}
}

// wantWatched asks the frontier of a ronda that has ended for every page that must be alerted, in clear: there it is known.
func (r *canaryRun) wantWatched() {
	r.t.Helper()
	data := filepath.Join(r.dir, "data")
	f, err := frontier.Open(r.t.Context(), filepath.Join(data, trials.FrontierFile), frontier.Config{Key: trials.DataKey(r.t, data)})
	if err != nil {
		r.t.Fatal(err)
	}
	defer f.Close()
	for _, seed := range r.web.seeds {
		known, ok, err := f.Lookup(r.t.Context(), seed)
		switch {
		case err != nil:
			r.t.Fatal(err)
		case !ok:
			r.t.Errorf("the frontier does not know a page of /%s/", codeOf(seed))
		case slices.Contains(r.web.codes, codeOf(seed)) && known.Outcome != "read":
			r.t.Errorf("the page /%s/ is %q to the frontier, want it read", codeOf(seed), known.Outcome)
		}
	}
}

// canaryWatch is a ronda that runs.
type canaryWatch struct {
	cmd    *exec.Cmd
	output *canaryOutput
	base   string // of the feed
	nats   string

	ended chan struct{} // closed when it has
	how   error         // how it ended
}

// canaryOutput collects output and tells of each line that it has.
type canaryOutput struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{} // a token after each write
}

func (b *canaryOutput) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	select {
	case b.more <- struct{}{}:
	default:
	}
	return b.text.Write(p)
}

func (b *canaryOutput) bytes() []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	return bytes.Clone(b.text.Bytes())
}

// launch starts a command in its own world and does not wait for it. Clean-up ends it.
func (r *canaryRun) launch(args ...string) *canaryWatch {
	r.t.Helper()
	w := &canaryWatch{output: &canaryOutput{more: make(chan struct{}, 1)}, ended: make(chan struct{})}
	w.cmd = r.command(args...)
	w.cmd.Stdout, w.cmd.Stderr = w.output, w.output
	if err := w.cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	go func() { w.how = w.cmd.Wait(); close(w.ended) }()
	r.t.Cleanup(func() { _ = w.cmd.Process.Kill(); _ = w.wait() })
	return w
}

func (w *canaryWatch) wait() error {
	<-w.ended
	return w.how
}

// patience is far beyond what a busy machine needs.
const patience = 5 * time.Minute

// until waits until the output holds what is wanted. A process that ends before fails the test.
func (w *canaryWatch) until(t *testing.T, what string, holds func(output []byte) bool) {
	t.Helper()
	over := time.After(patience)
	for ended := false; !holds(w.output.bytes()); {
		if ended {
			t.Fatalf("it ended (%v), and its output lacks %s", w.how, what)
		}
		select {
		case <-w.output.more:
		case <-w.ended:
			ended = true // and look once more
		case <-over:
			t.Fatalf("the output lacks %s", what)
		}
	}
}

// find waits for an expression in the output and returns what its group matched.
func (w *canaryWatch) find(t *testing.T, expression string) (found string) {
	t.Helper()
	wanted := regexp.MustCompile(expression)
	w.until(t, fmt.Sprintf("%q", expression), func(output []byte) bool {
		m := wanted.FindSubmatch(output)
		if m != nil {
			found = string(m[1])
		}
		return m != nil
	})
	return found
}

// start runs the watch until it has raised every alert that is expected.
func (r *canaryRun) start(logFormat string) *canaryWatch {
	r.t.Helper()
	w := r.launch("run", "-config", r.config(logFormat))
	w.base = w.find(r.t, `feed +(http://[^ ]+)/\n`)
	w.nats = w.find(r.t, `NATS +(\S+) `)
	missing := map[string]bool{}
	for _, code := range r.web.codes {
		missing[code] = true
	}
	over := time.After(patience)
	for len(missing) > 0 {
		select {
		case body := <-r.heard:
			var e struct{ Data struct{ URL string } }
			if err := json.Unmarshal(body, &e); err != nil {
				r.t.Fatalf("the webhook got something else than an event: %v", err)
			}
			delete(missing, codeOf(e.Data.URL))
		case <-w.ended:
			r.t.Fatalf("it ended (%v) without alerts on %v", w.how, missing)
		case <-over:
			r.t.Fatalf("no alerts on %v", missing)
		}
	}
	return w
}

// get reads one answer of the feed whole, and keeps it.
func (r *canaryRun) get(base, path string, header ...string) []byte {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, base+path, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	head, _ := httputil.DumpResponse(response, false)
	r.keep("GET "+pattern(path), append(head, body...))
	return body
}

// pattern names a route without ids.
func pattern(path string) string {
	return regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`).ReplaceAllString(path, "{id}")
}

// readFeed reads everything that the feed serves, and returns how many alerts it has.
func (r *canaryRun) readFeed(base string) (count int) {
	r.t.Helper()
	var last int64
	for next := "?limit=50"; next != ""; {
		var page struct {
			Alerts []struct {
				ID     string
				Number int64
			}
			Next string
		}
		if err := json.Unmarshal(r.get(base, "/api/v1/alerts"+next), &page); err != nil {
			r.t.Fatal(err)
		}
		for _, a := range page.Alerts {
			count++
			last = max(last, a.Number)
			r.readAlert(base, a.ID)
		}
		next = ""
		if page.Next != "" {
			next = "?limit=50&cursor=" + page.Next
		}
	}
	link := regexp.MustCompile(`rel="next" href="([^"]*)"`)
	for _, language := range []string{"id", "en"} {
		for path := "/?lang=" + language; path != ""; {
			body := r.get(base, path, "Accept-Language", language)
			path = ""
			if m := link.FindSubmatch(body); m != nil {
				path = strings.ReplaceAll(string(m[1]), "&amp;", "&")
			}
		}
	}
	for _, path := range []string{
		"/metrics", "/healthz", "/readyz", "/none", "/api/v1/none", "/alerts/none", "/api/v1/alerts/none", "/api/v1/alerts?kind=x", "/?since=x", "/api/v1/alerts?limit=0",
	} {
		r.get(base, path)
	}
	r.readEvents(base, last)
	return count
}

func (r *canaryRun) readAlert(base, id string) {
	r.t.Helper()
	var detail struct {
		Capture struct {
			Pictures []struct{ PNG []byte }
		}
	}
	if err := json.Unmarshal(r.get(base, "/api/v1/alerts/"+id), &detail); err != nil {
		r.t.Fatal(err)
	}
	r.get(base, "/alerts/"+id, "Accept-Language", "id")
	r.get(base, "/alerts/"+id+"?lang=en")
	for n := range detail.Capture.Pictures {
		for _, picture := range [][]byte{detail.Capture.Pictures[n].PNG, r.get(base, "/alerts/"+id+"/pictures/"+strconv.Itoa(n))} {
			size, err := png.DecodeConfig(bytes.NewReader(picture))
			if err == nil && (size.Width > 64 || size.Height > 64) {
				r.t.Errorf("a picture of %d x %d is served: what is written in it can be read", size.Width, size.Height)
			}
		}
	}
}

// readEvents reads the live events up to the one that opened the newest alert.
func (r *canaryRun) readEvents(base string, last int64) {
	r.t.Helper()
	ctx, cancel := context.WithCancel(r.t.Context())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/api/v1/events?after=0", nil)
	if err != nil {
		r.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer response.Body.Close()
	var got bytes.Buffer
	buf := make([]byte, 64<<10)
	for !bytes.Contains(got.Bytes(), fmt.Appendf(nil, "id: %d\n", last)) {
		n, err := response.Body.Read(buf)
		got.Write(buf[:n])
		if err != nil {
			r.t.Fatal(err)
		}
	}
	r.keep("GET /api/v1/events", got.Bytes())
}

// tail reads the subscribers' stream until it has n events.
func (r *canaryRun) tail(nats, format string, n int) {
	r.t.Helper()
	w := r.launch("alerts", "tail", "-all", "-format", format, "-nats", nats)
	w.until(r.t, fmt.Sprint(n, " events"), func(output []byte) bool { return bytes.Count(output, []byte("\n")) >= n })
	_ = w.cmd.Process.Signal(syscall.SIGTERM)
	_ = w.wait()
	r.keep("alerts tail -format "+format, w.output.bytes())
}

// scan judges saved copies of the pages, and URLs of the web.
func (r *canaryRun) scan() {
	r.t.Helper()
	saved := r.t.TempDir()
	archive := filepath.Join(saved, "pages.warc")
	var warc bytes.Buffer
	var urls []string
	for i, seed := range r.web.seeds {
		rest := strings.TrimPrefix(seed, "http://")
		host, uri, _ := strings.Cut(rest, "/")
		host, _, _ = strings.Cut(host, ":")
		answer := r.web.answers[host+"/"+uri]
		urls = append(urls, seed)
		if answer == nil {
			continue
		}
		rec := httptest.NewRecorder() // no Hijacker: raw answers are left out
		func() {
			defer func() { _ = recover() }()
			answer(rec, httptest.NewRequestWithContext(r.t.Context(), http.MethodGet, "/", nil))
		}()
		res := rec.Result()
		dump, err := httputil.DumpResponse(res, true)
		if err != nil || rec.Body.Len() == 0 {
			continue
		}
		fmt.Fprintf(&warc, "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", seed, len(dump), dump)
		c := r.web.canaries[i%len(r.web.canaries)]
		name := fmt.Sprintf("halaman-%d-%s.html", i, c.plain())
		if c.kind == handle {
			name = fmt.Sprintf("halaman-%d @%s.html", i, c.text)
		}
		if err := os.WriteFile(filepath.Join(saved, name), rec.Body.Bytes(), 0o600); err != nil {
			r.t.Fatal(err)
		}
	}
	if err := os.WriteFile(archive, warc.Bytes(), 0o600); err != nil {
		r.t.Fatal(err)
	}
	gone, err := net.Listen("tcp", "127.0.0.1:0") // an address at which nobody answers
	if err != nil {
		r.t.Fatal(err)
	}
	gone.Close()
	number, person := r.web.take(nik, "the address of a host that does not answer"), r.web.take(handle, "the address of a host that does not answer")
	urls = append(urls,
		"http://"+gone.Addr().String()+"/"+number.text+"/u/"+person.text,
		"https://"+canaryHost+":"+r.web.port+"/"+number.text+"/u/"+person.text,
		"http://tidak-ada-"+number.text+".invalid/",
		"http://"+canaryHost+":99999/"+number.text,
		filepath.Join(saved, "tidak-ada-"+number.text+".html"))
	for _, format := range []string{"text", "jsonl"} {
		_, _ = r.say("scan of files -format "+format, "scan", "-format", format, saved)
		_, _ = r.say("scan of URLs -format "+format, append([]string{"scan", "-allow-private", "-format", format}, urls...)...)
	}
	_, _ = r.say("run with a wrong seed", "run", "-seed", "htp://pasar.example/"+number.text)
}
