-- Sealing folded each text three times: for its index, for statistics of the index, and for statistics of its words. Those of a partial index the planner
-- never looks at, and they took as long as the index itself; they are made no more, and those that are there go at the next ANALYZE. As many processes as the
-- server allows build the index of a volume of 8 MB and more. PostgreSQL would decide by the size of the rows, and long texts do not lie in them.
-- Locks the partitions of texts against ANALYZE and CREATE INDEX for a moment; reads go on.

-- Before the rows of a partition are indexed, and after.
CREATE FUNCTION record.begin_index(p_part integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE t regclass := format('record.%I', 'conversation_text_' || lpad(p_part::text, 4, '0'));
BEGIN
  IF pg_table_size(t) >= 8 * 1024 * 1024 THEN EXECUTE format('ALTER TABLE %s SET (parallel_workers = 8)', t); END IF;
END $$;

CREATE FUNCTION record.end_index(p_part integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE i regclass; t regclass := format('record.%I', 'conversation_text_' || lpad(p_part::text, 4, '0'));
BEGIN
  EXECUTE format('ALTER TABLE %s RESET (parallel_workers)', t);
  FOR i IN SELECT x.indexrelid FROM pg_index x WHERE x.indrelid = t AND x.indexprs IS NOT NULL LOOP
    EXECUTE format('ALTER INDEX %s ALTER COLUMN 1 SET STATISTICS 0', i);
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION record.begin_index(integer), record.end_index(integer) FROM PUBLIC;

DO $$ DECLARE v_part integer; BEGIN
  FOR v_part IN SELECT part FROM record.part WHERE to_regclass('record.conversation_text_' || lpad(part::text, 4, '0')) IS NOT NULL ORDER BY 1 LOOP
    PERFORM record.end_index(v_part);
  END LOOP;
END $$;

CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
SELECT pg_temp.amend('api.seal_volume(smallint)',
  '    lo := v_part * 1000000;',
  '    PERFORM record.begin_index(v_part);
    lo := v_part * 1000000;',
  '    PERFORM search.keep_statistics(v_part);',
  '    PERFORM record.end_index(v_part);
    PERFORM search.keep_statistics(v_part);');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);
