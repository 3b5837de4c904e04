package learned

import (
	"cmp"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"

	"ronda/rules"
)

// Example is the evidence of a labelled text.
type Example struct {
	Evidence
	Kind   int      // 0..Kinds-1; anything else is none
	Words  []string // that skimming may know, as often as they stand
	Silent bool     // nothing speaks of identity, so that skimming decides first
	Author string   // texts of one author stay together when the model is tried on texts that it was not made with
	Part   bool     // of another example: it teaches what words mean, not how likely an alert is
}

// parts is into how many groups of authors the examples are cut to see what the model makes of strangers.
const parts = 6

// Train learns from examples in two stages: separators of the words, and, on what such separators say of authors that they have
// not seen, how words, rules and context make a calibrated probability. The same examples in the same order give the same model.
// step, which may be nil, is told of the progress; it may be called from several goroutines. Beside the model it returns what is
// made of each example, as log-odds against none, by words that were learned without the example's author.
func Train(examples []Example, l *Lexicon, step func()) (*rules.Learned, [][Kinds]float64) {
	if step == nil {
		step = func() {}
	}
	out := make([]*inputs, len(examples))
	group := spread(examples)
	var wait sync.WaitGroup
	room := make(chan struct{}, max(1, runtime.GOMAXPROCS(0)))
	run := func(work func()) {
		wait.Go(func() {
			room <- struct{}{}
			work()
			<-room
			step()
		})
	}
	t := newTable(tableBits, nil, l)
	var whole *rules.Learned
	run(func() { whole = separated(examples, t, func(int) bool { return true }) })
	for part := range parts {
		run(func() {
			m := New(separated(examples, t, func(i int) bool { return group[i] != part }), l)
			for i := range examples {
				if group[i] == part {
					in := m.inputs(&examples[i].Evidence)
					out[i] = &in
				}
			}
		})
	}
	wait.Wait()
	whole.Join = join(mixed(examples, out))
	step()
	odds := make([][Kinds]float64, len(examples))
	for i := range out {
		odds[i] = out[i].weigh(&whole.Join).Odds
	}
	whole.Skim = skim(examples, group, odds)
	return whole, odds
}

// mixed returns the inputs and classes of authors who wrote alerting texts as well as others. Whoever wrote honest texts alone
// teaches what words mean, not how likely an alert is; nor do parts of texts.
func mixed(examples []Example, of []*inputs) (in []*inputs, class []int) {
	alerting := map[string]bool{}
	for i := range examples {
		if classOf(examples[i].Kind) != kinds {
			alerting[examples[i].Author] = true
		}
	}
	for i := range examples {
		if alerting[examples[i].Author] && !examples[i].Part {
			in, class = append(in, of[i]), append(class, classOf(examples[i].Kind))
		}
	}
	return in, class
}

// TrainSteps is how often Train calls step.
const TrainSteps = parts + 2

// spread gives each author's examples a group, so that the groups have about the same size.
func spread(examples []Example) []int {
	var names []string
	size := map[string]int{}
	for i := range examples {
		a := examples[i].Author
		if size[a] == 0 {
			names = append(names, a)
		}
		size[a]++
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Or(size[b]-size[a], strings.Compare(a, b)) })
	var load [parts]int
	of := map[string]int{}
	for _, a := range names {
		least := 0
		for g := range load {
			if load[g] < load[least] {
				least = g
			}
		}
		of[a] = least
		load[least] += size[a]
	}
	group := make([]int, len(examples))
	for i := range examples {
		group[i] = of[examples[i].Author]
	}
	return group
}

func classOf(kind int) int {
	if kind >= 0 && kind < kinds {
		return kind
	}
	return kinds
}

// separated trains the first stage on the examples that take wants.
func separated(examples []Example, t *table, take func(i int) bool) *rules.Learned {
	var readings []*Reading
	var class []int
	for i := range examples {
		if take(i) {
			readings, class = append(readings, examples[i].Reading), append(class, classOf(examples[i].Kind))
		}
	}
	l := vectorise(readings, class, t)
	if len(l.rows) > mostRows {
		l.keep(separate(l.vectors, len(l.rows)).heaviest(&l))
	}
	return quantise(separate(l.vectors, len(l.rows)), &l)
}

