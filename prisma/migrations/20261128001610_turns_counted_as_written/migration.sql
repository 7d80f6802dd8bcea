-- Turns of a search term report are asked as they are written, where that decides the same (20261128001920_asked_as_written), and looked for in their own partition alone. A
-- function is replaced; nothing that is stored changes.
CREATE OR REPLACE FUNCTION search.turns_hit(p_docnos integer[], p_leaves jsonb, OUT turns bigint, OUT prompts bigint, OUT outputs bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_within text; v_raw boolean; v_conditions text;
BEGIN
  SELECT format('AND t.docno BETWEEN %s AND %s', min(d), max(d)) INTO v_within FROM unnest(p_docnos) d;
  SELECT bool_and(search.may_read_raw(l)), string_agg(search.turn_condition(l), ' OR ' ORDER BY n) INTO v_raw, v_conditions FROM jsonb_array_elements(p_leaves) WITH ORDINALITY e(l, n);
  EXECUTE format('SELECT count(*), count(*) FILTER (WHERE z.r = ''prompt''), count(*) FILTER (WHERE z.r = ''output'') FROM unnest($1) x(d), LATERAL (WITH y AS MATERIALIZED (%s) SELECT y.r FROM y WHERE %s) z',
    search.turns_sql('x.d', v_within, v_raw), v_conditions) INTO turns, prompts, outputs USING p_docnos;
END $$;
REVOKE ALL ON FUNCTION search.turns_hit(integer[], jsonb) FROM PUBLIC;
