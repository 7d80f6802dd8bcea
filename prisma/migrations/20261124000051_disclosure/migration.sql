-- Experts are disclosed before they read: a candidate, the other side's time to object, an objection, a ruling, a clearance. Periods end on
-- their own; nothing follows from that until a person says so. And who was first shown which tier, when.
-- ACCESS EXCLUSIVE for a moment on access.membership and audit.entry.

-- Periods, as domain/orders/clock.ts counts them.
CREATE FUNCTION access.is_working_day(p_settings jsonb, p_day date) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT extract(isodow FROM p_day) < 6 AND NOT access.setting(p_settings, 'holidays') ? to_char(p_day, 'YYYY-MM-DD') $$;

-- Which day it is under an order: where the court is.
CREATE FUNCTION access.day_of(p_settings jsonb, p_at timestamptz) RETURNS date LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT (p_at AT TIME ZONE (access.setting(p_settings, 'timeZone')#>>'{}'))::date $$;

-- The last day of a period of the order that begins with something that happens at p_at.
CREATE FUNCTION access.last_day(p_settings jsonb, p_period text, p_at timestamptz) RETURNS date
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

-- Who was admitted and waits: nothing opens to them but the order and the undertaking under it.
ALTER TABLE access.membership ADD COLUMN cleared_at timestamptz DEFAULT clock_timestamp();
UPDATE access.membership SET cleared_at = granted_at;
COMMENT ON COLUMN access.membership.cleared_at IS 'NULL while an expert waits for the other side, or for the court. That may be months.';

CREATE TABLE access.disclosure (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id     uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  side          access.side NOT NULL CHECK (side IN ('plaintiff', 'defense')),
  email         text NOT NULL CHECK (email = lower(email) AND email LIKE '%_@_%'),
  name          text NOT NULL CHECK (length(btrim(name)) BETWEEN 1 AND 200),
  employer      text NOT NULL CHECK (length(btrim(employer)) BETWEEN 1 AND 300),
  engagements   text NOT NULL CHECK (length(engagements) <= 10000),
  testimony     text NOT NULL CHECK (length(testimony) <= 10000),
  relationships text NOT NULL CHECK (length(btrim(relationships)) BETWEEN 1 AND 10000),
  tier          smallint NOT NULL CHECK (tier BETWEEN 1 AND 9),
  cv_name       text NOT NULL CHECK (length(cv_name) BETWEEN 1 AND 120),
  cv_type       text NOT NULL CHECK (cv_type IN ('application/pdf', 'text/plain')),
  cv_bytes      integer NOT NULL,
  cv_sha256     bytea NOT NULL,
  order_version integer NOT NULL,
  disclosed_by  uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  disclosed_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  object_until  date NOT NULL,
  waived_by     uuid REFERENCES access.person ON DELETE RESTRICT,
  waived_at     timestamptz,
  objection     text CHECK (length(btrim(objection)) BETWEEN 1 AND 10000),
  objected_by   uuid REFERENCES access.person ON DELETE RESTRICT,
  objected_at   timestamptz,
  ruling        text CHECK (ruling IN ('overruled', 'sustained')),
  ruling_text   text CHECK (length(btrim(ruling_text)) BETWEEN 1 AND 10000),
  ruled_by      uuid REFERENCES access.person ON DELETE RESTRICT,
  ruled_at      timestamptz,
  cleared_by    uuid REFERENCES access.person ON DELETE RESTRICT,
  cleared_at    timestamptz,
  withdrawn_by  uuid REFERENCES access.person ON DELETE RESTRICT,
  withdrawn_at  timestamptz,
  state         text NOT NULL GENERATED ALWAYS AS (CASE WHEN withdrawn_at IS NOT NULL THEN 'withdrawn' WHEN cleared_at IS NOT NULL THEN 'cleared'
    WHEN ruling = 'sustained' THEN 'refused' WHEN ruling = 'overruled' THEN 'overruled' WHEN objected_at IS NOT NULL THEN 'objected'
    WHEN waived_at IS NOT NULL THEN 'waived' ELSE 'open' END) STORED,
  CONSTRAINT only_an_objection_is_ruled_on CHECK (ruled_at IS NULL OR objected_at IS NOT NULL),
  CONSTRAINT nobody_is_cleared_against_an_objection CHECK (cleared_at IS NULL OR objected_at IS NULL OR ruling = 'overruled'),
  CONSTRAINT nobody_who_was_withdrawn_is_cleared CHECK (cleared_at IS NULL OR withdrawn_at IS NULL)
);
COMMENT ON COLUMN access.disclosure.object_until IS 'The last day to object, counted by the order in force on the day of the disclosure. That it has passed does nothing.';
CREATE UNIQUE INDEX an_expert_is_disclosed_once ON access.disclosure (matter_id, side, email) WHERE withdrawn_at IS NULL AND ruling IS DISTINCT FROM 'sustained';

-- The curriculum vitae, apart, so that no list reads it.
CREATE TABLE access.disclosure_cv (
  disclosure_id uuid PRIMARY KEY REFERENCES access.disclosure ON DELETE RESTRICT,
  body          bytea NOT NULL CHECK (length(body) BETWEEN 1 AND 5242880)
);

DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['access.disclosure', 'access.disclosure_cv'] LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY owner_sees_all ON %s TO rr_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('CREATE CONSTRAINT TRIGGER no_change_without_an_entry AFTER INSERT OR UPDATE OR DELETE ON %s DEFERRABLE INITIALLY DEFERRED FOR EACH ROW '
      'EXECUTE FUNCTION audit.require_entry(''disclosure:make'', ''disclosure:object'', ''disclosure:waive'', ''disclosure:rule'', ''disclosure:clear'', ''disclosure:withdraw'')', t);
  END LOOP;
END $$;
-- Whoever reads disclosures reads those of both sides: an expert is disclosed to the other one. The bytes come by api.read_cv alone.
CREATE POLICY disclosures_of_my_matter ON access.disclosure FOR SELECT TO rr_app USING (
  matter_id = (SELECT access.my_matter()) AND (SELECT access.may('disclosure:read')));
GRANT SELECT ON access.disclosure TO rr_app;

-- Seats. How many of a side sit in a role now, and whether another may: who is suspended or waits takes none.
CREATE FUNCTION access.seats_taken(p_matter uuid, p_side access.side, p_role access.role) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT count(*) FROM access.membership m JOIN access.person p ON p.id = m.person_id AND p.suspended_at IS NULL
  WHERE m.matter_id = p_matter AND m.side = p_side AND m.role = p_role AND m.ended_at IS NULL AND m.cleared_at IS NOT NULL
$$;
CREATE FUNCTION access.seat_cap(p_matter uuid, p_side access.side, p_role access.role) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT (access.setting((access.order_of(p_matter)).settings, 'seats')->p_side::text->>p_role::text)::int
$$;
-- Asked again by the table itself, one at a time, so that two cannot take the last seat.
CREATE FUNCTION access.guard_seats() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_cap integer := access.seat_cap(NEW.matter_id, NEW.side, NEW.role);
BEGIN
  IF v_cap IS NULL OR NEW.cleared_at IS NULL OR NEW.ended_at IS NOT NULL THEN RETURN NULL; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.matter_id::text || NEW.side || NEW.role, 0));
  IF access.seats_taken(NEW.matter_id, NEW.side, NEW.role) > v_cap THEN
    RAISE EXCEPTION 'no seat is left' USING ERRCODE = '42501', CONSTRAINT = 'seats_are_capped';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER seats_are_capped AFTER INSERT OR UPDATE OF cleared_at, ended_at, side, role ON access.membership FOR EACH ROW EXECUTE FUNCTION access.guard_seats();

