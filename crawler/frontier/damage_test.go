package frontier_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ronda/crawler/frontier"
)

// wantDamaged fails unless the error names the file and says what to do about its damage.
func wantDamaged(t *testing.T, path string, err error) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "move it away together with its -wal and -shm files") {
		t.Errorf("error does not say what to do: %v", err)
	}
}

// sample is a small crawl as it stands on disk, its end in the log only.
type sample struct {
	db, log []byte
	urls    map[string]bool
}

func newSample(tb testing.TB) sample {
	tb.Helper()
	s := sample{urls: make(map[string]bool)}
	path := filepath.Join(tb.TempDir(), "frontier.db")
	cfg := frontier.Config{Delay: -1, MaxAttempts: 2}
	page := func(i int) string {
		u := fmt.Sprintf("https://h%d.example/halaman/%d", i%5, i)
		s.urls[u] = true
		return u
	}
	work := func(f *frontier.Frontier, from int) {
		for i := range 40 {
			seed(tb, f, page(from+i))
		}
		for i := range 10 {
			l := next(tb, f)
			if i%5 == 4 {
				if err := f.Retry(tb.Context(), l, "timeout", 0); err != nil {
					tb.Fatal(err)
				}
				continue
			}
			done(tb, f, l, frontier.Result{Status: 200, Outcome: "fetched", Links: links(page(from + 40 + i))})
		}
	}
	f := open(tb, path, cfg)
	work(f, 0)
	if err := f.Close(); err != nil {
		tb.Fatal(err)
	}
	f = open(tb, path, cfg)
	work(f, 100)
	for end, to := range map[string]*[]byte{"": &s.db, "-wal": &s.log} {
		raw, err := os.ReadFile(path + end)
		if err != nil {
			tb.Fatal(err)
		}
		*to = raw
	}
	return s
}

// spoil returns a copy of the file that is cut and has bytes changed as the instructions say: two bytes for the length
// that is left (of 65535), then four for each change.
func spoil(file, how []byte) []byte {
	file = append([]byte(nil), file...)
	if len(how) < 2 {
		return file
	}
	file = file[:len(file)*int(binary.LittleEndian.Uint16(how))/0xffff]
	for how = how[2:]; len(how) >= 4 && len(file) > 0; how = how[4:] {
		at := int(how[0]) | int(how[1])<<8 | int(how[2])<<16
		file[at%len(file)] ^= how[3]
	}
	return file
}

// crawlSpoiled opens a damaged file and crawls it to the end. Whatever happens, no URL comes out that was not put in, and
// an error says what to do.
func crawlSpoiled(t *testing.T, s sample, db, log []byte) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "frontier.db")
		if err := errors.Join(os.WriteFile(path, spoil(s.db, db), 0o600), os.WriteFile(path+"-wal", spoil(s.log, log), 0o600)); err != nil {
			t.Fatal(err)
		}
		// A host may seem to be blocked until the end of time; that is long before.
		ctx, cancel := context.WithTimeout(t.Context(), 10*365*24*time.Hour)
		defer cancel()
		complain := func(err error) {
			if !strings.Contains(err.Error(), "use the ronda that wrote it") { // the number of the version is spoilt
				wantDamaged(t, path, err)
			}
		}
		f, err := frontier.Open(ctx, path, frontier.Config{Key: secret, Delay: -1, MaxAttempts: 2})
		if err != nil {
			if !strings.Contains(err.Error(), "the key does not fit") { // its check value is spoilt
				complain(err)
			}
			return
		}
		defer f.Close()
		const fresh = "https://baru.example/"
		if _, err := f.Seed(ctx, fresh); err != nil {
			complain(err)
			return
		}
		for range 3 * len(s.urls) {
			l, err := f.Next(ctx)
			if errors.Is(err, frontier.ErrEmpty) || errors.Is(err, context.DeadlineExceeded) {
				return
			}
			if err != nil {
				complain(err)
				return
			}
			if l.URL != fresh && !s.urls[l.URL] || !strings.HasPrefix(l.URL, "https://"+l.Host+"/") {
				t.Fatalf("a URL that was not put in came out: %q of host %q", l.URL, l.Host)
			}
			if err := f.Done(ctx, l, frontier.Result{Outcome: "fetched"}); err != nil {
				complain(err)
				return
			}
		}
		t.Error("the crawl does not end")
	})
}

// instructions makes up a way to spoil a file: one to eight bytes, and sometimes its end.
func instructions(random *rand.Rand) []byte {
	how := []byte{0xff, 0xff}
	if random.IntN(4) == 0 {
		how[0], how[1] = byte(random.Uint32()), byte(random.Uint32())
	}
	for range 1 + random.IntN(8) {
		how = binary.LittleEndian.AppendUint32(how, random.Uint32())
	}
	return how
}

func TestDamagedFile(t *testing.T) {
	s := newSample(t)
	crawlSpoiled(t, s, nil, nil)
	for i := range uint64(80) {
		random := rand.New(rand.NewPCG(i, 3))
		db, log := instructions(random), []byte{0, 0}
		if i%4 == 0 {
			log = instructions(random)
		}
		crawlSpoiled(t, s, db, log)
		if t.Failed() {
			t.Fatalf("damage %d", i)
		}
	}
}

func FuzzDamagedFile(f *testing.F) {
	s := newSample(f)
	random := rand.New(rand.NewPCG(1, 4))
	for range 10 {
		f.Add(instructions(random), instructions(random))
		f.Add(instructions(random), []byte{0, 0})
	}
	f.Fuzz(func(t *testing.T, db, log []byte) { crawlSpoiled(t, s, db, log) })
}
