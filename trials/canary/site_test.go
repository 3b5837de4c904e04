package canary

import (
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"ronda/crawler"
)

// canaryWeb is a web of pages that sell or expose identities, with canaries wherever a page or its server can hold one.
type canaryWeb struct {
	port     string
	answers  map[string]http.HandlerFunc // by host and request URI
	seeds    []string
	codes    []string // of the pages that must be alerted: the first segment of their paths
	canaries []*canary
	made     map[string]int // canaries by kind
	cards    map[string]*canary
	spelling int

	mu      sync.Mutex // for fetched, and for canaries while the server runs
	fetched map[string]int
}

const canaryHost = "pasar-gelap.localhost"

// offers are the words for which the pages must be alerted.
var offers = []string{
	"Jual foto KTP dan selfie pegang KTP milik orang lain, stok 700 set, 20rb per set, garansi, japri.",
	"Ready paket KTP + KK + selfie HD atas nama orang lain, 900 set, 25rb per set, minat langsung chat.",
	"Dijual data KTP lengkap dengan foto selfie, fresh, 1200 orang, 15rb per data, rekber, japri saja.",
}

func newCanaryWeb(t *testing.T) *canaryWeb {
	t.Helper()
	web := &canaryWeb{answers: map[string]http.HandlerFunc{}, made: map[string]int{}, cards: map[string]*canary{}, fetched: map[string]int{}}
	server := httptest.NewServer(http.HandlerFunc(web.answer))
	t.Cleanup(server.Close)
	_, web.port, _ = net.SplitHostPort(strings.TrimPrefix(server.URL, "http://"))
	web.plantTexts()
	web.plantAddresses()
	web.plantMachineReadable()
	web.plantParts()
	web.plantFiles()
	web.plantRows()
	web.plantNames()
	web.plantAnswers()
	web.plantHosts()
	web.finish()
	return web
}

func (web *canaryWeb) answer(rw http.ResponseWriter, r *http.Request) {
	host, _, _ := strings.Cut(r.Host, ":")
	key := host + r.RequestURI
	web.mu.Lock()
	web.fetched[key]++
	web.mu.Unlock()
	if h := web.answers[key]; h != nil {
		h(rw, r)
		return
	}
	if r.URL.Path == "/robots.txt" {
		web.robots(rw, r)
		return
	}
	rw.WriteHeader(http.StatusNotFound)
	fmt.Fprintf(rw, "<h1>Tidak ditemukan</h1><p>%s</p>", html.EscapeString(r.RequestURI))
}

func (web *canaryWeb) url(host, uri string) string { return "http://" + host + ":" + web.port + uri }

// take makes the next canary of a kind. The published card numbers are few and come again. Pages may be answered meanwhile.
func (web *canaryWeb) take(kind, place string) *canary {
	web.mu.Lock()
	defer web.mu.Unlock()
	i := web.made[kind]
	web.made[kind]++
	c := newCanary(kind, i)
	if kind == card {
		if known := web.cards[c.text]; known != nil {
			return known
		}
		web.cards[c.text] = c
	}
	c.place = place
	web.canaries = append(web.canaries, c)
	return c
}

// each takes one canary of every given kind and joins what write makes of them.
func (web *canaryWeb) each(place, separator string, kinds []string, write func(c *canary) string) string {
	var out []string
	for _, kind := range kinds {
		out = append(out, write(web.take(kind, place)))
	}
	return strings.Join(out, separator)
}

func (web *canaryWeb) every(place, separator string, write func(c *canary) string) string {
	return web.each(place, separator, canaryKinds, write)
}

// page makes an alerting page. Every code gets one page or more.
func (web *canaryWeb) page(host, uri, head, body string) {
	code, _, _ := strings.Cut(strings.TrimPrefix(uri, "/"), "/")
	offer := offers[len(web.answers)%len(offers)]
	text := fmt.Sprintf("<!doctype html><html lang=id><head><meta charset=utf-8>%s</head><body><main><h1>Paket %s</h1><p>%s</p>%s</main></body></html>",
		head, code, offer, body)
	web.serve(host, uri, code, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(rw, text)
	})
}

// serve adds a seed. A code says that it must be alerted.
func (web *canaryWeb) serve(host, uri, code string, h http.HandlerFunc) {
	canonical, err := crawler.CanonicalURL(web.url(host, uri)) // as it will be asked for
	if err != nil {
		panic(err)
	}
	web.answers[host+strings.TrimPrefix(canonical, web.url(host, ""))] = h
	web.seeds = append(web.seeds, web.url(host, uri))
	if code != "" {
		web.codes = append(web.codes, code)
	}
}

