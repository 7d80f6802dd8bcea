-- Who of a side can open what is sealed to it. Every private key in these tables is wrapped in the browser of a member; nothing in the
-- database or on the host opens one. Runs on tables that are empty or nearly so.

-- A key of a side: what it signs with, the signature of the key before it, and the private key before it, sealed to this one, so that whoever
-- holds the newest key reads all that was sealed before.
ALTER TABLE access.side_key
  ADD COLUMN sign_key  bytea NOT NULL CHECK (length(sign_key) = 32),
  ADD COLUMN signature bytea CHECK (length(signature) = 64),
  ADD COLUMN previous  bytea CHECK (length(previous) <= 200);
REVOKE SELECT ON access.side_key FROM rr_app;
GRANT SELECT (matter_id, side, epoch, public_key, sign_key, signature, created_by, created_at) ON access.side_key TO rr_app;

-- The key of a member of a side, made in their browser. The side's key is wrapped for it.
CREATE TABLE access.member_key (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id   uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  side        access.side NOT NULL,
  person_id   uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  public_key  bytea NOT NULL CHECK (length(public_key) = 65),
  made_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  replaced_at timestamptz
);
CREATE UNIQUE INDEX one_key_per_member ON access.member_key (matter_id, side, person_id) WHERE replaced_at IS NULL;

-- The private key of a member, shut away under a passphrase or the secret of a passkey. Its owner alone is shown it.
CREATE TABLE access.member_lock (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  key_id     uuid NOT NULL REFERENCES access.member_key ON DELETE RESTRICT,
  matter_id  uuid NOT NULL,
  person_id  uuid NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('passphrase', 'passkey')),
  label      text NOT NULL CHECK (length(label) <= 80),
  salt       bytea NOT NULL CHECK (length(salt) BETWEEN 16 AND 64),
  iterations integer,
  credential text CHECK (length(credential) <= 1400),
  box        bytea NOT NULL CHECK (length(box) BETWEEN 40 AND 200),
  made_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  removed_at timestamptz,
  CONSTRAINT a_passphrase_is_stretched CHECK (kind <> 'passphrase' OR (iterations >= 600000 AND credential IS NULL)),
  CONSTRAINT a_passkey_has_its_name CHECK (kind <> 'passkey' OR (iterations IS NULL AND credential IS NOT NULL))
);
CREATE INDEX lock_by_key ON access.member_lock (key_id) WHERE removed_at IS NULL;

-- The private key of a side for one epoch, wrapped for one member, who alone is shown it. The signature, by the side's key, says that
-- whoever granted held that key, and which public key it was granted to.
CREATE TABLE access.side_grant (
  matter_id  uuid NOT NULL,
  side       access.side NOT NULL,
  epoch      integer NOT NULL,
  key_id     uuid NOT NULL REFERENCES access.member_key ON DELETE RESTRICT,
  person_id  uuid NOT NULL,
  box        bytea NOT NULL CHECK (length(box) <= 200),
  signature  bytea NOT NULL CHECK (length(signature) = 64),
  granted_by uuid,
  granted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (matter_id, side, epoch, key_id),
  FOREIGN KEY (matter_id, side, epoch) REFERENCES access.side_key ON DELETE RESTRICT
);

