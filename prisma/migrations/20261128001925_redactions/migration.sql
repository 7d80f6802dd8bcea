-- What the de-identification missed: whoever reads may cover a stretch for everyone at once, and the producing side or the host may withdraw a whole
-- conversation, or lift what was covered. A cover is a row of record.span of the first tier like those of the detector, so that every way a turn is
-- shown, printed, exported or quoted covers it already; a conversation that is withdrawn is of the tier 10, which nobody reaches. The text stays.
-- New tables; a column without a default on record.span; a CHECK on record.turn_tier, which is small; replaces functions.

CREATE TABLE record.redaction (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id   uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  docno       integer NOT NULL,
  turn        integer CHECK (turn >= 1),
  first       integer CHECK (first >= 0),
  length      integer CHECK (length > 0),
  shown_from  integer,
  shown_to    integer,
  type        text CHECK (type ~ '^[A-Z_]{2,30}$'),
  label       text,
  tier        smallint,
  reason      text NOT NULL CHECK (length(btrim(reason)) BETWEEN 3 AND 2000),
  origin      uuid REFERENCES record.redaction ON DELETE RESTRICT,
  placed_by   uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  placed_side access.side NOT NULL,
  placed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  lift_reason text CHECK (length(btrim(lift_reason)) BETWEEN 3 AND 2000),
  lifted_by   uuid REFERENCES access.person ON DELETE RESTRICT,
  lifted_side access.side,
  lifted_at   timestamptz,
  CONSTRAINT a_stretch_is_of_a_turn CHECK ((turn IS NULL) = (first IS NULL) AND (turn IS NULL) = (length IS NULL) AND (turn IS NULL) = (label IS NULL)),
  CONSTRAINT a_withdrawal_knows_its_tier CHECK ((turn IS NULL) = (tier IS NOT NULL)),
  CONSTRAINT a_lift_has_its_person_and_reason CHECK (num_nonnulls(lift_reason, lifted_by, lifted_side, lifted_at) IN (0, 4))
);
COMMENT ON TABLE record.redaction IS 'A stretch of a turn that was covered by a person, or without a turn a conversation that was withdrawn. In force until lifted_at. What the stretch says stands nowhere here.';
COMMENT ON COLUMN record.redaction.first IS 'As the stretch was named, in code points of the delivered turn from 0; the cover may have grown since.';
COMMENT ON COLUMN record.redaction.shown_from IS 'As it was asked for: UTF-16 units of the turn as it was shown then. The same again is the same report.';
COMMENT ON COLUMN record.redaction.tier IS 'What the conversation was designated before it was withdrawn, and will be again.';
COMMENT ON COLUMN record.redaction.origin IS 'The report whose words were found here as well.';
CREATE UNIQUE INDEX one_withdrawal_of_a_conversation ON record.redaction (docno) WHERE turn IS NULL AND lifted_at IS NULL;
CREATE INDEX redaction_by_place ON record.redaction (docno, turn) WHERE lifted_at IS NULL;
CREATE INDEX redaction_by_matter ON record.redaction (matter_id, placed_at DESC, id DESC);
CREATE INDEX redaction_by_origin ON record.redaction (origin) WHERE origin IS NOT NULL;

-- What a cover lies over: it comes back when the cover is lifted.
ALTER TABLE record.span ADD COLUMN redaction_id uuid;
COMMENT ON COLUMN record.span.redaction_id IS 'The redaction that this is the cover of; NULL where a search found it.';
CREATE TABLE record.span_under (
  redaction_id uuid NOT NULL REFERENCES record.redaction ON DELETE RESTRICT,
  docno integer NOT NULL, turn integer NOT NULL, first integer NOT NULL, length integer NOT NULL,
  type text NOT NULL, tier smallint NOT NULL, score real NOT NULL, rule text NOT NULL, label text NOT NULL, own uuid,
  PRIMARY KEY (redaction_id, first)
);
COMMENT ON COLUMN record.span_under.own IS 'Where what lies under is itself the cover of a redaction: which.';
CREATE INDEX span_under_by_own ON record.span_under (own) WHERE own IS NOT NULL;
CREATE INDEX span_under_by_docno ON record.span_under (docno);

