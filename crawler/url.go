package crawler

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// maxURL is the longest canonical URL in bytes; servers and browsers agree on about this much.
const maxURL = 8192

var (
	errScheme = errors.New("not an http or https URL")
	errHost   = errors.New("host name is missing or malformed")
	errPort   = errors.New("port is not a number up to 65535")
	errLong   = fmt.Errorf("longer than %d bytes", maxURL)
)

// CanonicalURL writes an absolute http or https URL in its one canonical spelling: scheme and host in lower case (IDNA as
// ASCII), without default port, user information, fragment, trailing dot of the host and tracking parameters, dot segments
// resolved, percent-encoding normalised as in RFC 3986 section 6.2.2. The rest of the query keeps its order. It is
// idempotent. Its errors never repeat the URL, which may carry personal data.
func CanonicalURL(raw string) (string, error) {
	if plainURL(raw) {
		return raw, nil
	}
	r, err := splitRef(raw)
	if err != nil {
		return "", err
	}
	if r.scheme == "" || !r.hasAuthority {
		return "", errScheme
	}
	return r.canonical()
}

// Resolve returns the canonical absolute URL of a reference that stands on the page base. It reports false for references
// that are no web page: mailto:, javascript:, data: and other schemes, malformed hosts, and relative ones when base is no
// http or https URL.
func Resolve(base *url.URL, ref string) (string, bool) {
	r := NewResolver(base)
	return r.Resolve(ref)
}

// Platform returns the registrable domain of a URL ("toko.example" for https://m.toko.example/x). Names that private
// parties registered (blogspot.com, github.io) count as platforms, not as suffixes. IP addresses and single-label hosts
// come back as they are; "" for anything that is not an http or https URL, such as a path.
func Platform(rawURL string) string {
	host := urlHost(rawURL)
	if address, ok := strings.CutPrefix(host, "["); ok {
		return strings.TrimSuffix(address, "]")
	}
	if host != "" && host[len(host)-1] >= '0' && host[len(host)-1] <= '9' {
		if _, err := netip.ParseAddr(host); err == nil {
			return host
		}
	}
	suffix, icann := publicsuffix.PublicSuffix(host)
	for !icann && strings.Contains(suffix, ".") {
		_, parent, _ := strings.Cut(suffix, ".")
		suffix, icann = publicsuffix.PublicSuffix(parent)
	}
	if len(host) <= len(suffix) {
		return host
	}
	owner := host[:len(host)-len(suffix)-1]
	return host[strings.LastIndexByte(owner, '.')+1:]
}

// Resolver resolves the references of one page against its base. It is not changed by use.
type Resolver struct {
	base   reference // canonical parts; scheme "" when the base is no web page
	origin string    // "https://host"
	dir    string    // path of the base up to and with its last slash
}

// NewResolver returns a resolver for a page at an address; one that is no web page, or nil, resolves absolute references only.
func NewResolver(base *url.URL) Resolver {
	if base == nil {
		return Resolver{}
	}
	canonical, err := CanonicalURL(base.String())
	if err != nil {
		return Resolver{}
	}
	b, err := splitRef(canonical)
	if err != nil {
		return Resolver{}
	}
	return Resolver{
		base:   b,
		origin: b.scheme + "://" + b.authority,
		dir:    b.path[:strings.LastIndexByte(b.path, '/')+1],
	}
}

// Resolve is the function of that name for the resolver's page.
func (r *Resolver) Resolve(ref string) (string, bool) {
	switch {
	case r.rooted(len(ref)) && rootedPath(ref):
		return r.origin + ref, true
	case plainURL(ref):
		return ref, true
	}
	return r.resolveAny(ref)
}

// AppendTo appends what Resolve returns. Where that is no web page, dst comes back as it was.
func (r *Resolver) AppendTo(dst, ref []byte) ([]byte, bool) {
	switch {
	case r.rooted(len(ref)) && rootedPath(ref):
		return append(append(dst, r.origin...), ref...), true
	case plainURL(ref):
		return append(dst, ref...), true
	}
	target, ok := r.resolveAny(string(ref))
	return append(dst, target...), ok
}

// Origin returns scheme and host of the page, such as "https://toko.example:8080"; "" when it is no web page.
func (r *Resolver) Origin() string { return r.origin }

// Host returns the host of the page, with its port where that is not the usual one; "" when it is no web page.
func (r *Resolver) Host() string { return r.base.authority }

// rooted reports whether the path of a reference of n bytes may simply be put behind the origin.
func (r *Resolver) rooted(n int) bool { return r.origin != "" && n > 1 && n < maxURL/2 }

// rootedPath reports whether a reference of two bytes or more is a path from the root that is canonical.
func rootedPath[T []byte | string](ref T) bool {
	return ref[0] == '/' && ref[1] != '/' && plainPath(ref)
}

func (r *Resolver) resolveAny(ref string) (string, bool) {
	t, err := splitRef(ref)
	if err != nil {
		return "", false
	}
	if t.scheme != "" && !t.hasAuthority {
		// "https:page" is a relative reference to browsers when the schemes agree (RFC 3986 section 5.2.2, for backward compatibility).
		if t.scheme != r.base.scheme {
			return "", false
		}
		t.scheme = ""
	}
	if t.scheme == "" {
		if r.base.scheme == "" {
			return "", false
		}
		t.scheme = r.base.scheme
		if !t.hasAuthority {
			t.authority, t.hasAuthority = r.base.authority, true
			switch {
			case t.path == "" && !t.hasQuery:
				t.path, t.query, t.hasQuery = r.base.path, r.base.query, r.base.hasQuery
			case t.path == "":
				t.path = r.base.path
			case t.path[0] != '/':
				t.path = r.dir + t.path
			}
		}
	}
	out, err := t.canonical()
	return out, err == nil
}

