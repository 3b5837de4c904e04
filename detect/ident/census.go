package ident

import (
	"fmt"
	"io"
	"log/slog"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strconv"
)

// Bounds of a Census.
const (
	// mostCounted is how many distinct numbers a census holds; from there on its counts are lower bounds. At the worst they
	// take 300 MB.
	mostCounted = 20 << 20
	firstSlots  = 8
	fewNumbers  = 1 << 14 // up to here one table will do
	manyTables  = 256     // beyond, so that growing copies a small part at a time
)

// Census counts distinct numbers by their type: two numbers are one when their digits are the same, however they were
// written. A number takes 8 bytes packed, 10 to 16 in its table; up to 20 million numbers the counts are exact. It prints
// as "[census]" by every route. The zero Census is empty. It is not safe for concurrent use.
type Census struct {
	read func() *census // a function, because fmt cannot look into one
}

type census struct {
	kinds map[Type]*distinct
	held  int
	more  bool
}

// distinct are the numbers of one type.
type distinct struct {
	tables  []table
	count   int
	seed    uint64
	odd     map[string]struct{} // what cannot be packed
	regions [10000/64 + 1]uint64
}

// table is a hash table with open addressing; 0 is an empty slot, which no packed number is.
type table struct {
	slots []uint64
	used  int
}

const censusPlaceholder = "[census]"

// String never shows a number.
func (Census) String() string { return censusPlaceholder }

// Format implements fmt.Formatter for all verbs.
func (Census) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, censusPlaceholder) }

// LogValue implements slog.LogValuer.
func (Census) LogValue() slog.Value { return slog.StringValue(censusPlaceholder) }

// MarshalText implements encoding.TextMarshaler.
func (Census) MarshalText() ([]byte, error) { return []byte(censusPlaceholder), nil }

// Add counts a number, unless it was counted before or shows nothing but its masked form.
func (c *Census) Add(n Number) {
	if n.value == nil || *n.value == "" {
		return
	}
	if c.read == nil {
		made := &census{kinds: map[Type]*distinct{}}
		c.read = func() *census { return made }
	}
	all := c.read()
	d := all.kinds[n.typ]
	if d == nil {
		d = &distinct{tables: make([]table, 1), seed: rand.Uint64()}
		all.kinds[n.typ] = d
	}
	full := all.held >= mostCounted
	switch key, ok := pack(*n.value); {
	case full && (ok && d.find(key) || !ok && d.oddly(*n.value)):
		return
	case full:
		all.more = true
	case ok && d.add(key) || !ok && d.addOdd(*n.value):
		all.held++
		d.count++
	default:
		return
	}
	if r, err := strconv.Atoi(n.region); err == nil && len(n.region) == 4 {
		d.regions[r/64] |= 1 << (r % 64)
	}
}

func (c *Census) of(t Type) *distinct {
	if c.read == nil || c.read().kinds[t] == nil {
		return &distinct{}
	}
	return c.read().kinds[t]
}

// Types returns the types of which there are numbers, sorted.
func (c *Census) Types() []Type {
	if c.read == nil {
		return nil
	}
	var out []Type
	for t := range c.read().kinds {
		out = append(out, t)
	}
	slices.Sort(out)
	return out
}

// Count returns how many distinct numbers of a type were added; the least there are when AtLeast says so.
func (c *Census) Count(t Type) int { return c.of(t).count }

// AtLeast reports whether there were more numbers than can be held, so that the counts are lower bounds.
func (c *Census) AtLeast() bool { return c.read != nil && c.read().more }

// Regions returns the regency codes of a type's numbers, sorted.
func (c *Census) Regions(t Type) []string {
	var out []string
	for i, word := range c.of(t).regions {
		for ; word != 0; word &= word - 1 {
			out = append(out, fmt.Sprintf("%04d", i*64+bits.TrailingZeros64(word)))
		}
	}
	return out
}

