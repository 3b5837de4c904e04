package site

import (
	"cmp"
	"net/url"
	"strings"

	"golang.org/x/net/html/atom"

	"ronda/crawler"
	"ronda/crawler/boilerplate"
	"ronda/crawler/classname"
	"ronda/crawler/comments"
	"ronda/crawler/dom"
	"ronda/crawler/plaintext"
	"ronda/crawler/structured"
	"ronda/crawler/words"
)

const (
	enough   = 40 // bytes of text beside headings with which a page is content to be read
	maxTitle = 1_000
)

// view is a page as the finders of its parts saw it.
type view struct {
	*boilerplate.View
	page      *crawler.Page
	comments  *comments.Section
	stateRead bool // the data of the page's scripts stands in its main content
}

// main is the listing of the page itself: its content without furniture and without the posts that stand on it.
func (v *view) main() crawler.Listing {
	l := newListing(v.page)
	l.URL = v.canonical()
	facts := structured.Read(v.View)
	// Every post of the page repeats the title, so that it must be one.
	l.Title = words.Cut(cmp.Or(facts.Name, v.Doc.Meta("og:title"), v.Heading(), v.Doc.Title, v.Doc.Meta("twitter:title")), maxTitle)
	l.Price, l.Seller = facts.Price, cmp.Or(facts.Seller, v.sellerOnPage())
	l.ID = listingID(v.page.Address(), facts.IDs)
	if facts.Product {
		l.Form = crawler.FormProduct
	}
	limit := boilerplate.Content
	for ; ; limit++ {
		var body int
		l.Blocks, body = v.contentBlocks(limit)
		if body >= enough || limit == boilerplate.Landmark || v.comments.Len() > 0 {
			break
		}
	}
	l.Blocks = v.addSummary(l.Blocks, facts.Description)
	l.Images = v.images(limit)
	for _, image := range facts.Images {
		l.Images = crawler.AddImage(l.Images, image)
	}
	return l
}

// contentBlocks returns the blocks of the main content that stand in zones up to limit, and how many bytes they say beside headings. Of a
// page that is a list of links, what leads elsewhere counts though each link is a heading: such a page needs no sidebar to say more.
func (v *view) contentBlocks(limit boilerplate.Zone) (blocks []crawler.Block, body int) {
	n := 0
	for i := range v.Doc.Texts {
		if v.isContent(i, limit) {
			n++
		}
	}
	if n == 0 {
		return nil, 0
	}
	blocks = make([]crawler.Block, 0, n+1) // and perhaps a summary
	for i := range v.Doc.Texts {
		if !v.isContent(i, limit) {
			continue
		}
		t := &v.Doc.Texts[i]
		b := t.Block
		if b.Role == crawler.RoleHeading && limit >= boilerplate.LinkList {
			body += t.Anchor
		}
		if b.Role != crawler.RoleHeading {
			body += len(b.Text)
			if b.Role != crawler.RoleCode && b.Role != crawler.RoleQuote && v.Quoted(t.Node) {
				b.Role = crawler.RoleQuote
			}
		}
		blocks = append(blocks, b)
	}
	return blocks, body
}

