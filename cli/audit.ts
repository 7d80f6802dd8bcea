import { access, readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Command as Commander } from "commander";
import { exportLog, filesOf, type LogExport } from "@/domain/audit/export";
import { exportInstallation } from "@/prisma/installation-log";
import { writeFolder } from "./folder";
import { type Answer, acting, answering, atHost, type Common, common, exit } from "./frame";
import { readKeys } from "./verify/note";
import { verifyReceipt } from "./verify/receipt";
import { reportOf } from "./verify/report";
import { verifyExport } from "./verify/verify";

/** `audit export --out DIR`, of a matter or of the installation; `audit verify DIR`. */
export function addAudit(program: Commander): void {
  const audit = program.command("audit").description("The log");
  addVerify(audit);
  const command = audit
    .command("export")
    .description("Write the whole log into a folder that `audit verify` and others verify without this program (docs/log-format.md)")
    .requiredOption("--out <dir>", "the folder; it must not be there yet, or be empty")
    .option(
      "--installation",
      "the log of what belongs to no matter, in place of a matter's: with the rights of the host, in nobody's name",
    );
  common(command).action((options: Exporting) => {
    const folder = path.resolve(options.out);
    if (!options.installation)
      return acting("audit:export", options, async ({ actor }) => written(folder, await exportLog(actor, new Date())));
    if (options.as !== undefined || options.matter !== undefined)
      command.error("error: the log of no matter has no --as and no --matter.", { exitCode: exit.usage });
    return atHost(options, ({ database }) => exportInstallation(database.adminUrl, new Date(), (exported) => written(folder, exported)));
  });
}

type Exporting = Common & { readonly out: string; readonly installation?: boolean };

async function written(folder: string, exported: LogExport): Promise<Answer> {
  await writeFolder(folder, filesOf(exported));
  const { origin, size, pending } = exported.head;
  const later = pending > 0 ? [`${pending} entries are in no tree yet, and not in it`] : [];
  return { json: { folder, origin, entries: size, pending }, lines: [`${folder}: ${size} entries of ${origin}`, ...later] };
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
      "--key <file>",
      "keys that you trust, of the log and of witnesses, a line each (default: those in the export, which prove nothing). May be given several times",
      collected,
    )
    .option(
      "--since <file>",
      "a checkpoint or receipt that somebody kept: the log must still be what it saw. May be given several times",
      collected,
    )
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

const collected = (file: string, before: readonly string[] = []) => [...before, file];

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
