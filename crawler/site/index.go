package site

import (
	"cmp"
	"net/url"
	"path"
	"strings"

	"ronda/crawler"
	"ronda/crawler/words"
)

// maxLinks is how many links a storage listing gives.
const maxLinks = 5_000

// samplePictures is how many pictures of a folder the listing carries: enough to judge it, few enough to fetch.
const samplePictures = 20

// longestFileName is more than file systems allow; a link that says more shows no file name.
const longestFileName = 300

// index recognises a folder listing of a web server: a page of links to what lies directly in its folder.
func (v *view) index() (crawler.Listing, bool) {
	title := strings.ToLower(cmp.Or(v.Doc.Title, v.Heading()))
	announced := false
	for _, opening := range [...]string{"index of", "directory listing", "listing of", "directory of", "folder listing", "isi folder"} {
		announced = announced || strings.HasPrefix(title, opening)
	}
	most := len(v.Doc.Anchors) // links to other things that a folder has
	if !announced {
		most /= 4
	}
	names, named := v.entries(most)
	if announced && len(v.Doc.Anchors) == 0 { // saved as a file, where its links lead nowhere
		names = v.looseNames()
		named = len(names)
	}
	others := len(v.Doc.Anchors) - named
	if !announced && (named < 3 || others > most || !fileNames(names)) || announced && named == 0 && v.Stats[0].Text > 400 || others > named+8 {
		return crawler.Listing{}, false
	}
	l := newListing(v.page)
	l.Form = crawler.FormIndex
	l.Title = cmp.Or(v.Doc.Title, v.Heading())
	l.Blocks = fileBlocks(names)
	for _, link := range v.Doc.Links {
		if isPicture(link.URL) && len(l.Images) < samplePictures {
			l.Images = append(l.Images, crawler.Image{URL: link.URL, Alt: fileName(link.URL)})
		}
	}
	return l, true
}

// entries returns the names in the page's own folder that its links show, and how many links are such entries. It gives up
// when more than so many are none.
func (v *view) entries(most int) (names []string, entries int) {
	base := v.Doc.Base
	folder := base.Path[:strings.LastIndexByte(base.Path, '/')+1]
	for i, anchor := range v.Doc.Anchors {
		if i-entries > most {
			return nil, entries
		}
		link := &v.Doc.Links[anchor.Link]
		if !link.SameSite {
			continue
		}
		address, query, ok := pathOf(link.URL)
		if !ok {
			continue
		}
		shown := words.Cut(strings.TrimSpace(v.Doc.NodeText(anchor.Node)), longestFileName)
		name, ok := strings.CutPrefix(address, folder)
		sorting := strings.HasPrefix(query, "C=") || strings.HasPrefix(query, "sort=")
		switch {
		case ok && name == "" && sorting, strings.HasPrefix(shown, ".."), words.HasPrefixFold(shown, "parent directory"):
			entries++
		case ok && name != "" && !strings.Contains(strings.TrimSuffix(name, "/"), "/") && query == "" && showsName(shown, name):
			entries++
			names = append(names, name)
		}
	}
	return names, entries
}

// looseNames returns the names of files and folders that a listing shows whose links lead nowhere. What stands beside a link is no name.
func (v *view) looseNames() (names []string) {
	for _, link := range v.Doc.Loose {
		name := link.Text
		if file := looseFile(link.Ref); name != file && showsName(name, file) { // cut
			name = file
		}
		if !strings.HasPrefix(name, "..") && fileNames([]string{name}) {
			names = append(names, name)
		}
	}
	return names
}

// looseFile is the name of the file in the page's own folder to which a link is written, "" for another.
func looseFile(ref string) string {
	ref, _, _ = strings.Cut(ref, "?")
	name, err := url.PathUnescape(strings.TrimPrefix(ref, "./"))
	if err != nil || strings.Contains(strings.TrimSuffix(name, "/"), "/") {
		return ""
	}
	return name
}

// pathOf returns the path of a canonical URL as people read it, and its query.
func pathOf(canonical string) (path, query string, ok bool) {
	if strings.IndexByte(canonical, '%') < 0 { // the common case
		_, rest, _ := strings.Cut(canonical, "://")
		path = rest[max(strings.IndexByte(rest, '/'), 0):]
		path, query, _ = strings.Cut(path, "?")
		return path, query, true
	}
	target, err := url.Parse(canonical)
	if err != nil {
		return "", "", false
	}
	return target.Path, target.RawQuery, true
}

// fileNames reports whether at least half of the names are those of files or folders: an ordinary page whose few links
// are named like their addresses is no folder.
func fileNames(names []string) bool {
	files := 0
	for _, name := range names {
		if strings.HasSuffix(name, "/") || path.Ext(name) != "" {
			files++
		}
	}
	return files*2 >= len(names)
}

// showsName reports whether a link's text is the name of the file, whole or cut as Apache does ("long_na..>").
func showsName(shown, name string) bool {
	shown, name = strings.TrimSuffix(shown, "/"), strings.TrimSuffix(name, "/")
	if cut, ok := strings.CutSuffix(shown, ">"); ok {
		cut = strings.TrimRight(cut, ".")
		return len(cut) > 3 && strings.HasPrefix(name, cut)
	}
	return shown == name
}

func fileBlocks(names []string) []crawler.Block {
	blocks := make([]crawler.Block, 0, len(names))
	seen := make(map[string]bool, len(names))
	for _, name := range names {
		if name = strings.ToValidUTF8(name, "\uFFFD"); name != "" && !seen[name] {
			seen[name] = true
			blocks = append(blocks, crawler.Block{Role: crawler.RoleItem, Text: name})
		}
	}
	return blocks
}

func isPicture(address string) bool {
	address, _, _ = strings.Cut(address, "?")
	switch strings.ToLower(path.Ext(address)) {
	case ".tif", ".tiff": // nobody looks at them, but they are evidence
		return true
	}
	return crawler.IsPictureFile(address)
}

// bucket makes the listing of an S3, Google or Azure storage listing from its keys.
func bucket(page *crawler.Page, name string, keys []string) *Extraction {
	l := newListing(page)
	l.Form = crawler.FormIndex
	l.Title = name
	l.Blocks = fileBlocks(keys)
	e := &Extraction{}
	base, err := url.Parse(page.Address())
	if err != nil || base.Host == "" {
		e.Listings = []crawler.Listing{l}
		return e
	}
	seen := map[string]bool{page.Address(): true}
	root := url.URL{Scheme: base.Scheme, Host: base.Host, Path: strings.TrimSuffix(base.Path, "/") + "/"}
	for _, key := range keys {
		target, ok := crawler.Resolve(&root, (&url.URL{Path: "./" + key}).String())
		if !ok || seen[target] || strings.HasSuffix(key, "/") || len(e.Links) >= maxLinks {
			continue
		}
		seen[target] = true
		e.Links = append(e.Links, crawler.Link{URL: target, Text: key[:min(len(key), 200)]})
		if isPicture(target) && len(l.Images) < samplePictures {
			l.Images = append(l.Images, crawler.Image{URL: target, Alt: path.Base(key)})
		}
	}
	e.Listings = []crawler.Listing{l}
	return e
}
