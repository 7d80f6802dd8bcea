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

test("a hold placed while a file is being downloaded stops the rest of it", async () => {
  const { body } = await begun();
  const monitor = await world.actor("monitor");
  await placeHold(monitor, { scope: "volume", target: "Volume 3", reason: "Preservation", authority: "ECF 551" });
  await afterAWhile();
  await expect(body.next()).rejects.toMatchObject({ code: "held" });
});
