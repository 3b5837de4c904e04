package feed_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"ronda/alerts/desk"
	"ronda/alerts/evidence"
	"ronda/alerts/feed"
	"ronda/alerts/ledger"
	"ronda/detect"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func finding(n int) detect.Finding {
	kinds := []detect.Kind{detect.KindSale, detect.KindForgery, detect.KindExposure, detect.KindSolicitation}
	levels := []detect.Severity{detect.SeverityHigh, detect.SeverityMedium, detect.SeverityCritical, detect.SeverityLow}
	return detect.Finding{
		Key: fmt.Sprintf("iklan %d", n), URL: fmt.Sprintf("https://toko%d.example/iklan/%d", n%2, n), Platform: fmt.Sprintf("toko%d.example", n%2),
		Title:  fmt.Sprintf("Iklan %d <script>alert(1)</script>", n),
		SeenAt: time.Now(), Kind: kinds[n%4], Score: 0.9, Severity: levels[n%4], Documents: []string{"ktp"}, Selfie: true,
		Signals: []detect.Signal{
			{Name: "offer.price_list", Weight: 1.4, Evidence: "15rb/pcs"}, {Name: "stance.warning", Weight: -0.6, Evidence: "awas penipuan"},
		},
		Identifiers: []detect.IdentifierCount{{Type: "nik", Count: 12, Regions: []string{"3507"}}},
		Images:      []detect.ImageMatch{{Source: "https://toko.example/a.jpg", Layout: "ktp", Score: 0.8, Quad: [][2]int{{0, 0}, {9, 0}, {9, 9}, {0, 9}}}},
		Summary:     map[string]string{"id": "Menjual KTP orang lain.", "en": "Sells other people's KTP."},
	}
}

// serve runs a feed over a Desk with n alerts. It returns the ids of the alerts, in order.
func serve(t *testing.T, n int, cfg feed.Config) (*desk.Desk, *httptest.Server, []string) {
	t.Helper()
	d, err := desk.Open(t.Context(), filepath.Join(t.TempDir(), "desk.db"), desk.Config{Mask: func(s string) string { return s }, Key: make([]byte, 32)})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for i := range n {
		ids = append(ids, raise(t, d, i))
	}
	srv := httptest.NewServer(feed.New(d.Ledger, cfg))
	t.Cleanup(func() {
		srv.Close()
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d, srv, ids
}

func raise(t *testing.T, d *desk.Desk, n int) string {
	t.Helper()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 90, 60))); err != nil {
		t.Fatal(err)
	}
	r, err := d.Raise(t.Context(), finding(n), evidence.New(evidence.Content{
		Title: "Iklan", Texts: []string{"isi <b>tebal</b>"}, Pictures: [][]byte{picture.Bytes()},
	}))
	if err != nil {
		t.Fatal(err)
	}
	return r.AlertID
}

type answer struct {
	status int
	header http.Header
	body   string
}

func get(t *testing.T, url string, header ...string) answer {
	t.Helper()
	return do(t, http.MethodGet, url, header...)
}

func do(t *testing.T, method, url string, header ...string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			req.Host = header[i+1]
		}
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, string(body)}
}

func TestPageSpeaksTheReadersLanguage(t *testing.T) {
	_, srv, _ := serve(t, 1, feed.Config{})
	for _, test := range []struct{ path, accept, lang, text string }{
		{"/", "", "id", "Menjual KTP orang lain."},
		{"/", "en-GB,en;q=0.9", "en", "Sells other people&#39;s KTP."},
		{"/", "id,en;q=0.9", "id", "Perlu ditangani"},
		{"/", "fr", "id", "Perlu ditangani"},
		{"/", ";;;", "id", "Perlu ditangani"},
		{"/?lang=en", "id", "en", "To be handled"},
		{"/?lang=id", "en", "id", "Perlu ditangani"},
	} {
		a := get(t, srv.URL+test.path, "Accept-Language", test.accept)
		if a.status != 200 || a.header.Get("Content-Language") != test.lang || !strings.Contains(a.body, test.text) {
			t.Errorf("%s for %q: status %d in %q, want %q with %q", test.path, test.accept, a.status, a.header.Get("Content-Language"), test.lang, test.text)
		}
	}
}

