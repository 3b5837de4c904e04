package faces

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

//go:embed cascade/facefinder
var facefinder []byte

// A cascade is a chain of decision trees over comparisons of two pixels (Markuš et al., "Object detection with pixel
// intensity comparisons organized in decision trees", 2014). Comparisons make it blind to brightness and contrast.
type cascade struct {
	depth int
	trees []tree
}

// A tree adds one of its leaves to a window's sum; a window whose sum is at most limit by then is no face.
type tree struct {
	tests  []test // of the inner nodes, from 1; 0 is unused
	leaves []float32
	limit  float32
}

// A test compares two places of a window, in 256ths of its size from the middle, row before column.
type test [4]int8

// readCascade reads the format of pico's detectors: eight bytes of no use here, depth, number of trees, trees.
func readCascade(data []byte) (*cascade, error) {
	const head = 16
	if len(data) < head {
		return nil, errors.New("read cascade: too short")
	}
	c := &cascade{depth: int(binary.LittleEndian.Uint32(data[8:]))}
	n := int(binary.LittleEndian.Uint32(data[12:]))
	if c.depth < 1 || c.depth > 8 {
		return nil, fmt.Errorf("read cascade: depth %d", c.depth)
	}
	leaves := 1 << c.depth
	each := 4*(leaves-1) + 4*leaves + 4
	if data = data[head:]; n < 1 || len(data) != n*each {
		return nil, fmt.Errorf("read cascade: %d trees in %d bytes", n, len(data))
	}
	number := func(at int) float32 { return math.Float32frombits(binary.LittleEndian.Uint32(data[at:])) }
	for range n {
		t := tree{tests: make([]test, leaves), leaves: make([]float32, leaves)}
		for i := 1; i < leaves; i++ {
			for k := range 4 {
				t.tests[i][k] = int8(data[4*(i-1)+k])
			}
		}
		for i := range leaves {
			t.leaves[i] = number(4*(leaves-1) + 4*i)
		}
		t.limit = number(each-4) - slack*min(1, float32(len(c.trees))/ramp)
		c.trees = append(c.trees, t)
		data = data[each:]
	}
	return c, nil
}

// half says which half of a window is looked at: its mirror image stands for the other.
type half int

const (
	left  half = -1
	right half = 1
)

// The cascade's limits were found for whole faces in photographs. From the tree ramp on a sum may miss them by slack, before
// it by less.
const (
	slack = 2
	ramp  = 60
)

// prepared is how many trees have their places worked out before a scan; few windows get beyond them.
const prepared = 28

// A scanner judges one half of the windows of a level.
type scanner struct {
	*cascade
	level  *level
	half   half
	places [][2]int32 // relative to the middle, of the tests of the first trees
}

func (c *cascade) scanner(v *level, h half) *scanner {
	n := min(prepared, len(c.trees))
	s := &scanner{cascade: c, level: v, half: h, places: make([][2]int32, 0, n<<c.depth)}
	for i := range n {
		for _, t := range c.trees[i].tests {
			a, b := s.pair(t)
			s.places = append(s.places, [2]int32{int32(a), int32(b)})
		}
	}
	return s
}

// pair returns the two places of a test relative to the middle.
func (s *scanner) pair(t test) (a, b int) {
	size, w := s.level.size, s.level.w
	a, b = (int(t[1])*size)>>8, (int(t[3])*size)>>8
	if a*int(s.half) < 0 {
		a = -a
	}
	if b*int(s.half) < 0 {
		b = -b
	}
	return a + ((int(t[0])*size)>>8)*w, b + ((int(t[2])*size)>>8)*w
}

// judge returns how far the sum of the window about x, y ends above the last limit; 0 where it fell below one on the way. The
// window must lie within the level.
func (s *scanner) judge(x, y int) float32 {
	var sum float32
	pix, at, depth := s.level.pix, y*s.level.w+x, s.depth
	for i := range s.trees {
		t := &s.trees[i]
		node := 1
		if i < prepared {
			places := s.places[i<<depth:][:1<<depth]
			for range depth {
				p := places[node]
				node *= 2
				if pix[at+int(p[0])] <= pix[at+int(p[1])] {
					node++
				}
			}
		} else {
			for range depth {
				a, b := s.pair(t.tests[node])
				node *= 2
				if pix[at+a] <= pix[at+b] {
					node++
				}
			}
		}
		if sum += t.leaves[node-1<<depth]; sum <= t.limit {
			return 0
		}
	}
	return sum - s.trees[len(s.trees)-1].limit
}
