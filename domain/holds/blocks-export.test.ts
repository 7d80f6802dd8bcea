import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readLog } from "@/domain/audit/read";
import { downloadFile } from "@/domain/productions/download";
import { readProduction } from "@/domain/productions/read";
import { connect } from "@/prisma/connect";
import { ask, download, ended, exportingWorld, frozen } from "@/prisma/testing/exports";
import { approveRelease } from "./approve-release";
import { placeHold } from "./place";
import { requestRelease } from "./request-release";

let world: Awaited<ReturnType<typeof exportingWorld>>;
beforeAll(async () => {
  world = await exportingWorld();
});
afterAll(() => world.close());

const because = { reason: "Preservation order", authority: "ECF 551" };

async function release(hold: string) {
  await requestRelease(await world.actor("plaintiff counsel"), { id: hold, reason: "Over." });
  await approveRelease(await world.actor("monitor"), { id: hold });
}

test("a hold refuses an export at the request, for everyone, and the attempt is in the log", async () => {
  const plaintiff = await world.actor("plaintiff counsel");
  const defense = await world.actor("defense counsel");
  const sets = [await frozen(plaintiff), await frozen(defense)] as const;
  for (const target of [
    { scope: "matter" },
    { scope: "volume", target: "Volume 1" },
    { scope: "conversation", target: "T1-000000003" },
  ] as const) {
    const { id: hold } = await placeHold(plaintiff, { ...target, ...because });
    for (const [actor, set] of [
      [plaintiff, sets[0]],
      [defense, sets[1]],
    ] as const)
      await expect(ask(actor, set)).rejects.toMatchObject({
        code: "held",
        details: { holds: [{ id: hold, scope: target.scope, authority: "ECF 551" }] },
      });
    const { items } = await readLog(await world.actor("monitor"), { action: ["production:ask"], outcome: "refused", limit: 2 });
    expect(items.map(({ reason, side, detail }) => [reason, side, detail.holds])).toEqual([
      ["held", "defense", [hold]],
      ["held", "plaintiff", [hold]],
    ]);
    await release(hold);
  }
  const { id: hold } = await placeHold(plaintiff, { scope: "volume", target: "Volume 2", ...because });
  expect((await ended(plaintiff, (await ask(plaintiff, sets[0])).id)).state).toBe("ready");
  await release(hold);
});

test("a hold on an overlapping set of the other side stops an export", async () => {
  const plaintiff = await world.actor("plaintiff counsel");
  const defense = await world.actor("defense counsel");
  const { id: hold } = await placeHold(defense, { scope: "set", target: await frozen(defense, "zebras AND 17"), ...because });
  await expect(ask(plaintiff, await frozen(plaintiff))).rejects.toMatchObject({ code: "held" });
  await release(hold);
});

test("a hold kills the download of what is ready already, for as long as it lasts", async () => {
  const counsel = await world.actor("defense counsel");
  const { id } = await ended(counsel, (await ask(counsel, await frozen(counsel))).id);
  await download(counsel, id, "SHA256SUMS");
  const { id: hold } = await placeHold(await world.actor("monitor"), { scope: "conversation", target: "T1-000000400", ...because });
  await expect(downloadFile(counsel, { id, name: "SHA256SUMS" })).rejects.toMatchObject({
    code: "held",
    details: { holds: [{ id: hold }] },
  });
  const { items } = await readLog(await world.actor("monitor"), { object: id, action: ["production:download"], limit: 2 });
  expect(items.map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ["refused", "held"],
    ["done", null],
  ]);
  await release(hold);
  await download(counsel, id, "SHA256SUMS");
});

