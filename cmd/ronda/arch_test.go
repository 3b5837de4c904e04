package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport is the import table of docs/architecture.md: who may import which package of ours. A stage may import the
// stage before it, never the one after it; siblings never import each other. A new row needs a decision record.
var mayImport = map[string][]string{
	"crawler":                    {},
	"crawler/robots":             {},
	"crawler/sandbox/specimen":   {},
	"rules":                      {},
	"alerts/evidence":            {},
	"alerts/chain":               {"dbfile"},
	"alerts/custody":             {"alerts/chain", "dbfile"},
	"alerts/access":              {"alerts/chain", "dbfile"},
	"dashboards":                 {},
	"dbfile":                     {},
	"disktest":                   {},
	"seal":                       {},
	"trials":                     {}, // imported by tests only
	"detect/layout/trial":        {}, // this and those below are imported by tests only
	"detect/layout/trial/brush":  {"detect/layout/trial"},
	"detect/layout/trial/loom":   {"detect/layout/trial"},
	"detect/layout/trial/pen":    {"detect/layout/trial"},
	"detect/layout/trial/chalk":  {"detect/layout/trial", "detect/layout/trial/pen"},
	"detect/layout/trial/dice":   {"detect/layout/trial/pen"},
	"detect/layout/trial/flint":  {"detect/layout/trial", "detect/layout/trial/pen"},
	"detect/layout/trial/marble": {"detect/layout/trial/pen"},
	"detect/layout/trial/slate":  {"detect/layout/trial"},
	"detect/layout/trial/guild":  {},
	"detect/layout/trial/older":  {},
	"detect/layout/trial/busts":  {"detect/layout/trial", "detect/layout/trial/dice", "detect/layout/trial/flint", "detect/layout/trial/pen", "detect/layout/trial/slate"},
	"detect/layout/trial/troupe": {
		"detect/layout/trial", "detect/layout/trial/chalk", "detect/layout/trial/dice", "detect/layout/trial/flint", "detect/layout/trial/guild",
		"detect/layout/trial/marble", "detect/layout/trial/pen", "detect/layout/trial/slate", "detect/layout/trial/troupe/elok",
		"detect/layout/trial/troupe/farid", "detect/layout/trial/troupe/gita",
	},
	"detect/layout/trial/troupe/elok":  {"detect/layout/trial", "detect/layout/trial/slate"},
	"detect/layout/trial/troupe/farid": {"detect/layout/trial", "detect/layout/trial/slate"},
	"detect/layout/trial/troupe/gita":  {"detect/layout/trial", "detect/layout/trial/slate"},
	"detect/layout/trial/studio": {
		"detect/cards", "detect/picture", "detect/quad", "detect/sight", "detect/layout/trial", "detect/layout/trial/brush", "detect/layout/trial/busts",
		"detect/layout/trial/chalk", "detect/layout/trial/dice", "detect/layout/trial/flint", "detect/layout/trial/guild", "detect/layout/trial/loom",
		"detect/layout/trial/marble", "detect/layout/trial/older", "detect/layout/trial/pen", "detect/layout/trial/slate", "detect/layout/trial/troupe",
	},

	"crawler/words":     {},
	"crawler/classname": {"crawler/words"},
	"crawler/elements":  {"crawler"},
	"crawler/tokenizer": {"crawler/words"},
	"crawler/dom":       {"crawler", "crawler/words", "crawler/elements", "crawler/tokenizer"},
	"crawler/dates":     {"crawler/words"},
	"crawler/byline":    {"crawler/words", "crawler/dates"},
	"crawler/tables":    {"crawler/words"},
	"crawler/plaintext": {"crawler", "crawler/words", "crawler/tables"},
	"crawler/boilerplate": {
		"crawler", "crawler/dom", "crawler/words", "crawler/classname", "crawler/dates",
	},
	"crawler/structured": {"crawler", "crawler/boilerplate"},
	"crawler/records":    {"crawler", "crawler/dom", "crawler/words", "crawler/dates", "crawler/byline"},
	"crawler/comments": {
		"crawler", "crawler/dom", "crawler/words", "crawler/classname", "crawler/dates", "crawler/byline", "crawler/boilerplate", "crawler/structured",
		"crawler/records",
	},
	"crawler/site": {
		"crawler", "crawler/dom", "crawler/words", "crawler/classname", "crawler/plaintext", "crawler/boilerplate", "crawler/structured", "crawler/comments",
	},

	"crawler/warc":           {"crawler"},
	"crawler/frontier/store": {"dbfile", "seal"},
	"crawler/frontier":       {"crawler", "crawler/frontier/store", "dbfile"},
	"crawler/fetch":          {"crawler", "crawler/robots"},
	"crawler/sandbox":        {"crawler", "crawler/robots", "crawler/sandbox/specimen"},
	"crawler/patrol":         {"crawler", "crawler/robots", "crawler/frontier", "crawler/fetch", "crawler/site"},

	"detect/glyph":     {},
	"detect/ident":     {"detect/glyph"},
	"detect/digits":    {"detect/glyph", "detect/ident"},
	"detect/tables":    {"detect/glyph"},
	"detect/papers":    {"detect/glyph", "detect/ident", "detect/tables"},
	"detect/contacts":  {"detect/glyph", "detect/ident", "detect/digits"},
	"detect/numbers":   {"rules", "detect/glyph", "detect/ident", "detect/digits", "detect/tables", "detect/papers"},
	"detect/wordclass": {"detect/glyph", "detect/digits"},
	"detect/people":    {"detect/glyph", "detect/ident", "detect/digits", "detect/papers", "detect/contacts", "detect/wordclass"},
	"detect/mask":      {"detect/glyph", "detect/ident", "detect/digits", "detect/papers", "detect/contacts", "detect/people"},
	"detect/learned":   {"rules"},
	"detect/lexis":     {"rules"},
	"detect/tokens":    {"detect/lexis"},
	"detect/numerals":  {},
	"detect/speech":    {"detect/lexis", "detect/tokens"},
	"detect/stock":     {"detect/lexis", "detect/tokens", "detect/numerals", "detect/speech"},
	"detect/text":      {"rules", "detect/lexis", "detect/tokens", "detect/learned", "detect/speech", "detect/stock"},

	"detect/picture":    {},
	"detect/cards":      {"detect/picture"},
	"detect/faces":      {"detect/picture"},
	"detect/convnet":    {},
	"detect/confirm":    {"detect/picture"},
	"detect/quad":       {"detect/picture", "detect/cards"},
	"detect/descriptor": {"rules", "detect/picture", "detect/cards", "detect/quad"},
	"detect/sight":      {"rules", "detect/picture", "detect/cards", "detect/convnet", "detect/quad"},
	"detect/perceptual": {"detect/picture"},
	"detect/layout": {
		"rules", "detect/picture", "detect/cards", "detect/quad", "detect/descriptor", "detect/sight", "detect/perceptual", "detect/confirm", "detect/faces",
	},
	"detect/layout/learn": {"rules", "detect/picture", "detect/cards", "detect/quad", "detect/descriptor"},
	"detect/hamming":      {},
	"detect/similar":      {"detect/hamming"},

	"detect/sources": {"rules"},
	"detect/novelty": {"rules"},
	"detect/lines":   {"crawler", "detect/ident", "detect/tables", "detect/speech"},
	"detect/counts":  {"detect/ident", "detect/papers", "detect/contacts"},
	"detect/gallery": {"crawler", "rules", "detect/layout", "detect/similar"},
	"detect": {
		"crawler", "rules", "detect/speech", "detect/text", "detect/learned", "detect/layout", "detect/similar", "detect/ident", "detect/numbers",
		"detect/mask", "detect/sources", "detect/novelty", "detect/lines", "detect/counts", "detect/gallery",
	},
	"detect/eval": {"rules", "detect", "detect/mask"},

	"alerts/pictures": {"detect/similar", "dbfile", "seal"},
	"alerts":          {"detect"},
	"alerts/ledger":   {"alerts", "alerts/chain", "alerts/custody", "alerts/evidence", "alerts/pictures", "dbfile"},
	"alerts/desk": {
		"detect", "detect/similar", "alerts", "alerts/chain", "alerts/custody", "alerts/evidence", "alerts/ledger", "alerts/pictures", "dbfile",
	},
	"alerts/stream":  {"alerts"},
	"alerts/relay":   {"alerts", "alerts/ledger", "alerts/stream", "dbfile"},
	"alerts/webhook": {"alerts", "alerts/ledger", "dbfile"},
	"alerts/feed":    {"alerts", "alerts/access", "alerts/ledger"},

	"cmd/ronda/command": {"crawler", "rules", "detect", "detect/mask", "alerts/desk", "alerts/evidence", "alerts/webhook"},
	"cmd/ronda/datafolder": {
		"crawler/frontier/store", "detect/ident", "alerts", "alerts/access", "alerts/desk", "alerts/evidence", "alerts/ledger", "cmd/ronda/command",
	},
	"cmd/ronda/judging": {
		"rules", "detect", "detect/ident", "detect/picture", "detect/confirm", "detect/layout", "alerts/access",
		"cmd/ronda/command", "cmd/ronda/datafolder",
	},
	"cmd/ronda/backup": {
		"alerts/access", "alerts/chain", "alerts/desk", "alerts/ledger", "dbfile", "cmd/ronda/command", "cmd/ronda/datafolder",
	},
	"cmd/ronda/keeping": {
		"crawler", "crawler/dom", "crawler/warc", "alerts", "alerts/access", "alerts/desk", "alerts/evidence", "alerts/ledger", "alerts/stream",
		"cmd/ronda/command", "cmd/ronda/datafolder",
	},
	"cmd/ronda/scan": {
		"crawler", "crawler/fetch", "crawler/patrol", "crawler/site", "crawler/warc", "rules", "detect", "detect/descriptor",
		"detect/mask", "detect/picture", "cmd/ronda/command", "cmd/ronda/judging",
	},
	"cmd/ronda/teach": {
		"rules", "detect", "detect/eval", "detect/ident", "detect/layout", "detect/layout/learn", "detect/mask",
		"cmd/ronda/command", "cmd/ronda/judging",
	},
	"cmd/ronda/watch": {
		"crawler", "crawler/fetch", "crawler/frontier", "crawler/patrol", "crawler/sandbox", "rules", "detect", "detect/ident", "detect/mask",
		"alerts", "alerts/access", "alerts/desk", "alerts/evidence", "alerts/feed", "alerts/ledger", "alerts/relay", "alerts/stream", "alerts/webhook",
		"cmd/ronda/command", "cmd/ronda/datafolder", "cmd/ronda/judging",
	},
	"cmd/ronda": {
		"crawler", "crawler/robots", "cmd/ronda/backup", "cmd/ronda/command", "cmd/ronda/judging", "cmd/ronda/keeping", "cmd/ronda/scan",
		"cmd/ronda/teach", "cmd/ronda/watch",
	},
}

