package crash

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"ronda/alerts"
	"ronda/alerts/desk"
	"ronda/alerts/evidence"
	"ronda/alerts/ledger"
	"ronda/alerts/relay"
	"ronda/alerts/stream"
	"ronda/detect"
	"ronda/trials"
)

// crashBooks is everything that a data folder says after its last process has ended.
type crashBooks struct {
	urls   map[string]string // state by key: queued, done or failed
	alerts map[string]string // kind by alert id
	cases  map[string]string // case id by alert id
	events []alerts.Event    // of the ledger
	kinds  map[string]string // by event id
	stream []alerts.Event
	files  []string // relative paths, sorted
	faults []string // what is wrong whatever the reference says
}

// readBooks reads a folder that no process works on. It reads a copy, because reading makes side files.
func readBooks(t *testing.T, folder string) *crashBooks {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(data, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	b := &crashBooks{alerts: map[string]string{}, cases: map[string]string{}, kinds: map[string]string{}}
	b.files = crashFiles(t, data)
	b.urls = frontierStates(t, filepath.Join(data, trials.FrontierFile))
	for _, name := range b.files {
		if match, _ := filepath.Match("*.db", name); match { // NATS has files of that name as well
			b.checkDatabase(t, filepath.Join(data, name))
		}
	}
	book, err := ledger.OpenReader(t.Context(), filepath.Join(data, trials.LedgerFile))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if _, err := book.Verify(t.Context()); err != nil {
		b.fault("the ledger does not verify: %v", err)
	}
	if b.events, err = book.Events(t.Context(), 0, 100_000); err != nil {
		t.Fatal(err)
	}
	for i := range b.events {
		if !b.events[i].Erased {
			b.kinds[b.events[i].ID] = eventKind(t, &b.events[i])
		}
	}
	found, err := book.Alerts(t.Context(), ledger.AlertFilter{Limit: 100_000})
	if err != nil {
		t.Fatal(err)
	}
	for i := range found {
		b.alerts[found[i].ID], b.cases[found[i].ID] = string(found[i].Kind), found[i].CaseID
	}
	b.stream = readStream(t, filepath.Join(data, "nats"))
	b.checkEvidence(t, book, filepath.Join(data, trials.EvidenceFolder))
	b.checkLedger()
	b.checkStream()
	return b
}

func (b *crashBooks) fault(format string, args ...any) {
	b.faults = append(b.faults, fmt.Sprintf(format, args...))
}

func eventKind(t *testing.T, e *alerts.Event) string {
	t.Helper()
	var body struct{ Data alerts.Data }
	if err := json.Unmarshal(e.Body, &body); err != nil {
		t.Fatalf("event %d: %v", e.Number, err)
	}
	return string(body.Data.Kind)
}

// crashBlock is a file of messages. NATS numbers them, and begins another one after a crash.
var crashBlock = regexp.MustCompile(`/[0-9]+\.blk$`)

// crashFiles names every file of the folder, which may be missing.
func crashFiles(t *testing.T, data string) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(os.DirFS(data), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && filepath.Dir(name) != trials.EvidenceFolder { // originals are compared with their rows
			files = append(files, crashBlock.ReplaceAllString(name, "/N.blk"))
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	slices.Sort(files)
	return slices.Compact(files)
}

func openCopy(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func (b *crashBooks) checkDatabase(t *testing.T, path string) {
	t.Helper()
	db := openCopy(t, path)
	defer db.Close()
	for _, check := range []struct{ pragma, want string }{{"integrity_check", "ok"}, {"foreign_key_check", ""}} {
		var said string
		err := db.QueryRowContext(t.Context(), "PRAGMA "+check.pragma).Scan(&said)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			said = err.Error()
		}
		if said != check.want {
			b.fault("%s: %s says %q", filepath.Base(path), check.pragma, said)
		}
	}
}

// frontierStates reads the state of every URL in a frontier's file.
func frontierStates(t *testing.T, path string) map[string]string {
	t.Helper()
	db := openCopy(t, path)
	defer db.Close()
	var tables int
	if err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM sqlite_schema WHERE name = 'url'`).Scan(&tables); err != nil {
		t.Fatal(err)
	}
	if tables == 0 {
		return nil // its process died before it had made them
	}
	var wrong int
	err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM host WHERE (queued, done, failed) IS NOT
		(SELECT count(*) FILTER (WHERE state = 0), count(*) FILTER (WHERE state = 1), count(*) FILTER (WHERE state = 2)
			FROM url WHERE url.host = host.id)`).Scan(&wrong)
	if err != nil || wrong != 0 {
		t.Errorf("the frontier has %d hosts with wrong totals, %v", wrong, err)
	}
	rows, err := db.QueryContext(t.Context(), "SELECT id, state FROM url")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	states := map[string]string{}
	for rows.Next() {
		var id []byte
		var state int
		if err := rows.Scan(&id, &state); err != nil {
			t.Fatal(err)
		}
		states[hex.EncodeToString(id)] = []string{"queued", "done", "failed"}[state]
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return states
}

// checkEvidence compares the sealed originals with the ledger's rows: one file for each, one for each event, and no other.
func (b *crashBooks) checkEvidence(t *testing.T, book *ledger.Ledger, folder string) {
	t.Helper()
	vault, err := evidence.OpenReader(folder)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := book.VerifyEvidence(t.Context(), vault, true); err != nil {
		b.fault("an original is not as it was sealed: %v", err)
	}
	rows, err := book.Evidence(t.Context(), ledger.EvidenceFilter{})
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, row := range rows {
		known[row.Name] = true
	}
	if len(known) != len(b.kinds) {
		b.fault("%d originals for %d events", len(known), len(b.kinds))
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !known[entry.Name()] {
			b.fault("the file %s in the folder of originals stands in no row", entry.Name())
		}
	}
}

// checkLedger looks at what must hold in every ledger.
func (b *crashBooks) checkLedger() {
	sequences := map[string]int{}
	for _, e := range b.events {
		if sequences[e.AlertID]++; e.Sequence != sequences[e.AlertID] {
			b.fault("alert %s: event %d has sequence %d, want %d", e.AlertID, e.Number, e.Sequence, sequences[e.AlertID])
		}
		if opened := e.Type == alerts.TypeOpened; opened != (e.Sequence == 1) {
			b.fault("alert %s: event %d of sequence %d is %s", e.AlertID, e.Number, e.Sequence, e.Type)
		}
		if _, known := b.alerts[e.AlertID]; !known && !e.Erased {
			b.fault("event %d belongs to alert %s, which is missing", e.Number, e.AlertID)
		}
	}
	for id := range b.alerts {
		if sequences[id] == 0 {
			b.fault("alert %s has no opened event", id)
		}
	}
}

// checkStream compares the stream with the ledger: the same events, each once, in the ledger's order.
func (b *crashBooks) checkStream() {
	times := map[string]int{}
	for i, e := range b.stream {
		if times[e.ID]++; times[e.ID] > 1 {
			b.fault("the stream holds event %s %d times", e.ID, times[e.ID])
		}
		if i > 0 && e.Number <= b.stream[i-1].Number {
			b.fault("the stream has event %d after event %d", e.Number, b.stream[i-1].Number)
		}
	}
	for i := range b.events {
		e := &b.events[i]
		if e.Erased {
			continue // one that the stream still holds is found below
		}
		at := slices.IndexFunc(b.stream, func(s alerts.Event) bool { return s.ID == e.ID })
		if at < 0 {
			b.fault("the stream lacks event %d (%s of alert %s)", e.Number, e.Type, e.AlertID)
			continue
		}
		if s := &b.stream[at]; s.Number != e.Number || s.Sequence != e.Sequence || s.Subject != e.Subject || string(s.Body) != string(e.Body) {
			b.fault("the stream's event %d is not the ledger's", e.Number)
		}
		delete(times, e.ID)
	}
	for id := range times {
		b.fault("the stream holds event %s, which the ledger lacks or has erased", id)
	}
}

// readStream returns all events that the folder of an embedded server holds. A last event is put behind them, so that the
// end is seen without waiting for nothing more to come.
func readStream(t *testing.T, folder string) []alerts.Event {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	server, err := stream.Start(ctx, stream.ServerConfig{Dir: folder, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	d, err := desk.Open(ctx, filepath.Join(t.TempDir(), trials.LedgerFile), desk.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	last, err := d.Raise(ctx, detect.Finding{
		Kind: detect.KindSale, Key: "the end of the stream", Platform: "end.example", URL: "https://end.example/", SeenAt: time.Now(),
		Score: 1, Severity: "low", Title: "end", Summary: map[string]string{"id": "akhir", "en": "end"}, Documents: []string{"ktp"},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := relay.New(d.Ledger, server, relay.Config{})
	if err != nil {
		t.Fatal(err)
	}
	relayed := make(chan error, 1)
	go func() { relayed <- r.Run(ctx) }()
	var events []alerts.Event
	err = stream.Tail(ctx, server.Addr(), "", time.Time{}, func(e alerts.Event) error {
		if e.AlertID == last.AlertID {
			cancel()
			return nil
		}
		events = append(events, e)
		return nil
	})
	cancel()
	if err := <-relayed; err != nil {
		t.Fatal(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// compareBooks says in what the books of a trial differ from those of an uninterrupted run on the same web.
func compareBooks(want, got *crashBooks) []string {
	diff := slices.Clone(got.faults)
	say := func(format string, args ...any) { diff = append(diff, fmt.Sprintf(format, args...)) }
	opened := func(b *crashBooks) map[string]int {
		n := map[string]int{}
		for _, e := range b.events {
			if e.Type == alerts.TypeOpened {
				n[e.AlertID]++
			}
		}
		return n
	}
	wantOpened, gotOpened := opened(want), opened(got)
	for _, id := range slices.Sorted(maps.Keys(wantOpened)) {
		if gotOpened[id] != 1 {
			say("alert %s has %d opened events in the ledger, want 1", id, gotOpened[id])
		}
		if want.alerts[id] != got.alerts[id] {
			say("alert %s is of kind %q, want %q", id, got.alerts[id], want.alerts[id])
		}
	}
	for _, id := range slices.Sorted(maps.Keys(gotOpened)) {
		if wantOpened[id] == 0 {
			say("alert %s was opened, which the uninterrupted run did not open", id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(want.kinds)) {
		if got.kinds[id] != want.kinds[id] {
			say("event %s is of kind %q, want %q", id, got.kinds[id], want.kinds[id])
		}
	}
	for _, id := range slices.Sorted(maps.Keys(got.kinds)) {
		if want.kinds[id] == "" {
			say("event %s was written, which the uninterrupted run did not write", id)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(want.urls)) {
		if got.urls[key] != want.urls[key] {
			say("URL %s is %q, want %q", key, got.urls[key], want.urls[key])
		}
	}
	for _, key := range slices.Sorted(maps.Keys(got.urls)) {
		if want.urls[key] == "" {
			say("URL %s is known, which the uninterrupted run did not meet", key)
		}
	}
	if !slices.Equal(want.files, got.files) {
		say("the folder holds %s, want %s", strings.Join(got.files, " "), strings.Join(want.files, " "))
	}
	return diff
}

// compareDeliveries says what is wrong with what a receiver got: every event at least once, under its id, with its bytes.
func compareDeliveries(b *crashBooks, got []crashDelivery) []string {
	var diff []string
	bodies := map[string]string{}
	for _, e := range b.events {
		bodies[e.ID] = string(e.Body)
	}
	delivered := map[string]bool{}
	for _, d := range got {
		delivered[d.id] = true
		if bodies[d.id] != d.body {
			diff = append(diff, fmt.Sprintf("delivery %s has other bytes than the ledger's event", d.id))
		}
	}
	for _, e := range b.events {
		if !delivered[e.ID] {
			diff = append(diff, fmt.Sprintf("event %d was not delivered", e.Number))
		}
	}
	return diff
}
