-- Work product: each side's codebook, codings and reviewed sets. Row-level security, forced, keeps it on its side.
-- Policies are written as initplans (a scalar subselect is asked once per query, not once per row). Runs on an empty schema.

CREATE SCHEMA work;
GRANT USAGE ON SCHEMA work TO rr_app;

CREATE TABLE work.code (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id  uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  side       access.side NOT NULL,
  key        text NOT NULL CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  label      text NOT NULL CHECK (length(btrim(label)) BETWEEN 1 AND 80),
  "group"    text NOT NULL DEFAULT 'issue' CHECK (length("group") BETWEEN 1 AND 40),
  position   integer NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  retired_at timestamptz,
  UNIQUE (matter_id, side, key)
);

CREATE TABLE work.coding (
  docno     integer NOT NULL,
  turn      integer NOT NULL DEFAULT 0 CHECK (turn >= 0),
  code_id   uuid NOT NULL REFERENCES work.code ON DELETE RESTRICT,
  matter_id uuid NOT NULL,
  side      access.side NOT NULL,
  person_id uuid NOT NULL,
  note      text CHECK (length(note) <= 10000),
  at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (docno, turn, code_id)
);
COMMENT ON COLUMN work.coding.turn IS '0: the conversation as a whole; otherwise the number of the turn, from 1.';
-- "Coded relevant by my side" is read as a set of docnos.
CREATE INDEX coding_by_code ON work.coding (code_id, docno);

CREATE TABLE work.reviewed_set (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id  uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  side       access.side NOT NULL,
  name       text NOT NULL CHECK (length(btrim(name)) BETWEEN 1 AND 120),
  query      text NOT NULL,
  reading    text NOT NULL,
  filters    jsonb NOT NULL,
  size       integer NOT NULL,
  sha256     bytea NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (matter_id, side, name)
);
COMMENT ON COLUMN work.reviewed_set.sha256 IS 'SHA-256 over the members'' docnos, four bytes each, big-endian, ascending: two sets are the same list when these are equal.';

-- The members, frozen, a million docnos to a row at most: 4 bytes a member instead of a row each.
CREATE TABLE work.set_part (
  set_id uuid NOT NULL REFERENCES work.reviewed_set ON DELETE RESTRICT,
  part   integer NOT NULL,
  docnos integer[] NOT NULL,
  PRIMARY KEY (set_id, part)
);

DO $$ DECLARE t text; deed text; BEGIN
  FOR t, deed IN VALUES ('work.code', 'codebook:keep'), ('work.coding', 'code:apply'), ('work.reviewed_set', 'set:freeze') LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY owner_sees_all ON %s TO rr_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('CREATE POLICY own_side_only ON %s TO rr_app USING (matter_id = (SELECT access.my_matter()) AND side = (SELECT access.my_side())) WITH CHECK (matter_id = (SELECT access.my_matter()) AND side = (SELECT access.my_side()))', t);
    EXECUTE format('CREATE CONSTRAINT TRIGGER no_change_without_an_entry AFTER INSERT OR UPDATE OR DELETE ON %s DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require_entry(%L)', t, deed);
  END LOOP;
END $$;
GRANT SELECT, INSERT ON work.code TO rr_app;
GRANT UPDATE (label, "group", position, retired_at) ON work.code TO rr_app;
-- The web process writes codes itself, so the policy asks what the permission table asks: the side alone is not enough.
CREATE POLICY added_by_who_keeps_the_codebook ON work.code AS RESTRICTIVE FOR INSERT TO rr_app WITH CHECK ((SELECT access.may('codebook:keep')));
CREATE POLICY changed_by_who_keeps_the_codebook ON work.code AS RESTRICTIVE FOR UPDATE TO rr_app USING ((SELECT access.may('codebook:keep')));
GRANT SELECT ON work.coding TO rr_app;
GRANT SELECT ON work.reviewed_set TO rr_app;
-- Codings come and go by api.apply_code and api.withdraw_code (which know docnos), sets by api.freeze_set: the web process cannot invent a docno.
