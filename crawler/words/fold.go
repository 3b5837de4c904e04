package words

import "strings"

// Clean puts a space for each control character, which no text needs.
func Clean(s string) string {
	if strings.IndexFunc(s, control) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if control(r) {
			return ' '
		}
		return r
	}, s)
}

func control(r rune) bool { return r < ' ' && r != '\t' && r != '\n' || r == 0x7f }

// Fold makes one line of a text: one space wherever white space and control characters stand.
func Fold(s string) string { return strings.Join(strings.Fields(Clean(s)), " ") }
