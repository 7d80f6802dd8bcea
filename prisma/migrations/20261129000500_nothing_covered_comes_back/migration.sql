-- What was designated, covered or withdrawn in a volume holds in the one that takes its place, from the moment it does: within the transaction that seals it.
-- A cover is found again by its words. One whose words are not there any more is not forgotten: it waits for the producing side or the host, who looked. Cost
-- goes by what was covered, not by what is in the volumes: every step begins at record.turn_tier or record.redaction, by their keys.
-- One new small table; a column without a default on a small one; functions are replaced.

ALTER TABLE record.redaction ADD COLUMN carried_from uuid REFERENCES record.redaction ON DELETE RESTRICT;
COMMENT ON COLUMN record.redaction.carried_from IS 'The redaction of an older version that it holds for; of several versions the first.';
CREATE INDEX redaction_by_carried ON record.redaction (carried_from) WHERE carried_from IS NOT NULL;

CREATE TABLE record.lost_cover (
  redaction_id uuid NOT NULL REFERENCES record.redaction ON DELETE RESTRICT,
  volume_id    smallint NOT NULL REFERENCES record.volume ON DELETE RESTRICT,
  docno        integer NOT NULL DEFAULT -1,
  settled      text CHECK (length(btrim(settled)) BETWEEN 3 AND 2000),
  settled_by   uuid REFERENCES access.person ON DELETE RESTRICT,
  settled_at   timestamptz,
  PRIMARY KEY (redaction_id, volume_id, docno),
  CONSTRAINT what_is_settled_has_its_person CHECK (num_nonnulls(settled, settled_by, settled_at) IN (0, 3))
);
COMMENT ON TABLE record.lost_cover IS 'A redaction that could not be carried over to a newer volume, until somebody has looked.';
COMMENT ON COLUMN record.lost_cover.docno IS 'The newer version in which its words were not found; -1 where no newer version is known.';
CREATE INDEX lost_cover_by_docno ON record.lost_cover (docno);
ALTER TABLE record.lost_cover ENABLE ROW LEVEL SECURITY;
ALTER TABLE record.lost_cover FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON record.lost_cover TO rr_owner USING (true) WITH CHECK (true);
CREATE CONSTRAINT TRIGGER no_change_without_an_entry AFTER INSERT OR UPDATE OR DELETE ON record.lost_cover
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require_redaction();

-- Where exactly these characters stand in a text: code points from 0.
CREATE FUNCTION record.exactly(p_text text, p_said text) RETURNS TABLE (v_first integer, v_length integer)
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE at integer := 1; pos integer;
BEGIN
  v_length := length(p_said);
  LOOP
    pos := strpos(substr(p_text, at) COLLATE "C", p_said COLLATE "C");
    EXIT WHEN pos = 0 OR v_length = 0;
    v_first := at + pos - 2;
    RETURN NEXT;
    at := at + pos - 1 + v_length;
  END LOOP;
END $$;
-- Where the words of a redaction stand in a conversation, in any turn: exactly so, or however they are written.
CREATE FUNCTION record.found_again(p_said text, p_docno integer) RETURNS TABLE (turn integer, v_first integer, v_length integer)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT t.first_turn + (e.k - 1)::int, w.v_first, w.v_length
  FROM (SELECT search.fold(p_said) AS words) f CROSS JOIN record.conversation_text t CROSS JOIN jsonb_array_elements(t.turns) WITH ORDINALITY e(s, k)
  CROSS JOIN LATERAL (SELECT x.v_first, x.v_length FROM record.exactly(e.s->>'text', p_said) x
    UNION SELECT y.v_first, y.v_length FROM record.places_of(e.s->>'text', f.words) y WHERE btrim(f.words) <> '' AND strpos(search.fold(e.s->>'text') COLLATE "C", f.words COLLATE "C") > 0) w
  WHERE t.docno = p_docno
$$;

