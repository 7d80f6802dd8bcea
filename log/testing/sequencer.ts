// A sequencer with one known fault, as a process that tests can kill: what each fault loses is shown by log/loses.test.ts.
// One argument, JSON: { url, key, folder, fault }.
import pg from "pg";
import * as z from "zod";
import { openSequencer } from "@/log/sequencer";
import { makeKeyFile, openSigner } from "@/log/signer";
import { faults, faulty } from "./faulty";

const { url, key, folder, fault } = z
  .object({ url: z.string(), key: z.string(), folder: z.string(), fault: z.enum(faults) })
  .parse(JSON.parse(process.argv[2] ?? ""));
const client = new pg.Client({ connectionString: url });
await client.connect();
await makeKeyFile(key, false);
const sequencer = await openSequencer({ client, signer: await openSigner(key, folder), ...(await faulty(client, fault)) });
process.send?.({ ready: true });
for (;;) {
  const { entries } = await sequencer.step();
  process.send?.({ entries });
  await new Promise((resolve) => setTimeout(resolve, 20));
}
