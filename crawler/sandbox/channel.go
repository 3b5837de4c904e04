package sandbox

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// channels is salurankabar: public previews of channels, twenty messages a page.
type channels struct {
	*world
	count  int
	plants spread // over all messages of all channels
}

const (
	perPreview     = 20
	previews       = 4 // pages of a channel
	perChannel     = perPreview * previews
	perDirectory   = 40
	lockedChannels = 2 // behind a path that robots.txt forbids
)

func (c *channels) host() string { return "salurankabar" }

func (c *channels) name(i int) string {
	r := c.roll("channel", i)
	word := from(r, []string{"infoloker", "pasarmalam", "kabardesa", "jualbeli", "promo", "belajarbareng", "komunitas", "gudang", "tips", "warga"})
	if i >= c.count {
		return "terkunci_" + strconv.Itoa(i-c.count)
	}
	return word + "_" + slug(from(r, towns)) + strconv.Itoa(i)
}

func (c *channels) number(name string) (int, bool) {
	if n, err := strconv.Atoi(strings.TrimPrefix(name, "terkunci_")); err == nil && n >= 0 && n < lockedChannels {
		return c.count + n, true
	}
	digits := strings.TrimLeft(name, "abcdefghijklmnopqrstuvwxyz_-")
	n, err := strconv.Atoi(digits)
	return n, err == nil && n >= 0 && n < c.count && c.name(n) == name
}

// message opens a message; place counts through all channels.
func (c *channels) message(place int) entry {
	if place == c.count*perChannel+perChannel-1 || place == (c.count+1)*perChannel+perChannel-2 {
		return c.open(c.words.plant("message", place), "message", place)
	}
	return c.entry("message", place, c.plants)
}

func (c *channels) random(r *rand.Rand) link {
	name := c.name(r.IntN(c.count))
	return link{"/s/" + name, "Saluran " + name}
}

func (c *channels) plantPaths() []string {
	seen := map[string]bool{}
	var paths []string
	for j := range c.plants.k {
		place := c.plants.at(j)
		path := c.previewURI(place/perChannel, place%perChannel/perPreview)
		if !seen[path] {
			seen[path] = true
			paths = append(paths, path)
		}
	}
	return append(paths, "/s/"+c.name(c.count), "/s/"+c.name(c.count+1))
}

// previewURI is the address of the messages 20k+1 .. 20k+20; the newest page has no before.
func (c *channels) previewURI(i, k int) string {
	if k == previews-1 {
		return "/s/" + c.name(i)
	}
	return fmt.Sprintf("/s/%s?before=%d", c.name(i), (k+1)*perPreview+1)
}

func (c *channels) serve(path, raw string) *page {
	switch name, preview := strings.CutPrefix(path, "/s/"); {
	case path == "/":
		return c.directory(1)
	case strings.HasPrefix(path, "/direktori/"):
		n, err := strconv.Atoi(strings.TrimPrefix(path, "/direktori/"))
		if err != nil || n < 2 {
			return nil
		}
		return c.directory(n)
	case preview:
		i, ok := c.number(name)
		if !ok {
			return nil
		}
		k := previews - 1
		if raw != "" {
			before, err := strconv.Atoi(strings.TrimPrefix(raw, "before="))
			if err != nil || before%perPreview != 1 || before < perPreview+1 || before > perChannel-perPreview+1 {
				return nil
			}
			k = before/perPreview - 1
		}
		return c.preview(i, k)
	case strings.HasPrefix(path, "/file/"):
		place, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(path, "/file/"), ".jpg"))
		if err != nil || place < 0 || place >= (c.count+lockedChannels)*perChannel {
			return nil
		}
		e := c.message(place)
		r := c.roll("message photo", place)
		return photograph(picture(e.kind, r), r)
	}
	return nil
}

func (c *channels) top(title string) *page {
	p := newPage()
	p.w("<!DOCTYPE html>\n<html class=\"no-js\"><head><meta charset=\"utf-8\"><title>")
	p.t(title)
	p.w("</title><meta property=\"og:site_name\" content=\"SaluranKabar\"><meta name=\"robots\" content=\"all\"></head>\n<body class=\"widget_frame_base\"><header class=\"tgme_header\">")
	p.a("/", "SaluranKabar")
	p.a("/k/gabung", "Gabung")
	p.w("</header>\n<main class=\"tgme_main\">\n")
	return p
}

