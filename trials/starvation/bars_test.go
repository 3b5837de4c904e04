//go:build bars && linux

package starvation

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// loopDisk mounts an ext4 file system of its own and returns the folder and the device's name, as in "loop3".
func loopDisk(t *testing.T, megabytes int64) (dir, device string) {
	t.Helper()
	image := filepath.Join(t.TempDir(), "disk.img")
	f, err := os.Create(image)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.Truncate(megabytes << 20); err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	mustRun(t, "mkfs.ext4", "-q", image)
	mustRun(t, "mount", "-o", "loop,errors=remount-ro", image, dir)
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v\n%s", err, out)
		}
	})
	return dir, filepath.Base(strings.TrimSpace(mustRun(t, "findmnt", "-n", "-o", "SOURCE", dir)))
}

func mustRun(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// TestBarSlowDisk throttles the disk under a running watch until a commit takes seconds.
func TestBarSlowDisk(t *testing.T) {
	disk, device := loopDisk(t, 256)
	var stat syscall.Stat_t
	if err := syscall.Stat("/dev/"+device, &stat); err != nil {
		t.Fatal(err)
	}
	number := fmt.Sprintf("%d:%d", stat.Rdev>>8&0xfff, stat.Rdev&0xff)
	group := "/sys/fs/cgroup/blkio/ronda-slow-disk"
	if err := os.MkdirAll(group, 0o755); err != nil {
		t.Fatalf("make a control group for block devices: %v", err)
	}
	throttle := func(bytesPerSecond int) {
		t.Helper()
		err := os.WriteFile(group+"/blkio.throttle.write_bps_device", fmt.Appendf(nil, "%s %d", number, bytesPerSecond), 0o644)
		if err != nil {
			t.Fatal(err)
		}
	}
	web := newHeldWeb(t, plants)
	data := filepath.Join(disk, "data")
	r := start(t, web, data, "crawl: {min_free_mb: 0}\n", "-once")
	t.Cleanup(func() { _ = r.Cmd.Process.Kill(); _ = r.Wait(); _ = os.Remove(group) })
	if err := os.WriteFile(group+"/cgroup.procs", []byte(strconv.Itoa(r.Cmd.Process.Pid)), 0o644); err != nil {
		t.Fatal(err)
	}
	<-web.waiting
	throttle(24 << 10)
	r.falls(t, "slow_disk", http.StatusOK, "a commit of the")
	throttle(0)
	r.heals(t, "slow_disk")
	close(web.release)
	r.Finish(t)
	sameAlerts(t, data)
}

// TestBarDiskTurnsReadOnly has the kernel turn the disk read-only under a running watch, as it does after an error of the
// device. No such disk comes back without being unmounted; after that the watch goes on.
func TestBarDiskTurnsReadOnly(t *testing.T) {
	disk, device := loopDisk(t, 256)
	web := newHeldWeb(t, plants)
	data := filepath.Join(disk, "data")
	r := start(t, web, data, "crawl: {min_free_mb: 0}\n", "-once")
	<-web.waiting
	if err := os.WriteFile("/sys/fs/ext4/"+device+"/trigger_fs_error", []byte("1"), 0o644); err != nil {
		t.Fatal(err)
	}
	close(web.release)
	r.falls(t, conditionLedger, http.StatusServiceUnavailable, "")
	r.rests(t)
	if status, _ := r.Get("/"); status != http.StatusOK {
		t.Errorf("the feed answers with %d while nothing can be written", status)
	}
	if err := r.Cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = r.Wait()
	t.Logf("stopped: %s", r.Log.LastLine())
	image := strings.TrimSpace(mustRun(t, "losetup", "-n", "-O", "BACK-FILE", "/dev/"+device))
	mustRun(t, "umount", disk)
	if out, err := exec.Command("e2fsck", "-fy", image).CombinedOutput(); err != nil && err.(*exec.ExitError).ExitCode() > 1 {
		t.Fatalf("e2fsck: %v\n%s", err, out)
	}
	mustRun(t, "mount", "-o", "loop,errors=remount-ro", image, disk)
	start(t, web, data, "crawl: {min_free_mb: 0}\n", "-once").Finish(t)
	sameAlerts(t, data)
}
