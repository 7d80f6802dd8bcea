-- What bears a code was counted along the index of codes, a row at a time: 30 to 50 ms for 200,000, at every look at the facets of an answer. A code of which a partition has
-- many codings is kept as a bitmap, with the numbers of which a coding came or went since: those are looked at as they are now. Both are of one statement's
-- snapshot, so the numbers are what the codings themselves say, and neither outlives a crash without the other.
CREATE UNLOGGED TABLE search.code_bits (
  part    integer NOT NULL,
  code_id uuid NOT NULL REFERENCES work.code ON DELETE CASCADE,
  bits    bit varying NOT NULL,
  PRIMARY KEY (part, code_id)
);
ALTER TABLE search.code_bits ALTER bits SET STORAGE EXTERNAL;
COMMENT ON TABLE search.code_bits IS 'Which conversations of a partition bore a code when it was made; what changed since is in search.code_touched. Derived from work.coding.';
CREATE UNLOGGED TABLE search.code_touched (code_id uuid NOT NULL, docno integer NOT NULL);
CREATE INDEX code_touched_by_code ON search.code_touched (code_id, docno);
COMMENT ON TABLE search.code_touched IS 'Of which conversations a coding came or went since the bitmap of the code was made. A number may stand here more than once.';
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['search.code_bits', 'search.code_touched'] LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY owner_sees_all ON %s TO rr_owner USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;

-- Only adds: nobody who codes waits for another.
CREATE FUNCTION search.touch_code()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF TG_OP <> 'INSERT' THEN INSERT INTO search.code_touched VALUES (OLD.code_id, OLD.docno); END IF;
  IF TG_OP <> 'DELETE' THEN INSERT INTO search.code_touched VALUES (NEW.code_id, NEW.docno); END IF;
  RETURN NULL;
END $function$;
CREATE TRIGGER a_coding_is_counted AFTER INSERT OR DELETE OR UPDATE OF docno, code_id ON work.coding FOR EACH ROW EXECUTE FUNCTION search.touch_code();

-- Makes the bitmaps of a side's codes of which a partition has many, or many that changed. One at a time: whoever comes meanwhile goes on with what there is. The numbers
-- that go are those whose codings the same statement has seen.
CREATE FUNCTION search.keep_codes(a access.actor, p record.part)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE c record;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', 'codes', p.part, a.matter_id, a.side), 9)) THEN RETURN; END IF;
  FOR c IN SELECT x.id FROM work.code x WHERE x.matter_id = a.matter_id AND x.side = a.side AND CASE WHEN EXISTS (SELECT FROM search.code_bits b WHERE b.part = p.part AND b.code_id = x.id)
      THEN EXISTS (SELECT FROM search.code_touched t WHERE t.code_id = x.id AND t.docno BETWEEN p.first_docno AND p.last_docno OFFSET 500)
      ELSE EXISTS (SELECT FROM work.coding k WHERE k.code_id = x.id AND k.docno BETWEEN p.first_docno AND p.last_docno OFFSET 2000) END LOOP
    EXECUTE format('WITH gone AS (DELETE FROM search.code_touched t WHERE t.code_id = %1$L AND t.docno BETWEEN %2$s AND %3$s)
      INSERT INTO search.code_bits (part, code_id, bits) SELECT %4$s, %1$L, z.bits FROM (%5$s) z ON CONFLICT (part, code_id) DO UPDATE SET bits = excluded.bits',
      c.id, p.first_docno, p.last_docno, p.part,
      search.bits_sql(format('SELECT k.docno FROM work.coding k WHERE k.code_id = %L AND k.docno BETWEEN %s AND %s', c.id, p.first_docno, p.last_docno), p.part * 1000000, p.last_docno - p.part * 1000000 + 1));
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION search.codes_of(a access.actor, p_part integer, p_bits bit varying)
 RETURNS TABLE(code_id uuid, n bigint)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  b bit varying := p_bits || B''; base integer := p_part * 1000000; v_last integer := p_part * 1000000 + length(p_bits) - 1; v_docnos integer[]; one record;
  v_codes uuid[] := ARRAY(SELECT c.id FROM work.code c WHERE c.matter_id = a.matter_id AND c.side = a.side);
