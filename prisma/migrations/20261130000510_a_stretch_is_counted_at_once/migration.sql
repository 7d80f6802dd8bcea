-- A step of a count asks for numbers alone, of one stretch of one partition. They were handed through two functions row by row; now the statement that finds them
-- gives them at once. search.find_in_volume is left with pages.
-- What of a volume may answer: which numbers, by filters and by the place in order that a page begins after, and the conditions on a row.
CREATE FUNCTION search.scope(v record.volume, a access.actor, p_words boolean, p_filters jsonb, p_after_at timestamptz, p_after integer, p_descending boolean, OUT lo integer, OUT hi integer, OUT conditions text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE undated integer; dated_hi integer;
BEGIN
  lo := v.first_docno; hi := v.first_docno + v.size - 1;
  SELECT coalesce(sum(x.undated), 0) INTO undated FROM record.part x WHERE x.volume_id = v.id;
  dated_hi := hi - undated;
  IF p_filters ? 'from' THEN lo := search.first_docno_at(v, (p_filters->>'from')::date::timestamp AT TIME ZONE 'UTC'); hi := dated_hi; END IF;
  IF p_filters ? 'to' THEN hi := search.first_docno_at(v, ((p_filters->>'to')::date + 1)::timestamp AT TIME ZONE 'UTC') - 1; END IF;
  IF p_after IS NOT NULL THEN
    IF p_after BETWEEN v.first_docno AND v.first_docno + v.size - 1 THEN
      IF p_descending THEN hi := least(hi, p_after - 1); ELSE lo := greatest(lo, p_after + 1); END IF;
    ELSIF p_after_at IS NULL THEN
      -- Beyond an undated conversation of another volume: among equals, order of docno.
      IF p_descending THEN
        IF p_after < v.first_docno THEN hi := least(hi, dated_hi); END IF;
      ELSE
        lo := greatest(lo, CASE WHEN p_after < v.first_docno THEN dated_hi + 1 ELSE v.first_docno + v.size END);
      END IF;
    ELSE
      IF p_descending THEN
        hi := least(hi, search.first_docno_at(v, CASE WHEN p_after < v.first_docno THEN p_after_at ELSE p_after_at + interval '1 microsecond' END) - 1);
      ELSE
        lo := greatest(lo, search.first_docno_at(v, CASE WHEN p_after < v.first_docno THEN p_after_at ELSE p_after_at + interval '1 microsecond' END));
      END IF;
    END IF;
  END IF;

  conditions := format(' AND c.tier <= %s', a.tier);
  IF p_words THEN conditions := conditions || format(' AND c.top_tier <= %s', a.tier); END IF;
  IF v.superseded > 0 AND NOT p_filters ? 'set' AND (p_filters->>'superseded')::boolean IS NOT TRUE THEN conditions := conditions || ' AND c.flags & 64 = 0'; END IF;
  IF v.disclosure = 'matched' THEN conditions := conditions || ' AND c.flags & 32 <> 0'; END IF;
  IF p_filters ? 'models' THEN
    conditions := conditions || format(' AND c.model_id = ANY (%L::smallint[])', ARRAY(SELECT m.id FROM record.model m WHERE p_filters->'models' ? CASE WHEN m.id = ANY (record.merged(v.matter_id, 'model')) THEN 'other' ELSE m.name END));
  END IF;
  IF p_filters ? 'languages' THEN
    conditions := conditions || format(' AND c.language_id = ANY (%L::smallint[])', ARRAY(SELECT l.id FROM record.language l WHERE p_filters->'languages' ? CASE WHEN l.id = ANY (record.merged(v.matter_id, 'language')) THEN 'other' ELSE l.tag END));
  END IF;
  IF p_filters ?| ARRAY['from', 'to'] AND record.merged(v.matter_id, 'month') <> '{}' THEN
    conditions := conditions || format(' AND c.month <> ALL (%L::integer[])', record.merged(v.matter_id, 'month'));
  END IF;
  IF p_filters ?| ARRAY['minTurns', 'maxTurns'] AND record.merged(v.matter_id, 'turns') <> '{}' THEN
    conditions := conditions || format(' AND search.turns_class(c.turns) <> ALL (%L::integer[])', record.merged(v.matter_id, 'turns'));
  END IF;
  IF p_filters ? 'minTurns' THEN conditions := conditions || format(' AND c.turns >= %s', search.least_of('turns', (p_filters->>'minTurns')::int, record.metadata_minimum(v.matter_id) > 1)); END IF;
  IF p_filters ? 'maxTurns' THEN conditions := conditions || format(' AND c.turns <= %s', search.most_of('turns', (p_filters->>'maxTurns')::int, record.metadata_minimum(v.matter_id) > 1)); END IF;
  IF p_filters ? 'codes' THEN
    conditions := conditions || format(
      ' AND EXISTS (SELECT FROM work.coding k JOIN work.code b ON b.id = k.code_id WHERE k.docno = c.docno AND b.matter_id = %L AND b.side = %L AND b.key = ANY (%L::text[]))',
      a.matter_id, a.side, ARRAY(SELECT jsonb_array_elements_text(p_filters->'codes')));
  END IF;
  IF (p_filters->>'uncoded')::boolean THEN
    conditions := conditions || format(' AND NOT EXISTS (SELECT FROM work.coding k WHERE k.docno = c.docno AND k.matter_id = %L AND k.side = %L)', a.matter_id, a.side);
  END IF;
  IF p_filters ? 'set' THEN
    conditions := conditions || format(
      ' AND c.docno IN (SELECT unnest(sp.docnos) FROM work.set_part sp JOIN work.reviewed_set s ON s.id = sp.set_id WHERE s.id = %L AND s.matter_id = %L AND s.side = %L AND sp.part = c.docno / 1000000)',
      p_filters->>'set', a.matter_id, a.side);
  END IF;
END $$;

-- A stretch of one partition as SQL that gives the numbers that answer, in no order; null where nothing can.
CREATE FUNCTION search.stretch_sql(v record.volume, a access.actor, q jsonb, p_filters jsonb, p_lo integer, p_hi integer) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE s record;
BEGIN
  q := search.bound(a, q);
  s := search.scope(v, a, q IS NOT NULL, p_filters, NULL, NULL, false);
  s.lo := greatest(s.lo, p_lo); s.hi := least(s.hi, p_hi);
  RETURN CASE WHEN s.lo > s.hi THEN NULL
    WHEN q IS NULL THEN format('SELECT c.docno FROM record.conversation c WHERE c.docno BETWEEN %s AND %s %s', s.lo, s.hi, s.conditions)
    ELSE search.part_sql(q, s.lo, s.hi, CASE WHEN search.has_field(q) OR s.conditions <> format(' AND c.tier <= %s AND c.top_tier <= %s', a.tier, a.tier) OR NOT search.hides_nothing(p_lo / 1000000, a.tier)
      THEN s.conditions END, NULL) END;
END $$;

-- What answers within a stretch, as numbers from a base.
CREATE FUNCTION search.numbers_in(v record.volume, a access.actor, q jsonb, p_filters jsonb, p_lo integer, p_hi integer, p_base integer) RETURNS integer[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE v_source text := search.stretch_sql(v, a, q, p_filters, p_lo, p_hi); found integer[];
BEGIN
  IF v_source IS NOT NULL THEN EXECUTE format('SELECT array_agg(x.n) FROM (SELECT DISTINCT s.docno - %s AS n FROM (%s) s) x', p_base, v_source) INTO found; END IF;
  RETURN coalesce(found, '{}');
END $$;

-- SQL for a bitmap, and how many bits of it are set, from SQL for numbers, which may come more than once. Only words of 64 bits that hold one are made; what lies between
-- is filled in.
CREATE FUNCTION search.bits_sql(p_source text, p_base integer, p_length integer) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT format('SELECT y.bits, bit_count(y.bits)::int AS n FROM (
      SELECT substring((''x'' || coalesce(string_agg(repeat(''0'', (g - before - 1) * 16) || lpad(to_hex(word), 16, ''0''), '''' ORDER BY g), '''')
        || repeat(''0'', (%1$s - 1 - coalesce(max(g), -1)) * 16))::bit varying FROM 1 FOR %2$s) AS bits
      FROM (SELECT g, word, lag(g, 1, -1) OVER (ORDER BY g) AS before FROM (
        SELECT (s.docno - %3$s) >> 6 AS g, bit_or(1::bigint << (63 - ((s.docno - %3$s) & 63))) AS word FROM (%4$s) s GROUP BY 1) w) x) y',
    (p_length + 63) / 64, (p_length + 31) / 32 * 32, p_base, p_source) $$;

CREATE OR REPLACE FUNCTION search.bits_of(p_numbers integer[], p_length integer) RETURNS bit varying LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE found bit varying;
BEGIN
  EXECUTE search.bits_sql('SELECT unnest($1) AS docno', 0, p_length) INTO found USING p_numbers;
  RETURN found;
END $$;

-- What answers within a stretch, as the bitmap of its partition.
CREATE FUNCTION search.bits_in(v record.volume, a access.actor, q jsonb, p_filters jsonb, p_lo integer, p_hi integer, p_base integer, p_length integer, OUT bits bit varying, OUT n integer)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
BEGIN
  EXECUTE search.bits_sql(coalesce(search.stretch_sql(v, a, q, p_filters, p_lo, p_hi), 'SELECT NULL::integer AS docno WHERE false'), p_base, p_length) INTO bits, n;
END $$;

CREATE OR REPLACE FUNCTION search.find_in_volume(v record.volume, a access.actor, q jsonb, p_filters jsonb, p_after_at timestamptz, p_after integer, p_descending boolean, p_limit integer)
RETURNS TABLE (docno integer, started_at timestamptz) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE s record; p record.part; source text; way text := CASE WHEN p_descending THEN 'DESC' ELSE 'ASC' END; left_over integer := p_limit; n integer; v_lo integer; v_hi integer;
BEGIN
  IF v.size = 0 THEN RETURN; END IF;
  q := search.bound(a, q);
  s := search.scope(v, a, q IS NOT NULL, p_filters, p_after_at, p_after, p_descending);
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
SELECT pg_temp.amend('api.step_run(text, uuid, bytea, text, integer)',
  'v_numbers := ARRAY(SELECT f.docno - base FROM search.find_in_volume(v, a, v_tree, v_filters || jsonb_build_object(''_lo'', r.next_docno, ''_hi'', hi), NULL, NULL, false, NULL) f);
    v_bits := search.bits_of(v_numbers, l);
    v_n := coalesce(array_length(v_numbers, 1), 0);', 'SELECT x.bits, x.n INTO v_bits, v_n FROM search.bits_in(v, a, v_tree, v_filters, r.next_docno, hi, base, l) x;',
  ' v_numbers integer[];', '');
SELECT pg_temp.amend('api.step_term_report(text, uuid, integer)',
  'ARRAY(SELECT f.docno - base FROM search.find_in_volume(v, a, t.question, r.filters || jsonb_build_object(''_lo'', r.next_docno, ''_hi'', hi), NULL, NULL, false, NULL) f)', 'search.numbers_in(v, a, t.question, r.filters, r.next_docno, hi, base)');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);
