package sandbox_test

import (
	"net/http"
	"net/url"
	"testing"

	"ronda/crawler/robots"
	"ronda/crawler/sandbox"
)

// permission reads the robots.txt of each host as a crawler does: redirects followed, 4xx allows all, 5xx forbids all.
func permission(t testing.TB, web *sandbox.Web) func(rawURL string) bool {
	t.Helper()
	files := map[string]*robots.File{}
	return func(rawURL string) bool {
		u, err := url.Parse(rawURL)
		if err != nil {
			return false
		}
		f := files[u.Host]
		if f == nil {
			f = robots.AllowAll()
			base := &url.URL{Scheme: "http", Host: u.Host, Path: "/robots.txt"}
			res, body := answer(web, base.String())
			if res != nil && res.Header().Get("Location") != "" {
				res, body = answer(web, resolve(base, res.Header().Get("Location")))
			}
			switch {
			case res == nil:
			case res.Code == http.StatusOK:
				f = robots.Parse([]byte(body))
			case res.Code >= 500:
				f = robots.Parse([]byte("User-agent: *\nDisallow: /\n"))
			}
			files[u.Host] = f
		}
		return f.Test("ronda", rawURL).Allowed
	}
}
