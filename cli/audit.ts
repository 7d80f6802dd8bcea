import { createHash } from "node:crypto";
import { access, mkdir, open, readFile, rename, stat } from "node:fs/promises";
import path from "node:path";
import type { Command as Commander } from "commander";
import { exportEntries } from "@/domain/audit/export";
import { acting, answering, type Common, common, exit } from "./frame";
import { readKeys } from "./verify/note";
import { verifyReceipt } from "./verify/receipt";
import { reportOf } from "./verify/report";
import { verifyExport } from "./verify/verify";

/** `audit export --out DIR`, `audit verify DIR`. */
export function addAudit(program: Commander): void {
  const audit = program.command("audit").description("The log");
  addVerify(audit);
  const command = audit
    .command("export")
    .description("Write the whole log as lines of JSON into a folder")
    .requiredOption("--out <dir>", "the folder");
  common(command).action((options: Common & { readonly out: string }) =>
    acting("audit:export", options, async ({ actor }) => {
      const file = path.resolve(options.out, "entries.ndjson");
      const written = await writeLog(file, exportEntries(actor));
      return { json: { file, ...written }, lines: [`${file}: ${written.entries} entries, SHA-256 ${written.sha256}`] };
    }),
  );
}

type Verifying = {
  readonly key?: readonly string[];
  readonly since?: readonly string[];
  readonly tolerance: string;
  readonly json?: boolean;
};

function addVerify(audit: Commander) {
  const command = audit
    .command("verify")
    .description(
      "Verify an exported log, or a receipt, from its files alone: no database, no network. Says what is proven, by whom, and what is not. " +
        "Exit codes: 0 verified, 1 something does not hold, 2 wrong usage",
    )
    .argument("<path>", "the folder of an export, or a receipt")
    .option(
      "--key <file...>",
      "keys that you trust, of the log and of witnesses, a line each (default: those in the export, which prove nothing)",
    )
    .option("--since <file...>", "checkpoints and receipts that somebody kept: the log must still be what they saw")
    .option("--tolerance <seconds>", "how far clocks may differ, and how long what was begun may take to be written down", "60")
    .option("--json", "one JSON document on standard output");
  command.action(async (target: string, options: Verifying) => {
    const { stats, keys, since, tolerance } = await readAsked(command, target, options);
    await answering(options, async () => {
      const verdict = stats.isDirectory()
        ? await verifyExport({ folder: target, keys, since, tolerance })
        : await verifyReceipt(await readFile(target), keys ?? []);
      if (verdict.verdict !== "verified") process.exitCode = exit.failed;
      return { json: verdict, lines: reportOf(verdict) };
    });
  });
}

// What cannot be read of what was named is wrong usage: a verdict is about what was read.
async function readAsked(command: Commander, target: string, { key, since = [], tolerance }: Verifying) {
  const wrong = (message: string) => command.error(`error: ${message}`, { exitCode: exit.usage });
  const stats = await stat(target).catch(() => wrong(`There is no ${target}.`));
  for (const file of since) await access(file).catch(() => wrong(`There is no ${file}.`));
  const texts = key && (await Promise.all(key.map((file) => readFile(file, "utf8").catch(() => wrong(`There is no ${file}.`)))));
  if (!texts && !stats.isDirectory()) wrong("A receipt is verified with the key of its log: --key FILE.");
  if (!/^\d{1,6}$/.test(tolerance)) wrong("A tolerance is a whole number of seconds.");
  try {
    return { stats, keys: texts ? readKeys(texts.join("\n")) : null, since, tolerance: Number(tolerance) };
  } catch (error) {
    return wrong((error as Error).message);
  }
}

// Written beside and then named: a file of that name is the whole log or an older one, never half.
async function writeLog(file: string, chunks: AsyncIterable<string>) {
  await mkdir(path.dirname(file), { recursive: true });
  const hash = createHash("sha256");
  const handle = await open(`${file}.new`, "w", 0o600);
  let entries = 0;
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      entries += chunk.split("\n").length - 1;
      bytes += (await handle.write(chunk)).bytesWritten;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
  return { entries, bytes, sha256: hash.digest("hex") };
}
