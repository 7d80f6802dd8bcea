-- Sealing: staged conversations get their docnos in order of date and go into fresh partitions, one per million. Runs on empty tables.

-- Makes the partitions for one million. Sealing builds the indexes of their text once the rows are in.
CREATE FUNCTION record.open_part(p_part integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE t text; lo integer := p_part * 1000000;
BEGIN
  FOREACH t IN ARRAY ARRAY['conversation', 'conversation_text', 'conversation_source'] LOOP
    EXECUTE format('CREATE TABLE record.%I PARTITION OF record.%I FOR VALUES FROM (%s) TO (%s)', t || '_' || lpad(p_part::text, 4, '0'), t, lo, lo + 1000000);
  END LOOP;
END $$;

-- Numbers and seals a volume in one transaction: after it the volume is whole, before it nobody sees any of it.
-- Returns the number of conversations. Refuses a volume that is sealed already, or one with a file that is still being read.
CREATE FUNCTION api.seal_volume(p_volume smallint) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '128MB' SET maintenance_work_mem = '512MB' AS $$
DECLARE v record.volume; v_first integer; v_size integer; v_part integer; lo integer; t text;
BEGIN
  SELECT * INTO v FROM record.volume WHERE id = p_volume FOR UPDATE;
  IF v.state <> 'loading' THEN RAISE EXCEPTION 'volume % is sealed', v.name USING ERRCODE = '55000'; END IF;
  IF EXISTS (SELECT FROM record.delivery d WHERE d.volume_id = v.id AND d.state = 'reading') THEN
    RAISE EXCEPTION 'a file of volume % is not read to its end', v.name USING ERRCODE = '55000';
  END IF;
  -- One volume is numbered at a time; two would draw the same partitions.
  LOCK TABLE record.part IN EXCLUSIVE MODE;
  v_first := coalesce((SELECT max(part) + 1 FROM record.part), 0) * 1000000;

  INSERT INTO record.model (name) SELECT DISTINCT s.model FROM record.staged s JOIN record.delivery d ON d.id = s.delivery_id WHERE d.volume_id = v.id AND s.model IS NOT NULL ON CONFLICT DO NOTHING;
  INSERT INTO record.language (tag) SELECT DISTINCT s.language FROM record.staged s JOIN record.delivery d ON d.id = s.delivery_id WHERE d.volume_id = v.id AND s.language IS NOT NULL ON CONFLICT DO NOTHING;

  CREATE TEMP TABLE numbered ON COMMIT DROP AS
    SELECT s.delivery_id, s.ordinal, (v_first + row_number() OVER (ORDER BY s.started_at NULLS LAST, s.source_id, s.delivery_id, s.ordinal) - 1)::int AS docno
    FROM record.staged s JOIN record.delivery d ON d.id = s.delivery_id WHERE d.volume_id = v.id AND s.part = 0;
  GET DIAGNOSTICS v_size = ROW_COUNT;
  ALTER TABLE pg_temp.numbered ADD PRIMARY KEY (delivery_id, ordinal);
  ANALYZE pg_temp.numbered;

  FOR v_part IN SELECT generate_series(v_first / 1000000, (v_first + v_size - 1) / 1000000) WHERE v_size > 0 LOOP
    PERFORM record.open_part(v_part);
  END LOOP;
  INSERT INTO record.conversation
    SELECT n.docno, v.id, s.started_at, extract(year FROM s.started_at AT TIME ZONE 'UTC')::int * 100 + extract(month FROM s.started_at AT TIME ZONE 'UTC')::int,
      m.id, l.id, s.turn_total, s.words, v.tier, s.parts, s.flags, s.sha256
    FROM pg_temp.numbered n JOIN record.staged s ON s.delivery_id = n.delivery_id AND s.ordinal = n.ordinal AND s.part = 0
    LEFT JOIN record.model m ON m.name = s.model LEFT JOIN record.language l ON l.tag = s.language ORDER BY n.docno;
  -- Compatibility characters unfold to as many as eighteen: a text that was short enough when read may not fit the index when folded.
  INSERT INTO record.conversation_text SELECT n.docno, s.part, s.first_turn, s.turn_count,
      CASE WHEN pg_column_size(s.turns) > 4000 AND octet_length(s.turns::text) > 50000 AND octet_length(search.folded(s.turns)) > 1000000 THEN 2 ELSE s.kind END, s.turns
    FROM pg_temp.numbered n JOIN record.staged s USING (delivery_id, ordinal);
  INSERT INTO record.conversation_source SELECT n.docno, s.delivery_id, s.line, s.byte_offset, s.byte_length, s.source_sha256, s.source_id, s.metadata, s.branches
    FROM pg_temp.numbered n JOIN record.staged s ON s.delivery_id = n.delivery_id AND s.ordinal = n.ordinal AND s.part = 0;
  FOR v_part IN SELECT generate_series(v_first / 1000000, (v_first + v_size - 1) / 1000000) WHERE v_size > 0 LOOP
    lo := v_part * 1000000;
    t := 'record.' || quote_ident('conversation_text_' || lpad(v_part::text, 4, '0'));
    EXECUTE format('CREATE INDEX ON %s USING gin (search.words(turns)) WITH (fastupdate = off) WHERE kind = 0', t);
    EXECUTE format('CREATE INDEX ON %s USING gin (search.words(turns)) WITH (fastupdate = off) WHERE kind = 1', t);
    EXECUTE format('CREATE INDEX ON %s (docno) WHERE kind > 0', t);
    EXECUTE format('ANALYZE %s', t);
    INSERT INTO record.part SELECT v_part, v.id, min(docno), max(docno), count(*) FILTER (WHERE started_at IS NULL)
      FROM record.conversation WHERE docno >= lo AND docno < lo + 1000000;
    EXECUTE format('ANALYZE %s', 'record.' || quote_ident('conversation_' || lpad(v_part::text, 4, '0')));
  END LOOP;
  DELETE FROM record.staged s USING record.delivery d WHERE d.id = s.delivery_id AND d.volume_id = v.id;
  UPDATE record.delivery SET state = 'sealed' WHERE volume_id = v.id;
  UPDATE record.volume SET state = 'sealed', first_docno = v_first, size = v_size, sealed_at = clock_timestamp() WHERE id = v.id;
  RETURN v_size;
END $$;

REVOKE ALL ON FUNCTION record.open_part(integer), api.seal_volume(smallint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.seal_volume(smallint) TO rr_intake;
