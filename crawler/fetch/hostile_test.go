package fetch_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"ronda/crawler/fetch"
)

// wild starts a server that gives every connection to answer once the request's head has been read.
func wild(t *testing.T, answer func(net.Conn)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				for in := bufio.NewReader(conn); ; {
					line, err := in.ReadString('\n')
					if err != nil {
						return
					}
					if strings.TrimSpace(line) == "" {
						break
					}
				}
				answer(conn)
			}()
		}
	}()
	t.Cleanup(func() { listener.Close() })
	return "http://" + listener.Addr().String() + "/"
}

// endless sends what say says until the other side has had enough.
func endless(head, unit string) func(net.Conn) {
	chunk := bytes.Repeat([]byte(unit), 1+(64<<10)/len(unit))
	return func(conn net.Conn) {
		_, err := io.WriteString(conn, head)
		for err == nil {
			_, err = conn.Write(chunk)
		}
	}
}

// drip sends a byte at a time, slowly, until the other side has had enough.
func drip(head, text string) func(net.Conn) {
	return func(conn net.Conn) {
		_, err := io.WriteString(conn, head)
		for i := 0; err == nil; i++ {
			time.Sleep(5 * time.Millisecond) // the server's pace, not the test's
			_, err = io.WriteString(conn, text[i%len(text):i%len(text)+1])
		}
	}
}

func say(text string) func(net.Conn) {
	return func(conn net.Conn) { _, _ = io.WriteString(conn, text) }
}

func silent(head string) func(net.Conn) {
	return func(conn net.Conn) {
		_, _ = io.WriteString(conn, head)
		_, _ = io.Copy(io.Discard, conn)
	}
}

