package scan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"ronda/cmd/ronda/command"
	"ronda/crawler"
	"ronda/crawler/site"
	"ronda/detect"
)

// any judges a page of any size: page.Body holds its first maxTextBytes, rest what follows. Pages and short texts are held
// as a whole, and pictures up to maxFileBytes; everything else is read as a stream.
func (s scanner) any(ctx context.Context, page *crawler.Page, rest io.Reader) verdict {
	var one [1]byte
	n, err := io.ReadFull(rest, one[:])
	if err != nil && !errors.Is(err, io.EOF) {
		return failed("", err)
	}
	rest = io.MultiReader(bytes.NewReader(one[:n]), rest)
	switch {
	case strings.HasPrefix(crawler.MediaType(page.Body), "image/"):
		more, err := io.ReadAll(io.LimitReader(rest, maxFileBytes+1-int64(len(page.Body))))
		if err != nil {
			return failed("", err)
		}
		page.Body = append(page.Body, more...)
		if len(page.Body) > maxFileBytes {
			page.Body, page.Truncated = page.Body[:maxFileBytes], true
		}
		return s.page(page) //nolint:contextcheck // decoding a picture is pure work that nobody calls off
	case n == 0 && (len(page.Body) <= wholeBytes || !site.Plain(page)):
		return s.page(page) //nolint:contextcheck // as above
	}
	return s.stream(ctx, page, rest)
}

// stream judges a text without holding it. Nothing of it is written anywhere.
func (s scanner) stream(ctx context.Context, page *crawler.Page, rest io.Reader) (v verdict) {
	defer survive(&v)
	extraction, blocks, err := site.Flow(page, rest)
	if err != nil {
		return failed("", unopened(err, page.Body))
	}
	names := s.detector.Names(extraction.Listings...)
	main := s.detector.Stream(&extraction.Listings[0])
	for block, err := range blocks {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return failed("", err)
		}
		main.Add(block)
		s.meter.show(main.People())
	}
	findings := []detect.Finding{main.Finding()}
	for i := range extraction.Listings[1:] {
		findings = append(findings, s.detector.DetectAmong(&extraction.Listings[1+i], names))
	}
	f := detect.Worst(findings)
	v = verdictOf(&f, names)
	v.Truncated = page.Truncated || main.Partial()
	return v
}

// meter shows on a terminal how far a long file has been read.
type meter struct {
	*command.Progress
	name       string
	read, size int64 // bytes; the size is 0 when it is unknown
	begun      time.Time
	shown      time.Time
}

func newMeter(out io.Writer) *meter { return &meter{Progress: command.NewProgress(out)} }

// of counts what is read of a file.
func (m *meter) of(r io.Reader, path string, size int64) io.Reader {
	m.name, m.read, m.size, m.begun = maskPath(path), 0, size, time.Now()
	m.shown = m.begun.Add(500 * time.Millisecond) // most files are read before
	return metered{r, m}
}

type metered struct {
	io.Reader
	m *meter
}

func (r metered) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.m.read += int64(n)
	return n, err
}

// show draws the line anew, now and then.
func (m *meter) show(people int) {
	if !m.IsTerminal() || time.Since(m.shown) < 250*time.Millisecond {
		return
	}
	m.shown = time.Now()
	line := fmt.Sprintf("%s  %d MB", m.name, m.read>>20)
	if m.size > 0 {
		const width = 20
		done := int(min(width, m.read*width/m.size))
		line = fmt.Sprintf("%s  [%s%s] %d of %d MB", m.name, strings.Repeat("=", done), strings.Repeat(" ", width-done), m.read>>20, m.size>>20)
	}
	m.Show(fmt.Sprintf("%s  %.0f MB/s  people %d", line, float64(m.read)/(1<<20)/time.Since(m.begun).Seconds(), people))
}
