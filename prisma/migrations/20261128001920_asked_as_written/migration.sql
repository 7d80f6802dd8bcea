-- Phrases and distances are asked of a text as it was written, where that decides the same. Folding a text to its words costs ten times what looking
-- through it costs; of a text of plain characters it changes only what stands between words and the case of letters, and a regular expression can say both.
-- A text with any other character (what composes, what is not seen, scripts without blanks) is folded as before, and so is a question with letters beyond
-- ASCII or with `not w/N`. Replaces functions only; no table and no index changes. domain/search/raw.test.ts holds the two ways together.

-- Is folding this a matter of character by character? Letters stay letters of one word, everything else parts words; nothing composes and nothing vanishes.
-- The pilcrow is kept for the end of a turn.
CREATE FUNCTION search.is_plain(t text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN octet_length(t) = length(t) OR t COLLATE "C" !~ '[^\u0001-\u007F\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u012F\u0131\u0134-\u013E\u0141-\u0148\u014A-\u017E\u0401\u0410-\u044F\u0451\u00A0-\u00A7\u00A9\u00AB\u00AC\u00AE\u00B0\u00B1\u00B7\u00BB\u00BF\u00D7\u00F7\u2010-\u2015\u2018-\u2022\u2026\u2030\u2032\u2039\u203A\u20AC\u2190-\u2193\u2212\u2248\u2264\u2265\u2500-\u27BF\uFE0F\U0001F300-\U0001FAFF]';

-- A pattern for folded text as one for plain text in small letters: what is one blank there is anything between words here.
CREATE FUNCTION search.raw_pattern(p text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT replace(replace(replace(p, '[^ \n]', E'\x01'), ' ', '[^0-9a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u012F\u0131\u0134-\u013E\u0141-\u0148\u014A-\u017E\u0401\u0410-\u044F\u0451\u00B6]+'), E'\x01', '[0-9a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u012F\u0131\u0134-\u013E\u0141-\u0148\u014A-\u017E\u0401\u0410-\u044F\u0451]') $$;

-- May all that is asked be asked of plain text? `not w/N` looks behind and ahead of what stands between words, and would see part of it.
CREATE FUNCTION search.may_read_raw(q jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

-- A leaf as a condition on folded text f, or, where that is not folded, on plain text u. Every literal is quoted.
CREATE OR REPLACE FUNCTION search.leaf_condition(q jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_folded text;
BEGIN
  v_folded := CASE q->>'op'
    WHEN 'prefix' THEN format('f LIKE %L', '%' || rtrim(search.fold(q->>'text')) || '%')
    WHEN 'words' THEN format('f LIKE %L', '%' || search.fold(q->>'text') || '%')
    ELSE format('f COLLATE "C" ~ %L', search.leaf_pattern(q)) END;
  IF NOT search.may_read_raw(q) THEN RETURN v_folded; END IF;
  RETURN format('(CASE WHEN u IS NULL THEN %s ELSE %su COLLATE "C" ~ %L END)', v_folded,
    CASE WHEN q->>'op' IN ('words', 'prefix') THEN format('u LIKE %L AND ', '%' || replace(btrim(search.fold(q->>'text')), ' ', '%') || '%') ELSE '' END,
    search.raw_pattern(search.leaf_pattern(q)));
END $$;

-- The texts of a conversation, a row a part: u where it may be asked as it is written, f where it has to be folded.
CREATE FUNCTION search.texts_sql(p_docno text, p_which text, p_raw boolean) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN p_raw THEN format('SELECT p.u, CASE WHEN p.u IS NULL THEN search.folded(p.turns) END AS f FROM (SELECT t.turns, (SELECT CASE WHEN bool_and(search.is_plain(s.said)) THEN '' '' || lower(string_agg(s.said, U&'' \00B6 '') COLLATE "C") || '' '' END FROM (SELECT e->>''text'' AS said FROM jsonb_array_elements(t.turns) e OFFSET 0) s) AS u FROM record.conversation_text t WHERE t.docno = %s %s OFFSET 0) p OFFSET 0', p_docno, p_which)
    ELSE format('SELECT NULL::text AS u, search.folded(t.turns) AS f FROM record.conversation_text t WHERE t.docno = %s %s OFFSET 0', p_docno, p_which) END $$;

-- The turns of a conversation, as conditions know them; g counts the prompts so far.
CREATE FUNCTION search.turns_sql(p_docno text, p_seen text, p_raw boolean) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT format('SELECT z.k, z.r, z.said, CASE WHEN z.plain THEN '' '' || lower(z.said COLLATE "C") || '' '' END AS u, CASE WHEN NOT z.plain THEN search.fold(z.said) END AS f, z.g FROM (SELECT t.first_turn + e.n - 1 AS k, e.s->>''role'' AS r, e.s->>''text'' AS said, %s AS plain, count(*) FILTER (WHERE e.s->>''role'' = ''prompt'') OVER (ORDER BY t.first_turn + e.n) AS g FROM record.conversation_text t, jsonb_array_elements(t.turns) WITH ORDINALITY e(s, n) WHERE t.docno = %s %s OFFSET 0) z',
    CASE WHEN p_raw THEN 'search.is_plain(e.s->>''text'')' ELSE 'false' END, p_docno, p_seen) $$;
CREATE OR REPLACE FUNCTION search.turns_sql(p_docno text, p_seen text) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT search.turns_sql(p_docno, p_seen, false) $$;

-- As before, with the texts above; the text of a candidate is looked for in its own partition alone.
CREATE OR REPLACE FUNCTION search.part_sql(q jsonb, lo integer, hi integer, conditions text, way text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c tsquery; pc tsquery; short text; long text; v_short text; v_long text; texts jsonb; others jsonb; v_raw boolean; v_within text;
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
    v_short := format('(WITH y AS MATERIALIZED (%s) SELECT %s)', search.turns_sql('x.docno', v_within, v_raw), search.turns_condition(q));
    v_long := format('(WITH y AS MATERIALIZED (%s) SELECT %s)', search.turns_sql('c.docno', v_within, v_raw), search.turns_condition(q));
  ELSE
    v_short := format('(SELECT %s FROM (%s) y)', search.condition(q, '%s'), search.texts_sql('x.docno', v_within || ' AND t.part = 0', v_raw));
    v_long := format('(SELECT %s FROM (%s) y)', search.condition(q, 'bool_or(%s)'), search.texts_sql('c.docno', v_within, v_raw));
  END IF;
  short := format('SELECT c.docno, c.started_at FROM record.conversation c JOIN record.conversation_text t ON t.docno = c.docno WHERE t.kind = 0 AND t.docno BETWEEN %s AND %s AND c.docno BETWEEN %s AND %s %s %s',
    lo, hi, lo, hi, CASE WHEN c IS NULL THEN '' ELSE format('AND search.words(t.turns) @@ %L::tsquery', c) END, conditions);
  IF NOT search.is_exact(q) OR c IS NULL THEN
    short := format('SELECT x.docno, x.started_at FROM (%s ORDER BY c.docno %s OFFSET 0) x WHERE %s', short, way, v_short);
  END IF;
  long := format('SELECT c.docno, c.started_at FROM record.conversation c WHERE c.docno IN (SELECT t.docno FROM record.conversation_text t WHERE t.docno BETWEEN %s AND %s AND %s) %s AND %s',
    lo, hi,
    CASE WHEN pc IS NULL THEN 't.kind > 0' ELSE format('(t.kind = 2 OR (t.kind = 1 AND search.words(t.turns) @@ %L::tsquery))', pc) END,
    conditions, v_long);
  RETURN format('SELECT * FROM ((%s) UNION ALL (%s)) u ORDER BY docno %s', short, long, way);
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA search FROM PUBLIC;
