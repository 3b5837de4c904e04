package fetch

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"syscall"

	"ronda/crawler"
)

// dialWith returns the dial function of the transport.
func (f *Fetcher) dialWith(dialer *net.Dialer) func(ctx context.Context, network, addr string) (net.Conn, error) {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		host, port, err := net.SplitHostPort(addr)
		if err != nil {
			return nil, err
		}
		if f.cfg.Resolve != nil {
			if to, ok := f.cfg.Resolve(ctx, host); ok {
				if toHost, toPort, err := net.SplitHostPort(to); err == nil {
					host, port = toHost, toPort
				} else {
					host = to
				}
			}
		}
		if host == "localhost" || strings.HasSuffix(host, ".localhost") {
			host = "127.0.0.1" // RFC 6761: such names are loopback and not looked up
		}
		return dialer.DialContext(ctx, network, net.JoinHostPort(host, port))
	}
}

// refusePrivate is called with every address that a connection is about to be made to, after names are looked up: the one
// place that neither spellings nor changing answers of a name server get around.
func refusePrivate(_ context.Context, _, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || !public(to.Addr()) {
		return ErrPrivateAddress
	}
	return nil
}

// PrivateHint says of a host why nothing is fetched from it, and what helps.
const PrivateHint = "its address is private or reserved, which -allow-private permits (crawl.allow_private; for tests and intranets only)"

// Private tells of a URL that spells out a host which is not fetched from without Config.AllowPrivate: a private or reserved address, or
// a name of this machine. What the name of a host stands for shows only when it is looked up.
func Private(rawURL string) bool {
	canonical, err := crawler.CanonicalURL(rawURL)
	if err != nil {
		return false
	}
	u, err := url.Parse(canonical)
	if err != nil {
		return false
	}
	host := u.Hostname()
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && !public(a)
}

// public tells whether an address is a public unicast one.
func public(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if nat64.Contains(a) {
		b := a.As16()
		a = netip.AddrFrom4([4]byte(b[12:])) // what the translator will connect to
	}
	if !a.IsGlobalUnicast() || a.Is6() && !globalV6.Contains(a) {
		return false
	}
	for _, p := range reserved {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

var (
	nat64    = netip.MustParsePrefix("64:ff9b::/96")
	globalV6 = netip.MustParsePrefix("2000::/3")

	// reserved lists what the IANA special-purpose registries take out of the unicast space, and the addresses under which
	// clouds serve their machines' credentials.
	reserved = []netip.Prefix{
		netip.MustParsePrefix("0.0.0.0/8"),
		netip.MustParsePrefix("10.0.0.0/8"),
		netip.MustParsePrefix("100.64.0.0/10"), // carrier-grade NAT; Alibaba's metadata
		netip.MustParsePrefix("127.0.0.0/8"),
		netip.MustParsePrefix("168.63.129.16/32"), // Azure's host
		netip.MustParsePrefix("169.254.0.0/16"),   // link-local; AWS, Google and Azure metadata
		netip.MustParsePrefix("172.16.0.0/12"),
		netip.MustParsePrefix("192.0.0.0/24"), // protocol assignments; Oracle's metadata
		netip.MustParsePrefix("192.0.2.0/24"), // documentation
		netip.MustParsePrefix("192.88.99.0/24"),
		netip.MustParsePrefix("192.168.0.0/16"),
		netip.MustParsePrefix("198.18.0.0/15"), // benchmarking
		netip.MustParsePrefix("198.51.100.0/24"),
		netip.MustParsePrefix("203.0.113.0/24"),
		netip.MustParsePrefix("240.0.0.0/4"),
		netip.MustParsePrefix("2001::/23"),     // protocol assignments, Teredo
		netip.MustParsePrefix("2001:db8::/32"), // documentation
		netip.MustParsePrefix("2002::/16"),     // 6to4: leads to an IPv4 address
		netip.MustParsePrefix("3fff::/20"),     // documentation
	}
)

// webPort tells whether a port may serve web pages. Others are those that browsers refuse, because their services can be
// made to act on an HTTP request, and those of databases and brokers.
func webPort(port int) bool {
	switch port {
	case 0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95,
		101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179,
		389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587,
		601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
		6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
		1433, 1521, 2375, 2379, 3306, 3389, 4222, 5432, 5672, 6379, 9042, 11211, 27017:
		return false
	}
	return port > 0 && port < 1<<16
}
