// Package access owns the record of who read, decided, erased and exported what: a hash-chained log in an SQLite file of
// its own. It knows nothing of alerts or evidence; an entry names them by their ids.
package access

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"ronda/alerts/chain"
)

// Errors of a log.
var (
	// ErrTampered means that a row of the log is not as it was written.
	ErrTampered = errors.New("access log does not match its hash chain")
	// ErrReadOnly means that the log was opened for reading.
	ErrReadOnly = errors.New("access log is open for reading only")
	// ErrInvalid means that an entry cannot be written as it is.
	ErrInvalid = errors.New("invalid entry of the access log")
)

// Entry is one line of the log. It holds no personal data of those whom the evidence is about.
type Entry struct {
	Number int64     // 1, 2, 3 ...; set by Append
	Time   time.Time // UTC, microseconds; set by Append
	Actor  string    // who did it
	Action string    // what was done, a word or two: "evidence.open"
	Object string    // the id of an alert or case, or the name of a sealed file; "" when it concerns all
	Reason string    // the actor's words, masked by the caller
	Hash   string    // hexadecimal; binds this entry and all before it; set by Append
}

// Head is the newest entry of a log that was verified.
type Head = chain.Head

// Limits of an entry's texts, in bytes.
const (
	maxWord   = 200
	maxReason = 2000
)

// Log is an append-only log in one SQLite file. It is safe for concurrent use, and several processes may append at once.
type Log struct {
	writer *sql.DB // nil for a reader
	reader *sql.DB
}

// Open opens the log for appending, and makes it, readable by its owner only, when it is missing.
func Open(ctx context.Context, path string) (*Log, error) {
	writer, err := openWriter(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("open access log: %w", err)
	}
	reader, err := openPool(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("open access log: %w", errors.Join(err, writer.Close()))
	}
	return &Log{writer: writer, reader: reader}, nil
}

// OpenReader opens a log that exists, also beside processes that append to it. A missing one gives an error that is
// fs.ErrNotExist.
func OpenReader(ctx context.Context, path string) (*Log, error) {
	reader, err := openPool(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("open access log: %w", err)
	}
	return &Log{reader: reader}, nil
}

// Close closes the files.
func (l *Log) Close() error {
	err := l.reader.Close()
	if l.writer != nil {
		err = errors.Join(err, l.writer.Close())
	}
	if err != nil {
		return fmt.Errorf("close access log: %w", err)
	}
	return nil
}

