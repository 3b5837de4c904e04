package fetch

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"ronda/crawler"
)

// wire is the http.RoundTripper below colly. It decodes and limits the body, refuses unwanted types before the body is
// read, and shows colly no headers at all: on account of headers colly gunzips without limit, changes the charset and
// keeps cookies, and net/http follows redirects.
type wire struct {
	transport *http.Transport
	most      int64     // bytes that any body may have, decoded or not
	gzips     sync.Pool // of *gzip.Reader
	chunks    sync.Pool // of *[chunkBytes]byte
}

// chunkBytes is in what pieces a body is read. A buffer that doubles would take three times the body.
const chunkBytes = 32 << 10

// exchange is what one fetch learns on the wire. It travels in the request's context, the only way past colly.
type exchange struct {
	header      http.Header
	contentType string
	text        int64 // bytes of text that are kept
	picture     int64 // bytes that a picture may have
	anyType     bool
	limit       int64 // bytes of this body that are kept
	content     []byte
	received    time.Time
}

type exchangeKey struct{}

func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	x, ok := req.Context().Value(exchangeKey{}).(*exchange)
	if !ok {
		return nil, errors.New("request was not made by Fetch")
	}
	res, err := w.transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if res.StatusCode < http.StatusOK { // 000, or a protocol that nobody asked for: no answer to the question
		return nil, errors.Join(errStatus, res.Body.Close())
	}
	x.received = time.Now()
	x.header, res.Header = res.Header, http.Header{}
	body, err := w.decode(x.header.Get("Content-Encoding"), res.Body)
	if err != nil {
		return nil, errors.Join(err, res.Body.Close())
	}
	if err = x.inspect(res, body); err == nil {
		x.content, err = w.read(io.LimitReader(body.Reader, x.limit+1)) // one more, to see that there is more
	}
	if err = errors.Join(err, body.Close()); err != nil {
		return nil, err
	}
	res.Body, res.Uncompressed, res.ContentLength = http.NoBody, true, 0
	return res, nil
}

// read reads to the end and takes no more memory than what is read and one copy of it.
func (w *wire) read(r io.Reader) ([]byte, error) {
	var full []*[chunkBytes]byte
	defer func() {
		for _, chunk := range full {
			w.chunks.Put(chunk)
		}
	}()
	n := chunkBytes // bytes of the last chunk
	for {
		if n == chunkBytes {
			chunk, ok := w.chunks.Get().(*[chunkBytes]byte)
			if !ok {
				chunk = new([chunkBytes]byte)
			}
			full, n = append(full, chunk), 0
		}
		last := full[len(full)-1]
		more, err := r.Read(last[n:])
		n += more
		switch {
		case errors.Is(err, io.EOF):
			content := make([]byte, 0, (len(full)-1)*chunkBytes+n)
			for _, chunk := range full[:len(full)-1] {
				content = append(content, chunk[:]...)
			}
			return append(content, last[:n]...), nil
		case err != nil:
			return nil, err
		}
	}
}

// inspect finds the media type, refuses what is not worth reading, and sets the limit for the rest.
func (x *exchange) inspect(res *http.Response, b *body) error {
	x.contentType = mediaType(x.header.Get("Content-Type"))
	if unnamed(x.contentType) {
		start := make([]byte, 512)
		n, err := io.ReadFull(b.Reader, start)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return err
		}
		x.contentType = crawler.MediaType(start[:n])
		b.Reader = io.MultiReader(bytes.NewReader(start[:n]), b.Reader)
	}
	x.limit = x.text
	if isImage(x.contentType) {
		x.limit = x.picture
	}
	switch {
	case !success(res.StatusCode):
		x.limit = min(x.limit, maxErrorBytes)
	case x.anyType:
		x.limit = x.text
	case !wanted(x.contentType):
		return ErrContentType
	case isImage(x.contentType) && res.ContentLength > x.limit:
		return ErrTooLarge
	}
	return nil
}

