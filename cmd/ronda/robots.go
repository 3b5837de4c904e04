package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"ronda/crawler"
	"ronda/crawler/robots"
)

// robotsCommand prints, for each URL, whether a robots.txt file allows it and by which rule.
func robotsCommand(_ context.Context, c console, args []string) error {
	fs := flags(c, "robots", "FILE URL...")
	agent := fs.String("agent", crawler.UserAgentToken, "product token whose group is looked up")
	args, err := parse(fs, args)
	if err != nil {
		return err
	}
	if len(args) < 2 {
		return usagef("needs a robots.txt file (- for standard input) and at least one URL")
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
		fmt.Fprintf(c.out, "%s\t%s\t%s\t%d\n", verdict, url, decision.Rule, decision.Line)
	}
	return nil
}
