package scan

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"

	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/judging"
	"ronda/crawler"
	"ronda/crawler/fetch"
	"ronda/detect"
)

// Explain is the command rules explain. It shows why a page is judged as it is: its listings with the signals on their text, and what these weigh.
func Explain(ctx context.Context, c command.Console, args []string) error {
	fs := command.Flags(c, "rules explain", "PAGE|URL|-...")
	format := command.FormatFlag(fs, "text", "json")
	folder := fs.String("rules", "", "folder of *.yaml files (and learned.gz) to judge with instead of the built-in rules")
	near := fs.Bool("near", false, "also show the rules that nearly fired, and what they lack")
	all := fs.Bool("all", false, "show every line of the text, not only those around signals")
	mode := judging.ReadingFlag(fs)
	contact := ""
	command.ContactFlag(fs, &contact)
	allowPrivate := fs.Bool("allow-private", false, "permit URLs on loopback and private addresses (tests and intranets)")
	inputs, err := command.ParseAround(fs, args)
	if err != nil {
		return err
	}
	if len(inputs) == 0 {
		return command.Usagef("needs a file, a folder or a URL; - is standard input")
	}
	set, err := judging.LoadRules(*folder)
	if err != nil {
		return err
	}
	//nolint:contextcheck // decoding a picture is pure work that nobody calls off
	s, err := newScannerWith(set, judging.LateReading(ctx, *mode, c.Err), fetch.Config{UserAgent: fetch.UserAgent(command.Release, contact), AllowPrivate: *allowPrivate, MaxBytes: maxTextBytes, MaxPictureBytes: maxFileBytes})
	if err != nil {
		return err
	}
	warnNoContact(c, contact, inputs)
	s.trace = func(l *crawler.Listing, names detect.Names) detect.Trace { return s.detector.Trace(l, names, *near) }
	terminal, ok := c.Out.(*os.File)
	page := explainer{all: *all, near: *near, colours: ok && term.IsTerminal(int(terminal.Fd())) && os.Getenv("NO_COLOR") == ""}
	unreadable := 0
	for _, input := range inputs {
		for v := range s.input(ctx, input) {
			if err := ctx.Err(); err != nil {
				return err
			}
			if v.Error != "" {
				unreadable++
			}
			if *format == "json" {
				err = explainJSON(c.Out, &v)
			} else {
				_, err = io.WriteString(c.Out, page.text(&v))
			}
			if err != nil {
				return fmt.Errorf("write explanation: %w", err)
			}
		}
	}
	if unreadable > 0 {
		return fmt.Errorf("%d of the inputs could not be read; their lines say why", unreadable)
	}
	return nil
}

// explained is one listing in the JSON of an explanation. Everything in it is masked.
type explained struct {
	Part        string                   `json:"part"` // "" for the main content
	Title       string                   `json:"title"`
	Kind        detect.Kind              `json:"kind"`
	Score       float64                  `json:"score"`
	Severity    detect.Severity          `json:"severity"`
	Documents   []string                 `json:"documents"`
	Selfie      bool                     `json:"selfie"`
	Identifiers []detect.IdentifierCount `json:"identifiers"`
	Images      []detect.ImageMatch      `json:"images"`
	Decided     [2]int                   `json:"decided_by"`  // lines [from, to)
	For         detect.Kind              `json:"weights_for"` // whose log-odds start and weights add up to
	Start       float64                  `json:"start"`
	Odds        map[detect.Kind]float64  `json:"log_odds"`
	Shares      *detect.TraceShares      `json:"shares,omitempty"` // of rules that were learned beside
	Signals     []detect.TraceSignal     `json:"signals"`
	Near        []detect.TraceNear       `json:"near,omitempty"`
	Lines       []string                 `json:"lines"`
}

