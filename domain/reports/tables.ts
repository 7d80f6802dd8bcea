import type { Report } from "./compile";
import type { Proof } from "./line";

/** A part of a report as rows of text: for paper, for Markdown and for a spreadsheet. `right`: columns of numbers. */
export type ReportTable = {
  readonly title: string;
  readonly columns: readonly string[];
  readonly right?: readonly number[];
  readonly rows: readonly (readonly string[])[];
};

const at = (proof: Proof | null) => proof?.at.replace(/\.\d+Z$/, "Z") ?? "";
const entry = (proof: Proof | null) => proof?.entry ?? "";
const text = (value: string | number | null | undefined) => (value === null || value === undefined ? "" : String(value));

/** A report as tables: the same facts as its document, each with the number of the entry that proves it. */
export function tablesOf(report: Report): readonly ReportTable[] {
  switch (report.kind) {
    case "roster":
      return roster(report as Report<"roster">);
    case "access":
      return access(report as Report<"access">);
    case "exports":
      return exported(report as Report<"exports">);
    case "holds":
      return holds(report as Report<"holds">);
    case "refusals":
      return refusals(report as Report<"refusals">);
    case "denominator":
      return denominator(report as Report<"denominator">);
  }
}

function roster({ report: { people } }: Report<"roster">): ReportTable[] {
  const columns = [
    "Side",
    "Role",
    "E-mail",
    "Admitted",
    "Signed",
    "Order",
    "First seen",
    "Last seen",
    "Sessions",
    "Tokens",
    "First access",
    "Suspended",
  ];
  const rows = people.map(({ side, role, email, admitted, signatures, firstSeen, lastSeen, sessions, tokens, firstAccess, suspended }) => {
    const first = firstAccess.map((one) => `${one.name ?? `tier ${one.tier}`}: ${at(one)}`).join("; ");
    const signed = signatures.at(-1) ?? null;
    const times = [at(firstSeen), at(lastSeen), text(sessions), text(tokens), first, at(suspended)];
    return [text(side), text(role), email, at(admitted), at(signed), text(signed?.order), ...times];
  });
  return [{ title: "People with access to the matter", columns, right: [8, 9], rows }];
}

function access({ report: { people, days } }: Report<"access">): ReportTable[] {
  const columns = ["Side", "Role", "E-mail", "Days", "Sessions", "Looks", "Conversations", "Turns", "Characters"];
  const more = ["Searches", "Listed", "Different listed", "Counts", "Exported", "Downloads", "Refused", "First entry", "Last entry"];
  const rows = people.map((one) => [
    ...[text(one.side), text(one.role), one.email ?? "nobody known"],
    ...[one.days, one.sessions, one.opened, one.conversations, one.turns, one.characters].map(text),
    ...[one.searches, one.listed, one.differentListed, one.counts, one.exported, one.downloads, one.refused].map(text),
    ...[entry(one.first), entry(one.last)],
  ]);
  const ofDays = days.map((day) => [
    ...[day.day, day.side ?? "nobody signed in"],
    ...[day.opened, day.searches, day.listed, day.characters, day.downloads, day.refused].map(text),
  ]);
  return [
    { title: "Access by person", columns: [...columns, ...more], right: Array.from({ length: 15 }, (_, i) => i + 3), rows },
    {
      title: "Access by day and side",
      columns: ["Day (UTC)", "Side", "Looks", "Searches", "Listed", "Characters", "Downloads", "Refused"],
      right: [2, 3, 4, 5, 6, 7],
      rows: ofDays,
    },
  ];
}

