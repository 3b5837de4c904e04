package command

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
)

// Verb is what a command can be asked for by its second word, as list in ronda alerts list. Run gets the words behind it.
type Verb struct {
	Name     string
	Synopsis string
	Run      func(ctx context.Context, c Console, args []string) error
}

// Choose runs the verb that args begin with. -h and help explain the verbs of the command; anything else is a UsageError that names them.
func Choose(ctx context.Context, c Console, command string, verbs []Verb, args []string) error {
	if len(args) > 0 {
		if IsHelp(args[0]) {
			return Explain(c, command, verbs)
		}
		for _, v := range verbs {
			if v.Name == args[0] {
				return v.Run(ctx, c, args[1:])
			}
		}
	}
	names := make([]string, len(verbs))
	for i, v := range verbs {
		names[i] = v.Name
	}
	last := len(names) - 1
	return Usagef("is called as ronda %s %s or %s; ronda %s -h says what each does", command, strings.Join(names[:last], ", "), names[last], command)
}

// IsHelp reports whether a word asks for an explanation.
func IsHelp(word string) bool {
	return slices.Contains([]string{"help", "-h", "-help", "--help"}, word)
}

// Explain prints what the verbs of a command do, and returns flag.ErrHelp as Parse does.
func Explain(c Console, command string, verbs []Verb) error {
	fmt.Fprintf(c.Out, "usage: ronda %s ", command)
	width := 0
	for i, v := range verbs {
		if i > 0 {
			fmt.Fprint(c.Out, "|")
		}
		fmt.Fprint(c.Out, v.Name)
		width = max(width, len(v.Name))
	}
	fmt.Fprint(c.Out, " [flags] ...\n\n")
	for _, v := range verbs {
		fmt.Fprintf(c.Out, "  %-*s %s\n", width, v.Name, v.Synopsis)
	}
	fmt.Fprintf(c.Out, "\nronda %s %s -h shows the flags of %[2]s, and so for the others.\n", command, verbs[0].Name)
	return flag.ErrHelp
}
