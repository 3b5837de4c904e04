package evidence

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"golang.org/x/net/http/httpguts"
)

// warcConforms is where the format is written down.
const warcConforms = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"

// writeWARC writes the exchanges of a capture as a WARC/1.1 file (ISO 28500:2017), one gzip member per record: what made
// it, each answer, and which alert it proves. Every byte that strangers chose stands in a block or is made harmless.
func writeWARC(w io.Writer, c *Content, about *About, software string, at time.Time) error {
	zip := zips.Get().(*gzip.Writer)
	defer func() {
		zip.Reset(io.Discard) // it must not hold on to the page
		zips.Put(zip)
	}()
	f := &warcFile{w: w, zip: zip, at: at}
	if err := f.info(about, software); err != nil {
		return fmt.Errorf("write WARC: %w", err)
	}
	for i := range c.Exchanges {
		if err := f.exchange(&c.Exchanges[i]); err != nil {
			return fmt.Errorf("write WARC: %w", err)
		}
	}
	if err := f.metadata(about); err != nil {
		return fmt.Errorf("write WARC: %w", err)
	}
	return nil
}

// Each writer holds about a megabyte of tables, the most that sealing needs. Fastest, because pages are sealed on the way
// of the crawl and pictures do not shrink.
var zips = sync.Pool{New: func() any {
	zip, err := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed)
	if err != nil {
		panic(err) // the level is a constant
	}
	return zip
}}

type warcFile struct {
	w      io.Writer
	zip    *gzip.Writer
	at     time.Time
	infoID string
	pageID string // the first answer's record, and its address
	page   string
}

// field is a named field of a record, or a line of a block of application/warc-fields.
type field struct{ name, value string }

// record is one record. Its block is the head and the body after each other, which saves a copy of the body.
type record struct {
	kind   string
	date   time.Time
	fields []field
	head   []byte
	body   []byte
}

func (f *warcFile) info(about *About, software string) (err error) {
	f.infoID, err = f.write(&record{kind: "warcinfo", date: f.at, fields: []field{{"Content-Type", "application/warc-fields"}}, head: warcFields(
		field{"software", software},
		field{"format", "WARC File Format 1.1"},
		field{"conformsTo", warcConforms},
		field{"isPartOf", about.Source},
		field{"description", "Answers of servers as they were received and decoded. Cookies are left out; header fields are sorted."},
	)})
	return err
}

// exchange writes an answer: with its head when that is known, else as a resource.
func (f *warcFile) exchange(e *Exchange) error {
	r := &record{kind: "response", date: e.FetchedAt, body: e.Body}
	uri := safeURI(e.URL)
	r.fields = []field{{"WARC-Target-URI", uri}}
	if f.pageID != "" {
		r.fields = append(r.fields, field{"WARC-Concurrent-To", f.pageID})
	}
	if e.Truncated {
		r.fields = append(r.fields, field{"WARC-Truncated", "length"})
	}
	if e.Status < 100 || e.Status > 999 {
		r.kind = "resource"
		r.fields = append(r.fields, field{"Content-Type", mediaType(e)})
	} else {
		r.fields = append(r.fields,
			field{"Content-Type", "application/http;msgtype=response"},
			field{"WARC-Identified-Payload-Type", mediaType(e)})
		r.head = responseHead(e)
	}
	id, err := f.write(r)
	if f.pageID == "" {
		f.pageID, f.page = id, uri
	}
	return err
}

func (f *warcFile) metadata(about *About) error {
	r := &record{kind: "metadata", date: f.at, head: warcFields(
		field{"alert", about.AlertID},
		field{"sequence", strconv.Itoa(about.Sequence)},
		field{"part", about.Part},
		field{"source", about.Source},
	)}
	if f.pageID != "" {
		r.fields = append(r.fields, field{"WARC-Target-URI", f.page}, field{"WARC-Refers-To", f.pageID})
	}
	r.fields = append(r.fields, field{"Content-Type", "application/warc-fields"})
	_, err := f.write(r)
	return err
}

