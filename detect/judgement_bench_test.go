package detect_test

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/coregx/ahocorasick"
	"golang.org/x/net/html"

	"ronda/crawler"
	"ronda/crawler/site"
	"ronda/detect"
	"ronda/detect/ident"
	"ronda/detect/speech"
	"ronda/detect/text"
	"ronda/rules"
)

// BenchmarkJudgement measures the way of a page from its bytes to its findings, as ratios of CPU time in one run:
//
//	x-tokenizer+automaton  against one pass of golang.org/x/net/html's tokenizer over the page and one of
//	                       coregx/ahocorasick over its text, for as many terms as the lists of the rules hold
//	x-regexp               how many times as much a Go regexp of these terms costs on the text alone
//	x-worst-byte           the dearest of the hostile pages against the plain ones, per byte
//
// Rounds are interleaved and the medians told; wall time says little on a shared machine.
func BenchmarkJudgement(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	const rounds = 7
	d, pages, terms := benchmarkDetector(b), benchmarkPages(b), benchmarkTerms(b)
	automaton, err := ahocorasick.NewBuilder().AddStrings(terms).SetMatchKind(ahocorasick.LeftmostLongest).Build()
	if err != nil {
		b.Fatal(err)
	}
	quoted := make([]string, len(terms))
	for i, t := range terms {
		quoted[i] = regexp.QuoteMeta(t)
	}
	alternation := regexp.MustCompile(strings.Join(quoted, "|"))
	hostile := hostilePages(512 << 10)
	size, texts := 0, make([][]byte, len(pages))
	for i, p := range pages {
		size += len(p.Body)
		texts[i] = visible(p.Body)
	}
	b.Logf("%d pages of %d bytes, %d of them text; %d terms; %d %% reach judgement", len(pages), size/len(pages),
		len(bytes.Join(texts, nil))/len(pages), len(terms), judgedShare(b, pages))

	for b.Loop() {
		var extraction, alternative []time.Duration
		var ours, peer [shapes + 1][]time.Duration // by shape of page; the last one: all together
		worst := map[string][]time.Duration{}
		for range rounds {
			var all, allPeer time.Duration
			for shape := range shapes {
				ours[shape] = append(ours[shape], cpu(func() {
					for i, p := range pages {
						if shapeOf(i) == shape {
							judgePage(d, p)
						}
					}
				}))
				peer[shape] = append(peer[shape], cpu(func() {
					for i, p := range pages {
						if shapeOf(i) == shape {
							automaton.FindAll(visible(p.Body), -1)
						}
					}
				}))
				all, allPeer = all+last(ours[shape]), allPeer+last(peer[shape])
			}
			ours[shapes], peer[shapes] = append(ours[shapes], all), append(peer[shapes], allPeer)
			extraction = append(extraction, cpu(func() {
				for _, p := range pages {
					if _, err := site.Extract(p); err != nil {
						b.Fatal(err)
					}
				}
			}))
			alternative = append(alternative, cpu(func() {
				alternation.FindAllIndex(texts[0], -1)
			})*time.Duration(len(pages)))
			for name, p := range hostile {
				worst[name] = append(worst[name], cpu(func() { judgePage(d, p) }))
			}
		}
		plain := float64(median(ours[shapes])) / float64(size)
		dearest := 0.0
		var table strings.Builder
		for i, name := range slices.SortedFunc(maps.Keys(hostile), func(x, y string) int { return cmp.Compare(median(worst[y]), median(worst[x])) }) {
			ratio := float64(median(worst[name])) / float64(len(hostile[name].Body)) / plain
			dearest = max(dearest, ratio)
			fmt.Fprintf(&table, "%s %.2f; ", name, ratio)
			if i%8 == 7 {
				table.WriteByte('\n') // more than ten lines would be cut
			}
		}
		b.Logf("hostile pages, as many times as dear per byte as plain ones:\n%s", &table)
		by := func(ours, peer []time.Duration) float64 { return float64(median(ours)) / float64(median(peer)) }
		b.Logf("articles %.2f, products %.2f, threads %.2f x tokenizer and automaton; extraction alone %.2f",
			by(ours[0], peer[0]), by(ours[1], peer[1]), by(ours[2], peer[2]), by(extraction, peer[shapes]))
		b.ReportMetric(by(ours[shapes], peer[shapes]), "x-tokenizer+automaton")
		b.ReportMetric(by(alternative, ours[shapes]), "x-regexp")
		b.ReportMetric(dearest, "x-worst-byte")
		b.ReportMetric(float64(median(ours[shapes]).Microseconds())/float64(len(pages)), "cpu-us/page")
	}
}

