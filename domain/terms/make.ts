import { createHash } from "node:crypto";
import type { Actor } from "@/domain/access/permit";
import { act, look } from "@/domain/audit/act";
import { filtersFor } from "@/domain/search/filters";
import { PARSER_VERSION } from "@/domain/search/version";
import { readSet } from "@/domain/sets/read";
import { DomainError } from "@/lib/errors";
import type { Created } from "@/lib/page";
import { insertReport } from "./data";
import { carryOutReport } from "./job";
import { asksForCodes, type Lines, linesOf } from "./lines";
import type { MakeTermReport } from "./schema";

/**
 * Makes a search term report of the own side and begins to work it out. It is on record, its terms sealed, before anything is counted. Throws
 * `conflict` where the side has a report of that name, and `not_found` for a set that is not the side's.
 */
export async function makeTermReport(actor: Actor, { name, terms, filters: given, turns }: MakeTermReport): Promise<Created> {
  await look(actor, "search:report", async () => null); // who may not is refused that, not a list of mistakes
  const read = linesOf(terms, actor.order.settings);
  if (given.set) await readSet(actor, { id: given.set });
  const filters = filtersFor(given);
  const told = { detail: { terms: read.lines.length }, sealed: { name, filters, turns, ...termsToSeal(read) } };
  const made = await act(actor, "search:report", told, async (tx, permit) => {
    const report = { name, filters, byTurn: turns, byCode: asksForCodes(read.lines, filters), parserVersion: PARSER_VERSION };
    const id = await insertReport(tx, permit, report, read);
    if (!id) throw new DomainError("conflict", `Your side has a search term report named “${name}” already.`);
    return { result: { id }, object: `terms:${id}` };
  });
  carryOutReport(actor, made.id);
  return made;
}

/** What is sealed holds at most 64 KiB: the terms by their hash, and one by one as long as they fit. */
const FITS = 40_000;

function termsToSeal({ lines }: Lines) {
  const text = lines.map(({ term }) => term).join("\n");
  const sha256 = createHash("sha256").update(text).digest("hex");
  const written = JSON.stringify(lines.map(({ term }) => term));
  return Buffer.byteLength(written) <= FITS ? { termsSha256: sha256, terms: lines.map(({ term }) => term) } : { termsSha256: sha256 };
}
