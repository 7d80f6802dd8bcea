-- What a log needs in order to explain itself: the permission table, as an entry of every matter, from its first one on and whenever the
-- table changes; until when a session is good; and of a hold on a volume, how its control numbers begin.
-- Takes ACCESS EXCLUSIVE on access.matter for a moment.

-- The permission table as an entry says it: which role may do what, and which actions ask for something more.
CREATE FUNCTION access.policy() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_build_object(
    'roles', (SELECT coalesce(jsonb_object_agg(role, actions), '{}') FROM (
      SELECT role, jsonb_agg(action ORDER BY action) AS actions FROM access.permission GROUP BY role) r),
    'needs', (SELECT coalesce(jsonb_object_agg(need, actions), '{}') FROM (
      SELECT substr(k, 7) AS need, jsonb_agg(DISTINCT p.action) AS actions
      FROM access.permission p, jsonb_each(to_jsonb(p)) e(k, v) WHERE k LIKE 'needs\_%' AND v NOT IN ('false', 'null') GROUP BY k) n))
$$;

-- Enters the table into the log of a matter, or, for NULL, of what belongs to none.
CREATE FUNCTION access.enter_policy(p_matter uuid) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT audit.append(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', p_matter)), 'policy:set', NULL, 'done', NULL, access.policy(), NULL, NULL)
$$;

CREATE FUNCTION access.begin_log() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM access.enter_policy(NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER a_log_begins_with_its_policy AFTER INSERT ON access.matter FOR EACH ROW EXECUTE FUNCTION access.begin_log();

REVOKE ALL ON FUNCTION access.policy(), access.enter_policy(uuid), access.begin_log() FROM PUBLIC;

-- Changes one passage of a function and leaves the rest as it stands.
CREATE FUNCTION pg_temp.amend(p_function regprocedure, p_from text, p_to text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  IF position(p_to IN v_text) > 0 THEN RETURN; END IF;
  IF position(p_from IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_from; END IF;
  EXECUTE replace(v_text, p_from, p_to);
END $$;
SELECT pg_temp.amend('api.open_session(text, bytea, text, text, timestamptz, uuid, jsonb)', 'jsonb_build_object(''kind'', p_kind,',
    'jsonb_build_object(''kind'', p_kind, ''expires'', (SELECT to_char(s.expires_at AT TIME ZONE ''UTC'', ''YYYY-MM-DD"T"HH24:MI:SS.US"Z"'') FROM access.session s WHERE s.id = v_id),'),
  pg_temp.amend('api.place_hold(text, text, text, text)', 'RETURN jsonb_build_object(''id'', v_id);',
    'RETURN jsonb_strip_nulls(jsonb_build_object(''id'', v_id, ''prefix'', (SELECT v.control_prefix FROM record.volume v WHERE v.id = v_volume)));');
DROP FUNCTION pg_temp.amend(regprocedure, text, text);
