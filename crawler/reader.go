package crawler

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/transform"
)

// window is how much of a text Reader looks at before it tells its charset from its bytes.
const window = 256 << 10

// Reader is Text for a page that is too large to be held: p.Body is its beginning, rest what follows. What it reads is
// valid UTF-8. Where neither a mark nor a declaration decides, each stretch of some 256 KB is told from its own bytes; for
// a page of one such stretch the result is that of Text. Memory is bounded whatever the size.
func (p *Page) Reader(rest io.Reader) io.Reader {
	head := p.Body
	whole := io.MultiReader(bytes.NewReader(head), rest)
	if e := wideCharset(p); e != nil {
		return &validReader{src: transform.NewReader(whole, e.NewDecoder())}
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		return &validReader{src: io.MultiReader(bytes.NewReader(head[3:]), rest), utf8: true}
	}
	v := &validReader{src: whole, other: charmap.Windows1252}
	if e, err := htmlindex.Get(declaredCharset(p.Header, head)); err == nil && e != encoding.Replacement {
		if name, _ := htmlindex.Name(e); name != "utf-8" && name[:min(5, len(name))] != "utf-1" {
			v.other, v.declared = e, true
		}
	}
	return v
}

// wideCharset returns the charset of a page in which bytes must not be looked at one by one, nil for others.
func wideCharset(p *Page) encoding.Encoding {
	head := p.Body[:min(len(p.Body), window)]
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return utf16Marked
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		return nil
	}
	if e := utf16Look(head); e != nil {
		return e
	}
	e, err := htmlindex.Get(declaredCharset(p.Header, head))
	if err != nil {
		return nil
	}
	switch name, _ := htmlindex.Name(e); name {
	case "utf-16le", "utf-16be":
		if !utf8.Valid(head[:runeEnd(head)]) || bytes.IndexByte(head[:min(len(head), prescan)], 0) >= 0 {
			return e
		}
	case "iso-2022-jp":
		return e
	}
	return nil
}

// validReader makes valid UTF-8 of what it reads, stretch by stretch.
type validReader struct {
	src      io.Reader
	utf8     bool              // a mark says that it is UTF-8
	other    encoding.Encoding // of stretches that are not; nil when they have been decoded already
	declared bool
	raw      []byte // the stretch, and what was read behind it
	done     int    // where the stretch ends
	out      []byte // of the stretch, decoded and not yet given; perhaps a part of raw
	err      error
}

func (v *validReader) Read(p []byte) (int, error) {
	for len(v.out) == 0 {
		if v.err != nil {
			return 0, v.err
		}
		v.fill()
	}
	n := copy(p, v.out)
	v.out = v.out[n:]
	return n, nil
}

// fill decodes one more stretch. It ends with a line, where no charset has half a character, or else with a character.
func (v *validReader) fill() {
	if v.raw == nil {
		v.raw = make([]byte, 0, window)
	}
	left := copy(v.raw[:window], v.raw[v.done:])
	n, err := io.ReadFull(v.src, v.raw[left:window])
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	v.raw, v.err = v.raw[:left+n], err
	v.done = len(v.raw)
	if err == nil {
		if v.done = bytes.LastIndexByte(v.raw, '\n') + 1; v.done == 0 {
			v.done = runeEnd(v.raw)
		}
	}
	if v.out, err = v.decode(v.raw[:v.done]); err != nil {
		v.err = err
	}
}

func (v *validReader) decode(raw []byte) ([]byte, error) {
	switch {
	case utf8.Valid(raw):
		return raw, nil
	case v.utf8, v.other == nil, !v.declared && mostlyUTF8(raw):
		return toValid(raw), nil
	}
	out, err := v.other.NewDecoder().Bytes(raw)
	if err != nil {
		return nil, fmt.Errorf("decode text: %w", err)
	}
	return toValid(out), nil
}

// runeEnd returns the end of the last whole UTF-8 character of raw; len(raw) when its end is no cut character.
func runeEnd(raw []byte) int {
	for i := len(raw) - 1; i >= 0 && i > len(raw)-utf8.UTFMax; i-- {
		if utf8.RuneStart(raw[i]) {
			if raw[i] >= utf8.RuneSelf && !utf8.FullRune(raw[i:]) {
				return i
			}
			break
		}
	}
	return len(raw)
}
