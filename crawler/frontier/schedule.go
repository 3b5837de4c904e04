package frontier

import (
	"container/heap"
	"context"
	"fmt"
	"time"

	"ronda/crawler/frontier/store"
)

// host is what the scheduler knows of a host. Its turn comes when all its four times have passed.
type host struct {
	name    string
	id      int64 // row in the file; 0 for a host that has none yet, such as one that only serves pictures
	delay   time.Duration
	last    time.Time // the last request that is known to have begun or ended
	blocked time.Time // not before this: Retry-After, a dead host
	wait    time.Time // when the first queued URL is due, as far as known
	queued  int64     // URLs queued, the leased one included
	total   int64     // URLs ever kept
	leased  *held

	at    time.Time // when its turn comes, while it is in the heap
	index int       // place in the heap, -1 outside
}

func newHost(name string) *host { return &host{name: name, index: -1} }

func (h *host) turn() time.Time {
	if h.last.IsZero() {
		return later(h.blocked, h.wait)
	}
	return later(h.last.Add(h.delay), later(h.blocked, h.wait))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// hostHeap implements heap.Interface, earliest turn first.
type hostHeap []*host

func (q hostHeap) Len() int           { return len(q) }
func (q hostHeap) Less(i, j int) bool { return q[i].at.Before(q[j].at) }
func (q hostHeap) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].index, q[j].index = i, j
}

func (q *hostHeap) Push(x any) {
	h := x.(*host)
	h.index = len(*q)
	*q = append(*q, h)
}

func (q *hostHeap) Pop() any {
	last := len(*q) - 1
	h := (*q)[last]
	(*q)[last] = nil
	*q = (*q)[:last]
	h.index = -1
	return h
}

// due returns how many hosts have their turn at the given time; it looks only at those and their neighbours in the heap.
func (q hostHeap) due(now time.Time) int {
	n := 0
	var walk func(i int)
	walk = func(i int) {
		if i < len(q) && !q[i].at.After(now) {
			n++
			walk(2*i + 1)
			walk(2*i + 2)
		}
	}
	walk(0)
	return n
}

// host returns the host with the given name, and makes it known to the scheduler if it is new.
func (f *Frontier) host(name string) *host {
	h, ok := f.hosts[name]
	if !ok {
		h = newHost(name)
		h.delay = f.cfg.Delay
		f.hosts[name] = h
	}
	return h
}

// settle puts a host that changed in its place in the heap, and wakes those who wait when it is the first now.
func (f *Frontier) settle(h *host) {
	h.at = h.turn()
	switch waits := h.queued > 0 && h.leased == nil; {
	case waits && h.index < 0:
		heap.Push(&f.ready, h)
	case waits:
		heap.Fix(&f.ready, h.index)
	case h.index >= 0:
		heap.Remove(&f.ready, h.index)
	}
	if h.index == 0 {
		f.notify()
	}
}

// notify makes those who wait in Next look again.
func (f *Frontier) notify() {
	close(f.wake)
	f.wake = make(chan struct{})
}

// Lease is the right and the duty to work one URL. It covers the turn of its host for one request, to be made at once; if
// robots.txt is needed first, that request takes the lease's turn and the page waits for another one (see Turn).
// It ends with Done, Retry or Release.
type Lease struct {
	ID       uint64
	URL      string // canonical
	Host     string // name, and port unless it is the scheme's own
	Depth    int    // links from a seed
	Hops     int    // redirects in a row that led here
	Attempts int    // earlier attempts that failed
}

// held is a lease that is out.
type held struct {
	Lease
	host  *host
	key   store.Key
	until time.Time
	taken time.Time // when it was leased, and
	last  time.Time // the host's last request before
	doubt bool      // a commit failed that may have ended it in the file
}

// Next waits until a host with queued URLs has its turn, and leases the URL that has waited longest there. A host
// has one lease at a time, so a giant host cannot keep others waiting. It returns ErrEmpty when nothing is queued and
// nothing leased, and the context's error when that ends first.
func (f *Frontier) Next(ctx context.Context) (Lease, error) {
	for {
		if err := ctx.Err(); err != nil {
			return Lease{}, fmt.Errorf("next URL: %w", err)
		}
		f.mu.Lock()
		l, at, err := f.take(ctx, f.clock.now())
		wake := f.wake
		f.mu.Unlock()
		if err != nil || l.ID != 0 {
			return l, err
		}
		wait(ctx, at.Sub(f.clock.now()), wake)
	}
}

