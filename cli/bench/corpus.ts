import type { NormalisedConversation } from "@/domain/formats/schema";

/** Numbers between 0 and 1, the same for the same seed (a linear congruence; its quality is enough for text that nobody reads). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const common = "the of and to a in is you that it for on with are as".split(" ");
const models = ["gpt-3.5-turbo", "gpt-4", "gpt-4o"];

/** Conversations of two turns and more: made words of falling frequency among common English ones. Deterministic by seed. */
export function* corpus(seed: number): Generator<NormalisedConversation & { startedAt: string }> {
  const next = chance(seed);
  const pick = (n: number) => Math.floor(next() * n);
  const vocabulary = Array.from({ length: 20_000 }, () =>
    Array.from({ length: 2 + pick(9) }, () => "etaoinshrdlucmfwypvbgk"[pick(22)]).join(""),
  );
  const text = (words: number) => {
    let made = "";
    for (let i = 0; i < words; i++) {
      const word = next() < 0.3 ? common[pick(15)] : vocabulary[Math.floor(next() ** 3 * 20_000)];
      made += word + (next() < 0.08 ? ".\n" : " ");
    }
    return made;
  };
  for (let n = 0; ; n++) {
    const pairs = 1 + Math.floor(-Math.log(1 - next()) * 2);
    const turns = Array.from({ length: pairs }, () => [
      { role: "prompt" as const, text: text(40) },
      { role: "output" as const, text: text(160) },
    ]).flat();
    const startedAt = new Date(Date.UTC(2022, 11, 1) + pick(60_000_000) * 1000).toISOString();
    yield { sourceId: `c${n}`, startedAt, model: models[n % 3] ?? null, language: null, turns, branches: [], metadata: null };
  }
}
