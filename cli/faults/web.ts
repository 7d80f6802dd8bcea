import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { asOwner } from "@/prisma/connect";
import { openScratch, type Scratch } from "@/prisma/scratch";
import { addPerson } from "@/prisma/seed/matter";
import { build } from "@/run/bootstrap.mjs";
import { type Fault, must, sleep, unlogged } from "./fault";
import { readable } from "./server";

const ROUNDS = 6;
const PASSWORD = "a password for one fault only";

export type Web = { readonly origin: string; readonly kill: () => Promise<void> };

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address ? address.port : 0;
}

/** The real web process on a production build, on a port of its own, as `npm start` runs it. */
export async function startWeb({ database, folder }: Pick<Scratch, "database" | "folder">): Promise<Web> {
  build();
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ["run/web.mjs"], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      READING_ROOM_DIST: process.env.READING_ROOM_DIST,
      PORT: String(port),
      NEXTAUTH_URL: origin,
      NEXTAUTH_SECRET: database.secrets.auth,
      READING_ROOM_FACTOR_KEY: database.secrets.factors,
      READING_ROOM_APP_URL: database.appUrl,
      READING_ROOM_DATA: folder,
    },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const ended = once(child, "exit");
  const started = await Promise.race([once(child, "message").then(() => true), ended.then(() => false)]);
  must(started, "the web process did not start");
  return {
    origin,
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Somebody of the matter with a password, who has signed. */
export async function withPassword({ admin, matter }: Scratch, email: string, role: "counsel" | "expert"): Promise<void> {
  const person = { email, name: "Frances Fault", side: "plaintiff", role, tier: 2, password: PASSWORD } as const;
  await asOwner(admin, () => addPerson(admin, matter, person));
}

/** Signs in over the network and signs the undertaking; the cookies of the session. Throws where the connection breaks. */
export async function signIn(origin: string, email: string): Promise<string> {
  const csrf = await fetch(`${origin}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const body = new URLSearchParams({ csrfToken, email, password: PASSWORD, json: "true" });
  const headers = { origin, cookie: cookiesOf(csrf) };
  const answer = await fetch(`${origin}/api/auth/callback/credentials`, { method: "POST", headers, body, redirect: "manual" });
  const cookie = cookiesOf(answer);
  must(cookie.includes("session-token"), `the sign-in answered ${answer.status} without a session`);
  const { hash, signed } = (await (await fetch(`${origin}/api/undertaking`, { headers: { cookie } })).json()) as Record<string, unknown>;
  if (!signed) await post(origin, cookie, "/api/undertaking/sign", { hash, name: "Frances Fault" });
  return cookie;
}

const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((one) => one.split(";", 1)[0])
    .join("; ");

export async function post(origin: string, cookie: string, path: string, data: unknown): Promise<Record<string, unknown>> {
  const headers = { origin, cookie, "content-type": "application/json" };
  const answer = await fetch(origin + path, { method: "POST", headers, body: JSON.stringify(data) });
  const said = (await answer.json()) as Record<string, unknown>;
  must(answer.ok, `${path} answered ${answer.status}: ${said.message}`);
  return said;
}

/** What was seen by whom: how many answers began, the numbers of those that came whole, and the cookies that somebody was given. */
type Seen = { readonly begun: Map<string, number>; readonly whole: Set<string>; readonly cookies: string[]; tried: number };

/** Looks by each reader, and sign-ins one after another, until the web process is gone. */
async function asking(origin: string, secrets: readonly string[], seen: Seen): Promise<void> {
  const look = async (secret: string, n: number) => {
    for (let i = 0; ; i++) {
      const control = `FAULT-${String(1 + ((n * 7 + i) % 100)).padStart(9, "0")}`;
      const answer = await fetch(`${origin}/api/conversations/${control}`, { headers: { authorization: `Bearer ${secret}` } });
      must(answer.status === 200, `a look was answered ${answer.status}`);
      // Its head is here: from now on some of the text may be, even if the rest never comes.
      seen.begun.set(secret, (seen.begun.get(secret) ?? 0) + 1);
      seen.whole.add(((await answer.json()) as { entry: string }).entry);
    }
  };
  const enter = async () => {
    for (;;) {
      seen.tried++;
      seen.cookies.push(await signIn(origin, "fault@plaintiff.example"));
    }
  };
  const untilBroken = (work: Promise<void>) =>
    work.catch((error) => {
      if (error instanceof TypeError || error instanceof SyntaxError) return; // the connection is gone
      throw error;
    });
  await Promise.all([...secrets.map(look), enter()].map(untilBroken));
}

export const killedWeb: Fault = {
  name: "web process killed",
  promise: "what began to be shown has its entry and was charged once; a session is opened once, and goes on after the restart",
  run: async () => {
    const scratch = await openScratch();
    const seen: Seen = { begun: new Map(), whole: new Set(), cookies: [], tried: 0 };
    let web: Web | undefined;
    try {
      const secrets = (await readable(scratch)).slice(0, 8);
      await withPassword(scratch, "fault@plaintiff.example", "expert");
      for (let round = 0; round < ROUNDS; round++) {
        const running = await startWeb(scratch);
        web = running;
        const asked = asking(running.origin, secrets, seen);
        // At work, and with somebody signed in: then it is killed in the midst of the next ones.
        const [looks, entered, end] = [seen.whole.size, seen.cookies.length, Date.now() + 30_000];
        while ((seen.whole.size === looks || seen.cookies.length === entered) && Date.now() < end) await sleep(10);
        await sleep(Math.random() * 1_000);
        await running.kill();
        await asked;
      }
      web = await startWeb(scratch);
      await quiet(scratch);
      const missing = await unlogged(scratch.database.adminUrl, seen.whole);
      must(missing.length === 0, `${missing.length} of ${seen.whole.size} looks have no entry`);
      const looks = await charged(scratch, secrets, seen.begun);
      const sessions = await onceEach(scratch, web.origin, seen);
      return `${ROUNDS} times kill -9: ${looks}; ${sessions}`;
    } finally {
      await web?.kill();
      await scratch.close();
    }
  },
};

/** Waits until the database has noticed that those who asked are gone, and has taken back what they had not finished. */
async function quiet({ admin }: Scratch): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const { rows } = await admin.query(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE usename = 'rr_app' AND (state <> 'idle' OR xact_start IS NOT NULL)",
    );
    if (rows[0].n === 0) return;
    await sleep(100);
  }
  throw new Error("connections of the killed process are still at work");
}

async function charged({ admin }: Scratch, secrets: readonly string[], begun: ReadonlyMap<string, number>): Promise<string> {
  const { rows } = await admin.query(
    `SELECT p.email, (SELECT count(*)::int FROM audit.entry e WHERE e.person_id = p.id AND e.action = 'conversation:view' AND e.outcome = 'done') AS entries,
       (SELECT coalesce(sum(s.views), 0)::int FROM access.spending s WHERE s.person_id = p.id) AS charged
     FROM access.person p WHERE p.email LIKE 'reader%'`,
  );
  const of = new Map(rows.map(({ email, ...row }) => [email as string, row as { entries: number; charged: number }]));
  let [entries, shown] = [0, 0];
  for (const [n, secret] of secrets.entries()) {
    const row = of.get(`reader${n + 1}@plaintiff.example`) ?? { entries: 0, charged: 0 };
    const seen = begun.get(secret) ?? 0;
    must(row.entries >= seen, `reader ${n + 1} was shown ${seen} answers, and ${row.entries} stand in the log`);
    must(row.charged === row.entries, `reader ${n + 1} was charged ${row.charged} looks, and ${row.entries} stand in the log`);
    entries += row.entries;
    shown += seen;
  }
  must(shown > 0, "nobody was shown anything");
  return `${shown} answers begun, ${entries} entries, 0 looks without one, every look charged once`;
}

async function onceEach({ admin }: Scratch, origin: string, { cookies, tried }: Seen): Promise<string> {
  const { rows } = await admin.query(
    `SELECT (SELECT count(*)::int FROM access.session s JOIN access.membership m ON m.id = s.membership_id WHERE m.person_id = p.id) AS sessions,
       (SELECT count(*)::int FROM audit.entry e WHERE e.person_id = p.id AND e.action = 'session:open' AND e.outcome = 'done') AS entries
     FROM access.person p WHERE p.email = 'fault@plaintiff.example'`,
  );
  const { sessions, entries } = rows[0] as { sessions: number; entries: number };
  must(sessions === entries, `${sessions} sessions, and ${entries} entries that opened one`);
  must(sessions <= tried && sessions >= cookies.length, `${tried} sign-ins were tried, ${cookies.length} answered, ${sessions} opened`);
  must(cookies.length > 0, "no sign-in was answered");
  const here = new Set<string>();
  for (const cookie of cookies) {
    const answer = await fetch(`${origin}/api/account/sessions`, { headers: { cookie } });
    must(answer.status === 200, `a session from before the kill is answered ${answer.status}`);
    const { items } = (await answer.json()) as { items: { id: string; here: boolean }[] };
    for (const one of items) if (one.here) here.add(one.id);
  }
  must(here.size === cookies.length, `${cookies.length} sign-ins were answered, with ${here.size} sessions`);
  return `${tried} sign-ins tried, ${sessions} sessions with as many entries, ${here.size} answered and all of them alive`;
}
