// Package stream puts the Desk's events on NATS: it runs the embedded server or connects to an external one, owns the
// stream ALERTS, relays every event exactly once in the Desk's order, and lets subscribers read and nothing else.
//
// It is the only package that imports nats.go and nats-server. It must not know findings or pages: it moves the bytes of
// alerts.Event and never looks into them.
package stream

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strconv"
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
	embedded *server.Server // nil when external
	gate     *gate          // nil without a listener
	relay    *nats.Conn     // may publish
	addr     string
	lost     chan struct{} // one token after each reconnect: the stream may not be the one that we knew
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
// may be down, the relay waits for it. The caller calls Close.
func Start(ctx context.Context, cfg ServerConfig) (*Server, error) {
	log := cfg.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	s := &Server{lost: make(chan struct{}, 1)}
	var err error
	if cfg.URL != "" {
		err = s.dial(cfg, log)
	} else {
		err = s.startEmbedded(ctx, cfg, log)
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Addr is the URL at which subscribers reach the embedded server, "" when it has no listener or the server is external.
func (s *Server) Addr() string { return s.addr }

// Connected reports whether the broker answers at present.
func (s *Server) Connected() bool { return s.relay.IsConnected() }

// Close ends the connections and stops the embedded server; it returns when the store is written out.
func (s *Server) Close() {
	if s.gate != nil {
		s.gate.close()
	}
	if s.relay != nil {
		s.relay.Close()
	}
	if s.embedded != nil {
		s.embedded.Shutdown()
		s.embedded.WaitForShutdown()
	}
}

func (s *Server) dial(cfg ServerConfig, log *slog.Logger) error {
	u, err := url.Parse(cfg.URL)
	if err != nil || u.Host == "" {
		return errors.New("nats url is not of the form nats://[user:password@]host:port")
	}
	opts := []nats.Option{
		nats.RetryOnFailedConnect(true),
		nats.MaxReconnects(-1),
		nats.ReconnectWait(time.Second),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				log.Warn("nats connection lost", "host", u.Host, "error", err)
			}
		}),
	}
	if cfg.Creds != "" {
		opts = append(opts, nats.UserCredentials(cfg.Creds))
	}
	if s.relay, err = s.connect(cfg.URL, opts...); err != nil {
		return fmt.Errorf("connect to nats at %s: %w", u.Host, err)
	}
	return nil
}

func (s *Server) connect(url string, opts ...nats.Option) (*nats.Conn, error) {
	again := func(*nats.Conn) {
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

func (s *Server) startEmbedded(ctx context.Context, cfg ServerConfig, log *slog.Logger) error {
	if cfg.Dir == "" {
		return errors.New("start nats: no folder given")
	}
	if err := mend(cfg.Dir); err != nil {
		return fmt.Errorf("start nats: %w", err)
	}
	private, readers := server.NewAccount(accountPrivate), server.NewAccount(accountReaders)
	if err := connectAccounts(private, readers); err != nil {
		return fmt.Errorf("start nats: connect accounts: %w", err)
	}
	relayPassword, gatePassword := rand.Text(), rand.Text()
	inProcess := map[string]struct{}{"IN_PROCESS": {}}
	opts := &server.Options{
		ServerName:             serverName,
		DontListen:             true,
		NoSigs:                 true,
		DisableJetStreamBanner: true,
		JetStream:              true,
		StoreDir:               cfg.Dir,
		SyncAlways:             true,
		JetStreamMaxMemory:     maxMemory,
		JetStreamMaxStore:      maxStore,
		MaxPayload:             maxPayload,
		MaxPending:             maxPending,
		MaxConn:                maxConnections,
		MaxSubs:                maxSubs,
		Accounts:               []*server.Account{private, readers, server.NewAccount(server.DEFAULT_SYSTEM_ACCOUNT)},
		SystemAccount:          server.DEFAULT_SYSTEM_ACCOUNT,
		Users: []*server.User{
			{Username: userRelay, Password: relayPassword, Account: private, AllowedConnectionTypes: inProcess},
			{Username: userGate, Password: gatePassword, Account: readers, AllowedConnectionTypes: inProcess},
		},
	}
	if cfg.Listen != "" {
		host, port, err := splitListen(cfg.Listen)
		if err != nil {
			return err
		}
		opts.DontListen, opts.Host, opts.Port = false, host, port
		opts.NoAuthUser = userReader
		opts.Users = append(opts.Users, &server.User{Username: userReader, Account: readers, Permissions: readerPermissions()})
	}
	srv, err := server.NewServer(opts)
	if err != nil {
		return fmt.Errorf("start nats: %w", err)
	}
	fatal := make(chan string, 1)
	srv.SetLoggerV2(serverLog{log, fatal}, false, false, false)
	s.embedded = srv
	srv.Start()
	if err := ready(ctx, srv, fatal); err != nil {
		return fmt.Errorf("start nats: %w", err)
	}
	account, err := srv.LookupAccount(accountPrivate)
	if err == nil {
		err = account.EnableJetStream(nil, nil)
	}
	if err != nil {
		return fmt.Errorf("start nats: enable jetstream: %w", err)
	}
	if s.relay, err = s.connect("", nats.InProcessServer(srv), nats.UserInfo(userRelay, relayPassword), nats.MaxReconnects(-1)); err != nil {
		return fmt.Errorf("connect to embedded nats: %w", err)
	}
	if _, err := declare(ctx, s.relay); err != nil {
		return err
	}
	if cfg.Listen == "" {
		return nil
	}
	s.addr = "nats://" + srv.Addr().String()
	inside, err := nats.Connect("", nats.InProcessServer(srv), nats.UserInfo(userGate, gatePassword), nats.MaxReconnects(-1), nats.Name("ronda gate"))
	if err != nil {
		return fmt.Errorf("connect to embedded nats: %w", err)
	}
	s.gate, err = openGate(inside, s.relay)
	return err
}

func splitListen(listen string) (host string, port int, err error) {
	host, p, err := net.SplitHostPort(listen)
	if err == nil {
		port, err = strconv.Atoi(p)
	}
	if err != nil || port < 0 || port > 65535 {
		return "", 0, fmt.Errorf("nats listen address %q is not of the form host:port, e.g. 127.0.0.1:4222", listen)
	}
	if port == 0 {
		port = server.RANDOM_PORT
	}
	return host, port, nil
}

// ready waits until srv accepts connections. The server reports a failed start to its logger only, and JetStream may have
// failed although it accepts connections.
func ready(ctx context.Context, srv *server.Server, fatal <-chan string) error {
	for began := time.Now(); time.Since(began) < startTimeout; {
		accepts := srv.ReadyForConnections(100 * time.Millisecond)
		select {
		case reason := <-fatal:
			return errors.New(reason)
		case <-ctx.Done():
			return ctx.Err()
		default:
		}
		if accepts {
			return nil
		}
	}
	return fmt.Errorf("not ready after %v", startTimeout)
}
