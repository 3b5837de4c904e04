// Package convnet runs small convolutional networks forward: convolutions with rectified outputs, then fully connected layers.
// It does not train them and knows nothing of what they see. A network of a hundred thousand weights needs no library with a
// runtime of its own: a sum of sixteen channels is all that is fast, in plain Go where the processor has no AVX.
package convnet

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// magic begins a file once it is unzipped; the digit is the version of the format.
const magic = "ronda network 1\n"

// Bounds of what a file may ask for.
const (
	mostLayers = 16
	mostValues = 1 << 20 // of a layer's input, output or weights
)

// A Network maps a plane of cells, each of several channels, to a few numbers. It does not change and is safe for concurrent
// use.
type Network struct {
	layers []layer
}

// A layer is a convolution, or a fully connected layer, which is a convolution whose kernel is as large as its input. Every
// layer but the last is rectified: what is below 0 becomes 0.
type layer struct {
	high, wide, in         int // of the input: rows, columns, channels
	kernelHigh, kernelWide int
	stride, pad            int
	outHigh, outWide, out  int
	weights                []float32 // by block of output channels, kernel row, kernel column, input channel, channel in the block
	bias                   []float32
}

// Read reads a network: gzip of a line that names the format, the number of layers in a byte, and the layers.
func Read(r io.Reader) (*Network, error) {
	zip, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("read network: %w", err)
	}
	b := bufio.NewReader(zip)
	head := make([]byte, len(magic)+1)
	if _, err := io.ReadFull(b, head); err != nil {
		return nil, fmt.Errorf("read network: %w", err)
	}
	if string(head[:len(magic)]) != magic {
		return nil, errors.New("read network: it is of another kind or version")
	}
	n := &Network{}
	count := int(head[len(magic)])
	if count == 0 || count > mostLayers {
		return nil, fmt.Errorf("read network: it has %d layers, not 1 to %d", count, mostLayers)
	}
	for i := range count {
		l, err := readLayer(b)
		if err != nil {
			return nil, fmt.Errorf("read network: layer %d: %w", i+1, err)
		}
		if i > 0 {
			if before := n.layers[i-1]; before.outHigh*before.outWide*before.out != l.high*l.wide*l.in {
				return nil, fmt.Errorf("read network: layer %d: it takes other than what the one before gives", i+1)
			}
		}
		n.layers = append(n.layers, l)
	}
	return n, nil
}

// readLayer reads eight 16-bit sizes, then a scale and a bias for each output channel, then the weights (by kernel row, kernel
// column, input channel, output channel) in 127ths of their channel's scale.
func readLayer(r io.Reader) (l layer, err error) {
	var sizes [8]uint16
	if err := binary.Read(r, binary.LittleEndian, &sizes); err != nil {
		return l, err
	}
	for i, to := range []*int{&l.high, &l.wide, &l.in, &l.kernelHigh, &l.kernelWide, &l.stride, &l.pad, &l.out} {
		*to = int(sizes[i])
	}
	if l.stride == 0 || l.in == 0 || l.out == 0 || l.kernelHigh > l.high+2*l.pad || l.kernelWide > l.wide+2*l.pad || l.kernelHigh*l.kernelWide == 0 {
		return l, errors.New("its sizes do not fit together")
	}
	l.outHigh, l.outWide = (l.high+2*l.pad-l.kernelHigh)/l.stride+1, (l.wide+2*l.pad-l.kernelWide)/l.stride+1
	count := l.kernelHigh * l.kernelWide * l.in * l.out
	if max(count, l.high*l.wide*l.in, l.outHigh*l.outWide*l.out) > mostValues {
		return l, errors.New("it is too large")
	}
	scales := make([]float32, l.out)
	l.bias = make([]float32, l.out)
	if err := errors.Join(binary.Read(r, binary.LittleEndian, scales), binary.Read(r, binary.LittleEndian, l.bias)); err != nil {
		return l, err
	}
	raw := make([]int8, count)
	if err := binary.Read(r, binary.LittleEndian, raw); err != nil {
		return l, err
	}
	taps := count / l.out
	l.weights = make([]float32, (l.out+block-1)/block*taps*block)
	for i, v := range raw {
		k, o := i/l.out, i%l.out
		l.weights[(o/block*taps+k)*block+o%block] = float32(v) * scales[o] / 127
	}
	for _, v := range append(scales, l.bias...) {
		if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
			return l, errors.New("it holds what is no number")
		}
	}
	return l, nil
}

// Input is how many values Run takes: rows, columns and channels of the first layer.
func (n *Network) Input() (high, wide, channels int) {
	return n.layers[0].high, n.layers[0].wide, n.layers[0].in
}

// Output is how many values Run returns.
func (n *Network) Output() int {
	last := n.layers[len(n.layers)-1]
	return last.outHigh * last.outWide * last.out
}

// Scratch is what Run writes over and over; one for each goroutine.
type Scratch struct{ values [2][]float32 }

// Run returns what the network makes of its input, given row by row, cell by cell, channel by channel. What it returns is valid
// until the scratch is used again. It panics on an input of another length.
func (n *Network) Run(in []float32, s *Scratch) []float32 {
	if l := &n.layers[0]; len(in) != l.high*l.wide*l.in {
		panic(fmt.Sprintf("convnet: input of %d values, not %d", len(in), l.high*l.wide*l.in))
	}
	for i := range n.layers {
		l := &n.layers[i]
		in = n.step(i, in, l.high, l.wide, s)
	}
	return in
}

