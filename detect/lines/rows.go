package lines

import (
	"slices"
	"strings"

	"ronda/detect/ident"
	"ronda/detect/tables"
)

// personLines is how many lines one person's data takes at most where each line holds one of them.
const personLines = 12

// MarkRows marks the passages that are rows of people's data, with the head above them: the lines with a clear number,
// and those between two of them, as where each line holds one thing of a person. Fewer than three are no table, but bare names of
// columns above the first of them say no more than any head does. A line beside them that offers is none of them, however it is laid out.
func (p *Page) MarkRows(found []ident.Match, offers func(line string) bool) {
	exposed := 0
	for i := range found {
		if found[i].InClear() {
			exposed++
		}
	}
	lines := p.linesOf(found)
	if exposed < 3 {
		if len(lines) > 0 {
			if k := p.headAbove(lines[0], offers); k >= 0 && terse(p.Passages[k].Text) {
				p.mark(k, lines[0])
			}
		}
		return
	}
	var gaps [personLines + 1]int // how often the same number of lines lies between two people
	for k := 1; k < len(lines); k++ {
		if gap := lines[k] - lines[k-1]; gap <= personLines {
			gaps[gap]++
		}
	}
	last, first := -1, -1 // passages of the number before, and of the first one
	person := 0           // lines from one number to the next
	for _, i := range lines {
		switch gap := i - last; {
		case last >= 0 && gap <= personLines && (gap == 1 || gaps[gap] > 1): // a gap like no other may be somebody's words
			p.mark(last+1, i)
			person = max(person, gap)
		case last < 0 || gap > personLines:
			p.markHead(i, offers)
		}
		p.Passages[i].Row = true
		last = i
		if first < 0 {
			first = i
		}
	}
	// What stands in the first person's lines before the number, and in the last one's behind it.
	for k := first - 1; k > first-person && k >= 0 && labelled(p.Passages[k].Text) && !offers(p.Passages[k].Text); k-- {
		p.mark(k, k+1)
	}
	for k := last + 1; k < last+person && k < len(p.Passages) && labelled(p.Passages[k].Text) && !offers(p.Passages[k].Text); k++ {
		p.mark(k, k+1)
	}
}

// saidFirst is how many bytes of a line may stand before its first number; before a longer preface it is no row.
const saidFirst = 72

// linesOf returns the passages, each once, that are rows by what stands in them: a clear number near the start. In a file's name it is what
// the folder says, and no row.
func (p *Page) linesOf(found []ident.Match) (lines []int) {
	for _, n := range found {
		if !n.InClear() {
			continue
		}
		i, exact := slices.BinarySearch(p.Starts, n.Start)
		if !exact {
			i--
		}
		if i < 0 || len(lines) > 0 && lines[len(lines)-1] == i || n.Start-p.Starts[i] > saidFirst || inFileName(p.Whole, n.End) {
			continue
		}
		lines = append(lines, i)
	}
	return lines
}

// inFileName reports whether what ends at text[end] stands in the name of a file with a picture or a scan.
func inFileName(text string, end int) bool {
	const longest = 64
	name := text[end:min(len(text), end+longest)]
	if k := strings.IndexAny(name, " \t\n,;|"); k >= 0 {
		name = name[:k]
	}
	_, kind, ok := strings.Cut(name, ".")
	return ok && scannedAs(strings.ToLower(strings.TrimRight(kind, `"')`)))
}

// scannedAs are the endings of files with a picture or a scan.
var scannedAs = setOf(`jpg jpeg png webp gif bmp heic heif avif tif tiff pdf`)

// markHead marks the head above a row, over a ruler.
func (p *Page) markHead(i int, offers func(line string) bool) {
	k := p.headAbove(i, offers)
	if k < 0 {
		return
	}
	for k > 0 && statement(p.Passages[k-1].Text) && !offers(p.Passages[k-1].Text) {
		k--
	}
	p.mark(k, i)
}

// headAbove returns the passage that is the head above a row, or -1. Sellers write over their samples what is in them, with as many
// commas as a head has; columns have no prices, and nobody to write to.
func (p *Page) headAbove(i int, offers func(line string) bool) int {
	for k := i - 1; k >= max(0, i-2); k-- {
		line := p.Passages[k].Text
		if tables.IsHead(line) {
			if offers(line) {
				break
			}
			return k
		}
		if strings.Trim(line, "-=+*_|: \t") != "" {
			break
		}
	}
	return -1
}

// terse reports whether a head's fields are a few words each, and nothing stands between them but a separator. An advert with commas
// has longer ones, and spaces behind its commas; it must not be taken for a head because a sample or two stand below.
func terse(head string) bool {
	const mostWords = 4
	if strings.Contains(head, ", ") {
		return false
	}
	for field := range strings.FieldsFuncSeq(head, func(c rune) bool { return strings.ContainsRune(",;|\t", c) }) {
		if len(strings.Fields(field)) > mostWords {
			return false
		}
	}
	return true
}

// statement reports whether a line is one of a database's language, as above its answer.
func statement(line string) bool {
	return strings.HasSuffix(line, ";") || strings.HasSuffix(line, "*/") || strings.Trim(line, "-=+*_|: \t") == ""
}

func (p *Page) mark(from, to int) {
	for k := from; k < to; k++ {
		p.Passages[k].Row = true
	}
}

// labelled reports whether a line is a name and a value: "Nama: ...", "nama=...".
func labelled(line string) bool {
	const longestName = 32
	k := strings.IndexAny(line, ":=\t")
	return k > 0 && k < longestName
}

// DoubtRows takes the mark from passages that stand between rows and need not belong to them: an offer can stand there.
func (p *Page) DoubtRows(found []ident.Match) {
	for i := range p.Passages {
		passage := &p.Passages[i]
		end := p.Starts[i] + len(passage.Text)
		for len(found) > 0 && found[0].End <= p.Starts[i] {
			found = found[1:]
		}
		numbered := len(found) > 0 && found[0].Start < end
		passage.Row = passage.Row && (numbered || labelled(passage.Text))
	}
}

// MarkHeads marks the passages that are hardly anything but names of columns, which are given in order as from where to where they
// stand: nobody says anything in them.
func (p *Page) MarkHeads(names [][2]int) {
	i, sum := -1, 0
	settle := func() {
		if i >= 0 && sum*2 >= letters(p.Passages[i].Text) {
			p.mark(i, i+1)
		}
		sum = 0
	}
	for _, s := range names {
		k, exact := slices.BinarySearch(p.Starts, s[0])
		if !exact {
			k--
		}
		if k != i {
			settle()
			i = k
		}
		sum += letters(p.Whole[s[0]:s[1]])
	}
	settle()
}

func letters(s string) (n int) {
	for i := range len(s) {
		if c := s[i] | 0x20; 'a' <= c && c <= 'z' {
			n++
		}
	}
	return n
}
