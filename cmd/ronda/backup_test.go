package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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
	t.Run("keys of pictures", func(t *testing.T) { keepsKeysOfPictures(t, source) })
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
