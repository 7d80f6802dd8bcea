import * as z from "zod";

const text = z.string();
const id = z.string();
const count = z.number();
const flag = z.boolean();
const list = z.array(z.string());
/** What is described where it is made: settings of an order, files of a delivery. */
const anything = z.unknown();

/** What an entry with this action says: in words, about what (the kind of its object), and with which public details. */
type Event = { readonly says: string; readonly object: string | null; readonly detail: z.ZodObject };
/** To which keys what is sealed of an entry is encrypted, as side and epoch. */
const sealed = { sealedTo: list };
const event = (says: string, object: string | null = null, detail: z.ZodRawShape = {}): Event => ({
  says,
  object,
  detail: z.strictObject({ ...detail, ...sealed }),
});
const read = (says: string) => event(`${says}. Written only when it is refused`);

const person = { email: text, name: text, side: text, role: text, tier: count };
const disclosed = {
  disclosure: id,
  email: text,
  side: text,
  state: text,
  objectUntil: text,
  reason: text,
  text: text,
  ruling: text,
  late: flag,
};
const challenged = { challenge: id, turn: count, tier: count, asked: count, now: count, reason: text };
/** What a look says that was refused because the order's budget was spent. */
const overspent = { rule: text, used: count, limit: count, freesAt: text };
/** Where an entry was made by nobody who signed in: at the terminal of the host, or by the program that makes demonstrations. */
const kind = text;

/**
 * Every action that an entry may have. A detail has these keys and no others; which of them, depends on what became of it: what was
 * refused says what was asked, what was done says what came of it. A stored shape is never changed: it gets keys.
 */
