package main

import (
	"context"
	"flag"
	"io"
	"log/slog"
	"sync"

	"ronda/detect/confirm"
	"ronda/detect/layout"
	"ronda/detect/picture"
)

// reading is what a detector reads in pictures. The zero value reads codes alone.
type reading struct {
	off   bool
	words layout.Reader // nil where no program reads them
}

// openReading returns what an instance reads, and says it in the log.
func openReading(ctx context.Context, mode string, log *slog.Logger) reading {
	if mode == readingOff {
		log.Info("pictures left in doubt are not read: pictures.reading is off")
		return reading{off: true}
	}
	read := reading{words: findReader(ctx, log)}
	if read.words != nil {
		log.Info("pictures left in doubt are read: words and codes")
	}
	return read
}

// readingFlag adds the setting to commands that take no configuration.
func readingFlag(fs *flag.FlagSet) *string {
	return choiceFlag(fs, "reading", "what is read of pictures that are left in doubt: auto (codes, and words where Tesseract is installed) or off", readings...)
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

// lateReading is openReading for commands that mostly have no picture in doubt: it looks for the program when one is met. What there is to
// say of it goes to a command's output of errors.
func lateReading(ctx context.Context, mode string, errs io.Writer) reading {
	if mode == readingOff {
		return reading{off: true}
	}
	find := sync.OnceValue(func() layout.Reader { return findReader(ctx, slog.New(slog.NewTextHandler(errs, nil))) })
	return reading{words: func(ctx context.Context, document picture.Plane, lists ...[]string) (confirm.Reading, error) {
		read := find()
		if read == nil {
			return confirm.Reading{}, confirm.ErrNoTesseract
		}
		return read(ctx, document, lists...)
	}}
}
