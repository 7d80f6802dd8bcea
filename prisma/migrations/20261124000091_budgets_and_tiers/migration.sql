-- One request is one entry and one effect; a person is shown so much in an hour and a day; a turn may be of a higher tier than its
-- conversation. All three are asked where text is opened, so the doors of reading are stated anew here, each with all its questions.
-- ACCESS EXCLUSIVE for a moment on audit.entry (its index of request ids is made anew) and on record.conversation (a column with a default).

-- Request ids. The caller's own, unique within its session: a double submit finds the entry of the first.
ALTER TABLE audit.entry DROP CONSTRAINT entry_request_id_key;
CREATE UNIQUE INDEX entry_by_request ON audit.entry (session_id, request_id) WHERE request_id IS NOT NULL;

-- Writes one entry. The transaction number is taken before the entry's own number: a reader that trusts
-- "everything below this transaction has ended" may then trust the order of entries too. Of two transactions with the same request of
-- the same session one writes; the other waits for it, and then fails as a whole.
CREATE OR REPLACE FUNCTION audit.append(
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
      'commitment', encode((p_sealed).commitment, 'hex'), 'request', p_request)) x(k, v))::text, 'UTF8'))
  ON CONFLICT (session_id, request_id) WHERE request_id IS NOT NULL DO NOTHING;
  IF NOT FOUND THEN RAISE EXCEPTION 'this request was answered already' USING ERRCODE = 'RR409'; END IF;
  IF (p_sealed).box IS NOT NULL AND a.side IS NOT NULL THEN
    INSERT INTO audit.detail (entry_id, matter_id, side, epoch, commitment, box)
      VALUES (v_id, a.matter_id, a.side, (p_sealed).epoch, (p_sealed).commitment, (p_sealed).box);
  END IF;
  RETURN v_id;
END $$;

-- The entry that this session's request has already, if any.
CREATE FUNCTION audit.answered(a access.actor, p_request uuid) RETURNS audit.entry
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT e.* FROM audit.entry e WHERE e.session_id = a.session_id AND e.request_id = p_request
$$;
REVOKE ALL ON FUNCTION audit.answered(access.actor, uuid) FROM PUBLIC;

