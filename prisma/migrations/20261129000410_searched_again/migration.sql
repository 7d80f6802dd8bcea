-- A volume is searched again with a newer detector or other settings: what the next search finds is kept apart, and takes the place of what the last one
-- found in the transaction that ends it, a partition at a time by changing places. Covers that people made stay over it, and what was lifted as wrong is not covered
-- again. Names have a number, the same for the same name within a matter, so that a name which many conversations share is told from one that few do: the order
-- says from how many on it is public. New tables; columns without defaults; replaces functions; ACCESS EXCLUSIVE on record.span for a moment.

ALTER TABLE record.found_span ADD COLUMN name bigint;
ALTER TABLE record.span ADD COLUMN name bigint;
COMMENT ON COLUMN record.span.name IS 'The name of a person as it is counted: of a hash over matter and name. NULL where it has one part only, and where it is no name.';
CREATE TABLE record.next_span (LIKE record.span INCLUDING ALL) PARTITION BY RANGE (docno);
COMMENT ON TABLE record.next_span IS 'What a search finds that is not the first of its volume, until it is done.';

ALTER TABLE record.span_search DROP CONSTRAINT span_search_pkey, DROP CONSTRAINT span_search_state_check,
  ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version >= 1), ADD COLUMN setting jsonb NOT NULL DEFAULT '{}',
  ADD PRIMARY KEY (volume_id, version), ADD CONSTRAINT span_search_state_check CHECK (state IN ('running', 'done', 'left'));
COMMENT ON COLUMN record.span_search.state IS 'left: given up for another search before it was done.';
CREATE UNIQUE INDEX one_search_at_a_time ON record.span_search (volume_id) WHERE state = 'running';

-- In how many conversations of a volume a name stands, and in how many of them somebody is introduced, addressed or signs by it; from ten on.
CREATE TABLE record.name_count (
  volume_id     smallint NOT NULL REFERENCES record.volume ON DELETE RESTRICT,
  name          bigint NOT NULL,
  conversations integer NOT NULL,
  cued          integer NOT NULL,
  PRIMARY KEY (name, volume_id)
);
CREATE INDEX name_count_by_volume ON record.name_count (volume_id, conversations);