-- Puts one redaction over its words in a newer version. False where they are not there, or in more than 200 places: those are covered, and somebody looks.
-- An unchanged turn is covered where it was. Of another one all places of the conversation are, since nothing says which of them was meant; a turn that was
-- withdrawn whole is covered whole, whatever it says now.
CREATE FUNCTION record.carry_cover(r record.redaction, p_docno integer, p_same boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', r.matter_id, 'person_id', r.placed_by, 'side', r.placed_side));
  v_text text := record.text_of(r.docno, r.turn); v_now text := record.text_of(p_docno, r.turn); v_word text := coalesce(substring(r.label FROM '^\[([A-Z]+)_\d+\]$'), 'REDACTED');
  v_root uuid := coalesce(r.carried_from, r.id); v_made record.redaction; x record; n integer := 0; v_whole boolean;
BEGIN
  IF v_text IS NULL THEN RETURN false; END IF;
  v_whole := r.first = 0 AND r.length >= length(v_text);
  FOR x IN SELECT r.turn AS turn, r.first AS first, r.first + r.length AS last WHERE p_same OR v_now = v_text
      UNION ALL (SELECT f.turn, f.v_first, f.v_first + f.v_length FROM record.found_again(substr(v_text, r.first + 1, r.length), p_docno) f
        WHERE NOT p_same AND v_now IS DISTINCT FROM v_text ORDER BY f.turn <> r.turn, f.turn, f.v_first LIMIT 201)
      UNION ALL SELECT r.turn, 0, length(v_now) WHERE v_whole AND NOT p_same AND v_now <> v_text AND v_now <> '' LOOP
    n := n + 1;
    v_made := record.redact(a, p_docno, x.turn, x.first, x.last, r.type, v_word, r.reason, NULL, r.origin);
    UPDATE record.redaction y SET carried_from = v_root WHERE y.id = v_made.id;
  END LOOP;
  -- A whole turn that reads otherwise is covered, and looked at all the same.
  RETURN n BETWEEN 1 AND 200 AND (NOT v_whole OR p_same OR v_now = v_text);
END $$;

-- Carries over what one volume covers to the one that takes its place, and says how much. What has no newer version by its id has the ones in which all the
-- same was said.
CREATE FUNCTION record.carry(o record.volume, v record.volume) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '128MB' AS $$
DECLARE lo integer := o.first_docno; hi integer := o.first_docno + o.size - 1; x record; m record; r record.redaction; v_tier smallint; v_text text; v_turn integer; v_found boolean;
  n_designated integer := 0; n_widened integer := 0; n_withdrawn integer := 0; n_masks integer := 0; n_lost integer := 0;
BEGIN
  CREATE TEMP TABLE heir ON COMMIT DROP AS
    WITH covered AS (SELECT t.docno FROM record.turn_tier t WHERE t.docno BETWEEN lo AND hi
      UNION SELECT y.docno FROM record.redaction y WHERE y.docno BETWEEN lo AND hi AND y.lifted_at IS NULL
      UNION SELECT l.docno FROM record.lost_cover l JOIN record.redaction y ON y.id = l.redaction_id AND y.lifted_at IS NULL WHERE l.docno BETWEEN lo AND hi)
    SELECT c.docno AS older, s.newer, NOT s.changed AS same FROM covered c JOIN record.succession s ON s.docno = c.docno
    UNION ALL SELECT c.docno, n.docno, true FROM covered c JOIN record.conversation a ON a.docno = c.docno
      JOIN record.conversation n ON n.sha256 = a.sha256 AND n.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1
      WHERE NOT EXISTS (SELECT FROM record.succession s WHERE s.docno = c.docno);
  CREATE INDEX ON pg_temp.heir (older);
  ANALYZE pg_temp.heir;

  FOR x IN SELECT h.older, h.newer, h.same, t.turn, t.tier AS kept, CASE WHEN t.turn = 0 THEN record.designated(t.docno) ELSE t.tier END AS tier
      FROM record.turn_tier t JOIN pg_temp.heir h ON h.older = t.docno WHERE t.docno BETWEEN lo AND hi ORDER BY h.newer, t.turn LOOP
    SELECT c.tier INTO v_tier FROM record.conversation c WHERE c.docno = x.newer;
    n_designated := n_designated + (x.kept < record.withdrawn())::int;
    CONTINUE WHEN x.tier <= v_tier;
    v_turn := x.turn;
    IF NOT x.same AND x.turn > 0 THEN
      v_text := record.text_of(x.newer, x.turn);
      IF v_text IS NULL OR v_text IS DISTINCT FROM record.text_of(x.older, x.turn) THEN v_turn := 0; n_widened := n_widened + 1; END IF;
    END IF;
    PERFORM record.designate(x.newer, v_turn, x.tier);
    INSERT INTO record.designation (matter_id, docno, turn, tier, was, reason, set_by, set_side)
      SELECT v.matter_id, x.newer, v_turn, x.tier, v_tier, left('As the older version, ' || record.name_of(x.older) || ': ' || w.reason, 2000), w.who, w.side
      FROM (SELECT d.reason, d.set_by AS who, d.set_side AS side, d.set_at AS at FROM record.designation d WHERE d.matter_id = v.matter_id AND d.docno = x.older AND d.turn = x.turn
        UNION ALL SELECT coalesce(nullif(btrim(c.ended_with), ''), c.outcome), c.ended_by, CASE c.outcome WHEN 'withdrawn' THEN g.side ELSE 'court' END, c.ended_at
          FROM record.challenge c CROSS JOIN LATERAL (SELECT (access.setting((access.order_of(c.matter_id)).settings, 'producingSide')#>>'{}')::access.side AS side) g
          WHERE c.matter_id = v.matter_id AND c.docno = x.older AND c.turn = x.turn AND c.outcome IN ('withdrawn', 'lowered', 'waived')) w
      ORDER BY w.at DESC LIMIT 1;
  END LOOP;

  -- Withdrawn conversations, then covers: those of the older volume, and those that were lost on the way to it.
  FOR r IN SELECT y.* FROM record.redaction y WHERE y.docno BETWEEN lo AND hi AND y.lifted_at IS NULL AND y.turn IS NULL ORDER BY y.docno LOOP
    v_found := false;
    FOR x IN SELECT h.newer FROM pg_temp.heir h WHERE h.older = r.docno ORDER BY h.newer LOOP
      v_found := true;
      INSERT INTO record.redaction (matter_id, docno, tier, reason, placed_by, placed_side, carried_from)
        SELECT r.matter_id, x.newer, c.tier, r.reason, r.placed_by, r.placed_side, coalesce(r.carried_from, r.id) FROM record.conversation c WHERE c.docno = x.newer AND c.tier < 10
        ON CONFLICT DO NOTHING;
      IF FOUND THEN PERFORM record.designate(x.newer, 0, record.withdrawn()); n_withdrawn := n_withdrawn + 1; END IF;
    END LOOP;
    IF NOT v_found THEN INSERT INTO record.lost_cover (redaction_id, volume_id) VALUES (r.id, v.id); n_lost := n_lost + 1; END IF;
  END LOOP;
  FOR m IN SELECT y.id, y.docno FROM record.redaction y WHERE y.docno BETWEEN lo AND hi AND y.lifted_at IS NULL AND y.turn IS NOT NULL
      UNION SELECT y.id, l.docno FROM record.lost_cover l JOIN record.redaction y ON y.id = l.redaction_id AND y.lifted_at IS NULL AND y.turn IS NOT NULL WHERE l.docno BETWEEN lo AND hi
      ORDER BY 2, 1 LOOP
    SELECT y.* INTO r FROM record.redaction y WHERE y.id = m.id;
    v_found := false;
    FOR x IN SELECT h.newer, h.same AND h.older = r.docno AS same FROM pg_temp.heir h WHERE h.older = m.docno ORDER BY h.newer LOOP
      v_found := true;
      IF record.carry_cover(r, x.newer, x.same) THEN n_masks := n_masks + 1;
      ELSE INSERT INTO record.lost_cover (redaction_id, volume_id, docno) VALUES (r.id, v.id, x.newer) ON CONFLICT DO NOTHING; n_lost := n_lost + 1;
      END IF;
    END LOOP;
    IF NOT v_found THEN INSERT INTO record.lost_cover (redaction_id, volume_id) VALUES (r.id, v.id) ON CONFLICT DO NOTHING; n_lost := n_lost + 1; END IF;
  END LOOP;
  DROP TABLE pg_temp.heir;
  RETURN jsonb_build_object('designations', n_designated, 'widened', n_widened, 'withdrawn', n_withdrawn, 'masks', n_masks, 'lost', n_lost);
END $$;

-- What is covered or withdrawn later on is so in every other version at once. Says in how many.
CREATE FUNCTION record.hold_in_versions(r record.redaction) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_docno integer; n integer := 0;
BEGIN
  FOR v_docno IN SELECT d FROM record.versions_of(r.docno) d WHERE d <> r.docno ORDER BY d LOOP
    CONTINUE WHEN NOT record.lock_conversation(v_docno);
    IF r.turn IS NULL THEN
      INSERT INTO record.redaction (matter_id, docno, tier, reason, placed_by, placed_side, carried_from)
        SELECT r.matter_id, v_docno, c.tier, r.reason, r.placed_by, r.placed_side, r.id FROM record.conversation c WHERE c.docno = v_docno AND c.tier < 10
        ON CONFLICT DO NOTHING;
      CONTINUE WHEN NOT FOUND;
      PERFORM record.designate(v_docno, 0, record.withdrawn());
    ELSE
      CONTINUE WHEN NOT record.carry_cover(r, v_docno, false);
    END IF;
    n := n + 1;
  END LOOP;
  RETURN n;
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
SELECT pg_temp.amend('record.supersede(smallint)', $$v.size - v_replaced, 'missing', o.size - v_replaced);$$,
  $$v.size - v_replaced, 'missing', o.size - v_replaced)
    || record.carry(o, v) || CASE jsonb_typeof(v.report->'superseding') WHEN 'object' THEN v.report->'superseding' ELSE '{}' END;$$);
-- What came designated is not designated lower by being delivered again.
SELECT pg_temp.amend('api.seal_volume(smallint)', 'v_first := coalesce(', $$IF (SELECT o.tier FROM record.volume o WHERE o.id = v.supersedes AND o.designated) > v.tier THEN
    SELECT o.tier INTO v.tier FROM record.volume o WHERE o.id = v.supersedes;
    UPDATE record.volume SET tier = v.tier, report = coalesce(report, '{}') || jsonb_build_object('superseding', jsonb_build_object('tier', v.tier)) WHERE id = v.id;
  END IF;
  v_first := coalesce($$);
SELECT pg_temp.amend('audit.require_redaction()', $$action LIKE 'redaction:%'$$, $$(action LIKE 'redaction:%' OR action = 'volume:supersede')$$);
SELECT pg_temp.amend('audit.require_designation()', $$action LIKE 'redaction:%'$$, $$action LIKE 'redaction:%' OR action = 'volume:supersede'$$);
SELECT pg_temp.amend('api.report_leak(text, integer, integer, integer, text, text, text, text)', $$'outcome', 'done', 'already', false)$$, $$'outcome', 'done', 'already', false, 'versions', record.hold_in_versions(r))$$);
SELECT pg_temp.amend('api.claw_back(text, integer, text)', $$'outcome', 'done', 'already', false)$$, $$'outcome', 'done', 'already', false, 'versions', record.hold_in_versions(r))$$);
-- What was carried over is lifted with what it came from, where that is lifted everywhere. What was lost waits no longer.
SELECT pg_temp.amend('api.lift_redaction(uuid, text, boolean)', '(p_everywhere AND y.origin = p_id)', '(p_everywhere AND (y.origin = p_id OR y.carried_from = p_id))');

-- As before, with the version that a redaction came from, and where it could not be carried over to: for whoever decides, and for the court.
CREATE OR REPLACE FUNCTION api.redactions(p_after uuid, p_limit integer, p_waiting boolean, p_id uuid) RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT record.told(r) || jsonb_build_object('reason', r.reason, 'origin', r.origin,
    'carriedFrom', (SELECT record.name_of(f.docno) FROM record.redaction f WHERE f.id = r.carried_from),
    'carries', EXISTS (SELECT FROM record.redaction f WHERE f.carried_from = r.id AND f.lifted_at IS NULL),
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
$$;

-- Somebody of the producing side or the host has looked where a redaction could not be carried over to, and says what they did.
CREATE FUNCTION api.settle_lost(p_redaction uuid, p_said text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
END $$;
DROP FUNCTION pg_temp.amend(regprocedure, text[]);

REVOKE ALL ON FUNCTION record.exactly(text, text), record.found_again(text, integer), record.carry_cover(record.redaction, integer, boolean),
  record.carry(record.volume, record.volume), record.hold_in_versions(record.redaction), api.settle_lost(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.settle_lost(uuid, text) TO rr_app;
