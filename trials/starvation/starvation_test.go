package starvation

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"ronda/alerts"
	"ronda/alerts/ledger"
	"ronda/crawler/sandbox"
	"ronda/trials"
)

func TestMain(m *testing.M) { os.Exit(trials.Tests{M: m}.Run()) }

// heldWeb is a sandbox web whose server can be made to wait, so that something can be done to a watch in the middle of its
// walk.
type heldWeb struct {
	*sandbox.Web
	hold    func(r *http.Request) bool
	hangUp  bool // after each answer, so that the next request needs a connection of its own
	release chan struct{}
	waiting chan string // URLs of requests that wait

	mu   sync.Mutex
	seen map[string]int // requests by host and URI
}

// newHeldWeb serves a small web; hold chooses the requests that wait until release is closed, nil none.
func newHeldWeb(t *testing.T, hold func(web *sandbox.Web) func(r *http.Request) bool) *heldWeb {
	t.Helper()
	web, err := sandbox.New(sandbox.Config{Seed: 7, Pages: 120})
	if err != nil {
		t.Fatal(err)
	}
	l, err := web.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h := &heldWeb{Web: web, release: make(chan struct{}), waiting: make(chan string, 1000), seen: map[string]int{}}
	if hold != nil {
		h.hold = hold(web)
	}
	server := &http.Server{Handler: h}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	return h
}

func (h *heldWeb) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	h.seen[r.Host+r.RequestURI]++
	h.mu.Unlock()
	if h.hold != nil && h.hold(r) {
		select {
		case <-h.release:
		default:
			h.waiting <- r.Host + r.RequestURI
			select {
			case <-h.release:
			case <-r.Context().Done():
			}
		}
	}
	if h.hangUp {
		rw.Header().Set("Connection", "close")
	}
	h.Web.ServeHTTP(rw, r)
}

// plants chooses the pages that hold a plant.
func plants(web *sandbox.Web) func(r *http.Request) bool {
	planted := map[string]bool{}
	for _, p := range web.Planted() {
		planted[p.URL] = true
	}
	return func(r *http.Request) bool { return planted["http://"+r.Host+r.RequestURI] }
}

// running is a ronda under trial.
type running struct{ *trials.Process }

// start starts ronda run with a configuration and waits until it can be reached.
func start(t *testing.T, web *heldWeb, data, config string, args ...string) *running {
	t.Helper()
	r := launch(t, web, data, config, args...)
	r.WaitUntilReached(t)
	return r
}

// launch starts ronda run and does not wait.
func launch(t *testing.T, web *heldWeb, data, config string, args ...string) *running {
	t.Helper()
	return &running{trials.Launch(t, trials.RaceBinary(t), nil, trials.RunArgs(t, web.Seeds(), data, config, args...)...)}
}

// Conditions under which a watch says that it is not well, as docs/operating.md names them.
const (
	conditionDisk     = "disk"
	conditionLedger   = "ledger"
	conditionFrontier = "frontier"
	conditionNATS     = "nats"
)

// readyz returns the status of /readyz and what it says of a condition.
func (r *running) readyz(condition string) (status int, word, fault string) {
	status, body := r.Get("/readyz")
	var answer struct {
		Status string
		Checks map[string]string
	}
	_ = json.Unmarshal([]byte(body), &answer)
	return status, answer.Status, answer.Checks[condition]
}

// falls waits until a condition is named on /readyz and in the metrics.
func (r *running) falls(t *testing.T, condition string, status int, fault string) {
	t.Helper()
	if !trials.Eventually(t, func() bool {
		got, _, said := r.readyz(condition)
		return got == status && said != "" && said != "ok" && strings.Contains(said, fault)
	}) {
		_, body := r.Get("/readyz")
		t.Fatalf("no %s with %q on /readyz: %s\n%s", condition, fault, body, r.Log)
	}
	if got := r.Metric(`ronda_degraded{reason="` + condition + `"}`); got != 1 {
		t.Errorf("ronda_degraded of %s is %v", condition, got)
	}
	_, _, said := r.readyz(condition)
	t.Logf("%s: %s", condition, said)
}

// heals waits until a condition is over.
func (r *running) heals(t *testing.T, condition string) {
	t.Helper()
	if !trials.Eventually(t, func() bool {
		_, _, said := r.readyz(condition)
		return said == "ok" && r.Metric(`ronda_degraded{reason="`+condition+`"}`) == 0
	}) {
		_, body := r.Get("/readyz")
		t.Fatalf("%s does not heal: %s\n%s", condition, body, r.Log)
	}
}

// rests waits until no page is held although some wait.
func (r *running) rests(t *testing.T) {
	t.Helper()
	if !trials.Eventually(t, func() bool {
		return r.Metric(`ronda_frontier_urls{outcome="leased"}`) == 0 && r.Metric(`ronda_frontier_urls{outcome="queued"}`) > 0
	}) {
		t.Fatalf("the crawl does not rest:\n%s", r.Log)
	}
}

