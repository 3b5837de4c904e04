// Package warc reads WARC files, as archives of the web and our own sealed originals are: the pages in them, of any size.
package warc

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"ronda/crawler"
)

// Bounds on an archive: beyond them it is none.
const (
	maxHeaderBytes = 64 << 10 // of one record, all lines together
	maxRecordBytes = 64 << 30
	maxEmptyLines  = 64 // between two records
)

// Read calls yield with the page of each response and resource record of a WARC file (ISO 28500), compressed member
// by member or not: the page holds the first maxBytes of its body, and the reader what follows, until yield returns. A
// record whose content cannot be read is yielded with that error and its address only. It stops at the first record whose
// end cannot be told; what came before has been yielded.
func Read(r io.Reader, maxBytes int64, yield func(page *crawler.Page, rest io.Reader, err error) error) error {
	in := bufio.NewReaderSize(r, maxHeaderBytes)
	if magic, err := in.Peek(2); err == nil && magic[0] == 0x1f && magic[1] == 0x8b {
		unzipped, err := gzip.NewReader(in)
		if err != nil {
			return fmt.Errorf("read WARC: %w", noEOF(err))
		}
		in = bufio.NewReaderSize(unzipped, maxHeaderBytes)
	}
	for {
		header, length, err := nextRecord(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read WARC: %w", err)
		}
		block := &io.LimitedReader{R: in, N: length}
		head, err := io.ReadAll(io.LimitReader(block, maxBytes))
		if err == nil && int64(len(head)) < min(length, maxBytes) {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return fmt.Errorf("read WARC: record block: %w", err)
		}
		if page, rest, err := recordPage(header, head, block, maxBytes); page != nil {
			if err := yield(page, rest, err); err != nil {
				return err
			}
		}
		if _, err := io.Copy(io.Discard, block); err != nil || block.N > 0 {
			return fmt.Errorf("read WARC: record block: %w", cmp.Or(err, io.ErrUnexpectedEOF))
		}
	}
}

// nextRecord reads the head of a record, version line and named fields, and returns the length of the block that follows.
func nextRecord(in *bufio.Reader) (textproto.MIMEHeader, int64, error) {
	for empty := 0; ; empty++ { // records end with two empty lines
		line, err := in.ReadSlice('\n')
		text := strings.TrimSpace(string(line))
		switch {
		case errors.Is(err, io.EOF) && text == "":
			return nil, 0, io.EOF
		case errors.Is(err, io.EOF):
			return nil, 0, io.ErrUnexpectedEOF
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return nil, 0, err
		case text == "" && err == nil && empty < maxEmptyLines:
			continue
		case !strings.HasPrefix(text, "WARC/"):
			return nil, 0, errors.New("not a WARC record: no WARC/ version line")
		}
		break
	}
	header, err := recordHeader(in)
	if err != nil {
		return nil, 0, fmt.Errorf("record header: %w", noEOF(err))
	}
	length, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return nil, 0, errors.New("record without a usable Content-Length")
	}
	if length > maxRecordBytes {
		return nil, 0, fmt.Errorf("record of %d bytes, more than %d", length, maxRecordBytes)
	}
	return header, length, nil
}

// recordHeader reads the named fields of a record up to the empty line behind them.
func recordHeader(in *bufio.Reader) (textproto.MIMEHeader, error) {
	var text bytes.Buffer
	for {
		line, err := in.ReadSlice('\n')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return nil, err
		}
		if text.Write(line); text.Len() > maxHeaderBytes || err != nil {
			return nil, fmt.Errorf("longer than %d bytes", maxHeaderBytes)
		}
		if len(bytes.TrimRight(line, "\r\n")) == 0 {
			header, err := textproto.NewReader(bufio.NewReader(&text)).ReadMIMEHeader()
			if err != nil {
				return nil, errors.New("not a list of named fields") // the cause quotes the line
			}
			return header, nil
		}
	}
}

func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// recordPage returns the page of a record, nil for a record that holds none, and what follows the first maxBytes of it. The
// block begins with head. With an error the page has only its address.
func recordPage(header textproto.MIMEHeader, head []byte, block io.Reader, maxBytes int64) (*crawler.Page, io.Reader, error) {
	page := &crawler.Page{URL: strings.Trim(header.Get("WARC-Target-URI"), "<>"), Status: http.StatusOK, Body: head}
	page.FetchedAt, _ = time.Parse(time.RFC3339, header.Get("WARC-Date"))
	rest := block
	switch header.Get("WARC-Type") {
	case "resource":
		page.ContentType = mediaType(header.Get("Content-Type"))
	case "response":
		if !strings.HasPrefix(header.Get("Content-Type"), "application/http") {
			return nil, nil, nil
		}
		//nolint:bodyclose // closing it would read on to its end; there is nothing to be freed
		response, err := http.ReadResponse(bufio.NewReader(io.MultiReader(bytes.NewReader(head), block)), nil)
		if err != nil {
			return page, nil, errors.New("archived answer is not valid HTTP") // the cause quotes the answer
		}
		rest = response.Body
		if response.Header.Get("Content-Encoding") == "gzip" {
			if rest, err = gzip.NewReader(rest); err != nil {
				return page, nil, fmt.Errorf("archived answer: %w", noEOF(err))
			}
		}
		rest = cutShort{rest}
		page.Body, _ = io.ReadAll(io.LimitReader(rest, maxBytes))
		page.Status, page.Header = response.StatusCode, response.Header
		page.ContentType = mediaType(response.Header.Get("Content-Type"))
	default:
		return nil, nil, nil
	}
	if canonical, err := crawler.CanonicalURL(page.URL); err == nil {
		page.URL = canonical
	}
	page.FinalURL = page.URL
	return page, rest, nil
}

// cutShort takes an error for the end: a body that was cut when it was archived is judged as far as it goes.
type cutShort struct{ io.Reader }

func (r cutShort) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err != nil {
		err = io.EOF
	}
	return n, err
}

func mediaType(header string) string {
	kind, _, err := mime.ParseMediaType(header)
	if err != nil {
		return ""
	}
	return kind
}
