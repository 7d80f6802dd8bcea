-- A place among the answers of several volumes is looked for where it should be by proportion, not by halving time: two or three looks in place of a dozen, each of some twenty look-ups a
-- volume. After four that did not suffice time is halved as before, since answers may crowd at one time. The answers are the same. Replaces one function.

CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
SELECT pg_temp.amend('search.dated_page(uuid, bigint, integer)',
  'mid bigint; c bigint;', 'mid bigint; c bigint; v_far bigint; v_near bigint; v_looks integer := 0;',
  'a_hi := b_hi; b_n := v_dated;', 'a_hi := b_hi; b_n := v_dated; v_far := v_dated;',
  'mid := a_lo + (a_hi - a_lo) / 2;', 'v_looks := v_looks + 1;
      mid := CASE WHEN v_looks > 4 THEN a_lo + (a_hi - a_lo) / 2
        ELSE greatest(a_lo + 1, least(a_hi - 1, a_lo + ((a_hi - a_lo) * ((p_offset - 150 - a_n)::double precision / (v_far - a_n)))::bigint)) END;',
  'ELSE a_hi := mid; END IF;', 'ELSE a_hi := mid; v_far := c; END IF;',
  'b_lo := a_lo;', 'b_lo := a_lo; v_near := a_n; v_looks := 0;',
  'mid := b_lo + (b_hi - b_lo) / 2;', 'v_looks := v_looks + 1;
      mid := CASE WHEN v_looks > 4 THEN b_lo + (b_hi - b_lo) / 2
        ELSE greatest(b_lo + 1, least(b_hi - 1, b_lo + ((b_hi - b_lo) * ((v_upper + 150 - v_near)::double precision / (b_n - v_near)))::bigint)) END;',
  'ELSE b_lo := mid; END IF;', 'ELSE b_lo := mid; v_near := c; END IF;');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);
