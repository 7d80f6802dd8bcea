// What keeps the promises inside the database: grants, triggers, row-level security, indexes.
import { type Check, column, noneOf, restoreRights, wrong } from "./check";

const ours = "nspname IN ('access', 'api', 'audit', 'record', 'work', 'release', 'search', 'oversight')";

export const grants: Check = async (client) => {
  const found = await column(
    client,
    `SELECT 'rr_app may ' || lower(p) || ' ' || c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p
       WHERE nspname = 'record' AND relkind IN ('r', 'p') AND relname ~ '_text|_source|staged' AND has_table_privilege('rr_app', c.oid, p)
     UNION ALL
     SELECT r || ' may ' || lower(p) || ' ' || c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace, unnest(ARRAY['rr_app', 'rr_intake', 'rr_reporter']) r, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) p
       WHERE nspname IN ('audit', 'oversight') AND relkind IN ('r', 'p') AND has_table_privilege(r, c.oid, p)
         -- A monitor hands in what a witness signed; a policy and a trigger ask who, and for its entry.
         AND NOT (r = 'rr_app' AND p = 'INSERT' AND c.oid = 'audit.cosignature'::regclass)
     UNION ALL
     SELECT 'anybody may call ' || p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
       WHERE ${ours} AND prorettype <> 'trigger'::regtype AND (proacl IS NULL OR EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0))
     UNION ALL
     SELECT p.oid::regprocedure || ' runs with the owner’s rights without a fixed search_path' FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
       WHERE ${ours} AND prosecdef AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false)`,
  );
  return noneOf("grants", found, {
    good: "The web process reads no text by itself, nobody of the application writes to the log by hand, and no function is open to just anybody.",
    bad: "Too much is granted",
    todo: restoreRights,
  });
};

export const triggers: Check = async (client) => {
  const found = await column(
    client,
    `SELECT format('%s on %s is %s', tgname, tgrelid::regclass, CASE tgenabled WHEN 'D' THEN 'switched off' ELSE 'not ENABLE ALWAYS' END)
       FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid JOIN pg_namespace n ON n.oid = relnamespace
       WHERE ${ours} AND NOT tgisinternal AND (tgenabled = 'D' OR (nspname IN ('audit', 'oversight') AND tgname ~ 'never_|only_grow' AND tgenabled <> 'A'))
     UNION ALL
     SELECT format('%s has none against %s', c.oid::regclass, what) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace, (VALUES ('changes', 24), ('truncation', 32)) k(what, bits)
       WHERE nspname = 'audit' AND relkind IN ('r', 'p') AND relname IN ('entry', 'detail', 'tree', 'leaf', 'tile', 'checkpoint', 'cosignature', 'log_key')
         AND NOT EXISTS (SELECT FROM pg_trigger t WHERE tgrelid = c.oid AND NOT tgisinternal AND tgenabled = 'A' AND tgtype & bits = bits)`,
  );
  if (found.length > 0)
    return wrong(
      "triggers",
      `The log can be changed without a trace in the database: ${found.slice(0, 4).join("; ")}.`,
      "Stop serving. ALTER TABLE … ENABLE ALWAYS TRIGGER … puts a guard back; then run `audit export` and `audit verify` with the monitor’s checkpoint, which says whether anything was changed.",
    );
  return noneOf("triggers", [], {
    good: "The log is append-only for everybody: every guard is there and ENABLE ALWAYS.",
    bad: "",
    todo: "",
  });
};

export const walls: Check = async (client) => {
  const found = await column(
    client,
    `SELECT DISTINCT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid AND NOT attisdropped AND attname IN ('side', 'matter_id', 'log_id')
     WHERE ${ours} AND relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY 1`,
  );
  return noneOf("row-level security", found, {
    good: "On and forced for everything that belongs to a matter or a side.",
    bad: "Not on, or not forced, for",
    todo: restoreRights,
  });
};

export const indexes: Check = async (client) => {
  const broken = await column(
    client,
    `SELECT indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = indexrelid JOIN pg_namespace n ON n.oid = relnamespace
     WHERE ${ours} AND NOT (indisvalid AND indisready)
     UNION ALL SELECT 'missing: ' || x FROM unnest(ARRAY['audit.entry_by_matter', 'audit.entry_by_person', 'audit.entry_by_action', 'audit.entry_by_object', 'audit.entry_by_outcome', 'audit.entry_by_time', 'audit.entry_by_xid',
       'audit.leaf_pkey', 'audit.leaf_entry_id_key', 'oversight.hour_by_time', 'oversight.hour_by_person', 'oversight.listed_by_control']) x WHERE to_regclass(x) IS NULL`,
  );
  return noneOf("indexes", broken, {
    good: "Every index is whole, and those that a long log needs are there.",
    bad: "Broken or missing",
    todo: "REINDEX INDEX the broken ones (CONCURRENTLY while people work); make a missing one as its migration does.",
  });
};
