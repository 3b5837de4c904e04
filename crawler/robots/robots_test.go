package robots_test

import (
	"encoding/binary"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"ronda/crawler/robots"
)

func TestTest(t *testing.T) {
	const site = "https://toko.example"
	tests := []struct {
		name string
		file string
		path string
		want robots.Decision
	}{
		{"empty file", "", "/x", robots.Decision{Allowed: true}},
		{"a web page instead of a file", "<!DOCTYPE html><html><body>Disallow: /</body></html>", "/x", robots.Decision{Allowed: true}},
		{"rules before any group bind nobody", "Disallow: /\nUser-agent: ronda\nDisallow: /a\n", "/x", robots.Decision{Allowed: true}},
		{"prefix", "User-agent: *\nDisallow: /akun\n", "/akun-saya?x=1", robots.Decision{Rule: "Disallow: /akun", Line: 2}},
		{"case of the path counts", "User-agent: *\nDisallow: /Akun\n", "/akun", robots.Decision{Allowed: true}},
		{"query is part of the path", "User-agent: *\nDisallow: /*?sort=\n", "/list?sort=asc", robots.Decision{Rule: "Disallow: /*?sort=", Line: 2}},
		{"fragment is not", "User-agent: *\nDisallow: /*seller\n", "/list#seller", robots.Decision{Allowed: true}},
		{"URL without path", "User-agent: *\nDisallow: /$\n", "", robots.Decision{Rule: "Disallow: /$", Line: 2}},
		{"URL with query only", "User-agent: *\nDisallow: /?\n", "?a=1", robots.Decision{Rule: "Disallow: /?", Line: 2}},
		{"the longest pattern decides", "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c\n", "/a/b/x", robots.Decision{Allowed: true, Rule: "Allow: /a/b", Line: 3}},
		{"whatever the order", "User-agent: *\nDisallow: /a/b/c\nAllow: /a/b\nDisallow: /a\n", "/a/b/c/d", robots.Decision{Rule: "Disallow: /a/b/c", Line: 2}},
		{"allow wins a tie", "User-agent: *\nDisallow: /a\nAllow: /a\n", "/a", robots.Decision{Allowed: true, Rule: "Allow: /a", Line: 3}},
		{"empty Disallow permits", "User-agent: *\nDisallow:\n", "/a", robots.Decision{Allowed: true}},
		{"a named group replaces the common one", "User-agent: *\nDisallow: /\nUser-agent: ronda\nDisallow: /a\n", "/b", robots.Decision{Allowed: true}},
		{"even when it has no rules", "User-agent: ronda\nCrawl-delay: 2\nDisallow:\n\nUser-agent: *\nDisallow: /\n", "/b", robots.Decision{Allowed: true}},
		{"groups of one name are one group", "User-agent: ronda\nDisallow: /a\n\nUser-agent: other\nDisallow: /\n\nUser-agent: RONDA\nDisallow: /b\n", "/b", robots.Decision{Rule: "Disallow: /b", Line: 8}},
		{"several agents share rules", "User-agent: other\nUser-agent: ronda\n\nDisallow: /b\n", "/b", robots.Decision{Rule: "Disallow: /b", Line: 4}},
		{"other records do not part a group", "User-agent: ronda\nSitemap: https://toko.example/s.xml\nHost: toko.example\nUser-agent: other\nDisallow: /b\n", "/b", robots.Decision{Rule: "Disallow: /b", Line: 5}},
		{"version behind the token", "User-agent: ronda/2.0 (+https://ronda.example)\nDisallow: /b\n", "/b", robots.Decision{Rule: "Disallow: /b", Line: 2}},
		{"a longer token is another crawler", "User-agent: rondabot\nDisallow: /b\n", "/b", robots.Decision{Allowed: true}},
		{"star with a remark", "User-agent: * all of you\nDisallow: /b\n", "/b", robots.Decision{Rule: "Disallow: /b", Line: 2}},
		{"star with letters is a token", "User-agent: *bot\nDisallow: /b\n", "/b", robots.Decision{Allowed: true}},
		{"token of other characters", "User-agent: 360\nDisallow: /b\n", "/b", robots.Decision{Allowed: true}},
		{"comments", "# x\nUser-agent: * # all\nDisallow: /b#c\n", "/b", robots.Decision{Rule: "Disallow: /b", Line: 3}},
		{"lower case and spaces", "  user-AGENT :*\n\tdisALLOW\t:\t/b \n", "/b", robots.Decision{Rule: "Disallow: /b", Line: 2}},
		{"CR LF", "User-agent: *\r\n\r\nDisallow: /b\r\n", "/b", robots.Decision{Rule: "Disallow: /b", Line: 3}},
		{"CR alone", "User-agent: *\r\rDisallow: /b", "/b", robots.Decision{Rule: "Disallow: /b", Line: 3}},
		{"no colon", "user-agent *\ndisallow /b\n", "/b", robots.Decision{Rule: "Disallow: /b", Line: 2}},
		{"no colon and three words", "user-agent *\ndisallow /b /c\n", "/b", robots.Decision{Allowed: true}},
		{"misspelt", "Useragent: *\nDissalow: /b\n", "/b", robots.Decision{Rule: "Disallow: /b", Line: 2}},
		{"unknown misspelling", "User-agent: *\nDeny: /b\n", "/b", robots.Decision{Allowed: true}},
		{"star inside", "User-agent: *\nDisallow: /*/foto/*.jpg\n", "/u/1/foto/a.jpg", robots.Decision{Rule: "Disallow: /*/foto/*.jpg", Line: 2}},
		{"star matches nothing too", "User-agent: *\nDisallow: /a*b\n", "/ab", robots.Decision{Rule: "Disallow: /a*b", Line: 2}},
		{"anchored", "User-agent: *\nDisallow: /*.jpg$\n", "/a.jpg.html", robots.Decision{Allowed: true}},
		{"anchored at the last occurrence", "User-agent: *\nDisallow: /*.jpg$\n", "/a.jpg.jpg", robots.Decision{Rule: "Disallow: /*.jpg$", Line: 2}},
		{"anchored without star", "User-agent: *\nDisallow: /a$\n", "/ab", robots.Decision{Allowed: true}},
		{"star before the anchor", "User-agent: *\nDisallow: /a*$\n", "/abc", robots.Decision{Rule: "Disallow: /a*$", Line: 2}},
		{"dollar elsewhere is itself", "User-agent: *\nDisallow: /a$b\n", "/a$b", robots.Decision{Rule: "Disallow: /a$b", Line: 2}},
		{"parts do not overlap", "User-agent: *\nDisallow: /*aba*ba$\n", "/aba", robots.Decision{Allowed: true}},
		{"pattern without slash", "User-agent: *\nDisallow: akun\n", "/akun", robots.Decision{Allowed: true}},
		{"index page stands for its folder", "User-agent: *\nDisallow: /\nAllow: /promo/index.html\n", "/promo/", robots.Decision{Allowed: true, Rule: "Allow: /promo/index.html", Line: 3}},
		{"but not for what is in it", "User-agent: *\nDisallow: /\nAllow: /promo/index.html\n", "/promo/x", robots.Decision{Rule: "Disallow: /", Line: 2}},
		{"escapes in either case", "User-agent: *\nDisallow: /%e3%83%84\n", "/%E3%83%84", robots.Decision{Rule: "Disallow: /%e3%83%84", Line: 2}},
		{"octets outside ASCII", "User-agent: *\nDisallow: /ツ\n", "/%E3%83%84", robots.Decision{Rule: "Disallow: /ツ", Line: 2}},
		{"prohibition under the RFC's reading", "User-agent: *\nDisallow: /%6Butip\n", "/kutip", robots.Decision{Rule: "Disallow: /%6Butip", Line: 2}},
		{"prohibition when the URL is the escaped one", "User-agent: *\nDisallow: /kutip\n", "/%6butip", robots.Decision{Rule: "Disallow: /kutip", Line: 2}},
		{"permission needs Google's reading", "User-agent: *\nDisallow: /\nAllow: /%6Butip\n", "/kutip", robots.Decision{Rule: "Disallow: /", Line: 2}},
		{"an escaped reserved octet stays apart", "User-agent: *\nDisallow: /a%2Fb\n", "/a/b", robots.Decision{Allowed: true}},
		{"byte order mark", "\ufeffUser-agent: *\nDisallow: /b\n", "/b", robots.Decision{Rule: "Disallow: /b", Line: 2}},
		{"a mark that was cut", "\xef\xbbUser-agent: *\nDisallow: /b\n", "/b", robots.Decision{Rule: "Disallow: /b", Line: 2}},
		{"UTF-16, little-endian", utf16Text(binary.LittleEndian, "User-agent: *\nDisallow: /b\n"), "/b", robots.Decision{Rule: "Disallow: /b", Line: 2}},
		{"UTF-16, big-endian", utf16Text(binary.BigEndian, "User-agent: *\nDisallow: /b\n"), "/b", robots.Decision{Rule: "Disallow: /b", Line: 2}},
		{"a rule cannot speak to the terminal", "User-agent: *\nDisallow: /b\x1b[2J\xff\n", "/b\x1b[2J%FF", robots.Decision{Rule: "Disallow: /b%1B[2J%FF", Line: 2}},
		{"robots.txt as a page among others", "User-agent: *\nDisallow: /\n", "/robots.txt", robots.Decision{Rule: "Disallow: /", Line: 2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := robots.Parse([]byte(tt.file)).Test("ronda", site+tt.path)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", tt.path, diff)
			}
		})
	}
}

