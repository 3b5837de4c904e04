package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"runtime/debug"
	"syscall"

	"ronda/cmd/ronda/command"
)

// memoryLimit is what the garbage collector aims at, in bytes; it is a soft limit.
const memoryLimit = 400 << 20

// harden closes the ways by which the memory of this process, where pages are in clear, could come to a disk or a
// terminal behind our back. It is called before anything else.
func harden() {
	// No core file, whatever the shell allows. It cannot fail: lowering a limit is everybody's right.
	_ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
	notDumpable()
	// What hostile pages make us throw away is collected before it becomes much. What is in use is bounded elsewhere; a crawl
	// of millions of hosts needs more and says so with GOMEMLIMIT.
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	// net/http tells the standard logger what a server sent unasked, in its own words. Our own log is log/slog's.
	log.SetOutput(command.StandardLog())
}

// guard runs f and turns a panic into a failure that shows the panic's type and the stack, and not its value: that may
// quote a page. (A stack shows addresses, no text. The patrol guards each page by itself.)
func guard(out io.Writer, f func() int) (status int) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(out, "ronda: stopped by a mistake of its own (%T); please report it with these lines:\n%s", r, debug.Stack())
			status = exitFailure
		}
	}()
	return f()
}
