package sandbox

import (
	"fmt"
	"html"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// market is pasarsenja: products with structured data, and classified adverts in plain tables.
type market struct {
	*world
	products, adverts   int
	plants, advertPlant spread
}

const (
	perList   = 24 // products on a list page
	perSeller = 12
	drafts    = 2 // products behind a path that robots.txt forbids
)

var marketSections = []string{"elektronik", "fashion", "rumah-tangga", "hobi", "dokumen-dan-alat-tulis", "otomotif", "pulsa-dan-voucher", "lain-lain"}

func (m *market) host() string { return "pasarsenja" }

func (m *market) sellers() int { return m.products/perSeller + 1 }

func (m *market) sellerName(s int) string {
	return fmt.Sprintf("%s_%s%d", slug(from(m.roll("seller", s), villages)), from(m.roll("shop", s), handles), s)
}

func (m *market) product(i int) entry {
	if i >= m.products { // a draft
		return m.open(m.words.plant("product", i), "product", i)
	}
	return m.entry("product", i, m.plants)
}

func (m *market) productPath(i int, e *entry) string {
	return fmt.Sprintf("/p/%d-%s", i, slug(e.title))
}

func (m *market) productLink(i int) (link, bool) {
	e := m.product(i)
	return link{m.productPath(i, &e), e.title}, e.planted()
}

func (m *market) advert(i int) entry { return m.entry("advert", i, m.advertPlant) }

func (m *market) random(r *rand.Rand) link {
	if r.IntN(5) == 0 {
		i := r.IntN(m.adverts)
		e := m.advert(i)
		return link{fmt.Sprintf("/iklan/%d", i), e.title}
	}
	l, _ := m.productLink(r.IntN(m.products))
	return l
}

func (m *market) plantPaths() []string {
	var paths []string
	for j := range m.plants.k {
		l, _ := m.productLink(m.plants.at(j))
		paths = append(paths, l.href)
	}
	for j := range m.advertPlant.k {
		paths = append(paths, fmt.Sprintf("/iklan/%d", m.advertPlant.at(j)))
	}
	for n := range drafts {
		paths = append(paths, fmt.Sprintf("/internal/draf/%d", n))
	}
	return paths
}

func (m *market) serve(path, raw string) *page {
	head, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	n, err := strconv.Atoi(rest)
	switch {
	case path == "/":
		return m.home()
	case head == "c":
		return m.section(rest, raw)
	case head == "p":
		return m.productPage(rest)
	case head == "toko":
		return m.sellerPage(rest)
	case head == "iklan" && rest == "":
		return m.advertList(pageNumber(raw))
	case head == "iklan" && err == nil && n >= 0 && n < m.adverts:
		return m.advertPage(n)
	case path == "/internal/draf/0" || path == "/internal/draf/1":
		i := m.products + int(path[len(path)-1]-'0')
		e := m.product(i)
		return m.render(i, &e)
	case path == "/product.php":
		if i, err := strconv.Atoi(strings.TrimPrefix(raw, "id=")); err == nil && i >= 0 && i < m.products {
			l, _ := m.productLink(i)
			return moved(301, l.href)
		}
	case head == "foto":
		return m.photo(rest)
	case path == "/aset/pasar.css":
		p := newPage()
		p.media = "text/css"
		p.w(".grid{display:flex;flex-wrap:wrap;gap:1em}.product-card{width:11em}.price{font-weight:bold}\n")
		return p
	case head == "bantuan" || head == "kalender-promo" || head == "akun":
		p := m.top(m.words.one("helptitle", m.roll(path, 0)))
		p.prose(m.words.one("help", m.roll(path+raw, 1)))
		p.a("/kalender-promo?bulan="+strconv.Itoa(len(raw)+1), "Bulan berikutnya")
		return m.bottom(p, m.roll(path, 2))
	}
	return nil
}

func pageNumber(raw string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(raw, "page="))
	if err != nil {
		return 1
	}
	return n
}

// top writes the head of a page and its navigation.
func (m *market) top(title string) *page {
	p := newPage()
	p.w(`<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>`)
	p.t(title)
	p.w(" | PasarSenja</title><link rel=\"stylesheet\" href=\"/aset/pasar.css\"></head>\n<body><header class=\"top\"><a class=\"logo\" href=\"/\">PasarSenja</a>",
		"<form action=\"/cari\"><input name=\"q\" placeholder=\"Cari: kuota, casing, kartu perdana, KTP holder\"></form><nav>\n")
	for _, s := range marketSections {
		p.a("/c/"+s, strings.ReplaceAll(s, "-", " "))
	}
	p.a("/iklan/", "Iklan baris")
	p.a("/akun/masuk", "Masuk")
	p.w("</nav></header>\n<main>\n")
	return p
}