export const events = {
  "matter:add": event("A matter was made under its first order", null, {
    ...{ kind, slug: text, caption: text, title: text, version: count, hash: text, inForceFrom: text, settings: anything },
  }),
  "policy:set": event("The permission table as it is from now on: who may do what, and what that needs", null, {
    roles: anything,
    needs: anything,
    exports: list,
  }),
  "order:read": read("The order was asked for"),
  "order:draft": event("A next version of the order was written down, or taken back", "order", {
    ...{
      base: count,
      title: text,
      sha256: text,
      settings: anything,
      reason: text,
      inForceFrom: text.nullable(),
      signAgain: flag,
      draft: id,
      decision: text,
    },
  }),
  "order:amend": event("A version of the order was put in force, or refused", "order", {
    ...{ draft: id, decision: text, reason: text, version: count, title: text, sha256: text, settingsSha256: text },
    ...{ inForceFrom: text, bindsFrom: count, settings: anything },
  }),
  "undertaking:sign": event("The order in force was signed, by the hash of its text", "order", { hash: text, name: text }),
  "people:read": read("The roster was asked for"),
  "people:add": event("Somebody was admitted to the matter", "person", { kind, ...person, pending: flag }),
  "people:manage": event("Somebody was suspended, which ends their sessions", "person", { reason: text }),
  "people:remove": event("Somebody's access to the matter ended", "person", { reason: text }),
  "people:end-sessions": event("Every session and token of a person ended", "person", { reason: text, ended: count }),
  "people:reset": event("Somebody's second factors were taken away", "person", { reason: text, password: flag }),
  "budget:release": event("Somebody may be shown more than the order's budget, until a moment", "person", {
    ...{ views: count, characters: count, reason: text, until: text },
  }),
  "access:first": event("Somebody was shown a tier for the first time, by the entry named", "tier", {
    tier: count,
    name: text,
    entry: id,
    bar: anything,
  }),
  "disclosure:read": read("The disclosed experts were asked for"),
  "disclosure:cv": event("The curriculum vitae of an expert was downloaded", "expert", { ...disclosed, sha256: text, file: text }),
  "disclosure:make": event("An expert was disclosed to the other side, who may object", "expert", {
    ...{ kind, ...disclosed, name: text, employer: text, tier: count, cvName: text, cvBytes: count, cvSha256: text },
  }),
  "disclosure:withdraw": event("An expert was withdrawn", "expert", disclosed),
  "disclosure:object": event("The other side objected to an expert", "expert", { kind, ...disclosed }),
  "disclosure:waive": event("The other side said that it does not object", "expert", disclosed),
  "disclosure:rule": event("The court ruled on an objection", "expert", disclosed),
  "disclosure:clear": event("The way is clear for an expert: why, and who is admitted by it", "expert", {
    ...disclosed,
    on: text,
    member: id,
  }),
  "designation:read": read("The designations were asked for"),
  "designation:set": event("A conversation or a turn was designated", "conversation", {
    turn: count,
    tier: count,
    was: count,
    reason: text,
  }),
  "designation:challenge": event("The other side challenged a designation", "conversation", {
    ...{ kind, ...challenged, grounds: text, conferred: text, answerBy: text, moveBy: text },
  }),
  "designation:drop": event("A challenge was taken back", "conversation", challenged),
  "designation:withdraw": event("The producing side withdrew a designation that was challenged", "conversation", challenged),
  "designation:uphold": event("The producing side stands by a designation that was challenged", "conversation", challenged),
  "designation:rule": event("The court ruled on a challenge, or a waiver was confirmed", "conversation", { ...challenged, ruling: text }),
  "redaction:read": read("The redactions were asked for"),
  "redaction:report": event(
    "A stretch that the de-identification left was masked for everyone; what it said stands nowhere",
    "conversation",
    {
      ...{ redaction: id, turn: count, first: count, length: count, type: text, already: flag, versions: count },
    },
  ),
  "redaction:search": event(
    "The words of a report were looked for in every conversation, or in a volume that was sealed since",
    "conversation",
    {
      ...{ redaction: id, found: count, state: text, volume: text, covered: count },
    },
  ),
  "redaction:decide": event(
    "Places where the words of a report stand were masked too, or left; or somebody looked where a mask was lost",
    "conversation",
    {
      ...{ redaction: id, masked: flag, places: list, open: count, settled: count },
    },
  ),
  "redaction:claw-back": event("The producing side or the host withdrew a conversation, or a turn of it", "conversation", {
    ...{ redaction: id, turn: count, reason: text, already: flag, versions: count },
  }),
  "redaction:lift": event(
    "A redaction was lifted, with `lifted` of its like, or a placeholder of the detector in all its `places`",
    "conversation",
    {
      redaction: id,
      reason: text,
      lifted: count,
      label: text,
      wrong: flag,
      type: text,
      places: count,
    },
  ),
  "session:open": event("Somebody signed in, or a command began in their name; refused: somebody tried", null, {
    ...{ kind, expires: text, factor: text, factorAt: text, hasFactor: flag, firstPassword: flag },
    ...{ device: id, newDevice: flag, by: anything, exports: flag },
  }),
  "session:close": event("A session ended by its own"),
  "session:read": read("One's own sessions were asked for"),
  "session:end": event("Somebody ended sessions of their own", "session", { tokens: flag, ended: count }),
  "token:make": event("A token was made that acts as the person of the object", "person", {
    ...{ kind, email: text, token: text, expires: text, exports: flag },
  }),
  "token:create": event("That token exists from now on", null, {
    ...{ kind, expires: text, factor: text, device: id, newDevice: flag, by: anything, exports: flag, token: text },
  }),
  "factor:confirm": event("Somebody confirmed with a factor that it is them", null, { factor: text, again: flag }),
  "factor:enrol": event("Somebody enrolled a second factor", null, { factor: text, name: text, step: text }),
  "factor:remove": event("Somebody took a second factor of theirs away", null, { factor: id }),
  "password:change": event("Somebody changed their password"),
  "identity:link": event("Somebody linked their account at a firm", null, { firm: anything, step: text, issuer: text }),
  "identity:unlink": event("Somebody took their account at a firm away", null, { identity: id }),
  "reading:read": read("The samples that are read by two were asked for"),
  "reading:draw": event("A sample of a volume was drawn to be read by two people and a third", "volume", {
    ...{ size: count, by: list, seed: text, reading: id, prefix: text, of: count, readers: list },
  }),
  "reading:mark": event("Somebody said of a conversation of a sample whether something was left in it", "conversation", {
    reading: id,
    leak: flag,
  }),
  "volume:read": read("The volumes were asked for"),
  "intake:run": event("Deliveries were loaded into a volume", "volume", {
    ...{ kind, step: text, volume: text, files: anything, conversations: count, rejected: count, record: anything, reason: text },
    ...{ detector: text, setting: anything },
  }),
  "volume:request-deletion": event("The deletion of a sealed volume was asked for", "volume", {
    ...{ prefix: text, conversations: count, reason: text, authority: text, holds: list },
  }),
  "volume:approve-deletion": event("The deletion of a volume was approved: from now on nobody finds any of it", "volume", {
    ...{ prefix: text, conversations: count, from: text, to: text, files: anything, reason: text, authority: text, holds: list },
  }),
  "volume:refuse-deletion": event("The deletion of a volume was refused, or taken back by the side that had asked", "volume", {
    ...{ prefix: text, decision: text, reason: text },
  }),
  "volume:supersede": event(
    "A volume took the place of another one, record by record, and what that one covered was carried over",
    "volume",
    {
      ...{ supersedes: text, replaced: count, changed: count, added: count, missing: count },
      ...{ designations: count, widened: count, withdrawn: count, masks: count, lost: count, tier: count },
    },
  ),
  "volume:purge": event("Conversations of a deleted volume are gone from the database, by the hash of their hashes", "volume", {
    ...{ from: text, to: text, conversations: count, sha256: text, left: count },
  }),
  "conversation:ask": event("A question was put on record before it was looked up; it is sealed"),
  "conversation:search": event("A page of what answers a question: the conversations of which words were shown", null, {
    ...{ shown: list, more: flag, question: id, characters: count, rank: count, ...overspent },
  }),
  "conversation:count": event("A question was put on record before its answers were counted; it is sealed"),
  "conversation:view": event("Turns of a conversation were opened", "conversation", {
    ...{ from: count, to: count, turns: count, withheld: count, characters: count, purpose: text, source: flag, tier: count },
    ...{ ...overspent },
  }),
  "conversation:copy": event("Words of a conversation were copied from the screen", "conversation", {
    ...{ turns: anything, characters: count, from: count, to: count, entry: id, advisory: flag, ...overspent },
  }),
  "conversation:print": event("Turns of a conversation were printed", "conversation", {
    ...{ turns: anything, from: count, to: count, characters: count, reason: text, entry: id, holds: list },
  }),
  "codebook:read": read("The codebook was asked for"),
  "codebook:keep": event("The codebook of a side was changed; how is sealed", "code", { codes: count }),
  "code:apply": event("A conversation was coded, or a code withdrawn; which is sealed", "conversation"),
  "sealing:read": read("The keys of the side were asked for"),
  "sealing:join": event("Somebody made a key of their own, or changed what unlocks it", "person", {
    ...{ publicKeySha256: text, lock: text, added: text, removed: id },
  }),
  "sealing:key": event("A side made its next key", "side-key", {
    ...{ epoch: count, publicKeySha256: text, signKeySha256: text, follows: count.nullable(), members: list },
  }),
  "sealing:grant": event("A member was given the key of their side", "side-key", {
    ...{ epoch: count, member: id, person: id, publicKeySha256: text },
  }),
  "set:read": read("The reviewed sets or the search term reports were asked for"),
  "set:freeze": event("A list of conversations was frozen; name and query are sealed", "set"),
  "search:save": event("A search was saved, looked at again or taken away; name and query are sealed", "search", {
    looked: flag,
    dropped: flag,
  }),
  "search:report": event("A search term report was made, ended or taken up again; its name and terms are sealed", "terms", {
    terms: count,
    cancelled: flag,
    resumed: flag,
  }),
  "hold:read": read("The holds were asked for"),
  "hold:place": event("A hold was placed, in force from now on", "hold", {
    ...{ scope: text, target: text, prefix: text, reason: text, authority: text },
  }),
  "hold:request-release": event("The release of a hold was asked for", "hold", { reason: text }),
  "hold:approve-release": event("A hold was released", "hold"),
  "production:read": read("The productions were asked for"),
  "production:ask": event(
    "An export was begun, a chunk of it was read (`shown`), or it ended (`state`); name and reason are sealed",
    "production",
    {
      ...{ formats: list, size: count, set: id, holds: list, shown: list, state: text, files: anything },
    },
  ),
  "production:download": event("A file of a production was downloaded", "production", { file: text.nullable() }),
  "audit:read": read("The log was asked for"),
  "audit:read-own": read("One's own entries were asked for"),
  "audit:export": event("The whole log was exported; in the log of no matter: that log, at the terminal of the host", null, { kind }),
  "report:ask": event("A report was asked for", "report", { kind, from: text, to: text, size: count, sha256: text }),
  "report:make": event("A report was made of the first `size` entries, and signed", "report", {
    ...{ kind, from: text, to: text, cause: text, size: count, sha256: text },
  }),
  "oversight:set": event("What is reported, when, or what is flagged was set", null, {
    report: text,
    every: anything,
    since: anything,
    flags: anything,
  }),
  "checkpoint:read": read("A checkpoint was asked for"),
  "checkpoint:deliver": event("Checkpoints go to one more place, or no longer to one", "recipient", {
    ...{ to: text, target: text, witness: text, ended: flag },
  }),
  "maintenance:open": event("A migration changed how the database keeps the log", "migration"),
  "checkpoint:cosign": event("A witness's signature was brought", null, { size: count, witness: text }),
} as const satisfies Record<string, Event>;
export type EventName = keyof typeof events;

