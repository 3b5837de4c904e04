// Package evidence owns what is kept of a page as proof. Capture is the only type of the house that holds raw page content
// for keeping; Redact turns it into a copy that anybody may see. The package reads no network, no disk and no clock, and it
// does not know what an identifier looks like: masking is handed in.
package evidence

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"unicode/utf8"
)

// Limits of a redacted copy.
const (
	maxText     = 64 << 10 // bytes of masked text
	maxPictures = 12
)

// Capture is the raw content of one listing between fetch and redaction. It lives in memory only and prints as "[capture]"
// by every route. It is safe for concurrent reading.
type Capture struct {
	// A function, because fmt cannot look into one. It does look through a pointer to a struct, even one in a private
	// field, when the verb does not fit (%s, %t), and there it calls no method.
	raw func() *content
}

type content struct {
	title    string
	texts    []string
	pictures [][]byte
}

// New returns a capture of a listing's title, the texts of its blocks and its encoded pictures. It keeps the slices: the
// caller does not change them afterwards.
func New(title string, texts []string, pictures [][]byte) *Capture {
	c := &content{title: title, texts: texts, pictures: pictures}
	return &Capture{raw: func() *content { return c }}
}

const placeholder = "[capture]"

// String, Format, GoString, MarshalText and LogValue never show the content.
func (Capture) String() string { return placeholder }

// Format implements fmt.Formatter for all verbs.
func (Capture) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, placeholder) }

// GoString implements fmt.GoStringer.
func (Capture) GoString() string { return placeholder }

// MarshalText implements encoding.TextMarshaler, which JSON, XML and YAML encoders use.
func (Capture) MarshalText() ([]byte, error) { return []byte(placeholder), nil }

// LogValue implements slog.LogValuer.
func (Capture) LogValue() slog.Value { return slog.StringValue(placeholder) }

// Redacted is a copy of a capture that holds nothing to identify a person by: masked text, and pictures of which only
// colours and coarse shapes are left. Nothing can bring the original back.
type Redacted struct {
	Title    string   `json:"title"`
	Text     string   `json:"text"`               // a line per block
	Cut      bool     `json:"cut,omitempty"`      // the text was longer
	Pictures []Mosaic `json:"pictures,omitempty"` //
	Omitted  int      `json:"omitted,omitempty"`  // pictures that could not be read, or were too big or too many
}

// Redact returns the redacted copy. The mask must replace all identifiers, contacts and handles in a text; it sees the
// whole text at once, so that a number broken over two blocks is one number to it.
func (c *Capture) Redact(mask func(string) string) Redacted {
	raw := c.raw()
	r := Redacted{Title: mask(raw.title), Text: strings.ToValidUTF8(mask(strings.Join(raw.texts, "\n")), "\uFFFD")}
	if len(r.Text) > maxText { // only now: a cut through a number would leave a half that no mask knows
		r.Cut = true
		end := maxText
		for !utf8.RuneStart(r.Text[end]) {
			end--
		}
		r.Text = r.Text[:end]
	}
	for _, picture := range raw.pictures {
		if len(r.Pictures) == maxPictures {
			r.Omitted++
			continue
		}
		m, err := newMosaic(picture)
		if err != nil {
			r.Omitted++
			continue
		}
		r.Pictures = append(r.Pictures, m)
	}
	return r
}
