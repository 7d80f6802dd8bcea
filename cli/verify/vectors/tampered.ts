import { verifierKey } from "@/lib/note";
import type { Check } from "../verdict";
import { withoutGrant } from "./rights";
import {
  at,
  changed,
  counsel,
  court,
  type Export,
  folderOf,
  found,
  lineOf,
  log,
  type Parts,
  type Plan,
  type Said,
  signed,
  thief,
  trusted,
  type Vector,
} from "./write";

type Log = { readonly leaves: readonly Said[]; readonly matter: { id: string; slug: string; caption: string } };

const lines = (leaves: readonly Said[]) => leaves.map((leaf, i) => lineOf(i, leaf));

/** Every vector, out of a golden log. The tampered ones are those that a host could make, with and without its key. */
export function vectorsOf({ leaves, matter }: Log): Vector[] {
  const size = leaves.length;
  const witnessed = found(leaves, ({ action }) => action === "token:make");
  const later = size - 6;
  const plans = (all: readonly Said[], cosigned = true): Plan[] => [
    { size: 9 },
    { size: witnessed, by: cosigned ? [[court, at(all[witnessed - 1], 5)]] : [] },
    { size: later, by: cosigned ? [[counsel, at(all[later - 1], 5)]] : [] },
    { size: all.length },
  ];
  const pack = (parts: Parts) => folderOf(parts, matter);
  const whole = (all: readonly Said[], cosigned = true) => pack({ lines: lines(all), notes: signed(all, plans(all, cosigned)) });
  const golden = signed(leaves, plans(leaves));
  const held = (all: readonly Said[], upTo: number) => signed(all, [{ size: upTo }])[0] ?? "";
  const kept = { "court.checkpoint": held(leaves, witnessed) };

  const view = found(leaves, ({ action, outcome }) => action === "conversation:view" && outcome === "done");
  const rewritten = changed(leaves, view, { object: "conversation:T1-000000007" });
  const proven = [
    `0-${witnessed} witnessed by counsel.plaintiff.example, monitor.court.example`,
    `${witnessed}-${later} witnessed by counsel.plaintiff.example`,
    `${later}-${size} signed by ${log.name}`,
  ];
  const [given, own] = [trusted, null];
  const holds = { verdict: "verified", checks: [] } as const;
  const fails = (...checks: Check[]) => ({ verdict: "failed", checks, ranges: [] }) as const;
  const make = (name: string, about: string, files: Export, rest: Partial<Vector>): Vector => {
    return { name, about, files, keys: given, since: {}, ...fails(), ...rest };
  };

  const golds = pack({ lines: lines(leaves), notes: golden });
  const forged = pack({ lines: lines(rewritten), notes: signed(rewritten, plans(rewritten, false)) });
  const swapped = leaves.map((leaf, i) => (i === view ? leaves[i + 1] : i === view + 1 ? leaves[i - 1] : leaf)) as Said[];
  const cut = (to: number) => {
    const left = leaves.slice(0, to);
    return pack({ lines: lines(left), notes: signed(left, [{ size: 9 }, { size: to }]) });
  };
  const above = leaves.slice(0, later + 2);
  const cutAbove = pack({ lines: lines(above), notes: [...golden.slice(0, 3), ...signed(above, [{ size: above.length }])] });
  const fork = changed(leaves, size - 2, { reason: "Another branch." });
  const forked = pack({ lines: lines(fork), notes: [...golden.slice(0, 3), ...signed(fork, [{ size }])] });
  const late = at(leaves[size - 1], -900)
    .toISOString()
    .replace("Z", "000Z");
  const stolen = pack({
    lines: lines(rewritten),
    notes: signed(rewritten, plans(rewritten, false), thief),
    keys: [verifierKey(thief), ...trusted.slice(1)],
  });
  const patched = golds["log.json"]?.replace("In re Test", "In re Text") ?? "";
  const doubled = lines(leaves).map((line, i) => (i === view ? twice(line) : line));

  return [
    make("golden", "A day in a matter, as it was written.", golds, { ...holds, ranges: proven }),
    make("golden with its own keys", "The same, where nobody outside vouches for the keys: it agrees with itself, and no more.", golds, {
      ...{ ...holds, keys: own, ranges: [`0-${size} unproven`] },
    }),
    make("golden against what was kept", "A checkpoint that the court kept is one more witness.", golds, {
      ...{ ...holds, since: { "all.checkpoint": held(leaves, size - 1) } },
      ranges: [
        `0-${witnessed} witnessed by all.checkpoint, counsel.plaintiff.example, monitor.court.example`,
        `${witnessed}-${later} witnessed by all.checkpoint, counsel.plaintiff.example`,
        `${later}-${size - 1} witnessed by all.checkpoint`,
        `${size - 1}-${size} signed by ${log.name}`,
      ],
    }),
    make(
      "column edited",
      "A column says another conversation than was hashed.",
      pack({
        lines: leaves.map((leaf, i) => (i === view ? lineOf(i, { ...leaf, object: "conversation:T1-000000007" }, leaf) : lineOf(i, leaf))),
        notes: golden,
      }),
      fails("columns"),
    ),
    make("rewritten", "Column and leaf rewritten, without any key.", pack({ lines: lines(rewritten), notes: golden }), fails("root")),
    make("swapped", "Two entries in each other's place.", pack({ lines: lines(swapped), notes: golden }), fails("root")),
    make(
      "foreign key",
      "Rewritten and signed by somebody else, who put their own key into the folder.",
      stolen,
      fails("signature", "checkpoint"),
    ),
    make("foreign key, believed", "The same, where the reader brings no key: it cannot be told. Bring the key.", stolen, {
      ...{ ...holds, keys: own, ranges: [`0-${size} unproven`] },
    }),
    make("re-signed", "Rewritten and signed again with the log's stolen key: cannot be told from the export alone.", forged, {
      ...{ ...holds, ranges: [`0-${size} signed by ${log.name}`] },
    }),
    make("re-signed, against what was kept", "The same, against the court's checkpoint.", forged, { ...fails("held"), since: kept }),
    make(
      "re-signed under the old cosignatures",
      "The same, with the lines that the witnesses signed of the true log.",
      pack({ lines: lines(rewritten), notes: withCosignatures(signed(rewritten, plans(rewritten, false)), golden) }),
      fails("signature"),
    ),
    make(
      "cut below what was witnessed",
      "The tail is gone and the rest signed again: cannot be told from the export alone.",
      cut(witnessed - 3),
      {
        ...{ ...holds, ranges: [`0-${witnessed - 3} signed by ${log.name}`] },
      },
    ),
    make("cut below what was witnessed, against what was kept", "The same, against the court's checkpoint.", cut(witnessed - 3), {
      ...{ ...fails("held"), since: kept },
    }),
    make("cut above what was witnessed", "What nobody saw yet is gone: nobody can tell, and it is not called proven.", cutAbove, {
      ...{ ...holds, since: kept },
      ranges: [
        `0-${witnessed} witnessed by counsel.plaintiff.example, court.checkpoint, monitor.court.example`,
        `${witnessed}-${later} witnessed by counsel.plaintiff.example`,
        `${later}-${later + 2} signed by ${log.name}`,
      ],
    }),
    make("cut above what was witnessed, against a newer receipt", "The same, where one reader kept a newer checkpoint.", cutAbove, {
      ...{ ...fails("held"), since: { "reader.checkpoint": held(leaves, size - 1) } },
    }),
    make("forked", "Another branch after what was witnessed: holds by itself.", forked, {
      ...{ ...holds, ranges: proven },
    }),
    make("forked, against the other branch", "The same, against a checkpoint of the branch that others were shown.", forked, {
      ...{ ...fails("held"), since: { "other.checkpoint": held(leaves, size) } },
    }),
    make("back-dated", "The last entry, dated a quarter of an hour before.", whole(changed(leaves, size - 1, { at: late })), fails("time")),
    make(
      "seen before it was written",
      "A witness saw a tree an hour before the entries in it were dated.",
      pack({ lines: lines(leaves), notes: signed(leaves, [{ size: later, by: [[court, at(leaves[later - 1], -3600)]] }, { size }]) }),
      fails("time"),
    ),
    ...withoutGrant(leaves, view, (name, about, all, says) =>
      make(name, about, whole(all), says ? { ...fails("grant"), says } : { ...holds, ranges: proven }),
    ),
    make(
      "an entry twice",
      "The same entry, a second time under a later number.",
      whole([...leaves, { ...leaves[size - 1], object: "x" }]),
      fails("entry"),
    ),
    make(
      "an entry less",
      "One entry is gone, and those after it are renumbered.",
      pack({
        lines: lines(leaves.filter((_, i) => i !== view)),
        notes: golden,
      }),
      fails("root"),
    ),
    make(
      "misnumbered",
      "An entry that says another place than it has.",
      pack({
        lines: leaves.map((leaf, i) => lineOf(i === view ? i + 1 : i, leaf)),
        notes: golden,
      }),
      fails("index"),
    ),
    make(
      "of another matter",
      "An entry that belongs to another matter.",
      whole(changed(leaves, 1, { matter: "00000000-0000-4000-8000-00000000dead" })),
      fails("matter"),
    ),
    make(
      "a key twice",
      "A line in which a column stands twice: two readers would read it differently.",
      pack({ lines: doubled, notes: golden }),
      fails("line"),
    ),
    make("log.json edited", "Another caption, and no new hash.", { ...golds, "log.json": patched }, fails("folder")),
    make(
      "a file edited",
      "entries.ndjson is not the file of log.json.",
      { ...golds, "entries.ndjson": `${golds["entries.ndjson"]} ` },
      fails("line"),
    ),
    make(
      "checkpoints out of order",
      "The checkpoints do not grow.",
      pack({ lines: lines(leaves), notes: golden.toReversed() }),
      fails("checkpoint"),
    ),
  ];
}

// Honest signatures over what nobody was allowed to do.

function withCosignatures(notes: readonly string[], from: readonly string[]): string[] {
  return notes.map((note, i) => note + (from[i]?.split("\n\n")[1]?.split("\n").slice(1).join("\n") ?? ""));
}

function twice(line: string): string {
  return line.replace('"action":"conversation:view"', '"action":"hold:place","action":"conversation:view"');
}
