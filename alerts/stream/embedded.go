package stream

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// errListen means that the listener is at fault and not the store.
var errListen = errors.New("open the listener of nats")

// open starts the embedded server. A store that it cannot open although the folder can be written is set aside: every
// alert is in the ledger, and the relay fills an empty store from there.
func (s *Server) open(ctx context.Context) error {
	if s.cfg.Dir == "" {
		return errors.New("start nats: no folder given")
	}
	failure := s.start(ctx)
	if failure == nil {
		return nil
	}
	s.stop()
	if ctx.Err() != nil || errors.Is(failure, errListen) || errors.Is(failure, ErrMismatch) {
		return failure
	}
	if err := writable(s.cfg.Dir); err != nil {
		return fmt.Errorf("%w; nothing can be written in %s (%w): free space there or give ronda the right to write", failure, s.cfg.Dir, err)
	}
	aside, err := setAside(s.cfg.Dir)
	if err != nil {
		return fmt.Errorf("%w; its store seems damaged and cannot be moved aside: %w; move it away by hand, the alerts are in the ledger", failure, err)
	}
	if err := s.start(ctx); err != nil {
		s.stop()
		// The store was not the reason: it goes back to where it was.
		return errors.Join(err, os.RemoveAll(s.cfg.Dir), os.Rename(aside, s.cfg.Dir))
	}
	s.log.ErrorContext(ctx, "the store of nats could not be opened; it was moved aside and is filled again from the ledger",
		"error", failure, "moved_to", filepath.Base(aside))
	return nil
}

const (
	asideMark = ".damaged-" // between the store's name and the time at which it was set aside
	maxAside  = 3           // a disk that damages one store after the other must not fill up with them
)

// setAside renames the store and returns its new name.
func setAside(dir string) (string, error) {
	old, err := setAsides(dir)
	if err != nil {
		return "", err
	}
	if len(old) >= maxAside {
		return "", fmt.Errorf("%d damaged stores stand beside it already: look after the disk, then remove those that you do not need", len(old))
	}
	name := dir + asideMark + time.Now().UTC().Format("20060102T150405.000Z")
	return name, os.Rename(dir, name)
}

// setAsides returns the stores that were set aside.
func setAsides(dir string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		return nil, err
	}
	var list []string
	for _, e := range entries {
		if matched, err := filepath.Match(filepath.Base(dir)+asideMark+"*", e.Name()); err == nil && matched {
			list = append(list, filepath.Join(filepath.Dir(dir), e.Name()))
		}
	}
	return list, nil
}

// RemoveAsides removes the stores that were set aside, and returns how many it has removed. It is for erasure only.
func (s *Server) RemoveAsides() (removed int, err error) {
	old, err := setAsides(s.cfg.Dir)
	if err != nil {
		return 0, fmt.Errorf("erase stores that were set aside: %w", err)
	}
	for i, dir := range old {
		if err := os.RemoveAll(dir); err != nil {
			return i, fmt.Errorf("erase a store that was set aside: %w", err)
		}
	}
	return len(old), nil
}

const probeSize = 1 << 20 // bytes that must fit on the disk before a store is worth opening

// writable proves that something can be stored in dir, or beside it where it is no folder.
func writable(dir string) (err error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		dir = filepath.Dir(dir)
	}
	f, err := os.OpenFile(filepath.Join(dir, ".probe"), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close(), os.Remove(f.Name())) }()
	if _, err := f.Write(make([]byte, probeSize)); err != nil {
		return err
	}
	return f.Sync()
}

// Heal starts the embedded server anew where it is down or its store has failed: after a failed write, on a full disk for
// instance, NATS stores nothing more until it is started again. As long as nothing can be written the old server stays, so
// that subscribers can read on. healed is false where nothing was wrong.
func (s *Server) Heal(ctx context.Context) (healed bool, err error) {
	s.healing.Lock()
	defer s.healing.Unlock()
	if !s.sick() {
		return false, nil
	}
	if err := writable(s.cfg.Dir); err != nil {
		return false, fmt.Errorf("the store of nats has failed, and nothing can be written in its folder yet: %w", err)
	}
	s.stop()
	if err := s.open(ctx); err != nil {
		return false, err
	}
	return true, nil
}

// Embedded reports whether the server is the embedded one.
func (s *Server) Embedded() bool { return s.cfg.URL == "" }

