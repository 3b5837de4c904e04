package fetch_test

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"ronda/crawler/fetch"
)

// raw starts a server that answers every connection with the given bytes and closes it.
func raw(t *testing.T, answer string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			if _, err := conn.Read(make([]byte, 4096)); err == nil {
				_, _ = io.WriteString(conn, answer)
			}
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-done
	})
	return "http://" + listener.Addr().String()
}

func TestErrors(t *testing.T) {
	const number = "9971019902839912" // belongs to nobody; must not come back in any error
	untrusted := httptest.NewTLSServer(http.NotFoundHandler())
	defer untrusted.Close()
	untrusted.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	old := httptest.NewUnstartedServer(http.NotFoundHandler())
	old.TLS = &tls.Config{MaxVersion: tls.VersionTLS11}
	old.Config.ErrorLog = untrusted.Config.ErrorLog
	old.StartTLS()
	defer old.Close()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()

	tests := []struct {
		name      string
		url       string
		want      string
		reason    string
		temporary bool
	}{
		{"refused connection", gone.URL, "connection refused", "connection", true},
		{"closed at once", raw(t, ""), "connection was closed before the answer was complete", "connection", true},
		{"closed in the body", raw(t, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n"+number), "connection was closed before the answer was complete", "connection", true},
		{"no HTTP", raw(t, number+" "+number+"\r\n\r\n"), "answer is not valid HTTP", "protocol", true},
		{"broken header", raw(t, "HTTP/1.1 200 OK\r\n"+number+"\r\n\r\n"), "answer is not valid HTTP", "protocol", true},
		{"endless header", raw(t, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat(number, 1<<16)+"\r\n\r\n"), "answer is not valid HTTP", "protocol", true},
		{"broken chunks", raw(t, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"+number+"z\r\n"), "answer is not valid HTTP", "protocol", true},
		{"untrusted certificate", untrusted.URL, "certificate is not valid", "tls", false},
		{"old TLS", old.URL, "no common ground for TLS", "tls", false},
		{"TLS expected", "https" + strings.TrimPrefix(raw(t, "HTTP/1.1 400 Bad Request\r\n\r\n"+number), "http"), "no common ground for TLS", "tls", false},
	}
	f := newFetcher(t, fetch.Config{AllowPrivate: true})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := f.Fetch(t.Context(), tt.url+"/"+number+"?nik="+number)
			var e *fetch.Error
			if !errors.As(err, &e) {
				t.Fatalf("error %v of type %T", err, err)
			}
			if err.Error() != "fetch from "+e.Host+": "+tt.want || e.Reason != tt.reason || fetch.Temporary(err) != tt.temporary {
				t.Errorf("%v; reason %s, temporary %v", err, e.Reason, fetch.Temporary(err))
			}
			var out bytes.Buffer
			slog.New(slog.NewJSONHandler(&out, nil)).Error("x", "err", err)
			slog.New(slog.NewTextHandler(&out, nil)).Error("x", "err", fmt.Errorf("patrol: %w", err))
			fmt.Fprintf(&out, "%v %+v %#v %s %q", err, err, errors.Join(err), err, err)
			if strings.Contains(out.String(), number) {
				t.Errorf("the number is printed:\n%s", out.String())
			}
		})
	}
	if fetch.Temporary(nil) || fetch.Temporary(errors.New("x")) {
		t.Error("errors of others are temporary")
	}
}
