package rules

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"ronda/alerts/access"
	"ronda/alerts/ledger"
	"ronda/trials"
)

func TestMain(m *testing.M) { os.Exit(trials.Tests{M: m}.Run()) }

// switchFile holds in a data folder which rules are off.
const switchFile = "rules.json"

// oneRule is a rule that decides alone on a word that nobody uses, so that switching it off turns a verdict.
const oneRule = `lists:
  - name: trial.word
    words: [%s]
rules:
  - name: trial.decides
    about: A word of a test.
    weights: {sale: 60}
    needs: [doc.ktp, trial.word]
    examples:
      fires: ["foto KTP %[1]s"]
      silent: ["foto KTP"]
`

// copyRules makes a folder of the rules in the repository, with one more.
func copyRules(t *testing.T, word string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "rules")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob(filepath.Join(trials.Root(t), "rules", "*.yaml"))
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		writeText(t, filepath.Join(folder, filepath.Base(name)), string(text))
	}
	writeText(t, filepath.Join(folder, "trial.yaml"), fmt.Sprintf(oneRule, word))
	return folder
}

func writeText(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// stepWeb is a web whose first page links to pages that are answered one after the other, each when it is let through.
// A watch gives a server half a minute; who waits longer is sent on to another page of the waiting room, again and again,
// so that a busy machine may take its time.
type stepWeb struct {
	*httptest.Server
	asked chan struct{} // a page has been asked for
	let   chan struct{} // and may be answered
	told  atomic.Bool   // that the page which waits was asked for
	rooms atomic.Int64  // pages of the waiting room so far
}

const (
	stepPages    = 7
	stepPatience = 5 * time.Second // of one request
)

func newStepWeb(t *testing.T) *stepWeb {
	w := &stepWeb{asked: make(chan struct{}), let: make(chan struct{})}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(rw http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(rw, "<title>Daftar</title>")
		for i := range stepPages {
			fmt.Fprintf(rw, `<p><a href="/kolom/%d">kolom</a>`, i)
		}
	})
	mux.HandleFunc("GET /kolom/{n}", w.column)
	mux.HandleFunc("GET /kolom/{n}/{room}", w.column)
	w.Server = httptest.NewServer(mux)
	t.Cleanup(w.Close)
	return w
}

func (w *stepWeb) column(rw http.ResponseWriter, r *http.Request) {
	over := time.NewTimer(stepPatience)
	defer over.Stop()
	say, hear := w.asked, w.let
	if w.told.Load() {
		say = nil
	} else {
		hear = nil
	}
	for {
		select {
		case say <- struct{}{}:
			w.told.Store(true)
			say, hear = nil, w.let
		case <-hear:
			w.told.Store(false)
			fmt.Fprintf(rw, "<title>Kolom</title><main><p>Kolom %s: berkas foto KTP zamrudku ada di sini.</main>", r.PathValue("n"))
			return
		case <-over.C:
			fmt.Fprintf(rw, `<title>Tunggu</title><p><a href="/kolom/%s/%d">tunggu</a>`, r.PathValue("n"), w.rooms.Add(1))
			return
		case <-r.Context().Done():
			w.told.Store(false)
			return
		}
	}
}

