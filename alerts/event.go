package alerts

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"ronda/detect"
)

// Types of events.
const (
	TypeOpened    = "opened"    // the listing was seen for the first time; exactly one per alert
	TypeUpdated   = "updated"   // something that matters has changed
	TypeResolved  = "resolved"  // the listing is gone
	TypeRetracted = "retracted" // the alert was a mistake
)

// Event is one entry of the ledger. It never changes once committed, except that its body may be erased.
type Event struct {
	Number   int64     // position in the ledger, ascending without gaps from 1
	ID       string    // UUID, the same at every delivery
	AlertID  string    // UUID of the alert
	Type     string    // TypeOpened, TypeUpdated, TypeResolved or TypeRetracted
	Sequence int       // position within the alert, from 1
	Subject  string    // "ronda.alert.v1.<platform>.<kind>.<alert id>", one per alert, for ever
	Platform string    // registrable domain
	Time     time.Time // when it happened: for opened and updated when the page was fetched
	Body     []byte    // CloudEvents 1.0 structured JSON: the bytes that go to every receiver; nil when erased
	Erased   bool      // the body was erased and goes to nobody any more
}

// Data is what an event says about its alert: always the whole of it, so that the event with the highest sequence is
// enough. It is the data member of the event's body.
type Data struct {
	CaseID      string                   `json:"case_id"`
	State       State                    `json:"state"`
	Kind        detect.Kind              `json:"kind"`
	Score       float64                  `json:"score"`
	Severity    detect.Severity          `json:"severity"`
	Platform    string                   `json:"platform"`
	URL         string                   `json:"url"`            // masked
	Part        string                   `json:"part,omitempty"` // masked
	Title       string                   `json:"title"`          // masked
	Summary     map[string]string        `json:"summary"`        // one sentence, keys "id" and "en"
	Documents   []string                 `json:"documents"`
	Selfie      bool                     `json:"selfie"`
	Signals     []detect.Signal          `json:"signals"`
	Identifiers []detect.IdentifierCount `json:"identifiers"`
	Images      []detect.ImageMatch      `json:"images"`
	FirstSeen   time.Time                `json:"first_seen"`
	LastSeen    time.Time                `json:"last_seen"`
}

// Limits keep a body well below the 20 kB that the Standard Webhooks specification recommends.
const (
	maxSignals   = 16
	maxImages    = 16
	maxTextRunes = 300
)

// newData says what a finding says. The finding is masked already; texts that come from a page are masked here once more,
// so that a detector's mistake does not get out. URLs are not: a text's mask would tear them apart, so the schema alone stands
// behind their own.
func (d *Desk) newData(f *detect.Finding) Data {
	data := Data{
		State: StateOpen, Kind: f.Kind, Score: min(max(f.Score, 0), 1), Severity: f.Severity, Platform: d.maskedHost(f.Platform),
		URL: f.URL, Part: d.masked(f.Part), Title: cut(d.masked(f.Title)), Selfie: f.Selfie,
		Summary:     map[string]string{"id": cut(d.masked(f.Summary["id"])), "en": cut(d.masked(f.Summary["en"]))},
		Documents:   append([]string{}, f.Documents...),
		Signals:     append([]detect.Signal{}, f.Signals[:min(len(f.Signals), maxSignals)]...),
		Identifiers: append([]detect.IdentifierCount{}, f.Identifiers...),
		Images:      append([]detect.ImageMatch{}, f.Images[:min(len(f.Images), maxImages)]...),
		FirstSeen:   instant(f.SeenAt), LastSeen: instant(f.SeenAt),
	}
	for i := range data.Signals {
		data.Signals[i].Evidence = d.masked(data.Signals[i].Evidence)
	}
	slices.Sort(data.Documents)
	data.Documents = slices.Compact(data.Documents)
	for i := range data.Images {
		data.Images[i].Quad = append([][2]int{}, data.Images[i].Quad...) // never null
	}
	return data
}

// masked is a text of ours or of an operator without anything that leads to a person.
func (d *Desk) masked(text string) string {
	if d.mask == nil {
		return text
	}
	return d.mask(text)
}

// maskedHost masks the name of a host, which may be a phone number. An address names a machine, whatever its digits look
// like.
func (d *Desk) maskedHost(host string) string {
	if _, err := netip.ParseAddrPort(host); err == nil {
		return host
	}
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return host
	}
	return d.masked(host)
}

func cut(s string) string {
	n := 0
	for i := range s {
		if n++; n > maxTextRunes {
			return s[:i] + "…"
		}
	}
	return s
}

// cloudEvent is the envelope of CloudEvents 1.0 in structured JSON.
type cloudEvent struct {
	SpecVersion     string    `json:"specversion"`
	ID              string    `json:"id"`
	Source          string    `json:"source"`
	Type            string    `json:"type"`
	Subject         string    `json:"subject"`
	Time            time.Time `json:"time"`
	DataSchema      string    `json:"dataschema"`
	DataContentType string    `json:"datacontenttype"`
	Sequence        string    `json:"sequence"` // the extension wants text that sorts like numbers
	Data            Data      `json:"data"`
}

// newEvent makes an event without number and fixes its bytes. It fails with ErrInvalid where they break the schema.
func (d *Desk) newEvent(a *Alert, typ string, at time.Time) (Event, error) {
	e := Event{
		ID:       uuid.NewSHA1(namespace, fmt.Appendf(nil, "event\x00%s\x00%d", a.ID, a.Sequence)).String(),
		AlertID:  a.ID,
		Type:     typ,
		Sequence: a.Sequence,
		Subject:  a.Subject,
		Platform: a.Platform,
		Time:     instant(at),
	}
	body, err := json.Marshal(cloudEvent{
		SpecVersion:     "1.0",
		ID:              e.ID,
		Source:          d.source,
		Type:            "id.ronda.alert." + typ + ".v1",
		Subject:         a.ID,
		Time:            e.Time,
		DataSchema:      schemaID(typ) + "#/$defs/data",
		DataContentType: "application/json",
		Sequence:        fmt.Sprintf("%010d", a.Sequence),
		Data:            a.Data,
	})
	if err != nil {
		return Event{}, fmt.Errorf("encode event: %w", err)
	}
	e.Body = body
	return e, d.schemas.validate(typ, body)
}

// namespace makes our UUIDs ours. It never changes: alert ids depend on it.
var namespace = uuid.MustParse("991fb052-3859-4891-8cea-dfd18750503d")

// AlertID returns the id of the alert that f belongs to: the same for every sighting of one listing.
func AlertID(f *detect.Finding) string {
	return uuid.NewSHA1(namespace, []byte("listing\x00"+f.Key)).String()
}

// newCaseID returns the id of a case that a's next event opens. An alert that was erased and is seen again opens another
// case than before.
func newCaseID(a *Alert) string {
	name := "case\x00" + a.ID
	if a.Sequence > 1 {
		name = fmt.Sprintf("%s\x00%d", name, a.Sequence)
	}
	return uuid.NewSHA1(namespace, []byte(name)).String()
}

// subject returns the NATS subject of an alert's events. Severity and state are not in it, because they change.
func subject(platform string, kind detect.Kind, alertID string) string {
	token := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '_'
	}, strings.ToLower(platform))
	if token == "" {
		token = "_"
	}
	return "ronda.alert.v1." + token + "." + string(kind) + "." + alertID
}

// subjectKind returns the kind in a subject: the first kind of its alert, also when nothing else is left of it.
func subjectKind(subject string) Kind {
	parts := strings.Split(subject, ".")
	if len(parts) != 6 {
		return ""
	}
	return Kind(parts[4])
}
