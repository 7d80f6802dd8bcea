-- Schema access after all migrations. Written by prisma/standing.test.ts; changed by a new migration, never here.

CREATE OR REPLACE FUNCTION access.actor_of(p_secret text)
 RETURNS SETOF access.actor
 LANGUAGE sql
 STABLE
AS $function$
  SELECT s.id, p.id, m.id, m.matter_id, m.side, m.role, m.tier, p.email, p.name, o.id, o.sha256,
    EXISTS (SELECT FROM access.undertaking u JOIN access.protective_order w ON w.id = u.order_id
      WHERE u.person_id = p.id AND w.matter_id = m.matter_id AND w.version >= o.binds_from AND u.order_sha256 = o.sha256),
    s.kind, c.confirmed,
    CASE WHEN s.kind = 'command' OR (s.kind = 'token' AND NOT access.asks_factor(o.settings)) THEN 'all'
      WHEN s.kind = 'token' THEN CASE WHEN s.exports THEN 'export' ELSE 'none' END
      WHEN c.confirmed AND s.factor_at > clock_timestamp() - make_interval(mins => coalesce((o.settings->>'stepUpMinutes')::int, 5)) THEN 'all'
      ELSE 'none' END,
    s.last_seen_at, access.covers_for(m.side, m.role, o.settings), coalesce((o.settings->>'metadataMinimum')::int, 5) > 1
  FROM access.session s
  JOIN access.membership m ON m.id = s.membership_id AND m.ended_at IS NULL
  JOIN access.person p ON p.id = m.person_id AND p.suspended_at IS NULL
  LEFT JOIN LATERAL (
    SELECT * FROM access.protective_order x WHERE x.matter_id = m.matter_id AND x.in_force_from <= now()
    ORDER BY x.version DESC LIMIT 1) o ON true
  CROSS JOIN LATERAL (SELECT s.kind <> 'browser' OR (access.counts_as_factor(s.factor, o.settings)
    AND NOT (p.first_password AND access.asks_factor(o.settings))) AS confirmed) c
  WHERE s.secret_hash = (SELECT sha256(convert_to(coalesce(p_secret, ''), 'UTF8')))
    AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
    AND (s.kind <> 'browser'
         OR (s.last_seen_at > clock_timestamp() - make_interval(mins => coalesce((o.settings->>'idleMinutes')::int, 30))
             AND (c.confirmed OR s.created_at > clock_timestamp() - interval '15 minutes')))
$function$;

CREATE OR REPLACE FUNCTION access.admit(p_matter uuid, p_email text, p_name text, p_side text, p_role text, p_tier integer, p_password_hash text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_cleared timestamptz := clock_timestamp(); p access.person; v_outcome text := 'joined';
BEGIN
  IF p_tier > (SELECT jsonb_array_length(settings->'tiers') FROM access.protective_order WHERE matter_id = p_matter AND in_force_from <= clock_timestamp() ORDER BY version DESC LIMIT 1) THEN
    RETURN jsonb_build_object('outcome', 'tier');
  END IF;
  INSERT INTO access.person (email, name, password_hash, first_password) VALUES (p_email, p_name, p_password_hash, true) ON CONFLICT (email) DO NOTHING RETURNING * INTO p;
  IF FOUND THEN
    v_outcome := 'added';
  ELSE
    SELECT * INTO p FROM access.person WHERE email = p_email;
  END IF;
  IF p.suspended_at IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'suspended'); END IF;
  IF p_role = 'expert' AND access.setting((access.order_of(p_matter)).settings, 'expertDisclosure') = 'true' THEN
    SELECT max(d.cleared_at) INTO v_cleared FROM access.disclosure d WHERE d.matter_id = p_matter AND d.email = p_email AND d.side::text = p_side AND d.state = 'cleared' AND d.tier >= p_tier;
  END IF;
  IF v_cleared IS NOT NULL AND access.seats_taken(p_matter, p_side::access.side, p_role::access.role) >= access.seat_cap(p_matter, p_side::access.side, p_role::access.role)
     AND NOT EXISTS (SELECT FROM access.membership m WHERE m.person_id = p.id AND m.matter_id = p_matter AND m.ended_at IS NULL) THEN
    RETURN jsonb_build_object('outcome', 'seats');
  END IF;
  INSERT INTO access.membership (person_id, matter_id, side, role, tier, cleared_at) VALUES (p.id, p_matter, p_side::access.side, p_role::access.role, p_tier, v_cleared)
    ON CONFLICT (person_id, matter_id) WHERE ended_at IS NULL DO NOTHING;
  IF NOT FOUND THEN RETURN jsonb_build_object('outcome', 'member'); END IF;
  RETURN jsonb_build_object('outcome', v_outcome, 'id', p.id, 'name', p.name, 'pending', v_cleared IS NULL);
