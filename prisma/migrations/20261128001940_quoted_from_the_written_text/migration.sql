-- A snippet's turn is looked for in the text as it was written, where that decides the same, and only the turn that is shown is folded: of a page of fifty
-- nearly all the time went into folding turns that nobody is shown. Replaces one function.

CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
SELECT pg_temp.amend('api.read_snippets(text, bigint, jsonb)',
  'SELECT k, r, said, f, array_remove(', 'SELECT k, r, said, coalesce(f, search.fold(said)), array_remove(',
  'search.turns_sql(''$1'', ''AND '' || v_seen)', 'search.turns_sql(''$1'', ''AND '' || v_seen, bool_and(search.may_read_raw(l)))');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);
