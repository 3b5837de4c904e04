package rules

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// Text is one labelled text of the corpus.
type Text struct {
	ID       string `json:"id"`
	Label    string `json:"label"`    // one of Kinds: the label policy (docs/labels.md)
	Platform string `json:"platform"` // what kind of site it stands on, see Platforms
	Title    string `json:"title"`
	Text     string `json:"text"`
	Author   string `json:"author"`         // one who wrote independently of the others
	Why      string `json:"why"`            // what decides the label
	Pair     string `json:"pair,omitempty"` // shared by texts of one author that differ only in what decides

	Place string `json:"-"` // file:line
}

// Lines returns title and text as the lines that a page of it would have.
func (t *Text) Lines() []string { return append([]string{t.Title}, strings.Split(t.Text, "\n")...) }

// Kinds are the labels: the alerting ones in the order of their rank, then "none".
func Kinds() []string { return []string{"sale", "forgery", "exposure", "solicitation", "none"} }

// Platforms are the kinds of site that the corpus in this repository has texts of.
func Platforms() []string {
	return []string{
		"blog", "channel", "code", "docs", "forum", "jobs", "marketplace", "news", "official", "other", "paste", "shop", "social",
	}
}

const (
	maxText   = 4 << 20 // bytes of a line of a corpus file
	maxFaults = 10      // that are told at once
	maxName   = 40      // bytes of a label, platform or id that an error repeats
)

// ReadTexts reads the labelled texts of one corpus file, one JSON object a line; name is what errors call it. A byte order
// mark, carriage returns and empty lines are passed over, an unknown key is ignored. A text may be without author. The
// error names up to ten faults, each with file and line.
func ReadTexts(name string, r io.Reader) ([]Text, error) {
	var texts []Text
	var faults faults
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxText)
	n := 1
	for ; lines.Scan(); n++ {
		line := lines.Bytes()
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		t := Text{Place: fmt.Sprintf("%s:%d", name, n)}
		if err := json.Unmarshal(line, &t); err != nil {
			faults.add(t.Place, jsonFault(err))
		} else if err := t.check(); err != nil {
			faults.add(t.Place, err)
		}
		texts = append(texts, t)
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		faults.add(fmt.Sprintf("%s:%d", name, n), fmt.Errorf("the line is longer than %d MB", maxText>>20))
	case err != nil:
		faults.add(name, err)
	}
	if err := faults.err(); err != nil {
		return nil, err
	}
	return texts, nil
}

// ReadCorpus reads the labelled texts of every *.jsonl file in the root of fsys, in the order of names and lines. To learn
// from them takes an author for each and ids that are given once.
func ReadCorpus(fsys fs.FS) ([]Text, error) {
	names, err := fs.Glob(fsys, "*.jsonl")
	if err != nil {
		return nil, fmt.Errorf("list corpus: %w", err)
	}
	var texts []Text
	for _, name := range names {
		f, err := fsys.Open(name)
		if err != nil {
			return nil, fmt.Errorf("read corpus: %w", err)
		}
		some, err := ReadTexts(name, f)
		if err = errors.Join(err, f.Close()); err != nil {
			return nil, fmt.Errorf("read corpus: %w", err)
		}
		texts = append(texts, some...)
	}
	var faults faults
	for i := range texts {
		if texts[i].Author == "" {
			faults.add(texts[i].Place, errors.New("author is needed"))
		}
	}
	if err := errors.Join(faults.err(), CheckIDs(texts)); err != nil {
		return nil, fmt.Errorf("read corpus: %w", err)
	}
	return texts, nil
}

// CheckIDs fails where two texts have the same id, and names both places.
func CheckIDs(texts []Text) error {
	var faults faults
	at := make(map[string]string, len(texts))
	for i := range texts {
		t := &texts[i]
		if first, ok := at[t.ID]; ok {
			faults.add(t.Place, fmt.Errorf("the id %q is already given (%s)", short(t.ID), first))
			continue
		}
		at[t.ID] = t.Place
	}
	return faults.err()
}

func (t *Text) check() error {
	switch {
	case t.ID == "" || t.Label == "":
		return errors.New("id and label are needed")
	case strings.TrimSpace(t.Title+t.Text) == "":
		return errors.New("neither title nor text has a word")
	case !slices.Contains(Kinds(), t.Label):
		return fmt.Errorf("label %q is none of %s", short(t.Label), strings.Join(Kinds(), ", "))
	case !plainName(t.Platform):
		return fmt.Errorf("platform %q: want a word in lower case, as one of %s", short(t.Platform), strings.Join(Platforms(), ", "))
	}
	return nil
}

// plainName reports whether a platform can stand in an address. "" is a text from nowhere in particular.
func plainName(s string) bool {
	other := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_' && r != '.'
	}
	return len(s) <= maxName && !strings.ContainsFunc(s, other)
}

// jsonFault says what is wrong with a line without repeating it.
func jsonFault(err error) error {
	var wrong *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &wrong) && wrong.Field != "":
		return fmt.Errorf("%s has to be a text in quotation marks; here it is another value (%s)", wrong.Field, wrong.Value)
	case errors.As(err, &wrong):
		return fmt.Errorf("want an object {...} (here: %s)", wrong.Value)
	case errors.As(err, &syntax):
		return fmt.Errorf("not JSON at byte %d: %w", syntax.Offset, err)
	}
	return err
}

// short bounds what an error repeats.
func short(s string) string {
	if len(s) <= maxName {
		return s
	}
	return strings.ToValidUTF8(s[:maxName], "") + "…"
}

// faults collects what is wrong in several places; the first ten are told.
type faults struct {
	first []error
	more  int
}

func (f *faults) add(place string, err error) {
	if len(f.first) == maxFaults {
		f.more++
		return
	}
	f.first = append(f.first, fmt.Errorf("%s: %w", place, err))
}

func (f *faults) err() error {
	if f.more > 0 {
		return errors.Join(append(f.first, fmt.Errorf("and %d more faults", f.more))...)
	}
	return errors.Join(f.first...)
}
