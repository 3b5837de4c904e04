// Package dashboards holds the Grafana dashboards and the Prometheus alert rules as data, embedded, so that every release
// carries those that fit its metrics. It must not know how metrics are made: it names them and nothing more.
package dashboards

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Files holds grafana/*.json and prometheus/*.yaml.
//
//go:embed grafana/*.json prometheus/*.yaml
var Files embed.FS

// Expression is one PromQL expression.
type Expression struct {
	Source string // where it stands, e.g. "grafana/ronda-crawl.json: Queued"
	Expr   string // Grafana's variables are filled in
}

type dashboard struct {
	Panels []struct {
		Title   string
		Targets []struct{ Expr string }
	}
}

type ruleFile struct {
	Groups []struct {
		Rules []struct {
			Alert, Expr string
		}
	}
}

// Expressions returns every expression of the dashboards and the rules. An error is a mistake in an embedded file.
func Expressions() ([]Expression, error) {
	var list []Expression
	boards, err := fs.Glob(Files, "grafana/*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range boards {
		var d dashboard
		if err := read(name, json.Unmarshal, &d); err != nil {
			return nil, err
		}
		for _, p := range d.Panels {
			for _, t := range p.Targets {
				list = append(list, Expression{name + ": " + p.Title, strings.ReplaceAll(t.Expr, "$__rate_interval", "5m")})
			}
		}
	}
	const rules = "prometheus/ronda.rules.yaml"
	var f ruleFile
	if err := read(rules, yaml.Unmarshal, &f); err != nil {
		return nil, err
	}
	for _, g := range f.Groups {
		for _, r := range g.Rules {
			list = append(list, Expression{rules + ": " + r.Alert, r.Expr})
		}
	}
	return list, nil
}

func read(name string, decode func([]byte, any) error, into any) error {
	data, err := Files.ReadFile(name)
	if err == nil {
		err = decode(data, into)
	}
	if err != nil {
		return fmt.Errorf("read dashboards: %s: %w", name, err)
	}
	return nil
}

var (
	quoted = regexp.MustCompile(`"[^"]*"`)
	metric = regexp.MustCompile(`\bronda_[a-z0-9_]+\b`)
	parts  = regexp.MustCompile(`_(bucket|sum|count)$`) // of a histogram
)

// Metrics returns the names of our metrics that the expressions use, sorted, each once; a histogram goes by its own name.
func Metrics() ([]string, error) {
	expressions, err := Expressions()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range expressions {
		for _, name := range metric.FindAllString(quoted.ReplaceAllString(e.Expr, `""`), -1) {
			names = append(names, parts.ReplaceAllString(name, ""))
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}
