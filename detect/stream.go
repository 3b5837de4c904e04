package detect

import (
	"cmp"
	"fmt"
	"slices"

	"ronda/crawler"
	"ronda/detect/counts"
	"ronda/detect/lines"
	"ronda/detect/novelty"
	"ronda/detect/numbers"
	"ronda/detect/speech"
)

// Bounds of what a Stream holds.
const (
	beginning = 1 << 20   // bytes of text that are judged as a whole
	partBytes = 512 << 10 // bytes that are looked at together behind it
	mostKept  = 4         // excerpts
	longLine  = 2 << 10   // bytes; a longer line is noticed piece by piece
	mostBytes = 16 << 10  // of one excerpt
	// Of the words behind the beginning as much is judged as takes about as long as reading all of them.
	enoughJudged = 4 << 20
	judgedShare  = 32
	linesAhead   = 3 // of an excerpt, before the line that was noticed
	linesAfter   = 8
)

// excerptCaution is what an excerpt must have more than a whole listing: it was torn out of its context.
const excerptCaution = 0.5

// Stream judges one listing that is too large to be held. Its blocks are given one after the other and forgotten; the
// numbers of all of them are counted, exactly up to 20 million (ident.Census). The words of the beginning are judged
// like a listing of their own, and so are those of each later passage in which a line speaks of identity in a way in which
// few lines before it did: rows repeat the same few words, an offer between them does not. The worst of these
// verdicts is the listing's. To judge every word of hundreds of megabytes would take many times as long as to read them.
// A Stream is not safe for concurrent use.
type Stream struct {
	d     *Detector
	l     crawler.Listing
	names Names
	ctx   numbers.Context
	n     counts.Tally

	part     lines.Builder
	lines    int // of the parts before
	begun    *lines.Page
	first    int // size of the beginning
	later    int // and of the parts behind it
	noticer  *novelty.Filter
	excerpts []excerpt
	read     int // bytes of text behind the beginning
	judged   int // and how many of them were judged for their words
	doubted  int // and how many for words in disguise
	missed   bool
}

// excerpt is a passage that was judged.
type excerpt struct {
	lines.Page
	line     int // its first one in the text
	loudness float64
}

// Stream begins to judge a listing. Its own blocks are not read.
func (d *Detector) Stream(l *crawler.Listing) *Stream {
	s := &Stream{d: d, l: *l, names: d.Names(*l), first: beginning, later: partBytes}
	s.l.Blocks = nil
	s.n.Folder = l.Form == crawler.FormIndex
	s.noticer = novelty.New(d.notable)
	s.part.Begin(&s.l)
	return s
}

// Add reads the next block.
func (s *Stream) Add(b crawler.Block) {
	s.part.Add(b.Text, b.Role)
	most := s.later
	if s.begun == nil {
		most = s.first
	}
	if s.part.Len() >= most {
		s.flush()
	}
}

// People returns how many people were counted so far, of the parts that are complete.
func (s *Stream) People() int { return s.n.People() }

// Partial reports whether there were more words worth judging than are judged.
func (s *Stream) Partial() bool { return s.missed }

// Finding returns the verdict on all that was added. It has no fingerprints: a finding links listings, and a file of
// millions would be linked with everything.
func (s *Stream) Finding() Finding {
	s.flush()
	findings := []Finding{s.verdict(*s.begun, 0)}
	s.l.Images = nil // they stand in the beginning
	for _, e := range s.excerpts {
		f := s.verdict(e.Page, excerptCaution)
		f.Part = fmt.Sprintf("line %d", e.line+1)
		findings = append(findings, f)
	}
	return Worst(findings)
}

// verdict judges a text beside the numbers of all.
func (s *Stream) verdict(p lines.Page, caution float64) Finding {
	var w weighed
	s.d.weigh(&w, &s.l, s.names, p, &s.n, caution)
	return s.d.tell(&w, &s.n)
}

// flush counts and judges the present part.
func (s *Stream) flush() {
	if s.begun == nil {
		for _, img := range s.l.Images {
			s.part.Add(img.Alt, crawler.RoleCaption)
		}
	}
	p := s.part.Page()
	s.part.MakeRoom(s.later+s.later/8, len(p.Passages))
	found := s.d.numbers.ScanPart(p.Whole, &s.ctx, s.l.SeenAt)
	s.n.Add(found, s.l.SeenAt)
	p.MarkRows(found, s.d.words.Offers)
	if s.begun == nil {
		s.begun = &p
		for i := range p.Passages { // what the first rows say is nothing new
			s.noticer.Notice(p.Passages[i].Text)
		}
	} else {
		s.read += len(p.Whole)
		p.DoubtRows(found)
		s.look(p.Passages)
	}
	s.lines += len(p.Passages)
}

// look judges the passages of a part that are worth it.
func (s *Stream) look(said []speech.Passage) {
	number := make([]int, 0, len(said)) // of the line that a piece belongs to
	pieces := make([]speech.Passage, 0, len(said))
	for i, line := range said {
		for ; len(line.Text) > longLine; line.Text = line.Text[len(pieces[len(pieces)-1].Text):] {
			end := lines.WordStart(line.Text[:longLine], longLine-longLine/8)
			piece := line
			piece.Text = line.Text[:max(end, longLine/2)]
			pieces, number = append(pieces, piece), append(number, s.lines+i)
		}
		pieces, number = append(pieces, line), append(number, s.lines+i)
	}
	end := 0 // of the last passage that was judged
	for i := 0; i < len(pieces); i++ {
		sure, doubtful := s.noticer.Notice(pieces[i].Text)
		if !sure && !doubtful {
			continue
		}
		spent := &s.judged
		if !sure { // whoever writes nothing but odd words must not hide an offer behind them
			spent = &s.doubted
		}
		if *spent > enoughJudged+s.read/judgedShare {
			s.missed = true
			continue
		}
		if !sure {
			*spent += len(pieces[i].Text)
			if !s.d.words.Mentions(pieces[i : i+1]) {
				continue
			}
		}
		from, to, size := max(end, i-linesAhead), i+1, 0
		for _, p := range pieces[from:to] {
			size += len(p.Text)
		}
		for last := i; to < len(pieces) && to <= last+linesAfter && size < mostBytes; to++ {
			if sure, _ := s.noticer.Notice(pieces[to].Text); sure {
				last = to
			}
			size += len(pieces[to].Text)
		}
		*spent += size
		s.judge(lines.Excerpt(pieces[from:to]), number[from])
		end, i = to, to-1
	}
}

// judge keeps an excerpt if it is among the loudest.
func (s *Stream) judge(p lines.Page, line int) {
	odds := s.d.words.Judge(p.Passages, s.n.Facts()...).Odds
	s.excerpts = append(s.excerpts, excerpt{p, line, max(odds.Sale, odds.Forgery, odds.Exposure, odds.Solicitation)})
	slices.SortStableFunc(s.excerpts, func(a, b excerpt) int { return cmp.Compare(b.loudness, a.loudness) })
	s.excerpts = s.excerpts[:min(len(s.excerpts), mostKept)]
}
