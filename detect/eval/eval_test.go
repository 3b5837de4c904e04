package eval_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"ronda/detect"
	"ronda/detect/eval"
	"ronda/rules"
)

// texts are two authors' offers and honest texts.
func texts() []rules.Text {
	return []rules.Text{
		{ID: "a-1", Author: "a", Platform: "forum", Label: "sale", Text: "Ready stok paket KTP + selfie, 15rb per set, garansi, minat japri"},
		{ID: "a-2", Author: "a", Platform: "news", Label: "none", Text: "Warga diminta membawa KTP asli ke kelurahan"},
		{ID: "b-1", Author: "b", Platform: "forum", Label: "none", Text: "Turnamen bulu tangkis dimulai pukul delapan pagi"},
		{ID: "b-2", Author: "b", Platform: "forum", Label: "sale", Text: "Jual data KTP lengkap foto selfie, harga 10rb per data, ambil banyak diskon"},
		{ID: "b-3", Author: "b", Label: "exposure", Text: "Jadwal posyandu ada di balai desa"}, // labelled wrongly, to be missed
	}
}

func detector(t *testing.T) *detect.Detector {
	t.Helper()
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	d, err := detect.New(detect.Config{Rules: set})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestJudgeAndSummarise(t *testing.T) {
	d := detector(t)
	var steps []int
	results, err := eval.Judge(t.Context(), d, texts(), eval.Options{Jobs: 3, Step: func(done, total int) { steps = append(steps, 10*done+total) }})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range results {
		got = append(got, r.Text.ID+" "+string(r.Finding.Kind))
	}
	if want := []string{"a-1 sale", "a-2 none", "b-1 none", "b-2 sale", "b-3 none"}; !slices.Equal(got, want) {
		t.Errorf("verdicts %q, want %q", got, want)
	}
	if want := []int{15, 25, 35, 45, 55}; !slices.Equal(steps, want) {
		t.Errorf("steps %v, want %v", steps, want)
	}
	r := eval.Summarise(results, 3)
	if want := (eval.Ratio{Found: 2, Missed: 1}); r.Alert != want || r.Texts != 5 {
		t.Errorf("alert or not: %v of %d texts, want %v", r.Alert, r.Texts, want)
	}
	if len(r.Platforms) != 3 || r.Platforms[0].Name != "?" || r.Platforms[1].Kinds["sale"].Found != 2 {
		t.Errorf("platforms %+v", r.Platforms)
	}
	if len(r.Authors) != 2 || r.Worst["f1"].Author != "b" || r.Worst["recall"].Value != 0.5 || r.Worst["exposure"].Value != 0 {
		t.Errorf("worst of %+v: %+v", r.Authors, r.Worst)
	}
	if _, ok := r.Worst["forgery"]; ok {
		t.Error("somebody is worst at a kind of which there is no text")
	}
	if r.Confusion["exposure"]["none"] != 1 || r.Confusion["sale"]["sale"] != 2 || r.Confusion["none"]["none"] != 2 {
		t.Errorf("confusion %v", r.Confusion)
	}
	if len(r.Mistakes) != 1 || r.Mistakes[0].ID != "b-3" || r.Mistakes[0].Signals == nil {
		t.Errorf("mistakes %+v", r.Mistakes)
	}
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"alert":{"found":2,"false":0,"missed":1,"precision":1,"recall":0.66`, `"forgery":{"found":0,"false":0,"missed":0,"precision":null,"recall":null,"f1":null}`,
	} {
		if !strings.Contains(string(data), want) {
			t.Errorf("JSON lacks %s:\n%s", want, data)
		}
	}
}

func TestSummariseNothing(t *testing.T) {
	if _, err := json.Marshal(eval.Summarise(nil, 3)); err != nil { // no ratio of nothing is not a number
		t.Error(err)
	}
}

// TestCalibration holds the error to what a hand counts: alerts at 0.9 of which two in four are of their kind, and verdicts
// "none" at 0.1 of which none was an alert.
func TestCalibration(t *testing.T) {
	result := func(label string, kind detect.Kind, score float64) eval.Result {
		return eval.Result{Text: &rules.Text{Label: label}, Finding: detect.Finding{Kind: kind, Score: score}}
	}
	c := eval.Summarise([]eval.Result{
		result("sale", detect.KindSale, 0.9), result("sale", detect.KindSale, 0.9), result("forgery", detect.KindSale, 0.9), result("none", detect.KindSale, 0.9),
		result("none", detect.KindNone, 0.1), result("none", detect.KindNone, 0.1), result("none", detect.KindNone, 0.1), result("none", detect.KindNone, 0.1),
		result("sale", detect.KindSale, 1), result("none", detect.KindNone, 0),
	}, 0).Calibration
	want := ((0.92-0.6)*5 + (0.1-0)*4) / 10 // the verdicts at 0.9 and 1 share a bin: four times 0.9 and 1 against 3 of 5
	if len(c.Bins) != 3 || math.Abs(c.Error-want) > 1e-9 {
		t.Errorf("%+v, want an error of %.3f", c, want)
	}
	if brier := (2*0.01 + 2*0.81 + 4*0.01) / 10; math.Abs(c.Brier-brier) > 1e-9 {
		t.Errorf("Brier score %.4f, want %.4f", c.Brier, brier)
	}
}

// TestMistakesAreMasked holds that what a text says of people does not come out, and the surest mistakes come first.
func TestMistakesAreMasked(t *testing.T) {
	results, err := eval.Judge(t.Context(), detector(t), []rules.Text{
		{ID: "0812-0000-7788", Label: "sale", Why: "has NIK 3507720101902345", Text: "Jadwal posyandu"},
		{ID: "sure", Label: "none", Text: "Jual data KTP lengkap foto selfie NIK 3507720101902345, harga 10rb per data, japri 0812-0000-7788"},
	}, eval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := eval.Summarise(results, 9)
	if len(r.Mistakes) != 2 {
		t.Fatalf("mistakes %+v", r.Mistakes)
	}
	if said := fmt.Sprint(r.Mistakes); strings.Contains(said, "3507720101902345") || strings.Contains(said, "7788") {
		t.Errorf("shown in clear: %s", said)
	}
	if one := eval.Summarise(results, 1).Mistakes; len(one) != 1 || one[0].ID != r.Mistakes[0].ID {
		t.Errorf("the first of %+v is %+v", r.Mistakes, one)
	}
}

func TestFlips(t *testing.T) {
	with := func(kinds ...detect.Kind) (results []eval.Result) {
		for i, k := range kinds {
			results = append(results, eval.Result{
				Text:    &rules.Text{ID: fmt.Sprint(i), Label: []string{"sale", "none", "forgery", "sale"}[i]},
				Finding: detect.Finding{Kind: k},
			})
		}
		return results
	}
	var got []string
	for _, f := range eval.Flips(with("none", "none", "sale", "sale"), with("sale", "sale", "none", "sale")) {
		got = append(got, f.ID+" "+f.Change)
	}
	if want := []string{"0 better", "1 worse", "2 neither"}; !slices.Equal(got, want) {
		t.Errorf("flips %q, want %q", got, want)
	}
}

// TestLeaveOut holds that no text of the author who is left out is learned from, nor one that is nearly the same.
func TestLeaveOut(t *testing.T) {
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	copied := texts()[0]
	copied.ID, copied.Author = "b-4", "b"
	taught := append(texts(), copied)
	taughtWithout := make(chan string, 2)
	train := func(some []rules.Text) (*rules.Learned, error) {
		var ids []string
		for _, text := range some {
			ids = append(ids, text.ID)
		}
		taughtWithout <- strings.Join(ids, " ")
		return set.Learned, nil
	}
	results, err := eval.LeaveOut(t.Context(), set, train, taught, texts(), []string{"b", "a"}, eval.Options{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, r := range results {
		order = append(order, r.Text.ID)
	}
	if want := []string{"b-1", "b-2", "b-3", "a-1", "a-2"}; !slices.Equal(order, want) {
		t.Errorf("results %q, want %q", order, want)
	}
	got := []string{<-taughtWithout, <-taughtWithout}
	slices.Sort(got)
	if want := []string{"a-1 a-2", "b-1 b-2 b-3"}; !slices.Equal(got, want) {
		t.Errorf("learned from %q, want %q", got, want)
	}
	broken := errors.New("broken")
	_, err = eval.LeaveOut(t.Context(), set, func([]rules.Text) (*rules.Learned, error) { return nil, broken }, taught, texts(), []string{"a"}, eval.Options{})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "train without a") {
		t.Errorf("error %v", err)
	}
}

func TestJudgeIsCalledOff(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	many := slices.Repeat(texts(), 1000)
	_, err := eval.Judge(ctx, detector(t), many, eval.Options{Jobs: 2, Step: func(done, _ int) {
		if done == 10 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
