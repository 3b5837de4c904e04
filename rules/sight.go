package rules

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
)

//go:embed sight
var sightFiles embed.FS

// A Sight is what tells documents from other things in pictures whatever their exact layout: a network learned from many
// hands' drawings. From its weights no card can be drawn.
type Sight struct {
	Network []byte               // in the form that detect/convnet reads
	Votes   map[string]SightVote // by document
}

// A SightVote turns what the network says of a place, and the place's likeness to the document's best layout, into the
// probability that it shows the document: 1/(1+exp(-(Bias + Odds*odds + Likeness*likeness))).
type SightVote struct {
	Bias     float64 `json:"bias"`
	Odds     float64 `json:"odds"` // odds are logarithms
	Likeness float64 `json:"likeness"`
}

func loadEmbeddedSight() (*Sight, error) {
	sub, err := fs.Sub(sightFiles, "sight")
	if err != nil {
		return nil, fmt.Errorf("open sight: %w", err)
	}
	return LoadSightFS(sub)
}

// LoadSightFS reads network.gz and votes.json in the root of fsys.
func LoadSightFS(fsys fs.FS) (*Sight, error) {
	var s Sight
	var err error
	if s.Network, err = fs.ReadFile(fsys, "network.gz"); err != nil {
		return nil, fmt.Errorf("read network: %w", err)
	}
	votes, err := fs.ReadFile(fsys, "votes.json")
	if err != nil {
		return nil, fmt.Errorf("read votes: %w", err)
	}
	if err := json.Unmarshal(votes, &s.Votes); err != nil {
		return nil, fmt.Errorf("read votes.json: %w", err)
	}
	for document, v := range s.Votes {
		if !(v.Odds > 0) || !(v.Likeness >= 0) { // also refuses NaN
			return nil, fmt.Errorf("read votes.json: the vote for %s has to rise with odds and likeness", document)
		}
	}
	return &s, nil
}
