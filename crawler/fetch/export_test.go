package fetch

import "crypto/tls"

// Public is the address guard, which cannot be asked about public addresses without connecting to them.
var Public = public

// Failure makes the error of a cause that cannot be provoked at will.
func Failure(cause error) error { return failure("toko.example", cause) }

// Trust makes a fetcher believe in the certificate of a test's server.
func Trust(f *Fetcher, cfg *tls.Config) { f.transport.TLSClientConfig = cfg }

// Close drops the idle connections of a fetcher.
func Close(f *Fetcher) { f.transport.CloseIdleConnections() }