// Fingerprints returns the keyed digests of all numbers, sorted and without repetition.
func (c *Census) Fingerprints(r *Keyring) []Fingerprint {
	var out []Fingerprint
	for _, t := range c.Types() {
		d := c.of(t)
		for i := range d.tables {
			for _, key := range d.tables[i].slots {
				if key != 0 {
					var value [unpackedDigits]byte
					out = append(out, r.keys[0].fingerprint(numberDomain, appendUnpacked(value[:0], key)))
				}
			}
		}
		for value := range d.odd {
			out = append(out, r.Fingerprint(numberDomain, value))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// A packed number: bit 63 tells letters, five bits the length, the rest is the value in base 10 or 36.
const (
	packedLetters = 1 << 63
	packedLength  = 58
	mostDigits    = 17 // 10^17 < 2^58
	mostLetters   = 11 // 36^11 < 2^58
)

// pack puts digits, or digits and capital letters, into 64 bits that are not zero. ok is false for what is too long or
// has other characters.
func pack(value string) (key uint64, ok bool) {
	base := uint64(10)
	for i := range len(value) {
		switch c := value[i]; {
		case '0' <= c && c <= '9':
		case 'A' <= c && c <= 'Z':
			base = 36
		default:
			return 0, false
		}
	}
	if value == "" || base == 10 && len(value) > mostDigits || base == 36 && len(value) > mostLetters {
		return 0, false
	}
	for i := range len(value) {
		v := uint64(value[i] - '0')
		if v > 9 {
			v = uint64(value[i]-'A') + 10
		}
		key = key*base + v
	}
	key |= uint64(len(value)) << packedLength
	if base == 36 {
		key |= packedLetters
	}
	return key, true
}

// unpackedDigits is how many digits or letters a packed number has at most.
const unpackedDigits = 31

// appendUnpacked appends what was packed.
func appendUnpacked(out []byte, key uint64) []byte {
	base := uint64(10)
	if key&packedLetters != 0 {
		base = 36
	}
	n := int(key >> packedLength & unpackedDigits)
	from := len(out)
	out = slices.Grow(out, n)[:from+n]
	value := key & (1<<packedLength - 1)
	for i := len(out) - 1; i >= from; i-- {
		out[i] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[value%base]
		value /= base
	}
	return out
}

// hash spreads keys so that nobody who writes a file can choose numbers that collide.
func (d *distinct) hash(key uint64) uint64 {
	h := key ^ d.seed
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

func (d *distinct) table(h uint64) *table { return &d.tables[h&uint64(len(d.tables)-1)] }

func (d *distinct) find(key uint64) bool {
	h := d.hash(key)
	t := d.table(h)
	return len(t.slots) > 0 && t.slots[t.slot(key, h)] == key
}

// add returns false when the key was there.
func (d *distinct) add(key uint64) bool {
	h := d.hash(key)
	if !d.table(h).add(key, h, d) {
		return false
	}
	if len(d.tables) == 1 && d.tables[0].used >= fewNumbers {
		old := d.tables[0].slots
		d.tables = make([]table, manyTables)
		for _, key := range old {
			if key != 0 {
				h := d.hash(key)
				d.table(h).add(key, h, d)
			}
		}
	}
	return true
}

// slot returns where a key is, or the empty slot where it belongs.
func (t *table) slot(key, h uint64) int {
	at, _ := bits.Mul64(h, uint64(len(t.slots))) // h's upper bits choose the slot, the lowest ones chose the table
	for t.slots[at] != 0 && t.slots[at] != key {
		if at++; at == uint64(len(t.slots)) {
			at = 0
		}
	}
	return int(at)
}

func (t *table) add(key, h uint64, d *distinct) bool {
	if t.used >= len(t.slots)/5*4 {
		old := t.slots
		t.slots = make([]uint64, max(firstSlots, len(old)+len(old)/2))
		for _, k := range old {
			if k != 0 {
				t.slots[t.slot(k, d.hash(k))] = k
			}
		}
	}
	at := t.slot(key, h)
	if t.slots[at] == key {
		return false
	}
	t.slots[at] = key
	t.used++
	return true
}

func (d *distinct) oddly(value string) bool {
	_, ok := d.odd[value]
	return ok
}

func (d *distinct) addOdd(value string) bool {
	if d.oddly(value) {
		return false
	}
	if d.odd == nil {
		d.odd = map[string]struct{}{}
	}
	d.odd[value] = struct{}{}
	return true
}
