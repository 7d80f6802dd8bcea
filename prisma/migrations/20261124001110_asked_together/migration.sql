-- What a look asks one after the other is asked together where nothing lies between: when a session was seen last comes with who calls, the length
-- of the turns with the card, what was spent with the limits, and what may be read with the turns. The hash of a secret is made once and not for
-- every session that it is compared with. The answers are what they were.
-- Replaces functions; ACCESS EXCLUSIVE for a moment on the type access.actor, which no table has.

ALTER TYPE access.actor ADD ATTRIBUTE seen_at timestamptz;

-- Changes passages of a function, each from one text to another, and leaves the rest as it stands.
CREATE FUNCTION pg_temp.amend(p_function regprocedure, VARIADIC p_changes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_text text := pg_get_functiondef(p_function);
BEGIN
  FOR i IN 1 .. cardinality(p_changes) BY 2 LOOP
    IF position(p_changes[i] IN v_text) = 0 THEN RAISE EXCEPTION '% does not say: %', p_function, p_changes[i]; END IF;
    v_text := replace(v_text, p_changes[i], p_changes[i + 1]);
  END LOOP;
  EXECUTE v_text;
END $$;
SELECT pg_temp.amend('access.actor_of(text)',
  E'ELSE \'none\' END\n  FROM access.session s', E'ELSE \'none\' END,\n    s.last_seen_at\n  FROM access.session s',
  $$= sha256(convert_to(coalesce(p_secret, ''), 'UTF8'))$$, $$= (SELECT sha256(convert_to(coalesce(p_secret, ''), 'UTF8')))$$);
SELECT pg_temp.amend('access.enter(text, boolean)',
  'IF p_touch AND a.session_id IS NOT NULL THEN', $$IF p_touch AND a.seen_at < clock_timestamp() - interval '30 seconds' THEN$$);

-- The window of a look is settled, and the words in it are counted, where its conversation is found.
SELECT pg_temp.amend('api.open_view(text, text, integer, integer, text, uuid)',
  $$    SELECT v.card, v.disclosure, v.turns INTO c, v_disclosure, v_turns FROM record.visible(a.tier, v_docno) v;
    IF NOT FOUND THEN v_refusal := 'not_found'; END IF;
  END IF;
  IF v_refusal IS NULL THEN
    v_from := least(greatest(1, coalesce(p_from, 1)), v_turns + 1);
    v_to := least(v_turns, coalesce(p_to, v_from + 49), v_from + 199);
  END IF;$$,
  $$    SELECT v.card, v.disclosure, w.first, w.last, coalesce(t.characters, 0), t.withheld INTO c, v_disclosure, v_from, v_to, v_characters, v_withheld
    FROM record.visible(a.tier, v_docno) v
    CROSS JOIN LATERAL (SELECT least(greatest(1, coalesce(p_from, 1)), v.turns + 1) AS first) f
    CROSS JOIN LATERAL (SELECT f.first, least(v.turns, coalesce(p_to, f.first + 49), f.first + 199) AS last) w
    CROSS JOIN LATERAL (SELECT sum(length(x.said->>'text')) AS characters, count(*) FILTER (WHERE x.said ? 'withheld') AS withheld
      FROM record.turns_for(a.tier, v_docno, w.first, w.last) x) t;
    IF NOT FOUND THEN v_refusal := 'not_found'; END IF;
  END IF;$$,
  $$
    ELSE
      SELECT coalesce(sum(length(said->>'text')), 0), count(*) FILTER (WHERE said ? 'withheld') INTO v_characters, v_withheld FROM record.turns_for(a.tier, v_docno, v_from, v_to);
    END IF;$$,
  $$
    END IF;$$,
  'v_disclosure record.disclosure; v_turns integer;', 'v_disclosure record.disclosure;');

SELECT pg_temp.amend('api.read_view(text, bigint)',
  $$  SELECT v.docno INTO v_docno FROM record.visible(a.tier, v_docno) v;
$$, '',
  'RETURN QUERY SELECT t.turn, t.said FROM record.turns_for(a.tier, v_docno,',
  'RETURN QUERY SELECT t.turn, t.said FROM record.visible(a.tier, v_docno) v CROSS JOIN LATERAL record.turns_for(a.tier, v_docno,');

-- What a person was shown, by the slots of five minutes that a limit looks back on.
CREATE FUNCTION access.spent(p_matter uuid, p_person uuid, p_now timestamptz) RETURNS TABLE (
  in_hour bigint, in_day bigint, characters_in_day bigint, hour_from timestamptz, day_from timestamptz)
LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(x.views) FILTER (WHERE x.slot > p_now - interval '65 minutes'), 0), coalesce(sum(x.views), 0), coalesce(sum(x.characters), 0)::bigint,
    min(x.slot) FILTER (WHERE x.slot > p_now - interval '65 minutes'), min(x.slot)
  FROM access.spending x WHERE x.matter_id = p_matter AND x.person_id = p_person AND x.slot > p_now - interval '24 hours 5 minutes'
