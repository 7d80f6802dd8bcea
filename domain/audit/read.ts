import { actions } from "@/domain/access/permissions";
import { type Actor, may } from "@/domain/access/permit";
import { type Page, pageFrom } from "@/lib/page";
import { look } from "./act";
import { type EntryRow, listEntries } from "./data";
import type { LogEntry, ReadLog } from "./schema";

/**
 * A page of the log, newest first: the whole of it for the monitor, one's own entries for everybody else. Never text; of work product
 * only that there was some; one's own entries carry it encrypted to one's side.
 */
export async function readLog(actor: Actor, input: ReadLog): Promise<Page<LogEntry>> {
  const rows = may(actor, "audit:read")
    ? await look(actor, "audit:read", (tx, permit) => listEntries(tx, permit, input))
    : await look(actor, "audit:read-own", (tx, permit) => listEntries(tx, permit, input));
  return pageFrom(rows.map(entryOf), input.limit);
}

/** What the log knows besides the actions of the permission table. */
const others: Readonly<Record<string, string>> = {
  "session:open": "Sign in",
  "conversation:ask": "Put a question on record, before it is looked up",
  "session:close": "Sign out",
  "token:create": "Make a token for scripts",
  "report:make": "Make a report of the log and sign it",
  "maintenance:open": "Change how the database keeps the log",
  "matter:add": "Set the matter up at the terminal of the host",
};

function entryOf({ detail, person_id, email, session_id, ...row }: EntryRow): LogEntry {
  const { shown, ...facts } = detail ?? {};
  const controlNumbers = Array.isArray(shown) ? shown.map(String) : null;
  return {
    ...row,
    id: String(row.id),
    person: { id: person_id, email },
    session: session_id,
    what: { ...others, ...actions }[row.action] ?? row.action,
    shown: controlNumbers && { count: controlNumbers.length, controlNumbers },
    detail: facts,
  };
}
