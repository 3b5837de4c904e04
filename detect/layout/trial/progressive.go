package trial

import (
	"image"
	"math"
	"math/bits"
	"slices"
)

// Progressive returns img as a progressive JPEG with 4:2:0 sampling in the passes that encoders make by default: means, slopes,
// all colour, fine luma, and two refinements by a bit. Nothing in Go writes such a file.
func Progressive(img *image.RGBA, quality int) []byte {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	p := &passes{out: []byte{0xff, 0xd8}}
	planes := yuv420(img)
	for k, pl := range planes {
		q := quantiser(k > 0, quality)
		if k < 2 {
			table := []byte{byte(k)}
			for _, at := range zigzag {
				table = append(table, q[at])
			}
			p.segment(0xdb, table...)
		}
		p.planes = append(p.planes, transform(pl, q))
	}
	p.segment(0xc2, 8, byte(h>>8), byte(h), byte(w>>8), byte(w), 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1)
	for k := range 3 {
		p.means(k, 0, 1)
	}
	p.first(0, 1, 5, 2)
	p.first(2, 1, 63, 1)
	p.first(1, 1, 63, 1)
	p.first(0, 6, 63, 2)
	p.refine(0, 1, 63, 1)
	for k := range 3 {
		p.means(k, 1, 0)
	}
	p.refine(2, 1, 63, 0)
	p.refine(1, 1, 63, 0)
	p.refine(0, 1, 63, 0)
	return append(p.out, 0xff, 0xd9)
}

var zigzag = [64]int{
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
}

// quantiser is a smooth table that is about as coarse as the usual ones.
func quantiser(chroma bool, quality int) (q [64]byte) {
	scale := float64(200-2*quality) / 100
	for i := range q {
		v := 12 + 6*float64(i/8+i%8)
		if chroma {
			v *= 1.4
		}
		q[i] = byte(min(max(v*scale, 1), 255))
	}
	return q
}

func yuv420(img *image.RGBA) (out [3][][]float64) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for k := range out {
		step := min(k, 1) + 1
		for y := 0; y < (h+step-1)/step; y++ {
			row := make([]float64, (w+step-1)/step)
			for x := range row {
				c := img.RGBAAt(min(x*step, w-1), min(y*step, h-1))
				r, g, b := float64(c.R), float64(c.G), float64(c.B)
				row[x] = [3]float64{0.299*r + 0.587*g + 0.114*b - 128, -0.1687*r - 0.3313*g + 0.5*b, 0.5*r - 0.4187*g - 0.0813*b}[k]
			}
			out[k] = append(out[k], row)
		}
	}
	return out
}

// transform returns the quantised coefficients of a plane's blocks, row by row of blocks, in zigzag order.
func transform(plane [][]float64, q [64]byte) (out [][64]int) {
	var cosines [8][8]float64
	for u := range 8 {
		for x := range 8 {
			cosines[u][x] = math.Cos(float64(2*x+1)*float64(u)*math.Pi/16) / 2
			if u == 0 {
				cosines[u][x] /= math.Sqrt2
			}
		}
	}
	for y0 := 0; y0 < len(plane); y0 += 8 {
		for x0 := 0; x0 < len(plane[0]); x0 += 8 {
			var rows [8][8]float64
			for y := range 8 {
				line := plane[min(y0+y, len(plane)-1)]
				for u := range 8 {
					for x := range 8 {
						rows[y][u] += line[min(x0+x, len(line)-1)] * cosines[u][x]
					}
				}
			}
			var block [64]int
			for i, at := range zigzag {
				sum := 0.0
				for y := range 8 {
					sum += rows[y][at%8] * cosines[at/8][y]
				}
				block[i] = int(math.Round(sum / float64(q[at])))
			}
			out = append(out, block)
		}
	}
	return out
}

// passes writes scans. Each is kept as symbols with the bits that follow them, until its table of codes can be made.
type passes struct {
	out    []byte
	planes [][][64]int
	items  []item
}

type item struct {
	symbol int // -1: bits alone
	bits   []byte
}

func (p *passes) symbol(s int, extra ...byte) { p.items = append(p.items, item{s, extra}) }

// low returns the last n bits of v.
func low(v, n int) (out []byte) {
	for n--; n >= 0; n-- {
		out = append(out, byte(v>>n&1))
	}
	return out
}

// magnitude returns how a value is written: its length and its bits, those of negative values inverted.
func magnitude(v int) (n int, extra []byte) {
	n = bits.Len(uint(max(v, -v)))
	if v < 0 {
		v += 1<<n - 1
	}
	return n, low(v, n)
}

func (p *passes) means(k, high, al int) {
	last := 0
	for _, b := range p.planes[k] {
		if high > 0 {
			p.items = append(p.items, item{-1, low(b[0]>>al, 1)})
			continue
		}
		n, extra := magnitude(b[0]>>al - last)
		last = b[0] >> al
		p.symbol(n, extra...)
	}
	p.scan(k, 0, 0, high, al)
}

