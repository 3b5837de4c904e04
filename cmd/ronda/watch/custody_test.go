package watch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ronda/alerts/desk"
	"ronda/cmd/ronda/datafolder"
)

// The folder of originals is crawled once; what changes it works on copies.
func TestEvidence(t *testing.T) {
	folder, identity := sealedFolder(t)
	t.Run("list", func(t *testing.T) {
		out := must(t, "evidence", "list", "-data", folder, "-format", "jsonl")
		for line := range strings.Lines(out) {
			var e struct {
				Name, SHA256 string
				Recipients   []string
			}
			if err := json.Unmarshal([]byte(line), &e); err != nil || len(e.SHA256) != 64 || len(e.Recipients) != 1 {
				t.Errorf("%s %v", line, err)
			}
		}
		if n, want := strings.Count(out, "\n"), len(originals(t, folder)); n != want {
			t.Errorf("%d lines for %d originals", n, want)
		}
	})
	t.Run("open", func(t *testing.T) { opensWithItsKeyOnly(t, copyFolder(t, folder), identity) })
	t.Run("serve", func(t *testing.T) { servesToItsStarterOnly(t, copyFolder(t, folder), identity) })
	t.Run("entry first", func(t *testing.T) { entersFirst(t, copyFolder(t, folder), identity) })
	t.Run("erase", func(t *testing.T) { erasesWhileStopped(t, copyFolder(t, folder)) })
	t.Run("retention", func(t *testing.T) { keepsToItsRetention(t, copyFolder(t, folder)) })
	t.Run("audit", func(t *testing.T) { auditNamesFaults(t, folder) })
	t.Run("backup", func(t *testing.T) { backsUpOriginals(t, folder) })
}

func erasesWhileStopped(t *testing.T, folder string) {
	e := originals(t, folder)[0]
	before := len(originals(t, folder))
	must(t, "evidence", "hold", e.CaseID, "-reason", "sedang disidik", "-data", folder)
	if out := must(t, "evidence", "list", "-data", folder); !regexp.MustCompile(e.CaseID + `.* held`).MatchString(out) {
		t.Errorf("the list does not show the hold:\n%s", out)
	}
	fails(t, "legal hold", "evidence", "purge", "-data", folder, "-case", e.CaseID, "-reason", "permintaan pemilik")
	must(t, "evidence", "release", e.CaseID, "-reason", "selesai", "-data", folder)
	out := must(t, "evidence", "purge", "-data", folder, "-case", e.CaseID, "-reason", "permintaan pemilik 3507691234562001")
	if !strings.Contains(out, "NATS still holds the events: the next ronda run erases them there") {
		t.Error(out)
	}
	if len(originals(t, folder)) >= before {
		t.Error("the originals are still listed")
	}
	if _, err := os.Stat(filepath.Join(folder, datafolder.EvidenceFolder, e.Name)); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the sealed file is still there")
	}
	fails(t, "not found", "evidence", "purge", "-data", folder, "-case", "11111111-1111-4111-8111-111111111111", "-reason", "uji")
	must(t, "audit", "verify", "-data", folder)
	for _, name := range []string{datafolder.AccessFile, datafolder.LedgerFile} {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil || bytes.Contains(content, []byte("3507691234562001")) {
			t.Errorf("%s holds a number that stood in a reason, or %v", name, err)
		}
	}
	want := []string{
		"case.hold " + e.CaseID, "case.erase " + e.CaseID, "case.erase failed " + e.CaseID, "case.release " + e.CaseID,
		"case.erase " + e.CaseID, "case.erase 11111111-1111-4111-8111-111111111111", "case.erase failed 11111111-1111-4111-8111-111111111111",
	}
	if got := entries(t, folder); !slices.Equal(got, want) {
		t.Errorf("the access log has %q", got)
	}
}

