import type { Side } from "@/domain/access/permissions";

const done: Record<string, string> = {
  "session:open": "signed in",
  "session:close": "signed out",
  "token:create": "was given a token",
  "undertaking:sign": "signed the undertaking",
  "order:read": "read the order",
  "order:draft": "wrote a draft of the order, or took one back",
  "order:amend": "put a version of the order in force, or refused one",
  "access:first": "was shown a tier for the first time",
  "disclosure:read": "looked at the experts",
  "disclosure:cv": "downloaded an expert’s curriculum vitae",
  "disclosure:make": "disclosed an expert",
  "disclosure:withdraw": "withdrew an expert",
  "disclosure:object": "objected to an expert",
  "disclosure:waive": "did not object to an expert",
  "disclosure:rule": "entered a ruling on an expert",
  "disclosure:clear": "confirmed that the way is clear for an expert",
  "designation:read": "looked at the designations",
  "designation:set": "designated a conversation or a turn",
  "designation:challenge": "challenged a designation",
  "designation:drop": "took a challenge back",
  "designation:withdraw": "withdrew a designation",
  "designation:uphold": "stood by a designation",
  "designation:rule": "entered a ruling on a designation",
  "audit:read": "read the log",
  "audit:read-own": "read their own entries",
  "audit:export": "downloaded the whole log",
  "report:ask": "asked for a report",
  "report:make": "made and signed a report",
  "oversight:set": "set what is reported or flagged",
  "volume:read": "looked at the volumes",
  "conversation:ask": "asked a question",
  "conversation:search": "was shown a page of results",
  "conversation:count": "counted the answers to a search",
  "conversation:view": "opened a conversation",
  "conversation:print": "printed turns of a conversation",
  "conversation:copy": "copied from the screen",
  "codebook:read": "looked at the codebook",
  "codebook:keep": "changed the codebook",
  "code:apply": "applied or withdrew a code",
  "sealing:read": "looked at the keys of their side",
  "sealing:join": "made or changed the locks of their own key",
  "sealing:key": "made the next key of their side",
  "sealing:grant": "gave their side’s key to a member",
  "set:read": "looked at a set",
  "set:freeze": "froze a set",
  "hold:read": "looked at the holds",
  "hold:place": "placed a hold",
  "hold:request-release": "asked for a hold to be released",
  "hold:approve-release": "released a hold",
  "production:read": "looked at the productions",
  "production:ask": "exported a set",
  "production:download": "downloaded a file",
  "people:read": "read the roster",
  "people:add": "admitted a person",
  "budget:release": "let a person be shown more",
  "people:manage": "suspended a person",
  "people:remove": "ended a person’s access to the matter",
  "people:end-sessions": "ended a person’s sessions",
  "people:reset": "reset a person’s second factors",
  "token:make": "made a token",
  "factor:confirm": "confirmed with a factor",
  "factor:enrol": "enrolled a factor",
  "factor:remove": "removed a factor",
  "password:change": "changed their password",
  "session:read": "looked at their own sessions",
  "session:end": "ended sessions of their own",
  "identity:link": "linked an account at a firm",
  "identity:unlink": "took an account at a firm away",
  "maintenance:open": "changed how the database keeps the log",
  "matter:add": "set the matter up",
  "intake:run": "loaded a volume",
  "volume:request-deletion": "asked for a volume to be deleted",
  "volume:approve-deletion": "approved the deletion of a volume",
  "volume:refuse-deletion": "refused the deletion of a volume, or took the request back",
  "volume:purge": "took a deleted volume out of the database",
};

