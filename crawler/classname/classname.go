// Package classname reads the words of class attributes and ids, for sites name their elements after what they hold:
//
//	classname.Read("comment-author vcard") // Author
//	classname.Read("relatedPosts")         // Boilerplate
//	classname.Read("css-1dfgmtm")          // nothing: the names of many sites tell nothing
//
// A name is a hint and no more: that a page without one may hold comments all the same is the business of package comments.
package classname

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ronda/crawler/words"
)

// Hint is a set of what a class attribute or id tells about an element.
type Hint uint16

// What names tell.
const (
	Boilerplate Hint = 1 << iota // navigation, related links, share bars, cookie notices
	Footer
	Edge // header, banner, widget: furniture only where it is mostly links
	Comment
	Post
	Message
	Author
	Date
	Quote
	Seller
	Thread   // holds comments
	Bodyless // counts, likes, badges of a post
)

// meaning is what a word of a class name tells.
type meaning struct {
	any     Hint // wherever it stands
	last    Hint // where it is the last word
	noun    Hint // what it is a noun for
	neutral bool // says nothing beside such a noun
	person  bool // makes a person's name of "name" behind it
}

// longestMeaning is the length of the longest word in meanings.
const longestMeaning = 15

// meanings holds words of class names and ids, English and Indonesian, as they are met on forums, shops and news sites.
var meanings = func() map[string]*meaning {
	all := map[string]*meaning{}
	each := func(words string, set func(*meaning)) {
		for word := range strings.FieldsSeq(words) {
			if all[word] == nil {
				all[word] = &meaning{}
			}
			set(all[word])
		}
	}
	each(`nav navbar navigation navigasi navi breadcrumb breadcrumbs crumb crumbs pathway related terkait similar
		serupa popular populer terpopuler pops recommended recommendation recommendations rekomendasi
		trending share sharing sharebar sharer shares bagikan addtoany cookie cookies consent gdpr
		tagcloud pagination paginator pager paging pagenav sitemap newsletter skip skiplink bacajuga lihatjuga readalso
		seealso readmore alsolike youmaylike linklist menu menus submenu megamenu dropdown masthead blogroll
		sidebar sidebars terkini terbaru latestnews latestposts recentposts recentcomments topnews topik mostread
		mostpopular beritalain artikellain lainnya outbrain taboola archives arsip`, func(m *meaning) { m.any = Boilerplate })
	each(`footer foot ftr copyright colophon kaki`, func(m *meaning) { m.any = Footer })

	each(`header hdr head topbar banner widget widgets toolbar top bottombar`, func(m *meaning) { m.last |= Edge })
	each(`author username user nick nickname penulis pengirim poster byline owner handle uname sender
		commenter member nama fn creator`, func(m *meaning) { m.last |= Author })
	each(`date time timestamp tanggal tgl waktu datetime ago jam when published`, func(m *meaning) { m.last |= Date })
	each(`quote quotetext blockquote quotecontent quotemain quoted kutipan bbquote quotebody`, func(m *meaning) { m.last |= Quote })
	each(`seller penjual sellername merchant pelapak shopname storename tokoname namatoko lapak advertiser pengiklan`, func(m *meaning) { m.last |= Seller })
	each(`views likes counter counts meta foot reactions`, func(m *meaning) { m.last |= Bodyless })
	each(`comments commentlist komentar komen replies responses tanggapan balasan guestbook bukutamu testimonials ulasan reviews`,
		func(m *meaning) { m.last |= Thread })

	each(`comment komentar reply balasan tanggapan hcomment cmt komen coment testimoni testimonial ulasan`, func(m *meaning) { m.noun = Comment })
	each(`message msg pesan bubble`, func(m *meaning) { m.noun = Message })
	each(`post entry hentry tweet status kiriman postingan postbit guestbook`, func(m *meaning) { m.noun = Post })
	each(`item box container wrap wrapper row block node single card forum thread depth level parent
		child children odd even li div bg alt new unread first last media cell feed stream chat channel
		topic group fb wp js tgme unit`, func(m *meaning) { m.neutral = true })
	each(`author user poster display sender from member nick screen owner commenter penulis pengirim profile`, func(m *meaning) { m.person = true })
	return all
}()

// unknown is what other words tell.
var unknown = &meaning{}

func meaningOf(word string) *meaning {
	if len(word) <= longestMeaning {
		if m := meanings[word]; m != nil {
			return m
		}
	}
	return unknown
}

// furniturePair reports whether two words name furniture together: "latest-news".
func furniturePair(word, next string) bool {
	var room [longestMeaning]byte
	if len(word)+len(next) > len(room) {
		return false
	}
	m := meanings[string(append(append(room[:0], word...), next...))]
	return m != nil && m.any == Boilerplate
}