// TestHostileServers holds that whatever a server answers ends in a page within its limit or in an error with a reason.
func TestHostileServers(t *testing.T) {
	const (
		limit  = 64 << 10
		ok     = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
		sized  = ok + "Content-Length: %d\r\n\r\n"
		chunks = ok + "Transfer-Encoding: chunked\r\n\r\n"
		zipped = ok + "Content-Encoding: gzip\r\n"
	)
	packed := zip(t, []byte("<p>hello"))
	hollow := bytes.Repeat(zip(t, nil), 20_000)
	gzipped := func(body []byte) func(net.Conn) {
		return say(fmt.Sprintf(zipped+"Content-Length: %d\r\n\r\n", len(body)) + string(body))
	}
	many := func(n int) string { return strings.Repeat("X-Many: y\r\n", n) }
	tests := []struct {
		name   string
		answer func(net.Conn)
		want   string // reason, or "cut" or "whole" for a page
	}{
		{"50 MB", endless(fmt.Sprintf(sized, 50<<20), "<p>x"), "cut"},
		{"endless body", endless(ok+"\r\n", "<p>x"), "cut"},
		{"endless chunks", endless(chunks, "4\r\n<p>x\r\n"), "cut"},
		{"endless picture", endless("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", "\x89PNG"), "size"},
		{"endless video", endless("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n", "xxxx"), "type"},
		{"endless error page", endless("HTTP/1.1 500 No\r\n\r\n", "sorry "), "cut"},
		{"endless head", endless(ok, "X-More: y\r\n"), "protocol"},
		{"endless header line", endless(ok+"X: ", "yyyy"), "protocol"},
		{"endless status line", endless("HTTP/1.1 200 ", "OK"), "protocol"},
		{"endless informational answers", endless("", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"), "protocol"},
		{"endless chunk size", endless(chunks, "0000000"), "protocol"},
		{"endless chunk extension", endless(chunks+"1;", "x=y;"), "protocol"},
		{"endless trailers", endless(chunks+"1\r\na\r\n0\r\n", "X-More: y\r\n"), "protocol"},
		{"endless hollow gzip", endless(zipped+"\r\n", string(zip(t, nil))), "encoding"},
		{"endless hollow deflate", endless(zipped+"\r\n\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", "\x00\x00\x00\xff\xff"), "encoding"},
		{"silent after accept", silent(""), "timeout"},
		{"silent in the status line", silent("HTTP/1"), "timeout"},
		{"silent in the head", silent(ok), "timeout"},
		{"silent after the head", silent(ok + "Content-Length: 10\r\n\r\n"), "timeout"},
		{"silent in the body", silent(ok + "Content-Length: 10\r\n\r\n12345"), "timeout"},
		{"silent in gzip", silent(zipped + "\r\n\x1f\x8b\x08"), "timeout"},
		{"silent after a sniffed start", silent("HTTP/1.1 200 OK\r\n\r\n<p>"), "timeout"},
		{"dripping head", drip("", ok), "timeout"},
		{"dripping headers", drip(ok, "X: y\r\n"), "timeout"},
		{"dripping body", drip(ok+"\r\n", "<p>"), "timeout"},
		{"dripping chunks", drip(chunks, "1\r\na\r\n"), "timeout"},
		{"many headers", say(ok + many(10_000) + "\r\n"), "protocol"},
		{"some headers", say(ok + many(100) + "Content-Length: 1\r\n\r\nx"), "whole"},
		{"folded header", say(ok + "X: a\r\n b\r\n c\r\nContent-Length: 1\r\n\r\nx"), "whole"},
		{"NUL in a header", say(ok + "X: a\x00b\r\nContent-Length: 1\r\n\r\nx"), "protocol"},
		{"header without colon", say(ok + "nothing\r\n\r\n"), "protocol"},
		{"HTTP/0.9", say("<p>no head at all"), "protocol"},
		{"another protocol", say("SSH-2.0-x\r\n"), "protocol"},
		{"nothing", say(""), "connection"},
		{"chunk larger than memory", say(chunks + "ffffffffffffffff\r\nx"), "connection"},
		{"negative chunk", say(chunks + "-5\r\nx"), "protocol"},
		{"cut chunk", say(chunks + "5\r\nab"), "connection"},
		{"body longer than said", say(fmt.Sprintf(sized, 5) + "12345 and more"), "whole"},
		{"body shorter than said", say(fmt.Sprintf(sized, 50) + "12345"), "connection"},
		{"negative length", say(fmt.Sprintf(sized, -5) + "12345"), "protocol"},
		{"two lengths", say(ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"), "protocol"},
		{"length and chunks", say(ok + "Content-Length: 100\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"), "whole"},
		{"unknown transfer encoding", say(ok + "Transfer-Encoding: gzip\r\n\r\nx"), "protocol"},
		{"gzip bomb", gzipped(zip(t, make([]byte, 30<<20))), "cut"},
		{"gzip in gzip", gzipped(zip(t, zip(t, make([]byte, 30<<20)))), "whole"}, // the inner one is not text that anybody unpacks
		{"gzip with garbage behind", gzipped(append(slices.Clone(packed), "garbage behind the end"...)), "whole"},
		{"gzip with little garbage", gzipped(append(slices.Clone(packed), 0x1f)), "whole"},
		{"gzip in two members", gzipped(append(slices.Clone(packed), packed...)), "whole"},
		{"gzip of nothing, often", gzipped(hollow), "encoding"},
		{"gzip cut", gzipped(packed[:len(packed)-9]), "connection"},
		{"gzip with wrong sum", gzipped(append(slices.Clone(packed[:len(packed)-8]), make([]byte, 8)...)), "encoding"},
		{"gzip that is none", gzipped([]byte("<p>hello, this is not zipped")), "encoding"},
		{"unknown encoding", say(ok + "Content-Encoding: br\r\n\r\nx"), "encoding"},
		{"nested encoding", say(ok + "Content-Encoding: gzip, gzip\r\n\r\nx"), "encoding"},
		{"content type of lies", say("HTTP/1.1 200 OK\r\nContent-Type: " + strings.Repeat("text/html;", 1000) + "\r\nContent-Length: 1\r\n\r\nx"), "whole"},
		{"switched protocol", say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nx"), "protocol"},
		{"status zero", say("HTTP/1.1 000 x\r\n\r\n"), "protocol"},
		{"status of many digits", say("HTTP/1.1 99999 x\r\n\r\n"), "protocol"},
		{"no content with content", say("HTTP/1.1 204 No\r\nContent-Type: text/html\r\n\r\nx"), "whole"},
	}
	reasons := fetch.Reasons()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			timeout := 20 * time.Second
			if tt.want == "timeout" {
				timeout = 150 * time.Millisecond
			}
			f := newFetcher(t, fetch.Config{AllowPrivate: true, MaxBytes: limit, Timeout: timeout})
			p, err := f.Fetch(t.Context(), wild(t, tt.answer))
			if err == nil {
				got := "whole"
				if p.Truncated {
					got = "cut"
				}
				if got != tt.want || len(p.Body) > limit {
					t.Errorf("a %s page of %d bytes and status %d, want %s", got, len(p.Body), p.Status, tt.want)
				}
				return
			}
			var e *fetch.Error
			if !errors.As(err, &e) || e.Reason != tt.want || !slices.Contains(reasons, e.Reason) {
				t.Errorf("%v (%+v), want reason %s", err, e, tt.want)
			}
		})
	}
}

// TestRedirectsThatLeadNowhere holds that only web pages are named as targets.
func TestRedirectsThatLeadNowhere(t *testing.T) {
	for _, to := range []string{
		"file:///etc/passwd", "ftp://toko.example/", "data:text/html,x", "javascript:alert(1)", "gopher://x/", "mailto:a@toko.example", "jar:http://x!/",
		"http://", "http://[::1", "http://1.2.3/", "//", "http://0x7f.1/", "http://toko.example:99999/", "https:" + strings.Repeat("/x", 9000), "",
	} {
		target := wild(t, say("HTTP/1.1 302 Found\r\nLocation: "+to+"\r\nContent-Length: 0\r\n\r\n"))
		p, err := newFetcher(t, fetch.Config{AllowPrivate: true}).Fetch(t.Context(), target)
		if err != nil {
			t.Errorf("%.40q: %v", to, err)
		} else if p.FinalURL != target && to != "" {
			t.Errorf("%.40q: leads to %q", to, p.FinalURL)
		}
	}
}

// TestPrivateAnswersOfNameServers holds that a name which leads to a private address is refused in every spelling that an
// answer can have.
func TestPrivateAnswersOfNameServers(t *testing.T) {
	asked := make(chan struct{}, 100)
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked <- struct{}{} }))
	defer server.Close()
	to, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, addr := range []string{
		"127.0.0.1", "127.255.255.254", "0.0.0.0", "0", "10.1.2.3", "100.64.0.1", "169.254.169.254", "172.31.255.255", "192.168.0.1", "192.0.0.192", "198.18.0.1",
		"224.0.0.1", "255.255.255.255", "168.63.129.16", "100.100.100.200", "::", "::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::127.0.0.1",
		"64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2001::7f00:1", "fe80::1", "fe80::1%lo", "::1%lo", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "localhost", "x.localhost",
	} {
		for _, with := range []string{addr, net.JoinHostPort(addr, to.Port())} {
			f := newFetcher(t, fetch.Config{Resolve: func(context.Context, string) (string, bool) { return with, true }})
			_, err := f.Fetch(t.Context(), "http://toko.example:"+to.Port()+"/")
			var e *fetch.Error
			if !errors.As(err, &e) || e.Reason != "address" && e.Reason != "name" || fetch.Resources(err) {
				t.Errorf("%s: %v (%+v), want it refused", with, err, e)
			}
		}
	}
	if n := len(asked); n > 0 {
		t.Errorf("the server was asked %d times", n)
	}
}

