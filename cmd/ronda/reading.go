package main

import (
	"context"
	"flag"
	"log/slog"
	"sync"

	"ronda/detect/confirm"
	"ronda/detect/layout"
	"ronda/detect/picture"
)

// What is read of pictures that are left in doubt by their shape, as the configuration says it.
const (
	readingAuto = "auto" // the codes on family cards, and words where Tesseract is installed
	readingOff  = "off"
)

var readings = []string{readingAuto, readingOff}

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
	value := readingAuto
	fs.Var(oneOf{&value, readings}, "reading", "what is read of pictures that are left in doubt: auto (codes, and words where Tesseract is installed) or off")
	return &value
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

// reading is openReading for commands that mostly have no picture in doubt: it looks for the program when one is met.
func (c console) reading(ctx context.Context, mode string) reading {
	if mode == readingOff {
		return reading{off: true}
	}
	find := sync.OnceValue(func() layout.Reader { return findReader(ctx, slog.New(slog.NewTextHandler(c.err, nil))) })
	return reading{words: func(ctx context.Context, document picture.Plane, lists ...[]string) (confirm.Reading, error) {
		read := find()
		if read == nil {
			return confirm.Reading{}, confirm.ErrNoTesseract
		}
		return read(ctx, document, lists...)
	}}
}
