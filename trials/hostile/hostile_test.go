// Package hostile gives the real binary what a hostile web would, and what hostile people would put into files.
package hostile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"ronda/trials"
)

func TestMain(m *testing.M) { os.Exit(trials.Tests{M: m}.Run()) }

// size bounds a trial; zero leaves it to ronda. Memory is bounded in the long trials only: a process begins with the peak of
// the one that started it, and a small trial comes to little more than this test.
type size struct {
	workers  int
	resident int64 // peak in bytes
}

// TestHostileInputs is the small version of TestBarHostileInputs, without servers that only wait.
func TestHostileInputs(t *testing.T) {
	web := &hostileWeb{seed: 1, pages: 240, galleries: 12, robots: 24, hosts: 6}
	if trials.Race { // a picture's pixels are one goroutine's
		web.pages, web.galleries = 80, 3
	}
	tryRun(t, trials.RaceBinary(t), size{}, web)
}

// TestScanHostileFiles is the small version of the same for scan.
func TestScanHostileFiles(t *testing.T) {
	tryScan(t, trials.Binary(t, ""), size{}, 7, 90, func(i int) bool { return i%3 == 0 })
}

// tryRun has the binary walk a hostile web: it does not crash or hang, and every listing in between is alerted.
func tryRun(t *testing.T, binary string, limit size, web *hostileWeb) {
	t.Helper()
	startHostileWeb(t, web)
	data := filepath.Join(t.TempDir(), "data")
	args := []string{"run", "-once", "-format", "json", "-allow-private", "-data", data, "-delay", "1ms", "-listen", "127.0.0.1:0", "-log-level", "warn"}
	if limit.workers > 0 {
		args = append(args, "-workers", fmt.Sprint(limit.workers))
	}
	for _, seed := range web.seeds() {
		args = append(args, "-seed", seed)
	}
	out, complaints := hostileRun(t, binary, limit.resident, args...)
	t.Logf("%d hostile answers; ronda: %s", web.served.Load(), strings.TrimSpace(out))
	for line := range strings.Lines(complaints) {
		if strings.Contains(line, "panic") || strings.Contains(line, "level=ERROR") {
			t.Error(strings.TrimSpace(line))
		}
	}
	list, err := exec.CommandContext(t.Context(), binary, "alerts", "list", "-format", "jsonl", "-data", data).Output()
	if err != nil {
		t.Fatal(err)
	}
	missing := web.planted()
	total := 0
	for line := range strings.Lines(string(list)) {
		var a struct{ URL string }
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		delete(missing, a.URL)
		total++
	}
	t.Logf("%d of %d planted listings alerted, %d alerts in all", len(web.planted())-len(missing), len(web.planted()), total)
	for url := range missing {
		t.Errorf("not alerted: %s", url)
	}
}

// tryScan gives the binary n files, some of them archives, of every hostile kind, with sane ones in between: each has a
// line, and the sane ones are found.
func tryScan(t *testing.T, binary string, limit size, seed uint64, n int, isArchive func(i int) bool) {
	t.Helper()
	web := startHostileWeb(t, &hostileWeb{})
	folder := t.TempDir()
	h := newHostility(seed, web.bent)
	without := map[string]bool{} // files that have no line yet
	keep := func(name string, content []byte) {
		without[name] = true
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i := range n {
		name, content := h.file()
		if isArchive(i) {
			name, content = h.archive()
		}
		keep(fmt.Sprintf("%04d.%s", i, name), content)
	}
	for file, text := range web.sane {
		keep("sane-"+file, text)
	}
	files := len(without)
	out, _ := hostileRun(t, binary, limit.resident, "scan", "-format", "jsonl", folder)
	found, failures := 0, 0
	for line := range strings.Lines(out) {
		var v struct{ Source, Kind, Error string }
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("%v: %.200q", err, line)
		}
		source, _, _ := strings.Cut(v.Source, "#")
		file := filepath.Base(source)
		delete(without, file)
		if v.Error != "" {
			failures++
		}
		if strings.HasPrefix(file, "sane-") && v.Kind != "none" && v.Kind != "" && v.Error == "" {
			found++
		}
	}
	t.Logf("%d files; %d lines with an error; %d of %d listings found", files, failures, found, len(web.sane))
	if len(without) > 0 {
		t.Errorf("no line for %v", without)
	}
	if found != len(web.sane) {
		t.Errorf("%d of %d listings found", found, len(web.sane))
	}
}

// hostileRun runs the binary to its end and reports its time and peak memory, which may be bounded.
func hostileRun(t *testing.T, binary string, most int64, args ...string) (out, complaints string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	started := time.Now()
	err := cmd.Run()
	resident := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10
	t.Logf("ronda %s: %s, peak resident memory %d MB, user time %s, %v", args[0], time.Since(started).Round(time.Second), resident>>20, cmd.ProcessState.UserTime().Round(time.Second), err)
	if most > 0 && resident > most {
		t.Errorf("peak resident memory %d MB, want at most %d", resident>>20, most>>20)
	}
	// A scan with inputs that cannot be read says so in its exit status; its lines are complete all the same.
	if err != nil && (args[0] != "scan" || cmd.ProcessState.ExitCode() != trials.ExitFailure) {
		t.Fatalf("%v\n%.4000s", err, stderr.String())
	}
	return stdout.String(), stderr.String()
}
