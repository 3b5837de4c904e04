package sandbox

import (
	"fmt"
	"html"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// news is kabarpagi: articles that use every word of the trade, long link lists, and comments that may hold a plant.
type news struct {
	*world
	articles int
	plants   spread
}

const perRubric = 30

var rubrics = []string{"nasional", "daerah", "ekonomi", "teknologi", "olahraga", "gaya-hidup"}

func (s *news) host() string { return "kabarpagi" }

func (s *news) article(i int) entry { return s.harmless("article", i) }

func (s *news) path(i int, e *entry) string {
	r := s.roll("news date", i)
	return fmt.Sprintf("/berita/2026/%02d/%02d/%d/%s", 1+r.IntN(11), 1+r.IntN(28), i, slug(e.title))
}

func (s *news) link(i int) link {
	e := s.article(i)
	return link{s.path(i, &e), e.title}
}

func (s *news) random(r *rand.Rand) link { return s.link(r.IntN(s.articles)) }

func (s *news) plantPaths() []string {
	var paths []string
	for j := range s.plants.k {
		paths = append(paths, s.link(s.plants.at(j)).href)
	}
	return paths
}

func (s *news) serve(path, _ string) *page {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	switch parts[0] {
	case "":
		return s.front()
	case "rubrik":
		cur := 1
		if len(parts) == 3 {
			n, err := strconv.Atoi(strings.TrimPrefix(parts[2], "hal-"))
			if err != nil || n < 2 {
				return nil
			}
			cur = n
		}
		if len(parts) >= 2 {
			return s.rubric(parts[1], cur)
		}
	case "berita", "amp":
		if len(parts) == 6 {
			return s.articlePage(parts[4], path)
		}
	case "read":
		if i, err := strconv.Atoi(parts[len(parts)-1]); err == nil && i >= 0 && i < s.articles {
			return moved(308, s.link(i).href)
		}
	case "tentang":
		p := s.top("Tentang kami")
		p.prose(s.words.one("help", s.roll(path, 0)))
		return s.bottom(p, s.roll(path, 1))
	}
	return nil
}

func (s *news) top(title string) *page {
	p := newPage()
	p.w("<!doctype html>\n<html lang=id>\n<head>\n<meta charset=utf-8>\n<title>")
	p.t(title)
	p.w(" - KabarPagi</title>\n<meta property=og:type content=article>\n<meta property=\"og:title\" content=\"", html.EscapeString(title), "\">\n</head>\n<body>\n<div class=navbar><a href=/>KabarPagi</a>\n")
	for _, name := range rubrics {
		p.a("/rubrik/"+name, strings.ReplaceAll(name, "-", " "))
	}
	p.w("</div>\n<div class=wrapper>\n")
	return p
}

func (s *news) bottom(p *page, r *rand.Rand) *page {
	p.w("<div class=sidebar>\n<h3>Terpopuler</h3><ol>\n")
	for k := range 15 {
		i := r.IntN(s.articles)
		l := s.link(i)
		switch k {
		case 0:
			l.href = "/read/" + strconv.Itoa(i)
		case 1:
			l.href += "?utm_campaign=teratas"
		}
		p.links("<li>", "\n", []link{l})
	}
	p.w("</ol>\n<h3>Terkini</h3><ul>\n")
	for range 10 {
		l := s.random(r)
		p.links("<li>", "\n", []link{l})
	}
	p.w("</ul>\n<h3>Jaringan</h3>\n")
	p.links("", "<br>\n", s.elsewhere(r, 5))
	p.w("</div>\n</div>\n<div class=footer>")
	for _, name := range []string{"redaksi", "pedoman", "iklan"} {
		p.a("/tentang/"+name, name)
	}
	p.w("</div>\n</body></html>\n")
	return p
}

func (s *news) front() *page {
	p := s.top("Berita hari ini")
	r := s.roll("front", 0)
	for range 24 {
		l := s.random(r)
		p.links("<div class=headline><h2>", "</h2></div>\n", []link{l})
	}
	p.links("<p>Mitra: ", "</p>\n", []link{
		{s.url("berkas", "/"), "Berkas publik"},
		{s.url("warungblog", "/"), "Blog warga"},
		{s.url("lambat", "/"), "Desa Lambat Makmur"},
		{s.url("kosong", "/"), "Domain parkir"},
		{s.url("galat", "/"), "Arsip galat"},
	})
	return s.bottom(p, r)
}

func (s *news) rubric(name string, cur int) *page {
	index := slices.Index(rubrics, name)
	last := s.articles/len(rubrics)/perRubric + 1
	if index < 0 || cur > last {
		return nil
	}
	p := s.top("Rubrik " + strings.ReplaceAll(name, "-", " "))
	for k := (cur - 1) * perRubric; k < cur*perRubric; k++ {
		if i := k*len(rubrics) + index; i < s.articles {
			p.links("<div class=item><h2>", "</h2></div>\n", []link{s.link(i)})
		}
	}
	p.w("<div class=paging>")
	p.pager(cur, last, func(n int) string {
		if n == 1 {
			return "/rubrik/" + name
		}
		return fmt.Sprintf("/rubrik/%s/hal-%d", name, n)
	})
	p.w("</div>\n")
	return s.bottom(p, s.roll("rubric "+name, cur))
}

func (s *news) articlePage(number, path string) *page {
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= s.articles {
		return nil
	}
	e := s.article(i)
	own := s.path(i, &e)
	if path != own && path != strings.Replace(own, "/berita/", "/amp/", 1) {
		return moved(301, own)
	}
	p := s.top(e.title)
	r := s.roll("article page", i)
	p.w("<div class=article><h1>")
	p.t(e.title)
	p.w("</h1>\n<div class=byline>", from(r, givenNames), " ", from(r, familyNames), " - KabarPagi</div>\n")
	for k, paragraph := range strings.Split(s.body(&e), "\n\n") {
		p.prose(paragraph)
		if k == 1 {
			p.links("<p><strong>Baca juga: ", "</strong></p>\n", []link{s.random(r)})
		}
	}
	p.a(strings.Replace(own, "/berita/", "/amp/", 1), "Versi AMP")
	p.w("</div>\n<div class=comments><h3>Komentar</h3><ul class=comment-list>\n")
	s.comments(p, i, r)
	p.w("</ul></div>\n")
	return s.bottom(p, r)
}

func (s *news) comments(p *page, i int, r *rand.Rand) {
	count := r.IntN(10)
	where := -1
	j, planted := s.plants.holds(i)
	if planted {
		count += 2
		where = r.IntN(count)
	}
	for k := range count {
		id := fmt.Sprintf("komentar-%d", i*postSpace+k)
		said := s.words.one("comment", r)
		if r.IntN(12) == 0 {
			said = s.words.fill(s.words.pick(kindHard, "reply", r).body, r)
		}
		if k == where {
			e := s.open(s.words.plant("comment", j), "comment", i)
			said = s.body(&e)
			p.plants = append(p.plants, mark{id, e.kind})
		}
		p.w("<li class=comment id=", id, "><cite>", from(r, givenNames), "</cite> <span class=when>", strconv.Itoa(1+r.IntN(23)), " jam lalu</span><p>")
		p.lines(said)
		p.w("</p></li>\n")
	}
}