func explainJSON(out io.Writer, v *verdict) error {
	all := struct {
		Source   string      `json:"source"`
		Error    string      `json:"error,omitempty"`
		Kind     detect.Kind `json:"kind,omitempty"`
		Score    float64     `json:"score"`
		Part     string      `json:"part"` // that decided
		Listings []explained `json:"listings"`
	}{Source: v.Source, Error: v.Error, Kind: v.Kind, Score: v.Score, Part: v.Part, Listings: []explained{}}
	for i := range v.traces {
		t := &v.traces[i]
		f := &t.Finding
		all.Listings = append(all.Listings, explained{
			Part: f.Part, Title: f.Title, Kind: f.Kind, Score: f.Score, Severity: f.Severity, Documents: list(f.Documents), Selfie: f.Selfie,
			Identifiers: list(f.Identifiers), Images: list(f.Images), Decided: [2]int{t.From, t.To}, For: t.Kind,
			Start: round(t.Start), Odds: t.Odds, Shares: t.Shares, Signals: list(t.Signals), Near: t.Near, Lines: t.Lines,
		})
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(all)
}

// round rounds log-odds, and leaves no -0.
func round(odds float64) float64 { return math.Round(1000*odds)/1000 + 0 }

// explainer lays explanations out for people.
type explainer struct {
	all, near, colours bool

	told map[string]bool // of a page: which rules nearly fired, and why, has been said
}

// Colours of a terminal.
const (
	colourFor     = "\x1b[1;31m" // speaks for the kind
	colourAgainst = "\x1b[32m"
	colourFaint   = "\x1b[2m"
	colourOff     = "\x1b[0m"
)

func (e explainer) colour(colour, s string) string {
	if !e.colours || s == "" {
		return s
	}
	return colour + s + colourOff
}

func (e explainer) text(v *verdict) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", v.Source)
	if v.Error != "" {
		fmt.Fprintf(&b, "  not read: %s\n", v.Error)
		return b.String()
	}
	fmt.Fprintf(&b, "  %s, score %.2f", strings.ToUpper(string(v.Kind)), v.Score)
	if v.Kind != detect.KindNone {
		fmt.Fprintf(&b, ", severity %s", v.Severity)
	}
	if len(v.traces) > 1 {
		fmt.Fprintf(&b, ", decided by %s of %d listings", partName(v.Part), len(v.traces))
	}
	b.WriteString(v.noted())
	if v.Truncated {
		b.WriteString("; only its beginning was judged")
	}
	b.WriteString("\n")
	e.told = map[string]bool{}
	for i := range v.traces {
		e.listing(&b, i+1, &v.traces[i])
	}
	b.WriteString("\n")
	return b.String()
}

func partName(part string) string {
	if part == "" {
		return "the main content"
	}
	return "part " + part
}

func (e explainer) listing(b *strings.Builder, number int, t *detect.Trace) {
	f := &t.Finding
	fmt.Fprintf(b, "\nlisting %d, %s: %s, score %.2f\n", number, partName(f.Part), strings.ToUpper(string(f.Kind)), f.Score)
	if t.To > t.From && t.To-t.From < len(t.Lines) {
		fmt.Fprintf(b, "  decided by one voice in it, marked >\n")
	}
	if f.Kind != detect.KindNone {
		fmt.Fprintf(b, "  %s\n", f.Summary["en"])
	}
	if len(f.Documents) > 0 || f.Selfie {
		documents := slices.Clone(f.Documents)
		if f.Selfie {
			documents = append(documents, "selfie")
		}
		fmt.Fprintf(b, "  documents: %s\n", strings.Join(documents, ", "))
	}
	for _, id := range f.Identifiers {
		fmt.Fprintf(b, "  identifiers: %d × %s%s\n", id.Count, strings.ToUpper(id.Type), regionList(id.Regions))
	}
	tellPictures(b, f.Images)
	b.WriteString("\n")
	e.lines(b, t)
	e.signals(b, t)
	if e.near {
		e.nearly(b, t)
	}
}

// maxNear is how many rules that nearly fired are shown of a listing.
const maxNear = 6

func (e explainer) signals(b *strings.Builder, t *detect.Trace) {
	if len(t.Signals) == 0 {
		b.WriteString("\n  no signal: no rule has all that it needs\n")
		return
	}
	fmt.Fprintf(b, "\n  for %s%s\n", t.Kind, map[bool]string{true: "", false: ", the likeliest kind"}[t.Finding.Kind == t.Kind])
	sum := t.Start
	fmt.Fprintf(b, "       %+6.2f  before any signal\n", round(t.Start))
	for i, s := range t.Signals {
		sum += s.Weight
		mark := fmt.Sprintf("{%d}", i+1)
		if s.Line < 0 {
			mark = ""
		}
		note := printable(s.Evidence)
		if s.Strength < 1 {
			note = fmt.Sprintf("(fades to %.2f) %s", s.Strength, note)
		}
		if s.Bounded {
			note = "(bounded) " + note
		}
		if s.New {
			note = "(new: in full) " + note
		}
		line := fmt.Sprintf("%5s %s  %-34s %-22s %s", mark, e.colour(colourOf(s.Weight), fmt.Sprintf("%+6.2f", s.Weight)), s.Name, s.Place, note)
		b.WriteString("  " + strings.TrimRight(line, " ") + "\n")
	}
	fmt.Fprintf(b, "       %+6.2f  = log-odds of %s; ", sum, t.Kind)
	var others []string
	for _, k := range []detect.Kind{detect.KindSale, detect.KindForgery, detect.KindExposure, detect.KindSolicitation} {
		if k != t.Kind {
			others = append(others, fmt.Sprintf("%s %+.1f", k, t.Odds[k]))
		}
	}
	fmt.Fprintf(b, "%s; above 0 is an alert\n", strings.Join(others, ", "))
	if t.Shares != nil {
		fmt.Fprintf(b, "       rules count with %.2f of the weight that they have in their files for %s, rules about facts with %.2f: what was learned beside them\n",
			t.Shares.Rules, t.Kind, t.Shares.Facts)
		if slices.ContainsFunc(t.Signals, func(s detect.TraceSignal) bool { return s.Bounded }) {
			fmt.Fprintf(b, "       bounded: all together they are heard as far as %.0f, before that share is taken\n", t.Shares.Most)
		}
	}
}

