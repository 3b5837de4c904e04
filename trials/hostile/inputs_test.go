package hostile

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
)

// hostility makes hostile inputs of every class. The same seed makes the same inputs.
type hostility struct {
	*rand.Rand
	pages [][]byte // sane ones, to be mutated
}

func newHostility(seed uint64, pages [][]byte) *hostility {
	return &hostility{rand.New(rand.NewPCG(seed, 3)), pages}
}

// input is what a server answers with or a file holds.
type input struct {
	kind     string // content type
	encoding string
	body     []byte
}

// repeated is s over and over, n bytes of it.
func repeated(s string, n int) []byte { return bytes.Repeat([]byte(s), n/len(s)+1)[:n] }

// size is mostly small and sometimes more than what is taken.
func (h *hostility) size() int {
	switch h.IntN(100) {
	case 0:
		return 1<<20 + h.IntN(12<<20)
	case 1:
		return 1 << 20
	}
	return 1 << (8 + h.IntN(9))
}

// mutate changes some bytes of data: flips, cuts, doubles, and strangers' bytes in between.
func (h *hostility) mutate(data []byte) []byte {
	data = bytes.Clone(data)
	for range 1 + h.IntN(12) {
		if len(data) < 8 {
			break
		}
		at := h.IntN(len(data))
		n := min(1+h.IntN(64), len(data)-at)
		switch h.IntN(7) {
		case 0:
			data[at] ^= byte(1 << h.IntN(8))
		case 1:
			data = append(data[:at:at], data[at+n:]...)
		case 2:
			data = append(data[:at+n:at+n], data[at:]...)
		case 3:
			data = data[:at]
		case 4:
			for i := range n {
				data[at+i] = byte(h.Uint32())
			}
		case 5:
			strange := []string{"\x00", "\xff\xfe", "\xef\xbb\xbf", "<!--", "]]>", "<script>", "</", "<table><td>", "\"", "&#0;", "&#x10ffff;", "\xed\xa0\x80", "<![CDATA["}
			data = append(append(data[:at:at], strange[h.IntN(len(strange))]...), data[at:]...)
		case 6:
			binary.BigEndian.PutUint32(data[min(at, len(data)-4):], h.Uint32())
		}
	}
	return data
}

