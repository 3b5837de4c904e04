package keeping

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"ronda/alerts/access"
	"ronda/alerts/ledger"
	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
	"ronda/crawler"
	"ronda/crawler/dom"
	"ronda/crawler/warc"
)

// maxShown is how much of one exchange is shown.
const maxShown = 16 << 20

// evidenceServe shows opened originals on a page that only the one who started it can see, until it is interrupted.
func evidenceServe(ctx context.Context, c command.Console, args []string) (err error) {
	fs := command.Flags(c, "evidence serve", "")
	var r reader
	r.flags(fs)
	listen := fs.String("listen", "127.0.0.1:0", "loopback address to show them at")
	if rest, err := command.Parse(fs, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return command.Usagef("serve takes no arguments")
	}
	host, _, err := net.SplitHostPort(*listen)
	if err != nil {
		return command.Usagef("-listen %q is no host:port", *listen)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return command.Usagef("shows originals on a loopback address only, like 127.0.0.1:0")
	}
	if err := r.open(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if _, err := r.access.Append(ctx, access.Entry{Actor: r.actor, Action: datafolder.ActionServe, Reason: command.Hide(r.reason)}); err != nil {
		return fmt.Errorf("nothing is shown, because the access log cannot be written: %w", err)
	}
	var l net.ListenConfig
	listener, err := l.Listen(ctx, "tcp", *listen)
	if err != nil {
		return fmt.Errorf("open the page's address: %w; give -listen another one", err)
	}
	gallery := newGallery(&r)
	server := &http.Server{Handler: gallery, ReadHeaderTimeout: 10 * time.Second}
	defer context.AfterFunc(ctx, func() { _ = server.Close() })()
	fmt.Fprintf(c.Out, "http://%s%s\n", listener.Addr(), gallery.prefix)
	fmt.Fprintf(c.Err, "Originals are shown in clear to whoever has this address; every look is entered in the access log. Ctrl-C ends it.\n")
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve originals: %w", err)
	}
	return nil
}

// gallery is the page of opened originals. What it shows lives in memory for one answer.
type gallery struct {
	reader *reader
	prefix string // "/<token>/": other users of the machine, and pages in the same browser, cannot guess it
	pages  *template.Template
	policy string
}

func newGallery(r *reader) *gallery {
	token := make([]byte, 16)
	rand.Read(token) // never fails
	style := sha256.Sum256([]byte(galleryStyle))
	return &gallery{
		reader: r, prefix: "/" + hex.EncodeToString(token) + "/",
		pages: template.Must(template.New("").Parse(galleryPages)),
		// No script, no network, no frames, no forms: what a page brought with it is text and pictures here.
		policy: "default-src 'none'; img-src data:; style-src 'sha256-" + base64.StdEncoding.EncodeToString(style[:]) +
			"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
	}
}

func (g *gallery) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	h := rw.Header()
	h.Set("Content-Security-Policy", g.policy)
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer") // the token stands in the address
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	host, _, err := net.SplitHostPort(r.Host)
	ip := net.ParseIP(strings.Trim(host, "[]"))
	path := r.URL.Path
	if err != nil || ip == nil || !ip.IsLoopback() || len(path) < len(g.prefix) ||
		subtle.ConstantTimeCompare([]byte(path[:len(g.prefix)]), []byte(g.prefix)) != 1 {
		http.Error(rw, "not found", http.StatusNotFound)
		return
	}
	if r.Method != http.MethodGet { // a HEAD would open an original too
		http.Error(rw, "only GET", http.StatusMethodNotAllowed)
		return
	}
	g.show(rw, r, path[len(g.prefix):])
}

func (g *gallery) show(rw http.ResponseWriter, r *http.Request, name string) {
	named, err := datafolder.SealedOriginals(r.Context(), g.reader.data)
	if err != nil {
		g.fail(rw, http.StatusInternalServerError, err)
		return
	}
	if name == "" {
		slices.Reverse(named) // the newest first
		g.write(rw, http.StatusOK, "list", map[string]any{"Style": template.CSS(galleryStyle), "Named": named})
		return
	}
	i := slices.IndexFunc(named, func(e ledger.EvidenceEntry) bool { return e.Name == name })
	if i < 0 {
		http.Error(rw, "not found", http.StatusNotFound)
		return
	}
	original, err := g.reader.unseal(r.Context(), &named[i])
	if err != nil {
		g.fail(rw, http.StatusInternalServerError, err)
		return
	}
	shown, err := exchanges(original)
	if err != nil {
		g.fail(rw, http.StatusInternalServerError, err)
		return
	}
	g.write(rw, http.StatusOK, "original", map[string]any{
		"Style": template.CSS(galleryStyle), "Entry": named[i], "Exchanges": shown,
	})
}

