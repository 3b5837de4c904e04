package watch

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ronda/alerts"
	"ronda/alerts/access"
	"ronda/alerts/desk"
	"ronda/alerts/ledger"
	"ronda/alerts/stream"
	"ronda/alerts/webhook"
	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
	"ronda/crawler"
	"ronda/crawler/sandbox"
)

// walkAndStay runs an instance on a folder until there is nothing left to fetch. The caller ends it with stop.
func walkAndStay(t *testing.T, folder string, web *sandbox.Web, hook webhook.Subscription) (w *watch, stop func()) {
	t.Helper()
	w = openOn(t, folder, time.Millisecond, func(cfg *command.Config) {
		cfg.Listen, cfg.NATS.Listen, cfg.Webhooks = "127.0.0.1:0", "127.0.0.1:0", []webhook.Subscription{hook}
	})
	ctx, cancel := context.WithCancel(t.Context())
	walked, stopped := make(chan struct{}), make(chan error, 1)
	go func() {
		stopped <- w.Run(ctx, web.Seeds(), false, func(context.Context) error { close(walked); return nil })
	}()
	select {
	case <-walked:
	case err := <-stopped:
		t.Fatalf("the watch ended early: %v", err)
	}
	return w, func() {
		t.Helper()
		cancel()
		if err := <-stopped; err != nil {
			t.Error(err)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}
}

// told is what a receiver makes of an event.
type told struct {
	ID, Subject, Type string
	Data              struct{ State alerts.State }
}

func (e *told) String() string {
	return strings.TrimSuffix(strings.TrimPrefix(e.Type, "id.ronda.alert."), ".v1") + " " + string(e.Data.State)
}

// story is what a receiver was told of one alert, once per event.
func story(t *testing.T, bodies [][]byte, alertID string) (said []string) {
	t.Helper()
	seen := map[string]bool{}
	for _, body := range bodies {
		var e told
		if err := json.Unmarshal(body, &e); err != nil {
			t.Fatal(err)
		}
		if e.Subject == alertID && !seen[e.ID] {
			seen[e.ID] = true
			said = append(said, e.String())
		}
	}
	return said
}

// subscribed returns the bodies that NATS holds, up to and with the newest event of the ledger.
func subscribed(t *testing.T, w *watch) (bodies [][]byte) {
	t.Helper()
	end, err := w.desk.End(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	err = stream.Tail(ctx, w.nats.Addr(), "", time.Time{}, func(e alerts.Event) error {
		if bodies = append(bodies, e.Body); int64(len(bodies)) == end {
			cancel()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return bodies
}

// plainAlerts are alerts on pages of one address each, which every walk comes to.
func plainAlerts(t *testing.T, book *ledger.Ledger, n int) []ledger.Alert {
	t.Helper()
	all, err := book.Alerts(t.Context(), ledger.AlertFilter{Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	all = slices.DeleteFunc(all, func(a ledger.Alert) bool { return strings.ContainsAny(a.URL, "?•") })
	if len(all) < n {
		t.Fatalf("%d alerts on plain pages, want %d", len(all), n)
	}
	return all[:n]
}

// Whoever was sent an alert is told when an analyst retracts it, or says that its listing is gone: at once by a running
// instance, with the next run otherwise. A retracted listing that is seen again unchanged is not raised again; one that was
// resolved and is seen again is back. Nobody is told the analyst's reason.
func TestAnalystClosesAlerts(t *testing.T) {
	const nik = "3507691234562001"
	platform := newReceiver(t)
	var secret webhook.Secret
	if err := secret.UnmarshalText([]byte("whsec_" + base64.StdEncoding.EncodeToString(platform.secret))); err != nil {
		t.Fatal(err)
	}
	hook := webhook.Subscription{Name: "all", URL: platform.URL, Secret: secret}
	folder, web := filepath.Join(t.TempDir(), "data"), startSandbox(t, 100)
	w, stop := walkAndStay(t, folder, web, hook)
	list := plainAlerts(t, w.desk.Ledger, 3)
	mistake, gone, live := list[0], list[1], list[2]

	// On the running instance.
	out := must(t, "alerts", "retract", live.ID, "-reason", "bukan KTP, kata Siti "+nik, "-actor", "siti", "-data", folder)
	if want := "alert " + live.ID + " is retracted. Every receiver that was sent the alert is told to undo what followed from it.\n"; out != want {
		t.Errorf("%q, want %q", out, want)
	}
	if out := must(t, "alerts", "retract", live.ID, "-reason", "lagi", "-actor", "siti", "-data", folder); !strings.Contains(out, "was retracted before: nothing is sent again") {
		t.Error(out)
	}
	fails(t, "is closed: it was retracted before", "alerts", "resolve", live.ID, "-reason", "hilang", "-data", folder)
	bodies := subscribed(t, w)
	if got := story(t, bodies, live.ID); !slices.Equal(got, []string{"opened open", "retracted dismissed"}) {
		t.Errorf("NATS has %q", got)
	}
	feedShows(t, w, live.ID, alerts.StateDismissed)
	stop() // sends what is left
	heard := received(platform)
	if got := story(t, heard, live.ID); !slices.Equal(got, []string{"opened open", "retracted dismissed"}) {
		t.Errorf("the webhook got %q", got)
	}

	// While no instance runs.
	for what, id := range map[string]string{"retract": mistake.ID, "resolve": gone.ID} {
		out := must(t, "alerts", what, id, "-reason", "uji", "-actor", "siti", "-data", folder)
		if !strings.Contains(out, "No instance runs on "+folder+": with the next ronda run every receiver") {
			t.Error(out)
		}
	}
	must(t, "audit", "verify", "-data", folder)

	// The next one walks the same pages anew.
	for _, side := range []string{"", "-wal", "-shm"} {
		if err := os.RemoveAll(filepath.Join(folder, "frontier.db"+side)); err != nil {
			t.Fatal(err)
		}
	}
	w, stop = walkAndStay(t, folder, web, hook)
	for _, was := range list {
		if now, err := w.desk.Alert(t.Context(), was.ID); err != nil || !now.LastSeen.After(was.LastSeen) {
			t.Errorf("alert %s was not seen again: %v", was.ID, err)
		}
	}
	bodies = subscribed(t, w)
	feedShows(t, w, mistake.ID, alerts.StateDismissed)
	feedShows(t, w, gone.ID, alerts.StateOpen)
	stop()
	heard = append(heard, received(platform)...)
	for name, got := range map[string][][]byte{"NATS": bodies, "the webhook": heard} {
		for id, want := range map[string][]string{
			live.ID:    {"opened open", "retracted dismissed"},
			mistake.ID: {"opened open", "retracted dismissed"},
			gone.ID:    {"opened open", "resolved taken_down", "updated open"},
		} {
			if said := story(t, got, id); !slices.Equal(said, want) {
				t.Errorf("%s has %q, want %q", name, said, want)
			}
		}
		for _, body := range got {
			if text := string(body); strings.Contains(text, "Siti") || strings.Contains(text, "siti") {
				t.Errorf("%s has a word of the analyst's", name)
			}
		}
	}
	reasonsAreMasked(t, folder, nik)
}

// received returns what a receiver has got so far.
func received(r *receiver) (bodies [][]byte) {
	for {
		select {
		case body := <-r.got:
			bodies = append(bodies, body)
		default:
			return bodies
		}
	}
}

// feedShows compares the state of an alert on its page's JSON and in the list of that state.
func feedShows(t *testing.T, w *watch, id string, want alerts.State) {
	t.Helper()
	for _, path := range []string{"/api/v1/alerts/" + id, "/?lang=en&state=" + string(want), "/alerts/" + id + "?lang=en"} {
		rw := httptest.NewRecorder()
		request := httptest.NewRequest(http.MethodGet, path, nil)
		request.Host = "localhost"
		w.web.Handler.ServeHTTP(rw, request)
		body := rw.Body.String()
		shown := strings.Contains(body, id)
		if strings.HasPrefix(path, "/api/") {
			shown = strings.Contains(body, `"state":"`+string(want)+`"`)
		}
		if rw.Code != http.StatusOK || !shown {
			t.Errorf("%s does not show alert %s as %s: status %d", path, id, want, rw.Code)
		}
	}
}

// reasonsAreMasked looks for a number that stood in a reason, in the access log and everywhere else.
func reasonsAreMasked(t *testing.T, folder, number string) {
	t.Helper()
	log, err := access.OpenReader(t.Context(), filepath.Join(folder, datafolder.AccessFile))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	entries, err := log.Entries(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var did []string
	for _, e := range entries {
		did = append(did, e.Actor+" "+e.Action)
		if strings.Contains(e.Reason, number) || e.Reason == "" && !strings.HasSuffix(e.Action, " failed") {
			t.Errorf("%s has the reason %q", e.Action, e.Reason)
		}
	}
	for _, want := range []string{"siti alert.retract", "siti alert.resolve"} {
		if !slices.Contains(did, want) {
			t.Errorf("the access log has %q, not %q", did, want)
		}
	}
	for _, name := range []string{datafolder.AccessFile, datafolder.AccessFile + "-wal", datafolder.LedgerFile, datafolder.LedgerFile + "-wal", "deliveries.db"} {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err == nil && strings.Contains(string(content), number) {
			t.Errorf("%s holds a number that stood in a reason", name)
		}
	}
}

// An instance that stays up after its walk counts at its end what is left then: a case that was erased in between is no alert any more.
func TestEndCountsWhatIsLeft(t *testing.T) {
	web := startSandbox(t, 100)
	cfg := command.DefaultConfig()
	cfg.Data, cfg.Listen, cfg.Crawl.AllowPrivate, cfg.Crawl.Delay = filepath.Join(t.TempDir(), "data"), "", true, time.Millisecond
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var before, erased int64
	kept := &score{
		note: func(string, *crawler.Listing) {},
		measure: func(ctx context.Context, w *watch, o *outcome) error {
			e, err := w.desk.Erase(ctx, desk.EraseRequest{CaseID: plainAlerts(t, w.desk.Ledger, 1)[0].CaseID, Reason: "on request", Actor: "siti"})
			before, erased = o.Alerts, int64(e.Alerts)
			cancel()
			return err
		},
	}
	result, err := runInstance(ctx, command.Console{Out: io.Discard, Err: io.Discard}, cfg, sandboxOnly, web.Seeds(), false, kept)
	if err != nil {
		t.Fatal(err)
	}
	if erased == 0 || result.Alerts != before-erased {
		t.Errorf("%d alerts at the end; %d were there and %d were erased", result.Alerts, before, erased)
	}
}
