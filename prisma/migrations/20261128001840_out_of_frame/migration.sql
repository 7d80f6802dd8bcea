-- Which conversations of a volume lie outside of its frame, one by one: written down when the volume is sealed, by the same questions that were counted before.
-- New table, filled for the volumes that are there: a scan of the delivered metadata where a frame says what tells a business user.

CREATE TABLE record.out_of_frame (
  docno integer PRIMARY KEY,
  why   text[] NOT NULL CHECK (cardinality(why) > 0)
);
COMMENT ON COLUMN record.out_of_frame.why IS 'early, late, undated, business: as in the intake report.';

CREATE FUNCTION record.note_out_of_frame(p_volume smallint) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO record.out_of_frame SELECT x.docno, x.why FROM (
    SELECT c.docno, array_remove(ARRAY[
        CASE WHEN c.started_at < (v.frame->>'from')::timestamp AT TIME ZONE 'UTC' THEN 'early' END,
        CASE WHEN c.started_at >= ((v.frame->>'to')::timestamp + interval '1 day') AT TIME ZONE 'UTC' THEN 'late' END,
        CASE WHEN c.started_at IS NULL THEN 'undated' END,
        CASE WHEN v.frame#>'{business,values}' ? (SELECT s.metadata->>(v.frame#>>'{business,field}') FROM record.conversation_source s WHERE s.docno = c.docno) THEN 'business' END], NULL) AS why
    FROM record.volume v JOIN record.conversation c ON c.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1
    WHERE v.id = p_volume AND v.frame IS NOT NULL) x WHERE cardinality(x.why) > 0 ON CONFLICT DO NOTHING
$$;
SELECT record.note_out_of_frame(v.id) FROM record.volume v WHERE v.state = 'sealed' AND v.frame IS NOT NULL;

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
  PERFORM record.note_out_of_frame(v.id);');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);

-- Beyond a number of the volume (0: from the first), in order. Which they are, and no word of them.
CREATE FUNCTION api.out_of_frame(p_volume integer, p_after integer, p_limit integer) RETURNS TABLE (number integer, control_number text, why text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'volume:read') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  RETURN QUERY SELECT o.docno - v.first_docno + 1, record.control_number(v.control_prefix, v.first_docno, o.docno), o.why
    FROM record.volume v JOIN record.out_of_frame o ON o.docno BETWEEN v.first_docno + p_after AND v.first_docno + v.size - 1
    WHERE v.id = p_volume AND v.matter_id = a.matter_id AND v.state <> 'loading' ORDER BY o.docno LIMIT p_limit;
END $$;
REVOKE ALL ON FUNCTION record.note_out_of_frame(smallint), api.out_of_frame(integer, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.out_of_frame(integer, integer, integer) TO rr_app;