func utf16Text(order binary.AppendByteOrder, s string) string {
	out := order.AppendUint16(nil, 0xFEFF)
	for _, u := range utf16.Encode([]rune(s)) {
		out = order.AppendUint16(out, u)
	}
	return string(out)
}

func TestAgents(t *testing.T) {
	file := robots.Parse([]byte("User-agent: *\nDisallow: /\nUser-agent: Ronda\nAllow: /\n"))
	for agent, want := range map[string]bool{"ronda": true, "RONDA": true, "rond": false, "ronda bot": false, "": false, "*": false} {
		if got := file.Test(agent, "https://toko.example/x").Allowed; got != want {
			t.Errorf("agent %q: allowed = %v, want %v", agent, got, want)
		}
	}
}

func TestAnswersWithoutAFile(t *testing.T) {
	if d := robots.AllowAll().Test("ronda", "https://toko.example/x"); d != (robots.Decision{Allowed: true}) {
		t.Errorf("AllowAll: %+v", d)
	}
}

func TestCrawlDelay(t *testing.T) {
	const file = `User-agent: slow
Crawl-delay: 0.5
User-agent: ronda
Crawl-delay: 3
Disallow: /x
User-agent: broken
Crawl-delay: soon
Allow: /
User-agent: endless
Crawl-delay: 1e300
Allow: /
User-agent: back
Crawl-delay: -4
Allow: /
User-agent: twice
Crawl-delay: 9
Allow: /
User-agent: twice
Crawl-delay: 2
Allow: /
User-agent: *
Crawl-delay: 7
`
	tests := []struct {
		agent string
		want  time.Duration
		ok    bool
	}{
		{"slow", 500 * time.Millisecond, true},
		{"ronda", 3 * time.Second, true},
		{"twice", 9 * time.Second, true},
		{"broken", 0, false},
		{"endless", 30 * 24 * time.Hour, true},
		{"back", 0, false},
		{"other", 7 * time.Second, true},
	}
	f := robots.Parse([]byte(file))
	for _, tt := range tests {
		if got, ok := f.CrawlDelay(tt.agent); got != tt.want || ok != tt.ok {
			t.Errorf("%s: %v, %v; want %v, %v", tt.agent, got, ok, tt.want, tt.ok)
		}
	}
	if _, ok := robots.AllowAll().CrawlDelay("ronda"); ok {
		t.Error("a site without a file asks for a delay")
	}
}

