package relay_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"ronda/alerts/desk"
	"ronda/alerts/relay"
	"ronda/alerts/stream"
)

// marked raises an alert whose body holds a word that nothing else holds, and returns its case.
func marked(t *testing.T, d *desk.Desk, n, version int) (caseID, marker string) {
	t.Helper()
	marker = fmt.Sprintf("penanda-%c%c", 'a'+n%26, 'a'+n/26)
	f := finding(n, version)
	f.Title = "Jual KTP " + marker
	r, err := d.Raise(t.Context(), f, nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := d.Alert(t.Context(), r.AlertID)
	if err != nil {
		t.Fatal(err)
	}
	return a.CaseID, marker
}

func erase(t *testing.T, d *desk.Desk, caseID string) {
	t.Helper()
	if _, err := d.Erase(t.Context(), desk.EraseRequest{CaseID: caseID, Reason: "uji", Actor: "uji"}); err != nil {
		t.Fatal(err)
	}
}

// erased waits until the stream has carried out n erasures.
func (w *running) erased(t *testing.T, n int64) {
	t.Helper()
	for done := int64(0); done < n; {
		var err error
		if done, err = w.desk.Position(t.Context(), relay.SinkErasures); err != nil {
			t.Fatal(err)
		}
	}
	w.settles(t)
}

// holders returns the files below dir whose raw bytes hold a word.
func holders(t *testing.T, dir, word string) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil && bytes.Contains(data, []byte(word)) {
			list = append(list, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestErasureReachesTheStore(t *testing.T) {
	root := t.TempDir()
	d, dir := openDesk(t), filepath.Join(root, "nats")
	var cases, markers []string
	for n := range 6 {
		c, m := marked(t, d, n, 1)
		cases, markers = append(cases, c), append(markers, m)
	}
	marked(t, d, 2, 2)
	w := run(t, d, stream.ServerConfig{Dir: dir, Listen: "127.0.0.1:0"})
	w.settles(t)
	if len(holders(t, root, markers[2])) == 0 {
		t.Fatal("the marker is not in the store: the test proves nothing")
	}
	erase(t, d, cases[2])
	w.erased(t, 1)
	if list := holders(t, root, markers[2]); len(list) > 0 {
		t.Errorf("the erased marker stands in %v", list)
	}
	whole(t, d, w.srv.Addr())
	if n := w.metric(t, "ronda_stream_unerased"); n != 0 {
		t.Errorf("%v erasures wait", n)
	}
	// It is seen again: the alert goes on under its old subject, and stays when the erasure is done once more.
	_, again := marked(t, d, 2, 3)
	w.settles(t)
	w.stop()
	if err := d.SetPosition(t.Context(), relay.SinkErasures, 0); err != nil {
		t.Fatal(err)
	}
	erase(t, d, cases[4]) // nobody is there
	w = run(t, d, stream.ServerConfig{Dir: dir, Listen: "127.0.0.1:0"})
	w.erased(t, 2)
	if list := holders(t, root, markers[4]); len(list) > 0 {
		t.Errorf("the erased marker stands in %v", list)
	}
	if n := len(holders(t, root, again)); n == 0 {
		t.Error("what came after the erasure was erased as well")
	}
	if n := len(everything(t, w.srv.Addr())); n != 5 {
		t.Errorf("%d events are left, want 4 alerts and the one that came back", n)
	}
	if n := w.metric(t, "ronda_stream_refilled_total"); n != 0 {
		t.Errorf("%v events were taken for lost", n)
	}
	w.stop()
	remove(t, dir) // a stream that is filled again does without what was erased
	w = run(t, d, stream.ServerConfig{Dir: dir, Listen: "127.0.0.1:0"})
	w.settles(t)
	if n := len(everything(t, w.srv.Addr())); n != 5 {
		t.Errorf("%d events after filling again, want 5", n)
	}
}

// A message that NATS can neither read nor overwrite may be of the alert that has to go, and so may a store that was set
// aside: both go.
func TestErasureReachesDamagedStores(t *testing.T) {
	root := t.TempDir()
	d, dir := openDesk(t), filepath.Join(root, "nats")
	var cases, markers []string
	for n := range 20 {
		c, m := marked(t, d, n, 1)
		cases, markers = append(cases, c), append(markers, m)
	}
	w := run(t, d, stream.ServerConfig{Dir: dir, Listen: "127.0.0.1:0"})
	w.settles(t)
	w.stop()
	copyTree(t, dir, dir+".damaged-20250101T000000.000Z")
	change(t, storeFile(t, dir, block), func(b []byte) []byte {
		b[bytes.Index(b, []byte(markers[3]))-9] ^= 1 // in the same title
		return b
	})
	w = run(t, d, stream.ServerConfig{Dir: dir, Listen: "127.0.0.1:0"})
	w.settles(t)
	if n := w.metric(t, "ronda_stream_messages"); n != 1 {
		t.Errorf("%v messages are unreadable, want 1", n)
	}
	if n := len(holders(t, root, markers[3])); n != 2 {
		t.Fatalf("%d files hold the marker, want the store and the one that was set aside", n)
	}
	erase(t, d, cases[3])
	w.erased(t, 1)
	if list := holders(t, root, markers[3]); len(list) > 0 {
		t.Errorf("the erased marker stands in %v", list)
	}
	whole(t, d, w.srv.Addr())
}

// An external broker is erased as well, also when it was away at the time.
func TestErasureReachesABrokerThatWasAway(t *testing.T) {
	d, dir := openDesk(t), t.TempDir()
	nats := broker(t, dir, -1)
	url := nats.ClientURL()
	port := nats.Addr().String()
	caseID, marker := marked(t, d, 1, 1)
	marked(t, d, 2, 1)
	w := run(t, d, stream.ServerConfig{URL: url})
	w.settles(t)
	nats.Shutdown()
	nats.WaitForShutdown()
	w.becomes(t, relay.StateDisconnected)
	erase(t, d, caseID)
	if n := w.metric(t, "ronda_stream_unerased"); n != 1 {
		t.Errorf("%v erasures wait, want 1", n)
	}
	if len(holders(t, dir, marker)) == 0 {
		t.Fatal("the marker is not in the broker's store: the test proves nothing")
	}
	broker(t, dir, portOf(t, port))
	w.erased(t, 1)
	if list := holders(t, dir, marker); len(list) > 0 {
		t.Errorf("the erased marker stands in %v", list)
	}
	whole(t, d, url)
}
