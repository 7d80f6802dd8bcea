-- A session says how its person proved who they are: by a second factor or, where the order asks for none, by the password alone; and when
-- they did so last. Both are questions of the permission table: what opens only after a factor, and what asks for a fresh one.
-- ACCESS EXCLUSIVE for a moment on access.session, access.person and access.permission.

CREATE TABLE access.device (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id     uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  mark_hash     bytea NOT NULL CHECK (length(mark_hash) = 32),
  label         text NOT NULL DEFAULT '',
  first_seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_seen_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (person_id, mark_hash)
);
COMMENT ON TABLE access.device IS 'A browser that a person signed in with, known by a long random cookie of its own and by nothing it would tell about itself.';
ALTER TABLE access.device ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.device FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON access.device TO rr_owner USING (true) WITH CHECK (true);

ALTER TABLE access.person ADD COLUMN first_password boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN access.person.first_password IS 'The password is one that a custodian or the terminal handed out, so somebody else knows it.';

ALTER TABLE access.session
  ADD COLUMN factor text CHECK (factor IN ('password', 'totp', 'passkey', 'recovery', 'idp')),
  ADD COLUMN factor_at timestamptz,
  ADD COLUMN exports boolean NOT NULL DEFAULT false,
  ADD COLUMN device_id uuid REFERENCES access.device ON DELETE RESTRICT,
  ADD COLUMN address inet,
  ADD CONSTRAINT a_factor_has_its_moment CHECK ((factor IS NULL) = (factor_at IS NULL));
COMMENT ON COLUMN access.session.factor IS 'By what its person was last confirmed; the password counts only where the order asks for no second factor.';
COMMENT ON COLUMN access.session.exports IS 'A token for scripts that may ask for exports and download them: it was made so, with a fresh factor.';
CREATE INDEX session_by_device ON access.session (device_id);
-- Who is signed in when this is applied goes on where the order asks for no factor, and confirms with one where it does.
UPDATE access.session SET factor = 'password', factor_at = created_at WHERE kind = 'browser';

ALTER TABLE access.permission
  ADD COLUMN needs_factor boolean NOT NULL DEFAULT true,
  ADD COLUMN needs_step_up text CHECK (needs_step_up IN ('export', 'deed'));

-- `confirmed`: with the factor that the order asks for. `fresh`: for what their confirmation is recent enough, 'all', 'export' or 'none'.
ALTER TYPE access.actor ADD ATTRIBUTE confirmed boolean, ADD ATTRIBUTE fresh text;

