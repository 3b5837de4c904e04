// Package dates finds the dates and times that people and forums write beside a post, Indonesian and English:
//
//	from, to := dates.Find("Rina 2 hari yang lalu")     // "2 hari yang lalu"
//	from, to  = dates.Find("Senin, 3 Maret 2025 | 09:11 WIB · Balas")
//	from, to  = dates.Find("buka 08.00-15.00 setiap hari") // -1: opening hours date nothing
//
// What a date is worth, it does not know: that a line with one signs a post, package byline says.
package dates

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ronda/crawler/words"
)

// kind is what a word or number says in a date.
type kind uint8

const (
	other  kind = iota
	number      // of one or two digits
	year
	date  // "12/3/2024", "2024-03-12"
	clock // "09:14"
	hour  // "09.14": a time of day where words or the line say so
	month
	unit   // "jam", "days"
	moment // "sejam", "yesterday": a time by itself
	ago
	glue // "pukul", "WIB": beside a date
)

// meanings are the words of dates as people write them under comments, Indonesian and English.
var meanings = func() (all words.Map[kind]) {
	for kind, list := range map[kind]string{
		month: `jan januari january feb februari february peb pebruari mar mrt maret march apr april mei may jun juni june
			jul juli july agu agt ags agst agustus aug august sep sept september okt oktober oct october nov november nop nopember
			des desember dec december`,
		unit: `detik dtk menit mnt jam hari hr minggu mgg pekan bulan bln tahun second seconds sec secs s minute
			minutes mins m hour hours hrs h j day days d week weeks wk wks w month months mo year years yr yrs y ` +
			"thn", //nolint:misspell // Indonesian for a year
		moment: `sejam semenit sehari seminggu sepekan sebulan setahun barusan kemarin kemaren yesterday`,
		ago:    `lalu ago silam`,
		glue: `pukul at pada on tgl tanggal wib wita wit am pm gmt utc yang yg senin selasa rabu kamis jumat sabtu ahad
			monday tuesday wednesday thursday friday saturday sunday sen sel rab kam jum sab min mon tue wed thu fri sat sun`,
	} {
		for word := range strings.FieldsSeq(list) {
			all.Put(word, kind)
		}
	}
	return all
}()

type token struct {
	start, end int
	kind       kind
}

// Reach is how many bytes of a line are looked at for a name and a date.
const Reach = 100

// Find returns where the first date or time stands in the beginning of a line, -1 when there is none: days of the calendar,
// times of day, and how long ago. What belongs to it (the day of the week, "pukul", "WIB") is counted in.
func Find(s string) (start, end int) {
	const longestWordless = 60 // of lines in which words alone are looked for
	s = s[:min(len(s), Reach)]
	const before = 24 // bytes before the first number in which its date may begin
	at := words.FirstDigit(s)
	if at < 0 && len(s) > longestWordless || (at < 0 || !numbersMayDate(s, at)) && !wordsAlone(s) {
		return -1, -1
	}
	skip := max(at-before, 0)
	for skip > 0 && s[skip-1] != ' ' {
		skip--
	}
	var room [24]token
	tokens := tokenize(room[:0], s, skip)
	for i := range tokens {
		n := lengthAt(s, tokens[i:])
		if n == 0 {
			continue
		}
		first, last := i, i+n
		for first > 0 && tokens[first-1].kind == glue {
			first--
		}
		for last < len(tokens) {
			more := lengthAt(s, tokens[last:])
			switch tokens[last].kind {
			case glue, year, hour: // behind a date, "09.14" is a time of day
				more = 1
			default:
			}
			if more == 0 {
				break
			}
			last += more
		}
		return tokens[first].start, tokens[last-1].end
	}
	return -1, -1
}

// numbersMayDate reports whether one of the numbers from a byte on may stand in a date: most are prices, phones and counts.
func numbersMayDate(s string, from int) bool {
	for i := from; i < len(s); {
		if !words.Digit(s[i]) {
			i++
			continue
		}
		end := numberEnd(s, i)
		switch numberKind(s[i:end]) {
		case number, date, clock, hour:
			return true
		default: // a year belongs to one of these
		}
		i = end
	}
	return false
}

// wordsAlone reports whether a word may tell a time by itself.
func wordsAlone(s string) bool {
	const opening = 5
	for i := 0; i+opening <= len(s); i++ {
		if i > 0 && words.Letter(s[i-1]) {
			continue
		}
		switch s[i] | 0x20 {
		case 's', 'b', 'k', 'y', 'j', 'h':
		default:
			continue
		}
		var room [opening]byte
		switch string(words.Lower(room[:0], s[i:i+opening])) {
		case "sejam", "semen", "sehar", "semin", "sepek", "sebul", "setah", "barus", "baru ", "kemar", "yeste", "just ", "hari ":
			return true
		}
	}
	return false
}

