package picture

// The library's transforms to a half, a quarter and an eighth of a block's side leave out the factors that belong to them:
// what they make has a quarter or an eighth of its contrast, and their sums are those of a simpler transform. As each
// coefficient is multiplied by its entry in a table of the file anyway, the factors are put in there. TestScaled holds that what
// comes out is what averaging the whole picture makes.

// gains is by which factor a coefficient has to be multiplied for a scale, in each direction, and once for both.
var gains = map[int]struct {
	both float64
	each []float64
}{
	2: {4, []float64{1, 1.2375, 0.9239, 1.0491}}, // fits the means of pairs of the cosines' values
	4: {8, []float64{1, 0.9061}},                 // the mean of a cosine over half of a block
	8: {8, []float64{1}},
}

// zigzag is which coefficient the entries of a table stand for: its row times eight, plus its column.
var zigzag = [64]uint8{
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
	12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
	58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
}

// amplified returns a table's entry for a scale, and whether it fits in its byte; entries of coefficients that the scale does
// not show stay as they are.
func amplified(entry uint8, k, scale int) (uint8, bool) {
	g, row, column := gains[scale], int(zigzag[k]/8), int(zigzag[k]%8)
	if row >= len(g.each) || column >= len(g.each) {
		return entry, true
	}
	v := float64(entry)*g.both*g.each[row]*g.each[column] + 0.5
	if v >= 256 {
		return 255, false
	}
	return uint8(v), true
}

// scalable tells whether the factors fit in the tables: the mean and the slopes of a block have to be right. What is finer
// loses some of its contrast where a file is of so low a quality that it hardly has any.
func (f jpegFrame) scalable(data []byte, scale int) bool {
	if scale == 1 {
		return true
	}
	for _, t := range f.quantisers {
		for k := range 3 {
			if _, ok := amplified(data[t.at+k], k, scale); !ok {
				return false
			}
		}
	}
	return true
}

// scaled returns the file to read at 1/scale of its size: with the factors in its tables, and of a progressive JPEG without the
// scans that it can do without, which are most of the file and cost more time than all others.
func (f jpegFrame) scaled(data []byte, scale int) []byte {
	if scale == 1 {
		return data
	}
	out := make([]byte, 0, len(data))
	from := 0
	for i, needless := range f.needless(data, scale) {
		if needless {
			out = append(out, amplify(data, from, f.scans[i].from, f.quantisers, scale)...)
			from = f.scans[i].to
		}
	}
	return append(out, amplify(data, from, len(data), f.quantisers, scale)...)
}

// shown is the last coefficient of the zigzag that a scale shows.
var shown = map[int]byte{2: 24, 4: 4, 8: 0}

// roughest is how coarse the slopes of a block may be made by leaving out two bits of them: a step of so much moves a pixel by 4 of 255 at the most.
const roughest = 24

// needless tells which scans of a progressive JPEG are left out: those that bring the last bit of what is not the blocks' mean; those
// of coefficients that the scale does not show, where what refines them together with others can be spared too; and what refines those.
func (f jpegFrame) needless(data []byte, scale int) []bool {
	out := make([]bool, len(f.scans))
	if f.marker != 0xc2 {
		return out
	}
	cut := map[byte]bool{} // components of which nothing is refined any more
	for i, s := range f.scans {
		switch {
		case s.first == 0:
		case s.known > 0:
			out[i] = s.bits == 0 || cut[s.component]
			cut[s.component] = cut[s.component] || out[i]
		case s.first > shown[scale] && f.step(data, s.component)<<s.bits <= roughest:
			out[i], cut[s.component] = true, true
		}
	}
	return out
}

// step is what the first slope of a component is multiplied by.
func (f jpegFrame) step(data []byte, component byte) int {
	for _, c := range f.components {
		for _, t := range f.quantisers {
			if c.id == component && c.table == t.id {
				return int(data[t.at+1])
			}
		}
	}
	return roughest
}

// amplify copies a part of a file with the factors in those of its tables that lie in it.
func amplify(data []byte, from, to int, tables []jpegTable, scale int) []byte {
	out := append([]byte(nil), data[from:to]...)
	for _, t := range tables {
		if at := t.at; at >= from && at+64 <= to {
			for k := range 64 {
				out[at-from+k], _ = amplified(data[at+k], k, scale)
			}
		}
	}
	return out
}
