// Package scan judges pages and pictures without crawling: files of any size, folders, archives and URLs; and explains why a page is
// judged as it is.
package scan

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/judging"
	"ronda/crawler"
	"ronda/crawler/fetch"
	"ronda/crawler/patrol"
	"ronda/crawler/site"
	"ronda/crawler/warc"
	"ronda/detect"
	"ronda/detect/descriptor"
	"ronda/detect/mask"
	"ronda/detect/picture"
	"ronda/rules"
)

// How much is held in memory. Of a picture, what lies behind is left out and said to be; a text that is larger is read as a
// stream, and so is a plain one from wholeBytes on.
const (
	maxFileBytes = 16 << 20
	maxTextBytes = 4 << 20 // judging takes some seventy times a text's size
	wholeBytes   = 256 << 10
)

// verdict is one line of scan's output: what was found in one input. Everything in it is masked.
type verdict struct {
	Source      string                   `json:"source"`
	Kind        detect.Kind              `json:"kind,omitempty"`
	Score       float64                  `json:"score"`
	Severity    detect.Severity          `json:"severity,omitempty"`
	Part        string                   `json:"part,omitempty"`
	Documents   []string                 `json:"documents"`
	Selfie      bool                     `json:"selfie"`
	Signals     []detect.Signal          `json:"signals"`
	Identifiers []detect.IdentifierCount `json:"identifiers"`
	Images      []detect.ImageMatch      `json:"images"`
	Summary     map[string]string        `json:"summary,omitempty"`
	Truncated   bool                     `json:"truncated,omitempty"`
	Note        string                   `json:"note,omitempty"`
	Error       string                   `json:"error,omitempty"`

	names  mask.Names     // of the page's people: the source may hold them
	traces []detect.Trace // of each listing, where they were asked for
}

// Scan is the command scan. It judges files, folders and URLs with the code that run judges with, and crawls nothing. With -fail it returns
// command.ErrFound where something was found.
func Scan(ctx context.Context, c command.Console, args []string) error {
	fs := command.Flags(c, "scan", scanArguments)
	format := command.FormatFlag(fs, "text", "jsonl")
	fail := fs.Bool("fail", false, "exit with status 3 when something was found")
	folder := fs.String("rules", "", "folder of *.yaml files (and learned.gz) to judge with instead of the built-in rules")
	layouts := fs.String("layouts", "", judging.OwnLayoutsHelp)
	mode := judging.ReadingFlag(fs)
	contact := ""
	command.ContactFlag(fs, &contact)
	allowPrivate := fs.Bool("allow-private", false, "permit URLs on loopback and private addresses (tests and intranets)")
	args, err := command.Parse(fs, args)
	if err != nil {
		return err
	}
	if len(args) == 0 {
		return command.Usagef("needs at least one file, folder or URL")
	}
	set, err := judging.LoadRules(*folder)
	if err != nil {
		return fmt.Errorf("load rules: %w", err)
	}
	if set.Layouts, err = judging.WithLayouts(set.Layouts, *layouts); err != nil {
		return fmt.Errorf("load layouts: %w", err)
	}
	//nolint:contextcheck // decoding a picture is pure work that nobody calls off
	s, err := newScannerWith(set, judging.LateReading(ctx, *mode, c.Err), fetch.Config{UserAgent: fetch.UserAgent(command.Release, contact), AllowPrivate: *allowPrivate, MaxBytes: maxTextBytes, MaxPictureBytes: maxFileBytes})
	if err != nil {
		return err
	}
	warnNoContact(c, contact, args)
	s.meter = newMeter(c.Err)
	found, unreadable := false, 0
	for _, input := range args {
		for v := range s.input(ctx, input) {
			if err := ctx.Err(); err != nil {
				return err
			}
			found = found || (v.Kind != "" && v.Kind != detect.KindNone)
			if v.Error != "" {
				unreadable++
			}
			s.meter.Clear()
			if err := v.print(c.Out, *format); err != nil {
				return fmt.Errorf("write verdict: %w", err)
			}
		}
	}
	switch {
	case *fail && found:
		return command.ErrFound
	case unreadable > 0:
		return fmt.Errorf("%d of the inputs could not be read; their lines say why", unreadable)
	}
	return nil
}

