package sandbox_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"ronda/crawler"
	"ronda/crawler/sandbox"

	"golang.org/x/net/html"
)

// walk follows every permitted link from the seeds over ServeHTTP, redirects up to five hops, and hands each answer to visit.
// Pictures are left out.
type walk struct {
	web     *sandbox.Web
	allowed func(rawURL string) bool
	visit   func(rawURL string, depth int, res *httptest.ResponseRecorder, body string)
}

// answer is what a URL answers; a URL outside the web answers nothing.
func answer(web *sandbox.Web, rawURL string) (*httptest.ResponseRecorder, string) {
	u, err := url.Parse(rawURL)
	if err != nil || !strings.HasSuffix(u.Hostname(), ".localhost") {
		return nil, ""
	}
	rec := httptest.NewRecorder()
	req := httptest.NewRequest(http.MethodGet, rawURL, nil)
	web.ServeHTTP(rec, req)
	return rec, rec.Body.String()
}

func (w walk) run() (pages int) {
	type step struct {
		url         string
		depth, hops int
	}
	var queue []step
	seen := map[string]bool{}
	add := func(s step) {
		canonical, err := crawler.CanonicalURL(s.url)
		if err != nil {
			return
		}
		if s.url = canonical; !seen[s.url] && w.allowed(s.url) {
			seen[s.url] = true
			queue = append(queue, s)
		}
	}
	for _, s := range w.web.Seeds() {
		add(step{url: s})
	}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		res, body := answer(w.web, s.url)
		if res == nil {
			continue
		}
		if w.visit != nil {
			w.visit(s.url, s.depth, res, body)
		}
		base, _ := url.Parse(s.url)
		if to := res.Header().Get("Location"); to != "" && s.hops < 5 {
			add(step{resolve(base, to), s.depth, s.hops + 1})
		}
		if res.Code != http.StatusOK || !strings.HasPrefix(res.Header().Get("Content-Type"), "text/html") {
			continue
		}
		pages++
		for _, l := range links(body) {
			if !picture(l) {
				add(step{resolve(base, l), s.depth + 1, 0})
			}
		}
	}
	return pages
}

func picture(ref string) bool {
	return strings.HasSuffix(ref, ".jpg") || strings.HasSuffix(ref, ".jpeg") || strings.HasSuffix(ref, ".png")
}

func resolve(base *url.URL, ref string) string {
	u, err := base.Parse(ref)
	if err != nil {
		return ""
	}
	return u.String()
}

func links(body string) []string {
	var list []string
	z := html.NewTokenizer(strings.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return list
		case html.StartTagToken:
			for _, a := range z.Token().Attr {
				if a.Key == "href" {
					list = append(list, a.Val)
				}
			}
		}
	}
}

// parts are the element ids and data-post values of a page.
func parts(body string) map[string]bool {
	set := map[string]bool{}
	z := html.NewTokenizer(strings.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return set
		case html.StartTagToken:
			for _, a := range z.Token().Attr {
				if a.Key == "id" || a.Key == "data-post" {
					set[a.Val] = true
				}
			}
		}
	}
}
