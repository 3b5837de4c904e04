package judging

import (
	"context"
	"flag"
	"io"
	"log/slog"
	"sync"

	"ronda/cmd/ronda/command"
	"ronda/detect/confirm"
	"ronda/detect/layout"
	"ronda/detect/picture"
)

// Reading is what a detector reads in pictures. The zero value reads codes alone.
type Reading struct {
	off   bool
	words layout.Reader // nil where no program reads them
}

// OpenReading returns what an instance reads, and says it in the log. mode is command.ReadingAuto or command.ReadingOff. What it reads with
// is safe for concurrent use.
func OpenReading(ctx context.Context, mode string, log *slog.Logger) Reading {
	if mode == command.ReadingOff {
		log.Info("pictures left in doubt are not read: pictures.reading is off")
		return Reading{off: true}
	}
	read := Reading{words: findReader(ctx, log)}
	if read.words != nil {
		log.Info("pictures left in doubt are read: words and codes")
	}
	return read
}

// ReadingFlag adds pictures.reading as a flag to commands that take no configuration. After command.Parse it is a mode for LateReading.
func ReadingFlag(fs *flag.FlagSet) *string {
	return command.ChoiceFlag(fs, "reading", "what is read of pictures that are left in doubt: auto (codes, and words where Tesseract is installed) or off", command.Readings...)
}

// findReader looks for the program that reads words in pictures and returns nil where there is none, which the log hears. Of
// readings that fail it hears the first.
func findReader(ctx context.Context, log *slog.Logger) layout.Reader {
	ocr, err := confirm.FindTesseract(ctx)
	if err != nil {
		log.Info("pictures left in doubt are judged without the words in them", "err", err)
		return nil
	}
	var once sync.Once
	return func(ctx context.Context, document picture.Plane, lists ...[]string) (confirm.Reading, error) {
		got, err := ocr.Read(ctx, document, lists...)
		if err != nil {
			once.Do(func() {
				log.Warn("a picture could not be read; of others that cannot be, nothing will be said", "err", err)
			})
		}
		return got, err
	}
}

// LateReading is OpenReading for commands that mostly have no picture in doubt: it looks for the program when one is met. What there is to
// say of it goes to a command's output of errors.
func LateReading(ctx context.Context, mode string, errs io.Writer) Reading {
	if mode == command.ReadingOff {
		return Reading{off: true}
	}
	find := sync.OnceValue(func() layout.Reader { return findReader(ctx, slog.New(slog.NewTextHandler(errs, nil))) })
	return Reading{words: func(ctx context.Context, document picture.Plane, lists ...[]string) (confirm.Reading, error) {
		read := find()
		if read == nil {
			return confirm.Reading{}, confirm.ErrNoTesseract
		}
		return read(ctx, document, lists...)
	}}
}