DROP TRIGGER no_admission_without_an_entry ON access.membership;
CREATE CONSTRAINT TRIGGER no_admission_without_an_entry AFTER INSERT OR UPDATE ON access.membership
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (session_user = 'rr_app') EXECUTE FUNCTION audit.require_entry('people:add', 'disclosure:clear');

-- Changes one passage of a function and leaves the rest as it stands.
CREATE FUNCTION pg_temp.amend(p_function regprocedure, p_from text, p_to text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  IF position(p_from IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_from; END IF;
  EXECUTE replace(v_text, p_from, p_to);
END $$;
SELECT pg_temp.amend('access.standing(access.actor, text)', 'IF rule.needs_tier AND',
    'IF rule.needs_undertaking AND EXISTS (SELECT FROM access.membership m WHERE m.id = a.membership_id AND m.cleared_at IS NULL) THEN RETURN ''pending''; END IF;
  IF rule.needs_tier AND'),
  pg_temp.amend('api.begin(text, boolean)', '''signed'', a.signed,',
    '''signed'', a.signed, ''pending'', (SELECT m.cleared_at IS NULL FROM access.membership m WHERE m.id = a.membership_id),'),
  -- An expert is admitted as one who waits, unless the way was cleared before, or the order asks for no disclosure.
  pg_temp.amend('access.admit(uuid, text, text, text, text, integer, text)', 'DECLARE p access.person;', 'DECLARE v_cleared timestamptz := clock_timestamp(); p access.person;'),
  pg_temp.amend('access.admit(uuid, text, text, text, text, integer, text)', 'INSERT INTO access.membership (person_id, matter_id, side, role, tier) VALUES (p.id, p_matter, p_side::access.side, p_role::access.role, p_tier)',
    'IF p_role = ''expert'' AND access.setting((access.order_of(p_matter)).settings, ''expertDisclosure'') = ''true'' THEN
    SELECT max(d.cleared_at) INTO v_cleared FROM access.disclosure d WHERE d.matter_id = p_matter AND d.email = p_email AND d.side::text = p_side AND d.state = ''cleared'' AND d.tier >= p_tier;
  END IF;
  IF v_cleared IS NOT NULL AND access.seats_taken(p_matter, p_side::access.side, p_role::access.role) >= access.seat_cap(p_matter, p_side::access.side, p_role::access.role)
     AND NOT EXISTS (SELECT FROM access.membership m WHERE m.person_id = p.id AND m.matter_id = p_matter AND m.ended_at IS NULL) THEN
    RETURN jsonb_build_object(''outcome'', ''seats'');
  END IF;
  INSERT INTO access.membership (person_id, matter_id, side, role, tier, cleared_at) VALUES (p.id, p_matter, p_side::access.side, p_role::access.role, p_tier, v_cleared)'),
  pg_temp.amend('access.admit(uuid, text, text, text, text, integer, text)', '''name'', p.name)', '''name'', p.name, ''pending'', v_cleared IS NULL)');
DROP FUNCTION pg_temp.amend(regprocedure, text, text);

-- Discloses an expert of one's own side. 'known': disclosed already; 'tiers': the order has no such tier.
CREATE FUNCTION api.disclose_expert(p_candidate jsonb, p_cv bytea) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); o access.protective_order; v_id uuid; v_until date;
BEGIN
  IF access.refusal(a, 'disclosure:make') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT * INTO o FROM access.protective_order WHERE id = a.order_id;
  IF (p_candidate->>'tier')::int > jsonb_array_length(access.setting(o.settings, 'tiers')) THEN RETURN jsonb_build_object('outcome', 'tiers'); END IF;
  v_until := access.last_day(o.settings, 'expertObjection', clock_timestamp());
  INSERT INTO access.disclosure (matter_id, side, email, name, employer, engagements, testimony, relationships, tier, cv_name, cv_type, cv_bytes, cv_sha256, order_version, disclosed_by, object_until)
    VALUES (a.matter_id, a.side, p_candidate->>'email', p_candidate->>'name', p_candidate->>'employer', p_candidate->>'engagements', p_candidate->>'testimony',
      p_candidate->>'relationships', (p_candidate->>'tier')::smallint, p_candidate->>'cvName', p_candidate->>'cvType', length(p_cv), sha256(p_cv), o.version, a.person_id, v_until)
    ON CONFLICT DO NOTHING RETURNING id INTO v_id;
  IF v_id IS NULL THEN RETURN jsonb_build_object('outcome', 'known'); END IF;
  INSERT INTO access.disclosure_cv VALUES (v_id, p_cv);
  RETURN jsonb_build_object('outcome', 'done', 'id', v_id, 'objectUntil', v_until, 'cvSha256', encode(sha256(p_cv), 'hex'));
END $$;

-- Moves a disclosure on. Who may is asked of the permission table and of the sides: only the other side objects or waives, only one's own
-- withdraws. 'wrong_side', 'wrong_state' (with the state it is in), 'running' (the period to object has not ended), 'seats': nothing was done.
CREATE FUNCTION api.move_disclosure(p_id uuid, p_step text, p_text text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); d access.disclosure; o access.protective_order; v_now timestamptz := clock_timestamp(); v_on text; v_member uuid;
BEGIN
  IF (p_step IN ('object', 'waive', 'overruled', 'sustained', 'clear', 'withdraw')) IS NOT TRUE THEN RAISE EXCEPTION 'no such step' USING ERRCODE = '22023'; END IF;
  IF access.refusal(a, 'disclosure:' || CASE p_step WHEN 'overruled' THEN 'rule' WHEN 'sustained' THEN 'rule' ELSE p_step END) IS NOT NULL THEN
    RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501';
  END IF;
  SELECT * INTO d FROM access.disclosure WHERE id = p_id AND matter_id = a.matter_id FOR UPDATE;
  IF d.id IS NULL THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  IF (p_step IN ('object', 'waive') AND d.side = a.side) OR (p_step = 'withdraw' AND d.side <> a.side) THEN RETURN jsonb_build_object('outcome', 'wrong_side'); END IF;
  IF NOT d.state = ANY (CASE p_step WHEN 'object' THEN '{open,waived}' WHEN 'waive' THEN '{open}' WHEN 'overruled' THEN '{objected}' WHEN 'sustained' THEN '{objected}'
      WHEN 'clear' THEN '{open,waived,overruled}' WHEN 'withdraw' THEN '{open,waived,objected,overruled}' END::text[]) THEN
    RETURN jsonb_build_object('outcome', 'wrong_state', 'state', d.state);
  END IF;
  SELECT * INTO o FROM access.protective_order WHERE id = a.order_id;
  IF p_step = 'clear' THEN
    v_on := CASE d.state WHEN 'open' THEN 'period' WHEN 'waived' THEN 'waiver' ELSE 'ruling' END;
    IF v_on = 'period' AND access.day_of(o.settings, v_now) <= d.object_until THEN RETURN jsonb_build_object('outcome', 'running', 'objectUntil', d.object_until); END IF;
    SELECT m.id INTO v_member FROM access.membership m JOIN access.person p ON p.id = m.person_id AND p.email = d.email
      WHERE m.matter_id = d.matter_id AND m.side = d.side AND m.role = 'expert' AND m.ended_at IS NULL AND m.cleared_at IS NULL AND m.tier <= d.tier FOR UPDATE OF m;
    IF access.seats_taken(d.matter_id, d.side, 'expert') >= access.seat_cap(d.matter_id, d.side, 'expert') THEN RETURN jsonb_build_object('outcome', 'seats'); END IF;
    UPDATE access.membership SET cleared_at = v_now WHERE id = v_member;
  END IF;
  UPDATE access.disclosure SET
    objection = CASE p_step WHEN 'object' THEN p_text ELSE objection END,
    objected_by = CASE p_step WHEN 'object' THEN a.person_id ELSE objected_by END, objected_at = CASE p_step WHEN 'object' THEN v_now ELSE objected_at END,
    waived_by = CASE p_step WHEN 'waive' THEN a.person_id ELSE waived_by END, waived_at = CASE p_step WHEN 'waive' THEN v_now ELSE waived_at END,
    ruling = CASE WHEN p_step IN ('overruled', 'sustained') THEN p_step ELSE ruling END, ruling_text = CASE WHEN p_step IN ('overruled', 'sustained') THEN p_text ELSE ruling_text END,
    ruled_by = CASE WHEN p_step IN ('overruled', 'sustained') THEN a.person_id ELSE ruled_by END, ruled_at = CASE WHEN p_step IN ('overruled', 'sustained') THEN v_now ELSE ruled_at END,
    cleared_by = CASE p_step WHEN 'clear' THEN a.person_id ELSE cleared_by END, cleared_at = CASE p_step WHEN 'clear' THEN v_now ELSE cleared_at END,
    withdrawn_by = CASE p_step WHEN 'withdraw' THEN a.person_id ELSE withdrawn_by END, withdrawn_at = CASE p_step WHEN 'withdraw' THEN v_now ELSE withdrawn_at END
    WHERE id = d.id;
  RETURN jsonb_strip_nulls(jsonb_build_object('outcome', 'done', 'email', d.email, 'side', d.side, 'objectUntil', d.object_until, 'on', v_on,
    'late', CASE WHEN p_step = 'object' AND access.day_of(o.settings, v_now) > d.object_until THEN true END, 'member', v_member));
END $$;

-- The curriculum vitae of a candidate, for the counsel of both sides and the court.
CREATE FUNCTION api.read_cv(p_id uuid) RETURNS TABLE (name text, type text, sha256 bytea, body bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.cv_name, d.cv_type, d.cv_sha256, v.body FROM access.current_actor() a
  JOIN access.disclosure d ON d.id = p_id AND d.matter_id = a.matter_id AND access.refusal(a, 'disclosure:cv') IS NULL
  JOIN access.disclosure_cv v ON v.disclosure_id = d.id
$$;

-- Where one's own clearance stands: what somebody who waits is told.
CREATE FUNCTION api.my_clearance() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_build_object('state', d.state, 'objectUntil', d.object_until, 'disclosedAt', d.disclosed_at)
  FROM access.current_actor() a JOIN access.disclosure d ON d.matter_id = a.matter_id AND d.side = a.side AND d.email = a.email
  ORDER BY d.disclosed_at DESC LIMIT 1
$$;

-- Who was shown what tier first, when, and by which entry. A prosecution bar begins here.
CREATE TABLE access.first_access (
  matter_id uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  person_id uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  tier      smallint NOT NULL CHECK (tier BETWEEN 1 AND 9),
  entry_id  bigint NOT NULL,
  at        timestamptz NOT NULL,
  PRIMARY KEY (matter_id, person_id, tier)
);
ALTER TABLE access.first_access ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.first_access FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON access.first_access TO rr_owner USING (true) WITH CHECK (true);
CREATE POLICY for_who_sees_the_people ON access.first_access FOR SELECT TO rr_app USING (
  matter_id = (SELECT access.my_matter()) AND ((SELECT access.may('people:read')) OR person_id = (SELECT access.my_person())));
GRANT SELECT ON access.first_access TO rr_app;
CREATE FUNCTION access.keep_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a first access stays the first' USING ERRCODE = '42501'; END $$;
CREATE TRIGGER a_first_access_stays BEFORE UPDATE OR DELETE ON access.first_access FOR EACH ROW EXECUTE FUNCTION access.keep_first();
CREATE TRIGGER first_accesses_are_never_truncated BEFORE TRUNCATE ON access.first_access FOR EACH STATEMENT EXECUTE FUNCTION access.keep_first();

-- The tiers of what an entry shows to its person.
CREATE FUNCTION audit.tiers_shown(e audit.entry) RETURNS SETOF smallint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_docnos integer[];
BEGIN
  IF e.action = 'conversation:view' THEN
    v_docnos := ARRAY[record.find_docno(e.matter_id, split_part(e.object, ':', 2))];
  ELSIF e.detail ? 'shown' THEN
    v_docnos := ARRAY(SELECT record.find_docno(e.matter_id, s) FROM jsonb_array_elements_text(e.detail->'shown') s);
  END IF;
  RETURN QUERY SELECT DISTINCT c.tier FROM record.conversation c WHERE c.docno = ANY (v_docnos);
END $$;

-- With the entry that shows a tier to somebody for the first time comes one of its own that says so. Whoever has seen every tier they reach
-- is asked nothing more than that.
CREATE FUNCTION audit.note_first() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_tier smallint; v_settings jsonb; v_seen smallint[];
BEGIN
  SELECT coalesce(array_agg(f.tier), '{}') INTO v_seen FROM access.first_access f WHERE f.matter_id = NEW.matter_id AND f.person_id = NEW.person_id;
  IF cardinality(v_seen) >= (SELECT m.tier FROM access.membership m WHERE m.matter_id = NEW.matter_id AND m.person_id = NEW.person_id AND m.ended_at IS NULL) THEN RETURN NULL; END IF;
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
CREATE TRIGGER the_first_look_at_a_tier_is_noted AFTER INSERT ON audit.entry FOR EACH ROW
  WHEN (NEW.outcome = 'done' AND NEW.person_id IS NOT NULL AND NEW.action IN ('conversation:view', 'conversation:search', 'production:ask')) EXECUTE FUNCTION audit.note_first();
ALTER TABLE audit.entry ENABLE ALWAYS TRIGGER the_first_look_at_a_tier_is_noted;

-- Everybody who was admitted, with the signature that binds, whether they wait, and what they were shown first, when.
DROP FUNCTION api.roster();
CREATE FUNCTION api.roster() RETURNS TABLE (
  id uuid, email text, name text, side access.side, role access.role, tier smallint, granted_at timestamptz, ended_at timestamptz, cleared_at timestamptz,
  signed_at timestamptz, suspended_at timestamptz, first_seen_at timestamptz, last_seen_at timestamptz, first_access jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.id, p.email, p.name, m.side, m.role, m.tier, m.granted_at, m.ended_at, m.cleared_at, u.signed_at, p.suspended_at, s.first_seen_at, s.last_seen_at,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('tier', f.tier, 'at', f.at) ORDER BY f.tier), '[]') FROM access.first_access f WHERE f.matter_id = m.matter_id AND f.person_id = p.id)
  FROM access.current_actor() a
  JOIN access.membership m ON m.matter_id = a.matter_id AND access.refusal(a, 'people:read') IS NULL
  JOIN access.person p ON p.id = m.person_id
  LEFT JOIN access.protective_order o ON o.id = a.order_id
  LEFT JOIN access.undertaking u ON u.id = access.signature_under(p.id, o)
  LEFT JOIN LATERAL (SELECT min(x.created_at) AS first_seen_at, max(x.last_seen_at) AS last_seen_at FROM access.session x WHERE x.membership_id = m.id) s ON true
  ORDER BY m.side, m.role, p.email, m.granted_at
$$;

REVOKE ALL ON FUNCTION access.is_working_day(jsonb, date), access.day_of(jsonb, timestamptz), access.last_day(jsonb, text, timestamptz),
  access.seats_taken(uuid, access.side, access.role), access.seat_cap(uuid, access.side, access.role), access.guard_seats(), access.keep_first(),
  audit.tiers_shown(audit.entry), audit.note_first(), api.roster(), api.disclose_expert(jsonb, bytea), api.move_disclosure(uuid, text, text), api.read_cv(uuid), api.my_clearance() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.roster(), api.disclose_expert(jsonb, bytea), api.move_disclosure(uuid, text, text), api.read_cv(uuid), api.my_clearance() TO rr_app;
