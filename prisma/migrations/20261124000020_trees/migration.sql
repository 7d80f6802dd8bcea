-- The Merkle trees over the log, written by the sequencer alone (rr_sequencer) and never changed. One tree to a matter, and one, under the
-- nil uuid, for entries of no matter. Takes a short lock on audit.entry, access.matter and access.protective_order for their new policies.

GRANT USAGE ON SCHEMA audit, access TO rr_sequencer;

-- What this installation calls itself in the origins of its logs: made once, so that no two installations share an origin.
CREATE TABLE audit.installation (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  name     text NOT NULL CHECK (name ~ '^reading-room-[0-9a-f]{8}$'),
  made_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO audit.installation (name) VALUES ('reading-room-' || encode(substr(uuid_send(gen_random_uuid()), 1, 4), 'hex'));

CREATE TABLE audit.tree (
  log_id  uuid PRIMARY KEY,
  origin  text NOT NULL UNIQUE CHECK (origin ~ '^[^[:space:]+]+$'),
  size    bigint NOT NULL CHECK (size >= 0),
  root    bytea NOT NULL CHECK (length(root) = 32),
  made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE audit.tree IS 'The head of each tree. Whoever adds to a tree locks its row and compares it with what they remember: whoever remembers another head writes nothing.';

CREATE TABLE audit.leaf (
  log_id   uuid NOT NULL,
  index    bigint NOT NULL CHECK (index >= 0),
  entry_id bigint NOT NULL UNIQUE,
  hash     bytea NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (log_id, index)
);
COMMENT ON COLUMN audit.leaf.hash IS 'SHA-256 of a zero byte and audit.entry.leaf (RFC 6962).';

-- Full tiles only (C2SP tlog-tiles): what is right of the last one is computed from the leaves and from the roots of the tiles below.
CREATE TABLE audit.tile (
  log_id uuid NOT NULL,
  level  smallint NOT NULL CHECK (level BETWEEN 0 AND 6),
  n      bigint NOT NULL CHECK (n >= 0),
  hashes bytea NOT NULL CHECK (length(hashes) = 8192),
  root   bytea NOT NULL CHECK (length(root) = 32),
  PRIMARY KEY (log_id, level, n)
);
COMMENT ON COLUMN audit.tile.root IS 'The root of the 256 hashes: what stands in the tile above.';

CREATE TABLE audit.checkpoint (
  log_id uuid NOT NULL,
  size   bigint NOT NULL CHECK (size > 0),
  root   bytea NOT NULL CHECK (length(root) = 32),
  note   text NOT NULL,
  at     timestamptz NOT NULL,
  PRIMARY KEY (log_id, size)
);
COMMENT ON COLUMN audit.checkpoint.note IS 'The signed note, as it is given away: C2SP tlog-checkpoint, with the log''s signature alone.';

CREATE TABLE audit.cosignature (
  log_id  uuid NOT NULL,
  size    bigint NOT NULL,
  witness text NOT NULL,
  line    text NOT NULL,
  at      timestamptz NOT NULL,
  PRIMARY KEY (log_id, size, witness)
);
COMMENT ON TABLE audit.cosignature IS 'What witnesses signed of a checkpoint: the line of C2SP tlog-cosignature, and the time that it states.';

-- The public keys that signed for a log, in the form of signed notes; the private one is a file outside the database.
CREATE TABLE audit.log_key (
  log_id uuid NOT NULL,
  vkey   text NOT NULL,
  since  timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (log_id, vkey)
);

-- A head only grows. Everything else of the trees is never changed.
CREATE FUNCTION audit.only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.log_id, NEW.origin, NEW.made_at) = (OLD.log_id, OLD.origin, OLD.made_at) AND NEW.size > OLD.size THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the head of a log only grows' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER heads_only_grow BEFORE UPDATE OR DELETE ON audit.tree FOR EACH ROW EXECUTE FUNCTION audit.only_grow();
ALTER TABLE audit.tree ENABLE ALWAYS TRIGGER heads_only_grow;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['installation', 'tree', 'leaf', 'tile', 'checkpoint', 'cosignature', 'log_key'] LOOP
    IF t <> 'tree' THEN
      EXECUTE format('CREATE TRIGGER trees_are_never_changed BEFORE UPDATE OR DELETE ON audit.%I FOR EACH ROW EXECUTE FUNCTION audit.refuse_change()', t);
      EXECUTE format('ALTER TABLE audit.%I ENABLE ALWAYS TRIGGER trees_are_never_changed', t);
    END IF;
    EXECUTE format('CREATE TRIGGER trees_are_never_truncated BEFORE TRUNCATE ON audit.%I FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()', t);
    EXECUTE format('ALTER TABLE audit.%I ENABLE ALWAYS TRIGGER trees_are_never_truncated', t);
    EXECUTE format('ALTER TABLE audit.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE audit.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY owner_sees_all ON audit.%I TO rr_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('CREATE POLICY the_sequencer_adds ON audit.%I TO rr_sequencer USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT ON audit.%I TO rr_sequencer', t);
    -- Hashes, sizes and signatures say nothing of what an entry says: everybody of the matter may hold them against its host.
    IF t <> 'installation' THEN
      EXECUTE format('GRANT INSERT ON audit.%I TO rr_sequencer', t);
      EXECUTE format('CREATE POLICY trees_of_my_matter ON audit.%I FOR SELECT TO rr_app USING (log_id = (SELECT access.my_matter()))', t);
      EXECUTE format('GRANT SELECT ON audit.%I TO rr_app', t);
    END IF;
  END LOOP;
END $$;
GRANT UPDATE (size, root) ON audit.tree TO rr_sequencer;

-- What is put into trees: bytes and their place. Not who, not what.
CREATE POLICY the_sequencer_hashes ON audit.entry FOR SELECT TO rr_sequencer USING (true);
GRANT SELECT (id, xid, at, matter_id, leaf) ON audit.entry TO rr_sequencer;
CREATE POLICY the_sequencer_names_logs ON access.matter FOR SELECT TO rr_sequencer USING (true);
GRANT SELECT (id, slug) ON access.matter TO rr_sequencer;
CREATE POLICY the_sequencer_keeps_time ON access.protective_order FOR SELECT TO rr_sequencer USING (true);
GRANT SELECT (matter_id, version, settings, in_force_from) ON access.protective_order TO rr_sequencer;
