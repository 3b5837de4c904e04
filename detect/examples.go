package detect

import (
	"slices"

	"ronda/crawler"
	"ronda/detect/lines"
	"ronda/detect/text"
	"ronda/rules"
)

// ExampleResult is the outcome of one example of a rule.
type ExampleResult struct {
	Rule    *rules.Rule
	Example string
	Want    bool // the rule must fire
	Fired   bool
}

// OK reports whether the rule did what its example asks.
func (r ExampleResult) OK() bool { return r.Want == r.Fired }

// TestRules runs every example of every rule of the set that the detector was made with, in file order.
func (d *Detector) TestRules(set *rules.Set) []ExampleResult {
	var out []ExampleResult
	for i := range set.Rules {
		r := &set.Rules[i]
		for _, example := range r.Examples.Fires {
			out = append(out, ExampleResult{r, example, true, d.fires(r, example)})
		}
		for _, example := range r.Examples.Silent {
			out = append(out, ExampleResult{r, example, false, d.fires(r, example)})
		}
	}
	return out
}

// fires reports whether a rule fires on a text that makes up a whole listing.
func (d *Detector) fires(r *rules.Rule, example string) bool {
	l := &crawler.Listing{Form: crawler.FormText, Blocks: []crawler.Block{{Role: crawler.RoleParagraph, Text: example}}}
	p := lines.Read(l)
	n := d.count(&p, l)
	return slices.ContainsFunc(d.words.Judge(p.Passages, n.Facts()...).Signals, func(s text.Signal) bool {
		return s.Rule.Name == r.Name && s.Strength > 0
	})
}
