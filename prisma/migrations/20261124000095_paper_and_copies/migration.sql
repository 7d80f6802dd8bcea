-- Words also leave on paper and by the clipboard. Printing is a door like any other: it asks for the right and for holds, and its entry is
-- committed before the text is read for the sheet. And the time of a look can be asked for, since it is marked on what is shown.
-- Takes no lock that anyone could wait for.

-- When an entry of the caller's own session was written.
CREATE FUNCTION api.entry_at(p_secret text, p_entry bigint) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  RETURN (SELECT e.at FROM audit.entry e WHERE e.id = p_entry AND e.session_id = (access.current_actor()).session_id);
END $$;

-- Whether there is a conversation by that name that the caller may see.
CREATE FUNCTION api.knows_conversation(p_control text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT access.visible_docno(access.current_actor(), p_control) IS NOT NULL
$$;

-- Holds that stop one conversation from leaving: its own, its volume's, the matter's, and those on any set that it is in.
CREATE FUNCTION release.holds_on_conversation(p_matter uuid, p_docno integer) RETURNS SETOF release.hold
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT h.* FROM release.hold h WHERE h.matter_id = p_matter AND h.released_at IS NULL AND (
    h.scope = 'matter'
    OR (h.scope = 'conversation' AND h.docno = p_docno)
    OR (h.scope = 'volume' AND h.volume_id = (SELECT c.volume_id FROM record.conversation c WHERE c.docno = p_docno))
    OR (h.scope = 'set' AND EXISTS (
          SELECT FROM work.set_part sp WHERE sp.set_id = h.set_id AND sp.part = p_docno / 1000000 AND p_docno = ANY (sp.docnos))))
$$;

-- Opens some turns for printing. The matter's row is locked against a hold that is being placed at this moment, as it is where an export is
-- published. Whoever prints states why, which is more than a volume of pairs asks for.
CREATE FUNCTION api.open_print(p_secret text, p_control text, p_from integer, p_to integer, p_reason text, p_request uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  a access.actor; v_docno integer; c jsonb; v_from integer; v_to integer; v_refusal text; v_holds jsonb; v_over jsonb; v_ticket bigint; v_object text;
  v_characters bigint; v_withheld integer;
BEGIN
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  -- The same request again prints nothing a second time.
  IF (audit.answered(a, p_request)).id IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'replayed'); END IF;
  v_refusal := access.refusal(a, 'conversation:print');
  v_object := 'conversation:' || left(p_control, 40);
  IF v_refusal IS NULL THEN
    v_docno := access.visible_docno(a, p_control);
    IF v_docno IS NULL THEN v_refusal := 'not_found'; END IF;
  END IF;
  IF v_refusal IS NULL AND length(btrim(coalesce(p_reason, ''))) < 3 THEN RAISE EXCEPTION 'printing states a reason' USING ERRCODE = '22023'; END IF;
  IF v_refusal IS NULL THEN
    c := record.card(v_docno);
    v_from := least(greatest(1, coalesce(p_from, 1)), (c->>'turns')::int);
    v_to := least((c->>'turns')::int, greatest(v_from, coalesce(p_to, v_from)), v_from + 199);
    PERFORM FROM access.matter WHERE id = a.matter_id FOR SHARE;
    SELECT jsonb_agg(jsonb_build_object('id', h.id, 'scope', h.scope, 'authority', h.authority)) INTO v_holds
      FROM release.holds_on_conversation(a.matter_id, v_docno) h;
    IF v_holds IS NOT NULL THEN v_refusal := 'held'; END IF;
  END IF;
  -- A sheet is read like a screen: it is charged to the budget, and turns above the reader's tier are withheld.
  IF v_refusal IS NULL THEN
    SELECT coalesce(sum(length(said->>'text')), 0), count(*) FILTER (WHERE said ? 'withheld') INTO v_characters, v_withheld FROM record.turns_for(a.tier, v_docno, v_from, v_to);
    v_over := access.charge(a, 1, v_characters);
    IF v_over IS NOT NULL THEN v_refusal := 'budget'; END IF;
  END IF;
  IF v_refusal IS NOT NULL THEN
    PERFORM audit.append(a, 'conversation:print', v_object, 'refused', v_refusal,
      CASE WHEN v_holds IS NOT NULL THEN jsonb_build_object('holds', (SELECT jsonb_agg(h->'id') FROM jsonb_array_elements(v_holds) h)) ELSE v_over END, NULL, p_request);
    RETURN jsonb_build_object('outcome', 'refused', 'reason', v_refusal, 'holds', v_holds, 'budget', v_over);
  END IF;
  v_ticket := audit.append(a, 'conversation:print', v_object, 'done', NULL,
    jsonb_strip_nulls(jsonb_build_object('from', v_from, 'to', v_to, 'characters', v_characters, 'withheld', nullif(v_withheld, 0), 'reason', btrim(p_reason))), NULL, p_request);
  RETURN jsonb_build_object('outcome', 'done', 'ticket', v_ticket::text, 'conversation', c, 'from', v_from, 'to', v_to);
END $$;

-- What an entry of printing opens is read as what an entry of viewing opens; and such an entry is written by its door alone.
CREATE FUNCTION pg_temp.amend(p_function regprocedure, p_from text, p_to text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  IF position(p_from IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_from; END IF;
  EXECUTE replace(v_text, p_from, p_to);
END $$;
SELECT pg_temp.amend('api.read_view(text, bigint)', 'ARRAY[''conversation:view'']', 'ARRAY[''conversation:view'', ''conversation:print'']'),
  pg_temp.amend('api.record(text, text, text, text, jsonb, audit.sealed, uuid)', 'p_action = ''conversation:view''', 'p_action IN (''conversation:view'', ''conversation:print'')');
DROP FUNCTION pg_temp.amend(regprocedure, text, text);

REVOKE ALL ON FUNCTION api.entry_at(text, bigint), api.knows_conversation(text), release.holds_on_conversation(uuid, integer),
  api.open_print(text, text, integer, integer, text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.entry_at(text, bigint), api.knows_conversation(text), api.open_print(text, text, integer, integer, text, uuid) TO rr_app;
