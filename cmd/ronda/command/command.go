// Package command holds what the sub-commands share: where they write, how they read their flags, what a wrong call is, the
// configuration, the line of progress, and the maskers that trials break on purpose.
package command

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"ronda/detect/mask"
)

// Console is where a command writes. It is as safe for concurrent use as its writers are.
type Console struct {
	Out io.Writer // results
	Err io.Writer // progress, logs and errors
}

// ErrFound is what scan -fail returns when something was found: an exit status, not a message.
var ErrFound = errors.New("something was found")

// UsageError is a wrong call, of which Usagef says what to do. It ends in an exit status of its own.
type UsageError struct{ text string }

// Error says what the command takes, to be put behind the command's name.
func (e UsageError) Error() string { return e.text }

// Usagef makes a UsageError of a text that goes on from the command's name, as in "takes no arguments".
func Usagef(format string, args ...any) error { return UsageError{fmt.Sprintf(format, args...)} }

// Flags returns the flag set of a command, to be read with Parse. -h prints to c.Out how the command is called: its name, [flags] and the
// arguments that are given here.
func Flags(c Console, name, arguments string) *flag.FlagSet {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.Usage = func() {
		fs.SetOutput(c.Out)
		fmt.Fprintf(c.Out, "usage: ronda %s [flags] %s\n\n", name, arguments)
		fs.PrintDefaults()
	}
	return fs
}

// Parse reads flags and returns the arguments behind them. A wrong flag is a UsageError, in which what leads to a person is hidden; after
// -h the error is flag.ErrHelp.
func Parse(fs *flag.FlagSet, args []string) ([]string, error) {
	err := fs.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return nil, err
	case err != nil:
		// The error repeats a value that it does not take: a seed, perhaps, with somebody's number in it.
		return nil, Usagef("%s; ronda %s -h shows the flags", mask.Text(err.Error()), fs.Name())
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

// FormatFlag adds -format with the given words, the first being the default. What is returned holds the word after Parse.
func FormatFlag(fs *flag.FlagSet, allowed ...string) *string {
	return ChoiceFlag(fs, "format", "output format: "+strings.Join(allowed, " or "), allowed...)
}

// ChoiceFlag adds a flag that takes one of a few words, the first being the default. What is returned holds the word after Parse.
func ChoiceFlag(fs *flag.FlagSet, name, usage string, allowed ...string) *string {
	value := allowed[0]
	fs.Var(oneOf{&value, allowed}, name, usage)
	return &value
}

// ParseAround is Parse for commands whose flags may also stand behind the arguments. It returns the arguments.
func ParseAround(fs *flag.FlagSet, args []string) (arguments []string, err error) {
	for {
		rest, err := Parse(fs, args)
		if err != nil || len(rest) == 0 {
			return arguments, err
		}
		arguments, args = append(arguments, rest[0]), rest[1:]
	}
}

// BytesText is a size in bytes for people: "1.5 MiB".
func BytesText(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	default:
		return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
	}
}

// Hide returns what a user or program says with what leads to a person hidden.
func Hide(text string) string { return mask.Text(text) }

// Masked returns an error without what its text might repeat of a labelled text or a name, nil for nil. It wraps nothing: what it was
// made of cannot be asked for any more.
func Masked(err error) error {
	if err == nil {
		return nil
	}
	return errors.New(mask.Text(err.Error()))
}

// Release is the version of this source tree; CHANGELOG.md says what is in it.
const Release = "0.1.0"
