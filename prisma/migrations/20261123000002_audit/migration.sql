-- The log. An entry is written once, by audit.append alone, and never changed: no UPDATE, DELETE or TRUNCATE, not even by the owner.
-- Runs on an empty schema.

CREATE SCHEMA audit;
GRANT USAGE ON SCHEMA audit TO rr_app;

CREATE TABLE audit.entry (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  xid        xid8 NOT NULL,
  at         timestamptz NOT NULL,
  matter_id  uuid,
  person_id  uuid,
  email      text,
  side       access.side,
  role       access.role,
  session_id uuid,
  action     text NOT NULL,
  object     text,
  outcome    text NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
  reason     text,
  detail     jsonb,
  commitment bytea,
  request_id uuid UNIQUE,
  leaf       bytea NOT NULL CHECK (length(leaf) <= 65535)
);
COMMENT ON TABLE audit.entry IS 'No foreign key leads in or out: nothing that happens to a person or a conversation may touch what was written about it.';
COMMENT ON COLUMN audit.entry.leaf IS 'The exact bytes that are hashed into the log: canonical JSON of the other columns. The columns are its projection.';
COMMENT ON COLUMN audit.entry.commitment IS 'SHA-256 of salt and private detail: shows that a query or code was recorded without showing it.';
-- The log is read newest first: all of it, or by who, what, about what, what was refused; by time for the headline of its days.
CREATE INDEX entry_by_matter ON audit.entry (matter_id, id);
CREATE INDEX entry_by_person ON audit.entry (matter_id, person_id, id);
CREATE INDEX entry_by_action ON audit.entry (matter_id, action, id);
CREATE INDEX entry_by_object ON audit.entry (matter_id, object, id);
CREATE INDEX entry_by_outcome ON audit.entry (matter_id, outcome, id) WHERE outcome <> 'done';
CREATE INDEX entry_by_time ON audit.entry (matter_id, at);
-- audit.require_entry asks for an entry of the transaction that commits.
CREATE INDEX entry_by_xid ON audit.entry (xid);

-- What only the acting side may read of an entry: its search text, its codes, its notes.
CREATE TABLE audit.detail (
  entry_id  bigint PRIMARY KEY,
  matter_id uuid NOT NULL,
  side      access.side NOT NULL,
  salt      bytea NOT NULL,
  body      jsonb NOT NULL
);

CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = '42501'; END $$;
CREATE TRIGGER entries_are_never_changed BEFORE UPDATE OR DELETE ON audit.entry FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER entries_are_never_truncated BEFORE TRUNCATE ON audit.entry FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER details_are_never_changed BEFORE UPDATE OR DELETE ON audit.detail FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER details_are_never_truncated BEFORE TRUNCATE ON audit.detail FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.entry ENABLE ALWAYS TRIGGER entries_are_never_changed;
ALTER TABLE audit.entry ENABLE ALWAYS TRIGGER entries_are_never_truncated;
ALTER TABLE audit.detail ENABLE ALWAYS TRIGGER details_are_never_changed;
ALTER TABLE audit.detail ENABLE ALWAYS TRIGGER details_are_never_truncated;

-- Writes one entry. The transaction number is taken before the entry's own number: a reader that trusts
-- "everything below this transaction has ended" may then trust the order of entries too.
CREATE FUNCTION audit.append(
  a access.actor, p_action text, p_object text, p_outcome text, p_reason text, p_detail jsonb, p_private jsonb, p_request uuid)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_xid xid8; v_id bigint; v_at timestamptz; v_salt bytea; v_commitment bytea;
BEGIN
  IF current_setting('synchronous_commit') = 'off' OR current_setting('fsync') = 'off' THEN
    RAISE EXCEPTION 'no audit entry can be written: commits are not flushed to disk' USING ERRCODE = '55000';
  END IF;
  v_xid := pg_current_xact_id();
  v_id := nextval('audit.entry_id_seq');
  v_at := clock_timestamp();
  IF p_private IS NOT NULL AND a.side IS NOT NULL THEN
    v_salt := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
    v_commitment := sha256(v_salt || convert_to(p_private::text, 'UTF8'));
  END IF;
  INSERT INTO audit.entry (id, xid, at, matter_id, person_id, email, side, role, session_id, action, object, outcome, reason, detail, commitment, request_id, leaf)
  OVERRIDING SYSTEM VALUE
  VALUES (v_id, v_xid, v_at, a.matter_id, a.person_id, a.email, a.side, a.role, a.session_id, p_action, p_object, p_outcome, p_reason, p_detail, v_commitment, p_request,
    convert_to((SELECT jsonb_object_agg(k, v) FILTER (WHERE v <> 'null') FROM jsonb_each(jsonb_build_object(
      'v', 1, 'id', v_id, 'at', to_char(v_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'matter', a.matter_id, 'person', a.person_id, 'email', a.email, 'side', a.side, 'role', a.role, 'session', a.session_id,
      'action', p_action, 'object', p_object, 'outcome', p_outcome, 'reason', p_reason, 'detail', p_detail,
      'commitment', encode(v_commitment, 'hex'), 'request', p_request)) x(k, v))::text, 'UTF8'));
  IF v_salt IS NOT NULL THEN
    INSERT INTO audit.detail VALUES (v_id, a.matter_id, a.side, v_salt, p_private);
  END IF;
  RETURN v_id;
END $$;

-- A change to work product, holds or productions cannot be committed without an entry of the same transaction that says it was done,
-- under one of the trigger's actions. Only a production may also end as refused or failed.
CREATE FUNCTION audit.require_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM audit.entry WHERE xid = pg_current_xact_id() AND action = ANY (TG_ARGV)
      AND (outcome = 'done' OR (TG_TABLE_NAME = 'production' AND TG_OP = 'UPDATE'))) THEN
    RAISE EXCEPTION 'a change without its audit entry' USING ERRCODE = '42501';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER no_change_without_an_entry AFTER INSERT OR UPDATE OR DELETE ON access.undertaking
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require_entry('undertaking:sign');

-- Monitors read every entry of their matter; everybody else their own.
ALTER TABLE audit.entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.entry FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON audit.entry TO rr_owner USING (true) WITH CHECK (true);
CREATE FUNCTION access.am_monitor() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT access.refusal(access.current_actor(), 'audit:read') IS NULL $$;
CREATE POLICY monitors_all_others_own ON audit.entry FOR SELECT TO rr_app USING (
  matter_id = (SELECT access.my_matter()) AND ((SELECT access.am_monitor()) OR person_id = (SELECT access.my_person())));
ALTER TABLE audit.detail ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.detail FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON audit.detail TO rr_owner USING (true) WITH CHECK (true);
CREATE POLICY own_side_only ON audit.detail FOR SELECT TO rr_app USING (
  matter_id = (SELECT access.my_matter()) AND side = (SELECT access.my_side()));
GRANT SELECT ON audit.entry, audit.detail TO rr_app;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit, access FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.am_monitor() TO rr_app;
