-- A search is a job over partitions: short steps, each in a transaction of its own, that write one bitmap per partition. Counts, facets and
-- pages at any rank come from bitmaps. The question itself is kept nowhere: whoever runs the job says it again at every step, and it is held
-- against what is on record. A run belongs to one session, so it never holds what another person may see.
-- Builds the facets of what is sealed already: some seconds per million conversations. Locks nothing that is read.
-- Numbers that stand for themselves in a bitmap are docno - part * 1000000; bit 0 is the leftmost.

-- The bitmap of p_length bits with these numbers: 32 at a time, by hash, then laid side by side.
CREATE FUNCTION search.bits_of(p_numbers integer[], p_length integer) RETURNS bit varying
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT (('x' || coalesce(encode(string_agg(int4send(coalesce(w.bits, 0)), '' ORDER BY g), 'hex'), ''))::bit varying)::bit varying
  FROM generate_series(0, (p_length + 31) / 32 - 1) g
  LEFT JOIN (SELECT n >> 5 AS g, bit_or((1 << (31 - (n & 31)))) AS bits FROM unnest(p_numbers) n GROUP BY 1) w USING (g)
$$;

-- The numbers of a bitmap between two places, in order. Looks at 1,024 bits at a time and only where there are any.
CREATE FUNCTION search.numbers_of(p_bits bit varying, p_from integer, p_to integer) RETURNS SETOF integer
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE ROWS 1000 SET search_path = pg_catalog, pg_temp AS $$
DECLARE b bit varying := p_bits || B''; v_to integer := least(p_to, length(p_bits) - 1);
BEGIN
  RETURN QUERY
    SELECT n FROM generate_series(p_from / 1024, v_to / 1024) k,
      LATERAL (SELECT substring(b FROM k * 1024 + 1 FOR 1024) AS block OFFSET 0) x,
      LATERAL (SELECT w FROM generate_series(0, (length(x.block) + 31) / 32 - 1) w WHERE bit_count(x.block) > 0 AND bit_count(substring(x.block FROM w * 32 + 1 FOR 32)) > 0 OFFSET 0) y,
      LATERAL (SELECT k * 1024 + i AS n FROM generate_series(y.w * 32, least(y.w * 32 + 31, length(x.block) - 1)) i WHERE get_bit(x.block, i) = 1) z
    WHERE n BETWEEN p_from AND v_to;
END $$;

