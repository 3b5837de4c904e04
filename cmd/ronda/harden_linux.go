package main

import "syscall"

// notDumpable keeps the memory from core handlers that a pipe leads to, which do not heed the limit, and from other
// processes of the same user.
func notDumpable() {
	_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_DUMPABLE, 0, 0)
}
