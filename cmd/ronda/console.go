package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"ronda/detect/mask"
)

// console is where a command writes.
type console struct {
	out io.Writer // results
	err io.Writer // progress, logs and errors
}

// errFound is what scan -fail returns when something was found: an exit status, not a message.
var errFound = errors.New("something was found")

// usageError is a wrong call; its text says what to do.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

func usagef(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

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
	return choiceFlag(fs, "format", "output format: "+strings.Join(allowed, " or "), allowed...)
}

// choiceFlag adds a flag that takes one of a few words, the first being the default.
func choiceFlag(fs *flag.FlagSet, name, usage string, allowed ...string) *string {
	value := allowed[0]
	fs.Var(oneOf{&value, allowed}, name, usage)
	return &value
}

// parseAround reads flags before and behind the arguments, and returns the arguments.
func parseAround(fs *flag.FlagSet, args []string) (arguments []string, err error) {
	for {
		rest, err := parse(fs, args)
		if err != nil || len(rest) == 0 {
			return arguments, err
		}
		arguments, args = append(arguments, rest[0]), rest[1:]
	}
}

// bytesText is a size for people.
func bytesText(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	default:
		return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
	}
}

// masked returns an error without what its text might repeat of a labelled text or a name.
func masked(err error) error {
	if err == nil {
		return nil
	}
	return errors.New(mask.Text(err.Error()))
}

// release is the version of this source tree; CHANGELOG.md says what is in it.
const release = "0.1.0"
