-- What is found in a volume comes in through a table of its own, and is moved to its place with the note of how far the search came. The
-- tables that are partitioned by number (conversations, their text, what was delivered, what was found) have no triggers any more: a database
-- that is spread over several servers refuses them there (docs/architecture.md, "What could be spread"), and a check of every row of a batch
-- where it lands cost more than one of the batch. One new table; takes ACCESS EXCLUSIVE on record.span for a moment.

CREATE TABLE record.found_span (
  docno  integer NOT NULL,
  turn   integer NOT NULL,
  first  integer NOT NULL,
  length integer NOT NULL,
  type   text NOT NULL,
  tier   smallint NOT NULL,
  score  real NOT NULL,
  rule   text NOT NULL,
  label  text NOT NULL
);
COMMENT ON TABLE record.found_span IS 'Spans of the batch that is being kept: empty between transactions.';
CREATE TRIGGER a_span_belongs_to_a_search BEFORE INSERT ON record.found_span FOR EACH ROW EXECUTE FUNCTION record.guard_span();
GRANT INSERT ON record.found_span TO rr_intake;
REVOKE INSERT ON record.span FROM rr_intake;
DROP TRIGGER IF EXISTS a_span_belongs_to_a_search ON record.span;

-- Keeps the spans of a batch and how far the search came; at the end it stays as it is.
CREATE OR REPLACE FUNCTION api.keep_spans(p_volume smallint, p_upto integer, p_report jsonb, p_done boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE record.span_search SET upto = p_upto, report = p_report, state = CASE WHEN p_done THEN 'done' ELSE state END,
    ended_at = CASE WHEN p_done THEN clock_timestamp() END WHERE volume_id = p_volume AND state = 'running' AND upto <= p_upto;
  IF NOT FOUND THEN RAISE EXCEPTION 'this volume is not being searched' USING ERRCODE = '55000'; END IF;
  INSERT INTO record.span SELECT f.* FROM record.found_span f JOIN record.part p ON p.part = f.docno / 1000000 WHERE p.volume_id = p_volume;
  DELETE FROM record.found_span f USING record.part p WHERE p.part = f.docno / 1000000 AND p.volume_id = p_volume;
END $$;
