-- Schema work after all migrations. Written by prisma/standing.test.ts; changed by a new migration, never here.

CREATE OR REPLACE FUNCTION work.begin_term_report(a access.actor, p_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  DELETE FROM search.report_chunk k WHERE k.report_id = p_id;
  UPDATE work.report_term t SET too_long = false, turns_cut = false, failed = NULL, find_ms = 0, turn_ms = 0, conversations = 0, turns = 0, prompts = 0, outputs = 0, uniques = 0,
    part_conversations = 0, part_turns = 0, part_prompts = 0, part_outputs = 0 WHERE t.report_id = p_id AND t.question IS NOT NULL;
  UPDATE work.term_report r SET data_version = search.data_version(a.matter_id), coded = (SELECT x.xid::text FROM search.coded x WHERE x.matter_id = a.matter_id AND x.side = a.side AND r.by_code),
    total = x.total, work = x.total * (SELECT count(*) FROM work.report_term t WHERE t.report_id = p_id AND t.question IS NOT NULL), worked = 0, hits = 0, shared = 0, cut = false,
    part = NULL, part_worked = 0, at_term = NULL, next_docno = NULL
    FROM (SELECT coalesce(sum(p.last_docno - p.first_docno + 1), 0)::bigint AS total FROM work.term_report y, LATERAL search.parts_for(a, y.filters) p WHERE y.id = p_id) x WHERE r.id = p_id;
END $function$;

CREATE OR REPLACE FUNCTION work.guard_report_term()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF (OLD.report_id, OLD.n, OLD.line, OLD.term, OLD.question, OLD.leaves, OLD.reading, OLD.same_as, OLD.problem)
      IS DISTINCT FROM (NEW.report_id, NEW.n, NEW.line, NEW.term, NEW.question, NEW.leaves, NEW.reading, NEW.same_as, NEW.problem)
      OR EXISTS (SELECT FROM work.term_report r WHERE r.id = OLD.report_id AND r.state = 'done') THEN
    RAISE EXCEPTION 'what a report asks, and a report that is done, are not changed' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$;

CREATE OR REPLACE FUNCTION work.guard_term_report()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF OLD.state = 'done' OR (OLD.id, OLD.matter_id, OLD.side, OLD.tier, OLD.name, OLD.filters, OLD.by_turn, OLD.terms, OLD.parser_version, OLD.created_by, OLD.created_at)
      IS DISTINCT FROM (NEW.id, NEW.matter_id, NEW.side, NEW.tier, NEW.name, NEW.filters, NEW.by_turn, NEW.terms, NEW.parser_version, NEW.created_by, NEW.created_at) THEN
    RAISE EXCEPTION 'what a report asks, and a report that is done, are not changed' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$;

CREATE OR REPLACE FUNCTION work.keep_set(a access.actor, p_name text, p_kind text, p_query text, p_reading text, p_filters jsonb, p_recipe jsonb, p_parser text, p_docnos integer[])
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_id uuid := gen_random_uuid(); v_size integer := coalesce(array_length(p_docnos, 1), 0);
BEGIN
  INSERT INTO work.reviewed_set (id, matter_id, side, name, query, reading, filters, size, sha256, created_by, kind, recipe, data_version, parser_version, tier)
    VALUES (v_id, a.matter_id, a.side, p_name, p_query, p_reading, p_filters, v_size,
      sha256(coalesce((SELECT string_agg(int4send(d), '' ORDER BY d) FROM unnest(p_docnos) d), '')), a.person_id, p_kind, p_recipe, search.data_version(a.matter_id), p_parser,
      -- And no less than the sets it was made of or asked of.
      greatest(record.reach_of(a), (SELECT max(s.tier) FROM work.reviewed_set s WHERE s.id::text = p_filters->>'set'
        OR s.id::text IN (SELECT x->>'id' FROM jsonb_array_elements(p_recipe->'of') x))))
    ON CONFLICT (matter_id, side, name) DO NOTHING;
  IF NOT FOUND THEN RETURN NULL; END IF;
  INSERT INTO work.set_part SELECT v_id, d / 1000000, array_agg(d ORDER BY d) FROM unnest(p_docnos) d GROUP BY d / 1000000;
  RETURN jsonb_build_object('id', v_id, 'size', v_size);
END $function$;

CREATE OR REPLACE FUNCTION work.report_due(a access.actor)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT clock_timestamp() + make_interval(secs => search.allowance(a) / 1000.0 + 60) $function$;

-- code: added_by_who_keeps_the_codebook, for insert to rr_app
--   using (nothing)
--   check ( SELECT access.may('codebook:keep'::text) AS may)

-- code: changed_by_who_keeps_the_codebook, for update to rr_app
--   using ( SELECT access.may('codebook:keep'::text) AS may)

-- code: own_side_only, for all to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND (side = ( SELECT access.my_side() AS my_side)))
--   check ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND (side = ( SELECT access.my_side() AS my_side)))

-- code: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- coding: own_side_only, for all to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND (side = ( SELECT access.my_side() AS my_side)))
--   check ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND (side = ( SELECT access.my_side() AS my_side)))

-- coding: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- report_term: of_a_report_that_is_seen, for select to rr_app
--   using (report_id IN ( SELECT r.id
   FROM work.term_report r))

-- report_term: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- reviewed_set: own_side_up_to_its_tier, for all to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND (side = ( SELECT access.my_side() AS my_side)) AND (tier <= ( SELECT access.my_tier() AS my_tier)))
--   check ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND (side = ( SELECT access.my_side() AS my_side)) AND (tier <= ( SELECT access.my_tier() AS my_tier)))

-- reviewed_set: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- saved_search: own_side_only, for select to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND (side = ( SELECT access.my_side() AS my_side)))

-- saved_search: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- set_part: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- term_report: own_side_up_to_its_tier, for select to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND (side = ( SELECT access.my_side() AS my_side)) AND (tier <= ( SELECT access.my_tier() AS my_tier)))

-- term_report: owner_sees_all, for all to rr_owner
--   using true
--   check true
