package relay_test

import (
	"path/filepath"
	"strings"
	"testing"

	"ronda/alerts/desk"
	"ronda/alerts/relay"
	"ronda/alerts/stream"
	"ronda/disktest"
)

// A disk that is full stops nobody from reading, and when there is room again the stream gets what it lacks: without a
// restart of the process.
func TestFullDisk(t *testing.T) {
	disk := disktest.Small(t, 6<<20)
	d, dir := openDesk(t), filepath.Join(disk, "nats")
	w := filled(t, d, dir)
	for round := range 2 {
		free := disktest.Fill(t, disk, 0)
		for n := range 10 {
			raise(t, d, 200+100*round+n, 1)
		}
		w.becomes(t, relay.StateFailing)
		if n := len(everything(t, w.srv.Addr())); n < 100 {
			t.Errorf("a subscriber reads %d events while the disk is full", n)
		}
		if unsent := w.metric(t, "ronda_stream_unsent"); unsent == 0 {
			t.Error("the metrics show nothing that waits")
		}
		free()
		w.settles(t)
		whole(t, d, w.srv.Addr())
	}
	if n := w.metric(t, "ronda_stream_restarts_total"); n < 2 {
		t.Errorf("%v restarts for two full disks", n)
	}
	if n := len(asides(t, dir)); n != 0 {
		t.Errorf("%d stores were moved aside: none was damaged", n)
	}
	disktest.Fill(t, disk, 0)
	for n := range 10 {
		raise(t, d, 500+n, 1)
	}
	w.becomes(t, relay.StateFailing)
	w.stop() // returns although nothing can be written
	if n := strings.Count(w.logs.String(), "alerts wait for nats"); n > 12 {
		t.Errorf("%d lines for three full disks:\n%s", n, w.logs)
	}
}

// At the start there is somebody to whom an error is of use.
func TestStartOnAFullOrReadOnlyDisk(t *testing.T) {
	disk := disktest.Small(t, 6<<20)
	d, dir := openDesk(t), filepath.Join(disk, "nats")
	filled(t, d, dir).stop()
	refused := func() {
		t.Helper()
		srv, err := stream.Start(t.Context(), stream.ServerConfig{Dir: dir})
		if err == nil {
			srv.Close()
			return // it needs no room to open what is there
		}
		if !strings.Contains(err.Error(), "free space there or give ronda the right to write") {
			t.Errorf("error is %v", err)
		}
	}
	free := disktest.Fill(t, disk, 0)
	refused()
	free()
	disktest.ReadOnly(t, disk, true)
	refused()
	disktest.ReadOnly(t, disk, false)
	w := run(t, d, stream.ServerConfig{Dir: dir, Listen: "127.0.0.1:0"})
	w.settles(t)
	whole(t, d, w.srv.Addr())
	if n := len(asides(t, dir)); n != 0 {
		t.Errorf("%d stores were moved aside: none was damaged", n)
	}
}

// The relay's position is in the ledger: when that cannot be written the relay waits, tells it once, and goes on.
func TestFullDiskUnderTheLedger(t *testing.T) {
	disk := disktest.Small(t, 4<<20)
	d, err := desk.Open(t.Context(), filepath.Join(disk, "desk.db"), desk.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for n := range 40 {
		raise(t, d, n, 1)
	}
	free := disktest.Fill(t, disk, 0)
	w := run(t, d, stream.ServerConfig{Dir: t.TempDir(), Listen: "127.0.0.1:0"})
	w.becomes(t, relay.StateFailing)
	free()
	w.settles(t)
	whole(t, d, w.srv.Addr())
	w.stop()
	if n := strings.Count(w.logs.String(), "alerts wait for nats"); n != 1 {
		t.Errorf("%d lines for one full disk:\n%s", n, w.logs)
	}
}
