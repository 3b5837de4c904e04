package sandbox

import (
	"html"
	"math/rand/v2"
	"strconv"
	"strings"
)

// page is one answer under construction.
type page struct {
	strings.Builder
	status   int
	media    string
	location string // for redirects
	plants   []mark
	echo     bool // repeats the title or the picture of a planted listing: an alert here counts neither way
}

// mark says that a part of the page ("" for the page itself) is a plant.
type mark struct{ part, kind string }

func newPage() *page {
	p := &page{status: 200, media: "text/html; charset=utf-8"}
	p.Grow(16 << 10) // most pages are smaller
	return p
}

func moved(status int, location string) *page {
	return &page{status: status, media: "text/html; charset=utf-8", location: location}
}

// w writes markup as it is.
func (p *page) w(parts ...string) {
	for _, s := range parts {
		p.WriteString(s)
	}
}

// t writes text, escaped.
func (p *page) t(s string) { p.WriteString(html.EscapeString(s)) }

// el writes an element that holds text only; open is the start tag without its brackets.
func (p *page) el(open, s string) {
	name, _, _ := strings.Cut(open, " ")
	p.w("<", open, ">")
	p.t(s)
	p.w("</", name, ">\n")
}

func (p *page) a(href, s string) {
	p.w(`<a href="`, html.EscapeString(href), `">`)
	p.t(s)
	p.w("</a>\n")
}

type link struct{ href, text string }

func (p *page) links(before, after string, list []link) {
	for _, l := range list {
		p.w(before)
		p.a(l.href, l.text)
		p.w(after)
	}
}

// lines writes text with a line break for each line, as forums and channels do; lines that begin with "> " become a quote.
func (p *page) lines(s string) {
	quoted := false
	for i, line := range strings.Split(s, "\n") {
		rest, isQuote := strings.CutPrefix(line, "> ")
		switch {
		case isQuote && !quoted:
			p.w("<blockquote>")
		case !isQuote && quoted:
			p.w("</blockquote>")
		case i > 0:
			p.w("<br/>")
		}
		quoted = isQuote
		p.t(rest)
	}
	if quoted {
		p.w("</blockquote>")
	}
	p.w("\n")
}

// prose writes text in paragraphs, lists ("- "), tables ("| "), quotes ("> ") and sub-headings ("# ").
func (p *page) prose(s string) {
	for block := range strings.SplitSeq(s, "\n\n") {
		lines := strings.Split(block, "\n")
		for len(lines) > 0 {
			mark, n := blockOf(lines)
			p.block(mark, lines[:n])
			lines = lines[n:]
		}
	}
}

// blockOf returns the mark of the first line and how many lines share it.
func blockOf(lines []string) (mark string, n int) {
	of := func(line string) string {
		if len(line) > 1 && line[1] == ' ' && strings.ContainsRune("-|>#", rune(line[0])) {
			return line[:2]
		}
		return ""
	}
	mark = of(lines[0])
	for n < len(lines) && of(lines[n]) == mark {
		n++
	}
	return mark, n
}

func (p *page) block(mark string, lines []string) {
	switch mark {
	case "- ":
		p.w("<ul>\n")
		for _, line := range lines {
			p.el("li", line[2:])
		}
		p.w("</ul>\n")
	case "| ":
		p.w("<table border=\"1\">\n")
		for i, line := range lines {
			p.w("<tr>")
			for cell := range strings.SplitSeq(strings.Trim(line, "| "), " | ") {
				if i == 0 {
					p.el("th", cell)
				} else {
					p.el("td", cell)
				}
			}
			p.w("</tr>\n")
		}
		p.w("</table>\n")
	case "> ":
		p.w("<blockquote>\n")
		for _, line := range lines {
			p.el("p", line[2:])
		}
		p.w("</blockquote>\n")
	case "# ":
		for _, line := range lines {
			p.el("h3", line[2:])
		}
	default:
		p.w("<p>")
		for i, line := range lines {
			if i > 0 {
				p.w("<br>\n")
			}
			p.t(line)
		}
		p.w("</p>\n")
	}
}

// pager writes links to the pages 1..last of a list: the neighbours, both ends, and leaps of 10 and 100, so that no list is deep.
func (p *page) pager(cur, last int, href func(n int) string) {
	done := map[int]bool{}
	for _, n := range []int{1, cur - 100, cur - 10, cur - 2, cur - 1, cur + 1, cur + 2, cur + 3, cur + 10, cur + 100, last} {
		if n >= 1 && n <= last && n != cur && !done[n] {
			done[n] = true
			p.a(href(n), strconv.Itoa(n))
		}
	}
}

// slug writes a title as it stands in a URL: ASCII letters and digits joined by hyphens.
func slug(title string) string {
	b := make([]byte, 0, 64)
	for i := 0; i < len(title) && len(b) <= 48; i++ {
		c := title[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b = append(b, c)
		case len(b) > 0 && b[len(b)-1] != '-':
			b = append(b, '-')
		}
	}
	return strings.TrimRight(string(b), "-")
}

// elsewhere returns links to pages of other sites.
func (w *world) elsewhere(r *rand.Rand, n int) []link {
	list := make([]link, n)
	for i := range list {
		s := from(r, w.sites)
		l := s.random(r)
		list[i] = link{w.url(s.host(), l.href), l.text}
	}
	return list
}

// site is one virtual host.
type site interface {
	host() string                 // name before .localhost
	serve(path, raw string) *page // raw is the query; nil when there is no such page
	random(r *rand.Rand) link     // a page that other sites may point to; href is a path
	plantPaths() []string         // URIs of all pages that hold a plant, forbidden ones included
}
