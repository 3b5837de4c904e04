package similar_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"ronda/detect/similar"
)

// people draws cards of different people on one layout: some bits are the layout's own, most are set in a part of the cards.
type people struct {
	r      *rand.Rand
	layout similar.Hash
	loose  [256]float64 // how often a bit is not as the layout has it
}

func newPeople(r *rand.Rand) *people {
	p := &people{r: r, layout: longHashes(r, 1, 0, 0)[0]}
	for i := range p.loose {
		p.loose[i] = 0.01
		if r.IntN(5) < 4 {
			p.loose[i] = 0.1 + 0.4*r.Float64()
		}
	}
	return p
}

// card draws one person's card.
func (p *people) card() similar.Hash { return p.turn(p.layout, 1) }

// copied draws a card as its copy reads: bits that differ between people turn more easily.
func (p *people) copied(h similar.Hash) similar.Hash { return p.turn(h, 0.2) }

func (p *people) turn(h similar.Hash, share float64) similar.Hash {
	for i, often := range p.loose {
		if p.r.Float64() < often*share {
			h[i/64] ^= 1 << (i % 64)
		}
	}
	return h
}

var may = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)

func at(listing, host, days int) similar.Sighting {
	day := may.AddDate(0, 0, days)
	return similar.Sighting{Listing: uint64(listing), Host: uint64(host), First: day, Last: day}
}

func ktp(whole, card similar.Hash) similar.Picture {
	return similar.Picture{Whole: []similar.Hash{whole}, Cards: []similar.Card{{Layout: "ktp", Hash: card}}}
}

// TestTwoPeoplesCardsDoNotLink fills an album with people's cards in one scene, where the pictures as a whole are near each other.
// Copies link to their original and to nothing else.
func TestTwoPeoplesCardsDoNotLink(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	a := similar.NewAlbum(similar.DefaultLimits)
	scene := longHashes(r, 1, 0, 0)[0]
	p := newPeople(r)
	cards := slices.Collect(times(600, p.card))
	for i, c := range cards {
		a.Add(similar.ID(i), ktp(blur(r, scene, 0.02), c), at(i, i, 0))
	}
	found, wrong := 0, 0
	for i, c := range cards {
		for _, l := range a.Seen(similar.ID(10_000+i), ktp(blur(r, scene, 0.02), p.copied(c))).Links {
			if l.ID != similar.ID(i) || !l.Card {
				wrong++
			} else {
				found++
			}
		}
	}
	for i := range 600 {
		wrong += len(a.Seen(similar.ID(20_000+i), ktp(scene, p.card())).Links)
	}
	if wrong > 0 || found < 570 {
		t.Errorf("%d of %d copies found, %d false links; want at least 570 and none", found, len(cards), wrong)
	}
}

func TestSeenBefore(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	a := similar.NewAlbum(similar.DefaultLimits)
	room, other := longHashes(r, 1, 0, 0)[0], longHashes(r, 1, 0, 0)[0]
	whole := func(h similar.Hash) similar.Picture { return similar.Picture{Whole: []similar.Hash{h}} }
	a.Add(1, whole(room), at(100, 1, 0))
	a.Add(2, whole(blur(r, room, 0.02)), at(101, 2, 30))
	a.Add(3, whole(blur(r, room, 0.02)), at(102, 2, 10))
	a.Add(4, whole(other), at(103, 3, -50))
	a.Touch(2, may.AddDate(0, 0, 40))
	s := a.Seen(9, whole(blur(r, room, 0.02)))
	if len(s.Links) != 3 || s.Listings != 3 || s.Hosts != 2 || !s.First.Equal(may) || !s.Last.Equal(may.AddDate(0, 0, 40)) {
		t.Errorf("%+v; want three links on two hosts from 1 May for 40 days", s)
	}
	if s := a.Seen(1, whole(room)); len(s.Links) != 2 {
		t.Errorf("a picture of the album has %d links, want 2: none to itself", len(s.Links))
	}
	a.Remove(1)
	a.Remove(2)
	if s := a.Seen(9, whole(room)); len(s.Links) != 1 || s.Links[0].ID != 3 {
		t.Errorf("after two were removed: %+v", s.Links)
	}
	a.Dismiss(50, whole(blur(r, room, 0.02)))
	if s := a.Seen(9, whole(room)); !s.Dismissed || len(s.Links) != 0 {
		t.Errorf("a dismissed picture: %+v", s)
	}
	if s := a.Seen(9, whole(other)); s.Dismissed || len(s.Links) != 1 {
		t.Errorf("another picture beside a dismissed one: %+v", s)
	}
}

// TestDismissedCardSilencesNoOther dismisses a card in a scene: another person's card in that scene is still linked.
func TestDismissedCardSilencesNoOther(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	a := similar.NewAlbum(similar.DefaultLimits)
	scene := longHashes(r, 1, 0, 0)[0]
	p := newPeople(r)
	cards := slices.Collect(times(2, p.card))
	a.Add(1, ktp(scene, cards[1]), at(1, 1, 0))
	a.Dismiss(2, ktp(scene, cards[0]))
	if s := a.Seen(3, ktp(scene, cards[0])); !s.Dismissed {
		t.Errorf("the dismissed card: %+v", s)
	}
	if s := a.Seen(3, ktp(scene, cards[1])); s.Dismissed || len(s.Links) != 1 {
		t.Errorf("the other card: %+v", s)
	}
	a.Restore(2, ktp(scene, cards[0]))
	if s := a.Seen(3, ktp(scene, cards[0])); s.Dismissed {
		t.Error("a restored card is still dismissed")
	}
}

func TestFloodIsQuarantined(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 10))
	limits := similar.DefaultLimits
	limits.Hosts = 5
	a := similar.NewAlbum(limits)
	logo := similar.Picture{Whole: longHashes(r, 1, 0, 0)}
	for i := range 6 {
		a.Add(similar.ID(i), logo, at(i, i, 0))
	}
	if s := a.Seen(77, logo); !s.Flooding || !s.Flooded || len(s.Links) != 0 || s.Hosts != 6 {
		t.Errorf("the first time: %+v; want a flood over 6 hosts", s)
	}
	if s := a.Seen(78, logo); !s.Flooding || s.Flooded {
		t.Errorf("the second time: %+v; want a flood that is known", s)
	}
	a.Release(77, logo)
	if s := a.Seen(3, logo); s.Flooding || len(s.Links) != 5 {
		t.Errorf("released and seen from within: %+v", s)
	}
}