// bottom writes related products, which repeat the words of the trade, and the footer.
func (m *market) bottom(p *page, r *rand.Rand) *page {
	p.w("</main>\n<aside class=\"related\"><h2>Orang lain juga melihat</h2><ul>\n")
	for k := range 14 {
		i := r.IntN(m.products)
		l, _ := m.productLink(i)
		switch k {
		case 0:
			l.href = fmt.Sprintf("/product.php?id=%d", i)
		case 1:
			l.href += "?utm_source=beranda&utm_medium=kartu"
		case 2:
			l.href += "?sesi=" + strconv.FormatUint(r.Uint64(), 36)
		}
		p.links("<li class=\"mini-card\">", "</li>", []link{l})
	}
	p.w("</ul></aside>\n<footer><div class=\"partner\">\n")
	p.links("", " ", m.elsewhere(r, 3))
	p.w("</div>\n")
	for _, s := range []string{"cara-belanja", "syarat", "barang-terlarang", "hubungi", "mitra", "keamanan"} {
		p.a("/bantuan/"+s, strings.ReplaceAll(s, "-", " "))
	}
	p.a("/kalender-promo?bulan=1", "Kalender promo")
	p.a("/internal/draf/"+strconv.Itoa(r.IntN(drafts)), "Pratinjau draf")
	p.w("<p>Hati-hati penipuan. PasarSenja melarang jual beli KTP, KK, dan data pribadi.</p></footer></body></html>\n")
	return p
}

func (m *market) cards(p *page, items []int) {
	p.w("<div class=\"grid\">\n")
	for _, i := range items {
		e := m.product(i)
		p.echo = p.echo || e.planted()
		p.w("<div class=\"product-card\"><a href=\"", m.productPath(i, &e), "\"><span class=\"name\">")
		p.t(e.title)
		p.w("</span></a><span class=\"price\">Rp", dotted(max(e.price, 1)), "</span></div>\n")
	}
	p.w("</div>\n")
}

func (m *market) home() *page {
	p := m.top("Belanja santai")
	r := m.roll("market home", 0)
	p.el("h1", "Pilihan hari ini")
	var items []int
	for range perList {
		items = append(items, r.IntN(m.products))
	}
	m.cards(p, items)
	p.el("h2", "Toko pilihan")
	for range 10 {
		name := m.sellerName(r.IntN(m.sellers()))
		p.a("/toko/"+name, name)
	}
	return m.bottom(p, r)
}

// section lists the products i with i mod sections = its number.
func (m *market) section(name, raw string) *page {
	index := slices.Index(marketSections, name)
	cur, total := pageNumber(raw), m.products/len(marketSections)+1
	last := (total-1)/perList + 1
	if index < 0 || cur < 1 || cur > last {
		return nil
	}
	p := m.top(strings.ReplaceAll(name, "-", " "))
	p.el("h1", strings.ReplaceAll(name, "-", " "))
	var items []int
	for k := (cur - 1) * perList; k < cur*perList; k++ {
		if i := k*len(marketSections) + index; i < m.products {
			items = append(items, i)
		}
	}
	m.cards(p, items)
	p.w("<nav class=\"pages\">")
	p.pager(cur, last, func(n int) string { return listURI("/c/"+name, n) })
	p.w("</nav>")
	return m.bottom(p, m.roll("section "+name, cur))
}

// listURI has no page number for the first page, so that it has one spelling only.
func listURI(path string, n int) string {
	if n == 1 {
		return path
	}
	return path + "?page=" + strconv.Itoa(n)
}

func (m *market) sellerPage(name string) *page {
	digits := len(name)
	for digits > 0 && name[digits-1] >= '0' && name[digits-1] <= '9' {
		digits--
	}
	s, err := strconv.Atoi(name[digits:])
	if err != nil || s >= m.sellers() || m.sellerName(s) != name {
		return nil
	}
	p := m.top("Toko " + name)
	p.el("h1", "Toko "+name)
	p.prose(m.words.one("shopabout", m.roll("about", s)))
	var items []int
	for i := s; i < m.products; i += m.sellers() {
		items = append(items, i)
	}
	m.cards(p, items)
	return m.bottom(p, m.roll("toko", s))
}

func (m *market) productPage(rest string) *page {
	digits, _, _ := strings.Cut(rest, "-")
	i, err := strconv.Atoi(digits)
	if err != nil || i < 0 || i >= m.products {
		return nil
	}
	e := m.product(i)
	if path := m.productPath(i, &e); path != "/p/"+rest {
		return moved(301, path)
	}
	return m.render(i, &e)
}

