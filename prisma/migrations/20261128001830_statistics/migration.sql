-- Counts of the record by month, model and language, for whoever reads the volumes. Added up when a volume is sealed, so that a question reads some thousand rows at most
-- and none of the conversations; which of them are too small to be told is decided where they are put together (domain/volumes/suppress.ts).
-- New table, filled once from the narrow table: some seconds a million.

CREATE TABLE record.statistic (
  part          integer NOT NULL REFERENCES record.part ON DELETE RESTRICT,
  month         integer,
  model_id      smallint,
  language_id   smallint,
  conversations integer NOT NULL CHECK (conversations > 0)
);
CREATE INDEX statistic_by_part ON record.statistic (part);

-- What has a newer version is counted once, as that.
CREATE FUNCTION record.count_statistics(p_part integer) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM record.statistic WHERE part = p_part;
  INSERT INTO record.statistic SELECT p_part, c.month, c.model_id, c.language_id, count(*) FROM record.part p JOIN record.conversation c ON c.docno BETWEEN p.first_docno AND p.last_docno
    WHERE p.part = p_part AND c.flags & 64 = 0 GROUP BY 2, 3, 4
$$;
SELECT record.count_statistics(p.part) FROM record.part p WHERE p.emptied_at IS NULL;

CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
SELECT pg_temp.amend('api.seal_volume(smallint)', 'PERFORM record.supersede(v.id);', 'PERFORM record.supersede(v.id);
  PERFORM record.count_statistics(p.part) FROM record.part p WHERE p.volume_id IN (v.id, v.supersedes) AND p.emptied_at IS NULL;');
SELECT pg_temp.amend('api.purge_next_part()', 'DELETE FROM search.facet WHERE part = p.part;', 'DELETE FROM search.facet WHERE part = p.part;
    DELETE FROM record.statistic WHERE part = p.part;');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);

-- All sealed volumes of the matter, those that show no text among them.
CREATE FUNCTION api.statistics() RETURNS TABLE (month text, model text, language text, conversations bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE a access.actor := access.current_actor();
BEGIN
  IF access.refusal(a, 'volume:read') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  RETURN QUERY SELECT coalesce((x.month / 100) || '-' || lpad((x.month % 100)::text, 2, '0'), 'not stated'), coalesce(m.name, 'not stated'), coalesce(l.tag, 'not stated'), x.n
    FROM (SELECT s.month, s.model_id, s.language_id, sum(s.conversations) AS n FROM record.volume v JOIN record.part p ON p.volume_id = v.id JOIN record.statistic s ON s.part = p.part
      WHERE v.matter_id = a.matter_id AND v.state = 'sealed' GROUP BY 1, 2, 3) x
    LEFT JOIN record.model m ON m.id = x.model_id LEFT JOIN record.language l ON l.id = x.language_id;
END $$;
REVOKE ALL ON FUNCTION record.count_statistics(integer), api.statistics() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.statistics() TO rr_app;
