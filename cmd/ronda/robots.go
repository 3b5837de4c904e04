package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"ronda/cmd/ronda/command"
	"ronda/crawler"
	"ronda/crawler/robots"
)

// robotsCommand prints, for each URL, whether a robots.txt file allows it and by which rule.
func robotsCommand(_ context.Context, c command.Console, args []string) error {
	fs := command.Flags(c, "robots", "FILE URL...")
	agent := fs.String("agent", crawler.UserAgentToken, "product token whose group is looked up")
	args, err := command.Parse(fs, args)
	if err != nil {
		return err
	}
	if len(args) < 2 {
		return command.Usagef("needs a robots.txt file (- for standard input) and at least one URL")
	}
	var body []byte
	if args[0] == "-" {
		body, err = io.ReadAll(os.Stdin)
	} else {
		body, err = os.ReadFile(args[0])
	}
	if err != nil {
		return fmt.Errorf("read robots.txt: %w", err)
	}
	file := robots.Parse(body)
	for _, url := range args[1:] {
		decision := file.Test(*agent, url)
		verdict := "disallow"
		if decision.Allowed {
			verdict = "allow"
		}
		fmt.Fprintf(c.Out, "%s\t%s\t%s\t%d\n", verdict, url, decision.Rule, decision.Line)
	}
	return nil
}
