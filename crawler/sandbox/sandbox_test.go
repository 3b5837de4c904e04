package sandbox_test

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"hash"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ronda/crawler"
	"ronda/crawler/sandbox"
)

func newWeb(t testing.TB, seed int64, pages int) *sandbox.Web {
	t.Helper()
	web, err := sandbox.New(sandbox.Config{Seed: seed, Pages: pages})
	if err != nil {
		t.Fatal(err)
	}
	return web
}

func TestNewRefusesTinyWebs(t *testing.T) {
	if _, err := sandbox.New(sandbox.Config{Pages: 99}); err == nil {
		t.Error("99 pages were accepted")
	}
}

func TestEveryReachablePlantIsReached(t *testing.T) {
	for _, tc := range []struct{ pages, least, most int }{{100, 10, 40}, {400, 40, 60}, {5000, 90, 130}} {
		t.Run(fmt.Sprint(tc.pages), func(t *testing.T) {
			web := newWeb(t, 7, tc.pages)
			allowed := permission(t, web)
			type place struct{ url, part string }
			left := map[place]bool{}
			kinds := map[string]int{}
			reachable := 0
			for _, p := range web.Planted() {
				if c, err := crawler.CanonicalURL(p.URL); err != nil || c != p.URL {
					t.Errorf("%s is not canonical: %s, %v", p.URL, c, err)
				}
				if p.Reachable != allowed(p.URL) {
					t.Errorf("%s: Reachable %v, robots.txt says %v", p.URL, p.Reachable, allowed(p.URL))
				}
				if p.Reachable {
					reachable++
					left[place{p.URL, p.Part}] = true
					kinds[p.Kind]++
				}
			}
			if len(left) != reachable {
				t.Errorf("%d plants stand in %d places", reachable, len(left))
			}
			if reachable < tc.least || reachable > tc.most {
				t.Errorf("%d reachable plants, want %d to %d", reachable, tc.least, tc.most)
			}
			for _, kind := range []string{"sale", "forgery", "exposure", "solicitation"} {
				if kinds[kind] == 0 {
					t.Errorf("no plant of kind %s", kind)
				}
			}
			deepest := 0
			pages := walk{web, allowed, func(rawURL string, depth int, res *httptest.ResponseRecorder, body string) {
				if res.Code == http.StatusNotFound {
					t.Errorf("dead link %s", rawURL)
				}
				deepest = max(deepest, depth)
				for p := range left {
					if p.url == rawURL && (p.part == "" || parts(body)[p.part]) {
						delete(left, p)
					}
				}
			}}.run()
			for p := range left {
				t.Errorf("not reached, or its part is not on the page: %s part %q", p.url, p.part)
			}
			if pages < tc.pages*3/4 || pages > tc.pages*5/4 {
				t.Errorf("%d pages, want about %d", pages, tc.pages)
			}
			if r := web.Report(); len(r.Forbidden) > 0 || len(r.Repeated) > 0 {
				t.Errorf("a lawful walk was reported: forbidden %v, repeated %v", r.Forbidden, r.Repeated)
			}
			t.Logf("%d pages, %d plants %v, depth %d", pages, reachable, kinds, deepest)
		})
	}
}

// digest hashes every page of a walk in order.
func digest(t *testing.T, seed int64) []byte {
	t.Helper()
	web := newWeb(t, seed, 200)
	sums := map[string]hash.Hash{}
	walk{web, permission(t, web), func(rawURL string, _ int, res *httptest.ResponseRecorder, body string) {
		h := sha256.New()
		fmt.Fprint(h, res.Code, res.Header(), body)
		sums[rawURL] = h
	}}.run()
	all := sha256.New()
	urls := make([]string, 0, len(sums))
	for u := range sums {
		urls = append(urls, u)
	}
	slices.Sort(urls)
	for _, u := range urls {
		fmt.Fprintf(all, "%s %x\n", u, sums[u].Sum(nil))
	}
	return all.Sum(nil)
}

func TestPicturesAreServed(t *testing.T) {
	a, b := newWeb(t, 1, 100), newWeb(t, 1, 100)
	for i, u := range []string{"http://pasarsenja.localhost/foto/0-0.jpg", "http://pasarsenja.localhost/foto/3-1.jpg", "http://salurankabar.localhost/file/9.jpg"} {
		res, body := answer(a, u)
		_, again := answer(b, u)
		if body != again {
			t.Errorf("%s differs between two webs of one seed", u)
		}
		if _, _, err := image.Decode(strings.NewReader(body)); err != nil || !strings.HasPrefix(res.Header().Get("Content-Type"), "image/") {
			t.Errorf("%d %s: %s %v", i, u, res.Header().Get("Content-Type"), err)
		}
	}
}

