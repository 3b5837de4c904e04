package alerts

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
)

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

// Encoder gives the events of one deployment their bytes.
type Encoder struct {
	source  string
	schemas schemas
}

// NewEncoder makes an Encoder; source is the CloudEvents source, a URI that names the deployment.
func NewEncoder(source string) (*Encoder, error) {
	s, err := compileSchemas()
	if err != nil {
		return nil, err
	}
	return &Encoder{source, s}, nil
}

// Encode gives an event, of which alert, type, sequence, subject and time are set, the rest that it needs before it has a number: id,
// platform and bytes. It fails with ErrInvalid where they break the schema.
//
// The id of the event that opens an alert is made of the alert, for a listing is opened once: a receiver that is sent it again, by a ledger that
// was begun anew, knows the alert. Every other id is random. Receivers drop an id that they have seen, and a ledger that was restored from a
// backup gives an alert the same sequences once more, with other events. What these say would tell them apart, and would be told by the id
// after the event was erased.
func (c *Encoder) Encode(e *Event, data *Data) error {
	id := uuid.NewSHA1(namespace, fmt.Appendf(nil, "event\x00%s\x00%d", e.AlertID, e.Sequence))
	if e.Type != TypeOpened {
		var err error
		if id, err = uuid.NewRandom(); err != nil {
			return fmt.Errorf("make id of event: %w", err)
		}
	}
	e.ID = id.String()
	e.Platform = data.Platform
	e.Time = instant(e.Time)
	body, err := json.Marshal(cloudEvent{
		SpecVersion:     "1.0",
		ID:              e.ID,
		Source:          c.source,
		Type:            "id.ronda.alert." + e.Type + ".v1",
		Subject:         e.AlertID,
		Time:            e.Time,
		DataSchema:      schemaID(e.Type) + "#/$defs/data",
		DataContentType: "application/json",
		Sequence:        fmt.Sprintf("%010d", e.Sequence),
		Data:            *data,
	})
	if err != nil {
		return fmt.Errorf("encode event: %w", err)
	}
	e.Body = body
	return c.schemas.validate(e.Type, body)
}
