-- Search term reports: many terms asked of the same conversations, each with how many it hits, alone and beside the others. Work product of a
-- side, counted for one clearance: whoever is cleared for less does not find it. Partition by partition, and in each all terms: what has been read
-- once is asked by every term while it is near, and no more than the answers of one partition are kept at a time. New tables; locks nothing.

CREATE FUNCTION access.my_tier() RETURNS smallint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT (access.current_actor()).tier::smallint $$;
REVOKE ALL ON FUNCTION access.my_tier() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.my_tier() TO rr_app;

CREATE TABLE work.term_report (
  id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id      uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  side           access.side NOT NULL,
  tier           smallint NOT NULL,
  name           text NOT NULL CHECK (length(btrim(name)) BETWEEN 1 AND 120),
  filters        jsonb NOT NULL,
  by_turn        boolean NOT NULL,
  by_code        boolean NOT NULL,
  terms          integer NOT NULL CHECK (terms BETWEEN 1 AND 5000),
  empty_lines    integer NOT NULL CHECK (empty_lines >= 0),
  parser_version text NOT NULL,
  data_version   bytea NOT NULL CHECK (length(data_version) = 32),
  coded          text,
  state          text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'cancelled', 'changed')),
  restarts       integer NOT NULL DEFAULT 0,
  total          bigint NOT NULL DEFAULT 0,
  work           bigint NOT NULL DEFAULT 0,
  worked         bigint NOT NULL DEFAULT 0,
  hits           bigint NOT NULL DEFAULT 0,
  shared         bigint NOT NULL DEFAULT 0,
  cut            boolean NOT NULL DEFAULT false,
  part           integer,
  part_worked    bigint NOT NULL DEFAULT 0,
  at_term        integer,
  next_docno     integer,
  cost_ms        bigint NOT NULL DEFAULT 0,
  due_at         timestamptz NOT NULL,
  created_by     uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at    timestamptz,
  sha256         bytea,
  CONSTRAINT a_side_names_a_report_once UNIQUE (matter_id, side, name),
  CONSTRAINT what_is_done_is_hashed CHECK ((state = 'done') = (sha256 IS NOT NULL))
);
CREATE INDEX term_report_by_side ON work.term_report (matter_id, side, created_at DESC, id DESC);
COMMENT ON COLUMN work.term_report.tier IS 'For whom it was counted: nothing above this tier is in a number, and who is cleared for less does not see the report.';
COMMENT ON COLUMN work.term_report.coded IS 'When the own codings were changed last, where a term or a filter asks for codes.';
COMMENT ON COLUMN work.term_report.work IS 'Conversations times terms; `worked` of them have been looked at.';
COMMENT ON COLUMN work.term_report.hits IS 'Conversations that any term hits; `shared` of them are hit by two terms or more. The unique hits of all terms are the rest.';
COMMENT ON COLUMN work.term_report.cut IS 'A term took longer than one search may: its numbers are "at least", and what is unique to others is "at most".';
COMMENT ON COLUMN work.term_report.due_at IS 'Who carries it out is gone when it is still running then.';

-- One line of the list. The counts of the partition under way stand apart (part_…), so that it can be begun anew.
CREATE TABLE work.report_term (
  report_id          uuid NOT NULL REFERENCES work.term_report ON DELETE RESTRICT,
  n                  integer NOT NULL CHECK (n >= 1),
  line               integer NOT NULL CHECK (line >= n),
  term               text NOT NULL CHECK (length(term) BETWEEN 1 AND 2000),
  question           jsonb,
  leaves             jsonb,
  reading            text,
  same_as            integer,
  problem            text,
  problem_at         integer,
  problem_length     integer,
  too_long           boolean NOT NULL DEFAULT false,
  turns_cut          boolean NOT NULL DEFAULT false,
  failed             text,
  span               integer,
  find_ms            bigint NOT NULL DEFAULT 0,
  turn_ms            bigint NOT NULL DEFAULT 0,
  conversations      bigint NOT NULL DEFAULT 0,
  turns              bigint NOT NULL DEFAULT 0,
  prompts            bigint NOT NULL DEFAULT 0,
  outputs            bigint NOT NULL DEFAULT 0,
  uniques            bigint NOT NULL DEFAULT 0,
  part_conversations bigint NOT NULL DEFAULT 0,
  part_turns         bigint NOT NULL DEFAULT 0,
  part_prompts       bigint NOT NULL DEFAULT 0,
  part_outputs       bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (report_id, n),
  CONSTRAINT a_term_is_asked_or_says_why_not CHECK (num_nonnulls(question, same_as, problem) = 1)
) WITH (fillfactor = 70);
COMMENT ON COLUMN work.report_term.leaves IS 'What is looked for in its turns; none where the term asks for no words.';
COMMENT ON COLUMN work.report_term.same_as IS 'The earlier term that asks the same: it is not asked twice, and would otherwise be unique to neither.';