END $function$;

CREATE OR REPLACE FUNCTION access.am_monitor()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT access.refusal(access.current_actor(), 'audit:read') IS NULL $function$;

CREATE OR REPLACE FUNCTION access.as_actor(p access.person, m access.membership, p_session uuid, p_kind text)
 RETURNS access.actor
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT jsonb_populate_record(NULL::access.actor, jsonb_build_object('session_id', p_session, 'person_id', p.id, 'membership_id', m.id,
    'matter_id', m.matter_id, 'side', m.side, 'role', m.role, 'tier', m.tier, 'email', p.email, 'name', p.name, 'kind', p_kind))
$function$;

CREATE OR REPLACE FUNCTION access.asks_factor(p_settings jsonb)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
RETURN COALESCE(((p_settings ->> 'mfa'::text))::boolean, true);

CREATE OR REPLACE FUNCTION access.begin_log()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  PERFORM access.enter_policy(NEW.id);
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION access.charge(a access.actor, p_views integer, p_characters bigint)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  v_now timestamptz := clock_timestamp(); v_slot timestamptz := date_bin('5 minutes', clock_timestamp(), '2000-01-01Z');
  v_fresh boolean;
  per_hour bigint; per_day bigint; characters_per_day bigint; in_hour bigint; in_day bigint; characters_in_day bigint; hour_from timestamptz; day_from timestamptz;
