package frontier

import "context"

// LoseConnection makes the frontier's one connection unusable, as the driver does when it gives one up.
func (f *Frontier) LoseConnection() error { return f.store.Lose() }

// CommitUnseen commits behind the frontier's back. It is called from a Step, where the frontier is locked.
func (f *Frontier) CommitUnseen(ctx context.Context) error { return f.store.Commit(ctx) }

// Locked reports whether a call is in the middle of its work on memory and file.
func (f *Frontier) Locked() bool {
	if f.mu.TryLock() {
		f.mu.Unlock()
		return false
	}
	return true
}
