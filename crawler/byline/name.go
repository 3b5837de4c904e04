package byline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ronda/crawler/words"
)

// sentenceWords stand in sentences and not in names.
var sentenceWords = words.NewSet(`yang untuk adalah tidak dengan akan bisa sudah jangan apakah itu ini saya the and`)

// sectionWords head the sections of a page where they stand alone; nobody is called so.
var sectionWords = words.NewSet(`description deskripsi keterangan spesifikasi specification specifications detail details overview ringkasan ulasan review
	reviews pengiriman shipping faq lampiran attachment attachments daftar isi rincian manifest`)

// IsName reports whether a line may be a name, a handle, a person's role: some words that say nothing.
func IsName(s string) bool {
	const longest, mostWords, shortestAbbreviated = 52, 7, 4
	if s == "" || len(s) > longest || strings.Contains(s, "Rp") || strings.Contains(s, "//") {
		return false
	}
	last := s[strings.LastIndexByte(s, ' ')+1:]
	switch s[len(s)-1] {
	case '?', '!', ':', ';', ',':
		return false
	case '.':
		if len(last) > shortestAbbreviated && !strings.HasSuffix(s, "...") {
			return false
		}
	}
	r, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsLetter(r) && r != '@' && r != '_' && r != '~' && !unicode.IsDigit(r) {
		return false
	}
	letters, n, sentence, section := false, 0, false, false
	var room words.Room
	for word, rest := room.Next(s); len(word) > 0; word, rest = room.Next(rest) {
		n++
		letters = letters || words.Letter(word[0])
		sentence = sentence || sentenceWords.Holds(word)
		section = n == 1 && sectionWords.Holds(word)
	}
	return (letters || strings.Contains(s, "*")) && n <= mostWords && !sentence && !section && !numbered(s)
}

// numbered reports whether a line begins with its number, as steps and chapters do: "1. Beri tanda".
func numbered(s string) bool {
	rest := strings.TrimLeft(s, "0123456789")
	return len(rest) < len(s) && rest != "" && strings.IndexByte(".)", rest[0]) >= 0
}

// formsOfAddress stand before a person's name, or for it.
var formsOfAddress = words.NewSet(`pak bapak bu ibu bang kang mas mbak kak kakak om tante mbah mbok haji hj ustaz ustazah
	bunda mama papa ayah admin panitia warga wali mahasiswa mahasiswi murid siswa anonim anonymous
	tamu guest pembaca alumni guru dosen penelaah redaksi mr mrs ms dr cak neng`)

// IsPersonal reports whether a name is one that people go by: with a form of address, initials, or written as a handle.
func IsPersonal(s string) bool {
	if strings.ContainsAny(s, "@_*") {
		return true
	}
	first, _ := utf8.DecodeRuneInString(s)
	if unicode.IsLower(first) {
		return true
	}
	before := byte(' ')
	for i := range len(s) { // a capital by itself: "Penelaah A", "N. L. Puspa"
		after := byte(' ')
		if i+1 < len(s) {
			after = s[i+1]
		}
		if 'A' <= s[i] && s[i] <= 'Z' && before == ' ' && (after == ' ' || after == '.') {
			return true
		}
		if s[i] == '.' && words.Small(before|0x20) && words.Small(after|0x20) { // studio.mentahan
			return true
		}
		before = s[i]
	}
	return formsOfAddress.Any(s)
}

// Words around a name in a byline: "oleh Budi pada".
var (
	beforeName = words.NewSet(`oleh by dari posted diposting dijawab diperbarui ditulis diedit edited tanggal pada on`)
	afterName  = words.NewSet(`pada on menulis berkata mengatakan commented says wrote said mengatakan...`)
)

// TrimName leaves out what stands around a name in a byline.
func TrimName(s string) string {
	const marks = " \t,:;|([{<>)]}-–—·•»«~\"'"
	s = strings.Trim(s, marks)
	for s != "" {
		first, rest, _ := strings.Cut(s, " ")
		if !beforeName.Has(first) {
			break
		}
		s = strings.Trim(rest, marks)
	}
	for s != "" {
		i := strings.LastIndexByte(s, ' ')
		if i < 0 || !afterName.Has(s[i+1:]) {
			break
		}
		s = strings.Trim(s[:i], marks)
	}
	return s
}

// Colon returns the length of a name and the colon behind it with which a line begins, 0 when there is none.
func Colon(s string) int {
	const longest = 34
	n := strings.Index(s[:min(len(s), longest)], ": ")
	if n < 2 && len(s) <= longest && strings.HasSuffix(s, ":") {
		n = len(s) - 1
	}
	if n < 2 || strings.ContainsAny(s[:n], "\"?!") || !IsName(TrimName(s[:n])) {
		return 0
	}
	return n + 1
}

// Speaker returns the name with which a line of a chat begins, behind its time, and where the words begin: "Rina: pagi",
// "<rina> pagi". The latter is 0 when there is none.
func Speaker(s string) (name string, begin int) {
	if n := Colon(s); n > 0 && n < len(s) {
		return strings.TrimSpace(s[:n-1]), n
	}
	if inner, ok := strings.CutPrefix(s, "<"); ok {
		if name, _, ok := strings.Cut(inner, "> "); ok && IsName(name) {
			return name, len("<") + len(name) + len("> ")
		}
	}
	return "", 0
}

// GoesOn reports whether what follows a date goes on with a sentence: "Soetomo, 12 Mei 2019, menulis bahwa".
func GoesOn(s string) bool {
	rest, ok := strings.CutPrefix(s, ", ")
	return ok && rest != "" && words.Small(rest[0])
}

// PartingMark returns where the first mark stands that parts a name from what is said of the person, -1 where there is none.
func PartingMark(s string) int {
	for i := range len(s) {
		switch {
		case s[i] == '|', strings.HasPrefix(s[i:], "·"), strings.HasPrefix(s[i:], "•"):
			return i
		}
	}
	return -1
}
