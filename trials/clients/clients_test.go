//go:build bars

// Package clients lets programs that are not ours read what the real binary sends: NATS' own client and server, and npm's
// library for webhooks. Its trials need these programs: make bars holds them.
package clients

import (
	"os"
	"testing"

	"ronda/trials"
)

func TestMain(m *testing.M) { os.Exit(trials.Tests{M: m}.Run()) }
