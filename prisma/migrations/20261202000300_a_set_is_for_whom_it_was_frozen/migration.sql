-- A set was everybody's of its side, whatever the clearance it was frozen with: its size, its hash and its members said which withheld words its query
-- had found, to colleagues whose own search finds nothing. A set has the lowest clearance by which the same question finds the same, and who is cleared for less
-- does not see it, as with reports of terms. Sets that stand are taken to need what their maker is cleared for.
-- Locks: ACCESS EXCLUSIVE on work.reviewed_set, for one pass over its rows, of which a matter has hundreds.
ALTER TABLE work.reviewed_set ADD COLUMN tier smallint NOT NULL DEFAULT 0 CONSTRAINT set_tier CHECK (tier BETWEEN 0 AND 9);
COMMENT ON COLUMN work.reviewed_set.tier IS 'The lowest clearance by which the same question finds the same: whoever is cleared for less does not see the set.';
-- Nobody did this, so there is no entry to be asked for.
ALTER TABLE work.reviewed_set DISABLE TRIGGER no_change_without_an_entry;
UPDATE work.reviewed_set s SET tier = m.tier FROM access.membership m WHERE m.person_id = s.created_by AND m.matter_id = s.matter_id;
ALTER TABLE work.reviewed_set ENABLE TRIGGER no_change_without_an_entry;
ALTER POLICY own_side_only ON work.reviewed_set RENAME TO own_side_up_to_its_tier;
ALTER POLICY own_side_up_to_its_tier ON work.reviewed_set
  USING (matter_id = (SELECT access.my_matter()) AND side = (SELECT access.my_side()) AND tier <= (SELECT access.my_tier()))
  WITH CHECK (matter_id = (SELECT access.my_matter()) AND side = (SELECT access.my_side()) AND tier <= (SELECT access.my_tier()));

-- The lowest clearance by which somebody finds what the actor finds: of what is sealed and designated, the highest that the actor is cleared for.
CREATE FUNCTION record.reach_of(a access.actor) RETURNS smallint LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT greatest(0,
    (SELECT max(v.tier) FROM record.volume v WHERE v.matter_id = a.matter_id AND v.state = 'sealed' AND v.tier <= a.tier),
    (SELECT max(w.tier) FROM record.volume v JOIN record.turn_tier w ON w.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1
      WHERE v.matter_id = a.matter_id AND v.state = 'sealed' AND w.tier <= a.tier))::smallint
$$;
REVOKE ALL ON FUNCTION record.reach_of(access.actor) FROM PUBLIC;

CREATE OR REPLACE FUNCTION work.keep_set(a access.actor, p_name text, p_kind text, p_query text, p_reading text, p_filters jsonb, p_recipe jsonb, p_parser text, p_docnos integer[])
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE v_id uuid := gen_random_uuid(); v_size integer := coalesce(array_length(p_docnos, 1), 0);
BEGIN
  INSERT INTO work.reviewed_set (id, matter_id, side, name, query, reading, filters, size, sha256, created_by, kind, recipe, data_version, parser_version, tier)
    VALUES (v_id, a.matter_id, a.side, p_name, p_query, p_reading, p_filters, v_size,
      sha256(coalesce((SELECT string_agg(int4send(d), '' ORDER BY d) FROM unnest(p_docnos) d), '')), a.person_id, p_kind, p_recipe, search.data_version(a.matter_id), p_parser,
      -- And no less than the sets it was made of or asked of.
      greatest(record.reach_of(a), (SELECT max(s.tier) FROM work.reviewed_set s WHERE s.id::text = p_filters->>'set'
        OR s.id::text IN (SELECT x->>'id' FROM jsonb_array_elements(p_recipe->'of') x))))
    ON CONFLICT (matter_id, side, name) DO NOTHING;
  IF NOT FOUND THEN RETURN NULL; END IF;
  INSERT INTO work.set_part SELECT v_id, d / 1000000, array_agg(d ORDER BY d) FROM unnest(p_docnos) d GROUP BY d / 1000000;
  RETURN jsonb_build_object('id', v_id, 'size', v_size);
END $function$;

