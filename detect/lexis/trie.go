package lexis

import (
	"fmt"
	"slices"

	"ronda/rules"
)

// edge leads from a node over a word to the next node.
type edge struct{ word, to int32 }

// Node is a place in the trie: the concepts of the phrase that ends there, and how phrases go on. Nodes are small and hold no
// pointers, for each word of a text looks at some. What belongs to a node ends where that of the next one begins.
type Node struct {
	ends      int32 // start of its concepts in Vocabulary.ends
	next      int32 // and of its edges in Vocabulary.edges
	Hides     bool
	Negatable bool
}

// Ends returns the concepts of the phrase that ends at a node.
func (v *Vocabulary) Ends(at int32) []Concept { return v.ends[v.Nodes[at].ends:v.Nodes[at+1].ends] }

// Ending reports whether a phrase ends at a node.
func (v *Vocabulary) Ending(at int32) bool { return v.Nodes[at].ends < v.Nodes[at+1].ends }

// GoesOn reports whether a phrase leads beyond a node.
func (v *Vocabulary) GoesOn(at int32) bool { return v.Nodes[at].next < v.Nodes[at+1].next }

// growing is a node while the trie grows.
type growing struct {
	concepts         []Concept
	next             []edge
	hides, negatable bool
}

// Follow returns the node behind a node and a word, 0 for none. Node 0 is the root, and each word has a node behind it, its number
// and one more, so that the nodes of most texts lie together.
func (v *Vocabulary) Follow(at, word int32) int32 {
	if at == 0 {
		return word + 1
	}
	lo, hi := v.Nodes[at].next, v.Nodes[at+1].next
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

// settle lays the trie out for use: the nodes behind the root by word, then all others.
func (v *Vocabulary) settle(trie []growing) {
	number := make([]int32, len(trie)) // of the node that each becomes
	for _, e := range trie[0].next {
		number[e.to] = e.word + 1
	}
	next := int32(len(v.Spelling)) + 1
	for i := 1; i < len(trie); i++ {
		if number[i] == 0 {
			number[i] = next
			next++
		}
	}
	ordered := make([]*growing, next)
	for i := range trie[1:] {
		ordered[number[i+1]] = &trie[i+1]
	}
	v.Nodes = make([]Node, next+1) // one more, where the last one ends
	for i, g := range ordered {
		v.Nodes[i].ends, v.Nodes[i].next = int32(len(v.ends)), int32(len(v.edges))
		if g == nil { // the root, or a word that begins no phrase
			continue
		}
		v.Nodes[i].Hides, v.Nodes[i].Negatable = g.hides, g.negatable
		v.ends = append(v.ends, g.concepts...)
		for _, e := range g.next {
			v.edges = append(v.edges, edge{e.word, number[e.to]})
		}
	}
	v.Nodes[next].ends, v.Nodes[next].next = int32(len(v.ends)), int32(len(v.edges))
	for i := range v.About {
		at := v.Follow(0, int32(i))
		v.About[i].Begins = v.Ending(at) || v.GoesOn(at)
	}
}
