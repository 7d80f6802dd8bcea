// Adds a matter of its own to a data folder whose database is running: one counsel, and every attack of hostile.ts, twice: as turns of
// conversations, and each as a conversation, so that a list of results shows its words. For the browser test that opens them all. One
// argument: the password of that counsel.
import { connected } from "@/prisma/connect";
import { openDatabase, openDataFolder } from "@/prisma/open";
import { makeMatter } from "@/prisma/seed/matter";
import { makeVolume } from "@/prisma/seed/volume";
import { hazards, hostileConversations } from "./hostile";

const [password = ""] = process.argv.slice(2);
const database = await openDatabase(openDataFolder());
const matter = await connected(database.adminUrl, (client) =>
  makeMatter(client, {
    slug: "hostile",
    caption: "In re Everything That Tries Something",
    people: [{ email: "counsel@hostile.example", name: "Hester Reed", side: "plaintiff", role: "counsel", tier: 2, password }],
    order: {
      title: "Protective Order",
      body: "Nothing of it may act.",
      inForceFrom: "2024-01-01T00:00:00Z",
      settings: { tiers: ["CONFIDENTIAL", "HIGHLY CONFIDENTIAL"], idleMinutes: 30, absoluteHours: 12, mfa: false },
    },
  }),
);
await makeVolume(database.intakeUrl, { matter, name: "TOGETHER", controlPrefix: "HOSTILE" }, hostileConversations());
await makeVolume(
  database.intakeUrl,
  { matter, name: "SINGLY", controlPrefix: "ONE" },
  hazards().map(({ key, text }, n) => ({
    sourceId: key,
    startedAt: new Date(Date.UTC(2024, 1, 1, 0, n)).toISOString(),
    model: null,
    language: "en",
    turns: [{ role: "output" as const, text }],
    branches: [],
    metadata: null,
  })),
);
