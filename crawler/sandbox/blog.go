package sandbox

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// blogs is warungblog: small blogs with a guest book each. Posts and guest books may hold plants.
type blogs struct {
	*world
	posts       int
	plants      spread // over posts
	guestPlants spread // over guest books
}

const perBlog = 12

func (b *blogs) host() string { return "warungblog" }

func (b *blogs) count() int { return (b.posts-1)/perBlog + 1 }

func (b *blogs) name(i int) string {
	r := b.roll("blog", i)
	return from(r, []string{"catatan", "dapur", "desa", "kelurahan", "warung", "coretan", "jurnal"}) + "-" + slug(from(r, villages)) + "-" + strconv.Itoa(i)
}

func (b *blogs) number(name string) (int, bool) {
	n, err := strconv.Atoi(name[strings.LastIndexByte(name, '-')+1:])
	return n, err == nil && n >= 0 && n < b.count() && b.name(n) == name
}

func (b *blogs) post(i int) entry { return b.entry("post", i, b.plants) }

func (b *blogs) link(i int) (link, bool) {
	e := b.post(i)
	return link{fmt.Sprintf("/%s/2026/%s-%d.html", b.name(i/perBlog), slug(e.title), i), e.title}, e.planted()
}

func (b *blogs) random(r *rand.Rand) link {
	if r.IntN(6) == 0 {
		name := b.name(r.IntN(b.count()))
		return link{"/" + name + "/buku-tamu", "Buku tamu " + name}
	}
	l, _ := b.link(r.IntN(b.posts))
	return l
}

func (b *blogs) plantPaths() []string {
	var paths []string
	for j := range b.plants.k {
		l, _ := b.link(b.plants.at(j))
		paths = append(paths, l.href)
	}
	for j := range b.guestPlants.k {
		paths = append(paths, "/"+b.name(b.guestPlants.at(j))+"/buku-tamu")
	}
	return paths
}

func (b *blogs) serve(path, _ string) *page {
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	switch {
	case path == "/":
		return b.index(1)
	case parts[0] == "halaman" && len(parts) == 2:
		if n, err := strconv.Atoi(parts[1]); err == nil && n > 1 {
			return b.index(n)
		}
		return nil
	case path == "/putar/a": // a loop
		return moved(302, "/putar/b")
	case path == "/putar/b":
		return moved(302, "/putar/a")
	case parts[0] == "pindah" && len(parts) == 2: // /pindah/3 is three redirects away from a blog, /pindah/9 too many
		if n, err := strconv.Atoi(parts[1]); err == nil && n > 1 && n < 10 {
			return moved(302, "/pindah/"+strconv.Itoa(n-1))
		}
		return moved(301, "/"+b.name(0)+"/")
	case path == "/keluar": // into somebody's private network
		return moved(302, "http://10.0.0.1/")
	}
	i, ok := b.number(parts[0])
	switch {
	case !ok:
		return nil
	case len(parts) == 1:
		return moved(301, path+"/")
	case parts[1] == "":
		return b.home(i)
	case parts[1] == "buku-tamu" && len(parts) == 2:
		return b.guestBook(i)
	case len(parts) == 3:
		name := strings.TrimSuffix(parts[2], ".html")
		n, err := strconv.Atoi(name[strings.LastIndexByte(name, '-')+1:])
		if err != nil || n/perBlog != i || n >= b.posts {
			return nil
		}
		if l, _ := b.link(n); l.href != path {
			return moved(301, l.href)
		}
		return b.postPage(n)
	}
	return nil
}

func (b *blogs) top(title, name string) *page {
	p := newPage()
	p.w("<!DOCTYPE html>\n<html dir='ltr' xmlns='http://www.w3.org/1999/xhtml'>\n<head>\n<meta content='text/html; charset=UTF-8' http-equiv='Content-Type'/>\n<title>")
	p.t(title)
	p.w("</title>\n</head>\n<body class='loading'>\n<div class='header-outer'><h1 class='title'>")
	p.a("/"+name, title)
	p.w("</h1></div>\n<div class='main-outer'>\n")
	return p
}

