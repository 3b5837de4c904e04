package text_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"ronda/detect/speech"
	"ronda/detect/text"
	"ronda/rules"
)

// lesson is a small corpus: offers and honest texts about the same things.
func lesson() (examples []text.Example) {
	for i, e := range []struct{ kind, text string }{
		{"sale", "stok ktp selfie masuk pagi ini, ambil banyak lebih murah"},
		{"sale", "stok ktp komplit selfie, ambil satuan boleh, murah"},
		{"sale", "ktp dan selfie orang masih murah, stok pagi"},
		{"none", "bawa ktp asli ke kelurahan untuk mengambil kartu pagi ini"},
		{"none", "ktp asli dan fotokopi dibawa ke kelurahan"},
		{"none", "perekaman ktp di kelurahan buka pagi"},
	} {
		examples = append(examples, text.Example{Passages: passages(e.text), Kind: e.kind, Author: string(rune('a' + i%3))})
	}
	return examples
}

func passages(lines ...string) (ps []speech.Passage) {
	for _, line := range lines {
		ps = append(ps, speech.Passage{Text: line})
	}
	return ps
}

// taught returns a judge with a model that was learned from lesson.
func taught(t *testing.T) *text.Judge {
	t.Helper()
	set, err := rules.LoadFS(os.DirFS("../../rules"))
	if err != nil {
		t.Fatal(err)
	}
	set.Learned, _ = newJudge(t).Train(lesson(), nil)
	j, err := text.New(set)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// opinion is what the learned model gives to sale; false when it is not asked.
func opinion(v text.Verdict) (float64, bool) {
	for _, s := range v.Signals {
		if s.Rule.Name == "words.learned" {
			return s.Weights.Sale, true
		}
	}
	return 0, false
}

func TestTrainIsReproducible(t *testing.T) {
	var first, second bytes.Buffer
	for _, out := range []*bytes.Buffer{&first, &second} {
		model, _ := newJudge(t).Train(lesson(), nil)
		if _, err := model.WriteTo(out); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same examples gave two models")
	}
	if _, err := rules.ReadLearned(&first); err != nil {
		t.Error(err)
	}
}

func TestLearnedTellsOffersFromHonestTexts(t *testing.T) {
	j := taught(t)
	offer, _ := opinion(j.Judge(passages("stok selfie ktp murah, ambil pagi")))
	honest, _ := opinion(j.Judge(passages("ktp asli dibawa ke kelurahan pagi ini")))
	if offer <= 0 || honest >= 0 {
		t.Errorf("the model gives %+.2f to an offer, %+.2f to an honest text", offer, honest)
	}
}

// TestLearnedReadsWhatStandsNearIdentity: what a site puts around a text does not change the model's opinion of it.
func TestLearnedReadsWhatStandsNearIdentity(t *testing.T) {
	j := taught(t)
	honest := speech.Passage{Text: "ktp asli dibawa ke kelurahan pagi ini"}
	alone, asked := opinion(j.Judge([]speech.Passage{honest}))
	if !asked {
		t.Fatal("the model was not asked")
	}
	for _, tt := range []struct {
		name    string
		more    []speech.Passage
		changes bool
	}{
		{"the next line", passages("stok murah ambil banyak"), true},
		{"far away", passages("", "", "", "stok murah ambil banyak"), false},
		{"a quotation", []speech.Passage{{Text: "stok murah ambil banyak", Quote: true}}, false},
		{"a field of the form", []speech.Passage{{Text: "stok\tmurah ambil banyak", Field: true}}, false},
	} {
		got, _ := opinion(j.Judge(append([]speech.Passage{honest}, tt.more...)))
		if changed := got != alone; changed != tt.changes {
			t.Errorf("%s: the model gives %+.2f after %+.2f", tt.name, got, alone)
		}
	}
}

// TestLearnedIsBounded holds the shipped model to its bounds: it alerts on no text by its tone alone.
func TestLearnedIsBounded(t *testing.T) {
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	j, err := text.New(set)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, text string
	}{
		{"a seller's tone without identity", "Ready stok fresh, satuan 10k, paketan lebih murah, garansi, minat japri, rekber aman"},
		{"an everyday word", "coba tanya ke orangnya langsung"},
		{"a reference manual", strings.Repeat("Registers the transient relation under the given identity; the caller must hold the lock on every record returned. ", 4)},
	} {
		v := j.Judge(passages(tt.text))
		if o := v.Odds; max(o.Sale, o.Forgery, o.Exposure, o.Solicitation) > 0 {
			t.Errorf("%s: alerts with %+v", tt.name, o)
		}
	}
	if v := j.Judge(passages("Daftar penerima bantuan, foto KTP di kelurahan, membawa KTP asli"), "fact.people_3"); v.Odds.Exposure <= 0 {
		t.Errorf("three people on the page and no alert: %+v", v.Odds)
	}
}

// TestNewRuleIsNotSkimmedAway: a text that is harmless by its words is passed over, unless a rule that the model does not know fires.
func TestNewRuleIsNotSkimmedAway(t *testing.T) {
	said := []speech.Passage{{Text: "warna logo baju bola dan tas kucing, ukuran berikut"}, {Text: "ktp", Quote: true}}
	for _, added := range []bool{false, true} {
		set, err := rules.Load()
		if err != nil {
			t.Fatal(err)
		}
		if added {
			set.Rules = append(set.Rules, rules.Rule{Name: "sale.of_tonight", Weights: rules.Weights{Sale: 9}, Needs: []string{"doc.ktp"}, Voice: rules.VoiceAny})
		}
		j, err := text.New(set)
		if err != nil {
			t.Fatal(err)
		}
		v := j.Judge(said)
		if skimmed := len(v.Signals) == 1 && v.Signals[0].Rule.Name == "words.harmless"; skimmed == added {
			t.Errorf("with the new rule %v: skimmed %v, signals %v", added, skimmed, v.Signals)
		}
	}
}
