package webhook

import (
	"context"
	"fmt"
)

// Unattempted counts what could be sent now and has not been offered to its endpoint yet: events that are not queued for
// it and deliveries without an attempt. Endpoints that are disabled or asked for a pause are left out. It is 0 once every
// receiver has been tried; failed deliveries then wait for their next turn.
func (s *Sender) Unattempted(ctx context.Context) (int64, error) {
	end, err := s.ledger.End(ctx)
	if err != nil {
		return 0, err
	}
	var total int64
	for i := range s.endpoints {
		var waiting int64
		err := s.queue.db.QueryRowContext(ctx, `SELECT coalesce(sum(max(0, ?1 - position) +
			(SELECT count(*) FROM delivery WHERE delivery.endpoint = e.name AND state = 'pending' AND attempts = 0)), 0)
			FROM endpoint e WHERE name = ?2 AND disabled_at IS NULL AND hold_until <= ?3`,
			end, s.endpoints[i].Name, s.now().UnixMilli()).Scan(&waiting)
		if err != nil {
			return 0, fmt.Errorf("read webhook queue: %w", err)
		}
		total += waiting
	}
	return total, nil
}
