package sight

import "math"

// measure fills in a plane each of cells: how strong edges are that run down and that run across, in sixteenths of the roots of their mean, and
// how light it is. pix is a picture of whole cells, wide pixels wide; a cell is a square of so many pixels a side.
func measure(pix []uint8, wide, cell int, down, across, light []uint8) {
	high, cellsWide := len(pix)/wide, wide/cell
	per := float64(cell * cell)
	sums := make([][3]int32, cellsWide)
	for y := range high {
		row := pix[y*wide:][:wide]
		above, below := pix[max(y-1, 0)*wide:][:wide], pix[min(y+1, high-1)*wide:][:wide]
		for x := range row {
			dx := int32(row[min(x+1, wide-1)]) - int32(row[max(x-1, 0)])
			dy := int32(below[x]) - int32(above[x])
			s := &sums[x/cell]
			s[0] += max(dx, -dx)
			s[1] += max(dy, -dy)
			s[2] += int32(row[x])
		}
		if y%cell < cell-1 {
			continue
		}
		at := y / cell * cellsWide
		for i, s := range sums {
			down[at+i] = uint8(min(255, 16*math.Sqrt(float64(s[0])/per)))
			across[at+i] = uint8(min(255, 16*math.Sqrt(float64(s[1])/per)))
			light[at+i] = uint8(float64(s[2]) / per)
		}
		clear(sums)
	}
}
