package watch

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
	"ronda/crawler"
	"ronda/crawler/fetch"
)

// outcome is the last line of demo and run with -once -format json. The last four are the demo's.
type outcome struct {
	Pages       int64 `json:"pages"`
	Requests    int64 `json:"requests"`
	Alerts      int64 `json:"alerts"`
	Errors      int64 `json:"errors"`
	Planted     *int  `json:"planted,omitempty"`
	Found       *int  `json:"found,omitempty"`
	Missed      *int  `json:"missed,omitempty"`
	FalseAlerts *int  `json:"false_alerts,omitempty"`
}

// seedFlag collects -seed flags.
type seedFlag []string

func (s *seedFlag) String() string { return fmt.Sprint(*s) }

func (s *seedFlag) Set(value string) error {
	if _, err := crawler.CanonicalURL(value); err != nil {
		return err
	}
	*s = append(*s, value)
	return nil
}

// Run is the command run. It runs the product against the configured or given seeds until ctx is done, with -once until there is
// nothing left to fetch.
func Run(ctx context.Context, c command.Console, args []string) error {
	cfg, err := command.ConfigFromFlag(args)
	if err != nil {
		return err
	}
	fs := command.Flags(c, "run", "")
	fs.String("config", "", "configuration file; flags are laid over it")
	var seeds seedFlag
	fs.Var(&seeds, "seed", "URL to begin with; may be given several times")
	once := fs.Bool("once", false, "stop when the frontier is empty")
	fs.BoolVar(&cfg.Crawl.AllowPrivate, "allow-private", cfg.Crawl.AllowPrivate, "permit loopback and private addresses: tests and intranets only")
	fs.StringVar(&cfg.Rules.Dir, "rules", cfg.Rules.Dir, "folder of rules to judge with instead of the built-in ones; read anew at SIGHUP and ronda rules reload")
	command.ContactFlag(fs, &cfg.Crawl.Contact)
	format := command.FormatFlag(fs, "text", "json")
	commonFlags(fs, &cfg)
	if rest, err := command.Parse(fs, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return command.Usagef("takes no arguments; seeds are given as -seed URL")
	}
	seeds = append(seeds, cfg.Seeds...)
	if len(seeds) == 0 {
		return command.Usagef("has nothing to begin with: give -seed URL or a configuration file with seeds")
	}
	cfg.Seeds = seeds // those of flags are checked like the others
	if err := cfg.Check(); err != nil {
		return command.Usagef("%v", err)
	}
	if err := datafolder.NotDemo(cfg.Data); err != nil {
		return err
	}
	if !cfg.Crawl.AllowPrivate {
		seeds = publicSeeds(seeds, c.Err)
	}
	result, err := runInstance(ctx, c, cfg, scopeOf(&cfg, seeds), seeds, *once, nil)
	if err != nil {
		return err
	}
	return result.print(c.Out, *format)
}

// publicSeeds leaves out the seeds that would be refused for their address, and says so on out. They are not queued, so that a start that
// permits them finds them new.
func publicSeeds(seeds []string, out io.Writer) (public []string) {
	for i, seed := range seeds {
		if fetch.Private(seed) {
			fmt.Fprintf(out, "seed %d of %d is left out: %s\n", i+1, len(seeds), fetch.PrivateHint)
			continue
		}
		public = append(public, seed)
	}
	return public
}

// score is how the demo keeps count of what is found: note is told of each raised listing in clear, measure is called on the open
// instance after the patrol has ended.
type score struct {
	note    func(alertID string, l *crawler.Listing)
	measure func(context.Context, *watch, *outcome) error
}

// runInstance opens an instance, runs it and returns what it did. Only the demo keeps a score.
func runInstance(ctx context.Context, c command.Console, cfg command.Config, within scope, seeds []string, once bool, kept *score) (result outcome, err error) {
	shown := command.NewProgress(c.Err)
	log := newLogger(&cfg, shown)
	w, err := openWatch(ctx, cfg, log, within)
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	if kept != nil {
		w.judge.note = kept.note
	}
	w.announce(shown)

	followCtx, stopFollowing := context.WithCancel(ctx)
	followed := make(chan struct{})
	go func() {
		defer close(followed)
		follow(followCtx, shown, w)
	}()
	report := func(ctx context.Context) error {
		stopFollowing()
		<-followed
		result, err = w.outcome(ctx)
		if err == nil && kept != nil {
			err = kept.measure(ctx, w, &result)
		}
		return err
	}
	err = w.Run(ctx, seeds, once, report)
	stopFollowing()
	<-followed
	if err == nil && !once { // cases may have been erased since the report
		result.Alerts, err = w.countAlerts(context.WithoutCancel(ctx))
	}
	return result, err
}

