-- The door through which text is seen: windows of a conversation, what was delivered with it, pages of results, counts. Each opens with an
-- entry and reads by its ticket. Runs on empty tables.

-- Where a conversation is, if this actor may know of it: same matter, sealed volume, not above their tier, and disclosed at all.
CREATE FUNCTION access.visible_docno(a access.actor, p_control text) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.docno FROM record.conversation c JOIN record.volume v ON v.id = c.volume_id
  WHERE c.docno = record.find_docno(a.matter_id, p_control) AND c.tier <= a.tier
    AND v.disclosure <> 'aggregate' AND (v.disclosure <> 'matched' OR c.flags & 32 <> 0)
$$;

-- What is shown of a conversation besides its text. Dates are coarsened to the month.
CREATE FUNCTION record.card(p_docno integer) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_build_object(
    'docno', c.docno, 'controlNumber', record.control_number(v.control_prefix, v.first_docno, c.docno), 'volume', v.name, 'disclosure', v.disclosure,
    'model', m.name, 'language', l.tag, 'month', CASE WHEN c.month IS NULL THEN NULL ELSE (c.month / 100) || '-' || lpad((c.month % 100)::text, 2, '0') END,
    'turns', c.turns, 'words', c.words, 'tier', c.tier, 'flags', c.flags)
  FROM record.conversation c JOIN record.volume v ON v.id = c.volume_id
  LEFT JOIN record.model m ON m.id = c.model_id LEFT JOIN record.language l ON l.id = c.language_id
  WHERE c.docno = p_docno
$$;

