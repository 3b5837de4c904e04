package text

import "math"

// concept is the number of a concept in the vocabulary.
type concept uint16

// concepts of the tokenizer, by their place in rules.BuiltIns; compile registers them first.
const (
	cMoney concept = iota
	cSmall
	cPlain
	cLarge
	cLong
	cHidden
	cPhone
	cLink
	cName
	cQuestion
	noConcept concept = math.MaxUint16
)
