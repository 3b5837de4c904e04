package desk_test

import (
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ronda/alerts"
	"ronda/alerts/desk"
	"ronda/alerts/evidence"
	"ronda/alerts/ledger"
	"ronda/detect"
)

// oldLedger unpacks a ledger that the code of schema version 1 wrote: listings 1 to 5, the first updated, the second and
// first in one case because of the third, the fourth resolved, the fifth seen again two days later.
func oldLedger(t *testing.T) string { return unpack(t, filepath.Join("testdata", "ledger_v1.db.gz")) }

// unpack returns the name of a copy of a packed ledger.
func unpack(t *testing.T, name string) string {
	t.Helper()
	packed, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "ledger.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestMigrateFromVersion1(t *testing.T) {
	path := oldLedger(t)
	if r, err := ledger.OpenReader(t.Context(), path); err == nil {
		r.Close()
		t.Error("a reader has opened a ledger that is not upgraded")
	} else if want := "ledger.db has schema version 1, this ronda reads 5: start ronda run once to upgrade it"; !strings.Contains(err.Error(), want) {
		t.Errorf("reader: %v", err)
	}

	d := openDesk(t, path)
	list, err := d.Alerts(t.Context(), ledger.AlertFilter{})
	if err != nil || len(list) != 5 {
		t.Fatalf("%d alerts (%v)", len(list), err)
	}
	slices.Reverse(list)
	for i, a := range list {
		if a.ID != alertID(finding(i+1)) || a.Number != int64(i+1) {
			t.Errorf("alert %d: %s with number %d", i+1, a.ID, a.Number)
		}
		c, err := d.Capture(t.Context(), a.ID)
		if err != nil || len(c.Pictures) != 1 || !strings.HasSuffix(c.Text, "siap kirim") {
			t.Errorf("capture of alert %d: %q, %d pictures (%v)", i+1, c.Text, len(c.Pictures), err)
		}
	}
	if list[0].CaseID != list[1].CaseID || list[0].CaseID != list[2].CaseID || list[0].CaseID == list[4].CaseID {
		t.Error("the cases are not as they were")
	}
	if list[0].Severity != detect.SeverityCritical || list[0].Sequence != 2 || list[3].State != alerts.StateTakenDown ||
		!list[4].LastSeen.Equal(seenAt.AddDate(0, 0, 2)) {
		t.Errorf("alerts %+v", list)
	}
	if diff := cmp.Diff([]string{"opened", "resolved"}, history(t, d, list[3].ID)); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
	if n, err := d.Position(t.Context(), "nats"); err != nil || n != 5 {
		t.Errorf("position %d (%v)", n, err)
	}
	if got := verify(t, d, nil); got.Events != 7 || got.Erased != 0 {
		t.Errorf("verified %+v", got)
	}

	// What is new works on what is old.
	if r := raise(t, d, finding(5)); r.Opened || r.Updated {
		t.Errorf("known listing: %+v", r)
	}
	other := finding(6)
	other.Seller = "k1:02" // of the case that was merged away
	if got := caseOf(t, d, raise(t, d, other).AlertID); got != list[0].CaseID {
		t.Errorf("a seller of a merged case leads to %s", got)
	}
	if _, err := d.Erase(t.Context(), desk.EraseRequest{CaseID: mergedCase(t, d, list[1].ID)}); !errors.Is(err, desk.ErrMerged) {
		t.Errorf("erase of a merged case: %v", err)
	}
	if e := erase(t, d, list[0].CaseID); e.Alerts != 4 || e.Events != 5 || e.Captures != 4 {
		t.Errorf("erased %+v", e)
	}
	if got := verify(t, d, nil); got.Events != 8 || got.Erased != 5 {
		t.Errorf("verified %+v", got)
	}
	for _, digest := range []string{"k1:01", "k1:02", "k1:03"} {
		if strings.Contains(string(raw(t, filepath.Dir(path))), digest) {
			t.Errorf("digest %s can still be read", digest)
		}
	}
}

