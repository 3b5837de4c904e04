package patrol

import (
	"container/list"
	"context"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"

	"golang.org/x/sync/singleflight"

	"ronda/crawler"
)

// pictureCacheBytes bounds the memory of pictures that several pages show.
const pictureCacheBytes = 48 << 20

// fetchPictures fills in the pictures of the listings that want them, in page order, up to the limit of one page.
// A picture that cannot be had is left empty: the listing is then judged without it.
func (p *Patrol) fetchPictures(ctx context.Context, turn turnFunc, listings []crawler.Listing) {
	left := p.cfg.MaxPictures
	for i := range listings {
		l := &listings[i]
		if left == 0 || len(l.Images) == 0 || !p.cfg.WantsImages(l) {
			continue
		}
		for j := range l.Images {
			if left == 0 || ctx.Err() != nil {
				break
			}
			if image := &l.Images[j]; image.Data == nil && image.URL != "" {
				image.Data = p.pictures.get(image.URL, func() []byte { return p.fetchPicture(ctx, turn, image.URL) })
				left--
			}
		}
	}
}

// fetchPicture makes the request for one picture, redirects included, each under robots.txt and at its host's turn.
// It returns nil when there is none to be had.
func (p *Patrol) fetchPicture(ctx context.Context, turn turnFunc, target string) []byte {
	const hops = 3
	for range hops {
		if allowed, err := p.robots.allows(ctx, turn, target); err != nil || !allowed {
			return nil
		}
		page, err := p.request(ctx, turn, "picture", target)
		if err != nil {
			return nil
		}
		if page.Status >= 300 && page.Status < 400 && page.FinalURL != target {
			target = page.FinalURL
			continue
		}
		if page.Status != http.StatusOK || page.Truncated || !strings.HasPrefix(page.ContentType, "image/") {
			return nil
		}
		return page.Body
	}
	return nil
}

// pagesOnly leaves out the links whose path names a file that holds no page: pictures are fetched where they stand in a
// listing, and the rest is not for reading.
func pagesOnly(links []crawler.Link) []crawler.Link {
	kept := links[:0:0]
	for _, link := range links {
		if u, err := url.Parse(link.URL); err == nil && !notPages[strings.ToLower(path.Ext(u.Path))] {
			kept = append(kept, link)
		}
	}
	return kept
}

var notPages = func() map[string]bool {
	set := map[string]bool{}
	for ext := range strings.FieldsSeq(".jpg .jpeg .png .gif .webp .avif .heic .bmp .ico .svg .tif .tiff .css .js .mjs .woff .woff2 " +
		".ttf .otf .eot .mp3 .mp4 .m4a .webm .ogg .avi .mov .mkv .wav .zip .gz .bz2 .xz .7z .rar .tar .exe .apk .dmg .iso .deb .rpm " +
		".pdf .doc .docx .xls .xlsx .ppt .pptx .odt .ods .epub .jar .whl") {
		set[ext] = true
	}
	return set
}()

// pictureCache keeps the most recently used pictures, so that one which stands on many pages is fetched once.
type pictureCache struct {
	flight singleflight.Group
	limit  int

	mu    sync.Mutex
	bytes int
	order *list.List // of *cachedPicture, most recent first
	byURL map[string]*list.Element
}

type cachedPicture struct {
	url  string
	data []byte // nil: not to be had
}

func newPictureCache(limit int) *pictureCache {
	return &pictureCache{limit: limit, order: list.New(), byURL: map[string]*list.Element{}}
}

func (c *pictureCache) get(url string, fetch func() []byte) []byte {
	if data, ok := c.lookup(url); ok {
		return data
	}
	answer, _, _ := c.flight.Do(url, func() (any, error) {
		if data, ok := c.lookup(url); ok {
			return data, nil
		}
		data := fetch()
		c.keep(url, data)
		return data, nil
	})
	return answer.([]byte)
}

func (c *pictureCache) lookup(url string) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byURL[url]
	if !ok {
		return nil, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*cachedPicture).data, true
}

func (c *pictureCache) keep(url string, data []byte) {
	const overhead = 256 // of an entry without a picture, so that failures are bounded as well
	c.mu.Lock()
	defer c.mu.Unlock()
	c.byURL[url] = c.order.PushFront(&cachedPicture{url: url, data: data})
	c.bytes += len(data) + overhead
	for c.bytes > c.limit && c.order.Len() > 1 {
		last := c.order.Back()
		old := c.order.Remove(last).(*cachedPicture)
		delete(c.byURL, old.url)
		c.bytes -= len(old.data) + overhead
	}
}
