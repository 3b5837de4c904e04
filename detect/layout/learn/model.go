package learn

import (
	"errors"
	"math"

	"ronda/detect/descriptor"
	"ronda/detect/quad"
	"ronda/rules"
)

// A Model learns a linear discriminant (Fisher's) from edge grids: the cells that set a layout apart from everything else that
// lies in quadrangles. A mean of the layout alone does worse by far on hands it has not seen: it cannot know that every card
// has lines of text, and only some have them there.
type Model struct {
	mean [rules.GridSize]float64
	cov  [][]float64 // GridSize x GridSize
}

// How the covariances of the background and of the layout are mixed, and how much is added to the diagonal, in shares of its
// mean: with less, the cells' weights follow single drawings.
const (
	ownShare = 0.3
	ridge    = 0.2
)

// Background gathers mean and covariance of grids in all turns: nothing else lies more often one way than another.
func Background(grids []descriptor.Grid) *Model {
	seen := newModel(grids)
	out := &Model{cov: make([][]float64, rules.GridSize)}
	for i := range out.cov {
		out.cov[i] = make([]float64, rules.GridSize)
	}
	var cells [quad.Turns][rules.GridSize]int
	for t := range quad.Turns {
		for i := range cells[t] {
			cells[t][i] = descriptor.Cell(t, i)
			out.mean[i] += seen.mean[cells[t][i]] / float64(quad.Turns)
		}
	}
	for i := range out.cov {
		for j := range i + 1 {
			sum := 0.0
			for t := range cells {
				a, b := cells[t][i], cells[t][j]
				sum += seen.cov[a][b] + seen.mean[a]*seen.mean[b]
			}
			sum = sum/float64(quad.Turns) - out.mean[i]*out.mean[j]
			out.cov[i][j], out.cov[j][i] = sum, sum
		}
	}
	return out
}

// newModel gathers mean and covariance of grids as they lie.
func newModel(grids []descriptor.Grid) *Model {
	m := &Model{cov: make([][]float64, rules.GridSize)}
	n := float64(len(grids))
	for i := range m.cov {
		m.cov[i] = make([]float64, rules.GridSize)
	}
	for k := range grids {
		g := &grids[k]
		for i, v := range g {
			a := float64(v) / n
			m.mean[i] += a
			row := m.cov[i][:i+1]
			for j := range row {
				row[j] += a * float64(g[j])
			}
		}
	}
	for i := range m.cov {
		for j := range i + 1 {
			m.cov[i][j] -= m.mean[i] * m.mean[j]
			m.cov[j][i] = m.cov[i][j]
		}
	}
	return m
}

// Discriminant sets the edge weights of a layout from grids that show it upright, against a background. It fails where there are none,
// or where they are like the background.
func (m *Model) Discriminant(l *rules.Layout, grids []descriptor.Grid) error {
	if len(grids) == 0 {
		return errors.New("there is nothing to learn the layout from")
	}
	own := newModel(grids)
	trace := 0.0
	for i := range m.cov {
		trace += m.cov[i][i] / rules.GridSize
	}
	mixed := make([][]float64, rules.GridSize)
	differ := make([]float64, rules.GridSize)
	for i := range mixed {
		mixed[i] = make([]float64, i+1)
		for j := range mixed[i] {
			mixed[i][j] = (1-ownShare)*m.cov[i][j] + ownShare*own.cov[i][j]
		}
		mixed[i][i] += ridge * trace
		differ[i] = own.mean[i] - m.mean[i]
	}
	w := Solve(mixed, differ)
	other, this, largest := 0.0, 0.0, 0.0
	for i, v := range w {
		other += v * m.mean[i]
		this += v * own.mean[i]
		largest = max(largest, math.Abs(v))
	}
	if this-other < 1e-9 || largest == 0 {
		return errors.New("its edges are like those of anything else")
	}
	l.Scale = largest / 127 / (this - other)
	l.Shift = other / (this - other)
	l.Weights = make([]byte, rules.GridSize)
	for i, v := range w {
		l.Weights[i] = byte(int8(math.Round(v / largest * 127)))
	}
	return nil
}

// Solve returns the x of ax = b by Cholesky's method; a is symmetric and positive, its lower half is overwritten.
func Solve(a [][]float64, b []float64) []float64 {
	x := append([]float64(nil), b...)
	for i := range a {
		for j := range i + 1 {
			sum := a[i][j]
			for k, v := range a[i][:j] {
				sum -= v * a[j][k]
			}
			if i == j {
				a[i][i] = math.Sqrt(max(sum, 1e-12))
			} else {
				a[i][j] = sum / a[j][j]
			}
		}
		for k := range i {
			x[i] -= a[i][k] * x[k]
		}
		x[i] /= a[i][i]
	}
	for i := len(a) - 1; i >= 0; i-- {
		for k := i + 1; k < len(a); k++ {
			x[i] -= a[k][i] * x[k]
		}
		x[i] /= a[i][i]
	}
	return x
}

// CommonHash sets the hash of a layout: the bits that most of its faces have, weighted by how many do.
func CommonHash(l *rules.Layout, hashes [][4]uint64) {
	l.Hash, l.HashWeights = make([]byte, rules.HashBits/8), make([]byte, rules.HashBits)
	for i := range rules.HashBits {
		set := 0
		for _, h := range hashes {
			set += int(h[i/64] >> (63 - i%64) & 1)
		}
		share := float64(set) / float64(len(hashes))
		if share > 0.5 {
			l.Hash[i/8] |= 1 << (7 - i%8)
		}
		certain := 2*share - 1
		l.HashWeights[i] = byte(math.Round(255 * certain * certain))
	}
}
