-- Who is on a matter: the roster, admission and suspension. Runs on empty tables.

-- People. Who has access to the matter, and when they first and last used it.
CREATE FUNCTION api.roster() RETURNS TABLE (
  id uuid, email text, name text, side access.side, role access.role, tier smallint, granted_at timestamptz, ended_at timestamptz,
  signed_at timestamptz, suspended_at timestamptz, first_seen_at timestamptz, last_seen_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.id, p.email, p.name, m.side, m.role, m.tier, m.granted_at, m.ended_at, u.signed_at, p.suspended_at, s.first_seen_at, s.last_seen_at
  FROM access.current_actor() a
  JOIN access.membership m ON m.matter_id = a.matter_id AND access.refusal(a, 'people:read') IS NULL
  JOIN access.person p ON p.id = m.person_id
  LEFT JOIN access.undertaking u ON u.person_id = p.id AND u.order_id = a.order_id
  LEFT JOIN LATERAL (SELECT min(x.created_at) AS first_seen_at, max(x.last_seen_at) AS last_seen_at FROM access.session x WHERE x.membership_id = m.id) s ON true
  ORDER BY m.side, m.role, p.email, m.granted_at
$$;

-- Gives somebody access to a matter. Who is known from another one keeps their name and password and gets a membership more.
-- 'added': new here; 'joined': known; anything else: nothing was done.
CREATE FUNCTION access.admit(p_matter uuid, p_email text, p_name text, p_side text, p_role text, p_tier integer, p_password_hash text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE p access.person; v_outcome text := 'joined';
BEGIN
  IF p_tier > (SELECT jsonb_array_length(settings->'tiers') FROM access.protective_order WHERE matter_id = p_matter AND in_force_from <= clock_timestamp() ORDER BY version DESC LIMIT 1) THEN
    RETURN jsonb_build_object('outcome', 'tier');
  END IF;
  INSERT INTO access.person (email, name, password_hash) VALUES (p_email, p_name, p_password_hash) ON CONFLICT (email) DO NOTHING RETURNING * INTO p;
  IF FOUND THEN
    v_outcome := 'added';
  ELSE
    SELECT * INTO p FROM access.person WHERE email = p_email;
  END IF;
  IF p.suspended_at IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'suspended'); END IF;
  INSERT INTO access.membership (person_id, matter_id, side, role, tier) VALUES (p.id, p_matter, p_side::access.side, p_role::access.role, p_tier)
    ON CONFLICT (person_id, matter_id) WHERE ended_at IS NULL DO NOTHING;
  IF NOT FOUND THEN RETURN jsonb_build_object('outcome', 'member'); END IF;
  RETURN jsonb_build_object('outcome', v_outcome, 'id', p.id, 'name', p.name);
END $$;

CREATE FUNCTION api.add_person(p_email text, p_name text, p_side text, p_role text, p_tier integer, p_password_hash text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'people:add') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  RETURN access.admit(a.matter_id, p_email, p_name, p_side, p_role, p_tier, p_password_hash);
END $$;

-- Suspends a person of the matter and ends every session and token of theirs, so that their next request already fails.
CREATE FUNCTION api.suspend_person(p_person uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'people:manage') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF p_person = a.person_id THEN RETURN 'self'; END IF;
  IF NOT EXISTS (SELECT FROM access.membership WHERE person_id = p_person AND matter_id = a.matter_id) THEN RETURN 'not_found'; END IF;
  UPDATE access.person SET suspended_at = clock_timestamp() WHERE id = p_person AND suspended_at IS NULL;
  IF NOT FOUND THEN RETURN 'suspended'; END IF;
  UPDATE access.session s SET revoked_at = clock_timestamp() FROM access.membership m WHERE m.id = s.membership_id AND m.person_id = p_person AND s.revoked_at IS NULL;
  RETURN 'done';
END $$;

-- Nobody is admitted or suspended through the web process without an entry of the same transaction. What the host's own program does
-- with the owner's rights it enters itself.
CREATE CONSTRAINT TRIGGER no_admission_without_an_entry AFTER INSERT OR UPDATE ON access.membership
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (session_user = 'rr_app') EXECUTE FUNCTION audit.require_entry('people:add');
CREATE CONSTRAINT TRIGGER no_suspension_without_an_entry AFTER UPDATE ON access.person
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (session_user = 'rr_app') EXECUTE FUNCTION audit.require_entry('people:manage');
