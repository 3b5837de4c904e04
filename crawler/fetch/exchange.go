package fetch

import (
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
	gzips     sync.Pool // of *gzip.Reader
}

// exchange is what one fetch learns on the wire. It travels in the request's context, the only way past colly.
type exchange struct {
	header      http.Header
	contentType string
	limit       int64 // bytes of body that are kept
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
	x.received = time.Now()
	x.header, res.Header = res.Header, http.Header{}
	body, err := w.decode(x.header.Get("Content-Encoding"), res.Body)
	if err == nil {
		err = x.inspect(res, body)
	}
	if err != nil {
		return nil, errors.Join(err, res.Body.Close())
	}
	body.Reader = io.LimitReader(body.Reader, x.limit+1) // one more, to see that there is more
	res.Body, res.Uncompressed, res.ContentLength = body, true, -1
	return res, nil
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
		x.contentType = mediaType(http.DetectContentType(start[:n]))
		b.Reader = io.MultiReader(bytes.NewReader(start[:n]), b.Reader)
	}
	switch {
	case !success(res.StatusCode):
		x.limit = min(x.limit, maxErrorBytes)
	case !wanted(x.contentType):
		return ErrContentType
	case isImage(x.contentType) && res.ContentLength > x.limit:
		return ErrTooLarge
	}
	return nil
}

// page makes the page of an answer that was read.
func (x *exchange) page(canonical string, target *url.URL, status int, content []byte) (*crawler.Page, error) {
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
		if success(status) && isImage(x.contentType) {
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
	g := &gunzip{wire: w, raw: raw}
	return &body{Reader: g, close: g.Close}, nil
}

// gunzip reads a gzip stream. The stream's header is read at the first Read, because a body may be empty although its
// encoding is named (304, HEAD-like answers), and because that read belongs under the deadline like any other.
type gunzip struct {
	wire   *wire
	raw    io.ReadCloser
	reader *gzip.Reader
}

func (g *gunzip) Read(p []byte) (int, error) {
	if g.reader == nil {
		reader, ok := g.wire.gzips.Get().(*gzip.Reader)
		if !ok {
			reader = new(gzip.Reader)
		}
		if err := reader.Reset(g.raw); err != nil {
			return 0, err
		}
		g.reader = reader
	}
	return g.reader.Read(p)
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
