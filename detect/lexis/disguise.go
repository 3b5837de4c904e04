package lexis

import "slices"

// Simplify undoes in the word dst[from:], which no list knows, what can be undone without knowing it: letters repeated thrice and
// more, and digits between letters.
func Simplify(dst []byte, from int) []byte {
	isDigit := func(c byte) bool { return c >= '0' && c <= '9' }
	w := dst[from:]
	out := w[:0]
	for i, c := range w {
		if n := len(out); n > 0 && c == out[n-1] && !isDigit(c) && (i+1 < len(w) && w[i+1] == c || n > 1 && i > 1 && w[i-2] == c) {
			continue
		}
		if isDigit(c) && i > 0 && i+1 < len(w) && !isDigit(w[i-1]) && !isDigit(w[i+1]) {
			c = Unleet(c, 'i')
		}
		out = append(out, c)
	}
	return dst[:from+len(out)]
}

// Clitics are endings that leave a word's meaning as it is.
var Clitics = [...]string{"nya", "lah", "kah", "pun", "ku", "mu", "x", "e", "ne", "na", "s"}

// CliticsEnding returns those that end with a letter, in their order.
func CliticsEnding(last byte) []string { return cliticsEnding[last&31] }

var cliticsEnding = func() (by [32][]string) {
	for _, c := range Clitics {
		last := c[len(c)-1] & 31
		by[last] = append(by[last], c)
	}
	return by
}()

// Lookup finds the number of a folded word, undoing what sellers do to it. It returns Unknown for any other word.
// Its cost is bounded by the length of the word, which is at most MaxWord.
func (v *Vocabulary) Lookup(w []byte) int32 {
	if id := v.Words.Find(w); id != Unknown {
		return id
	}
	if len(w) < 3 || len(w) > 2*v.longest {
		return Unknown
	}
	signs, doubled := false, false
	for i, c := range w {
		signs = signs || c < 'a'
		doubled = doubled || i > 0 && c == w[i-1]
	}
	if signs {
		if id := v.Leet(w); id != Unknown {
			return id
		}
	}
	for _, c := range CliticsEnding(w[len(w)-1]) {
		n := len(w) - len(c)
		if n >= 4 && string(w[n:]) == c {
			if id := v.Words.Find(w[:n]); id != Unknown {
				return id
			}
		}
	}
	if last := w[len(w)-1]; last == '2' { // rata2, foto2: reduplication
		if id := v.Words.Find(w[:len(w)-1]); id != Unknown {
			return id
		}
	}
	if doubled {
		return v.unstretched(w)
	}
	return Unknown
}

// unstretched finds a word whose letters were repeated: freshhh, readyyy.
func (v *Vocabulary) unstretched(w []byte) int32 {
	n := len(w)
	stretched := w[n-1] == w[n-2]
	for i := 2; i < n && !stretched; i++ {
		stretched = w[i-2] == w[i] && w[i-1] == w[i]
	}
	if !stretched {
		return Unknown
	}
	return v.squeezed.Find(squeeze(w))
}

// squeeze cuts every run of one letter to a single one.
func squeeze(w []byte) []byte {
	return slices.Compact(slices.Clone(w))
}

// Leet finds a word that is written with digits for letters: k7p, n1k, s3lfie. The digit 1 stands for i or l.
func (v *Vocabulary) Leet(w []byte) int32 {
	digits, letters := 0, 0
	for _, c := range w {
		if c >= '0' && c <= '9' || c == '@' || c == '$' || c == '!' {
			digits++
		} else {
			letters++
		}
	}
	if digits == 0 || letters == 0 || len(w) > 24 {
		return Unknown
	}
	var out [24]byte
	for _, one := range [...]byte{'i', 'l'} {
		for i, c := range w {
			out[i] = Unleet(c, one)
		}
		if id := v.Words.Find(out[:len(w)]); id != Unknown {
			return id
		}
	}
	var kept []byte // ka3tepe: digits that stand for nothing
	for _, c := range w {
		if c < '0' || c > '9' {
			kept = append(kept, c)
		}
	}
	if id := v.Words.Find(kept); id != Unknown && len(kept) >= 4 && v.About[id].Joins != 0 {
		return id
	}
	return Unknown
}

// Unleet returns the letter that a digit or sign is written for, and any other character as it is; one is that of the digit 1.
func Unleet(c, one byte) byte {
	switch c {
	case '0':
		return 'o'
	case '1', '!':
		return one
	case '3':
		return 'e'
	case '4', '@':
		return 'a'
	case '5', '$':
		return 's'
	case '6', '9':
		return 'g'
	case '7':
		return 't'
	case '8':
		return 'b'
	}
	return c
}
