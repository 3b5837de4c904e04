package learn_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"

	"ronda/detect/descriptor"
	"ronda/detect/layout/learn"
)

// TestSolve holds that what Cholesky's method returns solves the equations.
func TestSolve(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	const n = 12
	var root [n][n]float64
	for i := range root {
		for j := range root[i] {
			root[i][j] = r.NormFloat64()
		}
	}
	a, kept, b := make([][]float64, n), [n][n]float64{}, make([]float64, n)
	for i := range a {
		a[i] = make([]float64, i+1)
		b[i] = r.NormFloat64()
		for j := range n {
			for k := range n {
				kept[i][j] += root[i][k] * root[j][k]
			}
			if j == i {
				kept[i][j] += 0.1
			}
			if j <= i {
				a[i][j] = kept[i][j]
			}
		}
	}
	x := learn.Solve(a, b)
	for i := range n {
		sum := 0.0
		for j := range n {
			sum += kept[i][j] * x[j]
		}
		if math.Abs(sum-b[i]) > 1e-6 {
			t.Errorf("line %d gives %v, want %v", i, sum, b[i])
		}
	}
}

// TestBackground holds that a background is the same after it was written and read, up to the precision it is kept in.
func TestBackground(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	grids := make([]descriptor.Grid, 40)
	for i := range grids {
		for c := range grids[i] {
			grids[i][c] = float32(r.NormFloat64()) + grids[i][max(0, c-1)]/2
		}
	}
	m := learn.Background(grids)
	var file bytes.Buffer
	if err := m.Write(&file); err != nil {
		t.Fatal(err)
	}
	back, err := learn.ReadBackground(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if off := m.Off(back); off > 1e-3 {
		t.Errorf("it is %v off", off)
	}
	for _, broken := range [][]byte{nil, []byte("words"), file.Bytes()[:file.Len()/2]} {
		if _, err := learn.ReadBackground(broken); err == nil {
			t.Errorf("%d broken bytes are read", len(broken))
		}
	}
}
