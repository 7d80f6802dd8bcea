import { detect } from "@/domain/deid/detect";
import { resolved } from "@/domain/deid/resolve";
import type { DetectContext, Span } from "@/domain/deid/schema";
import { askAboutAll, type Service, together } from "@/domain/deid/service";
import { DomainError } from "@/lib/errors";
import { type Found, recurring } from "./memory";

/** Questions that a service is asked at a time. */
const AT_ONCE = 4;

/**
 * Everything in the turns of a conversation: by the rules, by a service where one is asked and knows the language, and names again where only their
 * words give them away. `unasked` turns were not put to the service. Throws DomainError (unavailable) where the service does not answer for one of them.
 */
export async function findIn(
  texts: readonly string[],
  language: string | null,
  context: DetectContext,
  service: Service | null,
  languages: readonly string[],
): Promise<{ all: Found[]; unasked: number }> {
  const spoken = language ?? languages[0];
  const asks = service !== null && spoken !== undefined && languages.includes(spoken);
  const theirs = asks ? await askInTurn(service, texts, spoken) : [];
  const found = texts.map((text, i): Found => {
    const own = detect(text, language, context);
    return { text, spans: asks ? together(text, own, theirs[i] ?? []) : own };
  });
  const again = recurring(found);
  const all = found.map(({ text, spans }, i): Found => {
    const likely = spans.filter(({ tier }) => tier === 3);
    return { text, spans: resolved(text, [...spans.filter(({ tier }) => tier < 3), ...(again[i] ?? []), ...likely]) };
  });
  return { all, unasked: service !== null && !asks ? texts.length : 0 };
}

async function askInTurn(service: Service, texts: readonly string[], language: string): Promise<Span[][]> {
  const found: Span[][] = [];
  for (let i = 0; i < texts.length; i += AT_ONCE) {
    const some = texts.slice(i, i + AT_ONCE);
    found.push(...(await Promise.all(some.map((text) => (text.trim() === "" ? [] : askAboutAll(service, text, language))))));
  }
  return found;
}

/** Says of a search that stopped because of its service what became of it. */
export function stopped(error: unknown, name: string): unknown {
  if (!(error instanceof DomainError) || error.code !== "unavailable") return error;
  return new DomainError(
    "unavailable",
    `${error.message} The search of ${name} stopped there; what it kept stays, and the same command goes on.`,
  );
}
