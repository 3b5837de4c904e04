package feed

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"ronda/alerts"
	"ronda/alerts/ledger"
)

// view is what the layout gets; Page is what the page within it gets.
type view struct {
	Lang  *lang
	Title string
	Page  any
	Live  string // URL of the events that change this page; "" when none do

	langQuery string // "en" or "id" when the address names the language
	feed      *feed
	request   *http.Request
}

// T translates.
func (v view) T(key string, args ...any) string { return v.Lang.T(key, args...) }

// NATS is where subscribers receive the alerts.
func (v view) NATS() string { return v.feed.cfg.NATS }

// Link returns the address of path in the language that was asked for.
func (v view) Link(path string) string {
	if v.langQuery == "" {
		return path
	}
	u := url.URL{Path: path, RawQuery: url.Values{"lang": {v.langQuery}}.Encode()}
	return u.String()
}

// InLanguage returns the address of this page in the language code.
func (v view) InLanguage(code string) string {
	q := v.request.URL.Query()
	q.Set("lang", code)
	u := url.URL{Path: v.request.URL.Path, RawQuery: q.Encode()}
	return u.String()
}

// With returns the address of the list with one filter set, or unset for "", from its first page.
func (v view) With(key, value string) string {
	q := url.Values{}
	for k, values := range v.request.URL.Query() {
		if k != "cursor" && values[0] != "" {
			q.Set(k, values[0])
		}
	}
	q.Set(key, value)
	if value == "" {
		q.Del(key)
	}
	u := url.URL{Path: "/", RawQuery: q.Encode()}
	return u.String()
}

// Chosen reports whether the filter key is set to value.
func (v view) Chosen(key, value string) bool { return v.request.URL.Query().Get(key) == value }

// Param is the value of a query parameter.
func (v view) Param(key string) string { return v.request.URL.Query().Get(key) }

// Filtered reports whether any filter is set.
func (v view) Filtered() bool {
	q := v.request.URL.Query()
	q.Del("lang")
	q.Del("cursor")
	for _, values := range q {
		if values[0] != "" {
			return true
		}
	}
	return false
}

// item is an alert with what a page says about it.
type item struct {
	ledger.Alert
	view view
}

type listPage struct {
	Items     []item
	Counts    ledger.Counts
	Open      int // to be handled
	Critical  int
	Kinds     []alerts.Kind
	Levels    []alerts.Severity
	States    []alerts.State
	Spans     []string
	Platforms []string
	Next      string // address of the next page
	First     bool   // this is the first page
}

func (f *feed) list(w http.ResponseWriter, r *http.Request) {
	now := time.Now()
	filter, err := parseFilter(r.URL.Query(), now)
	if err != nil {
		f.failWith(w, r, err)
		return
	}
	filter.Limit = pageLimit
	end, err := f.ledger.End(r.Context()) // before the alerts are read: what comes later is announced
	if err != nil {
		f.failWith(w, r, err)
		return
	}
	found, next, err := f.page(r, filter)
	if err != nil {
		f.failWith(w, r, err)
		return
	}
	counts, err := f.ledger.Counts(r.Context())
	if err != nil {
		f.failWith(w, r, err)
		return
	}
	l, query := language(r)
	v := view{Lang: l, langQuery: query, Title: l.T("feed"), feed: f, request: r, Live: "/api/v1/events?after=" + strconv.FormatInt(end, 10)}
	p := listPage{
		Counts: counts, Critical: counts.Severity[alerts.SeverityCritical], Kinds: kinds, Levels: severities, States: states, Spans: spans,
		Platforms: slices.Sorted(maps.Keys(counts.Platform)), First: filter.After == 0,
	}
	for _, s := range states {
		if s.Open() {
			p.Open += counts.State[s]
		}
	}
	for _, a := range found {
		p.Items = append(p.Items, item{a, v})
	}
	if next != "" {
		p.Next = v.With("cursor", next)
	}
	v.Page = p
	f.render(w, r, http.StatusOK, "list", v)
}

type detailPage struct {
	Item      item
	Detail    alertDetail
	History   []eventHead // the newest first
	Originals []original  // the newest first
}

func (f *feed) detail(w http.ResponseWriter, r *http.Request) {
	d, err := f.alert(r, r.PathValue("id"))
	if err != nil {
		f.failWith(w, r, err)
		return
	}
	l, query := language(r)
	v := view{Lang: l, langQuery: query, Title: d.Title, feed: f, request: r}
	p := detailPage{Item: item{d.Alert, v}, Detail: d, History: slices.Clone(d.Events), Originals: slices.Clone(d.Originals)}
	slices.Reverse(p.History)
	slices.Reverse(p.Originals)
	v.Page = p
	f.render(w, r, http.StatusOK, "detail", v)
}

// picture serves the mosaic of a captured picture. The page may not hold it inline.
func (f *feed) picture(w http.ResponseWriter, r *http.Request) {
	capture, err := f.ledger.Capture(r.Context(), r.PathValue("id"))
	if err != nil {
		f.failWith(w, r, err)
		return
	}
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || n < 0 || n >= len(capture.Pictures) {
		f.fail(w, r, http.StatusNotFound, codeNotFound)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(capture.Pictures[n].PNG))
}

// Mosaic returns the number of the captured mosaic of a picture, -1 where it is not known: where pictures could not be read, those
// behind them have moved up.
func (d alertDetail) MosaicOf(p ledger.Picture) int {
	if d.Capture == nil || d.Capture.Omitted > 0 || p.Place >= len(d.Capture.Pictures) {
		return -1
	}
	return p.Place
}

// Seen says where pictures stood elsewhere.
func (v view) Seen(s *ledger.SeenBefore) string {
	key := "seen.in"
	if s.Listings == 1 {
		key = "seen.in.one"
	}
	return v.T(key, s.Listings, strings.Join(s.Platforms, ", "), v.Lang.date(s.Since))
}

