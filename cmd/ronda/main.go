// Command ronda is a night watch for the public web: it crawls, recognises listings that sell or expose identity
// documents of Indonesians, and raises alerts. Each sub-command has a file of its name; watch.go puts the parts together.
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
	status := guard(os.Stderr, func() int { return run(ctx, os.Args[1:], console{out: os.Stdout, err: os.Stderr}) })
	stop()
	os.Exit(status)
}

// command is one sub-command. It returns a usageError for words that it does not take.
type command struct {
	name     string
	synopsis string
	run      func(ctx context.Context, c console, args []string) error
}

func commands() []command {
	return []command{
		{"demo", "the whole product on one machine against the built-in sandbox web", demo},
		{"run", "the whole product against configured or given seeds", runWatch},
		{"scan", "judge pages and pictures without crawling", scan},
		{"alerts", "list the ledger's alerts, tail them live from NATS, retract or resolve one", alertsCommand},
		{"evidence", "list, open, erase or hold what is kept of listings", evidenceCommand},
		{"audit", "verify the ledger, the access log and the sealed originals; print a checkpoint of them", auditCommand},
		{"backup", "copy an instance, running or not, into a new folder", backupCommand},
		{"restore", "make a data folder from a backup", restoreCommand},
		{"eval", "measure the detector on labelled texts: precision, recall, F1, calibration", evalCommand},
		{"rules", "list, test, explain or train the rules; reload them, or switch one off, on a live instance", rulesCommand},
		{"layouts", "list the known document layouts, add one from pictures of it, test pictures", layoutsCommand},
		{"robots", "explain what a robots.txt allows", robotsCommand},
		{"config", "check a configuration file, or print it with every default", configCommand},
		{"version", "print the version", version},
	}
}

// run executes one command line and returns the exit status.
func run(ctx context.Context, args []string, c console) int {
	if len(args) == 0 || slices.Contains([]string{"help", "-h", "-help", "--help"}, args[0]) {
		out, status := c.out, exitDone
		if len(args) == 0 {
			out, status = c.err, exitUsage
		}
		fmt.Fprintf(out, "ronda: a night watch for listings that sell or expose identity documents\n\nusage: ronda COMMAND [flags]\n\n")
		for _, cmd := range commands() {
			fmt.Fprintf(out, "  %-8s %s\n", cmd.name, cmd.synopsis)
		}
		fmt.Fprintf(out, "\nronda COMMAND -h shows a command's flags. The first thing to try: ronda demo\n")
		return status
	}
	for _, cmd := range commands() {
		if cmd.name != args[0] {
			continue
		}
		err := cmd.run(ctx, c, args[1:])
		var usage usageError
		switch {
		case err == nil, errors.Is(err, flag.ErrHelp):
			return exitDone
		case errors.Is(err, errFound):
			return exitFound
		case errors.As(err, &usage):
			fmt.Fprintf(c.err, "ronda %s: %s\n", cmd.name, usage.text)
			return exitUsage
		default:
			fmt.Fprintf(c.err, "ronda %s: %v\n", cmd.name, err)
			return exitFailure
		}
	}
	fmt.Fprintf(c.err, "ronda: there is no command %q; ronda help lists them\n", args[0])
	return exitUsage
}

func version(_ context.Context, c console, _ []string) error {
	fmt.Fprintf(c.out, "ronda %s (%s, %s/%s)\n", release, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}

const rulesUsage = "is called as ronda rules list, test, explain, train, reload, off or on"

func rulesCommand(ctx context.Context, c console, args []string) error {
	if len(args) == 0 {
		return usagef(rulesUsage)
	}
	switch args[0] {
	case "list":
		return rulesList(ctx, c, args[1:])
	case "test":
		return rulesTest(ctx, c, args[1:])
	case "explain":
		return rulesExplain(ctx, c, args[1:])
	case "train":
		return rulesTrain(c, args[1:])
	case "reload", "off", "on":
		return rulesOrder(ctx, c, args[0], args[1:])
	}
	return usagef(rulesUsage)
}
