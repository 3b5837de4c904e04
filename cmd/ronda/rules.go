package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"ronda/detect"
	"ronda/detect/text"
	"ronda/rules"
)

func rulesCommand(_ context.Context, c console, args []string) error {
	if len(args) > 0 {
		switch args[0] {
		case "list":
			return rulesList(c, args[1:])
		case "test":
			return rulesTest(c, args[1:])
		case "train":
			return rulesTrain(c, args[1:])
		}
	}
	return usagef("is called as ronda rules list, ronda rules test or ronda rules train")
}

// rulesFlag adds -rules, the folder that is read instead of the embedded rules.
func loadRules(c console, name string, args []string) (*rules.Set, error) {
	fs := flags(c, name, "")
	folder := fs.String("rules", "", "folder of *.yaml files to use instead of the built-in rules")
	if rest, err := parse(fs, args); err != nil {
		return nil, err
	} else if len(rest) > 0 {
		return nil, usagef("takes no arguments")
	}
	set, err := rules.Load()
	if err != nil || *folder == "" {
		return set, err
	}
	own, err := rules.LoadFS(os.DirFS(*folder))
	if err != nil {
		return nil, err
	}
	own.Regions, own.Layouts, own.Learned = set.Regions, set.Layouts, set.Learned
	return own, nil
}

func rulesList(c console, args []string) error {
	set, err := loadRules(c, "rules list", args)
	if err != nil {
		return err
	}
	out := tabwriter.NewWriter(c.out, 0, 4, 2, ' ', 0)
	for i := range set.Rules {
		r := &set.Rules[i]
		fmt.Fprintf(out, "%s\t%s:%d\t%s\n", r.Name, r.File, r.Line, r.About)
	}
	return out.Flush()
}

// rulesTest runs every rule against its own examples.
func rulesTest(c console, args []string) error {
	set, err := loadRules(c, "rules test", args)
	if err != nil {
		return err
	}
	detector, err := detect.New(detect.Config{Rules: set})
	if err != nil {
		return err
	}
	results := detector.TestRules(set)
	broken := 0
	for _, r := range results {
		if r.OK() {
			continue
		}
		broken++
		does := "is silent on"
		if r.Fired {
			does = "fires on"
		}
		fmt.Fprintf(c.out, "%s:%d: %s %s %q\n", r.Rule.File, r.Rule.Line, r.Rule.Name, does, r.Example)
	}
	fmt.Fprintf(c.out, "%d rules, %d examples, %d broken\n", len(set.Rules), len(results), broken)
	if broken > 0 {
		return fmt.Errorf("%d examples are not what their rules do", broken)
	}
	return nil
}

// rulesTrain learns the weights of words anew from the labelled texts. The same texts always give the same file.
func rulesTrain(c console, args []string) error {
	fs := flags(c, "rules train", "")
	corpus := fs.String("corpus", filepath.Join("rules", "corpus"), "folder of *.jsonl files with labelled texts")
	folder := fs.String("rules", "rules", "folder of the *.yaml files whose lists say what of a text is read")
	out := fs.String("out", filepath.Join("rules", "learned.gz"), "file to write")
	if rest, err := parse(fs, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return usagef("train takes no arguments")
	}
	texts, err := rules.ReadCorpus(os.DirFS(*corpus))
	if err != nil {
		return err
	}
	if len(texts) == 0 {
		return fmt.Errorf("there is no *.jsonl file in %s", *corpus)
	}
	set, err := rules.LoadFS(os.DirFS(*folder))
	if err != nil {
		return err
	}
	roomy()
	learned, err := train(set, texts)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if _, err := learned.WriteTo(&file); err != nil {
		return err
	}
	if err := os.WriteFile(*out, file.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write learned weights: %w", err)
	}
	authors := map[string]bool{}
	for i := range texts {
		authors[texts[i].Author] = true
	}
	names := slices.Sorted(maps.Keys(authors))
	fmt.Fprintf(c.out, "learned from %d texts of %d authors (%s): %s, %d bytes\n", len(texts), len(authors), strings.Join(names, ", "), *out, file.Len())
	return nil
}

// train learns weights from texts, read with the lists of set. It is the one place that knows how.
func train(set *rules.Set, texts []rules.Text) (*rules.Learned, error) {
	if len(texts) == 0 {
		return nil, errors.New("there is no text to learn from")
	}
	untaught := *set
	untaught.Learned = nil
	judge, err := text.New(&untaught)
	if err != nil {
		return nil, err
	}
	examples := make([]text.Example, 0, len(texts))
	for i := range texts {
		e := text.Example{Kind: texts[i].Label}
		for _, line := range texts[i].Lines() {
			e.Passages = append(e.Passages, text.Passage{Text: line})
		}
		examples = append(examples, e)
	}
	return judge.Train(examples), nil
}
