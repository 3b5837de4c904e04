package evidence_test

import (
	"testing"
	"bytes"
	"fmt"
	"net/http"
	"time"
	"filippo.io/age"
	"strings"
	"ronda/alerts/evidence"
)

func TestTry(t *testing.T) {
	id, _ := age.GenerateX25519Identity()
	r, err := evidence.ParseRecipients([]string{id.Recipient().String()})
	if err != nil { t.Fatal(err) }
	v, err := evidence.OpenVault(t.TempDir(), r, evidence.VaultConfig{})
	if err != nil { t.Fatal(err) }
	c := evidence.New(evidence.Content{Exchanges: []evidence.Exchange{
		{URL: "https://toko.example/a b", Status: 200, FetchedAt: time.Now(), Header: http.Header{"Content-Type": {"text/html"}, "Set-Cookie": {"a=b"}, "X-A": {"a\r\nB: c"}}, Body: []byte("<p>hai"), ContentType: "text/html"},
		{URL: "https://toko.example/a.png", Body: []byte("\x89PNG\r\n\x1a\n")},
	}})
	s, err := v.Seal(t.Context(), c, evidence.About{AlertID: "x", Sequence: 1, Source: "urn:x"})
	if err != nil { t.Fatal(err) }
	fmt.Printf("%+v\n", s)
	ids, err := evidence.ReadIdentities(strings.NewReader(id.String()))
	if err != nil { t.Fatal(err) }
	in, err := v.Reader(s.Name)
	if err != nil { t.Fatal(err) }
	var b bytes.Buffer
	if err := evidence.Unseal(&b, in, ids); err != nil { t.Fatal(err) }
	fmt.Println(plain(t, b.Bytes()))
	fmt.Println(ids, r)
}