BEGIN
  SELECT access.setting(o.settings, 'viewsPerHour')::bigint + r.views, access.setting(o.settings, 'viewsPerDay')::bigint + r.views,
      access.setting(o.settings, 'charactersPerDay')::bigint + r.characters, x.*
    INTO per_hour, per_day, characters_per_day, in_hour, in_day, characters_in_day, hour_from, day_from
    FROM (SELECT coalesce(sum(r.views), 0) AS views, coalesce(sum(r.characters), 0) AS characters
      FROM access.budget_release r WHERE r.matter_id = a.matter_id AND r.person_id = a.person_id AND r.until > v_now) r
    LEFT JOIN access.protective_order o ON o.id = a.order_id
    CROSS JOIN access.spent(a.matter_id, a.person_id, v_now) x;
  -- Sharing is for limits that what is under way at once cannot reach from below half: as many looks as there are connections.
  IF least(per_hour, per_day) >= 400 AND in_hour * 2 < per_hour AND in_day * 2 < per_day AND characters_in_day * 2 + p_characters * 100 < characters_per_day THEN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(a.matter_id::text || a.person_id::text, 5));
  ELSE
    PERFORM pg_advisory_xact_lock(hashtextextended(a.matter_id::text || a.person_id::text, 5));
    SELECT x.* INTO in_hour, in_day, characters_in_day, hour_from, day_from FROM access.spent(a.matter_id, a.person_id, v_now) x;
  END IF;
  IF in_hour + p_views > per_hour THEN
    RETURN jsonb_build_object('rule', 'viewsPerHour', 'limit', per_hour, 'used', in_hour, 'freesAt', to_char((hour_from + interval '65 minutes') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
  ELSIF in_day + p_views > per_day THEN
    RETURN jsonb_build_object('rule', 'viewsPerDay', 'limit', per_day, 'used', in_day, 'freesAt', to_char((day_from + interval '24 hours 5 minutes') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
  ELSIF characters_in_day + p_characters > characters_per_day THEN
    RETURN jsonb_build_object('rule', 'charactersPerDay', 'limit', characters_per_day, 'used', characters_in_day, 'freesAt',
      to_char((coalesce(day_from, v_slot) + interval '24 hours 5 minutes') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
  END IF;
  INSERT INTO access.spending AS x (matter_id, person_id, slot, backend, views, characters)
    VALUES (a.matter_id, a.person_id, v_slot, pg_backend_pid(), p_views, p_characters)
    ON CONFLICT (matter_id, person_id, slot, backend) DO UPDATE SET views = x.views + excluded.views, characters = x.characters + excluded.characters
    RETURNING x.views = p_views AND x.characters = p_characters INTO v_fresh;
  IF v_fresh THEN
    DELETE FROM access.spending WHERE (matter_id, person_id, slot, backend) IN (
      SELECT x.matter_id, x.person_id, x.slot, x.backend FROM access.spending x
      WHERE x.matter_id = a.matter_id AND x.person_id = a.person_id AND x.slot < v_now - interval '25 hours' LIMIT 200 FOR UPDATE SKIP LOCKED);
  END IF;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION access.counts_as_factor(p_factor text, p_settings jsonb)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
RETURN CASE WHEN (p_factor IS NULL) THEN false WHEN (NOT COALESCE(((p_settings ->> 'mfa'::text))::boolean, true)) THEN true WHEN (p_factor = 'idp'::text) THEN COALESCE(((p_settings ->> 'trustIdpMfa'::text))::boolean, false) ELSE (p_factor <> 'password'::text) END;

CREATE OR REPLACE FUNCTION access.court_key(p_matter uuid, p_side access.side)
 RETURNS TABLE(epoch integer, public_key bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT k.epoch, k.public_key
  FROM (SELECT x.settings FROM access.protective_order x WHERE x.matter_id = p_matter AND x.in_force_from <= clock_timestamp() ORDER BY x.version DESC LIMIT 1) o,
    LATERAL access.sealing_key(p_matter, 'court') k
  WHERE p_side <> 'court' AND coalesce((o.settings->>'monitorReadsSealed')::boolean, false)
$function$;

CREATE OR REPLACE FUNCTION access.courts_matter()
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT c.matter_id FROM access.court_account c WHERE c.account = session_user $function$;

CREATE OR REPLACE FUNCTION access.covers_for(p_side access.side, p_role access.role, p_settings jsonb)
 RETURNS smallint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT greatest(1, least(2, coalesce((p_settings->'covers'->p_side::text->>p_role::text)::int, CASE p_role WHEN 'monitor' THEN 2 ELSE 1 END)))::smallint
$function$;

CREATE OR REPLACE FUNCTION access.current_actor()
 RETURNS access.actor
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT ROW(a.*)::access.actor FROM access.actor_of(current_setting('app.session', true)) a
$function$;

CREATE OR REPLACE FUNCTION access.day_of(p_settings jsonb, p_at timestamp with time zone)
 RETURNS date
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT (p_at AT TIME ZONE (access.setting(p_settings, 'timeZone')#>>'{}'))::date $function$;

CREATE OR REPLACE FUNCTION access.default_settings()
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT '{
  "tiers": ["CONFIDENTIAL", "HIGHLY CONFIDENTIAL – ATTORNEYS’ EYES ONLY"], "legends": [], "producingSide": "defense",
  "prosecutionBarTier": 2, "prosecutionBarMonths": 24, "actionEndedOn": null, "coarseningMinimum": 10, "metadataMinimum": 5,
  "publicNamesFrom": 50, "covers": {"plaintiff": {"expert": 1, "counsel": 1}, "defense": {"expert": 1, "counsel": 1}, "court": {"monitor": 2}},
  "seats": {"plaintiff": {"expert": null, "counsel": null}, "defense": {"expert": null, "counsel": null}}, "expertDisclosure": true,
  "idleMinutes": 30, "absoluteHours": 12, "mfa": true, "trustIdpMfa": false, "stepUpMinutes": 5,
  "viewsPerHour": 600, "viewsPerDay": 5000, "charactersPerDay": 20000000, "copyCap": 20000, "searchSeconds": 60,
  "queryPrecedence": "dtsearch", "monitorReadsSealed": false, "checkpointSeconds": 60, "witnessHours": 24,
  "expertObjection": {"days": 14, "of": "calendar"}, "challengeConfer": {"days": 14, "of": "calendar"}, "challengeMove": {"days": 21, "of": "calendar"},
  "timeZone": "America/New_York", "holidays": []}'::jsonb $function$;

CREATE OR REPLACE FUNCTION access.delay_after(p_guesses bigint)
 RETURNS interval
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT CASE WHEN p_guesses < 6 THEN interval '0' ELSE least(interval '8 seconds', interval '250 milliseconds' * power(2, least(p_guesses - 6, 10))) END $function$;

CREATE OR REPLACE FUNCTION access.end_sessions(p_person uuid, p_keep uuid, p_secret_hash bytea, p_all boolean)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_ended integer;
BEGIN
  UPDATE access.session s SET revoked_at = clock_timestamp() FROM access.membership m
    WHERE m.id = s.membership_id AND m.person_id = p_person AND s.revoked_at IS NULL AND s.id IS DISTINCT FROM p_keep AND (p_all OR s.kind = 'browser');
  GET DIAGNOSTICS v_ended = ROW_COUNT;
  IF p_secret_hash IS NOT NULL THEN UPDATE access.session SET secret_hash = p_secret_hash WHERE id = p_keep; END IF;
  RETURN v_ended;
END $function$;

CREATE OR REPLACE FUNCTION access.enter(p_secret text, p_touch boolean)
 RETURNS access.actor
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  SELECT * INTO a FROM access.actor_of(p_secret);
  IF p_touch AND a.seen_at < clock_timestamp() - interval '30 seconds' THEN
    UPDATE access.session SET last_seen_at = clock_timestamp() WHERE id = a.session_id AND last_seen_at < clock_timestamp() - interval '30 seconds';
  END IF;
  RETURN a;
END $function$;

CREATE OR REPLACE FUNCTION access.enter_policy(p_matter uuid)
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT audit.append(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', p_matter)), 'policy:set', NULL, 'done', NULL, access.policy(), NULL, NULL)
$function$;

CREATE OR REPLACE FUNCTION access.guard_draft()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF OLD.decision IS NOT NULL OR to_jsonb(NEW) - '{decision,decision_reason,decided_by,decided_at,version}'::text[]
      <> to_jsonb(OLD) - '{decision,decision_reason,decided_by,decided_at,version}'::text[] THEN
    RAISE EXCEPTION 'a draft is decided once, as it was written' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$;

CREATE OR REPLACE FUNCTION access.guard_seats()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_cap integer := access.seat_cap(NEW.matter_id, NEW.side, NEW.role);
BEGIN
  IF v_cap IS NULL OR NEW.cleared_at IS NULL OR NEW.ended_at IS NOT NULL THEN RETURN NULL; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.matter_id::text || NEW.side || NEW.role, 0));
  IF access.seats_taken(NEW.matter_id, NEW.side, NEW.role) > v_cap THEN
    RAISE EXCEPTION 'no seat is left' USING ERRCODE = '42501', CONSTRAINT = 'seats_are_capped';
  END IF;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION access.guess_key(p_email text, p_mark bytea)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT 'password:' || left(lower(p_email), 320) || ':' || coalesce((SELECT d.id::text FROM access.device d JOIN access.person p ON p.id = d.person_id
    WHERE p.email = lower(p_email) AND d.mark_hash = p_mark AND EXISTS (SELECT FROM access.session s WHERE s.device_id = d.id AND s.factor IS NOT NULL)), 'elsewhere')
$function$;

CREATE OR REPLACE FUNCTION access.has_factor(p_person uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT EXISTS (SELECT FROM access.totp WHERE person_id = p_person AND enrolled_at IS NOT NULL) OR EXISTS (SELECT FROM access.passkey WHERE person_id = p_person)
$function$;

CREATE OR REPLACE FUNCTION access.hash_order()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
END $function$;

CREATE OR REPLACE FUNCTION access.insert_lock(p_key access.member_key, p_lock jsonb)
 RETURNS uuid
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  INSERT INTO access.member_lock (key_id, matter_id, person_id, kind, label, salt, iterations, credential, box)
  VALUES (p_key.id, p_key.matter_id, p_key.person_id, p_lock->>'kind', p_lock->>'label', decode(p_lock->>'salt', 'base64'),
    (p_lock->>'iterations')::int, p_lock->>'credential', decode(p_lock->>'box', 'base64')) RETURNING id
$function$;

CREATE OR REPLACE FUNCTION access.is_working_day(p_settings jsonb, p_day date)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT extract(isodow FROM p_day) < 6 AND NOT access.setting(p_settings, 'holidays') ? to_char(p_day, 'YYYY-MM-DD') $function$;

CREATE OR REPLACE FUNCTION access.judge(a access.actor, p_action text, p_begins boolean)
 RETURNS text
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_refusal text; v_watched boolean;
BEGIN
  IF a.session_id IS NULL THEN RETURN 'unauthenticated'; END IF;
  SELECT CASE
      WHEN r.needs_factor AND a.confirmed IS NOT TRUE THEN 'mfa'
      WHEN r.needs_undertaking AND a.signed IS NOT TRUE THEN 'undertaking'
      WHEN r.needs_undertaking AND EXISTS (SELECT FROM access.membership m WHERE m.id = a.membership_id AND m.cleared_at IS NULL) THEN 'pending'
      WHEN r.needs_tier AND coalesce(a.tier, 0) < 1 THEN 'tier'
      WHEN p_begins AND r.needs_step_up IS NOT NULL AND coalesce(a.fresh, 'none') NOT IN ('all', r.needs_step_up) THEN 'step_up' END,
    p_begins AND r.needs_tier AND EXISTS (SELECT FROM audit.recipient w WHERE w.matter_id = a.matter_id AND w.kind = 'witness' AND w.ended_at IS NULL)
    INTO v_refusal, v_watched FROM access.permission r WHERE r.role = a.role AND r.action = p_action;
  IF NOT FOUND THEN RETURN 'role'; END IF;
  IF v_refusal IS NULL AND v_watched AND audit.is_unwitnessed(a.matter_id) THEN RETURN 'unwitnessed'; END IF;
  RETURN v_refusal;
END $function$;

CREATE OR REPLACE FUNCTION access.keep_first()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN RAISE EXCEPTION 'a first access stays the first' USING ERRCODE = '42501'; END $function$;

CREATE OR REPLACE FUNCTION access.keeps_redactions(a access.actor)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT a.side = 'host' OR a.side = access.producing_side(a)
$function$;

CREATE OR REPLACE FUNCTION access.last_day(p_settings jsonb, p_period text, p_at timestamp with time zone)
 RETURNS date
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_period jsonb := access.setting(p_settings, p_period); v_day date := access.day_of(p_settings, p_at); v_left integer := (v_period->>'days')::int;
BEGIN
  IF v_period->>'of' = 'business' THEN
    WHILE v_left > 0 LOOP
      v_day := v_day + 1;
      IF access.is_working_day(p_settings, v_day) THEN v_left := v_left - 1; END IF;
    END LOOP;
  ELSE
    v_day := v_day + v_left;
  END IF;
  WHILE NOT access.is_working_day(p_settings, v_day) LOOP v_day := v_day + 1; END LOOP;
  RETURN v_day;
END $function$;

CREATE OR REPLACE FUNCTION access.may(p_action text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT access.refusal(access.current_actor(), p_action) IS NULL $function$;

CREATE OR REPLACE FUNCTION access.may_enrol(a access.actor)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT a.session_id IS NOT NULL AND a.kind IS NOT DISTINCT FROM 'browser' AND a.confirmed IS NOT NULL AND a.fresh IS NOT NULL
    AND (a.fresh = 'all' OR (NOT a.confirmed AND NOT access.has_factor(a.person_id))
      OR (NOT a.confirmed AND coalesce((SELECT s.factor IN ('totp', 'passkey', 'recovery') FROM access.session s WHERE s.id = a.session_id), false)))
$function$;

CREATE OR REPLACE FUNCTION access.member_keys(p_matter uuid, p_side access.side)
 RETURNS SETOF access.member_key
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT k.* FROM access.member_key k
  JOIN access.membership m ON m.person_id = k.person_id AND m.matter_id = k.matter_id AND m.side = k.side AND m.ended_at IS NULL
  JOIN access.person p ON p.id = k.person_id AND p.suspended_at IS NULL
  WHERE k.matter_id = p_matter AND k.side = p_side AND k.replaced_at IS NULL
$function$;

CREATE OR REPLACE FUNCTION access.my_matter()
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT (access.current_actor()).matter_id $function$;

CREATE OR REPLACE FUNCTION access.my_person()
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT (access.current_actor()).person_id $function$;

CREATE OR REPLACE FUNCTION access.my_side()
 RETURNS access.side
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT (access.current_actor()).side $function$;

CREATE OR REPLACE FUNCTION access.my_tier()
 RETURNS smallint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT (access.current_actor()).tier::smallint $function$;

CREATE OR REPLACE FUNCTION access.order_of(p_matter uuid)
 RETURNS access.protective_order
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT * FROM access.protective_order WHERE matter_id = p_matter AND in_force_from <= clock_timestamp() ORDER BY version DESC LIMIT 1
$function$;

CREATE OR REPLACE FUNCTION access.policy()
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT jsonb_build_object(
    'roles', (SELECT coalesce(jsonb_object_agg(role, actions), '{}') FROM (
      SELECT role, jsonb_agg(action ORDER BY action) AS actions FROM access.permission GROUP BY role) r),
    'needs', (SELECT coalesce(jsonb_object_agg(need, actions), '{}') FROM (
      SELECT substr(k, 7) AS need, jsonb_agg(DISTINCT p.action) AS actions
      FROM access.permission p, jsonb_each(to_jsonb(p)) e(k, v) WHERE k LIKE 'needs\_%' AND v NOT IN ('false', 'null') GROUP BY k) n),
    'exports', (SELECT coalesce(jsonb_agg(DISTINCT action), '[]') FROM access.permission WHERE needs_step_up = 'export'))
$function$;

CREATE OR REPLACE FUNCTION access.producing_side(a access.actor)
 RETURNS access.side
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT (access.setting((access.order_of(a.matter_id)).settings, 'producingSide')#>>'{}')::access.side
$function$;

CREATE OR REPLACE FUNCTION access.refusal(a access.actor, p_action text)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$SELECT access.judge(a, p_action, true)$function$;

CREATE OR REPLACE FUNCTION access.sealing_key(p_matter uuid, p_side access.side)
 RETURNS TABLE(epoch integer, public_key bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT s.epoch, s.public_key FROM access.side_key s
  WHERE s.matter_id = p_matter AND s.side = p_side AND NOT access.side_key_is_stale(p_matter, p_side)
  ORDER BY s.epoch DESC LIMIT 1
$function$;

CREATE OR REPLACE FUNCTION access.seat_cap(p_matter uuid, p_side access.side, p_role access.role)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT (access.setting((access.order_of(p_matter)).settings, 'seats')->p_side::text->>p_role::text)::int
$function$;

CREATE OR REPLACE FUNCTION access.seats_taken(p_matter uuid, p_side access.side, p_role access.role)
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT count(*) FROM access.membership m JOIN access.person p ON p.id = m.person_id AND p.suspended_at IS NULL
  WHERE m.matter_id = p_matter AND m.side = p_side AND m.role = p_role AND m.ended_at IS NULL AND m.cleared_at IS NOT NULL
$function$;

CREATE OR REPLACE FUNCTION access.setting(p_settings jsonb, p_name text)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN COALESCE((p_settings -> p_name), (access.default_settings() -> p_name));

CREATE OR REPLACE FUNCTION access.side_key_is_stale(p_matter uuid, p_side access.side)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT EXISTS (
    SELECT FROM access.side_grant g
    WHERE g.matter_id = p_matter AND g.side = p_side
      AND g.epoch = (SELECT max(s.epoch) FROM access.side_key s WHERE s.matter_id = p_matter AND s.side = p_side)
      AND NOT EXISTS (
        SELECT FROM access.membership m JOIN access.person p ON p.id = m.person_id AND p.suspended_at IS NULL
        WHERE m.person_id = g.person_id AND m.matter_id = g.matter_id AND m.side = g.side AND m.ended_at IS NULL))
$function$;

CREATE OR REPLACE FUNCTION access.signature_under(p_person uuid, o access.protective_order)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT u.id FROM access.undertaking u JOIN access.protective_order w ON w.id = u.order_id
  WHERE u.person_id = p_person AND w.matter_id = o.matter_id AND w.version >= o.binds_from AND u.order_sha256 = o.sha256 ORDER BY w.version DESC LIMIT 1
$function$;

CREATE OR REPLACE FUNCTION access.spend(a access.actor, p_views integer, p_characters integer)
 RETURNS text
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT CASE WHEN access.charge(a, p_views, p_characters) IS NOT NULL THEN 'budget' END $function$;

CREATE OR REPLACE FUNCTION access.spent(p_matter uuid, p_person uuid, p_now timestamp with time zone)
 RETURNS TABLE(in_hour bigint, in_day bigint, characters_in_day bigint, hour_from timestamp with time zone, day_from timestamp with time zone)
 LANGUAGE sql
 STABLE
AS $function$
  SELECT coalesce(sum(x.views) FILTER (WHERE x.slot > p_now - interval '65 minutes'), 0), coalesce(sum(x.views), 0), coalesce(sum(x.characters), 0)::bigint,
    min(x.slot) FILTER (WHERE x.slot > p_now - interval '65 minutes'), min(x.slot)
  FROM access.spending x WHERE x.matter_id = p_matter AND x.person_id = p_person AND x.slot > p_now - interval '24 hours 5 minutes'
$function$;

CREATE OR REPLACE FUNCTION access.standing(a access.actor, p_action text)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$SELECT access.judge(a, p_action, false)$function$;

CREATE OR REPLACE FUNCTION access.take_code(t access.totp, p_key bytea, p_code text)
 RETURNS bigint
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_now bigint := floor(extract(epoch FROM clock_timestamp()) / 30); v_secret bytea := access.unseal(t.sealed, p_key); v_taken bigint;
BEGIN
  FOR v_step IN v_now - 1 .. v_now + 1 LOOP
    IF v_step > coalesce(t.last_step, 0) AND access.totp_code(v_secret, v_step) = p_code THEN v_taken := v_step; END IF;
  END LOOP;
  IF v_taken IS NOT NULL THEN UPDATE access.totp SET last_step = v_taken, used_at = clock_timestamp() WHERE id = t.id; END IF;
  RETURN v_taken;
END $function$;

CREATE OR REPLACE FUNCTION access.totp_code(p_secret bytea, p_step bigint)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT lpad(((((get_byte(h, o) & 127) << 24) | (get_byte(h, o + 1) << 16) | (get_byte(h, o + 2) << 8) | get_byte(h, o + 3)) % 1000000)::text, 6, '0')
  FROM (SELECT h, get_byte(h, 19) & 15 AS o FROM (SELECT crypto.hmac(int8send(p_step), p_secret, 'sha1') AS h) x) y
$function$;

CREATE OR REPLACE FUNCTION access.unseal(p_sealed bytea, p_key bytea)
 RETURNS bytea
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_nonce bytea := substring(p_sealed FROM 1 FOR 12); v_text bytea := substring(p_sealed FROM 13 FOR length(p_sealed) - 28); v_pad bytea := '';
BEGIN
  FOR i IN 0 .. (length(v_text) - 1) / 16 LOOP
    v_pad := v_pad || crypto.encrypt(v_nonce || int4send(i + 2), p_key, 'aes-ecb/pad:none');
  END LOOP;
  FOR i IN 0 .. length(v_text) - 1 LOOP
    v_text := set_byte(v_text, i, get_byte(v_text, i) # get_byte(v_pad, i));
  END LOOP;
  RETURN v_text;
END $function$;

CREATE OR REPLACE FUNCTION access.visible_docno(a access.actor, p_control text)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$SELECT v.docno FROM record.visible(a.tier, record.find_docno(a.matter_id, p_control)) v$function$;

-- budget_release: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- challenge: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- court_account: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- device: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- disclosure: disclosures_of_my_matter, for select to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND ( SELECT access.may('disclosure:read'::text) AS may))

-- disclosure: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- disclosure_cv: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- first_access: for_who_sees_the_people, for select to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND (( SELECT access.may('people:read'::text) AS may) OR (person_id = ( SELECT access.my_person() AS my_person))))

-- first_access: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- guess: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- guess_queue: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- identity: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- matter: my_matter, for select to rr_app
--   using (id = ( SELECT access.my_matter() AS my_matter))

-- matter: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- matter: the_sequencer_names_logs, for select to rr_sequencer
--   using true

-- member_key: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- member_key: shown_to_whom_it_belongs, for select to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND (side = ( SELECT access.my_side() AS my_side)))

-- member_lock: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- member_lock: shown_to_whom_it_belongs, for select to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND (person_id = ( SELECT access.my_person() AS my_person)))

-- membership: members_of_my_matter, for select to rr_app
--   using (matter_id = ( SELECT access.my_matter() AS my_matter))

-- membership: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- order_draft: drafts_for_who_works_on_them, for select to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND (( SELECT access.may('order:draft'::text) AS may) OR ( SELECT access.may('order:amend'::text) AS may)))

-- order_draft: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- passkey: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- permission: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- person: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- person: people_of_my_matter, for select to rr_app
--   using (id IN ( SELECT m.person_id
   FROM access.membership m
  WHERE (m.matter_id = ( SELECT access.my_matter() AS my_matter))))

-- protective_order: orders_of_my_matter, for select to rr_app
--   using (matter_id = ( SELECT access.my_matter() AS my_matter))

-- protective_order: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- protective_order: the_sequencer_keeps_time, for select to rr_sequencer
--   using true

-- recovery_code: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- session: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- side_grant: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- side_grant: shown_to_whom_it_belongs, for select to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND (side = ( SELECT access.my_side() AS my_side)) AND (person_id = ( SELECT access.my_person() AS my_person)))

-- side_key: keys_of_my_matter, for select to rr_app
--   using (matter_id = ( SELECT access.my_matter() AS my_matter))

-- side_key: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- spending: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- totp: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- undertaking: i_sign_for_myself, for insert to rr_app
--   using (nothing)
--   check ((person_id = ( SELECT access.my_person() AS my_person)) AND ((order_id, order_sha256) = ( SELECT a.order_id,
    a.order_sha256
   FROM access.current_actor() a(session_id, person_id, membership_id, matter_id, side, role, tier, email, name, order_id, order_sha256, signed, kind))))

-- undertaking: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- undertaking: undertakings_of_my_matter, for select to rr_app
--   using (order_id IN ( SELECT o.id
   FROM access.protective_order o
  WHERE (o.matter_id = ( SELECT access.my_matter() AS my_matter))))
