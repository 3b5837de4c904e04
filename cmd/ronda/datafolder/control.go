package datafolder

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"ronda/alerts/desk"
	"ronda/cmd/ronda/command"
)

// ControlFile is the socket in the data folder by which commands change a running instance.
const ControlFile = "control.sock"

// Sizes in bytes of the biggest order and answer that are read.
const (
	maxOrder  = 64 << 10
	maxAnswer = 16 << 20
)

// lastOrderTime is how long the end of an instance waits for the order that is being carried out.
const lastOrderTime = 10 * time.Second

// ControlSocket answers commands on the data folder's socket. Only the folder's owner can connect. Orders that come at the same time
// are carried out at the same time.
type ControlSocket struct {
	path     string
	folder   *os.File // kept open while the address goes through it; nil otherwise
	listener net.Listener
	server   *http.Server
}

// ListenControl opens the control socket of a data folder. The caller holds the folder's lock, so that a socket which is
// there was left by a dead process and is replaced. The orders are taken once Serve is called. The caller closes the socket.
func ListenControl(ctx context.Context, folder string, taken Orders, log *slog.Logger) (*ControlSocket, error) {
	s := &ControlSocket{path: filepath.Join(folder, ControlFile)}
	if err := os.Remove(s.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("open control socket: %w", err)
	}
	addr, through, err := socketAddress(folder)
	if err != nil {
		return nil, fmt.Errorf("open control socket: %w", err)
	}
	s.folder = through
	listen := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		// The file takes its mode from the socket when it is bound: there is no moment in which others may connect.
		var chmod error
		if err := c.Control(func(fd uintptr) { chmod = syscall.Fchmod(int(fd), 0o600) }); err != nil {
			return err
		}
		return chmod
	}}
	if s.listener, err = listen.Listen(ctx, "unix", addr); err != nil {
		return nil, errors.Join(fmt.Errorf("open control socket: %w", err), s.closeFolder())
	}
	if l, ok := s.listener.(*net.UnixListener); ok {
		l.SetUnlinkOnClose(false) // close removes it by its real name
	}
	if err := os.Chmod(s.path, 0o600); err != nil { // where the kernel does not look at the socket's mode
		return nil, errors.Join(fmt.Errorf("open control socket: %w", err), s.Close())
	}
	s.server = &http.Server{
		Handler: controlHandler(taken), ReadHeaderTimeout: 10 * time.Second,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	return s, nil
}

// Serve answers until ctx is done, and then waits for the orders that are being carried out, for lastOrderTime at the most.
func (s *ControlSocket) Serve(ctx context.Context) error {
	drained := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastOrderTime)
		defer cancel()
		drained <- s.server.Shutdown(last)
	})
	if err := s.server.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
		stop()
		return fmt.Errorf("serve control socket: %w", err)
	}
	if stop() { // somebody else closed it
		return nil
	}
	return <-drained
}

// Close ends Serve where it still runs, and removes the socket.
func (s *ControlSocket) Close() error {
	var errs []error
	if s.server != nil {
		errs = append(errs, s.server.Close())
	}
	if err := s.listener.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		errs = append(errs, err)
	}
	if err := os.Remove(s.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		errs = append(errs, err)
	}
	return errors.Join(append(errs, s.closeFolder())...)
}

func (s *ControlSocket) closeFolder() error {
	if s.folder == nil {
		return nil
	}
	return s.folder.Close()
}

// maxSocketPath is what a socket's address may take on every system: Linux takes 107 bytes, others 103.
const maxSocketPath = 103

// socketAddress returns the address of the control socket. A path that is too long for an address goes through the open
// folder, which the caller then closes when it needs the address no more.
func socketAddress(folder string) (string, *os.File, error) {
	path := filepath.Join(folder, ControlFile)
	if len(path) <= maxSocketPath {
		return path, nil, nil
	}
	dir, err := os.Open(folder)
	if err != nil {
		return "", nil, err
	}
	short := filepath.Join("/proc/self/fd", strconv.Itoa(int(dir.Fd())))
	if _, err := os.Stat(short); err != nil { // no Linux
		return "", nil, errors.Join(fmt.Errorf("the data folder's path is too long for a socket (%d bytes): choose a shorter one", len(path)), dir.Close())
	}
	return filepath.Join(short, ControlFile), dir, nil
}

