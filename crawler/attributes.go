package crawler

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"
)

// jsonLD marks the frame of a script that holds linked data.
const jsonLD = -1

// attributes holds what one start tag says; the slices are valid until the next token.
type attributes struct {
	id, class, href, src, srcset, lazy, lazyset, style, rel, kind, lang, name, property, content, equiv []byte
	alt, title, width, height, poster                                                                   []byte
	hidden, aria, open, filled                                                                          bool
	kept                                                                                                []keptAttribute
}

type keptAttribute struct{ key, value []byte }

func (a *attributes) read(t *scanner, more bool) {
	if !more && !a.filled {
		return // most tags have none
	}
	*a = attributes{kept: a.kept[:0], filled: more}
	for more {
		var key, value []byte
		key, value, more = t.attribute()
		a.set(key, value)
	}
}

func (a *attributes) set(key, value []byte) {
	const longestKept, mostKept = 500, 100
	keep := false
	switch string(key) {
	case "id":
		a.id = bytes.TrimSpace(value)
	case "class":
		a.class = bytes.TrimSpace(value)
	case "href":
		a.href = value
	case "src":
		a.src = value
	case "srcset":
		a.srcset = value
	case "data-src", "data-original", "data-lazy-src", "data-lazy", "data-bg", "data-image", "data-full":
		if len(a.lazy) == 0 {
			a.lazy = value
		}
	case "data-srcset", "data-lazy-srcset":
		a.lazyset = value
	case "style":
		a.style = value
	case "type":
		a.kind = value
	case "lang", "xml:lang":
		a.lang = value
	case "property":
		a.property = value
	case "http-equiv":
		a.equiv = value
	case "alt":
		a.alt = value
	case "width":
		a.width = value
	case "height":
		a.height = value
	case "poster":
		a.poster = value
	case "hidden":
		a.hidden = true
	case "aria-hidden":
		a.aria = string(value) == "true"
	case "open":
		a.open = true
	case "rel":
		a.rel, keep = value, true
	case "name":
		a.name, keep = value, true
	case "title":
		a.title, keep = value, true
	case "content":
		a.content, keep = value, true
	case "role", "itemprop", "itemtype", "itemscope", "datetime",
		"data-post", "data-id", "data-pid", "data-post-id", "data-postid", "data-comment-id", "data-commentid", "data-message-id",
		"data-messageid", "data-msg-id", "data-fullname", "data-content", "data-author", "data-user", "data-username", "data-author-name":
		keep = true
	}
	if keep && len(value) <= longestKept && len(a.kept) < mostKept {
		a.kept = append(a.kept, keptAttribute{key, bytes.TrimSpace(value)})
	}
}

// notable reports whether the element carries something by which it can be recognised.
func (a *attributes) notable() bool {
	return len(a.id) > 0 || len(a.class) > 0 || len(a.kept) > 0
}

// hiding reports how much of an element's content is hidden from visitors.
func (a *attributes) hiding(tag atom.Atom) hiding {
	switch {
	case tag == atom.Html || tag == atom.Body:
		return visible // hidden until a script shows it
	case neverShown(tag), a.hidden, tag == atom.Dialog && !a.open:
		return allHidden
	case len(a.style) > 0 && styleHides(a.style):
		return allHidden
	case a.aria:
		return textHidden
	}
	return visible
}

func styleHides(style []byte) bool {
	for property := range bytes.SplitSeq(style, []byte(";")) {
		key, value, _ := bytes.Cut(property, []byte(":"))
		key, value = bytes.TrimSpace(key), bytes.ToLower(bytes.TrimSpace(value))
		if bytes.EqualFold(key, []byte("display")) && bytes.HasPrefix(value, []byte("none")) ||
			bytes.EqualFold(key, []byte("visibility")) && bytes.HasPrefix(value, []byte("hidden")) {
			return true
		}
	}
	return false
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
		p.implyEnds(atom.Div)
		p.breakBlock()
	case atom.Wbr:
	case atom.Img, atom.Image:
		p.image(f.node)
	case atom.Area:
		p.addLink(p.at.href, f.node)
	case atom.Frame:
		p.addLink(p.at.src, f.node)
	case atom.Base:
		if resolved, ok := p.resolver.resolve(string(p.at.href)); ok && len(p.at.href) > 0 {
			if base, err := url.Parse(resolved); err == nil {
				p.doc.Base, p.resolver = base, newResolver(base)
			}
		}
	case atom.Link:
		rel := strings.ToLower(string(p.at.rel))
		switch {
		case rel == "canonical" && p.doc.Canonical == "":
			p.doc.Canonical, _ = p.resolver.resolve(string(p.at.href))
		case rel == "next" || rel == "prev":
			p.addLink(p.at.href, f.node)
		}
		p.leaf(tag, f)
	case atom.Meta:
		p.meta(f.node)
		p.leaf(tag, f)
	}
}

// leaf adds a node for a void element that carries an item property.
func (p *parser) leaf(tag atom.Atom, parent *frame) {
	for _, a := range p.at.kept {
		if string(a.key) == "itemprop" {
			if len(p.at.content) == 0 && len(p.at.href) > 0 {
				p.at.kept = append(p.at.kept, keptAttribute{[]byte("content"), p.at.href})
			}
			f := frame{tag: tag, node: parent.node}
			p.addNode(&f, nil)
			return
		}
	}
}