// BenchmarkPage judges the pages of BenchmarkJudgement, for profiles.
func BenchmarkPage(b *testing.B) {
	d, pages := benchmarkDetector(b), benchmarkPages(b)
	size := 0
	for _, p := range pages {
		size += len(p.Body)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, p := range pages {
			judgePage(d, p)
		}
	}
}

// benchmarkDetector is the one that a crawl uses.
func benchmarkDetector(tb testing.TB) *detect.Detector {
	tb.Helper()
	set := loadRules(tb)
	keys, err := ident.NewKeyring(ident.Key{ID: "bench", Secret: []byte("a secret for benchmarks only")})
	if err != nil {
		tb.Fatal(err)
	}
	d, err := detect.New(detect.Config{Rules: set, Keys: keys, Brief: true})
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func judgePage(d *detect.Detector, p *crawler.Page) {
	e, err := site.Extract(p)
	if err != nil {
		panic(err)
	}
	names := d.Names(e.Listings...)
	listings := d.Gather(p.Address(), e.Listings)
	for i := range listings {
		d.DetectAmong(&listings[i], names)
	}
}

// cpu is the process's CPU time while f runs.
func cpu(f func()) time.Duration {
	var before, after syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &before)
	f()
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &after)
	return time.Duration(after.Utime.Nano() + after.Stime.Nano() - before.Utime.Nano() - before.Stime.Nano())
}

func last(d []time.Duration) time.Duration { return d[len(d)-1] }

func median(d []time.Duration) time.Duration {
	d = slices.Clone(d)
	slices.Sort(d)
	return d[len(d)/2]
}

// visible is the least that a page's text can cost by x/net/html: text tokens, in lower case, without attributes.
func visible(body []byte) []byte {
	out := make([]byte, 0, len(body))
	for z := html.NewTokenizer(bytes.NewReader(body)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return out // of the end, for what is read stands in memory
		case html.TextToken:
			for _, c := range z.Text() {
				if c >= 'A' && c <= 'Z' {
					c += 'a' - 'A'
				}
				out = append(out, c)
			}
		}
	}
}

func loadRules(tb testing.TB) *rules.Set {
	tb.Helper()
	set, err := rules.Load()
	if err != nil {
		tb.Fatal(err)
	}
	return set
}

