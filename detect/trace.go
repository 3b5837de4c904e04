package detect

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"ronda/crawler"
	"ronda/detect/counts"
	"ronda/detect/learned"
	"ronda/detect/lines"
	"ronda/detect/mask"
	"ronda/rules"
)

// Trace is a finding with everything that led to it, for whoever writes rules. All text in it is masked.
type Trace struct {
	Finding Finding
	Kind    Kind             // whose log-odds the signals add up to: the finding's, or the likeliest one of a harmless listing
	Start   float64          // log-odds of Kind before any signal
	Odds    map[Kind]float64 // of every alerting kind
	Lines   []string         // the text as it was judged
	From    int              // the lines [From, To) are the voice that decided: all of them, or one comment
	To      int
	Signals []TraceSignal // heaviest first
	Shares  *TraceShares  // nil where rules were not joined with a model
	Near    []TraceNear   // rules that nearly fired, where they were asked for
}

// TraceShares are how much of their weight rules count with for Trace.Kind, if the model was learned beside them. Of what such rules
// give together it hears no more than Most log-odds, for and against.
type TraceShares struct {
	Rules float64 `json:"rules"` // about words
	Facts float64 `json:"facts"` // about what was counted
	Most  float64 `json:"most"`  // before the share is taken
}

// TraceSignal is one signal with its place.
type TraceSignal struct {
	Name     string           `json:"name"`
	Place    string           `json:"place,omitempty"`   // file:line of the rule; "" when it is none
	Weight   float64          `json:"weight"`            // what it adds to the log-odds of Trace.Kind
	Weights  map[Kind]float64 `json:"weights"`           // and to each kind's
	Strength float64          `json:"strength"`          // 0..1: how far the words are the speaker's own
	Bounded  bool             `json:"bounded,omitempty"` // rules of its sort give more together than is heard: each counts less
	New      bool             `json:"new,omitempty"`     // the model was not learned beside the rule, which counts in full
	Line     int              `json:"line"`              // index in Trace.Lines; -1: nowhere in the text
	Start    int              `json:"start"`             // bytes of the line
	End      int              `json:"end"`
	Evidence string           `json:"evidence"`
}

// TraceNear is a rule that did not fire, but for one thing.
type TraceNear struct {
	Name   string  `json:"name"`
	Place  string  `json:"place"`
	Weight float64 `json:"weight"` // for Trace.Kind, or the kind that it speaks for most
	For    Kind    `json:"for"`    // that kind
	Lack   string  `json:"lack"`

	complete, same, against bool
	needs                   int
}

// Trace judges a listing as DetectAmong does, and tells how. near asks for the rules that nearly fired.
func (d *Detector) Trace(l *crawler.Listing, names Names, near bool) Trace {
	var w weighed
	var n counts.Tally
	f := d.detect(&w, &n, l, names)
	p, verdict := w.p, &w.verdict
	t := Trace{Finding: f, Kind: leading(w.odds), Odds: byKind(w.odds), From: verdict.From, To: verdict.To}
	blanked := d.mask.Blank(names.Names, p.Whole)
	t.Lines = d.maskLines(blanked)
	t.Start = weightFor(verdict.Odds, t.Kind) - w.caution
	if verdict.Joined {
		k := rank(kinds, t.Kind)
		t.Shares = &TraceShares{Rules: verdict.Rules.Learned[k], Facts: verdict.Facts.Learned[k], Most: learned.MostRules}
	}
	shown := lines.Page{Whole: blanked, Starts: p.Starts, Passages: p.Passages}
	places := map[int]func(int) int{} // by line
	masked := map[[2]int]string{}
	for _, s := range verdict.Signals {
		signal := TraceSignal{
			Name: s.Rule.Name, Weight: weightFor(s.Weights, t.Kind), Weights: byKind(s.Weights), Strength: s.Strength,
			New: s.New, Line: s.Passage, Evidence: d.evidence(shown, &s, masked),
		}
		if s.Rule.File != "" {
			signal.Place = fmt.Sprintf("%s:%d", s.Rule.File, s.Rule.Line)
			share := &verdict.Rules
			if s.Rule.RestsOnFacts() {
				share = &verdict.Facts
			}
			signal.Bounded = verdict.Joined && !s.New && share.Kept[rank(kinds, t.Kind)] < 1
		}
		t.Start -= signal.Weight
		if s.Passage >= 0 && s.Passage < len(t.Lines) {
			place := places[s.Passage]
			if place == nil {
				base := p.Starts[s.Passage]
				place = d.maskedOffsets(blanked[base:base+len(p.Passages[s.Passage].Text)], t.Lines[s.Passage])
				places[s.Passage] = place
			}
			signal.Start = place(s.Start)
			signal.End = max(signal.Start, place(s.End))
		}
		t.Signals = append(t.Signals, signal)
	}
	for _, s := range w.more {
		t.Signals = append(t.Signals, TraceSignal{Name: s.Name, Weight: s.Weight, Strength: 1, Line: -1, Evidence: s.Evidence})
	}
	slices.SortStableFunc(t.Signals, func(a, b TraceSignal) int { return cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight)) })
	if near {
		t.Near = d.near(p, n, t.Kind, t.Finding.Alert())
	}
	return t
}

