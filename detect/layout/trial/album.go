package trial

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"

	// Decoders of what albums hold, for its size alone.
	_ "image/jpeg"
	_ "image/png"

	_ "golang.org/x/image/webp"
)

// ReadAlbum reads pictures that others made and labelled: a folder with truth.jsonl, an object for each picture:
//
//	{"file": "0001.jpg", "label": "ktp", "scene": "selfie", "selfie": true, "hard": ["blur"],
//	 "quads": [{"label": "ktp", "corners": [[10, 20], [110, 22], [108, 85], [9, 83]]}]}
//
// label is ktp, kk, npwp or none; corners are pixels of the displayed picture, clockwise from the document's own top left.
func ReadAlbum(dir string) ([]Shot, error) {
	truth, err := os.ReadFile(filepath.Join(dir, "truth.jsonl"))
	if err != nil {
		return nil, fmt.Errorf("read an album's truth: %w", err)
	}
	var shots []Shot
	for in := json.NewDecoder(bytes.NewReader(truth)); ; {
		var line struct {
			File, Label, Scene string
			Selfie             bool
			Hard               []string
			Quads              []struct {
				Label   string
				Corners [][2]float64
			}
		}
		if err := in.Decode(&line); errors.Is(err, io.EOF) {
			return shots, nil
		} else if err != nil {
			return nil, fmt.Errorf("read %s, picture %d: %w", filepath.Join(dir, "truth.jsonl"), len(shots)+1, err)
		}
		s := Shot{Name: line.File, Scene: line.Scene, Distortions: line.Hard, Face: line.Selfie || line.Scene == Selfie}
		if s.Data, err = os.ReadFile(filepath.Join(dir, filepath.Base(line.File))); err != nil {
			return nil, fmt.Errorf("read an album's picture: %w", err)
		}
		size, _, err := image.DecodeConfig(bytes.NewReader(s.Data))
		if err != nil {
			return nil, fmt.Errorf("read the size of %s: %w", line.File, err)
		}
		s.Width, s.Height = size.Width, size.Height
		for _, q := range line.Quads {
			if len(q.Corners) != 4 {
				return nil, fmt.Errorf("%s: a quad has %d corners, not four", line.File, len(q.Corners))
			}
			if q.Label != KTP && q.Label != KK && q.Label != NPWP {
				return nil, fmt.Errorf("%s: a quad is labelled %q, not %s, %s or %s", line.File, q.Label, KTP, KK, NPWP)
			}
			s.Cards = append(s.Cards, Card{Document: q.Label, Layout: q.Label, Quad: [4][2]float64(q.Corners)})
		}
		if want := line.Label != "none"; want != (len(s.Cards) > 0) {
			return nil, fmt.Errorf("%s is labelled %q and has %d quads", line.File, line.Label, len(s.Cards))
		}
		shots = append(shots, s)
	}
}

// MeasureAlbum has look judge each shot, like Measure. A picture of several documents counts under the first one's name.
func MeasureAlbum(shots []Shot, look func([]byte) (Result, error)) *Report {
	rep := newReport()
	for i := range shots {
		s := &shots[i]
		if res := rep.judge(s, look); len(s.Cards) > 0 {
			rep.positive(s, s.Cards[0].Document, res)
		} else {
			rep.negative(s, res)
		}
	}
	rep.sort()
	return rep
}
