package descriptor

import (
	"fmt"
	"image"

	"github.com/corona10/goimagehash"

	"ronda/detect/cards"
	"ronda/detect/quad"
)

// quarterSide is the side of the quarters of a card that are hashed: the library takes them as they are, without resizing.
const quarterSide = 64

// Hash returns a 256-bit perceptual hash of what lies in a quad, with a turn undone: that of each quarter, row by row. The
// extended 256-bit hash of goimagehash would do too, but it takes 17 ms and 512 goroutines. Quarters are copied because the
// library reads small pictures from 0, 0 whatever their bounds say. It fails where the library does.
func Hash(levels quad.Pyramid, q cards.Quad, t quad.Turn) (out [4]uint64, err error) {
	const side = 2 * quarterSide
	var card [side * side]uint8
	levels.Sample(q, side, side, 0, 0, card[:])
	quarter := image.NewGray(image.Rect(0, 0, quarterSide, quarterSide))
	for k := range out {
		for i := range quarter.Pix {
			x, y := t.Source(k%2*quarterSide+i%quarterSide, k/2*quarterSide+i/quarterSide, side, side)
			quarter.Pix[i] = card[y*side+x]
		}
		hash, err := goimagehash.PerceptionHash(quarter)
		if err != nil {
			return out, fmt.Errorf("perceptual hash: %w", err)
		}
		out[k] = hash.GetHash()
	}
	return out, nil
}
