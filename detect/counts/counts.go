// Package counts says what the numbers of a listing come to: how many people's stand there in clear, whether they are children's, and
// what rules may know of them. The numbers themselves are found by detect/numbers.
package counts

import (
	"time"

	"ronda/detect/contacts"
	"ronda/detect/ident"
	"ronda/detect/papers"
)

// Tally is what the numbers of a listing say.
type Tally struct {
	Numbers  ident.Census // in clear, memory only
	Folder   bool
	Others   ident.Census // phones, whoever's, and serial numbers of blank cards: no people
	Contacts []ident.Contact
	Blanks   []ident.Serial // of blank cards
	masked   int            // numbers that were masked, or are patterns and published examples
	niks     int            // how often a NIK stands there in clear
	minors   int            // and how often one of a child
	First    ident.Number   // of those that expose somebody
	Unread   string         // the text whose contacts and blank cards are still to be looked for
}

// Meet finds contacts and the serial numbers of blank cards, which only a finding that tells of them needs.
func (t *Tally) Meet() {
	t.Contacts = contacts.Find(t.Unread)
	for _, c := range t.Contacts {
		t.Others.Add(c.Number())
	}
	t.Blanks = papers.Blanks(t.Unread)
	for _, b := range t.Blanks {
		t.Others.Add(b.Number())
	}
	t.Unread = ""
}

// Add counts what was found, as far as it exposes somebody.
func (t *Tally) Add(found []ident.Match, asOf time.Time) {
	for _, m := range found {
		if m.Masked {
			t.masked++
		}
		if m.InClear() {
			if t.First.Type() == "" {
				t.First = m.Number
			}
			t.Numbers.Add(m.Number)
			if m.Number.Type() == ident.TypeNIK {
				t.niks++
				if m.Number.Child(asOf) {
					t.minors++
				}
			}
		}
	}
}

// Children reports whether the people are children for the most part, by the births in their numbers.
func (t *Tally) Children() bool { return t.People() >= Several && 2*t.minors > t.niks }

// Several is how many people's data make an exposure.
const Several = 3

// People is the least number of people whose clear numbers stand in the listing.
func (t *Tally) People() int {
	most := 0
	for _, typ := range t.Numbers.Types() {
		if typ.Personal() {
			most = max(most, t.Numbers.Count(typ))
		}
	}
	return most
}

// Facts names for the rules what the numbers say.
func (t *Tally) Facts() []string {
	var facts []string
	people := t.People()
	if people >= 2 {
		facts = append(facts, "fact.people_2")
	}
	if people >= 3 {
		facts = append(facts, "fact.people_3")
	}
	if t.masked >= 3 && people == 0 {
		facts = append(facts, "fact.masked_3")
	}
	if t.Folder {
		facts = append(facts, "fact.folder")
	}
	return facts
}
