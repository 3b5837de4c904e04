// Command ronda is a night watch for the public web: it crawls, recognises listings that sell or expose identity
// documents of Indonesians, and raises alerts. Each sub-command has a file of its name; watch.go puts the parts together.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"ronda/detect/mask"
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

// console is where a command writes.
type console struct {
	out io.Writer // results
	err io.Writer // progress, logs and errors
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

// errFound is what scan -fail returns when something was found: an exit status, not a message.
var errFound = errors.New("something was found")

// usageError is a wrong call; its text says what to do.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

func usagef(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

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

// flags returns a flag set that reports wrong flags as usage errors through parse.
func flags(c console, name, arguments string) *flag.FlagSet {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.Usage = func() {
		fs.SetOutput(c.out)
		fmt.Fprintf(c.out, "usage: ronda %s [flags] %s\n\n", name, arguments)
		fs.PrintDefaults()
	}
	return fs
}

// parse reads flags and returns the arguments behind them.
func parse(fs *flag.FlagSet, args []string) ([]string, error) {
	err := fs.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return nil, err
	case err != nil:
		// The error repeats a value that it does not take: a seed, perhaps, with somebody's number in it.
		return nil, usagef("%s; ronda %s -h shows the flags", mask.Text(err.Error()), fs.Name())
	}
	return fs.Args(), nil
}

// oneOf is a flag value restricted to a few words.
type oneOf struct {
	value   *string
	allowed []string
}

func (o oneOf) String() string {
	if o.value == nil {
		return ""
	}
	return *o.value
}

func (o oneOf) Set(s string) error {
	if !slices.Contains(o.allowed, s) {
		return fmt.Errorf("must be one of %s", strings.Join(o.allowed, ", "))
	}
	*o.value = s
	return nil
}

// formatFlag adds -format with the given words, the first being the default.
func formatFlag(fs *flag.FlagSet, allowed ...string) *string {
	value := allowed[0]
	fs.Var(oneOf{&value, allowed}, "format", "output format: "+strings.Join(allowed, " or "))
	return &value
}