// mergedCase returns the case that the opened event of an alert names.
func mergedCase(t *testing.T, d *desk.Desk, id string) string {
	t.Helper()
	events, err := d.History(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(events[0].Body), `"case_id":"`)
	found, _, _ := strings.Cut(rest, `"`)
	return found
}

// The old schema did not overwrite what it deleted, so the file is written anew when it is upgraded.
func TestMigrationLeavesNoRemains(t *testing.T) {
	path := oldLedger(t)
	const ghost = "ghost of a row"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	haunted := 0
	for at := 4096; at < len(data); at += 4096 { // into the unused middle of leaves
		page := data[at : at+4096]
		rows, content := int(page[3])<<8|int(page[4]), int(page[5])<<8|int(page[6])
		if start := 12 + 2*rows; (page[0] == 10 || page[0] == 13) && content-start > len(ghost) {
			copy(page[start:], ghost)
			haunted++
		}
	}
	if err := os.WriteFile(path, data, 0o600); err != nil || haunted == 0 {
		t.Fatalf("%d pages with a ghost (%v)", haunted, err)
	}
	verify(t, openDesk(t, path), nil)
	if strings.Contains(string(raw(t, filepath.Dir(path))), ghost) {
		t.Error("what was deleted under the old schema can still be read")
	}
}

// version2 copies what the code of schema version 2 wrote: listings 1 to 6 with captures and originals, the first updated, the
// third erased and seen again, the fourth resolved, the fifth erased, the sixth under a legal hold; captures and originals
// of the second and third have gone by retention.
func version2(t *testing.T) string {
	t.Helper()
	path := unpack(t, filepath.Join("testdata", "v2", "ledger.db.gz"))
	if err := os.CopyFS(filepath.Join(filepath.Dir(path), "evidence"), os.DirFS(filepath.Join("testdata", "v2", "evidence"))); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestMigrateFromVersion2(t *testing.T) {
	path := version2(t)
	d, v := openSealing(t, filepath.Dir(path))
	got := verify(t, d, v)
	const head = "408252ad8151b903e733bd946b6d795a3578d84257ad80b7b190155ead82d836" // as version 2 said
	if got.Events != 9 || got.Erased != 2 || got.Head != head {
		t.Errorf("verified %+v", got)
	}
	// From now on the chain covers 4 captures, 4 originals and 2 erasures.
	if got.Custody != 10 || len(got.CustodyHead) != 64 {
		t.Errorf("custody has %d entries", got.Custody)
	}
	if list, err := d.Evidence(t.Context(), ledger.EvidenceFilter{}); err != nil || len(list) != 4 || !list[3].Held {
		t.Errorf("%d originals (%v)", len(list), err)
	}
	if c, err := d.Capture(t.Context(), alertID(finding(1))); err != nil || !strings.HasSuffix(c.Text, "siap kirim") {
		t.Errorf("capture %q (%v)", c.Text, err)
	}

	// What is new works on what is old.
	f := finding(2) // whose capture has gone
	f.Severity = detect.SeverityCritical
	if _, err := d.Raise(t.Context(), f, evidence.New(evidence.Content{Title: "t"})); err != nil {
		t.Fatal(err)
	}
	if e := erase(t, d, caseOf(t, d, alertID(finding(1)))); e.Events != 2 || e.Captures != 2 || len(e.Originals) != 2 {
		t.Errorf("erased %+v", e)
	}
	if _, err := d.Purge(t.Context(), desk.Retention{Evidence: 24 * time.Hour}, seenAt.AddDate(0, 0, 40), false); err != nil {
		t.Fatal(err)
	}
	got = verify(t, d, v)
	if got.Events != 10 || got.Erased != 4 || got.Custody != 10+2+1+2 || len(sealed(t, v)) != 1 { // of the held case
		t.Errorf("verified %+v, %d originals", got, len(sealed(t, v)))
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	again := openDesk(t, path)
	if after := verifyLedger(t, again.Ledger); after != got {
		t.Errorf("verified %+v after it was opened again, before %+v", after, got)
	}
}
