import { type Command as Commander, CommanderError } from "commander";
import type * as z from "zod";
import type { Action } from "@/domain/access/permissions";
import type { Actor } from "@/domain/access/permit";
import { DomainError } from "@/lib/errors";
import { closeActor, openActor, openHost } from "@/prisma/command";
import type { Database } from "@/prisma/open";

export type Common = { readonly as?: string; readonly matter?: string; readonly json?: boolean };
/** `text`: printed as it is, in place of either. */
export type Answer = { readonly json: unknown; readonly lines: readonly string[]; readonly text?: string };
export type AtHost = { readonly database: Database; readonly signal: AbortSignal };
export type Running = AtHost & { readonly actor: Actor };

/** Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused. */
export const exit = { done: 0, failed: 1, usage: 2, refused: 3 } as const;

/** The options that every command has. */
export function common(command: Commander): Commander {
  return command
    .option("--as <email>", "the person who acts (default: the first of the host who may; for the log, the monitor)")
    .option("--matter <slug>", "the matter acted on (default: the person's own)")
    .option("--json", "one JSON document on standard output");
}

/** A line for the person at the terminal, on standard error: standard output is for the answer alone. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Runs a verb as a person: opens the database and a session, prints the answer, and closes both, whatever happens. */
export async function acting(action: Action, options: Common, work: (running: Running) => Promise<Answer>): Promise<void> {
  await atHost(options, (host) => asPerson(action, options, host, work));
}

/** Opens the database for what is done on the host itself, prints the answer, and closes it, whatever happens. */
export async function atHost(options: Pick<Common, "json">, work: (host: AtHost) => Promise<Answer>): Promise<void> {
  const interrupted = new AbortController();
  const stop = () => interrupted.abort(new DomainError("unavailable", "Interrupted. What was committed is kept."));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  await answering(options, async () => {
    const { database, close } = await openHost();
    try {
      return await work({ database, signal: interrupted.signal });
    } finally {
      await close();
    }
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, stop);
}

/** Runs a verb as a person, in a session of its own, where the database is open already. */
export async function asPerson(action: Action, { as, matter }: Common, host: AtHost, work: (running: Running) => Promise<Answer>) {
  const actor = await openActor(host.database, { action, as, matter });
  try {
    tell(`Acting as ${actor.name} (${actor.email}), ${actor.role}, in ${actor.caption}.`);
    return await work({ ...host, actor });
  } finally {
    await closeActor(actor);
  }
}

/** Prints what `work` answers, or what it throws, and sets the exit code. */
export async function answering({ json }: Pick<Common, "json">, work: () => Promise<Answer>): Promise<void> {
  try {
    const answer = await work();
    if (answer.text !== undefined) process.stdout.write(answer.text);
    else process.stdout.write(json ? `${JSON.stringify(answer.json, null, 2)}\n` : answer.lines.map((line) => `${line}\n`).join(""));
  } catch (error) {
    if (error instanceof CommanderError) throw error;
    const code = error instanceof DomainError ? error.code : "unavailable";
    const message = (error as Error).message || "The command failed.";
    if (json) process.stdout.write(`${JSON.stringify({ error: code, message }, null, 2)}\n`);
    tell(message);
    if (error instanceof DomainError && error.details?.rule === "undertaking")
      tell("Sign in and sign there, or see `undertaking show` and `undertaking sign`.");
    process.exitCode = ["refused", "held", "unauthenticated"].includes(code) ? exit.refused : exit.failed;
  }
}

/** Input by its schema; what does not fit is wrong usage. */
export function input<S extends z.ZodType>(command: Commander, schema: S, value: unknown): z.output<S> {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  return command.error(
    `error: ${checked.error.issues.map(({ path, message }) => (path.length ? `${path.join(".")}: ${message}` : message)).join(". ")}`,
    { exitCode: exit.usage },
  );
}
