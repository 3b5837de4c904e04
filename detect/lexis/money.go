package lexis

import "strings"

// Units are what multiplies an amount of money; attached ones stand right behind the digits.
var Units = map[string]float64{
	"rb": 1e3, "ribu": 1e3, "ribuan": 1e3, "rebu": 1e3, "rbu": 1e3, "ewu": 1e3, "rbuan": 1e3, "rban": 1e3, "k": 1e3, "kk": 1e3,
	"jt": 1e6, "juta": 1e6, "jutaan": 1e6, "jtan": 1e6, "yuta": 1e6, "perak": 1, "rupiah": 1, "usd": 16e3, "usdt": 16e3, "dollar": 16e3, "bucks": 16e3, "dolar": 16e3,
	"m": 1e9, "milyar": 1e9, "miliar": 1e9, "rp": 1, "idr": 1,
}

// Spelled is a word of an amount that is written out.
type Spelled struct {
	Rupiah  float64 // a coin's value, or what a numeral before this unit is multiplied with
	Unit    bool    // makes an amount of the numeral before it
	Numeral bool
}

// spelledWords are numerals ("delapan"), units behind them ("ribu"), and amounts by themselves ("goceng").
var spelledWords = makeSpelledWords()

func makeSpelledWords() map[string]Spelled {
	m := map[string]Spelled{
		"ribu": {1e4, true, false}, "rebu": {1e4, true, false}, "ewu": {1e4, true, false}, "juta": {1e6, true, false},
		"perak": {100, true, false}, "bucks": {16e4, true, false}, "dolar": {16e4, true, false},
		"goceng": {Rupiah: 5e3}, "ceban": {Rupiah: 1e4}, "goban": {Rupiah: 5e4}, "cepek": {Rupiah: 1e5}, "gopek": {Rupiah: 500},
		"seceng": {Rupiah: 1e3}, "noceng": {Rupiah: 2e3}, "noban": {Rupiah: 2e4}, "sejuta": {Rupiah: 1e6}, "seribu": {Rupiah: 1e3},
		"sewu": {Rupiah: 1e3}, "sarebu": {Rupiah: 1e3},
	}
	for w := range strings.FieldsSeq("satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh seratus ratus " +
		"setengah siji loro rong telu telung papat patang limo limang selawe seket hiji tilu opat genep dalapan salapan saratus") {
		m[w] = Spelled{Numeral: true}
	}
	return m
}
