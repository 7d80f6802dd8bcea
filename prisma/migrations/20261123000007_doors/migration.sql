-- The two doors. api.begin and api.record let the web process act: work and entry in one transaction. api.open_* commit an entry and
-- give a ticket; api.read_* give text for a ticket that an earlier transaction committed. There is no other way to a text column.
-- All are SECURITY DEFINER with a fixed search_path. A refusal is recorded and returned, never raised: raising would undo its record.

-- Names the caller for this transaction alone and says who it is. Null where the secret opens no session.
CREATE FUNCTION api.begin(p_secret text, p_touch boolean) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor; o access.protective_order;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN NULL; END IF;
  IF p_touch THEN
    UPDATE access.session SET last_seen_at = clock_timestamp() WHERE id = a.session_id AND last_seen_at < clock_timestamp() - interval '30 seconds';
  END IF;
  SELECT * INTO o FROM access.protective_order WHERE id = a.order_id;
  RETURN jsonb_build_object(
    'session', a.session_id, 'person', a.person_id, 'matter', a.matter_id, 'caption', (SELECT caption FROM access.matter WHERE id = a.matter_id),
    'side', a.side, 'role', a.role, 'tier', a.tier, 'email', a.email, 'name', a.name, 'signed', a.signed, 'kind', a.kind,
    'order', jsonb_build_object('id', o.id, 'version', o.version, 'title', o.title, 'sha256', encode(o.sha256, 'hex'), 'settings', o.settings),
    'expiresAt', (SELECT expires_at FROM access.session WHERE id = a.session_id));
END $$;

