package sandbox

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// files is berkas: open folders as Apache and nginx list them. A plant is a folder of identity pictures or a file with rows.
type files struct {
	*world
	folders int
	plants  spread
}

const perGroup = 25 // folders in a group

func (f *files) host() string { return "berkas" }

func (f *files) groups() int { return (f.folders-1)/perGroup + 1 }

// folder is one open folder: a planted or harmless set of names, or ordinary files with one text among them.
type folder struct {
	path  string
	style string // list of file names
	kind  string // of the pictures in it; "" when harmless
	text  *entry // a text file, nil when there is none
	names []string
}

func (f *files) folder(i int) folder {
	r := f.roll("folder", i)
	d := folder{style: "plainfile"}
	j, planted := f.plants.holds(i)
	title := f.words.one("foldername", r)
	count := 4 + r.IntN(18)
	switch {
	case planted && j%2 == 0:
		d.kind, d.style, count = "exposure", from(r, []string{"idfile1", "idfile2", "idfile3", "idfile4"}), 12+r.IntN(24)
		title = f.words.one("idfolder", r)
	case planted:
		e := f.open(f.words.plant("file", j/2), "file", i)
		d.text = &e
	case r.IntN(100) < 2*hardShare:
		d.style = from(r, []string{"hardfile1", "hardfile2", "hardfile3"})
	case r.IntN(2) == 0:
		e := f.harmless("file", i)
		d.text = &e
	}
	d.path = fmt.Sprintf("/pub/%d/%s-%d/", i/perGroup+1, slug(title), i)
	seen := map[string]bool{}
	for range count {
		if name := f.words.one(d.style, r); !seen[name] {
			seen[name] = true
			d.names = append(d.names, name)
		}
	}
	if d.text != nil {
		d.names = append(d.names, d.text.title)
	}
	return d
}

func (f *files) random(r *rand.Rand) link {
	d := f.folder(r.IntN(f.folders))
	return link{d.path, "Berkas " + strings.Trim(d.path, "/")}
}

func (f *files) plantPaths() []string {
	var paths []string
	for j := range f.plants.k {
		d := f.folder(f.plants.at(j))
		if d.text != nil {
			paths = append(paths, d.path+url.PathEscape(d.text.title))
		} else {
			paths = append(paths, d.path)
		}
	}
	return paths
}

func (f *files) serve(path, _ string) *page {
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	switch {
	case path == "/":
		return f.root()
	case path == "/readme.txt":
		p := newPage()
		p.media = "text/plain; charset=utf-8"
		p.w("Server berkas publik. Isi folder menjadi tanggung jawab pengunggah.\n")
		return p
	case path == "/pub":
		return moved(301, "/pub/")
	case path == "/pub/":
		return f.groupList()
	case len(parts) == 3 && parts[0] == "pub" && parts[2] == "":
		return f.group(parts[1])
	case len(parts) == 4 && parts[0] == "pub":
		i, err := strconv.Atoi(parts[2][strings.LastIndexByte(parts[2], '-')+1:])
		if err != nil || i < 0 || i >= f.folders {
			return nil
		}
		d := f.folder(i)
		if d.path != "/pub/"+parts[1]+"/"+parts[2]+"/" {
			return nil
		}
		if parts[3] == "" {
			return f.listing(i, &d)
		}
		return f.file(i, &d, parts[3])
	}
	return nil
}

