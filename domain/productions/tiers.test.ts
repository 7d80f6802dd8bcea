// A file holds what whoever asked for it was cleared for, at that moment. Who fetches it, and when, is another question.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { readLog } from "@/domain/audit/read";
import { SetDesignation } from "@/domain/designations/schema";
import { setDesignation } from "@/domain/designations/set";
import { addPerson } from "@/domain/people/add-person";
import { AddPerson } from "@/domain/people/schema";
import { findActor, openSession } from "@/domain/people/session";
import { signUndertaking } from "@/domain/people/sign";
import { ask, download, ended, exportingWorld, frozen } from "@/prisma/testing/exports";
import { talk } from "@/prisma/testing/world";
import { downloadFile } from "./download";

let world: Awaited<ReturnType<typeof exportingWorld>>;
let counsel: Actor;
let junior: Actor;
beforeAll(async () => {
  world = await exportingWorld();
  await world.volume([talk(["An okapi", "word ".repeat(400_000)]), talk(["A tapir", "Shy.", "And?", "Rare."])], { tier: 1 });
  counsel = await world.actor("plaintiff counsel");
  junior = await colleague("junior@plaintiff.example", 1);
});
afterAll(() => world.close());

async function colleague(email: string, tier: number): Promise<Actor> {
  const admitted = AddPerson.parse({ email, name: "Jo Junior", side: "plaintiff", role: "counsel", tier });
  await addPerson(await world.actor("custodian"), admitted);
  await world.admin.query("UPDATE access.person SET first_password = false WHERE email = $1", [email]);
  const actor = (await findActor((await openSession(email)) ?? "")) ?? expect.fail("no session");
  await signUndertaking(actor, { hash: actor.order.sha256, name: actor.name });
  return (await findActor(actor.secret)) ?? expect.fail("no session");
}
const exported = async (actor: Actor, query: string) => {
  const production = await ended(actor, (await ask(actor, await frozen(actor, query))).id);
  expect(production.state).toBe("ready");
  return production.id;
};
const fetched = (actor: Actor, id: string) =>
  download(actor, id, "conversations.jsonl").then(
    (file) => file.toString("utf8"),
    (error) => error.details?.rule ?? error.code,
  );
const designate = async (conversation: string, turn: number, tier: number) =>
  setDesignation(await world.actor("custodian"), SetDesignation.parse({ conversation, turn, tier, reason: "As ordered." }));

test("a colleague of a lower tier fetches no file that was made for a higher one, and the attempt is in the log", async () => {
  const id = await exported(counsel, "quagga OR tapir");
  expect(await fetched(junior, id)).toBe("tier");
  expect(await fetched(junior, id)).not.toContain("quagga");
  const [entry] = (await readLog(await world.actor("monitor"), { object: id, action: ["production:download"], limit: 1 })).items;
  expect(entry).toMatchObject({ outcome: "refused", reason: "tier" });
  expect(await fetched(counsel, id)).toContain("quagga");
  // The other way round what is in it is open to both.
  const lower = await exported(junior, "tapir");
  expect(await fetched(counsel, lower)).toContain("tapir");
  expect(await fetched(junior, lower)).toContain("tapir");
});

test("whoever is cleared for less than when they asked fetches it no more", async () => {
  const senior = await colleague("senior@plaintiff.example", 2);
  const id = await exported(senior, "quagga");
  await world.admin.query("UPDATE access.membership SET tier = 1 WHERE person_id = $1", [senior.person]);
  expect(await fetched(senior, id)).toBe("tier");
});

test.each([
  ["a conversation", 0],
  ["a turn", 2],
])("what was raised since, %s, leaves in no file that was written before, not to whom it is above", async (_what, turn) => {
  const id = await exported(junior, "tapir");
  await designate("T3-000000002", turn, 2);
  expect(await fetched(junior, id)).toBe("tier");
  expect(await fetched(counsel, id)).toContain("tapir");
  await designate("T3-000000002", turn, 1);
  expect(await fetched(junior, id)).toContain("tapir");
});

test("what is raised while it is being sent is sent no further", async () => {
  const id = await exported(junior, "okapi");
  const { body } = await downloadFile(junior, { id, name: "conversations.jsonl" });
  expect((await body.next()).done).toBe(false);
  await designate("T3-000000001", 0, 2);
  await new Promise((resolve) => setTimeout(resolve, 600));
  await expect(body.next()).rejects.toMatchObject({ details: { rule: "tier" } });
});