-- The same words elsewhere: one search for each report, and where they stand. Offsets are code points of the delivered turn.
CREATE TABLE record.leak_search (
  redaction_id uuid PRIMARY KEY REFERENCES record.redaction ON DELETE RESTRICT,
  state        text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'too_many', 'lifted')),
  part         integer NOT NULL DEFAULT -1,
  next_docno   integer,
  found        integer NOT NULL DEFAULT 0,
  begun_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  beat_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at     timestamptz
);
CREATE TABLE record.leak_place (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  redaction_id uuid NOT NULL REFERENCES record.redaction ON DELETE RESTRICT,
  docno        integer NOT NULL,
  turn         integer NOT NULL,
  first        integer NOT NULL,
  length       integer NOT NULL,
  state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'covered', 'left')),
  made         uuid REFERENCES record.redaction ON DELETE RESTRICT,
  decided_by   uuid REFERENCES access.person ON DELETE RESTRICT,
  decided_at   timestamptz,
  UNIQUE (redaction_id, docno, turn, first)
);
CREATE INDEX leak_place_open ON record.leak_place (redaction_id, id) WHERE state = 'open';
CREATE INDEX leak_place_by_docno ON record.leak_place (docno, turn) WHERE state = 'open';

CREATE FUNCTION audit.require_redaction() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM audit.entry WHERE xid = pg_current_xact_id() AND action LIKE 'redaction:%' AND outcome = 'done') THEN
    RAISE EXCEPTION 'a redaction without its audit entry' USING ERRCODE = '42501';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER no_change_without_an_entry AFTER INSERT OR UPDATE OR DELETE ON record.redaction
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require_redaction();
CREATE CONSTRAINT TRIGGER no_change_without_an_entry AFTER UPDATE OR DELETE ON record.leak_place
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require_redaction();
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['redaction', 'span_under', 'leak_search', 'leak_place'] LOOP
    EXECUTE format('ALTER TABLE record.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE record.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY owner_sees_all ON record.%I TO rr_owner USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;

-- Room for covers wherever there is text, whether a search was there or not.
DO $$ DECLARE v_part integer; BEGIN
  FOR v_part IN SELECT p.part FROM record.part p WHERE p.emptied_at IS NULL LOOP
    IF to_regclass('record.span_' || lpad(v_part::text, 4, '0')) IS NULL THEN
      EXECUTE format('CREATE TABLE record.%I PARTITION OF record.span FOR VALUES FROM (%s) TO (%s)', 'span_' || lpad(v_part::text, 4, '0'), v_part * 1000000, (v_part + 1) * 1000000);
    END IF;
  END LOOP;
END $$;

-- The tier of what is withdrawn: one above the highest that an order can have.
ALTER TABLE record.turn_tier DROP CONSTRAINT turn_tier_tier_check, ADD CONSTRAINT turn_tier_tier_check CHECK (tier BETWEEN 1 AND 10);
CREATE FUNCTION record.withdrawn() RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 10::smallint;
-- What a conversation is designated, whether it is withdrawn or not.
CREATE FUNCTION record.designated(p_docno integer) RETURNS smallint LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN c.tier < 10 THEN c.tier ELSE (SELECT r.tier FROM record.redaction r WHERE r.docno = p_docno AND r.turn IS NULL AND r.lifted_at IS NULL) END
  FROM record.conversation c WHERE c.docno = p_docno
$$;
-- Whether a reader of a tier would read this conversation, had it not been withdrawn.
CREATE FUNCTION record.is_withdrawn(p_tier smallint, p_docno integer) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM record.cards(p_docno) k WHERE k.tier = 10 AND record.designated(p_docno) <= p_tier
    AND k.disclosure <> 'aggregate' AND (k.disclosure <> 'matched' OR k.flags & 32 <> 0))
$$;

