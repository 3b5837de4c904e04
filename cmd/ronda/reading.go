package main

import (
	"context"
	"log/slog"
	"sync"

	"ronda/detect/confirm"
	"ronda/detect/layout"
	"ronda/detect/picture"
)

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

// reader is findReader for commands that mostly have no picture in doubt: it looks for the program when one is met.
func (c console) reader(ctx context.Context) layout.Reader {
	find := sync.OnceValue(func() layout.Reader { return findReader(ctx, slog.New(slog.NewTextHandler(c.err, nil))) })
	return func(ctx context.Context, document picture.Plane, lists ...[]string) (confirm.Reading, error) {
		read := find()
		if read == nil {
			return confirm.Reading{}, confirm.ErrNoTesseract
		}
		return read(ctx, document, lists...)
	}
}
