-- Whoever holds somebody's token must not be able to put a key of their own in the place of that person's, nor to make or give a side's key: keys
-- change in a session of a browser alone, where its person signed in. Replaces functions, takes no lock.

CREATE FUNCTION pg_temp.amend(p_function regprocedure, p_from text, p_to text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  IF position(p_from IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_from; END IF;
  EXECUTE replace(v_text, p_from, p_to);
END $$;
SELECT pg_temp.amend(f, 'IF access.refusal(a, ''sealing:', 'IF a.kind IS DISTINCT FROM ''browser'' OR access.refusal(a, ''sealing:')
FROM unnest(ARRAY['api.make_member_key(bytea, jsonb)', 'api.add_lock(uuid, jsonb)', 'api.remove_lock(uuid)',
  'api.make_side_key(integer, bytea, bytea, bytea, bytea, jsonb)', 'api.grant_side_key(integer, uuid, bytea, bytea)']::regprocedure[]) f;
DROP FUNCTION pg_temp.amend(regprocedure, text, text);
