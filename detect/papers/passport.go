// Package papers finds the numbers that only a word beside them, or a form of their own, gives away: those of passports and
// the serial numbers of blank cards. What has 15 or 16 digits is the business of detect/numbers.
package papers

import (
	"strings"
	"unicode/utf8"

	"ronda/detect/glyph"
	"ronda/detect/ident"
	"ronda/detect/tables"
)

// PassportDigits is how many digits there are in the number of a passport.
const PassportDigits = 7

// Passports finds passport numbers: a letter and seven digits that a word or the head of a column names, and in a list of three or more
// those that stand behind somebody's name, where nobody says it again. column says that the parts of the text before have such a column,
// and is told whether the present one has.
func Passports(text string, column *bool) []ident.Match {
	first := indexPassport(text)
	if first < 0 && !*column {
		return nil
	}
	labelled := -tables.ReachBefore - 1
	last := 0 // end of the passport number before
	var named, listed []ident.Match
	for i := max(first, 0); i < len(text); i++ {
		if !glyph.Letter(text[i]) || glyph.InWordAt(text, i) && i != labelled {
			continue
		}
		if n := PassportWord(text[i:]); n > 0 {
			labelled = i + n
			if tables.HeadsColumn(text, labelled) {
				*column = true
			}
			i = labelled - 1
			continue
		}
		near := i-labelled <= tables.ReachBefore && !ofAnother(text, labelled, i)
		end := PassportEnd(text, i, near)
		if end == i {
			continue
		}
		m := ident.Match{Number: ident.New(ident.TypePassport, compact(text[i:end])), Start: i, End: end, Confidence: 0.85}
		if near {
			named = append(named, m)
		} else if *column || text[i] <= 'Z' && behindName(text, last, i) {
			listed = append(listed, m)
		}
		last = end
		i = end - 1
	}
	const few = 3
	if *column && (len(listed) >= few || len(listed) > 0 && len(named) > 0) || len(named) > 0 && len(named)+len(listed) >= few {
		named = ident.Merge(named, listed)
	}
	return named
}

// ofAnother reports whether a word behind the one for a passport says that a number is of something else: "Sampul paspor. Kode Z1002003".
func ofAnother(text string, from, i int) bool {
	for end := i; end > from; {
		word, start, _ := tables.LastWord(text, from, end)
		if word == "" {
			break
		}
		if wares[strings.ToLower(word)] {
			return true
		}
		end = start
	}
	meaning, _ := tables.LabelBefore(text, max(from, 0), i)
	return meaning == tables.Other
}

// wares name what codes with a letter and seven digits are of, beside the labels that tables know.
var wares = wordSet(`kode code produk product barang artikel seri model tipe type katalog bagasi koper antrean antrian pnr part`)

// behindName reports whether a number that begins at i stands behind a word that may be the end of somebody's name, a date of birth
// between them or not, and behind none since from that says it is of an invoice or a booking: those have a letter and seven digits too.
func behindName(text string, from, i int) bool {
	const between = " \t:-|/.,;·"
	if from = max(from, i-tables.ReachBefore); strings.LastIndexByte(text[from:i], '\n') >= 0 {
		from += strings.LastIndexByte(text[from:i], '\n') + 1
	}
	for end := i; ; {
		word, start, stop := tables.LastWord(text, from, end)
		if strings.Trim(text[stop:end], between+"0123456789") != "" {
			return false
		}
		if months[strings.ToLower(word)] {
			end = start
			continue
		}
		if stop-start < 2 || text[start] > 'Z' {
			return false
		}
		meaning, _ := tables.LabelBefore(text, from, i)
		return meaning == 0 || meaning == tables.Passport
	}
}

// months are the names of months in dates of birth.
var months = wordSet(`jan januari january feb februari february mar maret march apr april mei may jun juni june jul juli july
		agu ags agt aug agustus august sep sept september okt oct oktober october nov november des dec desember december`)

