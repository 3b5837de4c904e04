package teach

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"

	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/judging"
	"ronda/detect"
	"ronda/detect/eval"
	"ronda/rules"
)

// ownFolder is where the rules stand in a checkout, taughtFolder where the texts do that the words are learned from.
const ownFolder = "rules"

var taughtFolder = filepath.Join(ownFolder, "corpus")

// TestRules is the command rules test. It runs every rule against its own examples, and shows what verdicts on the corpus the rules change. It
// fails where an example is not what its rule does, or holds a number that may be somebody's.
func TestRules(ctx context.Context, c command.Console, args []string) error {
	fs := command.Flags(c, "rules test", "")
	format := command.FormatFlag(fs, "text", "json")
	folder := fs.String("rules", "", "folder of *.yaml files (and learned.gz) to test; default: ./rules where there is one, else the built-in rules")
	against := fs.String("against", "", "folder of the rules to compare verdicts with; default: the built-in rules")
	corpus := fs.String("corpus", taughtFolder, "file or folder of labelled texts whose verdicts are compared; \"\": none")
	jobs := fs.Int("jobs", runtime.GOMAXPROCS(0), "texts judged at the same time")
	if rest, err := command.Parse(fs, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return command.Usagef("test takes no arguments")
	}
	given := map[string]bool{}
	fs.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if names, _ := filepath.Glob(filepath.Join(ownFolder, "*.yaml")); len(names) > 0 && !given["rules"] {
		*folder = ownFolder
	}
	t := ruleTrial{out: c.Out, format: *format, Broken: []judging.BrokenExample{}, Flips: []eval.Flip{}}
	set, err := judging.LoadRules(*folder)
	if err != nil {
		return err
	}
	detector, err := t.examples(set)
	if err != nil {
		return err
	}
	if _, err := os.Stat(*corpus); errors.Is(err, os.ErrNotExist) && !given["corpus"] {
		t.note = "no corpus in " + *corpus + ": verdicts are not compared (-corpus)"
		*corpus = ""
	}
	if *corpus != "" {
		t.taught = filepath.Clean(*corpus) == taughtFolder
		if err := t.compare(ctx, c, set, detector, *against, *corpus, *jobs); err != nil {
			return err
		}
	}
	return t.print()
}

// ruleTrial is what rules test prints.
type ruleTrial struct {
	out    io.Writer
	format string
	note   string // why verdicts were not compared

	Rules    int                     `json:"rules"`
	Examples int                     `json:"examples"`
	Broken   []judging.BrokenExample `json:"broken"`
	Somebody []string                `json:"somebody,omitempty"` // examples with numbers that may be a person's
	Texts    int                     `json:"texts"`              // whose verdicts were compared
	Before   *eval.Figures           `json:"before,omitempty"`
	After    *eval.Figures           `json:"after,omitempty"`
	Flips    []eval.Flip             `json:"flips"` // the worse first
	Better   int                     `json:"better"`
	Worse    int                     `json:"worse"`
	Weighed  []string                `json:"weighed,omitempty"` // rules that the model was learned beside, whose weights are others now

	shares string // what they count with
	taught bool   // the words were learned from these texts
}

func (t *ruleTrial) examples(set *rules.Set) (*detect.Detector, error) {
	detector, err := detect.New(detect.Config{Rules: set})
	if err != nil {
		return nil, err
	}
	t.Rules = len(set.Rules)
	n, found := judging.Broken(detector, set)
	t.Examples, t.Broken, t.Somebody = n, append(t.Broken, found...), somebodys(set)
	return detector, nil
}

// compare judges the corpus with a set, and with that of a folder; "" are the built-in rules.
func (t *ruleTrial) compare(ctx context.Context, c command.Console, set *rules.Set, detector *detect.Detector, against, corpus string, jobs int) error {
	texts, err := readTexts(corpus)
	if err != nil {
		return err
	}
	base, err := judging.LoadRules(against)
	if err != nil {
		return err
	}
	if reflect.DeepEqual(set, base) {
		t.note = "no verdict changes: the two sets of rules are the same (-rules, -against)"
		return nil
	}
	former, err := detect.New(detect.Config{Rules: base})
	if err != nil {
		return err
	}
	shown := command.NewProgress(c.Err)
	defer shown.Finish()
	before, err := eval.Judge(ctx, former, texts, eval.Options{Jobs: jobs, Step: shown.Bar("judging with the old rules")})
	if err != nil {
		return err
	}
	after, err := eval.Judge(ctx, detector, texts, eval.Options{Jobs: jobs, Step: shown.Bar("judging with the new rules")})
	if err != nil {
		return err
	}
	t.weighed(base, set)
	t.Texts = len(texts)
	was, is := eval.Summarise(before, 0), eval.Summarise(after, 0)
	t.Before, t.After = &was.Figures, &is.Figures
	t.Flips = eval.Flips(before, after)
	for _, f := range t.Flips {
		switch f.Change {
		case eval.Better:
			t.Better++
		case eval.Worse:
			t.Worse++
		}
	}
	order := []string{eval.Worse, eval.Neither, eval.Better}
	slices.SortStableFunc(t.Flips, func(a, b eval.Flip) int { return slices.Index(order, a.Change) - slices.Index(order, b.Change) })
	return nil
}

