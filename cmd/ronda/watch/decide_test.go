package watch

import (
	"strings"
	"testing"
	"time"

	"ronda/alerts/ledger"
	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
	"ronda/detect"
	"ronda/detect/similar"
	"ronda/trials"
)

// press types keys into the page as a keyboard does: names of keys, or text.
func (b *browser) press(keys ...string) {
	b.t.Helper()
	codes := map[string]int{"Tab": 9, "Enter": 13}
	for _, key := range keys {
		code, named := codes[key]
		if !named {
			b.call("Input.insertText", map[string]any{"text": key}, nil)
			continue
		}
		down := map[string]any{"type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": code}
		if key == "Enter" {
			down["text"] = "\r"
		}
		b.call("Input.dispatchKeyEvent", down, nil)
		b.call("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": key, "code": key, "windowsVirtualKeyCode": code}, nil)
	}
}

// tabTo presses Tab until the focus is where an expression says.
func (b *browser) tabTo(selector string) {
	b.t.Helper()
	for range 40 {
		if b.eval(`document.activeElement?.matches(`+"`"+selector+"`"+`) ?? false`) == "true" {
			return
		}
		b.press("Tab")
	}
	b.t.Fatalf("the keyboard does not come to %s", selector)
}

// An analyst signs in with the link that a command prints, dismisses a picture with the keyboard alone and takes that back. Both hold
// at once for pictures that come later, and stand in the access log.
func TestDismissInRealBrowser(t *testing.T) {
	b := openBrowser(t, trials.Program(t, "chromium", "chromium"), 1280, 1000)
	i := startInstance(t, 100)
	raised := 0
	raise := func() (id string, p ledger.Picture) {
		t.Helper()
		raised++
		name := strings.Repeat("lagi ", raised)
		r, err := i.desk.Raise(t.Context(), detect.Finding{
			Key: name, URL: "https://pasar.example/" + name, Platform: "pasar.example", Title: "Iklan " + name, SeenAt: time.Now(),
			Kind: detect.KindSale, Score: 0.9, Severity: detect.SeverityHigh, Documents: []string{"ktp"},
			Summary:  map[string]string{"id": "Menjual KTP.", "en": "Sells KTP."},
			Pictures: []similar.Picture{{Whole: []similar.Hash{{1, 2, 3, 4}}}},
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		list, err := i.desk.Pictures(t.Context(), r.AlertID)
		if err != nil || len(list) != 1 {
			t.Fatalf("%d pictures, %v", len(list), err)
		}
		return r.AlertID, list[0]
	}
	raise()
	alert, p := raise()
	if p.Seen == nil {
		t.Fatal("the two are not linked")
	}

	status, link, errs := runCommand(t, "alerts", "sign-in", "-data", i.folder.Path, "-actor", "siti")
	if status != 0 || !strings.HasPrefix(link, i.base+"/sign-in/") || !strings.Contains(errs, "decides as siti") {
		t.Fatalf("sign-in: %d, %q, %s", status, link, errs)
	}
	b.open(strings.TrimSpace(link) + "?lang=en")
	b.tabTo(`form[method="post"] button[autofocus]`)
	b.loaded(func() { b.press("Enter") })
	if got := b.eval(`location.pathname + " " + document.querySelector(".who span").innerText`); got != "/ siti" {
		t.Errorf("after signing in: %q", got)
	}

	b.complaints = nil
	b.open(i.base + "/alerts/" + alert + "?lang=en")
	b.tabTo(`.decide summary`)
	b.press("Enter")
	b.tabTo(`.decide input`)
	b.press("logo toko")
	b.loaded(func() { b.press("Enter") })
	if got := b.eval(`document.querySelector("#seen").innerText`); !strings.Contains(got, "By siti, ") || !strings.Contains(got, "logo toko") {
		t.Errorf("the page after the decision: %s", got)
	}
	if _, p := raise(); !p.Dismissed {
		t.Errorf("a picture that came after the decision: %+v", p)
	}
	b.press("Tab") // the page has come to the picture: what takes it back is near
	b.tabTo(`form[action*="/restore"] button`)
	b.loaded(func() { b.press("Enter") })
	if got := b.eval(`document.querySelector("#seen").innerText`); strings.Contains(got, "By siti") || !strings.Contains(got, "Stands in 2 other listings") {
		t.Errorf("the page after it was taken back: %s", got)
	}
	if _, p := raise(); p.Dismissed || p.Seen == nil || p.Seen.Listings != 3 {
		t.Errorf("a picture that came after that: %+v", p)
	}
	if len(b.complaints) > 0 {
		t.Errorf("Chromium complains:\n%s", strings.Join(b.complaints, "\n"))
	}

	// Nothing sticks out with what is offered to who is signed in.
	for _, width := range []int{1280, 390, 320} {
		b.resize(width, 800)
		b.eval(`document.querySelectorAll("details").forEach((d) => { d.open = true; })`)
		if wide := b.eval(`document.documentElement.scrollWidth - innerWidth`); wide != "0" {
			t.Errorf("at %d the page is wider by %s", width, wide)
		}
	}

	entries, err := i.custody.Access.Entries(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var did []string
	for _, e := range entries {
		did = append(did, e.Actor+" "+e.Action+" "+e.Reason)
	}
	want := []string{"siti feed.sign-in ", "siti picture.dismiss logo toko", "siti picture.restore dismissed by mistake"}
	if strings.Join(did, "\n") != strings.Join(want, "\n") {
		t.Errorf("access log:\n%s\nwant:\n%s", strings.Join(did, "\n"), strings.Join(want, "\n"))
	}
}

// A link to sign in takes a running instance.
func TestSignInNeedsAnInstance(t *testing.T) {
	folder := t.TempDir()
	if status, out, errs := runCommand(t, "alerts", "sign-in", "-data", folder); status != 1 || out != "" || !strings.Contains(errs, "there is no ledger in") {
		t.Errorf("no folder: %d %q %s", status, out, errs)
	}
	w := openOn(t, folder, time.Millisecond, func(cfg *command.Config) { cfg.Listen = "" })
	if _, err := w.signIn(t.Context(), datafolder.Order{Actor: "siti"}); err == nil || !strings.Contains(err.Error(), "shows no feed") {
		t.Errorf("an instance without a feed: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if status, out, errs := runCommand(t, "alerts", "sign-in", "-data", folder); status != 1 || out != "" || !strings.Contains(errs, "no instance runs on") {
		t.Errorf("no instance: %d %q %s", status, out, errs)
	}
}
