//go:build bars

package numbers_test

import "testing"

// TestBarLookalikes puts a million look-alikes on a page each, and makes columns of 10,000 rows of each kind.
func TestBarLookalikes(t *testing.T) {
	t.Run("pages", func(t *testing.T) { tryPages(t, 1_000_000) })
	t.Run("columns", func(t *testing.T) { tryColumns(t, 10_000, 2) })
}