func (web *canaryWeb) asset(uri, contentType string, body []byte) {
	web.answers[canaryHost+uri] = func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", contentType)
		_, _ = rw.Write(body)
	}
}

func paragraph(c *canary) string { return "<p>Contoh: " + html.EscapeString(c.named()) + "</p>" }

// plantTexts plants in what visitors read.
func (web *canaryWeb) plantTexts() {
	titled := func(title string) string { return "<title>Jual KTP " + html.EscapeString(title) + "</title>" }
	web.page(canaryHost, "/k01/iklan", titled("murah"), web.every("the text", "", paragraph))
	for i, kind := range canaryKinds {
		c := web.take(kind, "a title")
		web.page(canaryHost, fmt.Sprintf("/k02-%d/iklan", i), titled(c.named()), "<h1>Jual KTP "+html.EscapeString(c.named())+"</h1>")
	}
	web.page(canaryHost, "/k03/iklan", titled("siap"), web.every("a heading", "", func(c *canary) string { return "<h2>KTP " + html.EscapeString(c.named()) + "</h2><p>siap kirim</p>" }))
	links := web.every("a link in the text", "", func(c *canary) string {
		switch c.kind {
		case handle:
			return "<p>Order di https://t.me/" + c.text + " atau t.me/" + c.text + "/12 atau instagram.com/" + c.text + "</p>"
		case phone:
			return "<p>Order wa.me/" + c.spelled("62"+c.digits) + " atau https://api.whatsapp.com/send?phone=62" + c.digits + "</p>"
		}
		return "<p>Lihat http://gudang.example/cek/" + c.segment() + "?k=" + url.QueryEscape(c.text) + "</p>"
	})
	web.page(canaryHost, "/k04/iklan", titled("tautan"), links)
	web.page(canaryHost, "/k05/iklan", titled("label"), "<p>tele: "+web.take(handle, "a label").text+"</p><p>IG = "+web.take(handle, "a label").text+
		"</p><p>No. Paspor: "+web.take(passport, "a label").grouped(" ", 4)+"</p>")

	// Spellings that hide a value from machines.
	spans := func(c *canary) string {
		if c.kind == mail || c.kind == handle {
			return paragraph(c)
		}
		s := c.plain()
		half := len(s) / 2
		return "<p>data <span>" + s[:half] + "</span><b>" + s[half:] + "</b></p><p>data " + s[:3] + "<wbr>" + s[3:] + "</p>"
	}
	web.page(canaryHost, "/k06/iklan", titled("rapi"), web.every("several elements", "", spans))
	cells := func(c *canary) string {
		s := c.plain()
		return "<tr><td>KTP</td><td>" + s[:4] + "</td><td>" + s[4:8] + "</td><td>" + s[8:] + "</td></tr>"
	}
	web.page(canaryHost, "/k07/iklan", titled("tabel"), "<table>"+web.each("several cells", "", []string{nik, kk, phone}, cells)+"</table>")
	lines := func(c *canary) string {
		s := c.plain()
		return "<p>KTP " + s[:4] + "</p><p>" + s[4:8] + "</p><p>" + s[8:] + " kirim</p>"
	}
	web.page(canaryHost, "/k08/iklan", titled("baris"), web.each("several paragraphs", "", []string{nik, kk, phone}, lines))
	for _, separator := range []string{" ", ".", "-", "/", " - ", "_", ") (", "~", "*"} {
		web.spelled("k09", "groups", func(c *canary) string { return c.grouped(separator, 4) })
	}
	letters := strings.NewReplacer("0", "o", "1", "l", "5", "s", "8", "B", "2", "z")
	web.spelled("k10", "letters that look like digits", func(c *canary) string {
		if c.digits == "" {
			return c.named()
		}
		return c.spelled(letters.Replace(c.plain()))
	})
	for _, f := range []func(d int) string{
		func(d int) string { return string(rune('０' + d)) },       // full width
		func(d int) string { return string(rune('𝟎' + d)) },       // mathematical bold
		func(d int) string { return string(rune('٠' + d)) },       // Arabic
		func(d int) string { return "⓪①②③④⑤⑥⑦⑧⑨"[3*d : 3*d+3] },   // circled
		func(d int) string { return fmt.Sprint(d) + "\u200b" },    // with invisible characters
		func(d int) string { return fmt.Sprintf("&#%d;", '0'+d) }, // entities
		func(d int) string { return fmt.Sprint(d) + "\ufe0f\u20e3" },
	} {
		web.spelled("k11", "other digits", func(c *canary) string { return c.digitsAs(f) })
	}
	words := strings.Fields("nol satu dua tiga empat lima enam tujuh delapan sembilan")
	c := web.take(phone, "spelled digits")
	web.page(canaryHost, "/k12/iklan", titled("eja"), "<p>WA "+c.digitsAs(func(d int) string { return words[d] + " " })+"</p>")
}

