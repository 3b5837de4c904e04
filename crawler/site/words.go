package site

import (
	"strings"
	"unicode"
)

// mark says what a class attribute or id tells about an element.
type mark uint16

const (
	markFurniture mark = 1 << iota // navigation, related links, share bars, cookie notices
	markFooter
	markEdge // header, banner, widget: furniture only where it is mostly links
	markComment
	markPost
	markMessage
	markAuthor
	markDate
	markQuote
	markSeller
	markThread   // holds comments
	markBodyless // counts, likes, badges of a post
)

// Words of class names and ids, English and Indonesian, as they are met on forums, shops and news sites.
func furniture(word string) bool {
	switch word {
	case "nav", "navbar", "navigation", "navigasi", "navi", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "pathway", "related", "terkait", "similar",
		"serupa", "popular", "populer", "terpopuler", "pops", "recommended", "recommendation", "recommendations", "rekomendasi",
		"trending", "share", "sharing", "sharebar", "sharer", "shares", "bagikan", "addtoany", "cookie", "cookies", "consent", "gdpr",
		"tagcloud", "pagination", "paginator", "pager", "paging", "pagenav", "sitemap", "newsletter", "skip", "skiplink", "bacajuga", "lihatjuga", "readalso",
		"seealso", "readmore", "alsolike", "youmaylike", "linklist", "menu", "menus", "submenu", "megamenu", "dropdown", "masthead", "blogroll",
		"sidebar", "sidebars", "terkini", "terbaru", "latestnews", "latestposts", "recentposts", "recentcomments", "topnews", "topik", "mostread",
		"mostpopular", "beritalain", "artikellain", "lainnya", "outbrain", "taboola", "archives", "arsip":
		return true
	}
	return false
}

func markOf(words []string) mark {
	var m mark
	for i, word := range words {
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		switch {
		case furniture(word) || next != "" && furniture(word+next):
			m |= markFurniture
		case word == "footer" || word == "foot" || word == "ftr" || word == "copyright" || word == "colophon" || word == "kaki":
			m |= markFooter
		}
	}
	switch words[len(words)-1] {
	case "header", "hdr", "head", "topbar", "banner", "widget", "widgets", "toolbar", "top", "bottombar":
		m |= markEdge
	case "author", "username", "user", "nick", "nickname", "penulis", "pengirim", "poster", "byline", "owner", "handle", "uname", "sender",
		"commenter", "member", "nama", "fn", "creator":
		m |= markAuthor
	case "name":
		if len(words) > 1 && (authorWord(words[len(words)-2])) {
			m |= markAuthor
		}
	case "date", "time", "timestamp", "tanggal", "tgl", "waktu", "datetime", "ago", "jam", "when", "published":
		m |= markDate
	case "quote", "quotetext", "blockquote", "quotecontent", "quotemain", "quoted", "kutipan", "bbquote", "quotebody":
		m |= markQuote
	case "seller", "penjual", "sellername", "merchant", "pelapak", "shopname", "storename", "tokoname", "namatoko", "lapak", "advertiser", "pengiklan":
		m |= markSeller
	case "views", "likes", "counter", "counts", "meta", "foot", "reactions":
		m |= markBodyless
	}
	switch words[len(words)-1] {
	case "comments", "commentlist", "komentar", "komen", "replies", "responses", "tanggapan", "balasan", "guestbook", "bukutamu", "testimonials", "ulasan", "reviews":
		m |= markThread
	}
	if n := len(words); n > 1 {
		switch words[n-2] + words[n-1] {
		case "shopname", "storename", "sellername", "merchantname", "tokoname", "namatoko", "namapenjual", "penjualname":
			m = m&^markAuthor | markSeller
		}
	}
	return m | postMark(words)
}

func authorWord(word string) bool {
	switch word {
	case "author", "user", "poster", "display", "sender", "from", "member", "nick", "screen", "owner", "commenter", "penulis", "pengirim", "profile":
		return true
	}
	return false
}

// postMark recognises the container of one post by its name: a noun for it, with words around it that say nothing else.
// "comment-item" is one, "comment-form" and "post-title" are not.
func postMark(words []string) mark {
	var m mark
	for i, word := range words {
		var noun mark
		switch word {
		case "comment", "komentar", "reply", "balasan", "tanggapan", "hcomment", "cmt", "komen", "coment", "testimoni", "testimonial", "ulasan":
			noun = markComment
		case "message", "msg", "pesan", "bubble":
			noun = markMessage
		case "post", "entry", "hentry", "tweet", "status", "kiriman", "postingan", "postbit", "guestbook":
			noun = markPost
		}
		switch {
		case noun != 0:
			m |= noun
		case neutral(word), m == 0 && i == 0 && len(words) > 1 && len(word) <= 3 && !furniture(word):
		default:
			return 0
		}
	}
	return m
}

func neutral(word string) bool {
	switch word {
	case "item", "box", "container", "wrap", "wrapper", "row", "block", "node", "single", "card", "forum", "thread", "depth", "level", "parent",
		"child", "children", "odd", "even", "li", "div", "bg", "alt", "new", "unread", "first", "last", "media", "cell", "feed", "stream", "chat", "channel",
		"topic", "group", "fb", "wp", "js", "tgme", "unit":
		return true
	}
	return strings.Trim(word, "0123456789") == ""
}

// marks reads a class attribute or an id.
func marks(attribute string) mark {
	var m mark
	for token := range strings.FieldsSeq(attribute) {
		words := splitWords(token)
		if len(words) == 0 {
			continue
		}
		if len(words) > 1 {
			switch words[0] {
			case "has", "no", "with", "without", "is", "hide", "show", "not":
				continue // says something about another element
			}
		}
		m |= markOf(words)
	}
	return m
}

// splitWords splits a class name at punctuation, digits' borders excepted, and where small letters meet capitals.
func splitWords(token string) []string {
	var words []string
	start := -1
	var previous rune
	for i, r := range token {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		if start >= 0 && (!letter || unicode.IsUpper(r) && unicode.IsLower(previous)) {
			words = append(words, strings.ToLower(token[start:i]))
			start = -1
		}
		if letter && start < 0 {
			start = i
		}
		previous = r
	}
	if start >= 0 {
		words = append(words, strings.ToLower(token[start:]))
	}
	return words
}
