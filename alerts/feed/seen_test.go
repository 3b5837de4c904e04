package feed_test

import (
	"encoding/json"
	"strings"
	"testing"

	"ronda/alerts/feed"
	"ronda/alerts/ledger"
	"ronda/detect/similar"
)

// Two listings with one picture lead to each other, in both languages and in the API, until the picture is dismissed.
func TestSeenBeforeIsShown(t *testing.T) {
	d, srv, _ := serve(t, 0, feed.Config{})
	var ids [2]string
	for n := range ids {
		f := finding(n)
		f.Pictures = []similar.Picture{{}, {Whole: []similar.Hash{{1, 2, 3, 4}}}}
		r, err := d.Raise(t.Context(), f, nil)
		if err != nil {
			t.Fatal(err)
		}
		ids[n] = r.AlertID
	}
	type detail struct {
		Pictures []ledger.Picture
		Seen     *ledger.SeenBefore `json:"seen_before"`
	}
	read := func(id string) (d detail) {
		t.Helper()
		if err := json.Unmarshal([]byte(get(t, srv.URL+"/api/v1/alerts/"+id).body), &d); err != nil {
			t.Fatal(err)
		}
		return d
	}
	shown := read(ids[0])
	if len(shown.Pictures) != 1 || shown.Pictures[0].Place != 1 || len(shown.Pictures[0].Others) != 1 || shown.Pictures[0].Others[0].AlertID != ids[1] || shown.Seen == nil || shown.Seen.Listings != 1 {
		t.Errorf("JSON: %+v", shown)
	}
	holds := func(query string, want ...string) {
		t.Helper()
		page := get(t, srv.URL+"/alerts/"+ids[0]+query).body
		for _, text := range want {
			if !strings.Contains(page, text) {
				t.Errorf("the page %s does not hold %q", query, text)
			}
		}
	}
	holds("?lang=en", "Seen before", "Picture 2", "Stands in 1 other listing on ", `href="/alerts/`+ids[1]+`?lang=en"`, "ronda alerts dismiss 1 ")
	holds("?lang=id", "Gambar ini pernah terlihat", "Ada di 1 iklan lain di ", "ronda alerts dismiss 1 ")
	if list := get(t, srv.URL+"/?lang=en").body; strings.Count(list, "Seen before") != 2 {
		t.Error("the list does not mark both alerts")
	}
	if err := d.DismissPicture(t.Context(), shown.Pictures[0].Number, "a", "b"); err != nil {
		t.Fatal(err)
	}
	holds("?lang=en", "Dismissed by an analyst", "ronda alerts restore 1 ")
	holds("?lang=id", "Diabaikan oleh analis")
	if d := read(ids[1]); !d.Pictures[0].Dismissed || d.Seen != nil {
		t.Errorf("the other one after it was dismissed: %+v", d)
	}
}
