-- What stands beside the turns, and the model of a turn, have no class smaller than the order says either (decision 0054). What a delivery brought along is counted when
-- its volume is sealed: how many conversations have a field, and how many say the same in it. What fewer have than metadataMinimum is not shown, and where all that is
-- hidden of a field are too few the next smallest goes with it. What people wrote there is text and no class. Volumes that are sealed already are counted here, which takes
-- about a minute for a million conversations with much beside them. New table; functions are replaced.

CREATE TABLE record.class_beside (
  class     bigint NOT NULL,
  volume_id smallint NOT NULL REFERENCES record.volume ON DELETE RESTRICT,
  size      integer NOT NULL,
  below     integer NOT NULL,
  PRIMARY KEY (class, volume_id)
);
COMMENT ON TABLE record.class_beside IS 'How many conversations of a volume have a field beside their turns, or say the same in it: of two and more.';
COMMENT ON COLUMN record.class_beside.class IS 'record.class_named of the field, or of the field and what it says.';
COMMENT ON COLUMN record.class_beside.below IS 'How many conversations have all that is said less often in this field, together.';
ALTER TABLE record.class_beside ENABLE ROW LEVEL SECURITY;
ALTER TABLE record.class_beside FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON record.class_beside TO rr_owner USING (true) WITH CHECK (true);

