-- What a page shows is read at once, and no longer row by row: its control numbers without the cards that they stand on, its cards in one question, its snippets in one, which
-- is planned once. The answers are the same, and so is what is asked of every row: nothing above a clearance, nothing that a disclosure leaves out. Replaces functions only.

CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;

-- The control numbers of conversations, in the order given.
CREATE FUNCTION record.names_of(p_docnos integer[]) RETURNS jsonb LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(jsonb_agg(record.control_number(v.control_prefix, v.first_docno, d) ORDER BY n), '[]')
  FROM unnest(p_docnos) WITH ORDINALITY u(d, n) JOIN record.part p ON p.part = d / 1000000 JOIN record.volume v ON v.id = p.volume_id
$$;
REVOKE ALL ON FUNCTION record.names_of(integer[]) FROM PUBLIC;
SELECT pg_temp.amend('api.open_search(text, bigint, bytea, text, text, boolean, integer, uuid)',
  '(SELECT coalesce(jsonb_agg(record.card(d)->''controlNumber'' ORDER BY n), ''[]'') FROM unnest(v_docnos) WITH ORDINALITY u(d, n))', 'record.names_of(v_docnos)');
SELECT pg_temp.amend('api.open_page(text, bigint, bytea, text, text, bigint, integer, uuid)',
  '(SELECT coalesce(jsonb_agg(record.card(d)->''controlNumber'' ORDER BY n), ''[]'') FROM unnest(v_docnos) WITH ORDINALITY u(d, n))', 'record.names_of(v_docnos)');
SELECT pg_temp.amend('api.open_step(text, jsonb, text, text, text, uuid)',
  'CASE WHEN v_to IS NULL THEN ''[]'' ELSE jsonb_build_array(record.card(v_to)->''controlNumber'') END', 'record.names_of(ARRAY[v_to])');

-- What an entry shows, as far as an actor may see it. Behind OFFSET 0, so that it is looked up by key whatever the planner thinks of how many there are.
CREATE FUNCTION record.seen(a access.actor, e audit.entry) RETURNS TABLE (n bigint, control_number text, docno integer, card jsonb) LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT u.n, u.c, s.docno, s.card FROM jsonb_array_elements_text(e.detail->'shown') WITH ORDINALITY u(c, n)
    CROSS JOIN LATERAL (SELECT x.docno FROM record.locate(a.matter_id, u.c) x OFFSET 0) l CROSS JOIN LATERAL (SELECT x.docno, x.card FROM record.visible(a.tier, l.docno) x OFFSET 0) s
$$;
REVOKE ALL ON FUNCTION record.seen(access.actor, audit.entry) FROM PUBLIC;
SELECT pg_temp.amend('api.read_results(text, bigint)',
  'record.card(x.docno) ||', 'x.card ||',
  '(SELECT access.visible_docno(a, c) AS docno, n FROM jsonb_array_elements_text(e.detail->''shown'') WITH ORDINALITY u(c, n)) x WHERE x.docno IS NOT NULL',
  'record.seen(a, e) x');
SELECT pg_temp.amend('audit.tiers_shown(audit.entry)',
  'ARRAY(SELECT record.find_docno(e.matter_id, s) FROM jsonb_array_elements_text(e.detail->''shown'') s)',
  'ARRAY(SELECT l.docno FROM jsonb_array_elements_text(e.detail->''shown'') s, record.locate(e.matter_id, s) l)');

SELECT pg_temp.amend('api.read_snippets(text, bigint, jsonb)',
  'v_control text; v_docno integer; v_text text; v_folded text;', 'v_controls text[]; v_docnos integer[]; v_docno integer; v_text text; v_folded text;',
  'v_leaf jsonb; v_seen text;', 'v_leaf jsonb; v_seen text; v_found record;',
  'w.tier > $2)', 'w.tier > $3)',
  'SELECT format(''WITH y AS MATERIALIZED (%s) SELECT k, r, said, coalesce(f, search.fold(said)), array_remove(ARRAY[%s], NULL) FROM y WHERE %s ORDER BY k LIMIT 1'', search.turns_sql(''$1'', ',
  'SELECT format(''WITH y AS MATERIALIZED (%s) SELECT k, r, said, coalesce(f, search.fold(said)) AS folded, array_remove(ARRAY[%s], NULL) AS answers FROM y WHERE %s ORDER BY k LIMIT 1'', search.turns_sql(''x.d'', ',
  'FOR v_control IN SELECT jsonb_array_elements_text(e.detail->''shown'') LOOP
    v_docno := access.visible_docno(a, v_control);
    v_text := NULL; v_at := NULL; answers := ''{}'';
    IF v_sql IS NOT NULL THEN
      EXECUTE v_sql INTO turn, role, v_text, v_folded, answers USING v_docno, a.tier;
      IF v_text IS NOT NULL THEN',
  'SELECT array_agg(s.control_number ORDER BY s.n), array_agg(s.docno ORDER BY s.n) INTO v_controls, v_docnos
    FROM record.seen(a, e) s;
  v_sql := coalesce(v_sql, ''SELECT NULL::integer AS k, NULL::text AS r, NULL::text AS said, NULL::text AS folded, NULL::integer[] AS answers'');
  FOR v_found IN EXECUTE format(''SELECT x.c, x.d, z.k::integer AS k, z.r, z.said, z.folded, z.answers FROM unnest($1, $2) WITH ORDINALITY x(c, d, i) LEFT JOIN LATERAL (%s) z ON true ORDER BY x.i'', v_sql) USING v_controls, v_docnos, a.tier LOOP
    v_docno := v_found.d; turn := v_found.k; role := v_found.r; v_text := v_found.said; v_folded := v_found.folded; answers := v_found.answers; v_at := NULL;
    IF true THEN
      IF v_text IS NOT NULL THEN',
  'control_number := v_control;', 'control_number := v_found.c;');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);
