package site

import (
	"path"
	"strings"

	"ronda/crawler"
	"ronda/crawler/plaintext"
)

// kind is what a page is before it is read.
type kind uint8

const (
	htmlPage kind = iota
	picture
	textFile
	unsupported
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

// kindOf decides by the content type, by the file name where that says only "text", and by the bytes where it says
// nothing. The format is that of texts.
func kindOf(page *crawler.Page) (kind, plaintext.Format) {
	media := strings.ToLower(strings.TrimSpace(page.ContentType))
	media, _, _ = strings.Cut(media, ";")
	if media == "" || media == "application/octet-stream" || media == "binary/octet-stream" || media == "application/unknown" {
		media = crawler.MediaType(page.Body)
		if media == "application/octet-stream" && textLook(page.Body) {
			media = "text/plain"
		}
	}
	extension := strings.ToLower(path.Ext(fileName(page.Address())))
	switch {
	case media == "text/html", media == "application/xhtml+xml":
		return htmlPage, plaintext.Plain
	case strings.HasPrefix(media, "image/"):
		return picture, plaintext.Plain
	case media == "text/csv", media == "text/tab-separated-values", media == "application/csv":
		return textFile, plaintext.Table
	case media == "application/json", media == "text/json", media == "application/x-ndjson", media == "application/jsonl", strings.HasSuffix(media, "+json"):
		return textFile, plaintext.JSON
	case media == "text/markdown", media == "text/x-markdown":
		return textFile, plaintext.Markdown
	case media == "text/xml", media == "application/xml", strings.HasSuffix(media, "+xml"):
		return textFile, plaintext.XML
	case media == "application/sql", media == "application/x-sql", media == "application/javascript", media == "application/x-yaml":
		return textFile, plaintext.Plain
	case !strings.HasPrefix(media, "text/"):
		return unsupported, plaintext.Plain
	}
	switch extension {
	case ".csv", ".tsv":
		return textFile, plaintext.Table
	case ".json", ".jsonl", ".ndjson":
		return textFile, plaintext.JSON
	case ".md", ".markdown":
		return textFile, plaintext.Markdown
	case ".xml":
		return textFile, plaintext.XML
	}
	return textFile, plaintext.Plain
}
