package scan

import (
	"strings"
	"testing"

	"ronda/detect"
)

// TestExplainOnATerminal holds that marks are coloured, and that a page cannot move the cursor.
func TestExplainOnATerminal(t *testing.T) {
	trace := detect.Trace{
		Kind: detect.KindSale, Finding: detect.Finding{Kind: detect.KindSale}, To: 2,
		Lines: []string{"awas \x1b[2J jual ktp ini", strings.Repeat("kata ", 500) + "jual" + strings.Repeat(" kata", 500)},
		Signals: []detect.TraceSignal{
			{Name: "for", Weight: 2, Strength: 1, Line: 0, Start: 10, End: 18, Evidence: "jual\x1b[2J ktp"},
			{Name: "against", Weight: -1, Strength: 0.5, Line: 0, Start: 15, End: 22},
			{Name: "far", Weight: 0.5, Strength: 1, Line: 1, Start: 2500, End: 2504},
			{Name: "nowhere", Weight: 0.1, Strength: 1, Line: -1},
		},
	}
	v := verdict{Source: "page", Kind: detect.KindSale, traces: []detect.Trace{trace}}
	got := explainer{colours: true}.text(&v)
	for _, want := range []string{
		"awas \uFFFD[2J ", "\x1b[1;31mjual\x1b[0m\x1b[2m{1}\x1b[0m \x1b[1;31mktp\x1b[0m\x1b[2m{1,2}\x1b[0m \x1b[32mini\x1b[0m\x1b[2m{2}\x1b[0m\n",
		"(fades to 0.50)", "jual\uFFFD[2J ktp",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %q:\n%q", want, got)
		}
	}
	if strings.Contains(got, "\x1b[2J") {
		t.Error("a control sequence of the page reaches the terminal")
	}
	plain := explainer{}.text(&v)
	if !strings.Contains(plain, "[jual]{1} [ktp]{1,2} [ini]{2}\n") || strings.Contains(plain, "\x1b") {
		t.Errorf("without colours: %q", plain)
	}
	if strings.Count(plain, "…") != 2 || !strings.Contains(plain, "kata [jual]{3} kata") || len(plain) > 1500 {
		t.Errorf("the long line is not cut around its mark: %d bytes", len(plain))
	}
	if whole := (explainer{all: true}).text(&v); len(whole) < 5000 {
		t.Errorf("-all cuts the long line: %d bytes", len(whole))
	}
}

// TestExplainNear holds that of each listing few rules are named that nearly fired, and none twice for the same reason.
func TestExplainNear(t *testing.T) {
	trace := func(names ...string) (t detect.Trace) {
		t.Kind, t.Finding.Kind = detect.KindSale, detect.KindNone
		for _, name := range names {
			t.Near = append(t.Near, detect.TraceNear{Name: name, Weight: 1, For: detect.KindSale, Lack: "lacks deal"})
		}
		return t
	}
	v := verdict{Source: "page", Kind: detect.KindNone, traces: []detect.Trace{
		trace("a", "b", "c", "d", "e", "f", "g"), trace("a", "f", "b"), trace("a", "f"), trace("new", "b"), trace(),
	}}
	for range 2 { // a page begins anew
		got := (explainer{near: true}).text(&v)
		for _, want := range []string{"and 1 that are less near", "the same as above (3)", "the same as above (2)", "and 1 that are named above", "no rule nearly fired"} {
			if strings.Count(got, want) != 1 {
				t.Errorf("%q stands %d times in\n%s", want, strings.Count(got, want), got)
			}
		}
		if n := strings.Count(got, "sale: lacks deal\n"); n != 7 {
			t.Errorf("%d rules are named, want 7:\n%s", n, got)
		}
	}
}
