import { afterAll, beforeAll, expect, test } from "vitest";
import { viewConversation } from "@/domain/conversations/view";
import { connect } from "@/prisma/connect";
import { newWorld, talk, type World } from "@/prisma/testing/world";

let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["What did the paper say?", "It said nothing of the kind."])]);
});
afterAll(() => world.close());

test("a look leaves its entry before the text is read", async () => {
  const expert = await world.actor("plaintiff expert");
  const { entry, items } = await viewConversation(expert, { id: "T1-000000001" });
  expect(items.map(({ text }) => text)).toEqual(["What did the paper say?", "It said nothing of the kind."]);
  const { rows } = await world.admin.query("SELECT action, object, outcome, person_id FROM audit.entry WHERE id = $1", [entry]);
  expect(rows).toEqual([{ action: "conversation:view", object: "conversation:T1-000000001", outcome: "done", person_id: expert.person }]);
});

test("the web process cannot read a text column by any right of its own", async () => {
  const app = await connect(world.appUrl);
  for (const table of ["record.conversation_text", "record.conversation_source", "record.staged", "record.conversation_text_0000"])
    await expect(app.query(`SELECT * FROM ${table}`)).rejects.toMatchObject({ code: "42501" });
  await app.end();
});

test("opening and reading within one transaction, then taking it back, shows nothing", async () => {
  const { secret } = await world.actor("plaintiff expert");
  const app = await connect(world.appUrl);
  await app.query("BEGIN");
  const { rows } = await app.query("SELECT api.open_view($1, 'T1-000000001', 1, 2, NULL, NULL) AS opened", [secret]);
  await expect(app.query("SELECT * FROM api.read_view($1, $2)", [secret, rows[0].opened.ticket])).rejects.toThrow("not committed yet");
  await app.query("ROLLBACK");
  await app.end();
});