const outcome = z.enum(["done", "refused", "failed"]);

const shapeOf = (action: EventName) =>
  z.object({ action: z.literal(action), outcome, object: text.nullable(), detail: events[action].detail.partial().nullable() });
const [first, ...others] = Object.keys(events) as [EventName, ...EventName[]];

/** What an entry may say: one shape for each action, and no other action. */
export const LogEvent = z.discriminatedUnion("action", [shapeOf(first), ...others.map(shapeOf)]);

/** The table of docs/log-events.md. */
export function printEvents(): string {
  const rows = Object.entries(events).map(([action, { says, object, detail }]: [string, Event]) => {
    const keys = Object.keys(detail.shape)
      .filter((key) => key !== "sealedTo")
      .map((key) => `\`${key}\``);
    return `| \`${action}\` | ${says}. | ${object ? `\`${object}:…\`` : ""} | ${keys.join(", ")} |`;
  });
  return `# What the log says\n\nEvery action that an entry may have, printed from \`domain/audit/events.ts\`. How an entry is built, and how it is verified, is in\n[log-format.md](log-format.md). Under a detail stand its keys; an entry has those that apply to what became of it, and\n\`sealedTo\` where something of it is sealed: to which keys.\n\n| action | says | object | detail |\n|---|---|---|---|\n${rows.join("\n")}\n`;
}
