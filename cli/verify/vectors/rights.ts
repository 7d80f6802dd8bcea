import { at, changed, found, type Said, type Vector } from "./write";

/** Makes a vector of what a log would say; without `says` it is honest, and verified. */
type Make = (name: string, about: string, leaves: readonly Said[], says?: string) => Vector;

const late = "late@plaintiff.example";
const detailOf = (leaf: Said | undefined) => ({ ...(leaf?.detail as Said | undefined) });
const refused = { outcome: "refused", reason: "role" };

/** What a log says that nothing in it explains: each lacks, or bends, one thing that a right rests on. */
export function withoutGrant(leaves: readonly Said[], view: number, make: Make): Vector[] {
  const log = new Log(leaves);
  return [
    ...ofMembers(log, view, make),
    ...ofOrders(log, make),
    ...ofExperts(log, make),
    ...ofSessions(log, make),
    ...ofFactors(log, make),
  ];
}

class Log {
  constructor(readonly leaves: readonly Said[]) {}

  /** The place of the first entry with this action, of `email` where that is given, from `from` on. */
  at(action: string, email?: string, from = 0): number {
    const like = (leaf: Said) => leaf.action === action && leaf.outcome === "done" && (email === undefined || leaf.email === email);
    return from + found(this.leaves.slice(from), like);
  }

  with(index: number, change: Said): Log {
    return new Log(changed(this.leaves, index, change));
  }

  /** As if this had been refused. */
  without(index: number): Log {
    return this.with(index, refused);
  }

  detail(index: number, change: Said): Log {
    return this.with(index, { detail: { ...detailOf(this.leaves[index]), ...change } });
  }

  /** With what another entry says in the place of this one, but for its number and moment. */
  instead(index: number, like: number, change: Said = {}): Log {
    const { id, at: moment, matter } = this.leaves[index] ?? {};
    return new Log(this.leaves.map((leaf, i) => (i === index ? { ...this.leaves[like], id, at: moment, matter, ...change } : leaf)));
  }

  /** Everything from here on an hour later, or so many seconds. */
  slow(from: number, by = 3600): Log {
    return new Log(this.leaves.map((leaf, i) => (i < from ? leaf : { ...leaf, at: at(leaf, by).toISOString().replace("Z", "000Z") })));
  }
}

function ofMembers(log: Log, view: number, make: Make): Vector[] {
  const { leaves } = log;
  const person = String(leaves[view]?.person);
  const suspended = log.at("people:manage");
  const admitted = found(leaves, ({ action, object }) => action === "people:add" && object === `person:${person}`);
  const signed = found(leaves, (leaf) => leaf.action === "undertaking:sign" && leaf.person === person);
  const [created, released] = [log.at("token:create"), log.at("hold:approve-release")];
  return [
    make(
      "a view without a grant",
      "Somebody who was never admitted, in a session that was never opened.",
      log.with(view, { person: "00000000-0000-4000-8000-0000000000ff", session: "00000000-0000-4000-8000-0000000000fe" }).leaves,
      "not admitted to the matter as what the entry says, or suspended",
    ),
    make(
      "a view in another's session",
      "The session of the entry was opened for somebody else.",
      log.with(view, { session: leaves[log.at("session:open", "counsel@plaintiff.example")]?.session }).leaves,
      "in no session that was open",
    ),
    make(
      "a view after suspension",
      "The reader was suspended an hour before.",
      log.with(suspended, { object: `person:${person}` }).slow(suspended + 1).leaves,
      "not admitted to the matter as what the entry says, or suspended",
    ),
    make(
      "a view above one's tier",
      "The entry says that it showed what is above the reader's tier.",
      log.detail(view, { tier: 3 }).leaves,
      "above the tier of the person",
    ),
    make(
      "a view before signing",
      "The reader's signature under the order is missing.",
      log.without(signed).leaves,
      "the order in force was not signed",
    ),
    make("a view before clearance", "The reader still waits.", log.detail(admitted, { pending: true }).leaves, "not cleared yet"),
    make(
      "a release by one side",
      "Who asked for the release of a hold approved it.",
      log.without(log.at("hold:request-release")).leaves,
      "nobody asked for this hold to be released",
    ),
    make(
      "a download while held",
      "A file left although its volume was held: the release was refused.",
      log.without(released).slow(released + 1, 120).leaves,
      "it left while it was held",
    ),
    make(
      "a deletion by one side",
      "Nobody had asked for the volume to be deleted that the court deleted.",
      log.without(log.at("volume:request-deletion")).leaves,
      "nobody asked for this volume to be deleted",
    ),
    make(
      "a deletion without approval",
      "A volume went from the database, and the court had not approved it.",
      log.without(log.at("volume:approve-deletion")).leaves,
      "nobody approved the deletion of this volume",
    ),
    make(
      "a deletion while held",
      "A volume was deleted although a hold on it stood.",
      log.without(released).leaves,
      "it was deleted while it was held",
    ),
    make("a token out of nowhere", "A token acts that nobody made.", log.without(log.at("token:make")).leaves, "nobody made this token"),
    make(
      "a token that exports",
      "A token says that it may export, and was not made so.",
      log.detail(created, { exports: true }).leaves,
      "the token was not made for exports",
    ),
  ];
}

