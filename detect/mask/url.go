package mask

import (
	"net/url"
	"strings"

	"ronda/detect/contacts"
	"ronda/detect/digits"
	"ronda/detect/ident"
	"ronda/detect/people"
)

// URL hides in a URL or file path whatever could lead to a person: identifiers, phones, e-mail names and @handles in
// the host, the path segments and the query, percent-encoded ones and numbers over several segments included; and in a
// URL the names that stand where sites put people: t.me/NAME, /u/NAME, ?user=NAME, ktp_NAME.jpg. The platform's own ids and slugs of
// listings stay. The result is for people to read and need not lead anywhere: the address itself is in the evidence.
func URL(raw string) string { return maskURL(raw, Names{}, false) }

// Host hides in the name of a host, with or without port, what Mask hides in a text. An IP address names a machine,
// whatever its digits look like, and stays.
func Host(host string) string {
	if address(host) {
		return host
	}
	return Text(host)
}

// Path hides in a URL's path and query what URL hides in a URL.
func Path(path string) string { return maskURL(path, Names{}, true) }

// maskURL takes raw for a URL of the web when it has a scheme or web says so, else for a file path.
func maskURL(raw string, names Names, web bool) string {
	var b strings.Builder
	rest := raw
	person := profile{}
	if k := strings.Index(raw, "://"); k >= 0 && scheme(raw[:k]) {
		web = true
		b.WriteString(raw[:k+3])
		rest = raw[k+3:]
		end := strings.IndexAny(rest, "/?#")
		if end < 0 {
			end = len(rest)
		}
		host := rest[:end]
		if at := strings.LastIndexByte(host, '@'); at >= 0 {
			b.WriteString("***@")
			host = host[at+1:]
		}
		person.social = contacts.LeadsToPeople(hostName(host)) || strings.EqualFold(raw[:k], "tg")
		b.WriteString(maskHost(host, names))
		rest = rest[end:]
	}
	segments := cutURL(rest)
	numbersOverSegments(segments)
	for i := range segments {
		s := &segments[i]
		if s.masked == "" {
			s.masked = maskSegment(s.text, names, web)
		}
		// A file path is no address of people, unless it begins with a host that is: t.me/name.
		if person.names(s.text, s.before, web || person.social) && strings.Trim(s.text, "*") != "" {
			s.masked = "***"
			if s.text[0] == '@' {
				s.masked = "@***"
			}
		}
		if s.before != 0 {
			b.WriteByte(s.before)
		}
		b.WriteString(s.masked)
	}
	return b.String()
}

func hostName(host string) string {
	name, _, _ := strings.Cut(host, ":")
	return name
}

// maskHost hides numbers anywhere in a host, and names below its last two labels: those are the platform, which alerts
// are about.
func maskHost(host string, names Names) string {
	if address(host) {
		return host
	}
	host = maskText(host, false)
	labels := strings.Split(host, ".")
	if own := len(labels) - 2; own > 0 {
		host = names.Blank(strings.Join(labels[:own], ".")) + "." + strings.Join(labels[own:], ".")
	}
	return host
}

// segment is a part of a URL behind its host.
type segment struct {
	before byte // the delimiter before it, 0 for none
	text   string
	masked string // "" while undecided
}

func cutURL(rest string) []segment {
	var out []segment
	before := byte(0)
	from := 0
	for i := 0; i <= len(rest); i++ {
		if i < len(rest) && strings.IndexByte("/?#&=;\\", rest[i]) < 0 {
			continue
		}
		out = append(out, segment{before: before, text: rest[from:i]})
		if i < len(rest) {
			before = rest[i]
		}
		from = i + 1
	}
	return out
}

// numbersOverSegments hides a number that is laid over several segments (/3507/770101/903001), where the digits together
// have the shape of one.
func numbersOverSegments(segments []segment) {
	for i := range segments {
		var digits []byte
		for k := i; k < len(segments) && len(digits) < 17; k++ {
			text := segments[k].text
			if text == "" || len(text) > 15 || strings.Trim(text, "0123456789") != "" {
				break
			}
			digits = append(digits, text...)
			if k > i && ident.Telling(digits) {
				for j := i; j <= k; j++ {
					segments[j].masked = strings.Repeat("*", len(segments[j].text))
				}
				break
			}
		}
	}
}

// profile walks the segments of a URL and tells which of them name people.
type profile struct {
	social bool // the host is a messenger or social site: what is no word of its own names somebody
	next   bool // the segment before says that a person is named now
	keep   bool // the segment before says that a listing is named now
	key    bool // inside the query
	begun  bool
}

// names reports whether a segment names a person. wide says whether words such as /user/ tell so.
func (p *profile) names(text string, before byte, wide bool) bool {
	first := !p.begun
	p.begun = true
	word := strings.ToLower(text)
	switch before {
	case '?', '&', ';', '#':
		p.key, p.keep = true, false
		p.next = wide && personKeys[word]
		return false
	case '=':
		named := p.next
		p.next = false
		p.social = false
		return named
	}
	if contacts.LeadsToPeople(word) && (before != 0 || first) { // an address within an address, or one without a scheme
		p.social, p.next, p.keep = true, false, false
		return false
	}
	if text == "" {
		return false
	}
	named := p.next || p.social && !p.keep && !socialWords[word] && (len(text) >= digits.Long || strings.Trim(text, "0123456789") != "")
	p.keep = p.social && postWords[word]
	p.next = wide && !p.keep && personWords[word]
	return named
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

var (
	// personWords stand before the name of a person in a path.
	personWords = set("u user users username profile profiles profil member members akun account accounts seller sellers penjual " +
		"author authors penulis anggota pengguna people toko")
	// personKeys are parameters whose value names a person.
	personKeys = set("u user users username user_name userid user_id uid profile profil member akun account seller seller_id sellerid " +
		"penjual toko author penulis nick nickname handle nama name nama_lengkap fullname ttl lahir tgl_lahir tanggal_lahir tempat_lahir dob birthdate " +
		"alamat address ibu nama_ibu ibu_kandung nama_ibu_kandung mother telegram tg tele ig instagram wa whatsapp phone hp email mail domain")
	// socialWords are the social sites' own words, not people's names.
	socialWords = set("s c p tv reel reels stories status statuses posts post photo photos photo.php video videos groups pages people profile.php " +
		"share joinchat addstickers send message channel r ti g story.php permalink.php hashtag explore i web watch")
	// postWords stand before the id of a post.
	postWords = set("p tv reel reels status statuses posts post photo photos video videos")
)

// longestEncoded is how long an encoded segment may be to be looked into: addresses can be nested in each other for ever.
const longestEncoded = 2048

// maskSegment masks one path segment or query value. What hides behind percent-encoding is dropped as a whole.
func maskSegment(s string, names Names, web bool) string {
	decoded := s
	for range 3 {
		d, err := url.PathUnescape(decoded)
		if err != nil || d == decoded {
			break
		}
		decoded = d
	}
	if decoded != s && (len(s) > longestEncoded || Text(decoded) != decoded || names.Blank(decoded) != decoded || web && people.BlankFiles(decoded) != decoded) {
		return "***"
	}
	s = names.Blank(s)
	if web { // whoever gives a path of his own knows what is in it
		s = people.BlankFiles(s)
	}
	return maskText(s, true)
}
