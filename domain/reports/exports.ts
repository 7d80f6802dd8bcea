import type { Side } from "@/domain/access/permissions";
import { earlier, inOrder, keptIn, type Line, later, named, type Proof, proofOf, shownIn, type Tally, textIn } from "./line";
import { ControlNumbers } from "./numbers";

export type Deed = Proof & { readonly email: string | null };
export type Leaving = Deed & { readonly outcome: string; readonly reason: string | null; readonly file: string | null };

/** One export: who asked, what it became, how many conversations were read for it, and every download of its files. */
export type Exported = {
  readonly production: string;
  readonly side: Side | null;
  readonly asked: Deed | null;
  readonly conversations: number;
  readonly state: string | null;
  readonly ended: Proof | null;
  readonly files: readonly unknown[];
  readonly downloads: readonly Leaving[];
  readonly refused: readonly Leaving[];
};

/** `logs`: the whole log was downloaded. `named`: attempts to export that were refused before there was anything to name. */
export type ExportsReport = {
  readonly productions: readonly Exported[];
  readonly unnamed: readonly Leaving[];
  readonly logs: readonly Deed[];
};

export const exportActions = ["production:ask", "production:download", "audit:export"];

type Kept = {
  side: Side | null;
  asked: Deed | null;
  readonly conversations: ControlNumbers;
  ended: (Proof & { readonly state: string; readonly files: readonly unknown[] }) | null;
  readonly downloads: Leaving[];
  readonly refused: Leaving[];
};

/** What left, and what was stopped. */
export function tallyExports(): Tally<ExportsReport> {
  const productions = new Map<string, Kept>();
  const unnamed: Leaving[] = [];
  const logs: Deed[] = [];

  function take(line: Line) {
    if (!exportActions.includes(line.action)) return;
    if (line.action === "audit:export") return void (line.outcome === "done" && logs.push(deedOf(line)));
    const id = named("production", line);
    if (!id) return void unnamed.push(leavingOf(line));
    const kept = keptIn(productions, id, newKept);
    kept.side = line.side ?? kept.side;
    if (line.action === "production:download") return void (line.outcome === "done" ? kept.downloads : kept.refused).push(leavingOf(line));
    write(kept, line);
  }

  return {
    take,
    result: () => ({
      productions: [...productions.entries()].map(toldOf).sort((a, b) => inOrder(startOf(a), startOf(b))),
      unnamed: unnamed.sort(inOrder),
      logs: logs.sort(inOrder),
    }),
  };
}

function newKept(): Kept {
  return { side: null, asked: null, conversations: new ControlNumbers(), ended: null, downloads: [], refused: [] };
}

function write(kept: Kept, line: Line) {
  const state = textIn(line, "state");
  if (line.outcome === "refused") kept.refused.push(leavingOf(line));
  if (line.outcome === "done") kept.asked = earlier(kept.asked, deedOf(line));
  for (const control of shownIn(line)) kept.conversations.add(control);
  const files = Array.isArray(line.detail?.files) ? line.detail.files : [];
  if (state) kept.ended = later(kept.ended, { ...proofOf(line), state, files });
}

function deedOf(line: Line): Deed {
  return { ...proofOf(line), email: line.email };
}

function leavingOf(line: Line): Leaving {
  return { ...deedOf(line), outcome: line.outcome, reason: line.reason, file: textIn(line, "file") };
}

function toldOf([production, { side, asked, conversations, ended, downloads, refused }]: [string, Kept]): Exported {
  return {
    ...{ production, side, asked, conversations: conversations.size, state: ended?.state ?? null },
    ended: ended && { entry: ended.entry, at: ended.at },
    ...{ files: ended?.files ?? [], downloads: downloads.sort(inOrder), refused: refused.sort(inOrder) },
  };
}

function startOf({ asked, downloads, refused, production }: Exported): { entry: string } {
  return asked ?? downloads[0] ?? refused[0] ?? { entry: production };
}
