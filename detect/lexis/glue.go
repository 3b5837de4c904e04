package lexis

import "sort"

// Unglue finds two or three words glued to each other, such as ktpselfie or jualktp: one that is found so, and others of such
// lists or of any. It returns the lengths of the parts and their number, 0 when it is no such word.
func (v *Vocabulary) Unglue(w []byte) (parts [3]int, n int) {
	size := len(w)
	if size < 5 || size > 24 {
		return parts, 0
	}
	if v.JoinHead.Has(w[0], w[1]) {
		for k := min(longestJoin, size-2); k >= 2; k-- {
			head := v.joiningWord(w[:k])
			if head == 0 {
				continue
			}
			if v.beside(w[k:], head) {
				return [3]int{k, size - k}, 2
			}
			for m := min(longestJoin, size-k-2); m >= 2; m-- {
				if v.beside(w[k:k+m], head) && v.beside(w[k+m:], head) {
					return [3]int{k, m, size - k - m}, 3
				}
			}
		}
	}
	if v.JoinTail.Has(w[size-2], w[size-1]) {
		for k := min(longestJoin, size-shortestOther); k >= 3; k-- {
			if v.joiningWord(w[size-k:]) == JoinsAll && v.beside(w[:size-k], JoinsAll) {
				return [3]int{size - k, k}, 2
			}
		}
	}
	for k := shortestOther; k <= size-5; k++ { // jualktpselfie
		if !v.JoinHead.Has(w[k], w[k+1]) || !v.beside(w[:k], JoinsAll) {
			continue
		}
		for m := 3; m <= min(longestJoin, size-k-2); m++ {
			if v.joiningWord(w[k:k+m]) == JoinsAll && v.beside(w[k+m:], JoinsAll) {
				return [3]int{k, m, size - k - m}, 3
			}
		}
	}
	return parts, 0
}

func (v *Vocabulary) joiningWord(w []byte) Joining {
	if id := v.Words.Find(w); id != Unknown {
		return v.About[id].Joins
	}
	return 0
}

// beside reports whether w may be glued to a word that joins so.
func (v *Vocabulary) beside(w []byte, to Joining) bool {
	id := v.Words.Find(w)
	return id != Unknown && (v.About[id].Joins != 0 || to == JoinsAll && len(w) >= shortestOther)
}

// BeginsJoin reports whether a word may be the first piece of one that is found glued.
func (v *Vocabulary) BeginsJoin(w []byte) bool {
	if len(w) > 1 {
		return v.JoinHead.Has(w[0], w[1])
	}
	for c := range byte(32) {
		if v.JoinHead.Has(w[0], c) {
			return true
		}
	}
	return false
}

// Numbered returns the length of the word of identity that w begins with when only digits, and perhaps a unit of money,
// follow: ktp5rb, nik3507010101900001. It returns 0 for any other.
func (v *Vocabulary) Numbered(w []byte) int {
	n := 0
	for n < len(w) && (w[n] < '0' || w[n] > '9') {
		n++
	}
	if n < 3 || n == len(w) || v.joiningWord(w[:n]) == 0 {
		return 0
	}
	k := n
	for k < len(w) && w[k] >= '0' && w[k] <= '9' {
		k++
	}
	if _, money := Units[string(w[k:])]; k < len(w) && !money {
		return 0
	}
	return n
}

// Censored finds the word of identity that w is with one letter hidden by a star.
func (v *Vocabulary) Censored(w []byte) int32 {
	if len(w) < 3 || len(w) > longestJoin {
		return Unknown
	}
	for _, id := range v.joinable[len(w)] {
		s := v.Spelling[id]
		i := 0
		for i < len(w) && (w[i] == s[i] || w[i] == '*') {
			i++
		}
		if i == len(w) {
			return id
		}
	}
	return Unknown
}

// LongestPrefix finds the longest word of at least two letters that w begins with.
func (v *Vocabulary) LongestPrefix(w []byte) int32 {
	lo, hi := 0, len(v.sorted)
	best := Unknown
	for n := range w {
		c := w[n]
		lo += sort.Search(hi-lo, func(i int) bool { s := v.Spelling[v.sorted[lo+i]]; return len(s) > n && s[n] >= c })
		hi = lo + sort.Search(hi-lo, func(i int) bool { s := v.Spelling[v.sorted[lo+i]]; return len(s) > n && s[n] > c })
		if lo == hi {
			break
		}
		if s := v.Spelling[v.sorted[lo]]; len(s) == n+1 && n > 0 {
			best = v.sorted[lo]
		}
	}
	return best
}
