package site_test

import (
	"fmt"
	"strings"
	"testing"

	"ronda/crawler"
	"ronda/crawler/site"
)

// TestSavedFolder holds that a folder's listing is read though it was saved as a file, whose links resolve to nothing, and whatever the server
// wrote below it.
func TestSavedFolder(t *testing.T) {
	names := []string{"kk slamet.pdf", "ktp_siti.jpg", "ktp_slamet.jpg", "lama/"}
	var rows strings.Builder
	for _, name := range names {
		fmt.Fprintf(&rows, `<tr><td><img src="/icons/image2.gif" alt="[IMG]"></td><td><a href="%s">%s</a></td><td>2021-03-01 10:11</td><td>198K</td></tr>`,
			strings.ReplaceAll(name, " ", "%20"), name)
	}
	const head = `<title>Index of /arsip</title><h1>Index of /arsip</h1><table><tr><th></th><th><a href="?C=N;O=D">Name</a></th></tr><tr><td></td><td><a href="/">Parent Directory</a></td></tr>`
	const signature = `<address>Apache/2.4.57 (Debian) Server at arsip.example Port 443</address>`
	for _, page := range []*crawler.Page{
		{URL: "unduhan/indeks.html", FinalURL: "unduhan/indeks.html", Body: []byte(head + rows.String() + "</table>" + signature)},
		{URL: "unduhan/indeks.html", FinalURL: "unduhan/indeks.html", Body: []byte(head + rows.String() + "</table>")},
		{URL: "https://arsip.example/arsip/", Body: []byte(head + rows.String() + "</table>" + signature)},
	} {
		page.ContentType = "text/html"
		extraction, err := site.Extract(page)
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for _, b := range extraction.Listings[0].Blocks {
			text.WriteString(b.Text + "\n")
		}
		for _, name := range names {
			if !strings.Contains(text.String(), name) {
				t.Errorf("%s: %q is not read: %q", page.URL, name, text.String())
			}
		}
	}
}
