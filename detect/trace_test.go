package detect_test

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"ronda/crawler"
	"ronda/detect"
	"ronda/detect/mask"
	"ronda/rules"
)

// TestTraceOfCorpus holds, for every tenth text of the corpus, that a trace says what the finding says, that its weights add
// up, that its marks stand on whole characters of the text, and that nothing in it is in clear.
func TestTraceOfCorpus(t *testing.T) {
	d := newDetector(t)
	n, marks := 0, 0
	all := corpus(t, "../rules/corpus")
	for _, author := range slices.Sorted(maps.Keys(all)) {
		texts := all[author]
		for i := range texts {
			if n++; n%10 != 0 {
				continue
			}
			l := detect.ListingOf(&texts[i])
			f := d.Detect(l)
			trace := d.Trace(l, d.Names(*l), true)
			if trace.Finding.Kind != f.Kind || trace.Finding.Score != f.Score || f.Alert() && trace.Kind != f.Kind {
				t.Errorf("%s: trace of %s, finding %s", texts[i].ID, trace.Finding.Kind, f.Kind)
			}
			sum := trace.Start
			for _, s := range trace.Signals {
				sum += s.Weight
				if s.Line < 0 {
					continue
				}
				line := trace.Lines[s.Line]
				if s.Start > s.End || s.End > len(line) || !utf8.ValidString(line[s.Start:s.End]) {
					t.Errorf("%s: %s stands at %d to %d of a line of %d bytes", texts[i].ID, s.Name, s.Start, s.End, len(line))
				}
				marks++
			}
			if math.Abs(sum-trace.Odds[trace.Kind]) > 0.001 {
				t.Errorf("%s: start and weights give %.3f, the odds are %.3f", texts[i].ID, sum, trace.Odds[trace.Kind])
			}
			// A voice in a text must have 1.5 more, a page that is but a title 1; nothing else comes before signals that were heard.
			known := slices.ContainsFunc([]float64{0, -1, -1.5}, func(start float64) bool { return math.Abs(trace.Start-start) < 0.001 })
			if !known && len(trace.Signals) > 0 && trace.Signals[0].Weight != 0 {
				t.Errorf("%s: %.3f came before any signal", texts[i].ID, trace.Start)
			}
			if whole := strings.Join(trace.Lines, "\n"); mask.Text(whole) != whole {
				t.Errorf("%s: something in the trace is in clear", texts[i].ID)
			}
		}
	}
	if marks < 500 {
		t.Errorf("only %d signals stand on a text", marks)
	}
}

// TestTraceOfAPart holds that what is explained of a comment is its verdict, where it stands alone and where it leans on what its
// page speaks of: the caution that a comment meets counts once in both. Comments are the lines of what the corpus says is an
// alert; many of them name no document any more, but the page does, and has their own words.
func TestTraceOfAPart(t *testing.T) {
	d := newDetector(t)
	judged, alerts, leaning := 0, 0, 0
	compare := func(id string, page ...crawler.Listing) {
		trace := d.Trace(&page[len(page)-1], d.Names(page...), false)
		odds, all := trace.Odds[trace.Kind], 1.0
		for _, o := range trace.Odds {
			all += math.Exp(o)
		}
		if score := math.Exp(odds) / all; math.Abs(score-trace.Finding.Score) > 0.002 {
			t.Errorf("%s: the odds make a score of %.3f, the finding has %.3f", id, score, trace.Finding.Score)
		}
		if trace.Finding.Alert() != (odds > 0) {
			t.Errorf("%s: judged %s with odds of %.3f", id, trace.Finding.Kind, odds)
		}
		judged++
		if trace.Finding.Alert() {
			alerts++
		}
		if slices.ContainsFunc(trace.Signals, func(s detect.TraceSignal) bool { return s.Name == "words.page" }) {
			leaning++
		}
	}
	const shortest, longest = 20, 200 // bytes of a comment
	for _, texts := range corpus(t, "../rules/corpus") {
		for i := range texts {
			if texts[i].Label == string(detect.KindNone) {
				continue
			}
			for line := range strings.SplitSeq(texts[i].Text, "\n") {
				if len(line) < shortest || len(line) > longest {
					continue
				}
				above := *detect.ListingOf(&rules.Text{ID: "above", Text: "Dijual foto KTP warga beserta foto selfie pemiliknya.\n" + line})
				comment := *detect.ListingOf(&rules.Text{ID: "comment", Text: line})
				comment.Part = "post-1"
				compare(texts[i].ID, above, comment)
			}
			if i%25 == 0 {
				alone := *detect.ListingOf(&texts[i])
				alone.Part = "post-1"
				compare(texts[i].ID, alone)
			}
		}
	}
	if alerts < 3000 || judged-alerts < 3000 || leaning < 100 {
		t.Errorf("of %d comments %d alert, %d lean on their page: too few to tell anything", judged, alerts, leaning)
	}
	t.Logf("of %d comments %d alert, %d lean on their page", judged, alerts, leaning)
}

