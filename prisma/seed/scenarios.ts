// What the demonstration, the tests and the screenshots show: the same seeds, so the same conversations.
import type { NormalisedConversation } from "@/domain/formats/schema";
import { generateConversations } from "./text/conversations";
import { specialConversations } from "./text/special";

export const demonstrationSeed = "halcyon";

/** The order that fixed the sample, as its volumes cite it. */
const order = "Opinion and Order of 3 March 2025, Dkt. 212";

/** What was drawn from, by whom nothing may come in, and how: business users are out of the frame before anything is drawn. */
const frame = {
  population: "Conversations of consumer accounts (free and plus) of the Halcyon chat product with at least one prompt",
  from: "2022-12-01",
  to: "2024-11-30",
  exclusions: [
    "enterprise and business accounts",
    "education accounts",
    "API traffic",
    "accounts that opted out and deleted before the preservation order",
  ],
  strata: ["month"],
  seed: demonstrationSeed,
  order,
};

export const volumes = {
  main: {
    name: "VOL001",
    controlPrefix: "DEMO",
    disclosure: "complete",
    count: 2500,
    source: "Halcyon AI, Inc., sampled production of complete conversations",
    deidVersion: "HAL-DEID 3.2",
    frame: { ...frame, unit: "conversation" },
  },
  pairs: {
    name: "VOL002",
    controlPrefix: "PAIR",
    disclosure: "pair",
    count: 200,
    source: "Halcyon AI, Inc., supplemental production of prompt-output pairs",
    deidVersion: "HAL-DEID 3.4",
    frame: { ...frame, unit: "prompt-output pair", seed: `${demonstrationSeed}-pairs`, order: "Stipulation of 19 May 2025, Dkt. 267" },
  },
} as const;

/** The first volume: the stream, and every special conversation. */
export function* mainConversations(): Generator<NormalisedConversation> {
  yield* generateConversations({ seed: demonstrationSeed, count: volumes.main.count });
  for (const { conversation } of specialConversations()) yield conversation;
}

/** The second volume: mostly single prompts with their outputs. */
export function pairConversations(): Generator<NormalisedConversation> {
  return generateConversations({ seed: volumes.pairs.frame.seed, count: volumes.pairs.count, shape: "pairs" });
}

/** Sixty conversations with every special one among them, for tests that want something of everything. */
export function smallMatter(): readonly NormalisedConversation[] {
  const specials = specialConversations().map(({ conversation }) => conversation);
  return [...generateConversations({ seed: demonstrationSeed, count: 60 - specials.length }), ...specials];
}
