package webhook

import "time"

// Public lets the tests ask about addresses that cannot be reached from a test.
var Public = public

// WithClock replaces the wall clock.
func (c Config) WithClock(now func() time.Time) Config {
	c.now = now
	return c
}
