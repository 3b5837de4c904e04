package rules

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

//go:embed learned.gz
var learned []byte

// learnedKinds are the kinds that a Learned model weighs, in the order of its weights.
var learnedKinds = [...]string{"sale", "forgery", "exposure", "solicitation"}

// Learned is a linear model over hashed features of words: what was learned from the labelled texts of the corpus, as data.
// For each feature and each alerting kind it holds the weight against "none". `ronda rules train` makes it.
type Learned struct {
	Bits    int        // the feature table has 1<<Bits rows
	Bias    [4]float64 // log-odds against none before any word: sale, forgery, exposure, solicitation
	Scale   float64    // of one step of a weight
	Rarity  []uint8    // of each feature: its inverse document frequency in steps; 0 where it was never seen
	Weights []int8     // row-major: four kinds per feature
	Join    Join
	Skim    Skim
	Known   []string // rules that there were when it was learned; it says nothing of others
}

// Skim tells from single words whether a text that does not speak of identity is worth judging: most are not, and cost little so.
// Its margin is the bias and the words' weights, each word as often as it stands, by the root of the text's number of words.
type Skim struct {
	Bias, Scale float64         // Scale is of one step of a weight
	Floor       float64         // texts with a lesser margin are harmless
	Weights     map[string]int8 // by word
}

// JoinShared is the number of parameters for context that all alerting kinds share.
const JoinShared = 6

// Join is how the words' margin, rules and context make log-odds against none: all parameters of the second stage, by kind.
type Join struct {
	Bias, Words, Rules, Facts [4]float64
	Shared                    [JoinShared]float64
}

// Limits of a model file.
const (
	maxNames = 1 << 22 // bytes
	minBits  = 8
	maxBits  = 22
)

var learnedMagic = [8]byte{'r', 'o', 'n', 'd', 'a', 'L', '0', '5'}

// learnedHeader is the start of a model file; rarity and weights follow. All values are little-endian.
type learnedHeader struct {
	Magic [8]byte
	Bits  uint32
	Scale float64
	Bias  [4]float64
	Join  Join
	Skim  struct{ Bias, Scale, Floor float64 }
	Known uint32 // bytes of the names that follow, a line each
	Words uint32 // bytes of the words to skim by that follow these, a line each: the word, a space and its weight
}

// LoadLearned returns the embedded model.
func LoadLearned() (*Learned, error) { return ReadLearned(bytes.NewReader(learned)) }

// ReadLearned reads a model that WriteTo wrote.
func ReadLearned(r io.Reader) (*Learned, error) {
	unzipped, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("read learned weights: %w", err)
	}
	var h learnedHeader
	if err := binary.Read(unzipped, binary.LittleEndian, &h); err != nil {
		return nil, fmt.Errorf("read learned weights: %w", err)
	}
	if h.Magic != learnedMagic || h.Bits < minBits || h.Bits > maxBits || !(h.Scale > 0) || math.IsInf(h.Scale, 0) {
		return nil, errors.New("read learned weights: not a model of this version; make it anew with ronda rules train")
	}
	m := &Learned{Bits: int(h.Bits), Bias: h.Bias, Scale: h.Scale, Join: h.Join, Rarity: make([]uint8, 1<<h.Bits), Weights: make([]int8, len(learnedKinds)<<h.Bits)}
	if h.Known > maxNames || h.Words > maxNames {
		return nil, errors.New("read learned weights: too many names of rules or words")
	}
	names, words := make([]byte, h.Known), make([]byte, h.Words)
	for _, part := range []any{names, words, m.Rarity, m.Weights} {
		if err := binary.Read(unzipped, binary.LittleEndian, part); err != nil {
			return nil, fmt.Errorf("read learned weights: %w", err)
		}
	}
	m.Known = strings.Fields(string(names))
	m.Skim = Skim{Bias: h.Skim.Bias, Scale: h.Skim.Scale, Floor: h.Skim.Floor, Weights: map[string]int8{}}
	for line := range strings.Lines(string(words)) {
		word, weight, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		w, err := strconv.ParseInt(weight, 10, 8)
		if err != nil {
			return nil, fmt.Errorf("read learned weights: weight of a word: %w", err)
		}
		m.Skim.Weights[word] = int8(w)
	}
	return m, nil
}

// WriteTo writes the model in the form that ReadLearned takes. The same model always gives the same bytes.
func (m *Learned) WriteTo(w io.Writer) (int64, error) {
	var out bytes.Buffer
	zipped, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return 0, err
	}
	h := learnedHeader{Magic: learnedMagic, Bits: uint32(m.Bits), Scale: m.Scale, Bias: m.Bias, Join: m.Join}
	h.Skim.Bias, h.Skim.Scale, h.Skim.Floor = m.Skim.Bias, m.Skim.Scale, m.Skim.Floor
	names := []byte(strings.Join(m.Known, "\n"))
	var words []byte
	for _, word := range slices.Sorted(maps.Keys(m.Skim.Weights)) {
		words = fmt.Appendf(words, "%s %d\n", word, m.Skim.Weights[word])
	}
	h.Known, h.Words = uint32(len(names)), uint32(len(words))
	for _, part := range []any{h, names, words, m.Rarity, m.Weights} {
		if err := binary.Write(zipped, binary.LittleEndian, part); err != nil {
			return 0, fmt.Errorf("write learned weights: %w", err)
		}
	}
	if err := zipped.Close(); err != nil {
		return 0, fmt.Errorf("write learned weights: %w", err)
	}
	return out.WriteTo(w)
}
