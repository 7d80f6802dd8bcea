-- A question for fields alone (model:gpt-4, turns:>5) left out what has a turn that is withheld from whoever asks, which the filters of the same names find and a
-- question for words must leave out. It reads no turn, and tells nothing of one. Only functions are replaced: no locks, and nothing is rewritten.
-- What is not known to be about the conversation alone is about its text.
CREATE FUNCTION search.reads_text(q jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN CASE
    WHEN q IS NULL OR q->>'op' = 'field' THEN false
    WHEN q->>'op' = 'not' THEN search.reads_text(q->'item')
    WHEN q->>'op' IN ('and', 'or') THEN coalesce((SELECT bool_or(search.reads_text(i)) FROM jsonb_array_elements(q->'items') i), true)
    ELSE true END;
END $$;
REVOKE ALL ON FUNCTION search.reads_text(jsonb) FROM PUBLIC;

CREATE OR REPLACE FUNCTION search.find_in_volume(v record.volume, a access.actor, q jsonb, p_filters jsonb, p_after_at timestamp with time zone, p_after integer, p_descending boolean, p_limit integer)
 RETURNS TABLE(docno integer, started_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE s record; p record.part; source text; way text := CASE WHEN p_descending THEN 'DESC' ELSE 'ASC' END; left_over integer := p_limit; n integer; v_lo integer; v_hi integer;
BEGIN
  IF v.size = 0 THEN RETURN; END IF;
  q := search.bound(a, q);
  s := search.scope(v, a, search.reads_text(q), p_filters, p_after_at, p_after, p_descending);
  FOR p IN EXECUTE format('SELECT * FROM record.part WHERE volume_id = %s AND last_docno >= %s AND first_docno <= %s ORDER BY first_docno %s', v.id, s.lo, s.hi, way) LOOP
    v_lo := greatest(s.lo, p.first_docno); v_hi := least(s.hi, p.last_docno);
    IF q IS NOT NULL AND left_over IS NOT NULL THEN
      RETURN QUERY SELECT f.docno, f.started_at FROM search.stretches(q, v_lo, v_hi, s.conditions, way, left_over) f;
    ELSE
      source := CASE WHEN q IS NULL THEN format('SELECT c.docno, c.started_at FROM record.conversation c WHERE c.docno BETWEEN %s AND %s %s ORDER BY c.docno %s', v_lo, v_hi, s.conditions, way)
        ELSE search.part_sql(q, v_lo, v_hi, s.conditions, way) END;
      RETURN QUERY EXECUTE source || CASE WHEN left_over IS NOT NULL THEN format(' LIMIT %s', left_over) ELSE '' END;
    END IF;
    GET DIAGNOSTICS n = ROW_COUNT;
    left_over := left_over - n;
    EXIT WHEN left_over <= 0;
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION search.stretch_sql(v record.volume, a access.actor, q jsonb, p_filters jsonb, p_lo integer, p_hi integer)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE s record;
BEGIN
  q := search.bound(a, q);
  s := search.scope(v, a, search.reads_text(q), p_filters, NULL, NULL, false);
  s.lo := greatest(s.lo, p_lo); s.hi := least(s.hi, p_hi);
  RETURN CASE WHEN s.lo > s.hi THEN NULL
    WHEN q IS NULL THEN format('SELECT c.docno FROM record.conversation c WHERE c.docno BETWEEN %s AND %s %s', s.lo, s.hi, s.conditions)
    ELSE search.part_sql(q, s.lo, s.hi, CASE WHEN search.has_field(q) OR s.conditions <> format(' AND c.tier <= %s AND c.top_tier <= %s', a.tier, a.tier) OR NOT search.hides_nothing(p_lo / 1000000, a.tier)
      THEN s.conditions END, NULL) END;
END $function$;
