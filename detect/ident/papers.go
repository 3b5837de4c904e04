package ident

import "strings"

// card judges 11 to 14 digits, which only a name makes the number of a driving licence or of a health or work insurance.
// The licence has 12, 13 or 14 digits, the health insurance 13, the work insurance 11.
func (p *reader) card(c chunk) {
	l := p.lexed
	cand := candidate{digits: l.chunkDigits(c), header: -1}
	cand.match.Start, cand.match.End = l.groups[c.from].start, l.groups[c.to-1].end
	n := len(cand.digits)
	if _, phone := normalPhone(string(cand.digits)); phone || l.letters(c)*2 >= n {
		return
	}
	p.locate(&cand)
	var t Type
	switch {
	case cand.label == meansSIM && n >= 12:
		t = TypeSIM
	case cand.label == meansBPJS && (n == 11 || n == 13):
		t = TypeBPJS
	default:
		return
	}
	if cand.loose {
		return
	}
	cand.own, cand.logit = true, 2.2
	cand.match.Masked = template(cand.digits)
	cand.match.Number = newNumber(t, cand.digits)
	p.found = append(p.found, cand)
}

// passportDigits is how many digits there are in the number of a passport.
const passportDigits = 7

// passports finds passport numbers: a letter and seven digits that a word or the head of a column names. column says that
// the parts of the text before have such a column, and is told whether the present one has.
func passports(text string, column *bool) []Match {
	first := indexPassport(text)
	if first < 0 && !*column {
		return nil
	}
	labelled := -reachBefore - 1
	var named, listed []Match
	for i := max(first, 0); i < len(text); i++ {
		if !letter(text[i]) || inWordAt(text, i) && i != labelled {
			continue
		}
		if n := passportWord(text[i:]); n > 0 {
			labelled = i + n
			if headsColumn(text, labelled) {
				*column = true
			}
			i = labelled - 1
			continue
		}
		near := i-labelled <= reachBefore
		end := passport(text, i, near)
		if end == i {
			continue
		}
		m := Match{Number: newNumber(TypePassport, compact(text[i:end])), Start: i, End: end, Confidence: 0.85}
		switch {
		case near:
			named = append(named, m)
		case *column:
			listed = append(listed, m)
		}
		i = end - 1
	}
	const few = 3
	if len(listed) >= few || *column && len(listed) > 0 && len(named) > 0 {
		named = merge(named, listed)
	}
	return named
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

// headsColumn reports whether the line of the word that ends at i goes on without a value: it is the head of a table.
func headsColumn(text string, i int) bool {
	line := text[i:min(len(text), i+longestHeader)]
	if k := strings.IndexByte(line, '\n'); k >= 0 {
		line = line[:k]
	}
	return len(line) < longestHeader && longestDigits(line) <= headerDigits
}

// compact returns the letters and digits of s, in capitals.
func compact(s string) []byte {
	var out []byte
	for _, r := range s {
		if d := digitValue(r); d >= 0 {
			out = append(out, byte('0'+d))
		} else if r < 0x80 && letter(byte(r)) {
			out = append(out, byte(r)&^0x20)
		}
	}
	return out
}

// machineLines finds passport numbers in the two lines for machines at the foot of a passport's page.
// Of the two lines of 44 characters on a passport's page (ICAO 9303, TD3), the second holds number, nationality, birth,
// sex and expiry, with a check digit behind each.
const machineLine = 44

func machineLines(text string) []Match {
	var out []Match
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
			out = append(out, Match{Number: newNumber(TypePassport, []byte(number)), Start: start, End: start + 9, Confidence: 0.95})
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

// namesPeople reports whether a word for population numbers stands in text. All of them have a k.
func namesPeople(text string) bool {
	for i := range len(text) {
		if text[i]|0x20 != 'k' {
			continue
		}
		if i >= 2 && text[i-2]|0x20 == 'n' && text[i-1]|0x20 == 'i' && !inWordAt(text, i-2) && (i+1 == len(text) || !letter(text[i+1])) {
			return true
		}
		if i+3 <= len(text) && text[i+1]|0x20 == 't' && text[i+2]|0x20 == 'p' && (i+3 == len(text) || !letter(text[i+3])) {
			return true
		}
		if hasPrefixFold(text[i:], "kependudukan") {
			return true
		}
	}
	return false
}

// endsLink tells the characters that no address holds before a number.
var endsLink = func() (b [256]bool) {
	for _, c := range []byte(" \t\r\n\"<>`|,;'()[]{}") {
		b[c] = true
	}
	return b
}()

// linked reports whether text[at] stands in an address.
func linked(text string, at int) bool {
	const longestLink = 192
	start := at
	for start > 0 && at-start < longestLink && !endsLink[text[start-1]] {
		start--
	}
	before := text[start:at]
	return strings.Contains(before, "://") || hasPrefixFold(before, "www.")
}
