package patrol

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/semaphore"
)

// What one page, and what all pages that are carried at the same time, may take. A page is judged in some seventy times
// its size, so that pages which are large together wait for each other; small ones never do. Nobody who holds work room
// waits for the network or for anything else of these, and a visit takes album room once at the most and outside of
// requests that others wait for, so that there is no circle of waiting.
const (
	workBytes    = 2 << 20   // bodies that are extracted and judged at the same time
	albums       = 4         // visits whose pictures are more than a few
	albumBytes   = 12 << 20  // pictures of one page that has an album's room
	looseBytes   = 2 << 20   // pictures of one page that has none
	loosePicture = 512 << 10 // one picture of such a page
	pageBytes    = 4 << 20   // of a page that is a picture; text has a lower limit of its own
	robotsBytes  = 512 << 10 // of a robots.txt, a little more than what of it counts

	// Requests of one page beside the page itself. Waiting for a host's turn does not count, because long pauses are what a
	// host may ask for; it is bounded by what a lease lasts.
	requestTime  = time.Minute
	picturesTime = 5 * time.Minute
)

// room bounds the memory of all visits together.
type room struct {
	work  *semaphore.Weighted
	album *semaphore.Weighted
}

func newRoom() room {
	return room{work: semaphore.NewWeighted(workBytes), album: semaphore.NewWeighted(albums)}
}

// enter waits until a page of n bytes may be worked on and returns what ends that. A page with pictures is worked on
// alone: each of them takes more memory than any page.
func (r room) enter(ctx context.Context, n int, pictures bool) (leave func(), err error) {
	const least = 32 << 10
	weight := min(max(int64(n), least), workBytes)
	if pictures {
		weight = workBytes
	}
	if err := r.work.Acquire(ctx, weight); err != nil {
		return nil, fmt.Errorf("wait for memory: %w", err)
	}
	return func() { r.work.Release(weight) }, nil
}

// stopwatch adds up how long requests take.
type stopwatch struct{ left time.Duration }

func (s *stopwatch) spend(d time.Duration) { s.left -= d }

func (s *stopwatch) over() bool { return s.left <= 0 }
