/** Everything a person may do, as the sentence a judge would read. docs/permissions.md is printed from this file. */
export const actions = {
  "undertaking:sign": "Read the protective order and sign the undertaking",
  "audit:read-own": "Read one's own entries in the log",
  "order:read": "Read the protective order in every version, and what changed",
  "order:draft": "Write down the next version of the order",
  "order:amend": "Put a version of the order in force, or refuse it",
  "disclosure:read": "See which experts were disclosed, and where their clearance stands",
  "disclosure:cv": "Download the curriculum vitae of an expert who was disclosed",
  "disclosure:make": "Disclose an expert of one's own side to the other side",
  "disclosure:withdraw": "Withdraw an expert of one's own side before clearance",
  "disclosure:object": "Object to an expert of the other side",
  "disclosure:waive": "Say that one's side does not object to an expert of the other side",
  "disclosure:rule": "Enter the court's ruling on an objection to an expert",
  "disclosure:clear": "Confirm that the way is clear for an expert",
  "factor:confirm": "Confirm with a factor that it is oneself, and see which factors one has",
  "factor:enrol": "Enrol a second factor of one's own; once there is one, only with a fresh one",
  "factor:remove": "Take a second factor of one's own away",
  "password:change": "Change one's own password; once there is a second factor, only with a fresh one",
  "session:read": "See one's own sessions, devices and tokens",
  "session:end": "End one's own sessions and tokens",
  "designation:read": "See what was designated after delivery, and the challenges to it",
  "designation:set": "Designate a conversation or a turn, for the producing side",
  "designation:challenge": "Challenge a designation of the other side",
  "designation:drop": "Take back a challenge of one's own side",
  "designation:withdraw": "Withdraw a designation of one's own side that was challenged",
  "designation:uphold": "Stand by a designation of one's own side that was challenged",
  "designation:rule": "Enter the court's ruling on a challenge, or confirm that a designation is waived",
  "redaction:read": "See what was masked by a person or withdrawn, and why",
  "redaction:report": "Mask what the de-identification left in a turn, for everyone",
  "redaction:search": "Look for the words of a report in the other conversations, without seeing them",
  "redaction:decide": "Say of each place where the words of a report stand whether it is masked too, for the producing side",
  "redaction:claw-back": "Withdraw a conversation or a turn, for the producing side",
  "redaction:lift": "Lift what was masked or withdrawn, for the producing side",
  "reading:read": "See the samples of a volume that are read by two, and what they say",
  "reading:draw": "Draw a sample of a volume, and say who reads it",
  "reading:mark": "Say of a conversation of a sample whether something was left in it, where one was asked to read it",
  "volume:read": "See the volumes of the matter and their intake reports",
  "conversation:search": "Search and browse conversations; a page of results shows text",
  "conversation:count": "Count what answers a search, by month, model, language, volume and own code",
  "conversation:view": "Open a conversation and read its turns",
  "conversation:copy": "Copy words of a conversation from the screen, up to what the order allows",
  "conversation:print": "Print turns of a conversation, while no hold covers it",
  "codebook:read": "See the codes of one's own side",
  "codebook:keep": "Add, rename and retire codes of one's own side",
  "code:apply": "Apply codes to conversations and turns, and withdraw them",
  "sealing:read": "See the keys of one's own side, and unlock what is sealed to it",
  "sealing:join": "Make a key of one's own, and the ways to unlock it",
  "sealing:key": "Make the key of one's own side, and a new one when somebody has left",
  "sealing:grant": "Give the key of one's own side to another of its members",
  "set:read": "See the reviewed sets and the search term reports of one's own side",
  "set:freeze": "Freeze a search into a reviewed set",
  "search:save": "Save a search for one's own side, and take it away again",
  "search:report": "Make a search term report for one's own side, end it and go on with it",
  "hold:read": "See the holds of the matter",
  "hold:place": "Place a hold",
  "hold:request-release": "Ask for a hold to be released",
  "hold:approve-release": "Approve a release that another side asked for",
  "production:read": "See the productions of one's own side",
  "production:ask": "Export a reviewed set",
  "production:download": "Download the files of a production",
  "audit:read": "Read the whole log of the matter, without text or work product",
  "audit:export": "Download the whole log",
  "report:ask": "Ask for a report of the log, made from it and signed",
  "oversight:set": "Set when reports are made, and what is flagged in the log",
  "checkpoint:read": "See the newest signed checkpoint of the log, its keys, and the proof that it continues an older one",
  "checkpoint:deliver": "Say where checkpoints go, and which witnesses confirm them",
  "checkpoint:cosign": "Bring a witness's signature of a checkpoint",
  "people:read": "See who has access to the matter",
  "people:add": "Admit people to the matter",
  "budget:release": "Let a person be shown more than the order's budget, for some hours",
  "people:manage": "Suspend people in the whole installation, which ends their sessions",
  "people:remove": "End somebody's access to the matter",
  "people:end-sessions": "End every session and token of a person",
  "people:reset": "Take a person's second factors away, and give them a new first password",
  "identity:link": "Link one's account at a firm, to sign in by it",
  "identity:unlink": "Take one's account at a firm away",
  "token:make": "Make a token with which a program acts as oneself",
  "intake:run": "Load volumes",
  "volume:request-deletion": "Ask for a sealed volume to be deleted",
  "volume:approve-deletion": "Approve the deletion of a volume that no hold covers",
  "volume:refuse-deletion": "Refuse the deletion of a volume, or take the request back",
} as const;
export type Action = keyof typeof actions;

export const roles = ["expert", "counsel", "monitor", "custodian", "operator"] as const;
export type Role = (typeof roles)[number];

export const sides = ["plaintiff", "defense", "court", "host"] as const;
export type Side = (typeof sides)[number];

