package text

import "math"

// Concept is the number of a concept in the vocabulary.
type Concept uint16

// concepts of the tokenizer, by their place in rules.BuiltIns; compile registers them first.
const (
	Money Concept = iota
	SmallAmount
	PlainNumber
	LargeNumber
	LongNumber
	HiddenNumber
	Phone
	Link
	Name
	Question
	None Concept = math.MaxUint16
)
