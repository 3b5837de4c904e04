package ledger

import (
	"ronda/alerts/custody"
	"ronda/alerts/pictures"
	"ronda/dbfile"
)

// sealingVersion is the first version whose hashes of pictures may be sealed.
const sealingVersion = 5

// schema is how a ledger's tables came to be.
var schema = dbfile.Schema{What: "ledger", Table: true, Steps: []dbfile.Step{
	// Times are microseconds since 1970 in UTC.
	{SQL: `CREATE TABLE event (
		number     INTEGER PRIMARY KEY,
		id         TEXT NOT NULL UNIQUE,
		alert_id   TEXT NOT NULL,
		type       TEXT NOT NULL,
		sequence   INTEGER NOT NULL,
		subject    TEXT NOT NULL,
		platform   TEXT NOT NULL,
		time       INTEGER NOT NULL,
		body       BLOB NOT NULL,
		salt       BLOB NOT NULL,
		commitment BLOB NOT NULL,
		prev_hash  BLOB NOT NULL,
		hash       BLOB NOT NULL,
		UNIQUE (alert_id, sequence)
	) STRICT;
	CREATE UNIQUE INDEX event_opened_once ON event (alert_id) WHERE type = 'opened';
	CREATE TRIGGER event_keep_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
	CREATE TRIGGER event_keep_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

	CREATE TABLE "case" (
		id          TEXT PRIMARY KEY,
		opened_at   INTEGER NOT NULL,
		merged_into TEXT REFERENCES "case" (id)
	) STRICT;

	CREATE TABLE alert (
		id         TEXT PRIMARY KEY,
		case_id    TEXT NOT NULL REFERENCES "case" (id),
		opened     INTEGER NOT NULL UNIQUE REFERENCES event (number),
		first_kind TEXT NOT NULL,
		sequence   INTEGER NOT NULL,
		kind       TEXT NOT NULL,
		severity   TEXT NOT NULL,
		platform   TEXT NOT NULL,
		state      TEXT NOT NULL,
		url        TEXT NOT NULL,
		title      TEXT NOT NULL,
		changed_at INTEGER NOT NULL,
		last_seen  INTEGER NOT NULL,
		data       TEXT NOT NULL
	) STRICT;
	CREATE INDEX alert_case ON alert (case_id);
	CREATE INDEX alert_platform ON alert (platform, opened);

	CREATE TABLE link (
		digest  TEXT PRIMARY KEY,
		case_id TEXT NOT NULL REFERENCES "case" (id)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX link_case ON link (case_id);

	CREATE TABLE capture (
		alert_id TEXT NOT NULL REFERENCES alert (id),
		sequence INTEGER NOT NULL,
		redacted BLOB NOT NULL,
		PRIMARY KEY (alert_id, sequence)
	) STRICT;

	CREATE TABLE position (
		sink   TEXT PRIMARY KEY,
		number INTEGER NOT NULL
	) STRICT;`},

	// Version 2: originals, legal holds, and erasure. A blanked body and salt are empty, never NULL.
	{SQL: `ALTER TABLE "case" ADD COLUMN erased_at INTEGER;

	CREATE TABLE evidence (
		name       TEXT PRIMARY KEY,
		alert_id   TEXT NOT NULL REFERENCES alert (id),
		sequence   INTEGER NOT NULL,
		sha256     TEXT NOT NULL,
		size       INTEGER NOT NULL,
		recipients TEXT NOT NULL,
		sealed_at  INTEGER NOT NULL,
		UNIQUE (alert_id, sequence)
	) STRICT;

	-- Sealed files whose rows are gone and which are to be removed.
	CREATE TABLE removal (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

	-- The page of this file from which on unused parts are to be overwritten; no row when there is nothing to do.
	CREATE TABLE scrub (
		id   INTEGER PRIMARY KEY CHECK (id = 1),
		page INTEGER NOT NULL
	) STRICT;

	CREATE TABLE hold (
		number  INTEGER PRIMARY KEY,
		case_id TEXT NOT NULL REFERENCES "case" (id),
		reason  TEXT NOT NULL,
		held_at INTEGER NOT NULL
	) STRICT;
	CREATE INDEX hold_case ON hold (case_id);

	-- What is left of an erased alert: that its events of these sequences were erased.
	CREATE TABLE erasure (
		number         INTEGER PRIMARY KEY,
		alert_id       TEXT NOT NULL,
		case_id        TEXT NOT NULL REFERENCES "case" (id),
		subject        TEXT NOT NULL,
		first_sequence INTEGER NOT NULL,
		last_sequence  INTEGER NOT NULL,
		erased_at      INTEGER NOT NULL,
		actor          TEXT NOT NULL,
		reason         TEXT NOT NULL,
		UNIQUE (alert_id, last_sequence)
	) STRICT;
	CREATE TRIGGER erasure_keep_update BEFORE UPDATE ON erasure BEGIN SELECT RAISE(ABORT, 'erasures are append-only'); END;
	CREATE TRIGGER erasure_keep_delete BEFORE DELETE ON erasure BEGIN SELECT RAISE(ABORT, 'erasures are append-only'); END;

	-- One change of an event is left: body and salt may go together, once, and only after it was noted that they go.
	DROP TRIGGER event_keep_update;
	CREATE TRIGGER event_keep_update BEFORE UPDATE ON event
	WHEN NOT (length(old.body) > 0 AND length(new.body) = 0 AND length(new.salt) = 0
		AND new.number = old.number AND new.id = old.id AND new.alert_id = old.alert_id AND new.type = old.type
		AND new.sequence = old.sequence AND new.subject = old.subject AND new.platform = old.platform
		AND new.time = old.time AND new.commitment = old.commitment AND new.prev_hash = old.prev_hash AND new.hash = old.hash
		AND EXISTS (SELECT 1 FROM erasure AS x WHERE x.alert_id = old.alert_id
			AND old.sequence BETWEEN x.first_sequence AND x.last_sequence))
	BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

	-- Where a write is tried: always empty.
	CREATE TABLE probe (filler BLOB NOT NULL) STRICT;`},

	// Version 3: captures, originals and erasures have a hash chain of their own. The salt of a capture goes with it.
	{SQL: `ALTER TABLE capture ADD COLUMN salt BLOB NOT NULL DEFAULT x'';
	` + custody.Schema, Do: custody.Adopt},

	// Version 4: what pictures are known again by.
	{SQL: pictures.Schema},

	// Version 5: that is sealed. What stands in clear is sealed once the file is open, because steps know no keys.
	{SQL: pictures.SchemaSealed},
}}
