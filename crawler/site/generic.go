package site

import (
	"net/url"
	"strings"

	"ronda/crawler"
	"ronda/crawler/dom"
)

const (
	enough    = 40 // bytes of text beside headings with which a page is content to be read
	maxImages = 60 // pictures of one listing
	maxTitle  = 1_000
)

// main is the listing of the page itself: its content without furniture and without the posts that stand on it.
func (v *view) main(parts []part) crawler.Listing {
	l := newListing(v.page)
	l.URL = v.canonical()
	facts := v.facts()
	// Every post of the page repeats the title, so that it must be one.
	l.Title = start(firstOf(facts.name, v.doc.Meta("og:title"), v.heading(), v.doc.Title, v.doc.Meta("twitter:title")), maxTitle)
	l.Price, l.Seller = facts.price, firstOf(facts.seller, v.sellerOnPage())
	l.ID = v.listingID(facts)
	if facts.product {
		l.Form = crawler.FormProduct
	}
	limit := zoneContent
	for ; ; limit++ {
		var body int
		l.Blocks, body = v.contentBlocks(limit)
		if body >= enough || limit == zoneFurniture || len(parts) > 0 {
			break
		}
	}
	l.Blocks = v.addSummary(l.Blocks, facts.description)
	l.Images = v.images(limit)
	for _, image := range facts.images {
		l.Images = addImage(l.Images, image)
	}
	return l
}

// own maps every node to the part that it belongs to.
func (v *view) own(parts []part) {
	next := 0
	end, parent := 0, 0 // of the last part that takes up several elements
	var who int32
	for i := 1; i < len(v.owner); i++ {
		v.owner[i] = v.owner[v.doc.Nodes[i].Parent]
		if i < end && v.doc.Nodes[i].Parent == parent {
			v.owner[i] = who
		}
		for next < len(parts) && parts[next].node < 0 {
			next++
		}
		if next < len(parts) && parts[next].node == i {
			next++
			v.owner[i] = int32(next)
			if vo := parts[next-1].heard; vo != nil && vo.end > v.doc.Nodes[i].End {
				end, parent, who = vo.end, v.doc.Nodes[i].Parent, int32(next)
			}
		}
	}
	v.ownTexts(parts)
}

// contentBlocks returns the blocks of the main content that stand in zones up to limit, and how many bytes are not headings.
func (v *view) contentBlocks(limit zone) (blocks []crawler.Block, body int) {
	n := 0
	for i := range v.doc.Texts {
		if v.isContent(i, limit) {
			n++
		}
	}
	if n == 0 {
		return nil, 0
	}
	blocks = make([]crawler.Block, 0, n+1) // and perhaps a summary
	for i := range v.doc.Texts {
		if !v.isContent(i, limit) {
			continue
		}
		t := &v.doc.Texts[i]
		b := t.Block
		if b.Role != crawler.RoleHeading {
			body += len(b.Text)
			if b.Role != crawler.RoleCode && b.Role != crawler.RoleQuote && v.quoted(t.Node) {
				b.Role = crawler.RoleQuote
			}
		}
		blocks = append(blocks, b)
	}
	return blocks, body
}

// isContent reports whether a text block belongs to the main content in zones up to limit.
func (v *view) isContent(i int, limit zone) bool {
	t := &v.doc.Texts[i]
	if v.ownerOf(i) != 0 || v.zones[t.Node] > limit && i != v.title {
		return false
	}
	return limit != zoneContent || !v.teasers[i] && !pointer(t)
}

// quoted reports whether a node stands in an element that is named as a quotation, close by.
func (v *view) quoted(node int) bool {
	for range 6 {
		if v.marks[node]&markQuote != 0 {
			return true
		}
		node = v.doc.Nodes[node].Parent
	}
	return false
}

// pointer reports whether a block only leads elsewhere: "Baca juga: ...", or a line of links.
func pointer(t *dom.TextBlock) bool {
	if t.Links == 0 || t.Role == crawler.RoleHeading {
		return false
	}
	if t.Links >= 3 && t.Anchor*10 >= len(t.Text)*6 && t.Role != crawler.RoleRow && t.Role != crawler.RoleCode {
		return true
	}
	if t.Anchor*2 < len(t.Text) {
		return false
	}
	lower := strings.ToLower(t.Text[:min(len(t.Text), 24)])
	for _, opening := range [...]string{"baca juga", "baca:", "baca selengkapnya", "lihat juga", "simak juga", "simak:", "artikel terkait", "berita terkait", "read also", "also read", "see also", "related:", "read more"} {
		if strings.HasPrefix(lower, opening) {
			return true
		}
	}
	return false
}

// addSummary adds the description that a page gives to machines where visitors see little of it: pages that scripts build.
func (v *view) addSummary(blocks []crawler.Block, description string) []crawler.Block {
	body := 0
	for _, b := range blocks {
		if b.Role != crawler.RoleHeading {
			body += len(b.Text)
		}
	}
	if description == "" && body < enough {
		description = firstOf(v.doc.Meta("og:description"), v.doc.Meta("description"))
	}
	if description == "" {
		return blocks
	}
	opening := description[:min(len(description), 60)]
	if strings.Contains(v.doc.NodeText(0), opening) {
		return blocks
	}
	return append(blocks, crawler.Block{Role: crawler.RoleParagraph, Text: description})
}

func (v *view) heading() string {
	if v.title < 0 {
		return ""
	}
	return v.doc.Texts[v.title].Text
}

// images returns the pictures of the main content without those that are too small to show a document.
func (v *view) images(limit zone) []crawler.Image {
	const smallest = 48
	var images []crawler.Image
	for _, image := range v.doc.Images {
		if v.owner[image.Node] != 0 || v.zones[image.Node] > limit {
			continue
		}
		if image.Width > 0 && image.Width < smallest || image.Height > 0 && image.Height < smallest {
			continue
		}
		images = addImage(images, image.Image)
	}
	return images
}

func addImage(images []crawler.Image, image crawler.Image) []crawler.Image {
	if len(images) >= maxImages {
		return images
	}
	for _, known := range images {
		if known.URL == image.URL {
			return images
		}
	}
	return append(images, image)
}

// canonical is the page's own choice of address where it is credible: on its host, and not the home page for all.
func (v *view) canonical() string {
	own := address(v.page)
	if v.doc.Canonical == "" {
		return own
	}
	canonical, err := url.Parse(v.doc.Canonical)
	if err != nil {
		return own
	}
	self, err := url.Parse(own)
	if err != nil || self.Host != canonical.Host || canonical.Path == "/" && canonical.RawQuery == "" {
		return own
	}
	return v.doc.Canonical
}

// sellerOnPage returns the text of the element that is named after the seller.
func (v *view) sellerOnPage() string {
	for i := range v.doc.Nodes {
		if v.marks[i]&markSeller != 0 && v.zones[i] == zoneContent {
			if name := v.shortName(i); name != "" {
				return name
			}
		}
	}
	return ""
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
