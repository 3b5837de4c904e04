package detect

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ronda/crawler"
	"ronda/detect/ident"
	"ronda/detect/numbers"
	"ronda/detect/speech"
	"ronda/rules"
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
	n     tally

	part     layOut
	lines    int // of the parts before
	begun    *page
	first    int // size of the beginning
	later    int // and of the parts behind it
	noticer  noticer
	excerpts []excerpt
	read     int // bytes of text behind the beginning
	judged   int // and how many of them were judged for their words
	doubted  int // and how many for words in disguise
	missed   bool
}

// excerpt is a passage that was judged.
type excerpt struct {
	page
	line     int // its first one in the text
	loudness float64
}

// Stream begins to judge a listing. Its own blocks are not read.
func (d *Detector) Stream(l *crawler.Listing) *Stream {
	s := &Stream{d: d, l: *l, names: d.Names(*l), first: beginning, later: partBytes}
	s.l.Blocks = nil
	s.n.folder = l.Form == crawler.FormIndex
	s.noticer = noticer{words: d.notable, sets: map[uint64]uint8{}, odd: map[uint64]uint8{}}
	s.part.begin(&s.l)
	return s
}

// Add reads the next block.
func (s *Stream) Add(b crawler.Block) {
	s.part.add(b.Text, b.Role)
	most := s.later
	if s.begun == nil {
		most = s.first
	}
	if s.part.text.Len() >= most {
		s.flush()
	}
}

// People returns how many people were counted so far, of the parts that are complete.
func (s *Stream) People() int { return s.n.people() }

// Partial reports whether there were more words worth judging than are judged.
func (s *Stream) Partial() bool { return s.missed }

// Finding returns the verdict on all that was added. It has no fingerprints: a finding links listings, and a file of
// millions would be linked with everything.
func (s *Stream) Finding() Finding {
	s.flush()
	findings := []Finding{s.verdict(*s.begun, 0)}
	s.l.Images = nil // they stand in the beginning
	for _, e := range s.excerpts {
		f := s.verdict(e.page, excerptCaution)
		f.Part = fmt.Sprintf("line %d", e.line+1)
		findings = append(findings, f)
	}
	return Worst(findings)
}

// verdict judges a text beside the numbers of all.
func (s *Stream) verdict(p page, caution float64) Finding {
	var w weighed
	s.d.weigh(&w, &s.l, s.names, p, &s.n, caution)
	return s.d.tell(&w, &s.n)
}

// flush counts and judges the present part.
func (s *Stream) flush() {
	if s.begun == nil {
		for _, img := range s.l.Images {
			s.part.add(img.Alt, crawler.RoleCaption)
		}
	}
	p := s.part.page()
	s.part.makeRoom(s.later+s.later/8, len(p.passages))
	found := s.d.numbers.ScanPart(p.whole, &s.ctx, s.l.SeenAt)
	s.n.add(found, s.l.SeenAt)
	p.markRows(found, s.d.words.Offers)
	if s.begun == nil {
		s.begun = &p
		s.noticer.beginning(p)
	} else {
		s.read += len(p.whole)
		p.doubtRows(found)
		s.look(p.passages)
	}
	s.lines += len(p.passages)
}

// look judges the passages of a part that are worth it.
func (s *Stream) look(lines []speech.Passage) {
	number := make([]int, 0, len(lines)) // of the line that a piece belongs to
	pieces := make([]speech.Passage, 0, len(lines))
	for i, line := range lines {
		for ; len(line.Text) > longLine; line.Text = line.Text[len(pieces[len(pieces)-1].Text):] {
			end := wordStart(line.Text[:longLine], longLine-longLine/8)
			piece := line
			piece.Text = line.Text[:max(end, longLine/2)]
			pieces, number = append(pieces, piece), append(number, s.lines+i)
		}
		pieces, number = append(pieces, line), append(number, s.lines+i)
	}
	end := 0 // of the last passage that was judged
	for i := 0; i < len(pieces); i++ {
		sure, doubtful := s.noticer.notice(pieces[i].Text)
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
			if sure, _ := s.noticer.notice(pieces[to].Text); sure {
				last = to
			}
			size += len(pieces[to].Text)
		}
		*spent += size
		s.judge(excerptOf(pieces[from:to]), number[from])
		end, i = to, to-1
	}
}

// excerptOf makes a page of its own of some passages.
func excerptOf(passages []speech.Passage) page {
	var b strings.Builder
	var p page
	for _, passage := range passages {
		p.starts, p.passages = append(p.starts, b.Len()), append(p.passages, passage)
		b.WriteString(passage.Text)
		b.WriteByte('\n')
	}
	p.whole = b.String()
	for i, start := range p.starts { // of the part they come from nothing is kept
		p.passages[i].Text = p.whole[start : start+len(p.passages[i].Text)]
	}
	return p
}

// doubtRows takes the mark from passages that stand between rows and need not belong to them: an offer can stand there.
func (p *page) doubtRows(found []ident.Match) {
	for i := range p.passages {
		passage := &p.passages[i]
		end := p.starts[i] + len(passage.Text)
		for len(found) > 0 && found[0].End <= p.starts[i] {
			found = found[1:]
		}
		numbered := len(found) > 0 && found[0].Start < end
		passage.Row = passage.Row && (numbered || labelled(passage.Text))
	}
}