function ofOrders(log: Log, make: Make): Vector[] {
  const [drafted, amended] = [log.at("order:draft"), log.at("order:amend")];
  const again = log.at("undertaking:sign", late, amended);
  const { person, email, side, role, session } = { ...log.leaves[drafted] };
  const roles = { ...(detailOf(log.leaves[0]).roles as Record<string, string[]>) };
  const wider = { ...roles, custodian: [...(roles.custodian ?? []), "order:amend"] };
  const sha256 = "f".repeat(64);
  return [
    make(
      "a view under an older order",
      "The court had everybody sign again, and the reader did not.",
      log.without(again).slow(again).leaves,
      "the order in force was not signed",
    ),
    make(
      "a signature of another text",
      "What was signed is not the text in force.",
      log.detail(again, { hash: sha256 }).leaves,
      "what was signed is not the order in force",
    ),
    make(
      "signatures made to bind",
      "A new text, under which the signatures of the old one are to bind.",
      log.detail(drafted, { sha256 }).detail(amended, { sha256, bindsFrom: 1 }).leaves,
      "signatures under another text would bind",
    ),
    make(
      "an order that nobody drafted",
      "The monitor puts in force what no custodian wrote.",
      log.without(drafted).leaves,
      "nobody had drafted this version of the order",
    ),
    make(
      "an order by one person",
      "A table lets the custodian do both, and who wrote the order put it in force.",
      log.detail(0, { roles: wider }).with(amended, { person, email, side, role, session }).leaves,
      "one person alone put this version of the order in force",
    ),
    make(
      "an order with other numbers",
      "What is in force asks for less than what was drafted.",
      log.detail(amended, { settings: { mfa: false } }).leaves,
      "the order was not put in force as it was drafted",
    ),
  ];
}

function ofExperts(log: Log, make: Make): Vector[] {
  const [waived, cleared] = [log.at("disclosure:waive"), log.at("disclosure:clear")];
  const { person, email, side, session } = { ...log.leaves[log.at("disclosure:make")] };
  const nobody = { person: undefined, email: undefined, role: undefined, session: undefined };
  const pending = found(log.leaves, ({ action, detail }) => action === "people:add" && detailOf({ detail }).email === late);
  return [
    make("an expert who was not cleared", "Nobody confirmed that the way is clear.", log.without(cleared).leaves, "not cleared yet"),
    make(
      "an expert cleared in the period",
      "The other side had not waived, and its time to object ran.",
      log.without(waived).leaves,
      "the other side could still object",
    ),
    make(
      "an expert cleared against an objection",
      "The other side objected, and no court ruled.",
      log.with(waived, { action: "disclosure:object" }).leaves,
      "the expert was objected",
    ),
    make(
      "an expert waived by their own side",
      "Who disclosed the expert says that the other side does not object.",
      log.with(waived, { person, email, side, session }).leaves,
      "this was for the other side to do",
    ),
    make(
      "an expert admitted as cleared",
      "The entry of admission says that nobody is waited for.",
      log.detail(pending, { pending: false }).leaves,
      "nobody had cleared this expert",
    ),
    make(
      "an expert disclosed later",
      "A clearance of somebody whom nobody disclosed.",
      log.without(log.at("disclosure:make")).leaves,
      "nobody had disclosed this expert",
    ),
    make(
      "an expert whom a demonstration came with",
      "Nobody signed in to disclose the expert, as the entry says.",
      log.detail(log.at("disclosure:make"), { kind: "demonstration" }).with(log.at("disclosure:make"), nobody).leaves,
    ),
    make(
      "an expert disclosed by nobody",
      "The same, and the entry does not say that it is of a demonstration.",
      log.with(log.at("disclosure:make"), nobody).leaves,
      "only somebody who signed in may do this",
    ),
    make(
      "a clearance that a demonstration came with",
      "What lets somebody read is nothing that a demonstration can bring.",
      log.detail(cleared, { kind: "demonstration" }).with(cleared, nobody).leaves,
      "only somebody who signed in may do this",
    ),
  ];
}

