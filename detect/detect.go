// Package detect judges one listing at a time: it fuses what the words (detect/text), the numbers (detect/numbers) and the
// pictures (detect/layout) say into a Finding. It is pure: no clock, no disk, no network, but for
// a reader of pictures that it is given; and what leaves it is masked.
package detect

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"ronda/crawler"
	"ronda/detect/counts"
	"ronda/detect/ident"
	"ronda/detect/layout"
	"ronda/detect/lines"
	"ronda/detect/mask"
	"ronda/detect/novelty"
	"ronda/detect/numbers"
	"ronda/detect/sources"
	"ronda/detect/speech"
	"ronda/detect/text"
	"ronda/rules"
)

// Config is what a Detector needs.
type Config struct {
	Rules *rules.Set     // required
	Keys  *ident.Keyring // signs the fingerprints; nil leaves them out
	Brief bool           // of harmless listings tell the verdict, not where they stand and why: what a crawl needs
	Words layout.Reader  // reads pictures that are left in doubt; nil: of those only the codes on family cards are read
	Blind bool           // pictures that are left in doubt are not read at all: neither words nor codes
	Mask  Masks          // the zero value masks; others are for trials that must notice a broken masker
}

// Masks are the ways by which a text of a listing leaves the detector; names are those of the people behind the listing.
// A nil function is the real one.
type Masks struct {
	Text func(names mask.Names, text string) string // titles, part names, evidence
	URL  func(names mask.Names, url string) string  // addresses of pages and pictures
	Host func(platform string) string               // platforms
	// Blank hides what a piece of a text would not give away to Text, in place: names, rows of people, numbers over several lines.
	Blank func(names mask.Names, whole string) string
}

func (m *Masks) complete() {
	if m.Text == nil {
		m.Text = mask.Names.Page
	}
	if m.URL == nil {
		m.URL = mask.Names.URL
	}
	if m.Host == nil {
		m.Host = mask.Host
	}
	if m.Blank == nil {
		m.Blank = func(names mask.Names, whole string) string { return names.Blank(mask.Blank(whole)) }
	}
}

// Detector judges listings. It is safe for concurrent use.
type Detector struct {
	words    *text.Judge
	numbers  *numbers.Scanner
	pictures func(data []byte) (layout.Picture, error) // recognises documents
	shown    rules.Pictures                            // what pictures weigh
	keys     *ident.Keyring
	mask     Masks
	notable  *novelty.Words
	sources  sources.Index
	brief    bool
}

// New compiles the rules into a Detector.
func New(cfg Config) (*Detector, error) {
	if cfg.Rules == nil {
		return nil, errors.New("make detector: no rules given")
	}
	words, err := text.New(cfg.Rules)
	if err != nil {
		return nil, fmt.Errorf("make detector: %w", err)
	}
	var options []layout.Option
	if !cfg.Blind {
		options = append(options, layout.WithReader(cfg.Words))
	}
	pictures, err := layout.New(cfg.Rules.Layouts, options...)
	if err != nil {
		return nil, fmt.Errorf("make detector: %w", err)
	}
	cfg.Mask.complete()
	return &Detector{
		shown: cfg.Rules.Pictures,
		words: words, numbers: numbers.NewScanner(cfg.Rules.Regions), pictures: pictures.Recognise, keys: cfg.Keys, mask: cfg.Mask,
		notable: novelty.WordsOf(cfg.Rules),
		sources: sources.New(cfg.Rules.Sources),
		brief:   cfg.Brief,
	}, nil
}

// Detect judges a listing, with Config.Brief only in brief where it is harmless. It reads the listing and keeps nothing of it; the same listing always gives the same finding,
// as long as Config.Words reads the same.
func (d *Detector) Detect(l *crawler.Listing) Finding { return d.DetectAmong(l, d.Names(*l)) }

// DetectAmong is Detect for one of several listings on a page, all of whose people's names are to be hidden.
func (d *Detector) DetectAmong(l *crawler.Listing, names Names) Finding {
	var w weighed
	var n counts.Tally
	f := d.detect(&w, &n, l, names)
	w.p.Forget()
	return f
}

// detect judges a listing, and leaves in w and n what led to the finding.
func (d *Detector) detect(w *weighed, n *counts.Tally, l *crawler.Listing, names Names) Finding {
	p := lines.Read(l)
	*n = d.count(&p, l)
	d.weigh(w, l, names, p, n, cautionFor(l))
	f := d.tell(w, n)
	if f.Alert() {
		d.fingerprint(&f, l, n)
	}
	return f
}

// partCaution is what a comment, post or message must have more than a page, in log-odds: it was torn out of its context.
const partCaution = 0.5

// titleCaution is the same for a page of which nothing is known but its title: what stood below it, which alone tells whether the title asks,
// reports or offers, is judged by itself, as in a thread, or was not there.
const titleCaution = 1.0

func cautionFor(l *crawler.Listing) float64 {
	switch {
	case l.Part != "":
		return partCaution
	case l.Form == crawler.FormPage && titleAlone(l):
		return titleCaution
	}
	return 0
}

// titleAlone tells whether a page says next to nothing beside its title and headings.
func titleAlone(l *crawler.Listing) bool {
	const little, trail = 40, 100 // bytes: the number of a page; what stands before the title in a trail of links
	said := 0
	for i := range l.Blocks {
		b := &l.Blocks[i]
		if b.Role == crawler.RoleHeading || strings.HasSuffix(b.Text, l.Title) && len(b.Text) <= len(l.Title)+trail {
			continue
		}
		said += len(b.Text)
	}
	return l.Title != "" && l.Price == "" && len(l.Images) == 0 && said < little
}

