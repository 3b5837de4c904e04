package store_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"ronda/crawler/frontier"
	"ronda/crawler/frontier/store"
	"ronda/disktest"
)

// version1 copies the files of a frontier of version 1 whose process was killed: half of it stands in the log only.
// It was written on 22 November 2026 around 09:12:55 UTC.
func version1(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "frontier.db")
	for _, end := range []string{"", "-wal"} {
		raw, err := os.ReadFile("testdata/v1/frontier.db" + end)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path+end, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// whenVersion1Ended is shortly after the file of version 1 was written.
func whenVersion1Ended() time.Time { return time.UnixMilli(1795338776000) }

// inVersion1 are texts that stand in clear in the file of version 1.
var inVersion1 = []string{".example", "pasar", "3204750101902345", "081200000000", "gagal", "rusak", "sibuk", "pelan", "gambar"}

func wantVersion1(t *testing.T, f *frontier.Frontier) {
	t.Helper()
	wantStats(t, f, frontier.Stats{Queued: 5, Done: 2, Failed: 1, Hosts: 6})
	for url, want := range map[string]store.Known{
		"https://pasar.example/":                      {State: store.StateDone, Status: 200, Outcome: "fetched"},
		"https://pelan.example/a":                     {State: store.StateDone, Status: 302, Outcome: "redirect"},
		"https://gagal.example/rusak":                 {State: store.StateFailed, Attempts: 1, Outcome: "failed"},
		"https://sibuk.example/antri":                 {State: store.StateQueued, Attempts: 1, Outcome: "busy"},
		"https://pasar.example/jual/3204750101902345": {State: store.StateQueued},
		"https://lain.example:8443/x?hp=081200000000": {State: store.StateQueued},
		"https://pasar.example/profil/u1":             {State: store.StateQueued},
		"https://pelan.example/b":                     {State: store.StateQueued},
	} {
		got, ok, err := f.Lookup(t.Context(), url)
		if diff := cmp.Diff(want, got); !ok || err != nil || diff != "" {
			t.Errorf("lookup %s: %v, %v (-want +got):\n%s", url, ok, err, diff)
		}
	}
}

// Nothing that version 1 knew is lost, and nothing of it stays in clear.
func TestMigration(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := version1(t)
		if sealed, err := store.Sealed(t.Context(), path); sealed || err != nil {
			t.Errorf("sealed: %v, %v", sealed, err)
		}
		if plainly(t, filepath.Dir(path), inVersion1...) == nil {
			t.Error("the file of version 1 shows nothing: the test tests nothing")
		}
		f := open(t, path, frontier.Config{Delay: -1, Now: whenVersion1Ended})
		if found := plainly(t, filepath.Dir(path), inVersion1...); found != nil {
			t.Errorf("in clear: %v", found)
		}
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("file: %v, %v", info.Mode(), err)
		}
		wantVersion1(t, f)

		start := time.Now()
		type lease struct {
			Depth, Hops, Attempts int
			After                 time.Duration
		}
		got := make(map[string]lease)
		for range 5 {
			l := next(t, f)
			got[l.URL] = lease{l.Depth, l.Hops, l.Attempts, time.Since(start).Round(time.Minute)}
			done(t, f, l, frontier.Result{Outcome: "fetched", Links: links("https://pasar.example/")})
		}
		wantEmpty(t, f)
		want := map[string]lease{
			"https://pasar.example/jual/3204750101902345": {Depth: 1},
			"https://pasar.example/profil/u1":             {Depth: 1},
			"https://pelan.example/b":                     {Hops: 1, After: 2 * time.Minute}, // a delay of 90 s
			"https://lain.example:8443/x?hp=081200000000": {Depth: 1, After: 2 * time.Hour},  // blocked
			"https://sibuk.example/antri":                 {Attempts: 1, After: 24 * time.Hour},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("leases (-want +got):\n%s", diff)
		}
		wantStats(t, f, frontier.Stats{Done: 7, Failed: 1, Hosts: 6})
	})
}