func (b *blogs) bottom(p *page, r *rand.Rand) *page {
	p.w("</div>\n<div class='sidebar section'><div class='widget BlogList'><h2>Blog teman</h2><ul>\n")
	for range 12 {
		name := b.name(r.IntN(b.count()))
		p.links("<li>", "</li>", []link{{"/" + name + "/", name}})
	}
	p.w("</ul></div><div class='widget PopularPosts'><h2>Entri pilihan</h2>\n")
	for range 10 {
		l, _ := b.link(r.IntN(b.posts))
		p.links("<div>", "</div>", []link{l})
	}
	p.w("</div><div class='widget LinkList'>\n")
	p.links("<div>", "</div>", b.elsewhere(r, 4))
	p.w("</div></div>\n<div class='footer-outer'>Diberdayakan oleh WarungBlog. Tema sederhana.</div>\n</body></html>\n")
	return p
}

func (b *blogs) index(cur int) *page {
	last := (b.count()-1)/perDirectory + 1
	if cur > last {
		return nil
	}
	p := b.top("WarungBlog", "")
	p.w("<ul class='blogs'>\n")
	for i := (cur - 1) * perDirectory; i < min(cur*perDirectory, b.count()); i++ {
		p.links("<li>", "</li>", []link{{"/" + b.name(i) + "/", b.name(i)}})
	}
	p.w("</ul>\n")
	p.pager(cur, last, func(n int) string {
		if n == 1 {
			return "/"
		}
		return "/halaman/" + strconv.Itoa(n)
	})
	if cur == 1 {
		p.w("<p class='pindahan'>\n")
		for _, path := range []string{"/pindah/3", "/pindah/9", "/putar/a", "/keluar"} {
			p.a(path, "Blog yang pindah alamat")
		}
		p.w("</p>\n")
	}
	return b.bottom(p, b.roll("blog index", cur))
}

func (b *blogs) home(i int) *page {
	name := b.name(i)
	p := b.top("Blog "+name, name+"/")
	for n := i * perBlog; n < min((i+1)*perBlog, b.posts); n++ {
		l, planted := b.link(n)
		p.echo = p.echo || planted
		p.links("<div class='post-outer'><h3 class='post-title'>", "</h3></div>\n", []link{l})
	}
	p.a("/"+name+"/buku-tamu", "Buku tamu")
	return b.bottom(p, b.roll("blog home", i))
}

func (b *blogs) postPage(n int) *page {
	e := b.post(n)
	name := b.name(n / perBlog)
	p := b.top(e.title, name+"/")
	if e.planted() {
		p.plants = []mark{{"", e.kind}}
	}
	r := b.roll("post page", n)
	p.w("<div class='post hentry'><h3 class='post-title entry-title'>")
	p.t(e.title)
	p.w("</h3>\n<div class='post-body entry-content'>\n")
	p.prose(b.body(&e))
	p.w("</div>\n<div class='post-footer'>Diposting oleh ", from(r, givenNames), "</div></div>\n")
	p.a("/"+name+"/buku-tamu", "Buku tamu")
	return b.bottom(p, r)
}

func (b *blogs) guestBook(i int) *page {
	name := b.name(i)
	p := b.top("Buku tamu "+name, name+"/")
	r := b.roll("guest book", i)
	count, where := 8+r.IntN(12), -1
	j, planted := b.guestPlants.holds(i)
	if planted {
		where = r.IntN(count)
	}
	p.w("<div class='guestbook'>\n")
	for k := range count {
		id := fmt.Sprintf("tamu-%d", i*postSpace+k)
		said := b.words.one("greeting", r)
		if r.IntN(14) == 0 {
			said = b.words.fill(b.words.pick(kindHard, "reply", r).body, r)
		}
		if k == where {
			e := b.open(b.words.plant("guest", j), "guest", i)
			said = b.body(&e)
			p.plants = append(p.plants, mark{id, e.kind})
		}
		p.w("<div class='entry' id='", id, "'><b>", from(r, givenNames), "</b> (", from(r, towns), ") menulis pada ", moment(r), ":<div class='text'>")
		p.lines(said)
		p.w("</div></div>\n")
	}
	p.w("</div>\n")
	return b.bottom(p, r)
}
