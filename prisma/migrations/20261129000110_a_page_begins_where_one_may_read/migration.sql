-- A page of results begins after a conversation that the asker may see. One above their tier, or withdrawn, was taken as a place like any other, so
-- that a page after it was empty or not where one after nothing is refused: that it is there, and between which dates, could be asked. Replaces a
-- function only.
DO $$ DECLARE v_function regprocedure := 'api.open_search(text, bigint, bytea, text, text, boolean, integer, uuid)';
  v_from text := 'v_after := record.find_docno(a.matter_id, p_after);'; v_text text := pg_get_functiondef(v_function);
BEGIN
  IF position(v_from IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', v_function, v_from; END IF;
  EXECUTE replace(v_text, v_from, 'v_after := access.visible_docno(a, p_after);');
END $$;
