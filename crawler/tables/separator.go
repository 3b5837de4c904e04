package tables

import "bytes"

// Separator returns the separator of which most of the first lines hold the same number, 0 when it is no table.
func Separator(body []byte, columns int) byte {
	const sample = 20
	var lines [][]byte
	for line := range bytes.Lines(body[:min(len(body), 16<<10)]) {
		if line = bytes.TrimSpace(line); len(line) > 0 && len(lines) < sample {
			lines = append(lines, line)
		}
	}
	if len(lines) < 2 {
		return 0
	}
	for _, separator := range []byte{'\t', ';', '|', ','} {
		counts := map[int]int{}
		for _, line := range lines {
			counts[countOutsideQuotes(line, separator)]++
		}
		for n, agreeing := range counts {
			if n >= columns-1 && agreeing*10 >= len(lines)*7 {
				return separator
			}
		}
	}
	return 0
}

func countOutsideQuotes(line []byte, separator byte) int {
	n, quoted := 0, false
	for _, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case c == separator && !quoted:
			n++
		}
	}
	return n
}
