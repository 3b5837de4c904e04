package site_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"ronda/crawler"
	"ronda/crawler/site"
)

// lines lays blocks out as a judge reads them: a line each.
func lines(blocks []crawler.Block) []string {
	var out []string
	for _, b := range blocks {
		for line := range strings.SplitSeq(b.Text, "\n") {
			if strings.TrimSpace(line) != "" {
				out = append(out, string(b.Role)+" "+line)
			}
		}
	}
	return out
}

// flowed reads a page as a stream whose beginning is head bytes.
func flowed(t *testing.T, name, body string, head int) (crawler.Listing, []crawler.Block) {
	t.Helper()
	head = min(head, len(body))
	page := &crawler.Page{URL: name, ContentType: "text/plain", Body: []byte(body[:head])}
	e, blocks, err := site.Flow(page, iotest.HalfReader(strings.NewReader(body[head:])))
	if err != nil {
		t.Fatal(err)
	}
	var got []crawler.Block
	for b, err := range blocks {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, b)
	}
	return e.Listings[0], got
}

var flowTexts = map[string]string{
	"a.csv":      "nik,nama,alamat\n1,Budi,\"Jl. Melati\nNo. 1\"\n\n2,\"Siti \"\"A\"\"\",\xc2\xa0x  y\r\n,,\n3,\"abc\" d,e\r\n4,\"open",
	"quotes.csv": "a;b;c\n\"1\";'2';\"3\"\n\"4\"\r;5;6\n\"7\"\r",
	"crlf.tsv":   "a\tb\r\n1\t2\r\n\"3\"\t4\r\n",
	"a.json":     `[{"nik":"1","nama":"Budi","list":[1,2,{"a":null}],"ok":true}]`,
	"a.jsonl":    "{\"a\":1,\"b\":2}\n{\"a\":3}\n\n{\"a\":4}",
	"cut.json":   `[{"a":1,"b":2,"c":3},{"d":`,
	"bad.json":   `{"a":1} tidak ada "b" di sini` + "\nbaris kedua, x\n",
	"none.json":  "[bukan json,\nbaris kedua\nketiga",
	"a.md":       "# Judul\n\nteks yang\ndisambung\n\n- satu\n- dua\n> kutipan\n\n```\nkode  x\n```\n| a | b |\n",
	"a.sql":      "INSERT INTO t VALUES (1,'Budi','x'),(2,'Siti','y');\nINSERT INTO t VALUES (3,'Agus','z');\n",
	"a.txt":      "Baris satu yang cukup panjang untuk disambung dengan baris yang berikutnya ya\nini sambungannya\n\x00\x01 kontrol\n",
	"pipe.txt":   "a|b|c|d\n1|2|3|4\n5|6|7|8\n",
	"a.xml":      "<?xml version=\"1.0\"?><x:data><x:nik>1</x:nik><nama>Budi &amp; Siti</nama><script>a<b>c</b></script></x:data>",
	"empty.txt":  "",
}

// TestFlowIsExtract holds that a text that fits into one piece comes as Extract gives it.
func TestFlowIsExtract(t *testing.T) {
	for name, body := range flowTexts {
		t.Run(name, func(t *testing.T) {
			page := &crawler.Page{URL: name, ContentType: "text/plain", Body: []byte(body)}
			want, err := site.Extract(page)
			if err != nil {
				t.Fatal(err)
			}
			for _, head := range []int{len(body), len(body) / 2} {
				l, got := flowed(t, name, body, head)
				if diff := cmp.Diff(lines(want.Listings[0].Blocks), lines(got)); diff != "" {
					t.Errorf("with a beginning of %d bytes: -extract +flow\n%s", head, diff)
				}
				l.Blocks = want.Listings[0].Blocks
				if diff := cmp.Diff(want.Listings[0], l); diff != "" {
					t.Errorf("-extract +flow\n%s", diff)
				}
			}
		})
	}
}

// FuzzFlow holds the same for any bytes.
func FuzzFlow(f *testing.F) {
	for name, body := range flowTexts {
		f.Add(name, body, 10)
	}
	f.Fuzz(func(t *testing.T, name, body string, head int) {
		if len(body) > 60_000 {
			return // a record of a table may be too long
		}
		page := &crawler.Page{URL: name, ContentType: "text/plain", Body: []byte(body)}
		want, err := site.Extract(page)
		if err != nil || want.Listings[0].Form != crawler.FormText {
			return
		}
		if _, got := flowed(t, name, body, max(4096, head)); !cmp.Equal(lines(want.Listings[0].Blocks), lines(got)) {
			t.Errorf("-extract +flow\n%s", cmp.Diff(lines(want.Listings[0].Blocks), lines(got)))
		}
	})
}