// Convolves reports whether the network has no full layer, so that it runs on planes of any size.
func (n *Network) Convolves() bool {
	for i := range n.layers {
		l := &n.layers[i]
		if l.kernelHigh > 2*l.pad+1 || l.kernelWide > 2*l.pad+1 {
			return false
		}
	}
	for i := range n.layers[1:] {
		if n.layers[i].out != n.layers[i+1].in {
			return false
		}
	}
	return true
}

// Shape returns what RunOn makes of a plane: rows, columns and channels.
func (n *Network) Shape(high, wide int) (outHigh, outWide, channels int) {
	for i := range n.layers {
		high, wide = n.layers[i].outSize(high, wide)
	}
	return high, wide, n.layers[len(n.layers)-1].out
}

// Stride is how many cells of the input lie between two of the output.
func (n *Network) Stride() int {
	by := 1
	for i := range n.layers {
		by *= n.layers[i].stride
	}
	return by
}

// RunOn is Run for a plane of another size than the network's own; it also returns the rows and columns of what it makes of it. The network
// must convolve. It panics on an input of another length, or of none.
func (n *Network) RunOn(in []float32, high, wide int, s *Scratch) (out []float32, outHigh, outWide int) {
	if c := n.layers[0].in; high <= 0 || wide <= 0 || len(in) != high*wide*c {
		panic(fmt.Sprintf("convnet: input of %d values, not %d by %d of %d", len(in), wide, high, c))
	}
	for i := range n.layers {
		in = n.step(i, in, high, wide, s)
		high, wide = n.layers[i].outSize(high, wide)
	}
	return in, high, wide
}

// step runs a layer on a plane of a size.
func (n *Network) step(i int, in []float32, high, wide int, s *Scratch) []float32 {
	l := &n.layers[i]
	outHigh, outWide := l.outSize(high, wide)
	out := &s.values[i%2]
	if size := outHigh * outWide * l.out; cap(*out) < size {
		*out = make([]float32, size)
	} else {
		*out = (*out)[:size]
	}
	l.run(in, *out, high, wide)
	if i < len(n.layers)-1 {
		rectify(*out)
	}
	return *out
}

// outSize is how many rows and columns a layer makes of a plane.
func (l *layer) outSize(high, wide int) (outHigh, outWide int) {
	return (high+2*l.pad-l.kernelHigh)/l.stride + 1, (wide+2*l.pad-l.kernelWide)/l.stride + 1
}

func rectify(values []float32) {
	for i, v := range values {
		values[i] = max(v, 0)
	}
}

// block is how many output channels are summed at a time: as many sums as stay in two of a processor's wide registers.
const block = 16

// run sums, for each cell of the output and block of channels, the rows that the kernel covers there: for four cells at a time where it
// lies in the plane.
func (l *layer) run(in, out []float32, high, wide int) {
	row := l.kernelWide * l.in * block // weights of a kernel's row
	outHigh, outWide := l.outSize(high, wide)
	for y := range outHigh {
		top := y*l.stride - l.pad
		first, end := max(0, -top), min(l.kernelHigh, high-top)
		cells := out[y*outWide*l.out:][:outWide*l.out]
		for b := 0; b < l.out; b += block {
			weights := l.weights[b/block*l.kernelHigh*row:]
			for x := 0; x < outWide; {
				left := x*l.stride - l.pad
				if left >= 0 && x+4 <= outWide && left+3*l.stride+l.kernelWide <= wide {
					var sums [4 * block]float32
					for i := range 4 {
						copy(sums[i*block:][:block], l.bias[b:])
					}
					for k := first; k < end; k++ {
						values := in[((top+k)*wide+left)*l.in:][:(3*l.stride+l.kernelWide)*l.in]
						addFour(&sums, values, l.stride*l.in, l.kernelWide*l.in, weights[k*row:][:row])
					}
					for i := range 4 {
						copy(cells[(x+i)*l.out+b:][:min(block, l.out-b)], sums[i*block:][:block])
					}
					x += 4
					continue
				}
				from, to := max(0, -left), min(l.kernelWide, wide-left)
				var sum [block]float32
				copy(sum[:], l.bias[b:])
				for k := first; k < end && from < to; k++ {
					values := in[((top+k)*wide+left+from)*l.in:][:(to-from)*l.in]
					add(&sum, values, weights[k*row+from*l.in*block:][:len(values)*block])
				}
				copy(cells[x*l.out+b:][:min(block, l.out-b)], sum[:])
				x++
			}
		}
	}
}

// addFourPlainly is addPlainly for four rows of values, each step values after the one before.
func addFourPlainly(sums *[4 * block]float32, values []float32, step, count int, weights []float32) {
	for i := range 4 {
		addPlainly((*[block]float32)(sums[i*block:]), values[i*step:][:count], weights)
	}
}

// addPlainly adds each value times its weights, block of them a value, to the sums. Half of the values behind a rectifier are 0.
func addPlainly(sum *[block]float32, values, weights []float32) {
	for half := 0; half < block; half += 8 {
		s := (*[8]float32)(sum[half:])
		a, b, c, d, e, f, g, h := s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]
		for i, v := range values {
			if v == 0 {
				continue
			}
			w := (*[8]float32)(weights[i*block+half:])
			a += v * w[0]
			b += v * w[1]
			c += v * w[2]
			d += v * w[3]
			e += v * w[4]
			f += v * w[5]
			g += v * w[6]
			h += v * w[7]
		}
		*s = [8]float32{a, b, c, d, e, f, g, h}
	}
}