-- How many code points the first UTF-16 units of a text are. NULL beyond its end, and between the halves of a pair.
CREATE FUNCTION record.points(p_text text, p_units integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE t text;
BEGIN
  IF p_text !~ '[\U00010000-\U0010FFFF]' THEN RETURN CASE WHEN p_units BETWEEN 0 AND length(p_text) THEN p_units END; END IF;
  t := regexp_replace(p_text, '([\U00010000-\U0010FFFF])', '\1' || chr(57344), 'g');
  IF p_units NOT BETWEEN 0 AND length(t) OR substr(t, p_units, 1) ~ '[\U00010000-\U0010FFFF]' THEN RETURN NULL; END IF;
  RETURN p_units - length(regexp_replace(left(t, p_units), '[^\U00010000-\U0010FFFF]', '', 'g'));
END $$;

-- One at a time changes what covers a conversation. False where there is none.
CREATE FUNCTION record.lock_conversation(p_docno integer) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM record.conversation c WHERE c.docno = p_docno FOR UPDATE;
  RETURN FOUND;
END $$;
CREATE FUNCTION record.text_of(p_docno integer, p_turn integer) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT t.turns->(p_turn - t.first_turn)->>'text' FROM record.conversation_text t
  WHERE t.docno = p_docno AND t.first_turn <= p_turn AND t.first_turn + t.turn_count > p_turn
$$;
CREATE FUNCTION record.shown_text(p_docno integer, p_turn integer, p_text text) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT record.covered(p_text, coalesce((SELECT jsonb_agg(jsonb_build_array(y.first, y.length, y.label) ORDER BY y.first DESC)
    FROM record.span y WHERE y.docno = p_docno AND y.turn = p_turn AND y.tier = 1), '[]'))
$$;
-- Where a stretch of a turn as it is shown lies in the turn as it was delivered: code points, half open. A cover that it touches is in it whole.
CREATE FUNCTION record.beneath(p_docno integer, p_turn integer, p_from integer, p_to integer, OUT v_from integer, OUT v_to integer)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE s record; shift integer := 0; at integer; n integer;
BEGIN
  FOR s IN SELECT y.first, y.length, length(y.label) AS n FROM record.span y WHERE y.docno = p_docno AND y.turn = p_turn AND y.tier = 1 ORDER BY y.first LOOP
    at := s.first + shift; n := s.n;
    v_from := coalesce(v_from, CASE WHEN p_from < at THEN p_from - shift WHEN p_from < at + n THEN s.first END);
    v_to := coalesce(v_to, CASE WHEN p_to <= at THEN p_to - shift WHEN p_to <= at + n THEN s.first + s.length END);
    shift := shift + n - s.length;
  END LOOP;
  v_from := coalesce(v_from, p_from - shift); v_to := coalesce(v_to, p_to - shift);
END $$;

-- The placeholder of a new cover: the one that the same thing has in this conversation, or the next number of its word.
CREATE FUNCTION record.label_for(p_docno integer, p_turn integer, p_from integer, p_to integer, p_said text, p_type text, p_word text) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(
    (SELECT y.label FROM record.span y WHERE y.docno = p_docno AND y.turn = p_turn AND y.first < p_to AND y.first + y.length > p_from
      AND y.label ~ ('^\[' || p_word || '_\d+\]$') ORDER BY y.length DESC LIMIT 1),
    (SELECT y.label FROM record.span y WHERE y.docno = p_docno AND y.label ~ ('^\[' || p_word || '_\d+\]$') AND y.length < 1000
      AND search.fold(substr(record.text_of(p_docno, y.turn), y.first + 1, y.length)) = search.fold(p_said) AND btrim(search.fold(p_said)) <> '' LIMIT 1),
    (SELECT '[' || p_word || '_' || 1 + coalesce(max(substring(x.label FROM '_(\d{1,8})\]$')::int), 0) || ']' FROM (
      SELECT y.label FROM record.span y WHERE y.docno = p_docno UNION ALL SELECT u.label FROM record.span_under u WHERE u.docno = p_docno) x
      WHERE x.label ~ ('^\[' || p_word || '_\d{1,8}\]$')))
$$;

-- Covers a stretch of a delivered turn (code points, half open). It grows to whole characters as they are seen, and to whole stretches that are
-- kept already; what it lies over is kept under it. NULL where it is covered already. For the verbs below; whoever calls has locked the conversation.
CREATE FUNCTION record.redact(a access.actor, p_docno integer, p_turn integer, p_from integer, p_to integer, p_type text, p_word text, p_reason text,
  p_shown int4range, p_origin uuid) RETURNS record.redaction
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE r record.redaction; v_text text := record.text_of(p_docno, p_turn); v_from integer := p_from; v_to integer := p_to; x record;
  marks text := '[\u0300-\u036F\u0483-\u0489\u0591-\u05BD\u064B-\u065F\u0900-\u0903\u093A-\u094F\u1AB0-\u1AFF\u1DC0-\u1DFF\u200D\u20D0-\u20FF\uFE00-\uFE0F\uFE20-\uFE2F\U0001F3FB-\U0001F3FF\U000E0100-\U000E01EF]';
BEGIN
  WHILE v_from > 0 AND (substr(v_text, v_from + 1, 1) ~ marks OR substr(v_text, v_from, 1) = chr(8205)) LOOP v_from := v_from - 1; END LOOP;
  WHILE v_to < length(v_text) AND (substr(v_text, v_to + 1, 1) ~ marks OR substr(v_text, v_to, 1) = chr(8205)) LOOP v_to := v_to + 1; END LOOP;
  IF EXISTS (SELECT FROM record.span y WHERE y.docno = p_docno AND y.turn = p_turn AND y.tier = 1 AND y.first <= v_from AND y.first + y.length >= v_to) THEN RETURN NULL; END IF;
  LOOP
    SELECT min(y.first) AS lo, max(y.first + y.length) AS hi INTO x FROM record.span y
      WHERE y.docno = p_docno AND y.turn = p_turn AND y.first < v_to AND y.first + y.length > v_from;
    EXIT WHEN x.lo IS NULL OR (x.lo >= v_from AND x.hi <= v_to);
    v_from := least(v_from, x.lo); v_to := greatest(v_to, x.hi);
  END LOOP;
  INSERT INTO record.redaction (matter_id, docno, turn, first, length, shown_from, shown_to, type, label, reason, origin, placed_by, placed_side)
    VALUES (a.matter_id, p_docno, p_turn, v_from, v_to - v_from, lower(p_shown), upper(p_shown), p_type,
      record.label_for(p_docno, p_turn, v_from, v_to, substr(v_text, v_from + 1, v_to - v_from), p_type, p_word), p_reason, p_origin, a.person_id, a.side)
    RETURNING * INTO r;
  WITH over AS (DELETE FROM record.span y WHERE y.docno = p_docno AND y.turn = p_turn AND y.first < v_to AND y.first + y.length > v_from RETURNING y.*)
    INSERT INTO record.span_under SELECT r.id, o.docno, o.turn, o.first, o.length, o.type, o.tier, o.score, o.rule, o.label, o.redaction_id FROM over o;
  INSERT INTO record.span (docno, turn, first, length, type, tier, score, rule, label, redaction_id)
    VALUES (p_docno, p_turn, v_from, v_to - v_from, p_type, 1, 1, 'report', r.label, r.id);
  -- Places that other searches found in it wait no longer.
  UPDATE record.leak_place p SET state = 'covered', made = r.id, decided_by = a.person_id, decided_at = clock_timestamp()
    WHERE p.docno = p_docno AND p.turn = p_turn AND p.state = 'open' AND p.first >= v_from AND p.first + p.length <= v_to;
  RETURN r;
END $$;

-- What a search found beneath a cover that a person made is kept under it; where it is sure and sticks out, the cover grows. True where it was so.
CREATE FUNCTION record.put_under(f record.found_span) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE y record.span; o record.span; v_from integer; v_to integer;
BEGIN
  SELECT x.* INTO y FROM record.span x WHERE x.docno = f.docno AND x.turn = f.turn AND x.redaction_id IS NOT NULL
    AND x.first < f.first + f.length AND x.first + x.length > f.first ORDER BY x.first LIMIT 1;
  IF y.docno IS NULL THEN RETURN false; END IF;
  DELETE FROM record.found_span x WHERE x.docno = f.docno AND x.turn = f.turn AND x.first = f.first;
  INSERT INTO record.span_under VALUES (y.redaction_id, f.docno, f.turn, f.first, f.length, f.type, f.tier, f.score, f.rule, f.label, NULL) ON CONFLICT DO NOTHING;
  IF f.tier = 1 THEN
    v_from := least(y.first, f.first); v_to := greatest(y.first + y.length, f.first + f.length);
    FOR o IN SELECT x.* FROM record.span x WHERE x.docno = f.docno AND x.turn = f.turn AND x.redaction_id <> y.redaction_id AND x.first < v_to AND x.first + x.length > v_from LOOP
      DELETE FROM record.span x WHERE x.docno = o.docno AND x.turn = o.turn AND x.first = o.first;
      INSERT INTO record.span_under VALUES (y.redaction_id, o.docno, o.turn, o.first, o.length, o.type, o.tier, o.score, o.rule, o.label, o.redaction_id) ON CONFLICT DO NOTHING;
      v_from := least(v_from, o.first); v_to := greatest(v_to, o.first + o.length);
    END LOOP;
    UPDATE record.span x SET first = v_from, length = v_to - v_from WHERE x.docno = y.docno AND x.turn = y.turn AND x.redaction_id = y.redaction_id;
  END IF;
  RETURN true;
END $$;

-- Takes a cover off and puts back what it lay over, other covers first. Where it lies under another one, that one stays.
CREATE FUNCTION record.uncover(r record.redaction) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_over uuid; u record.span_under;
BEGIN
  DELETE FROM record.span y WHERE y.docno = r.docno AND y.turn = r.turn AND y.redaction_id = r.id;
  IF FOUND THEN
    INSERT INTO record.span SELECT x.docno, x.turn, x.first, x.length, x.type, x.tier, x.score, x.rule, x.label, x.own
      FROM record.span_under x WHERE x.redaction_id = r.id AND x.own IS NOT NULL;
    FOR u IN SELECT x.* FROM record.span_under x WHERE x.redaction_id = r.id AND x.own IS NULL LOOP
      CONTINUE WHEN record.put_under(ROW(u.docno, u.turn, u.first, u.length, u.type, u.tier, u.score, u.rule, u.label)::record.found_span);
      INSERT INTO record.span VALUES (u.docno, u.turn, u.first, u.length, u.type, u.tier, u.score, u.rule, u.label, NULL);
    END LOOP;
  ELSE
    DELETE FROM record.span_under x WHERE x.own = r.id RETURNING x.redaction_id INTO v_over;
    INSERT INTO record.span_under SELECT v_over, x.docno, x.turn, x.first, x.length, x.type, x.tier, x.score, x.rule, x.label, x.own
      FROM record.span_under x WHERE x.redaction_id = r.id AND v_over IS NOT NULL ON CONFLICT DO NOTHING;
  END IF;
  DELETE FROM record.span_under x WHERE x.redaction_id = r.id;
END $$;

-- Covers what the detector left, by whoever may read it. p_from and p_to are UTF-16 units of the turn as it is shown; p_quote, where it is given, is what
-- stands there, so that nothing else is covered when the turn has changed meanwhile. 'bounds': no such stretch; 'blank'; 'long': for whole turns there is
-- withdrawal; 'changed'; 'quotes': the reason says what is to be covered. The same again answers what was done ('already').
CREATE FUNCTION api.report_leak(p_control text, p_turn integer, p_from integer, p_to integer, p_quote text, p_type text, p_word text, p_reason text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); r record.redaction; v_docno integer; v_text text; v_shown text; v_from integer; v_to integer; x record; v_said text;
BEGIN
  IF access.refusal(a, 'redaction:report') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF p_word !~ '^[A-Z]{2,12}$' THEN RAISE EXCEPTION 'no such word' USING ERRCODE = '22023'; END IF;
  v_docno := access.visible_docno(a, p_control);
  IF v_docno IS NULL OR p_turn < 1 OR coalesce(record.tier_of(v_docno, p_turn), 99) > a.tier THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  PERFORM record.lock_conversation(v_docno);
  v_text := record.text_of(v_docno, p_turn);
  v_shown := record.shown_text(v_docno, p_turn, v_text);
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
  SELECT b.v_from AS f, b.v_to AS t INTO x FROM record.beneath(v_docno, p_turn, v_from, v_to) b;
  v_said := search.fold(substr(v_text, x.f + 1, x.t - x.f));
  IF btrim(v_said) <> '' AND position(v_said IN search.fold(p_reason)) > 0 THEN RETURN jsonb_build_object('outcome', 'quotes'); END IF;
  r := record.redact(a, v_docno, p_turn, x.f, x.t, p_type, p_word, p_reason, int4range(p_from, p_to), NULL);
  IF r.id IS NULL THEN RETURN jsonb_build_object('outcome', 'covered'); END IF;
  INSERT INTO record.leak_search (redaction_id) VALUES (r.id);
  RETURN record.told(r) || jsonb_build_object('outcome', 'done', 'already', false);
END $$;

-- Where a redaction is and what it put there: never what it covers.
CREATE FUNCTION record.told(r record.redaction) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_build_object('id', r.id, 'conversation', record.name_of(r.docno), 'turn', r.turn, 'first', r.first, 'length', r.length, 'type', r.type, 'label', r.label)
$$;
CREATE FUNCTION access.keeps_redactions(a access.actor) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT a.side = 'host' OR a.side = access.producing_side(a)
$$;

-- Withdraws a conversation, or one turn of it, for everyone at once: by counsel of the producing side, or for it by the host's custodian.
CREATE FUNCTION api.claw_back(p_control text, p_turn integer, p_reason text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
  RETURN record.told(r) || jsonb_build_object('outcome', 'done', 'already', false);
END $$;

-- The redaction that this actor may decide about; NULL where there is none, or it lies in what counsel may not read.
CREATE FUNCTION record.redaction_for(a access.actor, p_id uuid) RETURNS record.redaction LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT r.* FROM record.redaction r WHERE r.id = p_id AND r.matter_id = a.matter_id AND (a.side IN ('host', 'court') OR record.designated(r.docno) <= a.tier)
$$;

-- Lifts a redaction, and with p_everywhere what was covered because its words stood elsewhere too.
CREATE FUNCTION api.lift_redaction(p_id uuid, p_reason text, p_everywhere boolean) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_first record.redaction; r record.redaction; n integer := 0;
BEGIN
  IF access.refusal(a, 'redaction:lift') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF NOT access.keeps_redactions(a) THEN RETURN jsonb_build_object('outcome', 'wrong_side'); END IF;
  v_first := record.redaction_for(a, p_id);
  IF v_first.id IS NULL THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  FOR r IN SELECT y.* FROM record.redaction y WHERE y.id = p_id OR (p_everywhere AND y.origin = p_id) ORDER BY y.docno, y.id LOOP
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
END $$;

-- Redactions, the newest first, after one of them. Who reports is named to their own side, to the court and to the host; the other side is told the side.
CREATE FUNCTION api.redactions(p_after uuid, p_limit integer) RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT record.told(r) || jsonb_build_object('reason', r.reason, 'origin', r.origin,
    'placed', jsonb_build_object('by', CASE WHEN k.keeps OR a.side = 'court' OR a.side = r.placed_side THEN p.name END, 'side', r.placed_side, 'at', r.placed_at),
    'lifted', CASE WHEN r.lifted_at IS NOT NULL THEN jsonb_build_object('by', l.name, 'side', r.lifted_side, 'at', r.lifted_at, 'reason', r.lift_reason) END,
    'search', CASE WHEN k.keeps AND s.redaction_id IS NOT NULL THEN jsonb_build_object('state', s.state, 'found', s.found, 'beat', s.beat_at < clock_timestamp() - interval '1 minute',
      'open', (SELECT count(*) FROM record.leak_place x WHERE x.redaction_id = r.id AND x.state = 'open')) END)
  FROM access.current_actor() a CROSS JOIN LATERAL (SELECT access.keeps_redactions(a) AS keeps) k
  JOIN record.redaction r ON r.matter_id = a.matter_id AND access.refusal(a, 'redaction:read') IS NULL
  LEFT JOIN record.leak_search s ON s.redaction_id = r.id LEFT JOIN access.person p ON p.id = r.placed_by LEFT JOIN access.person l ON l.id = r.lifted_by
  WHERE (a.side IN ('court', 'host') OR record.designated(r.docno) <= a.tier)
    AND (p_after IS NULL OR (r.placed_at, r.id) < (SELECT y.placed_at, y.id FROM record.redaction y WHERE y.id = p_after AND y.matter_id = a.matter_id))
  ORDER BY r.placed_at DESC, r.id DESC LIMIT least(p_limit, 201)
$$;

-- Changes passages of a function, each from one text to another, and leaves the rest as it stands.
CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
SELECT pg_temp.amend('record.open_part(integer)', $$'conversation_source']$$, $$'conversation_source', 'span']$$);
-- Covers that people made are there before a search as well as after it.
SELECT pg_temp.amend('api.keep_spans(smallint, integer, jsonb, boolean)', 'INSERT INTO record.span SELECT', 'PERFORM record.put_under(f) FROM record.found_span f JOIN record.redaction r ON r.docno = f.docno AND r.turn = f.turn AND r.lifted_at IS NULL;
  INSERT INTO record.span SELECT');
SELECT pg_temp.amend('audit.require_designation()', $$action LIKE 'designation:%'$$, $$(action LIKE 'designation:%' OR action LIKE 'redaction:%')$$);
-- Nobody is shown what is withdrawn: a slip sheet says its number.
SELECT pg_temp.amend('audit.tiers_shown(audit.entry)', 'WHERE c.docno = ANY (v_docnos)', 'WHERE c.docno = ANY (v_docnos) AND c.tier <= 9');
-- What is withdrawn is designated for the time when it will be back.
SELECT pg_temp.amend('record.designate(integer, integer, smallint)', 'INSERT INTO record.turn_tier', $$IF p_turn = 0 AND p_tier <= 9 THEN
    UPDATE record.redaction r SET tier = p_tier WHERE r.docno = p_docno AND r.turn IS NULL AND r.lifted_at IS NULL;
    IF FOUND THEN RETURN true; END IF;
  END IF;
  INSERT INTO record.turn_tier$$);
SELECT pg_temp.amend('record.tier_of(integer, integer)', 'SELECT greatest(c.tier, w.tier)', 'SELECT greatest(CASE WHEN c.tier > 9 AND p_turn = 0 THEN record.designated(c.docno) ELSE c.tier END, w.tier)');
SELECT pg_temp.amend('api.open_view(text, text, integer, integer, text, uuid)',
  $$IF NOT FOUND THEN v_refusal := 'not_found'; END IF;$$,
  $$IF NOT FOUND THEN v_refusal := CASE WHEN record.is_withdrawn(a.tier, v_docno) THEN 'withdrawn' ELSE 'not_found' END; END IF;$$);
SELECT pg_temp.amend('api.open_export(text, uuid, integer, integer, integer)', '(c.tier > a.tier OR', '((c.tier > a.tier AND record.designated(c.docno) > a.tier) OR');
SELECT pg_temp.amend('api.read_export(text, bigint)', 'RETURN NEXT;', $$IF v_docno IS NULL AND record.is_withdrawn(a.tier, record.find_docno(a.matter_id, v_control)) THEN
      v_docno := record.find_docno(a.matter_id, v_control);
      card := record.card(v_docno) || jsonb_build_object('tier', record.designated(v_docno), 'withdrawn', true);
      turns := '[]';
    END IF;
    RETURN NEXT;$$);

-- What was written before something in it was covered or withdrawn leaves no more.
CREATE FUNCTION release.redacted_since(p_set uuid, p_matter uuid, p_at timestamptz) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM record.redaction r JOIN work.set_part sp ON sp.set_id = p_set AND sp.part = r.docno / 1000000 AND r.docno = ANY (sp.docnos)
    WHERE r.matter_id = p_matter AND r.placed_at > p_at AND r.lifted_at IS NULL)
