-- What was reported is looked for in volumes that come later, within the transaction that seals them; and what came along beside the turns (delivered metadata,
-- other branches, the id at the source) is searched by the detector, looked through for reports, and covered where it is shown. A piece of it is a turn with a number
-- below 0, counted through what was delivered in its own order, so that stretches, covers and places are kept for it as for any turn.
-- A column with a constant default on a small table; replaces functions. record.redaction is read once for its new CHECK.

ALTER TABLE record.redaction DROP CONSTRAINT redaction_turn_check, ADD CONSTRAINT redaction_turn_check CHECK (turn <> 0);
COMMENT ON COLUMN record.redaction.turn IS 'Below 0: a piece of what came along beside the turns, by record.pieces_beside.';
COMMENT ON COLUMN record.span.turn IS 'Below 0: a piece of what came along beside the turns, by record.pieces_beside.';
ALTER TABLE record.leak_search ADD COLUMN beside integer NOT NULL DEFAULT -1;
-- What was looked for before goes on with what came along, when somebody lists what waits.
UPDATE record.leak_search s SET state = 'running', over = NULL, ended_at = NULL FROM record.redaction r WHERE r.id = s.redaction_id AND r.lifted_at IS NULL AND s.state = 'done';
COMMENT ON COLUMN record.leak_search.beside IS 'The last conversation of which what came along was looked through; after the turns of all.';

