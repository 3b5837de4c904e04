package frontier_test

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ronda/crawler/frontier"
)

// plainly returns the names of the files of a folder in which one of the texts stands in clear.
func plainly(t *testing.T, dir string, texts ...string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	var found []string
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			if bytes.Contains(raw, []byte(text)) {
				found = append(found, filepath.Base(name)+": "+text)
			}
		}
	}
	return found
}

// execute changes a file behind the frontier's back.
func execute(t *testing.T, path, statement string, args ...any) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatal(err)
	}
}

// A URL that leads to a person goes through every state and every statement; none of it can be read in the files, whether
// they are open or closed.
func TestNothingInClear(t *testing.T) {
	dir := t.TempDir()
	f := open(t, filepath.Join(dir, "frontier.db"), frontier.Config{Delay: -1, MaxAttempts: 1})
	seed(t, f, "https://penjual.example/3204750101902345", "https://penjual.example/hilang?hp=081200000000")
	done(t, f, next(t, f), frontier.Result{Outcome: "fetched", Links: links("https://akun.example/@pembeli-3204750101902345")})
	if err := f.Retry(t.Context(), next(t, f), "timeout", time.Millisecond); err != nil {
		t.Fatal(err)
	}
	if err := f.SetDelay(t.Context(), "lambat.example", time.Second); err != nil {
		t.Fatal(err)
	}
	if err := f.Block(t.Context(), "tutup.example", time.Now().Add(time.Hour), "robots"); err != nil {
		t.Fatal(err)
	}
	texts := []string{".example", "penjual", "3204750101902345", "081200000000", "pembeli", "lambat", "tutup"}
	if found := plainly(t, dir, texts...); found != nil {
		t.Errorf("while open: %v", found)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if found := plainly(t, dir, texts...); found != nil {
		t.Errorf("when closed: %v", found)
	}
}

func TestKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "frontier.db")
	for _, size := range []int{0, 16, 64} {
		_, err := frontier.Open(t.Context(), path, frontier.Config{Key: make([]byte, size)})
		if err == nil || !strings.Contains(err.Error(), "it must have 32") {
			t.Errorf("key of %d bytes: %v", size, err)
		}
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("a file was made without a key: %v", err)
	}
	wantSealed := func(want bool) {
		t.Helper()
		if got, err := frontier.Sealed(t.Context(), path); got != want || err != nil {
			t.Errorf("sealed = %v, %v; want %v", got, err, want)
		}
	}
	wantSealed(false)
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	wantSealed(false)

	f := open(t, path, frontier.Config{})
	seed(t, f, "https://a.example/")
	wantSealed(true) // while its tables are in the log only
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	wantSealed(true)
	_, err := frontier.Open(t.Context(), path, frontier.Config{Key: bytes.Repeat([]byte{8}, 32)})
	want := "open frontier: " + path + ": the key does not fit the file: restore the keys from the backup that belongs to it; or, " +
		"to give up what is known about the crawl, move it away together with its -wal and -shm files; the seeds are then " +
		"crawled again, and known listings stay one alert each"
	if err == nil || err.Error() != want {
		t.Errorf("open with another key: %v\nwant %s", err, want)
	}
	f = open(t, path, frontier.Config{})
	wantStats(t, f, frontier.Stats{Queued: 1, Hosts: 1})
}

// A sealed value that is moved to another row, or a row that is moved to another host, is not believed.
func TestRowsThatWereMoved(t *testing.T) {
	for name, statement := range map[string]string{
		"url to another row":  "UPDATE url SET url = other.url FROM (SELECT id, url FROM url) AS other WHERE other.id != url.id",
		"url to another host": "UPDATE url SET host = 3 - host",
		"one url cut":         "UPDATE url SET url = substr(url, 1, 20)",
		"url emptied":         "UPDATE url SET url = x''",
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "frontier.db")
			f := open(t, path, frontier.Config{Delay: -1})
			seed(t, f, "https://a.example/x", "https://b.example/x")
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			execute(t, path, statement)
			f = open(t, path, frontier.Config{Delay: -1})
			wantEmpty(t, f)
			wantStats(t, f, frontier.Stats{Failed: 2, Hosts: 2, Damaged: 2})
			got, ok, err := f.Lookup(t.Context(), "https://a.example/x")
			want := frontier.Known{State: frontier.StateFailed, Outcome: "damaged"}
			if diff := cmp.Diff(want, got); !ok || err != nil || diff != "" {
				t.Errorf("lookup: %v, %v (-want +got):\n%s", ok, err, diff)
			}
			seed(t, f, "https://c.example/") // the crawl goes on
			if l := next(t, f); l.URL != "https://c.example/" {
				t.Errorf("lease of %s", l.URL)
			}
		})
	}
}