func (c *channels) bottom(p *page, r *rand.Rand) *page {
	p.w("</main>\n<section class=\"similar_channels\">\n")
	for range 14 {
		l := c.random(r)
		p.a(l.href, l.text)
	}
	p.links("", "\n", c.elsewhere(r, 4))
	p.w("</section>\n<footer>")
	p.a("/direktori/2", "Direktori")
	p.a("/s/"+c.name(c.count+r.IntN(lockedChannels)), "Saluran terkunci")
	p.w("</footer></body></html>\n")
	return p
}

func (c *channels) directory(cur int) *page {
	last := (c.count-1)/perDirectory + 1
	if cur > max(last, 2) {
		return nil
	}
	p := c.top("Direktori saluran")
	p.w("<div class=\"tgme_directory\">\n")
	for i := (cur - 1) * perDirectory; i < min(cur*perDirectory, c.count); i++ {
		p.a("/s/"+c.name(i), c.name(i))
	}
	p.w("</div>\n")
	p.pager(cur, last, func(n int) string {
		if n == 1 {
			return "/"
		}
		return "/direktori/" + strconv.Itoa(n)
	})
	return c.bottom(p, c.roll("directory", cur))
}

func (c *channels) preview(i, k int) *page {
	name := c.name(i)
	p := c.top(name + " – SaluranKabar")
	p.w("<div class=\"tgme_channel_info\"><div class=\"tgme_channel_info_header_title\">", name,
		"</div><div class=\"tgme_channel_info_description\">Saluran warga. Berita, lapak, obrolan.</div></div>\n<section class=\"tgme_channel_history js-message_history\">\n")
	if k > 0 {
		p.w("<div class=\"tgme_widget_message_centered js-messages_more_wrap\"><a href=\"", c.previewURI(i, k-1), "\" class=\"tme_messages_more js-messages_more\" data-before=\"", strconv.Itoa(k*perPreview+1), "\">lebih lama</a></div>\n")
	}
	r := c.roll("preview "+name, k)
	for n := range perPreview {
		place := i*perChannel + k*perPreview + n
		e := c.message(place)
		post := fmt.Sprintf("%s/%d", name, k*perPreview+n+1)
		if e.planted() {
			p.plants = append(p.plants, mark{post, e.kind})
		}
		c.bubble(p, post, &e, place, r)
	}
	p.w("</section>\n")
	return c.bottom(p, r)
}

func (c *channels) bubble(p *page, post string, e *entry, place int, r *rand.Rand) {
	name, number, _ := strings.Cut(post, "/")
	p.w("<div class=\"tgme_widget_message_wrap js-widget_message_wrap\"><div class=\"tgme_widget_message text_not_supported_wrap js-widget_message\" data-post=\"", post,
		"\"><div class=\"tgme_widget_message_bubble\"><div class=\"tgme_widget_message_author accent_color\"><a class=\"tgme_widget_message_owner_name\" href=\"/s/", name, "\"><span dir=\"auto\">", name, "</span></a></div>\n")
	if e.kind != kindPlain && r.IntN(3) == 0 {
		fmt.Fprintf(p, "<img class=\"tgme_widget_message_photo\" src=\"/file/%d.jpg\" alt=\"\">", place)
	}
	p.w("<div class=\"tgme_widget_message_text js-message_text\" dir=\"auto\">")
	p.lines(c.body(e))
	p.w("</div><div class=\"tgme_widget_message_footer compact js-message_footer\"><span class=\"tgme_widget_message_views\">", strconv.Itoa(40+r.IntN(5000)),
		"</span><span class=\"tgme_widget_message_meta\"><time datetime=\"2026-", fmt.Sprintf("%02d-%02d", 1+r.IntN(12), 1+r.IntN(28)), "\">#", number, "</time></span></div></div></div></div>\n")
}
