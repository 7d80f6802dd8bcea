-- How many of an answer bear each code of a side, from indexes alone. Before, all that a side had coded was read from its table for an answer of more than a thousand, and sorted.
CREATE OR REPLACE FUNCTION search.codes_of(a access.actor, p_part integer, p_bits bit varying) RETURNS TABLE (code_id uuid, n bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  b bit varying := p_bits || B''; base integer := p_part * 1000000; v_docnos integer[];
  v_codes uuid[] := ARRAY(SELECT c.id FROM work.code c WHERE c.matter_id = a.matter_id AND c.side = a.side);
BEGIN
  IF bit_count(b) <= 1000 THEN
    v_docnos := ARRAY(SELECT base + d FROM search.numbers_of(b, 0, length(b) - 1) d);
    RETURN QUERY SELECT k.code_id, count(DISTINCT k.docno) FROM work.coding k WHERE k.docno = ANY (v_docnos) AND k.code_id = ANY (v_codes) GROUP BY k.code_id;
    RETURN;
  END IF;
  RETURN QUERY SELECT c.id, x.n FROM unnest(v_codes) c(id)
    CROSS JOIN LATERAL (SELECT count(DISTINCT k.docno) AS n FROM work.coding k WHERE k.code_id = c.id AND k.docno BETWEEN base AND base + length(b) - 1 AND get_bit(b, k.docno - base) = 1) x WHERE x.n > 0;
END $$;