ALTER TABLE work.term_report ENABLE ROW LEVEL SECURITY;
ALTER TABLE work.term_report FORCE ROW LEVEL SECURITY;
ALTER TABLE work.report_term ENABLE ROW LEVEL SECURITY;
ALTER TABLE work.report_term FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON work.term_report TO rr_owner USING (true) WITH CHECK (true);
CREATE POLICY owner_sees_all ON work.report_term TO rr_owner USING (true) WITH CHECK (true);
CREATE POLICY own_side_up_to_its_tier ON work.term_report FOR SELECT TO rr_app
  USING (matter_id = (SELECT access.my_matter()) AND side = (SELECT access.my_side()) AND tier <= (SELECT access.my_tier()));
CREATE POLICY of_a_report_that_is_seen ON work.report_term FOR SELECT TO rr_app USING (report_id IN (SELECT r.id FROM work.term_report r));
GRANT SELECT ON work.term_report, work.report_term TO rr_app;

-- A report is made, ended and taken up again by somebody, who stands in the log for it. Its steps are the carrying out of that.
CREATE CONSTRAINT TRIGGER no_report_without_an_entry AFTER INSERT OR DELETE ON work.term_report DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_entry('search:report');
CREATE CONSTRAINT TRIGGER no_end_without_an_entry AFTER UPDATE ON work.term_report DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('running', 'cancelled')) EXECUTE FUNCTION audit.require_entry('search:report');

-- What was asked never changes, and a report that is done changes in nothing.
CREATE FUNCTION work.guard_term_report() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD.state = 'done' OR (OLD.id, OLD.matter_id, OLD.side, OLD.tier, OLD.name, OLD.filters, OLD.by_turn, OLD.terms, OLD.parser_version, OLD.created_by, OLD.created_at)
      IS DISTINCT FROM (NEW.id, NEW.matter_id, NEW.side, NEW.tier, NEW.name, NEW.filters, NEW.by_turn, NEW.terms, NEW.parser_version, NEW.created_by, NEW.created_at) THEN
    RAISE EXCEPTION 'what a report asks, and a report that is done, are not changed' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_report_keeps_what_it_asks BEFORE UPDATE ON work.term_report FOR EACH ROW EXECUTE FUNCTION work.guard_term_report();
CREATE FUNCTION work.guard_report_term() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (OLD.report_id, OLD.n, OLD.line, OLD.term, OLD.question, OLD.leaves, OLD.reading, OLD.same_as, OLD.problem)
      IS DISTINCT FROM (NEW.report_id, NEW.n, NEW.line, NEW.term, NEW.question, NEW.leaves, NEW.reading, NEW.same_as, NEW.problem)
      OR EXISTS (SELECT FROM work.term_report r WHERE r.id = OLD.report_id AND r.state = 'done') THEN
    RAISE EXCEPTION 'what a report asks, and a report that is done, are not changed' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_term_keeps_what_it_asks BEFORE UPDATE ON work.report_term FOR EACH ROW EXECUTE FUNCTION work.guard_report_term();

-- What each term hits in the partition under way: numbers while they are few, a bitmap where there are more than 1,000. The row of term 0 says that
-- the partition was begun: after a crash it is gone with the others, and the partition is begun anew.
CREATE UNLOGGED TABLE search.report_chunk (
  report_id uuid NOT NULL,
  n         integer NOT NULL,
  numbers   integer[],
  bits      bit varying,
  PRIMARY KEY (report_id, n)
);
ALTER TABLE search.report_chunk ENABLE ROW LEVEL SECURITY;
ALTER TABLE search.report_chunk FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON search.report_chunk TO rr_owner USING (true) WITH CHECK (true);

