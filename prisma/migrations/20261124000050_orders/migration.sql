-- The order as configuration: versions that never change, drafts that become versions, and a signature that binds as long as the text does.
-- ACCESS EXCLUSIVE for a moment on access.protective_order, which has a handful of rows.

-- What holds where an order is silent: a copy of the defaults of domain/orders/schema.ts, which a test holds together with them.
CREATE FUNCTION access.default_settings() RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$ SELECT '{
  "tiers": ["CONFIDENTIAL", "HIGHLY CONFIDENTIAL – ATTORNEYS’ EYES ONLY"], "legends": [], "producingSide": "defense",
  "prosecutionBarTier": 2, "prosecutionBarMonths": 24, "actionEndedOn": null, "coarseningMinimum": 10,
  "seats": {"plaintiff": {"expert": null, "counsel": null}, "defense": {"expert": null, "counsel": null}}, "expertDisclosure": true,
  "idleMinutes": 30, "absoluteHours": 12, "mfa": true, "trustIdpMfa": false, "stepUpMinutes": 5,
  "viewsPerHour": 600, "viewsPerDay": 5000, "charactersPerDay": 20000000, "copyCap": 20000, "searchSeconds": 60,
  "monitorReadsSealed": false, "checkpointSeconds": 60, "witnessHours": 24,
  "expertObjection": {"days": 14, "of": "calendar"}, "challengeConfer": {"days": 14, "of": "calendar"}, "challengeMove": {"days": 21, "of": "calendar"},
  "timeZone": "America/New_York", "holidays": []}'::jsonb $$;

-- One setting of an order, or what holds where it is silent.
CREATE FUNCTION access.setting(p_settings jsonb, p_name text) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT coalesce(p_settings->p_name, access.default_settings()->p_name) $$;

ALTER TABLE access.protective_order
  ADD COLUMN settings_sha256 bytea,
  ADD COLUMN binds_from integer,
  ADD COLUMN reason text,
  ADD COLUMN drafted_by uuid REFERENCES access.person ON DELETE RESTRICT,
  ADD COLUMN put_in_force_by uuid REFERENCES access.person ON DELETE RESTRICT,
  ADD COLUMN created_at timestamptz NOT NULL DEFAULT clock_timestamp();
UPDATE access.protective_order SET settings_sha256 = sha256(convert_to(settings::text, 'UTF8')), binds_from = version;
ALTER TABLE access.protective_order ALTER COLUMN settings_sha256 SET NOT NULL, ALTER COLUMN binds_from SET NOT NULL,
  ADD CONSTRAINT a_signature_binds_from_some_version CHECK (binds_from BETWEEN 1 AND version);
COMMENT ON COLUMN access.protective_order.settings_sha256 IS 'SHA-256 of the settings as the database prints them: keys in its own order, one blank after each colon and comma.';
COMMENT ON COLUMN access.protective_order.binds_from IS
  'The oldest version whose signature still binds under this one. Its own number where the text is new or the order asks to be signed again.';

-- Hashes are of the very text and settings beside them, set here and never by the writer. A signature to the version before goes on
-- binding only where the text is the same to the byte: a lower binds_from cannot be claimed.
CREATE OR REPLACE FUNCTION access.hash_order() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_before access.protective_order;
BEGIN
  IF TG_OP <> 'INSERT' THEN RAISE EXCEPTION 'an order is never edited; add a version' USING ERRCODE = '42501'; END IF;
  NEW.sha256 := sha256(convert_to(NEW.body, 'UTF8'));
  NEW.settings_sha256 := sha256(convert_to(NEW.settings::text, 'UTF8'));
  SELECT * INTO v_before FROM access.protective_order WHERE matter_id = NEW.matter_id AND version < NEW.version ORDER BY version DESC LIMIT 1;
  IF v_before.sha256 IS DISTINCT FROM NEW.sha256 THEN
    NEW.binds_from := NEW.version;
  ELSE
    NEW.binds_from := greatest(coalesce(NEW.binds_from, v_before.binds_from), v_before.binds_from);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER versions_are_never_truncated BEFORE TRUNCATE ON access.protective_order FOR EACH STATEMENT EXECUTE FUNCTION access.hash_order();
CREATE CONSTRAINT TRIGGER no_version_without_an_entry AFTER INSERT ON access.protective_order
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (session_user = 'rr_app') EXECUTE FUNCTION audit.require_entry('order:amend');

-- The order in force in a matter now.
CREATE FUNCTION access.order_of(p_matter uuid) RETURNS access.protective_order
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT * FROM access.protective_order WHERE matter_id = p_matter AND in_force_from <= clock_timestamp() ORDER BY version DESC LIMIT 1
$$;