// Orders are what carries orders out, by their path on the socket. They may be called from several goroutines.
type Orders map[string]func(context.Context, Order) (Receipt, error)

// Orders returns those about what is kept.
func (k *Custody) Orders() Orders {
	return Orders{
		"/erase": k.Erase, "/hold": k.hold, "/release": k.release, "/purge": k.purge,
		"/dismiss-picture": k.DismissPicture, "/restore-picture": k.RestorePicture,
		"/retract": k.retract, "/resolve": k.resolve,
	}
}

// answer is what comes back over the control socket: a receipt, or the error's text.
type answer struct {
	Receipt
	Error string `json:"error,omitempty"`
}

func controlHandler(taken Orders) http.Handler {
	mux := http.NewServeMux()
	for path, carryOut := range taken {
		mux.HandleFunc("POST "+path, func(rw http.ResponseWriter, r *http.Request) {
			var o Order
			if err := json.NewDecoder(http.MaxBytesReader(rw, r.Body, maxOrder)).Decode(&o); err != nil {
				reply(rw, http.StatusBadRequest, answer{Error: "not an order that this version understands"})
				return
			}
			// Somebody who presses Ctrl-C on the command does not leave an erasure half done.
			done, err := carryOut(context.WithoutCancel(r.Context()), o)
			if err != nil {
				reply(rw, http.StatusConflict, answer{Error: err.Error()})
				return
			}
			reply(rw, http.StatusOK, answer{Receipt: done})
		})
	}
	return mux
}

func reply(rw http.ResponseWriter, status int, a answer) {
	rw.Header().Set("Content-Type", "application/json")
	rw.WriteHeader(status)
	_ = json.NewEncoder(rw).Encode(a)
}

// CarryOut has an order carried out by the instance that runs on the folder, and where none does, by this process. live
// says which of the two it was. path is one of those of Custody.Orders.
func CarryOut(ctx context.Context, folder, path string, o Order) (r Receipt, live bool, err error) {
	if err := HasLedger(folder); err != nil {
		return r, false, err
	}
	held, err := Open(folder)
	if errors.Is(err, ErrInUse) {
		r, err = AskInstance(ctx, folder, path, o)
		return r, true, err
	}
	if err != nil {
		return r, false, err
	}
	defer held.Close()
	if path == "/purge" && o.Keep == nil {
		return r, false, command.Usagef("finds no running instance that knows its retention: give -config FILE or -older-than")
	}
	k, err := OpenCustody(ctx, folder, desk.Retention{})
	if err != nil {
		return r, false, err
	}
	r, err = k.Orders()[path](ctx, o)
	return r, false, errors.Join(err, k.Close())
}

// AskInstance sends an order to the instance that runs on a folder, over the control socket, and returns its receipt, or its error in
// the instance's words. Where nobody answers the error says so, and wraps a *net.OpError.
func AskInstance(ctx context.Context, folder, path string, o Order) (r Receipt, err error) {
	addr, through, err := socketAddress(folder)
	if err != nil {
		return r, fmt.Errorf("ask the running instance: %w", err)
	}
	if through != nil {
		defer through.Close()
	}
	body, err := json.Marshal(o)
	if err != nil {
		return r, fmt.Errorf("ask the running instance: %w", err)
	}
	client := http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, "unix", addr)
		},
	}}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://control"+path, bytes.NewReader(body))
	if err != nil {
		return r, fmt.Errorf("ask the running instance: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return r, fmt.Errorf("a ronda works on %s, but it does not answer on %s (it is starting, ending or of another version; try again): %w",
			folder, ControlFile, errors.Unwrap(err))
	}
	defer response.Body.Close()
	var a answer
	if err := json.NewDecoder(io.LimitReader(response.Body, maxAnswer)).Decode(&a); err != nil {
		return r, fmt.Errorf("the running instance gave no answer that this version understands (status %d)", response.StatusCode)
	}
	if a.Error != "" {
		return r, errors.New(a.Error)
	}
	return a.Receipt, nil
}
