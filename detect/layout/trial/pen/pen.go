// Package pen draws pictures of documents and of what is like them, to tune recognition on. It is one of two generators by
// two authors; the other one measures. Everything is made by code from chance: coarse cards at most 640 pixels wide, invented
// data, drawn hands and faces. Where the environment names folders of photographs (see Photos), they serve as grounds.
package pen

import (
	"fmt"
	"image"
	"math/rand/v2"
	"os"
	"strings"

	"ronda/detect/layout/trial"
)

// A Pen is a trial.Generator. It keeps no state between shots and is safe for concurrent use.
type Pen struct {
	draw   func(r *rand.Rand, layout string, width float64) *document
	photos []string // files of photographs
	guest  Hand     // of another author; zero: all is the pen's own
}

var _ trial.Generator = (*Pen)(nil)

// Photos is the environment variable that may name a folder of JPEG photographs (for instance of a Debian package of
// wallpapers), used as some of the grounds. Without it all is drawn, and the same chance gives the same picture everywhere.
const Photos = "RONDA_PHOTOS"

// New returns a pen.
func New() *Pen { return &Pen{draw: drawDocument, photos: photographs(os.Getenv(Photos))} }

var scenes = []string{trial.Scan, trial.Tight, trial.Table, trial.Selfie, trial.Selfie, trial.Hand, trial.Collage, trial.Screen, trial.Sheet}

// Positive draws a document in a scene; both may be empty for any.
func (p *Pen) Positive(r *rand.Rand, kind, scene string) trial.Shot {
	return p.positive(r, kind, scene, pictureSize(r))
}

func (p *Pen) positive(r *rand.Rand, kind, scene string, size [2]int) trial.Shot {
	if kind == "" {
		kind = pick(r, trial.KTP, trial.KTP, trial.KK, trial.NPWP)
	}
	if scene == "" {
		scene = pick(r, scenes...)
	}
	layout := pick(r, layouts[kind]...)
	s := p.scene(r, scene, layout, size)
	if w := s.broadest(); len(s.cards) > 0 && w > widest { // cells and sheets that were enlarged
		s.resize(widest / w)
	}
	s.distort(distortionsOf(r))
	return s.shot(fmt.Sprintf("%s-%s", layout, scene), scene)
}

// distortionsOf is how many distortions a shot gets: 0 to 3.
func distortionsOf(r *rand.Rand) int { return pick(r, 0, 1, 1, 2, 2, 3) }

// pictureSize is what phones and shops make: mostly 600 to 1600 pixels on the long side, at times from 300 to 3000.
func pictureSize(r *rand.Rand) (size [2]int) {
	long := between(r, 600, 1350)
	switch r.IntN(25) {
	case 0, 1, 2:
		long = between(r, 330, 640)
	case 3, 4:
		long = between(r, 1350, 1800)
	case 5:
		long = between(r, 2200, 3000)
	}
	short := long / pick(r, 4.0/3, 4.0/3, 16.0/9, 1.5, 1, 1.36)
	if chance(r, 0.5) {
		return [2]int{int(long), int(short)}
	}
	return [2]int{int(short), int(long)}
}

func (p *Pen) scene(r *rand.Rand, scene, layout string, size [2]int) *stage {
	switch scene {
	case trial.Scan:
		return p.scan(r, layout, size)
	case trial.Tight:
		return p.tight(r, layout, size)
	case trial.Table:
		return p.table(r, layout, size)
	case trial.Selfie:
		return p.selfie(r, layout, size)
	case trial.Hand:
		return p.hand(r, layout, size)
	case trial.Collage:
		return p.collage(r, layout, size)
	case trial.Screen:
		return p.screen(r, layout, size)
	default:
		return p.sheet(r, layout, size)
	}
}

func isCard(layout string) bool { return !strings.HasPrefix(layout, "kk") }

// Card draws a document alone, seen from the front and worn, about width pixels wide: for tests that need thousands of people's cards
// on one layout ("ktp", "kk-2020", ...).
func Card(r *rand.Rand, layout string, width float64) *image.RGBA {
	return drawDocument(r, layout, width).RGBA
}