-- What the numbers of a report rest on, as it is now.
CREATE FUNCTION api.data_basis() RETURNS TABLE (data bytea, coded text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT search.data_version(a.matter_id), (SELECT x.xid::text FROM search.coded x WHERE x.matter_id = a.matter_id AND x.side = a.side)
  FROM access.current_actor() a WHERE access.refusal(a, 'set:read') IS NULL
$$;

-- From the beginning, on what is sealed and designated now.
CREATE FUNCTION work.begin_term_report(a access.actor, p_id uuid) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM search.report_chunk k WHERE k.report_id = p_id;
  UPDATE work.report_term t SET too_long = false, turns_cut = false, failed = NULL, find_ms = 0, turn_ms = 0, conversations = 0, turns = 0, prompts = 0, outputs = 0, uniques = 0,
    part_conversations = 0, part_turns = 0, part_prompts = 0, part_outputs = 0 WHERE t.report_id = p_id AND t.question IS NOT NULL;
  UPDATE work.term_report r SET data_version = search.data_version(a.matter_id), coded = (SELECT x.xid::text FROM search.coded x WHERE x.matter_id = a.matter_id AND x.side = a.side AND r.by_code),
    total = x.total, work = x.total * (SELECT count(*) FROM work.report_term t WHERE t.report_id = p_id AND t.question IS NOT NULL), worked = 0, hits = 0, shared = 0, cut = false,
    part = NULL, part_worked = 0, at_term = NULL, next_docno = NULL
    FROM (SELECT coalesce(sum(p.last_docno - p.first_docno + 1), 0)::bigint AS total FROM work.term_report y, LATERAL search.parts_for(a, y.filters) p WHERE y.id = p_id) x WHERE r.id = p_id;
END $$;

CREATE FUNCTION work.report_due(a access.actor) RETURNS timestamptz LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT clock_timestamp() + make_interval(secs => search.allowance(a) / 1000.0 + 60) $$;

-- Keeps a report that is to be worked out. NULL where the side has one of that name. p_terms: [{n, line, term, question, leaves, reading, sameAs, problem, at, length}].
CREATE FUNCTION api.make_term_report(p_name text, p_filters jsonb, p_by_turn boolean, p_by_code boolean, p_empty integer, p_parser text, p_terms jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

-- Ends a report before its end, or takes one up again where it stopped; on data that changed, from the beginning. {"state": …}, or NULL where the side has none by
-- that name for this clearance.
CREATE FUNCTION api.turn_term_report(p_id uuid, p_on boolean) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

-- How many turns of these conversations hold what is looked for, and how many of them are prompts and outputs. None of them has a turn above the reader.
CREATE FUNCTION search.turns_hit(p_docnos integer[], p_leaves jsonb, OUT turns bigint, OUT prompts bigint, OUT outputs bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('SELECT count(*), count(*) FILTER (WHERE z.r = ''prompt''), count(*) FILTER (WHERE z.r = ''output'') FROM unnest($1) x(d), LATERAL (WITH y AS MATERIALIZED (%s) SELECT y.r FROM y WHERE %s) z',
    search.turns_sql('x.d', ''), (SELECT string_agg(search.turn_condition(l), ' OR ' ORDER BY n) FROM jsonb_array_elements(p_leaves) WITH ORDINALITY e(l, n))) INTO turns, prompts, outputs USING p_docnos;
END $$;

-- Ends a partition: what more than one term hits, and with it what is each term's alone. Then its answers are let go. From the bitmaps, one term after the
-- other: never pair by pair.
CREATE FUNCTION search.close_report_part(p_report uuid, p_length integer, OUT hits bigint, OUT shared bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET work_mem = '128MB' AS $$
DECLARE k record; b bit varying; v_any bit varying; v_more bit varying; v_few integer[]; v_fews integer[];
BEGIN
  SELECT array_agg(d), array_agg(d) FILTER (WHERE times > 1) INTO v_few, v_fews FROM (
    SELECT d, count(*) AS times FROM search.report_chunk x, unnest(x.numbers) d WHERE x.report_id = p_report GROUP BY d) y;
  v_any := search.bits_of(coalesce(v_few, '{}'), p_length);
  v_more := search.bits_of(coalesce(v_fews, '{}'), p_length);
  FOR k IN SELECT x.bits FROM search.report_chunk x WHERE x.report_id = p_report AND x.bits IS NOT NULL LOOP
    b := k.bits || B'';
    v_more := v_more | (v_any & b);
    v_any := v_any | b;
  END LOOP;
  hits := bit_count(v_any); shared := bit_count(v_more);
  v_more := ~v_more;
  UPDATE work.report_term t SET conversations = t.conversations + t.part_conversations, turns = t.turns + t.part_turns, prompts = t.prompts + t.part_prompts, outputs = t.outputs + t.part_outputs,
    uniques = t.uniques + CASE WHEN x.bits IS NOT NULL THEN bit_count(x.bits & v_more) ELSE (SELECT count(*) FROM unnest(x.numbers) d WHERE get_bit(v_more, d) = 1) END,
    part_conversations = 0, part_turns = 0, part_prompts = 0, part_outputs = 0
    FROM search.report_chunk x WHERE x.report_id = p_report AND t.report_id = p_report AND t.n = x.n AND x.n > 0;
  DELETE FROM search.report_chunk x WHERE x.report_id = p_report;
END $$;

-- Goes on with a report for some p_ms milliseconds, or a step longer. What is asked stands in the report, which is on record since it was made. A term that takes longer than the order's longest
-- search, or that the database cannot carry out, is left out from then on and says so; the others go on.
CREATE FUNCTION api.step_term_report(p_secret text, p_id uuid, p_ms integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '128MB' AS $$
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
        v_numbers := ARRAY(SELECT f.docno - base FROM search.find_in_volume(v, a, t.question, r.filters || jsonb_build_object('_lo', r.next_docno, '_hi', hi), NULL, NULL, false, NULL) f);
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
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA search FROM PUBLIC;
REVOKE ALL ON FUNCTION work.begin_term_report(access.actor, uuid), work.report_due(access.actor), work.guard_term_report(), work.guard_report_term() FROM PUBLIC;
DO $$ DECLARE f text; BEGIN
  FOREACH f IN ARRAY ARRAY['api.data_basis()', 'api.make_term_report(text, jsonb, boolean, boolean, integer, text, jsonb)', 'api.turn_term_report(uuid, boolean)',
      'api.step_term_report(text, uuid, integer)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rr_app', f);
  END LOOP;
END $$;
