import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { openScratch, type Scratch } from "@/prisma/scratch";
import { makeVolume } from "@/prisma/seed/volume";
import { corpus } from "../bench/corpus";
import { type Fault, must, sleep } from "./fault";
import { post, signIn, startWeb, type Web, withPassword } from "./web";

const ROUNDS = 8;
const SIZE = 3_000;
const COUNSEL = "fault@plaintiff.example";

function* some() {
  let n = 0;
  for (const conversation of corpus(7)) {
    if (n++ === SIZE) return;
    yield conversation;
  }
}

type Made = { readonly state: string; readonly files: readonly { readonly name: string; readonly sha256: string }[] };

export const killedExport: Fault = {
  name: "export killed",
  promise: "an export whose writer was killed is published whole or not at all, and nothing of it was written without its entry",
  run: async () => {
    const scratch = await openScratch();
    const seen = { ready: 0, failed: 0, halves: 0 };
    let web: Web | undefined;
    try {
      await makeVolume(scratch.database.intakeUrl, { matter: scratch.matter, name: "Faults", controlPrefix: "FAULT" }, some());
      await withPassword(scratch, COUNSEL, "counsel");
      let running = await startWeb(scratch);
      web = running;
      const first = await signIn(running.origin, COUNSEL);
      const { id: setId } = await post(running.origin, first, "/api/sets", { name: "All", query: "" });
      const whole = await timed(running, first, String(setId));
      for (let round = 0; round < ROUNDS; round++) {
        const cookie = await signIn(running.origin, COUNSEL);
        const asked = await ask(running, cookie, String(setId), `Killed ${round}`);
        // The last kills fall around the end, where the folder is put in its place and the production is published.
        await sleep(round < ROUNDS / 2 ? Math.random() * whole : whole * (0.8 + Math.random() * 0.4));
        await running.kill();
        await sleep(300);
        seen.halves += await logged(scratch, asked);
        running = await startWeb(scratch);
        web = running;
        seen[await wholeOrNot(scratch, running, cookie, asked)]++;
      }
      must(seen.halves > 0, "no kill came while files were being written");
      return `${ROUNDS} times kill -9 in exports of ${SIZE} conversations: ${seen.halves} had files half written, ${seen.ready} were published and verified file by file, ${seen.failed} left nothing and cannot be downloaded; every line on disk had its entry`;
    } finally {
      await web?.kill();
      await scratch.close();
    }
  },
};

async function ask({ origin }: Web, cookie: string, setId: string, name: string): Promise<string> {
  return String((await post(origin, cookie, "/api/productions", { setId, name, formats: ["jsonl"], reason: "Fault." })).id);
}

async function read(origin: string, cookie: string, id: string): Promise<Made> {
  return (await (await fetch(`${origin}/api/productions/${id}`, { headers: { cookie } })).json()) as Made;
}

/** How long an undisturbed one takes, in milliseconds. */
async function timed(web: Web, cookie: string, setId: string): Promise<number> {
  const began = performance.now();
  const id = await ask(web, cookie, setId, "Undisturbed");
  while ((await read(web.origin, cookie, id)).state === "writing") await sleep(20);
  must((await read(web.origin, cookie, id)).state === "ready", "an undisturbed export did not become ready");
  return performance.now() - began;
}

/** Holds what lies on the disk of a production that was killed against the log. Answers 1 where it is half written. */
async function logged({ admin, folder }: Scratch, id: string): Promise<number> {
  const { rows } = await admin.query(
    `SELECT (SELECT state::text FROM release.production WHERE id::text = $1) AS state, count(*) FILTER (WHERE detail ? 'formats')::int AS asked,
       coalesce(sum(jsonb_array_length(detail->'shown')), 0)::int AS shown
     FROM audit.entry WHERE object = 'production:' || $1 AND action = 'production:ask' AND outcome = 'done'`,
    [id],
  );
  const { state, asked, shown } = rows[0] as { state: string; asked: number; shown: number };
  must(asked === 1, `an export stands in the log ${asked} times`);
  const [draft, kept] = [`${id}.writing`, id].map((name) => path.join(folder, "productions", name)) as [string, string];
  must(state !== "ready" || existsSync(kept), "a published export has no files");
  const lies = [draft, kept].find((one) => existsSync(path.join(one, "conversations.jsonl")));
  const lines = lies ? readFileSync(path.join(lies, "conversations.jsonl"), "utf8").split("\n").length - 1 : 0;
  must(lines <= shown, `${lines} conversations lie on the disk, and the log knows of ${shown}`);
  return existsSync(draft) && lines > 0 ? 1 : 0;
}

/** What becomes of it: published with every file as its hash says, or ended with nothing left of it. */
async function wholeOrNot({ admin, folder }: Scratch, { origin }: Web, cookie: string, id: string): Promise<"ready" | "failed"> {
  // An hour later, as far as the signs of life go.
  await admin.query("SET session_replication_role = replica");
  await admin.query("UPDATE release.production SET beat_at = beat_at - interval '1 hour' WHERE state = 'writing'");
  await admin.query("RESET session_replication_role");
  const early = await fetch(`${origin}/api/productions/${id}/files/conversations.jsonl`, { headers: { cookie } });
  await early.arrayBuffer();
  await (await fetch(`${origin}/api/productions`, { headers: { cookie } })).arrayBuffer();
  const { state, files } = await read(origin, cookie, id);
  if (state === "ready") {
    for (const { name, sha256 } of files) {
      const answer = await fetch(`${origin}/api/productions/${id}/files/${name}`, { headers: { cookie } });
      const bytes = Buffer.from(await answer.arrayBuffer());
      must(createHash("sha256").update(bytes).digest("hex") === sha256, `${name} of a published export is not what was published`);
      if (name === "conversations.jsonl") must(bytes.toString().split("\n").length - 1 === SIZE, "a published export is not whole");
    }
    return "ready";
  }
  must(state === "failed", `an export that was killed is ${state}`);
  must(early.status !== 200, "a file of an export that was never published was sent");
  const left = readdirSync(path.join(folder, "productions")).filter((name) => name.startsWith(id));
  must(left.length === 0, `${left.join(", ")} lies there still`);
  return "failed";
}
