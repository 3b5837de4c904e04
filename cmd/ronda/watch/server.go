package watch

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"runtime/debug"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"ronda/alerts/relay"
	"ronda/cmd/ronda/command"
)

func buildInfo() prometheus.Collector {
	revision := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = s.Value
			}
		}
	}
	gauge := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "ronda_build_info", Help: "Always 1; the labels say what runs.",
		ConstLabels: prometheus.Labels{"version": command.Release, "revision": revision, "go": runtime.Version()},
	})
	gauge.Set(1)
	return gauge
}

// beyond reports whether other machines reach what listens at an address.
func beyond(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return !ok || !tcp.IP.IsLoopback()
}

// handler mounts the operator's endpoints beside the analyst's pages.
func (w *watch) handler(feed http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", feed)
	mux.Handle("GET /metrics", promhttp.HandlerFor(w.registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprintln(rw, "ok") })
	mux.HandleFunc("GET /readyz", w.ready)
	return mux
}

// ready answers 200 while listings can become alerts, and names everything that is not well. An outlet that is down does
// not make the watch unready: its events wait in the ledger.
func (w *watch) ready(rw http.ResponseWriter, _ *http.Request) {
	answer := struct {
		Status string            `json:"status"` // ready, degraded or unready
		Checks map[string]string `json:"checks"`
	}{"ready", map[string]string{}}
	for _, c := range conditions {
		answer.Checks[c.name] = "ok"
	}
	faults, held := w.health.state()
	for name, fault := range faults {
		answer.Status, answer.Checks[name] = "degraded", fault
	}
	status := http.StatusOK
	if held {
		answer.Status, status = "unready", http.StatusServiceUnavailable
	}
	rw.Header().Set("Content-Type", "application/json")
	rw.WriteHeader(status)
	_ = json.NewEncoder(rw).Encode(answer)
}

// natsState says in a word how the way to NATS is.
func (w *watch) natsState() string {
	state := w.relay.State()
	if state == relay.StateOK || state == relay.StateRefilling {
		return relay.StateOK
	}
	return state + "; events wait in the ledger"
}
