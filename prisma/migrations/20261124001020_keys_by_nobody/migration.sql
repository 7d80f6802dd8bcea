-- The keys of a demonstration's sides are made by the host, and nobody's name belongs under them: who made a key may be left out, and api.side_keys
-- says so as it stands. The door through which members make keys goes on naming them. Takes a short lock on access.side_key.
ALTER TABLE access.side_key ALTER COLUMN created_by DROP NOT NULL;
COMMENT ON COLUMN access.side_key.created_by IS 'The member who made it; null where the host did, for a demonstration.';
