package watch

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"ronda/cmd/ronda/command"
)

// A second walk on a folder fetches nothing, and says why.
func TestKnownSeedsAreTold(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("<!doctype html><title>t</title><p>Rapat warga hari Minggu.</p>"))
	}))
	defer site.Close()
	data := filepath.Join(t.TempDir(), "data")
	for _, told := range []bool{false, true} {
		var out, errs bytes.Buffer
		err := Run(t.Context(), command.Console{Out: &out, Err: &errs}, []string{
			"-once", "-seed", site.URL + "/", "-delay", "1ms", "-allow-private", "-data", data, "-listen", "127.0.0.1:0",
		})
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(errs.String(), "nothing is fetched: all seeds are known in this data folder") != told {
			t.Errorf("told %v, wanted %v: %s%s", !told, told, out.String(), errs.String())
		}
	}
}
