// Adds a person to the matter of a data folder whose database is running: for browser tests that suspend somebody, or that need
// somebody who has not signed. One argument, JSON: { email, name, side, role, tier, password }.
import * as z from "zod";
import { roles, sides } from "@/domain/access/permissions";
import { asOwner, connected } from "@/prisma/connect";
import { openDatabase, openDataFolder } from "@/prisma/open";
import { addPerson } from "@/prisma/seed/matter";

const Newcomer = z.object({
  email: z.string(),
  name: z.string(),
  side: z.enum(sides),
  role: z.enum(roles),
  tier: z.int(),
  password: z.string(),
});
const person = Newcomer.parse(JSON.parse(process.argv[2] ?? ""));
const database = await openDatabase(openDataFolder());
await connected(database.adminUrl, async (client) => {
  const { rows } = await client.query("SELECT id FROM access.matter ORDER BY created_at LIMIT 1");
  await asOwner(client, () => addPerson(client, rows[0].id, person));
});
