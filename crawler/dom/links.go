package dom

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"

	"ronda/crawler"
	"ronda/crawler/elements"
	"ronda/crawler/words"
)

// placedLink is a PlacedLink whose texts are still in buffers.
type placedLink struct {
	text     span // of the visible text, what the first anchor with a text shows
	node     int32
	noFollow bool
	sameSite bool
	contact  bool // a messenger or a list of somebody's links: how he is reached
}

// placedImage is a PlacedImage whose texts are still in the words.
type placedImage struct {
	url, alt      span
	called        int32 // index + 1 in called, which counts instead of alt; 0 for none
	width, height int32
	node          int32
}

func (p *parser) voidTag(tag atom.Atom) {
	f := p.top()
	if f.hidden == allHidden {
		return
	}
	switch tag {
	case atom.Br:
		p.lineBreak()
	case atom.Hr:
		p.implyEnds(elements.IsParagraph, elements.IsAny)
		p.breakBlock()
	case atom.Img, atom.Image:
		p.image(f.node)
	case atom.Area:
		p.addLink(p.at.of(elements.AttrHref), f.node)
	case atom.Frame:
		p.addLink(p.at.of(elements.AttrSrc), f.node)
	case atom.Base:
		p.base(p.at.of(elements.AttrHref))
	case atom.Link:
		p.link(f.node)
		p.leaf(tag, f)
	case atom.Meta:
		p.meta(f.node)
		p.leaf(tag, f)
	}
}

// base has the references that follow resolved against another address.
func (p *parser) base(ref []byte) {
	resolved, ok := p.resolver.Resolve(string(ref))
	if !ok || len(ref) == 0 {
		return
	}
	if base, err := url.Parse(resolved); err == nil {
		p.doc.Base, p.resolver = base, crawler.NewResolver(base)
	}
}

// link reads a link element.
func (p *parser) link(node int32) {
	switch rel := p.at.of(elements.AttrRel); {
	case bytes.EqualFold(rel, []byte("canonical")) && p.doc.Canonical == "":
		p.doc.Canonical, _ = p.resolver.Resolve(string(p.at.of(elements.AttrHref)))
	case bytes.EqualFold(rel, []byte("next")), bytes.EqualFold(rel, []byte("prev")):
		p.addLink(p.at.of(elements.AttrHref), node)
	}
}

// leaf adds a node for a void element that carries an item property.
func (p *parser) leaf(tag atom.Atom, parent *frame) {
	if !p.at.given(elements.AttrItemprop) {
		return
	}
	for _, a := range p.at.kept {
		if a.key != elements.AttrItemprop {
			continue
		}
		if href := p.at.of(elements.AttrHref); len(p.at.of(elements.AttrContent)) == 0 && len(href) > 0 {
			p.at.kept = append(p.at.kept, keptAttribute{elements.AttrContent, href})
		}
		f := frame{tag: tag, node: parent.node}
		p.addNode(&f)
		return
	}
}

func (p *parser) meta(node int32) {
	key := p.at.of(elements.AttrProperty)
	if len(key) == 0 {
		key = p.at.of(elements.AttrName)
	}
	content := p.at.of(elements.AttrContent)
	if len(key) > 0 {
		p.doc.addMeta(key, content)
		return
	}
	if bytes.EqualFold(p.at.of(elements.AttrEquiv), []byte("refresh")) {
		if i := bytes.Index(bytes.ToLower(content), []byte("url=")); i >= 0 {
			p.addLink(bytes.Trim(content[i+4:], " '\""), node)
		}
	}
}

// addLink records a reference and returns its index in doc.Links, -1 when it leads nowhere.
func (p *parser) addLink(ref []byte, node int32) int {
	number, fresh := p.refs.number(ref)
	if fresh {
		p.leads = append(p.leads, p.newLink(ref, node))
	}
	if p.leads[number] == noRoom {
		p.leads[number] = p.newLink(ref, node)
	}
	i := int(p.leads[number])
	if i >= 0 && p.links[i].noFollow && !noFollow(p.at.of(elements.AttrRel)) {
		p.links[i].noFollow = false
	}
	return max(i, -1)
}

// noRoom stands for a reference that was met when there was no room for more links.
const noRoom = -2

