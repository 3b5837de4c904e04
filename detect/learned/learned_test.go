package learned

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
)

// lexicon holds some of the words of the examples, and the marks.
var lexicon = Lexicon{Words: []string{"stok", "ktp", "kantor"}, Marks: []uint32{Tag("seller"), Tag("office")}}

// reading makes a reading of lines of words; a word in *stars* is quoted, one with #mark carries the list's mark.
func reading(lines ...string) *Reading { return readingBy(&lexicon, lines...) }

func readingBy(l *Lexicon, lines ...string) *Reading {
	r := &Reading{}
	for _, line := range lines {
		r.Breaks = append(r.Breaks, int32(len(r.Tokens)))
		for w := range strings.FieldsSeq(line) {
			t := Token{From: int32(len(r.Letters)), Source: int32(len(r.Tokens))}
			w, list, _ := strings.Cut(w, "#")
			t.Marks[0] = uint16(1 + slices.Index(l.Marks, Tag(list)))
			bare := strings.Trim(w, "*")
			t.Quoted = bare != w
			if t.Word = int32(slices.Index(l.Words, bare)); t.Word == NoWord {
				r.Letters = append(r.Letters, bare...)
			}
			t.To = int32(len(r.Letters))
			r.Tokens = append(r.Tokens, t)
		}
	}
	return r
}

// taughtExamples says the same few things in other words for each of several authors.
func taughtExamples() (examples []Example) {
	for author := range 8 {
		for _, e := range []struct {
			kind int
			text string
		}{
			{0, "stok ktp %s#seller murah ambil banyak"},
			{0, "ready stok selfie %s#seller"},
			{0, "stok baru %s#seller murah"},
			{1, "cetak blangko %s#seller palsu"},
			{1, "blangko palsu siap cetak %s#seller"},
			{-1, "bawa ktp ke kantor %s#office pagi"},
			{-1, "kantor %s#office buka pagi"},
			{-1, "antre ktp di kantor %s#office"},
		} {
			text := fmt.Sprintf(e.text, fmt.Sprintf("w%c%c", 'a'+author, 'b'+author))
			examples = append(examples, Example{Evidence: Evidence{Reading: reading(text), Context: Context{Hints: 2}}, Kind: e.kind, Author: string(rune('a' + author))})
		}
	}
	return examples
}

func TestTrain(t *testing.T) {
	steps := 0
	var mu sync.Mutex
	data, odds := Train(taughtExamples(), &lexicon, func() { mu.Lock(); steps++; mu.Unlock() })
	if steps != TrainSteps {
		t.Errorf("%d steps, want %d", steps, TrainSteps)
	}
	for i, e := range taughtExamples() {
		want := e.Kind
		for k, o := range odds[i] {
			if (o > 0) != (k == want) {
				t.Errorf("example %d of kind %d, author left out: odds %.2f", i, want, odds[i])
				break
			}
		}
	}
	m := New(data, &lexicon)
	for _, tt := range []struct {
		text string
		kind int // -1: none
	}{
		{"stok selfie zz#seller murah", 0},
		{"cetak blangko zz#seller", 1},
		{"kantor zz#office buka", -1},
	} {
		o := m.Judge(&Evidence{Reading: reading(tt.text), Context: Context{Hints: 2}})
		best := largest(o.Odds)
		if tt.kind >= 0 && (best != tt.kind || o.Odds[best] <= 0) || tt.kind < 0 && o.Odds[best] > 0 {
			t.Errorf("%q: odds %.2f", tt.text, o.Odds)
		}
		if tt.kind >= 0 && (o.Token < 0 || o.Token >= len(strings.Fields(tt.text))) {
			t.Errorf("%q: token %d weighs most", tt.text, o.Token)
		}
	}
	// A class stands for words that were never seen.
	seller, office := m.Judge(&Evidence{Reading: reading("qq zz#seller")}), m.Judge(&Evidence{Reading: reading("qq zz#office")})
	if seller.Odds[0] <= office.Odds[0] {
		t.Errorf("a word of a seller's class gives %.2f, one of an office's %.2f", seller.Odds[0], office.Odds[0])
	}
}

