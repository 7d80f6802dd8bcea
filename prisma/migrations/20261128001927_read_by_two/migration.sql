-- How much the de-identification missed is measured by people: a sample of a volume's conversations, drawn by strata with a seed, is read by two of them
-- without each other's answer, and a third decides where they differ. Who draws is the host's custodian, who reads are reviewers: they see text, the
-- custodian does not. New tables, small ones; takes no lock that anyone could wait for.

CREATE TABLE record.reading (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id   uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  volume_id   smallint NOT NULL REFERENCES record.volume ON DELETE RESTRICT,
  seed        text NOT NULL CHECK (length(seed) BETWEEN 1 AND 120),
  by          text[] NOT NULL CHECK (by <@ ARRAY['language', 'turns', 'month']),
  tier        smallint NOT NULL,
  frame       jsonb NOT NULL,
  size        integer NOT NULL CHECK (size > 0),
  first_reader  uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  second_reader uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  adjudicator   uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  drawn_by    uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  drawn_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT three_people_read CHECK (first_reader <> second_reader AND adjudicator NOT IN (first_reader, second_reader))
);
COMMENT ON COLUMN record.reading.frame IS 'How many conversations of each stratum there were to draw from, and how many were drawn: [[stratum, of, drawn], …].';
COMMENT ON COLUMN record.reading.tier IS 'Drawn from conversations that all three readers reach.';
CREATE INDEX reading_by_volume ON record.reading (volume_id, drawn_at DESC);
CREATE TABLE record.reading_unit (
  reading_id uuid NOT NULL REFERENCES record.reading ON DELETE RESTRICT,
  docno      integer NOT NULL,
  place      integer NOT NULL,
  stratum    text NOT NULL,
  PRIMARY KEY (reading_id, docno)
);
CREATE TABLE record.reading_mark (
  reading_id uuid NOT NULL,
  docno      integer NOT NULL,
  person_id  uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  leak       boolean NOT NULL,
  marked_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (reading_id, docno, person_id),
  FOREIGN KEY (reading_id, docno) REFERENCES record.reading_unit ON DELETE RESTRICT
);
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['reading', 'reading_unit', 'reading_mark'] LOOP
    EXECUTE format('ALTER TABLE record.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE record.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY owner_sees_all ON record.%I TO rr_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('CREATE CONSTRAINT TRIGGER no_change_without_an_entry AFTER INSERT OR UPDATE OR DELETE ON record.%I DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require_entry(''reading:draw'', ''reading:mark'')', t);
  END LOOP;
END $$;

CREATE FUNCTION record.stratum_of(c record.conversation, p_by text[]) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT concat_ws(' · ', CASE WHEN 'language' = ANY (p_by) THEN coalesce((SELECT l.tag FROM record.language l WHERE l.id = c.language_id), 'language not known') END,
    CASE WHEN 'turns' = ANY (p_by) THEN CASE search.turns_class(c.turns) WHEN 1 THEN '1–2 turns' WHEN 3 THEN '3–4 turns' WHEN 5 THEN '5–10 turns' WHEN 11 THEN '11–20 turns' WHEN 21 THEN '21–50 turns' ELSE '51 turns and more' END END,
    CASE WHEN 'month' = ANY (p_by) THEN coalesce((c.month / 100) || '-' || lpad((c.month % 100)::text, 2, '0'), 'undated') END)
$$;

-- What there is to draw from: a volume's conversations of every stratum that all three of these people reach. NULL where one of them may not read.
CREATE FUNCTION api.reading_frame(p_volume text, p_by text[], p_readers text[]) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v record.volume; v_tier smallint; v_people uuid[];
BEGIN
  IF access.refusal(a, 'reading:draw') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO v FROM record.volume x WHERE x.matter_id = a.matter_id AND (x.name = p_volume OR x.id::text = p_volume) AND x.state = 'sealed' AND x.disclosure <> 'aggregate' ORDER BY (x.id::text = p_volume) DESC LIMIT 1;
  IF v.id IS NULL THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  SELECT array_agg(p.id ORDER BY array_position(p_readers, p.email)), min(m.tier) INTO v_people, v_tier FROM access.person p
    JOIN access.membership m ON m.person_id = p.id AND m.matter_id = a.matter_id AND m.ended_at IS NULL AND m.cleared_at IS NOT NULL
    JOIN access.permission r ON r.role = m.role AND r.action = 'reading:mark' WHERE p.email = ANY (p_readers) AND p.suspended_at IS NULL;
  IF cardinality(v_people) IS DISTINCT FROM 3 OR coalesce(v_tier, 0) < 1 THEN RETURN jsonb_build_object('outcome', 'readers'); END IF;
  RETURN jsonb_build_object('outcome', 'done', 'volume', v.id, 'name', v.name, 'prefix', v.control_prefix, 'tier', v_tier, 'people', v_people, 'strata', (
    SELECT coalesce(jsonb_agg(jsonb_build_array(s.stratum, s.n) ORDER BY s.stratum), '[]') FROM (
      SELECT record.stratum_of(c, p_by) AS stratum, count(*) AS n FROM record.conversation c
      WHERE c.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1 AND c.tier <= v_tier AND c.top_tier <= v_tier AND (v.disclosure <> 'matched' OR c.flags & 32 <> 0) GROUP BY 1) s));
END $$;

-- Draws: of each stratum the conversations whose number comes first when hashed with the seed, in the order of that hash over all. The same seed over the
-- same frame draws the same.
CREATE FUNCTION api.draw_reading(p_volume smallint, p_seed text, p_by text[], p_tier smallint, p_frame jsonb, p_people uuid[]) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '128MB' AS $$
DECLARE a access.actor := access.current_actor(); v record.volume; v_id uuid;
BEGIN
  IF access.refusal(a, 'reading:draw') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO v FROM record.volume x WHERE x.id = p_volume AND x.matter_id = a.matter_id AND x.state = 'sealed';
  IF v.id IS NULL THEN RETURN NULL; END IF;
  INSERT INTO record.reading (matter_id, volume_id, seed, by, tier, frame, size, first_reader, second_reader, adjudicator, drawn_by)
    VALUES (a.matter_id, v.id, p_seed, p_by, p_tier, p_frame, (SELECT sum((s->>2)::int) FROM jsonb_array_elements(p_frame) s), p_people[1], p_people[2], p_people[3], a.person_id) RETURNING id INTO v_id;
  INSERT INTO record.reading_unit (reading_id, docno, place, stratum)
    SELECT v_id, d.docno, row_number() OVER (ORDER BY d.h), d.stratum FROM (
      SELECT c.docno, record.stratum_of(c, p_by) AS stratum, sha256(convert_to(p_seed || ':' || (c.docno - v.first_docno + 1), 'UTF8')) AS h,
        row_number() OVER (PARTITION BY record.stratum_of(c, p_by) ORDER BY sha256(convert_to(p_seed || ':' || (c.docno - v.first_docno + 1), 'UTF8'))) AS n
      FROM record.conversation c WHERE c.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1 AND c.tier <= p_tier AND c.top_tier <= p_tier AND (v.disclosure <> 'matched' OR c.flags & 32 <> 0)) d
    JOIN jsonb_array_elements(p_frame) s ON s->>0 = d.stratum AND d.n <= (s->>2)::int;
  IF (SELECT count(*) FROM record.reading_unit u WHERE u.reading_id = v_id) <> (SELECT r.size FROM record.reading r WHERE r.id = v_id) THEN
    RAISE EXCEPTION 'the frame has changed under the draw' USING ERRCODE = '40001';
  END IF;
  RETURN v_id;
END $$;

-- Units with what was marked: both readers' answers, the third's, and what holds. NULL where it is not known yet.
CREATE FUNCTION record.reading_answers(p_reading uuid) RETURNS TABLE (docno integer, place integer, stratum text, one boolean, other boolean, third boolean, verdict boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT u.docno, u.place, u.stratum, x.leak, y.leak, z.leak, CASE WHEN x.leak = y.leak THEN x.leak WHEN x.leak <> y.leak THEN z.leak END
  FROM record.reading r JOIN record.reading_unit u ON u.reading_id = r.id
  LEFT JOIN record.reading_mark x ON x.reading_id = r.id AND x.docno = u.docno AND x.person_id = r.first_reader
  LEFT JOIN record.reading_mark y ON y.reading_id = r.id AND y.docno = u.docno AND y.person_id = r.second_reader
  LEFT JOIN record.reading_mark z ON z.reading_id = r.id AND z.docno = u.docno AND z.person_id = r.adjudicator
  WHERE r.id = p_reading
$$;

-- Says of a conversation of a sample whether something was left in it: once, by who was asked to read it, after they opened it. The third is asked where the
-- two differ. 'not_found'; 'unread'; 'marked': they said so already; 'agreed': there is nothing to decide; 'withdrawn': nobody reads it now.
CREATE FUNCTION api.mark_reading(p_reading uuid, p_control text, p_leak boolean) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); r record.reading; v_docno integer; w record;
BEGIN
  IF access.refusal(a, 'reading:mark') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO r FROM record.reading x WHERE x.id = p_reading AND x.matter_id = a.matter_id AND a.person_id IN (x.first_reader, x.second_reader, x.adjudicator);
  v_docno := record.find_docno(a.matter_id, p_control);
  SELECT x.* INTO w FROM record.reading_answers(r.id) x WHERE x.docno = v_docno;
  IF w.docno IS NULL THEN RETURN 'not_found'; END IF;
  IF NOT EXISTS (SELECT FROM audit.entry e WHERE e.matter_id = a.matter_id AND e.object = 'conversation:' || p_control AND e.person_id = a.person_id AND e.action = 'conversation:view' AND e.outcome = 'done'
      AND NOT e.detail ? 'source' AND e.at > r.drawn_at) THEN RETURN 'unread'; END IF;
  IF a.person_id = r.adjudicator AND (w.one = w.other) IS DISTINCT FROM false THEN RETURN 'agreed'; END IF;
  INSERT INTO record.reading_mark (reading_id, docno, person_id, leak) VALUES (r.id, v_docno, a.person_id, p_leak) ON CONFLICT DO NOTHING;
  RETURN CASE WHEN FOUND THEN 'done' ELSE 'marked' END;
END $$;

-- The samples of a volume, the newest first, as counts; who reads is shown what is theirs to read ('todo'), never what the other reader said.
CREATE FUNCTION api.readings(p_volume text) RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_build_object('id', r.id, 'volume', v.name, 'seed', r.seed, 'by', r.by, 'tier', r.tier, 'frame', r.frame, 'size', r.size, 'drawnAt', r.drawn_at, 'drawnBy', d.name,
    'readers', (SELECT jsonb_agg(p.name ORDER BY array_position(ARRAY[r.first_reader, r.second_reader, r.adjudicator], p.id)) FROM access.person p WHERE p.id IN (r.first_reader, r.second_reader, r.adjudicator)),
    'strata', CASE WHEN k.tells THEN (SELECT jsonb_agg(jsonb_build_object('stratum', s.stratum, 'known', s.known, 'leaks', s.leaks) ORDER BY s.stratum) FROM (
      SELECT w.stratum, count(w.verdict) AS known, count(*) FILTER (WHERE w.verdict) AS leaks FROM record.reading_answers(r.id) w GROUP BY w.stratum) s) END,
    'pairs', CASE WHEN k.tells THEN (SELECT jsonb_build_array(count(*) FILTER (WHERE w.one AND w.other), count(*) FILTER (WHERE w.one AND NOT w.other), count(*) FILTER (WHERE NOT w.one AND w.other), count(*) FILTER (WHERE NOT w.one AND NOT w.other))
      FROM record.reading_answers(r.id) w) END,
    'todo', CASE WHEN a.person_id IN (r.first_reader, r.second_reader, r.adjudicator) THEN (SELECT jsonb_agg(record.name_of(t.docno) ORDER BY t.place) FROM (
      SELECT w.docno, w.place FROM record.reading_answers(r.id) w JOIN record.conversation c ON c.docno = w.docno AND c.tier <= a.tier
      WHERE CASE a.person_id WHEN r.first_reader THEN w.one IS NULL WHEN r.second_reader THEN w.other IS NULL ELSE w.one <> w.other AND w.third IS NULL END ORDER BY w.place LIMIT 20) t) END)
  FROM access.current_actor() a JOIN record.volume v ON v.matter_id = a.matter_id AND (p_volume IS NULL OR v.name = p_volume OR v.id::text = p_volume)
  JOIN record.reading r ON r.volume_id = v.id AND access.refusal(a, 'reading:read') IS NULL LEFT JOIN access.person d ON d.id = r.drawn_by
  -- While it is read, no figure tells a reader what the other one said.
  CROSS JOIN LATERAL (SELECT a.person_id NOT IN (r.first_reader, r.second_reader, r.adjudicator) OR NOT EXISTS (SELECT FROM record.reading_answers(r.id) w WHERE w.verdict IS NULL) AS tells) k
  ORDER BY r.drawn_at DESC, r.id LIMIT 20
$$;

REVOKE ALL ON FUNCTION record.stratum_of(record.conversation, text[]), record.reading_answers(uuid), api.reading_frame(text, text[], text[]),
  api.draw_reading(smallint, text, text[], smallint, jsonb, uuid[]), api.mark_reading(uuid, text, boolean), api.readings(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.reading_frame(text, text[], text[]), api.draw_reading(smallint, text, text[], smallint, jsonb, uuid[]), api.mark_reading(uuid, text, boolean), api.readings(text) TO rr_app;
