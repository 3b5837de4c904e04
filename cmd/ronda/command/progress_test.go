package command

import (
	"bytes"
	"strings"
	"testing"
)

func TestBar(t *testing.T) {
	var out bytes.Buffer
	if (&Progress{out: &out}).Bar("judging") != nil {
		t.Error("a bar where there is no terminal")
	}
	for done := 1; done <= 2; done++ {
		(&Progress{out: &out}).Steps("learning")(done, 2)
	}
	if got := out.String(); got != "learning: step 1 of 2 done after 0s\nlearning: step 2 of 2 done after 0s\n" {
		t.Errorf("elsewhere: %q", got)
	}
	out.Reset()
	p := &Progress{out: &out, terminal: true}
	step := p.Bar("judging")
	for done := 1; done <= 10; done++ {
		step(done, 10)
	}
	p.Finish()
	if got := out.String(); !strings.HasSuffix(got, "judging ["+strings.Repeat("#", 30)+"] 10/10, 0s left\n") || strings.Count(got, "judging") > 9 {
		t.Errorf("drawn %q", got)
	}
}
