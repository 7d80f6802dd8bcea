-- A step asked twice where a conversation stands in every volume: for its rank, and for what is beside it. It asks once now, takes the number at one rank as the place that it is,
-- and fetches a bitmap (125 KB) where it is needed and not once more to know how long it is. Functions alone: no locks beyond their rows.
CREATE FUNCTION search.stand_of(p_run uuid, p_docno integer, p_after boolean, OUT before bigint, OUT held boolean, OUT beside integer)
 RETURNS record
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  WITH h AS MATERIALIZED (SELECT search.is_in(p_run, p_docno) AS held), b AS MATERIALIZED (SELECT * FROM search.before_in(p_run, p_docno))
  SELECT coalesce((SELECT sum(b.n) FROM b), 0)::bigint, h.held, (
    SELECT d FROM b
      CROSS JOIN LATERAL (SELECT CASE WHEN NOT p_after THEN b.n - 1 WHEN b.own AND h.held THEN b.n + 1 ELSE b.n END AS rank) x
      CROSS JOIN LATERAL search.ranks_of(p_run, (b.v).first_docno / 1000000, ((b.v).first_docno + (b.v).size - 1) / 1000000, x.rank, 1) d
      CROSS JOIN LATERAL (SELECT extract(epoch FROM coalesce(k.started_at, 'infinity')) AS at FROM record.conversation k WHERE k.docno = d OFFSET 0) k
    WHERE p_after IS NOT NULL AND x.rank >= 0 ORDER BY CASE WHEN p_after THEN k.at ELSE -k.at END, CASE WHEN p_after THEN d ELSE -d END LIMIT 1)
  FROM h
$function$;
REVOKE ALL ON FUNCTION search.stand_of(uuid, integer, boolean) FROM PUBLIC;

CREATE OR REPLACE FUNCTION api.open_step(p_secret text, p_asked jsonb, p_sort text, p_control text, p_way text, p_request uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor; r search.run; v_refusal text; v_docno integer; v_rank bigint; v_before bigint; v_held boolean; v_at bigint; v_many integer := 50; v_page integer[]; v_to integer; v_ticket bigint; e audit.entry;
BEGIN
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  v_refusal := access.refusal(a, 'conversation:search');
  v_docno := access.visible_docno(a, p_control);
  IF v_refusal IS NULL AND v_docno IS NULL THEN v_refusal := 'not_found'; END IF;
  IF v_refusal IS NOT NULL THEN
    PERFORM audit.append(a, 'conversation:search', NULL, 'refused', v_refusal, NULL, NULL, p_request);
    RETURN jsonb_build_object('outcome', 'refused', 'reason', v_refusal);
  END IF;
  e := audit.answered(a, p_request);
  IF e.id IS NOT NULL THEN
    IF e.action <> 'conversation:search' OR NOT e.detail ? 'rank' OR e.at < clock_timestamp() - interval '20 seconds' THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'replayed'); END IF;
    RETURN jsonb_build_object('outcome', 'done', 'ticket', e.id::text);
  END IF;
  r := search.run_for(a, p_secret, p_asked);
  IF r.state IS DISTINCT FROM 'done' OR r.hits > search.most_ranked(p_sort) THEN RAISE EXCEPTION 'no run to step through' USING ERRCODE = '55000'; END IF;
  IF p_sort IN ('date', '-date') THEN
    SELECT x.before, x.held, x.beside INTO v_before, v_held, v_to FROM search.stand_of(r.id, v_docno, CASE WHEN p_way <> 'uncoded' THEN (p_way = 'previous') = (p_sort = '-date') END) x;
    IF p_sort = '-date' THEN v_before := r.hits - v_before - v_held::integer; END IF;
    v_rank := CASE WHEN v_held THEN v_before END;
  ELSE
    PERFORM search.rank_run(r.id, p_sort, nullif(p_asked->'question', 'null'));
    SELECT x.rank, coalesce(x.before, 0) INTO v_rank, v_before FROM search.rank_of(r, p_sort, v_docno) x;
  END IF;
  v_at := CASE WHEN p_way = 'previous' THEN v_before - 1 WHEN v_rank IS NULL THEN v_before ELSE v_rank + 1 END;
  IF p_way = 'uncoded' THEN
    WHILE v_to IS NULL AND v_at < r.hits LOOP
      v_page := search.page_of(r, p_sort, v_at, v_many);
      SELECT d, v_at + n - 1 INTO v_to, v_rank FROM unnest(v_page) WITH ORDINALITY x(d, n)
        WHERE NOT EXISTS (SELECT FROM work.coding k WHERE k.docno = d AND k.matter_id = a.matter_id AND k.side = a.side) ORDER BY n LIMIT 1;
      v_at := CASE WHEN v_to IS NULL THEN v_at + v_many ELSE v_rank END;
      v_many := least(v_many * 4, 20000);
    END LOOP;
  ELSIF p_sort NOT IN ('date', '-date') AND v_at BETWEEN 0 AND r.hits - 1 THEN
    v_to := (search.page_of(r, p_sort, v_at, 1))[1];
  END IF;
  v_ticket := audit.append(a, 'conversation:search', NULL, 'done', NULL, jsonb_build_object(
    'shown', record.names_of(ARRAY[v_to]),
    'more', v_at + 1 < r.hits, 'question', r.entry_id::text, 'characters', 0, 'rank', v_at + 1), NULL, p_request);
  RETURN jsonb_build_object('outcome', 'done', 'ticket', v_ticket::text);
END $function$;

CREATE OR REPLACE FUNCTION search.ranks_of(p_run uuid, p_first_part integer, p_last_part integer, p_offset bigint, p_limit integer)
 RETURNS SETOF integer
 LANGUAGE plpgsql
 STABLE ROWS 50
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE c search.chunk; v_first bigint; v_from bigint; v_to bigint;
BEGIN
  FOR c IN SELECT * FROM search.chunk x WHERE x.run_id = p_run AND x.part BETWEEN p_first_part AND p_last_part ORDER BY x.part LOOP
    v_first := coalesce(v_first, c.before);
    v_from := greatest(0, p_offset - (c.before - v_first));
    v_to := least(c.n, p_offset + p_limit - (c.before - v_first));
    EXIT WHEN v_to <= 0;
    CONTINUE WHEN v_from >= c.n;
    IF v_to - v_from = 1 THEN RETURN NEXT c.part * 1000000 + search.place_in(c.bits, v_from::int + 1); CONTINUE; END IF;
    c.bits := c.bits || B'';
    RETURN QUERY SELECT c.part * 1000000 + d FROM search.numbers_of(c.bits, search.place_in(c.bits, v_from::int + 1), search.place_in(c.bits, v_to::int)) d ORDER BY d;
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION search.is_in(p_run uuid, p_docno integer)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT coalesce((SELECT get_bit(c.bits, p_docno - c.part * 1000000) = 1 FROM search.chunk c JOIN record.part p ON p.part = c.part
    WHERE c.run_id = p_run AND c.part = p_docno / 1000000 AND p_docno <= p.last_docno), false)
$function$;

DROP FUNCTION search.beside(uuid, integer, boolean);
