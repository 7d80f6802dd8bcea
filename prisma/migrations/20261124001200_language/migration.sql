-- The language of lawyers, as far as the text decides: wildcards anywhere, forms, distances, scopes, one turn, a prompt and its output,
-- regular expressions, and fields among the words. Replaces functions only; no table and no index changes.
-- What is new in the tree (domain/query/question.ts):
--   {op: phrase, words: [[alternative, ...], ...]}      alternatives are words; * any letters, ? one, = a digit
--   {op: near|before|apart, a: [term, ...], b: [term, ...], within}
--   {op: in, role?, turns?: [from, to], item}           around a leaf
--   {op: turn, item}                                    one turn of which all this is true
--   {op: then, prompt, output}                          a prompt, and an output before the next prompt
--   {op: regex, pattern}
--   {op: field, field, values | from, to}

-- A word with wildcards as a regular expression. Folding leaves word characters only, so nothing that is typed can act in it: the signs
-- are taken through it as runes.
CREATE FUNCTION search.word_pattern(p_word text) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE f text := btrim(search.fold(translate(p_word, '*?=', U&'\16A0\16A2\16A6')));
BEGIN
  IF f = '' OR f ~ '[ \n]' THEN RAISE EXCEPTION 'no single word: %', p_word USING ERRCODE = '22023'; END IF;
  RETURN replace(replace(replace(f, U&'\16A0', '[^ \n]*'), U&'\16A2', '[^ \n]'), U&'\16A6', '[0-9]');
END $$;

