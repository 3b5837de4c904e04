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

// readWARC calls yield with the page of each response and resource record of a WARC file (ISO 28500), compressed member
// by member or not. It stops at the first record that cannot be read; what came before has been yielded.
func readWARC(r io.Reader, maxBytes int64, yield func(*crawler.Page) error) error {
	in := bufio.NewReader(r)
	if magic, err := in.Peek(2); err == nil && magic[0] == 0x1f && magic[1] == 0x8b {
		unzipped, err := gzip.NewReader(in)
		if err != nil {
			return fmt.Errorf("read WARC: %w", err)
		}
		in = bufio.NewReader(unzipped)
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
		if err != nil {
			return fmt.Errorf("read WARC: %w", err)
		}
		if page == nil {
			continue
		}
		if err := yield(page); err != nil {
			return err
		}
	}
}

// nextRecord reads one record: version line, named fields, block. A block over maxBytes is cut.
func nextRecord(in *bufio.Reader, maxBytes int64) (textproto.MIMEHeader, []byte, error) {
	for { // records end with two empty lines
		line, err := in.ReadString('\n')
		if err != nil {
			if errors.Is(err, io.EOF) && strings.TrimSpace(line) == "" {
				return nil, nil, io.EOF
			}
			return nil, nil, io.ErrUnexpectedEOF
		}
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if !strings.HasPrefix(line, "WARC/") {
			return nil, nil, errors.New("not a WARC record: no WARC/ version line")
		}
		break
	}
	header, err := textproto.NewReader(in).ReadMIMEHeader()
	if err != nil {
		return nil, nil, fmt.Errorf("record header: %w", noEOF(err))
	}
	length, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return nil, nil, errors.New("record without a usable Content-Length")
	}
	var block bytes.Buffer
	if _, err := io.CopyN(&block, in, min(length, maxBytes)); err != nil {
		return nil, nil, fmt.Errorf("record block: %w", noEOF(err))
	}
	if _, err := io.CopyN(io.Discard, in, length-min(length, maxBytes)); err != nil {
		return nil, nil, fmt.Errorf("record block: %w", noEOF(err))
	}
	return header, block.Bytes(), nil
}

func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// recordPage returns the page of a record, nil for a record that holds none.
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
			return nil, fmt.Errorf("HTTP response: %w", noEOF(err))
		}
		defer response.Body.Close()
		var body io.Reader = response.Body
		if response.Header.Get("Content-Encoding") == "gzip" {
			if body, err = gzip.NewReader(body); err != nil {
				return nil, fmt.Errorf("HTTP body: %w", noEOF(err))
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
