package sight

import (
	"math"

	"ronda/detect/cards"
	"ronda/detect/quad"
)

// Size of a view.
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

// A View is what the network sees of a candidate: how strong edges are in small cells of it and of a rim around it, those that run down and
// those that run across. It belongs to one goroutine at a time.
type View struct {
	pix   [viewPixelsW * viewPixelsH]uint8
	Cells [2 * viewCells]float32 // roots of mean absolute differences
}

// Sample looks at a quad.
func (v *View) Sample(levels quad.Pyramid, q cards.Quad) {
	levels.Sample(q, viewCardW, viewCardH, viewRimX*viewCell, viewRimY*viewCell, v.pix[:])
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
		v.Cells[i] = float32(math.Sqrt(float64(float32(s) / (viewCell * viewCell))))
	}
}

const faint = 0.3 // deviation of cells below which a view counts as plain

// normalise gives the cells the mean 0 and a deviation near 1, so that neither light nor contrast matters, edges that run down
// and across of a cell side by side. What is all but plain stays faint.
func (v *View) normalise(out []float32) {
	var sum, squares float64
	for _, c := range v.Cells {
		sum += float64(c)
		squares += float64(c) * float64(c)
	}
	const n = len(v.Cells)
	mean := sum / float64(n)
	by := float32(1 / (math.Sqrt(max(squares/float64(n)-mean*mean, 0)) + faint))
	for i := range viewCells {
		out[2*i] = (v.Cells[i] - float32(mean)) * by
		out[2*i+1] = (v.Cells[viewCells+i] - float32(mean)) * by
	}
}
