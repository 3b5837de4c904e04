package crawler_test

import (
	"net/url"
	"strings"
	"testing"

	"ronda/crawler"
)

func TestCanonicalURL(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"already canonical", "https://toko.example/a/b?x=1&y=2", "https://toko.example/a/b?x=1&y=2"},
		{"scheme and host in lower case", "HTTPS://Toko.EXAMPLE/Path", "https://toko.example/Path"},
		{"empty path", "http://toko.example", "http://toko.example/"},
		{"query without path", "http://toko.example?a=1", "http://toko.example/?a=1"},
		{"default port of http", "http://toko.example:80/", "http://toko.example/"},
		{"default port of https", "https://toko.example:443/", "https://toko.example/"},
		{"other port", "http://toko.example:8080/", "http://toko.example:8080/"},
		{"port of the other scheme", "http://toko.example:443/", "http://toko.example:443/"},
		{"leading zeros of a port", "http://toko.example:008080/", "http://toko.example:8080/"},
		{"empty port", "http://toko.example:/", "http://toko.example/"},
		{"user information", "http://ani:rahasia@toko.example/", "http://toko.example/"},
		{"fragment", "http://toko.example/a#b?c", "http://toko.example/a"},
		{"dot segments", "http://toko.example/a/./b/../c/..", "http://toko.example/a/"},
		{"too many dot segments", "http://toko.example/../../a", "http://toko.example/a"},
		{"escaped dot segments", "http://toko.example/a/%2E%2e/b", "http://toko.example/b"},
		{"unreserved bytes decoded", "http://toko.example/%7Eani/%41%2D", "http://toko.example/~ani/A-"},
		{"reserved bytes stay escaped", "http://toko.example/a%2fb%3F", "http://toko.example/a%2Fb%3F"},
		{"escaped per cent sign", "http://toko.example/%2525", "http://toko.example/%2525"},
		{"stray per cent sign", "http://toko.example/100%?a=50%", "http://toko.example/100%25?a=50%25"},
		{"spaces and quotes", "http://toko.example/a b?q=\"ktp\"", "http://toko.example/a%20b?q=%22ktp%22"},
		{"letters beyond ASCII", "http://toko.example/café?q=é", "http://toko.example/caf%C3%A9?q=%C3%A9"},
		{"brackets in a query", "http://toko.example/?a[]=1", "http://toko.example/?a%5B%5D=1"},
		{"surrounding white space", " \n http://toko.example/a ", "http://toko.example/a"},
		{"line break inside", "http://toko.example/a\n\tb", "http://toko.example/ab"},
		{"backslashes", `http:\\toko.example\a\b`, "http://toko.example/a/b"},
		{"international name", "http://Bücher.example/", "http://xn--bcher-kva.example/"},
		{"full-width letters", "http://ｔｏｋｏ.example/", "http://toko.example/"},
		{"escaped host", "http://t%6Fko.example/", "http://toko.example/"},
		{"trailing dot", "http://toko.example./", "http://toko.example/"},
		{"underscore in host", "http://a_b.toko.example/", "http://a_b.toko.example/"},
		{"single label", "http://localhost:8080", "http://localhost:8080/"},
		{"IPv4", "http://127.0.0.1:80/a", "http://127.0.0.1/a"},
		{"IPv6", "http://[2001:DB8:0::1]:8080/", "http://[2001:db8::1]:8080/"},
		{"IPv6 with default port", "http://[::1]:80", "http://[::1]/"},
		{"tracking parameters", "https://toko.example/p?utm_source=x&id=7&FBCLID=abc&gclid=1", "https://toko.example/p?id=7"},
		{"nothing but tracking", "https://toko.example/p?utm_source=x", "https://toko.example/p"},
		{"order of the query stays", "https://toko.example/p?z=1&a=2&utm_medium=y&m=3", "https://toko.example/p?z=1&a=2&m=3"},
		{"name that only begins alike", "https://toko.example/p?gclidx=1&utm=2", "https://toko.example/p?gclidx=1&utm=2"},
		{"empty query", "https://toko.example/p?", "https://toko.example/p"},
		{"double slash in the path", "https://toko.example//a//b", "https://toko.example//a//b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := crawler.CanonicalURL(tt.in)
			if err != nil || got != tt.want {
				t.Fatalf("CanonicalURL(%q) = %q, %v; want %q", tt.in, got, err, tt.want)
			}
			if again, err := crawler.CanonicalURL(got); err != nil || again != got {
				t.Errorf("CanonicalURL(%q) = %q, %v; not idempotent", got, again, err)
			}
		})
	}
}