// TestRulesOfARunningInstance changes the rules of the real binary in the middle of a crawl: the pages that follow are
// judged by the new ones, a broken set changes nothing, and what is off stays off over a restart.
func TestRulesOfARunningInstance(t *testing.T) {
	web := newStepWeb(t)
	folder, data := copyRules(t, "zamrudku"), filepath.Join(t.TempDir(), "data")
	config := filepath.Join(t.TempDir(), "ronda.yaml")
	writeText(t, config, fmt.Sprintf("data: %s\nlisten: 127.0.0.1:0\nseeds: [%s/]\nrules: {dir: %s}\ncrawl: {workers: 1, delay: 1ms, max_depth: 1000, allow_private: true}\n", data, web.URL, folder))
	start := func() *trials.Process {
		t.Helper()
		r := trials.Launch(t, trials.RaceBinary(t), nil, "run", "-config", config, "-format", "json")
		r.WaitUntilReached(t)
		return r
	}
	r := start()
	// wait waits until a page has been asked for, and letThrough until one has been answered.
	wait := func() {
		t.Helper()
		select {
		case <-web.asked:
		case <-r.Done():
			t.Fatalf("ronda ended:\n%s", r.Log)
		}
	}
	letThrough := func() {
		t.Helper()
		select {
		case web.let <- struct{}{}:
		case <-r.Done():
			t.Fatalf("ronda ended:\n%s", r.Log)
		}
	}
	// wants says how many alerts there are when the next page has been asked for, which is when the one before was judged.
	// That page is answered by the next call.
	pages, alertsBefore := 0, 0
	wants := func(alert bool, why string) {
		t.Helper()
		if pages > 0 {
			letThrough()
		}
		wait()
		pages++
		if alert {
			alertsBefore++
		}
		if got := ledgerSize(t, data); got != alertsBefore {
			t.Fatalf("%s: %d alerts, want %d\n%s", why, got, alertsBefore, r.Log)
		}
	}
	says := func(status int, want string, args ...string) {
		t.Helper()
		if got, out, errs := command(t, args...); got != status || !strings.Contains(out+errs, want) {
			t.Fatalf("ronda %s ends with %d and says %q, want %d and %q", strings.Join(args, " "), got, out+errs, status, want)
		}
	}

	wants(false, "before the first page")
	wants(true, "with the rule")
	says(0, "trial.decides is off: ", "rules", "off", "trial.decides", "-data", data, "-reason", "uji coba 0812-0000-7788", "-actor", "siti")
	wants(false, "without the rule")
	if _, out, _ := command(t, "rules", "list", "-data", data); !strings.Contains(out, "OFF since") || strings.Contains(out, "7788") {
		t.Errorf("list shows:\n%s", out)
	}

	// A broken set is refused, with its place; the rules that judge stay, and so does what is off.
	writeText(t, filepath.Join(folder, "broken.yaml"), "rules:\n  - name: trial.broken\n")
	says(1, `broken.yaml:2: rule "trial.broken" has no about`, "rules", "reload", "-data", data)
	writeText(t, filepath.Join(folder, "broken.yaml"), strings.NewReplacer("trial.", "broken.", "foto KTP z", "foto z").Replace(fmt.Sprintf(oneRule, "zirkonku")))
	says(1, `broken.decides is silent on "foto zirkonku"`, "rules", "reload", "-data", data)
	if err := os.Remove(filepath.Join(folder, "broken.yaml")); err != nil {
		t.Fatal(err)
	}
	if got := r.Metric(`ronda_rules_reloads_total{outcome="refused"}`); got != 2 {
		t.Errorf("%v reloads were refused, want 2", got)
	}
	says(0, "trial.decides is on: ", "rules", "on", "trial.decides", "-data", data)
	wants(true, "with the rule again")

	// Other rules take the place of the old ones at SIGHUP and at a command.
	writeText(t, filepath.Join(folder, "trial.yaml"), fmt.Sprintf(oneRule, "pirusku"))
	if err := r.Cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	if !trials.Eventually(t, func() bool { return r.Metric(`ronda_rules_reloads_total{outcome="loaded"}`) == 1 }) {
		t.Fatalf("the rules were not loaded at SIGHUP:\n%s", r.Log)
	}
	wants(false, "after the rule asks for another word")
	writeText(t, filepath.Join(folder, "trial.yaml"), fmt.Sprintf(oneRule, "zamrudku"))
	says(0, "rules judge, 0 are off", "rules", "reload", "-data", data)
	wants(true, "after it asks for the word again")

	says(1, "there is no rule of this name: ****-****-****; ", "rules", "off", "0812-0000-7788", "-data", data)
	says(1, "is it trial.decides?", "rules", "off", "trial.decide", "-data", data)
	says(1, "words.learned is what the learned words say", "rules", "off", "words.learned", "-data", data)
	says(0, "it gave at most sale +", "rules", "off", "trial.decides", "-data", data, "-reason", "keliru")
	says(0, "trial.decides is off: ", "rules", "off", "trial.decides", "-data", data)
	says(0, ": keliru", "rules", "list", "-data", data) // who repeats an order without a reason leaves the first one
	writeText(t, filepath.Join(folder, "trial.yaml"), strings.ReplaceAll(fmt.Sprintf(oneRule, "zamrudku"), "trial.decides", "trial.renamed"))
	says(0, "off, but no such rule: trial.decides", "rules", "reload", "-data", data)
	writeText(t, filepath.Join(folder, "trial.yaml"), fmt.Sprintf(oneRule, "zamrudku"))
	says(0, "rules judge, 1 are off", "rules", "reload", "-data", data)
	loaded := r.Metric("ronda_rules_loaded")
	r.Stop(t)
	says(0, "it takes effect at the next start", "rules", "off", "sale.contact", "-config", config)
	says(1, "no instance runs on", "rules", "reload", "-data", data)
	says(0, "trial.decides", "rules", "list", "-config", config)
	r = start()
	wait() // for the page that was in the air when the instance stopped
	letThrough()
	alertsAfter := ledgerSize(t, data)
	if off, on := r.Metric("ronda_rules_off"), r.Metric("ronda_rules_loaded"); off != 2 || on != loaded-1 {
		t.Errorf("after a restart %v rules are off and %v judge, want 2 and %v", off, on, loaded-1)
	}
	if alertsAfter != alertsBefore {
		t.Errorf("after a restart there are %d alerts, want %d: the rule is off", alertsAfter, alertsBefore)
	}
	r.Stop(t)
	saved, restored := filepath.Join(t.TempDir(), "saved"), filepath.Join(t.TempDir(), "restored")
	says(0, "backup", "backup", "-data", data, saved)
	says(0, "restored", "restore", "-data", restored, saved)
	says(0, "OFF since", "rules", "list", "-data", restored)
	wantActions(t, data, "siti rules.off trial.decides", "rules.reload", "rules.reload failed", "rules.reload", "rules.reload failed",
		"rules.on trial.decides", "ronda rules.reload SIGHUP", "rules.reload", "rules.off trial.decides", "rules.off trial.decides",
		"rules.reload", "rules.reload", "rules.off sale.contact")
}

