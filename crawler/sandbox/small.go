package sandbox

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// village is lambat: the slow site of a village office, with notices that name people.
type village struct {
	*world
	notices int
	plants  spread
	slowest time.Duration
}

func (v *village) host() string { return "lambat" }

// delay is how long an answer takes: between 2/15 of the slowest and the slowest.
func (v *village) delay(uri string) time.Duration {
	if v.slowest <= 0 {
		return 0
	}
	least := v.slowest * 2 / 15
	return least + time.Duration(mix(v.seed, hash(uri))%uint64(v.slowest-least+1))
}

func (v *village) notice(i int) entry { return v.entry("notice", i, v.plants) }

func (v *village) link(i int) link {
	e := v.notice(i)
	return link{"/pengumuman/" + strconv.Itoa(i), e.title}
}

func (v *village) random(r *rand.Rand) link { return v.link(r.IntN(v.notices)) }

func (v *village) plantPaths() []string {
	var paths []string
	for j := range v.plants.k {
		paths = append(paths, v.link(v.plants.at(j)).href)
	}
	return paths
}

func (v *village) serve(path, _ string) *page {
	i, err := strconv.Atoi(strings.TrimPrefix(path, "/pengumuman/"))
	p := newPage()
	p.w("<html><head><title>Desa Lambat Makmur</title></head><body bgcolor=\"#ffffff\">\n<center><a href=\"/\">Desa Lambat Makmur</a> | <a href=\"/arsip/surat\">Arsip surat</a></center><hr>\n")
	r := v.roll("village "+path, 0)
	switch {
	case path == "/":
		p.w("<h1>Pengumuman</h1><ul>\n")
		for i := range v.notices {
			e := v.notice(i)
			p.echo = p.echo || e.planted()
			p.links("<li>", "</li>", []link{{"/pengumuman/" + strconv.Itoa(i), e.title}})
		}
		p.w("</ul>\n")
	case err == nil && i >= 0 && i < v.notices:
		e := v.notice(i)
		if e.planted() {
			p.plants = []mark{{"", e.kind}}
		}
		p.w("<div id=\"isi\">\n")
		p.el("h2", e.title)
		p.prose(v.body(&e))
		p.w("</div>\n")
	default:
		return nil
	}
	p.w("<hr><p>Tautan:</p>\n")
	for range 12 {
		l := v.random(r)
		p.a(l.href, l.text)
	}
	p.links("", "<br>\n", v.elsewhere(r, 8))
	p.w("</body></html>\n")
	return p
}

// parked is kosong: one page that says nothing.
type parked struct{ *world }

func (k *parked) host() string           { return "kosong" }
func (k *parked) random(*rand.Rand) link { return link{"/", "kosong"} }
func (k *parked) plantPaths() []string   { return nil }
func (k *parked) serve(path, _ string) *page {
	if path != "/" {
		return nil
	}
	p := newPage()
	p.w("<html><head><title>kosong.localhost</title></head><body><p>Domain ini belum dipakai.</p></body></html>\n")
	return p
}

// broken is galat: its robots.txt answers 503, so nothing of it may be fetched. Its pages hold plants all the same.
type broken struct{ *world }

const brokenPages = 6

func (g *broken) host() string { return "galat" }

func (g *broken) random(r *rand.Rand) link {
	n := strconv.Itoa(r.IntN(brokenPages))
	return link{"/arsip/" + n, "Arsip galat " + n}
}

func (g *broken) plantPaths() []string { return []string{"/arsip/0", "/arsip/3"} }

func (g *broken) serve(path, _ string) *page {
	i, err := strconv.Atoi(strings.TrimPrefix(path, "/arsip/"))
	if path != "/" && (err != nil || i < 0 || i >= brokenPages) {
		return nil
	}
	p := newPage()
	p.w("<html><head><title>Arsip</title></head><body>\n")
	for n := range brokenPages {
		p.a(fmt.Sprintf("/arsip/%d", n), "Arsip")
	}
	if path != "/" && i%3 == 0 {
		e := g.open(g.words.plant("advert", i), "advert", i)
		p.plants = []mark{{"", e.kind}}
		p.el("h1", e.title)
		p.prose(g.body(&e))
	}
	p.w("</body></html>\n")
	return p
}
