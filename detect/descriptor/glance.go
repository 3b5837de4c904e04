package descriptor

import (
	"ronda/detect/cards"
	"ronda/detect/quad"
	"ronda/rules"
)

// Size of a card at a glance: half that of a face, a quarter of its cost.
const (
	glanceWidth  = CardWidth / 2
	glanceHeight = CardHeight / 2
	glanceRim    = 2
)

// A Glimpse is a card at a glance.
type Glimpse [(glanceWidth + 2*glanceRim) * (glanceHeight + 2*glanceRim)]uint8

// Sample looks at a quad whose long side is on top.
func (f *Glimpse) Sample(levels quad.Pyramid, q cards.Quad) {
	levels.Sample(q, glanceWidth, glanceHeight, glanceRim, glanceRim, f[:])
}

// Glance measures the grid of a glimpse.
func (g *Grid) Glance(f *Glimpse) {
	const w = glanceWidth + 2*glanceRim
	var sums [rules.GridSize]int32
	var counts [edgeCells]int32
	for y := 1; y < glanceHeight-1; y++ {
		row := f[(y+glanceRim-1)*w:][:3*w]
		line := y * rules.GridHeight / glanceHeight * rules.GridWidth
		for x := 1; x < glanceWidth-1; x++ {
			i := w + x + glanceRim
			dx, dy := int32(row[i+1])-int32(row[i-1]), int32(row[i+w])-int32(row[i-w])
			cell := line + x*rules.GridWidth/glanceWidth
			sums[cell] += max(dx, -dx)
			sums[edgeCells+cell] += max(dy, -dy)
			counts[cell]++
		}
	}
	for i := range edgeCells {
		per := 1 / float32(max(1, counts[i]))
		g[i], g[edgeCells+i] = root(float32(sums[i])*per), root(float32(sums[edgeCells+i])*per)
	}
	g.Normalise()
}
