-- What the detector only takes for possible (tier 3) covers nothing and is shown to nobody. It now drives the sample that two people read: of every conversation
-- of a searched volume one bit is kept, whether it holds something of the kind, and a sample can be drawn by it. One bitmap a partition, 125 KB a million; while a
-- search is under way its pieces lie beside it under the number of that search, and become one in the transaction that ends it, where those of the search
-- before go. Who still reads a sample is told nothing of its strata. A new table; a CHECK on a small one; replaces functions; takes no lock that anyone could wait for.
CREATE TABLE record.likely (
  part    integer NOT NULL REFERENCES record.part ON DELETE RESTRICT,
  version integer NOT NULL,
  first   integer NOT NULL,
  bits    bit varying NOT NULL,
  PRIMARY KEY (part, version, first)
);
COMMENT ON TABLE record.likely IS 'A bit for every conversation from number `first` on: 1 where the search of that number found something in it that it took for possible only.';
ALTER TABLE record.likely ENABLE ROW LEVEL SECURITY;
ALTER TABLE record.likely FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON record.likely TO rr_owner USING (true) WITH CHECK (true);

-- Adds what a search found in the conversations from one number to another: the bits of those that are named are 1.
CREATE FUNCTION record.add_likely(p_volume smallint, p_version integer, p_from integer, p_upto integer, p_docnos integer[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO record.likely (part, version, first, bits)
    SELECT p.part, p_version, x.first, substring(search.bits_of(ARRAY(SELECT d - x.first FROM unnest(p_docnos) d WHERE d BETWEEN x.first AND x.last), x.last - x.first + 1) FROM 1 FOR x.last - x.first + 1)
    FROM record.part p CROSS JOIN LATERAL (SELECT greatest(p.first_docno, p_from) AS first, least(p.last_docno, p_upto) AS last) x
    WHERE p.volume_id = p_volume AND p.emptied_at IS NULL AND x.first <= x.last
$$;

-- Makes one bitmap a partition of the pieces of a search that is done, in the place of whatever was there. Where pieces are missing, since the search was begun before
-- any were kept, there is none: then nobody takes what was not kept for what was not found.
CREATE FUNCTION record.join_likely(p_volume smallint, p_version integer) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH gone AS (DELETE FROM record.likely l USING record.part p WHERE p.volume_id = p_volume AND l.part = p.part RETURNING l.part, l.version, l.first, l.bits)
  INSERT INTO record.likely (part, version, first, bits)
    SELECT p.part, p_version, p.first_docno, string_agg(g.bits::text, '' ORDER BY g.first)::bit varying FROM gone g JOIN record.part p ON p.part = g.part
    WHERE g.version = p_version GROUP BY p.part, p.first_docno, p.last_docno HAVING sum(length(g.bits)) = p.last_docno - p.first_docno + 1
$$;

-- The bitmaps of the newest search of a volume that is done, each unpacked: who asks them bit by bit does not unpack them every time.
CREATE FUNCTION record.likely_of(p_volume smallint) RETURNS TABLE (part integer, first integer, bits bit varying)
LANGUAGE sql STABLE ROWS 20 SET search_path = pg_catalog, pg_temp AS $$
  SELECT l.part, l.first, l.bits & l.bits FROM record.part p
  JOIN record.likely l ON l.part = p.part AND l.version = (SELECT max(s.version) FROM record.span_search s WHERE s.volume_id = p_volume AND s.state = 'done')
  WHERE p.volume_id = p_volume AND p.emptied_at IS NULL
$$;

-- Keeps how far a search came, with what it found until there. p_likely: the conversations of this step that hold something of the third tier.
DROP FUNCTION api.keep_spans(smallint, integer, jsonb, boolean);
CREATE FUNCTION api.keep_spans(p_volume smallint, p_upto integer, p_report jsonb, p_done boolean, p_likely integer[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE r record.span_search; v_docno integer;
BEGIN
  SELECT * INTO r FROM record.span_search s WHERE s.volume_id = p_volume AND s.state = 'running' AND s.upto <= p_upto FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'this volume is not being searched' USING ERRCODE = '55000'; END IF;
  UPDATE record.span_search s SET upto = p_upto, report = p_report, state = CASE WHEN p_done THEN 'done' ELSE s.state END,
    ended_at = CASE WHEN p_done THEN clock_timestamp() END WHERE s.volume_id = p_volume AND s.version = r.version;
  PERFORM record.add_likely(p_volume, r.version, r.upto + 1, p_upto, p_likely);
  IF r.version = 1 THEN
    -- Covers that people made are there before a search as well as after it.
    PERFORM record.put_under(f) FROM record.found_span f JOIN record.redaction x ON x.docno = f.docno AND x.turn = f.turn AND x.lifted_at IS NULL;
    INSERT INTO record.span (docno, turn, first, length, type, tier, score, rule, label, name)
      SELECT f.docno, f.turn, f.first, f.length, f.type, f.tier, f.score, f.rule, f.label, f.name FROM record.found_span f JOIN record.part p ON p.part = f.docno / 1000000 WHERE p.volume_id = p_volume;
    FOR v_docno IN SELECT DISTINCT f.docno FROM record.found_span f JOIN record.redaction x ON x.docno = f.docno AND x.turn IS NOT NULL AND x.lifted_at IS NULL LOOP
      PERFORM record.settle_labels(v_docno);
    END LOOP;
  ELSE
    INSERT INTO record.next_span (docno, turn, first, length, type, tier, score, rule, label, name)
      SELECT f.docno, f.turn, f.first, f.length, f.type, f.tier, f.score, f.rule, f.label, f.name FROM record.found_span f JOIN record.part p ON p.part = f.docno / 1000000 WHERE p.volume_id = p_volume;
  END IF;
  DELETE FROM record.found_span f USING record.part p WHERE p.part = f.docno / 1000000 AND p.volume_id = p_volume;
  IF p_done THEN
    PERFORM record.join_likely(p_volume, r.version);
    IF r.version > 1 THEN PERFORM record.replace_spans(p_volume, r.version); END IF;
    PERFORM record.count_names(p_volume);
  END IF;
END $$;

ALTER TABLE record.reading DROP CONSTRAINT reading_by_check, ADD CONSTRAINT reading_by_check CHECK (by <@ ARRAY['language', 'turns', 'month', 'density', 'likely']);
CREATE FUNCTION record.stratum_of(c record.conversation, p_by text[], p_likely boolean) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT concat_ws(' · ', CASE WHEN 'language' = ANY (p_by) THEN coalesce((SELECT l.tag FROM record.language l WHERE l.id = c.language_id), 'language not known') END,
    CASE WHEN 'turns' = ANY (p_by) THEN CASE search.turns_class(c.turns) WHEN 1 THEN '1–2 turns' WHEN 3 THEN '3–4 turns' WHEN 5 THEN '5–10 turns' WHEN 11 THEN '11–20 turns' WHEN 21 THEN '21–50 turns' ELSE '51 turns and more' END END,
    CASE WHEN 'month' = ANY (p_by) THEN coalesce((c.month / 100) || '-' || lpad((c.month % 100)::text, 2, '0'), 'undated') END,
    CASE WHEN 'density' = ANY (p_by) THEN (SELECT CASE WHEN count(*) = 0 THEN 'no placeholder' WHEN count(*) * 100 < c.words THEN 'under 1 placeholder in 100 words'
      WHEN count(*) * 100 < 5 * c.words THEN '1 to 5 placeholders in 100 words' ELSE '5 placeholders in 100 words and more' END
      FROM record.span y WHERE y.docno = c.docno AND y.turn > 0 AND y.tier = 0) END,
    CASE WHEN 'likely' = ANY (p_by) THEN CASE WHEN p_likely THEN 'something looks like personal data' ELSE 'nothing looks like personal data' END END)
$$;

CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
-- 'unkept': searched, by a program that did not keep the bits yet.
SELECT pg_temp.amend('api.reading_frame(text, text[], text[])', $$IF 'density' = ANY (p_by) AND$$, $$IF p_by && ARRAY['density', 'likely'] AND$$,
  'SELECT array_agg(p.id ORDER BY', $$IF 'likely' = ANY (p_by) AND EXISTS (SELECT FROM record.part p WHERE p.volume_id = v.id AND NOT EXISTS (SELECT FROM record.likely_of(v.id) l WHERE l.part = p.part)) THEN
    RETURN jsonb_build_object('outcome', 'unkept');
  END IF;
  SELECT array_agg(p.id ORDER BY$$,
  'record.stratum_of(c, p_by)', 'record.stratum_of(c, p_by, get_bit(l.bits, c.docno - l.first) = 1)',
  'FROM record.conversation c
', $$FROM record.conversation c LEFT JOIN record.likely_of(CASE WHEN 'likely' = ANY (p_by) THEN v.id END) l ON l.part = c.docno / 1000000
$$);
SELECT pg_temp.amend('api.draw_reading(smallint, text, text[], smallint, jsonb, uuid[])', 'record.stratum_of(c, p_by)', 'record.stratum_of(c, p_by, get_bit(l.bits, c.docno - l.first) = 1)',
  'FROM record.conversation c WHERE', $$FROM record.conversation c LEFT JOIN record.likely_of(CASE WHEN 'likely' = ANY (p_by) THEN v.id END) l ON l.part = c.docno / 1000000
      WHERE$$);
DROP FUNCTION record.stratum_of(record.conversation, text[]);
-- Whoever still reads is told how many there are, and nothing of strata: what the detector thought of a conversation would be half an answer.
SELECT pg_temp.amend('api.readings(text)', $$'frame', r.frame,$$, $$'frame', CASE WHEN k.tells THEN r.frame END, 'of', (SELECT sum((s->>1)::int) FROM jsonb_array_elements(r.frame) s),$$);
-- A search that was given up for another leaves no piece.
SELECT pg_temp.amend('api.begin_spans(smallint, text, jsonb, boolean)', 'FOR v_part IN SELECT', $$DELETE FROM record.likely l USING record.part p, record.span_search s
      WHERE p.volume_id = v.id AND l.part = p.part AND s.volume_id = v.id AND s.version = l.version AND s.state = 'left';
    FOR v_part IN SELECT$$);
SELECT pg_temp.amend('api.purge_next_part()', 'DELETE FROM search.facet WHERE part = p.part;', 'DELETE FROM record.likely WHERE part = p.part;
    DELETE FROM search.facet WHERE part = p.part;');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);

REVOKE ALL ON FUNCTION record.add_likely(smallint, integer, integer, integer, integer[]), record.join_likely(smallint, integer), record.likely_of(smallint), record.stratum_of(record.conversation, text[], boolean),
  api.keep_spans(smallint, integer, jsonb, boolean, integer[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.keep_spans(smallint, integer, jsonb, boolean, integer[]) TO rr_intake;