// sick reports whether the embedded server has to be started anew.
func (s *Server) sick() bool {
	if !s.Embedded() {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.embedded == nil || !s.embedded.JetStreamEnabled() {
		return true
	}
	return s.sound.Err() != nil
}

// Renew removes the embedded server's store, with all that were set aside before, and starts an empty one. It is for
// erasure only: bytes that must go and that nobody can tell apart any more.
func (s *Server) Renew(ctx context.Context) error {
	s.healing.Lock()
	defer s.healing.Unlock()
	s.stop()
	if err := os.RemoveAll(s.cfg.Dir); err != nil {
		return fmt.Errorf("remove the store of nats: %w", err)
	}
	return s.open(ctx)
}

// watched returns a context that also ends when the embedded server's store fails: the server then answers nothing at all.
func (s *Server) watched(ctx context.Context) (context.Context, context.CancelFunc) {
	s.mu.Lock()
	sound := s.sound
	s.mu.Unlock()
	ctx, cancel := context.WithCancelCause(ctx)
	if sound == nil {
		return ctx, func() { cancel(nil) }
	}
	stop := context.AfterFunc(sound, func() { cancel(errStore) })
	return ctx, func() { stop(); cancel(nil) }
}

var errStore = errors.New("the store of nats has failed")

// start makes one attempt to run the embedded server with its stream, gate and connections. After a failure the caller
// calls stop.
func (s *Server) start(ctx context.Context) error {
	opts, passwords, err := s.options()
	if err != nil {
		return err
	}
	if !opts.DontListen && opts.Port > 0 { // asked beforehand: the server says it in a log line only
		var listen net.ListenConfig
		l, err := listen.Listen(ctx, "tcp", net.JoinHostPort(opts.Host, strconv.Itoa(opts.Port)))
		if err != nil {
			return fmt.Errorf("%w: %w; give -nats-listen another address", errListen, err)
		}
		_ = l.Close()
	}
	if err := mend(s.cfg.Dir); err != nil {
		return fmt.Errorf("start nats: %w", err)
	}
	srv, err := server.NewServer(opts)
	if err != nil {
		return fmt.Errorf("start nats: %w", err)
	}
	fatal := make(chan string, 1)
	sound, fail := context.WithCancel(context.Background()) // the server's life is not that of the call that started it
	srv.SetLoggerV2(serverLog{s.log, fatal, fail}, false, false, false)
	s.mu.Lock()
	s.embedded, s.sound, s.fail = srv, sound, fail
	s.mu.Unlock()
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
	relay, err := s.connect("", nats.InProcessServer(srv), nats.UserInfo(userRelay, passwords.relay), nats.MaxReconnects(-1))
	if err != nil {
		return fmt.Errorf("connect to embedded nats: %w", err)
	}
	s.mu.Lock()
	s.relay = relay
	s.mu.Unlock()
	watched, done := s.watched(ctx)
	defer done()
	watched, cancel := context.WithTimeout(watched, callTimeout)
	defer cancel()
	if _, err := declare(watched, relay); err != nil {
		return err
	}
	if opts.DontListen {
		return nil
	}
	inside, err := nats.Connect("", nats.InProcessServer(srv), nats.UserInfo(userGate, passwords.gate), nats.MaxReconnects(-1), nats.Name("ronda gate"))
	if err != nil {
		return fmt.Errorf("connect to embedded nats: %w", err)
	}
	g, err := openGate(inside, relay)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gate, s.addr = g, "nats://"+srv.Addr().String()
	return err
}

type passwords struct{ relay, gate string }

func (s *Server) options() (*server.Options, passwords, error) {
	private, readers := server.NewAccount(accountPrivate), server.NewAccount(accountReaders)
	p := passwords{rand.Text(), rand.Text()}
	if err := connectAccounts(private, readers); err != nil {
		return nil, p, fmt.Errorf("start nats: connect accounts: %w", err)
	}
	inProcess := map[string]struct{}{"IN_PROCESS": {}}
	opts := &server.Options{
		ServerName:             serverName,
		DontListen:             true,
		NoSigs:                 true,
		DisableJetStreamBanner: true,
		JetStream:              true,
		StoreDir:               s.cfg.Dir,
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
			{Username: userRelay, Password: p.relay, Account: private, AllowedConnectionTypes: inProcess},
			{Username: userGate, Password: p.gate, Account: readers, AllowedConnectionTypes: inProcess},
		},
	}
	if s.cfg.Listen == "" {
		return opts, p, nil
	}
	listen := s.cfg.Listen
	if addr := s.Addr(); addr != "" {
		listen = addr[len("nats://"):] // started anew: subscribers come back to where they were
	}
	host, port, err := splitListen(listen)
	if err != nil {
		return nil, p, err
	}
	opts.DontListen, opts.Host, opts.Port = false, host, port
	opts.NoAuthUser = userReader
	opts.Users = append(opts.Users, &server.User{Username: userReader, Account: readers, Permissions: readerPermissions()})
	return opts, p, nil
}

func splitListen(listen string) (host string, port int, err error) {
	host, p, err := net.SplitHostPort(listen)
	if err == nil {
		port, err = strconv.Atoi(p)
	}
	if err != nil || port < 0 || port > 65535 {
		return "", 0, fmt.Errorf("%w: address %q is not of the form host:port, e.g. 127.0.0.1:4222", errListen, listen)
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
