-- What was found in a volume that may say who somebody is, beside the text and never in it: stretches of turns, counted in code points from 0.
-- Stretches of the first tier are covered wherever a turn is shown, printed, exported or quoted, in the database. New tables, partitioned as the text
-- is; replaces functions. The account that loads reads the turns of a volume while a search of it is on record, and no other text.

CREATE TABLE record.span (
  docno  integer NOT NULL,
  turn   integer NOT NULL,
  first  integer NOT NULL CHECK (first >= 0),
  length integer NOT NULL CHECK (length > 0),
  type   text NOT NULL,
  tier   smallint NOT NULL CHECK (tier BETWEEN 0 AND 2),
  score  real NOT NULL,
  rule   text NOT NULL,
  label  text NOT NULL,
  PRIMARY KEY (docno, turn, first)
) PARTITION BY RANGE (docno);
COMMENT ON COLUMN record.span.tier IS '0: a placeholder of somebody else''s tool; 1: covered for everyone; 2: a name, an address or a date of birth. What only looks like one is counted, not kept.';
COMMENT ON COLUMN record.span.label IS 'What is shown in its place: the same for the same thing within a conversation, and never across conversations.';

-- One search of a volume: how far it came, and what it counted. It stands in the log before it reads anything.
CREATE TABLE record.span_search (
  volume_id  smallint PRIMARY KEY REFERENCES record.volume ON DELETE RESTRICT,
  detector   text NOT NULL,
  state      text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done')),
  upto       integer NOT NULL,
  report     jsonb NOT NULL DEFAULT '{}',
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at   timestamptz
);

