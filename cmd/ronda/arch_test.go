package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport is the import table of docs/architecture.md: who may import which package of ours. A stage may import the
// stage before it, never the one after it; siblings never import each other. A new row needs a decision record.
var mayImport = map[string][]string{
	"crawler":                  {},
	"crawler/robots":           {},
	"crawler/sandbox/specimen": {},
	"rules":                    {},
	"alerts/evidence":          {},
	"alerts/access":            {},
	"dashboards":               {},

	"crawler/dom":      {"crawler"},
	"crawler/frontier": {"crawler", "crawler/robots"},
	"crawler/fetch":    {"crawler", "crawler/robots"},
	"crawler/site":     {"crawler", "crawler/robots", "crawler/dom"},
	"crawler/sandbox":  {"crawler", "crawler/robots", "crawler/sandbox/specimen"},
	"crawler/patrol":   {"crawler", "crawler/robots", "crawler/frontier", "crawler/fetch", "crawler/site"},

	"detect/glyph":    {},
	"detect/ident":    {"detect/glyph"},
	"detect/digits":   {"detect/glyph", "detect/ident"},
	"detect/tables":   {"detect/glyph"},
	"detect/papers":   {"detect/glyph", "detect/ident", "detect/tables"},
	"detect/contacts": {"detect/glyph", "detect/ident", "detect/digits"},
	"detect/numbers":  {"rules", "detect/glyph", "detect/ident", "detect/digits", "detect/tables", "detect/papers"},
	"detect/mask":     {"detect/glyph", "detect/ident", "detect/digits", "detect/papers", "detect/contacts"},
	"detect/layout":   {"rules"},
	"detect/similar":  {},
	"detect/learned":  {"rules"},
	"detect/lexis":    {"rules"},
	"detect/tokens":   {"detect/lexis"},
	"detect/text":     {"rules", "detect/lexis", "detect/tokens", "detect/learned"},
	"detect": {
		"crawler", "rules", "detect/text", "detect/learned", "detect/layout",
		"detect/ident", "detect/tables", "detect/papers", "detect/contacts", "detect/numbers", "detect/mask",
	},
	"detect/eval": {"rules", "detect", "detect/mask"},

	"alerts":         {"detect", "alerts/evidence"},
	"alerts/stream":  {"alerts"},
	"alerts/webhook": {"alerts"},
	"alerts/feed":    {"alerts"},

	"cmd/ronda": {"*"},
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
			if isOurs && !slices.Contains(allowed, "*") && !slices.Contains(allowed, ours) {
				t.Errorf("%s: %s may not import %s", path, pkg, ours)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
