package numbers

import (
	"strings"

	"ronda/detect/glyph"
	"ronda/detect/ident"
)

// reachBirth is how far from a number its date is looked for, in bytes.
const reachBirth = 256

// writtenOut reports whether the date that the number holds stands in the same row as a date of its own: 31-12-1990,
// 1990-12-31, 31 Desember 1990. A date of our years may be that of an order, so that it counts for a woman's number only.
func (p *reader) writtenOut(c *candidate) bool {
	d := c.date
	if !d.Woman && d.Year <= 31 {
		return false
	}
	from, to := max(p.rowStart(c), c.match.Start-reachBirth), min(len(p.text), c.match.End+reachBirth)
	if k := strings.IndexByte(p.text[c.match.End:to], '\n'); k >= 0 {
		to = c.match.End + k
	}
	return hasDate(p.text[from:c.match.Start], d) || hasDate(p.text[c.match.End:to], d)
}

func (p *reader) rowStart(c *candidate) int { return c.row }

// hasDate reports whether s has d written out.
func hasDate(s string, d ident.Date) bool {
	var parts [3]int // the last three stretches of digits or names of months
	var size [3]int
	last := 0 // where the last one ended
	for i := 0; i < len(s); {
		c := s[i]
		v, n := 0, 0
		switch {
		case '0' <= c && c <= '9':
			for i < len(s) && '0' <= s[i] && s[i] <= '9' {
				if n < 8 {
					v = v*10 + int(s[i]-'0')
				}
				n++
				i++
			}
		case glyph.Letter(c):
			start := i
			for i < len(s) && glyph.Letter(s[i]) {
				i++
			}
			if v = monthOf(s[start:i]); v == 0 {
				size = [3]int{}
				continue
			}
			n = 2
		default:
			i++
			continue
		}
		if i-n-last > 4 {
			size = [3]int{}
		}
		if n == 8 && (v == d.Day*1_000_000+d.Month*10_000+fullYear(d, v%10_000) || v == fullYear(d, v/10_000)*10_000+d.Month*100+d.Day) {
			return true
		}
		parts[0], parts[1], parts[2] = parts[1], parts[2], v
		size[0], size[1], size[2] = size[1], size[2], n
		last = i
		if size[0] == 0 || parts[1] != d.Month {
			continue
		}
		if parts[0] == d.Day && (size[2] == 4 && parts[2]%100 == d.Year || size[2] == 2 && parts[2] == d.Year) ||
			size[0] == 4 && parts[0]%100 == d.Year && parts[2] == d.Day {
			return true
		}
	}
	return false
}

// fullYear returns year when it ends like d's, else one that no date has.
func fullYear(d ident.Date, year int) int {
	if year >= 1900 && year <= 2099 && year%100 == d.Year {
		return year
	}
	return -1
}

// monthOf knows the names of the months, Indonesian and English, whole or shortened; 0 for other words.
func monthOf(w string) int {
	if len(w) < 3 || len(w) > 9 {
		return 0
	}
	var buf [glyph.LongestWord]byte
	switch string(glyph.Lower(&buf, w[:3])) {
	case "jan":
		return 1
	case "feb", "peb":
		return 2
	case "mar":
		return 3
	case "apr":
		return 4
	case "mei", "may":
		return 5
	case "jun":
		return 6
	case "jul":
		return 7
	case "agu", "ags", "aug":
		return 8
	case "sep":
		return 9
	case "okt", "oct":
		return 10
	case "nov", "nop":
		return 11
	case "des", "dec":
		return 12
	}
	return 0
}
