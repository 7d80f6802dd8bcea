-- Access begins, is cleared and ends with an entry of the same transaction, each under its own name. ACCESS EXCLUSIVE for a moment on access.membership.
DROP TRIGGER no_admission_without_an_entry ON access.membership;
CREATE CONSTRAINT TRIGGER no_admission_without_an_entry AFTER INSERT OR UPDATE ON access.membership DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (session_user = 'rr_app') EXECUTE FUNCTION audit.require_entry('people:add', 'disclosure:clear', 'people:remove');

-- Guesses queue in access.guess now; what stands here is worth a quarter of an hour.
DROP TABLE access.sign_in_failure;