$$;
REVOKE ALL ON FUNCTION access.spent(uuid, uuid, timestamptz) FROM PUBLIC;
SELECT pg_temp.amend('access.charge(access.actor, integer, bigint)',
  $$access.setting(o.settings, 'charactersPerDay')::bigint + r.characters
    INTO per_hour, per_day, characters_per_day
    FROM$$,
  $$access.setting(o.settings, 'charactersPerDay')::bigint + r.characters, x.*
    INTO per_hour, per_day, characters_per_day, in_hour, in_day, characters_in_day, hour_from, day_from
    FROM$$,
  $$LEFT JOIN access.protective_order o ON o.id = a.order_id;
  FOR attempt IN 1 .. 2 LOOP
    SELECT coalesce(sum(x.views) FILTER (WHERE x.slot > v_now - interval '65 minutes'), 0), coalesce(sum(x.views), 0), coalesce(sum(x.characters), 0),
           min(x.slot) FILTER (WHERE x.slot > v_now - interval '65 minutes'), min(x.slot)
      INTO in_hour, in_day, characters_in_day, hour_from, day_from
      FROM access.spending x WHERE x.matter_id = a.matter_id AND x.person_id = a.person_id AND x.slot > v_now - interval '24 hours 5 minutes';
    EXIT WHEN attempt = 2;
    -- Sharing is for limits that what is under way at once cannot reach from below half: as many looks as there are connections.
    IF least(per_hour, per_day) >= 400 AND in_hour * 2 < per_hour AND in_day * 2 < per_day AND characters_in_day * 2 + p_characters * 100 < characters_per_day THEN
      PERFORM pg_advisory_xact_lock_shared(hashtextextended(a.matter_id::text || a.person_id::text, 5));
      EXIT;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(a.matter_id::text || a.person_id::text, 5));
  END LOOP;$$,
  $$LEFT JOIN access.protective_order o ON o.id = a.order_id
    CROSS JOIN access.spent(a.matter_id, a.person_id, v_now) x;
  -- Sharing is for limits that what is under way at once cannot reach from below half: as many looks as there are connections.
  IF least(per_hour, per_day) >= 400 AND in_hour * 2 < per_hour AND in_day * 2 < per_day AND characters_in_day * 2 + p_characters * 100 < characters_per_day THEN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(a.matter_id::text || a.person_id::text, 5));
  ELSE
    PERFORM pg_advisory_xact_lock(hashtextextended(a.matter_id::text || a.person_id::text, 5));
    SELECT x.* INTO in_hour, in_day, characters_in_day, hour_from, day_from FROM access.spent(a.matter_id, a.person_id, v_now) x;
  END IF;$$);
DROP FUNCTION pg_temp.amend(regprocedure, text[]);