function exported({ report: { productions, unnamed, logs } }: Report<"exports">): ReportTable[] {
  return [
    {
      title: "Exports of conversations",
      columns: ["Production", "Side", "Asked for", "By", "Conversations", "It became", "Ended", "Downloads", "Refused"],
      right: [4, 7, 8],
      rows: productions.map(({ production, side, asked, conversations, state, ended, downloads, refused }) => [
        ...[production, text(side), at(asked), text(asked?.email), text(conversations), state ?? "being written"],
        ...[at(ended), text(downloads.length), text(refused.length)],
      ]),
    },
    {
      title: "Files downloaded",
      columns: ["Time (UTC)", "By", "File", "Production", "Entry"],
      rows: productions.flatMap(({ production, downloads }) =>
        downloads.map((one) => [at(one), text(one.email), text(one.file), production, one.entry]),
      ),
    },
    {
      title: "Attempts that were stopped",
      columns: ["Time (UTC)", "By", "Production", "Reason", "Entry"],
      rows: [...unnamed.map((one) => ({ ...one, production: "" })), ...productions.flatMap(refusedOf)].map((one) => [
        ...[at(one), text(one.email), one.production, text(one.reason), one.entry],
      ]),
    },
    {
      title: "Downloads of the log",
      columns: ["Time (UTC)", "By", "Entry"],
      rows: logs.map((one) => [at(one), text(one.email), one.entry]),
    },
  ];
}

function refusedOf({ production, refused }: Report<"exports">["report"]["productions"][number]) {
  return refused.map((one) => ({ ...one, production }));
}

function holds({ report }: Report<"holds">): ReportTable[] {
  return [
    {
      title: "Holds",
      columns: ["Hold", "Scope", "Target", "Authority", "Placed", "By", "Reason", "Release asked for", "By", "Released", "By"],
      rows: report.holds.map(({ hold, scope, target, authority, placed, releaseRequested, released }) => [
        ...[hold, text(scope), text(target), text(authority), at(placed), text(placed?.email), text(placed?.reason)],
        ...[at(releaseRequested), text(releaseRequested?.email), at(released), text(released?.email)],
      ]),
    },
    {
      title: "What holds stopped",
      columns: ["Side", "By", "What was tried", "Times", "First", "Last"],
      right: [3],
      rows: report.blocked.map((one) => [text(one.side), text(one.email), one.action, text(one.attempts), at(one.first), at(one.last)]),
    },
  ];
}

function refusals({ report: { kinds, entries, more, total } }: Report<"refusals">): ReportTable[] {
  const some = more > 0 ? `, the first ${entries.length} of ${total}` : "";
  return [
    {
      title: "What was refused",
      columns: ["Times", "Side", "By", "What was tried", "Reason", "First", "Last"],
      right: [0],
      rows: kinds.map((kind) => [
        ...[text(kind.times), text(kind.side), kind.email ?? "nobody known", kind.action, text(kind.reason)],
        ...[at(kind.first), at(kind.last)],
      ]),
    },
    {
      title: `Each refusal${some}`,
      columns: ["Time (UTC)", "By", "What was tried", "Object", "Reason", "Entry"],
      rows: entries.map((one) => [at(one), one.email ?? "nobody known", one.action, text(one.object), text(one.reason), one.entry]),
    },
  ];
}

function denominator({ report: { volumes, conversations, sides } }: Report<"denominator">): ReportTable[] {
  const share = (n: number) => (conversations === 0 ? "" : `${((n / conversations) * 100).toFixed(4)}%`);
  const line = (name: string, of: (side: (typeof sides)[number]) => string) => [name, ...sides.map(of)];
  return [
    {
      title: "The record",
      columns: ["Volume", "Conversations", "Loaded", "Entry"],
      right: [1],
      rows: [
        ...volumes.map(({ volume, conversations: n, loaded }) => [volume, text(n), at(loaded), loaded.entry]),
        ["All volumes", text(conversations), "", ""],
      ],
    },
    {
      title: "Of it, each side",
      columns: ["", ...sides.map(({ side }) => side)],
      right: sides.map((_, i) => i + 1),
      rows: [
        line("Searches", (side) => text(side.searches)),
        line("Searches that found nothing", (side) => text(side.searchesThatFoundNothing)),
        line("Conversations listed", (side) => text(side.conversationsListed)),
        line("of all", (side) => share(side.conversationsListed)),
        line("Conversations opened", (side) => text(side.conversationsOpened)),
        line("of all", (side) => share(side.conversationsOpened)),
        line("Conversations exported", (side) => text(side.conversationsExported)),
        line("of all", (side) => share(side.conversationsExported)),
        line("Looks", (side) => text(side.looks)),
        line("Turns shown", (side) => text(side.turnsShown)),
        line("Characters shown", (side) => text(side.charactersShown)),
        line("Sets frozen", (side) => text(side.sets)),
      ],
    },
  ];
}
