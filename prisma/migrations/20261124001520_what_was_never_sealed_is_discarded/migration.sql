-- A volume that was never sealed can be discarded, by an act: with its reason in the log, and not while a hold stands. Nobody of either side has seen any of it.
-- What is sealed stays. Takes the locks of a deletion of the rows of that one volume.
CREATE FUNCTION api.discard_volume(p_name text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v record.volume; v_stored bigint; v_files jsonb;
BEGIN
  IF access.refusal(a, 'intake:run') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  -- A hold that is being placed at this moment waits for this, or this for it (release.raise_epoch).
  PERFORM FROM access.matter WHERE id = a.matter_id FOR UPDATE;
  SELECT * INTO v FROM record.volume WHERE matter_id = a.matter_id AND name = p_name FOR UPDATE;
  IF v.id IS NULL THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  IF v.state <> 'loading' THEN RETURN jsonb_build_object('outcome', 'sealed'); END IF;
  IF EXISTS (SELECT FROM release.hold h WHERE h.matter_id = a.matter_id AND (h.volume_id = v.id OR (h.scope = 'matter' AND h.released_at IS NULL))) THEN
    RETURN jsonb_build_object('outcome', 'held');
  END IF;
  -- The lock that an intake holds while it loads.
  IF NOT pg_try_advisory_xact_lock(hashtextextended(a.matter_id || ' ' || v.name, 7271)) THEN RETURN jsonb_build_object('outcome', 'loading'); END IF;
  SELECT coalesce(sum(d.stored), 0), coalesce(jsonb_agg(jsonb_build_object('file', d.file, 'sha256', encode(d.file_sha256, 'hex'), 'stored', d.stored, 'rejected', d.rejected) ORDER BY d.id), '[]')
    INTO v_stored, v_files FROM record.delivery d WHERE d.volume_id = v.id;
  DELETE FROM record.staged s USING record.delivery d WHERE d.id = s.delivery_id AND d.volume_id = v.id;
  DELETE FROM record.rejection r USING record.delivery d WHERE d.id = r.delivery_id AND d.volume_id = v.id;
  DELETE FROM record.delivery WHERE volume_id = v.id;
  DELETE FROM record.volume WHERE id = v.id;
  RETURN jsonb_build_object('outcome', 'done', 'stored', v_stored, 'files', v_files);
END $$;
REVOKE ALL ON FUNCTION api.discard_volume(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.discard_volume(text) TO rr_app;
