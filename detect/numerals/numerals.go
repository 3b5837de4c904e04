// Package numerals reads how many of something people say there are: in digits with points and commas, with the short words
// for thousands and millions glued to them or apart, in words, and in words that name only the order ("ratusan ribu").
package numerals

import (
	"iter"
	"maps"
	"math"
	"strings"
)

// Number is what was read.
type Number struct {
	Value  float64 // of a mere order ("puluhan ribu") its lower bound
	Scaled bool    // by a word for thousands or more
}

// scales multiply what stands before them.
var scales = map[string]float64{
	"ribu": 1e3, "rb": 1e3, "rbu": 1e3, "rebu": 1e3, "ewu": 1e3, "ribuan": 1e3, "rbuan": 1e3, "rban": 1e3, "k": 1e3, "thousand": 1e3, "thousands": 1e3,
	"juta": 1e6, "jt": 1e6, "jutaan": 1e6, "jtan": 1e6, "yuta": 1e6, "million": 1e6, "millions": 1e6, "mio": 1e6, "mn": 1e6,
	"m":      1e6, // of money a milliard, but no stock is as great as that
	"miliar": 1e9, "milyar": 1e9, "miliaran": 1e9, "billion": 1e9, "bn": 1e9,
}

// ones are added; those that begin with se- are whole by themselves.
var ones = map[string]float64{
	"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
	"siji": 1, "loro": 2, "rong": 2, "telu": 3, "telung": 3, "papat": 4, "patang": 4, "limo": 5, "limang": 5, "pitu": 7, "wolu": 8, "sanga": 9,
	"hiji": 1, "tilu": 3, "opat": 4, "genep": 6, "dalapan": 8, "salapan": 9,
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "setengah": 0.5, "half": 0.5,
}

// rounds are numbers by themselves, which smaller ones may follow.
var rounds = map[string]float64{
	"sepuluh": 10, "sebelas": 11, "seratus": 100, "saratus": 100, "satus": 100, "ten": 10, "selawe": 25, "seket": 50, "selusin": 12, "lusinan": 24,
	"belasan": 11, "puluhan": 10, "ratusan": 100, "atusan": 100, "tens": 10, "dozens": 24, "hundreds": 100,
}

// wholes are thousands and more by themselves.
var wholes = map[string]float64{
	"seribu": 1e3, "sewu": 1e3, "sarebu": 1e3, "sejuta": 1e6, "sayuta": 1e6, "semiliar": 1e9, "semilyar": 1e9,
	"ribuan": 1e3, "jutaan": 1e6, "miliaran": 1e9, "thousands": 1e3, "millions": 1e6,
}

// times multiply the one before them.
var times = map[string]float64{"puluh": 10, "ratus": 100, "atus": 100, "hundred": 100}

// Part reports whether a word of lower case may stand in a number: Read takes none that may not, and looks at none behind it.
func Part(word string) bool {
	if word == "" {
		return false
	}
	if c := word[0]; '0' <= c && c <= '9' {
		return true
	}
	return partLengths[beginning(word)]>>len(word)&1 == 1 && parts[word]
}

// parts are the words that may stand in a number; partLengths tells most others by their beginning and their length, a bit for each.
var parts, partLengths = func() (map[string]bool, [256]uint32) {
	all, lengths := map[string]bool{"belas": true, "of": true}, [256]uint32{}
	for _, words := range []map[string]float64{ones, rounds, wholes, times, scales} {
		for w := range words {
			all[w] = true
		}
	}
	for w := range all {
		lengths[beginning(w)] |= 1 << len(w)
	}
	return all, lengths
}()

// beginning is a number for the first two bytes of a word; words that differ in them may share it.
func beginning(word string) byte { return word[0]<<3 ^ word[min(1, len(word)-1)] }

// first are the words that may begin a number.
var first = func() map[string]bool {
	m := map[string]bool{}
	for _, words := range []map[string]float64{ones, rounds, wholes} {
		for w := range words {
			m[w] = true
		}
	}
	return m
}()

