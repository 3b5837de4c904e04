package watch

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"ronda/alerts/access"
	"ronda/alerts/ledger"
	"ronda/cmd/ronda/backup"
	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
	"ronda/cmd/ronda/keeping"
	"ronda/crawler/sandbox"
	"ronda/dbfile"
)

// startSandbox starts a synthetic web that lives as long as the test.
func startSandbox(t *testing.T, pages int) *sandbox.Web {
	t.Helper()
	web, err := sandbox.New(sandbox.Config{Seed: 7, Pages: pages})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := web.Start(t.Context(), "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	return web
}

// openOn opens an instance on a folder. Its hosts are asked every delay, so that a crawl lasts.
func openOn(t *testing.T, folder string, delay time.Duration, change ...func(*command.Config)) *watch {
	t.Helper()
	cfg := command.DefaultConfig()
	cfg.Data, cfg.Listen = folder, ""
	cfg.Crawl.AllowPrivate, cfg.Crawl.Delay = true, delay
	for _, f := range change {
		f(&cfg)
	}
	w, err := openWatch(t.Context(), cfg, slog.New(slog.DiscardHandler), sandboxOnly)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// runOn runs an instance on a folder until there is nothing left to fetch, and closes it.
func runOn(t *testing.T, folder string, web *sandbox.Web) {
	t.Helper()
	w := openOn(t, folder, time.Millisecond)
	if err := w.Run(t.Context(), web.Seeds(), true, func(context.Context) error { return nil }); err != nil {
		t.Error(err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
}

// walkedFolder returns a data folder that an instance has walked a small web with.
func walkedFolder(t *testing.T) string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	runOn(t, data, startSandbox(t, 100))
	return data
}

// execute changes a SQLite file as somebody would who has the file.
func execute(t *testing.T, path, statements string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statements); err != nil {
		t.Fatal(err)
	}
}

// newIdentity makes a key pair: the file of the secret key, and the public one.
func newIdentity(t *testing.T) (file, recipient string) {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "identity.txt")
	if err := os.WriteFile(file, []byte("# made by a test\n"+id.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file, id.Recipient().String()
}

// sealedFolder returns a data folder with sealed originals and the file of the key that opens them. A copy of it is
// cheap where a crawl is not.
func sealedFolder(t *testing.T) (folder, identity string) {
	t.Helper()
	identity, recipient := newIdentity(t)
	folder = filepath.Join(t.TempDir(), "data")
	w := openOn(t, folder, time.Millisecond, func(cfg *command.Config) { cfg.Evidence.Recipients = []string{recipient} })
	if err := w.Run(t.Context(), startSandbox(t, 100).Seeds(), true, func(context.Context) error { return nil }); err != nil {
		t.Error(err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	return folder, identity
}

func copyFolder(t *testing.T, folder string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(to, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	return to
}

// besides are the commands that somebody gives beside an instance, or on a folder that none runs on.
var besides = map[string]func(context.Context, command.Console, []string) error{
	"alerts": keeping.Alerts, "evidence": keeping.Evidence, "audit": backup.Audit, "backup": backup.Backup, "restore": backup.Restore,
}

// runCommand runs one command line in this process. The status is 0, 1 for a failure and 2 for a wrong call.
func runCommand(t *testing.T, args ...string) (status int, out, errs string) {
	t.Helper()
	return runTelling(t, nil, args...)
}

// runTelling is runCommand that tells of each line of progress.
func runTelling(t *testing.T, tell func(line string), args ...string) (status int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	c := command.Console{Out: &stdout, Err: &stderr}
	if tell != nil {
		c.Err = teller{&stderr, tell}
	}
	err := besides[args[0]](t.Context(), c, args[1:])
	var usage command.UsageError
	switch {
	case errors.As(err, &usage):
		status = 2
	case err != nil:
		status = 1
	}
	if err != nil {
		fmt.Fprintln(&stderr, err)
	}
	return status, stdout.String(), stderr.String()
}

type teller struct {
	io.Writer
	tell func(string)
}

func (w teller) Write(line []byte) (int, error) {
	n, err := w.Writer.Write(line)
	w.tell(string(line))
	return n, err
}

// must runs a command that is to succeed, and returns what it wrote.
func must(t *testing.T, args ...string) string {
	t.Helper()
	status, out, errs := runCommand(t, args...)
	if status != 0 {
		t.Fatalf("ronda %s: status %d, %s", strings.Join(args, " "), status, errs)
	}
	return out
}

// fails runs a command that is to fail with a message.
func fails(t *testing.T, want string, args ...string) {
	t.Helper()
	status, _, errs := runCommand(t, args...)
	if status != 1 || !strings.Contains(errs, want) {
		t.Errorf("ronda %s: status %d, %q; want 1 and %q", strings.Join(args, " "), status, errs, want)
	}
}

// entries returns the access log of a folder as "action object" lines.
func entries(t *testing.T, folder string) (lines []string) {
	t.Helper()
	log, err := access.OpenReader(t.Context(), filepath.Join(folder, datafolder.AccessFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	list, err := log.Entries(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		lines = append(lines, strings.TrimSpace(e.Action+" "+e.Object))
	}
	return lines
}

func originals(t *testing.T, folder string) []ledger.EvidenceEntry {
	t.Helper()
	named, err := datafolder.SealedOriginals(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(named) < 5 {
		t.Fatalf("%d sealed originals: too few to tell", len(named))
	}
	return named
}

// forge changes a table whose triggers would forbid it.
func forge(t *testing.T, path, statement string) {
	t.Helper()
	for _, name := range triggers(t, path) {
		execute(t, path, `DROP TRIGGER "`+name+`"`)
	}
	execute(t, path, statement)
}

func triggers(t *testing.T, path string) (names []string) {
	t.Helper()
	db, err := dbfile.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), `SELECT name FROM sqlite_schema WHERE type = 'trigger'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return names
}
