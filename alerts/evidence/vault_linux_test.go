package evidence_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"ronda/alerts/evidence"
)

// The test binary is also the process that is killed while it seals, and the one whose disk is full.
func TestMain(m *testing.M) {
	if role := os.Getenv("VAULT_ROLE"); role != "" {
		if err := play(role, os.Getenv("VAULT_DIR"), os.Getenv("VAULT_KEY")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// as runs the test binary in another role.
func as(t *testing.T, role, dir, public string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program)
	cmd.Env = append(os.Environ(), "VAULT_ROLE="+role, "VAULT_DIR="+dir, "VAULT_KEY="+public)
	return cmd
}

func play(role, dir, public string) error {
	r, err := evidence.ParseRecipients([]string{public})
	if err != nil {
		return err
	}
	switch role {
	case "full disk":
		return fillDisk(dir, r)
	default: // the step at which the process is killed
		v, err := evidence.OpenVault(dir, r, evidence.VaultConfig{Step: func(step string) {
			if step == role {
				_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
				select {} // the signal is on its way
			}
		}})
		if err != nil {
			return err
		}
		_, err = v.Seal(context.Background(), secretCapture(), about)
		return fmt.Errorf("was not killed: %w", err)
	}
}

// A process that is killed between writing and renaming leaves a file that the next start removes, and nothing else.
func TestKilledWhileSealing(t *testing.T) {
	for step, want := range map[string]int{"vault.synced": 0, "vault.written": 1} {
		t.Run(step, func(t *testing.T) {
			dir, k := t.TempDir(), x25519(t)
			kept := seal(t, openVault(t, dir, k), secretCapture()).Name
			out, err := as(t, step, dir, k.public).CombinedOutput()
			var killed *exec.ExitError
			if !errors.As(err, &killed) || killed.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
				t.Fatalf("%v\n%s", err, out)
			}
			entries, err := os.ReadDir(dir)
			if err != nil || len(entries) != 2 {
				t.Fatalf("it left %v, %v", entries, err)
			}
			left := ""
			for _, e := range entries {
				if e.Name() != kept {
					left = e.Name()
				}
			}
			if strings.HasSuffix(left, ".tmp") != (want == 0) {
				t.Errorf("it left %s", left)
			}
			if _, err := evidence.OpenReader(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(filepath.Join(dir, left)); err != nil {
				t.Errorf("a reader removed what another process may be writing: %v", err)
			}
			v := openVault(t, dir, k)
			names, err := v.Names(t.Context())
			if err != nil || len(names) != 1+want {
				t.Errorf("the next start has %v, %v", names, err)
			}
			if entries, err := os.ReadDir(dir); err != nil || len(entries) != len(names) {
				t.Errorf("the folder has %v, %v", entries, err)
			}
			for _, name := range names {
				if _, err := unseal(v, name, identities(t, k)); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
}

// A full disk ends in an error, with nothing left over, and is over when there is room again.
func TestFullDisk(t *testing.T) {
	cmd := as(t, "full disk", t.TempDir(), x25519(t).public)
	// A mount that only this process sees, which needs no rights outside of it.
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if errors.Is(err, syscall.EPERM) && os.Getenv("CI") == "" {
		t.Skip("this machine allows no user namespaces, so no small disk can be made")
	}
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func fillDisk(dir string, r *evidence.Recipients) error {
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=256k"); err != nil {
		return fmt.Errorf("mount: %w", err)
	}
	v, err := evidence.OpenVault(filepath.Join(dir, "evidence"), r, evidence.VaultConfig{})
	if err != nil {
		return err
	}
	sealed := 0
	for ; sealed < 100; sealed++ {
		if _, err = v.Seal(context.Background(), incompressible(50<<10), about); err != nil {
			break
		}
	}
	if !errors.Is(err, syscall.ENOSPC) || err.Error() == "" {
		return fmt.Errorf("after %d files: %w", sealed, err)
	}
	if _, err := v.Seal(context.Background(), incompressible(1<<20), about); !errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("a big file: %w", err)
	}
	names, err := v.Names(context.Background())
	if err != nil || len(names) != sealed || sealed == 0 {
		return fmt.Errorf("%d files are listed, %d were sealed: %w", len(names), sealed, err)
	}
	if entries, err := os.ReadDir(filepath.Join(dir, "evidence")); err != nil || len(entries) != sealed {
		return fmt.Errorf("the folder holds %v: %w", entries, err)
	}
	if err := v.Remove(names[0]); err != nil {
		return err
	}
	if _, err := v.Seal(context.Background(), incompressible(50<<10), about); err != nil {
		return fmt.Errorf("with room again: %w", err)
	}
	return nil
}
