-- A month is what reviewers are shown of a conversation's moment, and the moment of a turn told its second. Where the order's smallest class of metadata is more than
-- one conversation, a turn is shown with the time that had passed since the first moment that the conversation states, in whole minutes, and in whole hours from a
-- day on. What was delivered beside the turns is shown without its moments, and without identifiers that hold one: beside what passed since the first moment, a month
-- of another one would tell on which side of midnight the first lies. Questions for days are answered in whole months, and the order by length keeps to classes, one
-- that is too small standing at the end. Files that were written when the order told moments leave no more.
-- Replaces functions; an attribute of a type that no table has. No row is read.

-- Whether moments are told belongs to the session, as what is covered does.
ALTER TYPE access.actor ADD ATTRIBUTE coarse boolean;

CREATE FUNCTION record.elapsed(p_seconds numeric) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (CASE WHEN abs(p_seconds) < 86400 THEN trunc(p_seconds / 60) ELSE trunc(p_seconds / 3600) * 60 END)::integer;

-- The moment from which is counted: the first that stands at a turn of the first part, so that every window is counted alike and none reads the whole conversation;
-- where none stands there, the beginning.
CREATE FUNCTION record.first_moment(p_docno integer) RETURNS timestamptz LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN coalesce((SELECT (jsonb_path_query_first(t.turns, '$[*].at')#>>'{}')::timestamptz FROM record.conversation_text t WHERE t.docno = p_docno AND t.part = 0),
    (SELECT c.started_at FROM record.conversation c WHERE c.docno = p_docno));
END $$;

-- A turn that states a moment, as it is told where moments are not. Without a first moment nothing is told.
CREATE FUNCTION record.without_at(p_said jsonb, p_first timestamptz) RETURNS jsonb LANGUAGE sql STABLE
  RETURN (p_said - 'at') || jsonb_strip_nulls(jsonb_build_object('elapsed', record.elapsed(extract(epoch FROM (p_said->>'at')::timestamptz - p_first))));

-- Where nothing says whether moments are told, they are not.
DROP FUNCTION record.turns_for(smallint, smallint, integer, integer, integer);
CREATE FUNCTION record.turns_for(p_tier smallint, p_covers smallint, p_coarse boolean, p_docno integer, p_from integer, p_to integer) RETURNS TABLE (turn integer, said jsonb)
LANGUAGE sql STABLE AS $$
  SELECT (t.first_turn + n - 1)::int, CASE WHEN w.tier > p_tier THEN jsonb_build_object('role', s->'role', 'text', '', 'withheld', w.tier)
    WHEN w.tier IS NOT NULL THEN m.said || jsonb_build_object('tier', w.tier) ELSE m.said END
  FROM record.conversation_text t CROSS JOIN jsonb_array_elements(t.turns) WITH ORDINALITY x(s, n)
  LEFT JOIN record.turn_tier w ON w.docno = p_docno AND w.turn = t.first_turn + n - 1
  LEFT JOIN (SELECT y.turn, jsonb_agg(jsonb_build_array(y.first, y.length, y.label) ORDER BY y.first DESC) AS spans
    FROM record.covers_of(p_covers, p_docno, p_from, p_to) y GROUP BY y.turn) c ON c.turn = t.first_turn + n - 1
  CROSS JOIN LATERAL (SELECT CASE WHEN p_coarse IS FALSE OR NOT s ? 'at' THEN s ELSE record.without_at(s, (SELECT record.first_moment(p_docno))) END AS told) k
  CROSS JOIN LATERAL (SELECT CASE WHEN c.spans IS NULL THEN k.told
    ELSE k.told || jsonb_build_object('text', record.covered(s->>'text', c.spans), 'masked', jsonb_array_length(c.spans)) END AS said) m
  WHERE t.docno = p_docno AND t.first_turn <= p_to AND t.first_turn + t.turn_count > p_from AND t.first_turn + n - 1 BETWEEN p_from AND p_to
$$;

-- Beside the turns a moment is told by what it looks like, whatever it is called; and by what it is called, where it looks like nothing in particular.
-- A number of seconds since 1970, or of milli-, micro- or nanoseconds, between 2010 and 2050.
CREATE FUNCTION record.is_epoch(n numeric) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (n >= 1262304000 AND n < 2524608000) OR (n >= 1262304000e3 AND n < 2524608000e3) OR (n >= 1262304000e6 AND n < 2524608000e6) OR (n >= 1262304000e9 AND n < 2524608000e9);
CREATE FUNCTION record.names_moment(p_name text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN p_name ~* '(^|[_ .-])(at|on|time|timestamp|tstamp|ts|date|datetime|day|created|updated|modified|started|ended|moment)_?$' OR p_name ~ '[a-z](At|On|Time|TimeStamp|Timestamp|Date|DateTime|Datetime|Day)$';
CREATE FUNCTION record.says_moment(p_said text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN p_said ~ '^[0-9]{10,19}(\.[0-9]*)?$' THEN record.is_epoch(p_said::numeric) ELSE p_said ~* ('^\s*('
    -- 2023-05-17, and with a time behind it; 17.05.2023 or 5/17/2023.
    || '\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(\s*|[t ,]+\d{1,2}[:.]?\d{2}.*)|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(\s*|[ ,]+\d{1,2}[:.]\d{2}.*)'
    -- 17 May 2023, Wed, 17 May 2023 10:00:00 GMT; May 17, 2023, Wed May 17 10:00:00 2023.
    || '|([a-z]{3,9}[.,]* )?\d{1,2}(st|nd|rd|th)?\.? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? \d{4}(\D.*)?'
    || '|([a-z]{3,9}[.,]* )?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? +\d{1,2}(st|nd|rd|th)?,?( +\d{1,2}:\d{2}\S*.*)? \d{4}(\D.*)?'
    -- Identifiers whose first digits are the moment at which they were made: UUIDs of the versions that hold one (8 among them, as one maker uses it), ULIDs, object ids.
    || '|[0-9a-f]{8}-[0-9a-f]{4}-[12678][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|01[0-9a-hjkmnp-tv-z]{24}|[4-9][0-9a-f]{23})$') END;
CREATE FUNCTION record.is_moment(p_name text, v jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE n numeric; t text;
BEGIN
  IF jsonb_typeof(v) = 'number' THEN
    n := v::numeric;
    RETURN n >= 1e7 AND (record.is_epoch(n) OR record.names_moment(p_name));
  END IF;
  t := v#>>'{}';
  IF length(t) >= 80 OR t !~ '[0-9]' THEN RETURN false; END IF;
  RETURN record.says_moment(t) OR (t ~ '\d\D*\d\D*\d\D*\d' AND record.names_moment(p_name));
END $$;

-- What was delivered without its moments, the names of values included. A record is at most 200 levels deep; what holds no digit is passed by.
CREATE FUNCTION record.without_moments(v jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE v_mark jsonb := '"[moment not shown]"'; v_out jsonb;
BEGIN
  IF jsonb_typeof(v) = 'object' THEN
    SELECT jsonb_object_agg(CASE WHEN e.k ~ '[0-9]' AND record.says_moment(left(e.k, 80)) THEN '[moment not shown] ' || e.n ELSE e.k END,
        CASE jsonb_typeof(e.v) WHEN 'number' THEN CASE WHEN e.v >= '10000000' AND record.is_moment(e.k, e.v) THEN v_mark ELSE e.v END
          WHEN 'string' THEN CASE WHEN record.is_moment(e.k, e.v) THEN v_mark ELSE e.v END
          WHEN 'boolean' THEN e.v WHEN 'null' THEN e.v ELSE CASE WHEN e.v::text ~ '[0-9]' THEN record.without_moments(e.v) ELSE e.v END END)
      INTO v_out FROM jsonb_each(v) WITH ORDINALITY e(k, v, n);
    RETURN coalesce(v_out, v);
  ELSIF jsonb_typeof(v) = 'array' THEN
    SELECT jsonb_agg(CASE jsonb_typeof(e.v) WHEN 'number' THEN CASE WHEN e.v >= '10000000' AND record.is_moment('', e.v) THEN v_mark ELSE e.v END
          WHEN 'string' THEN CASE WHEN record.is_moment('', e.v) THEN v_mark ELSE e.v END
          WHEN 'boolean' THEN e.v WHEN 'null' THEN e.v ELSE CASE WHEN e.v::text ~ '[0-9]' THEN record.without_moments(e.v) ELSE e.v END END ORDER BY e.n)
      INTO v_out FROM jsonb_array_elements(v) WITH ORDINALITY e(v, n);
    RETURN coalesce(v_out, v);
  END IF;
  RETURN CASE WHEN jsonb_typeof(v) IN ('number', 'string') AND record.is_moment('', v) THEN v_mark ELSE v END;
END $$;

DROP FUNCTION record.shown_beside(smallint, integer);
CREATE FUNCTION record.shown_beside(p_covers smallint, p_coarse boolean, p_docno integer) RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE j jsonb; x record; v jsonb; n integer; v_first timestamptz;
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
    v_first := record.first_moment(p_docno);
    j := jsonb_build_object('metadata', record.without_moments(j->'metadata'), 'sourceId', record.without_moments(j->'sourceId'), 'branches', (
      SELECT coalesce(jsonb_agg(b.v || jsonb_build_object('turns', (
          SELECT coalesce(jsonb_agg(CASE WHEN s.v ? 'at' THEN record.without_at(s.v, v_first) ELSE s.v END ORDER BY s.n), '[]') FROM jsonb_array_elements(b.v->'turns') WITH ORDINALITY s(v, n))) ORDER BY b.n), '[]')
      FROM jsonb_array_elements(j->'branches') WITH ORDINALITY b(v, n)));
  END IF;
  RETURN j;
END $$;

-- The days that a question for days is one for: those of the whole months that it touches, where days are not told.
CREATE FUNCTION search.first_day(p_day date, p_coarse boolean) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN p_coarse IS TRUE THEN date_trunc('month', p_day::timestamp)::date ELSE p_day END;
CREATE FUNCTION search.day_after(p_day date, p_coarse boolean) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN p_coarse IS TRUE THEN (date_trunc('month', p_day::timestamp) + interval '1 month')::date ELSE p_day + 1 END;

CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
SELECT pg_temp.amend('access.actor_of(text)', E'\n  FROM access.session s', E', coalesce((o.settings->>''metadataMinimum'')::int, 5) > 1\n  FROM access.session s');
-- Characters are counted here, and no moment is read.
SELECT pg_temp.amend('api.open_view(text, text, integer, integer, text, uuid)', 'record.turns_for(a.tier, a.covers, v_docno', 'record.turns_for(a.tier, a.covers, false, v_docno');
SELECT pg_temp.amend('api.open_print(text, text, integer, integer, text, uuid)', 'record.turns_for(a.tier, a.covers, v_docno', 'record.turns_for(a.tier, a.covers, false, v_docno');
SELECT pg_temp.amend('api.read_view(text, bigint)', 'record.turns_for(a.tier, a.covers, v_docno', 'record.turns_for(a.tier, a.covers, a.coarse, v_docno');
SELECT pg_temp.amend('api.read_export(text, bigint)', 'record.turns_for(a.tier, a.covers, v_docno', 'record.turns_for(a.tier, a.covers, a.coarse, v_docno');
SELECT pg_temp.amend('api.read_source(text, bigint)', 'record.shown_beside(a.covers, v_docno)', 'record.shown_beside(a.covers, a.coarse, v_docno)');
SELECT pg_temp.amend('release.covered_since(access.actor, timestamptz)', 'coalesce((o.settings->>''publicNamesFrom'')::int, 50))', 'coalesce((o.settings->>''publicNamesFrom'')::int, 50))
    OR (a.coarse IS NOT FALSE AND coalesce((o.settings->>''metadataMinimum'')::int, 5) = 1)');
SELECT pg_temp.amend('search.field_condition(jsonb)',
  'format(''c.started_at >= %L'', (q->>''from'')::date::timestamp', 'format(''c.started_at >= %L'', search.first_day((q->>''from'')::date, (q->>''coarse'')::boolean)::timestamp',
  'format(''c.started_at < %L'', ((q->>''to'')::date + 1)::timestamp', 'format(''c.started_at < %L'', search.day_after((q->>''to'')::date, (q->>''coarse'')::boolean)::timestamp');
SELECT pg_temp.amend('search.find_in_volume(record.volume, access.actor, jsonb, jsonb, timestamptz, integer, boolean, integer)',
  '(p_filters->>''from'')::date::timestamp', 'search.first_day((p_filters->>''from'')::date, record.metadata_minimum(v.matter_id) > 1)::timestamp',
  '((p_filters->>''to'')::date + 1)::timestamp', 'search.day_after((p_filters->>''to'')::date, record.metadata_minimum(v.matter_id) > 1)::timestamp');
SELECT pg_temp.amend('search.rank_run(uuid, text, jsonb)', 'DECLARE v_docnos integer[]; v_patterns text[];', 'DECLARE v_docnos integer[]; v_patterns text[]; v_matter uuid; v_exact boolean; v_small integer[];',
  'SELECT array_agg(k.docno ORDER BY k.words DESC, k.docno) INTO v_docnos FROM', 'SELECT v.matter_id INTO v_matter FROM record.part p JOIN record.volume v ON v.id = p.volume_id WHERE p.part = v_docnos[1] / 1000000;
    v_exact := record.metadata_minimum(v_matter) <= 1; v_small := record.merged(v_matter, ''words'');
    SELECT array_agg(k.docno ORDER BY CASE WHEN v_exact THEN k.words WHEN search.words_class(k.words) = ANY (v_small) THEN -1 ELSE search.words_class(k.words) END DESC, k.docno) INTO v_docnos FROM');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);
REVOKE ALL ON FUNCTION record.elapsed(numeric), record.first_moment(integer), record.without_at(jsonb, timestamptz), record.turns_for(smallint, smallint, boolean, integer, integer, integer),
  record.is_epoch(numeric), record.names_moment(text), record.says_moment(text), record.is_moment(text, jsonb), record.without_moments(jsonb), record.shown_beside(smallint, boolean, integer),
  search.first_day(date, boolean), search.day_after(date, boolean) FROM PUBLIC;
