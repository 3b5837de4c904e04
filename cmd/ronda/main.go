// Command ronda is a night watch for the public web: it crawls, recognises listings that sell or expose identity
// documents of Indonesians, and raises alerts. Here a command line finds its sub-command, and its outcome an exit status. The
// sub-commands stand in the packages below, by what their users do; watch puts the parts together.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"syscall"

	"ronda/cmd/ronda/backup"
	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/judging"
	"ronda/cmd/ronda/keeping"
	"ronda/cmd/ronda/scan"
	"ronda/cmd/ronda/teach"
	"ronda/cmd/ronda/watch"
)

// Exit statuses. Scripts rely on them.
const (
	exitDone    = 0
	exitFailure = 1
	exitUsage   = 2
	exitFound   = 3 // scan -fail found something
)

func main() {
	harden()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := guard(os.Stderr, func() int { return run(ctx, os.Args[1:], command.Console{Out: os.Stdout, Err: os.Stderr}) })
	stop()
	os.Exit(status)
}

// subCommand is one of them. It returns a command.UsageError for words that it does not take.
type subCommand struct {
	name     string
	synopsis string
	run      func(ctx context.Context, c command.Console, args []string) error
}

func commands() []subCommand {
	return []subCommand{
		{"demo", "the whole product on one machine against the built-in sandbox web", watch.Demo},
		{"run", "the whole product against configured or given seeds", watch.Run},
		{"scan", "judge pages and pictures without crawling", scan.Scan},
		{"alerts", "list the ledger's alerts, tail them live from NATS, retract or resolve one", keeping.Alerts},
		{"evidence", "list, open, erase or hold what is kept of listings", keeping.Evidence},
		{"audit", "verify the ledger, the access log and the sealed originals; print a checkpoint of them", backup.Audit},
		{"backup", "copy an instance, running or not, into a new folder", backup.Backup},
		{"restore", "make a data folder from a backup", backup.Restore},
		{"eval", "measure the detector on labelled texts: precision, recall, F1, calibration", teach.Eval},
		{"rules", "list, test, explain or train the rules; reload them, or switch one off, on a live instance", rulesCommand},
		{"layouts", "list the known document layouts, add one from pictures of it, test pictures", teach.Layouts},
		{"robots", "explain what a robots.txt allows", robotsCommand},
		{"config", "check a configuration file, or print it with every default", configCommand},
		{"version", "print the version", version},
	}
}

// run executes one command line and returns the exit status.
func run(ctx context.Context, args []string, c command.Console) int {
	if len(args) > 1 && args[0] == "help" {
		args = append(slices.Clone(args[1:]), "-h")
	}
	if len(args) == 0 || command.IsHelp(args[0]) {
		out, status := c.Out, exitDone
		if len(args) == 0 {
			out, status = c.Err, exitUsage
		}
		fmt.Fprintf(out, "ronda: a night watch for listings that sell or expose identity documents\n\nusage: ronda COMMAND [flags]\n\n")
		for _, cmd := range commands() {
			fmt.Fprintf(out, "  %-8s %s\n", cmd.name, cmd.synopsis)
		}
		fmt.Fprintf(out, "\nronda COMMAND -h shows a command's flags, or what it can be asked for. The first thing to try: ronda demo\n")
		return status
	}
	for _, cmd := range commands() {
		if cmd.name != args[0] {
			continue
		}
		err := cmd.run(ctx, c, args[1:])
		var usage command.UsageError
		switch {
		case err == nil, errors.Is(err, flag.ErrHelp):
			return exitDone
		case errors.Is(err, command.ErrFound):
			return exitFound
		case errors.As(err, &usage):
			fmt.Fprintf(c.Err, "ronda %s: %s\n", cmd.name, usage.Error())
			return exitUsage
		default:
			fmt.Fprintf(c.Err, "ronda %s: %v\n", cmd.name, err)
			return exitFailure
		}
	}
	fmt.Fprintf(c.Err, "ronda: there is no command %q; ronda help lists them\n", args[0])
	return exitUsage
}

func version(_ context.Context, c command.Console, _ []string) error {
	fmt.Fprintf(c.Out, "ronda %s (%s, %s/%s)\n", command.Release, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}

// rulesCommand finds who carries it out: rules are tested and learned, explained on a page, and exchanged on a live instance.
func rulesCommand(ctx context.Context, c command.Console, args []string) error {
	change := func(what string) func(context.Context, command.Console, []string) error {
		return func(ctx context.Context, c command.Console, args []string) error {
			return judging.ChangeRules(ctx, c, what, args)
		}
	}
	return command.Choose(ctx, c, "rules", []command.Verb{
		{Name: "list", Synopsis: "the rules, and which are off", Run: judging.ShowRules},
		{Name: "test", Synopsis: "run every rule on its own examples, and show which verdicts a change turns", Run: teach.TestRules},
		{Name: "explain", Synopsis: "why a page is judged as it is, rule by rule", Run: scan.Explain},
		{Name: "train", Synopsis: "learn weights from labelled texts", Run: func(_ context.Context, c command.Console, args []string) error { return teach.TrainRules(c, args) }},
		{Name: "reload", Synopsis: "have a live instance read its folder of rules anew", Run: change("reload")},
		{Name: "off", Synopsis: "switch a rule off, on a live instance too", Run: change("off")},
		{Name: "on", Synopsis: "switch it on again", Run: change("on")},
	}, args)
}