// wordJudge judges words alone.
func wordJudge(tb testing.TB) *text.Judge {
	tb.Helper()
	words, err := text.New(loadRules(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return words
}

// benchmarkTerms are the words and phrases of the lists.
func benchmarkTerms(tb testing.TB) []string {
	tb.Helper()
	set := loadRules(tb)
	terms := map[string]bool{}
	for _, l := range set.Lists {
		for _, w := range l.Words {
			terms[strings.ToLower(w)] = true
		}
	}
	return slices.Sorted(maps.Keys(terms))
}

// judgedShare is how many of a hundred pages hold a listing that speaks of identity, so that rules and weights are asked.
func judgedShare(tb testing.TB, pages []*crawler.Page) int {
	tb.Helper()
	words := wordJudge(tb)
	n := 0
	for _, p := range pages {
		e, err := site.Extract(p)
		if err != nil {
			tb.Fatal(err)
		}
		if slices.ContainsFunc(e.Listings, func(l crawler.Listing) bool {
			var passages []speech.Passage
			for _, block := range l.Blocks {
				passages = append(passages, speech.Passage{Text: block.Text})
			}
			return words.Mentions(passages)
		}) {
			n++
		}
	}
	return 100 * n / len(pages)
}

// benchmarkPages puts texts of the corpus into pages of about 20 KB: articles, shops' products and threads. Every second
// page holds one in eight texts that speak of identity, offers among them; the other texts are harmless ones.
func benchmarkPages(tb testing.TB) []*crawler.Page {
	tb.Helper()
	words := wordJudge(tb)
	var about, other []string
	all := corpus(tb, "../rules/corpus")
	for _, author := range slices.Sorted(maps.Keys(all)) {
		for _, t := range all[author] {
			if words.Mentions([]speech.Passage{{Text: t.Title}, {Text: t.Text}}) {
				about = append(about, t.Text)
			} else if t.Label == string(detect.KindNone) {
				other = append(other, t.Text)
			}
		}
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	var pages []*crawler.Page
	for i := range 24 {
		next := func() string { return html.EscapeString(other[rnd.IntN(len(other))]) }
		if i%2 == 0 {
			n := 0
			next = func() string {
				if n++; n%8 == 1 {
					return html.EscapeString(about[rnd.IntN(len(about))])
				}
				return html.EscapeString(other[rnd.IntN(len(other))])
			}
		}
		pages = append(pages, &crawler.Page{
			URL: fmt.Sprintf("https://situs.example/halaman/%d", i), ContentType: "text/html; charset=utf-8", FetchedAt: seenAt,
			Body: []byte(dress(shapeOf(i), rnd, next)),
		})
	}
	return pages
}

// shapes is the number of shapes of pages: 0 an article with comments, 1 a product among others, 2 a thread.
const shapes = 3

// shapeOf is the shape of a page of benchmarkPages; of two pages of each shape one speaks of identity.
func shapeOf(i int) int { return i / 2 % shapes }

// dress puts texts into a page of some shape.
func dress(shape int, rnd *rand.Rand, next func() string) string {
	const size = 20_000
	var b strings.Builder
	b.WriteString(`<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Kabar dan lapak warga</title>` +
		`<meta name="viewport" content="width=device-width"><meta property="og:title" content="Kabar dan lapak warga">` +
		`<link rel="stylesheet" href="/static/main.css?v=31"><script>window.dataLayer=window.dataLayer||[];function g(){dataLayer.push(arguments)}</script></head>` +
		`<body class="page desktop"><header class="site-header"><a class="logo" href="/"><img src="/logo.png" alt="Situs" width="120" height="40"></a><nav class="menu"><ul>`)
	for k := range 24 {
		fmt.Fprintf(&b, `<li class="menu-item item-%d"><a href="/rubrik/%d/terbaru">Rubrik nomor %d</a></li>`, k, k, k)
	}
	b.WriteString(`</ul></nav></header><main id="isi">`)
	paragraphs := func(s string) {
		for line := range strings.SplitSeq(s, "\n") {
			if line != "" {
				fmt.Fprintf(&b, "<p>%s</p>\n", line)
			}
		}
	}
	card := func(k int) {
		fmt.Fprintf(&b, `<div class="card produk" data-id="%d"><a href="/produk/%d?ref=list"><img class="lazy" src="/img/%d.jpg" width="200" height="200" alt="Barang %d"></a>`+
			`<div class="info"><a class="judul" href="/produk/%d">Barang nomor %d masih bagus</a><span class="harga">Rp%d.000</span></div></div>`, k, k, k, k, k, k, 15+k)
	}
	switch shape {
	case 0:
		b.WriteString(`<article><h1>Kabar dari kampung</h1><div class="meta">Redaksi, 3 Maret 2026 10:15 WIB</div>`)
		for b.Len() < size*6/10 {
			paragraphs(next())
		}
		b.WriteString(`</article><section class="comments"><h3>Komentar</h3>`)
		for k := 0; b.Len() < size*8/10; k++ {
			fmt.Fprintf(&b, `<div class="comment" id="comment-%d"><span class="author">warga%d</span> <time>3 Maret 2026 11:%02d</time><div class="text">`, k+100, k, k%60)
			paragraphs(next())
			b.WriteString(`</div></div>`)
		}
		b.WriteString(`</section>`)
	case 1:
		b.WriteString(`<div class="product"><h1>Barang pilihan</h1><span class="price">Rp85.000</span><div class="description">`)
		for b.Len() < size/2 {
			paragraphs(next())
		}
		b.WriteString(`</div></div>`)
	case 2:
		b.WriteString(`<h1>Obrolan warga</h1>`)
		for k := 0; b.Len() < size*8/10; k++ {
			fmt.Fprintf(&b, `<div class="post" id="post-%d"><div class="author"><a href="/user/warga%d">warga%d</a></div><time>3 Maret 2026 12:%02d</time><div class="content">`, k+500, k, k, k%60)
			paragraphs(next())
			b.WriteString(`</div></div>`)
		}
	}
	b.WriteString(`<aside class="related"><h3>Terkait</h3>`)
	for k := 0; b.Len() < size; k++ {
		card(rnd.IntN(10_000))
	}
	b.WriteString(`</aside></main><footer><p>Hak cipta Situs</p></footer></body></html>`)
	return b.String()
}

// hostilePages are of about n bytes each; the way of each must cost about what that of a plain page of its size does.
func hostilePages(n int) map[string]*crawler.Page {
	fill := func(unit string) string { return strings.Repeat(unit, n/len(unit)+1) }
	line := func(unit string) string { return "<p>Jual KTP " + fill(unit) + "</p>" }
	var styled strings.Builder // one letter in ten is mathematical
	for i := 0; styled.Len() < n; i++ {
		if i%10 == 0 {
			styled.WriteRune(0x1D5EE + rune(i/10%26))
		} else {
			styled.WriteByte("abcdefgh ijklmn"[i%15])
		}
	}
	bodies := map[string]string{
		"one line of prose":        line("warga desa menanam padi di sawah "),
		"one word":                 line("abcdefghij"),
		"digits":                   line("1234567890"),
		"digits in groups":         line("3507 7101 9030 0001 "),
		"separators":               line(".-_,;:!? /"),
		"points":                   line("."),
		"spaces":                   line(" "),
		"mathematical letters":     line("𝗥𝗲𝗮𝗱𝘆 𝗞𝗧𝗣 "),
		"one letter in ten styled": line(styled.String()),
		"full width":               line("ＫＴＰ ｓｅｌｆｉｅ "),
		"zalgo":                    line("k\u0300\u0301\u0302\u0303t\u0304\u0305\u0306p\u0307\u0308 "),
		"zero width":               line("k\u200b\u200c\u200d\u2060t\u00adp "),
		"emoji":                    line("🪪🤳🔥"),
		"flags and squares":        line("🇰🇹🇵🅺🆃🅿"),
		"quotation marks":          line(`"`),
		"opening quotation marks":  line("“«‘„"),
		"one word of identity":     line("ktp "),
		"single letters":           line("k t p "),
		"single letters, dots":     line("x.y.z."),
		"leetspeak":                line("k7p 53lf13 n1k "),
		"glued words":              line("ktpselfienpwpx "),
		"near misses of phrases":   line("data kartu nomor induk foto pegang "),
		"all words of trade":       line("jual ktp selfie kk npwp foto pegang 10rb per set ready stok garansi wa japri "),
		"negations":                line("tidak jual ktp bukan jual nik "),
		"backwards":                line("ptk eifles kin "),
		"stretched":                line("kkkttpppp readyyyyy "),
		"addresses":                line("a@b.co http://t.me/x @abc "),
		"comments":                 "<pre>" + fill("rara: jual ktp 10rb\n") + "</pre>",
		"lines":                    "<pre>" + fill("ktp\n") + "</pre>",
		"paragraphs":               fill("<p>ktp</p>"),
		"tiny tags":                fill("<b>"),
		"tiny tags with a letter":  fill("<b>k</b>"),
		"deep nesting":             fill("<div>"),
		"entities":                 line("&amp;"),
		"numbered entities":        line("&#107;&#116;&#112; "),
		"invalid UTF-8":            line("ktp \xff\xfe\xc3 k\xe2\x82"),
		"links":                    fill(`<a href="/a?b=c">k</a>`),
		"attributes":               "<p " + fill("a=b ") + ">",
		"posts":                    fill(`<div class="comment" id="comment-7"><b class="author">a</b>jual ktp</div>`),
		"table":                    "<table>" + fill("<tr><td>ktp<td>3507711203900001"),
		"scripts only":             fill("<script>x=1</script>"),
		"names":                    line("Budi Santoso nama: Siti tele: abc "),
	}
	pages := map[string]*crawler.Page{}
	for name, body := range bodies {
		pages[name] = &crawler.Page{
			URL: "https://situs.example/x", ContentType: "text/html; charset=utf-8", FetchedAt: seenAt,
			Body: []byte("<html><head><title>Situs</title></head><body>" + body + "</body></html>"),
		}
	}
	return pages
}
