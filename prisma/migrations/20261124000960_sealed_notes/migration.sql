-- Notes are sealed as the details of the log are: to the side's key, in the browser of whoever writes them or, where a program sends one in
-- the clear, by the web process, which then forgets it. A note is bound to its matter, conversation, turn, code and author: a box that is
-- moved elsewhere does not open. Notes written before this stand in the clear and cannot be sealed here, since nobody's browser is here to do
-- it; they were written in demonstrations and tests, and go. ACCESS EXCLUSIVE on work.coding for a moment.

ALTER TABLE work.coding
  DROP COLUMN note,
  ADD COLUMN note_commitment bytea CHECK (length(note_commitment) = 32),
  ADD COLUMN note_box bytea CHECK (length(note_box) <= 65535),
  ADD COLUMN note_epoch integer,
  ADD COLUMN note_by uuid,
  ADD CONSTRAINT a_note_is_whole CHECK (num_nulls(note_commitment, note_box, note_epoch, note_by) IN (0, 4));

DROP FUNCTION api.apply_code(text, integer, text, text);
-- Codes. The docno is found here, and only for a conversation that the actor may see. A note must be sealed to the key that the side seals
-- to now. Without one an earlier note stays, and stays its author's.
CREATE FUNCTION api.apply_code(p_control text, p_turn integer, p_key text, p_note audit.sealed) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_docno integer; v_code work.code; v_by uuid;
BEGIN
  IF access.refusal(a, 'code:apply') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  v_docno := access.visible_docno(a, p_control);
  IF v_docno IS NULL OR p_turn > (SELECT turns FROM record.conversation WHERE docno = v_docno) THEN RETURN 'not_found'; END IF;
  SELECT * INTO v_code FROM work.code WHERE matter_id = a.matter_id AND side = a.side AND key = p_key AND retired_at IS NULL;
  IF v_code.id IS NULL THEN RETURN 'no_code'; END IF;
  IF (p_note).box IS NOT NULL THEN
    IF (p_note).epoch IS DISTINCT FROM (SELECT k.epoch FROM access.sealing_key(a.matter_id, a.side) k) THEN RETURN 'epoch'; END IF;
    v_by := a.person_id;
  END IF;
  -- Relevance is one answer: a new one takes the place of the old.
  IF v_code."group" = 'relevance' THEN
    DELETE FROM work.coding k USING work.code b WHERE b.id = k.code_id AND b."group" = 'relevance' AND b.id <> v_code.id
      AND k.docno = v_docno AND k.turn = p_turn AND k.side = a.side AND k.matter_id = a.matter_id;
  END IF;
  INSERT INTO work.coding AS c (docno, turn, code_id, matter_id, side, person_id, note_commitment, note_box, note_epoch, note_by)
    VALUES (v_docno, p_turn, v_code.id, a.matter_id, a.side, a.person_id,
      CASE WHEN v_by IS NOT NULL THEN (p_note).commitment END, (p_note).box, CASE WHEN v_by IS NOT NULL THEN (p_note).epoch END, v_by)
    ON CONFLICT (docno, turn, code_id) DO UPDATE SET person_id = EXCLUDED.person_id, at = clock_timestamp(),
      note_commitment = coalesce(EXCLUDED.note_commitment, c.note_commitment), note_box = coalesce(EXCLUDED.note_box, c.note_box),
      note_epoch = coalesce(EXCLUDED.note_epoch, c.note_epoch), note_by = coalesce(EXCLUDED.note_by, c.note_by);
  RETURN 'done';
END $$;

DROP FUNCTION api.codings_of(text);
CREATE FUNCTION api.codings_of(p_control text) RETURNS TABLE (
  key text, turn integer, note_commitment bytea, note_box bytea, note_epoch integer, note_by text, at timestamptz, "by" text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT b.key, k.turn, k.note_commitment, k.note_box, k.note_epoch, k.note_by::text, k.at, p.name FROM access.current_actor() a
  JOIN work.coding k ON k.docno = access.visible_docno(a, p_control) AND k.matter_id = a.matter_id AND k.side = a.side
  JOIN work.code b ON b.id = k.code_id JOIN access.person p ON p.id = k.person_id ORDER BY k.turn, b.position
$$;
REVOKE ALL ON FUNCTION api.apply_code(text, integer, text, audit.sealed), api.codings_of(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.apply_code(text, integer, text, audit.sealed), api.codings_of(text) TO rr_app;
