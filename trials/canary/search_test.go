package canary

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	_ "modernc.org/sqlite"
)

// A surface is something that ronda wrote or served.
type surface struct {
	name    string
	content []byte
}

// hit is a canary on a surface. It never holds the value.
type hit struct {
	surface, kind, place, how string
}

func (h hit) String() string {
	return fmt.Sprintf("%s holds the %s that was planted in %s, %s", h.surface, h.kind, h.place, h.how)
}

// A searcher finds canaries in whatever spelling or encoding, all of them in one pass.
type searcher struct {
	canaries []*canary
	text     needles // in lower case
	exact    needles
	digits   needles
}

type needles struct {
	first map[uint32][]needle // by the first four bytes
	known [1 << 16]bool       // of these, a quick look
}

type needle struct {
	canary int
	how    string
	bytes  []byte
}

func (n *needles) add(i int, how string, b []byte) {
	if n.first == nil {
		n.first = map[uint32][]needle{}
	}
	key := binary.LittleEndian.Uint32(b)
	n.first[key] = append(n.first[key], needle{i, how, b})
	n.known[spread(key)] = true
}

func spread(key uint32) uint32 { return key * 2654435761 >> 16 }

func (n *needles) find(haystack []byte, found func(needle)) {
	for i := 0; i+4 <= len(haystack); i++ {
		key := binary.LittleEndian.Uint32(haystack[i:])
		if !n.known[spread(key)] {
			continue
		}
		for _, needle := range n.first[key] {
			if bytes.HasPrefix(haystack[i:], needle.bytes) {
				found(needle)
			}
		}
	}
}

func newSearcher(canaries []*canary) *searcher {
	s := &searcher{canaries: canaries}
	for i, c := range canaries {
		forms := slices.Clone(c.forms)
		slices.Sort(forms)
		for _, form := range slices.Compact(forms) {
			s.addForm(i, form)
		}
		if c.digits == "" {
			continue
		}
		s.digits.add(i, "digits", []byte(c.digits))
		const piece = 9 // so many of its digits in a row tell more than a region and a day
		if c.kind != card {
			for k := 0; k+piece <= len(c.digits); k++ {
				s.digits.add(i, "nine of its digits", []byte(c.digits[k:k+piece]))
			}
		}
	}
	return s
}

func (s *searcher) addForm(i int, form string) {
	lower := strings.ToLower(form)
	add := func(how, text string) { s.text.add(i, how, []byte(strings.ToLower(text))) }
	add("as it is", lower)
	add("in a URL", url.QueryEscape(form))
	add("in a URL's path", url.PathEscape(form))
	add("in hexadecimal digits", hex.EncodeToString([]byte(form)))
	add("in HTML", html.EscapeString(form))
	for _, units := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		var wide []byte
		for _, u := range utf16.Encode([]rune(lower)) {
			wide = units.AppendUint16(wide, u)
		}
		s.text.add(i, "in UTF-16", wide)
	}
	if quoted, err := json.Marshal(form); err == nil {
		add("in JSON", strings.Trim(string(quoted), `"`))
	}
	ascii := strings.Trim(fmt.Sprintf("%+q", form), `"`)
	add("in JSON of plain ASCII", ascii)
	// In base64 a text looks in three ways, by its distance from the start.
	for shift := range 3 {
		for _, coding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			text := coding.EncodeToString(append(make([]byte, shift), form...))
			from, to := (shift*8+5)/6, (shift+len(form))*8/6
			if to-from >= 8 {
				s.exact.add(i, "in base64", []byte(text[from:to]))
			}
		}
	}
}

// search returns where canaries are, each once for a surface.
func (s *searcher) search(surfaces []surface) []hit {
	var hits []hit
	for _, surface := range surfaces {
		seen := map[int]bool{}
		found := func(n needle) {
			if !seen[n.canary] {
				seen[n.canary] = true
				c := s.canaries[n.canary]
				hits = append(hits, hit{surface.name, c.kind, c.place, n.how})
			}
		}
		for _, content := range unpack(surface.content) {
			s.exact.find(content, found)
			for _, reading := range readings(content) {
				s.text.find(bytes.ToLower(reading), found)
				s.digits.find(digitRuns(reading, " .-/"), found)
				s.digits.find(digitRuns(reading, " .-/\t\r\n_()+~:*,|"), found)
			}
		}
	}
	return hits
}

// unpack returns content and what is compressed in it.
func unpack(content []byte) [][]byte {
	out := [][]byte{content}
	for at := 0; ; {
		k := bytes.Index(content[at:], []byte{0x1f, 0x8b, 8})
		if k < 0 {
			return out
		}
		at += k
		if member, err := gzip.NewReader(bytes.NewReader(content[at:])); err == nil {
			member.Multistream(false)
			if inner, _ := io.ReadAll(io.LimitReader(member, 32<<20)); len(inner) > 0 {
				out = append(out, inner)
			}
		}
		at += 3
	}
}

var tag = regexp.MustCompile(`<[^<>]{0,1000}>`)