test("a hold placed at any moment of an export never loses to it", async () => {
  const counsel = await world.actor("plaintiff counsel");
  const setId = await frozen(counsel, "quagga");
  const outcomes = { ready: 0, held: 0 };
  for (let round = 0; round < 200; round++) {
    const { id } = await ask(counsel, setId);
    await new Promise((resolve) => setTimeout(resolve, (round * 7) % 40));
    const { id: hold } = await placeHold(counsel, { scope: "conversation", target: "T2-000000001", ...because });
    const acknowledged = await readProduction(counsel, { id });
    const { state, files } = await ended(counsel, id);
    // What was not published when the hold was acknowledged never is; what was, does not leave.
    expect([acknowledged.state, state]).toEqual(acknowledged.state === "ready" ? ["ready", "ready"] : [acknowledged.state, "held"]);
    expect(files).toHaveLength(state === "ready" ? 3 : 0);
    await expect(downloadFile(counsel, { id, name: "SHA256SUMS" })).rejects.toMatchObject({
      code: state === "ready" ? "held" : "not_found",
    });
    outcomes[state as "ready" | "held"]++;
    await release(hold);
  }
  expect(outcomes.ready).toBeGreaterThan(5);
  expect(outcomes.held).toBeGreaterThan(5);
  expect(readdirSync(path.join(world.folder, "productions")).filter((name) => name.endsWith(".writing"))).toEqual([]);
}, 120_000);

test("publishing waits for a hold that is just being placed, and yields to it", async () => {
  const counsel = await world.actor("plaintiff counsel");
  const setId = await frozen(counsel, "quagga");
  await world.admin.query("BEGIN; SELECT audit.append(NULL::access.actor, 'production:ask', NULL, 'done', NULL, NULL, NULL, NULL)");
  const { rows } = await world.admin.query(
    "INSERT INTO release.production (matter_id, side, set_id, name, formats, reason, size, requested_by) VALUES ($1, 'plaintiff', $2, 'Race', '{jsonl}', 'r', 1, $3) RETURNING id",
    [world.matter, setId, counsel.person],
  );
  await world.admin.query("COMMIT");
  const [placing, publishing] = [await connect(world.appUrl), await connect(world.appUrl)];
  await placing.query("BEGIN");
  await placing.query("SELECT api.begin($1, false)", [counsel.secret]);
  const placed = await placing.query("SELECT api.place_hold('matter', NULL, 'r', 'a') AS made");
  await placing.query("SELECT api.record('hold:place', NULL, 'done', NULL, NULL, NULL, NULL)");
  let settled = false;
  const published = publishing
    .query("SELECT api.finish_production($1, $2, 'ready', '[]', NULL) AS ended", [counsel.secret, rows[0].id])
    .finally(() => (settled = true));
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(settled).toBe(false);
  await placing.query("COMMIT");
  expect((await published).rows).toEqual([{ ended: "held" }]);
  await Promise.all([placing.end(), publishing.end()]);
  await release(placed.rows[0].made.id);
});

test("a hold placed while rows are written stops the writing, and nothing stays on disk", async () => {
  const counsel = await world.actor("plaintiff counsel");
  const { id } = await ask(counsel, await frozen(counsel));
  while ((await world.admin.query("SELECT FROM audit.entry WHERE object = $1 AND detail ? 'shown'", [`production:${id}`])).rowCount === 0);
  const { id: hold } = await placeHold(counsel, { scope: "matter", ...because });
  expect((await ended(counsel, id)).state).toBe("held");
  await expect.poll(() => existsSync(path.join(world.folder, "productions", id))).toBe(false);
  await release(hold);
});

test("set by set, another side's hold on a set tells nothing of the set: it covers the volume for them, and for its own side what it holds", async () => {
  const plaintiff = await world.actor("plaintiff counsel");
  const defense = await world.actor("defense counsel");
  const { id: hold } = await placeHold(defense, { scope: "set", target: await frozen(defense, "zebras AND 17"), ...because });
  for (const query of ['"Question 17"', '"Question 18"', '"Question 400"']) {
    await expect(ask(plaintiff, await frozen(plaintiff, query)), query).rejects.toMatchObject({ code: "held" });
    const own = ask(defense, await frozen(defense, query));
    if (query === '"Question 17"') await expect(own).rejects.toMatchObject({ code: "held" });
    else await ended(defense, (await own).id);
  }
  await ended(plaintiff, (await ask(plaintiff, await frozen(plaintiff, "quagga"))).id);
  await release(hold);
});
