package main

import (
	"errors"
	"fmt"
	"os"

	"ronda/detect"
	"ronda/rules"
)

// loadSet reads a folder of rules, or returns the built-in ones for "".
func loadSet(folder string) (*rules.Set, error) {
	if folder == "" {
		return rules.Load()
	}
	if stat, err := os.Stat(folder); err != nil {
		return nil, masked(fmt.Errorf("read rules: %w", err))
	} else if !stat.IsDir() {
		return nil, masked(fmt.Errorf("read rules: %s is a file; name the folder with it", folder))
	}
	set, err := rules.LoadOwn(os.DirFS(folder))
	if errors.Is(err, rules.ErrNoFile) {
		return nil, masked(fmt.Errorf("read rules from %s: %w", folder, err))
	}
	return set, err
}

const ownLayoutsHelp = "folder of own layouts (*.json of layouts add), known besides the built-in ones"

// withLayouts adds those of a folder, where one is named, to layouts that are known.
func withLayouts(known *rules.Layouts, folder string) (*rules.Layouts, error) {
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

// brokenExample is an example that its rule does not keep.
type brokenExample struct {
	Place   string `json:"place"`
	Rule    string `json:"rule"`
	Fires   bool   `json:"fires"` // it does, and must not; or the other way round
	Example string `json:"example"`
}

func (b brokenExample) String() string {
	does := "is silent on"
	if b.Fires {
		does = "fires on"
	}
	return fmt.Sprintf("%s: %s %s %q", b.Place, b.Rule, does, b.Example)
}

// broken runs every example of a set.
func broken(detector *detect.Detector, set *rules.Set) (examples int, found []brokenExample) {
	results := detector.TestRules(set)
	for _, r := range results {
		if !r.OK() {
			found = append(found, brokenExample{fmt.Sprintf("%s:%d", r.Rule.File, r.Rule.Line), r.Rule.Name, r.Fired, r.Example})
		}
	}
	return len(results), found
}
