//go:build !trial

package main

import (
	"io"

	"ronda/detect"
	"ronda/detect/ident"
)

// trialStep is what every step of a page's way is told to: nothing, outside trials.
func trialStep() func(step string) { return nil }

// mask hides what leads to a person.
func mask(text string) string { return ident.Mask(text) }

// logMask hides what leads to a person in the name of a host, for log lines.
func logMask(host string) string { return ident.MaskHost(host) }

// standardLog is where the standard library's own log goes.
func standardLog() io.Writer { return io.Discard }

// detectMasks are the detector's own.
func detectMasks() detect.Masks { return detect.Masks{} }
