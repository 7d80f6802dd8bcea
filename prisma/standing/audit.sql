-- Schema audit after all migrations. Written by prisma/standing.test.ts; changed by a new migration, never here.

CREATE OR REPLACE FUNCTION audit.answered(a access.actor, p_request uuid)
 RETURNS audit.entry
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT e.* FROM audit.entry e WHERE e.session_id = a.session_id AND e.request_id = p_request
$function$;

CREATE OR REPLACE FUNCTION audit.append(a access.actor, p_action text, p_object text, p_outcome text, p_reason text, p_detail jsonb, p_sealed audit.sealed, p_request uuid)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  v_xid xid8; v_id bigint; v_at timestamptz;
BEGIN
  IF current_setting('synchronous_commit') = 'off' OR current_setting('fsync') = 'off' THEN
    RAISE EXCEPTION 'no audit entry can be written: commits are not flushed to disk' USING ERRCODE = '55000';
  END IF;
  IF length((p_sealed).commitment) <> 32 OR (p_sealed).commitment IS NULL AND (p_sealed).box IS NOT NULL THEN
    RAISE EXCEPTION 'what is sealed comes with its commitment' USING ERRCODE = '22023';
  END IF;
  IF (p_sealed).commitment IS NOT NULL AND a.side IS NOT NULL AND audit.sealed_to(a.side, p_sealed) IS NOT NULL THEN
    p_detail := coalesce(p_detail, '{}') || jsonb_build_object('sealedTo', audit.sealed_to(a.side, p_sealed));
  END IF;
  v_xid := pg_current_xact_id();
  v_id := nextval('audit.entry_id_seq');
  v_at := clock_timestamp();
  INSERT INTO audit.entry (id, xid, at, matter_id, person_id, email, side, role, session_id, action, object, outcome, reason, detail, commitment, request_id, leaf)
  OVERRIDING SYSTEM VALUE
  VALUES (v_id, v_xid, v_at, a.matter_id, a.person_id, a.email, a.side, a.role, a.session_id, p_action, p_object, p_outcome, p_reason, p_detail, (p_sealed).commitment, p_request,
    convert_to((jsonb_strip_nulls(jsonb_build_object(
      'v', 1, 'id', v_id, 'at', to_char(v_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'matter', a.matter_id, 'person', a.person_id, 'email', a.email, 'side', a.side, 'role', a.role, 'session', a.session_id,
      'action', p_action, 'object', p_object, 'outcome', p_outcome, 'reason', p_reason,
      'commitment', encode((p_sealed).commitment, 'hex'), 'request', p_request)) || CASE WHEN p_detail <> 'null' THEN jsonb_build_object('detail', p_detail) ELSE '{}' END)::text, 'UTF8'))
  ON CONFLICT (session_id, request_id) WHERE request_id IS NOT NULL DO NOTHING;
  IF NOT FOUND THEN RAISE EXCEPTION 'this request was answered already' USING ERRCODE = 'RR409'; END IF;
  IF (p_sealed).box IS NOT NULL AND a.side IS NOT NULL THEN
    INSERT INTO audit.detail (entry_id, matter_id, side, epoch, commitment, box)
      VALUES (v_id, a.matter_id, a.side, (p_sealed).epoch, (p_sealed).commitment, (p_sealed).box);
  END IF;
  IF (p_sealed).court_box IS NOT NULL AND a.side <> 'court' THEN
    INSERT INTO audit.detail (entry_id, matter_id, side, epoch, commitment, box)
      VALUES (v_id, a.matter_id, 'court', (p_sealed).court_epoch, (p_sealed).commitment, (p_sealed).court_box);
  END IF;
  RETURN v_id;
END $function$;

CREATE OR REPLACE FUNCTION audit.committed(e audit.entry, p_salt bytea, p_body text)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF length(p_salt) IS DISTINCT FROM 32 OR p_body IS NULL OR e.commitment IS DISTINCT FROM sha256(p_salt || convert_to(p_body, 'UTF8')) THEN
    RAISE EXCEPTION 'this is not the question on record' USING ERRCODE = '42501';
  END IF;
  RETURN p_body::jsonb;
END $function$;

CREATE OR REPLACE FUNCTION audit.is_unwitnessed(p_matter uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT coalesce(audit.unwitnessed_since(p_matter) < clock_timestamp() - make_interval(hours => coalesce((
    SELECT (o.settings->>'witnessHours')::int FROM access.protective_order o
    WHERE o.matter_id = p_matter AND o.in_force_from <= clock_timestamp() ORDER BY o.version DESC LIMIT 1), 24)), false)
$function$;

CREATE OR REPLACE FUNCTION audit.note_first()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
END $function$;

CREATE OR REPLACE FUNCTION audit.only_grow()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.log_id, NEW.origin, NEW.made_at) = (OLD.log_id, OLD.origin, OLD.made_at) AND NEW.size > OLD.size THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the head of a log only grows' USING ERRCODE = '42501';
END $function$;

CREATE OR REPLACE FUNCTION audit.redeem(a access.actor, p_ticket bigint, p_actions text[])
 RETURNS audit.entry
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE e audit.entry; v_inserted pg_lsn;
BEGIN
  SELECT * INTO e FROM audit.entry WHERE id = p_ticket;
  IF e.id IS NULL OR a.session_id IS NULL OR e.session_id <> a.session_id OR e.outcome <> 'done' OR NOT e.action = ANY (p_actions)
     OR e.at < clock_timestamp() - interval '30 seconds'
     OR access.judge(a, CASE e.action WHEN 'conversation:ask' THEN 'conversation:search' ELSE e.action END, false) IS NOT NULL THEN
    RAISE EXCEPTION 'no valid ticket' USING ERRCODE = '42501';
  END IF;
  IF e.xid = pg_current_xact_id_if_assigned() OR NOT pg_visible_in_snapshot(e.xid, pg_current_snapshot()) THEN
    RAISE EXCEPTION 'the audit entry of this ticket is not committed yet' USING ERRCODE = '42501';
  END IF;
  v_inserted := pg_current_wal_insert_lsn();
  IF pg_current_wal_flush_lsn() < v_inserted THEN
    IF current_setting('server_version_num')::int >= 170000 THEN
      PERFORM pg_logical_emit_message(false, 'reading-room', '-', true);
    ELSE
      FOR i IN 1 .. 10 LOOP
        PERFORM pg_sleep(0.0005);
        EXIT WHEN pg_current_wal_flush_lsn() >= v_inserted;
      END LOOP;
      IF pg_current_wal_flush_lsn() < v_inserted THEN
        RAISE EXCEPTION 'the audit entry of this ticket is not on disk yet' USING ERRCODE = 'RR425';
      END IF;
    END IF;
  END IF;
  RETURN e;
END $function$;

CREATE OR REPLACE FUNCTION audit.redeem(p_ticket bigint, p_actions text[])
 RETURNS audit.entry
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$SELECT audit.redeem(access.current_actor(), p_ticket, p_actions)$function$;

CREATE OR REPLACE FUNCTION audit.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = '42501'; END $function$;

CREATE OR REPLACE FUNCTION audit.require_designation()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM audit.entry WHERE xid = pg_current_xact_id() AND (action LIKE 'designation:%' OR action LIKE 'redaction:%' OR action = 'volume:supersede') AND outcome = 'done') THEN
    RAISE EXCEPTION 'a designation without its audit entry' USING ERRCODE = '42501';
  END IF;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION audit.require_entry()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM audit.entry WHERE xid = pg_current_xact_id() AND action = ANY (TG_ARGV)
      AND (outcome = 'done' OR (TG_TABLE_NAME = 'production' AND TG_OP = 'UPDATE'))) THEN
    RAISE EXCEPTION 'a change without its audit entry' USING ERRCODE = '42501';
  END IF;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION audit.require_redaction()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM audit.entry WHERE xid = pg_current_xact_id() AND (action LIKE 'redaction:%' OR action = 'volume:supersede') AND outcome = 'done') THEN
    RAISE EXCEPTION 'a redaction without its audit entry' USING ERRCODE = '42501';
  END IF;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION audit.sealed_to(p_side access.side, p_sealed audit.sealed)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT jsonb_agg(t) FROM (VALUES
    (CASE WHEN (p_sealed).box IS NOT NULL THEN p_side || '/' || (p_sealed).epoch END),
    (CASE WHEN (p_sealed).court_box IS NOT NULL THEN 'court/' || (p_sealed).court_epoch END)) x(t) WHERE t IS NOT NULL