CREATE FUNCTION api.open_view(p_secret text, p_control text, p_from integer, p_to integer, p_purpose text, p_request uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; v_docno integer; c jsonb; v_from integer; v_to integer; v_refusal text; v_ticket bigint; v_object text;
BEGIN
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  v_refusal := access.refusal(a, 'conversation:view');
  v_object := 'conversation:' || left(p_control, 40);
  IF v_refusal IS NULL THEN
    v_docno := access.visible_docno(a, p_control);
    IF v_docno IS NULL THEN v_refusal := 'not_found'; END IF;
  END IF;
  IF v_refusal IS NULL THEN
    c := record.card(v_docno);
    v_from := least(greatest(1, coalesce(p_from, 1)), (c->>'turns')::int + 1);
    v_to := least((c->>'turns')::int, coalesce(p_to, v_from + 49), v_from + 199);
    IF c->>'disclosure' = 'pair' AND v_to - v_from > 1 AND length(btrim(coalesce(p_purpose, ''))) < 3 THEN v_refusal := 'pair'; END IF;
  END IF;
  IF v_refusal IS NOT NULL THEN
    PERFORM audit.append(a, 'conversation:view', v_object, 'refused', v_refusal, NULL, NULL, p_request);
    RETURN jsonb_build_object('outcome', 'refused', 'reason', v_refusal, 'turns', c->'turns');
  END IF;
  v_ticket := audit.append(a, 'conversation:view', v_object, 'done', NULL,
    jsonb_strip_nulls(jsonb_build_object('from', v_from, 'to', v_to, 'purpose', nullif(btrim(p_purpose), ''))), NULL, p_request);
  RETURN jsonb_build_object('outcome', 'done', 'ticket', v_ticket::text, 'conversation', c, 'from', v_from, 'to', v_to);
END $$;

CREATE FUNCTION api.read_view(p_secret text, p_ticket bigint) RETURNS TABLE (turn integer, said jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE e audit.entry; v_docno integer; a access.actor;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  e := audit.redeem(p_ticket, ARRAY['conversation:view']);
  v_docno := access.visible_docno(a, split_part(e.object, ':', 2));
  RETURN QUERY
    SELECT (t.first_turn + n - 1)::int, s FROM record.conversation_text t, jsonb_array_elements(t.turns) WITH ORDINALITY x(s, n)
    WHERE t.docno = v_docno AND t.first_turn <= (e.detail->>'to')::int AND t.first_turn + t.turn_count > (e.detail->>'from')::int
      AND t.first_turn + n - 1 BETWEEN (e.detail->>'from')::int AND (e.detail->>'to')::int
    ORDER BY 1;
END $$;

-- What was delivered with a conversation, its place in the delivery, and its other branches. Redeems the ticket of a view.
-- Branches are more of the conversation, and metadata may be: where pairs are shown they stay shut until somebody states a reason of
-- their own ('delivered metadata' is what the program says when nobody did).
CREATE FUNCTION api.read_source(p_secret text, p_ticket bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE e audit.entry; v_docno integer; a access.actor; v_shut boolean;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  e := audit.redeem(p_ticket, ARRAY['conversation:view']);
  v_docno := access.visible_docno(a, split_part(e.object, ':', 2));
  v_shut := record.card(v_docno)->>'disclosure' = 'pair'
    AND (length(coalesce(e.detail->>'purpose', '')) < 3 OR e.detail->>'purpose' = 'delivered metadata');
  RETURN (SELECT jsonb_build_object('file', d.file, 'line', s.line, 'byteOffset', s.byte_offset, 'byteLength', s.byte_length, 'sha256', encode(s.sha256, 'hex'),
      'sourceId', s.source_id, 'metadata', CASE WHEN NOT v_shut THEN s.metadata END, 'branches', CASE WHEN v_shut THEN '[]' ELSE coalesce(s.branches, '[]') END)
    FROM record.conversation_source s JOIN record.delivery d ON d.id = s.delivery_id WHERE s.docno = v_docno);
END $$;

-- A page of results. The control numbers whose words will be shown stand in the entry; the question itself is private to the side.
-- What answers is not told here but by api.read_results, after the commit: else a caller could ask, look at the answer and take it back.
CREATE FUNCTION api.open_search(
  p_secret text, p_question jsonb, p_text text, p_filters jsonb, p_after text, p_descending boolean, p_limit integer, p_request uuid)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; v_refusal text; v_ticket bigint; v_docnos integer[]; v_more boolean; v_after integer; v_total integer;
BEGIN
  p_limit := least(greatest(coalesce(p_limit, 50), 1), 200); -- a page is what the log can name in one entry
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  v_refusal := access.refusal(a, 'conversation:search');
  IF v_refusal IS NULL AND p_filters ? 'set' AND NOT EXISTS (
    SELECT FROM work.reviewed_set s WHERE s.id = (p_filters->>'set')::uuid AND s.matter_id = a.matter_id AND s.side = a.side) THEN
    v_refusal := 'not_found';
  END IF;
  v_after := record.find_docno(a.matter_id, p_after);
  IF v_refusal IS NULL AND p_after IS NOT NULL AND v_after IS NULL THEN v_refusal := 'not_found'; END IF;
  IF v_refusal IS NOT NULL THEN
    PERFORM audit.append(a, 'conversation:search', NULL, 'refused', v_refusal, NULL, NULL, p_request);
    RETURN jsonb_build_object('outcome', 'refused', 'reason', v_refusal);
  END IF;
  SELECT array_agg(f.docno ORDER BY f.n) INTO v_docnos FROM (
    SELECT x.docno, row_number() OVER () AS n
    FROM search.find(a, p_question, p_filters, (SELECT c.started_at FROM record.conversation c WHERE c.docno = v_after), v_after, p_descending, p_limit + 1) x) f;
  v_more := coalesce(array_length(v_docnos, 1), 0) > p_limit;
  v_docnos := v_docnos[1:p_limit];
  -- Everything, when all of it may be seen, is known without counting.
  IF p_question IS NULL AND p_filters = '{}' AND NOT EXISTS (
      SELECT FROM record.volume v WHERE v.matter_id = a.matter_id AND (v.tier > a.tier OR v.disclosure IN ('matched', 'aggregate'))) THEN
    SELECT coalesce(sum(size), 0) INTO v_total FROM record.volume v WHERE v.matter_id = a.matter_id AND v.state = 'sealed';
  END IF;
  v_ticket := audit.append(a, 'conversation:search', NULL, 'done', NULL,
    jsonb_build_object('shown', (SELECT coalesce(jsonb_agg(record.card(d)->'controlNumber' ORDER BY n), '[]') FROM unnest(v_docnos) WITH ORDINALITY u(d, n))),
    jsonb_build_object('query', p_text, 'filters', p_filters, 'page', jsonb_build_object('more', v_more, 'total', v_total)), p_request);
  RETURN jsonb_build_object('outcome', 'done', 'ticket', v_ticket::text);
END $$;

-- The page that a ticket was drawn for: its conversations with the own side's codes, whether there are more, and the total where it is known.
CREATE FUNCTION api.read_results(p_secret text, p_ticket bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE e audit.entry; a access.actor;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  e := audit.redeem(p_ticket, ARRAY['conversation:search']);
  RETURN (SELECT d.body->'page' FROM audit.detail d WHERE d.entry_id = e.id) || jsonb_build_object('rows', (
    SELECT coalesce(jsonb_agg(record.card(x.docno) || jsonb_build_object('codes', coalesce((
        SELECT jsonb_agg(jsonb_build_object('key', b.key, 'turn', k.turn) ORDER BY k.turn, b.position)
        FROM work.coding k JOIN work.code b ON b.id = k.code_id WHERE k.docno = x.docno AND k.matter_id = a.matter_id AND k.side = a.side), '[]')) ORDER BY x.n), '[]')
    FROM (SELECT access.visible_docno(a, c) AS docno, n FROM jsonb_array_elements_text(e.detail->'shown') WITH ORDINALITY u(c, n)) x WHERE x.docno IS NOT NULL));
END $$;

-- For each conversation of a ticket the place where it first answers: the turn, and some 300 characters around the hit.
-- p_leaves are the words and phrases asked for, as typed; {"text", "prefix"}.
CREATE FUNCTION api.read_snippets(p_secret text, p_ticket bigint, p_leaves jsonb) RETURNS TABLE (control_number text, turn integer, role text, cut_before boolean, cut_after boolean, fragment text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE e audit.entry; a access.actor; v_patterns text[]; v_regex text; v_control text; v_docno integer; v_text text; v_turn integer; v_role text; v_at integer;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  e := audit.redeem(p_ticket, ARRAY['conversation:search']);
  SELECT array_agg('%' || CASE WHEN (l->>'prefix')::boolean THEN rtrim(search.fold(l->>'text')) ELSE search.fold(l->>'text') END || '%'),
         string_agg('(?:\m' || regexp_replace(btrim(search.fold(l->>'text')), ' +', '\W+', 'g') || ')', '|')
    INTO v_patterns, v_regex FROM jsonb_array_elements(p_leaves) l WHERE btrim(search.fold(l->>'text')) <> '';
  FOR v_control IN SELECT jsonb_array_elements_text(e.detail->'shown') LOOP
    v_docno := access.visible_docno(a, v_control);
    v_text := NULL; v_at := 0;
    IF v_patterns IS NOT NULL THEN
      SELECT t.first_turn + n - 1, s->>'role', s->>'text' INTO v_turn, v_role, v_text
      FROM record.conversation_text t, jsonb_array_elements(t.turns) WITH ORDINALITY x(s, n)
      WHERE t.docno = v_docno AND search.fold(s->>'text') LIKE ANY (v_patterns) ORDER BY t.part, n LIMIT 1;
      IF v_text IS NOT NULL THEN v_at := regexp_instr(v_text, v_regex, 1, 1, 0, 'i'); END IF;
    END IF;
    IF v_text IS NULL THEN
      SELECT t.first_turn + n - 1, s->>'role', s->>'text' INTO v_turn, v_role, v_text
      FROM record.conversation_text t, jsonb_array_elements(t.turns) WITH ORDINALITY x(s, n)
      WHERE t.docno = v_docno AND t.part = 0 AND btrim(s->>'text') <> '' ORDER BY (s->>'role' = 'system'), n LIMIT 1;
    END IF;
    CONTINUE WHEN v_text IS NULL; -- nothing but blanks was said
    v_at := greatest(1, coalesce(v_at, 0) - 90);
    control_number := v_control; turn := v_turn; role := v_role; cut_before := v_at > 1;
    cut_after := length(v_text) > v_at + 299; fragment := substr(v_text, v_at, 300);
    RETURN NEXT;
  END LOOP;
END $$;

-- Asks for counts. A count shows no text, but enough of them spell it out: the question is on record, sealed to the side, before
-- anything is counted, and what is counted then is the question on record.
CREATE FUNCTION api.open_count(p_secret text, p_question jsonb, p_text text, p_filters jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; v_refusal text; v_ticket bigint;
BEGIN
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  v_refusal := access.refusal(a, 'conversation:count');
  IF v_refusal IS NOT NULL THEN
    PERFORM audit.append(a, 'conversation:count', NULL, 'refused', v_refusal, NULL, NULL, NULL);
    RETURN jsonb_build_object('outcome', 'refused', 'reason', v_refusal);
  END IF;
  v_ticket := audit.append(a, 'conversation:count', NULL, 'done', NULL, NULL,
    jsonb_build_object('query', p_text, 'filters', p_filters, 'question', p_question), NULL);
  RETURN jsonb_build_object('outcome', 'done', 'ticket', v_ticket::text);
END $$;

-- Counts of an answer by month, model, language, volume and own code. Shows no text; asked for apart from any page of results.
CREATE FUNCTION api.read_count(p_secret text, p_ticket bigint) RETURNS TABLE (facet text, value text, n bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; e audit.entry; asked jsonb;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  e := audit.redeem(p_ticket, ARRAY['conversation:count']);
  SELECT d.body INTO asked FROM audit.detail d WHERE d.entry_id = e.id;
  IF asked IS NULL THEN RAISE EXCEPTION 'no valid ticket' USING ERRCODE = '42501'; END IF;
  RETURN QUERY
    WITH hit AS MATERIALIZED (
      SELECT c.docno, c.month, c.model_id, c.language_id, c.volume_id FROM search.find(a, nullif(asked->'question', 'null'), asked->'filters', NULL, NULL, false, NULL) f JOIN record.conversation c ON c.docno = f.docno)
    SELECT 'month', (month / 100) || '-' || lpad((month % 100)::text, 2, '0'), count(*) FROM hit WHERE month IS NOT NULL GROUP BY month
    UNION ALL SELECT 'model', m.name, count(*) FROM hit JOIN record.model m ON m.id = hit.model_id GROUP BY m.name
    UNION ALL SELECT 'language', l.tag, count(*) FROM hit JOIN record.language l ON l.id = hit.language_id GROUP BY l.tag
    UNION ALL SELECT 'volume', v.name, count(*) FROM hit JOIN record.volume v ON v.id = hit.volume_id GROUP BY v.name
    UNION ALL SELECT 'code', b.key, count(DISTINCT hit.docno) FROM hit JOIN work.coding k ON k.docno = hit.docno AND k.matter_id = a.matter_id AND k.side = a.side JOIN work.code b ON b.id = k.code_id GROUP BY b.key
    UNION ALL SELECT 'all', '', count(*) FROM hit;
END $$;
