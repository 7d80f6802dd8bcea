-- Schema search after all migrations. Written by prisma/standing.test.ts; changed by a new migration, never here.

CREATE OR REPLACE FUNCTION search.allowance(a access.actor)
 RETURNS bigint
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT access.setting(o.settings, 'searchSeconds')::bigint * 1000 FROM access.protective_order o WHERE o.id = a.order_id
$function$;

CREATE OR REPLACE FUNCTION search.any_candidates(p_items jsonb)
 RETURNS tsquery
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE result tsquery; child jsonb; c tsquery;
BEGIN
  FOR child IN SELECT jsonb_array_elements(p_items) LOOP
    c := search.candidates(child);
    IF c IS NULL THEN RETURN NULL; END IF;
    result := CASE WHEN result IS NULL THEN c ELSE result || c END;
  END LOOP;
  RETURN result;
END $function$;

CREATE OR REPLACE FUNCTION search.asked_by(p_secret text, p_asked jsonb)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT sha256(convert_to(p_secret || E'\n' || coalesce((p_asked->'question')::text, 'null') || E'\n' || coalesce((p_asked->'filters')::text, '{}'), 'UTF8'))
$function$;

CREATE OR REPLACE FUNCTION search.asks_text(q jsonb, p_from text, p_where text, p_raw boolean)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT CASE WHEN search.is_raw_leaf(q) THEN format('EXISTS (SELECT FROM %s WHERE %s%s)', x.source, search.turn_answers(q), ' AND ' || p_where)
    ELSE format('(SELECT %s FROM (%s) y)', search.condition(q, 'coalesce(bool_or(%s), false)'), search.texts_sql(x.source || coalesce(' WHERE ' || p_where, ''), p_raw)) END
  FROM (SELECT coalesce(p_from || ', ', '') || 'jsonb_array_elements(t.turns) e' AS source) x $function$;

CREATE OR REPLACE FUNCTION search.at_ranks(p_run uuid, p_ranks integer[])
 RETURNS SETOF integer
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE c search.chunk; v_before integer[];
BEGIN
  FOR c IN SELECT * FROM search.chunk x WHERE x.run_id = p_run AND x.n > 0 ORDER BY x.part LOOP
    c.bits := c.bits || B'';
    SELECT array_agg(y.before ORDER BY y.g) INTO v_before FROM (
      SELECT g, (sum(n) OVER (ORDER BY g) - n)::int AS before FROM (SELECT g, bit_count(substring(c.bits FROM g * 1024 + 1 FOR 1024)) AS n FROM generate_series(0, (length(c.bits) - 1) / 1024) g) z) y;
    RETURN QUERY SELECT c.part * 1000000 + w.g * 1024 + search.place_in(substring(c.bits FROM w.g * 1024 + 1 FOR 1024), (k - v_before[w.g + 1])::int + 1)
      FROM (SELECT (r - c.before)::int AS k FROM unnest(p_ranks) r WHERE r >= c.before AND r < c.before + c.n) x, LATERAL (SELECT width_bucket(x.k, v_before) - 1 AS g) w;
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION search.before_in(p_run uuid, p_docno integer)
 RETURNS TABLE(v record.volume, own boolean, n bigint)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT x.v, p_docno BETWEEN (x.v).first_docno AND (x.v).first_docno + (x.v).size - 1, CASE
      WHEN p_docno BETWEEN (x.v).first_docno AND (x.v).first_docno + (x.v).size - 1 THEN search.count_before(p_run, x.v, p_docno)
      WHEN k.started_at IS NULL THEN CASE WHEN (x.v).first_docno < p_docno THEN x.n ELSE x.dated END
      ELSE search.count_before(p_run, x.v, search.first_docno_at(x.v, CASE WHEN (x.v).first_docno < p_docno THEN k.started_at + interval '1 microsecond' ELSE k.started_at END)) END
  FROM record.conversation k, search.volumes_of(p_run) x WHERE k.docno = p_docno
$function$;

CREATE OR REPLACE FUNCTION search.bits_alone(p_source text, p_base integer, p_length integer, OUT bits bit varying, OUT n integer)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_sort TO 'off'
 SET max_parallel_workers_per_gather TO '0'
AS $function$
BEGIN
  EXECUTE search.bits_sql(p_source, p_base, p_length) INTO bits, n;
END $function$;

CREATE OR REPLACE FUNCTION search.bits_in(v record.volume, a access.actor, q jsonb, p_filters jsonb, p_lo integer, p_hi integer, p_base integer, p_length integer, OUT bits bit varying, OUT n integer)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE v_source text := coalesce(search.stretch_sql(v, a, q, p_filters, p_lo, p_hi), 'SELECT NULL::integer AS docno WHERE false'); c tsquery := CASE WHEN search.is_exact(q) THEN search.candidates(q) END;
BEGIN
  IF c IS NOT NULL AND search.told_of('record.conversation_text_' || lpad((p_base / 1000000)::text, 4, '0'), c) < 200000 THEN
    SELECT x.bits, x.n INTO bits, n FROM search.bits_alone(v_source, p_base, p_length) x;
  ELSE
    EXECUTE search.bits_sql(v_source, p_base, p_length) INTO bits, n;
  END IF;
END $function$;

CREATE OR REPLACE FUNCTION search.bits_of(p_numbers integer[], p_length integer)
 RETURNS bit varying
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE found bit varying;
BEGIN
  EXECUTE search.bits_sql('SELECT unnest($1) AS docno', 0, p_length) INTO found USING p_numbers;
  RETURN found;
END $function$;

