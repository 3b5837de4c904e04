package detect

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"ronda/crawler"
	"ronda/detect/learned"
	"ronda/detect/lines"
	"ronda/detect/numbers"
	"ronda/detect/text"
	"ronda/rules"
)

// taughtAt is the time at which texts are taken to be seen: what is learned must not depend on the day.
var taughtAt = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// Train learns from labelled texts how much words count beside the set's rules. What people say in honest conversations is learned by
// itself too, as it is judged where a page parts them. The same texts in the same order give the same
// model. step, which may be nil, is called TrainSteps times, perhaps from several goroutines. Beside the model it returns
// what is made of each text by words that were learned without its author.
func Train(set *rules.Set, texts []rules.Text, step func()) (*rules.Learned, []Guess, error) {
	untaught := *set
	untaught.Learned = nil
	words, err := text.New(&untaught)
	if err != nil {
		return nil, nil, fmt.Errorf("train: %w", err)
	}
	d := &Detector{words: words, numbers: numbers.NewScanner(set.Regions)}
	examples := make([]text.Example, len(texts))
	for i := range texts {
		t := &texts[i]
		l := ListingOf(t)
		p := lines.Read(l)
		n := d.count(&p, l)
		examples[i] = text.Example{Passages: p.Passages, Facts: n.Facts(), Kind: t.Label, Author: t.Author}
	}
	for i := range texts {
		if texts[i].Label != string(KindNone) {
			continue // which of its voices alerts nobody has said
		}
		for _, voice := range d.words.Voices(examples[i].Passages) {
			examples = append(examples, text.Example{Passages: voice, Kind: texts[i].Label, Author: texts[i].Author, Part: true})
		}
	}
	model, odds := d.words.Train(examples, step)
	guesses := make([]Guess, len(texts))
	for i, o := range odds[:len(texts)] {
		guesses[i].Kind, guesses[i].Score = decide(rules.Weights{Sale: o[0], Forgery: o[1], Exposure: o[2], Solicitation: o[3]})
	}
	return model, guesses, nil
}

// TrainSteps is how often Train calls step.
const TrainSteps = learned.TrainSteps

// Guess is a verdict on a text without its reasons.
type Guess struct {
	Kind  Kind
	Score float64 // of the kind, 0..1
}

// ListingOf returns the listing that a labelled text is judged as: a page of its own on its platform, each line a paragraph.
func ListingOf(t *rules.Text) *crawler.Listing {
	l := &crawler.Listing{URL: "https://" + cmp.Or(t.Platform, "other") + ".example/" + t.ID, Form: crawler.FormPage, Title: t.Title, SeenAt: taughtAt}
	for line := range strings.SplitSeq(t.Text, "\n") {
		l.Blocks = append(l.Blocks, crawler.Block{Role: crawler.RoleParagraph, Text: line})
	}
	return l
}
