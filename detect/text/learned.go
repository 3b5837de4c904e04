package text

import (
	"slices"

	"ronda/rules"
)

// How the two judges are joined. The shares were chosen on texts of authors that were left out of both.
const (
	ruleShare  = 0.35 // of the rules' log-odds, bias included, where there is a learned model beside them
	maxLearned = 6.0  // log-odds that words alone can give or take

	// The tone of sellers is the same whatever they sell, so that the model may only go as far as the rules have seen
	// something: a verdict needs both.
	learnedAlone   = 2.0 // log-odds that it may give where no rule speaks for the kind
	learnedOnFew   = 0.8 // and where it has read less than fewWords
	fewWords       = 6
	hintDoubt      = 1.2 // log-odds that it must have more where only an everyday word hints at identity
	learnedPerRule = 3.0 // and so much more for each log-odds that rules give

	// It knows the scenes that its texts come from. Of words and pairs of words it knows 0.5 to 0.8 in texts of other
	// authors, below 0.4 in technical English: there it falls silent, and the rules decide.
	strange, familiar = 0.42, 0.54
)

// kindCount is the number of alerting kinds that a learned model weighs: sale, forgery, exposure, solicitation.
const kindCount = 4

// learnedRule is the name under which the learned model's opinion stands among the signals.
var learnedRule = rules.Rule{
	Name:  "words.learned",
	About: "The words are such as stand in listings of this kind and not in honest texts, or the other way round.",
}

// learned scores words with the weights that were learned from the corpus.
type learned struct {
	model *rules.Learned
	folds foldTable
}

// join adds the model's opinion to what the rules have found. Skip marks the passages that it does not read; sure says that
// the words leave no doubt of identity.
func (l *learned) join(v *Verdict, passages []Passage, skip []bool, sure bool) {
	set := readFeatures(l.folds, passages, skip, l.model.Bits)
	alone, doubt := learnedAlone, 0.0
	if set.spoken < fewWords {
		alone = learnedOnFew
	}
	if !sure {
		doubt = hintDoubt
	}
	if len(set.words) == 0 {
		return // a picture by itself: no words, no opinion
	}
	odds := l.model.Bias
	set.each(l.model.Rarity, func(ft feature, value float64) {
		for k := range odds {
			odds[k] += value * l.weight(ft, k)
		}
	})
	trust := (set.familiar(l.model.Rarity) - strange) / (familiar - strange)
	trust = max(0, min(1, trust))
	for k := range odds {
		if odds[k] > 0 {
			odds[k] *= trust
		}
		odds[k] -= doubt
	}
	// What is too much is taken from all kinds alike, so that the limit does not decide between them.
	seen, counted := v.support()
	over := max(0, slices.Max(odds[:])-min(maxLearned, alone+learnedPerRule*slices.Max(seen[:])))
	best := 0
	for k := range odds {
		odds[k] = max(-maxLearned, odds[k]-over)
		if counted[k] { // no word makes a number that stands on the page less of one
			odds[k] = max(0, odds[k])
		}
		if odds[k] > odds[best] {
			best = k
		}
	}
	s := Signal{
		Rule: &learnedRule, Strength: 1, Passage: -1,
		Weights: rules.Weights{Sale: odds[0], Forgery: odds[1], Exposure: odds[2], Solicitation: odds[3]},
	}
	if w, ok := l.heaviest(set, best); ok {
		s.Passage, s.Start, s.End = w.passage, w.start, w.end
	}
	v.Signals = append(v.Signals, s)
	add(&v.Odds, s.Weights, 1)
}

// support sums what speaks for each kind, and says for which of them something that was counted speaks.
func (v *Verdict) support() (sum [kindCount]float64, counted [kindCount]bool) {
	for i := range v.Signals {
		w := &v.Signals[i].Weights
		for k, weight := range [kindCount]float64{w.Sale + w.Offers, w.Forgery + w.Offers, w.Exposure, w.Solicitation + w.Offers} {
			sum[k] += max(0, weight)
			counted[k] = counted[k] || weight > 0 && aboutFacts(v.Signals[i].Rule)
		}
	}
	return sum, counted
}

func (l *learned) weight(ft feature, kind int) float64 {
	return l.model.Scale * float64(l.model.Weights[int(ft.row)*kindCount+kind])
}

// heaviest returns the word that speaks most for a kind, or false where none does.
func (l *learned) heaviest(set *featureSet, kind int) (learnedWord, bool) {
	weights := make([]float64, len(set.words))
	set.each(l.model.Rarity, func(ft feature, value float64) { weights[ft.from] += value * l.weight(ft, kind) })
	best := -1
	for i, w := range weights {
		if w > 0 && (best < 0 || w > weights[best]) {
			best = i
		}
	}
	if best < 0 {
		return learnedWord{}, false
	}
	return set.words[best], true
}