-- Whether somebody is asked for a second factor, under these settings of an order: yes, unless it says no.
CREATE FUNCTION access.asks_factor(p_settings jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT coalesce((p_settings->>'mfa')::boolean, true) $$;

CREATE FUNCTION access.counts_as_factor(p_factor text, p_settings jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT CASE WHEN p_factor IS NULL THEN false
    WHEN NOT coalesce((p_settings->>'mfa')::boolean, true) THEN true
    WHEN p_factor = 'idp' THEN coalesce((p_settings->>'trustIdpMfa')::boolean, false)
    ELSE p_factor <> 'password' END $$;

-- The one place that says who is calling. A caller proves a session by its secret; it can name nobody.
-- No row: no such session, or revoked, expired, idle too long, left unconfirmed for a quarter of an hour, suspended or removed.
-- A token and a command need no factor of their own: a token was made by somebody who had given one, a command has the rights of the host.
CREATE OR REPLACE FUNCTION access.current_actor() RETURNS access.actor
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT ROW(s.id, p.id, m.id, m.matter_id, m.side, m.role, m.tier, p.email, p.name, o.id, o.sha256,
             EXISTS (SELECT FROM access.undertaking u WHERE u.person_id = p.id AND u.order_id = o.id AND u.order_sha256 = o.sha256),
             s.kind, c.confirmed,
             CASE WHEN s.kind = 'command' OR (s.kind = 'token' AND NOT access.asks_factor(o.settings)) THEN 'all'
               WHEN s.kind = 'token' THEN CASE WHEN s.exports THEN 'export' ELSE 'none' END
               WHEN c.confirmed AND s.factor_at > clock_timestamp() - make_interval(mins => coalesce((o.settings->>'stepUpMinutes')::int, 5)) THEN 'all'
               ELSE 'none' END)::access.actor
  FROM access.session s
  JOIN access.membership m ON m.id = s.membership_id AND m.ended_at IS NULL
  JOIN access.person p ON p.id = m.person_id AND p.suspended_at IS NULL
  LEFT JOIN LATERAL (
    SELECT * FROM access.protective_order x WHERE x.matter_id = m.matter_id AND x.in_force_from <= clock_timestamp()
    ORDER BY x.version DESC LIMIT 1) o ON true
  CROSS JOIN LATERAL (SELECT s.kind <> 'browser' OR (access.counts_as_factor(s.factor, o.settings)
    AND NOT (p.first_password AND access.asks_factor(o.settings))) AS confirmed) c
  WHERE s.secret_hash = sha256(convert_to(coalesce(current_setting('app.session', true), ''), 'UTF8'))
    AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
    AND (s.kind <> 'browser'
         OR (s.last_seen_at > clock_timestamp() - make_interval(mins => coalesce((o.settings->>'idleMinutes')::int, 30))
             AND (c.confirmed OR s.created_at > clock_timestamp() - interval '15 minutes')))
$$;

-- Why this actor may not do this action, leaving aside whether their factor is fresh: what is asked of something that they began with a fresh
-- one and that now goes on. The same questions in the same order as domain/access/permit.ts, after the one whether anybody is acting at all.
CREATE FUNCTION access.standing(a access.actor, p_action text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE rule access.permission;
BEGIN
  IF a.session_id IS NULL THEN RETURN 'unauthenticated'; END IF;
  SELECT * INTO rule FROM access.permission r WHERE r.role = a.role AND r.action = p_action;
  IF NOT FOUND THEN RETURN 'role'; END IF;
  IF rule.needs_factor AND a.confirmed IS NOT TRUE THEN RETURN 'mfa'; END IF;
  IF rule.needs_undertaking AND a.signed IS NOT TRUE THEN RETURN 'undertaking'; END IF;
  IF rule.needs_tier AND coalesce(a.tier, 0) < 1 THEN RETURN 'tier'; END IF;
  RETURN NULL;
END $$;

-- Why this actor may not begin this action now, or NULL when they may.
CREATE OR REPLACE FUNCTION access.refusal(a access.actor, p_action text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_refusal text := access.standing(a, p_action); v_needed text;
BEGIN
  IF v_refusal IS NOT NULL THEN RETURN v_refusal; END IF;
  SELECT needs_step_up INTO v_needed FROM access.permission r WHERE r.role = a.role AND r.action = p_action;
  IF v_needed IS NOT NULL AND coalesce(a.fresh, 'none') NOT IN ('all', v_needed) THEN RETURN 'step_up'; END IF;
  RETURN NULL;
END $$;

-- Somebody as an entry names them. By name, so that it holds however many attributes an actor has.
CREATE FUNCTION access.as_actor(p access.person, m access.membership, p_session uuid, p_kind text) RETURNS access.actor
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_populate_record(NULL::access.actor, jsonb_build_object('session_id', p_session, 'person_id', p.id, 'membership_id', m.id,
    'matter_id', m.matter_id, 'side', m.side, 'role', m.role, 'tier', m.tier, 'email', p.email, 'name', p.name, 'kind', p_kind))
$$;

-- Changes one passage of a function and leaves the rest as it stands.
CREATE FUNCTION pg_temp.amend(p_function regprocedure, p_from text, p_to text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  IF position(p_from IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_from; END IF;
  EXECUTE replace(v_text, p_from, p_to);
END $$;
-- An export was begun with a fresh factor; its chunks, its end and the sending of its file only go on.
SELECT pg_temp.amend('api.open_export(text, uuid, integer, integer, integer)', 'access.refusal(', 'access.standing('),
  pg_temp.amend('api.finish_production(text, uuid, text, jsonb, text)', 'access.refusal(', 'access.standing('),
  pg_temp.amend('api.stop_download(text, bigint)', 'access.refusal(', 'access.standing('),
  pg_temp.amend('audit.redeem(bigint, text[])', 'access.refusal(', 'access.standing('),
  pg_temp.amend('api.begin(text, boolean)', '''signed'', a.signed,', '''signed'', a.signed, ''confirmed'', a.confirmed, ''fresh'', a.fresh,');
DROP FUNCTION pg_temp.amend(regprocedure, text, text);

-- Opens a session for a person whose secret was proved. The matter acted on is the one named, or the first they were admitted to.
-- `p_more` says where from: {"device": hash of the browser's mark, "agent", "address"}; what vouched for them, {"factor": "idp"}; and of a
-- token whether it may export, {"exports": true}. A session of a browser is confirmed by its password only where the order asks for no more.
DROP FUNCTION api.open_session(text, bytea, text, text, timestamptz, uuid);
CREATE FUNCTION api.open_session(
  p_email text, p_secret_hash bytea, p_kind text, p_label text, p_expires_at timestamptz, p_matter uuid DEFAULT NULL, p_more jsonb DEFAULT '{}') RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE m access.membership; p access.person; v_id uuid; v_settings jsonb; v_factor text; v_device uuid; v_new boolean;
BEGIN
  SELECT * INTO p FROM access.person WHERE email = lower(p_email) AND suspended_at IS NULL;
  SELECT * INTO m FROM access.membership WHERE person_id = p.id AND ended_at IS NULL AND (p_matter IS NULL OR matter_id = p_matter) ORDER BY granted_at LIMIT 1;
  IF m.id IS NULL THEN RETURN NULL; END IF;
  SELECT settings INTO v_settings FROM access.protective_order
    WHERE matter_id = m.matter_id AND in_force_from <= clock_timestamp() ORDER BY version DESC LIMIT 1;
  IF p_kind = 'browser' THEN
    v_factor := coalesce(CASE WHEN p_more->>'factor' = 'idp' THEN 'idp' END, CASE WHEN NOT access.asks_factor(v_settings) THEN 'password' END);
    IF p_more->>'device' IS NOT NULL THEN
      INSERT INTO access.device AS d (person_id, mark_hash, label) VALUES (p.id, decode(p_more->>'device', 'hex'), left(coalesce(p_more->>'agent', ''), 100))
        ON CONFLICT (person_id, mark_hash) DO UPDATE SET last_seen_at = clock_timestamp(), label = excluded.label
        RETURNING d.id, d.xmax = 0 INTO v_device, v_new;
    END IF;
    DELETE FROM access.sign_in_failure WHERE email = p.email;
  END IF;
  INSERT INTO access.session (secret_hash, membership_id, kind, label, expires_at, factor, factor_at, exports, device_id, address)
    VALUES (p_secret_hash, m.id, p_kind, p_label, coalesce(p_expires_at, clock_timestamp() + make_interval(hours => coalesce((v_settings->>'absoluteHours')::int, 12))),
      v_factor, CASE WHEN v_factor IS NOT NULL THEN clock_timestamp() END, p_kind = 'token' AND coalesce((p_more->>'exports')::boolean, false), v_device, (p_more->>'address')::inet)
    RETURNING id INTO v_id;
  PERFORM audit.append(access.as_actor(p, m, v_id, p_kind), CASE p_kind WHEN 'token' THEN 'token:create' ELSE 'session:open' END, NULL, 'done', NULL,
    jsonb_strip_nulls(jsonb_build_object('kind', p_kind, 'factor', v_factor, 'device', v_device, 'newDevice', v_new, 'by', p_more->>'by',
      'exports', CASE WHEN p_more->'exports' = 'true' THEN true END)), NULL, NULL);
  RETURN v_id;
END $$;

CREATE OR REPLACE FUNCTION api.refuse_sign_in(p_email text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE p access.person; m access.membership;
BEGIN
  INSERT INTO access.sign_in_failure (email) VALUES (left(lower(p_email), 320));
  DELETE FROM access.sign_in_failure WHERE failed_at < clock_timestamp() - interval '1 day';
  SELECT * INTO p FROM access.person WHERE email = lower(p_email);
  SELECT * INTO m FROM access.membership WHERE person_id = p.id ORDER BY granted_at LIMIT 1;
  -- An unknown address is not written down: people type passwords into that field.
  m.tier := NULL;
  PERFORM audit.append(access.as_actor(p, m, NULL, NULL), 'session:open', NULL, 'refused', 'sign_in', NULL, NULL, NULL);
END $$;

REVOKE ALL ON FUNCTION access.asks_factor(jsonb), access.counts_as_factor(text, jsonb), access.standing(access.actor, text),
  access.as_actor(access.person, access.membership, uuid, text), api.open_session(text, bytea, text, text, timestamptz, uuid, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.open_session(text, bytea, text, text, timestamptz, uuid, jsonb) TO rr_app;