// alerted lists what a ledger's alerts are about: the same for two walks of one web.
func alerted(t *testing.T, data string) []string {
	t.Helper()
	book, err := ledger.OpenReader(t.Context(), filepath.Join(data, trials.LedgerFile))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var list []string
	after := int64(0)
	for {
		events, err := book.Events(t.Context(), after, 500)
		if err != nil {
			t.Fatal(err)
		}
		if len(events) == 0 {
			break
		}
		for _, e := range events {
			after = e.Number
			if e.Type == alerts.TypeOpened {
				list = append(list, withoutPort(e))
			}
		}
	}
	slices.Sort(list)
	return list
}

var port = regexp.MustCompile(`(localhost):\d+`)

// withoutPort names an event's listing; the port of its web changes from one test to the next.
func withoutPort(e alerts.Event) string {
	var body struct {
		Data struct{ URL, Part, Kind string }
	}
	_ = json.Unmarshal(e.Body, &body)
	return port.ReplaceAllString(body.Data.URL, "$1") + " " + body.Data.Part
}

// undisturbed is what an undisturbed walk of the same web alerts; it is walked once per test process.
func undisturbed(t *testing.T) []string {
	t.Helper()
	referenceOnce.Do(func() {
		data := filepath.Join(t.TempDir(), "data")
		start(t, newHeldWeb(t, nil), data, "", "-once").Finish(t)
		referenceList = alerted(t, data)
	})
	if len(referenceList) == 0 {
		t.Fatal("the undisturbed walk alerts nothing")
	}
	return referenceList
}

var (
	referenceOnce sync.Once
	referenceList []string
)

func sameAlerts(t *testing.T, data string) {
	t.Helper()
	want := undisturbed(t)
	if got := alerted(t, data); !slices.Equal(got, want) {
		t.Errorf("%d alerts, an undisturbed walk has %d:\n%v\n%v", len(got), len(want), got, want)
	}
}

// tmpfs mounts a file system of a few megabytes, which can really be full.
func tmpfs(t *testing.T, megabytes int) string {
	t.Helper()
	dir := t.TempDir()
	err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dm,mode=700", megabytes))
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("mount a tmpfs: %v", err)
		}
		t.Skipf("a tmpfs cannot be mounted here (root can): %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Errorf("unmount: %v", err)
			_ = syscall.Unmount(dir, syscall.MNT_DETACH)
		}
	})
	return dir
}

// ballast fills a disk until so many bytes are left; removing the file frees them.
func ballast(t *testing.T, dir string, left uint64) string {
	t.Helper()
	path := filepath.Join(dir, "ballast")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	block := make([]byte, 64<<10)
	for {
		var fs syscall.Statfs_t
		if err := syscall.Statfs(dir, &fs); err != nil {
			t.Fatal(err)
		}
		free := fs.Bavail * uint64(fs.Bsize)
		if free <= left {
			return path
		}
		if _, err := f.Write(block[:min(uint64(len(block)), free-left)]); err != nil {
			if errors.Is(err, syscall.ENOSPC) {
				return path
			}
			t.Fatal(err)
		}
	}
}

// With little room the crawl rests, while alerts that are on their way are still kept; with room it goes on.
func TestLittleRoom(t *testing.T) {
	t.Parallel()
	web := newHeldWeb(t, plants)
	disk := tmpfs(t, 96)
	data := filepath.Join(disk, "data")
	r := start(t, web, data, "crawl: {min_free_mb: 48}\n", "-once")
	planted := <-web.waiting // a page that will be an alert is on its way
	filled := ballast(t, disk, 24<<20)
	r.falls(t, conditionDisk, http.StatusServiceUnavailable, "less than 48 MB free")
	close(web.release)
	r.rests(t)
	if got := alerted(t, data); len(got) == 0 {
		t.Errorf("no alert although %s was on its way", port.ReplaceAllString(planted, "$1"))
	}
	if err := os.Remove(filled); err != nil {
		t.Fatal(err)
	}
	r.heals(t, conditionDisk)
	r.Finish(t)
	sameAlerts(t, data)
}

// With no room at all nothing can be kept: the crawl rests before anything is acknowledged, and goes on with room.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	web := newHeldWeb(t, plants)
	disk := tmpfs(t, 64)
	data := filepath.Join(disk, "data")
	r := start(t, web, data, "crawl: {min_free_mb: 0}\n", "-once")
	<-web.waiting
	filled := ballast(t, disk, 0)
	close(web.release)
	if !trials.Eventually(t, func() bool {
		_, word, _ := r.readyz(conditionLedger)
		return word == "unready"
	}) {
		t.Fatalf("a full disk is not noticed:\n%s", r.Log)
	}
	_, body := r.Get("/readyz")
	t.Log(strings.TrimSpace(body))
	r.rests(t)
	if err := os.Remove(filled); err != nil {
		t.Fatal(err)
	}
	r.heals(t, conditionLedger)
	r.heals(t, conditionFrontier)
	r.Finish(t)
	sameAlerts(t, data)
}

