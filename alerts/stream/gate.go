package stream

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Anonymous subscribers have an account of their own, READERS, without JetStream. Into it the server lets the alerts
// (an import that works one way), and the gate carries the JetStream calls that reading needs across to the account that
// holds the stream.
//
// Permissions on subjects alone would not do. The server sends an answer to whatever reply subject a request names, and a
// push consumer's messages to whatever deliver subject its body names, with its own rights and not the caller's: a
// reader could have an answer stored as an alert, or an empty heartbeat taken for STREAM.DELETE. The gate passes requests
// on only when their answers go to an inbox, and every way back ends at an inbox.

const (
	api        = "$JS.API."
	inbox      = "_INBOX." // of the readers, in both accounts
	relayInbox = "_RELAY"  // the relay's own answers do not leave the private account
	answers    = "_GATE."  // prefix, in the private account, of answers that the gate carries back

	maxReply         = 128       // bytes of a reply subject
	maxCreate        = 4 << 10   // bytes of a request for a consumer
	maxInactive      = time.Hour // a consumer that nobody uses ends after this
	maxAckPending    = 1000
	maxWaiting       = 64
	maxPullBatch     = 1000
	maxFilters       = 32
	minIdleHeartbeat = time.Second
)

// What readers may publish, apart from acknowledgements: the calls that read.
func readerCalls() []string {
	return []string{
		api + "INFO",
		api + "STREAM.NAMES",
		api + "STREAM.LIST",
		api + "STREAM.INFO." + Name,
		api + "STREAM.MSG.GET." + Name,
		api + "DIRECT.GET." + Name,
		api + "DIRECT.GET." + Name + ".>",
		api + "CONSUMER.CREATE." + Name,
		api + "CONSUMER.CREATE." + Name + ".>",
		api + "CONSUMER.INFO." + Name + ".*",
		api + "CONSUMER.MSG.NEXT." + Name + ".*",
		api + "CONSUMER.DELETE." + Name + ".*",
		"$JS.ACK." + Name + ".>",
		"$JS.FC." + Name + ".>",
	}
}

func readerPermissions() *server.Permissions {
	return &server.Permissions{
		Publish:   &server.SubjectPermission{Allow: readerCalls()},
		Subscribe: &server.SubjectPermission{Allow: []string{"ronda.alert.>", inbox + ">"}},
	}
}

// gate carries calls from READERS to the private account and their answers back. What a consumer delivers crosses without
// it: the import of inboxes takes messages, but not what the server answers as a service.
type gate struct {
	readers *nats.Conn // in READERS
	private *nats.Conn // in the private account; the relay's, not closed here
	back    *nats.Subscription
}

// connectAccounts lets alerts and answers, and nothing else, from the private account into that of the readers.
func connectAccounts(private, readers *server.Account) error {
	const nobody = "nobody"
	only := []*server.Account{readers}
	return errors.Join(
		private.AddStreamExport(Subjects, only),
		private.AddStreamExport(inbox+">", only),
		readers.AddStreamImport(private, Subjects, ""),
		readers.AddStreamImport(private, inbox+">", ""),
		// An account that imports this call from elsewhere is left alone by the server, which would otherwise answer all
		// calls before the gate: "JetStream not enabled for account". Nobody listens at the other end.
		private.AddServiceExport(nobody, only),
		readers.AddServiceImport(private, api+"INFO", nobody),
	)
}

func openGate(readers, private *nats.Conn) (*gate, error) {
	g := &gate{readers: readers, private: private}
	for _, subject := range readerCalls() {
		if _, err := readers.Subscribe(subject, g.pass); err != nil {
			return g, fmt.Errorf("open gate for %s: %w", subject, err)
		}
	}
	var err error
	if g.back, err = private.Subscribe(answers+">", g.answer); err != nil {
		return g, fmt.Errorf("open gate for answers: %w", err)
	}
	if err := errors.Join(readers.Flush(), private.Flush()); err != nil {
		return g, fmt.Errorf("open gate: %w", err)
	}
	return g, nil
}

// answer carries one answer back.
func (g *gate) answer(m *nats.Msg) {
	m.Subject = strings.TrimPrefix(m.Subject, answers)
	_ = g.readers.PublishMsg(m) // fails only when the server is going down
}

func (g *gate) close() { g.readers.Close() }

