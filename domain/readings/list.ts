import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import type { Page } from "@/lib/page";
import { agreementOf } from "./agreement";
import { listOfReadings, type ReadingRow } from "./data";
import { exactInterval } from "./interval";
import type { ListReadings, Reading } from "./schema";
import { weightedRate } from "./weighted";

/** The samples of a volume, or of all, the newest first, with what they say so far. Who still reads one is shown what is theirs to read, and no figures. */
export async function listReadings(actor: Actor, { volume }: ListReadings): Promise<Page<Reading>> {
  const rows = await look(actor, "reading:read", (tx, permit) => listOfReadings(tx, permit, volume ?? null));
  return { items: rows.map(readingOf), next: null };
}

function readingOf({ frame, strata, pairs, drawnAt, drawnBy, ...row }: ReadingRow): Reading {
  const byStratum = (frame ?? []).map(([stratum, size, drawn]) => {
    const counted = strata?.find((one) => one.stratum === stratum);
    return { stratum, of: size, drawn, known: counted ? rateOf(counted.leaks, counted.known) : null };
  });
  const whole = strata !== null && byStratum.every(({ drawn, known }) => known?.n === drawn);
  const sum = (pick: "known" | "leaks") => (strata ?? []).reduce((all, one) => all + one[pick], 0);
  return {
    ...row,
    drawn: { by: drawnBy, at: new Date(drawnAt).toISOString() },
    found: strata && rateOf(sum("leaks"), sum("known")),
    weighted: whole ? weightedRate(byStratum.flatMap(({ of: size, known }) => (known ? [{ ...known, of: size }] : []))) : null,
    strata: byStratum,
    agreement: pairs && agreementOf(pairs.flatMap((n, kind) => Array.from({ length: n }, () => [kind < 2, kind % 2 === 0] as const))),
  };
}

function rateOf(leaks: number, n: number) {
  return n === 0 ? null : { n, leaks, rate: leaks / n, ...exactInterval(leaks, n) };
}
