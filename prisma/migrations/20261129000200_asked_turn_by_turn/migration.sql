-- A phrase or a distance is asked of each turn as it lies in the record, whatever its capitals, in one pass that also says whether the turn has to be folded. Before,
-- a conversation's turns were put together, told plain by counting their characters, and written anew in small letters, which cost four times what the question itself did;
-- and one turn that is not plain had all of them folded. What the index has decided is not asked of the text again, and a count asks the index first even of words that
-- nearly all hold. The answers are the same (domain/search/raw.test.ts, oracle.test.ts). Replaces functions only; no table and no index changes.

-- A character that folding may do more with than part words or keep them: the complement of what search.is_plain calls plain.
CREATE FUNCTION search.unplain() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '[^\u0001-\u007F\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u012F\u0131\u0134-\u013E\u0141-\u0148\u014A-\u017E\u0401\u0410-\u044F\u0451\u00A0-\u00A7\u00A9\u00AB\u00AC\u00AE\u00B0\u00B1\u00B7\u00BB\u00BF\u00D7\u00F7\u2010-\u2015\u2018-\u2022\u2026\u2030\u2032\u2039\u203A\u20AC\u2190-\u2193\u2212\u2248\u2264\u2265\u2500-\u27BF\uFE0F\U0001F300-\U0001FAFF]';