// reference is a URL reference in the parts of RFC 3986 section 3, without its fragment.
type reference struct {
	scheme, authority, path, query string
	hasAuthority, hasQuery         bool
}

// splitRef splits a reference as it stands in a page: surrounding white space, line breaks inside and backslashes are
// taken as browsers take them. It fails for schemes other than http and https.
func splitRef(raw string) (reference, error) {
	if len(raw) > 4*maxURL {
		return reference{}, errLong
	}
	s := strings.TrimFunc(raw, func(r rune) bool { return r <= ' ' })
	if strings.ContainsAny(s, "\t\r\n") {
		s = strings.NewReplacer("\t", "", "\r", "", "\n", "").Replace(s)
	}
	s, _, _ = strings.Cut(s, "#")
	var r reference
	if scheme, rest, ok := cutScheme(s); ok {
		r.scheme, s = strings.ToLower(scheme), rest
		if r.scheme != "http" && r.scheme != "https" {
			return reference{}, errScheme
		}
	}
	s, r.query, r.hasQuery = strings.Cut(s, "?")
	s = strings.ReplaceAll(s, `\`, "/")
	if rest, ok := strings.CutPrefix(s, "//"); ok {
		r.hasAuthority = true
		if i := strings.IndexByte(rest, '/'); i >= 0 {
			r.authority, r.path = rest[:i], rest[i:]
		} else {
			r.authority = rest
		}
	} else {
		r.path = s
	}
	return r, nil
}

// Relative reports whether a reference names neither a scheme nor a host.
func Relative(ref string) bool {
	_, _, scheme := cutScheme(ref)
	return !scheme && !strings.HasPrefix(ref, "//")
}

func cutScheme(s string) (scheme, rest string, ok bool) {
	for i := range len(s) {
		switch c := s[i]; {
		case c == ':':
			return s[:i], s[i+1:], i > 0
		case 'a' <= c|0x20 && c|0x20 <= 'z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return "", s, false
		}
	}
	return "", s, false
}

func (r reference) canonical() (string, error) {
	host, err := canonicalAuthority(r.scheme, r.authority)
	if err != nil {
		return "", err
	}
	path := removeDotSegments(escape(r.path, pathByte))
	if path == "" || path[0] != '/' {
		path = "/" + path
	}
	out := r.scheme + "://" + host + path
	if query := dropTracking(escape(r.query, queryByte)); query != "" {
		out += "?" + query
	}
	if len(out) > maxURL {
		return "", errLong
	}
	return out, nil
}

func canonicalAuthority(scheme, authority string) (string, error) {
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		authority = authority[i+1:]
	}
	var host, port string
	if strings.HasPrefix(authority, "[") {
		end := strings.IndexByte(authority, ']')
		if end < 0 || len(authority) > end+1 && authority[end+1] != ':' {
			return "", errHost
		}
		addr, err := netip.ParseAddr(authority[1:end])
		if err != nil || !addr.Is6() || addr.Zone() != "" {
			return "", errHost
		}
		host, port = "["+addr.String()+"]", strings.TrimPrefix(authority[end+1:], ":")
	} else {
		host, port, _ = strings.Cut(authority, ":")
		var err error
		if host, err = canonicalHost(host); err != nil {
			return "", err
		}
	}
	if port == "" {
		return host, nil
	}
	for i := range len(port) {
		if port[i] < '0' || port[i] > '9' {
			return "", errPort
		}
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return "", errPort
	}
	if scheme == "http" && n == 80 || scheme == "https" && n == 443 {
		return host, nil
	}
	return host + ":" + strconv.FormatUint(n, 10), nil
}

func canonicalHost(host string) (string, error) {
	if strings.IndexByte(host, '%') >= 0 {
		decoded, err := url.PathUnescape(host)
		if err != nil {
			return "", errHost
		}
		host = decoded
	}
	if !lowerHost(host) {
		// Not the Punycode profile: it rejects names such as "a_b.example", which exist.
		profile := idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false))
		ascii, err := profile.ToASCII(host)
		if err != nil {
			return "", errHost
		}
		host = strings.ToLower(ascii)
	}
	host = strings.TrimSuffix(host, ".")
	if host == "" || len(host) > 253 || !lowerHost(host) || strings.HasSuffix(host, ".") {
		return "", errHost
	}
	label := host[strings.LastIndexByte(host, '.')+1:]
	if label[0] >= '0' && label[0] <= '9' && strings.Trim(label, "0123456789abcdefx") == "" {
		// The last label is a number: an IPv4 address in dotted form or nothing (RFC 3986 section 7.4 on rare formats).
		if _, err := netip.ParseAddr(host); err != nil {
			return "", errHost
		}
	}
	return host, nil
}

// lowerHost reports whether a host is written in the letters that need no mapping, with no empty label.
func lowerHost[T []byte | string](host T) bool {
	for i := range len(host) {
		switch c := host[i]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '-', c == '_':
		case c == '.' && i > 0 && host[i-1] != '.':
		default:
			return false
		}
	}
	return true
}
