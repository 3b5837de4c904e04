package site

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// whenKind is what a word or number says in a date.
type whenKind uint8

const (
	whenOther  whenKind = iota
	whenNumber          // of one or two digits
	whenYear
	whenDate  // "12/3/2024", "2024-03-12"
	whenClock // "09:14"
	whenHour  // "09.14": a time of day where words or the line say so
	whenMonth
	whenUnit // "jam", "days"
	whenOne  // "sejam", "yesterday": a time by itself
	whenAgo
	whenGlue // "pukul", "WIB": beside a date
)

// whenWords are the words of dates as people write them under comments, Indonesian and English.
var whenWords = func() map[string]whenKind {
	all := map[string]whenKind{}
	for kind, words := range map[whenKind]string{
		whenMonth: `jan januari january feb februari february peb pebruari mar mrt maret march apr april mei may jun juni june
			jul juli july agu agt ags agst agustus aug august sep sept september okt oktober oct october nov november nop nopember
			des desember dec december`,
		whenUnit: `detik dtk menit mnt jam hari hr minggu mgg pekan bulan bln tahun second seconds sec secs s minute
			minutes mins m hour hours hrs h j day days d week weeks wk wks w month months mo year years yr yrs y ` +
			"thn", //nolint:misspell // Indonesian for a year
		whenOne: `sejam semenit sehari seminggu sepekan sebulan setahun barusan kemarin kemaren yesterday`,
		whenAgo: `lalu ago silam`,
		whenGlue: `pukul at pada on tgl tanggal wib wita wit am pm gmt utc yang yg senin selasa rabu kamis jumat sabtu ahad
			monday tuesday wednesday thursday friday saturday sunday sen sel rab kam jum sab min mon tue wed thu fri sat sun`,
	} {
		for word := range strings.FieldsSeq(words) {
			all[word] = kind
		}
	}
	return all
}()

type whenToken struct {
	start, end int
	kind       whenKind
}

// longestByline is how many bytes of a line are looked at for a name and a date.
const longestByline = 100

