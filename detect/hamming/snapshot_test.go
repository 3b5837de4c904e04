package hamming_test

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"ronda/detect/hamming"
)

var state = hamming.State{Owner: [16]byte{1, 2, 3}, Last: 77, Removals: 5}

func TestSnapshot(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	path := filepath.Join(t.TempDir(), "pictures")
	for _, n := range []int{0, 1, 40_000} {
		short, long := hashes(r, n, 0, 0), longHashes(r, n/4, 0, 0)
		if err := hamming.NewIndex64(pairs(short)).Save(path, state); err != nil {
			t.Fatal(err)
		}
		x, got, err := hamming.Load64(path)
		if err != nil || got != state {
			t.Fatalf("state %v, error %v", got, err)
		}
		checkSearch64(t, r, x, short)
		if _, _, err := hamming.Load(path); !errors.Is(err, hamming.ErrDamaged) {
			t.Errorf("a snapshot of the other kind: %v, want %v", err, hamming.ErrDamaged)
		}
		if err := hamming.NewIndex(pairs(long)).Save(path, state); err != nil {
			t.Fatal(err)
		}
		y, got, err := hamming.Load(path)
		if err != nil || got != state {
			t.Fatalf("state %v, error %v", got, err)
		}
		checkSearch(t, r, y, long)
	}
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(files) != 1 {
		t.Errorf("%d files are left, want the snapshot alone (%v)", len(files), err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, want 0600 (%v)", info.Mode(), err)
	}
}

// TestDamagedSnapshot changes, cuts and lengthens a snapshot in many places: each time it is noticed.
func TestDamagedSnapshot(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	path := filepath.Join(t.TempDir(), "pictures")
	if err := hamming.NewIndex64(pairs(hashes(r, 100, 0, 0))).Save(path, state); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, at int, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := hamming.Load64(path); !errors.Is(err, hamming.ErrDamaged) {
			t.Errorf("%s at %d: %v, want %v", what, at, err, hamming.ErrDamaged)
		}
	}
	for at := 0; at < len(whole); at += 1 + at/20 {
		damaged := slices.Clone(whole)
		damaged[at] ^= 1 << (at % 8)
		check("changed", at, damaged)
		check("cut", at, whole[:at])
	}
	check("lengthened", len(whole), append(slices.Clone(whole), 0))
}

func TestDiscard(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pictures")
	other := path + " too"
	if err := hamming.NewIndex64(pairs([]uint64{0xfeedfacecafebeef})).Save(path, state); err != nil {
		t.Fatal(err)
	}
	if err := os.Link(path, other); err != nil { // what a disk would still hold
		t.Fatal(err)
	}
	for range 2 { // the second time there is none
		if err := hamming.Discard(path); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := hamming.Load64(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after Discard: %v, want %v", err, fs.ErrNotExist)
	}
	data, err := os.ReadFile(other)
	if err != nil || slices.ContainsFunc(data, func(b byte) bool { return b != 0 }) {
		t.Errorf("the snapshot's bytes are still there (%v)", err)
	}
}
