package crash

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"ronda/crawler/frontier"
	"ronda/crawler/frontier/store"
	"ronda/trials"
)

// crashYard is what all trials of one test share: the binary, the web and the books of a run that nothing interrupted.
type crashYard struct {
	web       *crashWeb
	binary    string
	reference *crashTrial
	books     *crashBooks
	steps     map[string]int // how often the uninterrupted run reached each step
	starting  time.Duration  // until some time after the uninterrupted run had asked for its first page
}

const crashWorkers = 8

func newCrashYard(t *testing.T) *crashYard {
	t.Helper()
	y := &crashYard{web: newCrashWeb(t), binary: trials.Binary(t, "trial"), steps: map[string]int{}}
	y.reference = y.trial(t, "reference")
	trace := filepath.Join(t.TempDir(), "trace")
	began := time.Now()
	run := y.reference.start(t, "RONDA_TRIAL_TRACE="+trace)
	run.waitForPages(1)
	y.starting = max(300*time.Millisecond, time.Since(began)*3/2)
	if y.reference.wait(t, run); run.killed {
		t.Fatal("somebody else killed the uninterrupted run")
	}
	y.books = readBooks(t, y.reference.data)
	text, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	for step := range strings.Lines(string(text)) {
		y.steps[strings.TrimSpace(step)]++
	}
	return y
}

// crashTrial is one data folder and all processes that work on it, one after the other.
type crashTrial struct {
	*crashYard
	name   string
	folder string
	data   string
	starts []*crashStart
}

// crashStart is one process.
type crashStart struct {
	name   string
	cmd    *exec.Cmd
	stderr bytes.Buffer
	pages  <-chan struct{} // a token for each page that it asks for
	ended  chan error
	killed bool
	done   map[string]bool // keys of the URLs that were done when it had ended
	after  string          // copy of the frontier's file from then
}

