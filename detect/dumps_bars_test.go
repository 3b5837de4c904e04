//go:build bars

package detect_test

import "testing"

// TestBarDumps measures people and regencies over hundreds of dumps, in the formats that the scanner was tuned on and in
// those that were held out, by two authors each.
func TestBarDumps(t *testing.T) {
	for _, tt := range []struct {
		name    string
		formats []format
		seed    uint64
		second  bool
	}{
		{"tuned", tuned, 11, false},
		{"tuned, second author", tuned, 12, true},
		{"held out", heldOut, 13, false},
		{"held out, second author", heldOut, 14, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dumps := makeDumps(newAuthor(tt.seed, tt.second), tt.formats, 10*len(tt.formats))
			measureDumps(t, dumps)
		})
	}
}
