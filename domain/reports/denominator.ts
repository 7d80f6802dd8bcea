import { type Side, sides } from "@/domain/access/permissions";
import { byText, keptIn, type Line, later, named, numberIn, type Proof, proofOf, shownIn, type Tally, textIn, turnsIn } from "./line";
import { ControlNumbers } from "./numbers";

/** Of how many: every number of `sides` is out of the conversations of the volumes. Conversations are counted once, looks each time. */
export type DenominatorReport = {
  readonly volumes: readonly { readonly volume: string; readonly conversations: number; readonly loaded: Proof }[];
  readonly conversations: number;
  readonly sides: readonly {
    readonly side: Side;
    readonly searches: number;
    readonly searchesThatFoundNothing: number;
    readonly conversationsListed: number;
    readonly conversationsOpened: number;
    readonly conversationsExported: number;
    readonly looks: number;
    readonly turnsShown: number;
    readonly charactersShown: number;
    readonly sets: number;
  }[];
};

export const denominatorActions = ["intake:run", "conversation:search", "conversation:view", "production:ask", "set:freeze"];

type Kept = ReturnType<typeof newKept>;

/** How much of the record each side searched, was listed, opened and took away, with the record's own size beside it. */
export function tallyDenominator(from: string): Tally<DenominatorReport> {
  const volumes = new Map<string, Proof & { conversations: number }>();
  const bySide = new Map<Side, Kept>(sides.map((side) => [side, newKept()]));

  function take(line: Line) {
    if (line.outcome !== "done") return;
    if (line.action === "intake:run") load(volumes, line);
    const kept = line.side && bySide.get(line.side);
    if (kept && line.at >= from) use(kept, line);
  }

  return {
    take,
    result: () => {
      const loaded = [...volumes.entries()]
        .map(([volume, { entry, at, conversations }]) => ({ volume, conversations, loaded: { entry, at } }))
        .sort((a, b) => byText(a.volume, b.volume));
      return {
        volumes: loaded,
        conversations: loaded.reduce((sum, { conversations }) => sum + conversations, 0),
        sides: sides
          .filter((side) => side === "plaintiff" || side === "defense")
          .map((side) => ({ side, ...toldOf(keptIn(bySide, side, newKept)) })),
      };
    },
  };
}

// The last entry of a volume that states its size: intake goes on where it broke off, and says the whole again.
function load(volumes: Map<string, Proof & { conversations: number }>, line: Line) {
  const volume = named("volume", line) ?? textIn(line, "volume");
  const conversations = numberIn(line, "conversations");
  if (!volume || conversations === 0) return;
  volumes.set(volume, later(volumes.get(volume) ?? null, { ...proofOf(line), conversations }));
}

function newKept() {
  const sets = { listed: new ControlNumbers(), opened: new ControlNumbers(), exported: new ControlNumbers() };
  return { ...sets, searches: 0, empty: 0, looks: 0, turns: 0, characters: 0, sets: 0 };
}

function use(kept: Kept, line: Line) {
  const shown = shownIn(line);
  kept.characters += numberIn(line, "characters");
  if (line.action === "conversation:search") {
    kept.searches++;
    if (shown.length === 0) kept.empty++;
    for (const control of shown) kept.listed.add(control);
  }
  if (line.action === "production:ask") for (const control of shown) kept.exported.add(control);
  if (line.action === "set:freeze") kept.sets++;
  const opened = line.action === "conversation:view" ? named("conversation", line) : null;
  if (!opened) return;
  kept.looks++;
  kept.turns += turnsIn(line);
  kept.opened.add(opened);
}

function toldOf({ listed, opened, exported, searches, empty, looks, turns, characters, sets }: Kept) {
  return {
    ...{ searches, searchesThatFoundNothing: empty },
    ...{ conversationsListed: listed.size, conversationsOpened: opened.size, conversationsExported: exported.size },
    ...{ looks, turnsShown: turns, charactersShown: characters, sets },
  };
}
