-- An order of a run is worked out by the first who asks for it. Whoever asked for the same one meanwhile worked it out as well, and was then refused by the key of
-- search.ranking: an order that was left and come back to did not come. Now they wait for the first, and read what it kept. Replaces a function; no lock on a table.
CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
SELECT pg_temp.amend('search.rank_run(uuid, text, jsonb)', 'IF EXISTS (SELECT FROM search.ranking x WHERE x.run_id = p_run AND x.sort = p_sort) THEN RETURN; END IF;',
  'IF EXISTS (SELECT FROM search.ranking x WHERE x.run_id = p_run AND x.sort = p_sort) THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(p_run::text || p_sort, 8));
  IF EXISTS (SELECT FROM search.ranking x WHERE x.run_id = p_run AND x.sort = p_sort) THEN RETURN; END IF;');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);
