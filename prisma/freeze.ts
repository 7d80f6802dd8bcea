// The layout of the log is frozen for its owner too: DDL in schema audit is refused outside a maintenance window. A window is one transaction,
// and what opens it is an entry of that very transaction. The guards belong to the superuser who migrates, in a schema of their own, so that
// the owner can neither replace nor drop them. Where the account that migrates is no superuser there can be none (docs/limits.md).
import type pg from "pg";

const GUARD = "the_log_is_frozen";

// A superuser could drop the guard, so it does not pretend to stop one.
const refuse = `
CREATE SCHEMA IF NOT EXISTS guard;
CREATE OR REPLACE FUNCTION guard.refuse_change_of_log() RETURNS event_trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $guard$
DECLARE v_touched text;
BEGIN
  IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN RETURN; END IF;
  IF tg_event = 'sql_drop' THEN
    SELECT d.object_identity INTO v_touched FROM pg_event_trigger_dropped_objects() d
      WHERE d.schema_name = 'audit' OR d.object_identity ~ '(^| on )audit([.]|$)' LIMIT 1;
  ELSE
    SELECT c.object_identity INTO v_touched FROM pg_event_trigger_ddl_commands() c
      WHERE c.schema_name = 'audit' OR c.object_identity ~ '(^| on )audit([.]|$)' LIMIT 1;
    -- Moved away or renamed, it stands there under another name.
    IF to_regclass('audit.entry') IS NULL THEN v_touched := 'audit.entry'; END IF;
  END IF;
  IF v_touched IS NULL THEN RETURN; END IF;
  IF to_regclass('audit.entry') IS NOT NULL THEN
    PERFORM FROM audit.entry WHERE xid = pg_current_xact_id() AND action = 'maintenance:open' AND outcome = 'done';
    IF FOUND THEN RETURN; END IF;
  END IF;
  RAISE EXCEPTION 'the layout of the log is changed in a maintenance window alone: %', v_touched USING ERRCODE = '42501';
END $guard$;
REVOKE ALL ON FUNCTION guard.refuse_change_of_log() FROM PUBLIC;`;

/** Whether the guards stand. */
export async function isFrozen(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query("SELECT FROM pg_event_trigger WHERE evtname = $1 AND evtenabled <> 'D'", [GUARD]);
  return rowCount === 1;
}

/** Sets the guards, or sets them anew. */
export async function freezeLog(client: pg.Client): Promise<void> {
  const { rows } = await client.query("SELECT rolsuper FROM pg_roles WHERE rolname = current_user");
  if (!rows[0]?.rolsuper) return;
  await client.query(refuse);
  if (await isFrozen(client)) return;
  await client.query(`DROP EVENT TRIGGER IF EXISTS ${GUARD}; DROP EVENT TRIGGER IF EXISTS ${GUARD}_against_dropping`);
  await client.query(`CREATE EVENT TRIGGER ${GUARD} ON ddl_command_end EXECUTE FUNCTION guard.refuse_change_of_log()`);
  await client.query(`CREATE EVENT TRIGGER ${GUARD}_against_dropping ON sql_drop EXECUTE FUNCTION guard.refuse_change_of_log()`);
}

/** Opens the window of the running transaction, by the entry that says for which migration. */
export async function openMaintenance(client: pg.Client, migration: string): Promise<void> {
  await client.query("SELECT audit.append(NULL::access.actor, 'maintenance:open', $1, 'done', NULL, NULL, NULL, NULL)", [
    `migration:${migration}`,
  ]);
}
