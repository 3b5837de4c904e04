// Package disktest makes small disks for tests: real file systems that can really be full or read-only. That takes the
// rights of root; where they are missing a test is left out, but on CI it fails.
package disktest

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Small mounts a disk of the given size in bytes, which lives in memory and goes with the test. It returns its folder.
func Small(t testing.TB, size int64) string {
	t.Helper()
	dir := t.TempDir()
	if err := mount(dir, size); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("mount a small disk: %v", err)
		}
		t.Skipf("mount a small disk: %v; run the test as root", err)
	}
	t.Cleanup(func() {
		if err := unmount(dir); err != nil {
			t.Errorf("unmount the small disk: %v", err)
		}
	})
	return dir
}

// ReadOnly makes a small disk refuse writing, or take it again. It fails while a file is open for writing.
func ReadOnly(t testing.TB, dir string, on bool) {
	t.Helper()
	if err := remount(dir, on); err != nil {
		t.Fatalf("mount the small disk anew: %v", err)
	}
}

// Fill uses up the room on a small disk but for the given number of bytes. The returned function makes room
// again. Both may be called from any goroutine.
func Fill(t testing.TB, dir string, left int64) (free func()) {
	t.Helper()
	path := filepath.Join(dir, "ballast")
	if err := fill(path, left); err != nil {
		t.Errorf("fill the small disk: %v", err)
	}
	return func() {
		t.Helper()
		if err := os.Remove(path); err != nil {
			t.Errorf("make room on the small disk: %v", err)
		}
	}
}

func fill(path string, left int64) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	for size := int64(1 << 20); ; {
		room, err := free(path)
		if err != nil {
			return err
		}
		if size = min(size, room-left); size <= 0 {
			return file.Close()
		}
		if _, err := file.Write(make([]byte, size)); errors.Is(err, syscall.ENOSPC) {
			size /= 2
		} else if err != nil {
			return err
		}
	}
}
