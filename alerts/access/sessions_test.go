package access_test

import (
	"testing"
	"testing/synctest"
	"time"

	"ronda/alerts/access"
)

func TestSessions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s access.Sessions
		key := s.Invite("siti")
		if actor, ok := s.Invited(key); actor != "siti" || !ok {
			t.Errorf("invited %q, %v", actor, ok)
		}
		if actor, ok := s.Actor(key); ok {
			t.Errorf("an invitation is taken for a session of %q", actor)
		}
		token, ok := s.Enter(key)
		if !ok {
			t.Fatal("the key does not open")
		}
		if _, again := s.Enter(key); again {
			t.Error("a key opens twice")
		}
		if _, ok := s.Invited(key); ok {
			t.Error("a key that was used still invites")
		}
		if _, ok := s.Enter(token); ok {
			t.Error("a session is taken for an invitation")
		}
		other, _ := s.Enter(s.Invite("budi"))
		late := s.Invite("tono")
		time.Sleep(access.InvitationTime + time.Second)
		if _, ok := s.Enter(late); ok {
			t.Error("an old key opens")
		}
		for token, want := range map[string]string{token: "siti", other: "budi", "": "", "guess": ""} {
			if actor, ok := s.Actor(token); actor != want || ok != (want != "") {
				t.Errorf("signed in: %q, %v; want %q", actor, ok, want)
			}
		}
		s.Leave(token)
		s.Leave("guess")
		if _, ok := s.Actor(token); ok {
			t.Error("who has left is signed in still")
		}
		time.Sleep(access.SessionTime)
		if _, ok := s.Actor(other); ok {
			t.Error("a session never ends")
		}
	})
}
