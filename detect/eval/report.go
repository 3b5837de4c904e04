package eval

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"ronda/detect"
	"ronda/detect/mask"
	"ronda/rules"
)

const none = string(detect.KindNone)

// Alerting returns the kinds that are alerts, in the order of their rank.
func Alerting() []string { return rules.Kinds()[:len(rules.Kinds())-1] }

// Ratio counts the answers to one question.
type Ratio struct {
	Found  int // asked for and found
	False  int // found and not asked for
	Missed int // asked for and not found
}

// Add counts one text: whether it should be found, and whether it was.
func (r *Ratio) Add(want, got bool) {
	switch {
	case want && got:
		r.Found++
	case got:
		r.False++
	case want:
		r.Missed++
	}
}

// Precision is the share of what was found that is right; 1 where nothing was found.
func (r Ratio) Precision() float64 { return share(r.Found, r.Found+r.False) }

// Recall is the share of what is there that was found; 1 where nothing is there.
func (r Ratio) Recall() float64 { return share(r.Found, r.Asked()) }

// F1 is the harmonic mean of precision and recall; 1 where nothing is there and nothing was found.
func (r Ratio) F1() float64 { return share(2*r.Found, 2*r.Found+r.False+r.Missed) }

// Asked is how many there are to be found. Where there are none, only False says something.
func (r Ratio) Asked() int { return r.Found + r.Missed }

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// String gives all figures for a log.
func (r Ratio) String() string {
	return fmt.Sprintf("P %.3f R %.3f F1 %.3f (found %d, false %d, missed %d)", r.Precision(), r.Recall(), r.F1(), r.Found, r.False, r.Missed)
}

// MarshalJSON writes counts and ratios; a ratio of nothing is null, and so is F1 where there is nothing to be found.
func (r Ratio) MarshalJSON() ([]byte, error) {
	known := func(v float64, n int) *float64 {
		if n == 0 {
			return nil
		}
		return &v
	}
	return json.Marshal(struct {
		Found     int      `json:"found"`
		False     int      `json:"false"`
		Missed    int      `json:"missed"`
		Precision *float64 `json:"precision"`
		Recall    *float64 `json:"recall"`
		F1        *float64 `json:"f1"`
	}{
		r.Found, r.False, r.Missed,
		known(r.Precision(), r.Found+r.False), known(r.Recall(), r.Asked()), known(r.F1(), r.Asked()),
	})
}

// Figures are the ratios of some texts.
type Figures struct {
	Name  string           `json:"name,omitempty"`
	Texts int              `json:"texts"`
	Alert Ratio            `json:"alert"` // alert or not, whatever the kind
	Kinds map[string]Ratio `json:"kinds"` // each alerting kind against the rest
}

func figures(name string, results []Result) Figures {
	f := Figures{Name: name, Texts: len(results), Kinds: map[string]Ratio{}}
	for _, kind := range Alerting() {
		var of Ratio
		for i := range results {
			of.Add(results[i].Text.Label == kind, string(results[i].Finding.Kind) == kind)
		}
		f.Kinds[kind] = of
	}
	for i := range results {
		f.Alert.Add(results[i].Text.Label != none, results[i].Finding.Alert())
	}
	return f
}

// Low is the lowest value of some figure, and whose it is.
type Low struct {
	Value  float64 `json:"value"`
	Author string  `json:"author"`
}

// Bin gathers the verdicts of about the same score.
type Bin struct {
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Texts int     `json:"texts"`
	Score float64 `json:"score"` // mean
	Right float64 `json:"right"` // share for which the score's claim is true
}

// Calibration compares scores with what became true. An alert's score claims that the text is of its kind, the score of
// "none" that it is an alert after all.
type Calibration struct {
	Error float64 `json:"error"` // expected calibration error: mean distance of score and share, weighted by texts
	Brier float64 `json:"brier"` // mean squared distance of each score from 1 or 0
	Bins  []Bin   `json:"bins"`  // those that hold texts, ascending
}

// Mistake is a text that was judged wrongly. All of it is masked.
type Mistake struct {
	ID      string          `json:"id"`
	Place   string          `json:"place"` // file:line
	Want    string          `json:"want"`
	Got     string          `json:"got"`
	Score   float64         `json:"score"`
	Why     string          `json:"why"` // what decides the label, as its author wrote
	Signals []detect.Signal `json:"signals"`
}

// Report is everything that is told of a measurement.
type Report struct {
	Figures
	Platforms   []Figures                 `json:"platforms"`
	Authors     []Figures                 `json:"authors"`
	Worst       map[string]Low            `json:"worst"` // over authors who have such texts: precision, recall, f1, and the F1 of each kind
	Confusion   map[string]map[string]int `json:"confusion"`
	Calibration Calibration               `json:"calibration"`
	Mistakes    []Mistake                 `json:"errors"` // the surest first
}

