//go:build !trial

package main

import (
	"io"

	"ronda/detect"
	"ronda/detect/mask"
)

// trialStep is what every step of a page's way is told to: nothing, outside trials.
func trialStep() func(step string) { return nil }

// hide hides what leads to a person.
func hide(text string) string { return mask.Text(text) }

// logMask hides what leads to a person in the name of a host, for log lines.
func logMask(host string) string { return mask.Host(host) }

// standardLog is where the standard library's own log goes.
func standardLog() io.Writer { return io.Discard }

// detectMasks are the detector's own.
func detectMasks() detect.Masks { return detect.Masks{} }
