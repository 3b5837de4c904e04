package layout

// The hashes by which pictures and cards are known again.
var (
	Seen     = seen
	CardHash = cardHash
)
