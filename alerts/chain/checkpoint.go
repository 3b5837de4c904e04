package chain

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Head is the newest entry of a log. Whoever keeps a copy can tell later that nothing before it was changed or cut off.
type Head struct {
	Number int64  // 0 for an empty log
	Hash   string // hexadecimal; "" for an empty log
}

// Checkpoint says how far the logs of an instance had come, and binds all that they held. It is worth something where
// whoever can write the logs cannot write it.
type Checkpoint struct {
	Time    time.Time // UTC, seconds
	Events  Head      // of the ledger
	Custody Head      // of the ledger
	Access  Head      // of the access log
}

// ErrCheckpoint means that a line is no checkpoint, or not as it was printed.
var ErrCheckpoint = errors.New("no checkpoint, or one that was not copied as it was printed")

const (
	checkpointMark = "ronda-checkpoint-1"
	none           = "-" // the hash of an empty log
)

// String returns the checkpoint as one line of text, with a short digest at its end that shows slips of copying.
func (c Checkpoint) String() string {
	text := fmt.Sprintf("%s %s events %s custody %s access %s", checkpointMark, c.Time.UTC().Format(time.RFC3339), c.Events, c.Custody, c.Access)
	return text + " " + slip(text)
}

// String returns number and hash.
func (h Head) String() string {
	if h.Hash == "" {
		return strconv.FormatInt(h.Number, 10) + " " + none
	}
	return strconv.FormatInt(h.Number, 10) + " " + h.Hash
}

func slip(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:4])
}

// ParseCheckpoint reads what String returned. It fails with ErrCheckpoint.
func ParseCheckpoint(line string) (c Checkpoint, err error) {
	fields := strings.Fields(line)
	if len(fields) != 12 || fields[0] != checkpointMark || fields[2] != "events" || fields[5] != "custody" || fields[8] != "access" {
		return c, ErrCheckpoint
	}
	if c.Time, err = time.Parse(time.RFC3339, fields[1]); err != nil {
		return Checkpoint{}, ErrCheckpoint
	}
	for at, head := range map[int]*Head{3: &c.Events, 6: &c.Custody, 9: &c.Access} {
		if *head, err = parseHead(fields[at], fields[at+1]); err != nil {
			return Checkpoint{}, err
		}
	}
	if c.String() != strings.Join(fields, " ") {
		return Checkpoint{}, ErrCheckpoint
	}
	return c, nil
}

func parseHead(number, hash string) (Head, error) {
	n, err := strconv.ParseInt(number, 10, 64)
	sum, decoding := hex.DecodeString(hash)
	switch {
	case err != nil:
		return Head{}, ErrCheckpoint
	case n == 0 && hash == none:
		return Head{}, nil
	case n <= 0 || decoding != nil || len(sum) != sha256.Size:
		return Head{}, ErrCheckpoint
	}
	return Head{Number: n, Hash: hash}, nil
}

// ReadCheckpoints reads a file of checkpoints, one a line; empty lines and those that begin with # are passed over. A file
// without any is ErrCheckpoint.
func ReadCheckpoints(r io.Reader) ([]Checkpoint, error) {
	var list []Checkpoint
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		c, err := ParseCheckpoint(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		list = append(list, c)
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("the file is empty: %w", ErrCheckpoint)
	}
	return list, nil
}

// Compare tells whether a log still holds the entry that a checkpoint names: hash is that of the log's entry with the
// number of want, "" when there is none. Each stands for the entries in the error, as in "event".
func Compare(each string, want Head, hash string) error {
	switch {
	case want.Number == 0 || hash == want.Hash:
		return nil
	case hash == "":
		return fmt.Errorf("%s %d of the checkpoint is not there: the end was cut off, or this is an older copy", each, want.Number)
	}
	return fmt.Errorf("%s %d is not the one of the checkpoint: it, or something before it, was written anew", each, want.Number)
}
