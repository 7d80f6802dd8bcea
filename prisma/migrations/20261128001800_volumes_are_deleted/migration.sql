-- A sealed volume is deleted by an act under hold rules: the host asks, with a reason and an authority; the court approves; and no hold may cover any of it.
-- From the approval on nobody finds any of it. Its partitions go afterwards, one by one, each with an entry of its own, so that what is killed
-- in between goes on. The row of the volume, its files' hashes, its numbers and its control prefix stay: no number is ever given again.
-- New table and columns without computed defaults; the CHECK is looked through over a table of a few rows.

ALTER TABLE record.volume DROP CONSTRAINT volume_state_check, ADD CONSTRAINT volume_state_check CHECK (state IN ('loading', 'sealed', 'deleted'));
ALTER TABLE record.part ADD COLUMN emptied_at timestamptz, ADD COLUMN sha256 bytea CHECK (length(sha256) = 32);
COMMENT ON COLUMN record.part.sha256 IS 'Of a partition that is gone: SHA-256 over the hashes of its conversations, in order of number.';

CREATE TABLE record.volume_deletion (
  id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id      uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  volume_id      smallint NOT NULL REFERENCES record.volume ON DELETE RESTRICT,
  reason         text NOT NULL CHECK (length(btrim(reason)) BETWEEN 1 AND 2000),
  authority      text NOT NULL CHECK (length(btrim(authority)) BETWEEN 1 AND 500),
  requested_by   uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  requested_side access.side NOT NULL,
  requested_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  outcome        text CHECK (outcome IN ('approved', 'refused', 'withdrawn')),
  decided_reason text CHECK (length(btrim(decided_reason)) BETWEEN 1 AND 2000),
  decided_by     uuid REFERENCES access.person ON DELETE RESTRICT,
  decided_side   access.side,
  decided_at     timestamptz,
  gone_at        timestamptz,
  CONSTRAINT a_decision_is_whole CHECK (num_nulls(outcome, decided_by, decided_side, decided_at) IN (0, 4)),
  CONSTRAINT deletion_takes_two_people_of_two_sides CHECK (outcome <> 'approved' OR (decided_by <> requested_by AND decided_side <> requested_side)),
  CONSTRAINT only_what_was_approved_goes CHECK (gone_at IS NULL OR outcome = 'approved')
);
CREATE UNIQUE INDEX one_deletion_of_a_volume_at_a_time ON record.volume_deletion (volume_id) WHERE outcome IS NULL OR outcome = 'approved';
ALTER TABLE record.volume_deletion ENABLE ROW LEVEL SECURITY;
ALTER TABLE record.volume_deletion FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON record.volume_deletion TO rr_owner USING (true) WITH CHECK (true);
CREATE CONSTRAINT TRIGGER no_change_without_an_entry AFTER INSERT OR UPDATE OR DELETE ON record.volume_deletion DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_entry('volume:request-deletion', 'volume:approve-deletion', 'volume:refuse-deletion', 'volume:purge');

CREATE FUNCTION record.guard_deletion() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'what was asked for stays on record' USING ERRCODE = '42501'; END IF;
  IF (OLD.id, OLD.matter_id, OLD.volume_id, OLD.reason, OLD.authority, OLD.requested_by, OLD.requested_side, OLD.requested_at)
     IS DISTINCT FROM (NEW.id, NEW.matter_id, NEW.volume_id, NEW.reason, NEW.authority, NEW.requested_by, NEW.requested_side, NEW.requested_at)
     OR OLD.outcome IS NOT NULL AND (OLD.outcome, OLD.decided_reason, OLD.decided_by, OLD.decided_side, OLD.decided_at)
       IS DISTINCT FROM (NEW.outcome, NEW.decided_reason, NEW.decided_by, NEW.decided_side, NEW.decided_at)
     OR OLD.gone_at IS NOT NULL THEN
    RAISE EXCEPTION 'a deletion is not rewritten' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER deletions_are_not_rewritten BEFORE UPDATE OR DELETE ON record.volume_deletion FOR EACH ROW EXECUTE FUNCTION record.guard_deletion();
