package fetch

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"syscall"
)

// Causes that make a fetch fail for good.
var (
	ErrURL            = errors.New("not a URL that can be fetched")
	ErrPrivateAddress = errors.New("address is private or reserved")
	ErrPort           = errors.New("port does not serve web pages")
	ErrContentType    = errors.New("content is neither text nor picture")
	ErrEncoding       = errors.New("content encoding is not known")
	ErrTooLarge       = errors.New("picture is larger than the limit")
)

// Error says why a fetch brought no page. It prints the host and a fixed text only: the causes of the standard library
// repeat the URL and bytes of the answer, which may hold personal data. They are there for errors.Is and errors.As.
type Error struct {
	Host   string // as in the URL; "" when that could not be read
	Reason string // one of Reasons, for metrics

	text      string
	temporary bool
	cause     error
}

func (e *Error) Error() string {
	if e.Host == "" {
		return "fetch: " + e.text
	}
	return "fetch from " + e.Host + ": " + e.text
}

// Unwrap returns the cause. Do not print it.
func (e *Error) Unwrap() error { return e.cause }

// Reasons are the words that Error.Reason may be.
func Reasons() []string {
	return []string{
		"url", "address", "port", "type", "encoding", "size", "canceled", "timeout", "name", "tls", "connection", "protocol", reasonResources,
	}
}

const reasonResources = "resources"

// Resources tells whether a fetch failed for want of something on this machine: file descriptors, memory, ports, disk. It
// says nothing about the page, which must be fetched again when there is enough.
func Resources(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Reason == reasonResources
}

// exhausted tells whether a cause is that this machine has run out of something.
func exhausted(cause error) bool {
	var (
		dns   *net.DNSError
		errno syscall.Errno
		op    *net.OpError
	)
	scarce := []syscall.Errno{syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.ENOBUFS, syscall.EADDRNOTAVAIL, syscall.ENOSPC}
	if errors.As(cause, &dns) {
		// The resolver keeps the text of the cause only.
		return slices.ContainsFunc(scarce, func(e syscall.Errno) bool { return strings.Contains(dns.Err, e.Error()) })
	}
	if !errors.As(cause, &errno) || !slices.Contains(scarce, errno) {
		return false
	}
	if errno == syscall.EADDRNOTAVAIL && errors.As(cause, &op) {
		// Where IPv6 is switched off this is the answer for every address of it: the host's affair, and it never ends.
		to, ok := op.Addr.(*net.TCPAddr)
		return ok && to.IP.To4() != nil
	}
	return true
}

// Temporary tells whether a fetch that failed with err may succeed later: time-outs, refused and broken connections, name
// servers out of reach. A fetch that its caller's context ended counts as temporary.
func Temporary(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.temporary
}

// failure makes the Error of a cause.
func failure(host string, cause error) *Error {
	e := &Error{Host: host, cause: cause}
	var (
		dns     *net.DNSError
		cert    *tls.CertificateVerificationError
		record  tls.RecordHeaderError
		op      *net.OpError
		errno   syscall.Errno
		timeout interface{ Timeout() bool }
		corrupt flate.CorruptInputError
	)
	permanent := func(reason, text string) { e.Reason, e.text = reason, text }
	temporary := func(reason, text string) { e.Reason, e.text, e.temporary = reason, text, true }
	switch {
	case exhausted(cause):
		temporary(reasonResources, "this machine has run out of file descriptors, memory or ports")
	case errors.Is(cause, ErrURL):
		permanent("url", ErrURL.Error())
	case errors.Is(cause, ErrPrivateAddress):
		permanent("address", ErrPrivateAddress.Error())
	case errors.Is(cause, ErrPort):
		permanent("port", ErrPort.Error())
	case errors.Is(cause, ErrContentType):
		permanent("type", ErrContentType.Error())
	case errors.Is(cause, ErrEncoding):
		permanent("encoding", ErrEncoding.Error())
	case errors.Is(cause, ErrTooLarge):
		permanent("size", ErrTooLarge.Error())
	case errors.Is(cause, gzip.ErrHeader), errors.Is(cause, gzip.ErrChecksum), errors.Is(cause, errHollow), errors.As(cause, &corrupt):
		permanent("encoding", "content is not the gzip that it claims to be")
	case errors.Is(cause, context.Canceled):
		temporary("canceled", "canceled")
	case errors.As(cause, &dns) && dns.IsNotFound:
		permanent("name", "host name does not exist")
	case errors.As(cause, &dns):
		temporary("name", "host name cannot be looked up now")
	case errors.As(cause, &cert):
		permanent("tls", "certificate is not valid")
	case errors.Is(cause, http.ErrSchemeMismatch), errors.As(cause, &record), errors.As(cause, &op) && (op.Op == "remote error" || op.Op == "local error"): // TLS alerts
		permanent("tls", "no common ground for TLS")
	case errors.Is(cause, context.DeadlineExceeded), errors.As(cause, &timeout) && timeout.Timeout():
		temporary("timeout", "took too long")
	case errors.As(cause, &errno):
		temporary("connection", errno.Error())
	case errors.Is(cause, io.EOF), errors.Is(cause, io.ErrUnexpectedEOF):
		temporary("connection", "connection was closed before the answer was complete")
	default:
		temporary("protocol", "answer is not valid HTTP")
	}
	return e
}
