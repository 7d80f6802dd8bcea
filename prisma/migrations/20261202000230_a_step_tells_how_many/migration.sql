-- A step asked for its run first, in a transaction of its own, to know how many answer; the door finds that run again. It tells them now, and who has none counts then.
-- A function alone: no locks.
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
    RETURN jsonb_build_object('outcome', 'done', 'ticket', e.id::text, 'total', (search.run_for(a, p_secret, p_asked)).hits);
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
  RETURN jsonb_build_object('outcome', 'done', 'ticket', v_ticket::text, 'total', r.hits);
END $function$;