func TestPagesHoldNoForeignMarkup(t *testing.T) {
	_, srv, ids := serve(t, 1, feed.Config{})
	for _, path := range []string{"/", "/alerts/" + ids[0], "/?q=%3Cscript%3Ealert(1)%3C/script%3E", "/?kind=%3Cscript%3E"} {
		a := get(t, srv.URL+path)
		if strings.Contains(a.body, "<script>") || strings.Contains(a.body, "<b>tebal") {
			t.Errorf("%s passes markup on:\n%s", path, a.body)
		}
		if strings.Contains(a.body, "%!") || strings.Contains(a.body, "ZgotmplZ") {
			t.Errorf("%s has a broken text:\n%s", path, a.body)
		}
		if regexp.MustCompile(`(?i) on[a-z]+=| style=|javascript:`).MatchString(a.body) {
			t.Errorf("%s has inline script or style, which its policy forbids", path)
		}
	}
}

// What the address can ask for, the form can.
func TestFormHasEveryState(t *testing.T) {
	_, srv, _ := serve(t, 1, feed.Config{})
	body := get(t, srv.URL+"/?state=taken_down&lang=en").body
	for _, want := range []string{`<select name="state">`, `<option value="open">Open</option>`, `<option value="taken_down" selected>Taken down</option>`} {
		if !strings.Contains(body, want) {
			t.Errorf("the form has no %s", want)
		}
	}
}

func TestListFiltersAndPages(t *testing.T) {
	_, srv, _ := serve(t, 60, feed.Config{})
	card := regexp.MustCompile(`<li class="card`)
	for _, test := range []struct {
		query string
		cards int
	}{
		{"", 25},
		{"?kind=sale", 15},
		{"?severity=critical", 15},
		{"?kind=sale&severity=critical", 0},
		{"?platform=toko1.example", 25},
		{"?q=Iklan+59", 1},
		{"?since=1h", 25},
		{"?since=2999-01-01", 0},
		{"?cursor=26", 25},
		{"?cursor=6", 5},
	} {
		a := get(t, srv.URL+"/"+test.query)
		if got := len(card.FindAllString(a.body, -1)); a.status != 200 || got != test.cards {
			t.Errorf("%s: status %d with %d alerts, want %d", test.query, a.status, got, test.cards)
		}
	}
	for _, path := range []string{"/?sinze=2020", "/api/v1/alerts?min_score=0.99"} {
		if a := get(t, srv.URL+path); a.status != http.StatusBadRequest {
			t.Errorf("%s, which no filter has: status %d", path, a.status)
		}
	}
	seen, pages := map[string]bool{}, 0
	next := regexp.MustCompile(`rel="next" href="([^"]+)"`)
	for path := "/?kind=&lang=en"; path != ""; pages++ {
		a := get(t, srv.URL+path)
		for _, m := range regexp.MustCompile(`id="a-([0-9a-f-]+)"`).FindAllStringSubmatch(a.body, -1) {
			seen[m[1]] = true
		}
		path = ""
		if m := next.FindStringSubmatch(a.body); m != nil {
			path = strings.ReplaceAll(m[1], "&amp;", "&")
			if !strings.Contains(path, "lang=en") {
				t.Errorf("the next page %s loses the language", path)
			}
		}
	}
	if len(seen) != 60 || pages != 3 {
		t.Errorf("paging showed %d alerts on %d pages, want 60 on 3", len(seen), pages)
	}
}

func TestEmptyStatesSayWhatToDo(t *testing.T) {
	_, srv, _ := serve(t, 0, feed.Config{})
	if a := get(t, srv.URL+"/"); !strings.Contains(a.body, "ronda run -seed") {
		t.Error("an empty feed does not say how to begin")
	}
	if a := get(t, srv.URL+"/?kind=sale"); !strings.Contains(a.body, "Hapus saringan") {
		t.Error("an empty selection offers no way out")
	}
}

