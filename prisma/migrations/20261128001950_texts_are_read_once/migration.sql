-- A count of what the text decides reads each candidate's text once, where the index found it, and by several processes where the server has them:
-- before, it was looked up a second time by its number, one after the other. The answers are the same. Replaces functions only.

-- The texts of a conversation, a row a part: u where it may be asked as it is written, f where it has to be folded. p_from gives t with its turns.
DROP FUNCTION search.texts_sql(text, text, boolean);
CREATE FUNCTION search.texts_sql(p_from text, p_raw boolean) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN p_raw THEN format('SELECT p.u, CASE WHEN p.u IS NULL THEN search.folded(p.turns) END AS f FROM (SELECT t.turns, (SELECT CASE WHEN bool_and(search.is_plain(s.said)) THEN '' '' || lower(string_agg(s.said, U&'' \00B6 '') COLLATE "C") || '' '' END FROM (SELECT e->>''text'' AS said FROM jsonb_array_elements(t.turns) e OFFSET 0) s) AS u FROM %s OFFSET 0) p OFFSET 0', p_from)
    ELSE format('SELECT NULL::text AS u, search.folded(t.turns) AS f FROM %s OFFSET 0', p_from) END $$;

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
    v_short := format('(SELECT %s FROM (%s) y)', search.condition(q, '%s'), search.texts_sql(v_part || ' t WHERE t.docno = x.docno AND t.part = 0', v_raw));
    v_long := format('(SELECT %s FROM (%s) y)', search.condition(q, 'bool_or(%s)'), search.texts_sql(v_part || ' t WHERE t.docno = c.docno', v_raw));
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
  IF NOT v_exact AND conditions IS NULL AND way IS NULL AND NOT search.by_turn(q) THEN
    -- Where no order is wanted the text is asked where it is found: it is read once, and by several processes where there are.
    short := format('%s AND (SELECT %s FROM (%s) y)', short, search.condition(q, '%s'), search.texts_sql('(SELECT t.turns) t', v_raw));
  ELSIF NOT v_exact THEN
    short := format('SELECT x.docno, x.started_at FROM (%s%s OFFSET 0) x WHERE %s', short, coalesce(' ORDER BY docno ' || way, ''), v_short);
  END IF;
  long := format('SELECT c.docno, c.started_at FROM record.conversation c WHERE c.docno BETWEEN %s AND %s AND c.docno IN (SELECT t.docno FROM %s t WHERE t.docno BETWEEN %s AND %s AND %s) %s AND %s',
    lo, hi, v_part, lo, hi,
    CASE WHEN pc IS NULL THEN 't.kind > 0' ELSE format('(t.kind = 2 OR (t.kind = 1 AND search.words(t.turns) @@ %L::tsquery))', pc) END,
    coalesce(conditions, ''), v_long);
  RETURN format('SELECT * FROM ((%s) UNION ALL (%s)) u', short, long) || coalesce(' ORDER BY docno ' || way, '');
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA search FROM PUBLIC;
