package site_test

import (
	"strings"
	"testing"
	"time"

	"ronda/crawler"
	"ronda/crawler/site"
)

// TestGroupsOfCommentsAreLinear reads pages of many small groups of comments. 20,000 of them are read by TestBarGroupsOfComments.
func TestGroupsOfCommentsAreLinear(t *testing.T) { groupsAreLinear(t, 500, 20*time.Millisecond) }

// groupsAreLinear reads pages of so many small groups of comments, side by side and in one another, and of four times as many: what
// is asked of each group must not depend on how many there are, nor on how deep it stands.
func groupsAreLinear(t *testing.T, few int, grace time.Duration) {
	t.Helper()
	const factor = 4
	comment := "<div><b>ani_7</b> 2 jam lalu<p>halo pak, kapan?</div>"
	nameless := "<div>Ani Wijaya<p>Kata-kata yang tidak ditujukan</div>"
	group := func(open, of, end string) string { return open + strings.Repeat(of, 3) + end }
	// nested puts groups into one another, a hundred deep.
	nested := func(open, of, end string) string {
		const depth = 100
		return strings.Repeat(open+strings.Repeat(of, 3), depth) + strings.Repeat(end, depth)
	}
	for name, unit := range map[string]struct {
		markup string
		groups int // in one markup
	}{
		"flat":                    {group("<section>", comment, "</section>"), 1},
		"nested":                  {nested("<section>", comment, "</section>"), 100},
		"nested, refused":         {nested("<section>", nameless, "</section>"), 100},
		"nested in comments":      {nested("<div><b>ani_7</b> 2 jam lalu<p>halo pak", comment, "</div>"), 100},
		"nested records, refused": {nested("<div>Ani Wijaya<p>Kata-kata yang tidak ditujukan", nameless, "</div>"), 100},
		"flat, refused":           {group("<section>", nameless, "</section>"), 1},
		"bylines":                 {group("<section>", "<p><b>ani</b> 2 jam lalu</p><p>halo pak", "</section>"), 1},
		"lines":                   {group("<div>", "ani 10:30<br>halo pak<hr>", "</div>"), 1},
		"definitions":             {group("<dl>", "<dt>ani (2 jam lalu)<dd>halo pak", "</dl>"), 1},
		"rows":                    {group("<table>", "<tr><td>ani<td>2 jam lalu<td>halo pak, kapan?", "</table>"), 1},
		"named":                   {group("<div class=comments>", "<div class=comment><b class=author>a</b><p>halo</div>", "</div>"), 1},
		"named, nested":           {nested("<div class=comments>", "<div class=comment><b class=author>a</b><p>halo</div>", "</div>"), 100},
		"named after all":         {group("<div class=comments>", "<div><b>a</b><p>halo pak</div>", "</div>"), 1},
		"named replies":           {nested("<div class=comment id=comment-1><b class=author>a</b> 10:30<p>halo", "", "</div>"), 100},
		"posts that are empty":    {group("<div class=post>", "<div class=post></div>", "<img src=x></div>"), 1},
		"one comment each":        {"<section><h3>1 komentar</h3>" + comment + "</section>", 1},
	} {
		t.Run(name, func(t *testing.T) {
			read := func(groups int) func() {
				body := "<h1>t</h1>" + strings.Repeat(unit.markup, groups/unit.groups)
				page := &crawler.Page{URL: "https://toko.example/x", ContentType: "text/html", Body: []byte(body)}
				return func() {
					if _, err := site.Extract(page); err != nil {
						t.Fatal(err)
					}
				}
			}
			linear(t, factor, read(few), read(factor*few), grace)
		})
	}
}
