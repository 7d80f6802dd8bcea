import { type Deed, named, text, texts, Unexplained } from "./deed";
import { Deletions } from "./deletions";

type Hold = {
  readonly at: number;
  readonly scope: string;
  readonly target: string;
  request: { side: string | null; person: string | null } | null;
};

/** What is held, and what each production holds, as far as the log says: which reviewed set is held stays with its side. */
export class Holding {
  private readonly holds = new Map<string, Hold>();
  private readonly productions = new Map<string, Set<string>>();
  private readonly deletions = new Deletions();

  constructor(private readonly grace: number) {}

  place(deed: Deed): void {
    const { scope, target, prefix } = deed.detail;
    const what = scope === "volume" ? text(prefix) : text(target);
    this.holds.set(named(deed, "hold"), { at: deed.at, scope: text(scope) ?? "", target: what ?? "", request: null });
  }

  request(deed: Deed): void {
    this.find(deed).request = { side: deed.side, person: deed.person };
  }

  /** A release takes two people of two sides. */
  release(deed: Deed): void {
    const { request } = this.find(deed);
    if (!request) throw new Unexplained("nobody asked for this hold to be released");
    if (request.side === deed.side || request.person === deed.person) throw new Unexplained("one side alone released this hold");
    this.holds.delete(named(deed, "hold"));
  }

  askDeletion(deed: Deed): void {
    this.deletions.ask(deed);
  }

  dropDeletion(deed: Deed): void {
    this.deletions.drop(deed);
  }

  /** A deletion takes two people of two sides, and no hold on anything in the volume. */
  approveDeletion(deed: Deed): void {
    this.refuseHeld(this.deletions.approve(deed));
  }

  purge(deed: Deed): void {
    this.refuseHeld(this.deletions.purge(deed));
  }

  private refuseHeld(prefix: string): void {
    const held = [...this.holds.values()].some(
      ({ scope, target }) => scope === "matter" || (scope === "volume" ? target === prefix : target.startsWith(`${prefix}-`)),
    );
    if (held) throw new Unexplained("it was deleted while it was held");
  }

  private find(deed: Deed): Hold {
    const hold = this.holds.get(named(deed, "hold"));
    if (!hold) throw new Unexplained("there was no such hold in force");
    return hold;
  }

  /** Whether an export is under way or done: what goes on with it needs no fresh factor. */
  isBegun({ object }: Deed): boolean {
    return this.productions.has(object);
  }

  /** Notes which conversations a production holds, and refuses what leaves while it is held. What was begun a moment before is "lately". */
  leave(deed: Deed): "yes" | "lately" {
    const production = deed.object;
    const shown = texts(deed.detail.shown);
    const numbers = this.productions.get(production) ?? new Set();
    for (const number of shown) numbers.add(number);
    this.productions.set(production, numbers);
    const stopping = [...this.holds.values()].filter((hold) => covers(hold, numbers));
    if (stopping.length === 0) return "yes";
    const published = deed.detail.state === "ready";
    if (published || stopping.some(({ at }) => at <= deed.at - this.grace)) throw new Unexplained("it left while it was held");
    return "lately";
  }
}

function covers({ scope, target }: Hold, numbers: ReadonlySet<string>): boolean {
  if (scope === "matter") return true;
  if (scope === "conversation") return numbers.has(target);
  if (scope !== "volume" || target === "") return false;
  for (const number of numbers) if (number.startsWith(`${target}-`)) return true;
  return false;
}
