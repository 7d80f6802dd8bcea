-- Who acts: matters, orders, people, memberships, undertakings, sessions, and the permission table.
-- Runs on an empty database; takes no lock that anyone could wait for.
-- Every object belongs to rr_owner. The web process signs in as rr_app and owns nothing.

CREATE SCHEMA access;
CREATE SCHEMA api;
GRANT USAGE ON SCHEMA access TO rr_app;
GRANT USAGE ON SCHEMA api TO rr_app, rr_intake;

CREATE TYPE access.side AS ENUM ('plaintiff', 'defense', 'court', 'host');
CREATE TYPE access.role AS ENUM ('expert', 'counsel', 'monitor', 'custodian', 'operator');

CREATE TABLE access.matter (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  slug       text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9-]{1,60}$'),
  caption    text NOT NULL,
  hold_epoch integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON COLUMN access.matter.hold_epoch IS
  'Raised whenever a hold is placed. Publishing an export locks this row FOR SHARE, so no export can be published after a hold was acknowledged.';

CREATE TABLE access.protective_order (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id     uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  version       integer NOT NULL CHECK (version > 0),
  title         text NOT NULL,
  body          text NOT NULL,
  sha256        bytea NOT NULL,
  settings      jsonb NOT NULL,
  in_force_from timestamptz NOT NULL,
  UNIQUE (matter_id, version)
);
COMMENT ON COLUMN access.protective_order.sha256 IS 'What an undertaking is bound to: the hash of the very text that was shown.';

-- Set here, never by the writer, so that the hash is always of the text beside it. An order's text is never edited: a change is a new version.
CREATE FUNCTION access.hash_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.sha256 := sha256(convert_to(NEW.body, 'UTF8'));
  IF TG_OP = 'UPDATE' AND NEW.sha256 <> OLD.sha256 THEN
    RAISE EXCEPTION 'an order is never edited; add a version' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER an_order_is_its_hash BEFORE INSERT OR UPDATE ON access.protective_order FOR EACH ROW EXECUTE FUNCTION access.hash_order();

CREATE TABLE access.person (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email         text NOT NULL CHECK (email = lower(email) AND email LIKE '%_@_%'),
  name          text NOT NULL,
  password_hash text,
  suspended_at  timestamptz,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (email)
);

CREATE TABLE access.membership (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id  uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  matter_id  uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  side       access.side NOT NULL,
  role       access.role NOT NULL,
  tier       smallint NOT NULL CHECK (tier BETWEEN 0 AND 9),
  granted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at   timestamptz,
  CONSTRAINT a_role_belongs_to_its_side CHECK (
    (role IN ('expert', 'counsel') AND side IN ('plaintiff', 'defense'))
    OR (role = 'monitor' AND side = 'court')
    OR (role IN ('custodian', 'operator') AND side = 'host'))
);
CREATE UNIQUE INDEX one_membership_per_person_and_matter ON access.membership (person_id, matter_id) WHERE ended_at IS NULL;

CREATE TABLE access.undertaking (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id    uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  order_id     uuid NOT NULL REFERENCES access.protective_order ON DELETE RESTRICT,
  order_sha256 bytea NOT NULL,
  signed_name  text NOT NULL CHECK (length(btrim(signed_name)) > 0),
  signed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (person_id, order_id)
);

CREATE TABLE access.session (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  secret_hash   bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
  membership_id uuid NOT NULL REFERENCES access.membership ON DELETE RESTRICT,
  kind          text NOT NULL CHECK (kind IN ('browser', 'token', 'command')),
  label         text NOT NULL DEFAULT '',
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_seen_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at    timestamptz NOT NULL,
  revoked_at    timestamptz
);
-- Suspending somebody ends all their sessions.
CREATE INDEX session_by_membership ON access.session (membership_id) WHERE revoked_at IS NULL;

-- A copy of domain/access/permissions.ts, written at every migration. The policy is read there; it is enforced here as well.
CREATE TABLE access.permission (
  role              access.role NOT NULL,
  action            text NOT NULL,
  needs_undertaking boolean NOT NULL,
  needs_tier        boolean NOT NULL,
  PRIMARY KEY (role, action)
);

