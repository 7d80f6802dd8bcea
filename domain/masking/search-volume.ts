import type { Actor, Permit } from "@/domain/access/permit";
import { permit } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { detect } from "@/domain/deid/detect";
import { resolved } from "@/domain/deid/resolve";
import { addCase, type CaseCounts, truecaseOf } from "@/domain/lexicon/truecase";
import { DomainError, notFound } from "@/lib/errors";
import { connected } from "@/prisma/connect";
import { beginSpans, findSealed, keepSpans, lockSearch, numberOfText, spanLines, turnsAfter } from "./data";
import { type Found, named, recurring } from "./memory";
import type { SearchVolume, SpanCounts } from "./schema";
import { addConversation, emptyCounts } from "./tally";

/** What is written with the spans: a volume is searched by one detector from its beginning to its end. */
export const DETECTOR = "rules 1";
const BATCH = 200;
/** Words of the volume are counted before names are looked for in it, over conversations spread evenly, at most this many batches. */
const COUNTED_BATCHES = 100;
const CONTEXT = { placeholders: [] as readonly string[] };

export type SearchTools = {
  readonly intakeUrl: string;
  readonly onProgress?: (done: number, of: number) => void;
  readonly signal?: AbortSignal;
};

/**
 * Searches a sealed volume for what may say who somebody is, and for what somebody else's tool left. What is found is kept beside the text, which
 * stays as it was delivered; from the batch on that finds it, a stretch of the first tier is covered for everyone. Goes on where it broke off.
 * The log says before the first turn is read that the volume is being searched, and at the end what was counted.
 * Throws DomainError: not_found, refused, conflict (searched already, or being searched).
 */
export async function searchVolume(actor: Actor, { volume: name }: SearchVolume, tools: SearchTools): Promise<SpanCounts> {
  const object = `volume:${name}`;
  await act(actor, "intake:run", { object, detail: { step: "search for personal data" } }, async () => ({ result: null }));
  const granted = permit(actor, "intake:run");
  const counts = await connected(tools.intakeUrl, (client) => searchAll(client, granted, name, tools));
  await act(
    actor,
    "intake:run",
    { object, detail: { step: "searched for personal data", conversations: counts.conversations } },
    async () => ({
      result: null,
    }),
  );
  return counts;
}

type Client = Parameters<Parameters<typeof connected>[1]>[0];

async function searchAll(client: Client, granted: Permit<"intake:run">, name: string, { onProgress, signal }: SearchTools) {
  const volume = await findSealed(client, granted, name);
  if (volume === null) throw notFound();
  if (!(await lockSearch(client, granted, volume))) throw new DomainError("conflict", `The volume ${name} is being searched.`);
  const {
    upto,
    last,
    counts: before,
  } = await beginSpans(client, granted, volume, DETECTOR).catch((error: unknown) => {
    if ((error as { code?: string }).code === "55000") throw new DomainError("conflict", `The volume ${name} was searched.`);
    throw error;
  });
  const counts = before ?? emptyCounts();
  const truecase = truecaseOf(await countWords(client, granted, volume, upto, last));
  const of = last - upto + counts.conversations;
  for (let after = upto; after < last; after += BATCH) {
    signal?.throwIfAborted();
    const lines: string[] = [];
    for (const { docno, language, texts, turns } of await turnsAfter(client, granted, volume, after, BATCH)) {
      const found = texts.map((text): Found => ({ text, spans: detect(text, language, { ...CONTEXT, truecase }) }));
      const again = recurring(found);
      const all = found.map(
        ({ text, spans }, i): Found => ({
          text,
          spans: resolved(
            text,
            [...spans.filter(({ tier }) => tier < 3), ...(again[i] ?? []), ...spans.filter(({ tier }) => tier === 3)],
            {},
          ),
        }),
      );
      addConversation(
        counts,
        texts.slice(0, turns),
        all.flatMap(({ spans }) => spans),
      );
      const kept = all.map(({ text, spans }) => ({ text, spans: spans.filter(({ tier }) => tier > 0 && tier < 3) }));
      for (const [i, spans] of named(kept).entries()) {
        const text = texts[i] ?? "";
        const left = (all[i]?.spans ?? [])
          .filter(({ tier }) => tier === 0)
          .map((span) => ({ ...span, label: text.slice(span.start, span.end).slice(0, 80) }));
        lines.push(...spanLines(docno, numberOfText(i, turns), text, [...spans, ...left]));
      }
    }
    await keepSpans(client, granted, volume, lines, { upto: Math.min(after + BATCH, last), counts, done: after + BATCH >= last });
    onProgress?.(counts.conversations, of);
  }
  return counts;
}

// A volume says itself what is a word of its language. What is counted is spread over all of it.
async function countWords(client: Client, granted: Permit<"intake:run">, volume: number, upto: number, last: number): Promise<CaseCounts> {
  const counts: CaseCounts = new Map();
  const stride = Math.max(BATCH, Math.ceil((last - upto) / COUNTED_BATCHES));
  for (let after = upto; after < last; after += stride)
    for (const { texts } of await turnsAfter(client, granted, volume, after, BATCH)) for (const text of texts) addCase(counts, text);
  return counts;
}