// newLink resolves a reference that was not met before and returns its index in doc.Links.
func (p *parser) newLink(ref []byte, node int32) int32 {
	var ok bool
	if p.url, ok = p.resolver.AppendTo(p.url[:0], ref); !ok || len(ref) == 0 {
		return -1
	}
	if len(p.links) >= maxLinks {
		if known := p.targets.find(p.url); known >= 0 {
			return int32(known)
		}
		return noRoom
	}
	target, fresh := p.targets.number(p.url)
	if fresh {
		p.links = append(p.links, placedLink{node: node, noFollow: true, sameSite: p.sameSite(p.url), contact: contacts[string(hostOf(p.url))]})
	}
	return int32(target)
}

// sameSite reports whether a canonical URL is on a host of the page's platform, or of the one that the page names as its
// own: pages are read from mirrors and files, too.
func (p *parser) sameSite(target []byte) bool {
	if n := len(p.origin); n > 0 && len(target) > n && target[n] == '/' && string(target[:n]) == p.origin {
		return true
	}
	host := hostOf(target)
	if string(host) == p.host {
		return true
	}
	same, known := p.site[string(host)]
	if !known {
		platform := crawler.Platform(string(target))
		for _, own := range [...]string{p.doc.Base.String(), p.doc.Canonical, p.doc.Meta("og:url")} {
			same = same || own != "" && crawler.Platform(own) == platform
		}
		p.site[string(host)] = same
	}
	return same
}

// contacts are hosts whose links tell how somebody is reached, not what somebody else says.
var contacts = func() map[string]bool {
	all := map[string]bool{}
	for host := range strings.FieldsSeq(`t.me telegram.me telegram.dog wa.me wa.link api.whatsapp.com chat.whatsapp.com m.me line.me ig.me s.id bit.ly linktr.ee heylink.me lynk.id`) {
		all[host] = true
	}
	return all
}()

func hostOf(canonical []byte) []byte {
	_, rest, _ := bytes.Cut(canonical, []byte("://"))
	host, _, _ := bytes.Cut(rest, []byte("/"))
	return host
}

func noFollow(rel []byte) bool {
	if len(rel) == 0 {
		return false
	}
	for word := range bytes.FieldsSeq(rel) {
		if bytes.EqualFold(word, []byte("nofollow")) || bytes.EqualFold(word, []byte("ugc")) || bytes.EqualFold(word, []byte("sponsored")) {
			return true
		}
	}
	return false
}

// looseLink is a link that leads nowhere.
type looseLink struct {
	text span
	ref  string
}

// longestRef is how much is kept of where such a link leads: a name is no longer.
const longestRef = 1 << 10

func (p *parser) openAnchor(f *frame) {
	f.first = int32(len(p.buf))
	ref := p.at.of(elements.AttrHref)
	if len(ref) == 0 || f.hidden == allHidden {
		f.asSpan() // a target, not a link
		return
	}
	p.anchor, p.anchored = p.addLink(ref, f.node), 0
	p.anchors++
	p.inward = p.anchor < 0 && p.resolver.Origin() == "" && crawler.Relative(string(ref))
	if p.inward {
		p.ref = append(p.ref[:0], ref[:min(len(ref), longestRef)]...)
	}
	p.outward = p.anchor >= 0 && !p.links[p.anchor].sameSite && !p.links[p.anchor].contact
	if p.anchor >= 0 {
		p.inward = p.links[p.anchor].sameSite
		p.doc.Anchors = append(p.doc.Anchors, Anchor{p.anchor, int(f.node)})
	}
}

func (p *parser) closeAnchor(f *frame) {
	p.anchors--
	if p.anchor >= 0 && len(p.buf) > int(f.first) {
		if link := &p.links[p.anchor]; link.text.end == 0 {
			link.text = span{f.first, int32(len(p.buf))}
		}
	}
	if p.anchor < 0 && p.inward && len(p.loose) < maxLinks {
		p.loose = append(p.loose, looseLink{span{f.first, int32(len(p.buf))}, string(p.ref)})
	}
	f.asSpan()
}

// image records a picture, preferring the address that a script would load later over a placeholder.
func (p *parser) image(node int32) {
	lazy := p.at.of(elements.AttrLazy)
	ref := p.at.of(elements.AttrSrc)
	if set := mediumCandidate(p.at.of(elements.AttrSrcset)); set != nil {
		ref = set
	}
	if len(lazy) > 0 {
		ref = lazy
	} else if set := mediumCandidate(p.at.of(elements.AttrLazyset)); set != nil {
		ref = set
	}
	if i := p.addImage(ref, node); i != nil {
		p.words = appendAlt(p.words, p.at.of(elements.AttrAlt), p.at.of(elements.AttrTitle))
		i.alt = span{i.url.end, int32(len(p.words))}
		i.width, i.height = pixels(p.at.of(elements.AttrWidth)), pixels(p.at.of(elements.AttrHeight))
	}
}

