package sight

import (
	"ronda/detect/cards"
	"ronda/detect/convnet"
	"ronda/detect/quad"
)

// Size of a detail: four times the cells of a view, and its rim is as wide.
const (
	detailCell               = 2 // pixels of a side of a cell
	detailWide, detailHigh   = 128, 96
	detailRimX, detailRimY   = 16, 12 // cells of the rim on each side
	detailCells              = detailWide * detailHigh
	detailCardW, detailCardH = (detailWide - 2*detailRimX) * detailCell, (detailHigh - 2*detailRimY) * detailCell
	detailChannels           = 3
)

// Where a detail's planes begin.
const (
	detailDown   = 0
	detailAcross = detailCells
	detailLight  = 2 * detailCells
	detailBytes  = 3 * detailCells
)

// A Detail is a closer look at a candidate than a View: edges that run down and across, and light, in cells of two pixels. It belongs to one
// goroutine at a time.
type Detail struct {
	pix   [detailCells * detailCell * detailCell]uint8
	Cells [detailBytes]uint8
}

// Sample looks at a quad.
func (v *Detail) Sample(levels quad.Pyramid, q cards.Quad) {
	levels.Sample(q, detailCardW, detailCardH, detailRimX*detailCell, detailRimY*detailCell, v.pix[:])
	measure(v.pix[:], detailWide*detailCell, detailCell, v.Cells[detailDown:detailAcross], v.Cells[detailAcross:detailLight], v.Cells[detailLight:])
}

// normalise writes the cells side by side, edges and light with the mean 0 and a deviation near 1.
func (v *Detail) normalise(out []float32) {
	edges, light := moments(v.Cells[:detailLight]), moments(v.Cells[detailLight:])
	for i := range detailCells {
		to := out[detailChannels*i:][:detailChannels]
		to[0], to[1] = edges.apply(float32(v.Cells[i])), edges.apply(float32(v.Cells[detailAcross+i]))
		to[2] = light.apply(float32(v.Cells[detailLight+i]))
	}
}

// newDetail reads the network that sees details.
func newDetail(data []byte) (*convnet.Network, error) {
	return read(data, detailWide, detailHigh, detailChannels, outputs)
}
