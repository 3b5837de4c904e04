// Package crawler holds the nouns of a crawl: what was fetched (Page), what stands on it (Listing, Image, Link) and how a
// URL is written so that two spellings of one page are one page. It fetches nothing and stores nothing.
package crawler

import (
	"net/http"
	"time"
)

// UserAgentToken is ronda's product token: the name that robots.txt groups address.
const UserAgentToken = "ronda"

// Page is one answer to one fetch. It lives in a worker's memory between fetch and seal and is never written in clear.
type Page struct {
	URL         string      // canonical URL that was asked for
	FinalURL    string      // canonical URL that answered; differs from URL only where redirects were followed
	Status      int         // HTTP status; 0 for a page read from a file
	Header      http.Header // response headers; nil for a page read from a file
	ContentType string      // media type in lower case without parameters, e.g. "text/html"; sniffed when the server named none
	Body        []byte      // decoded bytes (no Content-Encoding left)
	Truncated   bool        // the body was cut at the byte limit
	FetchedAt   time.Time   // when the answer arrived; the reference date for plausibility checks
}

// Address is the URL that answered.
func (p *Page) Address() string {
	if p.FinalURL != "" {
		return p.FinalURL
	}
	return p.URL
}

// Form says what a listing is on its page.
type Form string

// Forms of listings.
const (
	FormPage    Form = "page"    // the main content of a page
	FormProduct Form = "product" // a product or classified advert
	FormPost    Form = "post"    // a post, reply or comment of a thread; a guest-book entry
	FormMessage Form = "message" // a message of a channel preview
	FormIndex   Form = "index"   // a folder listing: file names are the content
	FormText    Form = "text"    // a plain text file, dump or paste
	FormImage   Form = "image"   // a picture by itself
)

// Role says what a block of text is on its page.
type Role string

// Roles of blocks.
const (
	RoleHeading   Role = "heading"
	RoleParagraph Role = "paragraph"
	RoleItem      Role = "item"  // a list item
	RoleRow       Role = "row"   // a table row, cells separated by tabs; "key\tvalue" for definition lists
	RoleQuote     Role = "quote" // inside blockquote or q: somebody else's words
	RoleCode      Role = "code"  // pre, code, textarea; line breaks kept
	RoleCaption   Role = "caption"
)

// Block is a stretch of visible text with one role. White space is folded except in code.
type Block struct {
	Role Role
	Text string
}

// Image is a picture that stands in a listing.
type Image struct {
	URL    string // canonical URL; a path for a picture read from a file; as written on a page that has no address
	Alt    string // alternative text, title and caption
	Data   []byte // encoded bytes; nil until fetched; memory only
	Width  int    // as the page declares it, 0 when unknown
	Height int
}

// maxImages is how many pictures a listing carries.
const maxImages = 60

// AddImage appends a picture to those of a listing unless it is among them already, or they are enough.
func AddImage(images []Image, image Image) []Image {
	if len(images) >= maxImages {
		return images
	}
	for i := range images {
		if images[i].URL == image.URL {
			return images
		}
	}
	return append(images, image)
}

// Listing is the central noun: one thing that a page says or offers, small enough to be judged by itself.
// A page yields at least one (its main content) and one more for each post, comment or message.
type Listing struct {
	URL      string    // canonical URL of the page it stands on
	Part     string    // "" for the page's main content, else a part name that is stable between visits (element id, data-post, position)
	Platform string    // registrable domain, or the host where there is none
	ID       string    // the platform's own listing id, "" when unknown
	Form     Form      //
	Seller   string    // handle or name of who offers; personal data: never leaves memory in clear
	Title    string    // title of the listing; for a part the title of the thread or channel
	Price    string    // as written in structured data, e.g. "15000 IDR"
	Blocks   []Block   // main text in page order; navigation, footers, related links and other parts left out
	Images   []Image   //
	SeenAt   time.Time // when the page was fetched
}

// Link is an edge to another page.
type Link struct {
	URL      string // canonical
	Text     string // anchor text, white space folded, cut at 200 bytes
	NoFollow bool   // rel=nofollow, ugc or sponsored
}
