// Package teach is for who writes rules and labels texts: the detector measured on labelled texts, rules run against their examples and
// compared with others, weights learned from texts, layouts learned from pictures.
package teach

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/judging"
	"ronda/detect"
	"ronda/detect/eval"
	"ronda/detect/mask"
	"ronda/rules"
)

// everyAuthor is the value of -leave-out that leaves each author out in turn.
const everyAuthor = "all"

// evalFlags are how a measurement is asked for.
type evalFlags struct {
	format   string
	rules    string // folder; "": the built-in ones
	corpus   string // folder of what is learned from beside the given files
	leaveOut string
	mistakes int
	jobs     int
}

// Eval is the command eval. It measures the detector on labelled texts.
func Eval(ctx context.Context, c command.Console, args []string) error {
	fs := command.Flags(c, "eval", "CORPUS.jsonl|FOLDER...")
	var f evalFlags
	format := command.FormatFlag(fs, "text", "json")
	fs.StringVar(&f.rules, "rules", "", "folder of *.yaml files (and learned.gz) to judge with instead of the built-in rules")
	fs.StringVar(&f.leaveOut, "leave-out", "", "train anew without this `author`'s texts and measure on them alone; all: each author in turn")
	fs.StringVar(&f.corpus, "corpus", filepath.Join("rules", "corpus"), "folder of *.jsonl files to train on, beside the given ones, with -leave-out")
	fs.IntVar(&f.mistakes, "errors", 10, "explain at most this many wrong verdicts, the surest first")
	fs.IntVar(&f.jobs, "jobs", runtime.GOMAXPROCS(0), "texts judged, or authors left out, at the same time")
	files, err := command.ParseAround(fs, args)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return command.Usagef("needs at least one file of labelled texts (*.jsonl), or a folder of them")
	}
	if f.jobs < 1 || f.mistakes < 0 {
		return command.Usagef("-jobs has to be 1 at least, and -errors not negative")
	}
	f.format = *format
	texts, err := readTexts(files...)
	if err != nil {
		return err
	}
	noteUnknown(c.Err, texts)
	m, err := f.measure(ctx, c, texts)
	if err != nil {
		return err
	}
	if f.format == "json" {
		encoder := json.NewEncoder(c.Out)
		encoder.SetEscapeHTML(false)
		return encoder.Encode(m)
	}
	_, err = io.WriteString(c.Out, m.text())
	return err
}

// measurement is what eval prints: the report, and what it was measured on.
type measurement struct {
	eval.Report
	NearDuplicates []nearDuplicate `json:"near_duplicates"` // given, but not counted
	LeftOut        []string        `json:"left_out"`        // authors that were not learned from; empty: the shipped weights judged
}

// nearDuplicate is a text that counts together with another.
type nearDuplicate struct {
	ID         string  `json:"id"`
	Of         string  `json:"of"`
	Similarity float64 `json:"similarity"`
}

func (f *evalFlags) measure(ctx context.Context, c command.Console, texts []rules.Text) (m measurement, err error) {
	m = measurement{NearDuplicates: []nearDuplicate{}, LeftOut: []string{}}
	counted := slices.Clone(texts)
	twice := rules.NearDuplicates(texts, rules.NearDuplicate)
	for i := len(twice) - 1; i >= 0; i-- {
		counted = slices.Delete(counted, twice[i].Text, twice[i].Text+1)
	}
	for _, d := range twice {
		m.NearDuplicates = append(m.NearDuplicates, nearDuplicate{
			mask.Text(texts[d.Text].ID), mask.Text(texts[d.Of].ID), math.Round(100*d.Similarity) / 100,
		})
	}
	set, err := judging.LoadRules(f.rules)
	if err != nil {
		return m, err
	}
	shown := command.NewProgress(c.Err)
	defer shown.Finish()
	var results []eval.Result
	if f.leaveOut == "" {
		detector, err := detect.New(detect.Config{Rules: set})
		if err != nil {
			return m, err
		}
		results, err = eval.Judge(ctx, detector, counted, eval.Options{Jobs: f.jobs, Step: shown.Bar("judging")})
		if err != nil {
			return m, err
		}
	} else {
		var authors []string
		if authors, err = f.authors(texts); err != nil {
			return m, err
		}
		for _, a := range authors {
			m.LeftOut = append(m.LeftOut, mask.Text(a))
		}
		taught, err := f.taught(texts)
		if err != nil {
			return m, err
		}
		roomy()
		learn := func(texts []rules.Text) (*rules.Learned, error) { return train(set, texts) }
		results, err = eval.LeaveOut(ctx, set, learn, taught, counted, authors, eval.Options{Jobs: f.jobs, Step: shown.Bar("leaving out")})
		if err != nil {
			return m, err
		}
	}
	m.Report = eval.Summarise(results, f.mistakes)
	return m, nil
}

