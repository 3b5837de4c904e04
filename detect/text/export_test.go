package text

// Piece is a token as tests see it: the list word that it was read as, "" for any other, and its place in the text.
type Piece struct {
	Word       string
	Start, End int
	Money      bool
}

// Words cuts a text as Judge does.
func (j *Judge) Words(s string) []Piece {
	lx := Borrow(j.v)
	lx.Add(0, s)
	var out []Piece
	for _, t := range lx.Tokens {
		out = append(out, Piece{j.v.spell(t.Word), int(t.Start), int(t.End), t.Extra[0] == Money})
	}
	return out
}

// Reading counts the steps that reading a text takes.
func (j *Judge) Reading(s string) int {
	lx := Borrow(j.v)
	lx.Add(0, s)
	return lx.Work + len(lx.Tokens)
}

// Work counts the steps that judging takes.
func (j *Judge) Work(passages []Passage) int {
	_, work := j.judge(passages, nil)
	return work
}

// Readings are the words of a text as they were read.
func (j *Judge) Readings(s string) (words []string) {
	lx := Borrow(j.v)
	lx.Add(0, s)
	for i := range lx.Tokens {
		words = append(words, string(lx.AppendReading(nil, &lx.Tokens[i], s)))
	}
	return words
}

// spell returns the spelling of a word, "" for unknown.
func (v *Vocabulary) spell(id int32) string {
	if id == Unknown {
		return ""
	}
	return v.Spelling[id]
}
