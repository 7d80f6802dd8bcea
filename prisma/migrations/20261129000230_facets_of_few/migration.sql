-- Facets of few answers are looked up by number. Before, the planner took them for a thousand and read the whole narrow table beside them; and up to a thousand were
-- counted by rows where a partition is so small that its bitmaps are counted sooner. The counts are the same. Replaces functions only.

CREATE OR REPLACE FUNCTION search.facets_of(p_part integer, p_bits bit varying) RETURNS TABLE (dimension text, value integer, n bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE b bit varying := p_bits || B''; base integer := p_part * 1000000; v_docnos integer[];
BEGIN
  -- A row costs as much as some thousand bits of all facets.
  IF bit_count(b) * 1000 <= length(b) THEN
    v_docnos := ARRAY(SELECT base + d FROM search.numbers_of(b, 0, length(b) - 1) d);
    RETURN QUERY SELECT x.dimension, x.value, count(*) FROM record.conversation c,
        LATERAL (VALUES ('month', c.month), ('model', c.model_id::integer), ('language', c.language_id::integer), ('turns', search.turns_class(c.turns))) x (dimension, value)
      WHERE c.docno = ANY (v_docnos) AND x.value IS NOT NULL GROUP BY 1, 2;
    RETURN;
  END IF;
  RETURN QUERY SELECT f.dimension, f.value, CASE
      WHEN f.lo IS NOT NULL THEN bit_count(substring(b FROM f.lo + 1 FOR f.hi - f.lo + 1))
      WHEN f.numbers IS NOT NULL THEN (SELECT count(*) FROM unnest(f.numbers) d WHERE get_bit(b, d) = 1)
      ELSE bit_count(f.bits & b) END
    FROM search.facet f WHERE f.part = p_part;
END $$;

CREATE OR REPLACE FUNCTION search.codes_of(a access.actor, p_part integer, p_bits bit varying) RETURNS TABLE (code_id uuid, n bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE b bit varying := p_bits || B''; base integer := p_part * 1000000; v_docnos integer[];
BEGIN
  IF bit_count(b) <= 1000 THEN
    v_docnos := ARRAY(SELECT base + d FROM search.numbers_of(b, 0, length(b) - 1) d);
    RETURN QUERY SELECT k.code_id, count(DISTINCT k.docno) FROM work.coding k
      WHERE k.docno = ANY (v_docnos) AND k.matter_id = a.matter_id AND k.side = a.side GROUP BY k.code_id;
    RETURN;
  END IF;
  RETURN QUERY SELECT k.code_id, count(DISTINCT k.docno) FROM work.coding k
    WHERE k.docno BETWEEN base AND base + length(b) - 1 AND k.matter_id = a.matter_id AND k.side = a.side AND get_bit(b, k.docno - base) = 1 GROUP BY k.code_id;
END $$;
