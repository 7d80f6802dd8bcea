import type { Actor } from "@/domain/access/permit";
import { act, look } from "./act";
import { lastEntry, listWholeEntries } from "./data";

const PAGE = 1_000;

/**
 * The whole log of the matter as lines of JSON, in order of number: everything committed before the export began, its own entry
 * included. Takes the same memory whatever the length, and no transaction stays open between pages. Permission is asked for each page.
 */
export async function* exportEntries(actor: Actor): AsyncGenerator<string> {
  await act(actor, "audit:export", {}, async () => ({ result: null }));
  const last = await look(actor, "audit:export", lastEntry);
  for (let after = 0n; after < last; ) {
    const from = after;
    const entries = await look(actor, "audit:export", (tx, permit) => listWholeEntries(tx, permit, from, last, PAGE));
    const end = entries.at(-1);
    if (!end) return;
    yield entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
    after = BigInt(end.id);
  }
}
