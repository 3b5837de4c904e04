// Package alerts is what an alert says: the events that every receiver gets, as data and as bytes, the states of an alert, the
// schemas that hold for them, and the ids that never change. A finding comes in, masked once more, and a CloudEvent that its
// schema allows goes out.
//
// It keeps nothing and decides nothing: the ledger has the events, and the desk says which there are.
package alerts

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"ronda/detect"
)

// ErrInvalid means that an event would not match its published schema, an unmasked number for instance. Nothing was
// written, and trying again with the same finding fails again.
var ErrInvalid = errors.New("event does not match its schema")

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
	ID       string    // UUID, the same at every delivery, and no other event's but one that opens the same alert in another ledger
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

// namespace makes our UUIDs ours. It never changes: alert ids depend on it.
var namespace = uuid.MustParse("991fb052-3859-4891-8cea-dfd18750503d")

// AlertID returns the id of the alert that f belongs to: the same for every sighting of one listing.
func AlertID(f *detect.Finding) string {
	return uuid.NewSHA1(namespace, []byte("listing\x00"+f.Key)).String()
}

// CaseID returns the id of a case that an alert's event of this sequence opens. An alert that was erased and is seen again
// opens another case than before.
func CaseID(alertID string, sequence int) string {
	name := "case\x00" + alertID
	if sequence > 1 {
		name = fmt.Sprintf("%s\x00%d", name, sequence)
	}
	return uuid.NewSHA1(namespace, []byte(name)).String()
}

// Subject returns the NATS subject of an alert's events. Severity and state are not in it, because they change.
func Subject(platform string, kind Kind, alertID string) string {
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

// SubjectKind returns the kind in a subject: the first kind of its alert, also when nothing else is left of it.
func SubjectKind(subject string) Kind {
	parts := strings.Split(subject, ".")
	if len(parts) != 6 {
		return ""
	}
	return Kind(parts[4])
}

func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
