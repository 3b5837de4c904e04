// Package backup takes backups of the real binary while it crawls, restores them and goes on from there.
package backup

import (
	"bytes"
	"database/sql"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	_ "modernc.org/sqlite" // registers the driver "sqlite"

	"ronda/alerts"
	"ronda/alerts/ledger"
	"ronda/crawler/sandbox"
	"ronda/trials"
)

func TestMain(m *testing.M) { os.Exit(trials.Tests{M: m}.Run()) }

// startWeb serves a synthetic web as long as the test lives. One planted page waits until released is closed, so that a walk
// does not end before; nil holds none.
func startWeb(t *testing.T, pages int, released <-chan struct{}) (seeds []string) {
	t.Helper()
	web, err := sandbox.New(sandbox.Config{Seed: 7, Pages: pages})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := web.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	planted := map[string]bool{}
	for _, p := range web.Planted() {
		planted[p.URL] = true
	}
	var held atomic.Bool
	server := &http.Server{Handler: http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if released != nil && planted["http://"+r.Host+r.RequestURI] && held.CompareAndSwap(false, true) {
			select {
			case <-released:
			case <-r.Context().Done():
			}
		}
		web.ServeHTTP(rw, r)
	})}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return web.Seeds()
}

// openFrontier opens the frontier of a folder for reading, also beside the process that writes it.
func openFrontier(folder string) (*sql.DB, error) {
	path := filepath.Join(folder, trials.FrontierFile)
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	return sql.Open("sqlite", "file:"+path+"?mode=ro&_pragma=busy_timeout(10000)")
}

// hasBegun reports whether the frontier of a folder holds so many URLs that are done.
func hasBegun(t *testing.T, folder string, done int) bool {
	db, err := openFrontier(folder)
	if err != nil {
		return false
	}
	defer db.Close()
	var n int
	return db.QueryRowContext(t.Context(), `SELECT count(*) FROM url WHERE state = 1`).Scan(&n) == nil && n >= done
}

// acknowledged is what an instance has said to be safe: events by their number, and URLs.
type acknowledged struct {
	events []alerts.Event
	done   []string
}

func readAcknowledged(t *testing.T, folder string) (a acknowledged) {
	t.Helper()
	// The frontier first: what it calls done is in the ledger.
	db, err := openFrontier(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), `SELECT hex(id) FROM url WHERE state = 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		a.done = append(a.done, id)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	book, err := ledger.OpenReader(t.Context(), filepath.Join(folder, trials.LedgerFile))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for {
		page, err := book.Events(t.Context(), int64(len(a.events)), 500)
		if err != nil {
			t.Fatal(err)
		}
		a.events = append(a.events, page...)
		if len(page) < 500 {
			return a
		}
	}
}

// lacks says what of a is not in b.
func (a *acknowledged) lacks(b *acknowledged) (events, done int) {
	for i := range b.events {
		if i >= len(a.events) || a.events[i].ID != b.events[i].ID || !bytes.Equal(a.events[i].Body, b.events[i].Body) {
			events++
		}
	}
	have := map[string]bool{}
	for _, id := range a.done {
		have[id] = true
	}
	for _, id := range b.done {
		if !have[id] {
			done++
		}
	}
	return events, done
}

// opened returns the alerts of a ledger in order, and fails where one was opened more than once.
func (a *acknowledged) opened(t *testing.T) []string {
	t.Helper()
	var ids []string
	for _, e := range a.events {
		if e.Type == alerts.TypeOpened {
			ids = append(ids, e.AlertID)
		}
	}
	slices.Sort(ids)
	if n := len(slices.Compact(slices.Clone(ids))); n != len(ids) {
		t.Errorf("%d opened events for %d alerts", len(ids), n)
	}
	return ids
}

// taken is one backup and what had been acknowledged when it began.
type taken struct {
	folder string
	before acknowledged
}

// must runs a command of the binary that is to succeed.
func must(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), trials.Binary(t, ""), args...).CombinedOutput(); err != nil {
		t.Fatalf("ronda %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// checkBackups restores backups and compares each with what had been acknowledged when it began. Instances on the first
// few go on from there, and must end with the same alerts as the uninterrupted one.
func checkBackups(t *testing.T, backups []taken, want acknowledged, few int, goOn func(folder string)) {
	t.Helper()
	amid := 0
	for _, b := range backups {
		folder := filepath.Join(t.TempDir(), "restored")
		must(t, "restore", "-data", folder, b.folder)
		got := readAcknowledged(t, folder)
		if events, done := got.lacks(&b.before); events > 0 || done > 0 {
			t.Errorf("the backup lacks %d of %d events and %d of %d pages", events, len(b.before.events), done, len(b.before.done))
		}
		if len(got.done) == len(want.done) {
			continue
		}
		if amid++; amid > few {
			continue
		}
		goOn(folder)
		ended := readAcknowledged(t, folder)
		t.Logf("restored with %d pages and %d events, ended with %d and %d", len(got.done), len(got.events), len(ended.done), len(ended.events))
		if !slices.Equal(ended.opened(t), want.opened(t)) {
			t.Errorf("from %d done pages the restored instance ended with %d alerts, the other with %d",
				len(got.done), len(ended.opened(t)), len(want.opened(t)))
		}
	}
	t.Logf("%d backups, %d of them amid the crawl of %d pages and %d events", len(backups), amid, len(want.done), len(want.events))
	if amid == 0 {
		t.Error("no backup was taken amid the crawl")
	}
}

// Backups that are taken while an instance crawls lose nothing that it had acknowledged, and an instance that goes on
// from one of them ends where the uninterrupted one ended.
func TestBackupUnderLoad(t *testing.T) {
	released := make(chan struct{})
	seeds := startWeb(t, 100, released)
	data := filepath.Join(t.TempDir(), "data")
	config := "crawl: {min_free_mb: 0}\n"
	walk := trials.Launch(t, trials.Binary(t, ""), nil, trials.RunArgs(t, seeds, data, config, "-once", "-delay", "5ms")...)
	var backups []taken
	for n := range 4 {
		if !trials.Eventually(t, func() bool { return hasBegun(t, data, 20*n+1) || walk.Ended() }) || walk.Ended() {
			t.Fatalf("the watch does not get on, or ended early:\n%s", walk.Log)
		}
		b := taken{folder: filepath.Join(t.TempDir(), "backup"), before: readAcknowledged(t, data)}
		must(t, "backup", "-data", data, b.folder)
		backups = append(backups, b)
	}
	close(released)
	walk.Finish(t)
	checkBackups(t, backups, readAcknowledged(t, data), 2, func(folder string) {
		must(t, trials.RunArgs(t, seeds, folder, config, "-once")...)
	})
}