$function$;

CREATE OR REPLACE FUNCTION audit.tiers_shown(e audit.entry)
 RETURNS SETOF smallint
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_docnos integer[];
BEGIN
  IF e.action = 'conversation:view' THEN
    v_docnos := ARRAY[record.find_docno(e.matter_id, split_part(e.object, ':', 2))];
  ELSIF e.detail ? 'shown' THEN
    v_docnos := ARRAY(SELECT l.docno FROM jsonb_array_elements_text(e.detail->'shown') s, record.locate(e.matter_id, s) l);
  END IF;
  RETURN QUERY SELECT c.tier FROM record.conversation c WHERE c.docno = ANY (v_docnos) AND c.tier <= 9
    UNION SELECT w.tier FROM record.turn_tier w JOIN access.membership m ON m.matter_id = e.matter_id AND m.person_id = e.person_id AND m.ended_at IS NULL AND w.tier <= m.tier
    WHERE e.action IN ('conversation:view', 'production:ask') AND w.docno = ANY (v_docnos) AND w.turn > 0
      AND (e.action <> 'conversation:view' OR w.turn BETWEEN (e.detail->>'from')::int AND (e.detail->>'to')::int);
END $function$;

CREATE OR REPLACE FUNCTION audit.unwitnessed_since(p_matter uuid)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT (SELECT greatest(c.at, w.since) FROM audit.checkpoint c
          WHERE c.log_id = p_matter AND c.size > coalesce((SELECT s.size FROM audit.cosignature s WHERE s.log_id = p_matter ORDER BY s.size DESC LIMIT 1), 0)
          ORDER BY c.size LIMIT 1)
  FROM (SELECT min(r.added_at) AS since FROM audit.recipient r WHERE r.matter_id = p_matter AND r.kind = 'witness' AND r.ended_at IS NULL) w
  WHERE w.since IS NOT NULL
