-- Saved searches of a side: name, words and filters sealed to its key, so that the server cannot read them; beside them only who saved one and when
-- its side looked last. What is new since is what was sealed since. New table; locks nothing.
CREATE TABLE work.saved_search (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id  uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  side       access.side NOT NULL,
  epoch      integer NOT NULL,
  commitment bytea NOT NULL CHECK (length(commitment) = 32),
  box        bytea NOT NULL CHECK (length(box) <= 65535),
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  looked_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX saved_search_by_side ON work.saved_search (matter_id, side, created_at);
ALTER TABLE work.saved_search ENABLE ROW LEVEL SECURITY;
ALTER TABLE work.saved_search FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON work.saved_search TO rr_owner USING (true) WITH CHECK (true);
CREATE POLICY own_side_only ON work.saved_search FOR SELECT TO rr_app USING (matter_id = (SELECT access.my_matter()) AND side = (SELECT access.my_side()));
CREATE CONSTRAINT TRIGGER no_change_without_an_entry AFTER INSERT OR UPDATE OR DELETE ON work.saved_search DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_entry('search:save');
GRANT SELECT ON work.saved_search TO rr_app;

-- NULL where that key of the side is not its newest: somebody who left may know it.
CREATE FUNCTION api.save_search(p_epoch integer, p_commitment bytea, p_box bytea) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_id uuid;
BEGIN
  IF access.refusal(a, 'search:save') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF p_epoch IS DISTINCT FROM (SELECT max(k.epoch) FROM access.side_key k WHERE k.matter_id = a.matter_id AND k.side = a.side) THEN RETURN NULL; END IF;
  INSERT INTO work.saved_search (matter_id, side, epoch, commitment, box, created_by) VALUES (a.matter_id, a.side, p_epoch, p_commitment, p_box, a.person_id) RETURNING id INTO v_id;
  RETURN v_id;
END $$;

-- Says that what is new of a saved search was looked at, or takes it away. False where the side has none by that name.
CREATE FUNCTION api.touch_search(p_id uuid, p_drop boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'search:save') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF p_drop THEN DELETE FROM work.saved_search s WHERE s.id = p_id AND s.matter_id = a.matter_id AND s.side = a.side;
  ELSE UPDATE work.saved_search s SET looked_at = clock_timestamp() WHERE s.id = p_id AND s.matter_id = a.matter_id AND s.side = a.side; END IF;
  RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION api.save_search(integer, bytea, bytea), api.touch_search(uuid, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.save_search(integer, bytea, bytea), api.touch_search(uuid, boolean) TO rr_app;
