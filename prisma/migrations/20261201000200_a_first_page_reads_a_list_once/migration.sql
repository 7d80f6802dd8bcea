-- A first page grew with the corpus because the whole list of what begins so was read three times and more: once to learn how many it holds, and once for every step
-- that it took to fill the page. It is read once.

-- How many rows the planner says hold words, at least one.
CREATE FUNCTION search.told_of(p_text text, p_words tsquery)
 RETURNS double precision
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_plan jsonb;
BEGIN
  EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM %s t WHERE t.kind = 0 AND search.words(t.turns) @@ %L::tsquery', p_text, p_words) INTO v_plan;
  RETURN greatest(1, (v_plan->0->'Plan'->>'Plan Rows')::double precision);
END $function$;

-- A question without what begins so.
CREATE FUNCTION search.without_prefixes(q jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT regexp_replace(q::text, '\{"op": "prefix", "text": "(?:[^"\\]|\\.)*"\}', '{"op": "regex", "pattern": ""}', 'g')::jsonb
$function$;

-- Of which share of a partition's texts may answer, and where that is told by the words without what begins so: which share holds these, which these are, and how
-- long a list is spared with the rest.
CREATE FUNCTION search.share_for(p_text text, q jsonb, OUT share double precision, OUT loose double precision, OUT words tsquery, OUT listed double precision)
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

CREATE OR REPLACE FUNCTION search.asks_text(q jsonb, p_from text, p_where text, p_raw boolean)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT CASE WHEN search.is_raw_leaf(q) THEN format('EXISTS (SELECT FROM %s WHERE %s%s)', x.source, search.turn_answers(q), ' AND ' || p_where)
    ELSE format('(SELECT %s FROM (%s) y)', search.condition(q, 'coalesce(bool_or(%s), false)'), search.texts_sql(x.source || coalesce(' WHERE ' || p_where, ''), p_raw)) END
  FROM (SELECT coalesce(p_from || ', ', '') || 'jsonb_array_elements(t.turns) e' AS source) x $function$;

-- What is in a page is asked in its order, and no further than it is full; of what many hold, texts are asked and no list is read.
DROP FUNCTION search.part_sql(jsonb, integer, integer, text, text, double precision);
CREATE FUNCTION search.part_sql(q jsonb, lo integer, hi integer, conditions text, way text, p_share double precision DEFAULT NULL::double precision, p_words tsquery DEFAULT NULL::tsquery)
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

REVOKE ALL ON FUNCTION search.told_of(text, tsquery), search.without_prefixes(jsonb), search.share_for(text, jsonb), search.part_sql(jsonb, integer, integer, text, text, double precision, tsquery) FROM PUBLIC;
