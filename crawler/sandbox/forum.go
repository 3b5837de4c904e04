package sandbox

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// forum is forumwarga: boards and threads; an offer is either the first post of a thread or one reply in an honest thread.
type forum struct {
	*world
	threads int
	plants  spread
}

const (
	perBoard  = 30
	postSpace = 20 // post numbers set aside for a thread
)

var boards = []string{"obrolan-umum", "jual-beli", "keuangan-dan-pinjaman", "gadget-dan-kartu", "urusan-kependudukan", "lowongan-kerja"}

func (f *forum) host() string { return "forumwarga" }

func (f *forum) path(i int) string {
	if i >= f.threads {
		return "/privat/thread/" + strconv.Itoa(i)
	}
	return "/thread/" + strconv.Itoa(i)
}

// thread opens the first post of thread i, and the planted reply if the plant is one.
func (f *forum) thread(i int) (first entry, reply *entry) {
	j, ok := f.plants.holds(i)
	if i >= f.threads {
		j, ok = i, true
	}
	switch {
	case ok && j%5 < 3:
		e := f.open(f.words.plant("reply", j), "forum reply", i)
		return f.harmless("thread", i), &e
	case ok:
		return f.open(f.words.plant("thread", j), "thread", i), nil
	default:
		return f.harmless("thread", i), nil
	}
}

func (f *forum) random(r *rand.Rand) link {
	i := r.IntN(f.threads)
	first, _ := f.thread(i)
	return link{f.path(i), first.title}
}

func (f *forum) plantPaths() []string {
	var paths []string
	for j := range f.plants.k {
		paths = append(paths, f.path(f.plants.at(j)))
	}
	return append(paths, f.path(f.threads), f.path(f.threads+1))
}

func (f *forum) serve(path, raw string) *page {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	last, err := strconv.Atoi(parts[len(parts)-1])
	switch {
	case path == "/":
		return f.index()
	case parts[0] == "board" && len(parts) == 2:
		return f.board(parts[1], 1)
	case parts[0] == "board" && len(parts) == 3 && err == nil && last > 1:
		return f.board(parts[1], last)
	case parts[0] == "thread" && len(parts) == 2 && err == nil && last >= 0 && last < f.threads:
		return f.threadPage(last)
	case parts[0] == "privat" && err == nil && last >= f.threads && last < f.threads+2:
		return f.threadPage(last)
	case parts[0] == "t" && err == nil: // the first of two redirects
		return moved(301, "/showthread.php?t="+strconv.Itoa(last))
	case path == "/showthread.php":
		if i, err := strconv.Atoi(strings.TrimPrefix(raw, "t=")); err == nil && i >= 0 && i < f.threads {
			return moved(301, f.path(i))
		}
	case parts[0] == "lama" && err == nil: // leads into the part that robots.txt forbids
		return moved(302, f.path(f.threads+last%2))
	case parts[0] == "anggota":
		p := f.top("Anggota")
		p.el("h1", "Profil anggota")
		return f.bottom(p, f.roll(path, 0))
	}
	return nil
}

