// Package judging is what pages are judged with: the rules of a folder and their examples, layouts of one's own, what is read of
// pictures; and the rules of a live instance, which are exchanged and switched off while it runs.
package judging

import (
	"errors"
	"fmt"
	"os"

	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
	"ronda/detect"
	"ronda/detect/ident"
	"ronda/rules"
)

// LoadRules reads a folder of rules with its layouts, or returns the built-in ones for "". Errors tell of the file and the line, and hide what
// leads to a person in the folder's name.
func LoadRules(folder string) (*rules.Set, error) {
	if folder == "" {
		return rules.Load()
	}
	if stat, err := os.Stat(folder); err != nil {
		return nil, command.Masked(fmt.Errorf("read rules: %w", err))
	} else if !stat.IsDir() {
		return nil, command.Masked(fmt.Errorf("read rules: %s is a file; name the folder with it", folder))
	}
	set, err := rules.LoadOwn(os.DirFS(folder))
	if errors.Is(err, rules.ErrNoFile) {
		return nil, command.Masked(fmt.Errorf("read rules from %s: %w", folder, err))
	}
	return set, err
}

// OwnLayoutsHelp explains a flag whose value WithLayouts takes.
const OwnLayoutsHelp = "folder of own layouts (*.json of layouts add), known besides the built-in ones"

// WithLayouts returns known layouts and those of a folder, where one is named. A folder without any is an error. The known ones stay as they
// are.
func WithLayouts(known *rules.Layouts, folder string) (*rules.Layouts, error) {
	if folder == "" {
		return known, nil
	}
	own, err := rules.LoadLayoutsFS(os.DirFS(folder))
	if err != nil {
		return nil, err
	}
	if len(own.Layouts) == 0 {
		return nil, fmt.Errorf("there is no layout (*.json) in %s", folder)
	}
	return known.With(own), nil
}

// BrokenExample is an example that its rule does not keep.
type BrokenExample struct {
	Place   string `json:"place"`
	Rule    string `json:"rule"`
	Fires   bool   `json:"fires"` // it does, and must not; or the other way round
	Example string `json:"example"`
}

// String says in a line where the rule stands and what it does.
func (b BrokenExample) String() string {
	does := "is silent on"
	if b.Fires {
		does = "fires on"
	}
	return fmt.Sprintf("%s: %s %s %q", b.Place, b.Rule, does, b.Example)
}

// Broken runs every example of a set with a detector that was made of it, and returns how many there are and those that are not kept.
func Broken(detector *detect.Detector, set *rules.Set) (examples int, found []BrokenExample) {
	results := detector.TestRules(set)
	for _, r := range results {
		if !r.OK() {
			found = append(found, BrokenExample{fmt.Sprintf("%s:%d", r.Rule.File, r.Rule.Line), r.Rule.Name, r.Fired, r.Example})
		}
	}
	return len(results), found
}

// NewDetector returns a detector for a command that links nothing with anything, so that its fingerprints need no key that lasts.
func NewDetector(set *rules.Set, read Reading) (*detect.Detector, error) {
	ring, err := ident.NewKeyring(ident.Key{ID: "scan", Secret: datafolder.RandomSecret()})
	if err != nil {
		return nil, err
	}
	detector, err := detect.New(detect.Config{Rules: set, Keys: ring, Words: read.words, Blind: read.off, Mask: command.DetectMasks()})
	if err != nil {
		return nil, fmt.Errorf("make detector: %w", err)
	}
	return detector, nil
}
