//go:build !linux

package main

// notDumpable is for Linux only.
func notDumpable() {}
