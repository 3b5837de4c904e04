//go:build bars

package backup

import (
	"bytes"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"filippo.io/age"

	"ronda/trials"
)

// TestBarBackup runs the real binary on the sandbox with sealed originals and takes backups by the real command while it
// crawls. Each second backup is killed at a random moment first, and the instance itself is killed once in between. Every
// whole backup is restored and compared with what had been acknowledged when it began; instances on some of them go on to
// the end.
func TestBarBackup(t *testing.T) {
	binary := trials.Binary(t, "")
	seeds := startWeb(t, 500, nil)
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "ronda.yaml")
	if err := os.WriteFile(config, []byte("evidence: {recipients: ["+identity.Recipient().String()+"]}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"run", "-once", "-config", config, "-allow-private", "-listen", "127.0.0.1:0", "-log-level", "error"}
	for _, seed := range seeds {
		args = append(args, "-seed", seed)
	}
	var log bytes.Buffer
	start := func() (*exec.Cmd, chan error) {
		watch := exec.CommandContext(t.Context(), binary, append(args, "-data", data, "-delay", "5ms")...)
		watch.Stderr = &log
		if err := watch.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- watch.Wait() }()
		return watch, ended
	}
	watch, ended := start()
	trials.Eventually(t, func() bool { return hasBegun(t, data, 1) })
	var backups []taken
	var slowest time.Duration
	killed := 0
	for n := 0; ; n++ {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatalf("the watch: %v\n%s", err, log.String())
			}
		case <-time.After(300 * time.Millisecond):
			if n == 6 {
				if err := watch.Process.Kill(); err != nil {
					t.Fatal(err)
				}
				<-ended
			}
			b := taken{folder: filepath.Join(dir, "backups", time.Now().Format("150405.000000")), before: readAcknowledged(t, data)}
			if err := os.MkdirAll(filepath.Dir(b.folder), 0o700); err != nil {
				t.Fatal(err)
			}
			if n%2 == 1 && killBackup(t, binary, data, b.folder) {
				killed++
			}
			if _, err := os.Stat(b.folder); errors.Is(err, fs.ErrNotExist) {
				b.before = readAcknowledged(t, data)
				began := time.Now()
				if out, err := exec.CommandContext(t.Context(), binary, "backup", "-data", data, b.folder).CombinedOutput(); err != nil {
					t.Fatalf("backup: %v\n%s", err, out)
				}
				slowest = max(slowest, time.Since(began))
			}
			backups = append(backups, b)
			if n == 6 {
				watch, ended = start()
			}
			continue
		}
		break
	}
	t.Logf("%d backups, %d killed before; the slowest took %s", len(backups), killed, slowest.Round(time.Millisecond))
	checkBackups(t, backups, readAcknowledged(t, data), 5, func(folder string) {
		if out, err := exec.CommandContext(t.Context(), binary, append(args, "-data", folder, "-delay", "1ms")...).CombinedOutput(); err != nil {
			t.Errorf("the restored watch: %v\n%s", err, out)
		}
	})
	if out, err := exec.CommandContext(t.Context(), binary, "audit", "verify", "-data", data).CombinedOutput(); err != nil {
		t.Errorf("audit: %v\n%s", err, out)
	} else {
		t.Logf("%s", out)
	}
}

// killBackup begins a backup and kills it. What is left is a partial folder or a whole backup; it reports whether the
// kill came in time.
func killBackup(t *testing.T, binary, data, target string) bool {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, "backup", "-data", data, target)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(rand.N(150 * time.Millisecond))
	_ = cmd.Process.Kill()
	err := cmd.Wait()
	if _, stat := os.Stat(target); stat == nil {
		if out, err := exec.CommandContext(t.Context(), binary, "restore", "-data", filepath.Join(t.TempDir(), "whole"), target).CombinedOutput(); err != nil {
			t.Errorf("a killed backup left a folder that is not whole: %v\n%s", err, out)
		}
	}
	return err != nil
}
