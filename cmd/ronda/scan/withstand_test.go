package scan

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"ronda/cmd/ronda/judging"
	"ronda/crawler/fetch"
	"ronda/detect"
	"ronda/rules"
)

// withstood is a file that a scan must survive, and what it must say of it.
type withstood struct {
	name   string
	body   []byte
	kind   detect.Kind // "" when it does not matter
	people int
}

const lateOffer = "Ready stok paket KTP + selfie pegang KTP, masih fresh, 15rb per set, ambil 100 set lebih murah, minat WA 0812-0000-7788"

// numbered writes n people with format, parted by between; the format's verbs take the number.
func numbered(n int, before, format, between, after string) []byte {
	b := backlog{people: n, seed: 5}
	var out bytes.Buffer
	out.WriteString(before)
	for i := range n {
		if i > 0 {
			out.WriteString(between)
		}
		fmt.Fprintf(&out, format, b.number(i))
	}
	out.WriteString(after)
	return out.Bytes()
}

func filled(unit string, size int) []byte { return bytes.Repeat([]byte(unit), size/len(unit)+1)[:size] }

// hardFiles are the files; size is that of the large ones in bytes.
func hardFiles(t *testing.T, size int) []withstood {
	t.Helper()
	recipe := "Rebus ayam bersama serai dan daun jeruk sampai empuk, lalu suwir dagingnya. "
	r := rand.New(rand.NewPCG(4, 6))
	broken := filled(recipe, size)
	for range size / 50 {
		broken[r.IntN(size)] = byte(0x80 + r.IntN(0x80))
	}
	marks := "k\u0301\u0302\u0303\u0304t\u200bp\u202e\u2066 \U0001d5de\U0001d5e7\U0001d5e3 ｋｔｐ \ufeff\u00adа\u0430р\u0440 \U000e0001\U0010ffff ﷽ "
	encoded := func(e *encoding.Encoder, text string) []byte {
		out, err := e.String(text)
		if err != nil {
			t.Fatal(err)
		}
		return []byte(out)
	}
	csv := numbered(size/60, "nik,nama,alamat\n", "%s,Sarinem,\"Jl. Melati, No. 1\"", "\n", "\n")
	people := size / 60
	files := []withstood{
		{"page.html", fmt.Appendf(nil, "<!doctype html><title>t</title><main>%s<p>%s</main>", filled("<p>"+recipe, size), lateOffer), detect.KindSale, 0},
		{"deep.html", fmt.Appendf(nil, "%s<p>%s", filled("<div>", min(size, 500_000)), lateOffer), detect.KindSale, 0},
		{"scripts.html", fmt.Appendf(nil, "<!doctype html><script>%s</script>", filled("var a = 'Jual KTP selfie 10rb per set'; ", size)), detect.KindNone, 0},
		{"many scripts.html", filled("<script>var a = '3201711234567890';</script>\n", size), detect.KindNone, 0},
		{"entities.html", filled("&amp;&#x41;&lt;", size), detect.KindNone, 0},
		{"line.html", append([]byte("<!doctype html><p>"), filled("a", size)...), detect.KindNone, 0},
		{"line.txt", filled("a", size), detect.KindNone, 0},
		{"words.txt", filled(recipe, size), detect.KindNone, 0},
		{"digits.txt", filled("7", size), detect.KindNone, 0},
		{"spaces.txt", filled(" \n\t", size), detect.KindNone, 0},
		{"stars.txt", filled("*", size), detect.KindNone, 0},
		{"unicode.txt", append(filled(marks, size), "\n"+lateOffer...), "", 0},
		{"unicode.html", fmt.Appendf(nil, "<p>%s", filled(marks, size)), "", 0},
		{"invalid.txt", append(broken, "\n"+lateOffer...), detect.KindSale, 0},
		{"windows-1252.txt", encoded(charmap.Windows1252.NewEncoder(), strings.Repeat("naïve – «résumé»\n", size/20)+lateOffer), detect.KindSale, 0},
		{"utf-16.txt", encoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(), strings.Repeat(recipe+"\n", size/160)+lateOffer), detect.KindSale, 0},
		{"utf-16be.txt", encoded(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder(), lateOffer+"\n"+strings.Repeat(recipe+"\n", size/160)), detect.KindSale, 0},
		{"utf-16.csv", encoded(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder(), string(csv)), detect.KindExposure, people},
		{"empty.txt", nil, detect.KindNone, 0},
		{"empty.html", nil, detect.KindNone, 0},
		{"empty.json", nil, detect.KindNone, 0},
		{"empty.csv", nil, detect.KindNone, 0},
		{"people.csv", csv, detect.KindExposure, people},
		{"crlf.csv", append([]byte("\xef\xbb\xbf"), bytes.ReplaceAll(csv[:len(csv)-1], []byte("\n"), []byte("\r\n"))...), detect.KindExposure, people},
		{"semicolons.csv", bytes.ReplaceAll(bytes.ReplaceAll(csv, []byte(", No"), []byte(" No")), []byte(","), []byte(";")), detect.KindExposure, people},
		{"people.tsv", numbered(people, "nik\tnama\n", "'%s\tSarinem", "\n", ""), detect.KindExposure, people},
		{"people.jsonl", numbered(people, "", `{"nik":"%s","nama":"Sarinem"}`, "\n", "\n"), detect.KindExposure, people},
		{"one line.json", numbered(people, "[", `{"nik":"%s","nama":"Sarinem"}`, ",", "]"), detect.KindExposure, people},
		{"one line.sql", numbered(people, "INSERT INTO warga (nik,nama) VALUES ", "('%s','Sarinem')", ",", ";"), detect.KindExposure, people},
		{"lines.sql", numbered(people, "INSERT INTO warga (nik,nama) VALUES\n", "('%s','Sarinem')", ",\n", ";"), detect.KindExposure, people},
		{"people.xml", numbered(people, "<data>", "<orang><nik>%s</nik><nama>Sarinem</nama></orang>", "", "</data>"), detect.KindExposure, people},
		{"people.md", numbered(people, "# Warga\n\n| nik | nama |\n| --- | --- |\n", "| %s | Sarinem |", "\n", "\n"), detect.KindExposure, people},
		{"one line.txt", numbered(people, "", "NIK %s Sarinem", ", ", ""), detect.KindExposure, people},
		{"people.html", numbered(people, "<!doctype html><table><tr><th>NIK<th>Nama", "<tr><td>%s<td>Sarinem", "\n", "</table>"), detect.KindExposure, people},
		{"cut.json", numbered(people, "[", `{"nik":"%s","nama":"Sarinem"}`, ",", `,{"nik":"32`), detect.KindExposure, people},
		{"deep.json", filled("[", size), detect.KindNone, 0},
		{"long string.json", fmt.Appendf(nil, `{"a":1,"b":2,"c":3,"d":"%s"}`, filled(recipe, size)), detect.KindNone, 0},
		{"open quote.csv", fmt.Appendf(nil, "a,b,c\n1,2,3\n4,\"%s", numbered(people, "", "NIK %s,b,c", "\n", "")), detect.KindExposure, people},
	}
	archive := func(encoding string, body []byte) []byte {
		block := fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n%s\r\n%s", encoding, body)
		return fmt.Appendf(nil, "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://arsip.example/warga.csv\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", len(block), block)
	}
	return append(files,
		withstood{"plain.warc", archive("", csv), detect.KindExposure, people},
		withstood{"members.warc.gz", zipped(archive("", csv)), detect.KindExposure, people},
		withstood{"twice packed.warc.gz", zipped(archive("Content-Encoding: gzip\r\n", zipped(csv))), detect.KindExposure, people},
	)
}