// shifted is a value without its last bits, towards zero.
func shifted(v, al int) int {
	if v < 0 {
		return -(-v >> al)
	}
	return v >> al
}

func (p *passes) first(k, ss, se, al int) {
	for _, b := range p.planes[k] {
		run := 0
		for i := ss; i <= se; i++ {
			v := shifted(b[i], al)
			if v == 0 {
				run++
				continue
			}
			for ; run > 15; run -= 16 {
				p.symbol(0xf0)
			}
			n, extra := magnitude(v)
			p.symbol(run<<4|n, extra...)
			run = 0
		}
		if run > 0 {
			p.symbol(0)
		}
	}
	p.scan(k, ss, se, 0, al)
}

func (p *passes) refine(k, ss, se, al int) {
	for _, b := range p.planes[k] {
		end := ss - 1 // the last coefficient that begins here
		for i := ss; i <= se; i++ {
			if v := shifted(b[i], al); v == 1 || v == -1 {
				end = i
			}
		}
		run := 0
		var corrections []byte
		for i := ss; i <= se; i++ {
			v := shifted(b[i], al)
			if v == 0 {
				run++
				continue
			}
			for run > 15 && i <= end {
				p.symbol(0xf0, corrections...)
				run, corrections = run-16, nil
			}
			if v != 1 && v != -1 {
				corrections = append(corrections, byte(max(v, -v)&1))
				continue
			}
			p.symbol(run<<4|1, append([]byte{byte((v + 1) / 2)}, corrections...)...)
			run, corrections = 0, nil
		}
		if run > 0 || len(corrections) > 0 {
			p.symbol(0, corrections...)
		}
	}
	p.scan(k, ss, se, al+1, al)
}

// scan writes what was kept, with the best table for it.
func (p *passes) scan(k, ss, se, high, al int) {
	var frequency [257]int
	for _, it := range p.items {
		if it.symbol >= 0 {
			frequency[it.symbol]++
		}
	}
	counts, symbols := huffman(frequency)
	class := byte(min(ss, 1) << 4)
	if len(symbols) > 0 {
		p.segment(0xc4, append(append([]byte{class}, counts[:]...), symbols...)...)
	}
	var codes [256][]byte
	code, next := 0, 0
	for n, c := range counts {
		for range c {
			codes[symbols[next]] = low(code, n+1)
			code++
			next++
		}
		code <<= 1
	}
	p.segment(0xda, 1, byte(k+1), 0, byte(ss), byte(se), byte(high<<4|al))
	var buffer byte
	filled := 0
	put := func(bs []byte) {
		for _, b := range bs {
			buffer = buffer<<1 | b
			if filled++; filled == 8 {
				p.out = append(p.out, buffer)
				if buffer == 0xff {
					p.out = append(p.out, 0)
				}
				filled = 0
			}
		}
	}
	for _, it := range p.items {
		if it.symbol >= 0 {
			put(codes[it.symbol])
		}
		put(it.bits)
	}
	for filled != 0 {
		put([]byte{1})
	}
	p.items = nil
}

// huffman returns how many codes of each length there are, and the symbols in their order. The code of all ones stays unused.
func huffman(frequency [257]int) (counts [16]byte, symbols []byte) {
	type node struct {
		weight int
		leaves []int
	}
	frequency[256] = 1
	var lengths [257]int
	var nodes []node
	for s, f := range frequency {
		if f > 0 {
			nodes = append(nodes, node{f, []int{s}})
		}
	}
	if len(nodes) == 1 {
		return counts, nil
	}
	for len(nodes) > 1 {
		slices.SortStableFunc(nodes, func(a, b node) int { return b.weight - a.weight })
		a, b := nodes[len(nodes)-1], nodes[len(nodes)-2]
		leaves := append(slices.Clone(b.leaves), a.leaves...)
		for _, s := range leaves {
			lengths[s]++
		}
		nodes = append(nodes[:len(nodes)-2], node{a.weight + b.weight, leaves})
	}
	var of [64]int
	for _, n := range lengths {
		of[n]++
	}
	of[0] = 0
	for n := 63; n > 16; n-- { // annex K.2: pairs that are too long move up
		for of[n] > 0 {
			j := n - 2
			for of[j] == 0 {
				j--
			}
			of[n] -= 2
			of[n-1]++
			of[j+1] += 2
			of[j]--
		}
	}
	longest := 16
	for of[longest] == 0 {
		longest--
	}
	of[longest]-- // the place of the symbol that is none
	order := []int{}
	for s := range 256 {
		if lengths[s] > 0 {
			order = append(order, s)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return lengths[a] - lengths[b] })
	for n := range counts {
		counts[n] = byte(of[n+1])
	}
	for _, s := range order {
		symbols = append(symbols, byte(s))
	}
	return counts, symbols
}

func (p *passes) segment(marker byte, data ...byte) {
	p.out = append(append(p.out, 0xff, marker, byte((len(data)+2)>>8), byte(len(data)+2)), data...)
}