// Summarise sums results up, with at most so many mistakes.
func Summarise(results []Result, mistakes int) Report {
	r := Report{
		Figures: figures("", results), Worst: map[string]Low{}, Confusion: map[string]map[string]int{}, Calibration: calibrate(results),
		Platforms: grouped(results, func(t *rules.Text) string { return t.Platform }),
		Authors:   grouped(results, func(t *rules.Text) string { return t.Author }),
	}
	for _, want := range rules.Kinds() {
		r.Confusion[want] = map[string]int{}
		for _, got := range rules.Kinds() {
			r.Confusion[want][got] = 0
		}
	}
	for i := range results {
		r.Confusion[results[i].Text.Label][string(results[i].Finding.Kind)]++
	}
	for _, a := range r.Authors {
		r.low("precision", a.Name, a.Alert.Precision(), a.Alert)
		r.low("recall", a.Name, a.Alert.Recall(), a.Alert)
		r.low("f1", a.Name, a.Alert.F1(), a.Alert)
		for kind, of := range a.Kinds {
			r.low(kind, a.Name, of.F1(), of)
		}
	}
	r.Mistakes = worst(results, mistakes)
	return r
}

func (r *Report) low(figure, author string, value float64, of Ratio) {
	if before, ok := r.Worst[figure]; of.Asked() > 0 && (!ok || value < before.Value) {
		r.Worst[figure] = Low{value, author}
	}
}

// unnamed stands for the author or platform of a text that names none.
const unnamed = "?"

// grouped gives the figures of each group, by name.
func grouped(results []Result, of func(*rules.Text) string) []Figures {
	groups := map[string][]Result{}
	for _, r := range results {
		name := mask.Text(of(r.Text))
		if name == "" {
			name = unnamed
		}
		groups[name] = append(groups[name], r)
	}
	out := make([]Figures, 0, len(groups))
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		out = append(out, figures(name, groups[name]))
	}
	return out
}

const bins = 10

func calibrate(results []Result) (c Calibration) {
	all := make([]Bin, bins)
	for i := range results {
		f := &results[i].Finding
		b := &all[min(bins-1, int(f.Score*bins))]
		claim := results[i].Right()
		if !f.Alert() {
			claim = !claim
		}
		truth := 0.0
		if claim {
			truth = 1
		}
		b.Texts++
		b.Score += f.Score
		b.Right += truth
		c.Brier += (f.Score - truth) * (f.Score - truth) / float64(len(results))
	}
	for i, b := range all {
		if b.Texts == 0 {
			continue
		}
		n := float64(b.Texts)
		b.From, b.To = float64(i)/bins, float64(i+1)/bins
		b.Score, b.Right = b.Score/n, b.Right/n
		c.Error += max(b.Score-b.Right, b.Right-b.Score) * n / float64(len(results))
		c.Bins = append(c.Bins, b)
	}
	return c
}

// topSignals is how many signals explain a mistake.
const topSignals = 5

// worst returns the mistakes of which the detector was surest.
func worst(results []Result, most int) []Mistake {
	var wrong []*Result
	for i := range results {
		if !results[i].Right() {
			wrong = append(wrong, &results[i])
		}
	}
	sure := func(r *Result) float64 {
		if r.Finding.Alert() {
			return r.Finding.Score
		}
		return 1 - r.Finding.Score
	}
	slices.SortStableFunc(wrong, func(a, b *Result) int { return cmp.Compare(sure(b), sure(a)) })
	out := []Mistake{}
	for _, r := range wrong[:max(0, min(most, len(wrong)))] {
		out = append(out, Mistake{
			ID: mask.Text(r.Text.ID), Place: mask.Text(r.Text.Place), Want: r.Text.Label, Got: string(r.Finding.Kind), Score: r.Finding.Score,
			Why: mask.Text(r.Text.Why), Signals: append([]detect.Signal{}, r.Finding.Signals[:min(topSignals, len(r.Finding.Signals))]...),
		})
	}
	return out
}

// Flip is a text of which two sets of rules give different verdicts. What it repeats of the text is masked.
type Flip struct {
	ID     string `json:"id"`
	Place  string `json:"place"`
	Label  string `json:"label"`
	Before string `json:"before"`
	After  string `json:"after"`
	Change string `json:"change"` // Better, Worse, or Neither where both are wrong
}

// What a flip makes of a verdict.
const (
	Better  = "better"
	Worse   = "worse"
	Neither = "neither"
)

// Flips compares results of the same texts in the same order.
func Flips(before, after []Result) []Flip {
	out := []Flip{}
	for i := range before {
		b, a := &before[i], &after[i]
		if b.Finding.Kind == a.Finding.Kind {
			continue
		}
		f := Flip{mask.Text(b.Text.ID), mask.Text(b.Text.Place), b.Text.Label, string(b.Finding.Kind), string(a.Finding.Kind), Neither}
		switch {
		case a.Right():
			f.Change = Better
		case b.Right():
			f.Change = Worse
		}
		out = append(out, f)
	}
	return out
}
