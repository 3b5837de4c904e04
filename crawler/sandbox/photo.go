package sandbox

import (
	"encoding/json"
	"image/jpeg"
	"image/png"
	"math/rand/v2"

	"ronda/crawler/sandbox/specimen"
)

// photograph answers with a drawing of the kind; every fourth is a PNG.
func photograph(kind string, r *rand.Rand) *page {
	p := &page{status: 200, echo: specimen.Document(kind)}
	m := specimen.Draw(kind, r)
	if r.IntN(4) == 0 {
		p.media = "image/png"
		if err := png.Encode(p, m); err != nil {
			return nil
		}
		return p
	}
	p.media = "image/jpeg"
	if err := jpeg.Encode(p, m, &jpeg.Options{Quality: 70 + r.IntN(25)}); err != nil {
		return nil
	}
	return p
}

// quoteJSON writes a JSON string that is safe inside a script element.
func quoteJSON(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(b)
}
