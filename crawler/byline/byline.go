// Package byline reads the lines around a comment one by one: who speaks, when, as what, and whether the words are such as people
// say to one another. It knows no markup, so that it reads a line of a forum as that of a chat log.
//
//	Wayan · sejak 2022            a name, and what is said of the person
//	3 Maret 2025, 08:11 · Balas   a date, and an action
//	Pesan: salam kenal            a label of a guest book; words follow
//	Kapan loketnya buka, Pak?     words, said to somebody
//
// The word lists are Indonesian and English; new wording goes into them.
package byline

import (
	"strings"
	"unicode"

	"ronda/crawler/dates"
	"ronda/crawler/words"
)

// Line is what a line says wherever it stands.
type Line struct {
	From, To int16 // its first date, -1 when there is none
	Label    int16 // length of a label of a guest book: "Nama: "
	Wordless bool  // no word: a number, stars, a mark
	Action   bool  // only what can be done with a comment: "Suka · Balas · 3"
}

// Reach is how many bytes of a line may be a byline.
const Reach = dates.Reach

// Read reads one line.
func Read(s string) Line {
	n := Line{From: -1, To: -1, Wordless: strings.IndexFunc(s, unicode.IsLetter) < 0}
	if n.Wordless && words.FirstDigit(s) < 0 {
		return n
	}
	n.Label, n.Action = int16(fieldLabel(s)), IsAction(s)
	if from, to := dates.Find(s[n.Label:]); from >= 0 {
		n.From, n.To = int16(from)+n.Label, int16(to)+n.Label
	}
	return n
}

// IsLabel reports whether a line is as short as what stands beside a name: a role, a place, a count.
func IsLabel(s string) bool {
	const longest, mostWords = 40, 4
	return len(s) <= longest && strings.Count(s, " ") < mostWords
}

// fieldLabels are the labels of guest books.
var fieldLabels = words.NewSet(`nama tanggal tgl waktu dari asal pesan komentar isi name date from message oleh pengirim no kota email`)

// fieldLabel returns the length of a label of a guest book with which a line begins, colon included: "Nama: ".
func fieldLabel(s string) int {
	const longest = 9
	n := strings.IndexByte(s[:min(len(s), longest+2)], ':')
	end := n + 1
	if n < 0 {
		n, end = len(s), len(s)
	}
	if n > longest+1 || !fieldLabels.Has(strings.TrimSpace(s[:n])) {
		return 0
	}
	for end < len(s) && s[end] == ' ' {
		end++
	}
	return end
}

// AnnouncesWords reports whether a line begins with the label of what was said.
func AnnouncesWords(s string) bool {
	return words.HasPrefixFold(s, "pesan") || words.HasPrefixFold(s, "komentar") || words.HasPrefixFold(s, "isi") || words.HasPrefixFold(s, "message")
}
