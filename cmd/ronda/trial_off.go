//go:build !trial

package main

import (
	"ronda/detect"
	"ronda/detect/ident"
)

// trialStep is what every step of a page's way is told to: nothing, outside trials.
func trialStep() func(step string) { return nil }

// mask hides what leads to a person.
func mask(text string) string { return ident.Mask(text) }

// logMask hides what leads to a person in a log line.
func logMask(text string) string { return ident.Mask(text) }

// detectMasks are the detector's own.
func detectMasks() detect.Masks { return detect.Masks{} }