// page makes a hostile page of text.
func (h *hostility) page() input {
	n := h.size()
	page := func(parts ...any) input {
		return input{kind: "text/html; charset=utf-8", body: fmt.Append(nil, parts...)}
	}
	units := []string{
		"<div>", "<p>x", "<b>", "<table><tr><td>1<td>2", "<a href=x>", "<a href=/user/a>n</a> kata ", "<li>", "<dl><dt>a<dd>b", "<figure><figcaption>x", "<select><option>",
		"<svg><math>", "<i id=a class=comment>x</i>", "<blockquote>", "&amp", "&#1114111;", "<", "</p>", "<!--", "<script><!--<script>", "\x00", "\xff\xc3", "<noscript>", "<template>",
		"<meta name=a content=b>", "<img srcset='a 1w,b 2x'>", "<form><button>", "<h1>a", "jual ktp selfie 10rb ", "3399014101900001 ", "a b c ", "\u0e01\U0001d5de ",
	}
	unit := units[h.IntN(len(units))]
	switch h.IntN(16) {
	case 0, 1, 2, 3, 4:
		return input{kind: "text/html", body: h.mutate(h.pages[h.IntN(len(h.pages))])}
	case 5, 6:
		return page("<title>t</title><main>", string(repeated(unit, n)))
	case 7:
		return page("<p ", string(repeated([]string{"a=b ", "role=x ", "class='x y' ", "style=display:none ", "a ", "\"'= "}[h.IntN(6)], n)), ">x")
	case 8: // one giant of something
		open := []string{"<p title='", "<p>", "<!--", "<script>", "<title>", "<textarea>", "<a href='http://x.example/", "<", "<!doctype ", "<style>"}
		return page(open[h.IntN(len(open))], string(repeated("a b", n)))
	case 9:
		value := []string{"[", `{"@graph":`, `[[],`, `{"a":1e999,"b":`, `"` + strings.Repeat("9", 1000) + `",`}[h.IntN(5)]
		return page(`<script type="application/ld+json">`, string(repeated(value, n)), "</script><p>x")
	case 10:
		kinds := []string{"utf-7", "utf-16", "utf-16le", "iso-2022-jp", "gb18030", "shift_jis", "x-user-defined", "hz-gb-2312", "replacement", "nonsense", "utf-8; charset=koi8-r"}
		body := make([]byte, n)
		for i := range body {
			body[i] = byte(h.Uint32())
		}
		return input{kind: "text/html; charset=" + kinds[h.IntN(len(kinds))], body: append([]byte("<p>"), body...)}
	case 11:
		open := `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>`
		root := []string{"<feed>", "<ListBucketResult><Key>", "<urlset><loc>", "<" + strings.Repeat("k", n/20+1) + ">"}[h.IntN(4)]
		return input{kind: "application/xml", body: append([]byte(`<?xml version="1.0"?>`+open+root), repeated("&b;&c;x<!---->", n)...)}
	case 12:
		unit := []string{"[", `{"a":`, "1,", `{"` + strings.Repeat("k", 500) + `":[1,1]}`, "99999999999999999999", `"\ud800`}[h.IntN(6)]
		return input{kind: "application/json", body: append([]byte("["), repeated(unit, n)...)}
	case 13:
		unit := []string{",", "a,b,c\n", "\"", "a;b\r", "\"a\n\",", "3399014101900001,nama,08120000\n", "x"}[h.IntN(7)]
		return input{kind: []string{"text/csv", "text/plain", "text/markdown"}[h.IntN(3)], body: append([]byte("a,b,c\n1,2,3\n"), repeated(unit, n)...)}
	case 14: // packed
		body := h.page().body
		in := input{kind: "text/html", encoding: "gzip", body: packed(append(body, make([]byte, h.IntN(2)*(20<<20))...))}
		switch h.IntN(5) {
		case 0:
			in.body = h.mutate(in.body)
		case 1:
			in.body = append(in.body, "trailing garbage"...)
		case 2:
			in.body = bytes.Repeat(packed(nil), 1000+h.IntN(100_000))
		case 3:
			in.body, in.encoding = packed(in.body), []string{"gzip", "gzip, gzip", "br", "deflate"}[h.IntN(4)]
		}
		return in
	default:
		kind := []string{"text/html", "application/octet-stream", "", "image/svg+xml", "application/xhtml+xml", "text/x-unknown", "application/pdf", "multipart/x-mixed-replace"}[h.IntN(8)]
		body := h.mutate(h.pages[h.IntN(len(h.pages))])
		if h.IntN(2) == 0 {
			body = h.picture().body
		}
		return input{kind: kind, body: body}
	}
}

func packed(data []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	_, _ = w.Write(data)
	_ = w.Close()
	return out.Bytes()
}

