package lexis

import "math"

// Concept is the number of a concept in the vocabulary.
type Concept uint16

// Concepts that no list holds, because they are read and not looked up. What each means stands at rules.BuiltIns, whose order
// they have: Compile registers them first.
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
)

// None is no concept.
const None Concept = math.MaxUint16