func TestLimits(t *testing.T) {
	const limit, rules = 500 << 10, "User-agent: *\nDisallow: /ab"
	filler := strings.Repeat("#\n", (limit-len(rules))/2)
	full := filler + strings.Repeat(" ", limit-len(filler)-len(rules)) + rules
	if robots.Parse([]byte(full)).Test("ronda", "https://h.example/ab").Allowed {
		t.Error("the last line within the limit does not count")
	}
	if !robots.Parse([]byte(full+"c\n")).Test("ronda", "https://h.example/ab").Allowed {
		t.Error("a line cut by the limit counts")
	}
	if !robots.Parse([]byte("# one line more\n"+full+"\n")).Test("ronda", "https://h.example/ab").Allowed {
		t.Error("a line beyond the limit counts")
	}

	long := "/" + strings.Repeat("a", 20_000)
	if robots.Parse([]byte("User-agent: *\nDisallow: "+long)).Test("ronda", "https://h.example"+long).Allowed {
		t.Error("a prohibition that is too long is ignored")
	}
	if robots.Parse([]byte("User-agent: *\nDisallow: /\nAllow: "+long)).Test("ronda", "https://h.example"+long).Allowed {
		t.Error("a permission that is too long is granted")
	}
}

// A backtracking matcher would need longer than the universe has existed.
func TestMatchingIsLinear(t *testing.T) {
	path := "/" + strings.Repeat("a", 8000)
	file := "User-agent: *\n" + strings.Repeat("Disallow: /"+strings.Repeat("*a", 4000)+"b$\n", 50)
	if d := robots.Parse([]byte(file)).Test("ronda", "https://h.example"+path); !d.Allowed {
		t.Errorf("decision %+v", d)
	}
}

// Rules times agents would be hundreds of millions here.
func TestManyAgentsAndManyRules(t *testing.T) {
	var file strings.Builder
	for i := range 12_000 {
		file.WriteString("User-agent: " + string([]byte{'a' + byte(i%26), 'a' + byte(i/26%26), 'a' + byte(i/676)}) + "\n")
	}
	file.WriteString(strings.Repeat("Allow:/a\nCrawl-delay:1\n", 11_000))
	if d := robots.Parse([]byte(file.String())).Test("aaa", "https://h.example/a"); d.Line != 12_001 {
		t.Errorf("decision %+v", d)
	}
}