// lengthAt returns how many of the tokens are a date or a time, beginning with the first.
func lengthAt(s string, tokens []token) int {
	at := func(i int) kind {
		if i < len(tokens) {
			return tokens[i].kind
		}
		return other
	}
	// closes reports whether nothing but marks follows token i up to the next part of the line.
	closes := func(i int) bool {
		rest := strings.TrimLeft(s[tokens[i].end:], " )]")
		return rest == "" || strings.IndexByte("|(-", rest[0]) >= 0 || rest[0] >= utf8.RuneSelf && !startsLetter(rest)
	}
	switch tokens[0].kind {
	case date, clock, moment:
		return 1
	case hour:
		before := strings.TrimSpace(s[:tokens[0].start])
		if at(1) == glue || before == "" && closes(0) || words.HasSuffixFold(before, "pukul", "jam") {
			return 1
		}
	case number:
		switch {
		case at(1) == month && at(2) == year:
			return 3
		case at(1) == month:
			return 2
		case at(1) == unit && at(2) == ago && tokens[2].start == tokens[1].end+1:
			return 3
		case at(1) == unit && at(2) == glue && at(3) == ago:
			return 4
		case at(1) == unit && closes(1):
			return 2
		}
	case unit:
		if len(tokens) > 1 && strings.EqualFold(s[tokens[0].start:tokens[1].end], "hari ini") {
			return 2
		}
	case month:
		switch {
		case at(1) == number && at(2) == year:
			return 3
		case at(1) == number:
			return 2
		}
	case other:
		if len(tokens) == 1 || tokens[1].end-tokens[0].start > len("baru saja") {
			return 0
		}
		switch phrase := s[tokens[0].start:tokens[1].end]; phrase[0] | 0x20 {
		case 'b', 'j':
			if strings.EqualFold(phrase, "baru saja") || strings.EqualFold(phrase, "just now") {
				return 2
			}
		}
	}
	return 0
}

func startsLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// tokenize splits the beginning of a line into words and numbers, from a byte on.
func tokenize(tokens []token, s string, from int) []token {
	for i := from; i < len(s) && len(tokens) < cap(tokens); {
		c := s[i]
		switch {
		case words.Digit(c):
			end := numberEnd(s, i)
			tokens = append(tokens, token{i, end, numberKind(s[i:end])})
			i = end
		case words.Letter(c):
			end := i + 1
			for end < len(s) && words.Letter(s[end]) {
				end++
			}
			tokens = append(tokens, token{i, end, wordKind(s[i:end])})
			i = end
		default:
			i++
		}
	}
	return tokens
}

// numberEnd returns where the number that begins at i ends, with the marks between its digits.
func numberEnd(s string, i int) int {
	end := i + 1
	for end < len(s) && (words.Digit(s[end]) || joinsDigits(s[end]) && end+1 < len(s) && words.Digit(s[end+1])) {
		end++
	}
	if end < len(s) && s[end] == 'T' { // 2024-03-12T08:00:00Z
		for end < len(s) && s[end] > ' ' {
			end++
		}
	}
	return end
}

func joinsDigits(c byte) bool { return '-' <= c && c <= '/' || c == ':' }

func wordKind(word string) kind { return meanings.Find(word) }

// numberKind tells what digits and the marks between them are.
func numberKind(s string) kind {
	if t := strings.IndexByte(s, 'T'); t == len("2024-03-12") {
		return numberKind(s[:t])
	}
	var groups, length [4]int // values and digits
	n := 0
	var mark byte
	same := true
	for i := range len(s) {
		if words.Digit(s[i]) {
			groups[n] = min(groups[n]*10+int(s[i]-'0'), 1_000_000)
			length[n]++
			continue
		}
		same = same && (mark == 0 || mark == s[i])
		mark = s[i]
		if n++; n == len(groups) {
			return other
		}
	}
	short := length[0] <= 2
	switch {
	case n == 0 && short:
		return number
	case n == 0 && length[0] == 4 && 1990 <= groups[0] && groups[0] < 2100:
		return year
	case !same:
		return other
	case n >= 1 && mark == ':' && short && groups[0] < 25 && length[1] == 2 && groups[1] < 60:
		return clock
	case n == 1 && mark == '.' && short && groups[0] < 25 && length[1] == 2 && groups[1] < 60:
		return hour
	case n == 2 && mark != ':' && short && length[1] <= 2 && max(groups[0], groups[1]) <= 31 && min(groups[0], groups[1]) <= 12 && groups[1] > 0 &&
		(length[2] == 2 || length[2] == 4 && 1990 <= groups[2] && groups[2] < 2100):
		return date
	case n == 2 && mark != ':' && length[0] == 4 && 1990 <= groups[0] && groups[0] < 2100 && groups[1] <= 12 && groups[2] <= 31:
		return date
	}
	return other
}
