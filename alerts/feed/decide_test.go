package feed_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/alerts/access"
	"ronda/alerts/desk"
	"ronda/alerts/feed"
	"ronda/alerts/ledger"
	"ronda/detect/similar"
)

// decider serves a feed on which those who are signed in decide, and notes what they do.
func decider(t *testing.T) (d *desk.Desk, base string, sessions *access.Sessions, decided *[]feed.Decision) {
	t.Helper()
	sessions, decided = &access.Sessions{}, &[]feed.Decision{}
	cfg := feed.Config{Sessions: sessions}
	cfg.Decide = func(ctx context.Context, what feed.Decision) error {
		*decided = append(*decided, what)
		if what.Restore {
			return d.RestorePicture(ctx, what.Picture)
		}
		return d.DismissPicture(ctx, what.Picture, what.Actor, what.Reason)
	}
	d, srv, _ := serve(t, 0, cfg)
	return d, srv.URL, sessions, decided
}

// pictured raises an alert whose listing has one picture.
func pictured(t *testing.T, d *desk.Desk, n int) (id string, number int64) {
	t.Helper()
	f := finding(n)
	f.Pictures = []similar.Picture{{Whole: []similar.Hash{{1, 2, 3, 4}}}}
	r, err := d.Raise(t.Context(), f, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r.AlertID, ofAlert(t, d, r.AlertID).Number
}

func ofAlert(t *testing.T, d *desk.Desk, id string) ledger.Picture {
	t.Helper()
	list, err := d.Pictures(t.Context(), id)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d pictures, %v", len(list), err)
	}
	return list[0]
}

// post sends a form, and does not follow where the answer leads.
func post(t *testing.T, address string, form url.Values, header ...string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

// enter signs somebody in and returns the header Cookie of the session.
func enter(t *testing.T, base string, sessions *access.Sessions, actor string) string {
	t.Helper()
	link := base + "/sign-in/" + sessions.Invite(actor)
	if page := get(t, link+"?lang=en"); page.status != http.StatusOK || !strings.Contains(page.body, "Sign in as "+actor) {
		t.Fatalf("the invitation: %d %s", page.status, page.body)
	}
	got := post(t, link, nil)
	cookie, err := http.ParseSetCookie(got.header.Get("Set-Cookie"))
	if got.status != http.StatusSeeOther || err != nil {
		t.Fatalf("sign in: %d, %v", got.status, err)
	}
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" {
		t.Errorf("cookie: %v", cookie)
	}
	if again := post(t, link, nil); again.status != http.StatusGone || again.header.Get("Set-Cookie") != "" {
		t.Errorf("the link is good twice: %d", again.status)
	}
	if again := get(t, link); again.status != http.StatusGone {
		t.Errorf("a link that was used: %d", again.status)
	}
	return cookie.Name + "=" + cookie.Value
}

// Who is signed in dismisses a picture and takes that back; both hold for pictures that come later.
func TestDecide(t *testing.T) {
	d, base, sessions, decided := decider(t)
	first, number := pictured(t, d, 0)
	second, _ := pictured(t, d, 1)
	cookie := enter(t, base, sessions, "siti")
	page := func(header ...string) string { return get(t, base+"/alerts/"+first+"?lang=en", header...).body }
	action := base + "/alerts/" + first + "/pictures/" + strconv.FormatInt(number, 10)

	if body := page(); strings.Contains(body, "<form class=\"decide\"") || !strings.Contains(body, "ronda alerts sign-in") {
		t.Error("who is not signed in is offered to decide, or not told how to")
	}
	if body := page("Cookie", cookie); !strings.Contains(body, "/dismiss?lang=en") || !strings.Contains(body, ">siti<") || strings.Contains(body, "ronda alerts sign-in") {
		t.Errorf("the page of who is signed in:\n%s", body)
	}
	got := post(t, action+"/dismiss?lang=en", url.Values{"reason": {" logo toko <b> "}}, "Cookie", cookie)
	want := "/alerts/" + first + "?lang=en#picture-" + strconv.FormatInt(number, 10)
	if got.status != http.StatusSeeOther || got.header.Get("Location") != want {
		t.Fatalf("dismiss: %d %q", got.status, got.header.Get("Location"))
	}
	if p := ofAlert(t, d, second); !p.Dismissed || p.Decision == nil || p.Decision.Actor != "siti" || p.Decision.Reason != "logo toko <b>" {
		t.Errorf("the other one of this picture: %+v", p)
	}
	if body := page(); !strings.Contains(body, "By siti, ") || !strings.Contains(body, "<q>logo toko &lt;b&gt;</q>") {
		t.Error("the page does not say who dismissed it, and why")
	}
	post(t, action+"/dismiss", url.Values{"reason": {"a form that is sent again"}}, "Cookie", cookie)
	third, _ := pictured(t, d, 2)
	if p := ofAlert(t, d, third); !p.Dismissed || p.Seen != nil {
		t.Errorf("a picture that came later: %+v", p)
	}
	for range 2 {
		got = post(t, action+"/restore", url.Values{"reason": {"keliru"}}, "Cookie", cookie)
		if got.status != http.StatusSeeOther {
			t.Errorf("restore: %d %s", got.status, got.body)
		}
	}
	if p := ofAlert(t, d, third); p.Dismissed || p.Decision != nil || p.Seen == nil || p.Seen.Listings != 2 {
		t.Errorf("after it was taken back: %+v", p)
	}
	if diff := cmp.Diff([]feed.Decision{
		{Actor: "siti", Reason: "logo toko <b>", Picture: number}, {Actor: "siti", Reason: "keliru", Picture: number, Restore: true},
	}, *decided); diff != "" {
		t.Errorf("decided (-want +got):\n%s", diff)
	}
	left := post(t, base+"/sign-out", nil, "Cookie", cookie)
	if left.status != http.StatusSeeOther || !strings.Contains(left.header.Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("sign out: %d %q", left.status, left.header.Get("Set-Cookie"))
	}
	if got := post(t, action+"/dismiss", url.Values{"reason": {"late"}}, "Cookie", cookie); got.status != http.StatusForbidden {
		t.Errorf("after signing out: %d", got.status)
	}
}

