package trial

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// script draws shots whose bytes tell a finder what to say.
type script struct{}

var square = [4][2]float64{{0, 0}, {100, 0}, {100, 60}, {0, 60}}

func (script) Positive(r *rand.Rand, document, scene string) Shot {
	return Shot{Name: fmt.Sprint(document, scene, r.Uint32()), Scene: scene, Data: []byte(document + " " + scene), Face: scene == Selfie, Cards: []Card{{Document: document, Layout: document, Quad: square}}}
}

func (script) Negative(r *rand.Rand) Shot {
	return Shot{Name: "negative", Scene: "room", Data: fmt.Appendf(nil, "none %d", r.IntN(4))}
}

func TestMeasure(t *testing.T) {
	// This finder misses scans, takes the card of a tight shot for another, calls every second kind of room a KTP, fails on sheets.
	look := func(data []byte) (Result, error) {
		document, scene, _ := strings.Cut(string(data), " ")
		find := Find{Document: document, Layout: "x", Quad: [4][2]float64{{0, 0}, {100, 0}, {100, 30}, {0, 30}}, Score: 0.9}
		switch {
		case scene == Sheet:
			return Result{}, errors.New("no sheets")
		case scene == Scan, document == "none" && scene != "0":
			return Result{}, nil
		case scene == Tight:
			find.Document = "other"
		}
		return Result{Finds: []Find{find}, Selfie: scene == Selfie || scene == Hand}, nil
	}
	rep := Measure(script{}, 1, Counts{Each: 2, Negatives: 40}, look)
	if got := *rep.Recall[KTP]; got != (Rate{10, 16}) {
		t.Errorf("recall of KTP %v", got)
	}
	if got := *rep.Groups[0].Values[Scan][KK]; got != (Rate{0, 2}) {
		t.Errorf("recall in scans %v", got)
	}
	if rep.Accused.Of != 40 || rep.Accused.Hits == 0 || rep.Accused.Hits == 40 || len(rep.Wrong) != rep.Accused.Hits {
		t.Errorf("accused %v, named %d", rep.Accused, len(rep.Wrong))
	}
	if rep.Each != (Rate{30, 48}) {
		t.Errorf("each document %v", rep.Each)
	}
	if rep.Right != (Rate{30, 36}) || rep.Overlap() != 0.5 || rep.Stray != 0 {
		t.Errorf("right %v, overlap %v, stray %d", rep.Right, rep.Overlap(), rep.Stray)
	}
	if rep.Selfies != (Rate{6, 6}) || rep.Precision != (Rate{6, 12}) || len(rep.Errors) != 6 || len(rep.Missed) != 18 {
		t.Errorf("selfies %v, precision %v, errors %d, missed %d", rep.Selfies, rep.Precision, len(rep.Errors), len(rep.Missed))
	}
	var b strings.Builder
	if err := rep.Write(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"by card width", "  90-120 px", "0.625 (10/16)", "layout ktp called"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, &b)
		}
	}
}
