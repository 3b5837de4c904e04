package detect_test

import (
	"strings"
	"testing"

	"ronda/crawler"
	"ronda/detect"
	"ronda/detect/ident"
	"ronda/rules"
)

// Two listings never share a key, also where masking makes their addresses alike; one listing keeps its key when it moves
// to another address under the platform's own id, and when a fingerprint key is added.
func TestListingKeys(t *testing.T) {
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	key := func(l crawler.Listing, keys ...ident.Key) string {
		t.Helper()
		ring, err := ident.NewKeyring(keys...)
		if err != nil {
			t.Fatal(err)
		}
		d, err := detect.New(detect.Config{Rules: set, Keys: ring})
		if err != nil {
			t.Fatal(err)
		}
		return d.Detect(&l).Key
	}
	first := ident.Key{ID: "1", Secret: []byte("sixteen bytes or more")}
	second := ident.Key{ID: "2", Secret: []byte("another sixteen bytes")}
	at := func(url, part, id string) crawler.Listing {
		return crawler.Listing{URL: url, Part: part, ID: id, Platform: "toko.example"}
	}

	different := []crawler.Listing{
		at("https://toko.example/a", "", ""),
		at("https://toko.example/a", "post-1", ""),
		at("https://toko.example/b", "", ""),
		at("https://toko.example/video/7345678901234567890", "", ""),
		at("https://toko.example/video/7345678901234567891", "", ""),
		at("https://toko.example/u/@penjual.satu", "", ""),
		at("https://toko.example/u/@penjual.dua", "", ""),
		at("https://toko.example/c", "", "7345678901234567890"),
		at("https://toko.example/c", "", "7345678901234567891"),
	}
	seen := map[string]int{}
	for i, l := range different {
		k := key(l, first)
		if other, dup := seen[k]; dup {
			t.Errorf("listings %d and %d share the key %q", other, i, k)
		}
		seen[k] = i
		if strings.Contains(k, "73456789012345") {
			t.Errorf("key %q holds a number in clear", k)
		}
		if rotated := key(l, second, first); rotated != k {
			t.Errorf("a new fingerprint key changed the listing's key from %q to %q", k, rotated)
		}
	}
	if key(at("https://toko.example/a", "", "77"), first) != key(at("https://toko.example/b?x=1", "", "77"), first) {
		t.Error("one listing under two addresses has two keys")
	}
}
