package main

import (
	"context"
	"fmt"

	"go.yaml.in/yaml/v3"

	"ronda/cmd/ronda/command"
)

func configCommand(_ context.Context, c command.Console, args []string) error {
	if len(args) > 0 && command.IsHelp(args[0]) {
		return command.Explain(c, "config", []command.Verb{
			{Name: "check", Synopsis: "tell every mistake in a configuration file"},
			{Name: "print", Synopsis: "print the configuration with every default"},
		})
	}
	if len(args) == 0 || args[0] != "check" && args[0] != "print" {
		return command.Usagef("is called as ronda config check FILE or ronda config print [-config FILE]")
	}
	fs := command.Flags(c, "config "+args[0], "")
	path := fs.String("config", "", "configuration file")
	rest, err := command.Parse(fs, args[1:])
	if err != nil {
		return err
	}
	if len(rest) == 1 && *path == "" {
		*path = rest[0]
	} else if len(rest) > 0 {
		return command.Usagef("takes one configuration file")
	}
	if args[0] == "check" && *path == "" {
		return command.Usagef("check needs a configuration file")
	}
	cfg, err := command.LoadConfig(*path)
	if err != nil {
		return err
	}
	if args[0] == "check" {
		if err := cfg.CheckDelivery(); err != nil {
			return fmt.Errorf("configuration %s: %w", *path, err)
		}
		fmt.Fprintf(c.Out, "%s: ok\n", *path)
		return nil
	}
	encoder := yaml.NewEncoder(c.Out)
	encoder.SetIndent(2)
	if err := encoder.Encode(cfg); err != nil {
		return fmt.Errorf("print configuration: %w", err)
	}
	return encoder.Close()
}
