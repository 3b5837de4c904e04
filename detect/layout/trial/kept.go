package trial

import (
	"encoding/gob"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// Kept draws each shot of a generator once and keeps it in a folder, so that tuning does not draw the same picture a hundred
// times. Give a folder in memory (tmpfs): what is kept carries no SPECIMEN. Empty it when the generator changes.
type Kept struct {
	Generator
	Dir string // "" keeps nothing
}

// Positive is the generator's, for a source of chance that r gives.
func (k Kept) Positive(r *rand.Rand, document, scene string) Shot {
	return k.kept(fmt.Sprintf("%s-%s", document, scene), r, func(r *rand.Rand) Shot { return k.Generator.Positive(r, document, scene) })
}

// Negative is the generator's, for a source of chance that r gives.
func (k Kept) Negative(r *rand.Rand) Shot { return k.kept("negative", r, k.Generator.Negative) }

func (k Kept) kept(name string, r *rand.Rand, draw func(*rand.Rand) Shot) (s Shot) {
	key := r.Uint64()
	source := rand.New(rand.NewPCG(key, 0))
	if k.Dir == "" {
		return draw(source)
	}
	path := filepath.Join(k.Dir, fmt.Sprintf("%T-%s-%016x.gob", k.Generator, name, key))
	if f, err := os.Open(path); err == nil {
		err = gob.NewDecoder(f).Decode(&s)
		_ = f.Close() // only read
		if err == nil {
			return s
		}
	}
	s = draw(source)
	if f, err := os.CreateTemp(k.Dir, "shot"); err == nil {
		err = gob.NewEncoder(f).Encode(&s)
		if cerr := f.Close(); err == nil && cerr == nil {
			err = os.Rename(f.Name(), path)
		}
		if err != nil {
			_ = os.Remove(f.Name()) // then it is drawn again next time
		}
	}
	return s
}
