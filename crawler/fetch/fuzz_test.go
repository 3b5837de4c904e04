package fetch_test

import (
	"errors"
	"net"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"ronda/crawler"
	"ronda/crawler/fetch"
)

// FuzzAnswer gives the fetcher any bytes for an answer: the page stays within its limit, an error has a reason, and what a
// redirect leads to is a web page.
func FuzzAnswer(f *testing.F) {
	for _, answer := range []string{
		"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\n<p>hi",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\n<p>\r\n0\r\nX: y\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00",
		"HTTP/1.1 302 Found\r\nLocation: //x.example/../a?b#c\r\n\r\n", "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No\r\n\r\n", "HTTP/1.0 500 \r\nContent-Type: image/png\r\n\r\n\x89PNG",
	} {
		f.Add([]byte(answer))
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { listener.Close() })
	var answer atomic.Pointer[[]byte]
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Read(make([]byte, 4096))
			_, _ = conn.Write(*answer.Load())
			_ = conn.Close()
		}
	}()
	const limit = 1000
	fetcher, err := fetch.New(fetch.Config{AllowPrivate: true, MaxBytes: limit, Timeout: 10 * time.Second})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { fetch.Close(fetcher) })
	reasons := fetch.Reasons()
	f.Fuzz(func(t *testing.T, raw []byte) {
		answer.Store(&raw)
		p, err := fetcher.Fetch(t.Context(), "http://"+listener.Addr().String()+"/a/b")
		fetch.Close(fetcher) // a connection that is kept would answer the next question
		if err != nil {
			var e *fetch.Error
			if !errors.As(err, &e) || !slices.Contains(reasons, e.Reason) || fetch.Resources(err) {
				t.Errorf("%v (%+v)", err, e)
			}
			return
		}
		// An answer that is no success keeps what its wording needs.
		if len(p.Body) > limit && p.Status >= 200 && p.Status <= 299 || p.Header == nil || p.Status < 100 {
			t.Errorf("%d bytes, status %d", len(p.Body), p.Status)
		}
		if again, err := crawler.CanonicalURL(p.FinalURL); err != nil || again != p.FinalURL {
			t.Errorf("leads to %q: %v", p.FinalURL, err)
		}
	})
}
