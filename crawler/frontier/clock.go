package frontier

import "time"

// keepEvery is how much of the frontier's time a crash may take back, as long as transactions go on.
const keepEvery = time.Second

// clock is the frontier's own time, in which all times in the file are told. The machine's clock may be put right or
// wrong by years: this one only goes forward. While a file is open it runs with the time that really passes. From one
// process to the next it goes on with the machine's clock, but never behind the time that the file has seen: a clock that
// was put back makes a pause longer by the time that no process ran, and stalls nothing. A clock that was put forward
// meanwhile looks like a long stop; hosts rest for one delay after it like after every start.
type clock struct {
	base  time.Time // the frontier's time at start
	start time.Time // a reading of the monotonic clock
}

// newClock starts at the wall clock's time, or at the last time that the file has seen when that is later.
func newClock(wall, last time.Time) clock {
	return clock{base: later(wall.Round(0), last), start: time.Now()}
}

func (c clock) now() time.Time { return c.base.Add(time.Since(c.start)) }
