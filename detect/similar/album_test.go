package similar_test

import (
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ronda/detect/similar"
)

func evenHash(r *rand.Rand) similar.Hash {
	return similar.Hash{r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64()}
}

func several[T any](n int, draw func() T) (out []T) {
	for range n {
		out = append(out, draw())
	}
	return out
}

// blur flips the bits of a hash at that rate.
func blur(r *rand.Rand, h similar.Hash, rate float64) similar.Hash {
	for i := range 256 {
		if r.Float64() < rate {
			h[i/64] ^= 1 << (i % 64)
		}
	}
	return h
}

// people draws cards of different people on one layout: some bits are the layout's own, most are set in a part of the cards.
type people struct {
	r      *rand.Rand
	layout similar.Hash
	loose  [256]float64 // how often a bit is not as the layout has it
}

func newPeople(r *rand.Rand) *people {
	p := &people{r: r, layout: evenHash(r)}
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

// add adds a picture as an album's owner does.
func add(a *similar.Album, id similar.ID, p similar.Picture, at similar.Sighting) {
	a.Add(id, similar.Entry{Picture: p, Sighting: at, Fresh: a.Fresh(p)})
}

// elsewhere is a listing that no entry of an album has.
const elsewhere = 1 << 40

// TestTwoPeoplesCardsDoNotLink fills an album with people's cards in one scene, where the pictures as a whole are near each other.
// Copies link to their original and to nothing else.
func TestTwoPeoplesCardsDoNotLink(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	a := similar.NewAlbum(similar.DefaultLimits, nil)
	scene := evenHash(r)
	p := newPeople(r)
	cards := several(600, p.card)
	for i, c := range cards {
		add(a, similar.ID(i), ktp(blur(r, scene, 0.02), c), at(i, i, 0))
	}
	found, wrong := 0, 0
	for i, c := range cards {
		for _, l := range a.Seen(ktp(blur(r, scene, 0.02), p.copied(c)), elsewhere).Links {
			if l.ID != similar.ID(i) || !l.Card {
				wrong++
			} else {
				found++
			}
		}
	}
	for range 600 {
		wrong += len(a.Seen(ktp(scene, p.card()), elsewhere).Links)
	}
	if wrong > 0 || found < 570 {
		t.Errorf("%d of %d copies found, %d false links; want at least 570 and none", found, len(cards), wrong)
	}
}

func TestSeenBefore(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	a := similar.NewAlbum(similar.DefaultLimits, nil)
	room, other := evenHash(r), evenHash(r)
	whole := func(h similar.Hash) similar.Picture { return similar.Picture{Whole: []similar.Hash{h}} }
	add(a, 1, whole(room), at(100, 1, 0))
	add(a, 2, whole(blur(r, room, 0.02)), at(101, 2, 30))
	add(a, 3, whole(blur(r, room, 0.02)), at(102, 2, 10))
	add(a, 4, whole(other), at(103, 3, -50))
	a.Touch(2, may.AddDate(0, 0, 40))
	s := a.Seen(whole(blur(r, room, 0.02)), elsewhere)
	if len(s.Links) != 3 || s.Listings != 3 || s.Hosts != 2 || !s.First.Equal(may) || !s.Last.Equal(may.AddDate(0, 0, 40)) {
		t.Errorf("%+v; want three links on two hosts from 1 May for 40 days", s)
	}
	if s := a.Seen(whole(room), 100); len(s.Links) != 2 {
		t.Errorf("a picture of the album has %d links, want 2: none to its own listing", len(s.Links))
	}
	a.Remove(1)
	a.Remove(2)
	if s := a.Seen(whole(room), elsewhere); len(s.Links) != 1 || s.Links[0].ID != 3 {
		t.Errorf("after two were removed: %+v", s.Links)
	}
	a.Dismiss(50, whole(blur(r, room, 0.02)))
	if s := a.Seen(whole(room), elsewhere); !s.Dismissed || len(s.Links) != 0 {
		t.Errorf("a dismissed picture: %+v", s)
	}
	if s := a.Seen(whole(other), elsewhere); s.Dismissed || len(s.Links) != 1 {
		t.Errorf("another picture beside a dismissed one: %+v", s)
	}
}

// TestDismissedCardSilencesNoOther dismisses a card in a scene: another person's card in that scene is still linked.
func TestDismissedCardSilencesNoOther(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	a := similar.NewAlbum(similar.DefaultLimits, nil)
	scene := evenHash(r)
	p := newPeople(r)
	cards := several(2, p.card)
	add(a, 1, ktp(scene, cards[1]), at(1, 1, 0))
	a.Dismiss(2, ktp(scene, cards[0]))
	if s := a.Seen(ktp(scene, cards[0]), elsewhere); !s.Dismissed {
		t.Errorf("the dismissed card: %+v", s)
	}
	if s := a.Seen(ktp(scene, cards[1]), elsewhere); s.Dismissed || len(s.Links) != 1 {
		t.Errorf("the other card: %+v", s)
	}
	a.Restore(2)
	if s := a.Seen(ktp(scene, cards[0]), elsewhere); s.Dismissed {
		t.Error("a restored card is still dismissed")
	}
}

func TestFloodIsQuarantined(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 10))
	limits := similar.DefaultLimits
	limits.Hosts = 5
	a := similar.NewAlbum(limits, nil)
	logo := similar.Picture{Whole: []similar.Hash{evenHash(r)}}
	for i := range 6 {
		add(a, similar.ID(i), logo, at(i, i, 0))
	}
	s := a.Seen(logo, elsewhere)
	if !s.Flooding || !s.Flooded || len(s.Links) != 0 || s.Hosts != 6 {
		t.Errorf("the first time: %+v; want a flood over 6 hosts", s)
	}
	a.Quarantine(77, logo)
	if s := a.Seen(logo, elsewhere); !s.Flooding || s.Flooded {
		t.Errorf("the second time: %+v; want a flood that is known", s)
	}
	if like := a.Like(logo); len(like) != 6 {
		t.Errorf("the quarantine silences %v, want all six", like)
	}
	a.Release(77)
	if s := a.Seen(logo, 3); s.Flooding || len(s.Links) != 5 {
		t.Errorf("released and seen from within: %+v", s)
	}
}

