package main

import (
	"bytes"
	"encoding/hex"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ronda/alerts"
)

// The newest of several keys comes first, the tenth after the ninth, and one that is damaged is named.
func TestDataKeys(t *testing.T) {
	folder, err := openDataFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	first, err := newestDataKey(t, folder)
	if err != nil {
		t.Fatal(err)
	}
	nine, ten := bytes.Repeat([]byte{9}, 32), bytes.Repeat([]byte{10}, 32)
	for id, secret := range map[string][]byte{"9": nine, "10": ten} {
		if err := writeNew(folder.file("keys", "data-"+id+".key"), hex.EncodeToString(secret)+"\n"); err != nil {
			t.Fatal(err)
		}
	}
	if keys, err := folder.dataKeys(t.Context()); err != nil || !slices.EqualFunc(keys, [][]byte{ten, nine, first}, bytes.Equal) {
		t.Errorf("%d keys, or in another order (%v)", len(keys), err)
	}
	if key, err := newestDataKey(t, folder); err != nil || !bytes.Equal(key, ten) {
		t.Errorf("the newest key is another (%v)", err)
	}
	if err := os.WriteFile(folder.file("keys", "data-9.key"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := folder.dataKeys(t.Context()); err == nil || !strings.Contains(err.Error(), "data-9.key is damaged") {
		t.Errorf("a damaged key: %v", err)
	}
}

// keepsKeysOfPictures takes a backup of a real walk through what may become of its keys. Pictures of alerts are sealed; where the key is
// lost the alerts are there all the same, and where it is found again nothing was lost.
func keepsKeysOfPictures(t *testing.T, source string) {
	data := filepath.Join(t.TempDir(), "restored")
	if _, err := (&restore{actor: "tester", data: data, backup: source, progress: io.Discard}).run(t.Context()); err != nil {
		t.Fatal(err)
	}
	ledger, first := filepath.Join(data, ledgerFile), filepath.Join(data, keyFolder, "data-1.key")
	count := func(where string) (n int) {
		t.Helper()
		db, err := openForReading(ledger)
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
		cfg := defaultConfig()
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
	execute(t, ledger, `UPDATE picture SET key_mark = '' WHERE number = 1`)
	refused("the key does not fit the file")
	if marked != all || count(`key_mark = ''`) != 1 {
		t.Error("the ledger was sealed under a wrong key")
	}
	execute(t, ledger, `UPDATE picture SET key_mark = (SELECT max(key_mark) FROM picture)`)

	// No key: the start says what to do, step by step, and what has to be erased can be.
	if err := os.Remove(first); err != nil {
		t.Fatal(err)
	}
	refused("restore the keys folder from the backup, or move " + filepath.Join(data, frontierFile) + " away to crawl anew")
	if err := os.Remove(filepath.Join(data, frontierFile)); err != nil {
		t.Fatal(err)
	}
	second := filepath.Join(data, keyFolder, "data-2.key")
	refused("restore the keys folder from the backup; if there is none, make a key of 64 hexadecimal digits as " + second)
	desk, err := openLedger(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	list, err := desk.Alerts(t.Context(), alerts.AlertFilter{})
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
