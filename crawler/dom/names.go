package dom

import "hash/maphash"

// names gives numbers to the distinct byte strings of a page, in the order in which they come, and holds them one behind the
// other. It knows no pointers, so that its room can serve page after page at no cost. The zero value is ready.
type names struct {
	bytes []byte
	known []name
	slots []int32 // by hash: number + 1, 0 where there is none
}

type name struct {
	span
	hash uint32
}

// span is a stretch of a buffer.
type span struct{ start, end int32 }

func (s span) len() int { return int(s.end - s.start) }

// fewNames is how many numbers there is room for at first.
const fewNames = 128

// seed keeps pages from choosing names that fall into one slot.
var seed = maphash.MakeSeed()

// reset forgets all names, and gives up more room than most pages need.
func (n *names) reset() {
	const mostSlots = 1 << 12
	if len(n.slots) > mostSlots || cap(n.bytes) > mostIdle {
		*n = names{}
		return
	}
	clear(n.slots)
	clear(n.bytes)
	n.bytes, n.known = n.bytes[:0], n.known[:0]
}

// number returns the number of a string and whether it is new.
func (n *names) number(b []byte) (number int, fresh bool) {
	if len(n.known)*2 >= len(n.slots) {
		n.grow()
	}
	hash := uint32(maphash.Bytes(seed, b))
	slot, found := n.slot(hash, b)
	if found {
		return int(n.slots[slot]) - 1, false
	}
	start := int32(len(n.bytes))
	n.bytes = append(n.bytes, b...)
	n.known = append(n.known, name{span{start, int32(len(n.bytes))}, hash})
	n.slots[slot] = int32(len(n.known))
	return len(n.known) - 1, true
}

// find returns the number of a string, -1 for one that has none.
func (n *names) find(b []byte) int {
	if len(n.known) == 0 {
		return -1
	}
	slot, found := n.slot(uint32(maphash.Bytes(seed, b)), b)
	if !found {
		return -1
	}
	return int(n.slots[slot]) - 1
}

// slot returns where a string stands or would stand.
func (n *names) slot(hash uint32, b []byte) (slot uint32, found bool) {
	mask := uint32(len(n.slots) - 1)
	for slot = hash & mask; n.slots[slot] != 0; slot = (slot + 1) & mask {
		known := &n.known[n.slots[slot]-1]
		if known.hash == hash && string(n.bytes[known.start:known.end]) == string(b) {
			return slot, true
		}
	}
	return slot, false
}

func (n *names) grow() {
	n.slots = make([]int32, max(2*fewNames, 2*len(n.slots)))
	mask := uint32(len(n.slots) - 1)
	for i := range n.known {
		slot := n.known[i].hash & mask
		for n.slots[slot] != 0 {
			slot = (slot + 1) & mask
		}
		n.slots[slot] = int32(i + 1)
	}
}
