-- What the web process may call: every function of api that stands so far, and none of any other schema. What comes after this is granted by name.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA api, audit, access, record, search, release FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA api TO rr_app;
