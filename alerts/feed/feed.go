// Package feed shows the Desk to people and programs over HTTP: the analysts' page in Indonesian and English, the JSON
// API and the live stream of events (SSE). Who is signed in decides there which pictures prove nothing; all else only reads.
//
// It must not know how alerts come about: it shows masked texts and figures as the Desk holds them.
package feed

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"path"
	"slices"
	"strings"
	"time"

	"ronda/alerts/access"
	"ronda/alerts/ledger"
)

//go:embed templates static
var files embed.FS

// Config configures the feed. The zero value works.
type Config struct {
	Hosts      []string                 // names in Host, besides loopback ones, that a loopback listener answers to; e.g. of a proxy in front
	NATS       string                   // URL where subscribers receive the same alerts; "" when there is no listener
	RegionName func(code string) string // name of a province or regency, "" when unknown; nil shows codes
	Done       <-chan struct{}          // closed to end live connections, so that a shutdown need not wait for them
	Log        *slog.Logger             // nil discards

	// Decide carries out what somebody who is signed in decides about a picture. It fails with what desk.Desk fails with. nil: the
	// page only reads.
	Decide   func(context.Context, Decision) error
	Sessions *access.Sessions // who is signed in; not nil where Decide is not
}

type feed struct {
	ledger *ledger.Ledger
	cfg    Config
	log    *slog.Logger
	pages  map[string]*template.Template // by name
	files  map[string]file               // by path below /static/
}

// file is a static file; its URL carries its version, so it may be cached for ever.
type file struct {
	name, version string
	data          []byte
}

// New returns the handler of the page ("/"), the API ("/api/v1/...") and the static files ("/static/..."). It is safe for
// concurrent use.
func New(book *ledger.Ledger, cfg Config) http.Handler {
	f := &feed{ledger: book, cfg: cfg, log: cfg.Log, files: map[string]file{}, pages: map[string]*template.Template{}}
	if f.log == nil {
		f.log = slog.New(slog.DiscardHandler)
	}
	f.load()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", f.list)
	mux.HandleFunc("GET /alerts/{id}", f.detail)
	mux.HandleFunc("GET /alerts/{id}/pictures/{n}", f.picture)
	mux.HandleFunc("GET /static/{name}", f.static)
	mux.HandleFunc("GET /api/v1/alerts", f.apiAlerts)
	mux.HandleFunc("GET /api/v1/alerts/{id}", f.apiAlert)
	mux.HandleFunc("GET /api/v1/events", f.apiEvents)
	mux.HandleFunc("/", f.notFound)
	if cfg.Decide == nil {
		return f.guard(mux)
	}
	mux.HandleFunc("GET /sign-in/{key}", f.invitation)
	mux.HandleFunc("POST /sign-in/{key}", f.signIn)
	mux.HandleFunc("POST /sign-out", f.signOut)
	mux.HandleFunc("POST /alerts/{id}/pictures/{number}/{what}", f.decide)
	return f.guard(f.ownPages(mux))
}

// load reads the embedded files. A failure is a mistake of the build, which every test would meet.
func (f *feed) load() {
	entries, err := fs.ReadDir(files, "static")
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		data, err := files.ReadFile(path.Join("static", e.Name()))
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(data)
		f.files[e.Name()] = file{e.Name(), hex.EncodeToString(sum[:8]), data}
	}
	for _, name := range []string{"list", "detail", "error", "enter"} {
		f.pages[name] = template.Must(template.New("layout.html").Funcs(template.FuncMap{"asset": f.asset}).
			ParseFS(files, "templates/layout.html", "templates/parts.html", "templates/"+name+".html"))
	}
}

func (f *feed) asset(name string) string {
	return "/static/" + name + "?v=" + f.files[name].version
}

