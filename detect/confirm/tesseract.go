package confirm

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"ronda/detect/picture"
)

// ErrNoTesseract is what FindTesseract fails with where the program or both of its languages are missing.
var ErrNoTesseract = errors.New("the OCR program tesseract is not installed (Debian: tesseract-ocr tesseract-ocr-ind)")

// What one reading may take.
const (
	maxText = 256 << 10 // bytes of its table; a word takes some 60
	maxRead = 2_000_000 // pixels
)

// What counts as a word that can be read: noise reads as one rarely, and then the program is unsure of it.
const (
	legible     = 80 // of 100, how sure the program is
	wordLetters = 4
)

// A Reading says what can be read in a picture, and holds nothing that was read.
type Reading struct {
	Found []int // how many labels of each list
	Words int   // that can be read clearly, labels or not
}

// A Tesseract reads words off pictures with the OCR program of that name. It is safe for concurrent use and runs one process
// at a time. Pictures and text go through pipes; nothing is written to disk.
type Tesseract struct {
	path, language string
	turn           chan struct{}
}

// FindTesseract looks for the program on the PATH and prefers its Indonesian data to the English.
func FindTesseract(ctx context.Context) (*Tesseract, error) {
	path, err := exec.LookPath("tesseract")
	if err != nil {
		return nil, ErrNoTesseract
	}
	cmd := exec.CommandContext(ctx, path, "--list-langs")
	cmd.Env = environment()
	list, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("ask tesseract for its languages: %w", err)
	}
	for _, language := range []string{"ind", "eng"} {
		if slices.Contains(strings.Fields(string(list)), language) {
			return &Tesseract{path, language, make(chan struct{}, 1)}, nil
		}
	}
	return nil, ErrNoTesseract
}

// Read reads a grey picture, best at 850 pixels and more for a card, and returns how many labels of each list stand in it. The
// rest of what is written there names people, and is dropped here. It takes a second or so for a card; it
// fails when the program does, and when ctx is done, which ends the program.
func (t *Tesseract) Read(ctx context.Context, p picture.Plane, lists ...[]string) (Reading, error) {
	if p.W < 1 || p.H < 1 || p.W*p.H > maxRead || len(p.Pix) < p.W*p.H {
		return Reading{}, fmt.Errorf("read picture: %d x %d pixels, limit %d pixels", p.W, p.H, maxRead)
	}
	select {
	case t.turn <- struct{}{}:
		defer func() { <-t.turn }()
	case <-ctx.Done():
		return Reading{}, fmt.Errorf("wait for tesseract: %w", ctx.Err())
	}
	// Sparse text (11) leaves the order of lines open, which suits cards; their fields need no order.
	cmd := exec.CommandContext(ctx, t.path, "stdin", "stdout", "-l", t.language, "--psm", "11", "-c", "tessedit_create_tsv=1")
	cmd.Env = environment()
	cmd.WaitDelay = time.Second
	cmd.Stdin = io.MultiReader(strings.NewReader(fmt.Sprintf("P5\n%d %d\n255\n", p.W, p.H)), bytes.NewReader(p.Pix[:p.W*p.H]))
	out := &limited{limit: maxText}
	cmd.Stdout = out
	if err := cmd.Run(); err != nil {
		return Reading{}, fmt.Errorf("read picture with tesseract: %w", err)
	}
	return weigh(out.text.String(), lists), nil
}

// environment holds nothing of ours but where the user keeps the program's data. One thread, as each waits for the others.
func environment() []string {
	env := []string{"OMP_THREAD_LIMIT=1", "LC_ALL=C.UTF-8"}
	if folder := os.Getenv("TESSDATA_PREFIX"); folder != "" {
		env = append(env, "TESSDATA_PREFIX="+folder)
	}
	return env
}

// weigh reads the table that the program writes: a row for each word, how sure it is of it (0 to 100) in the last field but one.
func weigh(table string, lists [][]string) Reading {
	var text strings.Builder
	r := Reading{Found: make([]int, len(lists))}
	for row := range strings.Lines(table) {
		fields := strings.Split(strings.TrimSuffix(row, "\n"), "\t")
		if len(fields) != 12 || fields[0] != "5" {
			continue
		}
		text.WriteString(fields[11])
		text.WriteByte(' ')
		if sure, err := strconv.ParseFloat(fields[10], 64); err == nil && sure >= legible && len(letters(fields[11])) >= wordLetters {
			r.Words++
		}
	}
	for i, labels := range lists {
		r.Found[i] = Labels(text.String(), labels)
	}
	return r
}

// limited keeps the first bytes that are written to it.
type limited struct {
	text  bytes.Buffer
	limit int
}

func (l *limited) Write(p []byte) (int, error) {
	l.text.Write(p[:min(len(p), l.limit-l.text.Len())])
	return len(p), nil
}