func TestDetail(t *testing.T) {
	_, srv, ids := serve(t, 1, feed.Config{RegionName: func(code string) string { return "Kabupaten " + code }})
	a := get(t, srv.URL+"/alerts/"+ids[0])
	for _, want := range []string{
		"Kabupaten 3507", "&#43;1.4", "−0.6", "awas penipuan", "90 %", `rel="noreferrer noopener nofollow"`, "isi &lt;b&gt;tebal", "Ditemukan", "WIB", "KTP 80 %",
	} {
		if !strings.Contains(a.body, want) {
			t.Errorf("page lacks %q", want)
		}
	}
	if p := get(t, srv.URL+"/alerts/"+ids[0]+"/pictures/0"); p.status != 200 || p.header.Get("Content-Type") != "image/png" {
		t.Errorf("mosaic: status %d, %s", p.status, p.header.Get("Content-Type"))
	}
	for _, path := range []string{"/alerts/x", "/alerts/" + ids[0] + "/pictures/1", "/alerts/" + ids[0] + "/pictures/-1", "/nothing", "/static/nothing"} {
		if a := get(t, srv.URL+path); a.status != 404 || !strings.Contains(a.body, "Kembali ke daftar") {
			t.Errorf("%s: status %d, want an error page 404", path, a.status)
		}
	}
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	_, srv, ids := serve(t, 1, feed.Config{})
	for _, path := range []string{"/", "/alerts/" + ids[0], "/alerts/" + ids[0] + "/pictures/0", "/api/v1/alerts", "/api/v1/alerts/x", "/nothing", "/static/style.css"} {
		a := get(t, srv.URL+path)
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
			"X-Content-Type-Options":  "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
		} {
			if got := a.header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
	}
	asset := regexp.MustCompile(`/static/style\.css\?v=[0-9a-f]+`).FindString(get(t, srv.URL+"/").body)
	a := get(t, srv.URL+asset)
	if !strings.Contains(a.header.Get("Cache-Control"), "immutable") {
		t.Errorf("%s is not kept by browsers", asset)
	}
	if b := get(t, srv.URL+asset, "If-None-Match", a.header.Get("ETag")); b.status != http.StatusNotModified {
		t.Errorf("%s with its ETag: status %d", asset, b.status)
	}
}

func TestLoopbackListenerKnowsItsNames(t *testing.T) {
	_, srv, _ := serve(t, 0, feed.Config{Hosts: []string{"ronda.kantor.example"}})
	for host, want := range map[string]int{
		"127.0.0.1:8080": 200, "127.0.0.9": 200, "[::1]:8080": 200, "localhost": 200, "LOCALHOST.:80": 200, "feed.localhost": 200, "ronda.kantor.example": 200,
		"evil.example": 421, "evil.example:8080": 421, "192.0.2.7": 421, "localhost.evil.example": 421, "127.0.0.1.evil.example": 421,
	} {
		if a := get(t, srv.URL+"/api/v1/alerts", "Host", host); a.status != want {
			t.Errorf("Host %s: status %d, want %d", host, a.status, want)
		}
	}
	// What helps is named, and nothing that there is not: names are no setting.
	if a := get(t, srv.URL+"/?lang=en", "Host", "evil.example"); !strings.Contains(a.body, "must pass on localhost in the Host header") || strings.Contains(a.body, "configuration") {
		t.Errorf("the page of a wrong host says %q", a.body)
	}
}

func TestNothingCanBeChanged(t *testing.T) {
	_, srv, ids := serve(t, 1, feed.Config{})
	for _, path := range []string{"/", "/alerts/" + ids[0], "/api/v1/alerts", "/api/v1/alerts/" + ids[0], "/api/v1/events"} {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
			if a := do(t, method, srv.URL+path); a.status != 405 || a.header.Get("Allow") != "GET, HEAD" {
				t.Errorf("%s %s: status %d, Allow %q", method, path, a.status, a.header.Get("Allow"))
			}
		}
	}
}

func TestAPIPages(t *testing.T) {
	_, srv, ids := serve(t, 7, feed.Config{})
	var got []string
	cursor := ""
	for {
		var list struct {
			Alerts []ledger.Alert
			Next   string
		}
		a := get(t, srv.URL+"/api/v1/alerts?limit=3&cursor="+cursor)
		if err := json.Unmarshal([]byte(a.body), &list); err != nil {
			t.Fatalf("%v in %s", err, a.body)
		}
		for _, alert := range list.Alerts {
			got = append([]string{alert.ID}, got...)
		}
		if cursor = list.Next; cursor == "" {
			break
		}
	}
	if diff := cmp.Diff(ids, got); diff != "" {
		t.Errorf("alerts (-want +got):\n%s", diff)
	}
	if a := get(t, srv.URL+"/api/v1/alerts?platform=none.example"); a.body != `{"alerts":[]}`+"\n" {
		t.Errorf("no alerts: %s", a.body)
	}
	var one struct {
		ID, Kind string
		Events   []struct{ Type string }
		Capture  struct{ Text string }
	}
	if err := json.Unmarshal([]byte(get(t, srv.URL+"/api/v1/alerts/"+ids[2]).body), &one); err != nil {
		t.Fatal(err)
	}
	if one.ID != ids[2] || one.Kind != "exposure" || len(one.Events) != 1 || one.Events[0].Type != "opened" || one.Capture.Text == "" {
		t.Errorf("alert is %+v", one)
	}
}