func (g *gallery) fail(rw http.ResponseWriter, status int, err error) {
	g.write(rw, status, "error", map[string]any{"Style": template.CSS(galleryStyle), "Error": err.Error()})
}

func (g *gallery) write(rw http.ResponseWriter, status int, page string, data map[string]any) {
	var out bytes.Buffer
	if err := g.pages.ExecuteTemplate(&out, page, data); err != nil {
		http.Error(rw, "the page cannot be made", http.StatusInternalServerError)
		return
	}
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	rw.WriteHeader(status)
	_, _ = rw.Write(out.Bytes())
}

// exchange is one answer of the original, as it can be shown: text, or a picture.
type exchange struct {
	URL     string
	At      time.Time
	Status  int
	Type    string
	Size    int
	Text    string
	Picture template.URL
}

// exchanges reads what an original, a WARC file, holds. Pictures are told by their first bytes, not by what the server called them.
func exchanges(original []byte) (shown []exchange, err error) {
	err = warc.Read(bytes.NewReader(original), maxShown, func(page *crawler.Page, _ io.Reader, err error) error {
		if err != nil {
			return err
		}
		e := exchange{URL: page.URL, At: page.FetchedAt, Status: page.Status, Type: page.ContentType, Size: len(page.Body)}
		switch kind := crawler.MediaType(page.Body); kind {
		case "image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/heic": // the last in some browsers
			e.Picture = template.URL("data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(page.Body))
		default:
			e.Text = pageText(page)
		}
		shown = append(shown, e)
		return nil
	})
	return shown, err
}

// pageText is what a visitor reads on the page, and the source where that cannot be told.
func pageText(page *crawler.Page) string {
	if strings.Contains(page.ContentType, "html") {
		if doc, err := dom.Parse(page); err == nil {
			return strings.TrimSpace(doc.Title + "\n\n" + doc.NodeText(0))
		}
	}
	text, err := page.Text()
	if err != nil {
		return strings.ToValidUTF8(string(page.Body), "\uFFFD")
	}
	return string(text)
}

const galleryStyle = `body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#17202e;background:#fff}
h1{font-size:1.4rem}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f4f5f8;padding:1rem}
img{max-width:100%;max-height:80vh}td,th{text-align:left;padding:.25rem .75rem .25rem 0;vertical-align:top}
code{overflow-wrap:anywhere}.muted{color:#56627a}
@media (prefers-color-scheme:dark){body{color:#e8ecf4;background:#0f1420}pre{background:#182031}a{color:#8cb8ff}.muted{color:#a3afc4}}`

const galleryPages = `
{{define "head"}}<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>ronda: originals</title><style>{{.Style}}</style></head><body>{{end}}
{{define "list"}}{{template "head" .}}<h1>Sealed originals</h1>
{{if .Named}}<p>Every look is entered in the access log.</p><table><tr><th>Sealed</th><th>Alert</th><th>Case</th><th>Bytes</th><th></th></tr>
{{range .Named}}<tr><td>{{.At.Format "2006-01-02 15:04"}}</td><td><a href="{{.Name}}">{{.AlertID}}</a></td><td>{{.CaseID}}</td><td>{{.Size}}</td><td>{{if .Held}}held{{end}}</td></tr>
{{end}}</table>{{else}}<p>There are none.</p>{{end}}</body></html>{{end}}
{{define "original"}}{{template "head" .}}<p><a href="./">all originals</a></p><h1>Alert {{.Entry.AlertID}}</h1>
<p class="muted">case {{.Entry.CaseID}}, sealed {{.Entry.At.Format "2006-01-02 15:04:05 MST"}}, SHA-256 of the sealed file <code>{{.Entry.SHA256}}</code></p>
{{range .Exchanges}}<h2><code>{{.URL}}</code></h2><p class="muted">{{.At.Format "2006-01-02 15:04:05 MST"}}{{if .Status}}, status {{.Status}}{{end}}, {{.Type}}, {{.Size}} bytes</p>
{{if .Picture}}<img alt="" src="{{.Picture}}">{{else}}<pre>{{.Text}}</pre>{{end}}
{{end}}</body></html>{{end}}
{{define "error"}}{{template "head" .}}<p><a href="./">all originals</a></p><h1>This cannot be shown</h1><p>{{.Error}}</p></body></html>{{end}}
`
