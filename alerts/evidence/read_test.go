package evidence_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/textproto"
	"regexp"
	"strings"
	"time"
)

// record is a record of a WARC file as a reader sees it.
type record struct {
	header  textproto.MIMEHeader
	block   []byte
	http    *http.Response // of a response record
	payload []byte         // its body, or the block of a resource
}

var recordID = regexp.MustCompile(`^<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}>$`)

// readRecords reads a compressed WARC file and holds every record to the specification.
func readRecords(data []byte) ([]record, error) {
	var records []record
	in := bufio.NewReader(bytes.NewReader(data))
	for {
		if _, err := in.Peek(1); errors.Is(err, io.EOF) {
			return records, nil
		}
		zip, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("member %d: %w", len(records)+1, err)
		}
		zip.Multistream(false)
		member, err := io.ReadAll(zip)
		if err != nil {
			return nil, fmt.Errorf("member %d: %w", len(records)+1, err)
		}
		r, err := readRecord(member)
		if err != nil {
			return nil, fmt.Errorf("record %d: %w", len(records)+1, err)
		}
		records = append(records, r)
	}
}

func readRecord(member []byte) (r record, err error) {
	rest, ok := bytes.CutPrefix(member, []byte("WARC/1.1\r\n"))
	if !ok {
		return r, errors.New("no version line")
	}
	head, rest, ok := bytes.Cut(rest, []byte("\r\n\r\n"))
	if !ok {
		return r, errors.New("no end of header")
	}
	if r.header, err = textproto.NewReader(bufio.NewReader(strings.NewReader(string(head) + "\r\n\r\n"))).ReadMIMEHeader(); err != nil {
		return r, err
	}
	if r.block, ok = bytes.CutSuffix(rest, []byte("\r\n\r\n")); !ok {
		return r, errors.New("no two empty lines at the end")
	}
	for name, values := range r.header {
		if len(values) != 1 {
			return r, fmt.Errorf("%s is given %d times", name, len(values))
		}
	}
	if r.header.Get("Content-Length") != fmt.Sprint(len(r.block)) {
		return r, fmt.Errorf("Content-Length is %s, the block has %d bytes", r.header.Get("Content-Length"), len(r.block))
	}
	if !recordID.MatchString(r.header.Get("WARC-Record-ID")) {
		return r, fmt.Errorf("record id %q", r.header.Get("WARC-Record-ID"))
	}
	if date, err := time.Parse(time.RFC3339, r.header.Get("WARC-Date")); err != nil || !strings.HasSuffix(r.header.Get("WARC-Date"), "Z") || date.Year() < 1 {
		return r, fmt.Errorf("date %q", r.header.Get("WARC-Date"))
	}
	if err := r.readPayload(); err != nil {
		return r, err
	}
	if got, want := r.header.Get("WARC-Block-Digest"), label(r.block); got != want {
		return r, fmt.Errorf("block digest %s, want %s", got, want)
	}
	if got, want := r.header.Get("WARC-Payload-Digest"), label(r.payload); r.payload != nil && got != want {
		return r, fmt.Errorf("payload digest %s, want %s", got, want)
	}
	return r, nil
}

func (r *record) readPayload() error {
	switch r.header.Get("WARC-Type") {
	case "resource":
		r.payload = r.block
	case "response":
		res, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(r.block)), nil)
		if err != nil {
			return fmt.Errorf("HTTP: %w", err)
		}
		defer res.Body.Close()
		r.http = res
		body, err := io.ReadAll(res.Body)
		if err != nil {
			return fmt.Errorf("HTTP body: %w", err)
		}
		_, r.payload, _ = bytes.Cut(r.block, []byte("\r\n\r\n"))
		bodiless := r.http.StatusCode < 200 || r.http.StatusCode == http.StatusNoContent || r.http.StatusCode == http.StatusNotModified
		if !bodiless && !bytes.Equal(body, r.payload) {
			return fmt.Errorf("HTTP body is %q, the payload %q", body, r.payload)
		}
	}
	return nil
}

func label(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + base32.StdEncoding.EncodeToString(sum[:])
}
