package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// checker collects the faults of a set, each with its file and line.
type checker struct {
	errs     []error
	concepts map[string]string // name -> place
	rules    map[string]string
	wanted   []reference
	biases   []string
}

// reference is a concept that is named somewhere and must exist.
type reference struct{ concept, place, owner string }

func newChecker() *checker {
	c := &checker{concepts: map[string]string{}, rules: map[string]string{}}
	for _, name := range slices.Concat(Facts(), BuiltIns()) {
		c.concepts[name] = "built in"
	}
	return c
}

func (c *checker) fault(place, format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("%s: %s", place, fmt.Sprintf(format, args...)))
}

func (c *checker) err() error { return errors.Join(c.errs...) }

func (c *checker) file(name string, f *file, lines positions) {
	if f.Bias != nil {
		c.biases = append(c.biases, name)
	}
	for i, l := range f.Lists {
		place := fmt.Sprintf("%s:%d", name, lines.of("lists", i))
		c.concept(l.Name, place)
		if len(l.Words)+len(l.Includes) == 0 {
			c.fault(place, "list %q has no words", l.Name)
		}
		for _, inc := range l.Includes {
			c.want(inc, place, l.Name)
		}
	}
	for i, m := range f.Compounds {
		place := fmt.Sprintf("%s:%d", name, lines.of("compounds", i))
		c.concept(m.Name, place)
		if len(m.Needs) < 2 {
			c.fault(place, "compound %q needs two concepts at least", m.Name)
		}
		if m.Within < 1 {
			c.fault(place, "compound %q: within must be at least 1 token", m.Name)
		}
		c.wantAll(m.Needs, place, m.Name)
	}
	for i := range f.Rules {
		c.rule(&f.Rules[i], fmt.Sprintf("%s:%d", name, lines.of("rules", i)))
	}
	for i := range f.Sources {
		c.source(&f.Sources[i], fmt.Sprintf("%s:%d", name, lines.of("sources", i)))
	}
}

func (c *checker) concept(name, place string) {
	if name == "" {
		c.fault(place, "an entry without name")
		return
	}
	if before, ok := c.concepts[name]; ok {
		c.fault(place, "%q is already defined (%s)", name, before)
		return
	}
	c.concepts[name] = place
}

func (c *checker) rule(r *Rule, place string) {
	if r.Name == "" {
		c.fault(place, "a rule without name")
		return
	}
	if before, ok := c.rules[r.Name]; ok {
		c.fault(place, "rule %q is already defined (%s)", r.Name, before)
	}
	c.rules[r.Name] = place
	if r.About == "" {
		c.fault(place, "rule %q has no about: say in one sentence what it sees", r.Name)
	}
	if len(r.Needs) == 0 {
		c.fault(place, "rule %q needs no concept", r.Name)
	}
	if r.Weights == (Weights{}) {
		c.fault(place, "rule %q has no weights", r.Name)
	}
	if r.Within < 0 || r.Least < 0 {
		c.fault(place, "rule %q: within and least must not be negative", r.Name)
	}
	if r.Ordered && r.Within == 0 {
		c.fault(place, "rule %q: ordered works only with within", r.Name)
	}
	if !slices.Contains([]string{"", VoiceOwn, VoiceAny, VoiceAside}, r.Voice) {
		c.fault(place, "rule %q: voice %q is none of own, any, aside", r.Name, r.Voice)
	}
	if len(r.Examples.Fires) == 0 {
		c.fault(place, "rule %q has no example that must fire (examples.fires)", r.Name)
	}
	if len(r.Examples.Silent) == 0 {
		c.fault(place, "rule %q has no example that must stay silent (examples.silent)", r.Name)
	}
	c.wantAll(r.Needs, place, r.Name)
	c.wantAll(r.Without, place, r.Name)
}

func (c *checker) wantAll(needs []string, place, owner string) {
	for _, need := range needs {
		for name := range strings.SplitSeq(need, "|") {
			c.want(name, place, owner)
		}
	}
}

func (c *checker) want(concept, place, owner string) {
	c.wanted = append(c.wanted, reference{concept, place, owner})
}

// references checks, after all files were read, that every concept named is defined somewhere.
func (c *checker) references() {
	for _, r := range c.wanted {
		if _, ok := c.concepts[r.concept]; !ok {
			c.fault(r.place, "%q names the concept %q, which no list or compound defines", r.owner, r.concept)
		}
	}
	if len(c.biases) != 1 {
		c.errs = append(c.errs, fmt.Errorf("exactly one file must give the bias of the kinds; given in %d", len(c.biases)))
	}
}