-- Appends the entry of something done or refused. What is recorded as done must have been permitted. An entry that a ticket is
-- (it names what is shown) is written by the doors alone: they ask about tiers, pairs and holds before they write it.
CREATE FUNCTION api.record(p_action text, p_object text, p_outcome text, p_reason text, p_detail jsonb, p_private jsonb, p_request uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_refusal text := access.refusal(a, p_action);
BEGIN
  IF a.session_id IS NULL THEN RAISE EXCEPTION 'nobody is acting' USING ERRCODE = '42501'; END IF;
  IF p_outcome = 'done' AND v_refusal IS NOT NULL THEN RAISE EXCEPTION 'not permitted: %', v_refusal USING ERRCODE = '42501'; END IF;
  IF p_outcome = 'done' AND (p_action = 'conversation:view' OR p_detail ? 'shown') THEN RAISE EXCEPTION 'a ticket is given by a door' USING ERRCODE = '42501'; END IF;
  RETURN audit.append(a, p_action, p_object, p_outcome, p_reason, p_detail, p_private, p_request);
END $$;

-- Sign-in. The password is checked outside (argon2id); what comes in here is the outcome.
CREATE FUNCTION api.find_credential(p_email text) RETURNS TABLE (password_hash text, failures integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT (SELECT p.password_hash FROM access.person p WHERE p.email = lower(p_email) AND p.suspended_at IS NULL
            AND EXISTS (SELECT FROM access.membership m WHERE m.person_id = p.id AND m.ended_at IS NULL)),
         (SELECT count(*)::int FROM access.sign_in_failure f WHERE f.email = lower(p_email) AND f.failed_at > clock_timestamp() - interval '15 minutes')
$$;

-- Opens a session for a person whose secret was proved. The matter acted on is the one named, or the first they were admitted to.
CREATE FUNCTION api.open_session(p_email text, p_secret_hash bytea, p_kind text, p_label text, p_expires_at timestamptz, p_matter uuid DEFAULT NULL) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE m access.membership; p access.person; v_id uuid; v_hours integer; a access.actor;
BEGIN
  SELECT * INTO p FROM access.person WHERE email = lower(p_email) AND suspended_at IS NULL;
  SELECT * INTO m FROM access.membership WHERE person_id = p.id AND ended_at IS NULL AND (p_matter IS NULL OR matter_id = p_matter) ORDER BY granted_at LIMIT 1;
  IF m.id IS NULL THEN RETURN NULL; END IF;
  SELECT coalesce((settings->>'absoluteHours')::int, 12) INTO v_hours FROM access.protective_order
    WHERE matter_id = m.matter_id AND in_force_from <= clock_timestamp() ORDER BY version DESC LIMIT 1;
  INSERT INTO access.session (secret_hash, membership_id, kind, label, expires_at)
    VALUES (p_secret_hash, m.id, p_kind, p_label, coalesce(p_expires_at, clock_timestamp() + make_interval(hours => coalesce(v_hours, 12))))
    RETURNING id INTO v_id;
  DELETE FROM access.sign_in_failure WHERE email = p.email;
  a := ROW(v_id, p.id, m.id, m.matter_id, m.side, m.role, m.tier, p.email, p.name, NULL, NULL, NULL, p_kind)::access.actor;
  PERFORM audit.append(a, CASE p_kind WHEN 'token' THEN 'token:create' ELSE 'session:open' END, NULL, 'done', NULL, jsonb_build_object('kind', p_kind), NULL, NULL);
  RETURN v_id;
END $$;

CREATE FUNCTION api.refuse_sign_in(p_email text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE p access.person; m access.membership; a access.actor;
BEGIN
  INSERT INTO access.sign_in_failure (email) VALUES (left(lower(p_email), 320));
  DELETE FROM access.sign_in_failure WHERE failed_at < clock_timestamp() - interval '1 day';
  SELECT * INTO p FROM access.person WHERE email = lower(p_email);
  SELECT * INTO m FROM access.membership WHERE person_id = p.id ORDER BY granted_at LIMIT 1;
  -- An unknown address is not written down: people type passwords into that field.
  a := ROW(NULL, p.id, m.id, m.matter_id, m.side, m.role, NULL, p.email, p.name, NULL, NULL, NULL, NULL)::access.actor;
  PERFORM audit.append(a, 'session:open', NULL, 'refused', 'sign_in', NULL, NULL, NULL);
END $$;

CREATE FUNCTION api.close_session(p_secret text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN; END IF;
  UPDATE access.session SET revoked_at = clock_timestamp() WHERE id = a.session_id;
  PERFORM audit.append(a, 'session:close', NULL, 'done', NULL, NULL, NULL, NULL);
END $$;

-- A ticket is good once committed, for half a minute, for the session that drew it, for what it was drawn for.
CREATE FUNCTION audit.redeem(p_ticket bigint, p_actions text[]) RETURNS audit.entry
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE e audit.entry; a access.actor := access.current_actor();
BEGIN
  SELECT * INTO e FROM audit.entry WHERE id = p_ticket;
  IF e.id IS NULL OR a.session_id IS NULL OR e.session_id <> a.session_id OR e.outcome <> 'done' OR NOT e.action = ANY (p_actions)
     OR e.at < clock_timestamp() - interval '30 seconds' OR access.refusal(a, e.action) IS NOT NULL THEN
    RAISE EXCEPTION 'no valid ticket' USING ERRCODE = '42501';
  END IF;
  IF e.xid = pg_current_xact_id_if_assigned() OR NOT pg_visible_in_snapshot(e.xid, pg_current_snapshot()) THEN
    RAISE EXCEPTION 'the audit entry of this ticket is not committed yet' USING ERRCODE = '42501';
  END IF;
  -- Committed is not yet on disk: a caller may switch synchronous_commit off between writing the entry and committing it. Its commit
  -- lies below the point of insertion seen now; where the disk is behind that, it is made to follow first (PostgreSQL 17 and newer).
  IF pg_current_wal_flush_lsn() < pg_current_wal_insert_lsn() AND current_setting('server_version_num')::int >= 170000 THEN
    EXECUTE $flush$SELECT pg_logical_emit_message(false, 'reading-room', '-', true)$flush$;
  END IF;
  RETURN e;
END $$;