// What was not seen for long goes, first the originals and then the cases; what is held stays, and each case that goes
// has its entry.
func keepsToItsRetention(t *testing.T, folder string) {
	held := originals(t, folder)[0]
	must(t, "evidence", "hold", held.CaseID, "-reason", "sedang disidik", "-data", folder)
	listed := must(t, "evidence", "purge", "-data", folder, "-older-than", "1ns", "-dry-run")
	if !strings.Contains(listed, "would erase 0 cases") || !strings.Contains(listed, "legal hold: "+held.CaseID) {
		t.Error(listed)
	}
	before := len(originals(t, folder))
	out := must(t, "evidence", "purge", "-data", folder, "-older-than", "1ns")
	if strings.Replace(listed, "would erase", "erased", 1) != out {
		t.Errorf("listed %q, then %q", listed, out)
	}
	left, err := datafolder.SealedOriginals(t.Context(), folder)
	if err != nil || len(left) == 0 || len(left) == before {
		t.Errorf("%d of %d originals are left, %v", len(left), before, err)
	}
	for _, e := range left {
		if !e.Held {
			t.Errorf("%s is left without a hold", e.Name)
		}
	}
	k, err := datafolder.OpenCustody(t.Context(), folder, desk.Retention{Alerts: 1})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var r datafolder.Receipt
	steady := func() bool { return true }
	k.Retain(ctx, steady, func(done datafolder.Receipt) { r = done; cancel() }, func(err error) { t.Error(err); cancel() })
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	if len(r.Cases) == 0 || !slices.Equal(r.Held, []string{held.CaseID}) {
		t.Errorf("retention %+v", r)
	}
	got := entries(t, folder)
	for _, id := range r.Cases {
		if !slices.Contains(got, "case.purge "+id) {
			t.Errorf("case %s went without an entry", id)
		}
	}
	must(t, "audit", "verify", "-data", folder)
}

// Every fault of a folder is named, and the command fails.
func auditNamesFaults(t *testing.T, healthy string) {
	first := originals(t, healthy)[0]
	must(t, "evidence", "hold", first.CaseID, "-reason", "uji", "-data", healthy)
	must(t, "evidence", "release", first.CaseID, "-reason", "uji", "-data", healthy)
	var a struct {
		Events, Entries int64
		Originals       int
		Head, Last      string
	}
	if err := json.Unmarshal([]byte(must(t, "audit", "verify", "-data", healthy, "-format", "json")), &a); err != nil {
		t.Fatal(err)
	}
	if a.Events == 0 || a.Originals != len(originals(t, healthy)) || a.Entries != 2 || len(a.Head) != 64 || len(a.Last) != 64 {
		t.Errorf("audit %+v", a)
	}
	for name, fault := range map[string]struct {
		harm func(t *testing.T, folder string)
		want string
	}{
		"event changed": {func(t *testing.T, folder string) {
			execute(t, filepath.Join(folder, datafolder.LedgerFile), `DROP TRIGGER event_keep_update; UPDATE event SET platform = 'other.example' WHERE number = 3`)
		}, "event 3"},
		"entry changed": {func(t *testing.T, folder string) {
			forge(t, filepath.Join(folder, datafolder.AccessFile), `UPDATE entry SET actor = 'nobody' WHERE number = 1`)
		}, "access log does not match its hash chain"},
		"original changed": {func(t *testing.T, folder string) {
			path := filepath.Join(folder, datafolder.EvidenceFolder, first.Name)
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			content[len(content)-1] ^= 1
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}, "is not what was sealed"},
		"original missing": {func(t *testing.T, folder string) {
			if err := os.Remove(filepath.Join(folder, datafolder.EvidenceFolder, first.Name)); err != nil {
				t.Fatal(err)
			}
		}, "is missing"},
		"erased by nobody": {func(t *testing.T, folder string) {
			k, err := datafolder.OpenCustody(t.Context(), folder, desk.Retention{})
			if err != nil {
				t.Fatal(err)
			}
			defer k.Close()
			if _, err := k.Desk.Erase(t.Context(), desk.EraseRequest{CaseID: first.CaseID, Reason: "uji", Actor: "nobody"}); err != nil {
				t.Fatal(err)
			}
		}, "nobody entered that in the access log"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := copyFolder(t, healthy)
			fault.harm(t, folder)
			fails(t, fault.want, "audit", "verify", "-data", folder)
		})
	}
}

