-- What is hidden beside the turns is no small class of its own either (decision 0054). Classes are ranked over all volumes of a matter and not volume by volume; values that can be no class,
-- moments, and whether a list or an object holds anything count too; what a key is made of cannot make two fields one; a conversation that has a newer version counts once, here and among models,
-- languages and months. Replaces record.class_beside, so that sealed volumes are counted again: some minutes for a million conversations, an hour where much stands beside them.

DROP TABLE record.class_beside;
CREATE TABLE record.class_beside (
  volume_id smallint NOT NULL REFERENCES record.volume ON DELETE RESTRICT,
  class     bigint NOT NULL,
  field     bigint NOT NULL,
  size      integer NOT NULL,
  PRIMARY KEY (volume_id, class)
);
COMMENT ON TABLE record.class_beside IS 'How many conversations of a volume have a field beside their turns, or say the same in it: of two and more.';
COMMENT ON COLUMN record.class_beside.class IS 'record.class_named of the field, or of the field and what it says; ~field stands for what one conversation alone says there, or what can be no class, field # 1 for nothing in a list or an object.';
CREATE TABLE record.ranked_beside (
  matter_id uuid NOT NULL REFERENCES access.matter ON DELETE RESTRICT,
  class     bigint NOT NULL,
  size      integer NOT NULL,
  below     bigint NOT NULL,
  PRIMARY KEY (matter_id, class)
);
COMMENT ON TABLE record.ranked_beside IS 'The classes of record.class_beside added up over the sealed volumes of a matter, by which any minimum is answered for one class alone.';
COMMENT ON COLUMN record.ranked_beside.below IS 'How many conversations have all that is said less often in this field, together.';
ALTER TABLE record.class_beside ENABLE ROW LEVEL SECURITY;
ALTER TABLE record.class_beside FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON record.class_beside TO rr_owner USING (true) WITH CHECK (true);
ALTER TABLE record.ranked_beside ENABLE ROW LEVEL SECURITY;
ALTER TABLE record.ranked_beside FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON record.ranked_beside TO rr_owner USING (true) WITH CHECK (true);

