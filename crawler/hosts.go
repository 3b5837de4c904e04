package crawler

import (
	"fmt"
	"net/netip"
	"strings"
)

// Hosts is a set of hosts with all their subdomains, whatever the port. The zero value is empty.
type Hosts struct{ names map[string]bool }

// NewHosts makes a set of names like toko.example and addresses like 192.0.2.7. An error says which of them is no host, by
// its place: it does not repeat it.
func NewHosts(names []string) (Hosts, error) {
	h := Hosts{names: make(map[string]bool, len(names))}
	for i, name := range names {
		canonical := hostName(name)
		if canonical == "" {
			return Hosts{}, fmt.Errorf("entry %d is no host: name it like toko.example, without https://, port, path or *; its subdomains are meant as well", i+1)
		}
		h.names[canonical] = true
	}
	return h, nil
}

// hostName is a name or address as URLs have it, "" where it is none.
func hostName(name string) string {
	if addr, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil {
		if name = addr.String(); addr.Is6() {
			name = "[" + name + "]"
		}
	} else if name == "" || strings.ContainsAny(name, ":/?#@[]%*\\ \t\r\n") {
		return ""
	}
	return urlHost("http://" + name + "/")
}

// Covers reports whether a URL is on one of the hosts, or on a subdomain of one.
func (h Hosts) Covers(rawURL string) bool {
	if len(h.names) == 0 {
		return false
	}
	for name := urlHost(rawURL); name != ""; {
		if h.names[name] {
			return true
		}
		if strings.HasPrefix(name, "[") {
			return false
		}
		_, name, _ = strings.Cut(name, ".")
	}
	return false
}

// urlHost returns the host of a URL in its canonical spelling and without port, "" where it has none.
func urlHost(rawURL string) string {
	canonical, err := CanonicalURL(rawURL)
	if err != nil {
		return ""
	}
	_, rest, _ := strings.Cut(canonical, "://")
	host, _, _ := strings.Cut(rest, "/")
	if end := strings.IndexByte(host, ']'); end > 0 {
		return host[:end+1]
	}
	host, _, _ = strings.Cut(host, ":")
	return host
}