function ofSessions(log: Log, make: Make): Vector[] {
  const opened = log.at("session:open", late);
  const second = log.at("session:open", late, opened + 1);
  const ended = log.at("session:end");
  const view = log.at("conversation:view", late, ended);
  const [all, reset] = [log.at("people:end-sessions"), log.at("people:reset")];
  const none = "in no session that was open";
  return [
    make(
      "a view in a session that its person ended",
      "The reader ended the session an hour before.",
      log.with(view, { session: log.leaves[opened]?.session }).slow(view).leaves,
      none,
    ),
    make(
      "a view after all sessions ended",
      "The custodian ended every session of the reader an hour before.",
      log.instead(all + 1, view).slow(all + 1).leaves,
      none,
    ),
    make(
      "a view after a reset",
      "The custodian took the reader's factors away an hour before.",
      log
        .without(all)
        .instead(reset + 1, view)
        .slow(reset + 1).leaves,
      none,
    ),
    make(
      "somebody else's session ended",
      "The entry says that somebody ended a session of another person as their own.",
      log.with(ended, { object: `session:${log.leaves[log.at("session:open")]?.session}` }).leaves,
      "it ended the session of somebody else",
    ),
    make(
      "a session left unconfirmed",
      "A factor given an hour after the password: such a session was closed.",
      log.slow(second + 1).leaves,
      none,
    ),
  ];
}

function ofFactors(log: Log, make: Make): Vector[] {
  const stale = "no factor was given within the last minutes";
  const asked = log.at("production:ask");
  const old = log.detail(log.at("session:open", "counsel@defense.example"), { factorAt: "2026-03-02T08:00:00.000000Z" });
  const confirmed = log.at("factor:confirm");
  const view = log.at("conversation:view", late, confirmed);
  const enrolled = log.at("factor:enrol", late);
  const again = { action: "factor:confirm", object: undefined, commitment: undefined, detail: { factor: "password", again: true } };
  return [
    make("an export on an old factor", "The factor that it rests on was given an hour before.", old.leaves, stale),
    make(
      "an export on an old factor, confirmed again",
      "The same, where they confirmed anew before: honest.",
      old.instead(asked - 1, asked, again).leaves,
    ),
    make("a reset an hour later", "A deed with a factor that is an hour old.", log.slow(log.at("people:reset")).leaves, stale),
    make(
      "a view without a factor",
      "The order asks for a second factor, and the reader gave the password alone.",
      log.without(confirmed).without(confirmed + 1).leaves,
      "no second factor was given",
    ),
    make(
      "a password as a factor",
      "The order asks for more than the password that it was confirmed with.",
      log.detail(confirmed, { factor: "password" }).leaves,
      "a password alone does not confirm this person",
    ),
    make(
      "a factor enrolled by a password",
      "Whoever had the password of somebody with a factor enrolled one of their own.",
      log.instead(confirmed, enrolled, { session: log.leaves[view]?.session, detail: { factor: "totp" } }).leaves,
      stale,
    ),
    make(
      "a factor enrolled by a token",
      "A token cannot be asked for a finger or a phone.",
      log.instead(log.at("token:create") + 1, enrolled, tokenOf(log)).leaves,
      stale,
    ),
  ];
}

// The token of the golden day, as somebody who acts.
function tokenOf(log: Log): Said {
  const { person, email, side, role, session } = { ...log.leaves[log.at("token:create")] };
  return { person, email, side, role, session };
}
