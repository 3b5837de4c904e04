package watch

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ronda/alerts/evidence"
	"ronda/detect"
	"ronda/trials"
)

var updatePicture = flag.Bool("update", false, "write the picture that the README shows anew")

// browser is a Chromium with one page, driven through its debugging pipe: a page with a live connection never comes to
// the rest that Chromium's own --dump-dom and --screenshot wait for.
type browser struct {
	t          *testing.T
	to         io.Writer
	from       *bufio.Reader
	session    string
	calls      int
	events     []browserEvent // not yet looked at
	complaints []string       // what scripts threw and what Chromium blocked or could not load
}

type browserEvent struct {
	Method string
	Params json.RawMessage
}

// openBrowser starts Chromium with a page of the given size. Clean-up ends it.
func openBrowser(t *testing.T, program string, width, height int) *browser {
	t.Helper()
	profile, err := os.MkdirTemp("", "ronda-browser")
	if err != nil {
		t.Fatal(err)
	}
	// A helper of Chromium may outlive it by a moment and still write there.
	t.Cleanup(func() { _ = os.RemoveAll(profile) })
	theirIn, ourOut := pipe(t)
	ourIn, theirOut := pipe(t)
	// Chromium is killed when it does not answer at all; then the test fails where it waited.
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	cmd := exec.CommandContext(ctx, program,
		"--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir="+profile,
	)
	cmd.ExtraFiles = []*os.File{theirIn, theirOut} // as descriptors 3 and 4
	if err := cmd.Start(); err != nil {
		cancel()
		t.Fatal(err)
	}
	_, _ = theirIn.Close(), theirOut.Close()
	b := &browser{t: t, to: ourOut, from: bufio.NewReader(ourIn)}
	t.Cleanup(func() {
		_ = ourOut.Close() // Chromium ends with its pipe
		_, _ = io.Copy(io.Discard, b.from)
		_ = cmd.Wait()
		cancel()
	})
	var target struct{ TargetID string }
	b.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	b.session = attached.SessionID
	for _, domain := range []string{"Page", "Runtime", "Log"} {
		b.call(domain+".enable", nil, nil)
	}
	b.resize(width, height)
	return b
}

func pipe(t *testing.T) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = r.Close(), w.Close() })
	return r, w
}

// call calls a method of the DevTools protocol and waits for its answer.
func (b *browser) call(method string, params, result any) {
	b.t.Helper()
	b.calls++
	request := map[string]any{"id": b.calls, "method": method}
	if params != nil {
		request["params"] = params
	}
	if b.session != "" {
		request["sessionId"] = b.session
	}
	message, err := json.Marshal(request)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.to.Write(append(message, 0)); err != nil {
		b.t.Fatalf("chromium: %s: %v", method, err)
	}
	for {
		var answer struct {
			browserEvent
			ID     int
			Result json.RawMessage
			Error  *struct{ Message string }
		}
		b.read(method, &answer)
		switch {
		case answer.ID == 0:
			b.note(answer.browserEvent)
		case answer.Error != nil:
			b.t.Fatalf("chromium: %s: %s", method, answer.Error.Message)
		case answer.ID == b.calls:
			if result != nil {
				if err := json.Unmarshal(answer.Result, result); err != nil {
					b.t.Fatalf("chromium: %s: %v", method, err)
				}
			}
			return
		}
	}
}

func (b *browser) read(waitingFor string, message any) {
	b.t.Helper()
	text, err := b.from.ReadBytes(0)
	if err == nil {
		err = json.Unmarshal(bytes.TrimSuffix(text, []byte{0}), message)
	}
	if err != nil {
		b.t.Fatalf("chromium, waiting for %s: %v", waitingFor, err)
	}
}

func (b *browser) note(e browserEvent) {
	var said struct {
		Entry            struct{ Level, Text, URL string }
		ExceptionDetails struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	if err := json.Unmarshal(e.Params, &said); err != nil {
		b.t.Fatalf("chromium: %s: %v", e.Method, err)
	}
	switch {
	case e.Method == "Runtime.exceptionThrown":
		b.complaints = append(b.complaints, said.ExceptionDetails.Text+" "+said.ExceptionDetails.Exception.Description)
	case e.Method == "Log.entryAdded" && said.Entry.Level == "error":
		b.complaints = append(b.complaints, said.Entry.Text+" "+said.Entry.URL)
	}
	b.events = append(b.events, e)
}

// open loads an address.
func (b *browser) open(address string) {
	b.t.Helper()
	b.loaded(func() {
		var answer struct{ ErrorText string }
		b.call("Page.navigate", map[string]any{"url": address}, &answer)
		if answer.ErrorText != "" {
			b.t.Fatalf("chromium: open %s: %s", address, answer.ErrorText)
		}
	})
}

// loaded does what leads to another page and waits until that is there.
func (b *browser) loaded(do func()) {
	b.t.Helper()
	b.events = nil
	do()
	for {
		for _, e := range b.events {
			if e.Method == "Page.loadEventFired" {
				return
			}
		}
		b.events = nil
		var e browserEvent
		b.read("the page", &e)
		b.note(e)
	}
}

// eval evaluates an expression in the page, waits for its promise and returns its value.
func (b *browser) eval(expression string) string {
	b.t.Helper()
	var answer struct {
		Result           struct{ Value any }
		ExceptionDetails *struct {
			Exception struct{ Description string }
		}
	}
	b.call("Runtime.evaluate", map[string]any{"expression": expression, "awaitPromise": true, "returnByValue": true}, &answer)
	if answer.ExceptionDetails != nil {
		b.t.Fatalf("chromium: %s: %s", expression, answer.ExceptionDetails.Exception.Description)
	}
	return fmt.Sprint(answer.Result.Value)
}

// until waits until a condition holds in the page; every change of the page asks it again.
func (b *browser) until(condition string) {
	b.t.Helper()
	b.eval(`new Promise((done) => {
		const holds = () => (` + condition + `) && (watcher.disconnect(), done());
		const watcher = new MutationObserver(holds);
		watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
		holds();
	})`)
}

func (b *browser) resize(width, height int) {
	b.t.Helper()
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}, nil)
}

