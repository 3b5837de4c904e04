package patrol

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"

	"golang.org/x/sync/singleflight"

	"ronda/crawler"
	"ronda/crawler/fetch"
)

// pictureCacheBytes bounds the memory of pictures that several pages show.
const pictureCacheBytes = 32 << 20

// errAlbum says that a picture is too large for a page that has not been given an album's room.
var errAlbum = errors.New("picture needs more room")

// album is the pictures of one visit.
type album struct {
	held  bool // has an album's room
	bytes int
}

// fetchPictures fills in the pictures of the listings that want them, in page order, up to the limits of one page.
// A picture that cannot be had is left empty: the listing is then judged without it. The error is trouble. The caller
// calls release when the pictures are no longer needed, also after an error.
func (p *Patrol) fetchPictures(ctx context.Context, e *errand, wanted []*crawler.Listing) (release func(), err error) {
	if len(wanted) == 0 {
		return func() {}, nil
	}
	a := &album{held: p.room.album.TryAcquire(1)}
	release = func() {
		if a.held {
			a.held = false
			p.room.album.Release(1)
		}
	}
	e.time = stopwatch{requestTime}
	ctx, cancel := context.WithTimeout(ctx, picturesTime)
	defer cancel()
	left := p.cfg.MaxPictures
	for _, l := range wanted {
		for j := range l.Images {
			if left == 0 || ctx.Err() != nil || e.time.over() {
				return release, nil
			}
			image := &l.Images[j]
			if image.Data != nil || image.URL == "" {
				continue
			}
			left--
			if image.Data, err = p.picture(ctx, e, a, image.URL); isTrouble(err) {
				return release, err
			}
		}
	}
	return release, nil
}

// picture gets one picture into an album, and room for the album when it becomes large. It returns nil when there is
// none to be had; the error is of interest only if it is trouble.
func (p *Patrol) picture(ctx context.Context, e *errand, a *album, url string) ([]byte, error) {
	get := func() ([]byte, error) {
		limits := fetch.Limits{}
		key := "+" + url
		if !a.held {
			limits.Bytes, key = loosePicture, "-"+url
		}
		return p.pictures.get(key, url, func() ([]byte, error) { return p.fetchPicture(ctx, e, url, limits) })
	}
	data, err := get()
	if !a.held && (errors.Is(err, errAlbum) || a.bytes+len(data) > looseBytes) {
		if err := p.room.album.Acquire(ctx, 1); err != nil {
			return nil, fmt.Errorf("wait for memory: %w", err)
		}
		a.held = true
		if data == nil {
			data, err = get()
		}
	}
	if a.bytes+len(data) > albumBytes {
		p.metrics.refused("size")
		return nil, fetch.ErrTooLarge
	}
	a.bytes += len(data)
	return data, err
}

// fetchPicture makes the request for one picture, redirects included, each under robots.txt and at its host's turn.
// No picture without an error means that there is none to be had, for this page or for another.
func (p *Patrol) fetchPicture(ctx context.Context, e *errand, target string, limits fetch.Limits) ([]byte, error) {
	const hops = 3
	for range hops {
		if allowed, err := p.robots.allows(ctx, e, target); err != nil || !allowed {
			return nil, unlessAbsent(ctx, err)
		}
		page, err := p.request(ctx, e, "picture", target, limits)
		if errors.Is(err, fetch.ErrTooLarge) && limits.Bytes > 0 {
			return nil, errAlbum
		}
		if err != nil {
			return nil, unlessAbsent(ctx, err)
		}
		if page.Status >= 300 && page.Status < 400 && page.FinalURL != target {
			target = page.FinalURL
			continue
		}
		if page.Status != http.StatusOK || page.Truncated || !strings.HasPrefix(page.ContentType, "image/") {
			p.metrics.refused("type")
			return nil, nil
		}
		return page.Body, nil
	}
	p.metrics.refused(reasonRedirect)
	return nil, nil
}

// unlessAbsent drops an error that says of a picture that it is not to be had, and keeps one that says it of us.
func unlessAbsent(ctx context.Context, err error) error {
	if isTrouble(err) || ctx.Err() != nil || errors.Is(err, errSlow) {
		return err
	}
	return nil
}

// pagesOnly leaves out the links whose path names a file that holds no page: pictures are fetched where they stand in a
// listing, and the rest is not for reading.
func pagesOnly(links []crawler.Link) []crawler.Link {
	kept := links[:0:0]
	for _, link := range links {
		if u, err := url.Parse(link.URL); err == nil && !crawler.IsPictureFile(u.Path) && !notPages[strings.ToLower(path.Ext(u.Path))] {
			kept = append(kept, link)
		}
	}
	return kept
}

// notPages are endings beside those of pictures.
var notPages = func() map[string]bool {
	set := map[string]bool{}
	for ext := range strings.FieldsSeq(".ico .svg .tif .tiff .css .js .mjs .woff .woff2 " +
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

// get returns the picture of a URL, by fetch if it is not known; who asks under the same key meanwhile waits for that. An
// error is not remembered.
func (c *pictureCache) get(key, url string, fetch func() ([]byte, error)) ([]byte, error) {
	if data, ok := c.lookup(url); ok {
		return data, nil
	}
	answer, err, _ := c.flight.Do(key, func() (any, error) {
		if data, ok := c.lookup(url); ok {
			return data, nil
		}
		data, err := fetch()
		if err == nil {
			c.keep(url, data)
		}
		return data, err
	})
	data, _ := answer.([]byte)
	return data, err
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
	if _, known := c.byURL[url]; known {
		return // fetched twice at the same time, with much room and with little
	}
	c.byURL[url] = c.order.PushFront(&cachedPicture{url: url, data: data})
	c.bytes += len(data) + overhead
	for c.bytes > c.limit && c.order.Len() > 1 {
		last := c.order.Back()
		old := c.order.Remove(last).(*cachedPicture)
		delete(c.byURL, old.url)
		c.bytes -= len(old.data) + overhead
	}
}
