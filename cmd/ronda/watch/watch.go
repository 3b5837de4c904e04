// Package watch runs an instance: it puts frontier, fetcher, detector, desk and outlets together, looks after their health, and serves
// feed, metrics and control socket until it is told to stop.
package watch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"golang.org/x/sync/errgroup"

	"ronda/alerts/access"
	"ronda/alerts/desk"
	"ronda/alerts/feed"
	"ronda/alerts/relay"
	"ronda/alerts/stream"
	"ronda/alerts/webhook"
	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
	"ronda/cmd/ronda/judging"
	"ronda/crawler"
	"ronda/crawler/fetch"
	"ronda/crawler/frontier"
	"ronda/crawler/patrol"
	"ronda/detect/ident"
	"ronda/rules"
)

// drainTime is how long a finished patrol waits for its last alerts to go out.
const drainTime = 10 * time.Second

// watch is one running instance: a data folder and everything that works on it.
type watch struct {
	cfg      command.Config
	excluded crawler.Hosts
	log      *slog.Logger
	registry *prometheus.Registry

	folder   *datafolder.Folder
	health   *health
	desk     *desk.Desk
	custody  *datafolder.Custody
	control  *datafolder.ControlSocket
	sessions access.Sessions
	rules    *judging.Live
	judge    *judge
	frontier *frontier.Frontier
	patrol   *patrol.Patrol
	nats     *stream.Server
	relay    *relay.Relay
	sender   *webhook.Sender
	listener net.Listener
	web      *http.Server
	over     chan struct{} // closed when live connections are to end
	step     func(string)  // nil outside trials

	closers []func() error // in order of opening
}

// scope says whether a link at some depth may be followed.
type scope func(url string, depth int) bool

// openWatch opens everything that an instance needs. The caller closes it.
func openWatch(ctx context.Context, cfg command.Config, log *slog.Logger, within scope) (w *watch, err error) {
	w = &watch{cfg: cfg, log: log, registry: prometheus.NewRegistry(), over: make(chan struct{}), step: command.TrialStep()}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.Close())
			w = nil
		}
	}()
	if w.excluded, err = crawler.NewHosts(cfg.Crawl.Exclude); err != nil {
		return w, fmt.Errorf("crawl.exclude: %w", err)
	}
	w.registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		buildInfo(),
	)
	if w.folder, err = datafolder.Open(cfg.Data); err != nil {
		return w, err
	}
	w.onClose(w.folder.Close)
	if w.health, err = newHealth(cfg.Data, uint64(cfg.Crawl.MinFreeMB)<<20, log, w.registry); err != nil {
		return w, err
	}
	keys, err := w.folder.FingerprintKeys()
	if err != nil {
		return w, err
	}
	ring, err := ident.NewKeyring(keys...)
	if err != nil {
		return w, err
	}
	if w.rules, err = judging.OpenLive(w.folder.Path, cfg.Rules.Dir, ring, judging.OpenReading(ctx, cfg.Pictures.Reading, log)); err != nil {
		return w, err
	}
	w.rules.Tell(log, "rules")
	if err := w.rules.Register(w.registry); err != nil {
		return w, err
	}
	secrets, err := w.folder.DataKeys(ctx)
	if err != nil {
		return w, err
	}
	// The frontier first: it refuses a key that does not belong to the folder, before the ledger is sealed under it.
	if err := w.openFrontier(ctx, secrets, within); err != nil {
		return w, err
	}
	if err := w.openDesk(ctx, secrets); err != nil {
		return w, err
	}
	if err := w.openPatrol(); err != nil {
		return w, err
	}
	return w, w.openOutlets(ctx)
}

func (w *watch) onClose(f func() error) { w.closers = append(w.closers, f) }

// Close closes in the reverse order of opening, so that nothing loses what it still writes to.
func (w *watch) Close() error {
	var errs []error
	for i := len(w.closers) - 1; i >= 0; i-- {
		errs = append(errs, w.closers[i]())
	}
	w.closers = nil
	return errors.Join(errs...)
}

func (w *watch) openFrontier(ctx context.Context, keys [][]byte, within scope) (err error) {
	inside := func(url string, depth int) bool { return !w.excluded.Covers(url) && within(url, depth) }
	w.frontier, err = frontier.Open(ctx, w.folder.File(datafolder.FrontierFile), frontier.Config{
		Key: keys[0], FormerKeys: keys[1:], Delay: w.cfg.Crawl.Delay, MaxDepth: w.cfg.Crawl.MaxDepth, HostLimit: w.cfg.Crawl.HostLimit, InScope: inside,
		Step: w.step,
	})
	if err != nil {
		return err
	}
	w.onClose(w.frontier.Close)
	return w.frontier.Register(w.registry)
}

