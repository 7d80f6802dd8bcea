// Loads the hostile conversations as a volume of their own into the matter of a data folder whose database is running: for the browser tests.
import { connected } from "@/prisma/connect";
import { openDatabase, openDataFolder } from "@/prisma/open";
import { makeVolume } from "@/prisma/seed/volume";
import { hostileConversations } from "./hostile";

const database = await openDatabase(openDataFolder());
const matter: string = await connected(database.adminUrl, async (client) => {
  const { rows } = await client.query("SELECT id FROM access.matter ORDER BY created_at LIMIT 1");
  return rows[0].id;
});
const described = { name: "HOSTILE", controlPrefix: "HOSTILE", source: "Made to attack its readers" };
process.stdout.write(`${await makeVolume(database.intakeUrl, { matter, ...described }, hostileConversations())}\n`);
