//go:build bars

// Package crawl walks whole webs with the real binary: thousands of pages that none of us wrote, and so many that what grows
// with their number shows. All of its trials are long: make bars holds them.
package crawl

import (
	"os"
	"testing"

	"ronda/trials"
)

func TestMain(m *testing.M) { os.Exit(trials.Tests{M: m}.Run()) }
