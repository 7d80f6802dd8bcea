-- What a delivery says of itself: who produced it, under which order, how it was de-identified, what it was drawn from, which files it has.
-- It is written down with an entry until the volume is sealed, and stands from then on. Beside it: what is alike within a volume, what lies
-- outside of its frame, every rejection, and whether the text that is kept is the text that was numbered.
-- Adds columns without defaults that are computed, so it rewrites no table; waits for an intake that is staging.

ALTER TABLE record.volume
  ADD COLUMN producing_party text CHECK (length(btrim(producing_party)) BETWEEN 1 AND 200),
  ADD COLUMN order_reference text CHECK (length(btrim(order_reference)) BETWEEN 1 AND 400),
  ADD COLUMN deid_tool       text CHECK (length(btrim(deid_tool)) BETWEEN 1 AND 200),
  ADD COLUMN hash_list       jsonb,
  ADD COLUMN designated      boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT a_source_is_named CHECK (length(btrim(source)) BETWEEN 1 AND 400),
  ADD CONSTRAINT a_frame_is_an_object CHECK (jsonb_typeof(frame) = 'object'),
  ADD CONSTRAINT a_frame_ends_after_it_begins CHECK (frame->>'from' IS NULL OR frame->>'to' IS NULL OR frame->>'from' <= frame->>'to'),
  ADD CONSTRAINT hashes_are_a_list CHECK (jsonb_typeof(hash_list) = 'array');
COMMENT ON COLUMN record.volume.designated IS 'Whether the delivery came designated; what did not has the highest tier of the order.';
COMMENT ON COLUMN record.volume.hash_list IS 'The files as the producing party lists them: [{file, sha256}]. A file that is not on the list is not read.';

-- Sketches for what is nearly alike: domain/intake/alike.ts makes them. They are gone when the volume is sealed.
ALTER TABLE record.staged ADD COLUMN sketch bytea, ADD COLUMN marks bytea;
COMMENT ON COLUMN record.staged.sketch IS '32 bytes, in part 0: of two conversations about as many are equal as the share of word runs that both have.';
COMMENT ON COLUMN record.staged.marks IS 'For each turn of the part 16 bytes: its hash, and a sketch of eight.';

CREATE FUNCTION record.guard_description() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD.state = 'sealed' AND (OLD.source, OLD.producing_party, OLD.order_reference, OLD.deid_tool, OLD.deid_version, OLD.frame, OLD.hash_list, OLD.designated)
    IS DISTINCT FROM (NEW.source, NEW.producing_party, NEW.order_reference, NEW.deid_tool, NEW.deid_version, NEW.frame, NEW.hash_list, NEW.designated) THEN
    RAISE EXCEPTION 'what is sealed is not changed' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_sealed_volume_says_what_it_said BEFORE UPDATE ON record.volume FOR EACH ROW EXECUTE FUNCTION record.guard_description();

-- Writes down what a volume that is being loaded says of itself; what p_record does not name stays. With its entry, within one transaction.
CREATE FUNCTION api.describe_volume(p_name text, p_record jsonb) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v record.volume;
BEGIN
  IF access.refusal(a, 'intake:run') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO v FROM record.volume WHERE matter_id = a.matter_id AND name = p_name FOR UPDATE;
  IF v.id IS NULL THEN RETURN 'not_found'; END IF;
  IF v.state <> 'loading' THEN RETURN 'sealed'; END IF;
  IF (p_record->>'tier')::int > jsonb_array_length(access.setting((access.order_of(a.matter_id)).settings, 'tiers')) THEN RETURN 'tiers'; END IF;
  UPDATE record.volume SET
    source = coalesce(p_record->>'source', source), producing_party = coalesce(p_record->>'producingParty', producing_party),
    order_reference = coalesce(p_record->>'orderReference', order_reference), deid_tool = coalesce(p_record->>'deidTool', deid_tool),
    deid_version = coalesce(p_record->>'deidVersion', deid_version), frame = coalesce(p_record->'frame', frame),
    hash_list = coalesce(p_record->'files', hash_list), tier = coalesce((p_record->>'tier')::smallint, tier),
    designated = designated OR p_record ? 'tier', disclosure = coalesce((p_record->>'disclosure')::record.disclosure, disclosure)
  WHERE id = v.id;
  RETURN 'done';
END $$;

-- In how many places two sketches agree.
CREATE FUNCTION record.agreement(a bytea, b bytea) RETURNS integer LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE n integer := 0;
BEGIN
  IF a = b THEN RETURN length(a); END IF;
  FOR i IN 0 .. least(length(a), length(b)) - 1 LOOP
    IF get_byte(a, i) = get_byte(b, i) THEN n := n + 1; END IF;
  END LOOP;
  RETURN n;
END $$;