// spelled makes a page with one spelling of numbers.
func (web *canaryWeb) spelled(code, place string, write func(c *canary) string) {
	web.spelling++
	web.page(canaryHost, fmt.Sprintf("/%s-%d/iklan", code, web.spelling), "<title>Jual KTP</title>",
		web.each(place, "", []string{nik, phone, passport}, func(c *canary) string {
			text := write(c)
			if !strings.Contains(text, "&#") {
				text = html.EscapeString(text)
			}
			if c.kind == passport && !strings.Contains(text, "paspor") {
				text = "paspor " + text
			}
			return "<p>kode " + text + "</p>"
		}))
}

// plantAddresses plants in URLs.
func (web *canaryWeb) plantAddresses() {
	head := "<title>Jual KTP</title>"
	web.page(canaryHost, "/k20/"+web.every("a path", "/", (*canary).segment), head, "")
	web.page(canaryHost, "/k21/cari?"+web.every("a query", "&", (*canary).parameter), head, "")
	for i, people := range []string{"u/%s", "user/%s/iklan", "@%s", "profile/%s", "seller/%s", "toko/%s/ktp", "cari?seller=%s", "keluar?ke=https%%3A%%2F%%2Ft.me%%2F%s", "l?u=https://t.me/%s"} {
		web.page(canaryHost, fmt.Sprintf("/k22-%d/"+people, i, web.take(handle, "a profile's path").text), head, "")
	}
	encoded := func(c *canary) string {
		var b strings.Builder
		text := c.text
		if c.kind == handle {
			text = "@" + text
		}
		for i := range len(text) {
			fmt.Fprintf(&b, "%%%02X", text[i])
		}
		return c.spelled(b.String())
	}
	web.page(canaryHost, "/k23/"+web.every("a percent-encoded path", "/", encoded), head, "")
	web.page(canaryHost, "/k24/cari?q="+web.every("a percent-encoded query", "%20", encoded), head, "")
	split := func(c *canary) string {
		s := c.plain()
		return s[:6] + "/" + s[6:]
	}
	web.page(canaryHost, "/k25/"+web.each("two segments of a path", "/", []string{nik}, split), head, "")
	anchors := web.every("the address and text of a link", "", func(c *canary) string {
		return fmt.Sprintf(`<a href="/k26/ke/%s?%s#%s">%s</a> `, c.segment(), c.parameter(), url.PathEscape(c.text), html.EscapeString(c.named()))
	})
	web.page(canaryHost, "/k26/iklan", head+fmt.Sprintf(`<link rel=canonical href="/k26/%s">`, web.take(nik, "the canonical address").text), anchors)
	target := "/k27/" + web.every("the target of a redirect", "/", (*canary).segment)
	web.page(canaryHost, target, head, "")
	web.serve(canaryHost, "/lompat/"+web.every("a redirect", "/", (*canary).segment), "", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header()["Location"] = []string{target + "#" + web.canaries[0].text}
		rw.WriteHeader(http.StatusFound)
	})
}

