package command

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"
)

// Progress shows how a crawl goes: one line that is redrawn on a terminal, a plain line now and then elsewhere. It is
// the writer for logs as well, so that the two do not tear each other. It is safe for concurrent use but for what Bar returns.
type Progress struct {
	out      io.Writer
	terminal bool

	mu   sync.Mutex
	line string
}

// NewProgress returns a line on out, which is redrawn where out is a terminal.
func NewProgress(out io.Writer) *Progress {
	f, ok := out.(*os.File)
	return &Progress{out: out, terminal: ok && term.IsTerminal(int(f.Fd()))}
}

const clearLine = "\r\x1b[K"

// Write writes log lines above the progress line. The error is the writer's.
func (p *Progress) Write(text []byte) (int, error) {
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

// Show draws a line: over the last one on a terminal, below it elsewhere.
func (p *Progress) Show(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.terminal {
		fmt.Fprintln(p.out, line)
		return
	}
	p.line = line
	fmt.Fprint(p.out, clearLine+line)
}

// IsTerminal reports whether the line is redrawn.
func (p *Progress) IsTerminal() bool { return p.terminal }

// Clear removes the line from a terminal before something else is printed there.
func (p *Progress) Clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.terminal && p.line != "" {
		fmt.Fprint(p.out, clearLine)
		p.line = ""
	}
}

// Finish leaves the last line standing.
func (p *Progress) Finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.terminal && p.line != "" {
		fmt.Fprintln(p.out)
		p.line = ""
	}
}

// Steps returns a function that shows how far some work of few steps is: as Bar does on a terminal, a line a step elsewhere.
func (p *Progress) Steps(what string) func(done, total int) {
	if p.terminal {
		return p.Bar(what)
	}
	started := time.Now()
	return func(done, total int) {
		p.Show(fmt.Sprintf("%s: step %d of %d done after %s", what, done, total, time.Since(started).Round(time.Second)))
	}
}

// Bar returns a function that shows how far some work is, as a bar on a terminal, and nil elsewhere. The function is not safe for
// concurrent use.
func (p *Progress) Bar(what string) func(done, total int) {
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
		p.Show(fmt.Sprintf("%s [%s%s] %d/%d, %s left", what, strings.Repeat("#", filled), strings.Repeat(".", width-filled),
			done, total, left.Round(time.Second)))
	}
}
