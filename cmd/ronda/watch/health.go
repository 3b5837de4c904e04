package watch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Conditions of a watch that is not well. They are the names on /readyz and in ronda_degraded.
const (
	conditionDisk      = "disk"      // less room than crawl.min_free_mb
	conditionLedger    = "ledger"    // alerts cannot be written
	conditionFrontier  = "frontier"  // what was found to crawl cannot be written
	conditionResources = "resources" // no file descriptor or memory to be had
	conditionSlowDisk  = "slow_disk" // a commit takes seconds
	conditionClock     = "clock"     // the machine's clock has jumped
	conditionNATS      = "nats"      // alerts wait in the ledger
)

// conditions lists them in the order in which people read them. The crawl rests while one that holds is there: the room
// that is left, and the time of the disk, belong to the alerts that are on their way.
var conditions = []struct {
	name  string
	holds bool
}{
	{conditionDisk, true},
	{conditionLedger, true},
	{conditionFrontier, true},
	{conditionResources, true},
	{conditionSlowDisk, false},
	{conditionClock, false},
	{conditionNATS, false},
}

const (
	lookEvery    = time.Second      // how often room, clock and outlets are looked at, and what was broken is tried again
	checkEvery   = 10 * time.Second // how often a well ledger and frontier prove that they can be written
	slowCommit   = 2 * time.Second
	clockJump    = 2 * time.Second // wall clock against elapsed time, between two looks
	clockUnquiet = 5 * time.Minute // how long a jump is shown
	spareFiles   = 32              // file descriptors that have to be free before a crawl goes on
)

// health knows what keeps the watch from keeping what it finds, and lets the crawl go on when that is over. It is safe
// for concurrent use.
type health struct {
	dir     string // what is watched for room
	minFree uint64 // bytes; 0 for no watch
	checks  map[string]func(context.Context) error
	nats    func() string // state of the relay: "ok", or a word that says why not
	now     func() time.Time
	log     *slog.Logger

	degraded *prometheus.GaugeVec
	free     prometheus.Gauge
	jumps    prometheus.Counter

	mu      sync.Mutex
	faults  map[string]string // condition -> what is the matter; absent: well
	changed chan struct{}     // closed and replaced when faults change
	prompt  chan struct{}     // one token: look at once
	calm    time.Time         // until then the last jump of the clock is shown
}

func newHealth(dir string, minFree uint64, log *slog.Logger, reg prometheus.Registerer) (*health, error) {
	h := &health{
		dir: dir, minFree: minFree, log: log, now: time.Now,
		checks: map[string]func(context.Context) error{}, nats: func() string { return "ok" },
		faults: map[string]string{}, changed: make(chan struct{}), prompt: make(chan struct{}, 1),
		degraded: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "ronda_degraded", Help: "1 while the watch is not well, by what is the matter.",
		}, []string{"reason"}),
		free: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "ronda_disk_free_bytes", Help: "Room on the disk of the data folder.",
		}),
		jumps: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "ronda_clock_jumps_total", Help: "Times that the machine's clock was seen to jump.",
		}),
	}
	for _, c := range conditions {
		h.degraded.WithLabelValues(c.name).Set(0)
	}
	for _, c := range []prometheus.Collector{h.degraded, h.free, h.jumps} {
		if err := reg.Register(c); err != nil {
			return nil, fmt.Errorf("register health metrics: %w", err)
		}
	}
	return h, nil
}

// trouble is told of a failure that is ours and not a page's. The crawl rests until what failed works again.
func (h *health) trouble(err error) {
	name := conditionFrontier
	switch {
	case outOfResources(err):
		name = conditionResources
	case errors.Is(err, errLedger):
		name = conditionLedger
	}
	h.set(name, err.Error())
	select {
	case h.prompt <- struct{}{}:
	default:
	}
}

// errLedger marks what could not be kept because of the desk; other troubles are the frontier's.
var errLedger = errors.New("alert cannot be kept")

func outOfResources(err error) bool {
	for _, errno := range []syscall.Errno{syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.ENOBUFS, syscall.EADDRNOTAVAIL} {
		if errors.Is(err, errno) {
			return true
		}
	}
	return false
}