-- Twenty letters and digits that are no words, years and versions, as text-davinci-002-render is; and addresses.
CREATE FUNCTION record.is_identifier(p_said text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (length(p_said) >= 20 AND p_said ~ '[0-9A-Za-z_-]{20}' AND p_said !~ '^[^0-9A-Za-z]*(([A-Za-z]{1,19}|[0-9]{1,8}|[0-9A-Za-z]{1,4})([^0-9A-Za-z]+|$))*$')
  OR strpos(p_said, '@') > 1 OR p_said ~ '^([0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}|[0-9A-Fa-f]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:]*)$';
-- What could be said of several conversations: no identifier, no measure to many places, nothing long.
CREATE OR REPLACE FUNCTION record.can_be_class(v jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE jsonb_typeof(v) WHEN 'string' THEN length(v #>> '{}') <= 80 AND NOT record.is_identifier(v #>> '{}') WHEN 'number' THEN length(v::text) <= 7 ELSE jsonb_typeof(v) IN ('boolean', 'null') END;
-- A field that says who: what many conversations say there is not a class of many but one person.
CREATE FUNCTION record.says_who(p_field text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lower(substring(p_field, '([A-Z]?[a-z]*|[A-Z]+)"?[\[\]]*$')) = ANY ('{id,ids,uid,uuid,guid,hash,ip,user,username,login,handle,email,phone}');

-- Where something stands, the same for all turns, all elements of a list and all identifiers. A key with anything but letters, digits and blanks is put in quotes: two fields are never one.
CREATE OR REPLACE FUNCTION record.field_beside(p_field text, p_key text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF p_field IN ('.perTurn', '.perBranch', '.perBranch.#') AND p_key ~ '^[0-9]{1,7}$' THEN RETURN p_field || '.#'; END IF;
  IF p_key ~ '^[A-Za-z0-9_ -]{1,19}$' THEN RETURN p_field || '.' || p_key; END IF;
  IF p_key LIKE '[moment not shown] %' THEN RETURN p_field || '.[moment not shown]'; END IF;
  IF length(p_key) > 80 OR record.is_identifier(p_key) THEN RETURN p_field || '.*'; END IF;
  RETURN p_field || '.' || to_jsonb(p_key)::text;
END $$;
DROP FUNCTION record.classes_in(jsonb);
DROP FUNCTION record.large_beside(integer);
DROP FUNCTION record.class_named(text, jsonb);
CREATE FUNCTION record.class_named(p_field text, p_said text DEFAULT NULL) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN hashtextextended(p_field || coalesce(E'\n' || p_said, ''), 0);

-- What somebody wrote, and where something is to be read: by the last word of what the field is called, or by all of it.
CREATE OR REPLACE FUNCTION record.holds_words(p_field text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN p_field = '.name' OR (right(p_field, 5) = '.name' AND p_field ~ '(attachments?|files?)(\[\])?\.name$')
  OR lower(substring(p_field, '([^.\[]*)[\[\]]*$')) = ANY ('{q,alt,tools,functions,path,paths,input,output,arguments,file_name,filename,file_names,file_path,filepath,filepaths}')
  OR lower(substring(p_field, '([A-Z]?[a-z]*)"?[\[\]]*$')) = ANY ('{title,titles,subtitle,subtitles,subject,text,texts,content,contents,summary,summaries,snippet,snippets,quote,quotes,caption,captions,description,descriptions,prompt,prompts,instruction,instructions,message,messages,query,queries,parts,thought,thoughts,reasoning,comment,comments,url,urls,uri,uris,link,links,attribution}');
-- What is said in a field: nothing where it is text, '?' where it can be no class, and of a list or an object whether it holds anything.
CREATE FUNCTION record.said_beside(p_field text, v jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE t text := jsonb_typeof(v);
BEGIN
  IF t = 'object' THEN RETURN CASE v WHEN '{}' THEN '{}' ELSE '{' END; END IF;
  IF t = 'array' THEN RETURN CASE v WHEN '[]' THEN '[]' ELSE '[' END; END IF;
  IF t IN ('boolean', 'null') OR v = '"[moment not shown]"' THEN RETURN v::text; END IF;
  IF t = 'string' AND record.holds_words(p_field) THEN RETURN NULL; END IF;
  IF record.says_who(p_field) OR NOT record.can_be_class(v) THEN RETURN '?'; END IF;
  RETURN v::text;
END $$;

-- More values than can be looked through while somebody waits: nothing of them is counted, and nothing shown.
CREATE FUNCTION record.too_many_beside(p_metadata jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT length(t.m) > 400000 AND length(t.m) - length(replace(t.m, ',', '')) > 200000 FROM (SELECT p_metadata::text AS m OFFSET 0) t);

-- The fields of what stands beside the turns, by their classes, and what each says: each once; ~field for what can be no class, field # 1 for a list or an object with nothing in it.
CREATE FUNCTION record.classes_in(p_metadata jsonb) RETURNS TABLE (field bigint, class bigint) LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 20000 ROWS 50 SET search_path = pg_catalog, pg_temp AS $$
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
$$;

CREATE OR REPLACE FUNCTION record.count_beside(p_volume smallint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '128MB' AS $$
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
END $$;

-- In order of size, what is never shown first: what is hidden of a field, whatever the minimum, is a beginning of it. That there is nothing in a list or an object is no more than that a field is
-- missing: it comes last, and is hidden only where all others are too few.
CREATE FUNCTION record.rank_beside(p_matter uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '128MB' AS $$
  DELETE FROM record.ranked_beside WHERE matter_id = p_matter;
  INSERT INTO record.ranked_beside (matter_id, class, size, below)
    SELECT p_matter, x.class, x.size, CASE WHEN x.class = x.field THEN 0 ELSE x.below END FROM (
      SELECT k.class, k.field, k.size, coalesce(sum(k.size) OVER (PARTITION BY k.field, k.class = k.field ORDER BY k.class <> ~k.field, k.class = k.field # 1, k.size, k.class ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS below
      FROM (SELECT b.class, b.field, sum(b.size)::integer AS size FROM record.class_beside b JOIN record.volume v ON v.id = b.volume_id AND v.state = 'sealed' WHERE v.matter_id = p_matter GROUP BY 1, 2) k) x
    WHERE x.class <> ~x.field
$$;

-- What is shown as it is of what stands beside the turns of a conversation: its classes that are not small in its matter.
CREATE FUNCTION record.large_beside(p_docno integer) RETURNS jsonb LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(jsonb_object_agg(k.class, 1), '{}') FROM (SELECT v.matter_id, record.metadata_minimum(v.matter_id) AS least FROM record.conversation c JOIN record.volume v ON v.id = c.volume_id WHERE c.docno = p_docno OFFSET 0) m
  CROSS JOIN record.conversation_source s CROSS JOIN LATERAL record.classes_in(s.metadata) b
  JOIN record.ranked_beside k ON k.matter_id = m.matter_id AND k.class = b.class
  WHERE s.docno = p_docno AND (k.size >= m.least OR k.class = b.field # 1) AND k.below NOT BETWEEN 1 AND m.least - 1
$$;

-- Lists and objects are put together as text: jsonb_object_agg and jsonb_agg take a time that grows with the square of what stands within one value.
CREATE OR REPLACE FUNCTION record.without_moments(v jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
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
END $$;

-- A list or an object that holds no words is a class like what it holds: where few have one it is not shown at all. `shown` is JSON; `words`: whether something in it is text.
DROP FUNCTION record.without_small(jsonb, text, bigint[], text[]);
CREATE FUNCTION record.without_small(v jsonb, p_field text, p_large jsonb, p_merged text[], OUT shown text, OUT words boolean) LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
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
END $$;

-- A file that fewer records came in is not named, and where those are too few in their volume the next smallest goes with them.
CREATE FUNCTION record.file_told(p_delivery integer, p_least integer) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN d.stored >= p_least AND (SELECT coalesce(sum(o.stored), 0) FROM record.delivery o WHERE o.volume_id = d.volume_id AND (o.stored, o.id) < (d.stored, d.id)) NOT BETWEEN 1 AND p_least - 1
    THEN d.file ELSE '[small class not shown]' END FROM record.delivery d WHERE d.id = p_delivery
$$;

-- A conversation and its newer version are one: only the newer one counts.
CREATE OR REPLACE FUNCTION record.count_classes(p_matter uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM record.small_class WHERE matter_id = p_matter;
  INSERT INTO record.small_class SELECT p_matter, x.dimension, x.value, x.size, x.below FROM (
    SELECT f.dimension, f.value, f.size, coalesce(sum(f.size) OVER (PARTITION BY f.dimension ORDER BY f.size, f.value ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::int AS below
    FROM (SELECT s.dimension, s.value, sum(s.size)::int AS size FROM (
        SELECT s.dimension, s.value, s.size FROM search.facet s JOIN record.part p ON p.part = s.part JOIN record.volume v ON v.id = p.volume_id AND v.state = 'sealed' WHERE v.matter_id = p_matter
        UNION ALL SELECT d.dimension, d.value, -count(*) FROM record.volume v JOIN record.conversation c ON c.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1 AND c.flags & 64 <> 0
          CROSS JOIN LATERAL (VALUES ('words', search.words_class(c.words)), ('month', c.month), ('model', c.model_id::integer), ('language', c.language_id::integer), ('turns', search.turns_class(c.turns))) d (dimension, value)
          WHERE v.matter_id = p_matter AND v.state = 'sealed' AND v.superseded > 0 AND d.value IS NOT NULL GROUP BY 1, 2) s GROUP BY 1, 2) f) x
  WHERE x.size < 1000 OR x.below BETWEEN 1 AND 999
$$;

CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
SELECT pg_temp.amend('record.shown_beside(smallint, boolean, integer)',
  'record.without_small(record.without_moments(j->''metadata''), '''', record.large_beside(p_docno), record.merged_names(p_docno))',
  'CASE jsonb_typeof(j->''metadata'') WHEN ''object'' THEN CASE WHEN record.too_many_beside(j->''metadata'') THEN ''{"[small class not shown] 1": "[small class not shown]"}'' ELSE (record.without_small(record.without_moments(j->''metadata''), '''', record.large_beside(p_docno), record.merged_names(p_docno))).shown::jsonb END ELSE j->''metadata'' END');
SELECT pg_temp.amend('api.read_source(text, bigint)', 'CASE WHEN a.coarse IS FALSE OR d.stored >= record.metadata_minimum(a.matter_id) THEN d.file ELSE ''[small class not shown]'' END',
  'CASE WHEN a.coarse IS FALSE THEN d.file ELSE record.file_told(d.id, record.metadata_minimum(a.matter_id)) END');
SELECT pg_temp.amend('api.seal_volume(smallint)', 'PERFORM record.count_beside(v.id);', 'PERFORM record.count_beside(o.id) FROM record.volume o WHERE o.id IN (v.id, v.supersedes) AND o.size > 0;
  PERFORM record.rank_beside(v.matter_id);');
SELECT pg_temp.amend('api.decide_volume_deletion(text, text, text)', 'DELETE FROM record.class_beside WHERE volume_id = v.id;', 'DELETE FROM record.class_beside WHERE volume_id = v.id;
  PERFORM record.rank_beside(a.matter_id);');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);

SELECT record.count_beside(id) FROM record.volume WHERE state = 'sealed' AND size > 0 ORDER BY id;
SELECT record.rank_beside(m.id), record.count_classes(m.id) FROM access.matter m ORDER BY m.id;

REVOKE ALL ON FUNCTION record.is_identifier(text), record.says_who(text), record.too_many_beside(jsonb), record.class_named(text, text), record.said_beside(text, jsonb), record.classes_in(jsonb), record.rank_beside(uuid), record.large_beside(integer),
  record.without_small(jsonb, text, jsonb, text[]), record.file_told(integer, integer) FROM PUBLIC;