// authors returns whom to leave out.
func (f *evalFlags) authors(texts []rules.Text) ([]string, error) {
	var authors []string
	for i := range texts {
		if texts[i].Author == "" {
			return nil, fmt.Errorf("%s: leaving authors out takes an author for each text", mask.Text(texts[i].Place))
		}
		authors = append(authors, texts[i].Author)
	}
	slices.Sort(authors)
	authors = slices.Compact(authors)
	switch {
	case f.leaveOut == everyAuthor:
		return authors, nil
	case slices.Contains(authors, f.leaveOut):
		return []string{f.leaveOut}, nil
	}
	return nil, command.Usagef("-leave-out %s: the given texts have no such author, but %s", mask.Text(f.leaveOut), mask.Text(strings.Join(authors, ", ")))
}

// taught returns what is learned from before authors are left out: the corpus, and the given texts that are not in it. The
// default corpus may be missing, one that was named may not.
func (f *evalFlags) taught(given []rules.Text) ([]rules.Text, error) {
	var texts []rules.Text
	if f.corpus != "" {
		some, err := rules.ReadCorpus(os.DirFS(f.corpus))
		if err != nil {
			return nil, command.Masked(err)
		}
		texts = some
	}
	type content struct{ author, label, title, text string }
	known := map[content]bool{}
	of := func(t *rules.Text) content { return content{t.Author, t.Label, t.Title, t.Text} }
	for i := range texts {
		known[of(&texts[i])] = true
	}
	for i := range given {
		if !known[of(&given[i])] {
			texts = append(texts, given[i])
		}
	}
	return texts, nil
}

// readTexts reads the labelled texts of files, and of the *.jsonl files in folders, in the given order.
func readTexts(paths ...string) ([]rules.Text, error) {
	var texts []rules.Text
	for _, path := range paths {
		names := []string{path}
		stat, err := os.Stat(path)
		if err != nil {
			return nil, command.Masked(fmt.Errorf("read texts: %w", err))
		}
		if stat.IsDir() {
			if names, err = filepath.Glob(filepath.Join(path, "*.jsonl")); err != nil {
				return nil, fmt.Errorf("list texts: %w", err)
			}
		}
		before := len(texts)
		for _, name := range names {
			some, err := readTextFile(name)
			if err != nil {
				return nil, command.Masked(err)
			}
			texts = append(texts, some...)
		}
		if len(texts) == before {
			return nil, fmt.Errorf("%s holds no labelled text: want *.jsonl with an object a line, as docs/rules.md says", mask.Text(path))
		}
	}
	return texts, command.Masked(rules.CheckIDs(texts))
}

func readTextFile(name string) ([]rules.Text, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	defer f.Close()
	return rules.ReadTexts(name, f)
}

// noteUnknown says which platforms the corpus in the repository does not have; a misspelt one makes a row of its own.
func noteUnknown(out io.Writer, texts []rules.Text) {
	var names []string
	for i := range texts {
		if p := texts[i].Platform; p != "" && !slices.Contains(rules.Platforms(), p) && !slices.Contains(names, p) {
			names = append(names, p)
			fmt.Fprintf(out, "%s: platform %q is none that the corpus has (%s)\n",
				mask.Text(texts[i].Place), mask.Text(p), strings.Join(rules.Platforms(), ", "))
		}
	}
}

// roomy lifts the memory limit, which is there for hostile pages: training holds more than that, and a collector that
// fights for it takes all the time.
func roomy() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(math.MaxInt64)
	}
}

