package frontier_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ronda/crawler/frontier"
	"ronda/crawler/frontier/store"
	"ronda/disktest"
)

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

// fresh returns links to n new URLs, on as many new hosts.
func fresh(from, n int) frontier.Result {
	r := frontier.Result{Status: 200, Outcome: "fetched"}
	for i := range n {
		r.Links = append(r.Links, links(fmt.Sprintf("https://h%d.example/%d", from+i, from+i))...)
	}
	return r
}

// The disk is full but for a little, so that another statement fails in each round. What failed has changed nothing, and
// works as soon as there is room.
func TestFullDisk(t *testing.T) {
	dir := disktest.Small(t, 24<<20)
	path := filepath.Join(dir, "frontier.db")
	f := open(t, path, frontier.Config{Delay: -1, MaxDepth: 1 << 20})
	seed(t, f, "https://a.example/")
	failures := 0
	for round := range 20 {
		if err := f.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		free := disktest.Fill(t, dir, int64(round%10)*4096)
		l := next(t, f)
		before, err := f.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		page := fresh(round*1000, 100)
		err = f.Done(t.Context(), l, page)
		if err != nil {
			failures++
			if !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "make room on it") {
				t.Errorf("error does not say what to do: %v", err)
			}
			wantStats(t, f, before)
			if known, ok, err := f.Lookup(t.Context(), l.URL); !ok || err != nil || known.State != store.StateQueued {
				t.Errorf("lookup: %+v, %v, %v", known, ok, err)
			}
			wantStats(t, f, before)
			if err := f.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "no room on its disk") {
				t.Errorf("check on a full disk: %v", err)
			}
			if round%2 == 0 {
				if err := f.Release(t.Context(), l); err != nil {
					t.Fatal(err)
				}
				l = next(t, f) // reading goes on
			}
		}
		free()
		if err != nil {
			done(t, f, l, page)
		}
		wantFileAgrees(t, f, path)
	}
	if failures < 10 {
		t.Errorf("%d of 20 rounds failed: the test tests little", failures)
	}
	names, err := os.ReadDir(dir)
	if err != nil || len(names) != 3 {
		t.Errorf("left behind: %v, %v", names, err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	f = open(t, path, frontier.Config{Delay: -1})
	wantStats(t, f, frontier.Stats{Queued: 20*100 + 1 - 20, Done: 20, Hosts: 20*100 + 1})
}

// The crawl itself fills the disk, until not even the log can be folded back into the file.
func TestCrawlFillsTheDisk(t *testing.T) {
	dir := disktest.Small(t, 64<<20)
	path := filepath.Join(dir, "frontier.db")
	f := open(t, path, frontier.Config{Delay: -1})
	free := disktest.Fill(t, dir, 40<<20)
	var err error
	kept := 0
	batch := func() []string {
		urls := make([]string, 500)
		for i := range urls {
			urls[i] = fmt.Sprintf("https://h%d.example/%s%d", i, strings.Repeat("panjang/", 250), kept+i)
		}
		return urls
	}
	for err == nil {
		var n int
		n, err = f.Seed(t.Context(), batch()...)
		kept += n
	}
	if kept < 4000 || !strings.Contains(err.Error(), "make room on it") {
		t.Errorf("after %d URLs: %v", kept, err)
	}
	wantStats(t, f, frontier.Stats{Queued: int64(kept), Hosts: 500})
	if err := f.Check(t.Context()); err == nil {
		t.Error("check on a full disk")
	}
	free()
	if err := f.Check(t.Context()); err != nil {
		t.Error(err)
	}
	seed(t, f, batch()...)
	wantStats(t, f, frontier.Stats{Queued: int64(kept) + 500, Hosts: 500})
	wantFileAgrees(t, f, path)
}

// The system refuses to let the log grow: an error of input and output that is no full disk.
func TestWriteError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "frontier.db")
	f := open(t, path, frontier.Config{Delay: -1, MaxDepth: 100})
	seed(t, f, "https://a.example/")
	l := next(t, f)
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	setLimit := func(bytes uint64) {
		t.Helper()
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: bytes, Max: limit.Max}); err != nil {
			t.Fatal(err)
		}
	}
	defer setLimit(limit.Cur)
	setLimit(256 << 10)
	page := fresh(0, 2000)
	err := f.Done(t.Context(), l, page)
	if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "disk I/O error") {
		t.Errorf("done: %v", err)
	}
	wantStats(t, f, frontier.Stats{Leased: 1, Hosts: 1})
	if err := f.Check(t.Context()); err == nil {
		t.Error("check while nothing can be written")
	}
	setLimit(limit.Cur)
	if err := f.Check(t.Context()); err != nil {
		t.Error(err)
	}
	done(t, f, l, page)
	wantStats(t, f, frontier.Stats{Queued: 2000, Done: 1, Hosts: 2001})
	wantFileAgrees(t, f, path)
}

