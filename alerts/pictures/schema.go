package pictures

// Schema makes the tables, as the step of the ledger to version 4. It never changes.
const Schema = `CREATE TABLE picture (
		number     INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice
		alert_id   TEXT NOT NULL REFERENCES alert (id),
		place      INTEGER NOT NULL, -- among the pictures of the listing, from 0
		hashes     BLOB NOT NULL,
		first_seen INTEGER NOT NULL,
		last_seen  INTEGER NOT NULL,
		silence    INTEGER -- number of what keeps it from linking
	) STRICT;
	CREATE INDEX picture_alert ON picture (alert_id);
	CREATE INDEX picture_silence ON picture (silence) WHERE silence IS NOT NULL;

	-- What was dismissed by an analyst, or floods: the picture, and all that are like it.
	CREATE TABLE silence (
		number    INTEGER PRIMARY KEY AUTOINCREMENT,
		what      TEXT NOT NULL CHECK (what IN ('dismissed', 'quarantined')),
		picture   INTEGER NOT NULL REFERENCES picture (number),
		at        INTEGER NOT NULL,
		actor     TEXT NOT NULL,
		reason    TEXT NOT NULL,
		listings  INTEGER NOT NULL, -- that it linked to, where it floods
		platforms INTEGER NOT NULL
	) STRICT;
	CREATE INDEX silence_picture ON silence (picture);

	CREATE TABLE picture_link (
		newer    INTEGER NOT NULL REFERENCES picture (number),
		older    INTEGER NOT NULL REFERENCES picture (number),
		card     INTEGER NOT NULL, -- 1: the same card is in both
		distance INTEGER NOT NULL, -- bits of 256
		PRIMARY KEY (newer, older)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX picture_link_older ON picture_link (older);`

// SchemaSealed is the step of the ledger to version 5: rows say under which key their hashes are sealed, ” for none. It never changes.
const SchemaSealed = `ALTER TABLE picture ADD COLUMN key_mark TEXT NOT NULL DEFAULT '';
	CREATE INDEX picture_key_mark ON picture (key_mark);`