// weighed notes the rules whose weights a set changes although its model was learned beside them: little comes of it.
func (t *ruleTrial) weighed(base, set *rules.Set) {
	for i := range set.Rules {
		r := &set.Rules[i]
		same := func(b rules.Rule) bool { return b.Name == r.Name && b.Weights == r.Weights }
		known := func(b rules.Rule) bool { return b.Name == r.Name }
		if slices.Contains(set.Learned.Known, r.Name) && slices.ContainsFunc(base.Rules, known) && !slices.ContainsFunc(base.Rules, same) {
			t.Weighed = append(t.Weighed, r.Name)
		}
	}
	words, facts := set.Learned.Join.Rules, set.Learned.Join.Facts
	t.shares = fmt.Sprintf("sale %.2f, forgery %.2f, exposure %.2f, solicitation %.2f; rules about facts %.2f, %.2f, %.2f, %.2f",
		words[0], words[1], words[2], words[3], facts[0], facts[1], facts[2], facts[3])
}

// print prints the outcome and fails where an example is broken or may be about somebody.
func (t *ruleTrial) print() error {
	if t.format == "json" {
		if err := json.NewEncoder(t.out).Encode(t); err != nil {
			return fmt.Errorf("write outcome: %w", err)
		}
	} else {
		for _, b := range t.Broken {
			fmt.Fprintln(t.out, b)
		}
		for _, fault := range t.Somebody {
			fmt.Fprintln(t.out, fault)
		}
		fmt.Fprintf(t.out, "%d rules, %d examples, %d broken\n", t.Rules, t.Examples, len(t.Broken))
		if t.note != "" {
			fmt.Fprintln(t.out, t.note)
		}
		if t.Before != nil {
			fmt.Fprintf(t.out, "%d texts, %d verdicts change: %d better, %d worse\n", t.Texts, len(t.Flips), t.Better, t.Worse)
			fmt.Fprintf(t.out, "alert or not before: %v\nalert or not after:  %v\n", t.Before.Alert, t.After.Alert)
			if t.taught {
				fmt.Fprintln(t.out, "  The words were learned from these texts, so both figures are better than on others' texts: ronda eval -leave-out measures those.")
			}
			if len(t.Weighed) > 0 {
				fmt.Fprintf(t.out, "other weights: %s\n  The words were learned beside these rules, so of a weight counts the share that was learned (%s).\n"+
					"  See docs/rules.md, What a weight does.\n", strings.Join(t.Weighed, ", "), t.shares)
			}
		}
		out := tabwriter.NewWriter(t.out, 0, 4, 2, ' ', 0)
		for _, f := range t.Flips {
			fmt.Fprintf(out, "%s\t%s\t%s -> %s\tlabel %s\t%s\n", f.Change, f.ID, f.Before, f.After, f.Label, f.Place)
		}
		if err := out.Flush(); err != nil {
			return fmt.Errorf("write outcome: %w", err)
		}
	}
	if len(t.Broken) > 0 {
		return fmt.Errorf("%d examples are not what their rules do", len(t.Broken))
	}
	if len(t.Somebody) > 0 {
		return fmt.Errorf("%d numbers in examples may be somebody's: see the data rule in CONTRIBUTING.md", len(t.Somebody))
	}
	return nil
}

// TrainRules is the command rules train. It learns the weights of words anew from the labelled texts. The same texts always give the same file.
func TrainRules(c command.Console, args []string) error {
	fs := command.Flags(c, "rules train", "")
	corpus := fs.String("corpus", taughtFolder, "folder of *.jsonl files with labelled texts")
	folder := fs.String("rules", "rules", "folder of the *.yaml files whose lists say what of a text is read")
	out := fs.String("out", filepath.Join("rules", "learned.gz"), "file to write")
	if rest, err := command.Parse(fs, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return command.Usagef("train takes no arguments")
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
	if set.Regions, err = rules.LoadRegions(); err != nil {
		return fmt.Errorf("load regions: %w", err)
	}
	roomy()
	shown := command.NewProgress(c.Err)
	defer shown.Finish()
	shown.Show(fmt.Sprintf("reading %d texts", len(texts)))
	learned, guesses, err := trainTelling(set, texts, stepper(shown.Steps("learning"), detect.TrainSteps))
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
	fmt.Fprintf(c.Out, "learned from %d texts of %d authors (%s): %s, %d bytes\n", len(texts), len(authors), strings.Join(names, ", "), *out, file.Len())
	fmt.Fprintf(c.Out, "on authors that were left out: alert or not %v\n", leftOut(texts, guesses))
	return nil
}

// leftOut says how well the texts are told apart by words that were learned without their authors.
func leftOut(texts []rules.Text, guesses []detect.Guess) (r eval.Ratio) {
	for i := range texts {
		r.Add(texts[i].Label != string(detect.KindNone), guesses[i].Kind != detect.KindNone)
	}
	return r
}

// stepper makes of a progress bar a function that may be called from several goroutines, steps times; nil of none.
func stepper(show func(done, total int), steps int) func() {
	if show == nil {
		return nil
	}
	var mu sync.Mutex
	done := 0
	return func() {
		mu.Lock()
		defer mu.Unlock()
		done++
		show(done, steps)
	}
}

// train learns weights from texts, read with the lists of set. It is the one place that knows how.
func train(set *rules.Set, texts []rules.Text) (*rules.Learned, error) {
	model, _, err := trainTelling(set, texts, nil)
	return model, err
}

// trainTelling is train that tells of its progress, and what was made of each text by words that were learned without its author.
func trainTelling(set *rules.Set, texts []rules.Text, step func()) (*rules.Learned, []detect.Guess, error) {
	if len(texts) == 0 {
		return nil, nil, errors.New("there is no text to learn from")
	}
	return detect.Train(set, texts, step)
}