type scanner struct {
	detector *detect.Detector
	fetcher  *fetch.Fetcher
	meter    *meter
	trace    func(*crawler.Listing, detect.Names) detect.Trace // nil: findings are enough
}

func newScannerWith(set *rules.Set, read judging.Reading, cfg fetch.Config) (s scanner, err error) {
	s.meter = newMeter(io.Discard)
	if s.detector, err = judging.NewDetector(set, read); err != nil {
		return s, err
	}
	if s.fetcher, err = fetch.New(cfg); err != nil {
		return s, fmt.Errorf("make fetcher: %w", err)
	}
	return s, nil
}

func webAddress(arg string) bool {
	return strings.HasPrefix(arg, "http://") || strings.HasPrefix(arg, "https://")
}

// warnNoContact says so where a site is about to be asked for a page by nobody.
func warnNoContact(c command.Console, contact string, args []string) {
	if contact == "" && slices.ContainsFunc(args, webAddress) {
		fmt.Fprintf(c.Err, "%s\n", strings.TrimSuffix(command.NoContact, " (crawl.contact)"))
	}
}

// input yields one verdict for each page that an argument names, in order.
func (s scanner) input(ctx context.Context, arg string) func(yield func(verdict) bool) {
	return func(yield func(verdict) bool) {
		if webAddress(arg) {
			yield(s.url(ctx, arg))
			return
		}
		if arg == "-" {
			yield(s.named(ctx, arg, os.Stdin))
			return
		}
		stat, err := os.Stat(arg)
		if err != nil {
			yield(failed(arg, err))
			return
		}
		if !stat.IsDir() {
			s.file(ctx, arg, yield)
			return
		}
		s.folder(ctx, arg, yield)
	}
}

// file yields the verdict of one file, or one for each page of a WARC. It returns false when yield did.
func (s scanner) file(ctx context.Context, path string, yield func(verdict) bool) bool {
	f, err := os.Open(path)
	if err != nil {
		return yield(failed(path, err))
	}
	defer f.Close()
	var in io.Reader = f
	size := int64(0)
	if stat, err := f.Stat(); err == nil && stat.Mode().IsRegular() && stat.Size() > 0 {
		size = stat.Size()
		in = io.LimitReader(f, size) // a file that grows meanwhile ends where it ended
	}
	in = s.meter.of(in, path, size)
	if name := strings.ToLower(path); strings.HasSuffix(name, ".warc") || strings.HasSuffix(name, ".warc.gz") {
		return s.archive(ctx, path, in, yield)
	}
	return yield(s.named(ctx, path, in))
}

// named judges what a file or another stream of that name holds.
func (s scanner) named(ctx context.Context, name string, in io.Reader) verdict {
	head, err := io.ReadAll(io.LimitReader(in, maxTextBytes))
	if err != nil {
		return failed(name, err)
	}
	v := s.any(ctx, &crawler.Page{URL: name, FinalURL: name, Body: head, FetchedAt: time.Now()}, in)
	if v.Error != "" {
		v.Source = maskPath(name)
	} else {
		v.Source = v.names.Text(name)
	}
	return v
}

// archive yields a verdict for each page of a WARC.
func (s scanner) archive(ctx context.Context, path string, in io.Reader, yield func(verdict) bool) bool {
	goOn, empty := true, true
	err := warc.Read(in, maxTextBytes, func(page *crawler.Page, rest io.Reader, err error) error {
		empty = false
		var v verdict
		if err != nil {
			v = failed("", err)
		} else {
			v = s.any(ctx, page, rest)
		}
		v.Source = v.names.Text(path) + "#" + v.names.URL(page.URL)
		if goOn = yield(v); !goOn {
			return errStop
		}
		return nil
	})
	if err != nil && !errors.Is(err, errStop) {
		return yield(failed(path, err))
	}
	if empty {
		return yield(failed(path, errors.New("archive holds no page")))
	}
	return goOn
}

var errStop = errors.New("stop")

