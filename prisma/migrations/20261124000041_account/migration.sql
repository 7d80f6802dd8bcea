-- What somebody proves who they are with, and what they see and end of their own: factors, sessions, tokens, the password. And the queue of
-- guesses at a password. Runs on empty tables.

-- SHA-1 and AES for the codes of authenticator apps. The extension is trusted: the owner of a database may add it. Nobody else may call it.
CREATE SCHEMA crypto;
CREATE EXTENSION pgcrypto SCHEMA crypto;

CREATE TABLE access.totp (
  id         uuid PRIMARY KEY,
  person_id  uuid NOT NULL UNIQUE REFERENCES access.person ON DELETE RESTRICT,
  sealed     bytea NOT NULL CHECK (length(sealed) BETWEEN 44 AND 92),
  last_step  bigint,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  enrolled_at timestamptz,
  used_at    timestamptz
);
COMMENT ON COLUMN access.totp.sealed IS 'AES-256-GCM: nonce, secret, tag. Its key is derived for this row from one that only the web process holds.';
COMMENT ON COLUMN access.totp.last_step IS 'The last time step whose code was taken: a code works once, and none older works after it.';

CREATE TABLE access.passkey (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id     uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  credential_id text NOT NULL UNIQUE,
  public_key    bytea NOT NULL,
  counter       bigint NOT NULL,
  transports    text[] NOT NULL DEFAULT '{}',
  name          text NOT NULL CHECK (length(btrim(name)) BETWEEN 1 AND 100),
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  used_at       timestamptz
);
CREATE INDEX passkey_by_person ON access.passkey (person_id);

CREATE TABLE access.recovery_code (
  person_id uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  hash      bytea NOT NULL CHECK (length(hash) = 32),
  used_at   timestamptz,
  PRIMARY KEY (person_id, hash)
);

