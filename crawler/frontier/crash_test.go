package frontier_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"ronda/crawler"
	"ronda/crawler/frontier"
)

// A file whose process died with leases out: they are queued again, what was done stays done, and hosts that the dead
// process may have just asked rest for one delay.
func TestReopenWithoutClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "frontier.db")
		before := open(t, path, frontier.Config{Delay: time.Second}) // closed after the test only
		seed(t, before, "https://a.example/", "https://b.example/", "https://c.example/")
		finished := next(t, before)
		done(t, before, finished, frontier.Result{Status: 200, Outcome: "fetched", Links: links(finished.URL + "1")})
		lost := next(t, before)

		f := open(t, path, frontier.Config{Delay: time.Second})
		start := time.Now()
		wantStats(t, f, frontier.Stats{Queued: 3, Done: 1, Hosts: 3})
		seen := make(map[string]bool)
		for range 3 {
			l := next(t, f)
			seen[l.URL] = true
			if since := time.Since(start); since != time.Second {
				t.Errorf("%s asked %v after the start, want 1s", l.Host, since)
			}
			done(t, f, l, frontier.Result{Outcome: "fetched"})
		}
		if seen[finished.URL] || !seen[lost.URL] || !seen[finished.URL+"1"] {
			t.Errorf("after the crash came %v", seen)
		}
		wantEmpty(t, f)
	})
}

const crawlPages = 400

func crawlURL(i int) string {
	i %= crawlPages
	return fmt.Sprintf("https://h%d.example/%d", i%7, i)
}

// ahead is how many pages the child of TestKill may crawl before its reports are read, so that a parent that gets no turn does not
// find it at the end.
const ahead = 8

// crawlUntilKilled is the child process of TestKill: it crawls, a page for every byte it is given, and reports every step on
// standard output.
func crawlUntilKilled(path string) {
	ctx := context.Background()
	f, err := frontier.Open(ctx, path, frontier.Config{Key: secret, Delay: -1, MaxDepth: crawlPages})
	if err == nil {
		_, err = f.Seed(ctx, crawlURL(0))
	}
	for err == nil {
		if _, err = os.Stdin.Read(make([]byte, 1)); err != nil {
			break
		}
		var l frontier.Lease
		if l, err = f.Next(ctx); err != nil {
			break
		}
		fmt.Println("lease", l.URL)
		var page int
		if _, err = fmt.Sscan(l.URL[strings.LastIndexByte(l.URL, '/')+1:], &page); err != nil {
			break
		}
		err = f.Done(ctx, l, frontier.Result{Status: 200, Outcome: "fetched", Links: []crawler.Link{
			{URL: crawlURL(page + 1)}, {URL: crawlURL(page + 2)}, {URL: crawlURL(page * 3)},
		}})
		fmt.Println("done", l.URL)
	}
	if errors.Is(err, frontier.ErrEmpty) {
		fmt.Println("empty")
		return
	}
	fmt.Println("error", err)
}

// The crawl is killed again and again. What was reported done must never be leased again, and in the end everything is
// done: no URL is lost.
func TestKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "frontier.db")
	finished := make(map[string]bool)
	kills := 0
	for empty := false; !empty; kills++ {
		child := exec.CommandContext(t.Context(), os.Args[0])
		child.Env = append(os.Environ(), "RONDA_TEST_CRAWL="+path)
		child.Stderr = os.Stderr
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		pages, err := child.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		allow := func(n int) {
			if _, err := pages.Write(make([]byte, n)); err != nil && !errors.Is(err, syscall.EPIPE) {
				t.Fatal(err)
			}
		}
		allow(ahead)
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			what, url, _ := strings.Cut(lines.Text(), " ")
			switch {
			case what == "lease" && finished[url]:
				t.Errorf("%s was done and came again", url)
			case what == "done":
				finished[url] = true
				allow(1)
			case what == "empty":
				empty = true
			case what == "error":
				t.Fatal(lines.Text())
			}
			if n == 60+kills {
				if err := child.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
					t.Fatal(err)
				}
			}
		}
		if err := child.Wait(); err != nil && !empty && child.ProcessState.Exited() {
			t.Fatalf("child: %v", err)
		}
	}
	if kills < 5 {
		t.Errorf("killed %d times only", kills-1)
	}
	f := open(t, path, frontier.Config{})
	wantStats(t, f, frontier.Stats{Done: crawlPages, Hosts: 7})
	var wrong int
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.QueryRowContext(t.Context(), `SELECT count(*) FROM host WHERE (queued, done, failed) IS NOT
		(SELECT count(*) FILTER (WHERE state = 0), count(*) FILTER (WHERE state = 1), count(*) FILTER (WHERE state = 2) FROM url WHERE url.host = host.id)`).Scan(&wrong)
	if err != nil || wrong != 0 {
		t.Errorf("%d hosts with wrong totals, %v", wrong, err)
	}
}