// whenIn returns where the first date or time stands in the beginning of a line, -1 when there is none: days of the calendar,
// times of day, and how long ago. What belongs to it (the day of the week, "pukul", "WIB") is counted in.
func whenIn(s string) (start, end int) {
	const longestWordless = 60 // of lines in which words alone are looked for
	s = s[:min(len(s), longestByline)]
	const before = 24 // bytes before the first number in which its date may begin
	at := firstDigit(s)
	if at < 0 && (len(s) > longestWordless || !whenWithoutNumber(s)) {
		return -1, -1
	}
	skip := max(at-before, 0)
	for skip > 0 && s[skip-1] != ' ' {
		skip--
	}
	var room [24]whenToken
	tokens := whenTokens(room[:0], s, skip)
	for i := range tokens {
		n := whenAt(s, tokens[i:])
		if n == 0 {
			continue
		}
		first, last := i, i+n
		for first > 0 && tokens[first-1].kind == whenGlue {
			first--
		}
		for last < len(tokens) {
			more := whenAt(s, tokens[last:])
			if tokens[last].kind == whenGlue || tokens[last].kind == whenYear {
				more = 1
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

// whenWithoutNumber reports whether a word may tell a time by itself.
func whenWithoutNumber(s string) bool {
	const opening = 5
	for i := 0; i+opening <= len(s); i++ {
		if i > 0 && letter(s[i-1]) {
			continue
		}
		switch s[i] | 0x20 {
		case 's', 'b', 'k', 'y', 'j', 'h':
		default:
			continue
		}
		var room [opening]byte
		switch string(lowered(room[:0], s[i:i+opening])) {
		case "sejam", "semen", "sehar", "semin", "sepek", "sebul", "setah", "barus", "baru ", "kemar", "yeste", "just ", "hari ":
			return true
		}
	}
	return false
}

// whenAt returns how many of the tokens are a date or a time, beginning with the first.
func whenAt(s string, tokens []whenToken) int {
	kind := func(i int) whenKind {
		if i < len(tokens) {
			return tokens[i].kind
		}
		return whenOther
	}
	// closes reports whether nothing but marks follows token i up to the next part of the line.
	closes := func(i int) bool {
		rest := strings.TrimLeft(s[tokens[i].end:], " )]")
		return rest == "" || strings.IndexByte("|(-", rest[0]) >= 0 || rest[0] >= utf8.RuneSelf && !startsLetter(rest)
	}
	switch tokens[0].kind {
	case whenDate, whenClock, whenOne:
		return 1
	case whenHour:
		before := strings.TrimSpace(s[:tokens[0].start])
		if kind(1) == whenGlue || before == "" && closes(0) || endsWithAny(before, "pukul", "jam") {
			return 1
		}
	case whenNumber:
		switch {
		case kind(1) == whenMonth && kind(2) == whenYear:
			return 3
		case kind(1) == whenMonth:
			return 2
		case kind(1) == whenUnit && kind(2) == whenAgo && tokens[2].start == tokens[1].end+1:
			return 3
		case kind(1) == whenUnit && kind(2) == whenGlue && kind(3) == whenAgo:
			return 4
		case kind(1) == whenUnit && closes(1):
			return 2
		}
	case whenUnit:
		if len(tokens) > 1 && strings.EqualFold(s[tokens[0].start:tokens[1].end], "hari ini") {
			return 2
		}
	case whenMonth:
		switch {
		case kind(1) == whenNumber && kind(2) == whenYear:
			return 3
		case kind(1) == whenNumber:
			return 2
		}
	case whenOther:
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

// whenTokens splits the beginning of a line into words and numbers, from a byte on.
func whenTokens(tokens []whenToken, s string, from int) []whenToken {
	for i := from; i < len(s) && len(tokens) < cap(tokens); {
		c := s[i]
		switch {
		case digit(c):
			end := i + 1
			for end < len(s) && (digit(s[end]) || end+1 < len(s) && digit(s[end+1]) && strings.IndexByte("./-:", s[end]) >= 0) {
				end++
			}
			if end < len(s) && s[end] == 'T' { // 2024-03-12T08:00:00Z
				for end < len(s) && s[end] > ' ' {
					end++
				}
			}
			kind := numberKind(s[i:end])
			tokens = append(tokens, whenToken{i, end, kind})
			i = end
		case letter(c):
			end := i + 1
			for end < len(s) && letter(s[end]) {
				end++
			}
			tokens = append(tokens, whenToken{i, end, wordKind(s[i:end])})
			i = end
		default:
			i++
		}
	}
	return tokens
}

// letter reports whether a byte is a letter, or a part of a character that is no ASCII.
func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || c >= utf8.RuneSelf }

func wordKind(word string) whenKind {
	const longest = 9
	if len(word) > longest {
		return whenOther
	}
	var lower [longest]byte
	for i := range len(word) {
		lower[i] = word[i]
		if c := word[i]; 'A' <= c && c <= 'Z' {
			lower[i] |= 0x20
		}
	}
	return whenWords[string(lower[:len(word)])]
}

// numberKind tells what digits and the marks between them are.
func numberKind(s string) whenKind {
	if t := strings.IndexByte(s, 'T'); t == len("2024-03-12") {
		return numberKind(s[:t])
	}
	var groups, length [4]int // values and digits
	n := 0
	var mark byte
	same := true
	for i := range len(s) {
		if digit(s[i]) {
			groups[n] = min(groups[n]*10+int(s[i]-'0'), 1_000_000)
			length[n]++
			continue
		}
		same = same && (mark == 0 || mark == s[i])
		mark = s[i]
		if n++; n == len(groups) {
			return whenOther
		}
	}
	short := length[0] <= 2
	switch {
	case n == 0 && short:
		return whenNumber
	case n == 0 && length[0] == 4 && 1990 <= groups[0] && groups[0] < 2100:
		return whenYear
	case !same:
		return whenOther
	case n >= 1 && mark == ':' && short && groups[0] < 25 && length[1] == 2 && groups[1] < 60:
		return whenClock
	case n == 1 && mark == '.' && short && groups[0] < 25 && length[1] == 2 && groups[1] < 60:
		return whenHour
	case n == 2 && mark != ':' && short && length[1] <= 2 && max(groups[0], groups[1]) <= 31 && min(groups[0], groups[1]) <= 12 && groups[1] > 0 &&
		(length[2] == 2 || length[2] == 4 && 1990 <= groups[2] && groups[2] < 2100):
		return whenDate
	case n == 2 && mark != ':' && length[0] == 4 && 1990 <= groups[0] && groups[0] < 2100 && groups[1] <= 12 && groups[2] <= 31:
		return whenDate
	}
	return whenOther
}