// index writes a folder listing; even numbers look like Apache, odd ones like nginx.
func (f *files) index(path string, i int, names []string) *page {
	p := newPage()
	r := f.roll("index "+path, 0)
	if i%2 == 1 {
		p.w("<html>\n<head><title>Index of ", path, "</title></head>\n<body>\n<h1>Index of ", path, "</h1><hr><pre><a href=\"../\">../</a>\n")
		for _, name := range names {
			p.w("<a href=\"", url.PathEscape(strings.TrimSuffix(name, "/")), dirSlash(name), "\">")
			p.t(name)
			fmt.Fprintf(p, "</a>%s%02d-%s-2026 %02d:%02d %19d\n", strings.Repeat(" ", max(1, 51-len(name))), 1+r.IntN(28), from(r, []string{"Jan", "Apr", "Aug", "Oct"}), r.IntN(24), r.IntN(60), 900+r.IntN(900_000))
		}
		p.w("</pre><hr></body>\n</html>\n")
		return p
	}
	p.w("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">\n<html>\n <head>\n  <title>Index of ", path, "</title>\n </head>\n <body>\n<h1>Index of ", path, "</h1>\n",
		"  <table>\n   <tr><th valign=\"top\">&nbsp;</th><th><a href=\"?C=N;O=D\">Name</a></th><th><a href=\"?C=M;O=A\">Last modified</a></th><th><a href=\"?C=S;O=A\">Size</a></th></tr>\n   <tr><th colspan=\"4\"><hr></th></tr>\n",
		"<tr><td>&nbsp;</td><td><a href=\"../\">Parent Directory</a></td><td>&nbsp;</td><td align=\"right\">  - </td></tr>\n")
	for _, name := range names {
		p.w("<tr><td valign=\"top\">&nbsp;</td><td><a href=\"", url.PathEscape(strings.TrimSuffix(name, "/")), dirSlash(name), "\">")
		p.t(name)
		fmt.Fprintf(p, "</a></td><td align=\"right\">2026-%02d-%02d %02d:%02d  </td><td align=\"right\">%dK</td></tr>\n", 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60), 1+r.IntN(900))
	}
	p.w("   <tr><th colspan=\"4\"><hr></th></tr>\n</table>\n<address>Apache/2.4 Server at berkas.localhost</address>\n</body></html>\n")
	return p
}

func dirSlash(name string) string {
	if strings.HasSuffix(name, "/") {
		return "/"
	}
	return ""
}

func (f *files) root() *page { return f.index("/", 0, []string{"pub/", "readme.txt"}) }

func (f *files) groupList() *page {
	var names []string
	for g := range f.groups() {
		names = append(names, strconv.Itoa(g+1)+"/")
	}
	return f.index("/pub/", 0, names)
}

func (f *files) group(number string) *page {
	g, err := strconv.Atoi(number)
	if err != nil || g < 1 || g > f.groups() {
		return nil
	}
	var names []string
	echo := false
	for i := (g - 1) * perGroup; i < min(g*perGroup, f.folders); i++ {
		d := f.folder(i)
		echo = echo || d.kind != ""
		names = append(names, strings.TrimPrefix(d.path, "/pub/"+number+"/"))
	}
	p := f.index("/pub/"+number+"/", g, names)
	p.echo = echo
	return p
}

func (f *files) listing(i int, d *folder) *page {
	p := f.index(d.path, i, d.names)
	switch {
	case d.kind != "":
		p.plants = []mark{{"", d.kind}}
	case d.text != nil && d.text.planted():
		p.echo = true
	}
	return p
}

func (f *files) file(i int, d *folder, name string) *page {
	switch {
	case !slices.Contains(d.names, name):
		return nil
	case d.text != nil && d.text.title == name:
		p := newPage()
		p.media = "text/plain; charset=utf-8"
		if strings.HasSuffix(name, ".csv") {
			p.media = "text/csv; charset=utf-8"
		}
		p.w(f.words.fill(d.text.text.body, d.text.r), "\n")
		if d.text.planted() {
			p.plants = []mark{{"", d.text.kind}}
		}
		return p
	case strings.HasSuffix(name, ".jpg") || strings.HasSuffix(name, ".png") || strings.HasSuffix(name, ".jpeg"):
		r := f.roll("file "+name, i)
		return photograph(picture(d.kind, r), r)
	default:
		p := newPage()
		p.media = "text/plain; charset=utf-8"
		p.w(f.words.one("plaintext", f.roll("file "+name, i)), "\n")
		return p
	}
}
