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

// kindOf decides by the content type, by the file name where that says only "text", and by the bytes where it says
// nothing. The format is that of texts.
func kindOf(page *crawler.Page) (kind, plaintext.Format) {
	media := strings.ToLower(strings.TrimSpace(page.ContentType))
	media, _, _ = strings.Cut(media, ";")
	if media == "" || media == "application/octet-stream" || media == "binary/octet-stream" || media == "application/unknown" {
		media = crawler.MediaType(page.Body)
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
