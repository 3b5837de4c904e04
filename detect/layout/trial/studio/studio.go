// Package studio holds, in one table, all hands that draw and what is learned from each, and what turns their drawings into pictures
// to learn from: snapshots for layouts, photographs and samples for the networks. Tests of detect/layout alone use it, for what
// learns stands beside the recogniser.
package studio

import (
	"cmp"
	"fmt"
	"os"
	"slices"

	"ronda/detect/layout/trial"
)

// Generator draws the hand's scenes.
func (h *Hand) Generator() (trial.Generator, error) {
	if h.draw == nil {
		return nil, fmt.Errorf("hand %q draws no scenes", h.Name)
	}
	g, err := h.draw()
	if err != nil {
		return nil, fmt.Errorf("hand %q: %w", h.Name, err)
	}
	return g, nil
}

// Shots draws the hand's scenes, each once where RONDA_SHOTS names a folder.
func (h *Hand) Shots() (trial.Generator, error) {
	g, err := h.Generator()
	if err != nil {
		return nil, err
	}
	return trial.Kept{Generator: g, Dir: os.Getenv("RONDA_SHOTS")}, nil
}

// Named returns the hand of a name that draws scenes.
func Named(name string) (*Hand, error) {
	for i := range Hands {
		if h := &Hands[i]; h.Name == name && h.draw != nil {
			return h, nil
		}
	}
	return nil, fmt.Errorf("no hand %q draws scenes", name)
}

// WithFronts returns the hands that draw fronts, in their order.
func WithFronts() (out []*Hand) {
	for i := range Hands {
		if Hands[i].Fronts != nil {
			out = append(out, &Hands[i])
		}
	}
	slices.SortFunc(out, func(a, b *Hand) int { return cmp.Compare(a.Fronts.Number, b.Fronts.Number) })
	return out
}

// A Lesson is scenes of a hand.
type Lesson struct {
	*Hand
	Scenes
}

// Lessons returns the scenes that the networks which look at candidates learn from, in their order.
func Lessons() (out []Lesson) {
	for i := range Hands {
		for _, s := range Hands[i].Network {
			out = append(out, Lesson{&Hands[i], s})
		}
	}
	slices.SortFunc(out, func(a, b Lesson) int { return cmp.Compare(a.Number, b.Number) })
	return out
}

// Closer returns as many other scenes: of those that the network learned from it is too sure.
func (s Scenes) Closer() Scenes {
	s.Seed += 50
	return s
}
