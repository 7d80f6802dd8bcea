-- Codes and reviewed sets. Runs on empty tables.

-- Codes. The docno is found here, and only for a conversation that the actor may see.
CREATE FUNCTION api.apply_code(p_control text, p_turn integer, p_key text, p_note text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_docno integer; v_code work.code;
BEGIN
  IF access.refusal(a, 'code:apply') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  v_docno := access.visible_docno(a, p_control);
  IF v_docno IS NULL OR p_turn > (SELECT turns FROM record.conversation WHERE docno = v_docno) THEN RETURN 'not_found'; END IF;
  SELECT * INTO v_code FROM work.code WHERE matter_id = a.matter_id AND side = a.side AND key = p_key AND retired_at IS NULL;
  IF v_code.id IS NULL THEN RETURN 'no_code'; END IF;
  -- Relevance is one answer: a new one takes the place of the old.
  IF v_code."group" = 'relevance' THEN
    DELETE FROM work.coding k USING work.code b WHERE b.id = k.code_id AND b."group" = 'relevance' AND b.id <> v_code.id
      AND k.docno = v_docno AND k.turn = p_turn AND k.side = a.side AND k.matter_id = a.matter_id;
  END IF;
  INSERT INTO work.coding (docno, turn, code_id, matter_id, side, person_id, note)
    VALUES (v_docno, p_turn, v_code.id, a.matter_id, a.side, a.person_id, p_note)
    ON CONFLICT (docno, turn, code_id) DO UPDATE SET note = coalesce(EXCLUDED.note, work.coding.note), person_id = EXCLUDED.person_id, at = clock_timestamp();
  RETURN 'done';
END $$;

CREATE FUNCTION api.withdraw_code(p_control text, p_turn integer, p_key text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_docno integer;
BEGIN
  IF access.refusal(a, 'code:apply') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  v_docno := access.visible_docno(a, p_control);
  IF v_docno IS NULL THEN RETURN 'not_found'; END IF;
  DELETE FROM work.coding k USING work.code b WHERE b.id = k.code_id AND b.key = p_key AND b.side = a.side AND b.matter_id = a.matter_id
    AND k.docno = v_docno AND k.turn = p_turn AND k.side = a.side;
  RETURN CASE WHEN FOUND THEN 'done' ELSE 'no_code' END;
END $$;

CREATE FUNCTION api.codings_of(p_control text) RETURNS TABLE (key text, turn integer, note text, at timestamptz, "by" text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT b.key, k.turn, k.note, k.at, p.name FROM access.current_actor() a
  JOIN work.coding k ON k.docno = access.visible_docno(a, p_control) AND k.matter_id = a.matter_id AND k.side = a.side
  JOIN work.code b ON b.id = k.code_id JOIN access.person p ON p.id = k.person_id ORDER BY k.turn, b.position
$$;

-- Freezes an answer into a reviewed set: the first p_limit in order of date (or from the last back), or all. NULL where the name is taken.
-- A size is a count, and a set that is taken back would have been one in secret: what is frozen is the question of a count on record.
CREATE FUNCTION api.freeze_set(p_ticket bigint, p_name text, p_reading text, p_descending boolean, p_limit integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_id uuid := gen_random_uuid(); v_docnos integer[]; e audit.entry; asked jsonb;
BEGIN
  IF access.refusal(a, 'set:freeze') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  e := audit.redeem(p_ticket, ARRAY['conversation:count']);
  SELECT d.body INTO asked FROM audit.detail d WHERE d.entry_id = e.id;
  IF asked IS NULL THEN RAISE EXCEPTION 'no valid ticket' USING ERRCODE = '42501'; END IF;
  SELECT coalesce(array_agg(x.docno ORDER BY x.docno), '{}') INTO v_docnos
    FROM search.find(a, nullif(asked->'question', 'null'), asked->'filters', NULL, NULL, p_descending, p_limit) x;
  INSERT INTO work.reviewed_set (id, matter_id, side, name, query, reading, filters, size, sha256, created_by)
    VALUES (v_id, a.matter_id, a.side, p_name, asked->>'query', p_reading, asked->'filters', coalesce(array_length(v_docnos, 1), 0),
      sha256(coalesce((SELECT string_agg(int4send(d), '' ORDER BY d) FROM unnest(v_docnos) d), '')), a.person_id)
    ON CONFLICT (matter_id, side, name) DO NOTHING;
  IF NOT FOUND THEN RETURN NULL; END IF;
  INSERT INTO work.set_part SELECT v_id, d / 1000000, array_agg(d ORDER BY d) FROM unnest(v_docnos) d GROUP BY d / 1000000;
  RETURN jsonb_build_object('id', v_id, 'size', coalesce(array_length(v_docnos, 1), 0));
END $$;
