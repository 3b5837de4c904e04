package hostile

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ronda/trials"
)

// hostileWeb is a web on loopback whose hosts answer with hostile inputs, with sane listings in between. Every host is a
// name of its own, so that workers are not held apart by politeness.
type hostileWeb struct {
	seed uint64
	port string
	sane map[string][]byte // listing pages by file name
	bent [][]byte          // other pages, to be mutated: a listing that has a planted one's number would be the same

	pages, galleries, robots, slow int // how many of each there are; a gallery has six pictures
	hosts                          int // for pages, galleries and listings

	served atomic.Int64 // hostile answers
	over   chan struct{}
}

// galleryPage is a listing that is alerted by its words alone.
const galleryPage = `<!doctype html><html lang="id"><title>Data KTP %[1]d</title><main><h1>Jual data KTP dan selfie</h1>
<p>Ready KTP + selfie HD, 10rb per set, garansi, minat japri. 40 set, nama random. Stok %[1]d.</p>%[2]s</main>`

func startHostileWeb(t *testing.T, web *hostileWeb) *hostileWeb {
	t.Helper()
	web.sane, web.over = map[string][]byte{}, make(chan struct{})
	folder, kinds := trials.ListingPages(t)
	for file := range kinds {
		text, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			t.Fatal(err)
		}
		web.sane[file] = text
	}
	others, err := filepath.Glob(filepath.Join(filepath.Dir(folder), "heldout", "*.html"))
	if err != nil || len(others) == 0 {
		t.Fatalf("pages to be mutated: %d, %v", len(others), err)
	}
	for _, path := range others {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		web.bent = append(web.bent, text)
	}
	server := httptest.NewUnstartedServer(web)
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.Start()
	t.Cleanup(func() {
		close(web.over)
		server.CloseClientConnections()
		server.Close()
	})
	_, web.port, _ = net.SplitHostPort(server.Listener.Addr().String())
	return web
}

func (web *hostileWeb) base(kind string, n int) string {
	return fmt.Sprintf("http://%s%d.localhost:%s", kind, n, web.port)
}

// seeds are the first pages of all hosts.
func (web *hostileWeb) seeds() []string {
	var seeds []string
	for kind, n := range map[string]int{"h": web.hosts, "r": web.robots, "s": web.slow} {
		for i := range n {
			seeds = append(seeds, web.base(kind, i)+"/")
		}
	}
	return seeds
}

// planted are the addresses that have to be alerted.
func (web *hostileWeb) planted() map[string]bool {
	planted := map[string]bool{}
	for i := range web.hosts {
		for file := range web.sane {
			planted[web.base("h", i)+"/l/"+file] = true
		}
	}
	for i := range web.galleries {
		planted[fmt.Sprintf("%s/g/%d", web.base("h", i%web.hosts), i)] = true
	}
	return planted
}

func (web *hostileWeb) hostility(kind string, n int) *hostility {
	return newHostility(web.seed<<32|uint64(kind[0])<<24|uint64(n), web.bent)
}

func (web *hostileWeb) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, _, _ := strings.Cut(r.Host, ".")
	host, _ := strconv.Atoi(name[1:])
	folder, item, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	n, err := strconv.Atoi(strings.TrimSuffix(item, ".jpg"))
	switch {
	case name[0] == 's':
		web.served.Add(1)
		web.drip(w, r, host)
	case name[0] == 'r' && r.URL.Path == "/robots.txt":
		web.served.Add(1)
		status, in := web.hostility("r", host).robots()
		if status == http.StatusFound {
			w.Header().Set("Location", string(in.body))
		}
		send(w, status, in)
	case name[0] == 'r':
		fmt.Fprint(w, "<p>hello")
	case r.URL.Path == "/":
		web.index(w, host)
	case folder == "l" && web.sane[item] != nil:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(web.sane[item])
	case err != nil || folder == "g" && n >= web.galleries || folder == "n" && n >= web.pages:
		http.NotFound(w, r)
	case folder == "g":
		var pictures strings.Builder
		for i := range 6 {
			fmt.Fprintf(&pictures, `<img src="/p/%d.jpg" width=600 height=400>`, 6*n+i)
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, galleryPage, n, pictures.String())
	case folder == "p":
		web.served.Add(1)
		send(w, http.StatusOK, web.hostility("p", n).picture())
	case folder == "n" && n%12 == 0:
		web.served.Add(1)
		web.raw(w, n/12)
	case folder == "n":
		web.served.Add(1)
		send(w, http.StatusOK, web.hostility("n", n).page())
	default:
		http.NotFound(w, r)
	}
}

