package site

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// speechWords are said to somebody or about oneself: of people who speak with one another, seldom of notices, lists and
// reports. Words that offices use of themselves and of their readers ("kami", "Anda") are not among them.
var speechWords = wordSet(`saya aku ane gue gua gw gwe sy aq abdi kulo awak kita-kita ku mu kamu kmu kau lu lo loe elu
	pak bu bang kang mas mbak mba kak kakak gan sis bro bos boss min mimin admin om tante dik dek adik agan juragan cak neng ceu mbah bunda bun ustaz
	ustadz lae bah mang uda uni bapak2 ibu2 guys teman2 kawan sob suhu puh
	terima makasih makasi terimakasih trims thx thanks thank tq nuwun suwun hatur tolong mohon izin ijin maaf mantap mantul keren setuju salam
	semoga alhamdulillah amin aamiin wah waduh aduh lho loh dong donk sih nih deh kok kan ya yah yaa iya ga gak nggak ngga enggak kagak ndak tdk yg
	dgn udah udh sdh banget bgt emang gitu gini gimana gmn kapan apakah kenapa mana dimana wkwk wkwkwk haha hahaha hehe hihi
	nyimak up pm inbox dm japri wa minat order ready cek
	i i'm my me you your please hi hello lol anyone`)

// actionWords stand alone, as what can be done with a comment.
var actionWords = wordSet(`balas balasan reply suka like likes kutip quote laporkan report tanggapi jawab dukung upvote downvote membantu helpful
	bagikan share edit hapus komentari respond react favorit permalink tautan`)

// exampleWords introduce what a page quotes.
var exampleWords = wordSet(`iklan kutipan contoh modus temuan sampel transkrip percakapan cuplikan tangkapan bukti versi naskah dialog wawancara kasus
	advert example quote quotes transcript`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

// eachWord calls f with the words of s in lower case until it returns false.
func eachWord(s string, f func(word []byte) bool) {
	const longest = 24
	var room [longest]byte
	word := room[:0]
	for i := 0; i <= len(s); i++ {
		var c byte
		if i < len(s) {
			c = s[i]
		}
		if letter(c) || digit(c) || c == '\'' && len(word) > 0 {
			if 'A' <= c && c <= 'Z' {
				c |= 0x20
			}
			if len(word) < longest {
				word = append(word, c)
			}
			continue
		}
		if len(word) > 0 && !f(word) {
			return
		}
		word = room[:0]
	}
}

// speaks reports whether somebody says a text to others: by its words, a question, an exclamation or an emoji.
func speaks(s string) bool {
	const enough = 300
	s = s[:min(len(s), enough)]
	if strings.ContainsAny(s, "?!") {
		return true
	}
	found := false
	eachWord(s, func(word []byte) bool {
		found = speechWords[string(word)]
		return !found
	})
	return found || emoji(s)
}

func emoji(s string) bool {
	for i := 0; i+3 < len(s); i++ {
		if s[i] == 0xF0 && s[i+1] == 0x9F {
			return true
		}
	}
	return false
}

// action reports whether a line names only what can be done with a comment: "Suka · Balas · 3".
func action(s string) bool {
	const longest, fewest = 60, 3 // bytes; words that are none with which it is no such line
	if len(s) > longest {
		return false
	}
	words, known := 0, 0
	eachWord(s, func(word []byte) bool {
		if !asciiLetter(word[0]) {
			return true
		}
		words++
		if len(word) >= len("edit") && actionWords[string(word)] {
			known++
		}
		return known > 0 || words < fewest
	})
	return known > 0 && known*2 >= words
}

func asciiLetter(c byte) bool { return 'a' <= c && c <= 'z' }

// introducesExamples reports whether a heading or the head of a table says that quotations follow.
func introducesExamples(s string) bool {
	const longest = 160
	found := false
	if len(s) <= longest {
		eachWord(s, func(word []byte) bool {
			found = exampleWords[string(word)]
			return !found
		})
	}
	return found
}

// nameLike reports whether a line may be a name, a handle, a person's role: some words that say nothing.
func nameLike(s string) bool {
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
	letters, words, sentence := false, 0, false
	eachWord(s, func(word []byte) bool {
		words++
		letters = letters || letter(word[0])
		switch string(word) {
		case "yang", "untuk", "adalah", "tidak", "dengan", "akan", "bisa", "sudah", "jangan", "apakah", "itu", "ini", "saya", "the", "and":
			sentence = true
		}
		return true
	})
	return (letters || strings.Contains(s, "*")) && words <= mostWords && !sentence && !numbered(s)
}

// numbered reports whether a line begins with its number, as steps and chapters do: "1. Beri tanda".
func numbered(s string) bool {
	rest := strings.TrimLeft(s, "0123456789")
	return len(rest) < len(s) && rest != "" && strings.IndexByte(".)", rest[0]) >= 0
}

// personal reports whether a name is one that people go by: with a form of address, initials, or written as a handle.
func personal(s string) bool {
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
		if s[i] == '.' && asciiLetter(before|0x20) && asciiLetter(after|0x20) { // studio.mentahan
			return true
		}
		before = s[i]
	}
	found := false
	eachWord(s, func(word []byte) bool {
		switch string(word) {
		case "pak", "bapak", "bu", "ibu", "bang", "kang", "mas", "mbak", "kak", "kakak", "om", "tante", "mbah", "mbok", "haji", "hj", "ustaz", "ustazah",
			"bunda", "mama", "papa", "ayah", "admin", "panitia", "warga", "wali", "mahasiswa", "mahasiswi", "murid", "siswa", "anonim", "anonymous",
			"tamu", "guest", "pembaca", "alumni", "guru", "dosen", "penelaah", "redaksi", "mr", "mrs", "ms", "dr", "cak", "neng":
			found = true
		}
		return !found
	})
	return found
}
