package byline

import (
	"strings"

	"ronda/crawler/words"
)

// speechWords are said to somebody or about oneself: of people who speak with one another, seldom of notices, lists and
// reports. Words that offices use of themselves and of their readers ("kami", "Anda") are not among them.
var speechWords = words.NewSet(`saya aku ane gue gua gw gwe sy aq abdi kulo awak kita-kita ku mu kamu kmu kau lu lo loe elu
	pak bu bang kang mas mbak mba kak kakak gan sis bro bos boss min mimin admin om tante dik dek adik agan juragan cak neng ceu mbah bunda bun ustaz
	ustadz lae bah mang uda uni bapak2 ibu2 guys teman2 kawan sob suhu puh
	terima makasih makasi terimakasih trims thx thanks thank tq nuwun suwun hatur tolong mohon izin ijin maaf mantap mantul keren setuju salam
	semoga alhamdulillah amin aamiin wah waduh aduh lho loh dong donk sih nih deh kok kan ya yah yaa iya ga gak nggak ngga enggak kagak ndak tdk yg
	dgn udah udh sdh banget bgt emang gitu gini gimana gmn kapan apakah kenapa mana dimana wkwk wkwkwk haha hahaha hehe hihi
	nyimak up pm inbox dm japri wa minat order ready cek
	i i'm my me you your please hi hello lol anyone`)

// actionWords stand alone, as what can be done with a comment.
var actionWords = words.NewSet(`balas balasan reply suka like likes kutip quote laporkan report tanggapi jawab dukung upvote downvote membantu helpful
	bagikan share edit hapus komentari respond react favorit permalink tautan`)

// exampleWords introduce what a page quotes.
var exampleWords = words.NewSet(`iklan kutipan contoh modus temuan sampel transkrip percakapan cuplikan tangkapan bukti versi naskah dialog wawancara kasus
	advert example quote quotes transcript`)

// commentWords are what the heading of a list of comments is called.
var commentWords = words.NewSet(`komentar comment comments tanggapan balasan replies responses ulasan review reviews testimoni testimonials guestbook`)

// AnnouncesComments reports whether a line may be the heading of comments: "Komentar pembaca", "2 tanggapan".
func AnnouncesComments(s string) bool {
	const longest = 60
	return len(s) <= longest && commentWords.Any(s) && !exampleWords.Any(s)
}

// Conversational reports whether somebody says a text to others: by its words, a question, an exclamation or an emoji.
func Conversational(s string) bool {
	const enough = 300
	s = s[:min(len(s), enough)]
	if strings.ContainsAny(s, "?!") {
		return true
	}
	return speechWords.Any(s) || emoji(s)
}

func emoji(s string) bool {
	for i := 0; i+3 < len(s); i++ {
		if s[i] == 0xF0 && s[i+1] == 0x9F {
			return true
		}
	}
	return false
}

// IsAction reports whether a line names only what can be done with a comment: "Suka · Balas · 3".
func IsAction(s string) bool {
	const longest, fewest = 60, 3 // bytes; words that are none with which it is no such line
	if len(s) > longest {
		return false
	}
	n, known := 0, 0
	var room words.Room
	for word, rest := room.Next(s); len(word) > 0 && (known > 0 || n < fewest); word, rest = room.Next(rest) {
		if !words.Small(word[0]) {
			continue
		}
		n++
		if len(word) >= len("edit") && actionWords.Holds(word) {
			known++
		}
	}
	return known > 0 && known*2 >= n
}

// IntroducesExamples reports whether a heading or the head of a table says that quotations follow.
func IntroducesExamples(s string) bool {
	const longest = 160
	return len(s) <= longest && exampleWords.Any(s)
}
