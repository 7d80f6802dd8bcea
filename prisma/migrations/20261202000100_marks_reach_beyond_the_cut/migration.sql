-- What is marked in a snippet is what the whole turn would have marked there. A word whose distance is decided beyond the cut, the rest of a word that was
-- cut in two: so much of the turn goes along on both sides as decides it, and stays with the server. Functions are replaced; no table is touched or locked.

-- How many words beyond a cut may decide what is marked before it: the distance, and a phrase at each of its ends.
CREATE FUNCTION search.reach(q jsonb) RETURNS integer LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT max(least((w #>> '{}')::int, 255)) FROM jsonb_path_query(q, '$.**.within') w), 0)
    + 2 * coalesce((SELECT max(CASE WHEN t ? 'words' THEN jsonb_array_length(t->'words') ELSE array_length(string_to_array(btrim(search.fold(t->>'text')), ' '), 1) END)
      FROM jsonb_path_query(q, '$.** ? (@.op == "words" || @.op == "prefix" || @.op == "phrase")') t), 0) $$;
REVOKE ALL ON FUNCTION search.reach(jsonb) FROM PUBLIC;

-- A stretch of a turn as it is shown, with at least so many words before and after it, as far as there are. p_spans: what is covered, as
-- record.covered takes it. The stretch grows to the ends of what is covered, so that the three stand side by side as they do in the turn.
CREATE FUNCTION record.quoted_within(p_spans jsonb, p_text text, p_at integer, p_length integer, p_words integer,
  OUT before text, OUT fragment text, OUT after text, OUT cut_before boolean, OUT cut_after boolean)
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE lo integer := p_at; hi integer := least(p_at + p_length, length(p_text) + 1); far integer; n integer; f text;
BEGIN
  lo := record.beyond_cover(p_spans, lo, false); hi := record.beyond_cover(p_spans, hi, true);
  cut_before := lo > 1; cut_after := hi <= length(p_text);
  fragment := record.covered_stretch(p_spans, p_text, lo, hi);
  before := ''; after := '';
  IF p_words IS NULL THEN RETURN; END IF;
  -- A word that is cut in two counts for both sides, and at the far end one may be half.
  n := 8 * (p_words + 4);
  WHILE cut_before LOOP
    far := record.beyond_cover(p_spans, greatest(1, lo - n), false);
    before := record.covered_stretch(p_spans, p_text, far, lo);
    f := search.fold(before);
    EXIT WHEN far = 1 OR length(f) - length(replace(f, ' ', '')) - 1 >= p_words + 4;
    n := least(2 * n, 1 << 29);
  END LOOP;
  n := 8 * (p_words + 4);
  WHILE cut_after LOOP
    far := record.beyond_cover(p_spans, least(hi + n, length(p_text) + 1), true);
    after := record.covered_stretch(p_spans, p_text, hi, far);
    f := search.fold(after);
    EXIT WHEN far > length(p_text) OR length(f) - length(replace(f, ' ', '')) - 1 >= p_words + 4;
    n := least(2 * n, 1 << 29);
  END LOOP;
END $$;

-- A place between two characters, from 1; within what is covered, its beginning or its end.
CREATE FUNCTION record.beyond_cover(p_spans jsonb, p_at integer, p_after boolean) RETURNS integer LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN p_spans IS NULL THEN p_at ELSE coalesce((SELECT CASE WHEN p_after THEN (s->>0)::int + (s->>1)::int + 1 ELSE (s->>0)::int + 1 END
    FROM jsonb_array_elements(p_spans) s WHERE (s->>0)::int + 1 < p_at AND (s->>0)::int + (s->>1)::int + 1 > p_at LIMIT 1), p_at) END $$;

-- From one place to another that cut nothing covered in two.
CREATE FUNCTION record.covered_stretch(p_spans jsonb, p_text text, p_from integer, p_to integer) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN p_spans IS NULL THEN substr(p_text, p_from, p_to - p_from)
    ELSE record.covered(substr(p_text, p_from, p_to - p_from), coalesce((SELECT jsonb_agg(jsonb_build_array((s->>0)::int - p_from + 1, s->1, s->2) ORDER BY (s->>0)::int DESC)
      FROM jsonb_array_elements(p_spans) s WHERE (s->>0)::int + 1 >= p_from AND (s->>0)::int + 1 < p_to), '[]')) END $$;
REVOKE ALL ON FUNCTION record.quoted_within(jsonb, text, integer, integer, integer), record.beyond_cover(jsonb, integer, boolean), record.covered_stretch(jsonb, text, integer, integer) FROM PUBLIC;

-- For each conversation of a ticket the place where it first answers: the turn, and some 300 characters around the hit, with both ends of a distance where
-- it fits into them. p_leaves are the leaves of the question; answers says which of them, from 1, this turn answers. before and after: what decides
-- the marks of the fragment, and is not shown. Never of a turn above the reader.
DROP FUNCTION api.read_snippets(text, bigint, jsonb);
CREATE FUNCTION api.read_snippets(p_secret text, p_ticket bigint, p_leaves jsonb)
RETURNS TABLE (control_number text, turn integer, role text, cut_before boolean, cut_after boolean, fragment text, before text, after text, answers integer[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  e audit.entry; a access.actor; v_controls text[]; v_docnos integer[]; v_docno integer; v_text text; v_folded text; v_at integer; v_n integer; v_first integer;
  v_sql text; v_leaf jsonb; v_seen text; v_found record; v_regex text; v_reach integer[]; v_room integer; v_spans jsonb;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  e := audit.redeem(p_ticket, ARRAY['conversation:search']);
  v_seen := 'NOT EXISTS (SELECT FROM record.turn_tier w WHERE w.docno = t.docno AND w.turn = t.first_turn + e.n - 1 AND w.tier > $3)';
  SELECT format('WITH y AS MATERIALIZED (%s) SELECT k, r, said, coalesce(f, search.fold(said)) AS folded, array_remove(ARRAY[%s], NULL) AS answers FROM y WHERE %s ORDER BY k LIMIT 1', search.turns_sql('x.d', 'AND ' || v_seen, bool_and(search.may_read_raw(l))),
      string_agg(format('CASE WHEN %s THEN %s END', search.turn_condition(l), n), ', ' ORDER BY n), string_agg(search.turn_condition(l), ' OR '))
    INTO v_sql FROM jsonb_array_elements(p_leaves) WITH ORDINALITY x(l, n) HAVING count(*) > 0;
  SELECT array_agg(search.reach(l) ORDER BY n) INTO v_reach FROM jsonb_array_elements(p_leaves) WITH ORDINALITY x(l, n);
  SELECT array_agg(s.control_number ORDER BY s.n), array_agg(s.docno ORDER BY s.n) INTO v_controls, v_docnos
    FROM record.seen(a, e) s;
  v_sql := coalesce(v_sql, 'SELECT NULL::integer AS k, NULL::text AS r, NULL::text AS said, NULL::text AS folded, NULL::integer[] AS answers');
  FOR v_found IN EXECUTE format('SELECT x.c, x.d, z.k::integer AS k, z.r, z.said, z.folded, z.answers FROM unnest($1, $2) WITH ORDINALITY x(c, d, i) LEFT JOIN LATERAL (%s) z ON true ORDER BY x.i', v_sql) USING v_controls, v_docnos, a.tier LOOP
    v_docno := v_found.d; turn := v_found.k; role := v_found.r; v_text := v_found.said; v_folded := v_found.folded; answers := v_found.answers; v_at := NULL; v_room := 0;
    IF v_text IS NOT NULL THEN
      FOR v_leaf IN SELECT p_leaves->(i - 1) FROM unnest(answers) i LOOP
        v_n := regexp_instr(v_folded COLLATE "C", search.hit_pattern(v_leaf));
        IF v_n > 0 THEN
          v_first := search.place_of(v_text, length(left(v_folded, v_n)) - length(replace(left(v_folded, v_n), ' ', '')));
          IF v_at IS NULL OR v_first < v_at THEN
            v_at := v_first; v_room := 0;
            -- How much of 300 characters the whole distance takes.
            IF jsonb_path_exists(v_leaf, '$.**.within') THEN v_room := search.room_of(substr(v_text, v_at, 300), length(v_text) >= v_at + 300, search.hit_pattern(v_leaf)); END IF;
          END IF;
        END IF;
        FOR v_regex IN SELECT r #>> '{}' FROM jsonb_path_query(v_leaf, '$.** ? (@.op == "regex").pattern') r LOOP
          v_n := regexp_instr(v_text, v_regex, 1, 1, 0, 'i');
          IF v_n > 0 AND (v_at IS NULL OR v_n < v_at) THEN v_at := v_n; v_room := 0; END IF;
        END LOOP;
      END LOOP;
    ELSE
      answers := '{}';
      SELECT t.first_turn + n - 1, s->>'role', s->>'text' INTO turn, role, v_text
      FROM record.conversation_text t, jsonb_array_elements(t.turns) WITH ORDINALITY x(s, n)
      WHERE t.docno = v_docno AND t.part = 0 AND btrim(s->>'text') <> ''
        AND NOT EXISTS (SELECT FROM record.turn_tier w WHERE w.docno = v_docno AND w.turn = t.first_turn + n - 1 AND w.tier > a.tier)
      ORDER BY (s->>'role' = 'system'), n LIMIT 1;
    END IF;
    CONTINUE WHEN v_text IS NULL; -- nothing but blanks was said, or nothing for this reader
    v_at := greatest(1, coalesce(v_at, 0) - least(90, 300 - v_room));
    SELECT jsonb_agg(jsonb_build_array(y.first, y.length, y.label) ORDER BY y.first DESC) INTO v_spans FROM record.covers_of(a.covers, v_docno, turn, turn) y;
    SELECT q.before, q.fragment, q.after, q.cut_before, q.cut_after INTO before, fragment, after, cut_before, cut_after
      FROM record.quoted_within(v_spans, v_text, v_at, 300, (SELECT max(v_reach[i]) FROM unnest(answers) i)) q;
    control_number := v_found.c;
    RETURN NEXT;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION api.read_snippets(text, bigint, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.read_snippets(text, bigint, jsonb) TO rr_app;

-- Up to where, in characters, the first match of a pattern that lies within a stretch reaches; 0 where none does. p_cut: the stretch may end within a word.
CREATE FUNCTION search.room_of(p_stretch text, p_cut boolean, p_pattern text) RETURNS integer LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE f text := search.fold(p_stretch); n integer; last text;
BEGIN
  IF p_cut THEN f := regexp_replace(f, ' [^ ]* $', ' '); END IF;
  n := regexp_instr(f COLLATE "C", p_pattern, 1, 1, 1);
  IF n = 0 THEN RETURN 0; END IF;
  f := left(f, n - 1); last := substring(f FROM '[^ ]+ $');
  RETURN least(300, search.place_of(p_stretch, length(f) - length(replace(f, ' ', '')) - 1) + length(last) - 2);
END $$;
REVOKE ALL ON FUNCTION search.room_of(text, boolean, text) FROM PUBLIC;

-- Nothing quotes a stretch alone any more.
DROP FUNCTION record.quoted(smallint, integer, integer, text, integer, integer);
