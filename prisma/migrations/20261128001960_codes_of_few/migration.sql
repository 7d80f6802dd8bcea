-- The own side's codes on few answers are read from these answers, as their other facets are: what the side has coded elsewhere in the partition is not looked at.
-- Replaces one function.

CREATE OR REPLACE FUNCTION search.codes_of(a access.actor, p_part integer, p_bits bit varying) RETURNS TABLE (code_id uuid, n bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE b bit varying := p_bits || B''; base integer := p_part * 1000000;
BEGIN
  IF bit_count(b) <= 1000 THEN
    RETURN QUERY SELECT k.code_id, count(DISTINCT k.docno) FROM search.numbers_of(b, 0, length(b) - 1) d JOIN work.coding k ON k.docno = base + d
      WHERE k.matter_id = a.matter_id AND k.side = a.side GROUP BY k.code_id;
    RETURN;
  END IF;
  RETURN QUERY SELECT k.code_id, count(DISTINCT k.docno) FROM work.coding k
    WHERE k.docno BETWEEN base AND base + length(b) - 1 AND k.matter_id = a.matter_id AND k.side = a.side AND get_bit(b, k.docno - base) = 1 GROUP BY k.code_id;
END $$;
