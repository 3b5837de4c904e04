package structured

import (
	"bytes"
	"encoding/json"
	"html"
	"strings"

	"ronda/crawler/boilerplate"
)

const (
	fewestWords = 3       // of a string that somebody wrote; names of fields and files have less
	maxState    = 1 << 15 // bytes of all such strings together
)

// State returns what people wrote in the data from which scripts build a page, in its order: strings of several words, without markup. Only
// where visitors see nothing without scripts it is worth asking for: the data holds the page's furniture too.
//
//	<script id="__NEXT_DATA__" type="application/json">{"product": {"title": "Tas anyaman rotan", "slug": "tas-anyaman-rotan"}}</script>
//
// is "Tas anyaman rotan".
func State(v *boilerplate.View) (out []string) {
	room := maxState
	for _, script := range v.Doc.State {
		decoder := json.NewDecoder(bytes.NewReader(script))
		var inObject []bool // of each open bracket
		name := false       // the next string names a field
		for room > 0 {
			token, err := decoder.Token()
			if err != nil {
				break // its end, or no JSON from here on
			}
			switch token := token.(type) {
			case json.Delim:
				if token == '{' || token == '[' {
					inObject = append(inObject, token == '{')
				} else {
					inObject = inObject[:len(inObject)-1]
				}
				name = len(inObject) > 0 && inObject[len(inObject)-1]
				continue
			case string:
				if name {
					name = false
					continue
				}
				if s := written(token); s != "" && len(s) <= room {
					room -= len(s)
					out = append(out, s)
				}
			}
			name = len(inObject) > 0 && inObject[len(inObject)-1]
		}
	}
	return out
}

// written returns a string without its markup if somebody seems to have written it, else "".
func written(s string) string {
	if strings.IndexByte(s, '<') >= 0 {
		var plain strings.Builder
		for part := range strings.SplitSeq(s, "<") {
			if _, rest, ok := strings.Cut(part, ">"); ok {
				part = " " + rest
			}
			plain.WriteString(part)
		}
		s = plain.String()
	}
	words := strings.Fields(html.UnescapeString(s))
	if len(words) < fewestWords || strings.ContainsAny(words[0], "{}/") {
		return ""
	}
	return strings.Join(words, " ")
}