// judge keeps an excerpt if it is among the loudest.
func (s *Stream) judge(p page, line int) {
	odds := s.d.words.Judge(p.passages, s.n.facts()...).Odds
	s.excerpts = append(s.excerpts, excerpt{p, line, max(odds.Sale, odds.Forgery, odds.Exposure, odds.Solicitation)})
	slices.SortStableFunc(s.excerpts, func(a, b excerpt) int { return cmp.Compare(b.loudness, a.loudness) })
	s.excerpts = s.excerpts[:min(len(s.excerpts), mostKept)]
}

// notable are words, and pairs of words, by which a line is noticed, by their hash.
type notable struct {
	identity map[uint64]bool // whether it speaks of identity by itself
	sieve    [1 << 10]uint64 // has a bit set for each hash: most words are none of these
}

func (n *notable) add(hash uint64, identity bool) {
	n.identity[hash] = n.identity[hash] || identity
	n.sieve[hash>>6%uint64(len(n.sieve))] |= 1 << (hash % 64)
}

func (n *notable) find(hash uint64) (identity, ok bool) {
	if n.sieve[hash>>6%uint64(len(n.sieve))]&(1<<(hash%64)) == 0 {
		return false, false
	}
	identity, ok = n.identity[hash]
	return identity, ok
}

// notableWords gathers the words of identity and of trade from the lists.
func notableWords(set *rules.Set) *notable {
	words := &notable{identity: map[uint64]bool{}}
	for _, list := range set.Lists {
		identity := strings.HasPrefix(list.Name, "doc.") || strings.HasPrefix(list.Name, "identity")
		if !identity && !strings.HasPrefix(list.Name, "offer.") && !strings.HasPrefix(list.Name, "price.") && !strings.HasPrefix(list.Name, "trade.") {
			continue
		}
		for _, phrase := range list.Words {
			var hashes []uint64
			for _, w := range wordsOf(phrase, nil) {
				hashes = append(hashes, w.hash)
			}
			switch len(hashes) {
			case 0:
			case 1:
				words.add(hashes[0], identity)
			default:
				words.add(pairOf(hashes[0], hashes[1]), identity)
			}
		}
	}
	return words
}

// spotted is a word of a line.
type spotted struct {
	hash uint64
	odd  bool // not of letters alone, or of letters that are no ASCII: it may be another word in disguise
}

const (
	hashBasis = 14695981039346656037
	hashPrime = 1099511628211
)

// wordsOf cuts a line into words: letters and digits, and whatever is beyond ASCII. Digits count as one and the same.
// Numbers are no words; letters that stand alone are read as one word.
func wordsOf(line string, out []spotted) []spotted {
	alone, spelled := uint64(hashBasis), 0
	for i := 0; i < len(line); {
		w, letters, others, start := uint64(hashBasis), 0, 0, i
		for ; i < len(line); i++ {
			c := line[i]
			switch {
			case 'A' <= c && c <= 'Z':
				c |= 0x20
				letters++
			case 'a' <= c && c <= 'z':
				letters++
			case '0' <= c && c <= '9':
				c = '0'
				others++
			case c >= 0x80:
				letters++
				others++
			default:
				c = 0
			}
			if c == 0 {
				break
			}
			w = (w ^ uint64(c)) * hashPrime
		}
		if i == start {
			i++
			continue
		}
		if letters == 1 && others == 0 {
			alone = (alone ^ uint64(line[start]|0x20)) * hashPrime
			spelled++
			continue
		}
		if spelled > 2 {
			out = append(out, spotted{hash: alone, odd: true})
		}
		alone, spelled = hashBasis, 0
		if letters > 0 {
			out = append(out, spotted{w, others > 0})
		}
	}
	if spelled > 2 {
		out = append(out, spotted{hash: alone, odd: true})
	}
	return out
}

func pairOf(first, second uint64) uint64 { return (first ^ second>>1) * hashPrime }

// noticer tells lines that say something new from those that say what many have said.
type noticer struct {
	words *notable
	sets  map[uint64]uint8 // how often each set of words was seen
	odd   map[uint64]uint8 // and each odd word
	buf   []spotted
}

const (
	oftenSeen = 3
	mostSeen  = 1 << 17
)

// notice reports whether a line speaks of identity with a set of words that is new (sure), or has a word that may be one
// of identity in disguise (doubtful).
func (n *noticer) notice(line string) (sure, doubtful bool) {
	n.buf = wordsOf(line, n.buf[:0])
	set, identity, before := uint64(0), false, uint64(0)
	for _, w := range n.buf {
		if about, ok := n.words.find(w.hash); ok {
			set += w.hash * w.hash
			identity = identity || about
		} else if w.odd && isNew(n.odd, w.hash) {
			doubtful = true
		}
		if about, ok := n.words.find(pairOf(before, w.hash)); ok {
			set += pairOf(before, w.hash)
			identity = identity || about
		}
		before = w.hash
	}
	return identity && isNew(n.sets, set), doubtful
}

// isNew counts a hash. When there is no more room nothing is new.
func isNew(seen map[uint64]uint8, hash uint64) bool {
	count, ok := seen[hash]
	if count >= oftenSeen || !ok && len(seen) >= mostSeen {
		return false
	}
	seen[hash] = count + 1
	return true
}

// beginning learns what the first rows say.
func (n *noticer) beginning(p page) {
	for _, passage := range p.passages {
		n.notice(passage.Text)
	}
}
