package main

import (
	"context"
	"fmt"

	"go.yaml.in/yaml/v3"
)

func configCommand(_ context.Context, c console, args []string) error {
	if len(args) == 0 || args[0] != "check" && args[0] != "print" {
		return usagef("is called as ronda config check FILE or ronda config print [-config FILE]")
	}
	fs := flags(c, "config "+args[0], "")
	path := fs.String("config", "", "configuration file")
	rest, err := parse(fs, args[1:])
	if err != nil {
		return err
	}
	if len(rest) == 1 && *path == "" {
		*path = rest[0]
	} else if len(rest) > 0 {
		return usagef("takes one configuration file")
	}
	if args[0] == "check" && *path == "" {
		return usagef("check needs a configuration file")
	}
	cfg, err := loadConfig(*path)
	if err != nil {
		return err
	}
	if args[0] == "check" {
		fmt.Fprintf(c.out, "%s: ok\n", *path)
		return nil
	}
	encoder := yaml.NewEncoder(c.out)
	encoder.SetIndent(2)
	if err := encoder.Encode(cfg); err != nil {
		return fmt.Errorf("print configuration: %w", err)
	}
	return encoder.Close()
}