-- Changes one passage of a function and leaves the rest as it stands.
CREATE FUNCTION pg_temp.amend(p_function regprocedure, p_from text, p_to text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  IF position(p_from IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_from; END IF;
  EXECUTE replace(v_text, p_from, p_to);
END $$;
-- Whether somebody's signature binds under a version of the order.
CREATE FUNCTION access.signature_under(p_person uuid, o access.protective_order) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT u.id FROM access.undertaking u JOIN access.protective_order w ON w.id = u.order_id
  WHERE u.person_id = p_person AND w.matter_id = o.matter_id AND w.version >= o.binds_from AND u.order_sha256 = o.sha256 ORDER BY w.version DESC LIMIT 1
$$;
SELECT pg_temp.amend('access.current_actor()',
  'EXISTS (SELECT FROM access.undertaking u WHERE u.person_id = p.id AND u.order_id = o.id AND u.order_sha256 = o.sha256)',
  'EXISTS (SELECT FROM access.undertaking u JOIN access.protective_order w ON w.id = u.order_id
                WHERE u.person_id = p.id AND w.matter_id = m.matter_id AND w.version >= o.binds_from AND u.order_sha256 = o.sha256)'),
  -- What is done, is done to its end under the order that was in force when it began: whoever puts a new text in force has not signed it yet.
  pg_temp.amend('access.current_actor()', 'x.in_force_from <= clock_timestamp()', 'x.in_force_from <= now()');
DROP FUNCTION pg_temp.amend(regprocedure, text, text);

-- A version that is proposed. The host's custodian writes it down; the court's monitor puts it in force or refuses it: two people, two sides.
CREATE TABLE access.order_draft (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id       uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  base_version    integer NOT NULL,
  title           text NOT NULL CHECK (length(btrim(title)) BETWEEN 1 AND 300),
  body            text NOT NULL CHECK (length(btrim(body)) BETWEEN 1 AND 400000),
  settings        jsonb NOT NULL CHECK (jsonb_typeof(settings) = 'object'),
  reason          text NOT NULL CHECK (length(btrim(reason)) BETWEEN 1 AND 2000),
  in_force_from   timestamptz,
  sign_again      boolean NOT NULL,
  drafted_by      uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  drafted_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  decision        text CHECK (decision IN ('in_force', 'refused', 'withdrawn')),
  decision_reason text CHECK (length(decision_reason) <= 2000),
  decided_by      uuid REFERENCES access.person ON DELETE RESTRICT,
  decided_at      timestamptz,
  version         integer,
  CONSTRAINT a_decision_has_its_person_and_moment CHECK ((decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)),
  CONSTRAINT nobody_puts_their_own_draft_in_force CHECK (decision IS NULL OR decision = 'withdrawn' OR decided_by <> drafted_by)
);
COMMENT ON COLUMN access.order_draft.in_force_from IS 'NULL: from the moment that it is put in force. An earlier day counts as that moment: nothing is put in force backwards.';
CREATE UNIQUE INDEX one_open_draft_per_matter ON access.order_draft (matter_id) WHERE decision IS NULL;

CREATE FUNCTION access.guard_draft() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD.decision IS NOT NULL OR to_jsonb(NEW) - '{decision,decision_reason,decided_by,decided_at,version}'::text[]
      <> to_jsonb(OLD) - '{decision,decision_reason,decided_by,decided_at,version}'::text[] THEN
    RAISE EXCEPTION 'a draft is decided once, as it was written' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_draft_is_decided_as_it_was_written BEFORE UPDATE ON access.order_draft FOR EACH ROW EXECUTE FUNCTION access.guard_draft();
CREATE CONSTRAINT TRIGGER no_change_without_an_entry AFTER INSERT OR UPDATE OR DELETE ON access.order_draft
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require_entry('order:draft', 'order:amend');
ALTER TABLE access.order_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.order_draft FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON access.order_draft TO rr_owner USING (true) WITH CHECK (true);
CREATE POLICY drafts_for_who_works_on_them ON access.order_draft FOR SELECT TO rr_app USING (
  matter_id = (SELECT access.my_matter()) AND ((SELECT access.may('order:draft')) OR (SELECT access.may('order:amend'))));
GRANT SELECT ON access.order_draft TO rr_app;

-- Writes a draft down. 'stale': the order has changed since the draft was begun; 'pending': another draft waits; 'same': nothing would
-- change; 'tiers': it has fewer tiers than the volumes carry.
CREATE FUNCTION api.draft_order(p_base integer, p_title text, p_body text, p_settings jsonb, p_reason text, p_in_force_from timestamptz, p_sign_again boolean) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); o access.protective_order; v_id uuid;
BEGIN
  IF access.refusal(a, 'order:draft') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO o FROM access.protective_order WHERE matter_id = a.matter_id ORDER BY version DESC LIMIT 1;
  IF o.version IS DISTINCT FROM p_base THEN RETURN jsonb_build_object('outcome', 'stale'); END IF;
  IF o.title = p_title AND o.body = p_body AND access.default_settings() || o.settings = p_settings AND NOT p_sign_again THEN RETURN jsonb_build_object('outcome', 'same'); END IF;
  IF jsonb_array_length(access.setting(p_settings, 'tiers')) < (SELECT max(v.tier) FROM record.volume v WHERE v.matter_id = a.matter_id) THEN
    RETURN jsonb_build_object('outcome', 'tiers');
  END IF;
  INSERT INTO access.order_draft (matter_id, base_version, title, body, settings, reason, in_force_from, sign_again, drafted_by)
    VALUES (a.matter_id, p_base, p_title, p_body, p_settings, p_reason, p_in_force_from, p_sign_again, a.person_id)
    ON CONFLICT (matter_id) WHERE decision IS NULL DO NOTHING RETURNING id INTO v_id;
  IF v_id IS NULL THEN RETURN jsonb_build_object('outcome', 'pending'); END IF;
  RETURN jsonb_build_object('outcome', 'done', 'id', v_id);
END $$;

-- Decides a draft: 'in_force' makes it the next version, 'refused' and 'withdrawn' leave it where it is. What was decided already is 'decided'.
CREATE FUNCTION api.decide_order(p_draft uuid, p_decision text, p_reason text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); d access.order_draft; o access.protective_order;
BEGIN
  IF access.refusal(a, CASE p_decision WHEN 'withdrawn' THEN 'order:draft' ELSE 'order:amend' END) IS NOT NULL THEN
    RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501';
  END IF;
  PERFORM FROM access.matter WHERE id = a.matter_id FOR NO KEY UPDATE;
  SELECT * INTO d FROM access.order_draft WHERE id = p_draft AND matter_id = a.matter_id FOR UPDATE;
  IF d.id IS NULL THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  IF d.decision IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'decided'); END IF;
  IF p_decision = 'in_force' THEN
    SELECT * INTO o FROM access.protective_order WHERE matter_id = a.matter_id ORDER BY version DESC LIMIT 1;
    IF o.version <> d.base_version THEN RETURN jsonb_build_object('outcome', 'stale'); END IF;
    INSERT INTO access.protective_order (matter_id, version, title, body, settings, in_force_from, binds_from, reason, drafted_by, put_in_force_by)
      VALUES (a.matter_id, d.base_version + 1, d.title, d.body, d.settings, greatest(d.in_force_from, clock_timestamp()),
        CASE WHEN d.sign_again THEN d.base_version + 1 END, d.reason, d.drafted_by, a.person_id) RETURNING * INTO o;
  END IF;
  UPDATE access.order_draft SET decision = p_decision, decision_reason = p_reason, decided_by = a.person_id, decided_at = clock_timestamp(), version = o.version WHERE id = d.id;
  RETURN jsonb_build_object('outcome', 'done', 'id', d.id, 'baseVersion', d.base_version, 'title', d.title, 'version', o.version, 'sha256', encode(sha256(convert_to(d.body, 'UTF8')), 'hex'),
    'settingsSha256', encode(o.settings_sha256, 'hex'), 'inForceFrom', o.in_force_from, 'bindsFrom', o.binds_from, 'settings', o.settings);
