package hamming

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// ErrDamaged means that a snapshot is cut, altered, or of another version or kind: the index is to be built from its owner's rows.
var ErrDamaged = errors.New("snapshot is damaged")

// State says of which rows of the owner an index was made. The owner compares it with its rows after loading a snapshot: it adds
// what came after Last, and builds the index anew where Owner or Removals differ or Last is ahead of its own.
type State struct {
	Owner    [16]byte // names the owner's store; another one for every store that was ever made
	Last     uint64   // number of the last row that is in the index
	Removals uint64   // how many rows had been removed
}

// A snapshot is a head, then blocks of entries, each followed by its checksum. An entry is an ID and the words of a hash, all
// numbers little-endian. The head says how many entries there are, so a file that was cut anywhere is noticed.
const (
	snapshotMagic  = "ronda similar 1\n"
	headSize       = len(snapshotMagic) + 4 + 8 + 16 + 8 + 8 + 4
	entriesInBlock = 1 << 15
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Save writes a snapshot of the index to path, which it replaces in one step: after a crash there is the old file or the new
// one. Changes that come while it writes are not in it; the owner calls it with the state before them.
func (x *Index64) Save(path string, state State) error {
	x.mu.RLock()
	ws, ids := x.words.all()
	x.mu.RUnlock()
	return save(path, state, 1, ids, func(i int) []uint64 { return ws[i : i+1] })
}

// Save writes a snapshot of the index to path, like Index64.Save.
func (x *Index) Save(path string, state State) error {
	x.mu.RLock()
	hashes, ids := slices.Clone(x.hashes), make([]uint32, len(x.ids))
	for i, id := range x.ids {
		ids[i] = uint32(id)
	}
	x.mu.RUnlock()
	return save(path, state, 4, ids, func(i int) []uint64 { return hashes[i][:] })
}

func save(path string, state State, width int, ids []uint32, hash func(i int) []uint64) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.partial") // mode 0600
	if err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("save snapshot: %w", err), os.Remove(f.Name()))
		}
	}()
	err = errors.Join(encode(f, state, width, ids, hash), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func encode(w io.Writer, state State, width int, ids []uint32, hash func(i int) []uint64) error {
	out := bufio.NewWriterSize(w, 1<<20)
	head := encodeHead(state, width, len(ids))
	_, _ = out.Write(head) // bufio keeps the first error for Flush
	block := make([]byte, 0, entriesInBlock*(4+8*width)+4)
	for begin := 0; begin < len(ids); begin += entriesInBlock {
		block = block[:0]
		for i := begin; i < min(len(ids), begin+entriesInBlock); i++ {
			block = binary.LittleEndian.AppendUint32(block, ids[i])
			for _, word := range hash(i) {
				block = binary.LittleEndian.AppendUint64(block, word)
			}
		}
		block = binary.LittleEndian.AppendUint32(block, crc32.Checksum(block, castagnoli))
		_, _ = out.Write(block)
	}
	return out.Flush()
}

func encodeHead(state State, width, n int) []byte {
	head := append(make([]byte, 0, headSize), snapshotMagic...)
	head = binary.LittleEndian.AppendUint32(head, uint32(width))
	head = binary.LittleEndian.AppendUint64(head, uint64(n))
	head = append(head, state.Owner[:]...)
	head = binary.LittleEndian.AppendUint64(head, state.Last)
	head = binary.LittleEndian.AppendUint64(head, state.Removals)
	return binary.LittleEndian.AppendUint32(head, crc32.Checksum(head, castagnoli))
}

// Load64 reads a snapshot of an Index64. It fails with fs.ErrNotExist where there is none, and with ErrDamaged.
func Load64(path string) (*Index64, State, error) {
	var ws []uint64
	ids, state, err := load(path, 1, func(n int) { ws = make([]uint64, n) }, func(i int, hash []byte) {
		ws[i] = binary.LittleEndian.Uint64(hash)
	})
	if err != nil {
		return nil, State{}, err
	}
	return &Index64{words: newWords(ws, ids)}, state, nil
}

// Load reads a snapshot of an Index. It fails with fs.ErrNotExist where there is none, and with ErrDamaged.
func Load(path string) (*Index, State, error) {
	x := &Index{}
	ids, state, err := load(path, 4, func(n int) { x.hashes = make([]Hash, n) }, func(i int, hash []byte) {
		for q := range x.hashes[i] {
			x.hashes[i][q] = binary.LittleEndian.Uint64(hash[8*q:])
		}
	})
	if err != nil {
		return nil, State{}, err
	}
	x.ids = make([]ID, len(ids))
	for i, id := range ids {
		x.ids[i] = ID(id)
	}
	x.fill()
	return x, state, nil
}

// load reads a snapshot of hashes of so many words. It says how many there are, then hands over each.
func load(path string, width int, size func(n int), set func(i int, hash []byte)) (ids []uint32, state State, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, State{}, fmt.Errorf("load snapshot: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return nil, State{}, fmt.Errorf("load snapshot: %w", err)
	}
	state, n, err := decodeHead(f, width, info.Size())
	if err != nil {
		return nil, State{}, err
	}
	ids = make([]uint32, n)
	size(n)
	entry := 4 + 8*width
	block := make([]byte, entriesInBlock*entry+4)
	for begin := 0; begin < n; begin += entriesInBlock {
		count := min(n-begin, entriesInBlock)
		b := block[:count*entry+4]
		if _, err := io.ReadFull(f, b); err != nil {
			return nil, State{}, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		if crc32.Checksum(b[:count*entry], castagnoli) != binary.LittleEndian.Uint32(b[count*entry:]) {
			return nil, State{}, fmt.Errorf("%w: wrong checksum at entry %d", ErrDamaged, begin)
		}
		for i := range count {
			e := b[i*entry : (i+1)*entry]
			ids[begin+i] = binary.LittleEndian.Uint32(e)
			set(begin+i, e[4:])
		}
	}
	return ids, state, nil
}

func decodeHead(r io.Reader, width int, fileSize int64) (State, int, error) {
	head := make([]byte, headSize)
	if _, err := io.ReadFull(r, head); err != nil {
		return State{}, 0, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	sum := binary.LittleEndian.Uint32(head[headSize-4:])
	if !bytes.HasPrefix(head, []byte(snapshotMagic)) || crc32.Checksum(head[:headSize-4], castagnoli) != sum {
		return State{}, 0, fmt.Errorf("%w: not a head of this version", ErrDamaged)
	}
	rest := head[len(snapshotMagic):]
	n := binary.LittleEndian.Uint64(rest[4:])
	entry := uint64(4 + 8*width)
	if binary.LittleEndian.Uint32(rest) != uint32(width) || n > 1<<32 ||
		uint64(fileSize) != uint64(headSize)+n*entry+4*((n+entriesInBlock-1)/entriesInBlock) {
		return State{}, 0, fmt.Errorf("%w: %d entries do not fit its size", ErrDamaged, n)
	}
	state := State{Last: binary.LittleEndian.Uint64(rest[28:]), Removals: binary.LittleEndian.Uint64(rest[36:])}
	copy(state.Owner[:], rest[12:])
	return state, int(n), nil
}

// Discard overwrites a snapshot and removes it, so that a hash that was erased does not stay on the disk in a file that was
// replaced. It is no error when there is none.
func Discard(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("discard snapshot: %w", err)
	}
	info, err := f.Stat()
	if err == nil {
		_, err = io.Copy(f, io.LimitReader(zeros{}, info.Size()))
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Remove(path)
	}
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		return fmt.Errorf("discard snapshot: %w", err)
	}
	return nil
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