// heaviest returns the rows that move a text's margins most, mostRows of them. A model of them judges strangers as well as one
// of all, and stays in the processor's caches.
func (m *machine) heaviest(l *lessons) []uint32 {
	weight := make([]float64, len(l.rows))
	order := make([]int, len(l.rows))
	for place, row := range l.rows {
		order[place] = place
		for _, w := range m.weights[place*classes : (place+1)*classes] {
			weight[place] += math.Abs(float64(w)) * float64(l.rarity[row])
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(weight[b], weight[a]) })
	order = order[:mostRows]
	slices.Sort(order) // commonest first, as before
	rows := make([]uint32, len(order))
	for i, place := range order {
		rows[i] = l.rows[place]
	}
	return rows
}

// quantise turns weights of five classes into steps of weights against none.
func quantise(m *machine, from *lessons) *rules.Learned {
	l := &rules.Learned{Bits: tableBits, Rarity: from.rarity, Weights: make([]int8, kinds<<tableBits)}
	against := func(place, k int) float64 {
		return float64(m.weights[place*classes+k] - m.weights[place*classes+kinds])
	}
	largest := 1e-9
	for place := range from.rows {
		for k := range kinds {
			largest = max(largest, math.Abs(against(place, k)))
		}
	}
	l.Scale = largest / math.MaxInt8
	for place, row := range from.rows {
		for k := range kinds {
			l.Weights[int(row)*kinds+k] = int8(math.Round(against(place, k) / l.Scale))
		}
	}
	for k := range kinds {
		l.Bias[k] = m.bias[k] - m.bias[kinds]
	}
	return l
}

// classes are the alerting kinds and, the last one, none.
const (
	kinds   = 4
	classes = kinds + 1
)

// Settings of the training. They were chosen on texts of authors that were left out.
const (
	tableBits   = 20
	mostRows    = 1 << 15
	fewestTexts = 2        // features of fewer texts are left out: they tell the author, not the kind
	rarityStep  = 1.0 / 24 // of an inverse document frequency
	penalty     = 1.0      // of a text on the wrong side, against the length of the weights
	passes      = 15
	enough      = 0.1 // the greatest violation that is left when the training stops
)

// sample is a feature of a text: its place among the features that the machine knows, commonest first, so that those which are
// needed most lie together in memory.
type sample struct {
	place uint32
	value float32
}

// vector is a text as the machine learns it.
type vector struct {
	samples []sample
	class   int
	square  float64
}

// machine is five linear separators, each class against the rest.
type machine struct {
	weights []float32 // by place and class
	bias    [classes]float64
}

func (m *machine) margins(samples []sample) (d [classes]float64) {
	d = m.bias
	for _, s := range samples {
		w := m.weights[int(s.place)*classes : int(s.place)*classes+classes]
		for c := range d {
			d[c] += float64(s.value * w[c])
		}
	}
	return d
}

// separate trains a machine by dual coordinate descent with squared hinge loss (Hsieh and others, 2008), in an order that is the
// same for the same number of vectors.
func separate(vectors []vector, rows int) *machine {
	m := &machine{weights: make([]float32, classes*rows)}
	alpha := make([][classes]float64, len(vectors))
	order := make([]int, len(vectors))
	for i := range order {
		order[i] = i
	}
	random := rand.New(rand.NewPCG(1, 2))
	const diagonal = 1 / (2 * penalty)
	for range passes {
		random.Shuffle(len(order), func(i, k int) { order[i], order[k] = order[k], order[i] })
		worst := 0.0
		for _, i := range order {
			v := &vectors[i]
			distance := m.margins(v.samples)
			var step [classes]float64
			moved := false
			for c := range classes {
				side := -1.0
				if c == v.class {
					side = 1
				}
				gradient := side*distance[c] - 1 + diagonal*alpha[i][c]
				if alpha[i][c] == 0 && gradient >= 0 {
					continue
				}
				worst = max(worst, math.Abs(gradient))
				next := max(0, alpha[i][c]-gradient/(v.square+1+diagonal))
				step[c] = side * (next - alpha[i][c])
				moved = moved || step[c] != 0
				alpha[i][c] = next
			}
			if !moved {
				continue
			}
			var change [classes]float32
			for c := range step {
				m.bias[c] += step[c]
				change[c] = float32(step[c])
			}
			for _, s := range v.samples {
				w := m.weights[int(s.place)*classes : int(s.place)*classes+classes]
				for c := range change {
					w[c] += s.value * change[c]
				}
			}
		}
		if worst < enough {
			break
		}
	}
	return m
}

