import { verify } from "@node-rs/argon2";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { connect } from "@/prisma/connect";
import { newWorld, type World } from "@/prisma/testing/world";
import { hashPassword, hashSecret, signIn } from "./session";

vi.mock("@node-rs/argon2", async (original) => {
  const argon2 = await original<typeof import("@node-rs/argon2")>();
  return { ...argon2, verify: vi.fn(argon2.verify) };
});

const email = "expert@plaintiff.example";
const password = "a long pass phrase";
let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.admin.query("UPDATE access.person SET password_hash = $1", [await hashPassword(password)]);
});
beforeEach(() => world.admin.query("DELETE FROM access.guess; DELETE FROM access.guess_queue"));
afterAll(() => world.close());

type Guess = { password_hash: string | null; wait_ms: number };
const home = "h".repeat(43);

/** Guesses that arrive at the same moment, each on a connection of its own. */
async function atOnce(many: number, of: string, mark: string | null, address: (i: number) => string | null = () => null): Promise<Guess[]> {
  const clients = await Promise.all(Array.from({ length: 8 }, () => connect(world.appUrl)));
  const guesses = await Promise.all(
    Array.from({ length: many }, (_, i) =>
      clients[i % 8]?.query("SELECT * FROM api.take_guess($1, $2, $3)", [of, mark && hashSecret(mark), address(i)]),
    ),
  );
  await Promise.all(clients.map((client) => client.end()));
  return guesses.map((guess) => guess?.rows[0]);
}
const looked = (guesses: Guess[]) => guesses.filter(({ password_hash }) => password_hash !== null);

test("a hundred guesses at once are as slow as a hundred one after another: six are free, then each waits for those before", async () => {
  const guesses = looked(await atOnce(100, email, null));
  const waits = guesses.map(({ wait_ms }) => wait_ms).sort((a, b) => a - b);
  expect(waits.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 0]);
  // 250, then 500 more, 1000 more, 2000 more, 4000 more; the next would wait longer than ten seconds and is not looked at.
  for (const [i, least] of [250, 750, 1_750, 3_750, 7_750].entries()) expect(waits[6 + i]).toBeGreaterThan(least - 250);
  expect(waits).toHaveLength(11);
});

test("the queue grows for an address that nobody has as for one that somebody has", async () => {
  const known = await atOnce(30, email, null);
  const unknown = await atOnce(30, "nobody@nowhere.example", null);
  const shape = (guesses: Guess[]) => guesses.map(({ wait_ms }) => Math.round(wait_ms / 1_000)).sort((a, b) => a - b);
  expect(shape(unknown)).toEqual(shape(known));
});

test("an opponent’s guesses keep nobody out of their own browser", async () => {
  const place = { mark: home, agent: "Firefox on Linux", address: null };
  expect(await signIn(email, password, place)).not.toBeNull();
  await atOnce(200, email, null);
  await atOnce(50, email, "a mark that the opponent made up, of no browser known");
  const [mine] = await atOnce(1, email, home);
  expect(mine).toMatchObject({ wait_ms: 0, password_hash: expect.any(String) });
  expect(await signIn(email, password, place)).not.toBeNull();
  expect(looked(await atOnce(1, email, null)), "and the opponent goes on waiting").toEqual([]);
});

test("a quarter of an hour later guesses are free again: nothing locks", async () => {
  await atOnce(100, email, null);
  await world.admin.query(
    "UPDATE access.guess SET at = at - interval '15 minutes'; UPDATE access.guess_queue SET next_at = next_at - interval '15 minutes'",
  );
  expect(looked(await atOnce(1, email, null))).toMatchObject([{ wait_ms: 0 }]);
});

test("a network address has a budget of a hundred, whomever it guesses at; who gets in spends none of it", async () => {
  const at = "203.0.113.7";
  const mine = { mark: "m".repeat(43), agent: "", address: at };
  expect(await signIn(email, password, mine)).not.toBeNull();
  await atOnce(99, "nobody@nowhere.example", null, () => at);
  expect(await signIn(email, password, mine)).not.toBeNull();
  await atOnce(1, "nobody@nowhere.example", null, () => at);
  expect(looked(await atOnce(3, "counsel@plaintiff.example", null, () => at))).toEqual([]);
  expect(looked(await atOnce(1, "counsel@plaintiff.example", null, () => "203.0.113.8"))).toHaveLength(1);
});

test("the right password among guesses that are not looked at opens nothing, at the cost of one hash", async () => {
  await atOnce(100, email, null);
  vi.mocked(verify).mockClear();
  expect(await signIn(email, password)).toBeNull();
  expect(vi.mocked(verify)).toHaveBeenCalledTimes(1);
});

test("waiting in the queue holds no connection", async () => {
  await atOnce(10, email, null);
  const waiting = signIn(email, "wrong");
  await new Promise((resolve) => setTimeout(resolve, 300));
  const { rows } = await world.admin.query(
    "SELECT count(*)::int AS busy FROM pg_stat_activity WHERE usename = 'rr_app' AND datname = current_database() AND state <> 'idle'",
  );
  expect(rows[0].busy).toBe(0);
  await waiting;
}, 20_000);
