package watch

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ronda/alerts/ledger"
	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
	"ronda/dbfile"
)

// keepsKeysOfPictures takes a backup of a real walk through what may become of its keys. Pictures of alerts are sealed; where the key is
// lost the alerts are there all the same, and where it is found again nothing was lost.
func keepsKeysOfPictures(t *testing.T, source string) {
	data := filepath.Join(t.TempDir(), "restored")
	must(t, "restore", "-data", data, source)
	path, first := filepath.Join(data, datafolder.LedgerFile), filepath.Join(data, datafolder.KeyFolder, "data-1.key")
	count := func(where string) (n int) {
		t.Helper()
		db, err := dbfile.OpenReader(path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM picture WHERE `+where).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	wantUnreadable := func(want int) {
		t.Helper()
		w := openOn(t, data, time.Millisecond)
		if n := w.desk.UnreadablePictures(); n != want {
			t.Errorf("%d pictures cannot be read, want %d", n, want)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	refused := func(want string) {
		t.Helper()
		cfg := command.DefaultConfig()
		cfg.Data, cfg.Listen = data, ""
		w, err := openWatch(t.Context(), cfg, slog.New(slog.DiscardHandler), sandboxOnly)
		if err == nil {
			_ = w.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("started with %v, want %s", err, want)
		}
	}
	write := func(name string, secret []byte) {
		t.Helper()
		if err := os.WriteFile(name, []byte(hex.EncodeToString(secret)+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	all := count(`true`)
	if all == 0 || count(`key_mark = ''`) > 0 {
		t.Fatalf("%d pictures are kept, %d of them in clear", all, count(`key_mark = ''`))
	}
	wantUnreadable(0)
	kept, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}

	// A wrong key is refused before anything is sealed under it.
	write(first, bytes.Repeat([]byte{7}, 32))
	marked := count(`key_mark IN (SELECT min(key_mark) FROM picture)`)
	execute(t, path, `UPDATE picture SET key_mark = '' WHERE number = 1`)
	refused("the key does not fit the file")
	if marked != all || count(`key_mark = ''`) != 1 {
		t.Error("the ledger was sealed under a wrong key")
	}
	execute(t, path, `UPDATE picture SET key_mark = (SELECT max(key_mark) FROM picture)`)

	// No key: the start says what to do, step by step, and what has to be erased can be.
	if err := os.Remove(first); err != nil {
		t.Fatal(err)
	}
	refused("restore the keys folder from the backup, or move " + filepath.Join(data, datafolder.FrontierFile) + " away to crawl anew")
	if err := os.Remove(filepath.Join(data, datafolder.FrontierFile)); err != nil {
		t.Fatal(err)
	}
	second := filepath.Join(data, datafolder.KeyFolder, "data-2.key")
	refused("restore the keys folder from the backup; if there is none, make a key of 64 hexadecimal digits as " + second)
	desk, err := datafolder.OpenLedger(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	list, err := desk.Alerts(t.Context(), ledger.AlertFilter{})
	if err != nil || len(list) == 0 {
		t.Fatalf("%d alerts (%v)", len(list), err)
	}
	if err := desk.Close(); err != nil {
		t.Fatal(err)
	}
	must(t, "evidence", "purge", "-case", list[0].CaseID, "-reason", "uji", "-data", data)
	must(t, "audit", "verify", "-data", data)

	// Another key does, and the lost one beside it brings everything back, for good.
	write(second, bytes.Repeat([]byte{8}, 32))
	left := count(`true`)
	wantUnreadable(left)
	if err := os.WriteFile(first, kept, 0o600); err != nil {
		t.Fatal(err)
	}
	wantUnreadable(0)
	if err := os.Remove(first); err != nil {
		t.Fatal(err)
	}
	wantUnreadable(0)
	if left == 0 || count(`true`) != left {
		t.Errorf("%d pictures, want %d", count(`true`), left)
	}
	must(t, "audit", "verify", "-data", data)
}

func mustBackUp(t *testing.T, data string) string {
	t.Helper()
	target := filepath.Join(t.TempDir(), "backup")
	must(t, "backup", "-data", data, target)
	return target
}

// What is wrong with a backup is noticed before there is a folder of it.
func TestRestoreNotices(t *testing.T) {
	source := mustBackUp(t, walkedFolder(t))
	t.Run("damage", func(t *testing.T) { noticesDamage(t, source) })
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
				fails(t, filepath.Base(name), "restore", "-data", target, damaged)
				for _, left := range []string{target, target + ".partial"} {
					if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
						t.Errorf("%s was left behind", left)
					}
				}
			})
		}
	}
}
