package detect

import (
	"time"

	"ronda/detect/ident"
	"ronda/detect/similar"
)

// Kind is what a page or listing is in the sense of the label policy (docs/labels.md). Anything but KindNone is an alert.
type Kind string

// Kinds, in the order in which one outranks the other when a listing carries several.
const (
	KindSale         Kind = "sale"
	KindForgery      Kind = "forgery"
	KindExposure     Kind = "exposure"
	KindSolicitation Kind = "solicitation"
	KindNone         Kind = "none"
)

// Severity says how urgent an alert is for the analyst.
type Severity string

// Severities, most urgent first.
const (
	SeverityCritical Severity = "critical"
	SeverityHigh     Severity = "high"
	SeverityMedium   Severity = "medium"
	SeverityLow      Severity = "low"
)

// Signal is one clue for or against, with the masked words that gave it.
type Signal struct {
	Name     string  `json:"name"`     // rule or detector that saw it, e.g. "offer.price_list"
	Weight   float64 `json:"weight"`   // contribution to the log-odds of Finding.Kind; negative speaks against
	Evidence string  `json:"evidence"` // masked snippet of the page, at most 160 characters
}

// IdentifierCount counts the distinct identifiers of one type in a listing.
type IdentifierCount struct {
	Type    string   `json:"type"`               // "nik", "kk", "npwp", ...
	Count   int      `json:"count"`              // distinct values
	AtLeast bool     `json:"at_least,omitempty"` // there may be more: more than can be held were met
	Regions []string `json:"regions,omitempty"`  // regency codes of four digits, sorted
}

// People is the least number of people whom counted identifiers stand for: one person has one NIK, and a family card number alone
// may stand for several people, so types are not added up.
func People(counts []IdentifierCount) int {
	most := 0
	for _, c := range counts {
		if ident.Type(c.Type).Personal() {
			most = max(most, c.Count)
		}
	}
	return most
}

// ImageMatch is a document that a picture shows, or that a picture shows none. A picture with several documents has several.
type ImageMatch struct {
	Source string   `json:"source"` // masked URL or path
	Layout string   `json:"layout"` // "ktp", "kk", "npwp"; "" when no document was recognised
	Score  float64  `json:"score"`  // calibrated probability that the picture shows Layout there
	Quad   [][2]int `json:"quad"`   // corners in pixels of the picture, clockwise from top left
	Selfie bool     `json:"selfie"` // a face beside or behind one of the picture's documents

	First   bool   `json:"-"` // the first of its picture
	Refused string `json:"-"` // why it was not looked at: RefusedDamaged, RefusedTooLarge, RefusedPanic; "" when it was
}

// Why a picture was not looked at.
const (
	RefusedDamaged  = "damaged"   // no picture of a format that is known
	RefusedTooLarge = "too_large" // to be decoded safely
	RefusedPanic    = "panic"     // of its decoder
)

// Finding is the verdict on one listing. It holds no raw identifier, contact or handle: every text in it is masked.
type Finding struct {
	Key       string // identity of the listing: the same at every visit, different for any two listings; holds nothing in clear
	URL       string // masked canonical URL of the page
	Part      string // part of the page, "" for its main content
	Platform  string // registrable domain
	ListingID string // the platform's own id, "" when unknown
	Title     string // masked title
	SeenAt    time.Time

	Kind        Kind
	Score       float64 // calibrated probability of Kind; for KindNone the probability of the likeliest alert kind
	Severity    Severity
	Documents   []string // "ktp", "kk", "npwp", ...: named or shown, sorted
	Selfie      bool     // selfies with a document are offered, asked for or shown
	Signals     []Signal // what weighed most, for and against, heaviest first
	Identifiers []IdentifierCount
	Images      []ImageMatch
	Pictures    []similar.Picture // by what the pictures that were looked at are known again, in their order; empty ones are too plain. Never published
	Summary     map[string]string // explanation in one sentence: keys "id" and "en"

	Fingerprints []ident.Fingerprint // keyed digests of the identifiers, for linking alerts; never published, none of a harmless listing
	Contacts     []ident.Fingerprint // keyed digests of phones and handles
	Seller       ident.Fingerprint   // keyed digest of the seller's handle; zero when unknown
}

// Alert reports whether the finding is to be raised.
func (f *Finding) Alert() bool { return f.Kind != "" && f.Kind != KindNone }
