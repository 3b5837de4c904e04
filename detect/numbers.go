package detect

import (
	"slices"
	"strings"

	"ronda/crawler"
	"ronda/detect/ident"
)

// sureNumber is the least confidence of a number that counts.
const sureNumber = 0.5

// tally is what the numbers of a listing say.
type tally struct {
	distinct map[ident.Type]map[string]ident.Number // clear numbers by their digits; memory only
	folder   bool
	rows     []span // where clear numbers stand in the text
}

// span is a half-open range of bytes.
type span struct{ from, to int }

// count finds the numbers in a listing's text.
func (d *Detector) count(whole string, l *crawler.Listing) tally {
	t := tally{distinct: map[ident.Type]map[string]ident.Number{}, folder: l.Form == crawler.FormIndex}
	for _, m := range d.numbers.Scan(whole, l.SeenAt) {
		if m.Masked || m.Confidence < sureNumber {
			continue
		}
		byDigits := t.distinct[m.Number.Type()]
		if byDigits == nil {
			byDigits = map[string]ident.Number{}
			t.distinct[m.Number.Type()] = byDigits
		}
		byDigits[digitsOf(whole[m.Start:m.End])] = m.Number
		t.rows = append(t.rows, span{m.Start, m.End})
	}
	return t
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// people is the least number of people whose clear numbers stand in the listing: one person has one NIK, and a family card
// number alone may stand for several people, so types are not added up.
func (t *tally) people() int {
	return max(len(t.distinct[ident.TypeNIK]), len(t.distinct[ident.TypeKK]), len(t.distinct[ident.TypeNPWP]))
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
	if t.folder {
		facts = append(facts, "fact.folder")
	}
	return facts
}

// counts gives the finding's identifier counts, by type.
func (t *tally) counts() []IdentifierCount {
	var out []IdentifierCount
	for typ, numbers := range t.distinct {
		c := IdentifierCount{Type: string(typ), Count: len(numbers)}
		for _, n := range numbers {
			if r := n.Region(); r != "" && !slices.Contains(c.Regions, r) {
				c.Regions = append(c.Regions, r)
			}
		}
		slices.Sort(c.Regions)
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b IdentifierCount) int { return strings.Compare(a.Type, b.Type) })
	return out
}

// fingerprint adds the keyed digests that link listings: of numbers, of contacts, and of the seller's handle.
func (d *Detector) fingerprint(f *Finding, whole string, l *crawler.Listing, t tally) {
	if d.keys == nil {
		return
	}
	for _, numbers := range t.distinct {
		for _, n := range numbers {
			f.Fingerprints = append(f.Fingerprints, n.Fingerprint(d.keys))
		}
	}
	slices.Sort(f.Fingerprints)
	f.Fingerprints = slices.Compact(f.Fingerprints)
	for _, c := range ident.Contacts(whole) {
		f.Contacts = append(f.Contacts, c.Fingerprint(d.keys))
	}
	slices.Sort(f.Contacts)
	f.Contacts = slices.Compact(f.Contacts)
	seller := strings.ToLower(strings.TrimPrefix(strings.TrimSpace(l.Seller), "@"))
	f.Seller = d.keys.Fingerprint(string(ident.ContactHandle), seller)
}

// listingKey returns the identity of a listing: the platform's own id, or else page and part. What is masked elsewhere
// is masked here too, and a digest of the original stands beside it, because two listings may differ in nothing else.
func (d *Detector) listingKey(l *crawler.Listing) string {
	raw := "page " + l.URL + " " + l.Part
	masked := "page " + ident.MaskURL(l.URL) + " " + ident.Mask(l.Part)
	if l.ID != "" {
		raw, masked = "listing "+l.ID, "listing "+ident.Mask(l.ID)
	}
	raw, masked = l.Platform+" "+raw, ident.MaskHost(l.Platform)+" "+masked
	key := masked
	if masked != raw && d.keys != nil {
		key += " " + string(d.keys.Lasting("listing", raw))
	}
	return key
}
