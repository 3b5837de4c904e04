package layout

import "ronda/detect/cards"

// A view is what the network sees of a candidate: how strong edges are in small cells of it and of a rim around it, those that run down and
// those that run across.
const (
	viewCell           = 3 // pixels of a side of a cell
	viewWide, viewHigh = 64, 48
	viewRimX, viewRimY = 8, 6 // cells of the rim on each side
	viewCardW          = (viewWide - 2*viewRimX) * viewCell
	viewCardH          = (viewHigh - 2*viewRimY) * viewCell
	viewPixelsW        = viewWide * viewCell
	viewPixelsH        = viewHigh * viewCell
	viewCells          = viewWide * viewHigh
)

type view struct {
	pix   [viewPixelsW * viewPixelsH]uint8
	cells [2 * viewCells]float32 // roots of mean absolute differences
}

// sample looks at a quad.
func (v *view) sample(p pyramid, q cards.Quad) {
	p.sample(q, viewCardW, viewCardH, viewRimX*viewCell, viewRimY*viewCell, v.pix[:])
	var sums [2 * viewCells]int32
	for y := range viewPixelsH {
		row := v.pix[y*viewPixelsW:][:viewPixelsW]
		above, below := v.pix[max(y-1, 0)*viewPixelsW:][:viewPixelsW], v.pix[min(y+1, viewPixelsH-1)*viewPixelsW:][:viewPixelsW]
		at := y / viewCell * viewWide
		for x := range row {
			dx := int32(row[min(x+1, viewPixelsW-1)]) - int32(row[max(x-1, 0)])
			dy := int32(below[x]) - int32(above[x])
			c := at + x/viewCell
			sums[c] += max(dx, -dx)
			sums[viewCells+c] += max(dy, -dy)
		}
	}
	for i, s := range sums {
		v.cells[i] = root(float32(s) / (viewCell * viewCell))
	}
}