-- How many are set before a place.
CREATE FUNCTION search.rank_in(p_bits bit varying, p_before integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN bit_count(substring(p_bits FROM 1 FOR greatest(0, p_before)))::integer;

-- The place of the p_rank-th set bit, from 1: some twenty halvings. NULL where there are fewer.
CREATE FUNCTION search.place_in(p_bits bit varying, p_rank integer) RETURNS integer
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE b bit varying := p_bits || B''; lo integer := 0; hi integer := length(p_bits); mid integer; n integer; left_over integer := p_rank;
BEGIN
  IF p_rank < 1 OR bit_count(b) < p_rank THEN RETURN NULL; END IF;
  WHILE hi - lo > 1 LOOP
    -- Along bytes while there are any: a piece of a bitmap that begins at a byte is copied, not shifted.
    mid := CASE WHEN hi - lo > 16 THEN (lo + (hi - lo) / 2) / 8 * 8 ELSE lo + (hi - lo) / 2 END;
    n := bit_count(substring(b FROM lo + 1 FOR mid - lo));
    IF n >= left_over THEN hi := mid; ELSE left_over := left_over - n; lo := mid; END IF;
  END LOOP;
  RETURN lo;
END $$;

-- Facets of a sealed partition: what never changes of a conversation, as one bitmap per value. Months are ranges of numbers, since order of
-- number is order of date.
CREATE TABLE search.facet (
  part      integer NOT NULL,
  dimension text NOT NULL CHECK (dimension IN ('month', 'model', 'language', 'turns')),
  value     integer NOT NULL,
  size      integer NOT NULL,
  lo        integer,
  hi        integer,
  bits      bit varying,
  PRIMARY KEY (part, dimension, value),
  CHECK ((bits IS NULL) <> (lo IS NULL) AND (lo IS NULL) = (hi IS NULL))
);
ALTER TABLE search.facet ENABLE ROW LEVEL SECURITY;
ALTER TABLE search.facet FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON search.facet TO rr_owner USING (true) WITH CHECK (true);

-- How long a conversation is, as the least of its class: 1 to 2 turns, 3 to 4, 5 to 10, 11 to 20, 21 to 50, more.
CREATE FUNCTION search.turns_class(p_turns integer) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN p_turns <= 2 THEN 1 WHEN p_turns <= 4 THEN 3 WHEN p_turns <= 10 THEN 5 WHEN p_turns <= 20 THEN 11 WHEN p_turns <= 50 THEN 21 ELSE 51 END;

CREATE FUNCTION search.build_facets(p_part integer) RETURNS void
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
  INSERT INTO search.facet (part, dimension, value, size, bits)
    SELECT p_part, x.dimension, x.value, count(*), search.bits_of(array_agg(c.docno - base), l)
    FROM record.conversation c, LATERAL (VALUES ('model', c.model_id::integer), ('language', c.language_id::integer), ('turns', search.turns_class(c.turns))) x (dimension, value)
    WHERE c.docno BETWEEN p.first_docno AND p.last_docno AND x.value IS NOT NULL GROUP BY 2, 3;
END $$;

-- A search that is being carried out, or was. `asked` stands for the question: SHA-256 over the secret of its session and the question, so
-- that the session finds it again and nobody who has the database alone can try questions against it.
CREATE UNLOGGED TABLE search.run (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id   uuid NOT NULL,
  person_id   uuid NOT NULL,
  session_id  uuid NOT NULL,
  entry_id    bigint NOT NULL,
  asked       bytea NOT NULL CHECK (length(asked) = 32),
  version     bytea NOT NULL CHECK (length(version) = 32),
  state       text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'cancelled', 'too_long')),
  total       bigint NOT NULL,
  looked_at   bigint NOT NULL DEFAULT 0,
  hits        bigint NOT NULL DEFAULT 0,
  cost_ms     integer NOT NULL DEFAULT 0,
  part        integer,
  next_docno  integer,
  span        integer,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  due_at      timestamptz NOT NULL,
  finished_at timestamptz,
  sha256      bytea
);
CREATE INDEX run_by_session ON search.run (session_id, asked, created_at);
CREATE INDEX run_by_age ON search.run (created_at);
COMMENT ON COLUMN search.run.version IS 'Over everything the answer depends on besides the question: what is sealed, what is designated, and who asks.';
COMMENT ON COLUMN search.run.due_at IS 'Who carries a run out is gone when it is still running then.';
COMMENT ON COLUMN search.run.sha256 IS 'Over the hashes of the chunks in their order; known once the run is done.';
CREATE UNLOGGED TABLE search.chunk (
  run_id uuid NOT NULL REFERENCES search.run ON DELETE CASCADE,
  part   integer NOT NULL,
  bits   bit varying NOT NULL,
  n      integer NOT NULL,
  before bigint NOT NULL DEFAULT 0,
  sha256 bytea,
  PRIMARY KEY (run_id, part)
);
COMMENT ON TABLE search.chunk IS 'What answers in one partition; never changed once it has a hash. `before`: how many answer in the partitions before it.';
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['search.run', 'search.chunk'] LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY owner_sees_all ON %s TO rr_owner USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;
CREATE FUNCTION search.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN RAISE EXCEPTION 'a bitmap that is hashed is not changed' USING ERRCODE = '42501'; END $$;
CREATE TRIGGER a_hashed_bitmap_stays BEFORE UPDATE ON search.chunk FOR EACH ROW WHEN (OLD.sha256 IS NOT NULL AND OLD.bits IS DISTINCT FROM NEW.bits) EXECUTE FUNCTION search.refuse_change();

