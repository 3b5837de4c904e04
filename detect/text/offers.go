package text

import (
	"slices"

	"ronda/detect/lexis"
	"ronda/detect/tokens"
)

// An offer has words that the name of a column has not: that something is sold, what it costs, or whom to write to. Of those
// that stand at every stall a column may have one ("order", "min").
var (
	offering = []string{"offer.sell", "offer.free", "offer.lease", "number.money", "contact.link", "contact.name"}
	hawking  = []string{"stance.market", "price.unit", "offer.have", "trade.terms"}
)

// fewestHawked is how many of the latter make an offer.
const fewestHawked = 2

// Offers reports whether a line has the words of an offer.
func (j *Judge) Offers(line string) bool {
	lx := tokens.Borrow(j.v)
	defer lx.Return()
	lx.Add(0, line)
	weight, last := 0, int32(-1)
	lx.Each(func(c lexis.Concept, o tokens.Occurrence) {
		switch {
		case slices.Contains(j.offering, c):
			weight = fewestHawked
		case o.First > last && slices.Contains(j.hawking, c):
			weight, last = weight+1, o.Last
		}
	})
	return weight >= fewestHawked
}
