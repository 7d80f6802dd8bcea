import { afterAll, beforeAll, expect, test } from "vitest";
import { listHolds } from "@/domain/holds/list";
import { newWorld, type World } from "@/prisma/testing/world";
import { findActor } from "./session";

let world: World;
beforeAll(async () => {
  world = await newWorld();
});
afterAll(() => world.close());

test("what a page asks on its own does not keep a session open", async () => {
  const { secret, session } = await world.actor("plaintiff counsel");
  const idle = async (touch: boolean) => {
    await world.admin.query("UPDATE access.session SET last_seen_at = clock_timestamp() - interval '20 minutes' WHERE id = $1", [session]);
    const actor = await findActor(secret, touch);
    if (!actor) throw new Error("The session is open.");
    await listHolds(actor, { limit: 10 });
    const { rows } = await world.admin.query(
      "SELECT extract(epoch FROM clock_timestamp() - last_seen_at) / 60 AS minutes FROM access.session WHERE id = $1",
      [session],
    );
    return Number(rows[0].minutes);
  };
  expect(await idle(false)).toBeGreaterThan(19);
  expect(await idle(true)).toBeLessThan(1);
});
