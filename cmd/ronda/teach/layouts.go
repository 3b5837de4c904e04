package teach

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"text/tabwriter"

	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/judging"
	"ronda/detect/layout"
	"ronda/detect/layout/learn"
	"ronda/detect/mask"
	"ronda/rules"
)

// Layouts is the command layouts: it lists them, makes one from pictures of it, and tells how near pictures come to each.
func Layouts(ctx context.Context, c command.Console, args []string) error {
	return command.Choose(ctx, c, "layouts", []command.Verb{
		{Name: "list", Synopsis: "the known layouts", Run: layoutsList},
		{Name: "add", Synopsis: "make a layout from pictures of a document", Run: layoutsAdd},
		{Name: "test", Synopsis: "how near pictures come to each layout", Run: layoutsTest},
	}, args)
}

// loadLayouts returns the built-in layouts and those of a folder, where one is named.
func loadLayouts(folder string) (*rules.Layouts, error) {
	known, err := rules.LoadLayouts()
	if err != nil {
		return nil, err
	}
	return judging.WithLayouts(known, folder)
}

func layoutsList(_ context.Context, c command.Console, args []string) error {
	fs := command.Flags(c, "layouts list", "")
	format := command.FormatFlag(fs, "text", "json")
	folder := fs.String("layouts", "", judging.OwnLayoutsHelp)
	if rest, err := command.Parse(fs, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return command.Usagef("list takes no arguments")
	}
	known, err := loadLayouts(*folder)
	if err != nil {
		return err
	}
	type row struct {
		Name      string  `json:"name"`
		Document  string  `json:"document"`
		Version   int     `json:"version"`
		Aspect    float64 `json:"aspect"`
		Threshold float64 `json:"threshold"` // likeness from which it counts where it judges for itself
		Judge     string  `json:"judge"`     // "network", or "layout" where it judges for itself
	}
	rows := []row{}
	for _, l := range known.Layouts {
		judge := "layout"
		if l.Seen {
			judge = "network"
		}
		rows = append(rows, row{l.Name, l.Document, l.Version, l.Aspect, math.Round(1000*l.Vote.Threshold()) / 1000, judge})
	}
	if *format == "json" {
		if err := json.NewEncoder(c.Out).Encode(rows); err != nil {
			return fmt.Errorf("write layouts: %w", err)
		}
		return nil
	}
	out := tabwriter.NewWriter(c.Out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(out, "name\tdocument\tversion\taspect\tthreshold\tjudge")
	for _, r := range rows {
		fmt.Fprintf(out, "%s\t%s\t%d\t%.3f\t%.2f\t%s\n", r.Name, r.Document, r.Version, r.Aspect, r.Threshold, r.Judge)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write layouts: %w", err)
	}
	return nil
}

var layoutName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// layoutsAdd makes a layout from pictures of it.
func layoutsAdd(_ context.Context, c command.Console, args []string) error {
	fs := command.Flags(c, "layouts add", "NAME IMAGE...")
	document := fs.String("document", "", "what it is a layout of, as findings call it: ktp, kk, npwp or another word (required)")
	folder := fs.String("o", "", "folder that NAME.json is written to")
	config := fs.String("config", "", "configuration file whose rules.dir gets it, in its folder layouts")
	name := ""
	if len(args) > 0 && layoutName.MatchString(args[0]) { // flags may stand behind the name
		name, args = args[0], args[1:]
	}
	rest, err := command.Parse(fs, args)
	if err != nil {
		return err
	}
	if name == "" && len(rest) > 0 {
		name, rest = rest[0], rest[1:]
	}
	switch {
	case !layoutName.MatchString(name):
		return command.Usagef("add takes a name of small letters, digits and hyphens first, as ktp-old")
	case !layoutName.MatchString(*document):
		return command.Usagef("add needs -document, as -document ktp")
	case len(rest) < learn.LeastReferences:
		return command.Usagef("add needs at least %d images that show the layout, one card or page each", learn.LeastReferences)
	}
	to, err := layoutsFolder(*folder, *config)
	if err != nil {
		return err
	}
	file := filepath.Join(to, name+".json")
	if _, err := os.Stat(file); err == nil {
		return fmt.Errorf("%s is there already: choose another name, or move it away", file)
	}
	made, err := learnLayout(c, name, *document, rest)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(made); err != nil {
		return fmt.Errorf("write layout: %w", err)
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return fmt.Errorf("write layout: %w", err)
	}
	if err := os.WriteFile(file, text.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write layout: %w", err)
	}
	fmt.Fprintf(c.Out, "wrote %s: try it with ronda layouts test -layouts %s IMAGE...\n", file, to)
	return nil
}

// layoutsFolder is where own layouts go.
func layoutsFolder(folder, config string) (string, error) {
	switch {
	case folder != "":
		return folder, nil
	case config == "":
		return "", command.Usagef("add needs the folder to write to: -o FOLDER, or -config FILE for the one of its rules")
	}
	cfg, err := command.LoadConfig(config)
	if err != nil {
		return "", err
	}
	if cfg.Rules.Dir == "" {
		return "", fmt.Errorf("%s names no folder of rules (rules.dir): give -o FOLDER", config)
	}
	return filepath.Join(cfg.Rules.Dir, rules.OwnLayouts), nil
}

// learnLayout learns a layout from files and says what became of each.
func learnLayout(c command.Console, name, document string, files []string) (*rules.Layout, error) {
	pictures := make([][]byte, len(files))
	for i, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read image: %w", err)
		}
		pictures[i] = data
	}
	known, err := rules.LoadLayouts()
	if err != nil {
		return nil, err
	}
	made, used, err := learn.Layout(known.Layouts, name, document, pictures)
	for i, u := range used {
		if u.Err != nil {
			fmt.Fprintf(c.Err, "%s: not used: %v\n", mask.Text(files[i]), u.Err)
		} else if u.Quad != nil {
			fmt.Fprintf(c.Err, "%s: used, corners %v\n", mask.Text(files[i]), u.Quad)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("learn layout %s: %w", name, err)
	}
	return &made, nil
}

