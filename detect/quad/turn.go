package quad

import "ronda/detect/cards"

// Turn is a way in which a card may lie in its frame.
type Turn int

// The turns that a card may have; Turns is their number.
const (
	Upright Turn = iota
	UpsideDown
	Mirrored
	MirroredUpsideDown
	Turns
)

// ownCorners are the corners of a quad in the order of those of the document that lies turned in it, from its own top left.
var ownCorners = [Turns][4]int{Upright: {0, 1, 2, 3}, UpsideDown: {2, 3, 0, 1}, Mirrored: {1, 0, 3, 2}, MirroredUpsideDown: {3, 2, 1, 0}}

// Source returns where the pixel or cell x, y of the upright card lies in a card of w by h of them that is turned so.
func (t Turn) Source(x, y, w, h int) (int, int) {
	if t == UpsideDown || t == Mirrored {
		x = w - 1 - x
	}
	if t == UpsideDown || t == MirroredUpsideDown {
		y = h - 1 - y
	}
	return x, y
}

// Own orders the corners of a quad in which a document lies turned so: the document's own top left comes first.
func (t Turn) Own(q cards.Quad) (out cards.Quad) {
	for i, k := range ownCorners[t] {
		out[i] = q[k]
	}
	return out
}
