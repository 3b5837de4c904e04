//go:build bars

package clients

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"ronda/trials"
)

// given returns a folder that an environment variable names: these trials need programs that no package of Debian holds. A
// trial that cannot be held is not passed.
func given(t *testing.T, variable, what string) string {
	t.Helper()
	dir := os.Getenv(variable)
	if dir == "" {
		t.Fatalf("set %s to a folder with %s (see docs/measurements.md)", variable, what)
	}
	return dir
}

// TestBarNATSClients reads the running demo with the nats command line, which is not ours, and is refused when it writes;
// then the demo runs on an external nats-server in place of its own.
func TestBarNATSClients(t *testing.T) {
	dir := given(t, "RONDA_NATS_TOOLS", "nats and nats-server v2.15.0")
	program := trials.Binary(t, "")
	cli := func(server string, args ...string) (string, error) {
		cmd := exec.CommandContext(t.Context(), filepath.Join(dir, "nats"), append([]string{"--server", server}, args...)...)
		cmd.Env = append(os.Environ(), "HOME="+t.TempDir())
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	t.Run("embedded", func(t *testing.T) {
		out := startDemo(t, program, "-nats-listen", "127.0.0.1:0")
		server := out.find(t, `NATS +(nats://\S+)`)
		out.find(t, `planted (\d+)`)
		alerts := countAlerts(t, out.find(t, `API +(\S+)`))
		if events := receive(t, cli, server, alerts); events != alerts {
			t.Errorf("the client received %d events; the feed has %d alerts", events, alerts)
		}
		for _, args := range [][]string{
			{"pub", "ronda.alert.v1.x.sale.y", "forged"}, {"stream", "purge", "ALERTS", "-f"}, {"stream", "rm", "ALERTS", "-f"},
		} {
			answer, err := cli(server, args...)
			if !strings.Contains(strings.ToLower(answer), "permissions violation") {
				t.Errorf("nats %s was not refused: %v\n%s", strings.Join(args, " "), err, answer)
			}
		}
		if info, err := cli(server, "stream", "info", "ALERTS", "--json"); err != nil || !strings.Contains(info, fmt.Sprintf(`"messages": %d`, alerts)) {
			t.Errorf("the stream was touched, or cannot be looked at: %v\n%s", err, info)
		}
		t.Logf("%d events received, three attempts to write refused", alerts)
	})
	t.Run("external", func(t *testing.T) {
		external := exec.CommandContext(t.Context(), filepath.Join(dir, "nats-server"), "-js", "-sd", t.TempDir(), "-a", "127.0.0.1", "-p", "-1")
		server := regexp.MustCompile(`client connections on (\S+)`)
		said, err := external.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		start(t, external)
		lines := bufio.NewScanner(said)
		address := ""
		for address == "" && lines.Scan() {
			if m := server.FindStringSubmatch(lines.Text()); m != nil {
				address = "nats://" + m[1]
			}
		}
		go func() { _, _ = io.Copy(io.Discard, said) }()
		out := startDemo(t, program, "-nats", address)
		out.find(t, `planted (\d+)`)
		alerts := countAlerts(t, out.find(t, `API +(\S+)`))
		if events := receive(t, cli, address, alerts); events != alerts {
			t.Errorf("the client received %d events; the feed has %d alerts", events, alerts)
		}
		t.Logf("%d events received from the external server", alerts)
	})
}

// receive replays the stream from its beginning and counts the CloudEvents among what the client prints.
func receive(t *testing.T, cli func(server string, args ...string) (string, error), server string, alerts int) (events int) {
	t.Helper()
	heard, err := cli(server, "sub", "ronda.alert.v1.>", "--stream", "ALERTS", "--all", "--count", strconv.Itoa(alerts), "--raw")
	if err != nil {
		t.Fatalf("subscribe: %v\n%s", err, heard)
	}
	for line := range strings.Lines(heard) {
		var e struct{ ID, SpecVersion string }
		if json.Unmarshal([]byte(line), &e) == nil && e.ID != "" && e.SpecVersion == "1.0" {
			events++
		}
	}
	return events
}

// TestBarWebhookLibrary has npm's standardwebhooks verify what ronda delivers.
func TestBarWebhookLibrary(t *testing.T) {
	modules := given(t, "RONDA_NODE_MODULES", "node_modules/standardwebhooks (npm install standardwebhooks)")
	secret := "whsec_" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("ronda "), 6))
	node := exec.CommandContext(t.Context(), "node", "testdata/verify.mjs")
	node.Env = append(os.Environ(), "MODULES="+modules, "SECRET="+secret)
	node.Stderr = os.Stderr
	said, err := node.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	start(t, node)
	lines := bufio.NewScanner(said)
	lines.Scan()
	receiver, ok := strings.CutPrefix(lines.Text(), "listening ")
	if !ok {
		t.Fatalf("the receiver says %q", lines.Text())
	}

	folder, kinds := trials.ListingPages(t)
	pages := httptest.NewServer(http.FileServer(http.Dir(folder)))
	defer pages.Close()
	data := t.TempDir()
	config := filepath.Join(data, "ronda.yaml")
	err = os.WriteFile(config, fmt.Appendf(nil, "data: %s\nlisten: 127.0.0.1:0\ncrawl: {allow_private: true, delay: 1ms}\nwebhooks: [{name: npm, url: %q, secret: %s}]\n",
		filepath.Join(data, "ronda"), receiver, secret), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	watch := exec.CommandContext(t.Context(), trials.Binary(t, ""), "run", "-once", "-config", config, "-seed", pages.URL+"/")
	if out, err := watch.CombinedOutput(); err != nil {
		t.Fatalf("run: %v\n%s", err, out)
	}
	expected := len(kinds)
	for n := range expected {
		if !lines.Scan() || !strings.HasPrefix(lines.Text(), "verified ") {
			t.Fatalf("delivery %d of %d: %q", n+1, expected, lines.Text())
		}
	}
	t.Logf("%d deliveries verified", expected)
}

// start starts a program that ends with the test.
func start(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
}

// demoOutput is what a running demo has printed.
type demoOutput struct {
	lines *bufio.Scanner
	seen  string
}

func startDemo(t *testing.T, program string, args ...string) *demoOutput {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, append([]string{"demo", "-data", filepath.Join(t.TempDir(), "data"), "-listen", "127.0.0.1:0"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	start(t, cmd)
	return &demoOutput{lines: bufio.NewScanner(out)}
}

// find reads on until the output has what the expression's group matches.
func (o *demoOutput) find(t *testing.T, expression string) string {
	t.Helper()
	wanted := regexp.MustCompile(expression)
	for {
		if m := wanted.FindStringSubmatch(o.seen); m != nil {
			return m[1]
		}
		if !o.lines.Scan() {
			t.Fatalf("the demo ended without %q; it printed:\n%s", expression, o.seen)
		}
		o.seen += o.lines.Text() + "\n"
	}
}

// countAlerts pages through the API.
func countAlerts(t *testing.T, api string) (n int) {
	t.Helper()
	for next := "?limit=100"; ; {
		response, err := http.Get(api + next)
		if err != nil {
			t.Fatal(err)
		}
		var page struct {
			Alerts []json.RawMessage
			Next   string
		}
		err = json.NewDecoder(response.Body).Decode(&page)
		response.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		n += len(page.Alerts)
		if page.Next == "" {
			return n
		}
		next = "?limit=100&cursor=" + url.QueryEscape(page.Next)
	}
}
