-- What leaves and what stops it: holds and productions. Runs on an empty schema.

CREATE SCHEMA release;
GRANT USAGE ON SCHEMA release TO rr_app;

CREATE TABLE release.hold (
  id                   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id            uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  scope                text NOT NULL CHECK (scope IN ('matter', 'volume', 'set', 'conversation')),
  volume_id            smallint REFERENCES record.volume ON DELETE RESTRICT,
  set_id               uuid REFERENCES work.reviewed_set ON DELETE RESTRICT,
  docno                integer,
  target               text,
  reason               text NOT NULL CHECK (length(btrim(reason)) BETWEEN 1 AND 2000),
  authority            text NOT NULL CHECK (length(btrim(authority)) BETWEEN 1 AND 500),
  placed_by            uuid NOT NULL,
  placed_side          access.side NOT NULL,
  placed_at            timestamptz NOT NULL DEFAULT clock_timestamp(),
  release_requested_by uuid,
  release_requested_side access.side,
  release_requested_at timestamptz,
  release_reason       text,
  released_by          uuid,
  released_side        access.side,
  released_at          timestamptz,
  CONSTRAINT a_hold_names_what_it_holds CHECK (
    (scope = 'matter' AND volume_id IS NULL AND set_id IS NULL AND docno IS NULL)
    OR (scope = 'volume' AND volume_id IS NOT NULL AND set_id IS NULL AND docno IS NULL)
    OR (scope = 'set' AND set_id IS NOT NULL AND volume_id IS NULL AND docno IS NULL)
    OR (scope = 'conversation' AND docno IS NOT NULL AND volume_id IS NULL AND set_id IS NULL)),
  CONSTRAINT release_takes_two_people_of_two_sides CHECK (
    released_at IS NULL
    OR (release_requested_by IS NOT NULL AND released_by IS NOT NULL
        AND released_by <> release_requested_by AND released_side <> release_requested_side
        AND release_requested_side <> 'host'))
);
CREATE INDEX hold_in_force ON release.hold (matter_id, scope) WHERE released_at IS NULL;

-- A hold is never deleted, and what it says is never changed: only its release is added, once.
CREATE FUNCTION release.guard_hold() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a hold is released, never deleted' USING ERRCODE = '42501'; END IF;
  IF (OLD.id, OLD.matter_id, OLD.scope, OLD.target, OLD.reason, OLD.authority, OLD.placed_by, OLD.placed_side, OLD.placed_at) IS DISTINCT FROM
     (NEW.id, NEW.matter_id, NEW.scope, NEW.target, NEW.reason, NEW.authority, NEW.placed_by, NEW.placed_side, NEW.placed_at)
     OR OLD.volume_id IS DISTINCT FROM NEW.volume_id OR OLD.set_id IS DISTINCT FROM NEW.set_id OR OLD.docno IS DISTINCT FROM NEW.docno
     OR OLD.released_at IS NOT NULL THEN
    RAISE EXCEPTION 'a hold is not rewritten' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER holds_are_not_rewritten BEFORE UPDATE OR DELETE ON release.hold FOR EACH ROW EXECUTE FUNCTION release.guard_hold();
CREATE TRIGGER holds_are_not_truncated BEFORE TRUNCATE ON release.hold FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

CREATE TABLE release.production (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id    uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  side         access.side NOT NULL,
  set_id       uuid NOT NULL REFERENCES work.reviewed_set ON DELETE RESTRICT,
  name         text NOT NULL CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,79}$'),
  formats      text[] NOT NULL,
  reason       text NOT NULL CHECK (length(btrim(reason)) BETWEEN 1 AND 2000),
  state        text NOT NULL DEFAULT 'writing' CHECK (state IN ('writing', 'ready', 'held', 'failed')),
  failure      text,
  written      integer NOT NULL DEFAULT 0,
  size         integer NOT NULL,
  files        jsonb NOT NULL DEFAULT '[]',
  requested_by uuid NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ready_at     timestamptz,
  beat_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (matter_id, side, name)
);
COMMENT ON COLUMN release.production.beat_at IS 'When its writer last gave a sign of life. One that is silent for longer than a statement may last was left behind by a restart or an ended session.';

