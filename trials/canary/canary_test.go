package canary

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"ronda/trials"
)

func TestMain(m *testing.M) { os.Exit(trials.Tests{M: m}.Run()) }

// pointer is a number in a crash dump. A dump has so many of them that nine digits of some number stand in one by chance, once in a few runs; what
// they point to is not printed.
var pointer = regexp.MustCompile(`0x[0-9a-f]+`)

// TestCanary walks a web that is full of values that lead to people, by everything that ronda does with a page, and then
// looks for them in all that it wrote and served: none may be there in clear.
func TestCanary(t *testing.T) {
	program := trials.Binary(t, "")
	t.Run("nothing in clear", func(t *testing.T) { nothingInClear(t, program) })
	t.Run("no core file", func(t *testing.T) { noCoreFile(t, program) })
}

func nothingInClear(t *testing.T, program string) {
	web := newCanaryWeb(t)
	kinds := map[string]int{}
	for _, c := range web.canaries {
		kinds[c.kind]++
	}
	if len(web.canaries) < 200 || len(kinds) < 8 {
		t.Fatalf("%d values of %d kinds are planted: too few to tell", len(web.canaries), len(kinds))
	}

	// One watch is read by everybody and then dies as a crash dies, with all that a crash leaves.
	first := newCanaryRun(t, web, program)
	w := first.start("json")
	alerts := first.readFeed(w.base)
	first.tail(w.nats, "jsonl", alerts)
	first.tail(w.nats, "text", alerts)
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", w.cmd.Process.Pid))
	if err == nil && !regexp.MustCompile(`Max core file size +0 +0 `).Match(limits) {
		t.Error("the process may write core files")
	}
	out, err := first.say("alerts list beside the watch", "alerts", "list", "-format", "jsonl", "-data", filepath.Join(first.dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	first.wantAlerts(out)
	first.scan()
	if err := w.cmd.Process.Signal(syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	_ = w.wait()
	if !bytes.Contains(w.output.bytes(), []byte("goroutine ")) {
		t.Error("SIGQUIT gave no dump: the trial looks at nothing")
	}
	first.keep("log in JSON and crash dump", pointer.ReplaceAll(w.output.bytes(), []byte("0x")))
	first.files()

	// Another one ends as it should, with its log as text.
	second := newCanaryRun(t, web, program)
	if _, err := second.say("log as text", "run", "-once", "-format", "json", "-config", second.config("text")); err != nil {
		t.Fatal(err)
	}
	out, err = second.say("alerts list", "alerts", "list", "-format", "jsonl", "-data", filepath.Join(second.dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	second.wantAlerts(out)
	if _, err := second.say("alerts list as text", "alerts", "list", "-data", filepath.Join(second.dir, "data")); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"evidence", "list"}, {"audit", "verify"}} {
		if _, err := second.say(strings.Join(args, " "), append(args, "-data", filepath.Join(second.dir, "data"))...); err != nil {
			t.Fatal(err)
		}
	}
	second.wantWatched()
	second.files()

	surfaces := slices.Concat(first.surfaces, second.surfaces)
	s := newSearcher(web.canaries)
	hits := s.search(surfaces)
	report(t, hits)
	size := 0
	names := map[string]bool{}
	for _, surface := range surfaces {
		size += len(surface.content)
		names[surface.name] = true
	}
	t.Logf("%d values of %d kinds %v on %d pages; %d surfaces, %.1f MB; %d alerts; %d hits", len(web.canaries), len(kinds), kinds, len(web.seeds), len(names), float64(size)/1e6, alerts, len(hits))
}

// report names each surface and planting place once.
func report(t *testing.T, hits []hit) {
	t.Helper()
	said := map[string]bool{}
	for _, h := range hits {
		if s := h.String(); !said[s] {
			said[s] = true
			t.Error(s)
		}
	}
}

// TestBrokenMaskersAreNoticed breaks the maskers, one at a time and where two stand behind each other both: the search must find what they let out, and where.
func TestBrokenMaskersAreNoticed(t *testing.T) {
	web := newCanaryWeb(t)
	program := trials.Binary(t, "trial")
	for _, tt := range []struct {
		masker   string
		surfaces []string // of the hits
		kinds    []string
	}{
		{"desk", []string{"data/ledger.db"}, []string{nik, kk, npwp, phone, mail, passport, bpjs, card, person, birth, address, mother}},
		// The desk masks a finding's texts once more: alone, the detector lets out what only it knows, the people's names.
		{"text", []string{"data/ledger.db", "data/nats/", "webhook", "alerts list"}, []string{handle}},
		{"text,desk", []string{"data/ledger.db", "data/nats/", "webhook", "alerts list"}, []string{mail, handle, passport}},
		{"url", []string{"data/ledger.db", "data/nats/", "webhook", "alerts list"}, []string{handle, passport}},
		{"host,desk", []string{"data/ledger.db", "webhook", "alerts list"}, []string{passport}},
		{"host,log", []string{"log"}, []string{nik, passport}},
		{"names", []string{"data/ledger.db", "webhook", "alerts list"}, []string{handle}},
		{"log", []string{"log"}, []string{nik}},
		{"standard", []string{"log"}, []string{nik, mail}},
	} {
		t.Run(tt.masker, func(t *testing.T) {
			r := newCanaryRun(t, web, program, "RONDA_TRIAL_LEAK="+tt.masker)
			if _, err := r.say("log", "run", "-once", "-format", "json", "-config", r.config("json")); err != nil {
				t.Fatal(err)
			}
			if _, err := r.say("alerts list", "alerts", "list", "-format", "jsonl", "-data", filepath.Join(r.dir, "data")); err != nil {
				t.Fatal(err)
			}
			r.files()
			found := map[string]int{}
			for _, h := range newSearcher(web.canaries).search(r.surfaces) {
				for _, s := range tt.surfaces {
					if strings.HasPrefix(h.surface, s) {
						found[s]++
					}
				}
				found[h.kind]++
			}
			for _, want := range slices.Concat(tt.surfaces, tt.kinds) {
				if found[want] == 0 {
					t.Errorf("nothing was found in or of %q: %v", want, found)
				}
			}
		})
	}
}

// noCoreFile ends ronda as a crash does where core files are allowed.
func noCoreFile(t *testing.T, program string) {
	r := newCanaryRun(t, &canaryWeb{seeds: []string{"http://127.0.0.1:9/"}}, program)
	cores := func() (n int) {
		for _, s := range filesUnder(t, "cwd", filepath.Join(r.dir, "cwd")) {
			if strings.HasPrefix(s.name, "cwd/core") {
				n++
			}
		}
		return n
	}
	// A program that does not forbid it, to know whether this system would write one.
	control := exec.CommandContext(t.Context(), "sh", "-c", "ulimit -c unlimited && kill -ABRT $$")
	control.Dir = filepath.Join(r.dir, "cwd")
	_ = control.Run()
	before := cores()
	t.Logf("this system writes core files into the working folder: %v", before > 0)
	for _, signal := range []syscall.Signal{syscall.SIGABRT, syscall.SIGSEGV, syscall.SIGQUIT} {
		w := r.launch("run", "-config", r.config("json"))
		w.find(t, `data +(\S+)`)
		if err := w.cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		err := w.wait()
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			t.Fatalf("%v did not end ronda: %v", signal, err)
		}
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.CoreDump() {
			t.Errorf("%v made the kernel dump core", signal)
		}
		if n := cores(); n != before {
			t.Errorf("%v left %d core files", signal, n-before)
		}
	}
}
