-- The planner knows the thousand commonest words of a partition; of every other it says that half of a hundredth hold it, and of two of them a forty-thousandth. Over a
-- million conversations a first page of two words that one in a hundred holds fetched all eleven thousand of them, to show fifty. What it does not know is asked of the
-- index, which knows; a stretch is then chosen as long as it has to be, and read through the index by number and the one by words together.

-- How large a part of a partition words name: what the planner knows where that is much, what the index of words counts where it is little.
CREATE OR REPLACE FUNCTION search.share_of(p_text text, p_words tsquery) RETURNS double precision LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE v_plan jsonb; v_of double precision := greatest(1, (SELECT r.reltuples FROM pg_class r WHERE r.oid = p_text::regclass)); v_asked text := format('SELECT FROM %s t WHERE t.kind = 0 AND search.words(t.turns) @@ %L::tsquery', p_text, p_words); v_n double precision;
BEGIN
  EXECUTE 'EXPLAIN (FORMAT JSON) ' || v_asked INTO v_plan;
  v_n := (v_plan->0->'Plan'->>'Plan Rows')::double precision;
  IF v_n > 0.02 * v_of THEN RETURN v_n / v_of; END IF;
  -- The whole list is read before the first row is fetched; no more than that one is.
  EXECUTE 'EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF, FORMAT JSON) ' || v_asked || ' LIMIT 1' INTO v_plan;
  RETURN coalesce((SELECT max((r #>> '{}')::double precision) FROM jsonb_path_query(v_plan, '$.** ? (@."Node Type" == "Bitmap Index Scan")."Actual Rows"') r), v_n) / v_of;
END $$;

-- Words as the planner has to be asked for them to take them for as common as they are: beside lexemes that no text has, of each of which it expects half of a hundredth.
CREATE FUNCTION search.weighed(p_words tsquery, p_share double precision) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF p_share < 0.05 THEN
    FOR i IN 1 .. ceil(p_share / 0.005)::int LOOP p_words := p_words || quote_literal(chr(i))::tsquery; END LOOP;
  END IF;
  RETURN p_words;
END $$;

-- How long the first step of a count is: where texts are asked, as many numbers as name some twenty thousand of them by what the planner knows of the words, which takes a second.
CREATE FUNCTION search.first_span(q jsonb, p_part integer) RETURNS integer LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE c tsquery;
BEGIN
  IF q IS NULL OR search.is_exact(q) THEN RETURN 1000000; END IF;
  c := CASE WHEN NOT search.has_field(q) THEN search.candidates(q) END;
  IF c IS NULL THEN RETURN 20000; END IF;
  RETURN least(1000000, 20000 / greatest(search.share_of('record.conversation_text_' || lpad(p_part::text, 4, '0'), c), 0.01));
END $$;

DROP FUNCTION search.part_sql(jsonb, integer, integer, text, text);
CREATE FUNCTION search.part_sql(q jsonb, lo integer, hi integer, conditions text, way text, p_share double precision DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
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
  v_exact := search.is_exact(q) AND c IS NOT NULL;
  v_counts := conditions IS NULL AND way IS NULL;
  v_whole := EXISTS (SELECT FROM record.part p WHERE p.part = lo / 1000000 AND lo <= p.first_docno AND p.last_docno <= hi);
  IF c IS NOT NULL AND NOT (v_whole AND (v_exact OR v_counts)) THEN v_share := coalesce(p_share, search.share_of(v_part, c)); END IF;
  -- What names most of a partition narrows nothing where a stretch of it is read, and its whole list would be read for every stretch.
  IF NOT v_exact AND v_share > 0.5 THEN c := NULL; END IF;
  -- What the index has decided is not asked of the text again.
  v_rest := CASE WHEN c IS NULL THEN q ELSE search.undecided(q) END;
  IF NOT search.by_turn(q) THEN v_short := search.asks_text(v_rest, v_part || ' t', 't.docno = x.docno AND t.part = 0', search.may_read_raw(v_rest)); END IF;
  v_leaf := v_counts AND NOT v_exact AND NOT search.by_turn(q) AND search.is_raw_leaf(v_rest);
  -- A whole partition is not asked by number: the planner would find its way by number, and fold every text to see whether it holds a common word. Behind
  -- OFFSET 0: how few are wanted says nothing of how they are found. Nor are few: they are found, and then looked at by number.
  v_all := v_whole OR (conditions IS NOT NULL AND v_share < 0.001);
  short := format('SELECT t.docno, NULL::timestamptz AS started_at FROM %s t%s WHERE t.kind = 0 %s %s', v_part, CASE WHEN v_leaf THEN ', jsonb_array_elements(t.turns) e' ELSE '' END,
    CASE WHEN v_all THEN '' ELSE v_within END,
    CASE WHEN c IS NULL THEN '' ELSE format('AND search.words(t.turns) @@ %L::tsquery', CASE WHEN v_all THEN c ELSE search.weighed(c, v_share) END) END);
  IF conditions IS NOT NULL THEN
    short := format('SELECT c.docno, c.started_at FROM (%s OFFSET 0) t JOIN record.conversation c ON c.docno = t.docno WHERE c.docno BETWEEN %s AND %s %s', short, lo, hi, conditions);
  END IF;
  IF v_leaf THEN
    -- Turn by turn, each number as often as it answers: a question within a question would not be carried out by several processes.
    short := format('%s AND %s', short, search.turn_answers(v_rest));
  ELSIF NOT v_exact AND v_counts AND NOT search.by_turn(q) THEN
    -- Where no order is wanted the text is asked where it is found: it is read once, and by several processes where there are.
    short := format('%s AND %s', short, search.asks_text(v_rest, NULL, NULL, search.may_read_raw(v_rest)));
  ELSIF NOT v_exact THEN
    short := format('SELECT x.docno, x.started_at FROM (%s%s OFFSET 0) x WHERE %s', short, coalesce(' ORDER BY docno ' || way, ''), v_short);
  END IF;
  long := format('SELECT c.docno, c.started_at FROM record.conversation c WHERE c.docno BETWEEN %s AND %s AND c.docno IN (SELECT t.docno FROM %s t WHERE t.docno BETWEEN %s AND %s AND %s) %s AND %s',
    lo, hi, v_part, lo, hi,
    CASE WHEN pc IS NULL THEN 't.kind > 0' ELSE format('(t.kind = 2 OR (t.kind = 1 AND search.words(t.turns) @@ %L::tsquery))', pc) END,
    coalesce(conditions, ''), v_long);
  RETURN format('SELECT * FROM ((%s) UNION ALL (%s)) u', short, long) || coalesce(' ORDER BY docno ' || way, '');
END $$;

CREATE OR REPLACE FUNCTION search.stretches(q jsonb, lo integer, hi integer, conditions text, way text, p_limit integer)
RETURNS TABLE (docno integer, started_at timestamptz) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
  v_span bigint := greatest(100, 2 * p_limit); v_from integer := lo; v_to integer := hi; left_over integer := p_limit; n integer; v_share double precision;
  c tsquery := CASE WHEN NOT search.has_field(q) THEN search.candidates(q) END;
BEGIN
  IF c IS NOT NULL AND hi - lo > v_span THEN
    v_share := search.share_of('record.conversation_text_' || lpad((lo / 1000000)::text, 4, '0'), c);
    v_span := CASE WHEN v_share < 0.001 THEN 1000000 ELSE greatest(v_span, least(1000000, p_limit * 1.5 / v_share)::bigint) END;
  END IF;
  WHILE v_from <= v_to AND left_over > 0 LOOP
    IF way = 'ASC' THEN
      RETURN QUERY EXECUTE search.part_sql(q, v_from, least(v_to, v_from + v_span - 1)::integer, conditions, way, v_share) || format(' LIMIT %s', left_over);
    ELSE
      RETURN QUERY EXECUTE search.part_sql(q, greatest(v_from, v_to - v_span + 1)::integer, v_to, conditions, way, v_share) || format(' LIMIT %s', left_over);
    END IF;
    GET DIAGNOSTICS n = ROW_COUNT;
    left_over := left_over - n;
    IF way = 'ASC' THEN v_from := least(v_from + v_span, v_to + 1::bigint); ELSE v_to := greatest(v_to - v_span, v_from - 1::bigint); END IF;
    v_span := CASE WHEN n = 0 THEN v_span * 8 ELSE greatest(v_span, least(v_span * 8, v_span * left_over * 3 / n / 2)) END;
  END LOOP;
END $$;

CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
SELECT pg_temp.amend('api.step_run(text, uuid, bytea, text, integer)', 'CASE WHEN v_tree IS NULL OR search.is_exact(v_tree) THEN 1000000 ELSE 60000 END', 'search.first_span(v_tree, p.part)');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);
