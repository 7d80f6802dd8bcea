-- What reviewers are shown of metadata has no class smaller than the order says (metadataMinimum, 5 where it is silent): months, models, languages and classes of
-- turns that fewer conversations have are shown together, as “other”, and where these are still too few the next smallest goes with them. What is in “other" is not known
-- by its own value: no filter and no field finds it by that, and NOT is its complement. Counted when a volume is sealed and when one is deleted, from the facets
-- that sealing builds; a card costs a look by key more, and reads the order only where a class could be small. New table; functions are replaced.

CREATE TABLE record.small_class (
  matter_id uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  dimension text NOT NULL,
  value     integer NOT NULL,
  size      integer NOT NULL,
  below     integer NOT NULL,
  PRIMARY KEY (matter_id, dimension, value)
);
COMMENT ON TABLE record.small_class IS 'Classes of metadata that an order could call small: of fewer than 1,000 conversations, or with so few in all smaller ones.';
COMMENT ON COLUMN record.small_class.below IS 'How many conversations all smaller classes have together.';

CREATE FUNCTION record.count_classes(p_matter uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM record.small_class WHERE matter_id = p_matter;
  INSERT INTO record.small_class SELECT p_matter, x.dimension, x.value, x.size, x.below FROM (
    SELECT f.dimension, f.value, f.size, coalesce(sum(f.size) OVER (PARTITION BY f.dimension ORDER BY f.size, f.value ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::int AS below
    FROM (SELECT s.dimension, s.value, sum(s.size)::int AS size FROM search.facet s JOIN record.part p ON p.part = s.part JOIN record.volume v ON v.id = p.volume_id AND v.state = 'sealed'
      WHERE v.matter_id = p_matter GROUP BY 1, 2) f) x
  WHERE x.size < 1000 OR x.below BETWEEN 1 AND 999
$$;
SELECT record.count_classes(id) FROM access.matter;

CREATE FUNCTION record.metadata_minimum(p_matter uuid) RETURNS integer LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((o.settings->>'metadataMinimum')::int, 5) FROM access.protective_order o WHERE o.matter_id = p_matter AND o.in_force_from <= clock_timestamp() ORDER BY o.version DESC LIMIT 1
$$;
-- The values of a dimension that are shown as “other”.
CREATE FUNCTION record.merged(p_matter uuid, p_dimension text) RETURNS integer[] LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_agg(k.value), '{}') FROM record.small_class k, (SELECT record.metadata_minimum(p_matter) AS n OFFSET 0) m
  WHERE k.matter_id = p_matter AND k.dimension = p_dimension AND (k.size < m.n OR k.below BETWEEN 1 AND m.n - 1)
$$;
CREATE FUNCTION record.is_merged(p_matter uuid, p_dimension text, p_value integer) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM record.small_class k WHERE k.matter_id = p_matter AND k.dimension = p_dimension AND k.value = p_value
    AND (k.size < record.metadata_minimum(p_matter) OR k.below BETWEEN 1 AND record.metadata_minimum(p_matter) - 1))
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
SELECT pg_temp.amend('api.seal_volume(smallint)', 'PERFORM record.supersede(v.id);', 'PERFORM record.supersede(v.id);
  PERFORM record.count_classes(v.matter_id);');
SELECT pg_temp.amend('api.decide_volume_deletion(text, text, text)', 'DELETE FROM search.run WHERE matter_id = a.matter_id;', 'DELETE FROM search.run WHERE matter_id = a.matter_id;
  PERFORM record.count_classes(a.matter_id);');
SELECT pg_temp.amend('record.cards(integer)',
  '''model'', m.name, ''language'', l.tag, ''month'', CASE WHEN c.month IS NULL THEN NULL ELSE',
  '''model'', CASE WHEN km.value IS NOT NULL AND record.is_merged(v.matter_id, ''model'', km.value) THEN ''other'' ELSE m.name END,
    ''language'', CASE WHEN kl.value IS NOT NULL AND record.is_merged(v.matter_id, ''language'', kl.value) THEN ''other'' ELSE l.tag END,
    ''month'', CASE WHEN c.month IS NULL THEN NULL WHEN kd.value IS NOT NULL AND record.is_merged(v.matter_id, ''month'', kd.value) THEN ''other'' ELSE',
  'LEFT JOIN record.language l ON l.id = c.language_id', 'LEFT JOIN record.language l ON l.id = c.language_id
  LEFT JOIN record.small_class km ON km.matter_id = v.matter_id AND km.dimension = ''model'' AND km.value = c.model_id
  LEFT JOIN record.small_class kl ON kl.matter_id = v.matter_id AND kl.dimension = ''language'' AND kl.value = c.language_id
  LEFT JOIN record.small_class kd ON kd.matter_id = v.matter_id AND kd.dimension = ''month'' AND kd.value = c.month');
-- Filters: by name what is shown by name, and “other” for the rest; by day what is not shown as of another month.
SELECT pg_temp.amend('search.find_in_volume(record.volume, access.actor, jsonb, jsonb, timestamptz, integer, boolean, integer)',
  'ARRAY(SELECT m.id FROM record.model m WHERE p_filters->''models'' ? m.name)',
  'ARRAY(SELECT m.id FROM record.model m WHERE p_filters->''models'' ? CASE WHEN m.id = ANY (record.merged(v.matter_id, ''model'')) THEN ''other'' ELSE m.name END)',
  'ARRAY(SELECT l.id FROM record.language l WHERE p_filters->''languages'' ? l.tag)',
  'ARRAY(SELECT l.id FROM record.language l WHERE p_filters->''languages'' ? CASE WHEN l.id = ANY (record.merged(v.matter_id, ''language'')) THEN ''other'' ELSE l.tag END)',
  'IF p_filters ? ''minTurns'' THEN', 'IF p_filters ?| ARRAY[''from'', ''to''] AND record.merged(v.matter_id, ''month'') <> ''{}'' THEN
    conditions := conditions || format('' AND c.month <> ALL (%L::integer[])'', record.merged(v.matter_id, ''month''));
  END IF;
  IF p_filters ? ''minTurns'' THEN');
-- Fields: bound to what is shown in this matter, whatever the tree said of it before.
SELECT pg_temp.amend('search.bound(access.actor, jsonb)', 'THEN q || jsonb_build_object(''matter'', a.matter_id, ''side'', a.side)', 'THEN q || jsonb_build_object(''matter'', a.matter_id, ''side'', a.side,
      ''merged'', to_jsonb(record.merged(a.matter_id, CASE q->>''field'' WHEN ''date'' THEN ''month'' ELSE q->>''field'' END)))');
SELECT pg_temp.amend('search.field_condition(jsonb)',
  'DECLARE f text := q->>''field'';', 'DECLARE f text := q->>''field''; merged integer[] := ARRAY(SELECT jsonb_array_elements_text(coalesce(q->''merged'', ''[]''))::int);',
  '''coalesce(c.model_id = ANY (ARRAY(SELECT m.id FROM record.model m WHERE lower(m.name) LIKE ANY (%L::text[]))), false)'', patterns)',
  '''coalesce(c.model_id = ANY (ARRAY(SELECT m.id FROM record.model m WHERE CASE WHEN m.id = ANY (%L::integer[]) THEN ''''other'''' ELSE lower(m.name) END LIKE ANY (%L::text[]))), false)'', merged, patterns)',
  '''coalesce(c.language_id = ANY (ARRAY(SELECT l.id FROM record.language l WHERE lower(l.tag) LIKE ANY (%L::text[]))), false)'', patterns)',
  '''coalesce(c.language_id = ANY (ARRAY(SELECT l.id FROM record.language l WHERE CASE WHEN l.id = ANY (%L::integer[]) THEN ''''other'''' ELSE lower(l.tag) END LIKE ANY (%L::text[]))), false)'', merged, patterns)',
  'WHEN ''date'' THEN', 'WHEN ''date'' THEN
    IF merged <> ''{}'' THEN parts := parts || format(''c.month <> ALL (%L::integer[])'', merged); END IF;');
-- Facets and strata.
SELECT pg_temp.amend('api.read_run(text, uuid)',
  'SELECT x.dimension, x.value, sum(x.n) AS n FROM chunk c, LATERAL search.facets_of(c.part, c.bits) x GROUP BY 1, 2 HAVING sum(x.n) > 0)',
  'SELECT x.dimension, CASE WHEN x.value = ANY (g.merged) THEN -1 ELSE x.value END AS value, sum(x.n) AS n FROM chunk c CROSS JOIN LATERAL search.facets_of(c.part, c.bits) x
        JOIN (SELECT d.dimension, record.merged(a.matter_id, d.dimension) AS merged FROM unnest(ARRAY[''month'', ''model'', ''language'', ''turns'']) d(dimension) OFFSET 0) g ON g.dimension = x.dimension
        GROUP BY 1, 2 HAVING sum(x.n) > 0)',
  '(value / 100) || ''-'' || lpad((value % 100)::text, 2, ''0'') AS value, n, value AS place', 'CASE WHEN value = -1 THEN ''other'' ELSE (value / 100) || ''-'' || lpad((value % 100)::text, 2, ''0'') END AS value, n, CASE WHEN value = -1 THEN 999999 ELSE value END AS place',
  '''model'', m.name, n, 0 FROM counted JOIN record.model m', '''model'', coalesce(m.name, ''other''), n, 0 FROM counted LEFT JOIN record.model m',
  '''language'', l.tag, n, 0 FROM counted JOIN record.language l', '''language'', coalesce(l.tag, ''other''), n, 0 FROM counted LEFT JOIN record.language l',
  'CASE value WHEN 1 THEN ''1-2''', 'CASE value WHEN -1 THEN ''other'' WHEN 1 THEN ''1-2''', 'ELSE ''51+'' END, n, value FROM', 'ELSE ''51+'' END, n, CASE WHEN value = -1 THEN 999999 ELSE value END FROM');
SELECT pg_temp.amend('api.draw_sample(bigint, bytea, text, text, text, integer, text, text[], text)',
  'v_strata jsonb; v_made jsonb;', 'v_strata jsonb; v_made jsonb; v_months integer[] := record.merged(a.matter_id, ''month''); v_models integer[] := record.merged(a.matter_id, ''model''); v_languages integer[] := record.merged(a.matter_id, ''language'');',
  'coalesce((k.month / 100) || ''-'' || lpad((k.month % 100)::text, 2, ''0''), '''')', 'CASE WHEN k.month = ANY (v_months) THEN ''other'' ELSE coalesce((k.month / 100) || ''-'' || lpad((k.month % 100)::text, 2, ''0''), '''') END',
  'coalesce(m.name, '''')', 'CASE WHEN k.model_id = ANY (v_models) THEN ''other'' ELSE coalesce(m.name, '''') END',
  'coalesce(l.tag, '''')', 'CASE WHEN k.language_id = ANY (v_languages) THEN ''other'' ELSE coalesce(l.tag, '''') END');
-- A run that was counted under another order is counted anew.
SELECT pg_temp.amend('search.version_for(access.actor, jsonb)', 'concat_ws(''|'', a.matter_id,', 'concat_ws(''|'', record.metadata_minimum(a.matter_id), a.matter_id,');
SELECT pg_temp.amend('access.default_settings()', '"coarseningMinimum": 10', '"coarseningMinimum": 10, "metadataMinimum": 5');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);

REVOKE ALL ON FUNCTION record.count_classes(uuid), record.metadata_minimum(uuid), record.merged(uuid, text), record.is_merged(uuid, text, integer) FROM PUBLIC;