// picture returns what the page looks like, as PNG.
func (b *browser) picture() []byte {
	b.t.Helper()
	var shot struct{ Data []byte }
	b.call("Page.captureScreenshot", map[string]any{"format": "png"}, &shot)
	return shot.Data
}

// TestFeedInRealBrowser opens the feed in Chromium: what an analyst sees must be there after scripts and styles have run,
// and stay current by itself. With -update it keeps the picture that the README shows.
func TestFeedInRealBrowser(t *testing.T) {
	b := openBrowser(t, trials.Program(t, "chromium", "chromium"), 1280, 1400)
	i := startInstance(t, 150)
	const connected = `document.getElementById("live").className === "live on"`

	b.open(i.base + "/?lang=en")
	b.until(connected)
	if got := b.eval(`document.documentElement.lang + " " + document.title`); got != "en Alerts · ronda" {
		t.Errorf("language and title: %q", got)
	}
	page := b.eval(`document.getElementById("alerts").innerText`)
	for _, want := range []string{"forumwarga.localhost", "pasarsenja.localhost"} {
		if !strings.Contains(page, want) {
			t.Errorf("the rendered feed does not show %q", want)
		}
	}
	if *updatePicture {
		if err := os.WriteFile(filepath.Join("..", "..", "..", "docs", "feed.png"), b.picture(), 0o644); err != nil {
			t.Fatal(err)
		}
	}

	// An alert that comes in stands on top, unasked.
	raised, err := i.desk.Raise(t.Context(), detect.Finding{
		Key: "iklan", URL: "https://pasar.example/iklan", Platform: "pasar.example", Title: "Iklan yang baru masuk",
		SeenAt: time.Now(), Kind: detect.KindSale, Score: 0.9, Severity: detect.SeverityHigh, Documents: []string{"ktp"},
		Summary: map[string]string{"id": "Menjual KTP orang lain.", "en": "Sells other people's KTP."},
	}, evidence.New(evidence.Content{Title: "Iklan yang baru masuk"}))
	if err != nil {
		t.Fatal(err)
	}
	b.until(`document.querySelector(".card")?.id === "a-` + raised.AlertID + `"`)

	// Nothing sticks out, on a desk or on a telephone.
	pages := []string{"/?lang=en", "/?lang=id", "/alerts/" + raised.AlertID, "/?q=tidakada", "/tidakada"}
	for _, a := range mustAlerts(t, i, 3) {
		pages = append(pages, "/alerts/"+a)
	}
	for _, size := range [][2]int{{1280, 900}, {390, 844}, {320, 600}} {
		b.resize(size[0], size[1])
		for _, path := range pages {
			b.complaints = nil
			b.open(i.base + path)
			if wide := b.eval(`document.documentElement.scrollWidth <= innerWidth ? "" : [...document.querySelectorAll("main *, header *, footer *")].
				filter((e) => e.getBoundingClientRect().right > innerWidth).map((e) => e.outerHTML.slice(0, 120)).join("\n")`); wide != "" {
				t.Errorf("%s is wider than %d; one of these:\n%s", path, size[0], wide)
			}
			if path != "/tidakada" && len(b.complaints) > 0 {
				t.Errorf("%s: Chromium complains:\n%s", path, strings.Join(b.complaints, "\n"))
			}
		}
	}

	// A watch that ends does not wait for those who look at it, and they are told.
	b.open(i.base + "/")
	b.until(connected)
	i.stop()
	err = <-i.stopped
	i.stopped <- err
	if err != nil {
		t.Errorf("stop with an open page: %v", err)
	}
	b.until(`document.getElementById("live").className === "live lost"`)
}

// mustAlerts returns the ids of the newest n alerts.
func mustAlerts(t *testing.T, i *instance, n int) []string {
	t.Helper()
	_, body := i.get(t, fmt.Sprintf("/api/v1/alerts?limit=%d", n))
	var list struct{ Alerts []struct{ ID string } }
	if err := json.Unmarshal([]byte(body), &list); err != nil || len(list.Alerts) != n {
		t.Fatalf("%d alerts, %v: %s", len(list.Alerts), err, body)
	}
	var ids []string
	for _, a := range list.Alerts {
		ids = append(ids, a.ID)
	}
	return ids
}
