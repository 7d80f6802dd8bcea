-- A look asks the same questions with fewer statements. Of its two milliseconds of the processor nearly all went into starting some forty
-- statements, each of one row; what was asked twice is asked once, what belongs together is asked together, and helpers that only the doors
-- may call are of the kind that PostgreSQL puts into the statement that calls them (no SECURITY DEFINER, no SET: the door has fixed both).
-- The answers, and the order of the questions, are what they were. Replaces functions, takes no lock.

-- Put into the statements that call them.
CREATE OR REPLACE FUNCTION access.setting(p_settings jsonb, p_name text) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN coalesce(p_settings->p_name, access.default_settings()->p_name);
CREATE OR REPLACE FUNCTION access.asks_factor(p_settings jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE
  RETURN coalesce((p_settings->>'mfa')::boolean, true);
CREATE OR REPLACE FUNCTION access.counts_as_factor(p_factor text, p_settings jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE
  RETURN CASE WHEN p_factor IS NULL THEN false
    WHEN NOT coalesce((p_settings->>'mfa')::boolean, true) THEN true
    WHEN p_factor = 'idp' THEN coalesce((p_settings->>'trustIdpMfa')::boolean, false)
    ELSE p_factor <> 'password' END;

-- The one place that says who is calling. A caller proves a session by its secret; it can name nobody.
-- No row: no such session, or revoked, expired, idle too long, left unconfirmed for a quarter of an hour, suspended or removed.
-- A token and a command need no factor of their own: a token was made by somebody who had given one, a command has the rights of the host.
CREATE FUNCTION access.actor_of(p_secret text) RETURNS SETOF access.actor
LANGUAGE sql STABLE AS $$
  SELECT s.id, p.id, m.id, m.matter_id, m.side, m.role, m.tier, p.email, p.name, o.id, o.sha256,
    EXISTS (SELECT FROM access.undertaking u JOIN access.protective_order w ON w.id = u.order_id
      WHERE u.person_id = p.id AND w.matter_id = m.matter_id AND w.version >= o.binds_from AND u.order_sha256 = o.sha256),
    s.kind, c.confirmed,
    CASE WHEN s.kind = 'command' OR (s.kind = 'token' AND NOT access.asks_factor(o.settings)) THEN 'all'
      WHEN s.kind = 'token' THEN CASE WHEN s.exports THEN 'export' ELSE 'none' END
      WHEN c.confirmed AND s.factor_at > clock_timestamp() - make_interval(mins => coalesce((o.settings->>'stepUpMinutes')::int, 5)) THEN 'all'
      ELSE 'none' END
  FROM access.session s
  JOIN access.membership m ON m.id = s.membership_id AND m.ended_at IS NULL
  JOIN access.person p ON p.id = m.person_id AND p.suspended_at IS NULL
  LEFT JOIN LATERAL (
    SELECT * FROM access.protective_order x WHERE x.matter_id = m.matter_id AND x.in_force_from <= now()
    ORDER BY x.version DESC LIMIT 1) o ON true
  CROSS JOIN LATERAL (SELECT s.kind <> 'browser' OR (access.counts_as_factor(s.factor, o.settings)
    AND NOT (p.first_password AND access.asks_factor(o.settings))) AS confirmed) c
  WHERE s.secret_hash = sha256(convert_to(coalesce(p_secret, ''), 'UTF8'))
    AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
    AND (s.kind <> 'browser'
         OR (s.last_seen_at > clock_timestamp() - make_interval(mins => coalesce((o.settings->>'idleMinutes')::int, 30))
             AND (c.confirmed OR s.created_at > clock_timestamp() - interval '15 minutes')))
$$;
REVOKE ALL ON FUNCTION access.actor_of(text) FROM PUBLIC;
CREATE OR REPLACE FUNCTION access.current_actor() RETURNS access.actor
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT ROW(a.*)::access.actor FROM access.actor_of(current_setting('app.session', true)) a
$$;
CREATE OR REPLACE FUNCTION access.enter(p_secret text, p_touch boolean) RETURNS access.actor
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor;
BEGIN
  PERFORM set_config('app.session', coalesce(p_secret, ''), true);
  SELECT * INTO a FROM access.actor_of(p_secret);
  IF p_touch AND a.session_id IS NOT NULL THEN
    UPDATE access.session SET last_seen_at = clock_timestamp() WHERE id = a.session_id AND last_seen_at < clock_timestamp() - interval '30 seconds';
  END IF;
  RETURN a;
END $$;

-- Why this actor may not do this action, or NULL when they may. The same questions in the same order as domain/access/permit.ts, after the one
-- whether anybody is acting at all. What goes on with something begun earlier (`p_begins` false) is not asked for a fresh factor, nor for a witness.
CREATE FUNCTION access.judge(a access.actor, p_action text, p_begins boolean) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
END $$;
REVOKE ALL ON FUNCTION access.judge(access.actor, text, boolean) FROM PUBLIC;
CREATE OR REPLACE FUNCTION access.standing(a access.actor, p_action text) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT access.judge(a, p_action, false)';
CREATE OR REPLACE FUNCTION access.refusal(a access.actor, p_action text) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT access.judge(a, p_action, true)';

-- Which conversation a control number names. Its volume's prefix is letters and digits, so what stands before the last ten characters is compared
-- as it is; what stands after must be a hyphen and nine digits.
CREATE FUNCTION record.locate(p_matter uuid, p_control text) RETURNS TABLE (docno integer) LANGUAGE sql STABLE AS $$
  SELECT v.first_docno + asked.number - 1
  FROM (SELECT CASE WHEN left(right(p_control, 10), 1) = '-' AND translate(right(p_control, 9), '0123456789', '') = '' THEN right(p_control, 9)::int END AS number) asked,
    record.volume v
  WHERE v.control_prefix = left(p_control, -10) AND v.matter_id = p_matter AND v.state = 'sealed' AND asked.number BETWEEN 1 AND v.size
$$;
CREATE OR REPLACE FUNCTION record.find_docno(p_matter uuid, p_control text) RETURNS integer LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
  AS 'SELECT l.docno FROM record.locate(p_matter, p_control) l';

-- What is said of a conversation besides its words; and the same where a reader of some tier may know of it.
CREATE FUNCTION record.cards(p_docno integer) RETURNS TABLE (docno integer, turns integer, tier smallint, flags integer, disclosure record.disclosure, card jsonb)
LANGUAGE sql STABLE AS $$
  SELECT c.docno, c.turns, c.tier, c.flags, v.disclosure, jsonb_build_object(
    'docno', c.docno, 'controlNumber', record.control_number(v.control_prefix, v.first_docno, c.docno), 'volume', v.name, 'disclosure', v.disclosure,
    'model', m.name, 'language', l.tag, 'month', CASE WHEN c.month IS NULL THEN NULL ELSE (c.month / 100) || '-' || lpad((c.month % 100)::text, 2, '0') END,
    'turns', c.turns, 'words', c.words, 'tier', c.tier, 'flags', c.flags)
  FROM record.conversation c JOIN record.volume v ON v.id = c.volume_id
  LEFT JOIN record.model m ON m.id = c.model_id LEFT JOIN record.language l ON l.id = c.language_id
  WHERE c.docno = p_docno
$$;
CREATE FUNCTION record.visible(p_tier smallint, p_docno integer) RETURNS TABLE (docno integer, turns integer, disclosure record.disclosure, card jsonb)
LANGUAGE sql STABLE AS $$
  SELECT k.docno, k.turns, k.disclosure, k.card FROM record.cards(p_docno) k
  WHERE k.tier <= p_tier AND k.disclosure <> 'aggregate' AND (k.disclosure <> 'matched' OR k.flags & 32 <> 0)
$$;
CREATE OR REPLACE FUNCTION record.card(p_docno integer) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS 'SELECT k.card FROM record.cards(p_docno) k';
CREATE OR REPLACE FUNCTION access.visible_docno(a access.actor, p_control text) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS 'SELECT v.docno FROM record.visible(a.tier, record.find_docno(a.matter_id, p_control)) v';
REVOKE ALL ON FUNCTION record.locate(uuid, text), record.cards(integer), record.visible(smallint, integer) FROM PUBLIC;

-- Turns as a reader of a tier may have them.
CREATE OR REPLACE FUNCTION record.turns_for(p_tier smallint, p_docno integer, p_from integer, p_to integer) RETURNS TABLE (turn integer, said jsonb)
LANGUAGE sql STABLE AS $$
  SELECT (t.first_turn + n - 1)::int, CASE WHEN w.tier > p_tier THEN jsonb_build_object('role', s->'role', 'text', '', 'withheld', w.tier)
    WHEN w.tier IS NOT NULL THEN s || jsonb_build_object('tier', w.tier) ELSE s END
  FROM record.conversation_text t CROSS JOIN jsonb_array_elements(t.turns) WITH ORDINALITY x(s, n)
  LEFT JOIN record.turn_tier w ON w.docno = p_docno AND w.turn = t.first_turn + n - 1
  WHERE t.docno = p_docno AND t.first_turn <= p_to AND t.first_turn + t.turn_count > p_from AND t.first_turn + n - 1 BETWEEN p_from AND p_to
$$;

-- Changes passages of a function, each from one text to another, and leaves the rest as it stands.
CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;

SELECT pg_temp.amend('access.charge(access.actor, integer, bigint)',
  $$SELECT settings INTO s FROM access.protective_order WHERE id = a.order_id;
  SELECT coalesce(sum(r.views), 0), coalesce(sum(r.characters), 0) INTO v_more_views, v_more_characters
    FROM access.budget_release r WHERE r.matter_id = a.matter_id AND r.person_id = a.person_id AND r.until > v_now;
  per_hour := access.setting(s, 'viewsPerHour')::bigint + v_more_views;
  per_day := access.setting(s, 'viewsPerDay')::bigint + v_more_views;
  characters_per_day := access.setting(s, 'charactersPerDay')::bigint + v_more_characters;$$,
  $$SELECT access.setting(o.settings, 'viewsPerHour')::bigint + r.views, access.setting(o.settings, 'viewsPerDay')::bigint + r.views,
      access.setting(o.settings, 'charactersPerDay')::bigint + r.characters
    INTO per_hour, per_day, characters_per_day
    FROM (SELECT coalesce(sum(r.views), 0) AS views, coalesce(sum(r.characters), 0) AS characters
      FROM access.budget_release r WHERE r.matter_id = a.matter_id AND r.person_id = a.person_id AND r.until > v_now) r
    LEFT JOIN access.protective_order o ON o.id = a.order_id;$$,
  's jsonb; v_now', 'v_now',
  E'v_more_views bigint; v_more_characters bigint; v_fresh', 'v_fresh');

SELECT pg_temp.amend('audit.append(access.actor, text, text, text, text, jsonb, audit.sealed, uuid)',
  $$IF a.side IS NOT NULL AND audit.sealed_to(a.side, p_sealed) IS NOT NULL THEN$$,
  $$IF (p_sealed).commitment IS NOT NULL AND a.side IS NOT NULL AND audit.sealed_to(a.side, p_sealed) IS NOT NULL THEN$$,
  $$convert_to((SELECT jsonb_object_agg(k, v) FILTER (WHERE v <> 'null') FROM jsonb_each(jsonb_build_object($$, 'convert_to((jsonb_strip_nulls(jsonb_build_object(',
  $$'reason', p_reason, 'detail', p_detail,$$, $$'reason', p_reason,$$,
  $$'request', p_request)) x(k, v))::text, 'UTF8'))$$,
  $$'request', p_request)) || CASE WHEN p_detail <> 'null' THEN jsonb_build_object('detail', p_detail) ELSE '{}' END)::text, 'UTF8'))$$);

