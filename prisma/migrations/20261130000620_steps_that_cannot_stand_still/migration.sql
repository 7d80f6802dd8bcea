-- Three things that could have gone wrong and did not yet. Where the statistics of a partition were lost, a share was a number of rows: the first step of a count had no length
-- then, and the count stood still. How long that step is told what texts hold that the asker may not see, through how far the count had come. And a code was counted by a
-- function that may be asked before the bound which keeps it within its bitmap.
CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
SELECT pg_temp.amend('search.share_of(text, tsquery)', 'RETURN v_n / v_of;', 'RETURN least(1, v_n / v_of);',
  'RETURN coalesce((', 'RETURN least(1, coalesce((', ', v_n) / v_of;', ', v_n) / v_of);');
SELECT pg_temp.amend('search.codes_of(access.actor, integer, bit varying)', 'base integer := p_part * 1000000;', 'base integer := p_part * 1000000; v_last integer := p_part * 1000000 + length(p_bits) - 1;',
  'k.docno BETWEEN base AND base + length(b) - 1 AND get_bit(b, k.docno - base) = 1', 'k.docno BETWEEN base AND v_last AND CASE WHEN k.docno BETWEEN base AND v_last THEN get_bit(b, k.docno - base) = 1 END');

-- How long the first step of a count is: where texts are asked, as many numbers as name some forty thousand of them, which takes two cores a second; where some of them are
-- hidden from the asker, always as many.
DROP FUNCTION search.first_span(jsonb, integer);
CREATE FUNCTION search.first_span(q jsonb, p_part integer, p_tier smallint) RETURNS integer LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE c tsquery;
BEGIN
  IF q IS NULL OR search.is_exact(q) THEN RETURN 1000000; END IF;
  c := CASE WHEN NOT search.has_field(q) AND search.hides_nothing(p_part, p_tier) THEN search.candidates(q) END;
  IF c IS NULL THEN RETURN 20000; END IF;
  RETURN least(1000000, 40000 / greatest(search.share_of('record.conversation_text_' || lpad(p_part::text, 4, '0'), c), 0.01));
END $$;
REVOKE ALL ON FUNCTION search.first_span(jsonb, integer, smallint) FROM PUBLIC;
SELECT pg_temp.amend('api.step_run(text, uuid, bytea, text, integer)', 'search.first_span(v_tree, p.part)', 'search.first_span(v_tree, p.part, a.tier)');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);
