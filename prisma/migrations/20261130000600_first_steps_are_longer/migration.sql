-- How long the first step of a count is: where texts are asked, as many numbers as name some forty thousand of them, which takes two cores a second. With twenty thousand a
-- phrase of which a partition has thirty thousand candidates was counted in two steps, each of which read the whole list of its words.
CREATE OR REPLACE FUNCTION search.first_span(q jsonb, p_part integer) RETURNS integer LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE c tsquery;
BEGIN
  IF q IS NULL OR search.is_exact(q) THEN RETURN 1000000; END IF;
  c := CASE WHEN NOT search.has_field(q) THEN search.candidates(q) END;
  IF c IS NULL THEN RETURN 20000; END IF;
  RETURN least(1000000, 40000 / greatest(search.share_of('record.conversation_text_' || lpad(p_part::text, 4, '0'), c), 0.01));
END $$;
