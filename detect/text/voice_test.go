package text_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ronda/detect/speech"
)

// TestVoices tells who speaks in a listing, and what each says.
func TestVoices(t *testing.T) {
	j := newJudge(t)
	for _, tt := range []struct {
		name string
		page string   // a passage a line
		want []string // what each voice says, its lines joined by |
	}{
		{"nobody speaks", "Kipas angin meja\nBaru, garansi toko: satu tahun penuh", nil},
		{"behind a heading", "Kipas angin meja\nKomentar pembaca (2)\nRara: sudah dua bulan masih awet\nSuaranya halus\ndodi_77: kiriman cepat sampai", []string{
			"Rara: sudah dua bulan masih awet|Suaranya halus", "dodi_77: kiriman cepat sampai",
		}},
		{"without a heading two are too few", "Rara: sudah dua bulan masih awet\ndodi_77: kiriman cepat sampai", nil},
		{"without a heading three do", "#1 Rara: sudah dua bulan masih awet\n#2 dodi_77: kiriman cepat sampai\n★★★★☆ s***i: bautnya kurang satu", []string{
			"#1 Rara: sudah dua bulan masih awet", "#2 dodi_77: kiriman cepat sampai", "★★★★☆ s***i: bautnya kurang satu",
		}},
		{"a heading, and nobody is named", "Kipas angin meja\nUlasan pembeli\nsari\nbarang datang dalam dua hari saja, mantap\nkemarin\nagak berisik kalau dinyalakan di malam hari", []string{
			"barang datang dalam dua hari saja, mantap", "agak berisik kalau dinyalakan di malam hari",
		}},
		{"a price is no name", "Komentar\nFoto KTP: lima ribu saja semua\nRara: sudah dua bulan masih awet", []string{"Rara: sudah dua bulan masih awet"}},
		{"a sentence is no name", "Komentar\nkata orang, begini: jangan percaya dulu\nRara: sudah dua bulan masih awet", []string{"Rara: sudah dua bulan masih awet"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var passages []speech.Passage
			for line := range strings.Lines(tt.page) {
				passages = append(passages, speech.Passage{Text: strings.TrimSuffix(line, "\n")})
			}
			var got []string
			for _, voice := range j.Voices(passages) {
				var lines []string
				for _, p := range voice {
					lines = append(lines, p.Text)
				}
				got = append(got, strings.Join(lines, "|"))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%q\nwant %q", got, tt.want)
			}
		})
	}
}

// TestVoicesAreBounded holds that of comments without end so many are voices, and that the last of these does not take the rest.
func TestVoicesAreBounded(t *testing.T) {
	passages := []speech.Passage{{Text: "Komentar"}}
	for i := range 2100 {
		passages = append(passages, speech.Passage{Text: fmt.Sprintf("warga_%d: salam kenal dari kota sebelah", i)})
	}
	voices := newJudge(t).Voices(passages)
	if len(voices) != 2000 {
		t.Fatalf("%d voices, want 2000", len(voices))
	}
	if last := voices[len(voices)-1]; len(last) != 1 {
		t.Errorf("the last voice has %d lines, want 1", len(last))
	}
}
