package people

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ronda/detect/digits"
	"ronda/detect/glyph"
	"ronda/detect/wordclass"
)

// BlankFiles puts stars in the place of names in the names of files and below pictures: "ktp_budi_jaya.jpg", "Selfie KTP Budi Jaya" in
// a list of such lines, "KTP a.n. Budi Jaya". Words of the lists stay. It keeps the length of the text.
func BlankFiles(text string) string {
	var out []byte
	hide := func(w digits.Span) {
		if out == nil {
			out = []byte(text)
		}
		star(out, w)
	}
	fileNames(text, func(name digits.Span) {
		unknownWords(text, name, hide)
		foldersBefore(text, name.From, func(folder digits.Span) { unknownWords(text, folder, hide) })
	})
	folders(text, hide)
	captions(text, hide)
	ownedBy(text, hide)
	if out == nil {
		return text
	}
	return string(out)
}

// fileKinds end the names of files that hold pictures, films and scans.
var fileKinds = wordclass.Set("jpg jpeg jpe jfif png webp gif bmp heic heif avif tif tiff pdf doc docx zip rar 7z mp4 mov 3gp webm psd svg")

// fileNames gives the names of files in a text, without what tells their kind. A name may hold spaces where little else
// stands on the line before it.
func fileNames(text string, give func(name digits.Span)) {
	done := 0
	for i := 0; ; {
		k := strings.IndexByte(text[i:], '.')
		if k < 0 {
			return
		}
		dot := i + k
		i = dot + 1
		end := i
		for end < len(text) && end-i < 5 && glyph.WordByte(text[end]) {
			end++
		}
		var buf [glyph.LongestWord]byte
		if end == i || end < len(text) && glyph.WordByte(text[end]) || !fileKinds[string(glyph.Lower(&buf, text[i:end]))] {
			continue
		}
		if from := nameBegins(text, done, dot); from < dot && !strings.HasSuffix(text[:from], "//") { // https://toko.zip
			give(digits.Span{From: from, To: dot})
		}
		done, i = end, end
	}
}

// foldersBefore gives the names of the folders on the way to a file that are written before its name: "Budi_Jaya/ktp.jpg". The host of an
// address is none.
func foldersBefore(text string, name int, give func(folder digits.Span)) {
	const deepest = 6
	for range deepest {
		end := name - 1
		if end < 0 || text[end] != '/' {
			return
		}
		name = nameBegins(text, 0, end)
		if name == end || strings.HasSuffix(text[:name], "//") || strings.Contains(text[name:end], ".") {
			return
		}
		give(digits.Span{From: name, To: end})
	}
}

// folders hides names in lines that are a folder's name each, as servers list them: "Budi_Jaya/". One alone is no list.
func folders(text string, hide func(w digits.Span)) {
	const longest = 80
	if strings.Count(text, "/\n") < severalCaptions {
		return
	}
	for from := 0; from < len(text); {
		to := len(text)
		if k := strings.IndexByte(text[from:], '\n'); k >= 0 {
			to = from + k
		}
		if to-from <= longest && strings.IndexByte(text[from:to], '/') == to-from-1 {
			unknownWords(text, digits.Span{From: from, To: to - 1}, hide)
		}
		from = to + 1
	}
}

// nameBegins returns where the name of a file begins that ends at dot: behind a folder, at the beginning of a line or cell, or, where
// much stands before it, with its last word and those with a capital before that. People write brackets and commas into names too:
// "KTP Budi Jaya (1).jpg", "KTP Budi, S.Pd.pdf".
func nameBegins(text string, least, dot int) int {
	const longest, mostWords = 120, 8
	least = max(least, dot-longest)
	token, words := dot, 0 // where it begins without what stands before
	joined := true         // nothing but words with a capital, and no other sign, since token
	i := dot
	for i > least {
		c := text[i-1]
		if c < ' ' || strings.IndexByte(`/\"<>|=?`, c) >= 0 || c == ' ' && i-1 > least && text[i-2] == ' ' {
			break
		}
		switch sign := strings.IndexByte(`'&#:()[]{},;`, c) >= 0; {
		case sign && words == 0 && joined:
			token, joined = i, false
		case sign:
			joined = false
		case c == ' ':
			if joined && (words == 0 || text[i] <= 'Z') {
				token = i
			} else {
				joined = false
			}
			words++
		}
		i--
	}
	if joined && (words == 0 || i < dot && text[i] <= 'Z') {
		token = i
	}
	if words >= mostWords || i == least && least > 0 && dot-least == longest {
		i = token
	}
	for i < dot && !utf8.RuneStart(text[i]) {
		i++
	}
	return i
}

// unknownWords gives the words of a span that are in no list and hold a letter. What is written as "%20" parts words too.
func unknownWords(text string, within digits.Span, give func(w digits.Span)) {
	for i := within.From; i < within.To; {
		if text[i] == '%' && i+3 <= within.To && glyph.HexDigit(text[i+1]) && glyph.HexDigit(text[i+2]) {
			i += 3
			continue
		}
		end := within.To
		if k := strings.IndexAny(text[i:end], "%_"); k == 0 {
			i++
			continue
		} else if k > 0 {
			end = i + k
		}
		w, next := wordclass.Next(text[:end], i)
		if w.From < w.To && unknown(text[w.From:w.To]) {
			give(w)
		}
		i = max(next, i+1)
	}
}

