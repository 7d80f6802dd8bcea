-- The words of a report are looked for in every conversation of the matter, and the producing side or the host says of each place whether it is covered
-- too. The words stand nowhere but in the text: they are read from it at every step. The word index proposes, the folded text decides: the same words in the
-- same order, whatever stands between them and however they are written, as for a phrase of a search. Replaces functions; a column on a small table.

ALTER TABLE record.leak_search ADD COLUMN over text CHECK (over IN ('done', 'too_many'));
COMMENT ON COLUMN record.leak_search.over IS 'How it ended; its state says so when that is on record.';

-- Where the nth letter or digit that the folding keeps stands in a text, from 1.
CREATE FUNCTION record.place_of_letter(p_text text, p_n integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE lo integer := 1; hi integer := length(p_text); mid integer;
BEGIN
  WHILE lo < hi LOOP
    mid := (lo + hi) / 2;
    IF length(replace(search.fold(left(p_text, mid)), ' ', '')) >= p_n THEN hi := mid; ELSE lo := mid + 1; END IF;
  END LOOP;
  RETURN lo;
END $$;
-- Where folded words, each between blanks, stand in a text: code points from 0.
CREATE FUNCTION record.places_of(p_text text, p_words text) RETURNS TABLE (v_first integer, v_length integer)
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE f text := search.fold(p_text); at integer := 1; pos integer; before integer; n integer := length(replace(p_words, ' ', ''));
BEGIN
  LOOP
    pos := strpos(substr(f, at) COLLATE "C", p_words COLLATE "C");
    EXIT WHEN pos = 0;
    pos := at + pos - 1;
    before := length(replace(left(f, pos), ' ', ''));
    v_first := record.place_of_letter(p_text, before + 1) - 1;
    v_length := record.place_of_letter(p_text, before + n) - v_first;
    RETURN NEXT;
    at := pos + length(p_words) - 1;
  END LOOP;
END $$;

-- Looks further for the words of a report, for about so long. NULL where somebody else is looking at this moment.
CREATE FUNCTION api.search_leak(p_redaction uuid, p_ms integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '64MB' AS $$
DECLARE
  a access.actor := access.current_actor(); r record.redaction; s record.leak_search; p record.part; x record; y record; v_words text; v_query text; v_lo integer; n integer;
  v_until timestamptz := clock_timestamp() + make_interval(secs => p_ms / 1000.0);
BEGIN
  IF access.standing(a, 'redaction:search') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO r FROM record.redaction WHERE id = p_redaction AND matter_id = a.matter_id AND turn IS NOT NULL;
  SELECT * INTO s FROM record.leak_search WHERE redaction_id = r.id FOR UPDATE SKIP LOCKED;
  IF s.redaction_id IS NULL THEN RETURN NULL; END IF;
  IF s.state <> 'running' OR s.over IS NOT NULL THEN RETURN jsonb_build_object('state', s.state, 'over', s.over, 'found', s.found); END IF;
  v_words := search.fold(substr(record.text_of(r.docno, r.turn), r.first + 1, r.length));
  SELECT string_agg(DISTINCT quote_literal(left(w, 64)), ' & ') INTO v_query FROM string_to_table(btrim(v_words), ' ') w WHERE w <> '';
  IF v_query IS NULL THEN s.over := 'done'; END IF;
  WHILE s.over IS NULL LOOP
    SELECT q.* INTO p FROM record.part q JOIN record.volume v ON v.id = q.volume_id WHERE v.matter_id = a.matter_id AND v.state = 'sealed'
      AND CASE WHEN s.next_docno IS NULL THEN q.part > s.part ELSE q.part = s.part END ORDER BY q.part LIMIT 1;
    IF p.part IS NULL THEN s.over := 'done'; EXIT; END IF;
    v_lo := coalesce(s.next_docno, p.first_docno);
    s.part := p.part; s.next_docno := NULL;
    FOR x IN EXECUTE format($q$
        SELECT t.docno, t.part FROM record.conversation_text t WHERE t.docno BETWEEN %1$s AND %2$s AND t.kind = 0 AND search.words(t.turns) @@ %3$L::tsquery
        UNION ALL SELECT t.docno, t.part FROM record.conversation_text t WHERE t.docno BETWEEN %1$s AND %2$s AND t.kind = 1 AND search.words(t.turns) @@ %3$L::tsquery
        UNION ALL SELECT t.docno, t.part FROM record.conversation_text t WHERE t.docno BETWEEN %1$s AND %2$s AND t.kind = 2 ORDER BY 1, 2 $q$, v_lo, p.last_docno, v_query) LOOP
      IF clock_timestamp() > v_until AND x.docno > v_lo THEN s.next_docno := x.docno; EXIT; END IF;
      FOR y IN SELECT t.first_turn + e.k - 1 AS turn, e.t->>'text' AS said FROM record.conversation_text t, jsonb_array_elements(t.turns) WITH ORDINALITY e(t, k)
          WHERE t.docno = x.docno AND t.part = x.part AND strpos(search.fold(e.t->>'text') COLLATE "C", v_words COLLATE "C") > 0 LOOP
        INSERT INTO record.leak_place (redaction_id, docno, turn, first, length)
          SELECT r.id, x.docno, y.turn, w.v_first, w.v_length FROM record.places_of(y.said, v_words) w
          WHERE NOT EXISTS (SELECT FROM record.span z WHERE z.docno = x.docno AND z.turn = y.turn AND z.tier = 1 AND z.first <= w.v_first AND z.first + z.length >= w.v_first + w.v_length)
          ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS n = ROW_COUNT;
        s.found := s.found + n;
      END LOOP;
      IF s.found >= 2000 THEN s.over := 'too_many'; EXIT; END IF;
    END LOOP;
    EXIT WHEN clock_timestamp() > v_until;
  END LOOP;
  UPDATE record.leak_search SET part = s.part, next_docno = s.next_docno, found = s.found, over = s.over, beat_at = clock_timestamp() WHERE redaction_id = r.id;
  RETURN jsonb_build_object('state', s.state, 'over', s.over, 'found', s.found);
END $$;
-- It is on record that a search is over, and how many places it found.
CREATE FUNCTION api.end_leak_search(p_redaction uuid) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); s record.leak_search;
BEGIN
  IF access.standing(a, 'redaction:search') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  UPDATE record.leak_search x SET state = x.over, ended_at = clock_timestamp() FROM record.redaction r
    WHERE r.id = p_redaction AND r.matter_id = a.matter_id AND x.redaction_id = r.id AND x.state = 'running' AND x.over IS NOT NULL RETURNING x.* INTO s;
  IF s.redaction_id IS NULL THEN RETURN NULL; END IF;
  RETURN (SELECT record.told(r) || jsonb_build_object('state', s.state, 'found', s.found) FROM record.redaction r WHERE r.id = p_redaction);
END $$;

-- Places that wait for a decision, in order. Counsel is shown those within their tier.
CREATE FUNCTION record.places_for(a access.actor, p_redaction uuid) RETURNS SETOF record.leak_place LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.* FROM record.leak_place p WHERE p.redaction_id = p_redaction AND p.state = 'open' AND record.designated(p.docno) IS NOT NULL
    AND (a.side = 'host' OR (record.designated(p.docno) <= a.tier AND coalesce((SELECT w.tier FROM record.turn_tier w WHERE w.docno = p.docno AND w.turn = p.turn), 0) <= a.tier))
$$;
CREATE FUNCTION api.leak_places(p_redaction uuid, p_limit integer) RETURNS SETOF jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_build_object('id', p.id::text, 'conversation', record.name_of(p.docno), 'turn', p.turn)
  FROM access.current_actor() a JOIN record.redaction r ON r.id = p_redaction AND r.matter_id = a.matter_id
    AND access.refusal(a, 'redaction:decide') IS NULL AND access.keeps_redactions(a)
  CROSS JOIN LATERAL record.places_for(a, r.id) p ORDER BY p.docno, p.turn, p.first LIMIT least(p_limit, 201)
$$;

-- Covers places where the words of a report stand, or leaves them as they are: those that are named, at most 200. 'nothing': none of them waits.
CREATE FUNCTION api.decide_places(p_redaction uuid, p_cover boolean, p_places bigint[]) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_report record.redaction; x record.leak_place; r record.redaction; v_done jsonb := '[]'; v_word text;
BEGIN
  IF access.refusal(a, 'redaction:decide') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF NOT access.keeps_redactions(a) THEN RETURN jsonb_build_object('outcome', 'wrong_side'); END IF;
  v_report := record.redaction_for(a, p_redaction);
  IF v_report.id IS NULL OR v_report.turn IS NULL THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  v_word := substring(v_report.label FROM '^\[([A-Z]+)_\d+\]$');
  FOR x IN SELECT p.* FROM record.places_for(a, v_report.id) p WHERE p.id = ANY (p_places) ORDER BY p.docno, p.turn, p.first LIMIT 200 LOOP
    PERFORM record.lock_conversation(x.docno);
    IF p_cover THEN
      r := record.redact(a, x.docno, x.turn, x.first, x.first + x.length, v_report.type, coalesce(v_word, 'REDACTED'), 'The same words as in another report.', NULL, v_report.id);
    END IF;
    UPDATE record.leak_place p SET state = CASE WHEN p_cover THEN 'covered' ELSE 'left' END, decided_by = a.person_id, decided_at = clock_timestamp() WHERE p.id = x.id AND p.state = 'open';
    v_done := v_done || jsonb_build_array(record.name_of(x.docno) || '#' || x.turn);
  END LOOP;
  IF v_done = '[]' THEN RETURN jsonb_build_object('outcome', 'nothing'); END IF;
  RETURN record.told(v_report) || jsonb_build_object('outcome', 'done', 'places', v_done, 'open', (SELECT count(*) FROM record.places_for(a, v_report.id)));
END $$;

-- As before, and with p_waiting only reports whose places wait for somebody, or are still looked for.
DROP FUNCTION api.redactions(uuid, integer);
CREATE FUNCTION api.redactions(p_after uuid, p_limit integer, p_waiting boolean, p_id uuid) RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT record.told(r) || jsonb_build_object('reason', r.reason, 'origin', r.origin,
    'placed', jsonb_build_object('by', CASE WHEN k.keeps OR a.side = 'court' OR a.side = r.placed_side THEN p.name END, 'side', r.placed_side, 'at', r.placed_at),
    'lifted', CASE WHEN r.lifted_at IS NOT NULL THEN jsonb_build_object('by', l.name, 'side', r.lifted_side, 'at', r.lifted_at, 'reason', r.lift_reason) END,
    'search', CASE WHEN k.keeps AND s.redaction_id IS NOT NULL THEN jsonb_build_object('state', s.state, 'found', s.found, 'beat', s.beat_at < clock_timestamp() - interval '1 minute',
      'open', (SELECT count(*) FROM record.places_for(a, r.id))) END)
  FROM access.current_actor() a CROSS JOIN LATERAL (SELECT access.keeps_redactions(a) AS keeps) k
  JOIN record.redaction r ON r.matter_id = a.matter_id AND access.refusal(a, 'redaction:read') IS NULL
  LEFT JOIN record.leak_search s ON s.redaction_id = r.id LEFT JOIN access.person p ON p.id = r.placed_by LEFT JOIN access.person l ON l.id = r.lifted_by
  WHERE (a.side IN ('court', 'host') OR record.designated(r.docno) <= a.tier)
    AND (p_after IS NULL OR (r.placed_at, r.id) < (SELECT y.placed_at, y.id FROM record.redaction y WHERE y.id = p_after AND y.matter_id = a.matter_id))
    AND (p_id IS NULL OR r.id = p_id)
    AND (NOT p_waiting OR (k.keeps AND r.lifted_at IS NULL AND (s.state = 'running' OR EXISTS (SELECT FROM record.leak_place x WHERE x.redaction_id = r.id AND x.state = 'open'))))
  ORDER BY r.placed_at DESC, r.id DESC LIMIT least(p_limit, 201)
$$;

REVOKE ALL ON FUNCTION record.place_of_letter(text, integer), record.places_of(text, text), record.places_for(access.actor, uuid), api.search_leak(uuid, integer),
  api.end_leak_search(uuid), api.leak_places(uuid, integer), api.decide_places(uuid, boolean, bigint[]), api.redactions(uuid, integer, boolean, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.search_leak(uuid, integer), api.end_leak_search(uuid), api.leak_places(uuid, integer), api.decide_places(uuid, boolean, bigint[]),
  api.redactions(uuid, integer, boolean, uuid) TO rr_app;
