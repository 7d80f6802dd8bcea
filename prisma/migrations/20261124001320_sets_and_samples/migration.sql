-- Sets say what they were made of: a search, other sets, or a sample, with the versions of data and parser they came from. They are made from
-- the bitmaps of a run where there is one. Takes ACCESS EXCLUSIVE on work.reviewed_set for a moment.

ALTER TABLE work.reviewed_set
  ADD COLUMN kind text NOT NULL DEFAULT 'search' CHECK (kind IN ('search', 'union', 'intersection', 'difference', 'sample')),
  ADD COLUMN recipe jsonb,
  ADD COLUMN data_version bytea,
  ADD COLUMN parser_version text;
COMMENT ON COLUMN work.reviewed_set.recipe IS 'Of sets: their ids, names and hashes in order. Of a sample: size, seed, strata with their weights, and the hash of what it was drawn from.';
COMMENT ON COLUMN work.reviewed_set.data_version IS 'Over the sealed volumes and the designations at the moment of freezing; the same data has the same.';

CREATE FUNCTION search.data_version(p_matter uuid) RETURNS bytea LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT sha256(convert_to(concat_ws('|', p_matter,
    (SELECT string_agg(concat_ws(':', v.id, v.sealed_at, v.disclosure, v.size), ',' ORDER BY v.id) FROM record.volume v WHERE v.matter_id = p_matter AND v.state = 'sealed'),
    (SELECT max(w.at) FROM record.turn_tier w)), 'UTF8'))
$$;

-- Keeps a list. NULL where the name is taken.
CREATE FUNCTION work.keep_set(a access.actor, p_name text, p_kind text, p_query text, p_reading text, p_filters jsonb, p_recipe jsonb, p_parser text, p_docnos integer[]) RETURNS jsonb
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_id uuid := gen_random_uuid(); v_size integer := coalesce(array_length(p_docnos, 1), 0);
BEGIN
  INSERT INTO work.reviewed_set (id, matter_id, side, name, query, reading, filters, size, sha256, created_by, kind, recipe, data_version, parser_version)
    VALUES (v_id, a.matter_id, a.side, p_name, p_query, p_reading, p_filters, v_size,
      sha256(coalesce((SELECT string_agg(int4send(d), '' ORDER BY d) FROM unnest(p_docnos) d), '')), a.person_id, p_kind, p_recipe, search.data_version(a.matter_id), p_parser)
    ON CONFLICT (matter_id, side, name) DO NOTHING;
  IF NOT FOUND THEN RETURN NULL; END IF;
  INSERT INTO work.set_part SELECT v_id, d / 1000000, array_agg(d ORDER BY d) FROM unnest(p_docnos) d GROUP BY d / 1000000;
  RETURN jsonb_build_object('id', v_id, 'size', v_size);
END $$;

-- Freezes an answer into a reviewed set: the first p_limit in an order, or all. NULL where the name is taken. Of a run that has ended, where this
-- session has one; an order that is not of dates needs it. A size is a count, and a set that is taken back would have been one in secret:
-- what is frozen is the question of a count on record.
DROP FUNCTION api.freeze_set(bigint, bytea, text, text, text, boolean, integer);
CREATE FUNCTION api.freeze_set(p_ticket bigint, p_salt bytea, p_body text, p_name text, p_reading text, p_sort text, p_limit integer, p_parser text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_docnos integer[]; asked jsonb; r search.run;
BEGIN
  IF access.refusal(a, 'set:freeze') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  asked := audit.committed(audit.redeem(p_ticket, ARRAY['conversation:count']), p_salt, p_body);
  r := search.run_for(a, current_setting('app.session', true), asked);
  IF r.state = 'done' AND p_limit IS NULL THEN
    v_docnos := ARRAY(SELECT c.part * 1000000 + d FROM search.chunk c, search.numbers_of(c.bits, 0, length(c.bits) - 1) d WHERE c.run_id = r.id AND c.n > 0);
  ELSIF r.state = 'done' AND (p_sort IN ('date', '-date') OR r.hits <= search.most_ranked(p_sort)) THEN
    IF p_sort NOT IN ('date', '-date') THEN PERFORM search.rank_run(r.id, p_sort, nullif(asked->'question', 'null')); END IF;
    v_docnos := search.page_of(r, p_sort, 0, p_limit);
  ELSIF p_sort IN ('date', '-date') THEN
    v_docnos := ARRAY(SELECT x.docno FROM search.find(a, nullif(asked->'question', 'null'), asked->'filters', NULL, NULL, p_sort = '-date', p_limit) x);
  ELSE
    RAISE EXCEPTION 'no run to freeze' USING ERRCODE = '55000';
  END IF;
  RETURN work.keep_set(a, p_name, 'search', asked->>'query', p_reading, asked->'filters', NULL, p_parser, v_docnos);
END $$;

-- A set of sets: what is in any, in all, or in the first and in none of the others. {"missing": true} where one of them is not the side's.
CREATE FUNCTION api.combine_sets(p_name text, p_kind text, p_sets uuid[]) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '128MB' AS $$
DECLARE a access.actor := access.current_actor(); v_docnos integer[]; v_recipe jsonb; v_names text[]; v_reading text;
BEGIN
  IF access.refusal(a, 'set:freeze') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF p_kind NOT IN ('union', 'intersection', 'difference') OR array_length(p_sets, 1) < 2 THEN RAISE EXCEPTION 'two sets or more are combined' USING ERRCODE = '22023'; END IF;
  SELECT jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'sha256', encode(s.sha256, 'hex')) ORDER BY n), array_agg('“' || s.name || '”' ORDER BY n) INTO v_recipe, v_names
    FROM unnest(p_sets) WITH ORDINALITY x(id, n) JOIN work.reviewed_set s ON s.id = x.id AND s.matter_id = a.matter_id AND s.side = a.side;
  IF jsonb_array_length(coalesce(v_recipe, '[]')) <> array_length(p_sets, 1) THEN RETURN jsonb_build_object('missing', true); END IF;
  SELECT array_agg(d ORDER BY d) INTO v_docnos FROM (
    SELECT d FROM unnest(p_sets) WITH ORDINALITY x(id, n) JOIN work.set_part p ON p.set_id = x.id, unnest(p.docnos) d GROUP BY d
    HAVING CASE p_kind WHEN 'union' THEN true WHEN 'intersection' THEN count(DISTINCT n) = array_length(p_sets, 1) ELSE min(n) = 1 AND count(DISTINCT n) = 1 END) y;
  v_reading := CASE p_kind WHEN 'union' THEN 'What is in ' || array_to_string(v_names, ' or ') WHEN 'intersection' THEN 'What is in ' || array_to_string(v_names, ' and ')
    ELSE 'What is in ' || v_names[1] || ' and not in ' || array_to_string(v_names[2:], ' or ') END;
  RETURN work.keep_set(a, p_name, p_kind, '', v_reading, '{}', jsonb_build_object('of', v_recipe), NULL, v_docnos);
