package judging

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"ronda/cmd/ronda/command"
	"ronda/trials"
)

// The start says once what is read of pictures in doubt, and off holds whatever is installed.
func TestReadingIsSaidOnce(t *testing.T) {
	start := func(mode string) (read Reading, said string) {
		t.Helper()
		var logs bytes.Buffer
		read = OpenReading(t.Context(), mode, slog.New(slog.NewTextHandler(&logs, nil)))
		if n := strings.Count(logs.String(), "\n"); n != 1 {
			t.Errorf("%s: said in %d lines:\n%s", mode, n, &logs)
		}
		return read, logs.String()
	}
	t.Run("off", func(t *testing.T) {
		if read, said := start(command.ReadingOff); !read.off || read.words != nil || !strings.Contains(said, "pictures.reading is off") {
			t.Errorf("%+v: %s", read, said)
		}
	})
	t.Run("installed", func(t *testing.T) {
		trials.Program(t, "tesseract", "tesseract-ocr tesseract-ocr-ind")
		if read, said := start(command.ReadingAuto); read.off || read.words == nil || !strings.Contains(said, "words and codes") {
			t.Errorf("%+v: %s", read, said)
		}
	})
	t.Run("not installed", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		if read, said := start(command.ReadingAuto); read.off || read.words != nil || !strings.Contains(said, "without the words in them") {
			t.Errorf("%+v: %s", read, said)
		}
	})
}