// wait returns after the given time, when wake is closed or when the context ends, whatever comes first.
func wait(ctx context.Context, d time.Duration, wake <-chan struct{}) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-wake:
	case <-ctx.Done():
	}
}

// take leases the next URL, or says when it is worth trying again.
func (f *Frontier) take(ctx context.Context, now time.Time) (Lease, time.Time, error) {
	if f.closed {
		return Lease{}, now, errClosed
	}
	if err := f.mend(ctx); err != nil {
		return Lease{}, now, fmt.Errorf("next URL: %w", err)
	}
	retry := f.expire(now)
	for len(f.ready) > 0 {
		h := f.ready[0]
		if h.at.After(now) {
			if h.at.Before(retry) {
				retry = h.at
			}
			break
		}
		row, found, err := f.store.Head(ctx, h.id)
		switch {
		case err != nil:
			err = f.failed(ctx, err)
		case !found:
			err = f.discount(ctx, h)
		case hostOf(row.URL) != h.name:
			err = f.giveUp(ctx, h, row.Key)
		case row.Due.After(now) && !row.Due.After(now.Add(maxBackoff)): // a longer wait is damage: nobody has set it
			h.wait = row.Due
			f.settle(h)
		default:
			return f.lease(h, row, now), now, nil
		}
		if err != nil {
			return Lease{}, now, fmt.Errorf("next URL: %w", err)
		}
	}
	if f.counts.queued == 0 {
		return Lease{}, now, ErrEmpty
	}
	return Lease{}, retry, nil
}

func (f *Frontier) lease(h *host, row store.Queued, now time.Time) Lease {
	f.issued++
	l := &held{
		Lease: Lease{ID: f.issued, URL: row.URL, Host: h.name, Depth: row.Depth, Hops: row.Hops, Attempts: row.Attempts},
		host:  h,
		key:   row.Key,
		until: now.Add(f.cfg.Lease),
		taken: now,
		last:  h.last,
	}
	f.leases[l.ID] = l
	h.leased, h.last = l, now
	f.settle(h)
	f.show()
	f.cfg.Step("frontier.leased")
	return l.Lease
}

// expire takes back the leases that ran out, and returns when the next one will.
func (f *Frontier) expire(now time.Time) time.Time {
	next := now.Add(f.cfg.Lease)
	for _, l := range f.leases {
		if !l.until.After(now) {
			f.end(l, now)
		} else if l.until.Before(next) {
			next = l.until
		}
	}
	return next
}

// end takes a lease out of the books. Its host's delay counts from its last request, which may have ended just now.
func (f *Frontier) end(l *held, last time.Time) {
	delete(f.leases, l.ID)
	l.host.leased, l.host.last = nil, last
	f.settle(l.host)
	f.show()
}

// lastRequest returns when the host of a lease that ends was last asked for something.
func (l *held) lastRequest(unasked bool, now time.Time) time.Time {
	if unasked && l.host.last.Equal(l.taken) { // nobody took a turn of the host meanwhile
		return l.last
	}
	return now
}

// Turn waits for a turn of the host and takes it: the caller makes one request at once. Every request beyond the first of
// a lease calls it, be it robots.txt, the page or a picture, so that no two requests to a host are closer than its delay.
// While the host is leased the delay counts from the call, because the holder's request before ended just now; its lease
// is prolonged. A blocked host is ErrBlocked at once.
func (f *Frontier) Turn(ctx context.Context, name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	h := f.host(name)
	now := f.clock.now()
	var earliest time.Time
	if h.leased != nil || h.last.Add(h.delay).After(now) {
		earliest = now.Add(h.delay)
	}
	for {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("wait for a turn: %w", err)
		}
		if f.closed {
			return errClosed
		}
		now = f.clock.now()
		if h.blocked.After(now) {
			return ErrBlocked
		}
		at := earliest
		if !h.last.IsZero() {
			at = later(at, h.last.Add(h.delay))
		}
		if h.leased != nil {
			h.leased.until = later(h.leased.until, later(at, now).Add(f.cfg.Lease))
		}
		if !at.After(now) {
			h.last = now
			f.settle(h)
			return nil
		}
		f.mu.Unlock()
		wait(ctx, at.Sub(now), nil)
		f.mu.Lock()
	}
}
