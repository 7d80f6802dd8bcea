-- The functions of 20261130000500 to 0520 are called by those of the doors, which are the owner's, and by nobody else (domain/audit/rights.test.ts).
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA search FROM PUBLIC;
