-- What is covered in a text is the order's to say, by role: what is certain for everyone, and names, addresses and dates of birth for whom the setting
-- "covers" names. A person's session says up to which tier (attribute "covers" of access.actor), and one function says which stretches that is; turns, sheets,
-- exports, quotations and reports of what was missed all ask it. Replaces functions; an attribute of a type that no table has.

CREATE FUNCTION access.covers_for(p_side access.side, p_role access.role, p_settings jsonb) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT greatest(1, least(2, coalesce((p_settings->'covers'->p_side::text->>p_role::text)::int, CASE p_role WHEN 'monitor' THEN 2 ELSE 1 END)))::smallint
$$;
ALTER TYPE access.actor ADD ATTRIBUTE covers smallint;

CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
SELECT pg_temp.amend('access.actor_of(text)', E's.last_seen_at\n', E's.last_seen_at, access.covers_for(m.side, m.role, o.settings)\n');
SELECT pg_temp.amend('access.default_settings()', '"metadataMinimum": 5,',
  '"metadataMinimum": 5,
  "covers": {"plaintiff": {"expert": 1, "counsel": 1}, "defense": {"expert": 1, "counsel": 1}, "court": {"monitor": 2}},');

-- The stretches of some turns that are covered for somebody, up to which tier they are told. Where nothing says up to which, all are.
CREATE FUNCTION record.covers_of(p_covers smallint, p_docno integer, p_from integer, p_to integer)
RETURNS TABLE (turn integer, first integer, length integer, label text) LANGUAGE sql STABLE AS $$
  SELECT y.turn, y.first, y.length, y.label FROM record.span y
  WHERE y.docno = p_docno AND y.turn BETWEEN p_from AND p_to AND y.tier BETWEEN 1 AND coalesce(p_covers, 2)
$$;

DROP FUNCTION record.turns_for(smallint, integer, integer, integer);
CREATE FUNCTION record.turns_for(p_tier smallint, p_covers smallint, p_docno integer, p_from integer, p_to integer) RETURNS TABLE (turn integer, said jsonb)
LANGUAGE sql STABLE AS $$
  SELECT (t.first_turn + n - 1)::int, CASE WHEN w.tier > p_tier THEN jsonb_build_object('role', s->'role', 'text', '', 'withheld', w.tier)
    WHEN w.tier IS NOT NULL THEN m.said || jsonb_build_object('tier', w.tier) ELSE m.said END
  FROM record.conversation_text t CROSS JOIN jsonb_array_elements(t.turns) WITH ORDINALITY x(s, n)
  LEFT JOIN record.turn_tier w ON w.docno = p_docno AND w.turn = t.first_turn + n - 1
  LEFT JOIN (SELECT y.turn, jsonb_agg(jsonb_build_array(y.first, y.length, y.label) ORDER BY y.first DESC) AS spans
    FROM record.covers_of(p_covers, p_docno, p_from, p_to) y GROUP BY y.turn) c ON c.turn = t.first_turn + n - 1
  CROSS JOIN LATERAL (SELECT CASE WHEN c.spans IS NULL THEN s
    ELSE s || jsonb_build_object('text', record.covered(s->>'text', c.spans), 'masked', jsonb_array_length(c.spans)) END AS said) m
  WHERE t.docno = p_docno AND t.first_turn <= p_to AND t.first_turn + t.turn_count > p_from AND t.first_turn + n - 1 BETWEEN p_from AND p_to
$$;

DROP FUNCTION record.shown_text(integer, integer, text);
CREATE FUNCTION record.shown_text(p_covers smallint, p_docno integer, p_turn integer, p_text text) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT record.covered(p_text, coalesce((SELECT jsonb_agg(jsonb_build_array(y.first, y.length, y.label) ORDER BY y.first DESC)
    FROM record.covers_of(p_covers, p_docno, p_turn, p_turn) y), '[]'))
$$;

DROP FUNCTION record.beneath(integer, integer, integer, integer);
CREATE FUNCTION record.beneath(p_covers smallint, p_docno integer, p_turn integer, p_from integer, p_to integer, OUT v_from integer, OUT v_to integer)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE s record; shift integer := 0; at integer; n integer;
BEGIN
  FOR s IN SELECT y.first, y.length, length(y.label) AS n FROM record.covers_of(p_covers, p_docno, p_turn, p_turn) y ORDER BY y.first LOOP
    at := s.first + shift; n := s.n;
    v_from := coalesce(v_from, CASE WHEN p_from < at THEN p_from - shift WHEN p_from < at + n THEN s.first END);
    v_to := coalesce(v_to, CASE WHEN p_to <= at THEN p_to - shift WHEN p_to <= at + n THEN s.first + s.length END);
    shift := shift + n - s.length;
  END LOOP;
  v_from := coalesce(v_from, p_from - shift); v_to := coalesce(v_to, p_to - shift);
END $$;

DROP FUNCTION record.quoted(integer, integer, text, integer, integer);
CREATE FUNCTION record.quoted(p_covers smallint, p_docno integer, p_turn integer, p_text text, p_at integer, p_length integer) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE s record; made text := ''; at integer := p_at; last integer := p_at + p_length;
BEGIN
  FOR s IN SELECT y.first, y.length, y.label FROM record.covers_of(p_covers, p_docno, p_turn, p_turn) y
      WHERE y.first + 1 < last AND y.first + y.length >= p_at ORDER BY y.first LOOP
    made := made || substr(p_text, at, greatest(0, s.first + 1 - at)) || s.label;
    at := s.first + s.length + 1;
  END LOOP;
  RETURN made || substr(p_text, at, greatest(0, last - at));
END $$;

SELECT pg_temp.amend('api.open_view(text, text, integer, integer, text, uuid)', 'record.turns_for(a.tier, v_docno', 'record.turns_for(a.tier, a.covers, v_docno');
SELECT pg_temp.amend('api.open_print(text, text, integer, integer, text, uuid)', 'record.turns_for(a.tier, v_docno', 'record.turns_for(a.tier, a.covers, v_docno');
SELECT pg_temp.amend('api.read_view(text, bigint)', 'record.turns_for(a.tier, v_docno', 'record.turns_for(a.tier, a.covers, v_docno');
SELECT pg_temp.amend('api.read_export(text, bigint)', 'record.turns_for(a.tier, v_docno', 'record.turns_for(a.tier, a.covers, v_docno');
SELECT pg_temp.amend('api.read_snippets(text, bigint, jsonb)', 'record.quoted(v_docno', 'record.quoted(a.covers, v_docno');
SELECT pg_temp.amend('api.report_leak(text, integer, integer, integer, text, text, text, text)',
  'record.shown_text(v_docno', 'record.shown_text(a.covers, v_docno', 'record.beneath(v_docno', 'record.beneath(a.covers, v_docno');

-- Files that were written when the order covered less for whoever fetches them leave no more.
CREATE FUNCTION release.covered_since(a access.actor, p_at timestamptz) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(a.covers, 2) > access.covers_for(a.side, a.role, (SELECT o.settings FROM access.protective_order o
    WHERE o.matter_id = a.matter_id AND greatest(o.in_force_from, o.created_at) <= p_at ORDER BY o.version DESC LIMIT 1))
$$;
SELECT pg_temp.amend('api.open_download(text, uuid, text, uuid)', 'ELSIF release.redacted_since(', 'ELSIF release.covered_since(a, p.requested_at) OR release.redacted_since(');
SELECT pg_temp.amend('api.stop_download(text, bigint)', 'IF release.redacted_since(', 'IF release.covered_since(a, p.requested_at) OR release.redacted_since(');
DROP FUNCTION pg_temp.amend(regprocedure, text[]);

REVOKE ALL ON FUNCTION access.covers_for(access.side, access.role, jsonb), record.covers_of(smallint, integer, integer, integer), release.covered_since(access.actor, timestamptz),
  record.turns_for(smallint, smallint, integer, integer, integer), record.shown_text(smallint, integer, integer, text),
  record.beneath(smallint, integer, integer, integer, integer), record.quoted(smallint, integer, integer, text, integer, integer) FROM PUBLIC;