// lessons are texts as the machine learns them.
type lessons struct {
	sets    []*features
	class   []int
	vectors []vector
	rarity  []uint8  // by row of the model's table
	rows    []uint32 // of each place
}

// vectorise reads the texts' features and scales them.
func vectorise(readings []*Reading, class []int, t *table) lessons {
	l := lessons{sets: make([]*features, len(readings)), class: class, vectors: make([]vector, len(readings))}
	seen := make([]int, t.nowhere)
	var f features
	for i, r := range readings {
		f.read(r, t)
		l.sets[i] = &features{}
		for g := range f.found {
			l.sets[i].found[g] = slices.Clone(f.found[g])
			for _, ft := range f.found[g] {
				seen[ft.place]++
			}
		}
	}
	l.rarity = rarities(seen, len(readings))
	var rows []uint32
	for row, r := range l.rarity {
		if r > 0 {
			rows = append(rows, uint32(row))
		}
	}
	slices.SortStableFunc(rows, func(a, b uint32) int { return seen[b] - seen[a] })
	l.keep(rows)
	return l
}

// keep leaves out all rows but these and scales the texts to what is left of them.
func (l *lessons) keep(rows []uint32) {
	rarity := make([]uint8, len(l.rarity))
	place := make([]uint32, len(l.rarity))
	for at, row := range rows {
		rarity[row], place[row] = l.rarity[row], uint32(at)
	}
	l.rows, l.rarity = rows, rarity
	for i, f := range l.sets {
		l.vectors[i] = f.vector(l.rarity, place)
		l.vectors[i].class = l.class[i]
	}
}

func rarities(seen []int, texts int) []uint8 {
	rarity := make([]uint8, len(seen))
	for row, n := range seen {
		if n >= fewestTexts {
			idf := 1 + math.Log(float64(1+texts)/float64(1+n))
			rarity[row] = uint8(min(math.MaxUint8, math.Round(idf/rarityStep)))
		}
	}
	return rarity
}

func (f *features) vector(rarity []uint8, place []uint32) (v vector) {
	n := 0
	for g := range f.found {
		n += len(f.found[g])
	}
	v.samples = make([]sample, 0, n)
	f.scale(rarity, func(ft feature, value float32) {
		v.samples = append(v.samples, sample{place[ft.place], value})
		v.square += float64(value) * float64(value)
	})
	slices.SortFunc(v.samples, func(a, b sample) int { return int(a.place) - int(b.place) })
	return v
}

// scale calls yield for every feature that the model knows, with its value: rarer features and repeated ones weigh more. What the
// model has never seen says nothing and takes nothing from the rest.
func (f *features) scale(rarity []uint8, yield func(ft feature, value float32)) {
	for g := range f.found {
		length := float32(0)
		for _, ft := range f.found[g] {
			v := float32(rarity[ft.place]) * repeated(ft.times)
			length += v * v
		}
		if length == 0 {
			continue
		}
		one := shares[g] / float32(math.Sqrt(float64(length)))
		for _, ft := range f.found[g] {
			if rarity[ft.place] > 0 {
				yield(ft, float32(rarity[ft.place])*repeated(ft.times)*one)
			}
		}
	}
}
