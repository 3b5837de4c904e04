//go:build trial

// A binary that is built with the tag trial breaks on purpose: tests show with it that a broken ronda is noticed. It is
// never shipped.
package command

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"

	"ronda/detect"
	"ronda/detect/mask"
)

// TrialStep ends the process as kill -9 does when it comes to the step that RONDA_TRIAL_KILL names for the n-th time, as
// in "desk.committed:3". RONDA_TRIAL_TRACE names a file to which every step is written as it is reached.
func TrialStep() func(step string) {
	kill, trace := trialKill(), trialTrace()
	if kill == nil && trace == nil {
		return nil
	}
	return func(step string) {
		if trace != nil {
			fmt.Fprintln(trace, step) // one write each, so that lines of two goroutines do not mix
		}
		if kill != nil {
			kill(step)
		}
	}
}

func trialKill() func(step string) {
	name, times, _ := strings.Cut(os.Getenv("RONDA_TRIAL_KILL"), ":")
	if name == "" {
		return nil
	}
	n, err := strconv.ParseInt(times, 10, 64)
	if err != nil || n < 1 {
		panic("RONDA_TRIAL_KILL is not of the form step:count")
	}
	var left atomic.Int64
	left.Store(n)
	return func(step string) {
		if step == name && left.Add(-1) == 0 {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {} // the signal is on its way
		}
	}
}

// trialTrace returns a file that stays open to the end of the process.
func trialTrace() *os.File {
	name := os.Getenv("RONDA_TRIAL_TRACE")
	if name == "" {
		return nil
	}
	trace, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	return trace
}

// leaks reports whether RONDA_TRIAL_LEAK, a list with commas, asks for the named masker to be broken.
func leaks(masker string) bool {
	return slices.Contains(strings.Split(os.Getenv("RONDA_TRIAL_LEAK"), ","), masker)
}

// MaskPage is the desk's.
func MaskPage(text string) string {
	if leaks("desk") {
		return text
	}
	return mask.Page(text)
}

// MaskHost is that of hosts in log lines.
func MaskHost(host string) string {
	if leaks("log") {
		return host
	}
	return mask.Host(host)
}

// StandardLog is where the standard library's own log goes.
func StandardLog() io.Writer {
	if leaks("standard") {
		return os.Stderr
	}
	return io.Discard
}

// DetectMasks are the detector's, broken one at a time.
func DetectMasks() (m detect.Masks) {
	switch {
	case leaks("text"):
		m.Text = func(_ mask.Names, text string) string { return text }
		m.Blank = m.Text
	case leaks("url"):
		m.URL = func(_ mask.Names, url string) string { return url }
	case leaks("host"):
		m.Host = func(platform string) string { return platform }
	case leaks("names"): // numbers and contacts are hidden, the people's names are not
		m.Text = func(_ mask.Names, text string) string { return mask.Page(text) }
		m.URL = func(_ mask.Names, url string) string { return mask.URL(url) }
		m.Blank = func(_ mask.Names, whole string) string { return mask.Blank(whole) }
	}
	return m
}
