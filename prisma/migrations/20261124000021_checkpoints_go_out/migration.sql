-- Where checkpoints go: to folders and addresses that the monitor names, and to witnesses that cosign. Runs on a new table; replaces
-- nothing.

CREATE TABLE audit.recipient (
  id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id      uuid NOT NULL,
  kind           text NOT NULL CHECK (kind IN ('folder', 'address', 'witness')),
  target         text CHECK (length(target) BETWEEN 1 AND 1000),
  vkey           text CHECK (length(vkey) <= 300),
  added_by       uuid NOT NULL,
  added_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at       timestamptz,
  delivered_size bigint NOT NULL DEFAULT 0,
  delivered_at   timestamptz,
  problem        text,
  CHECK ((kind = 'witness') = (vkey IS NOT NULL)),
  CHECK (kind = 'witness' OR target IS NOT NULL)
);
COMMENT ON COLUMN audit.recipient.target IS 'A folder, or an address. A witness without one comes for the checkpoint itself.';
CREATE INDEX recipient_in_use ON audit.recipient (matter_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX no_recipient_twice ON audit.recipient (matter_id, kind, coalesce(vkey, target)) WHERE ended_at IS NULL;

ALTER TABLE audit.recipient ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.recipient FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON audit.recipient TO rr_owner USING (true) WITH CHECK (true);
-- Who witnesses the log is for everybody to know; where else it goes, for the monitor.
CREATE POLICY recipients_of_my_matter ON audit.recipient FOR SELECT TO rr_app USING (
  matter_id = (SELECT access.my_matter()) AND (kind = 'witness' OR (SELECT access.may('checkpoint:deliver'))));
CREATE POLICY the_monitor_names_them ON audit.recipient FOR INSERT TO rr_app WITH CHECK (
  matter_id = (SELECT access.my_matter()) AND added_by = (SELECT access.my_person()) AND (SELECT access.may('checkpoint:deliver')));
CREATE POLICY the_monitor_ends_them ON audit.recipient FOR UPDATE TO rr_app USING (
  matter_id = (SELECT access.my_matter()) AND ended_at IS NULL AND (SELECT access.may('checkpoint:deliver')))
  WITH CHECK (matter_id = (SELECT access.my_matter()) AND (SELECT access.may('checkpoint:deliver')));
CREATE POLICY the_sequencer_delivers ON audit.recipient TO rr_sequencer USING (true) WITH CHECK (true);
GRANT SELECT ON audit.recipient TO rr_app, rr_sequencer;
GRANT INSERT (matter_id, kind, target, vkey, added_by) ON audit.recipient TO rr_app;
GRANT UPDATE (ended_at) ON audit.recipient TO rr_app;
GRANT UPDATE (delivered_size, delivered_at, problem) ON audit.recipient TO rr_sequencer;
CREATE CONSTRAINT TRIGGER no_change_without_an_entry AFTER INSERT OR DELETE OR UPDATE OF matter_id, kind, target, vkey, added_by, added_at, ended_at ON audit.recipient
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require_entry('checkpoint:deliver');

-- A witness's line that the monitor brings by hand.
CREATE POLICY the_monitor_brings_them ON audit.cosignature FOR INSERT TO rr_app WITH CHECK (
  log_id = (SELECT access.my_matter()) AND (SELECT access.may('checkpoint:cosign')));
GRANT INSERT ON audit.cosignature TO rr_app;
CREATE CONSTRAINT TRIGGER no_line_without_an_entry AFTER INSERT ON audit.cosignature
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (session_user = 'rr_app') EXECUTE FUNCTION audit.require_entry('checkpoint:cosign');

-- How far the signed log is behind what is written, of the caller's matter: entries in no tree, and since when the oldest of them waits.
-- Looks back over the last 5,000 leaves; an entry whose transaction lasted longer than that comes in later all the same.
CREATE FUNCTION api.behind() RETURNS TABLE (entries bigint, seconds double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(w.at)), 0)::double precision
  FROM access.my_matter() m(id) LEFT JOIN LATERAL (
    SELECT e.at FROM audit.entry e
    WHERE e.matter_id = m.id AND NOT EXISTS (SELECT FROM audit.leaf l WHERE l.entry_id = e.id)
      AND e.id > coalesce((SELECT min(r.entry_id) FROM (SELECT l.entry_id FROM audit.leaf l WHERE l.log_id = m.id ORDER BY l.index DESC LIMIT 5000) r HAVING count(*) = 5000), 0)
    LIMIT 100000) w ON true
  HAVING count(w.at) > 0
  UNION ALL SELECT 0, 0 LIMIT 1
$$;

-- Whether a matter that has a witness has gone without one for longer than its order allows: since the oldest checkpoint that none of its
-- witnesses covers, or since the witness was named.
CREATE FUNCTION audit.unwitnessed_since(p_matter uuid) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT (SELECT greatest(c.at, w.since) FROM audit.checkpoint c
          WHERE c.log_id = p_matter AND c.size > coalesce((SELECT s.size FROM audit.cosignature s WHERE s.log_id = p_matter ORDER BY s.size DESC LIMIT 1), 0)
          ORDER BY c.size LIMIT 1)
  FROM (SELECT min(r.added_at) AS since FROM audit.recipient r WHERE r.matter_id = p_matter AND r.kind = 'witness' AND r.ended_at IS NULL) w
  WHERE w.since IS NOT NULL
$$;
CREATE FUNCTION audit.is_unwitnessed(p_matter uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(audit.unwitnessed_since(p_matter) < clock_timestamp() - make_interval(hours => coalesce((
    SELECT (o.settings->>'witnessHours')::int FROM access.protective_order o
    WHERE o.matter_id = p_matter AND o.in_force_from <= clock_timestamp() ORDER BY o.version DESC LIMIT 1), 24)), false)
$$;
-- The same for the caller, to be shown before it comes to that.
CREATE FUNCTION api.unwitnessed_since() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT audit.unwitnessed_since(access.my_matter()) $$;

REVOKE ALL ON FUNCTION api.behind(), api.unwitnessed_since(), audit.unwitnessed_since(uuid), audit.is_unwitnessed(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.behind(), api.unwitnessed_since() TO rr_app;
