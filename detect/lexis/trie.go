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

// Follow returns the node behind a node and a word, 0 for none. Node 0 is the root, and each word has a node behind it, its number
// and one more, so that the nodes of most texts lie together.
func (v *Vocabulary) Follow(at, word int32) int32 {
	if at == 0 {
		return word + 1
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
	v.Nodes = make([]Node, next)
	for i, g := range trie[1:] {
		n := Node{Hides: g.hides, Negatable: g.negatable}
		n.Ends[0], n.next[0] = int32(len(v.Ends)), int32(len(v.edges))
		v.Ends = append(v.Ends, g.concepts...)
		for _, e := range g.next {
			v.edges = append(v.edges, edge{e.word, number[e.to]})
		}
		n.Ends[1], n.next[1] = int32(len(v.Ends)), int32(len(v.edges))
		v.Nodes[number[i+1]] = n
	}
}
