import { afterAll, beforeAll, expect, test } from "vitest";
import { roles, sides, sidesOf } from "@/domain/access/permissions";
import { readLog } from "@/domain/audit/read";
import { connect } from "@/prisma/connect";
import { openHostSession } from "@/prisma/session";
import { newWorld, type World } from "@/prisma/testing/world";
import { addPerson } from "./add-person";
import { AddPerson } from "./schema";
import { findActor, signIn } from "./session";

let world: World;
beforeAll(async () => {
  world = await newWorld();
});
afterAll(() => world.close());

const expert = (email: string) => AddPerson.parse({ email, name: "New Body", side: "plaintiff", role: "expert", tier: 1 });

test("an admitted person signs in with the password that was shown, as who they were admitted", async () => {
  const custodian = await world.actor("custodian");
  const added = await addPerson(custodian, expert("New@plaintiff.example"));
  const secret = await signIn("new@plaintiff.example", added.password ?? "");
  expect(await findActor(secret ?? "")).toMatchObject({ person: added.id, side: "plaintiff", role: "expert", tier: 1, signed: false });
  const { items } = await readLog(await world.actor("monitor"), { action: ["people:add"], person: "custodian@host.example", limit: 10 });
  expect(items).toMatchObject([
    {
      person: { email: "custodian@host.example" },
      object: `person:${added.id}`,
      outcome: "done",
      what: "Admit people to the matter",
      detail: { email: "new@plaintiff.example", role: "expert" },
    },
  ]);
});

test("nobody but a custodian who has signed admits people, whatever door they try", async () => {
  const app = await connect(world.appUrl);
  for (const who of ["plaintiff expert", "defense counsel", "monitor", "operator"] as const) {
    const actor = await world.actor(who);
    await expect(addPerson(actor, expert("smuggled@plaintiff.example"))).rejects.toMatchObject({
      code: "refused",
      details: { rule: "role" },
    });
    await app.query("BEGIN");
    await app.query("SELECT api.begin($1, true)", [actor.secret]);
    await expect(app.query("SELECT api.add_person('smuggled@plaintiff.example', 'S', 'plaintiff', 'expert', 1, NULL)")).rejects.toThrow(
      "not permitted",
    );
    await app.query("ROLLBACK");
  }
  await expect(
    app.query("SELECT access.admit($1, 's@plaintiff.example', 'S', 'plaintiff', 'expert', 1, NULL)", [world.matter]),
  ).rejects.toThrow("permission denied");
  await app.end();
  await expect(addPerson({ ...(await world.actor("custodian")), signed: false }, expert("x@plaintiff.example"))).rejects.toMatchObject({
    details: { rule: "undertaking" },
  });
});

test("the database admits and suspends nobody without an entry of the same transaction", async () => {
  const custodian = await world.actor("custodian");
  const { person } = await world.actor("defense expert");
  const app = await connect(world.appUrl);
  for (const door of [
    "api.add_person('quiet@plaintiff.example', 'Q', 'plaintiff', 'expert', 1, NULL)",
    `api.suspend_person('${person}')`,
  ]) {
    await app.query("BEGIN");
    await app.query("SELECT api.begin($1, true)", [custodian.secret]);
    await app.query(`SELECT ${door}`);
    await expect(app.query("COMMIT")).rejects.toThrow("a change without its audit entry");
  }
  await app.end();
  const { rows } = await world.admin.query(
    "SELECT email FROM access.person WHERE email = 'quiet@plaintiff.example' OR suspended_at IS NOT NULL",
  );
  expect(rows).toEqual([]);
});

test("no password of somebody known is ever changed, and a refused admission leaves no person behind", async () => {
  const custodian = await world.actor("custodian");
  const before = (await world.admin.query("SELECT name, password_hash FROM access.person ORDER BY email")).rows;
  for (const [email, rule, tier] of [
    ["expert@plaintiff.example", "member", 1],
    ["far@plaintiff.example", "tiers", 3],
  ] as const)
    await expect(addPerson(custodian, { ...expert(email), tier })).rejects.toMatchObject({ code: "conflict", details: { rule } });
  expect((await world.admin.query("SELECT name, password_hash FROM access.person ORDER BY email")).rows).toEqual(before);
});

test("the form and the database allow the same roles to the same sides", async () => {
  const custodian = await world.actor("custodian");
  for (const role of roles)
    for (const side of sides) {
      const person = { email: `${role}@${side}-side.example`, name: "N", side, role, tier: 0 };
      const fits = AddPerson.safeParse(person).success;
      expect(fits).toBe(sidesOf[role].includes(side));
      const tried = addPerson(custodian, person);
      await (fits ? expect(tried).resolves.toMatchObject({ role, side }) : expect(tried).rejects.toThrow("a_role_belongs_to_its_side"));
    }
});

test("a session opens in the matter that is named, and in none that the person is not of", async () => {
  const { rows } = await world.admin.query("INSERT INTO access.matter (slug, caption) VALUES ('other', 'In re Other') RETURNING id");
  const command = { email: "operator@host.example", kind: "command", label: "", expiresAt: null } as const;
  expect(await openHostSession(world.admin, { ...command, matter: rows[0].id })).toBeNull();
  expect(await openHostSession(world.admin, { ...command, matter: world.matter })).not.toBeNull();
});