// plantMachineReadable plants in what visitors do not see.
func (web *canaryWeb) plantMachineReadable() {
	product := func(place string, fields func(seller *canary) map[string]any) string {
		seller := web.take(handle, place)
		p := map[string]any{"@type": "Product", "name": "KTP selfie " + seller.text, "description": offers[0] + " hubungi " + seller.text}
		maps.Copy(p, fields(seller))
		text, _ := json.Marshal(p)
		return fmt.Sprintf("<title>Jual KTP %s</title><script type=application/ld+json>%s</script>", seller.text, text)
	}
	for i, kind := range numbers {
		c := web.take(kind, "a price and an id in JSON-LD")
		web.page(canaryHost, fmt.Sprintf("/k30-%d/iklan", i), product("a seller in JSON-LD", func(seller *canary) map[string]any {
			return map[string]any{
				"sku": c.plain(), "offers": map[string]any{"price": c.plain(), "priceCurrency": "IDR", "seller": map[string]any{"name": seller.text}},
				"image": "/k30/" + c.plain() + ".jpg",
			}
		}), "<p>Oleh "+"toko terpercaya</p>")
	}
	seller := web.take(handle, "a seller named everywhere")
	web.page(canaryHost, "/k31/ktp-dari-"+seller.text+"/iklan", "<title>KTP dari "+seller.text+"</title>",
		`<div class="seller-name">`+seller.text+`</div><p>Jual KTP, tanya `+strings.ToUpper(seller.text)+` ya, 300 set, 15rb per set</p>`)
	people := &canary{kind: handle, text: "Kenari Qusuma Wardhana", place: "a seller of several words"}
	people.forms = []string{people.text, "kenari-qusuma-wardhana", "kenari_qusuma_wardhana", "kenariqusumawardhana"}
	web.canaries = append(web.canaries, people)
	web.page(canaryHost, "/k32/ktp-kenari-qusuma-wardhana", "<title>KTP dari "+people.text+"</title>",
		`<div itemscope itemtype="https://schema.org/Product"><b itemprop=name>KTP `+people.text+`</b><span itemprop=seller>`+people.text+`</span></div><p>Jual KTP, tanya kenariqusumawardhana / kenari_qusuma_wardhana</p>`)
	meta := web.every("meta elements", "", func(c *canary) string {
		return fmt.Sprintf(`<meta name="description" content="jual KTP %[1]s"><meta name="author" content="%[2]s"><meta property="og:description" content="%[1]s">`, html.EscapeString(c.named()), html.EscapeString(c.text))
	})
	web.page(canaryHost, "/k33/iklan", "<title>Jual KTP</title>"+meta, "")
	hidden := web.every("comments, hidden inputs, scripts and data attributes", "", func(c *canary) string {
		return fmt.Sprintf(`<!-- %[1]s --><input type=hidden name=a value="%[1]s"><i data-x="%[1]s" title="%[1]s"></i><script>var x = "%[1]s"</script><noscript>%[1]s</noscript>`, html.EscapeString(c.named()))
	})
	web.page(canaryHost, "/k34/iklan", "<title>Jual KTP</title>", hidden)
}

// plantParts plants in the names and authors of comments.
func (web *canaryWeb) plantParts() {
	comment := func(id, author, text string) string {
		return fmt.Sprintf(`<div class="comment" id="%s"><span class="author">%s</span> <time>12 Mei 2025 09:14</time><p>%s</p></div>`, id, html.EscapeString(author), html.EscapeString(text))
	}
	names := web.every("the name of a part", "", func(c *canary) string {
		id := "comment-" + c.plain()
		return comment(id, c.text, "Ready KTP + selfie, 300 set, 15rb per set, garansi, japri "+c.text)
	})
	web.page(canaryHost, "/k40/utas", "<title>Cari KTP</title>", `<div class="comments">`+names+"</div>")
	authors := web.every("an author", "", func(c *canary) string {
		return comment("", c.text, "Ready KTP + selfie, 300 set, 15rb per set, garansi, japri")
	})
	web.page(canaryHost, "/k41/utas", "<title>Cari KTP</title>", `<div class="comments">`+authors+"</div>")
	channel := web.take(handle, "the name of a channel")
	message := fmt.Sprintf(`<div class="message" data-post="%s/12"><p>%s</p><time>09:14</time></div><div class="message" data-post="%[1]s/13"><p>Stok KTP baru, 15rb per set, japri</p><time>09:15</time></div>`, channel.text, offers[1])
	web.page(canaryHost, "/k42/s/"+channel.text, `<title>`+channel.text+`</title><meta property="og:title" content="`+channel.text+`">`, message)
}