CREATE TRIGGER deletions_are_not_truncated BEFORE TRUNCATE ON record.volume_deletion FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- The holds that cover anything in a volume: on the matter, on the volume, on one of its conversations, on a set of either side that has one of them.
CREATE FUNCTION release.holds_on_volume(p_matter uuid, p_volume smallint) RETURNS SETOF release.hold
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT h.* FROM release.hold h WHERE h.matter_id = p_matter AND h.released_at IS NULL AND (
    h.scope = 'matter'
    OR (h.scope = 'volume' AND h.volume_id = p_volume)
    OR (h.scope = 'conversation' AND EXISTS (SELECT FROM record.part p WHERE p.volume_id = p_volume AND h.docno BETWEEN p.first_docno AND p.last_docno))
    OR (h.scope = 'set' AND EXISTS (SELECT FROM work.set_part sp JOIN record.part p ON p.part = sp.part WHERE sp.set_id = h.set_id AND p.volume_id = p_volume)))
  ORDER BY h.placed_at
$$;

-- The last word is the database's: whoever changes the state of a volume, by whatever way.
CREATE FUNCTION record.guard_state() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'loading' THEN RAISE EXCEPTION 'the record of a sealed volume stays' USING ERRCODE = '42501'; END IF;
    RETURN OLD;
  END IF;
  IF NEW.state = OLD.state THEN RETURN NEW; END IF;
  IF (OLD.state, NEW.state) = ('loading', 'sealed') THEN RETURN NEW; END IF;
  IF (OLD.state, NEW.state) <> ('sealed', 'deleted') THEN RAISE EXCEPTION 'a volume does not become % again', NEW.state USING ERRCODE = '42501'; END IF;
  PERFORM FROM access.matter WHERE id = NEW.matter_id FOR UPDATE;
  IF NOT EXISTS (SELECT FROM record.volume_deletion d WHERE d.volume_id = NEW.id AND d.outcome = 'approved') THEN
    RAISE EXCEPTION 'a volume is deleted by two people of two sides' USING ERRCODE = '42501';
  END IF;
  IF EXISTS (SELECT FROM release.holds_on_volume(NEW.matter_id, NEW.id)) THEN RAISE EXCEPTION 'a hold forbids this deletion' USING ERRCODE = 'RR423'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_volume_is_deleted_by_an_act BEFORE UPDATE OF state OR DELETE ON record.volume FOR EACH ROW EXECUTE FUNCTION record.guard_state();

-- Where a number of a conversation lies is known when the conversation is gone.
CREATE FUNCTION record.name_of(p_docno integer) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT record.control_number(v.control_prefix, v.first_docno, p_docno) FROM record.part p JOIN record.volume v ON v.id = p.volume_id WHERE p.part = p_docno / 1000000
$$;

CREATE FUNCTION api.request_volume_deletion(p_volume text, p_reason text, p_authority text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v record.volume; v_holds jsonb; v_id uuid;
BEGIN
  IF access.refusal(a, 'volume:request-deletion') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  PERFORM FROM access.matter WHERE id = a.matter_id FOR UPDATE;
  SELECT * INTO v FROM record.volume x WHERE x.matter_id = a.matter_id AND (x.name = p_volume OR x.id::text = p_volume) ORDER BY (x.id::text = p_volume) DESC LIMIT 1 FOR UPDATE;
  IF v.id IS NULL THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  IF v.state <> 'sealed' THEN RETURN jsonb_build_object('outcome', v.state, 'volume', v.name); END IF;
  SELECT jsonb_agg(jsonb_build_object('id', h.id, 'scope', h.scope, 'authority', h.authority)) INTO v_holds FROM release.holds_on_volume(a.matter_id, v.id) h;
  IF v_holds IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'held', 'volume', v.name, 'holds', v_holds); END IF;
  INSERT INTO record.volume_deletion (matter_id, volume_id, reason, authority, requested_by, requested_side)
    VALUES (a.matter_id, v.id, p_reason, p_authority, a.person_id, a.side) ON CONFLICT (volume_id) WHERE outcome IS NULL OR outcome = 'approved' DO NOTHING RETURNING id INTO v_id;
  IF v_id IS NULL THEN RETURN jsonb_build_object('outcome', 'requested', 'volume', v.name); END IF;
  RETURN jsonb_build_object('outcome', 'done', 'id', v_id, 'volume', v.name, 'prefix', v.control_prefix, 'conversations', v.size);
