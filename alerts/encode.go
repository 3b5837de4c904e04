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

// Encode makes the event of a type that stands at a place in the alert's sequence, and fixes its bytes; it has no number yet. It fails
// with ErrInvalid where they break the schema.
func (c *Encoder) Encode(alertID, subject, typ string, sequence int, at time.Time, data *Data) (Event, error) {
	e := Event{
		ID:       uuid.NewSHA1(namespace, fmt.Appendf(nil, "event\x00%s\x00%d", alertID, sequence)).String(),
		AlertID:  alertID,
		Type:     typ,
		Sequence: sequence,
		Subject:  subject,
		Platform: data.Platform,
		Time:     instant(at),
	}
	body, err := json.Marshal(cloudEvent{
		SpecVersion:     "1.0",
		ID:              e.ID,
		Source:          c.source,
		Type:            "id.ronda.alert." + typ + ".v1",
		Subject:         alertID,
		Time:            e.Time,
		DataSchema:      schemaID(typ) + "#/$defs/data",
		DataContentType: "application/json",
		Sequence:        fmt.Sprintf("%010d", sequence),
		Data:            *data,
	})
	if err != nil {
		return Event{}, fmt.Errorf("encode event: %w", err)
	}
	e.Body = body
	return e, c.schemas.validate(typ, body)
}
