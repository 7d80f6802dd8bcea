-- Schema record after all migrations. Written by prisma/standing.test.ts; changed by a new migration, never here.

CREATE OR REPLACE FUNCTION record.add_likely(p_volume smallint, p_version integer, p_from integer, p_upto integer, p_docnos integer[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  INSERT INTO record.likely (part, version, first, bits)
    SELECT p.part, p_version, x.first, substring(search.bits_of(ARRAY(SELECT d - x.first FROM unnest(p_docnos) d WHERE d BETWEEN x.first AND x.last), x.last - x.first + 1) FROM 1 FOR x.last - x.first + 1)
    FROM record.part p CROSS JOIN LATERAL (SELECT greatest(p.first_docno, p_from) AS first, least(p.last_docno, p_upto) AS last) x
    WHERE p.volume_id = p_volume AND p.emptied_at IS NULL AND x.first <= x.last
$function$;

CREATE OR REPLACE FUNCTION record.agreement(a bytea, b bytea)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE n integer := 0;
BEGIN
  IF a = b THEN RETURN length(a); END IF;
  FOR i IN 0 .. least(length(a), length(b)) - 1 LOOP
    IF get_byte(a, i) = get_byte(b, i) THEN n := n + 1; END IF;
  END LOOP;
  RETURN n;
END $function$;

CREATE OR REPLACE FUNCTION record.begin_index(p_part integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE t regclass := format('record.%I', 'conversation_text_' || lpad(p_part::text, 4, '0'));
BEGIN
  IF pg_table_size(t) >= 8 * 1024 * 1024 THEN EXECUTE format('ALTER TABLE %s SET (parallel_workers = 8)', t); END IF;
END $function$;

CREATE OR REPLACE FUNCTION record.beneath(p_covers smallint, p_docno integer, p_turn integer, p_from integer, p_to integer, OUT v_from integer, OUT v_to integer)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE s record; shift integer := 0; at integer; n integer;
BEGIN
  FOR s IN SELECT y.first, y.length, length(y.label) AS n FROM record.covers_of(p_covers, p_docno, p_turn, p_turn) y ORDER BY y.first LOOP
    at := s.first + shift; n := s.n;
    v_from := coalesce(v_from, CASE WHEN p_from < at THEN p_from - shift WHEN p_from < at + n THEN s.first END);
    v_to := coalesce(v_to, CASE WHEN p_to <= at THEN p_to - shift WHEN p_to <= at + n THEN s.first + s.length END);
    shift := shift + n - s.length;
  END LOOP;
  v_from := coalesce(v_from, p_from - shift); v_to := coalesce(v_to, p_to - shift);
END $function$;

CREATE OR REPLACE FUNCTION record.beyond_cover(p_spans jsonb, p_at integer, p_after boolean)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT CASE WHEN p_spans IS NULL THEN p_at ELSE coalesce((SELECT CASE WHEN p_after THEN (s->>0)::int + (s->>1)::int + 1 ELSE (s->>0)::int + 1 END
    FROM jsonb_array_elements(p_spans) s WHERE (s->>0)::int + 1 < p_at AND (s->>0)::int + (s->>1)::int + 1 > p_at LIMIT 1), p_at) END $function$;

CREATE OR REPLACE FUNCTION record.can_be_class(v jsonb)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE jsonb_typeof(v) WHEN 'string'::text THEN ((length((v #>> '{}'::text[])) <= 80) AND (NOT record.is_identifier((v #>> '{}'::text[])))) WHEN 'number'::text THEN (length((v)::text) <= 7) ELSE (jsonb_typeof(v) = ANY (ARRAY['boolean'::text, 'null'::text])) END;

CREATE OR REPLACE FUNCTION record.card(p_docno integer)
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$SELECT k.card FROM record.cards(p_docno) k$function$;

CREATE OR REPLACE FUNCTION record.cards(p_docno integer)
 RETURNS TABLE(docno integer, turns integer, tier smallint, flags integer, disclosure record.disclosure, card jsonb)
 LANGUAGE sql
 STABLE
AS $function$
  SELECT c.docno, c.turns, c.tier, c.flags, v.disclosure, jsonb_build_object(
    'docno', c.docno, 'controlNumber', record.control_number(v.control_prefix, v.first_docno, c.docno), 'volume', v.name, 'disclosure', v.disclosure,
    'model', CASE WHEN km.size < e.least OR km.below BETWEEN 1 AND e.least - 1 THEN 'other' ELSE m.name END,
    'language', CASE WHEN kl.size < e.least OR kl.below BETWEEN 1 AND e.least - 1 THEN 'other' ELSE l.tag END,
    'month', CASE WHEN c.month IS NULL THEN NULL WHEN kd.size < e.least OR kd.below BETWEEN 1 AND e.least - 1 THEN 'other' ELSE (c.month / 100) || '-' || lpad((c.month % 100)::text, 2, '0') END,
    'turns', c.turns, 'words', c.words, 'tier', c.tier, 'flags', c.flags)
    || CASE WHEN c.flags & 192 = 0 THEN '{}' ELSE jsonb_strip_nulls(jsonb_build_object(
      'supersededBy', (SELECT record.name_of(s.newer) FROM record.succession s WHERE s.docno = c.docno),
      'supersedes', (SELECT record.name_of(s.docno) FROM record.succession s WHERE s.newer = c.docno LIMIT 1),
      'changed', (SELECT s.changed FROM record.succession s WHERE s.docno = c.docno UNION ALL SELECT s.changed FROM record.succession s WHERE s.newer = c.docno LIMIT 1))) END
  FROM record.conversation c JOIN record.volume v ON v.id = c.volume_id
  LEFT JOIN record.model m ON m.id = c.model_id LEFT JOIN record.language l ON l.id = c.language_id
  LEFT JOIN record.small_class km ON km.matter_id = v.matter_id AND km.dimension = 'model' AND km.value = c.model_id
  LEFT JOIN record.small_class kl ON kl.matter_id = v.matter_id AND kl.dimension = 'language' AND kl.value = c.language_id
  LEFT JOIN record.small_class kd ON kd.matter_id = v.matter_id AND kd.dimension = 'month' AND kd.value = c.month
  CROSS JOIN LATERAL (SELECT CASE WHEN num_nonnulls(km.value, kl.value, kd.value) > 0 THEN record.metadata_minimum(v.matter_id) END AS least OFFSET 0) e
  WHERE c.docno = p_docno
$function$;

CREATE OR REPLACE FUNCTION record.carry(o record.volume, v record.volume)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '128MB'
AS $function$
DECLARE lo integer := o.first_docno; hi integer := o.first_docno + o.size - 1; x record; m record; r record.redaction; v_tier smallint; v_text text; v_turn integer; v_found boolean;
  n_designated integer := 0; n_widened integer := 0; n_withdrawn integer := 0; n_masks integer := 0; n_lost integer := 0;
BEGIN
  CREATE TEMP TABLE heir ON COMMIT DROP AS
    WITH covered AS (SELECT t.docno FROM record.turn_tier t WHERE t.docno BETWEEN lo AND hi
      UNION SELECT y.docno FROM record.redaction y WHERE y.docno BETWEEN lo AND hi AND y.lifted_at IS NULL
      UNION SELECT l.docno FROM record.lost_cover l JOIN record.redaction y ON y.id = l.redaction_id AND y.lifted_at IS NULL WHERE l.docno BETWEEN lo AND hi)
    SELECT c.docno AS older, s.newer, NOT s.changed AS same FROM covered c JOIN record.succession s ON s.docno = c.docno
    UNION ALL SELECT c.docno, n.docno, true FROM covered c JOIN record.conversation a ON a.docno = c.docno
      JOIN record.conversation n ON n.sha256 = a.sha256 AND n.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1
      WHERE NOT EXISTS (SELECT FROM record.succession s WHERE s.docno = c.docno);
  CREATE INDEX ON pg_temp.heir (older);
  ANALYZE pg_temp.heir;

  FOR x IN SELECT h.older, h.newer, h.same, t.turn, t.tier AS kept, CASE WHEN t.turn = 0 THEN record.designated(t.docno) ELSE t.tier END AS tier
      FROM record.turn_tier t JOIN pg_temp.heir h ON h.older = t.docno WHERE t.docno BETWEEN lo AND hi ORDER BY h.newer, t.turn LOOP
    SELECT c.tier INTO v_tier FROM record.conversation c WHERE c.docno = x.newer;
    n_designated := n_designated + (x.kept < record.withdrawn())::int;
    CONTINUE WHEN x.tier <= v_tier;
    v_turn := x.turn;
    IF NOT x.same AND x.turn > 0 THEN
      v_text := record.text_of(x.newer, x.turn);
      IF v_text IS NULL OR v_text IS DISTINCT FROM record.text_of(x.older, x.turn) THEN v_turn := 0; n_widened := n_widened + 1; END IF;
    END IF;
    PERFORM record.designate(x.newer, v_turn, x.tier);
    INSERT INTO record.designation (matter_id, docno, turn, tier, was, reason, set_by, set_side)
      SELECT v.matter_id, x.newer, v_turn, x.tier, v_tier, left('As the older version, ' || record.name_of(x.older) || ': ' || w.reason, 2000), w.who, w.side
      FROM (SELECT d.reason, d.set_by AS who, d.set_side AS side, d.set_at AS at FROM record.designation d WHERE d.matter_id = v.matter_id AND d.docno = x.older AND d.turn = x.turn
        UNION ALL SELECT coalesce(nullif(btrim(c.ended_with), ''), c.outcome), c.ended_by, CASE c.outcome WHEN 'withdrawn' THEN g.side ELSE 'court' END, c.ended_at
          FROM record.challenge c CROSS JOIN LATERAL (SELECT (access.setting((access.order_of(c.matter_id)).settings, 'producingSide')#>>'{}')::access.side AS side) g
          WHERE c.matter_id = v.matter_id AND c.docno = x.older AND c.turn = x.turn AND c.outcome IN ('withdrawn', 'lowered', 'waived')) w
      ORDER BY w.at DESC LIMIT 1;
  END LOOP;

  -- Withdrawn conversations, then covers: those of the older volume, and those that were lost on the way to it.
  FOR r IN SELECT y.* FROM record.redaction y WHERE y.docno BETWEEN lo AND hi AND y.lifted_at IS NULL AND y.turn IS NULL ORDER BY y.docno LOOP
    v_found := false;
    FOR x IN SELECT h.newer FROM pg_temp.heir h WHERE h.older = r.docno ORDER BY h.newer LOOP
      v_found := true;
      INSERT INTO record.redaction (matter_id, docno, tier, reason, placed_by, placed_side, carried_from)
        SELECT r.matter_id, x.newer, c.tier, r.reason, r.placed_by, r.placed_side, coalesce(r.carried_from, r.id) FROM record.conversation c WHERE c.docno = x.newer AND c.tier < 10
        ON CONFLICT DO NOTHING;
      IF FOUND THEN PERFORM record.designate(x.newer, 0, record.withdrawn()); n_withdrawn := n_withdrawn + 1; END IF;
    END LOOP;
    IF NOT v_found THEN INSERT INTO record.lost_cover (redaction_id, volume_id) VALUES (r.id, v.id); n_lost := n_lost + 1; END IF;
  END LOOP;
  FOR m IN SELECT y.id, y.docno FROM record.redaction y WHERE y.docno BETWEEN lo AND hi AND y.lifted_at IS NULL AND y.turn IS NOT NULL
      UNION SELECT y.id, l.docno FROM record.lost_cover l JOIN record.redaction y ON y.id = l.redaction_id AND y.lifted_at IS NULL AND y.turn IS NOT NULL WHERE l.docno BETWEEN lo AND hi
      ORDER BY 2, 1 LOOP
    SELECT y.* INTO r FROM record.redaction y WHERE y.id = m.id;
    v_found := false;
    FOR x IN SELECT h.newer, h.same AND h.older = r.docno AS same FROM pg_temp.heir h WHERE h.older = m.docno ORDER BY h.newer LOOP
      v_found := true;
      IF record.carry_cover(r, x.newer, x.same) THEN n_masks := n_masks + 1;
      ELSE INSERT INTO record.lost_cover (redaction_id, volume_id, docno) VALUES (r.id, v.id, x.newer) ON CONFLICT DO NOTHING; n_lost := n_lost + 1;
      END IF;
    END LOOP;
    IF NOT v_found THEN INSERT INTO record.lost_cover (redaction_id, volume_id) VALUES (r.id, v.id) ON CONFLICT DO NOTHING; n_lost := n_lost + 1; END IF;
  END LOOP;
  DROP TABLE pg_temp.heir;
  RETURN jsonb_build_object('designations', n_designated, 'widened', n_widened, 'withdrawn', n_withdrawn, 'masks', n_masks, 'lost', n_lost);
END $function$;

CREATE OR REPLACE FUNCTION record.carry_cover(r record.redaction, p_docno integer, p_same boolean)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', r.matter_id, 'person_id', r.placed_by, 'side', r.placed_side));
  v_text text := record.text_of(r.docno, r.turn); v_now text := record.text_of(p_docno, r.turn); v_word text := coalesce(substring(r.label FROM '^\[([A-Z]+)_\d+\]$'), 'REDACTED');
  v_root uuid := coalesce(r.carried_from, r.id); v_made record.redaction; x record; n integer := 0; v_whole boolean; v_said text; v_same boolean := (p_same AND r.turn > 0) OR v_now IS NOT DISTINCT FROM v_text;
BEGIN
  IF v_text IS NULL THEN RETURN false; END IF;
  v_whole := r.first = 0 AND r.length >= length(v_text) AND r.turn > 0;
  v_said := substr(v_text, r.first + 1, r.length);
  FOR x IN SELECT r.turn AS turn, r.first AS first, r.first + r.length AS last WHERE v_same
      UNION ALL (SELECT f.turn, f.v_first, f.v_first + f.v_length FROM record.found_again(v_said, p_docno) f WHERE NOT v_same ORDER BY f.turn <> r.turn, f.turn, f.v_first LIMIT 201)
      UNION ALL SELECT r.turn, 0, length(v_now) WHERE v_whole AND NOT v_same AND v_now <> ''
      UNION ALL (SELECT f.turn, f.v_first, f.v_first + f.v_length FROM record.found_beside(v_said, p_docno) f LIMIT 201) LOOP
    IF (x.turn > 0) OR (r.turn < 0) THEN n := n + 1; END IF;
    v_made := record.redact(a, p_docno, x.turn, x.first, x.last, r.type, v_word, r.reason, NULL, r.origin);
    UPDATE record.redaction y SET carried_from = v_root WHERE y.id = v_made.id;
  END LOOP;
  RETURN n BETWEEN 1 AND 200 AND (NOT v_whole OR v_same);
END $function$;

CREATE OR REPLACE FUNCTION record.class_named(p_field text, p_said text DEFAULT NULL::text)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN hashtextextended((p_field || COALESCE(('
'::text || p_said), ''::text)), (0)::bigint);

CREATE OR REPLACE FUNCTION record.classes_in(p_metadata jsonb)
 RETURNS TABLE(field bigint, class bigint)
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE COST 20000 ROWS 50
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  WITH RECURSIVE walk AS (
    SELECT ''::text AS field, m.v FROM (SELECT record.without_moments(p_metadata) AS v WHERE jsonb_typeof(p_metadata) = 'object' AND NOT record.too_many_beside(p_metadata)) m
    UNION
    SELECT e.field, e.v FROM walk w CROSS JOIN LATERAL (
      SELECT record.field_beside(w.field, x.k) AS field, x.v FROM jsonb_each(CASE jsonb_typeof(w.v) WHEN 'object' THEN w.v ELSE '{}' END) x(k, v)
      UNION ALL SELECT w.field || '[]', y.v FROM jsonb_array_elements(CASE jsonb_typeof(w.v) WHEN 'array' THEN w.v ELSE '[]' END) y(v)) e
  ), said AS (
    SELECT DISTINCT w.field, record.said_beside(w.field, w.v) AS said FROM walk w WHERE w.field <> ''
  )
  SELECT f.class, f.class FROM (SELECT DISTINCT record.class_named(field) AS class FROM said) f
  UNION ALL
  SELECT record.class_named(s.field), CASE WHEN s.said = '?' THEN ~record.class_named(s.field) WHEN s.said IN ('{}', '[]') THEN record.class_named(s.field) # 1 ELSE record.class_named(s.field, s.said) END FROM said s WHERE s.said IS NOT NULL
$function$;

CREATE OR REPLACE FUNCTION record.clear_staged(p_volume smallint)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_deliveries integer[] := ARRAY(SELECT d.id FROM record.delivery d WHERE d.volume_id = p_volume);
BEGIN
  IF NOT EXISTS (SELECT FROM record.staged s WHERE s.delivery_id <> ALL (v_deliveries)) THEN
    BEGIN
      LOCK TABLE record.staged IN ACCESS EXCLUSIVE MODE NOWAIT;
      -- Nobody adds to it from here on; what was added since the last look shows in this one.
      IF EXISTS (SELECT FROM record.staged s WHERE s.delivery_id <> ALL (v_deliveries)) THEN RAISE lock_not_available; END IF;
      TRUNCATE record.staged;
      RETURN;
    EXCEPTION WHEN lock_not_available THEN NULL; -- and the lock goes with it
    END;
  END IF;
  DELETE FROM record.staged s WHERE s.delivery_id = ANY (v_deliveries);
END $function$;

CREATE OR REPLACE FUNCTION record.control_number(prefix text, first_docno integer, docno integer)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((prefix || '-'::text) || lpad((((docno - first_docno) + 1))::text, 9, '0'::text));

CREATE OR REPLACE FUNCTION record.count_beside(p_volume smallint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '128MB'
AS $function$
DECLARE v record.volume; p integer;
BEGIN
  SELECT * INTO v FROM record.volume x WHERE x.id = p_volume;
  DELETE FROM record.class_beside WHERE volume_id = p_volume;
  -- A table that was just filled is taken for an almost empty one, which one process reads.
  FOR p IN SELECT x.part FROM record.part x WHERE x.volume_id = p_volume AND x.emptied_at IS NULL LOOP
    EXECUTE format('ANALYZE record.%I (docno)', 'conversation_source_' || lpad(p::text, 4, '0'));
  END LOOP;
  -- A table of its own, since only what makes one is carried out by several processes.
  EXECUTE format('CREATE TEMP TABLE beside ON COMMIT DROP AS SELECT b.field, b.class, count(*)::integer AS size FROM record.conversation_source s
    JOIN record.conversation c ON c.docno = s.docno AND c.docno BETWEEN %1$s AND %2$s AND c.flags & 64 = 0 CROSS JOIN LATERAL record.classes_in(s.metadata) b
    WHERE s.docno BETWEEN %1$s AND %2$s AND s.metadata IS NOT NULL GROUP BY 1, 2', v.first_docno, v.first_docno + v.size - 1);
  INSERT INTO record.class_beside (volume_id, class, field, size)
    SELECT p_volume, x.class, x.field, sum(x.size) FROM (SELECT b.field, b.size, CASE WHEN b.size = 1 AND b.class <> b.field AND b.class <> b.field # 1 THEN ~b.field ELSE b.class END AS class FROM pg_temp.beside b) x
    WHERE x.size > 1 OR x.class <> x.field GROUP BY x.class, x.field;
  DROP TABLE pg_temp.beside;
END $function$;

CREATE OR REPLACE FUNCTION record.count_classes(p_matter uuid)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DELETE FROM record.small_class WHERE matter_id = p_matter;
  INSERT INTO record.small_class SELECT p_matter, x.dimension, x.value, x.size, x.below FROM (
    SELECT f.dimension, f.value, f.size, coalesce(sum(f.size) OVER (PARTITION BY f.dimension ORDER BY f.size, f.value ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::int AS below
    FROM (SELECT s.dimension, s.value, sum(s.size)::int AS size FROM (
        SELECT s.dimension, s.value, s.size FROM search.facet s JOIN record.part p ON p.part = s.part JOIN record.volume v ON v.id = p.volume_id AND v.state = 'sealed' WHERE v.matter_id = p_matter
        UNION ALL SELECT d.dimension, d.value, -count(*) FROM record.volume v JOIN record.conversation c ON c.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1 AND c.flags & 64 <> 0
          CROSS JOIN LATERAL (VALUES ('words', search.words_class(c.words)), ('month', c.month), ('model', c.model_id::integer), ('language', c.language_id::integer), ('turns', search.turns_class(c.turns))) d (dimension, value)
          WHERE v.matter_id = p_matter AND v.state = 'sealed' AND v.superseded > 0 AND d.value IS NOT NULL GROUP BY 1, 2) s GROUP BY 1, 2) f) x
  WHERE x.size < 1000 OR x.below BETWEEN 1 AND 999
$function$;

CREATE OR REPLACE FUNCTION record.count_names(p_volume smallint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '128MB'
AS $function$
BEGIN
  DELETE FROM record.name_count WHERE volume_id = p_volume;
  INSERT INTO record.name_count (volume_id, name, conversations, cued)
    SELECT p_volume, n.name, count(*), count(*) FILTER (WHERE n.cued) FROM (
      SELECT c.sha256, y.name, bool_or(y.rule = 'name:cued') AS cued FROM record.volume v
      JOIN record.span y ON y.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1 AND y.name IS NOT NULL AND y.tier = 2
      JOIN record.conversation c ON c.docno = y.docno WHERE v.id = p_volume GROUP BY c.sha256, y.name) n
    GROUP BY n.name HAVING count(*) >= 10;
END $function$;

CREATE OR REPLACE FUNCTION record.count_statistics(p_part integer)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DELETE FROM record.statistic WHERE part = p_part;
  INSERT INTO record.statistic SELECT p_part, c.month, c.model_id, c.language_id, count(*) FROM record.part p JOIN record.conversation c ON c.docno BETWEEN p.first_docno AND p.last_docno
    WHERE p.part = p_part AND c.flags & 64 = 0 GROUP BY 2, 3, 4
$function$;

CREATE OR REPLACE FUNCTION record.covered(p_text text, p_spans jsonb)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE x jsonb;
BEGIN
  FOR x IN SELECT e FROM jsonb_array_elements(p_spans) e LOOP
    p_text := overlay(p_text PLACING (x->>2) FROM (x->>0)::int + 1 FOR (x->>1)::int);
  END LOOP;
  RETURN p_text;
END $function$;

CREATE OR REPLACE FUNCTION record.covered_stretch(p_spans jsonb, p_text text, p_from integer, p_to integer)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT CASE WHEN p_spans IS NULL THEN substr(p_text, p_from, p_to - p_from)
    ELSE record.covered(substr(p_text, p_from, p_to - p_from), coalesce((SELECT jsonb_agg(jsonb_build_array((s->>0)::int - p_from + 1, s->1, s->2) ORDER BY (s->>0)::int DESC)
      FROM jsonb_array_elements(p_spans) s WHERE (s->>0)::int + 1 >= p_from AND (s->>0)::int + 1 < p_to), '[]')) END $function$;

CREATE OR REPLACE FUNCTION record.covers_of(p_covers smallint, p_docno integer, p_from integer, p_to integer)
 RETURNS TABLE(turn integer, first integer, length integer, label text)
 LANGUAGE sql
 STABLE
AS $function$
  SELECT y.turn, y.first, y.length, y.label FROM record.span y
  WHERE y.docno = p_docno AND y.turn BETWEEN p_from AND p_to AND y.tier BETWEEN 1 AND coalesce(p_covers, 2) AND (y.tier = 1 OR record.names_somebody(y.docno, y.name))
$function$;

CREATE OR REPLACE FUNCTION record.designate(p_docno integer, p_turn integer, p_tier smallint)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  PERFORM FROM record.conversation c WHERE c.docno = p_docno AND p_turn BETWEEN 0 AND c.turns FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  IF p_turn = 0 AND p_tier <= 9 THEN
    UPDATE record.redaction r SET tier = p_tier WHERE r.docno = p_docno AND r.turn IS NULL AND r.lifted_at IS NULL;
    IF FOUND THEN RETURN true; END IF;
  END IF;
  INSERT INTO record.turn_tier (docno, turn, tier) VALUES (p_docno, p_turn, p_tier)
    ON CONFLICT (docno, turn) DO UPDATE SET tier = excluded.tier, at = excluded.at;
  UPDATE record.conversation SET
    tier = CASE p_turn WHEN 0 THEN p_tier ELSE tier END,
    top_tier = coalesce((SELECT max(w.tier) FROM record.turn_tier w WHERE w.docno = p_docno AND w.turn > 0), 0)
    WHERE docno = p_docno;
  RETURN true;
END $function$;

CREATE OR REPLACE FUNCTION record.designated(p_docno integer)
 RETURNS smallint
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT CASE WHEN c.tier < 10 THEN c.tier ELSE (SELECT r.tier FROM record.redaction r WHERE r.docno = p_docno AND r.turn IS NULL AND r.lifted_at IS NULL) END
  FROM record.conversation c WHERE c.docno = p_docno
$function$;

CREATE OR REPLACE FUNCTION record.docno_named(a access.actor, p_control text)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT CASE WHEN a.side = 'host' THEN record.find_docno(a.matter_id, p_control) ELSE access.visible_docno(a, p_control) END
$function$;

CREATE OR REPLACE FUNCTION record.elapsed(p_seconds numeric)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (CASE WHEN (abs(p_seconds) < (86400)::numeric) THEN trunc((p_seconds / (60)::numeric)) ELSE (trunc((p_seconds / (3600)::numeric)) * (60)::numeric) END)::integer;

CREATE OR REPLACE FUNCTION record.end_index(p_part integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE i regclass; t regclass := format('record.%I', 'conversation_text_' || lpad(p_part::text, 4, '0'));
BEGIN
  EXECUTE format('ALTER TABLE %s RESET (parallel_workers)', t);
  FOR i IN SELECT x.indexrelid FROM pg_index x WHERE x.indrelid = t AND x.indexprs IS NOT NULL LOOP
    EXECUTE format('ALTER INDEX %s ALTER COLUMN 1 SET STATISTICS 0', i);
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION record.exactly(p_text text, p_said text)
 RETURNS TABLE(v_first integer, v_length integer)
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE at integer := 1; pos integer;
BEGIN
  v_length := length(p_said);
  LOOP
    pos := strpos(substr(p_text, at) COLLATE "C", p_said COLLATE "C");
    EXIT WHEN pos = 0 OR v_length = 0;
    v_first := at + pos - 2;
    RETURN NEXT;
    at := at + pos - 1 + v_length;
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION record.family(p_volume smallint)
 RETURNS smallint[]
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  WITH RECURSIVE older AS (SELECT v.id, v.supersedes FROM record.volume v WHERE v.id = p_volume UNION SELECT v.id, v.supersedes FROM older o JOIN record.volume v ON v.id = o.supersedes),
    newer AS (SELECT v.id FROM record.volume v WHERE v.id = p_volume UNION SELECT v.id FROM newer n JOIN record.volume v ON v.supersedes = n.id)
  SELECT array_agg(x.id) FROM (SELECT id FROM older UNION SELECT id FROM newer) x
$function$;

CREATE OR REPLACE FUNCTION record.field_beside(p_field text, p_key text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
  IF p_field IN ('.perTurn', '.perBranch', '.perBranch.#') AND p_key ~ '^[0-9]{1,7}$' THEN RETURN p_field || '.#'; END IF;
  IF p_key ~ '^[A-Za-z0-9_ -]{1,19}$' THEN RETURN p_field || '.' || p_key; END IF;
  IF p_key LIKE '[moment not shown] %' THEN RETURN p_field || '.[moment not shown]'; END IF;
  IF length(p_key) > 80 OR record.is_identifier(p_key) THEN RETURN p_field || '.*'; END IF;
  RETURN p_field || '.' || to_jsonb(p_key)::text;
END $function$;

CREATE OR REPLACE FUNCTION record.file_told(p_delivery integer, p_least integer)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT CASE WHEN d.stored >= p_least AND (SELECT coalesce(sum(o.stored), 0) FROM record.delivery o WHERE o.volume_id = d.volume_id AND (o.stored, o.id) < (d.stored, d.id)) NOT BETWEEN 1 AND p_least - 1
    THEN d.file ELSE '[small class not shown]' END FROM record.delivery d WHERE d.id = p_delivery
$function$;

CREATE OR REPLACE FUNCTION record.find_docno(p_matter uuid, p_control text)
 RETURNS integer
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$SELECT l.docno FROM record.locate(p_matter, p_control) l$function$;

CREATE OR REPLACE FUNCTION record.first_moment(p_docno integer)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  RETURN coalesce((SELECT (jsonb_path_query_first(t.turns, '$[*].at')#>>'{}')::timestamptz FROM record.conversation_text t WHERE t.docno = p_docno AND t.part = 0),
    (SELECT c.started_at FROM record.conversation c WHERE c.docno = p_docno));
END $function$;

CREATE OR REPLACE FUNCTION record.found_again(p_said text, p_docno integer)
 RETURNS TABLE(turn integer, v_first integer, v_length integer)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT t.first_turn + (e.k - 1)::int, w.v_first, w.v_length
  FROM (SELECT search.fold(p_said) AS words) f CROSS JOIN record.conversation_text t CROSS JOIN jsonb_array_elements(t.turns) WITH ORDINALITY e(s, k)
  CROSS JOIN LATERAL (SELECT x.v_first, x.v_length FROM record.exactly(e.s->>'text', p_said) x
    UNION SELECT y.v_first, y.v_length FROM record.places_of(e.s->>'text', f.words) y WHERE btrim(f.words) <> '' AND strpos(search.fold(e.s->>'text') COLLATE "C", f.words COLLATE "C") > 0) w
  WHERE t.docno = p_docno
$function$;

CREATE OR REPLACE FUNCTION record.found_beside(p_said text, p_docno integer)
 RETURNS TABLE(turn integer, v_first integer, v_length integer)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT p.turn, w.v_first, w.v_length FROM (SELECT search.fold(p_said) AS words) f CROSS JOIN record.pieces_beside(p_docno) p
  CROSS JOIN LATERAL (SELECT x.v_first, x.v_length FROM record.exactly(p.said, p_said) x
    UNION SELECT y.v_first, y.v_length FROM record.places_of(p.said, f.words) y WHERE btrim(f.words) <> '' AND strpos(search.fold(p.said) COLLATE "C", f.words COLLATE "C") > 0) w
$function$;

CREATE OR REPLACE FUNCTION record.guard_deletion()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'what was asked for stays on record' USING ERRCODE = '42501'; END IF;
  IF (OLD.id, OLD.matter_id, OLD.volume_id, OLD.reason, OLD.authority, OLD.requested_by, OLD.requested_side, OLD.requested_at)
     IS DISTINCT FROM (NEW.id, NEW.matter_id, NEW.volume_id, NEW.reason, NEW.authority, NEW.requested_by, NEW.requested_side, NEW.requested_at)
     OR OLD.outcome IS NOT NULL AND (OLD.outcome, OLD.decided_reason, OLD.decided_by, OLD.decided_side, OLD.decided_at)
       IS DISTINCT FROM (NEW.outcome, NEW.decided_reason, NEW.decided_by, NEW.decided_side, NEW.decided_at)
     OR OLD.gone_at IS NOT NULL THEN
    RAISE EXCEPTION 'a deletion is not rewritten' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$;

CREATE OR REPLACE FUNCTION record.guard_description()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF OLD.state <> 'loading' AND (OLD.source, OLD.producing_party, OLD.order_reference, OLD.deid_tool, OLD.deid_version, OLD.frame, OLD.hash_list, OLD.designated, OLD.supersedes)
    IS DISTINCT FROM (NEW.source, NEW.producing_party, NEW.order_reference, NEW.deid_tool, NEW.deid_version, NEW.frame, NEW.hash_list, NEW.designated, NEW.supersedes) THEN
    RAISE EXCEPTION 'what is sealed is not changed' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$;

CREATE OR REPLACE FUNCTION record.guard_sealed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_state text;
BEGIN
  IF TG_TABLE_NAME = 'rejection' THEN
    SELECT d.state INTO v_state FROM record.delivery d WHERE d.id = NEW.delivery_id;
  ELSIF TG_OP = 'UPDATE' THEN
    v_state := OLD.state;
  ELSE
    SELECT v.state INTO v_state FROM record.volume v WHERE v.id = NEW.volume_id;
  END IF;
  IF v_state IN ('sealed', 'deleted') THEN RAISE EXCEPTION 'what is sealed is not changed' USING ERRCODE = '42501'; END IF;
  RETURN NEW;
END $function$;

CREATE OR REPLACE FUNCTION record.guard_span()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM record.part p JOIN record.span_search s ON s.volume_id = p.volume_id AND s.state = 'running'
      WHERE p.part = NEW.docno / 1000000 AND NEW.docno > s.upto) THEN
    RAISE EXCEPTION 'no search of this volume is under way' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$;

CREATE OR REPLACE FUNCTION record.guard_state()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'loading' THEN RAISE EXCEPTION 'the record of a sealed volume stays' USING ERRCODE = '42501'; END IF;
    RETURN OLD;
  END IF;
  IF NEW.state = OLD.state THEN RETURN NEW; END IF;
  IF (OLD.state, NEW.state) = ('loading', 'sealed') THEN RETURN NEW; END IF;
  IF (OLD.state, NEW.state) <> ('sealed', 'deleted') THEN RAISE EXCEPTION 'a volume does not become % again', NEW.state USING ERRCODE = '42501'; END IF;
  PERFORM FROM access.matter WHERE id = NEW.matter_id FOR UPDATE;
  IF NOT EXISTS (SELECT FROM record.volume_deletion d WHERE d.volume_id = NEW.id AND d.outcome = 'approved') THEN
    RAISE EXCEPTION 'a volume is deleted by two people of two sides' USING ERRCODE = '42501';
  END IF;
  IF EXISTS (SELECT FROM release.holds_on_volume(NEW.matter_id, NEW.id)) THEN RAISE EXCEPTION 'a hold forbids this deletion' USING ERRCODE = 'RR423'; END IF;
  RETURN NEW;
END $function$;

CREATE OR REPLACE FUNCTION record.hold_in_versions(r record.redaction)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_docno integer; n integer := 0;
BEGIN
  IF r.turn IS NOT NULL THEN
    PERFORM record.redact(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', r.matter_id, 'person_id', r.placed_by, 'side', r.placed_side)), r.docno, f.turn, f.v_first,
      f.v_first + f.v_length, r.type, coalesce(substring(r.label FROM '^\[([A-Z]+)_\d+\]$'), 'REDACTED'), r.reason, NULL, r.id)
    FROM (SELECT y.* FROM record.found_beside(substr(record.text_of(r.docno, r.turn), r.first + 1, r.length), r.docno) y LIMIT 201) f;
  END IF;
  FOR v_docno IN SELECT d FROM record.versions_of(r.docno) d WHERE d <> r.docno ORDER BY d LOOP
    CONTINUE WHEN NOT record.lock_conversation(v_docno);
    IF r.turn IS NULL THEN
      INSERT INTO record.redaction (matter_id, docno, tier, reason, placed_by, placed_side, carried_from)
        SELECT r.matter_id, v_docno, c.tier, r.reason, r.placed_by, r.placed_side, r.id FROM record.conversation c WHERE c.docno = v_docno AND c.tier < 10
        ON CONFLICT DO NOTHING;
      CONTINUE WHEN NOT FOUND;
      PERFORM record.designate(v_docno, 0, record.withdrawn());
    ELSE
      CONTINUE WHEN NOT record.carry_cover(r, v_docno, false);
    END IF;
    n := n + 1;
  END LOOP;
  RETURN n;
END $function$;

CREATE OR REPLACE FUNCTION record.holds_words(p_field text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((p_field = '.name'::text) OR (("right"(p_field, 5) = '.name'::text) AND (p_field ~ '(attachments?|files?)(\[\])?\.name$'::text)) OR (lower("substring"(p_field, '([^.\[]*)[\[\]]*$'::text)) = ANY ('{q,alt,tools,functions,path,paths,input,output,arguments,file_name,filename,file_names,file_path,filepath,filepaths}'::text[])) OR (lower("substring"(p_field, '([A-Z]?[a-z]*)"?[\[\]]*$'::text)) = ANY ('{title,titles,subtitle,subtitles,subject,text,texts,content,contents,summary,summaries,snippet,snippets,quote,quotes,caption,captions,description,descriptions,prompt,prompts,instruction,instructions,message,messages,query,queries,parts,thought,thoughts,reasoning,comment,comments,url,urls,uri,uris,link,links,attribution}'::text[])));

CREATE OR REPLACE FUNCTION record.is_epoch(n numeric)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (((n >= (1262304000)::numeric) AND (n < ('2524608000'::bigint)::numeric)) OR ((n >= '1262304000000'::numeric) AND (n < '2524608000000'::numeric)) OR ((n >= '1262304000000000'::numeric) AND (n < '2524608000000000'::numeric)) OR ((n >= '1262304000000000000'::numeric) AND (n < '2524608000000000000'::numeric)));

CREATE OR REPLACE FUNCTION record.is_identifier(p_said text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (((length(p_said) >= 20) AND (p_said ~ '[0-9A-Za-z_-]{20}'::text) AND (p_said !~ '^[^0-9A-Za-z]*(([A-Za-z]{1,19}|[0-9]{1,8}|[0-9A-Za-z]{1,4})([^0-9A-Za-z]+|$))*$'::text)) OR (strpos(p_said, '@'::text) > 1) OR (p_said ~ '^([0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}|[0-9A-Fa-f]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:]*)$'::text));

CREATE OR REPLACE FUNCTION record.is_moment(p_name text, v jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
DECLARE n numeric; t text;
BEGIN
  IF jsonb_typeof(v) = 'number' THEN
    n := v::numeric;
    RETURN n >= 1e7 AND (record.is_epoch(n) OR record.names_moment(p_name));
  END IF;
  t := v#>>'{}';
  IF length(t) >= 80 OR t !~ '[0-9]' THEN RETURN false; END IF;
  RETURN record.says_moment(t) OR (t ~ '\d\D*\d\D*\d\D*\d' AND record.names_moment(p_name));
END $function$;

CREATE OR REPLACE FUNCTION record.is_public(p_matter uuid, p_name bigint, p_from integer)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT coalesce(sum(n.conversations) >= p_from AND sum(n.cued) * 10 <= sum(n.conversations), false)
  FROM record.name_count n JOIN record.volume v ON v.id = n.volume_id AND v.matter_id = p_matter AND v.state = 'sealed'
    AND NOT EXISTS (SELECT FROM record.volume z WHERE z.supersedes = v.id AND z.state = 'sealed')
  WHERE n.name = p_name
$function$;

CREATE OR REPLACE FUNCTION record.is_withdrawn(p_tier smallint, p_docno integer)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT EXISTS (SELECT FROM record.cards(p_docno) k WHERE k.tier = 10 AND record.designated(p_docno) <= p_tier
    AND k.disclosure <> 'aggregate' AND (k.disclosure <> 'matched' OR k.flags & 32 <> 0))
$function$;

CREATE OR REPLACE FUNCTION record.join_likely(p_volume smallint, p_version integer)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  WITH gone AS (DELETE FROM record.likely l USING record.part p WHERE p.volume_id = p_volume AND l.part = p.part RETURNING l.part, l.version, l.first, l.bits)
  INSERT INTO record.likely (part, version, first, bits)
    SELECT p.part, p_version, p.first_docno, string_agg(g.bits::text, '' ORDER BY g.first)::bit varying FROM gone g JOIN record.part p ON p.part = g.part
    WHERE g.version = p_version GROUP BY p.part, p.first_docno, p.last_docno HAVING sum(length(g.bits)) = p.last_docno - p.first_docno + 1
$function$;

CREATE OR REPLACE FUNCTION record.label_for(p_docno integer, p_turn integer, p_from integer, p_to integer, p_said text, p_type text, p_word text)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT coalesce(
    (SELECT y.label FROM record.span y WHERE y.docno = p_docno AND y.turn = p_turn AND y.first < p_to AND y.first + y.length > p_from
      AND y.label ~ ('^\[' || p_word || '_\d+\]$') ORDER BY y.length DESC LIMIT 1),
    (SELECT y.label FROM record.span y WHERE y.docno = p_docno AND y.label ~ ('^\[' || p_word || '_\d+\]$') AND y.length < 1000
      AND search.fold(substr(record.text_of(p_docno, y.turn), y.first + 1, y.length)) = search.fold(p_said) AND btrim(search.fold(p_said)) <> '' LIMIT 1),
    (SELECT '[' || p_word || '_' || 1 + coalesce(max(substring(x.label FROM '_(\d{1,8})\]$')::int), 0) || ']' FROM (
      SELECT y.label FROM record.span y WHERE y.docno = p_docno UNION ALL SELECT u.label FROM record.span_under u WHERE u.docno = p_docno) x
      WHERE x.label ~ ('^\[' || p_word || '_\d{1,8}\]$')))
$function$;

CREATE OR REPLACE FUNCTION record.large_beside(p_docno integer)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT coalesce(jsonb_object_agg(k.class, 1), '{}') FROM (SELECT v.matter_id, record.metadata_minimum(v.matter_id) AS least FROM record.conversation c JOIN record.volume v ON v.id = c.volume_id WHERE c.docno = p_docno OFFSET 0) m
  CROSS JOIN record.conversation_source s CROSS JOIN LATERAL record.classes_in(s.metadata) b
  JOIN record.ranked_beside k ON k.matter_id = m.matter_id AND k.class = b.class
  WHERE s.docno = p_docno AND (k.size >= m.least OR k.class = b.field # 1) AND k.below NOT BETWEEN 1 AND m.least - 1
$function$;

CREATE OR REPLACE FUNCTION record.large_models(p_docno integer)
 RETURNS text[]
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT coalesce(array_agg(m.name), '{}') FROM (SELECT v.matter_id, record.merged(v.matter_id, 'model') AS merged
      FROM record.conversation c JOIN record.volume v ON v.id = c.volume_id WHERE c.docno = p_docno OFFSET 0) x
  JOIN record.model m ON m.id <> ALL (x.merged)
  WHERE m.id IN (SELECT f.value FROM record.volume v JOIN record.part p ON p.volume_id = v.id JOIN search.facet f ON f.part = p.part AND f.dimension = 'model'
    WHERE v.matter_id = x.matter_id AND v.state = 'sealed')
$function$;

CREATE OR REPLACE FUNCTION record.likely_of(p_volume smallint)
 RETURNS TABLE(part integer, first integer, bits bit varying)
 LANGUAGE sql
 STABLE ROWS 20
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT l.part, l.first, l.bits & l.bits FROM record.part p
  JOIN record.likely l ON l.part = p.part AND l.version = (SELECT max(s.version) FROM record.span_search s WHERE s.volume_id = p_volume AND s.state = 'done')
  WHERE p.volume_id = p_volume AND p.emptied_at IS NULL
$function$;

CREATE OR REPLACE FUNCTION record.locate(p_matter uuid, p_control text)
 RETURNS TABLE(docno integer)
 LANGUAGE sql
 STABLE
AS $function$
  SELECT v.first_docno + asked.number - 1
  FROM (SELECT CASE WHEN left(right(p_control, 10), 1) = '-' AND translate(right(p_control, 9), '0123456789', '') = '' THEN right(p_control, 9)::int END AS number) asked,
    record.volume v
  WHERE v.control_prefix = left(p_control, -10) AND v.matter_id = p_matter AND v.state = 'sealed' AND asked.number BETWEEN 1 AND v.size
$function$;

CREATE OR REPLACE FUNCTION record.lock_conversation(p_docno integer)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  PERFORM FROM record.conversation c WHERE c.docno = p_docno FOR UPDATE;
  RETURN FOUND;
END $function$;

CREATE OR REPLACE FUNCTION record.longest(p_words text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT w FROM string_to_table(btrim(p_words), ' ') w ORDER BY length(w) DESC, w LIMIT 1
$function$;

CREATE OR REPLACE FUNCTION record.look_for_reports(p_volume smallint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '64MB'
AS $function$
DECLARE v record.volume; r record.redaction; x record; y record; v_words text; v_query text; v_cover boolean; v_last integer; n integer; n_open integer; v_state text;
  n_reports integer := 0; n_found integer := 0; n_covered integer := 0; n_gone integer := 0;
BEGIN
  SELECT * INTO v FROM record.volume WHERE id = p_volume;
  v_last := v.first_docno + v.size - 1;
  FOR r IN SELECT k.* FROM record.redaction k JOIN record.leak_search s ON s.redaction_id = k.id WHERE k.matter_id = v.matter_id AND k.lifted_at IS NULL ORDER BY k.placed_at, k.id LOOP
    n_reports := n_reports + 1; n := 0; n_open := 0;
    v_words := search.fold(substr(record.text_of(r.docno, r.turn), r.first + 1, r.length));
    SELECT string_agg(DISTINCT quote_literal(left(w, 64)), ' & ') INTO v_query FROM string_to_table(btrim(v_words), ' ') w WHERE w <> '';
    IF v_query IS NULL THEN n_gone := n_gone + 1; CONTINUE; END IF;
    v_cover := NOT EXISTS (SELECT FROM record.leak_place l WHERE l.redaction_id = r.id AND l.state = 'left');
    FOR x IN EXECUTE format($q$
        SELECT t.docno, t.part FROM record.conversation_text t WHERE t.docno BETWEEN %1$s AND %2$s AND t.kind = 0 AND search.words(t.turns) @@ %3$L::tsquery
        UNION ALL SELECT t.docno, t.part FROM record.conversation_text t WHERE t.docno BETWEEN %1$s AND %2$s AND t.kind = 1 AND search.words(t.turns) @@ %3$L::tsquery
        UNION ALL SELECT t.docno, t.part FROM record.conversation_text t WHERE t.docno BETWEEN %1$s AND %2$s AND t.kind = 2
        UNION ALL SELECT d, NULL FROM record.may_have_beside(%1$s, %2$s, %4$L) d $q$, v.first_docno, v_last, v_query, record.longest(v_words)) LOOP
      FOR y IN SELECT t.first_turn + (e.k - 1)::int AS turn, w.v_first, w.v_length FROM record.conversation_text t, jsonb_array_elements(t.turns) WITH ORDINALITY e(s, k), record.places_of(e.s->>'text', v_words) w
            WHERE t.docno = x.docno AND t.part = x.part AND strpos(search.fold(e.s->>'text') COLLATE "C", v_words COLLATE "C") > 0
          UNION ALL SELECT b.turn, w.v_first, w.v_length FROM record.pieces_beside(x.docno) b, record.places_of(b.said, v_words) w
            WHERE x.part IS NULL AND strpos(search.fold(b.said) COLLATE "C", v_words COLLATE "C") > 0 LOOP
        v_state := record.note_place(r, x.docno, y.turn, y.v_first, y.v_length, v_cover);
        n := n + (v_state IS NOT NULL)::int; n_open := n_open + (v_state = 'open' AND v_state IS NOT NULL)::int;
      END LOOP;
      EXIT WHEN n >= 2000;
    END LOOP;
    CONTINUE WHEN n = 0;
    UPDATE record.leak_search s SET found = s.found + n, state = CASE WHEN n >= 2000 AND s.state = 'done' THEN 'too_many' ELSE s.state END WHERE s.redaction_id = r.id;
    n_found := n_found + n; n_covered := n_covered + n - n_open;
    PERFORM audit.append(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', v.matter_id)), 'redaction:search',
      'conversation:' || record.name_of(r.docno) || '#' || r.turn, 'done', NULL,
      jsonb_build_object('redaction', r.id, 'volume', v.name, 'found', n, 'covered', n - n_open, 'state', CASE WHEN n >= 2000 THEN 'too_many' ELSE 'done' END), NULL, NULL);
  END LOOP;
  IF n_reports > 0 THEN
    UPDATE record.volume SET report = coalesce(report, '{}') || jsonb_build_object('reports', jsonb_build_object('reports', n_reports, 'found', n_found, 'covered', n_covered, 'gone', n_gone)) WHERE id = v.id;
  END IF;
END $function$;

CREATE OR REPLACE FUNCTION record.may_have_beside(p_lo integer, p_hi integer, p_word text)
 RETURNS SETOF integer
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT s.docno FROM record.conversation_source s WHERE s.docno BETWEEN p_lo AND p_hi
    AND strpos(search.fold(concat_ws(' ', s.source_id, nullif(s.metadata, 'null')::text, nullif(s.branches, '[]')::text)) COLLATE "C", p_word COLLATE "C") > 0
$function$;

CREATE OR REPLACE FUNCTION record.merged(p_matter uuid, p_dimension text)
 RETURNS integer[]
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT coalesce(array_agg(k.value), '{}') FROM record.small_class k, (SELECT record.metadata_minimum(p_matter) AS n OFFSET 0) m
  WHERE k.matter_id = p_matter AND k.dimension = p_dimension AND (k.size < m.n OR k.below BETWEEN 1 AND m.n - 1)
$function$;

CREATE OR REPLACE FUNCTION record.merged_names(p_docno integer)
 RETURNS text[]
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT ARRAY(SELECT lower(m.name) FROM record.model m WHERE m.id = ANY (record.merged(v.matter_id, 'model'))
    UNION ALL SELECT lower(l.tag) FROM record.language l WHERE l.id = ANY (record.merged(v.matter_id, 'language')))
  FROM record.conversation c JOIN record.volume v ON v.id = c.volume_id WHERE c.docno = p_docno
$function$;

CREATE OR REPLACE FUNCTION record.metadata_minimum(p_matter uuid)
 RETURNS integer
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT coalesce((o.settings->>'metadataMinimum')::int, 5) FROM access.protective_order o WHERE o.matter_id = p_matter AND o.in_force_from <= clock_timestamp() ORDER BY o.version DESC LIMIT 1
$function$;

CREATE OR REPLACE FUNCTION record.name_of(p_docno integer)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT record.control_number(v.control_prefix, v.first_docno, p_docno) FROM record.part p JOIN record.volume v ON v.id = p.volume_id WHERE p.part = p_docno / 1000000
$function$;

CREATE OR REPLACE FUNCTION record.names_moment(p_name text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((p_name ~* '(^|[_ .-])(at|on|time|timestamp|tstamp|ts|date|datetime|day|created|updated|modified|started|ended|moment)_?$'::text) OR (p_name ~ '[a-z](At|On|Time|TimeStamp|Timestamp|Date|DateTime|Datetime|Day)$'::text));

CREATE OR REPLACE FUNCTION record.names_of(p_docnos integer[])
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT coalesce(jsonb_agg(record.control_number(v.control_prefix, v.first_docno, d) ORDER BY n), '[]')
  FROM unnest(p_docnos) WITH ORDINALITY u(d, n) JOIN record.part p ON p.part = d / 1000000 JOIN record.volume v ON v.id = p.volume_id
$function$;

CREATE OR REPLACE FUNCTION record.names_somebody(p_docno integer, p_name bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT p_name IS NULL OR NOT coalesce((SELECT record.is_public(v.matter_id, p_name, record.public_from(v.matter_id))
    FROM record.part p JOIN record.volume v ON v.id = p.volume_id WHERE p.part = p_docno / 1000000), false)
$function$;

CREATE OR REPLACE FUNCTION record.newest(p_docno integer)
 RETURNS integer
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  WITH RECURSIVE newer AS (SELECT p_docno AS docno, 0 AS n UNION ALL SELECT s.newer, w.n + 1 FROM newer w JOIN record.succession s ON s.docno = w.docno)
  SELECT docno FROM newer ORDER BY n DESC LIMIT 1
$function$;

CREATE OR REPLACE FUNCTION record.note_out_of_frame(p_volume smallint)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  INSERT INTO record.out_of_frame SELECT x.docno, x.why FROM (
    SELECT c.docno, array_remove(ARRAY[
        CASE WHEN c.started_at < (v.frame->>'from')::timestamp AT TIME ZONE 'UTC' THEN 'early' END,
        CASE WHEN c.started_at >= ((v.frame->>'to')::timestamp + interval '1 day') AT TIME ZONE 'UTC' THEN 'late' END,
        CASE WHEN c.started_at IS NULL THEN 'undated' END,
        CASE WHEN v.frame#>'{business,values}' ? (SELECT s.metadata->>(v.frame#>>'{business,field}') FROM record.conversation_source s WHERE s.docno = c.docno) THEN 'business' END], NULL) AS why
    FROM record.volume v JOIN record.conversation c ON c.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1
    WHERE v.id = p_volume AND v.frame IS NOT NULL) x WHERE cardinality(x.why) > 0 ON CONFLICT DO NOTHING
$function$;

CREATE OR REPLACE FUNCTION record.note_place(r record.redaction, p_docno integer, p_turn integer, p_first integer, p_length integer, p_cover boolean)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_id bigint;
BEGIN
  IF EXISTS (SELECT FROM record.span z WHERE z.docno = p_docno AND z.turn = p_turn AND z.tier = 1 AND z.first <= p_first AND z.first + z.length >= p_first + p_length) THEN RETURN NULL; END IF;
  INSERT INTO record.leak_place (redaction_id, docno, turn, first, length) VALUES (r.id, p_docno, p_turn, p_first, p_length) ON CONFLICT DO NOTHING RETURNING id INTO v_id;
  IF v_id IS NULL OR NOT p_cover THEN RETURN CASE WHEN v_id IS NOT NULL THEN 'open' END; END IF;
  PERFORM record.redact(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', r.matter_id, 'person_id', r.placed_by, 'side', r.placed_side)), p_docno, p_turn, p_first,
    p_first + p_length, r.type, coalesce(substring(r.label FROM '^\[([A-Z]+)_\d+\]$'), 'REDACTED'), 'The same words as in another report.', NULL, r.id);
  RETURN 'covered';
END $function$;

CREATE OR REPLACE FUNCTION record.open_part(p_part integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE t text; lo integer := p_part * 1000000;
BEGIN
  FOREACH t IN ARRAY ARRAY['conversation', 'conversation_text', 'conversation_source', 'span'] LOOP
    EXECUTE format('CREATE TABLE record.%I PARTITION OF record.%I FOR VALUES FROM (%s) TO (%s)', t || '_' || lpad(p_part::text, 4, '0'), t, lo, lo + 1000000);
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION record.pieces_beside(p_docno integer)
 RETURNS TABLE(turn integer, path text[], named boolean, said text)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  WITH RECURSIVE walk AS (
    SELECT '{}'::text[] AS path, '{}'::bigint[] AS place, false AS keyed, jsonb_build_object('metadata', s.metadata, 'branches', s.branches, 'sourceId', s.source_id) AS v
    FROM record.conversation_source s WHERE s.docno = p_docno
    UNION ALL
    SELECT w.path || e.k, w.place || e.n, e.keyed, e.v FROM walk w CROSS JOIN LATERAL (
      SELECT x.k, x.v, x.n, w.path <> '{}' AS keyed FROM jsonb_each(CASE jsonb_typeof(w.v) WHEN 'object' THEN w.v ELSE '{}' END) WITH ORDINALITY x(k, v, n)
      UNION ALL SELECT (y.n - 1)::text, y.v, y.n, false FROM jsonb_array_elements(CASE jsonb_typeof(w.v) WHEN 'array' THEN w.v ELSE '[]' END) WITH ORDINALITY y(v, n)) e
    WHERE w.path <> '{}' OR e.v <> 'null'
  ), pieces AS (
    SELECT w.path, w.place, false AS named, w.v#>>'{}' AS said FROM walk w
    WHERE jsonb_typeof(w.v) IN ('string', 'number') AND (w.path[1] <> 'branches' OR w.path[cardinality(w.path)] = 'text')
    UNION ALL SELECT w.path, w.place, true, w.path[cardinality(w.path)] FROM walk w WHERE w.keyed AND w.path[1] = 'metadata'
  )
  SELECT (-row_number() OVER (ORDER BY x.place, x.named))::int, x.path, x.named, x.said FROM pieces x
$function$;

CREATE OR REPLACE FUNCTION record.place_of_letter(p_text text, p_n integer)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE lo integer := 1; hi integer := length(p_text); mid integer;
BEGIN
  WHILE lo < hi LOOP
    mid := (lo + hi) / 2;
    IF length(replace(search.fold(left(p_text, mid)), ' ', '')) >= p_n THEN hi := mid; ELSE lo := mid + 1; END IF;
  END LOOP;
  RETURN lo;
END $function$;

CREATE OR REPLACE FUNCTION record.places_for(a access.actor, p_redaction uuid)
 RETURNS SETOF record.leak_place
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT p.* FROM record.leak_place p WHERE p.redaction_id = p_redaction AND p.state = 'open' AND record.designated(p.docno) IS NOT NULL
    AND (a.side = 'host' OR (record.designated(p.docno) <= a.tier AND coalesce((SELECT w.tier FROM record.turn_tier w WHERE w.docno = p.docno AND w.turn = p.turn), 0) <= a.tier))
$function$;

CREATE OR REPLACE FUNCTION record.places_of(p_text text, p_words text)
 RETURNS TABLE(v_first integer, v_length integer)
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE f text := search.fold(p_text); at integer := 1; pos integer; before integer; n integer := length(replace(p_words, ' ', ''));
BEGIN
  LOOP
    pos := strpos(substr(f, at) COLLATE "C", p_words COLLATE "C");
    EXIT WHEN pos = 0;
    pos := at + pos - 1;
    before := length(replace(left(f, pos), ' ', ''));
    v_first := record.place_of_letter(p_text, before + 1) - 1;
    v_length := record.place_of_letter(p_text, before + n) - v_first;
    RETURN NEXT;
    at := pos + length(p_words) - 1;
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION record.points(p_text text, p_units integer)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE t text;
BEGIN
  IF p_text !~ '[\U00010000-\U0010FFFF]' THEN RETURN CASE WHEN p_units BETWEEN 0 AND length(p_text) THEN p_units END; END IF;
  t := regexp_replace(p_text, '([\U00010000-\U0010FFFF])', '\1' || chr(57344), 'g');
  IF p_units NOT BETWEEN 0 AND length(t) OR substr(t, p_units, 1) ~ '[\U00010000-\U0010FFFF]' THEN RETURN NULL; END IF;
  RETURN p_units - length(regexp_replace(left(t, p_units), '[^\U00010000-\U0010FFFF]', '', 'g'));
END $function$;

CREATE OR REPLACE FUNCTION record.public_from(p_matter uuid)
 RETURNS integer
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT coalesce((SELECT (o.settings->>'publicNamesFrom')::int FROM access.protective_order o
    WHERE o.matter_id = p_matter AND o.in_force_from <= clock_timestamp() ORDER BY o.version DESC LIMIT 1), 50)
$function$;

CREATE OR REPLACE FUNCTION record.put_under(f record.found_span)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE y record.span; o record.span; v_from integer; v_to integer;
BEGIN
  SELECT x.* INTO y FROM record.span x WHERE x.docno = f.docno AND x.turn = f.turn AND x.redaction_id IS NOT NULL
    AND x.first < f.first + f.length AND x.first + x.length > f.first ORDER BY x.first LIMIT 1;
  IF y.docno IS NULL THEN RETURN false; END IF;
  DELETE FROM record.found_span x WHERE x.docno = f.docno AND x.turn = f.turn AND x.first = f.first;
  INSERT INTO record.span_under VALUES (y.redaction_id, f.docno, f.turn, f.first, f.length, f.type, f.tier, f.score, f.rule, f.label, NULL) ON CONFLICT DO NOTHING;
  IF f.tier >= 1 THEN
    v_from := least(y.first, f.first); v_to := greatest(y.first + y.length, f.first + f.length);
    FOR o IN SELECT x.* FROM record.span x WHERE x.docno = f.docno AND x.turn = f.turn AND x.redaction_id <> y.redaction_id AND x.first < v_to AND x.first + x.length > v_from LOOP
      DELETE FROM record.span x WHERE x.docno = o.docno AND x.turn = o.turn AND x.first = o.first;
      INSERT INTO record.span_under VALUES (y.redaction_id, o.docno, o.turn, o.first, o.length, o.type, o.tier, o.score, o.rule, o.label, o.redaction_id) ON CONFLICT DO NOTHING;
      v_from := least(v_from, o.first); v_to := greatest(v_to, o.first + o.length);
    END LOOP;
    UPDATE record.span x SET first = v_from, length = v_to - v_from WHERE x.docno = y.docno AND x.turn = y.turn AND x.redaction_id = y.redaction_id;
  END IF;
  RETURN true;
END $function$;

CREATE OR REPLACE FUNCTION record.quoted_within(p_spans jsonb, p_text text, p_at integer, p_length integer, p_words integer, OUT before text, OUT fragment text, OUT after text, OUT cut_before boolean, OUT cut_after boolean)
 RETURNS record
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE lo integer := p_at; hi integer := least(p_at + p_length, length(p_text) + 1); far integer; n integer; f text; v_open boolean := p_spans IS NULL;
BEGIN
  IF NOT v_open THEN lo := record.beyond_cover(p_spans, lo, false); hi := record.beyond_cover(p_spans, hi, true); END IF;
  cut_before := lo > 1; cut_after := hi <= length(p_text);
  fragment := CASE WHEN v_open THEN substr(p_text, lo, hi - lo) ELSE record.covered_stretch(p_spans, p_text, lo, hi) END;
  before := ''; after := '';
  IF p_words IS NULL THEN RETURN; END IF;
  -- A word that is cut in two counts for both sides, and at the far end one may be half.
  n := 8 * (p_words + 4);
  WHILE cut_before LOOP
    far := greatest(1, lo - n);
    IF v_open THEN before := substr(p_text, far, lo - far);
    ELSE far := record.beyond_cover(p_spans, far, false); before := record.covered_stretch(p_spans, p_text, far, lo); END IF;
    EXIT WHEN far = 1;
    f := search.fold(before);
    EXIT WHEN length(f) - length(replace(f, ' ', '')) - 1 >= p_words + 4;
    n := least(2 * n, 1 << 29);
  END LOOP;
  n := 8 * (p_words + 4);
  WHILE cut_after LOOP
    far := least(hi + n, length(p_text) + 1);
    IF v_open THEN after := substr(p_text, hi, far - hi);
    ELSE far := record.beyond_cover(p_spans, far, true); after := record.covered_stretch(p_spans, p_text, hi, far); END IF;
    EXIT WHEN far > length(p_text);
    f := search.fold(after);
    EXIT WHEN length(f) - length(replace(f, ' ', '')) - 1 >= p_words + 4;
    n := least(2 * n, 1 << 29);
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION record.rank_beside(p_matter uuid)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '128MB'
AS $function$
  DELETE FROM record.ranked_beside WHERE matter_id = p_matter;
  INSERT INTO record.ranked_beside (matter_id, class, size, below)
    SELECT p_matter, x.class, x.size, CASE WHEN x.class = x.field THEN 0 ELSE x.below END FROM (
      SELECT k.class, k.field, k.size, coalesce(sum(k.size) OVER (PARTITION BY k.field, k.class = k.field ORDER BY k.class <> ~k.field, k.class = k.field # 1, k.size, k.class ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS below
      FROM (SELECT b.class, b.field, sum(b.size)::integer AS size FROM record.class_beside b JOIN record.volume v ON v.id = b.volume_id AND v.state = 'sealed' WHERE v.matter_id = p_matter GROUP BY 1, 2) k) x
    WHERE x.class <> ~x.field
$function$;

CREATE OR REPLACE FUNCTION record.reach_of(a access.actor)
 RETURNS smallint
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT greatest(0,
    (SELECT max(v.tier) FROM record.volume v WHERE v.matter_id = a.matter_id AND v.state = 'sealed' AND v.tier <= a.tier),
    (SELECT max(w.tier) FROM record.volume v JOIN record.turn_tier w ON w.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1
      WHERE v.matter_id = a.matter_id AND v.state = 'sealed' AND w.tier <= a.tier))::smallint
$function$;

CREATE OR REPLACE FUNCTION record.reading_answers(p_reading uuid)
 RETURNS TABLE(docno integer, place integer, stratum text, one boolean, other boolean, third boolean, verdict boolean)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT u.docno, u.place, u.stratum, x.leak, y.leak, z.leak, CASE WHEN x.leak = y.leak THEN x.leak WHEN x.leak <> y.leak THEN z.leak END
  FROM record.reading r JOIN record.reading_unit u ON u.reading_id = r.id
  LEFT JOIN record.reading_mark x ON x.reading_id = r.id AND x.docno = u.docno AND x.person_id = r.first_reader
  LEFT JOIN record.reading_mark y ON y.reading_id = r.id AND y.docno = u.docno AND y.person_id = r.second_reader
  LEFT JOIN record.reading_mark z ON z.reading_id = r.id AND z.docno = u.docno AND z.person_id = r.adjudicator
  WHERE r.id = p_reading
$function$;

CREATE OR REPLACE FUNCTION record.redact(a access.actor, p_docno integer, p_turn integer, p_from integer, p_to integer, p_type text, p_word text, p_reason text, p_shown int4range, p_origin uuid)
 RETURNS record.redaction
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE r record.redaction; v_text text := record.text_of(p_docno, p_turn); v_from integer := p_from; v_to integer := p_to; x record;
  marks text := '[\u0300-\u036F\u0483-\u0489\u0591-\u05BD\u064B-\u065F\u0900-\u0903\u093A-\u094F\u1AB0-\u1AFF\u1DC0-\u1DFF\u200D\u20D0-\u20FF\uFE00-\uFE0F\uFE20-\uFE2F\U0001F3FB-\U0001F3FF\U000E0100-\U000E01EF]';
BEGIN
  WHILE v_from > 0 AND (substr(v_text, v_from + 1, 1) ~ marks OR substr(v_text, v_from, 1) = chr(8205)) LOOP v_from := v_from - 1; END LOOP;
  WHILE v_to < length(v_text) AND (substr(v_text, v_to + 1, 1) ~ marks OR substr(v_text, v_to, 1) = chr(8205)) LOOP v_to := v_to + 1; END LOOP;
  IF EXISTS (SELECT FROM record.span y WHERE y.docno = p_docno AND y.turn = p_turn AND y.tier = 1 AND y.first <= v_from AND y.first + y.length >= v_to) THEN RETURN NULL; END IF;
  LOOP
    SELECT min(y.first) AS lo, max(y.first + y.length) AS hi INTO x FROM record.span y
      WHERE y.docno = p_docno AND y.turn = p_turn AND y.first < v_to AND y.first + y.length > v_from;
    EXIT WHEN x.lo IS NULL OR (x.lo >= v_from AND x.hi <= v_to);
    v_from := least(v_from, x.lo); v_to := greatest(v_to, x.hi);
  END LOOP;
  INSERT INTO record.redaction (matter_id, docno, turn, first, length, shown_from, shown_to, type, label, reason, origin, placed_by, placed_side)
    VALUES (a.matter_id, p_docno, p_turn, v_from, v_to - v_from, lower(p_shown), upper(p_shown), p_type,
      record.label_for(p_docno, p_turn, v_from, v_to, substr(v_text, v_from + 1, v_to - v_from), p_type, p_word), p_reason, p_origin, a.person_id, a.side)
    RETURNING * INTO r;
  WITH over AS (DELETE FROM record.span y WHERE y.docno = p_docno AND y.turn = p_turn AND y.first < v_to AND y.first + y.length > v_from RETURNING y.*)
    INSERT INTO record.span_under SELECT r.id, o.docno, o.turn, o.first, o.length, o.type, o.tier, o.score, o.rule, o.label, o.redaction_id FROM over o;
  INSERT INTO record.span (docno, turn, first, length, type, tier, score, rule, label, redaction_id)
    VALUES (p_docno, p_turn, v_from, v_to - v_from, p_type, 1, 1, 'report', r.label, r.id);
  -- Places that other searches found in it wait no longer.
  UPDATE record.leak_place p SET state = 'covered', made = r.id, decided_by = a.person_id, decided_at = clock_timestamp()
    WHERE p.docno = p_docno AND p.turn = p_turn AND p.state = 'open' AND p.first >= v_from AND p.first + p.length <= v_to;
  RETURN r;
END $function$;

CREATE OR REPLACE FUNCTION record.redaction_for(a access.actor, p_id uuid)
 RETURNS record.redaction
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT r.* FROM record.redaction r WHERE r.id = p_id AND r.matter_id = a.matter_id AND (a.side IN ('host', 'court') OR record.designated(r.docno) <= a.tier)
$function$;

CREATE OR REPLACE FUNCTION record.repeats(p_reason text, p_said text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT btrim(search.fold(p_said)) <> '' AND position(search.fold(p_said) IN search.fold(p_reason)) > 0
$function$;

CREATE OR REPLACE FUNCTION record.replace_spans(p_volume smallint, p_version integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v record.volume; v_part integer; v_made record.span[]; v_gone record.found_span[] := '{}'; v_more record.found_span[]; y record.span; x record.span; l record; f record.found_span; v_docno integer;
BEGIN
  LOCK TABLE ONLY record.span IN ACCESS EXCLUSIVE MODE;
  SELECT * INTO v FROM record.volume WHERE id = p_volume;
  SELECT coalesce(array_agg(s ORDER BY s.docno, s.turn, s.first), '{}') INTO v_made FROM record.redaction r
    JOIN record.span s ON s.docno = r.docno AND s.turn = r.turn AND s.redaction_id = r.id
    WHERE r.matter_id = v.matter_id AND r.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1 AND r.turn IS NOT NULL AND r.lifted_at IS NULL;
  FOR v_part IN SELECT p.part FROM record.part p WHERE p.volume_id = v.id AND p.emptied_at IS NULL ORDER BY 1 LOOP
    EXECUTE format('ALTER TABLE record.next_span DETACH PARTITION record.%I', 'next_span_' || lpad(v_part::text, 4, '0'));
    EXECUTE format('ALTER TABLE record.span DETACH PARTITION record.%I', 'span_' || lpad(v_part::text, 4, '0'));
    EXECUTE format('DROP TABLE record.%I', 'span_' || lpad(v_part::text, 4, '0'));
    EXECUTE format('ALTER TABLE record.%I RENAME TO %I', 'next_span_' || lpad(v_part::text, 4, '0'), 'span_' || lpad(v_part::text, 4, '0'));
    EXECUTE format('ALTER TABLE record.span ATTACH PARTITION record.%I FOR VALUES FROM (%s) TO (%s)', 'span_' || lpad(v_part::text, 4, '0'), v_part * 1000000, (v_part + 1) * 1000000);
    EXECUTE format('ALTER TABLE record.%I DROP CONSTRAINT of_its_part', 'span_' || lpad(v_part::text, 4, '0'));
  END LOOP;
  -- What was lifted stays lifted; what sticks out of it on either side and says something stays covered.
  FOR l IN SELECT p.*, c.id FROM record.lifted_cover c JOIN record.lifted_place p ON p.lift_id = c.id WHERE c.volume_id = v.id ORDER BY p.docno, p.turn, p.first LOOP
    FOR x IN DELETE FROM record.span s WHERE s.docno = l.docno AND s.turn = l.turn AND s.tier > 0 AND s.first < l.first + l.length AND s.first + s.length > l.first RETURNING s.* LOOP
      UPDATE record.lifted_place p SET again = p_version WHERE p.lift_id = l.id AND p.turn = l.turn AND p.first = l.first;
      IF btrim(search.fold(substr(record.text_of(x.docno, x.turn), x.first + 1, greatest(0, l.first - x.first)))) <> '' THEN
        INSERT INTO record.span (docno, turn, first, length, type, tier, score, rule, label) VALUES (x.docno, x.turn, x.first, l.first - x.first, x.type, x.tier, x.score, x.rule, x.label);
      END IF;
      IF btrim(search.fold(substr(record.text_of(x.docno, x.turn), l.first + l.length + 1, greatest(0, x.first + x.length - l.first - l.length)))) <> '' THEN
        INSERT INTO record.span (docno, turn, first, length, type, tier, score, rule, label)
          VALUES (x.docno, x.turn, l.first + l.length, x.first + x.length - l.first - l.length, x.type, x.tier, x.score, x.rule, x.label);
      END IF;
    END LOOP;
  END LOOP;
  DELETE FROM record.span_under u WHERE u.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1 AND u.own IS NULL;
  FOREACH y IN ARRAY v_made LOOP
    WITH gone AS (DELETE FROM record.span s WHERE s.docno = y.docno AND s.turn = y.turn AND s.redaction_id IS NULL AND s.first < y.first + y.length AND s.first + s.length > y.first RETURNING s.*)
      SELECT coalesce(array_agg(ROW(g.docno, g.turn, g.first, g.length, g.type, g.tier, g.score, g.rule, g.label, g.name)::record.found_span), '{}') INTO v_more FROM gone g;
    v_gone := v_gone || v_more;
    INSERT INTO record.span SELECT y.*;
  END LOOP;
  FOREACH f IN ARRAY v_gone LOOP PERFORM record.put_under(f); END LOOP;
  FOR v_docno IN SELECT DISTINCT m.docno FROM unnest(v_made) m LOOP PERFORM record.settle_labels(v_docno); END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION record.said_beside(p_field text, v jsonb)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
DECLARE t text := jsonb_typeof(v);
BEGIN
  IF t = 'object' THEN RETURN CASE v WHEN '{}' THEN '{}' ELSE '{' END; END IF;
  IF t = 'array' THEN RETURN CASE v WHEN '[]' THEN '[]' ELSE '[' END; END IF;
  IF t IN ('boolean', 'null') OR v = '"[moment not shown]"' THEN RETURN v::text; END IF;
  IF t = 'string' AND record.holds_words(p_field) THEN RETURN NULL; END IF;
  IF record.says_who(p_field) OR NOT record.can_be_class(v) THEN RETURN '?'; END IF;
  RETURN v::text;
END $function$;

CREATE OR REPLACE FUNCTION record.says_moment(p_said text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (p_said ~ '^[0-9]{10,19}(\.[0-9]*)?$'::text) THEN record.is_epoch((p_said)::numeric) ELSE (p_said ~* (((('^\s*('::text || '\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(\s*|[t ,]+\d{1,2}[:.]?\d{2}.*)|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(\s*|[ ,]+\d{1,2}[:.]\d{2}.*)'::text) || '|([a-z]{3,9}[.,]* )?\d{1,2}(st|nd|rd|th)?\.? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? \d{4}(\D.*)?'::text) || '|([a-z]{3,9}[.,]* )?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? +\d{1,2}(st|nd|rd|th)?,?( +\d{1,2}:\d{2}\S*.*)? \d{4}(\D.*)?'::text) || '|[0-9a-f]{8}-[0-9a-f]{4}-[12678][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|01[0-9a-hjkmnp-tv-z]{24}|[4-9][0-9a-f]{23})$'::text)) END;

CREATE OR REPLACE FUNCTION record.says_who(p_field text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (lower("substring"(p_field, '([A-Z]?[a-z]*|[A-Z]+)"?[\[\]]*$'::text)) = ANY ('{id,ids,uid,uuid,guid,hash,ip,user,username,login,handle,email,phone}'::text[]));

CREATE OR REPLACE FUNCTION record.seen(a access.actor, e audit.entry)
 RETURNS TABLE(n bigint, control_number text, docno integer, card jsonb)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT u.n, u.c, s.docno, s.card FROM jsonb_array_elements_text(e.detail->'shown') WITH ORDINALITY u(c, n)
    CROSS JOIN LATERAL (SELECT x.docno FROM record.locate(a.matter_id, u.c) x OFFSET 0) l CROSS JOIN LATERAL (SELECT x.docno, x.card FROM record.visible(a.tier, l.docno) x OFFSET 0) s
$function$;

CREATE OR REPLACE FUNCTION record.settle_labels(p_docno integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE x record; v_word text; v_next integer;
BEGIN
  FOR x IN SELECT DISTINCT y.label FROM record.span y JOIN record.span z ON z.docno = p_docno AND z.label = y.label AND z.redaction_id IS NULL
      WHERE y.docno = p_docno AND y.redaction_id IS NOT NULL AND NOT EXISTS (SELECT FROM record.span w WHERE w.docno = p_docno AND w.label = y.label AND w.redaction_id IS NULL
        AND search.fold(substr(record.text_of(p_docno, w.turn), w.first + 1, w.length)) = search.fold(substr(record.text_of(p_docno, y.turn), y.first + 1, y.length))) LOOP
    v_word := substring(x.label FROM '^\[([A-Z]+)_\d+\]$');
    CONTINUE WHEN v_word IS NULL;
    SELECT 1 + max(substring(l.label FROM '_(\d{1,8})\]$')::int) INTO v_next FROM (
      SELECT y.label FROM record.span y WHERE y.docno = p_docno UNION ALL SELECT u.label FROM record.span_under u WHERE u.docno = p_docno) l
      WHERE l.label ~ ('^\[' || v_word || '_\d{1,8}\]$');
    UPDATE record.span y SET label = '[' || v_word || '_' || v_next || ']' WHERE y.docno = p_docno AND y.redaction_id IS NULL AND y.label = x.label;
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION record.shown_beside(p_covers smallint, p_coarse boolean, p_docno integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE j jsonb; x record; v jsonb; n integer; v_first timestamptz; v_models text[];
BEGIN
  SELECT jsonb_build_object('metadata', s.metadata, 'branches', coalesce(s.branches, '[]'), 'sourceId', s.source_id) INTO j FROM record.conversation_source s WHERE s.docno = p_docno;
  IF EXISTS (SELECT FROM record.covers_of(p_covers, p_docno, -2147483647, -1)) THEN
    FOR x IN SELECT p.path, p.named, p.said, c.spans FROM record.pieces_beside(p_docno) p
        JOIN (SELECT y.turn, jsonb_agg(jsonb_build_array(y.first, y.length, y.label) ORDER BY y.first DESC) AS spans FROM record.covers_of(p_covers, p_docno, -2147483647, -1) y GROUP BY y.turn) c
          ON c.turn = p.turn ORDER BY p.named, cardinality(p.path) DESC LOOP
      v := j#>x.path; n := cardinality(x.path);
      IF x.named THEN
        j := jsonb_set(j #- x.path, x.path[:n - 1] || record.covered(x.said, x.spans), v);
      ELSE
        j := jsonb_set(j, x.path, to_jsonb(CASE jsonb_typeof(v) WHEN 'number' THEN x.spans->-1->>2 ELSE record.covered(x.said, x.spans) END));
      END IF;
    END LOOP;
  END IF;
  IF p_coarse IS NOT FALSE THEN
    v_first := record.first_moment(p_docno); v_models := record.large_models(p_docno);
    j := jsonb_build_object('metadata', CASE jsonb_typeof(j->'metadata') WHEN 'object' THEN CASE WHEN record.too_many_beside(j->'metadata') THEN '{"[small class not shown] 1": "[small class not shown]"}' ELSE (record.without_small(record.without_moments(j->'metadata'), '', record.large_beside(p_docno), record.merged_names(p_docno))).shown::jsonb END ELSE j->'metadata' END, 'sourceId', record.without_moments(j->'sourceId'), 'branches', (
      SELECT coalesce(jsonb_agg(b.v || jsonb_build_object('turns', (
          SELECT coalesce(jsonb_agg(record.without_model(CASE WHEN s.v ? 'at' THEN record.without_at(s.v, v_first) ELSE s.v END, v_models) ORDER BY s.n), '[]') FROM jsonb_array_elements(b.v->'turns') WITH ORDINALITY s(v, n))) ORDER BY b.n), '[]')
      FROM jsonb_array_elements(j->'branches') WITH ORDINALITY b(v, n)));
  END IF;
  RETURN j;
END $function$;

CREATE OR REPLACE FUNCTION record.shown_text(p_covers smallint, p_docno integer, p_turn integer, p_text text)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT record.covered(p_text, coalesce((SELECT jsonb_agg(jsonb_build_array(y.first, y.length, y.label) ORDER BY y.first DESC)
    FROM record.covers_of(p_covers, p_docno, p_turn, p_turn) y), '[]'))
$function$;

CREATE OR REPLACE FUNCTION record.stratum_of(c record.conversation, p_by text[], p_likely boolean)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT concat_ws(' · ', CASE WHEN 'language' = ANY (p_by) THEN coalesce((SELECT l.tag FROM record.language l WHERE l.id = c.language_id), 'language not known') END,
    CASE WHEN 'turns' = ANY (p_by) THEN CASE search.turns_class(c.turns) WHEN 1 THEN '1–2 turns' WHEN 3 THEN '3–4 turns' WHEN 5 THEN '5–10 turns' WHEN 11 THEN '11–20 turns' WHEN 21 THEN '21–50 turns' ELSE '51 turns and more' END END,
    CASE WHEN 'month' = ANY (p_by) THEN coalesce((c.month / 100) || '-' || lpad((c.month % 100)::text, 2, '0'), 'undated') END,
    CASE WHEN 'density' = ANY (p_by) THEN (SELECT CASE WHEN count(*) = 0 THEN 'no placeholder' WHEN count(*) * 100 < c.words THEN 'under 1 placeholder in 100 words'
      WHEN count(*) * 100 < 5 * c.words THEN '1 to 5 placeholders in 100 words' ELSE '5 placeholders in 100 words and more' END
      FROM record.span y WHERE y.docno = c.docno AND y.turn > 0 AND y.tier = 0) END,
    CASE WHEN 'likely' = ANY (p_by) THEN CASE WHEN p_likely THEN 'something looks like personal data' ELSE 'nothing looks like personal data' END END)
$function$;

CREATE OR REPLACE FUNCTION record.supersede(p_volume smallint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '128MB'
AS $function$
DECLARE v record.volume; o record.volume; v_replaced integer; v_changed integer; v_counts jsonb;
BEGIN
  SELECT * INTO v FROM record.volume WHERE id = p_volume;
  IF v.supersedes IS NULL THEN RETURN; END IF;
  SELECT * INTO o FROM record.volume WHERE id = v.supersedes FOR UPDATE;
  IF o.state <> 'sealed' THEN RAISE EXCEPTION 'what is superseded is not there any more' USING ERRCODE = '55000'; END IF;
  INSERT INTO record.succession (docno, newer, changed)
    WITH once AS (SELECT s.docno >= v.first_docno AS fresh, s.source_id, min(s.docno) AS docno FROM record.conversation_source s
        WHERE s.source_id IS NOT NULL AND (s.docno BETWEEN o.first_docno AND o.first_docno + o.size - 1 OR s.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1)
        GROUP BY 1, 2 HAVING count(*) = 1)
    SELECT a.docno, b.docno, c.sha256 <> d.sha256 FROM once a JOIN once b ON b.source_id = a.source_id AND b.fresh
    JOIN record.conversation c ON c.docno = a.docno JOIN record.conversation d ON d.docno = b.docno WHERE NOT a.fresh;
  GET DIAGNOSTICS v_replaced = ROW_COUNT;
  SELECT count(*) INTO v_changed FROM record.succession s WHERE s.changed AND s.docno BETWEEN o.first_docno AND o.first_docno + o.size - 1;
  UPDATE record.conversation c SET flags = c.flags | 64 FROM record.succession s WHERE s.docno = c.docno AND c.docno BETWEEN o.first_docno AND o.first_docno + o.size - 1;
  UPDATE record.conversation c SET flags = c.flags | 128 FROM record.succession s WHERE s.newer = c.docno AND c.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1;
  UPDATE record.volume SET superseded = v_replaced WHERE id = o.id;
  -- Each side's own, and no note: a note is sealed to the conversation it was written at.
  INSERT INTO work.coding (docno, turn, code_id, matter_id, side, person_id, at)
    SELECT s.newer, k.turn, k.code_id, k.matter_id, k.side, k.person_id, k.at FROM record.succession s JOIN work.coding k ON k.docno = s.docno JOIN record.conversation c ON c.docno = s.newer
    WHERE s.docno BETWEEN o.first_docno AND o.first_docno + o.size - 1 AND k.turn <= c.turns ON CONFLICT DO NOTHING;
  v_counts := jsonb_build_object('supersedes', o.name, 'replaced', v_replaced, 'changed', v_changed, 'added', v.size - v_replaced, 'missing', o.size - v_replaced)
    || record.carry(o, v) || CASE jsonb_typeof(v.report->'superseding') WHEN 'object' THEN v.report->'superseding' ELSE '{}' END;
  UPDATE record.volume SET report = coalesce(report, '{}') || jsonb_build_object('superseding', v_counts) WHERE id = v.id;
  PERFORM audit.append(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', v.matter_id)), 'volume:supersede', 'volume:' || v.name, 'done', NULL, v_counts, NULL, NULL);
END $function$;

CREATE OR REPLACE FUNCTION record.text_of(p_docno integer, p_turn integer)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF p_turn < 0 THEN RETURN (SELECT p.said FROM record.pieces_beside(p_docno) p WHERE p.turn = p_turn); END IF;
  RETURN (SELECT t.turns->(p_turn - t.first_turn)->>'text' FROM record.conversation_text t
    WHERE t.docno = p_docno AND t.first_turn <= p_turn AND t.first_turn + t.turn_count > p_turn);
END $function$;

CREATE OR REPLACE FUNCTION record.tier_of(p_docno integer, p_turn integer)
 RETURNS smallint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT greatest(CASE WHEN c.tier > 9 AND p_turn = 0 THEN record.designated(c.docno) ELSE c.tier END, w.tier) FROM record.conversation c LEFT JOIN record.turn_tier w ON w.docno = c.docno AND w.turn = p_turn AND p_turn > 0
  WHERE c.docno = p_docno AND p_turn BETWEEN 0 AND c.turns
$function$;

CREATE OR REPLACE FUNCTION record.told(r record.redaction)
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT jsonb_build_object('id', r.id, 'conversation', record.name_of(r.docno), 'turn', r.turn, 'first', r.first, 'length', r.length, 'type', r.type, 'label', r.label)
$function$;

CREATE OR REPLACE FUNCTION record.told_length(p_docno integer, p_least integer, p_turns integer[], p_words integer[])
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT jsonb_build_object(
    'turns', CASE WHEN p_least <= 1 THEN c.turns::text WHEN search.turns_class(c.turns) = ANY (p_turns) THEN 'other' WHEN c.turns > 50 THEN '51+'
      ELSE search.least_of('turns', c.turns, true) || '-' || search.most_of('turns', c.turns, true) END,
    'words', CASE WHEN p_least <= 1 THEN c.words::text WHEN search.words_class(c.words) = ANY (p_words) THEN 'other' WHEN c.words >= 30000 THEN '30000+'
      ELSE search.words_class(c.words) || '-' || search.most_of('words', greatest(1, c.words), true) END)
  FROM record.conversation c WHERE c.docno = p_docno
$function$;

CREATE OR REPLACE FUNCTION record.too_many_beside(p_metadata jsonb)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (SELECT ((length(t.m) > 400000) AND ((length(t.m) - length(replace(t.m, ','::text, ''::text))) > 200000)) FROM (SELECT (too_many_beside.p_metadata)::text AS m OFFSET 0) t);

CREATE OR REPLACE FUNCTION record.turns_for(p_tier smallint, p_covers smallint, p_coarse boolean, p_docno integer, p_from integer, p_to integer)
 RETURNS TABLE(turn integer, said jsonb)
 LANGUAGE sql
 STABLE
AS $function$
  SELECT (t.first_turn + n - 1)::int, CASE WHEN w.tier > p_tier THEN jsonb_build_object('role', s->'role', 'text', '', 'withheld', w.tier)
    WHEN w.tier IS NOT NULL THEN m.said || jsonb_build_object('tier', w.tier) ELSE m.said END
  FROM record.conversation_text t CROSS JOIN jsonb_array_elements(t.turns) WITH ORDINALITY x(s, n)
  LEFT JOIN record.turn_tier w ON w.docno = p_docno AND w.turn = t.first_turn + n - 1
  LEFT JOIN (SELECT y.turn, jsonb_agg(jsonb_build_array(y.first, y.length, y.label) ORDER BY y.first DESC) AS spans
    FROM record.covers_of(p_covers, p_docno, p_from, p_to) y GROUP BY y.turn) c ON c.turn = t.first_turn + n - 1
  CROSS JOIN LATERAL (SELECT CASE WHEN p_coarse IS FALSE OR NOT s ? 'at' THEN s ELSE record.without_at(s, (SELECT record.first_moment(p_docno))) END AS told) d
  CROSS JOIN LATERAL (SELECT CASE WHEN p_coarse IS FALSE OR NOT s ? 'model' THEN d.told ELSE record.without_model(d.told, (SELECT record.large_models(p_docno))) END AS told) k
  CROSS JOIN LATERAL (SELECT CASE WHEN c.spans IS NULL THEN k.told
    ELSE k.told || jsonb_build_object('text', record.covered(s->>'text', c.spans), 'masked', jsonb_array_length(c.spans)) END AS said) m
  WHERE t.docno = p_docno AND t.first_turn <= p_to AND t.first_turn + t.turn_count > p_from AND t.first_turn + n - 1 BETWEEN p_from AND p_to
$function$;

CREATE OR REPLACE FUNCTION record.uncover(r record.redaction)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_over uuid; u record.span_under;
BEGIN
  DELETE FROM record.span y WHERE y.docno = r.docno AND y.turn = r.turn AND y.redaction_id = r.id;
  IF FOUND THEN
    INSERT INTO record.span SELECT x.docno, x.turn, x.first, x.length, x.type, x.tier, x.score, x.rule, x.label, x.own
      FROM record.span_under x WHERE x.redaction_id = r.id AND x.own IS NOT NULL;
    FOR u IN SELECT x.* FROM record.span_under x WHERE x.redaction_id = r.id AND x.own IS NULL LOOP
      CONTINUE WHEN record.put_under(ROW(u.docno, u.turn, u.first, u.length, u.type, u.tier, u.score, u.rule, u.label, NULL)::record.found_span);
      INSERT INTO record.span VALUES (u.docno, u.turn, u.first, u.length, u.type, u.tier, u.score, u.rule, u.label, NULL);
    END LOOP;
  ELSE
    DELETE FROM record.span_under x WHERE x.own = r.id RETURNING x.redaction_id INTO v_over;
    INSERT INTO record.span_under SELECT v_over, x.docno, x.turn, x.first, x.length, x.type, x.tier, x.score, x.rule, x.label, x.own
      FROM record.span_under x WHERE x.redaction_id = r.id AND v_over IS NOT NULL ON CONFLICT DO NOTHING;
  END IF;
  DELETE FROM record.span_under x WHERE x.redaction_id = r.id;
END $function$;

CREATE OR REPLACE FUNCTION record.versions_of(p_docno integer)
 RETURNS SETOF integer
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  WITH RECURSIVE older AS (SELECT p_docno AS docno UNION SELECT s.docno FROM older o JOIN record.succession s ON s.newer = o.docno),
    newer AS (SELECT p_docno AS docno UNION SELECT s.newer FROM newer n JOIN record.succession s ON s.docno = n.docno)
  SELECT docno FROM older UNION SELECT docno FROM newer
$function$;

CREATE OR REPLACE FUNCTION record.visible(p_tier smallint, p_docno integer)
 RETURNS TABLE(docno integer, turns integer, disclosure record.disclosure, card jsonb)
 LANGUAGE sql
 STABLE
AS $function$
  SELECT k.docno, k.turns, k.disclosure, k.card FROM record.cards(p_docno) k
  WHERE k.tier <= p_tier AND k.disclosure <> 'aggregate' AND (k.disclosure <> 'matched' OR k.flags & 32 <> 0)
$function$;

CREATE OR REPLACE FUNCTION record.withdrawn()
 RETURNS smallint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (10)::smallint;

CREATE OR REPLACE FUNCTION record.without_at(p_said jsonb, p_first timestamp with time zone)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
RETURN ((p_said - 'at'::text) || jsonb_strip_nulls(jsonb_build_object('elapsed', record.elapsed(EXTRACT(epoch FROM (((p_said ->> 'at'::text))::timestamp with time zone - p_first))))));

CREATE OR REPLACE FUNCTION record.without_model(p_said jsonb, p_large text[])
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ((p_said ->> 'model'::text) <> ALL (p_large)) THEN (p_said || '{"model": "other"}'::jsonb) ELSE p_said END;

CREATE OR REPLACE FUNCTION record.without_moments(v jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
DECLARE v_mark jsonb := '"[moment not shown]"'; v_out jsonb;
BEGIN
  IF jsonb_typeof(v) = 'object' THEN
    SELECT ('{' || string_agg(to_json(CASE WHEN e.k ~ '[0-9]' AND record.says_moment(left(e.k, 80)) THEN '[moment not shown] ' || e.n ELSE e.k END)::text || ':' ||
        CASE jsonb_typeof(e.v) WHEN 'number' THEN CASE WHEN e.v >= '10000000' AND record.is_moment(e.k, e.v) THEN v_mark ELSE e.v END
          WHEN 'string' THEN CASE WHEN record.is_moment(e.k, e.v) THEN v_mark ELSE e.v END
          WHEN 'boolean' THEN e.v WHEN 'null' THEN e.v ELSE CASE WHEN e.v::text ~ '[0-9]' THEN record.without_moments(e.v) ELSE e.v END END::text, ',' ORDER BY e.n) || '}')::jsonb
      INTO v_out FROM jsonb_each(v) WITH ORDINALITY e(k, v, n);
    RETURN coalesce(v_out, v);
  ELSIF jsonb_typeof(v) = 'array' THEN
    SELECT ('[' || string_agg(CASE jsonb_typeof(e.v) WHEN 'number' THEN CASE WHEN e.v >= '10000000' AND record.is_moment('', e.v) THEN v_mark ELSE e.v END
          WHEN 'string' THEN CASE WHEN record.is_moment('', e.v) THEN v_mark ELSE e.v END
          WHEN 'boolean' THEN e.v WHEN 'null' THEN e.v ELSE CASE WHEN e.v::text ~ '[0-9]' THEN record.without_moments(e.v) ELSE e.v END END::text, ',' ORDER BY e.n) || ']')::jsonb
      INTO v_out FROM jsonb_array_elements(v) WITH ORDINALITY e(v, n);
    RETURN coalesce(v_out, v);
  END IF;
  RETURN CASE WHEN jsonb_typeof(v) IN ('number', 'string') AND record.is_moment('', v) THEN v_mark ELSE v END;
END $function$;

CREATE OR REPLACE FUNCTION record.without_small(v jsonb, p_field text, p_large jsonb, p_merged text[], OUT shown text, OUT words boolean)
 RETURNS record
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
  IF jsonb_typeof(v) = 'object' THEN
    SELECT '{' || string_agg(to_json(CASE k.kind WHEN 0 THEN k.k WHEN 1 THEN '[moment not shown] ' || k.n ELSE '[small class not shown] ' || k.n END)::text || ':' || k.shown, ',') || '}', bool_or(k.words) INTO shown, words FROM (
      SELECT f.*, row_number() OVER (PARTITION BY f.kind ORDER BY f.o) AS n, b.shown, b.words FROM (
        SELECT e.k, e.v, e.o, p.field, CASE WHEN p.field IN ('.perTurn', '.perBranch', '.perTurn.#', '.perBranch.#', '.perBranch.#.#') THEN 0
            WHEN e.k LIKE '[small class not shown] %' OR right(p.field, 2) = '.*' OR lower(e.k) = ANY (p_merged) THEN 2
            WHEN p_large ? record.class_named(p.field)::text THEN (right(p.field, 19) = '.[moment not shown]')::int
            WHEN e.k ~ '^([A-Z]?[a-z]*|file_?(name|path)s?)$' AND record.holds_words('.' || e.k) THEN 0 ELSE 2 END AS kind
        FROM jsonb_each(v) WITH ORDINALITY e(k, v, o) CROSS JOIN LATERAL (SELECT record.field_beside(p_field, e.k) AS field) p) f
      CROSS JOIN LATERAL record.without_small(f.v, f.field, p_large, p_merged) b) k;
  ELSIF jsonb_typeof(v) = 'array' THEN
    SELECT '[' || string_agg(b.shown, ',' ORDER BY e.n) || ']', bool_or(b.words) INTO shown, words FROM jsonb_array_elements(v) WITH ORDINALITY e(v, n) CROSS JOIN LATERAL record.without_small(e.v, p_field || '[]', p_large, p_merged) b;
  ELSE
    words := jsonb_typeof(v) = 'string' AND record.holds_words(p_field);
    shown := CASE WHEN words OR (p_large ? record.class_named(p_field, record.said_beside(p_field, v))::text AND coalesce(lower(v #>> '{}') <> ALL (p_merged), true)) THEN v::text ELSE '"[small class not shown]"' END;
    RETURN;
  END IF;
  words := coalesce(words, false); shown := coalesce(shown, v::text);
  IF NOT words AND p_field NOT IN ('', '.perTurn', '.perBranch', '.perTurn.#', '.perBranch.#', '.perBranch.#.#')
    AND NOT p_large ? (CASE WHEN v IN ('{}', '[]') THEN record.class_named(p_field) # 1 ELSE record.class_named(p_field, record.said_beside(p_field, v)) END)::text THEN shown := '"[small class not shown]"'; END IF;
END $function$;

-- arrival: intake_sees_all, for all to rr_intake
--   using true
--   check true

-- arrival: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- challenge: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- class_beside: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- designation: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- leak_place: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- leak_search: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- lifted_cover: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- lifted_place: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- likely: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- lost_cover: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- name_count: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- ranked_beside: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- reading: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- reading_mark: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- reading_unit: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- redaction: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- small_class: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- span_under: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- turn_tier: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- volume: intake_sees_all, for all to rr_intake
--   using true
--   check true

-- volume: owner_sees_all, for all to rr_owner
--   using true
--   check true

-- volume: volumes_of_my_matter, for select to rr_app
--   using (matter_id = ( SELECT access.my_matter() AS my_matter))

-- volume_deletion: owner_sees_all, for all to rr_owner
--   using true
--   check true