END $$;

-- Everybody who was admitted, with the signature that binds under the order in force.
CREATE OR REPLACE FUNCTION api.roster() RETURNS TABLE (
  id uuid, email text, name text, side access.side, role access.role, tier smallint, granted_at timestamptz, ended_at timestamptz,
  signed_at timestamptz, suspended_at timestamptz, first_seen_at timestamptz, last_seen_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.id, p.email, p.name, m.side, m.role, m.tier, m.granted_at, m.ended_at, u.signed_at, p.suspended_at, s.first_seen_at, s.last_seen_at
  FROM access.current_actor() a
  JOIN access.membership m ON m.matter_id = a.matter_id AND access.refusal(a, 'people:read') IS NULL
  JOIN access.person p ON p.id = m.person_id
  LEFT JOIN access.protective_order o ON o.id = a.order_id
  LEFT JOIN access.undertaking u ON u.id = access.signature_under(p.id, o)
  LEFT JOIN LATERAL (SELECT min(x.created_at) AS first_seen_at, max(x.last_seen_at) AS last_seen_at FROM access.session x WHERE x.membership_id = m.id) s ON true
  ORDER BY m.side, m.role, p.email, m.granted_at
$$;

-- One's own signature under the order in force, if it binds, and the last one under any version: what was signed before it changed.
CREATE FUNCTION api.my_signatures() RETURNS TABLE (id uuid, version integer, signed_name text, signed_at timestamptz, binds boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT u.id, w.version, u.signed_name, u.signed_at, u.id = access.signature_under(a.person_id, o) FROM access.current_actor() a
  JOIN access.protective_order o ON o.id = a.order_id JOIN access.protective_order w ON w.matter_id = a.matter_id
  JOIN access.undertaking u ON u.order_id = w.id AND u.person_id = a.person_id ORDER BY w.version DESC
$$;

REVOKE ALL ON FUNCTION access.default_settings(), access.setting(jsonb, text), access.order_of(uuid), access.signature_under(uuid, access.protective_order),
  access.guard_draft(), access.hash_order(), api.draft_order(integer, text, text, jsonb, text, timestamptz, boolean), api.decide_order(uuid, text, text), api.my_signatures() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.draft_order(integer, text, text, jsonb, text, timestamptz, boolean), api.decide_order(uuid, text, text), api.my_signatures() TO rr_app;
