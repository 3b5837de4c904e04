package main

import (
	"bufio"
	"bytes"
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
	maxRecordBytes = 1 << 30
	maxEmptyLines  = 64 // between two records
)

// readWARC calls yield with the page of each response and resource record of a WARC file (ISO 28500), compressed member
// by member or not. A record whose content cannot be read is yielded with that error and its address only. It stops at
// the first record whose end cannot be told; what came before has been yielded.
func readWARC(r io.Reader, maxBytes int64, yield func(*crawler.Page, error) error) error {
	in := bufio.NewReaderSize(r, maxHeaderBytes)
	if magic, err := in.Peek(2); err == nil && magic[0] == 0x1f && magic[1] == 0x8b {
		unzipped, err := gzip.NewReader(in)
		if err != nil {
			return fmt.Errorf("read WARC: %w", noEOF(err))
		}
		in = bufio.NewReaderSize(unzipped, maxHeaderBytes)
	}
	for {
		header, body, err := nextRecord(in, maxBytes)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read WARC: %w", err)
		}
		page, err := recordPage(header, body, maxBytes)
		if page == nil {
			continue
		}
		if err := yield(page, err); err != nil {
			return err
		}
	}
}

// nextRecord reads one record: version line, named fields, block. A block over maxBytes is cut.
func nextRecord(in *bufio.Reader, maxBytes int64) (textproto.MIMEHeader, []byte, error) {
	for empty := 0; ; empty++ { // records end with two empty lines
		line, err := in.ReadSlice('\n')
		text := strings.TrimSpace(string(line))
		switch {
		case errors.Is(err, io.EOF) && text == "":
			return nil, nil, io.EOF
		case errors.Is(err, io.EOF):
			return nil, nil, io.ErrUnexpectedEOF
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return nil, nil, err
		case text == "" && err == nil && empty < maxEmptyLines:
			continue
		case !strings.HasPrefix(text, "WARC/"):
			return nil, nil, errors.New("not a WARC record: no WARC/ version line")
		}
		break
	}
	header, err := recordHeader(in)
	if err != nil {
		return nil, nil, fmt.Errorf("record header: %w", noEOF(err))
	}
	length, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return nil, nil, errors.New("record without a usable Content-Length")
	}
	if length > maxRecordBytes {
		return nil, nil, fmt.Errorf("record of %d bytes, more than %d", length, maxRecordBytes)
	}
	block, err := io.ReadAll(io.LimitReader(in, min(length, maxBytes)))
	if err != nil {
		return nil, nil, fmt.Errorf("record block: %w", noEOF(err))
	}
	if rest := length - int64(len(block)); rest > 0 {
		if _, err := io.CopyN(io.Discard, in, rest); err != nil {
			return nil, nil, fmt.Errorf("record block: %w", noEOF(err))
		}
	}
	return header, block, nil
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

// recordPage returns the page of a record, nil for a record that holds none. With an error it has only the address.
func recordPage(header textproto.MIMEHeader, block []byte, maxBytes int64) (*crawler.Page, error) {
	page := &crawler.Page{URL: strings.Trim(header.Get("WARC-Target-URI"), "<>"), Status: http.StatusOK, Body: block}
	page.FetchedAt, _ = time.Parse(time.RFC3339, header.Get("WARC-Date"))
	switch header.Get("WARC-Type") {
	case "resource":
		page.ContentType = mediaType(header.Get("Content-Type"))
	case "response":
		if !strings.HasPrefix(header.Get("Content-Type"), "application/http") {
			return nil, nil
		}
		response, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(block)), nil)
		if err != nil {
			return page, errors.New("archived answer is not valid HTTP") // the cause quotes the answer
		}
		defer response.Body.Close()
		var body io.Reader = response.Body
		if response.Header.Get("Content-Encoding") == "gzip" {
			if body, err = gzip.NewReader(body); err != nil {
				return page, fmt.Errorf("archived answer: %w", noEOF(err))
			}
		}
		// A body that was cut when it was archived is judged as far as it goes.
		page.Body, _ = io.ReadAll(io.LimitReader(body, maxBytes))
		page.Status, page.Header = response.StatusCode, response.Header
		page.ContentType = mediaType(response.Header.Get("Content-Type"))
	default:
		return nil, nil
	}
	if canonical, err := crawler.CanonicalURL(page.URL); err == nil {
		page.URL = canonical
	}
	page.FinalURL = page.URL
	return page, nil
}

func mediaType(header string) string {
	kind, _, err := mime.ParseMediaType(header)
	if err != nil {
		return ""
	}
	return kind
}
