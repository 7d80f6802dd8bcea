-- Holds, and what leaves: productions, their text chunk by chunk, their files. Runs on empty tables.

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
