//go:build bars

package layout_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"ronda/detect/cards"
	"ronda/detect/confirm"
	"ronda/detect/layout"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/chalk"
	"ronda/detect/layout/trial/flint"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/picture"
)

func TestDumpReadings(t *testing.T) {
	out, err := os.Create(os.Getenv("RONDA_SPOTS"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	ocr, err := confirm.FindTesseract(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var last confirm.Reading
	var took time.Duration
	words := func(ctx context.Context, p picture.Plane, lists ...[]string) (r confirm.Reading, err error) {
		from := time.Now()
		last, err = ocr.Read(ctx, p, lists...)
		took = time.Since(from)
		return last, err
	}
	r := newRecogniser(t)
	layout.WithReader(words)(r)
	decoder := picture.NewDecoder()
	hands := map[string]trial.Generator{"chalk": chalk.New(), "pen": pen.New(), "lots": lots(), "flint": flint.New()}
	n := 0
	each(kept(hands[os.Getenv("RONDA_HAND")]), uint64(number(t, "RONDA_SEED", 8)), trial.Counts{Each: number(t, "RONDA_EACH", 20), Negatives: number(t, "RONDA_NEGATIVES", 480)}, func(s *trial.Shot) {
		n++
		pic, err := decoder.Decode(s.Data, 640)
		if err != nil {
			return
		}
		for _, p := range r.Doubts(s.Data, pic, cards.Find(pic)) {
			best, doc := 0.0, ""
			for _, c := range s.Cards {
				if v := trial.IoU(inLuma(pic, c.Quad), p.Quad); v > best {
					best, doc = v, c.Document
				}
			}
			last, took = confirm.Reading{Found: []int{-1, -1}}, 0
			code := p.Read()
			fmt.Fprintf(out, "%d,%s,%d,%s,%s,%.2f,%.0f,%.3f,own %d,contrary %d,words %d,code %.0f,%dms,%s %dx%d\n", n, s.Scene, len(s.Cards), doc, p.Document, p.Odds, p.Width, best, last.Found[0], last.Found[1], last.Words, code, took.Milliseconds(), s.Name, pic.Size.X, pic.Size.Y)
		}
	})
}
