package detect

import (
	"slices"
	"strings"
	"time"

	"ronda/crawler"
	"ronda/detect/contacts"
	"ronda/detect/ident"
	"ronda/detect/mask"
	"ronda/detect/papers"
)

// sureNumber is the least confidence of a number that counts.
const sureNumber = 0.5

// tally is what the numbers of a listing say.
type tally struct {
	numbers  ident.Census // in clear, memory only
	folder   bool
	others   ident.Census // phones, whoever's, and serial numbers of blank cards: no people
	contacts []ident.Contact
	blanks   []ident.Serial // of blank cards
	masked   int            // numbers that were masked, or are patterns and published examples
	niks     int            // how often a NIK stands there in clear
	minors   int            // and how often one of a child
	first    ident.Number   // of those that expose somebody
	unread   string         // the text whose contacts and blank cards are still to be looked for
}

// count finds the numbers in a listing's text, and marks its rows of people's data. What has no say in the verdict waits
// for meet.
func (d *Detector) count(p *page, l *crawler.Listing) tally {
	t := tally{folder: l.Form == crawler.FormIndex, unread: p.whole}
	found := d.numbers.Scan(p.whole, l.SeenAt)
	t.add(found, l.SeenAt)
	p.markRows(found, d.words.Offers)
	return t
}

// meet finds contacts and the serial numbers of blank cards, which only a finding that tells of them needs.
func (t *tally) meet() {
	t.contacts = contacts.Find(t.unread)
	for _, c := range t.contacts {
		t.others.Add(c.Number())
	}
	t.blanks = papers.Blanks(t.unread)
	for _, b := range t.blanks {
		t.others.Add(b.Number())
	}
	t.unread = ""
}

// add counts what was found, as far as it exposes somebody.
func (t *tally) add(found []ident.Match, asOf time.Time) {
	for _, m := range found {
		if m.Masked {
			t.masked++
		}
		if inClear(m) {
			if t.first.Type() == "" {
				t.first = m.Number
			}
			t.numbers.Add(m.Number)
			if m.Number.Type() == ident.TypeNIK {
				t.niks++
				if m.Number.Child(asOf) {
					t.minors++
				}
			}
		}
	}
}

// children reports whether the people are children for the most part, by the births in their numbers.
func (t *tally) children() bool { return t.people() >= several && 2*t.minors > t.niks }

// several is how many people's data make an exposure.
const several = 3

// inClear reports whether a number exposes somebody.
func inClear(m ident.Match) bool { return !m.Masked && m.Confidence >= sureNumber }

// people is the least number of people whose clear numbers stand in the listing.
func (t *tally) people() int {
	var counts []IdentifierCount
	for _, typ := range t.numbers.Types() {
		counts = append(counts, IdentifierCount{Type: string(typ), Count: t.numbers.Count(typ)})
	}
	return People(counts)
}

// facts names for the rules what the numbers say.
func (t *tally) facts() []string {
	var facts []string
	people := t.people()
	if people >= 2 {
		facts = append(facts, "fact.people_2")
	}
	if people >= 3 {
		facts = append(facts, "fact.people_3")
	}
	if t.masked >= 3 && people == 0 {
		facts = append(facts, "fact.masked_3")
	}
	if t.folder {
		facts = append(facts, "fact.folder")
	}
	return facts
}

// counts gives the finding's identifier counts, by type.
func (t *tally) counts() []IdentifierCount {
	var out []IdentifierCount
	for _, census := range []*ident.Census{&t.numbers, &t.others} {
		for _, typ := range census.Types() {
			out = append(out, IdentifierCount{
				Type: string(typ), Count: census.Count(typ), AtLeast: census.AtLeast(), Regions: census.Regions(typ),
			})
		}
	}
	slices.SortFunc(out, func(a, b IdentifierCount) int { return strings.Compare(a.Type, b.Type) })
	return out
}

// fingerprint adds the keyed digests that link listings: of numbers, of contacts, and of the seller's handle.
func (d *Detector) fingerprint(f *Finding, l *crawler.Listing, t *tally) {
	if d.keys == nil {
		return
	}
	f.Fingerprints = t.numbers.Fingerprints(d.keys)
	for _, s := range t.blanks {
		f.Fingerprints = append(f.Fingerprints, s.Fingerprint(d.keys))
	}
	slices.Sort(f.Fingerprints)
	f.Fingerprints = slices.Compact(f.Fingerprints)
	for _, c := range t.contacts {
		f.Contacts = append(f.Contacts, c.Fingerprint(d.keys))
	}
	slices.Sort(f.Contacts)
	f.Contacts = slices.Compact(f.Contacts)
	seller := strings.ToLower(strings.TrimPrefix(strings.TrimSpace(l.Seller), "@"))
	f.Seller = d.keys.Fingerprint(string(ident.ContactHandle), seller)
}

// listingKey returns the identity of a listing: the platform's own id, or else page and part. What is masked elsewhere
// is masked here too, and a digest of the original stands beside it, because two listings may differ in nothing else.
func (d *Detector) listingKey(l *crawler.Listing, names Names) string {
	raw := "page " + l.URL + " " + l.Part
	masked := "page " + names.tell(asKey, l.URL, mask.URL) + " " + mask.Page(l.Part)
	if l.ID != "" {
		raw, masked = "listing "+l.ID, "listing "+mask.Page(l.ID)
	}
	raw, masked = l.Platform+" "+raw, names.tell(asKeyHost, l.Platform, mask.Host)+" "+masked
	key := masked
	if masked != raw && d.keys != nil {
		key += " " + string(d.keys.Lasting("listing", raw))
	}
	return key
}