// layoutsTest tells how near images come to each layout.
func layoutsTest(_ context.Context, c command.Console, args []string) error {
	fs := command.Flags(c, "layouts test", "IMAGE...")
	format := command.FormatFlag(fs, "text", "jsonl")
	folder := fs.String("layouts", "", judging.OwnLayoutsHelp)
	files, err := command.Parse(fs, args)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return command.Usagef("test needs at least one image")
	}
	known, err := loadLayouts(*folder)
	if err != nil {
		return err
	}
	recogniser, err := layout.New(known)
	if err != nil {
		return err
	}
	unread := 0
	for _, file := range files {
		t := layoutTrial{Source: mask.Text(file), Layouts: []layout.Likeness{}}
		data, err := os.ReadFile(file)
		if err == nil {
			var pic layout.Picture
			if pic, t.Layouts, err = recogniser.Explain(data); err == nil { //nolint:contextcheck // decoding a picture is pure work that nobody calls off
				t.Width, t.Height, t.Documents = pic.Width, pic.Height, len(pic.Matches)
			}
		}
		if err != nil {
			unread++
			t.Error, t.Layouts = err.Error(), []layout.Likeness{}
		}
		if err := t.print(c, *format); err != nil {
			return fmt.Errorf("write outcome: %w", err)
		}
	}
	if unread > 0 {
		return fmt.Errorf("%d of the images could not be read; their lines say why", unread)
	}
	return nil
}

// layoutTrial is what layouts test prints of an image.
type layoutTrial struct {
	Source    string            `json:"source"`
	Width     int               `json:"width,omitempty"`
	Height    int               `json:"height,omitempty"`
	Documents int               `json:"documents"`
	Layouts   []layout.Likeness `json:"layouts"`
	Error     string            `json:"error,omitempty"`
}

func (t *layoutTrial) print(c command.Console, format string) error {
	if format == "jsonl" {
		return json.NewEncoder(c.Out).Encode(t)
	}
	if t.Error != "" {
		_, err := fmt.Fprintf(c.Out, "%s\n  not read: %s\n", t.Source, t.Error)
		return err
	}
	out := tabwriter.NewWriter(c.Out, 0, 4, 2, ' ', 0)
	fmt.Fprintf(out, "%s: %d x %d, %d found\n", t.Source, t.Width, t.Height, t.Documents)
	for _, l := range t.Layouts {
		verdict := l.Why
		if l.Found {
			verdict = "found"
		}
		fmt.Fprintf(out, "  %s\tscore %.2f\tsight %+.1f\tcloser %+.1f\tlikeness %.2f\thash %+.2f\t%s\t%v\n", l.Version, l.Score, l.Sight, l.Closer, l.Likeness, l.Hash, verdict, l.Quad)
	}
	return out.Flush()
}
