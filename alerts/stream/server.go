// Package stream speaks NATS: it runs the embedded server or connects to an external one, owns the stream ALERTS, stores,
// finds and removes its messages, and lets subscribers read and nothing else.
//
// It is the only package that imports nats.go and nats-server. Which events belong into the stream it does not know: the
// relay compares it with the ledger.
package stream

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// ServerConfig says where the broker is. With URL it is somebody else's; otherwise it is embedded in this process.
type ServerConfig struct {
	URL   string // external server or cluster, e.g. "nats://user:secret@host:4222"; the other broker fields are then unused
	Creds string // credentials file for URL; "" for none

	Dir    string // folder of the embedded server; it belongs to the server alone
	Listen string // "host:port" where subscribers may read from the embedded server, port 0 for a free one; "" for no listener

	Log *slog.Logger // nil discards
}

// Server is the broker as this process sees it: the embedded server with its listener, or a connection to an external
// one. It is safe for concurrent use.
type Server struct {
	cfg  ServerConfig
	log  *slog.Logger
	lost chan struct{} // see Lost

	healing sync.Mutex // held while the embedded server is started anew

	mu       sync.Mutex
	embedded *server.Server // nil when external, and while the embedded server is down
	gate     *gate          // nil without a listener
	relay    *nats.Conn     // may publish; nil while the embedded server is down
	addr     string
	sound    context.Context    // of the embedded server: ends when its store fails
	fail     context.CancelFunc // ends sound
	closed   bool
	refused  bool // the external server does not let us in
}

// Bounds of the embedded server. A subscriber is anonymous: what it can take must not starve the others.
const (
	maxPayload     = 256 << 10 // bytes; an event has at most 20 kB
	maxPending     = 8 << 20   // bytes waiting for one slow subscriber before it is cut off
	maxConnections = 256
	maxSubs        = 64       // per connection
	maxMemory      = 64 << 20 // bytes of JetStream in memory
	maxStore       = 10 << 30 // bytes of JetStream on disk
	startTimeout   = 30 * time.Second
)

// Names inside the embedded server. The accounts are part of the folder layout and never change.
const (
	serverName     = "ronda"
	accountPrivate = "RONDA"   // holds the stream; only the relay and the gate get in
	accountReaders = "READERS" // anonymous subscribers
	userRelay      = "relay"
	userGate       = "gate"
	userReader     = "reader"
)

// Start starts the embedded server and declares its stream, or, with cfg.URL, begins to connect to an external one: that
// may be down, the relay waits for it. A store of the embedded server that cannot be opened is moved aside, never
// removed, and the relay fills a new one from the ledger. The caller calls Close.
func Start(ctx context.Context, cfg ServerConfig) (*Server, error) {
	s := &Server{cfg: cfg, log: cfg.Log, lost: make(chan struct{}, 1)}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	var err error
	if cfg.URL != "" {
		err = s.dial()
	} else {
		err = s.open(ctx)
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Addr is the URL at which subscribers reach the embedded server, "" when it has no listener or the server is external.
func (s *Server) Addr() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addr
}

// Connected reports whether the broker answers at present.
func (s *Server) Connected() bool {
	conn := s.conn()
	return conn != nil && conn.IsConnected()
}

// Refused reports whether an external server turns us away at present.
func (s *Server) Refused() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refused
}

// Usable tells why nothing can be stored at present: the embedded server's store has failed, or the broker does not answer.
func (s *Server) Usable() error {
	if s.sick() {
		return errStore
	}
	if !s.Connected() {
		return nats.ErrDisconnected
	}
	return nil
}

// Lost gets one token after each reconnect: the stream may not be the one that was known.
func (s *Server) Lost() <-chan struct{} { return s.lost }

// conn is the relay's connection, nil while there is none.
func (s *Server) conn() *nats.Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.relay
}

// Close ends the connections and stops the embedded server; it returns when the store is written out.
func (s *Server) Close() {
	s.healing.Lock()
	defer s.healing.Unlock()
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.stop()
}

// stop ends what runs. It is called under the lock healing.
func (s *Server) stop() {
	s.mu.Lock()
	gate, relay, embedded, fail := s.gate, s.relay, s.embedded, s.fail
	s.gate, s.relay, s.embedded = nil, nil, nil
	s.mu.Unlock()
	if gate != nil {
		gate.close()
	}
	if relay != nil {
		relay.Close()
	}
	if embedded != nil {
		embedded.Shutdown()
		embedded.WaitForShutdown()
		fail()
	}
}

func (s *Server) dial() error {
	u, err := url.Parse(s.cfg.URL)
	if err != nil || u.Host == "" {
		return errors.New("nats url is not of the form nats://[user:password@]host:port")
	}
	opts := []nats.Option{
		nats.RetryOnFailedConnect(true),
		nats.MaxReconnects(-1),
		nats.ReconnectWait(time.Second),
		nats.IgnoreAuthErrorAbort(), // the operator may put credentials right while we run
		nats.ReconnectErrHandler(func(_ *nats.Conn, err error) { s.refuse(err) }),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				s.log.Warn("nats connection lost", "host", u.Host, "error", err)
			}
		}),
	}
	if s.cfg.Creds != "" {
		opts = append(opts, nats.UserCredentials(s.cfg.Creds))
	}
	if s.relay, err = s.connect(s.cfg.URL, opts...); err != nil {
		return fmt.Errorf("connect to nats at %s: %w", u.Host, err)
	}
	return nil
}

// refuse notes whether the external server turned us away, and logs it once.
func (s *Server) refuse(err error) {
	refused := errors.Is(err, nats.ErrAuthorization) || errors.Is(err, nats.ErrAuthExpired) || errors.Is(err, nats.ErrAuthRevoked)
	s.mu.Lock()
	news := refused && !s.refused
	s.refused = refused
	s.mu.Unlock()
	if news {
		s.log.Error("nats refuses the relay: put user, password or credentials file right", "error", err)
	}
}

func (s *Server) connect(url string, opts ...nats.Option) (*nats.Conn, error) {
	again := func(*nats.Conn) {
		s.refuse(nil)
		select {
		case s.lost <- struct{}{}:
		default:
		}
	}
	return nats.Connect(url, append(opts,
		nats.Name("ronda relay"),
		nats.CustomInboxPrefix(relayInbox),
		nats.ReconnectBufSize(-1), // a publish without a connection fails at once; the relay tries again by itself
		nats.ConnectHandler(again),
		nats.ReconnectHandler(again))...)
}