// Nobody decides who is not signed in, and no foreign page does for somebody who is.
func TestDecideRefuses(t *testing.T) {
	d, base, sessions, decided := decider(t)
	first, number := pictured(t, d, 0)
	cookie := enter(t, base, sessions, "siti")
	reason := url.Values{"reason": {"a logo"}}
	path := "/alerts/" + first + "/pictures/" + strconv.FormatInt(number, 10) + "/dismiss"
	for name, c := range map[string]struct {
		path   string
		form   url.Values
		header []string
		want   int
	}{
		"nobody":            {path, reason, nil, http.StatusForbidden},
		"a guess":           {path, reason, []string{"Cookie", "ronda-session=guess"}, http.StatusForbidden},
		"another site":      {path, reason, []string{"Cookie", cookie, "Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		"another port":      {path, reason, []string{"Cookie", cookie, "Sec-Fetch-Site", "same-site"}, http.StatusForbidden},
		"an older browser":  {path, reason, []string{"Cookie", cookie, "Origin", "https://toko.example"}, http.StatusForbidden},
		"sign out of":       {"/sign-out", nil, []string{"Cookie", cookie, "Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		"no reason":         {path, url.Values{"reason": {" "}}, []string{"Cookie", cookie}, http.StatusBadRequest},
		"a long reason":     {path, url.Values{"reason": {strings.Repeat("a", 301)}}, []string{"Cookie", cookie}, http.StatusBadRequest},
		"a huge form":       {path, url.Values{"reason": {strings.Repeat("a", 1<<20)}}, []string{"Cookie", cookie}, http.StatusBadRequest},
		"no such picture":   {"/alerts/" + first + "/pictures/99/dismiss", reason, []string{"Cookie", cookie}, http.StatusNotFound},
		"of another alert":  {"/alerts/nobody/pictures/" + strconv.FormatInt(number, 10) + "/dismiss", reason, []string{"Cookie", cookie}, http.StatusNotFound},
		"no number":         {"/alerts/" + first + "/pictures/a/dismiss", reason, []string{"Cookie", cookie}, http.StatusNotFound},
		"something else":    {"/alerts/" + first + "/pictures/" + strconv.FormatInt(number, 10) + "/erase", reason, []string{"Cookie", cookie}, http.StatusNotFound},
		"a key of nobody":   {"/sign-in/guess", nil, nil, http.StatusGone},
		"as in the picture": {"/alerts/" + first + "/pictures/0", reason, []string{"Cookie", cookie}, http.StatusMethodNotAllowed},
	} {
		if got := post(t, base+c.path, c.form, c.header...); got.status != c.want {
			t.Errorf("%s: %d, want %d", name, got.status, c.want)
		}
	}
	if len(*decided) > 0 {
		t.Errorf("decided all the same: %v", *decided)
	}
	if _, ok := sessions.Actor(strings.TrimPrefix(cookie, "ronda-session=")); !ok {
		t.Error("a foreign page signed somebody out")
	}
	if got := post(t, base+path, reason, "Cookie", cookie, "Sec-Fetch-Site", "same-origin"); got.status != http.StatusSeeOther || len(*decided) != 1 {
		t.Errorf("the page itself: %d, %v", got.status, *decided)
	}
}

// A feed that was given nobody to decide reads only.
func TestWithoutDecisions(t *testing.T) {
	d, srv, _ := serve(t, 0, feed.Config{})
	id, number := pictured(t, d, 0)
	action := srv.URL + "/alerts/" + id + "/pictures/" + strconv.FormatInt(number, 10) + "/dismiss"
	if got := post(t, action, url.Values{"reason": {"a"}}, "Cookie", "ronda-session=a"); got.status != http.StatusMethodNotAllowed {
		t.Errorf("got %d", got.status)
	}
	if body := get(t, srv.URL+"/alerts/"+id).body; strings.Contains(body, "sign-in") {
		t.Error("the page speaks of signing in")
	}
}
