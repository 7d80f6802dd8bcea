import { afterAll, beforeAll, expect, test } from "vitest";
import { viewConversation } from "@/domain/conversations/view";
import { signIn, signOut } from "@/domain/people/session";
import { searchConversations } from "@/domain/search/search";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { act } from "./act";

let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who wrote this?", "Nobody did."]), talk(["Größe?", "天気"])]);
});
afterAll(() => world.close());

async function scenario() {
  const expert = await world.actor("plaintiff expert");
  const counsel = await world.actor("defense counsel");
  await viewConversation(expert, { id: "T1-000000001", purpose: "ſtraße “quoted” \\ and a tab\t\u0001" });
  await viewConversation(expert, { id: "NONE-000000001" }).catch(() => null);
  await searchConversations(counsel, { q: "größe", sort: "date", limit: 10 });
  await viewConversation(await world.actor("monitor"), { id: "T1-000000001" }).catch(() => null);
  const detail = { nothing: null, list: [null, 1.5, "x"], deep: { nothing: null }, large: 12345678901234 };
  await act(counsel, "conversation:copy", { object: "code:x", detail: { turns: detail }, sealed: { secret: 1 } }, async () => ({
    result: null,
  }));
  await signIn("nobody@nowhere.example", "wrong");
  await signIn("expert@plaintiff.example", "wrong");
  await signOut(counsel.secret);
}

test("the leaf of every entry is canonical JSON and says exactly what the columns say", async () => {
  await scenario();
  const { rows } = await world.admin.query(
    `SELECT e.*, e.id::text AS id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, e.detail,
            encode(e.commitment, 'hex') AS commitment, convert_from(e.leaf, 'UTF8') AS leaf,
            (convert_from(e.leaf, 'UTF8')::jsonb)::text AS canonical FROM audit.entry e ORDER BY e.id`,
  );
  expect(rows.length).toBeGreaterThan(12);
  for (const { leaf, canonical, ...row } of rows) {
    expect(leaf).toBe(canonical);
    const columns = {
      v: 1,
      id: Number(row.id),
      at: row.at,
      matter: row.matter_id,
      person: row.person_id,
      email: row.email,
      side: row.side,
      role: row.role,
      session: row.session_id,
      action: row.action,
      object: row.object,
      outcome: row.outcome,
      reason: row.reason,
      detail: row.detail,
      commitment: row.commitment,
      request: row.request_id,
    };
    expect(JSON.parse(leaf)).toEqual(Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== null)));
  }
});

test("the log holds only a commitment to what is private to a side", async () => {
  const { rows } = await world.admin.query(
    "SELECT action, length(commitment) AS length, convert_from(leaf, 'UTF8') AS leaf FROM audit.entry WHERE commitment IS NOT NULL",
  );
  expect(rows.map(({ action }) => action)).toEqual(["conversation:ask", "conversation:copy"]);
  expect(rows.filter(({ leaf, length }) => length !== 32 || leaf.includes("größe") || leaf.includes("secret"))).toEqual([]);
});
