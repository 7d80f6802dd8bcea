-- What a page and a count read. Statistics of words, so that the planner knows a rare word from a common one: those of a partial index it never looks at.
-- A page is looked for in stretches of a partition, so that it costs the same however many stand behind it. A count that hides nothing from who asks is
-- answered by the text alone, as bare SQL would. The answers are the same. Adds one index to the narrow table, some 7 MB and a second a million, and analyses
-- what is sealed, some seconds a million; reads go on meanwhile, designations wait.

CREATE INDEX conversation_by_highest_tier ON record.conversation (greatest(tier, top_tier));

-- A text is some hundred times as dear to fold as the planner thinks of a function by itself.
ALTER FUNCTION search.words(jsonb) COST 4000;

-- Statistics of the words of a partition.
CREATE FUNCTION search.keep_statistics(p_part integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('CREATE STATISTICS record.%I ON (search.words(turns)) FROM record.%I', 'words_' || lpad(p_part::text, 4, '0'), 'conversation_text_' || lpad(p_part::text, 4, '0'));
END $$;
DO $$ DECLARE v_part integer; BEGIN
  FOR v_part IN SELECT part FROM record.part WHERE to_regclass('record.conversation_text_' || lpad(part::text, 4, '0')) IS NOT NULL ORDER BY 1 LOOP
    PERFORM search.keep_statistics(v_part);
    EXECUTE format('ANALYZE record.%I', 'conversation_text_' || lpad(v_part::text, 4, '0'));
  END LOOP;
END $$;

-- Does somebody up to this tier see every conversation of a partition, and every turn?
CREATE FUNCTION search.hides_nothing(p_part integer, p_tier smallint) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE found boolean;
BEGIN
  -- With the numbers written out, so that one partition is looked at.
  EXECUTE format('SELECT NOT EXISTS (SELECT FROM record.conversation c WHERE c.docno BETWEEN %s AND %s AND greatest(c.tier, c.top_tier) > %s)',
    p_part * 1000000, p_part * 1000000 + 999999, p_tier) INTO found;
  RETURN found;
END $$;

-- Which share of a partition a question to the index names, by the planner's guess.
CREATE FUNCTION search.share_of(p_text text, p_words tsquery) RETURNS double precision LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_plan json;
BEGIN
  EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM %s t WHERE t.kind = 0 AND search.words(t.turns) @@ %L::tsquery', p_text, p_words) INTO v_plan;
  RETURN (v_plan->0->'Plan'->>'Plan Rows')::double precision / greatest(1, (SELECT r.reltuples FROM pg_class r WHERE r.oid = p_text::regclass));
END $$;

-- The SQL that answers a question between two docnos of one partition. Candidates come from the index in order; where the index
-- alone cannot decide, the text is asked one candidate after the other, only until the page is full. Conditions are those of the narrow table c; NULL
-- where there are none, and then only numbers are told. Without a way the numbers come in no order.
CREATE OR REPLACE FUNCTION search.part_sql(q jsonb, lo integer, hi integer, conditions text, way text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c tsquery; pc tsquery; short text; long text; v_short text; v_long text; texts jsonb; others jsonb; v_raw boolean; v_within text; v_exact boolean;
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
    v_short := format('(SELECT %s FROM (%s) y)', search.condition(q, '%s'), replace(search.texts_sql('x.docno', 'AND t.part = 0', v_raw), 'record.conversation_text t', v_part || ' t'));
    v_long := format('(SELECT %s FROM (%s) y)', search.condition(q, 'bool_or(%s)'), replace(search.texts_sql('c.docno', '', v_raw), 'record.conversation_text t', v_part || ' t'));
  END IF;
  v_exact := search.is_exact(q) AND c IS NOT NULL;
  -- What names most of a partition narrows nothing where the text is asked anyway.
  IF NOT v_exact AND c IS NOT NULL AND search.share_of(v_part, c) > 0.5 THEN c := NULL; END IF;
  -- A whole partition is not asked by number: the planner would find its way by number, and fold every text to see whether it holds a common word. Behind
  -- OFFSET 0: how few are wanted says nothing of how they are found.
  short := format('SELECT t.docno, NULL::timestamptz AS started_at FROM %s t WHERE t.kind = 0 %s %s', v_part,
    CASE WHEN NOT EXISTS (SELECT FROM record.part p WHERE p.part = lo / 1000000 AND lo <= p.first_docno AND p.last_docno <= hi) THEN v_within ELSE '' END,
    CASE WHEN c IS NULL THEN '' ELSE format('AND search.words(t.turns) @@ %L::tsquery', c) END);
  IF conditions IS NOT NULL THEN
    short := format('SELECT c.docno, c.started_at FROM (%s OFFSET 0) t JOIN record.conversation c ON c.docno = t.docno WHERE c.docno BETWEEN %s AND %s %s', short, lo, hi, conditions);
  END IF;
  IF NOT v_exact THEN
    short := format('SELECT x.docno, x.started_at FROM (%s%s OFFSET 0) x WHERE %s', short, coalesce(' ORDER BY docno ' || way, ''), v_short);
  END IF;
  long := format('SELECT c.docno, c.started_at FROM record.conversation c WHERE c.docno BETWEEN %s AND %s AND c.docno IN (SELECT t.docno FROM %s t WHERE t.docno BETWEEN %s AND %s AND %s) %s AND %s',
    lo, hi, v_part, lo, hi,
    CASE WHEN pc IS NULL THEN 't.kind > 0' ELSE format('(t.kind = 2 OR (t.kind = 1 AND search.words(t.turns) @@ %L::tsquery))', pc) END,
    coalesce(conditions, ''), v_long);
  RETURN format('SELECT * FROM ((%s) UNION ALL (%s)) u', short, long) || coalesce(' ORDER BY docno ' || way, '');
END $$;

-- The first p_limit of them in one direction: in stretches, the next as long as the last one's answers promise.
CREATE FUNCTION search.stretches(q jsonb, lo integer, hi integer, conditions text, way text, p_limit integer)
RETURNS TABLE (docno integer, started_at timestamptz) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE v_span bigint := greatest(100, 2 * p_limit); v_from integer := lo; v_to integer := hi; left_over integer := p_limit; n integer;
BEGIN
  WHILE v_from <= v_to AND left_over > 0 LOOP
    IF way = 'ASC' THEN
      RETURN QUERY EXECUTE search.part_sql(q, v_from, least(v_to, v_from + v_span - 1)::integer, conditions, way) || format(' LIMIT %s', left_over);
    ELSE
      RETURN QUERY EXECUTE search.part_sql(q, greatest(v_from, v_to - v_span + 1)::integer, v_to, conditions, way) || format(' LIMIT %s', left_over);
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
SELECT pg_temp.amend('search.find_in_volume(record.volume, access.actor, jsonb, jsonb, timestamptz, integer, boolean, integer)',
  'source := search.part_sql(q, greatest(lo, p.first_docno), least(hi, p.last_docno), conditions, way);',
  'IF left_over IS NOT NULL THEN
        RETURN QUERY SELECT f.docno, f.started_at FROM search.stretches(q, greatest(lo, p.first_docno), least(hi, p.last_docno), conditions, way, left_over) f;
        GET DIAGNOSTICS n = ROW_COUNT;
        left_over := left_over - n;
        EXIT WHEN left_over <= 0;
        CONTINUE;
      END IF;
      -- A step of a count asks for numbers alone.
      source := search.part_sql(q, greatest(lo, p.first_docno), least(hi, p.last_docno),
        CASE WHEN p_filters ? ''_lo'' AND NOT search.has_field(q) AND conditions = format('' AND c.tier <= %s AND c.top_tier <= %s'', a.tier, a.tier) AND search.hides_nothing(p.part, a.tier)
          THEN NULL ELSE conditions END, CASE WHEN NOT p_filters ? ''_lo'' THEN way END);');
-- Whoever reads a text to see whether it holds a word folds it: the index is there for that.
ALTER FUNCTION search.find_in_volume(record.volume, access.actor, jsonb, jsonb, timestamptz, integer, boolean, integer) SET enable_seqscan = off;
SELECT pg_temp.amend('api.seal_volume(smallint)', 'EXECUTE format(''ANALYZE %s'', t);', 'PERFORM search.keep_statistics(v_part);
    EXECUTE format(''ANALYZE %s'', t);');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA search FROM PUBLIC;
