//go:build bars

package main

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
)

// maxResident is what a crawl with 16 workers, and a scan, may have in memory at their worst.
const maxResident = 512 << 20

// TestBarHostileInputs gives the real binary more than 10,000 hostile inputs: pages, pictures, robots files and servers to
// run, archives and files to scan. Nothing crashes or hangs, memory stays bounded, and every listing in between is alerted.
func TestBarHostileInputs(t *testing.T) {
	binary := ronda(t)
	t.Run("run", func(t *testing.T) {
		web := startHostileWeb(t, &hostileWeb{seed: 20261122, pages: 6000, galleries: 500, robots: 400, slow: 24, hosts: 40})
		data := filepath.Join(t.TempDir(), "data")
		args := []string{"run", "-once", "-format", "json", "-allow-private", "-data", data, "-delay", "1ms", "-workers", "16", "-listen", "127.0.0.1:0", "-log-level", "warn"}
		for _, seed := range web.seeds() {
			args = append(args, "-seed", seed)
		}
		out, complaints := hostileRun(t, binary, args...)
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
	})
	t.Run("scan", func(t *testing.T) {
		web := startHostileWeb(t, &hostileWeb{})
		const files, archives = 900, 700
		folder := t.TempDir()
		h := newHostility(20261123, web.bent)
		for i := range files + archives {
			name, content := h.file()
			if i >= files {
				name, content = h.archive()
			}
			write(t, filepath.Join(folder, fmt.Sprintf("%04d.%s", i, name)), content)
		}
		for file, text := range web.sane {
			write(t, filepath.Join(folder, "sane-"+file), text)
		}
		out, _ := hostileRun(t, binary, "scan", "-format", "jsonl", folder)
		inputs, found, failures := map[string]bool{}, 0, 0
		for line := range strings.Lines(out) {
			var v struct{ Source, Kind, Error string }
			if err := json.Unmarshal([]byte(line), &v); err != nil {
				t.Fatalf("%v: %.200q", err, line)
			}
			file, _, _ := strings.Cut(filepath.Base(strings.Split(v.Source, "#")[0]), "#")
			inputs[file] = true
			if v.Error != "" {
				failures++
			}
			if strings.HasPrefix(file, "sane-") && v.Kind != "none" && v.Kind != "" {
				found++
			}
		}
		t.Logf("%d files, %d of them with a line; %d lines with an error; %d of %d listings found", files+archives+len(web.sane), len(inputs), failures, found, len(web.sane))
		if len(inputs) != files+archives+len(web.sane) {
			t.Errorf("%d of %d files have a line", len(inputs), files+archives+len(web.sane))
		}
		if found != len(web.sane) {
			t.Errorf("%d of %d listings found", found, len(web.sane))
		}
	})
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// hostileRun runs the binary to its end and reports its time and peak memory.
func hostileRun(t *testing.T, binary string, args ...string) (out, complaints string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	started := time.Now()
	err := cmd.Run()
	resident := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10
	t.Logf("ronda %s: %s, peak resident memory %d MB, user time %s, %v", args[0], time.Since(started).Round(time.Second), resident>>20, cmd.ProcessState.UserTime().Round(time.Second), err)
	if resident > maxResident {
		t.Errorf("peak resident memory %d MB, want at most %d", resident>>20, maxResident>>20)
	}
	// A scan with inputs that cannot be read says so in its exit status; its lines are complete all the same.
	if err != nil && (args[0] != "scan" || cmd.ProcessState.ExitCode() != exitFailure) {
		t.Fatalf("%v\n%.4000s", err, stderr.String())
	}
	return stdout.String(), stderr.String()
}