// TestBuiltAnew removes pictures from an album and builds another one of what is left: both answer alike.
func TestBuiltAnew(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 11))
	a := similar.NewAlbum(similar.DefaultLimits, nil)
	p := newPeople(r)
	scenes, cards := several(20, func() similar.Hash { return evenHash(r) }), several(60, p.card)
	left := map[similar.ID]similar.Entry{}
	for i := range 300 {
		pic := ktp(blur(r, scenes[r.IntN(20)], 0.02), p.copied(cards[r.IntN(60)]))
		e := similar.Entry{Picture: pic, Sighting: at(i, i%7, i), Fresh: a.Fresh(pic)}
		a.Add(similar.ID(i), e)
		left[similar.ID(i)] = e
	}
	for i := 0; i < 300; i += 3 {
		a.Remove(similar.ID(i))
		delete(left, similar.ID(i))
	}
	anew := similar.NewAlbum(similar.DefaultLimits, maps.All(left))
	found := 0
	for range 200 {
		q := ktp(blur(r, scenes[r.IntN(20)], 0.02), p.copied(cards[r.IntN(60)]))
		one, other := a.Seen(q, elsewhere), anew.Seen(q, elsewhere)
		if diff := cmp.Diff(one, other); diff != "" {
			t.Fatalf("grown and built anew differ (-grown +anew):\n%s", diff)
		}
		found += len(one.Links)
	}
	if found == 0 {
		t.Error("nothing was found at all")
	}
}
