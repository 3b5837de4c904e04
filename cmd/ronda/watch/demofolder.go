package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"

	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
)

// demoPromise is what the mark of a demo's folder says. A mark of before says something else: run wrote into such folders.
const demoPromise = "The demo empties this folder each time it starts. No other instance runs on it.\n"

// emptyForDemo prepares a folder for a demo: it may be missing, empty or a former demo's, whose contents are removed.
// A folder in which anything else may have written is refused. Nothing is made or removed before ready has returned nil.
func emptyForDemo(path string, ready func() error) error {
	entries, err := os.ReadDir(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read demo folder: %w", err)
	}
	onlyMark := len(entries) == 1 && entries[0].Name() == datafolder.DemoMark // a demo that was killed at once
	if len(entries) == 0 || onlyMark {
		if err := ready(); err != nil {
			return err
		}
		if err := os.MkdirAll(path, 0o700); err != nil {
			return fmt.Errorf("make demo folder: %w", err)
		}
		return datafolder.ReplaceFile(filepath.Join(path, datafolder.DemoMark), demoPromise)
	}
	if err := demoOnly(path, entries); err != nil {
		return err
	}
	held, err := datafolder.Open(path) // refuses while another demo runs in it
	if err != nil {
		return err
	}
	defer held.Close()
	if err := ready(); err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == datafolder.DemoMark || e.Name() == "lock" {
			continue
		}
		if err := os.RemoveAll(filepath.Join(path, e.Name())); err != nil {
			return fmt.Errorf("empty demo folder: %w", err)
		}
	}
	return nil
}

// demoOnly refuses a folder unless a demo has made everything in it.
func demoOnly(path string, entries []fs.DirEntry) error {
	const instead = "the demo would empty it: give -data another folder"
	if !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == datafolder.DemoMark }) {
		return fmt.Errorf("the folder %s holds something that is not a demo's; %s", path, instead)
	}
	mark, err := os.ReadFile(filepath.Join(path, datafolder.DemoMark))
	if err != nil {
		return fmt.Errorf("read the mark of a demo's folder: %w", err)
	}
	if string(mark) != demoPromise {
		return fmt.Errorf("the folder %s was made by a demo of a former version, and ronda run may have kept alerts in it since; %s, or remove this one when "+
			"ronda alerts list -data %[1]s shows nothing that you need", path, instead)
	}
	for _, e := range entries {
		if !datafolder.Ours(e.Name()) {
			return fmt.Errorf("the folder %s holds %q, which no demo made; %s, or move that away", path, e.Name(), instead)
		}
	}
	return nil
}

// addressesFree fails where an instance could not listen, and says with which flag to choose another address.
func addressesFree(ctx context.Context, cfg *command.Config) error {
	var listen net.ListenConfig
	for _, l := range []struct{ what, flag, addr string }{{"feed", "-listen", cfg.Listen}, {"NATS", "-nats-listen", cfg.NATS.Listen}} {
		if l.addr == "" {
			continue
		}
		listener, err := listen.Listen(ctx, "tcp", l.addr)
		if err != nil {
			return fmt.Errorf("open the address of the %s: %w; give %s another one", l.what, err, l.flag)
		}
		defer listener.Close() // both are held until both are known to be free: they may be one
	}
	return nil
}
