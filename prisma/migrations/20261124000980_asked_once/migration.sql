-- A look asks once who looks. Opening asked three times and put together an answer that nobody read; reading asked twice. With the same
-- checks a look costs less of the processor, which is what bounds how many there are to a second. Replaces functions, takes no lock.

-- Names the caller for this transaction alone and says who it is, as api.begin does for the web process. No session: all null.
CREATE FUNCTION access.enter(p_secret text, p_touch boolean) RETURNS access.actor
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  IF p_touch AND a.session_id IS NOT NULL THEN
    UPDATE access.session SET last_seen_at = clock_timestamp() WHERE id = a.session_id AND last_seen_at < clock_timestamp() - interval '30 seconds';
  END IF;
  RETURN a;
END $$;
REVOKE ALL ON FUNCTION access.enter(text, boolean) FROM PUBLIC;

-- Changes one passage of a function and leaves the rest as it stands.
CREATE FUNCTION pg_temp.amended(p_function regprocedure, p_from text, p_to text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  IF position(p_from IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_from; END IF;
  RETURN replace(v_text, p_from, p_to);
END $$;

DO $$
DECLARE v_text text;
BEGIN
  EXECUTE pg_temp.amended('api.open_view(text, text, integer, integer, text, uuid)',
    E'PERFORM api.begin(p_secret, true);\n  a := access.current_actor();', 'a := access.enter(p_secret, true);');
  -- The ticket is redeemed for whoever was asked already.
  v_text := pg_temp.amended('audit.redeem(bigint, text[])', 'a access.actor := access.current_actor(); ', '');
  EXECUTE replace(v_text, 'audit.redeem(p_ticket bigint', 'audit.redeem(a access.actor, p_ticket bigint');
  CREATE OR REPLACE FUNCTION audit.redeem(p_ticket bigint, p_actions text[]) RETURNS audit.entry
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT audit.redeem(access.current_actor(), p_ticket, p_actions)';
  EXECUTE pg_temp.amended('api.read_view(text, bigint)',
    E'PERFORM set_config(''app.session'', coalesce(p_secret, ''''), true);\n  a := access.current_actor();\n  e := audit.redeem(p_ticket,',
    E'a := access.enter(p_secret, false);\n  e := audit.redeem(a, p_ticket,');
END $$;
REVOKE ALL ON FUNCTION audit.redeem(access.actor, bigint, text[]) FROM PUBLIC;
DROP FUNCTION pg_temp.amended(regprocedure, text, text);