CREATE OR REPLACE FUNCTION search.bits_sql(p_source text, p_base integer, p_length integer)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT format('SELECT y.bits, bit_count(y.bits)::int AS n FROM (
      SELECT substring((''x'' || encode(coalesce(string_agg(CASE WHEN g > before + 1 THEN decode(repeat(''00'', 8 * (g - before - 1)), ''hex'') || int8send(word) ELSE int8send(word) END, ''''::bytea ORDER BY g), ''''), ''hex'')
        || repeat(''0000000000000000'', (%1$s - 1 - coalesce(max(g), -1))::int))::bit varying FROM 1 FOR %2$s) AS bits
      FROM (SELECT g, word, lag(g, 1, -1) OVER (ORDER BY g) AS before FROM (
        SELECT (s.docno - %3$s) >> 6 AS g, bit_or(1::bigint << (63 - ((s.docno - %3$s) & 63))) AS word FROM (%4$s) s GROUP BY 1) w) x) y',
    (p_length + 63) / 64, (p_length + 31) / 32 * 32, p_base, p_source) $function$;

CREATE OR REPLACE FUNCTION search.bound(a access.actor, q jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF q IS NULL OR NOT search.has_field(q) THEN RETURN q; END IF;
  RETURN CASE q->>'op'
    WHEN 'and' THEN jsonb_set(q, '{items}', (SELECT jsonb_agg(search.bound(a, i) ORDER BY n) FROM jsonb_array_elements(q->'items') WITH ORDINALITY x(i, n)))
    WHEN 'or' THEN jsonb_set(q, '{items}', (SELECT jsonb_agg(search.bound(a, i) ORDER BY n) FROM jsonb_array_elements(q->'items') WITH ORDINALITY x(i, n)))
    WHEN 'not' THEN jsonb_set(q, '{item}', search.bound(a, q->'item'))
    WHEN 'field' THEN q || jsonb_build_object('matter', a.matter_id, 'side', a.side, 'coarse', record.metadata_minimum(a.matter_id) > 1,
      'merged', to_jsonb(record.merged(a.matter_id, CASE q->>'field' WHEN 'date' THEN 'month' ELSE q->>'field' END)))
    ELSE q END;
END $function$;

CREATE OR REPLACE FUNCTION search.build_facets(p_part integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '128MB'
AS $function$
DECLARE p record.part; base integer := p_part * 1000000; l integer;
BEGIN
  SELECT * INTO p FROM record.part WHERE part = p_part;
  IF p.part IS NULL THEN RETURN; END IF;
  l := p.last_docno - base + 1;
  DELETE FROM search.facet WHERE part = p_part;
  INSERT INTO search.facet (part, dimension, value, size, numbers)
    SELECT p_part, 'words', search.words_class(c.words), count(*), '{}' FROM record.conversation c WHERE c.docno BETWEEN p.first_docno AND p.last_docno GROUP BY 3;
  INSERT INTO search.facet (part, dimension, value, size, lo, hi)
    SELECT p_part, 'month', c.month, count(*), min(c.docno) - base, max(c.docno) - base FROM record.conversation c
    WHERE c.docno BETWEEN p.first_docno AND p.last_docno AND c.month IS NOT NULL GROUP BY c.month;
  INSERT INTO search.facet (part, dimension, value, size, numbers, bits)
    SELECT p_part, y.dimension, y.value, y.n, CASE WHEN y.n <= 1000 THEN y.numbers END, CASE WHEN y.n > 1000 THEN search.bits_of(y.numbers, l) END FROM (
      SELECT x.dimension, x.value, count(*) AS n, array_agg(c.docno - base ORDER BY c.docno) AS numbers
      FROM record.conversation c, LATERAL (VALUES ('model', c.model_id::integer), ('language', c.language_id::integer), ('turns', search.turns_class(c.turns))) x (dimension, value)
      WHERE c.docno BETWEEN p.first_docno AND p.last_docno AND x.value IS NOT NULL GROUP BY 1, 2) y;
END $function$;

CREATE OR REPLACE FUNCTION search.by_turn(q jsonb)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT jsonb_path_exists(q, '$.** ? (@.op == "in" || @.op == "turn" || @.op == "then" || @.op == "regex")') $function$;

CREATE OR REPLACE FUNCTION search.candidates(q jsonb)
 RETURNS tsquery
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT search.candidates(q, false) $function$;

CREATE OR REPLACE FUNCTION search.candidates(q jsonb, p_positive boolean)
 RETURNS tsquery
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE result tsquery; child jsonb; c tsquery;
BEGIN
  CASE q->>'op'
  WHEN 'and' THEN
    FOR child IN SELECT jsonb_array_elements(q->'items') LOOP
      c := search.candidates(child, p_positive);
      result := CASE WHEN result IS NULL THEN c WHEN c IS NULL THEN result ELSE result && c END;
    END LOOP;
  WHEN 'or' THEN
    FOR child IN SELECT jsonb_array_elements(q->'items') LOOP
      c := search.candidates(child, p_positive);
      IF c IS NULL THEN RETURN NULL; END IF;
      result := CASE WHEN result IS NULL THEN c ELSE result || c END;
    END LOOP;
  WHEN 'not' THEN
    IF NOT p_positive AND search.is_exact(q->'item') THEN
      c := search.candidates(q->'item', false);
      IF c IS NOT NULL THEN result := !!c; END IF;
    END IF;
  WHEN 'near' THEN
    result := search.any_candidates(q->'a'); c := search.any_candidates(q->'b');
    result := CASE WHEN result IS NULL THEN c WHEN c IS NULL THEN result ELSE result && c END;
  WHEN 'before' THEN RETURN search.candidates(jsonb_set(q, '{op}', '"near"'), p_positive);
  WHEN 'apart' THEN result := search.any_candidates(q->'a');
  WHEN 'in' THEN result := search.candidates(q->'item', true);
  WHEN 'turn' THEN result := search.candidates(q->'item', true);
  WHEN 'then' THEN
    result := search.candidates(q->'prompt', true); c := search.candidates(q->'output', true);
    result := CASE WHEN result IS NULL THEN c WHEN c IS NULL THEN result ELSE result && c END;
  WHEN 'regex' THEN RETURN NULL;
  WHEN 'field' THEN RETURN NULL;
  ELSE result := search.term_candidates(q);
  END CASE;
  RETURN result;
END $function$;

CREATE OR REPLACE FUNCTION search.close_report_part(p_report uuid, p_length integer, OUT hits bigint, OUT shared bigint)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '128MB'
AS $function$
DECLARE k record; b bit varying; v_any bit varying; v_more bit varying; v_few integer[]; v_fews integer[];
BEGIN
  SELECT array_agg(d), array_agg(d) FILTER (WHERE times > 1) INTO v_few, v_fews FROM (
    SELECT d, count(*) AS times FROM search.report_chunk x, unnest(x.numbers) d WHERE x.report_id = p_report GROUP BY d) y;
  v_any := search.bits_of(coalesce(v_few, '{}'), p_length);
  v_more := search.bits_of(coalesce(v_fews, '{}'), p_length);
  FOR k IN SELECT x.bits FROM search.report_chunk x WHERE x.report_id = p_report AND x.bits IS NOT NULL LOOP
    b := k.bits || B'';
    v_more := v_more | (v_any & b);
    v_any := v_any | b;
  END LOOP;
  hits := bit_count(v_any); shared := bit_count(v_more);
  v_more := ~v_more;
  UPDATE work.report_term t SET conversations = t.conversations + t.part_conversations, turns = t.turns + t.part_turns, prompts = t.prompts + t.part_prompts, outputs = t.outputs + t.part_outputs,
    uniques = t.uniques + CASE WHEN x.bits IS NOT NULL THEN bit_count(x.bits & v_more) ELSE (SELECT count(*) FROM unnest(x.numbers) d WHERE get_bit(v_more, d) = 1) END,
    part_conversations = 0, part_turns = 0, part_prompts = 0, part_outputs = 0
    FROM search.report_chunk x WHERE x.report_id = p_report AND t.report_id = p_report AND t.n = x.n AND x.n > 0;
  DELETE FROM search.report_chunk x WHERE x.report_id = p_report;
END $function$;

CREATE OR REPLACE FUNCTION search.codes_of(a access.actor, p_part integer, p_bits bit varying)
 RETURNS TABLE(code_id uuid, n bigint)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  b bit varying := p_bits || B''; base integer := p_part * 1000000; v_last integer := p_part * 1000000 + length(p_bits) - 1; v_docnos integer[]; one record;
  v_codes uuid[] := ARRAY(SELECT c.id FROM work.code c WHERE c.matter_id = a.matter_id AND c.side = a.side);
BEGIN
  IF bit_count(b) <= 1000 THEN
    v_docnos := ARRAY(SELECT base + d FROM search.numbers_of(b, 0, length(b) - 1) d);
    RETURN QUERY SELECT k.code_id, count(DISTINCT k.docno) FROM work.coding k WHERE k.docno = ANY (v_docnos) AND k.code_id = ANY (v_codes) GROUP BY k.code_id;
    RETURN;
  END IF;
  FOR one IN SELECT x.id, k.bits || B'' AS bits FROM unnest(v_codes) x(id) LEFT JOIN search.code_bits k ON k.part = p_part AND k.code_id = x.id LOOP
    v_docnos := NULL;
    IF length(one.bits) = length(b) AND NOT EXISTS (SELECT FROM search.code_touched t WHERE t.code_id = one.id AND t.docno BETWEEN base AND v_last OFFSET 5000) THEN
      v_docnos := ARRAY(SELECT DISTINCT t.docno FROM search.code_touched t WHERE t.code_id = one.id AND t.docno BETWEEN base AND v_last);
    END IF;
    IF v_docnos IS NOT NULL THEN
      n := bit_count(one.bits & b) + (SELECT count(*) FILTER (WHERE EXISTS (SELECT FROM work.coding k WHERE k.code_id = one.id AND k.docno = d)) - count(*) FILTER (WHERE get_bit(one.bits, d - base) = 1)
        FROM unnest(v_docnos) d WHERE get_bit(b, d - base) = 1);
    ELSE
      SELECT count(DISTINCT k.docno) INTO n FROM work.coding k WHERE k.code_id = one.id AND k.docno BETWEEN base AND v_last AND CASE WHEN k.docno BETWEEN base AND v_last THEN get_bit(b, k.docno - base) = 1 END;
    END IF;
    code_id := one.id;
    IF n > 0 THEN RETURN NEXT; END IF;
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION search.condition(q jsonb, p_leaf text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  RETURN CASE q->>'op'
    WHEN 'and' THEN '(' || (SELECT string_agg(search.condition(i, p_leaf), ' AND ') FROM jsonb_array_elements(q->'items') i) || ')'
    WHEN 'or' THEN '(' || (SELECT string_agg(search.condition(i, p_leaf), ' OR ') FROM jsonb_array_elements(q->'items') i) || ')'
    WHEN 'not' THEN '(NOT ' || search.condition(q->'item', p_leaf) || ')'
    ELSE format(p_leaf, search.leaf_condition(q)) END;
END $function$;

CREATE OR REPLACE FUNCTION search.count_before(p_run uuid, v record.volume, p_docno integer)
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE c search.chunk; v_first bigint;
BEGIN
  SELECT x.before INTO v_first FROM search.chunk x WHERE x.run_id = p_run AND x.part >= v.first_docno / 1000000 ORDER BY x.part LIMIT 1;
  -- The partition of the number, or the last before it.
  SELECT * INTO c FROM search.chunk x WHERE x.run_id = p_run AND x.part BETWEEN v.first_docno / 1000000 AND p_docno / 1000000 ORDER BY x.part DESC LIMIT 1;
  IF c.part IS NULL THEN RETURN 0; END IF;
  RETURN c.before - v_first + CASE WHEN c.part = p_docno / 1000000 THEN search.rank_in(c.bits, p_docno - c.part * 1000000) ELSE c.n END;
END $function$;

CREATE OR REPLACE FUNCTION search.count_until(p_run uuid, p_volumes record.volume[], p_at timestamp with time zone)
 RETURNS bigint
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT coalesce(sum(search.count_before(p_run, v, search.first_docno_at(v, p_at))), 0)::bigint FROM unnest(p_volumes) v
$function$;

CREATE OR REPLACE FUNCTION search.counted_leaves(q jsonb)
 RETURNS SETOF jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE child jsonb;
BEGIN
  IF q IS NULL OR q = 'null' OR q->>'op' IN ('not', 'field', 'regex') THEN RETURN; END IF;
  IF q->>'op' IN ('and', 'or') THEN
    FOR child IN SELECT jsonb_array_elements(q->'items') LOOP RETURN QUERY SELECT search.counted_leaves(child); END LOOP;
  ELSIF q ? 'item' THEN RETURN QUERY SELECT search.counted_leaves(q->'item');
  ELSIF q ? 'prompt' THEN RETURN QUERY SELECT search.counted_leaves(q->'prompt'); RETURN QUERY SELECT search.counted_leaves(q->'output');
  ELSE RETURN NEXT q; END IF;
END $function$;

CREATE OR REPLACE FUNCTION search.counted_pattern(q jsonb)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE p text;
BEGIN
  p := CASE q->>'op' WHEN 'words' THEN search.fold(q->>'text') WHEN 'prefix' THEN rtrim(search.fold(q->>'text')) || '[^ \n]* ' ELSE search.leaf_pattern(q) END;
  RETURN left(p, -1) || '(?= )';
END $function$;

CREATE OR REPLACE FUNCTION search.data_version(p_matter uuid)
 RETURNS bytea
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT sha256(convert_to(concat_ws('|', p_matter,
    (SELECT string_agg(concat_ws(':', v.id, v.sealed_at, v.disclosure, v.size), ',' ORDER BY v.id) FROM record.volume v WHERE v.matter_id = p_matter AND v.state = 'sealed'),
    (SELECT max(w.at) FROM record.turn_tier w)), 'UTF8'))
$function$;

CREATE OR REPLACE FUNCTION search.dated_page(p_run uuid, p_offset bigint, p_limit integer)
 RETURNS integer[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  v_volumes record.volume[]; v_dated bigint; v_n bigint; v_upper bigint; v_skip bigint; v_found integer[] := '{}'; x record;
  epoch timestamptz := '1970-01-01Z'; a_lo bigint; a_hi bigint; a_n bigint := 0; b_lo bigint; b_hi bigint; b_n bigint; mid bigint; c bigint; v_far bigint; v_near bigint; v_looks integer := 0;
BEGIN
  SELECT array_agg(y.v ORDER BY (y.v).first_docno), sum(y.dated), sum(y.n),
      min((SELECT extract(epoch FROM k.started_at) * 1000000 FROM record.conversation k WHERE k.docno = (y.v).first_docno)),
      max((SELECT extract(epoch FROM k.started_at) * 1000000 FROM record.conversation k WHERE k.docno = y.dated_hi)) + 1
    INTO v_volumes, v_dated, v_n, a_lo, b_hi FROM search.volumes_of(p_run) y;
  IF v_volumes IS NULL OR p_offset >= v_n OR p_limit < 1 THEN RETURN '{}'; END IF;
  IF array_length(v_volumes, 1) = 1 THEN
    RETURN ARRAY(SELECT d FROM search.ranks_of(p_run, v_volumes[1].first_docno / 1000000, (v_volumes[1].first_docno + v_volumes[1].size - 1) / 1000000, p_offset, p_limit) d);
  END IF;
  v_upper := least(p_offset + p_limit, v_dated);
  IF p_offset < v_upper THEN
    a_hi := b_hi; b_n := v_dated; v_far := v_dated;
    WHILE a_hi - a_lo > 1 AND p_offset - a_n > 60 LOOP
      v_looks := v_looks + 1;
      mid := CASE WHEN v_looks > 4 THEN a_lo + (a_hi - a_lo) / 2
        ELSE greatest(a_lo + 1, least(a_hi - 1, a_lo + ((a_hi - a_lo) * ((p_offset - 30 - a_n)::double precision / (v_far - a_n)))::bigint)) END;
      c := search.count_until(p_run, v_volumes, epoch + make_interval(secs => mid / 1000000.0));
      IF c <= p_offset THEN a_lo := mid; a_n := c; ELSE a_hi := mid; v_far := c; END IF;
    END LOOP;
    b_lo := a_lo; v_near := a_n; v_looks := 0;
    WHILE b_hi - b_lo > 1 AND b_n - v_upper > 60 LOOP
      v_looks := v_looks + 1;
      mid := CASE WHEN v_looks > 4 THEN b_lo + (b_hi - b_lo) / 2
        ELSE greatest(b_lo + 1, least(b_hi - 1, b_lo + ((b_hi - b_lo) * ((v_upper + 30 - v_near)::double precision / (b_n - v_near)))::bigint)) END;
      c := search.count_until(p_run, v_volumes, epoch + make_interval(secs => mid / 1000000.0));
      IF c >= v_upper THEN b_hi := mid; b_n := c; ELSE b_lo := mid; v_near := c; END IF;
    END LOOP;
    v_found := ARRAY(
      SELECT k.docno FROM unnest(v_volumes) v,
        LATERAL (SELECT search.count_before(p_run, v, search.first_docno_at(v, epoch + make_interval(secs => a_lo / 1000000.0))) AS lo,
          search.count_before(p_run, v, search.first_docno_at(v, epoch + make_interval(secs => b_hi / 1000000.0))) AS hi OFFSET 0) w,
        LATERAL search.ranks_of(p_run, v.first_docno / 1000000, (v.first_docno + v.size - 1) / 1000000, w.lo, (w.hi - w.lo)::int) d
        JOIN record.conversation k ON k.docno = d
      ORDER BY k.started_at, k.docno OFFSET p_offset - a_n LIMIT v_upper - p_offset);
  END IF;
  v_skip := greatest(0, p_offset - v_dated);
  FOR x IN SELECT y.v, y.dated, y.n FROM search.volumes_of(p_run) y LOOP
    EXIT WHEN coalesce(array_length(v_found, 1), 0) >= p_limit OR p_offset + p_limit <= v_dated;
    IF v_skip < x.n - x.dated THEN
      v_found := v_found || ARRAY(SELECT d FROM search.ranks_of(p_run, (x.v).first_docno / 1000000, ((x.v).first_docno + (x.v).size - 1) / 1000000,
        x.dated + v_skip, p_limit - coalesce(array_length(v_found, 1), 0)) d);
      v_skip := 0;
    ELSE
      v_skip := v_skip - (x.n - x.dated);
    END IF;
  END LOOP;
  RETURN v_found;
END $function$;

CREATE OR REPLACE FUNCTION search.dated_rank(p_run uuid, p_docno integer)
 RETURNS bigint
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT coalesce(sum(b.n), 0)::bigint FROM search.before_in(p_run, p_docno) b $function$;

CREATE OR REPLACE FUNCTION search.day_after(p_day date, p_coarse boolean)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (p_coarse IS TRUE) THEN ((date_trunc('month'::text, (p_day)::timestamp without time zone) + '1 mon'::interval))::date ELSE (p_day + 1) END;

CREATE OR REPLACE FUNCTION search.draw(p_seed text, p_stratum text, p_of bigint, p_size integer)
 RETURNS integer[]
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
END $function$;

CREATE OR REPLACE FUNCTION search.facets_of(p_part integer, p_bits bit varying)
 RETURNS TABLE(dimension text, value integer, n bigint)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE b bit varying := p_bits || B''; base integer := p_part * 1000000; v_docnos integer[];
BEGIN
  -- A row costs as much as some thousand bits of all facets.
  IF bit_count(b) * 1000 <= length(b) THEN
    v_docnos := ARRAY(SELECT base + d FROM search.numbers_of(b, 0, length(b) - 1) d);
    RETURN QUERY SELECT x.dimension, x.value, count(*) FROM record.conversation c,
        LATERAL (VALUES ('month', c.month), ('model', c.model_id::integer), ('language', c.language_id::integer), ('turns', search.turns_class(c.turns))) x (dimension, value)
      WHERE c.docno = ANY (v_docnos) AND x.value IS NOT NULL GROUP BY 1, 2;
    RETURN;
  END IF;
  RETURN QUERY SELECT f.dimension, f.value, CASE
      WHEN f.lo IS NOT NULL THEN bit_count(substring(b FROM f.lo + 1 FOR f.hi - f.lo + 1))
      WHEN f.numbers IS NOT NULL THEN (SELECT count(*) FROM unnest(f.numbers) d WHERE get_bit(b, d) = 1)
      ELSE bit_count(f.bits & b) END
    FROM search.facet f WHERE f.part = p_part AND f.dimension <> 'words';
END $function$;

CREATE OR REPLACE FUNCTION search.field_condition(q jsonb)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE f text := q->>'field'; merged integer[] := ARRAY(SELECT jsonb_array_elements_text(coalesce(q->'merged', '[]'))::int); patterns text[]; parts text[] := '{}';
BEGIN
  patterns := ARRAY(SELECT search.name_pattern(v) FROM jsonb_array_elements_text(q->'values') v);
  IF f IN ('code', 'uncoded') AND (q->>'matter' IS NULL OR q->>'side' IS NULL) THEN
    RAISE EXCEPTION 'a code belongs to a side: search.bound was not asked' USING ERRCODE = '22023';
  END IF;
  CASE f
  WHEN 'model' THEN RETURN format('coalesce(c.model_id = ANY (ARRAY(SELECT m.id FROM record.model m WHERE CASE WHEN m.id = ANY (%L::integer[]) THEN ''other'' ELSE lower(m.name) END LIKE ANY (%L::text[]))), false)', merged, patterns);
  WHEN 'language' THEN RETURN format('coalesce(c.language_id = ANY (ARRAY(SELECT l.id FROM record.language l WHERE CASE WHEN l.id = ANY (%L::integer[]) THEN ''other'' ELSE lower(l.tag) END LIKE ANY (%L::text[]))), false)', merged, patterns);
  WHEN 'volume' THEN RETURN format('c.volume_id = ANY (ARRAY(SELECT v.id FROM record.volume v WHERE lower(v.name) LIKE ANY (%L::text[])))', patterns);
  WHEN 'code' THEN RETURN format('EXISTS (SELECT FROM work.coding k JOIN work.code b ON b.id = k.code_id WHERE k.docno = c.docno AND b.matter_id = %L AND b.side = %L AND b.key LIKE ANY (%L::text[]))',
    q->>'matter', q->>'side', patterns);
  WHEN 'uncoded' THEN RETURN format('NOT EXISTS (SELECT FROM work.coding k WHERE k.docno = c.docno AND k.matter_id = %L AND k.side = %L)', q->>'matter', q->>'side');
  WHEN 'turns', 'words' THEN
    IF q ? 'from' THEN parts := parts || format('c.%I >= %s', f, search.least_of(f, (q->>'from')::int, (q->>'coarse')::boolean)); END IF;
    IF q ? 'to' THEN parts := parts || format('c.%I <= %s', f, search.most_of(f, (q->>'to')::int, (q->>'coarse')::boolean)); END IF;
    IF merged <> '{}' THEN parts := parts || format('search.%s_class(c.%I) <> ALL (%L::integer[])', f, f, merged); END IF;
  WHEN 'date' THEN
    IF merged <> '{}' THEN parts := parts || format('c.month <> ALL (%L::integer[])', merged); END IF;
    IF q ? 'from' THEN parts := parts || format('c.started_at >= %L', search.first_day((q->>'from')::date, (q->>'coarse')::boolean)::timestamp AT TIME ZONE 'UTC'); END IF;
    IF q ? 'to' THEN parts := parts || format('c.started_at < %L', search.day_after((q->>'to')::date, (q->>'coarse')::boolean)::timestamp AT TIME ZONE 'UTC'); END IF;
  ELSE RAISE EXCEPTION 'no such field: %', f USING ERRCODE = '22023';
  END CASE;
  RETURN format('coalesce(%s, false)', array_to_string(parts, ' AND '));
END $function$;

CREATE OR REPLACE FUNCTION search.find(a access.actor, q jsonb, p_filters jsonb, p_after_at timestamp with time zone, p_after integer, p_descending boolean, p_limit integer)
 RETURNS TABLE(docno integer, started_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF p_descending THEN
    RETURN QUERY SELECT f.docno, f.started_at FROM record.volume v, LATERAL search.find_in_volume(v, a, q, p_filters, p_after_at, p_after, true, p_limit) f
      WHERE v.matter_id = a.matter_id AND v.state = 'sealed' AND v.disclosure <> 'aggregate' AND (NOT p_filters ? 'volumes' OR p_filters->'volumes' ? v.name)
      ORDER BY f.started_at DESC NULLS FIRST, f.docno DESC LIMIT p_limit;
  ELSE
    RETURN QUERY SELECT f.docno, f.started_at FROM record.volume v, LATERAL search.find_in_volume(v, a, q, p_filters, p_after_at, p_after, false, p_limit) f
      WHERE v.matter_id = a.matter_id AND v.state = 'sealed' AND v.disclosure <> 'aggregate' AND (NOT p_filters ? 'volumes' OR p_filters->'volumes' ? v.name)
      ORDER BY f.started_at ASC NULLS LAST, f.docno ASC LIMIT p_limit;
  END IF;
END $function$;

CREATE OR REPLACE FUNCTION search.find_in_volume(v record.volume, a access.actor, q jsonb, p_filters jsonb, p_after_at timestamp with time zone, p_after integer, p_descending boolean, p_limit integer)
 RETURNS TABLE(docno integer, started_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE s record; p record.part; source text; way text := CASE WHEN p_descending THEN 'DESC' ELSE 'ASC' END; left_over integer := p_limit; n integer; v_lo integer; v_hi integer;
BEGIN
  IF v.size = 0 THEN RETURN; END IF;
  q := search.bound(a, q);
  s := search.scope(v, a, search.reads_text(q), p_filters, p_after_at, p_after, p_descending);
  FOR p IN EXECUTE format('SELECT * FROM record.part WHERE volume_id = %s AND last_docno >= %s AND first_docno <= %s ORDER BY first_docno %s', v.id, s.lo, s.hi, way) LOOP
    v_lo := greatest(s.lo, p.first_docno); v_hi := least(s.hi, p.last_docno);
    IF q IS NOT NULL AND left_over IS NOT NULL THEN
      RETURN QUERY SELECT f.docno, f.started_at FROM search.stretches(q, v_lo, v_hi, s.conditions, way, left_over) f;
    ELSE
      source := CASE WHEN q IS NULL THEN format('SELECT c.docno, c.started_at FROM record.conversation c WHERE c.docno BETWEEN %s AND %s %s ORDER BY c.docno %s', v_lo, v_hi, s.conditions, way)
        ELSE search.part_sql(q, v_lo, v_hi, s.conditions, way) END;
      RETURN QUERY EXECUTE source || CASE WHEN left_over IS NOT NULL THEN format(' LIMIT %s', left_over) ELSE '' END;
    END IF;
    GET DIAGNOSTICS n = ROW_COUNT;
    left_over := left_over - n;
    EXIT WHEN left_over <= 0;
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION search.first_day(p_day date, p_coarse boolean)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (p_coarse IS TRUE) THEN (date_trunc('month'::text, (p_day)::timestamp without time zone))::date ELSE p_day END;

CREATE OR REPLACE FUNCTION search.first_docno_at(v record.volume, p_at timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  RETURN (
    WITH RECURSIVE s(lo, hi) AS (
      SELECT v.first_docno, v.first_docno + v.size - coalesce((SELECT sum(p.undated)::int FROM record.part p WHERE p.volume_id = v.id), 0)
      UNION ALL
      SELECT CASE WHEN c.started_at < p_at THEN x.mid + 1 ELSE x.lo END, CASE WHEN c.started_at < p_at THEN x.hi ELSE x.mid END
      FROM (SELECT s.lo, s.hi, s.lo + (s.hi - s.lo) / 2 AS mid FROM s WHERE s.lo < s.hi) x
        LEFT JOIN LATERAL (SELECT k.started_at FROM record.conversation k WHERE k.docno = x.mid OFFSET 0) c ON true)
    SELECT s.lo FROM s WHERE s.lo >= s.hi LIMIT 1);
END $function$;

CREATE OR REPLACE FUNCTION search.first_span(q jsonb, p_part integer, p_tier smallint)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE c tsquery;
BEGIN
  IF q IS NULL OR search.is_exact(q) THEN RETURN 1000000; END IF;
  c := CASE WHEN NOT search.has_field(q) AND search.hides_nothing(p_part, p_tier) THEN search.candidates(q) END;
  IF c IS NULL THEN RETURN 20000; END IF;
  RETURN least(1000000, 40000 / greatest((search.share_for('record.conversation_text_' || lpad(p_part::text, 4, '0'), q)).share, 0.01));
END $function$;

CREATE OR REPLACE FUNCTION search.fold(t text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE f text;
BEGIN
  IF octet_length(t) = length(t) THEN
    RETURN ' ' || btrim(regexp_replace(lower(t COLLATE "C"), ' *[^0-9a-z ][^0-9a-z]*| {2,}', ' ', 'g')) || ' ';
  END IF;
  f := lower(normalize(t, NFKC) COLLATE "und-x-icu");
  IF f ~ '[\u03C2\u00AD\u034F\u061C\u1C90-\u1CBF\u200D-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]' THEN
    -- Georgian capitals are spelled out: an older ICU does not know them.
    f := translate(f, U&'\03C2' || (SELECT string_agg(chr(i), '' ORDER BY i) FROM generate_series(7312, 7359) i WHERE i NOT IN (7355, 7356))
        || U&'\00AD\034F\061C\200D\200E\200F\202A\202B\202C\202D\202E\2060\2061\2062\2063\2064\2065\2066\2067\2068\2069\206A\206B\206C\206D\206E\206F\FEFF',
      U&'\03C3' || (SELECT string_agg(chr(i - 3008), '' ORDER BY i) FROM generate_series(7312, 7359) i WHERE i NOT IN (7355, 7356)));
  END IF;
  IF f ~ '[\u0E00-\u0E2E\u0E30-\u0E4F\u0E50-\u0E59\u0E80-\u0EFF\u1000-\u109F\u1780-\u17FF\u3005-\u3007\u3021-\u302F\u3031-\u303C\u3040-\u30FA\u30FC-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\U00020000-\U0003FFFF]' THEN
    f := regexp_replace(f, '([\u0E00-\u0E2E\u0E30-\u0E4F\u0E50-\u0E59\u0E80-\u0EFF\u1000-\u109F\u1780-\u17FF\u3005-\u3007\u3021-\u302F\u3031-\u303C\u3040-\u30FA\u30FC-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\U00020000-\U0003FFFF])', ' \1 ', 'g');
  END IF;
  RETURN ' ' || btrim(regexp_replace(f,
    ' *[\u0001-\u001F\u0021-\u002F\u003A-\u0060\u007B-\u00A9\u00AB-\u00B4\u00B6-\u00B9\u00BB-\u00BF\u00D7\u00F7\u02C2-\u02C5\u02D2-\u02DF\u02E5-\u02EB\u0375\u037E\u0387\u055A-\u055F\u0589\u058A\u05BE\u05C0\u05C3\u05F3\u05F4\u060C\u061B\u061F\u066A-\u066D\u06D4\u0964\u0965\u0E2F\u0E5A\u0E5B\u1360-\u1368\u2000-\u206F\u20A0-\u20CF\u2190-\u2BFF\u2E00-\u2E7F\u3000-\u3004\u3008-\u3020\u3030\u303D-\u303F\u30FB\uE000-\uF8FF\uFE00-\uFE19\uFE30-\uFE6F\uFF00-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65\uFFE0-\uFFFF\U0001F000-\U0001FAFF\U000E0000-\U000E01EF][\u0001-\u002F\u003A-\u0060\u007B-\u00A9\u00AB-\u00B4\u00B6-\u00B9\u00BB-\u00BF\u00D7\u00F7\u02C2-\u02C5\u02D2-\u02DF\u02E5-\u02EB\u0375\u037E\u0387\u055A-\u055F\u0589\u058A\u05BE\u05C0\u05C3\u05F3\u05F4\u060C\u061B\u061F\u066A-\u066D\u06D4\u0964\u0965\u0E2F\u0E5A\u0E5B\u1360-\u1368\u2000-\u206F\u20A0-\u20CF\u2190-\u2BFF\u2E00-\u2E7F\u3000-\u3004\u3008-\u3020\u3030\u303D-\u303F\u30FB\uE000-\uF8FF\uFE00-\uFE19\uFE30-\uFE6F\uFF00-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65\uFFE0-\uFFFF\U0001F000-\U0001FAFF\U000E0000-\U000E01EF]*| {2,}',
    ' ', 'g')) || ' ';
END $function$;

CREATE OR REPLACE FUNCTION search.folded(turns jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT string_agg(search.fold(e->>'text'), E'\n' ORDER BY n) FROM jsonb_array_elements(turns) WITH ORDINALITY x(e, n) $function$;

CREATE OR REPLACE FUNCTION search.folded_condition(q jsonb, f text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT CASE q->>'op'
    WHEN 'prefix' THEN format('%s LIKE %L', f, '%' || rtrim(search.fold(q->>'text')) || '%')
    WHEN 'words' THEN format('%s LIKE %L', f, '%' || search.fold(q->>'text') || '%')
    ELSE format('%s COLLATE "C" ~ %L', f, search.leaf_pattern(q)) END $function$;

CREATE OR REPLACE FUNCTION search.found_in(p_text text, p_pattern text)
 RETURNS TABLE(first integer, start integer, stop integer)
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT z.first::int, z.start::int, (z.start + z.hit_units)::int FROM (
    SELECT sum(length(y.hit) + length(y.rest)) OVER w - length(y.hit) - length(y.rest) AS first, sum(y.hit_units + y.rest_units) OVER w - y.hit_units - y.rest_units AS start, y.hit_units FROM (
      SELECT x.n, x.hit, x.rest, CASE WHEN s.wide THEN search.units(x.hit) ELSE length(x.hit) END AS hit_units, CASE WHEN s.wide THEN search.units(x.rest) ELSE length(x.rest) END AS rest_units
      FROM (SELECT search.unsaid(p_text) AS signs, p_text ~ '[\U00010000-\U0010FFFF]' AS wide OFFSET 0) s
      CROSS JOIN LATERAL (SELECT p.n, CASE WHEN p.n > 1 THEN split_part(p.piece, s.signs[2], 1) ELSE '' END AS hit, CASE WHEN p.n > 1 THEN split_part(p.piece, s.signs[2], 2) ELSE p.piece END AS rest
        FROM string_to_table(regexp_replace(p_text, p_pattern, s.signs[1] || '\&' || s.signs[2], 'gi'), s.signs[1]) WITH ORDINALITY p(piece, n)) x) y
    WINDOW w AS (ORDER BY y.n)) z
  WHERE z.hit_units > 0 $function$;

CREATE OR REPLACE FUNCTION search.has_field(q jsonb)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT jsonb_path_exists(q, '$.** ? (@.op == "field")') $function$;

CREATE OR REPLACE FUNCTION search.hides_nothing(p_part integer, p_tier smallint)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE found boolean;
BEGIN
  -- With the numbers written out, so that one partition is looked at.
  EXECUTE format('SELECT NOT EXISTS (SELECT FROM record.conversation c WHERE c.docno BETWEEN %s AND %s AND greatest(c.tier, c.top_tier) > %s)',
    p_part * 1000000, p_part * 1000000 + 999999, p_tier) INTO found;
  RETURN found;
END $function$;

CREATE OR REPLACE FUNCTION search.hit_pattern(q jsonb)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  RETURN CASE
    WHEN q->>'op' IN ('and', 'or') THEN (SELECT string_agg(search.hit_pattern(i), '|') FROM jsonb_array_elements(q->'items') i)
    WHEN q->>'op' IN ('in', 'turn') THEN search.hit_pattern(q->'item')
    WHEN q->>'op' = 'then' THEN search.hit_pattern(jsonb_build_object('op', 'or', 'items', jsonb_build_array(q->'prompt', q->'output')))
    WHEN q->>'op' IN ('not', 'regex', 'field') THEN NULL
    ELSE '(?:' || search.leaf_pattern(q) || ')' END;
END $function$;

CREATE OR REPLACE FUNCTION search.is_exact(q jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  RETURN CASE q->>'op'
    WHEN 'not' THEN search.is_exact(q->'item')
    WHEN 'words' THEN btrim(search.fold(q->>'text')) !~ ' ' AND length(btrim(search.fold(q->>'text'))) < 64
    WHEN 'prefix' THEN btrim(search.fold(q->>'text')) !~ ' ' AND length(btrim(search.fold(q->>'text'))) <= 64
    WHEN 'phrase' THEN jsonb_array_length(q->'words') = 1 AND (
      SELECT bool_and(length(w) < 64 AND w !~ '[?=]|[*].') FROM jsonb_array_elements_text(q->'words'->0) w)
    WHEN 'and' THEN (SELECT bool_and(search.is_exact(i)) FROM jsonb_array_elements(q->'items') i)
    WHEN 'or' THEN (SELECT bool_and(search.is_exact(i)) FROM jsonb_array_elements(q->'items') i)
    ELSE false END;
END $function$;

CREATE OR REPLACE FUNCTION search.is_in(p_run uuid, p_docno integer)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT coalesce((SELECT get_bit(c.bits, p_docno - c.part * 1000000) = 1 FROM search.chunk c JOIN record.part p ON p.part = c.part
    WHERE c.run_id = p_run AND c.part = p_docno / 1000000 AND p_docno <= p.last_docno), false)
$function$;

CREATE OR REPLACE FUNCTION search.is_plain(t text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN ((octet_length(t) = length(t)) OR ((t COLLATE "C") !~ '[^\u0001-\u007F\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u012F\u0131\u0134-\u013E\u0141-\u0148\u014A-\u017E\u0401\u0410-\u044F\u0451\u00A0-\u00A7\u00A9\u00AB\u00AC\u00AE\u00B0\u00B1\u00B7\u00BB\u00BF\u00D7\u00F7\u2010-\u2015\u2018-\u2022\u2026\u2030\u2032\u2039\u203A\u20AC\u2190-\u2193\u2212\u2248\u2264\u2265\u2500-\u27BF\uFE0F\U0001F300-\U0001FAFF]'::text));

CREATE OR REPLACE FUNCTION search.is_raw_leaf(q jsonb)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT q->>'op' NOT IN ('and', 'or', 'not') AND search.may_read_raw(q) $function$;

CREATE OR REPLACE FUNCTION search.keep_codes(a access.actor, p record.part)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE c record;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', 'codes', p.part, a.matter_id, a.side), 9)) THEN RETURN; END IF;
  FOR c IN SELECT x.id FROM work.code x WHERE x.matter_id = a.matter_id AND x.side = a.side AND CASE WHEN EXISTS (SELECT FROM search.code_bits b WHERE b.part = p.part AND b.code_id = x.id)
      THEN EXISTS (SELECT FROM search.code_touched t WHERE t.code_id = x.id AND t.docno BETWEEN p.first_docno AND p.last_docno OFFSET 500)
      ELSE EXISTS (SELECT FROM work.coding k WHERE k.code_id = x.id AND k.docno BETWEEN p.first_docno AND p.last_docno OFFSET 2000) END LOOP
    EXECUTE format('WITH gone AS (DELETE FROM search.code_touched t WHERE t.code_id = %1$L AND t.docno BETWEEN %2$s AND %3$s)
      INSERT INTO search.code_bits (part, code_id, bits) SELECT %4$s, %1$L, z.bits FROM (%5$s) z ON CONFLICT (part, code_id) DO UPDATE SET bits = excluded.bits',
      c.id, p.first_docno, p.last_docno, p.part,
      search.bits_sql(format('SELECT k.docno FROM work.coding k WHERE k.code_id = %L AND k.docno BETWEEN %s AND %s', c.id, p.first_docno, p.last_docno), p.part * 1000000, p.last_docno - p.part * 1000000 + 1));
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION search.keep_statistics(p_part integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  EXECUTE format('CREATE STATISTICS record.%I ON (search.words(turns)) FROM record.%I', 'words_' || lpad(p_part::text, 4, '0'), 'conversation_text_' || lpad(p_part::text, 4, '0'));
END $function$;

CREATE OR REPLACE FUNCTION search.leaf_condition(q jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT CASE WHEN search.may_read_raw(q) THEN format('(CASE WHEN u IS NULL THEN %s ELSE %s END)', search.folded_condition(q, 'f'), search.plain_condition(q, 'u'))
    ELSE search.folded_condition(q, 'f') END $function$;

CREATE OR REPLACE FUNCTION search.leaf_pattern(q jsonb)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a text; b text; gap text;
BEGIN
  IF q->>'op' NOT IN ('near', 'before', 'apart') THEN RETURN ' ' || search.term_pattern(q) || ' '; END IF;
  a := search.side_pattern(q->'a'); b := search.side_pattern(q->'b');
  gap := format('(?:[^ \n]+ ){0,%s}', least(greatest((q->>'within')::int, 1), 255) - 1);
  RETURN CASE q->>'op'
    WHEN 'before' THEN format(' %s %s%s ', a, gap, b)
    WHEN 'near' THEN format(' (?:%s %s%s|%s %s%s) ', a, gap, b, b, gap, a)
    ELSE format(' (?<! %s %s)%s (?!%s%s )', b, gap, a, gap, b) END;
END $function$;

CREATE OR REPLACE FUNCTION search.least_of(p_field text, p_n integer, p_coarse boolean)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ((p_coarse IS NOT TRUE) OR (p_n < 1)) THEN p_n WHEN (p_field = 'turns'::text) THEN search.turns_class(p_n) ELSE search.words_class(p_n) END;

CREATE OR REPLACE FUNCTION search.letters(q jsonb)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a text; b text;
BEGIN
  CASE q->>'op'
  WHEN 'words', 'prefix' THEN RETURN nullif(replace(btrim(search.fold(q->>'text')), ' ', '%'), '');
  WHEN 'phrase' THEN RETURN (
    SELECT string_agg(x.piece, '%' ORDER BY x.n) FROM (
      SELECT n, (SELECT p FROM regexp_split_to_table(btrim(search.fold(translate(slot->>0, '*?=', '   '))), ' ') p WHERE p <> '' ORDER BY length(p) DESC, p LIMIT 1) AS piece
      FROM jsonb_array_elements(q->'words') WITH ORDINALITY y(slot, n) WHERE jsonb_array_length(slot) = 1) x);
  WHEN 'near', 'before' THEN
    IF jsonb_array_length(q->'a') = 1 THEN a := search.letters(q->'a'->0); END IF;
    IF jsonb_array_length(q->'b') = 1 THEN b := search.letters(q->'b'->0); END IF;
    -- Either may stand first: the longer one will do.
    RETURN CASE WHEN q->>'op' = 'before' THEN coalesce(a || '%' || b, a, b) WHEN length(b) > coalesce(length(a), 0) THEN b ELSE a END;
  ELSE RETURN NULL;
  END CASE;
END $function$;

CREATE OR REPLACE FUNCTION search.may_read_raw(q jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE p text;
BEGIN
  CASE
    WHEN q->>'op' IN ('and', 'or') THEN RETURN (SELECT bool_and(search.may_read_raw(i)) FROM jsonb_array_elements(q->'items') i);
    WHEN q->>'op' IN ('not', 'in', 'turn') THEN RETURN search.may_read_raw(q->'item');
    WHEN q->>'op' = 'then' THEN RETURN search.may_read_raw(q->'prompt') AND search.may_read_raw(q->'output');
    WHEN q->>'op' IN ('regex', 'field') THEN RETURN true;
    WHEN q->>'op' = 'apart' THEN RETURN false;
    ELSE
      p := search.leaf_pattern(q);
      RETURN octet_length(p) = length(p);
  END CASE;
END $function$;

CREATE OR REPLACE FUNCTION search.most_of(p_field text, p_n integer, p_coarse boolean)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ((p_coarse IS NOT TRUE) OR (p_n < 1)) THEN p_n WHEN (p_field = 'turns'::text) THEN CASE search.turns_class(p_n) WHEN 1 THEN 2 WHEN 3 THEN 4 WHEN 5 THEN 10 WHEN 11 THEN 20 WHEN 21 THEN 50 ELSE 2147483647 END ELSE CASE search.words_class(p_n) WHEN 0 THEN 99 WHEN 100 THEN 299 WHEN 300 THEN 999 WHEN 1000 THEN 2999 WHEN 3000 THEN 9999 WHEN 10000 THEN 29999 ELSE 2147483647 END END;

CREATE OR REPLACE FUNCTION search.most_ranked(p_sort text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT CASE p_sort WHEN 'length' THEN 200000 WHEN 'hits' THEN 10000 WHEN 'relevance' THEN 10000 END $function$;

CREATE OR REPLACE FUNCTION search.name_pattern(p_name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT translate(replace(replace(replace(lower(btrim(p_name)), '\', '\\'), '%', '\%'), '_', '\_'), '*?', '%_') $function$;

CREATE OR REPLACE FUNCTION search.numbers_in(v record.volume, a access.actor, q jsonb, p_filters jsonb, p_lo integer, p_hi integer, p_base integer)
 RETURNS integer[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE v_source text := search.stretch_sql(v, a, q, p_filters, p_lo, p_hi); found integer[];
BEGIN
  IF v_source IS NOT NULL THEN EXECUTE format('SELECT array_agg(x.n) FROM (SELECT DISTINCT s.docno - %s AS n FROM (%s) s) x', p_base, v_source) INTO found; END IF;
  RETURN coalesce(found, '{}');
END $function$;

CREATE OR REPLACE FUNCTION search.numbers_of(p_bits bit varying, p_from integer, p_to integer)
 RETURNS SETOF integer
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE b bit varying := p_bits || B''; v_to integer := least(p_to, length(p_bits) - 1);
BEGIN
  RETURN QUERY
    SELECT n FROM generate_series(p_from / 1024, v_to / 1024) k,
      LATERAL (SELECT substring(b FROM k * 1024 + 1 FOR 1024) AS block OFFSET 0) x,
      LATERAL (SELECT w FROM generate_series(0, (length(x.block) + 31) / 32 - 1) w WHERE bit_count(x.block) > 0 AND bit_count(substring(x.block FROM w * 32 + 1 FOR 32)) > 0 OFFSET 0) y,
      LATERAL (SELECT k * 1024 + i AS n FROM generate_series(y.w * 32, least(y.w * 32 + 31, length(x.block) - 1)) i WHERE get_bit(x.block, i) = 1) z
    WHERE n BETWEEN p_from AND v_to;
END $function$;

CREATE OR REPLACE FUNCTION search.page_of(r search.run, p_sort text, p_offset bigint, p_limit integer)
 RETURNS integer[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_offset bigint := greatest(0, p_offset); v_limit integer := least(p_limit, r.hits - v_offset);
BEGIN
  IF v_limit < 1 THEN RETURN '{}'; END IF;
  IF p_sort = 'date' THEN RETURN search.dated_page(r.id, v_offset, v_limit); END IF;
  IF p_sort = '-date' THEN
    RETURN ARRAY(SELECT d FROM unnest(search.dated_page(r.id, r.hits - v_offset - v_limit, v_limit)) WITH ORDINALITY x(d, n) ORDER BY n DESC);
  END IF;
  RETURN ARRAY(SELECT d FROM search.ranking x, unnest(x.docnos) WITH ORDINALITY y(d, n)
    WHERE x.run_id = r.id AND x.sort = p_sort AND x.block BETWEEN v_offset / 1000 AND (v_offset + v_limit - 1) / 1000
      AND x.block * 1000 + n - 1 BETWEEN v_offset AND v_offset + v_limit - 1 ORDER BY x.block, n);
END $function$;

CREATE OR REPLACE FUNCTION search.part_candidates(q jsonb)
 RETURNS tsquery
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE result tsquery; child jsonb; c tsquery;
BEGIN
  CASE q->>'op'
  WHEN 'and' THEN
    FOR child IN SELECT jsonb_array_elements(q->'items') LOOP
      c := search.part_candidates(child);
      IF c IS NOT NULL THEN RETURN c; END IF;
    END LOOP;
    RETURN NULL;
  WHEN 'or' THEN
    FOR child IN SELECT jsonb_array_elements(q->'items') LOOP
      c := search.part_candidates(child);
      IF c IS NULL THEN RETURN NULL; END IF;
      result := CASE WHEN result IS NULL THEN c ELSE result || c END;
    END LOOP;
    RETURN result;
  WHEN 'not' THEN RETURN NULL;
  WHEN 'then' THEN RETURN coalesce(search.candidates(q->'prompt', true), search.candidates(q->'output', true));
  ELSE RETURN search.candidates(q, true);
  END CASE;
END $function$;

CREATE OR REPLACE FUNCTION search.part_sql(q jsonb, lo integer, hi integer, conditions text, way text, p_share double precision DEFAULT NULL::double precision, p_words tsquery DEFAULT NULL::tsquery)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  c tsquery; pc tsquery; short text; long text; v_short text; v_long text; texts jsonb; others jsonb; v_raw boolean; v_within text; v_exact boolean; v_counts boolean; v_whole boolean; v_all boolean; v_leaf boolean; v_rest jsonb; v_share double precision;
  v_part text := 'record.conversation_text_' || lpad((lo / 1000000)::text, 4, '0');
BEGIN
  IF search.has_field(q) THEN
    others := CASE q->>'op' WHEN 'and' THEN q->'items' ELSE jsonb_build_array(q) END;
    SELECT coalesce(jsonb_agg(i ORDER BY n) FILTER (WHERE NOT search.has_field(i)), '[]'), jsonb_agg(i ORDER BY n) FILTER (WHERE search.has_field(i))
      INTO texts, others FROM jsonb_array_elements(others) WITH ORDINALITY x(i, n);
    conditions := conditions || (SELECT string_agg(' AND ' || search.row_condition(i, lo, hi), '') FROM jsonb_array_elements(others) i);
    IF jsonb_array_length(texts) = 0 THEN
      RETURN format('SELECT c.docno, c.started_at FROM record.conversation c WHERE c.docno BETWEEN %s AND %s %s ORDER BY c.docno %s', lo, hi, conditions, way);
    END IF;
    q := CASE jsonb_array_length(texts) WHEN 1 THEN texts->0 ELSE jsonb_build_object('op', 'and', 'items', texts) END;
  END IF;
  c := search.candidates(q); pc := search.part_candidates(q);
  v_raw := search.may_read_raw(q);
  v_within := format('AND t.docno BETWEEN %s AND %s', lo, hi);
  IF search.by_turn(q) THEN
    v_short := format('(WITH y AS MATERIALIZED (%s) SELECT %s)', replace(search.turns_sql('x.docno', '', v_raw), 'record.conversation_text t', v_part || ' t'), search.turns_condition(q));
    v_long := format('(WITH y AS MATERIALIZED (%s) SELECT %s)', replace(search.turns_sql('c.docno', '', v_raw), 'record.conversation_text t', v_part || ' t'), search.turns_condition(q));
  ELSE
    v_long := search.asks_text(q, v_part || ' t', 't.docno = c.docno', v_raw);
  END IF;
  -- Words of a page without what begins so: the text decides all of it.
  c := coalesce(p_words, c);
  v_exact := search.is_exact(q) AND c IS NOT NULL AND p_words IS NULL;
  v_counts := conditions IS NULL AND way IS NULL;
  v_whole := EXISTS (SELECT FROM record.part p WHERE p.part = lo / 1000000 AND lo <= p.first_docno AND p.last_docno <= hi);
  IF c IS NOT NULL AND NOT (v_whole AND (v_exact OR v_counts)) THEN v_share := coalesce(p_share, (search.share_for(v_part, q)).share); END IF;
  -- A list of what many hold is not read for a few hundred numbers: so many texts are asked sooner.
  IF way IS NOT NULL AND c IS NOT NULL AND v_share > 0.15 AND hi - lo < 600 AND search.is_exact(q) THEN v_exact := false; c := NULL; END IF;
  -- What names most of a partition narrows nothing where a stretch of it is read, and its whole list would be read for every stretch.
  IF NOT v_exact AND v_share > 0.5 THEN c := NULL; END IF;
  -- What the index has decided is not asked of the text again.
  v_rest := CASE WHEN c IS NULL OR p_words IS NOT NULL THEN q ELSE search.undecided(q) END;
  IF NOT search.by_turn(q) THEN v_short := search.asks_text(v_rest, v_part || ' t', 't.docno = x.docno AND t.part = 0', search.may_read_raw(v_rest)); END IF;
  v_leaf := v_counts AND NOT v_exact AND NOT search.by_turn(q) AND search.is_raw_leaf(v_rest);
  -- A whole partition is not asked by number: the planner would find its way by number, and fold every text to see whether it holds a common word. Behind
  -- OFFSET 0: how few are wanted says nothing of how they are found. Nor are few: they are found, and then looked at by number.
  v_all := v_whole OR (conditions IS NOT NULL AND v_share < 0.001);
  short := format('SELECT t.docno, NULL::timestamptz AS started_at FROM %s t%s WHERE t.kind = 0 %s %s', v_part, CASE WHEN v_leaf THEN ', jsonb_array_elements(t.turns) e' ELSE '' END,
    CASE WHEN v_all THEN '' ELSE v_within END,
    CASE WHEN c IS NULL THEN '' ELSE format('AND search.words(t.turns) @@ %L::tsquery', CASE WHEN v_all THEN c ELSE search.weighed(c, v_share) END) END);
  IF conditions IS NOT NULL THEN
    -- A page's are few, and each is looked at by its number: the planner would read all rows between.
    short := format(CASE WHEN p_share IS NOT NULL AND c IS NOT NULL
        THEN 'SELECT c.docno, c.started_at FROM (%s OFFSET 0) t, LATERAL (SELECT c.docno, c.started_at FROM record.conversation c WHERE c.docno = t.docno AND c.docno BETWEEN %s AND %s %s OFFSET 0) c'
        ELSE 'SELECT c.docno, c.started_at FROM (%s OFFSET 0) t JOIN record.conversation c ON c.docno = t.docno WHERE c.docno BETWEEN %s AND %s %s' END, short, lo, hi, conditions);
  END IF;
  IF v_leaf THEN
    -- Turn by turn, each number as often as it answers: a question within a question would not be carried out by several processes.
    short := format('%s AND %s', short, search.turn_answers(v_rest));
  ELSIF NOT v_exact AND v_counts AND NOT search.by_turn(q) THEN
    -- Where no order is wanted the text is asked where it is found: it is read once, and by several processes where there are.
    short := format('%s AND %s', short, search.asks_text(v_rest, NULL, NULL, search.may_read_raw(v_rest)));
  ELSIF NOT v_exact THEN
    short := format('SELECT x.docno, x.started_at FROM (%s%s OFFSET 0) x WHERE %s%s', short, coalesce(' ORDER BY docno ' || way, ''), v_short, coalesce(' ORDER BY docno ' || way, ''));
  END IF;
  long := format('SELECT c.docno, c.started_at FROM record.conversation c WHERE c.docno BETWEEN %s AND %s AND c.docno IN (SELECT t.docno FROM %s t WHERE t.docno BETWEEN %s AND %s AND %s) %s AND %s',
    lo, hi, v_part, lo, hi,
    CASE WHEN pc IS NULL THEN 't.kind > 0' ELSE format('(t.kind = 2 OR (t.kind = 1 AND search.words(t.turns) @@ %L::tsquery))', pc) END,
    coalesce(conditions, ''), v_long) || coalesce(' ORDER BY docno ' || way || ' OFFSET 0', '');
  RETURN format('SELECT * FROM ((%s) UNION ALL (%s)) u', short, long) || coalesce(' ORDER BY docno ' || way, '');
END $function$;

CREATE OR REPLACE FUNCTION search.parts_for(a access.actor, p_filters jsonb)
 RETURNS SETOF record.part
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT p.* FROM record.part p JOIN record.volume v ON v.id = p.volume_id
  WHERE v.matter_id = a.matter_id AND v.state = 'sealed' AND v.disclosure <> 'aggregate' AND (NOT p_filters ? 'volumes' OR p_filters->'volumes' ? v.name)
  ORDER BY p.part
$function$;

CREATE OR REPLACE FUNCTION search.place_in(p_bits bit varying, p_rank integer)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE b bit varying := p_bits || B''; lo integer := 0; hi integer := length(p_bits); mid integer; n integer; left_over integer := p_rank;
BEGIN
  IF p_rank < 1 OR bit_count(b) < p_rank THEN RETURN NULL; END IF;
  WHILE hi - lo > 1 LOOP
    -- Along bytes while there are any: a piece of a bitmap that begins at a byte is copied, not shifted.
    mid := CASE WHEN hi - lo > 16 THEN (lo + (hi - lo) / 2) / 8 * 8 ELSE lo + (hi - lo) / 2 END;
    n := bit_count(substring(b FROM lo + 1 FOR mid - lo));
    IF n >= left_over THEN hi := mid; ELSE left_over := left_over - n; lo := mid; END IF;
  END LOOP;
  RETURN lo;
END $function$;

CREATE OR REPLACE FUNCTION search.place_of(p_text text, p_n integer)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE lo integer := 1; hi integer := length(p_text); mid integer; f text;
BEGIN
  IF octet_length(p_text) = length(p_text) THEN RETURN regexp_instr(p_text, '[0-9A-Za-z]+', 1, p_n); END IF;
  WHILE lo < hi LOOP
    mid := (lo + hi) / 2;
    f := search.fold(left(p_text, mid));
    IF length(f) - length(replace(f, ' ', '')) - 1 >= p_n THEN hi := mid; ELSE lo := mid + 1; END IF;
  END LOOP;
  RETURN lo;
END $function$;

CREATE OR REPLACE FUNCTION search.plain_condition(q jsonb, said text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT CASE WHEN x.letters IS NULL THEN '' ELSE format('lower(%s COLLATE "C") LIKE %L AND ', said, '%' || x.letters || '%') END || format('%s COLLATE "C" ~* %L', said, search.raw_pattern(search.leaf_pattern(q)))
  FROM (SELECT search.letters(q) AS letters) x $function$;

CREATE OR REPLACE FUNCTION search.progress(r search.run)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT jsonb_build_object('id', r.id, 'state', CASE WHEN r.state = 'running' AND r.due_at < clock_timestamp() THEN 'cancelled' ELSE r.state END, 'total', r.total, 'lookedAt', r.looked_at, 'hits', r.hits, 'costMs', r.cost_ms,
    'sha256', encode(r.sha256, 'hex'), 'entry', r.entry_id::text)
$function$;

CREATE OR REPLACE FUNCTION search.rank_in(p_bits bit varying, p_before integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (bit_count(SUBSTRING(p_bits FROM 1 FOR GREATEST(0, p_before))))::integer;

CREATE OR REPLACE FUNCTION search.rank_of(r search.run, p_sort text, p_docno integer, OUT rank bigint, OUT before bigint)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF p_sort IN ('date', '-date') THEN
    before := search.dated_rank(r.id, p_docno);
    IF search.is_in(r.id, p_docno) THEN
      rank := CASE p_sort WHEN 'date' THEN before ELSE r.hits - 1 - before END;
      before := rank;
    ELSIF p_sort = '-date' THEN before := r.hits - before; END IF;
  ELSE
    SELECT x.block * 1000 + array_position(x.docnos, p_docno) - 1 INTO rank FROM search.ranking x
      WHERE x.run_id = r.id AND x.sort = p_sort AND array_position(x.docnos, p_docno) IS NOT NULL;
    before := rank;
  END IF;
END $function$;

CREATE OR REPLACE FUNCTION search.rank_run(p_run uuid, p_sort text, p_tree jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '128MB'
AS $function$
DECLARE v_docnos integer[]; v_patterns text[]; v_matter uuid; v_exact boolean; v_small integer[];
BEGIN
  IF EXISTS (SELECT FROM search.ranking x WHERE x.run_id = p_run AND x.sort = p_sort) THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(p_run::text || p_sort, 8));
  IF EXISTS (SELECT FROM search.ranking x WHERE x.run_id = p_run AND x.sort = p_sort) THEN RETURN; END IF;
  SELECT array_agg(c.part * 1000000 + d) INTO v_docnos FROM search.chunk c, search.numbers_of(c.bits, 0, length(c.bits) - 1) d WHERE c.run_id = p_run AND c.n > 0;
  IF p_sort = 'length' THEN
    SELECT v.matter_id INTO v_matter FROM record.part p JOIN record.volume v ON v.id = p.volume_id WHERE p.part = v_docnos[1] / 1000000;
    v_exact := record.metadata_minimum(v_matter) <= 1; v_small := record.merged(v_matter, 'words');
    SELECT array_agg(k.docno ORDER BY CASE WHEN v_exact THEN k.words WHEN search.words_class(k.words) = ANY (v_small) THEN -1 ELSE search.words_class(k.words) END DESC, k.docno) INTO v_docnos FROM record.conversation k WHERE k.docno = ANY (v_docnos);
  ELSE
    SELECT array_agg(search.counted_pattern(l)) INTO v_patterns FROM search.counted_leaves(p_tree) l;
    WITH hit AS MATERIALIZED (
        SELECT t.docno, n AS leaf, sum(regexp_count(t.f COLLATE "C", p.pattern)) AS tf
        FROM (SELECT t.docno, search.folded(t.turns) AS f FROM record.conversation_text t WHERE t.docno = ANY (v_docnos) OFFSET 0) t, unnest(v_patterns) WITH ORDINALITY p (pattern, n) GROUP BY 1, 2),
      df AS (SELECT leaf, count(*) FILTER (WHERE tf > 0) AS df FROM hit GROUP BY leaf),
      mean AS (SELECT greatest(1, avg(k.words)) AS words FROM record.conversation k WHERE k.docno = ANY (v_docnos)),
      scored AS (
        SELECT k.docno, k.words, coalesce(sum(h.tf), 0) AS hits,
          coalesce(sum(ln(1 + (cardinality(v_docnos) - df.df + 0.5) / (df.df + 0.5)) * h.tf * 2.2 / (h.tf + 1.2 * (0.25 + 0.75 * k.words / mean.words))), 0) AS score
        FROM record.conversation k CROSS JOIN mean LEFT JOIN hit h ON h.docno = k.docno LEFT JOIN df ON df.leaf = h.leaf
        WHERE k.docno = ANY (v_docnos) GROUP BY k.docno, k.words)
    SELECT array_agg(docno ORDER BY CASE p_sort WHEN 'hits' THEN hits ELSE score END DESC, docno) INTO v_docnos FROM scored;
  END IF;
  INSERT INTO search.ranking SELECT p_run, p_sort, (n - 1) / 1000, array_agg(d ORDER BY n) FROM unnest(v_docnos) WITH ORDINALITY x(d, n) GROUP BY 3;
END $function$;

CREATE OR REPLACE FUNCTION search.ranks_of(p_run uuid, p_first_part integer, p_last_part integer, p_offset bigint, p_limit integer)
 RETURNS SETOF integer
 LANGUAGE plpgsql
 STABLE ROWS 50
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE c search.chunk; v_first bigint; v_from bigint; v_to bigint;
BEGIN
  FOR c IN SELECT * FROM search.chunk x WHERE x.run_id = p_run AND x.part BETWEEN p_first_part AND p_last_part ORDER BY x.part LOOP
    v_first := coalesce(v_first, c.before);
    v_from := greatest(0, p_offset - (c.before - v_first));
    v_to := least(c.n, p_offset + p_limit - (c.before - v_first));
    EXIT WHEN v_to <= 0;
    CONTINUE WHEN v_from >= c.n;
    IF v_to - v_from = 1 THEN RETURN NEXT c.part * 1000000 + search.place_in(c.bits, v_from::int + 1); CONTINUE; END IF;
    c.bits := c.bits || B'';
    RETURN QUERY SELECT c.part * 1000000 + d FROM search.numbers_of(c.bits, search.place_in(c.bits, v_from::int + 1), search.place_in(c.bits, v_to::int)) d ORDER BY d;
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION search.raw_pattern(p text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT '(?:^|' || g || ')' || replace(replace(replace(substr(p, 2, length(p) - 2), '[^ \n]', E'\x01'), ' ', g || '+'), E'\x01', w) || '(?:$|' || g || ')'
  FROM (SELECT '[^' || x || '\u00B6]' AS g, '[' || x || '\u00B6]' AS w
    FROM (SELECT '0-9a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u012F\u0131\u0134-\u013E\u0141-\u0148\u014A-\u017E\u0401\u0410-\u044F\u0451') y(x)) z $function$;

CREATE OR REPLACE FUNCTION search.reach(q jsonb)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT coalesce((SELECT max(least((w #>> '{}')::int, 255)) FROM jsonb_path_query(q, '$.**.within') w), 0)
    + 2 * coalesce((SELECT max(CASE WHEN t ? 'words' THEN jsonb_array_length(t->'words') ELSE array_length(string_to_array(btrim(search.fold(t->>'text')), ' '), 1) END)
      FROM jsonb_path_query(q, '$.** ? (@.op == "words" || @.op == "prefix" || @.op == "phrase")') t), 0) $function$;

CREATE OR REPLACE FUNCTION search.reads_text(q jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  RETURN CASE
    WHEN q IS NULL OR q->>'op' = 'field' THEN false
    WHEN q->>'op' = 'not' THEN search.reads_text(q->'item')
    WHEN q->>'op' IN ('and', 'or') THEN coalesce((SELECT bool_or(search.reads_text(i)) FROM jsonb_array_elements(q->'items') i), true)
    ELSE true END;
END $function$;

CREATE OR REPLACE FUNCTION search.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN RAISE EXCEPTION 'a bitmap that is hashed is not changed' USING ERRCODE = '42501'; END $function$;

CREATE OR REPLACE FUNCTION search.room_of(p_stretch text, p_cut boolean, p_pattern text, p_folded text)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE f text; n integer; last text;
BEGIN
  IF p_folded IS NOT NULL AND octet_length(p_stretch) = length(p_stretch) THEN
    n := regexp_instr(p_folded COLLATE "C", p_pattern, 1, 1, 1);
    IF n > 0 THEN
      f := left(p_folded, n - 1);
      n := regexp_instr(p_stretch, '[0-9A-Za-z]+', 1, length(f) - length(replace(f, ' ', '')) - 1, 1) - 1;
      IF n > 0 AND n < length(p_stretch) THEN RETURN n; END IF;
    END IF;
  END IF;
  f := search.fold(p_stretch);
  IF p_cut THEN f := regexp_replace(f, ' [^ ]* $', ' '); END IF;
  n := regexp_instr(f COLLATE "C", p_pattern, 1, 1, 1);
  IF n = 0 THEN RETURN 0; END IF;
  f := left(f, n - 1); last := substring(f FROM '[^ ]+ $');
  RETURN least(300, search.place_of(p_stretch, length(f) - length(replace(f, ' ', '')) - 1) + length(last) - 2);
END $function$;

CREATE OR REPLACE FUNCTION search.row_condition(q jsonb, lo integer, hi integer)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF NOT search.has_field(q) THEN
    RETURN format('c.docno IN (SELECT answers.docno FROM (%s) answers)', search.part_sql(q, lo, hi, '', 'ASC'));
  END IF;
  RETURN CASE q->>'op'
    WHEN 'and' THEN '(' || (SELECT string_agg(search.row_condition(i, lo, hi), ' AND ') FROM jsonb_array_elements(q->'items') i) || ')'
    WHEN 'or' THEN '(' || (SELECT string_agg(search.row_condition(i, lo, hi), ' OR ') FROM jsonb_array_elements(q->'items') i) || ')'
    WHEN 'not' THEN '(NOT ' || search.row_condition(q->'item', lo, hi) || ')'
    ELSE search.field_condition(q) END;
END $function$;

CREATE OR REPLACE FUNCTION search.run_for(a access.actor, p_secret text, p_asked jsonb)
 RETURNS search.run
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT r.* FROM search.run r WHERE r.session_id = a.session_id AND r.asked = search.asked_by(p_secret, p_asked) AND r.version = search.version_for(a, p_asked)
    AND (r.state = 'done' OR (r.state = 'running' AND r.due_at > clock_timestamp())) ORDER BY r.state, r.created_at DESC LIMIT 1
$function$;

CREATE OR REPLACE FUNCTION search.say_coded()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  INSERT INTO search.coded AS x (matter_id, side, xid) SELECT coalesce(NEW.matter_id, OLD.matter_id), coalesce(NEW.side, OLD.side), pg_current_xact_id()
    ON CONFLICT (matter_id, side) DO UPDATE SET xid = excluded.xid WHERE x.xid <> excluded.xid;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION search.scope(v record.volume, a access.actor, p_words boolean, p_filters jsonb, p_after_at timestamp with time zone, p_after integer, p_descending boolean, OUT lo integer, OUT hi integer, OUT conditions text)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE undated integer; dated_hi integer;
BEGIN
  lo := v.first_docno; hi := v.first_docno + v.size - 1;
  SELECT coalesce(sum(x.undated), 0) INTO undated FROM record.part x WHERE x.volume_id = v.id;
  dated_hi := hi - undated;
  IF p_filters ? 'from' THEN lo := search.first_docno_at(v, search.first_day((p_filters->>'from')::date, record.metadata_minimum(v.matter_id) > 1)::timestamp AT TIME ZONE 'UTC'); hi := dated_hi; END IF;
  IF p_filters ? 'to' THEN hi := search.first_docno_at(v, search.day_after((p_filters->>'to')::date, record.metadata_minimum(v.matter_id) > 1)::timestamp AT TIME ZONE 'UTC') - 1; END IF;
  IF p_after IS NOT NULL THEN
    IF p_after BETWEEN v.first_docno AND v.first_docno + v.size - 1 THEN
      IF p_descending THEN hi := least(hi, p_after - 1); ELSE lo := greatest(lo, p_after + 1); END IF;
    ELSIF p_after_at IS NULL THEN
      -- Beyond an undated conversation of another volume: among equals, order of docno.
      IF p_descending THEN
        IF p_after < v.first_docno THEN hi := least(hi, dated_hi); END IF;
      ELSE
        lo := greatest(lo, CASE WHEN p_after < v.first_docno THEN dated_hi + 1 ELSE v.first_docno + v.size END);
      END IF;
    ELSE
      IF p_descending THEN
        hi := least(hi, search.first_docno_at(v, CASE WHEN p_after < v.first_docno THEN p_after_at ELSE p_after_at + interval '1 microsecond' END) - 1);
      ELSE
        lo := greatest(lo, search.first_docno_at(v, CASE WHEN p_after < v.first_docno THEN p_after_at ELSE p_after_at + interval '1 microsecond' END));
      END IF;
    END IF;
  END IF;

  conditions := format(' AND c.tier <= %s', a.tier);
  IF p_words THEN conditions := conditions || format(' AND c.top_tier <= %s', a.tier); END IF;
  IF v.superseded > 0 AND NOT p_filters ? 'set' AND (p_filters->>'superseded')::boolean IS NOT TRUE THEN conditions := conditions || ' AND c.flags & 64 = 0'; END IF;
  IF v.disclosure = 'matched' THEN conditions := conditions || ' AND c.flags & 32 <> 0'; END IF;
  IF p_filters ? 'models' THEN
    conditions := conditions || format(' AND c.model_id = ANY (%L::smallint[])', ARRAY(SELECT m.id FROM record.model m WHERE p_filters->'models' ? CASE WHEN m.id = ANY (record.merged(v.matter_id, 'model')) THEN 'other' ELSE m.name END));
  END IF;
  IF p_filters ? 'languages' THEN
    conditions := conditions || format(' AND c.language_id = ANY (%L::smallint[])', ARRAY(SELECT l.id FROM record.language l WHERE p_filters->'languages' ? CASE WHEN l.id = ANY (record.merged(v.matter_id, 'language')) THEN 'other' ELSE l.tag END));
  END IF;
  IF p_filters ?| ARRAY['from', 'to'] AND record.merged(v.matter_id, 'month') <> '{}' THEN
    conditions := conditions || format(' AND c.month <> ALL (%L::integer[])', record.merged(v.matter_id, 'month'));
  END IF;
  IF p_filters ?| ARRAY['minTurns', 'maxTurns'] AND record.merged(v.matter_id, 'turns') <> '{}' THEN
    conditions := conditions || format(' AND search.turns_class(c.turns) <> ALL (%L::integer[])', record.merged(v.matter_id, 'turns'));
  END IF;
  IF p_filters ? 'minTurns' THEN conditions := conditions || format(' AND c.turns >= %s', search.least_of('turns', (p_filters->>'minTurns')::int, record.metadata_minimum(v.matter_id) > 1)); END IF;
  IF p_filters ? 'maxTurns' THEN conditions := conditions || format(' AND c.turns <= %s', search.most_of('turns', (p_filters->>'maxTurns')::int, record.metadata_minimum(v.matter_id) > 1)); END IF;
  IF p_filters ? 'codes' THEN
    conditions := conditions || format(
      ' AND EXISTS (SELECT FROM work.coding k JOIN work.code b ON b.id = k.code_id WHERE k.docno = c.docno AND b.matter_id = %L AND b.side = %L AND b.key = ANY (%L::text[]))',
      a.matter_id, a.side, ARRAY(SELECT jsonb_array_elements_text(p_filters->'codes')));
  END IF;
  IF (p_filters->>'uncoded')::boolean THEN
    conditions := conditions || format(' AND NOT EXISTS (SELECT FROM work.coding k WHERE k.docno = c.docno AND k.matter_id = %L AND k.side = %L)', a.matter_id, a.side);
  END IF;
  IF p_filters ? 'set' THEN
    conditions := conditions || format(
      ' AND c.docno IN (SELECT unnest(sp.docnos) FROM work.set_part sp JOIN work.reviewed_set s ON s.id = sp.set_id WHERE s.id = %L AND s.matter_id = %L AND s.side = %L AND s.tier <= %s AND sp.part = c.docno / 1000000)',
      p_filters->>'set', a.matter_id, a.side, a.tier);
  END IF;
END $function$;

CREATE OR REPLACE FUNCTION search.share_for(p_text text, q jsonb, OUT share double precision, OUT loose double precision, OUT words tsquery, OUT listed double precision)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE c tsquery := search.candidates(q); v_of double precision; v_left double precision;
BEGIN
  IF c IS NULL THEN RETURN; END IF;
  words := search.candidates(search.without_prefixes(q));
  IF words IS NULL OR words::text = c::text THEN words := NULL; share := search.share_of(p_text, c); RETURN; END IF;
  -- What begins so is a list put together of many: where a word stands beside it, the planner says how many of the word's it leaves.
  v_of := search.told_of(p_text, words);
  v_left := search.told_of(p_text, c) / v_of;
  -- No more than it says of what it does not know.
  IF v_left <= 0.02 THEN words := NULL; share := search.share_of(p_text, c); RETURN; END IF;
  v_left := least(1, v_left);
  loose := search.share_of(p_text, words);
  share := loose * v_left;
  listed := v_left * (SELECT greatest(r.reltuples, 0) FROM pg_class r WHERE r.oid = p_text::regclass);
END $function$;

CREATE OR REPLACE FUNCTION search.share_of(p_text text, p_words tsquery)
 RETURNS double precision
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE v_plan jsonb; v_of double precision := greatest(1, (SELECT r.reltuples FROM pg_class r WHERE r.oid = p_text::regclass)); v_asked text := format('SELECT FROM %s t WHERE t.kind = 0 AND search.words(t.turns) @@ %L::tsquery', p_text, p_words); v_n double precision;
BEGIN
  EXECUTE 'EXPLAIN (FORMAT JSON) ' || v_asked INTO v_plan;
  v_n := (v_plan->0->'Plan'->>'Plan Rows')::double precision;
  IF v_n > 0.02 * v_of THEN RETURN least(1, v_n / v_of); END IF;
  -- The whole list is read before the first row is fetched; no more than that one is.
  EXECUTE 'EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF, FORMAT JSON) ' || v_asked || ' LIMIT 1' INTO v_plan;
  RETURN least(1, coalesce((SELECT max((r #>> '{}')::double precision) FROM jsonb_path_query(v_plan, '$.** ? (@."Node Type" == "Bitmap Index Scan")."Actual Rows"') r), v_n) / v_of);
END $function$;

CREATE OR REPLACE FUNCTION search.side_pattern(p_side jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT '(?:' || string_agg(search.term_pattern(t), '|' ORDER BY n) || ')' FROM jsonb_array_elements(p_side) WITH ORDINALITY x(t, n) $function$;

CREATE OR REPLACE FUNCTION search.stand_of(p_run uuid, p_docno integer, p_after boolean, OUT before bigint, OUT held boolean, OUT beside integer)
 RETURNS record
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  WITH h AS MATERIALIZED (SELECT search.is_in(p_run, p_docno) AS held), b AS MATERIALIZED (SELECT * FROM search.before_in(p_run, p_docno))
  SELECT coalesce((SELECT sum(b.n) FROM b), 0)::bigint, h.held, (
    SELECT d FROM b
      CROSS JOIN LATERAL (SELECT CASE WHEN NOT p_after THEN b.n - 1 WHEN b.own AND h.held THEN b.n + 1 ELSE b.n END AS rank) x
      CROSS JOIN LATERAL search.ranks_of(p_run, (b.v).first_docno / 1000000, ((b.v).first_docno + (b.v).size - 1) / 1000000, x.rank, 1) d
      CROSS JOIN LATERAL (SELECT extract(epoch FROM coalesce(k.started_at, 'infinity')) AS at FROM record.conversation k WHERE k.docno = d OFFSET 0) k
    WHERE p_after IS NOT NULL AND x.rank >= 0 ORDER BY CASE WHEN p_after THEN k.at ELSE -k.at END, CASE WHEN p_after THEN d ELSE -d END LIMIT 1)
  FROM h
$function$;

CREATE OR REPLACE FUNCTION search.stretch_sql(v record.volume, a access.actor, q jsonb, p_filters jsonb, p_lo integer, p_hi integer)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE s record;
BEGIN
  q := search.bound(a, q);
  s := search.scope(v, a, search.reads_text(q), p_filters, NULL, NULL, false);
  s.lo := greatest(s.lo, p_lo); s.hi := least(s.hi, p_hi);
  RETURN CASE WHEN s.lo > s.hi THEN NULL
    WHEN q IS NULL THEN format('SELECT c.docno FROM record.conversation c WHERE c.docno BETWEEN %s AND %s %s', s.lo, s.hi, s.conditions)
    ELSE search.part_sql(q, s.lo, s.hi, CASE WHEN search.has_field(q) OR s.conditions <> format(' AND c.tier <= %s AND c.top_tier <= %s', a.tier, a.tier) OR NOT search.hides_nothing(p_lo / 1000000, a.tier)
      THEN s.conditions END, NULL) END;
END $function$;

CREATE OR REPLACE FUNCTION search.stretches(q jsonb, lo integer, hi integer, conditions text, way text, p_limit integer)
 RETURNS TABLE(docno integer, started_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE
  v_span bigint := greatest(100, 2 * p_limit); v_from integer := lo; v_to integer := hi; left_over integer := p_limit; n integer; s record; v_share double precision; v_words tsquery;
BEGIN
  IF NOT search.has_field(q) AND hi - lo > v_span THEN
    s := search.share_for('record.conversation_text_' || lpad((lo / 1000000)::text, 4, '0'), q);
    v_share := s.share;
    IF s.share IS NOT NULL THEN
      -- A text that is asked takes as long as some two thousand numbers of a list.
      IF s.loose IS NOT NULL AND (p_limit * (s.loose / greatest(s.share, 0.000001) - 1)) * 2000 < s.listed THEN v_words := s.words; v_share := s.loose; END IF;
      v_span := CASE WHEN v_share < 0.001 THEN 1000000
        ELSE greatest(v_span, least(1000000, p_limit * CASE WHEN search.is_exact(q) OR v_words IS NOT NULL THEN 1.5 ELSE 3 END / greatest(s.share, 0.000001)))::bigint END;
    END IF;
  END IF;
  WHILE v_from <= v_to AND left_over > 0 LOOP
    IF way = 'ASC' THEN
      RETURN QUERY EXECUTE search.part_sql(q, v_from, least(v_to, v_from + v_span - 1)::integer, conditions, way, v_share, v_words) || format(' LIMIT %s', left_over);
    ELSE
      RETURN QUERY EXECUTE search.part_sql(q, greatest(v_from, v_to - v_span + 1)::integer, v_to, conditions, way, v_share, v_words) || format(' LIMIT %s', left_over);
    END IF;
    GET DIAGNOSTICS n = ROW_COUNT;
    left_over := left_over - n;
    IF way = 'ASC' THEN v_from := least(v_from + v_span, v_to + 1::bigint); ELSE v_to := greatest(v_to - v_span, v_from - 1::bigint); END IF;
    v_span := CASE WHEN n = 0 THEN v_span * 8 ELSE greatest(v_span, least(v_span * 8, v_span * left_over * 3 / n / 2)) END;
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION search.term_candidates(q jsonb)
 RETURNS tsquery
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE result tsquery; slot jsonb; c tsquery; any_of tsquery; w text; words text[];
BEGIN
  IF q->>'op' = 'phrase' THEN
    FOR slot IN SELECT jsonb_array_elements(q->'words') LOOP
      any_of := NULL;
      FOR w IN SELECT jsonb_array_elements_text(slot) LOOP
        PERFORM search.word_pattern(w);
        IF w ~ '^[*?=]' THEN any_of := NULL; EXIT; END IF;
        c := (quote_literal(left(btrim(search.fold(regexp_replace(w, '[*?=].*', ''))), 64)) || CASE WHEN w ~ '[*?=]' THEN ':*' ELSE '' END)::tsquery;
        any_of := CASE WHEN any_of IS NULL THEN c ELSE any_of || c END;
      END LOOP;
      result := CASE WHEN any_of IS NULL THEN result WHEN result IS NULL THEN any_of ELSE result && any_of END;
    END LOOP;
    RETURN result;
  END IF;
  words := string_to_array(btrim(search.fold(q->>'text')), ' ');
  FOR i IN 1 .. coalesce(array_length(words, 1), 0) LOOP
    c := (quote_literal(left(words[i], 64)) || CASE WHEN q->>'op' = 'prefix' AND i = array_length(words, 1) THEN ':*' ELSE '' END)::tsquery;
    result := CASE WHEN result IS NULL THEN c ELSE result && c END;
  END LOOP;
  RETURN result;
END $function$;

CREATE OR REPLACE FUNCTION search.term_pattern(q jsonb)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  CASE q->>'op'
  WHEN 'words' THEN RETURN btrim(search.fold(q->>'text'));
  WHEN 'prefix' THEN RETURN btrim(search.fold(q->>'text')) || '[^ \n]*';
  WHEN 'phrase' THEN RETURN (
    SELECT string_agg((SELECT '(?:' || string_agg(search.word_pattern(w), '|' ORDER BY k) || ')' FROM jsonb_array_elements_text(slot) WITH ORDINALITY x(w, k)), ' ' ORDER BY n)
    FROM jsonb_array_elements(q->'words') WITH ORDINALITY y(slot, n));
  ELSE RAISE EXCEPTION 'no word or phrase: %', q->>'op' USING ERRCODE = '22023';
  END CASE;
END $function$;

CREATE OR REPLACE FUNCTION search.texts_sql(p_from text, p_raw boolean)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT CASE WHEN p_raw THEN format('SELECT CASE WHEN z.plain THEN z.said END AS u, CASE WHEN NOT z.plain THEN search.fold(z.said) END AS f FROM (SELECT e->>''text'' AS said, t.plain IS TRUE OR search.is_plain(e->>''text'') AS plain FROM %s OFFSET 0) z OFFSET 0', p_from)
    ELSE format('SELECT NULL::text AS u, search.fold(e->>''text'') AS f FROM %s OFFSET 0', p_from) END $function$;

CREATE OR REPLACE FUNCTION search.told_of(p_text text, p_words tsquery)
 RETURNS double precision
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_plan jsonb;
BEGIN
  EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM %s t WHERE t.kind = 0 AND search.words(t.turns) @@ %L::tsquery', p_text, p_words) INTO v_plan;
  RETURN greatest(1, (v_plan->0->'Plan'->>'Plan Rows')::double precision);
END $function$;

CREATE OR REPLACE FUNCTION search.touch_code()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF TG_OP <> 'INSERT' THEN INSERT INTO search.code_touched VALUES (OLD.code_id, OLD.docno); END IF;
  IF TG_OP <> 'DELETE' THEN INSERT INTO search.code_touched VALUES (NEW.code_id, NEW.docno); END IF;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION search.turn_answers(q jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT format('CASE WHEN t.plain THEN %s WHEN (e->>''text'') COLLATE "C" !~* %L THEN false WHEN search.is_plain(e->>''text'') THEN true ELSE %s END',
    search.plain_condition(q, '(e->>''text'')'), search.raw_pattern(search.leaf_pattern(q)) || '|' || search.unplain(), search.folded_condition(q, 'search.fold(e->>''text'')')) $function$;

CREATE OR REPLACE FUNCTION search.turn_condition(q jsonb)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  RETURN CASE q->>'op'
    WHEN 'and' THEN '(' || (SELECT string_agg(search.turn_condition(i), ' AND ') FROM jsonb_array_elements(q->'items') i) || ')'
    WHEN 'or' THEN '(' || (SELECT string_agg(search.turn_condition(i), ' OR ') FROM jsonb_array_elements(q->'items') i) || ')'
    WHEN 'not' THEN '(NOT ' || search.turn_condition(q->'item') || ')'
    WHEN 'turn' THEN search.turn_condition(q->'item')
    WHEN 'in' THEN '(' || CASE WHEN q ? 'role' THEN format('r = %L AND ', q->>'role') ELSE '' END
      || CASE WHEN q ? 'turns' THEN format('k BETWEEN %s AND %s AND ', (q->'turns'->>0)::int, (q->'turns'->>1)::int) ELSE '' END
      || search.turn_condition(q->'item') || ')'
    WHEN 'regex' THEN format('said ~* %L', q->>'pattern')
    WHEN 'then' THEN format('(g > 0 AND ((r = ''prompt'' AND %s AND g IN (SELECT o.g FROM y o WHERE o.r = ''output'' AND %s)) OR (r = ''output'' AND %s AND g IN (SELECT p.g FROM y p WHERE p.r = ''prompt'' AND %s))))',
      search.turn_condition(q->'prompt'), search.turn_condition(q->'output'), search.turn_condition(q->'output'), search.turn_condition(q->'prompt'))
    ELSE search.leaf_condition(q) END;
END $function$;

CREATE OR REPLACE FUNCTION search.turns_class(p_turns integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (p_turns <= 2) THEN 1 WHEN (p_turns <= 4) THEN 3 WHEN (p_turns <= 10) THEN 5 WHEN (p_turns <= 20) THEN 11 WHEN (p_turns <= 50) THEN 21 ELSE 51 END;

CREATE OR REPLACE FUNCTION search.turns_condition(q jsonb)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  RETURN CASE q->>'op'
    WHEN 'and' THEN '(' || (SELECT string_agg(search.turns_condition(i), ' AND ') FROM jsonb_array_elements(q->'items') i) || ')'
    WHEN 'or' THEN '(' || (SELECT string_agg(search.turns_condition(i), ' OR ') FROM jsonb_array_elements(q->'items') i) || ')'
    WHEN 'not' THEN '(NOT ' || search.turns_condition(q->'item') || ')'
    ELSE format('EXISTS (SELECT FROM y WHERE %s)', search.turn_condition(q)) END;
END $function$;

CREATE OR REPLACE FUNCTION search.turns_hit(p_docnos integer[], p_leaves jsonb, OUT turns bigint, OUT prompts bigint, OUT outputs bigint)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_within text; v_raw boolean; v_conditions text;
BEGIN
  SELECT format('AND t.docno BETWEEN %s AND %s', min(d), max(d)) INTO v_within FROM unnest(p_docnos) d;
  SELECT bool_and(search.may_read_raw(l)), string_agg(search.turn_condition(l), ' OR ' ORDER BY n) INTO v_raw, v_conditions FROM jsonb_array_elements(p_leaves) WITH ORDINALITY e(l, n);
  EXECUTE format('SELECT count(*), count(*) FILTER (WHERE z.r = ''prompt''), count(*) FILTER (WHERE z.r = ''output'') FROM unnest($1) x(d), LATERAL (WITH y AS MATERIALIZED (%s) SELECT y.r FROM y WHERE %s) z',
    search.turns_sql('x.d', v_within, v_raw), v_conditions) INTO turns, prompts, outputs USING p_docnos;
END $function$;

CREATE OR REPLACE FUNCTION search.turns_sql(p_docno text, p_seen text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT search.turns_sql(p_docno, p_seen, false) $function$;

CREATE OR REPLACE FUNCTION search.turns_sql(p_docno text, p_seen text, p_raw boolean)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT format('SELECT z.k, z.r, z.said, CASE WHEN z.plain THEN z.said END AS u, CASE WHEN NOT z.plain THEN search.fold(z.said) END AS f, z.g FROM (SELECT t.first_turn + e.n - 1 AS k, e.s->>''role'' AS r, e.s->>''text'' AS said, %s AS plain, count(*) FILTER (WHERE e.s->>''role'' = ''prompt'') OVER (ORDER BY t.first_turn + e.n) AS g FROM record.conversation_text t, jsonb_array_elements(t.turns) WITH ORDINALITY e(s, n) WHERE t.docno = %s %s OFFSET 0) z',
    CASE WHEN p_raw THEN 't.plain IS TRUE OR search.is_plain(e.s->>''text'')' ELSE 'false' END, p_docno, p_seen) $function$;

CREATE OR REPLACE FUNCTION search.undecided(q jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT CASE WHEN q->>'op' <> 'and' OR x.items IS NULL THEN q WHEN jsonb_array_length(x.items) = 1 THEN x.items->0 ELSE jsonb_build_object('op', 'and', 'items', x.items) END
  FROM (SELECT jsonb_agg(i ORDER BY n) AS items FROM jsonb_array_elements(CASE q->>'op' WHEN 'and' THEN q->'items' ELSE '[]' END) WITH ORDINALITY e(i, n)
    WHERE NOT search.is_exact(i) OR search.candidates(i) IS NULL) x $function$;

CREATE OR REPLACE FUNCTION search.units(p_text text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT length(p_text) + CASE WHEN octet_length(p_text) = length(p_text) THEN 0 ELSE regexp_count(p_text, '[\U00010000-\U0010FFFF]') END $function$;

CREATE OR REPLACE FUNCTION search.unplain()
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN '[^\u0001-\u007F\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u012F\u0131\u0134-\u013E\u0141-\u0148\u014A-\u017E\u0401\u0410-\u044F\u0451\u00A0-\u00A7\u00A9\u00AB\u00AC\u00AE\u00B0\u00B1\u00B7\u00BB\u00BF\u00D7\u00F7\u2010-\u2015\u2018-\u2022\u2026\u2030\u2032\u2039\u203A\u20AC\u2190-\u2193\u2212\u2248\u2264\u2265\u2500-\u27BF\uFE0F\U0001F300-\U0001FAFF]'::text;

CREATE OR REPLACE FUNCTION search.unsaid(p_text text)
 RETURNS text[]
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE found text[] := '{}'; n integer := 57344;
BEGIN
  WHILE cardinality(found) < 2 LOOP
    IF strpos(p_text, chr(n)) = 0 THEN found := found || chr(n); END IF;
    n := CASE n WHEN 63743 THEN 983040 ELSE n + 1 END;
  END LOOP;
  RETURN found;
END $function$;

CREATE OR REPLACE FUNCTION search.version_for(a access.actor, p_asked jsonb)
 RETURNS bytea
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT sha256(convert_to(concat_ws('|', record.metadata_minimum(a.matter_id), a.matter_id, a.side, a.tier,
    (SELECT string_agg(concat_ws(':', v.id, v.sealed_at, v.disclosure, v.size), ',' ORDER BY v.id) FROM record.volume v WHERE v.matter_id = a.matter_id AND v.state = 'sealed'),
    (SELECT max(w.at) FROM record.turn_tier w),
    CASE WHEN p_asked->'filters' ?| ARRAY['codes', 'uncoded'] OR (p_asked->'question')::text ~* '"[^"]*code[^"]*"'
      THEN (SELECT x.xid::text FROM search.coded x WHERE x.matter_id = a.matter_id AND x.side = a.side) END), 'UTF8'))
$function$;

CREATE OR REPLACE FUNCTION search.volumes_of(p_run uuid)
 RETURNS TABLE(v record.volume, n bigint, dated bigint, dated_hi integer)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT x.v, x.n, search.count_before(p_run, x.v, x.dated_hi + 1), x.dated_hi FROM (
    SELECT v, sum(c.n) AS n, v.first_docno + v.size - 1 - (SELECT coalesce(sum(q.undated), 0)::int FROM record.part q WHERE q.volume_id = v.id) AS dated_hi
    FROM search.chunk c JOIN record.part p ON p.part = c.part JOIN record.volume v ON v.id = p.volume_id
    WHERE c.run_id = p_run GROUP BY v.id HAVING sum(c.n) > 0) x ORDER BY (x.v).first_docno
$function$;

CREATE OR REPLACE FUNCTION search.weighed(p_words tsquery, p_share double precision)
 RETURNS tsquery
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF p_share < 0.05 THEN
    FOR i IN 1 .. ceil(p_share / 0.005)::int LOOP p_words := p_words || quote_literal(chr(i))::tsquery; END LOOP;
  END IF;
  RETURN p_words;
END $function$;

CREATE OR REPLACE FUNCTION search.without_prefixes(q jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT regexp_replace(q::text, '\{"op": "prefix", "text": "(?:[^"\\]|\\.)*"\}', '{"op": "regex", "pattern": ""}', 'g')::jsonb
$function$;

CREATE OR REPLACE FUNCTION search.word_pattern(p_word text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE f text := btrim(search.fold(translate(p_word, '*?=', U&'\16A0\16A2\16A6')));
BEGIN
  IF f = '' OR f ~ '[ \n]' THEN RAISE EXCEPTION 'no single word: %', p_word USING ERRCODE = '22023'; END IF;
  RETURN replace(replace(replace(f, U&'\16A0', '[^ \n]*'), U&'\16A2', '[^ \n]'), U&'\16A6', '[0-9]');
END $function$;

CREATE OR REPLACE FUNCTION search.words(turns jsonb)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT COST 4000
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT array_to_tsvector(CASE WHEN y.f ~ '[^ ]{65}' THEN ARRAY(SELECT left(w, 64) FROM unnest(y.w) w) ELSE y.w END) FROM (
    SELECT x.f, array_remove(string_to_array(x.f, ' '), '') AS w FROM (
      SELECT coalesce(string_agg(search.fold(e->>'text'), ''), '') AS f FROM jsonb_array_elements(turns) e) x) y $function$;

CREATE OR REPLACE FUNCTION search.words_class(p_words integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (p_words < 100) THEN 0 WHEN (p_words < 300) THEN 100 WHEN (p_words < 1000) THEN 300 WHEN (p_words < 3000) THEN 1000 WHEN (p_words < 10000) THEN 3000 WHEN (p_words < 30000) THEN 10000 ELSE 30000 END;

-- chunk: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- code_bits: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- code_touched: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- coded: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- facet: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- ranking: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- report_chunk: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- run: owner_sees_all, for all to rr_owner
--   using true
--   check true