// unknown reports whether a word of letters is in no list, whatever digits stand behind it.
func unknown(word string) bool {
	word = strings.TrimRight(word, "0123456789")
	return len(word) > 1 && word[0] != '*' && wordclass.Of(word) == 0 && !oneOf(fileWords, word) && strings.IndexFunc(word, unicode.IsLetter) >= 0
}

// fileWords stand in the names of files that devices, scanners and sites give, and of examples.
var fileWords = wordclass.Set("dsc dscn pxl vid imgp screenshot camscanner cs photogrid thumb thumbnail small medium large front hold back dummy specimen " +
	"mockup ilustrasi watermark panduan tutorial syarat alur benar salah buram silau banner poster slide logo infografis brosur pendaftaran")

// oneOf reports whether a word, in whatever case, is one of a set.
func oneOf(words map[string]bool, word string) bool {
	var buf [glyph.LongestWord]byte
	return len(word) <= glyph.LongestWord && words[string(glyph.Lower(&buf, word))]
}

// severalCaptions are so many lines alike that a list of pictures has: one line alone may be a headline ("KTP Digital").
const severalCaptions = 3

// captions hides what follows the words for a document in lines that hold nothing else: words with a capital, in no list.
func captions(text string, hide func(w digits.Span)) {
	if !strings.Contains(text, "\n") {
		return
	}
	var found, line []digits.Span
	lines := 0
	for from := 0; from < len(text); {
		to := len(text)
		if k := strings.IndexByte(text[from:], '\n'); k >= 0 {
			to = from + k
		}
		if line = captionNames(text, digits.Span{From: from, To: to}, line[:0]); len(line) > 0 {
			found = append(found, line...)
			lines++
		}
		from = to + 1
	}
	if lines < severalCaptions {
		return
	}
	for _, w := range found {
		hide(w)
	}
}

// captionNames adds the words that a line names somebody with behind a document: none where it says anything else.
func captionNames(text string, line digits.Span, names []digits.Span) []digits.Span {
	const longest, mostWords = 64, 7
	if line.To-line.From > longest {
		return names
	}
	words, document := 0, false
	for i := line.From; i < line.To; {
		w, next := wordclass.Next(text[:line.To], i)
		if w.From == w.To {
			break
		}
		i = next
		word := text[w.From:w.To]
		words++
		switch c := wordclass.Of(word); {
		case oneOf(pictureWords, word):
			document = true
		case document && '0' <= word[0] && word[0] <= '9' && !aside(text, w): // a price, or a count of goods
			return names[:0]
		case c != 0 || len(word) == 1 || '0' <= word[0] && word[0] <= '9':
		case !document || !capital(word) || words > mostWords:
			return names[:0]
		default:
			names = append(names, w)
		}
	}
	return names
}

// aside reports whether a number is a year or stands in brackets: "KTP Budi 2024", "KTP Budi (2)".
func aside(text string, w digits.Span) bool {
	word := text[w.From:w.To]
	year := len(word) == 4 && (word[:2] == "19" || word[:2] == "20") && strings.Trim(word, "0123456789") == ""
	return year || w.From > 0 && text[w.From-1] == '(' && w.To < len(text) && text[w.To] == ')'
}

// pictureWords name what pictures of people show.
var pictureWords = wordclass.Set("ktp ektp kk npwp sim paspor passport selfie selfi swafoto kyc akta kia kartu")

func capital(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

// ownedBy hides the names behind "a.n." and "atas nama": words with a capital, in no list, and behind the short label those without one too.
func ownedBy(text string, hide func(w digits.Span)) {
	for i := 0; i < len(text); i++ {
		if text[i]|0x20 != 'a' || i+1 < len(text) && strings.IndexByte("tT.nN/", text[i+1]) < 0 || glyph.InWordAt(text, i) {
			continue
		}
		n, short := ownerLabel(text[i:])
		if n == 0 {
			continue
		}
		i = ownerNames(text, i+n, short, hide) - 1
	}
}

// ownerNames hides the names that stand at i, behind a label, and returns where to go on.
func ownerNames(text string, i int, short bool, hide func(w digits.Span)) int {
	const mostWords = 8
	between, named := " .:_'\"()-\t\r\n", false
	for range mostWords {
		w, next := wordclass.Next(text, i)
		word := text[w.From:w.To]
		if word == "" || strings.Trim(text[i:w.From], between) != "" {
			break
		}
		switch {
		case oneOf(titles, word), len(word) == 1 && capital(word):
		case unknown(word) && (short || capital(word)):
			hide(w)
			between, named = " .,:_'\"()-", true
		case !named && capital(word) && wordclass.Of(word) != 0: // "a.n. Ibu Budi", but "a.n. Budi, Lengkap"
		default:
			return i
		}
		i = next
	}
	return i
}

// titles stand before names and between them.
var titles = wordclass.Set("bapak bpk pak ibu bu saudara saudari sdr sdri tuan tn nyonya ny nona nn haji hj alm almh almarhum almarhumah kh ust dr drs ir prof bin binti dan al")

// ownerLabel returns the length of what says, at the beginning of a text, in whose name a paper is, and whether it is short for it.
func ownerLabel(text string) (n int, short bool) {
	for _, label := range [...]string{"atas nama", "a.n", "a. n", "a/n", "an"} {
		if n = len(label); len(text) <= n || !strings.EqualFold(text[:n], label) || glyph.WordByte(text[n]) {
			continue
		}
		switch label {
		case "atas nama":
			return n, false
		case "an": // a word of its own in other languages
			if text[n] == '.' || text[n] == ':' {
				return n, false
			}
			continue
		}
		return n, true
	}
	return 0, false
}