// Sealed originals go into the backup. One that is damaged is named and left out; what is erased while the backup is
// made is not in it.
func backsUpOriginals(t *testing.T, healthy string) {
	named := originals(t, healthy)
	t.Run("whole", func(t *testing.T) {
		target, folder := filepath.Join(t.TempDir(), "backup"), filepath.Join(t.TempDir(), "restored")
		out := must(t, "backup", "-data", healthy, "-format", "json", target)
		var told struct {
			Events int64
			Bytes  int64
		}
		if err := json.Unmarshal([]byte(out), &told); err != nil || told.Events == 0 || told.Bytes == 0 {
			t.Errorf("%s %v", out, err)
		}
		must(t, "restore", "-data", folder, target)
		if out := must(t, "audit", "verify", "-data", folder); !strings.Contains(out, "originals   "+strconv.Itoa(len(named))+",") {
			t.Error(out)
		}
		info, err := os.Stat(filepath.Join(target, datafolder.KeyFolder, "fingerprint-1.key"))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the key: %v, %v", info, err)
		}
		fails(t, "is a backup", "evidence", "open", "-identity", "none", "-data", target, named[0].Name)
		fails(t, "is not empty", "backup", "-data", healthy, target)
		fails(t, "is not empty", "restore", "-data", folder, target)
		fails(t, "has no manifest.json", "restore", "-data", filepath.Join(t.TempDir(), "x"), healthy)
	})
	t.Run("damaged", func(t *testing.T) {
		data := copyFolder(t, healthy)
		if err := os.Truncate(filepath.Join(data, datafolder.EvidenceFolder, named[0].Name), 10); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(data, datafolder.EvidenceFolder, named[1].Name)); err != nil {
			t.Fatal(err)
		}
		target, folder := filepath.Join(t.TempDir(), "backup"), filepath.Join(t.TempDir(), "restored")
		fails(t, named[0].Name+", "+named[1].Name, "backup", "-data", data, target)
		if out := must(t, "restore", "-data", folder, target); !strings.Contains(out, "lacks sealed originals") {
			t.Error(out)
		}
	})
	t.Run("erased meanwhile", func(t *testing.T) {
		data, target := copyFolder(t, healthy), filepath.Join(t.TempDir(), "backup")
		status, _, errs := runTelling(t, func(line string) {
			if strings.HasPrefix(line, datafolder.AccessFile) && len(originals(t, data)) == len(named) {
				must(t, "evidence", "purge", "-data", data, "-case", named[0].CaseID, "-reason", "uji")
			}
		}, "backup", "-data", data, target)
		if status != 0 || strings.Count(errs, datafolder.AccessFile) != 2 {
			t.Errorf("status %d: %s", status, errs)
		}
		var m struct{ Erased int64 }
		if text, err := os.ReadFile(filepath.Join(target, datafolder.ManifestFile)); err != nil || json.Unmarshal(text, &m) != nil || m.Erased == 0 {
			t.Errorf("%d erased, %v", m.Erased, err)
		}
		if _, err := os.Stat(filepath.Join(target, datafolder.EvidenceFolder, named[0].Name)); !errors.Is(err, fs.ErrNotExist) {
			t.Error("the backup holds what was erased")
		}
	})
	t.Run("erased later", func(t *testing.T) {
		data, target := copyFolder(t, healthy), filepath.Join(t.TempDir(), "backup")
		must(t, "backup", "-data", data, target)
		must(t, "evidence", "purge", "-data", data, "-case", named[0].CaseID, "-reason", "uji")
		folder := filepath.Join(t.TempDir(), "restored")
		if out := must(t, "restore", "-data", folder, "-erasures", data, target); !strings.Contains(out, "Cases erased again: 1\n") {
			t.Error(out)
		}
		if got, want := len(originals(t, folder)), len(originals(t, data)); got != want {
			t.Errorf("%d originals, want %d", got, want)
		}
		must(t, "audit", "verify", "-data", folder)
	})
}