// appendAlt appends what a picture is called.
func appendAlt(dst, alt, title []byte) []byte {
	start := len(dst)
	dst = appendFold(dst, alt, maxTitle)
	if len(title) == 0 {
		return dst
	}
	a := string(dst[start:])
	if b := string(appendFold(nil, title, maxTitle)); b != "" {
		dst = append(dst[:start], strings.TrimPrefix(join(a, b), " | ")...)
	}
	return dst
}

// maxReference bounds the bytes of a picture's address on a page that has none.
const maxReference = 1 << 10

// addImage records a picture that is not called anything; nil when it is none.
func (p *parser) addImage(ref []byte, node int32) *placedImage {
	if len(ref) == 0 || len(p.images) >= maxImages {
		return nil
	}
	start := len(p.words)
	var ok bool
	if p.words, ok = p.resolver.AppendTo(p.words, ref); !ok {
		if p.resolver.Origin() != "" || len(ref) > maxReference || !crawler.Relative(string(ref)) {
			return nil
		}
		p.words = append(p.words[:start], ref...) // nobody can fetch it, but it has a name, and is called something
	}
	end := int32(len(p.words))
	p.images = append(p.images, placedImage{url: span{int32(start), end}, alt: span{end, end}, node: node})
	return &p.images[len(p.images)-1]
}

// backgroundImage records the picture of a style such as background-image:url('x.jpg').
func (p *parser) backgroundImage(style []byte, node int32) {
	_, rest, ok := bytes.Cut(style, []byte("url("))
	if !ok {
		return
	}
	ref, _, ok := bytes.Cut(rest, []byte(")"))
	if ok {
		p.addImage(bytes.Trim(ref, " '\""), node)
	}
}

// caption adds the caption of a figure to its pictures.
func (p *parser) caption(f *frame) {
	images := p.images[f.first:]
	if len(images) == 0 {
		return
	}
	text := ""
	for i := len(p.blocks) - 1; i >= min(int(f.texts), len(p.blocks)) && p.blocks[i].node >= f.node && len(text) < maxTitle; i-- {
		if b := p.blocks[i]; b.role == elements.Caption {
			text = join(words.Cut(string(p.buf[b.start:b.end]), maxTitle), text)
		}
	}
	for i := range images {
		if text == "" && images[i].alt.len() <= 2*maxTitle {
			continue
		}
		if images[i].called == 0 {
			p.called = append(p.called, string(p.words[images[i].alt.start:images[i].alt.end]))
			images[i].called = int32(len(p.called))
		}
		called := &p.called[images[i].called-1]
		*called = words.Cut(join(*called, text), 2*maxTitle)
	}
}

func pixels(value []byte) int32 {
	n := int32(0)
	for i, c := range value {
		if !words.Digit(c) || i > 4 {
			return oddPixels(value)
		}
		n = 10*n + int32(c-'0')
	}
	return n
}

// oddPixels reads what is no plain number: "120px".
func oddPixels(value []byte) int32 {
	n, err := strconv.Atoi(strings.TrimSuffix(string(bytes.TrimSpace(value)), "px"))
	if err != nil || n < 0 || n > 100_000 {
		return 0
	}
	return int32(n)
}

// mediumCandidate picks from a srcset the smallest picture of at least 640 pixels, else the largest.
func mediumCandidate(srcset []byte) []byte {
	const wanted = 640
	if len(srcset) == 0 {
		return nil
	}
	var best []byte
	bestSize := 0
	for candidate := range bytes.SplitSeq(srcset, []byte(", ")) {
		fields := bytes.Fields(bytes.Trim(candidate, ", \t\r\n"))
		if len(fields) == 0 {
			continue
		}
		size := 320
		if len(fields) > 1 {
			descriptor := fields[1]
			n, err := strconv.ParseFloat(string(descriptor[:len(descriptor)-1]), 64)
			switch {
			case err != nil:
			case descriptor[len(descriptor)-1] == 'w':
				size = int(min(n, 100_000))
			case descriptor[len(descriptor)-1] == 'x':
				size = int(min(n, 10) * 320)
			}
		}
		if best == nil || bestSize < wanted && size > bestSize || size >= wanted && size < bestSize {
			best, bestSize = fields[0], size
		}
	}
	return best
}
