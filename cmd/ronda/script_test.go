package main

import (
	"bytes"
	"errors"
	"flag"
	"image"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"ronda/crawler/sandbox/specimen"
	"ronda/trials"
)

var update = flag.Bool("update", false, "write script expectations anew")

func TestMain(m *testing.M) {
	testscript.Main(trials.Tests{M: m}, map[string]func(){"ronda": main})
}

// TestScripts runs the command as its users do: testdata/script holds shell sessions with their files.
func TestScripts(t *testing.T) {
	sources, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		Setup:         func(env *testscript.Env) error { env.Setenv("SOURCES", sources); return nil },
		UpdateScripts: *update,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status": checkStatus,
			"draw":   drawSpecimen,
			"until":  untilLines,
			"word":   keepWord,
		},
	})
}

// checkStatus runs "status N command args..." and fails unless the command exits with status N.
func checkStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command args...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("run %s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// untilLines runs "until N command args..." again and again until the command ends well and prints at least N lines. The
// limit is for what never comes.
func untilLines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: until N command args...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	limit, tick := time.NewTimer(2*time.Minute), time.NewTicker(100*time.Millisecond)
	defer limit.Stop()
	defer tick.Stop()
	for ts.Exec(args[1], args[2:]...) != nil || strings.Count(ts.ReadFile("stdout"), "\n") < want {
		select {
		case <-limit.C:
			ts.Fatalf("%s did not come to %d lines", args[1], want)
		case <-tick.C:
		}
	}
}

// keepWord runs "word NAME N PATTERN" and keeps what the pattern's group matches in the Nth line of the last output in a
// variable.
func keepWord(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: word NAME N PATTERN")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	pattern, err := regexp.Compile(args[2])
	ts.Check(err)
	lines := strings.Split(ts.ReadFile("stdout"), "\n")
	if n < 1 || n > len(lines) {
		ts.Fatalf("there is no line %d", n)
	}
	match := pattern.FindStringSubmatch(lines[n-1])
	if len(match) != 2 {
		ts.Fatalf("line %d does not match", n)
	}
	ts.Setenv(args[0], match[1])
}

// drawSpecimen runs "draw KIND SEED FILE" and writes one of the sandbox's specimens as a PNG.
func drawSpecimen(ts *testscript.TestScript, neg bool, args []string) {
	draw := map[string]func(*rand.Rand) image.Image{"ktp": specimen.KTP, "member": specimen.MemberCard}
	if neg || len(args) != 3 || draw[args[0]] == nil {
		ts.Fatalf("usage: draw ktp|member SEED FILE")
	}
	seed, err := strconv.ParseUint(args[1], 10, 64)
	ts.Check(err)
	var file bytes.Buffer
	picture := draw[args[0]](rand.New(rand.NewPCG(seed, seed)))
	if strings.HasSuffix(args[2], ".jpg") {
		ts.Check(jpeg.Encode(&file, picture, nil))
	} else {
		ts.Check(png.Encode(&file, picture))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), file.Bytes(), 0o600))
}
