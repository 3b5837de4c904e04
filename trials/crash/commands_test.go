package crash

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"ronda/alerts/ledger"
	"ronda/trials"
)

// commandTrials kill the commands that change or copy a folder at the steps that a run does not come to. Each begins with
// the folder of the uninterrupted run.
func commandTrials() map[string]func(t *testing.T, c *crashTrial, step string) {
	return map[string]func(t *testing.T, c *crashTrial, step string){
		"backup.copied":   killedBackup,
		"backup.manifest": killedBackup,
		"restore.copied":  killedRestore,
		"restore.checked": killedRestore,
		"desk.removed":    killedErasure,
		"relay.erased":    killedErasure,
	}
}

// command runs a command of the binary to its end. With a step it must be killed there, otherwise succeed.
func (c *crashTrial) command(t *testing.T, step string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), c.binary, args...)
	if step != "" {
		cmd.Env = append(os.Environ(), "RONDA_TRIAL_KILL="+step+":1")
	}
	out, err := cmd.CombinedOutput()
	killed := false
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		status, _ := exit.Sys().(syscall.WaitStatus)
		killed = status.Signaled() && status.Signal() == syscall.SIGKILL
	}
	if killed != (step != "") || err != nil && !killed {
		t.Fatalf("ronda %q: killed %v, %v\n%s", args, killed, err, out)
	}
}

// A backup that is killed is made by the next attempt, and a restored folder is as good as the one that was copied.
func killedBackup(t *testing.T, c *crashTrial, step string) {
	target := filepath.Join(c.folder, "backup")
	c.command(t, step, "backup", "-data", c.data, target)
	c.command(t, "", "backup", "-data", c.data, target)
	source := readBooks(t, c.data)
	source.files = c.books.files // whoever reads a database leaves its side files
	wantProblem(t, compareBooks(c.books, source), "")
	c.data = filepath.Join(c.folder, "restored")
	c.command(t, "", "restore", "-data", c.data, target)
	c.finish(t) // fills the stream, which a backup does not hold
	wantProblem(t, compareBooks(c.books, readBooks(t, c.data)), "")
}

func killedRestore(t *testing.T, c *crashTrial, step string) {
	target := filepath.Join(c.folder, "backup")
	c.command(t, "", "backup", "-data", c.data, target)
	c.data = filepath.Join(c.folder, "restored")
	c.command(t, step, "restore", "-data", c.data, target)
	c.command(t, "", "restore", "-data", c.data, target)
	c.finish(t)
	wantProblem(t, compareBooks(c.books, readBooks(t, c.data)), "")
}

// An erasure that is killed after it committed is carried out by the next run, in the stream as well. Nothing else goes.
func killedErasure(t *testing.T, c *crashTrial, step string) {
	book, err := ledger.OpenReader(t.Context(), filepath.Join(c.data, trials.LedgerFile))
	if err != nil {
		t.Fatal(err)
	}
	erased, err := book.Alert(t.Context(), c.books.events[2].AlertID)
	if err := errors.Join(err, book.Close()); err != nil {
		t.Fatal(err)
	}
	purge := []string{"evidence", "purge", "-data", c.data, "-case", erased.CaseID, "-reason", "a trial"}
	if step == "relay.erased" {
		c.command(t, "", purge...)
		if !c.killAt(t, step, 1) {
			t.Fatalf("the run did not come to %s", step)
		}
	} else {
		c.command(t, step, purge...)
	}
	c.finish(t)
	got := readBooks(t, c.data)
	wantProblem(t, got.faults, "")
	for i, e := range got.events {
		before := c.books.events[i]
		gone := got.cases[e.AlertID] == ""
		if e.ID != before.ID || e.Erased != gone || !gone && string(e.Body) != string(before.Body) {
			t.Errorf("event %d is not as it was, or was not erased", e.Number)
		}
	}
	if len(got.events) != len(c.books.events) || got.cases[erased.ID] != "" {
		t.Errorf("%d events of %d, and the erased alert is of case %q", len(got.events), len(c.books.events), got.cases[erased.ID])
	}
	for id, of := range c.books.cases {
		if gone := got.cases[id] == ""; gone != (of == erased.CaseID) {
			t.Errorf("alert %s of case %s: gone %v, erased was case %s", id, of, gone, erased.CaseID)
		}
	}
	if !slices.Equal(got.files, c.books.files) {
		t.Errorf("the folder holds %s, want %s", fmt.Sprint(got.files), fmt.Sprint(c.books.files))
	}
}

// commandTrial runs the trial of a step that only a command comes to.
func (y *crashYard) commandTrial(t *testing.T, step string) {
	t.Helper()
	c := y.trial(t, step)
	remove(t, c.data)
	if err := os.CopyFS(c.data, os.DirFS(y.reference.data)); err != nil {
		t.Fatal(err)
	}
	commandTrials()[step](t, c, step)
}
