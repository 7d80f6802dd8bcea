-- The rules by which an entry is summed up are asked of every leaf that is not summed up yet. Written so that the planner takes them into
-- the query: a function with settings of its own, or with OUT parameters in FROM, is called row by row. Replaces functions; locks no table.
CREATE OR REPLACE FUNCTION oversight.number_in(p jsonb) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN jsonb_typeof(p) = 'number' THEN CASE WHEN p::numeric BETWEEN 1 AND 9007199254740991 AND trunc(p::numeric) = p::numeric THEN p::bigint ELSE 0 END ELSE 0 END
$$;
ALTER FUNCTION oversight.number_in(jsonb) RESET search_path;
DROP FUNCTION oversight.amounts(text, text, jsonb);
CREATE FUNCTION oversight.amounts(p_action text, p_outcome text, p jsonb) RETURNS TABLE (listed bigint, turns bigint, characters bigint)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 1 AS $$
  SELECT CASE WHEN p_outcome = 'done' AND p_action IN ('conversation:search', 'production:ask') THEN cardinality(oversight.shown_in(p))::bigint ELSE 0 END,
         CASE WHEN p_outcome = 'done' AND p_action = 'conversation:view' AND oversight.number_in(p->'from') > 0
           THEN greatest(0, oversight.number_in(p->'to') - oversight.number_in(p->'from') + 1) ELSE 0 END,
         CASE WHEN p_outcome = 'done' AND p_action IN ('conversation:view', 'conversation:search') THEN oversight.number_in(p->'characters') ELSE 0 END
$$;
REVOKE ALL ON FUNCTION oversight.amounts(text, text, jsonb), oversight.number_in(jsonb) FROM PUBLIC;

-- Whether an entry stands among the first leaves is asked of the entries of a page, one by one: as a join it was carried out over the whole
-- tree for every page. An entry has one leaf, in the tree of its own matter.
-- Entries as reports and flags read them, out of the first p_size leaves: a page in order of time, after the one named.
CREATE OR REPLACE FUNCTION oversight.lines(p_log uuid, p_size bigint, p_from timestamptz, p_until timestamptz, p_actions text[], p_refused boolean,
  p_at timestamptz, p_id bigint, p_limit integer)
RETURNS TABLE (id text, at text, person text, email text, side text, role text, session text, action text, object text, outcome text, reason text, detail jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
BEGIN
  RETURN QUERY
  SELECT e.id::text, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.person_id::text, e.email, e.side::text, e.role::text,
    e.session_id::text, e.action, e.object, e.outcome, e.reason, e.detail
  FROM audit.entry e
  WHERE (SELECT l.index FROM audit.leaf l WHERE l.entry_id = e.id) < p_size AND e.matter_id = p_log AND e.at >= greatest(p_from, coalesce(p_at, p_from)) AND e.at < p_until
    AND (p_at IS NULL OR (e.at, e.id) > (p_at, p_id))
    AND (p_actions IS NULL OR e.action = ANY (p_actions) OR (p_refused AND e.outcome <> 'done'))
  ORDER BY e.at, e.id LIMIT p_limit;
END $$;

-- The same for some actions before a moment, each by its own index: a roster of a long log must not read the whole of it.
CREATE OR REPLACE FUNCTION oversight.lines_of(p_log uuid, p_size bigint, p_until timestamptz, p_actions text[], p_id bigint, p_limit integer)
RETURNS TABLE (id text, at text, person text, email text, side text, role text, session text, action text, object text, outcome text, reason text, detail jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
BEGIN
  RETURN QUERY
  SELECT e.id::text, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.person_id::text, e.email, e.side::text, e.role::text,
    e.session_id::text, e.action, e.object, e.outcome, e.reason, e.detail
  FROM unnest(p_actions) named, LATERAL (
    SELECT x.* FROM audit.entry x
    WHERE (SELECT l.index FROM audit.leaf l WHERE l.entry_id = x.id) < p_size AND x.matter_id = p_log AND x.action = named AND x.id > p_id AND x.at < p_until ORDER BY x.id LIMIT p_limit) e
  ORDER BY e.id LIMIT p_limit;
END $$;
