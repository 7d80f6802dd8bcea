-- A volume can take the place of another: the same records, delivered anew. Which conversation takes the place of which is told by the id that a record has at its
-- source, where both volumes have it once. Codes of every side are carried over, by the database alone, which tells nobody how many; the older versions leave
-- searches, say what took their place, and stay: nothing of them is changed but a bit that says so. A hold on one version covers every other.
-- New table and columns without computed defaults; functions are replaced.

ALTER TABLE record.volume ADD COLUMN supersedes smallint REFERENCES record.volume ON DELETE RESTRICT, ADD COLUMN superseded integer NOT NULL DEFAULT 0,
  ADD CONSTRAINT no_volume_supersedes_itself CHECK (supersedes <> id);
CREATE UNIQUE INDEX a_volume_is_superseded_once ON record.volume (supersedes);
COMMENT ON COLUMN record.volume.superseded IS 'How many of its conversations have a newer version.';
COMMENT ON COLUMN record.conversation.flags IS 'Bits: 1 an output is missing, 2 roles out of order, 4 an empty turn, 8 characters replaced, 16 has branches, 32 matches a registered work, 64 has a newer version, 128 is a newer version.';

CREATE TABLE record.succession (
  docno   integer PRIMARY KEY,
  newer   integer NOT NULL CHECK (newer <> docno),
  changed boolean NOT NULL
);
CREATE INDEX succession_by_newer ON record.succession (newer, docno);
COMMENT ON COLUMN record.succession.changed IS 'Whether something else was said, by the hash of all turns.';

-- The volumes that are versions of one another, itself among them.
CREATE FUNCTION record.family(p_volume smallint) RETURNS smallint[] LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE older AS (SELECT v.id, v.supersedes FROM record.volume v WHERE v.id = p_volume UNION SELECT v.id, v.supersedes FROM older o JOIN record.volume v ON v.id = o.supersedes),
    newer AS (SELECT v.id FROM record.volume v WHERE v.id = p_volume UNION SELECT v.id FROM newer n JOIN record.volume v ON v.supersedes = n.id)
  SELECT array_agg(x.id) FROM (SELECT id FROM older UNION SELECT id FROM newer) x
$$;
-- The versions of a conversation, itself among them; and the newest.
CREATE FUNCTION record.versions_of(p_docno integer) RETURNS SETOF integer LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE older AS (SELECT p_docno AS docno UNION SELECT s.docno FROM older o JOIN record.succession s ON s.newer = o.docno),
    newer AS (SELECT p_docno AS docno UNION SELECT s.newer FROM newer n JOIN record.succession s ON s.docno = n.docno)
  SELECT docno FROM older UNION SELECT docno FROM newer
$$;
CREATE FUNCTION record.newest(p_docno integer) RETURNS integer LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE newer AS (SELECT p_docno AS docno, 0 AS n UNION ALL SELECT s.newer, w.n + 1 FROM newer w JOIN record.succession s ON s.docno = w.docno)
  SELECT docno FROM newer ORDER BY n DESC LIMIT 1
$$;

