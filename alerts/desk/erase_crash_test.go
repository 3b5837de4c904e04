package desk_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ronda/alerts/desk"
	"ronda/detect"
)

const eraseChild = "RONDA_TEST_ERASE"

// eraseAndDie is the child of TestEraseIsFinished: it erases a case and ends without closing anything at a step.
func eraseAndDie(t *testing.T, dir, caseID, step string, after int) {
	d, err := desk.Open(t.Context(), filepath.Join(dir, "ledger.db"), desk.Config{
		Mask: maskDigits, Vault: openVault(t, dir), Key: secret,
		Step: func(s string) {
			if s == step {
				if after--; after < 0 {
					os.Exit(9)
				}
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Erase(t.Context(), desk.EraseRequest{CaseID: caseID}); err != nil {
		t.Fatal(err)
	}
	os.Exit(1) // the step never came
}

// Wherever the process dies in an erasure, the next start leaves nothing of the case, or all of it.
func TestEraseIsFinished(t *testing.T) {
	if spec := os.Getenv(eraseChild); spec != "" {
		part := strings.Split(spec, "|")
		eraseAndDie(t, part[0], part[1], part[2], len(part[3]))
	}
	steps := []struct {
		step  string
		after int
		gone  bool
	}{
		{"desk.uncommitted", 0, false},
		{"desk.committed", 0, true},   // rows are gone, files are not
		{"desk.removed", 0, true},     // one file of two
		{"desk.removed", 1, true},     // both, but still listed
		{"desk.uncommitted", 1, true}, //
		{"desk.committed", 1, true},   // not scrubbed
		{"desk.uncommitted", 2, true}, // in the middle of it
		{"desk.committed", 2, true},   // the log is not empty
	}
	for _, tt := range steps {
		t.Run(tt.step+strings.Repeat("+", tt.after), func(t *testing.T) {
			dir := t.TempDir()
			d, _ := openSealing(t, dir)
			p := newPlanter(2)
			f, c, marks := p.finding(1)
			f.Kind = detect.KindSale
			r, err := d.Raise(t.Context(), f, c)
			if err != nil {
				t.Fatal(err)
			}
			f.Kind = detect.KindForgery
			if _, err := d.Raise(t.Context(), f, c); err != nil {
				t.Fatal(err)
			}
			other, c, kept := p.finding(2)
			if _, err := d.Raise(t.Context(), other, c); err != nil {
				t.Fatal(err)
			}
			id := caseOf(t, d, r.AlertID)
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestEraseIsFinished$")
			child.Env = append(os.Environ(), eraseChild+"="+strings.Join([]string{dir, id, tt.step, strings.Repeat("+", tt.after)}, "|"))
			if out, err := child.CombinedOutput(); child.ProcessState.ExitCode() != 9 {
				t.Fatalf("child: %v\n%s", err, out)
			}
			d, v := openSealing(t, dir)
			verify(t, d, v)
			found := findMarks(raw(t, dir))
			for _, m := range marks {
				if found[m] == tt.gone {
					t.Fatalf("found a text of the case: %t, its erasure was committed: %t", found[m], tt.gone)
				}
			}
			for _, m := range kept {
				if !found[m] {
					t.Fatal("a text of another case is gone")
				}
			}
			want := 3
			if tt.gone {
				want = 1
			}
			if n := len(sealed(t, v)); n != want {
				t.Errorf("%d sealed files, want %d", n, want)
			}
		})
	}
}
