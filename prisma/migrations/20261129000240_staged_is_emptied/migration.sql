-- What was staged goes with the sealing, not when the database next cleans up: dead rows kept more room than the text that they became (90 MB beside 56 MB of text).
-- Where another volume is being read its rows stay, and those of the sealed one are deleted as before. Nobody is waited for. Replaces one function.

CREATE FUNCTION record.clear_staged(p_volume smallint) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_deliveries integer[] := ARRAY(SELECT d.id FROM record.delivery d WHERE d.volume_id = p_volume);
BEGIN
  IF NOT EXISTS (SELECT FROM record.staged s WHERE s.delivery_id <> ALL (v_deliveries)) THEN
    BEGIN
      LOCK TABLE record.staged IN ACCESS EXCLUSIVE MODE NOWAIT;
      -- Nobody adds to it from here on; what was added since the last look shows in this one.
      IF EXISTS (SELECT FROM record.staged s WHERE s.delivery_id <> ALL (v_deliveries)) THEN RAISE lock_not_available; END IF;
      TRUNCATE record.staged;
      RETURN;
    EXCEPTION WHEN lock_not_available THEN NULL; -- and the lock goes with it
    END;
  END IF;
  DELETE FROM record.staged s WHERE s.delivery_id = ANY (v_deliveries);
END $$;
REVOKE ALL ON FUNCTION record.clear_staged(smallint) FROM PUBLIC;

CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
SELECT pg_temp.amend('api.seal_volume(smallint)',
  'DELETE FROM record.staged s USING record.delivery d WHERE d.id = s.delivery_id AND d.volume_id = v.id;', 'PERFORM record.clear_staged(v.id);');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);
