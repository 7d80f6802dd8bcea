-- An intake that the custodian asks for in the app. The web process only writes down what is asked; the supervisor begins a process of its own for it, with
-- the account that loads and reads no text, and that process writes here how far it is. Takes no lock that anyone could wait for.

CREATE TABLE record.arrival (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  matter_id  uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  asked_by   uuid NOT NULL REFERENCES access.person ON DELETE RESTRICT,
  email      text NOT NULL,
  slug       text NOT NULL,
  volume     text NOT NULL CHECK (length(btrim(volume)) BETWEEN 1 AND 60),
  files      jsonb NOT NULL CHECK (jsonb_typeof(files) = 'array' AND jsonb_array_length(files) BETWEEN 1 AND 1000),
  options    jsonb NOT NULL,
  state      text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'running', 'done', 'failed', 'cancelled')),
  cancel     boolean NOT NULL DEFAULT false,
  progress   jsonb,
  message    text CHECK (length(message) <= 2000),
  asked_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at timestamptz,
  ended_at   timestamptz
);
CREATE INDEX arrival_by_matter ON record.arrival (matter_id, asked_at DESC);
CREATE UNIQUE INDEX one_intake_of_a_volume_at_a_time ON record.arrival (matter_id, volume) WHERE state IN ('asked', 'running');
ALTER TABLE record.arrival ENABLE ROW LEVEL SECURITY;
ALTER TABLE record.arrival FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON record.arrival TO rr_owner USING (true) WITH CHECK (true);
CREATE POLICY intake_sees_all ON record.arrival TO rr_intake USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE (state, progress, message, started_at, ended_at) ON record.arrival TO rr_intake;

CREATE FUNCTION api.ask_intake(p_volume text, p_files jsonb, p_options jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_id uuid;
BEGIN
  IF access.refusal(a, 'intake:run') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF EXISTS (SELECT FROM record.arrival WHERE matter_id = a.matter_id AND volume = p_volume AND state IN ('asked', 'running')) THEN RETURN NULL; END IF;
  INSERT INTO record.arrival (matter_id, asked_by, email, slug, volume, files, options)
    SELECT a.matter_id, a.person_id, p.email, m.slug, p_volume, p_files, p_options FROM access.person p, access.matter m WHERE p.id = a.person_id AND m.id = a.matter_id
    RETURNING id INTO v_id;
  RETURN v_id;
END $$;

-- Asks an intake to stop after what it is committing; one that has not begun never does. Returns its volume, NULL where there is nothing to stop.
CREATE FUNCTION api.cancel_intake(p_id uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor(); v_volume text;
BEGIN
  IF access.refusal(a, 'intake:run') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  UPDATE record.arrival SET cancel = true, state = CASE WHEN state = 'asked' THEN 'cancelled' ELSE state END,
      ended_at = CASE WHEN state = 'asked' THEN clock_timestamp() ELSE ended_at END
    WHERE id = p_id AND matter_id = a.matter_id AND state IN ('asked', 'running') RETURNING volume INTO v_volume;
  RETURN v_volume;
END $$;

CREATE FUNCTION api.arrivals() RETURNS SETOF jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'intake:run') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  RETURN QUERY SELECT jsonb_build_object('id', r.id, 'volume', r.volume, 'files', r.files, 'state', r.state, 'cancelling', r.cancel AND r.state = 'running',
      'progress', r.progress, 'message', r.message, 'askedBy', p.name, 'askedAt', to_char(r.asked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'startedAt', to_char(r.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'endedAt', to_char(r.ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    FROM record.arrival r JOIN access.person p ON p.id = r.asked_by WHERE r.matter_id = a.matter_id ORDER BY r.asked_at DESC LIMIT 100;
END $$;
REVOKE ALL ON FUNCTION api.ask_intake(text, jsonb, jsonb), api.cancel_intake(uuid), api.arrivals() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.ask_intake(text, jsonb, jsonb), api.cancel_intake(uuid), api.arrivals() TO rr_app;