-- What a passkey is asked to sign: kept here, taken once, worth five minutes.
CREATE TABLE access.challenge (
  session_id uuid PRIMARY KEY REFERENCES access.session ON DELETE RESTRICT,
  purpose    text NOT NULL CHECK (purpose IN ('enrol', 'confirm')),
  challenge  text NOT NULL,
  made_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Guesses: at a password by account (from a browser that is known there, or from any other) and by network address; at a factor by person.
CREATE TABLE access.guess (key text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE INDEX guess_recent ON access.guess (key, at);
CREATE INDEX guess_old ON access.guess (at);
CREATE TABLE access.guess_queue (key text PRIMARY KEY, next_at timestamptz NOT NULL);

ALTER TABLE access.session ADD COLUMN chosen boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN access.session.chosen IS 'Somebody of several matters chose this one.';

DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['totp', 'passkey', 'recovery_code', 'challenge', 'guess', 'guess_queue'] LOOP
    EXECUTE format('ALTER TABLE access.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE access.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY owner_sees_all ON access.%I TO rr_owner USING (true) WITH CHECK (true)', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['totp', 'passkey', 'recovery_code'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER no_factor_without_an_entry AFTER INSERT OR UPDATE OR DELETE ON access.%I DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (session_user = ''rr_app'') EXECUTE FUNCTION audit.require_entry(''factor:enrol'', ''factor:confirm'', ''factor:remove'', ''people:reset'')', t);
  END LOOP;
END $$;
DROP TRIGGER no_suspension_without_an_entry ON access.person;
CREATE CONSTRAINT TRIGGER no_suspension_without_an_entry AFTER UPDATE ON access.person DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (session_user = 'rr_app' AND OLD.suspended_at IS DISTINCT FROM NEW.suspended_at) EXECUTE FUNCTION audit.require_entry('people:manage');
CREATE CONSTRAINT TRIGGER no_change_of_a_person_without_an_entry AFTER UPDATE ON access.person DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (session_user = 'rr_app') EXECUTE FUNCTION audit.require_entry('people:manage', 'people:reset', 'password:change');

-- Changes one passage of a function and leaves the rest as it stands.
CREATE FUNCTION pg_temp.amend(p_function regprocedure, p_from text, p_to text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  IF position(p_from IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_from; END IF;
  EXECUTE replace(v_text, p_from, p_to);
END $$;
-- A password that was handed out is known to whoever handed it out: where a factor is asked for, it opens nothing but its own change.
SELECT pg_temp.amend('access.admit(uuid, text, text, text, text, integer, text)',
    'INSERT INTO access.person (email, name, password_hash) VALUES (p_email, p_name, p_password_hash)',
    'INSERT INTO access.person (email, name, password_hash, first_password) VALUES (p_email, p_name, p_password_hash, true)'),
  pg_temp.amend('api.begin(text, boolean)', '''kind'', a.kind,', '''kind'', a.kind, ''choose'', a.kind = ''browser'' AND NOT (SELECT chosen FROM access.session WHERE id = a.session_id)
      AND EXISTS (SELECT FROM access.membership x WHERE x.person_id = a.person_id AND x.ended_at IS NULL AND x.matter_id <> a.matter_id),
    ''matters'', (SELECT count(*) FROM access.membership x WHERE x.person_id = a.person_id AND x.ended_at IS NULL),');
DROP FUNCTION pg_temp.amend(regprocedure, text, text);

-- Guesses at a password queue: each takes a place in time before it is looked at, so that a hundred at once are as slow as a hundred after
-- one another. Six within a quarter of an hour are free. Whoever would wait longer than ten seconds is not looked at. Nothing locks: guesses
-- from elsewhere queue apart from those of a browser that its person has used before, so nobody is kept out of their own by an opponent.
DROP FUNCTION api.find_credential(text);
CREATE FUNCTION access.delay_after(p_guesses bigint) RETURNS interval LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT CASE WHEN p_guesses < 6 THEN interval '0' ELSE least(interval '8 seconds', interval '250 milliseconds' * power(2, least(p_guesses - 6, 10))) END $$;

CREATE FUNCTION access.guess_key(p_email text, p_mark bytea) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT 'password:' || left(lower(p_email), 320) || ':' || coalesce((SELECT d.id::text FROM access.device d JOIN access.person p ON p.id = d.person_id
    WHERE p.email = lower(p_email) AND d.mark_hash = p_mark AND EXISTS (SELECT FROM access.session s WHERE s.device_id = d.id AND s.factor IS NOT NULL)), 'elsewhere')
$$;

-- How long to wait before this guess is looked at, and the hash to compare it with; NULL where there is nobody, or too many guesses.
CREATE FUNCTION api.take_guess(p_email text, p_mark bytea, p_address text) RETURNS TABLE (password_hash text, wait_ms integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_key text := access.guess_key(p_email, p_mark); v_from text := 'address:' || p_address; v_slot timestamptz; v_guesses bigint;
BEGIN
  wait_ms := 0;
  DELETE FROM access.guess WHERE at < clock_timestamp() - interval '1 day';
  IF p_address IS NOT NULL THEN
    IF (SELECT count(*) FROM access.guess WHERE key = v_from AND at > clock_timestamp() - interval '15 minutes') >= 100 THEN RETURN NEXT; RETURN; END IF;
    INSERT INTO access.guess (key) VALUES (v_from);
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(v_key, 0));
  SELECT count(*) INTO v_guesses FROM access.guess WHERE key = v_key AND at > clock_timestamp() - interval '15 minutes';
  SELECT greatest(clock_timestamp(), (SELECT next_at FROM access.guess_queue WHERE key = v_key)) INTO v_slot;
  v_slot := v_slot + access.delay_after(v_guesses);
  IF v_slot > clock_timestamp() + interval '10 seconds' THEN RETURN NEXT; RETURN; END IF;
  INSERT INTO access.guess (key) VALUES (v_key);
  INSERT INTO access.guess_queue AS q VALUES (v_key, v_slot) ON CONFLICT (key) DO UPDATE SET next_at = excluded.next_at;
  wait_ms := ceil(extract(epoch FROM v_slot - clock_timestamp()) * 1000);
  wait_ms := greatest(wait_ms, 0);
  SELECT p.password_hash INTO password_hash FROM access.person p WHERE p.email = lower(p_email) AND p.suspended_at IS NULL
    AND EXISTS (SELECT FROM access.membership m WHERE m.person_id = p.id AND m.ended_at IS NULL);
  RETURN NEXT;
END $$;

CREATE OR REPLACE FUNCTION api.refuse_sign_in(p_email text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE p access.person; m access.membership;
BEGIN
  SELECT * INTO p FROM access.person WHERE email = lower(p_email);
  SELECT * INTO m FROM access.membership WHERE person_id = p.id ORDER BY granted_at LIMIT 1;
  -- An unknown address is not written down: people type passwords into that field.
  m.tier := NULL;
  PERFORM audit.append(access.as_actor(p, m, NULL, NULL), 'session:open', NULL, 'refused', 'sign_in', NULL, NULL, NULL);
END $$;

CREATE OR REPLACE FUNCTION api.open_session(
  p_email text, p_secret_hash bytea, p_kind text, p_label text, p_expires_at timestamptz, p_matter uuid DEFAULT NULL, p_more jsonb DEFAULT '{}') RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE m access.membership; p access.person; v_id uuid; v_settings jsonb; v_factor text; v_device uuid; v_new boolean; v_mark bytea := decode(p_more->>'device', 'hex');
BEGIN
  -- A token or a command is confirmed by its kind: only what has the host's rights opens those.
  IF session_user = 'rr_app' AND p_kind <> 'browser' THEN RAISE EXCEPTION 'the web process opens sessions of browsers alone' USING ERRCODE = '42501'; END IF;
  SELECT * INTO p FROM access.person WHERE email = lower(p_email) AND suspended_at IS NULL;
  SELECT * INTO m FROM access.membership WHERE person_id = p.id AND ended_at IS NULL AND (p_matter IS NULL OR matter_id = p_matter) ORDER BY granted_at LIMIT 1;
  IF m.id IS NULL THEN RETURN NULL; END IF;
  SELECT settings INTO v_settings FROM access.protective_order
    WHERE matter_id = m.matter_id AND in_force_from <= clock_timestamp() ORDER BY version DESC LIMIT 1;
  IF p_kind = 'browser' THEN
    v_factor := coalesce(CASE WHEN p_more->>'factor' = 'idp' THEN 'idp' END, CASE WHEN NOT access.asks_factor(v_settings) AND NOT access.has_factor(p.id) THEN 'password' END);
    DELETE FROM access.guess WHERE key = access.guess_key(p.email, v_mark);
    DELETE FROM access.guess_queue WHERE key = access.guess_key(p.email, v_mark);
    -- Who gets in costs their address nothing; the guesses of others there still count.
    DELETE FROM access.guess WHERE ctid = (SELECT g.ctid FROM access.guess g WHERE g.key = 'address:' || (p_more->>'address') ORDER BY g.at DESC LIMIT 1);
    IF v_mark IS NOT NULL THEN
      INSERT INTO access.device AS d (person_id, mark_hash, label) VALUES (p.id, v_mark, left(coalesce(p_more->>'agent', ''), 100))
        ON CONFLICT (person_id, mark_hash) DO UPDATE SET last_seen_at = clock_timestamp(), label = excluded.label
        RETURNING d.id, d.xmax = 0 INTO v_device, v_new;
    END IF;
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

CREATE FUNCTION access.has_factor(p_person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM access.totp WHERE person_id = p_person AND enrolled_at IS NOT NULL) OR EXISTS (SELECT FROM access.passkey WHERE person_id = p_person)
$$;

-- The code of a time step, RFC 6238 with the parameters that every authenticator app knows: SHA-1, six digits, thirty seconds.
CREATE FUNCTION access.totp_code(p_secret bytea, p_step bigint) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT lpad(((((get_byte(h, o) & 127) << 24) | (get_byte(h, o + 1) << 16) | (get_byte(h, o + 2) << 8) | get_byte(h, o + 3)) % 1000000)::text, 6, '0')
  FROM (SELECT h, get_byte(h, 19) & 15 AS o FROM (SELECT crypto.hmac(int8send(p_step), p_secret, 'sha1') AS h) x) y
$$;

-- Opens what node:crypto sealed with AES-256-GCM, without its tag: a wrong key gives a wrong secret, whose codes nobody has.
CREATE FUNCTION access.unseal(p_sealed bytea, p_key bytea) RETURNS bytea LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_nonce bytea := substring(p_sealed FROM 1 FOR 12); v_text bytea := substring(p_sealed FROM 13 FOR length(p_sealed) - 28); v_pad bytea := '';
BEGIN
  FOR i IN 0 .. (length(v_text) - 1) / 16 LOOP
    v_pad := v_pad || crypto.encrypt(v_nonce || int4send(i + 2), p_key, 'aes-ecb/pad:none');
  END LOOP;
  FOR i IN 0 .. length(v_text) - 1 LOOP
    v_text := set_byte(v_text, i, get_byte(v_text, i) # get_byte(v_pad, i));
  END LOOP;
  RETURN v_text;
END $$;

-- Takes a code, at most one step early or late, never twice. NULL: it is not one.
CREATE FUNCTION access.take_code(t access.totp, p_key bytea, p_code text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_now bigint := floor(extract(epoch FROM clock_timestamp()) / 30); v_secret bytea := access.unseal(t.sealed, p_key); v_taken bigint;
BEGIN
  FOR v_step IN v_now - 1 .. v_now + 1 LOOP
    IF v_step > coalesce(t.last_step, 0) AND access.totp_code(v_secret, v_step) = p_code THEN v_taken := v_step; END IF;
  END LOOP;
  IF v_taken IS NOT NULL THEN UPDATE access.totp SET last_step = v_taken, used_at = clock_timestamp() WHERE id = t.id; END IF;
  RETURN v_taken;
END $$;

-- Ends the sessions of a person; of the browser alone, or tokens and commands too. The one that is kept gets a new secret: a copy of its
-- cookie is dead as well.
CREATE FUNCTION access.end_sessions(p_person uuid, p_keep uuid, p_secret_hash bytea, p_all boolean) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_ended integer;
BEGIN
  UPDATE access.session s SET revoked_at = clock_timestamp() FROM access.membership m
    WHERE m.id = s.membership_id AND m.person_id = p_person AND s.revoked_at IS NULL AND s.id IS DISTINCT FROM p_keep AND (p_all OR s.kind = 'browser');
  GET DIAGNOSTICS v_ended = ROW_COUNT;
  IF p_secret_hash IS NOT NULL THEN UPDATE access.session SET secret_hash = p_secret_hash WHERE id = p_keep; END IF;
  RETURN v_ended;
END $$;

-- Confirms who is at a session, at sign-in and again before what asks for a fresh factor. {"outcome": "done" | "wrong" | "wait" | "none"}.
-- The codes of an app and recovery codes are checked here; a password and the signature of a passkey by the web process, whose word is taken.
-- At sign-in the session gets a new secret, so that a cookie copied before the factor was given is worth nothing after it.
CREATE FUNCTION api.confirm(p_secret text, p_factor text, p_proof jsonb, p_secret_hash bytea) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; v_key text; v_guesses bigint; v_last timestamptz; v_wait interval; v_ok boolean := false; v_refusal text;
  v_settings jsonb; v_before text; t access.totp;
BEGIN
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  v_refusal := access.refusal(a, 'factor:confirm');
  -- A token cannot be asked for a finger or a phone: it is as fresh as it was made.
  IF v_refusal IS NULL AND a.kind <> 'browser' THEN v_refusal := 'step_up'; END IF;
  IF v_refusal IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', v_refusal); END IF;
  PERFORM FROM access.person WHERE id = a.person_id FOR NO KEY UPDATE;
  SELECT settings INTO v_settings FROM access.protective_order WHERE id = a.order_id;
  SELECT factor INTO v_before FROM access.session WHERE id = a.session_id;
  v_key := 'factor:' || a.person_id || ':' || CASE p_factor WHEN 'totp' THEN 'totp' ELSE 'other' END;
  SELECT count(*), max(at) INTO v_guesses, v_last FROM access.guess WHERE key = v_key AND at > clock_timestamp() - interval '6 hours';
  v_wait := CASE WHEN v_guesses < 5 THEN interval '0' ELSE least(interval '5 minutes', interval '5 seconds' * power(2, least(v_guesses - 5, 10))) END;
  IF p_factor <> 'passkey' AND v_last + v_wait > clock_timestamp() THEN
    RETURN jsonb_build_object('outcome', 'wait', 'seconds', ceil(extract(epoch FROM v_last + v_wait - clock_timestamp())));
  END IF;
  CASE p_factor
    WHEN 'totp' THEN
      SELECT * INTO t FROM access.totp WHERE person_id = a.person_id AND enrolled_at IS NOT NULL;
      v_ok := t.id IS NOT NULL AND access.take_code(t, decode(p_proof->>'key', 'hex'), p_proof->>'code') IS NOT NULL;
    WHEN 'recovery' THEN
      UPDATE access.recovery_code SET used_at = clock_timestamp()
        WHERE person_id = a.person_id AND used_at IS NULL AND hash = sha256(convert_to(p_proof->>'code', 'UTF8'));
      v_ok := FOUND;
    WHEN 'passkey' THEN
      UPDATE access.passkey SET counter = (p_proof->>'counter')::bigint, used_at = clock_timestamp()
        WHERE person_id = a.person_id AND credential_id = p_proof->>'credential' AND (counter = 0 OR (p_proof->>'counter')::bigint > counter);
      v_ok := FOUND;
    WHEN 'password' THEN
      v_ok := coalesce((p_proof->>'matches')::boolean, false) AND NOT access.asks_factor(v_settings) AND NOT access.has_factor(a.person_id);
  END CASE;
  IF NOT v_ok THEN
    INSERT INTO access.guess (key) VALUES (v_key);
    PERFORM audit.append(a, 'factor:confirm', NULL, 'refused', 'factor', jsonb_build_object('factor', p_factor), NULL, NULL);
    RETURN jsonb_build_object('outcome', 'wrong');
  END IF;
  DELETE FROM access.guess WHERE key = v_key;
  UPDATE access.session SET factor = p_factor, factor_at = clock_timestamp(),
    secret_hash = CASE WHEN v_before IS NULL OR NOT access.counts_as_factor(v_before, v_settings) THEN p_secret_hash ELSE secret_hash END WHERE id = a.session_id;
  PERFORM audit.append(a, 'factor:confirm', NULL, 'done', NULL, jsonb_build_object('factor', p_factor, 'again', access.counts_as_factor(v_before, v_settings)), NULL, NULL);
  RETURN jsonb_build_object('outcome', 'done', 'renewed', v_before IS NULL OR NOT access.counts_as_factor(v_before, v_settings));
END $$;

-- What the caller has to confirm with, and what they may do about it. For the row key of the app's secret, its id.
CREATE FUNCTION api.my_factors() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_build_object(
    'asked', access.asks_factor(o.settings), 'firstPassword', p.first_password,
    'totp', (SELECT jsonb_build_object('id', t.id, 'enrolledAt', t.enrolled_at, 'usedAt', t.used_at) FROM access.totp t WHERE t.person_id = p.id AND t.enrolled_at IS NOT NULL),
    'started', (SELECT t.id FROM access.totp t WHERE t.person_id = p.id AND t.enrolled_at IS NULL),
    'passkeys', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'credential', k.credential_id, 'transports', k.transports, 'name', k.name,
      'enrolledAt', k.created_at, 'usedAt', k.used_at) ORDER BY k.created_at), '[]') FROM access.passkey k WHERE k.person_id = p.id),
    'recoveryCodes', (SELECT count(*) FROM access.recovery_code c WHERE c.person_id = p.id AND c.used_at IS NULL))
  FROM access.current_actor() a JOIN access.person p ON p.id = a.person_id LEFT JOIN access.protective_order o ON o.id = a.order_id
$$;

CREATE FUNCTION api.my_passkey(p_credential text) RETURNS TABLE (public_key bytea, counter bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT k.public_key, k.counter FROM access.passkey k WHERE k.person_id = access.my_person() AND k.credential_id = p_credential
$$;
CREATE FUNCTION api.my_password_hash() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT password_hash FROM access.person WHERE id = access.my_person()
$$;

CREATE FUNCTION api.put_challenge(p_purpose text, p_challenge text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO access.challenge (session_id, purpose, challenge) SELECT (access.current_actor()).session_id, p_purpose, p_challenge
    ON CONFLICT (session_id) DO UPDATE SET purpose = excluded.purpose, challenge = excluded.challenge, made_at = excluded.made_at
$$;
CREATE FUNCTION api.take_challenge(p_purpose text) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH taken AS (DELETE FROM access.challenge WHERE session_id = (access.current_actor()).session_id RETURNING *)
  SELECT challenge FROM taken WHERE purpose = p_purpose AND made_at > clock_timestamp() - interval '5 minutes'
$$;

-- Whether this session may change what its person proves themselves with: with a fresh factor or, before there is any, right after the password.
CREATE FUNCTION access.may_enrol(a access.actor) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT a.session_id IS NOT NULL AND a.kind IS NOT DISTINCT FROM 'browser' AND a.confirmed IS NOT NULL AND a.fresh IS NOT NULL
    AND (a.fresh = 'all' OR (NOT a.confirmed AND NOT access.has_factor(a.person_id))
      OR (NOT a.confirmed AND coalesce((SELECT s.factor IN ('totp', 'passkey', 'recovery') FROM access.session s WHERE s.id = a.session_id), false)))
$$;

CREATE FUNCTION api.start_totp(p_id uuid, p_sealed bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF NOT access.may_enrol(a) THEN RETURN 'step_up'; END IF;
  IF EXISTS (SELECT FROM access.totp WHERE person_id = a.person_id AND enrolled_at IS NOT NULL) THEN RETURN 'enrolled'; END IF;
  DELETE FROM access.totp WHERE person_id = a.person_id;
  INSERT INTO access.totp (id, person_id, sealed) VALUES (p_id, a.person_id, p_sealed);
  RETURN 'done';
END $$;

-- The first code proves that the app has the secret; it is used up by that. Every other browser session ends, and this one gets a new secret.
CREATE FUNCTION api.enrol_totp(p_key bytea, p_code text, p_secret_hash bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); t access.totp;
BEGIN
  IF NOT access.may_enrol(a) THEN RETURN 'step_up'; END IF;
  SELECT * INTO t FROM access.totp WHERE person_id = a.person_id AND enrolled_at IS NULL AND created_at > clock_timestamp() - interval '15 minutes' FOR UPDATE;
  IF t.id IS NULL THEN RETURN 'not_found'; END IF;
  IF access.take_code(t, p_key, p_code) IS NULL THEN RETURN 'wrong'; END IF;
  UPDATE access.totp SET enrolled_at = clock_timestamp() WHERE id = t.id;
  UPDATE access.session SET factor = 'totp', factor_at = clock_timestamp() WHERE id = a.session_id;
  PERFORM access.end_sessions(a.person_id, a.session_id, p_secret_hash, false);
  RETURN 'done';
END $$;

CREATE FUNCTION api.enrol_passkey(p_credential text, p_public_key bytea, p_counter bigint, p_transports text[], p_name text, p_secret_hash bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF NOT access.may_enrol(a) THEN RETURN 'step_up'; END IF;
  INSERT INTO access.passkey (person_id, credential_id, public_key, counter, transports, name)
    VALUES (a.person_id, p_credential, p_public_key, p_counter, p_transports, p_name) ON CONFLICT (credential_id) DO NOTHING;
  IF NOT FOUND THEN RETURN 'enrolled'; END IF;
  UPDATE access.session SET factor = 'passkey', factor_at = clock_timestamp() WHERE id = a.session_id;
  PERFORM access.end_sessions(a.person_id, a.session_id, p_secret_hash, false);
  RETURN 'done';
END $$;

-- Ten at a time, in place of those before.
CREATE FUNCTION api.set_recovery_codes(p_hashes bytea[]) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF NOT access.may_enrol(a) THEN RETURN 'step_up'; END IF;
  IF NOT access.has_factor(a.person_id) THEN RETURN 'none'; END IF;
  DELETE FROM access.recovery_code WHERE person_id = a.person_id;
  INSERT INTO access.recovery_code (person_id, hash) SELECT a.person_id, h FROM unnest(p_hashes) h;
  RETURN 'done';
END $$;

-- 'last': the order asks for a factor, and this is the only one.
CREATE FUNCTION api.remove_factor(p_id uuid, p_secret_hash bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_asked boolean;
BEGIN
  IF a.kind <> 'browser' THEN RETURN 'step_up'; END IF;
  IF access.refusal(a, 'factor:remove') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  PERFORM FROM access.person WHERE id = a.person_id FOR NO KEY UPDATE;
  DELETE FROM access.totp WHERE person_id = a.person_id AND id = p_id AND enrolled_at IS NOT NULL;
  IF NOT FOUND THEN
    DELETE FROM access.passkey WHERE person_id = a.person_id AND id = p_id;
    IF NOT FOUND THEN RETURN 'not_found'; END IF;
  END IF;
  SELECT access.asks_factor(settings) INTO v_asked FROM access.protective_order WHERE id = a.order_id;
  IF coalesce(v_asked, true) AND NOT access.has_factor(a.person_id) THEN RETURN 'last'; END IF;
  IF NOT access.has_factor(a.person_id) THEN DELETE FROM access.recovery_code WHERE person_id = a.person_id; END IF;
  PERFORM access.end_sessions(a.person_id, a.session_id, p_secret_hash, false);
  RETURN 'done';
END $$;

-- The caller gave the present password; the web process has compared it.
CREATE FUNCTION api.change_password(p_hash text, p_secret_hash bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF NOT access.may_enrol(a) THEN RETURN 'step_up'; END IF;
  UPDATE access.person SET password_hash = p_hash, first_password = false WHERE id = a.person_id;
  PERFORM access.end_sessions(a.person_id, a.session_id, p_secret_hash, false);
  RETURN 'done';
END $$;

-- Everything that now speaks for the caller, in every matter of theirs.
CREATE FUNCTION api.my_sessions() RETURNS TABLE (
  id uuid, kind text, label text, caption text, device text, address text, created_at timestamptz, last_seen_at timestamptz, expires_at timestamptz, factor text, exports boolean, here boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.id, s.kind, s.label, t.caption, d.label, host(s.address), s.created_at, s.last_seen_at, s.expires_at, s.factor, s.exports, s.id = a.session_id
  FROM access.current_actor() a JOIN access.membership m ON m.person_id = a.person_id AND m.ended_at IS NULL AND access.refusal(a, 'session:read') IS NULL
  JOIN access.session s ON s.membership_id = m.id AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
  JOIN access.matter t ON t.id = m.matter_id LEFT JOIN access.device d ON d.id = s.device_id
  LEFT JOIN LATERAL (SELECT settings FROM access.protective_order x WHERE x.matter_id = m.matter_id AND x.in_force_from <= clock_timestamp() ORDER BY x.version DESC LIMIT 1) o ON true
  WHERE s.kind <> 'browser' OR s.last_seen_at > clock_timestamp() - make_interval(mins => coalesce((o.settings->>'idleMinutes')::int, 30))
  ORDER BY s.id = a.session_id DESC, s.last_seen_at DESC
$$;

-- Ends one session or token of the caller's own or, without an id, all others: of the browser alone, or tokens too. Answers how many.
-- A token ends nothing: whoever found one must not be able to shut its person out.
CREATE FUNCTION api.end_own_sessions(p_session uuid, p_tokens boolean) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_ended integer;
BEGIN
  IF access.refusal(a, 'session:end') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF a.kind = 'token' THEN RETURN 0; END IF;
  IF p_session IS NULL THEN RETURN access.end_sessions(a.person_id, a.session_id, NULL, p_tokens); END IF;
  UPDATE access.session s SET revoked_at = clock_timestamp() FROM access.membership m
    WHERE m.id = s.membership_id AND m.person_id = a.person_id AND s.id = p_session AND s.revoked_at IS NULL;
  GET DIAGNOSTICS v_ended = ROW_COUNT;
  RETURN v_ended;
END $$;

-- A token of one's own. Like every door it writes its entries itself: that it was made, and that it exists.
CREATE FUNCTION api.make_token(p_secret text, p_hash bytea, p_label text, p_expires_at timestamptz, p_exports boolean) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; m access.membership; p access.person; v_id uuid; v_refusal text; v_detail jsonb;
BEGIN
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  v_refusal := access.refusal(a, 'token:make');
  v_detail := jsonb_build_object('token', p_label, 'exports', p_exports, 'expires', to_char(p_expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'));
  PERFORM audit.append(a, 'token:make', 'person:' || a.email, CASE WHEN v_refusal IS NULL THEN 'done' ELSE 'refused' END, v_refusal, v_detail, NULL, NULL);
  IF v_refusal IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', v_refusal); END IF;
  INSERT INTO access.session (secret_hash, membership_id, kind, label, expires_at, exports) VALUES (p_hash, a.membership_id, 'token', p_label, p_expires_at, p_exports) RETURNING id INTO v_id;
  SELECT * INTO m FROM access.membership WHERE id = a.membership_id;
  SELECT * INTO p FROM access.person WHERE id = a.person_id;
  PERFORM audit.append(access.as_actor(p, m, v_id, 'token'), 'token:create', NULL, 'done', NULL, v_detail || '{"kind": "token"}', NULL, NULL);
  RETURN jsonb_build_object('outcome', 'done', 'id', v_id);
END $$;

-- What a custodian does about somebody else: ends their sessions, ends their access to this matter alone, takes their factors away so that
-- they enrol anew, with a new first password where one is given.
CREATE FUNCTION api.end_sessions_of(p_person uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'people:end-sessions') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF NOT EXISTS (SELECT FROM access.membership WHERE person_id = p_person AND matter_id = a.matter_id) THEN RETURN NULL; END IF;
  RETURN access.end_sessions(p_person, NULL, NULL, true);
END $$;

CREATE FUNCTION api.end_membership(p_person uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'people:remove') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF p_person = a.person_id THEN RETURN 'self'; END IF;
  UPDATE access.membership SET ended_at = clock_timestamp() WHERE person_id = p_person AND matter_id = a.matter_id AND ended_at IS NULL;
  IF NOT FOUND THEN RETURN 'not_found'; END IF;
  UPDATE access.session s SET revoked_at = clock_timestamp() FROM access.membership m
    WHERE m.id = s.membership_id AND m.person_id = p_person AND m.matter_id = a.matter_id AND s.revoked_at IS NULL;
  RETURN 'done';
END $$;

CREATE FUNCTION api.reset_factors(p_person uuid, p_password_hash text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'people:reset') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF p_person = a.person_id THEN RETURN 'self'; END IF;
  IF NOT EXISTS (SELECT FROM access.membership WHERE person_id = p_person AND matter_id = a.matter_id AND ended_at IS NULL) THEN RETURN 'not_found'; END IF;
  DELETE FROM access.totp WHERE person_id = p_person;
  DELETE FROM access.passkey WHERE person_id = p_person;
  DELETE FROM access.recovery_code WHERE person_id = p_person;
  IF p_password_hash IS NOT NULL THEN UPDATE access.person SET password_hash = p_password_hash, first_password = true WHERE id = p_person; END IF;
  PERFORM access.end_sessions(p_person, NULL, NULL, true);
  RETURN 'done';
END $$;

-- The matters that the caller is of; and going to another one, in a session of its own: the one before ends. What was given as a factor holds,
-- as far as the other order takes it.
CREATE FUNCTION api.my_matters() RETURNS TABLE (id uuid, caption text, side text, role text, here boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT t.id, t.caption, m.side::text, m.role::text, t.id = a.matter_id FROM access.current_actor() a
  JOIN access.membership m ON m.person_id = a.person_id AND m.ended_at IS NULL JOIN access.matter t ON t.id = m.matter_id ORDER BY m.granted_at
$$;

CREATE FUNCTION api.choose_matter(p_secret text, p_matter uuid, p_secret_hash bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; m access.membership; p access.person; s access.session; v_hours integer; v_id uuid;
BEGIN
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL OR a.kind <> 'browser' THEN RETURN 'unauthenticated'; END IF;
  SELECT * INTO m FROM access.membership WHERE person_id = a.person_id AND matter_id = p_matter AND ended_at IS NULL;
  IF m.id IS NULL THEN RETURN 'not_found'; END IF;
  IF m.matter_id = a.matter_id THEN UPDATE access.session SET chosen = true WHERE id = a.session_id; RETURN 'here'; END IF;
  UPDATE access.session SET revoked_at = clock_timestamp() WHERE id = a.session_id RETURNING * INTO s;
  PERFORM audit.append(a, 'session:close', NULL, 'done', NULL, NULL, NULL, NULL);
  SELECT coalesce((settings->>'absoluteHours')::int, 12) INTO v_hours FROM access.protective_order
    WHERE matter_id = m.matter_id AND in_force_from <= clock_timestamp() ORDER BY version DESC LIMIT 1;
  INSERT INTO access.session (secret_hash, membership_id, kind, label, expires_at, factor, factor_at, device_id, address, chosen)
    VALUES (p_secret_hash, m.id, 'browser', s.label, s.created_at + make_interval(hours => coalesce(v_hours, 12)), s.factor, s.factor_at, s.device_id, s.address, true) RETURNING id INTO v_id;
  SELECT * INTO p FROM access.person WHERE id = a.person_id;
  PERFORM audit.append(access.as_actor(p, m, v_id, 'browser'), 'session:open', NULL, 'done', NULL,
    jsonb_strip_nulls(jsonb_build_object('kind', 'browser', 'factor', s.factor, 'device', s.device_id,
      'expires', (SELECT to_char(x.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') FROM access.session x WHERE x.id = v_id))), NULL, NULL);
  RETURN 'done';
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA access, api FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.take_guess(text, bytea, text), api.confirm(text, text, jsonb, bytea), api.my_factors(), api.my_passkey(text), api.my_password_hash(),
  api.put_challenge(text, text), api.take_challenge(text), api.start_totp(uuid, bytea), api.enrol_totp(bytea, text, bytea),
  api.enrol_passkey(text, bytea, bigint, text[], text, bytea), api.set_recovery_codes(bytea[]), api.remove_factor(uuid, bytea), api.change_password(text, bytea),
  api.my_sessions(), api.end_own_sessions(uuid, boolean), api.make_token(text, bytea, text, timestamptz, boolean), api.end_sessions_of(uuid), api.end_membership(uuid),
  api.reset_factors(uuid, text), api.my_matters(), api.choose_matter(text, uuid, bytea) TO rr_app;