func TestSameSeedSameBytes(t *testing.T) {
	a, b, c := digest(t, 11), digest(t, 11), digest(t, 12)
	if string(a) != string(b) {
		t.Error("two webs of one seed differ")
	}
	if string(a) == string(c) {
		t.Error("webs of different seeds are the same")
	}
}

var (
	longNumber = regexp.MustCompile(`\d[\d .\-]{14,}\d`)
	phones     = regexp.MustCompile(`\b(?:\+?62[ -]?|0)8\d{2}[ -]?\d{4}[ -]?\d{3,4}\b`)
	taxNumber  = regexp.MustCompile(`\d{2}\.\d{3}\.\d{3}\.\d-(\d{3})\.\d{3}`)
	mail       = regexp.MustCompile(`[\w.]+@[\w-]+(\.[\w-]+)+`)
	provinces  = "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82 91 92 93 94 95 96"
)

// assigned reports whether 16 digits could be somebody's NIK or KK: a province, a date, a district below 69 and a low serial.
func assigned(d string) bool {
	n := func(i, j int) (v int) {
		for _, c := range d[i:j] {
			v = v*10 + int(c-'0')
		}
		return v
	}
	day, month := n(6, 8)%40, n(8, 10)
	return slices.Contains(strings.Fields(provinces), d[:2]) && day >= 1 && day <= 31 && n(6, 8) <= 71 &&
		month >= 1 && month <= 12 && n(4, 6) >= 1 && n(4, 6) < 69 && n(12, 16) <= 2000
}

// No page holds a number, an address or a site that may belong to somebody.
func TestNumbersBelongToNobody(t *testing.T) {
	web := newWeb(t, 3, 1000)
	var numbers, telephones, taxes, mails int
	check := func(rawURL, body string) {
		for _, run := range longNumber.FindAllString(body, -1) {
			digits := strings.Map(func(c rune) rune {
				if c < '0' || c > '9' {
					return -1
				}
				return c
			}, run)
			if len(digits) == 16 {
				numbers++
				if assigned(digits) {
					t.Errorf("%s: %s may be somebody's", rawURL, run)
				}
			}
		}
		for _, run := range phones.FindAllString(body, -1) {
			telephones++
			if !strings.Contains(run, "0000") {
				t.Errorf("%s: telephone %s", rawURL, run)
			}
		}
		for _, m := range taxNumber.FindAllStringSubmatch(body, -1) {
			if taxes++; !strings.HasPrefix(m[1], "99") {
				t.Errorf("%s: NPWP %s", rawURL, m[0])
			}
		}
		for _, run := range mail.FindAllString(body, -1) {
			if mails++; !strings.HasSuffix(run, ".example") {
				t.Errorf("%s: mail %s", rawURL, run)
			}
		}
	}
	walk{web, permission(t, web), func(rawURL string, _ int, res *httptest.ResponseRecorder, body string) {
		if strings.HasPrefix(res.Header().Get("Content-Type"), "text/") {
			check(rawURL, body)
		}
		for _, l := range links(body) {
			if u, err := url.Parse(l); err != nil || u.Host != "" && !strings.HasSuffix(u.Hostname(), ".localhost") {
				t.Errorf("%s links to %s", rawURL, l)
			}
		}
	}}.run()
	for _, p := range web.Planted() {
		_, body := answer(web, p.URL)
		check(p.URL, body)
	}
	if numbers < 300 || telephones < 100 || taxes < 5 || mails < 10 {
		t.Errorf("checked only %d numbers, %d telephones, %d NPWP, %d mails", numbers, telephones, taxes, mails)
	}
}

