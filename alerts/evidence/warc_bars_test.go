//go:build bars

package evidence_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/alerts/evidence"
)

// TestBarWARCReader unseals an original and reads it with npm warcio, which is not ours. RONDA_NODE_MODULES names a folder
// in which npm install warcio was run. A trial that cannot be held is not passed.
func TestBarWARCReader(t *testing.T) {
	modules := os.Getenv("RONDA_NODE_MODULES")
	if modules == "" {
		t.Fatal("set RONDA_NODE_MODULES to a folder with node_modules/warcio (see docs/measurements.md)")
	}
	pages := map[string][]byte{
		"text":           []byte("<p>jual foto"),
		"empty":          {},
		"like a record":  []byte("\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\n\r\n"),
		"binary":         {0x1f, 0x8b, 0, 0xff, '\r', '\n', '\r', '\n'},
		"a big page":     bytes.Repeat([]byte("<p>Iklan nomor satu, dua dan tiga.</p>\r\n"), 50_000),
		"without breaks": bytes.Repeat([]byte{'x'}, 1<<20),
	}
	for name, body := range pages {
		t.Run(name, func(t *testing.T) {
			picture := []byte("\x89PNG\r\n\x1a\n\r\n\r\nrest")
			got := warcio(t, modules, evidence.New(evidence.Content{Exchanges: []evidence.Exchange{
				{
					URL: "https://toko.example/p?q=1", FetchedAt: fetched, Status: 404, Body: body, ContentType: "text/html", Truncated: true,
					Header: http.Header{
						"Content-Type": {"text/html; charset=utf-8"}, "X-Twice": {"1", "2"}, "Content-Encoding": {"gzip"},
						"Set-Cookie": {"sid=secret"}, "X-Evil": {"a\r\nSet-Cookie: b\r\n\r\n"}, "Bad\r\nName": {"c"},
					},
				},
				{URL: "https://toko.example/a.png", FetchedAt: fetched, Body: picture},
			}}))
			if len(got) != 4 {
				t.Fatalf("warcio reads %d records, want 4", len(got))
			}
			for i, r := range got {
				if !r.BlockHolds || !r.WarcioBlockHolds || !r.WarcioPayloadHolds || r.HasPayloadDigest != (i == 1 || i == 2) {
					t.Errorf("digests of %s: %+v", r.Type, r)
				}
				if r.Version != "WARC/1.1" {
					t.Errorf("version %q", r.Version)
				}
			}
			type row struct{ Type, URI, Status string }
			want := []row{
				{"warcinfo", "", ""},
				{"response", "https://toko.example/p?q=1", "HTTP/1.1 404 Not Found"},
				{"resource", "https://toko.example/a.png", ""},
				{"metadata", "https://toko.example/p?q=1", ""},
			}
			var rows []row
			for _, r := range got {
				rows = append(rows, row{r.Type, r.URI, r.Status})
			}
			if diff := cmp.Diff(want, rows); diff != "" {
				t.Errorf("records (-want +got):\n%s", diff)
			}
			if !bytes.Equal(got[1].Payload, body) || !bytes.Equal(got[2].Payload, picture) {
				t.Errorf("payloads of %d and %d bytes differ from what was sealed", len(got[1].Payload), len(got[2].Payload))
			}
			fields := strings.Join(got[1].Fields, "\n")
			if strings.Contains(fields, "sid=secret") || strings.Contains(fields, "\nSet-Cookie") || !strings.Contains(fields, "X-Archive-Orig-Content-Encoding: gzip") {
				t.Errorf("header:\n%s", fields)
			}
			if got[1].Date != "2026-03-01T02:30:15.25Z" {
				t.Errorf("date %s", got[1].Date)
			}
		})
	}
}

type foreign struct {
	Type, URI, Date, Version, Status                                   string
	Fields                                                             []string
	Payload                                                            []byte
	BlockHolds, WarcioBlockHolds, WarcioPayloadHolds, HasPayloadDigest bool
}

// warcio seals a capture, unseals it to a file and reads that with npm warcio.
func warcio(t *testing.T, modules string, c *evidence.Capture) []foreign {
	t.Helper()
	k := hybrid(t)
	v := openVault(t, t.TempDir(), k)
	data, err := unseal(v, seal(t, v, c).Name, identities(t, k))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "original.warc.gz")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	node := exec.CommandContext(t.Context(), "node", "testdata/warcio.mjs")
	node.Env = append(os.Environ(), "MODULES="+modules, "FILE="+file)
	var said bytes.Buffer
	node.Stderr = &said
	out, err := node.Output()
	if err != nil || said.Len() != 0 { // warcio warns of records that do not fit
		t.Fatalf("%v\n%s", err, said.String())
	}
	var records []foreign
	lines := json.NewDecoder(bytes.NewReader(out))
	for lines.More() {
		var r foreign
		if err := lines.Decode(&r); err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	return records
}
