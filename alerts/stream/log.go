package stream

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
)

// serverLog hands what the embedded server says to slog. The server's notices are chatter for us, and its words may hold
// what a stranger sent, so they are cut.
type serverLog struct {
	log   *slog.Logger
	fatal chan<- string // the first fatal message; the server means its own end, not ours
	fail  func()        // called when the store has failed, which the server tells nobody else: it just answers no more
}

const maxServerWords = 300

func (l serverLog) say(level slog.Level, format string, v ...any) string {
	words := fmt.Sprintf(format, v...)
	if len(words) > maxServerWords {
		words = strings.ToValidUTF8(words[:maxServerWords], "") + "…"
	}
	switch {
	case strings.Contains(words, "Violation"): // a subscriber tried what it may not do: its own affair, and it can do so often
		level = slog.LevelDebug
	case strings.HasPrefix(format, "Plaintext passwords"): // ours are random, made at start and never leave the process
		level = slog.LevelDebug
	}
	if level >= slog.LevelWarn && storeFailed(words) {
		l.fail()
	}
	l.log.Log(context.Background(), level, "nats server", "words", words)
	return words
}

// storeFailed knows the words of nats-server 2.15 for the end of a store: a write that failed, after which it refuses all
// others, and JetStream that ends itself. Tests with a full disk hold them to it.
func storeFailed(words string) bool {
	return strings.Contains(words, "ritical write error") || strings.Contains(words, "disabling JetStream") ||
		strings.Contains(words, "will be DISABLED")
}

func (l serverLog) Noticef(format string, v ...any) { l.say(slog.LevelDebug, format, v...) }
func (l serverLog) Warnf(format string, v ...any)   { l.say(slog.LevelWarn, format, v...) }
func (l serverLog) Errorf(format string, v ...any)  { l.say(slog.LevelError, format, v...) }
func (l serverLog) Debugf(format string, v ...any)  { l.say(slog.LevelDebug, format, v...) }
func (l serverLog) Tracef(format string, v ...any)  { l.say(slog.LevelDebug, format, v...) }

func (l serverLog) Fatalf(format string, v ...any) {
	words := l.say(slog.LevelError, format, v...)
	select {
	case l.fatal <- words:
	default:
	}
}