// text lays a measurement out for people.
func (m *measurement) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d texts of %d authors", m.Texts, len(m.Authors))
	switch n := len(m.LeftOut); {
	case n == 1:
		fmt.Fprintf(&b, ", trained without them")
	case n > 1:
		fmt.Fprintf(&b, ", each judged by what was learned from the others")
	}
	fmt.Fprintf(&b, "; near-duplicates left out: %d", len(m.NearDuplicates))
	b.WriteString("\n\n")

	rows := [][]string{ratioHead("verdict"), ratioRow("alert or not", m.Alert)}
	for _, kind := range eval.Alerting() {
		rows = append(rows, ratioRow(kind, m.Kinds[kind]))
	}
	table(&b, rows)
	table(&b, groupRows("platform", m.Platforms))
	rows = groupRows("author", m.Authors)
	if low, ok := m.Worst["f1"]; ok && len(m.Authors) > 1 {
		for i, row := range rows {
			if row[0] == low.Author && i > 0 {
				rows[i] = append(row, "<- worst")
			}
		}
		last := []string{"lowest", "", lowText(m.Worst, "precision"), lowText(m.Worst, "recall"), lowText(m.Worst, "f1"), "", "", ""}
		for _, kind := range eval.Alerting() {
			last = append(last, lowText(m.Worst, kind))
		}
		rows = append(rows, last)
	}
	table(&b, rows)

	rows = [][]string{append([]string{"label \\ verdict"}, rules.Kinds()...)}
	for _, want := range rules.Kinds() {
		row := []string{want}
		for _, got := range rules.Kinds() {
			row = append(row, fmt.Sprint(m.Confusion[want][got]))
		}
		rows = append(rows, row)
	}
	table(&b, rows)

	rows = [][]string{{"score", "texts", "mean", "true"}}
	for _, bin := range m.Calibration.Bins {
		rows = append(rows, []string{fmt.Sprintf("%.1f to %.1f", bin.From, bin.To), fmt.Sprint(bin.Texts), figure(bin.Score), figure(bin.Right)})
	}
	table(&b, rows)
	fmt.Fprintf(&b, "expected calibration error %.3f, Brier score %.3f (up to 0.5: \"none\", true where it was an alert after all)\n",
		m.Calibration.Error, m.Calibration.Brier)
	m.explain(&b)
	return b.String()
}

// explain tells of the wrong verdicts.
func (m *measurement) explain(b *strings.Builder) {
	wrong := 0
	for want, row := range m.Confusion {
		for got, n := range row {
			if want != got {
				wrong += n
			}
		}
	}
	if wrong == 0 {
		b.WriteString("\nno wrong verdict\n")
		return
	}
	fmt.Fprintf(b, "\n%d wrong verdicts", wrong)
	if n := len(m.Mistakes); n < wrong {
		fmt.Fprintf(b, ", the %d surest of them", n)
	}
	b.WriteString("\n")
	for _, e := range m.Mistakes {
		fmt.Fprintf(b, "\n%s (%s): want %s, got %s, score %.2f\n", e.ID, e.Place, e.Want, e.Got, e.Score)
		if e.Why != "" {
			fmt.Fprintf(b, "  label: %s\n", e.Why)
		}
		for _, s := range e.Signals {
			fmt.Fprintf(b, "  %+5.1f  %-28s %s\n", s.Weight, s.Name, s.Evidence)
		}
	}
}

func ratioHead(what string) []string {
	return []string{what, "texts", "P", "R", "F1", "found", "false", "missed"}
}

// ratioRow is a row of figures; texts is how many the question asked for.
func ratioRow(name string, r eval.Ratio) []string {
	row := []string{name, fmt.Sprint(r.Asked())}
	for _, v := range []struct {
		value float64
		of    int
	}{{r.Precision(), r.Found + r.False}, {r.Recall(), r.Asked()}, {r.F1(), r.Asked()}} {
		if v.of == 0 {
			row = append(row, "-")
		} else {
			row = append(row, figure(v.value))
		}
	}
	return append(row, fmt.Sprint(r.Found), fmt.Sprint(r.False), fmt.Sprint(r.Missed))
}

// groupRows has alert or not for each group, and the F1 of each kind.
func groupRows(what string, groups []eval.Figures) [][]string {
	rows := [][]string{append(ratioHead(what), eval.Alerting()...)}
	for _, g := range groups {
		row := ratioRow(g.Name, g.Alert)
		row[1] = fmt.Sprint(g.Texts)
		for _, kind := range eval.Alerting() {
			row = append(row, ratioRow("", g.Kinds[kind])[4])
		}
		rows = append(rows, row)
	}
	return rows
}

func lowText(worst map[string]eval.Low, name string) string {
	if low, ok := worst[name]; ok {
		return figure(low.Value)
	}
	return "-"
}

func figure(v float64) string { return fmt.Sprintf("%.3f", v) }

// table writes rows in aligned columns, the first to the left and the others to the right, and an empty line.
func table(b *strings.Builder, rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], len([]rune(cell)))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-len([]rune(cell)))
			if i == 0 {
				line.WriteString(cell + pad)
			} else {
				line.WriteString("  " + pad + cell)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	b.WriteString("\n")
}
