import { afterAll, beforeAll, expect, test } from "vitest";
import { fromBase64 } from "@/lib/bytes";
import { open } from "@/lib/seal";
import { giveSideKey } from "@/prisma/testing/side-key";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { dropSaved } from "./drop-saved";
import { lookAtSaved } from "./look-saved";
import { saveSearch } from "./save-search";
import { SaveSearch, searchFor } from "./saved-schema";
import { listSavedSearches } from "./saved-searches";

let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["A quagga."])]);
});
afterAll(() => world.close());

test("a search is saved sealed to its side, which alone opens it, and says what was sealed since it was looked at", async () => {
  const before = await world.actor("plaintiff counsel");
  await expect(saveSearch(before, SaveSearch.parse({ name: "Too early" }))).rejects.toMatchObject({
    code: "conflict",
    details: { rule: "epoch" },
  });
  const key = await giveSideKey(world, "plaintiff");
  const ours = await world.actor("plaintiff counsel");
  const asked = { name: "Quaggas", query: "quagga", filters: { model: ["gpt-4"] }, sort: "date" };
  const { id } = await saveSearch(ours, SaveSearch.parse(asked));
  const of = async () => (await listSavedSearches(await world.actor("plaintiff expert"))).items;
  const [saved] = await of();
  expect(saved).toMatchObject({ id, savedBy: "Paul Okafor", newVolumes: [] });
  const { epoch = 0, commitment = "", box = "" } = saved ?? {};
  const opened = await open(
    key,
    searchFor({ matter: world.matter, side: "plaintiff", epoch }),
    new Uint8Array(Buffer.from(commitment, "hex")),
    fromBase64(box),
  );
  expect(JSON.parse(opened.body)).toEqual(asked);
  expect((await listSavedSearches(await world.actor("defense counsel"))).items).toEqual([]);
  const { rows } = await world.admin.query("SELECT row_to_json(s)::text || encode(box, 'escape') AS row FROM work.saved_search s");
  expect(rows[0].row).not.toMatch(/quagga/i);

  await world.volume([talk(["Another quagga."])]);
  expect((await of())[0]?.newVolumes).toEqual(["Volume 2"]);
  await lookAtSaved(ours, { id });
  expect((await of())[0]?.newVolumes).toEqual([]);

  const theirs = await world.actor("defense counsel");
  await expect(lookAtSaved(theirs, { id })).rejects.toMatchObject({ code: "not_found" });
  await expect(dropSaved(theirs, { id })).rejects.toMatchObject({ code: "not_found" });
  await dropSaved(ours, { id });
  expect(await of()).toEqual([]);
  const { rows: log } = await world.admin.query(
    "SELECT detail FROM audit.entry WHERE action = 'search:save' AND outcome = 'done' ORDER BY id",
  );
  expect(JSON.stringify(log)).not.toMatch(/quagga/i);
  expect(log).toHaveLength(3);
});