-- A pattern for folded text as one for a turn of plain text, to be asked whatever the case: what is one blank there is anything between words here, or an end of the turn.
CREATE OR REPLACE FUNCTION search.raw_pattern(p text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT '(?:^|' || g || ')' || replace(replace(replace(substr(p, 2, length(p) - 2), '[^ \n]', E'\x01'), ' ', g || '+'), E'\x01', w) || '(?:$|' || g || ')'
  FROM (SELECT '[^' || x || '\u00B6]' AS g, '[' || x || '\u00B6]' AS w
    FROM (SELECT '0-9a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u012F\u0131\u0134-\u013E\u0141-\u0148\u014A-\u017E\u0401\u0410-\u044F\u0451') y(x)) z $$;

-- A leaf as a condition on folded text, under the name it is given.
CREATE FUNCTION search.folded_condition(q jsonb, f text) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE q->>'op'
    WHEN 'prefix' THEN format('%s LIKE %L', f, '%' || rtrim(search.fold(q->>'text')) || '%')
    WHEN 'words' THEN format('%s LIKE %L', f, '%' || search.fold(q->>'text') || '%')
    ELSE format('%s COLLATE "C" ~ %L', f, search.leaf_pattern(q)) END $$;

-- A leaf as a condition on a turn: on its folded text f, or, where that is not folded, on its plain text u. Every literal is quoted.
CREATE OR REPLACE FUNCTION search.leaf_condition(q jsonb) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN search.may_read_raw(q)
    THEN format('(CASE WHEN u IS NULL THEN %s ELSE u COLLATE "C" ~* %L END)', search.folded_condition(q, 'f'), search.raw_pattern(search.leaf_pattern(q)))
    ELSE search.folded_condition(q, 'f') END $$;

-- The turns of a conversation as rows: u where a turn may be asked as it is written, f where it has to be folded. p_from gives t with its turns.
CREATE OR REPLACE FUNCTION search.texts_sql(p_from text, p_raw boolean) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN p_raw THEN format('SELECT CASE WHEN z.plain THEN z.said END AS u, CASE WHEN NOT z.plain THEN search.fold(z.said) END AS f FROM (SELECT e->>''text'' AS said, search.is_plain(e->>''text'') AS plain FROM %s OFFSET 0) z OFFSET 0', p_from)
    ELSE format('SELECT NULL::text AS u, search.fold(e->>''text'') AS f FROM %s OFFSET 0', p_from) END $$;

-- A question without roles or numbers of turns as a condition on the texts of a conversation: of the rows of p_from that p_where names, or of the t that is at hand.
-- One leaf alone is asked in one pass: where a turn neither answers nor holds a character that is not plain, nothing more is done.
CREATE FUNCTION search.asks_text(q jsonb, p_from text, p_where text, p_raw boolean) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN p_raw AND q->>'op' NOT IN ('and', 'or', 'not')
    THEN format('EXISTS (SELECT FROM %s WHERE CASE WHEN (e->>''text'') COLLATE "C" !~* %L THEN false WHEN search.is_plain(e->>''text'') THEN true ELSE %s END%s)', x.source,
      search.raw_pattern(search.leaf_pattern(q)) || '|' || search.unplain(), search.folded_condition(q, 'search.fold(e->>''text'')'), ' AND ' || p_where)
    ELSE format('(SELECT %s FROM (%s) y)', search.condition(q, 'bool_or(%s)'), search.texts_sql(x.source || coalesce(' WHERE ' || p_where, ''), p_raw)) END
  FROM (SELECT coalesce(p_from || ', ', '') || 'jsonb_array_elements(t.turns) e' AS source) x $$;

-- What is left of a question for the text to decide where the index has been asked for all it knows.
CREATE FUNCTION search.undecided(q jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN q->>'op' <> 'and' OR x.items IS NULL THEN q WHEN jsonb_array_length(x.items) = 1 THEN x.items->0 ELSE jsonb_build_object('op', 'and', 'items', x.items) END
  FROM (SELECT jsonb_agg(i ORDER BY n) AS items FROM jsonb_array_elements(CASE q->>'op' WHEN 'and' THEN q->'items' ELSE '[]' END) WITH ORDINALITY e(i, n)
    WHERE NOT search.is_exact(i) OR search.candidates(i) IS NULL) x $$;

-- The turns of a conversation, as conditions know them; g counts the prompts so far.
CREATE OR REPLACE FUNCTION search.turns_sql(p_docno text, p_seen text, p_raw boolean) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT format('SELECT z.k, z.r, z.said, CASE WHEN z.plain THEN z.said END AS u, CASE WHEN NOT z.plain THEN search.fold(z.said) END AS f, z.g FROM (SELECT t.first_turn + e.n - 1 AS k, e.s->>''role'' AS r, e.s->>''text'' AS said, %s AS plain, count(*) FILTER (WHERE e.s->>''role'' = ''prompt'') OVER (ORDER BY t.first_turn + e.n) AS g FROM record.conversation_text t, jsonb_array_elements(t.turns) WITH ORDINALITY e(s, n) WHERE t.docno = %s %s OFFSET 0) z',
    CASE WHEN p_raw THEN 'search.is_plain(e.s->>''text'')' ELSE 'false' END, p_docno, p_seen) $$;

CREATE OR REPLACE FUNCTION search.part_sql(q jsonb, lo integer, hi integer, conditions text, way text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c tsquery; pc tsquery; short text; long text; v_short text; v_long text; texts jsonb; others jsonb; v_raw boolean; v_within text; v_exact boolean; v_counts boolean; v_rest jsonb;
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
  -- What names most of a partition narrows nothing where a stretch of it is read in order.
  IF NOT v_exact AND c IS NOT NULL AND NOT v_counts AND search.share_of(v_part, c) > 0.5 THEN c := NULL; END IF;
  -- What the index has decided is not asked of the text again.
  v_rest := CASE WHEN c IS NULL THEN q ELSE search.undecided(q) END;
  IF NOT search.by_turn(q) THEN v_short := search.asks_text(v_rest, v_part || ' t', 't.docno = x.docno AND t.part = 0', search.may_read_raw(v_rest)); END IF;
  -- A whole partition is not asked by number: the planner would find its way by number, and fold every text to see whether it holds a common word. Behind
  -- OFFSET 0: how few are wanted says nothing of how they are found.
  short := format('SELECT t.docno, NULL::timestamptz AS started_at FROM %s t WHERE t.kind = 0 %s %s', v_part,
    CASE WHEN NOT EXISTS (SELECT FROM record.part p WHERE p.part = lo / 1000000 AND lo <= p.first_docno AND p.last_docno <= hi) THEN v_within ELSE '' END,
    CASE WHEN c IS NULL THEN '' ELSE format('AND search.words(t.turns) @@ %L::tsquery', c) END);
  IF conditions IS NOT NULL THEN
    short := format('SELECT c.docno, c.started_at FROM (%s OFFSET 0) t JOIN record.conversation c ON c.docno = t.docno WHERE c.docno BETWEEN %s AND %s %s', short, lo, hi, conditions);
  END IF;
  IF NOT v_exact AND v_counts AND NOT search.by_turn(q) THEN
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

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA search FROM PUBLIC;