-- Pairs the records of a volume that was numbered just now with those of the one it takes the place of, within the transaction that seals it.
CREATE FUNCTION record.supersede(p_volume smallint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '128MB' AS $$
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
  v_counts := jsonb_build_object('supersedes', o.name, 'replaced', v_replaced, 'changed', v_changed, 'added', v.size - v_replaced, 'missing', o.size - v_replaced);
  UPDATE record.volume SET report = coalesce(report, '{}') || jsonb_build_object('superseding', v_counts) WHERE id = v.id;
  PERFORM audit.append(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', v.matter_id)), 'volume:supersede', 'volume:' || v.name, 'done', NULL, v_counts, NULL, NULL);
END $$;
DROP TRIGGER no_change_without_an_entry ON work.coding;
CREATE CONSTRAINT TRIGGER no_change_without_an_entry AFTER INSERT OR UPDATE OR DELETE ON work.coding DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_entry('code:apply', 'volume:supersede');

CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
SELECT pg_temp.amend('api.seal_volume(smallint)', 'sealed_at = clock_timestamp() WHERE id = v.id;', 'sealed_at = clock_timestamp() WHERE id = v.id;
  PERFORM record.supersede(v.id);');
-- Which volume a delivery takes the place of is written down with what else it says of itself.
SELECT pg_temp.amend('api.describe_volume(text, jsonb)', 'DECLARE a access.actor := access.current_actor(); v record.volume;', 'DECLARE a access.actor := access.current_actor(); v record.volume; o record.volume;',
  'IF (p_record->>''tier'')::int >', 'IF p_record ? ''supersedes'' THEN
    SELECT * INTO o FROM record.volume WHERE matter_id = a.matter_id AND name = p_record->>''supersedes'';
    IF o.id IS NULL OR o.state <> ''sealed'' OR o.id = v.id THEN RETURN ''supersedes''; END IF;
    IF EXISTS (SELECT FROM record.volume x WHERE x.supersedes = o.id AND x.id <> v.id) THEN RETURN ''superseded''; END IF;
  END IF;
  IF (p_record->>''tier'')::int >',
  'hash_list = coalesce(p_record->''files'', hash_list)', 'supersedes = coalesce(o.id, supersedes), hash_list = coalesce(p_record->''files'', hash_list)');
SELECT pg_temp.amend('record.guard_description()', 'OLD.hash_list, OLD.designated)', 'OLD.hash_list, OLD.designated, OLD.supersedes)', 'NEW.hash_list, NEW.designated)', 'NEW.hash_list, NEW.designated, NEW.supersedes)');
-- What has a newer version is found in a frozen set, by its number, or when it is asked for; not otherwise.
SELECT pg_temp.amend('search.find_in_volume(record.volume, access.actor, jsonb, jsonb, timestamptz, integer, boolean, integer)',
  'IF v.disclosure = ''matched'' THEN', 'IF v.superseded > 0 AND NOT p_filters ? ''set'' AND (p_filters->>''superseded'')::boolean IS NOT TRUE THEN conditions := conditions || '' AND c.flags & 64 = 0''; END IF;
  IF v.disclosure = ''matched'' THEN');
SELECT pg_temp.amend('api.open_search(text, bigint, bytea, text, text, boolean, integer, uuid)', 'coalesce(sum(size), 0)', 'coalesce(sum(size - superseded), 0)');
SELECT pg_temp.amend('record.cards(integer)', '''tier'', c.tier, ''flags'', c.flags)', '''tier'', c.tier, ''flags'', c.flags)
    || CASE WHEN c.flags & 192 = 0 THEN ''{}'' ELSE jsonb_strip_nulls(jsonb_build_object(
      ''supersededBy'', (SELECT record.name_of(s.newer) FROM record.succession s WHERE s.docno = c.docno),
      ''supersedes'', (SELECT record.name_of(s.docno) FROM record.succession s WHERE s.newer = c.docno LIMIT 1),
      ''changed'', (SELECT s.changed FROM record.succession s WHERE s.docno = c.docno UNION ALL SELECT s.changed FROM record.succession s WHERE s.newer = c.docno LIMIT 1))) END');
-- Holds reach every version.
SELECT pg_temp.amend('release.holds_on_set(uuid)',
  'WHERE mine.set_id = s.id AND theirs.set_id = h.set_id) END))', 'WHERE mine.set_id = s.id AND theirs.set_id = h.set_id) END
      OR EXISTS (SELECT FROM work.set_part mine JOIN record.part p ON p.part = mine.part JOIN work.set_part theirs ON theirs.set_id = h.set_id
          JOIN record.part q ON q.part = theirs.part AND q.volume_id <> p.volume_id AND q.volume_id = ANY (record.family(p.volume_id)) WHERE mine.set_id = s.id)))',
  'AND p.volume_id = h.volume_id)', 'AND h.volume_id = ANY (record.family(p.volume_id)))',
  'SELECT FROM work.set_part sp WHERE sp.set_id = s.id AND sp.part = h.docno / 1000000 AND h.docno = ANY (sp.docnos)',
  'SELECT FROM record.versions_of(h.docno) d JOIN work.set_part sp ON sp.set_id = s.id AND sp.part = d / 1000000 AND d = ANY (sp.docnos)');
SELECT pg_temp.amend('release.holds_on_conversation(uuid, integer)',
  '(h.scope = ''conversation'' AND h.docno = p_docno)', '(h.scope = ''conversation'' AND h.docno IN (SELECT record.versions_of(p_docno)))',
  'h.volume_id = (SELECT c.volume_id FROM record.conversation c WHERE c.docno = p_docno)', 'h.volume_id = ANY (record.family((SELECT c.volume_id FROM record.conversation c WHERE c.docno = p_docno)))',
  'SELECT FROM work.set_part sp WHERE sp.set_id = h.set_id AND sp.part = p_docno / 1000000 AND p_docno = ANY (sp.docnos)',
  'SELECT FROM record.versions_of(p_docno) d JOIN work.set_part sp ON sp.set_id = h.set_id AND sp.part = d / 1000000 AND d = ANY (sp.docnos)',
  'AND p.volume_id = (SELECT c.volume_id FROM record.conversation c WHERE c.docno = p_docno)', 'AND p.volume_id = ANY (record.family((SELECT c.volume_id FROM record.conversation c WHERE c.docno = p_docno)))');
SELECT pg_temp.amend('release.holds_on_volume(uuid, smallint)', 'h.volume_id = p_volume', 'h.volume_id = ANY (record.family(p_volume))',
  'EXISTS (SELECT FROM record.part p WHERE p.volume_id = p_volume AND h.docno BETWEEN p.first_docno AND p.last_docno)',
  'EXISTS (SELECT FROM record.versions_of(h.docno) d JOIN record.part p ON p.part = d / 1000000 AND p.volume_id = p_volume)',
  'AND p.volume_id = p_volume)', 'AND p.volume_id = ANY (record.family(p_volume)))');
-- Whoever deletes the newer version would leave nothing in its place: the older one goes first.
SELECT pg_temp.amend('api.request_volume_deletion(text, text, text)', 'SELECT jsonb_agg(jsonb_build_object(''id'', h.id',
  'IF EXISTS (SELECT FROM record.volume x WHERE x.id = v.supersedes AND x.state = ''sealed'') THEN RETURN jsonb_build_object(''outcome'', ''supersedes'', ''volume'', v.name); END IF;
  SELECT jsonb_agg(jsonb_build_object(''id'', h.id');
-- What leaves is the newest version. Of a set that has two versions of one conversation the newest leaves once.
SELECT pg_temp.amend('api.open_export(text, uuid, integer, integer, integer)',
  'v_docnos integer[]; v_ticket bigint;', 'v_docnos integer[]; v_members integer[]; v_ticket bigint;',
  'IF EXISTS (SELECT FROM record.conversation c JOIN record.volume v', 'v_members := v_docnos;
  IF EXISTS (SELECT FROM work.set_part sp JOIN record.part x ON x.part = sp.part JOIN record.volume v ON v.id = x.volume_id AND v.superseded > 0 WHERE sp.set_id = p.set_id) THEN
    v_docnos := ARRAY(SELECT n.newest FROM unnest(v_members) d CROSS JOIN LATERAL (SELECT record.newest(d) AS newest) n
      WHERE n.newest = d OR NOT EXISTS (SELECT FROM record.versions_of(d) w JOIN work.set_part sp ON sp.set_id = p.set_id AND sp.part = w / 1000000 AND w = ANY (sp.docnos) WHERE w > d) ORDER BY d);
  END IF;
  IF EXISTS (SELECT FROM record.conversation c JOIN record.volume v',
  'jsonb_agg(record.card(d)->''controlNumber'') FROM unnest(v_docnos) d', 'coalesce(jsonb_agg(record.card(d)->''controlNumber'' ORDER BY n), ''[]'') FROM unnest(v_docnos) WITH ORDINALITY u(d, n)',
  '''docnos'', to_jsonb(v_docnos))', '''docnos'', to_jsonb(v_members), ''newest'', to_jsonb(v_docnos),
    ''replaced'', (SELECT coalesce(jsonb_agg(jsonb_build_object(''member'', record.name_of(d), ''written'', record.name_of(record.newest(d)))), ''[]'') FROM unnest(v_members) d WHERE record.newest(d) <> d))');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);

-- What of a set of the own side has a newer version now, by volume; for sets of at most 100,000, NULL for larger ones.
CREATE FUNCTION api.superseded_of_sets(p_sets uuid[]) RETURNS TABLE (set_id uuid, volume text, by text, conversations integer, changed integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.id, v.name, w.name, x.n, x.changed
  FROM access.current_actor() a JOIN work.reviewed_set s ON s.id = ANY (p_sets) AND s.matter_id = a.matter_id AND s.side = a.side AND access.refusal(a, 'set:read') IS NULL
  JOIN record.volume v ON v.matter_id = s.matter_id AND v.superseded > 0 AND v.state = 'sealed' JOIN record.volume w ON w.supersedes = v.id
  CROSS JOIN LATERAL (SELECT count(c.docno)::int AS n, (count(*) FILTER (WHERE c.changed))::int AS changed, bool_or(true) AS there
    FROM work.set_part sp JOIN record.part p ON p.part = sp.part AND p.volume_id = v.id LEFT JOIN LATERAL (SELECT y.docno, y.changed FROM unnest(sp.docnos) d JOIN record.succession y ON y.docno = d WHERE s.size <= 100000) c ON true
    WHERE sp.set_id = s.id) x
  WHERE x.there AND (x.n > 0 OR s.size > 100000)
$$;
REVOKE ALL ON FUNCTION record.family(smallint), record.versions_of(integer), record.newest(integer), record.supersede(smallint), api.superseded_of_sets(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.superseded_of_sets(uuid[]) TO rr_app;