-- Makes room for the spans of a sealed volume and says from where to go on: the number after the last one that was searched, and what was counted so far.
CREATE FUNCTION api.begin_spans(p_volume smallint, p_detector text) RETURNS TABLE (upto integer, last_docno integer, report jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v record.volume; v_part integer;
BEGIN
  SELECT * INTO v FROM record.volume WHERE id = p_volume AND state = 'sealed' FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such sealed volume' USING ERRCODE = '55000'; END IF;
  IF NOT EXISTS (SELECT FROM audit.entry e WHERE e.matter_id = v.matter_id AND e.action = 'intake:run' AND e.outcome = 'done'
      AND e.object = 'volume:' || v.name AND e.detail->>'step' = 'search for personal data' AND e.at > clock_timestamp() - interval '1 day') THEN
    RAISE EXCEPTION 'a search of this volume is not on record' USING ERRCODE = '42501';
  END IF;
  FOR v_part IN SELECT p.part FROM record.part p WHERE p.volume_id = v.id ORDER BY 1 LOOP
    IF to_regclass('record.span_' || lpad(v_part::text, 4, '0')) IS NULL THEN
      EXECUTE format('CREATE TABLE record.%I PARTITION OF record.span FOR VALUES FROM (%s) TO (%s)', 'span_' || lpad(v_part::text, 4, '0'), v_part * 1000000, (v_part + 1) * 1000000);
    END IF;
  END LOOP;
  INSERT INTO record.span_search (volume_id, detector, upto) VALUES (v.id, p_detector, v.first_docno - 1) ON CONFLICT DO NOTHING;
  IF EXISTS (SELECT FROM record.span_search s WHERE s.volume_id = v.id AND (s.state = 'done' OR s.detector <> p_detector)) THEN
    RAISE EXCEPTION 'this volume was searched' USING ERRCODE = '55000';
  END IF;
  RETURN QUERY SELECT s.upto, v.first_docno + v.size - 1, s.report FROM record.span_search s WHERE s.volume_id = v.id;
END $$;

-- The turns of the next conversations, while the search is under way.
CREATE FUNCTION api.turns_to_search(p_volume smallint, p_after integer, p_limit integer)
RETURNS TABLE (docno integer, language text, first_turn integer, turns jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT t.docno, l.tag, t.first_turn, t.turns FROM record.span_search s
  JOIN record.conversation c ON c.volume_id = s.volume_id AND c.docno BETWEEN p_after + 1 AND p_after + p_limit
  JOIN record.conversation_text t ON t.docno = c.docno LEFT JOIN record.language l ON l.id = c.language_id
  WHERE s.volume_id = p_volume AND s.state = 'running' AND p_after >= s.upto ORDER BY t.docno, t.part
$$;

-- Keeps how far the search came, with the spans of the same transaction; at the end it stays as it is.
CREATE FUNCTION api.keep_spans(p_volume smallint, p_upto integer, p_report jsonb, p_done boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE record.span_search SET upto = p_upto, report = p_report, state = CASE WHEN p_done THEN 'done' ELSE state END,
    ended_at = CASE WHEN p_done THEN clock_timestamp() END WHERE volume_id = p_volume AND state = 'running' AND upto <= p_upto;
  IF NOT FOUND THEN RAISE EXCEPTION 'this volume is not being searched' USING ERRCODE = '55000'; END IF;
END $$;

-- Spans come in while their volume is searched, and stay.
CREATE FUNCTION record.guard_span() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM record.part p JOIN record.span_search s ON s.volume_id = p.volume_id AND s.state = 'running'
      WHERE p.part = NEW.docno / 1000000 AND NEW.docno > s.upto) THEN
    RAISE EXCEPTION 'no search of this volume is under way' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_span_belongs_to_a_search BEFORE INSERT ON record.span FOR EACH ROW EXECUTE FUNCTION record.guard_span();
GRANT INSERT ON record.span TO rr_intake;

-- What was found in a volume, as counts of all of it.
CREATE FUNCTION api.span_report(p_volume integer) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'volume:read') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  RETURN (SELECT s.report || jsonb_build_object('detector', s.detector, 'state', s.state, 'endedAt', s.ended_at)
    FROM record.span_search s JOIN record.volume v ON v.id = s.volume_id WHERE v.id = p_volume AND v.matter_id = a.matter_id);
END $$;

-- A turn with its stretches covered, from the last to the first so that places stay where they are.
CREATE FUNCTION record.covered(p_text text, p_spans jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE x jsonb;
BEGIN
  FOR x IN SELECT e FROM jsonb_array_elements(p_spans) e LOOP
    p_text := overlay(p_text PLACING (x->>2) FROM (x->>0)::int + 1 FOR (x->>1)::int);
  END LOOP;
  RETURN p_text;
END $$;

-- A piece of a turn that is quoted, with what is covered in it. A stretch that the piece would cut is covered whole.
CREATE FUNCTION record.quoted(p_docno integer, p_turn integer, p_text text, p_at integer, p_length integer) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE s record; made text := ''; at integer := p_at; last integer := p_at + p_length;
BEGIN
  FOR s IN SELECT y.first, y.length, y.label FROM record.span y WHERE y.docno = p_docno AND y.turn = p_turn AND y.tier = 1
      AND y.first + 1 < last AND y.first + y.length >= p_at ORDER BY y.first LOOP
    made := made || substr(p_text, at, greatest(0, s.first + 1 - at)) || s.label;
    at := s.first + s.length + 1;
  END LOOP;
  RETURN made || substr(p_text, at, greatest(0, last - at));
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
SELECT pg_temp.amend('record.turns_for(smallint, integer, integer, integer)',
  $$s || jsonb_build_object('tier', w.tier) ELSE s END$$,
  $$m.said || jsonb_build_object('tier', w.tier) ELSE m.said END$$,
  'WHERE t.docno = p_docno',
  $$LEFT JOIN (SELECT y.turn, jsonb_agg(jsonb_build_array(y.first, y.length, y.label) ORDER BY y.first DESC) AS spans FROM record.span y
    WHERE y.docno = p_docno AND y.turn BETWEEN p_from AND p_to AND y.tier = 1 GROUP BY y.turn) c ON c.turn = t.first_turn + n - 1
  CROSS JOIN LATERAL (SELECT CASE WHEN c.spans IS NULL THEN s
    ELSE s || jsonb_build_object('text', record.covered(s->>'text', c.spans), 'masked', jsonb_array_length(c.spans)) END AS said) m
  WHERE t.docno = p_docno$$);
SELECT pg_temp.amend('api.read_snippets(text, bigint, jsonb)',
  'fragment := substr(v_text, v_at, 300);', 'fragment := record.quoted(v_docno, turn, v_text, v_at, 300);');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);

REVOKE ALL ON FUNCTION api.begin_spans(smallint, text), api.turns_to_search(smallint, integer, integer), api.keep_spans(smallint, integer, jsonb, boolean),
  api.span_report(integer), record.guard_span(), record.covered(text, jsonb), record.quoted(integer, integer, text, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.begin_spans(smallint, text), api.turns_to_search(smallint, integer, integer), api.keep_spans(smallint, integer, jsonb, boolean) TO rr_intake;
GRANT EXECUTE ON FUNCTION api.span_report(integer) TO rr_app;
