package feed

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"ronda/alerts/ledger"
)

func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil { // cannot happen: only our own types come here
		http.Error(w, `{"error":{"code":"internal","message":"cannot encode the answer"}}`, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // fails only when the caller has gone
}

// alertList is the answer of GET /api/v1/alerts.
type alertList struct {
	Alerts []ledger.Alert `json:"alerts"`         // the newest first
	Next   string         `json:"next,omitempty"` // cursor of the next page; absent on the last
}

func (f *feed) apiAlerts(w http.ResponseWriter, r *http.Request) {
	filter, err := parseFilter(r.URL.Query(), time.Now())
	if err != nil {
		f.failWith(w, r, err)
		return
	}
	list, next, err := f.page(r, filter)
	if err != nil {
		f.failWith(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, alertList{Alerts: list, Next: next})
}

// page reads the alerts that filter selects and the cursor of those behind them.
func (f *feed) page(r *http.Request, filter ledger.AlertFilter) (list []ledger.Alert, next string, err error) {
	limit := filter.Limit
	filter.Limit++ // one more tells whether there is a next page
	list, err = f.ledger.Alerts(r.Context(), filter)
	if err != nil {
		return nil, "", err
	}
	if len(list) > limit {
		list = list[:limit]
		next = strconv.FormatInt(list[limit-1].Number, 10)
	}
	if list == nil {
		list = []ledger.Alert{}
	}
	return list, next, nil
}

// alertDetail is the answer of GET /api/v1/alerts/{id}.
type alertDetail struct {
	ledger.Alert
	Events    []eventHead      `json:"events"`            // what happened to it, the oldest first
	Capture   *ledger.Redacted `json:"capture,omitempty"` // masked text and mosaics
	Originals []original       `json:"originals"`         // what is kept sealed, the oldest first
	Held      bool             `json:"legal_hold"`        // its case may not be erased
	Pictures  []ledger.Picture `json:"pictures"`          // those that are known again, in the order of the listing
}

// original says that a sealed original exists and how to recognise it. Where it lies is nobody's business here.
type original struct {
	Sequence int       `json:"sequence"` // of the event that it was sealed for
	SealedAt time.Time `json:"sealed_at"`
	SHA256   string    `json:"sha256"` // of the ciphertext
	Size     int64     `json:"size"`   // of the ciphertext, in bytes
}

type eventHead struct {
	Number   int64     `json:"number"`
	ID       string    `json:"id"`
	Type     string    `json:"type"`
	Sequence int       `json:"sequence"`
	Time     time.Time `json:"time"`
	Erased   bool      `json:"erased,omitempty"` // what it said is gone
}

func (f *feed) apiAlert(w http.ResponseWriter, r *http.Request) {
	d, err := f.alert(r, r.PathValue("id"))
	if err != nil {
		f.failWith(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, d)
}

func (f *feed) alert(r *http.Request, id string) (d alertDetail, err error) {
	if d.Alert, err = f.ledger.Alert(r.Context(), id); err != nil {
		return d, err
	}
	history, err := f.ledger.History(r.Context(), id)
	if err != nil {
		return d, err
	}
	for _, e := range history {
		d.Events = append(d.Events, eventHead{e.Number, e.ID, e.Type, e.Sequence, e.Time, e.Erased})
	}
	capture, err := f.ledger.Capture(r.Context(), id)
	switch {
	case err == nil:
		d.Capture = &capture
	case !errors.Is(err, ledger.ErrNotFound):
		return d, err
	}
	if d.Pictures, err = f.ledger.Pictures(r.Context(), id); err != nil {
		return d, err
	}
	if d.Pictures == nil {
		d.Pictures = []ledger.Picture{}
	}
	return d, f.custody(r, &d)
}

// custody fills in what is kept of the original, and whether it has to be.
func (f *feed) custody(r *http.Request, d *alertDetail) error {
	sealed, err := f.ledger.Evidence(r.Context(), ledger.EvidenceFilter{AlertID: d.ID})
	if err != nil {
		return err
	}
	d.Originals = make([]original, 0, len(sealed))
	for i := range sealed {
		e := &sealed[i]
		d.Originals = append(d.Originals, original{e.Sequence, e.At, e.SHA256, e.Size})
	}
	holds, err := f.ledger.Holds(r.Context())
	for i := range holds {
		d.Held = d.Held || holds[i].CaseID == d.CaseID
	}
	return err
}

// Live connections.
const (
	eventBatch   = 100
	pingInterval = 20 * time.Second // proxies close what is silent
	writeTimeout = 30 * time.Second
	retryMillis  = 3000
)

// apiEvents sends events as they are committed (SSE): the bytes that every receiver gets, under the event's number. A
// client that comes back names the last number that it saw and misses nothing.
func (f *feed) apiEvents(w http.ResponseWriter, r *http.Request) {
	after, err := f.eventsAfter(r)
	if err != nil {
		f.failWith(w, r, err)
		return
	}
	out := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	write := func(format string, args ...any) error {
		// A listener without deadlines is served all the same.
		if err := out.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return err
		}
		_, err := fmt.Fprintf(w, format, args...)
		return err
	}
	if r.Method == http.MethodHead {
		return
	}
	if write("retry: %d\n\n", retryMillis) != nil || out.Flush() != nil {
		return
	}
	ping := time.NewTicker(pingInterval)
	defer ping.Stop()
	for {
		changed := f.ledger.Changed()
		events, err := f.ledger.Events(r.Context(), after, eventBatch)
		if err != nil {
			if r.Context().Err() == nil {
				f.log.ErrorContext(r.Context(), "live events stopped", "error", err)
			}
			return
		}
		for _, e := range events {
			after = e.Number
			if e.Erased {
				continue
			}
			if write("id: %d\nevent: %s\ndata: %s\n\n", e.Number, e.Type, e.Body) != nil {
				return
			}
		}
		if out.Flush() != nil {
			return
		}
		if len(events) == eventBatch {
			continue
		}
		select {
		case <-r.Context().Done():
			return
		case <-f.cfg.Done:
			return
		case <-changed:
		case <-ping.C:
			if write(": ping\n\n") != nil {
				return
			}
		}
	}
}

// eventsAfter returns the number after which to begin: from Last-Event-ID, else from the parameter after, else now.
func (f *feed) eventsAfter(r *http.Request) (int64, error) {
	s := r.Header.Get("Last-Event-ID")
	if s == "" {
		s = r.URL.Query().Get("after")
	}
	if s == "" {
		return f.ledger.End(r.Context())
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0, badRequest("Last-Event-ID or after is not the number of an event")
	}
	return n, nil
}
