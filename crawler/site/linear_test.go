package site_test

import (
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"ronda/crawler"
	"ronda/crawler/site"
)

// effort is the processor time of f: unlike the clock it does not count what else runs here.
func effort(t *testing.T, f func()) time.Duration {
	t.Helper()
	const ofThread = 1 // RUSAGE_THREAD
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	spent := func() time.Duration {
		var usage syscall.Rusage
		if err := syscall.Getrusage(ofThread, &usage); err != nil {
			t.Fatal(err)
		}
		return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	}
	before := spent()
	f()
	return spent() - before
}

// linear fails where reading factor times as much takes much more than factor times as long. What takes less than grace is not
// compared: a collection of garbage is of that size.
func linear(t *testing.T, factor int, one, many func(), grace time.Duration) {
	t.Helper()
	of, all := effort(t, one), effort(t, many)
	tooMuch := func() bool { return all > 5*time.Duration(factor)/2*of+grace }
	for range 3 { // a collection of garbage in one run and none in the other
		if tooMuch() {
			all = min(all, effort(t, many))
		}
	}
	t.Logf("%s, %d times as much %s", of, factor, all)
	if tooMuch() {
		t.Errorf("%d times the page takes %s, %.1f times the %s of one", factor, all, float64(all)/float64(of), of)
	}
}