/** For whom each role may act. The database refuses every other pair. */
export const sidesOf: Record<Role, readonly Side[]> = {
  expert: ["plaintiff", "defense"],
  counsel: ["plaintiff", "defense"],
  monitor: ["court"],
  custodian: ["host"],
  operator: ["host"],
};

const everybody = [
  "undertaking:sign",
  "audit:read-own",
  "order:read",
  "checkpoint:read",
  "factor:confirm",
  "factor:enrol",
  "factor:remove",
  "password:change",
  "session:read",
  "session:end",
  "identity:link",
  "identity:unlink",
  "token:make",
] as const;
/** Everybody whose side has something that the other, the court and the host may not read. */
const sealer = ["sealing:read", "sealing:join", "sealing:key", "sealing:grant"] as const;
const reader = [
  ...sealer,
  "designation:read",
  "redaction:read",
  "redaction:report",
  "redaction:search",
  "reading:read",
  "reading:mark",
  "volume:read",
  "conversation:search",
  "conversation:count",
  "conversation:view",
  "conversation:copy",
  "codebook:read",
  "set:read",
  "set:freeze",
  "search:save",
  "search:report",
] as const;

/** Who may do what: the whole policy. The database holds a copy, written at every migration, and asks it again. */
export const permissions: Record<Role, readonly Action[]> = {
  expert: [...everybody, ...reader, "hold:read"],
  counsel: [
    ...everybody,
    ...reader,
    "codebook:keep",
    "code:apply",
    "hold:read",
    "hold:place",
    "hold:request-release",
    "hold:approve-release",
    "production:read",
    "production:ask",
    "production:download",
    "disclosure:read",
    "disclosure:cv",
    "disclosure:make",
    "disclosure:withdraw",
    "disclosure:object",
    "disclosure:waive",
    "designation:set",
    "designation:challenge",
    "designation:drop",
    "designation:withdraw",
    "designation:uphold",
    "redaction:decide",
    "redaction:claw-back",
    "redaction:lift",
    "conversation:print",
  ],
  monitor: [
    ...everybody,
    ...sealer,
    "volume:read",
    "hold:read",
    "hold:place",
    "hold:request-release",
    "hold:approve-release",
    "audit:read",
    "audit:export",
    "report:ask",
    "oversight:set",
    "checkpoint:deliver",
    "checkpoint:cosign",
    "people:read",
    "order:amend",
    "budget:release",
    "disclosure:read",
    "disclosure:cv",
    "disclosure:rule",
    "disclosure:clear",
    "designation:read",
    "designation:rule",
    "volume:approve-deletion",
    "volume:refuse-deletion",
    "redaction:read",
    "reading:read",
  ],
  custodian: [
    ...everybody,
    "volume:read",
    "hold:read",
    "people:read",
    "people:add",
    "people:manage",
    "people:remove",
    "people:end-sessions",
    "people:reset",
    "intake:run",
    "volume:request-deletion",
    "volume:refuse-deletion",
    "order:draft",
    "disclosure:read",
    "disclosure:clear",
    "designation:read",
    "designation:set",
    "reading:read",
    "reading:draw",
    "redaction:read",
    "redaction:search",
    "redaction:decide",
    "redaction:claw-back",
    "redaction:lift",
  ],
  operator: [...everybody],
};

/** What may be done before the undertaking is signed. */
const beforeSigning: readonly Action[] = [
  "undertaking:sign",
  "audit:read-own",
  "order:read",
  "checkpoint:read",
  "factor:confirm",
  "factor:enrol",
  "factor:remove",
  "password:change",
  "session:read",
  "session:end",
  "identity:link",
  "identity:unlink",
];

/** What shows text or rests on it: needs a tier of at least CONFIDENTIAL, and then shows nothing above one's own tier. */
const ofContent: readonly Action[] = [
  "conversation:search",
  "conversation:count",
  "conversation:view",
  "conversation:copy",
  "conversation:print",
  "redaction:report",
  "reading:mark",
  "code:apply",
  "set:freeze",
  "search:report",
  "production:ask",
  "production:download",
];

/** What is done before a second factor was given: enrolling one. Where the order asks for none, the password alone confirms. */
const beforeFactor: readonly Action[] = ["factor:confirm", "factor:enrol", "password:change"];

/** What asks for a factor that was given within the last minutes. A token that was made for exports carries it for those, none for deeds. */
const withFreshFactor: Partial<Record<Action, StepUp>> = {
  "hold:request-release": "deed",
  "hold:approve-release": "deed",
  "volume:request-deletion": "deed",
  "volume:approve-deletion": "deed",
  "redaction:lift": "deed",
  "production:ask": "export",
  "production:download": "export",
  "conversation:print": "export",
  "people:add": "deed",
  "order:amend": "deed",
  "budget:release": "deed",
  "disclosure:clear": "deed",
  "sealing:key": "deed",
  "people:reset": "deed",
  "factor:remove": "deed",
  "identity:link": "deed",
  "identity:unlink": "deed",
  "token:make": "deed",
};
export type StepUp = "export" | "deed";

export function needsFactor(action: Action): boolean {
  return !beforeFactor.includes(action);
}

export function needsStepUp(action: Action): StepUp | null {
  return withFreshFactor[action] ?? null;
}

export function needsUndertaking(action: Action): boolean {
  return !beforeSigning.includes(action);
}

export function needsTier(action: Action): boolean {
  return ofContent.includes(action);
}

/** The policy as rows, for the database's copy. */
export function permissionRows() {
  return roles.flatMap((role) =>
    permissions[role].map((action) => ({
      role,
      action,
      needsFactor: needsFactor(action),
      needsUndertaking: needsUndertaking(action),
      needsTier: needsTier(action),
      needsStepUp: needsStepUp(action),
    })),
  );
}
