// Package site turns a fetched page into listings: the main content, and one more for each post, comment or message, so
// that every offer is judged by its own words. It knows how kinds of sites are built; it does not know what they sell,
// fetches nothing and keeps no state. Everything in it is safe for concurrent use.
package site

import (
	"errors"
	"net/url"
	"path"
	"strings"

	"ronda/crawler"
	"ronda/crawler/boilerplate"
	"ronda/crawler/comments"
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
	switch kind, format := kindOf(page); kind {
	case htmlPage:
		e, err = extractHTML(page)
	case picture:
		e = extractImage(page)
	case textFile:
		e, err = extractText(page, format)
	default:
		return nil, ErrUnsupported
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
	self := page.Address()
	e.Links = make([]crawler.Link, 0, len(doc.Links))
	for _, link := range doc.Links {
		if link.URL != self {
			e.Links = append(e.Links, link.Link)
		}
	}
	view := view{View: boilerplate.New(doc), page: page}
	defer view.Release()
	if index, ok := view.index(); ok {
		e.Listings = []crawler.Listing{index}
		return e, nil
	}
	view.comments = comments.Find(view.View)
	defer view.comments.Release()
	e.Listings = make([]crawler.Listing, 1, view.comments.Len()+1)
	e.Listings[0] = view.main()
	e.Listings = view.comments.AppendListings(e.Listings, page.Address())
	if l, ok := view.data(&e.Listings[0]); ok {
		e.Listings = append(e.Listings, l)
	}
	return e, nil
}

func extractImage(page *crawler.Page) *Extraction {
	listing := newListing(page)
	listing.Form = crawler.FormImage
	listing.Title = publishedName(page.Address())
	listing.Images = []crawler.Image{{URL: page.Address(), Alt: listing.Title, Data: page.Body}}
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

func newListing(page *crawler.Page) crawler.Listing {
	return crawler.Listing{
		URL:      page.Address(),
		Platform: crawler.Platform(page.Address()),
		Form:     crawler.FormPage,
		SeenAt:   page.FetchedAt,
	}
}

// publishedName is the name under which a file of the web was published. A file on a disk has none: whoever keeps it gave it
// its name, and says nothing to anybody by it.
func publishedName(address string) string {
	if !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") {
		return ""
	}
	return fileName(address)
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