// TestExtractIsLinear reads pages of every hostile shape at one size and at four times that: nothing in them may cost
// more than its share. The larger size is beyond the bounds on nodes, blocks and links, where costs may change.
func TestExtractIsLinear(t *testing.T) {
	const small, factor = 256 << 10, 4
	html, xml := "text/html", "application/xml"
	for name, c := range map[string]struct{ kind, before, unit, after string }{
		"blocks":             {html, "", "<p>x", ""},
		"words":              {html, "<p>", "a b c ", ""},
		"one word":           {html, "<p>", "a", ""},
		"unclosed blocks":    {html, "", "<div>", "x"},
		"unclosed inline":    {html, "", "<b>", "x"},
		"tables":             {html, "", "<table><tr><td>1<td>2", ""},
		"rows":               {html, "<table>", "<tr><td>1<td>2", ""},
		"links":              {html, "", "<a href=x>", ""},
		"links of one name":  {html, "", "<a href=/x>a</a> ", ""},
		"members":            {html, "", "<li><a href=/user/x>n</a> halo dunia apa", ""},
		"posts":              {html, "", "<div class=post><a href=/u/1>x</a>", ""},
		"comments":           {html, "", "<div class=comment>kata <i class=author>a</i> 10:30</div>", ""},
		"threads":            {html, "", "<div class=comments><div>a 10:30</div>", ""},
		"nodes":              {html, "", "<i id=a>x</i>", ""},
		"nodes in depth":     {html, strings.Repeat("<div id=a>", 250), "<i id=a>2 jam lalu</i> ", ""},
		"attributes":         {html, "<p ", "role=a ", ">x"},
		"distinct classes":   {html, "", "<p class='comment-a post-b 12'>x", ""},
		"one attribute":      {html, "<p title='", "a ", "'>x"},
		"definitions":        {html, "", "<dl><dt>a<dd>b", ""},
		"figures":            {html, "<p>x", "<figure hidden></figure><p>", ""},
		"captions":           {html, "<figure><img src=x>", "<figcaption>x</figcaption>", ""},
		"nested captions":    {html, "", "<figure><img src=x><figcaption>x", ""},
		"headings":           {html, "<title>" + strings.Repeat("a", 100_000) + "</title>", "<h2>b", ""},
		"title":              {html, "<title>", "a ", "</title><h1>a"},
		"meta":               {html, "", "<meta name=a content=b>", ""},
		"images":             {html, "", "<img srcset='a 1w,b 2x' alt=x>", ""},
		"options":            {html, "<select>", "<option>a", ""},
		"comment":            {html, "<!--", "a ", ""},
		"open comments":      {html, "", "<!--", ""},
		"scripts":            {html, "", "<script><!--<script>", ""},
		"script":             {html, "<script>", "a</scrip", ""},
		"text area":          {html, "<textarea>", "\n", ""},
		"entities":           {html, "<p>", "&amp", ""},
		"brackets":           {html, "", "<", ""},
		"end tags":           {html, strings.Repeat("<div>", 250), "</p></b></td>", ""},
		"zeros":              {html, "", "\x00", ""},
		"no text":            {html, "", "\xff\xc3", ""},
		"spaces":             {html, "<pre>x", "\n ", "x"},
		"linked data":        {html, "<script type=application/ld+json>[", "[],", "1]</script>"},
		"deep linked data":   {html, "<script type=application/ld+json>", `{"@graph":[`, "</script>"},
		"data":               {html, "<script>window.s=[", `{a:'b',"c":[.5]},`, "]</script>"},
		"data in JSON":       {html, "<script type=application/json>[", `{"c":[5]},`, "]</script>"},
		"deep data":          {html, "<script>window.s=", "[", "</script>"},
		"computed data":      {html, "<script>window.s={a:", "f(", "</script>"},
		"functions of data":  {html, "<script>window.s=", "(function(a){return [", "</script>"},
		"repeated data":      {html, "<script>window.s=(function(a){return[", "a,", "]}('" + strings.Repeat("kata ", 10_000) + "'))</script>"},
		"escapes of data":    {html, "<script>window.s=['", `\u{\x`, "']</script>"},
		"open strings":       {html, "<script>window.s={a:1,", "f(){'${`", "</script>"},
		"comments of data":   {html, "<script>window.s=[", "/**/1/", "]</script>"},
		"open remarks":       {html, "<script>", "/*/", "</script>"},
		"assignments":        {html, "<script>", "window.a={};", "</script>"},
		"scripts of data":    {html, "", "<script>window.a={b:1}</script>", ""},
		"products":           {html, "", "<div itemscope itemtype=x/Product><b itemprop=name>a</b>", ""},
		"files":              {html, "<title>Index of /</title>", "<a href=a.jpg>a.jpg</a> ", ""},
		"lines":              {"text/plain", "", "kata kata\n", ""},
		"one line":           {"text/plain", "", "kata ", ""},
		"no line":            {"text/plain", "", "k", ""},
		"columns":            {"text/csv", "a,b,c\n1,2,3\n4,5,6\n7,8,9\n", ",", ""},
		"records":            {"text/csv", "", "a,b,c\n", ""},
		"quotes":             {"text/csv", "a,b,c\n1,2,3\n4,5,6\n", "\"a\n", ""},
		"open quotes":        {"text/csv", "a,b,c\n1,2,3\n4,5,6\n", ",\"\n\"", ""},
		"Markdown":           {"text/markdown", "", "- a\n> b\n| c | d |\n", ""},
		"JSON numbers":       {"application/json", "[", "1,", "1]"},
		"JSON number":        {"application/json", "[", "9", "]"},
		"JSON string":        {"application/json", `["`, `\u0041`, `"]`},
		"deep JSON":          {"application/json", "", `{"a":[`, ""},
		"JSON documents":     {"application/json", "", "{\"a\":1}\n", ""},
		"JSON of a long key": {"application/json", `{"` + strings.Repeat("k", 50_000) + `":[`, "1,", "1]}"},
		"XML of a long name": {xml, "<" + strings.Repeat("k", 50_000) + ">", "x<!---->", ""},
		"feed":               {xml, "<feed>", "<link href='http://x.example/a'/>", ""},
		"site map":           {xml, "<urlset>", "<loc>http://x.example/a</loc>", ""},
		"storage":            {xml, "<ListBucketResult>", "<Key>a.jpg</Key>", ""},
		"entities of XML":    {xml, `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>`, "&b;", ""},
	} {
		t.Run(name, func(t *testing.T) {
			read := func(n int) func() {
				body := c.before + strings.Repeat(c.unit, n/len(c.unit)) + c.after
				page := &crawler.Page{URL: "https://toko.example/x", ContentType: c.kind, Body: []byte(body)}
				return func() {
					e, err := site.Extract(page)
					if err != nil {
						t.Fatal(err)
					}
					total := 0
					for _, l := range e.Listings {
						for _, b := range l.Blocks {
							total += len(b.Text)
						}
					}
					// A replaced byte is three; the name before a value is at most 80 bytes, of 50,000 values.
					if total > 3*len(body)+5_000_000 {
						t.Fatalf("%d bytes of text out of %d", total, len(body))
					}
				}
			}
			linear(t, factor, read(small), read(factor*small), 100*time.Millisecond)
		})
	}
}