-- A statement in a branch that is not gone into is never looked at: PostgreSQL 15 and 16, which have no such function, do not mind it.
SELECT pg_temp.amend('audit.redeem(access.actor, bigint, text[])',
  $$EXECUTE $flush$SELECT pg_logical_emit_message(false, 'reading-room', '-', true)$flush$;$$,
  $$PERFORM pg_logical_emit_message(false, 'reading-room', '-', true);$$,
  $$OR access.standing(a, CASE e.action WHEN 'conversation:ask' THEN 'conversation:search' ELSE e.action END) IS NOT NULL$$,
  $$OR access.judge(a, CASE e.action WHEN 'conversation:ask' THEN 'conversation:search' ELSE e.action END, false) IS NOT NULL$$);

SELECT pg_temp.amend('api.open_view(text, text, integer, integer, text, uuid)',
  $$v_refusal := access.refusal(a, 'conversation:view');$$, $$v_refusal := access.judge(a, 'conversation:view', true);$$,
  $$    v_docno := access.visible_docno(a, p_control);
    IF v_docno IS NULL THEN v_refusal := 'not_found'; END IF;
  END IF;
  IF v_refusal IS NULL THEN
    c := record.card(v_docno);
    v_from := least(greatest(1, coalesce(p_from, 1)), (c->>'turns')::int + 1);
    v_to := least((c->>'turns')::int, coalesce(p_to, v_from + 49), v_from + 199);$$,
  $$    SELECT l.docno INTO v_docno FROM record.locate(a.matter_id, p_control) l;
    SELECT v.card, v.disclosure, v.turns INTO c, v_disclosure, v_turns FROM record.visible(a.tier, v_docno) v;
    IF NOT FOUND THEN v_refusal := 'not_found'; END IF;
  END IF;
  IF v_refusal IS NULL THEN
    v_from := least(greatest(1, coalesce(p_from, 1)), v_turns + 1);
    v_to := least(v_turns, coalesce(p_to, v_from + 49), v_from + 199);$$,
  'e := audit.answered(a, p_request);', 'IF p_request IS NOT NULL THEN e := audit.answered(a, p_request); END IF;',
  $$c->>'disclosure' = 'pair'$$, $$v_disclosure = 'pair'$$,
  'v_withheld integer;', 'v_withheld integer; v_disclosure record.disclosure; v_turns integer;');

