package webhook_test

import (
	"database/sql"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
)

// What waits is told also while the queue's writer waits for a lock, as it does on a disk that does not answer.
func TestMetricsWaitForNoWriter(t *testing.T) {
	d := newDesk(t)
	raise(t, d, finding(1))
	srv := httptest.NewServer(newReceiver(t, nil))
	defer srv.Close()
	path := filepath.Join(t.TempDir(), "webhook.db")
	reg := prometheus.NewPedanticRegistry()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	locked := make(chan error, 1)
	cfg := private()
	cfg.Registerer = reg
	cfg.Step = func(step string) { // the endpoint has answered: that is to be written down
		if step == "webhook.answered" {
			_, err := db.ExecContext(t.Context(), `BEGIN IMMEDIATE`)
			locked <- err
		}
	}
	send(t, path, d, cfg, subscription(t, "toko", srv.URL))
	if err := <-locked; err != nil {
		t.Fatal(err)
	}
	for range 5 {
		err := testutil.GatherAndCompare(reg, strings.NewReader(`
# HELP ronda_webhook_pending Deliveries that wait for an attempt, those of disabled endpoints left out.
# TYPE ronda_webhook_pending gauge
ronda_webhook_pending 1
`), "ronda_webhook_pending")
		if err != nil {
			t.Error(err)
		}
	}
	if _, err := db.ExecContext(t.Context(), `ROLLBACK`); err != nil {
		t.Fatal(err)
	}
	for testutil.GatherAndCompare(reg, strings.NewReader(`
# HELP ronda_webhook_pending Deliveries that wait for an attempt, those of disabled endpoints left out.
# TYPE ronda_webhook_pending gauge
ronda_webhook_pending 0
`), "ronda_webhook_pending") != nil {
		if t.Context().Err() != nil {
			t.Fatal("it does not go on")
		}
	}
}
