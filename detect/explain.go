package detect

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"ronda/detect/counts"
	"ronda/detect/gallery"
	"ronda/detect/lines"
	"ronda/detect/mask"
	"ronda/detect/sources"
	"ronda/detect/text"
	"ronda/rules"
)

// Bounds of what a finding tells.
const (
	maxSignals  = 12
	maxEvidence = 160 // characters
	aroundWords = 24  // bytes of context at each side of the words that fired
)

var (
	kinds      = []Kind{KindSale, KindForgery, KindExposure, KindSolicitation}
	severities = []Severity{SeverityCritical, SeverityHigh, SeverityMedium, SeverityLow}
)

func rank[T comparable](order []T, v T) int {
	if i := slices.Index(order, v); i >= 0 {
		return i
	}
	return len(order)
}

// signals lists what weighed most for and against the kind, heaviest first. For a harmless listing that is the likeliest
// alert.
func (d *Detector) signals(shown lines.Page, v *text.Verdict, n *counts.Tally, kind Kind, more []Signal) []Signal {
	type candidate struct {
		Signal
		said *text.Signal // nil: its evidence is known
	}
	all := make([]candidate, 0, len(more)+len(v.Signals))
	for _, s := range more {
		all = append(all, candidate{Signal: s})
	}
	for i := range v.Signals {
		s := &v.Signals[i]
		if w := math.Round(weightFor(s.Weights, kind)*100) / 100; w != 0 {
			all = append(all, candidate{Signal{Name: s.Rule.Name, Weight: w}, s})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight)) })
	out := make([]Signal, min(len(all), maxSignals))
	masked := map[[2]int]string{} // several signals often speak of the same words
	for i := range out {          // to mask evidence is dear: of those that are told alone
		out[i] = all[i].Signal
		switch s := all[i].said; {
		case s == nil:
		case s.Passage < 0 && s.Rule.RestsOnFacts() && n.First.Type() != "":
			// Of what was counted one number is shown, masked, without what stands around it: that is somebody's name.
			out[i].Evidence = n.First.String()
		default:
			out[i].Evidence = d.evidence(shown, s, masked)
		}
	}
	return out
}

func weightFor(w rules.Weights, kind Kind) float64 {
	switch kind {
	case KindSale:
		return w.Sale + w.Offers
	case KindForgery:
		return w.Forgery + w.Offers
	case KindExposure:
		return w.Exposure
	case KindSolicitation:
		return w.Solicitation + w.Offers
	}
	return w.Offers
}

// evidence cuts the masked words around a signal. It masks a stretch that never starts or ends inside a number, so that
// no piece of one escapes the mask. masked keeps what was masked of the page before.
func (d *Detector) evidence(p lines.Page, s *text.Signal, masked map[[2]int]string) string {
	if s.Passage < 0 {
		return ""
	}
	base := p.Starts[s.Passage]
	line := p.Passages[s.Passage].Text
	start, end := max(0, s.Start-aroundWords), min(len(line), s.End+aroundWords, s.Start+4*maxEvidence)
	start, end = lines.WordStart(line, start), lines.WordEnd(line, max(end, start))
	snippet, ok := masked[[2]int{base + start, base + end}]
	if !ok {
		snippet = d.mask.Text(mask.Names{}, p.Whole[base+start:base+end])
		masked[[2]int{base + start, base + end}] = snippet
	}
	if start > 0 {
		snippet = "…" + snippet
	}
	if utf8.RuneCountInString(snippet) > maxEvidence {
		snippet = string([]rune(snippet)[:maxEvidence-1]) + "…"
	}
	return snippet
}

// severity says how urgent a finding is: children, masses and bundles first; one's own paper or a picture that stands alone
// last. Of pictures a collage is the worst, then people who hold their documents, then bare ones.
func severity(f *Finding, v *text.Verdict, t *counts.Tally, pics *seen, alone bool) Severity {
	if !f.Alert() {
		return SeverityLow
	}
	people := max(t.People(), v.Amount, pics.People)
	bundle := f.Selfie && slices.Contains(f.Documents, "ktp") && slices.Contains(f.Documents, "kk")
	serious := f.Kind == KindSale || f.Kind == KindExposure // forgers and harvesters have nobody's data yet
	switch {
	case v.Own && f.Kind == KindSale && people < 3, alone && !f.Selfie:
		return SeverityLow
	case alone:
		return SeverityMedium
	case v.Children || t.Children(), serious && (people >= 100 || bundle && people >= 20):
		return SeverityCritical
	case f.Kind == KindSale && (f.Selfie || people >= 3 || len(f.Documents) > 1 || pics.Showing > 0):
		return SeverityHigh
	case f.Kind == KindExposure && (people >= 10 || pics.Collage || pics.People >= gallery.Several && pics.Selfie > 0), f.Kind == KindForgery && v.Amount >= 20, f.Kind == KindSolicitation && f.Selfie:
		return SeverityHigh
	}
	return SeverityMedium
}

