package lexis

import (
	"fmt"
	"slices"

	"ronda/rules"
)

// edge leads from a node over a word to the next node.
type edge struct{ word, to int32 }

// Node is a place in the trie: the concepts of the phrase that ends there, and how phrases go on. Nodes are small and hold no
// pointers, for each word of a text looks at some.
type Node struct {
	Ends      [2]int32 // range of Vocabulary.Ends
	next      [2]int32 // range of Vocabulary.edges, by word
	Hides     bool
	Negatable bool
}

// growing is a node while the trie grows.
type growing struct {
	concepts         []Concept
	next             []edge
	hides, negatable bool
}

// Follow returns the node behind a node and a word, 0 for none; node 0 is the root.
func (v *Vocabulary) Follow(at, word int32) int32 {
	if at == 0 {
		return v.About[word].First
	}
	lo, hi := v.Nodes[at].next[0], v.Nodes[at].next[1]
	for lo < hi {
		mid := (lo + hi) / 2
		switch e := &v.edges[mid]; {
		case e.word == word:
			return e.to
		case e.word < word:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0
}

// addPhrase adds a phrase of a list.
func (v *Vocabulary) addPhrase(trie *[]growing, phrase string, l *rules.List, users []string) error {
	words := v.split(phrase)
	if len(words) == 0 {
		return fmt.Errorf("phrase %q has no letters", phrase)
	}
	at := int32(0)
	for _, w := range words {
		id := v.Words.Find([]byte(w))
		next := &(*trie)[at].next
		i, known := slices.BinarySearchFunc(*next, id, func(e edge, id int32) int { return int(e.word - id) })
		if !known {
			*next = slices.Insert(*next, i, edge{id, int32(len(*trie))})
		}
		at = (*next)[i].to
		if !known {
			*trie = append(*trie, growing{})
		}
	}
	end := &(*trie)[at]
	for _, u := range users {
		if c := v.Concepts[u]; !slices.Contains(end.concepts, c) {
			end.concepts = append(end.concepts, c)
		}
	}
	end.hides = end.hides || l.Hides
	end.negatable = end.negatable || l.Negatable
	return nil
}

// settle lays the trie out for use.
func (v *Vocabulary) settle(trie []growing) {
	for _, e := range trie[0].next {
		v.About[e.word].First = e.to
	}
	for _, g := range trie {
		n := Node{Hides: g.hides, Negatable: g.negatable}
		n.Ends[0], n.next[0] = int32(len(v.Ends)), int32(len(v.edges))
		v.Ends, v.edges = append(v.Ends, g.concepts...), append(v.edges, g.next...)
		n.Ends[1], n.next[1] = int32(len(v.Ends)), int32(len(v.edges))
		v.Nodes = append(v.Nodes, n)
	}
}