// picture makes a hostile picture.
func (h *hostility) picture() input {
	w, height := 1+h.IntN(700), 1+h.IntN(500)
	img := image.NewRGBA(image.Rect(0, 0, w, height))
	if h.IntN(2) == 0 {
		for i := range img.Pix {
			img.Pix[i] = byte(h.Uint32())
		}
	}
	var out bytes.Buffer
	switch h.IntN(14) {
	case 0, 1, 2:
		_ = jpeg.Encode(&out, img, &jpeg.Options{Quality: 1 + h.IntN(100)})
		return input{kind: "image/jpeg", body: h.mutate(out.Bytes())}
	case 3, 4:
		_ = png.Encode(&out, img)
		return input{kind: "image/png", body: h.mutate(out.Bytes())}
	case 5:
		_ = gif.Encode(&out, img, nil)
		return input{kind: "image/gif", body: h.mutate(out.Bytes())}
	case 6: // a true bomb: all of its pixels are there
		sides := [][2]int{{30_000, 30_000}, {6000, 6000}, {30_000, 1000}, {65_535, 2}, {9000, 4000}}[h.IntN(5)]
		return input{kind: "image/png", body: bombPNG(sides[0], sides[1], []byte{0, 2, 3, 4, 6}[h.IntN(5)], []byte{8, 16}[h.IntN(2)], byte(h.IntN(2)))}
	case 7:
		frames := &gif.GIF{}
		for range 1 + h.IntN(300) {
			frames.Image = append(frames.Image, image.NewPaletted(image.Rect(0, 0, 40, 30), color.Palette{color.Black, color.White}))
			frames.Delay = append(frames.Delay, 0)
		}
		_ = gif.EncodeAll(&out, frames)
		return input{kind: "image/gif", body: out.Bytes()}
	case 8:
		return input{kind: "image/jpeg", body: scansJPEG(1<<h.IntN(12), 1<<h.IntN(12), 1+h.IntN(5000))}
	case 9:
		sides := [][2]int{{65_535, 65_535}, {12_000, 3000}, {6000, 6000}}[h.IntN(3)]
		return input{kind: "image/jpeg", body: scansJPEG(sides[0], sides[1], 3)}
	case 10:
		body := []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")
		for range h.IntN(2000) {
			body = append(body, byte(h.Uint32()))
		}
		binary.LittleEndian.PutUint32(body[4:], uint32(len(body)-8))
		binary.LittleEndian.PutUint32(body[16:], uint32(len(body)-20))
		binary.LittleEndian.PutUint32(body[21:], h.Uint32())
		return input{kind: "image/webp", body: body}
	case 11:
		_ = jpeg.Encode(&out, img, nil)
		return input{kind: "image/png", body: append([]byte("\x89PNG\r\n\x1a\n"), out.Bytes()...)}
	case 12:
		return input{kind: "image/svg+xml", body: repeated("<svg><use href='#a'/>", h.size())}
	default:
		return input{kind: []string{"image/x-icon", "image/jpeg", "image/avif", "text/html"}[h.IntN(4)], body: repeated("\x00\x00\x01\x00", h.size())}
	}
}

// bombPNG is a small file of many equal pixels.
func bombPNG(w, h int, colour, depth, interlace byte) []byte {
	if colour == 3 {
		depth = 8
	}
	channels := map[byte]int{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
	var out bytes.Buffer
	chunk := func(name string, data []byte) {
		var head [8]byte
		binary.BigEndian.PutUint32(head[:], uint32(len(data)))
		copy(head[4:], name)
		sum := crc32.NewIEEE()
		sum.Write(head[4:])
		sum.Write(data)
		out.Write(head[:])
		out.Write(data)
		_ = binary.Write(&out, binary.BigEndian, sum.Sum32())
	}
	out.WriteString("\x89PNG\r\n\x1a\n")
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(w)), uint32(h))
	chunk("IHDR", append(head, depth, colour, 0, 0, interlace))
	if colour == 3 {
		chunk("PLTE", []byte{0, 0, 0, 255, 255, 255})
	}
	var data bytes.Buffer
	z, _ := zlib.NewWriterLevel(&data, zlib.BestSpeed)
	row := make([]byte, 1+w*channels*int(depth)/8)
	for range min(h, 64<<20/len(row)) { // enough to make the decoder take its memory
		_, _ = z.Write(row)
	}
	_ = z.Close()
	chunk("IDAT", data.Bytes())
	chunk("IEND", nil)
	return out.Bytes()
}

// scansJPEG is a progressive JPEG of one component in many passes of a few bytes each.
func scansJPEG(w, h, scans int) []byte {
	var out bytes.Buffer
	segment := func(marker byte, data ...byte) {
		out.Write([]byte{0xff, marker, byte((len(data) + 2) >> 8), byte(len(data) + 2)})
		out.Write(data)
	}
	out.Write([]byte{0xff, 0xd8})
	segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...)
	segment(0xc2, 8, byte(h>>8), byte(h), byte(w>>8), byte(w), 1, 1, 0x11, 0)
	lengths := func(class byte, symbol byte) []byte {
		return append(append([]byte{class, 1}, make([]byte, 15)...), symbol)
	}
	segment(0xc4, lengths(0x00, 0)...)    // DC: no difference, one bit
	segment(0xc4, lengths(0x10, 0xe0)...) // AC: a run of at least 16384 blocks that end here
	blocks := ((w + 7) / 8) * ((h + 7) / 8)
	segment(0xda, 1, 1, 0, 0, 0, 0)
	out.Write(make([]byte, min(blocks/8+1, 1<<20)))
	for range scans {
		segment(0xda, 1, 1, 0, 1, 63, 0)
		out.Write(bytes.Repeat([]byte{0x3f, 0xf0}, blocks/16384+1))
	}
	out.Write([]byte{0xff, 0xd9})
	return out.Bytes()
}

