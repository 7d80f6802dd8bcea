import { createHash } from "node:crypto";
import { mkdir, open, rename } from "node:fs/promises";
import path from "node:path";
import type { Command as Commander } from "commander";
import { exportEntries } from "@/domain/audit/export";
import { acting, type Common, common } from "./frame";

/** `audit export --out DIR`. */
export function addAudit(program: Commander): void {
  const audit = program.command("audit").description("The log");
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