// The files are read here and not through the go command, whose answer the test cache would keep after a violation was
// added: files that a test opens itself are part of the cache's key.
func TestImportsFollowTheTable(t *testing.T) {
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && path != root || entry.Name() == "testdata") {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		dir, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(dir)
		allowed, known := mayImport[pkg]
		if !known {
			t.Errorf("%s: package %s stands in no row of the import table", path, pkg)
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			ours, isOurs := strings.CutPrefix(imported, "ronda/")
			if ours == "trials" || strings.HasPrefix(ours, "detect/layout/trial") && !strings.HasPrefix(pkg, "detect/layout/trial") {
				t.Errorf("%s: only tests import %s", path, ours)
			}
			if isOurs && !slices.Contains(allowed, ours) {
				t.Errorf("%s: %s may not import %s", path, pkg, ours)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestOnceNamesTests holds that every test which the Makefile leaves out under the race detector is there: one that was
// renamed would be run twice without a reason.
func TestOnceNamesTests(t *testing.T) {
	root := filepath.Join("..", "..")
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(makefile), "\nONCE = ")
	list, _, _ = strings.Cut(list, "\n\n")
	left := map[string]bool{}
	for name := range strings.FieldsSeq(strings.ReplaceAll(list, "\\\n", " ")) {
		left[name] = true
	}
	if len(left) < 10 {
		t.Fatalf("the Makefile names %d tests", len(left))
	}
	err = filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, f := range testFunc.FindAllStringSubmatch(string(text), -1) {
			delete(left, f[1])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range left {
		t.Errorf("the Makefile leaves %s out under the race detector: there is no such test", name)
	}
}

var testFunc = regexp.MustCompile(`(?m)^func (Test\w+)\(`)
