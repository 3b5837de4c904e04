package crawler_test

import (
	"strings"
	"testing"

	"ronda/crawler"
)

func TestHosts(t *testing.T) {
	h, err := crawler.NewHosts([]string{"Toko.Example.", "münzen.example", "192.0.2.7", "2001:DB8::1", "localhost"})
	if err != nil {
		t.Fatal(err)
	}
	for url, want := range map[string]bool{
		"https://toko.example/":                true,
		"http://toko.example:8080/a?b":         true,
		"https://TOKO.example./x":              true,
		"https://m.iklan.toko.example/":        true,
		"https://xn--mnzen-kva.example/":       true,
		"https://m.münzen.example/":            true,
		"http://192.0.2.7/":                    true,
		"http://[2001:db8::1]:81/":             true,
		"http://forum.localhost:4000/":         true,
		"https://wartoko.example/":             false,
		"https://toko.example.org/":            false,
		"https://example/":                     false,
		"http://192.0.2.70/":                   false,
		"http://[2001:db8::2]/":                false,
		"https://lain.example/?u=toko.example": false,
		"https://user@lain.example/":           false,
		"mailto:a@toko.example":                false,
		"":                                     false,
	} {
		if got := h.Covers(url); got != want {
			t.Errorf("%q: %v, want %v", url, got, want)
		}
	}
	if (crawler.Hosts{}).Covers("https://toko.example/") {
		t.Error("the empty set has a host")
	}
	for _, wrong := range []string{"", "https://toko.example/", "toko.example/", "toko.example:80", "*.toko.example", "a b.example", "3507691234562001@toko.example"} {
		_, err := crawler.NewHosts([]string{"lain.example", wrong})
		if err == nil || !strings.Contains(err.Error(), "entry 2 is no host: name it like toko.example") || wrong != "" && strings.Contains(err.Error(), " "+wrong+" ") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}