// byKind spreads weights over the alerting kinds, rounded. What is above 0 stays above it: that is where an alert begins.
func byKind(w rules.Weights) map[Kind]float64 {
	const steps = 1000
	all := map[Kind]float64{}
	for _, k := range kinds {
		exact := weightFor(w, k)
		all[k] = math.Round(exact*steps) / steps
		if exact > 0 && all[k] == 0 {
			all[k] = 1.0 / steps
		}
	}
	return all
}

// maskLines masks a text, in which what only the whole text gives away is blanked already, and cuts it into its lines. It
// masks it in one piece, so that no number or name is parted from what tells that it is one.
func (d *Detector) maskLines(blanked string) []string {
	blanked = strings.TrimSuffix(blanked, "\n")
	masked := d.mask.Text(mask.Names{}, blanked)
	if strings.Count(masked, "\n") == strings.Count(blanked, "\n") {
		return strings.Split(masked, "\n")
	}
	lines := strings.Split(blanked, "\n")
	for i := range lines {
		lines[i] = d.mask.Text(mask.Names{}, lines[i])
	}
	return lines
}

// maskBlock is in how large pieces a line is masked to find places in it: a long line with many signals costs its length once.
const maskBlock = 4 << 10

// maskedOffsets returns a function from an offset of a line to the same place of the masked line. Where a mask is not as long
// as what it hides, the place may be some characters off; it never changes what is shown.
func (d *Detector) maskedOffsets(line, masked string) func(offset int) int {
	if line == masked {
		return func(offset int) int { return offset }
	}
	starts, lengths := []int{0}, []int{0} // of each piece in the line, and how long all before it is when masked
	for start := 0; len(line)-start > maskBlock; {
		end := start + maskBlock
		if space := strings.LastIndexByte(line[start:end], ' '); space > 0 {
			end = start + space
		}
		lengths = append(lengths, lengths[len(lengths)-1]+len(d.mask.Text(mask.Names{}, line[start:end])))
		starts, start = append(starts, end), end
	}
	return func(offset int) int {
		offset = min(offset, len(line))
		i := sort.SearchInts(starts, offset+1) - 1
		at := min(len(masked), lengths[i]+len(d.mask.Text(mask.Names{}, line[starts[i]:offset])))
		for at > 0 && at < len(masked) && !utf8.RuneStart(masked[at]) {
			at--
		}
		return at
	}
}

// near returns the rules that nearly fired: first those that have all they need, then those that speak against the verdict, that
// lack one thing of many, that are about the kind, that are heavier.
func (d *Detector) near(p lines.Page, n counts.Tally, kind Kind, alert bool) []TraceNear {
	found := d.words.Near(p.Passages, n.Facts()...)
	out := make([]TraceNear, 0, len(found))
	for _, x := range found {
		w := TraceNear{Name: x.Rule.Name, Place: fmt.Sprintf("%s:%d", x.Rule.File, x.Rule.Line), For: kind, Lack: x.Lack}
		w.Weight = weightFor(x.Rule.Weights, kind)
		for _, k := range kinds {
			if other := weightFor(x.Rule.Weights, k); w.Weight == 0 || math.Abs(other) > 2*math.Abs(w.Weight) {
				w.Weight, w.For = other, k
			}
		}
		w.complete, w.same, w.against, w.needs = !x.Incomplete, w.For == kind, w.Weight > 0 != alert, x.Needs
		out = append(out, w)
	}
	slices.SortStableFunc(out, func(a, b TraceNear) int {
		if c := cmp.Or(ahead(a.complete, b.complete), ahead(a.against, b.against)); c != 0 {
			return c
		}
		if c := cmp.Compare(b.needs, a.needs); !a.complete && c != 0 {
			return c
		}
		if c := ahead(a.same, b.same); c != 0 {
			return c
		}
		return cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight))
	})
	return out
}

// ahead orders what holds before what does not.
func ahead(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