// ready waits until the crawl may go on. Its error is the context's.
func (h *health) ready(ctx context.Context) error {
	for {
		h.mu.Lock()
		changed, held := h.changed, false
		for _, c := range conditions {
			_, ill := h.faults[c.name]
			held = held || ill && c.holds
		}
		h.mu.Unlock()
		if !held {
			return ctx.Err()
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// set notes what is the matter; "" means that nothing is. Only a change is logged.
func (h *health) set(name, fault string) {
	h.mu.Lock()
	before, ill := h.faults[name]
	if fault == before && ill == (fault != "") {
		h.mu.Unlock()
		return
	}
	if fault == "" {
		delete(h.faults, name)
	} else {
		h.faults[name] = fault
	}
	close(h.changed)
	h.changed = make(chan struct{})
	h.mu.Unlock()

	switch {
	case fault == "":
		h.degraded.WithLabelValues(name).Set(0)
		h.log.Info("well again", "what", name)
	case !ill:
		h.degraded.WithLabelValues(name).Set(1)
		h.log.Warn("not well", "what", name, "why", fault)
	}
}

// state returns what is the matter by condition, and whether the crawl rests on account of it.
func (h *health) state() (faults map[string]string, held bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	faults = map[string]string{}
	for _, c := range conditions {
		if fault, ill := h.faults[c.name]; ill {
			faults[c.name] = fault
			held = held || c.holds
		}
	}
	return faults, held
}

// run looks after everything until ctx is done.
func (h *health) run(ctx context.Context) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	wall, elapsed := h.now().Round(0), time.Now()
	var checked time.Time
	for {
		h.room()
		h.files()
		h.set(conditionNATS, wellIs("ok", h.nats()))
		wall, elapsed = h.clock(wall, elapsed)
		h.mu.Lock()
		_, ledger := h.faults[conditionLedger]
		_, store := h.faults[conditionFrontier]
		h.mu.Unlock()
		if ledger || store || time.Since(checked) >= checkEvery {
			h.check(ctx)
			checked = time.Now()
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		case <-h.prompt:
		}
	}
}

func wellIs(well, state string) string {
	if state == well {
		return ""
	}
	return state
}

// mountedReadOnly is ST_RDONLY on Linux, MNT_RDONLY on macOS and the BSDs.
const mountedReadOnly = 1

// room looks whether there is space for what the crawl brings.
func (h *health) room() {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(h.dir, &fs); err != nil {
		h.set(conditionDisk, fmt.Sprintf("cannot be looked at: %v", err))
		return
	}
	free := fs.Bavail * uint64(fs.Bsize)
	h.free.Set(float64(free))
	switch {
	case fs.Flags&mountedReadOnly != 0:
		h.set(conditionDisk, "the data folder's disk is read-only")
	case free < h.minFree:
		h.set(conditionDisk, fmt.Sprintf("less than %d MB free; the crawl rests until there is more", h.minFree>>20))
	default:
		h.set(conditionDisk, "")
	}
}

// files heals the lack of file descriptors when some are free again.
func (h *health) files() {
	h.mu.Lock()
	_, ill := h.faults[conditionResources]
	h.mu.Unlock()
	if !ill {
		return
	}
	var held []*os.File
	defer func() {
		for _, f := range held {
			_ = f.Close()
		}
	}()
	for range spareFiles {
		f, err := os.Open(os.DevNull)
		if err != nil {
			return
		}
		held = append(held, f)
	}
	h.set(conditionResources, "")
}

// clock compares the wall clock with the time that has passed since the last look, and returns both of now.
func (h *health) clock(wall, elapsed time.Time) (time.Time, time.Time) {
	now, mono := h.now().Round(0), time.Now()
	if jump := now.Sub(wall) - mono.Sub(elapsed); jump.Abs() > clockJump {
		h.jumps.Inc()
		h.mu.Lock()
		h.calm = mono.Add(clockUnquiet)
		h.mu.Unlock()
		h.set(conditionClock, fmt.Sprintf("the machine's clock jumped by %v; times of events around it are not to be trusted", jump.Round(time.Second)))
	} else if mono.After(h.calm) {
		h.set(conditionClock, "")
	}
	return now, mono
}

// check has ledger and frontier prove that they can be written.
func (h *health) check(ctx context.Context) {
	slow := ""
	for _, name := range []string{conditionLedger, conditionFrontier} {
		check := h.checks[name]
		if check == nil {
			continue
		}
		started := time.Now()
		err := check(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			h.set(name, err.Error())
		default:
			h.set(name, "")
		}
		if took := time.Since(started); took > slowCommit {
			slow = fmt.Sprintf("a commit of the %s took %v", name, took.Round(time.Second))
		}
	}
	h.set(conditionSlowDisk, slow)
}