CREATE OR REPLACE FUNCTION api.combine_sets(p_name text, p_kind text, p_sets uuid[])
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '128MB'
AS $function$
DECLARE a access.actor := access.current_actor(); v_docnos integer[]; v_recipe jsonb; v_names text[]; v_reading text;
BEGIN
  IF access.refusal(a, 'set:freeze') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  IF p_kind NOT IN ('union', 'intersection', 'difference') OR array_length(p_sets, 1) < 2 THEN RAISE EXCEPTION 'two sets or more are combined' USING ERRCODE = '22023'; END IF;
  SELECT jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'sha256', encode(s.sha256, 'hex')) ORDER BY n), array_agg('“' || s.name || '”' ORDER BY n) INTO v_recipe, v_names
    FROM unnest(p_sets) WITH ORDINALITY x(id, n) JOIN work.reviewed_set s ON s.id = x.id AND s.matter_id = a.matter_id AND s.side = a.side AND s.tier <= a.tier;
  IF jsonb_array_length(coalesce(v_recipe, '[]')) <> array_length(p_sets, 1) THEN RETURN jsonb_build_object('missing', true); END IF;
  SELECT array_agg(d ORDER BY d) INTO v_docnos FROM (
    SELECT d FROM unnest(p_sets) WITH ORDINALITY x(id, n) JOIN work.set_part p ON p.set_id = x.id, unnest(p.docnos) d GROUP BY d
    HAVING CASE p_kind WHEN 'union' THEN true WHEN 'intersection' THEN count(DISTINCT n) = array_length(p_sets, 1) ELSE min(n) = 1 AND count(DISTINCT n) = 1 END) y;
  v_reading := CASE p_kind WHEN 'union' THEN 'What is in ' || array_to_string(v_names, ' or ') WHEN 'intersection' THEN 'What is in ' || array_to_string(v_names, ' and ')
    ELSE 'What is in ' || v_names[1] || ' and not in ' || array_to_string(v_names[2:], ' or ') END;
  RETURN work.keep_set(a, p_name, p_kind, '', v_reading, '{}', jsonb_build_object('of', v_recipe), NULL, v_docnos);
END $function$;

