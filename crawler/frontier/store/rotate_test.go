package store_test

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"ronda/crawler/frontier"
	"ronda/crawler/frontier/store"
)

// formerSecret is a key that was in use before secret.
func formerSecret() []byte { return bytes.Repeat([]byte{0x5a}, 32) }

// columns returns all values of a column of blobs.
func columns(t *testing.T, path, query string) (list [][]byte) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			t.Fatal(err)
		}
		list = append(list, b)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// A file that was sealed under a former key is sealed under the new one when it is opened: everything that was known still is,
// nothing is left that the former key finds or opens, and it is not needed any more.
func TestKeyRotation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "frontier.db")
		f := open(t, path, frontier.Config{Key: formerSecret(), Delay: -1, MaxAttempts: 2})
		if err := f.Block(t.Context(), "d.example", time.Now().Add(72*time.Hour), "robots"); err != nil {
			t.Fatal(err)
		}
		seed(t, f, "https://a.example/1")
		done(t, f, next(t, f), frontier.Result{Status: 200, Outcome: "fetched", Links: links("https://d.example/x", "https://d.example/y")})
		seed(t, f, "https://b.example/1")
		if err := f.Retry(t.Context(), next(t, f), "busy", 0); err != nil {
			t.Fatal(err)
		}
		seed(t, f, "https://c.example/1")
		if err := f.SetDelay(t.Context(), "c.example", time.Hour); err != nil {
			t.Fatal(err)
		}
		urls := []string{"https://a.example/1", "https://b.example/1", "https://c.example/1", "https://d.example/x", "https://d.example/y"}
		known := func(f *frontier.Frontier) (all []store.Known) {
			t.Helper()
			for _, u := range urls {
				k, ok, err := f.Lookup(t.Context(), u)
				if !ok || err != nil {
					t.Errorf("lookup %s: %t, %v", u, ok, err)
				}
				all = append(all, k)
			}
			return all
		}
		before := known(f)
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		const all = "SELECT id FROM url UNION ALL SELECT url FROM url UNION ALL SELECT find FROM host UNION ALL SELECT name FROM host UNION ALL SELECT key_check FROM file"
		former := columns(t, path, all)
		if len(former) != 4*4+2+1 {
			t.Fatalf("%d values", len(former))
		}

		other := bytes.Repeat([]byte{9}, 32)
		f = open(t, path, frontier.Config{FormerKeys: [][]byte{other, formerSecret()}, Delay: -1, MaxAttempts: 2})
		wantStats(t, f, frontier.Stats{Queued: 4, Done: 1, Hosts: 4})
		if diff := cmp.Diff(before, known(f)); diff != "" {
			t.Errorf("known (-before +after):\n%s", diff)
		}
		if n, err := f.Seed(t.Context(), urls...); err != nil || n != 0 {
			t.Errorf("%d URLs are new, %v", n, err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i, value := range former {
			if bytes.Contains(raw, value) {
				t.Errorf("value %d of the former key is still there", i)
			}
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("file: %v, %v", info, err)
		}
		if _, err := frontier.Open(t.Context(), path, frontier.Config{Key: formerSecret(), FormerKeys: [][]byte{other}}); err == nil || !strings.Contains(err.Error(), "the key does not fit the file") {
			t.Errorf("open with the former key: %v", err)
		}

		f = open(t, path, frontier.Config{Delay: -1, MaxAttempts: 2})
		start := time.Now()
		got := map[string]time.Duration{}
		for range 4 {
			l := next(t, f)
			got[l.URL] = time.Since(start).Round(time.Hour)
			done(t, f, l, frontier.Result{Outcome: "fetched"})
		}
		wantEmpty(t, f)
		want := map[string]time.Duration{ // the delay and the block are as they were
			"https://b.example/1": 0, "https://c.example/1": time.Hour, "https://d.example/x": 72 * time.Hour, "https://d.example/y": 72 * time.Hour,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("turns (-want +got):\n%s", diff)
		}
	})
}

// What is damaged is left behind when a file is sealed anew: a URL is found again where it was found, a host with its URLs.
func TestRotationOfADamagedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "frontier.db")
	f := open(t, path, frontier.Config{Key: formerSecret(), Delay: -1})
	seed(t, f, "https://a.example/1", "https://b.example/1", "https://b.example/2", "https://c.example/1")
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	execute(t, path, "UPDATE url SET url = x'00' WHERE host = 1")
	execute(t, path, "UPDATE host SET find = x'00' WHERE id = 2")
	f = open(t, path, frontier.Config{FormerKeys: [][]byte{formerSecret()}, Delay: -1})
	wantStats(t, f, frontier.Stats{Queued: 1, Hosts: 2, Damaged: 2})
	seed(t, f, "https://a.example/1", "https://b.example/1")
	wantStats(t, f, frontier.Stats{Queued: 3, Hosts: 3, Damaged: 2})
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	wantFileAgrees(t, open(t, path, frontier.Config{Delay: -1}), path)
}
