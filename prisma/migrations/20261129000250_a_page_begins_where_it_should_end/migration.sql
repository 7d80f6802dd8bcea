-- The first stretch of a partition that a page is looked for in is as long as the planner's guess of the words promises, and not a hundred conversations. A rare word was looked
-- for in four stretches, each planned anew and each reading the word's whole list in the index. What is guessed wrong is made good by the next stretch, as before, and a stretch
-- that is too long costs nothing where the text decides, since texts are asked one after the other until the page is full. The answers are the same. Replaces one function.

CREATE OR REPLACE FUNCTION search.stretches(q jsonb, lo integer, hi integer, conditions text, way text, p_limit integer)
RETURNS TABLE (docno integer, started_at timestamptz) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
  v_span bigint := greatest(100, 2 * p_limit); v_from integer := lo; v_to integer := hi; left_over integer := p_limit; n integer;
  c tsquery := CASE WHEN NOT search.has_field(q) THEN search.candidates(q) END;
BEGIN
  IF c IS NOT NULL AND hi - lo > v_span THEN
    v_span := greatest(v_span, least(1000000, p_limit * 1.5 / greatest(search.share_of('record.conversation_text_' || lpad((lo / 1000000)::text, 4, '0'), c), 0.000001))::bigint);
  END IF;
  WHILE v_from <= v_to AND left_over > 0 LOOP
    IF way = 'ASC' THEN
      RETURN QUERY EXECUTE search.part_sql(q, v_from, least(v_to, v_from + v_span - 1)::integer, conditions, way) || format(' LIMIT %s', left_over);
    ELSE
      RETURN QUERY EXECUTE search.part_sql(q, greatest(v_from, v_to - v_span + 1)::integer, v_to, conditions, way) || format(' LIMIT %s', left_over);
    END IF;
    GET DIAGNOSTICS n = ROW_COUNT;
    left_over := left_over - n;
    IF way = 'ASC' THEN v_from := least(v_from + v_span, v_to + 1::bigint); ELSE v_to := greatest(v_to - v_span, v_from - 1::bigint); END IF;
    v_span := CASE WHEN n = 0 THEN v_span * 8 ELSE greatest(v_span, least(v_span * 8, v_span * left_over * 3 / n / 2)) END;
  END LOOP;
END $$;
