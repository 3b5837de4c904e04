package desk_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/alerts"
	"ronda/alerts/desk"
)

const closeChild = "RONDA_TEST_CLOSE"

// closers are the ways to close an alert, by the type of their event.
func closers(d *desk.Desk) map[string]func(context.Context, string) error {
	return map[string]func(context.Context, string) error{alerts.TypeResolved: d.Resolve, alerts.TypeRetracted: d.Retract}
}

// closeAndDie is the child of TestCloseIsWholeOrNot: it closes an alert and ends without closing the ledger at a step.
func closeAndDie(t *testing.T, path, id, typ, step string) {
	d, err := desk.Open(t.Context(), path, desk.Config{Mask: maskDigits, Step: func(s string) {
		if s == step {
			os.Exit(9)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := closers(d)[typ](t.Context(), id); err != nil {
		t.Fatal(err)
	}
	os.Exit(1) // the step never came
}

// Wherever the process dies while an alert is closed, its event and its state are both there or neither is; giving the order
// again makes one event of it, and seeing a retracted listing again unchanged makes none.
func TestCloseIsWholeOrNot(t *testing.T) {
	if spec := os.Getenv(closeChild); spec != "" {
		part := strings.Split(spec, "|")
		closeAndDie(t, part[0], part[1], part[2], part[3])
	}
	for typ, state := range map[string]alerts.State{
		alerts.TypeResolved: alerts.StateTakenDown, alerts.TypeRetracted: alerts.StateDismissed,
	} {
		for step, committed := range map[string]bool{"desk.uncommitted": false, "desk.committed": true} {
			t.Run(typ+" "+step, func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "ledger.db")
				d := openDesk(t, path)
				id := raise(t, d, finding(1)).AlertID
				other := raise(t, d, finding(2)).AlertID
				if err := d.Close(); err != nil {
					t.Fatal(err)
				}
				child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestCloseIsWholeOrNot$")
				child.Env = append(os.Environ(), closeChild+"="+strings.Join([]string{path, id, typ, step}, "|"))
				if out, err := child.CombinedOutput(); child.ProcessState.ExitCode() != 9 {
					t.Fatalf("child: %v\n%s", err, out)
				}

				d = openDesk(t, path)
				verify(t, d, nil)
				want, events := alerts.StateOpen, []string{alerts.TypeOpened}
				if committed {
					want, events = state, append(events, typ)
				}
				if a, err := d.Alert(t.Context(), id); err != nil || a.State != want {
					t.Errorf("after the crash: %s (%v), want %s", a.State, err, want)
				}
				if diff := cmp.Diff(events, history(t, d, id)); diff != "" {
					t.Errorf("events after the crash (-want +got):\n%s", diff)
				}
				closed, again := errors.AsType[desk.ClosedError](closers(d)[typ](t.Context(), id))
				if again != committed || again && closed.State != state {
					t.Errorf("the order again: closed before %v as %s", again, closed.State)
				}
				if typ == alerts.TypeRetracted {
					if r := raise(t, d, finding(1)); r.Opened || r.Updated {
						t.Errorf("the retracted listing seen again: %+v", r)
					}
				}
				if diff := cmp.Diff([]string{alerts.TypeOpened, typ}, history(t, d, id)); diff != "" {
					t.Errorf("events at the end (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff([]string{alerts.TypeOpened}, history(t, d, other)); diff != "" {
					t.Errorf("events of the other alert (-want +got):\n%s", diff)
				}
				verify(t, d, nil)
			})
		}
	}
}
