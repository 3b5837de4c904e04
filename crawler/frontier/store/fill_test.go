package store_test

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"ronda/crawler"
	"ronda/crawler/frontier"
)

func TestMain(m *testing.M) {
	if path := os.Getenv("RONDA_TEST_MIGRATE"); path != "" {
		migrateAndDie(path, os.Getenv("RONDA_TEST_STEP"))
		return
	}
	goleak.VerifyTestMain(m)
}

// secret is the key of all files of these tests but those that try another.
var secret = bytes.Repeat([]byte{7}, 32)

// open opens a frontier over the file at path. Files are filled and read by a frontier here, as they are anywhere.
func open(t testing.TB, path string, cfg frontier.Config) *frontier.Frontier {
	t.Helper()
	if cfg.Key == nil {
		cfg.Key = secret
	}
	f, err := frontier.Open(t.Context(), path, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func seed(t testing.TB, f *frontier.Frontier, urls ...string) {
	t.Helper()
	if _, err := f.Seed(t.Context(), urls...); err != nil {
		t.Fatal(err)
	}
}

func next(t testing.TB, f *frontier.Frontier) frontier.Lease {
	t.Helper()
	l, err := f.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func done(t testing.TB, f *frontier.Frontier, l frontier.Lease, r frontier.Result) {
	t.Helper()
	if err := f.Done(t.Context(), l, r); err != nil {
		t.Fatal(err)
	}
}

func wantStats(t testing.TB, f *frontier.Frontier, want frontier.Stats) {
	t.Helper()
	got, err := f.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("stats (-want +got):\n%s", diff)
	}
}

func wantEmpty(t testing.TB, f *frontier.Frontier) {
	t.Helper()
	if l, err := f.Next(t.Context()); !errors.Is(err, frontier.ErrEmpty) {
		t.Errorf("next = %+v, %v; want ErrEmpty", l, err)
	}
}

func links(urls ...string) []crawler.Link {
	var out []crawler.Link
	for _, u := range urls {
		out = append(out, crawler.Link{URL: u})
	}
	return out
}

// wantDamaged fails unless the error names the file and says what to do about its damage.
func wantDamaged(t *testing.T, path string, err error) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "move it away together with its -wal and -shm files") {
		t.Errorf("error does not say what to do: %v", err)
	}
}

// wantFileAgrees compares the frontier's memory with its file.
func wantFileAgrees(t *testing.T, f *frontier.Frontier, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var want frontier.Stats
	err = db.QueryRowContext(t.Context(), `SELECT count(*) FILTER (WHERE state = 0), count(*) FILTER (WHERE state = 1),
		count(*) FILTER (WHERE state = 2), (SELECT count(*) FROM host) FROM url`).Scan(&want.Queued, &want.Done, &want.Failed, &want.Hosts)
	if err != nil {
		t.Fatal(err)
	}
	got, err := f.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got.Queued, got.Leased = got.Queued+got.Leased, 0
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("memory against file (-file +memory):\n%s", diff)
	}
	var wrong int
	err = db.QueryRowContext(t.Context(), `WITH found AS (SELECT host, sum(state = 0) AS queued, sum(state = 1) AS done, sum(state = 2) AS failed FROM url GROUP BY host)
		SELECT count(*) FROM host LEFT JOIN found ON found.host = host.id
		WHERE (host.queued, host.done, host.failed) IS NOT (ifnull(found.queued, 0), ifnull(found.done, 0), ifnull(found.failed, 0))`).Scan(&wrong)
	if err != nil || wrong != 0 {
		t.Errorf("%d hosts with wrong totals, %v", wrong, err)
	}
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
