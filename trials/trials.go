// Package trials tries the real binary from outside, as its users and its enemies meet it: each folder below holds the
// trials of one subject, and this package builds the binary for them, starts it and ends it by its process. It knows
// what the documents promise (commands, files of the data folder, /readyz, /metrics) and nothing of how it is done.
package trials

import (
	"context"
	"encoding/hex"
	"errors"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// What stands in a data folder; docs/operating.md names them.
const (
	LedgerFile     = "ledger.db"
	FrontierFile   = "frontier.db"
	AccessFile     = "access.db"
	EvidenceFolder = "evidence"
)

// ExitFailure is the exit status of a command that could not do what it was asked for.
const ExitFailure = 1

// Program finds a program that is not ours. It returns its path; where it is not installed the test is skipped, but never on CI.
func Program(t testing.TB, name, debianPackage string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is missing: .ci/run installs Debian's package %s", name, debianPackage)
	}
	t.Skipf("%s is not installed (Debian: apt-get install %s)", name, debianPackage)
	return ""
}

// Root returns the folder of the module, from wherever below it a test runs.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if filepath.Dir(dir) == dir {
			t.Fatal("no go.mod in any folder above the test")
		}
		dir = filepath.Dir(dir)
	}
}

// ListingPages returns the folder of pages on which such things are offered, and the kind of each by the file's name.
func ListingPages(t testing.TB) (folder string, kinds map[string]string) {
	t.Helper()
	folder = filepath.Join(Root(t), "cmd", "ronda", "scan", "testdata", "pages", "listings")
	return folder, Kinds(t, filepath.Join(folder, "expected.tsv"))
}

// Kinds reads lines of file name and kind; what is none is left out.
func Kinds(t testing.TB, path string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]string{}
	for line := range strings.Lines(string(text)) {
		file, kind, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if ok && kind != "none" {
			kinds[file] = kind
		}
	}
	if len(kinds) == 0 {
		t.Fatalf("%s names no page", path)
	}
	return kinds
}

// DataKey reads the key of a data folder under which its frontier is sealed. The folder must have one.
func DataKey(t testing.TB, data string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(data, "keys", "data-1.key"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal("the data key is damaged")
	}
	return key
}

// Eventually asks again and again until done says yes, and reports whether it did. The limit is for what never comes: it
// is far beyond what a busy machine needs.
func Eventually(t testing.TB, done func() bool) bool {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
	}
	return true
}

// FreeAddress returns an address of loopback on which nobody listens at present.
func FreeAddress(t testing.TB) string {
	t.Helper()
	var config net.ListenConfig
	l, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// binaries are those that this test process has built, by the flags they were built with. They live in a folder that
// Tests removes.
var binaries = struct {
	sync.Mutex
	folder string
	paths  map[string]string
}{paths: map[string]string{}}

// Tests are the tests of a package that builds binaries: TestMain runs them.
type Tests struct{ M *testing.M }

// Run runs the tests, removes the binaries that they built and returns the exit status.
func (tests Tests) Run() (status int) {
	defer func() {
		if binaries.folder != "" {
			_ = os.RemoveAll(binaries.folder)
		}
	}()
	return tests.M.Run()
}

// Binary returns the path of ronda as it is shipped, or built with a build tag. It is built without the race detector,
// also when the test runs under it: most trials are about what is left on disk and what goes over the wire, in a process of
// which the test's detector would see nothing.
func Binary(t testing.TB, tag string) string {
	t.Helper()
	return build(t, false, "-tags", tag)
}

// RaceBinary returns a binary that has the race detector in it when the test has, and ends with a failure when it finds a
// race. Trials in which much happens at a time use it.
func RaceBinary(t testing.TB) string {
	t.Helper()
	if !Race {
		return Binary(t, "")
	}
	return build(t, true, "-race")
}

func build(t testing.TB, cgo bool, flags ...string) string {
	t.Helper()
	binaries.Lock()
	defer binaries.Unlock()
	key := strings.Join(flags, " ")
	if path := binaries.paths[key]; path != "" {
		return path
	}
	root := Root(t)
	dependOnSources(t, root)
	if binaries.folder == "" {
		folder, err := os.MkdirTemp("", "ronda-trials")
		if err != nil {
			t.Fatal(err)
		}
		binaries.folder = folder
	}
	path := filepath.Join(binaries.folder, strings.Trim(strings.ReplaceAll(key, " ", ""), "-"), "ronda")
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"build", "-buildvcs=false", "-o", path}, append(flags, "./cmd/ronda")...)...)
	cmd.Dir, cmd.Env = root, append(os.Environ(), "CGO_ENABLED=0")
	if cgo {
		cmd.Env = append(os.Environ(), "CGO_ENABLED=1") // the race detector wants it
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	binaries.paths[key] = path
	return path
}

// dependOnSources lists every folder of sources. The go command remembers which folders a test listed, and does not take
// a result from its cache when a file in them has changed since; of what the test built by itself it knows nothing.
func dependOnSources(t testing.TB, root string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // an editor's file that is gone again
			return err
		}
		if entry.IsDir() && path != root && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata" || entry.Name() == "docs") {
			return fs.SkipDir
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