func TestRobotsAndRedirects(t *testing.T) {
	web := newWeb(t, 1, 400)
	for _, tc := range []struct {
		url      string
		status   int
		location string
	}{
		{"http://pasarsenja.localhost/robots.txt", 200, ""},
		{"http://forumwarga.localhost/robots.txt", 301, "/aturan/robots.txt"},
		{"http://forumwarga.localhost/aturan/robots.txt", 200, ""},
		{"http://warungblog.localhost/robots.txt", 404, ""},
		{"http://galat.localhost/robots.txt", 503, ""},
		{"http://forumwarga.localhost/t/3", 301, "/showthread.php?t=3"},
		{"http://forumwarga.localhost/showthread.php?t=3", 301, "/thread/3"},
		{"http://forumwarga.localhost/lama/4", 302, "/privat/thread/73"},
		{"http://warungblog.localhost/putar/a", 302, "/putar/b"},
		{"http://warungblog.localhost/putar/b", 302, "/putar/a"},
		{"http://warungblog.localhost/pindah/9", 302, "/pindah/8"},
		{"http://warungblog.localhost/keluar", 302, "http://10.0.0.1/"},
		{"http://kosong.localhost/", 200, ""},
		{"http://pasarsenja.localhost/tidak-ada", 404, ""},
		{"http://salurankabar.localhost/s/infoloker_x?before=7", 404, ""},
	} {
		res, _ := answer(web, tc.url)
		if res.Code != tc.status || res.Header().Get("Location") != tc.location {
			t.Errorf("%s: %d %q, want %d %q", tc.url, res.Code, res.Header().Get("Location"), tc.status, tc.location)
		}
	}
	if res, _ := answer(web, "http://tidakdikenal.localhost/"); res.Code != http.StatusNotFound {
		t.Errorf("unknown host answers %d", res.Code)
	}
}

func TestTrackingParametersChangeNothing(t *testing.T) {
	web := newWeb(t, 1, 400)
	for _, u := range []string{"http://pasarsenja.localhost/c/hobi", "http://salurankabar.localhost/"} {
		_, a := answer(web, u)
		_, b := answer(web, u+"?utm_source=surat&utm_medium=x")
		if a != b {
			t.Errorf("%s changes with tracking parameters", u)
		}
	}
}

func TestReport(t *testing.T) {
	web := newWeb(t, 1, 100)
	const home, draft = "http://pasarsenja.localhost/", "http://pasarsenja.localhost/internal/draf/0"
	for _, u := range []string{home, home, draft, "http://galat.localhost/robots.txt", "http://galat.localhost/"} {
		answer(web, u)
	}
	r := web.Report()
	if r.Requests != 5 || r.URLs != 4 {
		t.Errorf("%d requests of %d URLs, want 5 of 4", r.Requests, r.URLs)
	}
	if !slices.Equal(r.Repeated, []string{home}) {
		t.Errorf("repeated %v", r.Repeated)
	}
	if !slices.Equal(r.Forbidden, []string{"http://galat.localhost/", draft}) {
		t.Errorf("forbidden %v", r.Forbidden)
	}
	if _, ok := r.Gaps["pasarsenja"]; !ok || r.Hosts["pasarsenja"] != 3 {
		t.Errorf("pasarsenja: %d requests, gaps %v", r.Hosts["pasarsenja"], r.Gaps)
	}
	if n := web.Requests(home); n != 2 {
		t.Errorf("%d requests for %s, want 2", n, home)
	}
}

func TestConcurrentRequestsAreCounted(t *testing.T) {
	web := newWeb(t, 1, 100)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 20 {
				answer(web, fmt.Sprintf("http://forumwarga.localhost/thread/%d", i%10))
				web.Report()
			}
		})
	}
	wg.Wait()
	if r := web.Report(); r.Requests != 160 || r.URLs != 10 {
		t.Errorf("%d requests of %d URLs, want 160 of 10", r.Requests, r.URLs)
	}
}

