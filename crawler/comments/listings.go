package comments

import (
	"strconv"

	"ronda/crawler"
	"ronda/crawler/boilerplate"
	"ronda/crawler/classname"
	"ronda/crawler/dates"
	"ronda/crawler/words"
)

// AppendListings appends a listing for each comment to that of the page, which is the first of them. address is the page's own.
func (s *Section) AppendListings(listings []crawler.Listing, address string) []crawler.Listing {
	if len(s.comments) == 0 {
		return listings
	}
	main := &listings[0]
	content := s.byOwner(len(s.comments))
	seen := make(map[string]bool, len(s.comments)+1)
	seen[""] = true
	blocks := make([]crawler.Block, 0, len(content.texts))
	for i, p := range s.comments {
		l := crawler.Listing{URL: main.URL, Platform: main.Platform, Form: p.form, Part: p.id, Title: main.Title, SeenAt: main.SeenAt}
		texts := content.texts[content.first[i]:content.first[i+1]]
		if p.form == crawler.FormMessage {
			l.Seller, l.ID, l.Part = s.channel(p.id)
		} else {
			l.Seller = s.author(p, int32(i+1), texts)
		}
		if seen[l.Part] {
			// Positions are of this page, not of the first page of the thread, which canonical links name.
			l.Part, l.URL = "post-"+strconv.Itoa(i+1), address
		}
		seen[l.Part] = true
		first := len(blocks)
		for _, text := range texts {
			block, ok := s.Doc.Texts[text].Block, true
			if p.record != nil {
				block, ok = p.record.Block(text, block)
			}
			if ok && !s.isLabel(block.Text, s.Doc.Texts[text].Node, &l) {
				if block.Role != crawler.RoleCode && s.Quoted(s.Doc.Texts[text].Node) {
					block.Role = crawler.RoleQuote
				}
				blocks = append(blocks, block)
			}
		}
		if n := len(blocks); n > first {
			l.Blocks = blocks[first:n:n]
		}
		l.Images = content.images[i]
		if len(l.Blocks) > 0 || len(l.Images) > 0 {
			listings = append(listings, l)
		}
	}
	return listings
}

// contents holds what belongs to each comment.
type contents struct {
	texts  []int32 // indexes in Doc.Texts; those of comments[i] are texts[first[i]:first[i+1]]
	first  []int32
	images [][]crawler.Image
}

func (s *Section) byOwner(n int) contents {
	c := contents{first: make([]int32, n+2), images: make([][]crawler.Image, n)}
	each := func(take func(who, i int32)) {
		for i := range s.Doc.Texts {
			node := s.Doc.Texts[i].Node
			if who := s.ownerOf(i); who > 0 && s.Zones[node] < boilerplate.Named {
				take(who, int32(i))
			}
		}
	}
	each(func(who, _ int32) { c.first[who+1]++ })
	for i := 1; i < len(c.first); i++ {
		c.first[i] += c.first[i-1]
	}
	c.texts = make([]int32, c.first[n+1])
	each(func(who, i int32) {
		c.texts[c.first[who]] = i
		c.first[who]++
	})
	for _, image := range s.Doc.Images {
		if who := s.owner[image.Node]; who > 0 && (image.Width == 0 || image.Width >= 48) {
			c.images[who-1] = crawler.AddImage(c.images[who-1], image.Image)
		}
	}
	return c
}

// isLabel reports whether a block of a comment is no word of its author: the name, the date, counts.
func (s *Section) isLabel(text string, node int, l *crawler.Listing) bool {
	const longest = 40
	switch {
	case text == l.Seller, l.Form == crawler.FormMessage && text == l.Title:
		return true
	case len(text) > longest:
		return false
	}
	return s.Hints[node]&(classname.Date|classname.Bodyless) != 0 || dates.HasClock(text) && words.CountDigits(text)*2 >= len(text)/2
}