func (m *market) render(i int, e *entry) *page {
	body := m.body(e)
	seller := m.sellerName(i % m.sellers())
	r := m.roll("product page", i)
	p := m.top(e.title)
	if e.planted() {
		p.plants = []mark{{"", e.kind}}
	}
	amount := e.price
	if amount == 0 {
		amount = 1
	}
	ld := fmt.Sprintf(`{"@context":"https://schema.org","@type":"Product","sku":"PS-%06d","name":%s,"image":["/foto/%d-0.jpg"],"description":%s,"offers":{"@type":"Offer","price":"%d","priceCurrency":"IDR","availability":"https://schema.org/InStock","seller":{"@type":"Organization","name":%s}}}`,
		i, quoteJSON(e.title), i, quoteJSON(body), amount*1000, quoteJSON(seller))
	p.w(`<script type="application/ld+json">`, ld, "</script>\n<nav class=\"crumbs\">")
	p.a("/", "Beranda")
	section := marketSections[i%len(marketSections)]
	p.a("/c/"+section, section)
	p.w("</nav>\n<article class=\"product\"><div class=\"gallery\">")
	for k := range 1 + r.IntN(3) {
		fmt.Fprintf(p, `<img src="/foto/%d-%d.jpg" alt="%s" width="360">`, i, k, html.EscapeString(e.title))
	}
	p.w("</div>\n")
	p.el("h1", e.title)
	p.w("<div class=\"price\">Rp", dotted(amount), "</div><div class=\"seller\">Dijual oleh ")
	p.a("/toko/"+seller, seller)
	p.w("</div>\n<section class=\"description\"><h2>Deskripsi</h2>\n")
	p.prose(body)
	p.w("</section>\n<table class=\"spec\"><tr><td>Kondisi</td><td>Baru</td></tr><tr><td>Berat</td><td>", strconv.Itoa(50+r.IntN(900)),
		" gram</td></tr><tr><td>Dikirim dari</td><td>", from(r, towns), "</td></tr></table>\n</article>\n")
	p.w("<section class=\"reviews\"><h2>Ulasan</h2>\n")
	for k := range r.IntN(4) {
		fmt.Fprintf(p, "<div class=\"review\" id=\"ulasan-%d-%d\"><b>%s</b>", i, k, from(r, givenNames))
		p.el("p", m.words.one("review", r))
		p.w("</div>\n")
	}
	p.w("</section>\n")
	return m.bottom(p, r)
}

func (m *market) photo(name string) *page {
	var i, k int
	if _, err := fmt.Sscanf(name, "%d-%d.jpg", &i, &k); err != nil || i < 0 || i >= m.products+drafts || k < 0 || k > 2 {
		return nil
	}
	e := m.product(i)
	r := m.roll("product photo", i*3+k)
	return photograph(picture(e.kind, r), r)
}

func (m *market) advertList(cur int) *page {
	last := (m.adverts-1)/perList + 1
	if cur < 1 || cur > last {
		return nil
	}
	p := m.top("Iklan baris")
	p.w("<h1>Iklan baris</h1><ol class=\"iklan\">\n")
	for i := (cur - 1) * perList; i < min(cur*perList, m.adverts); i++ {
		e := m.advert(i)
		p.echo = p.echo || e.planted()
		p.links("<li>", "</li>", []link{{fmt.Sprintf("/iklan/%d", i), e.title}})
	}
	p.w("</ol>\n")
	p.pager(cur, last, func(n int) string { return listURI("/iklan/", n) })
	return m.bottom(p, m.roll("advert list", cur))
}

func (m *market) advertPage(i int) *page {
	e := m.advert(i)
	body := m.body(&e)
	r := m.roll("advert page", i)
	p := m.top(e.title)
	if e.planted() {
		p.plants = []mark{{"", e.kind}}
	}
	p.w("<table class=\"iklan-baris\" width=\"100%\"><tr><td colspan=\"2\">")
	p.el("h1", e.title)
	p.w("</td></tr>\n<tr><td class=\"isi\">")
	p.lines(body)
	p.w("</td><td class=\"info\">Pemasang: ", from(r, givenNames), "<br>Kota: ", from(r, towns), "<br>")
	if e.price > 0 {
		p.w("Harga: Rp", dotted(e.price), "<br>")
	}
	p.w("Dilihat: ", strconv.Itoa(r.IntN(900)), " kali</td></tr></table>\n")
	return m.bottom(p, r)
}
