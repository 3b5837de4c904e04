package watch

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ronda/alerts/ledger"
	"ronda/cmd/ronda/datafolder"
)

// A running instance takes orders by its socket, and nobody else changes its folder meanwhile.
func TestRunningInstanceTakesOrders(t *testing.T) {
	// So long that a socket's address cannot hold it.
	folder := filepath.Join(t.TempDir(), strings.Repeat("a-long-name-", 10), "data")
	if err := os.MkdirAll(filepath.Dir(folder), 0o700); err != nil {
		t.Fatal(err)
	}
	web := startSandbox(t, 100)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	w := openOn(t, folder, time.Millisecond)
	walked, stopped := make(chan struct{}), make(chan error, 1)
	go func() {
		stopped <- w.Run(ctx, web.Seeds(), false, func(context.Context) error { close(walked); return nil })
	}()
	select {
	case <-walked:
	case err := <-stopped:
		t.Fatalf("the watch ended early: %v", err)
	}
	info, err := os.Stat(filepath.Join(folder, datafolder.ControlFile))
	if err != nil || info.Mode() != fs.ModeSocket|0o600 {
		t.Errorf("the socket: %v, %v", info.Mode(), err)
	}
	all, err := w.desk.Alerts(t.Context(), ledger.AlertFilter{Limit: 1})
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	id := all[0].CaseID
	must(t, "evidence", "hold", id, "-reason", "sedang disidik", "-data", folder)
	fails(t, "legal hold", "evidence", "purge", "-data", folder, "-case", id, "-reason", "permintaan")
	must(t, "evidence", "release", id, "-reason", "selesai", "-data", folder)
	out := must(t, "evidence", "purge", "-data", folder, "-case", id, "-reason", "permintaan")
	if !strings.Contains(out, "The running instance erases the events from NATS as well") {
		t.Error(out)
	}
	if out := must(t, "evidence", "purge", "-data", folder, "-dry-run"); !strings.Contains(out, "would erase 0 cases") {
		t.Error(out)
	}
	must(t, "audit", "verify", "-data", folder)
	cancel()
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	fails(t, "does not answer on control.sock", "evidence", "hold", id, "-reason", "uji", "-data", folder)
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(folder, datafolder.ControlFile)); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the socket was left behind")
	}
}

// The socket of a process that was killed is replaced.
func TestStaleControlSocket(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	var l net.ListenConfig
	stale, err := l.Listen(t.Context(), "unix", filepath.Join(folder, datafolder.ControlFile))
	if err != nil {
		t.Fatal(err)
	}
	stale.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := stale.Close(); err != nil {
		t.Fatal(err)
	}
	w := openOn(t, folder, time.Millisecond)
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(folder, datafolder.ControlFile)); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the socket was left behind")
	}
}
