package access_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ronda/alerts/access"
)

// The test binary is also the second process that appends to one log.
func TestMain(m *testing.M) {
	if path := os.Getenv("ACCESS_LOG"); path != "" {
		if err := appendMany(context.Background(), path, os.Getenv("ACCESS_ACTOR")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

const many = 500

// appendMany opens the log and appends an entry for each line on its input, and answers with a line.
func appendMany(ctx context.Context, path, actor string) error {
	lines := bufio.NewScanner(os.Stdin)
	lines.Scan()
	l, err := access.Open(ctx, path)
	if err != nil {
		return err
	}
	for i := range many {
		if _, err := l.Append(ctx, access.Entry{Actor: actor, Action: "evidence.open", Object: strconv.Itoa(i)}); err != nil {
			return err
		}
		if _, err := fmt.Println(i); err != nil {
			return err
		}
		lines.Scan()
	}
	return l.Close()
}

func open(t *testing.T, path string) *access.Log {
	t.Helper()
	l, err := access.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func fill(t *testing.T, l *access.Log, n int) (last access.Entry) {
	t.Helper()
	for i := range n {
		e, err := l.Append(t.Context(), access.Entry{Actor: "siti", Action: "evidence.open", Object: fmt.Sprint("alert ", i), Reason: "laporan 7"})
		if err != nil {
			t.Fatal(err)
		}
		last = e
	}
	return last
}

func TestAppend(t *testing.T) {
	path := filepath.Join(t.TempDir(), "access.db")
	l := open(t, path)
	if head, err := l.Verify(t.Context()); err != nil || head != (access.Head{}) {
		t.Errorf("an empty log verifies as %v, %v", head, err)
	}
	before := time.Now().Truncate(time.Microsecond)
	got, err := l.Append(t.Context(), access.Entry{
		Number: 9, Hash: "forged", Actor: " siti ", Action: "case.erase", Object: "case-1", Reason: "permintaan\npemilik\x1b[2J\xff",
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Hash) != 64 || got.Time.Before(before) || got.Time.After(time.Now()) || got.Time.Location() != time.UTC {
		t.Errorf("hash %q, time %v", got.Hash, got.Time)
	}
	want := access.Entry{Number: 1, Actor: "siti", Action: "case.erase", Object: "case-1", Reason: "permintaan pemilik [2J\uFFFD"}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(access.Entry{}, "Hash", "Time")); diff != "" {
		t.Errorf("entry (-want +got):\n%s", diff)
	}
	second := fill(t, l, 1)
	if head, err := l.Verify(t.Context()); err != nil || head != (access.Head{Number: 2, Hash: second.Hash}) {
		t.Errorf("verified as %v, %v", head, err)
	}
	for name, page := range map[string]struct {
		after int64
		limit int
		want  []access.Entry
	}{
		"all": {0, 9, []access.Entry{got, second}}, "first": {0, 1, []access.Entry{got}}, "rest": {1, 9, []access.Entry{second}},
		"none": {2, 9, nil}, "no limit is none": {0, -1, nil},
	} {
		entries, err := l.Entries(t.Context(), page.after, page.limit)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(page.want, entries); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the file has mode %v", info.Mode())
	}
}

func TestAppendRefuses(t *testing.T) {
	l := open(t, filepath.Join(t.TempDir(), "access.db"))
	for name, e := range map[string]access.Entry{
		"no actor":  {Action: "a"},
		"no action": {Actor: "a", Action: " \n"},
		"object":    {Actor: "a", Action: "a", Object: strings.Repeat("o", 201)},
		"reason":    {Actor: "a", Action: "a", Reason: strings.Repeat("r", 2001)},
	} {
		if _, err := l.Append(t.Context(), e); !errors.Is(err, access.ErrInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if head, err := l.Verify(t.Context()); err != nil || head.Number != 0 {
		t.Errorf("refused entries left %v, %v", head, err)
	}
}

func TestReaderBesideWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "access.db")
	if _, err := access.OpenReader(t.Context(), path); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("a missing log: %v", err)
	}
	l := open(t, path)
	r, err := access.OpenReader(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	last := fill(t, l, 3)
	if head, err := r.Verify(t.Context()); err != nil || head.Hash != last.Hash {
		t.Errorf("the reader verifies %v, %v", head, err)
	}
	if _, err := r.Append(t.Context(), access.Entry{Actor: "a", Action: "a"}); !errors.Is(err, access.ErrReadOnly) {
		t.Errorf("a reader appends: %v", err)
	}
	fill(t, l, 1)
	if entries, err := r.Entries(t.Context(), 3, 10); err != nil || len(entries) != 1 {
		t.Errorf("%d entries, %v", len(entries), err)
	}
}

// Two processes that know nothing of each other make the log and append to it.
func TestProcessesAppendTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "access.db")
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var processes []*process
	for _, actor := range []string{"siti", "budi"} {
		processes = append(processes, start(t, program, "ACCESS_LOG="+path, "ACCESS_ACTOR="+actor))
	}
	for i := range many { // in every round both begin at once, so one of them has to wait
		for _, p := range processes {
			p.begin(t)
		}
		for _, p := range processes {
			p.answer(t, i)
		}
	}
	for _, p := range processes {
		p.begin(t)
		if err := p.cmd.Wait(); err != nil {
			t.Errorf("%v\n%s", err, p.stderr.String())
		}
	}
	l := open(t, path)
	head, err := l.Verify(t.Context())
	if err != nil || head.Number != 2*many {
		t.Fatalf("verified %v, %v", head, err)
	}
	entries, err := l.Entries(t.Context(), 0, 2*many)
	if err != nil {
		t.Fatal(err)
	}
	next := map[string]int{}
	for _, e := range entries {
		if e.Object != strconv.Itoa(next[e.Actor]) {
			t.Fatalf("entry %d: %s wrote %s, expected %d", e.Number, e.Actor, e.Object, next[e.Actor])
		}
		next[e.Actor]++
	}
}

// process is another process that appends when it is told to.
type process struct {
	cmd    *exec.Cmd
	in     io.Writer
	out    *bufio.Scanner
	stderr *strings.Builder
}

func start(t *testing.T, program string, env ...string) *process {
	t.Helper()
	p := &process{cmd: exec.CommandContext(t.Context(), program), stderr: &strings.Builder{}}
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stderr = p.stderr
	in, err := p.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.in, p.out = in, bufio.NewScanner(out)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *process) begin(t *testing.T) {
	t.Helper()
	if _, err := io.WriteString(p.in, "append\n"); err != nil {
		t.Fatalf("%v\n%s", err, p.stderr.String())
	}
}

func (p *process) answer(t *testing.T, i int) {
	t.Helper()
	if !p.out.Scan() || p.out.Text() != strconv.Itoa(i) {
		_ = p.cmd.Wait()
		t.Fatalf("process answered %q to append %d\n%s", p.out.Text(), i, p.stderr.String())
	}
}

// Whoever comes first makes the file; the others wait for it.
func TestOpenTogether(t *testing.T) {
	for range 3 {
		path := filepath.Join(t.TempDir(), "access.db")
		var wait sync.WaitGroup
		for range 8 {
			wait.Go(func() {
				l, err := access.Open(t.Context(), path)
				if err != nil {
					t.Error(err)
					return
				}
				_, err = l.Append(t.Context(), access.Entry{Actor: "siti", Action: "evidence.list"})
				if err := errors.Join(err, l.Close()); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if head, err := open(t, path).Verify(t.Context()); err != nil || head.Number != 8 {
			t.Errorf("verified %v, %v", head, err)
		}
	}
}

// raw opens the file as somebody with a database tool would.
func raw(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestTriggersKeepTheLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "access.db")
	l := open(t, path)
	fill(t, l, 3)
	db := raw(t, path)
	for _, statement := range []string{
		`UPDATE entry SET actor = 'x' WHERE number = 2`,
		`DELETE FROM entry WHERE number = 3`,
		`INSERT OR REPLACE INTO entry SELECT number, time, 'x', action, object, reason, hash FROM entry WHERE number = 2`,
		`INSERT INTO entry SELECT 9, time, actor, action, object, reason, hash FROM entry WHERE number = 2`,
		`UPDATE head SET number = 2`,
		`DELETE FROM head`,
	} {
		if _, err := db.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	if head, err := l.Verify(t.Context()); err != nil || head.Number != 3 {
		t.Errorf("verified %v, %v", head, err)
	}
}

func TestVerifyFindsTampering(t *testing.T) {
	for name, statements := range map[string][]string{
		"actor changed":   {`UPDATE entry SET actor = 'budi' WHERE number = 3`},
		"action changed":  {`UPDATE entry SET action = 'x' WHERE number = 3`},
		"object changed":  {`UPDATE entry SET object = 'x' WHERE number = 3`},
		"reason changed":  {`UPDATE entry SET reason = '' WHERE number = 3`},
		"time changed":    {`UPDATE entry SET time = time + 1 WHERE number = 3`},
		"hash changed":    {`UPDATE entry SET hash = zeroblob(32) WHERE number = 3`},
		"text moved":      {`UPDATE entry SET object = object || 'l', reason = substr(reason, 2) WHERE number = 3`},
		"first changed":   {`UPDATE entry SET actor = 'budi' WHERE number = 1`},
		"last changed":    {`UPDATE entry SET actor = 'budi' WHERE number = 5`},
		"first removed":   {`DELETE FROM entry WHERE number = 1`},
		"middle removed":  {`DELETE FROM entry WHERE number = 3`},
		"removed, closed": {`DELETE FROM entry WHERE number = 3`, `UPDATE entry SET number = number - 1 WHERE number > 3`, `UPDATE head SET number = 4`},
		"last removed":    {`DELETE FROM entry WHERE number = 5`},
		"all removed":     {`DELETE FROM entry`},
		"inserted before": {`INSERT INTO entry SELECT 0, time, actor, action, object, reason, hash FROM entry WHERE number = 1`},
		"inserted after":  {`INSERT INTO entry SELECT 6, time, actor, action, object, reason, hash FROM entry WHERE number = 5`},
		"inserted between": {
			`UPDATE entry SET number = -number - 1 WHERE number > 2`, `UPDATE entry SET number = -number WHERE number < 0`,
			`INSERT INTO entry SELECT 3, time, actor, action, object, reason, hash FROM entry WHERE number = 2`, `UPDATE head SET number = 6`,
		},
		"exchanged":    {`UPDATE entry SET number = -2 WHERE number = 2`, `UPDATE entry SET number = 2 WHERE number = 3`, `UPDATE entry SET number = 3 WHERE number = -2`},
		"head removed": {`DELETE FROM head`},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "access.db")
			l := open(t, path)
			fill(t, l, 5)
			db := raw(t, path)
			drop := []string{
				`DROP TRIGGER entry_keep_update`, `DROP TRIGGER entry_keep_delete`, `DROP TRIGGER entry_keep_insert`,
				`DROP TRIGGER head_keep_update`, `DROP TRIGGER head_keep_delete`,
			}
			for _, statement := range append(drop, statements...) {
				result, err := db.ExecContext(t.Context(), statement)
				if err != nil {
					t.Fatalf("%s: %v", statement, err)
				}
				if n, err := result.RowsAffected(); !strings.HasPrefix(statement, "DROP") && (err != nil || n == 0) {
					t.Fatalf("%s changed nothing (%v)", statement, err)
				}
			}
			if head, err := l.Verify(t.Context()); !errors.Is(err, access.ErrTampered) {
				t.Errorf("verified as %v, %v", head, err)
			}
		})
	}
}

// A bit that flips on the disk is found by SQLite or by the chain.
func TestVerifyFindsFlippedBit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "access.db")
	l := open(t, path)
	fill(t, l, 5)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := strings.Index(string(data), "laporan 7")
	if at < 0 {
		t.Fatal("the reason is not in the file")
	}
	data[at] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := access.OpenReader(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Verify(t.Context()); !errors.Is(err, access.ErrTampered) {
		t.Errorf("verified: %v", err)
	}
}

func TestNewerSchemaIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "access.db")
	fill(t, open(t, path), 1)
	if _, err := raw(t, path).ExecContext(t.Context(), `PRAGMA user_version = 99`); err != nil {
		t.Fatal(err)
	}
	for name, open := range map[string]func(context.Context, string) (*access.Log, error){"writer": access.Open, "reader": access.OpenReader} {
		if _, err := open(t.Context(), path); err == nil || !strings.Contains(err.Error(), "newer ronda (schema version 99, this one knows 1)") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	if _, err := access.Open(t.Context(), filepath.Join(dir, "no", "access.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("in a missing folder: %v", err)
	}
	file := filepath.Join(dir, "access.db")
	if err := os.WriteFile(file, []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, open := range map[string]func(context.Context, string) (*access.Log, error){"writer": access.Open, "reader": access.OpenReader} {
		if _, err := open(t.Context(), file); err == nil || !strings.Contains(err.Error(), "SQLite error 26): restore a backup") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A log that was written anew verifies, but does not go on from an entry of the former one.
func TestReaches(t *testing.T) {
	dir := t.TempDir()
	l := open(t, filepath.Join(dir, "access.db"))
	fill(t, l, 3)
	head, err := l.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	fill(t, l, 2)
	for _, h := range []access.Head{{}, head} {
		if err := l.Reaches(t.Context(), h); err != nil {
			t.Errorf("entry %d: %v", h.Number, err)
		}
	}
	forged := open(t, filepath.Join(dir, "forged.db"))
	if err := forged.Reaches(t.Context(), head); !errors.Is(err, access.ErrTampered) || !strings.Contains(err.Error(), "3 of the checkpoint is not there") {
		t.Errorf("cut off: %v", err)
	}
	fill(t, forged, 5)
	if err := forged.Reaches(t.Context(), head); !errors.Is(err, access.ErrTampered) || !strings.Contains(err.Error(), "3 is not the one of the checkpoint") {
		t.Errorf("written anew: %v", err)
	}
}
