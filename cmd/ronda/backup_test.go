package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ronda/alerts"
	"ronda/crawler/sandbox"
)

// startSandbox starts a synthetic web that lives as long as the test.
func startSandbox(t *testing.T, pages int) *sandbox.Web {
	t.Helper()
	web, err := sandbox.New(sandbox.Config{Seed: 7, Pages: pages})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := web.Start(t.Context(), "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	return web
}

// openOn opens an instance on a folder. Its hosts are asked every delay, so that a crawl lasts.
func openOn(t *testing.T, folder string, delay time.Duration, change ...func(*config)) *watch {
	t.Helper()
	cfg := defaultConfig()
	cfg.Data, cfg.Listen = folder, ""
	cfg.Crawl.AllowPrivate, cfg.Crawl.Delay = true, delay
	for _, f := range change {
		f(&cfg)
	}
	w, err := openWatch(t.Context(), cfg, slog.New(slog.DiscardHandler), sandboxOnly)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// runOn runs an instance on a folder until there is nothing left to fetch, and closes it.
func runOn(t *testing.T, folder string, web *sandbox.Web) {
	t.Helper()
	w := openOn(t, folder, time.Millisecond)
	if err := w.Run(t.Context(), web.Seeds(), true, func(context.Context) error { return nil }); err != nil {
		t.Error(err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
}

// acknowledged is what an instance has said to be safe: events by their number, and URLs.
type acknowledged struct {
	events []alerts.Event
	done   []string
}

func readAcknowledged(t *testing.T, folder string) (a acknowledged) {
	t.Helper()
	// The frontier first: what it calls done is in the ledger.
	db, err := openForReading(filepath.Join(folder, frontierFile))
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
	desk, err := openLedger(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	defer desk.Close()
	for {
		page, err := desk.Events(t.Context(), int64(len(a.events)), 500)
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

// backUpWhile takes one backup after the other until the crawl has ended or there are enough.
func backUpWhile(t *testing.T, data string, walked <-chan struct{}, pause time.Duration, enough int) (backups []taken) {
	t.Helper()
	for len(backups) < enough {
		select {
		case <-walked:
			return backups
		case <-time.After(pause): // the crawl gets on
		}
		b := taken{folder: filepath.Join(t.TempDir(), "backup"), before: readAcknowledged(t, data)}
		if _, err := (&backup{data: data, target: b.folder, progress: io.Discard}).run(t.Context()); err != nil {
			t.Fatal(err)
		}
		backups = append(backups, b)
	}
	return backups
}

// checkBackups restores backups and compares each with what had been acknowledged when it began. Instances on the first
// few go on from there, and must end with the same alerts as the uninterrupted one.
func checkBackups(t *testing.T, backups []taken, want acknowledged, few int, goOn func(folder string)) {
	t.Helper()
	amid := 0
	for _, b := range backups {
		folder := filepath.Join(t.TempDir(), "restored")
		if _, err := (&restore{actor: "tester", data: folder, backup: b.folder, progress: io.Discard}).run(t.Context()); err != nil {
			t.Fatal(err)
		}
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
	web := startSandbox(t, 100)
	data := filepath.Join(t.TempDir(), "data")
	w := openOn(t, data, 5*time.Millisecond)
	defer func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	walked, stopped := make(chan struct{}), make(chan error, 1)
	go func() {
		stopped <- w.Run(ctx, web.Seeds(), false, func(context.Context) error { close(walked); return nil })
	}()
	backups := backUpWhile(t, data, walked, 100*time.Millisecond, 4)
	select {
	case <-walked:
	case err := <-stopped:
		t.Fatalf("the watch ended early: %v", err)
	}
	cancel()
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
	checkBackups(t, backups, readAcknowledged(t, data), 2, func(folder string) { runOn(t, folder, web) })
}

// walkedFolder returns a data folder that an instance has walked a small web with.
func walkedFolder(t *testing.T) string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	runOn(t, data, startSandbox(t, 100))
	return data
}

func mustBackUp(t *testing.T, data string) string {
	t.Helper()
	target := filepath.Join(t.TempDir(), "backup")
	if _, err := (&backup{data: data, target: target, progress: io.Discard}).run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return target
}

// What is wrong with a backup is noticed before there is a folder of it.
func TestRestoreNotices(t *testing.T) {
	source := mustBackUp(t, walkedFolder(t))
	t.Run("damage", func(t *testing.T) { noticesDamage(t, source) })
	t.Run("rewriting", func(t *testing.T) { noticesRewriting(t, source) })
}

// A flipped bit anywhere in a backup is noticed, and so is a missing file; the error names the file.
func noticesDamage(t *testing.T, source string) {
	var names []string
	err := fs.WalkDir(os.DirFS(source), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(names) < 5 {
		t.Fatalf("the backup holds %v", names)
	}
	for _, name := range names {
		for what, harm := range map[string]func(path string) error{
			"flipped": func(path string) error {
				content, err := os.ReadFile(path)
				if err != nil {
					return err
				}
				content[len(content)/2] ^= 1
				return os.WriteFile(path, content, 0o600)
			},
			"missing": os.Remove,
			"cut": func(path string) error {
				info, err := os.Stat(path)
				if err != nil {
					return err
				}
				return os.Truncate(path, info.Size()/2)
			},
		} {
			t.Run(what+" "+name, func(t *testing.T) {
				damaged := filepath.Join(t.TempDir(), "backup")
				if err := os.CopyFS(damaged, os.DirFS(source)); err != nil {
					t.Fatal(err)
				}
				if err := harm(filepath.Join(damaged, name)); err != nil {
					t.Fatal(err)
				}
				target := filepath.Join(t.TempDir(), "restored")
				_, err := (&restore{actor: "tester", data: target, backup: damaged, progress: io.Discard}).run(t.Context())
				if err == nil || !strings.Contains(err.Error(), filepath.Base(name)) {
					t.Errorf("restored with %v", err)
				}
				for _, left := range []string{target, target + partial} {
					if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
						t.Errorf("%s was left behind", left)
					}
				}
			})
		}
	}
}

// A ledger that was rewritten with its digest in the manifest put right is noticed by its hash chain, or by its end.
func noticesRewriting(t *testing.T, source string) {
	for name, change := range map[string]string{
		"changed": `DROP TRIGGER event_keep_update; UPDATE event SET body = cast(replace(cast(body AS TEXT), 'high', 'low') AS BLOB), platform = 'other.example' WHERE number = 2`,
		"cut off": `DROP TRIGGER event_keep_delete; PRAGMA foreign_keys = OFF; DELETE FROM event WHERE number = (SELECT max(number) FROM event)`,
	} {
		t.Run(name, func(t *testing.T) {
			forged := filepath.Join(t.TempDir(), "backup")
			if err := os.CopyFS(forged, os.DirFS(source)); err != nil {
				t.Fatal(err)
			}
			execute(t, filepath.Join(forged, ledgerFile), change)
			m, err := readManifest(forged)
			if err != nil {
				t.Fatal(err)
			}
			for i := range m.Files {
				f := &m.Files[i]
				if f.Size, f.SHA256, err = digestFile(filepath.Join(forged, f.Name)); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Remove(filepath.Join(forged, manifestFile)); err != nil {
				t.Fatal(err)
			}
			if err := m.write(forged); err != nil {
				t.Fatal(err)
			}
			_, err = (&restore{actor: "tester", data: filepath.Join(t.TempDir(), "restored"), backup: forged, progress: io.Discard}).run(t.Context())
			if err == nil || !strings.Contains(err.Error(), ledgerFile) {
				t.Errorf("restored with %v", err)
			}
		})
	}
}
