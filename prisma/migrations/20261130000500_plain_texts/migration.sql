-- A text that holds nothing but plain characters is told once, when it is sealed, and not again by every question that is asked of it: telling it reads every
-- character, which costs nearly what the question itself does. Of such a text a turn that lacks the question's letters is passed over before its expression is
-- tried. Volumes that were sealed before are asked as they were (NULL: not told). The answers are the same (domain/search/raw.test.ts, oracle.test.ts).
ALTER TABLE record.conversation_text ADD COLUMN plain boolean;
COMMENT ON COLUMN record.conversation_text.plain IS 'Whether search.is_plain holds of every turn; null where it was not asked when the volume was sealed.';

CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
SELECT pg_temp.amend('api.seal_volume(smallint)', 'ELSE s.kind END, s.turns
    FROM pg_temp.numbered', 'ELSE s.kind END, s.turns,
      (SELECT bool_and(search.is_plain(e->>''text'')) FROM jsonb_array_elements(s.turns) e)
    FROM pg_temp.numbered');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);

-- The letters that a plain turn has to hold in this order, small, for a leaf to answer in it, as LIKE has them between its ends; null where none are certain.
CREATE FUNCTION search.letters(q jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

-- A leaf that may be asked of plain text as it is written, as a condition on that text.
CREATE FUNCTION search.plain_condition(q jsonb, said text) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN x.letters IS NULL THEN '' ELSE format('lower(%s COLLATE "C") LIKE %L AND ', said, '%' || x.letters || '%') END || format('%s COLLATE "C" ~* %L', said, search.raw_pattern(search.leaf_pattern(q)))
  FROM (SELECT search.letters(q) AS letters) x $$;

CREATE OR REPLACE FUNCTION search.leaf_condition(q jsonb) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN search.may_read_raw(q) THEN format('(CASE WHEN u IS NULL THEN %s ELSE %s END)', search.folded_condition(q, 'f'), search.plain_condition(q, 'u'))
    ELSE search.folded_condition(q, 'f') END $$;

CREATE OR REPLACE FUNCTION search.texts_sql(p_from text, p_raw boolean) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN p_raw THEN format('SELECT CASE WHEN z.plain THEN z.said END AS u, CASE WHEN NOT z.plain THEN search.fold(z.said) END AS f FROM (SELECT e->>''text'' AS said, t.plain IS TRUE OR search.is_plain(e->>''text'') AS plain FROM %s OFFSET 0) z OFFSET 0', p_from)
    ELSE format('SELECT NULL::text AS u, search.fold(e->>''text'') AS f FROM %s OFFSET 0', p_from) END $$;

-- One leaf as a condition on a turn e of the text t, in one pass: where a turn neither answers nor holds a character that is not plain, nothing more is done.
CREATE FUNCTION search.turn_answers(q jsonb) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT format('CASE WHEN t.plain THEN %s WHEN (e->>''text'') COLLATE "C" !~* %L THEN false WHEN search.is_plain(e->>''text'') THEN true ELSE %s END',
    search.plain_condition(q, '(e->>''text'')'), search.raw_pattern(search.leaf_pattern(q)) || '|' || search.unplain(), search.folded_condition(q, 'search.fold(e->>''text'')')) $$;

-- Whether a question is one leaf that may be asked of a turn as it is written.
CREATE FUNCTION search.is_raw_leaf(q jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT q->>'op' NOT IN ('and', 'or', 'not') AND search.may_read_raw(q) $$;

CREATE OR REPLACE FUNCTION search.asks_text(q jsonb, p_from text, p_where text, p_raw boolean) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN search.is_raw_leaf(q) THEN format('EXISTS (SELECT FROM %s WHERE %s%s)', x.source, search.turn_answers(q), ' AND ' || p_where)
    ELSE format('(SELECT %s FROM (%s) y)', search.condition(q, 'bool_or(%s)'), search.texts_sql(x.source || coalesce(' WHERE ' || p_where, ''), p_raw)) END
  FROM (SELECT coalesce(p_from || ', ', '') || 'jsonb_array_elements(t.turns) e' AS source) x $$;

CREATE OR REPLACE FUNCTION search.turns_sql(p_docno text, p_seen text, p_raw boolean) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT format('SELECT z.k, z.r, z.said, CASE WHEN z.plain THEN z.said END AS u, CASE WHEN NOT z.plain THEN search.fold(z.said) END AS f, z.g FROM (SELECT t.first_turn + e.n - 1 AS k, e.s->>''role'' AS r, e.s->>''text'' AS said, %s AS plain, count(*) FILTER (WHERE e.s->>''role'' = ''prompt'') OVER (ORDER BY t.first_turn + e.n) AS g FROM record.conversation_text t, jsonb_array_elements(t.turns) WITH ORDINALITY e(s, n) WHERE t.docno = %s %s OFFSET 0) z',
    CASE WHEN p_raw THEN 't.plain IS TRUE OR search.is_plain(e.s->>''text'')' ELSE 'false' END, p_docno, p_seen) $$;