func TestAPIErrors(t *testing.T) {
	_, srv, _ := serve(t, 0, feed.Config{})
	for _, test := range []struct {
		path, code, message string
		status              int
	}{
		{"/api/v1/alerts?kind=x", "bad_request", "kind is none of sale, forgery, exposure, solicitation", 400},
		{"/api/v1/alerts?severity=x", "bad_request", "severity is none of critical, high, medium, low", 400},
		{"/api/v1/alerts?state=x", "bad_request", "state is none of open, confirmed, reported, taken_down, dismissed", 400},
		{"/api/v1/alerts?limit=0", "bad_request", "limit is not a number from 1 to 200", 400},
		{"/api/v1/alerts?limit=201", "bad_request", "limit is not a number from 1 to 200", 400},
		{"/api/v1/alerts?cursor=x", "bad_request", "cursor is not the next value of a page before", 400},
		{"/api/v1/alerts?since=kemarin", "bad_request", "since is neither a time like 2025-01-31T08:00:00Z, a day like 2025-01-31, nor a span like 24h or 7d", 400},
		{"/api/v1/alerts?q=" + strings.Repeat("x", 201), "bad_request", "q, platform or case is longer than 200 bytes", 400},
		{"/api/v1/events?after=x", "bad_request", "Last-Event-ID or after is not the number of an event", 400},
		{"/api/v1/alerts/x", "not_found", "This page or alert does not exist.", 404},
		{"/api/v2", "not_found", "This page or alert does not exist.", 404},
	} {
		a := get(t, srv.URL+test.path)
		want := fmt.Sprintf(`{"error":{"code":%q,"message":%q}}`+"\n", test.code, test.message)
		if a.status != test.status || a.body != want || a.header.Get("Content-Type") != "application/json" {
			t.Errorf("%s: %d %s, want %d %s", test.path, a.status, a.body, test.status, want)
		}
	}
}

// listen opens the live events and returns a function that waits for the next one.
func listen(t *testing.T, url string, header ...string) (next func() (id, typ, data string)) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); resp.Body.Close() })
	if got := resp.Header.Get("Content-Type"); resp.StatusCode != http.StatusOK || got != "text/event-stream" {
		t.Fatalf("events: status %d, %s", resp.StatusCode, got)
	}
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 1<<20)
	return func() (id, typ, data string) {
		for lines.Scan() {
			key, value, _ := strings.Cut(lines.Text(), ": ")
			switch key {
			case "id":
				id = value
			case "event":
				typ = value
			case "data":
				return id, typ, value
			}
		}
		return "", "", ""
	}
}

func TestEventsAreReplayedThenLive(t *testing.T) {
	d, srv, _ := serve(t, 3, feed.Config{})
	for name, header := range map[string][]string{"after": nil, "Last-Event-ID": {"Last-Event-ID", "1"}} {
		next := listen(t, srv.URL+"/api/v1/events?after=1", header...)
		for _, want := range []string{"2", "3"} {
			if id, typ, _ := next(); id != want || typ != "opened" {
				t.Errorf("%s: event %q %q, want %s", name, id, typ, want)
			}
		}
	}
	next := listen(t, srv.URL+"/api/v1/events") // from now
	raise(t, d, 10)
	id, _, data := next()
	events, err := d.Events(t.Context(), 3, 1)
	if err != nil {
		t.Fatal(err)
	}
	if id != "4" || data != string(events[0].Body) {
		t.Errorf("event %s: %s, want the bytes of event 4", id, data)
	}
	// Listeners subscribe by one word, the page's script too; the type in the bytes is the long one.
	if err := d.Retract(t.Context(), events[0].AlertID); err != nil {
		t.Fatal(err)
	}
	if _, typ, data := next(); typ != "retracted" || !strings.Contains(data, `"type":"id.ronda.alert.retracted.v1"`) {
		t.Errorf("event %q: %s, want retracted", typ, data)
	}
}

func TestLiveConnectionsEndWithTheServer(t *testing.T) {
	done := make(chan struct{})
	_, srv, _ := serve(t, 0, feed.Config{Done: done})
	next := listen(t, srv.URL+"/api/v1/events")
	close(done)
	if id, _, _ := next(); id != "" {
		t.Errorf("event %s after the end", id)
	}
}
