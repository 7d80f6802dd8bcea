-- A stratum of the sample that two people read: how densely a conversation is set with placeholders of the tool that masked it. Where it masked much there was
-- much to miss. Known where the volume was searched: they are the stretches of tier 0. A CHECK on a small table; replaces functions.
ALTER TABLE record.reading DROP CONSTRAINT reading_by_check, ADD CONSTRAINT reading_by_check CHECK (by <@ ARRAY['language', 'turns', 'month', 'density']);

CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
SELECT pg_temp.amend('record.stratum_of(record.conversation, text[])', '''undated'') END)', '''undated'') END,
    CASE WHEN ''density'' = ANY (p_by) THEN (SELECT CASE WHEN count(*) = 0 THEN ''no placeholder'' WHEN count(*) * 100 < c.words THEN ''under 1 placeholder in 100 words''
      WHEN count(*) * 100 < 5 * c.words THEN ''1 to 5 placeholders in 100 words'' ELSE ''5 placeholders in 100 words and more'' END
      FROM record.span y WHERE y.docno = c.docno AND y.turn > 0 AND y.tier = 0) END)');
SELECT pg_temp.amend('api.reading_frame(text, text[], text[])', 'SELECT array_agg(p.id ORDER BY', 'IF ''density'' = ANY (p_by) AND NOT EXISTS (SELECT FROM record.span_search s WHERE s.volume_id = v.id AND s.state = ''done'') THEN
    RETURN jsonb_build_object(''outcome'', ''unsearched'');
  END IF;
  SELECT array_agg(p.id ORDER BY');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);
