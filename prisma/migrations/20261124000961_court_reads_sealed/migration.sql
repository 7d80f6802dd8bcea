-- Where the order says so (monitorReadsSealed), a detail is sealed a second time, to the court's key. An entry says to whose keys its detail
-- was sealed. ACCESS EXCLUSIVE on audit.detail for a moment.

ALTER TYPE audit.sealed ADD ATTRIBUTE court_box bytea, ADD ATTRIBUTE court_epoch integer;
COMMENT ON TYPE audit.sealed IS 'commitment: SHA-256 of a 32-byte salt and the JSON that is sealed; box: both, encrypted to the public key of the side''s epoch; no box where the side has no key. court_box: the same, to the court''s key, where the order lets the monitor read it.';
ALTER TABLE audit.detail DROP CONSTRAINT detail_pkey, ADD PRIMARY KEY (entry_id, side);

-- The key of the court, where the order in force has this side's details sealed to it as well.
CREATE FUNCTION access.court_key(p_matter uuid, p_side access.side) RETURNS TABLE (epoch integer, public_key bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT k.epoch, k.public_key
  FROM (SELECT x.settings FROM access.protective_order x WHERE x.matter_id = p_matter AND x.in_force_from <= clock_timestamp() ORDER BY x.version DESC LIMIT 1) o,
    LATERAL access.sealing_key(p_matter, 'court') k
  WHERE p_side <> 'court' AND coalesce((o.settings->>'monitorReadsSealed')::boolean, false)
$$;
REVOKE ALL ON FUNCTION access.court_key(uuid, access.side) FROM PUBLIC;

-- To whose keys a detail is sealed, as an entry says it: side and epoch.
CREATE FUNCTION audit.sealed_to(p_side access.side, p_sealed audit.sealed) RETURNS jsonb
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_agg(t) FROM (VALUES
    (CASE WHEN (p_sealed).box IS NOT NULL THEN p_side || '/' || (p_sealed).epoch END),
    (CASE WHEN (p_sealed).court_box IS NOT NULL THEN 'court/' || (p_sealed).court_epoch END)) x(t) WHERE t IS NOT NULL
$$;
REVOKE ALL ON FUNCTION audit.sealed_to(access.side, audit.sealed) FROM PUBLIC;

-- Changes one passage of a function and leaves the rest as it stands.
CREATE FUNCTION pg_temp.amend(p_function regprocedure, p_from text, p_to text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  IF position(p_from IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_from; END IF;
  EXECUTE replace(v_text, p_from, p_to);
END $$;
SELECT pg_temp.amend('audit.append(access.actor, text, text, text, text, jsonb, audit.sealed, uuid)',
  '  v_xid := pg_current_xact_id();',
  '  IF a.side IS NOT NULL AND audit.sealed_to(a.side, p_sealed) IS NOT NULL THEN
    p_detail := coalesce(p_detail, ''{}'') || jsonb_build_object(''sealedTo'', audit.sealed_to(a.side, p_sealed));
  END IF;
  v_xid := pg_current_xact_id();');
SELECT pg_temp.amend('audit.append(access.actor, text, text, text, text, jsonb, audit.sealed, uuid)',
  '  RETURN v_id;',
  '  IF (p_sealed).court_box IS NOT NULL AND a.side <> ''court'' THEN
    INSERT INTO audit.detail (entry_id, matter_id, side, epoch, commitment, box)
      VALUES (v_id, a.matter_id, ''court'', (p_sealed).court_epoch, (p_sealed).commitment, (p_sealed).court_box);
  END IF;
  RETURN v_id;');
SELECT pg_temp.amend('api.begin(text, boolean)',
  '''sealingKey'',',
  '''courtKey'', (SELECT jsonb_build_object(''epoch'', k.epoch, ''publicKey'', translate(encode(k.public_key, ''base64''), E''\n'', ''''))
      FROM access.court_key(a.matter_id, a.side) k), ''sealingKey'',');
DROP FUNCTION pg_temp.amend(regprocedure, text, text);