// TestFlowCutsNoNumber reads long texts of every kind, of one line too, and looks for every number in them.
func TestFlowCutsNoNumber(t *testing.T) {
	const people = 20_000
	number := func(i int) string { return fmt.Sprintf("320171%010d", 1_000_000_000+i*7919) }
	for name, c := range map[string]struct{ before, unit, between, after string }{
		"lines.txt":    {"", "NIK %s atas nama Budi Santoso", "\n", ""},
		"one line.txt": {"", "NIK %s atas nama Budi Santoso", ", ", ""},
		"grouped.txt":  {"", "NIK %[1]s dan x", " ", ""},
		"dump.sql":     {"INSERT INTO warga VALUES ", "('%s','Budi','Jl. Melati 1')", ",", ";"},
		"array.json":   {"[", `{"nik":"%s","nama":"Budi"}`, ",", "]"},
		"string.json":  {`{"a":1,"b":2,"c":3,"data":"`, `NIK %s Budi Santoso`, `; `, `"}`},
		"rows.jsonl":   {"", `{"nik":"%s","nama":"Budi"}`, "\n", ""},
		"rows.csv":     {"nik,nama,alamat\n", `"%s","Budi","Jl. Melati, No. 1"`, "\r\n", ""},
		"long.csv":     {"nik,nama,alamat\na,b,c\n", `"%s",Budi`, ",", ""},
		"page.xml":     {"<data>", "<nik>%s</nik><nama>Budi</nama>", "", "</data>"},
		"text.xml":     {"<data>", "NIK %s Budi", " ", "</data>"},
		"notes.md":     {"# Warga\n", "- NIK %s Budi", "\n", ""},
		"page.html":    {"<!doctype html><p>x", "<p>NIK <b>%s</b> Budi", "", ""},
		"bare.txt":     {"", "%s", "\n", ""},
		"columns.txt":  {"", "%s;Budi;Jl. Melati 1", "\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			b.WriteString(c.before)
			for i := range people {
				if i > 0 {
					b.WriteString(c.between)
				}
				fmt.Fprintf(&b, c.unit, number(i))
			}
			b.WriteString(c.after)
			page := &crawler.Page{URL: name, Body: []byte(b.String()[:100_000])}
			e, blocks, err := site.Flow(page, strings.NewReader(b.String()[100_000:]))
			if err != nil {
				t.Fatal(err)
			}
			if e.Listings[0].Blocks != nil {
				t.Error("blocks beside the stream")
			}
			left := map[string]bool{}
			for i := range people {
				left[number(i)] = true
			}
			for block, err := range blocks {
				if err != nil {
					t.Fatal(err)
				}
				if len(block.Text) > 1<<20 {
					t.Errorf("a block of %d bytes", len(block.Text))
				}
				for _, word := range strings.FieldsFunc(block.Text, func(r rune) bool { return r < '0' || r > '9' }) {
					delete(left, word)
				}
			}
			if len(left) > 0 {
				t.Errorf("%d of %d numbers were cut", len(left), people)
			}
		})
	}
}

// TestFlowTellsOfFailure holds that what was read before an error is given, and then the error.
func TestFlowTellsOfFailure(t *testing.T) {
	broken := errors.New("broken disk")
	for _, name := range []string{"a.csv", "a.txt", "a.json", "a.xml", "a.md", "a.html"} {
		page := &crawler.Page{URL: name, Body: []byte(strings.Repeat("a,b,c\n", 20_000))}
		_, blocks, err := site.Flow(page, iotest.ErrReader(broken))
		if err != nil {
			t.Fatal(err)
		}
		read, last := 0, error(nil)
		for b, err := range blocks {
			read += len(b.Text)
			last = err
		}
		if read < 100_000 || !errors.Is(last, broken) {
			t.Errorf("%s: %d bytes and the error %v", name, read, last)
		}
		for range blocks { // stopping early must not panic
			break
		}
	}
	if _, _, err := site.Flow(&crawler.Page{URL: "a.bin", Body: []byte("PK\x03\x04")}, strings.NewReader("")); !errors.Is(err, site.ErrUnsupported) {
		t.Errorf("error %v", err)
	}
}