// A folder that cannot be written ends the start with words that help; once it can, the same call works.
func TestReadOnlyFolder(t *testing.T) {
	t.Parallel()
	disk := tmpfs(t, 64)
	remount := func(flags uintptr) {
		t.Helper()
		if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT|flags, "size=64m"); err != nil {
			t.Fatal(err)
		}
	}
	web := newHeldWeb(t, nil)
	data := filepath.Join(disk, "data")
	for _, state := range []string{"new", "used"} {
		remount(syscall.MS_RDONLY)
		r := launch(t, web, data, "", "-once")
		if err := r.Wait(); err == nil || r.Cmd.ProcessState.ExitCode() != trials.ExitFailure || !strings.Contains(r.Log.String(), "read-only file system: make it writable") {
			t.Errorf("%s folder: %v\n%s", state, err, r.Log)
		}
		t.Logf("%s folder: %s", state, strings.TrimSpace(r.Log.String()))
		remount(0)
		start(t, web, data, "crawl: {min_free_mb: 0}\n", "-once").Finish(t)
		sameAlerts(t, data)
	}
}

// Without file descriptors the crawl rests; no page loses an attempt by it, and every alert comes.
func TestOutOfFileDescriptors(t *testing.T) {
	t.Parallel()
	web := newHeldWeb(t, plants)
	web.hangUp = true
	data := filepath.Join(t.TempDir(), "data")
	shell := func(cmd *exec.Cmd) {
		cmd.Path, cmd.Args = "/bin/sh", append([]string{"sh", "-c", `ulimit -n 128; exec "$0" "$@"`, cmd.Path}, cmd.Args[1:]...)
	}
	args := trials.RunArgs(t, web.Seeds(), data, "crawl: {min_free_mb: 0}\n", "-once", "-log-level", "debug")
	r := &running{trials.Launch(t, trials.RaceBinary(t), shell, args...)}
	r.WaitUntilReached(t)
	<-web.waiting
	// Strangers take every descriptor that is left and keep it.
	var strangers []net.Conn
	defer func() {
		for _, c := range strangers {
			c.Close()
		}
	}()
	for range 200 {
		c, err := net.Dial("tcp", strings.TrimPrefix(r.Base, "http://"))
		if err != nil {
			break
		}
		strangers = append(strangers, c)
	}
	close(web.release)
	said := func(what string) func() bool {
		return func() bool { return strings.Contains(r.Log.String(), what) || r.Ended() }
	}
	if !trials.Eventually(t, said(`msg="not well" what=resources`)) || r.Ended() {
		t.Fatalf("nothing is said of it:\n%s", r.Log)
	}
	for _, c := range strangers {
		c.Close()
	}
	if !trials.Eventually(t, said(`msg="well again" what=resources`)) {
		t.Fatalf("it does not heal:\n%s", r.Log)
	}
	r.Finish(t)
	sameAlerts(t, data)
}

// A port that somebody else has ends the start with words that help.
func TestPortInUse(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	web := newHeldWeb(t, nil)
	data := filepath.Join(t.TempDir(), "data")
	address := taken.Addr().String()
	for _, flag := range []string{"-listen", "-nats-listen"} {
		r := launch(t, web, data, "", "-once", flag, address)
		if err := r.Wait(); err == nil || !strings.Contains(r.Log.String(), "address already in use") || !strings.Contains(r.Log.String(), "give "+flag+" another") {
			t.Errorf("%s: %v\n%s", flag, err, r.Log)
		}
		t.Logf("%s: %s", flag, r.Log.LastLine())
	}
	taken.Close()
	start(t, web, data, "crawl: {min_free_mb: 0}\n", "-once", "-listen", address).Finish(t)
	sameAlerts(t, data)
}

// A second instance is turned away; the first one is not disturbed.
func TestSecondInstance(t *testing.T) {
	t.Parallel()
	web := newHeldWeb(t, plants)
	data := filepath.Join(t.TempDir(), "data")
	first := start(t, web, data, "crawl: {min_free_mb: 0}\n", "-once")
	<-web.waiting
	second := launch(t, web, data, "", "-once")
	if err := second.Wait(); err == nil || !strings.Contains(second.Log.String(), "another ronda runs on the data folder") {
		t.Errorf("second: %v\n%s", err, second.Log)
	}
	close(web.release)
	first.Finish(t)
	sameAlerts(t, data)
}