// isContent reports whether a text block belongs to the main content in zones up to limit.
func (v *view) isContent(i int, limit boilerplate.Zone) bool {
	t := &v.Doc.Texts[i]
	if v.comments.OwnsText(i) || v.Zones[t.Node] > limit && i != v.Title {
		return false
	}
	return limit != boilerplate.Content || !v.Teasers[i] && !pointer(t)
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

// addSummary adds the description that a page gives to machines where visitors see little of it: pages that scripts build, and
// the data from which they build them.
func (v *view) addSummary(blocks []crawler.Block, description string) []crawler.Block {
	body := 0
	for _, b := range blocks {
		if b.Role != crawler.RoleHeading && !v.Doc.Scripted {
			body += len(b.Text)
		}
	}
	if description == "" && body < enough {
		description = cmp.Or(v.Doc.Meta("og:description"), v.Doc.Meta("description"))
	}
	if v.Doc.Scripted || body < enough && v.comments.Len() == 0 && v.waits() {
		// All of it, names of fields too: they tell whose it is, and what has to be hidden.
		blocks = append(blocks, plaintext.State(v.Doc.State, v.Doc.Programs)...)
		v.stateRead = true
	}
	if description == "" {
		return blocks
	}
	opening := description[:min(len(description), 60)]
	if strings.Contains(v.Doc.NodeText(0), opening) {
		return blocks
	}
	return append(blocks, crawler.Block{Role: crawler.RoleParagraph, Text: description})
}

// waits reports whether a page shows nothing of its own but names, the heads of tables, and that it is not ready or needs scripts. One that
// says something else, and be it that there is no such page, has other addresses' data with it.
func (v *view) waits() bool {
	remark, says := v.Doc.NeedsScripts, false
	for i := range v.Doc.Texts {
		if !v.isContent(i, boilerplate.Content) {
			continue
		}
		switch t := &v.Doc.Texts[i]; {
		case failing.Any(t.Text) && !excusing.Any(t.Text): // "Gagal memuat halaman"
			return false
		case waiting.Any(t.Text):
			remark = true
		case denying.Any(t.Text):
			return false
		case t.Role == crawler.RoleHeading || t.Role == crawler.RoleRow:
		case strings.HasSuffix(t.Text, "…") || strings.HasSuffix(t.Text, "..."):
			remark = true
		default:
			says = says || !v.inHeader(t.Node)
		}
	}
	return remark || !says
}

// What pages say before scripts have filled them, and where there is nothing.
var (
	waiting = words.NewSet(`memuat loading tunggu wait sebentar menyiapkan memeriksa memproses mengambil javascript`)
	failing = words.NewSet(`gagal error kesalahan failed`)
	// Scripts are what is missing, or nothing has failed yet: "Memuat, jika gagal segarkan halaman".
	excusing = words.NewSet(`javascript jika bila apabila kalau if`)
	denying  = words.NewSet(`tidak belum bukan gagal habis kosong not error 404 403 410 500`)
)

// inHeader reports whether a node stands in the header of the page, not in that of an article.
func (v *view) inHeader(node int) bool {
	header := false
	for ; node > 0; node = v.Doc.Nodes[node].Parent {
		switch v.Doc.Nodes[node].Tag {
		case atom.Header:
			header = true
		case atom.Main, atom.Article:
			return false
		}
	}
	return header
}

// images returns the pictures of the main content without those that are too small to show a document.
func (v *view) images(limit boilerplate.Zone) []crawler.Image {
	const smallest = 48
	var images []crawler.Image
	for _, image := range v.Doc.Images {
		if v.comments.OwnsNode(image.Node) || v.Zones[image.Node] > limit {
			continue
		}
		if image.Width > 0 && image.Width < smallest || image.Height > 0 && image.Height < smallest {
			continue
		}
		images = crawler.AddImage(images, image.Image)
	}
	return images
}

// canonical is the page's own choice of address where it is credible: on its host, and not the home page for all.
func (v *view) canonical() string {
	own := v.page.Address()
	if v.Doc.Canonical == "" {
		return own
	}
	canonical, err := url.Parse(v.Doc.Canonical)
	if err != nil {
		return own
	}
	self, err := url.Parse(own)
	if err != nil || self.Host != canonical.Host || canonical.Path == "/" && canonical.RawQuery == "" {
		return own
	}
	return v.Doc.Canonical
}

// sellerOnPage returns the text of the element that is named after the seller.
func (v *view) sellerOnPage() string {
	for i := range v.Doc.Nodes {
		if v.Hints[i]&classname.Seller != 0 && v.Zones[i] == boilerplate.Content {
			if name := v.ShortName(i); name != "" {
				return name
			}
		}
	}
	return ""
}