-- A word or phrase as a regular expression on folded text, without the blanks around it.
CREATE FUNCTION search.term_pattern(q jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  CASE q->>'op'
  WHEN 'words' THEN RETURN btrim(search.fold(q->>'text'));
  WHEN 'prefix' THEN RETURN btrim(search.fold(q->>'text')) || '[^ \n]*';
  WHEN 'phrase' THEN RETURN (
    SELECT string_agg((SELECT '(?:' || string_agg(search.word_pattern(w), '|' ORDER BY k) || ')' FROM jsonb_array_elements_text(slot) WITH ORDINALITY x(w, k)), ' ' ORDER BY n)
    FROM jsonb_array_elements(q->'words') WITH ORDINALITY y(slot, n));
  ELSE RAISE EXCEPTION 'no word or phrase: %', q->>'op' USING ERRCODE = '22023';
  END CASE;
END $$;

CREATE FUNCTION search.side_pattern(p_side jsonb) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT '(?:' || string_agg(search.term_pattern(t), '|' ORDER BY n) || ')' FROM jsonb_array_elements(p_side) WITH ORDINALITY x(t, n) $$;

-- Where a leaf stands in folded text, blanks around it included, as a regular expression. Words never run over the end of a line, which is
-- the end of a turn. Of two that are near each other neither overlaps the other; the distance is that of their nearest ends.
CREATE FUNCTION search.leaf_pattern(q jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE a text; b text; gap text;
BEGIN
  IF q->>'op' NOT IN ('near', 'before', 'apart') THEN RETURN ' ' || search.term_pattern(q) || ' '; END IF;
  a := search.side_pattern(q->'a'); b := search.side_pattern(q->'b');
  gap := format('(?:[^ \n]+ ){0,%s}', least(greatest((q->>'within')::int, 1), 255) - 1);
  RETURN CASE q->>'op'
    WHEN 'before' THEN format(' %s %s%s ', a, gap, b)
    WHEN 'near' THEN format(' (?:%s %s%s|%s %s%s) ', a, gap, b, b, gap, a)
    ELSE format(' (?<! %s %s)%s (?!%s%s )', b, gap, a, gap, b) END;
END $$;

-- A leaf as a condition on folded text f. Every literal is quoted.
CREATE FUNCTION search.leaf_condition(q jsonb) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE q->>'op'
    WHEN 'prefix' THEN format('f LIKE %L', '%' || rtrim(search.fold(q->>'text')) || '%')
    WHEN 'words' THEN format('f LIKE %L', '%' || search.fold(q->>'text') || '%')
    ELSE format('f COLLATE "C" ~ %L', search.leaf_pattern(q)) END $$;

-- May the index alone decide this? Only single short words and their combinations: at 64 characters a longer word looks the same.
CREATE OR REPLACE FUNCTION search.is_exact(q jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

-- Is this decided by turns, not by the words of the whole?
CREATE FUNCTION search.by_turn(q jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT jsonb_path_exists(q, '$.** ? (@.op == "in" || @.op == "turn" || @.op == "then" || @.op == "regex")') $$;

CREATE FUNCTION search.has_field(q jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT jsonb_path_exists(q, '$.** ? (@.op == "field")') $$;

-- What every match of a term must satisfy, as the index can ask it; NULL where it begins with a wildcard.
CREATE FUNCTION search.term_candidates(q jsonb) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

-- What every match of any of these must satisfy, or NULL.
CREATE FUNCTION search.any_candidates(p_items jsonb) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE result tsquery; child jsonb; c tsquery;
BEGIN
  FOR child IN SELECT jsonb_array_elements(p_items) LOOP
    c := search.candidates(child);
    IF c IS NULL THEN RETURN NULL; END IF;
    result := CASE WHEN result IS NULL THEN c ELSE result || c END;
  END LOOP;
  RETURN result;
END $$;

-- What every match must satisfy, as the index can ask it; NULL where the index has nothing to say. Of one turn (p_positive) what must be
-- absent says nothing of the conversation.
CREATE FUNCTION search.candidates(q jsonb, p_positive boolean) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
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
END $$;
CREATE OR REPLACE FUNCTION search.candidates(q jsonb) RETURNS tsquery LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT search.candidates(q, false) $$;

-- What at least one part of a long conversation must satisfy; NULL where nothing can be said. A turn lies in one part; a prompt and its
-- output may lie in two.
CREATE OR REPLACE FUNCTION search.part_candidates(q jsonb) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

-- The question as a condition on folded text f; leaves are wrapped by p_leaf ('%s' for one text, 'bool_or(%s)' over parts).
CREATE OR REPLACE FUNCTION search.condition(q jsonb, p_leaf text) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN CASE q->>'op'
    WHEN 'and' THEN '(' || (SELECT string_agg(search.condition(i, p_leaf), ' AND ') FROM jsonb_array_elements(q->'items') i) || ')'
    WHEN 'or' THEN '(' || (SELECT string_agg(search.condition(i, p_leaf), ' OR ') FROM jsonb_array_elements(q->'items') i) || ')'
    WHEN 'not' THEN '(NOT ' || search.condition(q->'item', p_leaf) || ')'
    ELSE format(p_leaf, search.leaf_condition(q)) END;
END $$;

-- A question about one turn as a condition on its folded text f, its text said, its role r and its number k.
CREATE FUNCTION search.turn_condition(q jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

-- The turns of a conversation, as the conditions above know them; g counts the prompts so far. %1$s is its docno, %2$s what is seen of it.
CREATE FUNCTION search.turns_sql(p_docno text, p_seen text) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT format('SELECT t.first_turn + e.n - 1 AS k, e.s->>''role'' AS r, e.s->>''text'' AS said, search.fold(e.s->>''text'') AS f, count(*) FILTER (WHERE e.s->>''role'' = ''prompt'') OVER (ORDER BY t.first_turn + e.n) AS g FROM record.conversation_text t, jsonb_array_elements(t.turns) WITH ORDINALITY e(s, n) WHERE t.docno = %s %s',
    p_docno, p_seen) $$;

-- A question about a conversation as a condition on its turns y: AND, OR and NOT are about the conversation, each leaf about some turn.
CREATE FUNCTION search.turns_condition(q jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN CASE q->>'op'
    WHEN 'and' THEN '(' || (SELECT string_agg(search.turns_condition(i), ' AND ') FROM jsonb_array_elements(q->'items') i) || ')'
    WHEN 'or' THEN '(' || (SELECT string_agg(search.turns_condition(i), ' OR ') FROM jsonb_array_elements(q->'items') i) || ')'
    WHEN 'not' THEN '(NOT ' || search.turns_condition(q->'item') || ')'
    ELSE format('EXISTS (SELECT FROM y WHERE %s)', search.turn_condition(q)) END;
END $$;

-- A name of the record as a pattern of LIKE: * and ? are wildcards, everything else is itself.
CREATE FUNCTION search.name_pattern(p_name text) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT translate(replace(replace(replace(lower(btrim(p_name)), '\', '\\'), '%', '\%'), '_', '\_'), '*?', '%_') $$;

-- Fields that belong to a side are bound to the side that asks: whatever the tree said of it before is overwritten.
CREATE FUNCTION search.bound(a access.actor, q jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF q IS NULL OR NOT search.has_field(q) THEN RETURN q; END IF;
  RETURN CASE q->>'op'
    WHEN 'and' THEN jsonb_set(q, '{items}', (SELECT jsonb_agg(search.bound(a, i) ORDER BY n) FROM jsonb_array_elements(q->'items') WITH ORDINALITY x(i, n)))
    WHEN 'or' THEN jsonb_set(q, '{items}', (SELECT jsonb_agg(search.bound(a, i) ORDER BY n) FROM jsonb_array_elements(q->'items') WITH ORDINALITY x(i, n)))
    WHEN 'not' THEN jsonb_set(q, '{item}', search.bound(a, q->'item'))
    WHEN 'field' THEN q || jsonb_build_object('matter', a.matter_id, 'side', a.side)
    ELSE q END;
END $$;

-- A field as a condition on the conversation c. What is not known is never true, so that NOT is its complement.
CREATE FUNCTION search.field_condition(q jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE f text := q->>'field'; patterns text[]; parts text[] := '{}';
BEGIN
  patterns := ARRAY(SELECT search.name_pattern(v) FROM jsonb_array_elements_text(q->'values') v);
  IF f IN ('code', 'uncoded') AND (q->>'matter' IS NULL OR q->>'side' IS NULL) THEN
    RAISE EXCEPTION 'a code belongs to a side: search.bound was not asked' USING ERRCODE = '22023';
  END IF;
  CASE f
  WHEN 'model' THEN RETURN format('coalesce(c.model_id = ANY (ARRAY(SELECT m.id FROM record.model m WHERE lower(m.name) LIKE ANY (%L::text[]))), false)', patterns);
  WHEN 'language' THEN RETURN format('coalesce(c.language_id = ANY (ARRAY(SELECT l.id FROM record.language l WHERE lower(l.tag) LIKE ANY (%L::text[]))), false)', patterns);
  WHEN 'volume' THEN RETURN format('c.volume_id = ANY (ARRAY(SELECT v.id FROM record.volume v WHERE lower(v.name) LIKE ANY (%L::text[])))', patterns);
  WHEN 'code' THEN RETURN format('EXISTS (SELECT FROM work.coding k JOIN work.code b ON b.id = k.code_id WHERE k.docno = c.docno AND b.matter_id = %L AND b.side = %L AND b.key LIKE ANY (%L::text[]))',
    q->>'matter', q->>'side', patterns);
  WHEN 'uncoded' THEN RETURN format('NOT EXISTS (SELECT FROM work.coding k WHERE k.docno = c.docno AND k.matter_id = %L AND k.side = %L)', q->>'matter', q->>'side');
  WHEN 'turns', 'words' THEN
    IF q ? 'from' THEN parts := parts || format('c.%I >= %s', f, (q->>'from')::int); END IF;
    IF q ? 'to' THEN parts := parts || format('c.%I <= %s', f, (q->>'to')::int); END IF;
  WHEN 'date' THEN
    IF q ? 'from' THEN parts := parts || format('c.started_at >= %L', (q->>'from')::date::timestamp AT TIME ZONE 'UTC'); END IF;
    IF q ? 'to' THEN parts := parts || format('c.started_at < %L', ((q->>'to')::date + 1)::timestamp AT TIME ZONE 'UTC'); END IF;
  ELSE RAISE EXCEPTION 'no such field: %', f USING ERRCODE = '22023';
  END CASE;
  RETURN format('coalesce(%s, false)', array_to_string(parts, ' AND '));
END $$;

-- A question with fields in it as a condition on the conversation c. What is about the text alone is looked up for itself.
CREATE FUNCTION search.row_condition(q jsonb, lo integer, hi integer) RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT search.has_field(q) THEN
    RETURN format('c.docno IN (SELECT answers.docno FROM (%s) answers)', search.part_sql(q, lo, hi, '', 'ASC'));
  END IF;
  RETURN CASE q->>'op'
    WHEN 'and' THEN '(' || (SELECT string_agg(search.row_condition(i, lo, hi), ' AND ') FROM jsonb_array_elements(q->'items') i) || ')'
    WHEN 'or' THEN '(' || (SELECT string_agg(search.row_condition(i, lo, hi), ' OR ') FROM jsonb_array_elements(q->'items') i) || ')'
    WHEN 'not' THEN '(NOT ' || search.row_condition(q->'item', lo, hi) || ')'
    ELSE search.field_condition(q) END;
END $$;

-- The SQL that answers a question between two docnos of one partition. Candidates come from the index in order; where the index
-- alone cannot decide, the text is folded and asked one candidate after the other, only until the page is full.
CREATE OR REPLACE FUNCTION search.part_sql(q jsonb, lo integer, hi integer, conditions text, way text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c tsquery; pc tsquery; short text; long text; v_short text; v_long text; texts jsonb; others jsonb;
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
  IF search.by_turn(q) THEN
    v_short := format('(WITH y AS MATERIALIZED (%s) SELECT %s)', search.turns_sql('x.docno', ''), search.turns_condition(q));
    v_long := format('(WITH y AS MATERIALIZED (%s) SELECT %s)', search.turns_sql('c.docno', ''), search.turns_condition(q));
  ELSE
    v_short := format('(SELECT %s FROM (SELECT search.folded(t.turns) AS f FROM record.conversation_text t WHERE t.docno = x.docno AND t.part = 0 OFFSET 0) y)', search.condition(q, '%s'));
    v_long := format('(SELECT %s FROM (SELECT search.folded(t.turns) AS f FROM record.conversation_text t WHERE t.docno = c.docno OFFSET 0) y)', search.condition(q, 'bool_or(%s)'));
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

-- What is marked of a leaf, as a regular expression on folded text; NULL for what folded text does not hold.
CREATE FUNCTION search.hit_pattern(q jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN CASE
    WHEN q->>'op' IN ('and', 'or') THEN (SELECT string_agg(search.hit_pattern(i), '|') FROM jsonb_array_elements(q->'items') i)
    WHEN q->>'op' IN ('in', 'turn') THEN search.hit_pattern(q->'item')
    WHEN q->>'op' = 'then' THEN search.hit_pattern(jsonb_build_object('op', 'or', 'items', jsonb_build_array(q->'prompt', q->'output')))
    WHEN q->>'op' IN ('not', 'regex', 'field') THEN NULL
    ELSE '(?:' || search.leaf_pattern(q) || ')' END;
END $$;

-- Where the nth word of a text begins, in characters from 1. Words of other scripts than ASCII are found by halving: folding the beginning
-- of a text gives the beginning of its words.
CREATE FUNCTION search.place_of(p_text text, p_n integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE lo integer := 1; hi integer := length(p_text); mid integer; f text;
BEGIN
  IF octet_length(p_text) = length(p_text) THEN RETURN regexp_instr(p_text, '[0-9A-Za-z]+', 1, p_n); END IF;
  WHILE lo < hi LOOP
    mid := (lo + hi) / 2;
    f := search.fold(left(p_text, mid));
    IF length(f) - length(replace(f, ' ', '')) - 1 >= p_n THEN hi := mid; ELSE lo := mid + 1; END IF;
  END LOOP;
  RETURN lo;
END $$;

-- For each conversation of a ticket the place where it first answers: the turn, and some 300 characters around the hit. p_leaves are the
-- leaves of the question; answers says which of them, from 1, this turn answers. Never of a turn above the reader.
DROP FUNCTION api.read_snippets(text, bigint, jsonb);
CREATE FUNCTION api.read_snippets(p_secret text, p_ticket bigint, p_leaves jsonb)
RETURNS TABLE (control_number text, turn integer, role text, cut_before boolean, cut_after boolean, fragment text, answers integer[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  e audit.entry; a access.actor; v_control text; v_docno integer; v_text text; v_folded text; v_at integer; v_n integer;
  v_sql text; v_leaf jsonb; v_seen text; v_regex text;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  e := audit.redeem(p_ticket, ARRAY['conversation:search']);
  v_seen := 'NOT EXISTS (SELECT FROM record.turn_tier w WHERE w.docno = t.docno AND w.turn = t.first_turn + e.n - 1 AND w.tier > $2)';
  SELECT format('WITH y AS MATERIALIZED (%s) SELECT k, r, said, f, array_remove(ARRAY[%s], NULL) FROM y WHERE %s ORDER BY k LIMIT 1', search.turns_sql('$1', 'AND ' || v_seen),
      string_agg(format('CASE WHEN %s THEN %s END', search.turn_condition(l), n), ', ' ORDER BY n), string_agg(search.turn_condition(l), ' OR '))
    INTO v_sql FROM jsonb_array_elements(p_leaves) WITH ORDINALITY x(l, n) HAVING count(*) > 0;
  FOR v_control IN SELECT jsonb_array_elements_text(e.detail->'shown') LOOP
    v_docno := access.visible_docno(a, v_control);
    v_text := NULL; v_at := NULL; answers := '{}';
    IF v_sql IS NOT NULL THEN
      EXECUTE v_sql INTO turn, role, v_text, v_folded, answers USING v_docno, a.tier;
      IF v_text IS NOT NULL THEN
        FOR v_leaf IN SELECT p_leaves->(i - 1) FROM unnest(answers) i LOOP
          v_n := regexp_instr(v_folded COLLATE "C", search.hit_pattern(v_leaf));
          IF v_n > 0 THEN
            v_at := least(v_at, search.place_of(v_text, length(left(v_folded, v_n)) - length(replace(left(v_folded, v_n), ' ', ''))));
          END IF;
          FOR v_regex IN SELECT r #>> '{}' FROM jsonb_path_query(v_leaf, '$.** ? (@.op == "regex").pattern') r LOOP
            v_at := least(v_at, nullif(regexp_instr(v_text, v_regex, 1, 1, 0, 'i'), 0));
          END LOOP;
        END LOOP;
      END IF;
    END IF;
    IF v_text IS NULL THEN
      answers := '{}';
      SELECT t.first_turn + n - 1, s->>'role', s->>'text' INTO turn, role, v_text
      FROM record.conversation_text t, jsonb_array_elements(t.turns) WITH ORDINALITY x(s, n)
      WHERE t.docno = v_docno AND t.part = 0 AND btrim(s->>'text') <> ''
        AND NOT EXISTS (SELECT FROM record.turn_tier w WHERE w.docno = v_docno AND w.turn = t.first_turn + n - 1 AND w.tier > a.tier)
      ORDER BY (s->>'role' = 'system'), n LIMIT 1;
    END IF;
    CONTINUE WHEN v_text IS NULL; -- nothing but blanks was said, or nothing for this reader
    v_at := greatest(1, coalesce(v_at, 0) - 90);
    control_number := v_control; cut_before := v_at > 1;
    cut_after := length(v_text) > v_at + 299; fragment := substr(v_text, v_at, 300);
    RETURN NEXT;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION api.read_snippets(text, bigint, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.read_snippets(text, bigint, jsonb) TO rr_app;

CREATE FUNCTION pg_temp.amend(p_function regprocedure, p_from text, p_to text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  IF position(p_from IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_from; END IF;
  EXECUTE replace(v_text, p_from, p_to);
END $$;
SELECT pg_temp.amend('search.find_in_volume(record.volume, access.actor, jsonb, jsonb, timestamptz, integer, boolean, integer)',
  'IF v.size = 0 THEN RETURN; END IF;', 'IF v.size = 0 THEN RETURN; END IF;
  q := search.bound(a, q);');
-- What binds tighter in a query is the order's to say.
SELECT pg_temp.amend('access.default_settings()', '"monitorReadsSealed"', '"queryPrecedence": "dtsearch", "monitorReadsSealed"');
DROP FUNCTION pg_temp.amend(regprocedure, text, text);

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA search FROM PUBLIC;
