-- Who may what, to the end: the court's own reader of the log, the sessions and the members of sets under row-level security too, and a hold
-- on a set that tells the other side nothing about the set.
-- ACCESS EXCLUSIVE for a moment on access.session, access.permission, access.sign_in_failure and work.set_part, which get their policies.

-- What no account but the owner reads has a policy that says so: a grant that slips in later opens no row.
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['access.session', 'access.permission', 'access.sign_in_failure', 'work.set_part'] LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY owner_sees_all ON %s TO rr_owner USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;

-- The court's own tool may read the log of its matter with an account of the database, without the application. Such an account is made by the
-- host, is a member of rr_monitor, and is bound here to a matter; rr_monitor itself cannot sign in, and an unbound account reads nothing.
CREATE TABLE access.court_account (
  account   name PRIMARY KEY,
  matter_id uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  bound_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
ALTER TABLE access.court_account ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.court_account FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON access.court_account TO rr_owner USING (true) WITH CHECK (true);
-- session_user, not current_user: what signed in, whatever it has become.
CREATE FUNCTION access.courts_matter() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT c.matter_id FROM access.court_account c WHERE c.account = session_user $$;
REVOKE ALL ON FUNCTION access.courts_matter() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.courts_matter() TO rr_monitor;
GRANT USAGE ON SCHEMA access, audit TO rr_monitor;
GRANT SELECT ON audit.entry TO rr_monitor;
CREATE POLICY the_court_reads_its_matter ON audit.entry FOR SELECT TO rr_monitor USING (matter_id = (SELECT access.courts_matter()));
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['tree', 'leaf', 'tile', 'checkpoint', 'cosignature', 'log_key'] LOOP
    EXECUTE format('GRANT SELECT ON audit.%I TO rr_monitor', t);
    EXECUTE format('CREATE POLICY the_court_reads_its_matter ON audit.%I FOR SELECT TO rr_monitor USING (log_id = (SELECT access.courts_matter()))', t);
  END LOOP;
END $$;

-- Holds that stop a set of conversations from leaving. The one question every way out asks.
-- A hold on a set stops its own side exactly where the sets share a conversation. For any other side it covers the volumes that the held set
-- lies in: anything narrower would tell, set by set, what that side has found.
CREATE OR REPLACE FUNCTION release.holds_on_set(p_set uuid) RETURNS SETOF release.hold
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT h.* FROM work.reviewed_set s
  JOIN release.hold h ON h.matter_id = s.matter_id AND h.released_at IS NULL
  WHERE s.id = p_set AND (
    h.scope = 'matter'
    OR (h.scope = 'set' AND (h.set_id = s.id OR CASE
      WHEN s.side = h.placed_side THEN EXISTS (
          SELECT FROM work.set_part mine JOIN work.set_part theirs USING (part)
          WHERE mine.set_id = s.id AND theirs.set_id = h.set_id
            AND EXISTS (SELECT unnest(mine.docnos) INTERSECT SELECT unnest(theirs.docnos)))
      ELSE EXISTS (
          SELECT FROM work.set_part mine JOIN record.part p ON p.part = mine.part
          JOIN record.part q ON q.volume_id = p.volume_id JOIN work.set_part theirs ON theirs.part = q.part
          WHERE mine.set_id = s.id AND theirs.set_id = h.set_id) END))
    OR (h.scope = 'volume' AND EXISTS (
          SELECT FROM work.set_part sp JOIN record.part p USING (part) WHERE sp.set_id = s.id AND p.volume_id = h.volume_id))
    OR (h.scope = 'conversation' AND EXISTS (
          SELECT FROM work.set_part sp WHERE sp.set_id = s.id AND sp.part = h.docno / 1000000 AND h.docno = ANY (sp.docnos))))
$$;