-- The same for whoever acts: asked before anything is done.
CREATE FUNCTION api.answered(p_request uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT (audit.answered(access.current_actor(), p_request)).id $$;
REVOKE ALL ON FUNCTION api.answered(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.answered(uuid) TO rr_app;

-- A ticket is good once committed, for half a minute, for the session that drew it, for what it was drawn for. A question on record is
-- one too: it opens the looking up and the counting of that question, with the right to search.
-- Committed is not yet on disk: a caller may switch synchronous_commit off between writing the entry and committing it. Its commit lies
-- below the point of insertion seen now. Where the disk is behind that, it is made to follow first (PostgreSQL 17 and newer), or waited for:
-- other commits take it along, and where there are none, RR425 asks the caller for a commit of its own before it comes again.
CREATE OR REPLACE FUNCTION audit.redeem(p_ticket bigint, p_actions text[]) RETURNS audit.entry
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE e audit.entry; a access.actor := access.current_actor(); v_inserted pg_lsn;
BEGIN
  SELECT * INTO e FROM audit.entry WHERE id = p_ticket;
  IF e.id IS NULL OR a.session_id IS NULL OR e.session_id <> a.session_id OR e.outcome <> 'done' OR NOT e.action = ANY (p_actions)
     OR e.at < clock_timestamp() - interval '30 seconds'
     OR access.standing(a, CASE e.action WHEN 'conversation:ask' THEN 'conversation:search' ELSE e.action END) IS NOT NULL THEN
    RAISE EXCEPTION 'no valid ticket' USING ERRCODE = '42501';
  END IF;
  IF e.xid = pg_current_xact_id_if_assigned() OR NOT pg_visible_in_snapshot(e.xid, pg_current_snapshot()) THEN
    RAISE EXCEPTION 'the audit entry of this ticket is not committed yet' USING ERRCODE = '42501';
  END IF;
  v_inserted := pg_current_wal_insert_lsn();
  IF pg_current_wal_flush_lsn() < v_inserted THEN
    IF current_setting('server_version_num')::int >= 170000 THEN
      EXECUTE $flush$SELECT pg_logical_emit_message(false, 'reading-room', '-', true)$flush$;
    ELSE
      FOR i IN 1 .. 10 LOOP
        PERFORM pg_sleep(0.0005);
        EXIT WHEN pg_current_wal_flush_lsn() >= v_inserted;
      END LOOP;
      IF pg_current_wal_flush_lsn() < v_inserted THEN
        RAISE EXCEPTION 'the audit entry of this ticket is not on disk yet' USING ERRCODE = 'RR425';
      END IF;
    END IF;
  END IF;
  RETURN e;
END $$;

-- Budgets. What a person was shown, by slots of five minutes and by the connection that showed it, so that no look waits for another.
CREATE TABLE access.spending (
  matter_id  uuid NOT NULL,
  person_id  uuid NOT NULL,
  slot       timestamptz NOT NULL,
  backend    integer NOT NULL,
  views      integer NOT NULL,
  characters bigint NOT NULL,
  PRIMARY KEY (matter_id, person_id, slot, backend)
) WITH (fillfactor = 50);
ALTER TABLE access.spending ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.spending FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON access.spending TO rr_owner USING (true) WITH CHECK (true);

-- What the monitor lets a person be shown beyond the order's budget, until when, and why.
CREATE TABLE access.budget_release (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id  uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  person_id  uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  views      integer NOT NULL CHECK (views BETWEEN 0 AND 1000000),
  characters bigint NOT NULL CHECK (characters BETWEEN 0 AND 1000000000),
  reason     text NOT NULL CHECK (length(btrim(reason)) BETWEEN 1 AND 2000),
  granted_by uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  granted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  until      timestamptz NOT NULL
);
CREATE INDEX budget_release_by_person ON access.budget_release (matter_id, person_id, until);
ALTER TABLE access.budget_release ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.budget_release FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON access.budget_release TO rr_owner USING (true) WITH CHECK (true);
CREATE CONSTRAINT TRIGGER no_change_without_an_entry AFTER INSERT OR UPDATE OR DELETE ON access.budget_release
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require_entry('budget:release');

-- Charges a look to a person, and answers NULL; or charges nothing, and answers which rule forbids it:
-- {"rule", "limit", "used", "freesAt"}. While less than half of every limit is used, and this look is no large part of one, looks of the
-- same moment share a lock and do not wait; beyond that each waits for all of them, so that the last one allowed is the last one shown.
CREATE FUNCTION access.charge(a access.actor, p_views integer, p_characters bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  s jsonb; v_now timestamptz := clock_timestamp(); v_slot timestamptz := date_bin('5 minutes', clock_timestamp(), '2000-01-01Z');
  v_more_views bigint; v_more_characters bigint; v_fresh boolean;
  per_hour bigint; per_day bigint; characters_per_day bigint; in_hour bigint; in_day bigint; characters_in_day bigint; hour_from timestamptz; day_from timestamptz;
BEGIN
  SELECT settings INTO s FROM access.protective_order WHERE id = a.order_id;
  SELECT coalesce(sum(r.views), 0), coalesce(sum(r.characters), 0) INTO v_more_views, v_more_characters
    FROM access.budget_release r WHERE r.matter_id = a.matter_id AND r.person_id = a.person_id AND r.until > v_now;
  per_hour := access.setting(s, 'viewsPerHour')::bigint + v_more_views;
  per_day := access.setting(s, 'viewsPerDay')::bigint + v_more_views;
  characters_per_day := access.setting(s, 'charactersPerDay')::bigint + v_more_characters;
  FOR attempt IN 1 .. 2 LOOP
    SELECT coalesce(sum(x.views) FILTER (WHERE x.slot > v_now - interval '65 minutes'), 0), coalesce(sum(x.views), 0), coalesce(sum(x.characters), 0),
           min(x.slot) FILTER (WHERE x.slot > v_now - interval '65 minutes'), min(x.slot)
      INTO in_hour, in_day, characters_in_day, hour_from, day_from
      FROM access.spending x WHERE x.matter_id = a.matter_id AND x.person_id = a.person_id AND x.slot > v_now - interval '24 hours 5 minutes';
    EXIT WHEN attempt = 2;
    -- Sharing is for limits that what is under way at once cannot reach from below half: as many looks as there are connections.
    IF least(per_hour, per_day) >= 400 AND in_hour * 2 < per_hour AND in_day * 2 < per_day AND characters_in_day * 2 + p_characters * 100 < characters_per_day THEN
      PERFORM pg_advisory_xact_lock_shared(hashtextextended(a.matter_id::text || a.person_id::text, 5));
      EXIT;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(a.matter_id::text || a.person_id::text, 5));
  END LOOP;
  IF in_hour + p_views > per_hour THEN
    RETURN jsonb_build_object('rule', 'viewsPerHour', 'limit', per_hour, 'used', in_hour, 'freesAt', to_char((hour_from + interval '65 minutes') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
  ELSIF in_day + p_views > per_day THEN
    RETURN jsonb_build_object('rule', 'viewsPerDay', 'limit', per_day, 'used', in_day, 'freesAt', to_char((day_from + interval '24 hours 5 minutes') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
  ELSIF characters_in_day + p_characters > characters_per_day THEN
    RETURN jsonb_build_object('rule', 'charactersPerDay', 'limit', characters_per_day, 'used', characters_in_day, 'freesAt',
      to_char((coalesce(day_from, v_slot) + interval '24 hours 5 minutes') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
  END IF;
  INSERT INTO access.spending AS x (matter_id, person_id, slot, backend, views, characters)
    VALUES (a.matter_id, a.person_id, v_slot, pg_backend_pid(), p_views, p_characters)
    ON CONFLICT (matter_id, person_id, slot, backend) DO UPDATE SET views = x.views + excluded.views, characters = x.characters + excluded.characters
    RETURNING x.views = p_views AND x.characters = p_characters INTO v_fresh;
  IF v_fresh THEN
    DELETE FROM access.spending WHERE (matter_id, person_id, slot, backend) IN (
      SELECT x.matter_id, x.person_id, x.slot, x.backend FROM access.spending x
      WHERE x.matter_id = a.matter_id AND x.person_id = a.person_id AND x.slot < v_now - interval '25 hours' LIMIT 200 FOR UPDATE SKIP LOCKED);
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION access.spend(a access.actor, p_views integer, p_characters integer) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT CASE WHEN access.charge(a, p_views, p_characters) IS NOT NULL THEN 'budget' END $$;
REVOKE ALL ON FUNCTION access.charge(access.actor, integer, bigint), access.spend(access.actor, integer, integer) FROM PUBLIC;

-- More for a person, by whoever the order trusts with that.
CREATE FUNCTION api.release_budget(p_person uuid, p_views integer, p_characters bigint, p_hours integer, p_reason text) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_until timestamptz := clock_timestamp() + make_interval(hours => p_hours);
BEGIN
  IF access.refusal(a, 'budget:release') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF NOT EXISTS (SELECT FROM access.membership m WHERE m.person_id = p_person AND m.matter_id = a.matter_id AND m.ended_at IS NULL) THEN RETURN NULL; END IF;
  INSERT INTO access.budget_release (matter_id, person_id, views, characters, reason, granted_by, until)
    VALUES (a.matter_id, p_person, p_views, p_characters, p_reason, a.person_id, v_until);
  RETURN v_until;
END $$;
REVOKE ALL ON FUNCTION api.release_budget(uuid, integer, bigint, integer, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.release_budget(uuid, integer, bigint, integer, text) TO rr_app;

-- Tiers of turns. A conversation is of a tier, and a turn of it may be of a higher one. Who does not reach that turn sees that it is there and
-- what it is designated. Words find no conversation with a turn above the reader: what answers would tell what stands in that turn.
CREATE TABLE record.turn_tier (
  docno integer NOT NULL,
  turn  integer NOT NULL CHECK (turn >= 0),
  tier  smallint NOT NULL CHECK (tier BETWEEN 1 AND 9),
  at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (docno, turn)
);
COMMENT ON TABLE record.turn_tier IS 'Every designation that was made after delivery; turn 0 is the conversation as a whole, and then record.conversation.tier says the same.';
ALTER TABLE record.turn_tier ENABLE ROW LEVEL SECURITY;
ALTER TABLE record.turn_tier FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON record.turn_tier TO rr_owner USING (true) WITH CHECK (true);
ALTER TABLE record.conversation ADD COLUMN top_tier smallint NOT NULL DEFAULT 0;
COMMENT ON COLUMN record.conversation.top_tier IS 'The highest tier of a turn that was designated by itself; 0 where none was.';

-- No designation without an entry of the same transaction that speaks of one.
CREATE FUNCTION audit.require_designation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM audit.entry WHERE xid = pg_current_xact_id() AND action LIKE 'designation:%' AND outcome = 'done') THEN
    RAISE EXCEPTION 'a designation without its audit entry' USING ERRCODE = '42501';
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION audit.require_designation() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER no_change_without_an_entry AFTER INSERT OR UPDATE OR DELETE ON record.turn_tier
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require_designation();

-- Designates a turn, or with turn 0 the conversation. For the verbs that decide about designations; nobody calls it from outside.
-- False where there is no such conversation or turn.
CREATE FUNCTION record.designate(p_docno integer, p_turn integer, p_tier smallint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM record.conversation c WHERE c.docno = p_docno AND p_turn BETWEEN 0 AND c.turns FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO record.turn_tier (docno, turn, tier) VALUES (p_docno, p_turn, p_tier)
    ON CONFLICT (docno, turn) DO UPDATE SET tier = excluded.tier, at = excluded.at;
  UPDATE record.conversation SET
    tier = CASE p_turn WHEN 0 THEN p_tier ELSE tier END,
    top_tier = coalesce((SELECT max(w.tier) FROM record.turn_tier w WHERE w.docno = p_docno AND w.turn > 0), 0)
    WHERE docno = p_docno;
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION record.designate(integer, integer, smallint) FROM PUBLIC;

-- Turns as a reader of a tier may have them: one above it keeps its place and its role, and says its tier instead of its words.
CREATE FUNCTION record.turns_for(p_tier smallint, p_docno integer, p_from integer, p_to integer) RETURNS TABLE (turn integer, said jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT (t.first_turn + n - 1)::int, CASE WHEN w.tier > p_tier THEN jsonb_build_object('role', s->'role', 'text', '', 'withheld', w.tier) ELSE s END
  FROM record.conversation_text t CROSS JOIN jsonb_array_elements(t.turns) WITH ORDINALITY x(s, n)
  LEFT JOIN record.turn_tier w ON w.docno = p_docno AND w.turn = t.first_turn + n - 1
  WHERE t.docno = p_docno AND t.first_turn <= p_to AND t.first_turn + t.turn_count > p_from AND t.first_turn + n - 1 BETWEEN p_from AND p_to
$$;
REVOKE ALL ON FUNCTION record.turns_for(smallint, integer, integer, integer) FROM PUBLIC;

-- Opens a look at some turns. With p_to = 0 it is a look at what was delivered beside the turns instead.
-- In a volume of pairs one person opens one pair of a conversation without a reason, with the turn before or after it; whoever goes on states one.
CREATE OR REPLACE FUNCTION api.open_view(p_secret text, p_control text, p_from integer, p_to integer, p_purpose text, p_request uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  a access.actor; e audit.entry; v_docno integer; c jsonb; v_from integer; v_to integer; v_first integer; v_last integer; v_refusal text; v_over jsonb;
  v_ticket bigint; v_object text; v_source boolean := p_to IS NOT DISTINCT FROM 0; v_purpose text := nullif(btrim(p_purpose), ''); v_characters bigint; v_withheld integer;
BEGIN
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  v_object := 'conversation:' || left(p_control, 40);
  v_refusal := access.refusal(a, 'conversation:view');
  IF v_refusal IS NULL THEN
    v_docno := access.visible_docno(a, p_control);
    IF v_docno IS NULL THEN v_refusal := 'not_found'; END IF;
  END IF;
  IF v_refusal IS NULL THEN
    c := record.card(v_docno);
    v_from := least(greatest(1, coalesce(p_from, 1)), (c->>'turns')::int + 1);
    v_to := least((c->>'turns')::int, coalesce(p_to, v_from + 49), v_from + 199);
  END IF;
  e := audit.answered(a, p_request);
  IF e.id IS NOT NULL THEN
    IF e.action <> 'conversation:view' OR e.object <> v_object OR e.at < clock_timestamp() - interval '20 seconds'
       OR (e.outcome = 'done' AND (v_refusal IS NOT NULL OR CASE WHEN v_source THEN NOT e.detail ? 'source'
         ELSE (v_from, v_to) IS DISTINCT FROM ((e.detail->>'from')::int, (e.detail->>'to')::int) END)) THEN
      RETURN jsonb_build_object('outcome', 'refused', 'reason', 'replayed');
    END IF;
    RETURN jsonb_build_object('outcome', e.outcome, 'reason', e.reason, 'ticket', e.id::text, 'conversation', c, 'from', v_from, 'to', v_to,
      'budget', CASE e.reason WHEN 'budget' THEN e.detail END);
  END IF;
  IF v_refusal IS NULL AND NOT v_source AND c->>'disclosure' = 'pair' AND v_from <= v_to AND length(coalesce(v_purpose, '')) < 3 THEN
    PERFORM pg_advisory_xact_lock(hashtextextended(a.person_id::text || v_object, 6));
    SELECT least(v_from, min((x.detail->>'from')::int)), greatest(v_to, max((x.detail->>'to')::int)) INTO v_first, v_last FROM audit.entry x
      WHERE x.matter_id = a.matter_id AND x.object = v_object AND x.person_id = a.person_id AND x.action = 'conversation:view' AND x.outcome = 'done'
        AND length(coalesce(x.detail->>'purpose', '')) < 3 AND (x.detail->>'from')::int <= (x.detail->>'to')::int;
    IF v_to - v_from > 1 OR v_last - v_first > 2 THEN v_refusal := 'pair'; END IF;
  END IF;
  IF v_refusal IS NULL THEN
    IF v_source THEN
      SELECT coalesce(length(s.metadata::text), 0) + coalesce(length(s.branches::text), 0) INTO v_characters FROM record.conversation_source s WHERE s.docno = v_docno;
    ELSE
      SELECT coalesce(sum(length(said->>'text')), 0), count(*) FILTER (WHERE said ? 'withheld') INTO v_characters, v_withheld FROM record.turns_for(a.tier, v_docno, v_from, v_to);
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
END $$;

CREATE OR REPLACE FUNCTION api.read_view(p_secret text, p_ticket bigint) RETURNS TABLE (turn integer, said jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE e audit.entry; a access.actor;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  e := audit.redeem(p_ticket, ARRAY['conversation:view']);
  RETURN QUERY SELECT t.turn, t.said FROM record.turns_for(a.tier, access.visible_docno(a, split_part(e.object, ':', 2)), (e.detail->>'from')::int, (e.detail->>'to')::int) t
    ORDER BY t.turn;
END $$;

-- What was delivered with a conversation, its place in the delivery, and its other branches. Redeems the ticket of a look at just that.
-- Branches are more of the conversation, and metadata may be: where pairs are shown they stay shut until somebody states a reason, and
-- where a turn is withheld from the reader they stay shut altogether.
CREATE OR REPLACE FUNCTION api.read_source(p_secret text, p_ticket bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE e audit.entry; v_docno integer; a access.actor; v_shut boolean; v_top smallint;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  e := audit.redeem(p_ticket, ARRAY['conversation:view']);
  IF NOT e.detail ? 'source' THEN RAISE EXCEPTION 'no valid ticket' USING ERRCODE = '42501'; END IF;
  v_docno := access.visible_docno(a, split_part(e.object, ':', 2));
  SELECT c.top_tier INTO v_top FROM record.conversation c WHERE c.docno = v_docno;
  v_shut := v_top > a.tier OR (record.card(v_docno)->>'disclosure' = 'pair' AND length(coalesce(e.detail->>'purpose', '')) < 3);
  RETURN (SELECT jsonb_build_object('file', d.file, 'line', s.line, 'byteOffset', s.byte_offset, 'byteLength', s.byte_length, 'sha256', encode(s.sha256, 'hex'),
      'sourceId', s.source_id, 'metadata', CASE WHEN NOT v_shut THEN s.metadata END, 'branches', CASE WHEN v_shut THEN '[]' ELSE coalesce(s.branches, '[]') END,
      'withheld', CASE WHEN v_top > a.tier THEN v_top END)
    FROM record.conversation_source s JOIN record.delivery d ON d.id = s.delivery_id WHERE s.docno = v_docno);
END $$;

-- Puts a question on record, before anything is looked up or counted: its commitment and its box. The question itself comes in with what
-- looks it up. A refusal to search is a refused search. Asked again with the same request it is the same question, and says so.
CREATE OR REPLACE FUNCTION api.open_question(p_secret text, p_action text, p_sealed audit.sealed, p_request uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

-- A page of what answers a question that is on record. The control numbers whose words will be shown stand in this entry. It is not
-- told here which they are but by api.read_results, after the commit. Somebody who takes this look back has its duration, and the question is
-- in the log all the same. A row of a page shows up to 300 characters, and as many are charged.
CREATE OR REPLACE FUNCTION api.open_search(
  p_secret text, p_question bigint, p_salt bytea, p_body text, p_after text, p_descending boolean, p_limit integer, p_request uuid)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
    SELECT FROM work.reviewed_set s WHERE s.id = (v_filters->>'set')::uuid AND s.matter_id = a.matter_id AND s.side = a.side) THEN
    v_refusal := 'not_found';
  END IF;
  v_after := record.find_docno(a.matter_id, p_after);
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
    SELECT coalesce(sum(size), 0) INTO v_total FROM record.volume v WHERE v.matter_id = a.matter_id AND v.state = 'sealed';
  END IF;
  v_ticket := audit.append(a, 'conversation:search', NULL, 'done', NULL, jsonb_build_object(
    'shown', (SELECT coalesce(jsonb_agg(record.card(d)->'controlNumber' ORDER BY n), '[]') FROM unnest(v_docnos) WITH ORDINALITY u(d, n)),
    'more', v_more, 'question', p_question::text, 'characters', v_characters), NULL, p_request);
  RETURN jsonb_build_object('outcome', 'done', 'ticket', v_ticket::text, 'total', v_total);
END $$;

-- For each conversation of a ticket the place where it first answers: the turn, and some 300 characters around the hit.
-- p_leaves are the words and phrases asked for, as typed; {"text", "prefix"}. Never of a turn above the reader.
CREATE OR REPLACE FUNCTION api.read_snippets(p_secret text, p_ticket bigint, p_leaves jsonb) RETURNS TABLE (control_number text, turn integer, role text, cut_before boolean, cut_after boolean, fragment text)
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
      WHERE t.docno = v_docno AND search.fold(s->>'text') LIKE ANY (v_patterns)
        AND NOT EXISTS (SELECT FROM record.turn_tier w WHERE w.docno = v_docno AND w.turn = t.first_turn + n - 1 AND w.tier > a.tier)
      ORDER BY t.part, n LIMIT 1;
      IF v_text IS NOT NULL THEN v_at := regexp_instr(v_text, v_regex, 1, 1, 0, 'i'); END IF;
    END IF;
    IF v_text IS NULL THEN
      SELECT t.first_turn + n - 1, s->>'role', s->>'text' INTO v_turn, v_role, v_text
      FROM record.conversation_text t, jsonb_array_elements(t.turns) WITH ORDINALITY x(s, n)
      WHERE t.docno = v_docno AND t.part = 0 AND btrim(s->>'text') <> ''
        AND NOT EXISTS (SELECT FROM record.turn_tier w WHERE w.docno = v_docno AND w.turn = t.first_turn + n - 1 AND w.tier > a.tier)
      ORDER BY (s->>'role' = 'system'), n LIMIT 1;
    END IF;
    CONTINUE WHEN v_text IS NULL; -- nothing but blanks was said, or nothing for this reader
    v_at := greatest(1, coalesce(v_at, 0) - 90);
    control_number := v_control; turn := v_turn; role := v_role; cut_before := v_at > 1;
    cut_after := length(v_text) > v_at + 299; fragment := substr(v_text, v_at, 300);
    RETURN NEXT;
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION api.read_export(p_secret text, p_ticket bigint) RETURNS TABLE (card jsonb, turns jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE e audit.entry; a access.actor; v_control text; v_docno integer;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  e := audit.redeem(p_ticket, ARRAY['production:ask']);
  FOR v_control IN SELECT jsonb_array_elements_text(e.detail->'shown') LOOP
    v_docno := access.visible_docno(a, v_control);
    card := record.card(v_docno);
    SELECT jsonb_agg(t.said ORDER BY t.turn) INTO turns FROM record.turns_for(a.tier, v_docno, 1, 2147483647) t;
    RETURN NEXT;
  END LOOP;
END $$;

-- Changes one passage of a function and leaves the rest as it stands.
CREATE FUNCTION pg_temp.amend(p_function regprocedure, p_from text, p_to text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  IF position(p_from IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_from; END IF;
  EXECUTE replace(v_text, p_from, p_to);
END $$;
SELECT pg_temp.amend('search.find_in_volume(record.volume, access.actor, jsonb, jsonb, timestamptz, integer, boolean, integer)',
  'conditions := format('' AND c.tier <= %s'', a.tier);',
  'conditions := format('' AND c.tier <= %s'', a.tier);
  IF q IS NOT NULL THEN conditions := conditions || format('' AND c.top_tier <= %s'', a.tier); END IF;');
DROP FUNCTION pg_temp.amend(regprocedure, text, text);