// First returns the words that may begin a number, beside those that begin with a digit.
func First() iter.Seq[string] { return maps.Keys(first) }

// Read reads the number that the words, of lower case, begin with, and returns how many of them it takes; none when they
// begin with no number.
func Read(words []string) (Number, int) {
	if len(words) == 0 {
		return Number{}, 0
	}
	if c := words[0]; c != "" && '0' <= c[0] && c[0] <= '9' {
		return readDigits(words)
	}
	return readWords(words)
}

// readDigits reads 2.500, 1,2 juta, 500rb, and 2 juta 500 ribu.
func readDigits(words []string) (Number, int) {
	var sum Number
	used, least := 0, math.Inf(1)
	for used < len(words) {
		value, tail, ok := digits(words[used])
		if !ok {
			break
		}
		n, scale := 1, 1.0
		if tail == "" && used+1 < len(words) {
			tail = words[used+1]
			if _, ok := scales[tail]; ok {
				n = 2
			} else if by, ok := times[tail]; ok { // 3 ratus ribu
				value, n, tail = value*by, 2, ""
				if used+2 < len(words) && scales[words[used+2]] > 0 {
					n, tail = 3, words[used+2]
				}
			} else {
				tail = ""
			}
		}
		if tail != "" && tail != "an" {
			if scale = scales[tail]; scale == 0 {
				break
			}
		}
		if used > 0 && (scale == 1 || scale >= least) {
			break
		}
		sum.Value += value * scale
		sum.Scaled = sum.Scaled || scale > 1
		used, least = used+n, scale
		if scale == 1 {
			break
		}
	}
	return sum, used
}

// digits reads the digits that a word begins with, and returns what follows them. Points and commas before three digits
// part thousands; one before fewer is decimal.
func digits(w string) (value float64, tail string, ok bool) {
	const longest = 12
	n, decimal := 0, 0.0
	i := 0
	for ; i < len(w); i++ {
		c := w[i]
		if '0' <= c && c <= '9' {
			n++
			value = value*10 + float64(c-'0')
			decimal *= 10
			continue
		}
		if c != '.' && c != ',' {
			break
		}
		run := 0
		for i+1+run < len(w) && '0' <= w[i+1+run] && w[i+1+run] <= '9' {
			run++
		}
		if run == 0 || decimal > 0 || run > 3 {
			break
		}
		if run < 3 {
			decimal = 1
		}
	}
	if decimal > 1 {
		value /= decimal
	}
	return value, strings.Trim(w[i:], "+-.,"), 0 < n && n <= longest
}

// readWords reads dua ribu lima ratus, puluhan ribu, and jutaan.
func readWords(words []string) (Number, int) {
	var sum Number
	group, one, some := 0.0, 0.0, false // below the next scale; its last digit
	used, least := 0, math.Inf(1)
	for ; used < len(words); used++ {
		w := words[used]
		scale := scales[w]
		switch {
		case some && scale > 0:
			if scale >= least {
				return sum, used
			}
			sum.Value += (group + one) * scale
			sum.Scaled = true
			least, group, one, some = scale, 0, 0, false
		case some && one > 0 && times[w] > 0:
			group, one = group+one*times[w], 0
		case some && one > 0 && w == "belas":
			group, one = group+one+10, 0
		case one == 0 && ones[w] > 0:
			one, some = ones[w], true
		case group == 0 && one == 0 && rounds[w] > 0:
			group, some = rounds[w], true
		case !some && wholes[w] > 0 && wholes[w] < least:
			sum.Value += wholes[w]
			sum.Scaled = true
			least = wholes[w]
		case used > 0 && w == "of" && used+1 < len(words) && scales[words[used+1]] > 0: // hundreds of thousands
		default:
			sum.Value += group + one
			return sum, used
		}
	}
	sum.Value += group + one
	return sum, used
}
