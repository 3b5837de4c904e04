package main

import (
	"context"
)

func rulesCommand(_ context.Context, c console, args []string) error {
	_ = c
	_ = args
	return nil
}
