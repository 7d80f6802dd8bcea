import type { Actor } from "@/domain/access/permit";
import { act, look } from "@/domain/audit/act";
import { readingOf } from "@/domain/query/reading";
import { countedRun } from "@/domain/search/counted-run";
import { filtersFor } from "@/domain/search/filters";
import { parse } from "@/domain/search/parse";
import { putOnRecord } from "@/domain/search/put-on-record";
import { PARSER_VERSION } from "@/domain/search/version";
import { DomainError } from "@/lib/errors";
import { insertSample } from "./data";
import { nameTaken } from "./name-taken";
import type { DrawSample, FrozenSet } from "./schema";

/**
 * Draws a reproducible sample of what a query answers now, and keeps it as a set: the ranks that the seed draws (decision 0036), in
 * each stratum its share. Seed, query and strata are sealed to the side. Throws `invalid` where fewer answer than are wanted.
 */
export async function drawSample(actor: Actor, { query, filters, ...input }: DrawSample): Promise<FrozenSet> {
  const { size, seed, strata } = input;
  const question = parse(query, actor.order.settings);
  const asked = { question, text: query, filters: filtersFor(filters) };
  const name = input.name ?? `Sample of ${size}, seed ${seed}, ${new Date().toISOString()}`.slice(0, 120);
  await look(actor, "set:freeze", async () => null); // who may not draw is refused that, not a count
  await countedRun(actor, asked);
  return putOnRecord(actor, "conversation:count", asked, (_tx, onRecord) =>
    act(actor, "set:freeze", { sealed: { name, query, filters: asked.filters, size, seed, strata } }, async (tx, permit) => {
      const drawing = { name, reading: readingOf(question), size, seed, strata, parserVersion: PARSER_VERSION };
      const made = await insertSample(tx, permit, onRecord, drawing);
      if (!made) throw nameTaken(name);
      if ("counted" in made) throw new DomainError("conflict", "What answers has changed since it was counted. Draw again.");
      if ("population" in made)
        throw new DomainError(
          "invalid",
          `${made.population.toLocaleString("en")} conversations answer: a sample of ${size} cannot be drawn.`,
          {
            population: made.population,
          },
        );
      return { result: made, object: `set:${made.id}` };
    }),
  );
}
