package canary

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
)

// Kinds of canaries that stand beside a number in a row of people.
const (
	person  = "person"
	birth   = "birth"
	address = "address"
	mother  = "mother"
)

var rowKinds = []string{person, birth, address, mother}

// invented makes a word of five syllables that no list holds, another one for every i.
func invented(i int) string {
	var b strings.Builder
	for range 5 {
		b.WriteString([]string{"ka", "ne", "ri", "vo", "zu"}[i%5])
		i /= 5
	}
	return "Qu" + b.String() + "wan"
}

// newRowCanary makes the i-th value of a kind. Whatever word of it comes out is a hit.
func newRowCanary(kind string, i int) *canary {
	c := &canary{kind: kind}
	word := func(k int) string { return c.spelled(invented(10*i + 7 + k)) }
	switch kind {
	case person:
		c.text = word(0) + " " + word(1)
	case mother:
		c.text = word(2) + " " + word(3)
	case birth:
		day, month, year := 1+i%28, i/28%12, 1951+i%7
		name := strings.Fields("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember")[month]
		c.text = c.spelled([]string{
			fmt.Sprintf("%02d-%02d-%d", day, month+1, year), fmt.Sprintf("%d-%02d-%02d", year, month+1, day),
			fmt.Sprintf("%02d/%02d/%d", day, month+1, year), fmt.Sprintf("%d %s %d", day, name, year),
		}[i%4])
	case address:
		c.text = "Jl. " + word(4) + " No. 0 RT 03/RW 02 Kel. " + word(5) + " Kec. " + word(6)
	}
	return c
}

// row is what a row of people holds.
type row struct{ nik, person, birth, address, mother, phone string }

func (r *row) fields() []string {
	return []string{r.nik, r.person, r.birth, r.address, r.mother, r.phone}
}

var columns = []string{"nik", "nama", "tgl_lahir", "alamat", "nama_ibu_kandung", "no_hp"}

// people takes canaries for the names of some people, of whom nothing else is told.
func (web *canaryWeb) people(place string) []string {
	const people = 5
	out := make([]string, people)
	for k := range out {
		c := newRowCanary(person, web.made[person])
		web.made[person]++
		c.place = place
		web.canaries = append(web.canaries, c)
		out[k] = c.text
	}
	return out
}

// rows takes canaries for some rows.
func (web *canaryWeb) rows(place string) []row {
	const people = 4
	out := make([]row, people)
	for k := range out {
		value := map[string]string{}
		for _, kind := range rowKinds {
			c := newRowCanary(kind, web.made[kind])
			web.made[kind]++
			c.place = place
			web.canaries = append(web.canaries, c)
			value[kind] = c.text
		}
		out[k] = row{web.take(nik, place).text, value[person], value[birth], value[address], value[mother], web.take(phone, place).text}
	}
	return out
}

// plantRows plants people in rows, in the formats in which they are leaked: with an offer, and alone.
func (web *canaryWeb) plantRows() {
	escaped := func(r *row) []string {
		var out []string
		for _, f := range r.fields() {
			out = append(out, html.EscapeString(f))
		}
		return out
	}
	table := func(place string) string {
		var b strings.Builder
		b.WriteString("<table><tr><th>NIK</th><th>Nama</th><th>Tanggal lahir</th><th>Alamat</th><th>Nama ibu kandung</th><th>HP</th></tr>")
		for _, r := range web.rows(place) {
			b.WriteString("<tr><td>" + strings.Join(escaped(&r), "</td><td>") + "</td></tr>")
		}
		return b.String() + "</table>"
	}
	records := func(place, begin, separator, end string) string {
		var b strings.Builder
		for _, r := range web.rows(place) {
			f := escaped(&r)
			b.WriteString(begin)
			for k, name := range []string{"NIK", "Nama", "Tempat/Tgl Lahir", "Alamat", "Ibu Kandung", "HP"} {
				b.WriteString(name + " : " + f[k] + separator)
			}
			b.WriteString(end)
		}
		return b.String()
	}
	plain := func(place string) string { // as a card is read: the number is not first, and nothing has a name
		var b strings.Builder
		for _, r := range web.rows(place) {
			b.WriteString("<p>" + r.person + "</p><p>NIK " + r.nik + "</p><p>" + r.birth + "</p><p>" + r.address + "</p><p>" + r.mother + "</p>")
		}
		return b.String()
	}
	for i, body := range []func(offer string) string{
		func(offer string) string { return table("the cells of a table" + offer) },
		func(offer string) string { return records("records with labels"+offer, "<p>", "<br>", "</p>") },
		func(offer string) string { return plain("lines without labels" + offer) },
		func(offer string) string {
			return "<pre>" + html.EscapeString(web.lines("rows with bars in a page"+offer, " | ")) + "</pre>"
		},
	} {
		first := len(web.canaries)
		text := body(" below an offer")
		web.page(canaryHost, fmt.Sprintf("/k80-%d/iklan", i), "<title>Jual data KTP "+web.canaries[first].text+" dkk</title>", text)
		alone := "<!doctype html><meta charset=utf-8><title>Data penduduk</title><main><h1>Data penduduk</h1>" + body("") + "</main>"
		web.file(fmt.Sprintf("/k81-%d/data", i), fmt.Sprintf("k81-%d", i), "text/html; charset=utf-8", alone)
	}
	quoted := func(place string) string {
		var b strings.Builder
		b.WriteString("INSERT INTO `penduduk` (`" + strings.Join(columns, "`,`") + "`) VALUES\n")
		for _, r := range web.rows(place) {
			b.WriteString("('" + strings.Join(r.fields(), "','") + "'),\n")
		}
		return b.String()
	}
	objects := func(place string, indent string) string {
		var all []map[string]string
		for _, r := range web.rows(place) {
			object := map[string]string{}
			for k, f := range r.fields() {
				object[columns[k]] = f
			}
			all = append(all, object)
		}
		text, _ := json.MarshalIndent(map[string]any{"penduduk": all}, "", indent)
		return string(text)
	}
	fixed := func(place string) string {
		var b strings.Builder
		fmt.Fprintf(&b, "%-18s%-30s%-20s%-80s%s\n", "NIK", "NAMA", "TGL LAHIR", "ALAMAT", "IBU KANDUNG")
		for _, r := range web.rows(place) {
			fmt.Fprintf(&b, "%-18s%-30s%-20s%-80s%s\n", r.nik, r.person, r.birth, r.address, r.mother)
		}
		return b.String()
	}
	comma := strings.Join(columns, ",") + "\n"
	web.file("/k82/data.csv", "k82", "text/csv", comma+web.lines("a file of rows with commas", ","))
	web.file("/k83/data.tsv", "k83", "text/tab-separated-values", strings.ReplaceAll(comma, ",", "\t")+web.lines("a file of rows with tabs", "\t"))
	web.file("/k84/data.txt", "k84", "text/plain", web.lines("a file of rows with bars and no head", "|"))
	web.file("/k85/data.sql", "k85", "text/plain", quoted("a database's file"))
	web.file("/k86/data.json", "k86", "application/json", objects("a file of objects", "  "))
	web.file("/k87/data.json", "k87", "application/json", objects("a file of objects on one line", ""))
	web.file("/k88/data.txt", "k88", "text/plain", fixed("a file of columns of one width"))
	web.file("/k89/data.txt", "k89", "text/plain", records("a file of records", "", "\n", "\n"))
}

