package webhook_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"ronda/alerts/desk"
	"ronda/disktest"
)

// unpack writes a file of testdata to path.
func unpack(t *testing.T, name, path string) {
	t.Helper()
	packed, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A queue that schema version 1 wrote, with the ledger beside it, is opened and goes on: what was delivered stays so, what
// waited is sent, and an endpoint that was disabled is served again at another address.
func TestQueueOfVersion1(t *testing.T) {
	dir := t.TempDir()
	ledger, path := filepath.Join(dir, "ledger.db"), filepath.Join(dir, "deliveries.db")
	unpack(t, "../desk/testdata/ledger_v1.db.gz", ledger)
	unpack(t, "testdata/deliveries_v1.db.gz", path)
	d, err := desk.Open(t.Context(), ledger, desk.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	events, err := d.Events(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	toko, forum := newReceiver(t, nil), newReceiver(t, nil)
	tokoSrv, forumSrv := httptest.NewServer(toko), httptest.NewServer(forum)
	defer tokoSrv.Close()
	defer forumSrv.Close()
	send(t, path, d, private(), subscription(t, "toko", tokoSrv.URL), subscription(t, "forum", forumSrv.URL))
	for _, tt := range []struct {
		name string
		r    *receiver
		want []int // numbers of the events
	}{{"toko", toko, []int{2, 5}}, {"forum", forum, []int{2, 3, 4, 5, 6, 7}}} {
		want, got := map[string]bool{}, map[string]bool{}
		for _, n := range tt.want {
			want[events[n-1].ID] = true
		}
		for _, a := range tt.r.wait(len(tt.want)) {
			got[a.header.Get("webhook-id")] = true
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s was sent (-want +got):\n%s", tt.name, diff)
		}
	}
}

// A queue on a full disk ends nothing: it is told once, nothing is sent twice because of it, and when there is room again
// everything goes on.
func TestFullDisk(t *testing.T) {
	disk := disktest.Small(t, 1<<20)
	d := newDesk(t)
	raise(t, d, finding(1))
	var free func()
	r := newReceiver(t, func(n int, w http.ResponseWriter) {
		if n == 1 { // while the attempt is under way: its outcome cannot be written down
			free = disktest.Fill(t, disk, 0)
		}
		w.WriteHeader(http.StatusNoContent)
	})
	srv := httptest.NewServer(r)
	defer srv.Close()
	reg := prometheus.NewPedanticRegistry()
	var logs safeBuffer
	cfg := private()
	cfg.Registerer, cfg.Logger = reg, slog.New(slog.NewTextHandler(&logs, nil))
	stop := send(t, filepath.Join(disk, "webhook.db"), d, cfg, subscription(t, "toko", srv.URL))
	r.wait(1)
	raise(t, d, finding(2))
	r.wait(1)
	failing := func(want string) {
		t.Helper()
		for testutil.GatherAndCompare(reg, strings.NewReader("# HELP ronda_webhook_failing Endpoints that get nothing because "+
			"queue or ledger cannot be read or written.\n# TYPE ronda_webhook_failing gauge\nronda_webhook_failing "+want+"\n"), "ronda_webhook_failing") != nil {
			if t.Context().Err() != nil {
				t.Fatalf("ronda_webhook_failing is not %s", want)
			}
		}
	}
	failing("1")
	for n := range 20 {
		raise(t, d, finding(10+n))
	}
	free()
	got := r.wait(20)
	failing("0")
	stop()
	seen := map[string]int{}
	for _, a := range got {
		seen[a.header.Get("webhook-id")]++
	}
	if len(seen) != 22 || len(got) != 22 {
		t.Errorf("%d requests for %d events, want 22 and 22", len(got), len(seen))
	}
	if n := strings.Count(logs.String(), "deliveries wait"); n == 0 || n > 3 {
		t.Errorf("%d lines for one full disk:\n%s", n, logs.String())
	}
}

// safeBuffer takes log lines from several goroutines.
type safeBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// What is erased is sent to nobody any more: neither what waits, nor what was not queued yet.
func TestErased(t *testing.T) {
	d := newDesk(t)
	first := raise(t, d, finding(1))
	raise(t, d, finding(2))
	down := newReceiver(t, func(_ int, w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) })
	srv := httptest.NewServer(down)
	defer srv.Close()
	path := filepath.Join(t.TempDir(), "webhook.db")
	outcome, cfg := logged()
	reg := prometheus.NewPedanticRegistry()
	cfg.Registerer = reg
	stop := send(t, path, d, cfg, subscription(t, "toko", srv.URL))
	await(outcome, "webhook not delivered", 2)
	a, err := d.Alert(t.Context(), first)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Erase(t.Context(), desk.EraseRequest{CaseID: a.CaseID, Reason: "uji", Actor: "uji"}); err != nil {
		t.Fatal(err)
	}
	for query(t, path, `SELECT count(*) FROM delivery WHERE state = 'erased'`) != 1 {
		if t.Context().Err() != nil {
			t.Fatal("the delivery waits on")
		}
	}
	stop()
	if n := query(t, path, `SELECT count(*) FROM delivery WHERE state = 'pending'`); n != 1 {
		t.Errorf("%d deliveries wait, want that of the other alert", n)
	}
	edit(t, path, `UPDATE delivery SET state = 'pending', next_at = 0`) // as if the erasure had come a moment later
	up := newReceiver(t, nil)
	upSrv, lateSrv := httptest.NewServer(up), httptest.NewServer(up)
	defer upSrv.Close()
	defer lateSrv.Close()
	send(t, path, d, private(), subscription(t, "toko", upSrv.URL), subscription(t, "late", lateSrv.URL))
	for _, got := range up.wait(2) {
		if bytes.Contains(got.body, []byte(first)) {
			t.Error("the erased alert was sent")
		}
	}
	if n := len(up.all()); n != 2 {
		t.Errorf("%d requests, want the other alert to two endpoints", n)
	}
}
