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
// those that stand beside somebody's name or below another one, where nobody says it again. column says that the parts of the text before have such a column,
// and is told whether the present one has.
func Passports(text string, column *bool) []ident.Match {
	first := indexPassport(text)
	if first < 0 && !*column {
		return nil
	}
	labelled := -tables.ReachBefore - 1
	last, of := 0, unclear // where the number before ends, and of what it is
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
		near := i-labelled <= tables.ReachBefore
		other := near && ofAnother(text, labelled, i)
		near = near && !other
		end := PassportEnd(text, i, near)
		if end == i {
			continue
		}
		m := ident.Match{Number: ident.New(ident.TypePassport, compact(text[i:end])), Start: i, End: end, Confidence: 0.85}
		switch {
		case near:
			of = ofPerson
			named = append(named, m)
		case other:
			of = ofAnything
		case text[i] <= 'Z':
			of = placeOf(text, last, i, end, of)
		default:
			of = unclear
		}
		if !near && (*column || of == ofPerson) {
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

// ofAnother reports whether a word behind the one for a passport, on the same line, says that a number is of something else: "Sampul paspor.
// Kode Z1002003". What a passport has itself ("tipe P, kode negara IDN") is no such word, and nor is one behind which a number is announced.
func ofAnother(text string, from, i int) bool {
	from = lineStart(text, max(from, 0), i)
	right, announced := "", false
	for end := i; end > from; {
		word, start, _ := tables.LastWord(text, from, end)
		word = strings.ToLower(word)
		if wares[word] && !ownFields[right] {
			return true
		}
		if word == "" || announced {
			break
		}
		end, right, announced = start, word, numberWords[word]
	}
	meaning, _ := tables.LabelBefore(text, from, i)
	return meaning == tables.Other
}

// wares name what codes with a letter and seven digits are of, beside the labels that tables know.
var wares = wordSet(`kode code produk product barang artikel model tipe type katalog bagasi koper antrean antrian pnr part`)

// ownFields follow on a ware's word where it is of a passport, or of what it looks like; numberWords announce a number.
var (
	ownFields   = wordSet(`p negara country idn biasa elektronik lama baru`)
	numberWords = wordSet(`no nomor nomer number num`)
)

// lineStart returns where the line begins in which text[i] stands, from at least.
func lineStart(text string, from, i int) int {
	return from + strings.LastIndexByte(text[from:i], '\n') + 1
}

// A place says by what stands around it what a number in a list is.
type place int

const (
	unclear    place = iota
	ofPerson         // a passport's
	ofAnything       // an invoice's, a booking's: those have a letter and seven digits too
)

// placeOf tells of what a number is that stands at text[i:end]. Of a person's it is behind a word that may be the end of a name, or between it
// and a name on its line, or alone below one; and behind another number, what that is of. last is where that one ends.
func placeOf(text string, last, i, end int, before place) place {
	const between = " \t\r:-|/.,;·–—→=>()[]\"'*_#0123456789"
	begin := lineStart(text, last, i)
	behind := begin == last && last > 0 // another one, on the same line
	if !behind && strings.Trim(text[last:i], between+"\n") != "" {
		before = unclear
	}
	from := max(begin, i-tables.ReachBefore)
	switch meaning, _ := tables.LabelBefore(text, from, i); {
	case meaning == tables.Other:
		return ofAnything
	case before == ofAnything && behind && meaning != tables.Passport:
		return ofAnything
	}
	if strings.Trim(text[from:i], between) == "" { // nothing but marks before it
		if before == ofPerson || begin == from && !behind && besideName(text, begin, i, end) {
			return ofPerson
		}
		return unclear
	}
	for at := i; ; {
		word, start, stop := tables.LastWord(text, from, at)
		if strings.Trim(text[stop:at], between) != "" {
			return unclear
		}
		if lower := strings.ToLower(word); months[lower] || besideNames[lower] {
			at = start
			continue
		}
		if stop-start >= 2 && (text[start] <= 'Z' || begin == from && !behind && shortLine(text, begin, i, end)) {
			return ofPerson
		}
		return unclear
	}
}

// besideName reports whether a name stands behind a number that begins its line, or on the line above one that fills it.
func besideName(text string, begin, i, end int) bool {
	rest, _, _ := strings.Cut(text[end:], "\n")
	if rest = strings.Trim(rest, " \t\r:-|/.,;·–—→=>()[]\"'*_#"); rest != "" {
		return 'A' <= rest[0] && rest[0] <= 'Z' && len(rest) > 2 && tables.LabelAfter(text, end) != tables.Other
	}
	if begin < 2 || strings.TrimSpace(text[begin:i]) != "" {
		return false
	}
	above := lineStart(text, max(0, begin-1-tables.ReachBefore), begin-1)
	word, start, stop := tables.LastWord(text, above, begin-1)
	meaning, _ := tables.LabelBefore(text, above, begin-1)
	return len(word) >= 2 && text[start] <= 'Z' && strings.TrimSpace(text[stop:begin]) == "" && meaning == 0
}

// shortLine reports whether a line is a few words in small letters and a number behind them.
func shortLine(text string, begin, i, end int) bool {
	const mostWords = 4
	rest, _, _ := strings.Cut(text[end:], "\n")
	said := text[begin:i]
	return strings.Trim(rest, " \t\r.,;|\"'") == "" && strings.ToLower(said) == said && len(strings.Fields(said)) <= mostWords
}

// besideNames stand between a name and a number.
var besideNames = wordSet(`l p m f no nomor nomer number pria wanita laki perempuan male female wni`)

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