func TestCanonicalURLErrors(t *testing.T) {
	for _, in := range []string{
		"", "/a", "toko.example/a", "ftp://toko.example/", "mailto:a@b.example", "javascript:alert(1)", "http:", "http://", "http:///a", "http:a",
		"http://toko.example:99999/", "http://toko.example:a/", "http://toko..example/", "http://.example/", "http://[::1", "http://[::1%25eth0]/",
		"http://[1.2.3.4]/", "http://127.1/", "http://0x7f000001/", "http://2130706433/", "http://256.1.1.1/", "http://to ko.example/", "http://toko<.example/",
		"http://toko.example/" + strings.Repeat("a", 9000),
	} {
		if got, err := crawler.CanonicalURL(in); err == nil {
			t.Errorf("CanonicalURL(%.60q) = %q, want an error", in, got)
		}
	}
}

func TestCanonicalURLErrorsKeepSecrets(t *testing.T) {
	_, err := crawler.CanonicalURL("ftp://toko.example/?nik=3399014101900001")
	if err == nil || strings.Contains(err.Error(), "3399") {
		t.Errorf("error repeats the URL: %v", err)
	}
}

// TestResolve runs the examples of RFC 3986 section 5.4 with their fragments dropped, and those that only pages have.
func TestResolve(t *testing.T) {
	tests := []struct{ ref, want string }{
		{"g", "http://a/b/c/g"},
		{"./g", "http://a/b/c/g"},
		{"g/", "http://a/b/c/g/"},
		{"/g", "http://a/g"},
		{"//g", "http://g/"},
		{"?y", "http://a/b/c/d;p?y"},
		{"g?y", "http://a/b/c/g?y"},
		{"#s", "http://a/b/c/d;p?q"},
		{"g#s", "http://a/b/c/g"},
		{"g?y#s", "http://a/b/c/g?y"},
		{";x", "http://a/b/c/;x"},
		{"g;x", "http://a/b/c/g;x"},
		{"g;x?y#s", "http://a/b/c/g;x?y"},
		{"", "http://a/b/c/d;p?q"},
		{".", "http://a/b/c/"},
		{"./", "http://a/b/c/"},
		{"..", "http://a/b/"},
		{"../", "http://a/b/"},
		{"../g", "http://a/b/g"},
		{"../..", "http://a/"},
		{"../../", "http://a/"},
		{"../../g", "http://a/g"},
		{"../../../g", "http://a/g"},
		{"../../../../g", "http://a/g"},
		{"/./g", "http://a/g"},
		{"/../g", "http://a/g"},
		{"g.", "http://a/b/c/g."},
		{".g", "http://a/b/c/.g"},
		{"g..", "http://a/b/c/g.."},
		{"..g", "http://a/b/c/..g"},
		{"./../g", "http://a/b/g"},
		{"./g/.", "http://a/b/c/g/"},
		{"g/./h", "http://a/b/c/g/h"},
		{"g/../h", "http://a/b/c/h"},
		{"g;x=1/./y", "http://a/b/c/g;x=1/y"},
		{"g;x=1/../y", "http://a/b/c/y"},
		{"g?y/./x", "http://a/b/c/g?y/./x"},
		{"g?y/../x", "http://a/b/c/g?y/../x"},
		{"http:g", "http://a/b/c/g"},
		{"HTTP://Toko.Example", "http://toko.example/"},
		{"/p?utm_source=a&id=1", "http://a/p?id=1"},
		{" /g\n", "http://a/g"},
		{"https://toko.example/x", "https://toko.example/x"},
		{`\g`, "http://a/g"},
	}
	base, err := url.Parse("http://a/b/c/d;p?q")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		if got, ok := crawler.Resolve(base, tt.ref); !ok || got != tt.want {
			t.Errorf("Resolve(%q) = %q, %v; want %q", tt.ref, got, ok, tt.want)
		}
	}
	for _, ref := range []string{"g:h", "mailto:ani@toko.example", "javascript:void(0)", "data:image/png;base64,AA==", "tel:+62", "whatsapp://send", "https:g", "//", "http://a b/"} {
		if got, ok := crawler.Resolve(base, ref); ok {
			t.Errorf("Resolve(%q) = %q, want none", ref, got)
		}
	}
}