DO $$ DECLARE t text; shown text; deeds text; BEGIN
  FOR t, shown, deeds IN VALUES
    ('member_key', 'matter_id = (SELECT access.my_matter()) AND side = (SELECT access.my_side())', '''sealing:join'''),
    ('member_lock', 'matter_id = (SELECT access.my_matter()) AND person_id = (SELECT access.my_person())', '''sealing:join'''),
    ('side_grant', 'matter_id = (SELECT access.my_matter()) AND side = (SELECT access.my_side()) AND person_id = (SELECT access.my_person())', '''sealing:key'', ''sealing:grant''')
  LOOP
    EXECUTE format('ALTER TABLE access.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE access.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY owner_sees_all ON access.%I TO rr_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('CREATE POLICY shown_to_whom_it_belongs ON access.%I FOR SELECT TO rr_app USING (%s)', t, shown);
    EXECUTE format('CREATE CONSTRAINT TRIGGER no_change_without_an_entry AFTER INSERT OR UPDATE OR DELETE ON access.%I DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (session_user = ''rr_app'') EXECUTE FUNCTION audit.require_entry(%s)', t, deeds);
    EXECUTE format('GRANT SELECT ON access.%I TO rr_app', t);
  END LOOP;
END $$;
CREATE CONSTRAINT TRIGGER no_key_without_an_entry AFTER INSERT OR UPDATE OR DELETE ON access.side_key
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (session_user = 'rr_app') EXECUTE FUNCTION audit.require_entry('sealing:key');

-- The keys of members who may act for the side now: of the matter, not ended, not suspended.
CREATE FUNCTION access.member_keys(p_matter uuid, p_side access.side) RETURNS SETOF access.member_key
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT k.* FROM access.member_key k
  JOIN access.membership m ON m.person_id = k.person_id AND m.matter_id = k.matter_id AND m.side = k.side AND m.ended_at IS NULL
  JOIN access.person p ON p.id = k.person_id AND p.suspended_at IS NULL
  WHERE k.matter_id = p_matter AND k.side = p_side AND k.replaced_at IS NULL
$$;

-- Whether somebody who holds the newest key of a side may not act for it any more: nothing more may be sealed to that key.
-- A member who lost their own key and made another has not left; what was wrapped for the lost one opens for nobody.
CREATE FUNCTION access.side_key_is_stale(p_matter uuid, p_side access.side) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM access.side_grant g
    WHERE g.matter_id = p_matter AND g.side = p_side
      AND g.epoch = (SELECT max(s.epoch) FROM access.side_key s WHERE s.matter_id = p_matter AND s.side = p_side)
      AND NOT EXISTS (
        SELECT FROM access.membership m JOIN access.person p ON p.id = m.person_id AND p.suspended_at IS NULL
        WHERE m.person_id = g.person_id AND m.matter_id = g.matter_id AND m.side = g.side AND m.ended_at IS NULL))
$$;

