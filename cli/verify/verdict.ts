/**
 * What is wrong. `folder`: what log.json says of the folder. `line`, `index`, `columns`, `entry`, `matter`, `time`: an entry.
 * `key`, `signature`, `checkpoint`, `root`: what is signed. `held`: a checkpoint that somebody else kept. `grant`: nothing in the log
 * allows what was done. `proof`: a receipt.
 */
export type Check =
  | "folder"
  | "line"
  | "index"
  | "columns"
  | "entry"
  | "matter"
  | "time"
  | "key"
  | "signature"
  | "checkpoint"
  | "root"
  | "held"
  | "grant"
  | "proof";

export type Failure = { readonly check: Check; readonly index: number | null; readonly message: string };

/** How far what is said of entries `from` (included) to `to` (not included) is proven, and by whom. */
export type Range = {
  readonly from: number;
  readonly to: number;
  /** `witnessed`: somebody outside saw it. `signed`: by the host's key alone, so the host could still replace it. `unproven`: by nobody. */
  readonly state: "witnessed" | "signed" | "unproven";
  readonly by: readonly string[];
};

/** How the entries that say "done" are explained by entries before them. */
export type Replayed = {
  readonly explained: number;
  /** Allowed until at most the tolerance before: begun before a right ended, written down after. */
  readonly inFlight: number;
  /** Done with the rights of the host, by nobody who signed in. */
  readonly atHost: Readonly<Record<string, number>>;
  /** Sessions that the host's terminal opened in somebody's name, without their password. */
  readonly openedAtHost: number;
  readonly unexplained: number;
};

export type Verdict = {
  readonly format: "reading-room-verdict/1";
  readonly of: "export" | "receipt";
  readonly verdict: "verified" | "failed";
  readonly origin: string | null;
  readonly size: number;
  /** Entries that were written, but were in no tree yet when the export was made. They are not in it. */
  readonly pending: number;
  readonly first: string | null;
  readonly last: string | null;
  readonly keys: "given" | "of the export itself";
  readonly checkpoints: number;
  readonly ranges: readonly Range[];
  readonly replay: Replayed | null;
  readonly failures: readonly Failure[];
  readonly failed: number;
};

/** Nobody reads more than this many failures. All are counted. */
const MOST = 100;

export class Findings {
  readonly failures: Failure[] = [];
  failed = 0;

  fail(check: Check, message: string, index: number | null = null): void {
    this.failed++;
    if (this.failures.length < MOST) this.failures.push({ check, index, message });
  }

  /** Does `work`; what it throws is a failure, and the answer null. */
  async attempt<T>(check: Check, work: () => T | Promise<T>, index: number | null = null): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      this.fail(check, (error as Error).message, index);
      return null;
    }
  }
}

/**
 * Ranges of a log of `size` entries: each reaches as far as the next name in `seen` (by whom, up to which size), then to what the host
 * signed. A statement about a size covers everything below it.
 */
export function rangesOf(size: number, signed: number, host: string, seen: ReadonlyMap<string, number>): Range[] {
  const ends = [...new Set(seen.values())].filter((end) => end > 0 && end <= size).sort((a, b) => a - b);
  const ranges: Range[] = [];
  let from = 0;
  for (const to of ends) {
    const by = [...seen].filter(([, end]) => end >= to && end <= size).map(([name]) => name);
    ranges.push({ from, to, state: "witnessed", by: by.sort(inOrder) });
    from = to;
  }
  if (signed > from) ranges.push({ from, to: signed, state: "signed", by: [host] });
  from = Math.max(from, signed);
  if (size > from) ranges.push({ from, to: size, state: "unproven", by: [] });
  return ranges;
}

/** Texts in the order of their characters, in whatever language. */
export function inOrder(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
