package robots_test

import (
	"strings"
	"testing"

	"ronda/crawler/robots"
)

// FuzzParse holds the promises of Parse and Test for any bytes: no panic, a deciding rule that stands in the file where
// Line says, and the same answer twice.
func FuzzParse(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a\nAllow: /a/*b$\nCrawl-delay: 1.5\nSitemap: /s\n"), "ronda", "https://h.example/a/xb")
	f.Add([]byte("\xff\xfeU\x00s\x00"), "", "")
	f.Add([]byte("user-agent ronda\rdisallow /%e3%8\r\n\r\nallow:/index.htm"), "ronda", "//h/%41;x?y#z")
	f.Fuzz(func(t *testing.T, body []byte, agent, rawURL string) {
		file := robots.Parse(body)
		d := file.Test(agent, rawURL)
		if d != file.Test(agent, rawURL) {
			t.Error("two answers to one question")
		}
		lines := strings.Count(strings.NewReplacer("\r", "\n").Replace(string(body)), "\n") + 1
		if d.Line < 0 || d.Line > lines || (d.Line == 0) != (d.Rule == "") {
			t.Errorf("rule %q at line %d of at most %d", d.Rule, d.Line, lines)
		}
		if !d.Allowed && d.Rule == "" {
			t.Error("prohibited without a rule")
		}
		if delay, ok := file.CrawlDelay(agent); delay < 0 || !ok && delay != 0 {
			t.Errorf("delay %v, %v", delay, ok)
		}
	})
}

// FuzzMatch compares the matcher with the definition of "*" and "$" written down naively.
func FuzzMatch(f *testing.F) {
	f.Add("/a*b$", "/axxb")
	f.Add("/*ab*ab*$", "/abaab")
	f.Add("/a$b", "/a$b")
	f.Fuzz(func(t *testing.T, pattern, path string) {
		if len(pattern) > 24 || len(path) > 24 || strings.Trim(pattern+path, "/ab*$") != "" || !strings.HasPrefix(path, "/") || pattern == "" {
			return // the naive definition speaks of paths of these few characters
		}
		got := !robots.Parse([]byte("User-agent: *\nDisallow: "+pattern)).Test("ronda", "https://h.example"+path).Allowed
		if want := matches(pattern, path); got != want {
			t.Errorf("pattern %q, path %q: match = %v, want %v", pattern, path, got, want)
		}
	})
}

func matches(pattern, path string) bool {
	switch {
	case pattern == "":
		return true
	case pattern == "$":
		return path == ""
	case pattern[0] == '*':
		for i := range len(path) + 1 {
			if matches(pattern[1:], path[i:]) {
				return true
			}
		}
		return false
	default:
		return path != "" && path[0] == pattern[0] && matches(pattern[1:], path[1:])
	}
}

func BenchmarkTest(b *testing.B) {
	var file strings.Builder
	file.WriteString("User-agent: *\n")
	for i := range 100 {
		file.WriteString("Disallow: /" + strings.Repeat("x", i%20) + "/*/akun\n")
	}
	f := robots.Parse([]byte(file.String()))
	b.ReportAllocs()
	for b.Loop() {
		f.Test("ronda", "https://toko.example/produk/kartu-perdana-internet-cepat?halaman=2")
	}
}