// readings are the ways in which bytes may be read as text.
func readings(content []byte) [][]byte {
	out := [][]byte{content}
	if bytes.IndexByte(content, '<') >= 0 || bytes.IndexByte(content, '&') >= 0 {
		out = append(out, []byte(html.UnescapeString(string(tag.ReplaceAll(content, nil)))))
	}
	if bytes.Contains(content, []byte(`\`)) { // JSON and the like inside
		out = append(out, []byte(strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\r`, "\r", `\"`, `"`, `\u0026`, "&", `\u003c`, "<", `\u003e`, ">", `\\`, `\`).Replace(string(content))))
	}
	if bytes.IndexByte(content, '%') >= 0 {
		out = append(out, percent.ReplaceAllFunc(content, func(b []byte) []byte {
			decoded, _ := hex.DecodeString(string(b[1:]))
			return decoded
		}))
	}
	return out
}

var percent = regexp.MustCompile(`%[0-9a-fA-F]{2}`)

// digitRuns returns the digits of a text, of whatever script, joined where nothing but up to three separators stands
// between them.
func digitRuns(content []byte, separators string) []byte {
	const most = 3
	out := make([]byte, 0, len(content)/4)
	gap := most + 1
	for i := 0; i < len(content); {
		r, size := rune(content[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(content[i:])
		}
		i += size
		d := -1
		switch {
		case '0' <= r && r <= '9':
			d = int(r - '0')
		case '０' <= r && r <= '９':
			d = int(r - '０')
		case '𝟎' <= r && r <= '𝟿':
			d = int(r-'𝟎') % 10
		}
		switch {
		case d >= 0:
			if gap > most && len(out) > 0 {
				out = append(out, ' ')
			}
			gap = 0
			out = append(out, byte('0'+d))
		case r == '\u200b', r == '\u00ad', r == '\u2060':
		case r < utf8.RuneSelf && strings.IndexByte(separators, byte(r)) >= 0:
			gap++
		default:
			gap = most + 1
		}
	}
	return out
}

// filesUnder returns every file below a folder, and the rows of databases, where a value may be cut over two pages.
func filesUnder(t *testing.T, name, dir string) []surface {
	t.Helper()
	var out []surface
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		out = append(out, surface{"the name of " + name, []byte(rel)})
		if !entry.Type().IsRegular() {
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		out = append(out, surface{name + "/" + filepath.ToSlash(rel), content})
		if bytes.HasPrefix(content, []byte("SQLite format 3\x00")) {
			out = append(out, surface{name + "/" + filepath.ToSlash(rel) + " rows", rowsOf(t, path)})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// rowsOf reads all rows of a copy of a database.
func rowsOf(t *testing.T, path string) []byte {
	t.Helper()
	dir := t.TempDir()
	for _, end := range []string{"", "-wal"} {
		content, err := os.ReadFile(path + end)
		if err != nil {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, "copy.db"+end), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "copy.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var out bytes.Buffer
	for _, table := range queryAll(t, db, `SELECT name FROM sqlite_schema WHERE type = 'table'`) {
		for _, value := range queryAll(t, db, fmt.Sprintf(`SELECT * FROM %q`, table)) {
			out.WriteString(value)
			out.WriteByte(0)
		}
	}
	return out.Bytes()
}

// queryAll returns the values of all rows and columns.
func queryAll(t *testing.T, db *sql.DB, query string) (all []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	values, dest := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
	for i := range values {
		dest[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			t.Fatal(err)
		}
		for _, v := range values {
			all = append(all, string(v))
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestCanarySearch holds that the search finds what it is to find, however it is written.
func TestCanarySearch(t *testing.T) {
	n, m, h := newCanary(nik, 1), newCanary(mail, 1), newCanary(handle, 1)
	n.place, m.place, h.place = "a", "b", "c"
	s := newSearcher([]*canary{n, m, h})
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	fmt.Fprint(w, "x"+n.text)
	w.Close()
	d := n.digits
	for name, content := range map[string]string{
		"plain": "x" + n.text + "y", "grouped": d[:6] + " " + d[6:12] + "-" + d[12:], "over lines": d[:4] + "\n" + d[4:12] + `\n` + d[12:],
		"over elements": "<b>" + d[:5] + "</b><i>" + d[5:] + "</i>", "hexadecimal": hex.EncodeToString([]byte(d)),
		"base64": base64.StdEncoding.EncodeToString([]byte("ab" + d + "c")), "in a gzip member": "junk" + zipped.String(),
		"full width": strings.Map(func(r rune) rune { return r + '０' - '0' }, d), "percent": "%33" + d[1:], "nine digits": "1" + d[5:14] + "2",
		"utf-16": func() string {
			var b []byte
			for _, r := range d {
				b = binary.LittleEndian.AppendUint16(b, uint16(r))
			}
			return string(b)
		}(),
		"mail in a URL": url.QueryEscape(m.text), "the name of a mail address": "x kenari.pos001 y", "handle in capitals": strings.ToUpper(h.text),
		"handle in base64": base64.URLEncoding.EncodeToString([]byte("12" + h.text)),
	} {
		if len(s.search([]surface{{name, []byte(content)}})) == 0 {
			t.Errorf("%s: not found", name)
		}
	}
	for name, content := range map[string]string{
		"masked": "3578************ ***@surat.example @***", "another number": "3578770505852003",
	} {
		if hits := s.search([]surface{{name, []byte(content)}}); len(hits) > 0 {
			t.Errorf("%s: %v", name, hits)
		}
	}
}