// url judges one page of the web, under the same conduct as the crawl: robots.txt first, public addresses only.
func (s scanner) url(ctx context.Context, raw string) verdict {
	source := mask.URL(raw)
	target, err := crawler.CanonicalURL(raw)
	if err != nil {
		return failed(source, err)
	}
	const hops = 5
	for range hops + 1 {
		if err := s.permitted(ctx, target); err != nil {
			return failed(source, err)
		}
		page, err := s.fetcher.Fetch(ctx, target)
		switch {
		case err != nil:
			return failed(source, err)
		case page.Status >= 300 && page.Status < 400 && page.FinalURL != target:
			target = page.FinalURL
			continue
		case page.Status != 200:
			return failed(source, fmt.Errorf("the server answered with status %d", page.Status))
		}
		v := s.any(ctx, page, strings.NewReader(""))
		v.Source = v.names.URL(raw)
		return v
	}
	return failed(source, fmt.Errorf("more than %d redirects", hops))
}

// permitted asks the robots.txt of target's host.
func (s scanner) permitted(ctx context.Context, target string) error {
	get := func(ctx context.Context, url string) (*crawler.Page, error) {
		return s.fetcher.FetchWithin(ctx, url, fetch.Limits{AnyType: true})
	}
	file, err := patrol.Robots(ctx, get, target)
	if err != nil {
		return err
	}
	if d := file.Test(crawler.UserAgentToken, target); !d.Allowed {
		return fmt.Errorf("robots.txt forbids it in line %d: %s", d.Line, mask.Path(d.Rule))
	}
	return nil
}

// page judges all listings of a page that is held as a whole and returns the page's verdict.
func (s scanner) page(page *crawler.Page) (v verdict) {
	defer survive(&v)
	extraction, err := site.Extract(page)
	if err != nil {
		return failed("", unopened(err, page.Body))
	}
	names := s.detector.Names(extraction.Listings...)
	listings := s.detector.Gather(page.Address(), extraction.Listings)
	findings := make([]detect.Finding, 0, len(listings))
	var traces []detect.Trace
	for i := range listings {
		if s.trace != nil {
			traces = append(traces, s.trace(&listings[i], names))
			findings = append(findings, traces[i].Finding)
			continue
		}
		findings = append(findings, s.detector.DetectAmong(&listings[i], names))
	}
	f := detect.Worst(findings)
	if f.Kind == detect.KindNone && extraction.Listings[0].Form == crawler.FormImage {
		// To the detector a damaged picture shows nothing; whoever names a picture must hear that nobody has seen it.
		if err := unseen(page.Body, f.Images); err != nil {
			return failed("", err)
		}
	}
	v = verdictOf(&f, names)
	v.Truncated, v.traces, v.Note = page.Truncated, traces, noteOn(page, extraction.Listings)
	return v
}

// unseen says why nobody has seen a picture by itself, nil when it was looked at. The detector tells only of what kind the reason
// is: its words are its decoder's, who is asked once more. What made that panic is not given to it again.
func unseen(data []byte, looked []detect.ImageMatch) error {
	refused := detect.RefusedDamaged
	if len(looked) > 0 { // what is empty is not looked at
		refused = looked[0].Refused
	}
	if refused == "" {
		return nil
	}
	if refused != detect.RefusedPanic {
		if _, err := picture.NewDecoder().Decode(data, descriptor.Side); err != nil {
			return err
		}
	}
	return map[string]error{
		detect.RefusedDamaged: picture.ErrNotAPicture, detect.RefusedTooLarge: picture.ErrTooLarge, detect.RefusedPanic: picture.ErrPanic,
	}[refused]
}

// survive makes a failure of a parser's panic, whose value may quote the page.
func survive(v *verdict) {
	if r := recover(); r != nil {
		*v = failed("", fmt.Errorf("a parser failed on it: %T", r))
	}
}

func verdictOf(f *detect.Finding, names detect.Names) verdict {
	return verdict{
		Kind: f.Kind, Score: f.Score, Severity: f.Severity, Part: f.Part,
		Documents: f.Documents, Selfie: f.Selfie, Signals: f.Signals,
		Identifiers: f.Identifiers, Images: f.Images, Summary: f.Summary, names: names.Names,
	}
}

func failed(source string, err error) verdict {
	// The error may quote the path or URL, which may hold an identifier.
	return verdict{Source: maskPath(source), Error: failureText(err)}
}

