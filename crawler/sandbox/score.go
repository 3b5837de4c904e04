package sandbox

import (
	"net/url"
	"slices"
	"strings"
)

// Found is one alert as the score needs it.
type Found struct {
	URL  string // canonical
	Part string // "" for an alert on the page itself
	Kind string
}

// Tally compares alerts with plants. Plants that robots.txt forbids are left out.
type Tally struct {
	Planted, Found, Missed, FalseAlerts int
	Echoes                              int // alerts on pages that only repeat a plant's title or picture: neither found nor false
	WrongKind                           int // found, but reported as another kind
	MissedList                          []Plant
	FalseList                           []Found
}

// Score counts. A plant is found by an alert on its page and part; an alert on the page itself finds one plant among its
// parts. An alert on a page without a plant, or on another part than the plant's, is false; a plant alerted twice counts once.
func (web *Web) Score(found []Found) Tally {
	type place struct{ url, part string }
	// A channel's message may be named with its channel ("kabar/12") or without.
	short := func(part string) string { return part[strings.LastIndexByte(part, '/')+1:] }
	var t Tally
	plants := web.Planted()
	at := map[place]int{}
	on := map[string][]int{}
	hit := make([]bool, len(plants))
	for i, p := range plants {
		if p.Reachable {
			t.Planted++
			at[place{p.URL, short(p.Part)}] = i
			on[p.URL] = append(on[p.URL], i)
		}
	}
	count := func(i int, kind string) {
		if !hit[i] {
			hit[i] = true
			t.Found++
			if kind != plants[i].Kind {
				t.WrongKind++
			}
		}
	}
	// Alerts that name a part go first, so that one on the page can stand for another plant of the page.
	for _, f := range slices.SortedStableFunc(slices.Values(found), func(a, b Found) int { return min(len(b.Part), 1) - min(len(a.Part), 1) }) {
		i, exact := at[place{f.URL, short(f.Part)}]
		switch {
		case exact:
			count(i, f.Kind)
		case f.Part == "" && len(on[f.URL]) > 0:
			next := slices.IndexFunc(on[f.URL], func(i int) bool { return !hit[i] })
			count(on[f.URL][max(next, 0)], f.Kind)
		case web.echoes(f.URL):
			t.Echoes++
		default:
			t.FalseAlerts++
			t.FalseList = append(t.FalseList, f)
		}
	}
	for i, p := range plants {
		if p.Reachable && !hit[i] {
			t.Missed++
			t.MissedList = append(t.MissedList, p)
		}
	}
	return t
}

// echoes reports whether a page repeats a plant without being one.
func (web *Web) echoes(rawURL string) bool {
	host, uri, ok := web.locate(rawURL)
	if !ok {
		return false
	}
	u, err := url.ParseRequestURI(uri)
	if err != nil {
		return false
	}
	p := web.sites[host].serve(u.Path, query(u))
	return p != nil && p.echo
}