const tried: Record<string, string> = {
  "session:open": "tried to sign in",
  "undertaking:sign": "tried to sign the undertaking",
  "order:draft": "tried to write a draft of the order",
  "order:amend": "tried to put a version of the order in force",
  "disclosure:make": "tried to disclose an expert",
  "disclosure:withdraw": "tried to withdraw an expert",
  "disclosure:object": "tried to object to an expert",
  "disclosure:waive": "tried to say that nobody objects",
  "disclosure:rule": "tried to enter a ruling",
  "disclosure:clear": "tried to clear an expert",
  "designation:set": "tried to designate a conversation or a turn",
  "designation:challenge": "tried to challenge a designation",
  "designation:drop": "tried to take a challenge back",
  "designation:withdraw": "tried to withdraw a designation",
  "designation:uphold": "tried to stand by a designation",
  "designation:rule": "tried to enter a ruling on a designation",
  "audit:read": "tried to read the log",
  "audit:export": "tried to download the whole log",
  "report:ask": "tried to ask for a report",
  "oversight:set": "tried to set what is reported or flagged",
  "volume:read": "tried to see a volume",
  "conversation:search": "tried to search",
  "conversation:count": "tried to count the answers to a search",
  "conversation:view": "tried to open a conversation",
  "conversation:print": "tried to print a conversation",
  "conversation:copy": "tried to copy from the screen",
  "codebook:read": "tried to see the codebook",
  "codebook:keep": "tried to change the codebook",
  "code:apply": "tried to apply or withdraw a code",
  "sealing:read": "tried to see the keys of a side",
  "sealing:join": "tried to make a key of their own",
  "sealing:key": "tried to make a key of their side",
  "sealing:grant": "tried to give their side’s key to a member",
  "set:read": "tried to see a set",
  "set:freeze": "tried to freeze a set",
  "hold:read": "tried to see the holds",
  "hold:place": "tried to place a hold",
  "hold:request-release": "tried to ask for a release",
  "hold:approve-release": "tried to release a hold",
  "production:read": "tried to see the productions",
  "production:ask": "tried to export a set",
  "production:download": "tried to download a file",
  "people:read": "tried to read the roster",
  "people:add": "tried to admit a person",
  "budget:release": "tried to let a person be shown more",
  "people:manage": "tried to suspend a person",
  "people:remove": "tried to end a person’s access",
  "people:end-sessions": "tried to end a person’s sessions",
  "people:reset": "tried to reset a person’s second factors",
  "token:make": "tried to make a token",
  "factor:confirm": "tried to confirm with a factor",
  "factor:enrol": "tried to enrol a factor",
  "factor:remove": "tried to remove a factor",
  "password:change": "tried to change their password",
  "session:read": "tried to see their own sessions",
  "session:end": "tried to end sessions of their own",
  "identity:link": "tried to link an account at a firm",
  "identity:unlink": "tried to take an account at a firm away",
  "matter:add": "tried to set up a matter of the same name",
  "intake:run": "tried to load a volume",
  "volume:request-deletion": "tried to have a volume deleted",
  "volume:approve-deletion": "tried to approve the deletion of a volume",
  "volume:refuse-deletion": "tried to refuse the deletion of a volume",
};

/** Every action an entry may have, for the filter. */
export const loggedActions = Object.keys(done);

/** What happened, in the words of a report; an action this page does not know is shown by its own name. */
export function actionInWords(action: string, outcome = "done"): string {
  return (outcome === "done" ? undefined : tried[action]) ?? done[action] ?? action;
}

