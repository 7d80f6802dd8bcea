-- Sign-in by a firm: an identity is an issuer with its subject, never an address. It opens the sessions of the person who linked it, signed in
-- here with everything that their order asks for. ACCESS EXCLUSIVE for a moment on access.session.

CREATE TABLE access.identity (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id  uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  issuer     text NOT NULL CHECK (length(issuer) BETWEEN 1 AND 500),
  subject    text NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
  linked_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  used_at    timestamptz,
  UNIQUE (issuer, subject)
);
CREATE INDEX identity_by_person ON access.identity (person_id);
ALTER TABLE access.identity ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.identity FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON access.identity TO rr_owner USING (true) WITH CHECK (true);
CREATE CONSTRAINT TRIGGER no_identity_without_an_entry AFTER INSERT OR DELETE ON access.identity DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (session_user = 'rr_app') EXECUTE FUNCTION audit.require_entry('identity:link', 'identity:unlink', 'people:reset');

ALTER TABLE access.session ADD COLUMN linking text, ADD COLUMN linking_at timestamptz;
COMMENT ON COLUMN access.session.linking IS 'The issuer whose next identity to come back to this browser is to be linked, within ten minutes.';

CREATE FUNCTION api.my_identities() RETURNS TABLE (id uuid, issuer text, linked_at timestamptz, used_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT i.id, i.issuer, i.linked_at, i.used_at FROM access.current_actor() a JOIN access.identity i ON i.person_id = a.person_id
  WHERE access.refusal(a, 'session:read') IS NULL ORDER BY i.linked_at
$$;

-- The intention is an entry already; what comes back from the firm is another.
CREATE FUNCTION api.start_link(p_issuer text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'identity:link') IS NOT NULL OR a.kind <> 'browser' THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  UPDATE access.session SET linking = p_issuer, linking_at = clock_timestamp() WHERE id = a.session_id;
END $$;

-- 'none': this session wants to link nothing; 'taken': the identity is somebody's. An intention is used up by whatever comes.
CREATE FUNCTION api.link_identity(p_secret text, p_issuer text, p_subject text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; v_wanted boolean;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN 'none'; END IF;
  SELECT linking = p_issuer AND linking_at > clock_timestamp() - interval '10 minutes' INTO v_wanted FROM access.session WHERE id = a.session_id FOR UPDATE;
  IF v_wanted IS NOT TRUE OR access.standing(a, 'identity:link') IS NOT NULL THEN RETURN 'none'; END IF;
  UPDATE access.session SET linking = NULL, linking_at = NULL WHERE id = a.session_id;
  INSERT INTO access.identity (person_id, issuer, subject) VALUES (a.person_id, p_issuer, p_subject) ON CONFLICT (issuer, subject) DO NOTHING;
  PERFORM audit.append(a, 'identity:link', NULL, CASE WHEN FOUND THEN 'done' ELSE 'refused' END, CASE WHEN NOT FOUND THEN 'taken' END,
    jsonb_build_object('issuer', p_issuer, 'step', 'linked'), NULL, NULL);
  RETURN CASE WHEN EXISTS (SELECT FROM access.identity WHERE issuer = p_issuer AND subject = p_subject AND person_id = a.person_id) THEN 'done' ELSE 'taken' END;
END $$;

CREATE FUNCTION api.unlink_identity(p_id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'identity:unlink') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  DELETE FROM access.identity WHERE id = p_id AND person_id = a.person_id;
  RETURN FOUND;
END $$;

-- Opens a session for whoever linked this identity, in a matter that they are of for one of the sides that the firm may vouch for.
CREATE FUNCTION api.open_session_by_identity(p_issuer text, p_subject text, p_sides text[], p_secret_hash bytea, p_more jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE p access.person; v_matter uuid;
BEGIN
  SELECT x.* INTO p FROM access.identity i JOIN access.person x ON x.id = i.person_id AND x.suspended_at IS NULL WHERE i.issuer = p_issuer AND i.subject = p_subject;
  SELECT m.matter_id INTO v_matter FROM access.membership m WHERE m.person_id = p.id AND m.ended_at IS NULL AND m.side::text = ANY (p_sides) ORDER BY m.granted_at LIMIT 1;
  IF v_matter IS NULL THEN PERFORM api.refuse_sign_in(coalesce(p.email, '')); RETURN NULL; END IF;
  UPDATE access.identity SET used_at = clock_timestamp() WHERE issuer = p_issuer AND subject = p_subject;
  RETURN api.open_session(p.email, p_secret_hash, 'browser', '', NULL, v_matter, p_more || jsonb_build_object('by', p_issuer));
END $$;

-- Who is reset proves themselves anew in every way: what vouched for them from elsewhere is gone too.
DO $$ DECLARE v_text text := pg_get_functiondef('api.reset_factors(uuid, text)'::regprocedure); v_from text := 'DELETE FROM access.totp WHERE person_id = p_person;';
BEGIN
  IF position(v_from IN v_text) = 0 THEN RAISE EXCEPTION 'api.reset_factors does not say: %', v_from; END IF;
  EXECUTE replace(v_text, v_from, v_from || ' DELETE FROM access.identity WHERE person_id = p_person;');
END $$;

REVOKE ALL ON FUNCTION api.my_identities(), api.start_link(text), api.link_identity(text, text, text), api.unlink_identity(uuid),
  api.open_session_by_identity(text, text, text[], bytea, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.my_identities(), api.start_link(text), api.link_identity(text, text, text), api.unlink_identity(uuid),
  api.open_session_by_identity(text, text, text[], bytea, jsonb) TO rr_app;