// TestScanWithstands gives the real binary hard files: a page of 10 MB, lines of 5 million characters, 100,000 levels, the
// others smaller than in TestBarScanWithstands.
func TestScanWithstands(t *testing.T) { checkWithstands(t, 700_000, 5_000_000) }

// checkWithstands holds that each file has its line and memory stays bounded. The sizes are those of most files and of
// those that are known for their size.
func checkWithstands(t *testing.T, most, known int) {
	t.Helper()
	dir := t.TempDir()
	files := hardFiles(t, most)
	for i, f := range hardFiles(t, known) {
		switch f.name {
		case "page.html":
			files[i].body = slices.Concat(f.body, f.body)
		case "deep.html", "line.txt", "line.html", "one line.json":
			files[i] = f
		}
	}
	var args []string
	for _, f := range files {
		path := filepath.Join(dir, f.name)
		if err := os.WriteFile(path, f.body, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	// A pipe has no end that could be looked up, and is read once.
	pipe := filepath.Join(dir, "pipe.csv")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{pipe, "/dev/stdin"} {
		args = append(args, path)
		files = append(files, withstood{name: path, kind: detect.KindExposure, people: most / 60})
	}
	table := files[slices.IndexFunc(files, func(f withstood) bool { return f.name == "people.csv" })].body
	fed := make(chan error, 1)
	go func() { fed <- os.WriteFile(pipe, table, 0o600) }()
	lines, peak, cpu := measuredScan(t, bytes.NewReader(table), args...)
	if err := <-fed; err != nil {
		t.Error(err)
	}
	if len(lines) != len(files) {
		t.Fatalf("%d lines for %d files:\n%.2000s", len(lines), len(files), strings.Join(lines, "\n"))
	}
	for i, f := range files {
		f.check(t, []byte(lines[i]))
	}
	t.Logf("%d files, %.1fs of CPU, peak %.0f MB", len(files), cpu.Seconds(), peak)
	if peak > mostMB {
		t.Errorf("took %.0f MB, at most %d are allowed", peak, mostMB)
	}
}

func (f *withstood) check(t *testing.T, line []byte) {
	t.Helper()
	var v verdict
	if err := json.Unmarshal(line, &v); err != nil || v.Error != "" {
		t.Errorf("%s: %v: %s", f.name, err, line)
		return
	}
	if f.kind != "" && v.Kind != f.kind {
		t.Errorf("%s: judged %s %.2f, want %s: %.600s", f.name, v.Kind, v.Score, f.kind, line)
	}
	counted := 0
	for _, id := range v.Identifiers {
		if id.Type == "nik" {
			counted = id.Count
		}
	}
	if counted != f.people {
		t.Errorf("%s: %d people counted, want %d", f.name, counted, f.people)
	}
}

// TestScanIsLinear holds that a file of twice the size takes about twice the work.
func TestScanIsLinear(t *testing.T) {
	s, err := newScanner(fetch.Config{})
	if err != nil {
		t.Fatal(err)
	}
	const size = 150_000 // so that the larger ones are read as streams
	once, twice := hardFiles(t, size), hardFiles(t, 2*size)
	dir := t.TempDir()
	for i := range once {
		effort := func(f *withstood) time.Duration {
			path := filepath.Join(dir, f.name)
			if err := os.WriteFile(path, f.body, 0o600); err != nil {
				t.Fatal(err)
			}
			return threadTime(t, func() {
				s.file(t.Context(), path, func(verdict) bool { return true })
			})
		}
		if len(once[i].body) < size/10 {
			continue
		}
		small, large := effort(&once[i]), effort(&twice[i])
		tooMuch := func() bool { return large > 3*small+50*time.Millisecond }
		for range 3 { // a collection of garbage in one run and none in the other
			if tooMuch() {
				small, large = max(small, effort(&once[i])), min(large, effort(&twice[i]))
			}
		}
		if tooMuch() {
			t.Errorf("%s: %v for twice the size, %v for once", once[i].name, large, small)
		}
	}
}

// threadTime is the processor time of f: unlike the clock it does not count what else runs here.
func threadTime(t *testing.T, f func()) time.Duration {
	t.Helper()
	const ofThread = 1 // RUSAGE_THREAD
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	spent := func() time.Duration {
		var usage syscall.Rusage
		if err := syscall.Getrusage(ofThread, &usage); err != nil {
			t.Fatal(err)
		}
		return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	}
	before := spent()
	f()
	return spent() - before
}

// newScanner makes a scanner of the rules as they are.
func newScanner(cfg fetch.Config) (scanner, error) {
	set, err := rules.Load()
	if err != nil {
		return scanner{}, fmt.Errorf("load rules: %w", err)
	}
	return newScannerWith(set, judging.Reading{}, cfg)
}

func zipped(data []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	_, _ = w.Write(data)
	_ = w.Close()
	return out.Bytes()
}