func send(w http.ResponseWriter, status int, in input) {
	w.Header()["Content-Type"] = nil
	if in.kind != "" {
		w.Header().Set("Content-Type", in.kind)
	}
	if in.encoding != "" {
		w.Header().Set("Content-Encoding", in.encoding)
	}
	w.WriteHeader(status)
	_, _ = w.Write(in.body)
}

func (web *hostileWeb) index(w http.ResponseWriter, host int) {
	w.Header().Set("Content-Type", "text/html")
	fmt.Fprint(w, "<title>t</title>")
	for file := range web.sane {
		fmt.Fprintf(w, "<a href=/l/%s>a page</a> ", file)
	}
	for _, kind := range []struct {
		folder string
		n      int
	}{{"g", web.galleries}, {"n", web.pages}} {
		for i := host; i < kind.n; i += web.hosts {
			fmt.Fprintf(w, "<a href=/%s/%d>a page</a> ", kind.folder, i)
		}
	}
}

// raw answers with what no HTTP server of the library would send.
func (web *hostileWeb) raw(w http.ResponseWriter, n int) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer conn.Close()
	const ok = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
	redirect := func(to string) string {
		return "HTTP/1.1 302 Found\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n"
	}
	answers := []string{
		"<p>an answer without a head", "", "\x00\x01\x02", "HTTP/1.1 999999999999 x\r\n\r\n", "HTTP/1.1 200 OK\r\n",
		ok + strings.Repeat("X-Many: y\r\n", 20_000) + "\r\n", ok + "X-Long: " + strings.Repeat("y", 1<<20) + "\r\n\r\n",
		ok + "X-Nul: \x00\r\n\r\n", ok + " folded: " + strings.Repeat("\r\n y", 1000) + "\r\n\r\n", ok + "No colon\r\n\r\n",
		strings.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 10_000) + ok + "\r\n", strings.Repeat("HTTP/1.1 100 Continue\r\nX: "+strings.Repeat("y", 4000)+"\r\n\r\n", 100),
		ok + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx", ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nab", ok + "Transfer-Encoding: chunked\r\n\r\n1;" + strings.Repeat("x", 1<<18) + "\r\na\r\n0\r\n\r\n",
		ok + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n" + strings.Repeat("X-Trailer: y\r\n", 20_000) + "\r\n",
		ok + "Content-Length: 5\r\n\r\nmuch more than five", ok + "Content-Length: 500\r\n\r\nless", ok + "Content-Length: -1\r\n\r\nx", ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxy",
		ok + "Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x00", redirect("file:///etc/passwd"), redirect("ftp://h0.localhost/x"), redirect("data:text/html,x"), redirect("javascript:alert(1)"),
		redirect("http://h0.localhost:22/"), redirect("http://h0.localhost:" + web.port + "/n/" + fmt.Sprint(12*n)), redirect("//" + strings.Repeat("a.", 5000) + "localhost/"), redirect(strings.Repeat("x", 50_000)),
		redirect("/n/" + fmt.Sprint(12*n+12*100*1000)), redirect("http://[::ffff:127.0.0.1]:1/"), "HTTP/1.1 301 Moved\r\n\r\n", "HTTP/1.1 304 Not Modified\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\nbody", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
		ok + "Refresh: 0\r\nSet-Cookie: " + strings.Repeat("x", 30_000) + "\r\nContent-Length: 1\r\n\r\nx",
	}
	_, _ = io.WriteString(conn, answers[n%len(answers)])
	if n%len(answers) == 0 || n%37 == 5 { // an endless stream, as fast as it is taken
		chunk := bytes.Repeat([]byte("endless "), 1<<13)
		for {
			if _, err := conn.Write(chunk); err != nil {
				return
			}
		}
	}
}

// drip says nothing, or little by little: at once, for robots.txt, in the head, in the body, in a picture.
func (web *hostileWeb) drip(w http.ResponseWriter, r *http.Request, host int) {
	robots := r.URL.Path == "/robots.txt"
	if robots != (host%8 == 0) {
		if robots {
			http.NotFound(w, r)
			return
		}
	}
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer conn.Close()
	switch host % 4 {
	case 1:
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\n")
	case 2:
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n")
	}
	for host%4 != 0 {
		select {
		case <-web.over:
			return
		case <-time.After(time.Second):
		}
		if _, err := io.WriteString(conn, []string{"", "X-A: b\r\n", "x", "H"}[host%4]); err != nil {
			return
		}
	}
	// Silence until the other side has had enough.
	go func() { <-web.over; conn.Close() }()
	_, _ = io.Copy(io.Discard, conn)
}