$function$;

-- checkpoint: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- checkpoint: the_court_reads_its_matter, for select to rr_monitor
--   using (log_id = ( SELECT access.courts_matter() AS courts_matter))

-- checkpoint: the_sequencer_adds, for all to rr_sequencer
--   using true
--   check true

-- checkpoint: trees_of_my_matter, for select to rr_app
--   using (log_id = ( SELECT access.my_matter() AS my_matter))

-- cosignature: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- cosignature: the_court_reads_its_matter, for select to rr_monitor
--   using (log_id = ( SELECT access.courts_matter() AS courts_matter))

-- cosignature: the_monitor_brings_them, for insert to rr_app
--   using (nothing)
--   check ((log_id = ( SELECT access.my_matter() AS my_matter)) AND ( SELECT access.may('checkpoint:cosign'::text) AS may))

-- cosignature: the_sequencer_adds, for all to rr_sequencer
--   using true
--   check true

-- cosignature: trees_of_my_matter, for select to rr_app
--   using (log_id = ( SELECT access.my_matter() AS my_matter))

-- detail: own_side_only, for select to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND (side = ( SELECT access.my_side() AS my_side)))

-- detail: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- entry: monitors_all_others_own, for select to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND (( SELECT access.am_monitor() AS am_monitor) OR (person_id = ( SELECT access.my_person() AS my_person))) AND (xid IS DISTINCT FROM ( SELECT pg_current_xact_id_if_assigned() AS pg_current_xact_id_if_assigned)))

-- entry: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- entry: the_court_reads_its_matter, for select to rr_monitor
--   using (matter_id = ( SELECT access.courts_matter() AS courts_matter))

-- entry: the_sequencer_hashes, for select to rr_sequencer
--   using true

-- installation: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- installation: the_sequencer_adds, for all to rr_sequencer
--   using true
--   check true

-- leaf: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- leaf: the_court_reads_its_matter, for select to rr_monitor
--   using (log_id = ( SELECT access.courts_matter() AS courts_matter))

-- leaf: the_sequencer_adds, for all to rr_sequencer
--   using true
--   check true

-- leaf: trees_of_my_matter, for select to rr_app
--   using (log_id = ( SELECT access.my_matter() AS my_matter))

-- log_key: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- log_key: the_court_reads_its_matter, for select to rr_monitor
--   using (log_id = ( SELECT access.courts_matter() AS courts_matter))

-- log_key: the_sequencer_adds, for all to rr_sequencer
--   using true
--   check true

-- log_key: trees_of_my_matter, for select to rr_app
--   using (log_id = ( SELECT access.my_matter() AS my_matter))

-- recipient: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- recipient: recipients_of_my_matter, for select to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND ((kind = 'witness'::text) OR ( SELECT access.may('checkpoint:deliver'::text) AS may)))

-- recipient: the_monitor_ends_them, for update to rr_app
--   using ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND (ended_at IS NULL) AND ( SELECT access.may('checkpoint:deliver'::text) AS may))
--   check ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND ( SELECT access.may('checkpoint:deliver'::text) AS may))

-- recipient: the_monitor_names_them, for insert to rr_app
--   using (nothing)
--   check ((matter_id = ( SELECT access.my_matter() AS my_matter)) AND (added_by = ( SELECT access.my_person() AS my_person)) AND ( SELECT access.may('checkpoint:deliver'::text) AS may))

-- recipient: the_sequencer_delivers, for all to rr_sequencer
--   using true
--   check true

-- tile: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- tile: the_court_reads_its_matter, for select to rr_monitor
--   using (log_id = ( SELECT access.courts_matter() AS courts_matter))

-- tile: the_sequencer_adds, for all to rr_sequencer
--   using true
--   check true

-- tile: trees_of_my_matter, for select to rr_app
--   using (log_id = ( SELECT access.my_matter() AS my_matter))

-- tree: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- tree: the_court_reads_its_matter, for select to rr_monitor
--   using (log_id = ( SELECT access.courts_matter() AS courts_matter))

-- tree: the_sequencer_adds, for all to rr_sequencer
--   using true
--   check true

-- tree: trees_of_my_matter, for select to rr_app
--   using (log_id = ( SELECT access.my_matter() AS my_matter))
