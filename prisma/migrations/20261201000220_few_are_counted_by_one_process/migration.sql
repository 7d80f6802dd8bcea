-- Of what the index of words decides by itself, the first process was done before others had started: 10 ms a partition, for a count of nothing too. Several
-- count where there are a hundred thousand or more, and where texts are asked. Zeros of a bitmap are written sixteen at a time: one by one a million of bits took 4 ms.
CREATE OR REPLACE FUNCTION search.bits_sql(p_source text, p_base integer, p_length integer)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT format('SELECT y.bits, bit_count(y.bits)::int AS n FROM (
      SELECT substring((''x'' || coalesce(string_agg(repeat(''0000000000000000'', g - before - 1) || lpad(to_hex(word), 16, ''0''), '''' ORDER BY g), '''')
        || repeat(''0000000000000000'', (%1$s - 1 - coalesce(max(g), -1))::int))::bit varying FROM 1 FOR %2$s) AS bits
      FROM (SELECT g, word, lag(g, 1, -1) OVER (ORDER BY g) AS before FROM (
        SELECT (s.docno - %3$s) >> 6 AS g, bit_or(1::bigint << (63 - ((s.docno - %3$s) & 63))) AS word FROM (%4$s) s GROUP BY 1) w) x) y',
    (p_length + 63) / 64, (p_length + 31) / 32 * 32, p_base, p_source) $function$;

-- As search.bits_in, by one process. Numbers are put together as they come, and not sorted first.
CREATE FUNCTION search.bits_alone(p_source text, p_base integer, p_length integer, OUT bits bit varying, OUT n integer)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_sort TO 'off'
 SET max_parallel_workers_per_gather TO '0'
AS $function$
BEGIN
  EXECUTE search.bits_sql(p_source, p_base, p_length) INTO bits, n;
END $function$;

CREATE OR REPLACE FUNCTION search.bits_in(v record.volume, a access.actor, q jsonb, p_filters jsonb, p_lo integer, p_hi integer, p_base integer, p_length integer, OUT bits bit varying, OUT n integer)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE v_source text := coalesce(search.stretch_sql(v, a, q, p_filters, p_lo, p_hi), 'SELECT NULL::integer AS docno WHERE false'); c tsquery := CASE WHEN search.is_exact(q) THEN search.candidates(q) END;
BEGIN
  IF c IS NOT NULL AND search.told_of('record.conversation_text_' || lpad((p_base / 1000000)::text, 4, '0'), c) < 100000 THEN
    SELECT x.bits, x.n INTO bits, n FROM search.bits_alone(v_source, p_base, p_length) x;
  ELSE
    EXECUTE search.bits_sql(v_source, p_base, p_length) INTO bits, n;
  END IF;
END $function$;

REVOKE ALL ON FUNCTION search.bits_alone(text, integer, integer) FROM PUBLIC;