// robots makes a hostile robots.txt and the status with which it is served.
func (h *hostility) robots() (int, input) {
	n := h.size()
	text := func(s string) input { return input{kind: "text/plain", body: []byte(s)} }
	switch h.IntN(12) {
	case 0:
		return 200, text("User-agent: *\n" + string(repeated("Disallow: /"+strings.Repeat("*a", 40)+"$\n", n)))
	case 1:
		return 200, text(string(repeated(fmt.Sprintf("User-agent: a%d\nDisallow: /\n", h.IntN(100)), n)))
	case 2:
		return 200, text("User-agent: *\nAllow: /" + string(repeated("*", n)))
	case 3:
		return 200, input{kind: "text/plain", body: append([]byte("\xff\xfe"), repeated("U\x00s\x00", n)...)}
	case 4:
		return 200, input{kind: "text/plain", body: repeated("\x00", n)}
	case 5:
		return 200, input{kind: "text/html", body: h.mutate(h.pages[h.IntN(len(h.pages))])}
	case 6:
		return 500 + h.IntN(5), text("no")
	case 7:
		return 200, input{kind: "text/plain", encoding: "gzip", body: packed(make([]byte, 20<<20))}
	case 8:
		return 200, text("User-agent: *\nCrawl-delay: " + []string{"1e999", "-1", "NaN", "0.00001", strings.Repeat("9", n)}[h.IntN(5)])
	case 9:
		return 200, text("\xef\xbb\xbfUser-agent: ronda" + strings.Repeat(" ", n) + "\rDisallow:\r" + string(repeated("Sitemap: x\r", n)))
	case 10:
		return 302, text("/robots.txt")
	default:
		return 200, input{
			kind: []string{"application/pdf", "", "image/png", "application/octet-stream"}[h.IntN(4)],
			body: h.mutate([]byte(strings.Repeat("User-agent: *\nDisallow: /secret/*%41$\nAllow: /\n", 1+h.IntN(50)))),
		}
	}
}

// archive makes a hostile WARC file.
func (h *hostility) archive() (name string, content []byte) {
	var out bytes.Buffer
	for range 1 + h.IntN(6) {
		in := h.page()
		if h.IntN(3) == 0 {
			in = h.picture()
		}
		in.body = in.body[:min(len(in.body), 1<<18)]
		head := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: %s\r\n", in.kind)
		if in.encoding != "" {
			head += "Content-Encoding: " + in.encoding + "\r\n"
		}
		block := append([]byte(head+"\r\n"), in.body...)
		length := len(block)
		switch h.IntN(12) {
		case 0:
			length = h.IntN(1 << 40)
		case 1:
			length = -1
		case 2:
			block = repeated("HTTP/1.1 200 OK\r\n", 1<<17)
			length = len(block)
		}
		fmt.Fprintf(&out, "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://toko.example/%d\r\nContent-Type: application/http\r\nContent-Length: %d\r\n", h.Uint32(), length)
		if h.IntN(20) == 0 {
			out.Write(repeated("X-Header: y\r\n", 1<<18))
		}
		out.WriteString("\r\n")
		out.Write(block)
		out.WriteString("\r\n\r\n")
	}
	content = out.Bytes()
	switch n := h.IntN(50); {
	case n < 10:
		content = h.mutate(content)
	case n < 12:
		content = repeated([]string{"\n", "\x00", "W", "WARC/1.0\r\n"}[h.IntN(4)], 30<<20)
	}
	if h.IntN(2) == 0 {
		content = packed(content)
		if h.IntN(3) == 0 {
			content = h.mutate(content)
		}
		return "warc.gz", content
	}
	return "warc", content
}

// file makes a hostile file with an ending that scan looks for.
func (h *hostility) file() (name string, content []byte) {
	switch h.IntN(3) {
	case 0:
		return []string{"jpg", "png", "gif", "webp"}[h.IntN(4)], h.picture().body
	case 1:
		return []string{"html", "xml", "json", "csv", "txt", "md", "sql"}[h.IntN(7)], h.page().body
	}
	return h.archive()
}