// pass carries one call across, without its headers: the server obeys some of them.
func (g *gate) pass(m *nats.Msg) {
	reply, call := "", m.Subject
	switch {
	case m.Reply == "":
		if strings.HasPrefix(call, api) {
			return // nobody waits for the answer
		}
	case strings.HasPrefix(m.Reply, inbox) && len(m.Reply) <= maxReply && !strings.ContainsAny(m.Reply, "*>"):
		reply = answers + m.Reply
	default:
		return // an answer that goes elsewhere is an attack
	}
	body := m.Data
	switch {
	case strings.HasPrefix(call, api+"CONSUMER.CREATE."):
		var err error
		if body, err = admit(body); err != nil {
			g.refuse(m.Reply, "consumer_create_response", err)
			return
		}
	case strings.HasPrefix(call, api+"CONSUMER.DELETE."):
		// Readers are not told apart, so none may end a consumer: it could be another's.
		g.refuse(m.Reply, "consumer_delete_response", fmt.Errorf("consumers end by themselves when unused for their inactive_threshold"))
		return
	case strings.HasPrefix(call, api+"CONSUMER.MSG.NEXT."):
		reply = m.Reply // alerts cross by themselves, and the server sees when the reader is gone
	case strings.HasPrefix(call, "$JS.FC."):
		body = nil
	}
	// A failed publish means that the server is going down: the caller's request times out.
	_ = g.private.PublishRequest(call, reply, body)
}

// refuse answers like JetStream would.
func (g *gate) refuse(reply, typ string, reason error) {
	answer, err := json.Marshal(map[string]any{
		"type":  "io.nats.jetstream.api.v1." + typ,
		"error": map[string]any{"code": 403, "err_code": 10023, "description": reason.Error()}, // 10023: insufficient resources
	})
	if err == nil {
		_ = g.readers.Publish(reply, answer)
	}
}

// createRequest is the body of CONSUMER.CREATE. Fields that it does not name do not pass.
type createRequest struct {
	Stream string                   `json:"stream_name"`
	Config jetstream.ConsumerConfig `json:"config"`
	Action string                   `json:"action,omitempty"`
}

// admit checks a request for a consumer and bounds what it may cost: it lives in memory, ends when nobody uses it, cannot
// change one that exists, and delivers to an inbox only.
func admit(body []byte) ([]byte, error) {
	if len(body) > maxCreate {
		return nil, fmt.Errorf("consumer configuration is longer than %d bytes", maxCreate)
	}
	var req createRequest
	if err := json.Unmarshal(body, &req); err != nil {
		return nil, errors.New("consumer configuration is not the JSON that JetStream expects")
	}
	c := &req.Config
	if c.PauseUntil != nil && c.PauseUntil.IsZero() { // as the nats command line writes that there is none
		c.PauseUntil = nil
	}
	switch {
	case req.Stream != Name:
		return nil, fmt.Errorf("there is no stream but %s", Name)
	case len(c.FilterSubjects) > maxFilters:
		return nil, fmt.Errorf("more than %d filter subjects", maxFilters)
	case len(c.PriorityGroups) > 0 || c.PauseUntil != nil || c.DeliverGroup != "":
		return nil, errors.New("priority groups, deliver groups and pauses are not offered to readers")
	case c.DeliverSubject != "" && (!strings.HasPrefix(c.DeliverSubject, inbox) || len(c.DeliverSubject) > maxReply):
		return nil, fmt.Errorf("deliver subject does not begin with %s", inbox)
	}
	if c.DeliverSubject != "" {
		if c.IdleHeartbeat > 0 {
			c.IdleHeartbeat = max(c.IdleHeartbeat, minIdleHeartbeat)
		}
	} else {
		c.MaxWaiting = bound(c.MaxWaiting, maxWaiting)
		c.MaxRequestBatch = bound(c.MaxRequestBatch, maxPullBatch)
	}
	if c.AckPolicy != jetstream.AckNonePolicy {
		c.MaxAckPending = bound(c.MaxAckPending, maxAckPending)
	}
	if c.Durable != "" && c.InactiveThreshold <= 0 || c.InactiveThreshold > maxInactive {
		c.InactiveThreshold = maxInactive
	}
	c.MemoryStorage, c.Replicas, c.SampleFrequency = true, 0, ""
	req.Action = "create"
	return json.Marshal(req)
}

// bound keeps n within 1..limit; what is unset or unlimited becomes the limit.
func bound(n, limit int) int {
	if n <= 0 {
		return limit
	}
	return min(n, limit)
}
