import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { readLog } from "@/domain/audit/read";
import { findActor } from "@/domain/people/session";
import { newWorld, type World } from "@/prisma/testing/world";
import { firms } from "./firms";
import { linkIdentity } from "./link";
import { listIdentities } from "./list";
import { Firm } from "./schema";
import { comeFromFirm } from "./sign-in";
import { unlinkIdentity } from "./unlink";

const folder = mkdtempSync(path.join(tmpdir(), "rr-firms-"));
process.env.READING_ROOM_DATA = folder;
const file = path.join(folder, "sign-in.json");
const firm = Firm.parse({
  id: "marlow",
  name: "Marlow LLP",
  issuer: "https://login.marlow.example",
  clientId: "room",
  clientSecret: "s",
  sides: ["plaintiff"],
  mfaAcr: ["urn:marlow:two"],
});
let world: World;
beforeAll(async () => {
  world = await newWorld();
  writeFileSync(file, JSON.stringify({ firms: [firm] }), { mode: 0o600 });
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

const claims = (sub: string, more = {}) => ({ iss: firm.issuer, sub, ...more });
async function linked(actor: Actor, sub: string) {
  await linkIdentity(actor, { firm: "marlow" });
  return comeFromFirm(firm, claims(sub), actor.secret, undefined);
}
async function opened(sub: string, more = {}) {
  const came = await comeFromFirm(firm, claims(sub, more), "", undefined);
  return came && "secret" in came ? findActor(came.secret) : null;
}

test("an identity nobody linked opens nothing, whatever its address says; a linked one opens its person's session", async () => {
  expect(await opened("s-1", { email: "expert@plaintiff.example", email_verified: true })).toBeNull();
  const expert = await world.actor("plaintiff expert");
  expect(await linked(expert, "s-1")).toEqual({ linked: true });
  expect(await opened("s-1")).toMatchObject({ email: "expert@plaintiff.example", kind: "browser" });
  expect(await opened("S-1"), "a subject is compared letter by letter").toBeNull();
  expect(await comeFromFirm(firm, { iss: "https://login.marlow.example.evil.example", sub: "s-1" }, "", undefined)).toBeNull();
  expect((await listIdentities(expert)).items).toMatchObject([{ firm: "Marlow LLP", usedAt: expect.any(String) }]);
});

test("an identity is linked only by the session that said so, once, within ten minutes, and to nobody twice", async () => {
  const counsel = await world.actor("plaintiff counsel");
  expect(await comeFromFirm(firm, claims("s-2"), counsel.secret, undefined), "nothing was asked for").toBeNull();
  await linkIdentity(counsel, { firm: "marlow" });
  await world.admin.query("UPDATE access.session SET linking_at = clock_timestamp() - interval '11 minutes' WHERE id = $1", [
    counsel.session,
  ]);
  expect(await comeFromFirm(firm, claims("s-2"), counsel.secret, undefined)).toBeNull();
  expect(await linked(counsel, "s-1"), "somebody else's").toBeNull();
  expect(await linked(counsel, "s-2")).toEqual({ linked: true });
  const came = await comeFromFirm(firm, claims("s-3"), counsel.secret, undefined);
  expect(came, "the intention is used up").toBeNull();
});

test("a firm speaks for its own sides alone, and for nobody who is suspended or removed", async () => {
  const theirs = await world.actor("defense counsel");
  await expect(linkIdentity(theirs, { firm: "marlow" })).rejects.toMatchObject({ code: "not_found" });
  await expect(linkIdentity(await world.actor("plaintiff expert"), { firm: "nobody" })).rejects.toMatchObject({ code: "not_found" });
  await world.admin.query(
    "UPDATE access.membership SET side = 'defense' WHERE person_id = (SELECT person_id FROM access.identity WHERE subject = 's-2')",
  );
  expect(await opened("s-2")).toBeNull();
  await world.admin.query(
    "UPDATE access.membership SET side = 'plaintiff' WHERE person_id = (SELECT person_id FROM access.identity WHERE subject = 's-2')",
  );
  expect(await opened("s-2")).not.toBeNull();
  await world.admin.query(
    "UPDATE access.person SET suspended_at = clock_timestamp() WHERE id = (SELECT person_id FROM access.identity WHERE subject = 's-2')",
  );
  expect(await opened("s-2")).toBeNull();
});

test("what is unlinked opens nothing, and each step is in the log of its person", async () => {
  const expert = await world.actor("plaintiff expert");
  const [identity] = (await listIdentities(expert)).items;
  await unlinkIdentity(expert, { id: identity?.id ?? "" });
  expect(await opened("s-1")).toBeNull();
  const { items } = await readLog(expert, { limit: 10, action: ["identity:link", "identity:unlink"] });
  expect(items.map(({ action, outcome, detail }) => [action, outcome, detail.step ?? ""].join(" ")).reverse()).toEqual([
    "identity:link done started",
    "identity:link done linked",
    "identity:link refused started",
    "identity:unlink done ",
  ]);
});

test("a second factor that the firm saw counts only where the order trusts it", async () => {
  const put = (settings: object) =>
    world.admin.query(
      `INSERT INTO access.protective_order (matter_id, version, title, body, settings, in_force_from)
       SELECT matter_id, version + 1, title, body || '.', settings || $1, clock_timestamp() FROM access.protective_order ORDER BY version DESC LIMIT 1`,
      [JSON.stringify(settings)],
    );
  await linked(await world.actor("plaintiff expert"), "s-9");
  await put({ mfa: true });
  const confirmed = async (more: object) => (await opened("s-9", more))?.confirmed;
  expect(await confirmed({ amr: ["pwd", "mfa"] })).toBe(false);
  await put({ mfa: true, trustIdpMfa: true });
  expect(await confirmed({ amr: ["pwd", "mfa"] })).toBe(true);
  expect(await confirmed({ acr: "urn:marlow:two" })).toBe(true);
  for (const weak of [{}, { amr: ["pwd"] }, { amr: "mfa" }, { acr: "urn:marlow:one" }, { amr: ["otherwise-mfa"] }])
    expect(await confirmed(weak), JSON.stringify(weak)).toBe(false);
});

test("a list of firms that others could have written or read is none", () => {
  const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
  expect(firms()).toHaveLength(1);
  chmodSync(file, 0o640);
  expect(firms()).toEqual([]);
  chmodSync(file, 0o600);
  writeFileSync(file, '{ "firms": [{ "id": "x" }] }');
  expect(firms()).toEqual([]);
  expect(told).toHaveBeenCalledTimes(2);
  told.mockRestore();
});
