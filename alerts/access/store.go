package access

import (
	"context"
	"database/sql"
	"errors"

	"ronda/dbfile"
)

// schema is how the log's tables came to be.
var schema = dbfile.Schema{What: "access log", Steps: []dbfile.Step{
	// Times are microseconds since 1970 in UTC. The head says where the chain ends, so that entries missing from its end
	// are noticed. OR REPLACE would pass the trigger on deletion, not the one on insertion.
	{SQL: `CREATE TABLE entry (
		number INTEGER PRIMARY KEY,
		time   INTEGER NOT NULL,
		actor  TEXT NOT NULL,
		action TEXT NOT NULL,
		object TEXT NOT NULL,
		reason TEXT NOT NULL,
		hash   BLOB NOT NULL
	) STRICT;
	CREATE TABLE head (
		one    INTEGER PRIMARY KEY CHECK (one = 1),
		number INTEGER NOT NULL,
		hash   BLOB NOT NULL
	) STRICT;
	INSERT INTO head VALUES (1, 0, zeroblob(32));
	CREATE TRIGGER entry_keep_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END;
	CREATE TRIGGER entry_keep_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END;
	CREATE TRIGGER entry_keep_insert BEFORE INSERT ON entry WHEN NEW.number <> (SELECT number + 1 FROM head)
		BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END;
	CREATE TRIGGER head_keep_update BEFORE UPDATE ON head WHEN NEW.number <> OLD.number + 1 OR NEW.one <> 1
		BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END;
	CREATE TRIGGER head_keep_delete BEFORE DELETE ON head BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END;`},
}}

// busy is how long one process waits for others, in milliseconds: many appends of theirs.
const busy = "busy_timeout(30000)"

// errDamaged tells what helps when the file is damaged.
var errDamaged = errors.New("restore a backup (ronda restore)")

// openWriter opens the one connection of this process that writes, creates the file when it is missing, and migrates it.
func openWriter(ctx context.Context, path string) (*sql.DB, error) {
	db, err := dbfile.Open(ctx, path, busy)
	if err != nil {
		return nil, explain(err, path)
	}
	if err := schema.Migrate(ctx, db, path); err != nil {
		return nil, errors.Join(explain(err, path), db.Close())
	}
	return db, nil
}

// openPool opens connections that can only read, and refuses a file whose schema is not this version's.
func openPool(ctx context.Context, path string) (*sql.DB, error) {
	db, err := dbfile.OpenReader(path, busy)
	if err != nil {
		return nil, err
	}
	if err := schema.Want(ctx, db, path); err != nil {
		return nil, errors.Join(explain(err, path), db.Close())
	}
	return db, nil
}

func explain(err error, path string) error {
	return dbfile.Explain(dbfile.AtOpening(err), path, errDamaged)
}
