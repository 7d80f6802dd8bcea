import type { Role, Side } from "@/domain/access/permissions";
import { byText, earlier, inOrder, keptIn, type Line, later, named, numberIn, type Proof, proofOf, type Tally, textIn } from "./line";

export type Signature = Proof & { readonly order: string | null; readonly hash: string | null; readonly name: string | null };

/** The first look at material of a tier, as the log recorded it: when the clocks that hang on it began for this person. */
export type FirstAccess = Proof & { readonly tier: number; readonly name: string | null };

/** Someone of the matter as the log knows them. What happened before the log began stands here as null. */
export type Rostered = {
  readonly email: string;
  readonly person: string | null;
  readonly side: Side | null;
  readonly role: Role | null;
  readonly admitted: Proof | null;
  readonly signatures: readonly Signature[];
  readonly firstAccess: readonly FirstAccess[];
  readonly firstSeen: Proof | null;
  readonly lastSeen: Proof | null;
  readonly sessions: number;
  readonly tokens: number;
  readonly suspended: Proof | null;
};

export type RosterReport = { readonly people: readonly Rostered[] };

type Kept = {
  email: string | null;
  person: string | null;
  known: (Proof & { readonly side: Side | null; readonly role: Role | null }) | null;
  admitted: Proof | null;
  readonly signatures: Signature[];
  readonly firstAccess: FirstAccess[];
  firstSeen: Proof | null;
  lastSeen: Proof | null;
  sessions: number;
  tokens: number;
  suspended: Proof | null;
};

/** The actions a roster rests on. */
export const rosterActions = [
  "session:open",
  "session:close",
  "token:create",
  "undertaking:sign",
  "people:add",
  "people:manage",
  "access:first",
];

/** Who had access to the matter up to the end of the period: admitted when, signed what, first and last seen, suspended when. */
export function tallyRoster(): Tally<RosterReport> {
  const people = new Map<string, Kept>();
  // An entry about somebody names them by id or by address, one of their own by both: the two are joined at the end.
  const ofKey = (key: string) => keptIn(people, key, newKept);

  function take(line: Line) {
    if (line.outcome !== "done") return;
    if (line.action === "people:add") admit(ofKey(keyOfNamed(line)), line);
    else if (line.action === "people:manage" && named("person", line)) suspend(ofKey(keyOfNamed(line)), line);
    if (line.email) seen(ofKey(line.email), line);
  }

  return { take, result: () => ({ people: joined([...people.entries()]) }) };
}

function keyOfNamed(line: Line): string {
  return textIn(line, "email") ?? named("person", line) ?? "";
}

function newKept(): Kept {
  const times = { known: null, admitted: null, firstSeen: null, lastSeen: null, suspended: null };
  return { email: null, person: null, ...times, signatures: [], firstAccess: [], sessions: 0, tokens: 0 };
}

function admit(kept: Kept, line: Line) {
  kept.admitted = earlier(kept.admitted, proofOf(line));
  kept.email = textIn(line, "email") ?? kept.email;
  const person = named("person", line);
  if (person && !person.includes("@")) kept.person = person;
  const as = { side: textIn(line, "side") as Side | null, role: textIn(line, "role") as Role | null };
  kept.known = later(kept.known, { ...proofOf(line), ...as });
}

function suspend(kept: Kept, line: Line) {
  const person = named("person", line);
  if (person && !person.includes("@")) kept.person = person;
  // What is not a suspension says what it is.
  const does = textIn(line, "does") ?? "suspend";
  if (does === "suspend") kept.suspended = later(kept.suspended, proofOf(line));
}

function seen(kept: Kept, line: Line) {
  kept.email = line.email;
  kept.person = line.person ?? kept.person;
  if (line.side) kept.known = later(kept.known, { ...proofOf(line), side: line.side, role: line.role });
  if (line.action === "token:create") kept.tokens++;
  if (line.action === "undertaking:sign") kept.signatures.push(signatureOf(line));
  if (line.action === "access:first") kept.firstAccess.push({ ...proofOf(line), tier: numberIn(line, "tier"), name: textIn(line, "name") });
  if (line.action !== "session:open") return;
  kept.sessions++;
  kept.firstSeen = earlier(kept.firstSeen, proofOf(line));
  kept.lastSeen = later(kept.lastSeen, proofOf(line));
}

function signatureOf(line: Line): Signature {
  return { ...proofOf(line), order: named("order", line), hash: textIn(line, "hash"), name: textIn(line, "name") };
}

function joined(entries: readonly [string, Kept][]): Rostered[] {
  const byPerson = new Map(entries.flatMap(([key, kept]) => (kept.person && kept.email ? [[kept.person, key] as const] : [])));
  const whole = new Map(entries.filter(([, { email }]) => email !== null));
  for (const [, { email, person, suspended }] of entries) {
    const theirs = email === null && person ? whole.get(byPerson.get(person) ?? "") : undefined;
    if (theirs && suspended) theirs.suspended = later(theirs.suspended, suspended);
  }
  return [...whole.values()]
    .map(({ email, known, signatures, ...kept }) => ({
      email: email ?? "",
      person: kept.person,
      side: known?.side ?? null,
      role: known?.role ?? null,
      admitted: kept.admitted,
      signatures: [...signatures].sort(inOrder),
      firstAccess: [...kept.firstAccess].sort(inOrder),
      firstSeen: kept.firstSeen,
      lastSeen: kept.lastSeen,
      sessions: kept.sessions,
      tokens: kept.tokens,
      suspended: kept.suspended,
    }))
    .sort((a, b) => byText(`${a.side ?? "~"} ${a.role} ${a.email}`, `${b.side ?? "~"} ${b.role} ${b.email}`));
}
