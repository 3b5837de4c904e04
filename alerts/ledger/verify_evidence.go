package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"ronda/alerts/evidence"
)

// VerifiedEvidence says what VerifyEvidence has gone through.
type VerifiedEvidence struct {
	Files int
	Bytes int64
}

// VerifyEvidence compares the sealed originals with the ledger's rows: each must be in the vault with the size that was
// noted, and with hash also with the digest. v is the vault to look in; with nil it fails with ErrNoVault where there are any. It goes through
// all of them and fails with ErrTampered when some are not as they were, and with an error of errors.Is(err, fs.ErrNotExist)
// when some are missing; the error names events.
func (l *Ledger) VerifyEvidence(ctx context.Context, v *evidence.Vault, hash bool) (VerifiedEvidence, error) {
	var done VerifiedEvidence
	entries, err := l.Evidence(ctx, EvidenceFilter{})
	if err != nil {
		return done, fmt.Errorf("verify evidence: %w", err)
	}
	if v == nil && len(entries) > 0 {
		return done, fmt.Errorf("verify evidence: %w", ErrNoVault)
	}
	var bad []error
	for i := range entries {
		if err := ctx.Err(); err != nil {
			return done, fmt.Errorf("verify evidence: %w", err)
		}
		if err := verifyFile(v, &entries[i], hash); err != nil {
			if number, known := l.evidenceEvent(ctx, entries[i].Name); known { // or it was erased meanwhile
				bad = append(bad, fmt.Errorf("original of event %d: %w", number, err))
			}
			continue
		}
		done.Files++
		done.Bytes += entries[i].Size
	}
	if n := len(bad); n > 0 {
		return done, fmt.Errorf("verify evidence: %d of %d originals: %w", n, len(entries), errors.Join(bad[:min(n, 10)]...))
	}
	return done, nil
}

// evidenceEvent returns the number of the event that a sealed file belongs to.
func (l *Ledger) evidenceEvent(ctx context.Context, name string) (number int64, known bool) {
	err := l.reader.QueryRowContext(ctx, `SELECT e.number FROM evidence AS v
		JOIN event AS e ON e.alert_id = v.alert_id AND e.sequence = v.sequence WHERE v.name = ?`, name).Scan(&number)
	return number, !errors.Is(err, sql.ErrNoRows)
}

func verifyFile(v *evidence.Vault, e *EvidenceEntry, hash bool) error {
	if !hash {
		info, err := os.Stat(v.Path(e.Name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("the file is missing: %w", fs.ErrNotExist)
		case err != nil:
			return err
		case info.Size() != e.Size:
			return fmt.Errorf("%d bytes instead of %d: %w", info.Size(), e.Size, ErrTampered)
		}
		return nil
	}
	f, err := v.Reader(e.Name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("the file is missing: %w", fs.ErrNotExist)
	case err != nil:
		return err
	}
	defer f.Close()
	digest := sha256.New()
	n, err := io.Copy(digest, f)
	switch {
	case err != nil:
		return fmt.Errorf("read: %w", err)
	case n != e.Size:
		return fmt.Errorf("%d bytes instead of %d: %w", n, e.Size, ErrTampered)
	case hex.EncodeToString(digest.Sum(nil)) != e.SHA256:
		return fmt.Errorf("the digest differs: %w", ErrTampered)
	}
	return nil
}
