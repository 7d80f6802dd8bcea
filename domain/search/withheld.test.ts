import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { countConversations } from "./count";
import { CountConversations, SearchConversations } from "./schema";
import { searchConversations } from "./search";

// The third of six conversations has a turn above the reader's clearance. It is shown without it; what its words answer would tell of them.

let world: World;
let lower: Actor;
beforeAll(async () => {
  world = await newWorld();
  await world.volume(
    Array.from({ length: 6 }, (_, i) => talk(["open zebra", i === 2 ? "withheld quagga" : "open horse"])),
    { tier: 1 },
  );
  lower = await world.actor("plaintiff expert");
  // Nobody did it, so there is no entry.
  await world.admin.query("SET session_replication_role = replica");
  await world.admin.query("UPDATE access.membership SET tier = 1 WHERE person_id = $1", [lower.person]);
  await world.admin.query("INSERT INTO record.turn_tier (docno, turn, tier) SELECT min(docno) + 2, 2, 2 FROM record.conversation");
  await world.admin.query("UPDATE record.conversation SET top_tier = 2 WHERE docno = (SELECT min(docno) + 2 FROM record.conversation)");
  await world.admin.query("SET session_replication_role = origin");
});
afterAll(() => world.close());

test.each<[Record<string, unknown>, number]>([
  [{}, 6],
  [{ model: ["gpt-4"] }, 6],
  [{ q: "model:gpt-4" }, 6],
  [{ q: "turns:2 AND (date:2023-06 OR uncoded:yes)" }, 6],
  [{ q: "NOT model:gpt-3.5" }, 6],
  [{ q: "zebra" }, 5],
  [{ q: "quagga" }, 0],
  [{ q: "NOT quagga" }, 5],
  [{ q: "NOT nowhere" }, 5],
  [{ q: "model:gpt-4 OR quagga" }, 5],
  [{ q: "model:gpt-4 AND NOT quagga" }, 5],
  [{ q: "model:gpt-4 AND NOT (turns:9 AND prompt:(nowhere))" }, 5],
  [{ q: 'zebra AND (model:gpt-4 OR "##quagga")' }, 5],
])(
  "%j: a field finds what the filter beside it finds, and words find no conversation of which something is withheld",
  async (input, expected) => {
    const { items } = await searchConversations(lower, SearchConversations.parse({ limit: 50, ...input }));
    expect(items).toHaveLength(expected);
    expect(JSON.stringify(items)).not.toContain("quagga");
    expect((await countConversations(lower, CountConversations.parse(input))).count).toEqual({ value: expected, relation: "exact" });
  },
);