// guard sets the headers that every answer carries and turns away what a foreign page made a browser ask for.
func (f *feed) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy",
			"default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("X-Robots-Tag", "noindex, nofollow")
		h.Set("Cache-Control", "no-store")
		if !f.hostAllowed(r) {
			f.fail(w, r, http.StatusMisdirectedRequest, codeHost)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// hostAllowed keeps a foreign site whose name resolves to a loopback address (DNS rebinding) from reading the feed of
// this machine through its user's browser.
func (f *feed) hostAllowed(r *http.Request) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return true // not a network listener
	}
	if addr, err := netip.ParseAddrPort(local.String()); err != nil || !addr.Addr().Unmap().IsLoopback() {
		return true
	}
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.Unmap().IsLoopback()
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || slices.Contains(f.cfg.Hosts, host)
}

func (f *feed) static(w http.ResponseWriter, r *http.Request) {
	file, ok := f.files[r.PathValue("name")]
	if !ok {
		f.fail(w, r, http.StatusNotFound, codeNotFound)
		return
	}
	if r.URL.Query().Get("v") == file.version {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	w.Header().Set("ETag", `"`+file.version+`"`)
	http.ServeContent(w, r, file.name, time.Time{}, strings.NewReader(string(file.data)))
}

func (f *feed) notFound(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		f.fail(w, r, http.StatusMethodNotAllowed, codeMethod)
		return
	}
	f.fail(w, r, http.StatusNotFound, codeNotFound)
}

// Codes of errors, the same in the API and on the page.
const (
	codeBadRequest = "bad_request"
	codeHost       = "wrong_host"
	codeNotFound   = "not_found"
	codeMethod     = "method_not_allowed"
	codeInternal   = "internal"
	codeSignedOut  = "not_signed_in"
	codeOrigin     = "foreign_page"
	codeInvitation = "no_invitation"
	codeKey        = "missing_key"
)

// badRequest is an error that the caller can put right.
type badRequest string

func (e badRequest) Error() string { return string(e) }

// failWith answers with what err deserves. What went wrong inside is for the log, not for the caller.
func (f *feed) failWith(w http.ResponseWriter, r *http.Request, err error) {
	var bad badRequest
	switch {
	case errors.As(err, &bad):
		f.failSaying(w, r, http.StatusBadRequest, codeBadRequest, bad.Error())
	case errors.Is(err, ledger.ErrNotFound), errors.Is(err, ledger.ErrNoPicture):
		f.fail(w, r, http.StatusNotFound, codeNotFound)
	case errors.Is(err, ledger.ErrPictureKey):
		f.fail(w, r, http.StatusConflict, codeKey)
	case r.Context().Err() != nil: // the caller has gone
	default:
		f.log.ErrorContext(r.Context(), "feed request failed", "route", r.Pattern, "error", err)
		f.fail(w, r, http.StatusInternalServerError, codeInternal)
	}
}

func (f *feed) fail(w http.ResponseWriter, r *http.Request, status int, code string) {
	f.failSaying(w, r, status, code, "")
}

// failSaying answers with JSON below /api/ and with a page elsewhere. detail replaces the usual words.
func (f *feed) failSaying(w http.ResponseWriter, r *http.Request, status int, code, detail string) {
	if strings.HasPrefix(r.URL.Path, "/api/") {
		if detail == "" {
			detail = english.text["error."+code]
		}
		writeJSON(w, status, map[string]any{"error": map[string]string{"code": code, "message": detail}})
		return
	}
	l, query := language(r)
	f.render(w, r, status, "error", view{
		Lang: l, langQuery: query, Title: l.T("error." + code + ".title"),
		Page: errorPage{Status: status, Text: l.T("error." + code), Detail: detail},
	})
}

type errorPage struct {
	Status       int
	Text, Detail string
}

func (f *feed) render(w http.ResponseWriter, r *http.Request, status int, page string, v view) {
	v.feed, v.request = f, r
	var body strings.Builder
	if err := f.pages[page].ExecuteTemplate(&body, "layout.html", v); err != nil {
		f.log.ErrorContext(r.Context(), "feed page failed", "page", page, "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", v.Lang.Code)
	w.Header().Add("Vary", "Accept-Language")
	w.WriteHeader(status)
	_, _ = fmt.Fprint(w, body.String()) // fails only when the caller has gone
}
