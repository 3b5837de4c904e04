package rules

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

//go:embed *.yaml senses.txt
var embedded embed.FS

// file is the shape of one YAML file of rules.
type file struct {
	Bias      *Weights   `yaml:"bias"`
	Pictures  *Pictures  `yaml:"pictures"`
	Lists     []List     `yaml:"lists"`
	Compounds []Compound `yaml:"compounds"`
	Rules     []Rule     `yaml:"rules"`
	Sources   []Source   `yaml:"sources"`
}

// Load returns the embedded set, with regions, layouts and learned weights.
func Load() (*Set, error) {
	set, err := LoadFS(embedded)
	if err != nil {
		return nil, err
	}
	return set.complete(LoadLearned())
}

// learnedFile is the name of the learned weights in a folder of rules.
const learnedFile = "learned.gz"

// LoadOwn returns a set whose rules are those of fsys, and whose learned weights too where fsys has a learned.gz; layouts in its
// folder layouts are known besides the embedded ones; all else is embedded.
func LoadOwn(fsys fs.FS) (*Set, error) {
	set, err := LoadFS(fsys)
	if err != nil {
		return nil, err
	}
	if set.Layouts, err = ownLayouts(fsys); err != nil {
		return nil, err
	}
	f, err := fsys.Open(learnedFile)
	if errors.Is(err, fs.ErrNotExist) {
		return set.complete(LoadLearned())
	}
	if err != nil {
		return nil, fmt.Errorf("load learned weights: %w", err)
	}
	defer f.Close()
	return set.complete(ReadLearned(f))
}

// complete adds what is not in the rule files.
func (s *Set) complete(weights *Learned, err error) (*Set, error) {
	if err != nil {
		return nil, fmt.Errorf("load learned weights: %w", err)
	}
	s.Learned = weights
	if s.Regions, err = LoadRegions(); err != nil {
		return nil, fmt.Errorf("load regions: %w", err)
	}
	if s.Pictures == (Pictures{}) {
		shipped, err := LoadFS(embedded)
		if err != nil {
			return nil, err
		}
		s.Pictures = shipped.Pictures
	}
	if s.Layouts != nil {
		return s, nil
	}
	if s.Layouts, err = LoadLayouts(); err != nil {
		return nil, fmt.Errorf("load layouts: %w", err)
	}
	return s, nil
}

// Without returns a set that lacks the named rules and is otherwise the same. Names that no rule has are passed over.
func (s *Set) Without(names ...string) *Set {
	out := *s
	out.Rules = slices.DeleteFunc(slices.Clone(s.Rules), func(r Rule) bool { return slices.Contains(names, r.Name) })
	return &out
}

// ErrNoFile says that a folder holds no rules.
var ErrNoFile = errors.New("no *.yaml or *.yml file there")

// files returns the names of the files of rules in the root of fsys, in their order.
func files(fsys fs.FS) ([]string, error) {
	var names []string
	for _, pattern := range []string{"*.yaml", "*.yml"} {
		some, err := fs.Glob(fsys, pattern)
		if err != nil {
			return nil, fmt.Errorf("list rule files: %w", err)
		}
		names = append(names, some...)
	}
	if len(names) == 0 {
		if _, err := fs.Stat(fsys, "."); err != nil {
			var at *fs.PathError
			if errors.As(err, &at) { // whose path is "."
				err = at.Err
			}
			return nil, fmt.Errorf("list rule files: %w", err)
		}
		return nil, ErrNoFile
	}
	slices.Sort(names)
	return names, nil
}

// LoadFS reads and validates every *.yaml and *.yml file in the root of fsys. All faults found are reported at once, each with
// file and line; an unknown key is a fault.
func LoadFS(fsys fs.FS) (*Set, error) {
	names, err := files(fsys)
	if err != nil {
		return nil, err
	}
	set := &Set{}
	if set.Senses, err = loadSenses(fsys); err != nil {
		return nil, err
	}
	check := newChecker()
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read rule file: %w", err)
		}
		f, lines, err := decode(name, data)
		if err != nil {
			return nil, err
		}
		for i := range f.Rules {
			f.Rules[i].File, f.Rules[i].Line = name, lines.of("rules", i)
		}
		for i := range f.Sources {
			f.Sources[i].File, f.Sources[i].Line = name, lines.of("sources", i)
		}
		check.file(name, f, lines)
		if f.Bias != nil {
			set.Bias = *f.Bias
		}
		if f.Pictures != nil {
			set.Pictures = *f.Pictures
		}
		set.Lists = append(set.Lists, f.Lists...)
		set.Compounds = append(set.Compounds, f.Compounds...)
		set.Rules = append(set.Rules, f.Rules...)
		set.Sources = append(set.Sources, f.Sources...)
	}
	check.references()
	if err := check.err(); err != nil {
		return nil, err
	}
	return set, nil
}