func TestTrainIsReproducible(t *testing.T) {
	var files [2]bytes.Buffer
	for i := range files {
		data, _ := Train(taughtExamples(), &lexicon, nil)
		if _, err := data.WriteTo(&files[i]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("the same examples gave two models")
	}
}

// TestOpinionAddsUp holds that an explanation's parts are the whole.
func TestOpinionAddsUp(t *testing.T) {
	data, _ := Train(taughtExamples(), &lexicon, nil)
	m := New(data, &lexicon)
	for _, rules := range [][Kinds]float64{{2, -1, 0, 1}, {20, -12, MostRules, 1}} { // the second are not heard in full
		e := &Evidence{Reading: reading("stok ktp murah"), Rules: rules, Facts: [Kinds]float64{0, 0, 4, 0}, Context: Context{Hints: 1, Stall: 0.5}}
		o := m.Judge(e)
		for k := range o.Odds {
			sum := o.Words[k] + o.Rest[k] + o.Rules.Learned[k]*o.Rules.Kept[k]*rules[k] + o.Facts.Learned[k]*o.Facts.Kept[k]*e.Facts[k]
			if sum-o.Odds[k] > 1e-9 || o.Odds[k]-sum > 1e-9 {
				t.Errorf("rules of %v, kind %d: parts give %.3f, the whole is %.3f", rules, k, sum, o.Odds[k])
			}
			if bounded := o.Rules.Kept[k] < 1; bounded != (rules[k] > MostRules || rules[k] < -MostRules) {
				t.Errorf("rules of %v, kind %d: %.2f of their share is kept", rules, k, o.Rules.Kept[k])
			}
		}
	}
}

// featuresOf are the features of a reading, without a model that knows some of them only.
func featuresOf(r *Reading, size int, l *Lexicon) *features {
	f := &features{}
	f.read(r, newTable(size, nil, l))
	return f
}

// TestKnownFeatures holds that a model which knows some of the features finds these as one that knows all does.
func TestKnownFeatures(t *testing.T) {
	r := reading("stok ktp#seller murah#office ktp#seller", "*stok* *ktp*#seller kantor#office ktp#seller murah", "kantor#office buka#seller")
	all := featuresOf(r, tableBits, &lexicon)
	var rows []uint32
	kept := map[uint32]bool{}
	for g := range all.found {
		for i, ft := range all.found[g] {
			if i%2 == 0 && !kept[ft.place] {
				rows, kept[ft.place] = append(rows, ft.place), true
			}
		}
	}
	some := &features{}
	some.read(r, newTable(tableBits, rows, &lexicon))
	for g := range all.found {
		want := slices.DeleteFunc(slices.Clone(all.found[g]), func(ft feature) bool { return !kept[ft.place] })
		got := slices.Clone(some.found[g])
		for i := range got {
			got[i].place = rows[got[i].place]
		}
		if len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("group %d: features %v, want %v", g, got, want)
		}
	}
}

func TestQuotedWordsAreOthers(t *testing.T) {
	own, quoted := featuresOf(reading("stok murah#seller baru#office"), tableBits, &lexicon), featuresOf(reading("*stok* *murah*#seller *baru*#office"), tableBits, &lexicon)
	for g := range own.found {
		for _, a := range own.found[g] {
			for _, b := range quoted.found[g] {
				if a.place == b.place {
					t.Errorf("group %d: a quoted word has place %d of the word", g, a.place)
				}
			}
		}
	}
}

// TestLexiconChangesNothing holds that a word has the same features whether the lexicon holds it or not.
func TestLexiconChangesNothing(t *testing.T) {
	lines := []string{"stok ktp#seller murah *ktp* di kantor#office", "ktp kt k stok"}
	without := Lexicon{Marks: lexicon.Marks}
	want, got := featuresOf(readingBy(&without, lines...), tableBits, &without), featuresOf(reading(lines...), tableBits, &lexicon)
	if !reflect.DeepEqual(want.found, got.found) {
		t.Errorf("features\n%v\nwith a lexicon\n%v", want.found, got.found)
	}
	data, _ := Train(taughtExamples(), &lexicon, nil)
	spelled := New(data, &without).Judge(&Evidence{Reading: readingBy(&without, lines...)})
	if o := New(data, &lexicon).Judge(&Evidence{Reading: reading(lines...)}); o != spelled {
		t.Errorf("opinion %v, with a lexicon %v", spelled, o)
	}
}

// FuzzFeatures holds that features are counted, none lost: each token gives one word and one pair, whatever it is.
func FuzzFeatures(f *testing.F) {
	f.Add("stok ktp\nstok ktp *stok*")
	f.Add(strings.Repeat("ktp ", 3000))
	table := newTable(12, nil, &lexicon)
	f.Fuzz(func(t *testing.T, text string) {
		r := reading(strings.Split(text, "\n")...)
		set := featurePool.Get().(*features)
		defer featurePool.Put(set)
		set.read(r, table)
		total := 0
		for _, ft := range set.found[words] {
			total += int(ft.times)
			if ft.from < 0 || int(ft.from) >= len(r.Tokens) {
				t.Errorf("feature of token %d of %d", ft.from, len(r.Tokens))
			}
		}
		if want := 2 * len(r.Tokens); total != want {
			t.Errorf("%d features counted of %d tokens", total, len(r.Tokens))
		}
	})
}
