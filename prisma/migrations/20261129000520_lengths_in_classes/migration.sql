-- Of how many turns and words a conversation is, reviewers are told a class where it is not open: in rows of results and of sets. A question about either is
-- answered in whole classes, so that asking number after number does not tell more; a class of fewer conversations than the order says is found by no number. An
-- order whose smallest class is one conversation has the numbers themselves. Once a conversation is open it can be counted, and says them.
-- A CHECK and rows on search.facet, counted from record.conversation once (a row of each is read); replaces functions.

-- As the least of its class: up to 99 words, 100 to 299, 300 to 999 and so on.
CREATE FUNCTION search.words_class(p_words integer) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN p_words < 100 THEN 0 WHEN p_words < 300 THEN 100 WHEN p_words < 1000 THEN 300 WHEN p_words < 3000 THEN 1000 WHEN p_words < 10000 THEN 3000 WHEN p_words < 30000 THEN 10000 ELSE 30000 END;
-- The first and the last number of the class that a number is in; the number itself where classes are not asked for, or it is in none.
CREATE FUNCTION search.least_of(p_field text, p_n integer, p_coarse boolean) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN p_coarse IS NOT TRUE OR p_n < 1 THEN p_n WHEN p_field = 'turns' THEN search.turns_class(p_n) ELSE search.words_class(p_n) END;
CREATE FUNCTION search.most_of(p_field text, p_n integer, p_coarse boolean) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN p_coarse IS NOT TRUE OR p_n < 1 THEN p_n
    WHEN p_field = 'turns' THEN CASE search.turns_class(p_n) WHEN 1 THEN 2 WHEN 3 THEN 4 WHEN 5 THEN 10 WHEN 11 THEN 20 WHEN 21 THEN 50 ELSE 2147483647 END
    ELSE CASE search.words_class(p_n) WHEN 0 THEN 99 WHEN 100 THEN 299 WHEN 300 THEN 999 WHEN 1000 THEN 2999 WHEN 3000 THEN 9999 WHEN 10000 THEN 29999 ELSE 2147483647 END END;

ALTER TABLE search.facet DROP CONSTRAINT facet_dimension_check, ADD CONSTRAINT facet_dimension_check CHECK (dimension IN ('month', 'model', 'language', 'turns', 'words'));
-- No count by words is asked for: the sizes of its classes are, and these need no bitmap.
INSERT INTO search.facet (part, dimension, value, size, numbers)
  SELECT p.part, 'words', x.value, x.n, '{}' FROM record.part p CROSS JOIN LATERAL (
    SELECT search.words_class(c.words) AS value, count(*) AS n FROM record.conversation c WHERE c.docno BETWEEN p.first_docno AND p.last_docno GROUP BY 1) x;

-- What is told of the length of a conversation that is not open.
CREATE FUNCTION record.told_length(p_docno integer, p_least integer, p_turns integer[], p_words integer[]) RETURNS jsonb LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_build_object(
    'turns', CASE WHEN p_least <= 1 THEN c.turns::text WHEN search.turns_class(c.turns) = ANY (p_turns) THEN 'other' WHEN c.turns > 50 THEN '51+'
      ELSE search.least_of('turns', c.turns, true) || '-' || search.most_of('turns', c.turns, true) END,
    'words', CASE WHEN p_least <= 1 THEN c.words::text WHEN search.words_class(c.words) = ANY (p_words) THEN 'other' WHEN c.words >= 30000 THEN '30000+'
      ELSE search.words_class(c.words) || '-' || search.most_of('words', greatest(1, c.words), true) END)
  FROM record.conversation c WHERE c.docno = p_docno
$$;

CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
SELECT pg_temp.amend('search.build_facets(integer)', 'l := p.last_docno - base + 1;', 'l := p.last_docno - base + 1;
  DELETE FROM search.facet WHERE part = p_part;
  INSERT INTO search.facet (part, dimension, value, size, numbers)
    SELECT p_part, ''words'', search.words_class(c.words), count(*), ''{}'' FROM record.conversation c WHERE c.docno BETWEEN p.first_docno AND p.last_docno GROUP BY 3;',
  E'DELETE FROM search.facet WHERE part = p_part;\n  INSERT INTO search.facet (part, dimension, value, size, lo, hi)', 'INSERT INTO search.facet (part, dimension, value, size, lo, hi)');
SELECT pg_temp.amend('search.facets_of(integer, bit varying)', 'WHERE f.part = p_part;', 'WHERE f.part = p_part AND f.dimension <> ''words'';');
SELECT pg_temp.amend('api.read_results(text, bigint)', 'DECLARE e audit.entry; a access.actor;', 'DECLARE e audit.entry; a access.actor; v_least integer; v_turns integer[]; v_words integer[];',
  'RETURN jsonb_build_object(''more''', 'v_least := record.metadata_minimum(a.matter_id);
  IF v_least > 1 THEN v_turns := record.merged(a.matter_id, ''turns''); v_words := record.merged(a.matter_id, ''words''); END IF;
  RETURN jsonb_build_object(''more''',
  'x.card || jsonb_build_object(''codes''', 'x.card || record.told_length(x.docno, v_least, v_turns, v_words) || jsonb_build_object(''codes''');
SELECT pg_temp.amend('search.bound(access.actor, jsonb)', '''side'', a.side,', '''side'', a.side, ''coarse'', record.metadata_minimum(a.matter_id) > 1,');
SELECT pg_temp.amend('search.field_condition(jsonb)',
  'format(''c.%I >= %s'', f, (q->>''from'')::int)', 'format(''c.%I >= %s'', f, search.least_of(f, (q->>''from'')::int, (q->>''coarse'')::boolean))',
  'format(''c.%I <= %s'', f, (q->>''to'')::int); END IF;', 'format(''c.%I <= %s'', f, search.most_of(f, (q->>''to'')::int, (q->>''coarse'')::boolean)); END IF;
    IF merged <> ''{}'' THEN parts := parts || format(''search.%s_class(c.%I) <> ALL (%L::integer[])'', f, f, merged); END IF;');
SELECT pg_temp.amend('search.find_in_volume(record.volume, access.actor, jsonb, jsonb, timestamptz, integer, boolean, integer)',
  'IF p_filters ? ''minTurns'' THEN', 'IF p_filters ?| ARRAY[''minTurns'', ''maxTurns''] AND record.merged(v.matter_id, ''turns'') <> ''{}'' THEN
    conditions := conditions || format('' AND search.turns_class(c.turns) <> ALL (%L::integer[])'', record.merged(v.matter_id, ''turns''));
  END IF;
  IF p_filters ? ''minTurns'' THEN',
  '(p_filters->>''minTurns'')::int)', 'search.least_of(''turns'', (p_filters->>''minTurns'')::int, record.metadata_minimum(v.matter_id) > 1))',
  '(p_filters->>''maxTurns'')::int)', 'search.most_of(''turns'', (p_filters->>''maxTurns'')::int, record.metadata_minimum(v.matter_id) > 1))');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);
SELECT record.count_classes(id) FROM access.matter;
REVOKE ALL ON FUNCTION search.words_class(integer), search.least_of(text, integer, boolean), search.most_of(text, integer, boolean), record.told_length(integer, integer, integer[], integer[]) FROM PUBLIC;
