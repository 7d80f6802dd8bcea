// Lets every confirmation in a data folder whose database is running be ten minutes old: for browser tests that ask for a fresh one.
import { connected } from "@/prisma/connect";
import { openDatabase, openDataFolder } from "@/prisma/open";

const database = await openDatabase(openDataFolder());
await connected(database.adminUrl, (client) =>
  client.query("UPDATE access.session SET factor_at = factor_at - interval '10 minutes' WHERE factor_at IS NOT NULL"),
);
