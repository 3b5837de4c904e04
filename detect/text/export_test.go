package text

// Word is a token as tests see it: the list word that it was read as, "" for any other, and its place in the text.
type Word struct {
	Word       string
	Start, End int
	Money      bool
}

// Words cuts a text as Judge does.
func (j *Judge) Words(s string) []Word {
	lx := borrow(j.v)
	lx.add(0, s)
	var out []Word
	for _, t := range lx.tokens {
		out = append(out, Word{j.v.spell(t.word), int(t.start), int(t.end), t.extra[0] == cMoney})
	}
	return out
}

// Reading counts the steps that reading a text takes.
func (j *Judge) Reading(s string) int {
	lx := borrow(j.v)
	lx.add(0, s)
	return lx.work + len(lx.tokens)
}

// Work counts the steps that judging takes.
func (j *Judge) Work(passages []Passage) int {
	_, work := j.judge(passages, nil)
	return work
}

// Readings are the words of a text as they were read.
func (j *Judge) Readings(s string) (words []string) {
	lx := borrow(j.v)
	lx.add(0, s)
	for i := range lx.tokens {
		words = append(words, string(lx.reading(nil, &lx.tokens[i], s)))
	}
	return words
}

// spell returns the spelling of a word, "" for unknown.
func (v *vocabulary) spell(id int32) string {
	if id == unknown {
		return ""
	}
	return v.spelling[id]
}
