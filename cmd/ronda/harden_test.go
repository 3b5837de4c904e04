package main

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// stackLine is a line of a stack: where a function is, or its name with what the machine was called with.
var stackLine = regexp.MustCompile(`^(goroutine \d+ .*\[.*\]:|created by \S+( in goroutine \d+)?|\t\S+:\d+( \+0x[0-9a-f]+)?|\S+\([0-9a-fx?., {}]*\))$`)

// TestPanicShowsNoPage holds that a panic which quotes a page does not print it.
func TestPanicShowsNoPage(t *testing.T) {
	const number = "3578770101702001" // of nobody: there is no district 77
	var out bytes.Buffer
	if status := guard(&out, func() int { panic(fmt.Errorf("parse %q", number)) }); status != exitFailure {
		t.Errorf("status %d", status)
	}
	head, stack, _ := strings.Cut(out.String(), "\n")
	if head != "ronda: stopped by a mistake of its own (*fmt.wrapError); please report it with these lines:" &&
		head != "ronda: stopped by a mistake of its own (*errors.errorString); please report it with these lines:" {
		t.Errorf("the first line says %q", head)
	}
	for line := range strings.Lines(stack) {
		if line = strings.TrimSuffix(line, "\n"); !stackLine.MatchString(line) {
			t.Errorf("the stack has the line %q", line)
		}
	}
	const piece = 9 // so many of its digits in a row tell more than a region and a day
	for i := range len(number) - piece + 1 {
		if strings.Contains(out.String(), number[i:i+piece]) {
			t.Fatal("digits of the number are shown")
		}
	}
	if !strings.Contains(stack, "TestPanicShowsNoPage") {
		t.Errorf("the stack is missing:\n%s", out.String())
	}
}