END $$;

-- The first p_size different ranks, from 0, that a seed draws of so many: the i-th drawing is the first seven bytes of SHA-256 over
-- "seed\nstratum\ni" as a number, dropped where it lies beyond the last whole multiple of p_of, and taken modulo p_of. Where more than half
-- is wanted, what is drawn is what is left out.
CREATE FUNCTION search.draw(p_seed text, p_stratum text, p_of bigint, p_size integer) RETURNS integer[]
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE k integer := least(p_size, p_of - p_size); m integer := 2 * k + 64; v_drawn integer[]; v_limit bigint := 72057594037927936 / p_of * p_of;
BEGIN
  WHILE k > 0 AND coalesce(array_length(v_drawn, 1), 0) < k LOOP
    SELECT array_agg(rank) INTO v_drawn FROM (
      SELECT x.number % p_of AS rank FROM (
        SELECT i, ('x00' || substr(encode(sha256(convert_to(p_seed || E'\n' || p_stratum || E'\n' || i, 'UTF8')), 'hex'), 1, 14))::bit(64)::bigint AS number FROM generate_series(0, m - 1) i) x
      WHERE x.number < v_limit GROUP BY 1 ORDER BY min(x.i) LIMIT k) y;
    m := m * 2;
  END LOOP;
  IF k < p_size THEN RETURN ARRAY(SELECT g::int FROM generate_series(0, p_of - 1) g WHERE NOT g = ANY (coalesce(v_drawn, '{}')) ORDER BY g); END IF;
  RETURN ARRAY(SELECT d FROM unnest(v_drawn) d ORDER BY d);
END $$;

-- The answers of a run that have these ranks in order of number, from 0.
CREATE FUNCTION search.at_ranks(p_run uuid, p_ranks integer[]) RETURNS SETOF integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE c search.chunk; v_before integer[];
BEGIN
  FOR c IN SELECT * FROM search.chunk x WHERE x.run_id = p_run AND x.n > 0 ORDER BY x.part LOOP
    c.bits := c.bits || B'';
    SELECT array_agg(y.before ORDER BY y.g) INTO v_before FROM (
      SELECT g, (sum(n) OVER (ORDER BY g) - n)::int AS before FROM (SELECT g, bit_count(substring(c.bits FROM g * 1024 + 1 FOR 1024)) AS n FROM generate_series(0, (length(c.bits) - 1) / 1024) g) z) y;
    RETURN QUERY SELECT c.part * 1000000 + w.g * 1024 + search.place_in(substring(c.bits FROM w.g * 1024 + 1 FOR 1024), (k - v_before[w.g + 1])::int + 1)
      FROM (SELECT (r - c.before)::int AS k FROM unnest(p_ranks) r WHERE r >= c.before AND r < c.before + c.n) x, LATERAL (SELECT width_bucket(x.k, v_before) - 1 AS g) w;
  END LOOP;
END $$;