// plantFiles plants in files and pictures.
func (web *canaryWeb) plantFiles() {
	var names []string
	web.every("a file's name in a folder", "", func(c *canary) string {
		name := "ktp_" + c.plain() + ".jpg"
		if c.kind == handle {
			name = "@" + c.text + ".jpg"
		}
		names = append(names, name)
		return ""
	})
	var index strings.Builder
	index.WriteString("<html><head><title>Index of /k50/ktp/</title></head><body><h1>Index of /k50/ktp/</h1><pre>")
	for _, name := range names {
		fmt.Fprintf(&index, `<a href="%s">%s</a>  2025-05-12 09:14  412K`+"\n", url.PathEscape(name), html.EscapeString(name))
	}
	web.serve(canaryHost, "/k50/ktp/", "k50", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(rw, index.String()+"</pre></body></html>")
	})
	rows := func(place, separator string) string {
		var b strings.Builder
		for range 4 {
			b.WriteString(web.every(place, separator, func(c *canary) string { return strings.ReplaceAll(c.named(), separator, " ") }) + "\n")
		}
		return b.String()
	}
	file := func(uri, code, contentType, body string) {
		web.serve(canaryHost, uri, code, func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", contentType)
			fmt.Fprint(rw, body)
		})
	}
	file("/k51/"+web.take(nik, "a file's name").text+".csv", "k51", "text/csv", "NIK,KK,NPWP,HP,Email,Akun,Paspor,BPJS,Kartu\n"+rows("a table file", ","))
	file("/k52/dump.txt", "k52", "text/plain", offers[2]+"\n\n"+rows("a text file", "\t"))
	var records []map[string]string
	for range 4 {
		record := map[string]string{}
		web.every("a JSON file", "", func(c *canary) string {
			record[map[string]string{handle: "username"}[c.kind]+c.kind] = c.text
			return ""
		})
		record["username"] = record["usernamehandle"]
		delete(record, "usernamehandle")
		records = append(records, record)
	}
	dump, _ := json.Marshal(map[string]any{"keterangan": offers[0], "ktp": records})
	file("/k53/dump.json", "k53", "application/json", string(dump))
	file("/k90/iklan", "k90", "text/html", `<title>Jual database KTP lengkap</title><div id=app></div><script type="application/json">`+string(dump)+`</script>`)
	bare := regexp.MustCompile(`"([a-z]+)":`).ReplaceAllString(string(dump), "$1:")
	file("/k91/iklan", "k91", "text/html", `<title>Jual database KTP lengkap</title><p>Memuat</p><script>window.__DATA__=`+bare+`;</script>`)

	var pictures string
	web.every("a picture's metadata", "", func(c *canary) string {
		src := "/k54/a" + fmt.Sprint(len(pictures)) + ".jpg"
		body := canaryJPEG(nil, c.named())
		contentType := "image/jpeg"
		if len(pictures)%2 == 1 {
			body, contentType = canaryPNG(c.named()), "image/png"
		}
		web.asset(src, contentType, body)
		pictures += fmt.Sprintf(`<figure><img src="%s" width=400 height=250 alt="KTP %s"><figcaption>selfie KTP %[2]s</figcaption></figure>`, src, html.EscapeString(c.named()))
		return ""
	})
	web.page(canaryHost, "/k54/iklan", "<title>Jual KTP</title>", pictures)
	pictures = ""
	web.every("a picture's drawing and name", "", func(c *canary) string {
		src := "/k55/ktp-" + url.PathEscape(c.plain()) + ".jpg"
		if c.kind == handle {
			src = "/k55/user/" + c.text + ".jpg"
		}
		web.asset(src, "image/jpeg", canaryJPEG([]string{c.named(), "SPECIMEN"}, ""))
		pictures += fmt.Sprintf(`<img src="%s" width=400 height=250 alt="foto KTP">`, src)
		return ""
	})
	web.page(canaryHost, "/k55/iklan", "<title>Jual KTP</title>", pictures)
}

