-- Where a regular expression is found, for whoever may read the turn. It is carried out here alone, on the text as it is shown to them, by the rules of the
-- search (said ~* pattern). Functions are replaced and added; no table is touched or locked.

-- The length of a text in UTF-16 units.
CREATE FUNCTION search.units(p_text text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT length(p_text) + CASE WHEN octet_length(p_text) = length(p_text) THEN 0 ELSE regexp_count(p_text, '[\U00010000-\U0010FFFF]') END $$;

-- Two characters that a text does not hold.
CREATE FUNCTION search.unsaid(p_text text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE found text[] := '{}'; n integer := 57344;
BEGIN
  WHILE cardinality(found) < 2 LOOP
    IF strpos(p_text, chr(n)) = 0 THEN found := found || chr(n); END IF;
    n := CASE n WHEN 63743 THEN 983040 ELSE n + 1 END;
  END LOOP;
  RETURN found;
END $$;
-- The places of a regular expression, in order: the character before which it begins, from 0, and both ends in UTF-16 units. What matches nothing has no
-- place. Read in one go: the matches are set between two characters that the text does not hold.
CREATE FUNCTION search.found_in(p_text text, p_pattern text) RETURNS TABLE (first integer, start integer, stop integer) LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT z.first::int, z.start::int, (z.start + z.hit_units)::int FROM (
    SELECT sum(length(y.hit) + length(y.rest)) OVER w - length(y.hit) - length(y.rest) AS first, sum(y.hit_units + y.rest_units) OVER w - y.hit_units - y.rest_units AS start, y.hit_units FROM (
      SELECT x.n, x.hit, x.rest, CASE WHEN s.wide THEN search.units(x.hit) ELSE length(x.hit) END AS hit_units, CASE WHEN s.wide THEN search.units(x.rest) ELSE length(x.rest) END AS rest_units
      FROM (SELECT search.unsaid(p_text) AS signs, p_text ~ '[\U00010000-\U0010FFFF]' AS wide OFFSET 0) s
      CROSS JOIN LATERAL (SELECT p.n, CASE WHEN p.n > 1 THEN split_part(p.piece, s.signs[2], 1) ELSE '' END AS hit, CASE WHEN p.n > 1 THEN split_part(p.piece, s.signs[2], 2) ELSE p.piece END AS rest
        FROM string_to_table(regexp_replace(p_text, p_pattern, s.signs[1] || '\&' || s.signs[2], 'gi'), s.signs[1]) WITH ORDINALITY p(piece, n)) x) y
    WINDOW w AS (ORDER BY y.n)) z
  WHERE z.hit_units > 0 $$;

REVOKE ALL ON FUNCTION search.units(text), search.found_in(text, text), search.unsaid(text) FROM PUBLIC;

-- As before, and faster where nothing is covered.
CREATE OR REPLACE FUNCTION record.quoted_within(p_spans jsonb, p_text text, p_at integer, p_length integer, p_words integer,
  OUT before text, OUT fragment text, OUT after text, OUT cut_before boolean, OUT cut_after boolean)
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE lo integer := p_at; hi integer := least(p_at + p_length, length(p_text) + 1); far integer; n integer; f text; v_open boolean := p_spans IS NULL;
BEGIN
  IF NOT v_open THEN lo := record.beyond_cover(p_spans, lo, false); hi := record.beyond_cover(p_spans, hi, true); END IF;
  cut_before := lo > 1; cut_after := hi <= length(p_text);
  fragment := CASE WHEN v_open THEN substr(p_text, lo, hi - lo) ELSE record.covered_stretch(p_spans, p_text, lo, hi) END;
  before := ''; after := '';
  IF p_words IS NULL THEN RETURN; END IF;
  -- A word that is cut in two counts for both sides, and at the far end one may be half.
  n := 8 * (p_words + 4);
  WHILE cut_before LOOP
    far := greatest(1, lo - n);
    IF v_open THEN before := substr(p_text, far, lo - far);
    ELSE far := record.beyond_cover(p_spans, far, false); before := record.covered_stretch(p_spans, p_text, far, lo); END IF;
    EXIT WHEN far = 1;
    f := search.fold(before);
    EXIT WHEN length(f) - length(replace(f, ' ', '')) - 1 >= p_words + 4;
    n := least(2 * n, 1 << 29);
  END LOOP;
  n := 8 * (p_words + 4);
  WHILE cut_after LOOP
    far := least(hi + n, length(p_text) + 1);
    IF v_open THEN after := substr(p_text, hi, far - hi);
    ELSE far := record.beyond_cover(p_spans, far, true); after := record.covered_stretch(p_spans, p_text, hi, far); END IF;
    EXIT WHEN far > length(p_text);
    f := search.fold(after);
    EXIT WHEN length(f) - length(replace(f, ' ', '')) - 1 >= p_words + 4;
    n := least(2 * n, 1 << 29);
  END LOOP;
END $$;

-- Up to where, in characters, the first match of a pattern that lies within a stretch reaches; 0 where none does. p_cut: the stretch may end within a word.
-- p_folded: the text as it is folded, from where the pattern matches; of a wide distance nothing, since its match may reach beyond.
DROP FUNCTION search.room_of(text, boolean, text);
CREATE FUNCTION search.room_of(p_stretch text, p_cut boolean, p_pattern text, p_folded text) RETURNS integer LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE f text; n integer; last text;
BEGIN
  IF p_folded IS NOT NULL AND octet_length(p_stretch) = length(p_stretch) THEN
    n := regexp_instr(p_folded COLLATE "C", p_pattern, 1, 1, 1);
    IF n > 0 THEN
      f := left(p_folded, n - 1);
      n := regexp_instr(p_stretch, '[0-9A-Za-z]+', 1, length(f) - length(replace(f, ' ', '')) - 1, 1) - 1;
      IF n > 0 AND n < length(p_stretch) THEN RETURN n; END IF;
    END IF;
  END IF;
  f := search.fold(p_stretch);
  IF p_cut THEN f := regexp_replace(f, ' [^ ]* $', ' '); END IF;
  n := regexp_instr(f COLLATE "C", p_pattern, 1, 1, 1);
  IF n = 0 THEN RETURN 0; END IF;
  f := left(f, n - 1); last := substring(f FROM '[^ ]+ $');
  RETURN least(300, search.place_of(p_stretch, length(f) - length(replace(f, ' ', '')) - 1) + length(last) - 2);
END $$;
REVOKE ALL ON FUNCTION search.room_of(text, boolean, text, text) FROM PUBLIC;

-- As before; where p_marking, places says of each regular expression that the turn may answer where in the fragment it is found, in UTF-16 units.
DROP FUNCTION api.read_snippets(text, bigint, jsonb);
CREATE FUNCTION api.read_snippets(p_secret text, p_ticket bigint, p_leaves jsonb, p_marking boolean DEFAULT false)
RETURNS TABLE (control_number text, turn integer, role text, cut_before boolean, cut_after boolean, fragment text, before text, after text, answers integer[], places jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  e audit.entry; a access.actor; v_controls text[]; v_docnos integer[]; v_docno integer; v_text text; v_folded text; v_at integer; v_n integer; v_first integer;
  v_sql text; v_seen text; v_found record; v_pattern text; v_hits text[]; v_reach integer[]; v_wide boolean[]; v_regexes jsonb[]; v_room integer; v_spans jsonb; i integer;
  v_shown text; v_patterns text[]; v_places jsonb; v_offset integer; v_length integer;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  e := audit.redeem(p_ticket, ARRAY['conversation:search']);
  v_seen := 'NOT EXISTS (SELECT FROM record.turn_tier w WHERE w.docno = t.docno AND w.turn = t.first_turn + e.n - 1 AND w.tier > $3)';
  SELECT format('WITH y AS MATERIALIZED (%s) SELECT k, r, said, coalesce(f, search.fold(said)) AS folded, array_remove(ARRAY[%s], NULL) AS answers FROM y WHERE %s ORDER BY k LIMIT 1', search.turns_sql('x.d', 'AND ' || v_seen, bool_and(search.may_read_raw(l))),
      string_agg(format('CASE WHEN %s THEN %s END', search.turn_condition(l), n), ', ' ORDER BY n), string_agg(search.turn_condition(l), ' OR '))
    INTO v_sql FROM jsonb_array_elements(p_leaves) WITH ORDINALITY x(l, n) HAVING count(*) > 0;
  SELECT array_agg(search.hit_pattern(l) ORDER BY n), array_agg(search.reach(l) ORDER BY n), array_agg(jsonb_path_exists(l, '$.**.within') ORDER BY n),
      array_agg(jsonb_path_query_array(l, '$.** ? (@.op == "regex").pattern') ORDER BY n)
    INTO v_hits, v_reach, v_wide, v_regexes FROM jsonb_array_elements(p_leaves) WITH ORDINALITY x(l, n);
  SELECT array_agg(s.control_number ORDER BY s.n), array_agg(s.docno ORDER BY s.n) INTO v_controls, v_docnos
    FROM record.seen(a, e) s;
  v_sql := coalesce(v_sql, 'SELECT NULL::integer AS k, NULL::text AS r, NULL::text AS said, NULL::text AS folded, NULL::integer[] AS answers');
  FOR v_found IN EXECUTE format('SELECT x.c, x.d, z.k::integer AS k, z.r, z.said, z.folded, z.answers FROM unnest($1, $2) WITH ORDINALITY x(c, d, i) LEFT JOIN LATERAL (%s) z ON true ORDER BY x.i', v_sql) USING v_controls, v_docnos, a.tier LOOP
    v_docno := v_found.d; turn := v_found.k; role := v_found.r; v_text := v_found.said; v_folded := v_found.folded; answers := v_found.answers; v_at := NULL; v_room := 0;
    IF v_text IS NOT NULL THEN
      FOREACH i IN ARRAY answers LOOP
        v_n := regexp_instr(v_folded COLLATE "C", v_hits[i]);
        IF v_n > 0 THEN
          v_first := search.place_of(v_text, length(left(v_folded, v_n)) - length(replace(left(v_folded, v_n), ' ', '')));
          IF v_at IS NULL OR v_first < v_at THEN
            v_at := v_first; v_room := CASE WHEN v_wide[i] THEN search.room_of(substr(v_text, v_at, 300), length(v_text) >= v_at + 300, v_hits[i], CASE WHEN v_reach[i] <= 30 THEN substr(v_folded, v_n, 301) END) ELSE 0 END;
          END IF;
        END IF;
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
    SELECT jsonb_agg(jsonb_build_array(y.first, y.length, y.label) ORDER BY y.first DESC) INTO v_spans FROM record.covers_of(a.covers, v_docno, turn, turn) y;
    -- Regular expressions are marked in what is shown: what is covered is told by no mark.
    places := '[]'; v_places := '{}';
    v_patterns := CASE WHEN p_marking THEN ARRAY(SELECT DISTINCT r FROM unnest(answers) n, jsonb_array_elements_text(v_regexes[n]) r) ELSE '{}' END;
    IF v_patterns <> '{}' THEN
      v_shown := record.covered(v_text, coalesce(v_spans, '[]'));
      FOREACH v_pattern IN ARRAY v_patterns LOOP
        SELECT v_places || jsonb_build_object(v_pattern, coalesce(jsonb_agg(jsonb_build_array(f.start, f.stop) ORDER BY f.start), '[]')), min(f.first) INTO v_places, v_n FROM search.found_in(v_shown, v_pattern) f;
        v_n := CASE WHEN v_spans IS NULL THEN v_n ELSE (SELECT b.v_from FROM record.beneath(a.covers, v_docno, turn, v_n, v_n + 1) b) END + 1;
        IF v_n IS NOT NULL AND (v_at IS NULL OR v_n < v_at) THEN v_at := v_n; v_room := 0; END IF;
      END LOOP;
    END IF;
    v_at := greatest(1, coalesce(v_at, 0) - least(90, 300 - v_room));
    SELECT q.before, q.fragment, q.after, q.cut_before, q.cut_after INTO before, fragment, after, cut_before, cut_after
      FROM record.quoted_within(v_spans, v_text, v_at, 300, (SELECT max(v_reach[n]) FROM unnest(answers) n)) q;
    IF v_patterns <> '{}' THEN
      v_offset := search.units(record.covered_stretch(v_spans, v_text, 1, record.beyond_cover(v_spans, v_at, false))); v_length := search.units(fragment);
      SELECT jsonb_agg(jsonb_build_object('pattern', p, 'marks', (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'start', greatest((s->>0)::int - v_offset, 0), 'end', least((s->>1)::int - v_offset, v_length)) ORDER BY n), '[]')
        FROM jsonb_array_elements(v_places->p) WITH ORDINALITY x(s, n) WHERE (s->>0)::int < v_offset + v_length AND (s->>1)::int > v_offset))) INTO places FROM unnest(v_patterns) p;
    END IF;
    control_number := v_found.c;
    RETURN NEXT;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION api.read_snippets(text, bigint, jsonb, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.read_snippets(text, bigint, jsonb, boolean) TO rr_app;

-- Where regular expressions are found in the turns that a look opened, as they were shown. A turn in which one is true and has no place is named too. Places
-- beyond ten thousand are none that anybody reads: then nothing is told.
CREATE FUNCTION api.find_in_view(p_secret text, p_ticket bigint, p_patterns text[]) RETURNS TABLE (turn integer, pattern text, marks jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_docno integer; e audit.entry; a access.actor; t record; n integer := 0;
BEGIN
  a := access.enter(p_secret, false);
  e := audit.redeem(a, p_ticket, ARRAY['conversation:view']);
  SELECT l.docno INTO v_docno FROM record.locate(a.matter_id, split_part(e.object, ':', 2)) l;
  FOR t IN SELECT x.turn, x.said->>'text' AS said FROM record.visible(a.tier, v_docno) v
      CROSS JOIN LATERAL record.turns_for(a.tier, a.covers, a.coarse, v_docno, (e.detail->>'from')::int, (e.detail->>'to')::int) x WHERE NOT x.said ? 'withheld' ORDER BY x.turn LOOP
    turn := t.turn;
    FOREACH pattern IN ARRAY p_patterns LOOP
      CONTINUE WHEN t.said !~* pattern;
      SELECT coalesce(jsonb_agg(jsonb_build_object('start', f.start, 'end', f.stop) ORDER BY f.start), '[]') INTO marks FROM search.found_in(t.said, pattern) f;
      n := n + jsonb_array_length(marks);
      IF n > 10000 THEN RAISE EXCEPTION 'found at too many places' USING ERRCODE = '54000'; END IF;
      RETURN NEXT;
    END LOOP;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION api.find_in_view(text, bigint, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.find_in_view(text, bigint, text[]) TO rr_app;