-- When a side's codings were changed last: what a search by codes depends on. Written as a transaction ends, so that nobody waits for long.
CREATE TABLE search.coded (matter_id uuid NOT NULL, side access.side NOT NULL, xid xid8 NOT NULL, PRIMARY KEY (matter_id, side));
ALTER TABLE search.coded ENABLE ROW LEVEL SECURITY;
ALTER TABLE search.coded FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON search.coded TO rr_owner USING (true) WITH CHECK (true);
CREATE FUNCTION search.say_coded() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO search.coded AS x (matter_id, side, xid) SELECT coalesce(NEW.matter_id, OLD.matter_id), coalesce(NEW.side, OLD.side), pg_current_xact_id()
    ON CONFLICT (matter_id, side) DO UPDATE SET xid = excluded.xid WHERE x.xid <> excluded.xid;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER searches_by_code_are_old AFTER INSERT OR UPDATE OR DELETE ON work.coding DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION search.say_coded();

-- What the answer to a question depends on, for whom. Anything that names codes depends on them; what names none does not.
CREATE INDEX turn_tier_by_time ON record.turn_tier (at);
CREATE FUNCTION search.version_for(a access.actor, p_asked jsonb) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT sha256(convert_to(concat_ws('|', a.matter_id, a.side, a.tier,
    (SELECT string_agg(concat_ws(':', v.id, v.sealed_at, v.disclosure, v.size), ',' ORDER BY v.id) FROM record.volume v WHERE v.matter_id = a.matter_id AND v.state = 'sealed'),
    (SELECT max(w.at) FROM record.turn_tier w),
    CASE WHEN p_asked->'filters' ?| ARRAY['codes', 'uncoded'] OR (p_asked->'question')::text ~* '"[^"]*code[^"]*"'
      THEN (SELECT x.xid::text FROM search.coded x WHERE x.matter_id = a.matter_id AND x.side = a.side) END), 'UTF8'))
$$;
CREATE FUNCTION search.asked_by(p_secret text, p_asked jsonb) RETURNS bytea LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT sha256(convert_to(p_secret || E'\n' || coalesce((p_asked->'question')::text, 'null') || E'\n' || coalesce((p_asked->'filters')::text, '{}'), 'UTF8'))
$$;

-- The partitions that a question is asked of.
CREATE FUNCTION search.parts_for(a access.actor, p_filters jsonb) RETURNS SETOF record.part LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.* FROM record.part p JOIN record.volume v ON v.id = p.volume_id
  WHERE v.matter_id = a.matter_id AND v.state = 'sealed' AND v.disclosure <> 'aggregate' AND (NOT p_filters ? 'volumes' OR p_filters->'volumes' ? v.name)
  ORDER BY p.part
$$;

-- The run of this session that answers a question, if there is one and nothing has changed since.
CREATE FUNCTION search.run_for(a access.actor, p_secret text, p_asked jsonb) RETURNS search.run LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT r.* FROM search.run r WHERE r.session_id = a.session_id AND r.asked = search.asked_by(p_secret, p_asked) AND r.version = search.version_for(a, p_asked)
    AND (r.state = 'done' OR (r.state = 'running' AND r.due_at > clock_timestamp())) ORDER BY r.state, r.created_at DESC LIMIT 1
$$;

CREATE FUNCTION search.progress(r search.run) RETURNS jsonb LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_build_object('id', r.id, 'state', CASE WHEN r.state = 'running' AND r.due_at < clock_timestamp() THEN 'cancelled' ELSE r.state END, 'total', r.total, 'lookedAt', r.looked_at, 'hits', r.hits, 'costMs', r.cost_ms,
    'sha256', encode(r.sha256, 'hex'), 'entry', r.entry_id::text)
$$;

-- How many milliseconds one search may take.
CREATE FUNCTION search.allowance(a access.actor) RETURNS bigint LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT access.setting(o.settings, 'searchSeconds')::bigint * 1000 FROM access.protective_order o WHERE o.id = a.order_id
$$;