CREATE OR REPLACE FUNCTION api.holds_on_set(p_set uuid)
 RETURNS TABLE(id uuid, scope text, authority text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT h.id, h.scope, h.authority FROM access.current_actor() a JOIN work.reviewed_set s ON s.id = p_set AND s.side = a.side AND s.matter_id = a.matter_id AND s.tier <= a.tier,
    LATERAL release.holds_on_set(s.id) h
$function$;

CREATE OR REPLACE FUNCTION api.lost_of_sets(p_sets uuid[])
 RETURNS TABLE(set_id uuid, volume text, conversations integer, deleted_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT s.id, v.name, sum(cardinality(sp.docnos))::int, max(d.decided_at)
  FROM access.current_actor() a JOIN work.reviewed_set s ON s.id = ANY (p_sets) AND s.matter_id = a.matter_id AND s.side = a.side AND s.tier <= a.tier AND access.refusal(a, 'set:read') IS NULL
  JOIN work.set_part sp ON sp.set_id = s.id JOIN record.part p ON p.part = sp.part JOIN record.volume v ON v.id = p.volume_id AND v.state = 'deleted'
  JOIN record.volume_deletion d ON d.volume_id = v.id AND d.outcome = 'approved' GROUP BY s.id, v.name ORDER BY s.id, v.name
$function$;

CREATE OR REPLACE FUNCTION api.superseded_of_sets(p_sets uuid[])
 RETURNS TABLE(set_id uuid, volume text, by text, conversations integer, changed integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT s.id, v.name, w.name, x.n, x.changed
  FROM access.current_actor() a JOIN work.reviewed_set s ON s.id = ANY (p_sets) AND s.matter_id = a.matter_id AND s.side = a.side AND s.tier <= a.tier AND access.refusal(a, 'set:read') IS NULL
  JOIN record.volume v ON v.matter_id = s.matter_id AND v.superseded > 0 AND v.state = 'sealed' JOIN record.volume w ON w.supersedes = v.id
  CROSS JOIN LATERAL (SELECT count(c.docno)::int AS n, (count(*) FILTER (WHERE c.changed))::int AS changed, bool_or(true) AS there
    FROM work.set_part sp JOIN record.part p ON p.part = sp.part AND p.volume_id = v.id LEFT JOIN LATERAL (SELECT y.docno, y.changed FROM unnest(sp.docnos) d JOIN record.succession y ON y.docno = d WHERE s.size <= 100000) c ON true
    WHERE sp.set_id = s.id) x
  WHERE x.there AND (x.n > 0 OR s.size > 100000)
$function$;

CREATE OR REPLACE FUNCTION api.place_hold(p_scope text, p_target text, p_reason text, p_authority text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE a access.actor := access.current_actor(); v_id uuid; v_volume smallint; v_set uuid; v_docno integer;
BEGIN
  IF access.refusal(a, 'hold:place') IS NOT NULL THEN RAISE EXCEPTION 'not permitted' USING ERRCODE = '42501'; END IF;
  CASE p_scope
    WHEN 'matter' THEN NULL;
    WHEN 'volume' THEN SELECT id INTO v_volume FROM record.volume WHERE matter_id = a.matter_id AND state <> 'deleted' AND (name = p_target OR control_prefix = p_target);
    WHEN 'set' THEN SELECT id INTO v_set FROM work.reviewed_set WHERE matter_id = a.matter_id AND side = a.side AND tier <= a.tier AND id::text = p_target;
    WHEN 'conversation' THEN v_docno := record.find_docno(a.matter_id, p_target);
  END CASE;
  IF p_scope <> 'matter' AND v_volume IS NULL AND v_set IS NULL AND v_docno IS NULL THEN RETURN NULL; END IF;
  INSERT INTO release.hold (matter_id, scope, volume_id, set_id, docno, target, reason, authority, placed_by, placed_side)
    VALUES (a.matter_id, p_scope, v_volume, v_set, v_docno, CASE p_scope WHEN 'matter' THEN NULL WHEN 'set' THEN 'a reviewed set of the ' || a.side WHEN 'volume' THEN (SELECT name FROM record.volume WHERE id = v_volume) ELSE p_target END,
      p_reason, p_authority, a.person_id, a.side) RETURNING id INTO v_id;
  RETURN jsonb_strip_nulls(jsonb_build_object('id', v_id, 'prefix', (SELECT v.control_prefix FROM record.volume v WHERE v.id = v_volume)));
END $function$;

CREATE OR REPLACE FUNCTION api.open_search(p_secret text, p_question bigint, p_salt bytea, p_body text, p_after text, p_descending boolean, p_limit integer, p_request uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  a access.actor; e audit.entry; asked jsonb; v_tree jsonb; v_filters jsonb; v_refusal text; v_ticket bigint; v_over jsonb;
  v_docnos integer[]; v_more boolean; v_after integer; v_total integer; v_characters integer;
BEGIN
  p_limit := least(greatest(coalesce(p_limit, 50), 1), 200); -- a page is what the log can name in one entry
  PERFORM api.begin(p_secret, true);
  a := access.current_actor();
  IF a.session_id IS NULL THEN RETURN jsonb_build_object('outcome', 'refused', 'reason', 'unauthenticated'); END IF;
  e := audit.answered(a, p_request);
  IF e.id IS NOT NULL THEN
    IF e.action <> 'conversation:search' OR e.at < clock_timestamp() - interval '20 seconds' OR e.detail->>'question' IS DISTINCT FROM p_question::text THEN
      RETURN jsonb_build_object('outcome', 'refused', 'reason', 'replayed');
    END IF;
    RETURN jsonb_build_object('outcome', e.outcome, 'reason', e.reason, 'ticket', e.id::text, 'total', NULL, 'budget', CASE e.reason WHEN 'budget' THEN e.detail END);
  END IF;
  e := audit.redeem(p_question, ARRAY['conversation:ask']);
  asked := audit.committed(e, p_salt, p_body);
  v_tree := nullif(asked->'question', 'null');
  v_filters := coalesce(asked->'filters', '{}');
  IF v_filters ? 'set' AND NOT EXISTS (
    SELECT FROM work.reviewed_set s WHERE s.id = (v_filters->>'set')::uuid AND s.matter_id = a.matter_id AND s.side = a.side AND s.tier <= a.tier) THEN
    v_refusal := 'not_found';
  END IF;
  v_after := access.visible_docno(a, p_after);
  IF p_after IS NOT NULL AND v_after IS NULL THEN v_refusal := 'not_found'; END IF;
  IF v_refusal IS NULL THEN
    SELECT array_agg(f.docno ORDER BY f.n) INTO v_docnos FROM (
      SELECT x.docno, row_number() OVER () AS n
      FROM search.find(a, v_tree, v_filters, (SELECT c.started_at FROM record.conversation c WHERE c.docno = v_after), v_after, p_descending, p_limit + 1) x) f;
    v_more := coalesce(array_length(v_docnos, 1), 0) > p_limit;
    v_docnos := v_docnos[1:p_limit];
    v_characters := 300 * coalesce(array_length(v_docnos, 1), 0);
    v_over := access.charge(a, 1, v_characters);
    IF v_over IS NOT NULL THEN v_refusal := 'budget'; END IF;
  END IF;
  IF v_refusal IS NOT NULL THEN
    PERFORM audit.append(a, 'conversation:search', NULL, 'refused', v_refusal, coalesce(v_over, '{}') || jsonb_build_object('question', p_question::text), NULL, p_request);
    RETURN jsonb_build_object('outcome', 'refused', 'reason', v_refusal, 'budget', v_over);
  END IF;
  -- Everything, when all of it may be seen, is known without counting, and from the sizes of the volumes alone.
  IF v_tree IS NULL AND v_filters = '{}' AND NOT EXISTS (
      SELECT FROM record.volume v WHERE v.matter_id = a.matter_id AND (v.tier > a.tier OR v.disclosure IN ('matched', 'aggregate')
        OR EXISTS (SELECT FROM record.turn_tier w WHERE w.turn = 0 AND w.tier > a.tier AND w.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1))) THEN
    SELECT coalesce(sum(size - superseded), 0) INTO v_total FROM record.volume v WHERE v.matter_id = a.matter_id AND v.state = 'sealed';
  END IF;
  v_ticket := audit.append(a, 'conversation:search', NULL, 'done', NULL, jsonb_build_object(
    'shown', record.names_of(v_docnos),
    'more', v_more, 'question', p_question::text, 'characters', v_characters), NULL, p_request);
  RETURN jsonb_build_object('outcome', 'done', 'ticket', v_ticket::text, 'total', v_total);
END $function$;

CREATE OR REPLACE FUNCTION search.scope(v record.volume, a access.actor, p_words boolean, p_filters jsonb, p_after_at timestamp with time zone, p_after integer, p_descending boolean, OUT lo integer, OUT hi integer, OUT conditions text)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE undated integer; dated_hi integer;
BEGIN
  lo := v.first_docno; hi := v.first_docno + v.size - 1;
  SELECT coalesce(sum(x.undated), 0) INTO undated FROM record.part x WHERE x.volume_id = v.id;
  dated_hi := hi - undated;
  IF p_filters ? 'from' THEN lo := search.first_docno_at(v, search.first_day((p_filters->>'from')::date, record.metadata_minimum(v.matter_id) > 1)::timestamp AT TIME ZONE 'UTC'); hi := dated_hi; END IF;
  IF p_filters ? 'to' THEN hi := search.first_docno_at(v, search.day_after((p_filters->>'to')::date, record.metadata_minimum(v.matter_id) > 1)::timestamp AT TIME ZONE 'UTC') - 1; END IF;
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
      ' AND c.docno IN (SELECT unnest(sp.docnos) FROM work.set_part sp JOIN work.reviewed_set s ON s.id = sp.set_id WHERE s.id = %L AND s.matter_id = %L AND s.side = %L AND s.tier <= %s AND sp.part = c.docno / 1000000)',
      p_filters->>'set', a.matter_id, a.side, a.tier);
  END IF;
END $function$;