// migrateAndDie is the child process of TestMigrationKilled.
func migrateAndDie(path, at string) {
	_, err := frontier.Open(context.Background(), path, frontier.Config{Key: secret, FormerKeys: [][]byte{formerSecret()}, Step: func(step string) {
		if step == at {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}})
	fmt.Println("lived on:", err)
}

// The process is killed before and after the new file takes the place of the old one.
func TestMigrationKilled(t *testing.T) {
	for _, step := range []string{"frontier.copied", "frontier.migrated"} {
		t.Run(step, func(t *testing.T) {
			path := version1(t)
			child := exec.CommandContext(t.Context(), os.Args[0])
			child.Env = append(os.Environ(), "RONDA_TEST_MIGRATE="+path, "RONDA_TEST_STEP="+step)
			if out, err := child.CombinedOutput(); err == nil {
				t.Fatalf("the child was not killed: %s", out)
			}
			f := open(t, path, frontier.Config{Delay: -1})
			wantVersion1(t, f)
			if found := plainly(t, filepath.Dir(path), inVersion1...); found != nil {
				t.Errorf("in clear: %v", found)
			}
			if _, err := os.Stat(path + ".new"); !os.IsNotExist(err) {
				t.Errorf("the copy is still there: %v", err)
			}
		})
	}
}

// The process is killed likewise while a file is sealed anew.
func TestRotationKilled(t *testing.T) {
	for _, step := range []string{"frontier.copied", "frontier.migrated"} {
		t.Run(step, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "frontier.db")
			f := open(t, path, frontier.Config{Key: formerSecret()})
			seed(t, f, "https://a.example/", "https://b.example/")
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			child := exec.CommandContext(t.Context(), os.Args[0])
			child.Env = append(os.Environ(), "RONDA_TEST_MIGRATE="+path, "RONDA_TEST_STEP="+step)
			if out, err := child.CombinedOutput(); err == nil {
				t.Fatalf("the child was not killed: %s", out)
			}
			f = open(t, path, frontier.Config{FormerKeys: [][]byte{formerSecret()}})
			wantStats(t, f, frontier.Stats{Queued: 2, Hosts: 2})
			if names, err := filepath.Glob(path + ".new*"); err != nil || names != nil {
				t.Errorf("left behind: %v, %v", names, err)
			}
		})
	}
}

// The number of the version alone does not make a sealed file one of version 1: all its URLs would be lost.
func TestMigrationOfASealedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "frontier.db")
	f := open(t, path, frontier.Config{})
	seed(t, f, "https://a.example/")
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	execute(t, path, "PRAGMA user_version = 1")
	_, err := frontier.Open(t.Context(), path, frontier.Config{Key: secret})
	wantDamaged(t, path, err)
	execute(t, path, "PRAGMA user_version = 2")
	wantStats(t, open(t, path, frontier.Config{}), frontier.Stats{Queued: 1, Hosts: 1})
}

// Version 1 told times by the machine's clock. What was found while that was ahead is crawled nevertheless.
func TestTimesOfAWrongClockInVersion1(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := version1(t)
		f := open(t, path, frontier.Config{Delay: -1, Now: func() time.Time { return whenVersion1Ended().Add(-10 * 365 * 24 * time.Hour) }})
		start := time.Now()
		for range 5 {
			done(t, f, next(t, f), frontier.Result{Outcome: "fetched"})
		}
		wantEmpty(t, f)
		if since := time.Since(start).Round(time.Minute); since != 24*time.Hour {
			t.Errorf("the last host was asked after %v, want the longest rest of a day", since)
		}
	})
}

// A full disk in the middle of a migration leaves the old file as it was.
func TestMigrationOnAFullDisk(t *testing.T) {
	dir := disktest.Small(t, 4<<20)
	path := filepath.Join(dir, "frontier.db")
	old := version1(t)
	for _, end := range []string{"", "-wal"} {
		raw, err := os.ReadFile(old + end)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path+end, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	failures := 0
	for left := int64(0); left <= 128<<10; left += 16 << 10 {
		free := disktest.Fill(t, dir, left)
		f, err := frontier.Open(t.Context(), path, frontier.Config{Key: secret, Delay: -1})
		free()
		if err == nil {
			if err := f.Close(); err != nil {
				t.Error(err)
			}
			break
		}
		failures++
		if !strings.Contains(err.Error(), path) {
			t.Errorf("error does not name the file: %v", err)
		}
		if _, err := os.Stat(path + ".new"); !os.IsNotExist(err) {
			t.Errorf("half a copy is left: %v", err)
		}
	}
	if failures < 2 {
		t.Errorf("%d failures: the test tests little", failures)
	}
	wantVersion1(t, open(t, path, frontier.Config{Delay: -1}))
	if found := plainly(t, dir, inVersion1...); found != nil {
		t.Errorf("in clear: %v", found)
	}
}
