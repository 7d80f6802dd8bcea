import { once } from "node:events";
import path from "node:path";
import type { Command as Commander } from "commander";
import * as z from "zod";
import { DomainError } from "@/lib/errors";
import { openWitness, type Witness } from "@/log/witness";
import { witnessServer } from "@/log/witness-server";
import { answering, tell } from "./frame";

type Options = { readonly dir: string; readonly name?: string; readonly log?: readonly string[]; readonly json?: boolean };

/** `witness key|serve|pull`: a witness of logs, on a machine of its own. It needs no database and nothing of the application. */
export function addWitness(program: Commander): void {
  const witness = program
    .command("witness")
    .description("Witness a log from outside: remember what it was, and sign only what continues that");
  const add = (name: string, description: string) =>
    witness
      .command(name)
      .description(description)
      .requiredOption("--dir <dir>", "the folder with the witness's key and what it has seen; losing it is losing the memory")
      .option("--name <name>", "what the witness is called, when its key is made: an address that is yours, as witness.court.example")
      .option("--log <vkey...>", "the key of a log to witness, as GET /api/audit/key gives it; remembered")
      .option("--json", "one JSON document on standard output");
  add("key", "Print the key by which others know this witness, making it first where there is none").action((options: Options) =>
    answering(options, async () => {
      const { vkey } = await open(options);
      return { json: { vkey }, lines: [vkey] };
    }),
  );
  add("serve", "Answer logs that ask for a signature (C2SP tlog-witness), until it is interrupted")
    .option("--port <port>", "where to listen", "8461")
    .option("--host <address>", "on which address to listen", "127.0.0.1")
    .action((options: Options & { readonly port: string; readonly host: string }) => answering(options, () => serve(options)));
  add("pull", "Fetch the newest checkpoint of a log, cosign it, and bring the signature back: for a witness that nobody can reach")
    .requiredOption("--from <url>", "where the application is")
    .requiredOption("--token <token>", "a token of the monitor")
    .action((options: Options & { readonly from: string; readonly token: string }) => answering(options, () => pull(options)));
}

function open({ dir, name, log }: Options): Promise<Witness> {
  return openWitness(path.resolve(dir), name, log);
}

async function serve(options: Options & { readonly port: string; readonly host: string }) {
  const witness = await open(options);
  const server = witnessServer(witness).listen(Number(options.port), options.host);
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : options.port;
  tell(`${witness.vkey}\nlistens at http://${options.host}:${port}`);
  await Promise.race((["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => once(process, signal)));
  server.close();
  return { json: { vkey: witness.vkey }, lines: ["stopped"] };
}

const Answered = z.object({ origin: z.string(), size: z.int(), note: z.string() });
const Proved = z.object({ hashes: z.array(z.string()) });

async function pull(options: Options & { readonly from: string; readonly token: string }) {
  const witness = await open(options);
  const ask = asker(options.from, options.token);
  const { origin, size, note } = Answered.parse(await ask("/api/audit/checkpoint"));
  const old = await witness.sizeOf(origin);
  if (old > size)
    throw new DomainError("conflict", `${origin} had ${old} entries when it was seen last, and has ${size} now. Tell the court.`);
  const { hashes } = Proved.parse(await ask(`/api/audit/consistency?from=${old}&to=${size}`));
  const { status, body } = await witness.addCheckpoint(`old ${old}\n${hashes.map((hash) => `${hash}\n`).join("")}\n${note}`);
  if (status !== 200) throw new DomainError("conflict", `Not signed (${status}): ${body.trim()}`);
  await ask("/api/audit/cosignatures", { size, line: body });
  return { json: { origin, size, line: body }, lines: [`${origin}: ${size} entries cosigned`] };
}

function asker(from: string, token: string) {
  return async (address: string, sent?: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}`, ...(sent && { "content-type": "application/json" }) };
    const init = { headers, ...(sent && { method: "POST", body: JSON.stringify(sent) }) };
    const response = await fetch(new URL(address, from), init).catch(() => {
      throw new DomainError("unavailable", `${from} does not answer.`);
    });
    const answer: unknown = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    throw new DomainError("refused", `${address}: ${(answer as { message?: string }).message ?? response.status}`);
  };
}
