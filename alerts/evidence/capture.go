// Package evidence owns what is kept of a page as proof. Capture is the only type of the house that holds raw page content
// for keeping; Redact turns it into a copy that anybody may see, and a Vault seals it to keys that this machine does not
// hold. The package reads no network, and it does not know what an identifier looks like: masking is handed in.
package evidence

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of a redacted copy.
const (
	maxTitle    = 1 << 10  // bytes of masked title
	maxText     = 64 << 10 // bytes of masked text
	maxPictures = 12
)

// Capture is the raw content of one listing between fetch and redaction. It lives in memory only and prints as "[capture]"
// by every route. It is safe for concurrent reading.
type Capture struct {
	hidden
	// A function, because fmt cannot look into one. It does look through a pointer to a struct, even one in a private
	// field, when the verb does not fit (%s, %t), and there it calls no method.
	raw func() *Content
}

// Content is what is known of one listing when it is raised: what was read of it, from which the redacted copy is made,
// and what the servers answered, which is sealed. It is made for New and for nothing else.
type Content struct {
	hidden
	Title     string
	Texts     []string   // of the listing's blocks
	Pictures  [][]byte   // encoded
	Exchanges []Exchange // the page's answer first, then the pictures that were fetched
}

// Exchange is one answer of a server.
type Exchange struct {
	hidden
	URL         string
	FetchedAt   time.Time
	Status      int         // HTTP status; 0: the answer's head is not known
	Header      http.Header // of the answer
	Body        []byte      // decoded: no Content-Encoding is left
	ContentType string      // media type as it was judged; it may differ from the header's
	Truncated   bool        // the body was cut at the byte limit
}

// New returns a capture. It keeps the slices and shares them with other captures of the same page: nobody changes them
// afterwards.
func New(c Content) *Capture {
	return &Capture{raw: func() *Content { return &c }}
}

// hidden makes a type print as "[capture]".
type hidden struct{}

const placeholder = "[capture]"

// String, Format, GoString, MarshalText and LogValue never show the content.
func (hidden) String() string { return placeholder }

// Format implements fmt.Formatter for all verbs.
func (hidden) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, placeholder) }

// GoString implements fmt.GoStringer.
func (hidden) GoString() string { return placeholder }

// MarshalText implements encoding.TextMarshaler, which JSON, XML and YAML encoders use.
func (hidden) MarshalText() ([]byte, error) { return []byte(placeholder), nil }

// LogValue implements slog.LogValuer.
func (hidden) LogValue() slog.Value { return slog.StringValue(placeholder) }

// Redacted is a copy of a capture that holds nothing to identify a person by: masked text, and pictures of which only
// colours and coarse shapes are left. Nothing can bring the original back.
type Redacted struct {
	Title    string   `json:"title"`
	Text     string   `json:"text"`               // a line per block
	Cut      bool     `json:"cut,omitempty"`      // title or text was longer
	Pictures []Mosaic `json:"pictures,omitempty"` //
	Omitted  int      `json:"omitted,omitempty"`  // pictures that could not be read, or were too big or too many
}

// Redact returns the redacted copy. The mask must replace all identifiers, contacts and handles in a text; it sees title
// and text at once, so that a number broken over two blocks, or begun in the title, is one number to it.
func (c *Capture) Redact(mask func(string) string) Redacted {
	raw := c.raw()
	var r Redacted
	masked := mask(oneLine(raw.Title) + "\n" + strings.Join(raw.Texts, "\n"))
	// Where the mask took the line break too, what stands before the next one is the title.
	r.Title, r.Text, _ = strings.Cut(strings.ToValidUTF8(masked, "\uFFFD"), "\n")
	// Cut only now: a cut through a number would leave a half that no mask knows.
	r.Title, r.Cut = cut(r.Title, maxTitle, r.Cut)
	r.Text, r.Cut = cut(r.Text, maxText, r.Cut)
	for _, picture := range raw.Pictures {
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

func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' {
			return ' '
		}
		return r
	}, s)
}

// cut shortens a text to a number of bytes, between two runes, and reports whether this one or one before it was cut.
func cut(s string, end int, before bool) (string, bool) {
	if len(s) <= end {
		return s, before
	}
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end], true
}