func TestScore(t *testing.T) {
	web := newWeb(t, 5, 400)
	var whole, inPart, message sandbox.Plant
	var all []sandbox.Found
	for _, p := range web.Planted() {
		if !p.Reachable {
			continue
		}
		all = append(all, sandbox.Found{URL: p.URL, Part: p.Part, Kind: p.Kind})
		if p.Part == "" {
			whole = p
		} else {
			inPart = p
		}
		if strings.Contains(p.URL, "salurankabar") {
			message = p
		}
	}
	_, number, _ := strings.Cut(message.Part, "/")
	honest := sandbox.Found{URL: "http://kosong.localhost/"}
	for _, tc := range []struct {
		name                       string
		found                      []sandbox.Found
		ok, wrong, echoes, badKind int
	}{
		{"nothing", nil, 0, 0, 0, 0},
		{"everything", all, len(all), 0, 0, 0},
		{"everything twice", append(slices.Clone(all), all...), len(all), 0, 0, 0},
		{"page for a part", []sandbox.Found{{URL: inPart.URL, Kind: inPart.Kind}}, 1, 0, 0, 0},
		{"message by its number", []sandbox.Found{{URL: message.URL, Part: number, Kind: message.Kind}}, 1, 0, 0, 0},
		{"other part", []sandbox.Found{{URL: inPart.URL, Part: "post-0"}}, 0, 1, 0, 0},
		{"part of a page plant", []sandbox.Found{{URL: whole.URL, Part: "ulasan-0"}}, 0, 1, 0, 0},
		{"honest page", []sandbox.Found{honest}, 0, 1, 0, 0},
		{"unknown page", []sandbox.Found{{URL: "http://toko.example/"}}, 0, 1, 0, 0},
		{"list of titles", []sandbox.Found{{URL: "http://pasarsenja.localhost/iklan/"}}, 0, 0, 1, 0},
		{"wrong kind", []sandbox.Found{{URL: whole.URL, Part: whole.Part, Kind: "none"}}, 1, 0, 0, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := web.Score(tc.found)
			if got.Planted != len(all) || got.Found != tc.ok || got.Missed != len(all)-tc.ok || got.FalseAlerts != tc.wrong || got.Echoes != tc.echoes || got.WrongKind != tc.badKind {
				t.Errorf("%+v", got)
			}
			if len(got.MissedList) != got.Missed || len(got.FalseList) != got.FalseAlerts {
				t.Errorf("lists hold %d and %d", len(got.MissedList), len(got.FalseList))
			}
		})
	}
}

func TestStartServesOnLoopback(t *testing.T) {
	web, err := sandbox.New(sandbox.Config{Seed: 1, Pages: 100, SlowHost: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	base, err := web.Start(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := strings.Cut(strings.TrimPrefix(base, "http://"), ":")
	for _, seed := range append(web.Seeds(), "http://lambat.localhost:"+port+"/") {
		if !strings.HasSuffix(seed, ".localhost:"+port+"/") {
			t.Errorf("seed %s has not port %s", seed, port)
		}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		u, _ := url.Parse(seed)
		req.Host = u.Host
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Errorf("%s answers %d", seed, res.StatusCode)
		}
	}
}

func TestPagesAreDense(t *testing.T) {
	web := newWeb(t, 2, 400)
	hosts := map[string][]int{}
	walk{web, permission(t, web), func(rawURL string, _ int, res *httptest.ResponseRecorder, body string) {
		if res.Code == http.StatusOK && strings.HasPrefix(res.Header().Get("Content-Type"), "text/html") {
			u, _ := url.Parse(rawURL)
			hosts[u.Hostname()] = append(hosts[u.Hostname()], len(links(body)))
		}
	}}.run()
	for host, counts := range hosts {
		slices.SortFunc(counts, cmp.Compare)
		t.Logf("%s: %d pages, links %d / %d / %d", host, len(counts), counts[0], counts[len(counts)/2], counts[len(counts)-1])
		if host != "kosong.localhost" && host != "berkas.localhost" && counts[len(counts)/2] < 20 {
			t.Errorf("%s: half of the pages have fewer than %d links", host, counts[len(counts)/2])
		}
	}
}

// The wording is wide enough that a demo does not measure one sentence many times.
func TestPlantsAreVaried(t *testing.T) {
	web := newWeb(t, 9, 400)
	digits := regexp.MustCompile(`\d+`)
	texts := map[string]int{}
	for _, p := range web.Planted() {
		_, body := answer(web, p.URL)
		if p.Part != "" {
			_, body, _ = strings.Cut(body, p.Part)
			body = body[:min(len(body), 600)]
		}
		texts[digits.ReplaceAllString(body, "0")]++
	}
	for body, n := range texts {
		if n > 1 {
			t.Errorf("%d plants are the same but for numbers: %.200s", n, body)
		}
	}
	for name, least := range map[string]int{"sale": 30, "forgery": 15, "exposure": 15, "solicitation": 15, "hard": 75} {
		raw, err := os.ReadFile("wording/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count("\n"+string(raw), "\n== "+name+" "); n < least {
			t.Errorf("%d hand-written texts of kind %s, want %d", n, name, least)
		}
	}
}

func BenchmarkPages(b *testing.B) {
	web := newWeb(b, 1, 5000)
	var urls []string
	walk{web, permission(b, web), func(rawURL string, _ int, res *httptest.ResponseRecorder, _ string) {
		if res.Code == http.StatusOK && strings.HasPrefix(res.Header().Get("Content-Type"), "text/html") {
			urls = append(urls, rawURL)
		}
	}}.run()
	pages := 0
	for b.Loop() {
		answer(web, urls[pages%len(urls)])
		pages++
	}
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
}
