package rules

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
)

//go:embed sight
var sightFiles embed.FS

// A Sight is what tells documents from other things in pictures whatever their exact layout: a network learned from many
// hands' drawings. From its weights no card can be drawn.
type Sight struct {
	Network []byte               // in the form that detect/convnet reads
	Detail  []byte               // another one in this form, that looks closer
	Selfie  []byte               // another one in this form: whether the face of who holds a document is around it
	Votes   map[string]SightVote // by document
	Labels  SightLabels

	Proposals []byte // another one: where in a picture documents may lie
}

// SightLabels are words by which a place that is left in doubt is told by reading it. Whoever wants to forge finds none here that
// does not stand on every document.
type SightLabels struct {
	Own      map[string][]string `json:"own"`      // by document: what is printed on all of its kind
	Contrary []string            `json:"contrary"` // what is printed on things that look like a document and are none of these
}

// leastLabel is how many letters a label has at least: shorter ones stand in other words.
const leastLabel = 4

// A SightVote turns what the networks say of a place, and the place's likeness to the document's best layout, into the
// probability that it shows the document: 1/(1+exp(-(Bias + Odds*odds + Closer*odds of closer looks + Likeness*likeness))).
type SightVote struct {
	Bias     float64 `json:"bias"`
	Odds     float64 `json:"odds"` // odds are logarithms
	Closer   float64 `json:"closer"`
	Likeness float64 `json:"likeness"`
}

func loadEmbeddedSight() (*Sight, error) {
	sub, err := fs.Sub(sightFiles, "sight")
	if err != nil {
		return nil, fmt.Errorf("open sight: %w", err)
	}
	return LoadSightFS(sub)
}

// LoadSightFS reads network.gz, detail.gz, selfie.gz, proposals.gz, votes.json and labels.json in the root of fsys.
func LoadSightFS(fsys fs.FS) (*Sight, error) {
	var s Sight
	var err error
	if s.Network, err = fs.ReadFile(fsys, "network.gz"); err != nil {
		return nil, fmt.Errorf("read network: %w", err)
	}
	if s.Detail, err = fs.ReadFile(fsys, "detail.gz"); err != nil {
		return nil, fmt.Errorf("read network of details: %w", err)
	}
	if s.Selfie, err = fs.ReadFile(fsys, "selfie.gz"); err != nil {
		return nil, fmt.Errorf("read network for selfies: %w", err)
	}
	if s.Proposals, err = fs.ReadFile(fsys, "proposals.gz"); err != nil {
		return nil, fmt.Errorf("read network for proposals: %w", err)
	}
	votes, err := fs.ReadFile(fsys, "votes.json")
	if err != nil {
		return nil, fmt.Errorf("read votes: %w", err)
	}
	if err := json.Unmarshal(votes, &s.Votes); err != nil {
		return nil, fmt.Errorf("read votes.json: %w", err)
	}
	labels, err := fs.ReadFile(fsys, "labels.json")
	if err != nil {
		return nil, fmt.Errorf("read labels: %w", err)
	}
	if err := json.Unmarshal(labels, &s.Labels); err != nil {
		return nil, fmt.Errorf("read labels.json: %w", err)
	}
	for _, l := range slices.Concat(slices.Concat(slices.Collect(maps.Values(s.Labels.Own))...), s.Labels.Contrary) {
		if len(l) < leastLabel {
			return nil, fmt.Errorf("read labels.json: %q is too short to be told from a part of another word", l)
		}
	}
	for document, v := range s.Votes {
		if !(v.Odds > 0) || !(v.Closer >= 0) || !(v.Likeness >= 0) { // also refuses NaN
			return nil, fmt.Errorf("read votes.json: the vote for %s has to rise with odds, and must not fall with closer looks and likeness", document)
		}
	}
	return &s, nil
}