// announce prints where the instance can be reached.
func (w *watch) announce(out io.Writer) {
	if w.listener != nil {
		base := "http://" + reachable(w.listener.Addr())
		fmt.Fprintf(out, "feed     %s/\nAPI      %s/api/v1/alerts\nmetrics  %s/metrics\n", base, base, base)
	}
	if addr := w.nats.Addr(); addr != "" {
		fmt.Fprintf(out, "NATS     %s   subject ronda.alert.v1.>\n", addr)
	}
	fmt.Fprintf(out, "data     %s\n", w.cfg.Data)
}

// outcome says what the instance has done so far.
func (w *watch) outcome(ctx context.Context) (outcome, error) {
	done := w.patrol.Progress()
	kept, err := w.countAlerts(ctx)
	return outcome{Pages: done.Pages, Requests: done.Requests, Errors: done.Errors, Alerts: kept}, err
}

// countAlerts counts the alerts that the ledger holds.
func (w *watch) countAlerts(ctx context.Context) (int64, error) {
	counts, err := w.desk.Counts(ctx)
	if err != nil {
		return 0, fmt.Errorf("count alerts: %w", err)
	}
	return int64(counts.Total), nil
}

func (o outcome) print(out io.Writer, format string) error {
	if format == "json" {
		return json.NewEncoder(out).Encode(o)
	}
	_, err := fmt.Fprintf(out, "pages %d, requests %d, alerts %d, errors %d\n", o.Pages, o.Requests, o.Alerts, o.Errors)
	if err == nil && o.Planted != nil {
		_, err = fmt.Fprintf(out, "planted %d, found %d, missed %d, false alerts %d\n", *o.Planted, *o.Found, *o.Missed, *o.FalseAlerts)
	}
	return err
}

// commonFlags lays the flags that demo and run share over cfg.
func commonFlags(fs *flag.FlagSet, cfg *command.Config) {
	fs.StringVar(&cfg.Data, "data", cfg.Data, "folder of everything that is kept")
	fs.StringVar(&cfg.Listen, "listen", cfg.Listen, "address of the feed, the API, /metrics, /healthz and /readyz")
	fs.StringVar(&cfg.NATS.URL, "nats", cfg.NATS.URL, "URL of an external NATS server to use instead of the embedded one")
	fs.StringVar(&cfg.NATS.Listen, "nats-listen", cfg.NATS.Listen, "address at which subscribers may read from the embedded NATS server")
	fs.IntVar(&cfg.Crawl.Workers, "workers", cfg.Crawl.Workers, "pages carried at the same time")
	fs.Var((*delayFlag)(&cfg.Crawl.Delay), "delay", "least `time` between two requests to one host, like 500ms or 2s")
	fs.Var((*levelFlag)(&cfg.Log.Level), "log-level", "least `level` of what is logged: debug, info, warn or error")
}

// delayFlag and levelFlag are flags that say what they take, in the words of the configuration.
type (
	delayFlag time.Duration
	levelFlag slog.Level
)

func (d *delayFlag) String() string { return time.Duration(*d).String() }

func (d *delayFlag) Set(text string) error {
	value, err := time.ParseDuration(text)
	if err != nil {
		return errors.New("is no duration: write it like 30s")
	}
	*d = delayFlag(value)
	return nil
}

func (l *levelFlag) String() string { return slog.Level(*l).String() }

func (l *levelFlag) Set(text string) error {
	var level slog.Level
	if err := level.UnmarshalText([]byte(text)); err != nil {
		return errors.New("is none of debug, info, warn, error")
	}
	*l = levelFlag(level)
	return nil
}

// newLogger returns the logger that cfg describes. Secrets and identifiers never reach it: what it is given is masked.
func newLogger(cfg *command.Config, w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: cfg.Log.Level}
	if cfg.Log.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// scopeOf returns which links the patrol may follow from the given seeds.
func scopeOf(cfg *command.Config, seeds []string) scope {
	if cfg.Crawl.Scope == "any" {
		return func(string, int) bool { return true }
	}
	place := crawler.Platform
	if cfg.Crawl.Scope == "host" {
		place = hostName
	}
	inside := map[string]bool{}
	for _, seed := range seeds {
		inside[place(seed)] = true
	}
	return func(url string, _ int) bool { return inside[place(url)] }
}

func hostName(rawURL string) string {
	_, rest, _ := strings.Cut(rawURL, "://")
	host, _, _ := strings.Cut(rest, "/")
	return host
}
