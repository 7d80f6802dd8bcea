-- The two doors. api.begin and api.record let the web process act: work and entry in one transaction. api.open_* commit an entry and
-- give a ticket; api.read_* give text for a ticket that an earlier transaction committed. There is no other way to a text column.
-- All are SECURITY DEFINER with a fixed search_path. A refusal is recorded and returned, never raised: raising would undo its record.

-- Names the caller for this transaction alone and says who it is. Null where the secret opens no session.
CREATE FUNCTION api.begin(p_secret text, p_touch boolean) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; o access.protective_order;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN NULL; END IF;
  IF p_touch THEN
    UPDATE access.session SET last_seen_at = clock_timestamp() WHERE id = a.session_id AND last_seen_at < clock_timestamp() - interval '30 seconds';
  END IF;
  SELECT * INTO o FROM access.protective_order WHERE id = a.order_id;
  RETURN jsonb_build_object(
    'session', a.session_id, 'person', a.person_id, 'matter', a.matter_id, 'caption', (SELECT caption FROM access.matter WHERE id = a.matter_id),
    'side', a.side, 'role', a.role, 'tier', a.tier, 'email', a.email, 'name', a.name, 'signed', a.signed, 'kind', a.kind,
    'order', jsonb_build_object('id', o.id, 'version', o.version, 'title', o.title, 'sha256', encode(o.sha256, 'hex'), 'settings', o.settings),
    'expiresAt', (SELECT expires_at FROM access.session WHERE id = a.session_id));
END $$;

