package feed

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"ronda/alerts"
	"ronda/alerts/ledger"
)

var (
	kinds      = alerts.Kinds()
	severities = alerts.Severities()
	states     = alerts.States()
	spans      = []string{"1h", "24h", "7d", "30d"}
	parameters = []string{"kind", "severity", "state", "platform", "case", "q", "since", "limit", "cursor", "lang"}
)

const (
	defaultLimit = 50
	maxLimit     = 200
	maxText      = 200 // bytes of a search
	pageLimit    = 25  // alerts on one page
)

// parseFilter reads the query parameters that the page and the API share. An empty parameter is no filter; one that
// cannot be understood, or is none of ours, is an error, lest a caller take everything for a selection.
func parseFilter(q url.Values, now time.Time) (ledger.AlertFilter, error) {
	for name := range q {
		if !slices.Contains(parameters, name) {
			return ledger.AlertFilter{}, badRequest("unknown parameter: use " + join(parameters))
		}
	}
	f := ledger.AlertFilter{
		Kind:     alerts.Kind(q.Get("kind")),
		Severity: alerts.Severity(q.Get("severity")),
		State:    alerts.State(q.Get("state")),
		Platform: strings.ToLower(strings.TrimSpace(q.Get("platform"))),
		Case:     q.Get("case"),
		Text:     strings.TrimSpace(q.Get("q")),
		Limit:    defaultLimit,
	}
	if f.Kind != "" && !slices.Contains(kinds, f.Kind) {
		return f, badRequest("kind is none of " + join(kinds))
	}
	if f.Severity != "" && !slices.Contains(severities, f.Severity) {
		return f, badRequest("severity is none of " + join(severities))
	}
	if f.State != "" && !slices.Contains(states, f.State) {
		return f, badRequest("state is none of " + join(states))
	}
	if len(f.Text) > maxText || len(f.Platform) > maxText || len(f.Case) > maxText {
		return f, badRequest("q, platform or case is longer than 200 bytes")
	}
	if s := q.Get("since"); s != "" {
		since, err := parseSince(s, now)
		if err != nil {
			return f, err
		}
		f.Since = since
	}
	if s := q.Get("limit"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > maxLimit {
			return f, badRequest("limit is not a number from 1 to 200")
		}
		f.Limit = n
	}
	if s := q.Get("cursor"); s != "" {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n < 1 {
			return f, badRequest("cursor is not the next value of a page before")
		}
		f.After = n
	}
	return f, nil
}

// parseSince reads a time (RFC 3339), a day, or a span back from now ("24h", "7d").
func parseSince(s string, now time.Time) (time.Time, error) {
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n > 0 && n <= 3650 {
			return now.AddDate(0, 0, -n), nil
		}
	}
	if d, err := time.ParseDuration(s); err == nil && d > 0 {
		return now.Add(-d), nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.ParseInLocation(layout, s, wib); err == nil {
			return t, nil
		}
	}
	return time.Time{}, badRequest(`since is neither a time like 2025-01-31T08:00:00Z, a day like 2025-01-31, nor a span like 24h or 7d`)
}

func join[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}
