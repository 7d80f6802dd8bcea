import type { Actor, Permit } from "@/domain/access/permit";
import { permit } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { type Service, serviceAt } from "@/domain/deid/service";
import { addCase, type CaseCounts, truecaseOf } from "@/domain/lexicon/truecase";
import { DomainError, notFound } from "@/lib/errors";
import { connected } from "@/prisma/connect";
import { type Begun, beginSpans, findSealed, keepSpans, lockSearch, numberOfText, spanLines, turnsAfter } from "./data";
import { findIn, stopped } from "./find-in";
import { named } from "./memory";
import { SearchSetting, type SearchVolume, type SpanCounts } from "./schema";
import { addConversation, emptyCounts } from "./tally";

/** What is written with the spans: a volume is searched by one detector from its beginning to its end. */
export const DETECTOR = "rules 3";
const BATCH = 200;
/** Words of the volume are counted before names are looked for in it, over conversations spread evenly, at most this many batches. */
const COUNTED_BATCHES = 100;

export type SearchTools = {
  readonly intakeUrl: string;
  readonly onProgress?: (done: number, of: number) => void;
  readonly signal?: AbortSignal;
};

/**
 * Searches a sealed volume for what may say who somebody is, and for what somebody else's tool left. What is found is kept beside the text, which
 * stays as it was delivered. The first search of a volume covers as it goes; a later one (`again`) takes the place of the one before in the transaction
 * that ends it. Goes on where it broke off, and finds what an undisturbed search finds. The log says before the first turn is read that the volume is
 * being searched, and at the end what was counted. Throws DomainError: not_found, refused, conflict (searched already, or being searched), invalid (a service
 * elsewhere), unavailable (a service that does not answer: what was kept until there stays).
 */
export async function searchVolume(actor: Actor, asked: SearchVolume, tools: SearchTools): Promise<SpanCounts> {
  const object = `volume:${asked.volume}`;
  const service = asked.service === undefined ? null : serviceAt(asked.service, asked.serviceSeconds * 1_000);
  await act(actor, "intake:run", { object, detail: { step: "search for personal data" } }, async () => ({ result: null }));
  const granted = permit(actor, "intake:run");
  const counts = await connected(tools.intakeUrl, (client) => searchAll(client, granted, asked, service, tools)).catch((error: unknown) => {
    throw stopped(error, asked.volume);
  });
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

async function searchAll(
  client: Client,
  granted: Permit<"intake:run">,
  { volume: name, again, ...setting }: SearchVolume,
  service: Service | null,
  { onProgress, signal }: SearchTools,
) {
  const id = await findSealed(client, granted, name);
  if (id === null) throw notFound();
  if (!(await lockSearch(client, granted, id))) throw new DomainError("conflict", `The volume ${name} is being searched.`);
  const begun = await beginSpans(client, granted, { id, name, detector: DETECTOR, setting: SearchSetting.parse(setting), again });
  const { matter, upto, last } = begun;
  const counts = begun.counts ?? emptyCounts();
  const truecase = truecaseOf(await countWords(client, granted, id, begun));
  const of = last - upto + counts.conversations;
  for (let after = upto; after < last; after += BATCH) {
    signal?.throwIfAborted();
    const lines: string[] = [];
    const likely: number[] = [];
    for (const { docno, language, texts, turns } of await turnsAfter(client, granted, id, after, BATCH)) {
      const { all, unasked } = await findIn(
        texts,
        language,
        { truecase, placeholders: setting.placeholders },
        service,
        setting.serviceLanguages,
      );
      counts.unasked += unasked;
      addConversation(
        counts,
        texts.slice(0, turns),
        all.flatMap(({ spans }) => spans),
      );
      if (all.some(({ spans }) => spans.some(({ tier }) => tier === 3))) likely.push(docno);
      const kept = all.map(({ text, spans }) => ({ text, spans: spans.filter(({ tier }) => tier > 0 && tier < 3) }));
      for (const [i, spans] of named(kept).entries()) {
        const text = texts[i] ?? "";
        const left = (all[i]?.spans ?? [])
          .filter(({ tier }) => tier === 0)
          .map((span) => ({ ...span, label: text.slice(span.start, span.end).slice(0, 80), name: null }));
        lines.push(...spanLines(matter, docno, numberOfText(i, turns), text, [...spans, ...left]));
      }
    }
    await keepSpans(client, granted, id, lines, { upto: Math.min(after + BATCH, last), counts, done: after + BATCH >= last, likely });
    onProgress?.(counts.conversations, of);
  }
  return counts;
}

// A volume says itself what is a word of its language. What is counted is spread over all of it, and the same where a search goes on.
async function countWords(client: Client, granted: Permit<"intake:run">, volume: number, { first, last }: Begun): Promise<CaseCounts> {
  const counts: CaseCounts = new Map();
  const stride = Math.max(BATCH, Math.ceil((last - first + 1) / COUNTED_BATCHES));
  for (let after = first - 1; after < last; after += stride)
    for (const { texts, turns } of await turnsAfter(client, granted, volume, after, BATCH))
      for (const text of texts.slice(0, turns)) addCase(counts, text);
  return counts;
}