-- What came along beside the turns of a conversation, piece by piece: values and names of delivered metadata, words of other branches, the id at the source.
CREATE FUNCTION record.pieces_beside(p_docno integer) RETURNS TABLE (turn integer, path text[], named boolean, said text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE walk AS (
    SELECT '{}'::text[] AS path, '{}'::bigint[] AS place, false AS keyed, jsonb_build_object('metadata', s.metadata, 'branches', s.branches, 'sourceId', s.source_id) AS v
    FROM record.conversation_source s WHERE s.docno = p_docno
    UNION ALL
    SELECT w.path || e.k, w.place || e.n, e.keyed, e.v FROM walk w CROSS JOIN LATERAL (
      SELECT x.k, x.v, x.n, w.path <> '{}' AS keyed FROM jsonb_each(CASE jsonb_typeof(w.v) WHEN 'object' THEN w.v ELSE '{}' END) WITH ORDINALITY x(k, v, n)
      UNION ALL SELECT (y.n - 1)::text, y.v, y.n, false FROM jsonb_array_elements(CASE jsonb_typeof(w.v) WHEN 'array' THEN w.v ELSE '[]' END) WITH ORDINALITY y(v, n)) e
    WHERE w.path <> '{}' OR e.v <> 'null'
  ), pieces AS (
    SELECT w.path, w.place, false AS named, w.v#>>'{}' AS said FROM walk w
    WHERE jsonb_typeof(w.v) IN ('string', 'number') AND (w.path[1] <> 'branches' OR w.path[cardinality(w.path)] = 'text')
    UNION ALL SELECT w.path, w.place, true, w.path[cardinality(w.path)] FROM walk w WHERE w.keyed AND w.path[1] = 'metadata'
  )
  SELECT (-row_number() OVER (ORDER BY x.place, x.named))::int, x.path, x.named, x.said FROM pieces x
$$;
-- The text of a turn as it was delivered, or of a piece of what came along.
CREATE OR REPLACE FUNCTION record.text_of(p_docno integer, p_turn integer) RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF p_turn < 0 THEN RETURN (SELECT p.said FROM record.pieces_beside(p_docno) p WHERE p.turn = p_turn); END IF;
  RETURN (SELECT t.turns->(p_turn - t.first_turn)->>'text' FROM record.conversation_text t
    WHERE t.docno = p_docno AND t.first_turn <= p_turn AND t.first_turn + t.turn_count > p_turn);
END $$;

-- What came along, with what is covered in it for somebody. A number that something is covered in is covered whole, and a name keeps its value.
CREATE FUNCTION record.shown_beside(p_covers smallint, p_docno integer) RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE j jsonb; x record; v jsonb; n integer;
BEGIN
  SELECT jsonb_build_object('metadata', s.metadata, 'branches', coalesce(s.branches, '[]'), 'sourceId', s.source_id) INTO j FROM record.conversation_source s WHERE s.docno = p_docno;
  IF NOT EXISTS (SELECT FROM record.covers_of(p_covers, p_docno, -2147483647, -1)) THEN RETURN j; END IF;
  FOR x IN SELECT p.path, p.named, p.said, c.spans FROM record.pieces_beside(p_docno) p
      JOIN (SELECT y.turn, jsonb_agg(jsonb_build_array(y.first, y.length, y.label) ORDER BY y.first DESC) AS spans FROM record.covers_of(p_covers, p_docno, -2147483647, -1) y GROUP BY y.turn) c
        ON c.turn = p.turn ORDER BY p.named, cardinality(p.path) DESC LOOP
    v := j#>x.path; n := cardinality(x.path);
    IF x.named THEN
      j := jsonb_set(j #- x.path, x.path[:n - 1] || record.covered(x.said, x.spans), v);
    ELSE
      j := jsonb_set(j, x.path, to_jsonb(CASE jsonb_typeof(v) WHEN 'number' THEN x.spans->-1->>2 ELSE record.covered(x.said, x.spans) END));
    END IF;
  END LOOP;
  RETURN j;
END $$;

-- The pieces of some conversations for the search of their volume, in order: the first is turn -1.
CREATE FUNCTION api.beside_to_search(p_volume smallint, p_after integer, p_limit integer) RETURNS TABLE (docno integer, said jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.docno, (SELECT jsonb_agg(p.said ORDER BY p.turn DESC) FROM record.pieces_beside(c.docno) p) FROM record.span_search s
  JOIN record.conversation c ON c.volume_id = s.volume_id AND c.docno BETWEEN p_after + 1 AND p_after + p_limit
  WHERE s.volume_id = p_volume AND s.state = 'running' ORDER BY c.docno
$$;

-- Where the words of a redaction stand beside the turns of a conversation; and in it as a whole.
CREATE FUNCTION record.found_beside(p_said text, p_docno integer) RETURNS TABLE (turn integer, v_first integer, v_length integer)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.turn, w.v_first, w.v_length FROM (SELECT search.fold(p_said) AS words) f CROSS JOIN record.pieces_beside(p_docno) p
  CROSS JOIN LATERAL (SELECT x.v_first, x.v_length FROM record.exactly(p.said, p_said) x
    UNION SELECT y.v_first, y.v_length FROM record.places_of(p.said, f.words) y WHERE btrim(f.words) <> '' AND strpos(search.fold(p.said) COLLATE "C", f.words COLLATE "C") > 0) w
$$;
-- As before; of what came along the words are covered too, and do not count as found where they were said in a turn.
CREATE OR REPLACE FUNCTION record.carry_cover(r record.redaction, p_docno integer, p_same boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', r.matter_id, 'person_id', r.placed_by, 'side', r.placed_side));
  v_text text := record.text_of(r.docno, r.turn); v_now text := record.text_of(p_docno, r.turn); v_word text := coalesce(substring(r.label FROM '^\[([A-Z]+)_\d+\]$'), 'REDACTED');
  v_root uuid := coalesce(r.carried_from, r.id); v_made record.redaction; x record; n integer := 0; v_whole boolean; v_said text; v_same boolean := (p_same AND r.turn > 0) OR v_now IS NOT DISTINCT FROM v_text;
BEGIN
  IF v_text IS NULL THEN RETURN false; END IF;
  v_whole := r.first = 0 AND r.length >= length(v_text) AND r.turn > 0;
  v_said := substr(v_text, r.first + 1, r.length);
  FOR x IN SELECT r.turn AS turn, r.first AS first, r.first + r.length AS last WHERE v_same
      UNION ALL (SELECT f.turn, f.v_first, f.v_first + f.v_length FROM record.found_again(v_said, p_docno) f WHERE NOT v_same ORDER BY f.turn <> r.turn, f.turn, f.v_first LIMIT 201)
      UNION ALL SELECT r.turn, 0, length(v_now) WHERE v_whole AND NOT v_same AND v_now <> ''
      UNION ALL (SELECT f.turn, f.v_first, f.v_first + f.v_length FROM record.found_beside(v_said, p_docno) f LIMIT 201) LOOP
    IF (x.turn > 0) OR (r.turn < 0) THEN n := n + 1; END IF;
    v_made := record.redact(a, p_docno, x.turn, x.first, x.last, r.type, v_word, r.reason, NULL, r.origin);
    UPDATE record.redaction y SET carried_from = v_root WHERE y.id = v_made.id;
  END LOOP;
  RETURN n BETWEEN 1 AND 200 AND (NOT v_whole OR v_same);
END $$;

-- Notes a place where the words of a report stand, and covers it where p_cover. NULL where it is covered or noted already.
CREATE FUNCTION record.note_place(r record.redaction, p_docno integer, p_turn integer, p_first integer, p_length integer, p_cover boolean) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_id bigint;
BEGIN
  IF EXISTS (SELECT FROM record.span z WHERE z.docno = p_docno AND z.turn = p_turn AND z.tier = 1 AND z.first <= p_first AND z.first + z.length >= p_first + p_length) THEN RETURN NULL; END IF;
  INSERT INTO record.leak_place (redaction_id, docno, turn, first, length) VALUES (r.id, p_docno, p_turn, p_first, p_length) ON CONFLICT DO NOTHING RETURNING id INTO v_id;
  IF v_id IS NULL OR NOT p_cover THEN RETURN CASE WHEN v_id IS NOT NULL THEN 'open' END; END IF;
  PERFORM record.redact(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', r.matter_id, 'person_id', r.placed_by, 'side', r.placed_side)), p_docno, p_turn, p_first,
    p_first + p_length, r.type, coalesce(substring(r.label FROM '^\[([A-Z]+)_\d+\]$'), 'REDACTED'), 'The same words as in another report.', NULL, r.id);
  RETURN 'covered';
END $$;
-- The longest of some folded words: what has the words has it, however it is written down as JSON.
CREATE FUNCTION record.longest(p_words text) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT w FROM string_to_table(btrim(p_words), ' ') w ORDER BY length(w) DESC, w LIMIT 1
$$;
-- Conversations between two beside whose turns a word may stand.
CREATE FUNCTION record.may_have_beside(p_lo integer, p_hi integer, p_word text) RETURNS SETOF integer LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.docno FROM record.conversation_source s WHERE s.docno BETWEEN p_lo AND p_hi
    AND strpos(search.fold(concat_ws(' ', s.source_id, nullif(s.metadata, 'null')::text, nullif(s.branches, '[]')::text)) COLLATE "C", p_word COLLATE "C") > 0
$$;

-- Looks for the words of every report that stands in a volume that was numbered just now, within the transaction that seals it. What is found is covered, as
-- the report itself was; where somebody has left a place of the same report as it is, it waits for a decision. At most 2,000 places a report.
CREATE FUNCTION record.look_for_reports(p_volume smallint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '64MB' AS $$
DECLARE v record.volume; r record.redaction; x record; y record; v_words text; v_query text; v_cover boolean; v_last integer; n integer; n_open integer; v_state text;
  n_reports integer := 0; n_found integer := 0; n_covered integer := 0; n_gone integer := 0;
BEGIN
  SELECT * INTO v FROM record.volume WHERE id = p_volume;
  v_last := v.first_docno + v.size - 1;
  FOR r IN SELECT k.* FROM record.redaction k JOIN record.leak_search s ON s.redaction_id = k.id WHERE k.matter_id = v.matter_id AND k.lifted_at IS NULL ORDER BY k.placed_at, k.id LOOP
    n_reports := n_reports + 1; n := 0; n_open := 0;
    v_words := search.fold(substr(record.text_of(r.docno, r.turn), r.first + 1, r.length));
    SELECT string_agg(DISTINCT quote_literal(left(w, 64)), ' & ') INTO v_query FROM string_to_table(btrim(v_words), ' ') w WHERE w <> '';
    IF v_query IS NULL THEN n_gone := n_gone + 1; CONTINUE; END IF;
    v_cover := NOT EXISTS (SELECT FROM record.leak_place l WHERE l.redaction_id = r.id AND l.state = 'left');
    FOR x IN EXECUTE format($q$
        SELECT t.docno, t.part FROM record.conversation_text t WHERE t.docno BETWEEN %1$s AND %2$s AND t.kind = 0 AND search.words(t.turns) @@ %3$L::tsquery
        UNION ALL SELECT t.docno, t.part FROM record.conversation_text t WHERE t.docno BETWEEN %1$s AND %2$s AND t.kind = 1 AND search.words(t.turns) @@ %3$L::tsquery
        UNION ALL SELECT t.docno, t.part FROM record.conversation_text t WHERE t.docno BETWEEN %1$s AND %2$s AND t.kind = 2
        UNION ALL SELECT d, NULL FROM record.may_have_beside(%1$s, %2$s, %4$L) d $q$, v.first_docno, v_last, v_query, record.longest(v_words)) LOOP
      FOR y IN SELECT t.first_turn + (e.k - 1)::int AS turn, w.v_first, w.v_length FROM record.conversation_text t, jsonb_array_elements(t.turns) WITH ORDINALITY e(s, k), record.places_of(e.s->>'text', v_words) w
            WHERE t.docno = x.docno AND t.part = x.part AND strpos(search.fold(e.s->>'text') COLLATE "C", v_words COLLATE "C") > 0
          UNION ALL SELECT b.turn, w.v_first, w.v_length FROM record.pieces_beside(x.docno) b, record.places_of(b.said, v_words) w
            WHERE x.part IS NULL AND strpos(search.fold(b.said) COLLATE "C", v_words COLLATE "C") > 0 LOOP
        v_state := record.note_place(r, x.docno, y.turn, y.v_first, y.v_length, v_cover);
        n := n + (v_state IS NOT NULL)::int; n_open := n_open + (v_state = 'open' AND v_state IS NOT NULL)::int;
      END LOOP;
      EXIT WHEN n >= 2000;
    END LOOP;
    CONTINUE WHEN n = 0;
    UPDATE record.leak_search s SET found = s.found + n, state = CASE WHEN n >= 2000 AND s.state = 'done' THEN 'too_many' ELSE s.state END WHERE s.redaction_id = r.id;
    n_found := n_found + n; n_covered := n_covered + n - n_open;
    PERFORM audit.append(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', v.matter_id)), 'redaction:search',
      'conversation:' || record.name_of(r.docno) || '#' || r.turn, 'done', NULL,
      jsonb_build_object('redaction', r.id, 'volume', v.name, 'found', n, 'covered', n - n_open, 'state', CASE WHEN n >= 2000 THEN 'too_many' ELSE 'done' END), NULL, NULL);
  END LOOP;
  IF n_reports > 0 THEN
    UPDATE record.volume SET report = coalesce(report, '{}') || jsonb_build_object('reports', jsonb_build_object('reports', n_reports, 'found', n_found, 'covered', n_covered, 'gone', n_gone)) WHERE id = v.id;
  END IF;
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
SELECT pg_temp.amend('api.seal_volume(smallint)', 'PERFORM record.supersede(v.id);', 'PERFORM record.supersede(v.id);
  PERFORM record.look_for_reports(v.id);');
-- After the turns of all volumes what came along is looked through, some thousand conversations at a time. While a volume is being sealed no search ends: what is
-- reported meanwhile is looked for in it afterwards.
SELECT pg_temp.amend('api.search_leak(uuid, integer)', 'IF p.part IS NULL THEN s.over := ''done''; EXIT; END IF;', $$IF p.part IS NULL THEN
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
    END IF;$$,
  'next_docno = s.next_docno, found', 'next_docno = s.next_docno, beside = s.beside, found');
-- What is reported in a conversation is covered beside its turns at once, as in its other versions.
SELECT pg_temp.amend('record.hold_in_versions(record.redaction)', 'BEGIN
', $$BEGIN
  IF r.turn IS NOT NULL THEN
    PERFORM record.redact(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', r.matter_id, 'person_id', r.placed_by, 'side', r.placed_side)), r.docno, f.turn, f.v_first,
      f.v_first + f.v_length, r.type, coalesce(substring(r.label FROM '^\[([A-Z]+)_\d+\]$'), 'REDACTED'), r.reason, NULL, r.id)
    FROM (SELECT y.* FROM record.found_beside(substr(record.text_of(r.docno, r.turn), r.first + 1, r.length), r.docno) y LIMIT 201) f;
  END IF;
$$);
SELECT pg_temp.amend('api.redactions(uuid, integer, boolean, uuid)', 'f.carried_from = r.id AND f.lifted_at IS NULL)', '(f.carried_from = r.id OR f.origin = r.id) AND f.lifted_at IS NULL)');
SELECT pg_temp.amend('api.read_source(text, bigint)', '''sourceId'', s.source_id, ''metadata'', CASE WHEN NOT v_shut THEN s.metadata END',
  '''sourceId'', w.shown->''sourceId'', ''metadata'', CASE WHEN NOT v_shut THEN w.shown->''metadata'' END', 'coalesce(s.branches, ''[]'')', 'w.shown->''branches''',
  'FROM record.conversation_source s JOIN', 'FROM record.conversation_source s CROSS JOIN LATERAL (SELECT record.shown_beside(a.covers, v_docno) AS shown) w JOIN');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);

REVOKE ALL ON FUNCTION record.pieces_beside(integer), record.shown_beside(smallint, integer), api.beside_to_search(smallint, integer, integer), record.found_beside(text, integer),
  record.note_place(record.redaction, integer, integer, integer, integer, boolean), record.longest(text), record.may_have_beside(integer, integer, text), record.look_for_reports(smallint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.beside_to_search(smallint, integer, integer) TO rr_intake;
