import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { connect } from "@/prisma/connect";
import { append } from "@/prisma/testing/logs";
import { newWorld } from "@/prisma/testing/world";
import { openSequencer } from "./sequencer";
import { makeKeyFile, openSigner } from "./signer";

// A verifier explains an entry by those before it. What an entry rests on was committed before the entry was written, so it must not stand
// after it in the tree, not even where a round takes many batches and something commits between them.
test("what is committed between the batches of a round waits for the next, with all that rests on it", async () => {
  const world = await newWorld();
  const folder = await mkdtemp(path.join(tmpdir(), "rr-order-"));
  const [client, slow] = [await connect(world.sequencerUrl), await connect(world.url)];
  await makeKeyFile(path.join(folder, "key.pem"), false);
  const open = async (limit: number) => openSequencer({ client, signer: await openSigner(path.join(folder, "key.pem"), folder), limit });
  await (await open(5_000)).step();
  const matter = randomUUID();
  const sequencer = await open(1);
  await slow.query("BEGIN");
  const grant = await append(slow, matter);
  const [first, second] = [await append(world.admin, matter), await append(world.admin, matter)];
  await sequencer.step();
  await slow.query("COMMIT");
  const resting = await append(world.admin, matter);
  for (let i = 0; i < 12; i++) await sequencer.step();
  const { rows } = await world.admin.query("SELECT entry_id::text AS id FROM audit.leaf WHERE log_id = $1 ORDER BY index", [matter]);
  expect(rows.map(({ id }) => id)).toEqual([first, second, grant, resting]);
  await client.end();
  await slow.end();
  await world.close({ invented: true });
  await rm(folder, { recursive: true });
});
