package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"ronda/crawler"
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

// runWatch runs the product against the configured or given seeds.
func runWatch(ctx context.Context, c console, args []string) error {
	cfg, err := configFromFlag(args)
	if err != nil {
		return err
	}
	fs := flags(c, "run", "")
	fs.String("config", "", "configuration file; flags are laid over it")
	var seeds seedFlag
	fs.Var(&seeds, "seed", "URL to begin with; may be given several times")
	once := fs.Bool("once", false, "stop when the frontier is empty")
	fs.BoolVar(&cfg.Crawl.AllowPrivate, "allow-private", cfg.Crawl.AllowPrivate, "permit loopback and private addresses: tests and intranets only")
	fs.StringVar(&cfg.Rules.Dir, "rules", cfg.Rules.Dir, "folder of rules to judge with instead of the built-in ones; read anew at SIGHUP and ronda rules reload")
	format := formatFlag(fs, "text", "json")
	commonFlags(fs, &cfg)
	if rest, err := parse(fs, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return usagef("takes no arguments; seeds are given as -seed URL")
	}
	seeds = append(seeds, cfg.Seeds...)
	if len(seeds) == 0 {
		return usagef("has nothing to begin with: give -seed URL or a configuration file with seeds")
	}
	cfg.Seeds = seeds // those of flags are checked like the others
	if err := cfg.check(); err != nil {
		return usageError{err.Error()}
	}
	result, err := runInstance(ctx, c, cfg, cfg.scope(seeds), seeds, *once, nil)
	if err != nil {
		return err
	}
	return result.print(c.out, *format)
}

// configFromFlag looks for -config before the flags are parsed, because its values are the flags' defaults.
func configFromFlag(args []string) (config, error) {
	for i, arg := range args {
		for _, prefix := range []string{"-config", "--config"} {
			if arg == prefix && i+1 < len(args) {
				return loadConfig(args[i+1])
			}
			if len(arg) > len(prefix) && arg[:len(prefix)+1] == prefix+"=" {
				return loadConfig(arg[len(prefix)+1:])
			}
		}
	}
	return defaultConfig(), nil
}

// runInstance opens an instance, runs it and returns what it did. The optional measure is called on the open instance
// after the patrol has ended.
func runInstance(ctx context.Context, c console, cfg config, within scope, seeds []string, once bool, measure func(context.Context, *watch, *outcome) error) (result outcome, err error) {
	shown := newProgress(c.err)
	log := cfg.logger(shown)
	w, err := openWatch(ctx, cfg, log, within)
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	w.announce(shown)

	followCtx, stopFollowing := context.WithCancel(ctx)
	followed := make(chan struct{})
	go func() {
		defer close(followed)
		shown.follow(followCtx, w)
	}()
	report := func(ctx context.Context) error {
		stopFollowing()
		<-followed
		result, err = w.outcome(ctx)
		if err == nil && measure != nil {
			err = measure(ctx, w, &result)
		}
		return err
	}
	err = w.Run(ctx, seeds, once, report)
	stopFollowing()
	<-followed
	return result, err
}

// announce prints where the instance can be reached.
func (w *watch) announce(out io.Writer) {
	if w.listener != nil {
		base := "http://" + w.listener.Addr().String()
		fmt.Fprintf(out, "feed     %s/\nAPI      %s/api/v1/alerts\nmetrics  %s/metrics\n", base, base, base)
	}
	if addr := w.nats.Addr(); addr != "" {
		fmt.Fprintf(out, "NATS     %s   subject ronda.alert.v1.>\n", addr)
	}
	fmt.Fprintf(out, "data     %s\n", w.cfg.Data)
}

// outcome says what the instance has done so far.
func (w *watch) outcome(ctx context.Context) (outcome, error) {
	counts, err := w.desk.Counts(ctx)
	if err != nil {
		return outcome{}, fmt.Errorf("count alerts: %w", err)
	}
	done := w.patrol.Progress()
	return outcome{Pages: done.Pages, Requests: done.Requests, Errors: done.Errors, Alerts: int64(counts.Total)}, nil
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
