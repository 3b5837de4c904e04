package ident_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"text/template"

	"ronda/detect/ident"
)

// TestNumberNeverPrintsItself sends a number through every printer and encoder that the product uses, also from inside
// an unexported field, where fmt cannot call its methods.
func TestNumberNeverPrintsItself(t *testing.T) {
	const digits = "3507770101903001"
	n, err := ident.Parse(ident.TypeNIK, digits)
	if err != nil {
		t.Fatal(err)
	}
	c := ident.NewContact(ident.ContactPhone, "6281200004417", 0, 12)
	type holder struct {
		number  ident.Number
		contact ident.Contact
		list    []ident.Number
		byName  map[string]ident.Number
		any     any
		pointer *ident.Number
	}
	h := holder{n, c, []ident.Number{n}, map[string]ident.Number{"a": n}, n, &n}
	exported := struct {
		Number  ident.Number
		Contact ident.Contact
		ByKey   map[string]any
	}{n, c, map[string]any{"n": n, "c": &c}}

	var out bytes.Buffer
	for _, v := range []any{n, &n, c, h, &h, exported, &exported, []any{n, c, h}, map[string]any{"h": h}, ident.Match{Number: n}, fmt.Errorf("x: %v", h)} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%T", "%b", "%o", "%08v", "%-40s", "%.20s"} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
		fmt.Fprintln(&out, v)
		j, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(j)
		for _, l := range []*slog.Logger{slog.New(slog.NewTextHandler(&out, nil)), slog.New(slog.NewJSONHandler(&out, nil))} {
			l.Info("x", "v", v)
		}
		if err := template.Must(template.New("").Parse("{{.}} {{printf \"%v\" .}}\n")).Execute(&out, v); err != nil {
			t.Fatal(err)
		}
	}
	text, err := n.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	out.Write(text)
	for _, secret := range []string{digits, digits[4:], "81200004417", fmt.Sprintf("%x", digits[4:]), "770101903001"} {
		if i := strings.Index(strings.ToLower(out.String()), secret); i >= 0 {
			t.Errorf("printed: ...%s...", out.String()[max(0, i-60):min(out.Len(), i+60)])
		}
	}
	if !strings.Contains(out.String(), "3507************") {
		t.Error("the masked form was not printed at all: the test looks at nothing")
	}
}

func TestParse(t *testing.T) {
	ring := newRing(t)
	short, err := ident.Parse(ident.TypeNPWP, "08.423.917.7-991.000")
	if err != nil {
		t.Fatal(err)
	}
	long, err := ident.Parse(ident.TypeNPWP, "0084239177991000")
	if err != nil {
		t.Fatal(err)
	}
	if short.Fingerprint(ring) != long.Fingerprint(ring) {
		t.Error("the 15 and 16 digit forms of one tax number have different fingerprints")
	}
	for _, bad := range []struct {
		typ ident.Type
		s   string
	}{
		{ident.TypeNIK, ""},
		{ident.TypeNIK, "350777010190300"},
		{ident.TypeNIK, "3507773501903001"},
		{ident.TypeNIK, "35077701019O3001"},
		{ident.TypeKK, "3507774101903001"},
		{ident.TypeNPWP, "08.423.917.2-991.000"},
		{"sim", "3507770101903001"},
	} {
		_, err := ident.Parse(bad.typ, bad.s)
		if err == nil {
			t.Errorf("Parse(%s, %q): no error", bad.typ, bad.s)
		} else if bad.s != "" && strings.Contains(err.Error(), bad.s) {
			t.Errorf("Parse(%s): the error repeats the input", bad.typ)
		}
	}
	var none, other ident.Number
	if none.Fingerprint(ring) != "" || none.Region() != "" || none.Equal(other) {
		t.Error("the zero Number is something")
	}
}

func newRing(t testing.TB) *ident.Keyring {
	t.Helper()
	r, err := ident.NewKeyring(ident.Key{ID: "t1", Secret: []byte("0123456789abcdef")})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
