-- What an entry says to its own side alone is encrypted to that side's key before it reaches the database. The server keeps a salted
-- commitment and a box it cannot open: no search text, no code, no note.
-- Until now audit.detail held that text in the clear, where a superuser of the host could read it. Rows of a log are never changed, so
-- these cannot be encrypted after the fact: the table is dropped with what it held, and made anew. The entries stay as they are, and so do
-- their commitments; what those committed to can no longer be shown. Takes locks on audit.detail alone, for a moment.

CREATE TYPE audit.sealed AS (commitment bytea, box bytea, epoch integer);
COMMENT ON TYPE audit.sealed IS 'commitment: SHA-256 of a 32-byte salt and the JSON that is sealed; box: both, encrypted to the public key of the side''s epoch; no box where the side has no key yet.';

-- The public keys of a side, one after the other. A new epoch begins when somebody leaves the side; entries name theirs.
CREATE TABLE access.side_key (
  matter_id  uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  side       access.side NOT NULL,
  epoch      integer NOT NULL CHECK (epoch > 0),
  public_key bytea NOT NULL CHECK (length(public_key) = 65),
  created_by uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (matter_id, side, epoch)
);
COMMENT ON COLUMN access.side_key.public_key IS 'A point of P-256, uncompressed.';
ALTER TABLE access.side_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.side_key FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON access.side_key TO rr_owner USING (true) WITH CHECK (true);
CREATE POLICY keys_of_my_matter ON access.side_key FOR SELECT TO rr_app USING (matter_id = (SELECT access.my_matter()));
GRANT SELECT ON access.side_key TO rr_app;

DROP TABLE audit.detail;
CREATE TABLE audit.detail (
  entry_id   bigint PRIMARY KEY,
  matter_id  uuid NOT NULL,
  side       access.side NOT NULL,
  epoch      integer NOT NULL,
  commitment bytea NOT NULL CHECK (length(commitment) = 32),
  box        bytea NOT NULL CHECK (length(box) <= 65535)
);
CREATE TRIGGER details_are_never_changed BEFORE UPDATE OR DELETE ON audit.detail FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER details_are_never_truncated BEFORE TRUNCATE ON audit.detail FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.detail ENABLE ALWAYS TRIGGER details_are_never_changed;
ALTER TABLE audit.detail ENABLE ALWAYS TRIGGER details_are_never_truncated;
ALTER TABLE audit.detail ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.detail FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON audit.detail TO rr_owner USING (true) WITH CHECK (true);
CREATE POLICY own_side_only ON audit.detail FOR SELECT TO rr_app USING (
  matter_id = (SELECT access.my_matter()) AND side = (SELECT access.my_side()));
GRANT SELECT ON audit.detail TO rr_app;

-- Writes one entry. The transaction number is taken before the entry's own number: a reader that trusts
-- "everything below this transaction has ended" may then trust the order of entries too.
DROP FUNCTION audit.append(access.actor, text, text, text, text, jsonb, jsonb, uuid);
CREATE FUNCTION audit.append(
  a access.actor, p_action text, p_object text, p_outcome text, p_reason text, p_detail jsonb, p_sealed audit.sealed, p_request uuid)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_xid xid8; v_id bigint; v_at timestamptz;
