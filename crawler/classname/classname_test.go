package classname

import "testing"

func TestRead(t *testing.T) {
	for name, want := range map[string]Hint{
		"comment even depth-1":      Comment,
		"comment-author vcard":      Author,
		"commentAuthor":             Author,
		"comment-list":              Thread,
		"comments":                  Thread,
		"product-comment-list":      Thread,
		"post-12 hentry":            Post,
		"blog-post-title":           0,
		"chat-message-row":          Message,
		"relatedPosts":              Boilerplate,
		"berita-terkait":            Boilerplate,
		"latest-news":               Boilerplate,
		"has-sidebar":               0,
		"site-footer":               Footer,
		"shop-name":                 Seller,
		"user-name":                 Author,
		"file-name":                 0,
		"css-1dfgmtm sc-a7f2 kXyQp": 0,
		"":                          0,
	} {
		if got := Read(name); got != want {
			t.Errorf("%q: %b, want %b", name, got, want)
		}
	}
}

func TestWithoutNumber(t *testing.T) {
	for id, want := range map[string]string{"comment-123": "comment-1", "p7": "p7", "123": "1", "x": "x", "": ""} {
		if got := WithoutNumber(id); got != want {
			t.Errorf("%q: %q, want %q", id, got, want)
		}
	}
}

// FuzzWithoutNumber holds that a number at the end tells nothing, for names are read without it.
func FuzzWithoutNumber(f *testing.F) {
	f.Add("comment-123")
	f.Add("post 12 item7788")
	f.Fuzz(func(t *testing.T, id string) {
		if Read(id) != Read(WithoutNumber(id)) {
			t.Errorf("%q tells %b, without its number %b", id, Read(id), Read(WithoutNumber(id)))
		}
	})
}
