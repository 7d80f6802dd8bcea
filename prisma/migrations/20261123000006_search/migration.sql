-- How words are found. One tokeniser, in SQL, for documents and for questions alike: search.fold. domain/search/words.ts is its twin
-- for marking hits, and a property test holds the two together. Runs on empty tables.
-- The index holds words without positions; it proposes conversations, and the exact text of each turn decides about phrases.
-- So no limit of tsvector (positions above 16383, 255 positions of a word, a megabyte of words) can hide a conversation.

CREATE SCHEMA search;

-- Folds text to its words: NFKC, lower case, anything that is not part of a word becomes one blank, a character of a script that
-- writes no blanks (Han, kana, Thai, Lao, Khmer, Burmese) stands alone. Begins and ends with a blank, so ' word ' is found by LIKE.
-- A final sigma is a sigma, and what is not seen (soft hyphen, direction marks, joiners) is left out: it must not hide a word.
-- Ranges are spelled out, not asked of a locale: the same answer on every server.
CREATE FUNCTION search.fold(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE f text;
BEGIN
  IF octet_length(t) = length(t) THEN
    RETURN ' ' || btrim(regexp_replace(lower(t COLLATE "C"), '[^0-9a-z]+', ' ', 'g')) || ' ';
  END IF;
  f := lower(normalize(t, NFKC) COLLATE "und-x-icu");
  IF f ~ '[\u03C2\u00AD\u034F\u061C\u1C90-\u1CBF\u200D-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]' THEN
    -- Georgian capitals are spelled out: an older ICU does not know them.
    f := translate(f, U&'\03C2' || (SELECT string_agg(chr(i), '' ORDER BY i) FROM generate_series(7312, 7359) i WHERE i NOT IN (7355, 7356))
        || U&'\00AD\034F\061C\200D\200E\200F\202A\202B\202C\202D\202E\2060\2061\2062\2063\2064\2065\2066\2067\2068\2069\206A\206B\206C\206D\206E\206F\FEFF',
      U&'\03C3' || (SELECT string_agg(chr(i - 3008), '' ORDER BY i) FROM generate_series(7312, 7359) i WHERE i NOT IN (7355, 7356)));
  END IF;
  RETURN ' ' || btrim(regexp_replace(
    regexp_replace(f,
      '([\u0E00-\u0E2E\u0E30-\u0E4F\u0E50-\u0E59\u0E80-\u0EFF\u1000-\u109F\u1780-\u17FF\u3005-\u3007\u3021-\u302F\u3031-\u303C\u3040-\u30FA\u30FC-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\U00020000-\U0003FFFF])', ' \1 ', 'g'),
    '[\u0001-\u002F\u003A-\u0060\u007B-\u00A9\u00AB-\u00B4\u00B6-\u00B9\u00BB-\u00BF\u00D7\u00F7\u02C2-\u02C5\u02D2-\u02DF\u02E5-\u02EB\u0375\u037E\u0387\u055A-\u055F\u0589\u058A\u05BE\u05C0\u05C3\u05F3\u05F4\u060C\u061B\u061F\u066A-\u066D\u06D4\u0964\u0965\u0E2F\u0E5A\u0E5B\u1360-\u1368\u2000-\u206F\u20A0-\u20CF\u2190-\u2BFF\u2E00-\u2E7F\u3000-\u3004\u3008-\u3020\u3030\u303D-\u303F\u30FB\uE000-\uF8FF\uFE00-\uFE19\uFE30-\uFE6F\uFF00-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65\uFFE0-\uFFFF\U0001F000-\U0001FAFF\U000E0000-\U000E01EF]+',
    ' ', 'g')) || ' ';
END $$;

-- All turns folded, a line each: a phrase cannot cross from one turn into the next.
CREATE FUNCTION search.folded(turns jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT string_agg(search.fold(e->>'text'), E'\n' ORDER BY n) FROM jsonb_array_elements(turns) WITH ORDINALITY x(e, n) $$;

-- The words of all turns, each at most 64 characters (a longer one is decided on the text).
CREATE FUNCTION search.words(turns jsonb) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT array_to_tsvector(ARRAY(
    SELECT DISTINCT left(w, 64) FROM jsonb_array_elements(turns) e, string_to_table(search.fold(e->>'text'), ' ') w WHERE w <> '')) $$;

-- A question is a tree: {op: and|or, items}, {op: not, item}, {op: words, text}, {op: prefix, text}.
-- Several words in one leaf are a phrase.

-- May the index alone decide this? Only single short words and their combinations: at 64 characters a longer word looks the same.
CREATE FUNCTION search.is_exact(q jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN CASE q->>'op'
    WHEN 'not' THEN search.is_exact(q->'item')
    WHEN 'words' THEN btrim(search.fold(q->>'text')) !~ ' ' AND length(btrim(search.fold(q->>'text'))) < 64
    WHEN 'prefix' THEN btrim(search.fold(q->>'text')) !~ ' ' AND length(btrim(search.fold(q->>'text'))) <= 64
    ELSE (SELECT bool_and(search.is_exact(i)) FROM jsonb_array_elements(q->'items') i) END;
END $$;

-- What every match must satisfy, as the index can ask it; NULL where the index has nothing to say.
CREATE FUNCTION search.candidates(q jsonb) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE result tsquery; child jsonb; c tsquery; w text; words text[];
BEGIN
  CASE q->>'op'
  WHEN 'and' THEN
    FOR child IN SELECT jsonb_array_elements(q->'items') LOOP
      c := search.candidates(child);
      result := CASE WHEN result IS NULL THEN c WHEN c IS NULL THEN result ELSE result && c END;
    END LOOP;
  WHEN 'or' THEN
    FOR child IN SELECT jsonb_array_elements(q->'items') LOOP
      c := search.candidates(child);
      IF c IS NULL THEN RETURN NULL; END IF;
      result := CASE WHEN result IS NULL THEN c ELSE result || c END;
    END LOOP;
  WHEN 'not' THEN
    IF search.is_exact(q->'item') THEN
      c := search.candidates(q->'item');
      IF c IS NOT NULL THEN result := !!c; END IF;
    END IF;
  ELSE
    words := string_to_array(btrim(search.fold(q->>'text')), ' ');
    FOR i IN 1 .. coalesce(array_length(words, 1), 0) LOOP
      w := words[i];
      c := (quote_literal(left(w, 64)) || CASE WHEN q->>'op' = 'prefix' AND i = array_length(words, 1) THEN ':*' ELSE '' END)::tsquery;
      result := CASE WHEN result IS NULL THEN c ELSE result && c END;
    END LOOP;
  END CASE;
  RETURN result;
END $$;

-- What at least one part of a long conversation must satisfy; NULL where nothing can be said.
CREATE FUNCTION search.part_candidates(q jsonb) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE result tsquery; child jsonb; c tsquery;
BEGIN
  CASE q->>'op'
  WHEN 'and' THEN
    FOR child IN SELECT jsonb_array_elements(q->'items') LOOP
      c := search.part_candidates(child);
      IF c IS NOT NULL THEN RETURN c; END IF;
    END LOOP;
    RETURN NULL;
  WHEN 'or' THEN
    FOR child IN SELECT jsonb_array_elements(q->'items') LOOP
      c := search.part_candidates(child);
      IF c IS NULL THEN RETURN NULL; END IF;
      result := CASE WHEN result IS NULL THEN c ELSE result || c END;
    END LOOP;
    RETURN result;
  WHEN 'not' THEN RETURN NULL;
  ELSE RETURN search.candidates(q);
  END CASE;
END $$;

-- The question as a condition on folded text f; leaves are wrapped by p_leaf ('%s' for one text, 'bool_or(%s)' over parts).
-- Folding leaves only word characters and blanks, and every literal is quoted: nothing a person types can become SQL.
CREATE FUNCTION search.condition(q jsonb, p_leaf text) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN CASE q->>'op'
    WHEN 'and' THEN '(' || (SELECT string_agg(search.condition(i, p_leaf), ' AND ') FROM jsonb_array_elements(q->'items') i) || ')'
    WHEN 'or' THEN '(' || (SELECT string_agg(search.condition(i, p_leaf), ' OR ') FROM jsonb_array_elements(q->'items') i) || ')'
    WHEN 'not' THEN '(NOT ' || search.condition(q->'item', p_leaf) || ')'
    WHEN 'prefix' THEN format(p_leaf, format('f LIKE %L', '%' || rtrim(search.fold(q->>'text')) || '%'))
    ELSE format(p_leaf, format('f LIKE %L', '%' || search.fold(q->>'text') || '%')) END;
END $$;

-- The first docno of a sealed volume that began at or after a moment: some twenty look-ups by key, since order of docno is order of date.
CREATE FUNCTION search.first_docno_at(v record.volume, p_at timestamptz) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE lo integer := v.first_docno; hi integer; mid integer; at timestamptz;
BEGIN
  hi := v.first_docno + v.size - coalesce((SELECT sum(undated)::int FROM record.part WHERE volume_id = v.id), 0);
  WHILE lo < hi LOOP
    mid := lo + (hi - lo) / 2;
    SELECT started_at INTO at FROM record.conversation WHERE docno = mid;
    IF at < p_at THEN lo := mid + 1; ELSE hi := mid; END IF;
  END LOOP;
  RETURN lo;
END $$;

-- Conversations of one volume that answer a question, in order of date (undated last), at most p_limit, beyond p_after_at/p_after.
-- Goes partition by partition, so a first page costs the same whatever the number of partitions behind it.
-- p_filters: {models, languages: text[]; from, to: dates; codes: uuid[]; uncoded: boolean; set: uuid; minTurns, maxTurns: int}.
CREATE FUNCTION search.find_in_volume(
  v record.volume, a access.actor, q jsonb, p_filters jsonb, p_after_at timestamptz, p_after integer, p_descending boolean, p_limit integer)
RETURNS TABLE (docno integer, started_at timestamptz) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  lo integer := v.first_docno; hi integer := v.first_docno + v.size - 1; undated integer;
  p record.part; conditions text := ''; source text; way text; left_over integer := p_limit; n integer;
  dated_hi integer;
BEGIN
  IF v.size = 0 THEN RETURN; END IF;
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
  IF v.disclosure = 'matched' THEN conditions := conditions || ' AND c.flags & 32 <> 0'; END IF;
  IF p_filters ? 'models' THEN
    conditions := conditions || format(' AND c.model_id = ANY (%L::smallint[])', ARRAY(SELECT m.id FROM record.model m WHERE p_filters->'models' ? m.name));
  END IF;
  IF p_filters ? 'languages' THEN
    conditions := conditions || format(' AND c.language_id = ANY (%L::smallint[])', ARRAY(SELECT l.id FROM record.language l WHERE p_filters->'languages' ? l.tag));
  END IF;
  IF p_filters ? 'minTurns' THEN conditions := conditions || format(' AND c.turns >= %s', (p_filters->>'minTurns')::int); END IF;
  IF p_filters ? 'maxTurns' THEN conditions := conditions || format(' AND c.turns <= %s', (p_filters->>'maxTurns')::int); END IF;
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
  way := CASE WHEN p_descending THEN 'DESC' ELSE 'ASC' END;

  FOR p IN EXECUTE format('SELECT * FROM record.part WHERE volume_id = %s AND last_docno >= %s AND first_docno <= %s ORDER BY first_docno %s', v.id, lo, hi, way) LOOP
    IF q IS NULL THEN
      source := format('SELECT c.docno, c.started_at FROM record.conversation c WHERE c.docno BETWEEN %s AND %s %s ORDER BY c.docno %s',
        greatest(lo, p.first_docno), least(hi, p.last_docno), conditions, way);
    ELSE
      source := search.part_sql(q, greatest(lo, p.first_docno), least(hi, p.last_docno), conditions, way);
    END IF;
    IF left_over IS NOT NULL THEN source := source || format(' LIMIT %s', left_over); END IF;
    RETURN QUERY EXECUTE source;
    GET DIAGNOSTICS n = ROW_COUNT;
    left_over := left_over - n;
    EXIT WHEN left_over <= 0;
  END LOOP;
END $$;

-- The SQL that answers a question between two docnos of one partition. Candidates come from the index in order; where the index
-- alone cannot decide, the text is folded and asked one candidate after the other, only until the page is full.
CREATE FUNCTION search.part_sql(q jsonb, lo integer, hi integer, conditions text, way text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c tsquery := search.candidates(q); pc tsquery := search.part_candidates(q);
  short text; long text;
BEGIN
  short := format('SELECT c.docno, c.started_at FROM record.conversation c JOIN record.conversation_text t ON t.docno = c.docno WHERE t.kind = 0 AND t.docno BETWEEN %s AND %s AND c.docno BETWEEN %s AND %s %s %s',
    lo, hi, lo, hi, CASE WHEN c IS NULL THEN '' ELSE format('AND search.words(t.turns) @@ %L::tsquery', c) END, conditions);
  IF NOT search.is_exact(q) OR c IS NULL THEN
    short := format('SELECT x.docno, x.started_at FROM (%s ORDER BY c.docno %s OFFSET 0) x WHERE (SELECT %s FROM (SELECT search.folded(t.turns) AS f FROM record.conversation_text t WHERE t.docno = x.docno AND t.part = 0 OFFSET 0) y)',
      short, way, search.condition(q, '%s'));
  END IF;
  long := format('SELECT c.docno, c.started_at FROM record.conversation c WHERE c.docno IN (SELECT t.docno FROM record.conversation_text t WHERE t.docno BETWEEN %s AND %s AND %s) %s AND (SELECT %s FROM (SELECT search.folded(t.turns) AS f FROM record.conversation_text t WHERE t.docno = c.docno OFFSET 0) y)',
    lo, hi,
    CASE WHEN pc IS NULL THEN 't.kind > 0' ELSE format('(t.kind = 2 OR (t.kind = 1 AND search.words(t.turns) @@ %L::tsquery))', pc) END,
    conditions, search.condition(q, 'bool_or(%s)'));
  RETURN format('SELECT * FROM ((%s) UNION ALL (%s)) u ORDER BY docno %s', short, long, way);
END $$;

-- Conversations of all volumes in one order of date.
CREATE FUNCTION search.find(a access.actor, q jsonb, p_filters jsonb, p_after_at timestamptz, p_after integer, p_descending boolean, p_limit integer)
RETURNS TABLE (docno integer, started_at timestamptz) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF p_descending THEN
    RETURN QUERY SELECT f.docno, f.started_at FROM record.volume v, LATERAL search.find_in_volume(v, a, q, p_filters, p_after_at, p_after, true, p_limit) f
      WHERE v.matter_id = a.matter_id AND v.state = 'sealed' AND v.disclosure <> 'aggregate' AND (NOT p_filters ? 'volumes' OR p_filters->'volumes' ? v.name)
      ORDER BY f.started_at DESC NULLS FIRST, f.docno DESC LIMIT p_limit;
  ELSE
    RETURN QUERY SELECT f.docno, f.started_at FROM record.volume v, LATERAL search.find_in_volume(v, a, q, p_filters, p_after_at, p_after, false, p_limit) f
      WHERE v.matter_id = a.matter_id AND v.state = 'sealed' AND v.disclosure <> 'aggregate' AND (NOT p_filters ? 'volumes' OR p_filters->'volumes' ? v.name)
      ORDER BY f.started_at ASC NULLS LAST, f.docno ASC LIMIT p_limit;
  END IF;
END $$;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA search FROM PUBLIC;