// command runs a command of the binary to its end.
func command(t *testing.T, args ...string) (status int, out, errs string) {
	t.Helper()
	var stdout, stderr strings.Builder
	cmd := exec.CommandContext(t.Context(), trials.Binary(t, ""), args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && (!ok || !exit.Exited()) {
		t.Fatalf("ronda %q: %v\n%s", args, err, stderr.String())
	}
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

func ledgerSize(t *testing.T, data string) int {
	t.Helper()
	book, err := ledger.OpenReader(t.Context(), filepath.Join(data, trials.LedgerFile))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	page, err := book.Alerts(t.Context(), ledger.AlertFilter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	return len(page)
}

// wantActions holds that the access log has these entries about rules, in this order; each names some of its words.
func wantActions(t *testing.T, data string, want ...string) {
	t.Helper()
	log, err := access.OpenReader(t.Context(), filepath.Join(data, trials.AccessFile))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	entries, err := log.Entries(t.Context(), 0, 500)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		if strings.HasPrefix(e.Action, "rules.") {
			got = append(got, strings.Join([]string{e.Actor, e.Action, e.Object, e.Reason}, " "))
		}
		if strings.Contains(e.Reason, "7788") {
			t.Errorf("the access log holds a number in clear: %s", e.Reason)
		}
	}
	if len(got) != len(want) {
		t.Fatalf("the access log has %q, want %q", got, want)
	}
	for i := range want {
		for word := range strings.FieldsSeq(want[i]) {
			if !slices.Contains(strings.Fields(got[i]), word) {
				t.Errorf("entry %d is %q, want %q", i, got[i], want[i])
			}
		}
	}
}

// TestOwnRulesAtTheStart holds that an instance does not start with broken rules, nor with a damaged file of switches, and
// says what to do.
func TestOwnRulesAtTheStart(t *testing.T) {
	folder, data := copyRules(t, "zamrudku"), filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	run := func(want string) {
		t.Helper()
		status, _, errs := command(t, "run", "-once", "-data", data, "-listen", "", "-rules", folder, "-seed", "http://127.0.0.1:1/")
		if status == 0 || !strings.Contains(errs, want) {
			t.Errorf("ends with %d and says %q, want %q", status, errs, want)
		}
	}
	writeText(t, filepath.Join(data, switchFile), "{")
	run("move " + filepath.Join(data, switchFile) + " away to begin with all of them on")
	writeText(t, filepath.Join(folder, "trial.yaml"), strings.Replace(fmt.Sprintf(oneRule, "zamrudku"), `["foto KTP"]`, `["KTP zamrudku"]`, 1))
	run(`trial.yaml:5: trial.decides fires on "KTP zamrudku"`)
	writeText(t, filepath.Join(folder, "trial.yaml"), "rules: [")
	run("trial.yaml")
	folder = filepath.Join(folder, "nowhere")
	run("rules.dir: " + folder + ": list rule files: no such file or directory")
}