END $$;

-- Decides a request: the court approves or refuses it, the side that asked takes it back. With an approval everything in the volume is beyond reach at
-- once, and what was found in this matter by searches is forgotten.
CREATE FUNCTION api.decide_volume_deletion(p_volume text, p_decision text, p_reason text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
  RETURN jsonb_build_object('outcome', 'done', 'decision', 'approved', 'volume', v.name, 'prefix', v.control_prefix, 'conversations', v.size, 'reason', d.reason, 'authority', d.authority,
    'from', CASE WHEN v.size > 0 THEN record.control_number(v.control_prefix, v.first_docno, v.first_docno) END,
    'to', CASE WHEN v.size > 0 THEN record.control_number(v.control_prefix, v.first_docno, v.first_docno + v.size - 1) END,
    'files', (SELECT coalesce(jsonb_agg(jsonb_build_object('file', x.file, 'sha256', encode(x.file_sha256, 'hex'), 'stored', x.stored, 'rejected', x.rejected) ORDER BY x.id), '[]')
      FROM record.delivery x WHERE x.volume_id = v.id));
END $$;

-- Takes the next partition of a deleted volume out of the database, with its entry; NULL where nothing is left to take. For that the approval has to be
-- committed, and no hold may have been placed meanwhile. It waits two seconds for whoever is reading, then gives way: it is asked again.
CREATE FUNCTION api.purge_next_part() RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' SET work_mem = '128MB' AS $$
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
    FOREACH t IN ARRAY ARRAY['span', 'conversation_source', 'conversation_text', 'conversation'] LOOP
      EXECUTE format('DROP TABLE IF EXISTS record.%I', t || '_' || lpad(p.part::text, 4, '0'));
    END LOOP;
    DELETE FROM search.facet WHERE part = p.part;
    UPDATE record.part SET emptied_at = clock_timestamp(), sha256 = v_hash WHERE part = p.part;
  END IF;
  SELECT count(*) INTO v_left FROM record.part x WHERE x.volume_id = v.id AND x.emptied_at IS NULL;
  IF v_left = 0 THEN UPDATE record.volume_deletion SET gone_at = clock_timestamp() WHERE id = d.id; END IF;
  PERFORM audit.append(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', d.matter_id)), 'volume:purge', 'volume:' || v.name, 'done', NULL,
    jsonb_strip_nulls(jsonb_build_object('from', record.name_of(p.first_docno), 'to', record.name_of(p.last_docno), 'conversations', coalesce(p.last_docno - p.first_docno + 1, 0),
      'sha256', encode(v_hash, 'hex'), 'left', v_left)), NULL, NULL);
  RETURN jsonb_build_object('volume', v.name, 'left', v_left);
END $$;

-- What was asked for and decided of the volumes of the matter, the last of each.
CREATE FUNCTION api.volume_deletions() RETURNS TABLE (volume_id smallint, deletion jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'volume:read') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  RETURN QUERY SELECT DISTINCT ON (d.volume_id) d.volume_id, jsonb_build_object('reason', d.reason, 'authority', d.authority, 'outcome', d.outcome, 'decidedReason', d.decided_reason,
      'requested', jsonb_build_object('by', r.name, 'side', d.requested_side, 'at', d.requested_at),
      'decided', CASE WHEN d.outcome IS NOT NULL THEN jsonb_build_object('by', q.name, 'side', d.decided_side, 'at', d.decided_at) END,
      'goneAt', d.gone_at, 'left', (SELECT count(*) FROM record.part p WHERE p.volume_id = d.volume_id AND p.emptied_at IS NULL))
    FROM record.volume_deletion d JOIN access.person r ON r.id = d.requested_by LEFT JOIN access.person q ON q.id = d.decided_by
    WHERE d.matter_id = a.matter_id ORDER BY d.volume_id, d.requested_at DESC;
END $$;

-- What a set of the own side has lost with volumes that were deleted: a set is frozen, so it says so and keeps its members.
CREATE FUNCTION api.lost_of_sets(p_sets uuid[]) RETURNS TABLE (set_id uuid, volume text, conversations integer, deleted_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.id, v.name, sum(cardinality(sp.docnos))::int, max(d.decided_at)
  FROM access.current_actor() a JOIN work.reviewed_set s ON s.id = ANY (p_sets) AND s.matter_id = a.matter_id AND s.side = a.side AND access.refusal(a, 'set:read') IS NULL
  JOIN work.set_part sp ON sp.set_id = s.id JOIN record.part p ON p.part = sp.part JOIN record.volume v ON v.id = p.volume_id AND v.state = 'deleted'
  JOIN record.volume_deletion d ON d.volume_id = v.id AND d.outcome = 'approved' GROUP BY s.id, v.name ORDER BY s.id, v.name
$$;

-- What is known of a conversation that was deleted with its volume: the volume's own words, and the codes that the own side had given it.
CREATE FUNCTION api.deleted_conversation(p_control text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
-- What is deleted stays as it is too.
SELECT pg_temp.amend('record.guard_sealed()', 'IF v_state = ''sealed'' THEN', 'IF v_state IN (''sealed'', ''deleted'') THEN');
SELECT pg_temp.amend('record.guard_description()', 'OLD.state = ''sealed'' AND', 'OLD.state <> ''loading'' AND');
SELECT pg_temp.amend('api.volume_rejections(integer, integer, integer, integer)', 'v.state = ''sealed'' OR a.side = ''host''', 'v.state <> ''loading'' OR a.side = ''host''');
-- A hold is placed on what is there.
SELECT pg_temp.amend('api.place_hold(text, text, text, text)', 'AND (name = p_target OR control_prefix = p_target)', 'AND state <> ''deleted'' AND (name = p_target OR control_prefix = p_target)');
SELECT pg_temp.amend('api.designations()', 'record.card(d.docno)->''controlNumber''', 'record.name_of(d.docno)');
SELECT pg_temp.amend('api.challenges()', 'record.card(c.docno)->''controlNumber''', 'record.name_of(c.docno)');
-- What holds a conversation that was deleted is not whole any more, and does not leave.
SELECT pg_temp.amend('api.open_download(text, uuid, text, uuid)', 'IF v_holds IS NOT NULL THEN v_refusal := ''held''; END IF;',
  'IF v_holds IS NOT NULL THEN v_refusal := ''held''; ELSIF release.is_broken(p.set_id) THEN v_refusal := ''deleted''; END IF;');
SELECT pg_temp.amend('api.stop_download(text, bigint)', 'THEN RETURN ''held''; END IF;', 'THEN RETURN ''held''; END IF;
  IF release.is_broken(p.set_id) THEN RETURN ''deleted''; END IF;');
SELECT pg_temp.amend('api.open_export(text, uuid, integer, integer, integer)', 'THEN v_refusal := ''held''; END IF;',
  'THEN v_refusal := ''held''; ELSIF release.is_broken(p.set_id) THEN v_refusal := ''deleted''; END IF;');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);

CREATE FUNCTION release.is_broken(p_set uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM work.set_part sp JOIN record.part p ON p.part = sp.part JOIN record.volume v ON v.id = p.volume_id AND v.state = 'deleted' WHERE sp.set_id = p_set)
$$;

REVOKE ALL ON FUNCTION record.guard_deletion(), record.guard_state(), record.name_of(integer), release.holds_on_volume(uuid, smallint), release.is_broken(uuid),
  api.request_volume_deletion(text, text, text), api.decide_volume_deletion(text, text, text), api.purge_next_part(), api.volume_deletions(),
  api.lost_of_sets(uuid[]), api.deleted_conversation(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.request_volume_deletion(text, text, text), api.decide_volume_deletion(text, text, text), api.volume_deletions(),
  api.lost_of_sets(uuid[]), api.deleted_conversation(text) TO rr_app;
GRANT EXECUTE ON FUNCTION api.purge_next_part() TO rr_intake;
