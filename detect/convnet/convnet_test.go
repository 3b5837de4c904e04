package convnet

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// A shape is a layer's eight sizes.
type shape [8]uint16

var small = []shape{{6, 8, 2, 3, 3, 2, 1, 4}, {3, 4, 4, 3, 4, 1, 0, 5}}

// file returns a network of chance in the file's form, with its weights.
func file(t testing.TB, r *rand.Rand, shapes []shape) []byte {
	t.Helper()
	var raw bytes.Buffer
	raw.WriteString(magic)
	raw.WriteByte(byte(len(shapes)))
	put := func(v any) {
		if err := binary.Write(&raw, binary.LittleEndian, v); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range shapes {
		put(s)
		for range 2 * s[7] {
			put(float32(r.NormFloat64()))
		}
		for range int(s[3]) * int(s[4]) * int(s[2]) * int(s[7]) {
			put(int8(r.IntN(255) - 127))
		}
	}
	return zipped(t, raw.Bytes())
}

func zipped(t testing.TB, raw []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	if _, err := zip.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// plainly computes a layer by the definition, in the order of its indices.
func plainly(l *layer, in []float32) []float64 {
	out := make([]float64, l.outHigh*l.outWide*l.out)
	for i := range out {
		o, x, y := i%l.out, i/l.out%l.outWide, i/l.out/l.outWide
		out[i] = float64(l.bias[o])
		for k := range l.kernelHigh * l.kernelWide * l.in {
			c, kx, ky := k%l.in, k/l.in%l.kernelWide, k/l.in/l.kernelWide
			sx, sy := x*l.stride-l.pad+kx, y*l.stride-l.pad+ky
			if sx >= 0 && sy >= 0 && sx < l.wide && sy < l.high {
				out[i] += float64(in[(sy*l.wide+sx)*l.in+c]) * float64(l.weights[(o/block*l.kernelHigh*l.kernelWide*l.in+k)*block+o%block])
			}
		}
	}
	return out
}

func TestRun(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for name, shapes := range map[string][]shape{
		"small":                   small,
		"one layer":               {{4, 4, 3, 2, 2, 1, 0, 9}},
		"kernel beyond the input": {{2, 2, 1, 5, 5, 1, 2, 3}},
		"wide stride":             {{9, 7, 1, 3, 3, 3, 0, 8}, {3, 2, 8, 3, 2, 1, 0, 1}},
	} {
		n, err := Read(bytes.NewReader(file(t, r, shapes)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		high, wide, channels := n.Input()
		var s Scratch
		for range 3 {
			in := make([]float32, high*wide*channels)
			for i := range in {
				in[i] = max(0, float32(r.NormFloat64()))
			}
			want := make([]float64, len(in))
			values := in
			for i := range n.layers {
				want = plainly(&n.layers[i], values)
				values = make([]float32, len(want))
				for k, v := range want {
					values[k] = max(0, float32(v))
				}
			}
			got := n.Run(in, &s)
			if len(got) != n.Output() || len(got) != len(want) {
				t.Fatalf("%s: %d values, want %d", name, len(got), len(want))
			}
			for i, v := range got {
				if math.Abs(float64(v)-want[i]) > 1e-3*(1+math.Abs(want[i])) {
					t.Errorf("%s: value %d is %v, want %v", name, i, v, want[i])
				}
			}
		}
	}
}

// TestAdd holds that sums in wide registers are those of the plain loop.
func TestAdd(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for n := range 40 {
		values, weights := make([]float32, n), make([]float32, n*block)
		for i := range values {
			values[i] = max(0, float32(r.NormFloat64()))
		}
		for i := range weights {
			weights[i] = float32(r.NormFloat64())
		}
		var got, want [block]float32
		for i := range want {
			want[i] = float32(r.NormFloat64())
		}
		got = want
		add(&got, values, weights)
		addPlainly(&want, values, weights)
		for i := range want {
			if math.Abs(float64(got[i]-want[i])) > 1e-4 {
				t.Fatalf("%d values: sum %d is %v, want %v", n, i, got[i], want[i])
			}
		}
	}
}

// TestAddFour holds the same of four rows at a time, and that they are summed as one row is, to the bit.
func TestAddFour(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for n := range 30 {
		for _, step := range []int{0, 1, 7, n} {
			values, weights := make([]float32, 3*step+n), make([]float32, n*block)
			for i := range values {
				values[i] = max(0, float32(r.NormFloat64()))
			}
			for i := range weights {
				weights[i] = float32(r.NormFloat64())
			}
			var got, want [4 * block]float32
			for i := range want {
				want[i] = float32(r.NormFloat64())
			}
			got, one := want, want
			addFour(&got, values, step, n, weights)
			addFourPlainly(&want, values, step, n, weights)
			for i := range 4 {
				add((*[block]float32)(one[i*block:]), values[i*step:][:n], weights)
			}
			if got != one {
				t.Fatalf("%d values, step %d: %v, a row at a time %v", n, step, got, one)
			}
			for i := range want {
				if math.Abs(float64(got[i]-want[i])) > 1e-4 {
					t.Fatalf("%d values, step %d: sum %d is %v, want %v", n, step, i, got[i], want[i])
				}
			}
		}
	}
}

// TestRunOn holds that a network that convolves makes of planes of other sizes than its own what its definition says.
func TestRunOn(t *testing.T) {
	shapes := []shape{{16, 16, 3, 5, 5, 2, 2, 20}, {8, 8, 20, 3, 3, 2, 1, 16}, {4, 4, 16, 3, 3, 1, 1, 5}, {4, 4, 5, 1, 1, 1, 0, 3}}
	r := rand.New(rand.NewPCG(7, 8))
	n, err := Read(bytes.NewReader(file(t, r, shapes)))
	if err != nil {
		t.Fatal(err)
	}
	if !n.Convolves() || n.Stride() != 4 {
		t.Fatalf("convolves: %t, stride %d", n.Convolves(), n.Stride())
	}
	var s Scratch
	for _, size := range [][2]int{{16, 16}, {1, 1}, {3, 40}, {37, 5}, {22, 31}} {
		high, wide := size[0], size[1]
		in := make([]float32, high*wide*3)
		for i := range in {
			in[i] = float32(r.NormFloat64())
		}
		got, outHigh, outWide := n.RunOn(in, high, wide, &s)
		if h, w, c := n.Shape(high, wide); h != outHigh || w != outWide || len(got) != h*w*c {
			t.Errorf("%v: %d values in %d by %d places, not %d by %d of %d", size, len(got), outWide, outHigh, w, h, c)
		}
		var want []float64
		values := in
		for i := range n.layers {
			l := n.layers[i]
			l.high, l.wide = high, wide
			l.outHigh, l.outWide = l.outSize(high, wide)
			want = plainly(&l, values)
			values = make([]float32, len(want))
			for k, v := range want {
				values[k] = max(0, float32(v))
			}
			high, wide = l.outHigh, l.outWide
		}
		if len(got) != len(want) {
			t.Fatalf("%v: %d values, want %d", size, len(got), len(want))
		}
		for i, v := range got {
			if math.Abs(float64(v)-want[i]) > 1e-3*(1+math.Abs(want[i])) {
				t.Errorf("%v: value %d is %v, want %v", size, i, v, want[i])
			}
		}
	}
}

// TestConvolves holds that networks which need planes of one size are known.
func TestConvolves(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for name, c := range map[string]struct {
		shapes []shape
		want   bool
	}{
		"convolutions":        {[]shape{{6, 8, 2, 3, 3, 2, 1, 4}, {3, 4, 4, 1, 1, 1, 0, 5}}, true},
		"a full layer":        {small, false},
		"channels put anew":   {[]shape{{4, 4, 2, 1, 1, 1, 0, 4}, {8, 4, 2, 1, 1, 1, 0, 1}}, false},
		"borders that shrink": {[]shape{{9, 9, 1, 3, 3, 1, 0, 1}}, false},
	} {
		n, err := Read(bytes.NewReader(file(t, r, c.shapes)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if n.Convolves() != c.want {
			t.Errorf("%s: %t", name, n.Convolves())
		}
	}
}

func TestReadRefuses(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"not zipped":            {[]byte("ronda network 1\n"), "gzip"},
		"another kind":          {zipped(t, []byte("another kind of file")), "another kind"},
		"no layers":             {file(t, r, nil), "0 layers"},
		"cut off":               {zipped(t, []byte(magic+"\x01\x01")), "layer 1"},
		"no stride":             {file(t, r, []shape{{4, 4, 1, 2, 2, 0, 0, 1}}), "do not fit"},
		"kernel too large":      {file(t, r, []shape{{4, 4, 1, 9, 2, 1, 0, 1}}), "do not fit"},
		"layers that differ":    {file(t, r, []shape{{4, 4, 1, 4, 4, 1, 0, 2}, {1, 1, 3, 1, 1, 1, 0, 1}}), "other than"},
		"more than anyone asks": {zipped(t, append([]byte(magic+"\x01"), bytes.Repeat([]byte{0xff, 0x0f}, 8)...)), "too large"},
	} {
		if _, err := Read(bytes.NewReader(c.data)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// FuzzRead holds that whatever is read can be run.
func FuzzRead(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 2))
	zip, err := gzip.NewReader(bytes.NewReader(file(f, r, small)))
	if err != nil {
		f.Fatal(err)
	}
	var raw bytes.Buffer
	if _, err := raw.ReadFrom(zip); err != nil {
		f.Fatal(err)
	}
	f.Add(raw.Bytes())
	f.Fuzz(func(t *testing.T, raw []byte) {
		n, err := Read(bytes.NewReader(zipped(t, raw)))
		if err != nil {
			return
		}
		high, wide, channels := n.Input()
		if work := n.work(); work > 1e7 {
			return
		}
		if got := n.Run(make([]float32, high*wide*channels), new(Scratch)); len(got) != n.Output() {
			t.Errorf("%d values, not %d", len(got), n.Output())
		}
	})
}

// work is how many products a run takes at most.
func (n *Network) work() (sum int) {
	for i := range n.layers {
		l := &n.layers[i]
		sum += l.outHigh * l.outWide * len(l.weights)
	}
	return sum
}

// BenchmarkRun runs networks of the size of the one that looks at candidates.
func BenchmarkRun(b *testing.B) {
	for name, shapes := range map[string][]shape{
		"8-16-32":  {{48, 64, 2, 5, 5, 2, 2, 8}, {24, 32, 8, 3, 3, 2, 1, 16}, {12, 16, 16, 3, 3, 2, 1, 32}, {6, 8, 32, 6, 8, 1, 0, 64}, {1, 1, 64, 1, 1, 1, 0, 21}},
		"16-24-32": {{48, 64, 2, 5, 5, 2, 2, 16}, {24, 32, 16, 3, 3, 2, 1, 24}, {12, 16, 24, 3, 3, 2, 1, 32}, {6, 8, 32, 6, 8, 1, 0, 64}, {1, 1, 64, 1, 1, 1, 0, 21}},
	} {
		b.Run(name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 2))
			n, err := Read(bytes.NewReader(file(b, r, shapes)))
			if err != nil {
				b.Fatal(err)
			}
			in := make([]float32, 48*64*2)
			for i := range in {
				in[i] = float32(r.NormFloat64())
			}
			var s Scratch
			for b.Loop() {
				n.Run(in, &s)
			}
		})
	}
}
