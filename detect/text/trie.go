package text

import (
	"fmt"
	"slices"

	"ronda/rules"
)

type edge struct{ word, to int32 }

// node is a place in the trie: the concepts of the phrase that ends there, and how phrases go on. Nodes are small and hold no
// pointers, for each word of a text looks at some.
type node struct {
	ends      [2]int32 // range of vocabulary.ends
	next      [2]int32 // range of vocabulary.edges, by word
	hides     bool
	negatable bool
}

// growing is a node while the trie grows.
type growing struct {
	concepts         []concept
	next             []edge
	hides, negatable bool
}

// follow returns the node behind a node and a word, 0 for none; node 0 is the root.
func (v *vocabulary) follow(at, word int32) int32 {
	if at == 0 {
		return v.about[word].first
	}
	lo, hi := v.nodes[at].next[0], v.nodes[at].next[1]
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
func (v *vocabulary) addPhrase(trie *[]growing, phrase string, l *rules.List, users []string) error {
	words := v.split(phrase)
	if len(words) == 0 {
		return fmt.Errorf("phrase %q has no letters", phrase)
	}
	if l.Name == markerList {
		v.markers.add(words[0])
	}
	at := int32(0)
	for _, w := range words {
		id := v.words.find([]byte(w))
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
		if c := v.concepts[u]; !slices.Contains(end.concepts, c) {
			end.concepts = append(end.concepts, c)
		}
	}
	end.hides = end.hides || l.Hides
	end.negatable = end.negatable || l.Negatable
	return nil
}

// settle lays the trie out for use.
func (v *vocabulary) settle(trie []growing) {
	for _, e := range trie[0].next {
		v.about[e.word].first = e.to
	}
	for _, g := range trie {
		n := node{hides: g.hides, negatable: g.negatable}
		n.ends[0], n.next[0] = int32(len(v.ends)), int32(len(v.edges))
		v.ends, v.edges = append(v.ends, g.concepts...), append(v.edges, g.next...)
		n.ends[1], n.next[1] = int32(len(v.ends)), int32(len(v.edges))
		v.nodes = append(v.nodes, n)
	}
}
