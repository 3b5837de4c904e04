package trials

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Process is a ronda in a process of its own.
type Process struct {
	Cmd  *exec.Cmd
	Log  *Log         // standard error
	Base string       // URL of the feed, once it has been reached
	NATS string       // URL of the NATS server, likewise
	out  bytes.Buffer // standard output

	ended chan struct{} // closed when it has
	how   error         // how it ended
}

// Log is written by a process and read by a test.
type Log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// String returns what has been written so far.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// LastLine returns the last line that has been written.
func (l *Log) LastLine() string {
	s := strings.TrimSpace(l.String())
	return s[strings.LastIndexByte(s, '\n')+1:]
}

// Launch starts a binary; prepare may change the command. Clean-up ends the process.
func Launch(t testing.TB, binary string, prepare func(*exec.Cmd), args ...string) *Process {
	t.Helper()
	p := &Process{Cmd: exec.CommandContext(t.Context(), binary, args...), Log: &Log{}, ended: make(chan struct{})}
	p.Cmd.Stdout, p.Cmd.Stderr = &p.out, p.Log
	if prepare != nil {
		prepare(p.Cmd)
	}
	if err := p.Cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.how = p.Cmd.Wait(); close(p.ended) }()
	t.Cleanup(func() { _ = p.Cmd.Process.Kill(); _ = p.Wait() })
	return p
}

// RunArgs are the arguments of ronda run on a web of seeds, with lines of configuration and further arguments.
func RunArgs(t testing.TB, seeds []string, data, config string, args ...string) []string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ronda.yaml")
	var text strings.Builder
	text.WriteString("seeds:\n")
	for _, seed := range seeds {
		fmt.Fprintf(&text, "  - %s\n", seed)
	}
	text.WriteString(config)
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return append([]string{
		"run", "-config", path, "-allow-private", "-delay", "1ms", "-data", data,
		"-listen", "127.0.0.1:0", "-format", "json",
	}, args...)
}

// WaitUntilReached waits until the process has said where its feed is, and NATS.
func (p *Process) WaitUntilReached(t testing.TB) {
	t.Helper()
	if !Eventually(t, func() bool { return p.reached() || p.Ended() }) || !p.reached() {
		t.Fatalf("ronda did not start:\n%s", p.Log)
	}
}

var (
	lastAddress = regexp.MustCompile(`(?m)^data +\S+\n`) // stands below the others
	feedAddress = regexp.MustCompile(`feed +(http://\S+)/\n`)
	natsAddress = regexp.MustCompile(`NATS +(nats://\S+)`)
)

func (p *Process) reached() bool {
	said := p.Log.String()
	if !lastAddress.MatchString(said) {
		return false
	}
	if m := feedAddress.FindStringSubmatch(said); m != nil {
		p.Base = m[1]
	}
	if m := natsAddress.FindStringSubmatch(said); m != nil {
		p.NATS = m[1]
	}
	return p.Base != ""
}

// Wait waits for the end of the process and returns how it ended.
func (p *Process) Wait() error {
	<-p.ended
	return p.how
}

// Done is closed when the process has ended.
func (p *Process) Done() <-chan struct{} { return p.ended }

// Ended reports whether the process has ended.
func (p *Process) Ended() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// Stop ends the process as an operator does.
func (p *Process) Stop(t testing.TB) {
	t.Helper()
	if err := p.Cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	if err := p.Wait(); err != nil {
		t.Fatalf("stopped with %v:\n%s", err, p.Log)
	}
}

// Finish waits for a run with -once to end well, and returns the line that it prints of itself.
func (p *Process) Finish(t testing.TB) string {
	t.Helper()
	if err := p.Wait(); err != nil {
		t.Fatalf("ended with %v:\n%s", err, p.Log)
	}
	if !json.Valid(p.out.Bytes()) {
		t.Fatalf("the last line is no JSON:\n%s", p.out.String())
	}
	return strings.TrimSpace(p.out.String())
}

// Get asks the feed for a path; status 0 means that it did not answer.
func (p *Process) Get(path string) (status int, body string) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.Base+path, nil)
	if err != nil {
		return 0, ""
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, ""
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body)
	return response.StatusCode, string(text)
}

// Metric returns a sample of /metrics by its name and labels as they are written there; -1 when it is not there.
func (p *Process) Metric(series string) float64 {
	_, body := p.Get("/metrics")
	for line := range strings.Lines(body) {
		if value, ok := strings.CutPrefix(line, series+" "); ok {
			n, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err == nil {
				return n
			}
		}
	}
	return -1
}