func TestTrace(t *testing.T) {
	d := newDetector(t)
	l := &crawler.Listing{
		URL: "https://forum.example/t/1", Platform: "forum.example", Form: crawler.FormPage, Title: "Merawat rantai", SeenAt: seenAt,
		Seller: "Gudang_Foto88",
		Blocks: []crawler.Block{
			{Role: crawler.RoleParagraph, Text: "Bagaimana cara merawat rantai motor di musim hujan?\nKomentar"},
			{Role: crawler.RoleParagraph, Text: "Rara: saya bersihkan tiap minggu, olesi oli, jangan lupa kencangkan."},
			{Role: crawler.RoleParagraph, Text: "Anon: 0812-0000-7788 ready stok paket KTP + selfie pegang KTP, masih fresh, 15rb per set, ambil 100 set lebih murah, NIK 3507720101902345 hub gudang_foto88"},
		},
	}
	trace := d.Trace(l, d.Names(*l), false)
	if trace.Finding.Kind != detect.KindSale || len(trace.Lines) != 5 || trace.From != 4 || trace.To != 5 || trace.Near != nil {
		t.Fatalf("%s from lines %d to %d of %d", trace.Finding.Kind, trace.From, trace.To, len(trace.Lines))
	}
	line := trace.Lines[4]
	for _, clear := range []string{"7788", "720101", "gudang_foto88"} {
		if strings.Contains(strings.Join(trace.Lines, "\n"), clear) {
			t.Errorf("%s stands in the trace: %s", clear, line)
		}
	}
	i := slices.IndexFunc(trace.Signals, func(s detect.TraceSignal) bool { return s.Name == "sale.document_and_selfie" })
	if i < 0 {
		t.Fatalf("signals %+v", trace.Signals)
	}
	if s := trace.Signals[i]; s.Line != 4 || !strings.HasSuffix(line[s.Start:s.End], "KTP + selfie") {
		t.Errorf("%s stands on %q, behind what the mask has changed", s.Name, line[s.Start:s.End])
	}
}

// TestTraceOfBoundedRules holds that a weight which grows beyond what is heard of rules together is told as it counts, and a rule that
// the model was not learned beside counts in full.
func TestTraceOfBoundedRules(t *testing.T) {
	trace := func(change func(*rules.Set, *rules.Rule)) (detect.Trace, detect.TraceSignal) {
		set, err := rules.Load()
		if err != nil {
			t.Fatal(err)
		}
		own := *set
		own.Rules = slices.Clone(set.Rules)
		i := slices.IndexFunc(own.Rules, func(r rules.Rule) bool { return r.Name == "sale.document_offered" })
		change(&own, &own.Rules[i])
		d, err := detect.New(detect.Config{Rules: &own})
		if err != nil {
			t.Fatal(err)
		}
		tr := d.Trace(detect.ListingOf(&rules.Text{ID: "x", Text: "Ready KTP Jatim, minat japri"}), detect.Names{}, false)
		at := slices.IndexFunc(tr.Signals, func(s detect.TraceSignal) bool { return s.Name == own.Rules[i].Name })
		if at < 0 || tr.Kind != detect.KindSale || tr.Shares == nil || math.Abs(tr.Start) > 0.001 {
			t.Fatalf("%s from %.3f, shares %v: %+v", tr.Kind, tr.Start, tr.Shares, tr.Signals)
		}
		return tr, tr.Signals[at]
	}
	_, now := trace(func(_ *rules.Set, r *rules.Rule) { r.Weights = rules.Weights{Sale: 1} })
	if now.Bounded || now.New {
		t.Errorf("as it is: %+v", now)
	}
	tr, much := trace(func(_ *rules.Set, r *rules.Rule) { r.Weights = rules.Weights{Sale: 100} })
	if !much.Bounded || much.New || much.Weight <= now.Weight || much.Weight > tr.Shares.Rules*tr.Shares.Most {
		t.Errorf("with a weight of 100, shares %+v: %+v", *tr.Shares, much)
	}
	_, renamed := trace(func(_ *rules.Set, r *rules.Rule) { r.Name, r.Weights = "sale.fresh", rules.Weights{Sale: 100} })
	if renamed.Bounded || !renamed.New || renamed.Weight < 50 {
		t.Errorf("as a new rule: %+v", renamed)
	}
}

// TestTraceNear holds that a rule which lacks one thing is named with it.
func TestTraceNear(t *testing.T) {
	d := newDetector(t)
	trace := func(text string) detect.Trace {
		return d.Trace(detect.ListingOf(&rules.Text{ID: "x", Text: text}), detect.Names{}, true)
	}
	lacks := func(tr detect.Trace, rule string) string {
		for _, n := range tr.Near {
			if n.Name == rule {
				return n.Lack
			}
		}
		return ""
	}
	for _, tt := range []struct{ text, rule, want string }{
		{"Foto KTP punya orang", "sale.document_offered", "lacks offer.sell"},
		{"Ready KTP Jatim, minat japri", "sale.document_offered", ""}, // it fires
		{"KTP saya hilang. " + strings.Repeat("Lalu saya berjalan pulang ke rumah. ", 8) + "Jual motor bekas", "sale.document_offered", "stands further apart than"},
		{"Kami tidak menjual KTP", "sale.document_offered", ""},
		{"Turnamen bulu tangkis", "sale.document_offered", ""},
	} {
		got := lacks(trace(tt.text), tt.rule)
		if tt.want == "" && strings.HasPrefix(got, "lacks") || !strings.HasPrefix(got, tt.want) {
			t.Errorf("%q: %s %q, want %q", tt.text, tt.rule, got, tt.want)
		}
	}
}

// TestTraceOfALongLine holds that marks find their words behind masks in a long line.
func TestTraceOfALongLine(t *testing.T) {
	d := newDetector(t)
	filler := strings.Repeat("tulis ke warga@pasar.example atau @warga_pasar, dan t.me/warga_pasar untuk jadwal. ", 3000)
	trace := d.Trace(detect.ListingOf(&rules.Text{ID: "x", Text: filler + "Ready KTP Jatim, minat japri. " + filler}), detect.Names{}, false)
	i := slices.IndexFunc(trace.Signals, func(s detect.TraceSignal) bool { return s.Name == "sale.document_offered" })
	if i < 0 {
		t.Fatalf("signals %+v", trace.Signals)
	}
	s := trace.Signals[i]
	if got := trace.Lines[s.Line][s.Start:s.End]; got != "Ready KTP" {
		t.Errorf("marked %q, want %q", got, "Ready KTP")
	}
}
