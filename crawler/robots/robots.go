// Package robots reads robots.txt files (RFC 9309) and answers, for one crawler and one URL, whether the site permits the
// fetch and which line of the file says so. It fetches nothing and keeps nothing: who asks decides which file applies to
// which origin and for how long.
//
// Where the RFC leaves room, files are read as Google's parser reads them, typing errors included, because that is the
// reading site owners test against. Where the two differ on percent-encoding the stricter one wins.
package robots

import (
	"strings"
	"time"
)

// File is a parsed robots.txt. It does not change after Parse and is safe for concurrent use.
type File struct {
	named map[string]*agent // by product token in lower case
	all   *agent            // "*"
}

// agent is what the file says to one product token. Groups are shared between the agents they name: a copy for each would
// let a hostile file of 500 KiB grow to gigabytes.
type agent struct {
	groups   []*group
	delay    time.Duration
	hasDelay bool
}

// group holds the rules under one run of User-agent lines, in the order of their right to decide.
type group struct {
	rules []rule
}

// Decision is the answer for one URL.
type Decision struct {
	Allowed bool
	Rule    string // the deciding rule, e.g. "Disallow: /private"; "" when no rule matched
	Line    int    // its line in the file, counted from 1; 0 when no rule matched
}

// AllowAll returns the file of a site that has none: everything is permitted (a 4xx answer, RFC 9309 section 2.3.1.3).
func AllowAll() *File { return &File{} }

// Test decides whether the crawler with the given product token may fetch rawURL. The token is compared as a whole and
// without regard to case; the rules for "*" apply only when no group names it. The longest matching pattern decides,
// and Allow wins a tie. Fetching /robots.txt in order to read it needs no permission (RFC 9309 section 2.2.2), so that
// URL is not asked about; as a page among others it is judged like any other, as in Google's parser.
func (f *File) Test(token, rawURL string) Decision {
	a := f.agent(token)
	if a == nil {
		return Decision{Allowed: true}
	}
	path := pathOf(rawURL)
	decoded := decodeUnreserved(escapePattern(path))
	var best *rule
	for _, g := range a.groups {
		for i := range g.rules {
			if r := &g.rules[i]; best != nil && !r.decidesBefore(best) {
				break
			} else if r.matches(path, decoded) {
				best = r
				break
			}
		}
	}
	if best == nil {
		return Decision{Allowed: true}
	}
	return Decision{Allowed: best.allow, Rule: best.text, Line: best.line}
}

// For returns what the file says to the crawler with the given token and forgets the rest, which may be most of it.
func (f *File) For(token string) *File {
	return &File{all: f.agent(token)}
}

// Size returns about how many bytes of memory the file's rules take.
func (f *File) Size() int {
	const ofRule, ofAgent = 100, 100
	size := 0
	count := func(a *agent) {
		size += ofAgent
		for _, g := range a.groups {
			for i := range g.rules {
				r := &g.rules[i]
				size += ofRule + len(r.pattern) + len(r.loose) + len(r.text)
			}
		}
	}
	for _, a := range f.named {
		count(a)
	}
	if f.all != nil {
		count(f.all)
	}
	return size
}

// CrawlDelay returns the delay that the file asks of the crawler between two requests, and false when it asks for none.
// Crawl-delay is not part of the RFC; it is read in seconds, fractions included. It binds the agents named since the
// previous Crawl-delay of its group, and the longest one wins when the crawler is named in several groups. It can be days
// long: the caller sets the bounds.
func (f *File) CrawlDelay(token string) (time.Duration, bool) {
	a := f.agent(token)
	if a == nil {
		return 0, false
	}
	return a.delay, a.hasDelay
}

// agent returns what binds the crawler with the given token, nil when nothing does.
func (f *File) agent(token string) *agent {
	if token != "" {
		if a, ok := f.named[strings.ToLower(token)]; ok {
			return a
		}
	}
	return f.all
}

// pathOf returns path, parameters and query of a URL, starting with a slash. It works on the text as it stands, because
// parsing and printing it again would change the octets that rules are compared with.
func pathOf(rawURL string) string {
	start := 0
	if strings.HasPrefix(rawURL, "//") {
		start = 2
	}
	rest := rawURL[start:]
	early := strings.IndexAny(rest, "/?;")
	if i := strings.Index(rest, "://"); i >= 0 && (early < 0 || early >= i) {
		rest = rest[i+len("://"):]
	}
	rest, _, _ = strings.Cut(rest, "#")
	i := strings.IndexAny(rest, "/?;")
	switch {
	case i < 0:
		return "/"
	case rest[i] != '/':
		return "/" + rest[i:]
	default:
		return rest[i:]
	}
}
