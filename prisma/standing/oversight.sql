-- Schema oversight after all migrations. Written by prisma/standing.test.ts; changed by a new migration, never here.

CREATE OR REPLACE FUNCTION oversight.activity(p_log uuid, p_from timestamp with time zone, p_until timestamp with time zone, p_by text[], p_person uuid)
 RETURNS TABLE(hour timestamp with time zone, side text, person_id uuid, email text, role text, action text, outcome text, entries bigint, fresh bigint, listed bigint, turns bigint, characters bigint, last_hour timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
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
END $function$;

CREATE OR REPLACE FUNCTION oversight.amounts(p_action text, p_outcome text, p jsonb)
 RETURNS TABLE(listed bigint, turns bigint, characters bigint)
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE ROWS 1
AS $function$
  SELECT CASE WHEN p_outcome = 'done' AND p_action IN ('conversation:search', 'production:ask') THEN cardinality(oversight.shown_in(p))::bigint ELSE 0 END,
         CASE WHEN p_outcome = 'done' AND p_action = 'conversation:view' AND oversight.number_in(p->'from') > 0
           THEN greatest(0, oversight.number_in(p->'to') - oversight.number_in(p->'from') + 1) ELSE 0 END,
         CASE WHEN p_outcome = 'done' AND p_action IN ('conversation:view', 'conversation:search') THEN oversight.number_in(p->'characters') ELSE 0 END
$function$;

CREATE OR REPLACE FUNCTION oversight.came_due(p_log uuid, p_kind text, p_first date, p_last date, p_cause text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  INSERT INTO oversight.report (matter_id, kind, first_day, last_day, cause) VALUES (p_log, p_kind, p_first, p_last, p_cause) ON CONFLICT DO NOTHING
$function$;

CREATE OR REPLACE FUNCTION oversight.flagged_up_to(p_log uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT coalesce((SELECT max(d.day) FROM oversight.flag_day d WHERE d.matter_id = p_log),
                  (SELECT (min(h.hour) AT TIME ZONE 'UTC')::date - 1 FROM oversight.hour h WHERE h.log_id = p_log))::text
$function$;

CREATE OR REPLACE FUNCTION oversight.habits(p_log uuid, p_from timestamp with time zone, p_until timestamp with time zone)
 RETURNS TABLE(person text, role text, hour double precision, looks integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT coalesce(x.person_id::text, x.email), x.role, extract(epoch FROM x.hour) * 1000, x.entries::int
  FROM oversight.activity(p_log, p_from, p_until, ARRAY['hour', 'person'], NULL) x
  WHERE x.action = 'conversation:view' AND x.outcome = 'done' AND coalesce(x.person_id::text, x.email) IS NOT NULL
$function$;

CREATE OR REPLACE FUNCTION oversight.keep_flags(p_log uuid, p_day date, p_size bigint, p_settings jsonb, p_cut boolean, p_flags jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  INSERT INTO oversight.flag_day (matter_id, day, size, settings, cut) VALUES (p_log, p_day, p_size, p_settings, p_cut) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO oversight.flag (matter_id, day, n, kind, person_id, flag)
    SELECT p_log, p_day, n, f->>'kind', (f->>'person')::uuid, f FROM jsonb_array_elements(p_flags) WITH ORDINALITY x(f, n);
END $function$;

CREATE OR REPLACE FUNCTION oversight.keep_report(p_report uuid, p_document text, p_note text, p_size bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE r oversight.report; v_sha bytea := sha256(convert_to(p_document, 'UTF8')); v_entry bigint;
BEGIN
  SELECT * INTO STRICT r FROM oversight.report WHERE id = p_report FOR UPDATE;
  IF EXISTS (SELECT FROM oversight.report_made WHERE report_id = p_report) THEN RETURN; END IF;
  v_entry := audit.append(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', r.matter_id)),
    'report:make', 'report:' || r.id, 'done', NULL,
    jsonb_build_object('kind', r.kind, 'from', r.first_day, 'to', r.last_day, 'cause', r.cause, 'size', p_size, 'sha256', encode(v_sha, 'hex')), NULL, NULL);
  INSERT INTO oversight.report_made (report_id, document, sha256, note, size, checkpoint, entry_id)
    VALUES (r.id, p_document, v_sha, p_note, p_size, (SELECT c.note FROM audit.checkpoint c WHERE c.log_id = r.matter_id AND c.size >= p_size ORDER BY c.size LIMIT 1), v_entry);
END $function$;

CREATE OR REPLACE FUNCTION oversight.last_due(p_log uuid, p_kind text, p_every text, p_since date)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT max(r.first_day)::text FROM oversight.report r WHERE r.matter_id = p_log AND r.kind = p_kind AND r.cause = p_every AND r.last_day >= p_since
$function$;

CREATE OR REPLACE FUNCTION oversight.lines(p_log uuid, p_size bigint, p_from timestamp with time zone, p_until timestamp with time zone, p_actions text[], p_refused boolean, p_at timestamp with time zone, p_id bigint, p_limit integer)
 RETURNS TABLE(id text, at text, person text, email text, side text, role text, session text, action text, object text, outcome text, reason text, detail jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
BEGIN
  RETURN QUERY
  SELECT e.id::text, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.person_id::text, e.email, e.side::text, e.role::text,
    e.session_id::text, e.action, e.object, e.outcome, e.reason, e.detail
  FROM audit.entry e
  WHERE (SELECT l.index FROM audit.leaf l WHERE l.entry_id = e.id) < p_size AND e.matter_id = p_log AND e.at >= greatest(p_from, coalesce(p_at, p_from)) AND e.at < p_until
    AND (p_at IS NULL OR (e.at, e.id) > (p_at, p_id))
    AND (p_actions IS NULL OR e.action = ANY (p_actions) OR (p_refused AND e.outcome <> 'done'))
  ORDER BY e.at, e.id LIMIT p_limit;
END $function$;

CREATE OR REPLACE FUNCTION oversight.lines_of(p_log uuid, p_size bigint, p_until timestamp with time zone, p_actions text[], p_id bigint, p_limit integer)
 RETURNS TABLE(id text, at text, person text, email text, side text, role text, session text, action text, object text, outcome text, reason text, detail jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
BEGIN
  RETURN QUERY
  SELECT e.id::text, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.person_id::text, e.email, e.side::text, e.role::text,
    e.session_id::text, e.action, e.object, e.outcome, e.reason, e.detail
  FROM unnest(p_actions) named, LATERAL (
    SELECT x.* FROM audit.entry x
    WHERE (SELECT l.index FROM audit.leaf l WHERE l.entry_id = x.id) < p_size AND x.matter_id = p_log AND x.action = named AND x.id > p_id AND x.at < p_until ORDER BY x.id LIMIT p_limit) e
  ORDER BY e.id LIMIT p_limit;
END $function$;

CREATE OR REPLACE FUNCTION oversight.logs()
 RETURNS TABLE(log uuid, slug text, caption text, origin text, size bigint, covered bigint, covered_at timestamp with time zone, zone text, flags jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT m.id, m.slug, m.caption, t.origin, t.size, coalesce(r.upto, 0), r.at,
    (SELECT o.settings->>'timeZone' FROM access.protective_order o WHERE o.matter_id = m.id AND o.in_force_from <= clock_timestamp() ORDER BY o.version DESC LIMIT 1),
    (SELECT f.settings FROM oversight.flag_settings f WHERE f.matter_id = m.id ORDER BY f.id DESC LIMIT 1)
  FROM access.matter m JOIN audit.tree t ON t.log_id = m.id
  LEFT JOIN LATERAL (SELECT x.upto, x.at FROM oversight.run x WHERE x.log_id = m.id ORDER BY x.upto DESC LIMIT 1) r ON true
  ORDER BY m.slug
$function$;

CREATE OR REPLACE FUNCTION oversight.my_log()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'audit:read') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  RETURN a.matter_id;
END $function$;

CREATE OR REPLACE FUNCTION oversight.number_in(p jsonb)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT CASE WHEN jsonb_typeof(p) = 'number' THEN CASE WHEN p::numeric BETWEEN 1 AND 9007199254740991 AND trunc(p::numeric) = p::numeric THEN p::bigint ELSE 0 END ELSE 0 END
$function$;

CREATE OR REPLACE FUNCTION oversight.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN RAISE EXCEPTION 'what was reported is never changed' USING ERRCODE = '42501'; END $function$;

CREATE OR REPLACE FUNCTION oversight.roll_up(p_log uuid, p_most integer)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
END $function$;

CREATE OR REPLACE FUNCTION oversight.schedules(p_log uuid)
 RETURNS TABLE(kind text, every text, since text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT DISTINCT ON (s.kind) s.kind, s.every, s.since::text FROM oversight.schedule s WHERE s.matter_id = p_log ORDER BY s.kind, s.id DESC
$function$;

CREATE OR REPLACE FUNCTION oversight.shown_in(p jsonb)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT CASE WHEN jsonb_typeof(p->'shown') = 'array'
    THEN (SELECT coalesce(array_agg(s #>> '{}'), '{}') FROM jsonb_array_elements(p->'shown') s WHERE jsonb_typeof(s) = 'string') ELSE '{}' END
$function$;

CREATE OR REPLACE FUNCTION oversight.waiting(p_log uuid)
 RETURNS TABLE(id uuid, kind text, first_day text, last_day text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT r.id, r.kind, r.first_day::text, r.last_day::text FROM oversight.report r
  WHERE r.matter_id = p_log AND NOT EXISTS (SELECT FROM oversight.report_made d WHERE d.report_id = r.id) ORDER BY r.asked_at, r.id LIMIT 100
$function$;

-- flag: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- flag: who_reads_the_log, for select to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND ( SELECT access.am_monitor() AS am_monitor))

-- flag_day: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- flag_day: who_reads_the_log, for select to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND ( SELECT access.am_monitor() AS am_monitor))

-- flag_settings: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- flag_settings: who_reads_the_log, for select to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND ( SELECT access.am_monitor() AS am_monitor))

-- hour: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- listed: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- opened: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- report: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- report: who_reads_the_log, for select to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND ( SELECT access.am_monitor() AS am_monitor))

-- report_made: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- report_made: who_reads_the_log, for select to rr_app
--   using ((report_id IN ( SELECT r.id
   FROM oversight.report r
  WHERE (r.matter_id = ( SELECT access.my_matter() AS my_matter)))) AND ( SELECT access.am_monitor() AS am_monitor))

-- run: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- schedule: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- schedule: who_reads_the_log, for select to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND ( SELECT access.am_monitor() AS am_monitor))
