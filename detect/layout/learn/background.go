package learn

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"ronda/detect/descriptor"
	"ronda/detect/quad"
	"ronda/rules"
)

// The background is kept as mean and covariance in the cells of one quarter of a card: the others follow by turning. A
// covariance is kept as a correlation in 2047ths, which gzip makes some 400 kB of.
const correlationSteps = 2047

// quarter returns the cells from which all others follow by turning, in order.
func quarter() []int {
	var out []int
	for i := range rules.GridSize {
		if home, _ := homeOf(i); home == i {
			out = append(out, i)
		}
	}
	return out
}

// homeOf returns the cell of the quarter that cell i follows from, and the turn between them.
func homeOf(i int) (home int, by quad.Turn) {
	home = i
	for t := range quad.Turns {
		if c := descriptor.Cell(t, i); c < home {
			home, by = c, t
		}
	}
	return home, by
}

// Write writes a background in the form that ReadBackground reads.
func (m *Model) Write(w io.Writer) error {
	zip, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return fmt.Errorf("write background: %w", err)
	}
	var out bytes.Buffer
	float := func(v float64) { out.Write(binary.BigEndian.AppendUint32(nil, math.Float32bits(float32(v)))) }
	home := quarter()
	for _, i := range home {
		float(m.mean[i])
		float(m.cov[i][i])
	}
	for _, i := range home {
		for j := range rules.GridSize {
			c := m.cov[i][j] / math.Sqrt(m.cov[i][i]*m.cov[j][j])
			out.Write(binary.BigEndian.AppendUint16(nil, uint16(int16(math.Round(c*correlationSteps)))))
		}
	}
	if _, err := zip.Write(out.Bytes()); err != nil {
		return fmt.Errorf("write background: %w", err)
	}
	if err := zip.Close(); err != nil {
		return fmt.Errorf("write background: %w", err)
	}
	return nil
}

// ReadBackground reads what cards and pages look like that are none of a layout, as rules.LayoutBackground has it. It fails where that is
// damaged.
func ReadBackground(data []byte) (*Model, error) {
	zip, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read background of layouts: %w", err)
	}
	home := quarter()
	size := len(home)*8 + len(home)*rules.GridSize*2
	raw, err := io.ReadAll(io.LimitReader(zip, int64(size)+1))
	if err != nil {
		return nil, fmt.Errorf("read background of layouts: %w", err)
	}
	if len(raw) != size {
		return nil, errors.New("read background of layouts: it is of another size")
	}
	m := &Model{cov: make([][]float64, rules.GridSize)}
	variance := make([]float64, rules.GridSize)
	row := make([]int, rules.GridSize)
	for i := range row {
		h, _ := homeOf(i)
		row[i], _ = slices.BinarySearch(home, h)
		m.mean[i] = float64(math.Float32frombits(binary.BigEndian.Uint32(raw[8*row[i]:])))
		variance[i] = float64(math.Float32frombits(binary.BigEndian.Uint32(raw[8*row[i]+4:])))
	}
	raw = raw[8*len(home):]
	for i := range m.cov {
		m.cov[i] = make([]float64, rules.GridSize)
		_, by := homeOf(i)
		for j := range m.cov[i] {
			at := 2 * (row[i]*rules.GridSize + descriptor.Cell(by, j))
			c := float64(int16(binary.BigEndian.Uint16(raw[at:]))) / correlationSteps
			m.cov[i][j] = c * math.Sqrt(variance[i]*variance[j])
		}
	}
	return m, nil
}