// The frontier's one connection dies; everything goes on with another, also while the disk was full in between.
func TestConnectionLost(t *testing.T) {
	dir := disktest.Small(t, 24<<20)
	path := filepath.Join(dir, "frontier.db")
	f := open(t, path, frontier.Config{Delay: -1, MaxDepth: 100})
	seed(t, f, "https://a.example/")
	for i, call := range []func(l frontier.Lease) error{
		func(l frontier.Lease) error { return f.Done(t.Context(), l, fresh(1000, 10)) },
		func(l frontier.Lease) error { return f.Retry(t.Context(), l, "timeout", 0) },
		func(l frontier.Lease) error { return errors.Join(f.Release(t.Context(), l), f.Check(t.Context())) },
		func(l frontier.Lease) error {
			_, _, err := f.Lookup(t.Context(), l.URL)
			return errors.Join(err, f.Release(t.Context(), l))
		},
		func(l frontier.Lease) error {
			return errors.Join(f.Release(t.Context(), l), f.SetDelay(t.Context(), l.Host, time.Millisecond))
		},
	} {
		l := next(t, f)
		if err := f.LoseConnection(); !errors.Is(err, sql.ErrConnDone) && err == nil {
			t.Fatalf("connection lives: %v", err)
		}
		if err := call(l); err == nil {
			t.Errorf("call %d succeeded without a connection", i)
		}
		free := disktest.Fill(t, dir, 0)
		if i%2 == 0 {
			_, _ = f.Seed(t.Context(), fmt.Sprintf("https://penuh%d.example/", i)) // may fail, and must not break anything
		}
		free()
		if err := f.Check(t.Context()); err != nil {
			t.Error(err)
		}
		switch err := call(l); {
		case i < 2 && err != nil:
			t.Errorf("call %d: %v", i, err)
		case i >= 2 && err != nil && !errors.Is(err, frontier.ErrLeaseLost):
			t.Errorf("call %d: %v", i, err)
		}
		wantFileAgrees(t, f, path)
	}
}

// A commit fails for its caller although it is in the file. What is done again then is not done twice.
func TestCommitInDoubt(t *testing.T) {
	for name, lost := range map[string]bool{"connection kept": false, "connection lost": true} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "frontier.db")
			var f *frontier.Frontier
			doubt := false
			f = open(t, path, frontier.Config{Delay: -1, MaxAttempts: 1, Step: func(step string) {
				if !doubt || step != "frontier.uncommitted" {
					return
				}
				doubt = false
				if err := f.CommitUnseen(context.Background()); err != nil {
					t.Error(err)
				}
				if lost {
					_ = f.LoseConnection()
				}
			}})
			seed(t, f, "https://a.example/1", "https://a.example/2")
			for _, call := range []func(l frontier.Lease) error{
				func(l frontier.Lease) error {
					return f.Done(t.Context(), l, frontier.Result{Outcome: "fetched", Links: links("https://b.example/")})
				},
				func(l frontier.Lease) error { return f.Retry(t.Context(), l, "timeout", time.Nanosecond) },
				func(frontier.Lease) error {
					_, err := f.Seed(t.Context(), "https://c.example/1", "https://c.example/2")
					return err
				},
				func(frontier.Lease) error { return f.SetDelay(t.Context(), "d.example", time.Hour) },
			} {
				l := next(t, f)
				doubt = true
				if err := call(l); err == nil {
					t.Error("no doubt")
				}
				if err := call(l); err != nil {
					t.Error(err)
				}
				if err := f.Release(t.Context(), l); err != nil && !errors.Is(err, frontier.ErrLeaseLost) {
					t.Error(err)
				}
				wantFileAgrees(t, f, path)
			}
			wantStats(t, f, frontier.Stats{Queued: 3, Done: 1, Failed: 1, Hosts: 4})
		})
	}
}

// A folder that cannot be written is refused at opening, and taken when it can be.
func TestReadOnlyDisk(t *testing.T) {
	dir := disktest.Small(t, 4<<20)
	path := filepath.Join(dir, "frontier.db")
	f := open(t, path, frontier.Config{})
	seed(t, f, "https://a.example/")
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	disktest.ReadOnly(t, dir, true)
	_, err := frontier.Open(t.Context(), path, frontier.Config{Key: secret})
	if err == nil || !strings.Contains(err.Error(), path+": read-only file system") {
		t.Errorf("open on a read-only disk: %v", err)
	}
	disktest.ReadOnly(t, dir, false)
	wantStats(t, open(t, path, frontier.Config{}), frontier.Stats{Queued: 1, Hosts: 1})
}
