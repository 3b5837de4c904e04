package store

// State is what became of a URL. A leased URL is queued: leases are in memory only.
type State int

// The states of a URL.
const (
	StateQueued State = 0
	StateDone   State = 1
	StateFailed State = 2 // given up after as many attempts as a crawl makes, or damaged in the file
)

// String returns the state's word as in the metrics.
func (s State) String() string {
	switch s {
	case StateQueued:
		return "queued"
	case StateDone:
		return "done"
	case StateFailed:
		return "failed"
	}
	return "unknown"
}

// Known is what the frontier knows of a URL.
type Known struct {
	State    State
	Attempts int    // those that failed
	Status   int    // HTTP status, 0 when there was no answer
	Outcome  string // a short fixed word, or the reason of the last failed attempt; "" when there was none
}
