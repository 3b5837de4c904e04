package desk

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"time"

	"ronda/alerts/evidence"
)

// What a trial write takes: about as much as large alerts do.
const (
	probeSize     = 64 << 10  // in the ledger: an event, the alert, a redacted capture
	probeOriginal = 256 << 10 // in the vault
)

// Check proves that a finding could be kept now: it commits, on disk, as much to the ledger as an alert takes, seals a
// page of noise where originals are kept, and leaves nothing of either behind.
func (d *Desk) Check(ctx context.Context) error {
	err := d.writer.Write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO probe VALUES (zeroblob(?))`, probeSize); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM probe`)
		return err
	})
	if err == nil && d.vault.CanSeal() {
		err = d.checkVault(ctx)
	}
	if err != nil {
		return fmt.Errorf("check ledger: %w", err)
	}
	return nil
}

func (d *Desk) checkVault(ctx context.Context) error {
	filler := make([]byte, probeOriginal)
	rand.Read(filler) // never fails, and cannot be compressed
	page := evidence.Exchange{URL: "urn:ronda:probe", FetchedAt: time.Now(), Body: filler, ContentType: "application/octet-stream"}
	s, err := d.vault.Seal(ctx, evidence.New(evidence.Content{Exchanges: []evidence.Exchange{page}}), evidence.About{Source: d.source})
	if err != nil {
		return err
	}
	return d.vault.Remove(s.Name)
}
