package fetch_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"ronda/crawler"
	"ronda/crawler/fetch"
)

// A server on loopback must stay out of reach, however its address is spelt or reached.
func TestPrivateAddressesAreRefused(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	target, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	port := target.Port()
	f := newFetcher(t, fetch.Config{Resolve: func(_ context.Context, host string) (string, bool) {
		switch host {
		case "bare.example":
			return "127.0.0.1", true
		case "ported.example":
			return server.Listener.Addr().String(), true
		case "named.example":
			return "localhost", true
		case "mapped.example":
			return "::ffff:127.0.0.1", true
		}
		return "", false
	}})
	for _, host := range []string{
		"127.0.0.1", "127.1", "127.000.000.001", "0177.0.0.1", "0x7f.0.0.1", "2130706433", "0x7f000001", "017700000001",
		"１２７.０.０.１", "127。0。0。1", "127.0.0.1.", "%31%32%37.0.0.1",
		"[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]",
		"[2002:7f00:1::]", "[2001:0:7f00:1::]", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]",
		"localhost", "LOCALHOST", "localhost.", "toko.localhost", "bare.example", "ported.example", "named.example", "mapped.example",
		"0.0.0.0", "0", "10.0.0.1", "100.64.0.1", "100.100.100.200", "169.254.169.254", "168.63.129.16", "172.16.0.1",
		"192.0.0.192", "192.168.1.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
		"nobody@127.0.0.1", "toko.example@127.0.0.1",
	} {
		if resolved := strings.HasSuffix(host, ".example"); fetch.Private("http://"+host+":"+port+"/") == resolved && !strings.Contains(host, "@") {
			if _, err := crawler.CanonicalURL("http://" + host + ":" + port + "/"); err == nil {
				t.Errorf("%s: seen to be private %v before a look-up", host, !resolved)
			}
		}
		_, err := f.Fetch(t.Context(), "http://"+host+":"+port+"/")
		if !errors.Is(err, fetch.ErrPrivateAddress) && !errors.Is(err, fetch.ErrURL) {
			t.Errorf("%s: %v, want it refused", host, err)
		}
		if fetch.Temporary(err) {
			t.Errorf("%s: would be tried again", host)
		}
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("the server was asked %d times", n)
	}
}

func TestPublicAddresses(t *testing.T) {
	for _, public := range []string{
		"1.1.1.1", "8.8.8.8", "103.10.20.30", "172.32.0.1", "192.169.0.1", "100.128.0.1", "223.255.255.254",
		"2606:4700::1111", "2400:cb00::1", "::ffff:8.8.8.8", "64:ff9b::808:808",
	} {
		if !fetch.Public(netip.MustParseAddr(public)) {
			t.Errorf("%s is refused", public)
		}
	}
	for _, private := range []string{
		"64:ff9b::a00:1", "64:ff9b::a9fe:a9fe", "2001:db8::1", "3fff::1", "2001:20::1", "fec0::1", "100::1", "192.88.99.1", "203.0.113.9", "fe80::1%eth0", "4000::1",
	} {
		if fetch.Public(netip.MustParseAddr(private)) {
			t.Errorf("%s is permitted", private)
		}
	}
}

func TestPrivateAddressesArePermittedOnDemand(t *testing.T) {
	var host string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { host = r.Host }))
	defer server.Close()
	_, port, _ := strings.Cut(server.Listener.Addr().String(), ":")
	f := newFetcher(t, fetch.Config{AllowPrivate: true, Resolve: func(_ context.Context, host string) (string, bool) {
		return server.Listener.Addr().String(), host == "toko.example"
	}})
	for _, want := range []string{"localhost:" + port, "toko.localhost:" + port, "toko.example"} {
		get(t, f, "http://"+want+"/")
		if host != want {
			t.Errorf("asked as %q, want %q", host, want)
		}
	}
}

func TestPortsOfOtherServicesAreRefused(t *testing.T) {
	f := newFetcher(t, fetch.Config{AllowPrivate: true})
	for _, port := range []string{"22", "25", "465", "587", "3306", "5432", "6379", "6667", "11211", "27017"} {
		_, err := f.Fetch(t.Context(), "http://127.0.0.1:"+port+"/")
		if !errors.Is(err, fetch.ErrPort) || fetch.Temporary(err) {
			t.Errorf("port %s: %v, want ErrPort", port, err)
		}
	}
	for _, raw := range []string{"http://127.0.0.1:0/", "http://127.0.0.1:65536/", "ftp://127.0.0.1/", "file:///etc/passwd", "127.0.0.1", ""} {
		if _, err := f.Fetch(t.Context(), raw); !errors.Is(err, fetch.ErrURL) && !errors.Is(err, fetch.ErrPort) {
			t.Errorf("%q: %v, want it refused", raw, err)
		}
	}
}
