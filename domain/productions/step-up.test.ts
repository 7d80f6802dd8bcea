import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { findActor } from "@/domain/people/session";
import { ask, download, ended, exportingWorld, frozen } from "@/prisma/testing/exports";

let world: Awaited<ReturnType<typeof exportingWorld>>;
beforeAll(async () => {
  world = await exportingWorld();
});
afterAll(() => world.close());

const letAge = ({ session }: Actor) =>
  world.admin.query("UPDATE access.session SET factor_at = clock_timestamp() - interval '10 minutes' WHERE id = $1", [session]);

test("an export and a download begin with a fresh factor; what began with one goes on to its end", async () => {
  const counsel = await world.actor("plaintiff counsel");
  const set = await frozen(counsel);
  const { id } = await ask(counsel, set);
  await letAge(counsel);
  expect(await ended(counsel, id)).toMatchObject({ state: "ready" });

  const stale = (await findActor(counsel.secret)) ?? counsel;
  expect(stale).toMatchObject({ confirmed: true, fresh: "none" });
  await expect(ask(stale, set)).rejects.toMatchObject({ code: "refused", details: { rule: "step_up" } });
  await expect(download(stale, id, "manifest.json")).rejects.toMatchObject({ code: "refused", details: { rule: "step_up" } });
  // A page from before, or a process that only claims to be fresh: the database asks itself.
  await expect(ask(counsel, set)).rejects.toBeTruthy();
  await expect(download(counsel, id, "manifest.json")).rejects.toMatchObject({ details: { rule: "step_up" } });
  const { rows } = await world.admin.query(
    "SELECT DISTINCT action FROM audit.entry WHERE outcome = 'refused' AND reason = 'step_up' ORDER BY action",
  );
  expect(rows.map(({ action }) => action)).toEqual(["production:ask", "production:download"]);
});
