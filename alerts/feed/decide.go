package feed

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ronda/alerts/ledger"
)

// Decision is what somebody decided about a picture.
type Decision struct {
	Actor, Reason string
	Picture       int64 // its number
	Restore       bool  // take it off the negative list; else put it there
}

// maxReason is how many characters a reason has at most.
const maxReason = 300

// sessionCookie holds the token of somebody who is signed in.
const sessionCookie = "ronda-session"

// ownPages turns away what another site, or another port of this machine, made a browser send. The session's cookie is not sent
// from other sites either; from other ports of one host it is.
func (f *feed) ownPages(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.fail(w, r, http.StatusForbidden, codeOrigin)
	}))
	return protection.Handler(next)
}

// actor returns who is signed in, "" for nobody.
func (f *feed) actor(r *http.Request) string {
	if f.cfg.Decide == nil {
		return ""
	}
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return ""
	}
	name, _ := f.cfg.Sessions.Actor(cookie.Value)
	return name
}

// invitation asks somebody who follows a link to sign in whether to do so: looking at it, as programs that fetch links ahead do,
// does not use it up.
func (f *feed) invitation(w http.ResponseWriter, r *http.Request) {
	actor, ok := f.cfg.Sessions.Invited(r.PathValue("key"))
	if !ok {
		f.fail(w, r, http.StatusGone, codeInvitation)
		return
	}
	l, query := language(r)
	f.render(w, r, http.StatusOK, "enter", view{Lang: l, langQuery: query, Title: l.T("enter"), Page: actor})
}

func (f *feed) signIn(w http.ResponseWriter, r *http.Request) {
	token, ok := f.cfg.Sessions.Enter(r.PathValue("key"))
	if !ok {
		f.fail(w, r, http.StatusGone, codeInvitation)
		return
	}
	f.setSession(w, r, token, 0)
	f.seeOther(w, r, "/")
}

func (f *feed) signOut(w http.ResponseWriter, r *http.Request) {
	if cookie, err := r.Cookie(sessionCookie); err == nil {
		f.cfg.Sessions.Leave(cookie.Value)
	}
	f.setSession(w, r, "", -1)
	f.seeOther(w, r, "/")
}

// setSession gives the browser a token until it is closed, or with age -1 takes it away.
func (f *feed) setSession(w http.ResponseWriter, r *http.Request, token string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: sessionCookie, Value: token, Path: "/", MaxAge: age, HttpOnly: true, SameSite: http.SameSiteStrictMode,
		Secure: r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https", // a proxy in front speaks TLS for us
	})
}

// seeOther leads to one of our pages, in the language that was asked for.
func (f *feed) seeOther(w http.ResponseWriter, r *http.Request, path string) {
	to := url.URL{Path: path}
	if _, query := language(r); query != "" {
		to.RawQuery = url.Values{"lang": {query}}.Encode()
	}
	to.Path, to.Fragment, _ = strings.Cut(path, "#")
	http.Redirect(w, r, to.String(), http.StatusSeeOther)
}

// decide puts a picture of an alert on the negative list, or takes it off.
func (f *feed) decide(w http.ResponseWriter, r *http.Request) {
	actor := f.actor(r)
	if actor == "" {
		f.fail(w, r, http.StatusForbidden, codeSignedOut)
		return
	}
	what := r.PathValue("what")
	number, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil || what != "dismiss" && what != "restore" {
		f.fail(w, r, http.StatusNotFound, codeNotFound)
		return
	}
	d := Decision{Actor: actor, Picture: number, Restore: what == "restore"}
	r.Body = http.MaxBytesReader(w, r.Body, 16<<10)
	d.Reason = strings.TrimSpace(r.PostFormValue("reason"))
	l, _ := language(r)
	if d.Reason == "" || utf8.RuneCountInString(d.Reason) > maxReason || !utf8.ValidString(d.Reason) {
		f.failWith(w, r, badRequest(l.T("decide.reason.needed", maxReason)))
		return
	}
	id := r.PathValue("id")
	shown, err := f.ledger.Pictures(r.Context(), id)
	if err != nil {
		f.failWith(w, r, err)
		return
	}
	at := slices.IndexFunc(shown, func(p ledger.Picture) bool { return p.Number == number })
	if at < 0 {
		f.fail(w, r, http.StatusNotFound, codeNotFound)
		return
	}
	// What somebody else has decided meanwhile, or the same form has, is not to be entered in the log again.
	if shown[at].Dismissed == d.Restore {
		// Somebody who closes the page does not leave the order half done.
		err = f.cfg.Decide(context.WithoutCancel(r.Context()), d)
	}
	if err != nil && !errors.Is(err, ledger.ErrNotDismissed) {
		f.failWith(w, r, err)
		return
	}
	f.seeOther(w, r, "/alerts/"+id+"#picture-"+strconv.FormatInt(number, 10))
}

// Actor is who is signed in, "" for nobody.
func (v view) Actor() string { return v.feed.actor(v.request) }

// Decides tells whether those who are signed in decide on the page.
func (v view) Decides() bool { return v.feed.cfg.Decide != nil }

// Decided says who dismissed a picture, when and why.
func (v view) Decided(d *ledger.Decision) string { return v.T("seen.decided", d.Actor, v.Time(d.At)) }

// MaxReason is how long a reason may be.
func (v view) MaxReason() int { return maxReason }