func (w *watch) openDesk(ctx context.Context, keys [][]byte) (err error) {
	recipients, err := w.cfg.Evidence.Keys()
	if err != nil {
		return fmt.Errorf("evidence: %w", err)
	}
	vault, err := datafolder.OpenVault(w.folder.File(datafolder.EvidenceFolder), recipients, w.step)
	if err != nil {
		return err
	}
	if vault.CanSeal() {
		w.log.Info("originals are sealed", "recipients", vault.Fingerprints())
	} else {
		w.log.Warn("originals are not kept, only redacted captures: no recipients are configured")
	}
	w.desk, err = desk.Open(ctx, w.folder.File(datafolder.LedgerFile), desk.Config{
		Mask: command.MaskPage, Vault: vault, Key: keys[0], FormerKeys: keys[1:], Registerer: w.registry, Step: w.step,
	})
	if err != nil {
		return err
	}
	w.onClose(w.desk.Close)
	if n := w.desk.UnreadablePictures(); n > 0 {
		w.log.Error("pictures of alerts are sealed under a key that is missing, and are not known again: put it back into the folder of keys from the "+
			"backup, under a number of its own, and start again; alerts and their links are whole", "pictures", n, "keys", w.folder.File(datafolder.KeyFolder))
	}
	return w.openControl(ctx)
}

// openControl opens the access log and the socket by which commands change what the instance keeps.
func (w *watch) openControl(ctx context.Context) error {
	log, err := access.Open(ctx, w.folder.File(datafolder.AccessFile))
	if err != nil {
		return err
	}
	w.onClose(log.Close)
	w.custody = &datafolder.Custody{Desk: w.desk, Access: log, Keep: w.cfg.Retention.Periods()}
	taken := w.custody.Orders()
	maps.Copy(taken, w.rules.Orders(log))
	taken["/sign-in"] = w.signIn
	if w.control, err = datafolder.ListenControl(ctx, w.folder.Path, taken, w.log); err != nil {
		return err
	}
	w.onClose(w.control.Close)
	return nil
}

// retain keeps to the retention periods until ctx is done.
func (w *watch) retain(ctx context.Context) error {
	steady := func() bool { // a clock that jumped ahead must not make everything old
		faults, _ := w.health.state()
		return faults[conditionClock] == ""
	}
	select {
	case <-ctx.Done():
		return nil
	case <-time.After(time.Minute): // whether the clock jumps is known only after some looks at it
	}
	w.custody.Retain(ctx, steady, func(r datafolder.Receipt) {
		if r.Alerts+r.Captures+r.Originals > 0 {
			w.log.Info("retention period is over", "cases", len(r.Cases), "alerts", r.Alerts, "originals", r.Originals, "held", len(r.Held))
		}
	}, func(err error) {
		w.log.Error("retention could not be kept; it is tried again tomorrow", "err", err)
	})
	return nil
}

// openPatrol joins frontier, fetcher, detector and desk: the way of a page from a seed to an alert.
func (w *watch) openPatrol() (err error) {
	if w.judge, err = newJudge(w.rules.Detector, w.desk, w.log, w.registry); err != nil {
		return err
	}
	if w.cfg.Crawl.Contact == "" {
		w.log.Warn(command.NoContact)
	}
	fetcher, err := fetch.New(fetch.Config{
		UserAgent: fetch.UserAgent(command.Release, w.cfg.Crawl.Contact), AllowPrivate: w.cfg.Crawl.AllowPrivate,
	})
	if err != nil {
		return err
	}
	w.health.checks[conditionLedger], w.health.checks[conditionFrontier] = w.desk.Check, w.frontier.Check
	w.patrol, err = patrol.New(w.frontier, fetcher, patrol.Config{
		Workers: w.cfg.Crawl.Workers, WantsImages: func(l *crawler.Listing) bool { return w.rules.Detector().WantsImages(l) }, Handle: w.judge.page,
		Excluded: w.excluded.Covers, Ready: w.health.ready, Trouble: w.health.trouble, Mask: command.MaskHost, Log: w.log, Registry: w.registry, Step: w.step,
	})
	return err
}

// openOutlets joins the ledger with its three kinds of reader. None of them waits for another.
func (w *watch) openOutlets(ctx context.Context) (err error) {
	w.nats, err = stream.Start(ctx, stream.ServerConfig{
		URL: w.cfg.NATS.URL, Creds: w.cfg.NATS.Credentials, Listen: w.cfg.NATS.Listen,
		Dir: w.folder.File("nats"), Log: w.log,
	})
	if err != nil {
		return err
	}
	w.onClose(func() error { w.nats.Close(); return nil })
	if w.relay, err = relay.New(w.desk.Ledger, w.nats, relay.Config{Log: w.log, Registerer: w.registry, Step: w.step}); err != nil {
		return err
	}
	w.health.nats = w.natsState
	w.sender, err = webhook.Open(ctx, w.folder.File("deliveries.db"), w.cfg.Webhooks, w.desk.Ledger, webhook.Config{
		AllowPrivate: w.cfg.Crawl.AllowPrivate, Logger: w.log, Registerer: w.registry, Step: w.step,
	})
	if err != nil {
		return err
	}
	w.onClose(w.sender.Close)
	if w.cfg.Listen == "" {
		return nil
	}
	regions, err := rules.LoadRegions()
	if err != nil {
		return fmt.Errorf("load regions: %w", err)
	}
	var listen net.ListenConfig
	if w.listener, err = listen.Listen(ctx, "tcp", w.cfg.Listen); err != nil {
		return fmt.Errorf("open the feed's address: %w; give -listen another one", err)
	}
	if beyond(w.listener.Addr()) {
		w.log.Warn("the feed, the API and the metrics are open to every machine that reaches this address: reading takes no log-in; "+
			"listen on 127.0.0.1, or let only a proxy that asks for one come here", "listen", w.listener.Addr().String())
	}
	pages := feed.New(w.desk.Ledger, feed.Config{
		NATS: w.nats.Addr(), RegionName: regionName(regions), Done: w.over, Log: w.log, Sessions: &w.sessions, Decide: decide(w.custody),
	})
	w.web = &http.Server{Handler: w.handler(pages), ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(w.log.Handler(), slog.LevelWarn)}
	w.onClose(w.web.Close)
	return nil
}