-- Holds that stop a set of conversations from leaving. The one question every way out asks.
CREATE FUNCTION release.holds_on_set(p_set uuid) RETURNS SETOF release.hold
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT h.* FROM work.reviewed_set s
  JOIN release.hold h ON h.matter_id = s.matter_id AND h.released_at IS NULL
  WHERE s.id = p_set AND (
    h.scope = 'matter'
    OR (h.scope = 'set' AND (h.set_id = s.id OR EXISTS (
          SELECT FROM work.set_part mine JOIN work.set_part theirs USING (part)
          WHERE mine.set_id = s.id AND theirs.set_id = h.set_id
            AND EXISTS (SELECT unnest(mine.docnos) INTERSECT SELECT unnest(theirs.docnos)))))
    OR (h.scope = 'volume' AND EXISTS (
          SELECT FROM work.set_part sp JOIN record.part p USING (part) WHERE sp.set_id = s.id AND p.volume_id = h.volume_id))
    OR (h.scope = 'conversation' AND EXISTS (
          SELECT FROM work.set_part sp WHERE sp.set_id = s.id AND sp.part = h.docno / 1000000 AND h.docno = ANY (sp.docnos))))
$$;

-- Nothing becomes ready while a hold covers it. The matter's row is locked against a hold that is being placed at this moment.
CREATE FUNCTION release.refuse_held_production() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (TG_OP = 'INSERT' AND NEW.state <> 'writing') OR (TG_OP = 'UPDATE' AND NEW.state = 'ready' AND OLD.state <> 'writing') THEN
    RAISE EXCEPTION 'only a production that was written becomes ready' USING ERRCODE = '42501';
  END IF;
  IF NEW.state = 'ready' THEN
    PERFORM FROM access.matter WHERE id = NEW.matter_id FOR SHARE;
    IF EXISTS (SELECT FROM release.holds_on_set(NEW.set_id)) THEN
      RAISE EXCEPTION 'a hold forbids this production' USING ERRCODE = 'RR423';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER nothing_held_is_published BEFORE INSERT OR UPDATE ON release.production FOR EACH ROW EXECUTE FUNCTION release.refuse_held_production();
CREATE FUNCTION release.raise_epoch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN UPDATE access.matter SET hold_epoch = hold_epoch + 1 WHERE id = NEW.matter_id; RETURN NEW; END $$;
CREATE TRIGGER a_hold_waits_for_what_is_being_published BEFORE INSERT ON release.hold FOR EACH ROW EXECUTE FUNCTION release.raise_epoch();

DO $$ DECLARE t text; deeds text; BEGIN
  FOR t, deeds IN VALUES ('release.hold', $d$'hold:place', 'hold:request-release', 'hold:approve-release'$d$), ('release.production', $d$'production:ask'$d$) LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY owner_sees_all ON %s TO rr_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('CREATE CONSTRAINT TRIGGER no_change_without_an_entry AFTER INSERT OR UPDATE OR DELETE ON %s DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require_entry(%s)', t, deeds);
  END LOOP;
END $$;
CREATE POLICY holds_of_my_matter ON release.hold TO rr_app USING (matter_id = (SELECT access.my_matter())) WITH CHECK (matter_id = (SELECT access.my_matter()));
CREATE POLICY productions_of_my_side ON release.production TO rr_app USING (
  matter_id = (SELECT access.my_matter()) AND side = (SELECT access.my_side())) WITH CHECK (
  matter_id = (SELECT access.my_matter()) AND side = (SELECT access.my_side()));
CREATE POLICY asked_for_by_who_may_export ON release.production AS RESTRICTIVE FOR INSERT TO rr_app WITH CHECK ((SELECT access.may('production:ask')));
GRANT SELECT ON release.hold TO rr_app;
-- A production comes in as one that is being written; only api.open_export and api.finish_production move it on.
GRANT SELECT, INSERT (matter_id, side, set_id, name, formats, reason, size, requested_by) ON release.production TO rr_app;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA release FROM PUBLIC;
