package text

import (
	"fmt"
	"slices"
	"strings"

	"ronda/detect/lexis"
	"ronda/detect/speech"
	"ronda/detect/tokens"
	"ronda/rules"
)

// Near is a rule that did not fire, but for one thing.
type Near struct {
	Rule *rules.Rule
	Lack string // what kept it from firing, in words that name concepts and nothing of the text

	Incomplete bool // a need is not there at all; otherwise all are, but not as the rule wants them
	Needs      int  // how many there are
}

// Near returns the rules that did not fire on the passages as a whole although all that they need but one thing is there, in
// the order of the set.
func (j *Judge) Near(passages []speech.Passage, facts ...string) []Near {
	lx := tokens.Borrow(j.v)
	defer lx.Return()
	st := j.read(lx, passages, facts)
	if len(facts) == 0 && !j.mentions(st) {
		return nil // no rule is tried
	}
	j.prepare(st)
	var out []Near
	for i := range j.rules {
		r := &j.rules[i]
		if w, fired := st.Fire(&r.Pattern); fired && (!r.Own || w.Strength > 0) {
			continue
		}
		if lack, incomplete := j.lack(st, &r.Pattern); lack != "" {
			out = append(out, Near{r.source, lack, incomplete, len(r.Needs)})
		}
	}
	return out
}

// lack says what one thing keeps a rule from firing, "" when it is more than one, and whether that is a need.
func (j *Judge) lack(st *speech.Stream, r *speech.Pattern) (lack string, incomplete bool) {
	fires := func(change func(*speech.Pattern)) bool {
		changed := *r
		change(&changed)
		_, ok := st.Fire(&changed)
		return ok
	}
	switch {
	case len(r.Without) > 0 && fires(func(r *speech.Pattern) { r.Without = nil }):
		return "silenced by " + j.present(st, r.Without), false
	case r.Own && fires(func(r *speech.Pattern) { r.Own = false }):
		return "its words are denied", false
	case r.Ordered && fires(func(r *speech.Pattern) { r.Ordered = false }):
		return "stands in another order", false
	case r.Least > 1 && fires(func(r *speech.Pattern) { r.Least = 1 }):
		return fmt.Sprintf("stands in fewer than %d places", r.Least), false
	case r.Within > 0 && fires(func(r *speech.Pattern) { r.Within = 1 << 30 }):
		return fmt.Sprintf("stands further apart than %d words", r.Within), false
	case len(r.Needs) < 2:
		return "", false
	}
	for i, n := range r.Needs {
		if fires(func(r *speech.Pattern) { r.Needs = slices.Delete(slices.Clone(r.Needs), i, i+1) }) {
			return "lacks " + j.namesOf(n), true
		}
	}
	return "", false
}

// present names those of the concepts that the text has.
func (j *Judge) present(st *speech.Stream, concepts []lexis.Concept) string {
	var there []lexis.Concept
	for _, c := range concepts {
		if st.Fact(c) || slices.ContainsFunc(st.Occs[c], func(o tokens.Occurrence) bool { return o.Strength > 0 }) {
			there = append(there, c)
		}
	}
	return j.namesOf(there)
}

func (j *Judge) namesOf(concepts []lexis.Concept) string {
	names := make([]string, len(concepts))
	for i, c := range concepts {
		names[i] = j.v.Names[c]
	}
	return strings.Join(names, "|")
}
