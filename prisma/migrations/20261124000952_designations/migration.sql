-- Designations by the producing side, and challenges to them by the other one: grounds, a note of conferring, two periods, an answer, a ruling.
-- A period that ends does nothing: a designation stands until a person says otherwise.
-- Takes no lock that anyone could wait for.

CREATE TABLE record.designation (
  id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  docno     integer NOT NULL,
  turn      integer NOT NULL CHECK (turn >= 0),
  tier      smallint NOT NULL CHECK (tier BETWEEN 1 AND 9),
  was       smallint NOT NULL,
  reason    text NOT NULL CHECK (length(btrim(reason)) BETWEEN 1 AND 2000),
  set_by    uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  set_side  access.side NOT NULL,
  set_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX designation_by_matter ON record.designation (matter_id, set_at DESC);

CREATE TABLE record.challenge (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id   uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  docno       integer NOT NULL,
  turn        integer NOT NULL CHECK (turn >= 0),
  tier        smallint NOT NULL,
  asked       smallint NOT NULL CHECK (asked >= 1 AND asked < tier),
  grounds     text NOT NULL CHECK (length(btrim(grounds)) BETWEEN 1 AND 10000),
  conferred   text NOT NULL CHECK (length(btrim(conferred)) BETWEEN 1 AND 2000),
  side        access.side NOT NULL,
  made_by     uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  made_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  answer_by   date NOT NULL,
  move_by     date NOT NULL,
  answer      text CHECK (length(btrim(answer)) BETWEEN 1 AND 10000),
  answered_by uuid REFERENCES access.person ON DELETE RESTRICT,
  answered_at timestamptz,
  outcome     text CHECK (outcome IN ('dropped', 'withdrawn', 'kept', 'lowered', 'waived')),
  ended_with  text CHECK (length(ended_with) <= 10000),
  ended_by    uuid REFERENCES access.person ON DELETE RESTRICT,
  ended_at    timestamptz,
  CONSTRAINT an_end_has_its_person_and_moment CHECK ((outcome IS NULL) = (ended_by IS NULL) AND (outcome IS NULL) = (ended_at IS NULL)),
  CONSTRAINT what_the_producing_side_stands_by_is_not_waived CHECK (outcome <> 'waived' OR answered_at IS NULL)
);
COMMENT ON COLUMN record.challenge.move_by IS 'The last day to ask the court to keep the designation. That it has passed does nothing: the monitor may confirm a waiver.';
CREATE UNIQUE INDEX one_open_challenge_of_a_designation ON record.challenge (docno, turn) WHERE outcome IS NULL;
CREATE INDEX challenge_by_matter ON record.challenge (matter_id, made_at DESC);

DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['record.designation', 'record.challenge'] LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY owner_sees_all ON %s TO rr_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('CREATE CONSTRAINT TRIGGER no_change_without_an_entry AFTER INSERT OR UPDATE OR DELETE ON %s DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require_designation()', t);
  END LOOP;
END $$;

-- The conversation that an actor may name: counsel one that they may see, the host's custodian any of the matter.
CREATE FUNCTION record.docno_named(a access.actor, p_control text) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN a.side = 'host' THEN record.find_docno(a.matter_id, p_control) ELSE access.visible_docno(a, p_control) END
$$;
-- What a turn is designated, or with turn 0 the conversation; NULL where there is no such turn.
CREATE FUNCTION record.tier_of(p_docno integer, p_turn integer) RETURNS smallint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT greatest(c.tier, w.tier) FROM record.conversation c LEFT JOIN record.turn_tier w ON w.docno = c.docno AND w.turn = p_turn AND p_turn > 0
  WHERE c.docno = p_docno AND p_turn BETWEEN 0 AND c.turns
$$;
CREATE FUNCTION access.producing_side(a access.actor) RETURNS access.side
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT (access.setting((access.order_of(a.matter_id)).settings, 'producingSide')#>>'{}')::access.side
$$;

-- Designates a conversation or a turn, up or down. 'wrong_side': it is not this side's to designate; 'tiers': the order has no such tier;
-- 'below': a turn is never lower than its conversation; 'challenged': a challenge is open, and is answered first; 'same': nothing would change.
CREATE FUNCTION api.designate(p_control text, p_turn integer, p_tier integer, p_reason text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

-- Challenges a designation: it should be of the lower tier p_asked. Two periods begin, and the designation stands meanwhile.
CREATE FUNCTION api.challenge_designation(p_control text, p_turn integer, p_asked integer, p_grounds text, p_conferred text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

-- Moves a challenge on: 'drop' by the side that made it, 'withdraw' and 'uphold' by the producing side, 'kept', 'lowered' and 'waived' by the
-- court's monitor. A waiver is confirmed only after the period to move, and only where the producing side has not stood by it ('running', 'answered').
CREATE FUNCTION api.move_challenge(p_id uuid, p_step text, p_text text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

-- Challenges, the newest first, with what they are about by its number. A reader sees those about conversations that they may open.
CREATE FUNCTION api.challenges() RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT to_jsonb(c) - '{docno,matter_id}'::text[] || jsonb_build_object('conversation', record.card(c.docno)->'controlNumber',
    'made_by', m.name, 'answered_by', n.name, 'ended_by', e.name)
  FROM access.current_actor() a JOIN record.challenge c ON c.matter_id = a.matter_id AND access.refusal(a, 'designation:read') IS NULL
    AND (a.side IN ('court', 'host') OR record.tier_of(c.docno, 0) <= a.tier)
  LEFT JOIN access.person m ON m.id = c.made_by LEFT JOIN access.person n ON n.id = c.answered_by LEFT JOIN access.person e ON e.id = c.ended_by
  ORDER BY c.made_at DESC, c.id LIMIT 500
$$;
CREATE FUNCTION api.designations() RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT to_jsonb(d) - '{docno,matter_id}'::text[] || jsonb_build_object('conversation', record.card(d.docno)->'controlNumber', 'set_by', p.name)
  FROM access.current_actor() a JOIN record.designation d ON d.matter_id = a.matter_id AND access.refusal(a, 'designation:read') IS NULL
    AND (a.side IN ('court', 'host') OR record.tier_of(d.docno, 0) <= a.tier)
  LEFT JOIN access.person p ON p.id = d.set_by ORDER BY d.set_at DESC, d.id LIMIT 200
$$;

-- Changes one passage of a function and leaves the rest as it stands.
CREATE FUNCTION pg_temp.amend(p_function regprocedure, p_from text, p_to text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  IF position(p_from IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_from; END IF;
  EXECUTE replace(v_text, p_from, p_to);
END $$;
-- A turn that was designated by itself says so to whoever may read it, and its tier counts as one that was shown.
SELECT pg_temp.amend('record.turns_for(smallint, integer, integer, integer)', 'ELSE s END', 'WHEN w.tier IS NOT NULL THEN s || jsonb_build_object(''tier'', w.tier) ELSE s END'),
  pg_temp.amend('audit.tiers_shown(audit.entry)', 'RETURN QUERY SELECT DISTINCT c.tier FROM record.conversation c WHERE c.docno = ANY (v_docnos);',
    'RETURN QUERY SELECT c.tier FROM record.conversation c WHERE c.docno = ANY (v_docnos)
    UNION SELECT w.tier FROM record.turn_tier w JOIN access.membership m ON m.matter_id = e.matter_id AND m.person_id = e.person_id AND m.ended_at IS NULL AND w.tier <= m.tier
    WHERE e.action IN (''conversation:view'', ''production:ask'') AND w.docno = ANY (v_docnos) AND w.turn > 0
      AND (e.action <> ''conversation:view'' OR w.turn BETWEEN (e.detail->>''from'')::int AND (e.detail->>''to'')::int);');
DROP FUNCTION pg_temp.amend(regprocedure, text, text);

REVOKE ALL ON FUNCTION record.docno_named(access.actor, text), record.tier_of(integer, integer), access.producing_side(access.actor),
  api.designate(text, integer, integer, text), api.challenge_designation(text, integer, integer, text, text), api.move_challenge(uuid, text, text), api.challenges(), api.designations() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.designate(text, integer, integer, text), api.challenge_designation(text, integer, integer, text, text), api.move_challenge(uuid, text, text),
  api.challenges(), api.designations() TO rr_app;
