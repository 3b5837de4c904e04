package frontier_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/crawler/frontier"
	"ronda/crawler/frontier/store"
)

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
			want := store.Known{State: store.StateFailed, Outcome: "damaged"}
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
	for url, want := range map[string]store.Known{
		"https://a.example/":     {State: store.StateDone, Status: 404, Outcome: "gone"},
		"HTTPS://A.example:443#": {State: store.StateDone, Status: 404, Outcome: "gone"},
		"https://b.example/":     {State: store.StateFailed, Outcome: "failed"},
		"https://c.example/":     {State: store.StateQueued},
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
	if got := store.StateFailed.String(); got != "failed" {
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
