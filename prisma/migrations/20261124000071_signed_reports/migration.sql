-- Reports that a court files: when they are made, which are asked for, and each as it was made and signed; what strikes in the log, day by
-- day; and where that begins. The reporter makes and keeps them (rr_reporter), the monitor asks. Runs on new tables.

-- When reports are made. The newest row of a kind is in force; 'never' ends it.
CREATE TABLE oversight.schedule (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  matter_id uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  kind      text NOT NULL,
  every     text NOT NULL CHECK (every IN ('never', 'day', 'week', 'month')),
  since     date NOT NULL,
  set_by    uuid NOT NULL,
  set_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX schedule_in_force ON oversight.schedule (matter_id, kind, id);

-- A report that was asked for or has come due, and beside it, once, what was made.
CREATE TABLE oversight.report (
  id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  kind      text NOT NULL CHECK (kind IN ('roster', 'access', 'exports', 'holds', 'refusals', 'denominator')),
  first_day date NOT NULL,
  last_day  date NOT NULL CHECK (last_day >= first_day),
  cause     text NOT NULL CHECK (cause IN ('asked', 'day', 'week', 'month')),
  asked_by  uuid CHECK ((asked_by IS NOT NULL) = (cause = 'asked')),
  asked_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX a_period_comes_due_once ON oversight.report (matter_id, kind, cause, first_day) WHERE cause <> 'asked';
CREATE INDEX report_newest ON oversight.report (matter_id, asked_at DESC, id);
CREATE TABLE oversight.report_made (
  report_id  uuid PRIMARY KEY REFERENCES oversight.report ON DELETE RESTRICT,
  document   text NOT NULL,
  sha256     bytea NOT NULL CHECK (sha256 = pg_catalog.sha256(pg_catalog.convert_to(document, 'UTF8'))),
  note       text NOT NULL,
  size       bigint NOT NULL,
  checkpoint text,
  entry_id   bigint NOT NULL,
  made_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON COLUMN oversight.report_made.note IS 'A signed note by the key of the log over the kind, the days, the size of the log and the SHA-256 of the document.';

-- Where a flag begins: the newest row is in force. What strikes in a day that is over is found once, and kept with the entries that prove it.
CREATE TABLE oversight.flag_settings (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  matter_id uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  settings  jsonb NOT NULL,
  set_by    uuid NOT NULL,
  set_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX flag_settings_in_force ON oversight.flag_settings (matter_id, id);
CREATE TABLE oversight.flag_day (
  matter_id uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  day       date NOT NULL,
  size      bigint NOT NULL,
  settings  jsonb NOT NULL,
  cut       boolean NOT NULL,
  made_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (matter_id, day)
);
COMMENT ON COLUMN oversight.flag_day.cut IS 'The day had more entries than are looked through at once; the rest was not.';
CREATE TABLE oversight.flag (
  matter_id uuid NOT NULL,
  day       date NOT NULL,
  n         integer NOT NULL,
  kind      text NOT NULL,
  person_id uuid,
  flag      jsonb NOT NULL,
  PRIMARY KEY (matter_id, day, n),
  FOREIGN KEY (matter_id, day) REFERENCES oversight.flag_day ON DELETE RESTRICT
);
CREATE INDEX flag_by_person ON oversight.flag (matter_id, person_id, day);

CREATE FUNCTION oversight.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what was reported is never changed' USING ERRCODE = '42501'; END $$;
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['schedule', 'report', 'report_made', 'flag_settings', 'flag_day', 'flag'] LOOP
    EXECUTE format('CREATE TRIGGER reports_are_never_changed BEFORE UPDATE OR DELETE ON oversight.%I FOR EACH ROW EXECUTE FUNCTION oversight.refuse_change()', t);
    EXECUTE format('CREATE TRIGGER reports_are_never_truncated BEFORE TRUNCATE ON oversight.%I FOR EACH STATEMENT EXECUTE FUNCTION oversight.refuse_change()', t);
    EXECUTE format('ALTER TABLE oversight.%I ENABLE ALWAYS TRIGGER reports_are_never_changed', t);
    EXECUTE format('ALTER TABLE oversight.%I ENABLE ALWAYS TRIGGER reports_are_never_truncated', t);
    EXECUTE format('ALTER TABLE oversight.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE oversight.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY owner_sees_all ON oversight.%I TO rr_owner USING (true) WITH CHECK (true)', t);
    IF t <> 'report_made' THEN
      EXECUTE format('CREATE POLICY who_reads_the_log ON oversight.%I FOR SELECT TO rr_app USING (matter_id = (SELECT access.my_matter()) AND (SELECT access.am_monitor()))', t);
    END IF;
    EXECUTE format('GRANT SELECT ON oversight.%I TO rr_app', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['schedule', 'report', 'flag_settings'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER no_change_without_an_entry AFTER INSERT ON oversight.%I DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (session_user = ''rr_app'') EXECUTE FUNCTION audit.require_entry(''report:ask'', ''oversight:set'')', t);
  END LOOP;
END $$;
CREATE POLICY who_reads_the_log ON oversight.report_made FOR SELECT TO rr_app USING (
  report_id IN (SELECT r.id FROM oversight.report r WHERE r.matter_id = (SELECT access.my_matter())) AND (SELECT access.am_monitor()));

-- What the monitor asks for.
CREATE FUNCTION api.ask_report(p_kind text, p_first date, p_last date) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_id uuid;
BEGIN
  IF access.refusal(a, 'report:ask') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  INSERT INTO oversight.report (matter_id, kind, first_day, last_day, cause, asked_by) VALUES (a.matter_id, p_kind, p_first, p_last, 'asked', a.person_id) RETURNING id INTO v_id;
  RETURN v_id;
END $$;
CREATE FUNCTION api.set_schedule(p_kind text, p_every text, p_since date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'oversight:set') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  INSERT INTO oversight.schedule (matter_id, kind, every, since, set_by) VALUES (a.matter_id, p_kind, p_every, p_since, a.person_id);
END $$;
CREATE FUNCTION api.set_flags(p_settings jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'oversight:set') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  INSERT INTO oversight.flag_settings (matter_id, settings, set_by) VALUES (a.matter_id, p_settings, a.person_id);
END $$;

-- What the reporter needs to know, and what it keeps. It names no person: what it does stands in the log as done by the reading room.
CREATE FUNCTION oversight.logs() RETURNS TABLE (log uuid, slug text, caption text, origin text, size bigint, covered bigint, covered_at timestamptz, zone text, flags jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT m.id, m.slug, m.caption, t.origin, t.size, coalesce(r.upto, 0), r.at,
    (SELECT o.settings->>'timeZone' FROM access.protective_order o WHERE o.matter_id = m.id AND o.in_force_from <= clock_timestamp() ORDER BY o.version DESC LIMIT 1),
    (SELECT f.settings FROM oversight.flag_settings f WHERE f.matter_id = m.id ORDER BY f.id DESC LIMIT 1)
  FROM access.matter m JOIN audit.tree t ON t.log_id = m.id
  LEFT JOIN LATERAL (SELECT x.upto, x.at FROM oversight.run x WHERE x.log_id = m.id ORDER BY x.upto DESC LIMIT 1) r ON true
  ORDER BY m.slug
$$;
CREATE FUNCTION oversight.schedules(p_log uuid) RETURNS TABLE (kind text, every text, since text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT ON (s.kind) s.kind, s.every, s.since::text FROM oversight.schedule s WHERE s.matter_id = p_log ORDER BY s.kind, s.id DESC
$$;
-- The first day of the newest period that came due under the schedule as it stands: a schedule that was set anew begins anew.
CREATE FUNCTION oversight.last_due(p_log uuid, p_kind text, p_every text, p_since date) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT max(r.first_day)::text FROM oversight.report r WHERE r.matter_id = p_log AND r.kind = p_kind AND r.cause = p_every AND r.last_day >= p_since
$$;
CREATE FUNCTION oversight.came_due(p_log uuid, p_kind text, p_first date, p_last date, p_cause text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO oversight.report (matter_id, kind, first_day, last_day, cause) VALUES (p_log, p_kind, p_first, p_last, p_cause) ON CONFLICT DO NOTHING
$$;
CREATE FUNCTION oversight.waiting(p_log uuid) RETURNS TABLE (id uuid, kind text, first_day text, last_day text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT r.id, r.kind, r.first_day::text, r.last_day::text FROM oversight.report r
  WHERE r.matter_id = p_log AND NOT EXISTS (SELECT FROM oversight.report_made d WHERE d.report_id = r.id) ORDER BY r.asked_at, r.id LIMIT 100
$$;
CREATE FUNCTION oversight.keep_report(p_report uuid, p_document text, p_note text, p_size bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE r oversight.report; v_sha bytea := sha256(convert_to(p_document, 'UTF8')); v_entry bigint;
BEGIN
  SELECT * INTO STRICT r FROM oversight.report WHERE id = p_report FOR UPDATE;
  IF EXISTS (SELECT FROM oversight.report_made WHERE report_id = p_report) THEN RETURN; END IF;
  v_entry := audit.append(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', r.matter_id)),
    'report:make', 'report:' || r.id, 'done', NULL,
    jsonb_build_object('kind', r.kind, 'from', r.first_day, 'to', r.last_day, 'cause', r.cause, 'size', p_size, 'sha256', encode(v_sha, 'hex')), NULL, NULL);
  INSERT INTO oversight.report_made (report_id, document, sha256, note, size, checkpoint, entry_id)
    VALUES (r.id, p_document, v_sha, p_note, p_size, (SELECT c.note FROM audit.checkpoint c WHERE c.log_id = r.matter_id AND c.size >= p_size ORDER BY c.size LIMIT 1), v_entry);
END $$;
CREATE FUNCTION oversight.flagged_up_to(p_log uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT max(d.day) FROM oversight.flag_day d WHERE d.matter_id = p_log),
                  (SELECT (min(h.hour) AT TIME ZONE 'UTC')::date - 1 FROM oversight.hour h WHERE h.log_id = p_log))::text
$$;
CREATE FUNCTION oversight.keep_flags(p_log uuid, p_day date, p_size bigint, p_settings jsonb, p_cut boolean, p_flags jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO oversight.flag_day (matter_id, day, size, settings, cut) VALUES (p_log, p_day, p_size, p_settings, p_cut) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO oversight.flag (matter_id, day, n, kind, person_id, flag)
    SELECT p_log, p_day, n, f->>'kind', (f->>'person')::uuid, f FROM jsonb_array_elements(p_flags) WITH ORDINALITY x(f, n);
END $$;
-- The hours before a day in which people looked at something: what is usual.
CREATE FUNCTION oversight.habits(p_log uuid, p_from timestamptz, p_until timestamptz) RETURNS TABLE (person text, role text, hour double precision, looks integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(x.person_id::text, x.email), x.role, extract(epoch FROM x.hour) * 1000, x.entries::int
  FROM oversight.activity(p_log, p_from, p_until, ARRAY['hour', 'person'], NULL) x
  WHERE x.action = 'conversation:view' AND x.outcome = 'done' AND coalesce(x.person_id::text, x.email) IS NOT NULL
$$;
CREATE FUNCTION api.habits(p_from timestamptz, p_until timestamptz) RETURNS TABLE (person text, role text, hour double precision, looks integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT * FROM oversight.habits(oversight.my_log(), p_from, p_until) $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA oversight FROM PUBLIC;
REVOKE ALL ON FUNCTION api.ask_report(text, date, date), api.set_schedule(text, text, date), api.set_flags(jsonb), api.habits(timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.ask_report(text, date, date), api.set_schedule(text, text, date), api.set_flags(jsonb), api.habits(timestamptz, timestamptz) TO rr_app;
GRANT EXECUTE ON FUNCTION oversight.logs(), oversight.schedules(uuid), oversight.last_due(uuid, text, text, date), oversight.came_due(uuid, text, date, date, text), oversight.waiting(uuid),
  oversight.keep_report(uuid, text, text, bigint), oversight.flagged_up_to(uuid), oversight.keep_flags(uuid, date, bigint, jsonb, boolean, jsonb),
  oversight.habits(uuid, timestamptz, timestamptz) TO rr_reporter;
