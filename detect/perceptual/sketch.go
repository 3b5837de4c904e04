package perceptual

import "math"

// A Sketch says where the details of a picture are, for two pictures whose hashes are near each other to be laid one upon the other:
// hashes tell scenes apart, sketches what lies in them. It carries no text that could be read. It is similar.Sketch by another name.
type Sketch struct {
	Parts [][4]uint16 // that the hashes are of, in their order: left, top, right, bottom in 65535ths of the picture's sides
	Part  [4]uint16   // that the cells cover
	// Cells are rows of sketchSide, five cells to a byte as digits of base 3, the first the least: darker than what is around (0),
	// alike (1), lighter (2).
	Cells [sketchSide * sketchSide / 5]byte
}

const (
	sketchSide = 80
	around     = 2 // cells to each side that a cell is compared with
	wider      = 4 // cells to each side whose contrast it is measured by
	faintest   = 3 // grey levels of contrast, from which on details count in full: grain and compression make less
)

// sketch draws a part of a picture. What is slow across the picture cancels out, as light and colours do; what is left is measured by
// the contrast around it, so that a bold mark outweighs no more than the cells that it covers.
func (t *table) sketch(p share) *Sketch {
	s := &Sketch{Part: fixed(p)}
	var m, mean, square, power field
	t.means(p, sketchSide, m[:])
	m.blur(around, &mean)
	for i := range m {
		m[i] -= mean[i]
		square[i] = m[i] * m[i]
	}
	square.blur(wider, &power)
	place := byte(1)
	for i, v := range m {
		limit := (float32(math.Sqrt(float64(max(power[i], 0)))) + faintest) / 2
		digit := byte(1)
		switch {
		case v >= limit:
			digit = 2
		case v <= -limit:
			digit = 0
		}
		if i%5 == 0 {
			place = 1
		}
		s.Cells[i/5] += digit * place
		place *= 3
	}
	return s
}

// fixed rounds a part to how a sketch says it.
func fixed(p share) (out [4]uint16) {
	for i, v := range p {
		out[i] = uint16(math.Round(min(max(v, 0), 1) * math.MaxUint16))
	}
	return out
}

// field is a value for each cell of a sketch, row by row.
type field [sketchSide * sketchSide]float32

// blur writes the mean of the square of so many cells around each one; at the borders of what is left of it.
func (f *field) blur(reach int, out *field) {
	var across field
	var sums [sketchSide + 1]float32
	for y := range sketchSide {
		line := f[y*sketchSide:][:sketchSide]
		for x, v := range line {
			sums[x+1] = sums[x] + v
		}
		for x := range line {
			from, to := max(x-reach, 0), min(x+reach+1, sketchSide)
			across[y*sketchSide+x] = (sums[to] - sums[from]) / float32(to-from)
		}
	}
	for x := range sketchSide {
		for y := range sketchSide {
			sums[y+1] = sums[y] + across[y*sketchSide+x]
		}
		for y := range sketchSide {
			from, to := max(y-reach, 0), min(y+reach+1, sketchSide)
			out[y*sketchSide+x] = (sums[to] - sums[from]) / float32(to-from)
		}
	}
}
