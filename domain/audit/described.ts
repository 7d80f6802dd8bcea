import type { Action } from "@/domain/access/permissions";
import { events } from "./events";

/**
 * The detail of an entry as JSON, once it is known to say no more than what `events` describes for its action. Throws where it does: what no
 * reader of the log was told of is written nowhere, and what the entry is for is not done.
 */
export function described(action: Action, detail: Readonly<Record<string, unknown>> | undefined): string | null {
  if (detail === undefined) return null;
  const written = JSON.stringify(detail);
  const checked = events[action].detail.partial().safeParse(JSON.parse(written));
  if (checked.success) return written;
  throw new Error(`The detail of ${action} is not as docs/log-events.md has it: ${checked.error.issues.map(toldOf).join("; ")}`);
}

function toldOf({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  return path.length > 0 ? `${path.join(".")}: ${message}` : message;
}