// failureText says why an input could not be had. A host that is an address stays readable: it names a machine.
func failureText(err error) string {
	var refused *fetch.Error
	if !errors.As(err, &refused) || refused.Host == "" {
		return mask.Text(err.Error())
	}
	before, after, _ := strings.Cut(err.Error(), refused.Host)
	text := mask.Text(before) + command.MaskHost(refused.Host) + mask.Text(after)
	if errors.Is(err, fetch.ErrPrivateAddress) {
		text += ": -allow-private permits it, for tests and intranets"
	}
	return text
}

// maskPath masks identifiers in a path and leaves the path as it was given otherwise.
func maskPath(path string) string { return mask.Text(path) }

func (v verdict) print(w io.Writer, format string) error {
	if format == "text" {
		return v.printText(w)
	}
	// Lists are lists for whoever reads them, also when they are empty.
	v.Documents, v.Signals, v.Identifiers, v.Images = list(v.Documents), list(v.Signals), list(v.Identifiers), list(v.Images)
	if v.Error != "" {
		return json.NewEncoder(w).Encode(struct {
			Source string `json:"source"`
			Error  string `json:"error"`
		}{v.Source, v.Error})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}

func list[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

// regionList names where numbers were issued, if anything is known of it.
func regionList(codes []string) string {
	if len(codes) == 0 {
		return ""
	}
	return ", regions " + strings.Join(codes, " ")
}

// tellPictures prints a line for each picture: how many documents of each kind it shows, how sure the surest of them is, and
// whether somebody holds one.
func tellPictures(w *strings.Builder, images []detect.ImageMatch) {
	for len(images) > 0 {
		n := 1
		for n < len(images) && !images[n].First {
			n++
		}
		fmt.Fprintf(w, "  picture %s: %s\n", images[0].Source, pictured(images[:n]))
		images = images[n:]
	}
}

// pictured tells what one picture shows: "2 × ktp 0.98, kk 0.71, selfie".
func pictured(images []detect.ImageMatch) string {
	count, surest := map[string]int{}, map[string]float64{}
	for _, m := range images {
		if m.Layout != "" {
			count[m.Layout]++
			surest[m.Layout] = max(surest[m.Layout], m.Score)
		}
	}
	if len(count) == 0 {
		return "no document"
	}
	var parts []string
	for _, layout := range slices.Sorted(maps.Keys(count)) {
		part := fmt.Sprintf("%s %.2f", layout, surest[layout])
		if n := count[layout]; n > 1 {
			part = fmt.Sprintf("%d × %s", n, part)
		}
		parts = append(parts, part)
	}
	if images[0].Selfie {
		parts = append(parts, "selfie")
	}
	return strings.Join(parts, ", ")
}

// noted is the note behind a verdict in words.
func (v verdict) noted() string {
	if v.Note == "" {
		return ""
	}
	return ", " + v.Note
}

func (v verdict) printText(w io.Writer) error {
	var out strings.Builder
	switch {
	case v.Error != "":
		fmt.Fprintf(&out, "%s\n  not read: %s\n", v.Source, v.Error)
	case v.Kind == detect.KindNone:
		fmt.Fprintf(&out, "%s\n  none (%.2f)%s\n", v.Source, v.Score, v.noted())
	default:
		fmt.Fprintf(&out, "%s\n  %s, score %.2f, severity %s", v.Source, strings.ToUpper(string(v.Kind)), v.Score, v.Severity)
		if v.Part != "" {
			fmt.Fprintf(&out, ", in part %s", v.Part)
		}
		fmt.Fprintf(&out, "%s\n  %s\n", v.noted(), v.Summary["en"])
		for _, signal := range v.Signals {
			fmt.Fprintf(&out, "  %+5.1f  %-28s %s\n", signal.Weight, signal.Name, signal.Evidence)
		}
		for _, id := range v.Identifiers {
			least := ""
			if id.AtLeast {
				least = "at least "
			}
			fmt.Fprintf(&out, "  %s%d × %s%s\n", least, id.Count, strings.ToUpper(id.Type), regionList(id.Regions))
		}
		tellPictures(&out, v.Images)
	}
	_, err := io.WriteString(w, out.String())
	return err
}