-- The key that may be sealed to now. No row where the side has none, or where its newest is known to somebody who left.
CREATE FUNCTION access.sealing_key(p_matter uuid, p_side access.side) RETURNS TABLE (epoch integer, public_key bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.epoch, s.public_key FROM access.side_key s
  WHERE s.matter_id = p_matter AND s.side = p_side AND NOT access.side_key_is_stale(p_matter, p_side)
  ORDER BY s.epoch DESC LIMIT 1
$$;

-- What the web process is told to seal to is that key, and nothing where there is none.
DO $$ DECLARE v_text text := pg_get_functiondef('api.begin(text, boolean)'::regprocedure); v_from text;
BEGIN
  v_from := 'FROM access.side_key k WHERE k.matter_id = a.matter_id AND k.side = a.side ORDER BY k.epoch DESC LIMIT 1';
  IF position(v_from IN v_text) = 0 THEN RAISE EXCEPTION 'api.begin does not say: %', v_from; END IF;
  EXECUTE replace(v_text, v_from, 'FROM access.sealing_key(a.matter_id, a.side) k');
END $$;

-- The keys of the own side, oldest first, and whether the newest is stale.
CREATE FUNCTION api.side_keys() RETURNS TABLE (epoch integer, public_key bytea, sign_key bytea, signature bytea, previous bytea, at timestamptz, "by" text, stale boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.epoch, s.public_key, s.sign_key, s.signature, s.previous, s.created_at, p.name, access.side_key_is_stale(a.matter_id, a.side)
  FROM access.current_actor() a JOIN access.side_key s ON s.matter_id = a.matter_id AND s.side = a.side AND access.refusal(a, 'sealing:read') IS NULL
  LEFT JOIN access.person p ON p.id = s.created_by ORDER BY s.epoch
$$;

-- The members of the own side, with the key each has and the newest epoch it was granted. Who left is shown while their grant is the newest.
CREATE FUNCTION api.sealing_members() RETURNS TABLE (
  person uuid, name text, role access.role, active boolean, key_id uuid, public_key bytea, made_at timestamptz, epoch integer, signature bytea, granted_at timestamptz, granted_by text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.id, p.name, m.role, m.ended_at IS NULL AND p.suspended_at IS NULL, k.id, k.public_key, k.made_at, g.epoch, g.signature, g.granted_at, b.name
  FROM access.current_actor() a
  JOIN LATERAL (SELECT DISTINCT ON (x.person_id) x.* FROM access.membership x WHERE x.matter_id = a.matter_id AND x.side = a.side
    ORDER BY x.person_id, x.ended_at IS NULL DESC, x.granted_at DESC) m ON access.refusal(a, 'sealing:read') IS NULL
  JOIN access.person p ON p.id = m.person_id
  LEFT JOIN access.member_key k ON k.person_id = p.id AND k.matter_id = a.matter_id AND k.side = a.side AND k.replaced_at IS NULL
  LEFT JOIN LATERAL (SELECT * FROM access.side_grant x WHERE x.key_id = k.id ORDER BY x.epoch DESC LIMIT 1) g ON true
  LEFT JOIN access.person b ON b.id = g.granted_by
  WHERE (m.ended_at IS NULL AND p.suspended_at IS NULL)
     OR g.epoch = (SELECT max(s.epoch) FROM access.side_key s WHERE s.matter_id = a.matter_id AND s.side = a.side)
  ORDER BY p.name, p.id
$$;

CREATE FUNCTION access.insert_lock(p_key access.member_key, p_lock jsonb) RETURNS uuid
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO access.member_lock (key_id, matter_id, person_id, kind, label, salt, iterations, credential, box)
  VALUES (p_key.id, p_key.matter_id, p_key.person_id, p_lock->>'kind', p_lock->>'label', decode(p_lock->>'salt', 'base64'),
    (p_lock->>'iterations')::int, p_lock->>'credential', decode(p_lock->>'box', 'base64')) RETURNING id
$$;

-- Makes the caller's own key with its first lock. One they had is replaced: what was granted to it opens for nobody any more.
CREATE FUNCTION api.make_member_key(p_public bytea, p_lock jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); k access.member_key;
BEGIN
  IF access.refusal(a, 'sealing:join') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  UPDATE access.member_lock l SET removed_at = clock_timestamp() FROM access.member_key o
    WHERE o.id = l.key_id AND o.person_id = a.person_id AND o.matter_id = a.matter_id AND o.side = a.side AND o.replaced_at IS NULL AND l.removed_at IS NULL;
  UPDATE access.member_key o SET replaced_at = clock_timestamp()
    WHERE o.person_id = a.person_id AND o.matter_id = a.matter_id AND o.side = a.side AND o.replaced_at IS NULL;
  INSERT INTO access.member_key (matter_id, side, person_id, public_key) VALUES (a.matter_id, a.side, a.person_id, p_public) RETURNING * INTO k;
  PERFORM access.insert_lock(k, p_lock);
  RETURN k.id;
END $$;

-- One more way to unlock the caller's own key. NULL where this is not theirs, or not any more.
CREATE FUNCTION api.add_lock(p_key uuid, p_lock jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); k access.member_key;
BEGIN
  IF access.refusal(a, 'sealing:join') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT x.* INTO k FROM access.member_keys(a.matter_id, a.side) x WHERE x.person_id = a.person_id AND x.id = p_key;
  IF k.id IS NULL THEN RETURN NULL; END IF;
  RETURN access.insert_lock(k, p_lock);
END $$;

-- Takes a lock away, never the last.
CREATE FUNCTION api.remove_lock(p_lock uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); k access.member_key;
BEGIN
  IF access.refusal(a, 'sealing:join') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT x.* INTO k FROM access.member_key x JOIN access.member_lock l ON l.key_id = x.id
    WHERE l.id = p_lock AND l.removed_at IS NULL AND x.person_id = a.person_id AND x.matter_id = a.matter_id AND x.side = a.side FOR UPDATE OF x;
  IF k.id IS NULL THEN RETURN 'not_found'; END IF;
  IF (SELECT count(*) FROM access.member_lock l WHERE l.key_id = k.id AND l.removed_at IS NULL) < 2 THEN RETURN 'last'; END IF;
  UPDATE access.member_lock SET removed_at = clock_timestamp() WHERE id = p_lock;
  RETURN 'done';
END $$;

-- Makes the next key of the own side. It is for who holds the one before, or for any member where nobody holds it any more. p_grants, of
-- [{"member", "box", "signature"}], wraps it for members who may act now, the maker among them; nobody else can be among them.
CREATE FUNCTION api.make_side_key(p_epoch integer, p_public bytea, p_sign_key bytea, p_signature bytea, p_previous bytea, p_grants jsonb) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_last integer; v_holders uuid[];
BEGIN
  IF access.refusal(a, 'sealing:key') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  SELECT max(s.epoch) INTO v_last FROM access.side_key s WHERE s.matter_id = a.matter_id AND s.side = a.side;
  IF p_epoch <> coalesce(v_last, 0) + 1 THEN RETURN 'epoch'; END IF;
  SELECT array_agg(k.person_id) INTO v_holders FROM access.side_grant g JOIN access.member_keys(a.matter_id, a.side) k ON k.id = g.key_id WHERE g.epoch = v_last;
  IF v_holders IS NOT NULL AND NOT a.person_id = ANY (v_holders) THEN RETURN 'not_granted'; END IF;
  IF v_holders IS NOT NULL AND (p_signature IS NULL OR p_previous IS NULL) THEN RETURN 'unsigned'; END IF;
  IF EXISTS (SELECT FROM jsonb_array_elements(p_grants) g WHERE NOT EXISTS (SELECT FROM access.member_keys(a.matter_id, a.side) k WHERE k.id::text = g->>'member')) THEN RETURN 'not_found'; END IF;
  IF NOT EXISTS (SELECT FROM jsonb_array_elements(p_grants) g JOIN access.member_keys(a.matter_id, a.side) k ON k.id::text = g->>'member' WHERE k.person_id = a.person_id) THEN RETURN 'not_self'; END IF;
  INSERT INTO access.side_key (matter_id, side, epoch, public_key, sign_key, signature, previous, created_by)
    VALUES (a.matter_id, a.side, p_epoch, p_public, p_sign_key, p_signature, p_previous, a.person_id) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN 'epoch'; END IF;
  INSERT INTO access.side_grant (matter_id, side, epoch, key_id, person_id, box, signature, granted_by)
    SELECT a.matter_id, a.side, p_epoch, k.id, k.person_id, decode(g->>'box', 'base64'), decode(g->>'signature', 'base64'), a.person_id
    FROM jsonb_array_elements(p_grants) g JOIN access.member_keys(a.matter_id, a.side) k ON k.id::text = g->>'member';
  RETURN 'done';
END $$;

-- Wraps the newest key of the own side for one more member: by who holds it, or for oneself, from the recovery sheet. That whoever
-- grants really has the key is proved by the signature, which is checked before this is called, and by every browser afterwards.
CREATE FUNCTION api.grant_side_key(p_epoch integer, p_member uuid, p_box bytea, p_signature bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); k access.member_key;
BEGIN
  IF access.refusal(a, 'sealing:grant') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF p_epoch IS DISTINCT FROM (SELECT max(s.epoch) FROM access.side_key s WHERE s.matter_id = a.matter_id AND s.side = a.side) THEN RETURN 'epoch'; END IF;
  SELECT x.* INTO k FROM access.member_keys(a.matter_id, a.side) x WHERE x.id = p_member;
  IF k.id IS NULL THEN RETURN 'not_found'; END IF;
  IF k.person_id <> a.person_id AND NOT EXISTS (
    SELECT FROM access.side_grant g JOIN access.member_keys(a.matter_id, a.side) m ON m.id = g.key_id WHERE g.epoch = p_epoch AND m.person_id = a.person_id) THEN RETURN 'not_granted'; END IF;
  INSERT INTO access.side_grant (matter_id, side, epoch, key_id, person_id, box, signature, granted_by)
    VALUES (a.matter_id, a.side, p_epoch, k.id, k.person_id, p_box, p_signature, a.person_id) ON CONFLICT DO NOTHING;
  RETURN CASE WHEN FOUND THEN 'done' ELSE 'granted' END;
END $$;

REVOKE ALL ON FUNCTION access.member_keys(uuid, access.side), access.side_key_is_stale(uuid, access.side), access.sealing_key(uuid, access.side),
  access.insert_lock(access.member_key, jsonb), api.side_keys(), api.sealing_members(), api.make_member_key(bytea, jsonb), api.add_lock(uuid, jsonb), api.remove_lock(uuid),
  api.make_side_key(integer, bytea, bytea, bytea, bytea, jsonb), api.grant_side_key(integer, uuid, bytea, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.side_keys(), api.sealing_members(), api.make_member_key(bytea, jsonb), api.add_lock(uuid, jsonb), api.remove_lock(uuid),
  api.make_side_key(integer, bytea, bytea, bytea, bytea, jsonb), api.grant_side_key(integer, uuid, bytea, bytea) TO rr_app;
