package site

import (
	"cmp"
	"io"
	"iter"

	"ronda/crawler"
	"ronda/crawler/plaintext"
)

// extractText reads a file that is text by itself: a dump, a paste, a table.
func extractText(page *crawler.Page, f plaintext.Format) (*Extraction, error) {
	body, err := page.Text()
	if err != nil {
		return nil, err
	}
	l := newText(page)
	if f != plaintext.XML {
		l.Blocks = plaintext.Blocks(body, f)
		return &Extraction{Listings: []crawler.Listing{l}}, nil
	}
	d := plaintext.ReadXML(body, l.URL)
	if d.Store {
		return bucket(page, cmp.Or(d.Name, l.Title), d.Keys), nil
	}
	l.Blocks = d.Blocks
	return &Extraction{Listings: []crawler.Listing{l}, Links: d.Links}, nil
}

func newText(page *crawler.Page) crawler.Listing {
	l := newListing(page)
	l.Form = crawler.FormText
	l.Title = publishedName(page.Address())
	return l
}

// Flow is Extract for a page that is too large to be held: page.Body is its beginning, at least 64 KB of it, and rest is what
// follows. The blocks of the first listing come by the sequence, as plaintext.Stream gives them; those of any others are complete.
// The error of Flow is ErrUnsupported for pictures and what is no text.
func Flow(page *crawler.Page, rest io.Reader) (*Extraction, iter.Seq2[crawler.Block, error], error) {
	kind, format := kindOf(page)
	switch kind {
	case textFile:
		return &Extraction{Listings: []crawler.Listing{newText(page)}}, plaintext.Stream(page.Reader(rest), format), nil
	case htmlPage:
		e, err := extractHTML(page)
		if err != nil {
			return nil, nil, err
		}
		begun := e.Listings[0].Blocks
		e.Listings[0].Blocks = nil
		text, _ := page.Text() // it was decoded before, without an error
		return e, plaintext.StreamHTML(page.Reader(rest), begun, len(text)), nil
	}
	return nil, nil, ErrUnsupported
}

// Plain reports whether a page is a text that Flow reads without holding any part of it: a table, a dump, a paste.
func Plain(page *crawler.Page) bool {
	kind, _ := kindOf(page)
	return kind == textFile
}
