-- What a log needs in order to explain a fresh factor: which actions a token that was made for exports may do with it; whether somebody had a
-- factor to give when they signed in, and whether their password was one that was handed to them; and, in the log of the matter that somebody
-- goes to, when they gave the factor that they bring. Replaces functions, takes no lock.

CREATE OR REPLACE FUNCTION access.policy() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_build_object(
    'roles', (SELECT coalesce(jsonb_object_agg(role, actions), '{}') FROM (
      SELECT role, jsonb_agg(action ORDER BY action) AS actions FROM access.permission GROUP BY role) r),
    'needs', (SELECT coalesce(jsonb_object_agg(need, actions), '{}') FROM (
      SELECT substr(k, 7) AS need, jsonb_agg(DISTINCT p.action) AS actions
      FROM access.permission p, jsonb_each(to_jsonb(p)) e(k, v) WHERE k LIKE 'needs\_%' AND v NOT IN ('false', 'null') GROUP BY k) n),
    'exports', (SELECT coalesce(jsonb_agg(DISTINCT action), '[]') FROM access.permission WHERE needs_step_up = 'export'))
$$;
SELECT access.enter_policy(id) FROM access.matter;

-- Changes one passage of a function and leaves the rest as it stands.
CREATE FUNCTION pg_temp.amend(p_function regprocedure, p_from text, p_to text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  IF position(p_from IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_from; END IF;
  EXECUTE replace(v_text, p_from, p_to);
END $$;
SELECT pg_temp.amend('api.open_session(text, bytea, text, text, timestamptz, uuid, jsonb)', '''factor'', v_factor, ''device''',
    '''factor'', v_factor, ''hasFactor'', CASE WHEN p_kind = ''browser'' AND access.has_factor(p.id) THEN true END,
      ''firstPassword'', CASE WHEN p_kind = ''browser'' AND p.first_password THEN true END, ''device'''),
  pg_temp.amend('api.choose_matter(text, uuid, bytea)', '''factor'', s.factor, ''device''',
    '''factor'', s.factor, ''factorAt'', to_char(s.factor_at AT TIME ZONE ''UTC'', ''YYYY-MM-DD"T"HH24:MI:SS.US"Z"''),
      ''hasFactor'', CASE WHEN access.has_factor(p.id) THEN true END, ''firstPassword'', CASE WHEN p.first_password THEN true END, ''device''');
DROP FUNCTION pg_temp.amend(regprocedure, text, text);
