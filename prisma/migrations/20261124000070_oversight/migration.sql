-- What the monitor's pages read of a long log: sums by hour, first looks, and who was listed, each kept once for the leaves of the tree that
-- it covers. Derived from the entries, so that it can be thrown away and made again; written by the reporter (rr_reporter) alone, beside
-- the path of a look. Runs on new tables; takes no lock that anyone could wait for.

CREATE SCHEMA oversight;
GRANT USAGE ON SCHEMA oversight TO rr_app, rr_reporter;

-- One run covers the leaves from the run before up to `upto`. Leaves come in the order of the tree, so nothing is counted twice or left out,
-- however late a transaction committed.
CREATE TABLE oversight.run (
  log_id uuid NOT NULL,
  upto   bigint NOT NULL CHECK (upto > 0),
  at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (log_id, upto)
);
CREATE TABLE oversight.hour (
  log_id     uuid NOT NULL,
  upto       bigint NOT NULL,
  hour       timestamptz NOT NULL,
  person_id  uuid,
  email      text,
  side       access.side,
  role       access.role,
  action     text NOT NULL,
  outcome    text NOT NULL,
  entries    bigint NOT NULL,
  fresh      bigint NOT NULL,
  listed     bigint NOT NULL,
  turns      bigint NOT NULL,
  characters bigint NOT NULL
);
COMMENT ON COLUMN oversight.hour.fresh IS 'Conversations that the person had not opened before: over all time they add up to different ones.';
-- The headline of some days, and one person over time.
CREATE INDEX hour_by_time ON oversight.hour (log_id, hour);
CREATE INDEX hour_by_person ON oversight.hour (log_id, person_id, hour);

-- Who opened what first, by which entry.
CREATE TABLE oversight.opened (
  log_id    uuid NOT NULL,
  person_id uuid NOT NULL,
  object    text NOT NULL,
  entry_id  bigint NOT NULL,
  PRIMARY KEY (log_id, person_id, object)
);
-- Which pages of results and exports named a conversation.
CREATE TABLE oversight.listed (
  entry_id bigint PRIMARY KEY,
  log_id   uuid NOT NULL,
  shown    text[] NOT NULL
);
CREATE INDEX listed_by_control ON oversight.listed USING gin (shown);

DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['run', 'hour', 'opened', 'listed'] LOOP
    EXECUTE format('ALTER TABLE oversight.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE oversight.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY owner_sees_all ON oversight.%I TO rr_owner USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;

-- A whole number that an entry states, or 0: what a caller wrote there may be anything.
CREATE FUNCTION oversight.number_in(p jsonb) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN jsonb_typeof(p) = 'number' THEN CASE WHEN p::numeric BETWEEN 1 AND 9007199254740991 AND trunc(p::numeric) = p::numeric THEN p::bigint ELSE 0 END ELSE 0 END
$$;
CREATE FUNCTION oversight.shown_in(p jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN jsonb_typeof(p->'shown') = 'array'
    THEN (SELECT coalesce(array_agg(s #>> '{}'), '{}') FROM jsonb_array_elements(p->'shown') s WHERE jsonb_typeof(s) = 'string') ELSE '{}' END
$$;
-- What one entry adds to the sums. The same rules as domain/reports/access.ts, in SQL; a test compares the two.
CREATE FUNCTION oversight.amounts(p_action text, p_outcome text, p jsonb, OUT listed bigint, OUT turns bigint, OUT characters bigint)
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN p_outcome = 'done' AND p_action IN ('conversation:search', 'production:ask') THEN cardinality(oversight.shown_in(p)) ELSE 0 END,
         CASE WHEN p_outcome = 'done' AND p_action = 'conversation:view' AND oversight.number_in(p->'from') > 0
           THEN greatest(0, oversight.number_in(p->'to') - oversight.number_in(p->'from') + 1) ELSE 0 END,
         CASE WHEN p_outcome = 'done' AND p_action IN ('conversation:view', 'conversation:search') THEN oversight.number_in(p->'characters') ELSE 0 END
$$;

-- Covers at most p_most more leaves of a log. Returns how many it covered.
CREATE FUNCTION oversight.roll_up(p_log uuid, p_most integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_from bigint; v_to bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(72707380, hashtext(p_log::text));
  SELECT coalesce(max(upto), 0) INTO v_from FROM oversight.run WHERE log_id = p_log;
  SELECT least(size, v_from + p_most) INTO v_to FROM audit.tree WHERE log_id = p_log;
  IF v_to IS NULL OR v_to <= v_from THEN RETURN 0; END IF;
  WITH told AS MATERIALIZED (
    SELECT e.*, date_trunc('hour', e.at, 'UTC') AS hour, oversight.shown_in(e.detail) AS shown, a.*
    FROM audit.leaf l JOIN audit.entry e ON e.id = l.entry_id, LATERAL oversight.amounts(e.action, e.outcome, e.detail) a
    WHERE l.log_id = p_log AND l.index >= v_from AND l.index < v_to),
  first_looks AS (
    INSERT INTO oversight.opened (log_id, person_id, object, entry_id)
    SELECT p_log, t.person_id, t.object, min(t.id) FROM told t
    WHERE t.action = 'conversation:view' AND t.outcome = 'done' AND t.person_id IS NOT NULL AND t.object LIKE 'conversation:%' GROUP BY 2, 3
    ON CONFLICT DO NOTHING RETURNING entry_id),
  lists AS (
    INSERT INTO oversight.listed (entry_id, log_id, shown) SELECT t.id, p_log, t.shown FROM told t WHERE cardinality(t.shown) > 0)
  INSERT INTO oversight.hour (log_id, upto, hour, person_id, email, side, role, action, outcome, entries, fresh, listed, turns, characters)
  SELECT p_log, v_to, t.hour, t.person_id, t.email, t.side, t.role, t.action, t.outcome, count(*), count(f.entry_id), sum(t.listed), sum(t.turns), sum(t.characters)
  FROM told t LEFT JOIN first_looks f ON f.entry_id = t.id GROUP BY t.hour, t.person_id, t.email, t.side, t.role, t.action, t.outcome;
  INSERT INTO oversight.run (log_id, upto) VALUES (p_log, v_to);
  RETURN v_to - v_from;
END $$;

-- Sums of a log between two full hours, grouped by some of 'hour', 'day', 'side', 'person'; always by action and outcome. What no run covers
-- yet is added from the leaves themselves. Reads the sums of those hours, and at most the leaves of one run.
CREATE FUNCTION oversight.activity(p_log uuid, p_from timestamptz, p_until timestamptz, p_by text[], p_person uuid)
RETURNS TABLE (hour timestamptz, side text, person_id uuid, email text, role text, action text, outcome text,
  entries bigint, fresh bigint, listed bigint, turns bigint, characters bigint, last_hour timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE v_covered bigint := coalesce((SELECT max(r.upto) FROM oversight.run r WHERE r.log_id = p_log), 0);
BEGIN
  RETURN QUERY
  WITH tail AS (
    SELECT e.id, e.at, e.person_id, e.email, e.side, e.role, e.action, e.outcome, e.object, a.*
    FROM audit.leaf l JOIN audit.entry e ON e.id = l.entry_id, LATERAL oversight.amounts(e.action, e.outcome, e.detail) a
    WHERE l.log_id = p_log AND l.index >= v_covered AND (p_person IS NULL OR e.person_id = p_person)),
  looks AS (
    SELECT min(t.id) AS id FROM tail t WHERE t.action = 'conversation:view' AND t.outcome = 'done' AND t.object LIKE 'conversation:%'
      AND NOT EXISTS (SELECT FROM oversight.opened o WHERE o.log_id = p_log AND o.person_id = t.person_id AND o.object = t.object)
    GROUP BY t.person_id, t.object),
  told AS (
    SELECT h.hour, h.person_id, h.email, h.side, h.role, h.action, h.outcome, h.entries, h.fresh, h.listed, h.turns, h.characters
    FROM oversight.hour h WHERE h.log_id = p_log AND h.hour >= p_from AND h.hour < p_until AND (p_person IS NULL OR h.person_id = p_person)
    UNION ALL
    SELECT date_trunc('hour', t.at, 'UTC'), t.person_id, t.email, t.side, t.role, t.action, t.outcome, 1, CASE WHEN k.id IS NULL OR t.person_id IS NULL THEN 0 ELSE 1 END, t.listed, t.turns, t.characters
    FROM tail t LEFT JOIN looks k ON k.id = t.id WHERE t.at >= p_from AND t.at < p_until)
  SELECT CASE WHEN 'hour' = ANY (p_by) THEN t.hour WHEN 'day' = ANY (p_by) THEN date_trunc('day', t.hour, 'UTC') END,
    CASE WHEN 'side' = ANY (p_by) OR 'person' = ANY (p_by) THEN t.side::text END, CASE WHEN 'person' = ANY (p_by) THEN t.person_id END,
    CASE WHEN 'person' = ANY (p_by) THEN t.email END, CASE WHEN 'person' = ANY (p_by) THEN t.role::text END, t.action, t.outcome,
    sum(t.entries)::bigint, sum(t.fresh)::bigint, sum(t.listed)::bigint, sum(t.turns)::bigint, sum(t.characters)::bigint, max(t.hour)
  FROM told t GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 4, 6, 7;
END $$;

-- Entries as reports and flags read them, out of the first p_size leaves: a page in order of time, after the one named.
CREATE FUNCTION oversight.lines(p_log uuid, p_size bigint, p_from timestamptz, p_until timestamptz, p_actions text[], p_refused boolean,
  p_at timestamptz, p_id bigint, p_limit integer)
RETURNS TABLE (id text, at text, person text, email text, side text, role text, session text, action text, object text, outcome text, reason text, detail jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
BEGIN
  RETURN QUERY
  SELECT e.id::text, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.person_id::text, e.email, e.side::text, e.role::text,
    e.session_id::text, e.action, e.object, e.outcome, e.reason, e.detail
  FROM audit.entry e JOIN audit.leaf l ON l.entry_id = e.id AND l.log_id = p_log AND l.index < p_size
  WHERE e.matter_id = p_log AND e.at >= greatest(p_from, coalesce(p_at, p_from)) AND e.at < p_until
    AND (p_at IS NULL OR (e.at, e.id) > (p_at, p_id))
    AND (p_actions IS NULL OR e.action = ANY (p_actions) OR (p_refused AND e.outcome <> 'done'))
  ORDER BY e.at, e.id LIMIT p_limit;
END $$;

-- The same for some actions before a moment, each by its own index: a roster of a long log must not read the whole of it.
CREATE FUNCTION oversight.lines_of(p_log uuid, p_size bigint, p_until timestamptz, p_actions text[], p_id bigint, p_limit integer)
RETURNS TABLE (id text, at text, person text, email text, side text, role text, session text, action text, object text, outcome text, reason text, detail jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
BEGIN
  RETURN QUERY
  SELECT e.id::text, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.person_id::text, e.email, e.side::text, e.role::text,
    e.session_id::text, e.action, e.object, e.outcome, e.reason, e.detail
  FROM unnest(p_actions) named, LATERAL (
    SELECT x.* FROM audit.entry x JOIN audit.leaf l ON l.entry_id = x.id AND l.log_id = p_log AND l.index < p_size
    WHERE x.matter_id = p_log AND x.action = named AND x.id > p_id AND x.at < p_until ORDER BY x.id LIMIT p_limit) e
  ORDER BY e.id LIMIT p_limit;
END $$;

-- What the web process may ask of these, in the name of whoever reads the whole log, of their own matter.
CREATE FUNCTION oversight.my_log() RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'audit:read') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  RETURN a.matter_id;
END $$;
CREATE FUNCTION api.activity(p_from timestamptz, p_until timestamptz, p_by text[], p_person uuid)
RETURNS TABLE (hour timestamptz, side text, person_id uuid, email text, role text, action text, outcome text,
  entries bigint, fresh bigint, listed bigint, turns bigint, characters bigint, last_hour timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT * FROM oversight.activity(oversight.my_log(), p_from, p_until, p_by, p_person)
$$;
CREATE FUNCTION api.lines(p_size bigint, p_from timestamptz, p_until timestamptz, p_actions text[], p_refused boolean, p_at timestamptz, p_id bigint, p_limit integer)
RETURNS TABLE (id text, at text, person text, email text, side text, role text, session text, action text, object text, outcome text, reason text, detail jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT * FROM oversight.lines(oversight.my_log(), p_size, p_from, p_until, p_actions, p_refused, p_at, p_id, least(p_limit, 5000))
$$;
CREATE FUNCTION api.lines_of(p_size bigint, p_until timestamptz, p_actions text[], p_id bigint, p_limit integer)
RETURNS TABLE (id text, at text, person text, email text, side text, role text, session text, action text, object text, outcome text, reason text, detail jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT * FROM oversight.lines_of(oversight.my_log(), p_size, p_until, p_actions, p_id, least(p_limit, 5000))
$$;

-- The entries that named a conversation to somebody, newest first: pages of results and chunks of exports, below the number given.
CREATE FUNCTION api.listed(p_control text, p_below bigint, p_limit integer) RETURNS TABLE (id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_log uuid := oversight.my_log(); v_covered bigint := coalesce((SELECT max(r.upto) FROM oversight.run r WHERE r.log_id = v_log), 0);
BEGIN
  RETURN QUERY
  SELECT x.id FROM (
    SELECT s.entry_id AS id FROM oversight.listed s WHERE s.log_id = v_log AND s.shown @> ARRAY[p_control]
    UNION ALL
    SELECT e.id FROM audit.leaf l JOIN audit.entry e ON e.id = l.entry_id
    WHERE l.log_id = v_log AND l.index >= v_covered AND e.detail->'shown' ? p_control) x
  WHERE p_below IS NULL OR x.id < p_below ORDER BY x.id DESC LIMIT least(p_limit, 201);
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA oversight FROM PUBLIC;
REVOKE ALL ON FUNCTION api.activity(timestamptz, timestamptz, text[], uuid), api.lines(bigint, timestamptz, timestamptz, text[], boolean, timestamptz, bigint, integer),
  api.lines_of(bigint, timestamptz, text[], bigint, integer), api.listed(text, bigint, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.activity(timestamptz, timestamptz, text[], uuid), api.lines(bigint, timestamptz, timestamptz, text[], boolean, timestamptz, bigint, integer),
  api.lines_of(bigint, timestamptz, text[], bigint, integer), api.listed(text, bigint, integer) TO rr_app;
GRANT EXECUTE ON FUNCTION oversight.roll_up(uuid, integer), oversight.activity(uuid, timestamptz, timestamptz, text[], uuid),
  oversight.lines(uuid, bigint, timestamptz, timestamptz, text[], boolean, timestamptz, bigint, integer),
  oversight.lines_of(uuid, bigint, timestamptz, text[], bigint, integer) TO rr_reporter;