// Picture names a picture by its place.
func (v view) Picture(p ledger.Picture) string { return v.T("seen.picture", p.Place+1) }

// More says how many listings are not named one by one.
func (v view) More(p ledger.Picture) string {
	if p.Seen == nil || p.Seen.Listings == len(p.Others) {
		return ""
	}
	return v.T("seen.more", p.Seen.Listings-len(p.Others))
}

// Percent is a probability as people say it; nothing is quite certain.
func (v view) Percent(p float64) string { return strconv.Itoa(min(int(p*100+0.5), 99)) + " %" }

// Percent is the alert's score.
func (i item) Percent() string { return i.view.Percent(i.Score) }

// T translates a value that belongs to a group of texts.
func (i item) T(group string, value any) string {
	return i.view.T(strings.TrimSuffix(fmt.Sprintf("%s.%v", group, value), "."))
}

// Link is the address of the alert's own page.
func (i item) Link() string { return i.view.Link("/alerts/" + i.ID) }

// Before says in few words that pictures stood elsewhere, "" where they did not.
func (i item) Before() string {
	if i.Seen == nil {
		return ""
	}
	return i.view.T("seen") + " · " + strconv.Itoa(i.Seen.Listings)
}

// Summary is the explanation in the page's language.
func (i item) Summary() string { return i.Data.Summary[i.view.Lang.Code] }

// Outside is the listing's address when it leads somewhere: masking may have taken what made it work.
func (i item) Outside() string {
	u, err := url.Parse(i.URL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || strings.Contains(i.URL, "*") {
		return ""
	}
	return i.URL
}

// Names of documents, as Indonesians write them.
func (i item) Papers() []string {
	var list []string
	for _, d := range i.Documents {
		list = append(list, strings.ToUpper(d))
	}
	return list
}

// Figures says how many identifiers of each type there are and where from.
func (i item) Figures() []figure {
	var list []figure
	for _, c := range i.Identifiers {
		list = append(list, figure{Label: strings.ToUpper(c.Type), Count: c.Count, Regions: i.view.regions(c.Regions)})
	}
	return list
}

// picture is what one picture of a listing shows.
type picture struct {
	Source    string
	Documents []pictured // by kind, in the order in which the event names them
	Selfie    bool
}

type pictured struct {
	Layout string
	Count  int
	Score  float64 // of the surest
}

// Shown gathers by picture what the event tells of each document.
func (i item) Shown() []picture {
	var list []picture
	for _, m := range i.Images {
		if n := len(list); n == 0 || list[n-1].Source != m.Source {
			list = append(list, picture{Source: m.Source})
		}
		p := &list[len(list)-1]
		p.Selfie = p.Selfie || m.Selfie
		if m.Layout == "" {
			continue
		}
		k := slices.IndexFunc(p.Documents, func(d pictured) bool { return d.Layout == m.Layout })
		if k < 0 {
			k = len(p.Documents)
			p.Documents = append(p.Documents, pictured{Layout: m.Layout})
		}
		p.Documents[k].Count++
		p.Documents[k].Score = max(p.Documents[k].Score, m.Score)
	}
	return list
}

type figure struct {
	Label   string
	Count   int
	Regions []string
}

func (v view) regions(codes []string) []string {
	var names []string
	for _, code := range codes {
		name := ""
		if v.feed.cfg.RegionName != nil {
			name = v.feed.cfg.RegionName(code)
		}
		if name == "" {
			name = v.T("region", code)
		}
		names = append(names, name)
	}
	return names
}

// For returns the signals that speak for the alert, heaviest first; Against those that speak against it.
func (i item) For() []alerts.Signal     { return i.signals(func(w float64) bool { return w > 0 }) }
func (i item) Against() []alerts.Signal { return i.signals(func(w float64) bool { return w < 0 }) }

func (i item) signals(keep func(weight float64) bool) []alerts.Signal {
	return slices.DeleteFunc(slices.Clone(i.Signals), func(s alerts.Signal) bool { return !keep(s.Weight) })
}

// Top returns at most n signals for.
func (i item) Top(n int) []alerts.Signal {
	list := i.For()
	return list[:min(n, len(list))]
}

// Weight is a signal's weight with its sign.
func (i item) Weight(s alerts.Signal) string {
	return strings.ReplaceAll(fmt.Sprintf("%+.1f", s.Weight), "-", "−")
}

// Time is an instant as the page writes it.
func (v view) Time(t time.Time) string { return v.Lang.time(t) }

// Machine is an instant for programs.
func (v view) Machine(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// Kilobytes writes a number of bytes.
func (v view) Kilobytes(n int64) string {
	return v.T("original.size", strings.Replace(fmt.Sprintf("%.1f", float64(n)/1000), ".", v.Lang.point, 1))
}

// Upper writes the name of a document as Indonesians do.
func (v view) Upper(s string) string { return strings.ToUpper(s) }

// CaseLink is the address of the list of a case's alerts.
func (v view) CaseLink(id string) string { return v.With("case", id) }

// Omitted says how many pictures the capture lacks.
func (v view) Omitted(n int) string { return v.T("capture.omitted", n) }

// Mosaic describes a mosaic to those who cannot see it.
func (v view) Mosaic(n, width, height int) string { return v.T("mosaic", n+1, width, height) }

// Mosaics are drawn at one height, within reason.
const (
	mosaicHeight   = 150
	maxMosaicWidth = 400
)

// ScaledWidth is the width at which a picture of the given size is drawn.
func (v view) ScaledWidth(width, height int) int {
	return min(max(width*mosaicHeight/max(height, 1), 20), maxMosaicWidth)
}
