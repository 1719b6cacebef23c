-- Texts by their SHA-256: what several versions share is kept once.
CREATE TABLE texts (
  sha256 TEXT PRIMARY KEY,
  text   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE versions (
  policy  TEXT NOT NULL,
  number  INTEGER NOT NULL CHECK (number > 0),
  digest  TEXT NOT NULL,  -- of what decides
  bundle  TEXT NOT NULL,  -- of all files, the cases among them
  main    TEXT NOT NULL,  -- the path of the main file
  author  TEXT NOT NULL,
  time    TEXT NOT NULL,  -- RFC 3339
  message TEXT NOT NULL,
  report  TEXT NOT NULL,  -- JSON: findings and cases
  PRIMARY KEY (policy, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE files (
  policy TEXT NOT NULL,
  number INTEGER NOT NULL,
  path   TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES texts,
  PRIMARY KEY (policy, number, path),
  FOREIGN KEY (policy, number) REFERENCES versions
) STRICT, WITHOUT ROWID;

-- What was made live, in order: the last one of a policy is live.
CREATE TABLE activations (
  seq    INTEGER PRIMARY KEY,
  policy TEXT NOT NULL,
  number INTEGER NOT NULL,
  before INTEGER REFERENCES activations,  -- the one that a roll back leads to
  time   TEXT NOT NULL,
  FOREIGN KEY (policy, number) REFERENCES versions
) STRICT;
CREATE INDEX activations_by_policy ON activations (policy, seq);

-- The bundle that a policy's folder gave last, whatever has been made live since.
CREATE TABLE folders (
  policy TEXT PRIMARY KEY,
  bundle TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was done, each entry with the hash of itself and of the one before.
CREATE TABLE journal (
  seq    INTEGER PRIMARY KEY,
  time   TEXT NOT NULL,
  actor  TEXT NOT NULL,
  act    TEXT NOT NULL,
  policy TEXT,
  detail TEXT NOT NULL,
  hash   TEXT NOT NULL
) STRICT;

CREATE TABLE keys (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  hash     BLOB NOT NULL,  -- SHA-256 of the whole key
  roles    TEXT NOT NULL,  -- names with commas between them
  policies TEXT,           -- the same; all policies if there is none
  created  TEXT NOT NULL,
  expires  TEXT,
  revoked  TEXT
) STRICT, WITHOUT ROWID;

CREATE TRIGGER texts_stay     BEFORE UPDATE ON texts       BEGIN SELECT RAISE(ABORT, 'texts do not change'); END;
CREATE TRIGGER versions_stay  BEFORE UPDATE ON versions    BEGIN SELECT RAISE(ABORT, 'versions do not change'); END;
CREATE TRIGGER versions_last  BEFORE DELETE ON versions    BEGIN SELECT RAISE(ABORT, 'versions are kept'); END;
CREATE TRIGGER files_stay     BEFORE UPDATE ON files       BEGIN SELECT RAISE(ABORT, 'versions do not change'); END;
CREATE TRIGGER files_last     BEFORE DELETE ON files       BEGIN SELECT RAISE(ABORT, 'versions are kept'); END;
CREATE TRIGGER journal_stays  BEFORE UPDATE ON journal     BEGIN SELECT RAISE(ABORT, 'the journal does not change'); END;
CREATE TRIGGER journal_last   BEFORE DELETE ON journal     BEGIN SELECT RAISE(ABORT, 'the journal is kept'); END;

-- Versions beside the one that is live, and how they have ended.
CREATE TABLE rollouts (
  seq     INTEGER PRIMARY KEY,
  policy  TEXT NOT NULL,
  number  INTEGER NOT NULL,
  plan    TEXT NOT NULL,  -- JSON: its mode, and when it ends by itself
  actor   TEXT NOT NULL,
  started TEXT NOT NULL,
  ended   TEXT,
  reason  TEXT,
  FOREIGN KEY (policy, number) REFERENCES versions
) STRICT;
CREATE INDEX rollouts_by_policy ON rollouts (policy, seq);
