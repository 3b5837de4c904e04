package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"
)

// progress shows how a crawl goes: one line that is redrawn on a terminal, a plain line now and then elsewhere. It is
// the writer for logs as well, so that the two do not tear each other.
type progress struct {
	out      io.Writer
	terminal bool

	mu   sync.Mutex
	line string
}

func newProgress(out io.Writer) *progress {
	f, ok := out.(*os.File)
	return &progress{out: out, terminal: ok && term.IsTerminal(int(f.Fd()))}
}

const clearLine = "\r\x1b[K"

// Write writes log lines above the progress line.
func (p *progress) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.terminal || p.line == "" {
		return p.out.Write(text)
	}
	fmt.Fprint(p.out, clearLine)
	n, err := p.out.Write(text)
	fmt.Fprint(p.out, p.line)
	return n, err
}

// show draws a line.
func (p *progress) show(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.terminal {
		fmt.Fprintln(p.out, line)
		return
	}
	p.line = line
	fmt.Fprint(p.out, clearLine+line)
}

// isTerminal reports whether the line is redrawn.
func (p *progress) isTerminal() bool { return p.terminal }

// clear removes the line before something else is printed.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.terminal && p.line != "" {
		fmt.Fprint(p.out, clearLine)
		p.line = ""
	}
}

// finish leaves the last line standing.
func (p *progress) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.terminal && p.line != "" {
		fmt.Fprintln(p.out)
		p.line = ""
	}
}

// steps returns a function that shows how far some work of few steps is: as bar does on a terminal, a line a step elsewhere.
func (p *progress) steps(what string) func(done, total int) {
	if p.terminal {
		return p.bar(what)
	}
	started := time.Now()
	return func(done, total int) {
		p.show(fmt.Sprintf("%s: step %d of %d done after %s", what, done, total, time.Since(started).Round(time.Second)))
	}
}

// bar returns a function that shows how far some work is, as a bar on a terminal and not at all elsewhere. It is not safe
// for concurrent use.
func (p *progress) bar(what string) func(done, total int) {
	if !p.terminal {
		return nil
	}
	const width, often = 30, 100 * time.Millisecond
	started, last := time.Now(), time.Time{}
	return func(done, total int) {
		if done < total && time.Since(last) < often {
			return
		}
		last = time.Now()
		filled := width * done / max(1, total)
		left := time.Since(started) * time.Duration(total-done) / time.Duration(max(1, done))
		p.show(fmt.Sprintf("%s [%s%s] %d/%d, %s left", what, strings.Repeat("#", filled), strings.Repeat(".", width-filled),
			done, total, left.Round(time.Second)))
	}
}