-- Begins the search of a question that is on record as a count, or finds the one that answers it already. One that is under way goes on
-- under the entry of whoever asked last: they can say the question, and whoever asked before may be gone.
CREATE FUNCTION api.start_run(p_secret text, p_ticket bigint, p_salt bytea, p_body text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; asked jsonb; r search.run;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  asked := audit.committed(audit.redeem(p_ticket, ARRAY['conversation:count']), p_salt, p_body);
  r := search.run_for(a, p_secret, asked);
  IF r.id IS NOT NULL THEN
    UPDATE search.run SET entry_id = p_ticket WHERE id = r.id AND state = 'running' RETURNING * INTO r;
    IF NOT FOUND THEN r := search.run_for(a, p_secret, asked); END IF;
    IF r.id IS NOT NULL THEN RETURN search.progress(r); END IF;
  END IF;
  DELETE FROM search.run WHERE id IN (
    (SELECT x.id FROM search.run x WHERE x.session_id = a.session_id ORDER BY x.created_at DESC OFFSET 30)
    UNION ALL (SELECT x.id FROM search.run x WHERE x.created_at < clock_timestamp() - interval '1 day' LIMIT 50));
  INSERT INTO search.run (matter_id, person_id, session_id, entry_id, asked, version, due_at, total)
    SELECT a.matter_id, a.person_id, a.session_id, p_ticket, search.asked_by(p_secret, asked), search.version_for(a, asked),
      clock_timestamp() + make_interval(secs => search.allowance(a) / 500.0 + 60),
      coalesce(sum(p.last_docno - p.first_docno + 1), 0) FROM search.parts_for(a, coalesce(asked->'filters', '{}')) p
    RETURNING * INTO r;
  RETURN search.progress(r);
END $$;

-- Goes on with a run for some p_ms milliseconds, or a step longer. The question is said again, and is the one on record. What a step may
-- look at is the whole partition where words alone decide, and begins with fewer conversations where the text is asked; it grows and shrinks with what steps cost.
CREATE FUNCTION api.step_run(p_secret text, p_run uuid, p_salt bytea, p_body text, p_ms integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '128MB' AS $$
DECLARE
  a access.actor; r search.run; e audit.entry; asked jsonb; v_filters jsonb; v_tree jsonb; p record.part; v record.volume; base integer; l integer; hi integer;
  v_began timestamptz := clock_timestamp(); v_step timestamptz; v_numbers integer[]; v_bits bit varying; v_n integer; v_ms integer;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  IF access.standing(a, 'conversation:count') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO r FROM search.run WHERE id = p_run AND session_id = a.session_id FOR UPDATE;
  IF r.id IS NULL THEN RETURN NULL; END IF;
  IF r.state <> 'running' THEN RETURN search.progress(r); END IF;
  IF r.cost_ms >= search.allowance(a) THEN
    UPDATE search.run SET state = 'too_long', finished_at = clock_timestamp() WHERE id = r.id RETURNING * INTO r;
    RETURN search.progress(r);
  END IF;
  SELECT * INTO e FROM audit.entry x WHERE x.id = r.entry_id;
  asked := audit.committed(e, p_salt, p_body);
  v_filters := coalesce(asked->'filters', '{}');
  v_tree := nullif(asked->'question', 'null');
  IF r.version <> search.version_for(a, asked) THEN
    -- What it is asked of has changed under it: from the beginning, so that the answer is one answer.
    DELETE FROM search.chunk WHERE run_id = r.id;
    UPDATE search.run SET version = search.version_for(a, asked), looked_at = 0, hits = 0, part = NULL, next_docno = NULL,
      total = (SELECT coalesce(sum(x.last_docno - x.first_docno + 1), 0) FROM search.parts_for(a, v_filters) x) WHERE id = r.id RETURNING * INTO r;
  END IF;
  LOOP
    SELECT * INTO p FROM search.parts_for(a, v_filters) x WHERE CASE WHEN r.next_docno IS NOT NULL THEN x.part = r.part ELSE x.part > coalesce(r.part, -1) END LIMIT 1;
    IF p.part IS NULL THEN
      UPDATE search.run SET state = 'done', finished_at = clock_timestamp(), cost_ms = cost_ms + extract(epoch FROM clock_timestamp() - v_began) * 1000,
        sha256 = (SELECT sha256(coalesce(string_agg(c.sha256, '' ORDER BY c.part), '')) FROM search.chunk c WHERE c.run_id = r.id) WHERE id = r.id RETURNING * INTO r;
      RETURN search.progress(r);
    END IF;
    v_step := clock_timestamp();
    base := p.part * 1000000;
    l := p.last_docno - base + 1;
    SELECT * INTO v FROM record.volume x WHERE x.id = p.volume_id;
    r.span := coalesce(r.span, CASE WHEN v_tree IS NULL OR search.is_exact(v_tree) THEN 1000000 ELSE 60000 END);
    r.next_docno := coalesce(r.next_docno, p.first_docno);
    hi := least(p.last_docno, r.next_docno + r.span - 1);
    v_numbers := ARRAY(SELECT f.docno - base FROM search.find_in_volume(v, a, v_tree, v_filters || jsonb_build_object('_lo', r.next_docno, '_hi', hi), NULL, NULL, false, NULL) f);
    v_bits := search.bits_of(v_numbers, l);
    v_n := coalesce(array_length(v_numbers, 1), 0);
    IF r.next_docno = p.first_docno THEN
      INSERT INTO search.chunk (run_id, part, bits, n, before) VALUES (r.id, p.part, v_bits, v_n, r.hits);
    ELSE
      UPDATE search.chunk SET bits = bits | v_bits, n = n + v_n WHERE run_id = r.id AND part = p.part;
    END IF;
    r.looked_at := r.looked_at + hi - r.next_docno + 1;
    r.hits := r.hits + v_n;
    v_ms := extract(epoch FROM clock_timestamp() - v_step) * 1000;
    IF hi - r.next_docno + 1 = r.span THEN
      r.span := greatest(2000, least(1000000, r.span * CASE WHEN v_ms > 2000 THEN 0.5 WHEN v_ms < 500 THEN 2 ELSE 1 END))::integer;
    END IF;
    r.part := p.part;
    r.next_docno := CASE WHEN hi < p.last_docno THEN hi + 1 END;
    IF r.next_docno IS NULL THEN UPDATE search.chunk SET sha256 = sha256(bit_send(bits)) WHERE run_id = r.id AND part = p.part; END IF;
    IF clock_timestamp() > v_began + make_interval(secs => p_ms / 1000.0) AND r.looked_at < r.total THEN
      UPDATE search.run SET part = r.part, next_docno = r.next_docno, span = r.span, looked_at = r.looked_at, hits = r.hits,
        cost_ms = cost_ms + extract(epoch FROM clock_timestamp() - v_began) * 1000 WHERE id = r.id RETURNING * INTO r;
      RETURN search.progress(r);
    END IF;
    UPDATE search.run SET part = r.part, next_docno = r.next_docno, span = r.span, looked_at = r.looked_at, hits = r.hits WHERE id = r.id;
  END LOOP;
END $$;

-- Ends a run before its end: because its person said so, or because it cost more than the order allows. What was found stays, as "at least".
CREATE FUNCTION api.end_run(p_secret text, p_run uuid, p_state text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; r search.run;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  IF p_state NOT IN ('cancelled', 'too_long') THEN RAISE EXCEPTION 'a run ends cancelled or too long' USING ERRCODE = '22023'; END IF;
  UPDATE search.run SET state = p_state, finished_at = clock_timestamp() WHERE id = p_run AND session_id = a.session_id AND state = 'running';
  SELECT * INTO r FROM search.run WHERE id = p_run AND session_id = a.session_id;
  RETURN CASE WHEN r.id IS NOT NULL THEN search.progress(r) END;
END $$;

-- Facets of one bitmap by AND and counting.
CREATE FUNCTION search.facets_of(p_part integer, p_bits bit varying) RETURNS TABLE (dimension text, value integer, n bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE b bit varying := p_bits || B'';
BEGIN
  RETURN QUERY SELECT f.dimension, f.value, CASE WHEN f.bits IS NULL THEN bit_count(substring(b FROM f.lo + 1 FOR f.hi - f.lo + 1)) ELSE bit_count(f.bits & b) END
    FROM search.facet f WHERE f.part = p_part;
END $$;

-- The own side's codes on what is in a bitmap, conversations that carry each.
CREATE FUNCTION search.codes_of(a access.actor, p_part integer, p_bits bit varying) RETURNS TABLE (code_id uuid, n bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE b bit varying := p_bits || B''; base integer := p_part * 1000000;
BEGIN
  RETURN QUERY SELECT k.code_id, count(DISTINCT k.docno) FROM work.coding k
    WHERE k.docno BETWEEN base AND base + length(b) - 1 AND k.matter_id = a.matter_id AND k.side = a.side AND get_bit(b, k.docno - base) = 1 GROUP BY k.code_id;
END $$;

-- How far a run is and what it has found: counts by month, model, language, volume, turns and the own side's codes as they are now.
-- No text, no number of a conversation; the question is on record since the run began.
CREATE FUNCTION api.read_run(p_secret text, p_run uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; r search.run; f jsonb;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  IF access.standing(a, 'conversation:count') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO r FROM search.run WHERE id = p_run AND session_id = a.session_id;
  IF r.id IS NULL THEN RETURN NULL; END IF;
  WITH chunk AS (SELECT c.part, c.bits, c.n FROM search.chunk c WHERE c.run_id = r.id AND c.n > 0),
    counted AS (
      SELECT x.dimension, x.value, sum(x.n) AS n FROM chunk c, LATERAL search.facets_of(c.part, c.bits) x GROUP BY 1, 2 HAVING sum(x.n) > 0),
    named AS (
      SELECT 'month' AS facet, (value / 100) || '-' || lpad((value % 100)::text, 2, '0') AS value, n, value AS place FROM counted WHERE dimension = 'month'
      UNION ALL SELECT 'model', m.name, n, 0 FROM counted JOIN record.model m ON m.id = value WHERE dimension = 'model'
      UNION ALL SELECT 'language', l.tag, n, 0 FROM counted JOIN record.language l ON l.id = value WHERE dimension = 'language'
      UNION ALL SELECT 'turns', CASE value WHEN 1 THEN '1-2' WHEN 3 THEN '3-4' WHEN 5 THEN '5-10' WHEN 11 THEN '11-20' WHEN 21 THEN '21-50' ELSE '51+' END, n, value FROM counted WHERE dimension = 'turns'
      UNION ALL SELECT 'volume', v.name, sum(c.n), 0 FROM chunk c JOIN record.part p ON p.part = c.part JOIN record.volume v ON v.id = p.volume_id GROUP BY v.name
      UNION ALL SELECT 'code', b.key, sum(k.n), 0 FROM chunk c, LATERAL search.codes_of(a, c.part, c.bits) k JOIN work.code b ON b.id = k.code_id GROUP BY b.key)
  SELECT jsonb_agg(jsonb_build_object('facet', facet, 'value', value, 'n', n) ORDER BY facet, place, n DESC, value) INTO f FROM named;
  RETURN search.progress(r) || jsonb_build_object('facets', coalesce(f, '[]'));
END $$;

-- Asked of some numbers alone, where a step says which: below and above them nothing is looked at.
CREATE FUNCTION pg_temp.amend(p_function regprocedure, p_from text, p_to text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  IF position(p_from IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_from; END IF;
  EXECUTE replace(v_text, p_from, p_to);
END $$;
SELECT pg_temp.amend('search.find_in_volume(record.volume, access.actor, jsonb, jsonb, timestamptz, integer, boolean, integer)',
  'way := CASE WHEN p_descending THEN ''DESC'' ELSE ''ASC'' END;',
  'lo := greatest(lo, (p_filters->>''_lo'')::int);
  hi := least(hi, (p_filters->>''_hi'')::int);
  way := CASE WHEN p_descending THEN ''DESC'' ELSE ''ASC'' END;');
SELECT pg_temp.amend('api.seal_volume(smallint)', 'WHERE docno >= lo AND docno < lo + 1000000;', 'WHERE docno >= lo AND docno < lo + 1000000;
    PERFORM search.build_facets(v_part);');
DROP FUNCTION pg_temp.amend(regprocedure, text, text);
SELECT search.build_facets(part) FROM record.part ORDER BY part;

-- Counts come from runs alone.
DROP FUNCTION api.read_count(text, bigint, bytea, text);

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA search FROM PUBLIC;
DO $$ DECLARE f text; BEGIN
  FOREACH f IN ARRAY ARRAY['api.start_run(text, bigint, bytea, text)', 'api.step_run(text, uuid, bytea, text, integer)', 'api.end_run(text, uuid, text)', 'api.read_run(text, uuid)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rr_app', f);
  END LOOP;
END $$;