// decode reads one file strictly, together with the lines at which its entries start.
func decode(name string, data []byte) (*file, positions, error) {
	var f file
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, nil, fmt.Errorf("%s: the file is empty", name)
		}
		return nil, nil, YAMLError(name, err)
	}
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return nil, nil, YAMLError(name, err)
	}
	return &f, linesOf(&root), nil
}

// YAMLError puts what the parser of a YAML file says into words for who wrote the file: its "line 5: field x not found in type
// rules.Rule" becomes "words.yaml:5: unknown key x". Configurations and rules share it.
func YAMLError(name string, err error) error {
	messages := []string{strings.TrimPrefix(err.Error(), "yaml: ")}
	var typeErr *yaml.TypeError
	if errors.As(err, &typeErr) {
		messages = typeErr.Errors
	}
	var errs []error
	for _, m := range messages {
		line := ""
		if rest, ok := strings.CutPrefix(m, "line "); ok {
			if no, text, ok := strings.Cut(rest, ": "); ok {
				line, m = ":"+no, text
			}
		}
		if rest, ok := strings.CutPrefix(m, "field "); ok {
			if key, kind, ok := strings.Cut(rest, " not found in type "); ok {
				m = "unknown key " + key + known(kind)
			}
		}
		if rest, ok := strings.CutPrefix(m, "cannot unmarshal "); ok {
			m = wanted(rest)
		}
		if rest, ok := strings.CutPrefix(m, "slog: level string "); ok {
			word, _, _ := strings.Cut(rest, ": ")
			m = word + " is none of debug, info, warn, error"
		}
		errs = append(errs, fmt.Errorf("%s%s: %s", path.Base(name), line, m))
	}
	return errors.Join(errs...)
}

// known names the keys that stand where one of an entry of rules is unknown; "" of any other type.
func known(kind string) string {
	for _, entry := range []any{file{}, Weights{}, Pictures{}, List{}, Compound{}, Rule{}, Examples{}, Source{}} {
		t := reflect.TypeOf(entry)
		if t.String() != kind {
			continue
		}
		var keys []string
		for field := range t.Fields() {
			if key := field.Tag.Get("yaml"); key != "" && key != "-" {
				keys = append(keys, key)
			}
		}
		return ": here stand " + strings.Join(keys, ", ")
	}
	return ""
}

// wanted says what a value should have been instead of naming types: rest is like "!!str `soon` into time.Duration".
func wanted(rest string) string {
	at := max(strings.LastIndex(rest, " into "), 0)
	value, kind := rest[:at], strings.TrimPrefix(rest[at:], " into ")
	_, value, _ = strings.Cut(value, " ")
	if value = strings.Trim(value, "`"); value == "" {
		value = "what stands here"
	}
	switch {
	case kind == "time.Duration":
		return value + " is no duration: write it like 30s, 5m or 1h30m"
	case kind == "bool":
		return value + " is neither true nor false"
	case strings.HasPrefix(kind, "int"), strings.HasPrefix(kind, "uint"):
		return value + " is no whole number that fits here"
	case strings.HasPrefix(kind, "float"):
		return value + " is no number"
	case kind == "string":
		return value + " is no text: put it in quotation marks"
	case strings.HasPrefix(kind, "[]"):
		return value + " is no list: write it like [one, two]"
	default:
		return value + " is no group of keys"
	}
}

// positions holds the line of each entry of each top-level list.
type positions map[string][]int

func (p positions) of(key string, i int) int {
	if i < len(p[key]) {
		return p[key][i]
	}
	return 0
}

func linesOf(root *yaml.Node) positions {
	lines := positions{}
	if len(root.Content) == 0 {
		return lines
	}
	top := root.Content[0].Content
	for i := 0; i+1 < len(top); i += 2 {
		for _, entry := range top[i+1].Content {
			lines[top[i].Value] = append(lines[top[i].Value], entry.Line)
		}
	}
	return lines
}
