package confirm

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"time"

	"ronda/detect/picture"
)

// ErrNoTesseract is what FindTesseract fails with where the program or both of its languages are missing.
var ErrNoTesseract = errors.New("the OCR program tesseract is not installed (Debian: tesseract-ocr tesseract-ocr-ind)")

// What one reading may take.
const (
	patience = 15 * time.Second // of wall clock; a card takes about one
	maxText  = 64 << 10         // bytes
	maxRead  = 2_000_000        // pixels
)

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
	list, err := exec.CommandContext(ctx, path, "--list-langs").Output()
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

// Read returns the text in a grey picture, best at 850 pixels and more for a card. The text names people: the caller counts
// and masks, and keeps none of it.
func (t *Tesseract) Read(ctx context.Context, p picture.Plane) (string, error) {
	if p.W < 1 || p.H < 1 || p.W*p.H > maxRead || len(p.Pix) < p.W*p.H {
		return "", fmt.Errorf("read picture: %d x %d pixels, limit %d pixels", p.W, p.H, maxRead)
	}
	select {
	case t.turn <- struct{}{}:
		defer func() { <-t.turn }()
	case <-ctx.Done():
		return "", fmt.Errorf("wait for tesseract: %w", ctx.Err())
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	// Sparse text (11) leaves the order of lines open, which suits cards; their fields need no order.
	cmd := exec.CommandContext(ctx, t.path, "stdin", "stdout", "-l", t.language, "--psm", "11")
	cmd.Env = []string{"OMP_THREAD_LIMIT=1", "LC_ALL=C.UTF-8"} // nothing of ours; one thread, as each waits for the others
	cmd.WaitDelay = time.Second
	cmd.Stdin = io.MultiReader(strings.NewReader(fmt.Sprintf("P5\n%d %d\n255\n", p.W, p.H)), bytes.NewReader(p.Pix[:p.W*p.H]))
	out := &limited{limit: maxText}
	cmd.Stdout = out
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("read picture with tesseract: %w", err)
	}
	return out.text.String(), nil
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