SELECT pg_temp.amend('api.read_view(text, bigint)',
  'DECLARE e audit.entry;', 'DECLARE v_docno integer; e audit.entry;',
  $$RETURN QUERY SELECT t.turn, t.said FROM record.turns_for(a.tier, access.visible_docno(a, split_part(e.object, ':', 2)),$$,
  $$SELECT l.docno INTO v_docno FROM record.locate(a.matter_id, split_part(e.object, ':', 2)) l;
  SELECT v.docno INTO v_docno FROM record.visible(a.tier, v_docno) v;
  RETURN QUERY SELECT t.turn, t.said FROM record.turns_for(a.tier, v_docno,$$);

-- With the entry that shows a tier to somebody for the first time comes one of its own that says so. Whoever has seen every tier they reach
-- is asked nothing more than that, and a look at a conversation of a tier that they have seen little more.
CREATE OR REPLACE FUNCTION audit.note_first() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_tier smallint; v_settings jsonb; v_seen smallint[]; v_reach smallint; v_docno integer;
BEGIN
  SELECT ARRAY(SELECT f.tier FROM access.first_access f WHERE f.matter_id = NEW.matter_id AND f.person_id = NEW.person_id),
    (SELECT m.tier FROM access.membership m WHERE m.matter_id = NEW.matter_id AND m.person_id = NEW.person_id AND m.ended_at IS NULL),
    CASE NEW.action WHEN 'conversation:view' THEN (SELECT l.docno FROM record.locate(NEW.matter_id, split_part(NEW.object, ':', 2)) l) END
    INTO v_seen, v_reach, v_docno;
  IF cardinality(v_seen) >= v_reach THEN RETURN NULL; END IF;
  IF v_docno IS NOT NULL AND EXISTS (SELECT FROM record.conversation c WHERE c.docno = v_docno AND c.top_tier = 0 AND c.tier = ANY (v_seen)) THEN RETURN NULL; END IF;
  FOR v_tier IN SELECT t FROM audit.tiers_shown(NEW) t WHERE NOT t = ANY (v_seen) ORDER BY t LOOP
    INSERT INTO access.first_access VALUES (NEW.matter_id, NEW.person_id, v_tier, NEW.id, NEW.at) ON CONFLICT DO NOTHING;
    CONTINUE WHEN NOT FOUND;
    v_settings := (access.order_of(NEW.matter_id)).settings;
    PERFORM audit.append(jsonb_populate_record(NULL::access.actor, jsonb_build_object('session_id', NEW.session_id, 'person_id', NEW.person_id, 'matter_id', NEW.matter_id,
        'side', NEW.side, 'role', NEW.role, 'email', NEW.email)), 'access:first', 'tier:' || v_tier, 'done', NULL,
      jsonb_build_object('tier', v_tier, 'name', access.setting(v_settings, 'tiers')->(v_tier - 1), 'entry', NEW.id::text,
        'bar', (access.setting(v_settings, 'prosecutionBarTier'))::int BETWEEN 1 AND v_tier), NULL, NULL);
  END LOOP;
  RETURN NULL;
END $$;
DROP FUNCTION pg_temp.amend(regprocedure, text[]);