func (y *crashYard) trial(t *testing.T, name string) *crashTrial {
	t.Helper()
	folder := t.TempDir()
	c := &crashTrial{crashYard: y, name: name, folder: folder, data: filepath.Join(folder, "data")}
	if y.reference != nil { // with its keys, the same URL has the same key in every frontier
		if err := os.CopyFS(filepath.Join(c.data, "keys"), os.DirFS(filepath.Join(y.reference.data, "keys"))); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// start starts a process on the folder.
func (c *crashTrial) start(t *testing.T, env ...string) *crashStart {
	t.Helper()
	s := &crashStart{name: fmt.Sprintf("%s/%d", c.name, len(c.starts)+1), ended: make(chan error, 1)}
	s.pages = c.web.watch(s.name)
	config := filepath.Join(c.folder, "config.yaml")
	text := fmt.Sprintf(`data: %s
listen: 127.0.0.1:0
seeds: [%s]
crawl: {workers: %d, delay: 1ms, contact: %q, allow_private: true}
evidence: {recipients: [%s]}
webhooks: [{name: trial, url: %q, secret_file: %s}]
log: {level: warn}
`, c.data, strings.Join(c.web.seeds, ", "), crashWorkers, crashContact+s.name, c.web.recipient, c.web.receiver+"/"+c.name, c.web.secret)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s.cmd = exec.CommandContext(t.Context(), c.binary, "run", "-once", "-config", config)
	// Words in pictures are not read (no program is found): they take seconds a picture, hundreds of times.
	s.cmd.Env = append(append(os.Environ(), "PATH="), env...)
	s.cmd.Stderr = &s.stderr
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { s.ended <- s.cmd.Wait() }()
	c.starts = append(c.starts, s)
	return s
}

// wait waits for the end of a process and notes what was done by then. Any other end than a kill or success fails the
// test.
func (c *crashTrial) wait(t *testing.T, s *crashStart) {
	t.Helper()
	err := <-s.ended
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		status, _ := exit.Sys().(syscall.WaitStatus)
		s.killed = status.Signaled() && status.Signal() == syscall.SIGKILL
	}
	if err != nil && !s.killed {
		t.Fatalf("start %s: %v\n%s", s.name, err, s.stderr.String())
	}
	s.done, s.after = map[string]bool{}, c.copyOf(t, trials.FrontierFile)
	for key, state := range frontierStates(t, s.after) {
		if state == "done" {
			s.done[key] = true
		}
	}
}

// copyOf copies a database with its log, so that looking into it does not mend what the next start has to. It returns
// the copy's path. A file that is not there yet is copied as an empty one.
func (c *crashTrial) copyOf(t *testing.T, name string) string {
	t.Helper()
	folder := t.TempDir()
	for _, part := range []string{name, name + "-wal"} {
		content, err := os.ReadFile(filepath.Join(c.data, part))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, part), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(folder, name)
}

// wasDone returns which URLs were done after a start.
func (c *crashTrial) wasDone(t *testing.T, s *crashStart, urls []string) map[string]bool {
	t.Helper()
	f, err := frontier.Open(t.Context(), s.after, frontier.Config{Key: trials.DataKey(t, c.data)})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	done := map[string]bool{}
	for _, url := range urls {
		known, _, err := f.Lookup(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		done[url] = known.State == store.StateDone
	}
	return done
}

// finish runs a process that must end by itself, and well.
func (c *crashTrial) finish(t *testing.T, env ...string) {
	t.Helper()
	s := c.start(t, env...)
	c.wait(t, s)
	if s.killed {
		t.Fatalf("somebody else killed start %s", s.name)
	}
}

// killAt runs a process that is killed when it comes to a step for the n-th time, and reports whether it came there.
func (c *crashTrial) killAt(t *testing.T, step string, n int) bool {
	t.Helper()
	s := c.start(t, fmt.Sprintf("RONDA_TRIAL_KILL=%s:%d", step, n))
	c.wait(t, s)
	return s.killed
}

func (s *crashStart) killAfter(after time.Duration) {
	time.AfterFunc(after, func() { _ = s.cmd.Process.Kill() }) // one that has ended is no matter
}

// waitForPages waits until a process has asked for n more pages, and reports whether it did before it ended.
func (s *crashStart) waitForPages(n int) bool {
	for range n {
		select {
		case <-s.pages:
		case err := <-s.ended:
			s.ended <- err
			return false
		}
	}
	return true
}

// check compares the trial, all of whose processes have ended, with the uninterrupted run.
func (c *crashTrial) check(t *testing.T) {
	t.Helper()
	books := readBooks(t, c.data)
	problems := slices.Concat(compareBooks(c.books, books), compareDeliveries(books, c.web.deliveries(c.name)), c.manners(t))
	for _, problem := range problems {
		t.Error(problem)
	}
	if len(problems) > 0 {
		for _, s := range c.starts {
			t.Logf("start %s, killed %v:\n%s", s.name, s.killed, s.stderr.String())
		}
	}
}

// manners says what was asked for that should not have been: a page that was done before, a page twice in one start, or
// more pages again than were leased when the process before was killed.
func (c *crashTrial) manners(t *testing.T) []string {
	t.Helper()
	var faults []string
	say := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	for i, s := range c.starts {
		asked := map[string]bool{}
		for _, url := range c.web.pagesAsked(s.name) {
			if asked[url] {
				say("start %s asked for %s twice", s.name, url)
			}
			asked[url] = true
		}
		for key := range s.done {
			if i+1 < len(c.starts) && !c.starts[i+1].done[key] {
				say("URL %s was done after start %s and is not after the next", key, s.name)
			}
		}
		again := map[string]bool{}
		for _, next := range c.starts[i+1:] {
			urls := c.web.pagesAsked(next.name)
			done := c.wasDone(t, s, urls)
			for _, url := range urls {
				switch {
				case done[url]:
					say("start %s asked for %s, which was done after start %s", next.name, url, s.name)
				case asked[url]:
					again[url] = true
				}
			}
		}
		if len(again) > crashWorkers {
			say("%d pages were asked for again after start %s, but it had %d leases at most", len(again), s.name, crashWorkers)
		}
	}
	return faults
}

// stepName is what steps are called: the part, and what it has just done.
var stepName = regexp.MustCompile(`^[a-z]+\.[a-z]+$`)

// stepFunc reports whether the function of a call is named as the hooks for steps are.
func stepFunc(f ast.Expr) bool {
	if selector, ok := f.(*ast.SelectorExpr); ok {
		f = selector.Sel
	}
	name, ok := f.(*ast.Ident)
	return ok && (name.Name == "Step" || name.Name == "step")
}

// crashSteps reads from the sources which steps a trial can end the process at.
func crashSteps(t *testing.T) []string {
	t.Helper()
	root := trials.Root(t)
	var steps []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			statement, ok := n.(*ast.ExprStmt)
			if !ok {
				return true
			}
			call, ok := statement.X.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				return true
			}
			literal, ok := call.Args[0].(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				if passed, ok := call.Args[0].(*ast.Ident); stepFunc(call.Fun) && (!ok || passed.Name != "step") {
					t.Errorf("%s: the name of a step must stand there itself, so that trials find it", fset.Position(call.Pos()))
				}
				return true
			}
			step, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Error(err)
			}
			if !stepName.MatchString(step) {
				return true
			}
			steps = append(steps, step)
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(steps)
	return slices.Compact(steps)
}

