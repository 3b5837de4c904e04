package rules

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
)

// Text is one labelled text of the corpus.
type Text struct {
	ID       string `json:"id"`
	Label    string `json:"label"` // a kind of the label policy (docs/labels.md)
	Platform string `json:"platform"`
	Title    string `json:"title"`
	Text     string `json:"text"`
	Author   string `json:"author"` // one who wrote independently of the others
	Why      string `json:"why"`    // what decides the label
}

// Lines returns title and text as the lines that a page of it would have.
func (t *Text) Lines() []string { return append([]string{t.Title}, strings.Split(t.Text, "\n")...) }

// maxText bounds a line of a corpus file.
const maxText = 4 << 20

// ReadCorpus reads the labelled texts of every *.jsonl file in the root of fsys, in the order of names and lines. A text
// without id, label or author is an error that names file and line.
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
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, maxText)
		for n := 1; lines.Scan(); n++ {
			var t Text
			if err := json.Unmarshal(lines.Bytes(), &t); err != nil {
				return nil, fmt.Errorf("read corpus: %s:%d: %w", name, n, err)
			}
			if t.ID == "" || t.Label == "" || t.Author == "" {
				return nil, fmt.Errorf("read corpus: %s:%d: id, label and author are needed", name, n)
			}
			texts = append(texts, t)
		}
		if err := lines.Err(); err != nil {
			return nil, fmt.Errorf("read corpus: %s: %w", name, err)
		}
		if err := f.Close(); err != nil {
			return nil, fmt.Errorf("read corpus: %w", err)
		}
	}
	return texts, nil
}
