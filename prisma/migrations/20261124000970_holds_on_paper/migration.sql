-- Printing asks for holds as an export does: another side's hold on a set covers the volumes that the set lies in. Asked conversation by
-- conversation, anything narrower would spell out the set. Takes no lock that anyone could wait for.
CREATE OR REPLACE FUNCTION release.holds_on_conversation(p_matter uuid, p_docno integer) RETURNS SETOF release.hold
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT h.* FROM release.hold h WHERE h.matter_id = p_matter AND h.released_at IS NULL AND (
    h.scope = 'matter'
    OR (h.scope = 'conversation' AND h.docno = p_docno)
    OR (h.scope = 'volume' AND h.volume_id = (SELECT c.volume_id FROM record.conversation c WHERE c.docno = p_docno))
    OR (h.scope = 'set' AND CASE WHEN h.placed_side = (SELECT access.my_side()) THEN EXISTS (
          SELECT FROM work.set_part sp WHERE sp.set_id = h.set_id AND sp.part = p_docno / 1000000 AND p_docno = ANY (sp.docnos))
        ELSE EXISTS (
          SELECT FROM work.set_part sp JOIN record.part p ON p.part = sp.part
          WHERE sp.set_id = h.set_id AND p.volume_id = (SELECT c.volume_id FROM record.conversation c WHERE c.docno = p_docno)) END))
$$;
