import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { placeHold } from "@/domain/holds/place";
import { signOut } from "@/domain/people/session";
import { ask, ended, exportingWorld, frozen } from "@/prisma/testing/exports";
import { talk } from "@/prisma/testing/world";
import { downloadFile } from "./download";

let world: Awaited<ReturnType<typeof exportingWorld>>;
beforeAll(async () => {
  world = await exportingWorld();
  await world.volume([talk(["An okapi", "word ".repeat(400_000)])]);
});
afterAll(() => world.close());

async function begun() {
  const counsel = await world.actor("plaintiff counsel");
  const { id } = await ask(counsel, await frozen(counsel, "okapi"));
  expect(await ended(counsel, id)).toMatchObject({ state: "ready" });
  const { body } = await downloadFile(counsel, { id, name: "conversations.jsonl" });
  expect((await body.next()).done).toBe(false);
  return { counsel, body };
}
const afterAWhile = () => new Promise((resolve) => setTimeout(resolve, 600));

test("a download under way ends in the middle when its session does", async () => {
  const { counsel, body } = await begun();
  await signOut(counsel.secret);
  await afterAWhile();
  await expect(body.next()).rejects.toMatchObject({ code: "unauthenticated" });
});

const counsels = "(SELECT id FROM access.person WHERE email = 'counsel@plaintiff.example')";
/** Each way to lose the right, and how it is given back. */
const losses: [string, string, string][] = [
  ["their session is revoked", "UPDATE access.session SET revoked_at = clock_timestamp() WHERE revoked_at IS NULL", "SELECT 1"],
  [
    "they are suspended",
    `UPDATE access.person SET suspended_at = clock_timestamp() WHERE id = ${counsels}`,
    "UPDATE access.person SET suspended_at = NULL",
  ],
  [
    "their access to the matter ends",
    `UPDATE access.membership SET ended_at = clock_timestamp() WHERE person_id = ${counsels}`,
    "UPDATE access.membership SET ended_at = NULL",
  ],
  [
    "they have another role",
    `UPDATE access.membership SET role = 'expert' WHERE person_id = ${counsels}`,
    `UPDATE access.membership SET role = 'counsel' WHERE person_id = ${counsels}`,
  ],
  [
    "they have no tier any more",
    `UPDATE access.membership SET tier = 0 WHERE person_id = ${counsels}`,
    `UPDATE access.membership SET tier = 2 WHERE person_id = ${counsels}`,
  ],
  [
    "they act for the other side",
    `UPDATE access.membership SET side = 'defense' WHERE person_id = ${counsels}`,
    `UPDATE access.membership SET side = 'plaintiff' WHERE person_id = ${counsels}`,
  ],
];

test.each(losses)("an export under way comes to nothing as soon as %s, and so does a download", async (_what, lose, undo) => {
  const { body } = await begun();
  const counsel = await world.actor("plaintiff counsel");
  const { id } = await ask(counsel, await frozen(counsel));
  const shown = "SELECT FROM audit.entry WHERE object = $1 AND detail ? 'shown'";
  while ((await world.admin.query(shown, [`production:${id}`])).rowCount === 0);
  // Whatever is being written waits for this row, and is asked again once the right is gone.
  await world.admin.query(`BEGIN; SELECT FROM release.production WHERE id = '${id}' FOR UPDATE; ${lose}; COMMIT`);
  await afterAWhile();
  await expect(body.next()).rejects.toMatchObject({ code: expect.stringMatching(/^(unauthenticated|refused|not_found)$/) });
  await world.admin.query(undo);
  const { rows } = await world.admin.query("SELECT state FROM release.production WHERE id = $1", [id]);
  expect(["writing", "failed"]).toContain(rows[0].state);
  expect(existsSync(path.join(world.folder, "productions", id))).toBe(false);
  const chunks = (await world.admin.query(`${shown} AND outcome = 'done'`, [`production:${id}`])).rowCount;
  expect(chunks).toBeLessThan(3);
});

test("a hold placed while a file is being downloaded stops the rest of it", async () => {
  const { body } = await begun();
  const monitor = await world.actor("monitor");
  await placeHold(monitor, { scope: "volume", target: "Volume 3", reason: "Preservation", authority: "ECF 551" });
  await afterAWhile();
  await expect(body.next()).rejects.toMatchObject({ code: "held" });
});
