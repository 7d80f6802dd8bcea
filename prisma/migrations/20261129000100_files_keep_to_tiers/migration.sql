-- A file of a production holds what whoever asked for it was cleared for, then. A colleague of a lower tier could fetch it, and so could whoever
-- was cleared for less since, or anybody after something in it was designated higher. It is asked now at the download and while it is sent.
-- Locks: release.production for a column without a default, a moment.
ALTER TABLE release.production ADD COLUMN tier smallint;
COMMENT ON COLUMN release.production.tier IS 'Up to which tier its files hold text: that of whoever asked, when the last chunk was read. NULL for one that was written before this was kept.';

CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;

-- Whether the files of a production may hold words above the tier of whoever asks for them: written for a higher one, or with something in them,
-- in any version, that was raised since and still is. What was above the writer stands in them by its designation alone.
CREATE FUNCTION release.is_above(a access.actor, p release.production) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT a.tier < coalesce(p.tier, (SELECT max(m.tier) FROM access.membership m WHERE m.person_id = p.requested_by AND m.matter_id = p.matter_id), 0)
    OR EXISTS (SELECT FROM record.designation d JOIN record.turn_tier t ON t.docno = d.docno AND t.turn = d.turn AND t.tier > a.tier
      CROSS JOIN LATERAL record.versions_of(d.docno) w JOIN work.set_part sp ON sp.set_id = p.set_id AND sp.part = w / 1000000 AND w = ANY (sp.docnos)
      WHERE d.matter_id = p.matter_id AND d.set_at > p.requested_at AND d.tier > a.tier)
$$;
REVOKE ALL ON FUNCTION release.is_above(access.actor, release.production) FROM PUBLIC;

SELECT pg_temp.amend('api.open_export(text, uuid, integer, integer, integer)',
  'beat_at = clock_timestamp() WHERE id = p.id', 'beat_at = clock_timestamp(), tier = greatest(tier, a.tier) WHERE id = p.id');
SELECT pg_temp.amend('api.open_download(text, uuid, text, uuid)',
  $$IF v_holds IS NOT NULL THEN v_refusal := 'held';$$, $$IF v_holds IS NOT NULL THEN v_refusal := 'held'; ELSIF release.is_above(a, p) THEN v_refusal := 'tier';$$);
SELECT pg_temp.amend('api.stop_download(text, bigint)',
  $$THEN RETURN 'held'; END IF;$$, $$THEN RETURN 'held'; END IF;
  IF release.is_above(a, p) THEN RETURN 'tier'; END IF;$$);
DROP FUNCTION pg_temp.amend(regprocedure, text[]);