$$;
SELECT pg_temp.amend('api.open_download(text, uuid, text, uuid)', $$THEN v_refusal := 'deleted'; END IF;$$,
  $$THEN v_refusal := 'deleted'; ELSIF release.redacted_since(p.set_id, p.matter_id, p.requested_at) THEN v_refusal := 'redacted'; END IF;$$);
SELECT pg_temp.amend('api.stop_download(text, bigint)', $$RETURN 'held'; END IF;$$, $$RETURN 'held'; END IF;
  IF release.redacted_since(p.set_id, p.matter_id, p.requested_at) THEN RETURN 'redacted'; END IF;$$);
DROP FUNCTION pg_temp.amend(regprocedure, text[]);

REVOKE ALL ON FUNCTION audit.require_redaction(), record.withdrawn(), record.designated(integer), record.is_withdrawn(smallint, integer), record.points(text, integer),
  record.lock_conversation(integer), record.text_of(integer, integer), record.shown_text(integer, integer, text), record.beneath(integer, integer, integer, integer),
  record.label_for(integer, integer, integer, integer, text, text, text),
  record.redact(access.actor, integer, integer, integer, integer, text, text, text, int4range, uuid), record.put_under(record.found_span), record.uncover(record.redaction), record.told(record.redaction),
  record.redaction_for(access.actor, uuid), access.keeps_redactions(access.actor), release.redacted_since(uuid, uuid, timestamptz),
  api.report_leak(text, integer, integer, integer, text, text, text, text), api.claw_back(text, integer, text), api.lift_redaction(uuid, text, boolean), api.redactions(uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.report_leak(text, integer, integer, integer, text, text, text, text), api.claw_back(text, integer, text), api.lift_redaction(uuid, text, boolean),
  api.redactions(uuid, integer) TO rr_app;
