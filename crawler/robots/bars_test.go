//go:build bars

package robots_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"ronda/crawler/robots"
)

// TestBarConformance runs a public suite that is not part of this repository: google/robotstxt-spec-test, one case per line
// of the file that RONDA_ROBOTS_CASES names (robotstxt or robotstxt_base64, agent, url, allowed).
func TestBarConformance(t *testing.T) {
	path := os.Getenv("RONDA_ROBOTS_CASES")
	if path == "" {
		t.Fatal("set RONDA_ROBOTS_CASES to a JSONL file of cases (see docs/measurements.md)")
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<22)
	cases := 0
	for ; lines.Scan(); cases++ {
		var c struct {
			Text       string `json:"robotstxt"`
			Bytes      []byte `json:"robotstxt_base64"`
			Agent, URL string
			Allowed    bool
			From       string
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		if c.Bytes == nil {
			c.Bytes = []byte(c.Text)
		}
		if d := robots.Parse(c.Bytes).Test(c.Agent, c.URL); d.Allowed != c.Allowed {
			t.Errorf("%s: agent %q, url %q: allowed %v, want %v", c.From, c.Agent, c.URL, d.Allowed, c.Allowed)
		}
	}
	if err := lines.Err(); err != nil || cases == 0 {
		t.Fatalf("%d cases, %v", cases, err)
	}
	t.Logf("%d cases", cases)
}