-- Where something stands, the same for all turns and all elements of a list.
CREATE FUNCTION record.field_beside(p_field text, p_key text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN p_field || '.' || CASE WHEN p_field ~ '^\.per(Turn|Branch|Branch\.#)$' THEN '#' ELSE p_key END;
CREATE FUNCTION record.class_named(p_field text, v jsonb DEFAULT NULL) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN hashtextextended(p_field || coalesce(E'\n' || v::text, ''), 0);
-- A field that holds what somebody wrote, or where something is to be read: text as the turns are, which is looked through and masked as they are.
CREATE FUNCTION record.holds_words(p_field text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN p_field = '.name' OR lower(substring(p_field, '([^.\[]*)[\[\]]*$')) = ANY ('{url,urls,safe_urls,link,links,input,output,arguments,file_name,filename,file_names}')
  OR lower(substring(p_field, '([A-Z]?[a-z]*)[\[\]]*$')) = ANY ('{title,titles,text,texts,content,contents,summary,snippet,snippets,quote,quotes,caption,captions,description,descriptions,prompt,prompts,instruction,instructions,message,messages,query,queries,parts,thought,thoughts,reasoning,comment,comments}');
-- What could be said of several conversations: no identifier, no measure to many places, nothing long.
CREATE FUNCTION record.can_be_class(v jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE jsonb_typeof(v) WHEN 'string' THEN length(v #>> '{}') <= 80 AND v #>> '{}' !~ '[0-9A-Za-z_-]{20}' WHEN 'number' THEN length(v::text) <= 7 ELSE jsonb_typeof(v) IN ('boolean', 'null') END;

-- The fields of what stands beside the turns, by their classes, and what each says where that can be a class: each once.
CREATE FUNCTION record.classes_in(p_metadata jsonb) RETURNS TABLE (field bigint, class bigint) LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 20000 ROWS 50 SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE walk AS (
    SELECT ''::text AS field, p_metadata AS v WHERE jsonb_typeof(p_metadata) = 'object'
    UNION
    SELECT e.field, e.v FROM walk w CROSS JOIN LATERAL (
      SELECT record.field_beside(w.field, x.k) AS field, x.v FROM jsonb_each(CASE jsonb_typeof(w.v) WHEN 'object' THEN w.v ELSE '{}' END) x(k, v)
      UNION ALL SELECT w.field || '[]', y.v FROM jsonb_array_elements(CASE jsonb_typeof(w.v) WHEN 'array' THEN w.v ELSE '[]' END) y(v)) e
  ), said AS (
    SELECT DISTINCT w.field, CASE WHEN record.can_be_class(w.v) THEN w.v END AS v FROM walk w WHERE w.field <> ''
  )
  SELECT record.class_named(s.field), record.class_named(s.field) FROM (SELECT DISTINCT field FROM said) s
  UNION ALL
  SELECT record.class_named(s.field), record.class_named(s.field, s.v) FROM said s WHERE s.v IS NOT NULL AND NOT (jsonb_typeof(s.v) = 'string' AND record.holds_words(s.field))
$$;

CREATE FUNCTION record.count_beside(p_volume smallint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '128MB' AS $$
DECLARE v record.volume;
BEGIN
  SELECT * INTO v FROM record.volume x WHERE x.id = p_volume;
  DELETE FROM record.class_beside WHERE volume_id = p_volume;
  -- A table of its own, since only what makes one is carried out by several processes.
  EXECUTE format('CREATE TEMP TABLE beside ON COMMIT DROP AS SELECT b.field, b.class, count(*)::integer AS size FROM record.conversation_source s CROSS JOIN LATERAL record.classes_in(s.metadata) b
    WHERE s.docno BETWEEN %s AND %s AND s.metadata IS NOT NULL GROUP BY 1, 2', v.first_docno, v.first_docno + v.size - 1);
  INSERT INTO record.class_beside (class, volume_id, size, below)
    SELECT x.class, p_volume, x.size, CASE WHEN x.class = x.field THEN 0 ELSE x.below END FROM (
      SELECT b.field, b.class, b.size, coalesce(sum(b.size) OVER (PARTITION BY b.field, b.class = b.field ORDER BY b.size, b.class ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS below
      FROM pg_temp.beside b) x
    WHERE x.size >= 2;
  DROP TABLE pg_temp.beside;
END $$;

-- What is shown as it is of what stands beside the turns of a conversation: its classes that are not small in its matter.
CREATE FUNCTION record.large_beside(p_docno integer) RETURNS bigint[] LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_agg(l.class), '{}') FROM (
    SELECT k.class FROM (SELECT v.matter_id, record.metadata_minimum(v.matter_id) AS least FROM record.conversation c JOIN record.volume v ON v.id = c.volume_id WHERE c.docno = p_docno OFFSET 0) m
    CROSS JOIN record.conversation_source s CROSS JOIN LATERAL record.classes_in(s.metadata) b
    JOIN record.class_beside k ON k.class = b.class JOIN record.volume v ON v.id = k.volume_id AND v.matter_id = m.matter_id AND v.state = 'sealed'
    WHERE s.docno = p_docno GROUP BY k.class, m.least HAVING sum(k.size) >= m.least AND sum(k.below) NOT BETWEEN 1 AND m.least - 1) l
$$;

-- The models of a matter that are shown by their names: those that enough of its conversations have. A turn may name one that no conversation goes by.
CREATE FUNCTION record.large_models(p_docno integer) RETURNS text[] LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_agg(m.name), '{}') FROM (SELECT v.matter_id, record.merged(v.matter_id, 'model') AS merged
      FROM record.conversation c JOIN record.volume v ON v.id = c.volume_id WHERE c.docno = p_docno OFFSET 0) x
  JOIN record.model m ON m.id <> ALL (x.merged)
  WHERE m.id IN (SELECT f.value FROM record.volume v JOIN record.part p ON p.volume_id = v.id JOIN search.facet f ON f.part = p.part AND f.dimension = 'model'
    WHERE v.matter_id = x.matter_id AND v.state = 'sealed')
$$;
-- Models and languages of a matter that are shown as “other”, in small letters.
CREATE FUNCTION record.merged_names(p_docno integer) RETURNS text[] LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT ARRAY(SELECT lower(m.name) FROM record.model m WHERE m.id = ANY (record.merged(v.matter_id, 'model'))
    UNION ALL SELECT lower(l.tag) FROM record.language l WHERE l.id = ANY (record.merged(v.matter_id, 'language')))
  FROM record.conversation c JOIN record.volume v ON v.id = c.volume_id WHERE c.docno = p_docno
$$;
CREATE FUNCTION record.without_model(p_said jsonb, p_large text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN p_said ->> 'model' <> ALL (p_large) THEN p_said || '{"model": "other"}' ELSE p_said END;

CREATE FUNCTION record.without_small(v jsonb, p_field text, p_large bigint[], p_merged text[]) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE v_out jsonb;
BEGIN
  IF jsonb_typeof(v) = 'object' THEN
    SELECT jsonb_object_agg(CASE WHEN p.field = '.perTurn' OR p.field = '.perBranch' OR p.field ~ '^\.per(Turn|Branch|Branch\.#)\.#$' OR e.k LIKE '[moment not shown] %'
          OR record.class_named(p.field) = ANY (p_large) OR record.holds_words(p.field) THEN e.k ELSE '[small class not shown] ' || e.n END,
        record.without_small(e.v, p.field, p_large, p_merged))
      INTO v_out FROM jsonb_each(v) WITH ORDINALITY e(k, v, n) CROSS JOIN LATERAL (SELECT record.field_beside(p_field, e.k) AS field) p;
    RETURN coalesce(v_out, v);
  ELSIF jsonb_typeof(v) = 'array' THEN
    SELECT jsonb_agg(record.without_small(e.v, p_field || '[]', p_large, p_merged) ORDER BY e.n) INTO v_out FROM jsonb_array_elements(v) WITH ORDINALITY e(v, n);
    RETURN coalesce(v_out, v);
  END IF;
  RETURN CASE WHEN v = '"[moment not shown]"' OR (jsonb_typeof(v) = 'string' AND record.holds_words(p_field))
    OR (record.class_named(p_field, v) = ANY (p_large) AND coalesce(lower(v #>> '{}') <> ALL (p_merged), true)) THEN v ELSE '"[small class not shown]"' END;
END $$;

CREATE OR REPLACE FUNCTION record.turns_for(p_tier smallint, p_covers smallint, p_coarse boolean, p_docno integer, p_from integer, p_to integer)
RETURNS TABLE (turn integer, said jsonb) LANGUAGE sql STABLE AS $$
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
  'n integer; v_first timestamptz;', 'n integer; v_first timestamptz; v_models text[];',
  'v_first := record.first_moment(p_docno);', 'v_first := record.first_moment(p_docno); v_models := record.large_models(p_docno);',
  '''metadata'', record.without_moments(j->''metadata'')', '''metadata'', record.without_small(record.without_moments(j->''metadata''), '''', record.large_beside(p_docno), record.merged_names(p_docno))',
  'jsonb_agg(CASE WHEN s.v ? ''at'' THEN record.without_at(s.v, v_first) ELSE s.v END ORDER BY s.n)',
  'jsonb_agg(record.without_model(CASE WHEN s.v ? ''at'' THEN record.without_at(s.v, v_first) ELSE s.v END, v_models) ORDER BY s.n)');
SELECT pg_temp.amend('api.read_source(text, bigint)', '''file'', d.file,', '''file'', CASE WHEN a.coarse IS FALSE OR d.stored >= record.metadata_minimum(a.matter_id) THEN d.file ELSE ''[small class not shown]'' END,');
SELECT pg_temp.amend('api.seal_volume(smallint)', 'PERFORM record.count_classes(v.matter_id);', 'PERFORM record.count_classes(v.matter_id);
  PERFORM record.count_beside(v.id);');
SELECT pg_temp.amend('api.decide_volume_deletion(text, text, text)', 'PERFORM record.count_classes(a.matter_id);', 'PERFORM record.count_classes(a.matter_id);
  DELETE FROM record.class_beside WHERE volume_id = v.id;');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);

SELECT record.count_beside(id) FROM record.volume WHERE state = 'sealed' ORDER BY id;

REVOKE ALL ON FUNCTION record.field_beside(text, text), record.class_named(text, jsonb), record.holds_words(text), record.can_be_class(jsonb), record.classes_in(jsonb),
  record.count_beside(smallint), record.large_beside(integer), record.large_models(integer), record.merged_names(integer), record.without_model(jsonb, text[]),
  record.without_small(jsonb, text, bigint[], text[]) FROM PUBLIC;
