-- In order of date the answer beside a conversation is the nearest of those that stand beside its moment in each volume. What is before it there is counted anyway, to tell its rank;
-- before, the place with that rank was looked for from the beginning. The answers are the same (domain/search/ranks.test.ts). Replaces functions only.

-- How many answers of each volume stand before a conversation, in order of date; `own`: it is of this volume.
CREATE FUNCTION search.before_in(p_run uuid, p_docno integer) RETURNS TABLE (v record.volume, own boolean, n bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT x.v, p_docno BETWEEN (x.v).first_docno AND (x.v).first_docno + (x.v).size - 1, CASE
      WHEN p_docno BETWEEN (x.v).first_docno AND (x.v).first_docno + (x.v).size - 1 THEN search.count_before(p_run, x.v, p_docno)
      WHEN k.started_at IS NULL THEN CASE WHEN (x.v).first_docno < p_docno THEN x.n ELSE x.dated END
      ELSE search.count_before(p_run, x.v, search.first_docno_at(x.v, CASE WHEN (x.v).first_docno < p_docno THEN k.started_at + interval '1 microsecond' ELSE k.started_at END)) END
  FROM record.conversation k, search.volumes_of(p_run) x WHERE k.docno = p_docno
$$;
CREATE OR REPLACE FUNCTION search.dated_rank(p_run uuid, p_docno integer) RETURNS bigint LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT coalesce(sum(b.n), 0)::bigint FROM search.before_in(p_run, p_docno) b $$;

-- The answer next to a conversation in order of date, after it or before it; NULL where there is none.
CREATE FUNCTION search.beside(p_run uuid, p_docno integer, p_after boolean) RETURNS integer LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT d FROM search.before_in(p_run, p_docno) b
    CROSS JOIN LATERAL (SELECT CASE WHEN NOT p_after THEN b.n - 1 WHEN b.own AND search.is_in(p_run, p_docno) THEN b.n + 1 ELSE b.n END AS rank) x
    CROSS JOIN LATERAL search.ranks_of(p_run, (b.v).first_docno / 1000000, ((b.v).first_docno + (b.v).size - 1) / 1000000, x.rank, 1) d
    CROSS JOIN LATERAL (SELECT extract(epoch FROM coalesce(k.started_at, 'infinity')) AS at FROM record.conversation k WHERE k.docno = d OFFSET 0) k
  WHERE x.rank >= 0 ORDER BY CASE WHEN p_after THEN k.at ELSE -k.at END, CASE WHEN p_after THEN d ELSE -d END LIMIT 1
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
SELECT pg_temp.amend('api.open_step(text, jsonb, text, text, text, uuid)',
  'v_to := (search.page_of(r, p_sort, v_at, 1))[1];',
  'v_to := CASE WHEN p_sort IN (''date'', ''-date'') THEN search.beside(r.id, v_docno, (p_way = ''previous'') = (p_sort = ''-date'')) ELSE (search.page_of(r, p_sort, v_at, 1))[1] END;');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA search FROM PUBLIC;
