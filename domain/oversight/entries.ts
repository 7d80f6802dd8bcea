import type { Actor } from "@/domain/access/permit";
import { readLog } from "@/domain/audit/read";
import { type LogEntry, ReadLog } from "@/domain/audit/schema";

/** Some entries by their numbers, newest first: those that prove a flag, or that listed a conversation. */
export async function readEntries(actor: Actor, { ids }: { readonly ids: readonly string[] }): Promise<LogEntry[]> {
  if (ids.length === 0) return [];
  const { items } = await readLog(actor, ReadLog.parse({ id: [...ids], limit: Math.max(1, ids.length) }));
  return [...items];
}