// TestRobotsOfAnyType holds that a robots.txt is read whatever its server calls it, and no further than it counts.
func TestRobotsOfAnyType(t *testing.T) {
	for _, kind := range []string{"", "application/pdf", "image/png", "video/mp4", "application/octet-stream"} {
		target := wild(t, endless("HTTP/1.1 200 OK\r\nContent-Type: "+kind+"\r\n\r\n", "User-agent: *\n\x00"))
		p, err := newFetcher(t, fetch.Config{AllowPrivate: true}).FetchWithin(t.Context(), target, fetch.Limits{Bytes: 1000, AnyType: true})
		if err != nil || len(p.Body) != 1000 || !p.Truncated {
			t.Errorf("%q: %+v, %v", kind, p, err)
		}
	}
}

// TestHostileHTTP2 holds the same limits where the answer comes in frames.
func TestHostileHTTP2(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		switch r.URL.Path {
		case "/headers":
			for i := range 10_000 {
				w.Header().Set(fmt.Sprintf("X-%d", i), "y")
			}
		case "/proto":
			fmt.Fprint(w, r.Proto)
		case "/hints":
			for range 100_000 {
				w.WriteHeader(http.StatusEarlyHints)
				if r.Context().Err() != nil {
					return
				}
			}
		case "/reset":
			panic(http.ErrAbortHandler)
		case "/silent":
			<-r.Context().Done()
		case "/endless":
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 1<<16)); err != nil {
					return
				}
			}
		}
	}))
	server.EnableHTTP2 = true
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.StartTLS()
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	f := newFetcher(t, fetch.Config{AllowPrivate: true, MaxBytes: 1 << 20})
	fetch.Trust(f, &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12})
	hasty := newFetcher(t, fetch.Config{AllowPrivate: true, Timeout: 200 * time.Millisecond})
	fetch.Trust(hasty, &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12})
	if p, err := f.Fetch(t.Context(), server.URL+"/proto"); err != nil || string(p.Body) != "HTTP/2.0" {
		t.Fatalf("%+v, %v", p, err)
	}
	if p, err := f.Fetch(t.Context(), server.URL+"/endless"); err != nil || !p.Truncated || len(p.Body) != 1<<20 {
		t.Errorf("endless: %v", err)
	}
	for path, by := range map[string]*fetch.Fetcher{"/headers": f, "/hints": f, "/reset": f, "/silent": hasty} {
		_, err := by.Fetch(t.Context(), server.URL+path)
		var e *fetch.Error
		if !errors.As(err, &e) || e.Reason != "protocol" && e.Reason != "timeout" && e.Reason != "connection" {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestOutOfFiles runs in a process of its own that gets no file descriptor for a while. The server stays in the first one.
func TestOutOfFiles(t *testing.T) {
	target := os.Getenv("RONDA_TEST_CHILD")
	if target == "" {
		target = wild(t, say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"))
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestOutOfFiles$", "-test.v")
		cmd.Env = append(os.Environ(), "RONDA_TEST_CHILD="+target)
		if out, err := cmd.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("PASS: TestOutOfFiles")) {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	f := newFetcher(t, fetch.Config{AllowPrivate: true})
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	// Descriptors below 3 are those of the process's input and output: what is closed meanwhile makes no room.
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: 3, Max: limit.Max}); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{target, "http://toko.example/"} { // the second one needs a name server first
		_, err := f.Fetch(t.Context(), target)
		if !fetch.Resources(err) || !fetch.Temporary(err) {
			t.Errorf("%s: %v", target, err)
		}
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	get(t, f, target)
}

// TestWhoseFaultItIs tells what this machine lacks from what a host causes.
func TestWhoseFaultItIs(t *testing.T) {
	dial := func(errno syscall.Errno, ip string) error {
		return &net.OpError{Op: "dial", Net: "tcp", Addr: &net.TCPAddr{IP: net.ParseIP(ip), Port: 80}, Err: os.NewSyscallError("connect", errno)}
	}
	for _, tt := range []struct {
		err  error
		ours bool
	}{
		{dial(syscall.EMFILE, "1.1.1.1"), true},
		{dial(syscall.ENFILE, "1.1.1.1"), true},
		{dial(syscall.ENOMEM, "1.1.1.1"), true},
		{dial(syscall.ENOBUFS, "2606:4700::1"), true},
		{dial(syscall.EADDRNOTAVAIL, "1.1.1.1"), true},
		{dial(syscall.EADDRNOTAVAIL, "2606:4700::1"), false}, // IPv6 is switched off here
		{dial(syscall.ECONNREFUSED, "1.1.1.1"), false},
		{dial(syscall.ENETUNREACH, "2606:4700::1"), false},
		{&net.DNSError{Err: "dial udp 127.0.0.1:53: socket: too many open files", IsTemporary: true}, true},
		{&net.DNSError{Err: "server misbehaving", IsTemporary: true}, false},
		{gzip.ErrHeader, false},
	} {
		if err := fetch.Failure(tt.err); fetch.Resources(err) != tt.ours || tt.ours && !fetch.Temporary(err) {
			t.Errorf("%v: ours %v, want %v", tt.err, fetch.Resources(err), tt.ours)
		}
	}
}
