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
	n := ident.New(ident.TypeNIK, []byte(digits))
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

// TestShapes holds what is one number in two forms, and what has not the shape of one.
func TestShapes(t *testing.T) {
	ring := newRing(t)
	short, long := []byte("084239177991000"), []byte("0084239177991000")
	if !ident.ValidNPWP(short) || !ident.ValidNPWP(long) {
		t.Error("a tax number has not the shape of one")
	}
	if ident.New(ident.TypeNPWP, short).Fingerprint(ring) != ident.New(ident.TypeNPWP, long).Fingerprint(ring) {
		t.Error("the 15 and 16 digit forms of one tax number have different fingerprints")
	}
	for _, bad := range []string{"", "350777010190300", "3507773501903001"} {
		if _, ok := ident.ReadDate([]byte(bad)); ok {
			t.Errorf("%q has a date", bad)
		}
	}
	if date, ok := ident.ReadDate([]byte("3507774101903001")); !ok || !date.Woman {
		t.Errorf("a woman's day is read as %+v, %v", date, ok)
	}
	if ident.ValidNPWP([]byte("084239172991000")) {
		t.Error("a wrong check digit is taken for right")
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