// page makes the page of an answer that was read.
func (x *exchange) page(canonical string, target *url.URL, status int) (*crawler.Page, error) {
	content := x.content
	p := &crawler.Page{
		URL:         canonical,
		FinalURL:    canonical,
		Status:      status,
		Header:      x.header,
		ContentType: x.contentType,
		Body:        content,
		FetchedAt:   x.received,
	}
	if int64(len(content)) > x.limit {
		if success(status) && isImage(x.contentType) && !x.anyType {
			return nil, ErrTooLarge
		}
		p.Body, p.Truncated = content[:x.limit:x.limit], true
	}
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		if location, ok := crawler.Resolve(target, x.header.Get("Location")); ok {
			p.FinalURL = location
		}
	}
	return p, nil
}

func success(status int) bool { return status >= 200 && status <= 299 }

// body is a decoded body. Closing it closes the connection's side and gives the decoder back.
type body struct {
	io.Reader
	close func() error
}

func (b *body) Close() error { return b.close() }

func (w *wire) decode(encoding string, raw io.ReadCloser) (*body, error) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		return &body{Reader: raw, close: raw.Close}, nil
	case "gzip", "x-gzip":
	default:
		return nil, ErrEncoding
	}
	// Deflate never makes a stream much longer, so that one which is holds nothing: blocks or members without content.
	g := &gunzip{wire: w, raw: raw, packed: bufio.NewReader(&bounded{r: raw, left: w.most + w.most/8 + 64<<10})}
	return &body{Reader: g, close: g.Close}, nil
}

// gunzip reads a gzip stream. The stream's header is read at the first Read, because a body may be empty although its
// encoding is named (304, HEAD-like answers), and because that read belongs under the deadline like any other.
type gunzip struct {
	wire   *wire
	raw    io.ReadCloser
	packed *bufio.Reader
	reader *gzip.Reader
}

var errStatus = errors.New("status is not that of an answer")

// errHollow says that a compressed stream goes on without bringing anything.
var errHollow = errors.New("compressed stream holds nothing")

// bounded fails behind a number of bytes, where io.LimitReader would pretend that the stream ends.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errHollow
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

func (g *gunzip) Read(p []byte) (int, error) {
	if g.reader == nil {
		reader, ok := g.wire.gzips.Get().(*gzip.Reader)
		if !ok {
			reader = new(gzip.Reader)
		}
		if err := reader.Reset(g.packed); err != nil {
			return 0, err
		}
		reader.Multistream(false)
		g.reader = reader
	}
	for {
		n, err := g.reader.Read(p)
		if n > 0 || !errors.Is(err, io.EOF) {
			return n, unlessEOF(err)
		}
		// Another member may follow. What is none is left out, as browsers do.
		switch err := g.reader.Reset(g.packed); {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, gzip.ErrHeader):
			return 0, io.EOF
		case err != nil:
			return 0, err
		}
		g.reader.Multistream(false)
	}
}

// unlessEOF keeps the end of a member from being taken for that of the stream.
func unlessEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func (g *gunzip) Close() error {
	if g.reader != nil {
		g.wire.gzips.Put(g.reader)
		g.reader = nil
	}
	return g.raw.Close()
}

// mediaType returns the type without parameters, in lower case, however broken the parameters are.
func mediaType(header string) string {
	header, _, _ = strings.Cut(header, ";")
	return strings.ToLower(strings.TrimSpace(header))
}

// unnamed tells whether a media type says nothing about the content, as servers send for files whose ending they do not
// know.
func unnamed(mediaType string) bool {
	switch mediaType {
	case "application/octet-stream", "binary/octet-stream", "application/x-download", "application/force-download", "application/download", "*/*":
		return true
	}
	return !strings.Contains(mediaType, "/")
}

func isImage(mediaType string) bool { return strings.HasPrefix(mediaType, "image/") }

// wanted tells whether a media type may hold a listing or a picture of one.
func wanted(mediaType string) bool {
	if strings.HasPrefix(mediaType, "text/") || isImage(mediaType) ||
		strings.HasSuffix(mediaType, "+xml") || strings.HasSuffix(mediaType, "+json") {
		return true
	}
	switch mediaType {
	case "application/json", "application/xml", "application/x-ndjson", "application/jsonl", "application/csv", "application/x-csv":
		return true
	}
	return false
}