// A host whose row is damaged is forgotten with its URLs; when it is found again it is a new one.
func TestDamagedHost(t *testing.T) {
	for name, statement := range map[string]string{
		"names exchanged": "UPDATE host SET name = (SELECT name FROM host AS other WHERE other.id = 3 - host.id) WHERE id = 1",
		"digest cut":      "UPDATE host SET find = x'00' WHERE id = 1",
		"negative count":  "UPDATE host SET queued = -1 WHERE id = 1",
		"endless delay":   "UPDATE host SET delay = 9223372036854775807 WHERE id = 1",
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "frontier.db")
			f := open(t, path, frontier.Config{Delay: -1})
			seed(t, f, "https://a.example/x", "https://b.example/x")
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			execute(t, path, statement)
			f = open(t, path, frontier.Config{Delay: -1})
			wantStats(t, f, frontier.Stats{Queued: 1, Hosts: 1, Damaged: 1})
			seed(t, f, "https://a.example/x")
			for range 2 {
				done(t, f, next(t, f), frontier.Result{Outcome: "fetched"})
			}
			wantEmpty(t, f)
			wantStats(t, f, frontier.Stats{Done: 2, Hosts: 2, Damaged: 1})
		})
	}
}

// URLs that a host is said to have and that are gone do not hold up the crawl.
func TestMissingURLs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "frontier.db")
	f := open(t, path, frontier.Config{Delay: -1})
	seed(t, f, "https://a.example/x", "https://a.example/y", "https://b.example/x")
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	execute(t, path, "DELETE FROM url WHERE host = 1")
	f = open(t, path, frontier.Config{Delay: -1})
	done(t, f, next(t, f), frontier.Result{Outcome: "fetched"})
	wantEmpty(t, f)
	wantStats(t, f, frontier.Stats{Done: 1, Failed: 2, Hosts: 2, Damaged: 2})
	seed(t, f, "https://a.example/x")
	if l := next(t, f); l.URL != "https://a.example/x" {
		t.Errorf("lease of %s", l.URL)
	}
}

// A row that vanishes while its URL is leased would be handed out for ever by a damaged index: that is an error.
func TestLeasedURLVanishes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "frontier.db")
	f := open(t, path, frontier.Config{Delay: -1})
	seed(t, f, "https://a.example/")
	l := next(t, f)
	execute(t, path, "DELETE FROM url")
	wantDamaged(t, path, f.Done(t.Context(), l, frontier.Result{Outcome: "fetched"}))
	wantDamaged(t, path, f.Retry(t.Context(), l, "timeout", 0))
	if err := f.Release(t.Context(), l); err != nil {
		t.Error(err)
	}
}

func TestLookup(t *testing.T) {
	f := openNew(t, frontier.Config{Delay: -1, MaxAttempts: 1})
	seed(t, f, "https://a.example/")
	done(t, f, next(t, f), frontier.Result{Status: 404, Outcome: "gone", Links: links("https://b.example/")})
	if err := f.Retry(t.Context(), next(t, f), "timeout", 0); err != nil {
		t.Fatal(err)
	}
	seed(t, f, "https://c.example/")
	for url, want := range map[string]frontier.Known{
		"https://a.example/":     {State: frontier.StateDone, Status: 404, Outcome: "gone"},
		"HTTPS://A.example:443#": {State: frontier.StateDone, Status: 404, Outcome: "gone"},
		"https://b.example/":     {State: frontier.StateFailed, Outcome: "failed"},
		"https://c.example/":     {State: frontier.StateQueued},
	} {
		got, ok, err := f.Lookup(t.Context(), url)
		if diff := cmp.Diff(want, got); !ok || err != nil || diff != "" {
			t.Errorf("lookup %s: %v, %v (-want +got):\n%s", url, ok, err, diff)
		}
	}
	if got, ok, err := f.Lookup(t.Context(), "https://d.example/"); ok || err != nil {
		t.Errorf("lookup of an unknown URL: %+v, %v, %v", got, ok, err)
	}
	if _, _, err := f.Lookup(t.Context(), "d.example"); err == nil {
		t.Error("lookup of no URL")
	}
	if got := frontier.StateFailed.String(); got != "failed" {
		t.Errorf("state %q", got)
	}
}

func TestSteps(t *testing.T) {
	var steps []string
	f := openNew(t, frontier.Config{Delay: -1, Step: func(step string) { steps = append(steps, step) }})
	seed(t, f, "https://a.example/")
	done(t, f, next(t, f), frontier.Result{Outcome: "fetched"})
	want := []string{
		"frontier.uncommitted", "frontier.committed", "frontier.leased", "frontier.uncommitted", "frontier.committed",
	}
	if diff := cmp.Diff(want, steps); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}
