package judging

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"ronda/cmd/ronda/command"
	"ronda/detect"
	"ronda/rules"
)

// Near names are few, and not far away.
const (
	mostNear  = 3
	farthest  = 3 // letters that differ
	leastPart = 4 // letters of a part of a name that is telling
)

// noRule says that a set has no rule of a name, what else has it, and which rules are called alike.
func noRule(name string, set *rules.Set) error {
	shown := command.Hide(name)
	switch {
	case strings.HasPrefix(name, "words."):
		return fmt.Errorf("there is no rule of this name: %s is what the learned words say, which cannot be switched off; texts teach them better (docs/rules.md)", shown)
	case strings.HasPrefix(name, "picture."):
		return fmt.Errorf("there is no rule of this name: %s is what pictures show; its weight stands in pictures.yaml of a folder of rules (rules.dir)", shown)
	case slices.ContainsFunc(set.Sources, func(s rules.Source) bool { return s.Name == name }):
		return fmt.Errorf("there is no rule of this name: %s is a source, whose weight stands in sources.yaml of a folder of rules (rules.dir)", shown)
	}
	if near := nearNames(name, set); len(near) > 0 {
		return fmt.Errorf("there is no rule of this name: %s; is it %s? ronda rules list shows all", shown, strings.Join(near, " or "))
	}
	return fmt.Errorf("there is no rule of this name: %s; ronda rules list shows them", shown)
}

// nearNames returns the rules whose names are like a name, the nearest first.
func nearNames(name string, set *rules.Set) []string {
	name = strings.ToLower(name)
	away := func(rule string) int {
		n := distance(name, rule)
		if _, last, ok := strings.Cut(rule, "."); ok { // the kind before the point is often forgotten or another
			_, own, parted := strings.Cut(name, ".")
			if !parted {
				own = name
			}
			n = min(n, 1+distance(own, last))
			if len(own) >= leastPart && strings.Contains(last, own) {
				n = min(n, 2)
			}
		}
		return n
	}
	var near []string
	for i := range set.Rules {
		if rule := set.Rules[i].Name; away(rule) <= min(farthest, len(name)/2) {
			near = append(near, rule)
		}
	}
	slices.SortStableFunc(near, func(a, b string) int { return cmp.Compare(away(a), away(b)) })
	return near[:min(len(near), mostNear)]
}

// distance counts the letters to add, take away or change between two names.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, before+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// effect says what a rule gives at most, in log-odds, as it counts beside the learned words: "sale +0.16"; "" for a rule that a set does
// not have.
func effect(name string, set *rules.Set) string {
	i := slices.IndexFunc(set.Rules, func(r rules.Rule) bool { return r.Name == name })
	if i < 0 {
		return ""
	}
	r := &set.Rules[i]
	share := [...]float64{1, 1, 1, 1}
	if set.Learned != nil && slices.Contains(set.Learned.Known, name) {
		if share = set.Learned.Join.Rules; r.RestsOnFacts() {
			share = set.Learned.Join.Facts
		}
	}
	var parts []string
	w := r.Weights
	for k, kind := range []detect.Kind{detect.KindSale, detect.KindForgery, detect.KindExposure, detect.KindSolicitation} {
		odds := share[k] * [...]float64{w.Sale + w.Offers, w.Forgery + w.Offers, w.Exposure, w.Solicitation + w.Offers}[k]
		if math.Abs(odds) >= 0.005 {
			parts = append(parts, fmt.Sprintf("%s %+.2f", kind, odds))
		}
	}
	return cmp.Or(strings.Join(parts, ", "), "nothing")
}