// documentNames are how documents are named in sentences, in both languages where they differ.
var documentNames = map[string][2]string{
	"ktp": {"KTP", "KTP"}, "kk": {"KK", "KK"}, "npwp": {"NPWP", "NPWP"}, "sim": {"SIM", "driving licence"},
	"passport": {"paspor", "passport"}, "akta": {"akta", "civil registry certificate"}, "kia": {"KIA", "child identity card"},
	"bpjs": {"kartu BPJS", "BPJS card"},
}

// summary explains the finding in one sentence in Indonesian and English.
func summary(f *Finding, v *text.Verdict, t *counts.Tally, pics *seen) map[string]string {
	goods := [2][]string{}
	for _, doc := range f.Documents {
		if n, ok := documentNames[doc]; ok {
			goods[0], goods[1] = append(goods[0], n[0]), append(goods[1], n[1])
		}
	}
	if f.Selfie {
		goods[0], goods[1] = append(goods[0], "swafoto"), append(goods[1], "selfies")
	}
	if len(goods[0]) == 0 {
		goods[0], goods[1] = []string{"data identitas"}, []string{"identity data"}
	}
	phrase := map[Kind][2]string{
		KindSale:         {"Menawarkan %s milik orang lain", "Offers %s of other people"},
		KindForgery:      {"Menawarkan pembuatan atau pengubahan %s", "Offers to make or alter %s"},
		KindExposure:     {"Menampilkan %s beberapa orang", "Shows %s of several people"},
		KindSolicitation: {"Meminta %s milik pembacanya", "Asks its readers for their %s"},
		KindNone:         {"Tidak ada tawaran atau paparan data identitas", "No offer or exposure of identity data"},
	}[f.Kind]
	switch n := max(t.People(), pics.People); {
	case f.Kind == KindSale && v.Own:
		phrase = [2]string{"Menawarkan %s sendiri", "Offers the writer's own %s"}
	case f.Kind == KindExposure && 0 < n && n < 3: // whether there are more people behind it, nobody counted
		phrase = [2]string{"Menampilkan %s", "Shows %s"}
	}
	id, en := phrase[0], phrase[1]
	if f.Kind != KindNone {
		id, en = fmt.Sprintf(id, strings.Join(goods[0], ", ")), fmt.Sprintf(en, strings.Join(goods[1], ", "))
	}
	switch { // what makes a finding severe is told
	case v.Amount > 1 && (f.Kind == KindSale || f.Kind == KindForgery):
		id, en = id+fmt.Sprintf("; stok yang disebut: %d", rough(v.Amount)), en+fmt.Sprintf("; stock named: %d", rough(v.Amount))
	case v.Amount > t.People() && f.Kind == KindExposure:
		id, en = id+fmt.Sprintf("; jumlah yang disebut: %d", rough(v.Amount)), en+fmt.Sprintf("; number named: %d", rough(v.Amount))
	}
	if n := t.People(); n > 0 {
		id, en = id+fmt.Sprintf("; nomor identitas terbuka: %d", n), en+fmt.Sprintf("; clear identity numbers: %d", n)
	}
	if pics.Showing > 0 && f.Kind != KindNone {
		id, en = id+"; pada gambar: "+pics.Counts(), en+"; in pictures: "+pics.Counts()
		if pics.Selfie > 0 {
			id, en = id+", dipegang di samping wajah", en+", held beside a face"
		}
	}
	if (v.Children || t.Children()) && f.Kind != KindNone {
		id, en = id+"; menyangkut data anak", en+"; children's data"
	}
	return map[string]string{"id": id + ".", "en": en + "."}
}

// rough keeps three digits of a stock of eight or more: what was read as one may be a piece of somebody's number, and nobody needs
// it closer.
func rough(stock int) int {
	const exact, kept = 10_000_000, 1000
	if stock < exact {
		return stock
	}
	unit := 1
	for stock/unit >= kept {
		unit *= 10
	}
	return stock / unit * unit
}

// weighSource adds to the odds what the names of columns say, and returns it as a signal for the kind that leads.
func weighSource(f *sources.Found, odds *rules.Weights) []Signal {
	source, names := f.Source, f.Names
	if source == nil {
		return nil
	}
	odds.Sale += source.Weights.Sale + source.Weights.Offers
	odds.Forgery += source.Weights.Forgery + source.Weights.Offers
	odds.Exposure += source.Weights.Exposure
	odds.Solicitation += source.Weights.Solicitation + source.Weights.Offers
	w := weightFor(source.Weights, leading(*odds))
	if w == 0 {
		return nil
	}
	evidence := strings.Join(names, ", ")
	if len(evidence) > maxEvidence {
		evidence = evidence[:strings.LastIndexByte(evidence[:maxEvidence-4], ',')] + ", …"
	}
	return []Signal{{Name: source.Name, Weight: w, Evidence: evidence}}
}