func (p *parser) meta(node int) {
	key := p.at.property
	if len(key) == 0 {
		key = p.at.name
	}
	if len(key) > 0 {
		name := strings.ToLower(strings.TrimSpace(string(key)))
		if _, seen := p.doc.Meta[name]; !seen && len(p.doc.Meta) < maxMeta && len(name) <= maxAnchor {
			p.doc.Meta[name] = cut(fold(string(p.at.content[:min(len(p.at.content), 2*maxValue)])), maxValue)
		}
		return
	}
	if bytes.EqualFold(p.at.equiv, []byte("refresh")) {
		content := bytes.ToLower(p.at.content)
		if i := bytes.Index(content, []byte("url=")); i >= 0 {
			p.addLink(bytes.Trim(p.at.content[i+4:], " '\""), node)
		}
	}
}

// addLink records a reference and returns its index in doc.Links, -1 when it leads nowhere.
func (p *parser) addLink(ref []byte, node int) int {
	if i, seen := p.links[string(ref)]; seen {
		if i >= 0 && !noFollow(p.at.rel) {
			p.doc.Links[i].NoFollow = false
		}
		return i
	}
	target, ok := p.resolver.resolve(string(ref))
	if !ok || len(ref) == 0 {
		p.links[string(ref)] = -1
		return -1
	}
	i, seen := p.links[target]
	if !seen {
		if len(p.doc.Links) >= maxLinks {
			return -1
		}
		i = len(p.doc.Links)
		p.doc.Links = append(p.doc.Links, PlacedLink{Link{URL: target, NoFollow: true}, node, p.sameSite(target)})
		p.ranges = append(p.ranges, [2]int{})
		p.links[target] = i
	}
	p.links[string(ref)] = i
	if i >= 0 && !noFollow(p.at.rel) {
		p.doc.Links[i].NoFollow = false
	}
	return i
}

// sameSite reports whether a canonical URL is on a host of the page's platform, or of the one that the page names as its
// own: pages are read from mirrors and files, too.
func (p *parser) sameSite(target string) bool {
	host := hostOf(target)
	same, known := p.site[host]
	if !known {
		platform := Platform(target)
		for _, own := range [...]string{p.doc.Base.String(), p.doc.Canonical, p.doc.Meta["og:url"]} {
			same = same || own != "" && Platform(own) == platform
		}
		p.site[host] = same
	}
	return same
}

func hostOf(canonical string) string {
	_, rest, _ := strings.Cut(canonical, "://")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

func noFollow(rel []byte) bool {
	for word := range bytes.FieldsSeq(rel) {
		if bytes.EqualFold(word, []byte("nofollow")) || bytes.EqualFold(word, []byte("ugc")) || bytes.EqualFold(word, []byte("sponsored")) {
			return true
		}
	}
	return false
}

func (p *parser) openAnchor(f *frame) {
	f.first = len(p.buf)
	if len(p.at.href) == 0 || f.hidden == allHidden {
		f.tag = atom.Span // a target, not a link
		return
	}
	p.anchor, p.anchored = p.addLink(p.at.href, f.node), 0
	p.anchors++
	p.inward = p.anchor < 0 && p.resolver.origin == "" && relative(p.at.href)
	if p.anchor >= 0 {
		p.inward = p.doc.Links[p.anchor].SameSite
		p.doc.Anchors = append(p.doc.Anchors, Anchor{p.anchor, f.node})
	}
}

func (p *parser) closeAnchor(f *frame) {
	p.anchors--
	if p.anchor >= 0 && p.ranges[p.anchor][1] == 0 && len(p.buf) > f.first {
		p.ranges[p.anchor] = [2]int{f.first, len(p.buf)}
	}
	f.tag = atom.Span
}

// relative reports whether a reference names no host.
func relative(ref []byte) bool {
	_, _, scheme := cutScheme(string(ref))
	return !scheme && !bytes.HasPrefix(ref, []byte("//"))
}

// image records a picture, preferring the address that a script would load later over a placeholder.
func (p *parser) image(node int) {
	ref := p.at.src
	if set := mediumCandidate(p.at.srcset); set != nil {
		ref = set
	}
	if len(p.at.lazy) > 0 {
		ref = p.at.lazy
	}
	if set := mediumCandidate(p.at.lazyset); set != nil && len(p.at.lazy) == 0 {
		ref = set
	}
	alt := cut(fold(string(p.at.alt)), maxTitle)
	if title := cut(fold(string(p.at.title)), maxTitle); title != "" {
		alt = join(alt, title)
	}
	p.addImage(ref, Image{Alt: strings.TrimPrefix(alt, " | "), Width: pixels(p.at.width), Height: pixels(p.at.height)}, node)
}

func (p *parser) addImage(ref []byte, image Image, node int) {
	if len(ref) == 0 || len(p.doc.Images) >= maxImages {
		return
	}
	target, ok := p.resolver.resolve(string(ref))
	if !ok {
		return
	}
	image.URL = target
	p.doc.Images = append(p.doc.Images, PlacedImage{image, node})
}

// backgroundImage records the picture of a style such as background-image:url('x.jpg').
func (p *parser) backgroundImage(node int) {
	_, rest, ok := bytes.Cut(p.at.style, []byte("url("))
	if !ok {
		return
	}
	ref, _, ok := bytes.Cut(rest, []byte(")"))
	if ok {
		p.addImage(bytes.Trim(ref, " '\""), Image{}, node)
	}
}

func pixels(value []byte) int {
	n, err := strconv.Atoi(strings.TrimSuffix(string(bytes.TrimSpace(value)), "px"))
	if err != nil || n < 0 || n > 100_000 {
		return 0
	}
	return n
}

// mediumCandidate picks from a srcset the smallest picture of at least 640 pixels, else the largest.
func mediumCandidate(srcset []byte) []byte {
	const wanted = 640
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