func wordSet(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		all[w] = true
	}
	return all
}

// indexPassport returns where a word for a passport may stand first, -1 for none. Four searches for a whole piece of the
// word are quicker than one for its first letter.
func indexPassport(text string) int {
	first := -1
	for _, piece := range [...]string{"aspor", "asspor", "ASPOR", "ASSPOR"} {
		if k := strings.Index(text, piece); k > 0 && (first < 0 || k-1 < first) {
			first = k - 1
		}
	}
	return first
}

// compact returns the letters and digits of s, in capitals.
func compact(s string) []byte {
	var out []byte
	for _, r := range s {
		if d := glyph.Digit(r); d >= 0 {
			out = append(out, byte('0'+d))
		} else if r < 0x80 && glyph.Letter(byte(r)) {
			out = append(out, byte(r)&^0x20)
		}
	}
	return out
}

// machineLine is how many characters a line for machines has.
const machineLine = 44

// MachineLines finds passport numbers in the two lines for machines at the foot of a passport's page (ICAO 9303, TD3): the
// second holds number, nationality, birth, sex and expiry, with a check digit behind each.
func MachineLines(text string) []ident.Match {
	var out []ident.Match
	for i := 0; ; {
		k := strings.IndexByte(text[i:], '<')
		if k < 0 {
			return out
		}
		i += k
		start := i
		for start > 0 && i-start < machineLine && machineByte(text[start-1]) {
			start--
		}
		end := i
		for end < len(text) && end-start < machineLine && machineByte(text[end]) {
			end++
		}
		line := text[start:end]
		if number, ok := readMachineLine(line); ok {
			out = append(out, ident.Match{Number: ident.New(ident.TypePassport, []byte(number)), Start: start, End: start + 9, Confidence: 0.95})
		}
		i = max(end, i+1)
	}
}

func machineByte(c byte) bool { return c == '<' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' }

// readMachineLine returns the number that the second line tells, if its check digits are right and the holder is
// Indonesian.
func readMachineLine(s string) (number string, ok bool) {
	if len(s) < 28 || s[10:13] != "IDN" || !machineCheck(s[:9], s[9]) || !machineCheck(s[13:19], s[19]) || !machineCheck(s[21:27], s[27]) {
		return "", false
	}
	return strings.TrimRight(s[:9], "<"), true
}

// machineCheck checks a check digit: weights 7, 3, 1 over digits, letters (A is 10) and fillers (0).
func machineCheck(s string, check byte) bool {
	sum := 0
	for i := range len(s) {
		v := 0
		switch c := s[i]; {
		case '0' <= c && c <= '9':
			v = int(c - '0')
		case 'A' <= c && c <= 'Z':
			v = int(c-'A') + 10
		}
		sum += v * [3]int{7, 3, 1}[i%3]
	}
	return '0'+byte(sum%10) == check
}

// PassportEnd returns the end of the passport number that begins with the letter at i, i for none. Its digits may be grouped
// where a label says what it is.
func PassportEnd(text string, i int, labelled bool) int {
	if i+1 < len(text) && glyph.Letter(text[i+1]) {
		return i
	}
	n, gap := 0, 0
	at := i + 1
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case glyph.Digit(r) >= 0:
			n++
			gap = 0
		case glyph.Invisible(r):
		case labelled && n < 7 && gap < 3 && glyph.Separator(r):
			gap++
		default:
			if n == 7 && !glyph.Word(r) {
				return at
			}
			return i
		}
		if n > 7 {
			return i
		}
		at += size
	}
	if n == 7 {
		return at
	}
	return i
}

// PassportWord returns the length of a word for a passport at the start of text, 0 for none.
func PassportWord(text string) int {
	if text[0]|0x20 != 'p' {
		return 0
	}
	for _, w := range []string{"passport", "paspor", "pasport"} {
		if glyph.HasPrefixFold(text, w) {
			return len(w)
		}
	}
	return 0
}