// Run seeds the frontier and runs every part until ctx is done. When the frontier has become empty it calls walked; with
// once it then returns, otherwise it stays up.
func (w *watch) Run(ctx context.Context, seeds []string, once bool, walked func(context.Context) error) error {
	fresh, err := w.frontier.Seed(ctx, seeds...)
	if err != nil {
		return err
	}
	if err := w.tellKnown(ctx, fresh, len(seeds)); err != nil {
		return err
	}
	// The outlets outlive the patrol, so that its last alerts still go out.
	outletsCtx, stopOutlets := context.WithCancel(context.WithoutCancel(ctx))
	defer stopOutlets()
	outlets, outletsCtx := errgroup.WithContext(outletsCtx)
	outlets.Go(func() error { return w.relay.Run(outletsCtx) })
	outlets.Go(func() error { return w.sender.Run(outletsCtx) })
	outlets.Go(func() error { return w.health.run(outletsCtx) })
	outlets.Go(func() error { return w.control.Serve(outletsCtx) })
	outlets.Go(func() error { return w.retain(outletsCtx) })
	outlets.Go(func() error { w.rules.ReloadOnHangup(outletsCtx, w.log); return nil })
	if w.web != nil {
		outlets.Go(w.serve)
	}

	// An outlet that fails for good ends the patrol as well: a watch that nobody can hear is none.
	patrolCtx, stopPatrol := context.WithCancel(ctx)
	defer stopPatrol()
	defer context.AfterFunc(outletsCtx, stopPatrol)()
	err = w.patrol.Run(patrolCtx)
	if err == nil {
		err = walked(context.WithoutCancel(ctx))
	}
	if err == nil && !once {
		<-patrolCtx.Done()
	}
	w.drain(outletsCtx)
	if w.web != nil {
		close(w.over)
		stopped, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
		defer cancel()
		err = errors.Join(err, w.web.Shutdown(stopped))
	}
	stopOutlets()
	return errors.Join(err, outlets.Wait())
}

// tellKnown says when there is nothing to do because all seeds were fetched before: a page is fetched once per data folder.
func (w *watch) tellKnown(ctx context.Context, fresh, seeds int) error {
	stats, err := w.frontier.Stats(ctx)
	if err != nil {
		return err
	}
	if fresh == 0 && seeds > 0 && stats.Queued == 0 {
		w.log.Warn("nothing is fetched: all seeds are known in this data folder, and a page is fetched once in each; give a seed that is new, or -data another folder",
			"seeds", seeds, "data", w.cfg.Data)
	}
	return nil
}

// regionName names provinces and regencies for people.
func regionName(regions *rules.Regions) func(code string) string {
	return func(code string) string {
		region, _ := regions.Lookup(code)
		return region.Name
	}
}

func (w *watch) serve() error {
	if err := w.web.Serve(w.listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve feed: %w", err)
	}
	return nil
}

// drain waits until the events of the ledger have reached NATS and have been offered to every webhook once, and until a
// stream that lost something is whole and rid of what was erased, for drainTime at the most. What is not through by then
// is done at the next start. A broker that is away is not waited for.
func (w *watch) drain(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, drainTime)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		switch unsent, err := w.unsent(ctx); {
		case err != nil:
			w.log.Warn("cannot tell what is still to be sent; the next start goes on with it", "err", err)
			return
		case unsent == 0 && w.relay.State() != relay.StateRefilling:
			return
		}
		select {
		case <-ctx.Done():
			w.log.Warn("not everything was sent; the next start goes on with it")
			return
		case <-tick.C:
		}
	}
}

// unsent counts the events that an outlet has not been offered yet.
func (w *watch) unsent(ctx context.Context) (int64, error) {
	end, err := w.desk.End(ctx)
	if err != nil {
		return 0, err
	}
	relayed, err := w.desk.Position(ctx, relay.Sink)
	if err != nil {
		return 0, err
	}
	waiting, err := w.sender.Unattempted(ctx)
	return end - relayed + waiting, err
}