-- Appends the entry of something done or refused. What is recorded as done must have been permitted. An entry that a ticket is
-- (it names what is shown) is written by the doors alone: they ask about tiers, pairs and holds before they write it.
CREATE FUNCTION api.record(p_action text, p_object text, p_outcome text, p_reason text, p_detail jsonb, p_private jsonb, p_request uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_refusal text := access.refusal(a, p_action);
BEGIN
  IF a.session_id IS NULL THEN RAISE EXCEPTION 'nobody is acting' USING ERRCODE = '42501'; END IF;
  IF p_outcome = 'done' AND v_refusal IS NOT NULL THEN RAISE EXCEPTION 'not permitted: %', v_refusal USING ERRCODE = '42501'; END IF;
  IF p_outcome = 'done' AND (p_action = 'conversation:view' OR p_detail ? 'shown') THEN RAISE EXCEPTION 'a ticket is given by a door' USING ERRCODE = '42501'; END IF;
  RETURN audit.append(a, p_action, p_object, p_outcome, p_reason, p_detail, p_private, p_request);
END $$;

-- Sign-in. The password is checked outside (argon2id); what comes in here is the outcome.
CREATE FUNCTION api.find_credential(p_email text) RETURNS TABLE (password_hash text, failures integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT (SELECT p.password_hash FROM access.person p WHERE p.email = lower(p_email) AND p.suspended_at IS NULL
            AND EXISTS (SELECT FROM access.membership m WHERE m.person_id = p.id AND m.ended_at IS NULL)),
         (SELECT count(*)::int FROM access.sign_in_failure f WHERE f.email = lower(p_email) AND f.failed_at > clock_timestamp() - interval '15 minutes')
$$;

-- Opens a session for a person whose secret was proved. The matter acted on is the one named, or the first they were admitted to.
CREATE FUNCTION api.open_session(p_email text, p_secret_hash bytea, p_kind text, p_label text, p_expires_at timestamptz, p_matter uuid DEFAULT NULL) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE m access.membership; p access.person; v_id uuid; v_hours integer; a access.actor;
BEGIN
  SELECT * INTO p FROM access.person WHERE email = lower(p_email) AND suspended_at IS NULL;
  SELECT * INTO m FROM access.membership WHERE person_id = p.id AND ended_at IS NULL AND (p_matter IS NULL OR matter_id = p_matter) ORDER BY granted_at LIMIT 1;
  IF m.id IS NULL THEN RETURN NULL; END IF;
  SELECT coalesce((settings->>'absoluteHours')::int, 12) INTO v_hours FROM access.protective_order
    WHERE matter_id = m.matter_id AND in_force_from <= clock_timestamp() ORDER BY version DESC LIMIT 1;
  INSERT INTO access.session (secret_hash, membership_id, kind, label, expires_at)
    VALUES (p_secret_hash, m.id, p_kind, p_label, coalesce(p_expires_at, clock_timestamp() + make_interval(hours => coalesce(v_hours, 12))))
    RETURNING id INTO v_id;
  DELETE FROM access.sign_in_failure WHERE email = p.email;
  a := ROW(v_id, p.id, m.id, m.matter_id, m.side, m.role, m.tier, p.email, p.name, NULL, NULL, NULL, p_kind)::access.actor;
  PERFORM audit.append(a, CASE p_kind WHEN 'token' THEN 'token:create' ELSE 'session:open' END, NULL, 'done', NULL, jsonb_build_object('kind', p_kind), NULL, NULL);
  RETURN v_id;
END $$;

CREATE FUNCTION api.refuse_sign_in(p_email text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE p access.person; m access.membership; a access.actor;
BEGIN
  INSERT INTO access.sign_in_failure (email) VALUES (left(lower(p_email), 320));
  DELETE FROM access.sign_in_failure WHERE failed_at < clock_timestamp() - interval '1 day';
  SELECT * INTO p FROM access.person WHERE email = lower(p_email);
  SELECT * INTO m FROM access.membership WHERE person_id = p.id ORDER BY granted_at LIMIT 1;
  -- An unknown address is not written down: people type passwords into that field.
  a := ROW(NULL, p.id, m.id, m.matter_id, m.side, m.role, NULL, p.email, p.name, NULL, NULL, NULL, NULL)::access.actor;
  PERFORM audit.append(a, 'session:open', NULL, 'refused', 'sign_in', NULL, NULL, NULL);
END $$;

CREATE FUNCTION api.close_session(p_secret text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN; END IF;
  UPDATE access.session SET revoked_at = clock_timestamp() WHERE id = a.session_id;
  PERFORM audit.append(a, 'session:close', NULL, 'done', NULL, NULL, NULL, NULL);
END $$;

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

-- A ticket is good once committed, for half a minute, for the session that drew it, for what it was drawn for.
CREATE FUNCTION audit.redeem(p_ticket bigint, p_actions text[]) RETURNS audit.entry
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE e audit.entry; a access.actor := access.current_actor();
BEGIN
  SELECT * INTO e FROM audit.entry WHERE id = p_ticket;
  IF e.id IS NULL OR a.session_id IS NULL OR e.session_id <> a.session_id OR e.outcome <> 'done' OR NOT e.action = ANY (p_actions)
     OR e.at < clock_timestamp() - interval '30 seconds' OR access.refusal(a, e.action) IS NOT NULL THEN
    RAISE EXCEPTION 'no valid ticket' USING ERRCODE = '42501';
  END IF;
  IF e.xid = pg_current_xact_id_if_assigned() OR NOT pg_visible_in_snapshot(e.xid, pg_current_snapshot()) THEN
    RAISE EXCEPTION 'the audit entry of this ticket is not committed yet' USING ERRCODE = '42501';
  END IF;
  -- Committed is not yet on disk: a caller may switch synchronous_commit off between writing the entry and committing it. Its commit
  -- lies below the point of insertion seen now; where the disk is behind that, it is made to follow first (PostgreSQL 17 and newer).
  IF pg_current_wal_flush_lsn() < pg_current_wal_insert_lsn() AND current_setting('server_version_num')::int >= 170000 THEN
    EXECUTE $flush$SELECT pg_logical_emit_message(false, 'reading-room', '-', true)$flush$;
  END IF;
  RETURN e;
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

-- Holds.
CREATE FUNCTION api.place_hold(p_scope text, p_target text, p_reason text, p_authority text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_id uuid; v_volume smallint; v_set uuid; v_docno integer;
BEGIN
  IF access.refusal(a, 'hold:place') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  CASE p_scope
    WHEN 'matter' THEN NULL;
    WHEN 'volume' THEN SELECT id INTO v_volume FROM record.volume WHERE matter_id = a.matter_id AND (name = p_target OR control_prefix = p_target);
    WHEN 'set' THEN SELECT id INTO v_set FROM work.reviewed_set WHERE matter_id = a.matter_id AND side = a.side AND id::text = p_target;
    WHEN 'conversation' THEN v_docno := record.find_docno(a.matter_id, p_target);
  END CASE;
  IF p_scope <> 'matter' AND v_volume IS NULL AND v_set IS NULL AND v_docno IS NULL THEN RETURN NULL; END IF;
  INSERT INTO release.hold (matter_id, scope, volume_id, set_id, docno, target, reason, authority, placed_by, placed_side)
    VALUES (a.matter_id, p_scope, v_volume, v_set, v_docno, CASE p_scope WHEN 'matter' THEN NULL WHEN 'set' THEN 'a reviewed set of the ' || a.side WHEN 'volume' THEN (SELECT name FROM record.volume WHERE id = v_volume) ELSE p_target END,
      p_reason, p_authority, a.person_id, a.side) RETURNING id INTO v_id;
  RETURN jsonb_build_object('id', v_id);
END $$;

CREATE FUNCTION api.request_release(p_hold uuid, p_reason text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); h release.hold;
BEGIN
  IF access.refusal(a, 'hold:request-release') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO h FROM release.hold WHERE id = p_hold AND matter_id = a.matter_id FOR UPDATE;
  IF h.id IS NULL THEN RETURN 'not_found'; END IF;
  IF h.released_at IS NOT NULL THEN RETURN 'released'; END IF;
  IF h.release_requested_at IS NOT NULL THEN RETURN 'requested'; END IF;
  UPDATE release.hold SET release_requested_by = a.person_id, release_requested_side = a.side, release_requested_at = clock_timestamp(), release_reason = p_reason WHERE id = p_hold;
  RETURN 'done';
END $$;

CREATE FUNCTION api.approve_release(p_hold uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); h release.hold;
BEGIN
  IF access.refusal(a, 'hold:approve-release') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO h FROM release.hold WHERE id = p_hold AND matter_id = a.matter_id FOR UPDATE;
  IF h.id IS NULL THEN RETURN 'not_found'; END IF;
  IF h.released_at IS NOT NULL THEN RETURN 'released'; END IF;
  IF h.release_requested_at IS NULL THEN RETURN 'not_requested'; END IF;
  IF h.release_requested_side = a.side THEN RETURN 'same_side'; END IF;
  UPDATE release.hold SET released_by = a.person_id, released_side = a.side, released_at = clock_timestamp() WHERE id = p_hold;
  RETURN 'done';
END $$;

-- Productions. The holds that stop a set of one's own side: what is held and on whose authority, and not why, which may be confidential.
CREATE FUNCTION api.holds_on_set(p_set uuid) RETURNS TABLE (id uuid, scope text, authority text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT h.id, h.scope, h.authority FROM access.current_actor() a JOIN work.reviewed_set s ON s.id = p_set AND s.side = a.side AND s.matter_id = a.matter_id,
    LATERAL release.holds_on_set(s.id) h
$$;

-- The next conversations of a production being written, at most p_limit: one entry for the chunk, one ticket to read it.
-- Who asks for the next chunk has written the ones before: p_written, the progress that its side is shown.
CREATE FUNCTION api.open_export(p_secret text, p_production uuid, p_after integer, p_written integer, p_limit integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; p release.production; v_refusal text; v_docnos integer[]; v_ticket bigint;
BEGIN
  PERFORM api.begin(p_secret, false);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  v_refusal := access.refusal(a, 'production:ask');
  SELECT * INTO p FROM release.production WHERE id = p_production AND matter_id = a.matter_id AND side = a.side AND state = 'writing';
  IF v_refusal IS NULL AND p.id IS NULL THEN v_refusal := 'not_found'; END IF;
  IF v_refusal IS NULL THEN
    PERFORM FROM access.matter WHERE id = a.matter_id FOR SHARE;
    IF EXISTS (SELECT FROM release.holds_on_set(p.set_id)) THEN v_refusal := 'held'; END IF;
  END IF;
  IF v_refusal IS NOT NULL THEN
    PERFORM audit.append(a, 'production:ask', 'production:' || p_production, 'refused', v_refusal, NULL, NULL, NULL);
    RETURN jsonb_build_object('outcome', 'refused', 'reason', v_refusal);
  END IF;
  SELECT array_agg(d ORDER BY d) INTO v_docnos FROM (
    SELECT d FROM work.set_part sp, unnest(sp.docnos) d WHERE sp.set_id = p.set_id AND sp.part >= coalesce(p_after, 0) / 1000000 AND d > coalesce(p_after, -1) ORDER BY d LIMIT p_limit) x;
  IF v_docnos IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'incomplete'); END IF;
  IF EXISTS (SELECT FROM record.conversation c JOIN record.volume v ON v.id = c.volume_id WHERE c.docno = ANY (v_docnos) AND (c.tier > a.tier OR v.disclosure = 'aggregate' OR (v.disclosure = 'matched' AND c.flags & 32 = 0))) THEN
    PERFORM audit.append(a, 'production:ask', 'production:' || p_production, 'refused', 'tier', NULL, NULL, NULL);
    RETURN jsonb_build_object('outcome', 'refused', 'reason', 'tier');
  END IF;
  UPDATE release.production SET written = least(p_written, size), beat_at = clock_timestamp() WHERE id = p.id;
  v_ticket := audit.append(a, 'production:ask', 'production:' || p_production, 'done', NULL,
    jsonb_build_object('shown', (SELECT jsonb_agg(record.card(d)->'controlNumber') FROM unnest(v_docnos) d)), jsonb_build_object('docnos', to_jsonb(v_docnos)), NULL);
  RETURN jsonb_build_object('outcome', 'done', 'ticket', v_ticket::text, 'docnos', to_jsonb(v_docnos));
END $$;

CREATE FUNCTION api.read_export(p_secret text, p_ticket bigint) RETURNS TABLE (card jsonb, turns jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE e audit.entry; a access.actor; v_control text; v_docno integer;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  e := audit.redeem(p_ticket, ARRAY['production:ask']);
  FOR v_control IN SELECT jsonb_array_elements_text(e.detail->'shown') LOOP
    v_docno := access.visible_docno(a, v_control);
    card := record.card(v_docno);
    SELECT jsonb_agg(s ORDER BY t.part, n) INTO turns FROM record.conversation_text t, jsonb_array_elements(t.turns) WITH ORDINALITY x(s, n) WHERE t.docno = v_docno;
    RETURN NEXT;
  END LOOP;
END $$;

-- Ends the writing of a production: 'ready' with its files, or 'held' or 'failed' without. Answers what it became: a hold that was
-- placed meanwhile turns 'ready' into 'held'. NULL where there is nothing to end, 'unauthenticated' where the session has ended.
CREATE FUNCTION api.finish_production(p_secret text, p_production uuid, p_state text, p_files jsonb, p_failure text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; v_object text := 'production:' || p_production; v_state text := p_state; v_failure text := p_failure;
BEGIN
  PERFORM api.begin(p_secret, false);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN 'unauthenticated'; END IF;
  IF v_state = 'ready' AND access.refusal(a, 'production:ask') IS NOT NULL THEN
    v_state := 'failed'; v_failure := 'The person who asked for it may no longer export.';
  END IF;
  PERFORM FROM release.production WHERE id = p_production AND matter_id = a.matter_id AND side = a.side AND state = 'writing' FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF v_state = 'ready' THEN
    BEGIN
      UPDATE release.production SET state = 'ready', written = size, files = p_files, ready_at = clock_timestamp() WHERE id = p_production;
      PERFORM audit.append(a, 'production:ask', v_object, 'done', NULL, jsonb_build_object('state', 'ready', 'files', p_files), NULL, NULL);
      RETURN 'ready';
    EXCEPTION WHEN SQLSTATE 'RR423' THEN v_state := 'held';
    END;
  END IF;
  UPDATE release.production SET state = v_state, failure = v_failure WHERE id = p_production;
  PERFORM audit.append(a, 'production:ask', v_object, CASE v_state WHEN 'held' THEN 'refused' ELSE 'failed' END, CASE v_state WHEN 'held' THEN 'held' END,
    jsonb_build_object('state', v_state), NULL, NULL);
  RETURN v_state;
END $$;

-- Ends what nobody writes any more: a restart or an ended session left it behind. Answers which, so that their files can go.
CREATE FUNCTION api.end_left_productions() RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_id uuid;
BEGIN
  IF access.refusal(a, 'production:read') IS NOT NULL THEN RETURN; END IF;
  FOR v_id IN UPDATE release.production SET state = 'failed', failure = 'Writing stopped before the end: the reading room was restarted, or the session that asked for it ended. Ask for it again.'
    WHERE matter_id = a.matter_id AND side = a.side AND state = 'writing' AND beat_at < clock_timestamp() - interval '90 seconds' RETURNING id LOOP
    PERFORM audit.append(a, 'production:ask', 'production:' || v_id, 'failed', 'left', jsonb_build_object('state', 'failed'), NULL, NULL);
    RETURN NEXT v_id;
  END LOOP;
END $$;

-- A file may leave only while nothing holds it: asked again at the very moment of the download.
CREATE FUNCTION api.open_download(p_secret text, p_production uuid, p_file text, p_request uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; p release.production; v_refusal text; v_holds jsonb; v_ticket bigint;
BEGIN
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  v_refusal := access.refusal(a, 'production:download');
  IF v_refusal IS NULL THEN
    SELECT * INTO p FROM release.production WHERE id = p_production AND matter_id = a.matter_id AND side = a.side AND state = 'ready';
    IF p.id IS NULL OR NOT EXISTS (SELECT FROM jsonb_array_elements(p.files) f WHERE f->>'name' = p_file) THEN v_refusal := 'not_found'; END IF;
  END IF;
  IF v_refusal IS NULL THEN
    PERFORM FROM access.matter WHERE id = a.matter_id FOR SHARE;
    SELECT jsonb_agg(jsonb_build_object('id', h.id, 'scope', h.scope, 'authority', h.authority)) INTO v_holds FROM release.holds_on_set(p.set_id) h;
    IF v_holds IS NOT NULL THEN v_refusal := 'held'; END IF;
  END IF;
  v_ticket := audit.append(a, 'production:download', 'production:' || p_production, CASE WHEN v_refusal IS NULL THEN 'done' ELSE 'refused' END, v_refusal,
    jsonb_build_object('file', CASE WHEN v_refusal IS NULL THEN p_file END), NULL, p_request);
  RETURN jsonb_build_object('outcome', CASE WHEN v_refusal IS NULL THEN 'done' ELSE 'refused' END, 'reason', v_refusal, 'ticket', v_ticket::text, 'holds', v_holds,
    'file', CASE WHEN v_refusal IS NULL THEN (SELECT f FROM jsonb_array_elements(p.files) f WHERE f->>'name' = p_file) END);
END $$;

-- Why a download under way may not go on, or NULL: asked again and again while its bytes are sent. A hold, an ended session and a lost
-- right stop it in the middle. The ticket is that of the download, however old: it was drawn for the whole file.
CREATE FUNCTION api.stop_download(p_secret text, p_ticket bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE e audit.entry; a access.actor; p release.production;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  SELECT * INTO e FROM audit.entry WHERE id = p_ticket AND session_id = a.session_id AND action = 'production:download' AND outcome = 'done';
  IF e.id IS NULL THEN RETURN 'unauthenticated'; END IF;
  IF access.refusal(a, 'production:download') IS NOT NULL THEN RETURN access.refusal(a, 'production:download'); END IF;
  SELECT * INTO p FROM release.production WHERE id::text = split_part(e.object, ':', 2) AND matter_id = a.matter_id AND side = a.side AND state = 'ready';
  IF p.id IS NULL THEN RETURN 'not_found'; END IF;
  IF EXISTS (SELECT FROM release.holds_on_set(p.set_id)) THEN RETURN 'held'; END IF;
  RETURN NULL;
END $$;

-- People. Who has access to the matter, and when they first and last used it.
CREATE FUNCTION api.roster() RETURNS TABLE (
  id uuid, email text, name text, side access.side, role access.role, tier smallint, granted_at timestamptz, ended_at timestamptz,
  signed_at timestamptz, suspended_at timestamptz, first_seen_at timestamptz, last_seen_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.id, p.email, p.name, m.side, m.role, m.tier, m.granted_at, m.ended_at, u.signed_at, p.suspended_at, s.first_seen_at, s.last_seen_at
  FROM access.current_actor() a
  JOIN access.membership m ON m.matter_id = a.matter_id AND access.refusal(a, 'people:read') IS NULL
  JOIN access.person p ON p.id = m.person_id
  LEFT JOIN access.undertaking u ON u.person_id = p.id AND u.order_id = a.order_id
  LEFT JOIN LATERAL (SELECT min(x.created_at) AS first_seen_at, max(x.last_seen_at) AS last_seen_at FROM access.session x WHERE x.membership_id = m.id) s ON true
  ORDER BY m.side, m.role, p.email, m.granted_at
$$;

-- Gives somebody access to a matter. Who is known from another one keeps their name and password and gets a membership more.
-- 'added': new here; 'joined': known; anything else: nothing was done.
CREATE FUNCTION access.admit(p_matter uuid, p_email text, p_name text, p_side text, p_role text, p_tier integer, p_password_hash text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE p access.person; v_outcome text := 'joined';
BEGIN
  IF p_tier > (SELECT jsonb_array_length(settings->'tiers') FROM access.protective_order WHERE matter_id = p_matter AND in_force_from <= clock_timestamp() ORDER BY version DESC LIMIT 1) THEN
    RETURN jsonb_build_object('outcome', 'tier');
  END IF;
  INSERT INTO access.person (email, name, password_hash) VALUES (p_email, p_name, p_password_hash) ON CONFLICT (email) DO NOTHING RETURNING * INTO p;
  IF FOUND THEN
    v_outcome := 'added';
  ELSE
    SELECT * INTO p FROM access.person WHERE email = p_email;
  END IF;
  IF p.suspended_at IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'suspended'); END IF;
  INSERT INTO access.membership (person_id, matter_id, side, role, tier) VALUES (p.id, p_matter, p_side::access.side, p_role::access.role, p_tier)
    ON CONFLICT (person_id, matter_id) WHERE ended_at IS NULL DO NOTHING;
  IF NOT FOUND THEN RETURN jsonb_build_object('outcome', 'member'); END IF;
  RETURN jsonb_build_object('outcome', v_outcome, 'id', p.id, 'name', p.name);
END $$;

CREATE FUNCTION api.add_person(p_email text, p_name text, p_side text, p_role text, p_tier integer, p_password_hash text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'people:add') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  RETURN access.admit(a.matter_id, p_email, p_name, p_side, p_role, p_tier, p_password_hash);
END $$;

-- Suspends a person of the matter and ends every session and token of theirs, so that their next request already fails.
CREATE FUNCTION api.suspend_person(p_person uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'people:manage') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF p_person = a.person_id THEN RETURN 'self'; END IF;
  IF NOT EXISTS (SELECT FROM access.membership WHERE person_id = p_person AND matter_id = a.matter_id) THEN RETURN 'not_found'; END IF;
  UPDATE access.person SET suspended_at = clock_timestamp() WHERE id = p_person AND suspended_at IS NULL;
  IF NOT FOUND THEN RETURN 'suspended'; END IF;
  UPDATE access.session s SET revoked_at = clock_timestamp() FROM access.membership m WHERE m.id = s.membership_id AND m.person_id = p_person AND s.revoked_at IS NULL;
  RETURN 'done';
END $$;

-- Nobody is admitted or suspended through the web process without an entry of the same transaction. What the host's own program does
-- with the owner's rights it enters itself.
CREATE CONSTRAINT TRIGGER no_admission_without_an_entry AFTER INSERT OR UPDATE ON access.membership
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (session_user = 'rr_app') EXECUTE FUNCTION audit.require_entry('people:add');
CREATE CONSTRAINT TRIGGER no_suspension_without_an_entry AFTER UPDATE ON access.person
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (session_user = 'rr_app') EXECUTE FUNCTION audit.require_entry('people:manage');

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA api, audit, access, record, search, release FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA api TO rr_app;
