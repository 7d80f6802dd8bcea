-- What filters leave of a volume is said by search.scope now, which was written while days began to be asked for in whole months (0053): the days of its filters are
-- widened here, as search.find_in_volume widened them. Replaces a function; no lock on a table.
CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
SELECT pg_temp.amend('search.scope(record.volume, access.actor, boolean, jsonb, timestamptz, integer, boolean)',
  '(p_filters->>''from'')::date::timestamp', 'search.first_day((p_filters->>''from'')::date, record.metadata_minimum(v.matter_id) > 1)::timestamp',
  '((p_filters->>''to'')::date + 1)::timestamp', 'search.day_after((p_filters->>''to'')::date, record.metadata_minimum(v.matter_id) > 1)::timestamp');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);
