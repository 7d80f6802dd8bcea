-- The record: volumes, conversations, their text, how they were delivered. Runs on an empty schema.
-- A conversation is known inside by a docno: a dense number, given when its volume is sealed, in order of date, so that
-- order of docno within a volume is order of date. The world sees its control number, which is the docno by arithmetic.
-- The narrow table (about 80 bytes a row) answers filters; the text lies apart and is locked away.

CREATE SCHEMA record;
GRANT USAGE ON SCHEMA record TO rr_app, rr_intake;

CREATE TABLE record.model (id smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE record.language (id smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tag text NOT NULL UNIQUE);

CREATE TYPE record.disclosure AS ENUM ('complete', 'pair', 'matched', 'aggregate');

CREATE TABLE record.volume (
  id             smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  matter_id      uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  name           text NOT NULL CHECK (length(btrim(name)) BETWEEN 1 AND 60),
  control_prefix text NOT NULL UNIQUE CHECK (control_prefix ~ '^[A-Z][A-Z0-9]{0,19}$'),
  state          text NOT NULL DEFAULT 'loading' CHECK (state IN ('loading', 'sealed')),
  disclosure     record.disclosure NOT NULL DEFAULT 'complete',
  tier           smallint NOT NULL DEFAULT 2 CHECK (tier BETWEEN 1 AND 9),
  source         text,
  deid_version   text,
  frame          jsonb,
  first_docno    integer,
  size           integer NOT NULL DEFAULT 0,
  report         jsonb,
  created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  sealed_at      timestamptz,
  UNIQUE (matter_id, name)
);
COMMENT ON COLUMN record.volume.tier IS 'Designation of what is delivered undesignated: the highest tier of the order, until somebody says otherwise.';
COMMENT ON COLUMN record.volume.disclosure IS 'complete: whole conversations; pair: one prompt with its output, the rest on a stated reason; matched: only what matches the works; aggregate: no text.';

-- One row per partition: the unit of load, index, search and seal. Undated conversations have its last numbers.
CREATE TABLE record.part (
  part        integer PRIMARY KEY,
  volume_id   smallint NOT NULL REFERENCES record.volume ON DELETE RESTRICT,
  first_docno integer NOT NULL,
  last_docno  integer NOT NULL,
  undated     integer NOT NULL DEFAULT 0
);
CREATE INDEX part_by_volume ON record.part (volume_id, first_docno);

CREATE TABLE record.conversation (
  docno       integer NOT NULL,
  volume_id   smallint NOT NULL,
  started_at  timestamptz,
  month       integer,
  model_id    smallint,
  language_id smallint,
  turns       integer NOT NULL,
  words       integer NOT NULL,
  tier        smallint NOT NULL,
  parts       smallint NOT NULL,
  flags       integer NOT NULL DEFAULT 0,
  sha256      bytea NOT NULL,
  PRIMARY KEY (docno)
) PARTITION BY RANGE (docno);
COMMENT ON COLUMN record.conversation.month IS 'Year and month as a number, 202312; what a reviewer is shown instead of the moment.';
COMMENT ON COLUMN record.conversation.flags IS 'Bits: 1 an output is missing, 2 roles out of order, 4 an empty turn, 8 characters replaced, 16 has branches, 32 matches a registered work.';
-- A rare model or language is found in order of number, and so of date, without reading the conversations between.
CREATE INDEX conversation_by_model ON record.conversation (model_id, docno);
CREATE INDEX conversation_by_language ON record.conversation (language_id, docno);

-- A conversation lies in one part, or, when it is long, in several of at most 64 turns, so that a window of turns costs the same whatever the length.
CREATE TABLE record.conversation_text (
  docno      integer NOT NULL,
  part       smallint NOT NULL,
  first_turn integer NOT NULL,
  turn_count integer NOT NULL,
  kind       smallint NOT NULL CHECK (kind IN (0, 1, 2)),
  turns      jsonb NOT NULL,
  PRIMARY KEY (docno, part)
) PARTITION BY RANGE (docno);
COMMENT ON COLUMN record.conversation_text.kind IS '0: the whole conversation; 1: one part of several; 2: a part holding a turn too large for the word index.';
COMMENT ON COLUMN record.conversation_text.turns IS 'Array of {role: prompt|output|system|tool, text, at?, model?}. Turns are numbered from 1.';

-- What was delivered with a conversation and where it lay in the delivery. May hold text, so it is locked away with the text.
CREATE TABLE record.conversation_source (
  docno       integer NOT NULL,
  delivery_id integer NOT NULL,
  line        integer NOT NULL,
  byte_offset bigint NOT NULL,
  byte_length integer NOT NULL,
  sha256      bytea NOT NULL,
  source_id   text,
  metadata    jsonb,
  branches    jsonb,
  PRIMARY KEY (docno)
) PARTITION BY RANGE (docno);

-- The ledger of intake: a file that was read is never read twice; one that broke off goes on where its last batch was committed.
CREATE TABLE record.delivery (
  id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  volume_id   smallint NOT NULL REFERENCES record.volume ON DELETE RESTRICT,
  file        text NOT NULL,
  file_sha256 bytea NOT NULL CHECK (length(file_sha256) = 32),
  format      text NOT NULL,
  bytes       bigint NOT NULL,
  records     integer NOT NULL DEFAULT 0,
  stored      integer NOT NULL DEFAULT 0,
  rejected    integer NOT NULL DEFAULT 0,
  tally       jsonb NOT NULL DEFAULT '{}',
  state       text NOT NULL DEFAULT 'reading' CHECK (state IN ('reading', 'read', 'sealed')),
  started_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz,
  UNIQUE (volume_id, file_sha256)
);
COMMENT ON COLUMN record.delivery.tally IS 'Counts of what was stored so far, for the intake report: kept with each batch, so that they survive an interruption.';
CREATE TABLE record.rejection (
  delivery_id integer NOT NULL REFERENCES record.delivery ON DELETE RESTRICT,
  ordinal     integer NOT NULL,
  line        integer NOT NULL,
  byte_offset bigint NOT NULL,
  byte_length bigint NOT NULL,
  reason      text NOT NULL,
  PRIMARY KEY (delivery_id, ordinal)
);

-- Read but not yet numbered. One row per part of a conversation; what describes the conversation stands in its part 0.
CREATE TABLE record.staged (
  delivery_id integer NOT NULL,
  ordinal     integer NOT NULL,
  part        smallint NOT NULL,
  started_at  timestamptz,
  model       text,
  language    text,
  turn_total  integer,
  words       integer,
  parts       smallint,
  flags       integer,
  sha256      bytea,
  line        integer,
  byte_offset bigint,
  byte_length integer,
  source_sha256 bytea,
  source_id   text,
  metadata    jsonb,
  branches    jsonb,
  first_turn  integer NOT NULL,
  turn_count  integer NOT NULL,
  kind        smallint NOT NULL,
  turns       jsonb NOT NULL,
  PRIMARY KEY (delivery_id, ordinal, part)
);

ALTER TABLE record.volume ENABLE ROW LEVEL SECURITY;
ALTER TABLE record.volume FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON record.volume TO rr_owner USING (true) WITH CHECK (true);
CREATE POLICY volumes_of_my_matter ON record.volume FOR SELECT TO rr_app USING (matter_id = (SELECT access.my_matter()));
CREATE POLICY intake_sees_all ON record.volume TO rr_intake USING (true) WITH CHECK (true);
GRANT SELECT ON record.volume, record.model, record.language TO rr_app, rr_intake;
-- What the court was told of a delivery stays as it was told: intake writes the report once more after sealing, and nothing else of it.
GRANT INSERT (matter_id, name, control_prefix, disclosure, tier, source, deid_version, frame), UPDATE (report) ON record.volume TO rr_intake;
GRANT SELECT, INSERT, UPDATE ON record.delivery TO rr_intake;
GRANT SELECT, INSERT ON record.rejection TO rr_intake;
CREATE FUNCTION record.guard_sealed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_state text;
BEGIN
  IF TG_TABLE_NAME = 'rejection' THEN
    SELECT d.state INTO v_state FROM record.delivery d WHERE d.id = NEW.delivery_id;
  ELSIF TG_OP = 'UPDATE' THEN
    v_state := OLD.state;
  ELSE
    SELECT v.state INTO v_state FROM record.volume v WHERE v.id = NEW.volume_id;
  END IF;
  IF v_state = 'sealed' THEN RAISE EXCEPTION 'what is sealed is not changed' USING ERRCODE = '42501'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_sealed_delivery_stays BEFORE INSERT OR UPDATE ON record.delivery FOR EACH ROW EXECUTE FUNCTION record.guard_sealed();
CREATE TRIGGER a_sealed_delivery_stays BEFORE INSERT ON record.rejection FOR EACH ROW EXECUTE FUNCTION record.guard_sealed();
GRANT INSERT, DELETE ON record.staged TO rr_intake;
-- Enough to count equal conversations, and no word of any.
GRANT SELECT (delivery_id, ordinal, part, sha256) ON record.staged TO rr_intake;

-- The control number of a docno in a volume, and back; anything else is no number at all, never an error. Nine digits, so that order as text is order as number.
CREATE FUNCTION record.control_number(prefix text, first_docno integer, docno integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN prefix || '-' || lpad((docno - first_docno + 1)::text, 9, '0');

CREATE FUNCTION record.find_docno(p_matter uuid, p_control text) RETURNS integer
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT v.first_docno + asked.number - 1
  FROM (SELECT substring(p_control FROM '^[A-Z][A-Z0-9]*-([0-9]{9})$')::int AS number) asked, record.volume v
  WHERE v.matter_id = p_matter AND v.state = 'sealed' AND v.control_prefix = split_part(p_control, '-', 1)
    AND asked.number BETWEEN 1 AND v.size
$$;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA record FROM PUBLIC;
