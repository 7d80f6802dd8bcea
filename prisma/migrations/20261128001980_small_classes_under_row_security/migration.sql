-- The table of small classes belongs to a matter, and stands under row-level security as every such table does: nobody but the owner of the doors
-- sees a row. ACCESS EXCLUSIVE on record.small_class for a moment.
ALTER TABLE record.small_class ENABLE ROW LEVEL SECURITY;
ALTER TABLE record.small_class FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON record.small_class TO rr_owner USING (true) WITH CHECK (true);