func (f *forum) top(title string) *page {
	p := newPage()
	p.w("<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"><title>")
	p.t(title)
	p.w(" - Forum Warga</title></head>\n<body class=\"forum\"><div id=\"header\"><a href=\"/\">Forum Warga</a> <ul class=\"menu\">\n")
	for _, b := range boards {
		p.links("<li>", "</li>", []link{{"/board/" + b, strings.ReplaceAll(b, "-", " ")}})
	}
	p.w("</ul></div>\n<div id=\"content\">\n")
	return p
}

func (f *forum) bottom(p *page, r *rand.Rand) *page {
	p.w("</div>\n<div id=\"sidebar\"><h4>Thread serupa</h4><ul>\n")
	for k := range 12 {
		l := f.random(r)
		if k == 0 {
			l.href = strings.Replace(l.href, "/thread/", "/t/", 1)
		}
		p.links("<li>", "</li>", []link{l})
	}
	p.w("</ul><h4>Dari situs lain</h4>\n")
	p.links("<div>", "</div>", f.elsewhere(r, 3))
	p.w("</div>\n<div id=\"footer\">")
	p.a("/lama/"+strconv.Itoa(r.IntN(9)), "Arsip lama")
	p.a("/privat/thread/"+strconv.Itoa(f.threads+r.IntN(2)), "Ruang privat")
	p.w("Dilarang jual beli KTP, akun, dan data orang. Kontak admin lewat PM.</div></body></html>\n")
	return p
}

func (f *forum) index() *page {
	p := f.top("Tempat warga ngobrol")
	p.w("<table class=\"boards\">\n")
	for b, name := range boards {
		p.w("<tr><td>")
		p.a("/board/"+name, strings.ReplaceAll(name, "-", " "))
		p.w("</td><td>", strconv.Itoa((f.threads-b)/len(boards)), " thread</td></tr>\n")
	}
	p.w("</table>\n<h3>Terbaru</h3>\n")
	r := f.roll("forum index", 0)
	f.titles(p, r.Perm(f.threads)[:min(20, f.threads)])
	return f.bottom(p, r)
}

func (f *forum) titles(p *page, threads []int) {
	p.w("<table class=\"threads\">\n")
	for _, i := range threads {
		first, _ := f.thread(i)
		p.echo = p.echo || first.planted()
		p.w("<tr><td class=\"title\">")
		p.a(f.path(i), first.title)
		p.w("</td><td>oleh ", from(f.roll("starter", i), givenNames), "</td></tr>\n")
	}
	p.w("</table>\n")
}

func (f *forum) board(name string, cur int) *page {
	index := slices.Index(boards, name)
	total := f.threads/len(boards) + 1
	last := (total-1)/perBoard + 1
	if index < 0 || cur > last {
		return nil
	}
	p := f.top("Board " + strings.ReplaceAll(name, "-", " "))
	p.el("h2", strings.ReplaceAll(name, "-", " "))
	var list []int
	for k := (cur - 1) * perBoard; k < cur*perBoard; k++ {
		if i := k*len(boards) + index; i < f.threads {
			list = append(list, i)
		}
	}
	f.titles(p, list)
	p.w("<div class=\"pagination\">")
	p.pager(cur, last, func(n int) string {
		if n == 1 {
			return "/board/" + name
		}
		return fmt.Sprintf("/board/%s/%d", name, n)
	})
	p.w("</div>\n")
	return f.bottom(p, f.roll("board "+name, cur))
}

func (f *forum) threadPage(i int) *page {
	first, planted := f.thread(i)
	p := f.top(first.title)
	p.el("h1", first.title)
	r := f.roll("posts", i)
	posts := 3 + r.IntN(13)
	where := -1
	if planted != nil {
		where = 1 + r.IntN(posts-1)
	}
	before := ""
	for k := range posts {
		id := "post-" + strconv.Itoa(i*postSpace+k+1)
		var said string
		switch {
		case k == 0:
			said = f.body(&first)
			if first.planted() {
				p.plants = append(p.plants, mark{id, first.kind})
			}
		case k == where:
			said = f.body(planted)
			p.plants = append(p.plants, mark{id, planted.kind})
		case k == where+1 && where > 0:
			most := 160
			if planted.kind == "exposure" { // a quote that repeats the rows would be a second exposure
				most = 40
			}
			said = "> " + oneLine(before, most) + "\n" + f.words.one("warnoff", r)
		case first.kind != kindPlain && r.IntN(3) == 0:
			said = f.words.one("answer", r)
		case r.IntN(12) == 0:
			said = f.words.fill(f.words.pick(kindHard, "reply", r).body, r)
		case r.IntN(5) == 0:
			said = "> " + oneLine(before, 70) + "\n" + f.words.one("chat", r)
		default:
			said = f.words.one("chat", r)
		}
		f.post(p, id, said, k, r)
		before = said
	}
	return f.bottom(p, r)
}

func (f *forum) post(p *page, id, said string, k int, r *rand.Rand) {
	name := from(r, givenNames)
	p.w("<div class=\"post\" id=\"", id, "\"><div class=\"posthead\">#", strconv.Itoa(k+1), " - ", moment(r),
		"</div><div class=\"userinfo\"><a class=\"username\" rel=\"nofollow\" href=\"/anggota/", strconv.Itoa(r.IntN(5000)), "\">", name, strconv.Itoa(r.IntN(99)),
		"</a><br>", from(r, towns), "</div><div class=\"postbody\">")
	p.lines(said)
	p.w("</div></div>\n")
}

// oneLine is the beginning of a text on one line, for quotes.
func oneLine(s string, most int) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "> ", ""), "\n", " ")
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + " ..."
	}
	return s
}
