package hamming

// Sought returns how often a crowd was sought among hashes that were added one by one, and how many crowds there are.
func (x *Index64) Sought() (times, crowds int) { return x.words.tries, len(x.words.crowds) }

// Sought returns the same of the indexes of all quarters together.
func (x *Index) Sought() (times, crowds int) {
	for _, q := range x.quarters {
		times, crowds = times+q.tries, crowds+len(q.crowds)
	}
	return times, crowds
}
