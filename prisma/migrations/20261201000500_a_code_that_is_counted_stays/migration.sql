-- No code is ever deleted, and nothing that points at one goes along with it.
ALTER TABLE search.code_bits DROP CONSTRAINT code_bits_code_id_fkey, ADD FOREIGN KEY (code_id) REFERENCES work.code ON DELETE RESTRICT;