// write writes a record as a gzip member and returns its id.
func (f *warcFile) write(r *record) (string, error) {
	random, err := uuid.NewRandom()
	if err != nil {
		return "", err
	}
	id := "<" + random.URN() + ">"
	if year := r.date.UTC().Year(); r.date.IsZero() || year < 1 || year > 9999 {
		r.date = f.at // the field must be there
	}

	var head bytes.Buffer
	head.WriteString("WARC/1.1\r\n")
	line := func(name, value string) { _, _ = fmt.Fprintf(&head, "%s: %s\r\n", name, value) }
	line("WARC-Type", r.kind)
	line("WARC-Record-ID", id)
	line("WARC-Date", r.date.UTC().Format("2006-01-02T15:04:05.999999Z"))
	if f.infoID != "" {
		line("WARC-Warcinfo-ID", f.infoID)
	}
	for _, field := range r.fields {
		line(field.name, field.value)
	}
	block := digest(r.head, r.body)
	line("WARC-Block-Digest", block)
	switch r.kind {
	case "resource":
		line("WARC-Payload-Digest", block)
	case "response":
		line("WARC-Payload-Digest", digest(r.body))
	}
	line("Content-Length", strconv.Itoa(len(r.head)+len(r.body)))
	head.WriteString("\r\n")

	f.zip.Reset(f.w)
	for _, part := range [][]byte{head.Bytes(), r.head, r.body, []byte("\r\n\r\n")} {
		if _, err := f.zip.Write(part); err != nil {
			return "", err
		}
	}
	return id, f.zip.Close()
}

// digest labels a SHA-256 as WARC readers expect it.
func digest(parts ...[]byte) string {
	h := sha256.New()
	for _, part := range parts {
		h.Write(part)
	}
	return "sha256:" + base32.StdEncoding.EncodeToString(h.Sum(nil))
}

// responseHead writes the status line and the header of an answer. The body is decoded, so that the fields that spoke of
// its transfer get other names and its length is stated anew.
func responseHead(e *Exchange) []byte {
	var b bytes.Buffer
	_, _ = fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", e.Status, http.StatusText(e.Status))
	for _, name := range slices.Sorted(maps.Keys(e.Header)) {
		if !httpguts.ValidHeaderFieldName(name) {
			continue
		}
		written := name
		switch http.CanonicalHeaderKey(name) {
		case "Set-Cookie", "Set-Cookie2", "Cookie": // a session of ours is no proof of anything
			continue
		case "Content-Length", "Content-Encoding", "Transfer-Encoding", "Trailer":
			written = "X-Archive-Orig-" + name
		}
		for _, value := range e.Header[name] {
			_, _ = fmt.Fprintf(&b, "%s: %s\r\n", written, safeValue(value))
		}
	}
	_, _ = fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n", len(e.Body))
	return b.Bytes()
}

// warcFields makes a block of named lines.
func warcFields(fields ...field) []byte {
	var b bytes.Buffer
	for _, f := range fields {
		if f.value != "" {
			_, _ = fmt.Fprintf(&b, "%s: %s\r\n", f.name, strings.ToValidUTF8(safeValue(f.value), "\uFFFD"))
		}
	}
	return b.Bytes()
}

// safeValue replaces whatever could end a line: only then does a field stay one field.
func safeValue(value string) string {
	b := []byte(value)
	for i, c := range b {
		if c < ' ' && c != '\t' || c == 0x7f {
			b[i] = ' '
		}
	}
	return string(bytes.Trim(b, " \t"))
}

// safeURI escapes what may not stand in a URI. An address that is missing gets one that says so: the field must be there.
func safeURI(uri string) string {
	if uri == "" {
		return "about:blank"
	}
	var b strings.Builder
	for i := range len(uri) {
		if c := uri[i]; c > ' ' && c < 0x7f && c != '<' && c != '>' {
			b.WriteByte(c)
		} else {
			_, _ = fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// mediaType returns the type that the body was judged by, without parameters; one that is missing or no type is found anew.
func mediaType(e *Exchange) string {
	kind, _, err := mime.ParseMediaType(e.ContentType)
	if err != nil || !strings.Contains(kind, "/") {
		kind, _, _ = mime.ParseMediaType(http.DetectContentType(e.Body))
	}
	return kind
}
