package rules_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"ronda/rules"
)

func TestNearDuplicates(t *testing.T) {
	const offer = "stok foto ktp selfie masuk pagi ini ambil satuan boleh ambil banyak lebih murah langsung japri saja"
	texts := []rules.Text{
		{ID: "first", Author: "a", Text: offer},
		{ID: "same", Author: "b", Text: strings.ToUpper(offer) + "!"},
		{ID: "nearly", Author: "b", Text: strings.Replace(offer, "pagi", "sore", 1)},
		{ID: "twin", Author: "a", Pair: "1", Text: "awas " + strings.ReplaceAll(offer, "japri", "lapor")},
		{ID: "other twin", Author: "a", Pair: "1", Text: "awas " + strings.ReplaceAll(offer, "japri saja", "lapor polisi")},
		{ID: "no twin", Author: "b", Pair: "1", Text: "awas " + strings.ReplaceAll(offer, "japri saja", "lapor segera")},
		{ID: "another", Author: "a", Text: "bawa ktp asli ke kelurahan untuk mengambil kartu pagi ini sebelum jam sembilan"},
		{ID: "short", Author: "a", Text: "jual ktp"},
		{ID: "short again", Author: "b", Title: "Jual", Text: "KTP"},
		{ID: "no words", Author: "b", Text: "..."},
		{ID: "nor here", Author: "b", Text: "!!!"},
	}
	texts[0].Pair = "1"
	var got []string
	for _, d := range rules.NearDuplicates(texts, rules.NearDuplicate) {
		got = append(got, fmt.Sprintf("%s of %s %.1f", texts[d.Text].ID, texts[d.Of].ID, d.Similarity))
	}
	want := []string{"same of first 1.0", "nearly of first 0.4", "no twin of twin 0.9", "short again of short 1.0"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("duplicates %q, want %q", got, want)
	}
}

// TestCorpusNearDuplicates keeps the corpus from growing by copies. Texts that are meant to be alike name a pair.
func TestCorpusNearDuplicates(t *testing.T) {
	texts := repository(t)
	found := rules.NearDuplicates(texts, rules.NearDuplicate)
	for _, d := range found {
		t.Logf("%s is nearly %s: %.2f", texts[d.Text].ID, texts[d.Of].ID, d.Similarity)
	}
	if len(found) > len(texts)/100 {
		t.Errorf("%d of %d texts are nearly the same as another: name the pairs that are meant, rewrite the others", len(found), len(texts))
	}
}

// BenchmarkNearDuplicates compares as many texts as the corpus may come to have: its own, and as many of the same words in
// another order.
func BenchmarkNearDuplicates(b *testing.B) {
	texts := repository(b)
	random := rand.New(rand.NewPCG(1, 2))
	for len(texts) < 8000 {
		t := texts[random.IntN(len(texts))]
		words := strings.Fields(t.Text)
		random.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		t.Text = strings.Join(words, " ")
		texts = append(texts, t)
	}
	for b.Loop() {
		rules.NearDuplicates(texts, rules.NearDuplicate)
	}
}