-- A cover of the detector that was lifted: a placeholder of a conversation, with the places where it stood.
CREATE TABLE record.lifted_cover (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id   uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  volume_id   smallint NOT NULL REFERENCES record.volume ON DELETE RESTRICT,
  docno       integer NOT NULL,
  label       text NOT NULL,
  type        text NOT NULL,
  wrong       boolean NOT NULL,
  reason      text NOT NULL CHECK (length(btrim(reason)) BETWEEN 3 AND 2000),
  version     integer NOT NULL,
  lifted_by   uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  lifted_side access.side NOT NULL,
  lifted_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON COLUMN record.lifted_cover.wrong IS 'What stood under it was no personal data. FALSE: it was, and is to be read all the same.';
COMMENT ON COLUMN record.lifted_cover.version IS 'Of the search that had found it.';
CREATE INDEX lifted_cover_by_matter ON record.lifted_cover (matter_id, lifted_at DESC, id DESC);
CREATE INDEX lifted_cover_by_volume ON record.lifted_cover (volume_id);
CREATE TABLE record.lifted_place (
  lift_id uuid NOT NULL REFERENCES record.lifted_cover ON DELETE RESTRICT,
  docno   integer NOT NULL,
  turn    integer NOT NULL,
  first   integer NOT NULL,
  length  integer NOT NULL,
  again   integer,
  PRIMARY KEY (lift_id, turn, first)
);
COMMENT ON COLUMN record.lifted_place.again IS 'The newest search that would have covered it again.';
CREATE INDEX lifted_place_by_docno ON record.lifted_place (docno, turn);
CREATE CONSTRAINT TRIGGER no_change_without_an_entry AFTER INSERT OR UPDATE OR DELETE ON record.lifted_cover
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require_redaction();
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['lifted_cover', 'lifted_place', 'name_count'] LOOP
    EXECUTE format('ALTER TABLE record.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE record.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY owner_sees_all ON record.%I TO rr_owner USING (true) WITH CHECK (true)', t);
  END LOOP;
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
SELECT pg_temp.amend('access.default_settings()', '"covers": {', '"publicNamesFrom": 50, "covers": {');
SELECT pg_temp.amend('record.uncover(record.redaction)', 'u.rule, u.label)::record.found_span', 'u.rule, u.label, NULL)::record.found_span');
-- A cover grows over all of what was found beneath it, since a name may be covered for some as a card is for everyone.
SELECT pg_temp.amend('record.put_under(record.found_span)', 'IF f.tier = 1 THEN', 'IF f.tier >= 1 THEN');
SELECT pg_temp.amend('api.purge_next_part()', $$ARRAY['span', $$, $$ARRAY['next_span', 'span', $$,
  'DELETE FROM search.facet WHERE part = p.part;', 'DELETE FROM record.name_count WHERE volume_id = v.id;
    DELETE FROM search.facet WHERE part = p.part;');

-- From how many conversations on a name is public in a matter, and in how many a name stands: volumes whose place a newer one took are not counted twice.
CREATE FUNCTION record.public_from(p_matter uuid) RETURNS integer LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT (o.settings->>'publicNamesFrom')::int FROM access.protective_order o
    WHERE o.matter_id = p_matter AND o.in_force_from <= clock_timestamp() ORDER BY o.version DESC LIMIT 1), 50)
$$;
-- A name by which people are introduced or sign in more than a tenth of its conversations is the name of one who writes, however often they do.
CREATE FUNCTION record.is_public(p_matter uuid, p_name bigint, p_from integer) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(sum(n.conversations) >= p_from AND sum(n.cued) * 10 <= sum(n.conversations), false)
  FROM record.name_count n JOIN record.volume v ON v.id = n.volume_id AND v.matter_id = p_matter AND v.state = 'sealed'
    AND NOT EXISTS (SELECT FROM record.volume z WHERE z.supersedes = v.id AND z.state = 'sealed')
  WHERE n.name = p_name
$$;
CREATE FUNCTION record.names_somebody(p_docno integer, p_name bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT p_name IS NULL OR NOT coalesce((SELECT record.is_public(v.matter_id, p_name, record.public_from(v.matter_id))
    FROM record.part p JOIN record.volume v ON v.id = p.volume_id WHERE p.part = p_docno / 1000000), false)
$$;
CREATE OR REPLACE FUNCTION record.covers_of(p_covers smallint, p_docno integer, p_from integer, p_to integer)
RETURNS TABLE (turn integer, first integer, length integer, label text) LANGUAGE sql STABLE AS $$
  SELECT y.turn, y.first, y.length, y.label FROM record.span y
  WHERE y.docno = p_docno AND y.turn BETWEEN p_from AND p_to AND y.tier BETWEEN 1 AND coalesce(p_covers, 2) AND (y.tier = 1 OR record.names_somebody(y.docno, y.name))
$$;

-- Files that were written before a newer search was done, or when more names were public, leave no more either.
SELECT pg_temp.amend('release.redacted_since(uuid, uuid, timestamptz)', 'r.lifted_at IS NULL)', $$r.lifted_at IS NULL)
    OR EXISTS (SELECT FROM work.set_part sp JOIN record.part q ON q.part = sp.part JOIN record.span_search s ON s.volume_id = q.volume_id WHERE sp.set_id = p_set AND s.state = 'done' AND s.ended_at > p_at)$$);
CREATE OR REPLACE FUNCTION release.covered_since(a access.actor, p_at timestamptz) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(a.covers, 2) > access.covers_for(a.side, a.role, o.settings)
    OR (coalesce(a.covers, 2) > 1 AND record.public_from(a.matter_id) > coalesce((o.settings->>'publicNamesFrom')::int, 50))
  FROM (SELECT (SELECT x.settings FROM access.protective_order x WHERE x.matter_id = a.matter_id AND greatest(x.in_force_from, x.created_at) <= p_at
    ORDER BY x.version DESC LIMIT 1) AS settings) o
$$;

-- Begins a search of a sealed volume, or says from where to go on. The first one of a volume covers as it goes; a later one, which p_again asks for, keeps apart
-- what it finds. 'done': searched already; 'other': a search by another detector or with other settings is under way.
DROP FUNCTION api.begin_spans(smallint, text);
CREATE FUNCTION api.begin_spans(p_volume smallint, p_detector text, p_setting jsonb, p_again boolean)
RETURNS TABLE (version integer, upto integer, first_docno integer, last_docno integer, matter uuid, report jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

-- The turns of some conversations while their volume is searched: words are counted over all of it before names are looked for, also when a search goes on.
SELECT pg_temp.amend('api.turns_to_search(smallint, integer, integer)', ' AND p_after >= s.upto', '');

-- Covers that people made have placeholders of their own: where what a search found elsewhere in the conversation has the same and is something else, it gets another.
CREATE FUNCTION record.settle_labels(p_docno integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE x record; v_word text; v_next integer;
BEGIN
  FOR x IN SELECT DISTINCT y.label FROM record.span y JOIN record.span z ON z.docno = p_docno AND z.label = y.label AND z.redaction_id IS NULL
      WHERE y.docno = p_docno AND y.redaction_id IS NOT NULL AND NOT EXISTS (SELECT FROM record.span w WHERE w.docno = p_docno AND w.label = y.label AND w.redaction_id IS NULL
        AND search.fold(substr(record.text_of(p_docno, w.turn), w.first + 1, w.length)) = search.fold(substr(record.text_of(p_docno, y.turn), y.first + 1, y.length))) LOOP
    v_word := substring(x.label FROM '^\[([A-Z]+)_\d+\]$');
    CONTINUE WHEN v_word IS NULL;
    SELECT 1 + max(substring(l.label FROM '_(\d{1,8})\]$')::int) INTO v_next FROM (
      SELECT y.label FROM record.span y WHERE y.docno = p_docno UNION ALL SELECT u.label FROM record.span_under u WHERE u.docno = p_docno) l
      WHERE l.label ~ ('^\[' || v_word || '_\d{1,8}\]$');
    UPDATE record.span y SET label = '[' || v_word || '_' || v_next || ']' WHERE y.docno = p_docno AND y.redaction_id IS NULL AND y.label = x.label;
  END LOOP;
END $$;

-- Puts what the search of a volume found in the place of what the one before found.
CREATE FUNCTION record.replace_spans(p_volume smallint, p_version integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v record.volume; v_part integer; v_made record.span[]; v_gone record.found_span[] := '{}'; v_more record.found_span[]; y record.span; x record.span; l record; f record.found_span; v_docno integer;
BEGIN
  LOCK TABLE ONLY record.span IN ACCESS EXCLUSIVE MODE;
  SELECT * INTO v FROM record.volume WHERE id = p_volume;
  SELECT coalesce(array_agg(s ORDER BY s.docno, s.turn, s.first), '{}') INTO v_made FROM record.redaction r
    JOIN record.span s ON s.docno = r.docno AND s.turn = r.turn AND s.redaction_id = r.id
    WHERE r.matter_id = v.matter_id AND r.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1 AND r.turn IS NOT NULL AND r.lifted_at IS NULL;
  FOR v_part IN SELECT p.part FROM record.part p WHERE p.volume_id = v.id AND p.emptied_at IS NULL ORDER BY 1 LOOP
    EXECUTE format('ALTER TABLE record.next_span DETACH PARTITION record.%I', 'next_span_' || lpad(v_part::text, 4, '0'));
    EXECUTE format('ALTER TABLE record.span DETACH PARTITION record.%I', 'span_' || lpad(v_part::text, 4, '0'));
    EXECUTE format('DROP TABLE record.%I', 'span_' || lpad(v_part::text, 4, '0'));
    EXECUTE format('ALTER TABLE record.%I RENAME TO %I', 'next_span_' || lpad(v_part::text, 4, '0'), 'span_' || lpad(v_part::text, 4, '0'));
    EXECUTE format('ALTER TABLE record.span ATTACH PARTITION record.%I FOR VALUES FROM (%s) TO (%s)', 'span_' || lpad(v_part::text, 4, '0'), v_part * 1000000, (v_part + 1) * 1000000);
    EXECUTE format('ALTER TABLE record.%I DROP CONSTRAINT of_its_part', 'span_' || lpad(v_part::text, 4, '0'));
  END LOOP;
  -- What was lifted stays lifted; what sticks out of it on either side and says something stays covered.
  FOR l IN SELECT p.*, c.id FROM record.lifted_cover c JOIN record.lifted_place p ON p.lift_id = c.id WHERE c.volume_id = v.id ORDER BY p.docno, p.turn, p.first LOOP
    FOR x IN DELETE FROM record.span s WHERE s.docno = l.docno AND s.turn = l.turn AND s.tier > 0 AND s.first < l.first + l.length AND s.first + s.length > l.first RETURNING s.* LOOP
      UPDATE record.lifted_place p SET again = p_version WHERE p.lift_id = l.id AND p.turn = l.turn AND p.first = l.first;
      IF btrim(search.fold(substr(record.text_of(x.docno, x.turn), x.first + 1, greatest(0, l.first - x.first)))) <> '' THEN
        INSERT INTO record.span (docno, turn, first, length, type, tier, score, rule, label) VALUES (x.docno, x.turn, x.first, l.first - x.first, x.type, x.tier, x.score, x.rule, x.label);
      END IF;
      IF btrim(search.fold(substr(record.text_of(x.docno, x.turn), l.first + l.length + 1, greatest(0, x.first + x.length - l.first - l.length)))) <> '' THEN
        INSERT INTO record.span (docno, turn, first, length, type, tier, score, rule, label)
          VALUES (x.docno, x.turn, l.first + l.length, x.first + x.length - l.first - l.length, x.type, x.tier, x.score, x.rule, x.label);
      END IF;
    END LOOP;
  END LOOP;
  DELETE FROM record.span_under u WHERE u.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1 AND u.own IS NULL;
  FOREACH y IN ARRAY v_made LOOP
    WITH gone AS (DELETE FROM record.span s WHERE s.docno = y.docno AND s.turn = y.turn AND s.redaction_id IS NULL AND s.first < y.first + y.length AND s.first + s.length > y.first RETURNING s.*)
      SELECT coalesce(array_agg(ROW(g.docno, g.turn, g.first, g.length, g.type, g.tier, g.score, g.rule, g.label, g.name)::record.found_span), '{}') INTO v_more FROM gone g;
    v_gone := v_gone || v_more;
    INSERT INTO record.span SELECT y.*;
  END LOOP;
  FOREACH f IN ARRAY v_gone LOOP PERFORM record.put_under(f); END LOOP;
  FOR v_docno IN SELECT DISTINCT m.docno FROM unnest(v_made) m LOOP PERFORM record.settle_labels(v_docno); END LOOP;
END $$;

-- Counts names by conversations; the same conversation delivered twice is one.
CREATE FUNCTION record.count_names(p_volume smallint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '128MB' AS $$
BEGIN
  DELETE FROM record.name_count WHERE volume_id = p_volume;
  INSERT INTO record.name_count (volume_id, name, conversations, cued)
    SELECT p_volume, n.name, count(*), count(*) FILTER (WHERE n.cued) FROM (
      SELECT c.sha256, y.name, bool_or(y.rule = 'name:cued') AS cued FROM record.volume v
      JOIN record.span y ON y.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1 AND y.name IS NOT NULL AND y.tier = 2
      JOIN record.conversation c ON c.docno = y.docno WHERE v.id = p_volume GROUP BY c.sha256, y.name) n
    GROUP BY n.name HAVING count(*) >= 10;
END $$;

-- Keeps the spans of a batch and how far the search came; with the last one a later search takes the place of the one before, and names are counted.
CREATE OR REPLACE FUNCTION api.keep_spans(p_volume smallint, p_upto integer, p_report jsonb, p_done boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_version integer; v_docno integer;
BEGIN
  UPDATE record.span_search s SET upto = p_upto, report = p_report, state = CASE WHEN p_done THEN 'done' ELSE s.state END,
    ended_at = CASE WHEN p_done THEN clock_timestamp() END WHERE s.volume_id = p_volume AND s.state = 'running' AND s.upto <= p_upto RETURNING s.version INTO v_version;
  IF NOT FOUND THEN RAISE EXCEPTION 'this volume is not being searched' USING ERRCODE = '55000'; END IF;
  IF v_version = 1 THEN
    -- Covers that people made are there before a search as well as after it.
    PERFORM record.put_under(f) FROM record.found_span f JOIN record.redaction r ON r.docno = f.docno AND r.turn = f.turn AND r.lifted_at IS NULL;
    INSERT INTO record.span (docno, turn, first, length, type, tier, score, rule, label, name)
      SELECT f.docno, f.turn, f.first, f.length, f.type, f.tier, f.score, f.rule, f.label, f.name FROM record.found_span f JOIN record.part p ON p.part = f.docno / 1000000 WHERE p.volume_id = p_volume;
    FOR v_docno IN SELECT DISTINCT f.docno FROM record.found_span f JOIN record.redaction r ON r.docno = f.docno AND r.turn IS NOT NULL AND r.lifted_at IS NULL LOOP
      PERFORM record.settle_labels(v_docno);
    END LOOP;
  ELSE
    INSERT INTO record.next_span (docno, turn, first, length, type, tier, score, rule, label, name)
      SELECT f.docno, f.turn, f.first, f.length, f.type, f.tier, f.score, f.rule, f.label, f.name FROM record.found_span f JOIN record.part p ON p.part = f.docno / 1000000 WHERE p.volume_id = p_volume;
  END IF;
  DELETE FROM record.found_span f USING record.part p WHERE p.part = f.docno / 1000000 AND p.volume_id = p_volume;
  IF p_done THEN
    IF v_version > 1 THEN PERFORM record.replace_spans(p_volume, v_version); END IF;
    PERFORM record.count_names(p_volume);
  END IF;
END $$;

-- What was found in a volume, as counts of all of it: by the newest search that is done, with the one that is under way and those before. Names are numbers here;
-- which they are is text, and leaves no other way than text does.
CREATE OR REPLACE FUNCTION api.span_report(p_volume integer) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '64MB' AS $$
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
END $$;

-- Whether a reason says the very words that it is about.
CREATE FUNCTION record.repeats(p_reason text, p_said text) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT btrim(search.fold(p_said)) <> '' AND position(search.fold(p_said) IN search.fold(p_reason)) > 0
$$;

-- Lifts a placeholder of the detector wherever it stands in a conversation. Counsel lift it where their tier reaches. 'nothing': no such placeholder of a search.
CREATE FUNCTION api.lift_cover(p_control text, p_label text, p_wrong boolean, p_reason text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

-- Covers of the detector that were lifted, the newest first, after one of them. Never what stood under them.
CREATE FUNCTION api.lifted_covers(p_after uuid, p_limit integer) RETURNS SETOF jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_build_object('id', c.id, 'conversation', record.name_of(c.docno), 'label', c.label, 'type', c.type, 'wrong', c.wrong, 'reason', c.reason,
    'places', (SELECT count(*) FROM record.lifted_place p WHERE p.lift_id = c.id), 'version', c.version, 'lifted', jsonb_build_object('by', p.name, 'side', c.lifted_side, 'at', c.lifted_at))
  FROM access.current_actor() a JOIN record.lifted_cover c ON c.matter_id = a.matter_id AND access.refusal(a, 'redaction:read') IS NULL
  JOIN access.person p ON p.id = c.lifted_by
  WHERE (a.side IN ('court', 'host') OR record.designated(c.docno) <= a.tier)
    AND (p_after IS NULL OR (c.lifted_at, c.id) < (SELECT y.lifted_at, y.id FROM record.lifted_cover y WHERE y.id = p_after AND y.matter_id = a.matter_id))
  ORDER BY c.lifted_at DESC, c.id DESC LIMIT least(p_limit, 201)
$$;
DROP FUNCTION pg_temp.amend(regprocedure, text[]);

REVOKE ALL ON FUNCTION record.public_from(uuid), record.is_public(uuid, bigint, integer), record.names_somebody(integer, bigint), record.settle_labels(integer),
  record.replace_spans(smallint, integer), record.count_names(smallint), record.repeats(text, text), api.begin_spans(smallint, text, jsonb, boolean), api.lift_cover(text, text, boolean, text),
  api.lifted_covers(uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.begin_spans(smallint, text, jsonb, boolean) TO rr_intake;
GRANT EXECUTE ON FUNCTION api.lift_cover(text, text, boolean, text), api.lifted_covers(uuid, integer) TO rr_app;