-- Draws a sample from what answers a question that is on record and was counted, and keeps it as a set. Strata are by month, model and language;
-- each is given its share, and what is left over by the largest remainders. {"population"} where that is too small, {"counted": false} without a run.
CREATE FUNCTION api.draw_sample(p_ticket bigint, p_salt bytea, p_body text, p_name text, p_reading text, p_size integer, p_seed text, p_strata text[], p_parser text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '128MB' AS $$
DECLARE a access.actor := access.current_actor(); v_docnos integer[]; asked jsonb; r search.run; v_strata jsonb; v_made jsonb;
BEGIN
  IF access.refusal(a, 'set:freeze') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  asked := audit.committed(audit.redeem(p_ticket, ARRAY['conversation:count']), p_salt, p_body);
  r := search.run_for(a, current_setting('app.session', true), asked);
  IF r.state IS DISTINCT FROM 'done' THEN RETURN jsonb_build_object('counted', false); END IF;
  IF p_size > r.hits THEN RETURN jsonb_build_object('population', r.hits); END IF;
  IF coalesce(array_length(p_strata, 1), 0) = 0 THEN
    v_docnos := ARRAY(SELECT d FROM search.at_ranks(r.id, search.draw(p_seed, '', r.hits, p_size)) d ORDER BY d);
    v_strata := jsonb_build_array(jsonb_build_object('stratum', '{}'::jsonb, 'population', r.hits, 'drawn', p_size, 'weight', round(r.hits::numeric / p_size, 6)));
  ELSE
    WITH member AS MATERIALIZED (
        SELECT k.docno, concat_ws('|',
            CASE WHEN 'month' = ANY (p_strata) THEN 'month=' || coalesce((k.month / 100) || '-' || lpad((k.month % 100)::text, 2, '0'), '') END,
            CASE WHEN 'model' = ANY (p_strata) THEN 'model=' || coalesce(m.name, '') END,
            CASE WHEN 'language' = ANY (p_strata) THEN 'language=' || coalesce(l.tag, '') END) AS stratum,
          jsonb_strip_nulls(jsonb_build_object(
            'month', CASE WHEN 'month' = ANY (p_strata) THEN coalesce((k.month / 100) || '-' || lpad((k.month % 100)::text, 2, '0'), '') END,
            'model', CASE WHEN 'model' = ANY (p_strata) THEN coalesce(m.name, '') END,
            'language', CASE WHEN 'language' = ANY (p_strata) THEN coalesce(l.tag, '') END)) AS named
        FROM search.chunk c CROSS JOIN LATERAL search.numbers_of(c.bits, 0, length(c.bits) - 1) d JOIN record.conversation k ON k.docno = c.part * 1000000 + d
        LEFT JOIN record.model m ON m.id = k.model_id LEFT JOIN record.language l ON l.id = k.language_id WHERE c.run_id = r.id AND c.n > 0),
      stratum AS (SELECT stratum, named, count(*) AS n, p_size * count(*) / r.hits AS whole, p_size * count(*) % r.hits AS remainder FROM member GROUP BY stratum, named),
      share AS MATERIALIZED (
        SELECT stratum, named, n, whole + CASE WHEN row_number() OVER (ORDER BY remainder DESC, stratum COLLATE "C") <= p_size - sum(whole) OVER () THEN 1 ELSE 0 END AS k FROM stratum),
      drawn AS (SELECT s.stratum, d AS rank FROM share s, unnest(search.draw(p_seed, s.stratum, s.n, s.k::int)) d WHERE s.k > 0),
      ranked AS (SELECT docno, stratum, row_number() OVER (PARTITION BY stratum ORDER BY docno) - 1 AS rank FROM member)
    SELECT (SELECT array_agg(x.docno ORDER BY x.docno) FROM ranked x JOIN drawn USING (stratum, rank)),
        (SELECT jsonb_agg(jsonb_build_object('stratum', named, 'population', n, 'drawn', k, 'weight', CASE WHEN k > 0 THEN round(n::numeric / k, 6) END) ORDER BY stratum COLLATE "C") FROM share)
      INTO v_docnos, v_strata;
  END IF;
  v_made := work.keep_set(a, p_name, 'sample', asked->>'query', p_reading, asked->'filters', jsonb_build_object('size', p_size, 'seed', p_seed, 'by', to_jsonb(coalesce(p_strata, '{}')),
    'population', r.hits, 'populationSha256', encode(r.sha256, 'hex'), 'strata', v_strata, 'method', 'sha256-ranks-1'), p_parser, v_docnos);
  RETURN v_made;
END $$;

REVOKE ALL ON FUNCTION work.keep_set(access.actor, text, text, text, text, jsonb, jsonb, text, integer[]) FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA search FROM PUBLIC;
DO $$ DECLARE f text; BEGIN
  FOREACH f IN ARRAY ARRAY['api.freeze_set(bigint, bytea, text, text, text, text, integer, text)', 'api.combine_sets(text, text, uuid[])',
      'api.draw_sample(bigint, bytea, text, text, text, integer, text, text[], text)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rr_app', f);
  END LOOP;
END $$;
