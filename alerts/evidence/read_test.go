package evidence_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"testing"
)

func plain(t *testing.T, data []byte) string {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil { t.Fatal(err) }
	x, err := io.ReadAll(z)
	if err != nil { t.Fatal(err) }
	return string(x)
}
