package watch

import (
	"net"
	"net/netip"
	"strings"
	"testing"

	"ronda/cmd/ronda/command"
)

// Whoever lets other machines read the feed is warned that it takes no log-in, and is told an address that a browser opens.
func TestListeningBeyondTheMachineIsWarnedOf(t *testing.T) {
	for address, other := range map[string]bool{
		"127.0.0.1:8080": false, "[::1]:8080": false, "[::ffff:127.0.0.1]:8080": false, "0.0.0.0:8080": true, "[::]:8080": true, "192.0.2.7:8080": true,
	} {
		if got := beyond(net.TCPAddrFromAddrPort(netip.MustParseAddrPort(address))); got != other {
			t.Errorf("%s is reached by other machines: %v, want %v", address, got, other)
		}
	}
	for listen, warned := range map[string]bool{"127.0.0.1:0": false, "0.0.0.0:0": true} {
		var said strings.Builder
		cfg := command.DefaultConfig()
		cfg.Data, cfg.Listen = t.TempDir()+"/data", listen
		w, err := openWatch(t.Context(), cfg, newLogger(&cfg, &said), sandboxOnly)
		if err != nil {
			t.Fatal(err)
		}
		w.announce(&said)
		if err := w.Close(); err != nil {
			t.Error(err)
		}
		if got := strings.Contains(said.String(), "reading takes no log-in"); got != warned {
			t.Errorf("a start that listens at %s warns: %v, want %v", listen, got, warned)
		}
		if warned == strings.Contains(said.String(), "feed     http://127.0.0.1:") || warned != strings.Contains(said.String(), "feed     http://localhost:") {
			t.Errorf("listening at %s:\n%s", listen, said.String())
		}
	}
}
