package alerts

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Schemas holds the published JSON Schemas (2020-12) of the events: schema/alert.<type>.v1.json, one per type, and
// schema/alert.v1.json with what they share.
//
//go:embed schema/*.json
var Schemas embed.FS

func schemaID(typ string) string { return "urn:ronda:schema:alert." + typ + ".v1" }

// schemas validates bodies by event type.
type schemas map[string]*jsonschema.Schema

func compileSchemas() (schemas, error) {
	c := jsonschema.NewCompiler()
	c.AssertFormat() // ids and times are checked, not only described
	files, err := Schemas.ReadDir("schema")
	if err != nil {
		return nil, fmt.Errorf("read schemas: %w", err)
	}
	for _, f := range files {
		text, err := Schemas.ReadFile("schema/" + f.Name())
		if err != nil {
			return nil, fmt.Errorf("read schemas: %w", err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			return nil, fmt.Errorf("read schema %s: %w", f.Name(), err)
		}
		if err := c.AddResource("urn:ronda:schema:"+strings.TrimSuffix(f.Name(), ".json"), doc); err != nil {
			return nil, fmt.Errorf("add schema %s: %w", f.Name(), err)
		}
	}
	s := schemas{}
	for _, typ := range []string{TypeOpened, TypeUpdated, TypeResolved, TypeRetracted} {
		if s[typ], err = c.Compile(schemaID(typ)); err != nil {
			return nil, fmt.Errorf("compile schema: %w", err)
		}
	}
	return s, nil
}

// validate fails with ErrInvalid where a body breaks its schema. The error names places, never values: the value may be
// the very number that must not leave.
func (s schemas) validate(typ string, body []byte) error {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("read event back: %w", err)
	}
	err = s[typ].Validate(doc)
	if err == nil {
		return nil
	}
	invalid, ok := errors.AsType[*jsonschema.ValidationError](err)
	if !ok {
		return fmt.Errorf("validate event: %w", ErrInvalid)
	}
	var places []string
	var walk func(e *jsonschema.ValidationError)
	walk = func(e *jsonschema.ValidationError) {
		for _, cause := range e.Causes {
			walk(cause)
		}
		if len(e.Causes) == 0 {
			places = append(places, "/"+strings.Join(e.InstanceLocation, "/")+" breaks "+strings.Join(e.ErrorKind.KeywordPath(), "/"))
		}
	}
	walk(invalid)
	return fmt.Errorf("%w: %s", ErrInvalid, strings.Join(places, ", "))
}
