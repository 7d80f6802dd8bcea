import { counted } from "../ui/numbers";
import { momentOf } from "../ui/when";

/** What the facts of an entry are called. Every key that an entry may have has a name here (`run/log-words.test.ts`). */
export const factNames: Readonly<Record<string, string>> = {
  // Turns and moments
  kind: "by",
  at: "at",
  from: "from",
  to: "to",
  turn: "turn:",
  turns: "turns:",
  until: "until",
  since: "since",
  every: "every",
  expires: "ends",
  on: "on",
  inForceFrom: "in force from",
  objectUntil: "objection until",
  answerBy: "answer by",
  moveBy: "motion by",
  freesAt: "frees up",
  // Who
  email: "address:",
  name: "name:",
  side: "side:",
  role: "role:",
  roles: "roles:",
  person: "person:",
  member: "given to:",
  members: "given to:",
  employer: "employer:",
  by: "made by",
  // Why, and what became of it
  reason: "reason:",
  purpose: "reason stated:",
  authority: "authority:",
  grounds: "grounds:",
  conferred: "conferred:",
  ruling: "ruling:",
  decision: "decision:",
  cause: "because of",
  step: "step:",
  state: "it is now",
  late: "late:",
  ended: "ended:",
  pending: "waits to be cleared:",
  dropped: "taken away:",
  looked: "looked at again:",
  advisory: "as the browser said:",
  // The order
  slug: "short name:",
  caption: "caption:",
  title: "title:",
  version: "version:",
  base: "on version",
  bindsFrom: "binds since version",
  signAgain: "to be signed again:",
  draft: "draft:",
  settings: "settings:",
  needs: "what that needs:",
  exports: "may export:",
  hash: "order’s hash:",
  sha256: "hash:",
  settingsSha256: "hash of its settings:",
  bar: "prosecution bar:",
  // Tiers, experts, challenges
  tier: "tier:",
  was: "tier before:",
  now: "tier now:",
  asked: "tier asked for:",
  disclosure: "disclosure:",
  challenge: "challenge:",
  text: "text:",
  cvName: "file:",
  cvBytes: "bytes:",
  cvSha256: "its hash:",
  // Looks
  shown: "shown:",
  more: "more answer it:",
  question: "answers the question of entry",
  entry: "by entry",
  rank: "at rank",
  source: "what was delivered with it:",
  characters: "characters:",
  withheld: "turns withheld:",
  rule: "budget:",
  limit: "allows",
  used: "used",
  views: "looks:",
  query: "query:",
  filters: "filters:",
  // Signing in
  factor: "factor:",
  factorAt: "factor given",
  hasFactor: "has a factor:",
  firstPassword: "by a first password:",
  device: "device:",
  newDevice: "a new browser:",
  password: "new password:",
  again: "once more:",
  tokens: "tokens too:",
  token: "token:",
  firm: "firm:",
  issuer: "vouched for by",
  identity: "account:",
  // Keys of a side
  key: "key:",
  epoch: "key",
  follows: "follows key",
  sealedTo: "sealed to key",
  publicKeySha256: "public key’s hash:",
  signKeySha256: "signing key’s hash:",
  lock: "locked by a",
  added: "added a",
  removed: "removed the lock",
  // Work and what leaves
  code: "code:",
  codes: "codes:",
  label: "label:",
  group: "group:",
  note: "note:",
  noteCommitment: "note, by its commitment:",
  set: "set:",
  terms: "terms:",
  cancelled: "cancelled:",
  resumed: "taken up again:",
  size: "conversations:",
  formats: "format:",
  file: "file:",
  files: "files:",
  holds: "holds:",
  scope: "scope:",
  target: "target:",
  prefix: "numbers:",
  // What is masked
  redaction: "mask:",
  type: "class:",
  first: "from character",
  length: "characters long:",
  already: "masked already:",
  versions: "other versions too:",
  wrong: "detector wrong:",
  detector: "detector:",
  setting: "with",
  lifted: "lifted:",
  // Volumes, reports, checkpoints
  volume: "volume:",
  conversations: "conversations:",
  rejected: "rejected:",
  left: "partitions left:",
  supersedes: "in the place of",
  replaced: "replaced:",
  changed: "of other words:",
  missing: "missing:",
  designations: "designations carried over:",
  widened: "of these, for the whole conversation:",
  withdrawn: "withdrawn as there:",
  masks: "masks carried over:",
  lost: "could not be carried over:",
  settled: "looked at:",
  covered: "masked at once:",
  found: "places found:",
  masked: "masked:",
  seed: "seed:",
  reading: "sample:",
  of: "of",
  readers: "read by",
  leak: "something left:",
  places: "places:",
  open: "still open:",
  record: "record of the volume:",
  report: "report:",
  flags: "limits of flags:",
  witness: "witness:",
};

/** The facts of an entry, or of what it sealed, as names and values to be read. */
export function factsOf({ from, to, turns: _, ...rest }: Readonly<Record<string, unknown>>): (readonly [name: string, value: string])[] {
  const both = typeof from === "number" && typeof to === "number";
  const turns = both ? [["turns", `${from}–${to}`] as const] : [];
  const others = Object.entries(both ? rest : { from, to, ...rest }).map(
    ([name, value]) => [factNames[name] ?? `${name}:`, name === "settings" ? settingsOf(value) : wordsOf(value)] as const,
  );
  return [...turns, ...others.filter(([, value]) => value !== "")];
}

// All of them at once are the order's page, not a line of the log.
function settingsOf(value: unknown): string {
  return value && typeof value === "object" ? counted(Object.keys(value).length, "setting") : "";
}

// A random name is cut to what tells it apart from others; a file is its name, its hash stands on the production's page.
function wordsOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return momentOf(value);
  if (typeof value === "string" && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value)) return `${value.slice(0, 8)}…`;
  if (typeof value === "string" && /^[0-9a-f]{64}$/.test(value)) return `${value.slice(0, 16)}…`;
  if (Array.isArray(value)) return value.map(wordsOf).join(", ");
  if (typeof value !== "object") return String(value);
  if ("sha256" in value && "name" in value) return String(value.name);
  return Object.entries(value)
    .map(([name, inner]) => `${name} ${wordsOf(inner)}`)
    .join(", ");
}