BEGIN
  IF bit_count(b) <= 1000 THEN
    v_docnos := ARRAY(SELECT base + d FROM search.numbers_of(b, 0, length(b) - 1) d);
    RETURN QUERY SELECT k.code_id, count(DISTINCT k.docno) FROM work.coding k WHERE k.docno = ANY (v_docnos) AND k.code_id = ANY (v_codes) GROUP BY k.code_id;
    RETURN;
  END IF;
  FOR one IN SELECT x.id, k.bits || B'' AS bits FROM unnest(v_codes) x(id) LEFT JOIN search.code_bits k ON k.part = p_part AND k.code_id = x.id LOOP
    v_docnos := NULL;
    IF length(one.bits) = length(b) AND NOT EXISTS (SELECT FROM search.code_touched t WHERE t.code_id = one.id AND t.docno BETWEEN base AND v_last OFFSET 5000) THEN
      v_docnos := ARRAY(SELECT DISTINCT t.docno FROM search.code_touched t WHERE t.code_id = one.id AND t.docno BETWEEN base AND v_last);
    END IF;
    IF v_docnos IS NOT NULL THEN
      n := bit_count(one.bits & b) + (SELECT count(*) FILTER (WHERE EXISTS (SELECT FROM work.coding k WHERE k.code_id = one.id AND k.docno = d)) - count(*) FILTER (WHERE get_bit(one.bits, d - base) = 1)
        FROM unnest(v_docnos) d WHERE get_bit(b, d - base) = 1);
    ELSE
      SELECT count(DISTINCT k.docno) INTO n FROM work.coding k WHERE k.code_id = one.id AND k.docno BETWEEN base AND v_last AND CASE WHEN k.docno BETWEEN base AND v_last THEN get_bit(b, k.docno - base) = 1 END;
    END IF;
    code_id := one.id;
    IF n > 0 THEN RETURN NEXT; END IF;
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION api.step_run(p_secret text, p_run uuid, p_salt bytea, p_body text, p_ms integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '128MB'
AS $function$
DECLARE
  a access.actor; r search.run; e audit.entry; asked jsonb; v_filters jsonb; v_tree jsonb; p record.part; v record.volume; base integer; l integer; hi integer;
  v_began timestamptz := clock_timestamp(); v_step timestamptz; v_bits bit varying; v_n integer; v_ms integer;
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
    r.span := coalesce(r.span, search.first_span(v_tree, p.part, a.tier));
    r.next_docno := coalesce(r.next_docno, p.first_docno);
    hi := least(p.last_docno, r.next_docno + r.span - 1);
    SELECT x.bits, x.n INTO v_bits, v_n FROM search.bits_in(v, a, v_tree, v_filters, r.next_docno, hi, base, l) x;
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
    IF r.next_docno IS NULL THEN
      UPDATE search.chunk SET sha256 = sha256(bit_send(bits)) WHERE run_id = r.id AND part = p.part RETURNING n INTO v_n;
      IF v_n > 1000 THEN PERFORM search.keep_codes(a, p); END IF;
    END IF;
    IF clock_timestamp() > v_began + make_interval(secs => p_ms / 1000.0) AND r.looked_at < r.total THEN
      UPDATE search.run SET part = r.part, next_docno = r.next_docno, span = r.span, looked_at = r.looked_at, hits = r.hits,
        cost_ms = cost_ms + extract(epoch FROM clock_timestamp() - v_began) * 1000 WHERE id = r.id RETURNING * INTO r;
      RETURN search.progress(r);
    END IF;
    UPDATE search.run SET part = r.part, next_docno = r.next_docno, span = r.span, looked_at = r.looked_at, hits = r.hits WHERE id = r.id;
  END LOOP;
END $function$;

REVOKE ALL ON FUNCTION search.touch_code(), search.keep_codes(access.actor, record.part) FROM PUBLIC;