// plantAnswers plants in what servers say around a page.
func (web *canaryWeb) plantAnswers() {
	page := func(text string) string {
		return "<!doctype html><meta charset=utf-8><title>Jual KTP</title><main><p>" + text + "</p></main>"
	}
	headers := http.Header{}
	web.every("a header", "", func(c *canary) string {
		headers.Add("Set-Cookie", c.kind+"="+url.QueryEscape(c.text)+"; Path=/")
		headers.Add("X-Pemilik", c.named())
		headers.Set("Content-Disposition", `inline; filename="`+c.text+`.html"`)
		headers.Set("ETag", `"`+c.text+`"`)
		headers.Set("Content-Type", `text/html; charset=utf-8; milik="`+c.text+`"`)
		headers.Add("Link", "</"+url.PathEscape(c.text)+">; rel=next")
		return ""
	})
	web.serve(canaryHost, "/k60/iklan", "k60", func(rw http.ResponseWriter, _ *http.Request) {
		maps.Copy(rw.Header(), headers)
		fmt.Fprint(rw, page(offers[0]))
	})
	raw := func(uri, code, answer string) {
		web.serve(canaryHost, uri, code, func(rw http.ResponseWriter, _ *http.Request) {
			conn, _, err := rw.(http.Hijacker).Hijack()
			if err != nil {
				return
			}
			defer conn.Close()
			fmt.Fprint(conn, answer)
		})
	}
	reason := web.every("a reason phrase", " ", (*canary).named)
	raw("/k61/iklan", "k61", "HTTP/1.1 200 "+reason+"\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"+page(offers[1]))
	unasked := web.every("an answer that nobody asked for", " ", (*canary).named)
	body := page(offers[2])
	raw("/k62/iklan", "k62", fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%sHTTP/1.1 200 %s\r\n\r\n%s", len(body), body, unasked, unasked))
	raw("/rusak/"+web.take(nik, "the address of a broken answer").text, "", "HTTQ/9 "+web.every("a broken answer", " ", (*canary).named)+"\r\n\r\n")
	raw("/putus/"+web.take(nik, "the address of a broken answer").text, "", "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\nContent-Type: text/html\r\n\r\n"+web.take(nik, "a cut answer").text)
	raw("/gzip/"+web.take(nik, "the address of a broken answer").text, "", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\nContent-Type: text/html\r\n\r\n"+web.take(nik, "an answer that is not gzip").text)
	for _, status := range []int{403, 404, 410, 500} {
		text := web.every("an error page", " ", (*canary).named)
		web.serve(canaryHost, fmt.Sprintf("/galat/%d/%s", status, web.every("the address of an error page", "/", (*canary).segment)), "", func(rw http.ResponseWriter, _ *http.Request) {
			rw.WriteHeader(status)
			fmt.Fprint(rw, page(offers[0]+text))
		})
	}
	broken := web.every("a broken page", "", func(c *canary) string { return "<p><b <i>\xff\xfe" + c.named() + "</x></p" })
	web.serve(canaryHost, "/k63/iklan", "k63", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=shift_qis")
		fmt.Fprint(rw, "<title>Jual KTP</titl><main><p>"+offers[1]+"</p><p>"+broken)
	})
}

// plantHosts plants in the names of hosts, below a platform and as the platform itself. A name of a person there is as
// good as any word, which is why handles are not planted.
func (web *canaryWeb) plantHosts() {
	for i, kind := range numbers {
		label := func(place string) string { return kind + "-" + strings.ToLower(web.take(kind, place).plain()) + "-a" }
		web.page(label("a host below its platform")+"."+canaryHost, fmt.Sprintf("/k70-%d/iklan", i), "<title>Jual KTP</title>", "")
		web.page(label("a registered name")+".localhost", fmt.Sprintf("/k71-%d/iklan", i), "<title>Jual KTP</title>", "")
		web.serve(label("the host of a page that is put off")+".localhost", "/sibuk", "", func(rw http.ResponseWriter, _ *http.Request) {
			rw.WriteHeader(http.StatusServiceUnavailable)
		})
	}
}

// robots plants in robots.txt, and forbids a page.
func (web *canaryWeb) robots(rw http.ResponseWriter, _ *http.Request) {
	web.mu.Lock()
	defer web.mu.Unlock()
	rw.Header().Set("Content-Type", "text/plain")
	fmt.Fprint(rw, web.rules())
}

// rules is the text of robots.txt. It is the same for all hosts.
func (web *canaryWeb) rules() string {
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for _, c := range web.canaries {
		if c.place == "robots.txt" {
			fmt.Fprintf(&b, "# %s\nDisallow: /larangan/%s\n", c.named(), c.text)
			if c.kind == handle {
				fmt.Fprintf(&b, "Disallow: /u/%s\n", c.text)
			}
		}
	}
	return b.String()
}

// finish plants the last values, and the forbidden pages, whose rules scan repeats.
func (web *canaryWeb) finish() {
	web.every("robots.txt", "", func(c *canary) string {
		uri := "/larangan/" + c.text
		if c.kind == handle {
			uri = "/u/" + c.text
		}
		if !strings.ContainsAny(uri, " ()") {
			web.seeds = append(web.seeds, web.url(canaryHost, uri))
		}
		return ""
	})
}
