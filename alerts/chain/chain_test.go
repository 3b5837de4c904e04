package chain_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ronda/alerts/chain"
)

// The hashes of released files must come out the same for ever.
func TestNextIsStable(t *testing.T) {
	h := chain.Next(chain.Begin(), []int64{1, -2}, []string{"a", "bc"}, []byte("d"))
	const want = "6f3981c963d91a669615cd3373a593f2874885e4ee9b19875f5226e5393a376a"
	if got := hex.EncodeToString(h); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for name, other := range map[string][]byte{
		"moved border": chain.Next(chain.Begin(), []int64{1, -2}, []string{"ab", "c"}, []byte("d")),
		"other prev":   chain.Next(h, []int64{1, -2}, []string{"a", "bc"}, []byte("d")),
		"other number": chain.Next(chain.Begin(), []int64{1, 2}, []string{"a", "bc"}, []byte("d")),
	} {
		if bytes.Equal(h, other) {
			t.Errorf("%s: the same hash", name)
		}
	}
	if bytes.Equal(chain.Commit(chain.Salt(), []byte("x")), chain.Commit(chain.Salt(), []byte("x"))) {
		t.Error("two salts, one commitment")
	}
}

func head(n int64, digit string) chain.Head {
	return chain.Head{Number: n, Hash: strings.Repeat(digit, 64)}
}

func TestCheckpoint(t *testing.T) {
	at := time.Date(2026, 11, 22, 19, 30, 5, 0, time.UTC)
	full := chain.Checkpoint{Time: at, Events: head(7, "a"), Custody: head(12, "b"), Access: head(3, "c")}
	for _, c := range []chain.Checkpoint{full, {Time: at}, {Time: at, Events: head(1, "0")}} {
		got, err := chain.ParseCheckpoint(c.String())
		if diff := cmp.Diff(c, got); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		if strings.Contains(c.String(), "\n") || len(c.String()) > 300 {
			t.Errorf("%d bytes: %s", len(c.String()), c)
		}
	}
	line := full.String()
	for i := range line { // every slip of one character is noticed
		slipped := line[:i] + string(line[i]^1) + line[i+1:]
		if c, err := chain.ParseCheckpoint(slipped); !errors.Is(err, chain.ErrCheckpoint) {
			t.Errorf("%q was read as %v", slipped, c)
		}
	}
	list, err := chain.ReadCheckpoints(strings.NewReader("# of August\n\n" + line + "\r\n  " + line + "\n"))
	if diff := cmp.Diff([]chain.Checkpoint{full, full}, list); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for text, want := range map[string]string{"": "the file is empty", "#\n" + line + "\n" + line[:80] + "\n": "line 3"} {
		if _, err := chain.ReadCheckpoints(strings.NewReader(text)); !errors.Is(err, chain.ErrCheckpoint) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// What is read comes out as it was written, or not at all.
func FuzzParseCheckpoint(f *testing.F) {
	f.Add(chain.Checkpoint{Time: time.Unix(0, 0), Events: head(7, "a")}.String())
	f.Add("ronda-checkpoint-1 2026-11-22T19:30:05Z events 0 - custody 0 - access 0 - 00000000")
	f.Fuzz(func(t *testing.T, line string) {
		c, err := chain.ParseCheckpoint(line)
		if err == nil && c.String() != strings.Join(strings.Fields(line), " ") {
			t.Errorf("%q was read as %q", line, c)
		}
	})
}
