package chalk_test

import (
	"bytes"
	_ "image/jpeg"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/chalk"
)

func chance(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 5)) }

func TestEveryLayoutDraws(t *testing.T) {
	for _, layout := range chalk.Layouts {
		a, b := chalk.Card(chance(1), layout, 160), chalk.Card(chance(1), layout, 160)
		if !bytes.Equal(a.Pix, b.Pix) {
			t.Errorf("%s: the same chance gives two pictures", layout)
		}
		if bytes.Equal(a.Pix, chalk.Card(chance(2), layout, 160).Pix) {
			t.Errorf("%s: another chance gives the same picture", layout)
		}
		if a.Rect.Min.X != 0 || a.Rect.Min.Y != 0 || a.Rect.Dx() != 160 {
			t.Errorf("%s: drawn on %v", layout, a.Rect)
		}
		if big := chalk.Card(chance(1), layout, 5000).Rect.Dx(); big > 640 {
			t.Errorf("%s: %d pixels wide could be printed", layout, big)
		}
		open := a.RGBAAt(0, 0).A == 0
		if page := layout == "kk" || layout == "kk-2020"; open == page {
			t.Errorf("%s: corners clear: %v", layout, open)
		}
	}
}

func TestEveryLookAlikeDraws(t *testing.T) {
	names := map[string]bool{}
	for i := range chalk.Others() {
		img, name := chalk.Lookalike(chance(uint64(i)), i, 200)
		names[name] = true
		if b := img.Bounds(); b.Dx() < 100 || b.Dx() > 640 {
			t.Errorf("%s: %v", name, b)
		}
	}
	if len(names) < 20 {
		t.Errorf("only %d kinds", len(names))
	}
}

func TestEveryDocumentInEveryScene(t *testing.T) {
	g := chalk.New()
	scenes := []string{trial.Scan, trial.Tight, trial.Table, trial.Selfie, trial.Hand, trial.Collage, trial.Screen, trial.Sheet}
	for i, scene := range scenes {
		document := []string{trial.KTP, trial.KK, trial.NPWP}[i%3]
		s := g.Positive(chance(uint64(i)), document, scene)
		if s.Scene != scene || len(s.Data) == 0 {
			t.Errorf("%s: scene %s, %d bytes", s.Name, s.Scene, len(s.Data))
		}
		if !slices.ContainsFunc(s.Cards, func(c trial.Card) bool { return c.Document == document }) {
			t.Errorf("%s: no %s", s.Name, document)
		}
		for _, c := range s.Cards {
			checkCard(t, &s, &c)
		}
	}
	if a, b := g.Positive(chance(9), trial.KTP, trial.Tight), g.Positive(chance(9), trial.KTP, trial.Tight); !bytes.Equal(a.Data, b.Data) {
		t.Error("the same chance gives two shots")
	}
}

func TestNegativesShowNoDocument(t *testing.T) {
	g := chalk.New()
	for i := range 6 {
		if s := g.Negative(chance(uint64(i))); len(s.Cards) > 0 || len(s.Data) == 0 {
			t.Errorf("%s: %d bytes, shows %v", s.Name, len(s.Data), s.Cards)
		}
	}
}

func checkCard(t *testing.T, s *trial.Shot, c *trial.Card) {
	t.Helper()
	if w := c.Width(); w < 30 || w > 650 {
		t.Errorf("%s %v: a card is %.0f wide", s.Name, s.Distortions, w)
	}
	w, h := float64(s.Width), float64(s.Height)
	for _, q := range c.Quad {
		if math.IsNaN(q[0]+q[1]) || q[0] < -w || q[1] < -h || q[0] > 2*w || q[1] > 2*h {
			t.Errorf("%s %v: a corner at %v of %v x %v", s.Name, s.Distortions, q, w, h)
		}
	}
	if !slices.Contains(chalk.Layouts, c.Layout) {
		t.Errorf("%s: layout %s", s.Name, c.Layout)
	}
}

// TestNumbersBelongToNobody holds the rule for numbers in tests: unassigned districts, late serials, no tax office.
func TestNumbersBelongToNobody(t *testing.T) {
	free := regexp.MustCompile(`^\d{4}(69|[78]\d)\d{6}([2-9]\d{3})$`)
	office := regexp.MustCompile(`^\d\d\.\d{3}\.\d{3}\.\d-99\d\.000$`)
	for i := range uint64(500) {
		nik, family, tax := chalk.Numbers(chance(i))
		if !free.MatchString(nik) || !free.MatchString(family) || !office.MatchString(tax) {
			t.Fatalf("%s %s %s may be somebody's", nik, family, tax)
		}
	}
}
