-- Schema api after all migrations. Written by prisma/standing.test.ts; changed by a new migration, never here.

CREATE OR REPLACE FUNCTION api.activity(p_from timestamp with time zone, p_until timestamp with time zone, p_by text[], p_person uuid)
 RETURNS TABLE(hour timestamp with time zone, side text, person_id uuid, email text, role text, action text, outcome text, entries bigint, fresh bigint, listed bigint, turns bigint, characters bigint, last_hour timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT * FROM oversight.activity(oversight.my_log(), p_from, p_until, p_by, p_person)
$function$;

CREATE OR REPLACE FUNCTION api.add_lock(p_key uuid, p_lock jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); k access.member_key;
BEGIN
  IF a.kind IS DISTINCT FROM 'browser' OR access.refusal(a, 'sealing:join') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT x.* INTO k FROM access.member_keys(a.matter_id, a.side) x WHERE x.person_id = a.person_id AND x.id = p_key;
  IF k.id IS NULL THEN RETURN NULL; END IF;
  RETURN access.insert_lock(k, p_lock);
END $function$;

CREATE OR REPLACE FUNCTION api.add_person(p_email text, p_name text, p_side text, p_role text, p_tier integer, p_password_hash text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'people:add') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  RETURN access.admit(a.matter_id, p_email, p_name, p_side, p_role, p_tier, p_password_hash);
END $function$;

CREATE OR REPLACE FUNCTION api.answered(p_request uuid)
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT (audit.answered(access.current_actor(), p_request)).id $function$;

CREATE OR REPLACE FUNCTION api.apply_code(p_control text, p_turn integer, p_key text, p_note audit.sealed)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v_docno integer; v_code work.code; v_by uuid;
BEGIN
  IF access.refusal(a, 'code:apply') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  v_docno := access.visible_docno(a, p_control);
  IF v_docno IS NULL OR p_turn > (SELECT turns FROM record.conversation WHERE docno = v_docno) THEN RETURN 'not_found'; END IF;
  SELECT * INTO v_code FROM work.code WHERE matter_id = a.matter_id AND side = a.side AND key = p_key AND retired_at IS NULL;
  IF v_code.id IS NULL THEN RETURN 'no_code'; END IF;
  IF (p_note).box IS NOT NULL THEN
    IF (p_note).epoch IS DISTINCT FROM (SELECT k.epoch FROM access.sealing_key(a.matter_id, a.side) k) THEN RETURN 'epoch'; END IF;
    v_by := a.person_id;
  END IF;
  -- Relevance is one answer: a new one takes the place of the old.
  IF v_code."group" = 'relevance' THEN
    DELETE FROM work.coding k USING work.code b WHERE b.id = k.code_id AND b."group" = 'relevance' AND b.id <> v_code.id
      AND k.docno = v_docno AND k.turn = p_turn AND k.side = a.side AND k.matter_id = a.matter_id;
  END IF;
  INSERT INTO work.coding AS c (docno, turn, code_id, matter_id, side, person_id, note_commitment, note_box, note_epoch, note_by)
    VALUES (v_docno, p_turn, v_code.id, a.matter_id, a.side, a.person_id,
      CASE WHEN v_by IS NOT NULL THEN (p_note).commitment END, (p_note).box, CASE WHEN v_by IS NOT NULL THEN (p_note).epoch END, v_by)
    ON CONFLICT (docno, turn, code_id) DO UPDATE SET person_id = EXCLUDED.person_id, at = clock_timestamp(),
      note_commitment = coalesce(EXCLUDED.note_commitment, c.note_commitment), note_box = coalesce(EXCLUDED.note_box, c.note_box),
      note_epoch = coalesce(EXCLUDED.note_epoch, c.note_epoch), note_by = coalesce(EXCLUDED.note_by, c.note_by);
  RETURN 'done';
END $function$;

CREATE OR REPLACE FUNCTION api.approve_release(p_hold uuid)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
END $function$;

CREATE OR REPLACE FUNCTION api.arrivals()
 RETURNS SETOF jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'intake:run') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  RETURN QUERY SELECT jsonb_build_object('id', r.id, 'volume', r.volume, 'files', r.files, 'state', r.state, 'cancelling', r.cancel AND r.state = 'running',
      'progress', r.progress, 'message', r.message, 'askedBy', p.name, 'askedAt', to_char(r.asked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'startedAt', to_char(r.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'endedAt', to_char(r.ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    FROM record.arrival r JOIN access.person p ON p.id = r.asked_by WHERE r.matter_id = a.matter_id ORDER BY r.asked_at DESC LIMIT 100;
END $function$;

CREATE OR REPLACE FUNCTION api.ask_intake(p_volume text, p_files jsonb, p_options jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v_id uuid;
BEGIN
  IF access.refusal(a, 'intake:run') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF EXISTS (SELECT FROM record.arrival WHERE matter_id = a.matter_id AND volume = p_volume AND state IN ('asked', 'running')) THEN RETURN NULL; END IF;
  INSERT INTO record.arrival (matter_id, asked_by, email, slug, volume, files, options)
    SELECT a.matter_id, a.person_id, p.email, m.slug, p_volume, p_files, p_options FROM access.person p, access.matter m WHERE p.id = a.person_id AND m.id = a.matter_id
    RETURNING id INTO v_id;
  RETURN v_id;
END $function$;

CREATE OR REPLACE FUNCTION api.ask_report(p_kind text, p_first date, p_last date)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v_id uuid;
BEGIN
  IF access.refusal(a, 'report:ask') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  INSERT INTO oversight.report (matter_id, kind, first_day, last_day, cause, asked_by) VALUES (a.matter_id, p_kind, p_first, p_last, 'asked', a.person_id) RETURNING id INTO v_id;
  RETURN v_id;
END $function$;

CREATE OR REPLACE FUNCTION api.begin(p_secret text, p_touch boolean)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
    'side', a.side, 'role', a.role, 'tier', a.tier, 'email', a.email, 'name', a.name, 'signed', a.signed, 'pending', (SELECT m.cleared_at IS NULL FROM access.membership m WHERE m.id = a.membership_id), 'confirmed', a.confirmed, 'fresh', a.fresh, 'kind', a.kind, 'choose', a.kind = 'browser' AND NOT (SELECT chosen FROM access.session WHERE id = a.session_id)
      AND EXISTS (SELECT FROM access.membership x WHERE x.person_id = a.person_id AND x.ended_at IS NULL AND x.matter_id <> a.matter_id),
    'matters', (SELECT count(*) FROM access.membership x WHERE x.person_id = a.person_id AND x.ended_at IS NULL),
    'order', jsonb_build_object('id', o.id, 'version', o.version, 'title', o.title, 'sha256', encode(o.sha256, 'hex'), 'settings', o.settings),
    'courtKey', (SELECT jsonb_build_object('epoch', k.epoch, 'publicKey', translate(encode(k.public_key, 'base64'), E'\n', ''))
      FROM access.court_key(a.matter_id, a.side) k), 'sealingKey', (SELECT jsonb_build_object('epoch', k.epoch, 'publicKey', translate(encode(k.public_key, 'base64'), E'\n', ''))
      FROM access.sealing_key(a.matter_id, a.side) k),
    'expiresAt', (SELECT expires_at FROM access.session WHERE id = a.session_id));
END $function$;

CREATE OR REPLACE FUNCTION api.begin_spans(p_volume smallint, p_detector text, p_setting jsonb, p_again boolean)
 RETURNS TABLE(version integer, upto integer, first_docno integer, last_docno integer, matter uuid, report jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v record.volume; r record.span_search; v_part integer; v_name text;
BEGIN
  SELECT * INTO v FROM record.volume WHERE id = p_volume AND state = 'sealed' FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such sealed volume' USING ERRCODE = '55000'; END IF;
  IF NOT EXISTS (SELECT FROM audit.entry e WHERE e.matter_id = v.matter_id AND e.action = 'intake:run' AND e.outcome = 'done'
      AND e.object = 'volume:' || v.name AND e.detail->>'step' = 'search for personal data' AND e.at > clock_timestamp() - interval '1 day') THEN
    RAISE EXCEPTION 'a search of this volume is not on record' USING ERRCODE = '42501';
  END IF;
  SELECT s.* INTO r FROM record.span_search s WHERE s.volume_id = v.id AND s.state = 'running';
  IF r.volume_id IS NOT NULL AND p_again THEN
    UPDATE record.span_search s SET state = 'left', ended_at = clock_timestamp() WHERE s.volume_id = v.id AND s.version = r.version;
    r := NULL;
  ELSIF r.volume_id IS NOT NULL AND (r.detector, r.setting) IS DISTINCT FROM (p_detector, p_setting) THEN
    RAISE EXCEPTION 'a search by % is under way', r.detector USING ERRCODE = '55000', HINT = 'other';
  ELSIF r.volume_id IS NULL AND NOT p_again AND EXISTS (SELECT FROM record.span_search s WHERE s.volume_id = v.id) THEN
    RAISE EXCEPTION 'this volume was searched' USING ERRCODE = '55000', HINT = 'done';
  END IF;
  IF r.volume_id IS NULL THEN
    INSERT INTO record.span_search AS s (volume_id, detector, setting, upto, version)
      SELECT v.id, p_detector, p_setting, v.first_docno - 1, 1 + coalesce(max(x.version), 0) FROM record.span_search x WHERE x.volume_id = v.id
      RETURNING s.* INTO r;
    DELETE FROM record.likely l USING record.part p, record.span_search s
      WHERE p.volume_id = v.id AND l.part = p.part AND s.volume_id = v.id AND s.version = l.version AND s.state = 'left';
    FOR v_part IN SELECT p.part FROM record.part p WHERE p.volume_id = v.id AND p.emptied_at IS NULL ORDER BY 1 LOOP
      v_name := 'next_span_' || lpad(v_part::text, 4, '0');
      EXECUTE format('DROP TABLE IF EXISTS record.%I', v_name);
      CONTINUE WHEN r.version = 1;
      EXECUTE format('CREATE TABLE record.%I PARTITION OF record.next_span FOR VALUES FROM (%s) TO (%s)', v_name, v_part * 1000000, (v_part + 1) * 1000000);
      -- So that nobody waits while its rows are read once more to see where they belong.
      EXECUTE format('ALTER TABLE record.%I ADD CONSTRAINT of_its_part CHECK (docno >= %s AND docno < %s)', v_name, v_part * 1000000, (v_part + 1) * 1000000);
    END LOOP;
  END IF;
  RETURN QUERY SELECT r.version, r.upto, v.first_docno, v.first_docno + v.size - 1, v.matter_id, r.report;
END $function$;

CREATE OR REPLACE FUNCTION api.behind()
 RETURNS TABLE(entries bigint, seconds double precision)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(w.at)), 0)::double precision
  FROM access.my_matter() m(id) LEFT JOIN LATERAL (
    SELECT e.at FROM audit.entry e
    WHERE e.matter_id = m.id AND NOT EXISTS (SELECT FROM audit.leaf l WHERE l.entry_id = e.id)
      AND e.id > coalesce((SELECT min(r.entry_id) FROM (SELECT l.entry_id FROM audit.leaf l WHERE l.log_id = m.id ORDER BY l.index DESC LIMIT 5000) r HAVING count(*) = 5000), 0)
    LIMIT 100000) w ON true
  HAVING count(w.at) > 0
  UNION ALL SELECT 0, 0 LIMIT 1
$function$;

CREATE OR REPLACE FUNCTION api.beside_to_search(p_volume smallint, p_after integer, p_limit integer)
 RETURNS TABLE(docno integer, said jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT c.docno, (SELECT jsonb_agg(p.said ORDER BY p.turn DESC) FROM record.pieces_beside(c.docno) p) FROM record.span_search s
  JOIN record.conversation c ON c.volume_id = s.volume_id AND c.docno BETWEEN p_after + 1 AND p_after + p_limit
  WHERE s.volume_id = p_volume AND s.state = 'running' ORDER BY c.docno
$function$;

CREATE OR REPLACE FUNCTION api.cancel_intake(p_id uuid)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v_volume text;
BEGIN
  IF access.refusal(a, 'intake:run') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  UPDATE record.arrival SET cancel = true, state = CASE WHEN state = 'asked' THEN 'cancelled' ELSE state END,
      ended_at = CASE WHEN state = 'asked' THEN clock_timestamp() ELSE ended_at END
    WHERE id = p_id AND matter_id = a.matter_id AND state IN ('asked', 'running') RETURNING volume INTO v_volume;
  RETURN v_volume;
END $function$;

CREATE OR REPLACE FUNCTION api.challenge_designation(p_control text, p_turn integer, p_asked integer, p_grounds text, p_conferred text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); o access.protective_order; v_docno integer; v_tier smallint; c record.challenge;
BEGIN
  IF access.refusal(a, 'designation:challenge') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF a.side = access.producing_side(a) THEN RETURN jsonb_build_object('outcome', 'wrong_side'); END IF;
  v_docno := access.visible_docno(a, p_control);
  v_tier := record.tier_of(v_docno, p_turn);
  -- That a turn is above the reader they are told where it stands: they may challenge that as well.
  IF v_tier IS NULL THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  IF p_asked >= v_tier OR (p_turn > 0 AND p_asked < record.tier_of(v_docno, 0)) THEN RETURN jsonb_build_object('outcome', 'below', 'tier', v_tier); END IF;
  SELECT * INTO o FROM access.protective_order WHERE id = a.order_id;
  INSERT INTO record.challenge (matter_id, docno, turn, tier, asked, grounds, conferred, side, made_by, answer_by, move_by)
    VALUES (a.matter_id, v_docno, p_turn, v_tier, p_asked, p_grounds, p_conferred, a.side, a.person_id,
      access.last_day(o.settings, 'challengeConfer', clock_timestamp()), access.last_day(o.settings, 'challengeMove', clock_timestamp()))
    ON CONFLICT (docno, turn) WHERE outcome IS NULL DO NOTHING RETURNING * INTO c;
  IF c.id IS NULL THEN RETURN jsonb_build_object('outcome', 'challenged'); END IF;
  RETURN jsonb_build_object('outcome', 'done', 'id', c.id, 'tier', v_tier, 'answerBy', c.answer_by, 'moveBy', c.move_by);
END $function$;

CREATE OR REPLACE FUNCTION api.challenges()
 RETURNS SETOF jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT to_jsonb(c) - '{docno,matter_id}'::text[] || jsonb_build_object('conversation', record.name_of(c.docno),
    'made_by', m.name, 'answered_by', n.name, 'ended_by', e.name)
  FROM access.current_actor() a JOIN record.challenge c ON c.matter_id = a.matter_id AND access.refusal(a, 'designation:read') IS NULL
    AND (a.side IN ('court', 'host') OR record.tier_of(c.docno, 0) <= a.tier)
  LEFT JOIN access.person m ON m.id = c.made_by LEFT JOIN access.person n ON n.id = c.answered_by LEFT JOIN access.person e ON e.id = c.ended_by
  ORDER BY c.made_at DESC, c.id LIMIT 500
$function$;

CREATE OR REPLACE FUNCTION api.change_password(p_hash text, p_secret_hash bytea)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF NOT access.may_enrol(a) THEN RETURN 'step_up'; END IF;
  UPDATE access.person SET password_hash = p_hash, first_password = false WHERE id = a.person_id;
  PERFORM access.end_sessions(a.person_id, a.session_id, p_secret_hash, false);
  RETURN 'done';
END $function$;

CREATE OR REPLACE FUNCTION api.choose_matter(p_secret text, p_matter uuid, p_secret_hash bytea)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor; m access.membership; p access.person; s access.session; v_hours integer; v_id uuid;
BEGIN
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL OR a.kind <> 'browser' THEN RETURN 'unauthenticated'; END IF;
  SELECT * INTO m FROM access.membership WHERE person_id = a.person_id AND matter_id = p_matter AND ended_at IS NULL;
  IF m.id IS NULL THEN RETURN 'not_found'; END IF;
  IF m.matter_id = a.matter_id THEN UPDATE access.session SET chosen = true WHERE id = a.session_id; RETURN 'here'; END IF;
  UPDATE access.session SET revoked_at = clock_timestamp() WHERE id = a.session_id RETURNING * INTO s;
  PERFORM audit.append(a, 'session:close', NULL, 'done', NULL, NULL, NULL, NULL);
  SELECT coalesce((settings->>'absoluteHours')::int, 12) INTO v_hours FROM access.protective_order
    WHERE matter_id = m.matter_id AND in_force_from <= clock_timestamp() ORDER BY version DESC LIMIT 1;
  INSERT INTO access.session (secret_hash, membership_id, kind, label, expires_at, factor, factor_at, device_id, address, chosen)
    VALUES (p_secret_hash, m.id, 'browser', s.label, s.created_at + make_interval(hours => coalesce(v_hours, 12)), s.factor, s.factor_at, s.device_id, s.address, true) RETURNING id INTO v_id;
  SELECT * INTO p FROM access.person WHERE id = a.person_id;
  PERFORM audit.append(access.as_actor(p, m, v_id, 'browser'), 'session:open', NULL, 'done', NULL,
    jsonb_strip_nulls(jsonb_build_object('kind', 'browser', 'factor', s.factor, 'factorAt', to_char(s.factor_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'hasFactor', CASE WHEN access.has_factor(p.id) THEN true END, 'firstPassword', CASE WHEN p.first_password THEN true END, 'device', s.device_id,
      'expires', (SELECT to_char(x.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') FROM access.session x WHERE x.id = v_id))), NULL, NULL);
  RETURN 'done';
END $function$;

CREATE OR REPLACE FUNCTION api.claw_back(p_control text, p_turn integer, p_reason text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); r record.redaction; v_docno integer; v_tier smallint; v_length integer;
BEGIN
  IF access.refusal(a, 'redaction:claw-back') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF NOT access.keeps_redactions(a) THEN RETURN jsonb_build_object('outcome', 'wrong_side'); END IF;
  v_docno := record.find_docno(a.matter_id, p_control);
  IF a.side <> 'host' AND v_docno IS DISTINCT FROM access.visible_docno(a, p_control) AND record.is_withdrawn(a.tier, v_docno) IS NOT TRUE THEN v_docno := NULL; END IF;
  IF NOT record.lock_conversation(v_docno) OR record.tier_of(v_docno, coalesce(p_turn, 0)) IS NULL THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  SELECT y.* INTO r FROM record.redaction y WHERE y.docno = v_docno AND y.lifted_at IS NULL AND y.turn IS NULL;
  IF r.id IS NOT NULL THEN RETURN record.told(r) || jsonb_build_object('outcome', 'done', 'already', true); END IF;
  v_tier := record.tier_of(v_docno, coalesce(p_turn, 0));
  IF p_turn IS NULL THEN
    INSERT INTO record.redaction (matter_id, docno, tier, reason, placed_by, placed_side) VALUES (a.matter_id, v_docno, v_tier, p_reason, a.person_id, a.side) RETURNING * INTO r;
    PERFORM record.designate(v_docno, 0, record.withdrawn());
  ELSE
    IF a.side <> 'host' AND v_tier > a.tier THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
    v_length := length(record.text_of(v_docno, p_turn));
    IF coalesce(v_length, 0) = 0 THEN RETURN jsonb_build_object('outcome', 'blank'); END IF;
    r := record.redact(a, v_docno, p_turn, 0, v_length, 'OTHER', 'REDACTED', p_reason, NULL, NULL);
    IF r.id IS NULL THEN RETURN jsonb_build_object('outcome', 'covered'); END IF;
  END IF;
  RETURN record.told(r) || jsonb_build_object('outcome', 'done', 'already', false, 'versions', record.hold_in_versions(r));
END $function$;

CREATE OR REPLACE FUNCTION api.close_session(p_secret text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN; END IF;
  UPDATE access.session SET revoked_at = clock_timestamp() WHERE id = a.session_id;
  PERFORM audit.append(a, 'session:close', NULL, 'done', NULL, NULL, NULL, NULL);
END $function$;

CREATE OR REPLACE FUNCTION api.codings_of(p_control text)
 RETURNS TABLE(key text, turn integer, note_commitment bytea, note_box bytea, note_epoch integer, note_by text, at timestamp with time zone, by text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT b.key, k.turn, k.note_commitment, k.note_box, k.note_epoch, k.note_by::text, k.at, p.name FROM access.current_actor() a
  JOIN work.coding k ON k.docno = access.visible_docno(a, p_control) AND k.matter_id = a.matter_id AND k.side = a.side
  JOIN work.code b ON b.id = k.code_id JOIN access.person p ON p.id = k.person_id ORDER BY k.turn, b.position
$function$;

CREATE OR REPLACE FUNCTION api.combine_sets(p_name text, p_kind text, p_sets uuid[])
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '128MB'
AS $function$
DECLARE a access.actor := access.current_actor(); v_docnos integer[]; v_recipe jsonb; v_names text[]; v_reading text;
BEGIN
  IF access.refusal(a, 'set:freeze') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF p_kind NOT IN ('union', 'intersection', 'difference') OR array_length(p_sets, 1) < 2 THEN RAISE EXCEPTION 'two sets or more are combined' USING ERRCODE = '22023'; END IF;
  SELECT jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'sha256', encode(s.sha256, 'hex')) ORDER BY n), array_agg('“' || s.name || '”' ORDER BY n) INTO v_recipe, v_names
    FROM unnest(p_sets) WITH ORDINALITY x(id, n) JOIN work.reviewed_set s ON s.id = x.id AND s.matter_id = a.matter_id AND s.side = a.side AND s.tier <= a.tier;
  IF jsonb_array_length(coalesce(v_recipe, '[]')) <> array_length(p_sets, 1) THEN RETURN jsonb_build_object('missing', true); END IF;
  SELECT array_agg(d ORDER BY d) INTO v_docnos FROM (
    SELECT d FROM unnest(p_sets) WITH ORDINALITY x(id, n) JOIN work.set_part p ON p.set_id = x.id, unnest(p.docnos) d GROUP BY d
    HAVING CASE p_kind WHEN 'union' THEN true WHEN 'intersection' THEN count(DISTINCT n) = array_length(p_sets, 1) ELSE min(n) = 1 AND count(DISTINCT n) = 1 END) y;
  v_reading := CASE p_kind WHEN 'union' THEN 'What is in ' || array_to_string(v_names, ' or ') WHEN 'intersection' THEN 'What is in ' || array_to_string(v_names, ' and ')
    ELSE 'What is in ' || v_names[1] || ' and not in ' || array_to_string(v_names[2:], ' or ') END;
  RETURN work.keep_set(a, p_name, p_kind, '', v_reading, '{}', jsonb_build_object('of', v_recipe), NULL, v_docnos);
END $function$;

CREATE OR REPLACE FUNCTION api.confirm(p_secret text, p_factor text, p_proof jsonb, p_secret_hash bytea)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor; v_key text; v_guesses bigint; v_last timestamptz; v_wait interval; v_ok boolean := false; v_refusal text;
  v_settings jsonb; v_before text; t access.totp;
BEGIN
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  v_refusal := access.refusal(a, 'factor:confirm');
  -- A token cannot be asked for a finger or a phone: it is as fresh as it was made.
  IF v_refusal IS NULL AND a.kind <> 'browser' THEN v_refusal := 'step_up'; END IF;
  IF v_refusal IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', v_refusal); END IF;
  PERFORM FROM access.person WHERE id = a.person_id FOR NO KEY UPDATE;
  SELECT settings INTO v_settings FROM access.protective_order WHERE id = a.order_id;
  SELECT factor INTO v_before FROM access.session WHERE id = a.session_id;
  v_key := 'factor:' || a.person_id || ':' || CASE p_factor WHEN 'totp' THEN 'totp' ELSE 'other' END;
  SELECT count(*), max(at) INTO v_guesses, v_last FROM access.guess WHERE key = v_key AND at > clock_timestamp() - interval '6 hours';
  v_wait := CASE WHEN v_guesses < 5 THEN interval '0' ELSE least(interval '5 minutes', interval '5 seconds' * power(2, least(v_guesses - 5, 10))) END;
  IF p_factor <> 'passkey' AND v_last + v_wait > clock_timestamp() THEN
    RETURN jsonb_build_object('outcome', 'wait', 'seconds', ceil(extract(epoch FROM v_last + v_wait - clock_timestamp())));
  END IF;
  CASE p_factor
    WHEN 'totp' THEN
      SELECT * INTO t FROM access.totp WHERE person_id = a.person_id AND enrolled_at IS NOT NULL;
      v_ok := t.id IS NOT NULL AND access.take_code(t, decode(p_proof->>'key', 'hex'), p_proof->>'code') IS NOT NULL;
    WHEN 'recovery' THEN
      UPDATE access.recovery_code SET used_at = clock_timestamp()
        WHERE person_id = a.person_id AND used_at IS NULL AND hash = sha256(convert_to(p_proof->>'code', 'UTF8'));
      v_ok := FOUND;
    WHEN 'passkey' THEN
      UPDATE access.passkey SET counter = (p_proof->>'counter')::bigint, used_at = clock_timestamp()
        WHERE person_id = a.person_id AND credential_id = p_proof->>'credential' AND (counter = 0 OR (p_proof->>'counter')::bigint > counter);
      v_ok := FOUND;
    WHEN 'password' THEN
      v_ok := coalesce((p_proof->>'matches')::boolean, false) AND NOT access.asks_factor(v_settings) AND NOT access.has_factor(a.person_id);
  END CASE;
  IF NOT v_ok THEN
    INSERT INTO access.guess (key) VALUES (v_key);
    PERFORM audit.append(a, 'factor:confirm', NULL, 'refused', 'factor', jsonb_build_object('factor', p_factor), NULL, NULL);
    RETURN jsonb_build_object('outcome', 'wrong');
  END IF;
  DELETE FROM access.guess WHERE key = v_key;
  UPDATE access.session SET factor = p_factor, factor_at = clock_timestamp(),
    secret_hash = CASE WHEN v_before IS NULL OR NOT access.counts_as_factor(v_before, v_settings) THEN p_secret_hash ELSE secret_hash END WHERE id = a.session_id;
  PERFORM audit.append(a, 'factor:confirm', NULL, 'done', NULL, jsonb_build_object('factor', p_factor, 'again', access.counts_as_factor(v_before, v_settings)), NULL, NULL);
  RETURN jsonb_build_object('outcome', 'done', 'renewed', v_before IS NULL OR NOT access.counts_as_factor(v_before, v_settings));
END $function$;

CREATE OR REPLACE FUNCTION api.count_alike(p_volume smallint)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '128MB'
AS $function$
DECLARE v record.volume; ids integer[]; result jsonb; n bigint; more bigint; field text;
BEGIN
  SELECT * INTO v FROM record.volume WHERE id = p_volume AND state = 'loading';
  SELECT array_agg(id) INTO ids FROM record.delivery WHERE volume_id = v.id;
  SELECT count(*) - count(DISTINCT sha256) INTO n FROM record.staged WHERE part = 0 AND delivery_id = ANY (ids);
  result := jsonb_build_object('duplicates', n);

  WITH one AS (SELECT DISTINCT ON (sha256) sha256, delivery_id, ordinal, sketch FROM record.staged
      WHERE part = 0 AND sketch IS NOT NULL AND delivery_id = ANY (ids) ORDER BY sha256, delivery_id, ordinal),
    keyed AS (SELECT delivery_id, ordinal, sketch, first_value(sketch) OVER same AS lead, row_number() OVER same AS place
      FROM one, generate_series(0, 7) b WINDOW same AS (PARTITION BY b, substring(sketch FROM b * 4 + 1 FOR 4) ORDER BY delivery_id, ordinal))
  SELECT count(DISTINCT (delivery_id, ordinal)) INTO n FROM keyed WHERE place > 1 AND record.agreement(sketch, lead) >= 26;
  result := result || jsonb_build_object('nearDuplicates', n);

  SELECT count(*), count(DISTINCT substring(s.marks FROM t * 16 + 1 FOR 8)) INTO n, more
    FROM record.staged s, generate_series(0, length(s.marks) / 16 - 1) t WHERE s.delivery_id = ANY (ids);
  result := result || jsonb_build_object('duplicateTurns', n - more);
  WITH one AS (SELECT DISTINCT substring(s.marks FROM t * 16 + 1 FOR 8) AS mark, substring(s.marks FROM t * 16 + 9 FOR 8) AS sketch
      FROM record.staged s, generate_series(0, length(s.marks) / 16 - 1) t WHERE s.delivery_id = ANY (ids)),
    keyed AS (SELECT mark, sketch, first_value(sketch) OVER same AS lead, row_number() OVER same AS place
      FROM one, generate_series(0, 1) b WINDOW same AS (PARTITION BY b, substring(sketch FROM b * 4 + 1 FOR 4) ORDER BY mark))
  SELECT count(DISTINCT mark) INTO n FROM keyed WHERE place > 1 AND record.agreement(sketch, lead) >= 7;
  result := result || jsonb_build_object('nearDuplicateTurns', n);

  IF v.frame IS NULL THEN RETURN result; END IF;
  field := v.frame#>>'{business,field}';
  RETURN result || (SELECT jsonb_build_object('outOfFrame', jsonb_build_object(
      'early', count(*) FILTER (WHERE s.started_at < (v.frame->>'from')::timestamp AT TIME ZONE 'UTC'),
      'late', count(*) FILTER (WHERE s.started_at >= ((v.frame->>'to')::timestamp + interval '1 day') AT TIME ZONE 'UTC'),
      'undated', count(*) FILTER (WHERE s.started_at IS NULL),
      'business', CASE WHEN field IS NULL THEN NULL ELSE count(*) FILTER (WHERE v.frame#>'{business,values}' ? (s.metadata->>field)) END))
    FROM record.staged s WHERE s.part = 0 AND s.delivery_id = ANY (ids));
END $function$;

CREATE OR REPLACE FUNCTION api.data_basis()
 RETURNS TABLE(data bytea, coded text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT search.data_version(a.matter_id), (SELECT x.xid::text FROM search.coded x WHERE x.matter_id = a.matter_id AND x.side = a.side)
  FROM access.current_actor() a WHERE access.refusal(a, 'set:read') IS NULL
$function$;

CREATE OR REPLACE FUNCTION api.decide_order(p_draft uuid, p_decision text, p_reason text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); d access.order_draft; o access.protective_order;
BEGIN
  IF access.refusal(a, CASE p_decision WHEN 'withdrawn' THEN 'order:draft' ELSE 'order:amend' END) IS NOT NULL THEN
    RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501';
  END IF;
  PERFORM FROM access.matter WHERE id = a.matter_id FOR NO KEY UPDATE;
  SELECT * INTO d FROM access.order_draft WHERE id = p_draft AND matter_id = a.matter_id FOR UPDATE;
  IF d.id IS NULL THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  IF d.decision IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'decided'); END IF;
  IF p_decision = 'in_force' THEN
    SELECT * INTO o FROM access.protective_order WHERE matter_id = a.matter_id ORDER BY version DESC LIMIT 1;
    IF o.version <> d.base_version THEN RETURN jsonb_build_object('outcome', 'stale'); END IF;
    INSERT INTO access.protective_order (matter_id, version, title, body, settings, in_force_from, binds_from, reason, drafted_by, put_in_force_by)
      VALUES (a.matter_id, d.base_version + 1, d.title, d.body, d.settings, greatest(d.in_force_from, clock_timestamp()),
        CASE WHEN d.sign_again THEN d.base_version + 1 END, d.reason, d.drafted_by, a.person_id) RETURNING * INTO o;
  END IF;
  UPDATE access.order_draft SET decision = p_decision, decision_reason = p_reason, decided_by = a.person_id, decided_at = clock_timestamp(), version = o.version WHERE id = d.id;
  RETURN jsonb_build_object('outcome', 'done', 'id', d.id, 'baseVersion', d.base_version, 'title', d.title, 'version', o.version, 'sha256', encode(sha256(convert_to(d.body, 'UTF8')), 'hex'),
    'settingsSha256', encode(o.settings_sha256, 'hex'), 'inForceFrom', o.in_force_from, 'bindsFrom', o.binds_from, 'settings', o.settings);
END $function$;

CREATE OR REPLACE FUNCTION api.decide_places(p_redaction uuid, p_cover boolean, p_places bigint[])
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
END $function$;

CREATE OR REPLACE FUNCTION api.decide_volume_deletion(p_volume text, p_decision text, p_reason text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v record.volume; d record.volume_deletion; v_holds jsonb; v_decision text := p_decision;
BEGIN
  IF access.refusal(a, CASE p_decision WHEN 'approved' THEN 'volume:approve-deletion' ELSE 'volume:refuse-deletion' END) IS NOT NULL THEN
    RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501';
  END IF;
  PERFORM FROM access.matter WHERE id = a.matter_id FOR UPDATE;
  SELECT * INTO v FROM record.volume x WHERE x.matter_id = a.matter_id AND (x.name = p_volume OR x.id::text = p_volume) ORDER BY (x.id::text = p_volume) DESC LIMIT 1 FOR UPDATE;
  IF v.id IS NULL THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  IF v.state = 'deleted' THEN RETURN jsonb_build_object('outcome', 'deleted', 'volume', v.name); END IF;
  SELECT * INTO d FROM record.volume_deletion x WHERE x.volume_id = v.id AND x.outcome IS NULL FOR UPDATE;
  IF d.id IS NULL THEN RETURN jsonb_build_object('outcome', 'not_requested', 'volume', v.name); END IF;
  IF p_decision <> 'approved' THEN
    v_decision := CASE WHEN d.requested_side = a.side THEN 'withdrawn' ELSE 'refused' END;
    UPDATE record.volume_deletion SET outcome = v_decision, decided_reason = p_reason, decided_by = a.person_id, decided_side = a.side, decided_at = clock_timestamp() WHERE id = d.id;
    RETURN jsonb_build_object('outcome', 'done', 'decision', v_decision, 'volume', v.name, 'prefix', v.control_prefix);
  END IF;
  IF d.requested_side = a.side OR d.requested_by = a.person_id THEN RETURN jsonb_build_object('outcome', 'same_side', 'volume', v.name); END IF;
  SELECT jsonb_agg(jsonb_build_object('id', h.id, 'scope', h.scope, 'authority', h.authority)) INTO v_holds FROM release.holds_on_volume(a.matter_id, v.id) h;
  IF v_holds IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'held', 'volume', v.name, 'holds', v_holds); END IF;
  UPDATE record.volume_deletion SET outcome = 'approved', decided_by = a.person_id, decided_side = a.side, decided_at = clock_timestamp() WHERE id = d.id;
  UPDATE record.volume SET state = 'deleted' WHERE id = v.id;
  DELETE FROM search.run WHERE matter_id = a.matter_id;
  PERFORM record.count_classes(a.matter_id);
  DELETE FROM record.class_beside WHERE volume_id = v.id;
  PERFORM record.rank_beside(a.matter_id);
  RETURN jsonb_build_object('outcome', 'done', 'decision', 'approved', 'volume', v.name, 'prefix', v.control_prefix, 'conversations', v.size, 'reason', d.reason, 'authority', d.authority,
    'from', CASE WHEN v.size > 0 THEN record.control_number(v.control_prefix, v.first_docno, v.first_docno) END,
    'to', CASE WHEN v.size > 0 THEN record.control_number(v.control_prefix, v.first_docno, v.first_docno + v.size - 1) END,
    'files', (SELECT coalesce(jsonb_agg(jsonb_build_object('file', x.file, 'sha256', encode(x.file_sha256, 'hex'), 'stored', x.stored, 'rejected', x.rejected) ORDER BY x.id), '[]')
      FROM record.delivery x WHERE x.volume_id = v.id));
END $function$;

CREATE OR REPLACE FUNCTION api.deleted_conversation(p_control text)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v record.volume; v_docno integer; d record.volume_deletion;
BEGIN
  IF access.standing(a, 'conversation:view') IS NOT NULL OR p_control !~ '^[A-Z][A-Z0-9]{0,19}-[0-9]{9}$' THEN RETURN NULL; END IF;
  SELECT * INTO v FROM record.volume x WHERE x.matter_id = a.matter_id AND x.control_prefix = left(p_control, -10) AND x.state = 'deleted' AND right(p_control, 9)::int BETWEEN 1 AND x.size;
  IF v.id IS NULL THEN RETURN NULL; END IF;
  v_docno := v.first_docno + right(p_control, 9)::int - 1;
  SELECT * INTO d FROM record.volume_deletion x WHERE x.volume_id = v.id AND x.outcome = 'approved';
  RETURN jsonb_build_object('volume', v.name, 'deletedAt', to_char(d.decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'authority', d.authority, 'codes', coalesce((
    SELECT jsonb_agg(jsonb_build_object('key', b.key, 'turn', k.turn) ORDER BY k.turn, b.position) FROM work.coding k JOIN work.code b ON b.id = k.code_id
    WHERE k.docno = v_docno AND k.matter_id = a.matter_id AND k.side = a.side), '[]'));
END $function$;

CREATE OR REPLACE FUNCTION api.describe_volume(p_name text, p_record jsonb)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v record.volume; o record.volume;
BEGIN
  IF access.refusal(a, 'intake:run') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO v FROM record.volume WHERE matter_id = a.matter_id AND name = p_name FOR UPDATE;
  IF v.id IS NULL THEN RETURN 'not_found'; END IF;
  IF v.state <> 'loading' THEN RETURN 'sealed'; END IF;
  IF p_record ? 'supersedes' THEN
    SELECT * INTO o FROM record.volume WHERE matter_id = a.matter_id AND name = p_record->>'supersedes';
    IF o.id IS NULL OR o.state <> 'sealed' OR o.id = v.id THEN RETURN 'supersedes'; END IF;
    IF EXISTS (SELECT FROM record.volume x WHERE x.supersedes = o.id AND x.id <> v.id) THEN RETURN 'superseded'; END IF;
  END IF;
  IF (p_record->>'tier')::int > jsonb_array_length(access.setting((access.order_of(a.matter_id)).settings, 'tiers')) THEN RETURN 'tiers'; END IF;
  UPDATE record.volume SET
    source = coalesce(p_record->>'source', source), producing_party = coalesce(p_record->>'producingParty', producing_party),
    order_reference = coalesce(p_record->>'orderReference', order_reference), deid_tool = coalesce(p_record->>'deidTool', deid_tool),
    deid_version = coalesce(p_record->>'deidVersion', deid_version), frame = coalesce(p_record->'frame', frame),
    supersedes = coalesce(o.id, supersedes), hash_list = coalesce(p_record->'files', hash_list), tier = coalesce((p_record->>'tier')::smallint, tier),
    designated = designated OR p_record ? 'tier', disclosure = coalesce((p_record->>'disclosure')::record.disclosure, disclosure)
  WHERE id = v.id;
  RETURN 'done';
END $function$;

CREATE OR REPLACE FUNCTION api.designate(p_control text, p_turn integer, p_tier integer, p_reason text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v_docno integer; v_was smallint; v_id uuid;
BEGIN
  IF access.refusal(a, 'designation:set') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF a.side <> 'host' AND a.side <> access.producing_side(a) THEN RETURN jsonb_build_object('outcome', 'wrong_side'); END IF;
  v_docno := record.docno_named(a, p_control);
  v_was := record.tier_of(v_docno, p_turn);
  IF v_was IS NULL OR (a.side <> 'host' AND v_was > a.tier) THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  IF p_tier > jsonb_array_length(access.setting((access.order_of(a.matter_id)).settings, 'tiers')) THEN RETURN jsonb_build_object('outcome', 'tiers'); END IF;
  IF p_turn > 0 AND p_tier < record.tier_of(v_docno, 0) THEN RETURN jsonb_build_object('outcome', 'below'); END IF;
  IF EXISTS (SELECT FROM record.challenge c WHERE c.docno = v_docno AND c.turn = p_turn AND c.outcome IS NULL) THEN RETURN jsonb_build_object('outcome', 'challenged'); END IF;
  IF v_was = p_tier THEN RETURN jsonb_build_object('outcome', 'same'); END IF;
  PERFORM record.designate(v_docno, p_turn, p_tier::smallint);
  INSERT INTO record.designation (matter_id, docno, turn, tier, was, reason, set_by, set_side)
    VALUES (a.matter_id, v_docno, p_turn, p_tier, v_was, p_reason, a.person_id, a.side) RETURNING id INTO v_id;
  RETURN jsonb_build_object('outcome', 'done', 'id', v_id, 'was', v_was);
END $function$;

CREATE OR REPLACE FUNCTION api.designations()
 RETURNS SETOF jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT to_jsonb(d) - '{docno,matter_id}'::text[] || jsonb_build_object('conversation', record.name_of(d.docno), 'set_by', p.name)
  FROM access.current_actor() a JOIN record.designation d ON d.matter_id = a.matter_id AND access.refusal(a, 'designation:read') IS NULL
    AND (a.side IN ('court', 'host') OR record.tier_of(d.docno, 0) <= a.tier)
  LEFT JOIN access.person p ON p.id = d.set_by ORDER BY d.set_at DESC, d.id LIMIT 200
$function$;

CREATE OR REPLACE FUNCTION api.discard_volume(p_name text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v record.volume; v_stored bigint; v_files jsonb;
BEGIN
  IF access.refusal(a, 'intake:run') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  -- A hold that is being placed at this moment waits for this, or this for it (release.raise_epoch).
  PERFORM FROM access.matter WHERE id = a.matter_id FOR UPDATE;
  SELECT * INTO v FROM record.volume WHERE matter_id = a.matter_id AND name = p_name FOR UPDATE;
  IF v.id IS NULL THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  IF v.state <> 'loading' THEN RETURN jsonb_build_object('outcome', 'sealed'); END IF;
  IF EXISTS (SELECT FROM release.hold h WHERE h.matter_id = a.matter_id AND (h.volume_id = v.id OR (h.scope = 'matter' AND h.released_at IS NULL))) THEN
    RETURN jsonb_build_object('outcome', 'held');
  END IF;
  -- The lock that an intake holds while it loads.
  IF NOT pg_try_advisory_xact_lock(hashtextextended(a.matter_id || ' ' || v.name, 7271)) THEN RETURN jsonb_build_object('outcome', 'loading'); END IF;
  SELECT coalesce(sum(d.stored), 0), coalesce(jsonb_agg(jsonb_build_object('file', d.file, 'sha256', encode(d.file_sha256, 'hex'), 'stored', d.stored, 'rejected', d.rejected) ORDER BY d.id), '[]')
    INTO v_stored, v_files FROM record.delivery d WHERE d.volume_id = v.id;
  DELETE FROM record.staged s USING record.delivery d WHERE d.id = s.delivery_id AND d.volume_id = v.id;
  DELETE FROM record.rejection r USING record.delivery d WHERE d.id = r.delivery_id AND d.volume_id = v.id;
  DELETE FROM record.delivery WHERE volume_id = v.id;
  DELETE FROM record.volume WHERE id = v.id;
  RETURN jsonb_build_object('outcome', 'done', 'stored', v_stored, 'files', v_files);
END $function$;

CREATE OR REPLACE FUNCTION api.disclose_expert(p_candidate jsonb, p_cv bytea)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); o access.protective_order; v_id uuid; v_until date;
BEGIN
  IF access.refusal(a, 'disclosure:make') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO o FROM access.protective_order WHERE id = a.order_id;
  IF (p_candidate->>'tier')::int > jsonb_array_length(access.setting(o.settings, 'tiers')) THEN RETURN jsonb_build_object('outcome', 'tiers'); END IF;
  v_until := access.last_day(o.settings, 'expertObjection', clock_timestamp());
  INSERT INTO access.disclosure (matter_id, side, email, name, employer, engagements, testimony, relationships, tier, cv_name, cv_type, cv_bytes, cv_sha256, order_version, disclosed_by, object_until)
    VALUES (a.matter_id, a.side, p_candidate->>'email', p_candidate->>'name', p_candidate->>'employer', p_candidate->>'engagements', p_candidate->>'testimony',
      p_candidate->>'relationships', (p_candidate->>'tier')::smallint, p_candidate->>'cvName', p_candidate->>'cvType', length(p_cv), sha256(p_cv), o.version, a.person_id, v_until)
    ON CONFLICT DO NOTHING RETURNING id INTO v_id;
  IF v_id IS NULL THEN RETURN jsonb_build_object('outcome', 'known'); END IF;
  INSERT INTO access.disclosure_cv VALUES (v_id, p_cv);
  RETURN jsonb_build_object('outcome', 'done', 'id', v_id, 'objectUntil', v_until, 'cvSha256', encode(sha256(p_cv), 'hex'));
END $function$;

CREATE OR REPLACE FUNCTION api.draft_order(p_base integer, p_title text, p_body text, p_settings jsonb, p_reason text, p_in_force_from timestamp with time zone, p_sign_again boolean)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); o access.protective_order; v_id uuid;
BEGIN
  IF access.refusal(a, 'order:draft') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO o FROM access.protective_order WHERE matter_id = a.matter_id ORDER BY version DESC LIMIT 1;
  IF o.version IS DISTINCT FROM p_base THEN RETURN jsonb_build_object('outcome', 'stale'); END IF;
  IF o.title = p_title AND o.body = p_body AND access.default_settings() || o.settings = p_settings AND NOT p_sign_again THEN RETURN jsonb_build_object('outcome', 'same'); END IF;
  IF jsonb_array_length(access.setting(p_settings, 'tiers')) < (SELECT max(v.tier) FROM record.volume v WHERE v.matter_id = a.matter_id) THEN
    RETURN jsonb_build_object('outcome', 'tiers');
  END IF;
  INSERT INTO access.order_draft (matter_id, base_version, title, body, settings, reason, in_force_from, sign_again, drafted_by)
    VALUES (a.matter_id, p_base, p_title, p_body, p_settings, p_reason, p_in_force_from, p_sign_again, a.person_id)
    ON CONFLICT (matter_id) WHERE decision IS NULL DO NOTHING RETURNING id INTO v_id;
  IF v_id IS NULL THEN RETURN jsonb_build_object('outcome', 'pending'); END IF;
  RETURN jsonb_build_object('outcome', 'done', 'id', v_id);
END $function$;

CREATE OR REPLACE FUNCTION api.draw_reading(p_volume smallint, p_seed text, p_by text[], p_tier smallint, p_frame jsonb, p_people uuid[])
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '128MB'
AS $function$
DECLARE a access.actor := access.current_actor(); v record.volume; v_id uuid;
BEGIN
  IF access.refusal(a, 'reading:draw') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO v FROM record.volume x WHERE x.id = p_volume AND x.matter_id = a.matter_id AND x.state = 'sealed';
  IF v.id IS NULL THEN RETURN NULL; END IF;
  INSERT INTO record.reading (matter_id, volume_id, seed, by, tier, frame, size, first_reader, second_reader, adjudicator, drawn_by)
    VALUES (a.matter_id, v.id, p_seed, p_by, p_tier, p_frame, (SELECT sum((s->>2)::int) FROM jsonb_array_elements(p_frame) s), p_people[1], p_people[2], p_people[3], a.person_id) RETURNING id INTO v_id;
  INSERT INTO record.reading_unit (reading_id, docno, place, stratum)
    SELECT v_id, d.docno, row_number() OVER (ORDER BY d.h), d.stratum FROM (
      SELECT c.docno, record.stratum_of(c, p_by, get_bit(l.bits, c.docno - l.first) = 1) AS stratum, sha256(convert_to(p_seed || ':' || (c.docno - v.first_docno + 1), 'UTF8')) AS h,
        row_number() OVER (PARTITION BY record.stratum_of(c, p_by, get_bit(l.bits, c.docno - l.first) = 1) ORDER BY sha256(convert_to(p_seed || ':' || (c.docno - v.first_docno + 1), 'UTF8'))) AS n
      FROM record.conversation c LEFT JOIN record.likely_of(CASE WHEN 'likely' = ANY (p_by) THEN v.id END) l ON l.part = c.docno / 1000000
      WHERE c.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1 AND c.tier <= p_tier AND c.top_tier <= p_tier AND (v.disclosure <> 'matched' OR c.flags & 32 <> 0)) d
    JOIN jsonb_array_elements(p_frame) s ON s->>0 = d.stratum AND d.n <= (s->>2)::int;
  IF (SELECT count(*) FROM record.reading_unit u WHERE u.reading_id = v_id) <> (SELECT r.size FROM record.reading r WHERE r.id = v_id) THEN
    RAISE EXCEPTION 'the frame has changed under the draw' USING ERRCODE = '40001';
  END IF;
  RETURN v_id;
END $function$;

CREATE OR REPLACE FUNCTION api.draw_sample(p_ticket bigint, p_salt bytea, p_body text, p_name text, p_reading text, p_size integer, p_seed text, p_strata text[], p_parser text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '128MB'
AS $function$
DECLARE a access.actor := access.current_actor(); v_docnos integer[]; asked jsonb; r search.run; v_strata jsonb; v_made jsonb; v_months integer[] := record.merged(a.matter_id, 'month'); v_models integer[] := record.merged(a.matter_id, 'model'); v_languages integer[] := record.merged(a.matter_id, 'language');
BEGIN
  IF access.refusal(a, 'set:freeze') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  asked := audit.committed(audit.redeem(p_ticket, ARRAY['conversation:count']), p_salt, p_body);
  r := search.run_for(a, current_setting('app.session', true), asked);
  IF r.state IS DISTINCT FROM 'done' THEN RETURN jsonb_build_object('counted', false); END IF;
  IF p_size > r.hits THEN RETURN jsonb_build_object('population', r.hits); END IF;
  IF coalesce(array_length(p_strata, 1), 0) = 0 THEN
    v_docnos := ARRAY(SELECT d FROM search.at_ranks(r.id, search.draw(p_seed, '', r.hits, p_size)) d ORDER BY d);
    v_strata := jsonb_build_array(jsonb_build_object('stratum', '{}'::jsonb, 'population', r.hits, 'drawn', p_size, 'weight', round(r.hits::numeric / p_size, 6)));
  ELSE
    WITH member AS MATERIALIZED (
        SELECT k.docno, concat_ws('|',
            CASE WHEN 'month' = ANY (p_strata) THEN 'month=' || CASE WHEN k.month = ANY (v_months) THEN 'other' ELSE coalesce((k.month / 100) || '-' || lpad((k.month % 100)::text, 2, '0'), '') END END,
            CASE WHEN 'model' = ANY (p_strata) THEN 'model=' || CASE WHEN k.model_id = ANY (v_models) THEN 'other' ELSE coalesce(m.name, '') END END,
            CASE WHEN 'language' = ANY (p_strata) THEN 'language=' || CASE WHEN k.language_id = ANY (v_languages) THEN 'other' ELSE coalesce(l.tag, '') END END) AS stratum,
          jsonb_strip_nulls(jsonb_build_object(
            'month', CASE WHEN 'month' = ANY (p_strata) THEN CASE WHEN k.month = ANY (v_months) THEN 'other' ELSE coalesce((k.month / 100) || '-' || lpad((k.month % 100)::text, 2, '0'), '') END END,
            'model', CASE WHEN 'model' = ANY (p_strata) THEN CASE WHEN k.model_id = ANY (v_models) THEN 'other' ELSE coalesce(m.name, '') END END,
            'language', CASE WHEN 'language' = ANY (p_strata) THEN CASE WHEN k.language_id = ANY (v_languages) THEN 'other' ELSE coalesce(l.tag, '') END END)) AS named
        FROM search.chunk c CROSS JOIN LATERAL search.numbers_of(c.bits, 0, length(c.bits) - 1) d JOIN record.conversation k ON k.docno = c.part * 1000000 + d
        LEFT JOIN record.model m ON m.id = k.model_id LEFT JOIN record.language l ON l.id = k.language_id WHERE c.run_id = r.id AND c.n > 0),
      stratum AS (SELECT stratum, named, count(*) AS n, p_size * count(*) / r.hits AS whole, p_size * count(*) % r.hits AS remainder FROM member GROUP BY stratum, named),
      share AS MATERIALIZED (
        SELECT stratum, named, n, whole + CASE WHEN row_number() OVER (ORDER BY remainder DESC, stratum COLLATE "C") <= p_size - sum(whole) OVER () THEN 1 ELSE 0 END AS k FROM stratum),
      drawn AS (SELECT s.stratum, d AS rank FROM share s, unnest(search.draw(p_seed, s.stratum, s.n, s.k::int)) d WHERE s.k > 0),
      ranked AS (SELECT docno, stratum, row_number() OVER (PARTITION BY stratum ORDER BY docno) - 1 AS rank FROM member)
    SELECT (SELECT array_agg(x.docno ORDER BY x.docno) FROM ranked x JOIN drawn USING (stratum, rank)),
        (SELECT jsonb_agg(jsonb_build_object('stratum', named, 'population', n, 'drawn', k, 'weight', CASE WHEN k > 0 THEN round(n::numeric / k, 6) END) ORDER BY stratum COLLATE "C") FROM share)
      INTO v_docnos, v_strata;
  END IF;
  v_made := work.keep_set(a, p_name, 'sample', asked->>'query', p_reading, asked->'filters', jsonb_build_object('size', p_size, 'seed', p_seed, 'by', to_jsonb(coalesce(p_strata, '{}')),
    'population', r.hits, 'populationSha256', encode(r.sha256, 'hex'), 'strata', v_strata, 'method', 'sha256-ranks-1'), p_parser, v_docnos);
  RETURN v_made;
END $function$;

CREATE OR REPLACE FUNCTION api.end_leak_search(p_redaction uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); s record.leak_search;
BEGIN
  IF access.standing(a, 'redaction:search') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  UPDATE record.leak_search x SET state = x.over, ended_at = clock_timestamp() FROM record.redaction r
    WHERE r.id = p_redaction AND r.matter_id = a.matter_id AND x.redaction_id = r.id AND x.state = 'running' AND x.over IS NOT NULL RETURNING x.* INTO s;
  IF s.redaction_id IS NULL THEN RETURN NULL; END IF;
  RETURN (SELECT record.told(r) || jsonb_build_object('state', s.state, 'found', s.found) FROM record.redaction r WHERE r.id = p_redaction);
END $function$;

CREATE OR REPLACE FUNCTION api.end_left_productions()
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v_id uuid;
BEGIN
  IF access.refusal(a, 'production:read') IS NOT NULL THEN RETURN; END IF;
  FOR v_id IN UPDATE release.production SET state = 'failed', failure = 'Writing stopped before the end: the reading room was restarted, or the session that asked for it ended. Ask for it again.'
    WHERE matter_id = a.matter_id AND side = a.side AND state = 'writing' AND beat_at < clock_timestamp() - interval '90 seconds' RETURNING id LOOP
    PERFORM audit.append(a, 'production:ask', 'production:' || v_id, 'failed', 'left', jsonb_build_object('state', 'failed'), NULL, NULL);
    RETURN NEXT v_id;
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION api.end_membership(p_person uuid)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'people:remove') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF p_person = a.person_id THEN RETURN 'self'; END IF;
  UPDATE access.membership SET ended_at = clock_timestamp() WHERE person_id = p_person AND matter_id = a.matter_id AND ended_at IS NULL;
  IF NOT FOUND THEN RETURN 'not_found'; END IF;
  UPDATE access.session s SET revoked_at = clock_timestamp() FROM access.membership m
    WHERE m.id = s.membership_id AND m.person_id = p_person AND m.matter_id = a.matter_id AND s.revoked_at IS NULL;
  RETURN 'done';
END $function$;

CREATE OR REPLACE FUNCTION api.end_own_sessions(p_session uuid, p_tokens boolean)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v_ended integer;
BEGIN
  IF access.refusal(a, 'session:end') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF a.kind = 'token' THEN RETURN 0; END IF;
  IF p_session IS NULL THEN RETURN access.end_sessions(a.person_id, a.session_id, NULL, p_tokens); END IF;
  UPDATE access.session s SET revoked_at = clock_timestamp() FROM access.membership m
    WHERE m.id = s.membership_id AND m.person_id = a.person_id AND s.id = p_session AND s.revoked_at IS NULL;
  GET DIAGNOSTICS v_ended = ROW_COUNT;
  RETURN v_ended;
END $function$;

CREATE OR REPLACE FUNCTION api.end_run(p_secret text, p_run uuid, p_state text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor; r search.run;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  IF p_state NOT IN ('cancelled', 'too_long') THEN RAISE EXCEPTION 'a run ends cancelled or too long' USING ERRCODE = '22023'; END IF;
  UPDATE search.run SET state = p_state, finished_at = clock_timestamp() WHERE id = p_run AND session_id = a.session_id AND state = 'running';
  SELECT * INTO r FROM search.run WHERE id = p_run AND session_id = a.session_id;
  RETURN CASE WHEN r.id IS NOT NULL THEN search.progress(r) END;
END $function$;

CREATE OR REPLACE FUNCTION api.end_sessions_of(p_person uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'people:end-sessions') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF NOT EXISTS (SELECT FROM access.membership WHERE person_id = p_person AND matter_id = a.matter_id) THEN RETURN NULL; END IF;
  RETURN access.end_sessions(p_person, NULL, NULL, true);
END $function$;

CREATE OR REPLACE FUNCTION api.enrol_passkey(p_credential text, p_public_key bytea, p_counter bigint, p_transports text[], p_name text, p_secret_hash bytea)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF NOT access.may_enrol(a) THEN RETURN 'step_up'; END IF;
  INSERT INTO access.passkey (person_id, credential_id, public_key, counter, transports, name)
    VALUES (a.person_id, p_credential, p_public_key, p_counter, p_transports, p_name) ON CONFLICT (credential_id) DO NOTHING;
  IF NOT FOUND THEN RETURN 'enrolled'; END IF;
  UPDATE access.session SET factor = 'passkey', factor_at = clock_timestamp() WHERE id = a.session_id;
  PERFORM access.end_sessions(a.person_id, a.session_id, p_secret_hash, false);
  RETURN 'done';
END $function$;

CREATE OR REPLACE FUNCTION api.enrol_totp(p_key bytea, p_code text, p_secret_hash bytea)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); t access.totp;
BEGIN
  IF NOT access.may_enrol(a) THEN RETURN 'step_up'; END IF;
  SELECT * INTO t FROM access.totp WHERE person_id = a.person_id AND enrolled_at IS NULL AND created_at > clock_timestamp() - interval '15 minutes' FOR UPDATE;
  IF t.id IS NULL THEN RETURN 'not_found'; END IF;
  IF access.take_code(t, p_key, p_code) IS NULL THEN RETURN 'wrong'; END IF;
  UPDATE access.totp SET enrolled_at = clock_timestamp() WHERE id = t.id;
  UPDATE access.session SET factor = 'totp', factor_at = clock_timestamp() WHERE id = a.session_id;
  PERFORM access.end_sessions(a.person_id, a.session_id, p_secret_hash, false);
  RETURN 'done';
END $function$;

CREATE OR REPLACE FUNCTION api.entry_at(p_secret text, p_entry bigint)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  RETURN (SELECT e.at FROM audit.entry e WHERE e.id = p_entry AND e.session_id = (access.current_actor()).session_id);
END $function$;

CREATE OR REPLACE FUNCTION api.find_in_view(p_secret text, p_ticket bigint, p_patterns text[])
 RETURNS TABLE(turn integer, pattern text, marks jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_docno integer; e audit.entry; a access.actor; t record; n integer := 0;
BEGIN
  a := access.enter(p_secret, false);
  e := audit.redeem(a, p_ticket, ARRAY['conversation:view']);
  SELECT l.docno INTO v_docno FROM record.locate(a.matter_id, split_part(e.object, ':', 2)) l;
  FOR t IN SELECT x.turn, x.said->>'text' AS said FROM record.visible(a.tier, v_docno) v
      CROSS JOIN LATERAL record.turns_for(a.tier, a.covers, a.coarse, v_docno, (e.detail->>'from')::int, (e.detail->>'to')::int) x WHERE NOT x.said ? 'withheld' ORDER BY x.turn LOOP
    turn := t.turn;
    FOREACH pattern IN ARRAY p_patterns LOOP
      CONTINUE WHEN t.said !~* pattern;
      SELECT coalesce(jsonb_agg(jsonb_build_object('start', f.start, 'end', f.stop) ORDER BY f.start), '[]') INTO marks FROM search.found_in(t.said, pattern) f;
      n := n + jsonb_array_length(marks);
      IF n > 10000 THEN RAISE EXCEPTION 'found at too many places' USING ERRCODE = '54000'; END IF;
      RETURN NEXT;
    END LOOP;
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION api.find_run(p_secret text, p_asked jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor; r search.run;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  IF access.standing(a, 'conversation:count') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  r := search.run_for(a, p_secret, p_asked);
  RETURN CASE WHEN r.id IS NOT NULL THEN search.progress(r) END;
END $function$;

CREATE OR REPLACE FUNCTION api.finish_production(p_secret text, p_production uuid, p_state text, p_files jsonb, p_failure text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor; v_object text := 'production:' || p_production; v_state text := p_state; v_failure text := p_failure;
BEGIN
  PERFORM api.begin(p_secret, false);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN 'unauthenticated'; END IF;
  IF v_state = 'ready' AND access.standing(a, 'production:ask') IS NOT NULL THEN
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
END $function$;

CREATE OR REPLACE FUNCTION api.freeze_set(p_ticket bigint, p_salt bytea, p_body text, p_name text, p_reading text, p_sort text, p_limit integer, p_parser text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v_docnos integer[]; asked jsonb; r search.run;
BEGIN
  IF access.refusal(a, 'set:freeze') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  asked := audit.committed(audit.redeem(p_ticket, ARRAY['conversation:count']), p_salt, p_body);
  r := search.run_for(a, current_setting('app.session', true), asked);
  IF r.state = 'done' AND p_limit IS NULL THEN
    v_docnos := ARRAY(SELECT c.part * 1000000 + d FROM search.chunk c, search.numbers_of(c.bits, 0, length(c.bits) - 1) d WHERE c.run_id = r.id AND c.n > 0);
  ELSIF r.state = 'done' AND (p_sort IN ('date', '-date') OR r.hits <= search.most_ranked(p_sort)) THEN
    IF p_sort NOT IN ('date', '-date') THEN PERFORM search.rank_run(r.id, p_sort, nullif(asked->'question', 'null')); END IF;
    v_docnos := search.page_of(r, p_sort, 0, p_limit);
  ELSIF p_sort IN ('date', '-date') THEN
    v_docnos := ARRAY(SELECT x.docno FROM search.find(a, nullif(asked->'question', 'null'), asked->'filters', NULL, NULL, p_sort = '-date', p_limit) x);
  ELSE
    RAISE EXCEPTION 'no run to freeze' USING ERRCODE = '55000';
  END IF;
  RETURN work.keep_set(a, p_name, 'search', asked->>'query', p_reading, asked->'filters', NULL, p_parser, v_docnos);
END $function$;

CREATE OR REPLACE FUNCTION api.grant_side_key(p_epoch integer, p_member uuid, p_box bytea, p_signature bytea)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); k access.member_key;
BEGIN
  IF a.kind IS DISTINCT FROM 'browser' OR access.refusal(a, 'sealing:grant') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF p_epoch IS DISTINCT FROM (SELECT max(s.epoch) FROM access.side_key s WHERE s.matter_id = a.matter_id AND s.side = a.side) THEN RETURN 'epoch'; END IF;
  SELECT x.* INTO k FROM access.member_keys(a.matter_id, a.side) x WHERE x.id = p_member;
  IF k.id IS NULL THEN RETURN 'not_found'; END IF;
  IF k.person_id <> a.person_id AND NOT EXISTS (
    SELECT FROM access.side_grant g JOIN access.member_keys(a.matter_id, a.side) m ON m.id = g.key_id WHERE g.epoch = p_epoch AND m.person_id = a.person_id) THEN RETURN 'not_granted'; END IF;
  INSERT INTO access.side_grant (matter_id, side, epoch, key_id, person_id, box, signature, granted_by)
    VALUES (a.matter_id, a.side, p_epoch, k.id, k.person_id, p_box, p_signature, a.person_id) ON CONFLICT DO NOTHING;
  RETURN CASE WHEN FOUND THEN 'done' ELSE 'granted' END;
END $function$;

CREATE OR REPLACE FUNCTION api.habits(p_from timestamp with time zone, p_until timestamp with time zone)
 RETURNS TABLE(person text, role text, hour double precision, looks integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT * FROM oversight.habits(oversight.my_log(), p_from, p_until) $function$;

CREATE OR REPLACE FUNCTION api.holds_on_set(p_set uuid)
 RETURNS TABLE(id uuid, scope text, authority text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT h.id, h.scope, h.authority FROM access.current_actor() a JOIN work.reviewed_set s ON s.id = p_set AND s.side = a.side AND s.matter_id = a.matter_id AND s.tier <= a.tier,
    LATERAL release.holds_on_set(s.id) h
$function$;

CREATE OR REPLACE FUNCTION api.keep_spans(p_volume smallint, p_upto integer, p_report jsonb, p_done boolean, p_likely integer[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE r record.span_search; v_docno integer;
BEGIN
  SELECT * INTO r FROM record.span_search s WHERE s.volume_id = p_volume AND s.state = 'running' AND s.upto <= p_upto FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'this volume is not being searched' USING ERRCODE = '55000'; END IF;
  UPDATE record.span_search s SET upto = p_upto, report = p_report, state = CASE WHEN p_done THEN 'done' ELSE s.state END,
    ended_at = CASE WHEN p_done THEN clock_timestamp() END WHERE s.volume_id = p_volume AND s.version = r.version;
  PERFORM record.add_likely(p_volume, r.version, r.upto + 1, p_upto, p_likely);
  IF r.version = 1 THEN
    -- Covers that people made are there before a search as well as after it.
    PERFORM record.put_under(f) FROM record.found_span f JOIN record.redaction x ON x.docno = f.docno AND x.turn = f.turn AND x.lifted_at IS NULL;
    INSERT INTO record.span (docno, turn, first, length, type, tier, score, rule, label, name)
      SELECT f.docno, f.turn, f.first, f.length, f.type, f.tier, f.score, f.rule, f.label, f.name FROM record.found_span f JOIN record.part p ON p.part = f.docno / 1000000 WHERE p.volume_id = p_volume;
    FOR v_docno IN SELECT DISTINCT f.docno FROM record.found_span f JOIN record.redaction x ON x.docno = f.docno AND x.turn IS NOT NULL AND x.lifted_at IS NULL LOOP
      PERFORM record.settle_labels(v_docno);
    END LOOP;
  ELSE
    INSERT INTO record.next_span (docno, turn, first, length, type, tier, score, rule, label, name)
      SELECT f.docno, f.turn, f.first, f.length, f.type, f.tier, f.score, f.rule, f.label, f.name FROM record.found_span f JOIN record.part p ON p.part = f.docno / 1000000 WHERE p.volume_id = p_volume;
  END IF;
  DELETE FROM record.found_span f USING record.part p WHERE p.part = f.docno / 1000000 AND p.volume_id = p_volume;
  IF p_done THEN
    PERFORM record.join_likely(p_volume, r.version);
    IF r.version > 1 THEN PERFORM record.replace_spans(p_volume, r.version); END IF;
    PERFORM record.count_names(p_volume);
  END IF;
END $function$;

CREATE OR REPLACE FUNCTION api.knows_conversation(p_control text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT access.visible_docno(access.current_actor(), p_control) IS NOT NULL
$function$;

CREATE OR REPLACE FUNCTION api.leak_places(p_redaction uuid, p_limit integer)
 RETURNS SETOF jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT jsonb_build_object('id', p.id::text, 'conversation', record.name_of(p.docno), 'turn', p.turn)
  FROM access.current_actor() a JOIN record.redaction r ON r.id = p_redaction AND r.matter_id = a.matter_id
    AND access.refusal(a, 'redaction:decide') IS NULL AND access.keeps_redactions(a)
  CROSS JOIN LATERAL record.places_for(a, r.id) p ORDER BY p.docno, p.turn, p.first LIMIT least(p_limit, 201)
$function$;

CREATE OR REPLACE FUNCTION api.lift_cover(p_control text, p_label text, p_wrong boolean, p_reason text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v_docno integer; v_volume smallint; c record.lifted_cover; v_spans record.span[]; y record.span;
BEGIN
  IF access.refusal(a, 'redaction:lift') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF NOT access.keeps_redactions(a) THEN RETURN jsonb_build_object('outcome', 'wrong_side'); END IF;
  v_docno := record.find_docno(a.matter_id, p_control);
  IF a.side <> 'host' AND v_docno IS DISTINCT FROM access.visible_docno(a, p_control) THEN v_docno := NULL; END IF;
  IF v_docno IS NULL OR NOT record.lock_conversation(v_docno) THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  SELECT coalesce(array_agg(s ORDER BY s.turn, s.first), '{}') INTO v_spans FROM record.span s WHERE s.docno = v_docno AND s.label = p_label AND s.redaction_id IS NULL AND s.tier > 0
    AND (a.side = 'host' OR s.turn < 0 OR record.tier_of(v_docno, s.turn) <= a.tier);
  IF v_spans = '{}' THEN RETURN jsonb_build_object('outcome', 'nothing'); END IF;
  FOREACH y IN ARRAY v_spans LOOP
    IF record.repeats(p_reason, substr(record.text_of(y.docno, y.turn), y.first + 1, y.length)) THEN RETURN jsonb_build_object('outcome', 'quotes'); END IF;
  END LOOP;
  SELECT q.volume_id INTO v_volume FROM record.part q WHERE q.part = v_docno / 1000000;
  INSERT INTO record.lifted_cover (matter_id, volume_id, docno, label, type, wrong, reason, version, lifted_by, lifted_side)
    SELECT a.matter_id, v_volume, v_docno, p_label, (v_spans[1]).type, p_wrong, p_reason, coalesce(max(s.version), 1), a.person_id, a.side
    FROM record.span_search s WHERE s.volume_id = v_volume AND (s.state = 'done' OR s.version = 1) RETURNING * INTO c;
  FOREACH y IN ARRAY v_spans LOOP
    INSERT INTO record.lifted_place (lift_id, docno, turn, first, length) VALUES (c.id, y.docno, y.turn, y.first, y.length);
    DELETE FROM record.span s WHERE s.docno = y.docno AND s.turn = y.turn AND s.first = y.first;
  END LOOP;
  DELETE FROM record.span_under u WHERE u.docno = v_docno AND u.label = p_label AND u.own IS NULL AND (a.side = 'host' OR u.turn < 0 OR record.tier_of(v_docno, u.turn) <= a.tier);
  RETURN jsonb_build_object('outcome', 'done', 'id', c.id, 'conversation', record.name_of(v_docno), 'label', c.label, 'type', c.type, 'places', cardinality(v_spans));
END $function$;

CREATE OR REPLACE FUNCTION api.lift_redaction(p_id uuid, p_reason text, p_everywhere boolean)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v_first record.redaction; r record.redaction; n integer := 0;
BEGIN
  IF access.refusal(a, 'redaction:lift') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF NOT access.keeps_redactions(a) THEN RETURN jsonb_build_object('outcome', 'wrong_side'); END IF;
  v_first := record.redaction_for(a, p_id);
  IF v_first.id IS NULL THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  FOR r IN SELECT y.* FROM record.redaction y WHERE y.id = p_id OR (p_everywhere AND (y.origin = p_id OR y.carried_from = p_id)) ORDER BY y.docno, y.id LOOP
    PERFORM record.lock_conversation(r.docno);
    UPDATE record.redaction y SET lifted_by = a.person_id, lifted_side = a.side, lifted_at = clock_timestamp(), lift_reason = p_reason WHERE y.id = r.id AND y.lifted_at IS NULL;
    CONTINUE WHEN NOT FOUND;
    IF r.turn IS NULL THEN
      PERFORM record.designate(r.docno, 0, (SELECT y.tier FROM record.redaction y WHERE y.id = r.id));
    ELSE
      PERFORM record.uncover(r);
    END IF;
    n := n + 1;
  END LOOP;
  IF n = 0 THEN RETURN jsonb_build_object('outcome', 'lifted'); END IF;
  UPDATE record.leak_search SET state = 'lifted', ended_at = clock_timestamp() WHERE redaction_id = p_id AND state = 'running';
  UPDATE record.leak_place SET state = 'left', decided_by = a.person_id, decided_at = clock_timestamp() WHERE redaction_id = p_id AND state = 'open';
  RETURN record.told(v_first) || jsonb_build_object('outcome', 'done', 'lifted', n);
END $function$;

CREATE OR REPLACE FUNCTION api.lifted_covers(p_after uuid, p_limit integer)
 RETURNS SETOF jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT jsonb_build_object('id', c.id, 'conversation', record.name_of(c.docno), 'label', c.label, 'type', c.type, 'wrong', c.wrong, 'reason', c.reason,
    'places', (SELECT count(*) FROM record.lifted_place p WHERE p.lift_id = c.id), 'version', c.version, 'lifted', jsonb_build_object('by', p.name, 'side', c.lifted_side, 'at', c.lifted_at))
  FROM access.current_actor() a JOIN record.lifted_cover c ON c.matter_id = a.matter_id AND access.refusal(a, 'redaction:read') IS NULL
  JOIN access.person p ON p.id = c.lifted_by
  WHERE (a.side IN ('court', 'host') OR record.designated(c.docno) <= a.tier)
    AND (p_after IS NULL OR (c.lifted_at, c.id) < (SELECT y.lifted_at, y.id FROM record.lifted_cover y WHERE y.id = p_after AND y.matter_id = a.matter_id))
  ORDER BY c.lifted_at DESC, c.id DESC LIMIT least(p_limit, 201)
$function$;

CREATE OR REPLACE FUNCTION api.lines(p_size bigint, p_from timestamp with time zone, p_until timestamp with time zone, p_actions text[], p_refused boolean, p_at timestamp with time zone, p_id bigint, p_limit integer)
 RETURNS TABLE(id text, at text, person text, email text, side text, role text, session text, action text, object text, outcome text, reason text, detail jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT * FROM oversight.lines(oversight.my_log(), p_size, p_from, p_until, p_actions, p_refused, p_at, p_id, least(p_limit, 5000))
$function$;

CREATE OR REPLACE FUNCTION api.lines_of(p_size bigint, p_until timestamp with time zone, p_actions text[], p_id bigint, p_limit integer)
 RETURNS TABLE(id text, at text, person text, email text, side text, role text, session text, action text, object text, outcome text, reason text, detail jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT * FROM oversight.lines_of(oversight.my_log(), p_size, p_until, p_actions, p_id, least(p_limit, 5000))
$function$;

CREATE OR REPLACE FUNCTION api.link_identity(p_secret text, p_issuer text, p_subject text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor; v_wanted boolean;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN 'none'; END IF;
  SELECT linking = p_issuer AND linking_at > clock_timestamp() - interval '10 minutes' INTO v_wanted FROM access.session WHERE id = a.session_id FOR UPDATE;
  IF v_wanted IS NOT TRUE OR access.standing(a, 'identity:link') IS NOT NULL THEN RETURN 'none'; END IF;
  UPDATE access.session SET linking = NULL, linking_at = NULL WHERE id = a.session_id;
  INSERT INTO access.identity (person_id, issuer, subject) VALUES (a.person_id, p_issuer, p_subject) ON CONFLICT (issuer, subject) DO NOTHING;
  PERFORM audit.append(a, 'identity:link', NULL, CASE WHEN FOUND THEN 'done' ELSE 'refused' END, CASE WHEN NOT FOUND THEN 'taken' END,
    jsonb_build_object('issuer', p_issuer, 'step', 'linked'), NULL, NULL);
  RETURN CASE WHEN EXISTS (SELECT FROM access.identity WHERE issuer = p_issuer AND subject = p_subject AND person_id = a.person_id) THEN 'done' ELSE 'taken' END;
END $function$;

CREATE OR REPLACE FUNCTION api.listed(p_control text, p_below bigint, p_limit integer)
 RETURNS TABLE(id bigint)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_log uuid := oversight.my_log(); v_covered bigint := coalesce((SELECT max(r.upto) FROM oversight.run r WHERE r.log_id = v_log), 0);
BEGIN
  RETURN QUERY
  SELECT x.id FROM (
    SELECT s.entry_id AS id FROM oversight.listed s WHERE s.log_id = v_log AND s.shown @> ARRAY[p_control]
    UNION ALL
    SELECT e.id FROM audit.leaf l JOIN audit.entry e ON e.id = l.entry_id
    WHERE l.log_id = v_log AND l.index >= v_covered AND e.detail->'shown' ? p_control) x
  WHERE p_below IS NULL OR x.id < p_below ORDER BY x.id DESC LIMIT least(p_limit, 201);
END $function$;

CREATE OR REPLACE FUNCTION api.lost_of_sets(p_sets uuid[])
 RETURNS TABLE(set_id uuid, volume text, conversations integer, deleted_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT s.id, v.name, sum(cardinality(sp.docnos))::int, max(d.decided_at)
  FROM access.current_actor() a JOIN work.reviewed_set s ON s.id = ANY (p_sets) AND s.matter_id = a.matter_id AND s.side = a.side AND s.tier <= a.tier AND access.refusal(a, 'set:read') IS NULL
  JOIN work.set_part sp ON sp.set_id = s.id JOIN record.part p ON p.part = sp.part JOIN record.volume v ON v.id = p.volume_id AND v.state = 'deleted'
  JOIN record.volume_deletion d ON d.volume_id = v.id AND d.outcome = 'approved' GROUP BY s.id, v.name ORDER BY s.id, v.name
$function$;

CREATE OR REPLACE FUNCTION api.make_member_key(p_public bytea, p_lock jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); k access.member_key;
BEGIN
  IF a.kind IS DISTINCT FROM 'browser' OR access.refusal(a, 'sealing:join') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  UPDATE access.member_lock l SET removed_at = clock_timestamp() FROM access.member_key o
    WHERE o.id = l.key_id AND o.person_id = a.person_id AND o.matter_id = a.matter_id AND o.side = a.side AND o.replaced_at IS NULL AND l.removed_at IS NULL;
  UPDATE access.member_key o SET replaced_at = clock_timestamp()
    WHERE o.person_id = a.person_id AND o.matter_id = a.matter_id AND o.side = a.side AND o.replaced_at IS NULL;
  INSERT INTO access.member_key (matter_id, side, person_id, public_key) VALUES (a.matter_id, a.side, a.person_id, p_public) RETURNING * INTO k;
  PERFORM access.insert_lock(k, p_lock);
  RETURN k.id;
END $function$;

CREATE OR REPLACE FUNCTION api.make_side_key(p_epoch integer, p_public bytea, p_sign_key bytea, p_signature bytea, p_previous bytea, p_grants jsonb)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v_last integer; v_holders uuid[];
BEGIN
  IF a.kind IS DISTINCT FROM 'browser' OR access.refusal(a, 'sealing:key') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT max(s.epoch) INTO v_last FROM access.side_key s WHERE s.matter_id = a.matter_id AND s.side = a.side;
  IF p_epoch <> coalesce(v_last, 0) + 1 THEN RETURN 'epoch'; END IF;
  SELECT array_agg(k.person_id) INTO v_holders FROM access.side_grant g JOIN access.member_keys(a.matter_id, a.side) k ON k.id = g.key_id WHERE g.epoch = v_last;
  IF v_holders IS NOT NULL AND NOT a.person_id = ANY (v_holders) THEN RETURN 'not_granted'; END IF;
  IF v_holders IS NOT NULL AND (p_signature IS NULL OR p_previous IS NULL) THEN RETURN 'unsigned'; END IF;
  IF EXISTS (SELECT FROM jsonb_array_elements(p_grants) g WHERE NOT EXISTS (SELECT FROM access.member_keys(a.matter_id, a.side) k WHERE k.id::text = g->>'member')) THEN RETURN 'not_found'; END IF;
  IF NOT EXISTS (SELECT FROM jsonb_array_elements(p_grants) g JOIN access.member_keys(a.matter_id, a.side) k ON k.id::text = g->>'member' WHERE k.person_id = a.person_id) THEN RETURN 'not_self'; END IF;
  INSERT INTO access.side_key (matter_id, side, epoch, public_key, sign_key, signature, previous, created_by)
    VALUES (a.matter_id, a.side, p_epoch, p_public, p_sign_key, p_signature, p_previous, a.person_id) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN 'epoch'; END IF;
  INSERT INTO access.side_grant (matter_id, side, epoch, key_id, person_id, box, signature, granted_by)
    SELECT a.matter_id, a.side, p_epoch, k.id, k.person_id, decode(g->>'box', 'base64'), decode(g->>'signature', 'base64'), a.person_id
    FROM jsonb_array_elements(p_grants) g JOIN access.member_keys(a.matter_id, a.side) k ON k.id::text = g->>'member';
  RETURN 'done';
END $function$;

CREATE OR REPLACE FUNCTION api.make_term_report(p_name text, p_filters jsonb, p_by_turn boolean, p_by_code boolean, p_empty integer, p_parser text, p_terms jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v_id uuid := gen_random_uuid();
BEGIN
  IF coalesce(access.refusal(a, 'search:report'), access.refusal(a, 'conversation:count')) IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  INSERT INTO work.term_report (id, matter_id, side, tier, name, filters, by_turn, by_code, terms, empty_lines, parser_version, data_version, due_at, created_by)
    VALUES (v_id, a.matter_id, a.side, a.tier, p_name, p_filters, p_by_turn, p_by_code, jsonb_array_length(p_terms), p_empty, p_parser, search.data_version(a.matter_id), work.report_due(a), a.person_id)
    ON CONFLICT (matter_id, side, name) DO NOTHING;
  IF NOT FOUND THEN RETURN NULL; END IF;
  INSERT INTO work.report_term (report_id, n, line, term, question, leaves, reading, same_as, problem, problem_at, problem_length)
    SELECT v_id, x.n, x.line, x.term, nullif(x.question, 'null'), nullif(nullif(x.leaves, 'null'), '[]'), x.reading, x."sameAs", x.problem, x.at, x.length
    FROM jsonb_to_recordset(p_terms) x(n integer, line integer, term text, question jsonb, leaves jsonb, reading text, "sameAs" integer, problem text, at integer, length integer);
  PERFORM work.begin_term_report(a, v_id);
  RETURN v_id;
END $function$;

CREATE OR REPLACE FUNCTION api.make_token(p_secret text, p_hash bytea, p_label text, p_expires_at timestamp with time zone, p_exports boolean)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor; m access.membership; p access.person; v_id uuid; v_refusal text; v_detail jsonb;
BEGIN
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  v_refusal := access.refusal(a, 'token:make');
  v_detail := jsonb_build_object('token', p_label, 'exports', p_exports, 'expires', to_char(p_expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'));
  PERFORM audit.append(a, 'token:make', 'person:' || a.email, CASE WHEN v_refusal IS NULL THEN 'done' ELSE 'refused' END, v_refusal, v_detail, NULL, NULL);
  IF v_refusal IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', v_refusal); END IF;
  INSERT INTO access.session (secret_hash, membership_id, kind, label, expires_at, exports) VALUES (p_hash, a.membership_id, 'token', p_label, p_expires_at, p_exports) RETURNING id INTO v_id;
  SELECT * INTO m FROM access.membership WHERE id = a.membership_id;
  SELECT * INTO p FROM access.person WHERE id = a.person_id;
  PERFORM audit.append(access.as_actor(p, m, v_id, 'token'), 'token:create', NULL, 'done', NULL, v_detail || '{"kind": "token"}', NULL, NULL);
  RETURN jsonb_build_object('outcome', 'done', 'id', v_id);
END $function$;

CREATE OR REPLACE FUNCTION api.mark_reading(p_reading uuid, p_control text, p_leak boolean)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); r record.reading; v_docno integer; w record;
BEGIN
  IF access.refusal(a, 'reading:mark') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO r FROM record.reading x WHERE x.id = p_reading AND x.matter_id = a.matter_id AND a.person_id IN (x.first_reader, x.second_reader, x.adjudicator);
  v_docno := record.find_docno(a.matter_id, p_control);
  SELECT x.* INTO w FROM record.reading_answers(r.id) x WHERE x.docno = v_docno;
  IF w.docno IS NULL THEN RETURN 'not_found'; END IF;
  IF NOT EXISTS (SELECT FROM audit.entry e WHERE e.matter_id = a.matter_id AND e.object = 'conversation:' || p_control AND e.person_id = a.person_id AND e.action = 'conversation:view' AND e.outcome = 'done'
      AND NOT e.detail ? 'source' AND e.at > r.drawn_at) THEN RETURN 'unread'; END IF;
  IF a.person_id = r.adjudicator AND (w.one = w.other) IS DISTINCT FROM false THEN RETURN 'agreed'; END IF;
  INSERT INTO record.reading_mark (reading_id, docno, person_id, leak) VALUES (r.id, v_docno, a.person_id, p_leak) ON CONFLICT DO NOTHING;
  RETURN CASE WHEN FOUND THEN 'done' ELSE 'marked' END;
END $function$;

CREATE OR REPLACE FUNCTION api.move_challenge(p_id uuid, p_step text, p_text text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); c record.challenge; o access.protective_order; v_producing access.side; v_outcome text;
BEGIN
  IF (p_step IN ('drop', 'withdraw', 'uphold', 'kept', 'lowered', 'waived')) IS NOT TRUE THEN RAISE EXCEPTION 'no such step' USING ERRCODE = '22023'; END IF;
  IF access.refusal(a, 'designation:' || CASE WHEN p_step IN ('kept', 'lowered', 'waived') THEN 'rule' ELSE p_step END) IS NOT NULL THEN
    RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501';
  END IF;
  SELECT * INTO c FROM record.challenge WHERE id = p_id AND matter_id = a.matter_id FOR UPDATE;
  IF c.id IS NULL THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  v_producing := access.producing_side(a);
  IF (p_step = 'drop' AND a.side <> c.side) OR (p_step IN ('withdraw', 'uphold') AND a.side <> v_producing) THEN RETURN jsonb_build_object('outcome', 'wrong_side'); END IF;
  IF c.outcome IS NOT NULL OR (p_step = 'uphold' AND c.answered_at IS NOT NULL) THEN RETURN jsonb_build_object('outcome', 'ended'); END IF;
  SELECT * INTO o FROM access.protective_order WHERE id = a.order_id;
  IF p_step = 'waived' AND c.answered_at IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'answered'); END IF;
  IF p_step = 'waived' AND access.day_of(o.settings, clock_timestamp()) <= c.move_by THEN RETURN jsonb_build_object('outcome', 'running', 'moveBy', c.move_by); END IF;
  IF p_step = 'uphold' THEN
    UPDATE record.challenge SET answer = p_text, answered_by = a.person_id, answered_at = clock_timestamp() WHERE id = c.id;
  ELSE
    v_outcome := CASE p_step WHEN 'drop' THEN 'dropped' WHEN 'withdraw' THEN 'withdrawn' ELSE p_step END;
    UPDATE record.challenge SET outcome = v_outcome, ended_with = p_text, ended_by = a.person_id, ended_at = clock_timestamp() WHERE id = c.id;
    IF v_outcome IN ('withdrawn', 'lowered', 'waived') THEN PERFORM record.designate(c.docno, c.turn, c.asked); END IF;
  END IF;
  RETURN jsonb_build_object('outcome', 'done', 'conversation', record.card(c.docno)->'controlNumber', 'turn', c.turn, 'tier', c.tier, 'asked', c.asked,
    'now', CASE WHEN v_outcome IN ('withdrawn', 'lowered', 'waived') THEN c.asked ELSE c.tier END);
END $function$;

CREATE OR REPLACE FUNCTION api.move_disclosure(p_id uuid, p_step text, p_text text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); d access.disclosure; o access.protective_order; v_now timestamptz := clock_timestamp(); v_on text; v_member uuid;
BEGIN
  IF (p_step IN ('object', 'waive', 'overruled', 'sustained', 'clear', 'withdraw')) IS NOT TRUE THEN RAISE EXCEPTION 'no such step' USING ERRCODE = '22023'; END IF;
  IF access.refusal(a, 'disclosure:' || CASE p_step WHEN 'overruled' THEN 'rule' WHEN 'sustained' THEN 'rule' ELSE p_step END) IS NOT NULL THEN
    RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501';
  END IF;
  SELECT * INTO d FROM access.disclosure WHERE id = p_id AND matter_id = a.matter_id FOR UPDATE;
  IF d.id IS NULL THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  IF (p_step IN ('object', 'waive') AND d.side = a.side) OR (p_step = 'withdraw' AND d.side <> a.side) THEN RETURN jsonb_build_object('outcome', 'wrong_side'); END IF;
  IF NOT d.state = ANY (CASE p_step WHEN 'object' THEN '{open,waived}' WHEN 'waive' THEN '{open}' WHEN 'overruled' THEN '{objected}' WHEN 'sustained' THEN '{objected}'
      WHEN 'clear' THEN '{open,waived,overruled}' WHEN 'withdraw' THEN '{open,waived,objected,overruled}' END::text[]) THEN
    RETURN jsonb_build_object('outcome', 'wrong_state', 'state', d.state);
  END IF;
  SELECT * INTO o FROM access.protective_order WHERE id = a.order_id;
  IF p_step = 'clear' THEN
    v_on := CASE d.state WHEN 'open' THEN 'period' WHEN 'waived' THEN 'waiver' ELSE 'ruling' END;
    IF v_on = 'period' AND access.day_of(o.settings, v_now) <= d.object_until THEN RETURN jsonb_build_object('outcome', 'running', 'objectUntil', d.object_until); END IF;
    SELECT m.id INTO v_member FROM access.membership m JOIN access.person p ON p.id = m.person_id AND p.email = d.email
      WHERE m.matter_id = d.matter_id AND m.side = d.side AND m.role = 'expert' AND m.ended_at IS NULL AND m.cleared_at IS NULL AND m.tier <= d.tier FOR UPDATE OF m;
    IF access.seats_taken(d.matter_id, d.side, 'expert') >= access.seat_cap(d.matter_id, d.side, 'expert') THEN RETURN jsonb_build_object('outcome', 'seats'); END IF;
    UPDATE access.membership SET cleared_at = v_now WHERE id = v_member;
  END IF;
  UPDATE access.disclosure SET
    objection = CASE p_step WHEN 'object' THEN p_text ELSE objection END,
    objected_by = CASE p_step WHEN 'object' THEN a.person_id ELSE objected_by END, objected_at = CASE p_step WHEN 'object' THEN v_now ELSE objected_at END,
    waived_by = CASE p_step WHEN 'waive' THEN a.person_id ELSE waived_by END, waived_at = CASE p_step WHEN 'waive' THEN v_now ELSE waived_at END,
    ruling = CASE WHEN p_step IN ('overruled', 'sustained') THEN p_step ELSE ruling END, ruling_text = CASE WHEN p_step IN ('overruled', 'sustained') THEN p_text ELSE ruling_text END,
    ruled_by = CASE WHEN p_step IN ('overruled', 'sustained') THEN a.person_id ELSE ruled_by END, ruled_at = CASE WHEN p_step IN ('overruled', 'sustained') THEN v_now ELSE ruled_at END,
    cleared_by = CASE p_step WHEN 'clear' THEN a.person_id ELSE cleared_by END, cleared_at = CASE p_step WHEN 'clear' THEN v_now ELSE cleared_at END,
    withdrawn_by = CASE p_step WHEN 'withdraw' THEN a.person_id ELSE withdrawn_by END, withdrawn_at = CASE p_step WHEN 'withdraw' THEN v_now ELSE withdrawn_at END
    WHERE id = d.id;
  RETURN jsonb_strip_nulls(jsonb_build_object('outcome', 'done', 'email', d.email, 'side', d.side, 'objectUntil', d.object_until, 'on', v_on,
    'late', CASE WHEN p_step = 'object' AND access.day_of(o.settings, v_now) > d.object_until THEN true END, 'member', v_member));
END $function$;

CREATE OR REPLACE FUNCTION api.my_clearance()
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT jsonb_build_object('state', d.state, 'objectUntil', d.object_until, 'disclosedAt', d.disclosed_at)
  FROM access.current_actor() a JOIN access.disclosure d ON d.matter_id = a.matter_id AND d.side = a.side AND d.email = a.email
  ORDER BY d.disclosed_at DESC LIMIT 1
$function$;

CREATE OR REPLACE FUNCTION api.my_factors()
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT jsonb_build_object(
    'asked', access.asks_factor(o.settings), 'firstPassword', p.first_password,
    'totp', (SELECT jsonb_build_object('id', t.id, 'enrolledAt', t.enrolled_at, 'usedAt', t.used_at) FROM access.totp t WHERE t.person_id = p.id AND t.enrolled_at IS NOT NULL),
    'started', (SELECT t.id FROM access.totp t WHERE t.person_id = p.id AND t.enrolled_at IS NULL),
    'passkeys', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'credential', k.credential_id, 'transports', k.transports, 'name', k.name,
      'enrolledAt', k.created_at, 'usedAt', k.used_at) ORDER BY k.created_at), '[]') FROM access.passkey k WHERE k.person_id = p.id),
    'recoveryCodes', (SELECT count(*) FROM access.recovery_code c WHERE c.person_id = p.id AND c.used_at IS NULL))
  FROM access.current_actor() a JOIN access.person p ON p.id = a.person_id LEFT JOIN access.protective_order o ON o.id = a.order_id
$function$;

CREATE OR REPLACE FUNCTION api.my_identities()
 RETURNS TABLE(id uuid, issuer text, linked_at timestamp with time zone, used_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT i.id, i.issuer, i.linked_at, i.used_at FROM access.current_actor() a JOIN access.identity i ON i.person_id = a.person_id
  WHERE access.refusal(a, 'session:read') IS NULL ORDER BY i.linked_at
$function$;

CREATE OR REPLACE FUNCTION api.my_matters()
 RETURNS TABLE(id uuid, caption text, side text, role text, here boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT t.id, t.caption, m.side::text, m.role::text, t.id = a.matter_id FROM access.current_actor() a
  JOIN access.membership m ON m.person_id = a.person_id AND m.ended_at IS NULL JOIN access.matter t ON t.id = m.matter_id ORDER BY m.granted_at
$function$;

CREATE OR REPLACE FUNCTION api.my_passkey(p_credential text)
 RETURNS TABLE(public_key bytea, counter bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT k.public_key, k.counter FROM access.passkey k WHERE k.person_id = access.my_person() AND k.credential_id = p_credential
$function$;

CREATE OR REPLACE FUNCTION api.my_password_hash()
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT password_hash FROM access.person WHERE id = access.my_person()
$function$;

CREATE OR REPLACE FUNCTION api.my_sessions()
 RETURNS TABLE(id uuid, kind text, label text, caption text, device text, address text, created_at timestamp with time zone, last_seen_at timestamp with time zone, expires_at timestamp with time zone, factor text, exports boolean, here boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT s.id, s.kind, s.label, t.caption, d.label, host(s.address), s.created_at, s.last_seen_at, s.expires_at, s.factor, s.exports, s.id = a.session_id
  FROM access.current_actor() a JOIN access.membership m ON m.person_id = a.person_id AND m.ended_at IS NULL AND access.refusal(a, 'session:read') IS NULL
  JOIN access.session s ON s.membership_id = m.id AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
  JOIN access.matter t ON t.id = m.matter_id LEFT JOIN access.device d ON d.id = s.device_id
  LEFT JOIN LATERAL (SELECT settings FROM access.protective_order x WHERE x.matter_id = m.matter_id AND x.in_force_from <= clock_timestamp() ORDER BY x.version DESC LIMIT 1) o ON true
  WHERE s.kind <> 'browser' OR s.last_seen_at > clock_timestamp() - make_interval(mins => coalesce((o.settings->>'idleMinutes')::int, 30))
  ORDER BY s.id = a.session_id DESC, s.last_seen_at DESC
$function$;

CREATE OR REPLACE FUNCTION api.my_signatures()
 RETURNS TABLE(id uuid, version integer, signed_name text, signed_at timestamp with time zone, binds boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT u.id, w.version, u.signed_name, u.signed_at, u.id = access.signature_under(a.person_id, o) FROM access.current_actor() a
  JOIN access.protective_order o ON o.id = a.order_id JOIN access.protective_order w ON w.matter_id = a.matter_id
  JOIN access.undertaking u ON u.order_id = w.id AND u.person_id = a.person_id ORDER BY w.version DESC
$function$;

CREATE OR REPLACE FUNCTION api.open_download(p_secret text, p_production uuid, p_file text, p_request uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
    IF v_holds IS NOT NULL THEN v_refusal := 'held'; ELSIF release.is_above(a, p) THEN v_refusal := 'tier'; ELSIF release.is_broken(p.set_id) THEN v_refusal := 'deleted'; ELSIF release.covered_since(a, p.requested_at) OR release.redacted_since(p.set_id, p.matter_id, p.requested_at) THEN v_refusal := 'redacted'; END IF;
  END IF;
  v_ticket := audit.append(a, 'production:download', 'production:' || p_production, CASE WHEN v_refusal IS NULL THEN 'done' ELSE 'refused' END, v_refusal,
    jsonb_build_object('file', CASE WHEN v_refusal IS NULL THEN p_file END), NULL, p_request);
  RETURN jsonb_build_object('outcome', CASE WHEN v_refusal IS NULL THEN 'done' ELSE 'refused' END, 'reason', v_refusal, 'ticket', v_ticket::text, 'holds', v_holds,
    'file', CASE WHEN v_refusal IS NULL THEN (SELECT f FROM jsonb_array_elements(p.files) f WHERE f->>'name' = p_file) END);
END $function$;

CREATE OR REPLACE FUNCTION api.open_export(p_secret text, p_production uuid, p_after integer, p_written integer, p_limit integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor; p release.production; v_refusal text; v_docnos integer[]; v_members integer[]; v_ticket bigint;
BEGIN
  PERFORM api.begin(p_secret, false);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  v_refusal := access.standing(a, 'production:ask');
  SELECT * INTO p FROM release.production WHERE id = p_production AND matter_id = a.matter_id AND side = a.side AND state = 'writing';
  IF v_refusal IS NULL AND p.id IS NULL THEN v_refusal := 'not_found'; END IF;
  IF v_refusal IS NULL THEN
    PERFORM FROM access.matter WHERE id = a.matter_id FOR SHARE;
    IF EXISTS (SELECT FROM release.holds_on_set(p.set_id)) THEN v_refusal := 'held'; ELSIF release.is_broken(p.set_id) THEN v_refusal := 'deleted'; END IF;
  END IF;
  IF v_refusal IS NOT NULL THEN
    PERFORM audit.append(a, 'production:ask', 'production:' || p_production, 'refused', v_refusal, NULL, NULL, NULL);
    RETURN jsonb_build_object('outcome', 'refused', 'reason', v_refusal);
  END IF;
  SELECT array_agg(d ORDER BY d) INTO v_docnos FROM (
    SELECT d FROM work.set_part sp, unnest(sp.docnos) d WHERE sp.set_id = p.set_id AND sp.part >= coalesce(p_after, 0) / 1000000 AND d > coalesce(p_after, -1) ORDER BY d LIMIT p_limit) x;
  IF v_docnos IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'incomplete'); END IF;
  v_members := v_docnos;
  IF EXISTS (SELECT FROM work.set_part sp JOIN record.part x ON x.part = sp.part JOIN record.volume v ON v.id = x.volume_id AND v.superseded > 0 WHERE sp.set_id = p.set_id) THEN
    v_docnos := ARRAY(SELECT n.newest FROM unnest(v_members) d CROSS JOIN LATERAL (SELECT record.newest(d) AS newest) n
      WHERE n.newest = d OR NOT EXISTS (SELECT FROM record.versions_of(d) w JOIN work.set_part sp ON sp.set_id = p.set_id AND sp.part = w / 1000000 AND w = ANY (sp.docnos) WHERE w > d) ORDER BY d);
  END IF;
  IF EXISTS (SELECT FROM record.conversation c JOIN record.volume v ON v.id = c.volume_id WHERE c.docno = ANY (v_docnos) AND ((c.tier > a.tier AND record.designated(c.docno) > a.tier) OR v.disclosure = 'aggregate' OR (v.disclosure = 'matched' AND c.flags & 32 = 0))) THEN
    PERFORM audit.append(a, 'production:ask', 'production:' || p_production, 'refused', 'tier', NULL, NULL, NULL);
    RETURN jsonb_build_object('outcome', 'refused', 'reason', 'tier');
  END IF;
  UPDATE release.production SET written = least(p_written, size), beat_at = clock_timestamp(), tier = greatest(tier, a.tier) WHERE id = p.id;
  v_ticket := audit.append(a, 'production:ask', 'production:' || p_production, 'done', NULL,
    jsonb_build_object('shown', (SELECT coalesce(jsonb_agg(record.card(d)->'controlNumber' ORDER BY n), '[]') FROM unnest(v_docnos) WITH ORDINALITY u(d, n))), NULL, NULL);
  RETURN jsonb_build_object('outcome', 'done', 'ticket', v_ticket::text, 'docnos', to_jsonb(v_members), 'newest', to_jsonb(v_docnos),
    'replaced', (SELECT coalesce(jsonb_agg(jsonb_build_object('member', record.name_of(d), 'written', record.name_of(record.newest(d)))), '[]') FROM unnest(v_members) d WHERE record.newest(d) <> d));
END $function$;

CREATE OR REPLACE FUNCTION api.open_page(p_secret text, p_question bigint, p_salt bytea, p_body text, p_sort text, p_offset bigint, p_limit integer, p_request uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor; e audit.entry; asked jsonb; r search.run; v_docnos integer[]; v_over jsonb; v_ticket bigint; v_characters integer;
BEGIN
  p_limit := least(greatest(coalesce(p_limit, 50), 1), 200);
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  e := audit.answered(a, p_request);
  IF e.id IS NOT NULL THEN
    IF e.action <> 'conversation:search' OR e.at < clock_timestamp() - interval '20 seconds' OR e.detail->>'question' IS DISTINCT FROM p_question::text THEN
      RETURN jsonb_build_object('outcome', 'refused', 'reason', 'replayed');
    END IF;
    RETURN jsonb_build_object('outcome', e.outcome, 'reason', e.reason, 'ticket', e.id::text, 'total', NULL, 'budget', CASE e.reason WHEN 'budget' THEN e.detail END);
  END IF;
  e := audit.redeem(p_question, ARRAY['conversation:ask']);
  asked := audit.committed(e, p_salt, p_body);
  r := search.run_for(a, p_secret, asked);
  IF r.state IS DISTINCT FROM 'done' OR r.hits > search.most_ranked(p_sort) THEN RAISE EXCEPTION 'no run to page through' USING ERRCODE = '55000'; END IF;
  IF p_sort NOT IN ('date', '-date') THEN PERFORM search.rank_run(r.id, p_sort, nullif(asked->'question', 'null')); END IF;
  v_docnos := search.page_of(r, p_sort, p_offset, p_limit);
  v_characters := 300 * coalesce(array_length(v_docnos, 1), 0);
  v_over := access.charge(a, 1, v_characters);
  IF v_over IS NOT NULL THEN
    PERFORM audit.append(a, 'conversation:search', NULL, 'refused', 'budget', v_over || jsonb_build_object('question', p_question::text), NULL, p_request);
    RETURN jsonb_build_object('outcome', 'refused', 'reason', 'budget', 'budget', v_over);
  END IF;
  v_ticket := audit.append(a, 'conversation:search', NULL, 'done', NULL, jsonb_build_object(
    'shown', record.names_of(v_docnos),
    'more', p_offset + coalesce(array_length(v_docnos, 1), 0) < r.hits, 'question', p_question::text, 'characters', v_characters, 'rank', p_offset + 1), NULL, p_request);
  RETURN jsonb_build_object('outcome', 'done', 'ticket', v_ticket::text, 'total', r.hits);
END $function$;

CREATE OR REPLACE FUNCTION api.open_print(p_secret text, p_control text, p_from integer, p_to integer, p_reason text, p_request uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  a access.actor; v_docno integer; c jsonb; v_from integer; v_to integer; v_refusal text; v_holds jsonb; v_over jsonb; v_ticket bigint; v_object text;
  v_characters bigint; v_withheld integer;
BEGIN
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  -- The same request again prints nothing a second time.
  IF (audit.answered(a, p_request)).id IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'replayed'); END IF;
  v_refusal := access.refusal(a, 'conversation:print');
  v_object := 'conversation:' || left(p_control, 40);
  IF v_refusal IS NULL THEN
    v_docno := access.visible_docno(a, p_control);
    IF v_docno IS NULL THEN v_refusal := 'not_found'; END IF;
  END IF;
  IF v_refusal IS NULL AND length(btrim(coalesce(p_reason, ''))) < 3 THEN RAISE EXCEPTION 'printing states a reason' USING ERRCODE = '22023'; END IF;
  IF v_refusal IS NULL THEN
    c := record.card(v_docno);
    v_from := least(greatest(1, coalesce(p_from, 1)), (c->>'turns')::int);
    v_to := least((c->>'turns')::int, greatest(v_from, coalesce(p_to, v_from)), v_from + 199);
    PERFORM FROM access.matter WHERE id = a.matter_id FOR SHARE;
    SELECT jsonb_agg(jsonb_build_object('id', h.id, 'scope', h.scope, 'authority', h.authority)) INTO v_holds
      FROM release.holds_on_conversation(a.matter_id, v_docno) h;
    IF v_holds IS NOT NULL THEN v_refusal := 'held'; END IF;
  END IF;
  -- A sheet is read like a screen: it is charged to the budget, and turns above the reader's tier are withheld.
  IF v_refusal IS NULL THEN
    SELECT coalesce(sum(length(said->>'text')), 0), count(*) FILTER (WHERE said ? 'withheld') INTO v_characters, v_withheld FROM record.turns_for(a.tier, a.covers, false, v_docno, v_from, v_to);
    v_over := access.charge(a, 1, v_characters);
    IF v_over IS NOT NULL THEN v_refusal := 'budget'; END IF;
  END IF;
  IF v_refusal IS NOT NULL THEN
    PERFORM audit.append(a, 'conversation:print', v_object, 'refused', v_refusal,
      CASE WHEN v_holds IS NOT NULL THEN jsonb_build_object('holds', (SELECT jsonb_agg(h->'id') FROM jsonb_array_elements(v_holds) h)) ELSE v_over END, NULL, p_request);
    RETURN jsonb_build_object('outcome', 'refused', 'reason', v_refusal, 'holds', v_holds, 'budget', v_over);
  END IF;
  v_ticket := audit.append(a, 'conversation:print', v_object, 'done', NULL,
    jsonb_strip_nulls(jsonb_build_object('from', v_from, 'to', v_to, 'characters', v_characters, 'withheld', nullif(v_withheld, 0), 'reason', btrim(p_reason))), NULL, p_request);
  RETURN jsonb_build_object('outcome', 'done', 'ticket', v_ticket::text, 'conversation', c, 'from', v_from, 'to', v_to);
END $function$;

CREATE OR REPLACE FUNCTION api.open_question(p_secret text, p_action text, p_sealed audit.sealed, p_request uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor; e audit.entry; v_right text; v_refusal text;
BEGIN
  v_right := CASE p_action WHEN 'conversation:ask' THEN 'conversation:search' WHEN 'conversation:count' THEN 'conversation:count' END;
  IF v_right IS NULL OR (p_sealed).commitment IS NULL THEN RAISE EXCEPTION 'a question is asked or counted, and sealed' USING ERRCODE = '22023'; END IF;
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  v_refusal := access.refusal(a, v_right);
  e := audit.answered(a, p_request);
  IF e.id IS NOT NULL THEN
    IF v_refusal IS NOT NULL OR e.outcome <> 'done' OR e.action <> p_action THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', coalesce(v_refusal, 'replayed')); END IF;
    RETURN jsonb_build_object('outcome', 'done', 'ticket', e.id::text, 'replayed', true);
  END IF;
  IF v_refusal IS NOT NULL THEN
    PERFORM audit.append(a, v_right, NULL, 'refused', v_refusal, NULL, NULL, p_request);
    RETURN jsonb_build_object('outcome', 'refused', 'reason', v_refusal);
  END IF;
  RETURN jsonb_build_object('outcome', 'done', 'ticket', audit.append(a, p_action, NULL, 'done', NULL, NULL, p_sealed, p_request)::text);
END $function$;

CREATE OR REPLACE FUNCTION api.open_search(p_secret text, p_question bigint, p_salt bytea, p_body text, p_after text, p_descending boolean, p_limit integer, p_request uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  a access.actor; e audit.entry; asked jsonb; v_tree jsonb; v_filters jsonb; v_refusal text; v_ticket bigint; v_over jsonb;
  v_docnos integer[]; v_more boolean; v_after integer; v_total integer; v_characters integer;
BEGIN
  p_limit := least(greatest(coalesce(p_limit, 50), 1), 200); -- a page is what the log can name in one entry
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  e := audit.answered(a, p_request);
  IF e.id IS NOT NULL THEN
    IF e.action <> 'conversation:search' OR e.at < clock_timestamp() - interval '20 seconds' OR e.detail->>'question' IS DISTINCT FROM p_question::text THEN
      RETURN jsonb_build_object('outcome', 'refused', 'reason', 'replayed');
    END IF;
    RETURN jsonb_build_object('outcome', e.outcome, 'reason', e.reason, 'ticket', e.id::text, 'total', NULL, 'budget', CASE e.reason WHEN 'budget' THEN e.detail END);
  END IF;
  e := audit.redeem(p_question, ARRAY['conversation:ask']);
  asked := audit.committed(e, p_salt, p_body);
  v_tree := nullif(asked->'question', 'null');
  v_filters := coalesce(asked->'filters', '{}');
  IF v_filters ? 'set' AND NOT EXISTS (
    SELECT FROM work.reviewed_set s WHERE s.id = (v_filters->>'set')::uuid AND s.matter_id = a.matter_id AND s.side = a.side AND s.tier <= a.tier) THEN
    v_refusal := 'not_found';
  END IF;
  v_after := access.visible_docno(a, p_after);
  IF p_after IS NOT NULL AND v_after IS NULL THEN v_refusal := 'not_found'; END IF;
  IF v_refusal IS NULL THEN
    SELECT array_agg(f.docno ORDER BY f.n) INTO v_docnos FROM (
      SELECT x.docno, row_number() OVER () AS n
      FROM search.find(a, v_tree, v_filters, (SELECT c.started_at FROM record.conversation c WHERE c.docno = v_after), v_after, p_descending, p_limit + 1) x) f;
    v_more := coalesce(array_length(v_docnos, 1), 0) > p_limit;
    v_docnos := v_docnos[1:p_limit];
    v_characters := 300 * coalesce(array_length(v_docnos, 1), 0);
    v_over := access.charge(a, 1, v_characters);
    IF v_over IS NOT NULL THEN v_refusal := 'budget'; END IF;
  END IF;
  IF v_refusal IS NOT NULL THEN
    PERFORM audit.append(a, 'conversation:search', NULL, 'refused', v_refusal, coalesce(v_over, '{}') || jsonb_build_object('question', p_question::text), NULL, p_request);
    RETURN jsonb_build_object('outcome', 'refused', 'reason', v_refusal, 'budget', v_over);
  END IF;
  -- Everything, when all of it may be seen, is known without counting, and from the sizes of the volumes alone.
  IF v_tree IS NULL AND v_filters = '{}' AND NOT EXISTS (
      SELECT FROM record.volume v WHERE v.matter_id = a.matter_id AND (v.tier > a.tier OR v.disclosure IN ('matched', 'aggregate')
        OR EXISTS (SELECT FROM record.turn_tier w WHERE w.turn = 0 AND w.tier > a.tier AND w.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1))) THEN
    SELECT coalesce(sum(size - superseded), 0) INTO v_total FROM record.volume v WHERE v.matter_id = a.matter_id AND v.state = 'sealed';
  END IF;
  v_ticket := audit.append(a, 'conversation:search', NULL, 'done', NULL, jsonb_build_object(
    'shown', record.names_of(v_docnos),
    'more', v_more, 'question', p_question::text, 'characters', v_characters), NULL, p_request);
  RETURN jsonb_build_object('outcome', 'done', 'ticket', v_ticket::text, 'total', v_total);
END $function$;

CREATE OR REPLACE FUNCTION api.open_session(p_email text, p_secret_hash bytea, p_kind text, p_label text, p_expires_at timestamp with time zone, p_matter uuid DEFAULT NULL::uuid, p_more jsonb DEFAULT '{}'::jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE m access.membership; p access.person; v_id uuid; v_settings jsonb; v_factor text; v_device uuid; v_new boolean; v_mark bytea := decode(p_more->>'device', 'hex');
BEGIN
  -- A token or a command is confirmed by its kind: only what has the host's rights opens those.
  IF session_user = 'rr_app' AND p_kind <> 'browser' THEN RAISE EXCEPTION 'the web process opens sessions of browsers alone' USING ERRCODE = '42501'; END IF;
  SELECT * INTO p FROM access.person WHERE email = lower(p_email) AND suspended_at IS NULL;
  SELECT * INTO m FROM access.membership WHERE person_id = p.id AND ended_at IS NULL AND (p_matter IS NULL OR matter_id = p_matter) ORDER BY granted_at LIMIT 1;
  IF m.id IS NULL THEN RETURN NULL; END IF;
  SELECT settings INTO v_settings FROM access.protective_order
    WHERE matter_id = m.matter_id AND in_force_from <= clock_timestamp() ORDER BY version DESC LIMIT 1;
  IF p_kind = 'browser' THEN
    v_factor := coalesce(CASE WHEN p_more->>'factor' = 'idp' THEN 'idp' END, CASE WHEN NOT access.asks_factor(v_settings) AND NOT access.has_factor(p.id) THEN 'password' END);
    DELETE FROM access.guess WHERE key = access.guess_key(p.email, v_mark);
    DELETE FROM access.guess_queue WHERE key = access.guess_key(p.email, v_mark);
    -- Who gets in costs their address nothing; the guesses of others there still count.
    DELETE FROM access.guess WHERE ctid = (SELECT g.ctid FROM access.guess g WHERE g.key = 'address:' || (p_more->>'address') ORDER BY g.at DESC LIMIT 1);
    IF v_mark IS NOT NULL THEN
      INSERT INTO access.device AS d (person_id, mark_hash, label) VALUES (p.id, v_mark, left(coalesce(p_more->>'agent', ''), 100))
        ON CONFLICT (person_id, mark_hash) DO UPDATE SET last_seen_at = clock_timestamp(), label = excluded.label
        RETURNING d.id, d.xmax = 0 INTO v_device, v_new;
    END IF;
  END IF;
  INSERT INTO access.session (secret_hash, membership_id, kind, label, expires_at, factor, factor_at, exports, device_id, address)
    VALUES (p_secret_hash, m.id, p_kind, p_label, coalesce(p_expires_at, clock_timestamp() + make_interval(hours => coalesce((v_settings->>'absoluteHours')::int, 12))),
      v_factor, CASE WHEN v_factor IS NOT NULL THEN clock_timestamp() END, p_kind = 'token' AND coalesce((p_more->>'exports')::boolean, false), v_device, (p_more->>'address')::inet)
    RETURNING id INTO v_id;
  PERFORM audit.append(access.as_actor(p, m, v_id, p_kind), CASE p_kind WHEN 'token' THEN 'token:create' ELSE 'session:open' END, NULL, 'done', NULL,
    jsonb_strip_nulls(jsonb_build_object('kind', p_kind, 'expires', (SELECT to_char(s.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') FROM access.session s WHERE s.id = v_id), 'factor', v_factor, 'hasFactor', CASE WHEN p_kind = 'browser' AND access.has_factor(p.id) THEN true END,
      'firstPassword', CASE WHEN p_kind = 'browser' AND p.first_password THEN true END, 'device', v_device, 'newDevice', v_new, 'by', p_more->>'by',
      'exports', CASE WHEN p_more->'exports' = 'true' THEN true END)), NULL, NULL);
  RETURN v_id;
END $function$;

CREATE OR REPLACE FUNCTION api.open_session_by_identity(p_issuer text, p_subject text, p_sides text[], p_secret_hash bytea, p_more jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE p access.person; v_matter uuid;
BEGIN
  SELECT x.* INTO p FROM access.identity i JOIN access.person x ON x.id = i.person_id AND x.suspended_at IS NULL WHERE i.issuer = p_issuer AND i.subject = p_subject;
  SELECT m.matter_id INTO v_matter FROM access.membership m WHERE m.person_id = p.id AND m.ended_at IS NULL AND m.side::text = ANY (p_sides) ORDER BY m.granted_at LIMIT 1;
  IF v_matter IS NULL THEN PERFORM api.refuse_sign_in(coalesce(p.email, '')); RETURN NULL; END IF;
  UPDATE access.identity SET used_at = clock_timestamp() WHERE issuer = p_issuer AND subject = p_subject;
  RETURN api.open_session(p.email, p_secret_hash, 'browser', '', NULL, v_matter, p_more || jsonb_build_object('by', p_issuer));
END $function$;

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

CREATE OR REPLACE FUNCTION api.open_view(p_secret text, p_control text, p_from integer, p_to integer, p_purpose text, p_request uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  a access.actor; e audit.entry; v_docno integer; c jsonb; v_from integer; v_to integer; v_first integer; v_last integer; v_refusal text; v_over jsonb;
  v_ticket bigint; v_object text; v_source boolean := p_to IS NOT DISTINCT FROM 0; v_purpose text := nullif(btrim(p_purpose), ''); v_characters bigint; v_withheld integer; v_disclosure record.disclosure;
BEGIN
  a := access.enter(p_secret, true);
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  v_object := 'conversation:' || left(p_control, 40);
  v_refusal := access.judge(a, 'conversation:view', true);
  IF v_refusal IS NULL THEN
    SELECT l.docno INTO v_docno FROM record.locate(a.matter_id, p_control) l;
    SELECT v.card, v.disclosure, w.first, w.last, coalesce(t.characters, 0), t.withheld INTO c, v_disclosure, v_from, v_to, v_characters, v_withheld
    FROM record.visible(a.tier, v_docno) v
    CROSS JOIN LATERAL (SELECT least(greatest(1, coalesce(p_from, 1)), v.turns + 1) AS first) f
    CROSS JOIN LATERAL (SELECT f.first, least(v.turns, coalesce(p_to, f.first + 49), f.first + 199) AS last) w
    CROSS JOIN LATERAL (SELECT sum(length(x.said->>'text')) AS characters, count(*) FILTER (WHERE x.said ? 'withheld') AS withheld
      FROM record.turns_for(a.tier, a.covers, false, v_docno, w.first, w.last) x) t;
    IF NOT FOUND THEN v_refusal := CASE WHEN record.is_withdrawn(a.tier, v_docno) THEN 'withdrawn' ELSE 'not_found' END; END IF;
  END IF;
  IF p_request IS NOT NULL THEN e := audit.answered(a, p_request); END IF;
  IF e.id IS NOT NULL THEN
    IF e.action <> 'conversation:view' OR e.object <> v_object OR e.at < clock_timestamp() - interval '20 seconds'
       OR (e.outcome = 'done' AND (v_refusal IS NOT NULL OR CASE WHEN v_source THEN NOT e.detail ? 'source'
         ELSE (v_from, v_to) IS DISTINCT FROM ((e.detail->>'from')::int, (e.detail->>'to')::int) END)) THEN
      RETURN jsonb_build_object('outcome', 'refused', 'reason', 'replayed');
    END IF;
    RETURN jsonb_build_object('outcome', e.outcome, 'reason', e.reason, 'ticket', e.id::text, 'conversation', c, 'from', v_from, 'to', v_to,
      'budget', CASE e.reason WHEN 'budget' THEN e.detail END);
  END IF;
  IF v_refusal IS NULL AND NOT v_source AND v_disclosure = 'pair' AND v_from <= v_to AND length(coalesce(v_purpose, '')) < 3 THEN
    PERFORM pg_advisory_xact_lock(hashtextextended(a.person_id::text || v_object, 6));
    SELECT least(v_from, min((x.detail->>'from')::int)), greatest(v_to, max((x.detail->>'to')::int)) INTO v_first, v_last FROM audit.entry x
      WHERE x.matter_id = a.matter_id AND x.object = v_object AND x.person_id = a.person_id AND x.action = 'conversation:view' AND x.outcome = 'done'
        AND length(coalesce(x.detail->>'purpose', '')) < 3 AND (x.detail->>'from')::int <= (x.detail->>'to')::int;
    IF v_to - v_from > 1 OR v_last - v_first > 2 THEN v_refusal := 'pair'; END IF;
  END IF;
  IF v_refusal IS NULL THEN
    IF v_source THEN
      SELECT coalesce(length(s.metadata::text), 0) + coalesce(length(s.branches::text), 0) INTO v_characters FROM record.conversation_source s WHERE s.docno = v_docno;
    END IF;
    v_over := access.charge(a, 1, coalesce(v_characters, 0));
    IF v_over IS NOT NULL THEN v_refusal := 'budget'; END IF;
  END IF;
  IF v_refusal IS NOT NULL THEN
    PERFORM audit.append(a, 'conversation:view', v_object, 'refused', v_refusal, v_over, NULL, p_request);
    RETURN jsonb_build_object('outcome', 'refused', 'reason', v_refusal, 'turns', c->'turns', 'budget', v_over);
  END IF;
  v_ticket := audit.append(a, 'conversation:view', v_object, 'done', NULL,
    jsonb_strip_nulls(CASE WHEN v_source THEN jsonb_build_object('source', true) ELSE jsonb_build_object('from', v_from, 'to', v_to, 'turns', greatest(0, v_to - v_from + 1), 'withheld', nullif(v_withheld, 0)) END
      || jsonb_build_object('characters', v_characters, 'purpose', v_purpose)), NULL, p_request);
  RETURN jsonb_build_object('outcome', 'done', 'ticket', v_ticket::text, 'conversation', c, 'from', v_from, 'to', v_to);
END $function$;

CREATE OR REPLACE FUNCTION api.out_of_frame(p_volume integer, p_after integer, p_limit integer)
 RETURNS TABLE(number integer, control_number text, why text[])
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'volume:read') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  RETURN QUERY SELECT o.docno - v.first_docno + 1, record.control_number(v.control_prefix, v.first_docno, o.docno), o.why
    FROM record.volume v JOIN record.out_of_frame o ON o.docno BETWEEN v.first_docno + p_after AND v.first_docno + v.size - 1
    WHERE v.id = p_volume AND v.matter_id = a.matter_id AND v.state <> 'loading' ORDER BY o.docno LIMIT p_limit;
END $function$;

CREATE OR REPLACE FUNCTION api.place_hold(p_scope text, p_target text, p_reason text, p_authority text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v_id uuid; v_volume smallint; v_set uuid; v_docno integer;
BEGIN
  IF access.refusal(a, 'hold:place') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  CASE p_scope
    WHEN 'matter' THEN NULL;
    WHEN 'volume' THEN SELECT id INTO v_volume FROM record.volume WHERE matter_id = a.matter_id AND state <> 'deleted' AND (name = p_target OR control_prefix = p_target);
    WHEN 'set' THEN SELECT id INTO v_set FROM work.reviewed_set WHERE matter_id = a.matter_id AND side = a.side AND tier <= a.tier AND id::text = p_target;
    WHEN 'conversation' THEN v_docno := record.find_docno(a.matter_id, p_target);
  END CASE;
  IF p_scope <> 'matter' AND v_volume IS NULL AND v_set IS NULL AND v_docno IS NULL THEN RETURN NULL; END IF;
  INSERT INTO release.hold (matter_id, scope, volume_id, set_id, docno, target, reason, authority, placed_by, placed_side)
    VALUES (a.matter_id, p_scope, v_volume, v_set, v_docno, CASE p_scope WHEN 'matter' THEN NULL WHEN 'set' THEN 'a reviewed set of the ' || a.side WHEN 'volume' THEN (SELECT name FROM record.volume WHERE id = v_volume) ELSE p_target END,
      p_reason, p_authority, a.person_id, a.side) RETURNING id INTO v_id;
  RETURN jsonb_strip_nulls(jsonb_build_object('id', v_id, 'prefix', (SELECT v.control_prefix FROM record.volume v WHERE v.id = v_volume)));
END $function$;

CREATE OR REPLACE FUNCTION api.proofs_of_delivery(p_delivery integer, p_after bigint, p_limit integer)
 RETURNS TABLE(byte_offset double precision, byte_length integer, record_sha256 bytea, conversation_sha256 bytea, kept boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  WITH stretch AS MATERIALIZED (SELECT s.docno, s.byte_offset, s.byte_length, s.sha256 FROM record.volume v JOIN record.delivery d ON d.volume_id = v.id
      JOIN record.conversation_source s ON s.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1 AND s.delivery_id = d.id
    WHERE d.id = p_delivery AND d.state = 'sealed' AND s.byte_offset > p_after ORDER BY s.byte_offset LIMIT p_limit)
  SELECT x.byte_offset::float8, x.byte_length, x.sha256, c.sha256, c.sha256 = sha256((
      SELECT string_agg(convert_to(e->>'role', 'UTF8') || '\x00'::bytea || convert_to(e->>'text', 'UTF8') || '\x00'::bytea, ''::bytea ORDER BY t.part, n)
      FROM record.conversation_text t, jsonb_array_elements(t.turns) WITH ORDINALITY y(e, n) WHERE t.docno = x.docno))
  FROM stretch x JOIN record.conversation c ON c.docno = x.docno ORDER BY x.byte_offset
$function$;

CREATE OR REPLACE FUNCTION api.purge_next_part()
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET lock_timeout TO '2s'
 SET work_mem TO '128MB'
AS $function$
DECLARE d record.volume_deletion; v record.volume; p record.part; v_hash bytea; v_left integer; t text;
BEGIN
  SELECT x.* INTO d FROM record.volume_deletion x WHERE x.outcome = 'approved' AND x.gone_at IS NULL
    AND NOT EXISTS (SELECT FROM release.holds_on_volume(x.matter_id, x.volume_id)) ORDER BY x.decided_at LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF d.id IS NULL THEN RETURN NULL; END IF;
  PERFORM FROM access.matter WHERE id = d.matter_id FOR SHARE;
  IF EXISTS (SELECT FROM release.holds_on_volume(d.matter_id, d.volume_id)) THEN RETURN NULL; END IF;
  SELECT * INTO v FROM record.volume WHERE id = d.volume_id;
  IF v.state <> 'deleted' OR NOT EXISTS (SELECT FROM audit.entry e WHERE e.matter_id = d.matter_id AND e.action = 'volume:approve-deletion' AND e.outcome = 'done' AND e.object = 'volume:' || v.name
      AND e.xid IS DISTINCT FROM pg_current_xact_id_if_assigned() AND pg_visible_in_snapshot(e.xid, pg_current_snapshot())) THEN
    RAISE EXCEPTION 'the approval of this deletion is not on record' USING ERRCODE = '42501';
  END IF;
  SELECT * INTO p FROM record.part x WHERE x.volume_id = v.id AND x.emptied_at IS NULL ORDER BY x.part LIMIT 1 FOR UPDATE;
  IF p.part IS NOT NULL THEN
    SELECT sha256(coalesce(string_agg(c.sha256, ''::bytea ORDER BY c.docno), '')) INTO v_hash FROM record.conversation c WHERE c.docno BETWEEN p.first_docno AND p.last_docno;
    FOREACH t IN ARRAY ARRAY['next_span', 'span', 'conversation_source', 'conversation_text', 'conversation'] LOOP
      EXECUTE format('DROP TABLE IF EXISTS record.%I', t || '_' || lpad(p.part::text, 4, '0'));
    END LOOP;
    DELETE FROM record.name_count WHERE volume_id = v.id;
    DELETE FROM record.likely WHERE part = p.part;
    DELETE FROM search.facet WHERE part = p.part;
    DELETE FROM record.statistic WHERE part = p.part;
    UPDATE record.part SET emptied_at = clock_timestamp(), sha256 = v_hash WHERE part = p.part;
  END IF;
  SELECT count(*) INTO v_left FROM record.part x WHERE x.volume_id = v.id AND x.emptied_at IS NULL;
  IF v_left = 0 THEN UPDATE record.volume_deletion SET gone_at = clock_timestamp() WHERE id = d.id; END IF;
  PERFORM audit.append(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', d.matter_id)), 'volume:purge', 'volume:' || v.name, 'done', NULL,
    jsonb_strip_nulls(jsonb_build_object('from', record.name_of(p.first_docno), 'to', record.name_of(p.last_docno), 'conversations', coalesce(p.last_docno - p.first_docno + 1, 0),
      'sha256', encode(v_hash, 'hex'), 'left', v_left)), NULL, NULL);
  RETURN jsonb_build_object('volume', v.name, 'left', v_left);
END $function$;

CREATE OR REPLACE FUNCTION api.put_challenge(p_purpose text, p_challenge text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  INSERT INTO access.challenge (session_id, purpose, challenge) SELECT (access.current_actor()).session_id, p_purpose, p_challenge
    ON CONFLICT (session_id) DO UPDATE SET purpose = excluded.purpose, challenge = excluded.challenge, made_at = excluded.made_at
$function$;

CREATE OR REPLACE FUNCTION api.read_cv(p_id uuid)
 RETURNS TABLE(name text, type text, sha256 bytea, body bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT d.cv_name, d.cv_type, d.cv_sha256, v.body FROM access.current_actor() a
  JOIN access.disclosure d ON d.id = p_id AND d.matter_id = a.matter_id AND access.refusal(a, 'disclosure:cv') IS NULL
  JOIN access.disclosure_cv v ON v.disclosure_id = d.id
$function$;

CREATE OR REPLACE FUNCTION api.read_export(p_secret text, p_ticket bigint)
 RETURNS TABLE(card jsonb, turns jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE e audit.entry; a access.actor; v_control text; v_docno integer;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  e := audit.redeem(p_ticket, ARRAY['production:ask']);
  FOR v_control IN SELECT jsonb_array_elements_text(e.detail->'shown') LOOP
    v_docno := access.visible_docno(a, v_control);
    card := record.card(v_docno);
    SELECT jsonb_agg(t.said ORDER BY t.turn) INTO turns FROM record.turns_for(a.tier, a.covers, a.coarse, v_docno, 1, 2147483647) t;
    IF v_docno IS NULL AND record.is_withdrawn(a.tier, record.find_docno(a.matter_id, v_control)) THEN
      v_docno := record.find_docno(a.matter_id, v_control);
      card := record.card(v_docno) || jsonb_build_object('tier', record.designated(v_docno), 'withdrawn', true);
      turns := '[]';
    END IF;
    RETURN NEXT;
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION api.read_place(p_secret text, p_asked jsonb, p_sort text, p_control text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor; r search.run;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  IF access.standing(a, 'conversation:count') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  r := search.run_for(a, p_secret, p_asked);
  IF r.state IS DISTINCT FROM 'done' THEN RETURN NULL; END IF;
  RETURN jsonb_build_object('rank', (SELECT x.rank + 1 FROM search.rank_of(r, p_sort, access.visible_docno(a, p_control)) x), 'total', r.hits);
END $function$;

CREATE OR REPLACE FUNCTION api.read_results(p_secret text, p_ticket bigint)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE e audit.entry; a access.actor; v_least integer; v_turns integer[]; v_words integer[];
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  e := audit.redeem(p_ticket, ARRAY['conversation:search']);
  v_least := record.metadata_minimum(a.matter_id);
  IF v_least > 1 THEN v_turns := record.merged(a.matter_id, 'turns'); v_words := record.merged(a.matter_id, 'words'); END IF;
  RETURN jsonb_build_object('more', e.detail->'more', 'rows', (
    SELECT coalesce(jsonb_agg(x.card || record.told_length(x.docno, v_least, v_turns, v_words) || jsonb_build_object('codes', coalesce((
        SELECT jsonb_agg(jsonb_build_object('key', b.key, 'turn', k.turn) ORDER BY k.turn, b.position)
        FROM work.coding k JOIN work.code b ON b.id = k.code_id WHERE k.docno = x.docno AND k.matter_id = a.matter_id AND k.side = a.side), '[]')) ORDER BY x.n), '[]')
    FROM record.seen(a, e) x));
END $function$;

CREATE OR REPLACE FUNCTION api.read_run(p_secret text, p_run uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor; r search.run; f jsonb;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  IF access.standing(a, 'conversation:count') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO r FROM search.run WHERE id = p_run AND session_id = a.session_id;
  IF r.id IS NULL THEN RETURN NULL; END IF;
  WITH chunk AS (SELECT c.part, c.bits, c.n FROM search.chunk c WHERE c.run_id = r.id AND c.n > 0),
    counted AS (
      SELECT x.dimension, CASE WHEN x.value = ANY (g.merged) THEN -1 ELSE x.value END AS value, sum(x.n) AS n FROM chunk c CROSS JOIN LATERAL search.facets_of(c.part, c.bits) x
        JOIN (SELECT d.dimension, record.merged(a.matter_id, d.dimension) AS merged FROM unnest(ARRAY['month', 'model', 'language', 'turns']) d(dimension) OFFSET 0) g ON g.dimension = x.dimension
        GROUP BY 1, 2 HAVING sum(x.n) > 0),
    named AS (
      SELECT 'month' AS facet, CASE WHEN value = -1 THEN 'other' ELSE (value / 100) || '-' || lpad((value % 100)::text, 2, '0') END AS value, n, CASE WHEN value = -1 THEN 999999 ELSE value END AS place FROM counted WHERE dimension = 'month'
      UNION ALL SELECT 'model', coalesce(m.name, 'other'), n, 0 FROM counted LEFT JOIN record.model m ON m.id = value WHERE dimension = 'model'
      UNION ALL SELECT 'language', coalesce(l.tag, 'other'), n, 0 FROM counted LEFT JOIN record.language l ON l.id = value WHERE dimension = 'language'
      UNION ALL SELECT 'turns', CASE value WHEN -1 THEN 'other' WHEN 1 THEN '1-2' WHEN 3 THEN '3-4' WHEN 5 THEN '5-10' WHEN 11 THEN '11-20' WHEN 21 THEN '21-50' ELSE '51+' END, n, CASE WHEN value = -1 THEN 999999 ELSE value END FROM counted WHERE dimension = 'turns'
      UNION ALL SELECT 'volume', v.name, sum(c.n), 0 FROM chunk c JOIN record.part p ON p.part = c.part JOIN record.volume v ON v.id = p.volume_id GROUP BY v.name
      UNION ALL SELECT 'code', b.key, sum(k.n), 0 FROM chunk c, LATERAL search.codes_of(a, c.part, c.bits) k JOIN work.code b ON b.id = k.code_id GROUP BY b.key)
  SELECT jsonb_agg(jsonb_build_object('facet', facet, 'value', value, 'n', n) ORDER BY facet, place, n DESC, value) INTO f FROM named;
  RETURN search.progress(r) || jsonb_build_object('facets', coalesce(f, '[]'));
END $function$;

CREATE OR REPLACE FUNCTION api.read_snippets(p_secret text, p_ticket bigint, p_leaves jsonb, p_marking boolean DEFAULT false)
 RETURNS TABLE(control_number text, turn integer, role text, cut_before boolean, cut_after boolean, fragment text, before text, after text, answers integer[], places jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  e audit.entry; a access.actor; v_controls text[]; v_docnos integer[]; v_docno integer; v_text text; v_folded text; v_at integer; v_n integer; v_first integer;
  v_sql text; v_seen text; v_found record; v_pattern text; v_hits text[]; v_reach integer[]; v_wide boolean[]; v_regexes jsonb[]; v_room integer; v_spans jsonb; i integer;
  v_shown text; v_patterns text[]; v_places jsonb; v_offset integer; v_length integer;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  e := audit.redeem(p_ticket, ARRAY['conversation:search']);
  v_seen := 'NOT EXISTS (SELECT FROM record.turn_tier w WHERE w.docno = t.docno AND w.turn = t.first_turn + e.n - 1 AND w.tier > $3)';
  SELECT format('WITH y AS MATERIALIZED (%s) SELECT k, r, said, coalesce(f, search.fold(said)) AS folded, array_remove(ARRAY[%s], NULL) AS answers FROM y WHERE %s ORDER BY k LIMIT 1', search.turns_sql('x.d', 'AND ' || v_seen, bool_and(search.may_read_raw(l))),
      string_agg(format('CASE WHEN %s THEN %s END', search.turn_condition(l), n), ', ' ORDER BY n), string_agg(search.turn_condition(l), ' OR '))
    INTO v_sql FROM jsonb_array_elements(p_leaves) WITH ORDINALITY x(l, n) HAVING count(*) > 0;
  SELECT array_agg(search.hit_pattern(l) ORDER BY n), array_agg(search.reach(l) ORDER BY n), array_agg(jsonb_path_exists(l, '$.**.within') ORDER BY n),
      array_agg(jsonb_path_query_array(l, '$.** ? (@.op == "regex").pattern') ORDER BY n)
    INTO v_hits, v_reach, v_wide, v_regexes FROM jsonb_array_elements(p_leaves) WITH ORDINALITY x(l, n);
  SELECT array_agg(s.control_number ORDER BY s.n), array_agg(s.docno ORDER BY s.n) INTO v_controls, v_docnos
    FROM record.seen(a, e) s;
  v_sql := coalesce(v_sql, 'SELECT NULL::integer AS k, NULL::text AS r, NULL::text AS said, NULL::text AS folded, NULL::integer[] AS answers');
  FOR v_found IN EXECUTE format('SELECT x.c, x.d, z.k::integer AS k, z.r, z.said, z.folded, z.answers FROM unnest($1, $2) WITH ORDINALITY x(c, d, i) LEFT JOIN LATERAL (%s) z ON true ORDER BY x.i', v_sql) USING v_controls, v_docnos, a.tier LOOP
    v_docno := v_found.d; turn := v_found.k; role := v_found.r; v_text := v_found.said; v_folded := v_found.folded; answers := v_found.answers; v_at := NULL; v_room := 0;
    IF v_text IS NOT NULL THEN
      FOREACH i IN ARRAY answers LOOP
        v_n := regexp_instr(v_folded COLLATE "C", v_hits[i]);
        IF v_n > 0 THEN
          v_first := search.place_of(v_text, length(left(v_folded, v_n)) - length(replace(left(v_folded, v_n), ' ', '')));
          IF v_at IS NULL OR v_first < v_at THEN
            v_at := v_first; v_room := CASE WHEN v_wide[i] THEN search.room_of(substr(v_text, v_at, 300), length(v_text) >= v_at + 300, v_hits[i], CASE WHEN v_reach[i] <= 30 THEN substr(v_folded, v_n, 301) END) ELSE 0 END;
          END IF;
        END IF;
      END LOOP;
    ELSE
      answers := '{}';
      SELECT t.first_turn + n - 1, s->>'role', s->>'text' INTO turn, role, v_text
      FROM record.conversation_text t, jsonb_array_elements(t.turns) WITH ORDINALITY x(s, n)
      WHERE t.docno = v_docno AND t.part = 0 AND btrim(s->>'text') <> ''
        AND NOT EXISTS (SELECT FROM record.turn_tier w WHERE w.docno = v_docno AND w.turn = t.first_turn + n - 1 AND w.tier > a.tier)
      ORDER BY (s->>'role' = 'system'), n LIMIT 1;
    END IF;
    CONTINUE WHEN v_text IS NULL; -- nothing but blanks was said, or nothing for this reader
    SELECT jsonb_agg(jsonb_build_array(y.first, y.length, y.label) ORDER BY y.first DESC) INTO v_spans FROM record.covers_of(a.covers, v_docno, turn, turn) y;
    -- Regular expressions are marked in what is shown: what is covered is told by no mark.
    places := '[]'; v_places := '{}';
    v_patterns := CASE WHEN p_marking THEN ARRAY(SELECT DISTINCT r FROM unnest(answers) n, jsonb_array_elements_text(v_regexes[n]) r) ELSE '{}' END;
    IF v_patterns <> '{}' THEN
      v_shown := record.covered(v_text, coalesce(v_spans, '[]'));
      FOREACH v_pattern IN ARRAY v_patterns LOOP
        SELECT v_places || jsonb_build_object(v_pattern, coalesce(jsonb_agg(jsonb_build_array(f.start, f.stop) ORDER BY f.start), '[]')), min(f.first) INTO v_places, v_n FROM search.found_in(v_shown, v_pattern) f;
        v_n := CASE WHEN v_spans IS NULL THEN v_n ELSE (SELECT b.v_from FROM record.beneath(a.covers, v_docno, turn, v_n, v_n + 1) b) END + 1;
        IF v_n IS NOT NULL AND (v_at IS NULL OR v_n < v_at) THEN v_at := v_n; v_room := 0; END IF;
      END LOOP;
    END IF;
    v_at := greatest(1, coalesce(v_at, 0) - least(90, 300 - v_room));
    SELECT q.before, q.fragment, q.after, q.cut_before, q.cut_after INTO before, fragment, after, cut_before, cut_after
      FROM record.quoted_within(v_spans, v_text, v_at, 300, (SELECT max(v_reach[n]) FROM unnest(answers) n)) q;
    IF v_patterns <> '{}' THEN
      v_offset := search.units(record.covered_stretch(v_spans, v_text, 1, record.beyond_cover(v_spans, v_at, false))); v_length := search.units(fragment);
      SELECT jsonb_agg(jsonb_build_object('pattern', p, 'marks', (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'start', greatest((s->>0)::int - v_offset, 0), 'end', least((s->>1)::int - v_offset, v_length)) ORDER BY n), '[]')
        FROM jsonb_array_elements(v_places->p) WITH ORDINALITY x(s, n) WHERE (s->>0)::int < v_offset + v_length AND (s->>1)::int > v_offset))) INTO places FROM unnest(v_patterns) p;
    END IF;
    control_number := v_found.c;
    RETURN NEXT;
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION api.read_source(p_secret text, p_ticket bigint)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE e audit.entry; v_docno integer; a access.actor; v_shut boolean; v_top smallint;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  e := audit.redeem(p_ticket, ARRAY['conversation:view']);
  IF NOT e.detail ? 'source' THEN RAISE EXCEPTION 'no valid ticket' USING ERRCODE = '42501'; END IF;
  v_docno := access.visible_docno(a, split_part(e.object, ':', 2));
  SELECT c.top_tier INTO v_top FROM record.conversation c WHERE c.docno = v_docno;
  v_shut := v_top > a.tier OR (record.card(v_docno)->>'disclosure' = 'pair' AND length(coalesce(e.detail->>'purpose', '')) < 3);
  RETURN (SELECT jsonb_build_object('file', CASE WHEN a.coarse IS FALSE THEN d.file ELSE record.file_told(d.id, record.metadata_minimum(a.matter_id)) END, 'line', s.line, 'byteOffset', s.byte_offset, 'byteLength', s.byte_length, 'sha256', encode(s.sha256, 'hex'),
      'sourceId', w.shown->'sourceId', 'metadata', CASE WHEN NOT v_shut THEN w.shown->'metadata' END, 'branches', CASE WHEN v_shut THEN '[]' ELSE w.shown->'branches' END,
      'withheld', CASE WHEN v_top > a.tier THEN v_top END)
    FROM record.conversation_source s CROSS JOIN LATERAL (SELECT record.shown_beside(a.covers, a.coarse, v_docno) AS shown) w JOIN record.delivery d ON d.id = s.delivery_id WHERE s.docno = v_docno);
END $function$;

CREATE OR REPLACE FUNCTION api.read_step(p_secret text, p_ticket bigint)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE e audit.entry;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  e := audit.redeem(p_ticket, ARRAY['conversation:search']);
  RETURN CASE WHEN e.detail->'shown'->>0 IS NOT NULL THEN jsonb_build_object('controlNumber', e.detail->'shown'->>0, 'rank', (e.detail->>'rank')::bigint) END;
END $function$;

CREATE OR REPLACE FUNCTION api.read_view(p_secret text, p_ticket bigint)
 RETURNS TABLE(turn integer, said jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_docno integer; e audit.entry; a access.actor;
BEGIN
  a := access.enter(p_secret, false);
  e := audit.redeem(a, p_ticket, ARRAY['conversation:view', 'conversation:print']);
  SELECT l.docno INTO v_docno FROM record.locate(a.matter_id, split_part(e.object, ':', 2)) l;
  RETURN QUERY SELECT t.turn, t.said FROM record.visible(a.tier, v_docno) v CROSS JOIN LATERAL record.turns_for(a.tier, a.covers, a.coarse, v_docno, (e.detail->>'from')::int, (e.detail->>'to')::int) t
    ORDER BY t.turn;
END $function$;

CREATE OR REPLACE FUNCTION api.reading_frame(p_volume text, p_by text[], p_readers text[])
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v record.volume; v_tier smallint; v_people uuid[];
BEGIN
  IF access.refusal(a, 'reading:draw') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO v FROM record.volume x WHERE x.matter_id = a.matter_id AND (x.name = p_volume OR x.id::text = p_volume) AND x.state = 'sealed' AND x.disclosure <> 'aggregate' ORDER BY (x.id::text = p_volume) DESC LIMIT 1;
  IF v.id IS NULL THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  IF p_by && ARRAY['density', 'likely'] AND NOT EXISTS (SELECT FROM record.span_search s WHERE s.volume_id = v.id AND s.state = 'done') THEN
    RETURN jsonb_build_object('outcome', 'unsearched');
  END IF;
  IF 'likely' = ANY (p_by) AND EXISTS (SELECT FROM record.part p WHERE p.volume_id = v.id AND NOT EXISTS (SELECT FROM record.likely_of(v.id) l WHERE l.part = p.part)) THEN
    RETURN jsonb_build_object('outcome', 'unkept');
  END IF;
  SELECT array_agg(p.id ORDER BY array_position(p_readers, p.email)), min(m.tier) INTO v_people, v_tier FROM access.person p
    JOIN access.membership m ON m.person_id = p.id AND m.matter_id = a.matter_id AND m.ended_at IS NULL AND m.cleared_at IS NOT NULL
    JOIN access.permission r ON r.role = m.role AND r.action = 'reading:mark' WHERE p.email = ANY (p_readers) AND p.suspended_at IS NULL;
  IF cardinality(v_people) IS DISTINCT FROM 3 OR coalesce(v_tier, 0) < 1 THEN RETURN jsonb_build_object('outcome', 'readers'); END IF;
  RETURN jsonb_build_object('outcome', 'done', 'volume', v.id, 'name', v.name, 'prefix', v.control_prefix, 'tier', v_tier, 'people', v_people, 'strata', (
    SELECT coalesce(jsonb_agg(jsonb_build_array(s.stratum, s.n) ORDER BY s.stratum), '[]') FROM (
      SELECT record.stratum_of(c, p_by, get_bit(l.bits, c.docno - l.first) = 1) AS stratum, count(*) AS n FROM record.conversation c LEFT JOIN record.likely_of(CASE WHEN 'likely' = ANY (p_by) THEN v.id END) l ON l.part = c.docno / 1000000
      WHERE c.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1 AND c.tier <= v_tier AND c.top_tier <= v_tier AND (v.disclosure <> 'matched' OR c.flags & 32 <> 0) GROUP BY 1) s));
END $function$;

CREATE OR REPLACE FUNCTION api.readings(p_volume text)
 RETURNS SETOF jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT jsonb_build_object('id', r.id, 'volume', v.name, 'seed', r.seed, 'by', r.by, 'tier', r.tier, 'frame', CASE WHEN k.tells THEN r.frame END, 'of', (SELECT sum((s->>1)::int) FROM jsonb_array_elements(r.frame) s), 'size', r.size, 'drawnAt', r.drawn_at, 'drawnBy', d.name,
    'readers', (SELECT jsonb_agg(p.name ORDER BY array_position(ARRAY[r.first_reader, r.second_reader, r.adjudicator], p.id)) FROM access.person p WHERE p.id IN (r.first_reader, r.second_reader, r.adjudicator)),
    'strata', CASE WHEN k.tells THEN (SELECT jsonb_agg(jsonb_build_object('stratum', s.stratum, 'known', s.known, 'leaks', s.leaks) ORDER BY s.stratum) FROM (
      SELECT w.stratum, count(w.verdict) AS known, count(*) FILTER (WHERE w.verdict) AS leaks FROM record.reading_answers(r.id) w GROUP BY w.stratum) s) END,
    'pairs', CASE WHEN k.tells THEN (SELECT jsonb_build_array(count(*) FILTER (WHERE w.one AND w.other), count(*) FILTER (WHERE w.one AND NOT w.other), count(*) FILTER (WHERE NOT w.one AND w.other), count(*) FILTER (WHERE NOT w.one AND NOT w.other))
      FROM record.reading_answers(r.id) w) END,
    'todo', CASE WHEN a.person_id IN (r.first_reader, r.second_reader, r.adjudicator) THEN (SELECT jsonb_agg(record.name_of(t.docno) ORDER BY t.place) FROM (
      SELECT w.docno, w.place FROM record.reading_answers(r.id) w JOIN record.conversation c ON c.docno = w.docno AND c.tier <= a.tier
      WHERE CASE a.person_id WHEN r.first_reader THEN w.one IS NULL WHEN r.second_reader THEN w.other IS NULL ELSE w.one <> w.other AND w.third IS NULL END ORDER BY w.place LIMIT 20) t) END)
  FROM access.current_actor() a JOIN record.volume v ON v.matter_id = a.matter_id AND (p_volume IS NULL OR v.name = p_volume OR v.id::text = p_volume)
  JOIN record.reading r ON r.volume_id = v.id AND access.refusal(a, 'reading:read') IS NULL LEFT JOIN access.person d ON d.id = r.drawn_by
  -- While it is read, no figure tells a reader what the other one said.
  CROSS JOIN LATERAL (SELECT a.person_id NOT IN (r.first_reader, r.second_reader, r.adjudicator) OR NOT EXISTS (SELECT FROM record.reading_answers(r.id) w WHERE w.verdict IS NULL) AS tells) k
  ORDER BY r.drawn_at DESC, r.id LIMIT 20
$function$;

CREATE OR REPLACE FUNCTION api.record(p_action text, p_object text, p_outcome text, p_reason text, p_detail jsonb, p_sealed audit.sealed, p_request uuid)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v_refusal text := access.refusal(a, p_action);
BEGIN
  IF a.session_id IS NULL THEN RAISE EXCEPTION 'nobody is acting' USING ERRCODE = '42501'; END IF;
  IF p_outcome = 'done' AND v_refusal IS NOT NULL THEN RAISE EXCEPTION 'not permitted: %', v_refusal USING ERRCODE = '42501'; END IF;
  IF p_outcome = 'done' AND (p_action IN ('conversation:view', 'conversation:print') OR p_detail ? 'shown') THEN RAISE EXCEPTION 'a ticket is given by a door' USING ERRCODE = '42501'; END IF;
  RETURN audit.append(a, p_action, p_object, p_outcome, p_reason, p_detail, p_sealed, p_request);
END $function$;

CREATE OR REPLACE FUNCTION api.redactions(p_after uuid, p_limit integer, p_waiting boolean, p_id uuid)
 RETURNS SETOF jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT record.told(r) || jsonb_build_object('reason', r.reason, 'origin', r.origin,
    'carriedFrom', (SELECT record.name_of(f.docno) FROM record.redaction f WHERE f.id = r.carried_from),
    'carries', EXISTS (SELECT FROM record.redaction f WHERE (f.carried_from = r.id OR f.origin = r.id) AND f.lifted_at IS NULL),
    'lost', CASE WHEN r.lifted_at IS NULL AND (k.keeps OR a.side = 'court') THEN (SELECT coalesce(jsonb_agg(jsonb_build_object('volume', w.name,
        'conversation', CASE WHEN l.docno >= 0 THEN record.name_of(l.docno) END, 'settled', l.settled) ORDER BY l.volume_id, l.docno), '[]')
      FROM (SELECT y.* FROM record.lost_cover y WHERE y.redaction_id = r.id ORDER BY y.volume_id, y.docno LIMIT 20) l JOIN record.volume w ON w.id = l.volume_id) ELSE '[]' END,
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
    AND (NOT p_waiting OR (k.keeps AND r.lifted_at IS NULL AND (s.state = 'running' OR EXISTS (SELECT FROM record.leak_place x WHERE x.redaction_id = r.id AND x.state = 'open')
      OR EXISTS (SELECT FROM record.lost_cover x WHERE x.redaction_id = r.id AND x.settled_at IS NULL))))
  ORDER BY r.placed_at DESC, r.id DESC LIMIT least(p_limit, 201)
$function$;

CREATE OR REPLACE FUNCTION api.refuse_sign_in(p_email text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE p access.person; m access.membership;
BEGIN
  SELECT * INTO p FROM access.person WHERE email = lower(p_email);
  SELECT * INTO m FROM access.membership WHERE person_id = p.id ORDER BY granted_at LIMIT 1;
  -- An unknown address is not written down: people type passwords into that field.
  m.tier := NULL;
  PERFORM audit.append(access.as_actor(p, m, NULL, NULL), 'session:open', NULL, 'refused', 'sign_in', NULL, NULL, NULL);
END $function$;

CREATE OR REPLACE FUNCTION api.release_budget(p_person uuid, p_views integer, p_characters bigint, p_hours integer, p_reason text)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v_until timestamptz := clock_timestamp() + make_interval(hours => p_hours);
BEGIN
  IF access.refusal(a, 'budget:release') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF NOT EXISTS (SELECT FROM access.membership m WHERE m.person_id = p_person AND m.matter_id = a.matter_id AND m.ended_at IS NULL) THEN RETURN NULL; END IF;
  INSERT INTO access.budget_release (matter_id, person_id, views, characters, reason, granted_by, until)
    VALUES (a.matter_id, p_person, p_views, p_characters, p_reason, a.person_id, v_until);
  RETURN v_until;
END $function$;

CREATE OR REPLACE FUNCTION api.remove_factor(p_id uuid, p_secret_hash bytea)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v_asked boolean;
BEGIN
  IF a.kind <> 'browser' THEN RETURN 'step_up'; END IF;
  IF access.refusal(a, 'factor:remove') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  PERFORM FROM access.person WHERE id = a.person_id FOR NO KEY UPDATE;
  DELETE FROM access.totp WHERE person_id = a.person_id AND id = p_id AND enrolled_at IS NOT NULL;
  IF NOT FOUND THEN
    DELETE FROM access.passkey WHERE person_id = a.person_id AND id = p_id;
    IF NOT FOUND THEN RETURN 'not_found'; END IF;
  END IF;
  SELECT access.asks_factor(settings) INTO v_asked FROM access.protective_order WHERE id = a.order_id;
  IF coalesce(v_asked, true) AND NOT access.has_factor(a.person_id) THEN RETURN 'last'; END IF;
  IF NOT access.has_factor(a.person_id) THEN DELETE FROM access.recovery_code WHERE person_id = a.person_id; END IF;
  PERFORM access.end_sessions(a.person_id, a.session_id, p_secret_hash, false);
  RETURN 'done';
END $function$;

CREATE OR REPLACE FUNCTION api.remove_lock(p_lock uuid)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); k access.member_key;
BEGIN
  IF a.kind IS DISTINCT FROM 'browser' OR access.refusal(a, 'sealing:join') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT x.* INTO k FROM access.member_key x JOIN access.member_lock l ON l.key_id = x.id
    WHERE l.id = p_lock AND l.removed_at IS NULL AND x.person_id = a.person_id AND x.matter_id = a.matter_id AND x.side = a.side FOR UPDATE OF x;
  IF k.id IS NULL THEN RETURN 'not_found'; END IF;
  IF (SELECT count(*) FROM access.member_lock l WHERE l.key_id = k.id AND l.removed_at IS NULL) < 2 THEN RETURN 'last'; END IF;
  UPDATE access.member_lock SET removed_at = clock_timestamp() WHERE id = p_lock;
  RETURN 'done';
END $function$;

CREATE OR REPLACE FUNCTION api.report_leak(p_control text, p_turn integer, p_from integer, p_to integer, p_quote text, p_type text, p_word text, p_reason text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); r record.redaction; v_docno integer; v_text text; v_shown text; v_from integer; v_to integer; x record; v_said text;
BEGIN
  IF access.refusal(a, 'redaction:report') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF p_word !~ '^[A-Z]{2,12}$' THEN RAISE EXCEPTION 'no such word' USING ERRCODE = '22023'; END IF;
  v_docno := access.visible_docno(a, p_control);
  IF v_docno IS NULL OR p_turn < 1 OR coalesce(record.tier_of(v_docno, p_turn), 99) > a.tier THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  PERFORM record.lock_conversation(v_docno);
  v_text := record.text_of(v_docno, p_turn);
  v_shown := record.shown_text(a.covers, v_docno, p_turn, v_text);
  v_from := record.points(v_shown, p_from);
  v_to := record.points(v_shown, p_to);
  IF p_quote IS NULL OR v_from IS NULL OR v_to IS NULL OR substr(v_shown, v_from + 1, greatest(0, v_to - v_from)) <> p_quote THEN
    SELECT y.* INTO r FROM record.redaction y WHERE y.docno = v_docno AND y.turn = p_turn AND y.lifted_at IS NULL
      AND y.shown_from = p_from AND y.shown_to = p_to AND (p_quote IS NULL OR position(p_quote IN substr(v_text, y.first + 1, y.length)) > 0) ORDER BY y.placed_at DESC LIMIT 1;
    IF r.id IS NOT NULL THEN RETURN record.told(r) || jsonb_build_object('outcome', 'done', 'already', true); END IF;
    IF p_quote IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'changed'); END IF;
  END IF;
  IF v_from IS NULL OR v_to IS NULL OR v_from >= v_to THEN RETURN jsonb_build_object('outcome', 'bounds'); END IF;
  IF v_to - v_from > 1000 THEN RETURN jsonb_build_object('outcome', 'long'); END IF;
  IF btrim(substr(v_shown, v_from + 1, v_to - v_from), E' \t\n\r\u00A0') = '' THEN RETURN jsonb_build_object('outcome', 'blank'); END IF;
  SELECT b.v_from AS f, b.v_to AS t INTO x FROM record.beneath(a.covers, v_docno, p_turn, v_from, v_to) b;
  v_said := search.fold(substr(v_text, x.f + 1, x.t - x.f));
  IF btrim(v_said) <> '' AND position(v_said IN search.fold(p_reason)) > 0 THEN RETURN jsonb_build_object('outcome', 'quotes'); END IF;
  r := record.redact(a, v_docno, p_turn, x.f, x.t, p_type, p_word, p_reason, int4range(p_from, p_to), NULL);
  IF r.id IS NULL THEN RETURN jsonb_build_object('outcome', 'covered'); END IF;
  INSERT INTO record.leak_search (redaction_id) VALUES (r.id);
  RETURN record.told(r) || jsonb_build_object('outcome', 'done', 'already', false, 'versions', record.hold_in_versions(r));
END $function$;

CREATE OR REPLACE FUNCTION api.request_release(p_hold uuid, p_reason text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); h release.hold;
BEGIN
  IF access.refusal(a, 'hold:request-release') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO h FROM release.hold WHERE id = p_hold AND matter_id = a.matter_id FOR UPDATE;
  IF h.id IS NULL THEN RETURN 'not_found'; END IF;
  IF h.released_at IS NOT NULL THEN RETURN 'released'; END IF;
  IF h.release_requested_at IS NOT NULL THEN RETURN 'requested'; END IF;
  UPDATE release.hold SET release_requested_by = a.person_id, release_requested_side = a.side, release_requested_at = clock_timestamp(), release_reason = p_reason WHERE id = p_hold;
  RETURN 'done';
END $function$;

CREATE OR REPLACE FUNCTION api.request_volume_deletion(p_volume text, p_reason text, p_authority text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v record.volume; v_holds jsonb; v_id uuid;
BEGIN
  IF access.refusal(a, 'volume:request-deletion') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  PERFORM FROM access.matter WHERE id = a.matter_id FOR UPDATE;
  SELECT * INTO v FROM record.volume x WHERE x.matter_id = a.matter_id AND (x.name = p_volume OR x.id::text = p_volume) ORDER BY (x.id::text = p_volume) DESC LIMIT 1 FOR UPDATE;
  IF v.id IS NULL THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  IF v.state <> 'sealed' THEN RETURN jsonb_build_object('outcome', v.state, 'volume', v.name); END IF;
  IF EXISTS (SELECT FROM record.volume x WHERE x.id = v.supersedes AND x.state = 'sealed') THEN RETURN jsonb_build_object('outcome', 'supersedes', 'volume', v.name); END IF;
  SELECT jsonb_agg(jsonb_build_object('id', h.id, 'scope', h.scope, 'authority', h.authority)) INTO v_holds FROM release.holds_on_volume(a.matter_id, v.id) h;
  IF v_holds IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'held', 'volume', v.name, 'holds', v_holds); END IF;
  INSERT INTO record.volume_deletion (matter_id, volume_id, reason, authority, requested_by, requested_side)
    VALUES (a.matter_id, v.id, p_reason, p_authority, a.person_id, a.side) ON CONFLICT (volume_id) WHERE outcome IS NULL OR outcome = 'approved' DO NOTHING RETURNING id INTO v_id;
  IF v_id IS NULL THEN RETURN jsonb_build_object('outcome', 'requested', 'volume', v.name); END IF;
  RETURN jsonb_build_object('outcome', 'done', 'id', v_id, 'volume', v.name, 'prefix', v.control_prefix, 'conversations', v.size);
END $function$;

CREATE OR REPLACE FUNCTION api.reset_factors(p_person uuid, p_password_hash text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'people:reset') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF p_person = a.person_id THEN RETURN 'self'; END IF;
  IF NOT EXISTS (SELECT FROM access.membership WHERE person_id = p_person AND matter_id = a.matter_id AND ended_at IS NULL) THEN RETURN 'not_found'; END IF;
  DELETE FROM access.totp WHERE person_id = p_person; DELETE FROM access.identity WHERE person_id = p_person;
  DELETE FROM access.passkey WHERE person_id = p_person;
  DELETE FROM access.recovery_code WHERE person_id = p_person;
  IF p_password_hash IS NOT NULL THEN UPDATE access.person SET password_hash = p_password_hash, first_password = true WHERE id = p_person; END IF;
  PERFORM access.end_sessions(p_person, NULL, NULL, true);
  RETURN 'done';
END $function$;

CREATE OR REPLACE FUNCTION api.roster()
 RETURNS TABLE(id uuid, email text, name text, side access.side, role access.role, tier smallint, granted_at timestamp with time zone, ended_at timestamp with time zone, cleared_at timestamp with time zone, signed_at timestamp with time zone, suspended_at timestamp with time zone, first_seen_at timestamp with time zone, last_seen_at timestamp with time zone, first_access jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT p.id, p.email, p.name, m.side, m.role, m.tier, m.granted_at, m.ended_at, m.cleared_at, u.signed_at, p.suspended_at, s.first_seen_at, s.last_seen_at,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('tier', f.tier, 'at', f.at) ORDER BY f.tier), '[]') FROM access.first_access f WHERE f.matter_id = m.matter_id AND f.person_id = p.id)
  FROM access.current_actor() a
  JOIN access.membership m ON m.matter_id = a.matter_id AND access.refusal(a, 'people:read') IS NULL
  JOIN access.person p ON p.id = m.person_id
  LEFT JOIN access.protective_order o ON o.id = a.order_id
  LEFT JOIN access.undertaking u ON u.id = access.signature_under(p.id, o)
  LEFT JOIN LATERAL (SELECT min(x.created_at) AS first_seen_at, max(x.last_seen_at) AS last_seen_at FROM access.session x WHERE x.membership_id = m.id) s ON true
  ORDER BY m.side, m.role, p.email, m.granted_at
$function$;

CREATE OR REPLACE FUNCTION api.save_search(p_epoch integer, p_commitment bytea, p_box bytea)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v_id uuid;
BEGIN
  IF access.refusal(a, 'search:save') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF p_epoch IS DISTINCT FROM (SELECT max(k.epoch) FROM access.side_key k WHERE k.matter_id = a.matter_id AND k.side = a.side) THEN RETURN NULL; END IF;
  INSERT INTO work.saved_search (matter_id, side, epoch, commitment, box, created_by) VALUES (a.matter_id, a.side, p_epoch, p_commitment, p_box, a.person_id) RETURNING id INTO v_id;
  RETURN v_id;
END $function$;

CREATE OR REPLACE FUNCTION api.seal_volume(p_volume smallint)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '128MB'
 SET maintenance_work_mem TO '512MB'
AS $function$
DECLARE v record.volume; v_first integer; v_size integer; v_part integer; lo integer; t text;
BEGIN
  SELECT * INTO v FROM record.volume WHERE id = p_volume FOR UPDATE;
  IF v.state <> 'loading' THEN RAISE EXCEPTION 'volume % is sealed', v.name USING ERRCODE = '55000'; END IF;
  IF EXISTS (SELECT FROM record.delivery d WHERE d.volume_id = v.id AND d.state = 'reading') THEN
    RAISE EXCEPTION 'a file of volume % is not read to its end', v.name USING ERRCODE = '55000';
  END IF;
  -- One volume is numbered at a time; two would draw the same partitions.
  LOCK TABLE record.part IN EXCLUSIVE MODE;
  IF (SELECT o.tier FROM record.volume o WHERE o.id = v.supersedes AND o.designated) > v.tier THEN
    SELECT o.tier INTO v.tier FROM record.volume o WHERE o.id = v.supersedes;
    UPDATE record.volume SET tier = v.tier, report = coalesce(report, '{}') || jsonb_build_object('superseding', jsonb_build_object('tier', v.tier)) WHERE id = v.id;
  END IF;
  v_first := coalesce((SELECT max(part) + 1 FROM record.part), 0) * 1000000;

  INSERT INTO record.model (name) SELECT DISTINCT s.model FROM record.staged s JOIN record.delivery d ON d.id = s.delivery_id WHERE d.volume_id = v.id AND s.model IS NOT NULL ON CONFLICT DO NOTHING;
  INSERT INTO record.language (tag) SELECT DISTINCT s.language FROM record.staged s JOIN record.delivery d ON d.id = s.delivery_id WHERE d.volume_id = v.id AND s.language IS NOT NULL ON CONFLICT DO NOTHING;

  CREATE TEMP TABLE numbered ON COMMIT DROP AS
    SELECT s.delivery_id, s.ordinal, (v_first + row_number() OVER (ORDER BY s.started_at NULLS LAST, s.source_id, s.delivery_id, s.ordinal) - 1)::int AS docno
    FROM record.staged s JOIN record.delivery d ON d.id = s.delivery_id WHERE d.volume_id = v.id AND s.part = 0;
  GET DIAGNOSTICS v_size = ROW_COUNT;
  ALTER TABLE pg_temp.numbered ADD PRIMARY KEY (delivery_id, ordinal);
  ANALYZE pg_temp.numbered;

  FOR v_part IN SELECT generate_series(v_first / 1000000, (v_first + v_size - 1) / 1000000) WHERE v_size > 0 LOOP
    PERFORM record.open_part(v_part);
  END LOOP;
  INSERT INTO record.conversation
    SELECT n.docno, v.id, s.started_at, extract(year FROM s.started_at AT TIME ZONE 'UTC')::int * 100 + extract(month FROM s.started_at AT TIME ZONE 'UTC')::int,
      m.id, l.id, s.turn_total, s.words, v.tier, s.parts, s.flags, s.sha256
    FROM pg_temp.numbered n JOIN record.staged s ON s.delivery_id = n.delivery_id AND s.ordinal = n.ordinal AND s.part = 0
    LEFT JOIN record.model m ON m.name = s.model LEFT JOIN record.language l ON l.tag = s.language ORDER BY n.docno;
  -- Compatibility characters unfold to as many as eighteen: a text that was short enough when read may not fit the index when folded.
  INSERT INTO record.conversation_text SELECT n.docno, s.part, s.first_turn, s.turn_count,
      CASE WHEN pg_column_size(s.turns) > 4000 AND octet_length(s.turns::text) > 50000 AND octet_length(search.folded(s.turns)) > 1000000 THEN 2 ELSE s.kind END, s.turns,
      (SELECT bool_and(search.is_plain(e->>'text')) FROM jsonb_array_elements(s.turns) e)
    FROM pg_temp.numbered n JOIN record.staged s USING (delivery_id, ordinal);
  INSERT INTO record.conversation_source SELECT n.docno, s.delivery_id, s.line, s.byte_offset, s.byte_length, s.source_sha256, s.source_id, s.metadata, s.branches
    FROM pg_temp.numbered n JOIN record.staged s ON s.delivery_id = n.delivery_id AND s.ordinal = n.ordinal AND s.part = 0;
  FOR v_part IN SELECT generate_series(v_first / 1000000, (v_first + v_size - 1) / 1000000) WHERE v_size > 0 LOOP
    PERFORM record.begin_index(v_part);
    lo := v_part * 1000000;
    t := 'record.' || quote_ident('conversation_text_' || lpad(v_part::text, 4, '0'));
    EXECUTE format('CREATE INDEX ON %s USING gin (search.words(turns)) WITH (fastupdate = off) WHERE kind = 0', t);
    EXECUTE format('CREATE INDEX ON %s USING gin (search.words(turns)) WITH (fastupdate = off) WHERE kind = 1', t);
    EXECUTE format('CREATE INDEX ON %s (docno) WHERE kind > 0', t);
    PERFORM record.end_index(v_part);
    PERFORM search.keep_statistics(v_part);
    EXECUTE format('ANALYZE %s', t);
    INSERT INTO record.part SELECT v_part, v.id, min(docno), max(docno), count(*) FILTER (WHERE started_at IS NULL)
      FROM record.conversation WHERE docno >= lo AND docno < lo + 1000000;
    PERFORM search.build_facets(v_part);
    EXECUTE format('ANALYZE %s', 'record.' || quote_ident('conversation_' || lpad(v_part::text, 4, '0')));
  END LOOP;
  PERFORM record.clear_staged(v.id);
  UPDATE record.delivery SET state = 'sealed' WHERE volume_id = v.id;
  UPDATE record.volume SET state = 'sealed', first_docno = v_first, size = v_size, sealed_at = clock_timestamp() WHERE id = v.id;
  PERFORM record.supersede(v.id);
  PERFORM record.look_for_reports(v.id);
  PERFORM record.note_out_of_frame(v.id);
  PERFORM record.count_statistics(p.part) FROM record.part p WHERE p.volume_id IN (v.id, v.supersedes) AND p.emptied_at IS NULL;
  PERFORM record.count_classes(v.matter_id);
  PERFORM record.count_beside(o.id) FROM record.volume o WHERE o.id IN (v.id, v.supersedes) AND o.size > 0;
  PERFORM record.rank_beside(v.matter_id);
  RETURN v_size;
END $function$;

CREATE OR REPLACE FUNCTION api.sealing_members()
 RETURNS TABLE(person uuid, name text, role access.role, active boolean, key_id uuid, public_key bytea, made_at timestamp with time zone, epoch integer, signature bytea, granted_at timestamp with time zone, granted_by text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT p.id, p.name, m.role, m.ended_at IS NULL AND p.suspended_at IS NULL, k.id, k.public_key, k.made_at, g.epoch, g.signature, g.granted_at, b.name
  FROM access.current_actor() a
  JOIN LATERAL (SELECT DISTINCT ON (x.person_id) x.* FROM access.membership x WHERE x.matter_id = a.matter_id AND x.side = a.side
    ORDER BY x.person_id, x.ended_at IS NULL DESC, x.granted_at DESC) m ON access.refusal(a, 'sealing:read') IS NULL
  JOIN access.person p ON p.id = m.person_id
  LEFT JOIN access.member_key k ON k.person_id = p.id AND k.matter_id = a.matter_id AND k.side = a.side AND k.replaced_at IS NULL
  LEFT JOIN LATERAL (SELECT * FROM access.side_grant x WHERE x.key_id = k.id ORDER BY x.epoch DESC LIMIT 1) g ON true
  LEFT JOIN access.person b ON b.id = g.granted_by
  WHERE (m.ended_at IS NULL AND p.suspended_at IS NULL)
     OR g.epoch = (SELECT max(s.epoch) FROM access.side_key s WHERE s.matter_id = a.matter_id AND s.side = a.side)
  ORDER BY p.name, p.id
$function$;

CREATE OR REPLACE FUNCTION api.search_leak(p_redaction uuid, p_ms integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '64MB'
AS $function$
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
    IF p.part IS NULL THEN
      SELECT q.* INTO p FROM record.part q JOIN record.volume v ON v.id = q.volume_id WHERE v.matter_id = a.matter_id AND v.state = 'sealed' AND q.last_docno > s.beside ORDER BY q.part LIMIT 1;
      IF p.part IS NULL THEN
        BEGIN
          LOCK TABLE record.part IN ROW EXCLUSIVE MODE NOWAIT;
          IF NOT EXISTS (SELECT FROM record.part q JOIN record.volume v ON v.id = q.volume_id WHERE v.matter_id = a.matter_id AND v.state = 'sealed' AND q.part > s.part) THEN s.over := 'done'; END IF;
        EXCEPTION WHEN lock_not_available THEN PERFORM pg_sleep(p_ms / 1000.0);
        END;
        EXIT WHEN s.over IS NOT NULL OR clock_timestamp() > v_until;
        CONTINUE;
      END IF;
      v_lo := greatest(p.first_docno, s.beside + 1);
      s.beside := least(p.last_docno, v_lo + 1999);
      FOR x IN SELECT b.turn, w.v_first, w.v_length, d AS docno FROM record.may_have_beside(v_lo, s.beside, record.longest(v_words)) d, record.pieces_beside(d) b, record.places_of(b.said, v_words) w
          WHERE strpos(search.fold(b.said) COLLATE "C", v_words COLLATE "C") > 0 LOOP
        s.found := s.found + (record.note_place(r, x.docno, x.turn, x.v_first, x.v_length, false) IS NOT NULL)::int;
      END LOOP;
      IF s.found >= 2000 THEN s.over := 'too_many'; EXIT; END IF;
      EXIT WHEN clock_timestamp() > v_until;
      CONTINUE;
    END IF;
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
  UPDATE record.leak_search SET part = s.part, next_docno = s.next_docno, beside = s.beside, found = s.found, over = s.over, beat_at = clock_timestamp() WHERE redaction_id = r.id;
  RETURN jsonb_build_object('state', s.state, 'over', s.over, 'found', s.found);
END $function$;

CREATE OR REPLACE FUNCTION api.set_flags(p_settings jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'oversight:set') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  INSERT INTO oversight.flag_settings (matter_id, settings, set_by) VALUES (a.matter_id, p_settings, a.person_id);
END $function$;

CREATE OR REPLACE FUNCTION api.set_recovery_codes(p_hashes bytea[])
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF NOT access.may_enrol(a) THEN RETURN 'step_up'; END IF;
  IF NOT access.has_factor(a.person_id) THEN RETURN 'none'; END IF;
  DELETE FROM access.recovery_code WHERE person_id = a.person_id;
  INSERT INTO access.recovery_code (person_id, hash) SELECT a.person_id, h FROM unnest(p_hashes) h;
  RETURN 'done';
END $function$;

CREATE OR REPLACE FUNCTION api.set_schedule(p_kind text, p_every text, p_since date)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'oversight:set') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  INSERT INTO oversight.schedule (matter_id, kind, every, since, set_by) VALUES (a.matter_id, p_kind, p_every, p_since, a.person_id);
END $function$;

CREATE OR REPLACE FUNCTION api.settle_lost(p_redaction uuid, p_said text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); r record.redaction; n integer;
BEGIN
  IF access.refusal(a, 'redaction:decide') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF NOT access.keeps_redactions(a) THEN RETURN jsonb_build_object('outcome', 'wrong_side'); END IF;
  r := record.redaction_for(a, p_redaction);
  IF r.id IS NULL THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  UPDATE record.lost_cover l SET settled = p_said, settled_by = a.person_id, settled_at = clock_timestamp() WHERE l.redaction_id = r.id AND l.settled_at IS NULL;
  GET DIAGNOSTICS n = ROW_COUNT;
  IF n = 0 THEN RETURN jsonb_build_object('outcome', 'settled'); END IF;
  RETURN record.told(r) || jsonb_build_object('outcome', 'done', 'settled', n);
END $function$;

CREATE OR REPLACE FUNCTION api.side_keys()
 RETURNS TABLE(epoch integer, public_key bytea, sign_key bytea, signature bytea, previous bytea, at timestamp with time zone, by text, stale boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT s.epoch, s.public_key, s.sign_key, s.signature, s.previous, s.created_at, p.name, access.side_key_is_stale(a.matter_id, a.side)
  FROM access.current_actor() a JOIN access.side_key s ON s.matter_id = a.matter_id AND s.side = a.side AND access.refusal(a, 'sealing:read') IS NULL
  LEFT JOIN access.person p ON p.id = s.created_by ORDER BY s.epoch
$function$;

CREATE OR REPLACE FUNCTION api.span_report(p_volume integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '64MB'
AS $function$
DECLARE a access.actor := access.current_actor(); s record.span_search; n record.span_search; v_from integer;
BEGIN
  IF access.refusal(a, 'volume:read') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT x.* INTO s FROM record.span_search x JOIN record.volume v ON v.id = x.volume_id WHERE v.id = p_volume AND v.matter_id = a.matter_id
    ORDER BY x.state = 'done' DESC, x.version DESC LIMIT 1;
  IF s.volume_id IS NULL THEN RETURN NULL; END IF;
  SELECT x.* INTO n FROM record.span_search x WHERE x.volume_id = s.volume_id AND x.state = 'running' AND x.version > s.version;
  v_from := record.public_from(a.matter_id);
  RETURN s.report || jsonb_build_object('detector', s.detector, 'setting', s.setting, 'state', CASE s.state WHEN 'left' THEN 'running' ELSE s.state END,
    'version', s.version, 'startedAt', s.started_at, 'endedAt', s.ended_at,
    'next', CASE WHEN n.volume_id IS NOT NULL THEN jsonb_build_object('version', n.version, 'detector', n.detector, 'startedAt', n.started_at, 'conversations', coalesce((n.report->>'conversations')::int, 0)) END,
    'earlier', (SELECT coalesce(jsonb_agg(e.row ORDER BY e.version DESC), '[]') FROM (SELECT x.version, jsonb_build_object('version', x.version, 'detector', x.detector, 'endedAt', x.ended_at) AS row
      FROM record.span_search x WHERE x.volume_id = s.volume_id AND x.state = 'done' AND x.version < s.version ORDER BY x.version DESC LIMIT 20) e),
    'names', (SELECT jsonb_build_object('from', v_from, 'setApart', count(*) FILTER (WHERE m.public AND m.conversations >= v_from),
        'steps', coalesce((SELECT jsonb_agg(jsonb_build_object('from', t, 'names', (SELECT count(*) FROM record.name_count k WHERE k.volume_id = s.volume_id AND k.conversations >= t AND k.cued * 10 <= k.conversations)) ORDER BY t)
          FROM unnest(ARRAY[10, 25, 50, 100, 250, 1000]) t), '[]'))
      FROM (SELECT sum(k.conversations) AS conversations, sum(k.cued) * 10 <= sum(k.conversations) AS public FROM record.name_count k
        JOIN record.volume v ON v.id = k.volume_id AND v.matter_id = a.matter_id AND v.state = 'sealed' AND NOT EXISTS (SELECT FROM record.volume z WHERE z.supersedes = v.id AND z.state = 'sealed')
        GROUP BY k.name HAVING bool_or(k.volume_id = s.volume_id)) m),
    'lifted', (SELECT coalesce(jsonb_object_agg(g.type, g.n), '{}') FROM (SELECT c.type, count(*) AS n FROM record.lifted_cover c JOIN record.lifted_place p ON p.lift_id = c.id
      WHERE c.volume_id = s.volume_id AND c.wrong AND s.version IN (c.version, p.again) GROUP BY c.type) g));
END $function$;

CREATE OR REPLACE FUNCTION api.start_link(p_issuer text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'identity:link') IS NOT NULL OR a.kind <> 'browser' THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  UPDATE access.session SET linking = p_issuer, linking_at = clock_timestamp() WHERE id = a.session_id;
END $function$;

CREATE OR REPLACE FUNCTION api.start_run(p_secret text, p_ticket bigint, p_salt bytea, p_body text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor; asked jsonb; r search.run;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  asked := audit.committed(audit.redeem(p_ticket, ARRAY['conversation:count']), p_salt, p_body);
  r := search.run_for(a, p_secret, asked);
  IF r.id IS NOT NULL THEN
    UPDATE search.run SET entry_id = p_ticket WHERE id = r.id AND state = 'running' RETURNING * INTO r;
    IF NOT FOUND THEN r := search.run_for(a, p_secret, asked); END IF;
    IF r.id IS NOT NULL THEN RETURN search.progress(r); END IF;
  END IF;
  DELETE FROM search.run WHERE id IN (
    (SELECT x.id FROM search.run x WHERE x.session_id = a.session_id ORDER BY x.created_at DESC OFFSET 30)
    UNION ALL (SELECT x.id FROM search.run x WHERE x.created_at < clock_timestamp() - interval '1 day' LIMIT 50));
  INSERT INTO search.run (matter_id, person_id, session_id, entry_id, asked, version, due_at, total)
    SELECT a.matter_id, a.person_id, a.session_id, p_ticket, search.asked_by(p_secret, asked), search.version_for(a, asked),
      clock_timestamp() + make_interval(secs => search.allowance(a) / 500.0 + 60),
      coalesce(sum(p.last_docno - p.first_docno + 1), 0) FROM search.parts_for(a, coalesce(asked->'filters', '{}')) p
    RETURNING * INTO r;
  RETURN search.progress(r);
END $function$;

CREATE OR REPLACE FUNCTION api.start_totp(p_id uuid, p_sealed bytea)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF NOT access.may_enrol(a) THEN RETURN 'step_up'; END IF;
  IF EXISTS (SELECT FROM access.totp WHERE person_id = a.person_id AND enrolled_at IS NOT NULL) THEN RETURN 'enrolled'; END IF;
  DELETE FROM access.totp WHERE person_id = a.person_id;
  INSERT INTO access.totp (id, person_id, sealed) VALUES (p_id, a.person_id, p_sealed);
  RETURN 'done';
END $function$;

CREATE OR REPLACE FUNCTION api.statistics()
 RETURNS TABLE(month text, model text, language text, conversations bigint)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'volume:read') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  RETURN QUERY SELECT coalesce((x.month / 100) || '-' || lpad((x.month % 100)::text, 2, '0'), 'not stated'), coalesce(m.name, 'not stated'), coalesce(l.tag, 'not stated'), x.n
    FROM (SELECT s.month, s.model_id, s.language_id, sum(s.conversations) AS n FROM record.volume v JOIN record.part p ON p.volume_id = v.id JOIN record.statistic s ON s.part = p.part
      WHERE v.matter_id = a.matter_id AND v.state = 'sealed' GROUP BY 1, 2, 3) x
    LEFT JOIN record.model m ON m.id = x.model_id LEFT JOIN record.language l ON l.id = x.language_id;
END $function$;

CREATE OR REPLACE FUNCTION api.step_run(p_secret text, p_run uuid, p_salt bytea, p_body text, p_ms integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '128MB'
AS $function$
DECLARE
  a access.actor; r search.run; e audit.entry; asked jsonb; v_filters jsonb; v_tree jsonb; p record.part; v record.volume; base integer; l integer; hi integer;
  v_began timestamptz := clock_timestamp(); v_step timestamptz; v_bits bit varying; v_n integer; v_ms integer;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  IF access.standing(a, 'conversation:count') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO r FROM search.run WHERE id = p_run AND session_id = a.session_id FOR UPDATE;
  IF r.id IS NULL THEN RETURN NULL; END IF;
  IF r.state <> 'running' THEN RETURN search.progress(r); END IF;
  IF r.cost_ms >= search.allowance(a) THEN
    UPDATE search.run SET state = 'too_long', finished_at = clock_timestamp() WHERE id = r.id RETURNING * INTO r;
    RETURN search.progress(r);
  END IF;
  SELECT * INTO e FROM audit.entry x WHERE x.id = r.entry_id;
  asked := audit.committed(e, p_salt, p_body);
  v_filters := coalesce(asked->'filters', '{}');
  v_tree := nullif(asked->'question', 'null');
  IF r.version <> search.version_for(a, asked) THEN
    -- What it is asked of has changed under it: from the beginning, so that the answer is one answer.
    DELETE FROM search.chunk WHERE run_id = r.id;
    UPDATE search.run SET version = search.version_for(a, asked), looked_at = 0, hits = 0, part = NULL, next_docno = NULL,
      total = (SELECT coalesce(sum(x.last_docno - x.first_docno + 1), 0) FROM search.parts_for(a, v_filters) x) WHERE id = r.id RETURNING * INTO r;
  END IF;
  LOOP
    SELECT * INTO p FROM search.parts_for(a, v_filters) x WHERE CASE WHEN r.next_docno IS NOT NULL THEN x.part = r.part ELSE x.part > coalesce(r.part, -1) END LIMIT 1;
    IF p.part IS NULL THEN
      UPDATE search.run SET state = 'done', finished_at = clock_timestamp(), cost_ms = cost_ms + extract(epoch FROM clock_timestamp() - v_began) * 1000,
        sha256 = (SELECT sha256(coalesce(string_agg(c.sha256, '' ORDER BY c.part), '')) FROM search.chunk c WHERE c.run_id = r.id) WHERE id = r.id RETURNING * INTO r;
      RETURN search.progress(r);
    END IF;
    v_step := clock_timestamp();
    base := p.part * 1000000;
    l := p.last_docno - base + 1;
    SELECT * INTO v FROM record.volume x WHERE x.id = p.volume_id;
    r.span := coalesce(r.span, search.first_span(v_tree, p.part, a.tier));
    r.next_docno := coalesce(r.next_docno, p.first_docno);
    hi := least(p.last_docno, r.next_docno + r.span - 1);
    SELECT x.bits, x.n INTO v_bits, v_n FROM search.bits_in(v, a, v_tree, v_filters, r.next_docno, hi, base, l) x;
    IF r.next_docno = p.first_docno THEN
      INSERT INTO search.chunk (run_id, part, bits, n, before) VALUES (r.id, p.part, v_bits, v_n, r.hits);
    ELSE
      UPDATE search.chunk SET bits = bits | v_bits, n = n + v_n WHERE run_id = r.id AND part = p.part;
    END IF;
    r.looked_at := r.looked_at + hi - r.next_docno + 1;
    r.hits := r.hits + v_n;
    v_ms := extract(epoch FROM clock_timestamp() - v_step) * 1000;
    IF hi - r.next_docno + 1 = r.span THEN
      r.span := greatest(2000, least(1000000, r.span * CASE WHEN v_ms > 2000 THEN 0.5 WHEN v_ms < 500 THEN 2 ELSE 1 END))::integer;
    END IF;
    r.part := p.part;
    r.next_docno := CASE WHEN hi < p.last_docno THEN hi + 1 END;
    IF r.next_docno IS NULL THEN
      UPDATE search.chunk SET sha256 = sha256(bit_send(bits)) WHERE run_id = r.id AND part = p.part RETURNING n INTO v_n;
      IF v_n > 1000 THEN PERFORM search.keep_codes(a, p); END IF;
    END IF;
    IF clock_timestamp() > v_began + make_interval(secs => p_ms / 1000.0) AND r.looked_at < r.total THEN
      UPDATE search.run SET part = r.part, next_docno = r.next_docno, span = r.span, looked_at = r.looked_at, hits = r.hits,
        cost_ms = cost_ms + extract(epoch FROM clock_timestamp() - v_began) * 1000 WHERE id = r.id RETURNING * INTO r;
      RETURN search.progress(r);
    END IF;
    UPDATE search.run SET part = r.part, next_docno = r.next_docno, span = r.span, looked_at = r.looked_at, hits = r.hits WHERE id = r.id;
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION api.step_term_report(p_secret text, p_id uuid, p_ms integer)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '128MB'
AS $function$
DECLARE
  a access.actor; r work.term_report; t work.report_term; p record.part; v record.volume; k search.report_chunk; base integer; l integer; hi integer; v_most bigint;
  v_began timestamptz := clock_timestamp(); v_step timestamptz; v_numbers integer[]; v_n integer; v_bits bit varying; v_find integer; v_turn integer; x record; v_cut boolean; v_late boolean := false;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  IF coalesce(access.standing(a, 'search:report'), access.standing(a, 'conversation:count')) IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO r FROM work.term_report q WHERE q.id = p_id AND q.matter_id = a.matter_id AND q.side = a.side AND q.tier = a.tier FOR UPDATE;
  IF r.id IS NULL OR r.state <> 'running' THEN RETURN coalesce(r.state, 'gone'); END IF;
  v_most := search.allowance(a);
  -- What it is asked of has changed under it: from the beginning, so that the answer is one answer.
  IF EXISTS (SELECT FROM api.data_basis() b WHERE b.data <> r.data_version OR (r.by_code AND b.coded IS DISTINCT FROM r.coded)) THEN
    IF r.restarts >= 5 THEN
      UPDATE work.term_report SET state = 'changed', finished_at = clock_timestamp() WHERE id = r.id;
      RETURN 'changed';
    END IF;
    PERFORM work.begin_term_report(a, r.id);
    UPDATE work.term_report SET restarts = restarts + 1 WHERE id = r.id RETURNING * INTO r;
  ELSIF r.at_term IS NOT NULL AND NOT EXISTS (SELECT FROM search.report_chunk q WHERE q.report_id = r.id AND q.n = 0) THEN
    UPDATE work.report_term q SET part_conversations = 0, part_turns = 0, part_prompts = 0, part_outputs = 0 WHERE q.report_id = r.id AND q.part_conversations > 0;
    DELETE FROM search.report_chunk q WHERE q.report_id = r.id;
    INSERT INTO search.report_chunk (report_id, n) VALUES (r.id, 0);
    r.at_term := 0; r.next_docno := NULL; r.worked := r.worked - r.part_worked; r.part_worked := 0;
  END IF;
  LOOP
    IF r.at_term IS NULL THEN
      SELECT * INTO p FROM search.parts_for(a, r.filters) q WHERE q.part > coalesce(r.part, -1) LIMIT 1;
      IF p.part IS NULL THEN
        UPDATE work.term_report SET state = 'done', finished_at = clock_timestamp(), worked = work, hits = r.hits, shared = r.shared, cut = r.cut, at_term = NULL, next_docno = NULL,
          cost_ms = cost_ms + extract(epoch FROM clock_timestamp() - v_began) * 1000,
          sha256 = (SELECT sha256(convert_to(coalesce(string_agg(jsonb_build_array(q.n, q.term, q.reading, q.same_as, q.problem, q.failed, q.too_long, q.turns_cut, q.conversations, q.turns, q.prompts, q.outputs, q.uniques)::text,
            E'\n' ORDER BY q.n), '') || E'\n' || jsonb_build_array(r.hits, r.shared, r.total)::text, 'UTF8')) FROM work.report_term q WHERE q.report_id = r.id) WHERE id = r.id;
        RETURN 'done';
      END IF;
      INSERT INTO search.report_chunk (report_id, n) VALUES (r.id, 0);
      r.part := p.part; r.at_term := 0; r.next_docno := NULL; r.part_worked := 0;
    ELSE
      SELECT * INTO p FROM record.part q WHERE q.part = r.part;
    END IF;
    base := p.part * 1000000;
    l := p.last_docno - base + 1;
    SELECT * INTO v FROM record.volume q WHERE q.id = p.volume_id;
    IF r.next_docno IS NULL THEN
      SELECT * INTO t FROM work.report_term q WHERE q.report_id = r.id AND q.n > r.at_term AND q.question IS NOT NULL AND NOT q.too_long AND q.failed IS NULL ORDER BY q.n LIMIT 1;
      IF t.n IS NULL THEN
        SELECT * INTO x FROM search.close_report_part(r.id, l);
        r.hits := r.hits + x.hits; r.shared := r.shared + x.shared; r.at_term := NULL; r.part_worked := 0;
      ELSE
        r.at_term := t.n; r.next_docno := p.first_docno;
      END IF;
    ELSE
      SELECT * INTO t FROM work.report_term q WHERE q.report_id = r.id AND q.n = r.at_term;
    END IF;
    IF r.at_term IS NOT NULL THEN
      t.span := coalesce(t.span, CASE WHEN search.is_exact(t.question) AND NOT r.by_turn THEN 1000000 ELSE 20000 END);
      hi := least(p.last_docno, r.next_docno + t.span - 1);
      v_step := clock_timestamp(); v_cut := false; v_late := false; v_numbers := '{}'; v_find := NULL;
      BEGIN
        v_numbers := search.numbers_in(v, a, t.question, r.filters, r.next_docno, hi, base);
        v_find := extract(epoch FROM clock_timestamp() - v_step) * 1000;
        IF r.by_turn AND NOT t.turns_cut AND t.leaves IS NOT NULL AND v_numbers <> '{}' THEN
          SELECT * INTO x FROM search.turns_hit(ARRAY(SELECT base + d FROM unnest(v_numbers) d), t.leaves);
          t.part_turns := t.part_turns + x.turns; t.part_prompts := t.part_prompts + x.prompts; t.part_outputs := t.part_outputs + x.outputs;
        END IF;
      EXCEPTION
        WHEN query_canceled THEN
          -- The time of one search is over in the middle of a step. Whoever cancels a statement from outside is not hidden.
          IF clock_timestamp() < v_began + make_interval(secs => v_most / 1000.0) THEN RAISE; END IF;
          v_late := true;
          IF v_find IS NULL THEN v_cut := true; ELSE t.turns_cut := true; END IF;
        WHEN data_exception OR program_limit_exceeded THEN
          t.failed := left(SQLERRM, 500); v_numbers := '{}';
      END;
      v_n := coalesce(array_length(v_numbers, 1), 0);
      v_turn := extract(epoch FROM clock_timestamp() - v_step) * 1000;
      v_find := least(coalesce(v_find, v_turn), v_turn);
      t.find_ms := t.find_ms + v_find; t.turn_ms := t.turn_ms + v_turn - v_find; t.part_conversations := t.part_conversations + v_n;
      IF v_n > 0 THEN
        k := NULL;
        SELECT * INTO k FROM search.report_chunk q WHERE q.report_id = r.id AND q.n = t.n;
        IF k.bits IS NULL AND coalesce(cardinality(k.numbers), 0) + v_n <= 1000 THEN
          v_bits := NULL; v_numbers := coalesce(k.numbers, '{}') || v_numbers;
        ELSE
          v_bits := search.bits_of(coalesce(k.numbers, '{}') || v_numbers, l); v_numbers := NULL;
          IF k.bits IS NOT NULL THEN v_bits := v_bits | k.bits; END IF;
        END IF;
        INSERT INTO search.report_chunk (report_id, n, numbers, bits) VALUES (r.id, t.n, v_numbers, v_bits)
          ON CONFLICT (report_id, n) DO UPDATE SET numbers = excluded.numbers, bits = excluded.bits;
      END IF;
      t.too_long := v_cut OR t.find_ms >= v_most AND (hi < p.last_docno OR EXISTS (SELECT FROM search.parts_for(a, r.filters) q WHERE q.part > p.part));
      t.turns_cut := t.turns_cut OR t.turn_ms >= v_most OR t.too_long;
      r.cut := r.cut OR t.too_long OR t.failed IS NOT NULL;
      IF hi - r.next_docno + 1 = t.span THEN
        t.span := greatest(2000, least(1000000, t.span * CASE WHEN v_turn > 2000 THEN 0.5 WHEN v_turn < 100 THEN 4 WHEN v_turn < 500 THEN 2 ELSE 1 END))::integer;
      END IF;
      UPDATE work.report_term q SET span = t.span, find_ms = t.find_ms, turn_ms = t.turn_ms, too_long = t.too_long, turns_cut = t.turns_cut, failed = t.failed, part_conversations = t.part_conversations,
        part_turns = t.part_turns, part_prompts = t.part_prompts, part_outputs = t.part_outputs WHERE q.report_id = r.id AND q.n = t.n;
      r.worked := r.worked + hi - r.next_docno + 1; r.part_worked := r.part_worked + hi - r.next_docno + 1;
      r.next_docno := CASE WHEN hi < p.last_docno AND NOT t.too_long AND t.failed IS NULL THEN hi + 1 END;
    END IF;
    EXIT WHEN v_late OR clock_timestamp() > v_began + make_interval(secs => p_ms / 1000.0);
  END LOOP;
  UPDATE work.term_report SET part = r.part, at_term = r.at_term, next_docno = r.next_docno, worked = r.worked, part_worked = r.part_worked, hits = r.hits, shared = r.shared, cut = r.cut,
    cost_ms = cost_ms + extract(epoch FROM clock_timestamp() - v_began) * 1000, due_at = work.report_due(a) WHERE id = r.id;
  RETURN 'running';
END $function$;

CREATE OR REPLACE FUNCTION api.stop_download(p_secret text, p_ticket bigint)
 RETURNS text
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE e audit.entry; a access.actor; p release.production;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  SELECT * INTO e FROM audit.entry WHERE id = p_ticket AND session_id = a.session_id AND action = 'production:download' AND outcome = 'done';
  IF e.id IS NULL THEN RETURN 'unauthenticated'; END IF;
  IF access.standing(a, 'production:download') IS NOT NULL THEN RETURN access.standing(a, 'production:download'); END IF;
  SELECT * INTO p FROM release.production WHERE id::text = split_part(e.object, ':', 2) AND matter_id = a.matter_id AND side = a.side AND state = 'ready';
  IF p.id IS NULL THEN RETURN 'not_found'; END IF;
  IF EXISTS (SELECT FROM release.holds_on_set(p.set_id)) THEN RETURN 'held'; END IF;
  IF release.is_above(a, p) THEN RETURN 'tier'; END IF;
  IF release.covered_since(a, p.requested_at) OR release.redacted_since(p.set_id, p.matter_id, p.requested_at) THEN RETURN 'redacted'; END IF;
  IF release.is_broken(p.set_id) THEN RETURN 'deleted'; END IF;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION api.superseded_of_sets(p_sets uuid[])
 RETURNS TABLE(set_id uuid, volume text, by text, conversations integer, changed integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT s.id, v.name, w.name, x.n, x.changed
  FROM access.current_actor() a JOIN work.reviewed_set s ON s.id = ANY (p_sets) AND s.matter_id = a.matter_id AND s.side = a.side AND s.tier <= a.tier AND access.refusal(a, 'set:read') IS NULL
  JOIN record.volume v ON v.matter_id = s.matter_id AND v.superseded > 0 AND v.state = 'sealed' JOIN record.volume w ON w.supersedes = v.id
  CROSS JOIN LATERAL (SELECT count(c.docno)::int AS n, (count(*) FILTER (WHERE c.changed))::int AS changed, bool_or(true) AS there
    FROM work.set_part sp JOIN record.part p ON p.part = sp.part AND p.volume_id = v.id LEFT JOIN LATERAL (SELECT y.docno, y.changed FROM unnest(sp.docnos) d JOIN record.succession y ON y.docno = d WHERE s.size <= 100000) c ON true
    WHERE sp.set_id = s.id) x
  WHERE x.there AND (x.n > 0 OR s.size > 100000)
$function$;

CREATE OR REPLACE FUNCTION api.suspend_person(p_person uuid)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'people:manage') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF p_person = a.person_id THEN RETURN 'self'; END IF;
  IF NOT EXISTS (SELECT FROM access.membership WHERE person_id = p_person AND matter_id = a.matter_id) THEN RETURN 'not_found'; END IF;
  UPDATE access.person SET suspended_at = clock_timestamp() WHERE id = p_person AND suspended_at IS NULL;
  IF NOT FOUND THEN RETURN 'suspended'; END IF;
  UPDATE access.session s SET revoked_at = clock_timestamp() FROM access.membership m WHERE m.id = s.membership_id AND m.person_id = p_person AND s.revoked_at IS NULL;
  RETURN 'done';
END $function$;

CREATE OR REPLACE FUNCTION api.take_challenge(p_purpose text)
 RETURNS text
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  WITH taken AS (DELETE FROM access.challenge WHERE session_id = (access.current_actor()).session_id RETURNING *)
  SELECT challenge FROM taken WHERE purpose = p_purpose AND made_at > clock_timestamp() - interval '5 minutes'
$function$;

CREATE OR REPLACE FUNCTION api.take_guess(p_email text, p_mark bytea, p_address text)
 RETURNS TABLE(password_hash text, wait_ms integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_key text := access.guess_key(p_email, p_mark); v_from text := 'address:' || p_address; v_slot timestamptz; v_guesses bigint;
BEGIN
  wait_ms := 0;
  DELETE FROM access.guess WHERE at < clock_timestamp() - interval '1 day';
  IF p_address IS NOT NULL THEN
    IF (SELECT count(*) FROM access.guess WHERE key = v_from AND at > clock_timestamp() - interval '15 minutes') >= 100 THEN RETURN NEXT; RETURN; END IF;
    INSERT INTO access.guess (key) VALUES (v_from);
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(v_key, 0));
  SELECT count(*) INTO v_guesses FROM access.guess WHERE key = v_key AND at > clock_timestamp() - interval '15 minutes';
  SELECT greatest(clock_timestamp(), (SELECT next_at FROM access.guess_queue WHERE key = v_key)) INTO v_slot;
  v_slot := v_slot + access.delay_after(v_guesses);
  IF v_slot > clock_timestamp() + interval '10 seconds' THEN RETURN NEXT; RETURN; END IF;
  INSERT INTO access.guess (key) VALUES (v_key);
  INSERT INTO access.guess_queue AS q VALUES (v_key, v_slot) ON CONFLICT (key) DO UPDATE SET next_at = excluded.next_at;
  wait_ms := ceil(extract(epoch FROM v_slot - clock_timestamp()) * 1000);
  wait_ms := greatest(wait_ms, 0);
  SELECT p.password_hash INTO password_hash FROM access.person p WHERE p.email = lower(p_email) AND p.suspended_at IS NULL
    AND EXISTS (SELECT FROM access.membership m WHERE m.person_id = p.id AND m.ended_at IS NULL);
  RETURN NEXT;
END $function$;

CREATE OR REPLACE FUNCTION api.touch_search(p_id uuid, p_drop boolean)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'search:save') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF p_drop THEN DELETE FROM work.saved_search s WHERE s.id = p_id AND s.matter_id = a.matter_id AND s.side = a.side;
  ELSE UPDATE work.saved_search s SET looked_at = clock_timestamp() WHERE s.id = p_id AND s.matter_id = a.matter_id AND s.side = a.side; END IF;
  RETURN FOUND;
END $function$;

CREATE OR REPLACE FUNCTION api.turn_term_report(p_id uuid, p_on boolean)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); r work.term_report;
BEGIN
  IF coalesce(access.refusal(a, 'search:report'), access.refusal(a, 'conversation:count')) IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO r FROM work.term_report x WHERE x.id = p_id AND x.matter_id = a.matter_id AND x.side = a.side AND x.tier = a.tier FOR UPDATE;
  IF r.id IS NULL THEN RETURN NULL; END IF;
  IF NOT p_on AND r.state = 'running' THEN
    UPDATE work.term_report SET state = 'cancelled', finished_at = clock_timestamp() WHERE id = p_id RETURNING * INTO r;
  ELSIF p_on AND r.state <> 'done' THEN
    UPDATE work.term_report SET state = 'running', restarts = 0, finished_at = NULL, due_at = work.report_due(a) WHERE id = p_id RETURNING * INTO r;
  END IF;
  RETURN jsonb_build_object('state', r.state, 'parserVersion', r.parser_version);
END $function$;

CREATE OR REPLACE FUNCTION api.turns_to_search(p_volume smallint, p_after integer, p_limit integer)
 RETURNS TABLE(docno integer, language text, first_turn integer, turns jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT t.docno, l.tag, t.first_turn, t.turns FROM record.span_search s
  JOIN record.conversation c ON c.volume_id = s.volume_id AND c.docno BETWEEN p_after + 1 AND p_after + p_limit
  JOIN record.conversation_text t ON t.docno = c.docno LEFT JOIN record.language l ON l.id = c.language_id
  WHERE s.volume_id = p_volume AND s.state = 'running' ORDER BY t.docno, t.part
$function$;

CREATE OR REPLACE FUNCTION api.unlink_identity(p_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'identity:unlink') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  DELETE FROM access.identity WHERE id = p_id AND person_id = a.person_id;
  RETURN FOUND;
END $function$;

CREATE OR REPLACE FUNCTION api.unwitnessed_since()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT audit.unwitnessed_since(access.my_matter()) $function$;

CREATE OR REPLACE FUNCTION api.volume_deletions()
 RETURNS TABLE(volume_id smallint, deletion jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'volume:read') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  RETURN QUERY SELECT DISTINCT ON (d.volume_id) d.volume_id, jsonb_build_object('reason', d.reason, 'authority', d.authority, 'outcome', d.outcome, 'decidedReason', d.decided_reason,
      'requested', jsonb_build_object('by', r.name, 'side', d.requested_side, 'at', d.requested_at),
      'decided', CASE WHEN d.outcome IS NOT NULL THEN jsonb_build_object('by', q.name, 'side', d.decided_side, 'at', d.decided_at) END,
      'goneAt', d.gone_at, 'left', (SELECT count(*) FROM record.part p WHERE p.volume_id = d.volume_id AND p.emptied_at IS NULL))
    FROM record.volume_deletion d JOIN access.person r ON r.id = d.requested_by LEFT JOIN access.person q ON q.id = d.decided_by
    WHERE d.matter_id = a.matter_id ORDER BY d.volume_id, d.requested_at DESC;
END $function$;

CREATE OR REPLACE FUNCTION api.volume_rejections(p_volume integer, p_delivery integer, p_ordinal integer, p_limit integer)
 RETURNS TABLE(delivery integer, ordinal integer, file text, line integer, byte_offset double precision, byte_length double precision, reason text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'volume:read') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  RETURN QUERY SELECT d.id, r.ordinal, d.file, r.line, r.byte_offset::float8, r.byte_length::float8, r.reason
    FROM record.volume v JOIN record.delivery d ON d.volume_id = v.id JOIN record.rejection r ON r.delivery_id = d.id
    WHERE v.id = p_volume AND v.matter_id = a.matter_id AND (v.state <> 'loading' OR a.side = 'host') AND (r.delivery_id, r.ordinal) > (p_delivery, p_ordinal)
    ORDER BY r.delivery_id, r.ordinal LIMIT p_limit;
END $function$;

CREATE OR REPLACE FUNCTION api.withdraw_code(p_control text, p_turn integer, p_key text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v_docno integer;
BEGIN
  IF access.refusal(a, 'code:apply') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  v_docno := access.visible_docno(a, p_control);
  IF v_docno IS NULL THEN RETURN 'not_found'; END IF;
  DELETE FROM work.coding k USING work.code b WHERE b.id = k.code_id AND b.key = p_key AND b.side = a.side AND b.matter_id = a.matter_id
    AND k.docno = v_docno AND k.turn = p_turn AND k.side = a.side;
  RETURN CASE WHEN FOUND THEN 'done' ELSE 'no_code' END;
END $function$;
