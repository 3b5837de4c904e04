//go:build bars

package site_test

import (
	"testing"
	"time"
)

// TestBarGroupsOfComments reads 20,000 groups of comments on a page, beyond the bounds on blocks and nodes.
func TestBarGroupsOfComments(t *testing.T) { groupsAreLinear(t, 5_000, 50*time.Millisecond) }
