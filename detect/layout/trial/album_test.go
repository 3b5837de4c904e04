package trial_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ronda/detect/layout/trial"
)

func TestReadAlbum(t *testing.T) {
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 40, 30)), nil); err != nil {
		t.Fatal(err)
	}
	const (
		shown = `{"file":"a.jpg","label":"ktp","scene":"selfie","selfie":true,"hard":["blur"],"quads":[{"label":"ktp","corners":[[1,2],[30,2],[30,20],[1,20]]}]}`
		none  = `{"file":"a.jpg","label":"none","scene":"bank card"}`
	)
	for _, tt := range []struct{ name, truth, err string }{
		{"a picture with a document and one without", shown + "\n" + none + "\n", ""},
		{"a picture that is not there", `{"file":"b.jpg","label":"none"}`, "b.jpg"},
		{"a file beside the folder", `{"file":"../a.jpg","label":"none"}`, ""}, // only its name counts
		{"no JSON", shown + "\nktp\n", "picture 2"},
		{"three corners", `{"file":"a.jpg","label":"ktp","quads":[{"label":"ktp","corners":[[1,2],[30,2],[30,20]]}]}`, "3 corners"},
		{"another document", strings.ReplaceAll(shown, `"label":"ktp"`, `"label":"sim"`), `labelled "sim"`},
		{"a document that lies nowhere", `{"file":"a.jpg","label":"ktp"}`, "0 quads"},
		{"a document in a picture without one", strings.Replace(shown, `"label":"ktp","scene"`, `"label":"none","scene"`, 1), "1 quads"},
		{"no picture", `{"file":"truth.jsonl","label":"none"}`, "size"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, data := range map[string][]byte{"a.jpg": picture.Bytes(), "truth.jsonl": []byte(tt.truth)} {
				if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			shots, err := trial.ReadAlbum(dir)
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Fatalf("error %v, want one with %q", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if s := shots[0]; len(shots) == 2 && (!s.Selfie() || s.Width != 40 || s.Height != 30 || s.Cards[0].Width() != 29) {
				t.Errorf("%+v", s)
			}
			report := trial.MeasureAlbum(shots, func([]byte) (trial.Result, error) {
				return trial.Result{Finds: []trial.Find{{Document: trial.KTP}}}, nil
			})
			if len(shots) == 2 && (report.Recall[trial.KTP].Share() != 1 || report.Accused != (trial.Rate{Hits: 1, Of: 1})) {
				t.Errorf("%v found, %v accused", report.Recall[trial.KTP], report.Accused)
			}
		})
	}
}
