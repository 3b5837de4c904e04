// Package site turns a fetched page into listings: the main content, and one more for each post, comment or message, so
// that every offer is judged by its own words. It knows how kinds of sites are built; it does not know what they sell,
// fetches nothing and keeps no state. Everything in it is safe for concurrent use.
package site

import (
	"errors"
	"net/http"
	"net/url"
	"path"
	"strings"

	"ronda/crawler"
	"ronda/crawler/dom"
)

// ErrUnsupported says that a page holds neither text nor a picture: an archive, a video, a document of another program.
var ErrUnsupported = errors.New("no text or picture")

// Extraction is what stands on a page.
type Extraction struct {
	Listings []crawler.Listing // main listing first (Part ""), then the parts in page order
	Links    []crawler.Link    // distinct, in page order, without the page itself
	NoIndex  bool              // the page asks not to be indexed
	NoFollow bool              // the page asks that none of its links be followed
}

// Extract reads a page by its content type; one without a type is sniffed. The error is ErrUnsupported, or says what
// could not be decoded.
func Extract(page *crawler.Page) (*Extraction, error) {
	var e *Extraction
	var err error
	switch format := formatOf(page); format {
	case formatHTML:
		e, err = extractHTML(page)
	case formatImage:
		e = extractImage(page)
	case formatOther:
		return nil, ErrUnsupported
	default:
		e, err = extractText(page, format)
	}
	if err != nil {
		return nil, err
	}
	for _, value := range page.Header.Values("X-Robots-Tag") {
		e.robots(value)
	}
	return e, nil
}

func extractHTML(page *crawler.Page) (*Extraction, error) {
	doc, err := dom.Parse(page)
	if err != nil {
		return nil, err
	}
	defer doc.Release()
	e := &Extraction{}
	e.robots(doc.Meta("robots"))
	e.robots(doc.Meta(crawler.UserAgentToken))
	self := address(page)
	e.Links = make([]crawler.Link, 0, len(doc.Links))
	for _, link := range doc.Links {
		if link.URL != self {
			e.Links = append(e.Links, link.Link)
		}
	}
	v := newView(page, doc)
	defer v.release()
	if index, ok := v.index(); ok {
		e.Listings = []crawler.Listing{index}
		return e, nil
	}
	parts := v.parts()
	v.own(parts)
	e.Listings = make([]crawler.Listing, 1, len(parts)+1)
	e.Listings[0] = v.main(parts)
	e.Listings = v.posts(e.Listings, parts)
	return e, nil
}

func extractImage(page *crawler.Page) *Extraction {
	listing := newListing(page)
	listing.Form = crawler.FormImage
	listing.Title = fileName(address(page))
	listing.Images = []crawler.Image{{URL: address(page), Alt: listing.Title, Data: page.Body}}
	return &Extraction{Listings: []crawler.Listing{listing}}
}

// robots reads the value of a robots meta element or header.
func (e *Extraction) robots(value string) {
	value = strings.ToLower(value)
	if agent, rest, ok := strings.Cut(value, ":"); ok && !strings.Contains(agent, ",") {
		if strings.TrimSpace(agent) != crawler.UserAgentToken {
			return // addressed to another crawler
		}
		value = rest
	}
	for word := range strings.SplitSeq(value, ",") {
		switch strings.TrimSpace(word) {
		case "noindex":
			e.NoIndex = true
		case "nofollow":
			e.NoFollow = true
		case "none":
			e.NoIndex, e.NoFollow = true, true
		}
	}
}

// address is the URL that answered.
func address(page *crawler.Page) string {
	if page.FinalURL != "" {
		return page.FinalURL
	}
	return page.URL
}

func newListing(page *crawler.Page) crawler.Listing {
	return crawler.Listing{
		URL:      address(page),
		Platform: crawler.Platform(address(page)),
		Form:     crawler.FormPage,
		SeenAt:   page.FetchedAt,
	}
}

// fileName is the last segment of a URL or path as people read it.
func fileName(address string) string {
	address, _, _ = strings.Cut(address, "?")
	name := path.Base(address)
	if decoded, err := url.PathUnescape(name); err == nil {
		name = strings.ToValidUTF8(decoded, "\uFFFD")
	}
	if name == "/" || name == "." {
		return ""
	}
	return name
}

// format is how a body is written.
type format string

const (
	formatHTML     format = "html"
	formatImage    format = "image"
	formatPlain    format = "plain"
	formatMarkdown format = "markdown"
	formatTable    format = "table"
	formatJSON     format = "json"
	formatXML      format = "xml"
	formatOther    format = "other"
)

// textLook reports whether bytes that look like nothing known are text all the same: UTF-16 without a mark, or a text with a
// few control characters in it.
func textLook(body []byte) bool {
	body = body[:min(len(body), 4096)]
	page := crawler.Page{Body: body}
	text, err := page.Text()
	if err != nil {
		return false
	}
	odd := 0
	for _, c := range text {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' {
			odd++
		}
	}
	return odd*100 <= len(text)
}

// formatOf decides by the content type, by the file name where that says only "text", and by the bytes where it says
// nothing.
func formatOf(page *crawler.Page) format {
	media := strings.ToLower(strings.TrimSpace(page.ContentType))
	media, _, _ = strings.Cut(media, ";")
	if media == "" || media == "application/octet-stream" || media == "binary/octet-stream" || media == "application/unknown" {
		media, _, _ = strings.Cut(http.DetectContentType(page.Body), ";")
		if media == "application/octet-stream" && textLook(page.Body) {
			media = "text/plain"
		}
	}
	extension := strings.ToLower(path.Ext(fileName(address(page))))
	switch {
	case media == "text/html", media == "application/xhtml+xml":
		return formatHTML
	case strings.HasPrefix(media, "image/"):
		return formatImage
	case media == "text/csv", media == "text/tab-separated-values", media == "application/csv":
		return formatTable
	case media == "application/json", media == "text/json", media == "application/x-ndjson", media == "application/jsonl", strings.HasSuffix(media, "+json"):
		return formatJSON
	case media == "text/markdown", media == "text/x-markdown":
		return formatMarkdown
	case media == "text/xml", media == "application/xml", strings.HasSuffix(media, "+xml"):
		return formatXML
	case media == "application/sql", media == "application/x-sql", media == "application/javascript", media == "application/x-yaml":
		return formatPlain
	case !strings.HasPrefix(media, "text/"):
		return formatOther
	}
	switch extension {
	case ".csv", ".tsv":
		return formatTable
	case ".json", ".jsonl", ".ndjson":
		return formatJSON
	case ".md", ".markdown":
		return formatMarkdown
	case ".xml":
		return formatXML
	}
	return formatPlain
}
