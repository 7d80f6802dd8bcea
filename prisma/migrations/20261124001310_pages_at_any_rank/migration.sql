-- Pages at any rank, in any order, and the conversation before and after: from the bitmaps of a run. Facets that few conversations have are kept
-- as numbers, and the others uncompressed: unpacking them was most of what a count cost. Facets are built anew, some seconds per million.

ALTER TABLE search.facet DROP CONSTRAINT facet_check;
ALTER TABLE search.facet ADD COLUMN numbers integer[], ADD CHECK (num_nonnulls(bits, numbers, lo) = 1 AND (lo IS NULL) = (hi IS NULL));
ALTER TABLE search.facet ALTER COLUMN bits SET STORAGE EXTERNAL;
COMMENT ON COLUMN search.facet.numbers IS 'In place of a bitmap, where at most 1,000 conversations of the partition have the value.';

CREATE OR REPLACE FUNCTION search.build_facets(p_part integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '128MB' AS $$
DECLARE p record.part; base integer := p_part * 1000000; l integer;
BEGIN
  SELECT * INTO p FROM record.part WHERE part = p_part;
  IF p.part IS NULL THEN RETURN; END IF;
  l := p.last_docno - base + 1;
  DELETE FROM search.facet WHERE part = p_part;
  INSERT INTO search.facet (part, dimension, value, size, lo, hi)
    SELECT p_part, 'month', c.month, count(*), min(c.docno) - base, max(c.docno) - base FROM record.conversation c
    WHERE c.docno BETWEEN p.first_docno AND p.last_docno AND c.month IS NOT NULL GROUP BY c.month;
  INSERT INTO search.facet (part, dimension, value, size, numbers, bits)
    SELECT p_part, y.dimension, y.value, y.n, CASE WHEN y.n <= 1000 THEN y.numbers END, CASE WHEN y.n > 1000 THEN search.bits_of(y.numbers, l) END FROM (
      SELECT x.dimension, x.value, count(*) AS n, array_agg(c.docno - base ORDER BY c.docno) AS numbers
      FROM record.conversation c, LATERAL (VALUES ('model', c.model_id::integer), ('language', c.language_id::integer), ('turns', search.turns_class(c.turns))) x (dimension, value)
      WHERE c.docno BETWEEN p.first_docno AND p.last_docno AND x.value IS NOT NULL GROUP BY 1, 2) y;
END $$;
SELECT search.build_facets(part) FROM record.part ORDER BY part;

-- Facets of one bitmap: AND and count; for few answers their rows, which are fewer than the bitmaps.
CREATE OR REPLACE FUNCTION search.facets_of(p_part integer, p_bits bit varying) RETURNS TABLE (dimension text, value integer, n bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE b bit varying := p_bits || B''; base integer := p_part * 1000000;
BEGIN
  IF bit_count(b) <= 1000 THEN
    RETURN QUERY SELECT x.dimension, x.value, count(*) FROM search.numbers_of(b, 0, length(b) - 1) d JOIN record.conversation c ON c.docno = base + d,
        LATERAL (VALUES ('month', c.month), ('model', c.model_id::integer), ('language', c.language_id::integer), ('turns', search.turns_class(c.turns))) x (dimension, value)
      WHERE x.value IS NOT NULL GROUP BY 1, 2;
    RETURN;
  END IF;
  RETURN QUERY SELECT f.dimension, f.value, CASE
      WHEN f.lo IS NOT NULL THEN bit_count(substring(b FROM f.lo + 1 FOR f.hi - f.lo + 1))
      WHEN f.numbers IS NOT NULL THEN (SELECT count(*) FROM unnest(f.numbers) d WHERE get_bit(b, d) = 1)
      ELSE bit_count(f.bits & b) END
    FROM search.facet f WHERE f.part = p_part;
END $$;

-- Answers of one volume of a run before a number (which may be one beyond its last).
CREATE FUNCTION search.count_before(p_run uuid, v record.volume, p_docno integer) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE c search.chunk; v_first bigint;
BEGIN
  SELECT x.before INTO v_first FROM search.chunk x WHERE x.run_id = p_run AND x.part >= v.first_docno / 1000000 ORDER BY x.part LIMIT 1;
  -- The partition of the number, or the last before it.
  SELECT * INTO c FROM search.chunk x WHERE x.run_id = p_run AND x.part BETWEEN v.first_docno / 1000000 AND p_docno / 1000000 ORDER BY x.part DESC LIMIT 1;
  IF c.part IS NULL THEN RETURN 0; END IF;
  RETURN c.before - v_first + CASE WHEN c.part = p_docno / 1000000 THEN search.rank_in(c.bits, p_docno - c.part * 1000000) ELSE c.n END;
END $$;

-- The answers of one volume of a run from one rank on, from 0, in order of number.
CREATE FUNCTION search.ranks_of(p_run uuid, p_first_part integer, p_last_part integer, p_offset bigint, p_limit integer) RETURNS SETOF integer
LANGUAGE plpgsql STABLE ROWS 50 SET search_path = pg_catalog, pg_temp AS $$
DECLARE c search.chunk; v_first bigint; v_from bigint; v_to bigint;
BEGIN
  FOR c IN SELECT * FROM search.chunk x WHERE x.run_id = p_run AND x.part BETWEEN p_first_part AND p_last_part ORDER BY x.part LOOP
    v_first := coalesce(v_first, c.before);
    v_from := greatest(0, p_offset - (c.before - v_first));
    v_to := least(c.n, p_offset + p_limit - (c.before - v_first));
    EXIT WHEN v_to <= 0;
    CONTINUE WHEN v_from >= c.n;
    c.bits := c.bits || B'';
    RETURN QUERY SELECT c.part * 1000000 + d FROM search.numbers_of(c.bits, search.place_in(c.bits, v_from::int + 1), search.place_in(c.bits, v_to::int)) d ORDER BY d;
  END LOOP;
END $$;

-- The volumes of a run that hold answers, each with how many are dated.
CREATE FUNCTION search.volumes_of(p_run uuid) RETURNS TABLE (v record.volume, n bigint, dated bigint, dated_hi integer)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT x.v, x.n, search.count_before(p_run, x.v, x.dated_hi + 1), x.dated_hi FROM (
    SELECT v, sum(c.n) AS n, v.first_docno + v.size - 1 - (SELECT coalesce(sum(q.undated), 0)::int FROM record.part q WHERE q.volume_id = v.id) AS dated_hi
    FROM search.chunk c JOIN record.part p ON p.part = c.part JOIN record.volume v ON v.id = p.volume_id
    WHERE c.run_id = p_run GROUP BY v.id HAVING sum(c.n) > 0) x ORDER BY (x.v).first_docno
$$;

-- Answers of all volumes that began before a moment.
CREATE FUNCTION search.count_until(p_run uuid, p_volumes record.volume[], p_at timestamptz) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(sum(search.count_before(p_run, v, search.first_docno_at(v, p_at))), 0)::bigint FROM unnest(p_volumes) v
$$;

-- Answers of a run in order of date from a rank on, from 0: the same order as search.find. Of one volume by its numbers. Of several by
-- halving time until little is left between, since each is in order of date by itself; undated ones stand last, in order of number.
CREATE FUNCTION search.dated_page(p_run uuid, p_offset bigint, p_limit integer) RETURNS integer[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_volumes record.volume[]; v_dated bigint; v_n bigint; v_upper bigint; v_skip bigint; v_found integer[] := '{}'; x record;
  epoch timestamptz := '1970-01-01Z'; a_lo bigint; a_hi bigint; a_n bigint := 0; b_lo bigint; b_hi bigint; b_n bigint; mid bigint; c bigint;
BEGIN
  SELECT array_agg(y.v ORDER BY (y.v).first_docno), sum(y.dated), sum(y.n),
      min((SELECT extract(epoch FROM k.started_at) * 1000000 FROM record.conversation k WHERE k.docno = (y.v).first_docno)),
      max((SELECT extract(epoch FROM k.started_at) * 1000000 FROM record.conversation k WHERE k.docno = y.dated_hi)) + 1
    INTO v_volumes, v_dated, v_n, a_lo, b_hi FROM search.volumes_of(p_run) y;
  IF v_volumes IS NULL OR p_offset >= v_n OR p_limit < 1 THEN RETURN '{}'; END IF;
  IF array_length(v_volumes, 1) = 1 THEN
    RETURN ARRAY(SELECT d FROM search.ranks_of(p_run, v_volumes[1].first_docno / 1000000, (v_volumes[1].first_docno + v_volumes[1].size - 1) / 1000000, p_offset, p_limit) d);
  END IF;
  v_upper := least(p_offset + p_limit, v_dated);
  IF p_offset < v_upper THEN
    a_hi := b_hi; b_n := v_dated;
    WHILE a_hi - a_lo > 1 AND p_offset - a_n > 300 LOOP
      mid := a_lo + (a_hi - a_lo) / 2;
      c := search.count_until(p_run, v_volumes, epoch + make_interval(secs => mid / 1000000.0));
      IF c <= p_offset THEN a_lo := mid; a_n := c; ELSE a_hi := mid; END IF;
    END LOOP;
    b_lo := a_lo;
    WHILE b_hi - b_lo > 1 AND b_n - v_upper > 300 LOOP
      mid := b_lo + (b_hi - b_lo) / 2;
      c := search.count_until(p_run, v_volumes, epoch + make_interval(secs => mid / 1000000.0));
      IF c >= v_upper THEN b_hi := mid; b_n := c; ELSE b_lo := mid; END IF;
    END LOOP;
    v_found := ARRAY(
      SELECT k.docno FROM unnest(v_volumes) v,
        LATERAL (SELECT search.count_before(p_run, v, search.first_docno_at(v, epoch + make_interval(secs => a_lo / 1000000.0))) AS lo,
          search.count_before(p_run, v, search.first_docno_at(v, epoch + make_interval(secs => b_hi / 1000000.0))) AS hi OFFSET 0) w,
        LATERAL search.ranks_of(p_run, v.first_docno / 1000000, (v.first_docno + v.size - 1) / 1000000, w.lo, (w.hi - w.lo)::int) d
        JOIN record.conversation k ON k.docno = d
      ORDER BY k.started_at, k.docno OFFSET p_offset - a_n LIMIT v_upper - p_offset);
  END IF;
  v_skip := greatest(0, p_offset - v_dated);
  FOR x IN SELECT y.v, y.dated, y.n FROM search.volumes_of(p_run) y LOOP
    EXIT WHEN coalesce(array_length(v_found, 1), 0) >= p_limit OR p_offset + p_limit <= v_dated;
    IF v_skip < x.n - x.dated THEN
      v_found := v_found || ARRAY(SELECT d FROM search.ranks_of(p_run, (x.v).first_docno / 1000000, ((x.v).first_docno + (x.v).size - 1) / 1000000,
        x.dated + v_skip, p_limit - coalesce(array_length(v_found, 1), 0)) d);
      v_skip := 0;
    ELSE
      v_skip := v_skip - (x.n - x.dated);
    END IF;
  END LOOP;
  RETURN v_found;
END $$;

-- How many answers stand before a conversation in order of date, whether or not it answers itself.
CREATE FUNCTION search.dated_rank(p_run uuid, p_docno integer) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(sum(CASE
      WHEN p_docno BETWEEN (x.v).first_docno AND (x.v).first_docno + (x.v).size - 1 THEN search.count_before(p_run, x.v, p_docno)
      WHEN k.started_at IS NULL THEN CASE WHEN (x.v).first_docno < p_docno THEN x.n ELSE x.dated END
      ELSE search.count_before(p_run, x.v, search.first_docno_at(x.v, CASE WHEN (x.v).first_docno < p_docno THEN k.started_at + interval '1 microsecond' ELSE k.started_at END)) END), 0)::bigint
  FROM record.conversation k, search.volumes_of(p_run) x WHERE k.docno = p_docno
$$;

CREATE FUNCTION search.is_in(p_run uuid, p_docno integer) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT get_bit(c.bits, p_docno - c.part * 1000000) = 1 FROM search.chunk c
    WHERE c.run_id = p_run AND c.part = p_docno / 1000000 AND p_docno - c.part * 1000000 < length(c.bits)), false)
$$;

-- Orders that are not that of dates, worked out once a run, a thousand conversations a row.
CREATE UNLOGGED TABLE search.ranking (
  run_id uuid NOT NULL REFERENCES search.run ON DELETE CASCADE,
  sort   text NOT NULL CHECK (sort IN ('length', 'hits', 'relevance')),
  block  integer NOT NULL,
  docnos integer[] NOT NULL,
  PRIMARY KEY (run_id, sort, block)
);
ALTER TABLE search.ranking ENABLE ROW LEVEL SECURITY;
ALTER TABLE search.ranking FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON search.ranking TO rr_owner USING (true) WITH CHECK (true);

-- What is counted for the order of hits: the words, phrases and distances of a question that a match contains, not what it excludes.
CREATE FUNCTION search.counted_leaves(q jsonb) RETURNS SETOF jsonb LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE child jsonb;
BEGIN
  IF q IS NULL OR q = 'null' OR q->>'op' IN ('not', 'field', 'regex') THEN RETURN; END IF;
  IF q->>'op' IN ('and', 'or') THEN
    FOR child IN SELECT jsonb_array_elements(q->'items') LOOP RETURN QUERY SELECT search.counted_leaves(child); END LOOP;
  ELSIF q ? 'item' THEN RETURN QUERY SELECT search.counted_leaves(q->'item');
  ELSIF q ? 'prompt' THEN RETURN QUERY SELECT search.counted_leaves(q->'prompt'); RETURN QUERY SELECT search.counted_leaves(q->'output');
  ELSE RETURN NEXT q; END IF;
END $$;
-- Where such a leaf stands in folded text. The blank behind it is looked at and not taken: it stands before the next word too.
CREATE FUNCTION search.counted_pattern(q jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text;
BEGIN
  p := CASE q->>'op' WHEN 'words' THEN search.fold(q->>'text') WHEN 'prefix' THEN rtrim(search.fold(q->>'text')) || '[^ \n]* ' ELSE search.leaf_pattern(q) END;
  RETURN left(p, -1) || '(?= )';
END $$;

-- How many answers may be put in an order that is not kept: of length more than of what asks each text.
CREATE FUNCTION search.most_ranked(p_sort text) RETURNS integer LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT CASE p_sort WHEN 'length' THEN 200000 WHEN 'hits' THEN 10000 WHEN 'relevance' THEN 10000 END $$;

-- Puts the answers of a run in an order. Longest first; most hits first; or by BM25 (k1 1.2, b 0.75) among the answers themselves, so that the
-- order tells nothing of conversations that are not among them. Among equals, order of number.
CREATE FUNCTION search.rank_run(p_run uuid, p_sort text, p_tree jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET work_mem = '128MB' AS $$
DECLARE v_docnos integer[]; v_patterns text[];
BEGIN
  IF EXISTS (SELECT FROM search.ranking x WHERE x.run_id = p_run AND x.sort = p_sort) THEN RETURN; END IF;
  SELECT array_agg(c.part * 1000000 + d) INTO v_docnos FROM search.chunk c, search.numbers_of(c.bits, 0, length(c.bits) - 1) d WHERE c.run_id = p_run AND c.n > 0;
  IF p_sort = 'length' THEN
    SELECT array_agg(k.docno ORDER BY k.words DESC, k.docno) INTO v_docnos FROM record.conversation k WHERE k.docno = ANY (v_docnos);
  ELSE
    SELECT array_agg(search.counted_pattern(l)) INTO v_patterns FROM search.counted_leaves(p_tree) l;
    WITH hit AS MATERIALIZED (
        SELECT t.docno, n AS leaf, sum(regexp_count(t.f COLLATE "C", p.pattern)) AS tf
        FROM (SELECT t.docno, search.folded(t.turns) AS f FROM record.conversation_text t WHERE t.docno = ANY (v_docnos) OFFSET 0) t, unnest(v_patterns) WITH ORDINALITY p (pattern, n) GROUP BY 1, 2),
      df AS (SELECT leaf, count(*) FILTER (WHERE tf > 0) AS df FROM hit GROUP BY leaf),
      mean AS (SELECT greatest(1, avg(k.words)) AS words FROM record.conversation k WHERE k.docno = ANY (v_docnos)),
      scored AS (
        SELECT k.docno, k.words, coalesce(sum(h.tf), 0) AS hits,
          coalesce(sum(ln(1 + (cardinality(v_docnos) - df.df + 0.5) / (df.df + 0.5)) * h.tf * 2.2 / (h.tf + 1.2 * (0.25 + 0.75 * k.words / mean.words))), 0) AS score
        FROM record.conversation k CROSS JOIN mean LEFT JOIN hit h ON h.docno = k.docno LEFT JOIN df ON df.leaf = h.leaf
        WHERE k.docno = ANY (v_docnos) GROUP BY k.docno, k.words)
    SELECT array_agg(docno ORDER BY CASE p_sort WHEN 'hits' THEN hits ELSE score END DESC, docno) INTO v_docnos FROM scored;
  END IF;
  INSERT INTO search.ranking SELECT p_run, p_sort, (n - 1) / 1000, array_agg(d ORDER BY n) FROM unnest(v_docnos) WITH ORDINALITY x(d, n) GROUP BY 3;
END $$;

-- Answers of a run in any order from a rank on, from 0. An order other than of dates has been worked out before.
CREATE FUNCTION search.page_of(r search.run, p_sort text, p_offset bigint, p_limit integer) RETURNS integer[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_offset bigint := greatest(0, p_offset); v_limit integer := least(p_limit, r.hits - v_offset);
BEGIN
  IF v_limit < 1 THEN RETURN '{}'; END IF;
  IF p_sort = 'date' THEN RETURN search.dated_page(r.id, v_offset, v_limit); END IF;
  IF p_sort = '-date' THEN
    RETURN ARRAY(SELECT d FROM unnest(search.dated_page(r.id, r.hits - v_offset - v_limit, v_limit)) WITH ORDINALITY x(d, n) ORDER BY n DESC);
  END IF;
  RETURN ARRAY(SELECT d FROM search.ranking x, unnest(x.docnos) WITH ORDINALITY y(d, n)
    WHERE x.run_id = r.id AND x.sort = p_sort AND x.block BETWEEN v_offset / 1000 AND (v_offset + v_limit - 1) / 1000
      AND x.block * 1000 + n - 1 BETWEEN v_offset AND v_offset + v_limit - 1 ORDER BY x.block, n);
END $$;

-- The rank of a conversation among the answers, from 0, or NULL: and how many stand before it in any case (order of dates alone knows).
CREATE FUNCTION search.rank_of(r search.run, p_sort text, p_docno integer, OUT rank bigint, OUT before bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF p_sort IN ('date', '-date') THEN
    before := search.dated_rank(r.id, p_docno);
    IF search.is_in(r.id, p_docno) THEN
      rank := CASE p_sort WHEN 'date' THEN before ELSE r.hits - 1 - before END;
      before := rank;
    ELSIF p_sort = '-date' THEN before := r.hits - before; END IF;
  ELSE
    SELECT x.block * 1000 + array_position(x.docnos, p_docno) - 1 INTO rank FROM search.ranking x
      WHERE x.run_id = r.id AND x.sort = p_sort AND array_position(x.docnos, p_docno) IS NOT NULL;
    before := rank;
  END IF;
END $$;

-- A run of this session by the question it is known by: what was asked is on record since it began, and nothing more is told of it than then.
CREATE FUNCTION api.find_run(p_secret text, p_asked jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; r search.run;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  IF access.standing(a, 'conversation:count') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  r := search.run_for(a, p_secret, p_asked);
  RETURN CASE WHEN r.id IS NOT NULL THEN search.progress(r) END;
END $$;

-- A page at a rank, in any order, of what answers a question that is on record. As api.open_search: the control numbers stand in the entry, and
-- are told after its commit. Answered from the run of that question, which has ended; where it has not, it says so and writes nothing.
CREATE FUNCTION api.open_page(p_secret text, p_question bigint, p_salt bytea, p_body text, p_sort text, p_offset bigint, p_limit integer, p_request uuid)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; e audit.entry; asked jsonb; r search.run; v_docnos integer[]; v_over jsonb; v_ticket bigint; v_characters integer;
BEGIN
  p_limit := least(greatest(coalesce(p_limit, 50), 1), 200);
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  e := audit.answered(a, p_request);
  IF e.id IS NOT NULL THEN
    IF e.action <> 'conversation:search' OR e.at < clock_timestamp() - interval '20 seconds' OR e.detail->>'question' IS DISTINCT FROM p_question::text THEN
      RETURN jsonb_build_object('outcome', 'refused', 'reason', 'replayed');
    END IF;
    RETURN jsonb_build_object('outcome', e.outcome, 'reason', e.reason, 'ticket', e.id::text, 'total', NULL, 'budget', CASE e.reason WHEN 'budget' THEN e.detail END);
  END IF;
  e := audit.redeem(p_question, ARRAY['conversation:ask']);
  asked := audit.committed(e, p_salt, p_body);
  r := search.run_for(a, p_secret, asked);
  IF r.state IS DISTINCT FROM 'done' OR r.hits > search.most_ranked(p_sort) THEN RAISE EXCEPTION 'no run to page through' USING ERRCODE = '55000'; END IF;
  IF p_sort NOT IN ('date', '-date') THEN PERFORM search.rank_run(r.id, p_sort, nullif(asked->'question', 'null')); END IF;
  v_docnos := search.page_of(r, p_sort, p_offset, p_limit);
  v_characters := 300 * coalesce(array_length(v_docnos, 1), 0);
  v_over := access.charge(a, 1, v_characters);
  IF v_over IS NOT NULL THEN
    PERFORM audit.append(a, 'conversation:search', NULL, 'refused', 'budget', v_over || jsonb_build_object('question', p_question::text), NULL, p_request);
    RETURN jsonb_build_object('outcome', 'refused', 'reason', 'budget', 'budget', v_over);
  END IF;
  v_ticket := audit.append(a, 'conversation:search', NULL, 'done', NULL, jsonb_build_object(
    'shown', (SELECT coalesce(jsonb_agg(record.card(d)->'controlNumber' ORDER BY n), '[]') FROM unnest(v_docnos) WITH ORDINALITY u(d, n)),
    'more', p_offset + coalesce(array_length(v_docnos, 1), 0) < r.hits, 'question', p_question::text, 'characters', v_characters, 'rank', p_offset + 1), NULL, p_request);
  RETURN jsonb_build_object('outcome', 'done', 'ticket', v_ticket::text, 'total', r.hits);
END $$;

-- Where a conversation stands among the answers of a question on record.
CREATE FUNCTION api.read_place(p_secret text, p_asked jsonb, p_sort text, p_control text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; r search.run;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  IF access.standing(a, 'conversation:count') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  r := search.run_for(a, p_secret, p_asked);
  IF r.state IS DISTINCT FROM 'done' THEN RETURN NULL; END IF;
  RETURN jsonb_build_object('rank', (SELECT x.rank + 1 FROM search.rank_of(r, p_sort, access.visible_docno(a, p_control)) x), 'total', r.hits);
END $$;

-- The conversation before or after one among the answers of a question on record, or the next that the own side has not coded. Its number
-- stands in an entry, and is told after that is committed.
CREATE FUNCTION api.open_step(p_secret text, p_asked jsonb, p_sort text, p_control text, p_way text, p_request uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; r search.run; v_refusal text; v_docno integer; v_rank bigint; v_before bigint; v_at bigint; v_many integer := 50; v_page integer[]; v_to integer; v_ticket bigint; e audit.entry;
BEGIN
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  v_refusal := access.refusal(a, 'conversation:search');
  v_docno := access.visible_docno(a, p_control);
  IF v_refusal IS NULL AND v_docno IS NULL THEN v_refusal := 'not_found'; END IF;
  IF v_refusal IS NOT NULL THEN
    PERFORM audit.append(a, 'conversation:search', NULL, 'refused', v_refusal, NULL, NULL, p_request);
    RETURN jsonb_build_object('outcome', 'refused', 'reason', v_refusal);
  END IF;
  e := audit.answered(a, p_request);
  IF e.id IS NOT NULL THEN
    IF e.action <> 'conversation:search' OR NOT e.detail ? 'rank' OR e.at < clock_timestamp() - interval '20 seconds' THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'replayed'); END IF;
    RETURN jsonb_build_object('outcome', 'done', 'ticket', e.id::text);
  END IF;
  r := search.run_for(a, p_secret, p_asked);
  IF r.state IS DISTINCT FROM 'done' OR r.hits > search.most_ranked(p_sort) THEN RAISE EXCEPTION 'no run to step through' USING ERRCODE = '55000'; END IF;
  IF p_sort NOT IN ('date', '-date') THEN PERFORM search.rank_run(r.id, p_sort, nullif(p_asked->'question', 'null')); END IF;
  SELECT x.rank, coalesce(x.before, 0) INTO v_rank, v_before FROM search.rank_of(r, p_sort, v_docno) x;
  v_at := CASE WHEN p_way = 'previous' THEN v_before - 1 WHEN v_rank IS NULL THEN v_before ELSE v_rank + 1 END;
  IF p_way = 'uncoded' THEN
    WHILE v_to IS NULL AND v_at < r.hits LOOP
      v_page := search.page_of(r, p_sort, v_at, v_many);
      SELECT d, v_at + n - 1 INTO v_to, v_rank FROM unnest(v_page) WITH ORDINALITY x(d, n)
        WHERE NOT EXISTS (SELECT FROM work.coding k WHERE k.docno = d AND k.matter_id = a.matter_id AND k.side = a.side) ORDER BY n LIMIT 1;
      v_at := CASE WHEN v_to IS NULL THEN v_at + v_many ELSE v_rank END;
      v_many := least(v_many * 4, 20000);
    END LOOP;
  ELSIF v_at BETWEEN 0 AND r.hits - 1 THEN
    v_to := (search.page_of(r, p_sort, v_at, 1))[1];
  END IF;
  v_ticket := audit.append(a, 'conversation:search', NULL, 'done', NULL, jsonb_build_object(
    'shown', CASE WHEN v_to IS NULL THEN '[]' ELSE jsonb_build_array(record.card(v_to)->'controlNumber') END,
    'more', v_at + 1 < r.hits, 'question', r.entry_id::text, 'characters', 0, 'rank', v_at + 1), NULL, p_request);
  RETURN jsonb_build_object('outcome', 'done', 'ticket', v_ticket::text);
END $$;
CREATE FUNCTION api.read_step(p_secret text, p_ticket bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE e audit.entry;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  e := audit.redeem(p_ticket, ARRAY['conversation:search']);
  RETURN CASE WHEN e.detail->'shown'->>0 IS NOT NULL THEN jsonb_build_object('controlNumber', e.detail->'shown'->>0, 'rank', (e.detail->>'rank')::bigint) END;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA search FROM PUBLIC;
DO $$ DECLARE f text; BEGIN
  FOREACH f IN ARRAY ARRAY['api.find_run(text, jsonb)', 'api.open_page(text, bigint, bytea, text, text, bigint, integer, uuid)', 'api.read_place(text, jsonb, text, text)',
      'api.open_step(text, jsonb, text, text, text, uuid)', 'api.read_step(text, bigint)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rr_app', f);
  END LOOP;
END $$;
