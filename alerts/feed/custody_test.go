package feed_test

import (
	"encoding/json"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"ronda/alerts"
	"ronda/alerts/desk"
	"ronda/alerts/evidence"
	"ronda/alerts/feed"
	"ronda/alerts/ledger"
)

// sealing runs a feed over a Desk that seals what it raises, with n alerts.
func sealing(t *testing.T, n int) (*desk.Desk, *httptest.Server, []string) {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	to, err := evidence.ParseRecipients([]string{key.Recipient().String()})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	vault, err := evidence.OpenVault(filepath.Join(dir, "evidence"), to, evidence.VaultConfig{})
	if err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(t.Context(), filepath.Join(dir, "desk.db"), desk.Config{Mask: func(s string) string { return s }, Vault: vault})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for i := range n {
		ids = append(ids, raise(t, d, i))
	}
	srv := httptest.NewServer(feed.New(d.Ledger, feed.Config{}))
	t.Cleanup(func() {
		srv.Close()
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d, srv, ids
}

// Whoever looks at an alert sees that an original is kept, and how to recognise it, but not where; and whether it has to
// be kept.
func TestCustodyIsShown(t *testing.T) {
	d, srv, ids := sealing(t, 2)
	kept, err := d.Evidence(t.Context(), ledger.EvidenceFilter{AlertID: ids[0]})
	if err != nil || len(kept) != 1 {
		t.Fatalf("%d originals: %v", len(kept), err)
	}
	if err := d.Hold(t.Context(), kept[0].CaseID, "perkara 12"); err != nil {
		t.Fatal(err)
	}
	for n, id := range ids {
		api := get(t, srv.URL+"/api/v1/alerts/"+id)
		var d struct {
			Originals []struct {
				Sequence int
				SealedAt string `json:"sealed_at"`
				SHA256   string
				Size     int64
			}
			Held bool `json:"legal_hold"`
		}
		if err := json.Unmarshal([]byte(api.body), &d); err != nil {
			t.Fatal(err)
		}
		if held := n == 0; d.Held != held || len(d.Originals) != 1 {
			t.Errorf("alert %d: %+v, held: %t", n, d, held)
		}
		if n == 0 && (d.Originals[0].SHA256 != kept[0].SHA256 || d.Originals[0].Size != kept[0].Size || d.Originals[0].SealedAt == "" || d.Originals[0].Sequence != 1) {
			t.Errorf("original is %+v, want %+v", d.Originals[0], kept[0])
		}
		for lang, words := range map[string][2]string{
			"id": {"Hanya pemegang kunci yang dapat membukanya.", "Penahanan hukum"}, "en": {"Only who holds the key can open it.", "Legal hold"},
		} {
			page := get(t, srv.URL+"/alerts/"+id+"?lang="+lang)
			if !strings.Contains(page.body, words[0]) || !strings.Contains(page.body, d.Originals[0].SHA256) || strings.Contains(page.body, words[1]) != d.Held {
				t.Errorf("page of alert %d in %s does not show what is kept", n, lang)
			}
			for _, secret := range []string{kept[0].Name, "evidence/", "perkara 12"} {
				if strings.Contains(page.body, secret) || strings.Contains(api.body, secret) {
					t.Errorf("alert %d tells %q", n, secret)
				}
			}
		}
	}
	_, plain, bare := serve(t, 1, feed.Config{})
	if page := get(t, plain.URL+"/alerts/"+bare[0]+"?lang=en"); !strings.Contains(page.body, "None is kept.") {
		t.Error("the page does not say that no original is kept")
	}
	if api := get(t, plain.URL+"/api/v1/alerts/"+bare[0]); !strings.Contains(api.body, `"originals":[],"legal_hold":false`) {
		t.Errorf("no originals: %s", api.body)
	}
}

// An erased alert is gone from every page and from the live events; those behind it still come.
func TestErasedIsGone(t *testing.T) {
	d, srv, ids := sealing(t, 3)
	a, err := d.Alert(t.Context(), ids[1])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Erase(t.Context(), desk.EraseRequest{CaseID: a.CaseID, Reason: "uji", Actor: "uji"}); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/alerts/" + ids[1] + "?lang=en":      "This page or alert does not exist.",
		"/alerts/" + ids[1] + "/pictures/0":   "Halaman atau peringatan ini tidak ada.",
		"/api/v1/alerts/" + ids[1]:            `"code":"not_found"`,
		"/alerts/" + ids[0] + "x?lang=en":     "This page or alert does not exist.",
		"/api/v1/alerts/" + ids[1] + "?x=y":   `"message":"This page or alert does not exist."`,
		"/alerts/" + ids[1] + "/pictures/0?n": "404",
	} {
		if got := get(t, srv.URL+path); got.status != 404 || !strings.Contains(got.body, want) {
			t.Errorf("%s: status %d, want 404 with %q", path, got.status, want)
		}
	}
	if list := get(t, srv.URL+"/api/v1/alerts"); strings.Contains(list.body, ids[1]) {
		t.Error("the list shows the erased alert")
	}
	next := listen(t, srv.URL+"/api/v1/events?after=0")
	for _, want := range []string{"1", "3"} {
		if id, _, _ := next(); id != want {
			t.Errorf("event %s, want %s", id, want)
		}
	}
	// It is seen again: what is new is shown, what was erased is not.
	again := finding(1)
	again.Score = 0.5
	if _, err := d.Raise(t.Context(), again, nil); err != nil {
		t.Fatal(err)
	}
	if id, typ, _ := next(); id != "4" || typ != alerts.TypeUpdated {
		t.Errorf("event %s of type %s, want 4, updated", id, typ)
	}
	api := get(t, srv.URL+"/api/v1/alerts/"+ids[1])
	if api.status != 200 || strings.Count(api.body, `"erased":true`) != 1 {
		t.Errorf("the alert that came back: %s", api.body)
	}
	if page := get(t, srv.URL+"/alerts/"+ids[1]+"?lang=en"); !strings.Contains(page.body, "its content was erased") {
		t.Error("the page does not say that an event was erased")
	}
}
