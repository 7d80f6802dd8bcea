import type { NormalisedConversation } from "@/domain/formats/schema";
import { chance, corpus } from "../corpus";

type Planted = { readonly share: number; readonly role: "prompt" | "output" | "any"; readonly said: readonly string[] };

/** What the questions look for, each in this share of the conversations. */
const planted: readonly Planted[] = [
  { share: 0.01, role: "any", said: ["parcel"] },
  { share: 0.1, role: "any", said: ["invoice"] },
  { share: 0.3, role: "any", said: ["ledger"] },
  { share: 0.02, role: "any", said: ["annual report"] },
  { share: 0.05, role: "any", said: ["annual"] },
  { share: 0.1, role: "any", said: ["Report,"] },
  { share: 0.01, role: "any", said: ["damages that they claim", "Claim of damages"] },
  { share: 0.03, role: "any", said: ["damages"] },
  { share: 0.03, role: "any", said: ["claim"] },
  { share: 0.02, role: "any", said: ["forgery", "forgeries", "Forger"] },
  { share: 0.02, role: "prompt", said: ["paywall"] },
  { share: 0.2, role: "output", said: ["article", "articles"] },
  // Real text is not all ASCII; some of it writes no blanks.
  { share: 0.25, role: "any", said: ["“naïve”", "café’s —", "déjà…"] },
  { share: 0.02, role: "any", said: ["東京都の天気は"] },
];
const RARE = 5_000;

/** The conversations of ../corpus.ts with words planted in them. Deterministic by seed; one after the other, so that any number takes no memory. */
export function* searchCorpus(size: number, seed = 7): Generator<NormalisedConversation> {
  const next = chance(seed * 31);
  let n = 0;
  for (const { turns: made, ...conversation } of corpus(seed)) {
    if (n === size) return;
    const turns = made.map((turn) => ({ ...turn }));
    const plant = (role: Planted["role"], said: string) => {
      const open = turns.filter((turn) => role === "any" || turn.role === role);
      const turn = open[Math.floor(next() * open.length)];
      if (!turn) return;
      const at = turn.text.indexOf(" ", Math.floor(next() * turn.text.length)) + 1;
      turn.text = `${turn.text.slice(0, at)}${said} ${turn.text.slice(at)}`;
    };
    for (const { share, role, said } of planted) if (next() < share) plant(role, said[Math.floor(next() * said.length)] ?? "");
    if (n % RARE === 17) plant("any", "quaggarun");
    yield { ...conversation, language: next() < 0.9 ? "en" : "de", turns };
    n++;
  }
}
