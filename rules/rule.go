// Package rules owns the knowledge of the detectors as data: word lists, compounds and rules in YAML, the region table and
// the document layouts. It loads and validates them and knows nothing of how they are matched.
package rules

import (
	"slices"
	"strings"
)

// Set is all the knowledge that the detectors judge with. It is read-only after loading and safe for concurrent use.
type Set struct {
	Bias      Weights           // log-odds of each kind before anything was seen
	Lists     []List            // word lists, in file order
	Compounds []Compound        // concepts made of others, in file order
	Rules     []Rule            // rules, in file order
	Sources   []Source          // systems that dumps come from, in file order
	Pictures  Pictures          // what pictures of documents weigh; those of the embedded set where the files have none
	Senses    map[string]string // coarse classes of words, by word, for the learned model
	Regions   *Regions          // provinces and regencies by code; nil from LoadFS
	Layouts   *Layouts          // known document layouts; nil from LoadFS
	Learned   *Learned          // what was learned from the labelled texts; nil from LoadFS
}

// Weights are contributions to the log-odds of each alerting kind.
type Weights struct {
	Sale         float64 `yaml:"sale"`
	Forgery      float64 `yaml:"forgery"`
	Exposure     float64 `yaml:"exposure"`
	Solicitation float64 `yaml:"solicitation"`
	Offers       float64 `yaml:"offers"` // added to sale, forgery and solicitation, the kinds that words decide
}

// Pictures are the weights of what pictures show, one added to the other.
type Pictures struct {
	Document Weights `yaml:"document"` // one document at least
	Selfie   Weights `yaml:"selfie"`   // a face beside one
	Gallery  Weights `yaml:"gallery"`  // documents of three people and more
	Double   Weights `yaml:"double"`   // once more for each doubling of three people
	Collage  Weights `yaml:"collage"`  // three of one kind and more in one picture
}

// List is a named set of words and phrases that mean one thing: a concept.
type List struct {
	Name      string   `yaml:"name"`
	About     string   `yaml:"about"`
	Includes  []string `yaml:"includes"`  // lists whose words also mean this concept
	Words     []string `yaml:"words"`     // words, phrases or emoji, in any spelling that normalises to the same
	Hides     bool     `yaml:"hides"`     // words inside these phrases mean nothing else ("card reader e-ktp" names no document)
	Negatable bool     `yaml:"negatable"` // a negation before the word turns it off ("tidak menjual")
	Everyday  bool     `yaml:"everyday"`  // everyday talk has these words too: alone they do not mean identity
	Joins     bool     `yaml:"joins"`     // the words are also found glued to each other ("ktpselfie")
}

// Compound is a concept that is present where its needs stand together.
type Compound struct {
	Name    string   `yaml:"name"`
	About   string   `yaml:"about"`
	Needs   []string `yaml:"needs"`   // concepts, "a|b" for either
	Within  int      `yaml:"within"`  // tokens from the first to the last
	Ordered bool     `yaml:"ordered"` // in the given order
}

// Rule turns concepts that stand together into a signal.
type Rule struct {
	Name     string   `yaml:"name"`
	About    string   `yaml:"about"`   // one English sentence for analysts
	Weights  Weights  `yaml:"weights"` // what the signal adds to the log-odds
	Needs    []string `yaml:"needs"`   // concepts, "a|b" for either; facts count as present everywhere
	Within   int      `yaml:"within"`  // tokens from the first to the last need; 0 = anywhere in the listing
	Ordered  bool     `yaml:"ordered"` // in the given order
	Least    int      `yaml:"least"`   // how many separate places are needed; default 1
	Without  []string `yaml:"without"` // concepts that silence the rule when within the same distance; with Within 0 anywhere
	Voice    string   `yaml:"voice"`   // "own" (default): fades in quoted, reported or denied words; "any": whoever speaks; "aside": fades where the listing itself trades
	Examples Examples `yaml:"examples"`

	File string `yaml:"-"` // where the rule stands
	Line int    `yaml:"-"`
}

// RestsOnFacts reports whether a rule fires by what was counted, not by words alone.
func (r *Rule) RestsOnFacts() bool {
	return slices.ContainsFunc(r.Needs, func(n string) bool { return strings.HasPrefix(n, "fact.") })
}

// Examples show where a rule must fire and where it must stay silent. A rule without both does not load.
type Examples struct {
	Fires  []string `yaml:"fires"`
	Silent []string `yaml:"silent"`
}

// Voices of a rule.
const (
	VoiceOwn   = "own"
	VoiceAny   = "any"
	VoiceAside = "aside"
)

// Facts are concepts that the detector itself knows about a listing; no word list makes them.
func Facts() []string {
	return []string{
		"fact.people_2", // distinct clear population numbers of two people or more
		"fact.people_3", // of three or more
		"fact.folder",   // the listing is a folder's
		"fact.masked_3", // three masked numbers or more, and none in clear
	}
}

// BuiltIns are concepts that the tokenizer makes of numbers and links.
func BuiltIns() []string {
	return []string{
		"number.money",  // an amount with a unit or currency: 15rb, Rp10.000, 2jt, $5
		"number.small",  // such an amount of at most 150 thousand rupiah
		"number.plain",  // any other number
		"number.large",  // a plain number written with points, up to twenty million: 75.000
		"number.long",   // a digit run of 15 to 18 digits
		"number.hidden", // digits followed by x or *: already masked
		"contact.phone", // a mobile number
		"contact.link",  // wa.me, t.me and their like
		"contact.name",  // @name
		"mark.question", // a question mark
	}
}
