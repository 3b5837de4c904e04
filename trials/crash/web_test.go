package crash

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"filippo.io/age"

	"ronda/crawler"
	"ronda/crawler/sandbox"
)

// crashWeb is a sandbox web and a webhook receiver that outlive the processes under trial. Every start of a process
// carries a name of its own in its user agent, so that requests are told apart for certain, also those of a dead process
// that arrive late.
type crashWeb struct {
	seeds     []string
	receiver  string // base URL of the webhook receiver
	secret    string // file with its key
	recipient string // of sealed originals

	mu        sync.Mutex
	asked     map[string][]string        // canonical URLs of pages by the name of the start, in their order
	watched   map[string]chan struct{}   // by the name of the start: gets a token for each page asked for
	delivered map[string][]crashDelivery // by the name of the trial
	faults    []string                   // requests that no start should make
}

type crashDelivery struct {
	id   string // webhook-id
	body string
}

// The user agent's contact. The last two elements are the names of trial and start.
const crashContact = "https://crash.example/"

var crashAgent = regexp.MustCompile(regexp.QuoteMeta("(+"+crashContact) + `([a-z0-9._-]+/[0-9]+)\)`)

// newCrashWeb serves about a hundred pages until the test ends. The slow host is left out: it wants a second between two
// requests.
func newCrashWeb(t *testing.T) *crashWeb {
	t.Helper()
	pages, err := sandbox.New(sandbox.Config{Seed: 7, Pages: 100})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := pages.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	web := &crashWeb{
		seeds: pages.Seeds(), secret: filepath.Join(t.TempDir(), "secret"),
		asked: map[string][]string{}, watched: map[string]chan struct{}{}, delivered: map[string][]crashDelivery{},
	}
	for _, host := range []string{"berkas", "warungblog", "kosong", "galat"} {
		web.seeds = append(web.seeds, strings.Replace(web.seeds[0], "pasarsenja", host, 1))
	}
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	web.recipient = identity.Recipient().String()
	secret := "whsec_" + base64.StdEncoding.EncodeToString([]byte("a secret of thirty-two bytes.  :"))
	if err := os.WriteFile(web.secret, []byte(secret), 0o600); err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		web.log(r)
		pages.ServeHTTP(rw, r)
	})}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	t.Cleanup(func() { server.Close(); <-served })
	receiver := httptest.NewServer(http.HandlerFunc(web.receive))
	t.Cleanup(receiver.Close)
	web.receiver = receiver.URL
	return web
}

// log notes a request unless it is for robots.txt or a picture, of which neither is a page.
func (web *crashWeb) log(r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/robots.txt") || slices.Contains([]string{".jpg", ".jpeg", ".png"}, path.Ext(r.URL.Path)) {
		return
	}
	canonical, err := crawler.CanonicalURL("http://" + r.Host + r.RequestURI)
	agent := crashAgent.FindStringSubmatch(r.UserAgent())
	web.mu.Lock()
	defer web.mu.Unlock()
	if err != nil || agent == nil {
		web.faults = append(web.faults, "a request without a start's name, or to no canonical URL")
		return
	}
	web.asked[agent[1]] = append(web.asked[agent[1]], canonical)
	if watched := web.watched[agent[1]]; watched != nil {
		watched <- struct{}{}
	}
}

// watch returns a channel that gets a token for every page that a start asks for.
func (web *crashWeb) watch(start string) <-chan struct{} {
	watched := make(chan struct{}, 10_000) // more than any start asks for: nobody has to read it to the end
	web.mu.Lock()
	defer web.mu.Unlock()
	web.watched[start] = watched
	return watched
}

// receive is the webhook endpoint of all trials, each at a path of its own.
func (web *crashWeb) receive(_ http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the sender died while it sent
	}
	web.mu.Lock()
	defer web.mu.Unlock()
	trial := path.Base(r.URL.Path)
	web.delivered[trial] = append(web.delivered[trial], crashDelivery{r.Header.Get("webhook-id"), string(body)})
}

func (web *crashWeb) pagesAsked(start string) []string {
	web.mu.Lock()
	defer web.mu.Unlock()
	return slices.Clone(web.asked[start])
}

func (web *crashWeb) deliveries(trial string) []crashDelivery {
	web.mu.Lock()
	defer web.mu.Unlock()
	return slices.Clone(web.delivered[trial])
}
