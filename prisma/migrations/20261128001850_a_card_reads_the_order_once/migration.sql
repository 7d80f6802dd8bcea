-- A card asked for the order's smallest class of metadata for each of three dimensions, and twice where a class might be small. It asks once, and only then.
CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
SELECT pg_temp.amend('record.cards(integer)',
  'km.value IS NOT NULL AND record.is_merged(v.matter_id, ''model'', km.value)', 'km.size < e.least OR km.below BETWEEN 1 AND e.least - 1',
  'kl.value IS NOT NULL AND record.is_merged(v.matter_id, ''language'', kl.value)', 'kl.size < e.least OR kl.below BETWEEN 1 AND e.least - 1',
  'kd.value IS NOT NULL AND record.is_merged(v.matter_id, ''month'', kd.value)', 'kd.size < e.least OR kd.below BETWEEN 1 AND e.least - 1',
  'kd.dimension = ''month'' AND kd.value = c.month', 'kd.dimension = ''month'' AND kd.value = c.month
  CROSS JOIN LATERAL (SELECT CASE WHEN num_nonnulls(km.value, kl.value, kd.value) > 0 THEN record.metadata_minimum(v.matter_id) END AS least OFFSET 0) e');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);
DROP FUNCTION record.is_merged(uuid, text, integer);
