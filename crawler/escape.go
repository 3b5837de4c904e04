package crawler

import "strings"

// byteSet says how a byte is written in one part of a URL.
type byteSet [256]byte

// Classes of bytes in a URL part.
const (
	mustEscape = iota // written as %XX
	literal           // written as it is; its escaped form means the same only if it is unreserved
	unreserved        // always written as it is (RFC 3986 section 2.3)
)

// pathByte and queryByte hold the bytes that paths and queries may carry unescaped (RFC 3986 sections 3.3 and 3.4).
var (
	pathByte  = allowed("!$&'()*+,;=:@/")
	queryByte = allowed("!$&'()*+,;=:@/?")
)

func allowed(reserved string) *byteSet {
	var set byteSet
	for c := range 256 {
		switch {
		case 'a' <= c|0x20 && c|0x20 <= 'z' && c < 128, '0' <= c && c <= '9':
			set[c] = unreserved
		case strings.IndexByte("-._~", byte(c)) >= 0:
			set[c] = unreserved
		case c < 128 && strings.IndexByte(reserved, byte(c)) >= 0:
			set[c] = literal
		}
	}
	return &set
}

// escape normalises percent-encoding: unreserved bytes are decoded, others keep their escape in capitals, bytes that may
// not stand in a URL are escaped, and so is a per cent sign that begins no escape.
func escape(s string, set *byteSet) string {
	clean := true
	for i := 0; i < len(s) && clean; i++ {
		clean = set[s[i]] != mustEscape
	}
	if clean {
		return s
	}
	const digits = "0123456789ABCDEF"
	out := make([]byte, 0, len(s)+16)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && i+2 < len(s) && hex(s[i+1]) >= 0 && hex(s[i+2]) >= 0:
			v := byte(hex(s[i+1])<<4 | hex(s[i+2]))
			if set[v] == unreserved {
				out = append(out, v)
			} else {
				out = append(out, '%', digits[v>>4], digits[v&15])
			}
			i += 2
		case set[c] == mustEscape:
			out = append(out, '%', digits[c>>4], digits[c&15])
		default:
			out = append(out, c)
		}
	}
	return string(out)
}

func hex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// removeDotSegments is the algorithm of RFC 3986 section 5.2.4 on an escaped path.
func removeDotSegments(path string) string {
	if !strings.Contains(path, "/.") && !strings.HasPrefix(path, ".") {
		return path
	}
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	kept := make([]string, 0, len(segments))
	for i, segment := range segments {
		last := i == len(segments)-1
		switch segment {
		case ".":
			if last {
				kept = append(kept, "")
			}
		case "..":
			kept = kept[:max(len(kept)-1, 0)]
			if last {
				kept = append(kept, "")
			}
		default:
			kept = append(kept, segment)
		}
	}
	return "/" + strings.Join(kept, "/")
}

// dropTracking removes the parameters that say how a visitor came, not what is shown.
func dropTracking(query string) string {
	kept := 0
	for param := range strings.SplitSeq(query, "&") {
		if !tracking(param) {
			kept += len(param) + 1
		}
	}
	if kept == len(query)+1 {
		return query
	}
	out := make([]byte, 0, kept)
	for param := range strings.SplitSeq(query, "&") {
		if !tracking(param) {
			out = append(append(out, param...), '&')
		}
	}
	return strings.TrimSuffix(string(out), "&")
}

// longestTracking bounds the name of a parameter that is dropped.
const longestTracking = 24

func tracking(param string) bool {
	name, _, ok := strings.Cut(param, "=")
	if !ok || len(name) < 3 || len(name) > longestTracking {
		return false
	}
	name = strings.ToLower(name)
	switch name {
	case "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid", "twclid", "ttclid", "igshid", "igsh",
		"li_fat_id", "srsltid", "epik", "rb_clickid", "wickedid", "s_cid", "mc_cid", "mc_eid", "mkt_tok", "_ga", "_gl", "_hsenc", "_hsmi",
		"__hstc", "__hssc", "__hsfp", "hsctatracking", "oly_enc_id", "oly_anon_id", "vero_id", "vero_conv", "fb_action_ids",
		"fb_action_types", "fb_source", "fb_ref", "phpsessid":
		return true
	}
	return strings.HasPrefix(name, "utm_")
}

// plainURL reports whether an absolute URL is visibly canonical already, the common case on most pages.
func plainURL[T []byte | string](s T) bool {
	const longestHost = 253
	start := 0
	switch {
	case len(s) < len("http://") || string(s[:4]) != "http":
		return false
	case string(s[4:7]) == "://":
		start = len("http://")
	case len(s) > len("https://") && string(s[4:8]) == "s://":
		start = len("https://")
	default:
		return false
	}
	slash := start
	for slash < len(s) && s[slash] != '/' {
		slash++
	}
	if slash == len(s) || slash-start < 4 || slash-start > longestHost || len(s) > maxURL/2 {
		return false
	}
	return plainHost(s[start:slash]) && plainPath(s[slash:])
}

// plainHost reports whether a host of one byte or more is visibly canonical: in lower case, and its last label holds letters
// only, so that it cannot be read as an address.
func plainHost[T []byte | string](host T) bool {
	if !lowerHost(host) {
		return false
	}
	label := len(host)
	for label > 0 && host[label-1] != '.' {
		if c := host[label-1]; c < 'a' || c > 'z' {
			return false
		}
		label--
	}
	return label < len(host)
}

// plainPath reports whether an absolute path with its query is visibly canonical: nothing to escape, decode, resolve or drop.
func plainPath[T []byte | string](s T) bool {
	query, param := false, 0
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', 'A' <= c && c <= 'Z', c == '-', c == '~':
		case c == '/' || c == '.' && s[i-1] != '/':
		case c == '_' && !query:
		case c == '?' && !query && i+1 < len(s):
			query, param = true, i+1
		case c == '=' && query:
			if i-param <= longestTracking && tracking(string(s[param:i+1])) {
				return false
			}
		case c == '&' && query && i+1 < len(s):
			param = i + 1
		default:
			return false
		}
	}
	return true
}