BEGIN
  IF current_setting('synchronous_commit') = 'off' OR current_setting('fsync') = 'off' THEN
    RAISE EXCEPTION 'no audit entry can be written: commits are not flushed to disk' USING ERRCODE = '55000';
  END IF;
  IF length((p_sealed).commitment) <> 32 OR (p_sealed).commitment IS NULL AND (p_sealed).box IS NOT NULL THEN
    RAISE EXCEPTION 'what is sealed comes with its commitment' USING ERRCODE = '22023';
  END IF;
  v_xid := pg_current_xact_id();
  v_id := nextval('audit.entry_id_seq');
  v_at := clock_timestamp();
  INSERT INTO audit.entry (id, xid, at, matter_id, person_id, email, side, role, session_id, action, object, outcome, reason, detail, commitment, request_id, leaf)
  OVERRIDING SYSTEM VALUE
  VALUES (v_id, v_xid, v_at, a.matter_id, a.person_id, a.email, a.side, a.role, a.session_id, p_action, p_object, p_outcome, p_reason, p_detail, (p_sealed).commitment, p_request,
    convert_to((SELECT jsonb_object_agg(k, v) FILTER (WHERE v <> 'null') FROM jsonb_each(jsonb_build_object(
      'v', 1, 'id', v_id, 'at', to_char(v_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'matter', a.matter_id, 'person', a.person_id, 'email', a.email, 'side', a.side, 'role', a.role, 'session', a.session_id,
      'action', p_action, 'object', p_object, 'outcome', p_outcome, 'reason', p_reason, 'detail', p_detail,
      'commitment', encode((p_sealed).commitment, 'hex'), 'request', p_request)) x(k, v))::text, 'UTF8'));
  IF (p_sealed).box IS NOT NULL AND a.side IS NOT NULL THEN
    INSERT INTO audit.detail (entry_id, matter_id, side, epoch, commitment, box)
      VALUES (v_id, a.matter_id, a.side, (p_sealed).epoch, (p_sealed).commitment, (p_sealed).box);
  END IF;
  RETURN v_id;
END $$;
REVOKE ALL ON FUNCTION audit.append(access.actor, text, text, text, text, jsonb, audit.sealed, uuid) FROM PUBLIC;

-- What an entry committed to, when the caller can say it again: the server itself has forgotten it.
CREATE FUNCTION audit.committed(e audit.entry, p_salt bytea, p_body text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF length(p_salt) IS DISTINCT FROM 32 OR p_body IS NULL OR e.commitment IS DISTINCT FROM sha256(p_salt || convert_to(p_body, 'UTF8')) THEN
    RAISE EXCEPTION 'this is not the question on record' USING ERRCODE = '42501';
  END IF;
  RETURN p_body::jsonb;
END $$;
REVOKE ALL ON FUNCTION audit.committed(audit.entry, bytea, text) FROM PUBLIC;

-- Names the caller for this transaction alone and says who it is. Null where the secret opens no session.
CREATE OR REPLACE FUNCTION api.begin(p_secret text, p_touch boolean) RETURNS jsonb
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
    'sealingKey', (SELECT jsonb_build_object('epoch', k.epoch, 'publicKey', translate(encode(k.public_key, 'base64'), E'\n', ''))
      FROM access.side_key k WHERE k.matter_id = a.matter_id AND k.side = a.side ORDER BY k.epoch DESC LIMIT 1),
    'expiresAt', (SELECT expires_at FROM access.session WHERE id = a.session_id));
END $$;

-- Appends the entry of something done or refused. What is recorded as done must have been permitted. An entry that a ticket is
-- (it names what is shown) is written by the doors alone: they ask about tiers, pairs and holds before they write it.
DROP FUNCTION api.record(text, text, text, text, jsonb, jsonb, uuid);
CREATE FUNCTION api.record(p_action text, p_object text, p_outcome text, p_reason text, p_detail jsonb, p_sealed audit.sealed, p_request uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_refusal text := access.refusal(a, p_action);
BEGIN
  IF a.session_id IS NULL THEN RAISE EXCEPTION 'nobody is acting' USING ERRCODE = '42501'; END IF;
  IF p_outcome = 'done' AND v_refusal IS NOT NULL THEN RAISE EXCEPTION 'not permitted: %', v_refusal USING ERRCODE = '42501'; END IF;
  IF p_outcome = 'done' AND (p_action = 'conversation:view' OR p_detail ? 'shown') THEN RAISE EXCEPTION 'a ticket is given by a door' USING ERRCODE = '42501'; END IF;
  RETURN audit.append(a, p_action, p_object, p_outcome, p_reason, p_detail, p_sealed, p_request);
END $$;
REVOKE ALL ON FUNCTION api.record(text, text, text, text, jsonb, audit.sealed, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.record(text, text, text, text, jsonb, audit.sealed, uuid) TO rr_app;

-- A ticket is good once committed, for half a minute, for the session that drew it, for what it was drawn for. A question on record is
-- one too: it opens the looking up and the counting of that question, with the right to search.
CREATE OR REPLACE FUNCTION audit.redeem(p_ticket bigint, p_actions text[]) RETURNS audit.entry
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE e audit.entry; a access.actor := access.current_actor();
BEGIN
  SELECT * INTO e FROM audit.entry WHERE id = p_ticket;
  IF e.id IS NULL OR a.session_id IS NULL OR e.session_id <> a.session_id OR e.outcome <> 'done' OR NOT e.action = ANY (p_actions)
     OR e.at < clock_timestamp() - interval '30 seconds'
     OR access.refusal(a, CASE e.action WHEN 'conversation:ask' THEN 'conversation:search' ELSE e.action END) IS NOT NULL THEN
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

-- Puts a question on record, before anything is looked up or counted: its commitment and its box. The question itself comes in with what
-- looks it up. A refusal to search is a refused search.
CREATE FUNCTION api.open_question(p_secret text, p_action text, p_sealed audit.sealed, p_request uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; v_right text; v_refusal text;
BEGIN
  v_right := CASE p_action WHEN 'conversation:ask' THEN 'conversation:search' WHEN 'conversation:count' THEN 'conversation:count' END;
  IF v_right IS NULL OR (p_sealed).commitment IS NULL THEN RAISE EXCEPTION 'a question is asked or counted, and sealed' USING ERRCODE = '22023'; END IF;
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  v_refusal := access.refusal(a, v_right);
  IF v_refusal IS NOT NULL THEN
    PERFORM audit.append(a, v_right, NULL, 'refused', v_refusal, NULL, NULL, p_request);
    RETURN jsonb_build_object('outcome', 'refused', 'reason', v_refusal);
  END IF;
  RETURN jsonb_build_object('outcome', 'done', 'ticket', audit.append(a, p_action, NULL, 'done', NULL, NULL, p_sealed, p_request)::text);
END $$;
REVOKE ALL ON FUNCTION api.open_question(text, text, audit.sealed, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.open_question(text, text, audit.sealed, uuid) TO rr_app;
DROP FUNCTION api.open_count(text, jsonb, text, jsonb);

-- A page of what answers a question that is on record. The control numbers whose words will be shown stand in this entry. It is not
-- told here which they are but by api.read_results, after the commit. Somebody who takes this look back has its duration, and the question is
-- in the log all the same.
DROP FUNCTION api.open_search(text, jsonb, text, jsonb, text, boolean, integer, uuid);
CREATE FUNCTION api.open_search(
  p_secret text, p_question bigint, p_salt bytea, p_body text, p_after text, p_descending boolean, p_limit integer, p_request uuid)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  a access.actor; e audit.entry; asked jsonb; v_tree jsonb; v_filters jsonb; v_refusal text; v_ticket bigint;
  v_docnos integer[]; v_more boolean; v_after integer; v_total integer;
BEGIN
  p_limit := least(greatest(coalesce(p_limit, 50), 1), 200); -- a page is what the log can name in one entry
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  e := audit.redeem(p_question, ARRAY['conversation:ask']);
  asked := audit.committed(e, p_salt, p_body);
  v_tree := nullif(asked->'question', 'null');
  v_filters := coalesce(asked->'filters', '{}');
  IF v_filters ? 'set' AND NOT EXISTS (
    SELECT FROM work.reviewed_set s WHERE s.id = (v_filters->>'set')::uuid AND s.matter_id = a.matter_id AND s.side = a.side) THEN
    v_refusal := 'not_found';
  END IF;
  v_after := record.find_docno(a.matter_id, p_after);
  IF p_after IS NOT NULL AND v_after IS NULL THEN v_refusal := 'not_found'; END IF;
  IF v_refusal IS NOT NULL THEN
    PERFORM audit.append(a, 'conversation:search', NULL, 'refused', v_refusal, jsonb_build_object('question', p_question::text), NULL, p_request);
    RETURN jsonb_build_object('outcome', 'refused', 'reason', v_refusal);
  END IF;
  SELECT array_agg(f.docno ORDER BY f.n) INTO v_docnos FROM (
    SELECT x.docno, row_number() OVER () AS n
    FROM search.find(a, v_tree, v_filters, (SELECT c.started_at FROM record.conversation c WHERE c.docno = v_after), v_after, p_descending, p_limit + 1) x) f;
  v_more := coalesce(array_length(v_docnos, 1), 0) > p_limit;
  v_docnos := v_docnos[1:p_limit];
  -- Everything, when all of it may be seen, is known without counting, and from the sizes of the volumes alone.
  IF v_tree IS NULL AND v_filters = '{}' AND NOT EXISTS (
      SELECT FROM record.volume v WHERE v.matter_id = a.matter_id AND (v.tier > a.tier OR v.disclosure IN ('matched', 'aggregate'))) THEN
    SELECT coalesce(sum(size), 0) INTO v_total FROM record.volume v WHERE v.matter_id = a.matter_id AND v.state = 'sealed';
  END IF;
  v_ticket := audit.append(a, 'conversation:search', NULL, 'done', NULL, jsonb_build_object(
    'shown', (SELECT coalesce(jsonb_agg(record.card(d)->'controlNumber' ORDER BY n), '[]') FROM unnest(v_docnos) WITH ORDINALITY u(d, n)),
    'more', v_more, 'question', p_question::text), NULL, p_request);
  RETURN jsonb_build_object('outcome', 'done', 'ticket', v_ticket::text, 'total', v_total);
END $$;
REVOKE ALL ON FUNCTION api.open_search(text, bigint, bytea, text, text, boolean, integer, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.open_search(text, bigint, bytea, text, text, boolean, integer, uuid) TO rr_app;

-- The page that a ticket was drawn for: its conversations with the own side's codes, and whether there are more.
CREATE OR REPLACE FUNCTION api.read_results(p_secret text, p_ticket bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE e audit.entry; a access.actor;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  e := audit.redeem(p_ticket, ARRAY['conversation:search']);
  RETURN jsonb_build_object('more', e.detail->'more', 'rows', (
    SELECT coalesce(jsonb_agg(record.card(x.docno) || jsonb_build_object('codes', coalesce((
        SELECT jsonb_agg(jsonb_build_object('key', b.key, 'turn', k.turn) ORDER BY k.turn, b.position)
        FROM work.coding k JOIN work.code b ON b.id = k.code_id WHERE k.docno = x.docno AND k.matter_id = a.matter_id AND k.side = a.side), '[]')) ORDER BY x.n), '[]')
    FROM (SELECT access.visible_docno(a, c) AS docno, n FROM jsonb_array_elements_text(e.detail->'shown') WITH ORDINALITY u(c, n)) x WHERE x.docno IS NOT NULL));
END $$;

-- Counts of an answer by month, model, language, volume and own code. Shows no text, but enough counts spell it out: what is counted is the
-- question on record, which the caller says again.
DROP FUNCTION api.read_count(text, bigint);
CREATE FUNCTION api.read_count(p_secret text, p_ticket bigint, p_salt bytea, p_body text) RETURNS TABLE (facet text, value text, n bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; asked jsonb;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  asked := audit.committed(audit.redeem(p_ticket, ARRAY['conversation:count']), p_salt, p_body);
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
REVOKE ALL ON FUNCTION api.read_count(text, bigint, bytea, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.read_count(text, bigint, bytea, text) TO rr_app;

-- Freezes an answer into a reviewed set: the first p_limit in order of date (or from the last back), or all. NULL where the name is taken.
-- A size is a count, and a set that is taken back would have been one in secret: what is frozen is the question of a count on record.
DROP FUNCTION api.freeze_set(bigint, text, text, boolean, integer);
CREATE FUNCTION api.freeze_set(p_ticket bigint, p_salt bytea, p_body text, p_name text, p_reading text, p_descending boolean, p_limit integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_id uuid := gen_random_uuid(); v_docnos integer[]; asked jsonb;
BEGIN
  IF access.refusal(a, 'set:freeze') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  asked := audit.committed(audit.redeem(p_ticket, ARRAY['conversation:count']), p_salt, p_body);
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
REVOKE ALL ON FUNCTION api.freeze_set(bigint, bytea, text, text, text, boolean, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.freeze_set(bigint, bytea, text, text, text, boolean, integer) TO rr_app;

-- An entry is read once it is committed: inside its own transaction it would tell what a look found before the look is on record.
DROP POLICY monitors_all_others_own ON audit.entry;
CREATE POLICY monitors_all_others_own ON audit.entry FOR SELECT TO rr_app USING (
  matter_id = (SELECT access.my_matter()) AND ((SELECT access.am_monitor()) OR person_id = (SELECT access.my_person()))
  AND xid IS DISTINCT FROM (SELECT pg_current_xact_id_if_assigned()));

-- The next conversations of a production being written, at most p_limit: one entry for the chunk, one ticket to read it.
-- Who asks for the next chunk has written the ones before: p_written, the progress that its side is shown.
CREATE OR REPLACE FUNCTION api.open_export(p_secret text, p_production uuid, p_after integer, p_written integer, p_limit integer) RETURNS jsonb
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
    jsonb_build_object('shown', (SELECT jsonb_agg(record.card(d)->'controlNumber') FROM unnest(v_docnos) d)), NULL, NULL);
  RETURN jsonb_build_object('outcome', 'done', 'ticket', v_ticket::text, 'docnos', to_jsonb(v_docnos));
END $$;
