package alerts

// State is how far an alert's handling has come.
type State string

// States of an alert.
const (
	StateOpen      State = "open"       // raised, nobody has judged it yet
	StateConfirmed State = "confirmed"  // an analyst agrees
	StateReported  State = "reported"   // the platform was told
	StateTakenDown State = "taken_down" // the listing is gone
	StateDismissed State = "dismissed"  // the alert was a mistake
)

// States returns the states in the order in which an alert comes to them.
func States() []State {
	return []State{StateOpen, StateConfirmed, StateReported, StateTakenDown, StateDismissed}
}

// Open reports whether somebody still has to act on an alert in state s.
func (s State) Open() bool { return s == StateOpen || s == StateConfirmed || s == StateReported }
