package dbfile

import (
	"context"
	"sync"
	"time"
)

// Latest keeps what was last read from a file for those who must not wait for a disk: a scrape of metrics is needed most
// when the disk does not answer. It is safe for concurrent use.
type Latest[T any] struct {
	read func(ctx context.Context) (T, error)

	mu      sync.Mutex
	value   T
	known   bool
	reading chan struct{} // closed when the reading that is under way has ended; nil while there is none
}

const (
	patience = 500 * time.Millisecond // a sound disk answers in a few
	giveUp   = 10 * time.Second       // a lock that is held, or a connection that is not to be had
)

// NewLatest returns a Latest of what read returns. Read ends when its context does; one is made at a time.
func NewLatest[T any](read func(ctx context.Context) (T, error)) *Latest[T] {
	return &Latest[T]{read: read}
}

// Get reads anew and returns what was read, or, when that fails or takes more than half a second, what was read before.
// It returns false when nothing ever was. A reading that takes longer goes on behind its back for up to ten seconds, or as
// long as the system does not let go of it, and no other is begun meanwhile.
func (l *Latest[T]) Get() (T, bool) {
	l.mu.Lock()
	if l.reading == nil {
		l.reading = make(chan struct{})
		go l.fetch(l.reading)
	}
	reading := l.reading
	l.mu.Unlock()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-reading:
	case <-timer.C:
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.value, l.known
}

func (l *Latest[T]) fetch(done chan<- struct{}) {
	ctx, cancel := context.WithTimeout(context.Background(), giveUp)
	defer cancel()
	value, err := l.read(ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err == nil {
		l.value, l.known = value, true
	}
	l.reading = nil
	close(done)
}