// plantNames plants people's names where nothing else is told of them: in the names of files, below pictures, and as owners of papers.
func (web *canaryWeb) plantNames() {
	folder := func(place string, name func(person string) string) string {
		var b strings.Builder
		b.WriteString("<!doctype html><title>Index of /berkas-ktp</title><h1>Index of /berkas-ktp</h1><pre><a href=\"../\">../</a>\n")
		for _, p := range web.people(place) {
			file := name(p)
			fmt.Fprintf(&b, "<a href=\"%s\">%s</a>  2024-03-01 10:11  120K\n", url.PathEscape(file), file)
		}
		return b.String() + "</pre>"
	}
	joined := func(s, separator string) string { return strings.ReplaceAll(s, " ", separator) }
	for i, name := range []func(p string) string{
		func(p string) string { return "ktp_" + strings.ToLower(joined(p, "_")) + ".jpg" },
		func(p string) string { return "KTP " + p + ".jpg" },
		func(p string) string { return joined(p, "-") + "-SELFIE-KTP.jpeg" },
		func(p string) string { return strings.ToUpper(joined(p, ".")) + ".ktp.pdf" },
		func(p string) string { return p + "/" },
	} {
		web.file(fmt.Sprintf("/k92-%d/berkas-ktp/", i), fmt.Sprintf("k92-%d", i), "text/html; charset=utf-8", folder("a file's name", name))
	}
	gallery := func(place, caption string) string {
		var b strings.Builder
		for _, p := range web.people(place) {
			fmt.Fprintf(&b, `<figure><img src="/muat/ktp-%s.jpg" alt="KTP %s"><figcaption>%s %s</figcaption></figure>`, strings.ToLower(joined(p, "-")), p, caption, p)
		}
		return b.String()
	}
	for i, caption := range []string{"KTP", "Selfie KTP", "Foto KTP atas nama"} {
		web.file(fmt.Sprintf("/k93-%d/album", i), fmt.Sprintf("k93-%d", i), "text/html; charset=utf-8",
			"<!doctype html><meta charset=utf-8><title>Berkas warga</title><main><h1>Berkas KTP warga</h1>"+gallery("below a picture", caption)+"</main>")
	}
	var owners strings.Builder
	for _, p := range web.people("the owner of a paper") {
		owners.WriteString("<p>Contoh: KTP a.n. " + p + ", siap kirim</p>")
	}
	web.page(canaryHost, "/k94/iklan", "<title>Jual KTP</title>", owners.String())
}

// lines writes people in rows of fields.
func (web *canaryWeb) lines(place, separator string) string {
	var b strings.Builder
	for _, r := range web.rows(place) {
		b.WriteString(strings.Join(r.fields(), separator) + "\n")
	}
	return b.String()
}

// file serves what is to be alerted as it is.
func (web *canaryWeb) file(uri, code, contentType, body string) {
	web.serve(canaryHost, uri, code, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", contentType)
		fmt.Fprint(rw, body)
	})
}
