package scan

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ronda/crawler"
	"ronda/crawler/site"
)

// scanArguments are those of scan, and what it takes.
const scanArguments = `PATH|URL|-...

Files are told by their first bytes, whatever they are named: pages, texts of any kind (tables, dumps, logs, JSON, XML, mail ...; .csv, .tsv,
.json, .jsonl, .ndjson, .md and .xml are read as such) and pictures (JPEG, PNG, WebP, GIF, BMP, AVIF, HEIC). .warc and .warc.gz have a verdict for each page. A
folder is searched with those below it, in order; hidden files and links are looked at only where they are named. Archives, PDF and
office files are not opened: unpack them, or save them as text, CSV or pictures.`

// folder yields the verdicts of the files below a folder that are text or pictures, and then says which were passed over: a leak may be
// in a workbook or an archive. What is hidden belongs to programs.
func (s scanner) folder(ctx context.Context, root string, yield func(verdict) bool) {
	goOn, judged := true, false
	passed := passedOver{endings: map[string]int{}}
	// WalkDir goes in lexical order. An unreadable folder is one failed input, the rest is scanned. A link to a folder is walked where it is
	// named, which the separator asks for; links below lead elsewhere, or in circles.
	_ = filepath.WalkDir(root+string(filepath.Separator), func(path string, entry fs.DirEntry, err error) error {
		hidden := filepath.Clean(path) != filepath.Clean(root) && strings.HasPrefix(filepath.Base(path), ".")
		switch {
		case err != nil:
			judged = true
			goOn = yield(failed(path, err))
		case hidden && entry.IsDir():
			passed.hidden++
			return filepath.SkipDir
		case entry.Type()&fs.ModeSymlink != 0:
			passed.links++
		case entry.IsDir():
		case hidden:
			passed.hidden++
		case !entry.Type().IsRegular():
			passed.others++
		case !scannable(path):
			passed.note(path)
		default:
			judged = true
			goOn = s.file(ctx, path, yield)
		}
		if !goOn {
			return filepath.SkipAll
		}
		return nil
	})
	s.meter.Clear()
	passed.tell(s.meter, root)
	if !judged {
		fmt.Fprintf(s.meter, "%s: holds no file to judge\n", maskPath(root))
	}
}

// scannable tells whether a file of a folder is looked at: its first bytes are those of a text or a picture, or its name says that it is
// one, so that a damaged one is told of. What cannot be opened is too, and says why.
func scannable(path string) bool {
	name := strings.ToLower(path)
	if strings.HasSuffix(name, ".warc") || strings.HasSuffix(name, ".warc.gz") || crawler.IsPictureFile(filepath.ToSlash(path)) {
		return true
	}
	switch filepath.Ext(name) {
	case ".html", ".htm", ".xhtml", ".txt", ".text", ".md", ".xml", ".json", ".jsonl", ".csv", ".tsv", ".sql", ".log":
		return true
	}
	f, err := os.Open(path)
	if err != nil {
		return true
	}
	defer f.Close()
	start := make([]byte, sniffed)
	n, err := io.ReadFull(f, start)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return true
	}
	media := crawler.MediaType(start[:n])
	return strings.HasPrefix(media, "text/") || strings.HasPrefix(media, "image/")
}

// sniffed is how many bytes of a file tell what it is.
const sniffed = 512

// passedOver is what a folder held that was not looked at.
type passedOver struct {
	endings map[string]int
	packed  bool // some of it by its name an archive or a document of another program
	hidden  int  // files and folders
	links   int
	others  int // pipes, sockets and devices
}

func (p *passedOver) note(path string) {
	ending := strings.ToLower(filepath.Ext(path))
	p.endings[ending]++
	switch ending {
	case ".gz", ".zip", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz", ".zst", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".pdf", ".mdb", ".accdb":
		p.packed = true
	}
}

func (p *passedOver) tell(out io.Writer, folder string) {
	count, list := 0, make([]string, 0, len(p.endings))
	for _, ending := range slices.Sorted(maps.Keys(p.endings)) {
		count += p.endings[ending]
		list = append(list, fmt.Sprintf("%d %s", p.endings[ending], cmp.Or(ending, "without an ending")))
	}
	if count > 0 {
		advice := ""
		if p.packed {
			advice = "; " + unpackFirst
		}
		fmt.Fprintf(out, "%s: passed over %d files that are neither text nor pictures (%s)%s\n", maskPath(folder), count, maskPath(strings.Join(list, ", ")), advice)
	}
	if p.hidden > 0 {
		fmt.Fprintf(out, "%s: passed over what is hidden (%d with a name that begins with a point): name one by itself to have it judged\n", maskPath(folder), p.hidden)
	}
	if p.links > 0 {
		fmt.Fprintf(out, "%s: passed over %d links: name what they lead to, to have it judged\n", maskPath(folder), p.links)
	}
	if p.others > 0 {
		fmt.Fprintf(out, "%s: passed over %d that are no files (pipes, sockets, devices)\n", maskPath(folder), p.others)
	}
}

const unpackFirst = "archives, PDF and office files are not opened: unpack them, or save them as text, CSV or pictures"

// packedKinds are files of which it is said by their first bytes that they are not opened.
var packedKinds = []struct{ start, kind string }{
	{"PK\x03\x04", "an archive or an office file"},
	{"PK\x05\x06", "an archive"},
	{"\x1f\x8b", "an archive"},
	{"7z\xbc\xaf\x27\x1c", "an archive"},
	{"Rar!\x1a\x07", "an archive"},
	{"BZh", "an archive"},
	{"\xfd7zXZ\x00", "an archive"},
	{"\x28\xb5\x2f\xfd", "an archive"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office file"},
	{"%PDF-", "a PDF"},
	{"SQLite format 3\x00", "a database"},
}

// packedAs names what begins so and is not opened; "" for anything else.
func packedAs(start []byte) string {
	const tarMark = 257 // where a tar says that it is one
	for _, k := range packedKinds {
		if bytes.HasPrefix(start, []byte(k.start)) && (k.start != "BZh" || len(start) > 10 && string(start[4:10]) == "1AY&SY") {
			return k.kind
		}
	}
	if len(start) > tarMark+5 && string(start[tarMark:tarMark+5]) == "ustar" {
		return "an archive"
	}
	return ""
}

// unopened says of what holds neither text nor a picture what it seems to be, where that is known, and what can be done.
func unopened(err error, body []byte) error {
	if kind := packedAs(body); kind != "" && errors.Is(err, site.ErrUnsupported) {
		return fmt.Errorf("%w but %s, which is not opened: unpack it, or save it as text, CSV or pictures", err, kind)
	}
	return err
}
