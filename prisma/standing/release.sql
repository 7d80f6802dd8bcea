-- Schema release after all migrations. Written by prisma/standing.test.ts; changed by a new migration, never here.

CREATE OR REPLACE FUNCTION release.covered_since(a access.actor, p_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT coalesce(a.covers, 2) > access.covers_for(a.side, a.role, o.settings)
    OR (coalesce(a.covers, 2) > 1 AND record.public_from(a.matter_id) > coalesce((o.settings->>'publicNamesFrom')::int, 50))
    OR (a.coarse IS NOT FALSE AND coalesce((o.settings->>'metadataMinimum')::int, 5) = 1)
  FROM (SELECT (SELECT x.settings FROM access.protective_order x WHERE x.matter_id = a.matter_id AND greatest(x.in_force_from, x.created_at) <= p_at
    ORDER BY x.version DESC LIMIT 1) AS settings) o
$function$;

CREATE OR REPLACE FUNCTION release.guard_hold()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a hold is released, never deleted' USING ERRCODE = '42501'; END IF;
  IF (OLD.id, OLD.matter_id, OLD.scope, OLD.target, OLD.reason, OLD.authority, OLD.placed_by, OLD.placed_side, OLD.placed_at) IS DISTINCT FROM
     (NEW.id, NEW.matter_id, NEW.scope, NEW.target, NEW.reason, NEW.authority, NEW.placed_by, NEW.placed_side, NEW.placed_at)
     OR OLD.volume_id IS DISTINCT FROM NEW.volume_id OR OLD.set_id IS DISTINCT FROM NEW.set_id OR OLD.docno IS DISTINCT FROM NEW.docno
     OR OLD.released_at IS NOT NULL THEN
    RAISE EXCEPTION 'a hold is not rewritten' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$;

CREATE OR REPLACE FUNCTION release.holds_on_conversation(p_matter uuid, p_docno integer)
 RETURNS SETOF release.hold
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT h.* FROM release.hold h WHERE h.matter_id = p_matter AND h.released_at IS NULL AND (
    h.scope = 'matter'
    OR (h.scope = 'conversation' AND h.docno IN (SELECT record.versions_of(p_docno)))
    OR (h.scope = 'volume' AND h.volume_id = ANY (record.family((SELECT c.volume_id FROM record.conversation c WHERE c.docno = p_docno))))
    OR (h.scope = 'set' AND CASE WHEN h.placed_side = (SELECT access.my_side()) THEN EXISTS (
          SELECT FROM record.versions_of(p_docno) d JOIN work.set_part sp ON sp.set_id = h.set_id AND sp.part = d / 1000000 AND d = ANY (sp.docnos))
        ELSE EXISTS (
          SELECT FROM work.set_part sp JOIN record.part p ON p.part = sp.part
          WHERE sp.set_id = h.set_id AND p.volume_id = ANY (record.family((SELECT c.volume_id FROM record.conversation c WHERE c.docno = p_docno)))) END))
$function$;

CREATE OR REPLACE FUNCTION release.holds_on_set(p_set uuid)
 RETURNS SETOF release.hold
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT h.* FROM work.reviewed_set s
  JOIN release.hold h ON h.matter_id = s.matter_id AND h.released_at IS NULL
  WHERE s.id = p_set AND (
    h.scope = 'matter'
    OR (h.scope = 'set' AND (h.set_id = s.id OR CASE
      WHEN s.side = h.placed_side THEN EXISTS (
          SELECT FROM work.set_part mine JOIN work.set_part theirs USING (part)
          WHERE mine.set_id = s.id AND theirs.set_id = h.set_id
            AND EXISTS (SELECT unnest(mine.docnos) INTERSECT SELECT unnest(theirs.docnos)))
      ELSE EXISTS (
          SELECT FROM work.set_part mine JOIN record.part p ON p.part = mine.part
          JOIN record.part q ON q.volume_id = p.volume_id JOIN work.set_part theirs ON theirs.part = q.part
          WHERE mine.set_id = s.id AND theirs.set_id = h.set_id) END
      OR EXISTS (SELECT FROM work.set_part mine JOIN record.part p ON p.part = mine.part JOIN work.set_part theirs ON theirs.set_id = h.set_id
          JOIN record.part q ON q.part = theirs.part AND q.volume_id <> p.volume_id AND q.volume_id = ANY (record.family(p.volume_id)) WHERE mine.set_id = s.id)))
    OR (h.scope = 'volume' AND EXISTS (
          SELECT FROM work.set_part sp JOIN record.part p USING (part) WHERE sp.set_id = s.id AND h.volume_id = ANY (record.family(p.volume_id))))
    OR (h.scope = 'conversation' AND EXISTS (
          SELECT FROM record.versions_of(h.docno) d JOIN work.set_part sp ON sp.set_id = s.id AND sp.part = d / 1000000 AND d = ANY (sp.docnos))))
$function$;

CREATE OR REPLACE FUNCTION release.holds_on_volume(p_matter uuid, p_volume smallint)
 RETURNS SETOF release.hold
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT h.* FROM release.hold h WHERE h.matter_id = p_matter AND h.released_at IS NULL AND (
    h.scope = 'matter'
    OR (h.scope = 'volume' AND h.volume_id = ANY (record.family(p_volume)))
    OR (h.scope = 'conversation' AND EXISTS (SELECT FROM record.versions_of(h.docno) d JOIN record.part p ON p.part = d / 1000000 AND p.volume_id = ANY (record.family(p_volume))))
    OR (h.scope = 'set' AND EXISTS (SELECT FROM work.set_part sp JOIN record.part p ON p.part = sp.part WHERE sp.set_id = h.set_id AND p.volume_id = ANY (record.family(p_volume)))))
  ORDER BY h.placed_at
$function$;

CREATE OR REPLACE FUNCTION release.is_above(a access.actor, p release.production)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT a.tier < coalesce(p.tier, (SELECT max(m.tier) FROM access.membership m WHERE m.person_id = p.requested_by AND m.matter_id = p.matter_id), 0)
    OR EXISTS (SELECT FROM record.designation d JOIN record.turn_tier t ON t.docno = d.docno AND t.turn = d.turn AND t.tier > a.tier
      CROSS JOIN LATERAL record.versions_of(d.docno) w JOIN work.set_part sp ON sp.set_id = p.set_id AND sp.part = w / 1000000 AND w = ANY (sp.docnos)
      WHERE d.matter_id = p.matter_id AND d.set_at > p.requested_at AND d.tier > a.tier)
$function$;

CREATE OR REPLACE FUNCTION release.is_broken(p_set uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT EXISTS (SELECT FROM work.set_part sp JOIN record.part p ON p.part = sp.part JOIN record.volume v ON v.id = p.volume_id AND v.state = 'deleted' WHERE sp.set_id = p_set)
$function$;

CREATE OR REPLACE FUNCTION release.raise_epoch()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN UPDATE access.matter SET hold_epoch = hold_epoch + 1 WHERE id = NEW.matter_id; RETURN NEW; END $function$;

CREATE OR REPLACE FUNCTION release.redacted_since(p_set uuid, p_matter uuid, p_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT EXISTS (SELECT FROM record.redaction r JOIN work.set_part sp ON sp.set_id = p_set AND sp.part = r.docno / 1000000 AND r.docno = ANY (sp.docnos)
    WHERE r.matter_id = p_matter AND r.placed_at > p_at AND r.lifted_at IS NULL)
    OR EXISTS (SELECT FROM work.set_part sp JOIN record.part q ON q.part = sp.part JOIN record.span_search s ON s.volume_id = q.volume_id WHERE sp.set_id = p_set AND s.state = 'done' AND s.ended_at > p_at)
$function$;

CREATE OR REPLACE FUNCTION release.refuse_held_production()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
END $function$;

-- hold: holds_of_my_matter, for all to rr_app
--   using (matter_id = ( SELECT access.my_matter() AS my_matter))
--   check (matter_id = ( SELECT access.my_matter() AS my_matter))

-- hold: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- production: asked_for_by_who_may_export, for insert to rr_app
--   using (nothing)
--   check ( SELECT access.may('production:ask'::text) AS may)

-- production: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- production: productions_of_my_side, for all to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND (side = ( SELECT access.my_side() AS my_side)))
--   check ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND (side = ( SELECT access.my_side() AS my_side)))
