package access

import (
	"crypto/rand"
	"crypto/sha256"
	"sync"
	"time"
)

// How long an invitation and what it leads to are good for.
const (
	InvitationTime = 10 * time.Minute
	SessionTime    = 12 * time.Hour
)

// Sessions are the people who are signed in to a page, and invitations to sign in. They are in memory alone: a restart ends them all.
// The zero value has none. It is safe for concurrent use.
type Sessions struct {
	mu      sync.Mutex
	invited map[[sha256.Size]byte]pass
	open    map[[sha256.Size]byte]pass
}

// pass says who somebody is, and until when. It is kept under a digest of what they show: comparing that tells nothing about it.
type pass struct {
	actor string
	until time.Time
}

// Invite returns a key with which somebody signs in as actor, once and within InvitationTime. The caller hands it to nobody else.
func (s *Sessions) Invite(actor string) (key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return issue(&s.invited, actor, InvitationTime)
}

// Invited returns whom a key signs in, and false when it is used up, too old or never was one.
func (s *Sessions) Invited(key string) (actor string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return find(s.invited, key)
}

// Enter uses a key up and returns the token of the session that begins, which lasts for SessionTime.
func (s *Sessions) Enter(key string) (token string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	actor, ok := find(s.invited, key)
	if !ok {
		return "", false
	}
	delete(s.invited, sha256.Sum256([]byte(key)))
	return issue(&s.open, actor, SessionTime), true
}

// Actor returns who is signed in with a token.
func (s *Sessions) Actor(token string) (actor string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return find(s.open, token)
}

// Leave ends the session of a token, if there is one.
func (s *Sessions) Leave(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, sha256.Sum256([]byte(token)))
}

// issue makes a secret that stands for actor, and forgets those that are over.
func issue(passes *map[[sha256.Size]byte]pass, actor string, lasts time.Duration) (secret string) {
	if *passes == nil {
		*passes = map[[sha256.Size]byte]pass{}
	}
	now := time.Now()
	for digest, p := range *passes {
		if now.After(p.until) {
			delete(*passes, digest)
		}
	}
	secret = rand.Text()
	(*passes)[sha256.Sum256([]byte(secret))] = pass{actor, now.Add(lasts)}
	return secret
}

func find(passes map[[sha256.Size]byte]pass, secret string) (actor string, ok bool) {
	p, ok := passes[sha256.Sum256([]byte(secret))]
	if !ok || time.Now().After(p.until) {
		return "", false
	}
	return p.actor, true
}