// lower takes the same from the log-odds of every kind.
func lower(odds *rules.Weights, by float64) {
	for _, kind := range []*float64{&odds.Sale, &odds.Forgery, &odds.Exposure, &odds.Solicitation} {
		*kind -= by
	}
}

// weighed is a text of a listing, what each part of the detector says of it, and what that comes to.
type weighed struct {
	l       *crawler.Listing
	names   Names
	p       lines.Page
	caution float64
	verdict text.Verdict // of the words, with no caution taken off
	pics    seen
	more    []Signal      // of the others
	odds    rules.Weights // of all together, less the caution
}

// weigh weighs a text of a listing, which may be a part of it, beside the listing's numbers and pictures. What was torn out
// of its context must have more than caution for itself.
func (d *Detector) weigh(w *weighed, l *crawler.Listing, names Names, p lines.Page, n *counts.Tally, caution float64) {
	source := d.sources.Find(p.Whole)
	p.MarkHeads(source.Spans)
	w.l, w.names, w.p, w.caution, w.pics = l, names, p, caution, d.look(l, names.Names)
	w.verdict = d.words.Judge(p.Passages, n.Facts()...)
	w.odds = w.verdict.Odds
	lower(&w.odds, caution)
	w.more = slices.Concat(d.leanOn(l, names, p, &w.verdict, &w.odds), w.pics.weigh(&w.odds, &d.shown), weighSource(&source, &w.odds))
}

// tell makes the finding, without fingerprints.
func (d *Detector) tell(w *weighed, n *counts.Tally) Finding {
	l, names, p, verdict, pics := w.l, w.names, w.p, &w.verdict, &w.pics
	kind, score := decide(w.odds)
	alone := l.Form == crawler.FormImage && pics.Alone() && (kind == KindNone || kind == KindExposure)
	if d.brief && kind == KindNone && !alone {
		return Finding{Kind: kind, Score: score, Severity: SeverityLow, SeenAt: l.SeenAt, Images: pics.matches}
	}
	n.Meet()
	// What is shown of the text is cut from a copy in which nothing is left that only the whole text gives away.
	shown := p
	if len(verdict.Signals) > 0 {
		shown.Whole = d.mask.Blank(names.Names, p.Whole)
	}
	url := func(s string) string { return d.mask.URL(names.Names, s) }
	f := Finding{
		Key: d.listingKey(l, names), URL: names.tell(asURL, l.URL, url), Part: d.mask.Text(names.Names, l.Part),
		Platform: names.tell(asHost, l.Platform, d.mask.Host), ListingID: d.mask.Text(names.Names, l.ID),
		Title: d.title(l, names, p.Whole, shown.Whole), SeenAt: l.SeenAt,
		Documents: pics.Documents(verdict.Documents), Selfie: verdict.Selfie || pics.Selfie > 0, Identifiers: countsOf(n), Images: pics.matches,
		Pictures: pics.Known,
	}
	f.Kind, f.Score = kind, score
	if alone { // whose document it is, nobody says
		f.Kind, f.Score = KindExposure, max(f.Score, pics.best)
	}
	if !f.Alert() {
		f.Pictures = nil // a harmless listing leaves no trace
	}
	f.Signals = d.signals(shown, verdict, n, leading(w.odds), w.more)
	f.Severity = severity(&f, verdict, n, pics, alone)
	f.Summary = summary(&f, verdict, n, pics)
	return f
}

// title is what may be told of the title: the text below it, which begins with it, may name those whom it quotes. blanked is the
// text without what only the whole of it gives away.
func (d *Detector) title(l *crawler.Listing, names Names, whole, blanked string) string {
	title := lines.Valid(l.Title)
	masked := func(s string) string { return d.mask.Text(names.Names, s) }
	if n := len(title); strings.HasPrefix(whole, title) && blanked[:n] != title {
		return masked(blanked[:n])
	}
	return names.tell(asText, title, masked)
}

// WantsImages reports whether the listing's pictures are worth fetching: its words or the pictures' names speak of
// identity. It is much cheaper than Detect.
func (d *Detector) WantsImages(l *crawler.Listing) bool {
	if len(l.Images) == 0 {
		return false
	}
	p := lines.Read(l)
	for _, img := range l.Images {
		p.Passages = append(p.Passages, speech.Passage{Text: img.URL})
	}
	return d.words.Mentions(p.Passages)
}

// leading is the kind that the odds speak for most; the higher rank in a tie.
func leading(odds rules.Weights) Kind {
	best := KindSale
	for _, k := range kinds[1:] {
		if weightFor(odds, k) > weightFor(odds, best) {
			best = k
		}
	}
	return best
}

// decide turns log-odds against none into the likeliest kind and its probability.
func decide(odds rules.Weights) (Kind, float64) {
	kind := leading(odds)
	all, leads := 1.0, 0.0
	for _, k := range kinds {
		weight := math.Exp(weightFor(odds, k))
		if all += weight; k == kind {
			leads = weight
		}
	}
	score := math.Round(1000*leads/all) / 1000
	if weightFor(odds, kind) <= 0 {
		return KindNone, score
	}
	return kind, score
}

// Worst gives the verdict on a page of several listings: the alerting finding that matters most by severity, then rank of
// kind, then score; when none alerts, the one with the highest score. It returns the zero Finding for none at all.
func Worst(findings []Finding) Finding {
	if len(findings) == 0 {
		return Finding{Kind: KindNone}
	}
	return slices.MinFunc(findings, func(a, b Finding) int {
		if a.Alert() != b.Alert() {
			if a.Alert() {
				return -1
			}
			return 1
		}
		if a.Alert() {
			if c := rank(severities, a.Severity) - rank(severities, b.Severity); c != 0 {
				return c
			}
			if c := rank(kinds, a.Kind) - rank(kinds, b.Kind); c != 0 {
				return c
			}
		}
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
}
