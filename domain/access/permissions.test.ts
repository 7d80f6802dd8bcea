import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "@/prisma/connect";
import { newWorld, type World } from "@/prisma/testing/world";
import { type Action, actions, permissions, type Role, roles } from "./permissions";
import { may, permit, refusal } from "./permit";

let world: World;
let app: pg.Client;
beforeAll(async () => {
  world = await newWorld();
  app = await connect(world.appUrl);
});
afterAll(async () => {
  await app.end();
  await world.close();
});

const everyAction = Object.keys(actions) as Action[];
const question = fc.record({
  role: fc.constantFrom(...roles),
  action: fc.constantFrom(...everyAction),
  confirmed: fc.boolean(),
  signed: fc.boolean(),
  fresh: fc.constantFrom("all", "export", "none"),
  tier: fc.integer({ min: 0, max: 9 }),
});

// The order read by hand, once more and differently: sets of letters instead of lists of names. It shares nothing with the table.
const letters = "ecmou"; // expert, counsel, monitor, operator, custodian
const order: Record<string, string> = {
  "undertaking:sign": "ecmou",
  "audit:read-own": "ecmou",
  "order:read": "ecmou",
  "order:draft": "u",
  "order:amend": "m",
  "disclosure:read": "cmu",
  "disclosure:cv": "cm",
  "disclosure:make": "c",
  "disclosure:withdraw": "c",
  "disclosure:object": "c",
  "disclosure:waive": "c",
  "disclosure:rule": "m",
  "disclosure:clear": "mu",
  "factor:confirm": "ecmou",
  "factor:enrol": "ecmou",
  "factor:remove": "ecmou",
  "password:change": "ecmou",
  "session:read": "ecmou",
  "session:end": "ecmou",
  "identity:link": "ecmou",
  "identity:unlink": "ecmou",
  "designation:read": "ecmu",
  "designation:set": "cu",
  "designation:challenge": "c",
  "designation:drop": "c",
  "designation:withdraw": "c",
  "designation:uphold": "c",
  "designation:rule": "m",
  "redaction:read": "ecmu",
  "redaction:report": "ec",
  "redaction:search": "ecu",
  "redaction:decide": "cu",
  "redaction:claw-back": "cu",
  "redaction:lift": "cu",
  "reading:read": "ecmu",
  "reading:draw": "u",
  "reading:mark": "ec",
  "volume:read": "ecmu",
  "conversation:search": "ec",
  "conversation:count": "ec",
  "conversation:view": "ec",
  "conversation:copy": "ec",
  "conversation:print": "c",
  "codebook:read": "ec",
  "codebook:keep": "c",
  "code:apply": "c",
  "sealing:read": "ecm",
  "sealing:join": "ecm",
  "sealing:key": "ecm",
  "sealing:grant": "ecm",
  "set:read": "ec",
  "set:freeze": "ec",
  "search:save": "ec",
  "search:report": "ec",
  "hold:read": "ecmu",
  "hold:place": "cm",
  "hold:request-release": "cm",
  "hold:approve-release": "cm",
  "production:read": "c",
  "production:ask": "c",
  "production:download": "c",
  "audit:read": "m",
  "audit:export": "m",
  "report:ask": "m",
  "oversight:set": "m",
  "checkpoint:read": "ecmou",
  "checkpoint:deliver": "m",
  "checkpoint:cosign": "m",
  "people:read": "mu",
  "people:add": "u",
  "budget:release": "m",
  "people:manage": "u",
  "people:remove": "u",
  "people:end-sessions": "u",
  "people:reset": "u",
  "token:make": "ecmou",
  "intake:run": "u",
  "volume:request-deletion": "u",
  "volume:approve-deletion": "m",
  "volume:refuse-deletion": "mu",
};
const text = [
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
const deeds = [
  "order:amend",
  "disclosure:clear",
  "sealing:key",
  "hold:request-release",
  "hold:approve-release",
  "volume:request-deletion",
  "volume:approve-deletion",
  "redaction:lift",
  "people:add",
  "budget:release",
  "people:reset",
  "token:make",
  "factor:remove",
  "identity:link",
  "identity:unlink",
];
const ofOneself = ["factor:confirm", "factor:enrol", "password:change"];
const unsigned = [
  "undertaking:sign",
  "audit:read-own",
  "order:read",
  "checkpoint:read",
  ...ofOneself,
  "factor:remove",
  "session:read",
  "session:end",
  "identity:link",
  "identity:unlink",
];
const exports = ["production:ask", "production:download", "conversation:print"];
function byTheOrder({ role, action, confirmed, signed, tier, fresh }: Question) {
  const letter = letters[["expert", "counsel", "monitor", "operator", "custodian"].indexOf(role)] ?? "";
  if (!(order[action] ?? "").includes(letter)) return "role";
  if (!confirmed && !ofOneself.includes(action)) return "mfa";
  if (!signed && !unsigned.includes(action)) return "undertaking";
  if (tier === 0 && text.includes(action)) return "tier";
  return (fresh !== "all" && deeds.includes(action)) || (fresh === "none" && exports.includes(action)) ? "step_up" : null;
}

type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never;

async function byTheDatabase(questions: Question[]): Promise<(string | null)[]> {
  const { rows } = await app.query(
    `SELECT access.refusal(jsonb_populate_record(NULL::access.actor, q || jsonb_build_object('session_id', gen_random_uuid())), q->>'action') AS reason
     FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY x(q, n) ORDER BY n`,
    [JSON.stringify(questions)],
  );
  return rows.map(({ reason }) => reason);
}

test("the table, the database and the order read by hand agree on every role, action, factor, signature and tier", async () => {
  const questions = roles.flatMap((role) =>
    everyAction.flatMap((action) =>
      [true, false].flatMap((signed) =>
        [0, 1, 2, 9].flatMap((tier) =>
          [true, false].flatMap((confirmed) =>
            (["all", "export", "none"] as const).map((fresh) => ({ role, action, confirmed, signed, tier, fresh })),
          ),
        ),
      ),
    ),
  );
  const expected = questions.map(byTheOrder);
  expect(questions.map((asked) => refusal(asked, asked.action))).toEqual(expected);
  expect(await byTheDatabase(questions)).toEqual(expected);
});

test("they agree on whatever else is asked, and what is not in the table is refused", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(question, { minLength: 1, maxLength: 50 }), async (questions) => {
      expect(await byTheDatabase(questions)).toEqual(questions.map((asked) => refusal(asked, asked.action)));
    }),
    { numRuns: 40 },
  );
  const invented: string[] = ["", "conversation:delete", "CONVERSATION:VIEW", "conversation:view ", "*"];
  const asked = roles.flatMap((role) =>
    invented.map((action) => ({ role, action: action as Action, confirmed: true, signed: true, tier: 9, fresh: "all" as const })),
  );
  expect(new Set(await byTheDatabase(asked))).toEqual(new Set(["role"]));
  expect(asked.every((one) => refusal(one, one.action) === "role")).toBe(true);
});

test("without a session the database refuses every action", async () => {
  for (const action of everyAction) {
    const { rows } = await app.query("SELECT access.refusal(access.current_actor(), $1) AS reason", [action]);
    expect(rows[0].reason).toBe("unauthenticated");
  }
});

test("a permit is granted exactly where nothing refuses, and what only wants a fresh factor is offered", async () => {
  const actor = await world.actor("plaintiff expert");
  fc.assert(
    fc.property(question, ({ action, ...as }) => {
      const asked = { ...actor, ...as };
      const reason = refusal(asked, action);
      expect(may(asked, action)).toBe(reason === null || reason === "step_up");
      if (reason === null) expect(permit(asked, action)).toMatchObject({ actor: asked, action });
      else expect(() => permit(asked, action)).toThrow(expect.objectContaining({ code: "refused" }));
    }),
  );
});

test("whoever reads the whole log reads no text, and whoever reads text not the whole log", () => {
  const reads = (role: Role, action: Action) => permissions[role].includes(action);
  for (const role of roles) {
    expect(reads(role, "audit:read") && text.some((action) => reads(role, action as Action))).toBe(false);
    expect(new Set(permissions[role]).size).toBe(permissions[role].length);
  }
});
