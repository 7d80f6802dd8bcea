import type { Actor } from "@/domain/access/permit";
import { viewConversation } from "@/domain/conversations/view";
import type { NormalisedConversation } from "@/domain/formats/schema";
import { makeVolume } from "@/prisma/seed/volume";
import { corpus } from "./corpus";
import { type Benchmark, type Figure, quantile, timed } from "./figure";

const ROUNDS = 300;
const SHORT = 5;
const LONG = 5_000;

/** How long a look takes: the longest conversation against a short one, and the door with its committed entry against a bare read. */
export const view: Benchmark = {
  name: "view",
  run: async (scratch) => {
    await makeVolume(scratch.database.intakeUrl, { matter: scratch.matter, name: "Views", controlPrefix: "VIEW" }, conversations());
    const expert = await scratch.actor("expert@plaintiff.example");
    const { rows } = await scratch.admin.query("SELECT first_docno FROM record.volume WHERE name = 'Views'");
    const first = rows[0].first_docno as number;
    const times = { short: [] as number[], long: [] as number[], bare: [] as number[] };
    for (let round = 0; round < ROUNDS + 20; round++) {
      const short = await timed(() => look(expert, 1));
      const long = await timed(() => look(expert, 2));
      const bare = await timed(() =>
        scratch.admin.query({
          name: "bare",
          text: "SELECT turns FROM record.conversation_text WHERE docno = $1 AND part = 0",
          values: [first],
        }),
      );
      if (round < 20) continue; // the first ones warm connections and caches
      times.short.push(short);
      times.long.push(long);
      times.bare.push(bare);
    }
    return figures(times);
  },
};

function look(actor: Actor, n: number) {
  return viewConversation(actor, { id: `VIEW-${String(n).padStart(9, "0")}` });
}

function figures({ short, long, bare }: Record<"short" | "long" | "bare", number[]>): Figure[] {
  const both = (name: string, values: number[]): Figure[] =>
    [0.5, 0.95].map((share) => ({ name: `${name}, p${share * 100}`, value: quantile(values, share), unit: "ms" }));
  return [
    ...both(`first window of ${LONG.toLocaleString("en-US")} turns`, long),
    ...both(`conversation of ${SHORT} turns`, short),
    ...both("bare read by primary key", bare),
    { name: "longest against short, p50", value: quantile(long, 0.5) / quantile(short, 0.5), unit: "ratio" },
    {
      name: "look against bare read, p50",
      value: quantile(short, 0.5) / quantile(bare, 0.5),
      unit: "ratio",
      note: "with the entry committed to disk",
    },
  ];
}

// In order of date: the short one, the long one, and a thousand around them.
function* conversations(): Generator<NormalisedConversation> {
  let n = 0;
  for (const conversation of corpus(2)) {
    const date = new Date(Date.UTC(2023, 0, 1) + n * 60_000).toISOString();
    const [prompt, output] = conversation.turns;
    if (!prompt || !output) continue;
    const lengths = [SHORT, LONG];
    const wanted = lengths[n];
    const turns = wanted ? Array.from({ length: wanted }, (_, i) => (i % 2 ? output : prompt)) : conversation.turns;
    yield { ...conversation, startedAt: date, turns };
    if (++n >= 1_000) return;
  }
}