func (e explainer) nearly(b *strings.Builder, t *detect.Trace) {
	if len(t.Near) == 0 {
		b.WriteString("\n  no rule nearly fired\n")
		return
	}
	var fresh []detect.TraceNear // on a page of many comments the same few would be said of each
	for _, n := range t.Near {
		if !e.told[n.Name+n.Lack] {
			fresh = append(fresh, n)
		}
	}
	again := len(t.Near) - len(fresh)
	if len(fresh) == 0 {
		fmt.Fprintf(b, "\n  nearly fired: the same as above (%d)\n", again)
		return
	}
	b.WriteString("\n  nearly fired, by their weights in the files\n")
	for _, n := range fresh[:min(maxNear, len(fresh))] {
		e.told[n.Name+n.Lack] = true
		fmt.Fprintf(b, "       %+5.1f  %-34s %-22s %s: %s\n", n.Weight, n.Name, n.Place, n.For, n.Lack)
	}
	if again > 0 {
		fmt.Fprintf(b, "       and %d that are named above\n", again)
	}
	if more := len(fresh) - maxNear; more > 0 {
		fmt.Fprintf(b, "       and %d that are less near (-format json shows them)\n", more)
	}
}

const (
	aroundMarks = 1   // lines of context
	longLine    = 300 // bytes from which on a line is cut to what is around its marks
	aroundMark  = 80  // bytes of context in a long line
)

// lines writes the text with the signals on it.
func (e explainer) lines(b *strings.Builder, t *detect.Trace) {
	marked := make([]bool, len(t.Lines))
	for _, s := range t.Signals {
		for i := max(0, s.Line-aroundMarks); s.Line >= 0 && i <= min(len(t.Lines)-1, s.Line+aroundMarks); i++ {
			marked[i] = true
		}
	}
	voice := t.To-t.From < len(t.Lines)
	hidden := 0
	flush := func() {
		if hidden > 0 {
			b.WriteString(e.colour(colourFaint, fmt.Sprintf("       … %d lines without a signal\n", hidden)))
		}
		hidden = 0
	}
	for i := range t.Lines {
		if !e.all && !marked[i] {
			hidden++
			continue
		}
		flush()
		margin := " "
		if voice && i >= t.From && i < t.To {
			margin = ">"
		}
		fmt.Fprintf(b, "%s %4d  %s\n", margin, i+1, e.line(t, i))
	}
	flush()
}

// line writes one line with its signals: [words]{1,2} where the first and the second signal stand.
func (e explainer) line(t *detect.Trace, i int) string {
	text := t.Lines[i]
	cuts := []int{0, len(text)}
	var here []int
	for k, s := range t.Signals {
		if s.Line == i && s.Start < s.End {
			here = append(here, k)
			cuts = append(cuts, s.Start, s.End)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var b strings.Builder
	for c := 0; c+1 < len(cuts); c++ {
		piece := text[cuts[c]:cuts[c+1]]
		var on []string
		weight := 0.0
		for _, k := range here {
			if s := &t.Signals[k]; s.Start <= cuts[c] && cuts[c+1] <= s.End {
				on = append(on, fmt.Sprint(k+1))
				weight += s.Weight
			}
		}
		if len(on) == 0 {
			b.WriteString(printable(e.shorten(piece, c > 0, c+2 < len(cuts), len(text))))
			continue
		}
		e.mark(&b, printable(piece), "{"+strings.Join(on, ",")+"}", weight)
	}
	return b.String()
}

// mark writes words with the numbers of the signals that stand on them.
func (e explainer) mark(b *strings.Builder, piece, refs string, weight float64) {
	words := strings.Trim(piece, " ")
	if words == "" {
		b.WriteString(piece)
		return
	}
	before, after, _ := strings.Cut(piece, words)
	if e.colours {
		words = e.colour(colourOf(weight), words) + e.colour(colourFaint, refs)
	} else {
		words = "[" + words + "]" + refs
	}
	b.WriteString(before + words + after)
}

func colourOf(weight float64) string {
	switch {
	case weight > 0:
		return colourFor
	case weight < 0:
		return colourAgainst
	}
	return colourFaint
}

// shorten cuts the middle, or the outer end, of what no signal stands on in a long line.
func (e explainer) shorten(piece string, before, after bool, whole int) string {
	keep := aroundMark * (1 + map[bool]int{true: 1}[before && after])
	if !before && !after {
		keep = longLine
	}
	if e.all || whole <= longLine || len(piece) <= keep {
		return piece
	}
	head, tail := "", ""
	if before || !after {
		head = strings.ToValidUTF8(piece[:min(len(piece), map[bool]int{true: aroundMark, false: keep}[before])], "")
	}
	if after {
		tail = strings.ToValidUTF8(piece[len(piece)-aroundMark:], "")
	}
	return head + "…" + tail
}

// printable keeps a page from moving the cursor: control characters show as a replacement.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return ' '
		}
		if r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return '\uFFFD'
		}
		return r
	}, s)
}