-- What is alike among the conversations of a volume that is staged, and what lies outside of its frame. Sorts, on disk where it must: no memory
-- grows with the volume. Nearly alike: among different ones, those that agree with an earlier one in 26 of 32 places of the sketch (turns: 7 of 8),
-- of which they share a run of four that nobody had before.
CREATE FUNCTION api.count_alike(p_volume smallint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '128MB' AS $$
DECLARE v record.volume; ids integer[]; result jsonb; n bigint; more bigint; field text;
BEGIN
  SELECT * INTO v FROM record.volume WHERE id = p_volume AND state = 'loading';
  SELECT array_agg(id) INTO ids FROM record.delivery WHERE volume_id = v.id;
  SELECT count(*) - count(DISTINCT sha256) INTO n FROM record.staged WHERE part = 0 AND delivery_id = ANY (ids);
  result := jsonb_build_object('duplicates', n);

  WITH one AS (SELECT DISTINCT ON (sha256) sha256, delivery_id, ordinal, sketch FROM record.staged
      WHERE part = 0 AND sketch IS NOT NULL AND delivery_id = ANY (ids) ORDER BY sha256, delivery_id, ordinal),
    keyed AS (SELECT delivery_id, ordinal, sketch, first_value(sketch) OVER same AS lead, row_number() OVER same AS place
      FROM one, generate_series(0, 7) b WINDOW same AS (PARTITION BY b, substring(sketch FROM b * 4 + 1 FOR 4) ORDER BY delivery_id, ordinal))
  SELECT count(DISTINCT (delivery_id, ordinal)) INTO n FROM keyed WHERE place > 1 AND record.agreement(sketch, lead) >= 26;
  result := result || jsonb_build_object('nearDuplicates', n);

  SELECT count(*), count(DISTINCT substring(s.marks FROM t * 16 + 1 FOR 8)) INTO n, more
    FROM record.staged s, generate_series(0, length(s.marks) / 16 - 1) t WHERE s.delivery_id = ANY (ids);
  result := result || jsonb_build_object('duplicateTurns', n - more);
  WITH one AS (SELECT DISTINCT substring(s.marks FROM t * 16 + 1 FOR 8) AS mark, substring(s.marks FROM t * 16 + 9 FOR 8) AS sketch
      FROM record.staged s, generate_series(0, length(s.marks) / 16 - 1) t WHERE s.delivery_id = ANY (ids)),
    keyed AS (SELECT mark, sketch, first_value(sketch) OVER same AS lead, row_number() OVER same AS place
      FROM one, generate_series(0, 1) b WINDOW same AS (PARTITION BY b, substring(sketch FROM b * 4 + 1 FOR 4) ORDER BY mark))
  SELECT count(DISTINCT mark) INTO n FROM keyed WHERE place > 1 AND record.agreement(sketch, lead) >= 7;
  result := result || jsonb_build_object('nearDuplicateTurns', n);

  IF v.frame IS NULL THEN RETURN result; END IF;
  field := v.frame#>>'{business,field}';
  RETURN result || (SELECT jsonb_build_object('outOfFrame', jsonb_build_object(
      'early', count(*) FILTER (WHERE s.started_at < (v.frame->>'from')::timestamp AT TIME ZONE 'UTC'),
      'late', count(*) FILTER (WHERE s.started_at >= ((v.frame->>'to')::timestamp + interval '1 day') AT TIME ZONE 'UTC'),
      'undated', count(*) FILTER (WHERE s.started_at IS NULL),
      'business', CASE WHEN field IS NULL THEN NULL ELSE count(*) FILTER (WHERE v.frame#>'{business,values}' ? (s.metadata->>field)) END))
    FROM record.staged s WHERE s.part = 0 AND s.delivery_id = ANY (ids));
END $$;

-- The rejections of a volume after one of them, in order of file and place: no text, and all of them.
CREATE FUNCTION api.volume_rejections(p_volume integer, p_delivery integer, p_ordinal integer, p_limit integer)
RETURNS TABLE (delivery integer, ordinal integer, file text, line integer, byte_offset double precision, byte_length double precision, reason text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'volume:read') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  RETURN QUERY SELECT d.id, r.ordinal, d.file, r.line, r.byte_offset::float8, r.byte_length::float8, r.reason
    FROM record.volume v JOIN record.delivery d ON d.volume_id = v.id JOIN record.rejection r ON r.delivery_id = d.id
    WHERE v.id = p_volume AND v.matter_id = a.matter_id AND (v.state = 'sealed' OR a.side = 'host') AND (r.delivery_id, r.ordinal) > (p_delivery, p_ordinal)
    ORDER BY r.delivery_id, r.ordinal LIMIT p_limit;
END $$;

-- Where the records of one delivery of a sealed volume lay, with their hashes and those of their conversations; and whether the text that is kept still has that
-- hash, told for a stretch of records and without a word of it: role and text of every turn, each ended by a byte of zero.
CREATE FUNCTION api.proofs_of_delivery(p_delivery integer, p_after bigint, p_limit integer)
RETURNS TABLE (byte_offset double precision, byte_length integer, record_sha256 bytea, conversation_sha256 bytea, kept boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH stretch AS MATERIALIZED (SELECT s.docno, s.byte_offset, s.byte_length, s.sha256 FROM record.volume v JOIN record.delivery d ON d.volume_id = v.id
      JOIN record.conversation_source s ON s.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1 AND s.delivery_id = d.id
    WHERE d.id = p_delivery AND d.state = 'sealed' AND s.byte_offset > p_after ORDER BY s.byte_offset LIMIT p_limit)
  SELECT x.byte_offset::float8, x.byte_length, x.sha256, c.sha256, c.sha256 = sha256((
      SELECT string_agg(convert_to(e->>'role', 'UTF8') || '\x00'::bytea || convert_to(e->>'text', 'UTF8') || '\x00'::bytea, ''::bytea ORDER BY t.part, n)
      FROM record.conversation_text t, jsonb_array_elements(t.turns) WITH ORDINALITY y(e, n) WHERE t.docno = x.docno))
  FROM stretch x JOIN record.conversation c ON c.docno = x.docno ORDER BY x.byte_offset
$$;

REVOKE ALL ON FUNCTION record.guard_description(), record.agreement(bytea, bytea), api.describe_volume(text, jsonb), api.count_alike(smallint),
  api.volume_rejections(integer, integer, integer, integer), api.proofs_of_delivery(integer, bigint, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.describe_volume(text, jsonb), api.volume_rejections(integer, integer, integer, integer) TO rr_app;
GRANT EXECUTE ON FUNCTION api.count_alike(smallint), api.proofs_of_delivery(integer, bigint, integer) TO rr_intake;