func TestResolveWithoutWebBase(t *testing.T) {
	for _, base := range []*url.URL{nil, {}, {Path: "pages/a.html"}, {Scheme: "file", Path: "/a.html"}} {
		if got, ok := crawler.Resolve(base, "b.html"); ok {
			t.Errorf("Resolve(%v, b.html) = %q, want none", base, got)
		}
		if got, ok := crawler.Resolve(base, "https://toko.example"); !ok || got != "https://toko.example/" {
			t.Errorf("Resolve(%v, absolute) = %q, %v", base, got, ok)
		}
	}
}

func TestPlatform(t *testing.T) {
	tests := []struct{ in, want string }{
		{"https://toko.example/x", "toko.example"},
		{"https://m.jakarta.toko.example:8080/x", "toko.example"},
		{"https://www.lapak.co.id/a", "lapak.co.id"},
		{"https://desa.sleman.desa.id/", "sleman.desa.id"},
		{"https://penjual.blogspot.com/2020", "blogspot.com"},
		{"https://ani.github.io/", "github.io"},
		{"https://berkas.s3.ap-southeast-1.amazonaws.com/ktp.jpg", "amazonaws.com"},
		{"http://pasar.localhost:9000/", "pasar.localhost"},
		{"http://localhost/", "localhost"},
		{"http://127.0.0.1:8080/", "127.0.0.1"},
		{"http://[2001:db8::1]:80/", "2001:db8::1"},
		{"https://co.id/", "co.id"},
		{"https://Bücher.example/", "xn--bcher-kva.example"},
		{"pages/toko.html", ""},
		{"/var/toko.html", ""},
		{"file:///toko.html", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := crawler.Platform(tt.in); got != tt.want {
			t.Errorf("Platform(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func FuzzCanonicalURL(f *testing.F) {
	for _, seed := range []string{
		"http://a/b/c/d;p?q", "HTTP://Ä.example:080/%7e/../x?utm_a=1&b=%zz#f", "http://[::1]:443/?a[]=é", `http:\\x\y`, "http://1.2.3.4./%2e%2E/", "http://xn--bcher-kva.example/?&&",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got, err := crawler.CanonicalURL(raw)
		if err != nil {
			return
		}
		if again, err := crawler.CanonicalURL(got); err != nil || again != got {
			t.Errorf("CanonicalURL(%q) = %q, and of that %q, %v", raw, got, again, err)
		}
		u, err := url.Parse(got)
		if err != nil {
			t.Fatalf("net/url cannot read %q: %v", got, err)
		}
		if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.Fragment != "" || !strings.HasPrefix(u.EscapedPath(), "/") {
			t.Errorf("CanonicalURL(%q) = %q", raw, got)
		}
		if crawler.Platform(got) == "" {
			t.Errorf("Platform(%q) is empty", got)
		}
		if resolved, ok := crawler.Resolve(u, ""); !ok || resolved != got {
			t.Errorf("Resolve(%q, \"\") = %q, %v", got, resolved, ok)
		}
	})
}

func BenchmarkResolve(b *testing.B) {
	base, err := url.Parse("https://toko.example/a/b")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		crawler.Resolve(base, "../produk/77?ref=1&utm_source=x")
	}
}