// Append writes an entry and returns it with its number, time and hash when it is on disk. It fails with ErrInvalid where
// actor or action is missing or a text is too long, and with ErrReadOnly on a log that was opened for reading.
func (l *Log) Append(ctx context.Context, e Entry) (Entry, error) {
	if l.writer == nil {
		return Entry{}, ErrReadOnly
	}
	e.Actor, e.Action, e.Object, e.Reason = oneLine(e.Actor), oneLine(e.Action), oneLine(e.Object), oneLine(e.Reason)
	switch {
	case e.Actor == "" || e.Action == "":
		return Entry{}, fmt.Errorf("append to access log: actor and action are needed: %w", ErrInvalid)
	case max(len(e.Actor), len(e.Action), len(e.Object)) > maxWord:
		return Entry{}, fmt.Errorf("append to access log: actor, action and object have at most %d bytes each: %w", maxWord, ErrInvalid)
	case len(e.Reason) > maxReason:
		return Entry{}, fmt.Errorf("append to access log: a reason has at most %d bytes: %w", maxReason, ErrInvalid)
	}
	tx, err := l.writer.BeginTx(ctx, nil) // immediate: other processes wait from here on
	if err != nil {
		return Entry{}, fmt.Errorf("append to access log: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit this does nothing
	if err := appendEntry(ctx, tx, &e); err != nil {
		return Entry{}, fmt.Errorf("append to access log: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return Entry{}, fmt.Errorf("append to access log: %w", err)
	}
	return e, nil
}

func appendEntry(ctx context.Context, tx *sql.Tx, e *Entry) error {
	var prev []byte
	if err := tx.QueryRowContext(ctx, `SELECT number, hash FROM head`).Scan(&e.Number, &prev); err != nil {
		return fmt.Errorf("read its end: %w", err)
	}
	e.Number++
	e.Time = time.Now().UTC().Truncate(time.Microsecond)
	hash := e.link(prev)
	e.Hash = hex.EncodeToString(hash)
	_, err := tx.ExecContext(ctx, `INSERT INTO entry (number, time, actor, action, object, reason, hash) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		e.Number, e.Time.UnixMicro(), e.Actor, e.Action, e.Object, e.Reason, hash)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE head SET number = ?, hash = ?`, e.Number, hash)
	return err
}

// oneLine makes a text that cannot pass for more than one line of a listing.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.TrimSpace(s)
}

// Entries returns up to limit entries after the given number, oldest first.
func (l *Log) Entries(ctx context.Context, after int64, limit int) ([]Entry, error) {
	rows, err := l.reader.QueryContext(ctx, `SELECT `+columns+` FROM entry WHERE number > ? ORDER BY number LIMIT ?`, after, max(limit, 0))
	if err != nil {
		return nil, fmt.Errorf("read access log: %w", err)
	}
	defer rows.Close()
	var entries []Entry
	for rows.Next() {
		e, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("read access log: %w", err)
		}
		entries = append(entries, e)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read access log: %w", err)
	}
	return entries, nil
}

const columns = `number, time, actor, action, object, reason, hash`

func scan(rows *sql.Rows) (e Entry, err error) {
	var us int64
	var hash []byte
	err = rows.Scan(&e.Number, &us, &e.Actor, &e.Action, &e.Object, &e.Reason, &hash)
	e.Time, e.Hash = time.UnixMicro(us).UTC(), hex.EncodeToString(hash)
	return e, err
}

// Verify reads the whole log, recomputes its hash chain and returns its newest entry. It fails with ErrTampered where a row
// was changed, removed or inserted. Whoever can rewrite the file can also make a new chain of all that follows: against
// that, keep the Head that Verify returned in another place and look whether its entry still has that hash.
func (l *Log) Verify(ctx context.Context) (Head, error) {
	h, err := l.verify(ctx)
	if err != nil {
		return Head{}, fmt.Errorf("verify access log: %w", err)
	}
	return h, nil
}

func (l *Log) verify(ctx context.Context) (Head, error) {
	tx, err := l.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one snapshot: others append meanwhile
	if err != nil {
		return Head{}, err
	}
	defer func() { _ = tx.Rollback() }()
	var claimed int64
	var claimedHash []byte
	err = tx.QueryRowContext(ctx, `SELECT number, hash FROM head`).Scan(&claimed, &claimedHash)
	if errors.Is(err, sql.ErrNoRows) {
		return Head{}, fmt.Errorf("its end is not recorded: %w", ErrTampered)
	} else if err != nil {
		return Head{}, err
	}
	rows, err := tx.QueryContext(ctx, `SELECT `+columns+` FROM entry ORDER BY number`)
	if err != nil {
		return Head{}, err
	}
	defer rows.Close()
	var head Head
	prev := chain.Begin()
	for rows.Next() {
		e, err := scan(rows)
		if err != nil {
			return Head{}, err
		}
		prev = e.link(prev)
		switch {
		case e.Number != head.Number+1:
			return Head{}, fmt.Errorf("entry %d follows entry %d: %w", e.Number, head.Number, ErrTampered)
		case e.Hash != hex.EncodeToString(prev):
			return Head{}, fmt.Errorf("entry %d: %w", e.Number, ErrTampered)
		}
		head = Head{Number: e.Number, Hash: e.Hash}
	}
	if err := rows.Err(); err != nil {
		return Head{}, err
	}
	if claimed != head.Number || !bytes.Equal(claimedHash, prev) {
		return Head{}, fmt.Errorf("it ends with entry %d and had %d: %w", head.Number, claimed, ErrTampered)
	}
	return head, nil
}

// Reaches tells whether the log goes on from an entry that was its newest once. It fails with ErrTampered when it does not.
// That the log fits its own chain is for Verify to say.
func (l *Log) Reaches(ctx context.Context, head Head) error {
	entries, err := l.Entries(ctx, head.Number-1, 1)
	if err != nil {
		return fmt.Errorf("compare with a checkpoint: %w", err)
	}
	hash := ""
	if len(entries) == 1 && entries[0].Number == head.Number {
		hash = entries[0].Hash
	}
	if err := chain.Compare("entry of the access log", head, hash); err != nil {
		return fmt.Errorf("%w: %w", err, ErrTampered)
	}
	return nil
}

// link returns the hash that binds an entry to all before it.
func (e *Entry) link(prev []byte) []byte {
	return chain.Next(prev, []int64{e.Number, e.Time.UnixMicro()}, []string{e.Actor, e.Action, e.Object, e.Reason}, nil)
}
