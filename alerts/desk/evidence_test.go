package desk_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"ronda/alerts"
	"ronda/alerts/desk"
	"ronda/alerts/evidence"
	"ronda/alerts/ledger"
	"ronda/detect"
)

func TestOriginalsAreSealedWithTheirEvents(t *testing.T) {
	d, v := openSealing(t, t.TempDir())
	c := evidence.New(evidence.Content{Title: "t"})
	f := finding(1)
	raiseWith := func(f detect.Finding, c *evidence.Capture) desk.Raised {
		t.Helper()
		r, err := d.Raise(t.Context(), f, c)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	id := raiseWith(f, c).AlertID
	raiseWith(f, c) // seen again: nothing to seal
	f.Severity = detect.SeverityCritical
	raiseWith(f, c)
	other := raiseWith(finding(2), c).AlertID
	raiseWith(finding(3), nil) // nothing was captured
	list, err := d.Evidence(t.Context(), ledger.EvidenceFilter{})
	if err != nil {
		t.Fatal(err)
	}
	want := []ledger.EvidenceEntry{
		{AlertID: id, CaseID: caseOf(t, d, id), Sequence: 1},
		{AlertID: id, CaseID: caseOf(t, d, id), Sequence: 2},
		{AlertID: other, CaseID: caseOf(t, d, other), Sequence: 1},
	}
	if diff := cmp.Diff(want, list, cmpopts.IgnoreFields(ledger.EvidenceEntry{}, "Sealed")); diff != "" {
		t.Errorf("evidence (-want +got):\n%s", diff)
	}
	var names []string
	for _, e := range list {
		info, err := os.Stat(v.Path(e.Name))
		if err != nil || info.Size() != e.Size || len(e.SHA256) != 64 || e.At.IsZero() {
			t.Errorf("sealed %+v (%v)", e.Sealed, err)
		}
		if diff := cmp.Diff(v.Fingerprints(), e.Recipients); diff != "" {
			t.Errorf("recipients (-want +got):\n%s", diff)
		}
		names = append(names, e.Name)
	}
	if diff := cmp.Diff(names, sealed(t, v), cmpopts.SortSlices(strings.Compare)); diff != "" {
		t.Errorf("files (-listed +there):\n%s", diff)
	}
	for filter, want := range map[ledger.EvidenceFilter]int{
		{AlertID: id}: 2, {CaseID: caseOf(t, d, other)}: 1, {AlertID: other, CaseID: caseOf(t, d, id)}: 0, {AlertID: "nobody"}: 0,
	} {
		if list, err := d.Evidence(t.Context(), filter); err != nil || len(list) != want {
			t.Errorf("%+v: %d originals (%v), want %d", filter, len(list), err, want)
		}
	}
	if got, err := d.VerifyEvidence(t.Context(), v, true); err != nil || got.Files != 3 || got.Bytes == 0 {
		t.Errorf("verified %+v (%v)", got, err)
	}
}

// A finding whose event is refused, or whose original cannot be sealed, leaves no file and no event.
func TestNoOriginalWithoutItsEvent(t *testing.T) {
	dir := t.TempDir()
	reg := prometheus.NewPedanticRegistry()
	v := openVault(t, dir)
	d, err := desk.Open(t.Context(), filepath.Join(dir, "ledger.db"), desk.Config{Vault: v, Registerer: reg})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	c := evidence.New(evidence.Content{Title: "t"})
	bad := finding(1)
	bad.URL += "?nik=3507691234562001"
	if _, err := d.Raise(t.Context(), bad, c); !errors.Is(err, alerts.ErrInvalid) {
		t.Errorf("refused finding: %v", err)
	}
	if n := len(sealed(t, v)); n != 0 {
		t.Errorf("%d sealed files", n)
	}
	if err := os.Rename(filepath.Join(dir, "evidence"), filepath.Join(dir, "away")); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Raise(t.Context(), finding(2), c); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without the folder: %v", err)
	}
	if err := d.Check(t.Context()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("check without the folder: %v", err)
	}
	if n, err := d.End(t.Context()); err != nil || n != 0 {
		t.Errorf("%d events (%v)", n, err)
	}
	if err := os.Rename(filepath.Join(dir, "away"), filepath.Join(dir, "evidence")); err != nil {
		t.Fatal(err)
	}
	if err := d.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := d.Raise(t.Context(), finding(2), c); err != nil {
		t.Error(err)
	}
	if n := len(sealed(t, v)); n != 1 {
		t.Errorf("%d sealed files, want 1", n)
	}
	err = testutil.GatherAndCompare(reg, strings.NewReader(`
# HELP ronda_evidence_sealed_total Originals: sealed, failed (the finding was not written either), discarded (sealed for a finding that was not written).
# TYPE ronda_evidence_sealed_total counter
ronda_evidence_sealed_total{outcome="discarded"} 1
ronda_evidence_sealed_total{outcome="failed"} 1
ronda_evidence_sealed_total{outcome="sealed"} 1
`), "ronda_evidence_sealed_total")
	if err != nil {
		t.Error(err)
	}
}

