package sandbox

import (
	"embed"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// The texts of the synthetic web are data: wording/*.txt holds hand-written texts and a grammar of sentence parts.
//
//	== sale reply,comment : title | 5 25     a text: kind, the forms it may take, optional title, optional price range in thousands
//	== *sale message                         a text put together from parts; used beside the hand-written ones
//	:: name                                  a list of alternatives, one per line; \n is a line break
//
// In texts {name} is one of the alternatives of a list, {harga 5 25} and its like are values made by values.go.
//
//go:embed wording/*.txt
var wordingFiles embed.FS

// Kinds of texts that are planted, and the two harmless ones: look-alikes and the bulk.
const (
	kindHard  = "hard"
	kindPlain = "plain"
)

var plantedKinds = []string{"sale", "forgery", "exposure", "solicitation"}

// text is one text with its slots still open.
type text struct {
	kind        string
	title, body template
	low, high   int // price range in thousands of rupiah; 0, 0 when the text names none
}

// template is a text cut at its slots.
type template []piece

type piece struct {
	literal string
	slot    string
	args    []string
}

type deckKey struct {
	kind, form string
	composed   bool
}

// wording holds every text and list of the embedded files. It does not change after loading.
type wording struct {
	seed     uint64
	lists    map[string][]template
	decks    map[deckKey][]text
	written  map[string][]*text // by form: hand-written planted texts in the order of their use
	composed map[string][]*text // by form: planted texts put together from parts
}

func loadWording(seed uint64) (*wording, error) {
	w := &wording{
		seed: seed, lists: map[string][]template{}, decks: map[deckKey][]text{},
		written: map[string][]*text{}, composed: map[string][]*text{},
	}
	names, err := fs.Glob(wordingFiles, "wording/*.txt")
	if err != nil {
		return nil, fmt.Errorf("list wording: %w", err)
	}
	for _, name := range names {
		raw, err := wordingFiles.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read wording: %w", err)
		}
		if err := w.parse(string(raw)); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	for key := range w.decks {
		if _, dealt := w.written[key.form]; !dealt {
			w.written[key.form] = w.deal(key.form, false)
			w.composed[key.form] = w.deal(key.form, true)
		}
	}
	return w, w.check()
}

func (w *wording) parse(raw string) error {
	for section := range strings.SplitSeq("\n"+strings.TrimSpace(raw), "\n== ") {
		head, rest, _ := strings.Cut(section, "\n")
		body, lists, _ := strings.Cut("\n"+rest, "\n:: ")
		if strings.TrimSpace(head) != "" {
			if err := w.addText(head, strings.Trim(body, "\n")); err != nil {
				return err
			}
		}
		if lists == "" {
			continue
		}
		for list := range strings.SplitSeq(lists, "\n:: ") {
			name, lines, _ := strings.Cut(list, "\n")
			for line := range strings.Lines(lines) {
				if line = strings.TrimRight(line, "\n"); line != "" {
					w.lists[name] = append(w.lists[name], cut(strings.ReplaceAll(line, `\n`, "\n")))
				}
			}
		}
	}
	return nil
}

func (w *wording) addText(head, body string) error {
	head, title, _ := strings.Cut(head, " : ")
	fields := strings.Fields(head)
	if len(fields) != 2 {
		return fmt.Errorf("text %q: want kind and forms", head)
	}
	title, prices, priced := strings.Cut(title, " | ")
	kind, composed := strings.CutPrefix(fields[0], "*")
	t := text{kind: kind, title: cut(strings.TrimSpace(title)), body: cut(body)}
	if priced {
		if _, err := fmt.Sscanf(prices, "%d %d", &t.low, &t.high); err != nil || t.high < t.low {
			return fmt.Errorf("text %q: price range %q", head, prices)
		}
	}
	for form := range strings.SplitSeq(fields[1], ",") {
		key := deckKey{kind, form, composed}
		w.decks[key] = append(w.decks[key], t)
	}
	return nil
}

// check expands nothing but looks up every slot, so that a misspelt one fails at the start.
func (w *wording) check() error {
	known := func(where string, t template) error {
		for _, p := range t {
			if p.slot == "" {
				continue
			}
			if _, list := w.lists[p.slot]; !list && !isValue(p.slot) {
				return fmt.Errorf("%s: no list or value named %q", where, p.slot)
			}
		}
		return nil
	}
	for name, alternatives := range w.lists {
		for _, t := range alternatives {
			if err := known(name, t); err != nil {
				return err
			}
		}
	}
	for key, deck := range w.decks {
		for _, t := range deck {
			if err := known(key.kind+" "+key.form, append(slices.Clone(t.title), t.body...)); err != nil {
				return err
			}
		}
	}
	return nil
}

func cut(s string) template {
	var t template
	for {
		before, rest, found := strings.Cut(s, "{")
		slot, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return append(t, piece{literal: s})
		}
		fields := strings.Fields(slot)
		t = append(t, piece{literal: before, slot: fields[0], args: fields[1:]})
		s = after
	}
}

// fill writes the template with its slots filled.
func (w *wording) fill(t template, r *rand.Rand) string {
	var b strings.Builder
	w.expand(&b, t, r)
	return b.String()
}

func (w *wording) expand(b *strings.Builder, t template, r *rand.Rand) {
	for _, p := range t {
		b.WriteString(p.literal)
		if p.slot == "" {
			continue
		}
		if list, ok := w.lists[p.slot]; ok {
			w.expand(b, list[r.IntN(len(list))], r)
		} else {
			value(b, p.slot, p.args, r)
		}
	}
}

// one fills one alternative of a list.
func (w *wording) one(list string, r *rand.Rand) string {
	alternatives := w.lists[list]
	return w.fill(alternatives[r.IntN(len(alternatives))], r)
}

// pick draws a harmless text of a form.
func (w *wording) pick(kind, form string, r *rand.Rand) *text {
	deck := w.decks[deckKey{kind, form, false}]
	return &deck[r.IntN(len(deck))]
}

// plant chooses the text of a form's j-th plant: two hand-written ones, each once before any comes again, then a composed one.
func (w *wording) plant(form string, j int) *text {
	written, composed := w.written[form], w.composed[form]
	next := j - j/3
	if len(composed) > 0 && (j%3 == 2 || next >= len(written) && j%4 != 0) {
		return composed[mix(w.seed, uint64(j))%uint64(len(composed))]
	}
	return written[next%len(written)]
}

// deal orders a form's planted texts so that the kinds take turns; within a kind the seed shuffles.
func (w *wording) deal(form string, composed bool) []*text {
	hands := map[string][]*text{}
	r := rand.New(rand.NewPCG(w.seed, hash(form)))
	total := 0
	for _, kind := range plantedKinds {
		deck := w.decks[deckKey{kind, form, composed}]
		for _, i := range r.Perm(len(deck)) {
			hands[kind] = append(hands[kind], &deck[i])
		}
		total += len(deck)
	}
	turn := []string{"sale", "forgery", "sale", "exposure", "solicitation"}
	var order []*text
	for i := r.IntN(len(turn)); len(order) < total; i++ {
		kind := turn[i%len(turn)]
		if hand := hands[kind]; len(hand) > 0 {
			order = append(order, hand[0])
			hands[kind] = hand[1:]
		}
	}
	return order
}

func atoi(args []string, i, otherwise int) int {
	if i < len(args) {
		if n, err := strconv.Atoi(args[i]); err == nil {
			return n
		}
	}
	return otherwise
}