const reasons: Record<string, string> = {
  role: "the order does not give this role that",
  mfa: "no second factor was given",
  step_up: "no factor was given within the last minutes",
  undertaking: "the undertaking was not signed",
  pending: "the expert was not cleared yet",
  waiting: "another draft was waiting",
  tier: "above this person’s tier",
  unwitnessed: "no witness had confirmed the log for too long",
  pair: "no reason was stated for more than a pair",
  held: "a legal hold was in force",
  budget: "the order’s budget was used up",
  copy_cap: "more than the order lets one person copy in a day",
  not_found: "nothing by that name that this person may see",
  sign_in: "the address or the password was wrong",
  factor: "the second factor was wrong",
  password: "the present password was wrong",
  conflict: "it was in that state already",
  invalid: "the request could not be carried out as written",
  same_side: "the release was asked for by the same side",
  not_requested: "nobody had asked for the release",
  requested: "a release had been asked for already",
  released: "the hold was released already",
  wrong_side: "it was for the other side to do",
  wrong_state: "it was in another state already",
  running: "the period had not ended",
  seats: "the order gives no further seat",
  known: "the expert was disclosed already",
  below: "no turn is lower than its conversation",
  challenged: "a challenge was open",
  ended: "it was answered or had ended already",
  answered: "the producing side stands by it",
  stale: "the order had changed meanwhile",
  same: "nothing would have changed",
  decided: "the draft was decided already",
  order_changed: "it was not the text that had been read",
  suspended: "the person was suspended already",
  member: "the person is of the matter already",
  tiers: "the order has no such tier",
  self: "nobody suspends themselves",
  left: "writing stopped before the end",
  not_granted: "this person did not hold the side’s key",
  unsigned: "it was not signed with the side’s key",
  origin: "the request came from elsewhere",
  unavailable: "the reading room could not do it",
};

/** Why something was refused, in words. */
export function reasonInWords(reason: string | null | undefined): string {
  return reason ? (reasons[reason] ?? reason.replaceAll("_", " ")) : "";
}

const sideNames: Record<Side, string> = { plaintiff: "plaintiff side", defense: "defense side", court: "court", host: "host" };

export function sideInWords(side: Side | null): string {
  return side ? sideNames[side] : "nobody signed in";
}

/** What can be read by the acting side alone, in a sentence for those who cannot. */
export function sealedInWords(side: Side | null): string {
  return side === null ? "sealed" : `sealed: readable to the ${sideInWords(side)} only`;
}

const factNames: Readonly<Record<string, string>> = {
  kind: "by",
  purpose: "reason stated:",
  reason: "reason:",
  authority: "authority:",
  scope: "scope:",
  target: "target:",
  file: "file:",
  files: "files:",
  formats: "format:",
  size: "conversations:",
  holds: "holds:",
  set: "set:",
  state: "it is now",
  hash: "order’s hash:",
  name: "name:",
  query: "query:",
  filters: "filters:",
  code: "code:",
  turn: "turn:",
  note: "note:",
  noteCommitment: "note, by its commitment:",
  key: "key:",
  label: "label:",
  group: "group:",
  sealedTo: "sealed to key",
  epoch: "key",
  publicKeySha256: "public key’s hash:",
  signKeySha256: "signing key’s hash:",
  follows: "follows key",
  members: "given to:",
  member: "given to:",
  person: "person:",
  lock: "locked by a",
  added: "added a",
  removed: "removed the lock",
  question: "answers the question of entry",
  more: "more answer it:",
  characters: "characters:",
  withheld: "turns withheld:",
  source: "what was delivered with it:",
  rule: "budget:",
  limit: "allows",
  used: "used",
  freesAt: "frees up",
};

/** The facts of an entry, or of what it sealed, as names and values to be read. */
export function factsOf({ from, to, turns: _, ...rest }: Readonly<Record<string, unknown>>): (readonly [name: string, value: string])[] {
  const turns = from === undefined || to === undefined ? [] : [["turns", `${wordsOf(from)}–${wordsOf(to)}`] as const];
  const others = Object.entries(rest).map(([name, value]) => [factNames[name] ?? `${name}:`, wordsOf(value)] as const);
  return [...turns, ...others.filter(([, value]) => value !== "")];
}

// A random name is cut to what tells it apart from others; a file is its name, its hash stands on the production's page.
function wordsOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string" && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value)) return `${value.slice(0, 8)}…`;
  if (typeof value === "string" && /^[0-9a-f]{64}$/.test(value)) return `${value.slice(0, 16)}…`;
  if (Array.isArray(value)) return value.map(wordsOf).join(", ");
  if (typeof value !== "object") return String(value);
  if ("sha256" in value && "name" in value) return String(value.name);
  return Object.entries(value)
    .map(([name, inner]) => `${name} ${wordsOf(inner)}`)
    .join(", ");
}