// stepsElsewhere are the steps that neither a run nor a command comes to here, each with the reason and the test that does.
var stepsElsewhere = map[string]string{
	"desk.scrubbed":     "an erasure in a ledger of thousands of pages",
	"frontier.copied":   "a file of the schema before; crawler/frontier/store kills its migration there",
	"frontier.migrated": "a file of the schema before; crawler/frontier/store kills its migration there",
}

// stepTrial kills a process at the n-th coming to a step and checks what comes of it. Where the process ends before, as
// it may when work was gathered in fewer pieces, a smaller count is tried.
func (y *crashYard) stepTrial(t *testing.T, step string, n int) {
	t.Helper()
	for first := n; ; n /= 2 {
		if n == 0 {
			t.Fatalf("no run comes to step %s: reach it, try it in commandTrials, or say in stepsElsewhere why not", step)
		}
		// Another trial may have begun with this n: the web tells trials apart by their names.
		c := y.trial(t, fmt.Sprintf("%s.%d.%d", step, first, n))
		if c.killAt(t, step, n) {
			c.finish(t)
			c.check(t)
			return
		}
	}
}

// randomTrial kills processes at random moments, so many of them in a row, and checks what comes of it. It returns how many
// kills came before the work was done.
func (y *crashYard) randomTrial(t *testing.T, name string, r *rand.Rand, kills int) (killed int) {
	t.Helper()
	c := y.trial(t, name)
	left := len(y.web.pagesAsked(y.reference.starts[0].name))
	for killed < kills {
		s := c.start(t)
		// Moments are told by the pages that were asked for, so that they are spread over the run however busy the machine
		// is. One in six comes before the first page, and one in six when there is little but the end left to do.
		pages, pause := 1+r.IntN(left), time.Duration(r.Int64N(int64(20*time.Millisecond)))
		switch r.IntN(6) {
		case 0:
			pages, pause = 0, time.Duration(r.Int64N(int64(y.starting)))
		case 1:
			pages, pause = left, time.Duration(r.Int64N(int64(y.starting)))
		}
		s.waitForPages(pages)
		s.killAfter(pause)
		c.wait(t, s)
		if !s.killed {
			break
		}
		killed++
		asked := len(y.web.pagesAsked(s.name))
		left = max(1, left-asked)
		t.Logf("killed %v after page %d, with %d URLs done", pause.Round(time.Millisecond), asked, len(s.done))
	}
	c.finish(t)
	c.check(t)
	return killed
}

// crashSeed returns the seed of a test's random choices. RONDA_SEED repeats a test that failed.
func crashSeed(t *testing.T, otherwise uint64) uint64 {
	t.Helper()
	seed := otherwise
	if text := os.Getenv("RONDA_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatalf("RONDA_SEED is no number: %v", err)
		}
	}
	t.Logf("repeat with RONDA_SEED=%d", seed)
	return seed
}
