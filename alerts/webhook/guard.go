package webhook

import (
	"errors"
	"fmt"
	"net/netip"
	"syscall"
)

// ErrAddress means that an endpoint's name resolved to an address that deliveries must not reach.
var ErrAddress = errors.New("endpoint has a private or reserved address")

// guard returns a check for net.Dialer.Control. It runs on the resolved address, after DNS and before the connection, so
// neither a name that points inward nor one that changes between look-ups gets through. Plain http reaches loopback only.
func guard(allowPrivate, plain bool) func(network, address string, _ syscall.RawConn) error {
	return func(_, address string, _ syscall.RawConn) error {
		target, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("read address: %w", err)
		}
		addr := target.Addr().Unmap().WithZone("")
		if plain && !addr.IsLoopback() || !allowPrivate && !public(addr) {
			return ErrAddress
		}
		return nil
	}
}

// public reports whether an address belongs to the public internet: none of the IANA special-purpose registries.
func public(addr netip.Addr) bool {
	if !addr.IsGlobalUnicast() || addr.IsPrivate() {
		return false
	}
	for _, reserved := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
		"198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
		"3fff::/20", "5f00::/16", "fec0::/10",
	} {
		if netip.MustParsePrefix(reserved).Contains(addr) {
			return false
		}
	}
	return true
}