// sellerPair reports whether two words name a seller together.
func sellerPair(word, next string) bool {
	const shortest, longest = 8, 12
	if n := len(word) + len(next); n < shortest || n > longest {
		return false
	}
	switch word + next {
	case "shopname", "storename", "sellername", "merchantname", "tokoname", "namatoko", "namapenjual", "penjualname":
		return true
	}
	return false
}

// hintsOf reads the words of one class name.
func hintsOf(words []string) Hint {
	var m, noun Hint
	other := false // words that say something else than that it is a post
	before, last := unknown, unknown
	for i, word := range words {
		before, last = last, meaningOf(word)
		if i+1 < len(words) && last.any != Boilerplate && furniturePair(word, words[i+1]) {
			m |= Boilerplate
		} else {
			m |= last.any
		}
		switch {
		case last.noun != 0:
			noun |= last.noun
		case last.neutral, strings.Trim(word, "0123456789") == "":
		case i == 0 && len(words) > 1 && len(word) <= 3 && last.any != Boilerplate: // the name of a framework
		default:
			other = true
		}
	}
	m |= last.last
	if n := len(words); n > 1 {
		if words[n-1] == "name" && before.person {
			m |= Author
		}
		if sellerPair(words[n-2], words[n-1]) {
			m = m&^Author | Seller
		}
	}
	if n := len(words); n > 1 && listWord(words[n-1]) && (before.noun == Comment || before.last == Thread) {
		return m | Thread // "comment-list"
	}
	if other {
		return m
	}
	return m | noun
}

// listWord reports whether a word behind "comment" names what holds many of them.
func listWord(word string) bool {
	switch word {
	case "list", "section", "area", "tree":
		return true
	}
	return false
}

// Read reads a class attribute or an id.
func Read(attribute string) Hint {
	var m Hint
	var room [8]string
	for attribute != "" {
		end := nameEnd(attribute)
		words := splitWords(room[:0], attribute[:end])
		if len(words) > 0 && (len(words) == 1 || !aboutAnother(words[0])) {
			m |= hintsOf(words)
		}
		attribute = attribute[end:]
		for attribute != "" {
			r, size := utf8.DecodeRuneInString(attribute)
			if !unicode.IsSpace(r) {
				break
			}
			attribute = attribute[size:]
		}
	}
	return m
}

// WithoutNumber leaves out all but a digit of the number at the end of a class attribute or id: no hint depends on it.
func WithoutNumber(id string) string {
	return id[:min(len(words.TrimDigits(id))+1, len(id))]
}

// nameEnd returns the length of the class name that an attribute begins with.
func nameEnd(attribute string) int {
	for i := range len(attribute) {
		if c := attribute[i]; c <= ' ' || c >= utf8.RuneSelf {
			if c == ' ' {
				return i
			}
			if n := strings.IndexFunc(attribute[i:], unicode.IsSpace); n >= 0 {
				return i + n
			}
			break
		}
	}
	return len(attribute)
}

// aboutAnother reports whether a class name that begins with a word says something about another element.
func aboutAnother(first string) bool {
	switch first {
	case "has", "no", "with", "without", "is", "hide", "show", "not":
		return true
	}
	return false
}

// splitWords appends the words of a class name in lower case. It is split at punctuation, digits' borders excepted, and
// where small letters meet capitals.
func splitWords(words []string, token string) []string {
	start := -1
	capital := false
	var previous uint8
	end := func(i int) {
		word := token[start:i]
		if capital {
			word = strings.ToLower(word)
		}
		words, start, capital = append(words, word), -1, false
	}
	for i, r := range token {
		kind := wordRune(r)
		if start >= 0 && (kind == runeOther || kind == runeCapital && previous == runeSmall) {
			end(i)
		}
		if kind != runeOther && start < 0 {
			start = i
		}
		capital = capital || kind == runeCapital || kind == runeLetter
		previous = kind
	}
	if start >= 0 {
		end(len(token))
	}
	return words
}

// What a character of a class name is.
const (
	runeOther = iota
	runeSmall
	runeCapital
	runeDigit
	runeLetter // of no case
)

// asciiRunes tells what the characters of ASCII are.
var asciiRunes = func() (t [utf8.RuneSelf]uint8) {
	for c := range t {
		switch {
		case 'a' <= c && c <= 'z':
			t[c] = runeSmall
		case 'A' <= c && c <= 'Z':
			t[c] = runeCapital
		case '0' <= c && c <= '9':
			t[c] = runeDigit
		}
	}
	return t
}()

func wordRune(r rune) uint8 {
	switch {
	case r < utf8.RuneSelf:
		return asciiRunes[r]
	case unicode.IsUpper(r):
		return runeCapital
	case unicode.IsLower(r):
		return runeSmall
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return runeLetter
	}
	return runeOther
}
