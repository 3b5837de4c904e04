package rules

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// sensesFile is the name of the classes of words in a folder of rules.
const sensesFile = "senses.txt"

// loadSenses returns the classes of words of a folder of rules, or the embedded ones where it has none: the class of each
// word by the word.
func loadSenses(fsys fs.FS) (map[string]string, error) {
	f, err := fsys.Open(sensesFile)
	if errors.Is(err, fs.ErrNotExist) {
		f, err = embedded.Open(sensesFile)
	}
	if err != nil {
		return nil, fmt.Errorf("read senses: %w", err)
	}
	defer f.Close()
	return ReadSenses(f)
}

// ReadSenses reads classes of words: lines of a class, a colon and its words; # starts a comment. A word that stands twice is an
// error that names the line.
func ReadSenses(r io.Reader) (map[string]string, error) {
	classes := map[string]string{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		line, _, _ := strings.Cut(lines.Text(), "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		class, words, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("read senses: line %d: write a class, a colon and its words", n)
		}
		for w := range strings.FieldsSeq(words) {
			if before, ok := classes[w]; ok {
				return nil, fmt.Errorf("read senses: line %d: %q is in %s already", n, w, before)
			}
			classes[w] = class
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read senses: %w", err)
	}
	return classes, nil
}
