package rules_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"ronda/rules"
)

// TestSightLacks holds that each file of the folder is read, and that one which is missing is named by what it is.
func TestSightLacks(t *testing.T) {
	from := os.DirFS("sight")
	for file, want := range map[string]string{
		"network.gz":   "read network:",
		"detail.gz":    "read network of details:",
		"selfie.gz":    "read network for selfies:",
		"proposals.gz": "read network for proposals:",
		"votes.json":   "read votes:",
		"labels.json":  "read labels:",
		"":             "",
	} {
		files := fstest.MapFS{}
		for _, name := range []string{"network.gz", "detail.gz", "selfie.gz", "proposals.gz", "votes.json", "labels.json"} {
			data, err := fs.ReadFile(from, name)
			if err != nil {
				t.Fatal(err)
			}
			if name != file {
				files[name] = &fstest.MapFile{Data: data}
			}
		}
		s, err := rules.LoadSightFS(files)
		switch {
		case file == "" && (err != nil || len(s.Proposals) == 0):
			t.Errorf("the whole folder: %v", err)
		case file != "" && (err == nil || !strings.HasPrefix(err.Error(), want)):
			t.Errorf("without %s: %v, want %q", file, err, want)
		}
	}
}
