package desk_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"ronda/alerts"
	"ronda/alerts/desk"
	"ronda/alerts/ledger"
	"ronda/detect"
	"ronda/detect/similar"
)

// shot is a picture that no other is like.
func shot(seed uint64) similar.Picture {
	r := rand.New(rand.NewPCG(seed, 3))
	return similar.Picture{Whole: []similar.Hash{{r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64()}}}
}

// copied is a picture as it is elsewhere: some bits are turned.
func copied(p similar.Picture) similar.Picture {
	out := similar.Picture{Whole: slices.Clone(p.Whole), Cards: p.Cards}
	for i := range out.Whole {
		out.Whole[i][i%4] ^= 0x8010_0200_4008_0101
	}
	return out
}

// listing is a finding on page n of a site, days after the first, that shows pictures.
func listing(n, site, days int, shown ...similar.Picture) detect.Finding {
	f := finding(n)
	f.Platform = fmt.Sprintf("toko%d.example", site)
	f.SeenAt = seenAt.AddDate(0, 0, days)
	f.Pictures = shown
	return f
}

func picturesOf(t *testing.T, l *ledger.Ledger, id string) []ledger.Picture {
	t.Helper()
	list, err := l.Pictures(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func seenBefore(t *testing.T, d *desk.Desk, id string) *ledger.SeenBefore {
	t.Helper()
	a, err := d.Alert(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return a.Seen
}

func TestPictureSeenBefore(t *testing.T) {
	dir := t.TempDir()
	d := openDesk(t, filepath.Join(dir, "ledger.db"))
	card := shot(1)
	first := raise(t, d, listing(1, 1, 0, shot(50), card)).AlertID
	second := raise(t, d, listing(2, 2, 10, copied(card), similar.Picture{}, shot(51))).AlertID
	third := raise(t, d, listing(3, 2, 20, card)).AlertID
	lone := raise(t, d, listing(4, 3, 30, shot(52))).AlertID
	raise(t, d, listing(2, 2, 40, copied(card), similar.Picture{}, shot(51))) // seen again: nothing new

	want := &ledger.SeenBefore{Listings: 2, Platforms: []string{"toko1.example", "toko2.example"}, Since: seenAt}
	if diff := cmp.Diff(want, seenBefore(t, d, third)); diff != "" {
		t.Errorf("the third listing was seen before (-want +got):\n%s", diff)
	}
	want = &ledger.SeenBefore{Listings: 2, Platforms: []string{"toko2.example"}, Since: seenAt.AddDate(0, 0, 10)}
	if diff := cmp.Diff(want, seenBefore(t, d, first)); diff != "" {
		t.Errorf("the first listing is seen again (-want +got):\n%s", diff)
	}
	if s := seenBefore(t, d, lone); s != nil {
		t.Errorf("a picture that stood nowhere else was seen before: %+v", s)
	}
	list, err := d.Alerts(t.Context(), ledger.AlertFilter{})
	if err != nil || len(list) != 4 || list[0].Seen != nil || list[1].Seen == nil || list[1].Seen.Listings != 2 {
		t.Errorf("list: %+v (%v)", list, err)
	}
	got := picturesOf(t, d.Ledger, second)
	if len(got) != 2 || got[0].Place != 0 || got[1].Place != 2 || got[1].Seen != nil || len(got[0].Others) != 2 ||
		got[0].Others[0].AlertID != first || got[0].Others[1].AlertID != third || got[0].Others[0].Title != "Jual data KTP + selfie" {
		t.Errorf("pictures of the second listing: %+v", got)
	}

	// A reader beside it, and the next process, see the same; the album that it makes of the rows finds the same.
	reader, err := ledger.OpenReader(t.Context(), filepath.Join(dir, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if diff := cmp.Diff(got, picturesOf(t, reader, second)); diff != "" {
		t.Errorf("a reader sees (-writer +reader):\n%s", diff)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = openDesk(t, filepath.Join(dir, "ledger.db"))
	fourth := raise(t, d, listing(5, 4, 50, copied(card))).AlertID
	if s := seenBefore(t, d, fourth); s == nil || s.Listings != 3 || !s.Since.Equal(seenAt) {
		t.Errorf("after a restart: %+v", s)
	}
	if _, err := d.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestDismissPicture(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "ledger.db")
	d := openDesk(t, path)
	logo := shot(1)
	ids := make([]string, 4)
	for i := range 3 {
		ids[i] = raise(t, d, listing(i, i, i, logo)).AlertID
	}
	number := picturesOf(t, d.Ledger, ids[1])[0].Number
	if err := d.DismissPicture(t.Context(), number, "rina", "logo toko, hubungi 081200001234"); err != nil {
		t.Fatal(err)
	}
	if err := d.DismissPicture(t.Context(), number, "rina", "again"); err != nil {
		t.Fatal(err)
	}
	silent := func(when string, ids ...string) {
		t.Helper()
		for _, id := range ids {
			p := picturesOf(t, d.Ledger, id)
			if len(p) != 1 || !p[0].Dismissed || p[0].Seen != nil || seenBefore(t, d, id) != nil {
				t.Errorf("%s: %+v", when, p)
			}
		}
	}
	silent("dismissed", ids[:3]...)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = openDesk(t, path)
	ids[3] = raise(t, d, listing(3, 3, 3, copied(logo))).AlertID
	silent("raised after a restart", ids...)
	list, err := d.SilencedPictures(t.Context())
	if err != nil || len(list) != 1 || list[0].What != "dismissed" || list[0].Like != 3 || list[0].Actor != "rina" ||
		list[0].Reason != "logo toko, hubungi ••••••••••••" {
		t.Errorf("dismissed: %+v (%v)", list, err)
	}

	// The picture that was dismissed goes with its case; what is like it stays dismissed, by another's hashes.
	erase(t, d, caseOf(t, d, ids[1]))
	silent("after an erasure", ids[0], ids[2], ids[3])
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = openDesk(t, path)
	silent("after an erasure and a restart", raise(t, d, listing(9, 9, 9, logo)).AlertID)

	if err := d.RestorePicture(t.Context(), picturesOf(t, d.Ledger, ids[0])[0].Number); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{ids[0], ids[2], ids[3]} {
		if s := seenBefore(t, d, id); s == nil || s.Listings != 3 {
			t.Errorf("restored: %+v", s)
		}
	}
	if s := seenBefore(t, d, raise(t, d, listing(10, 1, 10, logo)).AlertID); s == nil || s.Listings != 4 {
		t.Errorf("raised after it was restored: %+v", s)
	}
	if err := d.RestorePicture(t.Context(), number+2); !errors.Is(err, ledger.ErrNotDismissed) {
		t.Errorf("restoring what was not dismissed: %v", err)
	}
	for _, do := range []func(context.Context) error{
		func(ctx context.Context) error { return d.DismissPicture(ctx, 1234, "rina", "x") },
		func(ctx context.Context) error { return d.RestorePicture(ctx, number) }, // erased
	} {
		if err := do(t.Context()); !errors.Is(err, ledger.ErrNoPicture) {
			t.Errorf("a picture that is not there: %v", err)
		}
	}
	if _, err := d.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

// A picture that links to more platforms than one picture can is quarantined by itself, stays so after a restart, and is counted.
func TestFloodingPicture(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	reg := prometheus.NewPedanticRegistry()
	d, err := desk.Open(t.Context(), path, desk.Config{Mask: maskDigits, Key: secret, Registerer: reg})
	if err != nil {
		t.Fatal(err)
	}
	logo := shot(1)
	var last string
	for i := range similar.DefaultLimits.Hosts + 2 {
		last = raise(t, d, listing(i, i, 0, logo)).AlertID
	}
	p := picturesOf(t, d.Ledger, last)
	if len(p) != 1 || !p[0].Quarantined || p[0].Seen != nil {
		t.Errorf("the picture that flooded: %+v", p)
	}
	if p := picturesOf(t, d.Ledger, alertID(listing(0, 0, 0))); len(p) != 1 || !p[0].Quarantined || p[0].Seen != nil {
		t.Errorf("the first of them: %+v", p)
	}
	gauges := `# HELP ronda_alerts_pictures Pictures of alerts by outcome: kept (all), dismissed (by analysts), quarantined (they linked to more listings or platforms than a picture can), unreadable (not known again: their key is missing, or their row is damaged).
# TYPE ronda_alerts_pictures gauge
ronda_alerts_pictures{outcome="dismissed"} 0
ronda_alerts_pictures{outcome="kept"} 52
ronda_alerts_pictures{outcome="quarantined"} 1
ronda_alerts_pictures{outcome="unreadable"} 0
`
	if err := testutil.GatherAndCompare(reg, strings.NewReader(gauges), "ronda_alerts_pictures"); err != nil {
		t.Error(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = openDesk(t, path)
	if p := picturesOf(t, d.Ledger, raise(t, d, listing(200, 1, 0, copied(logo))).AlertID); len(p) != 1 || !p[0].Quarantined {
		t.Errorf("after a restart: %+v", p)
	}
	list, err := d.SilencedPictures(t.Context())
	if err != nil || len(list) != 1 || list[0].What != "quarantined" || list[0].Platforms != 51 || list[0].Like != 52 {
		t.Errorf("quarantine: %+v (%v)", list, err)
	}
	if err := d.RestorePicture(t.Context(), list[0].Picture); !errors.Is(err, ledger.ErrNotDismissed) {
		t.Errorf("restoring what floods: %v", err)
	}
}

// Erasure and retention take hashes and links with them, and the album forgets them too.
func TestErasedPicturesLinkNoMore(t *testing.T) {
	d := openDesk(t, filepath.Join(t.TempDir(), "ledger.db"))
	p := shot(1)
	old := raise(t, d, listing(1, 1, 0, p)).AlertID
	second := raise(t, d, listing(2, 2, 100, p)).AlertID
	third := raise(t, d, listing(3, 3, 101, p)).AlertID
	purged, err := d.Purge(t.Context(), desk.Retention{Alerts: 30 * 24 * time.Hour}, seenAt.AddDate(0, 0, 102), false)
	if err != nil || purged.Alerts != 1 {
		t.Fatalf("purged %+v (%v)", purged, err)
	}
	if s := seenBefore(t, d, third); s == nil || s.Listings != 1 || !s.Since.Equal(seenAt.AddDate(0, 0, 100)) {
		t.Errorf("after retention: %+v", s)
	}
	erase(t, d, caseOf(t, d, second))
	if s := seenBefore(t, d, third); s != nil {
		t.Errorf("after an erasure: %+v", s)
	}
	if got := picturesOf(t, d.Ledger, old); got != nil {
		t.Errorf("pictures of an erased alert: %+v", got)
	}
	if s := seenBefore(t, d, raise(t, d, listing(4, 4, 103, p)).AlertID); s == nil || s.Listings != 1 {
		t.Errorf("raised after both: %+v", s)
	}
}

const picturesChild = "RONDA_TEST_PICTURES"

// Wherever the process dies while a finding with pictures is raised, raising it again gives each picture and each link once.
func TestPicturesAreWrittenOnce(t *testing.T) {
	if spec := os.Getenv(picturesChild); spec != "" {
		path, step, _ := strings.Cut(spec, "|")
		d, err := desk.Open(t.Context(), path, desk.Config{Key: secret, Step: func(s string) {
			if s == step {
				os.Exit(9)
			}
		}})
		if err == nil {
			_, err = d.Raise(t.Context(), listing(2, 2, 1, shot(1), shot(2)), nil)
		}
		t.Fatal(err)
	}
	for _, step := range []string{"desk.uncommitted", "desk.committed"} {
		t.Run(step, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "ledger.db")
			d := openDesk(t, path)
			first := raise(t, d, listing(1, 1, 0, shot(1), shot(2))).AlertID
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestPicturesAreWrittenOnce$")
			child.Env = append(os.Environ(), picturesChild+"="+path+"|"+step)
			if out, err := child.CombinedOutput(); child.ProcessState.ExitCode() != 9 {
				t.Fatalf("child: %v\n%s", err, out)
			}
			d = openDesk(t, path)
			second := raise(t, d, listing(2, 2, 2, shot(1), shot(2))).AlertID
			for _, id := range []string{first, second} {
				got := picturesOf(t, d.Ledger, id)
				if len(got) != 2 || got[0].Seen == nil || got[0].Seen.Listings != 1 || got[1].Seen == nil || len(got[1].Others) != 1 {
					t.Errorf("pictures: %+v", got)
				}
			}
			if _, err := d.Verify(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// A finding that is refused leaves no picture behind, in the rows or in the album.
func TestRefusedFindingLeavesNoPicture(t *testing.T) {
	d := openDesk(t, filepath.Join(t.TempDir(), "ledger.db"))
	f := listing(1, 1, 0, shot(1))
	f.Severity = ""
	if _, err := d.Raise(t.Context(), f, nil); !errors.Is(err, alerts.ErrInvalid) {
		t.Fatal(err)
	}
	if s := seenBefore(t, d, raise(t, d, listing(2, 2, 0, shot(1))).AlertID); s != nil {
		t.Errorf("linked to a finding that was refused: %+v", s)
	}
}

// The same things happen to a ledger that stays open and to one that is opened anew before each of them, so that its album is always
// made of the rows: both say the same in the end.
func TestRestartsChangeNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	paths := [2]string{filepath.Join(t.TempDir(), "ledger.db"), filepath.Join(t.TempDir(), "ledger.db")}
	var desks [2]*desk.Desk
	open := func(i int) {
		d, err := desk.Open(t.Context(), paths[i], desk.Config{Key: secret})
		if err != nil {
			t.Fatal(err)
		}
		desks[i] = d
	}
	open(0)
	open(1)
	card := func(n int) similar.Picture {
		p := shot(uint64(n % 3)) // three scenes
		p.Cards = []similar.Card{{Layout: "ktp", Hash: shot(uint64(100 + n)).Whole[0]}}
		if n%4 == 0 {
			p.Cards = nil
		}
		return p
	}
	for n := range 80 {
		if err := desks[1].Close(); err != nil {
			t.Fatal(err)
		}
		open(1)
		f := listing(r.IntN(25), r.IntN(5), n, card(r.IntN(12)), copied(card(r.IntN(12))))
		f.Seller = "" // each its own case
		what, picture := r.IntN(8), int64(1+r.IntN(30))
		for _, d := range desks {
			switch what {
			case 0:
				if a, err := d.Alert(t.Context(), alertID(f)); err == nil {
					erase(t, d, a.CaseID)
				}
			case 1:
				if err := d.DismissPicture(t.Context(), picture, "a", "b"); err != nil && !errors.Is(err, ledger.ErrNoPicture) {
					t.Fatal(err)
				}
			case 2:
				if err := d.RestorePicture(t.Context(), picture); err != nil && !errors.Is(err, ledger.ErrNoPicture) && !errors.Is(err, ledger.ErrNotDismissed) {
					t.Fatal(err)
				}
			default:
				raise(t, d, f)
			}
		}
	}
	linked := 0
	for n := range 25 {
		id := alertID(listing(n, 0, 0))
		one, other := picturesOf(t, desks[0].Ledger, id), picturesOf(t, desks[1].Ledger, id)
		if diff := cmp.Diff(one, other, cmpopts.IgnoreFields(ledger.Decision{}, "At")); diff != "" { // the one ledger is written after the other
			t.Errorf("listing %d (-stayed open +opened anew):\n%s", n, diff)
		}
		for _, p := range one {
			linked += len(p.Others)
		}
	}
	if linked == 0 {
		t.Error("nothing is linked in the end: the test sees nothing")
	}
	for _, d := range desks {
		if _, err := d.Verify(t.Context()); err != nil {
			t.Error(err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
}