-- Failed sign-ins, so that guessing slows down without a lock that an opponent could trigger for good.
CREATE TABLE access.sign_in_failure (
  email     text NOT NULL,
  failed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX sign_in_failure_recent ON access.sign_in_failure (email, failed_at);

CREATE TYPE access.actor AS (
  session_id uuid, person_id uuid, membership_id uuid, matter_id uuid, side access.side, role access.role, tier smallint,
  email text, name text, order_id uuid, order_sha256 bytea, signed boolean, kind text);

-- The one place that says who is calling. A caller proves a session by its secret; it can name nobody.
-- No row: no such session, or revoked, expired, idle too long, suspended or removed.
CREATE FUNCTION access.current_actor() RETURNS access.actor
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT ROW(s.id, p.id, m.id, m.matter_id, m.side, m.role, m.tier, p.email, p.name, o.id, o.sha256,
             EXISTS (SELECT FROM access.undertaking u WHERE u.person_id = p.id AND u.order_id = o.id AND u.order_sha256 = o.sha256),
             s.kind)::access.actor
  FROM access.session s
  JOIN access.membership m ON m.id = s.membership_id AND m.ended_at IS NULL
  JOIN access.person p ON p.id = m.person_id AND p.suspended_at IS NULL
  LEFT JOIN LATERAL (
    SELECT * FROM access.protective_order x WHERE x.matter_id = m.matter_id AND x.in_force_from <= clock_timestamp()
    ORDER BY x.version DESC LIMIT 1) o ON true
  WHERE s.secret_hash = sha256(convert_to(coalesce(current_setting('app.session', true), ''), 'UTF8'))
    AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
    AND (s.kind <> 'browser'
         OR s.last_seen_at > clock_timestamp() - make_interval(mins => coalesce((o.settings->>'idleMinutes')::int, 30)))
$$;

CREATE FUNCTION access.my_matter() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT (access.current_actor()).matter_id $$;
CREATE FUNCTION access.my_side() RETURNS access.side LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT (access.current_actor()).side $$;
CREATE FUNCTION access.my_person() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT (access.current_actor()).person_id $$;

-- Why this actor may not do this action, or NULL when they may. The same questions in the same order as domain/access/permit.ts,
-- after the one whether anybody is acting at all.
CREATE FUNCTION access.refusal(a access.actor, p_action text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE rule access.permission;
BEGIN
  IF a.session_id IS NULL THEN RETURN 'unauthenticated'; END IF;
  SELECT * INTO rule FROM access.permission r WHERE r.role = a.role AND r.action = p_action;
  IF NOT FOUND THEN RETURN 'role'; END IF;
  IF rule.needs_undertaking AND a.signed IS NOT TRUE THEN RETURN 'undertaking'; END IF;
  IF rule.needs_tier AND coalesce(a.tier, 0) < 1 THEN RETURN 'tier'; END IF;
  RETURN NULL;
END $$;

-- Whether the caller may do this action: what policies ask before a row is written.
CREATE FUNCTION access.may(p_action text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT access.refusal(access.current_actor(), p_action) IS NULL $$;

ALTER TABLE access.person ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.person FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON access.person TO rr_owner USING (true) WITH CHECK (true);
CREATE POLICY people_of_my_matter ON access.person FOR SELECT TO rr_app USING (
  id IN (SELECT m.person_id FROM access.membership m WHERE m.matter_id = (SELECT access.my_matter())));
ALTER TABLE access.membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.membership FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON access.membership TO rr_owner USING (true) WITH CHECK (true);
CREATE POLICY members_of_my_matter ON access.membership FOR SELECT TO rr_app USING (matter_id = (SELECT access.my_matter()));
ALTER TABLE access.undertaking ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.undertaking FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON access.undertaking TO rr_owner USING (true) WITH CHECK (true);
CREATE POLICY undertakings_of_my_matter ON access.undertaking FOR SELECT TO rr_app USING (
  order_id IN (SELECT o.id FROM access.protective_order o WHERE o.matter_id = (SELECT access.my_matter())));
CREATE POLICY i_sign_for_myself ON access.undertaking FOR INSERT TO rr_app WITH CHECK (
  person_id = (SELECT access.my_person())
  AND (order_id, order_sha256) = (SELECT a.order_id, a.order_sha256 FROM access.current_actor() a));
ALTER TABLE access.matter ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.matter FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON access.matter TO rr_owner USING (true) WITH CHECK (true);
CREATE POLICY my_matter ON access.matter FOR SELECT TO rr_app USING (id = (SELECT access.my_matter()));
ALTER TABLE access.protective_order ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.protective_order FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON access.protective_order TO rr_owner USING (true) WITH CHECK (true);
CREATE POLICY orders_of_my_matter ON access.protective_order FOR SELECT TO rr_app USING (matter_id = (SELECT access.my_matter()));

GRANT SELECT ON access.matter, access.protective_order, access.membership, access.undertaking TO rr_app;
GRANT SELECT (id, email, name, suspended_at, created_at) ON access.person TO rr_app;
GRANT INSERT (person_id, order_id, order_sha256, signed_name) ON access.undertaking TO rr_app;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA access FROM PUBLIC;
-- What the policies ask in the name of whoever reads, and what anybody may ask of the policy.
GRANT EXECUTE ON FUNCTION access.current_actor(), access.my_matter(), access.my_side(), access.my_person(), access.refusal(access.actor, text), access.may(text) TO rr_app;
