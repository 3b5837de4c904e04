package detect

import (
	"slices"
	"strings"

	"ronda/crawler"
	"ronda/detect/counts"
	"ronda/detect/ident"
	"ronda/detect/lines"
	"ronda/detect/mask"
)

// count finds the numbers in a listing's text, and marks its rows of people's data. What has no say in the verdict waits
// for meet.
func (d *Detector) count(p *lines.Page, l *crawler.Listing) counts.Tally {
	t := counts.Tally{Folder: l.Form == crawler.FormIndex, Unread: p.Whole}
	found := d.numbers.Scan(p.Whole, l.SeenAt)
	t.Add(found, l.SeenAt)
	p.MarkRows(found, d.words.Offers)
	return t
}

// countsOf gives the finding's identifier counts, by type.
func countsOf(t *counts.Tally) []IdentifierCount {
	var out []IdentifierCount
	for _, census := range []*ident.Census{&t.Numbers, &t.Others} {
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
func (d *Detector) fingerprint(f *Finding, l *crawler.Listing, t *counts.Tally) {
	if d.keys == nil {
		return
	}
	f.Fingerprints = t.Numbers.Fingerprints(d.keys)
	for _, s := range t.Blanks {
		f.Fingerprints = append(f.Fingerprints, s.Fingerprint(d.keys))
	}
	slices.Sort(f.Fingerprints)
	f.Fingerprints = slices.Compact(f.Fingerprints)
	for _, c := range t.Contacts {
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