// Workers that find the same listing at the same time overtake each other between sealing and writing: each event still
// has its own original, and no file is left over.
func TestConcurrentRaiseSealsOncePerEvent(t *testing.T) {
	d, v := openSealing(t, t.TempDir())
	c := evidence.New(evidence.Content{Title: "t"})
	var wg sync.WaitGroup
	for i := range 24 {
		wg.Go(func() {
			f := finding(i % 2)
			f.Kind = alerts.Kinds()[i/2%4]
			if _, err := d.Raise(t.Context(), f, c); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	end, err := d.End(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	list, err := d.Evidence(t.Context(), ledger.EvidenceFilter{})
	if err != nil {
		t.Fatal(err)
	}
	if end < 8 || int64(len(list)) != end || len(sealed(t, v)) != len(list) {
		t.Errorf("%d events, %d originals noted, %d files", end, len(list), len(sealed(t, v)))
	}
	verify(t, d, v)
}

const sealChild = "RONDA_TEST_SEAL"

// The process dies between the sealed file and the ledger, or right after both: no file without a row outlives the next
// start, and no row is without its file.
func TestOrphansAreSwept(t *testing.T) {
	if spec, ok := os.LookupEnv(sealChild); ok {
		dir, step, _ := strings.Cut(spec, "|")
		d, err := desk.Open(t.Context(), filepath.Join(dir, "ledger.db"), desk.Config{
			Vault: openVault(t, dir),
			Step: func(s string) {
				if s == step {
					os.Exit(9)
				}
			},
		})
		if err == nil {
			_, err = d.Raise(t.Context(), finding(2), evidence.New(evidence.Content{Title: "t"}))
		}
		t.Fatal(err)
	}
	for step, want := range map[string][2]int{"desk.uncommitted": {2, 1}, "desk.committed": {2, 2}} {
		t.Run(step, func(t *testing.T) {
			dir := t.TempDir()
			d, v := openSealing(t, dir)
			if _, err := d.Raise(t.Context(), finding(1), evidence.New(evidence.Content{Title: "t"})); err != nil {
				t.Fatal(err)
			}
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestOrphansAreSwept$")
			child.Env = append(os.Environ(), sealChild+"="+dir+"|"+step)
			if out, err := child.CombinedOutput(); child.ProcessState.ExitCode() != 9 {
				t.Fatalf("child: %v\n%s", err, out)
			}
			if n := len(sealed(t, v)); n != want[0] {
				t.Errorf("%d sealed files after the crash, want %d", n, want[0])
			}
			d, v = openSealing(t, dir)
			verify(t, d, v)
			if n := len(sealed(t, v)); n != want[1] {
				t.Errorf("%d sealed files after the start, want %d", n, want[1])
			}
		})
	}
}

// A vault full of originals that the ledger does not know belongs to a ledger that was lost: nothing is removed.
func TestStrangersVaultIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	v := openVault(t, dir)
	const strangers = 257
	for n := range strangers {
		name := strings.Repeat("0", 32-len(strconv.Itoa(n))) + strconv.Itoa(n) + ".warc.gz.age"
		if err := os.WriteFile(v.Path(name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d, err := desk.Open(t.Context(), filepath.Join(dir, "ledger.db"), desk.Config{Vault: v})
	if err == nil {
		d.Close()
		t.Fatal("opened")
	}
	if !strings.Contains(err.Error(), "257 sealed originals that this ledger does not know") {
		t.Errorf("got %v", err)
	}
	if n := len(sealed(t, v)); n != strangers {
		t.Errorf("%d sealed files are left of %d", n, strangers)
	}
}
